"""Changes of config.toml with its comments kept: thresholds and keyword rules of topics. The only importer of tomlkit.

Pure: text in, text out. What the text means is for `bot.config`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Table

from bot.domain import Topic
from bot.errors import UsageError

_RULES = "rules"
# where the bot writes, whom it calls, with which secrets: not for whoever holds a token of the desk
LOCKED = ("channels", "smtp", "state", "atom", "http", "web", "health")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFields:
    """One keyword rule as a form holds it."""

    when: str
    effect: str
    until: str = ""  # 2026-12-31, "" = for good
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicFields:
    """What a form holds of one topic."""

    threshold: str  # "" = the model's own
    rules: tuple[RuleFields, ...]


def topic_fields(text: str, topics: Sequence[Topic]) -> dict[Topic, TopicFields]:
    """What a configuration says of these topics.

    Raises:
        UsageError: it is no TOML.
    """
    tables = _parsed(text).unwrap().get("topics", {})
    found: dict[Topic, TopicFields] = {}
    for topic in topics:
        table = tables.get(topic, {}) if isinstance(tables, dict) else {}
        rules = table.get(_RULES, []) if isinstance(table, dict) else []
        found[topic] = TopicFields(
            threshold=_text(table.get("threshold")) if isinstance(table, dict) else "",
            rules=tuple(
                RuleFields(
                    when=_text(rule.get("when")),
                    effect=_text(rule.get("effect")),
                    until=_text(rule.get("until")),
                    note=_text(rule.get("note")),
                )
                for rule in rules
                if isinstance(rule, dict)
            ),
        )
    return found


def with_topics(text: str, topics: Mapping[Topic, TopicFields]) -> str:
    """The configuration with these thresholds and rules, and everything else as it was.

    A rule whose query is still there keeps its place and its comments; further ones are put behind the last.

    Raises:
        UsageError: it is no TOML, a threshold is no number, or a day is none.
    """
    document = _parsed(text)
    for topic, fields in topics.items():
        if topic_fields(text, [topic])[topic] == fields:
            continue
        tables = document.setdefault("topics", tomlkit.table(is_super_table=True))
        table = tables.setdefault(topic, tomlkit.table())
        _set(table, "threshold", _number(topic, fields.threshold))
        _set_rules(table, fields.rules)
    return tomlkit.dumps(document)


def locked_changes(before: str, after: str) -> list[str]:
    """Tables of LOCKED that differ between two configurations.

    Raises:
        UsageError: one of them is no TOML.
    """
    old, new = (_parsed(text).unwrap() for text in (before, after))
    return [name for name in LOCKED if old.get(name) != new.get(name)]


def _set_rules(table: Table, rules: Sequence[RuleFields]) -> None:
    if not rules:
        table.pop(_RULES, None)
        return
    held = table.get(_RULES)
    if not isinstance(held, AoT):
        held = tomlkit.aot()
        table.append(_RULES, held)
    before = [_text(rule.get("when")) for rule in held]
    kept = {rule.when for rule in rules}
    for n in reversed(range(len(held))):
        if before[n] not in kept and len(held) > len(rules):
            del held[n]
    for n, rule in enumerate(rules):
        if n >= len(held):
            held.append(tomlkit.table())
        _set(held[n], "when", rule.when.strip())
        _set(held[n], "effect", rule.effect.strip())
        _set(held[n], "until", _day(rule.until))
        _set(held[n], "note", rule.note.strip() or None)
    for n in reversed(range(len(rules), len(held))):
        del held[n]


def _set(table: Table, key: str, value: object) -> None:
    """Sets a key; None takes it out; an equal value is left as it is written."""
    if value is None:
        table.pop(key, None)
    elif key not in table or _text(table[key]) != _text(value):
        table[key] = value


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _number(topic: Topic, written: str) -> float | None:
    if not written.strip():
        return None
    try:
        return float(written.replace(",", "."))
    except ValueError as exc:
        raise UsageError(f"threshold of {topic}: {written!r} is no number; write one such as 0.6, or nothing") from exc


def _day(written: str) -> date | None:
    if not written.strip():
        return None
    try:
        return date.fromisoformat(written.strip())
    except ValueError as exc:
        raise UsageError(f"until: {written!r} is no day; write it as 2026-12-31, or nothing") from exc


def _parsed(text: str) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(text)
    except (TOMLKitError, ValueError, RecursionError) as exc:
        raise UsageError(f"this is no TOML: {exc}; mend it there, or open the page again for what is in force") from exc


__all__ = ["LOCKED", "RuleFields", "TopicFields", "locked_changes", "topic_fields", "with_topics"]
