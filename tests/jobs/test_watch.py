"""A time in which the bot did not run is told once, after it was caught up."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from builders import make_feed, make_feed_state
from fakes import NOON

from bot import codec, compose
from bot.channels.base import Look
from bot.channels.lines import notice_line
from bot.domain import FeedId, Write
from bot.jobs.watch import CATCH_UP_AT_MOST, TOLD_AFTER, Watch
from bot.store import SqliteStore

HOUR = timedelta(hours=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """A store with one feed that was polled at noon and is due then."""
    with closing(SqliteStore(tmp_path / "bot.db")) as store:
        store.sync_feeds([make_feed()])
        store.write(Write(feed_state=make_feed_state(next_poll_at=NOON)), NOON)
        yield store


def told(store: SqliteStore) -> list[str]:
    """What the notices say."""
    look = Look.of("en", "UTC")
    return [notice_line(codec.decode(row.message.payload, compose.Notice), look) for row in store.outbox()]


def test_a_gap_is_told_once_it_was_caught_up(store: SqliteStore) -> None:
    """With its span; a kill while catching up loses nothing, and the next beat repeats nothing."""
    assert not Watch(store, "desk").beat(NOON)
    back = NOON + 3 * HOUR
    assert Watch(store, "desk").beat(back)
    watch = Watch(store, "desk")
    assert watch.beat(back + timedelta(minutes=1))
    assert told(store) == []
    store.write(Write(feed_state=make_feed_state(next_poll_at=back + HOUR)), back)
    for minutes in (2, 3):
        assert not watch.beat(back + timedelta(minutes=minutes))
    assert len(told(store)) == 1
    assert "between 5 Oct 2026, 12:00 UTC and 5 Oct 2026, 15:01 UTC (3 h 01 min)" in told(store)[0]


def test_a_restart_is_no_gap(store: SqliteStore) -> None:
    """Nor is the first start of all."""
    watch = Watch(store, "desk")
    watch.beat(NOON)
    watch.beat(NOON + TOLD_AFTER - timedelta(seconds=1))
    assert told(store) == []


def test_a_feed_that_stays_due_does_not_hold_the_message_up_for_ever(store: SqliteStore) -> None:
    """It is told after half an hour then; without a channel it stands in the log only."""
    Watch(store, None).beat(NOON)
    watch = Watch(store, None)
    assert watch.beat(NOON + HOUR)
    assert not watch.beat(NOON + HOUR + CATCH_UP_AT_MOST)
    assert told(store) == []
    assert store.alive_at() == NOON + HOUR + CATCH_UP_AT_MOST


def test_spans_are_read_easily() -> None:
    """Seconds, minutes, hours, days."""
    spans = [compose.span(timedelta(seconds=n)) for n in (-3, 45, 720, 11_100, 187_200)]
    assert spans == ["0 s", "45 s", "12 min", "3 h 05 min", "2 d 4 h"]


@pytest.mark.parametrize("was_down", [False, True])
def test_a_clock_that_ran_ahead_silences_no_feed(store: SqliteStore, was_down: bool) -> None:
    """Once it is set right, what it had put off is polled at once, also where it was wrong from the start; what is
    gone stays so. A clock that is set back by a minute changes nothing."""
    year = timedelta(days=365)
    store.sync_feeds([make_feed(id=FeedId(name)) for name in ("ahead", "gone")])
    if was_down:
        store.mark_alive(NOON - HOUR)
    watch = Watch(store, "desk")
    watch.beat(NOON + year)
    put_off = make_feed_state(feed_id=FeedId("ahead"), next_poll_at=NOON + year + HOUR)
    gone = make_feed_state(feed_id=FeedId("gone"), next_poll_at=NOON + 9 * year, health="gone")
    before = store.feed_states()
    store.write_states([(before[state.feed_id], state) for state in (put_off, gone)])
    watch.beat(NOON)
    assert store.feed_states()[FeedId("ahead")].next_poll_at == NOON
    assert store.due_feeds(NOON, 9) == ["ahead"]
    store.write_states([(put_off, replace(put_off, next_poll_at=NOON + HOUR))])
    watch.beat(NOON - timedelta(minutes=1))
    assert not store.is_any_due(NOON)
    assert store.alive_at() == NOON - timedelta(minutes=1)
    assert all("2027" not in line for line in told(store))
