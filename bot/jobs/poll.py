"""Polling: due feeds and pages go out to the fetcher; what comes back is thought about and written, one feed at a time.

    store.due_feeds ─▶ fetcher ─▶ delta ─▶ worker ─▶ normalise ─▶ dedupe ─▶ think ─▶ store.write
    store.due_pages ─▶ fetcher ─▶ worker ─▶ think ─▶ store.write

A feed or page that fails, fails alone. May import ports, domain and the thinking stages; never fetch, store, channels.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot import cadence, compose, dedupe, delta
from bot.domain import (
    DedupeDecision,
    Feed,
    FeedId,
    FeedState,
    Fetched,
    FetchRequest,
    Item,
    ItemId,
    OutboxMessage,
    Page,
    ParsedFeed,
    SharedKeys,
    StoredItem,
    Write,
)
from bot.errors import FetchError, ParseError, StoreDamaged, StoreError
from bot.jobs.think import Fresh, Mind, Thought, think
from bot.normalise import normalise, outlet_index
from bot.ports import Fetcher, Store, Worker

logger = logging.getLogger(__name__)

# after a write failed (disk full, database locked) the publisher is not asked again at every tick
STORE_PAUSE = timedelta(minutes=1)
_BATCH = 500  # feeds and pages taken up in one tick
BAD_AFTER = 3  # failed polls in a row after which a feed counts as bad, and is told
_PAGE_ATTEMPTS = 3
_PAGE_PAUSE = timedelta(minutes=5)
# a page that gives no more than this over the feed's text is a teaser before a paywall, or the headline again
_TEASER_CHARS = 40


@dataclass(slots=True)
class RoundCounts:
    """What a number of polls did."""

    feeds: int = 0
    failed: int = 0
    unchanged: int = 0
    new: int = 0
    changed: int = 0
    flagged: int = 0


class Poller:
    """Polls what is due. Keeps no memory but of what is under way; all else is the store's."""

    def __init__(
        self,
        store: Store,
        fetcher: Fetcher,
        worker: Worker,
        mind: Mind,
        feeds: Sequence[Feed],
        health_channel: str | None,
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._worker = worker
        self._in_flight: set[str] = set()
        self._paused: dict[str, datetime] = {}
        self.counts = RoundCounts()
        self.configure(mind, feeds, health_channel)

    def configure(self, mind: Mind, feeds: Sequence[Feed], health_channel: str | None) -> None:
        """Takes over a configuration; results of feeds that are gone from it are dropped when they arrive."""
        self._mind = mind
        self._feeds: Mapping[FeedId, Feed] = {feed.id: feed for feed in feeds}
        self._outlets = outlet_index(feeds)
        self._health_channel = health_channel

    @property
    def in_flight(self) -> int:
        """Feeds and pages that are being read."""
        return len(self._in_flight)

    def start(self, now: datetime) -> int:
        """Asks for what is due; returns how many addresses that were."""
        requests = [
            cadence.request_for(state, now)
            for state in self._store.due_feeds(now, _BATCH + len(self._in_flight))
            if state.feed_id in self._feeds and self._is_free(state.feed_id, now)
        ]
        requests += [
            FetchRequest(key=page.item_id, url=page.url, kind="page")
            for page in self._store.due_pages(now, _BATCH + len(self._in_flight))
            if self._is_free(page.item_id, now)
        ]
        self._in_flight.update(request.key for request in requests)
        self._fetcher.submit(requests)
        return len(requests)

    def finish(self, now: datetime, wait_s: float = 0.0) -> int:
        """Takes in what has arrived, waiting at most `wait_s` for the first; returns how many results that were."""
        taken = 0
        for request, result in self._fetcher.results(wait_s):
            taken += 1
            self._in_flight.discard(request.key)
            try:
                if request.kind == "feed":
                    self._take_feed(request, result, now)
                else:
                    self._take_page(request, result, now)
            except StoreDamaged:
                raise
            except StoreError as exc:
                self._paused[request.key] = now + STORE_PAUSE
                logger.error("not stored", extra={"key": request.key, "error": str(exc)})
            except Exception:  # one feed's surprise must not stop the others; it is tried again
                self._paused[request.key] = now + STORE_PAUSE
                self.counts.failed += 1
                logger.exception("a feed or page could not be processed", extra={"key": request.key})
        return taken

    def _is_free(self, key: str, now: datetime) -> bool:
        paused_until = self._paused.get(key)
        if paused_until is not None and paused_until <= now:
            del self._paused[key]
            paused_until = None
        return key not in self._in_flight and paused_until is None

    # --- feeds ------------------------------------------------------------------------------------------------------

    def _take_feed(self, request: FetchRequest, result: Fetched | FetchError, now: datetime) -> None:
        feed = self._feeds.get(FeedId(request.key))
        state = self._store.feed_state(FeedId(request.key))
        if feed is None or state is None or state.url != request.url:
            return  # taken out of the configuration, or given another address, while it was read
        self.counts.feeds += 1
        if isinstance(result, FetchError) or result.body is None:
            self._write_state(feed, state, cadence.after_poll(state, feed, result, None, now), now)
            return
        try:
            # once a day the document is read as if it had never been seen: see `cadence.use_validators`
            memory = state.memory if cadence.use_validators(state, now) else b""
            reading = delta.read(result.body, memory, lambda body: self._parse(body, result, now))
        except ParseError as exc:
            self._write_state(feed, state, cadence.after_poll(state, feed, result, exc, now), now)
            return
        if reading.parsed is None:
            unchanged = cadence.after_poll(state, feed, replace(result, status=304, body=None), None, now)
            self._write_state(feed, state, replace(unchanged, last_full_at=now, memory=reading.memory), now)
            return
        after = replace(cadence.after_poll(state, feed, result, reading.parsed, now), memory=reading.memory)
        if reading.blocks and after.health == "empty":
            after = replace(after, health="ok")  # nothing new is not nothing
        self._take_entries(feed, state, after, reading.parsed, reading.shared, now)

    def _parse(self, body: bytes, fetched: Fetched, now: datetime) -> ParsedFeed:
        return self._worker.parse_feed(body, content_type=fetched.content_type, url=fetched.final_url, now=now)

    def _take_entries(
        self, feed: Feed, before: FeedState, after: FeedState, parsed: ParsedFeed, shared: SharedKeys, now: datetime
    ) -> None:
        items: list[Item] = []
        skipped = parsed.skipped
        for raw in parsed.entries:
            try:
                items.append(normalise(raw, feed, now, outlets=self._outlets))
            except ParseError:
                skipped += 1
        known = self._store.known(dedupe.keys_to_ask(items, shared))
        decisions = dedupe.decide(items, known, shared)
        thought = think(self._fresh(decisions), self._mind, self._store, now, first_poll=before.first_polled_at is None)
        self._store.write(
            Write(
                feed_state=after,
                items=thought.items,
                keys=tuple(
                    (k, d.item.id) for d in decisions if d.novelty == "duplicate" for k in d.keys if k not in known
                ),
                stories=thought.stories,
                messages=(*thought.messages, *self._notices(feed, before, after, now)),
                pages=thought.pages,
            ),
            now,
        )
        self._count(feed, decisions, thought, skipped)

    def _fresh(self, decisions: Sequence[DedupeDecision]) -> list[Fresh]:
        fresh = []
        for decision in decisions:
            if decision.novelty == "new":
                fresh.append(Fresh(item=decision.item, keys=decision.keys, content_hash=decision.content_hash))
            elif decision.novelty == "changed":
                fresh.append(self._changed(decision))
        return fresh

    def _changed(self, decision: DedupeDecision) -> Fresh:
        """An edited item keeps its place in its story; its page is read anew, as it may be edited, too."""
        before = self._store.item(decision.item.id)
        return Fresh(
            item=decision.item,
            keys=decision.keys,
            content_hash=decision.content_hash,
            story=self._store.story(before.link.story_id) if before is not None and before.link else None,
            fate=before.fate if before is not None else None,
        )

    def _count(self, feed: Feed, decisions: Sequence[DedupeDecision], thought: Thought, skipped: int) -> None:
        by_novelty = {n: sum(d.novelty == n for d in decisions) for n in ("new", "changed", "duplicate")}
        flagged = sum(s.judgement is not None and bool(s.judgement.flagged) for s in thought.items)
        self.counts.new += by_novelty["new"]
        self.counts.changed += by_novelty["changed"]
        self.counts.flagged += flagged
        logger.info("feed polled", extra={"feed": feed.id, **by_novelty, "flagged": flagged, "skipped": skipped})

    def _write_state(self, feed: Feed, before: FeedState, after: FeedState, now: datetime) -> None:
        self._store.write(Write(feed_state=after, messages=self._notices(feed, before, after, now)), now)
        if after.failures:
            self.counts.failed += 1
            logger.warning(
                "feed failed", extra={"feed": feed.id, "failures": after.failures, "error": after.last_error}
            )
        else:
            self.counts.unchanged += 1
            logger.debug("feed unchanged", extra={"feed": feed.id})

    def _notices(self, feed: Feed, before: FeedState, after: FeedState, now: datetime) -> tuple[OutboxMessage, ...]:
        """Tells once that a feed turned bad for good, and once that it recovered."""
        if self._health_channel is None:
            return ()
        was_bad = before.failures >= BAD_AFTER or before.health == "gone"
        is_bad = after.failures >= BAD_AFTER or after.health == "gone"
        if was_bad == is_bad:
            return ()
        return (compose.feed_notice(self._health_channel, feed, after, now),)

    # --- pages ------------------------------------------------------------------------------------------------------

    def _take_page(self, request: FetchRequest, result: Fetched | FetchError, now: datetime) -> None:
        stored = self._store.item(ItemId(request.key))
        asked = self._store.page(ItemId(request.key))
        if stored is None or asked is None:
            return
        page = replace(asked, state="done", attempts=asked.attempts + 1)
        if isinstance(result, FetchError):
            self._end_page(stored, _failed_page(page, result, now), now)
            return
        try:
            text = self._worker.read_page(result.body or b"", content_type=result.content_type, url=result.final_url)
        except ParseError as exc:
            self._end_page(stored, replace(page, state="failed", detail=exc.detail), now)
            return
        adds = len(text) > len(stored.item.text) + _TEASER_CHARS
        if not adds:
            self._end_page(stored, replace(page, detail="holds no more than the feed"), now)
            return
        state = self._store.feed_state(stored.item.feed_id)
        in_first_poll = state is not None and stored.item.first_seen == state.first_polled_at
        thought = think([self._with_page(stored, text)], self._mind, self._store, now, first_poll=in_first_poll)
        self._store.write(
            Write(items=thought.items, stories=thought.stories, messages=thought.messages, pages=(page,)), now
        )
        logger.info("page read", extra={"item": stored.item.id, "characters": len(text)})

    def _end_page(self, stored: StoredItem, page: Page, now: datetime) -> None:
        """A page that adds nothing, now at least, holds its card back no longer."""
        release = (stored.link.story_id,) if stored.link else ()
        self._store.write(Write(pages=(page,), release=release), now)

    def _with_page(self, stored: StoredItem, text: str) -> Fresh:
        item = stored.item
        summary = "" if item.summary and item.summary in text else item.summary
        return Fresh(
            item=replace(item, summary=summary, body=text, text_read="page"),
            content_hash=stored.content_hash,
            story=self._store.story(stored.link.story_id) if stored.link else None,
            page_read=True,
            fate=stored.fate,
        )


def _failed_page(page: Page, error: FetchError, now: datetime) -> Page:
    if error.problem == "robots" or error.status in (401, 402, 403, 404, 410, 451):
        return replace(page, state="refused", detail=error.detail)
    if page.attempts >= _PAGE_ATTEMPTS:
        return replace(page, state="failed", detail=error.detail)
    return replace(
        page, state="pending", detail=error.detail, next_attempt_at=max(now + _PAGE_PAUSE, error.retry_at or now)
    )
