"""A draft configuration or model tried against what was stored: alerts gained and lost, and what thresholds cost.

May import app, config, store, jobs, ports and the thinking stages; changes no state.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.app import load_lexicon, load_scorers, mind_of
from bot.backtest import (
    Difference,
    Outcome,
    ReplayedItem,
    ThresholdCost,
    compare,
    flagged_otherwise,
    relevance,
    threshold_costs,
    thresholds_beside,
)
from bot.config import Config
from bot.domain import Feed, FeedId, ItemId, StoryId, Topic
from bot.jobs.past import FeedChanges, PastMute, unchanged
from bot.jobs.replay import replay
from bot.ports import Scorer
from bot.store import SqliteStore
from bot.stories import word_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What trying a draft found."""

    items: int
    alerts_before: int
    alerts_after: int
    busiest_hour: int  # alerts of one channel within an hour, after
    noisy: bool  # busier than [alerts] noisy_above_per_h of the draft
    differences: tuple[Difference, ...]
    flagged: tuple[ReplayedItem, ...]  # by the draft only; most of them without an alert of their own
    unflagged: tuple[ReplayedItem, ...]  # by the draft no more
    new_feeds: int  # of the draft: nothing of theirs is stored, so that nothing is known of their alerts
    lost_relevant: int  # lost alerts that the team had called relevant
    thresholds: Mapping[Topic, float]  # in force, after
    costs: Mapping[Topic, tuple[ThresholdCost, ...]]


def try_out(
    store: SqliteStore,
    in_force: Config,
    draft: Config,
    since: datetime,
    *,
    scorers: Mapping[Topic, Scorer],
    models: Path | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> Trial:
    """Replays what was first seen at or after `since` under both configurations.

    Args:
        store: is read only.
        in_force: with which the items were told.
        draft: to be tried.
        since: aware UTC.
        scorers: of the models in force.
        models: folder of topics with models to be tried with the draft; None = the ones in force.
        progress: told how many items are done.

    Raises:
        ConfigError: a model to be tried is missing or damaged.
        StoreError: the store could not be read.
    """
    tried = load_scorers(folder=models) if models else scorers
    minds = [mind_of(in_force, scorers, load_lexicon(in_force)), mind_of(draft, tried, load_lexicon(draft))]
    first_polls = {feed_id: s.first_polled_at for feed_id, s in store.feed_states().items() if s.first_polled_at}
    changes = FeedChanges(before=_by_id(in_force.feeds), after=_by_id(draft.feeds))
    before, after = replay(
        store.stream_items(since), minds, first_polls, mutes=_mutes(store), word=word_of(store.shaped_stories()),
        fed=[unchanged, changes.as_fed], progress=progress,
    )  # fmt: skip
    new_feeds = len(changes.after.keys() - changes.before.keys())
    return _compared(before, after, draft, tried, relevance(store.labels()), new_feeds=new_feeds)


def _compared(
    before: Outcome,
    after: Outcome,
    draft: Config,
    tried: Mapping[Topic, Scorer],
    labels: Mapping[Topic, Mapping[ItemId, bool]],
    *,
    new_feeds: int,
) -> Trial:
    """What two replays differ in; `labels` say which items people called relevant."""
    thresholds = {topic: draft.thresholds.get(topic, scorer.threshold) for topic, scorer in sorted(tried.items())}
    differences = compare(before, after)
    others = flagged_otherwise(before, after)
    busiest = after.busiest_hour()
    return Trial(
        items=len(after.items),
        alerts_before=len(before.alerts),
        alerts_after=len(after.alerts),
        busiest_hour=busiest,
        noisy=busiest > draft.alerts.noisy_above,
        differences=differences,
        flagged=tuple(item for item in others if item.story_id is not None),
        unflagged=tuple(item for item in others if item.story_id is None),
        lost_relevant=sum(
            d.change == "lost" and any(labels.get(topic, {}).get(d.alert.item_id) for topic in d.alert.topics)
            for d in differences
        ),
        new_feeds=new_feeds,
        thresholds=thresholds,
        costs={topic: _costs(after, tried[topic], labels.get(topic, {}), at) for topic, at in thresholds.items()},
    )


def _by_id(feeds: Sequence[Feed]) -> dict[FeedId, Feed]:
    return {feed.id: feed for feed in feeds}


def _mutes(store: SqliteStore) -> list[PastMute]:
    """All mutes that ever were, those of a story with the reports that it held."""
    found = []
    for mute in store.mutes():
        story = store.story(StoryId(mute.target)) if mute.kind == "story" else None
        found.append(PastMute(mute=mute, reports=frozenset(r.item_id for r in story.reports) if story else frozenset()))
    return found


def _costs(after: Outcome, scorer: Scorer, labels: Mapping[ItemId, bool], in_force: float) -> tuple[ThresholdCost, ...]:
    thresholds = thresholds_beside(in_force)
    return threshold_costs(after, scorer.topic, labels, thresholds, scorer.held_out(thresholds))
