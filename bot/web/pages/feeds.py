"""*Feeds*: how every feed is doing, its rhythm and latency, and its last items."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.domain import Feed, FeedId, FeedState, Sighting, StoredItem
from bot.web.render import page
from bot.web.rhythm import DAYS, Rhythm, rhythm_of
from bot.web.work import desk_of, in_thread

ITEMS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRow:
    """One line of the table."""

    feed: Feed
    state: FeedState | None  # None = the bot has not started with it yet
    rhythm: Rhythm


async def feeds(request: web.Request) -> web.Response:
    """All configured feeds, the ailing ones first."""
    rows = await in_thread(request, _rows, request, None)
    return page(request, "feeds.html", rows=rows, days=DAYS)


def _rows(request: web.Request, only: FeedId | None) -> list[FeedRow]:
    desk = desk_of(request)
    now, zone = desk.clock.now(), ZoneInfo(desk.config.alerts.timezone)
    states = desk.store.feed_states()
    seen: defaultdict[FeedId, list[Sighting]] = defaultdict(list)
    for sighting in desk.store.sightings(now - timedelta(days=DAYS), only):
        seen[sighting.feed_id].append(sighting)
    rows = []
    for feed in desk.config.feeds:
        if only in (None, feed.id):
            state = states.get(feed.id)
            rows.append(FeedRow(feed=feed, state=state, rhythm=rhythm_of(state, seen[feed.id], now, zone)))
    return sorted(rows, key=lambda row: (-(row.state.failures if row.state else 0), row.feed.name.casefold()))


async def feed(request: web.Request) -> web.Response:
    """One feed with its last items and what became of them."""
    found = await in_thread(request, _feed, request, FeedId(request.match_info["feed"]))
    if found is None:
        raise web.HTTPNotFound(text=f"There is no feed {request.match_info['feed'][:40]} in the configuration.")
    row, items = found
    return page(request, "feed.html", row=row, items=items, days=DAYS)


def _feed(request: web.Request, feed_id: FeedId) -> tuple[FeedRow, list[StoredItem]] | None:
    rows = _rows(request, feed_id)
    return (rows[0], desk_of(request).store.items_of_feed(feed_id, ITEMS)) if rows else None


ROUTES = [web.get("/feeds", feeds), web.get("/feeds/{feed}", feed)]
