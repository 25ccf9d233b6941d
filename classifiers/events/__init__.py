"""Embeddings turned so that reports of one event lie near each other, in whatever words and language.

A headline's own embedding says most of all which language, which topic and which kind of article it is. What tells
events apart is a few directions of it, learned from labelled stories by `python -m benchmarks.fit_stories --write`.
"""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from classifiers.arrays import Vectors
from classifiers.embedding import DIMENSIONS, Embedding, load_embedding

_REMEMBERED = 20_000  # vectors, some 80 MB at most
SPACE = Path(__file__).parent / "space.npz"


@dataclass(frozen=True, eq=False, kw_only=True)
class Space:
    """Where a vector goes: `(vector - middle) @ directions`, then to length 1."""

    name: str  # of the embedding that it was learned with
    middle: Vectors  # DIMENSIONS
    directions: Vectors  # DIMENSIONS by as many as were kept
    follow_up: Vectors  # DIMENSIONS, and the last number alone: log-odds that a headline does not open its event

    def write(self, path: Path) -> None:
        """Writes plain arrays, half precision.

        Raises:
            OSError: the file cannot be written.
        """
        with path.open("wb") as file:
            np.savez_compressed(
                file,
                name=np.frombuffer(self.name.encode(), dtype=np.uint8),
                middle=self.middle.astype(np.float16),
                directions=self.directions.astype(np.float16),
                follow_up=self.follow_up.astype(np.float32),
            )


def read_space(path: Path = SPACE) -> Space | None:
    """The learned space; None where the file is missing or damaged."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            space = Space(
                name=arrays["name"].tobytes().decode(),
                middle=arrays["middle"].astype(np.float32),
                directions=arrays["directions"].astype(np.float32),
                follow_up=arrays["follow_up"].astype(np.float32),
            )
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    fits = space.middle.shape == (DIMENSIONS,) and space.directions.ndim == 2
    fits = fits and space.follow_up.shape == (DIMENSIONS + 1,)
    return space if fits and len(space.directions) == DIMENSIONS else None


class EventEmbedding:
    """Texts to unit vectors in a space of events."""

    def __init__(self, embedding: Embedding, space: Space) -> None:
        """`space` as learned with this embedding."""
        self._embedding, self._space = embedding, space
        self._known: dict[str, tuple[float, ...]] = {}

    def embed(self, texts: Sequence[str]) -> list[tuple[float, ...]]:
        """One vector per text, each of length 1; the last ones are remembered."""
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        unknown = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(unknown, self._turned(unknown), strict=True))
        return [self._known[text] for text in texts]

    def follow_up(self, title: str) -> float:
        """Log-odds that a headline is told once its event is known, rather than opens it."""
        (vector,) = self._embedding.vectors([title])
        return float((vector - self._space.middle) @ self._space.follow_up[:-1] + self._space.follow_up[-1])

    def _turned(self, texts: Sequence[str]) -> list[tuple[float, ...]]:
        rows = (self._embedding.vectors(texts) - self._space.middle) @ self._space.directions
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        return [tuple(map(float, row)) for row in rows / np.maximum(lengths, 1e-9)]


def load_event_embedding() -> EventEmbedding | None:
    """The installed embedding in the shipped space; None when the extra `semantic` is missing or of another version."""
    embedding, space = load_embedding(), read_space()
    if embedding is None or space is None or space.name != embedding.name:
        return None
    return EventEmbedding(embedding, space)


__all__ = ["SPACE", "EventEmbedding", "Space", "load_event_embedding", "read_space"]
