"""The nouns of the bot: frozen values that one stage hands to the next. Imports nothing of the project.

Datetimes are aware UTC. Texts are NFC, without markup, control, bidi or zero-width characters. A tuple that may be
empty means "none found", None means what the field's comment says, and never failure.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Literal, NewType

FeedId = NewType("FeedId", str)
ItemId = NewType("ItemId", str)
StoryId = NewType("StoryId", str)
LabelId = NewType("LabelId", str)
MuteId = NewType("MuteId", str)

Topic = str  # name of a folder in classifiers/topics: "transfer", "strike_threat"
Language = Literal["en", "es", "und"]
Severity = Literal["P1", "P2", "P3"]  # ping; ping outside quiet hours; digest only
Reliability = Literal["A", "B", "C", "D", "E", "F"]  # the source's record; F cannot be judged

Realis = Literal[
    "occurred", "announced", "reported", "threatened", "requested", "denied", "rejected", "blocked", "historical"
]
Route = Literal[
    "security_law", "extradition", "deportation_expulsion", "surrender", "rendition", "sentence_transfer", "unspecified"
]
Direction = Literal["MX_TO_US", "US_TO_MX", "VIA_MX"]
Means = Literal[
    "air_drone",
    "ground_raid",
    "naval",
    "troops_presence",
    "covert_cia",
    "embedded_with_mx_forces",
    "legal_authority",
    "unspecified",
]
ItemType = Literal["news", "official_release", "analysis", "opinion", "fact_check", "roundup"]
Novelty = Literal["new_event", "new_fact_on_known_event", "reaction", "recap"]

# --- feeds and what comes from them ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One feed as configured."""

    id: FeedId
    name: str
    url: str
    language: Language = "und"  # prior of the feed; "und" = mixed or unknown
    country: str | None = None  # ISO 3166 code of the outlet, None = unknown
    kind: str = (
        "newspaper"  # wire newspaper magazine broadcaster regional trade_press think_tank blog government search
    )
    priority: int = 2  # 1 first
    reliability: Reliability = "F"
    timezone: str | None = None  # IANA zone of dates that name none; None = UTC
    interval: timedelta = timedelta(minutes=15)
    max_interval: timedelta | None = None  # for a feed that rarely has news; None = by priority


