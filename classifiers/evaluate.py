"""Quality of a model on examples it never saw: figures, slices, a calibration curve, and a keyword baseline beside it.

Pure given scores and labels; numpy only. Reads each topic's eval.jsonl: a positive of one topic is judged by the other
topic's model as well. The background file holds texts of no topic: only counted, never shown.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from classifiers.arrays import Bools, Floats
from classifiers.data import EVALUATION_FILE, DataError, Example, read_examples, topics_in
from classifiers.model import TopicModel

BINS = 10  # of the calibration curve
_POINTS = 60  # of the curve of recall and precision
_NONE = "(none)"
CUES = Callable[[str, Sequence[Example]], list[list[str]]]  # topic, examples -> names of the cues that hold in each


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Hits and errors at one threshold."""

    true_positives: int
    false_positives: int
    false_negatives: int

    @property
    def precision(self) -> float:
        """Share of the flagged that are right; 0 when nothing is flagged."""
        flagged = self.true_positives + self.false_positives
        return self.true_positives / flagged if flagged else 0.0

    @property
    def recall(self) -> float:
        """Share of the right ones that are flagged; 0 when there are none."""
        positives = self.true_positives + self.false_negatives
        return self.true_positives / positives if positives else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        errors = self.false_positives + self.false_negatives
        return 2 * self.true_positives / (2 * self.true_positives + errors) if self.true_positives else 0.0


def counts_at(scores: Floats, truth: Bools, threshold: float) -> Counts:
    """Counts with everything at or above the threshold flagged; `scores` and `truth` in the same order."""
    flagged = scores >= threshold
    return Counts(
        true_positives=int(np.sum(flagged & truth)),
        false_positives=int(np.sum(flagged & ~truth)),
        false_negatives=int(np.sum(~flagged & truth)),
    )


