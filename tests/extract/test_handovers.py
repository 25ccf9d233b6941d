"""Handovers that everybody knows: a text that only restates them has no news in them."""

from datetime import UTC, date, datetime

import pytest
from builders import make_item

from bot.extract import extract
from bot.extract.handovers import KNOWN, are_known, is_known


def test_totals_are_the_sums_of_the_handovers() -> None:
    """29, then 55, then 92."""
    totals = [sum(handover.people for handover in KNOWN[: n + 1]) for n in range(len(KNOWN))]
    assert totals == [handover.total for handover in KNOWN]


@pytest.mark.parametrize(("day", "known"), [(date(2026, 1, 21), False), (date(2026, 2, 21), True)])
def test_a_handover_is_news_for_some_days(day: date, known: bool) -> None:
    """The 37 of January are this event the day after, and known a month later."""
    assert is_known(37, day) is known


def test_two_known_numbers_say_it_in_a_text_about_handovers_three_elsewhere() -> None:
    """A 26 and a 29 may be anything where nobody is handed over."""
    day = date(2026, 10, 5)
    assert are_known([29, 26], day)
    assert not are_known([29, 26], day, about=False)
    assert are_known([29, 26, 37, 4], day, about=False)
    assert not are_known([29, 29], day)


def test_numbers_that_restate_known_handovers_are_background() -> None:
    """No noun says what they count; the numbers beside each other do."""
    at = datetime(2026, 10, 5, 12, tzinfo=UTC)
    body = "Primero fueron 29, luego 26, después 37."
    item = make_item(
        title="Columna: los números de la entrega", summary="", body=body, language="es", published_at=at, first_seen=at
    )
    found = {(figure.measure, figure.value, figure.scope) for figure in extract(item) if figure.value in (29, 26, 37)}
    assert found == {("persons_transferred", value, "background") for value in (29.0, 26.0, 37.0)}


def test_the_day_of_the_item_beside_a_known_number_makes_it_today_s() -> None:
    """Another 37 may be flown one day."""
    at = datetime(2027, 1, 21, 12, tzinfo=UTC)
    text = "El 12 de agosto 26 reos fueron enviados a EU; el 20 de enero de 2027, 37 más."
    figures = extract(make_item(title=text, summary="", body="", language="es", published_at=at, first_seen=at))
    assert [(figure.value, figure.scope) for figure in figures] == [(26.0, "background"), (37.0, "this_event")]
