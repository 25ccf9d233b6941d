"""What keywords alone would do: the baseline that stands beside a model. numpy only; read by evaluation, never served.

The rule is an analyst's: an item is flagged when it has at least `needed` of the listed words and pairs of words. The
list, its length and `needed` are tuned on the training corpora, in folds by story, for the same F1 as the model's own
threshold.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from classifiers.arrays import Bools, Ints
from classifiers.data import Example, group_folds
from classifiers.evaluate import Figures, average_precision, counts_at
from classifiers.text import shipped_reader

_LENGTHS = (10, 20, 40, 80, 160, 320)
_NEEDED = (1, 2, 3, 4, 5, 6, 8)
_MIN_DOCUMENTS = 5
_FOLDS = 4


@dataclass(frozen=True, slots=True)
class _Texts:
    """Which terms stand in which texts: parallel arrays of distinct (text, term)."""

    rows: Ints
    terms: Ints
    n: int


def _read(examples: Sequence[Example]) -> _Texts:
    """Words with names as they are tagged, and pairs of them; a tag such as "<mx place>" is a keyword, too."""
    readings = shipped_reader().read([e.text for e in examples])
    return _Texts(
        np.concatenate([readings.word_rows, readings.pair_rows]),
        np.concatenate([readings.words, readings.pairs + (1 << 40)]),
        readings.texts,
    )


def _listed(texts: _Texts, truth: Bools, rows: Bools) -> Ints:
    """Terms by falling worth: log-odds of the positives among texts that have it, times the root of their number."""
    inside = rows[texts.rows]
    terms, numbers = np.unique(texts.terms[inside], return_inverse=True)
    having = np.bincount(numbers).astype(np.float64)
    positives = np.bincount(numbers, weights=truth[texts.rows[inside]])
    usual = float(truth[rows].mean())
    worth = np.log((positives + usual) / (having - positives + 1.0 - usual) * (1.0 - usual) / usual) * np.sqrt(
        positives
    )
    worth[having < _MIN_DOCUMENTS] = -np.inf
    ranked: Ints = terms[np.argsort(-worth, kind="stable")]
    return ranked[: max(_LENGTHS)]


def _counts(texts: _Texts, listed: Ints) -> Ints:
    found: Ints = np.bincount(texts.rows[np.isin(texts.terms, listed)], minlength=texts.n)
    return found


def keyword_baseline(topic: str, training: Sequence[Example], evaluation: Sequence[Example], seed: int) -> Figures:
    """Figures on `evaluation` of keywords tuned on `training`; its threshold is the number of keywords needed."""
    texts = _read([*training, *evaluation])
    truth = np.array([topic in e.labels for e in (*training, *evaluation)], dtype=bool)
    trained_on = np.arange(texts.n) < len(training)
    gained: dict[tuple[int, int], float] = {}
    for fold in group_folds(training, _FOLDS, seed):
        held_out = np.zeros(texts.n, dtype=bool)
        held_out[fold] = True
        ranked = _listed(texts, truth, trained_on & ~held_out)
        for length in _LENGTHS:
            counts = _counts(texts, ranked[:length])[held_out].astype(np.float64)
            for needed in _NEEDED:
                found = counts_at(counts, truth[held_out], needed).f1
                gained[length, needed] = gained.get((length, needed), 0.0) + found
    length, needed = max(gained, key=lambda pair: gained[pair])
    scores = _counts(texts, _listed(texts, truth, trained_on)[:length])[~trained_on].astype(np.float64)
    counted = counts_at(scores, truth[~trained_on], needed)
    return Figures(
        threshold=float(needed),
        precision=round(counted.precision, 4),
        recall=round(counted.recall, 4),
        f1=round(counted.f1, 4),
        average_precision=round(average_precision(scores, truth[~trained_on]), 4),
    )


__all__ = ["keyword_baseline"]
