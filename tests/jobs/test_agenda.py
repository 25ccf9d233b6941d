"""Which feeds are due, and their states."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from builders import make_feed, make_feed_state
from fakes import NOON

from bot.domain import FeedId, Write
from bot.jobs import agenda as module
from bot.jobs.agenda import Agenda
from bot.store import SqliteStore
from bot.store.feeds import _DUE

MINUTE = timedelta(minutes=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """An empty one."""
    made = SqliteStore(tmp_path / "state.db")
    yield made
    made.close()


def given(agenda: Agenda, now: datetime = NOON, limit: int = 99, besides: str = "") -> str:
    """Ids of the feeds that it gives out, each a letter."""
    return "".join(state.feed_id for state in agenda.take(now, limit, besides))


def polled(store: SqliteStore, name: str, due: datetime, **changes: object) -> None:
    """Writes when a feed is due."""
    store.write(Write(feed_state=make_feed_state(feed_id=FeedId(name), next_poll_at=due, **changes)), NOON)


def configured(store: SqliteStore, **priorities: int) -> None:
    """Feeds of these names."""
    store.sync_feeds([make_feed(id=FeedId(name), priority=n) for name, n in priorities.items()])


def test_never_polled_comes_first_then_what_is_longest_due(store: SqliteStore) -> None:
    """The future and the retired are not due, nor what is left out; those do not count towards the limit."""
    configured(store, a=1, b=1, c=1, d=1, e=1)
    polled(store, "a", NOON)
    polled(store, "b", NOON - MINUTE)
    polled(store, "d", NOON + MINUTE)
    polled(store, "e", NOON - MINUTE, health="gone")
    agenda = Agenda(store)
    assert [given(agenda, limit=1), given(agenda, limit=1, besides="c"), given(agenda)] == ["c", "b", "cba"]
    assert given(agenda, NOON + MINUTE, besides="abc") == "d"


def test_a_higher_priority_comes_first(store: SqliteStore) -> None:
    """However long the others have waited."""
    configured(store, c=3, b=2, a=1)
    polled(store, "a", NOON)
    assert [given(Agenda(store), limit=2), given(Agenda(store))] == ["ab", "abc"]


def test_a_polled_feed_is_given_out_with_its_new_state(store: SqliteStore) -> None:
    """The store is not asked for what is held, until it is told to be forgotten."""
    configured(store, a=1)
    agenda = Agenda(store)
    polled(store, "a", NOON)
    agenda.settled(make_feed_state(feed_id=FeedId("a"), etag='"2"', next_poll_at=NOON))
    assert [state.etag for state in agenda.take(NOON, 9, "")] == ['"2"']
    agenda.forget()
    assert [state.etag for state in agenda.take(NOON, 9, "")] == [None]


def test_states_beyond_those_held_are_read_from_the_store(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded, and no feed is forgotten."""
    monkeypatch.setattr(module, "HELD_STATES", 1)
    configured(store, a=1, b=1)
    agenda = Agenda(store)
    for name in "ab":
        polled(store, name, NOON)
        agenda.settled(make_feed_state(feed_id=FeedId(name), etag='"held"', next_poll_at=NOON))
    assert [state.etag for state in agenda.take(NOON, 9, "")] == ['"held"', None]


def test_what_others_changed_in_the_store_is_seen_at_once(store: SqliteStore) -> None:
    """A feed made due by hand, and one put off."""
    configured(store, a=1)
    polled(store, "a", NOON + MINUTE)
    agenda = Agenda(store)
    assert given(agenda) == ""
    polled(store, "a", NOON)
    assert given(agenda) == "a"
    polled(store, "a", NOON + MINUTE)
    assert given(agenda) == ""


def test_due_feeds_are_found_by_an_index(store: SqliteStore) -> None:
    """Whatever they are: of a hundred thousand feeds, next to none is due at any moment."""
    with store._connections.reading() as db:
        plan = db.conn.execute(f"EXPLAIN QUERY PLAN {_DUE}", (1, "", "[]", 500)).fetchall()
    (found,) = [row[3] for row in plan if "feeds" in row[3]]
    assert found.endswith("INDEX feeds_due (configured=? AND priority=? AND <expr><?)")
