"""What the Feeds page says of a feed's rhythm and latency."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from builders import make_item, make_judgement, make_message
from fakes import NOON
from web_kit import LATER, Browser

from bot.domain import (
    AlertRecord,
    Fate,
    FeedHabits,
    FeedId,
    FeedState,
    ItemId,
    Receipt,
    Sighting,
    StoredItem,
    StoryId,
    Write,
)
from bot.web import Desk
from bot.web.rhythm import DAYS, rhythm_of, span_words, spread

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
UTC = ZoneInfo("UTC")
STATE = FeedState(feed_id=FeedId("diario"), url="u", last_item_at=NOON, habits=FeedHabits(items=10.0, seconds=36_000.0))


def seen(hours: float, *, published: float | None = 10, posted: float | None = None) -> Sighting:
    """An item seen so many hours before noon, so many minutes after publication, told so many later."""
    at = NOON - hours * HOUR
    return Sighting(
        feed_id=FeedId("diario"), seen_at=at,
        published_at=None if published is None else at - published * MINUTE,
        posted_at=None if posted is None else at + posted * MINUTE,
    )  # fmt: skip


def test_the_rhythm_is_what_the_bot_learned() -> None:
    """Ten items in ten hours: one every hour, the next expected an hour after the last."""
    rhythm = rhythm_of(STATE, [], NOON + HOUR, UTC)
    assert (rhythm.interval, rhythm.expected_at, rhythm.is_late) == (HOUR, NOON + HOUR, False)
    assert rhythm_of(STATE, [], NOON + 3 * HOUR + MINUTE, UTC).is_late
    few = replace(STATE, habits=FeedHabits(items=2.0, seconds=100.0))
    for state in (None, few):
        nothing = rhythm_of(state, [], NOON, UTC)
        assert (nothing.interval, nothing.expected_at, nothing.is_late) == (None, None, False)


def test_items_are_counted_by_day_of_the_teams_zone() -> None:
    """Fourteen days, today last, days without an item too."""
    rhythm = rhythm_of(STATE, [seen(1), seen(2), seen(25), seen(8)], NOON, ZoneInfo("America/Mexico_City"))
    assert len(rhythm.days) == DAYS
    assert rhythm.days[-2:] == ((date(2026, 10, 4), 2), (date(2026, 10, 5), 2))  # 04:00Z is ten in the evening before
    assert rhythm.most == 2
    assert sum(n for _, n in rhythm.days) == 4


def test_latencies_are_median_and_95th_of_what_is_known() -> None:
    """Undated items and those not told are left out; a date ahead of the clock counts as none."""
    rhythm = rhythm_of(STATE, [seen(n, published=n, posted=2 * n) for n in range(1, 21)], NOON, UTC)
    assert rhythm.to_seen is not None
    assert (rhythm.to_seen.median, rhythm.to_seen.most, rhythm.to_seen.count) == (10 * MINUTE, 19 * MINUTE, 20)
    assert rhythm.to_posted is not None
    assert (rhythm.to_posted.median, rhythm.to_posted.most) == (20 * MINUTE, 38 * MINUTE)
    bare = rhythm_of(STATE, [seen(1, published=None), seen(2, published=-5)], NOON, UTC)
    assert bare.to_posted is None
    assert bare.to_seen is not None
    assert (bare.to_seen.median, bare.to_seen.count) == (timedelta(0), 1)
    assert spread([]) is None


@pytest.mark.parametrize(
    ("span", "words"),
    [(2 * MINUTE / 3, "40 s"), (12 * MINUTE, "12 min"), (2 * HOUR, "2 h"), (timedelta(days=3), "3 d")],
)
def test_spans_are_short_words(span: timedelta, words: str) -> None:
    """Two figures or so."""
    assert span_words(span) == words


def test_the_page_shows_what_the_store_holds(browser: Browser, desk: Desk) -> None:
    """An item told two minutes after it was seen; what the first poll found does not count."""
    late = make_item(id=ItemId("i-000003"), guid="g3", url=None, first_seen=LATER, published_at=LATER - 7 * MINUTE)
    desk.store.write(
        Write(
            feed_state=replace(STATE, first_polled_at=NOON, url="https://diario.example/rss.xml"),
            items=(
                StoredItem(
                    item=late, judgement=make_judgement(), figures=(), content_hash=b"3",
                    fate=Fate(stage="outbox", reason="alerted"),
                ),
            ),
            messages=(make_message(dedupe_key="k9", story_id=StoryId("s-000009")),),
            alerts=(
                AlertRecord(
                    story_id=StoryId("s-000009"), channel="desk", at=LATER, config_version="c", item=late,
                    judgement=make_judgement(), figures=(),
                ),
            ),
        ),
        LATER,
    )  # fmt: skip
    row = next(row for row in desk.store.outbox() if row.message.story_id == "s-000009")
    desk.store.mark_sent(row.seq, Receipt(ref=None), LATER + 2 * MINUTE)
    (found,) = desk.store.sightings(NOON - HOUR)
    assert (found.published_at, found.seen_at, found.posted_at) == (LATER - 7 * MINUTE, LATER, LATER + 2 * MINUTE)
    assert desk.store.sightings(NOON - HOUR, FeedId("other")) == []
    for path in ("/feeds", "/feeds/diario"):
        text = browser.get(path).text
        assert "60 min" in text
        assert "7 min" in text
        assert "2 min" in text
        assert '<svg class="days"' in text
