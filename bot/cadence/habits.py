"""What is learned of a feed from its polls: how often something new comes, how long it may be silent. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from bot.domain import FeedHabits, FeedState, ParsedFeed

HALF_LIFE_S = 3 * 86_400.0  # of what the rhythm is learned from: a weekend is forgotten by the middle of the week
SILENCE_HALF_LIFE_S = 60 * 86_400.0  # of the longest silence: a summer break is normal in autumn still
ENOUGH_ITEMS = 3.0  # below it there is no rhythm to speak of
MAX_HASTE = 3  # an eighth of the wait
FEWEST_ENTRIES = 2  # a document of one entry always holds nothing but new ones
AHEAD_S = 900  # clocks differ by minutes; dates a quarter of an hour ahead are wrong
COMPARE_EVERY = timedelta(hours=24)
_VOLATILE_SHARE = 0.5
_MEMORY_S = HALF_LIFE_S / math.log(2)  # what the seconds of an endless silence come to, as older ones count less


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What a poll found in a document."""

    new: int  # items never seen before
    changed: int = 0  # items known before that were read again, as their entry had changed
    size: int  # entries of the document, read or not
    dates: tuple[datetime | None, ...] = ()  # of the entries that were read
    is_whole: bool = False  # every entry was read
    compared: bool = False  # it was read whole and in part
    differs: bool = False  # and the parts gave something else


def learn(before: FeedState, news: News, parsed: ParsedFeed | None, now: datetime) -> FeedHabits:
    """The habits after a good poll.

    Args:
        before: the poll.
        news: what it found; for a 304, that nothing is new.
        parsed: the document, None for a 304 or when all of it was known.
        now: the moment of the poll.
    """
    habits = before.habits
    changes: dict[str, object] = {}  # collected, as each new value of so many fields costs
    if parsed is not None:
        changes |= {
            "size": news.size,
            "ttl_min": parsed.ttl_min,
            "hub": parsed.hub,
            "topic": parsed.topic,
            "skip_hours": parsed.skip_hours,
            "skip_days": parsed.skip_days,
            "volatile": habits.volatile + 1 if _is_volatile(before, news) else 0,
            "compared_at": now if news.is_whole else habits.compared_at,
            "compared": habits.compared + news.compared,
            "differences": habits.differences + news.differs,
        }
    if news.dates:
        ahead = max((int((date - now).total_seconds()) for date in news.dates if date), default=0)
        changes |= {
            "undated": all(date is None for date in news.dates),
            "ahead_s": ahead if ahead > AHEAD_S else 0,
        }
    if before.first_polled_at is None:
        changes |= _from_dates(news.dates, now)
    else:
        changes |= _from_poll(before, news, now)
    return replace(habits, **changes) if changes else habits  # type: ignore[arg-type]  # of the fields' types


def wants_whole(habits: FeedHabits, now: datetime) -> bool:
    """Whether the next document is to be read whole: once a day, beside its parts."""
    at = habits.compared_at
    return at is None or not timedelta(0) <= now - at < COMPARE_EVERY


def newest(before: FeedState, news: News, now: datetime) -> datetime | None:
    """When the feed's newest item appeared."""
    if before.first_polled_at is None:
        return max((min(date, now) for date in news.dates if date), default=now if news.size else None)
    return now if news.new else before.last_item_at


def rhythm(habits: FeedHabits, now: datetime) -> timedelta | None:
    """Mean time between two new items, by what is known at that moment; None when there is too little to tell."""
    items, seconds = _by_now(habits, habits.as_of, now)
    if items < ENOUGH_ITEMS:
        return None
    return timedelta(seconds=min(seconds / items, 30 * 86_400.0))


def _by_now(habits: FeedHabits, since: datetime | None, now: datetime) -> tuple[float, float]:
    """Items and seconds, when nothing has come since that moment."""
    elapsed = max((now - since).total_seconds(), 0.0) if since is not None else 0.0
    kept = 0.5 ** (elapsed / HALF_LIFE_S)
    return habits.items * kept, habits.seconds * kept + _MEMORY_S * (1.0 - kept)


def found_a_gap(before: FeedState, news: News) -> bool:
    """Whether all entries are new to a feed that was read before: others may have come and gone unseen."""
    return before.first_polled_at is not None and news.size >= FEWEST_ENTRIES and news.new >= news.size


def _is_volatile(before: FeedState, news: News) -> bool:
    return before.first_polled_at is not None and news.changed > _VOLATILE_SHARE * max(news.size, 1)


def _from_dates(dates: Sequence[datetime | None], now: datetime) -> dict[str, object]:
    """A first guess from the dates of a document that was never seen before."""
    known = sorted(min(date, now) for date in dates if date)
    if len(known) < 2:
        return {}
    silences = [(later - earlier).total_seconds() for earlier, later in pairwise(known)]
    return {
        "items": float(len(known) - 1),
        "seconds": max((now - known[0]).total_seconds(), 1.0),
        "as_of": now,
        "longest_s": max(silences),
    }


def _from_poll(before: FeedState, news: News, now: datetime) -> dict[str, object]:
    habits = before.habits
    since = habits.as_of or before.last_good_at
    if not news.new:  # most polls: what was learned is as true as before
        haste = max(habits.haste - 1, 0)
        return {} if (haste, since) == (habits.haste, habits.as_of) else {"haste": haste, "as_of": since}
    items, seconds = _by_now(habits, since, now)
    longest = habits.longest_s
    if before.last_item_at is not None:
        silence = max((now - before.last_item_at).total_seconds(), 0.0)
        longest = max(longest * 0.5 ** (silence / SILENCE_HALF_LIFE_S), silence)
    learned: dict[str, object] = {"items": items + news.new, "seconds": seconds, "as_of": now, "longest_s": longest}
    if not found_a_gap(before, news):
        return learned | {"haste": max(habits.haste - 1, 0)}
    return learned | {
        "haste": min(habits.haste + 1, MAX_HASTE),
        "gaps": habits.gaps + 1,
        "gap_at": now,
        "gap_since": before.last_good_at,
    }
