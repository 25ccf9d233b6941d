"""Numbers of a vote in either language."""

import pytest
from builders import make_item

from bot.domain import Language
from bot.extract import extract


def _votes(title: str, text: str, language: Language) -> list[tuple[float | None, str]]:
    figures = extract(make_item(title=title, summary="", body=text, language=language))
    return [(figure.value, figure.scope) for figure in figures if figure.measure == "votes"]


@pytest.mark.parametrize(
    ("title", "language", "votes"),
    [
        ("Da el Senado permiso a los marinos: 91 en favor, 22 en contra", "es", (91, 22)),
        ("Congreso de EU: 209 contra 204, se hunde la resolución", "es", (209, 204)),
        ("El Senado, partido: 47 por frenarlo, 51 por dejarlo ir", "es", (47, 51)),
        ("La sala votó cuatro a uno contra el amparo", "es", (4, 1)),
        ("La Cámara lo rechazó por 219 a 206", "es", (219, 206)),
        ("Senators voted 52 against 46 to shelve it", "en", (52, 46)),
        ("The justices ruled five to four for the government", "en", (5, 4)),
    ],
)
def test_two_numbers_set_against_each_other_are_votes(title: str, language: Language, votes: tuple[int, int]) -> None:
    """In digits or words, by "contra", "a", "en favor", or what each side is for."""
    assert _votes(title, "", language) == [(count, "this_event") for count in votes]


def test_both_numbers_of_an_earlier_vote_are_background() -> None:
    """The body that votes may stand in the headline alone."""
    text = "En comisiones había pasado por 21 a 9."
    assert _votes("Avalan diputados el acuerdo con EU", text, "es") == [(21, "background"), (9, "background")]


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("Ganan 3 a 1 los Tigres al América", "es"),
        ("Recibe la Cámara 12 iniciativas contra 3 del año pasado", "es"),
        ("En el Senado, 40 mil firmas contra la reforma", "es"),
        ("Senado: fueron 14 marinos contra 200 sicarios", "es"),
        ("Congreso: 45 por ciento contra 30 por ciento de aprobación", "es"),
        ("Ask the House: 14 soldiers against 200 gunmen", "en"),
        ("Congress hears of 12 arrests against 3 last year", "en"),
    ],
)
def test_scores_and_comparisons_are_no_votes(title: str, language: Language) -> None:
    """Numbers of things, of people and of a match, also beside a body that votes."""
    assert _votes(title, "", language) == []
