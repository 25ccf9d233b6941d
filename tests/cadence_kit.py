"""What the tests of bot/cadence share."""

from datetime import datetime, timedelta

from builders import make_entry, make_feed, make_feed_state, make_fetched, make_parsed
from fakes import NOON

from bot.cadence import (
    News,
    after_poll,
)
from bot.domain import FeedState
from bot.errors import FetchError

FIVE_MIN = timedelta(minutes=5)


DAY = timedelta(hours=24)


GOOD = make_parsed(make_entry())


def failed(status: int | None = None, retry_at: datetime | None = None) -> FetchError:
    """A poll that was answered with an error."""
    return FetchError("https://a.example/rss", "http_status", f"HTTP {status}", status=status, retry_at=retry_at)


# --- what is learned -------------------------------------------------------------------------------------------------


def dated(*hours_ago: float) -> tuple[datetime, ...]:
    """Dates so many hours before noon."""
    return tuple(NOON - timedelta(hours=hours) for hours in hours_ago)


def first_seen(*hours_ago: float) -> FeedState:
    """After the first poll of a feed whose entries have these dates."""
    news = News(new=len(hours_ago), size=len(hours_ago), dates=dated(*hours_ago), is_whole=True)
    return after_poll(make_feed_state(), make_feed(), make_fetched(), GOOD, NOON, news=news)
