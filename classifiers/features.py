"""Features of a prepared text, by block; what training counts and what serving looks up. Standard library only.

Four blocks, each weighted by TF-IDF and scaled to unit length on its own: `word` (one and two words), `char` (3 to 5
characters within a word, blank at its ends, as scikit-learn's `char_wb`), `concept` (the lexicon's concepts and pairs
by sentence), `document` (those of the whole text, and what it lacks).
"""

from collections.abc import Callable, Mapping
from itertools import pairwise
from types import MappingProxyType

from classifiers.text import NOTHING_MEXICAN

BLOCKS = ("word", "char", "concept", "document")

# Weight of each block beside the others. On corpora by one hand, with models trained on those by others, 0.5 to 1.2 for
# `concept` changed average precision by 0.01 at most; 0.4 for a forerunner of `document` gained 0.003, 0.5 was not
# tried.
BLOCK_WEIGHTS: Mapping[str, float] = MappingProxyType({"word": 1.0, "char": 1.0, "concept": 0.7, "document": 0.5})

_SHORTEST = 3
_LONGEST = 5


def words_of(prepared: str) -> list[str]:
    """Words of a prepared text, in order."""
    return prepared.partition("\n")[0].split()


def concepts_of(prepared: str) -> list[str]:
    """Concepts of a prepared text, with repetitions."""
    return prepared.split("\n")[1].split()


def themes_of(prepared: str) -> list[str]:
    """Themes of a prepared text as a whole."""
    return prepared.split("\n")[2].split()


def names_nothing_mexican(prepared: str) -> bool:
    """Whether nothing in a prepared text speaks of the Mexican side."""
    return NOTHING_MEXICAN in themes_of(prepared)


def grams_of_word(word: str) -> list[str]:
    """Character n-grams of one word with a blank at each end; none for a name's tag ("_us_c")."""
    if word.startswith("_"):
        return []
    padded = f" {word} "
    return [
        padded[i : i + n]
        for n in range(_SHORTEST, _LONGEST + 1)
        for i in range(max(1, len(padded) - n + 1))
        if n <= len(padded) or n == _SHORTEST
    ]


def word_features(prepared: str) -> list[str]:
    """Single words and pairs of neighbours."""
    words = words_of(prepared)
    return words + [f"{a} {b}" for a, b in pairwise(words)]


def char_features(prepared: str) -> list[str]:
    """Character n-grams of every word."""
    return [gram for word in words_of(prepared) for gram in grams_of_word(word)]


ANALYSERS: Mapping[str, Callable[[str], list[str]]] = MappingProxyType(
    {"word": word_features, "char": char_features, "concept": concepts_of, "document": themes_of}
)

__all__ = [
    "ANALYSERS",
    "BLOCKS",
    "BLOCK_WEIGHTS",
    "char_features",
    "concepts_of",
    "grams_of_word",
    "names_nothing_mexican",
    "themes_of",
    "word_features",
    "words_of",
]
