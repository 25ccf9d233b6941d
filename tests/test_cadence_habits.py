"""bot/cadence: what is learned of a feed, how it is and when that is told, and what is asked for whole."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from builders import make_feed, make_feed_state, make_fetched
from cadence_kit import DAY, FIVE_MIN, GOOD, failed, first_seen
from fakes import NOON

from bot.cadence import (
    News,
    after_poll,
    next_poll,
    request_for,
    rhythm,
    use_validators,
    wants_whole,
)
from bot.cadence.habits import MAX_HASTE
from bot.domain import FeedHabits


def test_a_rhythm_is_learned_from_the_first_document() -> None:
    """Five entries in eight hours: one every two; the newest is the last item, the longest pause is kept."""
    state = first_seen(1, 2, 5, 7, 8)
    assert rhythm(state.habits, NOON) == timedelta(hours=2)
    assert state.last_item_at == NOON - timedelta(hours=1)
    assert state.habits.longest_s == 3 * 3600
    assert rhythm(first_seen(1).habits, NOON) is None


def test_polls_without_news_leave_what_was_learned_alone() -> None:
    """However many they are: silence counts by its length, and the feed is slower the longer it lasts."""
    before = first_seen(1, 2, 3, 4, 5, 6, 7, 8)
    once = after_poll(before, make_feed(), make_fetched(status=304, body=None), None, NOON + DAY)
    often = before
    for hour in range(1, 25):
        often = after_poll(often, make_feed(), make_fetched(status=304, body=None), None, NOON + timedelta(hours=hour))
    assert once.habits is before.habits
    assert often.habits is before.habits
    paces = [rhythm(before.habits, NOON + timedelta(hours=hours)) for hours in (0, 8, 24)]
    assert paces[0] == timedelta(hours=8) / 7
    assert None not in paces
    assert paces == sorted(paces)
    assert rhythm(before.habits, NOON + 9 * DAY) is None


def test_what_earlier_versions_learned_counts_from_the_last_good_poll() -> None:
    """They did not keep a date of it, as each poll changed it."""
    before = make_feed_state(
        first_polled_at=NOON - DAY, last_good_at=NOON, habits=FeedHabits(items=10, seconds=10 * 3600.0)
    )
    quiet = make_fetched(status=304, body=None)
    after = after_poll(before, make_feed(), quiet, None, NOON + timedelta(hours=1))
    assert after.habits == replace(before.habits, as_of=NOON)
    assert after_poll(after, make_feed(), quiet, None, NOON + timedelta(hours=2)).habits is after.habits


def test_a_feed_that_rarely_has_news_is_asked_less_within_its_bounds() -> None:
    """Twice per item, at most as rarely as configured; one of priority 1 as often as ever."""
    slow = FeedHabits(items=10, seconds=10 * 3600 * 24, size=10)
    for feed, minutes in (
        (make_feed(priority=1), 15),
        (make_feed(priority=2), 30),
        (make_feed(max_interval=timedelta(hours=6)), 360),
        (make_feed(interval=FIVE_MIN, max_interval=timedelta(minutes=1)), 5),
    ):
        wait = next_poll(feed, failures=0, now=NOON, habits=slow) - NOON
        assert timedelta(minutes=minutes) <= wait <= timedelta(minutes=minutes) * 1.1
    brisk = replace(slow, seconds=10 * 60 * 40)
    wait = next_poll(make_feed(priority=2), failures=0, now=NOON, habits=brisk) - NOON
    assert timedelta(minutes=20) <= wait <= timedelta(minutes=22)


def test_a_document_that_turns_over_fast_is_asked_more_often() -> None:
    """Ten entries at one a minute: every five minutes, though fifteen are configured; never below a quarter."""
    fast = FeedHabits(items=600, seconds=600 * 60, size=10)
    wait = next_poll(make_feed(), failures=0, now=NOON, habits=fast) - NOON
    assert FIVE_MIN <= wait <= FIVE_MIN * 1.1
    faster = replace(fast, seconds=60)
    assert next_poll(make_feed(), failures=0, now=NOON, habits=faster) - NOON >= timedelta(minutes=3.75)


def test_nothing_but_new_items_is_a_gap_and_shortens_the_wait() -> None:
    """Each such poll halves the wait, down to a quarter; polls that find known items lengthen it again."""
    state, now, waits = first_seen(1, 2, 3, 4, 5), NOON, []
    for new in (5, 5, 5, 5, 0, 0, 0):
        now += timedelta(hours=6)
        news = News(new=new, size=5, dates=(now,) * new)
        state = after_poll(state, make_feed(), make_fetched(), GOOD, now, news=news)
        assert state.next_poll_at is not None
        waits.append(state.next_poll_at - now)
    assert state.habits.gaps == 4
    assert (state.habits.gap_since, state.habits.gap_at) == (NOON + timedelta(hours=18), NOON + DAY)
    assert max(waits[1:5]) <= timedelta(minutes=3.75 * 1.1 * 2)
    assert waits[-1] > waits[3]
    assert state.habits.haste < MAX_HASTE


def test_the_first_poll_and_a_single_entry_are_no_gap() -> None:
    """Everything is new then, always."""
    assert first_seen(1, 2, 3).habits.gaps == 0
    news = News(new=1, size=1, dates=(NOON,))
    assert after_poll(first_seen(1), make_feed(), make_fetched(), GOOD, NOON + DAY, news=news).habits.gaps == 0


def test_skipped_hours_and_days_are_left_alone() -> None:
    """A poll that would fall into them waits for their end; nonsense that skips everything is not obeyed for ever."""
    nights = FeedHabits(skip_hours=(12, 13))
    assert next_poll(make_feed(), failures=0, now=NOON, habits=nights) == NOON + timedelta(hours=2)
    monday = FeedHabits(skip_days=(NOON.weekday(),))
    assert next_poll(make_feed(), failures=0, now=NOON, habits=monday) == NOON + timedelta(hours=12)
    always = FeedHabits(skip_hours=tuple(range(24)))
    assert NOON < next_poll(make_feed(), failures=0, now=NOON, habits=always) <= NOON + DAY


def test_what_the_document_asks_for_outlives_a_304() -> None:
    """ttl and skipHours are kept until a document says otherwise."""
    parsed = replace(GOOD, ttl_min=25, skip_hours=(3,), skip_days=(6,))
    state = after_poll(make_feed_state(), make_feed(priority=2), make_fetched(), parsed, NOON)
    state = after_poll(state, make_feed(priority=2), make_fetched(status=304, body=None), None, NOON + DAY)
    assert (state.habits.ttl_min, state.habits.skip_hours, state.habits.skip_days) == (25, (3,), (6,))
    assert state.next_poll_at is not None
    assert state.next_poll_at - NOON - DAY >= timedelta(minutes=25)


def test_once_a_day_the_document_is_read_whole() -> None:
    """And then not again for a day; a clock that was set back makes it due."""
    assert wants_whole(FeedHabits(), NOON)
    habits = first_seen(1, 2).habits
    assert not wants_whole(habits, NOON + timedelta(hours=23))
    assert wants_whole(habits, NOON + DAY)
    assert wants_whole(habits, NOON - FIVE_MIN)


# --- health and telling ----------------------------------------------------------------------------------------------


def test_silence_beyond_what_is_normal_is_told_once() -> None:
    """Longest silence ten hours: quiet after thirty, told; a new item makes it well, told again."""
    state = first_seen(0, 10, 11, 12)
    quiet_from = timedelta(hours=30)
    unchanged = make_fetched(status=304, body=None)
    state = replace(state, habits=replace(state.habits, size=4))
    state = after_poll(state, make_feed(), unchanged, None, NOON + quiet_from)
    assert (state.health, state.told_at) == ("unchanged", None)
    state = after_poll(state, make_feed(), unchanged, None, NOON + quiet_from + FIVE_MIN)
    assert (state.health, state.told_at) == ("quiet", NOON + quiet_from + FIVE_MIN)
    news = News(new=1, size=4, dates=(NOON + DAY * 2,))
    state = after_poll(state, make_feed(), make_fetched(), GOOD, NOON + DAY * 2, news=news)
    assert (state.health, state.told_at) == ("ok", None)


def test_bad_is_told_after_an_hour_of_failures_and_well_after_two_good_polls() -> None:
    """In between it may flap as it likes."""
    state = first_seen(1, 2)
    told = []
    for minute, good in ((5, 0), (15, 0), (35, 0), (65, 0), (70, 1), (75, 0), (135, 0), (195, 0), (255, 1), (260, 1)):
        now = NOON + timedelta(minutes=minute)
        answer = make_fetched(status=304, body=None) if good else failed(500)
        state = after_poll(state, make_feed(), answer, None, now)
        told.append(state.told_at is not None)
    assert told == [False, False, False, True, True, True, True, True, True, False]


def test_gone_is_told_at_once() -> None:
    """HTTP 410 is said on purpose."""
    assert after_poll(make_feed_state(), make_feed(), failed(410), None, NOON).told_at == NOON


def test_since_when_a_feed_is_as_it_is() -> None:
    """ok and unchanged are one; another health begins anew."""
    state = first_seen(1, 2)
    later = after_poll(state, make_feed(), make_fetched(status=304, body=None), None, NOON + FIVE_MIN)
    assert (later.health, later.health_since) == ("unchanged", NOON)
    assert after_poll(later, make_feed(), failed(500), None, NOON + DAY).health_since == NOON + DAY


@pytest.mark.parametrize(
    ("dates", "health"),
    [
        ((None, None), "undated"),
        ((None, NOON), "ok"),
        ((NOON + timedelta(hours=2), NOON), "skewed"),
        ((NOON + timedelta(minutes=10),), "ok"),
    ],
)
def test_dates_that_are_missing_or_ahead_are_seen(dates: tuple[datetime | None, ...], health: str) -> None:
    """Of the newest entries: none dated, or dated well ahead of our clock."""
    news = News(new=len(dates), size=9, dates=dates)
    assert after_poll(first_seen(1, 2), make_feed(), make_fetched(), GOOD, NOON, news=news).health == health


# --- validators ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last_full_at", "expected"),
    [
        (None, False),
        (NOON, True),
        (NOON - timedelta(hours=23), True),
        (NOON - DAY, False),
        (NOON + timedelta(hours=1), False),  # the clock was set back
    ],
)
def test_once_a_day_the_whole_document_is_asked_for(last_full_at: datetime | None, expected: bool) -> None:
    """Validators go out only within a day of the last full document."""
    state = make_feed_state(etag='"a"', last_modified="m", last_full_at=last_full_at)
    assert use_validators(state, NOON) is expected
    request = request_for(state, NOON)
    assert (request.etag, request.last_modified) == (('"a"', "m") if expected else (None, None))
    assert (request.key, request.url, request.kind) == ("diario", state.url, "feed")
