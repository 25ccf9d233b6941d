"""Reads the quantities of a sentence: digits, number words, collectives, vague words, ranges, with their qualifiers.

May import its siblings tokens, words, literals, masks, calibres, fractions, changes. Knows nothing of what is counted.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain import Qualifier
from bot.extract.calibres import ARM, CALIBRE, arms_of
from bot.extract.changes import Side, is_change, scaled, sides
from bot.extract.fractions import fraction_at, more_at
from bot.extract.guarded import Guarded
from bot.extract.literals import Style, read_digits
from bot.extract.masks import is_alias, masked
from bot.extract.qualifiers import qualifier_after, qualifier_before
from bot.extract.tokens import Token, words
from bot.extract.unsaid import is_halved, is_one_weight, lacks_article
from bot.extract.words import (
    COLLECTIVES,
    ENGLISH_VAGUE,
    GLUED_SCALES,
    NUMBER_WORDS,
    ORDINALS,
    SCALES,
    VAGUE,
    VOTING,
    read_ordinal,
    read_small_english,
    read_small_spanish,
)

_MASK = "\0"  # stands for a token that belongs to a date, an age, a law, a name
_NO_NUMBER = frozenset({_MASK, CALIBRE, ARM})
_CURRENCY_SIGNS = frozenset({"$", "us", "mx", "€", "£", "usd", "mxn"})
_CONTINUOUS = frozenset(
    words(
        "% por per percent pct t kg kgs kilo kilos kilogramo kilogramos kilogram kilograms tonelada toneladas ton "
        "tons tonne tonnes metric gramo gramos gram grams gr g libra libras pound pounds lb lbs litro litros litre "
        "litres liter liters millon millones million billion billon billones mdd mdp km kilometros hectareas"
    )
)
_ORDINAL_SIGNS = frozenset({"ª", "º", "°", "st", "nd", "rd", "th", "er", "ro", "ra", "do", "da", "to", "ta", "o", "a"})
_GLUED_UNITS = frozenset(
    words("pc kg kgs g gr t ton tons lb lbs mdd mdp usd mxn l lt lts km m k mn bn tn b oz h hrs mg ha dlls dls")
)
_VOTE = Guarded(
    rf"\b(?:{VOTING})\b.{{0,90}}?\b(?:\d{{1,3}}-\d{{1,3}}\b(?!-)|\d{{2,3}} (?:to|a) \d{{2,3}}(?=[.,;]|$))|"
    r"\b\d{1,3}-\d{1,3}(?: (?:vote|against|for|in favou?r|majority|party-line)| outcome| ruling| fallo)\b"
)
_SCALES_APART = frozenset({"bn", "mn", "tn"})
_BEFORE_YEARS = frozenset(words("in en of de del since desde during durante by"))
_SOLE = frozenset(words("only sole lone single unica sola"))
_WOMEN = frozenset(words("woman female mujer"))
_DISTANCES = frozenset(words("km kms kilometros metros millas cuadras minutos"))
_PARTS_OF_SCALES = {"medio": 2, "media": 2, "cuarto": 4}  # "millón y medio"
_ARTICLES = frozenset({"a", "an", "un", "una", "uno", "one"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a sentence: tokens [first, last). `value` is never negative."""

    first: int
    last: int
    value: float
    value_hi: float | None = None
    qualifier: Qualifier = "exact"
    vague: bool = False  # a floor for "dozens"
    ordinal: bool = False
    article: bool = False  # only "un", "una", "one": a number or an article
    scale: float = 1.0  # of its last scale word, for ranges that share it
    words: bool = False  # written in letters
    change: Side = ""  # the former or the present one of a change


_FLOORS_OF_DOZENS = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 10**6}


