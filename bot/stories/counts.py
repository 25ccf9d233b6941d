"""Numbers of people in headlines, and whether two counts can be of the same event. Pure; may import domain and text.

Headlines are read here, beside the figures, because a count in the title is the surest mark of a handover, and a story
keeps its reports' titles but not their texts.
"""

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain import Figure
from bot.domain.quantities import bounds_of
from bot.stories.glossary import concept_of, is_stopword
from bot.stories.headlines import folded_headline
from bot.stories.relations import main_clause
from bot.text import fold, word_set

_UNITS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
    "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10, "once": 11,
    "doce": 12, "trece": 13, "catorce": 14, "quince": 15, "dieciseis": 16, "diecisiete": 17, "dieciocho": 18,
    "diecinueve": 19, "veinte": 20, "veintiun": 21, "veintiuno": 21, "veintidos": 22, "veintitres": 23,
    "veinticuatro": 24, "veinticinco": 25, "veintiseis": 26, "veintisiete": 27, "veintiocho": 28, "veintinueve": 29,
    "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "setenta": 70, "ochenta": 80, "noventa": 90,
}  # fmt: skip
_ONES = {"one": 1, "un": 1, "uno": 1} | {word: value for word, value in _UNITS.items() if value < 10}
_VAGUE = {"dozens": 12, "docenas": 12, "decenas": 10, "scores": 20, "hundreds": 100, "cientos": 100, "several": 3}
_DOZENS = {"dozen": 12, "docena": 12, "docenas": 12, "decena": 10, "veintena": 20, "treintena": 30}
_COLLECTIVE = (0.7, 1.5)  # of what it says: "una veintena" of a first flash were 29 in the end
_MULTIPLES = {"a": 1, "una": 1, "one": 1, "two": 2, "dos": 2, "three": 3, "tres": 3}
_TENS = frozenset(word for word, value in _UNITS.items() if value >= 20 and value % 10 == 0)
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
# "hands over 37" and "turned over 37" are verbs, not "more than 37"
_OVER = r"(?<!hand )(?<!hands )(?<!handed )(?<!handing )(?<!turn )(?<!turns )(?<!turned )(?<!turning )(?<!given )over"
_AT_LEAST = re.compile(rf"(?:more than|{_OVER}|at least|mas de|al menos|por lo menos|upwards of) $")
_ABOUT = re.compile(r"(?:about|around|nearly|almost|some|close to|casi|cerca de|unos|unas|alrededor de) $")
_PEOPLE = word_set(
    "people persons person personas persona men man hombres hombre individuals nationals mexicans mexicanos "
    "ciudadanos citizens connacionales "
)
_MONTHS = word_set(
    "january february march april june july august september october november december jan feb mar apr jun jul aug sep "
    "sept oct nov dec"
)
_MORE = word_set("more mas alleged presuntos presuntas additional suspected another otros supuestos ")
_NOT = frozenset(("not", "no"))
_RANKED = (["most", "wanted"], ["mas", "buscados"])  # "the FBI's 10 most wanted": a list of one agency, not a group
_AUXILIARIES = word_set("son fueron seran han sido are were was have been being")
_MOVED = re.compile(
    r"(?:entregad|trasladad|enviad|extraditad|expulsad|deportad)[oa]s$|(?:handed|extradited|transferred|expelled|flown|sent)$"
)
_KINDS = {
    **dict.fromkeys(("police", "agent", "troops", "cia"), "force"),
    **dict.fromkeys(("politician", "mayor", "governor"), "politician"),
    **{kind: kind for kind in ("firefighter", "migrant", "woman", "victim")},
}
_CRIMINAL = word_set("cartel cartels cartel's narco drug gang")  # "cartel operatives" are no agents
MASS = 5  # people; from here on a handover is known by its number, below by its names
# "suman 43", "bringing the total to 92", "van 160:": everyone so far, not this event
_SO_FAR = re.compile(
    r"\b(?:suman|sumarian|ya (?:son|van|suman)|en total|total (?:de|of|a|to)|asciende\w* a|llega\w* a|so far|"
    r"bring\w* .{0,40}\bto|rises? to|elevan? a|eleva el total a|sube a|suben a|ascend\w* a|pushes .{0,30}\bto|"
    r"raises? .{0,30}\bto|acumula\w*|tally (?:of|to|at)|cuenta (?:de|en)|"
    r"ha(?:s|ve) now (?:\w+ ){0,2}\w+|han? (?:\w+ )?ya|ya han? \w+|llevan?(?: \w+){0,2}) (?:los |las |a )?$"
)
# "123 handed over so far", "has sent 123 since taking office", "123 entregados a EU desde enero"
_TO_DATE = re.compile(r"\b(?:so far|to date|hasta (?:ahora|hoy|la fecha|el momento)|a la fecha|en lo que va)\b")
_SINCE = re.compile(
    rf"\b(?:since (?:early |late )?(?:{'|'.join(sorted(_MONTHS))})|since (?:20\d\d|last|taking|the start|she|he)|"
    r"desde (?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|que|20\d\d|"
    r"el inicio))\b"
)
_PERFECT = re.compile(r"\b(?:has|have|han?) (?:\w+ ){1,3}$")
_PASSIVE = re.compile(
    r"^(?:\w+ ){1,3}(?:(?:entregad|trasladad|enviad|extraditad|expulsad)[oa]s|handed over|extradited|transferred|sent) "
    r"(?:(?:a|to) (?:the |los )?\w+ (?:\w+ )?)?$"
)
_VAN = re.compile(r"\b(?:ya )?van $")
# "El Tahur and 30 others" are 31, or 32
_BESIDE_ONE = re.compile(r"(?:\b(?:y|and)(?: (?:a|de|con|por))?|,)(?: (?:otros|otras|other|another))? $")
_OTHERS = word_set("others otros otras more mas other")
_TELLING = 3
_NAMED_BESIDE = 3  # at most so many are named beside "the others"
_CLAUSE_END = re.compile(r"[:;.](?:\s|$)")
_THOSE = re.compile(r"\b(?:los|las|the) $")  # "El envío de los 12": those whom the reader knows
_NOUNS_AHEAD = 4  # words after a number in which its noun must stand


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleCount:
    """How many people a headline counts, and what it calls them."""

    low: float
    high: float  # inclusive; infinite for "more than"
    noun: str | None  # "suspect" for the wanted and detained, None for people of no kind, else another concept or word

    @property
    def is_telling(self) -> bool:
        """Whether it tells events apart: a number of its own ("two men" are in half of all reports), or "30 others"."""
        return self.low >= _TELLING and self.high - self.low <= _NAMED_BESIDE

    def agrees(self, other: "PeopleCount") -> bool:
        """Whether both can be the same number."""
        return self.low <= other.high and other.low <= self.high


