"""Stories: the reports of one event, their merged figures, and what a report changed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from bot.domain.content import NOTHING_READ, Content, Figure, SpeakerKind, StatementKind
from bot.domain.feeds import Item, TextRead
from bot.domain.judging import Judgement, Weight
from bot.domain.words import Direction, ItemId, Language, Means, Realis, Reliability, Route, Severity, StoryId, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFacts:
    """What the story stage reads of one flagged item."""

    item: Item
    judgement: Judgement
    figures: tuple[Figure, ...]
    topics: tuple[Topic, ...]  # flagged, the peg first
    event_date: date | None  # of the event the item is about; None = not stated
    count: int | None  # people handed over in this event; None = not stated
    people: tuple[str, ...]  # canonical folded names
    groups: tuple[str, ...]
    places: tuple[str, ...]
    terms: tuple[Weight, ...]  # words and concepts for similarity
    content: Content = NOTHING_READ


Relation = Literal["report", "edit", "reaction", "denial", "ruling", "analysis", "anniversary", "correction"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One item's place in a story."""

    item_id: ItemId
    relation: Relation
    outlet: str
    publisher: str  # folded outlet after stripping wire credits: what counts as independent
    reliability: Reliability
    title: str
    link: str | None
    language: Language
    at: datetime  # published
    seen_at: datetime  # when we learned of it: what a digest's window goes by
    text_read: TextRead
    rules: tuple[str, ...] = ()  # notes of the analysts' keyword rules that it fulfils, else their queries
    in_court: bool = False  # its news is a step in court of somebody who was handed over before
    lead: str = ""  # a sentence of its text below the headline; "" = none


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryFigure:
    """A figure in a story with where it stood. Several of one measure and scope with different values disagree."""

    figure: Figure
    item_id: ItemId
    outlet: str
    reliability: Reliability
    link: str | None
    at: datetime  # published
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One figure of one report in the ledger of all stories."""

    story_id: StoryId
    held: StoryFigure
    doubtful_names: tuple[tuple[str, ...], ...] = ()  # of the report: people who may be one or several


_BOTH: frozenset[SpeakerKind] = frozenset(("official_mx", "official_us"))
_BEARING_OUT: tuple[StatementKind, ...] = (
    "announces",
    "threatens",
    "demands",
)  # who denies or rejects confirms nothing
_BOTH_TOGETHER = ("the two governments", "both governments", "ambos gobiernos", "los dos gobiernos")

Standing = Literal["DEVELOPING", "CONFIRMED", "DISPUTED", "DENIED", "CORRECTED"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryRef:
    """Another story as a card points to it."""

    id: StoryId
    title: str  # the headline of its card
    link: str | None
    card_ref: str | None = None  # of its card in the channel that this goes to; known when it is sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One event across outlets, languages and days."""

    id: StoryId
    topics: tuple[Topic, ...]  # the peg first
    realis: tuple[tuple[Topic, Realis], ...]  # main realis by topic, as last reported
    route: Route | None
    direction: Direction | None
    means: Means | None
    event_date: date | None
    count: int | None
    people: tuple[str, ...]
    groups: tuple[str, ...]
    places: tuple[str, ...]
    terms: tuple[Weight, ...]
    severity: Severity  # highest so far
    standing: Standing
    opened_at: datetime  # `at` of the first report
    last_report_at: datetime
    reports: tuple[Report, ...]  # in the order they joined
    figures: tuple[StoryFigure, ...]
    scores: tuple[tuple[Topic, float], ...]
    why: tuple[Weight, ...]  # of the first report's peg verdict
    revision: int = 1  # rises with every change that a card shows
    follows: StoryRef | None = None  # an earlier story that this one comes after: a denial, then the handover
    merged_into: StoryRef | None = None  # a later report showed that both are one; this one takes no reports any more
    split_from: StoryRef | None = None  # a later report showed that it is another event
    apart: tuple[ItemId, ...] = ()  # reports that a person parted from it: never in one story with it unasked
    is_whole: bool = False  # a person joined two in it
    moved_in: tuple[tuple[ItemId, StoryId], ...] = ()  # reports that a person moved into it, with the story they left
    first_seen_at: datetime | None = None  # when we learned of it; None = by the earliest `seen_at` of its reports
    replaced: tuple[StoryFigure, ...] = ()  # values that their publisher took back, with when they were learned of
    model_version: str = ""  # of the first report's peg verdict
    rules_version: str = ""
    folded_in: tuple[str, ...] = ()  # channels that heard of it as one line of a fold, so have no card
    content: Content = NOTHING_READ  # of all its reports; `item_id` tells which

    @property
    def stays_whole(self) -> bool:
        """Whether a person joined two in it, or moved a report into it that is there still: never split unasked."""
        moved = {item_id for item_id, _ in self.moved_in}
        return self.is_whole or any(report.item_id in moved for report in self.reports)

    @property
    def publishers(self) -> tuple[str, ...]:
        """Independent publishers of reports, answers left out, in the order they joined."""
        told = (r.publisher for r in self.reports if r.relation in ("report", "edit", "correction"))
        return tuple(dict.fromkeys(told)) or tuple(dict.fromkeys(r.publisher for r in self.reports))

    @property
    def is_court_step(self) -> bool:
        """Whether it is of a handover, and all that its reports tell is a step in court of somebody who went before."""
        told = [r for r in self.reports if r.relation in ("report", "edit", "correction")] or self.reports
        return self.topics[:1] == ("transfer",) and all(r.in_court for r in told)

    def standing_at(self, now: datetime) -> Standing:
        """The standing at a moment: time alone confirms a story that two publishers told: first reports err."""
        if self.standing not in ("DEVELOPING", "CONFIRMED"):
            return self.standing
        young = now - self.opened_at < timedelta(minutes=60)
        return "DEVELOPING" if young or len(self.publishers) < 2 else "CONFIRMED"

    @property
    def governments(self) -> frozenset[SpeakerKind]:
        """Which of the two governments bear the event out: by a figure that they give, or by what they say of it."""
        told: set[SpeakerKind] = {held.figure.speaker_kind for held in self.figures}
        for statement in self.content.statements:
            if statement.kind in _BEARING_OUT:
                told |= _BOTH if statement.speaker.lower() in _BOTH_TOGETHER else {statement.speaker_kind}
        return _BOTH & told

    @property
    def grade(self) -> str:
        """Admiralty grade such as "B2": the best source's record, and how well the story is borne out."""
        letter = min((r.reliability for r in self.reports), default="F")
        if self.standing in ("DENIED", "DISPUTED"):
            number = 5 if self.standing == "DENIED" else 4
        elif len(self.publishers) >= 2 or self.governments == _BOTH:
            number = 1
        elif letter in ("A", "B") and not any(realis == "reported" for _, realis in self.realis):
            number = 2
        else:
            number = 6 if letter == "F" else 3
        return f"{letter}{number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What people said of one report by splitting and joining stories, and by moving reports."""

    together: frozenset[ItemId] = frozenset()  # reports of the same event
    apart: frozenset[ItemId] = frozenset()  # reports of other events


