"""Artefacts on the disk: read as they were written, packed whole, refused where they are damaged."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from model_kit import MODELS

from classifiers.artefact import Artefact, write_artefact
from classifiers.data import Example
from classifiers.lexicon import terms_of
from classifiers.manifest import ModelError, read_manifest
from classifiers.model import (
    TopicModel,
    load,
    load_all,
)
from classifiers.text import Reader, shipped_reader
from classifiers.train import fit, fold_weights
from classifiers.vocabulary import Vocabulary
from classifiers.weights import lexicon_json, pack, unpack


@pytest.fixture
def folder(tmp_path: Path, artefact: Artefact) -> Path:
    """A topic's folder with a model in it."""
    write_artefact(artefact, tmp_path / "transfer")
    (tmp_path / "transfer" / "topic.toml").write_text("", "utf-8")
    return tmp_path / "transfer"


def test_load_reads_what_was_written(folder: Path, artefact: Artefact) -> None:
    """A written artefact loads, with its version, threshold and card."""
    model = load(folder)

    assert artefact.manifest == model.manifest
    assert model.version.startswith("transfer-")
    assert model.version in (folder / "CARD.md").read_text("utf-8")
    assert list(load_all(folder.parent)) == ["transfer"]


def _edit(folder: Path, **changes: object) -> None:
    path = folder / "model.json"
    raw = json.loads(path.read_text("utf-8")) | changes
    path.write_text(json.dumps({k: v for k, v in raw.items() if v is not ...}), "utf-8")


def test_weights_that_are_not_the_recorded_ones_are_refused(folder: Path) -> None:
    """One byte more and the hash no longer fits."""
    with (folder / "weights.npz").open("ab") as file:
        file.write(b"x")

    with pytest.raises(ModelError, match="SHA-256 differs"):
        load(folder)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"format": 99}, "format"),
        ({"format": 4}, "not a manifest of format 5, which this program reads; train again with: pregonero train"),
        ({"threshold": 1.5}, "between 0 and 1"),
        ({"threshold": "high"}, "wrong type"),
        ({"seed": ...}, "missing or unknown keys: seed"),
        ({"more": 1}, "missing or unknown keys: more"),
        ({"folds_sha256": "0"}, "SHA-256 differs"),
        ({"text_version": 0}, "text version 0"),
        ({"calibration": 3}, "wrong type"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(folder: Path, changes: dict[str, object], message: str) -> None:
    """The message names what is wrong."""
    _edit(folder, **changes)

    with pytest.raises(ModelError, match=message):
        load(folder)


def test_missing_or_unreadable_files_are_refused(folder: Path, tmp_path: Path) -> None:
    """No weights, no manifest, no JSON, no topic: each is a ModelError with a remedy."""
    (folder / "weights.npz").unlink()
    with pytest.raises(ModelError, match="train again"):
        load(folder)
    (folder / "model.json").write_text("{", "utf-8")
    with pytest.raises(ModelError, match="is not JSON"):
        load(folder)
    (folder / "model.json").unlink()
    with pytest.raises(ModelError, match="cannot be read"):
        read_manifest(folder / "model.json")
    with pytest.raises(ModelError, match="holds no topic"):
        load_all(tmp_path / "nothing")


def test_an_archive_that_is_none_is_refused(artefact: Artefact) -> None:
    """Bytes that are no npz, and arrays that do not fit each other."""
    with pytest.raises(ModelError, match="cannot be read"):
        unpack(b"PK\x03\x04 broken")
    weights = unpack(artefact.weights)
    with pytest.raises(ModelError, match="differ in number"):
        unpack(pack(replace(weights, coef=weights.coef[1:])))
    its = weights.vocabulary
    fewer = Vocabulary(its.reader, its.names, its.known[1:], its.idf)
    with pytest.raises(ModelError, match="differ in number"):
        unpack(pack(replace(weights, vocabulary=fewer)))


def test_a_file_that_the_manifest_describes_but_nobody_can_read_is_named(folder: Path) -> None:
    """The whole path, and what to do."""
    (folder / "weights.npz").write_bytes(b"PK\x03\x04 broken")
    _edit(folder, weights_sha256=hashlib.sha256(b"PK\x03\x04 broken").hexdigest())

    with pytest.raises(ModelError, match=r"/transfer/weights\.npz: cannot be read .* train again"):
        load(folder)


def test_weights_are_packed_whole(examples: list[Example]) -> None:
    """Packing and unpacking keeps the lexicon, every feature and its weight."""
    fitted = fold_weights(fit("transfer", examples[:100], 1))
    weights = unpack(pack(fitted))

    its, before = weights.vocabulary, fitted.vocabulary
    assert its.names == before.names
    assert lexicon_json(its.reader.terms) == lexicon_json(before.reader.terms)
    assert its.known.tolist() == before.known.tolist()
    np.testing.assert_allclose(its.idf, before.idf, rtol=1e-7)
    np.testing.assert_allclose(weights.coef, fitted.coef, atol=1.2e-7)


def test_topics_trained_together_share_what_they_know(examples: list[Example]) -> None:
    """One vocabulary, so that a text is read and measured once for both; another topic's coefficients stay apart."""
    first, second = (unpack(pack(fold_weights(fit(topic, examples[:200], 1)))) for topic in MODELS)

    assert first.vocabulary is second.vocabulary
    assert first.coef.tolist() != second.coef.tolist()
    assert len({id(model.first_step.vocabulary) for model in MODELS.values()}) == 1


def test_a_model_keeps_the_lexicon_that_it_was_trained_with(artefact: Artefact) -> None:
    """A name that the program's lexicon gains or loses later changes no score; the manifest says which it was."""
    weights = unpack(artefact.weights)
    its, model = weights.vocabulary, TopicModel(artefact.manifest, weights)
    text = "Mexico extradites man to Texas"
    digest_now = hashlib.sha256(lexicon_json(shipped_reader().terms)).hexdigest()
    terms = its.reader.terms
    written = zip(terms.spellings, terms.owners, strict=True)
    fewer = terms_of(
        [(terms.entries[n], [spelling]) for spelling, n in written if terms.entries[n].canonical != "Mexico"]
    )
    other = TopicModel(
        artefact.manifest, replace(weights, vocabulary=Vocabulary(Reader(fewer), its.names, its.known, its.idf))
    )

    assert artefact.manifest.lexicon_sha256 == digest_now
    assert its.reader is not shipped_reader()
    assert "Mexico <mx country>" in dict(model.score([text])[0].why)
    assert abs(other.score([text])[0].score - model.score([text])[0].score) > 0.01
    assert "Mexico <mx country>" not in dict(other.score([text])[0].why)
