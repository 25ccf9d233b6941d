"""What the rules find in an item, as names: what the learnt status and severity are read from. Pure.

The rules' own answers are among the names, so that the model knows what they know. Changing a name or what it means
asks for `pregonero train`; names that a model does not know are passed over. May import domain and the rules.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import ModuleType

from bot.classify import cues, severity
from bot.domain import ItemType, Term, Verdict


def _patterns(module: ModuleType) -> Mapping[str, re.Pattern[str]]:
    return {name: value for name, value in vars(module).items() if isinstance(value, re.Pattern)}


_STATUS = _patterns(cues)
_SEVERITY = _patterns(severity)


def cue_names(
    clauses: Sequence[str],
    terms: Sequence[Term],
    verdict: Verdict,
    *,
    item_type: ItemType,
    side: str,
    count: int | None,
) -> list[str]:
    """Names of the cues that hold.

    Args:
        clauses: folded headline and first sentences.
        terms: the lexicon's hits in the headline.
        verdict: with the facets by rule.
        item_type: of the item.
        side: whose officials speak in the headline.
        count: people handed over together.
    """
    title = clauses[0] if clauses else ""
    return [*_from_patterns(clauses), *_from_terms(title, terms), *_from_rules(verdict, item_type, side, count)]


def _from_patterns(clauses: Sequence[str]) -> Iterator[str]:
    for part, clause in zip(("headline", "lead"), clauses, strict=False):
        yield from (f"{part} {_spoken(name)}" for name, cue in _STATUS.items() if cue.search(clause))
    if clauses:
        yield from (f"severity {_spoken(name)}" for name, cue in _SEVERITY.items() if cue.search(clauses[0]))


def _spoken(name: str) -> str:
    return name.strip("_").lower().replace("_", " ")


def _from_terms(title: str, terms: Sequence[Term]) -> Iterator[str]:
    yield from {f"names {term.side} {term.kind}".replace("  ", " ") for term in terms}
    if any(term.canonical in severity.HOUSEHOLD for term in terms):
        yield "household name"
    if any(severity.is_moved(term, title) for term in terms):
        yield "household name is moved"


def _from_rules(verdict: Verdict, item_type: ItemType, side: str, count: int | None) -> Iterator[str]:
    yield f"rule says {verdict.realis[0] if verdict.realis else 'nothing'}"
    yield f"rule says {verdict.severity}"
    yield f"side {side or 'unknown'}"
    yield f"type {item_type}"
    yield f"novelty {verdict.novelty}"
    yield f"route {verdict.route}"
    yield f"direction {verdict.direction}"
    yield f"means {verdict.means}"
    yield "people not counted" if count is None else f"people {'one' if count < 2 else 'some' if count < 5 else 'many'}"


__all__ = ["cue_names"]
