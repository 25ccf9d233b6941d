"""When to poll a feed or retry a message next, and what a poll leaves in a feed's state. May import domain and errors.

Pure, and deterministic given its arguments: jitter comes from a hash of the key and the moment, so that a poll that is
repeated after a crash plans the same. It only ever lengthens a wait, so that "not before" stays true.
"""

import hashlib
import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain import Feed, FeedHealth, FeedState, Fetched, FetchRequest, ParsedFeed
from bot.errors import FetchError, ParseError

MIN_INTERVAL = timedelta(minutes=1)  # below it, polling a site is a nuisance whatever the configuration says
BACK_OFF_CAP = timedelta(hours=6)  # a feed that comes back is noticed the same day
WAIT_CAP = timedelta(hours=24)  # the longest a server can make us wait (ruling 5 of the design)
FULL_REQUEST_EVERY = timedelta(hours=24)  # some servers answer 304 for ever; once a day we ask as if for the first time
NEVER = datetime(9999, 1, 1, tzinfo=UTC)  # next poll of a feed that is gone: HTTP 410 says "on purpose"
ADOPT_MOVE_AFTER = 5  # polls in a row that a permanent redirect has to hold; portals and mistakes do not last
RETURN_HOME_AFTER = 5  # failed polls after which an adopted address is given up for the configured one
JITTER = 0.1  # share of the wait
# How far a server's wish (ttl, max-age) may stretch the configured interval, by priority; 1 is never kept waiting.
_STRETCH = {1: 1.0, 2: 2.0}
_STRETCH_OTHERS = 4.0

FIRST_RETRY = timedelta(seconds=10)
RETRY_FACTOR = 3.0  # 10 s, 30 s, 90 s ... nine waits add up to 15 h: a night's outage is survived
RETRY_CAP = timedelta(hours=6)
MAX_ATTEMPTS = 10
GIVE_UP_AFTER = timedelta(hours=24)  # an alert of yesterday is no alert


def use_validators(state: FeedState, now: datetime) -> bool:
    """Whether to send ETag and Last-Modified: not when the whole document was last had over a day ago."""
    full = state.last_full_at
    return full is not None and timedelta(0) <= now - full < FULL_REQUEST_EVERY


def request_for(state: FeedState, now: datetime) -> FetchRequest:
    """The request that polls this feed now, keyed by the feed's id."""
    conditional = use_validators(state, now)
    return FetchRequest(
        key=state.feed_id,
        url=state.url,
        kind="feed",
        etag=state.etag if conditional else None,
        last_modified=state.last_modified if conditional else None,
    )


def after_poll(
    state: FeedState,
    feed: Feed,
    fetched: Fetched | FetchError,
    parsed: ParsedFeed | ParseError | None,
    now: datetime,
) -> FeedState:
    """The state after a poll, with the date of the next one. `memory` is left as it is: it is the splitter's.

    Args:
        state: before the poll.
        feed: as configured.
        fetched: what the fetcher gave.
        parsed: what the parser gave for a body; None for a 304 or when nothing was fetched.
        now: the moment of the poll.

    Raises:
        ValueError: a body was fetched, but `parsed` is None.
    """
    if isinstance(fetched, FetchError):
        return _after_failure(state, feed, fetched, now)
    if fetched.status == 304:
        return _after_unchanged(state, feed, fetched, now)
    if parsed is None:
        raise ValueError(f"feed {feed.id}: a body needs what the parser made of it")
    if isinstance(parsed, ParseError):
        return _after_failure(state, feed, parsed, now)
    return _after_feed(state, feed, fetched, parsed, now)


