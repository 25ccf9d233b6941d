"""Texts to a matrix of features, as a transformer of scikit-learn: the training side of `classifiers.features`.

Imports scikit-learn and scipy; used by training only.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np
from scipy.sparse import csr_matrix, diags, hstack
from sklearn.base import BaseEstimator, TransformerMixin

from classifiers.arrays import Floats
from classifiers.features import BLOCK_WEIGHTS, BLOCKS, BUCKETS, HASHED, gram_buckets, word_buckets
from classifiers.text import Reader, Readings, shipped_reader

MIN_DOCUMENTS = 2  # a feature of one text alone says nothing about the next

Counts = dict[str, Any]  # by block, a sparse matrix of scipy, which has no types


class Vectoriser(BaseEstimator, TransformerMixin):  # type: ignore[misc] # scikit-learn has no types
    """TF-IDF by block. Words, pairs and themes count once a text; grams and concepts as often as they stand there."""

    def __init__(self, reader: Reader | None = None) -> None:
        self.reader = reader

    def fit(self, texts: Sequence[str], y: object = None) -> Self:
        """Learns the names of concepts and themes, and how many texts have each feature."""
        readings = (self.reader or shipped_reader()).read(texts)
        self.names_: dict[str, list[str]] = {
            "concept": sorted({name for n in set(readings.sentences.tolist()) for name in _sentence(readings, n)}),
            "document": sorted({name for n in set(readings.documents.tolist()) for name in _document(readings, n)}),
        }
        self.idf_: dict[str, Floats] = {}
        for block, counts in self._counts(readings).items():
            documents = np.bincount(counts.indices, minlength=counts.shape[1])
            idf = np.log((1 + len(texts)) / (1 + documents)) + 1.0
            self.idf_[block] = np.where(documents >= MIN_DOCUMENTS, idf, 0.0)
        return self

    def transform(self, texts: Sequence[str]) -> Any:
        """(texts, features of all blocks in their order), sparse."""
        counts = self._counts((self.reader or shipped_reader()).read(texts))
        return hstack([self._scaled(block, counts[block]) * BLOCK_WEIGHTS[block] for block in BLOCKS]).tocsr()

    def _scaled(self, block: str, counts: Any) -> Any:
        """Counts by idf, each text divided by the length of what it has, occurrence by occurrence."""
        idf = self.idf_[block]
        squares = counts @ (idf * idf)
        lengths = np.sqrt(np.where(squares > 0.0, squares, 1.0))
        return diags(1.0 / lengths) @ counts @ diags(idf)

    def _counts(self, readings: Readings) -> Counts:
        words = csr_matrix(
            (np.ones(len(readings.words)), (readings.word_rows, readings.words)),
            shape=(readings.texts, len(readings.reader.folded)),
        )
        owners, buckets = gram_buckets(readings.reader.folded)
        grams = csr_matrix((np.ones(len(owners)), (owners, buckets)), shape=(words.shape[1], BUCKETS))
        singles = word_buckets(readings.reader.hashes[readings.words])
        rows = np.concatenate([readings.word_rows, readings.pair_rows])
        columns = np.concatenate([singles, readings.pairs])
        return {
            "word": csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(readings.texts, BUCKETS)),
            "char": words @ grams,
            "concept": self._named(
                "concept",
                readings.texts,
                zip(readings.sentence_rows.tolist(), (_sentence(readings, n) for n in readings.sentences), strict=True),
            ),
            "document": self._named(
                "document", readings.texts, enumerate(_document(readings, n) for n in readings.documents)
            ),
        }

    def _named(self, block: str, n_texts: int, found: Any) -> Any:
        numbers: Mapping[str, int] = {name: n for n, name in enumerate(self.names_[block])}
        pairs = [(row, numbers[name]) for row, names in found for name in names if name in numbers]
        rows, columns = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        return csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(n_texts, len(numbers)))


def _sentence(readings: Readings, number: int) -> list[str]:
    return readings.reader.sentence_features[number]


def _document(readings: Readings, number: int) -> list[str]:
    return readings.reader.document_features[number]


__all__ = ["HASHED", "MIN_DOCUMENTS", "Vectoriser"]
