"""What a digest is made of: frozen values, in the words of the digest's language, without any markup.

May import domain. Texts are clean lines; links are http or https addresses or None. Every text that came from a feed is
a quotation with its outlet beside it; all other words are built from fields.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from bot.digest.wording import DigestLanguage
from bot.domain import (
    DayCounts,
    FeedId,
    FeedState,
    Figure,
    ItemId,
    Language,
    OutboxRow,
    Relation,
    Severity,
    Story,
    StoryId,
    Topic,
)


class FigureWords(Protocol):
    """How figures are chosen, named and printed; bot.extract has these functions."""

    def label(self, measure: str, language: Language) -> str:
        """Name of a measure for people."""
        ...

    def format_value(self, figure: Figure, language: Language) -> str:
        """Value with qualifier and unit: ">41,000", "320 t"."""
        ...

    def shown(self, figures: Iterable[Figure]) -> tuple[Figure, ...]:
        """Of one text's figures, in order of appearance, the very ones that are fit to be shown."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """All that a digest is written from."""

    stories: tuple[Story, ...]  # with news in the window; others are passed over
    earlier: tuple[Story, ...] = ()  # older ones, whose running totals new ones are compared with
    counts: DayCounts
    feeds: tuple[FeedState, ...] = ()
    feed_names: Mapping[FeedId, str] = field(default_factory=dict)  # the id stands in where a name is missing
    outbox: tuple[OutboxRow, ...] = ()  # all but `dead` and `unconfirmed` are passed over
    topics: tuple[Topic, ...] = ()  # all that are watched: each has a section, also without news
    days: tuple[tuple[date, int], ...] = ()  # the last local days, oldest first, with their items on topic
    muted: frozenset[StoryId] = frozenset()  # stories whose news somebody muted: told below, never on top
    hushed: frozenset[ItemId] = frozenset()  # reports that a mute meets: of a story that is told, none leads it


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of an outlet."""

    text: str
    outlet: str
    link: str | None
    language: Language
    at: datetime  # published, in the digest's zone


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine:
    """One value as some outlet prints it."""

    label: str
    value: str
    scope: str  # "expected", "since September 2024"; "" = of this event
    source: str  # "SSPC, in Diario del Norte"
    note: str  # "claimed", "sources differ", "" = nothing to note


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A number before and after."""

    story_id: StoryId
    event: str  # headline of its entry
    severity: Severity
    label: str
    old: str
    old_source: str
    new: str
    new_source: str
    new_link: str | None
    note: str  # "sources differ", "" = the old value was replaced


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsLine:
    """A report that says something new on its event."""

    relation: Relation
    label: str  # "Denial", "Reaction" in the digest's language
    quote: Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event: what is new of it in the window, and nothing else."""

    story_id: StoryId
    topics: tuple[Topic, ...]  # the peg first
    severity: Severity
    is_new: bool
    novelty: int  # 0 new event, 1 new facts, 2 further reports, 3 only edits and anniversaries
    headline: Quote
    is_headline_fresh: bool  # of a report of the window
    tags: tuple[str, ...]  # realis, direction, route, standing ... in words
    coverage: str  # "9 items, 6 publishers"
    outlets: str  # who reported in the window: "Milenio, AP and 4 more"
    since: str  # when the event was first seen, "" for a new one
    news: tuple[NewsLine, ...]
    figures: tuple[FigureLine, ...]
    more_figures: int
    proofs: tuple[Quote, ...]  # the sentences that the figures stand in
    last_at: datetime  # newest report of the window
    is_brief: bool = False  # one line only
    is_muted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicSection:
    """The events of one topic."""

    topic: Topic
    title: str
    entries: tuple[Entry, ...]
    nothing: str  # what stands in place of entries where there are none


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line that points to its event's entry."""

    story_id: StoryId
    severity: Severity
    label: str  # "", or what the line is: "Denial"
    text: str
    outlet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """Something that a text says is to happen."""

    story_id: StoryId
    day: date
    when: str  # "Fri 13 Mar", or the first and last day of a span
    label: str  # "Hearing"
    quote: Quote  # the words that say so
    event: str  # headline of their report, "" = it is the quotation


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedProblem:
    """A feed that could not be read, is odd, or may have missed items."""

    name: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHealthSummary:
    """How the feeds are."""

    line: str
    problems: tuple[FeedProblem, ...]
    more: int = 0  # left out of `problems`


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """The last days in numbers, for a picture, and the same in words."""

    days: tuple[tuple[date, int], ...]  # oldest first; items on topic
    totals: tuple[tuple[date, float], ...]  # running totals as they rose; fewer than two = none to draw
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxProblem:
    """A message that waits for a person's decision."""

    what: str  # "message 17 to desk, alert"
    state: str
    error: str  # without mail addresses


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """A whole digest, ordered by severity and novelty; nothing in it depends on how it is shown."""

    id: str
    language: DigestLanguage
    day: date
    subject: str  # one line, about 60 characters
    window: str  # from when to when, with the zone
    counts: str
    is_quiet: bool  # no story in the window
    top: tuple[Line, ...]  # at most five
    sections: tuple[TopicSection, ...]
    moved: tuple[Move, ...]
    denials: tuple[Entry, ...]  # events of which only a denial, block or correction is new
    denial_lines: tuple[Line, ...]  # denials and corrections of events that have their entry elsewhere
    also: tuple[Entry, ...]
    more_stories: int  # left out of `also`
    muted: str  # how many stories are muted, "" = none
    watch: tuple[Watched, ...]  # soonest first
    more_watch: int
    trend: Trend | None
    feeds: FeedHealthSummary
    outbox: tuple[OutboxProblem, ...]
    more_outbox: int
