"""A handover is known by its place in the row and by the total that it made, beside its own number."""

import pytest
from story_kit import TRANSFER, Desk, facts, handed, report

from bot.stories.similarity import likeness
from bot.stories.totals import numbers_in, which_one


@pytest.mark.parametrize(
    ("title", "which"),
    [
        ("La cuarta tanda y la factura que no llega", 4),
        ("What Mexico's fourth handover bought", 4),
        ("Third mass transfer of prisoners buys time", 3),
        ("Mexico delivers second group of prisoners in a month", None),
        ("Segundo envío del mes: 14 reos", None),
        ("Second judge blocks extradition", None),
        ("Mexico sends 31 prisoners to US", None),
    ],
)
def test_a_headline_says_which_handover_it_is(title: str, which: int | None) -> None:
    """In the whole row; the second of a month is the fifth of all."""
    assert which_one(title) == which


def test_numbers_of_a_headline_that_may_be_totals() -> None:
    """Digits of two or three places; no sums, shares or parts of longer numbers."""
    assert numbers_in("Shortcut used 123 times, 4 men say; $250 and 1,045 and 45% and 20.5") == {123}


@pytest.mark.parametrize(
    ("title", "same"),
    [
        ("Expelled, not extradited: shortcut now used 123 times", True),
        ("The fourth batch and the bill that does not come", True),
        ("Expelled, not extradited: shortcut now used 92 times", False),
        ("The fifth batch and the bill that does not come", False),
        ("Shortcut used again", False),
    ],
)
def test_a_report_names_the_storys_total_or_place(title: str, same: bool) -> None:
    """Another total, or another place in the row, is of another handover."""
    desk = Desk()
    first = report("Mexico sends fourth group of prisoners to US", summary="The total is 123.")
    total = handed(123.0, first, measure="persons_transferred_cumulative", scope="cumulative")
    desk.take(first, TRANSFER, handed(31.0, first), total)
    assert likeness(facts(report(title, hours=70.0)), desk.stories[0]).same_total is same
