"""Properties of the number reader: round trips in digits and words, no crash, no slow input."""

import pytest
from builders import make_item
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.extract import extract
from bot.extract.literals import read_digits, style_of
from bot.extract.masks import masked
from bot.extract.numbers import Quantity, Reader
from bot.extract.tokens import flatten, tokenise, words

text_to_num = pytest.importorskip("text_to_num", reason="text2num is the oracle of number words")

_EN_SMALL = words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_EN_TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ES_SMALL = words(
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete "
    "dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete "
    "veintiocho veintinueve"
)
_ES_TENS = ["_", "_", "_", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"]
_ES_HUNDREDS = words(
    "_ ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"
)


def english(value: int) -> str:
    """Words of 0 to 999,999, British style."""
    if value >= 1000:
        thousands, rest = divmod(value, 1000)
        link = " and " if 0 < rest < 100 else " "
        return f"{english(thousands)} thousand" + (link + english(rest) if rest else "")
    if value >= 100:
        hundreds, rest = divmod(value, 100)
        return f"{_EN_SMALL[hundreds]} hundred" + (f" and {english(rest)}" if rest else "")
    if value < 20:
        return _EN_SMALL[value]
    tens, rest = divmod(value, 10)
    return _EN_TENS[tens] + (f"-{_EN_SMALL[rest]}" if rest else "")


def spanish(value: int, *, before_noun: bool = False) -> str:
    """Words of 0 to 999,999; "un" for "uno" before "mil" and nouns."""
    if value >= 1000:
        thousands, rest = divmod(value, 1000)
        head = "mil" if thousands == 1 else f"{spanish(thousands, before_noun=True)} mil"
        return head + (f" {spanish(rest, before_noun=before_noun)}" if rest else "")
    if value == 100:
        return "cien"
    if value > 100:
        hundreds, rest = divmod(value, 100)
        return _ES_HUNDREDS[hundreds] + (f" {spanish(rest, before_noun=before_noun)}" if rest else "")
    if value < 30:
        word = _ES_SMALL[value]
    else:
        tens, rest = divmod(value, 10)
        word = _ES_TENS[tens] + (f" y {_ES_SMALL[rest]}" if rest else "")
    if before_noun and word.endswith("veintiuno"):
        return word[:-9] + "veintiún"
    return word[:-1] if before_noun and word.endswith("uno") else word


def read(sentence: str, language: str, country: str | None = None) -> list[Quantity]:
    """Quantities of a sentence."""
    flat = flatten(sentence)
    return Reader(tokenise(sentence, flat), flat, style_of(sentence, language, country)).read()


@given(st.integers(0, 999_999))
@settings(max_examples=300, deadline=None)
def test_english_words_round_trip(value: int) -> None:
    """What is written in English words is read back, and an independent reader agrees."""
    written = english(value)
    assert value == text_to_num.text2num(written, "en")
    assert [value] == [quantity.value for quantity in read(f"They saw {written} boxes.", "en")]


@given(st.integers(0, 999_999))
@settings(max_examples=300, deadline=None)
def test_spanish_words_round_trip(value: int) -> None:
    """What is written in Spanish words is read back, masculine or feminine, and an independent reader agrees."""
    assert value == text_to_num.text2num(spanish(value).replace("veintiún", "veintiuno"), "es")
    written = spanish(value, before_noun=True)
    assert [value] == [quantity.value for quantity in read(f"Vieron {written} sobres.", "es")]
    feminine = written.replace("cientos", "cientas").replace("quinientos", "quinientas")
    assert [value] == [quantity.value for quantity in read(f"Vieron {feminine} cajas.", "es")]


@given(st.integers(1, 999_999_999), st.sampled_from([",", ".", " ", " ", "'"]), st.sampled_from(["en", "es"]))
@settings(max_examples=300, deadline=None)
def test_grouped_digits_round_trip(value: int, separator: str, language: str) -> None:
    """Digits in groups of three are one number, whatever separates the groups, in both languages."""
    printed = f"{value:,}".replace(",", separator)
    sentence = f"They saw {printed} boxes there." if language == "en" else f"Vieron {printed} cajas ahí."
    if 1500 <= value <= 2100 and separator not in printed:
        return  # four bare digits may be a year
    assert [value] == [quantity.value for quantity in read(sentence, language)]


@given(st.integers(1, 999), st.integers(0, 999))
@settings(max_examples=100, deadline=None)
def test_mixed_mexican_form(thousands: int, rest: int) -> None:
    """ "43 mil 438" is one number."""
    printed = f"{thousands} mil {rest}" if rest else f"{thousands} mil"
    assert [thousands * 1000 + rest] == [quantity.value for quantity in read(f"Vieron {printed} cajas.", "es")]


@given(st.integers(0, 9_999), st.integers(1, 99))
@settings(max_examples=100, deadline=None)
def test_one_or_two_decimals_in_both_languages(whole: int, cents: int) -> None:
    """Two digits behind a comma or a point are decimals in any language."""
    for separator in ",.":
        for language in ("en", "es"):
            style = style_of("", language, None)
            assert float(f"{whole}.{cents:02}") == read_digits(f"{whole}{separator}{cents:02}", style, continuous=True)


_junk = st.text(
    alphabet=st.sampled_from(
        list("0123456789.,'’-–$%()\"“” \n\t\u202f\u00a0") + list("aeiosnmiluycdt") + ["ñ", "ó", "ª", "º", "٣", "²"]
    ),
    max_size=200,
)


@given(
    st.one_of(st.text(max_size=300), _junk),
    st.sampled_from(["en", "es", "und"]),
    st.sampled_from([None, "MX", "ES", "US"]),
)
@settings(max_examples=250, deadline=None)
def test_quote_is_always_in_the_text(text: str, language: str, country: str | None) -> None:
    """Whatever the text, nothing crashes and every figure's quote stands where it says."""
    item = make_item(title=text[:40], summary="", body=text, language=language, country=country)
    for figure in extract(item):
        assert figure.quote == item.text[figure.start : figure.end]
        assert figure.quote != ""
        assert figure.value is None or figure.value >= 0


@given(
    st.lists(
        st.sampled_from(
            words(
                "37 92 más de mil millones 1,500 kilos de fentanilo reos fueron trasladados a EU entre 20 y 30 dos "
                "tres veinte y una docena cientos miles hundreds of tonnes sent to the US killed and wounded half a "
                "$ % - tercera entrega por ciento years in prison suman total desde 2024 , . ; : ( )"
            )
        ),
        max_size=40,
    ),
    st.sampled_from(["en", "es", "und"]),
)
@settings(max_examples=250, deadline=None)
def test_shuffled_words_of_the_field_do_not_crash(shuffled: list[str], language: str) -> None:
    """Any order of the field's words is read, and every figure keeps its proof."""
    item = make_item(title=" ".join(shuffled), summary="", body="", language=language)
    for figure in extract(item):
        assert figure.quote == item.text[figure.start : figure.end]


@pytest.mark.parametrize(
    "unit",
    [
        "9",
        "9,",
        "1.",
        "1,000 ",
        "12 de ",
        "mil ",
        "veinte y ",
        "treinta y uno ",
        "two hundred and ",
        "entre 3 y 4 ",
        "20-",
        "$1 ",
        "a ",
        "'",
        "enero ",
        "20 20 ",
        "1, 2, 3, ",
        "de 5 a 7 ",
        "killed 5 and ",
        "a los 5 reos trasladados, ",
        "(",
        "“El 5” ",
        "99 years ",
        "@a.",
        "http://",
    ],
)
def test_long_texts_of_one_shape_are_read_to_the_end(unit: str) -> None:
    """10,000 characters of one repeated shape: a catastrophic pattern would run into the suite's time limit."""
    item = make_item(title=unit * (10_000 // len(unit)), summary="", body="", language="es")
    assert all(item.text[figure.start : figure.end] == figure.quote for figure in extract(item))


def test_masks_of_nothing() -> None:
    """An empty sentence has no stretch without figures."""
    assert masked("") == []
