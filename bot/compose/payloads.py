"""What a card, a reply, a fold, a notice and a digest mail hold. Data only; may import domain and codec.

Measures and topics go by their names, numbers as numbers, times as UTC; each channel writes them in its language and
escapes them. Every payload carries its schema number: a later version may render what an earlier one queued.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from bot import codec
from bot.domain import (
    ChangeKind,
    ItemId,
    Label,
    Language,
    MessageKind,
    Mute,
    Qualifier,
    Realis,
    Relation,
    Scope,
    Severity,
    Stance,
    Standing,
    StoryId,
    StoryRef,
    TextRead,
    Topic,
    Weight,
)

SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RivalFigure:
    """Another value that some outlet prints for the same quantity."""

    value: float | None
    value_hi: float | None = None
    outlet: str
    link: str | None
    quote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFigure:
    """One line of figures, with the sentence that proves it."""

    measure: str
    value: float | None  # None when only a trend is stated
    value_hi: float | None = None
    unit: str
    unit_raw: str = ""
    qualifier: Qualifier = "exact"
    scope: Scope
    value_from_vague: bool = False
    noun: str = ""
    quote: str
    outlet: str
    link: str | None
    speaker: str | None = None
    stance: Stance = "asserted"
    place: str | None = None
    span: str | None = None
    lang: Language = "und"
    rivals: tuple[RivalFigure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A story as a channel shows it; an edit is the same card later."""

    schema: int = SCHEMA
    story_id: StoryId
    revision: int
    topics: tuple[Topic, ...]  # the peg first
    realis: tuple[tuple[Topic, Realis], ...]
    severity: Severity
    standing: Standing
    grade: str  # "B2", see `Story.grade`
    headline: str
    link: str | None
    outlet: str
    language: Language
    lead: str  # one sentence of the item's text, at most 300 characters, "" = none
    figures: tuple[CardFigure, ...]  # this event, running totals, background; at most MAX_FIGURES
    more_figures: int  # how many were left out
    publishers: tuple[str, ...]  # independent ones
    outlets: tuple[str, ...]  # all that reported, in order
    report_count: int
    event_date: date | None
    published_at: datetime
    seen_at: datetime
    why: tuple[Weight, ...]  # heaviest first
    scores: tuple[tuple[Topic, float], ...]
    text_read: TextRead
    mention: str | None = None
    item_id: ItemId  # the report on the card: what feedback is about
    labels: tuple[Label, ...] = ()  # answers that stand when it is sent
    mutes: tuple[Mute, ...] = ()  # of this story, in force when it is sent
    model_version: str = ""
    rules_version: str = ""
    follows: StoryRef | None = None  # the earlier story that this one comes after
    merged_into: StoryRef | None = None  # the card that goes on with this story; this one is closed
    split_from: StoryRef | None = None  # the card that this story was part of by mistake
    replaced: tuple[CardFigure, ...] = ()  # values that their publisher took back
    doubtful_names: tuple[tuple[str, ...], ...] = ()  # names that may be of one person or of several, never merged
    court_step: bool = False  # the handover was before; what is new is a step in court


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyLine:
    """One new fact: a figure (with the one before it), a realis, a topic, or an answer of some kind."""

    kind: str  # NewFact.kind
    after: CardFigure | None = None
    before: CardFigure | None = None
    topic: Topic | None = None
    realis: Realis | None = None
    relation: Relation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedReport:
    """A report that is in another story now."""

    title: str
    outlet: str
    link: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a report adds to a story that has a card."""

    schema: int = SCHEMA
    story_id: StoryId
    revision: int
    headline: str  # of the card, for channels without threads
    relation: Relation
    title: str
    link: str | None
    outlet: str
    language: Language
    at: datetime
    lines: tuple[ReplyLine, ...]
    standing: Standing
    text_read: TextRead
    mention: str | None = None
    change: ChangeKind = "report"
    pointer: StoryRef | None = None  # the other story of a merge, a split or a move
    moved: tuple[MovedReport, ...] = ()  # to that story; told of under this one's card before
    by: str = ""  # who said so, where it was a person; "" = the reports themselves
    event_realis: Realis | None = None  # of the story's peg
    court_step: bool = False  # see `Card`; of the story
    publishers: int = 0  # independent ones of the story; 0 = not known
    item_id: ItemId | None = None  # the report; None = not known, in what an earlier version queued


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldEntry:
    """One headline of a fold."""

    story_id: StoryId
    topic: Topic | None
    severity: Severity
    title: str
    link: str | None
    outlet: str
    language: Language
    at: datetime
    realis: Realis | None = None
    court_step: bool = False  # see `Card`
    figures: tuple[CardFigure, ...] = ()  # the first of its card; at most MAX_LINE_FIGURES


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """Several stories in one message; every headline is in it."""

    schema: int = SCHEMA
    reason: str  # "burst", "first_poll", "cap", "quiet"; other words were written by earlier versions
    entries: tuple[FoldEntry, ...]
    mention: str | None = None
    since: datetime | None = None  # when the first of them was held; None = none was


NoticeEvent = Literal[
    "other",  # `what` and `remedy` say it
    "feed_failing",
    "feed_challenged",
    "feed_moved",
    "feed_gone",
    "feed_empty",
    "feed_quiet",
    "feed_well",
    "feed_gap",
    "standstill",
    "message_dead",
    "message_unconfirmed",
    "message_waiting",
    "config_refused",
    "model_changed",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something about the bot itself: a feed that fell silent, a message that could not be delivered."""

    schema: int = SCHEMA
    subject_id: str  # of the feed or channel
    name: str
    event: NoticeEvent = "other"  # channels have the words
    values: tuple[tuple[str, str], ...] = ()  # what the words speak of, by name
    what: str = ""  # what a server or a program said, in its own words; "" = nothing
    since: datetime | None = None  # None = not known
    until: datetime | None = None
    remedy: str = ""  # only for "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestMail:
    """One digest for one recipient."""

    schema: int = SCHEMA
    digest_id: str
    day: date  # local day of the window's end
    recipient: str
    subject: str
    html: str
    text: str
    message_id: str  # without angle brackets, derived from the dedupe key
    headers: tuple[tuple[str, str], ...] = ()
    images: dict[str, bytes] = field(default_factory=dict)  # PNG by name; `src="cid:NAME"` in the HTML


Payload = Card | Reply | Fold | Notice | DigestMail
TYPES: dict[MessageKind, type[Payload]] = {
    "card": Card,
    "edit": Card,
    "reply": Reply,
    "fold": Fold,
    "held": Fold,
    "notice": Notice,
    "digest": DigestMail,
}


def encode(payload: Payload) -> str:
    """JSON text of a payload, as the outbox keeps it."""
    return codec.encode(payload)


def decode(kind: MessageKind, text: str) -> Payload:
    """The payload that `encode` wrote for a message of this kind.

    Raises:
        ValueError: the text does not fit, or was written by a later version.
    """
    payload: Payload = codec.decode(text, TYPES[kind])
    if payload.schema > SCHEMA:
        raise ValueError(f"payload of schema {payload.schema}; this version reads up to {SCHEMA}: update the bot")
    return payload


__all__ = [
    "SCHEMA",
    "TYPES",
    "Card",
    "CardFigure",
    "DigestMail",
    "Fold",
    "FoldEntry",
    "MovedReport",
    "Notice",
    "NoticeEvent",
    "Payload",
    "Reply",
    "ReplyLine",
    "RivalFigure",
    "decode",
    "encode",
]
