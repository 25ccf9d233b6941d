"""What a pattern needs is read from it rightly, and a guarded pattern finds what the pattern finds."""

import gc
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import bot.extract
from bot.extract.guarded import Guarded, needs_of, starts_of

_OF_THE_RULES = sorted({each.pattern for each in gc.get_objects() if isinstance(each, Guarded)})
"""Patterns of the package, which is imported whole."""


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        (r"\bvotes?\b", {" vote ", " votes "}),
        (r"\b(?:senad\w+|voto)\b", {" senad", " voto "}),
        (r"\bsenado", {" senado"}),
        (r"labs?\b", {"lab ", "labs "}),
        (r"\w*labor", {"labor"}),
        (r"\w{2,}ran\b", {"ran "}),
        (r"^[\w ]{0,45}?\bhasta ahora$", {" hasta "}),
        (r"\b(?:the |los )?handovers", {" handover"}),
        (r"\bs(?:u|e[nr])t\b", {" sut ", " sent ", " sert "}),
        (r"\bu\.? ?s\.?(?=\W|$)", {" u ", " us "}),
        (r"\b(?:in|en) (?:the )?\d{1,2} (?:years|anos)\b", {" years ", " anos "}),
        (r"(?<!new )\bmexic[oa]", {" mexico", " mexica"}),
        (r"\bkill(?!joy)ed", {" killed"}),
        (r"\bextraditions?\b", {" extradit"}),
        (r"(?:foo )+bar\b", {" bar "}),
        (r"(?:foo-?)bar\b", {"bar "}),
        (r"\b\w+(?:ed|ing)\b|\bsent\b", {"ed ", "ing ", " sent "}),
        (r"cafés?\b", {"café ", "cafés "}),
        (r"\$ ?\d", {"$"}),
        (r"(?:[#§]|\w+@)\d", {"#", "§", "@"}),
        (r"\b(?:votes|[0-3]?\d)\b", {" votes ", *(f" {digit}" for digit in "0123456789")}),
        (r"\b(?:19|20)\d\d\b", {" 19", " 20"}),
    ],
)
def test_pieces_of_a_pattern(pattern: str, needs: set[str]) -> None:
    """Whole words, beginnings, ends and signs, one of which every match holds."""
    assert needs_of(pattern) == needs


@pytest.mark.parametrize("pattern", [r"\w+", r"\b(?:votes|\w+)\b", r"x?", r"", r" $", r"\bvote|", r".*", r"[a-z]+"])
def test_a_pattern_that_needs_no_word_is_always_tried(pattern: str) -> None:
    """It finds what it finds without a guard."""
    assert needs_of(pattern) == frozenset()
    for text in ("", "12", "in the House", ";"):
        assert _spans(Guarded(pattern), text) == _spans(re.compile(pattern), text)


@pytest.mark.parametrize(
    ("pattern", "starts"),
    [
        (r"\b(?:el|los) \d", {" el ", " los "}),
        (r"(?<=, )(?:y )?el\b", {"y ", "el "}),
        (r"\+?\(?\d{2}", {"+", "(", *"0123456789"}),
        (r"\b\d+ seats", {f" {digit}" for digit in "0123456789"}),
        (r"\b\w+ seats", set()),
        (r" \(", set()),
    ],
)
def test_what_a_match_begins_with(pattern: str, starts: set[str]) -> None:
    """Read from the pattern, like what it needs."""
    assert starts_of(pattern) == starts


def test_digits_of_all_scripts_are_digits() -> None:
    """As `\\d` has it."""
    assert Guarded(r"\b\d+ votes\b").search("١٢ votes") is not None
    assert Guarded(r"\d").search("año ٣") is not None


def test_the_rarest_word_is_looked_for() -> None:
    """Of several that all must stand there."""
    assert needs_of(r"\bof the (?:Senate|House)\b") == {" Senate ", " House "}
    assert needs_of(r"\b(?:al|tras) (?:neg|descart)\w*") == {" neg", " descart"}


def test_a_word_that_is_cut_off_is_another() -> None:
    """A hyphen parts words, letters do not."""
    strikes = Guarded(r"\bstrikes?\b")
    assert strikes.search("air-strikes") is not None
    assert strikes.search("airstrikes") is None
    assert strikes.search("airstrikes"[3:]) is not None


@pytest.mark.parametrize("text", ["x" * 500 + "-strikes", "strikes" + "," * 500, "x" * 500 + " strikes"])
def test_words_beside_long_ones_are_found(text: str) -> None:
    """Whatever is cut off a long word, its neighbours stay words."""
    assert Guarded(r"\bstrikes\b").search(text) is not None
    assert Guarded(r"strikes\b").search("x" * 500 + "strikes") is not None


def test_a_search_may_begin_later() -> None:
    """From a place in the text on, as `re` does."""
    since = Guarded(r"\bsince\b")
    found = since.search("since May; since June", 4)
    assert found is not None
    assert found.start() == 11
    assert since.search("since May", 4) is None


def test_a_pattern_made_later_is_found_in_texts_already_seen() -> None:
    """What was looked up of a text is not kept for words that nobody had asked for."""
    text = "quinceañeras, pero no zopilotes"
    assert Guarded(r"\bgarzas?\b").search(text) is None
    assert Guarded(r"\bzopilotes?\b").search(text) is not None


def test_the_patterns_of_the_rules_need_words() -> None:
    """Otherwise the guard costs and saves nothing."""
    assert bot.extract.MEASURES
    assert len(_OF_THE_RULES) > 50
    assert [pattern for pattern in _OF_THE_RULES if not needs_of(pattern)] == []  # `re.compile` is for these


_WORDS = sorted({word for pattern in _OF_THE_RULES for word in re.findall(r"[a-z]{2,}", pattern)})


@given(st.lists(st.sampled_from([*_WORDS, "2024", "14", "u.s.", ",", ";", ".", "€", "'", "-"]), max_size=12), st.data())
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
def test_a_guarded_pattern_finds_what_the_pattern_finds(chosen: list[str], data: st.DataObject) -> None:
    """In any text made of pieces of the rules' own words."""
    text = data.draw(st.sampled_from([" ", "", "-"])).join(chosen)
    text = text[data.draw(st.integers(0, 5)) :]
    for pattern in _OF_THE_RULES:
        assert _spans(_GUARDED_OF[pattern], text) == _spans(re.compile(pattern), text), pattern


_GUARDED_OF = {pattern: Guarded(pattern) for pattern in _OF_THE_RULES}


@pytest.mark.parametrize("pattern", _OF_THE_RULES)
def test_texts_that_hold_a_match_hold_what_it_needs(pattern: str) -> None:
    """Drawn from the pattern itself."""

    @given(st.from_regex(pattern))
    @settings(max_examples=5, suppress_health_check=list(HealthCheck))
    def check(text: str) -> None:
        assert _spans(_GUARDED_OF[pattern], text) == _spans(re.compile(pattern), text)

    check()


def _spans(pattern: Guarded | re.Pattern[str], text: str) -> list[object]:
    found = [pattern.search(text), pattern.match(text), *pattern.finditer(text)]
    return [match and (match.span(), match.groups()) for match in found]
