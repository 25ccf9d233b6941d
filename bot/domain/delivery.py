"""Messages: what the policy plans, what waits in the outbox, what was delivered."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import ClassVar, Literal

from bot.domain.content import Figure
from bot.domain.feeds import Item
from bot.domain.judging import Judgement
from bot.domain.stories import StoryChange
from bot.domain.words import Language, Reliability, Severity, StoryId, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """Local times between which P2 waits; may cross midnight."""

    start: time
    end: time


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutePolicy:
    """Which stories go to which channel."""

    channel: str
    topics: tuple[Topic, ...] = ()  # empty = all
    severities: tuple[Severity, ...] = ("P1", "P2")
    languages: tuple[Language, ...] = ()  # languages of the report; empty = all
    min_reliability: Reliability = "F"
    rules: tuple[str, ...] = ()  # keyword rules that one of the story's reports fulfils; empty = any or none
    mention: str | None = None  # put before P1 posts, e.g. "@here"
    quiet_hours: QuietHours | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPolicy:
    """Limits that hold for all routes."""

    max_age: timedelta = timedelta(hours=72)
    first_run_max_age: timedelta = timedelta(hours=24)
    first_run_max_cards: ClassVar[int] = 3  # no configuration sets it
    hourly_cap: int = 20  # top-level posts an hour and channel; never holds P1
    noisy_above: int = 10  # alerts an hour and channel above which a back-test warns
    timezone: str = "UTC"
    quiet_hours: QuietHours | None = None


Batch = Literal["quiet"]
"""Why cards wait for the same moment: the end of quiet hours."""
MessageKind = Literal["card", "reply", "edit", "fold", "held", "notice", "digest"]
PlanKind = Literal["card", "reply", "edit", "fold", "held"]
"""Held is the list of what the hourly cap held, an hour later; or, at their end, of what came in quiet hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the policy wants said, before it is put into words."""

    kind: PlanKind
    channel: str
    not_before: datetime
    mention: str | None = None
    reason: str  # for `explain`: why this, why now; of a fold "burst", "first_poll" or "cap"
    batch: Batch | None = None  # see `OutboxMessage.batch`


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedMessage:
    """A plan and what it tells: a card's changes in the batch, one for a reply or edit, else one for each story."""

    plan: Plan
    changes: tuple[StoryChange, ...]  # of a reply that tells of a split or a move, the other story's first


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxMessage:
    """One message to one channel. `payload` is channel-neutral JSON of a type in bot/compose, or a DigestMail."""

    dedupe_key: str  # unique for ever: "slack:card:s-000001", "mail:digest:desk:2026-10-05:ana@example.org"
    channel: str
    kind: MessageKind
    story_id: StoryId | None  # replies and edits go to this story's card
    payload: str
    created_at: datetime
    not_before: datetime
    published_at: datetime | None = None  # of the report that it tells of, by its feed; None = of no report
    seen_at: datetime | None = None  # when we learned of that report
    batch: Batch | None = None  # a card that becomes a line of one list where several are due together


MessageState = Literal["pending", "sending", "sent", "unconfirmed", "dead", "dropped", "listed"]
"""Listed is a card that became a line of a list."""
NO_CARD: frozenset[MessageState | None] = frozenset({None, "dead", "listed"})
"""States of a story's card in which a channel has none and may get one; "dropped" is somebody's wish for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """A message with the state of its delivery."""

    seq: int  # order of entry
    message: OutboxMessage
    state: MessageState
    attempts: int
    next_attempt_at: datetime
    last_error: str | None
    doubtful_since: datetime | None  # since when an attempt may have arrived without our knowing; None = not
    # numbers, from 1, of the parts that are known to be there: of a long message, or of one that goes to several
    parts_there: frozenset[int] = frozenset()
    doubted_since: datetime | None = None  # of an earlier attempt that was looked for in vain; None = there was none


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Proof of delivery: where the message is."""

    ref: str | None  # Slack ts, Message-ID, file name; None = the channel gives none
    note: str | None = None  # "sent as plain text", "may have been sent twice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """The stage that stopped an item, and why."""

    stage: Literal["parse", "dedupe", "judge", "stories", "policy", "outbox"]
    reason: str  # "duplicate of i-…", "below threshold 0.41 < 0.60", "too old", "folded into story", "alerted"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRecord:
    """What an alert rested on when it was made: enough to make it again, whatever changed since."""

    story_id: StoryId
    channel: str
    at: datetime
    config_version: str
    item: Item  # with the text that was read
    judgement: Judgement  # with the versions of models and rules
    figures: tuple[Figure, ...]
    models: tuple[tuple[Topic, str], ...] = ()  # with the digest of each; () = made by a program that kept none


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedBy:
    """What gave a judgement: enough to judge again, as far as it is kept."""

    config_version: str
    models: tuple[tuple[Topic, str], ...]  # digests; () = not all of them are kept
