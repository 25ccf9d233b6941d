"""Fractions of a scale or of a unit of mass: "a quarter of a million", "three-quarters of a ton", "un tercio de
tonelada". Imports its siblings tokens and words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.extract.tokens import words
from bot.extract.words import EN_SMALL, ES_SMALL, GLUED_SCALES, ORDINALS, SCALES

_SIZES: Mapping[str, int] = {
    word: size
    for size, names in {
        3: "third thirds tercio tercios tercera terceras",
        4: "quarter quarters cuarto cuartos cuarta cuartas",
        5: "fifth fifths quinto quintos quinta quintas",
        8: "eighth eighths octavo octavos octava octavas",
        10: "tenth tenths decimo decimos decima decimas",
    }.items()
    for word in names.split()
}
_OF_PARTS = frozenset({"parte", "partes"})
_FEMININE = ("a", "as")  # of "cuarta parte"; alone it is an ordinal: "la cuarta tonelada"
_ARTICLES = frozenset(words("a an one un una 1"))
_MASSES = frozenset(words("ton tonne tonelada kilo kilogram kilogramo pound libra ounce onza"))
_ADJECTIVES = frozenset({"metric", "short"})
_OF_A_YEAR = frozenset({*ORDINALS, *words("last next this previous each every per final")})
"""Before a quarter: it is one of a year or of a match."""


@dataclass(frozen=True, slots=True)
class Fraction:
    """`value` times what stands at token `end`, or, with its scale word, of what is counted there."""

    value: float
    end: int
    scale: float  # of its scale word, 1 where it is part of a unit of mass
    size: int  # how many parts the whole has


def fraction_at(flats: Sequence[str], at: int) -> Fraction | None:
    """The fraction that begins at a token, with its count or article or without; None for none."""
    if _SIZES.keys().isdisjoint(flats[at : at + 3]):
        return None
    parts, name_at = _count(flats, at)
    name = _word(flats, name_at)
    size = _SIZES.get(name, 0)
    if not 0 < parts < size or (parts > 1 and name[-1] != "s"):
        return None
    after = name_at + 1
    if _word(flats, after) in _OF_PARTS:
        after += 1
    elif name.endswith(_FEMININE):
        return None
    linked = _word(flats, after) in ("of", "de", "-")
    of_one = after + 1 if linked else after
    if linked and _word(flats, of_one) in _ARTICLES:
        of_one += 1
    elif _word(flats, after) != "de" and (name != "quarter" or _is_of_a_year(flats, name_at)):
        return None  # "the third ton" is no third of one
    whole = _word(flats, of_one)
    if whole in SCALES and whole not in GLUED_SCALES:
        return Fraction(float(round(SCALES[whole] * parts / size)), of_one + 1, SCALES[whole], size)
    unit = _word(flats, of_one + 1) if whole in _ADJECTIVES else whole
    return Fraction(round(parts / size, 3), of_one, 1.0, size) if unit in _MASSES else None


def more_at(flats: Sequence[str], at: int) -> tuple[float, int]:
    """(fraction, token after it) of "and a quarter million", "and three-quarter tons" behind a number; (0, at) for
    none."""
    if _word(flats, at) != "and":
        return 0.0, at
    parts, name_at = _count(flats, at + 1)
    whole = _word(flats, name_at + 1)
    counted = (whole in SCALES and whole not in GLUED_SCALES) or whole.removesuffix("s") in _MASSES
    if parts not in (1, 3) or _word(flats, name_at) not in ("quarter", "quarters") or not counted:
        return 0.0, at
    return parts / 4, name_at + 1


def _is_of_a_year(flats: Sequence[str], name_at: int) -> bool:
    """ "the fourth-quarter million": a quarter of a year or of a match."""
    before = name_at - 2 if _word(flats, name_at - 1) == "-" else name_at - 1
    return _word(flats, before) in _OF_A_YEAR


def _count(flats: Sequence[str], at: int) -> tuple[int, int]:
    """(how many parts, token of their name) for a count, an article or the name itself at a token."""
    word = _word(flats, at)
    if word in _SIZES:
        return 1, at
    if word in _ARTICLES:
        return 1, at + 1
    value = EN_SMALL.get(word) or ES_SMALL.get(word) or (int(word) if word.isdecimal() and len(word) == 1 else 0)
    return value, at + 2 if _word(flats, at + 1) == "-" else at + 1


def _word(flats: Sequence[str], at: int) -> str:
    return flats[at] if 0 <= at < len(flats) else ""
