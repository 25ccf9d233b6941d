"""Scoring: a topic's weights, looked up with numpy only, proven equal to the scikit-learn pipeline they come from.

May import numpy and the modules of `classifiers` that serving shares with training (text, features, manifest); never
scikit-learn (a second or two of import, 100 MB) and nothing of the bot. Reading is from a folder given by the caller.
"""

import functools
import gc
import hashlib
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import TypeVar

import numpy as np

from classifiers.arrays import Bools, Floats
from classifiers.embedding import Embedding
from classifiers.facets import FACETS, FACETS_FILE, Answer, FacetModel, key_of, parts_of, unpack_facets
from classifiers.first_step import FirstStep
from classifiers.folds import FOLDS_FILE, Folds, HeldOut, held_out, unpack_folds
from classifiers.manifest import Manifest, ModelError, SecondStep, read_manifest
from classifiers.meaning import MEANING_FILE, Meaning, unpack_meaning
from classifiers.text import TEXT_VERSION, Readings
from classifiers.weights import WEIGHTS_FILE, Weights, unpack

MANIFEST_FILE = "model.json"
WITH_MEANING = "+meaning"  # ends the version of a model that takes the second step
BASE = "(base)"
OTHERS = "(other words)"
UNNAMED = "(nothing Mexican named)"  # rare in a feed's relevant items, the rule in its other ones
MEANING = "(meaning)"  # what the second step adds to the first one's log-odds
MAX_REASONS = 24  # entries of `why` before the rest is summed up; what fits on a screen

_MAX_BATCH = 512  # texts per round of arrays: keeps them within some MB
_REMEDY = "restore the folder, or train again with: pregonero train"

Why = tuple[tuple[str, float], ...]
_Part = TypeVar("_Part")  # of a model's folder


class Scored:
    """A model's answer for one text; the same fields as the bot's own type. `why` is worked out when asked for."""

    __slots__ = ("_explain", "_why", "score")

    def __init__(self, *, score: float, explain: Callable[[], Why]) -> None:
        self.score = score  # calibrated probability in [0, 1]
        self._explain = explain
        self._why: Why | None = None

    @property
    def why(self) -> Why:
        """Largest absolute weight first, "(base)" last; sums to the log-odds."""
        if self._why is None:
            self._why = self._explain()
        return self._why


