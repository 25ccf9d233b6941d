"""When to poll a feed next, and what a poll leaves in its state. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from bot.cadence.habits import News, learn, newest, rhythm
from bot.cadence.health import health_of_error, health_of_feed, judged
from bot.cadence.jitter import JITTER, WAIT_CAP, jitter
from bot.domain import Feed, FeedHabits, FeedId, FeedState, Fetched, FetchRequest, ParsedFeed
from bot.errors import FetchError, ParseError

MIN_INTERVAL = timedelta(minutes=1)  # below it, polling a site is a nuisance whatever the configuration says
BACK_OFF_CAP = timedelta(hours=6)  # a feed that comes back is noticed the same day
FULL_REQUEST_EVERY = timedelta(hours=24)  # some servers answer 304 for ever; once a day we ask as if for the first time
NEVER = datetime(9999, 1, 1, tzinfo=UTC)  # next poll of a feed that is gone: HTTP 410 says "on purpose"
ADOPT_MOVE_AFTER = 5  # polls in a row that a permanent redirect has to hold ...
ADOPT_MOVE_FOR = timedelta(hours=24)  # ... over at least this time; portals and mistakes do not last
CROWD = 2  # other hosts that move to the same one at the same time: more is a portal, or a hijacked name server
RETURN_HOME_AFTER = 5  # failed polls after which an adopted address is given up for the configured one
# How far a slow rhythm or a server's wish (ttl, max-age) may stretch the configured interval, by priority, where no
# `max_interval_min` is configured; 1 is never kept waiting.
_STRETCH = {1: 1.0, 2: 2.0}
_STRETCH_OTHERS = 4.0
PUSHED_STRETCH = 4  # intervals between polls of a feed whose hub tells what is new ...
PUSHED_CAP = timedelta(hours=2)  # ... and no longer than this, as hubs fail without a word
PUSHED_FOR = timedelta(days=7)  # since its last message
_SHORTEST = 0.25  # of the interval, for feeds from which items would be lost otherwise
_NO_HABITS = FeedHabits()


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
    *,
    news: News | None = None,
    others_moving: int = 0,
) -> FeedState:
    """The state after a poll, with the date of the next one.

    Args:
        state: before the poll.
        feed: as configured.
        fetched: what the fetcher gave.
        parsed: what the parser gave for a body; None for a 304, when nothing was fetched, or when all was known.
        now: the moment of the poll.
        news: what was new in it; None = nothing.
        others_moving: from `crowd`.
    """
    if isinstance(fetched, FetchError):
        after = _after_failure(state, feed, fetched, now)
    elif isinstance(parsed, ParseError):
        after = _after_failure(state, feed, parsed, now)
    elif parsed is not None and _is_ruin(parsed, news):
        detail = f"no entry could be read: {parsed.note or f'{parsed.skipped} are damaged'}"
        after = _after_failure(state, feed, ParseError("not_a_feed", detail), now)
    else:
        entries = len(parsed.entries) + parsed.skipped if parsed is not None else 0
        after = _after_success(state, feed, fetched, parsed, now, news or News(new=0, size=entries), others_moving)
    return judged(state, after, now)


def after_push(state: FeedState, news: News, now: datetime) -> FeedState:
    """The state after a hub's message was read: what the polls found of the feed stays as it is."""
    last_item_at = now if news.new else state.last_item_at
    return replace(state, last_item_at=last_item_at, habits=replace(state.habits, pushed_at=now))


def _is_ruin(parsed: ParsedFeed, news: News | None) -> bool:
    """Whether nothing can be read of a damaged document; one without entries that is sound is no failure."""
    is_damaged = parsed.note is not None or parsed.skipped > 0
    return is_damaged and not parsed.entries and (news is None or news.size <= parsed.skipped)


def next_poll(
    feed: Feed,
    *,
    failures: int,
    now: datetime,
    habits: FeedHabits = _NO_HABITS,
    max_age: timedelta | None = None,
    retry_at: datetime | None = None,
) -> datetime:
    """The date of the next poll.

    Args:
        feed: its interval (at least a minute), the longest one, and priority.
        failures: polls that failed in a row, 0 after a good one. The first failure waits one interval, each further
            one twice as long, up to 6 h or the interval, whichever is longer; it never gives up.
        now: the moment of the last poll.
        habits: the feed's rhythm, and what its document asks for.
        max_age: how long the server says that nothing changes.
        retry_at: not before this moment, as the server asked; obeyed up to 24 h.

    Returns:
        a moment after `now`, at most 24 h (or a longer interval with its jitter) ahead.
    """
    interval = max(feed.interval, MIN_INTERVAL)
    if failures > 0:
        cap = max(BACK_OFF_CAP, interval)
        wait = min(interval * (1 << min(failures - 1, 20)), cap)
    else:
        wait = _wait(feed, interval, habits, max_age, now)
        if habits.pushed_at is not None and now - habits.pushed_at < PUSHED_FOR:
            wait = max(wait, min(interval * PUSHED_STRETCH, PUSHED_CAP))
    spread = jitter(feed.id, now)
    due = now + wait * (1 + JITTER * spread)
    if retry_at is not None and retry_at > now:
        asked = min(retry_at - now, WAIT_CAP)
        due = max(due, now + min(asked * (1 + JITTER * spread), WAIT_CAP))
    return _not_skipped(due, habits, now)