def _number(words: Sequence[str], at: int) -> tuple[int, int] | None:
    """Value of a number in words or digits that begins at a word, and how many words it takes."""
    word = words[at]
    if word.isdecimal() and len(word) <= 3:
        return int(word), 1
    first, _, second = word.partition("-")
    if first in _TENS and second in _ONES:
        return _UNITS[first] + _ONES[second], 1
    if at + 1 < len(words) and words[at + 1] in _DOZENS and word in _MULTIPLES:
        return _MULTIPLES[word] * _DOZENS[words[at + 1]], 2
    if word not in _UNITS:
        return None
    if word in _TENS and at + 1 < len(words):
        if words[at + 1] in _ONES:
            return _UNITS[word] + _ONES[words[at + 1]], 2
        if words[at + 1] == "y" and at + 2 < len(words) and words[at + 2] in _ONES:
            return _UNITS[word] + _ONES[words[at + 2]], 3
    return _UNITS[word], 1


def number_of(word: str) -> int | None:
    """Value of a folded number word of either language, None for other words."""
    return _UNITS.get(word)


def _noun(words: Sequence[str]) -> tuple[bool, str | None]:
    """Whether the words after a number name people, and which; another number ends the search."""
    other: str | None = None
    before_it = ""
    if len(words) > 2 and words[0] in _NOT and _number(words, 1):  # "37 prisoners", told as "37, not 32, prisoners"
        words = words[1 + (_number(words, 1) or (0, 1))[1] :]
    for word in words[:_NOUNS_AHEAD]:
        if word.isdecimal() or word in _UNITS:
            break
        if word in _AUXILIARIES:
            continue
        concept = concept_of(word) or ""
        if concept == "suspect":
            return True, "suspect"
        if word in _PEOPLE:
            return True, None
        if _MOVED.match(word):
            return True, "suspect"
        if concept in _KINDS:
            return True, "suspect" if before_it in _CRIMINAL and concept == "agent" else _KINDS[concept]
        if is_stopword(word) and word not in _MORE and word not in ("de", "of", "the", "los", "las"):
            break
        other = other or word
        before_it = word
    return False, other


