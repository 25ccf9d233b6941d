"""Training of status and severity; see `classifiers.facets`. Imports scikit-learn and scipy.

Status is learnt by a linear support vector machine, one value against the others: on whole hands left out of the
training it was right in 0.80 and 0.79 of the statuses, a logistic regression on fewer features in 0.76 and 0.75.
Severity, whose chances are weighed by what errors cost, by a logistic regression: as cheap on the folds, and surer of
what is no P1. The decisions of either become log-odds by one factor, that of most likelihood on the folds.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, hstack
from scipy.special import log_softmax
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from classifiers.arrays import Floats, Ints, Vectors
from classifiers.data import Example, group_folds
from classifiers.embedding import Embedding
from classifiers.evaluate import CUES
from classifiers.facets import (
    CUE_WEIGHT,
    FACETS,
    MEANING_WEIGHTS,
    PARTS,
    FacetModel,
    Parts,
    Vocabulary,
    key_of,
    pack_facets,
    parts_of,
)
from classifiers.features import BUCKETS
from classifiers.text import shipped_reader

_FOLDS = 5
# Texts that have a bucket, of some four thousand; 2 gains a thousandth on the folds and doubles the file.
_MIN_DOCUMENTS = 4
_MIN_OF_CLASS = 8  # rarer values are left out: nothing is learnt from them
_MIN_EXAMPLES = 20
_LOUDEST = 20.0  # log-odds of a decision of 1, at most: few examples are told apart by any factor

_MACHINES: Mapping[str, Callable[[], LinearSVC | LogisticRegression]] = {
    "realis": lambda: LinearSVC(C=0.5, random_state=0, max_iter=5_000),
    "severity": lambda: LogisticRegression(C=1.0, max_iter=500),
}


@dataclass(frozen=True, slots=True, eq=False)
class _Inputs:
    """What a facet is read from, by example."""

    parts: Sequence[Parts]
    vocabulary: Vocabulary
    cues: Sequence[Sequence[str]]
    vectors: Vectors  # (examples, 2, dimensions); dimensions 0 = without an embedding

    def of(self, rows: Sequence[int]) -> "_Inputs":
        """Those of some examples."""
        kept = list(rows)
        return _Inputs([self.parts[i] for i in kept], self.vocabulary, [self.cues[i] for i in kept], self.vectors[kept])


def value_of(example: Example, topic: str, facet: str) -> str:
    """The facet's value of an example; "" where it is not said."""
    if facet == "severity":
        return example.severity.get(topic, "")
    return (example.realis.get(topic) or ("",))[0]


def train_facets(
    topic: str, examples: Sequence[Example], cues_of: CUES, embedding: Embedding | None, seed: int
) -> tuple[bytes | None, dict[str, float]]:
    """Trains `facets.npz` of one topic.

    Args:
        topic: of the examples that carry it.
        examples: of any topics.
        cues_of: what the rules find.
        embedding: for the version with one; None = only the one without.
        seed: of the folds.

    Returns:
        the artefact's bytes, None where there are too few examples; and held-out figures: accuracy by facet and
        version, and the share of P1 shown as something less.
    """
    chosen = [e for e in examples if topic in e.labels and all(value_of(e, topic, facet) for facet in FACETS)]
    if any(len({value_of(e, topic, facet) for e in chosen}) < 2 for facet in FACETS) or len(chosen) < _MIN_EXAMPLES:
        return None, {}
    titles, texts = [e.title for e in chosen], [e.text for e in chosen]
    parts = parts_of(shipped_reader(), titles, texts)
    vocabulary, cues = _vocabulary(parts), cues_of(topic, chosen)
    folds = group_folds(chosen, _FOLDS, seed)
    models: dict[str, FacetModel] = {}
    metrics: dict[str, float] = {}
    for semantic in (False, True):
        if semantic and embedding is None:
            continue
        vectors = np.zeros((len(chosen), 2, 0), dtype=np.float32)
        if embedding is not None and semantic:
            vectors = np.stack([embedding.vectors(titles), embedding.vectors(texts)], axis=1)
        inputs = _Inputs(parts, vocabulary, cues, vectors)
        for facet in FACETS:
            truth = np.array([value_of(e, topic, facet) for e in chosen])
            key = key_of(facet, semantic=semantic)
            models[key], found = _fit(key, facet, inputs, truth, folds)
            metrics |= found
    return pack_facets(models), metrics