def average_precision(scores: Floats, truth: Bools) -> float:
    """Mean of the precisions at each positive, by falling score; 0 without positives. Ties count as one step."""
    order = np.argsort(-scores, kind="stable")
    ranked, hits = scores[order], truth[order]
    if not hits.any():
        return 0.0
    last_of_tie = np.append(ranked[1:] != ranked[:-1], True)
    found = np.cumsum(hits)[last_of_tie]
    seen = np.arange(1, len(ranked) + 1)[last_of_tie]
    gained = np.diff(found, prepend=0)
    return float(np.sum(gained * found / seen) / found[-1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Quality at one threshold; shares in [0, 1]."""

    threshold: float
    precision: float
    recall: float
    f1: float
    average_precision: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """How many of some examples are judged rightly."""

    right: int
    of: int

    @property
    def share(self) -> float:
        """In [0, 1]; `of` is never 0."""
        return self.right / self.of


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """One of BINS equal groups by score."""

    score: float  # mean
    share: float  # of positives
    examples: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Figures):
    """One topic's quality on one set of examples."""

    topic: str
    model: str
    examples: int
    positives: int
    title_only_f1: float  # with the headline alone
    by_language: Mapping[str, Mapping[str, float]]  # "en" -> precision, recall, f1
    # right decisions among the examples of each; of statuses, the positives
    by_status: Mapping[str, Slice]
    by_rule: Mapping[str, Slice]
    by_family: Mapping[str, Slice]  # look-alikes
    calibration_error: float  # mean absolute gap of the curve's groups
    calibration: tuple[Bin, ...]  # lowest scores first
    curve: tuple[tuple[float, float], ...]  # recall, precision, by falling threshold
    # of the positives, found or not: "realis" and "severity" rightly told, "p1_kept" of those that ping
    facets: Mapping[str, float]


def calibration_of(scores: Floats, truth: Bools) -> tuple[Bin, ...]:
    """Groups of equal size by rising score."""
    order = np.argsort(scores, kind="stable")
    parts = [part for part in np.array_split(order, BINS) if len(part)]
    return tuple(
        Bin(score=round(float(scores[p].mean()), 4), share=round(float(truth[p].mean()), 4), examples=len(p))
        for p in parts
    )


def _curve(scores: Floats, truth: Bools) -> tuple[tuple[float, float], ...]:
    limits = np.unique(np.quantile(scores, np.linspace(0.0, 1.0, 4 * _POINTS)))[::-1]
    counted = [counts_at(scores, truth, float(limit)) for limit in limits[:: max(1, len(limits) // _POINTS)]]
    return tuple((round(c.recall, 4), round(c.precision, 4)) for c in counted)


def _rounded(counts: Counts) -> dict[str, float]:
    return {name: round(getattr(counts, name), 4) for name in ("precision", "recall", "f1")}


def _slices(names: Iterable[str], right: Bools, among: Bools) -> dict[str, Slice]:
    """By name, worst share first."""
    named = [(name or _NONE, bool(hit)) for name, hit, inside in zip(names, right, among, strict=True) if inside]
    of, hits = Counter(name for name, _ in named), Counter(name for name, hit in named if hit)
    found = {name: Slice(right=hits[name], of=of[name]) for name in of}
    return dict(sorted(found.items(), key=lambda entry: (entry[1].share, -entry[1].of)))


def _facets(model: TopicModel, examples: Sequence[Example], cues: CUES | None) -> dict[str, float]:
    chosen = [e for e in examples if e.realis.get(model.topic) and e.severity.get(model.topic)]
    if cues is None or not chosen or model.manifest.facets_sha256 is None:
        return {}
    found = [model.facets(e.title, e.text, its) for e, its in zip(chosen, cues(model.topic, chosen), strict=True)]
    status = [answer["realis"].value == e.realis[model.topic][0] for answer, e in zip(found, chosen, strict=True)]
    loud = [(answer["severity"].value, e.severity[model.topic]) for answer, e in zip(found, chosen, strict=True)]
    pings = [said == "P1" for said, true in loud if true == "P1"]
    return {
        "realis": round(float(np.mean(status)), 4),
        "severity": round(float(np.mean([said == true for said, true in loud])), 4),
        "p1_kept": round(float(np.mean(pings)), 4) if pings else 1.0,
    }


def evaluate(model: TopicModel, examples: Sequence[Example], cues: CUES | None = None) -> Report:
    """Scores the examples and counts at the model's threshold.

    Args:
        model: of the topic to evaluate; its topic in an example's labels makes a positive.
        examples: one or more.
        cues: what the rules for status and severity find; None = these are not evaluated.
    """
    limit = model.threshold
    truth = np.array([model.topic in e.labels for e in examples], dtype=bool)
    scores = np.array([s.score for s in model.score([e.text for e in examples])])
    titles = np.array([s.score for s in model.score([e.title for e in examples])])
    languages = {lang: np.array([e.lang == lang for e in examples]) for lang in sorted({e.lang for e in examples})}
    right = (scores >= limit) == truth
    statuses = [(e.realis.get(model.topic) or ("",))[0] for e in examples]
    bins = calibration_of(scores, truth)
    return Report(
        topic=model.topic,
        model=model.version,
        threshold=limit,
        examples=len(examples),
        positives=int(truth.sum()),
        **_rounded(counts_at(scores, truth, limit)),
        average_precision=round(average_precision(scores, truth), 4),
        title_only_f1=round(counts_at(titles, truth, limit).f1, 4),
        by_language={lang: _rounded(counts_at(scores[mask], truth[mask], limit)) for lang, mask in languages.items()},
        by_status=_slices(statuses, right, truth),
        by_rule=_slices([e.rule for e in examples], right, np.array([bool(e.rule) for e in examples])),
        by_family=_slices([e.family for e in examples], right, ~truth),
        calibration_error=round(sum(b.examples * abs(b.score - b.share) for b in bins) / len(examples), 4),
        calibration=bins,
        curve=_curve(scores, truth),
        facets=_facets(model, examples, cues),
    )


def evaluation_examples(folder: Path) -> list[Example]:
    """Every topic's eval.jsonl together, topics by name; a new topic may not have one yet.

    Raises:
        DataError: one cannot be read.
    """
    paths = [folder / topic / "data" / EVALUATION_FILE for topic in topics_in(folder)]
    return [example for path in paths if path.exists() for example in read_examples(path)]


def background_alarms(model: TopicModel, path: Path) -> dict[str, float]:
    """Items flagged among texts of no topic (JSON Lines with `title` and `lang`), all and per language, per 1,000.

    Raises:
        DataError: the file cannot be read.
    """
    titles, languages, number = [], [], 0
    try:
        for line in path.read_text("utf-8").split("\n"):
            number += 1
            if line.strip():
                row = json.loads(line)
                titles.append(str(row["title"]))
                languages.append(str(row["lang"]))
    except OSError as exc:
        raise DataError(f"{path}: cannot be read ({exc.strerror})") from exc
    except (ValueError, KeyError, TypeError) as exc:
        raise DataError(f"{path}, line {number}: is no JSON object with title and lang") from exc
    flagged = [answer.score >= model.threshold for answer in model.score(titles)]
    result: dict[str, float] = {"items": len(titles), "alarms": sum(flagged)}
    result["per_1000"] = round(1000 * sum(flagged) / max(1, len(titles)), 2)
    for lang in sorted(set(languages)):
        of_lang = [f for f, its in zip(flagged, languages, strict=True) if its == lang]
        result[f"per_1000_{lang}"] = round(1000 * sum(of_lang) / len(of_lang), 2)
    return result


__all__ = [
    "CUES",
    "Bin",
    "Counts",
    "Figures",
    "Report",
    "Slice",
    "average_precision",
    "background_alarms",
    "calibration_of",
    "counts_at",
    "evaluate",
    "evaluation_examples",
]
