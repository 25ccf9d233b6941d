"""The "una" that Spanish headlines leave out: "Treintena de reos", "tonelada y media", "millón y medio".

Imports its sibling tokens only.
"""

from collections.abc import Sequence

from bot.extract.tokens import words

_GROUPS = frozenset(words("decena docena veintena treintena centenar centena millar"))  # a quincena is a pay-day, too
_WEIGHTS = frozenset(words("tonelada kilo libra"))
_HALVED = _WEIGHTS | {"millon"}
_DEFINITE = frozenset(words("la el esa ese esta este su por cada otra otro primera primer media medio un una"))


def lacks_article(flats: Sequence[str], at: int) -> bool:
    """Whether a token stands for one of its kind, though no "una" says so."""
    if at >= len(flats) or (at and flats[at - 1] in _DEFINITE):
        return False
    if flats[at] in _GROUPS:
        return list(flats[at + 1 : at + 2]) == ["de"]
    return is_halved(flats, at)


def is_halved(flats: Sequence[str], at: int) -> bool:
    """The tonelada of "tonelada y media"."""
    return flats[at] in _HALVED and list(flats[at + 1 : at + 3]) in (["y", "medio"], ["y", "media"])


def is_one_weight(flats: Sequence[str], at: int) -> bool:
    """Whether such a token is the unit of its number, too."""
    return flats[at] in _WEIGHTS and is_halved(flats, at)