FeedHealth = Literal[
    "new",
    "ok",
    "unchanged",  # as ok: the server said 304, or sent the same document
    "empty",  # a feed without entries, or an empty body
    "broken",
    "challenged",  # a page for browsers or people in the feed's place
    "moved",
    "gone",  # HTTP 410
    "quiet",  # answers, but has had nothing new for longer than is normal for it
    "undated",  # its newest entries have no date that can be read
    "skewed",  # its newest entries are dated ahead of our clock
]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHabits:
    """What was learned of one feed, and what its publisher asks for; kept as one JSON value."""

    items: float = 0.0  # new items seen, those of long ago counting less
    seconds: float = 0.0  # the time in which they came, likewise
    longest_s: float = 0.0  # longest silence between two new items, slowly forgotten
    size: int = 0  # entries of the last document
    haste: int = 0  # how often its wait is halved, since polls found nothing but new items
    gaps: int = 0  # polls that found nothing but new items: others may have scrolled past
    volatile: int = 0  # polls in a row in which most entries had changed that were known
    ttl_min: int | None = None  # minutes that the document asks to wait
    skip_hours: tuple[int, ...] = ()  # UTC hours in which the publisher asks for no polls
    skip_days: tuple[int, ...] = ()  # the same, UTC days, Monday = 0
    undated: bool = False
    ahead_s: int = 0  # how far dates lie ahead of our clock; 0 = they do not
    compared_at: datetime | None = None  # when a document was last read whole beside its parts; None = never
    compared: int = 0  # documents that were read whole and in part
    differences: int = 0  # of these, how many gave something else in part: has to stay 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What the last polls of one feed left behind; written in one transaction with the items.

    What the delta splitter knows of the last document is kept beside it: `Store.memory`, `Write.memory`.
    """

    feed_id: FeedId
    url: str  # the address asked; differs from the configured one only after a permanent move was adopted
    health: FeedHealth = "new"
    health_since: datetime | None = None  # since when it is so; ok and unchanged are one; None = never polled
    etag: str | None = None  # byte for byte as sent; None = none, or not kept
    last_modified: str | None = None
    next_poll_at: datetime | None = None  # None = never polled, so due
    failures: int = 0  # failed polls in a row
    last_error: str | None = None  # None = the last poll was fine
    first_polled_at: datetime | None = None  # first poll that gave a feed
    last_good_at: datetime | None = None  # last poll that gave a feed or a 304
    last_full_at: datetime | None = None  # last request without validators
    last_item_at: datetime | None = None  # when its newest item appeared; None = it never had one
    bad_since: datetime | None = None  # first of the polls that went badly since the last good one; None = it is well
    told_at: datetime | None = None  # when people were told that it is bad; None = they think it is well
    good_polls: int = 0  # good polls in a row since the last bad one, up to those that make it well
    moved_to: str | None = None  # where a permanent redirect has pointed, not yet adopted
    moved_polls: int = 0  # polls in a row that it pointed there and a feed was found
    moved_since: datetime | None = None  # the first of these
    habits: FeedHabits = FeedHabits()


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRequest:
    """One address to read. `key` comes back with the result: a feed id, or a page's item id."""

    key: str
    url: str
    kind: Literal["feed", "page"]
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A complete answer."""

    url: str  # as asked
    final_url: str  # after redirects
    permanent_url: str | None  # where a chain of only permanent redirects led; None = no such chain
    status: int  # 200 or 304
    body: bytes | None  # decoded of its transfer and content encodings; None = 304
    content_type: str  # as sent, "" = none
    etag: str | None
    last_modified: str | None
    fetched_at: datetime
    max_age_s: int | None = None  # Cache-Control or Expires; None = not said


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEntry:
    """One entry as the feed gives it: repaired of encodings, not yet cleaned of markup."""

    guid: str | None  # None = absent or empty
    link: str | None  # absolute http(s) address, None = absent or of another scheme
    title: str  # may hold markup
    summary: str  # HTML or text
    content: str  # HTML of the full text, "" = none
    published_raw: str | None
    published: datetime | None  # None = absent or unreadable
    published_has_zone: bool  # False: `published` is local time of the feed, labelled UTC
    updated: datetime | None
    source_name: str | None  # <source> of an aggregator's entry
    source_url: str | None
    author: str | None
    language: str | None  # as declared on the entry or feed


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """Entries in document order, and what the header says."""

    version: str  # "rss20", "atom10", "json11" ...; never empty
    title: str
    language: str | None
    entries: tuple[RawEntry, ...]
    ttl_min: int | None = None
    skip_hours: tuple[int, ...] = ()  # UTC hours
    skip_days: tuple[int, ...] = ()  # UTC days, Monday = 0
    skipped: int = 0  # entries that could not be read
    note: str | None = None  # the parser's complaint, for `feeds check`
    positions: tuple[int, ...] = ()  # place of each entry among all entries of the document, skipped ones counted too


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedKeys:
    """Identity values that several entries of the present document carry (8-byte hashes of bot/urls.py)."""

    guids: frozenset[bytes] = frozenset()  # identify none of their entries
    links: frozenset[bytes] = frozenset()  # the same, of canonical addresses
    numbers: frozenset[bytes] = frozenset()  # the same, of article numbers
    repeated: frozenset[bytes] = frozenset()  # guids and links of one item that the document holds in several versions


TextRead = Literal["title", "feed", "page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One report of one outlet, cleaned."""

    id: ItemId
    feed_id: FeedId
    guid: str | None
    url: str | None  # canonical address, None = the feed gives none
    link: str | None  # the address to show and open
    outlet: str  # publisher's name: the entry's <source>, else the feed's name
    title: str
    summary: str  # "" when absent or contained in the body
    body: str  # full text of the feed or of the page, "" = none; paragraphs end in newlines
    language: Language
    published_at: datetime | None  # None = undated
    published_is_estimate: bool  # True: zone guessed
    first_seen: datetime
    text_read: TextRead
    country: str | None = None  # ISO 3166 code of the outlet
    reliability: Reliability = "F"

    @property
    def text(self) -> str:
        """Title, summary and body joined by newlines: what is judged, and what offsets of figures count in."""
        return "\n".join(part for part in (self.title, self.summary, self.body) if part)

    @property
    def at(self) -> datetime:
        """The time that orders the item: published, but never after it was first seen."""
        return min(self.published_at or self.first_seen, self.first_seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownItem:
    """What the store remembers of an item that an identity key leads to."""

    id: ItemId
    content_hash: bytes
    published_at: datetime | None
    first_seen: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DedupeDecision:
    """What an entry of a feed is to us."""

    item: Item  # carries the id of the known item when it is one
    novelty: Literal["new", "changed", "duplicate"]
    of: ItemId | None  # the known item; None when new
    reason: str  # "guid", "url", "article number", "headline", "first seen"
    keys: tuple[str, ...]  # identity keys to remember for this item
    content_hash: bytes  # first byte = version of the hash


# --- judging ---------------------------------------------------------------------------------------------------------

Weight = tuple[str, float]  # a feature or rule, and its part of the log-odds


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A model's answer for one text."""

    score: float  # calibrated probability in [0, 1]
    why: tuple[Weight, ...]  # largest absolute weight first, "(base)" last; sums to the log-odds of the score


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """What a model has learnt to say of a relevant text besides its topic."""

    realis: Realis
    severity: Severity
    # what spoke loudest for each, in log-odds against the mean of the other answers
    realis_why: tuple[Weight, ...] = ()
    severity_why: tuple[Weight, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A hit of the lexicon: `text[start:end]`, in code points, names `canonical`."""

    kind: str  # country, actor, group, person, place, act, body
    canonical: str
    start: int
    end: int
    side: str = ""  # "US" or "MX": whose territory, official or agency it is; "" = neither


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleHit:
    """An analyst's keyword rule that an item fulfils."""

    topic: Topic
    effect: float | Literal["always", "never"]  # points of log-odds, or the last word
    label: str  # what is shown: the rule's note, else its query


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One topic's judgement of one item."""

    topic: Topic
    score: float  # in [0, 1], after rules
    threshold: float
    flagged: bool  # score >= threshold, or a rule's last word
    realis: tuple[Realis, ...]  # main first; empty when not flagged
    severity: Severity
    why: tuple[Weight, ...]
    route: Route | None = None  # transfer only
    direction: Direction | None = None  # transfer only
    means: Means | None = None  # strike_threat only
    novelty: Novelty = "new_event"
    model_version: str
    rules_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """All topics' verdicts of one item, in the order of the topics' names."""

    item_type: ItemType
    verdicts: tuple[Verdict, ...]
    text_read: TextRead

    @property
    def flagged(self) -> tuple[Verdict, ...]:
        """Verdicts that flag the item, highest score first."""
        return tuple(sorted((v for v in self.verdicts if v.flagged), key=lambda v: -v.score))


Qualifier = Literal["exact", "at_least", "more_than", "at_most", "less_than", "about", "nearly", "range", "ordinal"]
Scope = Literal["this_event", "cumulative", "background", "projected"]
SpeakerKind = Literal["official_mx", "official_us", "court", "media", "ngo", "analyst", "lawyer", "unattributed"]
Stance = Literal["asserted", "claimed", "disputed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number of the text with its role and proof: `item.text[start:end] == quote`, always."""

    measure: str  # name in the table of bot/extract/measures.py, or "other"
    value: float | None  # in `unit`; None when only a trend is stated
    value_hi: float | None = None  # upper end of a range
    unit: str  # persons events kg usd mxn pct days aircraft pills doses ... count
    unit_raw: str = ""  # as printed: "tonnes", "libras"
    qualifier: Qualifier = "exact"
    scope: Scope
    span: str | None = None  # "since September 2024", as printed
    place: str | None = None
    group: str | None = None
    speaker: str | None = None
    speaker_kind: SpeakerKind = "unattributed"
    stance: Stance = "asserted"
    noun: str = ""  # what is counted, as printed
    value_from_vague: bool = False  # True: a floor for "dozens", "hundreds"
    trend: Literal["up", "down"] | None = None
    certainty: float = 1.0  # of the scope, in [0, 1]
    as_of: date | None = None
    text_read: TextRead
    quote: str  # the sentence, an exact substring of the item's text
    start: int  # offset of the quote in code points
    end: int  # exclusive
    lang: Language


ComingKind = Literal["hearing", "sentencing", "ruling", "vote", "deadline", "handover", "deployment", "meeting"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """Something that the text says is to happen on a day, or within a span: `item.text[start:end] == quote`, always."""

    kind: ComingKind
    what: str  # the clause that tells it, an exact part of the quote
    day: date  # the day, the last day of a term, or the first day of a span
    until: date | None = None  # last day of a span such as "in March" or "next week"; None = one day
    when: str  # as printed: "el 13 de abril"
    item_id: ItemId
    quote: str
    start: int  # offset of the quote in code points
    end: int  # exclusive
    lang: Language


StatementKind = Literal["threatens", "announces", "denies", "rejects", "demands"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Who threatens, announces, denies, rejects or demands what: `item.text[start:end] == quote`, always."""

    kind: StatementKind
    words: str  # what was said: the words in quotation marks, else the clause that reports them; part of the quote
    is_direct: bool  # `words` stand in quotation marks
    about: str = ""  # the sentence before, where the words only point to it: "rejected this possibility"; "" = not
    speaker: str  # canonical name of the lexicon, else as printed
    speaker_kind: SpeakerKind
    item_id: ItemId
    quote: str  # the sentence
    start: int  # offset of the quote in code points
    end: int  # exclusive
    lang: Language


NameKind = Literal["person", "group", "place"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A person, group or place that the text names, its aliases folded."""

    kind: NameKind
    canonical: str  # the lexicon's name, else the longest one printed
    printed: tuple[str, ...]  # as printed, in order, each once
    conflicts: tuple[
        str, ...
    ] = ()  # names that this may be a misprint of, or that are told of somebody else: not merged
    item_id: ItemId  # where it stood first
    start: int  # offset of the first `printed` in code points
    end: int  # exclusive


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a text tells beside its figures."""

    coming: tuple[Coming, ...] = ()  # soonest first
    statements: tuple[Statement, ...] = ()  # in order of appearance
    names: tuple[Name, ...] = ()


# --- stories ---------------------------------------------------------------------------------------------------------


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
    content: Content = Content()


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


Standing = Literal["DEVELOPING", "CONFIRMED", "DISPUTED", "DENIED", "CORRECTED"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryRef:
    """Another story as a card points to it."""

    id: StoryId
    title: str  # the headline of its card
    link: str | None


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
    first_seen_at: datetime | None = None  # when we learned of it; None = by the earliest `seen_at` of its reports
    replaced: tuple[StoryFigure, ...] = ()  # values that their publisher took back, with when they were learned of
    lead: str = ""  # a sentence of the first report's text below its headline; "" = none
    model_version: str = ""  # of the first report's peg verdict
    rules_version: str = ""
    folded_in: tuple[str, ...] = ()  # channels that heard of it as one line of a fold, so have no card
    content: Content = Content()  # of all its reports; `item_id` tells which

    @property
    def publishers(self) -> tuple[str, ...]:
        """Independent publishers of reports, answers left out, in the order they joined."""
        told = (r.publisher for r in self.reports if r.relation in ("report", "edit", "correction"))
        return tuple(dict.fromkeys(told)) or tuple(dict.fromkeys(r.publisher for r in self.reports))

    def standing_at(self, now: datetime) -> Standing:
        """The standing at a moment: time alone confirms a story that two publishers told (alerts guide, 3.3)."""
        if self.standing not in ("DEVELOPING", "CONFIRMED"):
            return self.standing
        young = now - self.opened_at < timedelta(minutes=60)
        return "DEVELOPING" if young or len(self.publishers) < 2 else "CONFIRMED"

    @property
    def grade(self) -> str:
        """Admiralty grade such as "B2": the best source's record, and how well the story is borne out (guide, 3.2)."""
        letter = min((r.reliability for r in self.reports), default="F")
        governments = {held.figure.speaker_kind for held in self.figures} & {"official_mx", "official_us"}
        if self.standing in ("DENIED", "DISPUTED"):
            number = 5 if self.standing == "DENIED" else 4
        elif len(self.publishers) >= 2 or len(governments) == 2:
            number = 1
        elif letter in ("A", "B") and not any(realis == "reported" for _, realis in self.realis):
            number = 2
        else:
            number = 6 if letter == "F" else 3
        return f"{letter}{number}"


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

ChangeKind = Literal["report", "merged", "absorbed", "split", "left"]
"""What happened to a story: a report opened or joined it; it went into another, or took another in; it was split off
another, or another was split off it."""


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
    """A story before and after one item joined, or before and after a merge or a split that the item brought about."""

    before: Story | None  # None = the item opened it, or it was split off another story
    after: Story
    link: StoryLink
    report: Report
    facts: tuple[NewFact, ...]
    severity: Severity | None = None  # of this report alone; None = the story's
    kind: ChangeKind = "report"


# --- what people answer ----------------------------------------------------------------------------------------------

LabelKind = Literal["relevant", "not_relevant", "wrong_figure", "duplicate"]
Via = Literal["slack", "terminal", "web"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One person's answer about one item. `id` is that of the act, so that a repeated message is no second answer."""

    id: LabelId
    item_id: ItemId
    topic: Topic | None  # the topic judged; None = the item as a whole (wrong figure, duplicate)
    story_id: StoryId | None  # whose card was looked at; None = the item alone was
    kind: LabelKind
    who: str  # a Slack user's ID, the name of a terminal's or web desk's user
    at: datetime
    via: Via
    reason: str = ""
    withdrawn_at: datetime | None = None  # None = it stands


MuteKind = Literal["story", "term", "feed", "topic"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """Something that is not to be told for a while. `id` is that of the act, as of a label."""

    id: MuteId
    kind: MuteKind
    target: str  # id of the story or feed, name of the topic, or the words: whole words, blind to accents and case
    channel: str | None = None  # the only channel that is muted; None = all
    until: datetime | None  # exclusive; None = for ever
    who: str  # as of a label
    at: datetime
    via: Via
    reason: str = ""
    lifted_at: datetime | None = None  # None = not lifted
    lifted_by: str | None = None

    def in_force(self, now: datetime) -> bool:
        """Neither over nor lifted."""
        return self.lifted_at is None and (self.until is None or now < self.until)


Button = Literal["relevant", "not_relevant", "wrong_figure", "duplicate", "mute_24h", "mute_story", "take_back"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button of a card, pressed."""

    key: str  # of the act: the same when a service tells of it again
    button: Button
    story_id: StoryId
    item_id: ItemId  # the report that the card showed
    channel: str  # as configured
    who: str
    at: datetime
    via: Via


PressOutcome = Literal["noted", "known", "taken_back", "nothing", "no_story"]
"""Written down; said before; taken back; nothing to take back; the story is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A part of an explanation: names and what is said of them."""

    title: str
    rows: tuple[tuple[str, str], ...]


# --- the analysts' desk ----------------------------------------------------------------------------------------------

TriageState = Literal["seen", "taken", "done"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Triage:
    """What somebody of the team said about a story last."""

    state: TriageState
    who: str
    at: datetime


VersionedPart = Literal["config", "rules", "model", "program"]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionChange:
    """A version of something that judges or tells, and since when it was in force."""

    part: VersionedPart
    version: str
    at: datetime


# --- delivery --------------------------------------------------------------------------------------------------------


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
    mention: str | None = None  # put before P1 posts, e.g. "@here"
    quiet_hours: QuietHours | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPolicy:
    """Limits that hold for all routes."""

    max_age: timedelta = timedelta(hours=72)
    first_run_max_age: timedelta = timedelta(hours=24)
    first_run_max_cards: int = 3
    hourly_cap: int = 20  # top-level posts an hour and channel; never holds P1
    noisy_above: int = 10  # alerts an hour and channel above which a back-test warns
    timezone: str = "UTC"
    quiet_hours: QuietHours | None = None


MessageKind = Literal["card", "reply", "edit", "fold", "held", "notice", "digest"]
PlanKind = Literal["card", "reply", "edit", "fold", "held"]
"""Held is the list, an hour later, of what the hourly cap held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the policy wants said, before it is put into words."""

    kind: PlanKind
    channel: str
    not_before: datetime
    mention: str | None = None
    reason: str  # for `explain`: why this, why now; of a fold "burst", "first_poll" or "cap"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedMessage:
    """A plan and what it tells: a card's changes in the batch, one for a reply or edit, else one for each story."""

    plan: Plan
    changes: tuple[StoryChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxMessage:
    """One message to one channel. `payload` is channel-neutral JSON of a type in bot/compose.py, or a DigestMail."""

    dedupe_key: str  # unique for ever: "slack:card:s-000001", "mail:digest:desk:2026-10-05:ana@example.org"
    channel: str
    kind: MessageKind
    story_id: StoryId | None  # replies and edits go to this story's card
    payload: str
    created_at: datetime
    not_before: datetime
    published_at: datetime | None = None  # of the report that it tells of, by its feed; None = of no report
    seen_at: datetime | None = None  # when we learned of that report


MessageState = Literal["pending", "sending", "sent", "unconfirmed", "dead", "dropped"]


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
    parts_sent: int = 0  # parts of a long message that are known to be there


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


# --- what one write of the store holds ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredItem:
    """An item with all that was thought about it."""

    item: Item
    judgement: Judgement | None  # None = not judged: too long ago, or stopped before
    figures: tuple[Figure, ...]
    fate: Fate
    link: StoryLink | None = None  # None = in no story
    keys: tuple[str, ...] = ()  # identity keys; empty when read back
    content_hash: bytes = b""
    content: Content = Content()


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedStory:
    """A story and the keys under which later items look for it."""

    story: Story
    keys: tuple[str, ...]
    moved: tuple[ItemId, ...] = ()  # items that belonged to another story before a merge or a split


PageState = Literal["pending", "done", "refused", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The page behind an item: asked for once for each version of the item, whatever restarts."""

    item_id: ItemId
    url: str
    content_hash: bytes  # of the item's version
    state: PageState
    detail: str = ""  # why refused or failed
    attempts: int = 0
    next_attempt_at: datetime


PAGE_WAIT = timedelta(seconds=8)  # a new card waits so long for its item's page (design, ruling 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """Everything that one feed's poll, one page or one digest changes; applied in one transaction or not at all."""

    feed_state: FeedState | None = None
    memory: bytes | None = None  # of the splitter, for that feed (see bot/delta.py); None = as it was
    items: tuple[StoredItem, ...] = ()
    keys: tuple[tuple[str, ItemId], ...] = ()  # further identity keys of items known before
    stories: tuple[IndexedStory, ...] = ()
    messages: tuple[OutboxMessage, ...] = ()
    pages: tuple[Page, ...] = ()
    alerts: tuple[AlertRecord, ...] = ()
    release: tuple[StoryId, ...] = ()  # stories whose cards need not wait for a page any longer


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPolicy:
    """One digest as configured: when it closes, in which words, about what, for whom."""

    id: str
    at: time  # local time of day at which a window ends
    timezone: str  # IANA name
    weekdays: tuple[int, ...] = ()  # local days that have a digest, Monday = 0; empty = every day
    language: Literal["en", "es"] = "en"
    topics: tuple[Topic, ...] = ()  # empty = all
    recipients: tuple[str, ...] = ()  # mail addresses; empty = a file in the state folder
    send_empty: bool = True  # a day without stories is sent too, and says so
    channels: tuple[str, ...] = ()  # that the digest is posted to besides its mails
    templates: Path | None = None  # folder of a team's own templates


@dataclass(frozen=True, slots=True, kw_only=True)
class AtomPolicy:
    """The Atom feed of stories as configured."""

    file: Path
    language: Literal["en", "es"] = "en"
    timezone: str = "UTC"  # IANA name
    topics: tuple[Topic, ...] = ()  # empty = all
    days: timedelta = timedelta(days=14)  # stories that changed since then
    address: str | None = None  # where it is served; None = nowhere, or unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestWindow:
    """The half-open time [starts_at, ends_at) that one digest covers."""

    digest_id: str
    day: date  # local day of `ends_at`
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCounts:
    """How many items a window read, judged, flagged, and held back below the threshold's edge."""

    read: int
    judged: int
    flagged: int
    held: int  # flagged but not alerted: muted, too old, capped
