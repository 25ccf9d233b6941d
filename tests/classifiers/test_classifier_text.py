"""What the one text preparation promises, and the features made of it."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers import prepare_text
from classifiers.features import (
    char_features,
    concepts_of,
    grams_of_word,
    names_nothing_mexican,
    themes_of,
    word_features,
    words_of,
)
from classifiers.fold import fold_word, is_spanish
from classifiers.text import MAX_CHARS

TEXTS = st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=200) | st.lists(
    st.sampled_from(
        ["México", "EU", "U.S.", "extradita", "a", "37", "1,100", "2026", "\n", "capos", "“El Mayo”", "Trump", "—", "."]
    ),
    max_size=20,
).map(" ".join)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("México ENTREGA a 37 reos", ["_mx_c", "entrega", "a", "n2", "reos"]),
        ("Trump's order in 2026: 1,100 kg", ["_us_official", "order", "in", "nyear", "n4", "kg"]),
        ("“El Mayo” Zambada’s lawyers", ["_person", "lawyers"]),
    ],
)
def test_words_are_folded_names_tagged_and_numbers_shaped(text: str, words: list[str]) -> None:
    """Case, accents, names and values of numbers are gone; what they are stays."""
    prepared = [word for word in words_of(prepare_text(text)) if word != "s"]

    assert words == prepared


def test_concepts_pair_within_a_sentence_only() -> None:
    """Two concepts of one sentence make a pair; of two sentences they do not."""
    together = concepts_of(prepare_text("Mexico extradites man to the US"))
    apart = concepts_of(prepare_text("Mexico celebrates. The US votes."))

    assert "MX&US" in together
    assert "pair" in together
    assert "MX&US" not in apart
    assert "PAIR" not in apart or "pair" not in apart


def test_a_text_lacking_a_country_says_so() -> None:
    """The model can see that neither side is named."""
    assert {"no_US", "no_MX"} <= set(themes_of(prepare_text("Lluvia en Bogotá")))
    assert names_nothing_mexican(prepare_text("Lluvia en Bogotá"))
    assert not names_nothing_mexican(prepare_text("Lluvia en Culiacán"))
    assert not names_nothing_mexican(prepare_text("US weighs strikes on drug cartels"))


def test_themes_pair_over_the_whole_text() -> None:
    """What a headline and its lead name apart stands together in the text's themes."""
    themes = set(themes_of(prepare_text("Mexico celebrates.\nThe US votes.")))

    assert {"D:MX", "D:US", "D:MX&US", "D:PAIR"} <= themes


def test_only_the_first_characters_count() -> None:
    """A body beyond the bound changes nothing, and no word is cut in two."""
    text = "Mexico extradites man\n" + "palabra " * 1000

    assert prepare_text(text) == prepare_text(text + "Pentagon strikes")
    assert "palabr" not in words_of(prepare_text(text))
    assert len(words_of(prepare_text("x" * (MAX_CHARS * 2)))) == 1


def test_character_grams_stay_within_a_word() -> None:
    """Grams of 3 to 5 characters, a blank at each end of the word, none across words and none of tags."""
    assert grams_of_word("ab") == [" ab", "ab ", " ab "]
    assert grams_of_word("_us_c") == []
    assert char_features("a bc\n\n") == [" a ", " bc", "bc ", " bc "]


def test_word_features_are_words_and_pairs() -> None:
    """Order of the text, singles first."""
    assert word_features("a b c\nUS\nD:US") == ["a", "b", "c", "a b", "b c"]


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_preparation_is_three_lines_and_blind_to_case_and_accents(text: str) -> None:
    """Any text gives three lines; dropping combining marks of Latin letters gives the same words."""
    prepared = prepare_text(text)

    assert prepared.count("\n") == 2
    assert prepared == prepare_text(text)
    assert words_of(prepared) == [fold_word(word) for word in words_of(prepared)]


@pytest.mark.parametrize(
    "text", ["Extraditan a capo en Culiacán", "Cae líder del cártel en Sinaloa", "¿Habrá más envíos?"]
)
def test_missing_accents_change_nothing(text: str) -> None:
    """A feed that lost its accents is read like one that kept them."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))

    assert words_of(prepare_text(text)) == words_of(prepare_text(bare))


@pytest.mark.parametrize(
    ("text", "spanish"),
    [
        ("EU pide la entrega de dos alcaldes", True),
        ("México entrega a 14 capos más a EU; suman 106", True),
        ("EU leaders meet in the Hague over tariffs", False),
        ("Brussels", False),
        ("Año difícil", True),
    ],
)
def test_language_of_a_headline(text: str, spanish: bool) -> None:
    """Function words and letters tell Spanish from English."""
    assert spanish == is_spanish(text)
