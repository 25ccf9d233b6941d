"""Numbers of people: which tell two handovers apart, and which are one that was printed wrongly, first, or in part."""

from datetime import timedelta

import pytest
from story_kit import TRANSFER, Desk, facts, handed, report

from bot.stories import assign
from bot.stories.reshape import is_one_event
from bot.stories.who import is_first_number


def test_a_misprint_of_the_day_is_no_other_handover() -> None:
    """32 here and 37 there, the same day and the same words: one event, and the values are rivals."""
    desk = Desk()
    first, second = (report(f"Mexico sends {n} prisoners to United States", hours=h, outlet=o)
                     for n, h, o in ((32, 0, "Courier"), (37, 1, "Post")))  # fmt: skip
    desk.take(first, TRANSFER, handed(32.0, first))
    assert desk.take(second, TRANSFER, handed(37.0, second)).after.standing == "DISPUTED"
    another = report("Mexico sends another 37 prisoners to United States", hours=2, outlet="Third")
    assert desk.take(report("Mexico sends 90 prisoners to United States", hours=2, outlet="Third")).before is None
    assert desk.take(another).before is not None


def test_an_outlet_corrects_its_own_number() -> None:
    """Within the day and in like words, as far as a first flash grows; much more is another event."""
    desk = Desk()
    desk.take(report("Mexico sends 23 prisoners to United States", outlet="Post"))
    assert len(desk.stories) == 1
    desk.take(report("Mexico sends 37 prisoners to United States", hours=2, outlet="Post"))
    assert len(desk.stories) == 1
    desk.take(report("Mexico sends 90 prisoners to United States", hours=3, outlet="Post"))
    assert len(desk.stories) == 2


def test_some_of_those_sent_are_no_other_group() -> None:
    """ "Three women among those sent" are of the 23; another three who are sent are not."""
    desk = Desk()
    desk.take(report("México envía a 23 capos a Estados Unidos"))
    for title, apart in (
        ("Tres mujeres, entre los enviados este lunes a Estados Unidos", False),
        ("México envía a tres mujeres a Estados Unidos", True),
    ):
        assert bool(assign(facts(report(title, hours=5)), desk.stories, number=2).vetoed_by) is apart


def test_a_first_number_grows_within_hours_where_nothing_else_is_told() -> None:
    """23, and 29 of the official statement that names nobody; on the next day they would be others."""
    desk = Desk()
    desk.take(report("México envía a 23 capos a Estados Unidos", summary="Va Caro Quintero."))
    for hours, apart in ((2.0, False), (20.0, True)):
        statement = report("Comunicado: 29 reos fueron enviados a Estados Unidos", hours=hours, outlet="Fiscalía")
        assert bool(assign(facts(statement), desk.stories, number=2).vetoed_by) is apart


@pytest.mark.parametrize(
    ("name", "hours", "together"),
    [("Caro Quintero", 5, True), ("Caro Quintero", 20, True), ("Caro Quintero", 30, False)],
)
def test_a_first_number_of_people_among_whom_one_is_named(name: str, hours: float, together: bool) -> None:
    """A flash of 23 and the 29 of the evening are one, since nobody is handed over twice in a day."""
    flash, later = Desk(), Desk()
    flash.take(report(f"Mexico sends 23 suspects to United States, among them {name}"))
    told = report(f"29 flown north: {name} at the head of the largest handover", hours=hours, outlet="Star")
    later.take(told)
    assert assign(facts(told), flash.stories, number=2).is_new_story is not together
    assert is_one_event(flash.stories[0], later.stories[0], None) is together


@pytest.mark.parametrize(("ratio", "hours", "may_be"), [(0.79, 20, True), (0.79, 30, False), (0.6, 1, False)])
def test_how_far_a_first_number_may_be_off(ratio: float, hours: float, may_be: bool) -> None:
    """By a quarter at most, within a day."""
    assert is_first_number(ratio, timedelta(hours=hours)) is may_be


def test_others_beside_one_who_is_named_are_one_fewer() -> None:
    """31 are "El Tahúr" and 30 others."""
    desk = Desk()
    desk.take(report("México entrega a 31 reos"))
    title = "“El Tahúr” y otros 30 reos, entregados a Estados Unidos"
    assert desk.take(report(title, hours=20, outlet="Post")).before is not None
