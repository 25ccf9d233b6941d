"""Features of what a reader found, by block; what training counts and what serving looks up. numpy only.

Four blocks, each weighted by inverse document frequency and scaled on its own: `word` (the distinct words of a text and
their pairs), `char` (3 to 5 characters within a distinct word, a blank at its ends), `concept` (the lexicon's concepts
and pairs by sentence), `document` (those of the whole text, and what it lacks). Words and grams are hashed: a feature
is the number of its bucket, so that no vocabulary is carried and new words of a batch are taken apart all at once.
"""

import zlib
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from classifiers.arrays import Ints

BLOCKS = ("word", "char", "concept", "document")
HASHED = ("word", "char")
BUCKETS = 1 << 18  # of each hashed block; some 60,000 grams and 80,000 words and pairs are known

# Weight of each block beside the others. On corpora by one hand, with models trained on those by others, 0.5 to 1.2 for
# `concept` changed average precision by 0.01 at most; 0.4 for a forerunner of `document` gained 0.003, 0.5 was not
# tried.
BLOCK_WEIGHTS: Mapping[str, float] = MappingProxyType({"word": 1.0, "char": 1.0, "concept": 0.7, "document": 0.5})

_SHORTEST = 3
_LONGEST = 5
_SHIFT = np.uint64(64 - 18)
_A, _B, _C = (np.uint64(n) for n in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9))  # odd, of xxHash

Hashes = npt.NDArray[np.uint64]


def hashes_of(words: Sequence[str]) -> Hashes:
    """One number of 32 bits per word, the same on every machine."""
    return np.array([zlib.crc32(word.encode("utf-8", "surrogatepass")) for word in words], dtype=np.uint64)


def word_buckets(hashes: Hashes) -> Ints:
    """Bucket of each single word."""
    return _bucket(hashes + _C)


def pair_buckets(lefts: Hashes, rights: Hashes) -> Ints:
    """Bucket of each pair of neighbours."""
    return _bucket(lefts * _B + rights * _A + _C)


def _bucket(mixed: Hashes) -> Ints:
    mixed = (mixed ^ (mixed >> np.uint64(29))) * _B
    return ((mixed ^ (mixed >> np.uint64(32))) * _A >> _SHIFT).astype(np.int64)


def gram_buckets(words: Sequence[str]) -> tuple[Ints, Ints]:
    """Grams of words, none of a name's tag ("_us_c"): (which word each is of, its bucket)."""
    padded = ["" if word.startswith("_") else f" {word} " for word in words]
    codes = np.frombuffer("".join(padded).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    lengths = np.array([len(text) for text in padded], dtype=np.int64)
    owners = np.repeat(np.arange(len(words)), lengths)
    left = np.repeat(np.cumsum(lengths), lengths) - np.arange(len(codes))  # characters from here to the word's end
    rolling = codes.copy()
    found: list[tuple[Ints, Ints]] = []
    for n in range(2, _LONGEST + 1):
        rolling = rolling[:-1] * _C + codes[n - 1 :]
        if n >= _SHORTEST:
            fits = left[: len(rolling)] >= n
            found.append((owners[: len(rolling)][fits], _bucket(rolling[fits] + np.uint64(n))))
    owner, bucket = (np.concatenate(part) for part in zip(*found, strict=True))
    return owner, bucket


__all__ = ["BLOCKS", "BLOCK_WEIGHTS", "BUCKETS", "HASHED", "gram_buckets", "hashes_of", "pair_buckets", "word_buckets"]
