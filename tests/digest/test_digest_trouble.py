"""What a digest says of the bot's own trouble: feeds that fail or missed items, messages that were not delivered."""

from dataclasses import replace

from builders import make_feed_state, make_message, make_outbox_row
from digest_samples import (
    hours,
    material,
    policy,
    written,
)

from bot.domain import FeedHabits, FeedId, MessageState


def test_feed_problems_are_named_with_reason() -> None:
    """Those that fail, were not read, moved, are empty or silent are listed; of dates that lack or lie, the number."""
    feeds = (
        make_feed_state(feed_id=FeedId("a"), health="ok", last_good_at=hours(2)),
        make_feed_state(feed_id=FeedId("b"), health="challenged", failures=1, last_error="a page\nthat asks"),
        make_feed_state(feed_id=FeedId("c"), health="ok", failures=3, last_good_at=hours(1), last_error="timeout"),
        make_feed_state(feed_id=FeedId("d")),
        make_feed_state(feed_id=FeedId("e"), health="unchanged", last_good_at=hours(-30)),
        make_feed_state(feed_id=FeedId("f"), health="moved", last_good_at=hours(2)),
        make_feed_state(feed_id=FeedId("g"), health="empty", last_good_at=hours(2)),
        make_feed_state(feed_id=FeedId("h"), health="quiet", last_good_at=hours(2)),
        make_feed_state(feed_id=FeedId("i"), health="undated", last_good_at=hours(2)),
        make_feed_state(feed_id=FeedId("j"), health="skewed", last_good_at=hours(2)),
    )
    digest = written(material(feeds=feeds, feed_names={FeedId("b"): "Bee"}))
    assert digest.feeds.line == (
        "6 of 10 feeds read, 2 failing, 2 not read in this window, 1 without entries, 1 silent, 1 undated, "
        "1 dated ahead of time."
    )
    assert [(p.name, p.what) for p in digest.feeds.problems] == [
        ("Bee", "asks for a browser, 1 failed poll, never read: a page that asks"),
        ("c", "cannot be read, 3 failed polls, last read 4 Oct 08:00: timeout"),
        ("d", "not yet polled"),
        ("e", "read, unchanged, last read 3 Oct 01:00"),
        ("f", "has moved, last read 4 Oct 09:00"),
        ("g", "answers without any entry, last read 4 Oct 09:00"),
        ("h", "silent for longer than is normal for it, last read 4 Oct 09:00"),
    ]
    assert written(material()).feeds.line == "No feeds are configured."


def test_feeds_that_may_have_missed_items_are_named_with_the_remedy() -> None:
    """Those of the window only; beside what else is wrong with the feed, where something is."""
    seen = FeedHabits(gaps=2, gap_since=hours(1), gap_at=hours(2.5))
    feeds = (
        make_feed_state(feed_id=FeedId("a"), health="ok", last_good_at=hours(3), habits=seen),
        make_feed_state(
            feed_id=FeedId("b"), health="broken", failures=1, last_good_at=hours(3), last_error="x", habits=seen
        ),
        make_feed_state(
            feed_id=FeedId("c"), health="ok", last_good_at=hours(3), habits=replace(seen, gap_at=hours(-1))
        ),
    )
    remedy = (
        "all entries were new between 4 Oct 08:00 and 4 Oct 09:30, so others may have been missed; a smaller "
        "interval_min or max_interval_min for it in config.toml helps"
    )
    health = written(material(feeds=feeds)).feeds
    assert health.line == "2 of 3 feeds read, 1 failing, 2 that may have missed items."
    assert [(p.name, p.what) for p in health.problems] == [
        ("b", f"cannot be read, 1 failed poll, last read 4 Oct 10:00: x; {remedy}"),
        ("a", remedy),
    ]
    spanish = written(material(feeds=feeds[:1]), policy(language="es")).feeds
    assert "pudieron perderse otras" in spanish.problems[0].what


def test_when_the_network_is_down_the_digest_names_sixty_feeds_and_counts_the_rest() -> None:
    """Thousands of lines about feeds would push the news out of what a mail program shows."""
    feeds = tuple(make_feed_state(feed_id=FeedId(f"f{n:03d}"), health="broken", failures=1) for n in range(100))
    health = written(material(feeds=feeds)).feeds
    assert (len(health.problems), health.more) == (60, 40)


def test_undelivered_messages_are_listed_without_addresses() -> None:
    """Dead and unconfirmed rows wait for a person; what is on its way or sent is not shown, nor anyone's address."""
    states: tuple[MessageState, ...] = ("dead", "unconfirmed", "pending", "sending", "sent")
    rows = [
        make_outbox_row(seq=n, state=state, last_error="550 <ana@example.org>: unknown user", message=make_message())
        for n, state in enumerate(states, 1)
    ]
    digest = written(material(outbox=tuple(rows)))
    assert [(p.what, p.state, p.error) for p in digest.outbox] == [
        ("message 1 to desk, alert", "given up", "550 <…>: unknown user"),
        ("message 2 to desk, alert", "may or may not have arrived", "550 <…>: unknown user"),
    ]
    assert written(material(outbox=(rows[0],) * 23)).more_outbox == 3
