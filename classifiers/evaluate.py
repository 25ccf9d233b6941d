"""Quality of a model on examples it never saw. `python -m classifiers.evaluate [TOPIC ...] [--background FILE]`.

Pure given scores and labels; numpy only. Reads each topic's eval.jsonl: a positive of one topic is judged by the other
topic's model as well. The background file holds texts of no topic: only counted, never shown.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from classifiers.data import EVALUATION_FILE, DataError, Example, read_examples, topics_in
from classifiers.embedding import load_embedding
from classifiers.manifest import ModelError
from classifiers.model import TopicModel, load, topics_folder

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Hits and errors at one threshold."""

    true_positives: int
    false_positives: int
    false_negatives: int
    true_negatives: int

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
        true_negatives=int(np.sum(~flagged & ~truth)),
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
class Report:
    """One topic's quality on one set of examples."""

    topic: str
    model: str
    threshold: float
    examples: int
    positives: int
    precision: float
    recall: float
    f1: float
    average_precision: float
    title_only_f1: float  # with the headline alone
    by_language: Mapping[str, Mapping[str, float]]  # "en" -> precision, recall, f1
    false_alarms: Mapping[str, str]  # look-alike family -> "alarms/examples", worst first
    calibration_error: float  # mean absolute gap of ten equal groups between mean score and share of positives


def _calibration_error(scores: Floats, truth: Bools) -> float:
    order = np.argsort(scores, kind="stable")
    parts = [part for part in np.array_split(order, 10) if len(part)]
    return float(sum(len(p) * abs(scores[p].mean() - truth[p].mean()) for p in parts) / max(1, len(scores)))


def _rounded(counts: Counts) -> dict[str, float]:
    return {name: round(getattr(counts, name), 4) for name in ("precision", "recall", "f1")}


def evaluate(model: TopicModel, examples: Sequence[Example], threshold: float | None = None) -> Report:
    """Scores the examples and counts.

    Args:
        model: of the topic to evaluate; its topic in an example's labels makes a positive.
        examples: one or more.
        threshold: instead of the model's own.
    """
    limit = model.threshold if threshold is None else threshold
    truth = np.array([model.topic in e.labels for e in examples], dtype=bool)
    scores = np.array([s.score for s in model.score([e.text for e in examples])])
    titles = np.array([s.score for s in model.score([e.title for e in examples])])
    counts = counts_at(scores, truth, limit)
    languages = {lang: np.array([e.lang == lang for e in examples]) for lang in sorted({e.lang for e in examples})}
    families = Counter(e.family or "(none)" for e, of_topic in zip(examples, truth, strict=True) if not of_topic)
    alarms = Counter(
        e.family or "(none)"
        for e, score, of_topic in zip(examples, scores, truth, strict=True)
        if score >= limit and not of_topic
    )
    return Report(
        topic=model.topic,
        model=model.version,
        threshold=limit,
        examples=len(examples),
        positives=int(truth.sum()),
        **_rounded(counts),
        average_precision=round(average_precision(scores, truth), 4),
        title_only_f1=round(counts_at(titles, truth, limit).f1, 4),
        by_language={lang: _rounded(counts_at(scores[mask], truth[mask], limit)) for lang, mask in languages.items()},
        false_alarms={name: f"{n}/{families[name]}" for name, n in alarms.most_common()},
        calibration_error=round(_calibration_error(scores, truth), 4),
    )


def evaluation_examples(folder: Path) -> list[Example]:
    """Every topic's eval.jsonl together, topics by name.

    Raises:
        DataError: one is missing or cannot be read.
    """
    return [e for topic in topics_in(folder) for e in read_examples(folder / topic / "data" / EVALUATION_FILE)]


def background_alarms(model: TopicModel, path: Path) -> dict[str, float]:
    """Items flagged among texts of no topic (JSON Lines with `title` and `lang`), all and per language, per 1,000.

    Raises:
        DataError: the file cannot be read.
    """
    try:
        rows = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]
        titles, languages = [str(row["title"]) for row in rows], [str(row["lang"]) for row in rows]
    except OSError as exc:
        raise DataError(f"{path}: cannot be read ({exc.strerror})") from exc
    except (ValueError, KeyError, TypeError) as exc:
        raise DataError(f"{path}: a line is no JSON object with title and lang") from exc
    flagged = [answer.score >= model.threshold for answer in model.score(titles)]
    result: dict[str, float] = {"items": len(rows), "alarms": sum(flagged)}
    result["per_1000"] = round(1000 * sum(flagged) / max(1, len(rows)), 2)
    for lang in sorted(set(languages)):
        of_lang = [f for f, its in zip(flagged, languages, strict=True) if its == lang]
        result[f"per_1000_{lang}"] = round(1000 * sum(of_lang) / len(of_lang), 2)
    return result


def main(argv: Sequence[str] | None = None) -> int:
    """`python -m classifiers.evaluate`; prints one JSON object per topic; exit code 0, or 1 with the reason."""
    parser = argparse.ArgumentParser(prog="classifiers.evaluate", description="Quality on the evaluation corpora.")
    parser.add_argument("topics", nargs="*", metavar="TOPIC", help="topics to evaluate; none = all")
    parser.add_argument("--folder", type=Path, default=topics_folder(), help="folder of the topics")
    parser.add_argument("--plain", action="store_true", help="the first step alone, as without the extra semantic")
    parser.add_argument("--background", type=Path, help="JSON Lines of texts of no topic, to count false alarms in")
    args = parser.parse_args(argv)
    try:
        examples = evaluation_examples(args.folder)
        embedding = None if args.plain else load_embedding()
        for topic in args.topics or topics_in(args.folder):
            model = load(args.folder / topic, embedding)
            result = asdict(evaluate(model, examples))
            if args.background:
                result["background"] = background_alarms(model, args.background)
            sys.stdout.write(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    except (DataError, ModelError) as exc:
        sys.stderr.write(f"{exc}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
