"""The features that a model knows, and what of them stands in texts. numpy only.

Topics that are trained together know the same features: they share one vocabulary, and a text is read and measured
once for all of them. What a word holds, with all its character n-grams, is summed up the first time that it is met.
"""

import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from classifiers.arrays import Floats, Ints
from classifiers.features import (
    BLOCK_WEIGHTS,
    BLOCKS,
    BUCKETS,
    HASHED,
    gram_buckets,
    hashes_of,
    pair_buckets,
    word_buckets,
)
from classifiers.text import Reader, Reading, Readings

NAMED = tuple(block for block in BLOCKS if block not in HASHED)
_WORD, _CHAR, _CONCEPT, _DOCUMENT = (BLOCK_WEIGHTS[block] for block in BLOCKS)
_WEIGHTS = np.array([[_WORD], [_CHAR], [_CONCEPT], [_DOCUMENT]])
_TINY = 1e-12  # far below the square of any feature's idf, 1 at least; where nothing is known, sums are 0

Slots = npt.NDArray[np.int32]


def columns_of(names: Mapping[str, Sequence[str]]) -> int:
    """Columns of all blocks in their order: the buckets of the hashed ones, the names of the others."""
    return len(HASHED) * BUCKETS + sum(len(names[block]) for block in NAMED)


class Vocabulary:
    """Known features, numbered by their columns. Remembers what it met; safe to share as its reader is.

    Args:
        reader: finds features in texts.
        names: of the blocks that are not hashed.
        known: columns of the features, ascending; see `columns_of`.
        idf: one per feature, 1 or more.
    """

    def __init__(self, reader: Reader, names: Mapping[str, Sequence[str]], known: Ints, idf: Floats) -> None:
        self.reader = reader
        self.names = names
        self.known = known
        self.idf = idf
        self.squares: Floats = np.append(idf * idf, 0.0)  # by slot, that of unknown features last
        self.unknown = len(known)
        self._slots = np.full(columns_of(names), self.unknown, dtype=np.int32)  # numbers of features, by column
        self._slots[known] = np.arange(len(known), dtype=np.int32)
        self._grams = self._slots[BUCKETS:]
        named = iter(self._slots[len(HASHED) * BUCKETS :].tolist())
        self._named = {block: dict(zip(names[block], named, strict=False)) for block in NAMED}
        self.grams_of = functools.lru_cache(maxsize=1)(self._grams_of)  # each topic learns the same words
        self._lengths = Sums(self, self.squares)
        self._last: tuple[Readings, Measured] | None = None
        self._last_one: tuple[Reading, Slots, list[float]] | None = None

    def singles(self, words: Sequence[str]) -> Slots:
        """Slots of words."""
        found: Slots = self._slots[word_buckets(hashes_of(words))]
        return found

    def pairs(self, pairs: Sequence[tuple[str, str]]) -> Slots:
        """Slots of pairs of neighbours."""
        lefts, rights = (hashes_of([pair[side] for pair in pairs]) for side in (0, 1))
        found: Slots = self._slots[pair_buckets(lefts, rights)]
        return found

    def _grams_of(self, words: tuple[str, ...]) -> tuple[Ints, Slots]:
        """Grams of words: which word each is of, its slot."""
        owners, buckets = gram_buckets(words)
        return owners, self._grams[buckets]

    def named(self, block: str, names: Sequence[str]) -> dict[str, int]:
        """Slots of those of the names that are known."""
        known = self._named[block]
        return {name: slot for name in names if (slot := known.get(name, self.unknown)) != self.unknown}

    def measured(self, readings: Readings) -> "Measured":
        """What is known of a batch. The reader's lock is held."""
        if self._last is None or self._last[0] is not readings:
            slots = self._slots[readings.pairs]
            known = (slots != self.unknown).nonzero()[0]  # a third of all pairs
            rows, slots = readings.pair_rows[known], slots[known]
            lengths = np.sqrt(np.maximum(self._lengths.of(readings, rows, slots), _TINY))
            self._last = readings, Measured(rows, slots, _WEIGHTS / lengths)
        return self._last[1]

    def measured_one(self, reading: Reading) -> tuple[Slots, list[float]]:
        """Slots of the known pairs of a single text, and the weights of its sums."""
        if self._last_one is None or self._last_one[0] is not reading:
            slots = self._slots[reading.pairs]
            slots = slots[slots != self.unknown]
            word, char, concept, document = self._lengths.of_one(reading, slots)
            weights = [
                _WORD / math.sqrt(max(word, _TINY)),
                _CHAR / math.sqrt(max(char, _TINY)),
                _CONCEPT / math.sqrt(max(concept, _TINY)),
                _DOCUMENT / math.sqrt(max(document, _TINY)),
            ]
            self._last_one = reading, slots, weights
        return self._last_one[1:]


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """What is known of a batch of texts."""

    pair_rows: Ints
    pairs: Slots
    weights: Floats  # (blocks, texts): of each text's sums


