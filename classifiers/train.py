"""Training: corpora in, artefact folder out. `pregonero train` calls it.

The first step is a logistic regression on n-grams and concepts; its calibration (Platt's sigmoid) and threshold are set
on out-of-fold decisions of the original examples. Where an embedding is installed, the second step is trained on those
decisions and the embeddings (`classifiers.train_meaning`). Never reads `eval.jsonl`. What comes out is weights.npz,
meaning.npz, facets.npz, folds.npz, model.json, mistakes.json and CARD.md of the topic's folder.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from classifiers.arrays import Bools, Floats
from classifiers.artefact import Artefact
from classifiers.data import (
    DataError,
    Example,
    augment,
    digest,
    group_folds,
    ordinary,
)
from classifiers.embedding import Embedding
from classifiers.evaluate import CUES
from classifiers.features import BLOCKS
from classifiers.folds import Folds, pack_folds
from classifiers.manifest import Manifest
from classifiers.mistakes import worst_mistakes
from classifiers.text import TEXT_VERSION, names_nothing_mexican, shipped_reader
from classifiers.train_facets import train_facets
from classifiers.train_meaning import FOLDS, calibrate, is_of, is_unnamed, train_second_step
from classifiers.vectorise import Vectoriser
from classifiers.vocabulary import Vocabulary
from classifiers.weights import Weights, lexicon_json, pack

SEED = 20_251_125
REGULARISATION = 10.0  # C; on corpora by other hands 3 lost 0.005 of average precision, 30 gained 0.003 at most


@dataclass(frozen=True, slots=True)
class _Fitted:
    vectoriser: Vectoriser
    classifier: LogisticRegression

    def decisions(self, texts: Sequence[str]) -> Floats:
        found: Floats = self.classifier.decision_function(self.vectoriser.transform(texts))
        return found


def _classifier() -> LogisticRegression:
    return LogisticRegression(C=REGULARISATION, class_weight="balanced", max_iter=5_000, tol=1e-6)


def _with_copies(examples: Sequence[Example], seed: int) -> list[Example]:
    copies = [copy for copy in augment(examples, seed) if not (copy.labels and is_unnamed(copy))]
    return [*examples, *copies, *ordinary(len(examples) // 4, seed)]


def _out_of_fold(topic: str, examples: Sequence[Example], seed: int) -> tuple[Floats, Floats]:
    """Decisions on each example, and on its headline alone, by models that saw nothing of its group."""
    decisions, on_titles = np.zeros(len(examples)), np.zeros(len(examples))
    for fold in group_folds(examples, FOLDS, seed):
        held_out = set(fold)
        fitted = fit(topic, [e for i, e in enumerate(examples) if i not in held_out], seed)
        decisions[fold] = fitted.decisions([examples[i].text for i in fold])
        on_titles[fold] = fitted.decisions([examples[i].title for i in fold])
    return decisions, on_titles


def fit(topic: str, examples: Sequence[Example], seed: int) -> _Fitted:
    """The scikit-learn pipeline on examples and their copies."""
    seen = _with_copies(examples, seed)
    features = Vectoriser()
    matrix = features.fit_transform([e.text for e in seen])
    with threadpool_limits(limits=1):  # vectors this short are done before threads have shared them out
        return _Fitted(features, _classifier().fit(matrix, is_of(topic, seen), np.array([e.weight for e in seen])))


def fold_weights(fitted: _Fitted) -> Weights:
    """A fitted pipeline as serving reads it."""
    idf = np.concatenate([fitted.vectoriser.idf_[block] for block in BLOCKS])
    known = np.flatnonzero(idf)
    vocabulary = Vocabulary(shipped_reader(), fitted.vectoriser.names_, known, idf[known])
    return Weights(vocabulary, fitted.classifier.coef_[0, known])


def _truth(topic: str, examples: Sequence[Example]) -> Bools:
    """Which examples are of the topic.

    Raises:
        DataError: fewer than FOLDS groups, or only one class.
    """
    truth = is_of(topic, examples)
    if len({e.group for e in examples}) < FOLDS or truth.all() or not truth.any():
        raise DataError(f"{topic}: training needs examples with and without the label, of {FOLDS} stories or more")
    return truth


def train_topic(
    topic: str,
    examples: Sequence[Example],
    *,
    trained_at: datetime,
    embedding: Embedding | None = None,
    cues: CUES | None = None,
) -> Artefact:
    """Trains one topic.

    Args:
        topic: an example is positive when its labels hold it.
        examples: originals; copies are added here.
        trained_at: aware UTC, for the manifest.
        embedding: for the second step; None = the first step alone.
        cues: what the rules for status and severity find; None = these are not learnt.

    Raises:
        DataError: fewer than FOLDS groups, or only one class.
    """
    truth = _truth(topic, examples)
    decisions, on_titles = _out_of_fold(topic, examples, SEED)
    unnamed = names_nothing_mexican([e.text for e in examples])
    first = calibrate(decisions, truth, unnamed)
    scores, threshold = first.scores, first.threshold
    fitted = fit(topic, examples, SEED)
    weights = pack(fold_weights(fitted))
    meaning, second_step = None, None
    if embedding is not None:
        meaning, second_step, scores = train_second_step(
            topic, examples, decisions, on_titles, unnamed, embedding, SEED
        )
        threshold = second_step.threshold
    meant = scores if second_step else None
    folds = pack_folds(
        Folds(words=first.scores, meaning=meant, truth=truth, weights=np.array([e.weight for e in examples]))
    )
    facets, facet_metrics = train_facets(topic, examples, cues, embedding, SEED) if cues else (None, {})
    manifest = Manifest(
        topic=topic,
        threshold=first.threshold,
        text_version=TEXT_VERSION,
        weights_sha256=hashlib.sha256(weights).hexdigest(),
        lexicon_sha256=hashlib.sha256(lexicon_json(shipped_reader().terms)).hexdigest(),
        data_sha256=digest(examples),
        examples=len(examples),
        sklearn=sklearn.__version__,
        seed=SEED,
        trained_at=trained_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        intercept=float(fitted.classifier.intercept_[0]),
        regularisation=REGULARISATION,
        calibration=first.calibration,
        metrics=first.metrics,
        second_step=second_step,
        folds_sha256=hashlib.sha256(folds).hexdigest(),
        facets_sha256=hashlib.sha256(facets).hexdigest() if facets else None,
        facet_metrics=facet_metrics,
    )
    return Artefact(
        manifest=manifest,
        weights=weights,
        meaning=meaning,
        facets=facets,
        folds=folds,
        mistakes=worst_mistakes(examples, scores, truth, threshold),
    )


__all__ = ["SEED", "fit", "fold_weights", "train_topic"]
