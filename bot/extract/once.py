"""Figures of a flagged text, read once: its severity asks for them, and soon after its story.

Imports its siblings, bot.domain and bot.ports.
"""

from functools import lru_cache

from bot.domain import Figure, Item
from bot.extract.figures import extract
from bot.ports import Lexicon

_REMEMBERED = 64  # texts, of up to some 20 kB: the flagged ones of feeds that came together


@lru_cache(maxsize=_REMEMBERED)
def figures_of(item: Item, lexicon: Lexicon, *, is_of_handover: bool) -> tuple[Figure, ...]:
    """What `extract` reads, out of memory where the same text was read a moment ago."""
    return extract(item, lexicon=lexicon, is_of_handover=is_of_handover)
