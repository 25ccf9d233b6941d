"""Dates of feeds, English and Spanish, in the shapes that papers really send.

May import the standard library and bot.errors only. Pure: never asks what day it is, never uses the machine's zone.
Reads what RFC 822 and ISO 8601 define and their usual mistakes; a date it cannot read in full is no date, as a guessed
one would raise or bury an alert.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from html import unescape
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

EARLIEST_YEAR = 1995
"""Older dates are mistakes of the publisher's program (1970, 1899): no feed is as old."""
LATEST_YEAR = 2100

_MAX_CHARS = 120
_MONTHS = ("jan ene", "feb", "mar", "apr abr", "may", "jun", "jul", "aug ago", "sep set", "oct", "nov", "dec dic")
_MONTH_PREFIXES = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}
_MONTH_NAMES = frozenset(
    {
        *("january", "february", "march", "april", "may", "june", "july", "august", "september", "sept", "october"),
        *("november", "december", "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto"),
        *("septiembre", "setiembre", "octubre", "noviembre", "diciembre", *_MONTH_PREFIXES),
    }
)
_WEEKDAYS = frozenset(
    {
        *("mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun", "monday", "tuesday", "wednesday"),
        *("thursday", "friday", "saturday", "sunday", "lun", "mar", "mie", "mier", "jue", "vie", "sab", "dom"),
        *("lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo"),
    }
)
# RFC 822 and the abbreviations of the Americas and Europe, in minutes; CST is Central time (never China's).
_ZONES_BY_OFFSET = {
    0: "z ut utc gmt wet",
    60: "west bst cet met mez",
    120: "cest mest mesz eet",
    180: "eest msk",
    -150: "ndt",
    -180: "adt art brt clst",
    -210: "nst",
    -240: "ast edt clt vet bot",
    -300: "est cdt cot pet ect",
    -360: "cst mdt",
    -420: "mst pdt",
    -480: "pst akdt",
    -540: "akst",
    -600: "hst",
}
_ZONES_MIN = {name: minutes for minutes, names in _ZONES_BY_OFFSET.items() for name in names.split()}
# Without "standard" or "daylight": the zone's own rules decide.
_ZONE_NAMES = {
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
}
_TIME = re.compile(
    r"(?<![\d:])(\d{1,2})(?:[:h](\d{2})(?:[:.](\d{2})(?:[.,]\d{1,9})?)?)?[ \t]*(a\.?\s?m\b\.?|p\.?\s?m\b\.?)(?![a-z])"
    r"|(?<![\d:])(\d{1,2})[:h](\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?![\d:])"
)
_OFFSET = re.compile(
    r"(?:\b(?:gmt|utc|ut|z)\s*)?([+-])(\d{1,2}?):?(\d{2})\b|\b(?:gmt|utc)\s*([+-])(\d{1,2})(?::?(\d{2}))?\b"
)
_IN_DATE_OFFSET = re.compile(r"(?:(?<![a-z])|(?<=gmt)|(?<=utc))[+-]\d{1,2}?:?\d{2}\b")  # not the year of 02-nov-2026
_IANA_ZONE = re.compile(r"\b[a-z]{2,20}(?:/[a-z_]{2,30}){1,2}\b")
_BARE_OFFSET = re.compile(r"^\s*([+-])(\d{2})\b")
_ISO_DATE = re.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_ISO_WEEK = re.compile(r"(?<!\d)(\d{4})-?w(\d{2})-?([1-7])(?!\d)")  # 2026-W45-1, a Monday
_ISO_ORDINAL = re.compile(r"(?<!\S)(\d{4})-(\d{3})(?![\d-])")  # 2026-310, the 310th day
_NUMERIC_DATE = re.compile(r"(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:t?(\d{2})(\d{2})(\d{2})?)?(?:\.\d{1,6})?(?=z|[+-]\d|\s|$)")
_WORD = re.compile(r"[a-z]+|\d+")
_MINUSES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d", "-"))


@dataclass(frozen=True, slots=True)
class _Day:
    year: int
    month: int
    day: int


def _folded(raw: str) -> str:
    """Lower case, accents and odd spaces out, references resolved, any dash a minus."""
    decomposed = unicodedata.normalize("NFKD", unescape(raw).lower().translate(_MINUSES))
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def _full_year(digits: str) -> int:
    """Two digits mean 1970 to 2069 (POSIX strptime has 1969 to 2068; feeds never reach back that far)."""
    year = int(digits)
    return year if len(digits) > 2 else year + (2000 if year < 70 else 1900)


