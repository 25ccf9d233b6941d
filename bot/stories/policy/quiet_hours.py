"""When quiet hours end, and when a message may go out because of them. Pure."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain import AlertPolicy, QuietHours, RoutePolicy, Severity


def quiet_until(now: datetime, quiet: QuietHours | None, timezone: str) -> datetime | None:
    """End of the quiet hours that `now` lies in, aware UTC; None outside them.

    Args:
        now: aware.
        quiet: local times, start inclusive, end exclusive; None = there are none.
        timezone: IANA zone of the times.
    """
    if quiet is None or quiet.start == quiet.end:
        return None
    zone = ZoneInfo(timezone)
    local = now.astimezone(zone)
    time = local.time().replace(tzinfo=None)
    crosses = quiet.start > quiet.end
    inside = time >= quiet.start or time < quiet.end if crosses else quiet.start <= time < quiet.end
    if not inside:
        return None
    day = local.date() + timedelta(days=1 if crosses and time >= quiet.start else 0)
    ends = datetime.combine(day, quiet.end, tzinfo=zone)
    if ends.astimezone(UTC) <= now:  # in the repeated hour, when the first of two equal times has passed
        ends = ends.replace(fold=1)
    return ends.astimezone(now.tzinfo)


def not_before(severity: Severity, route: RoutePolicy, policy: AlertPolicy, now: datetime) -> datetime:
    """When a message of that severity may go out: at once, or at the end of the quiet hours that `now` lies in."""
    if severity == "P1":
        return now
    quiet = route.quiet_hours or policy.quiet_hours
    return quiet_until(now, quiet, policy.timezone) or now
