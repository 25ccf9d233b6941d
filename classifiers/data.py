"""The corpora: labelled examples from JSON Lines, split by story, with copies that training adds.

`train.jsonl` and `hard.jsonl` (look-alikes of no topic) are trained on, for every topic all of them: an example of one
topic is a counter-example of the other unless it carries both labels. `eval.jsonl` is
read by evaluation only. Standard library only.
"""

import hashlib
import json
import random
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import resources
from pathlib import Path

TRAINING_FILES = ("train.jsonl", "hard.jsonl")
EVALUATION_FILE = "eval.jsonl"

_MAX_WEIGHT = 100.0

_COUNT = re.compile(r"(?<![\d.,:/$-])[1-9]\d?(?![\d.,:/%-])")  # one or two digits on their own: people, planes, cities


class DataError(ValueError):
    """A corpus cannot be read; the message names file, line and remedy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One labelled text."""

    id: str
    title: str
    summary: str  # "" = headline only
    lang: str  # "en" or "es"
    labels: frozenset[str]  # topics; empty = none
    group: str  # story: examples of one group never stand on both sides of a split
    family: str = ""  # look-alike family, "" = not said
    rule: str = ""  # number of the borderline rule that it is an example of, "" = not said
    weight: float = 1.0  # beside the others, in training
    item_type: str = "news"
    realis: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by topic, main first
    severity: Mapping[str, str] = field(default_factory=dict)  # by topic

    @property
    def text(self) -> str:
        """What is scored: title and summary joined by a newline."""
        return f"{self.title}\n{self.summary}" if self.summary else self.title


def _example(raw: object, where: str) -> Example:
    try:
        if not isinstance(raw, dict):
            raise TypeError("not an object")
        labels = raw["labels"]
        if not isinstance(labels, list):
            raise TypeError("labels is no list")
        title = str(raw["title"])
        if not title.strip():
            raise TypeError("title is empty")
        return Example(
            id=str(raw["id"]),
            title=title,
            summary=str(raw.get("summary") or ""),
            lang=str(raw["lang"]),
            labels=frozenset(map(str, labels)),
            group=str(raw.get("group") or raw["id"]),
            family=str(raw.get("family") or ""),
            rule=str(raw.get("rule") or ""),
            weight=_weight(raw.get("weight", 1.0)),
            item_type=str(raw.get("item_type") or "news"),
            realis={str(topic): tuple(values) for topic, values in (raw.get("realis") or {}).items()},
            severity={str(topic): str(value) for topic, value in (raw.get("severity") or {}).items()},
        )
    except (KeyError, TypeError, AttributeError) as exc:
        problem = f"key {exc} is missing" if isinstance(exc, KeyError) else str(exc)
        raise DataError(f"{where}: {problem}; needed are id, title, lang, labels") from exc


def _weight(raw: object) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not 0.0 < raw <= _MAX_WEIGHT:
        raise TypeError(f"weight is no number above 0 and up to {_MAX_WEIGHT:g}")
    return float(raw)


def read_examples(path: Path) -> list[Example]:
    """Examples of a JSON Lines file, in order; blank lines are skipped.

    Raises:
        DataError: the file is missing, or a line is no example.
    """
    try:
        lines = path.read_text("utf-8").split("\n")
    except OSError as exc:
        raise DataError(f"{path}: cannot be read ({exc.strerror})") from exc
    examples: list[Example] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
        except ValueError as exc:
            raise DataError(f"{path}, line {number}: is not JSON ({exc}); mend or delete the line") from exc
        examples.append(_example(raw, f"{path}, line {number}"))
    return examples


def topics_in(folder: Path) -> list[str]:
    """Names of the topics in a folder, sorted."""
    return sorted(path.parent.name for path in folder.glob("*/topic.toml"))


def training_examples(folder: Path) -> list[Example]:
    """Every topic's training files together, topics by name; never `eval.jsonl`.

    Raises:
        DataError: there are none, or one cannot be read.
    """
    examples = [
        example
        for topic in topics_in(folder)
        for name in TRAINING_FILES
        if (path := folder / topic / "data" / name).exists()
        for example in read_examples(path)
    ]
    if not examples:
        raise DataError(f"{folder}: no training examples (TOPIC/data/train.jsonl)")
    return examples


def digest(examples: Iterable[Example]) -> str:
    """SHA-256 of examples in their order: changes with any text, label, status, severity or group."""
    hasher = hashlib.sha256()
    for e in examples:
        known: list[object] = [e.id, e.title, e.summary, e.lang, sorted(e.labels), e.group]
        known += [sorted(e.realis.items()), sorted(e.severity.items())] if e.realis or e.severity else []
        hasher.update(json.dumps([*known, e.weight] if e.weight != 1.0 else known).encode())
    return hasher.hexdigest()


def group_folds(examples: Sequence[Example], n_folds: int, seed: int) -> list[list[int]]:
    """Indices of each fold's test part. Whole groups, largest first, each into the fold that is emptiest."""
    groups: dict[str, list[int]] = {}
    for i, example in enumerate(examples):
        groups.setdefault(example.group, []).append(i)
    order = sorted(groups)
    random.Random(seed).shuffle(order)  # noqa: S311 - reproducible shuffling, no secret
    order.sort(key=lambda name: -len(groups[name]))
    folds: list[list[int]] = [[] for _ in range(n_folds)]
    for name in order:
        min(folds, key=len).extend(groups[name])
    return [sorted(fold) for fold in folds]


def _with_other_counts(text: str, rng: random.Random) -> str:
    return _COUNT.sub(lambda match: str(rng.randint(2, 60)), text)


def augment(examples: Sequence[Example], seed: int) -> Iterator[Example]:
    """Copies that training adds: headlines alone, and texts with other counts. Reproducible; same labels and group.

    Dropped accents and swapped names need no copies: `prepare_text` folds the first and tags the second. Setting
    positives in a third country was tried and lost 0.01 to 0.03 of average precision: the words that matter weigh less.
    """
    for example in examples:
        rng = random.Random(f"{seed}:{example.id}:{example.title}")  # noqa: S311 - as above
        if example.summary:
            yield replace(example, id=f"{example.id}/title", summary="")
        title, summary = _with_other_counts(example.title, rng), _with_other_counts(example.summary, rng)
        if (title, summary) != (example.title, example.summary):
            yield replace(example, id=f"{example.id}/counts", title=title, summary=summary)


def ordinary(count: int, seed: int) -> list[Example]:
    """Made-up headlines of ordinary politics, of no topic, half in each language. Reproducible; for training only."""
    tables = tomllib.loads((resources.files("classifiers") / "ordinary.toml").read_text("utf-8"))
    rng = random.Random(seed)  # noqa: S311 - as above
    examples = []
    for i in range(count):
        lang = ("en", "es")[i % 2]
        table = tables[lang]
        shape = rng.choice(table["shapes"])
        title = shape.format(actor=rng.choice(table["actors"]), subject=rng.choice(table["subjects"]))
        title = title[0].upper() + title[1:]
        examples.append(
            Example(id=f"ordinary-{i}", title=title, summary="", lang=lang, labels=frozenset(), group=f"ordinary-{i}")
        )
    return examples


__all__ = [
    "EVALUATION_FILE",
    "TRAINING_FILES",
    "DataError",
    "Example",
    "augment",
    "digest",
    "group_folds",
    "ordinary",
    "read_examples",
    "topics_in",
    "training_examples",
]
