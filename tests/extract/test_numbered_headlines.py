"""Headlines of a handover with several numbers: who goes, how many have gone, and what stands beside them."""

from datetime import UTC, datetime

import pytest
from builders import make_item

from bot.domain import Language
from bot.extract import extract

_NOW, _SUM = "persons_transferred, this_event", "persons_transferred_cumulative, cumulative"
_CASES: list[tuple[Language, str, dict[float, str]]] = [
    ("es", "México entrega a EU a 33 {}; suman 156", {33: _NOW, 156: _SUM}),
    ("es", "Suman 156 {} enviados a EU tras entrega de 33", {33: _NOW, 156: _SUM}),
    ("es", "En siete aviones, México traslada a 33 {} a EU", {33: _NOW, 7: "aircraft_used, this_event"}),
    ("es", "Dos mujeres, entre los 33 {} enviados a EU", {33: _NOW, 2: "women_in_group, this_event"}),
    ("es", "33 {} son enviados a EU; 12 son del CJNG", {33: _NOW, 12: ""}),
    ("es", "México entrega a 33 {} a EU; 12 del CJNG y 8 de Sinaloa", {33: _NOW, 12: "", 8: ""}),
    ("es", "Custodian 900 elementos traslado de 33 {} a EU", {33: _NOW, 900: "escort_personnel, this_event"}),
    ("es", "EU descarta pena de muerte para los 33 {} que envió México", {33: _NOW}),
    ("es", "EU confirma llegada de 33 {} mexicanos", {33: _NOW}),
    ("en", "With 33 more {}, Mexico has now sent 156 to US", {33: _NOW, 156: _SUM}),
    ("en", "Seven planes carry 33 {} from Mexico to US", {33: _NOW, 7: "aircraft_used, this_event"}),
    ("en", "Mexico sends 33 {} to US; 12 are from CJNG", {33: _NOW, 12: ""}),
    ("en", "900 troops guard transfer of 33 {} to US", {33: _NOW, 900: "escort_personnel, this_event"}),
    ("en", "Bondi hails arrival of 33 {}", {33: _NOW}),
    ("en", "33 {} to be sent to US, Bondi says", {33: "persons_transferred, projected"}),
    ("en", "33 {} sent to US could face life in prison", {33: _NOW}),
]


@pytest.mark.parametrize(
    ("language", "title", "numbers"),
    [
        (language, form.format(people), numbers)
        for language, form, numbers in _CASES
        for people in (["capos", "presuntos narcos"] if language == "es" else ["prisoners", "cartel bosses"])
    ],
)
def test_each_number_of_a_headline_has_its_measure(language: Language, title: str, numbers: dict[float, str]) -> None:
    """Parts by cartel are no figures; "" is none."""
    item = make_item(title=title, summary="", language=language, published_at=datetime(2026, 10, 5, tzinfo=UTC))
    told = {figure.value: f"{figure.measure}, {figure.scope}" for figure in extract(item) if figure.measure != "other"}
    assert {number: told.get(number, "") for number in numbers} == numbers