def next_poll(
    feed: Feed,
    *,
    failures: int,
    now: datetime,
    ttl: timedelta | None = None,
    retry_at: datetime | None = None,
) -> datetime:
    """The date of the next poll.

    Args:
        feed: its interval (at least a minute) and priority.
        failures: polls that failed in a row, 0 after a good one. The first failure waits one interval, each further
            one twice as long, up to 6 h or the interval, whichever is longer; it never gives up.
        now: the moment of the last poll.
        ttl: how long the server says that nothing changes; stretches the interval up to a bound by priority.
        retry_at: not before this moment, as the server asked; obeyed up to 24 h.

    Returns:
        a moment after `now`, at most 24 h (or a longer interval with its jitter) ahead.
    """
    interval = max(feed.interval, MIN_INTERVAL)
    if failures > 0:
        cap = max(BACK_OFF_CAP, interval)
        wait = min(interval * (1 << min(failures - 1, 20)), cap)
    else:
        longest = interval * _STRETCH.get(max(feed.priority, 1), _STRETCH_OTHERS)
        wait = min(max(interval, ttl or interval), longest)
    spread = _jitter(feed.id, now)
    earliest = now + wait * (1 + JITTER * spread)
    if retry_at is None or retry_at <= now:
        return earliest
    asked = min(retry_at - now, WAIT_CAP)
    return max(earliest, now + min(asked * (1 + JITTER * spread), WAIT_CAP))


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
    spread = 1 + JITTER * _jitter(key, now)
    if retry_after_s is not None and retry_after_s > 0:  # False for NaN
        asked = timedelta(seconds=min(max(retry_after_s, 1.0), WAIT_CAP.total_seconds()))
        return now + asked * spread
    if attempts >= MAX_ATTEMPTS:
        return None
    wait = min(FIRST_RETRY * math.pow(RETRY_FACTOR, min(max(attempts - 1, 0), MAX_ATTEMPTS)), RETRY_CAP)
    return now + wait * spread


def _after_feed(state: FeedState, feed: Feed, fetched: Fetched, parsed: ParsedFeed, now: datetime) -> FeedState:
    # A document that was read in part only is asked for again whole: its validators would hide the missing part.
    is_clean = parsed.skipped == 0 and parsed.note is None
    ttl = timedelta(minutes=parsed.ttl_min) if parsed.ttl_min else None
    health: FeedHealth = "ok" if parsed.entries else "empty"
    return _after_success(
        replace(
            state,
            health=health,
            etag=fetched.etag if is_clean else None,
            last_modified=fetched.last_modified if is_clean else None,
            first_polled_at=state.first_polled_at or now,
            last_full_at=now,
        ),
        feed,
        fetched,
        now,
        ttl,
    )


def _after_unchanged(state: FeedState, feed: Feed, fetched: Fetched, now: datetime) -> FeedState:
    known = replace(state, health="unchanged", etag=fetched.etag, last_modified=fetched.last_modified)
    return _after_success(known, feed, fetched, now, None)


def _after_success(state: FeedState, feed: Feed, fetched: Fetched, now: datetime, ttl: timedelta | None) -> FeedState:
    wishes = [wish for wish in (ttl, timedelta(seconds=fetched.max_age_s or 0)) if wish]
    good = replace(
        state,
        failures=0,
        last_error=None,
        last_good_at=now,
        next_poll_at=next_poll(feed, failures=0, now=now, ttl=max(wishes, default=None)),
    )
    return _after_move(good, fetched.permanent_url)


def _after_move(state: FeedState, target: str | None) -> FeedState:
    """Counts how long a permanent redirect holds; adopts it when it held long enough. The feed keeps its id."""
    if target is None or target == state.url:
        return replace(state, moved_to=None, moved_polls=0)
    polls = state.moved_polls + 1 if target == state.moved_to else 1
    if polls < ADOPT_MOVE_AFTER:
        return replace(state, health="moved", moved_to=target, moved_polls=polls)
    return replace(state, health="moved", url=target, moved_to=None, moved_polls=0)


def _after_failure(state: FeedState, feed: Feed, error: FetchError | ParseError, now: datetime) -> FeedState:
    failures = state.failures + 1
    failed = replace(
        state,
        health=_health_of(error),
        failures=failures,
        last_error=error.detail,
        moved_to=None,
        moved_polls=0,
    )
    is_gone = failed.health == "gone"
    if state.url != feed.url and (is_gone or failures >= RETURN_HOME_AFTER):
        failed = replace(failed, health="broken", url=feed.url, etag=None, last_modified=None)
    elif is_gone:
        return replace(failed, next_poll_at=NEVER)
    retry_at = error.retry_at if isinstance(error, FetchError) else None
    return replace(failed, next_poll_at=next_poll(feed, failures=failures, now=now, retry_at=retry_at))


def _health_of(error: FetchError | ParseError) -> FeedHealth:
    if isinstance(error, FetchError):
        return "gone" if error.status == 410 else "broken"
    if error.problem == "challenge":
        return "challenged"
    return "empty" if error.problem == "empty" else "broken"


def _jitter(key: str, now: datetime) -> float:
    """A number in [0, 1) that looks random, and is the same for the same key and moment."""
    digest = hashlib.blake2b(f"{key} {now.timestamp()}".encode(), digest_size=7).digest()
    return int.from_bytes(digest) / 2**56
