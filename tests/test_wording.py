"""Things are counted in words that fit their number."""

import pytest

from bot.wording import Count, counted, with_counts


@pytest.mark.parametrize(
    ("number", "noun", "expected"),
    [
        (0, "feed", "0 feeds"),
        (1, "feed", "1 feed"),
        (2, "feed", "2 feeds"),
        (1_204, "story|stories", "1,204 stories"),
        (1, "story|stories", "1 story"),
    ],
)
def test_a_noun_follows_its_number(number: int, noun: str, expected: str) -> None:
    """One is one; none is several, in English as in Spanish."""
    assert counted(number, noun) == expected


def test_a_phrase_chooses_its_words_by_a_number() -> None:
    """Any words, also where the number itself is not shown; texts and figures stay as they are."""
    phrase = "{n:,} {n:nota leída|notas leídas} de {name}, {share:.1f}"
    assert with_counts(phrase, {"n": 1, "name": "x", "share": 0.25}) == "1 nota leída de x, 0.2"
    assert with_counts(phrase, {"n": 1_000, "name": "x", "share": 1.0}) == "1,000 notas leídas de x, 1.0"
    assert f"{Count(1):|all }{Count(1)}" == "1"
