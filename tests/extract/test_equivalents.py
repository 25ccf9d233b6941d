"""One mass or sum that is printed in two units is one figure."""

import pytest
from builders import make_item

from bot.extract import extract


def rows(text: str, language: str) -> list[tuple[str, float | None, str]]:
    """(measure, value, unit) of the figures of a headline."""
    item = make_item(title=text, summary="", body="", language=language)
    return [(figure.measure, figure.value, figure.unit) for figure in extract(item)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Agents seized 882 pounds (400 kilos) of meth in Laredo.", "en", [("drugs_seized_total", 400, "kg")]),
        ("Agents seized 882 pounds, or about 400 kilos, of meth in Laredo.", "en", [("drugs_seized_total", 400, "kg")]),
        ("The navy seized 2.5 tons (5,500 pounds) of cocaine at sea.", "en", [("cocaine_at_sea", 2500, "kg")]),
        (
            "Agents seized 400 kilos of meth (882 pounds) and 50 kilos of fentanyl.",
            "en",
            [("drugs_seized_total", 400, "kg"), ("fentanyl_seized", 50, "kg")],
        ),
        ("The DEA offers a reward of $3 million (54 million pesos).", "en", [("reward", 3e6, "usd")]),
        ("The boss was fined 54 million pesos, or $3 million.", "en", [("forfeiture_or_fine", 54e6, "mxn")]),
        ("Marina asegura 400 kilos (882 libras) de cocaína en altamar", "es", [("cocaine_at_sea", 400, "kg")]),
        (
            "Decomisan 882 libras, equivalentes a 400 kilos, de fentanilo en Nogales",
            "es",
            [("fentanyl_seized", 400, "kg")],
        ),
        ("Ofrecen 15 mdd (270 mdp) de recompensa por el capo", "es", [("reward", 15e6, "usd")]),
        ("Multa de 54 millones de pesos (3 mdd) al capo", "es", [("forfeiture_or_fine", 54e6, "mxn")]),
    ],
)
def test_two_prints_are_one_figure(text: str, language: str, expected: list[tuple[str, float, str]]) -> None:
    """One amount printed in two units is read once, in the unit of the text."""
    assert rows(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("Agents seized 440 pounds of meth and 200 kilos of cocaine.", "en", [199.584, 200]),
        ("Agents seized 200 kilos of meth, 440 pounds of cocaine and a boat.", "en", [200, 199.584]),
        ("Police seized 100 kilos (60 kilos of meth, the rest heroin).", "en", [100, 60]),
        ("Agents seized 440 pounds of meth (worth $2 million).", "en", [199.584, 2e6]),
        ("Police seized 12 million pesos, 700,000 dollars and a gun.", "en", [12e6, 700e3]),
        ("Aseguran 12 millones de pesos y 700 mil dólares al capo", "es", [12e6, 700e3]),
        ("Aseguran 100 kilos de cristal, 220 libras de fentanilo", "es", [100, 99.792]),
    ],
)
def test_two_amounts_stay_two(text: str, language: str, values: list[float]) -> None:
    """Different things, or a part and its worth, are two figures."""
    assert [value for _, value, _ in rows(text, language)] == values
