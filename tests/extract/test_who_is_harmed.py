"""Who is killed, hurt, caught or kidnapped where a sentence tells of several."""

import pytest
from builders import make_item

from bot.domain import Language
from bot.extract import extract


@pytest.mark.parametrize(
    ("text", "language", "measures"),
    [
        ("En el tiroteo murieron ocho personas y 23 fueron heridas.", "es", {8: "killed", 23: "injured"}),
        ("Murieron ocho presuntos delincuentes y hay 11 detenidos.", "es", {8: "killed", 11: "persons_arrested"}),
        ("Fueron abatidos 14 pistoleros y hubo 61 detenidos.", "es", {14: "killed", 61: "persons_arrested"}),
        ("Balacera deja cinco detenidos y dos muertos", "es", {5: "persons_arrested", 2: "killed"}),
        ("Localizan los cuerpos de 54 migrantes en una bodega", "es", {54: "killed"}),
        ("Localizan los cuerpos de cuatro policías", "es", {4: "security_forces_killed"}),
        ("The bodies of 14 men were found in a van.", "en", {14: "killed"}),
        ("Three of five Canadians kidnapped in Sinaloa found dead", "en", {3: "killed"}),
        ("Four tied to US consulate in Nogales shot dead in two drive-by attacks", "en", {4: "killed"}),
        ("Cartel shoots down army helicopter, killing four", "en", {4: "security_forces_killed"}),
        ("Mexico extradites dozens of suspects to US in fourth mass transfer", "en", {12: "persons_transferred"}),
        ("Eight Canadians, five of them children, slain in ambush", "en", {8: "killed", 5: "other"}),
    ],
)
def test_each_number_is_of_its_own_verb(text: str, language: Language, measures: dict[int, str]) -> None:
    """Not of the nearest one, nor of what was done to the group before."""
    found = {f.value: f.measure for f in extract(make_item(title=text, summary="", body="", language=language))}
    assert {value: found.get(value, "other") for value in measures} == measures
