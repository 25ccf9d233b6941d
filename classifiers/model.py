"""Scoring: a topic's weights, looked up with numpy only, proven equal to the scikit-learn pipeline they come from.

May import numpy and the modules of `classifiers` that serving shares with training (text, features, manifest); never
scikit-learn (a second or two of import, 100 MB) and nothing of the bot. Reading is from a folder given by the caller.
"""

import functools
import hashlib
import io
import math
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np
import numpy.typing as npt

from classifiers.embedding import Embedding
from classifiers.features import (
    BLOCK_WEIGHTS,
    BLOCKS,
    concepts_of,
    grams_of_word,
    names_nothing_mexican,
    themes_of,
    words_of,
)
from classifiers.manifest import Manifest, ModelError, SecondStep, read_manifest
from classifiers.meaning import MEANING_FILE, Meaning, unpack_meaning
from classifiers.text import TEXT_VERSION, prepare_text

WEIGHTS_FILE = "weights.npz"
MANIFEST_FILE = "model.json"
BASE = "(base)"
OTHERS = "(other words)"
UNNAMED = "(nothing Mexican named)"  # rare in a feed's relevant items, the rule in its other ones
MEANING = "(meaning)"  # what the second step adds to the first one's log-odds
MAX_REASONS = 24  # entries of `why` before the rest is summed up; what fits on a screen

