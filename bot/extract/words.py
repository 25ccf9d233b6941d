"""Number words and names of months, English and Spanish, and whether a text holds a number. Imports its siblings only.

Numbers by hand: the libraries measured for it lose "2 mil 700", "una docena" and feminine hundreds, and glue
neighbours.
"""

import re
from collections.abc import Mapping, Sequence

from bot.extract.guarded import Guarded
from bot.extract.tokens import words

# alternatives of a pattern on folded text
MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre"
)

_EN_UNITS = words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_EN_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ES_UNITS = words(
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete "
    "dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete "
    "veintiocho veintinueve"
)
_ES_TENS = ["treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"]
_ES_HUNDREDS = words("doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos")

EN_SMALL: Mapping[str, int] = {word: value for value, word in enumerate(_EN_UNITS)}  # 0 to 19
EN_TENS: Mapping[str, int] = {word: 10 * value for value, word in enumerate(_EN_TENS, 2)}
ES_SMALL: Mapping[str, int] = {word: value for value, word in enumerate(_ES_UNITS)} | {
    "un": 1,
    "una": 1,
    "veintiun": 21,
    "veintiuna": 21,
}  # 0 to 29
ES_TENS: Mapping[str, int] = {word: 10 * value for value, word in enumerate(_ES_TENS, 3)}
ES_HUNDREDS: Mapping[str, int] = (
    {"cien": 100, "ciento": 100}
    | {word: 100 * value for value, word in enumerate(_ES_HUNDREDS, 2)}
    | {word[:-2] + "as": 100 * value for value, word in enumerate(_ES_HUNDREDS, 2)}
)

# Scale words after a number. The spelling decides between 10**9 and 10**12: an English "billion" inside Spanish stays
# one.
SCALES: Mapping[str, float] = {
    "thousand": 1e3,
    "k": 1e3,
    "mil": 1e3,
    "million": 1e6,
    "m": 1e6,
    "mn": 1e6,
    "millon": 1e6,
    "millones": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "billon": 1e12,
    "billones": 1e12,
    "trillion": 1e12,
    "tn": 1e12,
}
GLUED_SCALES = frozenset({"k", "m", "mn", "bn", "tn"})  # only straight behind digits

# Collectives with an exact size, after an article or a number. Spanish: RAE, Diccionario de la lengua española.
COLLECTIVES: Mapping[str, int] = {
    "dozen": 12,
    "score": 20,
    "couple": 2,
    "hundred": 100,
    "par": 2,
    "decena": 10,
    "docena": 12,
    "quincena": 15,
    "veintena": 20,
    "treintena": 30,
    "cuarentena": 40,
    "cincuentena": 50,
    "centenar": 100,
    "centena": 100,
    "millar": 1000,
    "decenas": 10,
    "docenas": 12,
    "veintenas": 20,
    "centenares": 100,
    "centenas": 100,
    "millares": 1000,
}

# Vague words and the least that each can mean: no number is invented, and no reader is told more than was said.
VAGUE: Mapping[str, int] = {
    "tens": 10,
    "dozens": 12,
    "scores": 20,
    "hundreds": 100,
    "thousands": 1000,
    "millions": 10**6,
    "decenas": 10,
    "docenas": 12,
    "cientos": 100,
    "centenares": 100,
    "centenas": 100,
    "miles": 1000,
    "millares": 1000,
    "millones": 10**6,
}
ENGLISH_VAGUE = frozenset({"tens", "dozens", "scores", "hundreds", "thousands", "millions"})

_ORDINALS_EN = words(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth"
)
_ORDINAL_TENS_EN = words("twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth")
_ORDINALS_ES = words("primer segund tercer cuart quint sext septim octav noven decim undecim duodecim")
_ORDINAL_TENS_ES = words("vigesim trigesim cuadragesim quincuagesim sexagesim septuagesim octogesim nonagesim")
ORDINALS: Mapping[str, int] = (
    {word: value for value, word in enumerate(_ORDINALS_EN, 1)}
    | {word: 10 * value for value, word in enumerate(_ORDINAL_TENS_EN, 2)}
    | {stem + ending: value for value, stem in enumerate(_ORDINALS_ES, 1) for ending in ("o", "a")}
    | {stem + ending: 10 * value for value, stem in enumerate(_ORDINAL_TENS_ES, 2) for ending in ("o", "a")}
    | {"decimo" + stem + end: 10 + value for value, stem in enumerate(_ORDINALS_ES[:9], 1) for end in ("o", "a", "")}
    | {"primer": 1, "tercer": 3}
)


