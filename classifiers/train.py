"""Training: corpora in, artefact folder out. `python -m classifiers.train [TOPIC ...]`.

The first step is a logistic regression on n-grams and concepts; its calibration (Platt's sigmoid) and threshold are set
on out-of-fold decisions of the original examples. Where an embedding is installed, the second step is trained on those
decisions and the embeddings (`classifiers.train_meaning`). Never reads `eval.jsonl`. Writes weights.npz, meaning.npz,
model.json and CARD.md into the topic's folder.
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
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion
from threadpoolctl import threadpool_limits

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
from classifiers.embedding import Embedding, load_embedding
from classifiers.features import ANALYSERS, BLOCK_WEIGHTS, BLOCKS
from classifiers.manifest import Manifest, write_manifest
from classifiers.meaning import MEANING_FILE
from classifiers.model import MANIFEST_FILE, WEIGHTS_FILE, TopicModel, pack, topics_folder, unpack
from classifiers.text import TEXT_VERSION, prepare_text
from classifiers.train_meaning import FOLDS, calibrate, is_of, is_unnamed, train_second_step

SEED = 20_251_125
REGULARISATION = 10.0  # C; on corpora by other hands 3 lost 0.005 of average precision, 30 gained 0.003 at most
MIN_DOCUMENTS = 2  # a feature of one text alone says nothing about the next

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Artefact:
    """A trained topic: what is written to its folder."""

    manifest: Manifest
    weights: bytes
    meaning: bytes | None  # None = there was no embedding


@dataclass(frozen=True, slots=True)
class _Fitted:
    vectoriser: FeatureUnion
    classifier: LogisticRegression

    def decisions(self, texts: Sequence[str]) -> Floats:
        found: Floats = self.classifier.decision_function(
            self.vectoriser.transform([prepare_text(text) for text in texts])
        )
        return found


def vectoriser() -> FeatureUnion:
    """The blocks of features over prepared texts."""
    return FeatureUnion(
        [
            (block, TfidfVectorizer(analyzer=ANALYSERS[block], sublinear_tf=True, min_df=MIN_DOCUMENTS))
            for block in BLOCKS
        ],
        transformer_weights=dict(BLOCK_WEIGHTS),
    )


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
    features = vectoriser()
    matrix = features.fit_transform([prepare_text(e.text) for e in seen])
    with threadpool_limits(limits=1):  # vectors this short are done before threads have shared them out
        return _Fitted(features, _classifier().fit(matrix, is_of(topic, seen)))


def fold_weights(fitted: _Fitted) -> tuple[dict[str, list[str]], Floats, Floats]:
    """Names by block, idf and coefficients of a fitted pipeline, in the order that serving numbers them."""
    names: dict[str, list[str]] = {}
    idf: list[Floats] = []
    for block, vectorised in fitted.vectoriser.transformer_list:
        names[block] = [str(name) for name in vectorised.get_feature_names_out()]
        idf.append(vectorised.idf_)
    return names, np.concatenate(idf), fitted.classifier.coef_[0]


def train_topic(
    topic: str,
    examples: Sequence[Example],
    *,
    trained_at: datetime,
    embedding: Embedding | None = None,
    seed: int = SEED,
) -> Artefact:
    """Trains one topic.

    Args:
        topic: an example is positive when its labels hold it.
        examples: originals; copies are added here.
        trained_at: aware UTC, for the manifest.
        embedding: for the second step; None = the first step alone.
        seed: of folds and copies.

    Raises:
        DataError: fewer than FOLDS groups, or only one class.
    """
    truth = is_of(topic, examples)
    if len({e.group for e in examples}) < FOLDS or truth.all() or not truth.any():
        raise DataError(f"{topic}: training needs examples with and without the label, of {FOLDS} stories or more")
    decisions, on_titles = _out_of_fold(topic, examples, seed)
    unnamed = np.array([is_unnamed(example) for example in examples], dtype=bool)
    platt, threshold, metrics = calibrate(decisions, truth, unnamed)
    fitted = fit(topic, examples, seed)
    weights = pack(*fold_weights(fitted))
    meaning, second_step = None, None
    if embedding is not None:
        meaning, second_step = train_second_step(topic, examples, decisions, on_titles, unnamed, embedding, seed)
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
        regularisation=REGULARISATION,
        calibration=platt,
        metrics=metrics,
        second_step=second_step,
    )
    return Artefact(manifest=manifest, weights=weights, meaning=meaning)


def write_artefact(artefact: Artefact, folder: Path) -> None:
    """Writes weights.npz, meaning.npz, model.json and CARD.md; weights first: a half-written folder is refused."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / WEIGHTS_FILE).write_bytes(artefact.weights)
    (folder / MEANING_FILE).unlink(missing_ok=True)
    if artefact.meaning is not None:
        (folder / MEANING_FILE).write_bytes(artefact.meaning)
    write_manifest(artefact.manifest, folder / MANIFEST_FILE)
    write_card(TopicModel(artefact.manifest, unpack(artefact.weights)), folder)


def main(argv: Sequence[str] | None = None) -> int:
    """`python -m classifiers.train`; exit code 0, or 1 with the reason on standard error."""
    parser = argparse.ArgumentParser(prog="classifiers.train", description="Train topics from their corpora.")
    parser.add_argument("topics", nargs="*", metavar="TOPIC", help="topics to train; none = all")
    parser.add_argument("--folder", type=Path, default=topics_folder(), help="folder of the topics")
    parser.add_argument("--labels", type=Path, help="JSON Lines of further examples, a team's own labels")
    parser.add_argument("--plain", action="store_true", help="the first step alone, whatever is installed")
    parser.add_argument("--vectors", type=Path, help="file (.npz) that keeps embeddings from one training to the next")
    args = parser.parse_args(argv)
    try:
        known = topics_in(args.folder)
        if unknown := sorted(set(args.topics) - set(known)):
            raise DataError(f"no such topic: {', '.join(unknown)}; there are {', '.join(known)}")
        embedding = None if args.plain else load_embedding()
        if embedding is None:
            sys.stderr.write("no second step without an embedding; for one: pip install 'pregonero[semantic]'\n")
        elif args.vectors:
            embedding.read_cache(args.vectors)
        examples = training_examples(args.folder)
        if args.labels:
            examples += read_examples(args.labels)
        for topic in args.topics or known:
            artefact = train_topic(topic, examples, trained_at=datetime.now(UTC), embedding=embedding)
            write_artefact(artefact, args.folder / topic)
            for step in (artefact.manifest, artefact.manifest.second_step):
                if step is not None:
                    metrics = " ".join(f"{name}={value}" for name, value in step.metrics.items())
                    sys.stdout.write(f"{artefact.manifest.version} threshold={step.threshold} {metrics}\n")
            if embedding is not None and args.vectors:
                embedding.write_cache(args.vectors)
    except DataError as exc:
        sys.stderr.write(f"{exc}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
