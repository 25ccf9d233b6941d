"""Stored items through the stages once more, under any configuration: what would have been said. Writes nothing.

    items ─▶ judge ─▶ think.take_in ─▶ Outcome

Time is the items' own: each is thought about at the moment it was first seen, and what was said counts as delivered at
once. May import ports, domain, jobs.think and the thinking stages.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from types import MappingProxyType

from bot import stories
from bot.backtest import Outcome, ReplayedAlert, ReplayedItem
from bot.domain import (
    NOTHING_SAID,
    Fate,
    FeedId,
    Item,
    ItemId,
    JudgedBy,
    Judgement,
    MessageState,
    Mute,
    PlannedMessage,
    StoredItem,
    Story,
    StoryChange,
    StoryId,
    Word,
)
from bot.domain.reasons import is_rule
from bot.jobs.past import PastMute, unchanged
from bot.jobs.shared import Judged, SharedEmbedder, SharedScorer
from bot.jobs.think import Fresh, Mind, fate_of_unflagged, judge_all, take_in

BATCH = 1_000  # items judged at once: keeps the models' arrays within some MB


class Replay:
    """One configuration's way through a stretch of items, which are given in the order they were first seen."""

    def __init__(
        self,
        mind: Mind,
        first_polls: Mapping[FeedId, datetime],
        mutes: Sequence[PastMute] = (),
        fed: Callable[[Item], Item | None] = unchanged,
        word: Mapping[ItemId, Word] = MappingProxyType({}),
    ) -> None:
        """Starts with no story and nothing said.

        Args:
            mind: of the configuration.
            first_polls: when each feed was polled first; what was seen then is held to the rules of a first run.
            mutes: each holds for what was seen while it was in force.
            fed: see `FeedChanges.as_fed`.
            word: of people, by report; stories are shaped by it as they were.
        """
        self._fed = fed
        self._word = word
        self._mind = mind
        self._first_polls = first_polls
        self._items: dict[ItemId, ReplayedItem] = {}
        self._memory = _Memory(self._items, mutes)

    def take(self, items: Sequence[Item]) -> None:
        """Takes in further items: whole polls of one day, none first seen before those taken already."""
        mind, kept = self._mind, []
        for item in items:
            if (given := self._fed(item)) is not None:
                kept.append(given)
            else:
                self._items[item.id] = _not_fed(item)
        if not kept:
            return
        judgements = judge_all(kept, mind, kept[0].first_seen)
        for _, poll in groupby(zip(kept, judgements, strict=True), key=lambda pair: _poll_of(pair[0])):
            self._take_poll(list(poll))

    def outcome(self) -> Outcome:
        """What was made of all items so far."""
        return Outcome(items=self._items, alerts=tuple(self._memory.alerts.values()))

    def _take_poll(self, poll: Sequence[tuple[Item, Judgement]]) -> None:
        """Items that one feed gave at one moment."""
        flagged = [(item, judgement) for item, judgement in poll if judgement.flagged]
        for item, judgement in poll:
            if not judgement.flagged:
                self._items[item.id] = _replayed(item, judgement, fate_of_unflagged(item, judgement), None)
        if not flagged:
            return
        now = flagged[0][0].first_seen
        thought = take_in(
            [self._fresh(item) for item, _ in flagged],
            [judgement for _, judgement in flagged],
            self._mind,
            self._memory,
            now,
            first_poll=now == self._first_polls.get(flagged[0][0].feed_id),
        )
        judgements = {item.id: judgement for item, judgement in flagged}
        for stored in thought.items:
            story_id = stored.link.story_id if stored.link else None
            self._items[stored.item.id] = _replayed(stored.item, judgements[stored.item.id], stored.fate, story_id)
        self._memory.keep([indexed.story for indexed in thought.stories])
        self._memory.say(thought.planned, now)

    def _fresh(self, item: Item) -> Fresh:
        word = self._word.get(item.id, NOTHING_SAID)
        story = self._memory.holding(word.together)
        return Fresh(item=item, content_hash=b"", page_read=True, word=word, story=story)


