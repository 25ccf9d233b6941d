"""How hard labelled sets are: what models without any knowledge of the topics reach that learn from a set's own folds.

    python -m benchmarks.hardness [FILE ...]

A FILE has the form of `eval.jsonl`; by default the evaluation corpora of both topics, as one set. For each topic, F1 in
five folds by group, on average of REPEATS draws of POSITIVES positives and as large a share of the others: of words
and runs of characters, and of the sentence embedding where it is installed. The threshold is 0.5. A figure of the
program on a set says little without them: 0.93 where n-grams alone have 0.87 is another thing than where they have
0.70. The last line is one JSON object.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold

from classifiers.arrays import Bools, Floats, Ints
from classifiers.data import Example, read_examples, topics_in
from classifiers.embedding import Embedding, load_embedding
from classifiers.evaluate import counts_at
from classifiers.model import topics_folder

POSITIVES = 150  # as in the probe on real items that the aims were set by
REPEATS = 5
FOLDS = 5
_SPREAD = 12.0  # embeddings of one field differ little from their mean


def n_grams(taught: Sequence[Example], truth: Bools, asked: Sequence[Example]) -> Floats:
    """Probabilities of a logistic regression over one and two words and runs of two to five characters."""
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    runs = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    texts = [example.text for example in taught]
    seen = csr_matrix(hstack([words.fit_transform(texts), runs.fit_transform(texts)]))
    texts = [example.text for example in asked]
    return _learned(seen, truth, csr_matrix(hstack([words.transform(texts), runs.transform(texts)])))


def meaning(embedding: Embedding, taught: Sequence[Example], truth: Bools, asked: Sequence[Example]) -> Floats:
    """The same over the embedding."""
    seen, other = (embedding.vectors([example.text for example in part]) for part in (taught, asked))
    mean = seen.mean(axis=0)
    return _learned((seen - mean) * _SPREAD, truth, (other - mean) * _SPREAD)


def _learned(seen: object, truth: Bools, asked: object) -> Floats:
    model = LogisticRegression(C=10.0, class_weight="balanced", max_iter=1_000).fit(seen, truth)
    return np.asarray(model.predict_proba(asked)[:, 1], dtype=np.float64)


def drawn(truth: Bools, draw: int) -> Ints:
    """Positions of POSITIVES positives at most and of as large a share of the others."""
    rng = np.random.default_rng(draw)
    share = min(1.0, POSITIVES / max(1, int(truth.sum())))
    parts = [rng.permutation(np.flatnonzero(truth == side)) for side in (True, False)]
    return np.sort(np.concatenate([part[: round(len(part) * share)] for part in parts]))


def in_folds(examples: Sequence[Example], truth: Bools, embedding: Embedding | None) -> Floats:
    """Held-out probabilities: of n-grams in the first column, of the embedding, else 0.0, in the second."""
    scores = np.zeros((len(examples), 2))
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=0)
    for inside, outside in folds.split(examples, truth, [example.group for example in examples]):
        taught, asked = [examples[n] for n in inside], [examples[n] for n in outside]
        scores[outside, 0] = n_grams(taught, truth[inside], asked)
        if embedding is not None:
            scores[outside, 1] = meaning(embedding, taught, truth[inside], asked)
    return scores


def hardness(examples: Sequence[Example], topic: str, embedding: Embedding | None) -> tuple[int, float, float]:
    """(positives a draw, F1 of n-grams, F1 of the embedding) of one topic, means of the draws."""
    truth = np.array([topic in example.labels for example in examples], dtype=bool)
    f1: list[tuple[float, float]] = []
    for draw in range(REPEATS):
        chosen = drawn(truth, draw)
        scores = in_folds([examples[n] for n in chosen], truth[chosen], embedding)
        words, sense = (counts_at(scores[:, column], truth[chosen], 0.5).f1 for column in (0, 1))
        f1.append((words, sense))
    mean = np.mean(f1, axis=0)
    return int(truth[chosen].sum()), float(mean[0]), float(mean[1])


def main() -> None:
    """Prints a line for each set and topic."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    args = parser.parse_args()
    folder, embedding = topics_folder(), load_embedding()
    own = [e for topic in topics_in(folder) for e in read_examples(folder / topic / "data" / "eval.jsonl")]
    sets = [(path.name, read_examples(path)) for path in args.files] or [("eval.jsonl", own)]
    told: dict[str, dict[str, float]] = {}
    for name, examples in sets:
        for topic in topics_in(folder):
            positives, words, sense = hardness(examples, topic, embedding)
            told.setdefault(name, {})[topic] = round(words, 3)
            told[name][f"{topic}_embedding"] = round(sense, 3)
            print(f"{name}, {topic}, {positives} positives a draw: n-grams F1 {words:.3f}, embedding F1 {sense:.3f}")
    print(json.dumps(told))


if __name__ == "__main__":
    main()
