"""bot/cadence: dates of polls and attempts, and a feed's health."""

import itertools
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from builders import make_feed, make_feed_state, make_fetched, make_parsed
from cadence_kit import DAY, FIVE_MIN, GOOD, failed, first_seen
from fakes import NOON
from hypothesis import given
from hypothesis import strategies as st

from bot.cadence import (
    GIVE_UP_AFTER,
    MAX_ATTEMPTS,
    NEVER,
    News,
    after_poll,
    crowd,
    next_attempt,
    next_poll,
)
from bot.cadence.polls import ADOPT_MOVE_AFTER, ADOPT_MOVE_FOR, CROWD, RETURN_HOME_AFTER
from bot.domain import FeedHabits, FeedId, FeedState
from bot.errors import FetchError, ParseError

NEW_HOME = "https://nuevo.example/rss"


def test_a_damaged_document_of_which_nothing_can_be_read_is_a_failure() -> None:
    """It is told like any other; a sound one without entries is an empty feed, and half a one is a good poll."""
    ruin = replace(make_parsed(), note="SAXParseException: no element found")
    after = after_poll(make_feed_state(), make_feed(), make_fetched(), ruin, NOON, news=News(new=0, size=0))
    assert (after.failures, after.health) == (1, "broken")
    assert "no element found" in (after.last_error or "")
    sound = after_poll(make_feed_state(), make_feed(), make_fetched(), make_parsed(), NOON)
    assert (sound.failures, sound.health) == (0, "empty")
    part = replace(make_parsed(), skipped=1)  # of three blocks, two were known and were not parsed
    assert (
        after_poll(make_feed_state(), make_feed(), make_fetched(), part, NOON, news=News(new=0, size=3)).failures == 0
    )


# --- next_poll -------------------------------------------------------------------------------------------------------


def test_a_good_poll_is_followed_one_interval_later() -> None:
    """Never before the interval, and at most a tenth later."""
    due = next_poll(make_feed(interval=FIVE_MIN), failures=0, now=NOON)
    assert NOON + FIVE_MIN <= due <= NOON + FIVE_MIN * 1.1


@pytest.mark.parametrize(("priority", "minutes"), [(1, 15), (2, 30), (3, 60), (9, 60)])
def test_a_servers_wish_stretches_the_interval_within_bounds(priority: int, minutes: int) -> None:
    """A ttl of a week at an interval of 15 minutes: the more important the feed, the less it is obeyed."""
    habits = FeedHabits(ttl_min=7 * 24 * 60)
    due = next_poll(make_feed(priority=priority), failures=0, now=NOON, habits=habits)
    assert timedelta(minutes=minutes) <= due - NOON <= timedelta(minutes=minutes) * 1.1


def test_a_short_ttl_does_not_shorten_the_interval() -> None:
    """What the analyst set is the least."""
    due = next_poll(make_feed(), failures=0, now=NOON, max_age=timedelta(seconds=1))
    assert due - NOON >= timedelta(minutes=15)


def test_failures_double_the_wait_and_never_give_up() -> None:
    """One interval, two, four ... and six hours after the thousandth failure."""
    feed = make_feed(interval=FIVE_MIN)
    waits = [next_poll(feed, failures=n, now=NOON) - NOON for n in (1, 2, 3, 1000)]
    for wait, expected in zip(waits, (FIVE_MIN, FIVE_MIN * 2, FIVE_MIN * 4, timedelta(hours=6)), strict=True):
        assert expected <= wait <= expected * 1.1


def test_an_interval_above_the_cap_is_kept() -> None:
    """A daily feed that fails is asked daily, not every six hours."""
    due = next_poll(make_feed(interval=DAY), failures=3, now=NOON)
    assert due - NOON >= DAY


@given(
    interval=st.timedeltas(min_value=timedelta(seconds=1), max_value=timedelta(days=2)),
    failures=st.integers(0, 10_000),
    priority=st.integers(0, 9),
    ttl=st.none() | st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=4000)),
    retry=st.none() | st.timedeltas(min_value=timedelta(days=-2), max_value=timedelta(days=4000)),
    name=st.text(max_size=10),
)
def test_the_next_poll_is_always_ahead_and_bounded(
    interval: timedelta,
    failures: int,
    priority: int,
    ttl: timedelta | None,
    retry: timedelta | None,
    name: str,
) -> None:
    """Whatever servers say: after now, not before a Retry-After below a day, and the same when asked twice."""
    feed = make_feed(id=name, interval=interval, priority=priority)
    retry_at = NOON + retry if retry is not None else None

    def ask() -> datetime:
        return next_poll(feed, failures=failures, now=NOON, max_age=ttl, retry_at=retry_at)

    due = ask()
    assert due == ask()
    own = max(interval, timedelta(minutes=1))
    assert NOON + own <= due
    assert due - NOON <= max(DAY, timedelta(hours=6.6), own * 4.4)
    if retry is not None and retry <= DAY:
        assert due >= NOON + retry


