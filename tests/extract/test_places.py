"""Where a figure's event was: not where the report was written, not one of many towns, not a jail over the border."""

import pytest
from builders import make_item

from bot.app import load_lexicon
from bot.domain import Figure, Qualifier
from bot.extract import extract

LEXICON = load_lexicon()


def _read(title: str, summary: str = "", language: str = "en") -> dict[float | None, Figure]:
    item = make_item(title=title, summary=summary, body="", language=language)
    return {figure.value: figure for figure in extract(item, lexicon=LEXICON)}


@pytest.mark.parametrize(
    ("title", "summary", "language", "value", "place"),
    [
        ("Army seizes drugs", "MEXICO CITY (Reuters) - Soldiers seized 300 weapons this week.", "en", 300, None),
        ("Mueren 12 en Culiacán", "", "es", 12, "Culiacán"),
        ("Ataque", "CIUDAD DE MÉXICO (AP) — Mueren 12 en Culiacán.", "es", 12, "Culiacán"),
        ("Operativos en Jalisco, Colima y Michoacán dejan 14 muertos", "", "es", 14, None),
        ("Operativos en Jalisco y Colima dejan 14 muertos", "", "es", 14, None),
        ("Gunmen kill 12 soldiers in Culiacan, Sinaloa", "", "en", 12, "Culiacán"),
        ("Decomisan 3 toneladas de droga en Sinaloa y 20 armas en Durango", "", "es", 20, "Durango"),
        ("Mexico sends 37 suspects north", "The prisoners were flown to six U.S. cities from Toluca.", "en", 6, None),
        ("Viajan 37 reos en siete aviones", "Fueron siete aviones a Washington, Houston y Nueva York.", "es", 7, None),
        ("Mexico sends 26 men to the US: 18 to Texas, eight to New York", "", "en", 26, None),
        ("Mexico sends 26 men to the US: 18 to Texas, eight to New York", "", "en", 18, "Texas"),
        ("Mexico Transfers 14 Cartel Operatives to U.S. Custody", "", "en", 14, None),
        ("Justice Department: 26 Fugitives Wanted in U.S. Taken Into Custody From Mexico", "", "en", 26, None),
    ],
)
def test_where_what_is_counted_took_place(
    title: str, summary: str, language: str, value: float, place: str | None
) -> None:
    """The place beside the number; no dateline, no custody, no list of towns."""
    assert _read(title, summary, language)[value].place == place


@pytest.mark.parametrize(
    ("title", "language", "value", "qualifier"),
    [
        ("Mexico sends drug lord Rafael Caro Quintero, 28 others to US", "en", 28, "more_than"),
        ("Mexico hands over Caro Quintero and 28 others to US", "en", 28, "more_than"),
        ("México envía a Caro Quintero y 28 más a EU", "es", 28, "more_than"),
        ("Entregan a 'El Cuini' y a otros 25 a Estados Unidos", "es", 25, "more_than"),
        ("Mexico hands over Caro Quintero and at least 28 others to US", "en", 28, "at_least"),
        ("México entrega a EU a otros 26 capos", "es", 26, "exact"),
        ("Mexico sends 26 more cartel members to US", "en", 26, "exact"),
        ("Van 26 más a EU", "es", 26, "exact"),
        ("Mexico sends 29 cartel figures, including Caro Quintero, to US", "en", 29, "exact"),
    ],
)
def test_others_beside_a_name_are_not_all(title: str, language: str, value: float, qualifier: Qualifier) -> None:
    """Else 28 others would contradict the 29 that everybody else tells of."""
    figure = _read(title, language=language)[value]
    assert (figure.measure, figure.qualifier) == ("persons_transferred", qualifier)


@pytest.mark.parametrize(
    ("title", "measure"),
    [
        ("29 Fugitives From Mexico, Including Rafael Caro Quintero, Taken Into U.S. Custody", "persons_transferred"),
        ("Justice Department: 26 Fugitives Wanted in U.S. Taken Into Custody From Mexico", "persons_transferred"),
        ("29 cartel leaders taken into US custody from Mexico", "persons_transferred"),
        ("DEA takes 12 suspects into custody in Texas raid", "persons_arrested"),
        ("Twelve men taken into custody in Chicago over fentanyl sales", "persons_arrested"),
    ],
)
def test_taken_into_custody_from_mexico_is_handed_over(title: str, measure: str) -> None:
    """By whence they come; whoever is taken in a raid is arrested."""
    assert {figure.measure for figure in _read(title).values()} == {measure}
