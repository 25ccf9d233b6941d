"""The overview counts what is there, and an alert keeps when it was published, seen and posted."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

from builders import make_feed, make_feed_state, make_message
from fakes import NOON

from bot.domain import Receipt, Write
from bot.store import AlertTimes, SqliteStore

MINUTE = timedelta(minutes=1)


def test_an_alerts_way_is_kept(tmp_path: Path) -> None:
    """Published, seen, posted; notices and what was not sent are no alerts."""
    with closing(SqliteStore(tmp_path / "bot.db")) as store:
        card = make_message(published_at=NOON - 9 * MINUTE, seen_at=NOON)
        waiting = make_message(dedupe_key="later", published_at=NOON, seen_at=NOON, not_before=NOON + MINUTE)
        store.write(Write(messages=(card, make_message(dedupe_key="n", kind="notice"), waiting)), NOON)
        for seq in (1, 2):
            store.mark_sent(seq, Receipt(ref="1"), NOON + MINUTE)
        seen = store.overview(NOON + MINUTE)
    expected = AlertTimes(
        story_id="s-000001",
        channel="desk",
        kind="card",
        published_at=NOON - 9 * MINUTE,
        seen_at=NOON,
        posted_at=NOON + MINUTE,
    )
    assert seen.alerts == (expected,)
    assert seen.outbox == {"sent": 2, "pending": 1}
    assert seen.waiting_since == NOON + MINUTE


def test_feeds_are_counted_by_health_and_the_failing_named(tmp_path: Path) -> None:
    """What is due, since when, and what failed."""
    with closing(SqliteStore(tmp_path / "bot.db")) as store:
        assert store.overview(NOON).alive_at is None
        store.sync_feeds([make_feed()])
        state = make_feed_state(health="broken", failures=4, last_error="HTTP 500", next_poll_at=NOON - MINUTE)
        store.write(Write(feed_state=state), NOON)
        store.mark_alive(NOON)
        seen = store.overview(NOON)
    assert (seen.feeds, seen.due, seen.longest_due_since) == ({"broken": 1}, 1, NOON - MINUTE)
    assert [(f.feed_id, f.failures, f.last_error) for f in seen.failing] == [("diario", 4, "HTTP 500")]
    assert (seen.alive_at, seen.items) == (NOON, 0)
    assert seen.database_bytes > 0
