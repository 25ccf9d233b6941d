"""When to poll a feed or retry a message next, and what a poll leaves in a feed's state. May import domain and errors.

Pure, and deterministic given its arguments: jitter comes from a hash of the key and the moment, so that a poll that is
repeated after a crash plans the same. It only ever lengthens a wait, so that "not before" stays true.

`polls` decides when and what a poll changes, `habits` what is learned of a feed, `health` how it is said to be and when
people are told, `retries` when a message is tried again.
"""

from bot.cadence.habits import News, found_a_gap, rhythm, wants_whole
from bot.cadence.health import is_bad, is_quiet
from bot.cadence.polls import NEVER, after_poll, after_push, crowd, next_poll, request_for, use_validators
from bot.cadence.retries import GIVE_UP_AFTER, MAX_ATTEMPTS, next_attempt

__all__ = [
    "GIVE_UP_AFTER",
    "MAX_ATTEMPTS",
    "NEVER",
    "News",
    "after_poll",
    "after_push",
    "crowd",
    "found_a_gap",
    "is_bad",
    "is_quiet",
    "next_attempt",
    "next_poll",
    "request_for",
    "rhythm",
    "use_validators",
    "wants_whole",
]
