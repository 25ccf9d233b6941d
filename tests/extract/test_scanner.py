"""A scanner finds what its alternatives find as one pattern."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.extract import masks
from bot.extract.scanner import Scanner


def _as_one(alternatives: list[str], text: str) -> list[tuple[int, int]]:
    at_words = [rf"\b(?=\w){part[2:]}" if part.startswith(r"\b") else part for part in alternatives]
    return [match.span() for match in re.finditer("|".join(at_words), text)]


@pytest.mark.parametrize(
    ("alternatives", "text"),
    [
        ([r"\bone by one\b", r"\bone\b"], "one by one, one by two, someone"),
        ([r"\bone\b", r"\bone by one\b"], "one by one"),
        ([r"\bseat \d+", r"\b\d+ seats\b"], "seat 12 seats 14 seats"),
        ([r"\b\w+@\w+", r"#\d+"], "ask desk@example or #12, ##13 a@b@c"),
        ([r"(?<=[;,] )el \d+", r", el\b"], "y, el 12; el 13, el x"),
        ([r"\b[a-z]+\d+\b", r"\b\d+[a-z]+\b"], "a12 12a 1a2 a-12"),
        ([r"\b\d{1,2} anos\b"], "a los ١٢ anos, 12 anos"),
        ([r"\"\w+\"", r"\ba \"b"], 'a "b" c'),
        ([r"\bx\b"], ""),
    ],
)
def test_as_one_pattern(alternatives: list[str], text: str) -> None:
    """The same stretches as one pattern of all alternatives finds."""
    found = Scanner(alternatives).spans(text)
    assert found == _as_one(alternatives, text)


def test_what_is_listed_first_is_tried_first() -> None:
    """As in one pattern."""
    assert Scanner([r"\bone by one\b", r"\bone\b"]).spans("one by one") == [(0, 10)]
    assert Scanner([r"\bone\b", r"\bone by one\b"]).spans("one by one") == [(0, 3), (7, 10)]


@pytest.mark.parametrize("alternative", [r"\w+@", r" \(\d", r".x", r"(?<=a)\w"])
def test_an_alternative_has_to_begin_somewhere(alternative: str) -> None:
    """One that may begin with anything is refused by name."""
    with pytest.raises(ValueError, match=re.escape(alternative)):
        Scanner([alternative])


_MASKS = masks.in_order(pattern for pattern in (*masks._WORDED, *masks._PATTERNS) if r"\1" not in pattern)
_IN_WORDS = masks.in_order(masks._WORDED)
_PIECES = sorted(set(re.findall(r"[a-z]{1,}|[^\w\s]", " ".join(_MASKS))))


@given(
    st.lists(
        st.one_of(st.sampled_from([*_PIECES, " ", " ", " ", " "]), st.integers(0, 3000).map(str)), max_size=24
    ).map("".join)
)
def test_the_masks_as_one_pattern(text: str) -> None:
    """The masks of figures, in any text of their pieces, in the order that is shipped."""
    assert masks._WITH_DIGITS.spans(text) == _as_one(_MASKS, text)
    assert masks._IN_WORDS.spans(text) == _as_one(_IN_WORDS, text)
