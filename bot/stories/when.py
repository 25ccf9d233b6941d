"""Dates that a text names in words, resolved against the day it was published. Pure; may import bot.text only.

English and Spanish: "20 January", "Jan. 20, 2026", "20 de enero", "on Tuesday", "el martes", "ayer", "last night".
Years that are not written are chosen so that the date falls nearest to the day of publication.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.text import fold

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan enero ene",
            "february feb febrero",
            "march mar marzo",
            "april apr abril abr",
            "may mayo",
            "june jun junio",
            "july jul julio",
            "august aug agosto ago",
            "september sep sept septiembre setiembre",
            "october oct octubre",
            "november nov noviembre",
            "december dec diciembre dic",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday lunes",
            "tuesday martes",
            "wednesday miercoles",
            "thursday jueves",
            "friday viernes",
            "saturday sabado",
            "sunday domingo",
        )
    )
    for name in names.split()
}
_RELATIVE = {
    "today": 0,
    "tonight": 0,
    "hoy": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "esta manana": 0,
    "esta tarde": 0,
    "esta noche": 0,
    "esta madrugada": 0,
    "yesterday": -1,
    "ayer": -1,
    "anoche": -1,
    "last night": -1,
    "antier": -2,
    "anteayer": -2,
    "tomorrow": 1,
}


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_MONTH = _either(_MONTHS)
_WEEKDAY = _either(_WEEKDAYS)
_DATE = re.compile(
    rf"\b(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})\b"
    rf"|\b(?P<d1>\d{{1,2}})(?:st|nd|rd|th|o|º|er)?(?: of| de)? (?P<m1>{_MONTH})\b"
    rf"\.?(?:,? (?:de |del )?(?P<y1>(?:19|20)\d\d)\b)?"
    rf"|\b(?P<m2>{_MONTH})\b\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:|[.,]\d| mil\b)(?:,? (?P<y2>(?:19|20)\d\d)\b)?"
    rf"|\b(?P<next>next |coming |proximo )?(?P<w>{_WEEKDAY})(?P<next2> proximo| que viene)?\b"
    rf"|\b(?P<r>{_either(_RELATIVE)})\b"
)
_WEEK_DAYS = 7
_SPAN_BEFORE = re.compile(
    r"(?:\bsince|\bdesde|\bbetween|\bentre|\buntil|\bhasta|\bfrom|\ba partir)(?: el| la| on| del)?\s*$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedDate:
    """`text[start:end]` names this day."""

    day: date
    start: int
    end: int
    opens_a_span: bool  # "since 1 October": a period begins or ends there, nothing happened on it


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _without_year(month: int, day: int, published: date) -> date | None:
    years = [found for year in (-1, 0, 1) if (found := _make(published.year + year, month, day))]
    return min(years, key=lambda found: abs((found - published).days), default=None)


def _resolve(match: re.Match[str], published: date) -> date | None:
    group = match.groupdict()
    if group["iso"]:
        year, month, day = (int(part) for part in group["iso"].split("-"))
        return _make(year, month, day)
    if group["m1"] or group["m2"]:
        month = _MONTHS[group["m1"] or group["m2"]]
        day = int(group["d1"] or group["d2"])
        written = group["y1"] or group["y2"]
        return _make(int(written), month, day) if written else _without_year(month, day, published)
    if group["w"]:
        back = (published.weekday() - _WEEKDAYS[group["w"]]) % 7
        if group["next"] or group["next2"]:
            return published + timedelta(days=(7 - back) % 7 or 7)
        return published - timedelta(days=back)
    return published + timedelta(days=_RELATIVE[group["r"]])


def named_dates(text: str, published: date) -> Iterator[NamedDate]:
    """Days that the text names, in order.

    Args:
        text: any text.
        published: local day of publication; weekdays are the last such day up to it.
    """
    folded = fold(text)
    for match in _DATE.finditer(folded):
        try:
            day = _resolve(match, published)
        except OverflowError:  # publication at the edge of the calendar
            day = None
        if day is not None:
            before = folded[max(0, match.start() - 24) : match.start()]
            yield NamedDate(
                day=day, start=match.start(), end=match.end(), opens_a_span=bool(_SPAN_BEFORE.search(before))
            )


_OF_A_DAY = (("dominical", 6), ("sabatin", 5))  # "el reportaje dominical"


def days_told(text: str, published: date) -> frozenset[date]:
    """Days of the week before publication that a text speaks of: "Wednesday's flight", "lo dicho ayer"."""
    told = {named.day for named in named_dates(text, published) if not named.opens_a_span}
    folded = fold(text)
    told |= {published - timedelta(days=(published.weekday() - n) % 7) for word, n in _OF_A_DAY if word in folded}
    return frozenset(day for day in told if 0 < (published - day).days < _WEEK_DAYS)


__all__ = ["NamedDate", "days_told", "named_dates"]
