"""By what a handover is known beside its own number: which one it is, and how many there were with it. Pure.

May import domain and text. "The fourth batch" and "used 123 times now" tell of the handover that was the fourth and
brought the total to 123, days after its own number has gone from headlines.
"""

import functools
import re
from collections.abc import Iterable, Sequence

from bot.domain import Figure
from bot.stories.headlines import MAX_CHARS, folded_headline

_LEAST_TOTAL = 20  # smaller numbers are those of many things
_TOTAL = "persons_transferred_cumulative"
_ORDINALS = {
    **dict.fromkeys(("second", "segundo", "segunda"), 2), **dict.fromkeys(("third", "tercer", "tercero", "tercera"), 3),
    **dict.fromkeys(("fourth", "cuarto", "cuarta"), 4), **dict.fromkeys(("fifth", "quinto", "quinta"), 5),
    **dict.fromkeys(("sixth", "sexto", "sexta"), 6), **dict.fromkeys(("seventh", "septimo", "septima"), 7),
    **dict.fromkeys(("eighth", "octavo", "octava"), 8),
}  # fmt: skip
_WHICH = re.compile(
    rf"\b({'|'.join(_ORDINALS)}) (?:\w+ ){{0,2}}(?:transfers?|handovers?|batch|group|round|airlift|planeload|shipment|"
    r"tanda|remesa|envio|entrega|traslado|paquete|grupo|lote)\b"
)
_OF_SPAN = re.compile(
    r"^(?: \w+){0,3} (?:(?:in|within) (?:a|less|the|this)\b|this (?:week|month|year)\b|en (?:un|una|menos)\b|"
    r"(?:del|de la|de este|de esta) (?:mes|semana|ano)\b)"
)
_NUMBER = re.compile(r"(?<![\w.,$])(\d{2,3})(?![\w.,%])")


@functools.lru_cache(maxsize=20_000)  # pure; a story's headlines are looked at for every report near it
def which_one(title: str) -> int | None:
    """Which handover in the row a headline calls it: "the fourth batch"; not "the second group in a month"."""
    folded = folded_headline(title)
    found = _WHICH.search(folded)
    return None if found is None or _OF_SPAN.match(folded[found.end() :]) else _ORDINALS[found.group(1)]


def totals_of(figures: Iterable[Figure]) -> frozenset[int]:
    """Numbers of all handed over, this event's people among them."""
    stated = (f.value for f in figures if f.measure == _TOTAL and f.scope == "cumulative" and f.value is not None)
    return frozenset(int(value) for value in stated if value >= _LEAST_TOTAL)


def numbers_in(title: str) -> frozenset[int]:
    """Numbers in digits that could be such a total."""
    return frozenset(int(n) for n in _NUMBER.findall(title[:MAX_CHARS]) if int(n) >= _LEAST_TOTAL)


def same_total(title: str, figures: Sequence[Figure], titles: Sequence[str], known: Sequence[Figure]) -> bool:
    """Whether a report names the story's handover by its place in the row or by the total that it made.

    Args:
        title: of the report.
        figures: of the report.
        titles: of the story's reports.
        known: the story's figures.
    """
    which = which_one(title)
    if which is not None and any(which_one(held) == which for held in titles):
        return True
    return bool(totals_of(known) & (totals_of(figures) | numbers_in(title)))


__all__ = ["numbers_in", "same_total", "totals_of", "which_one"]
