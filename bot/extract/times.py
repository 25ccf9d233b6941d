"""When: dates of a sentence, stretches of time, months and years gone by. Imports its siblings only."""

import re
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from bot.extract.clauses import Role, Sentence
from bot.extract.cues import EARLIER, LATELY, LONG_SPAN, MONTH_ONLY, TODAY
from bot.extract.guarded import Guarded
from bot.extract.parts import clause_bounds
from bot.extract.words import MONTHS

_MONTHS = {
    stem: number
    for number, stems in enumerate(
        ["jan ene", "feb", "mar", "apr abr", "may", "jun", "jul", "aug ago", "sep", "oct", "nov", "dec dic"], 1
    )
    for stem in stems.split()
}
_MONTH = rf"({MONTHS}|(?:jan|feb|aug|sept?|oct|nov|dec|ene|ago|dic)\.)"
_DATE = Guarded(
    rf"(?:\b(?P<d1>\d{{1,2}})(?:st|nd|rd|th|º)? (?:de |of )?{_MONTH}|\b{_MONTH}(?: (?P<d2>\d{{1,2}})(?:st|nd|rd|"
    rf"th)?(?![,.]?\d))?)"
    r"(?:,? (?:de |del |of )?(?P<year>20\d\d|19\d\d))?(?!\w)"
)
OF_AN_EVENT = (
    r"(?! (?:\w+ ){0,2}?(?:massacres?|killings?|murders?|slayings?|attacks?|shootings?|kidnappings?|bombings?|ambush|"
    r"plot|case|raid|indictment)\b)"
)
"""Behind a year: it does not only tell of which event ("suspects in 2024 massacre")."""
_IN_YEAR = Guarded(rf"\b(?:in|en|during|durante) (?P<year>(?:19|20)\d\d)\b{OF_AN_EVENT}")

_TO = re.compile(r"\b(?:al|a|to|through|and|y|hasta|until)(?: el)? $")
_RANGE_WIDTH = 45  # characters from date to date in "1 de octubre de 2024 al 31 de enero de 2026"
_OPENING = 60  # characters
_RECENT_DAYS = 60
_LONG_DAYS = 40  # two dates further apart bound a term, not one operation
_NEW_CLAUSE = re.compile(
    r"(?<= )(?:brings?|lifts?|raises?) |, (?:the|its|el|la|su) (?:\w+th|\d+|\w+esim[oa]|\w+) |[,;:-] ?(?:which|"
    r"raising|bringing|taking|lifting|pushing|with|con|lo que|"
    r"elev\w+|sum\w+|llev\w+|and (?:it|they|"
    r"the)|"
    r"y (?:ya )?(?:van|suman|son)|as|while|mientras|donde|where)\b|[;]|,? (?:y|and) (?:en|in|since|desde|de|from|that|"
    r"que)\b"
)
_TO_ITS_SPAN = 25  # characters
_SUMS = re.compile(r"(?:[,:]| y) (?:(?:ya|y|son|suman|van|now|total|for|ya son|son ya|y ya|con lo que|para) ?){1,4}$")
"""Right before a sum behind a comma."""
_SPAN_ENDS = re.compile(
    r"(?<=\w),|;|(?<=\d) (?:y|e|and|con|with|que|which|por|by|fueron|were|was|es|is|van|suman|ya|han|ha|have|has)\b"
    r"|(?<= )[ye]$| (?:more than|over|at least|about|nearly|some|mas de|más de|al menos|unos|unas|casi|cerca de)\b.*$"
)
_SUPERLATIVE = re.compile(
    r"\b(?:mayor|mas grande|largest|biggest|record|highest|lowest|any|ningun|first|primer\w*|unico|"
    r"only|worst|deadliest|bloodiest|peor|"
    r"mas (?:letal|violent[oa]|sangrient[oa]|mortifer[oa]))\b[^.;]*$"
)
_OF_A_ROW = re.compile(
    r"\b(?:second|third|fourth|fifth|segund[oa]|tercer[oa]?|cuart[oa]|quint[oa]) (?!batch\b|group\b)\w+ $"
)
"""Right before a stretch of time: "the third massacre this year", it is that of the row."""
_ALWAYS_TOTALS = frozenset({"us_strikes", "strike_deaths", "persons_transferred"})  # over however short a time


