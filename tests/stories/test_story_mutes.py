"""What is muted is not told, and nothing else is kept quiet."""

from typing import Any

import pytest
from builders import make_item, make_mute, make_report, make_story, make_story_change
from fakes import NOON
from test_story_policy import FACT, fate, has_card, joined, kinds, opened, planned

from bot.domain import FeedId, Mute, MuteId, RoutePolicy
from bot.stories.mutes import muting, told_as

CHANGE = make_story_change(after=make_story(topics=("transfer", "strike_threat")))
ITEM = make_item(title="Entregan al Chapo Júnior", summary="El traslado fue el lunes.", body="")


def met(mutes: list[Mute], channel: str = "desk", **changes: Any) -> Mute | None:
    """The mute that meets the report of ITEM."""
    return muting(changes.get("change", CHANGE), changes.get("item", ITEM), channel, mutes)


@pytest.mark.parametrize(
    ("kind", "target", "is_met"),
    [
        ("story", "s-000001", True),
        ("story", "s-000002", False),
        ("feed", "diario", True),
        ("feed", "gaceta", False),
        ("term", "chapo junior", True),
        ("term", "CHAPO", True),
        ("term", "traslado", True),
        ("term", "cha", False),
        ("term", "junior chapo", False),
        ("term", "júnior el", False),
        ("topic", "transfer", False),
    ],
)
def test_what_a_mute_meets(kind: Any, target: str, is_met: bool) -> None:
    """Its story, its feed, whole words in order whatever their case and accents; a topic only with all others."""
    item = make_item(feed_id=FeedId("diario"), title=ITEM.title, summary=ITEM.summary, body="")
    assert (met([make_mute(kind=kind, target=target)], item=item) is not None) is is_met


def test_a_story_of_two_topics_is_quiet_when_both_are() -> None:
    """It is told again when the first of them is."""
    soon = make_mute(kind="topic", target="transfer")
    ever = make_mute(id=MuteId("m-2"), kind="topic", target="strike_threat", until=None)
    assert met([soon]) is None
    assert met([soon, ever]) == soon


def test_a_mute_of_one_channel_leaves_the_others_alone() -> None:
    """And the one that lasts longest is named."""
    here = make_mute(channel="desk")
    ever = make_mute(id=MuteId("m-2"), until=None)
    assert (met([here], "desk"), met([here], "night")) == (here, None)
    assert met([here, ever]) == met([ever, here]) == ever


def test_without_its_item_the_headline_is_read() -> None:
    """A report of another day, told about now."""
    report = make_report(title="Entregan al Chapo")
    change = make_story_change(after=make_story(reports=(report,)), report=report)
    assert met([make_mute(kind="term", target="Chapo")], change=change, item=None)
    assert met([make_mute(kind="feed", target="diario")], change=change, item=None) is None


def test_the_fate_says_until_when_and_by_whom() -> None:
    """And what was muted, where it is not the story."""
    assert told_as(make_mute()) == "muted until 2026-10-06 12:00Z by U0ANA"
    assert told_as(make_mute(kind="term", target="Chapo", until=None)) == "muted for good by U0ANA (term Chapo)"


def quiet(channel: str = "desk") -> Any:
    """Everything is muted in one channel."""
    return lambda change, where: make_mute() if where == channel else None


def test_a_muted_story_opens_no_card() -> None:
    """Its fate says why; in another channel it is told."""
    result = planned([opened()], muted=quiet())
    assert (kinds(result), fate(result)) == ([], "muted until 2026-10-06 12:00Z by U0ANA")
    both = planned([opened()], RoutePolicy(channel="desk"), RoutePolicy(channel="night"), muted=quiet())
    assert [(m.plan.channel, m.plan.kind) for m in both.messages] == [("night", "card")]
    assert fate(both) == "alerted"


def test_a_card_that_is_there_stays_true() -> None:
    """An edit, which pings nobody, and no reply; nothing where nothing visible changed."""
    assert kinds(planned([joined(opened(), FACT)], card_state=has_card)) == ["reply", "edit"]
    result = planned([joined(opened(), FACT)], card_state=has_card, muted=quiet())
    assert (kinds(result), fate(result, 100)) == (["edit"], "muted until 2026-10-06 12:00Z by U0ANA")
    assert kinds(planned([joined(opened(), FACT, visible=False)], card_state=has_card, muted=quiet())) == []


def test_a_card_of_the_batch_shows_what_a_muted_report_added() -> None:
    """A term mutes the second report only: one card, as it stands after both."""
    first = opened()
    second = joined(first, FACT)

    def muted(change: Any, channel: str) -> Mute | None:
        return make_mute(at=NOON) if change is second else None

    (message,) = planned([first, second], muted=muted).messages
    assert (message.plan.kind, message.changes) == ("card", (first, second))