# Words that a number can begin with: where none stands, no reader need look.
NUMBER_WORDS = frozenset(
    {*EN_SMALL, *EN_TENS, *ES_SMALL, *ES_TENS, *ES_HUNDREDS, *VAGUE, *ORDINALS, *COLLECTIVES}
    | set(words("a an half quarter medio media mil several few only sole lone single unica sola"))
)
_DIGIT = re.compile(r"\d")
_AFTER_AN = "|".join(sorted({*SCALES, "tonne", "ton", "pound", "quarter"} - GLUED_SCALES))
_IN_WORDS = Guarded(rf"\b(?:{'|'.join(sorted(NUMBER_WORDS - {'a', 'an'}))})\b|\ban? (?:{_AFTER_AN})\b")


def may_count(flat: str) -> bool:
    """Whether a folded text may hold a number at all."""
    return _DIGIT.search(flat) is not None or _IN_WORDS.search(flat) is not None


VOTING = (  # words of a body that votes, of a folded text
    r"votes?|voted|votos?|votaron|senate|senado|senad\w+|house|congress|congreso|camara|chamber|pleno|lawmakers?|legislators?|"
    r"diputad\w+|resolution|resolucion|motion|mocion|measure|bill|dictamen|approved|passed|rejected|unanim\w+|"
    r"abstencion\w*|abstention\w*|rul(?:ed|es|ing)|uph(?:olds?|eld)|justices?|ministr[oa]s|magistrad\w+|panel|"
    r"committee|comite|supreme court|suprema corte|corte suprema"
)


def read_ordinal(words: Sequence[str], at: int) -> tuple[int, int]:
    """(value, words taken) of "third", "thirty - seventh", "trigesimo septimo" at `at`; (0, 0) for none."""
    word = words[at]
    if word in EN_TENS and words[at + 1 : at + 2] == ["-"]:
        unit = ORDINALS.get(words[at + 2], 0) if at + 2 < len(words) else 0
        return (EN_TENS[word] + unit, 3) if 0 < unit < 10 else (0, 0)
    value = ORDINALS.get(word, 0)
    if value >= 10 and value % 10 == 0 and word.endswith(("o", "a")) and at + 1 < len(words):
        unit = ORDINALS.get(words[at + 1], 0)
        if 0 < unit < 10:
            return value + unit, 2
    return value, 1 if value else 0


def read_small_english(words: Sequence[str], at: int) -> tuple[int, int]:
    """(value below 1,000, words taken) of "two hundred and thirty - seven" at `at`; (0, 0) when none stands there."""
    value, i = _below_hundred_english(words, at)
    if i < len(words) and i > at and words[i] == "hundred" and 0 < value < 100:
        value *= 100
        i += 1
    elif i == at and words[at : at + 2] == ["a", "hundred"]:
        value, i = 100, at + 2
    else:
        return value, i - at
    after_and = i + 1 if i < len(words) and words[i] == "and" else i
    rest, j = _below_hundred_english(words, after_and)
    if j > after_and and not (j < len(words) and words[j] == "hundred"):
        return value + rest, j - at
    return value, i - at


def _below_hundred_english(words: Sequence[str], at: int) -> tuple[int, int]:
    """(value, index after it); the index is `at` when there is none. A hyphen is a word of its own."""
    if at >= len(words):
        return 0, at
    if words[at] in EN_SMALL:
        return EN_SMALL[words[at]], at + 1
    if words[at] not in EN_TENS:
        return 0, at
    value = EN_TENS[words[at]]
    j = at + 2 if at + 1 < len(words) and words[at + 1] == "-" else at + 1
    if j < len(words) and 0 < EN_SMALL.get(words[j], 0) < 10:
        return value + EN_SMALL[words[j]], j + 1
    return value, at + 1


def read_small_spanish(words: Sequence[str], at: int) -> tuple[int, int]:
    """(value below 1,000, words taken) of "doscientas treinta y siete" at `at`; (0, 0) when none stands there."""
    value, i = 0, at
    if at < len(words) and words[at] in ES_HUNDREDS:
        value, i = ES_HUNDREDS[words[at]], at + 1
        if words[at] == "cien":
            return value, 1
    if i < len(words) and words[i] in ES_TENS:
        value += ES_TENS[words[i]]
        if i + 2 < len(words) and words[i + 1] == "y" and 0 < ES_SMALL.get(words[i + 2], 0) < 10:
            return value + ES_SMALL[words[i + 2]], i + 3 - at
        return value, i + 1 - at
    if i < len(words) and words[i] in ES_SMALL:
        return value + ES_SMALL[words[i]], i + 1 - at
    return value, i - at