def crowd(state: FeedState, target: str | None, moving: Mapping[FeedId, FeedState]) -> int:
    """How many other hosts have feeds that permanently redirect to the host of `target` just now.

    A publisher's many feeds that move together have one host; a captive portal takes feeds of all hosts.
    """
    if target is None:
        return 0
    own, there = _host(state.url), _host(target)
    hosts = {_host(other.url) for other in moving.values() if other.moved_to and _host(other.moved_to) == there}
    return len(hosts - {own, there})


def _wait(feed: Feed, interval: timedelta, habits: FeedHabits, max_age: timedelta | None, now: datetime) -> timedelta:
    """The wait after a good poll: half the time in which something new comes, as far as bounds and wishes allow."""
    interval_s = interval.total_seconds()
    stretched_s = interval_s * _STRETCH.get(max(feed.priority, 1), _STRETCH_OTHERS)
    longest_s = feed.max_interval.total_seconds() if feed.max_interval else stretched_s
    pace = rhythm(habits, now)
    pace_s = pace.total_seconds() if pace else 0.0
    wished_s = max(pace_s / 2, 60.0 * (habits.ttl_min or 0), max_age.total_seconds() if max_age else 0.0)
    wait_s = min(max(interval_s, wished_s), max(longest_s, interval_s))
    if pace and habits.size:
        # half the document at most turns over
        wait_s = min(wait_s, max(pace_s * habits.size / 2, interval_s * _SHORTEST))
    shortest_s = max(min(wait_s, interval_s * _SHORTEST), MIN_INTERVAL.total_seconds())
    return timedelta(seconds=max(wait_s / (1 << habits.haste), shortest_s))


def _not_skipped(due: datetime, habits: FeedHabits, now: datetime) -> datetime:
    """The first moment from `due` on in which the publisher does not ask to be left alone; at most a day later."""
    if not habits.skip_hours and not habits.skip_days:
        return due
    at = due
    for _ in range(25):
        if at.hour not in habits.skip_hours and at.weekday() not in habits.skip_days:
            return at
        at = at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return max(due, min(at, now + WAIT_CAP))


def _after_success(
    state: FeedState,
    feed: Feed,
    fetched: Fetched,
    parsed: ParsedFeed | None,
    now: datetime,
    news: News,
    others_moving: int,
) -> FeedState:
    habits = learn(state, news, parsed, now)
    if fetched.hub is not None:  # headers go before what the document names (WebSub, 4)
        habits = replace(habits, hub=fetched.hub, topic=fetched.topic or habits.topic)
    if news.new and habits.pushed_at is not None:  # its hub did not tell of this: not trusted until it tells again
        habits = replace(habits, pushed_at=None)
    # A document that was read in part only is asked for again whole: its validators would hide the missing part. The
    # same bytes again are as clean as they were.
    was_clean = fetched.status == 304 or state.etag is not None or state.last_modified is not None
    is_clean = was_clean if parsed is None else parsed.skipped == 0 and parsed.note is None
    max_age = timedelta(seconds=fetched.max_age_s) if fetched.max_age_s else None
    good = replace(
        state,
        failures=0,
        last_error=None,
        etag=fetched.etag if is_clean else None,
        last_modified=fetched.last_modified if is_clean else None,
        first_polled_at=state.first_polled_at or now,
        last_good_at=now,
        last_full_at=now if fetched.status == 200 else state.last_full_at,
        last_item_at=newest(state, news, now),
        habits=habits,
        next_poll_at=next_poll(feed, failures=0, now=now, habits=habits, max_age=max_age),
    )
    if fetched.permanent_url is not None or state.moved_to is not None:
        good = _after_move(good, fetched.permanent_url, now, others_moving)
    is_moving = good.moved_to is not None or good.url != state.url
    health = "moved" if is_moving else health_of_feed(good, None if parsed is None else news.size, now)
    return good if health == good.health else replace(good, health=health)


def _after_move(state: FeedState, target: str | None, now: datetime, others_moving: int) -> FeedState:
    """Counts how long a permanent redirect holds; adopts it when it held long enough. The feed keeps its id."""
    if target is None or target == state.url:
        return replace(state, moved_to=None, moved_polls=0, moved_since=None)
    is_same = target == state.moved_to
    polls, since = (state.moved_polls + 1, state.moved_since or now) if is_same else (1, now)
    if polls < ADOPT_MOVE_AFTER or now - since < ADOPT_MOVE_FOR or others_moving > CROWD:
        return replace(state, moved_to=target, moved_polls=polls, moved_since=since)
    return replace(state, url=target, moved_to=None, moved_polls=0, moved_since=None)


def _after_failure(state: FeedState, feed: Feed, error: FetchError | ParseError, now: datetime) -> FeedState:
    failures = state.failures + 1
    failed = replace(
        state,
        health=health_of_error(error),
        failures=failures,
        last_error=error.detail,
        moved_to=None,
        moved_polls=0,
        moved_since=None,
    )
    is_gone = failed.health == "gone"
    if state.url != feed.url and (is_gone or failures >= RETURN_HOME_AFTER):
        failed = replace(failed, health="broken", url=feed.url, etag=None, last_modified=None)
    elif is_gone:
        return replace(failed, next_poll_at=NEVER)
    retry_at = error.retry_at if isinstance(error, FetchError) else None
    due = next_poll(feed, failures=failures, now=now, habits=state.habits, retry_at=retry_at)
    return replace(failed, next_poll_at=due)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
