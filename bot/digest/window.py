"""When a digest is due, and which time it covers. Pure: knows the policy, the window before, and the `now` it is given.

May import domain and errors. The only thing it looks up is the zone data of Python's zoneinfo.

Each window begins where the one before ended, so nothing is told twice and nothing falls between two, however long the
bot was down, whatever the clocks do and whatever is changed in the configuration.
"""

from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain import DigestPolicy, DigestWindow
from bot.errors import ConfigError, UsageError

FIRST_WINDOW = timedelta(hours=24)
"""What the first digest of all covers: a day, as every later one, since no window went before it."""

_MEXICO_CITY = "America/Mexico_City"
_DAY = timedelta(days=1)
_LOOK_BACK_DAYS = 16  # two weeks of one weekday, and the days at both ends: finds the last close of any policy


def due_window(policy: DigestPolicy, last: DigestWindow | None, now: datetime) -> DigestWindow | None:
    """The window of the digest that is to be written now.

    The latest close that has passed counts, however long ago: a digest that comes 18 hours late still is the only place
    where the news of its window is listed, and several missed days come as one digest rather than as a pile. Without a
    window before, only a close of today's local date counts: there is nothing older to tell.

    Args:
        policy: the digest.
        last: the newest window recorded for this digest, None = none yet.
        now: the present moment, aware.

    Returns:
        None when nothing is due: the close has not come, its local day had its digest already (also when `at` or the
        zone was changed, or the hour is repeated at the end of summer time), or the clock was set back behind the
        window before.

    Raises:
        ConfigError: the zone of the policy is unknown.
    """
    zone = _zone(policy)
    today = now.astimezone(zone).date()
    for back in range(-1, _LOOK_BACK_DAYS):
        day = today - back * _DAY
        if not _has_digest(policy, day) or not _exists(policy, zone, day):
            continue
        end = _close(policy, zone, day)
        if end <= now:
            break
    else:  # pragma: no cover - a weekday comes every seven days
        return None
    if last is None:
        return _window(policy, day, end - FIRST_WINDOW, end) if day >= today else None
    if day <= last.day or end <= last.ends_at:
        return None
    return _window(policy, day, last.ends_at, end)


def window_for(policy: DigestPolicy, day: date, last: DigestWindow | None) -> DigestWindow:
    """The window of the digest of one local day, past, present or to come, for `pregonero digest --day`.

    Args:
        policy: the digest.
        day: local day on which the window ends; need not be one of the policy's weekdays.
        last: the newest window recorded for this digest, None = none yet.

    Returns:
        `last` itself when it is that day's; from its end when the day is later; else from the regular close before.

    Raises:
        UsageError: the zone has no such day, or no calendar has.
        ConfigError: the zone of the policy is unknown.
    """
    zone = _zone(policy)
    if last is not None and last.day == day:
        return last
    try:
        if not _exists(policy, zone, day):
            raise UsageError(f"{day} did not exist in {policy.timezone}: name the day before or after")
        end = _close(policy, zone, day)
        if last is not None and last.day < day and last.ends_at < end:
            return _window(policy, day, last.ends_at, end)
        before = day - _DAY
        while not _has_digest(policy, before) or not _exists(policy, zone, before):
            before -= _DAY
        start = _close(policy, zone, before)
    except OverflowError as exc:
        raise UsageError(f"{day} is too near the end of the calendar: name a day of this century") from exc
    return _window(policy, day, start, end)


def zone_data_ok(zone: tzinfo | None = None) -> bool:
    """Whether the zone data know that central Mexico gave up summer time in October 2022.

    Data from before that move every digest by an hour from April to October. Remedy: a newer tzdata, from the system
    or from PyPI; with `PYTHONTZPATH=""` Python uses the latter.

    Args:
        zone: what to ask instead of America/Mexico_City of this system.
    """
    try:
        zone = zone or ZoneInfo(_MEXICO_CITY)
    except ZoneInfoNotFoundError:
        return False
    return datetime(2026, 7, 15, 12, tzinfo=zone).utcoffset() == timedelta(hours=-6)


def _zone(policy: DigestPolicy) -> ZoneInfo:
    try:
        return ZoneInfo(policy.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as exc:  # the last two: "../x", "", and a folder's name
        problem = f"digests.{policy.id}.timezone: {policy.timezone!r} is no known zone; write e.g. {_MEXICO_CITY!r}"
        raise ConfigError([problem]) from exc


def _has_digest(policy: DigestPolicy, day: date) -> bool:
    return not policy.weekdays or day.weekday() in policy.weekdays


def _close(policy: DigestPolicy, zone: ZoneInfo, day: date) -> datetime:
    """The moment at which the day's window ends: the first of two equal local times, the later side of a gap."""
    return datetime.combine(day, policy.at.replace(fold=0), tzinfo=zone).astimezone(UTC)


def _exists(policy: DigestPolicy, zone: ZoneInfo, day: date) -> bool:
    """False for a date that a zone left out when it changed sides of the date line (Samoa, 30 December 2011)."""
    return _close(policy, zone, day) < _close(policy, zone, day + _DAY)


def _window(policy: DigestPolicy, day: date, start: datetime, end: datetime) -> DigestWindow:
    return DigestWindow(digest_id=policy.id, day=day, starts_at=start, ends_at=end)
