"""A new model beside the old one: trained with a team's labels, held against the gate, taken over or refused.

Where only one of its parts (judge, facets) is worse than the gate allows, the other is taken over by itself. Imports
training and evaluation; used by the command `train` only.
"""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import numpy as np

from classifiers.artefact import Artefact, read_artefact, with_facets_of, write_artefact
from classifiers.data import Example, digest, training_examples
from classifiers.embedding import Embedding
from classifiers.evaluate import CUES, Report, evaluate, evaluation_examples
from classifiers.gate import GATE_FILE, breaches, read_gate
from classifiers.manifest import ModelError
from classifiers.model import MANIFEST_FILE, TopicModel, load
from classifiers.train import train_topic

Part = Literal["judge", "facets"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a model is trained from."""

    topics: Path  # folder of the topics: corpora and gates
    current: Path  # folder of the model in use
    target: Path  # folder that the new one goes into
    embedding: Embedding | None
    cues: CUES | None
    trained_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a training gave."""

    topic: str
    model: str
    before: str  # version in use until now; "" = none could be loaded
    labels: int  # of the team, that were trained on
    # of the labels: how many the old and the new model judge as the team does
    agreed_before: int
    agreed_after: int
    changed: int  # of the evaluation corpora's items: judged otherwise than by the old model
    f1_before: float  # on the evaluation corpora; 0 without an old model
    f1_after: float
    kept: Part | None  # of the old model, since the new one's is worse; None = none
    refused: tuple[str, ...]  # why the old model, or that part of it, stays; empty = the new one was written whole

    @property
    def stays(self) -> bool:
        """Whether the old model stays as it is."""
        return bool(self.refused) and self.kept is None


def retrain(topic: str, source: Source, labelled: Sequence[Example]) -> Outcome:
    """Trains one topic and writes its model into `source.target`, unless it is worse than the gate allows.

    Raises:
        DataError: corpora cannot be read, or are too few.
        ModelError: a gate cannot be read.
        OSError: the folder cannot be written.
    """
    examples = [*training_examples(source.topics), *labelled]
    artefact = train_topic(topic, examples, trained_at=source.trained_at, embedding=source.embedding, cues=source.cues)
    evaluation = evaluation_examples(source.topics)
    old = _current(source)
    before = evaluate(old, evaluation, cues=source.cues) if old and evaluation else None
    tried: list[_Trial] = []
    with tempfile.TemporaryDirectory() as folder:
        for kept, candidate in _candidates(artefact, source):
            made = Path(folder) / str(len(tried)) / topic
            write_artefact(candidate, made)
            new = load(made, source.embedding)
            report = evaluate(new, evaluation, cues=source.cues) if evaluation else None
            semantic = new.second_step is not None
            refused = _refused(source.topics / topic, report, evaluation, semantic=semantic)
            tried.append(_Trial(kept, new, report, refused))
            if not refused:
                _take_over(made, source.target)
                break
    chosen = tried[0] if tried[-1].refused else tried[-1]
    return _outcome(old, chosen, before, labelled, evaluation, tried[0].refused)


@dataclass(frozen=True, slots=True)
class _Trial:
    """A model that may be taken over, held against the gate."""

    kept: Part | None
    model: TopicModel
    report: Report | None  # None = nothing to judge by
    refused: tuple[str, ...]


def _candidates(new: Artefact, source: Source) -> Iterator[tuple[Part | None, Artefact]]:
    """The new model, then mixtures with the old one, and which of its parts they keep."""
    yield None, new
    try:
        old = read_artefact(source.current)
    except ModelError:
        return
    for kept, mixed in (("facets", with_facets_of(new, old)), ("judge", with_facets_of(old, new))):
        if mixed is not None:
            yield kept, mixed  # type: ignore[misc]  # one of Part


def _current(source: Source) -> TopicModel | None:
    try:
        return load(source.current, source.embedding)
    except ModelError:  # damaged, or made by an older program: there is nothing to compare with
        return None


def _refused(folder: Path, report: Report | None, evaluation: Sequence[Example], *, semantic: bool) -> tuple[str, ...]:
    path = folder / GATE_FILE
    if report is None or not path.exists():  # a new topic has neither yet
        return ()
    return tuple(breaches(read_gate(path), report, digest(evaluation), semantic=semantic))


def _take_over(made: Path, target: Path) -> None:
    """Moves files one by one, the manifest last: whoever reads in between finds hashes that do not fit, and waits."""
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(made.iterdir(), key=lambda path: path.name == MANIFEST_FILE):
        beside = target / f".{path.name}.new"
        shutil.copyfile(path, beside)
        beside.replace(target / path.name)


def _outcome(
    old: TopicModel | None,
    chosen: _Trial,
    before: Report | None,
    labelled: Sequence[Example],
    evaluation: Sequence[Example],
    refused: tuple[str, ...],
) -> Outcome:
    new, after = chosen.model, chosen.report
    agreed = [_agreed(model, labelled) if model else 0 for model in (old, new)]
    texts = [e.text for e in evaluation]
    return Outcome(
        topic=new.topic,
        model=new.version,
        before=old.version if old else "",
        labels=len(labelled),
        agreed_before=agreed[0],
        agreed_after=agreed[1],
        changed=int(np.sum(_flags(old, texts) != _flags(new, texts))) if old else 0,
        f1_before=before.f1 if before else 0.0,
        f1_after=after.f1 if after else 0.0,
        kept=chosen.kept,
        refused=refused,
    )


def _flags(model: TopicModel, texts: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.array([answer.score >= model.threshold for answer in model.score(texts)], dtype=np.bool_)


def _agreed(model: TopicModel, labelled: Sequence[Example]) -> int:
    truth = np.array([model.topic in e.labels for e in labelled], dtype=np.bool_)
    return int(np.sum(_flags(model, [e.text for e in labelled]) == truth))


__all__ = ["Outcome", "Part", "Source", "retrain"]