class Sums:
    """A number per feature, summed by block over the words, sentences and texts that a vocabulary's reader met.

    Args:
        vocabulary: that the features are of.
        numbers: by slot, 0 last.
    """

    def __init__(self, vocabulary: Vocabulary, numbers: Floats) -> None:
        self.numbers = numbers
        self._vocabulary = vocabulary
        self._epoch = -1
        self._words = np.zeros((0, len(HASHED)))  # of each word: by itself, of its grams
        self._sets: list[list[float]] = [[], []]  # of each set of concepts, of a sentence and of a text
        self._arrays = [np.zeros(0), np.zeros(0)]  # the same, as far as batches asked for them

    def of(self, readings: Readings, pair_rows: Ints, pairs: Slots) -> Floats:
        """(blocks, texts), blocks in their order.

        Args:
            readings: of the batch.
            pair_rows: texts of the pairs.
            pairs: slots of those that are known.
        """
        self._learn(readings.epoch)
        rows, n = readings.word_rows, readings.texts
        word, char = self._words.take(readings.words, axis=0).T
        for kind, its in enumerate(self._sets):
            if len(its) > len(self._arrays[kind]):
                self._arrays[kind] = np.array(its)
        concepts, documents = self._arrays
        return np.stack(
            [
                _summed(rows, word, n) + _summed(pair_rows, self.numbers[pairs], n),
                _summed(rows, char, n),
                _summed(readings.sentence_rows, concepts[readings.sentences], n),
                documents[readings.documents],
            ]
        )

    def of_one(self, reading: Reading, pairs: Slots) -> list[float]:
        """The same for a single text."""
        self._learn(reading.epoch)
        word, char = np.add.reduce(self._words.take(reading.words, axis=0), axis=0).tolist()
        concepts, documents = self._sets
        return [
            word + float(np.add.reduce(self.numbers[pairs])),
            char,
            sum([concepts[number] for number in reading.sentences]),
            documents[reading.document],
        ]

    def _learn(self, epoch: int) -> None:
        """What the reader met since the last batch."""
        vocabulary, reader = self._vocabulary, self._vocabulary.reader
        if self._epoch != epoch:
            self._words, self._sets, self._arrays = self._words[:0], [[], []], [np.zeros(0), np.zeros(0)]
            self._epoch = epoch
        if len(reader.folded) > len(self._words):
            words = tuple(reader.folded[len(self._words) :])
            owners, slots = vocabulary.grams_of(words)
            singles = self.numbers[vocabulary.singles(words)]
            grams = _summed(owners, self.numbers[slots], len(words))
            self._words = np.concatenate([self._words, np.stack([singles, grams], axis=1)])
        met = (reader.sentence_features, reader.document_features)
        for block, its, known in zip(NAMED, self._sets, met, strict=True):
            for names in known[len(its) :]:
                its.append(float(self.numbers[list(vocabulary.named(block, names).values())].sum()))


def _summed(rows: Ints, weights: Floats, n_rows: int) -> Floats:
    found: Floats = np.bincount(rows, weights=weights, minlength=n_rows).astype(np.float64, copy=False)
    return found


__all__ = ["NAMED", "Measured", "Sums", "Vocabulary", "columns_of"]
