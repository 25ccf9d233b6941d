"""How a feed is said to be, since when, and when people are told. Pure.

Told once when a feed is bad for good, and once when it is well again; in between it may flap as it likes.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain import FeedHealth, FeedState
from bot.errors import FetchError, ParseError

BAD_AFTER = 3  # failed polls in a row ...
BAD_FOR = timedelta(hours=1)  # ... over at least this time, after which a feed is bad for good
WELL_AFTER = 2  # good polls in a row after which it is well again
QUIET_TIMES = 3.0  # a silence so many times as long as the longest one before is not normal
QUIET_AT_LEAST = timedelta(hours=24)  # nights and holidays
QUIET_KNOWN_ITEMS = 3  # entries of a feed of which a normal silence can be told
_SAME: dict[FeedHealth, FeedHealth] = {"unchanged": "ok"}


def health_of_error(error: FetchError | ParseError) -> FeedHealth:
    """What a failed poll says of a feed."""
    if isinstance(error, FetchError):
        return "gone" if error.status == 410 else "broken"
    if error.problem == "challenge":
        return "challenged"
    return "empty" if error.problem == "empty" else "broken"


def health_of_feed(state: FeedState, size: int | None, now: datetime) -> FeedHealth:
    """What a good poll says of a feed.

    Args:
        state: after the poll, with its habits and the health it had before.
        size: entries of the document; None = unchanged.
        now: the moment of the poll.
    """
    if state.moved_to is not None:
        return "moved"
    if size == 0 or (size is None and state.health == "empty"):
        return "empty"
    if is_quiet(state, now):
        return "quiet"
    if state.habits.ahead_s:
        return "skewed"
    if state.habits.undated:
        return "undated"
    return "unchanged" if size is None else "ok"


def is_quiet(state: FeedState, now: datetime) -> bool:
    """Whether nothing new has come for much longer than ever before, from a feed that may have lost its entries."""
    if state.last_item_at is None or not state.habits.longest_s:
        return False
    if state.health != "empty" and state.habits.size < QUIET_KNOWN_ITEMS:
        return False
    normal = timedelta(seconds=min(QUIET_TIMES * state.habits.longest_s, 400 * 86_400.0))
    return now - state.last_item_at > max(normal, QUIET_AT_LEAST)


def is_bad(state: FeedState, now: datetime) -> bool:
    """Whether a person has to look after it: gone, failing for good, or silent beyond what is normal."""
    if state.health == "gone" or is_quiet(state, now):
        return True
    return state.failures >= BAD_AFTER and state.bad_since is not None and now - state.bad_since >= BAD_FOR


def judged(before: FeedState, after: FeedState, now: datetime) -> FeedState:
    """The state after a poll with since when it is so, and whether people know.

    `told_at` that comes or goes means that they are to be told.
    """
    failed = after.failures > 0 or after.health == "gone"
    good_polls = 0 if failed else min(before.good_polls + 1, WELL_AFTER)
    same = _SAME.get(before.health, before.health) == _SAME.get(after.health, after.health)
    health_since = before.health_since if same and before.health_since else now
    bad_since = (before.bad_since or now) if failed else before.bad_since if good_polls < WELL_AFTER else None
    if (after.health_since, after.bad_since, after.good_polls) != (health_since, bad_since, good_polls):
        after = replace(after, health_since=health_since, bad_since=bad_since, good_polls=good_polls)
    if after.told_at is None and is_bad(after, now):
        return replace(after, told_at=now)
    if after.told_at is not None and good_polls >= WELL_AFTER and not is_bad(after, now):
        return replace(after, told_at=None)
    return after
