"""Threads of invented messages for `benchmarks.delivery`: a card, three replies and an edit each, marked by number."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot import compose
from bot.compose import Card, CardFigure, Reply, ReplyLine
from bot.domain import ItemId, MessageKind, OutboxMessage, StoryId

POSTS = 4  # of a thread: the card and three replies
CARD = "Handover #{number}.0 revision {revision}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """One story in one channel."""

    number: int
    channel: str
    messages: tuple[tuple[float, OutboxMessage], ...]  # each with the moment of its entry, in [0, 1)
    last_revision: int

    @property
    def keys(self) -> tuple[str, ...]:
        """Of what is posted, in order."""
        return tuple(m.dedupe_key for _, m in self.messages if m.kind != "edit")

    @property
    def posts(self) -> tuple[str, ...]:
        """Marks of what is posted, in order."""
        return tuple(f"#{self.number}.{n}" for n in range(POSTS))


def threads(channels: Sequence[str], posts: int, dice: random.Random) -> list[Thread]:
    """So many posts in threads, in turn over the channels."""
    return [_thread(n, channels[n % len(channels)], dice) for n in range(posts // POSTS)]


def _thread(number: int, channel: str, dice: random.Random) -> Thread:
    now = datetime.now(UTC)
    story = StoryId(f"s-9{number:05}")
    kinds: tuple[MessageKind, ...] = ("card", "reply", "edit", "reply", "reply")
    messages = []
    replies = 0
    for revision, (moment, kind) in enumerate(zip(sorted(dice.random() for _ in kinds), kinds, strict=True), start=1):
        replies += kind == "reply"
        payload = _reply(number, replies, revision) if kind == "reply" else _card(number, revision)
        message = OutboxMessage(
            dedupe_key=f"{channel}:{kind}:{story}:{revision}",
            channel=channel,
            kind=kind,
            story_id=story,
            payload=compose.encode(payload),
            created_at=now,
            not_before=now,
        )
        messages.append((moment, message))
    return Thread(number=number, channel=channel, messages=tuple(messages), last_revision=3)


def _figure(value: float) -> CardFigure:
    return CardFigure(
        measure="persons_transferred",
        value=value,
        unit="persons",
        scope="this_event",
        quote=f"Officials said that {value:.0f} people were flown to Texas.",
        outlet="Invented Gazette",
        link="https://gazette.example/1",
        lang="en",
    )


def _card(number: int, revision: int) -> Card:
    now = datetime.now(UTC)
    return Card(
        story_id=StoryId(f"s-9{number:05}"),
        revision=revision,
        topics=("transfer",),
        realis=(("transfer", "occurred"),),
        severity="P1",
        standing="DEVELOPING",
        grade="B2",
        headline=CARD.format(number=number, revision=revision),
        link=f"https://gazette.example/{number}",
        outlet="Invented Gazette",
        language="en",
        lead="",
        figures=(_figure(12.0 + number),),
        more_figures=0,
        publishers=("invented gazette",),
        outlets=("Invented Gazette",),
        report_count=1,
        event_date=None,
        published_at=now,
        seen_at=now,
        why=(("hands over", 3.0),),
        scores=(("transfer", 0.9),),
        text_read="feed",
        item_id=ItemId(f"i-{number:016x}"),
    )


def _reply(number: int, n: int, revision: int) -> Reply:
    before = _figure(12.0 + n)
    return Reply(
        story_id=StoryId(f"s-9{number:05}"),
        revision=revision,
        headline=CARD.format(number=number, revision=revision),
        relation="report",
        title=f"Reply #{number}.{n}",
        link=f"https://gazette.example/{number}/{n}",
        outlet="Invented Gazette",
        language="en",
        at=datetime.now(UTC),
        lines=(ReplyLine(kind="figure_changed", before=before, after=replace(before, value=13.0 + n)),),
        standing="DEVELOPING",
        text_read="feed",
    )
