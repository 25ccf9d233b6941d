"""Training: corpora in, artefact folder out. `python -m classifiers.train [TOPIC ...]`.

The only importer of scikit-learn. Chooses C by grouped cross-validation, calibrates with Platt's sigmoid and sets the
threshold on out-of-fold scores of the original examples; never reads `eval.jsonl`. Writes weights.npz, model.json and
CARD.md into the topic's folder.
"""

import argparse
import hashlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
import sklearn
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion

from classifiers.card import write_card
from classifiers.data import (
    DataError,
    Example,
    augment,
    digest,
    group_folds,
    ordinary,
    read_examples,
    topics_in,
    training_examples,
)
from classifiers.evaluate import average_precision, counts_at
from classifiers.features import ANALYSERS, BLOCK_WEIGHTS, BLOCKS
from classifiers.manifest import Calibration, Manifest, write_manifest
from classifiers.model import MANIFEST_FILE, WEIGHTS_FILE, TopicModel, pack, topics_folder, unpack
from classifiers.text import TEXT_VERSION, prepare_text

SEED = 20_251_125
C_GRID = (3.0, 10.0, 30.0)
FOLDS = 5
MIN_DOCUMENTS = 2  # a feature of one text alone says nothing about the next

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Artefact:
    """A trained topic: what is written to its folder."""

    manifest: Manifest
    weights: bytes


@dataclass(frozen=True, slots=True)
class _Fitted:
    vectoriser: FeatureUnion
    classifier: LogisticRegression


def vectoriser() -> FeatureUnion:
    """The three blocks of features over prepared texts."""
    return FeatureUnion(
        [
            (block, TfidfVectorizer(analyzer=ANALYSERS[block], sublinear_tf=True, min_df=MIN_DOCUMENTS))
            for block in BLOCKS
        ],
        transformer_weights=dict(BLOCK_WEIGHTS),
    )


def _classifier(regularisation: float) -> LogisticRegression:
    return LogisticRegression(C=regularisation, class_weight="balanced", max_iter=5_000, tol=1e-6)


def _is_of(topic: str, examples: Sequence[Example]) -> npt.NDArray[np.bool_]:
    return np.array([topic in example.labels for example in examples], dtype=bool)