@lru_cache(maxsize=64)
def _long_span(flat: str) -> re.Match[str] | None:
    """The stretch of months or years that a sentence speaks of; asked several times of each."""
    return LONG_SPAN.search(flat)


def has_span(sentence: Sentence, today: date) -> bool:
    """Whether the sentence counts over a stretch of time: "since 2024", "del 1 de octubre de 2024 al 31 de enero"."""
    return _long_span(sentence.flat) is not None or _date_range(sentence.flat, today)


def _date_range(flat: str, today: date) -> bool:
    dates = sentence_dates(flat, today)
    return len(dates) > 1 and any(
        abs((later[1] - earlier[1]).days) >= _LONG_DAYS
        and _TO.search(flat[earlier[0] : later[0]]) is not None
        and later[0] - earlier[0] < _RANGE_WIDTH
        for earlier, later in pairwise(dates)
    )


def holds_on(sentence: Sentence, today: date) -> bool:
    """Whether the stretch of time that a sentence names holds for the next ones too: it opens it, or no day is told."""
    if not has_span(sentence, today):
        return False
    match = _long_span(sentence.flat)
    if match is not None and _is_of_a_record(sentence.flat, match.start()):
        return False
    opens = LONG_SPAN.search(sentence.flat[:_OPENING]) is not None or _date_range(sentence.flat[:_OPENING], today)
    return opens or TODAY.search(sentence.flat) is None


def tells_another_time(sentence: Sentence, today: date) -> bool:
    """Whether a sentence has a time of its own, so that the stretch named before it does not hold for it."""
    flat = sentence.flat
    return bool(sentence_dates(flat, today)) or any(cue.search(flat) for cue in (TODAY, EARLIER, LATELY))


def is_recent(flat: str, begin: int, today: date) -> bool:
    """Whether a stretch of time began so lately that it is one campaign's: "since Aug. 15", told in October."""
    dates = sentence_dates(flat[begin : begin + _RANGE_WIDTH], today)
    return bool(dates) and 0 <= (today - dates[0][1]).days <= _RECENT_DAYS


def _is_of_a_record(flat: str, begin: int) -> bool:
    """ "the largest haul since she took office": the time is the record's, not the figure's."""
    return _SUPERLATIVE.search(flat[max(0, begin - 120) : begin + 1]) is not None


def _dates_a_record(flat: str, at: int, offset: int) -> bool:
    """ "the largest haul since she took office in October 2024": the date is the record's."""
    return re.search(r"\b(?:since|desde)\b", flat[at:offset]) is not None and _is_of_a_record(flat, offset)


def has_own_span(sentence: Sentence, role: Role, today: date) -> bool:
    """Whether the stretch of time that the sentence names is this figure's: before it, or after it in its clause."""
    at = sentence.tokens[role.counted.quantity.first].start
    begin = sentence.flat.rfind(";", 0, at) + 1
    match = _long_span(sentence.flat)
    if match is not None and 0 < match.start() < begin:
        match = LONG_SPAN.search(sentence.flat, begin)
    if match is None:
        return _date_range(sentence.flat, today)
    recent = is_recent(sentence.flat, match.start(), today) and role.measure not in _ALWAYS_TOTALS
    begins = sentence.flat[: match.start()]
    if recent or _is_of_a_record(sentence.flat, match.start()) or _OF_A_ROW.search(begins):
        return False
    if match.start() >= at and _is_of_another(sentence, role, match.start()):
        return False
    return match.start() < at or _NEW_CLAUSE.search(sentence.flat[at : match.start()]) is None


