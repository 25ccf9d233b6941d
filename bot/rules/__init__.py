"""The analysts' keyword rules: compiled once, when the configuration is read, and applied to items. Pure.

May import domain, errors and text. All rules stand in one index by the words that they wait for, so that an
item costs its own words and the rules that may match, however many there are.
"""

import functools
import hashlib
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from bot.domain import Item, RuleHit, Topic
from bot.errors import UsageError
from bot.rules.query import FIELDS, INDEXED, Query, compile_query, fields_of

Effect = float | Literal["always", "never"]

MAX_POINTS = 20.0  # of log-odds: beyond it an effect is "always" or "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A compiled keyword rule of one topic."""

    topic: Topic
    when: str  # the query as written
    effect: Effect  # points of log-odds, or the last word
    until: date | None = None  # last day it holds; None = for good
    note: str = ""
    query: Query = field(repr=False, compare=False)

    @property
    def label(self) -> str:
        """What the rule goes by: its note, else its query."""
        return self.note or self.when

    def is_past(self, today: date) -> bool:
        """Its last day is before `today`."""
        return self.until is not None and today > self.until

    @property
    def key(self) -> str:
        """Topic, query, effect, last day and note as one string: two rules of one key do the same."""
        until = self.until.isoformat() if self.until else ""
        return "\x1f".join((self.topic, self.when, str(self.effect), until, self.note))

    def hit(self, item: Item, today: date) -> RuleHit | None:
        """The hit when the item fulfils the rule; None when it does not, or the rule's last day is before `today`."""
        if self.is_past(today) or not self.query.matches(fields_of(item)):
            return None
        return RuleHit(topic=self.topic, effect=self.effect, label=self.label)


@dataclass(frozen=True)
class RuleSet:
    """All rules, in their order."""

    rules: tuple[Rule, ...] = ()

    @functools.cached_property
    def version(self) -> str:
        """Changes with any rule's topic, query, effect, date or note: "rules-3f2a91c0"."""
        keys = chr(0x1E).join(rule.key for rule in self.rules)
        return f"rules-{hashlib.sha256(keys.encode()).hexdigest()[:8]}"

    def hits(self, item: Item, today: date) -> tuple[RuleHit, ...]:
        """Rules that the item fulfils, in their order; those whose day has passed are left out."""
        if not self.rules:
            return ()
        candidates = sorted(self._index.candidates(item))
        return tuple(hit for n in candidates if (hit := self.rules[n].hit(item, today)))

    @functools.cached_property
    def _index(self) -> "_Index":
        return _Index([rule.query for rule in self.rules])


class _Index:
    """Numbers of queries by a word, or beginning of a word, without which they do not match."""

    def __init__(self, queries: Sequence[Query]) -> None:
        uses = Counter(key for query in queries for need in query.needs for key in need)
        self._asked_always: list[int] = []
        self._words: dict[str, dict[str, list[int]]] = {name: {} for name in INDEXED}
        self._prefixes: dict[str, dict[str, list[int]]] = {name: {} for name in INDEXED}
        for number, query in enumerate(queries):
            if not query.needs:
                self._asked_always.append(number)
                continue
            for key in min(query.needs, key=lambda need: sum(uses[key] for key in need)):  # the rarest among the rules
                (self._prefixes if key.is_prefix else self._words)[key.field].setdefault(key.word, []).append(number)
        self._lengths = {name: sorted(set(map(len, prefixes))) for name, prefixes in self._prefixes.items()}

    def candidates(self, item: Item) -> set[int]:
        """Numbers of all queries that the item may fulfil."""
        fields = fields_of(item)
        found = set(self._asked_always)
        for name in INDEXED:
            known, prefixes, lengths = self._words[name], self._prefixes[name], self._lengths[name]
            words = fields.words(name) if known or prefixes else ()
            for word in words if known else ():
                found.update(known.get(word, ()))
            for beginning in {word[:n] for word in words for n in lengths}:
                found.update(prefixes.get(beginning, ()))
        return found


def compile_rule(*, topic: Topic, when: str, effect: str | float, until: date | None = None, note: str = "") -> Rule:
    """Checks and compiles one rule.

    Args:
        topic: whose verdict it changes.
        when: the query; words match whole words, blind to accents and case, in title, summary and body. Fields:
            `title:`, `summary:` (summary and body), `source:` (outlet), `lang:` (en or es).
        effect: "+1.5", "-2" or a number, in points of log-odds, or "always" or "never".
        until: last day on which it holds.
        note: shown instead of the query.

    Raises:
        UsageError: what is wrong, where, and what would do.
    """
    return Rule(
        topic=topic, when=when, effect=_effect(effect), until=until, note=note.strip(), query=compile_query(when)
    )


def mistakes(*, when: str, effect: str | float) -> dict[str, str]:
    """All that `compile_rule` refuses in a rule, a sentence each by the key that it is in; {} = nothing."""
    found: dict[str, str] = {}
    for key, checked in (("when", lambda: compile_query(when)), ("effect", lambda: _effect(effect))):
        try:
            checked()
        except UsageError as exc:
            found[key] = str(exc)
    return found


def _effect(raw: str | float) -> Effect:
    if raw == "always":
        return "always"
    if raw == "never":
        return "never"
    try:
        points = float(raw)
    except ValueError as exc:
        raise UsageError(f'effect {raw!r}: write points of log-odds such as "+1.5", or "always", or "never"') from exc
    if not math.isfinite(points) or points == 0 or abs(points) > MAX_POINTS:
        raise UsageError(
            f"effect {raw!r}: points lie between -{MAX_POINTS:g} and +{MAX_POINTS:g} and are not 0; beyond that write"
            ' "always" or "never"'
        )
    return points


__all__ = ["FIELDS", "Effect", "Rule", "RuleSet", "compile_rule", "mistakes"]
