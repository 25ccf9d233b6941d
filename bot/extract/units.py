"""Units behind a number: percent, money, mass, volume, time. Imports its siblings tokens and numbers.

Mass becomes kilograms, whatever was printed stays in `raw`. "Tons" are read as tonnes, as copy about Mexican seizures
means them; only "short tons" are 907 kg.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.extract.literals import Style
from bot.extract.numbers import Quantity
from bot.extract.tokens import Token, words
from bot.extract.unsaid import is_one_weight

POUND_KG = 0.4536  # to four digits: nobody prints a seizure more exactly
_MASS_WORDS: Mapping[float, str] = {
    1000.0: "t ton tons tonne tonnes tonelada toneladas tm",
    1.0: "kg kgs kilo kilos kilogramo kilogramos kilogram kilograms",
    0.001: "g gr grs gramo gramos gram grams",
    POUND_KG: "lb lbs libra libras pound pounds",
    0.028349523125: "ounce ounces onza onzas oz",
}
MASS: dict[str, float] = {word: factor for factor, words in _MASS_WORDS.items() for word in words.split()}
_SHORT_TON_KG = 2000 * POUND_KG
_VOLUME: Mapping[str, float] = dict.fromkeys(
    words("l lt lts litro litros litre litres liter liters"), 1.0
) | dict.fromkeys(["gallon", "gallons", "galon", "galones"], 3.785411784)
_TIME: Mapping[str, str] = {
    word: unit
    for unit, words in {
        "years": "year years ano anos",
        "months": "month months mes meses",
        "weeks": "week weeks semana semanas",
        "days": "day days dia dias",
        "hours": "hour hours hora horas hrs h",
        "minutes": "minute minutes minuto minutos min mins",
        "seconds": "second seconds segundo segundos",
    }.items()
    for word in words.split()
}
_OUT_OF: Mapping[str, int] = {  # of how many a share is
    word: size
    for size, words in {
        3: "3 three tres thirds third tercios tercio",
        4: "4 four cuatro quarters quarter cuartos cuartas",
        5: "5 five cinco fifths fifth quintos quintas",
        8: "8 eight ocho",
        10: "10 ten diez",
        100: "100 cien",
    }.items()
    for word in words.split()
}
_FRACTIONS = frozenset(words("thirds third tercios tercio quarters cuartos cuartas fifths fifth quintos quintas"))
_ASKED = frozenset(  # of whom shares are told: "3 in 4 voters", not "3 in 4 days"
    words(
        "americans mexicans voters adults respondents people americanos mexicanos estadounidenses encuestados "
        "consultados votantes adultos personas ciudadanos republicans democrats republicanos democratas poll survey "
        "pollster encuesta sondeo"
    )
)
_LENGTH = frozenset(
    words(
        "km kilometro kilometros kilometer kilometers kilometre kilometres metro metros meter meters metre metres "
        "mile miles milla millas knot knots foot feet hectarea hectareas acre acres"
    )
)
_CURRENCIES: Mapping[str, str] = {
    "dolar": "usd",
    "dolares": "usd",
    "dollar": "usd",
    "dollars": "usd",
    "usd": "usd",
    "dlls": "usd",
    "dls": "usd",
    "peso": "mxn",
    "pesos": "mxn",
    "mxn": "mxn",
    "mxp": "mxn",
    "euro": "eur",
    "euros": "eur",
    "eur": "eur",
}
_MONEY_WORDS: Mapping[str, tuple[str, float]] = {
    "mdd": ("usd", 1e6),
    "mdp": ("mxn", 1e6),
    "mmdd": ("usd", 1e9),
    "mmdp": ("mxn", 1e9),
}
_NATIONS = frozenset(words("us u.s estadounidenses americanos american mexicanos mexican canadienses canadian"))


@dataclass(frozen=True, slots=True)
class Unit:
    """What a number is measured in. `factor` turns it into `name`; `end` is the token after the unit's words."""

    name: str
    raw: str
    factor: float
    end: int
    extra: float = 0.0  # "toneladas y media": half a unit more


def _word(flats: Sequence[str], at: int) -> str:
    return flats[at] if 0 <= at < len(flats) else ""


def _dollar_sign(flats: Sequence[str], before: str, style: Style) -> str:
    """Currency of a bare "$": dollars in US copy, pesos in Mexican, or whichever of the two is named nearby."""
    if before in ("us", "eeuu", "usd"):
        return "usd"
    if before in ("mx", "mex"):
        return "mxn"
    mexican = style.language == "es" or style.country == "MX"  # elsewhere pesos are named as pesos, beside dollars
    if mexican and any(word in ("pesos", "peso", "mdp", "mxn") for word in flats):
        return "mxn" if not any(word in ("dolares", "mdd", "usd", "dollars") for word in flats) else "usd"
    if style.language == "en" or style.country == "US" or any(word in ("dolares", "mdd", "usd") for word in flats):
        return "usd"
    return "mxn" if style.country == "MX" else "money"


