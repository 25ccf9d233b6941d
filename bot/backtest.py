"""What a change of rules, thresholds or model would do: two replays of the same items, compared. Pure.

A replay (`bot.jobs.replay`) gives an `Outcome`; here two of them are laid side by side, and scores beside what the team
said. May import domain.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.domain import Fate, HeldOut, ItemId, Label, Severity, StoryId, Topic

NOISE_WINDOW = timedelta(hours=1)
# thresholds at which the cost of flagging is shown: every twentieth of the scale
THRESHOLDS = tuple(n / 20 for n in range(1, 20))

Change = Literal["gained", "lost", "changed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayedItem:
    """One item and what became of it."""

    item_id: ItemId
    title: str
    outlet: str
    seen_at: datetime
    scores: tuple[tuple[Topic, float], ...]  # after rules, in [0, 1]
    rules: tuple[str, ...]  # reasons that keyword rules gave, as in a verdict's `why`
    fate: Fate
    story_id: StoryId | None  # None = flagged by no topic


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayedAlert:
    """One story that reached one channel, as a card or as a line of a fold."""

    channel: str
    story_id: StoryId
    item_id: ItemId  # of the report that opened it
    title: str
    outlet: str
    severity: Severity
    topics: tuple[Topic, ...]
    at: datetime
    replies: int = 0  # follow-ups in its thread


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one configuration makes of a stretch of items."""

    items: Mapping[ItemId, ReplayedItem]
    alerts: tuple[ReplayedAlert, ...]  # in the order they were told

    def busiest_hour(self) -> int:
        """Most alerts of one channel within any hour."""
        most = 0
        by_channel: defaultdict[str, list[datetime]] = defaultdict(list)
        for alert in self.alerts:
            by_channel[alert.channel].append(alert.at)
        for times in by_channel.values():
            times.sort()
            first = 0
            for last, at in enumerate(times):
                while at - times[first] >= NOISE_WINDOW:
                    first += 1
                most = max(most, last - first + 1)
        return most


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """An alert that only one side has, or that the sides tell differently."""

    change: Change
    alert: ReplayedAlert  # as told after; as told before when it is lost
    reason: str  # what became of its item on the other side, and which rules spoke


def compare(before: Outcome, after: Outcome) -> tuple[Difference, ...]:
    """Alerts gained, lost and changed, in the order of time.

    Stories are matched by the items they hold, not by number: an alert is kept when any item of its story belongs to a
    story that was told in the same channel on the other side.
    """
    found = [*_changed_or_gained(before, after), *_lost(before, after)]
    return tuple(sorted(found, key=lambda d: (d.alert.at, d.alert.channel, d.change)))


def flagged_otherwise(before: Outcome, after: Outcome) -> tuple[ReplayedItem, ...]:
    """Items that only one side flags, as the other makes of them after; a report of a story told anyway is no alert."""
    return tuple(
        item
        for item in sorted(after.items.values(), key=lambda item: (item.seen_at, item.item_id))
        if (item.story_id is None) != (before.items[item.item_id].story_id is None)
    )


def _changed_or_gained(before: Outcome, after: Outcome) -> list[Difference]:
    differences = []
    held = _by_story(after)
    told = _alerts_by_item(before)
    for alert in after.alerts:
        earlier = _counterpart(alert, held, told)
        if earlier is None:
            reason = _because(before.items[alert.item_id], "was", after.items[alert.item_id])
            differences.append(Difference(change="gained", alert=alert, reason=reason))
        elif what := _what_differs(earlier, alert):
            differences.append(Difference(change="changed", alert=alert, reason=what))
    return differences


def _lost(before: Outcome, after: Outcome) -> list[Difference]:
    held = _by_story(before)
    told = _alerts_by_item(after)
    return [
        Difference(
            change="lost",
            alert=alert,
            reason=_because(after.items[alert.item_id], "now", after.items[alert.item_id]),
        )
        for alert in before.alerts
        if _counterpart(alert, held, told) is None
    ]


def _by_story(outcome: Outcome) -> Mapping[StoryId, list[ItemId]]:
    held: defaultdict[StoryId, list[ItemId]] = defaultdict(list)
    for item in outcome.items.values():
        if item.story_id is not None:
            held[item.story_id].append(item.item_id)
    return held


