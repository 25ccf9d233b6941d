"""Tolls with their parts, the same done in two places, and the sides of a vote told below its headline."""

from datetime import UTC, datetime

import pytest
from builders import make_item

from bot.domain import Language
from bot.extract import extract

_DAY = datetime(2026, 10, 5, tzinfo=UTC)


def numbers(measure: str, language: Language, title: str, summary: str = "") -> list[float | None]:
    """Values of the figures of a measure."""
    figures = extract(make_item(title=title, summary=summary, language=language, published_at=_DAY))
    return [figure.value for figure in figures if figure.measure == measure]


@pytest.mark.parametrize(
    ("language", "title", "dead", "forces"),
    [
        ("en", "Toll of Culiacan raid passes 40: 12 soldiers, 28 gunmen", [40, 28], [12]),
        ("en", "Death toll in Jalisco violence rises to 60: 20 guardsmen, 40 gunmen", [60, 40], [20]),
        ("es", "Suman 60 muertos en Jalisco: 20 guardias y 40 sicarios", [60, 40], [20]),
        ("en", "Six dead in Sonora: two soldiers, four gunmen", [6, 4], [2]),
        ("en", "Toll of Culiacan raid passes 40: Army sends 900 soldiers", [40], []),
    ],
)
def test_a_toll_and_its_parts(language: Language, title: str, dead: list[float], forces: list[float]) -> None:
    """Soldiers and others behind the colon; those who do something there are none of the dead."""
    assert sorted(map(float, filter(None, numbers("killed", language, title)))) == sorted(dead)
    assert numbers("security_forces_killed", language, title) == forces


@pytest.mark.parametrize(
    ("measure", "language", "title", "summary", "expected"),
    [
        ("killed", "es", "Bloqueos en 12 estados", "Fueron abatidos 20 sicarios en Jalisco y tres en Colima.", [20, 3]),
        ("killed", "es", "Jornada violenta",
         "Fueron asesinadas siete personas en Guanajuato y cuatro en Zacatecas.", [7, 4]),
        ("killed", "en", "Eight bodies left on Highway 15 south of Culiacan, three near Eldorado", "", [8, 3]),
        ("killed", "es", "Abandonan 12 cuerpos en Culiacán", "", [12]),
        ("persons_arrested", "es", "Operativos en el norte",
         "Fueron detenidos ocho sujetos en Tijuana y tres en Mexicali.", [8, 3]),
    ],
)  # fmt: skip
def test_the_same_in_two_places(
    measure: str, language: Language, title: str, summary: str, expected: list[float]
) -> None:
    """A second place has its own number."""
    assert numbers(measure, language, title, summary) == expected


@pytest.mark.parametrize(
    ("language", "title", "summary", "expected"),
    [
        ("es", "Senado avala con 87 votos la reforma contra agentes extranjeros",
         "En contra votaron 31 senadores y nueve se abstuvieron.", [87, 31, 9]),
        ("es", "Aprueba Senado, con 72 votos, entrada de marines",
         "Se opusieron 30 legisladores y seis se abstuvieron.", [72, 30, 6]),
        ("es", "Senado aprueba reforma sobre agentes extranjeros",
         "Se pronunciaron a favor 87 senadores y en contra 31.", [87, 31]),
        ("en", "Lower house backs limits on DEA with 320 votes",
         "Ninety lawmakers opposed it and 12 abstained.", [320, 90, 12]),
        ("es", "Senado aprueba reforma sobre agentes extranjeros",
         "Se pronunciaron a favor de 19 entrenamientos.", []),
        ("es", "Senado aprueba reforma", "Se opusieron 300 organizaciones civiles.", []),
        ("es", "Senado avala con 87 votos reforma", "Votaron en contra 20 morenistas.", [87, 20]),
    ],
)  # fmt: skip
def test_sides_of_a_vote(language: Language, title: str, summary: str, expected: list[float]) -> None:
    """Of those who vote, and of nobody else."""
    assert numbers("votes", language, title, summary) == expected
