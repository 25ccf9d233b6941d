"""The benchmark of what a channel hears, on outcomes whose right count is known."""

from datetime import timedelta

from builders import make_item
from fakes import NOON, FakeScorer

from benchmarks.channel import heard, lines_of, outcome_of
from benchmarks.stories import Labelled
from bot.app import load_lexicon
from bot.backtest import Outcome, ReplayedAlert, ReplayedItem
from bot.domain import AlertPolicy, Fate, ItemId, RoutePolicy, StoryId
from bot.jobs.think import Mind
from bot.rules import RuleSet
from bot.stories.policy.channel import TOLD_IN_REPLY


def _played(*rows: tuple[str, float, str | None, bool, str]) -> tuple[list[Labelled], Outcome]:
    """Rows: event, hours, story that took it or None, whether it opened an alert, fate's reason."""
    labelled, items, alerts = [], {}, []
    for number, (event, hours, story, opens, reason) in enumerate(rows):
        at = NOON + timedelta(hours=hours)
        item = make_item(id=ItemId(f"i-{number}"), title=f"{event} at {hours}", published_at=at, first_seen=at)
        labelled.append(Labelled(item, event))
        story_id = StoryId(story) if story else None
        items[item.id] = ReplayedItem(
            item_id=item.id, title=item.title, outlet=item.outlet, seen_at=at, scores=(), rules=(),
            fate=Fate(stage="alert", reason=reason), story_id=story_id,
        )  # fmt: skip
        if opens and story_id:
            alerts.append(
                ReplayedAlert(
                    channel="desk", story_id=story_id, item_id=item.id, title=item.title, outlet=item.outlet,
                    severity="P2", topics=("transfer",), at=at + timedelta(minutes=5),
                )
            )  # fmt: skip
    return labelled, Outcome(items=items, alerts=tuple(alerts))


def test_each_event_is_counted_once_by_what_was_heard_of_it() -> None:
    """Told, doubled within the week, again after it, in another's thread with and without a word, quiet, unflagged."""
    labelled, outcome = _played(
        ("handover", 0, "s-1", True, "alerted"),
        ("handover", 3, "s-2", True, "alerted"),
        ("handover", 4, "s-2", False, "folded into story s-2"),
        ("handover", 24 * 9, "s-3", True, "alerted"),
        ("answer", 5, "s-1", False, "folded into story s-1, " + TOLD_IN_REPLY),
        ("beach", 6, "s-1", False, "folded into story s-1"),
        ("bill", 7, "s-4", False, "digest only: P3"),
        ("plea", 8, None, False, "below threshold"),
    )
    found = heard(labelled, outcome)
    assert (found.told, found.late) == (["handover"], [])
    assert [event for event, _ in found.doubled] == ["handover"]
    assert found.again == [("handover", "handover at 216")]
    assert (found.replied, found.hidden, found.quiet, found.unflagged) == (["answer"], ["beach"], ["bill"], ["plea"])
    lines = lines_of(labelled, outcome, found)
    assert lines[0] == "doubled   handover: handover at 3"
    assert "hidden    beach: beach at 6 (folded into story s-1) -> handover at 0" in lines


def test_late_is_what_a_later_report_alerts() -> None:
    """Counted from an event's first report, flagged or not."""
    labelled, outcome = _played(
        ("raid", 0, None, False, "below threshold"),
        ("raid", 2, "s-1", True, "alerted"),
        ("vote", 3, "s-2", True, "alerted"),
    )
    assert heard(labelled, outcome).late == ["raid"]


def test_a_replay_of_the_bot_is_counted() -> None:
    """Two reports of one handover, and a ruling on it, through the stages themselves: one alert, and a reply."""
    rows = [
        ("handover", 0.0, "Mexico hands over 26 cartel suspects to the United States", "Courier"),
        ("handover", 1.0, "Mexico sends 26 suspects to US in latest transfer", "Post"),
        ("ruling", 30.0, "Judge rules handover of 26 suspects to United States illegal", "Sun"),
    ]
    labelled = [
        Labelled(
            make_item(
                id=ItemId(f"i-{n}"), guid=None, url=None, link=None, outlet=outlet, title=title, summary="", body="",
                language="en", published_at=NOON + timedelta(hours=hours), first_seen=NOON + timedelta(hours=hours),
            ),
            event,
        )
        for n, (event, hours, title, outlet) in enumerate(rows)
    ]  # fmt: skip
    mind = Mind(
        scorers={"transfer": FakeScorer(scores={"suspects": 0.99})}, lexicon=load_lexicon(), rules=RuleSet(),
        thresholds={}, routes=(RoutePolicy(channel="desk"),), policy=AlertPolicy(),
    )  # fmt: skip
    found = heard(labelled, outcome_of(labelled, mind))
    assert (found.told, found.doubled, found.replied, found.hidden) == (["handover"], [], ["ruling"], [])
