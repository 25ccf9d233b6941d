"""Where what a figure counts took place. Pure; imports its siblings, bot.domain and bot.domain.quantities."""

import re
from collections.abc import Sequence

from bot.domain import Term
from bot.domain.quantities import HANDOVER_MEASURES
from bot.extract.clauses import Counted, Sentence
from bot.extract.guarded import Guarded

_NAMED = Guarded(
    r"\b(?:in|near|en|cerca de|frente a|off)\s+((?:(?:el|la|los|las|"
    r"the)\s)?[A-ZÁÉÍÓÚÑ][\w'’.-]+(?:\s(?:de\s)?[A-ZÁÉÍÓÚÑ][\w'’-]+){0,2})"
)
_MONTH = re.compile(r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic|q[1-4]|19|20)", re.IGNORECASE)
_NO_PLACES = frozenset({"Mexican", "American", "Mexico’s", "Mexico's", "U.S", "US", "Tuesday", "Monday", "Wednesday"})
_DATELINE = re.compile(r"^[^a-z(]{3,40}(?:, [\w. ]{2,20})? ?\([^)]{2,30}\) ?[-–—]")
_LINK = re.compile(r"(?:,? (?:and|y|e|&) |, )")  # between places of one list
_BEHIND = 40  # characters by which a name before the number counts as farther off
_CUSTODY = "US soil"  # of the lexicon; whoever is handed over is there
_CAPITAL_WORDS = 6  # longer ones of a headline, in which a capital letter makes no name
_NOWHERE = frozenset({"destinations", "transfer_operations", "persons_transferred_cumulative"})


def place_of(sentence: Sentence, counted: Counted, measure: str, terms: Sequence[Term]) -> str | None:
    """Where it happened: the nearest place of the lexicon, else a name behind "in", "en", "near", after the number
    first.

    A dateline is where the report was written, of several places in a list none is the one; totals of handovers are of
    no place, and who counts places or people in custody of the United States has said where.

    Args:
        sentence: holds the number.
        counted: the number.
        measure: what it counts.
        terms: what the lexicon finds in the sentence, offsets of its text.
    """
    if measure in _NOWHERE:
        return None
    at = sentence.tokens[counted.quantity.first].start
    told = _DATELINE.match(sentence.text)
    places = [term for term in terms if term.kind == "place" and not (told and term.start < told.end())]
    if measure in HANDOVER_MEASURES:
        places = [term for term in places if term.canonical != _CUSTODY]
    if not places:
        return None if _is_in_capitals(sentence.text) else _named_near(sentence.text, at)
    if measure in HANDOVER_MEASURES:  # "26: 18 to Texas, 8 to New York": Texas is of the 18 alone
        numbers = [sentence.tokens[other.quantity.first].start for other in sentence.counted]
        places = [term for term in places if not any(at < number < term.start for number in numbers)]
    nearest = min(places, key=lambda term: (_distance(term.start, at), term.canonical), default=None)
    return None if nearest is None or _is_of_list(sentence.text, nearest, places) else nearest.canonical


def _distance(start: int, at: int) -> int:
    return start - at if start >= at else at - start + _BEHIND


def _is_of_list(text: str, place: Term, places: Sequence[Term]) -> bool:
    """Whether a place is one of several: "Jalisco, Colima y Michoacán"; "Culiacán, Sinaloa" is one."""
    run: list[Term] = []
    for term in sorted(places, key=lambda term: term.start):
        if not run or _LINK.fullmatch(text[run[-1].end : term.start]) is None:
            if place in run:
                break
            run = []
        run.append(term)
    pair = len(run) == 2 and text[run[0].end : run[1].start] != ", "
    return place in run and (len(run) > 2 or pair)


def _is_in_capitals(text: str) -> bool:
    """Whether a headline begins nearly all its words with capitals, so that "in U.S. Taken Into" holds no name."""
    words = [word for word in text.split() if len(word) > 3 and word[0].isalpha()]
    return len(words) >= _CAPITAL_WORDS and sum(word[0].isupper() for word in words) > 0.7 * len(words)


def _named_near(text: str, at: int) -> str | None:
    best: tuple[int, str] | None = None
    for match in _NAMED.finditer(text):
        if _MONTH.match(match.group(1)) or match.group(1).split()[0] in _NO_PLACES:
            continue
        found = (_distance(match.start(), at), match.group(1).rstrip("."))
        best = found if best is None or found[0] < best[0] else best
    return best[1] if best else None
