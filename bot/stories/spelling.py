"""Likeness of two strings: the one door to rapidfuzz, for headlines copied word for word and names spelled two ways."""

import functools
import re

from rapidfuzz import fuzz

_SAME_WORD = 84.0  # "inzunza", "insunza": 86; "martin", "marin": 91; "coronel", "noriega": 29
_SAME_HEADLINE = 95.0
_LEAST_HEARD = 4  # letters: shorter words sound like too many others
_SOUNDS = (  # letters that Mexican Spanish speaks alike
    (re.compile(r"z|c(?=[ei])"), "s"),
    (re.compile(r"v"), "b"),
    (re.compile(r"ll|y(?=[aeiou])"), "y"),
    (re.compile(r"y$"), "i"),
    (re.compile(r"g(?=[ei])"), "j"),
    (re.compile(r"(?<!c)h"), ""),
    (re.compile(r"(s)\1+"), "s"),
)


@functools.lru_cache(maxsize=20_000)  # pure; the same few names are compared over and over
def _heard(word: str) -> str:
    for letters, sound in _SOUNDS:
        word = letters.sub(sound, word)
    return word


def alike(one: str, other: str) -> bool:
    """Whether two folded words may be spellings of one name: a letter apart in a long one, or heard as one.

    Spoken alike are "meza" and "mesa", "baca" and "vaca", "lópez" and "lopes".
    """
    if one == other:
        return True
    shorter = min(len(one), len(other))
    if shorter >= _LEAST_HEARD and _heard(one) == _heard(other):
        return True
    return shorter >= 5 and fuzz.ratio(one, other) >= _SAME_WORD


def copied(one: str, other: str) -> bool:
    """Whether two folded headlines are the same but for a few characters."""
    return one == other or fuzz.ratio(one, other, score_cutoff=_SAME_HEADLINE) > 0


__all__ = ["alike", "copied"]