def _named_day(text: str) -> _Day | None:
    """A date whose month is a word: day and year are the numbers nearest to it."""
    words = _WORD.findall(text)
    for at, word in enumerate(words):
        if word not in _MONTH_NAMES or (word in _WEEKDAYS and not _is_month_here(words, at)):
            continue
        before = [w for w in words[:at] if w.isdigit()]
        after = [w for w in words[at + 1 :] if w.isdigit()]
        month = _MONTH_PREFIXES[word[:3]]
        if before and len(before[-1]) <= 2 and after:  # 5 October 2026; 05 Oct 26
            return _Day(_full_year(after[0]), month, int(before[-1])) if len(after[0]) in (2, 4) else None
        if before and len(before[-1]) == 4 and after and len(after[0]) <= 2:  # 2026 October 5
            return _Day(int(before[-1]), month, int(after[0]))
        if len(after) >= 2 and len(after[0]) <= 2 and len(after[1]) == 4:  # October 5, 2026
            return _Day(int(after[1]), month, int(after[0]))
    return None


def _is_month_here(words: list[str], at: int) -> bool:
    """Whether "mar" is the month and not Tuesday: no other month follows."""
    return not any(word in _MONTH_NAMES for word in words[at + 1 :])


def _counted_day(text: str) -> tuple[_Day, str] | None:
    """A date of ISO 8601 by week or by day of the year, and the text without it."""
    try:
        if match := _ISO_WEEK.search(text):
            found = date.fromisocalendar(*map(int, match.groups()))
        elif match := _ISO_ORDINAL.search(text):
            found = date(int(match[1]), 1, 1) + timedelta(days=int(match[2]) - 1)
            if found.year != int(match[1]):  # of 365 or 366
                return None
        else:
            return None
    except (ValueError, OverflowError):  # a year has 52 or 53 weeks
        return None
    return _Day(found.year, found.month, found.day), f"{text[: match.start()]} {text[match.end() :]}"


def _numeric_day(text: str, day_first: bool) -> tuple[_Day, str] | None:
    """A date in digits with separators, and the text without it."""
    if match := _ISO_DATE.search(text):
        year, _, month, day = match.groups()
        found = _Day(int(year), int(month), int(day))
    elif match := _NUMERIC_DATE.search(text):
        first, separator, second, year = match.groups()
        day_leads = int(first) > 12 or (int(second) <= 12 and (day_first or separator == "."))
        day, month = (first, second) if day_leads else (second, first)
        found = _Day(_full_year(year), int(month), int(day))
    else:
        return None
    return found, f"{text[: match.start()]} {text[match.end() :]}"


def _time_of_day(text: str) -> tuple[timedelta, str] | None:
    """Time since midnight and the text after it; midnight and all the text when there is none, None when impossible."""
    match = _TIME.search(text)
    if match is None:
        return timedelta(), text
    hour, minute, second, half, *plain = match.groups()
    if half is None:
        hour, minute, second = plain
    hours, minutes, seconds = int(hour), int(minute or 0), min(int(second or 0), 59)
    if half is not None:
        if not 1 <= hours <= 12:
            if half.startswith("a") or hours > 23:
                return None
        else:
            hours = hours % 12 + (12 if half.startswith("p") else 0)
    if hours > 24 or minutes > 59 or (hours == 24 and (minutes or seconds)):
        return None
    return timedelta(hours=hours, minutes=minutes, seconds=seconds), text[match.end() :]


def _zone(after_time: str) -> tzinfo | None:
    """The zone that stands after the time, None when none is known there."""
    if match := _OFFSET.search(after_time) or _BARE_OFFSET.search(after_time):
        sign, hours, minutes = [group for group in (*match.groups(), "0") if group is not None][:3]
        offset = timedelta(hours=int(hours), minutes=int(minutes))
        if offset <= timedelta(hours=14) and int(minutes) < 60:
            return timezone(-offset if sign == "-" else offset)
        return None
    if match := _IANA_ZONE.search(after_time):
        return _named_zone("/".join(part.title() for part in match.group().split("/")))
    for word in re.findall(r"[a-z]+", after_time):
        if word in _ZONES_MIN:
            return timezone(timedelta(minutes=_ZONES_MIN[word]))
        if word in _ZONE_NAMES:
            return ZoneInfo(_ZONE_NAMES[word])
    return None


