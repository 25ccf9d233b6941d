"""From plans to outbox messages with keys that are the same however often a batch is run. Pure.

May import domain and this package.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from bot.compose.cards import Shown, card, entry, fold, reference, reply
from bot.compose.payloads import Card, Fold, Payload, Reply, decode, encode
from bot.domain import ItemId, Label, Language, Mute, OutboxMessage, PlannedMessage, Story, StoryId, StoryRef


def _key(planned: PlannedMessage) -> str:
    kind, channel, story = planned.plan.kind, planned.plan.channel, planned.changes[-1].after
    match kind:
        case "card":
            return f"{channel}:card:{story.id}"
        case "fold" | "held":
            return f"{channel}:{kind}:{_digest(f'{c.after.id}:{c.after.revision}' for c in planned.changes)}"
        case _:
            return f"{channel}:{kind}:{story.id}:{story.revision}"


def _digest(marks: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(marks)).encode()).hexdigest()[:16]


def _payload(planned: PlannedMessage, now: datetime, shown: Shown | None, language: Language | None) -> Payload:
    plan, last = planned.plan, planned.changes[-1]
    match plan.kind:
        case "reply":
            other = reference(planned.changes[-2].after, language) if last.kind in ("left", "lost") else None
            moved = [change.report for change in planned.changes[:-1] if change.kind == "gained"]
            return reply(last, now=now, mention=plan.mention, language=language, pointer=other, moved=moved)
        case "fold" | "held":
            since = now if plan.kind == "held" else None
            return fold(
                planned.changes, reason=plan.reason, mention=plan.mention, since=since, shown=shown, language=language
            )
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
            batch=each.plan.batch,
        )
        for each in planned
    ]


def listed(
    cards: Sequence[OutboxMessage], now: datetime, *, muted: Callable[[OutboxMessage], str | None] = lambda card: None
) -> tuple[OutboxMessage | None, Mapping[str, str]]:
    """One list of the cards of a batch in one channel, in their order; see `bot.ports.Lister`.

    P1 is no line of a list. A story that went into another while it waited is told with that one, and one that somebody
    muted meanwhile is not told.

    Args:
        cards: of one channel, due at this moment.
        now: aware UTC.
        muted: why a card's story is not told any more; None = it is.

    Returns:
        the list, or None where fewer than two are left for it; and the keys of the cards that need not be sent, each
        with the reason.
    """
    ended: dict[str, str] = {}
    lines: list[tuple[OutboxMessage, Card]] = []
    for message in cards:
        try:
            payload = decode(message.kind, message.payload)
        except ValueError:
            continue  # the channel refuses what cannot be read, and says why
        if isinstance(payload, Card) and payload.merged_into is not None:
            ended[message.dedupe_key] = "its story went into another"
        elif (why := muted(message)) is not None:
            ended[message.dedupe_key] = why
        elif isinstance(payload, Card) and payload.severity != "P1":
            lines.append((message, payload))
    if len(lines) < 2:  # one is better told as a card
        return None, ended
    first, keys = lines[0][0], [message.dedupe_key for message, _ in lines]
    told = Fold(
        reason=first.batch or "quiet",
        entries=tuple(entry(card) for _, card in lines),
        since=min(message.created_at for message, _ in lines),
    )
    held = replace(
        first,
        dedupe_key=f"{first.channel}:held:{_digest(f'{key} {first.not_before:%Y-%m-%dT%H:%M}' for key in keys)}",
        kind="held",
        story_id=None,
        payload=encode(told),
        created_at=now,
        not_before=now,
        batch=None,
    )
    return held, dict.fromkeys(keys, f"told in {held.dedupe_key}") | ended


def with_refs(message: OutboxMessage, card_ref: Callable[[StoryId], str | None]) -> OutboxMessage:
    """A card, edit or reply that knows where the cards of the stories are that it points to.

    Args:
        message: of any kind.
        card_ref: reference of a story's card in the message's channel; None = it has none there.

    Raises:
        ValueError: its payload was written by a later version.
    """
    if message.kind not in ("card", "edit", "reply"):
        return message
    payload = decode(message.kind, message.payload)

    def found(ref: StoryRef | None) -> StoryRef | None:
        return None if ref is None else replace(ref, card_ref=card_ref(ref.id))

    if isinstance(payload, Reply):
        told: Payload = replace(payload, pointer=found(payload.pointer))
    elif isinstance(payload, Card):
        told = replace(
            payload,
            follows=found(payload.follows),
            merged_into=found(payload.merged_into),
            split_from=found(payload.split_from),
        )
    else:
        return message
    return message if told == payload else replace(message, payload=encode(told))


def tells_of(message: OutboxMessage, item_id: ItemId, link: str | None) -> bool:
    """Whether who reads a message hears of a report: a reply about it, or a card with its headline or a figure of it.

    Args:
        message: of any kind.
        item_id: the report.
        link: its address, by which its figures are known; None = it has none.
    """
    try:
        payload = decode(message.kind, message.payload)
    except ValueError:  # written by a later version
        return False
    match payload:
        case Reply():
            return payload.pointer is None and payload.item_id == item_id
        case Card():
            rivals = [rival.link for figure in payload.figures for rival in figure.rivals]
            return payload.item_id == item_id or (
                link is not None and link in (*rivals, *(figure.link for figure in payload.figures))
            )
    return False


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


__all__ = ["answered", "listed", "messages", "tells_of", "with_answers", "with_refs"]
