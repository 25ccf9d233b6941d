"""Digests and the Atom feed: what is configured, and the window that one covers."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Literal

from bot.domain.words import Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPolicy:
    """One digest as configured: when it closes, in which words, about what, for whom."""

    id: str
    at: time  # local time of day at which a window ends
    timezone: str  # IANA name
    weekdays: tuple[int, ...] = ()  # local days that have a digest, Monday = 0; empty = every day
    language: Literal["en", "es"] = "en"
    topics: tuple[Topic, ...] = ()  # empty = all
    recipients: tuple[str, ...] = ()  # mail addresses; empty = a file in the state folder
    send_empty: bool = True  # a day without stories is sent too, and says so
    channels: tuple[str, ...] = ()  # that the digest is posted to besides its mails
    templates: Path | None = None  # folder of a team's own templates


@dataclass(frozen=True, slots=True, kw_only=True)
class AtomPolicy:
    """The Atom feed of stories as configured."""

    file: Path
    language: Literal["en", "es"] = "en"
    timezone: str = "UTC"  # IANA name
    topics: tuple[Topic, ...] = ()  # empty = all
    days: timedelta = timedelta(days=14)  # stories that changed since then
    address: str | None = None  # where it is served; None = nowhere, or unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestWindow:
    """The half-open time [starts_at, ends_at) that one digest covers."""

    digest_id: str
    day: date  # local day of `ends_at`
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCounts:
    """How many items a window read, judged, flagged, and held back below the threshold's edge."""

    read: int
    judged: int
    flagged: int
    held: int  # flagged but not alerted: muted, too old, capped