class TopicModel:
    """One topic's model. Immutable but for a bounded memory of words already looked up; safe to share.

    Args:
        manifest: what the weights are.
        weights: of the first step.
        meaning: gives the second step, used where there is an embedding; asked once, for the first text to be let
            through.
        embedding: None = the first step alone.
        facets: gives status and severity, none where they are not learnt; asked once, when they are first needed.
        folds: gives held-out scores of the training corpora, None where none are on record; as
            `facets`.
    """

    def __init__(
        self,
        manifest: Manifest,
        weights: Weights,
        meaning: Callable[[], Meaning] | None = None,
        embedding: Embedding | None = None,
        facets: Callable[[], Mapping[str, FacetModel]] = dict,
        folds: Callable[[], Folds | None] = lambda: None,
    ) -> None:
        self.manifest = manifest
        self._name = manifest.version  # a digest, asked for with every verdict
        self._facets = functools.cache(facets)
        self._folds = functools.cache(folds)
        self.first_step = FirstStep(weights, manifest.intercept)
        self._meaning = functools.cache(meaning) if meaning else None
        self._embedding = embedding

    @property
    def topic(self) -> str:
        """Name of the topic, as its folder."""
        return self.manifest.topic

    @property
    def threshold(self) -> float:
        """Flag at or above; in [0, 1]."""
        return self.second_step.threshold if self.second_step else self.manifest.threshold

    @property
    def version(self) -> str:
        """Changes with any file or threshold: "transfer-3f2a91c0", "transfer-3f2a91c0+meaning" with the second step."""
        return self._name + (WITH_MEANING if self.second_step else "")

    @property
    def second_step(self) -> SecondStep | None:
        """The second step if it is taken."""
        return self.manifest.second_step if self._meaning and self._embedding else None

    @property
    def n_features(self) -> int:
        """Features in the weights."""
        return self.first_step.n_features

    def score(self, texts: Sequence[str]) -> list[Scored]:
        """One answer per text (title, summary, body joined by newlines), same order."""
        if len(texts) == 1 and (answer := self._score_one(texts[0])):
            return [answer]
        answers: list[Scored] = []
        for start in range(0, len(texts), _MAX_BATCH):
            batch = texts[start : start + _MAX_BATCH]
            log_odds, readings, reconsidered = self._judge(batch)
            scores = (1.0 / (1.0 + np.exp(-np.clip(log_odds, -700.0, 700.0)))).tolist()
            answers += [
                Scored(score=score, explain=functools.partial(self._why, text, readings, row, points, again))
                for row, (text, score, points, again) in enumerate(
                    zip(batch, scores, log_odds.tolist(), reconsidered.tolist(), strict=True)
                )
            ]
        return answers

    def _score_one(self, text: str) -> Scored | None:
        """The first step's answer on a single text, without arrays; None where the second step looks at it."""
        decision, unnamed = self.first_step.decision(text)
        step, its = self.second_step, self.manifest.calibration
        if step is not None and decision >= step.floor:
            return None
        points = its.slope * decision + its.offset + its.unnamed * unnamed
        score = 1.0 / (1.0 + math.exp(-min(max(points, -700.0), 700.0)))
        return Scored(
            score=score, explain=lambda: self._why(text, self.first_step.reader.read([text]), 0, points, False)
        )

    def facets(self, title: str, text: str, cues: Sequence[str]) -> dict[str, Answer]:
        """Status ("realis") and severity of a relevant text, by facet; empty where they are not learnt.

        Args:
            title: the headline.
            text: title, summary, body joined by newlines.
            cues: names of what the rules found in it.
        """
        embedding, models = self._embedding, self._facets()
        semantic = embedding is not None and key_of(FACETS[0], semantic=True) in models
        vectors = embedding.vectors([title, text]) if semantic and embedding is not None else None
        if not models:
            return {}
        (parts,) = parts_of(self.first_step.reader, [title], [text])
        return {facet: models[key_of(facet, semantic=semantic)].answer(parts, cues, vectors) for facet in FACETS}

    def held_out(self, thresholds: Sequence[float]) -> tuple[HeldOut, ...]:
        """What thresholds do on the held-out folds, by the step that scores; empty where these are not on record."""
        folds = self._folds()
        return held_out(folds, thresholds, semantic=self.second_step is not None) if folds else ()

    def _judge(self, texts: Sequence[str]) -> tuple[Floats, Readings, Bools]:
        """Log-odds, what was read, and which texts the second step looked at."""
        decisions, readings = self.first_step.decisions(texts)
        first, unnamed = self.manifest.calibration, readings.unnamed
        points: Floats = first.slope * decisions + first.offset + first.unnamed * unnamed
        step, meaning, embedding = self.second_step, self._meaning, self._embedding
        if step is None or meaning is None or embedding is None:
            return points, readings, np.zeros(len(points), dtype=np.bool_)
        let_through = decisions >= step.floor
        if rows := let_through.nonzero()[0].tolist():
            titles = [texts[i].partition("\n")[0] for i in rows]
            on_titles, _ = self.first_step.decisions(titles)
            second = meaning().decisions(
                embedding.vectors([texts[i] for i in rows]),
                embedding.vectors(titles),
                np.stack([decisions[rows], on_titles], axis=1),
            )
            its = step.calibration
            points[rows] = its.slope * second + its.offset + its.unnamed * unnamed[rows]
        return points, readings, let_through

    def _why(self, text: str, readings: Readings, row: int, log_odds: float, reconsidered: bool) -> Why:
        calibration = self.manifest.calibration
        found = self.first_step.reasons(text, readings.concepts(row), readings.themes(row))
        reasons = {name: calibration.slope * value for name, value in found.items()}
        base = calibration.slope * self.first_step.intercept + calibration.offset
        own: dict[str, float] = {}  # never summed up with others
        if readings.unnamed[row] and calibration.unnamed:
            own[UNNAMED] = calibration.unnamed
        if reconsidered:
            own[MEANING] = log_odds - base - math.fsum([*reasons.values(), *own.values()])
        ranked = sorted(reasons.items(), key=lambda pair: -abs(pair[1]))
        kept = MAX_REASONS - len(own)
        if len(ranked) > kept:
            rest = math.fsum(weight for _, weight in ranked[kept - 1 :])
            ranked = [*ranked[: kept - 1], (OTHERS, rest)]
        return (*sorted([*ranked, *own.items()], key=lambda pair: -abs(pair[1])), (BASE, base))