# --- waiting times that servers ask for (rebuilt from our case 027) -------------------------------------------------


@pytest.mark.parametrize(
    ("asked_for", "not_before"),
    [(timedelta(hours=2), timedelta(hours=2)), (timedelta(minutes=90), timedelta(minutes=90)), (None, FIVE_MIN)],
)
def test_retry_after_wins(asked_for: timedelta | None, not_before: timedelta) -> None:
    """The next poll is not before the moment the server named; without one the interval holds."""
    error = failed(429, NOON + asked_for if asked_for else None)
    state = after_poll(make_feed_state(), make_feed(interval=FIVE_MIN), error, None, NOON)
    assert state.next_poll_at is not None
    assert NOON + not_before <= state.next_poll_at <= NOON + not_before * 1.1


def test_an_absurd_retry_after_is_capped_at_a_day() -> None:
    """Ten years become 24 hours, jitter included."""
    due = next_poll(make_feed(), failures=1, now=NOON, retry_at=NOON + timedelta(days=3650))
    assert due == NOON + DAY


def test_the_same_refusal_again_slows_down_further() -> None:
    """Polls without a Retry-After come at growing distances."""
    state, now, waits = make_feed_state(), NOON, []
    for _ in range(4):
        state = after_poll(state, make_feed(interval=FIVE_MIN), failed(429), None, now)
        assert state.next_poll_at is not None
        waits.append(state.next_poll_at - now)
        now = state.next_poll_at
    assert waits == sorted(waits)
    assert waits[-1] >= FIVE_MIN * 8


# --- after_poll ------------------------------------------------------------------------------------------------------


def test_a_good_feed_keeps_its_validators_and_clears_the_error() -> None:
    """After a clean document: health ok, no failures, validators as sent."""
    before = make_feed_state(failures=3, last_error="HTTP 500", health="broken")
    fetched = make_fetched(etag='W/"63cffe51-2797e"', last_modified="Mon, 05 Oct 2026 09:50:41 GMT")
    state = after_poll(before, make_feed(), fetched, GOOD, NOON)
    assert (state.health, state.failures, state.last_error) == ("ok", 0, None)
    assert (state.etag, state.last_modified) == ('W/"63cffe51-2797e"', "Mon, 05 Oct 2026 09:50:41 GMT")
    assert (state.first_polled_at, state.last_good_at, state.last_full_at) == (NOON, NOON, NOON)


def test_the_first_poll_is_remembered() -> None:
    """A later poll does not move `first_polled_at`."""
    state = after_poll(make_feed_state(), make_feed(), make_fetched(), GOOD, NOON)
    later = after_poll(state, make_feed(), make_fetched(), GOOD, NOON + FIVE_MIN)
    assert later.first_polled_at == NOON


@pytest.mark.parametrize("parsed", [replace(GOOD, skipped=1), replace(GOOD, note="mismatched tag")])
def test_a_document_read_in_part_is_asked_for_again(parsed: object) -> None:
    """Validators are dropped when entries were skipped or the parser complained."""
    before = make_feed_state(etag='"old"')
    state = after_poll(before, make_feed(), make_fetched(etag='"new"'), parsed, NOON)  # type: ignore[arg-type]
    assert state.etag is None
    assert state.failures == 0


def test_a_feed_without_entries_is_empty_not_broken() -> None:
    """No entries is a state to see, not a failure."""
    state = after_poll(make_feed_state(), make_feed(), make_fetched(), make_parsed(), NOON)
    assert (state.health, state.failures, state.told_at) == ("empty", 0, None)
    state = after_poll(state, make_feed(), make_fetched(status=304, body=None), None, NOON + FIVE_MIN)
    assert (state.health, state.health_since) == ("empty", NOON)


def test_a_feed_that_lost_its_entries_is_told_when_that_is_no_longer_normal() -> None:
    """Empty for longer than three times its longest silence, and a day: told as empty, once."""
    state = first_seen(0, 10, 11, 12)
    empty = News(new=0, size=0)
    for hours, told in ((20, False), (31, True), (40, True)):
        now = NOON + timedelta(hours=hours)
        state = after_poll(state, make_feed(), make_fetched(), make_parsed(), now, news=empty)
        assert (state.health, state.told_at is not None) == ("empty", told)
    assert state.told_at == NOON + timedelta(hours=31)


