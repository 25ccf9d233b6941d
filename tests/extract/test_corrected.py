"""Numbers that a text names to say that they are wrong."""

import pytest
from builders import make_item

from bot.domain import Language
from bot.extract import extract


@pytest.mark.parametrize(
    ("text", "language", "right", "wrong"),
    [
        ("Mexico flew 31 prisoners to the United States, not 34.", "en", 31, 34),
        ("The 31 prisoners, and not 34, were flown to Texas on Sunday.", "en", 31, 34),
        ("Not 34 but 31 prisoners were flown to Texas on Sunday.", "en", 31, 34),
        ("Mexico did not send 34 people to the United States; it sent 31, the ministry said.", "en", 31, 34),
        ("Neither four nor five: six men were extradited to Texas on Sunday.", "en", 6, 5),
        ("Los 31 capos, y no 34, fueron enviados a Estados Unidos el domingo.", "es", 31, 34),
        ("México no entregó 34 reos a Estados Unidos, sino 31, aclaró la cancillería.", "es", 31, 34),
        ("Ni 20 ni 34: fueron 31 los capos enviados a Texas, dijo la fiscalía.", "es", 31, 34),
        ("No fueron 17 los muertos sino 14, dijo el fiscal.", "es", 14, 17),
    ],
)
def test_a_corrected_number_is_no_figure(text: str, language: Language, right: int, wrong: int) -> None:
    """The right one is, though its noun may stand with the wrong one."""
    measures = {f.value: f.measure for f in extract(make_item(title=text, summary="", body="", language=language))}
    assert wrong not in measures
    assert measures[right] != "other"


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("Mexico did not extradite 12 men last year, but 31 were flown to Texas on Sunday.", "en", {12, 31}),
        ("Mexico said no to three extradition requests but extradited five men to Texas.", "en", {3, 5}),
        ("México no entregó a 34 reos, dijo la cancillería; los 12 detenidos siguen en el penal.", "es", {34, 12}),
        ("No sólo entregó a 31 capos, sino a 14 mujeres", "es", {31, 14}),
        ("No hay dos iguales: 31 capos fueron enviados a Texas y 14 agentes murieron.", "es", {31, 14}),
    ],
)
def test_a_number_that_is_only_denied_stays(text: str, language: Language, values: set[int]) -> None:
    """Nothing stands in its place."""
    found = {f.value for f in extract(make_item(title=text, summary="", body="", language=language))}
    assert values <= found
