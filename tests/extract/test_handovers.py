"""Handovers that everybody knows: a text that only restates them has no news in them."""

from datetime import UTC, date, datetime

import pytest
from builders import make_item

from bot.domain import Language, Scope
from bot.extract import extract
from bot.extract.handovers import KNOWN, are_known, is_known, is_known_total


def test_totals_are_the_sums_of_the_handovers() -> None:
    """29, then 55, then 92."""
    totals = [sum(handover.people for handover in KNOWN[: n + 1]) for n in range(len(KNOWN))]
    assert totals == [handover.total for handover in KNOWN]


@pytest.mark.parametrize(("day", "known"), [(date(2026, 1, 21), False), (date(2026, 2, 21), True)])
def test_a_handover_is_news_for_some_days(day: date, known: bool) -> None:
    """The 37 of January are this event the day after, and known a month later."""
    assert is_known(37, day) is known


def test_a_total_is_known_when_its_last_handover_is_no_news_any_more() -> None:
    """The first handover's number is no total of several."""
    assert [total for total in (29, 55, 92) if is_known_total(total, date(2026, 1, 21))] == [55]
    assert [total for total in (29, 55, 92) if is_known_total(total, date(2026, 2, 21))] == [55, 92]


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


@pytest.mark.parametrize(
    ("title", "text", "language", "people", "measure", "scope"),
    [
        ("What 92 prisoners bought Mexico", "Cells were emptied for Washington.", "en", 92, "total", "background"),
        (
            "Column: they went, and nothing changed",
            "Mexico shipped 55 inmates to US jails.",
            "en",
            55,
            "total",
            "background",
        ),
        ("'Les dimos 92 reos y quieren más'", "El senador pidió a EU respeto.", "es", 92, "total", "background"),
        ("Y ya son 92: entrega México más capos a EU", "", "es", 92, "total", "cumulative"),
        ("Alista México envío de 55 reos a EU", "", "es", 55, "people", "projected"),
        ("México entrega a 55 reos a EU", "", "es", 55, "people", "this_event"),
        ("Trump, a month after Mexico's handover of the 37, wants more", "", "en", 37, "people", "background"),
        ("Trump thanks Mexico following the 37 sent to Texas on Sunday", "", "en", 37, "people", "this_event"),
        ("De los 26 de agosto, doce se declararon culpables", "", "es", 26, "people", "background"),
        ("Un juez lo dejó en prisión", "Fue uno de los 29 despachados por México.", "es", 29, "people", "background"),
        (
            "Su vuelo salió de Toluca",
            "Es uno de los 37 que se fueron el 20 de enero.",
            "es",
            37,
            "people",
            "background",
        ),
    ],
)
def test_a_known_handover_is_told_by_its_number(
    title: str, text: str, language: Language, people: int, measure: str, scope: Scope
) -> None:
    """Whatever noun and verb stand beside it; as many again who go now, or are to go, are none of it."""
    name = {"total": "persons_transferred_cumulative", "people": "persons_transferred"}[measure]
    assert _found(title, text, language, people) == [(name, scope)]


@pytest.mark.parametrize(
    ("title", "text", "language", "number"),
    [
        ("Mexico sends 14 men to the US", "Their families have filed 92 complaints.", "en", 92),
        ("México entrega a 14 reos a EU", "Los custodiaron 92 soldados.", "es", 92),
        ("México entrega a 14 reos a EU", "El Senado lo avaló con 92 votos.", "es", 92),
        ("Smugglers of a truck that overturned killing 55 sent to Texas", "", "en", 55),
        ("Los 37 muertos del motín tienen nombre", "Eran presos de un penal de EU.", "es", 37),
        ("Misa por los 26", "Las familias de los mineros piden justicia.", "es", 26),
        ("The 29 vote on Tuesday", "All are members of the Texas senate.", "en", 29),
    ],
)
def test_the_same_number_of_anything_else_is_no_handover(
    title: str, text: str, language: Language, number: int
) -> None:
    """Complaints, guards, votes, the dead, and groups of a text that tells of no handover."""
    assert not [measure for measure, _ in _found(title, text, language, number) if measure.startswith("persons_t")]


def _found(title: str, text: str, language: Language, value: int) -> list[tuple[str, Scope]]:
    """(measure, scope) of a number's figures in an item of autumn 2026."""
    at = datetime(2026, 10, 5, 12, tzinfo=UTC)
    item = make_item(title=title, summary="", body=text, language=language, published_at=at, first_seen=at)
    return [(figure.measure, figure.scope) for figure in extract(item) if figure.value == value]


def test_a_known_handover_that_a_text_tells_as_news_is_news() -> None:
    """A report of January that a feed lists late says so by what it tells first."""
    title = "Mexico sends 37 more inmates to US"
    text = "Army planes took 37 prisoners north on Tuesday. The 37 landed in Texas. It has sent 92 people so far."
    assert _found(title, text, "en", 37) == [("persons_transferred", "this_event")]
    assert _found(title, text, "en", 92) == [("persons_transferred_cumulative", "cumulative")]


def test_as_many_as_all_before_may_go_at_once() -> None:
    """Whom a headline moves are none who went before, however many they are."""
    title = "92 cartel suspects arrive in US aboard military planes"
    assert _found(title, "", "en", 92) == [("persons_transferred_cumulative", "cumulative")]
