"""What both parsers ask of a value that somebody else wrote. Pure; may import dates."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from bot.dates import parse_date

MAX_ENTRIES = 10_000
BROKEN_ENTRY = (AttributeError, IndexError, KeyError, OverflowError, RecursionError, TypeError, ValueError)
"""What reading an entry of a hostile document may raise: that entry is skipped and counted."""


def as_text(value: object) -> str:
    """A text as it is, anything else as none."""
    return value if isinstance(value, str) else ""


def mappings(value: object) -> list[Mapping[str, Any]]:
    """What feedparser, or JSON, holds in a place for one thing or several; an element of the same name (`<links>`)
    puts a text there."""
    many = value if isinstance(value, list) else [value]
    return [one for one in many if isinstance(one, Mapping)]


def dates(raws: Iterable[object], language: str | None) -> tuple[str | None, datetime | None, bool]:
    """The first date that can be read: raw, moment, whether it names its zone; the first raw one when none can."""
    first: str | None = None
    for value in raws:
        raw = str(value) if isinstance(value, int | float) and not isinstance(value, bool) else as_text(value).strip()
        if not raw:
            continue
        first = first or raw
        moment, has_zone = parse_date(raw, language=language, tz=None)
        if moment is not None:
            return raw, moment, has_zone
    return first, None, False
