"""Polling: due feeds and pages go out to the fetcher; what comes back is thought about and written.

    agenda          ─▶ fetcher ─▶ delta ─▶ worker ─▶ normalise ─▶ dedupe ─▶ judge ─▶ take in ─▶ store.write
    store.due_pages ─▶ fetcher ─▶ jobs.pages

Feeds that arrive together are judged together and share one transaction; each is a part of it that stands or falls
alone. A feed or page that fails, fails alone. May import ports, domain and the thinking stages; never fetch, store,
channels.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot import cadence, compose, dedupe, delta
from bot.domain import (
    DedupeDecision,
    Feed,
    FeedId,
    FeedState,
    Fetched,
    FetchRequest,
    Judgement,
    OutboxMessage,
    Push,
    Write,
)
from bot.errors import FetchError, ParseError, StoreDamaged, StoreError
from bot.jobs.agenda import Agenda
from bot.jobs.documents import Documents, Poll, holds_document, in_groups
from bot.jobs.pages import take_page
from bot.jobs.think import Fresh, Mind, Thought, judge_all, take_in
from bot.normalise import outlet_index
from bot.ports import Fetcher, Store, Worker

logger = logging.getLogger(__name__)

# after a write failed (disk full, database locked) the publisher is not asked again at every tick
STORE_PAUSE = timedelta(minutes=1)
PUSH_WORTH_FOR = timedelta(hours=6)  # a hub's message that could not be read so long was found by polling
_BATCH = 500  # feeds and pages taken up in one tick
_MOST_IN_FLIGHT = 2_000  # asked for and not yet taken in: each costs some 10 kB, and most wait for a place anyway
# What shares a transaction: enough that its cost is spread, so little that no other writer waits for long.
_TOGETHER_DOCUMENTS = 100
_TOGETHER_FEEDS = 250  # those that are unchanged take next to no time
_TOGETHER_ITEMS = 200

Result = tuple[FetchRequest, Fetched | FetchError]
_Done = tuple[Poll, FeedState, Thought | None]


@dataclass(slots=True)
class RoundCounts:
    """What a number of polls did."""

    feeds: int = 0
    failed: int = 0
    unchanged: int = 0
    new: int = 0
    changed: int = 0
    flagged: int = 0


@dataclass(slots=True)
class _Transaction:
    """What the feeds before one left to those after it."""

    written: set[str] = field(default_factory=set)  # identity keys that they brought
    unchanged: list[tuple[FeedState, FeedState]] = field(default_factory=list)  # still to be written


def _key_of(push: Push) -> str:
    return f"push:{push.seq}"


class Poller:
    """Polls what is due. Keeps no memory but of what is under way and when feeds are due; all else is the store's."""

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
        self._agenda = Agenda(store)
        self._paused: dict[str, datetime] = {}
        self.counts = RoundCounts()
        self.configure(mind, feeds, health_channel)

    def configure(self, mind: Mind, feeds: Sequence[Feed], health_channel: str | None) -> None:
        """Takes over a configuration; results of feeds that are gone from it are dropped when they arrive."""
        self._mind = mind
        self._feeds: Mapping[FeedId, Feed] = {feed.id: feed for feed in feeds}
        self._documents = Documents(self._worker, outlet_index(feeds))
        self._health_channel = health_channel
        self._agenda.forget()  # the store may have begun anew with some

    @property
    def in_flight(self) -> int:
        """Feeds and pages that are being read."""
        return len(self._in_flight)

    def start(self, now: datetime) -> int:
        """Asks for what is due; returns how many addresses that were."""
        if len(self._in_flight) > _MOST_IN_FLIGHT - _BATCH:
            return 0
        busy = [key for key in (*self._in_flight, *self._paused) if not self._is_free(key, now)]
        due = self._agenda.take(now, _BATCH, busy)
        requests = [cadence.request_for(state, now) for state in due if state.feed_id in self._feeds]
        requests += [
            FetchRequest(key=page.item_id, url=page.url, kind="page")
            for page in self._store.due_pages(now, _BATCH + len(self._in_flight))
            if self._is_free(page.item_id, now)
        ]
        self._fetcher.submit(requests)
        self._in_flight.update(request.key for request in requests)
        return len(requests)

    def finish(self, now: datetime, wait_s: float = 0.0) -> int:
        """Takes in what has arrived, waiting at most `wait_s` for the first; returns how many results that were."""
        taken = documents = 0
        together: list[Result] = []
        for request, result in self._fetcher.results(wait_s):
            taken += 1
            self._in_flight.discard(request.key)
            if request.kind == "feed":
                together.append((request, result))
                documents += holds_document(result)
                if documents >= _TOGETHER_DOCUMENTS or len(together) >= _TOGETHER_FEEDS:
                    self._take_feeds(together, now)
                    together, documents = [], 0
                continue
            with self._alone(request.key, now):
                take_page(request, result, store=self._store, worker=self._worker, mind=self._mind, now=now)
        if together:
            self._take_feeds(together, now)
        return taken

    def take_pushes(self, now: datetime) -> int:
        """Takes in what hubs have sent, as if a poll had found it; returns how many messages that were."""
        waiting = self._store.pushes(_TOGETHER_DOCUMENTS)
        pushes = [p for p in waiting if self._is_free(_key_of(p), now) and self._is_free(p.feed_id, now)]
        if not pushes:
            return 0
        states = self._agenda.states_of(list(dict.fromkeys(push.feed_id for push in pushes)))
        for push in pushes:
            with self._alone(_key_of(push), now):
                poll = self._read_push(push, states.get(push.feed_id), now)
                if poll is None:
                    self._store.drop_push(push.seq)
                else:
                    self._settle([poll], now)
        return len(pushes)

    def _read_push(self, push: Push, state: FeedState | None, now: datetime) -> Poll | None:
        """What a hub's message holds; None when it is to be forgotten: polling finds what it told of."""
        feed = self._feeds.get(push.feed_id)
        if feed is None or state is None or state.first_polled_at is None or now - push.received_at > PUSH_WORTH_FOR:
            return None
        fetched = Fetched(
            url=state.url,
            final_url=state.url,
            permanent_url=None,
            status=200,
            body=push.body,
            content_type=push.content_type,
            etag=None,
            last_modified=None,
        )
        memory = self._store.memories([feed.id]).get(feed.id, b"")
        poll = Poll(feed=feed, before=state, fetched=fetched, others_moving=0, memory=memory, push=push)
        try:
            self._documents.parse_push(poll, push, now)
        except ParseError as exc:
            logger.warning("a hub's message is no feed", extra={"feed": feed.id, "error": exc.detail})
            return None
        self._documents.clean(poll, now)
        return poll

    def _is_free(self, key: str, now: datetime) -> bool:
        paused_until = self._paused.get(key)
        if paused_until is not None and paused_until <= now:
            del self._paused[key]
            paused_until = None
        return key not in self._in_flight and paused_until is None

    @contextmanager
    def _alone(self, key: str, now: datetime) -> Iterator[None]:
        """What goes wrong in the block concerns one feed or page, which is tried again after a pause."""
        try:
            yield
        except StoreDamaged:
            raise
        except StoreError as exc:
            self._put_off([key], now)
            logger.error("not stored", extra={"key": key, "error": str(exc)})
        except Exception:  # one feed's surprise must not stop the others
            self._put_off([key], now)
            self.counts.failed += 1
            logger.exception("a feed or page could not be processed", extra={"key": key})

    def _put_off(self, keys: Sequence[str], now: datetime) -> None:
        self._paused |= dict.fromkeys(keys, now + STORE_PAUSE)

    # --- reading ----------------------------------------------------------------------------------------------------

    def _take_feeds(self, results: Sequence[Result], now: datetime) -> None:
        try:
            states = self._agenda.states_of([FeedId(request.key) for request, _ in results])
            memories = self._store.memories(
                [FeedId(request.key) for request, result in results if holds_document(result)]
            )
        except StoreDamaged:
            raise
        except StoreError as exc:
            self._pause([request.key for request, _ in results], exc, now)
            return
        polls = []
        for request, result in results:
            with self._alone(request.key, now):
                poll = self._begun(request, result, states.get(FeedId(request.key)), memories)
                if poll is not None:
                    polls.append(poll)
        self._settle([poll for poll in polls if not poll.has_document], now)
        documents = [poll for poll in polls if poll.has_document]
        # each step for all feeds before the next: what it needs is then in the processor's caches
        reduced = self._each(lambda poll, _: self._documents.reduce(poll), documents, now)
        for some in in_groups(reduced, _TOGETHER_ITEMS):
            self._parse_ahead(some, now)
            parsed = self._each(self._documents.parse, some, now)
            self._settle(self._each(self._documents.clean, parsed, now), now)

    def _each(self, step: Callable[[Poll, datetime], None], polls: Sequence[Poll], now: datetime) -> list[Poll]:
        """Takes a step with each; returns those that it did not fail for."""
        done = []
        for poll in polls:
            with self._alone(poll.feed.id, now):
                step(poll, now)
                done.append(poll)
        return done

    def _parse_ahead(self, polls: Sequence[Poll], now: datetime) -> None:
        try:
            self._documents.parse_ahead(polls, now)
        except Exception:  # some document's surprise: each is parsed alone, where it hurts its own feed only
            logger.exception("documents could not be parsed together", extra={"documents": len(polls)})

    def _begun(
        self,
        request: FetchRequest,
        result: Fetched | FetchError,
        state: FeedState | None,
        memories: Mapping[FeedId, bytes],
    ) -> Poll | None:
        """A result with the feed it is of; None for a feed that was taken out of the configuration, or given another
        address, while it was read."""
        feed = self._feeds.get(FeedId(request.key))
        if feed is None or state is None or state.url != request.url:
            return None
        self.counts.feeds += 1
        moved_to = None if isinstance(result, FetchError) else result.permanent_url
        crowd = cadence.crowd(state, moved_to, self._store.moving()) if moved_to else 0
        memory = memories.get(feed.id, b"")
        return Poll(feed=feed, before=state, fetched=result, others_moving=crowd, memory=memory)

    # --- thinking and writing ---------------------------------------------------------------------------------------

    def _settle(self, polls: Sequence[Poll], now: datetime) -> None:
        """Thinks about some feeds and writes them in one transaction."""
        if not polls:
            return
        try:
            self._judge(polls, now)
            done = self._written(polls, now)
        except StoreDamaged:
            raise
        except StoreError as exc:
            self._pause([poll.feed.id for poll in polls], exc, now)
            return
        for poll, after, thought in done:
            self._agenda.settled(after)
            self._count(poll, after, thought)

    def _written(self, polls: Sequence[Poll], now: datetime) -> list[_Done]:
        """Writes feeds in one transaction, as one; when something of them is wrong, each as a part that stands or falls
        alone. What a power cut undoes of it, the next polls do again."""
        decisions = [poll.decisions for poll in polls]
        done: list[_Done] = []
        has_begun = False
        try:
            with self._store.together(lasting=False, in_parts=False):
                has_begun, so_far = True, _Transaction()
                for poll in polls:
                    done.append((poll, *self._write(poll, so_far, now)))
                self._store.write_states(so_far.unchanged)
            return done
        except Exception as exc:  # told of below, where it is known whose it is
            if not has_begun or isinstance(exc, StoreDamaged):
                raise
        done = []
        with self._store.together(lasting=False):
            so_far = _Transaction()
            for poll, decided in zip(polls, decisions, strict=True):
                poll.decisions = decided  # before others were taken for written
                with self._alone(poll.feed.id, now):
                    done.append((poll, *self._write(poll, so_far, now)))
            self._store.write_states(so_far.unchanged)
        return done

    def _pause(self, keys: Sequence[str], error: StoreError, now: datetime) -> None:
        self._put_off(keys, now)
        logger.error("not stored", extra={"keys": list(keys), "error": str(error)})

    def _judge(self, polls: Sequence[Poll], now: datetime) -> None:
        """Decides what is new, and judges that of all feeds at once: the models are quicker with many texts."""
        for poll in polls:
            if poll.reading is not None:
                poll.asked = dedupe.keys_to_ask(poll.items, poll.reading.shared)
        keys = list(dict.fromkeys(key for poll in polls for key in poll.asked))
        known = self._store.known(keys) if keys else {}
        places: list[tuple[Poll, int]] = []
        for poll in polls:
            if poll.reading is not None and poll.items:
                poll.decisions = dedupe.decide(poll.items, known, poll.reading.shared)
                fresh = [at for at, decision in enumerate(poll.decisions) if decision.novelty != "duplicate"]
                places += [(poll, at) for at in fresh]
        items = [poll.decisions[at].item for poll, at in places]
        try:
            judgements = judge_all(items, self._mind, now) if items else []
        except Exception:  # some text's surprise: it is judged again alone, where it hurts its own feed only
            logger.exception("texts could not be judged together", extra={"texts": len(items)})
            return
        for (poll, at), judgement in zip(places, judgements, strict=True):
            poll.judgements[at] = judgement

    def _write(self, poll: Poll, so_far: _Transaction, now: datetime) -> tuple[FeedState, Thought | None]:
        """Writes one feed, or leaves its state to be written with those of others."""
        reading = poll.reading
        if reading is None or reading.parsed is None:
            after = self._after(poll, None, now)
            memory = reading.memory if reading is not None else None
            messages = self._notices(poll, after, None, now)
            if memory is None and not messages and not after.failures:
                so_far.unchanged.append((poll.before, after))
            else:
                self._store.write(Write(feed_state=after, memory=memory, messages=messages), now)
            return after, None
        if not so_far.written.isdisjoint(poll.asked):  # another feed has just brought one of these
            known = self._store.known(poll.asked)
            poll.decisions = dedupe.decide(poll.items, known, reading.shared)
        fresh, judgements = self._fresh(poll, now)
        first_poll = poll.before.first_polled_at is None
        thought = take_in(fresh, judgements, self._mind, self._store, now, first_poll=first_poll)
        news = self._news(poll, reading)
        after = self._after(poll, news, now)
        duplicates = [d for d in poll.decisions if d.novelty == "duplicate"]
        self._store.write(
            Write(
                feed_state=after,
                # a ruin that comes again is not "unchanged"
                memory=None if after.failures or poll.push is not None else reading.memory,
                push=poll.push.seq if poll.push is not None else None,
                items=thought.items,
                keys=tuple((key, d.item.id) for d in duplicates for key in d.keys),
                stories=thought.stories,
                messages=(*thought.messages, *self._notices(poll, after, news, now)),
                pages=thought.pages,
                alerts=thought.alerts,
            ),
            now,
        )
        so_far.written.update(key for decision in poll.decisions for key in decision.keys)
        return after, thought

    def _fresh(self, poll: Poll, now: datetime) -> tuple[list[Fresh], list[Judgement]]:
        fresh: list[Fresh] = []
        judgements: list[Judgement] = []
        for at, decision in enumerate(poll.decisions):
            if decision.novelty == "duplicate":
                continue
            if decision.novelty == "new":
                fresh.append(Fresh(item=decision.item, keys=decision.keys, content_hash=decision.content_hash))
            else:
                fresh.append(self._changed(decision))
            found = poll.judgements.get(at)
            judgements.append(found or judge_all([decision.item], self._mind, now)[0])
        return fresh, judgements

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

    def _news(self, poll: Poll, reading: delta.Reading) -> cadence.News:
        new = sum(decision.novelty == "new" for decision in poll.decisions)
        return cadence.News(
            new=new,
            changed=len(poll.decisions) - new if not reading.is_whole else 0,
            size=reading.blocks,
            dates=tuple(item.published_at for item in poll.items),
            is_whole=reading.is_whole,
            compared=reading.differs is not None,
            differs=bool(reading.differs),
        )

    def _after(self, poll: Poll, news: cadence.News | None, now: datetime) -> FeedState:
        if poll.push is not None and news is not None:
            return cadence.after_push(poll.before, news, now)
        return cadence.after_poll(
            poll.before, poll.feed, poll.fetched, poll.parsed, now, news=news, others_moving=poll.others_moving
        )

    # --- telling ----------------------------------------------------------------------------------------------------

    def _notices(
        self, poll: Poll, after: FeedState, news: cadence.News | None, now: datetime
    ) -> tuple[OutboxMessage, ...]:
        """Tells once that a feed turned bad for good, once that it recovered, and of gaps once a week."""
        if self._health_channel is None or poll.push is not None:
            return ()
        notices = []
        if (poll.before.told_at is None) != (after.told_at is None):
            notices.append(compose.feed_notice(self._health_channel, poll.feed, poll.before, after, now))
        if news is not None and cadence.found_a_gap(poll.before, news):
            notices.append(compose.gap_notice(self._health_channel, poll.feed, poll.before, news.size, now))
        return tuple(notices)

    def _count(self, poll: Poll, after: FeedState, thought: Thought | None) -> None:
        if after.failures and poll.push is None:
            self.counts.failed += 1
            extra = {"feed": poll.feed.id, "failures": after.failures, "error": after.last_error}
            logger.warning("feed failed", extra=extra)
        elif thought is None:
            self.counts.unchanged += 1
            logger.debug("feed unchanged", extra={"feed": poll.feed.id})
        else:
            self._count_items(poll, after, thought)

    def _count_items(self, poll: Poll, after: FeedState, thought: Thought) -> None:
        by_novelty = {n: sum(d.novelty == n for d in poll.decisions) for n in ("new", "changed", "duplicate")}
        flagged = sum(s.judgement is not None and bool(s.judgement.flagged) for s in thought.items)
        self.counts.new += by_novelty["new"]
        self.counts.changed += by_novelty["changed"]
        self.counts.flagged += flagged
        extra = {"feed": poll.feed.id, **by_novelty, "flagged": flagged, "skipped": poll.skipped}
        logger.info("feed polled", extra=extra)
        if after.habits.gaps > poll.before.habits.gaps:
            logger.warning("all entries were new: some may have been missed", extra={"feed": poll.feed.id})
        if after.habits.differences > poll.before.habits.differences:
            logger.error("reading in parts gave something else than reading whole", extra={"feed": poll.feed.id})