def test_not_modified_is_no_failure() -> None:
    """A 304 clears failures and keeps what is known; it is not a full look."""
    before = make_feed_state(failures=2, etag='"a"', last_full_at=NOON - FIVE_MIN)
    fetched = make_fetched(status=304, body=None, etag='"a"', last_modified="x")
    state = after_poll(before, make_feed(), fetched, None, NOON)
    assert (state.health, state.failures, state.etag, state.last_modified) == ("unchanged", 0, '"a"', "x")
    assert state.last_full_at == NOON - FIVE_MIN
    assert state.last_good_at == NOON


def test_ttl_and_max_age_are_heard() -> None:
    """The longer of both wishes stretches the interval."""
    fetched = make_fetched(max_age_s=1500)
    state = after_poll(make_feed_state(), make_feed(priority=2), fetched, replace(GOOD, ttl_min=5), NOON)
    assert state.next_poll_at is not None
    assert timedelta(seconds=1500) <= state.next_poll_at - NOON <= timedelta(seconds=1650)


@pytest.mark.parametrize(
    ("error", "health"),
    [
        (failed(500), "broken"),
        (FetchError("u", "timeout", "not read within 30 s"), "broken"),
        (ParseError("not_a_feed", "an HTML page"), "broken"),
        (ParseError("challenge", "a challenge page"), "challenged"),
        (ParseError("empty", "no bytes"), "empty"),
        (failed(410), "gone"),
    ],
)
def test_failures_are_counted_and_named(error: FetchError | ParseError, health: str) -> None:
    """One failure more, its words kept, the old validators kept, no validator of the error's answer."""
    before = make_feed_state(etag='"old"', failures=1)
    fetched, parsed = (error, None) if isinstance(error, FetchError) else (make_fetched(etag='"err"'), error)
    state = after_poll(before, make_feed(), fetched, parsed, NOON)
    assert (state.health, state.failures, state.last_error, state.etag) == (health, 2, error.detail, '"old"')


def test_a_feed_that_is_gone_is_not_polled_again() -> None:
    """HTTP 410 retires the feed: nothing is due in our lifetime, and the state tells it from a new one."""
    state = after_poll(make_feed_state(), make_feed(), failed(410), None, NOON)
    assert state.next_poll_at == NEVER
    assert state.health == "gone"


# --- permanent moves -------------------------------------------------------------------------------------------------


def poll_moved(state: FeedState, times: int, target: str | None = NEW_HOME, others: int = 0) -> FeedState:
    """So many good polls, six hours apart, that were redirected for good."""
    for _ in range(times):
        now = (state.last_good_at or NOON) + ADOPT_MOVE_FOR / 4
        state = after_poll(state, make_feed(), make_fetched(permanent_url=target), GOOD, now, others_moving=others)
    return state


def test_a_move_is_adopted_only_when_it_holds() -> None:
    """Four polls show it, the fifth adopts it; the feed keeps its id."""
    state = poll_moved(make_feed_state(), ADOPT_MOVE_AFTER - 1)
    assert (state.health, state.url) == ("moved", make_feed().url)
    assert (state.moved_to, state.moved_polls) == (NEW_HOME, ADOPT_MOVE_AFTER - 1)
    state = poll_moved(state, 1)
    assert (state.health, state.url, state.moved_to, state.feed_id) == ("moved", NEW_HOME, None, "diario")
    assert poll_moved(state, 1, None).health == "ok"


def test_a_move_that_does_not_hold_is_forgotten() -> None:
    """A poll without the redirect, one elsewhere, and a failed one each begin the count anew."""
    state = poll_moved(make_feed_state(), 3)
    assert poll_moved(state, 1, None).moved_polls == 0
    assert poll_moved(state, 1, "https://otro.example/").moved_polls == 1
    assert after_poll(state, make_feed(), failed(500), None, NOON).moved_polls == 0


def test_unchanged_polls_count_for_a_move_too() -> None:
    """A 304 at the new address is as good as a feed."""
    answer = make_fetched(status=304, body=None, permanent_url=NEW_HOME)
    state = after_poll(make_feed_state(), make_feed(), answer, None, NOON)
    assert (state.health, state.moved_polls) == ("moved", 1)


