"""bot/clock.py: aware UTC, and the demo's clock that is set by hand."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.clock import SteppedClock, SystemClock

ORIGIN = datetime(2026, 10, 5, 6, 0, tzinfo=UTC)


def test_system_clock_is_aware_utc_and_near_now() -> None:
    """The system's clock gives aware UTC, between two readings of the computer's own clock."""
    before = datetime.now(UTC)
    now = SystemClock().now()
    assert now.tzinfo is UTC
    assert before <= now <= datetime.now(UTC)


def test_stepped_clock_shows_what_it_was_set_to() -> None:
    """In UTC, whatever zone the moment was given in, until it is set again."""
    mexico = timezone(timedelta(hours=-6))
    clock = SteppedClock(ORIGIN.astimezone(mexico))
    assert (clock.now(), clock.now().tzinfo) == (ORIGIN, UTC)
    clock.set(ORIGIN + timedelta(hours=2))
    assert clock.now() == ORIGIN + timedelta(hours=2)


def test_stepped_clock_goes_on_when_it_is_let() -> None:
    """By the seconds that pass, from the moment it showed."""
    passed = [100.0]
    clock = SteppedClock(ORIGIN, lambda: passed[0])
    clock.go_on()
    passed[0] += 90.0
    assert clock.now() == ORIGIN + timedelta(seconds=90)


def test_stepped_clock_refuses_a_naive_moment() -> None:
    """A moment without a zone is a ValueError."""
    with pytest.raises(ValueError, match="zone"):
        SteppedClock(datetime(2026, 10, 5))  # noqa: DTZ001 - naive on purpose
