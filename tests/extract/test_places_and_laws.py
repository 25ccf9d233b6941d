"""Marks of roads, sections of laws and names of bills count nothing; how far something is ends no range."""

import pytest
from builders import make_item

from bot.extract import extract


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("Matan a dos policías en el kilómetro 87+200 de la autopista a Durango.", "es", [2]),
        ("Volcó en el KM 41 + 950; murieron cuatro migrantes.", "es", [4]),
        ("Ataque en el tramo 87+200 deja dos policías muertos", "es", [2]),
        ("Hubo retenes del km 10+300 al 12+100; mataron a dos.", "es", [2]),
        ("Liberaron a una mujer y detuvieron a dos en el km 12.5 de la carretera.", "es", [2]),
        ("En los kilómetros 12, 14 y 16 de la carretera hallaron tres cuerpos.", "es", [3]),
        ("La sección 2339B del título 18 se aplicó a 14 detenidos", "es", [14]),
        ("El artículo 400 Bis y el 139 Quáter se aplicaron a 14 detenidos", "es", [14]),
        ("A truck overturned at kilometer 87+200; two people died.", "en", [2]),
        ("At mile marker 40.5 three people died.", "en", [3]),
        ("Three men were charged under 18 U.S.C. 2339B and 21 U.S.C. 841, 846 and 960.", "en", [3]),
        ("Under Section 284 and 18 U.S.C. 2339B, 1,500 troops may go.", "en", [1500]),
        ("Under 18 U.S.C. 1956, 14 men were charged.", "en", [14]),
        ("H.J.Res. 45 and S. Con. Res. 12 would bar 1,500 troops.", "en", [1500]),
        ("SJRes 12, like H.J. Res. 7, would bar 1,500 troops.", "en", [1500]),
        ("At least 500+ troops arrived.", "en", [500]),
        ("Mueren cuatro a 40 km de Celaya", "es", [4, 40]),
    ],
)
def test_only_what_is_counted_is_read(text: str, language: str, values: list[float]) -> None:
    """Marks of roads, sections and bills are no figures; people and distances beside them are."""
    figures = extract(make_item(title=text, summary="", body="", language=language))
    assert [(figure.value, figure.value_hi) for figure in figures] == [(value, None) for value in values]
