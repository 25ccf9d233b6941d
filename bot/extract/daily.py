"""Homicides a day, and by how many a day they rose or fell. Imports its siblings only."""

import re

from bot.extract.clauses import Counted, Sentence
from bot.extract.guarded import Guarded

_PER_DAY = re.compile(r"(?:a|per|each|every|al|por|cada) (?:day|dia)\b|diari[oa]s?\b|daily\b")
_KILLINGS = re.compile(r"\b(?:homicid\w+|murder\w*|killings?|asesinat\w+)")
_DAYS = ("dia", "day", "daily")  # one of them stands in whatever the next pattern finds
_IN_DAYS = Guarded(rf"\b(?:{_PER_DAY.pattern})")
_DIFFERENCE_AFTER = re.compile(
    r"(?: (?:homicid\w+|murders?|killings|asesinatos|victim\w+|muert[eo]s|deaths|dolosos|diari[oa]s|daily|al dia|"
    r"por dia|a day|per day|cada dia)){0,4} (?:menos|mas|fewer|less|more)\b(?! (?:o|or) (?:menos|less))"
)
"""Right behind a number: so many fewer or more."""
_ABOUT = r"(?: (?:about|around|some|nearly|almost|over|more than|unos|unas|casi|cerca de|mas de|alrededor de))*"
_DIFFERENCE_BEFORE = re.compile(
    r"\b(?:(?:down|up|fell|fallen|drop(?:ped)?|declined|rose|risen|increased|decreased|lower(?:ed)?|reduced|"
    r"cut)(?: by)?|"
    r"(?:baj|disminu|ca[eiy]|redu|descend|subi|aument|crec|increment)\w*(?: en)?|"
    r"(?:reduccion|disminucion|baja|descenso|caida|alza|aumento|incremento|diferencia) de|"
    rf"(?:drop|decline|fall|reduction|decrease|increase|rise|difference) of){_ABOUT}$"
)
"""Right before a number: by so many."""


def is_daily_rate(sentence: Sentence, counted: Counted) -> bool:
    """ "48.7 a day", "fueron 3.1 diarios", where homicides are spoken of."""
    if counted.quantity.change == "from":
        present = next((other for other in sentence.counted if other.quantity.first > counted.quantity.first), None)
        if present is not None and present.quantity.change == "to":
            counted = present  # "from 86.9 to 50.9 a day"
    if counted.unit is not None or counted.quantity.article:
        return False
    after = sentence.flat[sentence.tokens[counted.quantity.last - 1].end :].lstrip()
    directly = _PER_DAY.match(after) is not None
    return directly and _KILLINGS.search(f"{sentence.flat} {sentence.subject}") is not None


def is_daily_difference(sentence: Sentence, counted: Counted) -> bool:
    """ "34 homicidios menos al día", "down 36 a day": by how many a day homicides rose or fell, where they are spoken
    of."""
    if counted.unit is not None or counted.quantity.change or not any(day in sentence.flat for day in _DAYS):
        return False
    if _IN_DAYS.search(sentence.flat) is None:
        return False
    if _KILLINGS.search(f"{sentence.flat} {sentence.subject}") is None:
        return False
    at = sentence.tokens[counted.quantity.first].start
    before = sentence.flat[sentence.flat.rfind(";", 0, at) + 1 : at].rstrip()
    end = sentence.tokens[counted.quantity.last - 1].end
    return _DIFFERENCE_BEFORE.search(before) is not None or _DIFFERENCE_AFTER.match(sentence.flat, end) is not None
