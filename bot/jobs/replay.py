"""Stored items through the stages once more, under any configuration: what would have been said. Writes nothing.

    items ─▶ judge ─▶ think.take_in ─▶ Outcome

Time is the items' own: each is thought about at the moment it was first seen, and what was said counts as delivered at
once. May import ports, domain, jobs.think and the thinking stages.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from bot import stories
from bot.backtest import Outcome, ReplayedAlert, ReplayedItem
from bot.classify import model_part
from bot.domain import (
    Facets,
    Fate,
    FeedId,
    HeldOut,
    Item,
    ItemId,
    Judgement,
    Mute,
    PlannedMessage,
    Story,
    StoryChange,
    StoryId,
    Topic,
    Verdict,
)
from bot.jobs.think import Fresh, Mind, fate_of_unflagged, judge_all, take_in
from bot.ports import Answer, Embedder, Scorer

_MAX_EMBEDDED = 20_000  # texts, 400 numbers each
BATCH = 1_000  # items judged at once: keeps the models' arrays within some MB


@dataclass(frozen=True, slots=True, kw_only=True)
class PastMute:
    """A mute, lifted or not. Stories have other numbers in a replay: one of a story is known by the story's reports."""

    mute: Mute
    reports: frozenset[ItemId] = frozenset()  # of the muted story; empty for mutes of other kinds

    def held_at(self, now: datetime) -> bool:
        """Whether it was in force then."""
        ends = [end for end in (self.mute.until, self.mute.lifted_at) if end is not None]
        return self.mute.at <= now and all(now < end for end in ends)


Judged = tuple[Item, tuple[Verdict, ...]]  # an item with what was judged of it when it came in


class SharedScorer:
    """Scores each text of a batch once, however many configurations ask; not at all where the answer is on record."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer
        self._known: dict[str, Answer] = {}
        self._facets: dict[tuple[str, str, tuple[str, ...]], Facets | None] = {}
        self.topic: Topic = scorer.topic
        self.threshold = scorer.threshold
        self.version = scorer.version

    def score(self, texts: Sequence[str]) -> list[Answer]:
        """As the scorer behind it."""
        unknown = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(unknown, self._scorer.score(unknown), strict=True))
        return [self._known[text] for text in texts]

    def begin(self, batch: Sequence[Judged]) -> None:
        """Forgets the batch before, and takes over what this very model said of the items of the next one."""
        self._known, self._facets = {}, {}
        for item, verdicts in batch:
            for verdict in verdicts:
                if verdict.topic == self.topic and verdict.model_version == self.version:
                    said = model_part(verdict)
                    if said is not None:
                        self._known[item.text] = said

    def facets(self, title: str, text: str, cues: Sequence[str]) -> Facets | None:
        """As the scorer behind it."""
        key = (title, text, tuple(cues))
        if key not in self._facets:
            self._facets[key] = self._scorer.facets(title, text, cues)
        return self._facets[key]

    def held_out(self, thresholds: Sequence[float]) -> tuple[HeldOut, ...]:
        """As the scorer behind it."""
        return self._scorer.held_out(thresholds)


class SharedEmbedder:
    """Embeds each text of a batch once."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, tuple[float, ...]] = {}

    def embed(self, texts: Sequence[str]) -> list[tuple[float, ...]]:
        """As the embedder behind it."""
        unknown = [text for text in dict.fromkeys(texts) if text not in self._known]
        if len(self._known) > _MAX_EMBEDDED:
            self._known.clear()
            unknown = list(dict.fromkeys(texts))
        self._known.update(zip(unknown, self._embedder.embed(unknown), strict=True))
        return [self._known[text] for text in texts]


class Replay:
    """One configuration's way through a stretch of items, which are given in the order they were first seen."""

    def __init__(self, mind: Mind, first_polls: Mapping[FeedId, datetime], mutes: Sequence[PastMute] = ()) -> None:
        """Starts with no story and nothing said.

        Args:
            mind: of the configuration.
            first_polls: when each feed was polled first; what was seen then is held to the rules of a first run.
            mutes: each holds for what was seen while it was in force.
        """
        self._mind = mind
        self._first_polls = first_polls
        self._items: dict[ItemId, ReplayedItem] = {}
        self._memory = _Memory(self._items, mutes)

    def take(self, items: Sequence[Item]) -> None:
        """Takes in further items: whole polls of one day, none first seen before those taken already."""
        mind = self._mind
        now = items[0].first_seen
        judgements = judge_all(items, mind, now)
        for _, poll in groupby(zip(items, judgements, strict=True), key=lambda pair: _poll_of(pair[0])):
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
            [Fresh(item=item, content_hash=b"", page_read=True) for item, _ in flagged],
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


def replay(
    items: Iterable[Judged],
    minds: Sequence[Mind],
    first_polls: Mapping[FeedId, datetime],
    *,
    mutes: Sequence[PastMute] = (),
    progress: Callable[[int], None] = lambda done: None,
) -> list[Outcome]:
    """Takes items through the stages under several configurations side by side.

    Args:
        items: in the order they were first seen, with their verdicts of then, whose scores are taken over where the
            model is the same.
        minds: of the configurations; scorers that they share are asked once.
        first_polls: see `Replay`.
        mutes: see `Replay`.
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
        )
        for mind in minds
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
            if reason.startswith("rule ")
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

    def has_card(self, story_id: StoryId, channel: str) -> bool:
        return (channel, story_id) in self._cards

    def card_ref(self, story_id: StoryId, channel: str) -> str | None:
        return "replayed" if self.has_card(story_id, channel) else None

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


__all__ = ["BATCH", "Judged", "PastMute", "Replay", "SharedEmbedder", "SharedScorer", "replay"]
