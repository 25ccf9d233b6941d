"""Feeds, their states, what is fetched from them and what it is parsed into."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.domain.words import FeedId, ItemId, Language, Reliability

FeedKind = Literal[
    "wire",
    "newspaper",
    "magazine",
    "broadcaster",
    "regional",
    "trade_press",
    "think_tank",
    "blog",
    "government",
    "search",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One feed as configured."""

    id: FeedId
    name: str
    url: str
    language: Language = "und"  # prior of the feed; "und" = mixed or unknown
    country: str | None = None  # ISO 3166 code of the outlet, None = unknown
    kind: FeedKind = "newspaper"
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
    as_of: datetime | None = None  # when that was so: polls without news change nothing; None = at the last good poll
    longest_s: float = 0.0  # longest silence between two new items, slowly forgotten
    size: int = 0  # entries of the last document
    haste: int = 0  # how often its wait is halved, since polls found nothing but new items
    gaps: int = 0  # polls that found nothing but new items: others may have scrolled past
    gap_at: datetime | None = None  # the last of these polls; None = none yet
    gap_since: datetime | None = None  # the good poll before it
    volatile: int = 0  # polls in a row in which most entries had changed that were known
    ttl_min: int | None = None  # minutes that the document asks to wait
    skip_hours: tuple[int, ...] = ()  # UTC hours in which the publisher asks for no polls
    skip_days: tuple[int, ...] = ()  # the same, UTC days, Monday = 0
    undated: bool = False
    hub: str | None = None  # that its headers, or else its document, name for WebSub; an address, http or https
    topic: str | None = None  # under which the hub knows the feed; None = under its own address
    pushed_at: datetime | None = None  # the hub's last message, while it is trusted to tell of all that is new
    ahead_s: int = 0  # how far dates lie ahead of our clock; 0 = they do not
    compared_at: datetime | None = None  # when a document was last read whole beside its parts; None = never
    compared: int = 0  # documents that were read whole and in part
    differences: int = 0  # of these, how many gave something else in part: has to stay 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What the last polls of one feed left behind; written in one transaction with the items.

    What the delta splitter knows of the last document is kept beside it: `Store.memories`, `Write.memory`.
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


SubscriptionState = Literal["asked", "verified", "refused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What we have asked a feed's hub for (WebSub)."""

    feed_id: FeedId
    hub: str
    topic: str
    token: str  # names it in the callback's address; not to be guessed
    secret: str  # with which the hub signs; only it and we know it
    state: SubscriptionState = "asked"
    asked_at: datetime | None = None  # None = not yet
    attempts: int = 0  # requests since the hub last confirmed one
    verified_at: datetime | None = None
    lease_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """A signed message of a hub that waits to be read."""

    seq: int
    feed_id: FeedId
    content_type: str
    body: bytes
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRequest:
    """One address to read. `key` comes back with the result: a feed id, or a page's item id."""

    key: str
    url: str
    kind: Literal["feed", "page"]
    etag: str | None = None
    last_modified: str | None = None
    form: tuple[tuple[str, str], ...] | None = None  # fields to post; then no redirect is followed. None = just read


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
    max_age_s: int | None = None  # Cache-Control or Expires; None = not said
    hub: str | None = None  # that a Link header names for WebSub; an address, http or https
    topic: str | None = None  # under which that hub knows the document, likewise


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A feed's document, or a part of it, for the parser."""

    body: bytes
    content_type: str  # as sent, "" = none
    url: str  # the final address, which relative links are resolved against


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
    source_name: str | None  # <source> of an aggregator's entry
    source_url: str | None
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
    is_damaged: bool = False  # the document is ill-formed, so that how its entries read is a matter of chance
    hub: str | None = None  # for WebSub, absolute
    topic: str | None = None  # its own address as it says it, absolute
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
