"""From fresh items to all that is to be written: the thinking stages in order. Reads the store, writes nothing.

judge ─▶ extract ─▶ facts ─▶ assign to a story ─▶ policy ─▶ compose
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot import compose, stories
from bot.classify import judge
from bot.domain import (
    NO_CARD,
    NOTHING_SAID,
    AlertPolicy,
    AlertRecord,
    Content,
    Fate,
    Figure,
    IndexedStory,
    Item,
    ItemId,
    JudgedBy,
    Judgement,
    Language,
    OutboxMessage,
    Page,
    PlannedMessage,
    RoutePolicy,
    StoredItem,
    Story,
    StoryChange,
    StoryId,
    StoryLink,
    Topic,
    Word,
)
from bot.domain.reasons import held_back_by
from bot.extract import content_of, judged_figures, people_moved, shown
from bot.jobs.records import alert_records
from bot.ports import Embedder, Lexicon, Scorer, StoryMemory
from bot.rules import RuleSet
from bot.urls import is_google_news

# a feed text of this many characters holds the news; below it the page may hold figures that the feed has not
SHORT_TEXT_CHARS = 1200
NEARLY = 0.15  # pages of items this far below the threshold are read, too: the whole text may lift them over it


@dataclass(frozen=True, slots=True, kw_only=True)
class Mind:
    """What the thinking stages need besides the items: models, names, rules, policy."""

    scorers: Mapping[Topic, Scorer]
    lexicon: Lexicon
    rules: RuleSet
    thresholds: Mapping[Topic, float]
    routes: tuple[RoutePolicy, ...]
    policy: AlertPolicy
    embedder: Embedder | None = None
    config_version: str = ""
    languages: Mapping[str, Language] = field(default_factory=dict)  # of channels, by name


@dataclass(frozen=True, slots=True, kw_only=True)
class Fresh:
    """An item that is new, changed, or whose page was just read."""

    item: Item
    keys: tuple[str, ...] = ()
    content_hash: bytes
    story: Story | None = None  # that holds this very item already
    page_read: bool = False  # its page was read, or cannot be
    fate: Fate | None = None  # what became of it before; None = it was not known
    word: Word = NOTHING_SAID  # of people, where its story is thought of anew; stories of the store hold it themselves


@dataclass(frozen=True, slots=True, kw_only=True)
class Thought:
    """What became of the items."""

    items: tuple[StoredItem, ...]
    pages: tuple[Page, ...]
    stories: tuple[IndexedStory, ...] = ()
    planned: tuple[PlannedMessage, ...] = ()
    messages: tuple[OutboxMessage, ...] = ()  # the same in words
    alerts: tuple[AlertRecord, ...] = ()
    changes: tuple[StoryChange, ...] = ()


def judge_all(items: Sequence[Item], mind: Mind, now: datetime) -> list[Judgement]:
    """The first of the stages; one judgement per item, same order, with reasons where a topic flags the item."""
    return judge(
        items,
        mind.scorers,
        mind.rules,
        mind.lexicon,
        now,
        people_moved=people_moved,
        thresholds=mind.thresholds,
        explain=False,
    )


def take_in(
    fresh: Sequence[Fresh],
    judgements: Sequence[Judgement],
    mind: Mind,
    memory: StoryMemory,
    now: datetime,
    *,
    first_poll: bool = False,
) -> Thought:
    """Takes items of one feed through the stages after judging, oldest first, so that later ones find the stories of
    earlier ones.

    Args:
        fresh: of one feed or page.
        judgements: of these items, same order.
        mind: models, rules and policy.
        memory: is read for candidate stories, cards and counts.
        now: aware UTC.
        first_poll: the feed was never read before; see `AlertPolicy.first_run_max_age`.

    Raises:
        StoreError: the store could not be read.
    """
    paired = sorted(zip(fresh, judgements, strict=True), key=lambda pair: pair[0].item.at)
    pages = tuple(_page(each, now) for each, judgement in paired if _wants_page(each, judgement))
    if not any(judgement.flagged for judgement in judgements):  # nearly always: no story is asked for, nothing is told
        return Thought(items=tuple(_unflagged(each, judgement) for each, judgement in paired), pages=pages)
    ordered = [each for each, _ in paired]
    shelf = _Shelf(mind, memory, now)
    stored = [_taken_in(each, judgement, mind, shelf) for each, judgement in paired]
    items = {each.item.id: each.item for each in ordered}
    waiting = {page.item_id for page in pages}
    result = _planned(shelf.changes, items, waiting, mind, memory, now, first_poll=first_poll)
    return Thought(
        items=tuple(_with_fate(s, result.fates.get(s.item.id), f) for s, f in zip(stored, ordered, strict=True)),
        stories=tuple(_indexed(story, shelf.moved) for story in result.stories),
        planned=result.messages,
        messages=tuple(compose.messages(result.messages, now, shown=shown, languages=mind.languages)),
        pages=pages,
        alerts=alert_records(
            result.messages,
            now,
            memory,
            fresh={each.item.id: each for each in stored},
            judges=JudgedBy(
                config_version=mind.config_version,
                models=tuple((topic, scorer.digest) for topic, scorer in sorted(mind.scorers.items())),
            ),
            languages=mind.languages,
        ),
        changes=tuple(shelf.changes),
    )


def _planned(
    changes: Sequence[StoryChange],
    items: Mapping[ItemId, Item],
    waiting: Collection[ItemId],
    mind: Mind,
    memory: StoryMemory,
    now: datetime,
    *,
    first_poll: bool,
) -> stories.PolicyResult:
    """Who is told what of the changes that the items made; pages of those in `waiting` are still to come."""
    mutes = memory.mutes_in_force(now)
    return stories.plan(
        changes,
        routes=mind.routes,
        policy=mind.policy,
        now=now,
        first_poll=first_poll,
        card_state=memory.card_state,
        posts_last_hour=lambda channel: memory.posts_since(channel, now - timedelta(hours=1)),
        page_pending=lambda item_id: item_id in waiting,
        undated={item.id for item in items.values() if item.published_at is None},
        muted=lambda change, channel: stories.muting(change, items.get(change.report.item_id), channel, mutes),
    )


def _indexed(story: Story, moved: Mapping[StoryId, Sequence[ItemId]]) -> IndexedStory:
    """A story to be written, with the items that a merge or a split brought to it and that are in it still."""
    brought, held = set(moved.get(story.id, ())), [report.item_id for report in story.reports]
    here = () if story.merged_into else tuple(item_id for item_id in held if item_id in brought)
    return IndexedStory(story=story, keys=stories.index_keys(story), moved=here)


def _unflagged(each: Fresh, judgement: Judgement) -> StoredItem:
    """An item that no topic flags, with the reason."""
    stored = StoredItem(
        item=each.item,
        judgement=judgement,
        figures=(),
        fate=fate_of_unflagged(each.item, judgement),
        keys=each.keys,
        content_hash=each.content_hash,
    )
    return _with_fate(stored, None, each)


def _taken_in(each: Fresh, judgement: Judgement, mind: Mind, shelf: "_Shelf") -> StoredItem:
    """Extracts the figures of a flagged item and puts it into its story."""
    if not judgement.flagged:
        return _unflagged(each, judgement)
    item = each.item
    figures = judged_figures(item, judgement, mind.lexicon)
    content = content_of(item, lexicon=mind.lexicon)
    link = shelf.take(each, judgement, figures, content)
    return StoredItem(
        item=item,
        judgement=judgement,
        figures=figures,
        fate=Fate(stage="stories", reason=link.reason),
        link=link,
        keys=each.keys,
        content_hash=each.content_hash,
        content=content,
    )


def fate_of_unflagged(item: Item, judgement: Judgement) -> Fate:
    """What is kept of an item that no topic flags."""
    if item.language == "und":
        return Fate(stage="judge", reason="not judged: neither English nor Spanish")
    best = max(judgement.verdicts, key=lambda v: v.score - v.threshold, default=None)
    if best is None:
        return Fate(stage="judge", reason="no topic is configured")
    rule = held_back_by(best)
    if rule is not None:
        return Fate(stage="judge", reason=f"held back: {best.topic} {best.score:.2f} by {rule}")
    return Fate(stage="judge", reason=f"below threshold: {best.topic} {best.score:.2f} < {best.threshold:.2f}")


def _with_fate(stored: StoredItem, told: Fate | None, fresh: Fresh) -> StoredItem:
    """With the fate that the policy gave it, if it did. That it was alerted before stays true, whatever its page or an
    edit adds."""
    fate = told or stored.fate
    if fresh.fate is not None and fresh.fate.stage == "outbox" and fate.stage != "outbox":
        fate = fresh.fate
    return stored if fate is stored.fate else replace(stored, fate=fate)


def _wants_page(each: Fresh, judgement: Judgement) -> bool:
    item = each.item
    if each.page_read or item.link is None or is_google_news(item.link) or len(item.body) >= SHORT_TEXT_CHARS:
        return False
    return any(v.flagged or v.score >= v.threshold - NEARLY for v in judgement.verdicts)


def _page(each: Fresh, now: datetime) -> Page:
    return Page(
        item_id=each.item.id,
        url=each.item.link or "",
        content_hash=each.content_hash,
        state="pending",
        next_attempt_at=now,
    )


class _Shelf:
    """Stories while a batch is thought about: the store's, overlaid by what earlier items of the batch changed."""

    def __init__(self, mind: Mind, memory: StoryMemory, now: datetime) -> None:
        self._mind = mind
        self._memory = memory
        told_until = memory.told_until()
        self._now = now if told_until is None else max(now, told_until)
        self._shelf = stories.Shelf()
        self._next_number: int | None = None
        self.changes: list[StoryChange] = []
        self.moved: dict[StoryId, list[ItemId]] = {}  # items of stories that were merged or split

    def take(self, each: Fresh, judgement: Judgement, figures: Sequence[Figure], content: Content) -> StoryLink:
        """Puts one flagged item into its story, or opens one."""
        facts = stories.facts_of(each.item, judgement, figures, self._mind.lexicon, content)
        taken = stories.take(
            facts,
            self._candidates(each, stories.index_keys(facts)),
            number=self._number(),
            now=self._now,
            embedder=self._mind.embedder,
            carded=self._has_card,
            word=each.word,
        )
        self._next_number = self._number() + taken.opened
        for change in taken.changes:
            self._shelf.put(change.after)
            if change.kind in ("absorbed", "split"):
                self.moved.setdefault(change.after.id, []).extend(r.item_id for r in change.after.reports)
        self.changes += taken.changes
        return taken.link

    def _has_card(self, story_id: StoryId) -> bool:
        states = (self._memory.card_state(story_id, route.channel) for route in self._mind.routes)
        return any(state not in NO_CARD for state in states)

    def _candidates(self, each: Fresh, keys: tuple[str, ...]) -> list[Story]:
        since = each.item.at - stories.LOOK_BACK
        stored = self._memory.candidate_stories(keys, since, stories.CANDIDATES)
        found = self._shelf.candidates(keys, since, stored=stored)
        if each.story is not None and all(story.id != each.story.id for story in found):
            found.append(self._as_it_is(each.story, each.item.id))
        return found

    def _as_it_is(self, story: Story, item_id: ItemId) -> Story:
        """The item's story after what earlier items of the batch did to it, a merge or a split perhaps."""
        now = self._shelf.get(story.id) or story
        if now.merged_into is None and any(report.item_id == item_id for report in now.reports):
            return now
        holding = (s for s in self._shelf.stories if any(report.item_id == item_id for report in s.reports))
        return next((s for s in holding if s.merged_into is None), now)

    def _number(self) -> int:
        if self._next_number is None:
            self._next_number = self._memory.next_story_number()
        return self._next_number