def _alerts_by_item(outcome: Outcome) -> Mapping[tuple[str, ItemId], ReplayedAlert]:
    """The alert that told of an item's story in a channel."""
    held = _by_story(outcome)
    return {(alert.channel, item_id): alert for alert in outcome.alerts for item_id in held[alert.story_id]}


def _counterpart(
    alert: ReplayedAlert,
    held: Mapping[StoryId, list[ItemId]],
    told: Mapping[tuple[str, ItemId], ReplayedAlert],
) -> ReplayedAlert | None:
    candidates = (told.get((alert.channel, item_id)) for item_id in (alert.item_id, *held[alert.story_id]))
    return next((found for found in candidates if found is not None), None)


def _what_differs(before: ReplayedAlert, after: ReplayedAlert) -> str:
    parts = []
    if before.severity != after.severity:
        parts.append(f"{before.severity} → {after.severity}")
    if before.topics != after.topics:
        parts.append(f"{' + '.join(before.topics)} → {' + '.join(after.topics)}")
    if before.replies != after.replies:
        parts.append(f"replies {before.replies} → {after.replies}")
    if before.item_id != after.item_id:
        parts.append(f"told by {before.outlet} → {after.outlet}")
    return ", ".join(parts)


def _because(item: ReplayedItem, when: str, ruled: ReplayedItem) -> str:
    rules = f" ({'; '.join(ruled.rules)})" if ruled.rules else ""
    return f"{when} {item.fate.reason}{rules}"


# --- what the team said -----------------------------------------------------------------------------------------------


def relevance(labels: Sequence[Label]) -> Mapping[Topic, Mapping[ItemId, bool]]:
    """By topic, items that the team called relevant or not; those on which as many say so as not are left out."""
    votes: defaultdict[tuple[Topic, ItemId], int] = defaultdict(int)
    for label in labels:
        if label.topic is not None and label.withdrawn_at is None:
            votes[label.topic, label.item_id] += {"relevant": 1, "not_relevant": -1}.get(label.kind, 0)
    found: defaultdict[Topic, dict[ItemId, bool]] = defaultdict(dict)
    for (topic, item_id), balance in votes.items():
        if balance:
            found[topic][item_id] = balance > 0
    return found


# --- thresholds ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdCost:
    """What flagging at or above a threshold means for one topic."""

    threshold: float
    flagged: int  # items
    precision: float | None  # among labelled items that it flags; None = it flags none of them
    recall: float | None  # of the items labelled relevant; None = there are none
    held_out: HeldOut | None = None  # on the model's training corpora; None = the model has no folds on record


def thresholds_beside(in_force: float) -> tuple[float, ...]:
    """Thresholds to show, the one in force among them, rising."""
    return tuple(sorted({*THRESHOLDS, in_force}))


def threshold_costs(
    outcome: Outcome,
    topic: Topic,
    labels: Mapping[ItemId, bool],
    thresholds: Sequence[float],
    held_out: Sequence[HeldOut] = (),
) -> tuple[ThresholdCost, ...]:
    """The cost of each threshold over the items of a replay.

    Args:
        outcome: of either side.
        topic: whose scores.
        labels: what the team said of items, relevant or not.
        thresholds: in (0, 1).
        held_out: of the same thresholds, in the same order; empty = the model has no folds on record.
    """
    scores = {item.item_id: dict(item.scores).get(topic, 0.0) for item in outcome.items.values()}
    relevant = sum(1 for item_id, truth in labels.items() if truth and item_id in scores)
    costs = []
    for n, threshold in enumerate(thresholds):
        hits = Counter(labels.get(item_id) for item_id, score in scores.items() if score >= threshold)
        said = hits[True] + hits[False]
        costs.append(
            ThresholdCost(
                threshold=threshold,
                flagged=hits.total(),
                precision=hits[True] / said if said else None,
                recall=hits[True] / relevant if relevant else None,
                held_out=held_out[n] if held_out else None,
            )
        )
    return tuple(costs)


__all__ = [
    "THRESHOLDS",
    "Change",
    "Difference",
    "Outcome",
    "ReplayedAlert",
    "ReplayedItem",
    "ThresholdCost",
    "compare",
    "flagged_otherwise",
    "relevance",
    "threshold_costs",
    "thresholds_beside",
]
