"""When a message is tried again. Pure; imports the jitter of this package only."""

import math
from datetime import datetime, timedelta

from bot.cadence.jitter import JITTER, WAIT_CAP, jitter

FIRST_RETRY = timedelta(seconds=10)
RETRY_FACTOR = 3.0  # 10 s, 30 s, 90 s ... nine waits add up to 15 h: a night's outage is survived
RETRY_CAP = timedelta(hours=6)
MAX_ATTEMPTS = 10
GIVE_UP_AFTER = timedelta(hours=24)  # an alert of yesterday is no alert


def next_attempt(
    attempts: int,
    now: datetime,
    *,
    key: str,
    retry_after_s: float | None = None,
    waiting_since: datetime | None = None,
) -> datetime | None:
    """The date of a message's next attempt, or None when it is given up.

    Args:
        attempts: made so far, at least 1.
        now: the moment of the last one.
        key: of the message; spreads the attempts of many.
        retry_after_s: seconds that the service asked to wait. A service that asks is alive: such attempts do not count
            towards the limit of ten, only the message's age does.
        waiting_since: when the message was due first; None = unknown, then only attempts are counted.

    Returns:
        a moment after `now`. None after 10 attempts, or 24 h after `waiting_since`.
    """
    if waiting_since is not None and now - waiting_since >= GIVE_UP_AFTER:
        return None
    spread = 1 + JITTER * jitter(key, now)
    if retry_after_s is not None and retry_after_s > 0:  # False for NaN
        asked = timedelta(seconds=min(max(retry_after_s, 1.0), WAIT_CAP.total_seconds()))
        return now + asked * spread
    if attempts >= MAX_ATTEMPTS:
        return None
    wait = min(FIRST_RETRY * math.pow(RETRY_FACTOR, min(max(attempts - 1, 0), MAX_ATTEMPTS)), RETRY_CAP)
    return now + wait * spread
