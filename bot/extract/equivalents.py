"""One mass or sum of money printed in two units: "1,540 kilos (3,395 pounds)", "$2 million, or 36 million pesos".

Imports its siblings tokens and units.
"""

from collections.abc import Mapping, Sequence

from bot.extract.tokens import words
from bot.extract.units import Unit

_ABOUT = frozenset(
    words(
        "about around roughly some nearly almost over more than approximately approx an estimated just under unos unas "
        "casi cerca de alrededor aproximadamente mas poco $ us mx usd mxn € £"
    )
)
_SAME = frozenset(
    words("or o u es decir equivalente equivalentes equivalent equivale equivalen a to the of that is which")
)
_ROUNDED = 0.03  # by which two prints of one mass may differ; in brackets, where a ton may be a short one, by more
_ROUNDED_IN_BRACKETS = 0.12
_RATES: Mapping[tuple[str, str], tuple[float, float]] = {  # how many of the second are worth one of the first
    ("usd", "mxn"): (9, 26),
    ("eur", "mxn"): (10, 32),
    ("gbp", "mxn"): (13, 40),
    ("eur", "usd"): (0.8, 1.6),
    ("gbp", "usd"): (1.0, 2.1),
    ("gbp", "eur"): (1.0, 1.6),
}
_NAMED = 3  # words between a mass and its second print: "200 kilos of crystal meth (440 pounds)"
_METRIC = frozenset({1000.0, 1.0, 0.001})


def is_metric(unit: Unit) -> bool:
    """Whether a unit of mass is a gram, kilogram or tonne."""
    return unit.factor in _METRIC


def are_one_mass(values: tuple[float, float], units: tuple[Unit, Unit], between: Sequence[str], after: str) -> bool:
    """Whether two masses in a row are one.

    Args:
        values: in kilograms.
        units: of the two, in their order.
        between: flat tokens between the first one's unit and the second number.
        after: flat token behind the second one's unit.
    """
    if units[0].name != "kg" or units[1].name != "kg" or units[0].factor == units[1].factor or not all(values):
        return False
    link = _without_noun(between)
    if link is None or (len(link) < len(between) and after in ("of", "de")):
        return False  # "440 pounds of meth, 200 kilos of cocaine"
    most = _ROUNDED_IN_BRACKETS if link[:1] == ["("] else _ROUNDED
    return abs(values[0] - values[1]) <= most * max(values) and _links(link)


def are_one_sum(values: tuple[float, float], names: tuple[str, str], between: Sequence[str]) -> bool:
    """Whether two sums of money in a row, in two currencies, are one: as much by any rate of these years."""
    if not all(values) or not _links(list(between)) or list(between) == [","]:
        return False
    for (dear, cheap), (least, most) in _RATES.items():
        for (first, second), ratio in ((names, values[1] / values[0]), (names[::-1], values[0] / values[1])):
            if (first, second) == (dear, cheap) and least <= ratio <= most:
                return True
    return False


def _without_noun(between: Sequence[str]) -> list[str] | None:
    """What links two masses, from the first bracket or comma on; None where too much stands before it."""
    for at, flat in enumerate(between[: _NAMED + 2]):
        if flat in ("(", ","):
            return list(between[at:])
    return list(between) if between and between[0] in _SAME | {"/"} else None


def _links(link: list[str]) -> bool:
    """Whether a bracket, a comma or a slash, or a word for sameness, is all between two numbers, "about" apart."""
    if not link or link[0] not in _SAME | {"(", ",", "/"}:
        return False
    return all(flat in _SAME or flat in _ABOUT or flat == "," for flat in link[1:])
