"""What the tests of bot/jobs/deliver.py share."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from builders import make_message
from channel_samples import make_card
from fakes import NOON, FakeClock, RecordingChannel

from bot import compose
from bot.domain import MessageState, OutboxMessage, StoryId, Write
from bot.errors import DeliveryError
from bot.jobs.deliver import Deliverer
from bot.store import SqliteStore

SECOND = timedelta(seconds=1)


NOT_SENT = DeliveryError("connection refused", outcome="not_sent")


REFUSED = DeliveryError("invalid_blocks", outcome="refused")


UNKNOWN = DeliveryError("no answer", outcome="unknown")


def queue(store: SqliteStore, *messages: OutboxMessage) -> None:
    """Puts messages into the outbox."""
    store.write(Write(messages=messages), NOON)


def run(deliverer: Deliverer, clock: FakeClock, seconds: int) -> None:
    """Calls `deliver` once a second."""
    for _ in range(seconds):
        deliverer.deliver(clock.advance(1))


def states(store: SqliteStore) -> list[MessageState]:
    """States of all messages in order of entry."""
    return [row.state for row in reversed(store.outbox())]


def keys(messages: Sequence[OutboxMessage]) -> list[str]:
    """Their dedupe keys."""
    return [m.dedupe_key for m in messages]


def waiting_card(n: int, **changes: Any) -> OutboxMessage:
    """A card that waits for the end of quiet hours, in an hour."""
    due = NOON + timedelta(hours=1)
    payload = compose.encode(make_card(**({"severity": "P2", "headline": f"Nota {n}"} | changes)))
    return make_message(
        dedupe_key=f"desk:card:s-{n}", story_id=StoryId(f"s-{n}"), payload=payload, not_before=due, batch="quiet"
    )


def told(channel: RecordingChannel) -> list[tuple[str, list[str]]]:
    """Kinds of what was sent, with the headlines in it."""
    payloads = [(m.kind, compose.decode(m.kind, m.payload)) for m in channel.sent]
    return [
        (kind, [e.title for e in p.entries] if isinstance(p, compose.Fold) else [getattr(p, "headline", "")])
        for kind, p in payloads
    ]
