"""Feeds that arrive together: what goes wrong with one of them is nobody else's loss."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from builders import make_entry, make_feed, make_fetched, make_parsed
from fakes import NOON, FakeFetcher, FakeLexicon, FakeScorer, FakeWorker

from bot.domain import AlertPolicy, Document, Feed, FeedId, ParsedFeed, Write
from bot.errors import ParseError, StoreError
from bot.jobs.poll import STORE_PAUSE, Poller
from bot.jobs.think import Mind
from bot.rules import RuleSet
from bot.store import SqliteStore

BODY = b"<rss><channel><item><title>Nota</title></item></channel></rss>"


class FailingStore(SqliteStore):
    """A store that cannot write some feeds."""

    unwritable: frozenset[str] = frozenset()

    def write(self, write: Write, now: datetime) -> None:
        """As ever, but for those."""
        with self._connections.writing():
            super().write(write, now)
            if write.feed_state is not None and write.feed_state.feed_id in self.unwritable:
                raise StoreError("something of this feed cannot be stored")


class CountingWorker(FakeWorker):
    """Notes how many documents it was given at a time."""

    def __init__(self, feeds: Mapping[bytes | str, ParsedFeed | ParseError]) -> None:
        super().__init__(feeds)
        self.together: list[int] = []
        self.fails_together = False

    def parse_feeds(self, documents: Sequence[Document], *, now: datetime) -> list[ParsedFeed | ParseError]:
        """As ever, unless it is not to."""
        self.together.append(len(documents))
        if self.fails_together:
            raise RuntimeError
        return super().parse_feeds(documents, now=now)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[FailingStore]:
    """An empty one."""
    made = FailingStore(tmp_path / "state.db")
    yield made
    made.close()


def feeds(*names: str) -> list[Feed]:
    """One of each name, on a host of its own."""
    return [make_feed(id=FeedId(name), url=f"https://{name}.example/rss") for name in names]


@contextmanager
def polled(store: SqliteStore, worker: FakeWorker, configured: Sequence[Feed]) -> Iterator[Poller]:
    """The poller after one round, in which every feed answered."""
    mind = Mind(
        scorers={"transfer": FakeScorer()},
        lexicon=FakeLexicon(),
        rules=RuleSet(),
        thresholds={},
        routes=(),
        policy=AlertPolicy(),
    )
    fetcher = FakeFetcher({feed.url: make_fetched(url=feed.url, final_url=feed.url, body=BODY) for feed in configured})
    store.sync_feeds(configured)
    poller = Poller(store, fetcher, worker, mind, configured, None)
    poller.start(NOON)
    poller.finish(NOON)
    yield poller


def same_item(feed: Feed) -> ParsedFeed:
    """An entry that several feeds have, each under a guid of its own."""
    return make_parsed(make_entry(guid=f"{feed.id}:1", link="https://paper.example/nota/12345"))


def test_a_feed_that_cannot_be_stored_takes_no_other_with_it(store: FailingStore) -> None:
    """Its item is another feed's, too, which was taken for a duplicate of it, and then is the first to bring it."""
    store.unwritable = frozenset({"a"})
    configured = feeds("a", "b", "c")
    worker = CountingWorker({feed.url: same_item(feed) for feed in configured})
    with polled(store, worker, configured) as poller:
        assert worker.together == [3]
        assert (poller.counts.new, poller.counts.feeds) == (1, 3)
    assert [item.item.feed_id for item in store.items_since(NOON, 9)] == ["b"]
    states = store.feed_states()
    assert [states[feed.id].first_polled_at for feed in configured] == [None, NOON, NOON]


def test_documents_that_cannot_be_parsed_together_are_parsed_alone(store: FailingStore) -> None:
    """A surprise in one go costs nobody an item; a document that is no feed fails alone."""
    configured = feeds("a", "b")
    worker = CountingWorker({configured[0].url: same_item(configured[0])})
    worker.fails_together = True
    with polled(store, worker, configured) as poller:
        assert (poller.counts.new, poller.counts.failed) == (1, 1)


def test_a_feed_that_could_not_be_stored_is_asked_again_after_a_pause(store: FailingStore) -> None:
    """Neither at once nor never; the others are asked when they are due."""
    store.unwritable = frozenset({"a"})
    configured = feeds("a", "b")
    worker = CountingWorker({feed.url: make_parsed(make_entry(guid=feed.id)) for feed in configured})
    with polled(store, worker, configured) as poller:
        assert poller.start(NOON + STORE_PAUSE / 2) == 0
        store.unwritable = frozenset()
        assert poller.start(NOON + STORE_PAUSE) == 1
        poller.finish(NOON + STORE_PAUSE)
    assert store.feed_states()[FeedId("a")].first_polled_at == NOON + STORE_PAUSE


def test_a_feed_whose_address_changes_while_it_is_read_is_asked_at_the_new_one(store: FailingStore) -> None:
    """What the old one gave is dropped."""
    before, after = make_feed(id=FeedId("a"), url="https://old.example/rss"), make_feed(id=FeedId("a"))
    worker = CountingWorker({feed.url: same_item(feed) for feed in (before, after)})
    with polled(store, worker, [before]) as poller:
        later = NOON + timedelta(days=1)
        assert poller.start(later) == 1
        poller.configure(poller._mind, [after], None)
        store.sync_feeds([after])
        assert poller.finish(later) == 1
        assert poller.start(later) == 1
        assert store.feed_states()[FeedId("a")].url == after.url
