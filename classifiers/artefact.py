"""A trained topic as files, and back: what `train` makes, and a model that takes one part from another one.

A model has two parts that are judged apart: the judge, which gives the probability, and the facets, which give status
and severity. numpy only, by way of what it imports.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from classifiers.card import write_card
from classifiers.facets import FACETS_FILE
from classifiers.folds import FOLDS_FILE
from classifiers.manifest import Manifest, ModelError, read_manifest, write_manifest
from classifiers.meaning import MEANING_FILE
from classifiers.mistakes import MISTAKES_FILE, Mistake, read_mistakes, write_mistakes
from classifiers.model import MANIFEST_FILE, TopicModel, load
from classifiers.weights import WEIGHTS_FILE, unpack


@dataclass(frozen=True, slots=True, kw_only=True)
class Artefact:
    """A trained topic: what is written to its folder."""

    manifest: Manifest
    weights: bytes
    meaning: bytes | None  # None = there was no embedding
    facets: bytes | None  # None = not learnt
    folds: bytes | None  # None = none on record
    mistakes: tuple[Mistake, ...]  # held-out, worst first


def write_artefact(artefact: Artefact, folder: Path) -> None:
    """Writes the files of a model, see `classifiers.train`; weights first: a half-written folder is refused."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / WEIGHTS_FILE).write_bytes(artefact.weights)
    for name, data in (
        (MEANING_FILE, artefact.meaning), (FACETS_FILE, artefact.facets), (FOLDS_FILE, artefact.folds)
    ):  # fmt: skip
        (folder / name).unlink(missing_ok=True)
        if data is not None:
            (folder / name).write_bytes(data)
    write_mistakes(artefact.mistakes, folder / MISTAKES_FILE)
    write_manifest(artefact.manifest, folder / MANIFEST_FILE)
    write_card(TopicModel(artefact.manifest, unpack(artefact.weights)), folder)


def read_artefact(folder: Path) -> Artefact:
    """Reads what `write_artefact` wrote.

    Raises:
        ModelError: a file is missing or damaged, or of another text preparation; see `classifiers.model.load`.
    """
    load(folder)
    manifest = read_manifest(folder / MANIFEST_FILE)
    try:
        return Artefact(
            manifest=manifest,
            weights=(folder / WEIGHTS_FILE).read_bytes(),
            meaning=(folder / MEANING_FILE).read_bytes() if manifest.second_step else None,
            facets=(folder / FACETS_FILE).read_bytes() if manifest.facets_sha256 else None,
            folds=(folder / FOLDS_FILE).read_bytes() if manifest.folds_sha256 else None,
            mistakes=read_mistakes(folder / MISTAKES_FILE),
        )
    except OSError as exc:
        raise ModelError(f"{exc.filename}: cannot be read ({exc.strerror}); train again with: pregonero train") from exc


def with_facets_of(judge: Artefact, other: Artefact) -> Artefact | None:
    """The model whose judge is the first one's and whose facets are the other's; None where that cannot be: one has
    none, or they were trained with different embeddings."""
    mine, its = judge.manifest, other.manifest
    embeddings = {step.embedding if step else "" for step in (mine.second_step, its.second_step)}
    if judge.facets is None or other.facets is None or len(embeddings) > 1:
        return None
    manifest = replace(
        mine,
        facets_sha256=its.facets_sha256,
        facet_metrics=its.facet_metrics,
        facets_of=its.facets_of or its.version,
    )
    return replace(judge, manifest=manifest, facets=other.facets)


__all__ = ["Artefact", "read_artefact", "with_facets_of", "write_artefact"]