def _no_folds() -> None:
    return None


def topics_folder() -> Path:
    """Folder of the shipped topics."""
    return Path(str(resources.files("classifiers") / "topics"))


def is_trained(folder: Path) -> bool:
    """Whether a topic's folder holds anything that training or evaluation makes, be it damaged or the half of it."""
    return any(file.suffix in (".json", ".npz") for file in folder.iterdir())


def load(folder: Path, embedding: Embedding | None = None) -> TopicModel:
    """The model of one topic's folder (`weights.npz`, `model.json`, and `meaning.npz` if it has a second step).

    Args:
        folder: of the topic.
        embedding: for the second step; None, or another than it was trained with, means the first step alone.

    Raises:
        ModelError: a file is missing or damaged, its hash is not the recorded one, or it was made for another text
            preparation.
    """
    with _nothing_collected():
        return _load(folder, embedding)


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """All that is made in loading is kept: looking through it for rubbish takes a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _load(folder: Path, embedding: Embedding | None) -> TopicModel:
    manifest = read_manifest(folder / MANIFEST_FILE)
    weights = _part(folder / WEIGHTS_FILE, manifest.weights_sha256, unpack)()
    if manifest.text_version != TEXT_VERSION:
        raise ModelError(
            f"{folder}: made for text version {manifest.text_version}, this program has {TEXT_VERSION}; {_REMEDY}"
        )
    # only few items and commands need these
    facets: Callable[[], Mapping[str, FacetModel]] = dict
    if manifest.facets_sha256:
        facets = _part(folder / FACETS_FILE, manifest.facets_sha256, unpack_facets)
    folds: Callable[[], Folds | None] = _no_folds
    if manifest.folds_sha256:
        folds = _part(folder / FOLDS_FILE, manifest.folds_sha256, unpack_folds)
    step = manifest.second_step
    if step is None or embedding is None or embedding.name != step.embedding:
        return TopicModel(manifest, weights, facets=facets, folds=folds)
    meaning = _part(folder / MEANING_FILE, step.meaning_sha256, unpack_meaning)
    return TopicModel(manifest, weights, meaning, embedding, facets, folds)


def _part(path: Path, sha256: str, unpacker: Callable[[bytes], _Part]) -> Callable[[], _Part]:
    """What gives a file's content, whose hash is checked at once."""
    data = _read(path, sha256)

    def give() -> _Part:
        try:
            return unpacker(data)
        except ModelError as exc:  # which knows the file's name alone
            raise ModelError(f"{path.parent}/{exc}") from exc

    return give


def _read(path: Path, sha256: str) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as exc:
        raise ModelError(f"{path}: cannot be read ({exc.strerror}); {_REMEDY}") from exc
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ModelError(f"{path}: is not the file that {MANIFEST_FILE} describes (SHA-256 differs); {_REMEDY}")
    return data


def load_all(folder: Path | None = None, embedding: Embedding | None = None) -> dict[str, TopicModel]:
    """All topics' models by name, in the order of their names.

    Args:
        folder: holds one folder per topic, each with a topic.toml; None = the shipped one.
        embedding: see `load`.

    Raises:
        ModelError: no topic there, or one that cannot be loaded.
    """
    root = folder or topics_folder()
    found = sorted(path.parent for path in root.glob("*/topic.toml"))
    if not found:
        raise ModelError(f"{root}: holds no topic; reinstall the program, or give the folder of your topics")
    return {path.name: load(path, embedding) for path in found}


__all__ = [
    "BASE",
    "MANIFEST_FILE",
    "MAX_REASONS",
    "MEANING",
    "OTHERS",
    "UNNAMED",
    "WITH_MEANING",
    "Scored",
    "TopicModel",
    "is_trained",
    "load",
    "load_all",
    "topics_folder",
]
