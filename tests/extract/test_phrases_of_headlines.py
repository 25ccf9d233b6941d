"""People and other numbers whose measure or scope a phrase of headlines decides, and what stands beside them."""

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


def _moved(*people: float, scope: str = "this_event") -> Told:
    return [("persons_transferred", number, scope) for number in people]


@pytest.mark.parametrize(
    ("language", "title", "expected"),
    [
        ("en", "Dallas gets eight of Mexico's 31; Miami takes six", _moved(8, 31, 6)),
        ("en", "Phoenix takes four of Mexico's 31 prisoners", _moved(4, 31)),
        ("en", "Mexico readies prisoner flight to US, as many as 30, officials say", _moved(30, scope="projected")),
        ("es", "Prepara México otro traslado de reos a EU, de hasta 30", _moved(30, scope="projected")),
        ("en", "Mexico extradites 'La Barbie' to US with 11 others", [("persons_extradited", 11, "this_event")]),
        ("es", "Extraditan a EU a 'El Marro' junto con otros nueve", [("persons_extradited", 9, "this_event")]),
        ("en", "Sheinbaum says no fourth handover of prisoners is planned", [("transfer_operations", 4, "projected")]),
    ],
)  # fmt: skip
def test_people_who_go(language: Language, title: str, expected: Told) -> None:
    """A city's share, those of the next flight, those beside a name."""
    assert told(language, title) == expected


def _requests(number: float, scope: str = "this_event") -> tuple[str, float, str]:
    return "extradition_requests", number, scope


@pytest.mark.parametrize(
    ("language", "title", "summary", "expected"),
    [
        ("es", "EU pide la detención provisional de 8 funcionarios de Nayarit", "", [_requests(8)]),
        ("es", "Washington solicita detener con fines de extradición a 12 exfuncionarios", "", [_requests(12)]),
        ("en", "US seeks provisional arrest of 10 Sinaloa officials", "", [_requests(10)]),
        ("es", "FGR pide detener a 10 policías", "", []),
        ("en", "US sits on 48 Mexican extradition requests, minister says",
         "Eight concern fuel theft, two the Ayotzinapa case.",
         [_requests(48, "background"), _requests(8, "background"), _requests(2, "background")]),
        ("es", "EU no responde 48 solicitudes de extradición de México", "Ocho son por huachicol.",
         [_requests(48, "background"), _requests(8, "background")]),
        ("en", "Sinaloa mayor surrenders in Texas, second of eight accused to reach court", "",
         [("persons_indicted", 8, "background")]),
        ("es", "Se entrega exjefe policiaco en Nogales, primero de 12 acusados en llegar ante juez de EU", "",
         [("persons_indicted", 12, "background")]),
        ("en", "Nayarit governor charged in New York along with seven officials", "",
         [("persons_indicted", 7, "this_event")]),
        ("en", "Governor charged in New York with seven counts of bribery", "",
         [("charges_counts", 7, "this_event")]),
    ],
)  # fmt: skip
def test_people_who_are_charged_or_asked_for(language: Language, title: str, summary: str, expected: Told) -> None:
    """By the phrase before them, not by the nearest verb."""
    assert told(language, title, summary) == expected


@pytest.mark.parametrize(
    ("language", "title", "summary", "expected"),
    [
        ("en", "Mexico delivers 31 prisoners to US", "One of the 31 is a woman, wanted in Texas.",
         [*_moved(31), ("women_in_group", 1, "this_event")]),
        ("es", "México entrega 31 presos a EU", "Una de los 31 es mujer, reclamada en Texas.",
         [*_moved(31), ("women_in_group", 1, "this_event")]),
        ("es", "México envía a 31 reos a EU", "Salieron de seis penales federales y tres estatales.",
         [*_moved(31), ("origin_prisons", 6, "this_event"), ("origin_prisons", 3, "this_event")]),
        ("en", "Mexican murders drop 22% in March from a year earlier, to 52.3 a day", "",
         [("homicide_change", 22, "this_event"), ("homicide_rate_daily", 52.3, "this_event")]),
        ("en", "Mexico homicides at 55 a day, against 67 a year earlier", "",
         [("homicide_rate_daily", 55, "this_event"), ("homicide_rate_daily", 67, "background")]),
        ("en", "Jury convicts man of sending 300 rifles to Sinaloa cartel", "He could be given up to 15 years.",
         [("sentence_years", 15, "projected")]),
        ("es", "Aseguran 300 armas que iban a enviar al CJNG", "", [("weapons_seized", 300, "this_event")]),
    ],
)  # fmt: skip
def test_what_stands_beside_them(language: Language, title: str, summary: str, expected: Told) -> None:
    """One woman, prisons without their noun, rates behind a comparison, guns that were sent."""
    assert told(language, title, summary) == expected


def _of(measure: str, *values: float, scope: str = "this_event") -> Told:
    return [(measure, value, scope) for value in values]


@pytest.mark.parametrize(
    ("language", "title", "summary", "expected"),
    [
        ("es", "Ataque de EU en el Pacífico deja dos muertos; la campaña rebasa los 150", "",
         [*_of("strike_deaths", 2), *_of("strike_deaths", 150, scope="cumulative")]),
        ("es", "Dos de los cinco plagiados en Reynosa, sin vida", "", _of("killed", 2)),
        ("es", "Mueren dos de los cuatro estadounidenses secuestrados en Matamoros", "", _of("killed", 2)),
        ("en", "Two of four kidnapped Americans dead in Matamoros", "", _of("killed", 2)),
        ("en", "Four Americans kidnapped in Matamoros", "", _of("disappeared", 4)),
        ("es", "EU recibe a 31 narcos de México", "En enero ya habían llegado otros 37, entre ellos un capo.",
         [*_moved(31), *_moved(37, scope="background")]),
        ("es", "EU recibe a 31 narcos de México", "Ya habían viajado otros 37 en enero.",
         [*_moved(31), *_moved(37, scope="background")]),
        ("es", "Recibe México a 31 reos de EU", "", []),
        ("en", "Mexico takes back 31 prisoners from Texas", "", []),
        ("en", "US receives 31 inmates from Mexico", "", _moved(31)),
    ],
)  # fmt: skip
def test_shares_of_the_dead_and_directions(language: Language, title: str, summary: str, expected: Told) -> None:
    """Only the share died, and only who goes north is handed over."""
    assert told(language, title, summary) == expected