def test_an_adopted_address_that_dies_leads_back_home() -> None:
    """After some failures the configured address is asked again, without the other's validators."""
    state = make_feed_state(url=NEW_HOME, etag='"n"', failures=RETURN_HOME_AFTER - 2)
    state = after_poll(state, make_feed(), failed(500), None, NOON)
    assert state.url == NEW_HOME
    state = after_poll(state, make_feed(), failed(500), None, NOON)
    assert (state.url, state.etag) == (make_feed().url, None)


def test_an_adopted_address_that_is_gone_does_not_retire_the_feed() -> None:
    """410 there leads back to the configured address; only its own 410 is final."""
    state = after_poll(make_feed_state(url=NEW_HOME), make_feed(), failed(410), None, NOON)
    assert (state.url, state.health) == (make_feed().url, "broken")
    assert state.next_poll_at != NEVER


def test_a_move_within_a_day_is_not_adopted() -> None:
    """Five polls in five minutes prove nothing: a portal lasts longer."""
    state = make_feed_state()
    for minute in range(ADOPT_MOVE_AFTER + 1):
        now = NOON + timedelta(minutes=minute)
        state = after_poll(state, make_feed(), make_fetched(permanent_url=NEW_HOME), GOOD, now)
    assert (state.url, state.moved_to) == (make_feed().url, NEW_HOME)


def test_feeds_of_many_hosts_that_move_to_one_stay_where_they_are() -> None:
    """A captive portal sends everyone to itself; a publisher's own feeds may move together."""
    moving = {
        FeedId(name): make_feed_state(
            feed_id=FeedId(name), url=f"https://{host}/{name}", moved_to="https://portal.example/x"
        )
        for name, host in (("a", "a.example"), ("b", "www.b.example"), ("c", "c.example"), ("d", "c.example"))
    }
    assert crowd(make_feed_state(), "https://portal.example/y", moving) == CROWD + 1
    assert crowd(moving[FeedId("c")], "https://portal.example/y", moving) == CROWD
    assert crowd(make_feed_state(), NEW_HOME, moving) == crowd(make_feed_state(), None, moving) == 0
    state = poll_moved(make_feed_state(), 20, others=CROWD + 1)
    assert (state.url, state.health) == (make_feed().url, "moved")
    assert poll_moved(state, 1, others=CROWD).url == NEW_HOME


# --- next_attempt ----------------------------------------------------------------------------------------------------


def test_attempts_come_at_growing_distances_and_end() -> None:
    """Ten attempts, no wait shorter than the last but for its jitter; then None."""
    now, waits = NOON, []
    for attempts in range(1, MAX_ATTEMPTS):
        due = next_attempt(attempts, now, key="desk:card:s-000001")
        assert due is not None
        waits.append(due - now)
        now = due
    assert all(later * 1.1 >= earlier for earlier, later in itertools.pairwise(waits))
    assert waits[0] >= timedelta(seconds=10)
    assert timedelta(hours=8) < now - NOON < GIVE_UP_AFTER
    assert next_attempt(MAX_ATTEMPTS, now, key="desk:card:s-000001") is None


def test_a_message_of_yesterday_is_given_up() -> None:
    """After 24 hours nothing is tried, even when the service asked for patience."""
    for retry_after_s in (None, 30.0):
        due = next_attempt(2, NOON, key="k", retry_after_s=retry_after_s, waiting_since=NOON - GIVE_UP_AFTER)
        assert due is None


def test_being_asked_to_wait_does_not_use_attempts_up() -> None:
    """The fiftieth 429 waits as long as it says, and a little."""
    due = next_attempt(50, NOON, key="k", retry_after_s=30, waiting_since=NOON)
    assert due is not None
    assert timedelta(seconds=30) <= due - NOON <= timedelta(seconds=33)


@given(attempts=st.integers(0, 40), retry=st.none() | st.floats(), key=st.text(max_size=20))
def test_an_attempt_is_always_ahead(attempts: int, retry: float | None, key: str) -> None:
    """Negative, endless and meaningless waiting times included."""
    due = next_attempt(attempts, NOON, key=key, retry_after_s=retry)
    if due is None:
        assert attempts >= MAX_ATTEMPTS
    else:
        assert timedelta(seconds=1) <= due - NOON <= DAY * 1.1
        assert due == next_attempt(attempts, NOON, key=key, retry_after_s=retry)


def test_jitter_spreads_many_messages() -> None:
    """A hundred messages that failed together are not tried together."""
    dues = {next_attempt(3, NOON, key=f"desk:card:s-{n:06}") for n in range(100)}
    assert len(dues) == 100
