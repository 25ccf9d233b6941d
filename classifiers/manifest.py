"""The manifest that travels with a model's weights: `model.json` to a frozen value and back. Standard library only.

Says what the weights are (hash), what they were made from (hash of the data, seed, versions), and what goes with them
(threshold, calibration, text version). Also the error that everything about an unusable model raises.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

FORMAT = 1  # raised whenever an older reader would misread the folder


class ModelError(Exception):
    """A model's folder cannot be used; the message names the file and the remedy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Platt's sigmoid: log-odds = slope * decision + offset."""

    slope: float
    offset: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What `model.json` holds."""

    format: int = FORMAT
    topic: str
    threshold: float  # flag at or above; in [0, 1]
    text_version: int  # of classifiers.text
    weights_sha256: str  # of weights.npz
    data_sha256: str  # of the examples trained on, in order; see classifiers.data.digest
    examples: int
    sklearn: str  # version that trained
    seed: int
    trained_at: str  # ISO 8601, UTC
    intercept: float
    regularisation: float  # C of the logistic regression
    calibration: Calibration
    metrics: Mapping[str, float]  # out-of-fold on the training corpora, see classifiers.train

    @property
    def version(self) -> str:
        """Short name of these weights, "transfer-3f2a91c0"."""
        return f"{self.topic}-{self.weights_sha256[:8]}"


def write_manifest(manifest: Manifest, path: Path) -> None:
    """Writes `model.json`, keys sorted."""
    path.write_text(json.dumps(asdict(manifest), indent=2, sort_keys=True) + "\n", encoding="utf-8")


def read_manifest(path: Path) -> Manifest:
    """Reads `model.json`.

    Raises:
        ModelError: no such file, no JSON, a missing, unknown or ill-typed key, or another format.
    """
    remedy = "train again with: python -m classifiers.train"
    try:
        raw = json.loads(path.read_text("utf-8"))
    except OSError as exc:
        raise ModelError(f"{path}: cannot be read ({exc.strerror}); {remedy}") from exc
    except ValueError as exc:
        raise ModelError(f"{path}: is not JSON; {remedy}") from exc
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise ModelError(f"{path}: not a manifest of format {FORMAT}; {remedy}")
    names = {f.name for f in fields(Manifest)}
    if set(raw) != names:
        wrong = ", ".join(sorted(set(raw) ^ names))
        raise ModelError(f"{path}: missing or unknown keys: {wrong}; {remedy}")
    try:
        calibration = Calibration(slope=float(raw["calibration"]["slope"]), offset=float(raw["calibration"]["offset"]))
        manifest = Manifest(
            format=FORMAT,
            topic=str(raw["topic"]),
            threshold=float(raw["threshold"]),
            text_version=int(raw["text_version"]),
            weights_sha256=str(raw["weights_sha256"]),
            data_sha256=str(raw["data_sha256"]),
            examples=int(raw["examples"]),
            sklearn=str(raw["sklearn"]),
            seed=int(raw["seed"]),
            trained_at=str(raw["trained_at"]),
            intercept=float(raw["intercept"]),
            regularisation=float(raw["regularisation"]),
            calibration=calibration,
            metrics={str(k): float(v) for k, v in raw["metrics"].items()},
        )
    except (TypeError, ValueError, KeyError, AttributeError) as exc:
        raise ModelError(f"{path}: a value has the wrong type ({exc}); {remedy}") from exc
    if not 0.0 <= manifest.threshold <= 1.0:
        raise ModelError(f"{path}: threshold {manifest.threshold} is not between 0 and 1; {remedy}")
    return manifest


__all__ = ["FORMAT", "Calibration", "Manifest", "ModelError", "read_manifest", "write_manifest"]
