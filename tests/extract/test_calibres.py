"""Calibres and models of arms: what a weapon is, never how many."""

import pytest
from builders import make_item
from hypothesis import given
from hypothesis import strategies as st

from bot.extract import extract
from bot.extract.calibres import arms_of


def values(text: str, language: str) -> list[tuple[str, float | None, str]]:
    """(measure, value, noun) of the figures of a headline."""
    item = make_item(title=text, summary="", body="", language=language)
    return [(figure.measure, figure.value, figure.noun) for figure in extract(item)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "Deputies seized 17 .50-caliber rifles and four .45 pistols in Laredo on Monday.",
            "en",
            [("weapons_seized", 17, "rifles"), ("weapons_seized", 4, "pistols")],
        ),
        (
            "Customs officers seized ten 7.62x39 rifles and a .357 Magnum revolver in Nogales.",
            "en",
            [("weapons_seized", 10, "rifles")],
        ),
        (
            "Soldiers seized 12 AR-15s, two M4s and three 12-gauge shotguns.",
            "en",
            [("weapons_seized", 12, "AR-15s"), ("weapons_seized", 2, "M4s"), ("weapons_seized", 3, "shotguns")],
        ),
        (
            "Agents found 40 AR-15 magazines and 1,200 5.56 rounds.",
            "en",
            [("other", 40, "magazines"), ("other", 1200, "rounds")],
        ),
        ("Police arrested 12 gunmen with 9-millimeter pistols.", "en", [("persons_arrested", 12, "gunmen")]),
        ("Agents found a .22 in the glove box.", "en", []),
        ("Two AK-47-wielding men killed a judge.", "en", [("other", 2, "men")]),
        (
            "Aseguran 17 fusiles Barrett calibre .50, 14 AK-47 y 2 R-15 en Jerez",
            "es",
            [("weapons_seized", 17, "fusiles"), ("weapons_seized", 14, "AK-47"), ("weapons_seized", 2, "R-15")],
        ),
        (
            "Decomisan cinco pistolas 9 milímetros, dos .38 súper y 600 cartuchos calibre .223",
            "es",
            [("weapons_seized", 5, "pistolas"), ("other", 600, "cartuchos")],
        ),
        ("Aseguran fusiles calibre 50 y 14 AK-47 en Caborca", "es", [("weapons_seized", 14, "AK-47")]),
        (
            "Encuentran 45 casquillos calibres 5.56, 7.62 x 39 y 9 mm",
            "es",
            [("other", 45, "casquillos")],
        ),
        ("Hallan un .45 y casquillos calibre 9 en la camioneta", "es", []),
    ],
)
def test_a_calibre_counts_nothing(text: str, language: str, expected: list[tuple[str, float, str]]) -> None:
    """The weapons count, their calibre and model do not; a calibre alone is no figure."""
    assert values(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("Rains of 40 mm fell on the towns.", "en", 40),
        ("Police seized 5.56 tons of weapons.", "en", 5560),
        ("Police seized 38 pistols.", "en", 38),
        ("The guns were of 11 calibers.", "en", 11),
        ("Decomisan 22 rifles en Tijuana", "es", 22),
        ("Decomisan 9 mil cartuchos", "es", 9000),
        ("Con armas de grueso calibre 20 hombres atacan Jerez", "es", 20),
        ("Murió a balazos el 45 por ciento", "es", 45),
    ],
)
def test_an_amount_beside_arms_stays(text: str, language: str, value: float) -> None:
    """What looks like a calibre but measures or counts something is read."""
    assert value in [found for _, found, _ in values(text, language)]


@given(st.text(alphabet=".5067x× -mcalbreyAK,s9", max_size=60))
def test_stretches_lie_in_the_sentence(text: str) -> None:
    """Whatever the text, what is masked is a stretch of it."""
    for start, end, _ in arms_of(text.lower()):
        assert 0 <= start < end <= len(text)
