"""Days to come that a sentence names, resolved against the day of publication. Imports its siblings only.

English and Spanish, in flat text (see `bot.extract.tokens.flatten`), so that offsets are those of the sentence. A day
without a year is the next such day; one further ahead than `_AHEAD_DAYS` is taken for a day gone by.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.extract.words import MONTHS

_MONTH_STEMS = {
    stem: number
    for number, stems in enumerate(
        ("jan ene", "feb", "mar", "apr abr", "may", "jun", "jul", "aug ago", "sep set", "oct", "nov", "dec dic"), 1
    )
    for stem in stems.split()
}
_WEEKDAY_NAMES = (
    ("monday lunes", "tuesday martes", "wednesday miercoles", "thursday jueves", "friday viernes", "saturday sabado",
     "sunday domingo")
)  # fmt: skip
_WEEKDAYS = {name: number for number, names in enumerate(_WEEKDAY_NAMES) for name in names.split()}
_SMALL = {
    word: number
    for number, words in enumerate(
        (
            "",
            "one un una a",
            "two dos",
            "three tres",
            "four cuatro",
            "five cinco",
            "six seis",
            "seven siete",
            "eight ocho",
            "nine nueve",
            "ten diez",
        )
    )
    for word in words.split()
} | {"fifteen": 15, "quince": 15, "thirty": 30, "treinta": 30, "sixty": 60, "sesenta": 60, "ninety": 90, "noventa": 90}
_UNIT_DAYS = {"day": 1, "dia": 1, "week": 7, "semana": 7}
_AHEAD_DAYS = 200
_MOST_DAYS = 1500  # of a term, and ahead with a written year

_M = rf"(?:{MONTHS}|(?:jan|feb|mar|apr|aug|sept?|oct|nov|dec|ene|abr|ago|dic)\.?)"
_Y = r"(?:,? (?:de |del |of )?(?P<{0}>20\d\d))?"
_N = rf"(?P<n>\d{{1,3}}|{'|'.join(_SMALL)})"
_W = "|".join(_WEEKDAYS)
_DAY = re.compile(
    rf"\b(?P<iso>20\d\d-\d\d-\d\d)\b"
    rf"|\b(?:(?P<da>\d{{1,2}}) ?(?:al|to|-|y|and|through) (?:el )?)?(?P<d1>\d{{1,2}})(?:st|nd|rd|th|º)? (?:de |of )?"
    rf"(?P<m1>{_M})\b{_Y.format('y1')}"
    rf"|\b(?P<m2>{_M}) (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?![.,:]\d)"
    rf"(?: ?(?:-|to|and|through) ?(?P<db>\d{{1,2}})\b(?! (?:de |of )?{_M}))?"
    rf"{_Y.format('y2')}"
    rf"|\b(?P<next>next |coming |this |proximo |este )?(?P<w>{_W})\b"
    rf"(?!,? (?:el )?(?:\d{{1,2}}\b|{_M} \d))"  # "Tuesday, Feb. 3": the date tells the day
    rf"|\b(?P<r>day after tomorrow|pasado manana|tomorrow|(?<!la )(?<!esta )(?<!de )(?<!en la )manana)\b"
    rf"|\b(?P<s>next week|(?:la )?(?:proxima semana|semana (?:proxima|que viene|entrante))|later this week|"
    rf"next month|(?:el )?(?:proximo mes|mes (?:proximo|que viene|entrante))|"
    rf"(?:later this|end of the|the end of this) month|(?:a )?(?:finales|fines|fin) de(?:l)? (?:este )?mes)\b"
    rf"|\b(?P<t>within|in(?: under)?|(?:en|con)(?: un plazo de)?|dentro de|plazo (?:maximo )?(?:de|es de)|"
    rf"a deadline of) "
    rf"(?:the next |los proximos |las proximas |proximos |next )?{_N} (?P<u>days?|dias?|weeks?|semanas?|months?"
    r"|mes(?:es)?)\b(?! (?:of|de)\b)"
    rf"|\b(?P<n2>\d{{1,3}}) (?P<u2>days|dias|weeks|semanas) (?:to|para)\b"
    rf"|\b(?P<tb>\d{{1,3}})-day (?:deadline|window|period|ultimatum)"
    rf"|\b(?:in|en|for|para|during|durante|until|hasta|early|late|mid-|by)(?: (?:early|late|mid|el mes de))? "
    rf"(?P<m3>{MONTHS})\b(?! \d{{1,2}}\b){_Y.format('y3')}"
)


@dataclass(frozen=True, slots=True)
class Day:
    """`flat[start:end]` names a day, or a span up to and with `until`."""

    day: date
    until: date | None
    start: int
    end: int
    is_term: bool = False  # a number of days that is called a term, from publication on
    is_weekday: bool = False  # a bare name of a weekday, which papers use of the past week as well


def _month(name: str) -> int:
    return _MONTH_STEMS[name[:3]]


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _next(month: int, day: int, published: date) -> date | None:
    """The next such day, None when it is too far ahead to be meant."""
    for year in (published.year, published.year + 1):
        found = _made(year, month, day)
        if found and 0 <= (found - published).days <= _AHEAD_DAYS:
            return found
    return None


def _month_span(month: int, written: str | None, published: date) -> tuple[date, date] | None:
    """All of a month, what is left of it when it has begun."""
    year = int(written) if written else published.year + (month < published.month)
    last = date(year, month, monthrange(year, month)[1])
    if last < published or (last - published).days > (_MOST_DAYS if written else _AHEAD_DAYS + 60):
        return None
    return max(date(year, month, 1), published), last


def _span(words: str, published: date) -> tuple[date, date]:
    """ "next week", "later this month"."""
    if "week" in words or "semana" in words:
        monday = published + timedelta(days=7 - published.weekday())
        if words.startswith("later"):
            return published, monday - timedelta(days=1)
        return monday, monday + timedelta(days=6)
    end = date(published.year, published.month, monthrange(published.year, published.month)[1])
    if "next" in words or "proximo" in words or "viene" in words or "entrante" in words:
        first = end + timedelta(days=1)
        return first, date(first.year, first.month, monthrange(first.year, first.month)[1])
    return published, end


def _named(group: dict[str, str | None], published: date) -> tuple[date, date | None] | None:
    """Day, and last day of a span, of a date with a month in it."""
    if group["iso"]:
        year, month, day = (int(part) for part in group["iso"].split("-"))
        found = _made(year, month, day)
        return (found, None) if found else None
    month = _month(group["m1"] or group["m2"] or "")
    first, second = int(group["d1"] or group["d2"] or 0), group["da"] or group["db"]
    written = group["y1"] or group["y2"]
    found = _made(int(written), month, first) if written else _next(month, first, published)
    if found is None or second is None:
        return (found, None) if found else None
    other = _made(found.year, month, int(second))
    return (min(found, other), max(found, other)) if other else (found, None)


def _resolved(match: re.Match[str], published: date) -> tuple[date, date | None, bool] | None:
    """(day, last day of a span, whether it is a term) of a match."""
    group = match.groupdict()
    if group["w"]:
        ahead = (_WEEKDAYS[group["w"]] - published.weekday()) % 7
        return published + timedelta(days=ahead or (7 if group["next"] else 0)), None, False
    if group["r"]:
        return (
            published + timedelta(days=2 if group["r"] in ("day after tomorrow", "pasado manana") else 1),
            None,
            False,
        )
    if group["s"]:
        return (*_span(group["s"], published), False)
    if group["m3"]:
        span = _month_span(_month(group["m3"]), group["y3"], published)
        return (*span, False) if span else None
    if group["tb"]:
        return published + timedelta(days=int(group["tb"])), None, True
    if group["t"] or group["n2"]:
        number = group["n"] or group["n2"] or ""
        count = int(number) if number.isdecimal() else _SMALL[number]
        stem = (group["u"] or group["u2"] or "").removesuffix("s")
        days = count * _UNIT_DAYS.get(stem, 30)
        is_term = bool(group["n2"]) or "plazo" in (group["t"] or "") or "deadline" in (group["t"] or "")
        return (published + timedelta(days=days), None, is_term) if 0 < days <= _MOST_DAYS else None
    named = _named(group, published)
    return (*named, False) if named else None


def days_ahead(flat: str, published: date) -> Iterator[Day]:
    """Days from publication on that a flat text names, in order of position."""
    for match in _DAY.finditer(flat):
        try:
            found = _resolved(match, published)
        except (OverflowError, ValueError):  # at the edge of the calendar
            continue
        if found is None:
            continue
        day, until, is_term = found
        if day >= published and (day - published).days <= _MOST_DAYS:
            bare = match["w"] is not None and match["next"] is None
            yield Day(day, until, match.start(), match.end(), is_term, bare)
