"""*Feeds*: how every feed is doing, and its last items."""

from dataclasses import dataclass

from aiohttp import web

from bot.domain import Feed, FeedId, FeedState, StoredItem
from bot.web.render import page
from bot.web.work import desk_of, in_thread

ITEMS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRow:
    """One line of the table."""

    feed: Feed
    state: FeedState | None  # None = the bot has not started with it yet


async def feeds(request: web.Request) -> web.Response:
    """All configured feeds, the ailing ones first."""
    rows = await in_thread(request, _rows, request)
    return page(request, "feeds.html", rows=rows)


def _rows(request: web.Request) -> list[FeedRow]:
    desk = desk_of(request)
    states = desk.store.feed_states()
    rows = [FeedRow(feed=feed, state=states.get(feed.id)) for feed in desk.config.feeds]
    return sorted(rows, key=lambda row: (-(row.state.failures if row.state else 0), row.feed.name.casefold()))


async def feed(request: web.Request) -> web.Response:
    """One feed with its last items and what became of them."""
    found = await in_thread(request, _feed, request, FeedId(request.match_info["feed"]))
    if found is None:
        raise web.HTTPNotFound(text=f"There is no feed {request.match_info['feed'][:40]} in the configuration.")
    row, items = found
    return page(request, "feed.html", row=row, items=items)


def _feed(request: web.Request, feed_id: FeedId) -> tuple[FeedRow, list[StoredItem]] | None:
    desk = desk_of(request)
    configured = next((feed for feed in desk.config.feeds if feed.id == feed_id), None)
    if configured is None:
        return None
    row = FeedRow(feed=configured, state=desk.store.feed_states().get(feed_id))
    return row, desk.store.items_of_feed(feed_id, ITEMS)


ROUTES = [web.get("/feeds", feeds), web.get("/feeds/{feed}", feed)]