def replay(
    items: Iterable[Judged],
    minds: Sequence[Mind],
    first_polls: Mapping[FeedId, datetime],
    *,
    mutes: Sequence[PastMute] = (),
    word: Mapping[ItemId, Word] = MappingProxyType({}),
    fed: Sequence[Callable[[Item], Item | None]] | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> list[Outcome]:
    """Takes items through the stages under several configurations side by side.

    Args:
        items: in the order they were first seen, with their verdicts of then, whose scores are taken over where the
            model is the same.
        minds: of the configurations; scorers that they share are asked once.
        first_polls: see `Replay`.
        mutes: see `Replay`.
        word: see `Replay`.
        fed: one per mind, see `FeedChanges.as_fed`; None = feeds are as they were.
        progress: told after each batch how many items are done.

    Returns:
        list[Outcome], one per mind, same order.
    """
    shared = {id(scorer): SharedScorer(scorer) for mind in minds for scorer in mind.scorers.values()}
    embedders = {id(mind.embedder): SharedEmbedder(mind.embedder) for mind in minds if mind.embedder is not None}
    replays = [
        Replay(
            replace(
                mind,
                scorers={topic: shared[id(scorer)] for topic, scorer in mind.scorers.items()},
                embedder=embedders.get(id(mind.embedder)),
            ),
            first_polls,
            mutes,
            as_fed,
            word,
        )
        for mind, as_fed in zip(minds, fed or [unchanged] * len(minds), strict=True)
    ]
    done = 0
    for batch in _batches(items):
        for scorer in shared.values():
            scorer.begin(batch)
        for each in replays:
            each.take([item for item, _ in batch])
        done += len(batch)
        progress(done)
    return [each.outcome() for each in replays]


def _poll_of(item: Item) -> tuple[FeedId, datetime]:
    return item.feed_id, item.first_seen


def _batches(items: Iterable[Judged]) -> Iterator[list[Judged]]:
    """Whole polls of one day, as rules end with a day; about BATCH items each."""
    batch: list[Judged] = []
    for (_, seen), poll in groupby(items, key=lambda judged: _poll_of(judged[0])):
        if batch and (len(batch) >= BATCH or seen.date() != batch[0][0].first_seen.date()):
            yield batch
            batch = []
        batch += poll
    if batch:
        yield batch


def _not_fed(item: Item) -> ReplayedItem:
    fate = Fate(stage="parse", reason="its feed is taken out")
    return ReplayedItem(
        item_id=item.id, title=item.title, outlet=item.outlet, seen_at=item.first_seen, scores=(), rules=(), fate=fate,
        story_id=None,
    )  # fmt: skip


def _replayed(item: Item, judgement: Judgement, fate: Fate, story_id: StoryId | None) -> ReplayedItem:
    return ReplayedItem(
        item_id=item.id,
        title=item.title,
        outlet=item.outlet,
        seen_at=item.first_seen,
        scores=tuple((verdict.topic, verdict.score) for verdict in judgement.verdicts),
        rules=tuple(
            f"{reason} {weight:+.1f}" if weight else reason
            for verdict in judgement.verdicts
            for reason, weight in verdict.why
            if is_rule(reason)
        ),
        fate=fate,
        story_id=story_id,
    )


class _Memory:
    """Stories and alerts of one replay; keeps `bot.ports.StoryMemory`."""

    def __init__(self, items: Mapping[ItemId, ReplayedItem], mutes: Sequence[PastMute]) -> None:
        self._items = items  # so far
        self._mutes = mutes
        self._shelf = stories.Shelf()
        self.alerts: dict[tuple[str, StoryId], ReplayedAlert] = {}
        self._cards: set[tuple[str, StoryId]] = set()
        self._posts: dict[str, list[datetime]] = {}

    def keep(self, changed: Iterable[Story]) -> None:
        """Files the newest states of stories."""
        for story in changed:
            self._shelf.put(story)

    def say(self, planned: Iterable[PlannedMessage], now: datetime) -> None:
        """Notes what was said."""
        for message in planned:
            kind, channel = message.plan.kind, message.plan.channel
            keys = [(channel, change.after.id) for change in message.changes]
            if kind == "reply":
                told = self.alerts[keys[-1]]
                self.alerts[keys[-1]] = replace(told, replies=told.replies + 1)
            elif kind in ("card", "fold"):
                self._posts.setdefault(channel, []).append(now)
                for key, change in zip(keys, message.changes, strict=True):
                    self.alerts.setdefault(key, _alert(channel, change, message.plan.not_before))
                if kind == "card":
                    self._cards.update(keys)

    def holding(self, items: Collection[ItemId]) -> Story | None:
        """The story that holds one of these reports here; None = none does yet."""
        open_ones = (story for story in self._shelf.stories if items and story.merged_into is None)
        return next((s for s in open_ones if any(report.item_id in items for report in s.reports)), None)

    def told_until(self) -> datetime | None:
        """Nothing is told here."""
        return None

    def mutes_in_force(self, now: datetime) -> list[Mute]:
        """Those of the moment; a story's meets the stories that its reports belong to here."""
        found = []
        for past in self._mutes:
            if not past.held_at(now):
                continue
            if past.mute.kind != "story":
                found.append(past.mute)
                continue
            here = {self._items[item_id].story_id for item_id in past.reports if item_id in self._items}
            found += [replace(past.mute, target=story_id) for story_id in here if story_id is not None]
        return found

    def next_story_number(self) -> int:
        return len(self._shelf.stories) + 1

    def candidate_stories(self, keys: Sequence[str], since: datetime, limit: int) -> list[Story]:
        return self._shelf.candidates(keys, since, limit)

    def card_state(self, story_id: StoryId, channel: str) -> MessageState | None:
        return "sent" if (channel, story_id) in self._cards else None

    def item(self, item_id: ItemId) -> StoredItem | None:
        """None: no record is made of what is not told."""
        return None

    def judged_by(self, judgement: Judgement, at: datetime) -> JudgedBy:
        return JudgedBy(config_version="", models=())

    def posts_since(self, channel: str, since: datetime) -> int:
        return sum(1 for at in self._posts.get(channel, ()) if at >= since)


def _alert(channel: str, change: StoryChange, at: datetime) -> ReplayedAlert:
    story, report = change.after, change.report
    return ReplayedAlert(
        channel=channel,
        story_id=story.id,
        item_id=report.item_id,
        title=report.title,
        outlet=report.outlet,
        severity=story.severity,
        topics=story.topics,
        at=at,
    )


__all__ = ["BATCH", "Replay", "replay"]
