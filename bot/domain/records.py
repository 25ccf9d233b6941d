"""What the store keeps: an item with all that was thought about it, versions, and one write."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.domain.content import NOTHING_READ, Content, Figure
from bot.domain.delivery import AlertRecord, Fate, OutboxMessage
from bot.domain.feeds import FeedState, Item
from bot.domain.judging import Judgement
from bot.domain.stories import Story, StoryLink
from bot.domain.words import FeedId, ItemId, StoryId

KeptPart = Literal["config", "model"]
VersionedPart = Literal["config", "rules", "model", "program"]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionChange:
    """A version of something that judges or tells, and since when it was in force."""

    part: VersionedPart
    version: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """When an item was published, seen and told: what a feed's latency is measured on."""

    feed_id: FeedId
    published_at: datetime | None  # None = undated, or with a guessed zone
    seen_at: datetime
    posted_at: datetime | None  # of the first card that it opened; None = it opened none, or none is sent yet


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
    content: Content = NOTHING_READ


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedStory:
    """A story and the keys under which later items look for it."""

    story: Story
    keys: tuple[str, ...]
    moved: tuple[ItemId, ...] = ()  # items that belonged to another story before a merge, a split or a move
    moved_by: str | None = None  # who said so, where it was a person; None = the reports themselves


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


PAGE_WAIT = timedelta(seconds=8)  # a new card waits so long for its item's page; what comes later edits the card


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
    push: int | None = None  # a hub's message that is done with
    release: tuple[StoryId, ...] = ()  # stories whose cards need not wait for a page any longer