def _fit(
    key: str, facet: str, inputs: _Inputs, truth: npt.NDArray[np.str_], folds: Sequence[Sequence[int]]
) -> tuple[FacetModel, dict[str, float]]:
    """A facet learnt from all examples, and held-out figures of it."""
    by_fold = [(list(fold), sorted(set(range(len(truth))) - set(fold))) for fold in folds]
    machines = [
        (fold, fit_facet(inputs.of(rest), truth[rest], facet))
        for fold, rest in by_fold
        if len(set(truth[rest].tolist())) > 1
    ]
    points, places = [], []
    for fold, machine in machines:
        said = _points(machine, inputs.of(fold))
        known = np.isin(truth[fold], machine.classes)
        points.append(said[known])
        places.append(np.array([machine.classes.index(value) for value in truth[fold][known]], dtype=np.int64))
    factor = _factor(points, places)
    said = np.full(len(truth), "", dtype=object)
    for fold, machine in machines:
        scaled = _times(machine, factor)
        for i in fold:
            vectors = inputs.vectors[i] if inputs.vectors.shape[2] else None
            said[i] = scaled.answer(inputs.parts[i], inputs.cues[i], vectors).value
    found = {f"oof_{key}": round(float(np.mean(said == truth)), 4)}
    if facet == "severity" and (truth == "P1").any():
        found[f"oof_{key}_p1_missed"] = round(float(np.mean(said[truth == "P1"] != "P1")), 4)
    return _times(fit_facet(inputs, truth, facet), factor), found


def _factor(points: Sequence[Floats], places: Sequence[Ints]) -> float:
    """What makes decisions log-odds: the factor by which they give the held-out values the highest likelihood."""

    def loss(logarithm: float) -> float:
        factor = float(np.exp(logarithm))
        each = [
            log_softmax(its * factor, axis=1)[np.arange(len(at)), at] for its, at in zip(points, places, strict=True)
        ]
        return -float(np.concatenate(each).mean())

    if not any(len(at) for at in places):
        return 1.0
    return float(np.exp(minimize_scalar(loss, bounds=(-2.0, float(np.log(_LOUDEST))), method="bounded").x))


def _times(model: FacetModel, factor: float) -> FacetModel:
    return replace(
        model,
        cue_coef=model.cue_coef * factor,
        word_coef=model.word_coef * factor,
        meaning_coef=model.meaning_coef * factor,
        intercept=model.intercept * factor,
    )


def _points(model: FacetModel, inputs: _Inputs) -> Floats:
    """(examples, classes)"""
    coef = np.vstack([model.cue_coef, model.word_coef, model.meaning_coef.reshape(-1, len(model.classes))])
    points: Floats = _matrix(inputs, model.cues, model.centre) @ coef + model.intercept
    return points


def fit_facet(inputs: _Inputs, truth: npt.NDArray[np.str_], facet: str) -> FacetModel:
    """One facet on all of some examples; its points are the machine's decisions."""
    values, counts = np.unique(truth, return_counts=True)
    common = counts >= _MIN_OF_CLASS
    kept = np.flatnonzero(np.isin(truth, values[common] if common.sum() > 1 else values)).tolist()
    inputs, truth = inputs.of(kept), truth[kept]
    names = sorted({cue for cues in inputs.cues for cue in cues})
    centre = inputs.vectors.mean(axis=0)
    fitted = _MACHINES[facet]().fit(_matrix(inputs, names, centre), truth)
    coef = fitted.coef_ if len(fitted.classes_) > 2 else np.vstack([-fitted.coef_, fitted.coef_]) / 2
    intercept = fitted.intercept_ if len(fitted.classes_) > 2 else np.append(-fitted.intercept_, fitted.intercept_) / 2
    cue_coef, words, meaning = np.split(coef.T, [len(names), len(names) + len(inputs.vocabulary.places)])
    return FacetModel(
        classes=tuple(map(str, fitted.classes_)),
        cues=tuple(names),
        cue_coef=cue_coef,
        vocabulary=inputs.vocabulary,
        word_coef=words,
        centre=centre,
        meaning_coef=meaning.reshape(2, centre.shape[1], len(intercept)),
        intercept=intercept,
    )


def _vocabulary(texts: Sequence[Parts]) -> Vocabulary:
    documents = np.zeros(PARTS * BUCKETS, dtype=np.int64)
    for parts in texts:
        for part, buckets in enumerate(parts):
            documents[part * BUCKETS + buckets] += 1
    places = np.flatnonzero(documents >= _MIN_DOCUMENTS)
    return Vocabulary(places, np.log((1 + len(texts)) / (1 + documents[places])) + 1.0)


def _matrix(inputs: _Inputs, names: Sequence[str], centre: Vectors) -> Any:
    numbers: Mapping[str, int] = {name: n for n, name in enumerate(names)}
    n = len(inputs.cues)
    held = np.array([(i, numbers[c]) for i, cues in enumerate(inputs.cues) for c in set(cues) if c in numbers])
    of_cues = csr_matrix((np.full(len(held), CUE_WEIGHT), held.reshape(-1, 2).T), shape=(n, len(names)))
    counted = [inputs.vocabulary.weighted(parts) for parts in inputs.parts]
    rows = np.repeat(np.arange(n), [len(places) for places, _ in counted])
    places, weights = (np.concatenate(part) for part in zip(*counted, strict=True))
    of_words = csr_matrix((weights, (rows, places)), shape=(n, len(inputs.vocabulary.places)))
    of_meaning = [csr_matrix((inputs.vectors[:, p] - centre[p]) * scale) for p, scale in enumerate(MEANING_WEIGHTS)]
    return hstack([of_cues, of_words, *of_meaning]).tocsr()


__all__ = ["fit_facet", "train_facets", "value_of"]
