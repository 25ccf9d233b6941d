"""The benchmark of what a channel hears, on outcomes whose right count is known."""

from datetime import timedelta

from builders import make_item
from fakes import NOON

from benchmarks.channel import heard, lines_of
from benchmarks.stories import Labelled
from bot.backtest import Outcome, ReplayedAlert, ReplayedItem
from bot.domain import Fate, ItemId, StoryId


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
        ("answer", 5, "s-1", False, "folded into story s-1, told in a reply"),
        ("beach", 6, "s-1", False, "folded into story s-1"),
        ("bill", 7, "s-4", False, "digest only: P3"),
        ("plea", 8, None, False, "below threshold"),
    )
    found = heard(labelled, outcome)
    assert (found.told, found.late_min) == (["handover"], [5.0])
    assert [event for event, _ in found.doubled] == ["handover"]
    assert found.again == [("handover", "handover at 216")]
    assert (found.replied, found.hidden, found.quiet, found.unflagged) == (["answer"], ["beach"], ["bill"], ["plea"])
    lines = lines_of(labelled, outcome, found)
    assert lines[0] == "doubled   handover: handover at 3"
    assert "hidden    beach: beach at 6 (folded into story s-1) -> handover at 0" in lines


def test_late_is_counted_from_an_events_first_report() -> None:
    """Though only its second opened the alert."""
    labelled, outcome = _played(("raid", 0, None, False, "below threshold"), ("raid", 2, "s-1", True, "alerted"))
    assert heard(labelled, outcome).late_min == [125.0]
