"""From plans to outbox messages with keys that are the same however often a batch is run. Pure.

May import domain and this package.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.compose.cards import Shown, card, fold, reply
from bot.compose.payloads import Card, Notice, Payload, decode, encode
from bot.domain import Feed, FeedHealth, FeedState, Label, Mute, OutboxMessage, PlannedMessage, Story


def _key(planned: PlannedMessage) -> str:
    kind, channel, story = planned.plan.kind, planned.plan.channel, planned.changes[-1].after
    match kind:
        case "card":
            return f"{channel}:card:{story.id}"
        case "fold":
            marks = "\n".join(sorted(f"{c.after.id}:{c.after.revision}" for c in planned.changes))
            return f"{channel}:fold:{hashlib.sha256(marks.encode()).hexdigest()[:16]}"
        case _:
            return f"{channel}:{kind}:{story.id}:{story.revision}"


def _payload(planned: PlannedMessage, now: datetime, shown: Shown | None) -> Payload:
    plan, last = planned.plan, planned.changes[-1]
    match plan.kind:
        case "reply":
            return reply(last, now=now, mention=plan.mention)
        case "fold":
            return fold(planned.changes, reason=plan.reason, mention=plan.mention)
        case _:
            return card(last.after, now=now, mention=plan.mention, shown=shown)


def messages(planned: Sequence[PlannedMessage], now: datetime, *, shown: Shown | None = None) -> list[OutboxMessage]:
    """Outbox messages of a batch, in order; the same batch gives the same keys, however often it is run.

    Args:
        planned: from the policy.
        now: aware UTC.
        shown: see `card_figures`.
    """
    return [
        OutboxMessage(
            dedupe_key=_key(each),
            channel=each.plan.channel,
            kind=each.plan.kind,
            story_id=None if each.plan.kind == "fold" else each.changes[-1].after.id,
            payload=encode(_payload(each, now, shown)),
            created_at=now,
            not_before=each.plan.not_before,
            published_at=each.changes[0].report.at,
            seen_at=each.changes[0].report.seen_at,
        )
        for each in planned
    ]


def answered(channel: str, story: Story, mark: str, now: datetime, *, shown: Shown | None = None) -> OutboxMessage:
    """An edit of the story's card, for somebody answered it; `mark` tells answers apart. See `with_answers`."""
    return OutboxMessage(
        dedupe_key=f"{channel}:edit:{story.id}:{mark}",
        channel=channel,
        kind="edit",
        story_id=story.id,
        payload=encode(card(story, now=now, shown=shown)),
        created_at=now,
        not_before=now,
    )


def with_answers(message: OutboxMessage, labels: Sequence[Label], mutes: Sequence[Mute]) -> OutboxMessage:
    """A card or edit that shows what people answered; called when it is sent, so that no edit shows less than is known.

    Args:
        message: of kind "card" or "edit".
        labels: of its story, those that stand.
        mutes: in force; those of other stories and channels are left out.

    Raises:
        ValueError: its payload was written by a later version.
    """
    payload = decode(message.kind, message.payload)
    own = tuple(
        mute
        for mute in mutes
        if (mute.kind, mute.target) == ("story", message.story_id) and mute.channel in (None, message.channel)
    )
    if not isinstance(payload, Card) or not (labels or own):
        return message
    return replace(message, payload=encode(replace(payload, labels=tuple(labels), mutes=own)))


_REMEDIES: dict[FeedHealth, str] = {
    "challenged": "The site asks for proof of being human; use another feed of this outlet, or ask it for access.",
    "moved": "The feed has moved; take over the new address in config.toml.",
    "gone": "The feed says that it is gone for good; remove it from config.toml, or look for its successor.",
    "empty": "The feed has no entries; see in a browser whether the outlet still fills it.",
}


def feed_notice(channel: str, feed: Feed, before: FeedState, after: FeedState, now: datetime) -> OutboxMessage:
    """Tells the health channel that a feed turned bad for good, or that it recovered.

    The key holds since when, so that one outage is told once however often it is noticed.
    """
    bad = after.told_at is not None
    if bad:
        since = after.bad_since if after.failures else after.last_item_at if after.health != "gone" else now
        what = after.last_error or _silence(after)
    else:
        since, what = now, "the feed works again"
    default = "Run `pregonero feeds check` for this feed; see whether its address still answers."
    notice = Notice(
        subject_id=feed.id,
        name=feed.name,
        what=what,
        since=since,
        remedy=_REMEDIES.get(after.health, default) if bad else "",
    )
    told = (after.told_at if bad else before.told_at) or now
    return _notice(channel, f"{feed.id}:{'bad' if bad else 'good'}:{told:%Y-%m-%dT%H:%M}", notice, now)


def gap_notice(channel: str, feed: Feed, before: FeedState, size: int, now: datetime) -> OutboxMessage:
    """Tells the health channel, once a week for each feed, that items may have come and gone between two polls."""
    notice = Notice(
        subject_id=feed.id,
        name=feed.name,
        what=f"all {size} entries were new since the last poll, so some may have been missed in between",
        since=before.last_good_at,
        remedy="It is polled more often for a while by itself; a smaller interval_min for it in config.toml helps.",
    )
    year, week, _ = now.isocalendar()
    return _notice(channel, f"{feed.id}:gap:{year}-{week}", notice, now)


def _silence(state: FeedState) -> str:
    if state.health == "gone" or state.last_item_at is None:
        return f"the feed is {state.health}"
    hours = state.habits.longest_s / 3600
    before = f"{hours:.0f} hours" if hours < 72 else f"{hours / 24:.0f} days"
    return f"it answers, but brings nothing new; its longest silence before was {before}"


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


def trouble_notice(channel: str, subject: str, what: str, remedy: str, now: datetime) -> OutboxMessage:
    """Tells the health channel what a person has to mend; the same at most once a day."""
    mark = hashlib.sha256(what.encode()).hexdigest()[:12]
    notice = Notice(subject_id=subject, name=subject, what=what, since=None, remedy=remedy)
    return _notice(channel, f"{subject}:{mark}:{now:%Y-%m-%d}", notice, now)


def standstill_notice(
    channel: str, stopped_at: datetime, back_at: datetime, read: int, flagged: int, now: datetime
) -> OutboxMessage:
    """Tells the health channel that the bot did not run for a time, and what it caught up. One for each gap."""
    notice = Notice(
        subject_id="pregonero",
        name="Pregonero",
        what=f"did not run between {stopped_at:%Y-%m-%d %H:%M} and {back_at:%Y-%m-%d %H:%M} UTC "
        f"({span(back_at - stopped_at)}). Caught up: {read} items, {flagged} of them flagged",
        since=None,
        remedy="What left the feeds in that time was not seen.",
    )
    return _notice(channel, f"standstill:{stopped_at:%Y-%m-%dT%H:%M:%S}", notice, now)


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


__all__ = [
    "answered",
    "feed_notice",
    "gap_notice",
    "messages",
    "span",
    "standstill_notice",
    "trouble_notice",
    "with_answers",
]
