"""A model's folder as one blob, and a model of such a blob: what a program keeps to score again as it did before.

May import the standard library, `manifest` and `model`; writes a temporary folder only.
"""

import hashlib
import io
import tempfile
import zipfile
from pathlib import Path

from classifiers.embedding import Embedding
from classifiers.facets import FACETS_FILE
from classifiers.folds import FOLDS_FILE
from classifiers.manifest import ModelError, read_manifest
from classifiers.meaning import MEANING_FILE
from classifiers.model import MANIFEST_FILE, TopicModel, load
from classifiers.weights import WEIGHTS_FILE

_FILES = (MANIFEST_FILE, WEIGHTS_FILE, MEANING_FILE, FACETS_FILE, FOLDS_FILE)


def packed(folder: Path) -> tuple[str, bytes]:
    """What it takes to load a folder's model again, as an archive of 2 to 3 MB, with the digest of its manifest.

    Raises:
        ModelError: a file cannot be read, or is not the one that the manifest names: it is being replaced, perhaps.
    """
    archive = io.BytesIO()
    manifest = read_manifest(folder / MANIFEST_FILE)
    named = {manifest.weights_sha256, manifest.facets_sha256, manifest.folds_sha256}
    named |= {manifest.second_step.meaning_sha256} if manifest.second_step else set()
    try:
        with zipfile.ZipFile(archive, "w") as files:  # the arrays are compressed already
            for name in (name for name in _FILES if (folder / name).exists()):
                content = (folder / name).read_bytes()
                if name != MANIFEST_FILE and hashlib.sha256(content).hexdigest() not in named:
                    raise ModelError(f"{folder / name}: is not the file that {MANIFEST_FILE} describes")
                files.writestr(name, content)
    except OSError as exc:
        raise ModelError(f"{folder}: cannot be read ({exc.strerror})") from exc
    return manifest.digest, archive.getvalue()


def unpacked(content: bytes, embedding: Embedding | None = None) -> TopicModel:
    """The model of such an archive; its files are held against the hashes in its manifest.

    Raises:
        ModelError: it is damaged, or of a format that this program does not read any more.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as files, tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            for name in set(_FILES) & set(files.namelist()):  # by name, so that nothing is written elsewhere
                (folder / name).write_bytes(files.read(name))
            return load(folder, embedding)
    except (zipfile.BadZipFile, OSError, KeyError) as exc:
        raise ModelError(f"a model that was kept is damaged ({exc})") from exc


__all__ = ["packed", "unpacked"]
