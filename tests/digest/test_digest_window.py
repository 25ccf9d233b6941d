"""When digests are due: windows touch, never overlap, never come twice for one local day."""

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from digest_samples import policy
from hypothesis import given
from hypothesis import strategies as st

from bot.digest import due_window, window_for, zone_data_ok
from bot.domain import DigestPolicy, DigestWindow
from bot.errors import ConfigError, UsageError

HOUR = timedelta(hours=1)


def utc(text: str) -> datetime:
    """An aware moment from "2026-10-05 13:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def every(minutes: int, start: str, end: str, rule: DigestPolicy) -> list[DigestWindow]:
    """The windows that a bot asking every so many minutes gets, each recorded at once.

    It ran before `start` too, so that the digest of the day before is out.
    """
    now = utc(start)
    last = due_window(rule, window_for(rule, now.date() - timedelta(days=9), None), now)
    assert last is not None
    windows = [last]
    while now < utc(end):
        window = due_window(rule, windows[-1], now)
        if window is not None:
            windows.append(window)
        now += timedelta(minutes=minutes)
    return windows[1:]


def test_first_window_covers_24_hours_once_the_close_has_passed() -> None:
    """Nothing is due a second before seven; at seven the last 24 hours are."""
    assert due_window(policy(), None, utc("2026-10-05 12:59:59")) is None
    assert due_window(policy(), None, utc("2026-10-05 13:00")) == DigestWindow(
        digest_id="desk", day=date(2026, 10, 5), starts_at=utc("2026-10-04 13:00"), ends_at=utc("2026-10-05 13:00")
    )


def test_first_window_is_not_yesterdays() -> None:
    """A bot that starts before its first close of the day has nothing to tell of yesterday."""
    assert due_window(policy(), None, utc("2026-10-05 09:00")) is None


def test_missed_days_come_as_one_window() -> None:
    """After four days down, one window reaches from the last end to the latest close, however long ago that was."""
    last = DigestWindow(
        digest_id="desk", day=date(2026, 10, 1), starts_at=utc("2026-09-30 13:00"), ends_at=utc("2026-10-01 13:00")
    )
    window = due_window(policy(), last, utc("2026-10-06 11:30"))  # 22.5 hours late
    assert window is not None
    assert (window.day, window.starts_at, window.ends_at) == (
        date(2026, 10, 5),
        utc("2026-10-01 13:00"),
        utc("2026-10-05 13:00"),
    )


def test_case_074_restart_right_after_the_digest() -> None:
    """The recorded window answers for its day: 40 seconds later, and until tomorrow, nothing is due."""
    last = due_window(policy(), None, utc("2026-10-05 13:00:04"))
    assert last is not None
    assert [due_window(policy(), last, last.ends_at + n * HOUR / 90) for n in range(0, 90 * 24, 40)] == [None] * 54


def test_case_072_hour_repeated_at_the_end_of_summer_time() -> None:
    """01:30 comes twice in Chicago on 1 November: one digest all the same, and the windows touch."""
    rule = policy(at=time(1, 30), timezone="America/Chicago")
    windows = every(10, "2026-10-31 00:00", "2026-11-03 00:00", rule)
    assert [(w.day.isoformat(), w.ends_at) for w in windows] == [
        ("2026-10-31", utc("2026-10-31 06:30")),
        ("2026-11-01", utc("2026-11-01 06:30")),
        ("2026-11-02", utc("2026-11-02 07:30")),
    ]
    assert [w.starts_at for w in windows[1:]] == [w.ends_at for w in windows[:-1]]


def test_hour_left_out_at_the_start_of_summer_time() -> None:
    """02:30 does not exist in Chicago on 8 March: the digest comes at 03:30 that day, and once."""
    rule = policy(at=time(2, 30), timezone="America/Chicago")
    windows = every(10, "2026-03-07 00:00", "2026-03-10 00:00", rule)
    assert [(w.day.isoformat(), w.ends_at) for w in windows] == [
        ("2026-03-07", utc("2026-03-07 08:30")),
        ("2026-03-08", utc("2026-03-08 08:30")),
        ("2026-03-09", utc("2026-03-09 07:30")),
    ]


@pytest.mark.parametrize("day", ["2026-01-15", "2026-07-15", "2026-10-25"])
def test_case_073_mexico_city_has_no_summer_time(day: str) -> None:
    """Eight in Mexico City is 14:00 UTC all year."""
    window = window_for(policy(at=time(8)), date.fromisoformat(day), None)
    assert window.ends_at == utc(f"{day} 14:00")


def test_zone_data_that_are_too_old_are_seen() -> None:
    """The data of this installation know of 2022; a zone that still has summer time in July does not."""
    assert zone_data_ok()
    assert not zone_data_ok(timezone(timedelta(hours=-5)))


def test_clock_set_back_gives_nothing() -> None:
    """No digest goes out while the clock stands before the end of the last one, and the next one begins there."""
    last = due_window(policy(), None, utc("2026-10-05 13:00"))
    assert last is not None
    assert due_window(policy(), last, utc("2026-10-03 14:00")) is None
    after = due_window(policy(), last, utc("2026-10-06 13:00"))
    assert after is not None
    assert after.starts_at == last.ends_at


def test_later_hour_on_the_same_day_waits_for_the_next_day() -> None:
    """Moving `at` from seven to 18:00 at noon does not give the day a second digest, and loses no hour."""
    last = due_window(policy(), None, utc("2026-10-05 13:00"))
    assert due_window(policy(at=time(18)), last, utc("2026-10-06 00:30")) is None
    after = due_window(policy(at=time(18)), last, utc("2026-10-07 00:00"))
    assert after is not None
    assert (after.starts_at, after.day) == (utc("2026-10-05 13:00"), date(2026, 10, 6))


def test_weekdays_leave_days_out_and_the_next_digest_covers_them() -> None:
    """A digest from Monday to Friday: Monday's reaches back to Friday's close."""
    rule = policy(weekdays=(0, 1, 2, 3, 4))
    windows = every(60, "2026-10-01 00:00", "2026-10-06 14:00", rule)  # 1 October 2026 is a Thursday
    assert [w.day.isoformat() for w in windows] == ["2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06"]
    assert windows[2].starts_at == utc("2026-10-02 13:00")


def test_day_that_a_zone_left_out_has_no_digest() -> None:
    """Samoa had no 30 December 2011: the windows of 29 and 31 December touch, and --day says what to do."""
    rule = policy(timezone="Pacific/Apia")
    windows = every(30, "2011-12-28 00:00", "2012-01-02 00:00", rule)
    assert date(2011, 12, 30) not in [w.day for w in windows]
    assert [w.starts_at for w in windows[1:]] == [w.ends_at for w in windows[:-1]]
    with pytest.raises(UsageError, match="before or after"):
        window_for(rule, date(2011, 12, 30), None)


def test_window_of_a_named_day() -> None:
    """A recorded day is given as recorded; a later one begins at the last end; an earlier one at the regular close."""
    last = DigestWindow(
        digest_id="desk", day=date(2026, 10, 5), starts_at=utc("2026-10-02 13:00"), ends_at=utc("2026-10-05 13:00")
    )
    assert window_for(policy(), date(2026, 10, 5), last) is last
    assert window_for(policy(), date(2026, 10, 7), last).starts_at == last.ends_at
    assert window_for(policy(), date(2026, 9, 30), last).starts_at == utc("2026-09-29 13:00")
    assert window_for(policy(weekdays=(0,)), date(2026, 9, 28), last).starts_at == utc("2026-09-21 13:00")


@pytest.mark.parametrize("day", [date.min, date.max])
def test_days_at_the_ends_of_the_calendar_are_refused(day: date) -> None:
    """A day that cannot be reckoned with is a usage error."""
    with pytest.raises(UsageError, match="this century"):
        window_for(policy(), day, None)


@pytest.mark.parametrize("name", ["America/Nowhere", "", "../etc/passwd", "America"])
def test_unknown_zone_is_a_configuration_error(name: str) -> None:
    """The message names the key and a zone that would do."""
    with pytest.raises(ConfigError, match=r"digests\.desk\.timezone"):
        due_window(policy(timezone=name), None, utc("2026-10-05 13:00"))


ZONES = st.sampled_from(
    ["America/Mexico_City", "America/Chicago", "America/Tijuana", "UTC", "Asia/Kathmandu", "Australia/Lord_Howe",
     "America/Santiago", "Asia/Beirut", "Pacific/Apia", "Africa/Casablanca"]
)  # fmt: skip
WEEKDAYS = st.just(()) | st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days)))


@given(
    zone=ZONES,
    at=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    weekdays=WEEKDAYS,
    start=st.datetimes(min_value=datetime(2011, 1, 1), max_value=datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    steps=st.lists(st.floats(0.01, 100.0), min_size=1, max_size=60),
)
def test_windows_touch_and_no_local_day_has_two(
    zone: str, at: time, weekdays: tuple[int, ...], start: datetime, steps: list[float]
) -> None:
    """Whenever the bot asks: windows are contiguous, closed before now, on allowed days, one per local day."""
    rule = policy(timezone=zone, at=at, weekdays=weekdays)
    now, windows = start, list[DigestWindow]()
    for step in steps:
        now += step * HOUR
        window = due_window(rule, windows[-1] if windows else None, now)
        if window is None:
            continue
        assert window.starts_at < window.ends_at <= now
        assert not windows or window.starts_at == windows[-1].ends_at
        assert not weekdays or window.day.weekday() in weekdays
        assert due_window(rule, window, now) is None
        windows.append(window)
    days = [window.day for window in windows]
    assert days == sorted(set(days))
    assert len({w.ends_at.astimezone(local(zone)).date() for w in windows}) == len(windows)


@given(zone=ZONES, hour=st.integers(0, 23), days=st.integers(2, 40), start=st.dates(date(2011, 1, 1), date(2030, 1, 1)))
def test_bot_that_is_always_up_misses_no_day(zone: str, hour: int, days: int, start: date) -> None:
    """Asked each hour, the windows are those of every local day that exists, and of about a day each."""
    first = datetime.combine(start, time(0), tzinfo=UTC)
    windows: list[DigestWindow] = []
    for n in range(24 * days):
        window = due_window(policy(timezone=zone, at=time(hour)), windows[-1] if windows else None, first + n * HOUR)
        windows += [window] if window else []
    assert all(timedelta(hours=22) <= w.ends_at - w.starts_at <= timedelta(hours=26) for w in windows)
    assert days - 1 <= len(windows) <= days + 1


def local(name: str) -> tzinfo:
    """A zone by its name."""
    return ZoneInfo(name)
