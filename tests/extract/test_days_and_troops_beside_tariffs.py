"""Days of a deadline, troops of either side and deaths by drugs, as headlines on tariffs and the border tell them."""

from datetime import UTC, datetime

import pytest
from builders import make_item

from bot.domain import Language
from bot.extract import extract

_DAY = datetime(2026, 10, 5, tzinfo=UTC)
Told = list[tuple[str, float | None, str]]


def told(language: Language, title: str, summary: str = "") -> Told:
    """(measure, value, scope) of all figures of known measures."""
    figures = extract(make_item(title=title, summary=summary, language=language, published_at=_DAY))
    return [(figure.measure, figure.value, figure.scope) for figure in figures if figure.measure != "other"]


def _days(days: float, scope: str = "this_event") -> Told:
    return [("deadline_days", days, scope)]


@pytest.mark.parametrize(
    ("language", "title", "summary", "expected"),
    [
        ("en", "Trump gives Mexico 60 more days before 25% tariff", "", _days(60)),
        ("en", "Mexico wins 90 more days on tariffs", "", _days(90)),
        ("en", "Trump pauses Mexico tariffs for 30 days after border deal", "", _days(30)),
        ("en", "Mexico's troops head north as 30-day tariff clock starts", "", _days(30)),
        ("en", "Tariff clock of 90 days starts for Mexico", "", _days(90)),
        ("en", "Trump drops tariff threat against Mexico", "They will take another look in 45 days.", _days(45)),
        ("es", "Gana México 90 días más sin aranceles", "", _days(90)),
        ("es", "Suspende Trump aranceles a México", "Washington revisará los avances en 45 días.", _days(45)),
        ("en", "FAA warning over Mexico expires after 60 days", "", _days(60, "background")),
        ("es", "Caduca tras 60 días alerta aérea de EU sobre México", "", _days(60, "background")),
    ],
)  # fmt: skip
def test_days_that_are_given(language: Language, title: str, summary: str, expected: Told) -> None:
    """Before a tariff, until a review, or of a notice that is over."""
    assert told(language, title, summary) == expected


@pytest.mark.parametrize(
    ("language", "title", "summary"),
    [
        ("en", "Trump to name cartels terrorists, has worked on it 90 days", ""),
        ("en", "Chihuahua prosecutor resigns", "She had given two versions in four days."),
        ("en", "Peso firms as US and Mexico agree to 90-day tariff truce", ""),
        ("en", "Michoacan gangs sign 90-day truce, bishop says", ""),
        ("es", "Trump dice que lleva 90 días trabajando en designar a los cárteles", ""),
        ("es", "Vence el lunes 15 el plazo para entregar pruebas contra gobernador", ""),
        ("es", "Llega el domingo 14 el plazo para extraditar al capo", ""),
    ],
)
def test_days_that_are_spent_and_days_of_the_month(language: Language, title: str, summary: str) -> None:
    """Work, truces of others and dates set no deadline."""
    assert told(language, title, summary) == []


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "10,000 guardsmen start for the border as Mexico keeps word to Trump"),
        ("en", "Trump hails Mexico's 10,000 guardsmen"),
        ("en", "Trump calls off tariffs as 6,000 guardsmen head for Tapachula"),
        ("en", "Mexico's 15,000 troops at border win Trump's praise"),
        ("es", "Trump celebra los 10 mil guardias de México en la frontera"),
    ],
)
def test_mexicos_guard_is_no_force_of_the_united_states(language: Language, title: str) -> None:
    """Whoever praises it."""
    assert told(language, title) == []


def _forces(*troops: tuple[float, str]) -> Told:
    return [("us_forces", number, scope) for number, scope in troops]


@pytest.mark.parametrize(
    ("language", "title", "expected"),
    [
        ("en", "Trump sends 1,500 US guardsmen to Mexican border", _forces((1500, "this_event"))),
        ("en", "Pentagon sends 1,500 troops to Mexican border; 2,200 already there",
         _forces((1500, "this_event"), (2200, "background"))),
        ("en", "Pentagon orders 1,500 more troops to border, joining 2,500 there",
         _forces((1500, "projected"), (2500, "background"))),
        ("es", "Manda EU mil 500 militares a la frontera con México; 2 mil 500 ya están ahí",
         _forces((1500, "this_event"), (2500, "background"))),
        ("en", "Northern Command requests 3,000 marines for border mission", _forces((3000, "projected"))),
        ("en", "Hegseth wants $900 million and 2,500 troops to keep border zones", _forces((2500, "projected"))),
        ("es", "Pide Hegseth 3 mil soldados para zonas militares en la frontera", _forces((3000, "projected"))),
    ],
)  # fmt: skip
def test_troops_already_there_and_asked_for(language: Language, title: str, expected: Told) -> None:
    """The former are background, the latter to come."""
    assert told(language, title) == expected


@pytest.mark.parametrize(
    ("language", "title", "summary", "expected"),
    [
        ("en", "Overdoses killed 110,000 Americans last year; senator wants to bomb cartels", "",
         [("overdose_deaths", 110000, "background")]),
        ("es", "Sobredosis mataron a 107 mil en un año; Graham quiere tropas contra cárteles", "",
         [("overdose_deaths", 107000, "background")]),
        ("es", "Trump firma orden sobre fentanilo", "Dijo que la droga mata a 300 mil personas al año.",
         [("overdose_deaths", 300000, "background")]),
        ("en", "US overdose deaths fall to 80,000 in 2024, CDC says", "", [("overdose_deaths", 80000, "this_event")]),
    ],
)  # fmt: skip
def test_deaths_by_drugs(language: Language, title: str, summary: str, expected: Told) -> None:
    """Told as an argument they are background, in a report on them this event."""
    assert told(language, title, summary) == expected
