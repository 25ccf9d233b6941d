"""Reads every feed once, all at the same time, and stores nothing; for `feeds check` and `check`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from rich.progress import Progress

from bot import cadence
from bot.commands.common import err
from bot.domain import Feed, FeedHealth, FeedState, Fetched, FetchRequest
from bot.errors import FetchError, ParseError
from bot.ports import Clock, Worker

if TYPE_CHECKING:
    from bot.config import Config


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What one feed gave just now."""

    feed: Feed
    health: FeedHealth
    entries: int
    newest_at: datetime | None  # None = nothing dated
    moved_to: str | None  # where a permanent redirect leads
    detail: str  # what is wrong with it, "" = nothing

    @property
    def is_bad(self) -> bool:
        """A person has to look after it."""
        return self.health in ("broken", "challenged", "gone", "empty")


def probe(config: "Config", feeds: Sequence[Feed]) -> Iterator[Probe]:
    """Each feed as soon as it is read; a bar on the terminal shows how many are."""
    from bot.app import open_fetcher, open_worker
    from bot.clock import SystemClock

    clock = SystemClock()
    by_id = {str(feed.id): feed for feed in feeds}
    with (
        open_fetcher(config, clock) as fetcher,
        open_worker() as worker,
        Progress(console=err, transient=True, disable=not err.is_terminal) as bar,
    ):
        task = bar.add_task("Reading feeds", total=len(by_id))
        fetcher.submit([FetchRequest(key=feed.id, url=feed.url, kind="feed") for feed in feeds])
        while fetcher.in_flight:
            for request, result in fetcher.results(1.0):
                bar.advance(task)
                yield _judged(by_id[request.key], worker, result, clock)


def _judged(feed: Feed, worker: Worker, result: Fetched | FetchError, clock: Clock) -> Probe:
    """As the bot itself would judge a first poll."""
    now = clock.now()
    parsed = None
    if isinstance(result, Fetched):
        try:
            body = result.body or b""
            parsed = worker.parse_feed(body, content_type=result.content_type, url=result.final_url, now=now)
        except ParseError as exc:
            return _failed(feed, result, exc, now)
    else:
        return _failed(feed, result, None, now)
    dates = tuple(entry.published for entry in parsed.entries)
    news = cadence.News(new=len(dates), size=len(dates) + parsed.skipped, dates=dates)
    state = cadence.after_poll(FeedState(feed_id=feed.id, url=feed.url), feed, result, parsed, now, news=news)
    detail = parsed.note or ("a feed without items" if state.health == "empty" else "")
    newest = max((date for date in dates if date), default=None)
    return Probe(
        feed=feed,
        health=state.health,
        entries=len(dates),
        newest_at=newest,
        moved_to=result.permanent_url,
        detail=detail,
    )


def _failed(feed: Feed, result: Fetched | FetchError, error: ParseError | None, now: datetime) -> Probe:
    state = cadence.after_poll(FeedState(feed_id=feed.id, url=feed.url), feed, result, error, now)
    return Probe(
        feed=feed, health=state.health, entries=0, newest_at=None, moved_to=None, detail=state.last_error or ""
    )