_MAX_BATCH = 512  # texts per round of arrays: keeps them within some MB
_MAX_CACHED_WORDS = 50_000
_REMEDY = "restore the folder, or train again with: python -m classifiers.train"

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A model's answer for one text; the same fields as the bot's own type."""

    score: float  # calibrated probability in [0, 1]
    why: tuple[tuple[str, float], ...]  # largest absolute weight first, "(base)" last; sums to the log-odds


@dataclass(frozen=True, slots=True)
class Weights:
    """What `weights.npz` holds: by feature, blocks one after the other in the order of BLOCKS."""

    vocabulary: Mapping[str, dict[str, int]]  # block -> feature -> index into the arrays
    block: Ints  # block number of each feature
    idf: Floats
    coef: Floats

    @classmethod
    def of(cls, names: Mapping[str, Sequence[str]], idf: Floats, coef: Floats) -> "Weights":
        """Numbers the features of `names` (block -> features in the arrays' order)."""
        vocabulary: dict[str, dict[str, int]] = {}
        start = 0
        for block in BLOCKS:
            vocabulary[block] = {name: start + i for i, name in enumerate(names[block])}
            start += len(names[block])
        sizes = [len(names[block]) for block in BLOCKS]
        if not start == sum(map(len, vocabulary.values())) == len(idf) == len(coef):
            raise ModelError(f"{WEIGHTS_FILE}: features and weights differ in number; {_REMEDY}")
        return cls(vocabulary, np.repeat(np.arange(len(BLOCKS)), sizes), idf, coef)


def pack(names: Mapping[str, Sequence[str]], idf: Floats, coef: Floats) -> bytes:
    """Bytes of `weights.npz`: arrays of numbers and of UTF-8 bytes only, nothing that could run."""
    arrays = {f"{block}_names": np.frombuffer("\n".join(names[block]).encode(), dtype=np.uint8) for block in BLOCKS}
    out = io.BytesIO()
    np.savez_compressed(out, idf=idf.astype(np.float32), coef=coef.astype(np.float32), **arrays)  # type: ignore[arg-type] # numpy's stub reads **arrays as allow_pickle
    return out.getvalue()


def unpack(data: bytes) -> Weights:
    """Reads what `pack` wrote.

    Raises:
        ModelError: no such archive, or arrays missing or of different lengths.
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            names = {}
            for block in BLOCKS:
                text = arrays[f"{block}_names"].tobytes().decode()
                names[block] = text.split("\n") if text else []
            idf, coef = arrays["idf"].astype(np.float64), arrays["coef"].astype(np.float64)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as exc:
        raise ModelError(f"{WEIGHTS_FILE}: cannot be read ({exc}); {_REMEDY}") from exc
    return Weights.of(names, idf, coef)


class TopicModel:
    """One topic's model. Immutable but for a bounded memory of words already looked up; safe to share.

    Args:
        manifest: what the weights are.
        weights: by feature.
        meaning: the second step; used where there is an embedding.
        embedding: None = the first step alone.
    """

    def __init__(
        self,
        manifest: Manifest,
        weights: Weights,
        meaning: Meaning | None = None,
        embedding: Embedding | None = None,
    ) -> None:
        self.manifest = manifest
        self._meaning = meaning
        self._embedding = embedding
        self._weights = weights
        self._scale = np.array([BLOCK_WEIGHTS[block] for block in BLOCKS])[weights.block] * weights.coef
        # a theme begins with "D:" or is a lack: no concept has its name
        self._concepts = weights.vocabulary["concept"] | weights.vocabulary["document"]
        self._grams: dict[str, tuple[int, ...]] = {}

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
        """Changes with the weights: "transfer-3f2a91c0", and "transfer-3f2a91c0+meaning" with the second step."""
        return self.manifest.version + ("+meaning" if self.second_step else "")

    @property
    def second_step(self) -> SecondStep | None:
        """The second step if it is taken."""
        return self.manifest.second_step if self._meaning and self._embedding else None

    @property
    def n_features(self) -> int:
        """Features in the weights."""
        return len(self._weights.idf)

    def score(self, texts: Sequence[str]) -> list[Scored]:
        """One answer per text (title, summary, body joined by newlines), same order."""
        answers: list[Scored] = []
        for start in range(0, len(texts), _MAX_BATCH):
            batch = texts[start : start + _MAX_BATCH]
            prepared = [prepare_text(text) for text in batch]
            unnamed = np.array([names_nothing_mexican(text) for text in prepared], dtype=np.float64)
            answers += self._with_meaning(batch, unnamed, self._score_batch(prepared, unnamed))
        return answers

    def _with_meaning(self, texts: Sequence[str], unnamed: Floats, answers: Sequence[Scored]) -> list[Scored]:
        """The answers after the second step, which looks at those that the first one lets through."""
        step, meaning, embedding = self.second_step, self._meaning, self._embedding
        if step is None or meaning is None or embedding is None:
            return list(answers)
        first = self.manifest.calibration
        log_odds = np.array([_log_odds(answer) for answer in answers])
        decisions = (log_odds - first.unnamed * unnamed - first.offset) / first.slope
        let_through = np.flatnonzero(decisions >= step.floor).tolist()
        if not let_through:  # as with most news; the machine's matrices would cost milliseconds for nothing
            return list(answers)
        vectors = embedding.vectors([texts[i] for i in let_through])
        found = list(answers)
        for i, decision in zip(let_through, meaning.decisions(vectors, decisions[let_through]).tolist(), strict=True):
            points = step.calibration.slope * decision + step.calibration.offset + step.calibration.unnamed * unnamed[i]
            found[i] = _reconsidered(answers[i], float(points))
        return found

    def _grams_of(self, word: str) -> tuple[int, ...]:
        grams = self._grams.get(word)
        if grams is None:
            known = self._weights.vocabulary["char"]
            grams = tuple(i for gram in grams_of_word(word) if (i := known.get(gram)) is not None)
            if len(self._grams) < _MAX_CACHED_WORDS:
                self._grams[word] = grams
        return grams

    def _look_up(self, prepared: str) -> tuple[list[int], list[int], list[str]]:
        """Features of one text: (their indices, the reason each belongs to, the reasons' names)."""
        known_words, known_concepts = self._weights.vocabulary["word"], self._concepts
        features: list[int] = []
        owners: list[int] = []
        reasons: dict[str, int] = {}
        before = ""
        for word in words_of(prepared):
            grams = self._grams_of(word)
            single = known_words.get(word)
            if grams or single is not None:
                owner = reasons.setdefault(word_label(word), len(reasons))
                features += grams
                owners += [owner] * len(grams)
                if single is not None:
                    features.append(single)
                    owners.append(owner)
            if before and (pair := known_words.get(f"{before} {word}")) is not None:
                features.append(pair)
                owners.append(reasons.setdefault(f"{word_label(before)} {word_label(word)}", len(reasons)))
            before = word
        for concept in (*concepts_of(prepared), *themes_of(prepared)):
            if (index := known_concepts.get(concept)) is not None:
                features.append(index)
                owners.append(reasons.setdefault(concept_label(concept), len(reasons)))
        return features, owners, list(reasons)

    def _score_batch(self, prepared: Sequence[str], unnamed: Floats) -> list[Scored]:
        """Answers of the first step; `unnamed` is 1 for texts that name nothing Mexican, else 0."""
        looked_up = [self._look_up(text) for text in prepared]
        rows = np.repeat(np.arange(len(looked_up)), [len(features) for features, _, _ in looked_up])
        features = np.array([i for found, _, _ in looked_up for i in found], dtype=np.int64)
        first_reason = np.cumsum([0, *(len(reasons) for _, _, reasons in looked_up)])
        owners = np.array([i for _, owned, _ in looked_up for i in owned], dtype=np.int64)
        owners += first_reason[rows]
        shares = self._shares(rows, features, len(looked_up)) * self.manifest.calibration.slope
        weights = np.bincount(owners, weights=shares, minlength=int(first_reason[-1]))
        base = self.manifest.calibration.slope * self.manifest.intercept + self.manifest.calibration.offset
        points = (self.manifest.calibration.unnamed * unnamed).tolist()
        return [
            _scored(reasons, weights[first_reason[i] : first_reason[i + 1]].tolist(), base, points[i])
            for i, (_, _, reasons) in enumerate(looked_up)
        ]

    def _shares(self, rows: Ints, features: Ints, n_rows: int) -> Floats:
        """Each occurrence's part of its text's decision: TF-IDF with 1 + ln(tf), unit length per block, times coef."""
        size = max(1, len(self._weights.idf))
        distinct, occurrence, counts = np.unique(rows * size + features, return_inverse=True, return_counts=True)
        row, feature = distinct // size, distinct % size
        values = (1.0 + np.log(counts)) * self._weights.idf[feature]
        block = row * len(BLOCKS) + self._weights.block[feature]
        lengths = np.sqrt(np.bincount(block, weights=values * values, minlength=n_rows * len(BLOCKS)))
        parts = values / lengths[block] * self._scale[feature] / counts
        result: Floats = parts[occurrence]
        return result


def _scored(reasons: Sequence[str], weights: Sequence[float], base: float, unnamed: float) -> Scored:
    log_odds = math.fsum(weights) + base + unnamed
    ranked = sorted(zip(reasons, weights, strict=True), key=lambda pair: -abs(pair[1]))
    if unnamed:
        ranked = sorted([*ranked, (UNNAMED, unnamed)], key=lambda pair: -abs(pair[1]))
    if len(ranked) > MAX_REASONS:
        rest = math.fsum(weight for _, weight in ranked[MAX_REASONS - 1 :])
        ranked = sorted([*ranked[: MAX_REASONS - 1], (OTHERS, rest)], key=lambda pair: -abs(pair[1]))
    return Scored(score=_sigmoid(log_odds), why=(*ranked, (BASE, base)))


def _log_odds(answer: Scored) -> float:
    return math.fsum(weight for _, weight in answer.why)


def _reconsidered(answer: Scored, log_odds: float) -> Scored:
    """The answer with other log-odds: its reasons stay, and what the meaning adds or takes is one more."""
    *reasons, base = answer.why
    added = (MEANING, log_odds - _log_odds(answer))
    ranked = sorted([*reasons, added], key=lambda pair: -abs(pair[1]))
    return Scored(score=_sigmoid(log_odds), why=(*ranked, base))


def word_label(word: str) -> str:
    """A prepared word as an analyst reads it: names as "<us official>", numbers as "<2 digits>"."""
    if word.startswith("_"):
        tag = word.strip("_").replace("_", " ").removesuffix(" c")
        return f"<{tag} country>" if word.endswith("_c") else f"<{tag}>"
    if len(word) == 2 and word[0] == "n" and word[1].isdecimal():
        return f"<{word[1]}-digit number>"
    return "<year>" if word == "nyear" else word


@functools.lru_cache(maxsize=4096)
def concept_label(concept: str) -> str:
    """A concept as an analyst reads it, in brackets: "[MX + transfer: extradite]"; the headline's joins the text's."""
    parts = {
        part.removesuffix("_country").removesuffix("_place").replace("/", ": ").replace("_", " ").lower()
        for part in concept.removeprefix("T:").removeprefix("D:").split("&")
    }
    families = {part.partition(": ")[0] for part in parts if ": " in part}
    return f"[{' + '.join(sorted(parts - families))}]"


def _sigmoid(log_odds: float) -> float:
    if log_odds >= 0:
        return 1.0 / (1.0 + math.exp(-log_odds))
    odds = math.exp(max(log_odds, -700.0))
    return odds / (1.0 + odds)


def topics_folder() -> Path:
    """Folder of the shipped topics."""
    return Path(str(resources.files("classifiers") / "topics"))


def load(folder: Path, embedding: Embedding | None = None) -> TopicModel:
    """The model of one topic's folder (`weights.npz`, `model.json`, and `meaning.npz` if it has a second step).

    Args:
        folder: of the topic.
        embedding: for the second step; None, or another than it was trained with, means the first step alone.

    Raises:
        ModelError: a file is missing or damaged, its hash is not the recorded one, or it was made for another text
            preparation.
    """
    manifest = read_manifest(folder / MANIFEST_FILE)
    weights = unpack(_read(folder / WEIGHTS_FILE, manifest.weights_sha256))
    if manifest.text_version != TEXT_VERSION:
        raise ModelError(
            f"{folder}: made for text version {manifest.text_version}, this program has {TEXT_VERSION}; {_REMEDY}"
        )
    step = manifest.second_step
    if step is None or embedding is None or embedding.name != step.embedding:
        return TopicModel(manifest, weights)
    return TopicModel(manifest, weights, unpack_meaning(_read(folder / MEANING_FILE, step.meaning_sha256)), embedding)


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
    "WEIGHTS_FILE",
    "Scored",
    "TopicModel",
    "Weights",
    "load",
    "load_all",
    "pack",
    "topics_folder",
    "unpack",
]