NOTHING_SAID = Word()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLink:
    """Where an item goes, and which similarity and veto decided it."""

    story_id: StoryId
    is_new_story: bool
    relation: Relation
    similarity: float  # in [0, 1], to the story taken or the nearest one refused
    vetoed_by: str | None  # what kept it out of the nearest story; None = nothing
    reason: str  # one line for `explain`


FactKind = Literal["figure", "figure_changed", "realis", "relation", "topic"]

ChangeKind = Literal["report", "merged", "absorbed", "split", "left", "lost", "gained"]
"""What happened to a story: a report opened or joined it; it went into another, or took another in; it was split off
another, or another was split off it; people moved reports of it to another, or one of another to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFact:
    """Something a story did not know before this item; one line in a follow-up."""

    kind: FactKind
    figure: StoryFigure | None = None
    before: StoryFigure | None = None  # the value that it replaces
    topic: Topic | None = None
    realis: Realis | None = None
    relation: Relation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryChange:
    """A story before and after one item joined, or before and after a merge, a split or a move."""

    before: Story | None  # None = the item opened it, or it was split off another story
    after: Story
    link: StoryLink
    report: Report
    facts: tuple[NewFact, ...]
    severity: Severity | None = None  # of this report alone; None = the story's
    kind: ChangeKind = "report"
    who: str = ""  # said so, of a merge, a split or a move by hand; "" = the reports themselves


@dataclass(frozen=True, slots=True, kw_only=True)
class ReshapeForm:
    """What a person may choose from who says that a story is two, one with another, or holds reports of another."""

    story: Story  # as it is now
    near: tuple[Story, ...]  # that it may be the same as, or hold reports of, most in common first


@dataclass(frozen=True, slots=True, kw_only=True)
class ReshapeOrder:
    """What a person said of a story: that some reports are another event, that it is the same as another story, or that
    some reports are of that story."""

    story_id: StoryId
    leaving: tuple[ItemId, ...] = ()
    same_as: StoryId | None = None  # one of the two is given, or both
    who: str
