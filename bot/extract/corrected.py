"""Numbers that a text names to put them right: "fueron 29, y no 35", "no son 35 sino 29", "ni 10 ni 20".

Imports its siblings only. They are nobody's count, so they are no figures; a number that is denied without another in
its place is told like one to come.
"""

import re

from bot.extract.clauses import Counted, Sentence
from bot.extract.guarded import Guarded

_NOT_THIS = Guarded(r"(?:,|;|,? \b(?:and|y)) ?(?:not|no)$")
"""Right before the wrong number, behind the right one."""
_NEITHER = Guarded(r"\b(?:ni|neither|nor)$")
_NOT = Guarded(r"\b(?:no|not|\w+n't)((?: [\w.]+){0,5})$")
"""Before the wrong number, where the right one follows; the words between."""
_NOT_ONLY = re.compile(r"\b(?:no|not) (?:\w+ )?(?:solo|solamente|unicamente|only|just|merely)\b")
_CLOSE = frozenset({"", "a", "to", "of", "de", "for", "by", "in", "the", "los", "las", "son", "eran", "fueron"})
_INSTEAD = re.compile(
    r"[^;:.]{0,60}?\b(?:sino|but)\b(?: (?:about|some|only|just|at least|to|of|in|for|by|the|que|a|al|de|unos|los|las|"
    r"son|eran|fueron|solo|hasta|mas|menos))* ?|"
    r"[^;:.]{0,60}?[;:] (?:it|they|there|son|eran|fueron|the (?:real|right|correct|actual) (?:number|figure|count))\b"
    r"(?: \w+){0,3} ?"
)
"""Between the two."""
_ENDS = frozenset({"", ",", ".", ";", ":", ")"})


def is_corrected(sentence: Sentence, counted: Counted) -> bool:
    """Whether the text says that the number is wrong, and names another."""
    before = _before(sentence, counted)
    if _NOT_THIS.search(before):
        return True
    if _NEITHER.search(before):
        return sum(_NEITHER.search(_before(sentence, other)) is not None for other in sentence.counted) > 1
    return _right_one(sentence, counted) is not None


def corrects(sentence: Sentence, counted: Counted) -> Counted | None:
    """The wrong number that this one, whose noun is not said again, stands for: the 15 of "no 15 muertos, sino 12"."""
    if counted.noun or counted.unit is not None:
        return None
    return next((other for other in sentence.counted if _right_one(sentence, other) is counted), None)


def _right_one(sentence: Sentence, wrong: Counted) -> Counted | None:
    negated = _NOT.search(_before(sentence, wrong))
    if negated is None or _NOT_ONLY.search(negated[0]):
        return None
    end = sentence.tokens[wrong.quantity.last - 1].end
    for other in sentence.counted:
        start = sentence.tokens[other.quantity.first].start
        instead = _INSTEAD.fullmatch(sentence.flat[end:start]) if start > end else None
        if instead is None:
            continue
        following = sentence.flats[other.end] if other.end < len(sentence.flats) else ""
        # "did not extradite 12 men, but 37 were flown out" puts nothing right
        if " but " not in instead[0] or negated[1].strip() in _CLOSE or (not other.noun and following in _ENDS):
            return other
    return None


def _before(sentence: Sentence, counted: Counted) -> str:
    return sentence.flat[: sentence.tokens[counted.quantity.first].start].rstrip()


__all__ = ["corrects", "is_corrected"]