def _is_of_another(sentence: Sentence, role: Role, at: int) -> bool:
    """Whether a sum or an ordinal right before a stretch of time has it for its own: "entrega a 31, son ya 123 desde
    2025", "sends 31 in fourth handover since 2025"."""
    for other in sentence.counted:
        begin, end = sentence.tokens[other.quantity.first].start, sentence.tokens[other.end - 1].end
        if other.quantity.first < role.counted.end or not 0 <= at - end <= _TO_ITS_SPAN:
            continue
        before = sentence.flat[:begin].rstrip()
        larger = other.value > role.counted.value and other.unit is None
        if other.quantity.ordinal or (larger and (before.endswith((",", ":")) or _SUMS.search(before) is not None)):
            return True
    return False


@lru_cache(maxsize=256)
def sentence_dates(flat: str, today: date) -> tuple[tuple[int, date, bool], ...]:
    """(offset, day, whether the year is printed) of dates; without a year the latest one not after `today` plus a
    week."""
    found = []
    for match in _DATE.finditer(flat):
        month_name = next(group for group in (match.group(2), match.group(3)) if group)
        if month_name == "may" and not (match["d1"] or match["d2"] or match["year"]):
            continue
        day = int(match["d1"] or match["d2"] or 15)
        if not 1 <= day <= 31:
            continue
        year = int(match["year"]) if match["year"] else today.year
        resolved = _day(year, _MONTHS[month_name[:3]], day)
        if not match["year"] and resolved > today + timedelta(days=7):
            resolved = _day(year - 1, resolved.month, resolved.day)
        found.append((match.start(), resolved, bool(match["year"])))
    return tuple(found)


def _day(year: int, month: int, day: int) -> date:
    """The date, or the month's 28th where the day does not exist."""
    try:
        return date(max(year, 1), month, day)
    except ValueError:
        return date(max(year, 1), month, 28)


def date_of(sentence: Sentence, role: Role, today: date) -> tuple[date, bool] | None:
    """The date that a figure's clause carries: the nearest one in its part of the sentence, before it if there is
    one."""
    begin, end = clause_bounds(sentence, role)
    at = sentence.tokens[role.counted.quantity.first].start
    dates = [
        (offset, day, printed)
        for offset, day, printed in sentence_dates(sentence.flat, today)
        if begin <= offset < end
        and (
            offset < at
            or (_NEW_CLAUSE.search(sentence.flat[at:offset]) is None and not _dates_a_record(sentence.flat, at, offset))
        )
    ]
    if not dates:
        return None
    _, day, printed = min(dates, key=lambda entry: abs(entry[0] - at) + (25 if entry[0] > at else 0))
    return day, printed


def span_of(sentence: Sentence) -> str | None:
    """The stretch of time that the sentence names, as printed: "since September 2024"."""
    match = _long_span(sentence.flat)
    if match is None:
        return None
    end = match.end()
    if sentence.flat[end : end + 1].isalnum():  # the pattern's tail stopped within a word
        end = match.start() + match[0].rfind(" ")
    printed = sentence.text[match.start() : end]
    cut = _SPAN_ENDS.search(printed)
    return (printed[: cut.start()] if cut else printed).strip(" ,")


def is_of_a_past_year(text: str, today: date) -> bool:
    """Whether a stretch of text names a year before this one."""
    return any(int(match["year"]) < today.year for match in _IN_YEAR.finditer(text))


def is_of_a_past_month(before: str, after: str, today: date, least: int = 1) -> bool:
    """ "sent 35 in July", said in October: a month without a day is not that of the news."""
    match = MONTH_ONLY.search(after[:90]) or MONTH_ONLY.search(before)
    return (
        match is not None
        and (today.month - _MONTHS[match.group(1)[:3]]) % 12 >= least
        and TODAY.search(after[:40]) is None
    )
