"""Fractions of a scale or of a unit of mass, and what only looks like one."""

import pytest
from builders import make_item

from bot.domain import Figure
from bot.extract import extract


def of(text: str, language: str) -> list[Figure]:
    return list(extract(make_item(title=text, summary="", body="", language=language)))


@pytest.mark.parametrize(
    ("text", "language", "measure", "value"),
    [
        ("A quarter of a million pills were seized in Yuma.", "en", "pills_seized", 250_000),
        ("Customs seized a quarter-million fentanyl pills.", "en", "pills_seized", 250_000),
        ("Agents seized one and a quarter million pills.", "en", "pills_seized", 1_250_000),
        ("Half of a million pills were seized in Otay.", "en", "pills_seized", 500_000),
        ("The DEA offers a quarter-million-dollar reward for the boss.", "en", "reward", 250_000),
        ("The navy seized three-quarters of a ton of meth.", "en", "drugs_seized_total", 750),
        ("The navy seized a quarter ton of meth.", "en", "drugs_seized_total", 250),
        ("The navy seized two and three-quarter tons of meth.", "en", "drugs_seized_total", 2750),
        ("Soldiers seized a third of a ton of fentanyl.", "en", "fentanyl_seized", 333),
        ("An eighth of a kilo of fentanyl was seized.", "en", "fentanyl_seized", 0.125),
        ("Aseguran un cuarto de millón de pastillas en Nogales", "es", "pills_seized", 250_000),
        ("Cuarto de millón de pastillas, decomisado en Sonora", "es", "pills_seized", 250_000),
        ("Aseguran la cuarta parte de un millón de pastillas", "es", "pills_seized", 250_000),
        ("Aseguran un millón y cuarto de pastillas", "es", "pills_seized", 1_250_000),
        ("Marina decomisa tres cuartos de tonelada de cristal", "es", "drugs_seized_total", 750),
        ("Marina decomisa tres cuartas partes de una tonelada de cristal", "es", "drugs_seized_total", 750),
        ("Marina decomisa dos tercios de tonelada de fentanilo", "es", "fentanyl_seized", 667),
        ("Ofrecen medio millón de dólares de recompensa por el capo", "es", "reward", 500_000),
    ],
)
def test_a_fraction_of_a_scale_or_a_ton_is_its_part(text: str, language: str, measure: str, value: float) -> None:
    """In words, with and without a whole number before it, in either language."""
    assert [(figure.measure, figure.value) for figure in of(text, language)] == [(measure, value)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The third ton of meth was seized on Friday.", "en"),
        ("In the fourth quarter million-dollar hauls were seized.", "en"),
        ("A fourth-quarter million-dollar haul", "en"),
        ("A quarter of the men were arrested.", "en"),
        ("Un cuarto de siglo del tratado", "es"),
        ("La cuarta tonelada de cristal, decomisada", "es"),
        ("Cae en el cuarto de un hotel", "es"),
    ],
)
def test_an_ordinal_is_no_fraction(text: str, language: str) -> None:
    """The third ton, the fourth quarter, a quarter of people or of a hotel: no amount."""
    assert [figure.value for figure in of(text, language) if figure.unit in ("kg", "pills", "usd", "count")] == []