class Reader:
    """Reads one sentence. `tokens`, `flats` and `Quantity.first/last` share their indices."""

    def __init__(self, tokens: Sequence[Token], flat: str, style: Style) -> None:
        self.tokens = tokens
        self.style = style
        self.spanish = style.language == "es"
        self.flats = [token.flat for token in tokens]
        self.begins = [
            index
            for index, token in enumerate(tokens)
            if token.text[0].isdecimal()
            or (token.flat in NUMBER_WORDS and not self._is_mere_article(index) and not is_alias(tokens, index))
            or (self.spanish and is_halved(self.flats, index))
        ]
        self._is_vote = bool(self.begins) and _VOTE.search(flat) is not None
        if not self.begins:
            return
        spans = masked(flat)
        at = 0
        reach = -1
        for index, token in enumerate(tokens):
            while at < len(spans) and spans[at][0] < token.end:
                reach = max(reach, spans[at][1])
                at += 1
            if token.start < reach:
                self.flats[index] = _MASK
        for start, end, mark in arms_of(flat):
            for index, token in enumerate(tokens):
                if start <= token.start < end:
                    self.flats[index] = mark if token.start == start else CALIBRE

    # --- small steps -------------------------------------------------------------------------------------------------

    def _flat(self, at: int) -> str:
        return self.flats[at] if 0 <= at < len(self.flats) else ""

    def _is_mere_article(self, at: int) -> bool:
        return self.flats[at] in ("a", "an") and not self._collective_follows(at + 1)

    def _touches(self, at: int) -> bool:
        """Token `at` stands straight behind the one before."""
        return 0 < at < len(self.tokens) and self.tokens[at].start == self.tokens[at - 1].end

    def _digits(self, at: int) -> tuple[float, int] | None:
        """(value, index after it) of digits at `at`, groups apart by spaces joined."""
        if not (0 <= at < len(self.tokens)) or not self.tokens[at].is_digits:
            return None
        if self.flats[at] in _NO_NUMBER:
            return None
        if self._touches(at) and (self.tokens[at - 1].is_word and self._flat(at - 1) not in _CURRENCY_SIGNS):
            return None
        text, end = self.tokens[at].text, at + 1
        if len(text) <= 3 and text.isdecimal() and text[0] != "0":
            while (
                end < len(self.tokens)
                and self.flats[end] not in _NO_NUMBER
                and self.tokens[end].is_digits
                and re.fullmatch(r"\d{3}", self.tokens[end].text)
                and self.tokens[end].start == self.tokens[end - 1].end + 1
            ):
                text += self.tokens[end].text
                end += 1
            if end > at + 1:
                return float(text[:15]), end
        continuous = self._flat(end) in _CONTINUOUS
        if continuous and text.isdecimal() and self._is_bare_decimal(at):
            return float(f"0.{text}"), end
        value = read_digits(text, self.style, continuous=continuous)
        return None if value is None else (value, end)

    def _is_bare_decimal(self, at: int) -> bool:
        """The 5 of ".5 percent", before whose point nothing stands; not that of "ended.5 percent"."""
        return self._touches(at) and self._flat(at - 1) == "." and not self._touches(at - 1)

    def _small(self, at: int) -> tuple[float, int] | None:
        """(value, index after it) of digits or of words below 1,000."""
        digits = self._digits(at)
        if digits is not None:
            return digits
        if self._flat(at) in ("", _MASK) or (self._flat(at) == "ciento" and self._flat(at - 1) == "por"):
            return None
        read = read_small_spanish if self.spanish else read_small_english
        value, taken = read(self.flats, at)
        if taken:
            return float(value), at + taken
        return None

    def _scale(self, at: int, after_digits: bool) -> float | None:
        word = self._flat(at)
        if word not in SCALES:
            return None
        if word in GLUED_SCALES and not (after_digits and (self._touches(at) or word in _SCALES_APART)):
            return None  # "1.5 bn", but "3 m" are metres
        return SCALES[word]

    # --- one number --------------------------------------------------------------------------------------------------

    def _part(self, at: int) -> Quantity | None:
        """Less than one of a scale, a collective or a unit: "half a dozen", "medio millón", "a quarter of a ton"."""
        half = self._half(at)
        if half is not None:
            value, end, scale = half
            return Quantity(at, end, value, qualifier="about" if value >= 1 else "exact", scale=scale, words=True)
        part = fraction_at(self.flats, at)
        if part is None:
            return None
        rounded = part.value >= 1 or part.size == 3  # a third is none of the decimals
        qualifier: Qualifier = "about" if rounded else "exact"
        return Quantity(at, part.end, part.value, qualifier=qualifier, scale=part.scale, words=True)

    def _half(self, at: int) -> tuple[float, int, float] | None:
        """(value, index after it, scale) of "half a dozen", "medio millón"; half a unit is 0.5 of it."""
        word = self._flat(at)
        if word not in ("half", "medio", "media"):
            return None
        end = at + 2 if word == "half" and self._flat(at + 1) in ("a", "an") else at + 1
        if word == "half" and self._flat(at + 1) == "of" and self._flat(at + 2) in ("a", "an"):
            end = at + 3
        end += self._flat(end) == "-"  # "half-ton"
        following = self._flat(end)
        if following in COLLECTIVES:
            return COLLECTIVES[following] / 2, end + 1, 1.0
        if following in SCALES and following not in GLUED_SCALES:
            return SCALES[following] / 2, end + 1, SCALES[following]
        if following in _CONTINUOUS and following not in ("por", "per"):
            return 0.5, end, 1.0
        return None

    def number(self, at: int) -> Quantity | None:
        """The longest number that begins at token `at`, without qualifier or range."""
        part = self._part(at)
        if part is not None:
            return part
        word = self._flat(at)
        first = self._small(at)
        is_digits = first is not None and self.tokens[at].is_digits
        if first is None and self.spanish and word == "mil":
            first = (1.0, at)
        elif first is None and self.spanish and lacks_article(self.flats, at):
            if is_one_weight(self.flats, at):
                return Quantity(at, at + 1, 1.0, words=True)  # the unit is read from the same word
            first = (1.0, at)
        elif first is None and word in ("a", "an") and self._collective_follows(at + 1):
            first = (1.0, at + 1)
        if first is None:
            return None
        value, end = first
        if is_digits and self.flats[end : end + 3] == ["1", "/", "2"]:
            return Quantity(at, end + 3, value + 0.5)  # "17 1/2 years"
        if self._flat(end) in COLLECTIVES and not (self._flat(end) == "hundred" and not is_digits and value != 1):
            counted = self._collective(at, end, value)
            if counted is not None:
                return counted
        if self._flat(end) == "and":
            more, end = more_at(self.flats, end)
            value += more
        total, end, scale = self._with_scales(value, end, is_digits)
        article = end == at + 1 and word in _ARTICLES
        return Quantity(at, end, total, article=article, scale=scale, words=not is_digits)

    def _collective_follows(self, at: int) -> bool:
        word = self._flat(at)
        if fraction_at(self.flats, at) is not None:
            return True
        if word == "score":
            return self._flat(at + 1) == "of"
        return word in COLLECTIVES or (word in SCALES and word not in GLUED_SCALES) or word in ("tonne", "ton", "pound")

    def _collective(self, first: int, at: int, value: float) -> Quantity | None:
        """ "two dozen", "una treintena": `at` is the collective."""
        word = self._flat(at)
        if word in ("quincena", "cuarentena") and self._flat(at + 1) not in ("de", "mas"):
            return None
        size = COLLECTIVES[word]
        scale = self._scale(at + 1, after_digits=False)
        if self._flat(at + 1) == "de" and self._flat(at + 2) in ("miles", "millones"):
            return Quantity(
                first, at + 3, value * size * (1e3 if self._flat(at + 2) == "miles" else 1e6), qualifier="about"
            )
        if scale is not None:
            return Quantity(first, at + 2, value * size * scale, scale=scale, words=True)
        exact = word == "hundred" and value > 1
        return Quantity(first, at + 1, value * size, qualifier="exact" if exact else "about", scale=1.0, words=True)

    def _with_scales(self, value: float, at: int, is_digits: bool) -> tuple[float, int, float]:
        """Reads on over scale words and what follows them: (total, index after it, last scale)."""
        total, thousands, group, scale_used, ceiling = 0.0, 0.0, value, 1.0, 1e18
        end = at
        while True:
            scale = self._scale(end, is_digits)
            if scale is None or (scale == 1e3 and thousands) or scale >= ceiling:
                break
            scale_used = scale
            if scale == 1e3:
                thousands, group = group * 1e3, 0.0
            else:
                total, thousands, group, ceiling = total + (thousands + group) * scale, 0.0, 0.0, scale
            end += 1
            if self._flat(end) == "y" and self._flat(end + 1) in _PARTS_OF_SCALES and scale > 1e3:
                return total + scale / _PARTS_OF_SCALES[self._flat(end + 1)], end + 2, scale
            following = None if value != int(value) else self._following(end, scale)
            if following is None:
                if self._scale(end, after_digits=False) is None:
                    break
                is_digits = False
                continue
            group, end, is_digits = following
        if not self.spanish and self._flat(end) == "and" and self.flats[end + 1 : end + 3] == ["a", "half"]:
            return (total + thousands + group + scale_used / 2), end + 3, scale_used
        return total + thousands + group, end, scale_used

    def _following(self, at: int, scale: float) -> tuple[float, int, bool] | None:
        """A smaller number behind a scale word: "43 mil 438", "two thousand and three", "1 millón 200 mil"."""
        begin = at + 1 if not self.spanish and self._flat(at) == "and" else at
        if begin < len(self.tokens) and self.tokens[begin].is_digits:
            digits = self._digits(begin)
            if digits is None or digits[0] != int(digits[0]):
                return None
            if self.spanish and self._flat(begin - 1) in ("mil", "millon", "millones") and digits[0] < min(scale, 1e6):
                return (*digits, True)
            if self._scale(digits[1], after_digits=True) == 1e3 and scale > 1e3:
                return (*digits, True)
            return None
        small = self._small(begin)
        if small is None and self.spanish and self._flat(begin) == "mil" and scale > 1e3:
            return 1.0, begin, False
        return None if small is None else (*small, False)

    # --- vague words and ordinals ------------------------------------------------------------------------------------

    def _vague(self, at: int) -> Quantity | None:
        word = self._flat(at)
        if word in ("several", "few") and self._flat(at + 1) in _FLOORS_OF_DOZENS:
            floor = float(_FLOORS_OF_DOZENS[self._flat(at + 1)])
            scale = self._scale(at + 2, after_digits=False)
            end = at + 2 if scale is None else at + 3
            return Quantity(at, end, floor * (scale or 1.0), qualifier="at_least", vague=True, words=True)
        if word not in VAGUE or (word in ENGLISH_VAGUE) == self.spanish:
            return None
        link = self._flat(at + 1)
        if link not in ("of", "de") and not (word in ("hundreds", "thousands", "dozens") or link == "mas"):
            return None
        value, end = float(VAGUE[word]), at + 1
        if link in ("of", "de") and self._flat(at + 2) in VAGUE and VAGUE[self._flat(at + 2)] >= 1000:
            value, end = value * VAGUE[self._flat(at + 2)], at + 3
        return Quantity(at, end, value, qualifier="at_least", vague=True, words=True)

    def _sole(self, at: int) -> Quantity | None:
        """ "the only woman", "la única mujer": one, told without a number."""
        if self._flat(at) in _SOLE and self._flat(at + 1) in _WOMEN:
            return Quantity(at, at + 1, 1.0, words=True)
        return None

    def _ordinal(self, at: int) -> Quantity | None:
        word = self._flat(at)
        value, taken = read_ordinal(self.flats, at)
        if taken:
            return Quantity(at, at + taken, float(value), qualifier="ordinal", ordinal=True, words=True)
        if not self.tokens[at].text.isdecimal() or word in _NO_NUMBER:
            return None
        end = at + 2 if self._flat(at + 1) == "." and self._touches(at + 1) and self._touches(at + 2) else at + 1
        sign = self._flat(end)
        if sign in _ORDINAL_SIGNS and self._touches(end):
            return Quantity(at, end + 1, float(self.tokens[at].text[:6]), qualifier="ordinal", ordinal=True)
        return None

    # --- ranges and qualifiers ---------------------------------------------------------------------------------------

    def _range(self, low: Quantity) -> Quantity:
        """`low` with its upper end, where one follows; `low` itself otherwise."""
        link = self._flat(low.last)
        begin = low.last + 1
        while self._flat(begin) in _CURRENCY_SIGNS:
            begin += 1
        if link not in ("-", "a", "to", "y", "and", "o", "or", ","):
            return low
        if link in ("-", "to", "a") and self._is_vote:
            return low  # "48-52 against", "211 to 214"
        if link in ("to", "a", "-", "and", "y") and low.last == low.first + 1 and self._is_year(low.first):
            return low  # "from 110,000 in 2023 to 68,000"
        high = self.number(begin)
        if high is None or high.vague or low.article:
            return low
        between = self._between(low.first)
        if link == "a" and self._flat(high.last) in _DISTANCES and self._flat(low.first - 1) not in ("de", "entre"):
            return low  # "mueren cuatro a 40 km de Celaya"
        value = low.value
        if link in ("a", "to") and not between and is_change(self.flats, low.first):
            value = scaled(value, high.scale, high.value) if low.scale == 1.0 else value
            return replace(low, value=value, scale=high.scale if value != low.value else low.scale)
        if low.scale == 1.0 and high.scale > 1.0 and value < 1000 and value * high.scale < high.value:
            value *= high.scale
        if link == "," and not self._thousands_understood(low, high):
            return low
        if link == ",":
            value = low.value * 1000
        if value >= high.value:
            return low
        if link in ("y", "and") and not between:
            return low
        if link in ("o", "or") and high.value > 1.5 * value + 1:
            return low
        return replace(low, last=high.last, value=value, value_hi=high.value, qualifier="range", scale=high.scale)

    def _is_year(self, at: int) -> bool:
        text = self.tokens[at].text
        return text.isdecimal() and len(text) == 4 and 1900 <= int(text) <= 2040 and self._flat(at - 1) in _BEFORE_YEARS

    def _thousands_understood(self, low: Quantity, high: Quantity) -> bool:
        """ "250, 300,000 people": the first number lacks its thousands."""
        plain = (
            self.tokens[low.first].text.isdecimal() and low.last == low.first + 1 and self.tokens[high.first].is_digits
        )
        return plain and low.value >= 10 and high.value >= 10_000 and 1 < high.value / (low.value * 1000) < 3

    def _between(self, first: int) -> bool:
        """ "entre" or "between" stands before the number, qualifiers and signs apart."""
        window = self.flats[max(0, first - 4) : first]
        return "entre" in window or "between" in window

    def _qualified(self, quantity: Quantity) -> Quantity:
        """With the words around it; bounds beat "about"."""
        if quantity.ordinal:
            return quantity
        found = qualifier_before(self.flats, quantity.first) or qualifier_after(self.flats, quantity.last)[0]
        if found is None or (quantity.vague and found in ("about", "nearly", "at_most", "more_than")):
            return quantity
        if quantity.value_hi is not None:
            return quantity
        return replace(quantity, qualifier=found)

    # --- all ---------------------------------------------------------------------------------------------------------

    def _sound(self, quantity: Quantity) -> bool:
        """No part of a name, a model, a year."""
        token = self.tokens[quantity.first]
        following = self._flat(quantity.last)
        if (
            self._touches(quantity.last)
            and self.tokens[quantity.last].is_word
            and (following not in _GLUED_UNITS or self.tokens[quantity.last].text == "T")
        ):
            return False  # "4T" is a slogan, "4t" a weight
        before = self._flat(quantity.first - 1)
        if (
            token.text.isdecimal()
            and len(token.text) == 4
            and before in ("a", "an", "un", "una")
            and quantity.value < 2100
        ):
            return False  # "over a 2018 killing"
        if self._touches(quantity.first) and before == "-" and self._touches(quantity.first - 1) and not self._is_vote:
            return False  # the tail of a compound
        if (
            token.text.isdecimal()
            and len(token.text) == 4
            and quantity.last == quantity.first + 1
            and not self._is_count(quantity)
        ):
            return False
        return not (token.text.isdecimal() and len(token.text) > 1 and token.text[0] == "0")

    def _is_count(self, quantity: Quantity) -> bool:
        """Whether four digits without separator, in the span of years, count something: "más de 2000", "2000
        agentes"."""
        before = self._flat(quantity.first - 1)
        following = self._flat(quantity.last)
        bounded = quantity.qualifier not in ("exact", "ordinal") and before not in ("under", "above", "as", "como")
        if bounded and "over" in self.flats[max(0, quantity.first - 2) : quantity.first]:
            bounded = (
                following.endswith("s") or following == "people"
            )  # "charged over the 2010 killing of consulate workers"
        if not 1500 <= quantity.value <= 2100 or bounded:
            return True
        if (
            before in ("$", "€", "£")
            or (
                following in _CONTINUOUS
                and (following not in ("por", "per") or self._flat(quantity.last + 1) in ("ciento", "cent"))
            )
            or following in ("pesos", "dolares", "dollars", "people")
        ):
            return True
        years = 1900 <= quantity.value <= 2040
        if years and (
            quantity.value % 100 or before in ("the", "los", "las", "in", "en", "de", "del", "since", "desde", "of")
        ):
            return False
        return following.endswith("s") and following.isalpha() and before not in ("the", "in", "en", "of", "since")

    def read(self) -> list[Quantity]:
        """Quantities in order, not overlapping."""
        found: list[Quantity] = []
        at = 0
        for begin in self.begins:
            if begin < at or self._flat(begin) in _NO_NUMBER:
                continue
            part = self._part(begin) if self._flat(begin) in ORDINALS else None  # "cuarto de millón"
            quantity = part or self._ordinal(begin) or self._vague(begin) or self._sole(begin)
            if quantity is None:
                quantity = self.number(begin)
                if quantity is not None:
                    quantity = self._range(quantity)
            if quantity is None:
                continue
            qualified = self._qualified(quantity)
            if self._sound(qualified):
                if found and not found[-1].change:
                    last = found[-1]
                    former, present = sides(self.flats, (last.first, last.last), (qualified.first, qualified.last))
                    if former:
                        found[-1], qualified = replace(last, change=former), replace(qualified, change=present)
                found.append(qualified)
            at = max(quantity.last, begin + 1)
        return found
