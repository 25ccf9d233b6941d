"""From plans to outbox messages with keys that are the same however often a batch is run. Pure.

May import domain and this package.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from bot.compose.cards import Shown, card, fold, reply
from bot.compose.payloads import Card, Payload, decode, encode
from bot.domain import Label, Language, Mute, OutboxMessage, PlannedMessage, Story


def _key(planned: PlannedMessage) -> str:
    kind, channel, story = planned.plan.kind, planned.plan.channel, planned.changes[-1].after
    match kind:
        case "card":
            return f"{channel}:card:{story.id}"
        case "fold" | "held":
            marks = "\n".join(sorted(f"{c.after.id}:{c.after.revision}" for c in planned.changes))
            return f"{channel}:{kind}:{hashlib.sha256(marks.encode()).hexdigest()[:16]}"
        case _:
            return f"{channel}:{kind}:{story.id}:{story.revision}"


def _payload(planned: PlannedMessage, now: datetime, shown: Shown | None, language: Language | None) -> Payload:
    plan, last = planned.plan, planned.changes[-1]
    match plan.kind:
        case "reply":
            return reply(last, now=now, mention=plan.mention, language=language)
        case "fold" | "held":
            since = now if plan.kind == "held" else None
            return fold(planned.changes, reason=plan.reason, mention=plan.mention, since=since, language=language)
        case _:
            return card(last.after, now=now, mention=plan.mention, shown=shown, language=language)


def messages(
    planned: Sequence[PlannedMessage],
    now: datetime,
    *,
    shown: Shown | None = None,
    languages: Mapping[str, Language] = MappingProxyType({}),
) -> list[OutboxMessage]:
    """Outbox messages of a batch, in order; the same batch gives the same keys, however often it is run.

    Args:
        planned: from the policy.
        now: aware UTC.
        shown: see `card_figures`.
        languages: of channels, by name; see `shown_report`.
    """
    return [
        OutboxMessage(
            dedupe_key=_key(each),
            channel=each.plan.channel,
            kind=each.plan.kind,
            story_id=None if each.plan.kind in ("fold", "held") else each.changes[-1].after.id,
            payload=encode(_payload(each, now, shown, languages.get(each.plan.channel))),
            created_at=now,
            not_before=each.plan.not_before,
            published_at=each.changes[0].report.at,
            seen_at=each.changes[0].report.seen_at,
        )
        for each in planned
    ]


def answered(
    channel: str,
    story: Story,
    mark: str,
    now: datetime,
    *,
    shown: Shown | None = None,
    language: Language | None = None,
) -> OutboxMessage:
    """An edit of the story's card, for somebody answered it; `mark` tells answers apart. See `with_answers`."""
    return OutboxMessage(
        dedupe_key=f"{channel}:edit:{story.id}:{mark}",
        channel=channel,
        kind="edit",
        story_id=story.id,
        payload=encode(card(story, now=now, shown=shown, language=language)),
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


__all__ = ["answered", "messages", "with_answers"]