def _with_copies(examples: Sequence[Example], seed: int) -> list[Example]:
    return [*examples, *augment(examples, seed), *ordinary(len(examples) // 4, seed)]


def _out_of_fold(topic: str, examples: Sequence[Example], seed: int) -> dict[float, Floats]:
    """Decisions of each example by models that saw nothing of its group, for every C."""
    decisions = {c: np.zeros(len(examples)) for c in C_GRID}
    for fold in group_folds(examples, FOLDS, seed):
        held_out = set(fold)
        seen = _with_copies([e for i, e in enumerate(examples) if i not in held_out], seed)
        features = vectoriser()
        x_seen: csr_matrix = features.fit_transform([prepare_text(e.text) for e in seen])
        x_fold: csr_matrix = features.transform([prepare_text(examples[i].text) for i in fold])
        for c in C_GRID:
            classifier = _classifier(c).fit(x_seen, _is_of(topic, seen))
            decisions[c][fold] = classifier.decision_function(x_fold)
    return decisions


def _calibration(decisions: Floats, truth: npt.NDArray[np.bool_]) -> Calibration:
    platt = LogisticRegression(C=1e6, tol=1e-9, max_iter=5_000).fit(decisions.reshape(-1, 1), truth)
    return Calibration(slope=float(platt.coef_[0, 0]), offset=float(platt.intercept_[0]))


def best_threshold(scores: Floats, truth: npt.NDArray[np.bool_]) -> float:
    """The threshold of highest F1, rounded to 0.01; of equal ones the middle."""
    grid = np.arange(0.05, 0.96, 0.01)
    f1 = np.array([counts_at(scores, truth, t).f1 for t in grid])
    best = grid[f1 >= f1.max() - 1e-12]
    return round(float(best[len(best) // 2]), 2)


def fit(topic: str, examples: Sequence[Example], regularisation: float, seed: int) -> _Fitted:
    """The scikit-learn pipeline on examples and their copies."""
    seen = _with_copies(examples, seed)
    features = vectoriser()
    matrix = features.fit_transform([prepare_text(e.text) for e in seen])
    return _Fitted(features, _classifier(regularisation).fit(matrix, _is_of(topic, seen)))


def fold_weights(fitted: _Fitted) -> tuple[dict[str, list[str]], Floats, Floats]:
    """Names by block, idf and coefficients of a fitted pipeline, in the order that serving numbers them."""
    names: dict[str, list[str]] = {}
    idf: list[Floats] = []
    for block, vectorised in fitted.vectoriser.transformer_list:
        names[block] = [str(name) for name in vectorised.get_feature_names_out()]
        idf.append(vectorised.idf_)
    return names, np.concatenate(idf), fitted.classifier.coef_[0]


def train_topic(topic: str, examples: Sequence[Example], *, trained_at: datetime, seed: int = SEED) -> Artefact:
    """Trains one topic.

    Args:
        topic: an example is positive when its labels hold it.
        examples: originals; copies are added here.
        trained_at: aware UTC, for the manifest.
        seed: of folds and copies.

    Raises:
        DataError: fewer than FOLDS groups, or only one class.
    """
    truth = _is_of(topic, examples)
    if len({e.group for e in examples}) < FOLDS or truth.all() or not truth.any():
        raise DataError(f"{topic}: training needs examples with and without the label, of {FOLDS} stories or more")
    decisions = _out_of_fold(topic, examples, seed)
    regularisation = max(C_GRID, key=lambda c: average_precision(decisions[c], truth))
    held_out = decisions[regularisation]
    calibration = _calibration(held_out, truth)
    scores = 1.0 / (1.0 + np.exp(-(calibration.slope * held_out + calibration.offset)))
    threshold = best_threshold(scores, truth)
    counts = counts_at(scores, truth, threshold)
    fitted = fit(topic, examples, regularisation, seed)
    weights = pack(*fold_weights(fitted))
    manifest = Manifest(
        topic=topic,
        threshold=threshold,
        text_version=TEXT_VERSION,
        weights_sha256=hashlib.sha256(weights).hexdigest(),
        data_sha256=digest(examples),
        examples=len(examples),
        sklearn=sklearn.__version__,
        seed=seed,
        trained_at=trained_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        intercept=float(fitted.classifier.intercept_[0]),
        regularisation=regularisation,
        calibration=calibration,
        metrics={
            "oof_precision": round(counts.precision, 4),
            "oof_recall": round(counts.recall, 4),
            "oof_f1": round(counts.f1, 4),
            "oof_average_precision": round(average_precision(scores, truth), 4),
        },
    )
    return Artefact(manifest=manifest, weights=weights)


def write_artefact(artefact: Artefact, folder: Path) -> None:
    """Writes weights.npz, model.json and CARD.md; the weights first, so that a half-written folder is refused."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / WEIGHTS_FILE).write_bytes(artefact.weights)
    write_manifest(artefact.manifest, folder / MANIFEST_FILE)
    write_card(TopicModel(artefact.manifest, unpack(artefact.weights)), folder)


def main(argv: Sequence[str] | None = None) -> int:
    """`python -m classifiers.train`; exit code 0, or 1 with the reason on standard error."""
    parser = argparse.ArgumentParser(prog="classifiers.train", description="Train topics from their corpora.")
    parser.add_argument("topics", nargs="*", metavar="TOPIC", help="topics to train; none = all")
    parser.add_argument("--folder", type=Path, default=topics_folder(), help="folder of the topics")
    parser.add_argument("--labels", type=Path, help="JSON Lines of further examples, a team's own labels")
    args = parser.parse_args(argv)
    try:
        known = topics_in(args.folder)
        if unknown := sorted(set(args.topics) - set(known)):
            raise DataError(f"no such topic: {', '.join(unknown)}; there are {', '.join(known)}")
        examples = training_examples(args.folder)
        if args.labels:
            examples += read_examples(args.labels)
        for topic in args.topics or known:
            artefact = train_topic(topic, examples, trained_at=datetime.now(UTC))
            write_artefact(artefact, args.folder / topic)
            metrics = " ".join(f"{name}={value}" for name, value in artefact.manifest.metrics.items())
            sys.stdout.write(f"{artefact.manifest.version} threshold={artefact.manifest.threshold} {metrics}\n")
    except DataError as exc:
        sys.stderr.write(f"{exc}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
