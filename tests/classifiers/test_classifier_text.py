"""What the one text preparation promises, and the features made of it."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers import prepare_text
from classifiers.features import BUCKETS, gram_buckets, hashes_of, pair_buckets, word_buckets
from classifiers.fold import fold_word, is_spanish
from classifiers.lexicon.matcher import Entry, spelling_of, terms_of
from classifiers.text import MAX_CHARS, Reader, names_nothing_mexican, shipped_reader

TEXTS = st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=200) | st.lists(
    st.sampled_from(
        ["México", "EU", "U.S.", "extradita", "a", "37", "1,100", "2026", "\n", "capos", "“El Mayo”", "Trump", "—", "."]
    ),
    max_size=20,
).map(" ".join)


def words_of(prepared: str) -> list[str]:
    """Words of a prepared text, in order."""
    return prepared.partition("\n")[0].split()


def concepts_of(prepared: str) -> list[str]:
    """Concepts of a prepared text, with repetitions."""
    return prepared.split("\n")[1].split()


def themes_of(prepared: str) -> list[str]:
    """Themes of a prepared text as a whole."""
    return prepared.split("\n")[2].split()


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
    assert words == words_of(prepare_text(text))


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
    assert names_nothing_mexican(["Lluvia en Bogotá"])[0]
    assert not names_nothing_mexican(["Lluvia en Culiacán"])[0]
    assert not names_nothing_mexican(["US weighs strikes on drug cartels"])[0]


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


def _grams(*words: str) -> set[int]:
    return set(gram_buckets(words)[1].tolist())


def test_character_grams_stay_within_a_word() -> None:
    """Grams of 3 to 5 characters, a blank at each end of the word, none across words and none of tags."""
    owners, buckets = gram_buckets(["ab", "_us_c", "", "abc"])
    assert owners.tolist().count(0) == 3  # " ab", "ab ", " ab "
    assert owners.tolist().count(3) == 6
    assert set(owners.tolist()) == {0, 3}
    assert buckets.min() >= 0
    assert buckets.max() < BUCKETS
    assert _grams("ab", "cd") == _grams("ab") | _grams("cd")
    assert len(_grams("extradition") & _grams("extradicion")) > len(_grams("extradition") & _grams("football"))


def test_pairs_have_an_order() -> None:
    """A word, a pair and the pair turned round are three features."""
    a, b = hashes_of(["a"]), hashes_of(["b"])

    assert len({int(word_buckets(a)[0]), int(pair_buckets(a, b)[0]), int(pair_buckets(b, a)[0])}) == 3


TERMS = st.lists(st.text(alphabet="ab", min_size=1, max_size=3), min_size=1, max_size=3).map(" ".join)


@given(st.lists(TERMS, max_size=6, unique=True), st.text(alphabet="ab ,.\n", max_size=60))
@settings(max_examples=150, deadline=None)
def test_a_batch_finds_what_a_single_look_up_finds(terms: list[str], text: str) -> None:
    """The arrays of a batch find the terms that the plain automaton finds, whatever stands around a text."""
    reader = Reader(terms_of([(Entry("group", "x", ""), [spelling_of(term) for term in terms])]))
    plain = [folded for folded, _ in reader.parts(text)]

    readings = reader.read(["a", text, "b a"])

    assert sorted({reader.folded[n] for n in readings.words[readings.word_rows == 1].tolist()}) == sorted(set(plain))


def test_a_reader_that_forgets_reads_the_same() -> None:
    """Dropping what was learnt changes numbers and nothing else."""
    reader = Reader(shipped_reader().terms)
    before = reader.read(["México entrega a 37 reos a EU"])
    words = sorted(reader.folded[n] for n in before.words.tolist())
    reader.forget()
    after = reader.read(["otra cosa", "México entrega a 37 reos a EU"])

    assert before.epoch < after.epoch
    assert words == sorted(reader.folded[n] for n in after.words[after.word_rows == 1].tolist())


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