@functools.lru_cache(maxsize=20_000)  # pure; a story's titles are looked at for every report that might join it
def people_counts(title: str) -> tuple[PeopleCount, ...]:
    """Numbers of people in a headline, in order."""
    folded = folded_headline(title)
    matches = list(_WORD.finditer(folded))
    words = [match.group() for match in matches]
    found: list[PeopleCount] = []
    at = 0
    while at < len(words):
        number = _number(words, at)
        taken = number[1] if number else 1
        vague = _VAGUE.get(words[at])
        if number is not None and words[max(0, at - 1)] in _NOT and at > 0:  # "son 31, no 27"
            at += taken
            continue
        share = words[at + taken : at + taken + 2] in (["de", "cada"], ["out", "of"])
        share = share or _is_part(words[at + taken :], words[:at]) or words[at + taken : at + taken + 2] in _RANKED
        is_day = at > 0 and words[at - 1] in _MONTHS and words[at].isdecimal()  # "the August 3 prisoner handover"
        if share or is_day or words[max(0, at - 1)] == "cada":  # "seis de cada diez"
            at += taken
            continue
        if number is not None or vague is not None:
            before = folded[: matches[at].start()]
            rest = _CLAUSE_END.split(folded[matches[at + taken - 1].end() :], maxsplit=1)[0]
            clause = len(_WORD.findall(rest))
            is_people, noun = _noun([w for w in words[at + taken : at + taken + clause] if w not in _MORE])
            is_people = is_people or (clause == 0 and bool(number) and bool(_THOSE.search(before)))
            after = words[at + taken : at + taken + _NOUNS_AHEAD]
            is_total = _SO_FAR.search(before) or (_VAN.search(before) and any(map(_MOVED.match, after)))
            is_total = is_total or _is_of_long(before, rest)
            if is_people and not is_total:
                value = float(number[0] if number else vague or 0)
                low, high = _bounds(value, before, is_vague=number is None)
                if low == high and words[at] in ("a", "una") and _DOZENS.keys() & set(words[at : at + taken]):
                    low, high = _round_number(value)
                if low == high and _BESIDE_ONE.search(before) and _says_others(before, words[at + taken :]):
                    low, high = value + 1, value + _NAMED_BESIDE
                found.append(PeopleCount(low=low, high=high, noun=noun))
        at += taken
    return tuple(found)


@functools.lru_cache(maxsize=20_000)
def known_counts(title: str) -> frozenset[int]:
    """Numbers of MASS or more by which a headline calls people whom the reader knows: "families of the 24"."""
    matches = list(_WORD.finditer(folded := folded_headline(title)))
    words = [match.group().split("-")[0] if match.group()[0].isdecimal() else match.group() for match in matches]
    numbers = ((at, _number(words, at)) for at in range(len(words)))
    counted = {int(count.low) for count in own_counts(title)}
    known = (number[0] for at, number in numbers if number and _THOSE.search(folded[: matches[at].start()]))
    return frozenset(value for value in known if value >= MASS and value in counted)


_PART_OF = (
    ["of", "the"],
    ["of", "those"],
    ["of", "mexico's"],
    ["de", "los"],
    ["de", "las"],
    ["de", "ellos"],
    ["of", "them"],
)


def _is_part(after: Sequence[str], before: Sequence[str]) -> bool:
    """ "Five of the 41 prisoners": a part that says nothing of how many there were."""
    return list(after[:2]) in _PART_OF and not (before and before[-1] in ("all", "grupo", "group", "los", "the"))


