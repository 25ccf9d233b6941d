"""Training of status and severity; see `classifiers.facets`. Imports scikit-learn and scipy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from classifiers.data import Example, group_folds
from classifiers.embedding import Embedding
from classifiers.evaluate import CUES
from classifiers.facets import (
    CUE_WEIGHT,
    FACETS,
    MEANING_WEIGHTS,
    SLOTS,
    TEXT_WEIGHT,
    FacetModel,
    key_of,
    pack_facets,
    slots_of,
)
from classifiers.text import shipped_reader

_FOLDS = 5
_MIN_DOCUMENTS = 3  # texts that have a slot, of some two thousand
_MIN_OF_CLASS = 8  # rarer values are left out: nothing is learnt from them
_MIN_EXAMPLES = 20
_REGULARISATION = 1.0  # C
_TOLERANCE = 1e-4

Floats = npt.NDArray[np.float64]
Vectors = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class _Inputs:
    """What a facet is read from, by example."""

    slots: tuple[list[Ints], list[Ints]]  # of headlines, of texts
    idf: Floats  # (2, SLOTS), see FacetModel
    cues: Sequence[Sequence[str]]
    vectors: Vectors  # (examples, 2, dimensions); dimensions 0 = without an embedding

    def of(self, rows: Sequence[int]) -> "_Inputs":
        """Those of some examples."""
        return _Inputs(
            ([self.slots[0][i] for i in rows], [self.slots[1][i] for i in rows]),
            self.idf,
            [self.cues[i] for i in rows],
            self.vectors[list(rows)],
        )


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
    reader = shipped_reader()
    titles, texts = [e.title for e in chosen], [e.text for e in chosen]
    slots = (slots_of(reader, titles), slots_of(reader, texts))
    idf = np.stack([_idf(found) for found in slots])
    cues = cues_of(topic, chosen)
    models: dict[str, FacetModel] = {}
    metrics: dict[str, float] = {}
    for semantic in (False, True):
        if semantic and embedding is None:
            continue
        dimensions = np.zeros((len(chosen), 2, 0), dtype=np.float32)
        if embedding is not None and semantic:
            dimensions = np.stack([embedding.vectors(titles), embedding.vectors(texts)], axis=1)
        inputs = _Inputs(slots, idf, cues, dimensions)
        for facet in FACETS:
            truth = np.array([value_of(e, topic, facet) for e in chosen])
            key = key_of(facet, semantic=semantic)
            models[key] = fit_facet(inputs, truth)
            metrics |= _held_out(key, inputs, truth, group_folds(chosen, _FOLDS, seed))
    return pack_facets(models), metrics


def _held_out(
    key: str, inputs: _Inputs, truth: npt.NDArray[np.str_], folds: Sequence[Sequence[int]]
) -> dict[str, float]:
    said = np.empty(len(truth), dtype=object)
    for fold in folds:
        inside = set(fold)
        rest = [i for i in range(len(truth)) if i not in inside]
        if len(set(truth[rest])) < 2:
            said[fold] = truth[rest[0]]
            continue
        model = fit_facet(inputs.of(rest), truth[rest])
        for i in fold:
            its = inputs.vectors[i] if inputs.vectors.shape[2] else None
            said[i] = model.answer((inputs.slots[0][i], inputs.slots[1][i]), inputs.cues[i], its).value
    found = {f"oof_{key}": round(float(np.mean(said == truth)), 4)}
    if key.startswith("severity") and (truth == "P1").any():
        found[f"oof_{key}_p1_missed"] = round(float(np.mean(said[truth == "P1"] != "P1")), 4)
    return found


def fit_facet(inputs: _Inputs, truth: npt.NDArray[np.str_]) -> FacetModel:
    """One facet on all of some examples."""
    values, counts = np.unique(truth, return_counts=True)
    common = counts >= _MIN_OF_CLASS
    kept = np.flatnonzero(np.isin(truth, values[common] if common.sum() > 1 else values)).tolist()
    inputs, truth = inputs.of(kept), truth[kept]
    names = sorted({cue for cues in inputs.cues for cue in cues})
    centre = inputs.vectors.mean(axis=0)
    matrix = _matrix(inputs, names, centre)
    fitted = LogisticRegression(C=_REGULARISATION, max_iter=500, tol=_TOLERANCE).fit(matrix, truth)
    coef = fitted.coef_ if len(fitted.classes_) > 2 else np.vstack([-fitted.coef_, fitted.coef_]) / 2
    intercept = fitted.intercept_ if len(fitted.classes_) > 2 else np.append(-fitted.intercept_, fitted.intercept_) / 2
    cue_coef, words, meaning = np.split(coef.T, [len(names), len(names) + 2 * SLOTS])
    return FacetModel(
        classes=tuple(map(str, fitted.classes_)),
        cues=tuple(names),
        cue_coef=cue_coef,
        idf=inputs.idf,
        word_coef=words.reshape(2, SLOTS, len(intercept)),
        centre=centre,
        meaning_coef=meaning.reshape(2, centre.shape[1], len(intercept)),
        intercept=intercept,
    )


def _idf(slots: Sequence[Ints]) -> Floats:
    documents = np.bincount(np.concatenate(slots), minlength=SLOTS)
    idf = np.log((1 + len(slots)) / (1 + documents)) + 1.0
    return np.where(documents >= _MIN_DOCUMENTS, idf, 0.0)


def _matrix(inputs: _Inputs, names: Sequence[str], centre: Vectors) -> Any:
    numbers: Mapping[str, int] = {name: n for n, name in enumerate(names)}
    n = len(inputs.cues)
    held = np.array([(i, numbers[cue]) for i, cues in enumerate(inputs.cues) for cue in set(cues)]).reshape(-1, 2)
    parts: list[Any] = [csr_matrix((np.full(len(held), CUE_WEIGHT), held.T), shape=(n, len(names)))]
    for part, weight in enumerate((1.0, TEXT_WEIGHT)):
        rows = np.repeat(np.arange(n), [len(found) for found in inputs.slots[part]])
        columns = np.concatenate(inputs.slots[part])
        values = inputs.idf[part, columns]
        lengths = np.sqrt(np.bincount(rows, weights=values * values, minlength=n))
        parts.append(csr_matrix((weight * values / np.maximum(lengths, 1e-9)[rows], (rows, columns)), shape=(n, SLOTS)))
    parts += [csr_matrix((inputs.vectors[:, p] - centre[p]) * scale) for p, scale in enumerate(MEANING_WEIGHTS)]
    return hstack(parts).tocsr()


__all__ = ["fit_facet", "train_facets", "value_of"]
