"""Which feeds are due, from memory."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from builders import make_feed, make_feed_state
from fakes import NOON

from bot.domain import FeedId, Write
from bot.jobs import agenda as module
from bot.jobs.agenda import LOOK_EVERY, Agenda
from bot.store import SqliteStore

MINUTE = timedelta(minutes=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """An empty one."""
    made = SqliteStore(tmp_path / "state.db")
    yield made
    made.close()


def given(agenda: Agenda, now: datetime = NOON, limit: int = 99, besides: str = "") -> str:
    """Ids of the feeds that it gives out, each a letter."""
    return "".join(state.feed_id for state in agenda.take(now, limit, lambda feed_id: feed_id in besides))


def polled(store: SqliteStore, name: str, due: datetime, **changes: object) -> None:
    """Writes when a feed is due."""
    store.write(Write(feed_state=make_feed_state(feed_id=FeedId(name), next_poll_at=due, **changes)), NOON)


def configured(store: SqliteStore, **priorities: int) -> None:
    """Feeds of these names."""
    store.sync_feeds([make_feed(id=FeedId(name), priority=n) for name, n in priorities.items()])


def test_never_polled_comes_first_then_what_is_longest_due(store: SqliteStore) -> None:
    """The future and the retired are not due; what was given out is not given out again."""
    configured(store, a=1, b=1, c=1, d=1, e=1)
    polled(store, "a", NOON)
    polled(store, "b", NOON - MINUTE)
    polled(store, "d", NOON + MINUTE)
    polled(store, "e", NOON - MINUTE, health="gone")
    agenda = Agenda(store)
    assert [given(agenda, limit=1), given(agenda), given(agenda)] == ["c", "ba", ""]
    assert given(agenda, NOON + MINUTE) == "d"


def test_a_higher_priority_comes_first(store: SqliteStore) -> None:
    """However long the others have waited."""
    configured(store, c=3, b=2, a=1)
    polled(store, "a", NOON)
    assert [given(Agenda(store), limit=2), given(Agenda(store))] == ["ab", "abc"]


def test_a_polled_feed_is_given_out_with_its_new_state(store: SqliteStore) -> None:
    """At its new time; one that is gone is not. The store is not asked for what is held."""
    configured(store, a=1, b=1)
    agenda = Agenda(store)
    assert given(agenda) == "ab"
    agenda.settled(make_feed_state(feed_id=FeedId("a"), etag='"2"', next_poll_at=NOON + MINUTE))
    agenda.settled(make_feed_state(feed_id=FeedId("b"), next_poll_at=NOON + MINUTE, health="gone"))
    assert given(agenda) == ""
    (state,) = agenda.take(NOON + MINUTE, 9, lambda _: False)
    assert state.etag == '"2"'


def test_states_beyond_those_held_are_read_from_the_store(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded, and no feed is forgotten."""
    monkeypatch.setattr(module, "HELD_STATES", 1)
    configured(store, a=1, b=1)
    agenda = Agenda(store)
    given(agenda)
    for name in "ab":
        polled(store, name, NOON)
        agenda.settled(make_feed_state(feed_id=FeedId(name), etag='"held"', next_poll_at=NOON))
    assert [state.etag for state in agenda.take(NOON, 9, lambda _: False)] == ['"held"', None]


def test_a_feed_put_elsewhere_is_due_there_only(store: SqliteStore) -> None:
    """Earlier or later than before; a name that the store does not know is nobody's."""
    configured(store, a=1, b=1)
    for name in "ab":
        polled(store, name, NOON)
    agenda = Agenda(store)
    given(agenda, NOON - MINUTE)
    agenda.put(FeedId("a"), NOON + MINUTE)
    agenda.put(FeedId("b"), NOON - MINUTE)
    agenda.put(FeedId("x"), NOON - MINUTE)
    assert [given(agenda, NOON - MINUTE), given(agenda), given(agenda, NOON + MINUTE)] == ["b", "", "a"]


def test_what_others_changed_is_seen_at_the_next_look(store: SqliteStore) -> None:
    """When told, after a while untold, and when the clock was set back; what was left out is found again, too."""
    configured(store, a=1)
    polled(store, "a", NOON + MINUTE)
    agenda = Agenda(store)
    assert given(agenda) == ""
    polled(store, "a", NOON)
    assert given(agenda) == ""
    agenda.look_again()
    assert given(agenda, besides="a") == ""
    assert given(agenda) == ""
    assert given(agenda, NOON + LOOK_EVERY) == "a"
    polled(store, "a", NOON - MINUTE)
    agenda.forget()
    assert [given(agenda), given(agenda)] == ["a", ""]
    assert given(agenda, NOON - MINUTE) == "a"