@functools.lru_cache(maxsize=20_000)
def parts_in(text: str) -> frozenset[int]:
    """Numbers of a text that count a part of those handed over: "five of Mexico's transferred prisoners"."""
    words = _WORD.findall(folded_headline(text))
    numbers = ((at, number) for at in range(len(words)) if (number := _number(words, at)))
    return frozenset(value for at, (value, taken) in numbers if _is_part(words[at + taken :], words[:at]))


def _says_others(before: str, after: Sequence[str]) -> bool:
    return before.endswith(("otros ", "otras ", "other ")) or bool(_OTHERS.intersection(after[:1]))


@functools.lru_cache(maxsize=20_000)
def own_counts(title: str) -> tuple[PeopleCount, ...]:
    """Numbers of two people or more that a headline is about: of its main clause, where that has any.

    "Nine handed over, days after group of 18" is about nine; a number mentioned beside speaks neither for nor against.
    """
    found = people_counts(main_clause(title)) or people_counts(title)
    return tuple(count for count in found if count.high >= 2)


def is_batch(title: str, count: int | None) -> bool:
    """Whether a report is about several people handed over together: a count of MASS or more, or a plural of suspects.

    Args:
        title: the headline.
        count: people handed over in this event as extracted, None = not stated.
    """
    if count is not None:
        return count >= MASS
    words = _WORD.findall(folded_headline(title))
    return any(word.endswith("s") and concept_of(word) == "suspect" for word in words)


def _is_of_long(before: str, after: str) -> bool:
    """Whether what stands around a number says that it counts a stretch of time and not one event."""
    if _TO_DATE.search(after):
        return True
    since = _SINCE.search(after)
    return since is not None and bool(_PERFECT.search(before) or _PASSIVE.search(after[: since.start()].lstrip()))


def _bounds(value: float, before: str, *, is_vague: bool) -> tuple[float, float]:
    if is_vague or _AT_LEAST.search(before):
        return value, float("inf")
    if _ABOUT.search(before):
        return value * 0.85, value * 1.15
    return value, value


def _bounds_of(figure: Figure) -> tuple[float, float] | None:
    """As `bounds_of`, wider for the collectives of a first flash."""
    if (
        figure.value is None
        or figure.qualifier != "about"
        or not _DOZENS.keys() & set(_WORD.findall(fold(figure.quote)))
    ):
        return bounds_of(figure)
    return _round_number(figure.value)


def _round_number(value: float) -> tuple[float, float]:
    """Between what a collective of a first flash may turn out to be."""
    least, most = _COLLECTIVE
    return round(value * least, 1), round(value * most, 1)


def counts_of(
    figures: Iterable[Figure], titles: Iterable[str], *, measures: frozenset[str], also: int | None
) -> tuple[PeopleCount, ...]:
    """What says how many people were handed over: headlines first; where they are silent, a known count, then figures.

    Of several headlines, what most of them say: a misprint of one does not stand for the event, and "dozens" counts
    only where no headline has a number.
    """
    told = [count for title in titles for count in own_counts(title)]
    support = [sum(one.agrees(other) for other in told) for one in told]
    found = [count for count, votes in zip(told, support, strict=True) if 2 * votes >= max(support)]
    found = [count for count in found if count.high < float("inf")] or found
    if any(count.noun in (None, "suspect") for count in found):
        return tuple(found)
    stated = [
        PeopleCount(low=bounds[0], high=bounds[1], noun=_noun(fold(figure.noun).split())[1])
        for figure in figures
        if figure.measure in measures and figure.scope == "this_event" and (bounds := _bounds_of(figure))
        if figure.value not in parts_in(figure.quote)
    ]
    if also is not None and not any(count.low < count.high and count.low <= also <= count.high for count in stated):
        stated = [PeopleCount(low=float(also), high=float(also), noun=None)]
    return (*found, *stated)


__all__ = [
    "MASS",
    "PeopleCount",
    "counts_of",
    "known_counts",
    "number_of",
    "own_counts",
    "parts_in",
    "people_counts",
]
