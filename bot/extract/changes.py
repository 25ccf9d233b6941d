"""Numbers of which one becomes the other: "fell from 86.9 to 50.9", "duplicó de 5 a 10 millones".

Two values, the former and the present one, where a verb of change stands before; without one, "from 5 to 10" is a
range. Imports its siblings tokens and words.
"""

import re
from collections.abc import Sequence
from typing import Literal

from bot.extract.tokens import words

Side = Literal["", "from", "to"]
"""Which of the two a number is; "" = of no change."""

_CHANGES = re.compile(
    r"(?:rose|ris(?:e|es|en|ing)|fell|fall(?:s|ing|en)?|drop\w*|went|go(?:es|ing|ne)?|increas\w+|decreas\w+|declin\w+|"
    r"gr[eo]w\w*|jump\w*|cut|climb\w*|soar\w*|surg(?:e[sd]?|ing)|shr[aiu]nk\w*|plung\w+|plummet\w*|lift(?:s|ed|ing)?|"
    r"boost\w*|hik(?:e[sd]?|ing)|bump\w*|slash\w*|halv\w+|quadrupl\w+|doubl\w+|tripl\w+|rais(?:e[sd]?|ing)|lower\w*|"
    r"upp(?:ed|ing)|revis\w+|reduc\w+|expand\w*|sub[ei]\w*|baj(?:a|an|o|ar|aron|aria|ara|ado|ando)|pas[oa]|"
    r"pas(?:ar|aron|ara|aria|ando|ado|an)|aument\w+|ca[ye]\w+|"
    r"reduj\w+|disminu\w+|crec\w+|descendi\w+|ascend\w+|elev\w+|increment\w+|ampli\w+|duplic\w+|triplic\w+|"
    r"cuadruplic\w+|salt(?:a|o|aron|ar)|recort\w+)"
)
_CLEAR = re.compile(  # verbs by which even a distant "from 5 to 10" is a change
    r"(?:increas(?:ed|es|ing)|decreas(?:ed|es|ing)|doubl(?:ed|es|ing)|tripl(?:ed|es|ing)|quadrupl(?:ed|es|ing)|"
    r"rais(?:ed|es|ing)|lower(?:ed|s|ing)|halv\w+|duplic\w+|triplic\w+|cuadruplic\w+|elev[oa]\w*|aument[oa]\w*|"
    r"increment[oa]\w*|subio|subieron|sube[n]?|rose|fell|jumped|soared)"
)
_NEAR, _FAR = 9, 24  # tokens
_STOPS = frozenset({";", ".", ":"})
_SIGNS = frozenset(words("$ us mx € £ usd mxn about around nearly almost some unos unas casi los las"))
_OF_UNITS = frozenset(
    words(
        "$ % million millions millones millon billion billones mil thousand de of us u.s dollars dolares pesos euros "
        "mdd mdp percent por ciento kilos kilograms kg tons tonnes toneladas pounds libras troops soldiers soldados "
        "a day diarios"
    )
)
_LONGEST_UNIT = 4  # tokens
_MOST_SIGNS = 3  # tokens
_LIKELY = 60.0  # of a former and a present value one is seldom that many times the other


def is_change(flats: Sequence[str], first: int) -> bool:
    """Whether what begins at a token, linked by "to" or "a" with the next number, has become that one."""
    window = flats[max(0, first - _NEAR) : first]
    if ("from" in window or "de" in window) and any(map(_CHANGES.fullmatch, window)):
        return True
    if not _stands_behind_from(flats, first):
        return False
    clause = flats[max(0, first - _FAR) : first]
    cut = max((at + 1 for at, flat in enumerate(clause) if flat in _STOPS), default=0)
    return any(map(_CLEAR.fullmatch, clause[cut:]))


def sides(flats: Sequence[str], former: tuple[int, int], following: tuple[int, int]) -> tuple[Side, Side]:
    """What two neighbouring numbers, as (first token, token after the last), are of one change.

    "from 40% to 45%" is ("from", "to"), "to $10 million from $5 million" the reverse.
    """
    if not 0 < following[0] - former[1] <= _LONGEST_UNIT + _MOST_SIGNS:
        return "", ""
    between = [flat for flat in flats[former[1] : following[0]] if flat not in _SIGNS]
    if not 0 < len(between) <= _LONGEST_UNIT or not _OF_UNITS.issuperset(between[:-1]):
        return "", ""
    if between[-1] in ("to", "a") and _stands_behind_from(flats, former[0]) and is_change(flats, former[0]):
        return "from", "to"
    if between[-1] == "from" and _word_before(flats, former[0]) == "to":
        return "to", "from"
    return "", ""


def scaled(value: float, scale: float, present: float) -> float:
    """A former value that shares the scale word of the present one where that is likely: the 10 of "from $10 to $15
    million", not the 900 of "from 900 to 1 million"."""
    if scale == 1.0 or value >= 1000:
        return value
    times = value * scale / present
    likely = 1 / _LIKELY < times < (_LIKELY if scale >= 1e6 else 1.0)
    return value * scale if likely else value


def _stands_behind_from(flats: Sequence[str], first: int) -> bool:
    return _word_before(flats, first) in ("from", "de")


def _word_before(flats: Sequence[str], at: int) -> str:
    """The word before a number, signs of money and qualifiers apart."""
    at -= 1
    while at > 0 and flats[at] in _SIGNS:
        at -= 1
    return flats[at] if at >= 0 else ""