def _share(quantity: Quantity, flats: Sequence[str], tokens: Sequence[Token]) -> Unit | None:
    """ "three in four Mexicans", "dos de cada cinco", "two-thirds of voters": a share in whole percent."""
    at, value = quantity.last, quantity.value
    words = tuple(flats[at : at + 2])
    if words in (("de", "cada"), ("in", "every"), ("out", "of"), ("of", "every")):
        size_at = at + 2
    elif _word(flats, at) == "in" and not _ASKED.isdisjoint(flats):
        size_at = at + 1
    else:
        size_at = at + 1 if _word(flats, at) == "-" else at
        if _word(flats, size_at) not in _FRACTIONS or _ASKED.isdisjoint(flats):
            return None
    size = _OUT_OF.get(_word(flats, size_at), 0)
    if not 0 < value < size:
        return None
    raw = " ".join(token.text for token in tokens[at : size_at + 1])
    return Unit("pct", raw, round(100 * value / size) / value, size_at + 1)


def _percent(flats: Sequence[str], tokens: Sequence[Token], at: int) -> Unit | None:
    words = tuple(flats[at : at + 2])
    if _word(flats, at) in ("%", "percent", "pct", "pc", "porciento"):
        end = at + 1
    elif words in (("por", "ciento"), ("per", "cent")):
        end = at + 2
    elif words in (("percentage", "points"), ("puntos", "porcentuales")):
        return Unit("points", f"{tokens[at].text} {tokens[at + 1].text}", 1.0, at + 2)
    else:
        return None
    return Unit("pct", " ".join(token.text for token in tokens[at:end]), 1.0, end)


def unit_of(quantity: Quantity, flats: Sequence[str], tokens: Sequence[Token], style: Style) -> Unit | None:
    """The unit written with a quantity, None when it counts things or people."""
    at = quantity.last
    if quantity.words and is_one_weight(flats, quantity.first):
        return _measured(flats, tokens, quantity.first, style)  # "tonelada y media"
    percent = _share(quantity, flats, tokens) or _percent(flats, tokens, at)
    if percent is not None:
        return percent
    sign_at = quantity.first - 1
    if _word(flats, sign_at) in ("$", "€", "£", "usd", "mxn"):
        sign = _word(flats, sign_at)
        name = {"€": "eur", "£": "gbp", "usd": "usd", "mxn": "mxn"}.get(sign)
        return _money(quantity, flats, tokens, name or _dollar_sign(flats, _word(flats, sign_at - 1), style))
    if _word(flats, at) in _MONEY_WORDS:
        return Unit(_MONEY_WORDS[flats[at]][0], tokens[at].text, _MONEY_WORDS[flats[at]][1], at + 1)
    if _word(flats, at) in ("-", "de", "of") and (quantity.scale >= 1e6 or quantity.vague or _word(flats, at) == "-"):
        at += 1
    if _word(flats, at) in ("more", "mas", "further", "additional") and _word(flats, at + 1) in _TIME:
        at += 1  # "ten more days"
    while _word(flats, at) in _NATIONS and _word(flats, at + 1) in _CURRENCIES:
        at += 1
    word = _word(flats, at)
    if word in _CURRENCIES:
        return Unit(_CURRENCIES[word], tokens[at].text, 1.0, at + 1)
    return _measured(flats, tokens, at, style)


def _money(quantity: Quantity, flats: Sequence[str], tokens: Sequence[Token], name: str) -> Unit:
    """Money with a sign before it; words behind it may say more: "$40 million", "$15 mdd", "$500 pesos"."""
    at = quantity.last
    raw = tokens[quantity.first - 1].text
    if _word(flats, at) in _MONEY_WORDS:
        name, factor = _MONEY_WORDS[flats[at]]
        return Unit(name, f"{raw} {tokens[at].text}", factor, at + 1)
    end = at + 1 if _word(flats, at) == "de" else at
    if _word(flats, end) in _CURRENCIES:
        return Unit(_CURRENCIES[_word(flats, end)], tokens[end].text, 1.0, end + 1)
    if _word(flats, end) == "b" and tokens[end].start == tokens[end - 1].end:
        return Unit(name, raw, 1e9, end + 1)
    return Unit(name, raw, 1.0, at)


def _half_more(flats: Sequence[str], at: int) -> int:
    """Tokens of "y media" or "and a half" at a token, 0 = neither."""
    if _word(flats, at) == "y" and _word(flats, at + 1) in ("media", "medio"):
        return 2
    return 3 if list(flats[at : at + 3]) == ["and", "a", "half"] else 0


def _measured(flats: Sequence[str], tokens: Sequence[Token], at: int, style: Style) -> Unit | None:
    """Mass, volume, time or length at token `at`."""
    word = _word(flats, at)
    begin, factor = at, MASS.get(word)
    if word in ("metric", "short", "long") and _word(flats, at + 1) in MASS:
        at += 1
        factor = _SHORT_TON_KG if word == "short" else 1000.0
    if factor is not None:
        if word == "g" and at > 0 and tokens[at].start > tokens[at - 1].end:
            return None
        end = at + 1
        if _word(flats, end) in ("metricas", "cortas", "metric"):
            factor = _SHORT_TON_KG if _word(flats, end) == "cortas" else factor
            end += 1
        half = _half_more(flats, end)
        raw = " ".join(token.text for token in tokens[begin:end])
        return Unit("kg", raw, factor, end + half, 0.5 if half else 0.0)
    if word in _VOLUME:
        return Unit("l", tokens[at].text, _VOLUME[word], at + 1)
    if word in _TIME:
        half = _half_more(flats, at + 1)
        return Unit(_TIME[word], tokens[at].text, 1.0, at + 1 + half, 0.5 if half else 0.0)
    if word in _LENGTH and not (style.language == "es" and word == "miles"):
        return Unit("length", tokens[at].text, 1.0, at + 1)
    return None
