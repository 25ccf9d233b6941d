"""A story that wakes after days: what woke it, and not how old it is, says what belongs to it."""

import pytest
from story_kit import Desk, facts, report

from bot.stories.evidence import evidence, setting_of
from bot.stories.similarity import likeness


@pytest.mark.parametrize(
    ("woken_by", "is_new"),
    [
        ("Court clears way for extradition of Caro Quintero", True),
        ("A month after: what the extradition of Caro Quintero bought", False),
    ],
)
def test_a_story_that_wakes_is_as_new_as_what_woke_it(woken_by: str, is_new: bool) -> None:
    """The ruling of today is told again today, whenever its story began; a look back brings nothing that is."""
    desk = Desk()
    desk.take(report("Mexico extradites Caro Quintero to Texas"))
    asleep = desk.stories[0]
    desk.take(report(woken_by, hours=480.0))
    assert len(desk.stories) == 1
    again = facts(report("Judges let Mexico send boss north", hours=482.0, outlet="Post"))
    ages = [
        evidence(again, story, likeness(again, story), "report", setting_of(again, [story]))["age"]
        for story in (asleep, desk.stories[0])
    ]
    assert (ages[1] < 0.1) is is_new
    assert ages[0] > 3.0
