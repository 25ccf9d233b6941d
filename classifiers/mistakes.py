"""A model's worst mistakes on the held-out folds of its training corpora: `mistakes.json`. numpy only.

Of the training corpora, whose examples may be read: what is wrong there tells which examples to write next. The
evaluation corpora's mistakes are never shown.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from classifiers.arrays import Bools, Floats
from classifiers.data import Example
from classifiers.manifest import ModelError

MISTAKES_FILE = "mistakes.json"
_EACH = 15  # false alarms and misses


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One example judged wrongly by a model that saw nothing of its story."""

    id: str
    title: str
    score: float
    missed: bool  # else a false alarm
    about: str  # rule or look-alike family; "" = not said


def worst_mistakes(
    examples: Sequence[Example],
    scores: Floats,
    truth: Bools,
    threshold: float,
) -> tuple[Mistake, ...]:
    """The surest false alarms, then the surest misses."""
    order = np.argsort(-scores, kind="stable")
    alarms = [i for i in order.tolist() if not truth[i] and scores[i] >= threshold][:_EACH]
    misses = [i for i in order[::-1].tolist() if truth[i] and scores[i] < threshold][:_EACH]
    return tuple(
        Mistake(
            id=examples[i].id,
            title=examples[i].title,
            score=round(float(scores[i]), 4),
            missed=bool(truth[i]),
            about=examples[i].family or (f"rule {examples[i].rule}" if examples[i].rule else ""),
        )
        for i in (*alarms, *misses)
    )


def write_mistakes(mistakes: Sequence[Mistake], path: Path) -> None:
    """Writes `mistakes.json`."""
    path.write_text(json.dumps([asdict(m) for m in mistakes], indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read_mistakes(path: Path) -> tuple[Mistake, ...]:
    """Reads `mistakes.json`; none where there is no such file.

    Raises:
        ModelError: it is not in shape.
    """
    if not path.exists():
        return ()
    try:
        return tuple(Mistake(**row) for row in json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError) as exc:
        raise ModelError(f"{path}: cannot be read ({exc}); train again with: pregonero train") from exc


__all__ = ["MISTAKES_FILE", "Mistake", "read_mistakes", "worst_mistakes", "write_mistakes"]
