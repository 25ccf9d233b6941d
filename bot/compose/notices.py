"""What the health channel is told of the bot itself, each thing once: the keys see to that. Pure.

May import domain and this package's payloads. Channels have the words, in their language.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from bot.compose.payloads import Notice, NoticeEvent, encode
from bot.domain import Feed, FeedHealth, FeedState, OutboxMessage

_BOT = "pregonero"
_FEED_EVENTS: dict[FeedHealth, NoticeEvent] = {
    "challenged": "feed_challenged",
    "moved": "feed_moved",
    "gone": "feed_gone",
    "empty": "feed_empty",
    "quiet": "feed_quiet",
}
_MESSAGE_EVENTS: dict[str, NoticeEvent] = {
    "dead": "message_dead",
    "unconfirmed": "message_unconfirmed",
    "waiting": "message_waiting",
}


def feed_notice(channel: str, feed: Feed, before: FeedState, after: FeedState, now: datetime) -> OutboxMessage:
    """Tells the health channel that a feed turned bad for good, or that it recovered.

    The key holds since when, so that one outage is told once however often it is noticed.
    """
    bad = after.told_at is not None
    if bad:
        since = after.bad_since if after.failures else after.last_item_at if after.health != "gone" else now
        notice = Notice(
            subject_id=feed.id,
            name=feed.name,
            event=_FEED_EVENTS.get(after.health, "feed_failing"),
            values=(("hours", f"{after.habits.longest_s / 3600:.0f}"),) if after.health == "quiet" else (),
            what=after.last_error or "",
            since=since,
        )
    else:
        notice = Notice(subject_id=feed.id, name=feed.name, event="feed_well", since=now)
    told = (after.told_at if bad else before.told_at) or now
    return _notice(channel, f"{feed.id}:{'bad' if bad else 'good'}:{told:%Y-%m-%dT%H:%M}", notice, now)


def gap_notice(channel: str, feed: Feed, before: FeedState, size: int, now: datetime) -> OutboxMessage:
    """Tells the health channel, once a week for each feed, that items may have come and gone between two polls."""
    notice = Notice(
        subject_id=feed.id,
        name=feed.name,
        event="feed_gap",
        values=(("entries", str(size)),),
        since=before.last_good_at,
    )
    year, week, _ = now.isocalendar()
    return _notice(channel, f"{feed.id}:gap:{year}-{week}", notice, now)


def trouble_notice(channel: str, subject: str, what: str, remedy: str, now: datetime) -> OutboxMessage:
    """Tells the health channel what a person has to mend; the same at most once a day."""
    notice = Notice(subject_id=subject, name=subject, what=what, remedy=remedy)
    return _notice(channel, f"{subject}:{_mark(what)}:{now:%Y-%m-%d}", notice, now)


def standstill_notice(
    channel: str, stopped_at: datetime, back_at: datetime, read: int, flagged: int, now: datetime
) -> OutboxMessage:
    """Tells the health channel that the bot did not run for a time, and what it caught up. One for each gap."""
    notice = Notice(
        subject_id=_BOT,
        name="Pregonero",
        event="standstill",
        values=(("span", span(back_at - stopped_at)), ("read", str(read)), ("flagged", str(flagged))),
        since=stopped_at,
        until=back_at,
    )
    return _notice(channel, f"standstill:{stopped_at:%Y-%m-%dT%H:%M:%S}", notice, now)


def undelivered_notice(
    channel: str, message: OutboxMessage, state: Literal["dead", "unconfirmed", "waiting"], detail: str, now: datetime
) -> OutboxMessage | None:
    """Tells the health channel that messages to a channel die or wait: once a day and channel, with the first's reason.

    Returns:
        None when it is the health channel's own notice that died: one more would die, too.
    """
    if message.kind == "notice":
        return None
    notice = Notice(
        subject_id=message.channel,
        name=message.channel,
        event=_MESSAGE_EVENTS[state],
        values=(("kind", message.kind),),
        what=detail,
    )
    return _notice(channel, f"{message.channel}:{state}:{now:%Y-%m-%d}", notice, now)


def config_notice(channel: str, problems: Sequence[str], text_digest: str, now: datetime) -> OutboxMessage:
    """Tells the health channel that a changed config.toml was refused; once for each text of the file and day.

    Args:
        channel: the health channel.
        problems: at least one, each with its key.
        text_digest: tells one text of the file from another.
        now: aware UTC.
    """
    notice = Notice(
        subject_id="config.toml",
        name="config.toml",
        event="config_refused",
        values=(("more", str(len(problems) - 1)),) if len(problems) > 1 else (),
        what=problems[0],
    )
    return _notice(channel, f"config:{text_digest[:12]}:{now:%Y-%m-%d}", notice, now)


def model_notice(channel: str, before: str, after: str, now: datetime) -> OutboxMessage:
    """Tells the health channel that other models judge from now on."""
    notice = Notice(
        subject_id="model",
        name="Pregonero",
        event="model_changed",
        values=(("before", before), ("after", after)),
        since=now,
    )
    return _notice(channel, f"model:{_mark(f'{before} {after}')}:{now:%Y-%m-%d}", notice, now)


def span(time: timedelta) -> str:
    """`45 s`, `12 min`, `3 h 05 min`, `2 d 4 h`."""
    seconds = max(0, round(time.total_seconds()))
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60} min"
    if seconds < 86_400:
        return f"{seconds // 3600} h {seconds % 3600 // 60:02} min"
    return f"{seconds // 86_400} d {seconds % 86_400 // 3600} h"


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _notice(channel: str, mark: str, notice: Notice, now: datetime) -> OutboxMessage:
    return OutboxMessage(
        dedupe_key=f"{channel}:notice:{mark}",
        channel=channel,
        kind="notice",
        story_id=None,
        payload=encode(notice),
        created_at=now,
        not_before=now,
    )


__all__ = [
    "config_notice",
    "feed_notice",
    "gap_notice",
    "model_notice",
    "span",
    "standstill_notice",
    "trouble_notice",
    "undelivered_notice",
]
