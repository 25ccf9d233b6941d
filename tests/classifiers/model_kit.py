"""The shipped models, an encoder without a model, and how scores are computed by hand."""

import math
from datetime import UTC, datetime
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from classifiers.embedding import DIMENSIONS
from classifiers.manifest import Calibration
from classifiers.model import load_all

Floats = npt.NDArray[np.float64]

NOW = datetime(2026, 1, 5, tzinfo=UTC)
MODELS = load_all()


class FakeEncoder:
    """Vectors that hang on a text's characters."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def query(self, text: str) -> object:
        """A vector of length 1."""
        self.asked.append(text)
        vector = np.zeros(DIMENSIONS, dtype=np.float32)
        for a, b in pairwise(text.lower()):
            vector[(31 * ord(a) + ord(b)) % DIMENSIONS] += 1.0
        return vector / max(1.0, float(np.linalg.norm(vector)))


def expected_scores(decisions: Floats, unnamed: npt.NDArray[np.bool_], calibration: Calibration) -> Floats:
    """Probabilities by scikit-learn's decisions; `unnamed` = the text names nothing Mexican."""
    log_odds = calibration.slope * decisions + calibration.offset + calibration.unnamed * unnamed
    result: Floats = 1.0 / (1.0 + np.exp(-log_odds))
    return result


def log_odds_of(score: float) -> float:
    """Of a probability within (0, 1)."""
    return math.log(score / (1.0 - score))
