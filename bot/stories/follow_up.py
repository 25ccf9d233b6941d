"""Whether a headline reads as told once its event is known, or as the one that opens it, by its words alone. Pure.

May import bot.text only. "Mother found out by the radio" names nobody, and an editor knows that it opens nothing;
"FGR extradita a" opens a story. Learned from the first reports of labelled events and all others, see `weights`.
"""

from collections.abc import Iterator
from itertools import pairwise

from bot.stories.weights import FOLLOW_UP
from bot.text import tokens

_QUOTES = "\"'“«‘"


def signs_of(title: str) -> Iterator[str]:
    """What is looked at: folded words, and four signs that are none; one may come twice."""
    yield from (word for word in tokens(title) if not word.isdecimal())
    text = title.lstrip()
    if text[:1] in _QUOTES and text:
        yield "opens with a quotation"
    if "?" in text:
        yield "asks"
    if any(char.isdigit() for char in text):
        yield "has digits"
    if any(before == " " and char.isupper() for before, char in pairwise(text)):
        yield "has a capital inside"


def reads_as_follow_up(title: str) -> float:
    """Log-odds that the headline does not open its event."""
    return FOLLOW_UP["base"] + sum(FOLLOW_UP.get(sign, 0.0) for sign in set(signs_of(title)))


__all__ = ["reads_as_follow_up", "signs_of"]