def _named_zone(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _home_zone(name: str | None) -> tzinfo:
    return (name and _named_zone(name)) or UTC


def _epoch(digits: str) -> datetime | None:
    seconds = int(digits) / (1000 if len(digits) == 13 else 1)
    return datetime.fromtimestamp(seconds, UTC)


def _read(text: str, day_first: bool) -> tuple[_Day, timedelta, tzinfo | None] | None:
    """Day, time and zone of a folded date."""
    if compact := _COMPACT.match(text):
        year, month, day, hour, minute, second = compact.groups()
        if int(hour or 0) > 23 or int(minute or 0) > 59:
            return None
        since = timedelta(hours=int(hour or 0), minutes=int(minute or 0), seconds=min(int(second or 0), 59))
        return _Day(int(year), int(month), int(day)), since, _zone(text[compact.end() :])
    text = re.sub(r"(?<=\d)t(?=\d)", " ", text)
    numeric = _numeric_day(text, day_first) or _counted_day(text)
    if numeric is not None:
        day_found, rest = numeric
        clock = _time_of_day(rest)
    else:
        clock = _time_of_day(text)
        match = _TIME.search(text)
        dated = f"{text[: match.start()]} {text[match.end() :]}" if match else text
        dated = _IN_DATE_OFFSET.sub(" ", dated) if match else dated
        named = _named_day(dated)
        if named is None:
            return None
        day_found = named
    if clock is None:
        return None
    since, rest = clock
    return day_found, since, _zone(rest) if _TIME.search(text) else None


# How most feeds write it: "Thu, 26 Nov 2026 10:00:00 +0000", "2026-11-26T10:00:00Z".
_OFTEN_OFFSET = r"(?P<zone>GMT|UTC|Z|[+-](?:0\d|1[0-3]):?[0-5]\d)"
_OFTEN_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_OFTEN_RFC = re.compile(
    rf"[A-Z][a-z]{{2}}, (?P<day>\d\d?) (?P<month>{'|'.join(_OFTEN_MONTHS)}) (?P<year>\d{{4}}) "
    rf"(?P<time>[0-2]\d:[0-5]\d:[0-5]\d) {_OFTEN_OFFSET}",
    re.ASCII,
)
_OFTEN_ISO = re.compile(
    rf"(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)T(?P<time>[0-2]\d:[0-5]\d:[0-5]\d){_OFTEN_OFFSET}", re.ASCII
)
_OFTEN_NUMBERS = {name: f"{number:02}" for number, name in enumerate(_OFTEN_MONTHS, start=1)}


def _often(raw: str) -> datetime | None:
    """The moment of a date written as most are, in a twentieth of the time; None = to be read with care."""
    found = _OFTEN_RFC.fullmatch(raw) or _OFTEN_ISO.fullmatch(raw)
    if found is None:
        return None
    month = _OFTEN_NUMBERS.get(found["month"], found["month"])
    zone = "Z" if found["zone"] in ("GMT", "UTC") else found["zone"]
    try:
        moment = datetime.fromisoformat(f"{found['year']}-{month}-{found['day']:0>2}T{found['time']}{zone}")
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if EARLIEST_YEAR < moment.year < LATEST_YEAR else None


def parse_date(raw: str | None, *, language: str | None, tz: str | None) -> tuple[datetime | None, bool]:
    """The moment that a feed's date names.

    Args:
        raw: the date as sent.
        language: of the feed, "en", "es" or a longer tag; decides 02/03/2026: the month first in English, else the
            day, unless one of the two is over 12.
        tz: IANA zone for dates that name none; None, or a name that does not exist, means UTC.

    Returns:
        aware UTC and True when the date itself names its zone; (None, False) for a date that is absent, unreadable,
        impossible or before `EARLIEST_YEAR`. A date in the future is returned as it is.
    """
    if not raw or len(raw) > 4 * _MAX_CHARS:
        return None, False
    often = _often(raw)
    return (often, True) if often is not None else _with_care(raw, language, tz)


def _with_care(raw: str, language: str | None, tz: str | None) -> tuple[datetime | None, bool]:
    text = _folded(raw)
    if not text.isascii():
        text = text.encode("ascii", "ignore").decode()
    if len(text) > _MAX_CHARS:
        return None, False
    if epoch := re.fullmatch(r"(\d{9,10}|\d{13})(?:\.\d{1,9})?", text):
        moment = _epoch(epoch.group(1))
        return (moment, True) if moment and moment.year >= EARLIEST_YEAR else (None, False)
    found = _read(text, day_first=not (language or "").lower().startswith("en"))
    if found is None:
        return None, False
    day, since, zone = found
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        return None, False
    try:
        local = datetime(day.year, day.month, day.day, tzinfo=zone or _home_zone(tz))
        moment = (local.replace(tzinfo=None) + since).replace(tzinfo=local.tzinfo).astimezone(UTC)
    except (ValueError, OverflowError):
        return None, False
    return moment, zone is not None
