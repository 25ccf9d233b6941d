"""A feed's rhythm and latency, from what it gave lately. Pure.

    published ─▶ seen ─▶ posted

May import domain and cadence.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot import cadence
from bot.domain import FeedState, Sighting

DAYS = 14
_LATE_AFTER = 3  # mean intervals; items come as they like


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How long a step took."""

    median: timedelta
    most: timedelta  # 95 of 100 took no longer
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """What a feed does."""

    interval: timedelta | None  # mean time between two new items, as learned; None = too little to tell
    expected_at: datetime | None  # of its next item, by that interval
    is_late: bool  # silent for more than three intervals: by chance alone, one time in twenty
    days: tuple[tuple[date, int], ...]  # items a day, the last DAYS, oldest first
    to_seen: Spread | None  # from publication; None = no item with a sure date
    to_posted: Spread | None  # from seen to the card; None = it opened no card that was sent

    @property
    def most(self) -> int:
        """Items of the fullest day."""
        return max((n for _, n in self.days), default=0)


def rhythm_of(state: FeedState | None, seen: Sequence[Sighting], now: datetime, zone: ZoneInfo) -> Rhythm:
    """The rhythm of one feed.

    Args:
        state: None = the bot has not started with it yet.
        seen: what it gave within the last DAYS.
        now: aware UTC.
        zone: whose days are counted.
    """
    interval = cadence.rhythm(state.habits, now) if state else None
    last = state.last_item_at if state else None
    counts = Counter(each.seen_at.astimezone(zone).date() for each in seen)
    today = now.astimezone(zone).date()
    return Rhythm(
        interval=interval,
        expected_at=last + interval if last and interval else None,
        is_late=bool(last and interval and now - last > _LATE_AFTER * interval),
        days=tuple((day, counts[day]) for day in (today - timedelta(days=n) for n in reversed(range(DAYS)))),
        to_seen=spread(max(each.seen_at - each.published_at, timedelta(0)) for each in seen if each.published_at),
        to_posted=spread(max(each.posted_at - each.seen_at, timedelta(0)) for each in seen if each.posted_at),
    )


def spread(spans: Iterable[timedelta]) -> Spread | None:
    """Median and 95th percentile by rank (the smallest value that so many do not exceed); None of none."""
    ranked = sorted(spans)
    if not ranked:
        return None
    median, most = (ranked[math.ceil(share * len(ranked)) - 1] for share in (0.5, 0.95))
    return Spread(median=median, most=most, count=len(ranked))


def span_words(span: timedelta) -> str:
    """A span in the unit that leaves two figures or so, alike in both languages: "45 s", "12 min", "7 h", "3 d"."""
    seconds = span.total_seconds()
    for limit, unit, words in ((90, 1, "s"), (90 * 60, 60, "min"), (48 * 3600, 3600, "h")):
        if seconds < limit:
            return f"{seconds / unit:.0f} {words}"
    return f"{seconds / 86_400:.0f} d"


__all__ = ["DAYS", "Rhythm", "Spread", "rhythm_of", "span_words", "spread"]
