"""Shares, halves and counts beside names, as headlines write them."""

import pytest
from builders import make_item
from classify_kit import LEXICON

from bot.domain import Language
from bot.extract import extract


@pytest.mark.parametrize(
    ("language", "title", "figures"),
    [
        ("en", "Three in four Mexicans oppose US strikes, poll finds", [("poll_share", 75.0, None)]),
        ("es", "Dos tercios de los mexicanos rechazan la intervención, según encuesta", [("poll_share", 67.0, None)]),
        ("es", "3 de cada 4 mexicanos rechazan ataques de EU, según encuesta", [("poll_share", 75.0, None)]),
        ("en", "Judge gives cartel boss 17 1/2 years in prison", [("sentence_years", 17.5, None)]),
        ("en", "Agents seize quarter-ton of fentanyl in Sinaloa", [("fentanyl_seized", 250.0, None)]),
        ("en", "Agents seize half-ton of fentanyl in Sinaloa", [("fentanyl_seized", 500.0, None)]),
        ("en", "Homicides in Mexico fall in first quarter", [("homicide_change", None, None)]),
        ("es", "“El Faro” y 24 más, entregados a Estados Unidos", [("persons_transferred", 24.0, None)]),
        ("es", "Van 14 más a Estados Unidos: México entrega a capos", [("persons_transferred", 14.0, None)]),
        ("es", "Irían 15 a 20 reos más a Estados Unidos, según fuentes", [("persons_transferred", 15.0, 20.0)]),
        (
            "en",
            "Senate votes 52 to 47 against bar on strikes in Mexico",
            [("votes", 52.0, None), ("votes", 47.0, None)],
        ),
    ],
)
def test_numbers_in_words_of_headlines(
    language: Language, title: str, figures: list[tuple[str, float, float | None]]
) -> None:
    """Each with its measure; a range keeps both ends."""
    found = extract(make_item(title=title, summary="", language=language), lexicon=LEXICON)
    assert [(f.measure, f.value, f.value_hi) for f in found] == figures


@pytest.mark.parametrize(
    ("title", "measure", "value"),
    [
        ("Veintena de capos, entregados a EU", "persons_transferred", 20),
        ("Entregan a EU docena de capos", "persons_transferred", 12),
        ("Decena de heridos por choque en Tepic", "injured", 10),
        ("Más de treintena de muertos en Culiacán", "killed", 30),
        ("Decomisan tonelada y media de cristal en Culiacán", "drugs_seized_total", 1_500),
        ("Aseguran más de tonelada y media de cocaína en Manzanillo", "drugs_seized_total", 1_500),
        ("Decomisan millón y medio de pastillas en Tijuana", "pills_seized", 1_500_000),
    ],
)
def test_spanish_headlines_leave_the_article_out(title: str, measure: str, value: float) -> None:
    """The number is what it would be with "una" before it."""
    found = extract(make_item(title=title, summary="", body="", language="es"))
    assert [(figure.measure, figure.value) for figure in found] == [(measure, value)]


@pytest.mark.parametrize(
    "title",
    [
        "Pagan quincena de policías en Culiacán",
        "Por docena de huevos pagan más en Tijuana",
        "Esa decena de años cambió a Sinaloa",
        "Toneladas y medios: el negocio del narco",
    ],
)
def test_a_pay_day_and_a_price_are_no_numbers(title: str) -> None:
    """A quincena without an article is a pay-day."""
    assert extract(make_item(title=title, summary="", body="", language="es")) == ()
