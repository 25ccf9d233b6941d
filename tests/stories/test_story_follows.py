"""Which earlier story a new one points back to: a handover of many answers a denial or a plan, no one man's case."""

import pytest
from builders import make_judgement, make_verdict
from story_kit import Desk, facts, report

from bot.stories.follows import followed

BATCH = report("Mexico sends 37 suspects to United States", hours=40)


@pytest.mark.parametrize(
    ("title", "realis", "is_followed"),
    [
        ("Mexico denies that a new handover of suspects is planned", "denied", True),
        ("US presses Mexico for a third handover of suspects", "requested", True),
        ("Mexico prepares to send 30 suspects to United States", "announced", True),
        ("Fugitive captured in Pachuca, awaits extradition", "requested", False),
        ("Detienen a operador con orden de extradición", "requested", False),
        ("Mexico to extradite Caro Quintero to United States", "announced", False),
    ],
)
def test_what_a_handover_of_many_comes_after(title: str, realis: str, is_followed: bool) -> None:
    """A denial, a request or an announcement of a handover; not one man's case."""
    desk = Desk()
    desk.take(report(title), make_judgement(make_verdict(realis=(realis,))))
    before = followed(facts(BATCH), desk.stories)
    assert (before is not None) is is_followed
