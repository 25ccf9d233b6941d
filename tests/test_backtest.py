"""Two replays laid side by side: which alerts only one has, and what a threshold costs."""

from datetime import timedelta
from typing import Any

import pytest
from fakes import NOON

from bot.backtest import THRESHOLDS, Outcome, ReplayedAlert, ReplayedItem, compare, threshold_costs, thresholds_beside
from bot.domain import Fate, HeldOut, ItemId, StoryId

BELOW = Fate(stage="judge", reason="below threshold: transfer 0.41 < 0.60")
ALERTED = Fate(stage="outbox", reason="alerted")


def item(name: str, **changes: Any) -> ReplayedItem:
    """An item that opened the story of its own number."""
    values: dict[str, Any] = {
        "item_id": ItemId(name),
        "title": f"Title of {name}",
        "outlet": "Courier",
        "seen_at": NOON,
        "scores": (("transfer", 0.9),),
        "rules": (),
        "fate": ALERTED,
        "story_id": StoryId("s-000001"),
    }
    return ReplayedItem(**(values | changes))


def alert(name: str, **changes: Any) -> ReplayedAlert:
    """A card in the channel `desk` that the item opened."""
    values: dict[str, Any] = {
        "channel": "desk",
        "story_id": StoryId("s-000001"),
        "item_id": ItemId(name),
        "title": f"Title of {name}",
        "outlet": "Courier",
        "severity": "P1",
        "topics": ("transfer",),
        "at": NOON,
    }
    return ReplayedAlert(**(values | changes))


def outcome(items: list[ReplayedItem], *alerts: ReplayedAlert) -> Outcome:
    """A replay's result."""
    return Outcome(items={each.item_id: each for each in items}, alerts=alerts)


NOT_FLAGGED = outcome([item("a", fate=BELOW, story_id=None)])
TOLD = outcome([item("a", rules=("rule watch +2.0",))], alert("a"))


def test_an_alert_that_is_new_is_gained_with_what_its_item_was_before() -> None:
    """The reason names the fate on the other side and the rule that made the difference."""
    (difference,) = compare(NOT_FLAGGED, TOLD)
    assert difference.change == "gained"
    assert difference.reason == "was below threshold: transfer 0.41 < 0.60 (rule watch +2.0)"


def test_an_alert_that_is_gone_is_lost_with_what_its_item_is_now() -> None:
    """Told before, below the threshold after."""
    (difference,) = compare(TOLD, NOT_FLAGGED)
    assert difference.change == "lost"
    assert difference.alert == TOLD.alerts[0]
    assert difference.reason == "now below threshold: transfer 0.41 < 0.60"


def test_stories_are_matched_by_their_items_not_by_number() -> None:
    """A second item in the story makes it the same, though it has another number and another opening report."""
    before = outcome([item("a"), item("b")], alert("a"))
    other = {"story_id": StoryId("s-000007")}
    after = outcome([item("a", fate=BELOW, story_id=None), item("b", **other)], alert("b", **other))
    (difference,) = compare(before, after)
    assert difference.change == "changed"
    assert difference.reason == "told by Courier → Courier"


def test_a_story_in_another_channel_is_not_the_same_alert() -> None:
    """Channels are compared one by one."""
    moved = outcome([item("a")], alert("a", channel="night"))
    assert {(d.change, d.alert.channel) for d in compare(TOLD, moved)} == {("gained", "night"), ("lost", "desk")}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"severity": "P2"}, "P1 → P2"),
        ({"topics": ("transfer", "strike_threat")}, "transfer → transfer + strike_threat"),
        ({"replies": 2}, "replies 0 → 2"),
    ],
)
def test_what_differs_is_named(changes: dict[str, Any], says: str) -> None:
    """One alert on both sides, told differently."""
    (difference,) = compare(TOLD, outcome([item("a")], alert("a", **changes)))
    assert (difference.change, difference.reason) == ("changed", says)


def test_the_same_outcome_differs_in_nothing() -> None:
    """No change, no difference."""
    assert compare(TOLD, TOLD) == ()


def test_the_busiest_hour_is_of_one_channel_and_half_open() -> None:
    """Three within the hour; a fourth exactly an hour after the first, and one elsewhere, do not count."""
    minutes = [0, 20, 59, 60]
    alerts = [alert(f"a{m}", at=NOON + timedelta(minutes=m)) for m in minutes]
    assert outcome([], *alerts[:3], alert("x", channel="night", at=NOON)).busiest_hour() == 3
    assert outcome([], *alerts).busiest_hour() == 3
    assert outcome([]).busiest_hour() == 0


def test_a_threshold_costs_items_and_labels() -> None:
    """Of four items, two labelled relevant and one not: counted by hand."""
    scores = {"a": 0.9, "b": 0.7, "c": 0.7, "d": 0.2}
    replayed = outcome([item(name, scores=(("transfer", score),)) for name, score in scores.items()])
    labels = {ItemId("a"): True, ItemId("c"): False, ItemId("d"): True}
    high, low, none = threshold_costs(replayed, "transfer", labels, (0.8, 0.2, 0.95))
    assert (high.flagged, high.precision, high.recall) == (1, 1.0, 0.5)
    assert (low.flagged, low.precision, low.recall) == (4, pytest.approx(2 / 3), 1.0)
    assert (none.flagged, none.precision, none.recall) == (0, None, 0.0)
    assert threshold_costs(replayed, "transfer", {}, (0.8,))[0].recall is None
    assert high.held_out is None


def test_what_the_folds_say_stands_beside_each_threshold() -> None:
    """In the same order; the threshold in force is among those that are shown."""
    thresholds = thresholds_beside(0.58)
    assert thresholds == tuple(sorted({*THRESHOLDS, 0.58}))
    folds = [HeldOut(precision=threshold, recall=1.0 - threshold) for threshold in thresholds]
    costs = threshold_costs(TOLD, "transfer", {}, thresholds, folds)
    assert [cost.held_out for cost in costs] == folds
