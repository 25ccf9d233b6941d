"""Homicides a day, and by how many a day they rose or fell, which is no rate."""

import pytest
from builders import make_item

from bot.extract import extract


def rates(text: str, language: str) -> list[float | None]:
    figures = extract(make_item(title=text, summary="", body="", language=language))
    return [figure.value for figure in figures if figure.measure == "homicide_rate_daily"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Se cometen 31 homicidios menos cada día, dijo la presidenta.", "es"),
        ("Hay 31 homicidios diarios menos que hace dos años, según el gabinete.", "es"),
        ("Son 31 asesinatos menos al día, informó la SSPC.", "es"),
        ("Los homicidios diarios disminuyeron en 31.", "es"),
        ("Una reducción de 31 homicidios diarios, presume el gobierno", "es"),
        ("Homicides are down 31 a day, the ministry said.", "en"),
        ("Homicides fell by about 31 a day, the ministry said.", "en"),
        ("There are 31 fewer murders a day than two years ago.", "en"),
        ("Murders rose by five a day in May.", "en"),
        ("A drop of 31 murders a day", "en"),
    ],
)
def test_a_difference_is_no_rate(text: str, language: str) -> None:
    """By how many a day homicides fell or rose is not how many there are a day."""
    assert rates(text, language) == []


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Hubo 51 homicidios diarios, 31 menos que hace dos años.", "es", [51]),
        ("Hubo 51 homicidios diarios, menos que hace dos años.", "es", [51]),
        ("Los homicidios bajaron en 31 al día, a 51 diarios.", "es", [51]),
        ("Los homicidios bajaron a 51.3 diarios.", "es", [51.3]),
        ("Menos de 50 homicidios diarios en mayo", "es", [50]),
        ("Un promedio de 51 homicidios diarios", "es", [51]),
        ("Murders are down to 51.3 a day, the ministry said.", "en", [51.3]),
        ("Homicides are down 31 a day, to 51.3 a day, the ministry said.", "en", [51.3]),
        ("Fewer than 50 murders a day were recorded in May.", "en", [50]),
        ("Mexico recorded 51.3 murders a day, down from 82.4.", "en", [51.3, 82.4]),
    ],
)
def test_a_rate_beside_a_difference_stays(text: str, language: str, expected: list[float]) -> None:
    """The rate is read, whatever difference stands beside it."""
    assert rates(text, language) == expected
