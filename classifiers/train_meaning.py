"""Training of the second step, and what both steps share: calibration and threshold on held-out decisions.

A support vector machine sees the embeddings of an example and of its headline and the first step's decisions on both,
by a model that saw nothing of its group. Its own held-out decisions, of the same folds, set its calibration and
threshold.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.svm import SVC

from classifiers.arrays import Bools, Bytes, Floats, Vectors
from classifiers.data import Example, group_folds
from classifiers.embedding import Embedding
from classifiers.evaluate import average_precision, counts_at
from classifiers.manifest import Calibration, SecondStep
from classifiers.meaning import GAMMA, Meaning, inputs, joined, pack_meaning, quantised
from classifiers.text import names_nothing_mexican

FOLDS = 5
_RECALL_BUDGET = 0.998  # share of the positives that the second step flags which the first step lets through
UNNAMED_ALARMS = 0.001  # share of the negatives that name nothing Mexican, nearly all of a feed, that may be flagged
SLACK = 0.003  # of F1: some ten of three thousand positives
_SOFTNESS = 5.0  # C of the machine
_CACHE_MB = 1_000  # of the kernel of some twenty thousand rows; scikit-learn's 200 take twice the time


def is_of(topic: str, examples: Sequence[Example]) -> Bools:
    """Which examples carry the topic's label."""
    return np.array([topic in example.labels for example in examples], dtype=bool)


def is_unnamed(example: Example) -> bool:
    """Whether nothing in it speaks of the Mexican side. A headline like that, cut off its lead, is no example."""
    return bool(names_nothing_mexican([example.text])[0])


@dataclass(frozen=True, slots=True, eq=False)
class Calibrated:
    """What held-out decisions give."""

    calibration: Calibration
    threshold: float
    metrics: dict[str, float]
    scores: Floats  # of the same examples


def calibrate(decisions: Floats, truth: Bools, unnamed: Bools) -> Calibrated:
    """Platt's sigmoid and the threshold on held-out decisions.

    Texts that name nothing Mexican have a threshold of their own, as an offset of their log-odds.
    """
    platt = LogisticRegression(C=1e6, tol=1e-9, max_iter=5_000).fit(decisions.reshape(-1, 1), truth)
    slope, offset = float(platt.coef_[0, 0]), float(platt.intercept_[0])
    log_odds = slope * decisions + offset
    threshold = best_threshold(_sigmoid(log_odds[~unnamed]), truth[~unnamed])
    apart = 0.0
    if (~truth & unnamed).any():
        stricter = float(np.quantile(log_odds[~truth & unnamed], 1.0 - UNNAMED_ALARMS))
        apart = min(0.0, round(float(np.log(threshold / (1.0 - threshold))) - stricter, 4))
    calibration = Calibration(slope=slope, offset=offset, unnamed=apart)
    scores = _sigmoid(log_odds + apart * unnamed)
    counts = counts_at(scores, truth, threshold)
    metrics = {
        "oof_precision": round(counts.precision, 4),
        "oof_recall": round(counts.recall, 4),
        "oof_f1": round(counts.f1, 4),
        "oof_average_precision": round(average_precision(scores, truth), 4),
    }
    return Calibrated(calibration, threshold, metrics, scores)


def _sigmoid(log_odds: Floats) -> Floats:
    result: Floats = 1.0 / (1.0 + np.exp(-log_odds))
    return result


def best_threshold(scores: Floats, truth: Bools) -> float:
    """The middle of the thresholds whose F1 is within SLACK of the best; rounded to 0.01.

    The curve is flat around its best point, and where on it that point lies is chance. A miss costs a team more than a
    false alarm, but for each item of the topic a feed holds many times as much ordinary news as the corpora do: so
    neither end of it.
    """
    grid = np.arange(0.05, 0.995, 0.01)
    f1 = np.array([counts_at(scores, truth, t).f1 for t in grid])
    good = grid[f1 >= f1.max() - SLACK]
    return round(float(good[0] + good[-1]) / 2, 2)


def train_second_step(
    topic: str,
    examples: Sequence[Example],
    decisions: Floats,
    on_titles: Floats,
    unnamed: Bools,
    embedding: Embedding,
    seed: int,
) -> tuple[bytes, SecondStep, Floats]:
    """Trains `meaning.npz` of one topic.

    Args:
        topic: an example is positive when its labels hold it.
        examples: originals.
        decisions: of the first step on each, by models that saw nothing of its group.
        on_titles: the same on its headline alone; those that have more than a headline are learnt in both forms,
            unless what makes it relevant is in the lead only.
        unnamed: which examples name nothing Mexican.
        embedding: of both forms.
        seed: of the folds, the same as the first step's.

    Returns:
        the artefact's bytes, what the manifest says of it, and held-out scores of the examples.
    """
    titles = {i: replace(example, summary="") for i, example in enumerate(examples) if example.summary}
    longer = np.array([i for i, title in titles.items() if not (title.labels and is_unnamed(title))], dtype=np.int64)
    owner = np.concatenate([np.arange(len(examples)), longer])  # the example that each row is a form of
    headlines = embedding.vectors([e.title for e in examples])
    texts = np.concatenate([embedding.vectors([e.text for e in examples]), headlines[longer]])
    centre = texts.mean(axis=0)
    rows = quantised(texts, headlines[owner], centre)
    first = np.stack([np.concatenate([decisions, on_titles[longer]]), on_titles[owner]], axis=1)
    truth = is_of(topic, examples)
    seen, labels = inputs(rows, first), truth[owner]
    weights = np.array([e.weight for e in examples])[owner]
    held_out = np.zeros(len(owner))
    for fold in group_folds(examples, FOLDS, seed):
        inside = np.isin(owner, fold)
        machine = _machine().fit(seen[~inside], labels[~inside], weights[~inside])
        held_out[inside] = joined(machine.decision_function(seen[inside]), first[inside])
    calibrated = calibrate(held_out[: len(examples)], truth, unnamed)
    flagged = truth & (calibrated.scores >= calibrated.threshold)
    budget = decisions[flagged if flagged.any() else truth]
    machine = _machine().fit(seen, labels, weights)
    packed = pack_meaning(meaning_of(machine, rows, first, centre))
    step = SecondStep(
        meaning_sha256=hashlib.sha256(packed).hexdigest(),
        embedding=embedding.name,
        floor=round(float(np.quantile(budget, 1.0 - _RECALL_BUDGET)), 2),
        threshold=calibrated.threshold,
        calibration=calibrated.calibration,
        metrics=calibrated.metrics,
    )
    return packed, step, calibrated.scores


def meaning_of(machine: SVC, rows: Bytes, first: Floats, centre: Vectors) -> Meaning:
    """A fitted machine as what serving reads; `rows` and `first` are what it was fitted on."""
    return Meaning(
        centre=centre,
        support=rows[machine.support_],
        support_decisions=first[machine.support_],
        coef=machine.dual_coef_[0],
        intercept=float(machine.intercept_[0]),
    )


def _machine() -> SVC:
    return SVC(C=_SOFTNESS, gamma=GAMMA, class_weight="balanced", cache_size=_CACHE_MB)


__all__ = [
    "FOLDS",
    "SLACK",
    "_RECALL_BUDGET",
    "Calibrated",
    "best_threshold",
    "calibrate",
    "is_of",
    "is_unnamed",
    "meaning_of",
    "train_second_step",
]
