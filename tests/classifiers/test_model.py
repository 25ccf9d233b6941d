"""Serving equals training, `why` sums up, and damaged artefacts are refused."""

import hashlib
import io
import json
import math
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics.pairwise import rbf_kernel
from sklearn.svm import SVC

import classifiers
from classifiers.card import CARD_FILE, write_card
from classifiers.data import Example, digest, training_examples
from classifiers.embedding import DIMENSIONS, Embedding, load_embedding
from classifiers.features import BLOCKS, BUCKETS, HASHED
from classifiers.lexicon import terms_of
from classifiers.manifest import Calibration, ModelError, read_manifest
from classifiers.meaning import (
    GAMMA,
    MEANING_FILE,
    SHARE_OF_WORDS,
    Meaning,
    inputs,
    pack_meaning,
    quantised,
    unpack_meaning,
)
from classifiers.model import (
    MAX_REASONS,
    MEANING,
    OTHERS,
    TopicModel,
    load,
    load_all,
    topics_folder,
)
from classifiers.text import Reader, names_nothing_mexican, shipped_reader
from classifiers.train import Artefact, fit, fold_weights, train_topic, write_artefact
from classifiers.train_meaning import is_of, meaning_of, train_second_step
from classifiers.vocabulary import Vocabulary
from classifiers.weights import Weights, lexicon_json, pack, unpack

Floats = npt.NDArray[np.float64]

NOW = datetime(2026, 1, 5, tzinfo=UTC)
MODELS = load_all()


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    """A small part of the corpora, with both classes."""
    return training_examples(topics_folder())[::25]


@pytest.fixture(scope="module")
def artefact(examples: list[Example]) -> Artefact:
    """A model trained on the small part."""
    return train_topic("transfer", examples, trained_at=NOW)


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


def _expected(decisions: Floats, unnamed: npt.NDArray[np.bool_], calibration: Calibration) -> Floats:
    log_odds = calibration.slope * decisions + calibration.offset + calibration.unnamed * unnamed
    result: Floats = 1.0 / (1.0 + np.exp(-log_odds))
    return result


def _log_odds(score: float) -> float:
    return math.log(score / (1.0 - score))


def test_serving_equals_scikit_learn(examples: list[Example], artefact: Artefact) -> None:
    """Folded weights give the pipeline's probabilities to 1e-6."""
    manifest = artefact.manifest
    fitted = fit("transfer", examples, manifest.seed)
    texts = [e.text for e in examples[:120]] + ["", "a", "México " * 400]
    unnamed = names_nothing_mexican(texts)
    expected = _expected(fitted.decisions(texts), unnamed, manifest.calibration)

    served = TopicModel(manifest, unpack(artefact.weights)).score(texts)

    np.testing.assert_allclose([answer.score for answer in served], expected, atol=1e-6)


def test_the_second_step_equals_scikit_learn(examples: list[Example]) -> None:
    """Support vectors in bytes give the machine's probabilities to 1e-6, and `why` tells what they added."""
    embedding = Embedding(FakeEncoder(), "0")
    two_steps = train_topic("transfer", examples, trained_at=NOW, embedding=embedding)
    step, packed = two_steps.manifest.second_step, two_steps.meaning
    assert step is not None
    assert packed is not None
    texts = [e.text for e in examples[:150]]
    plain = TopicModel(two_steps.manifest, unpack(two_steps.weights))
    model = TopicModel(two_steps.manifest, unpack(two_steps.weights), lambda: unpack_meaning(packed), embedding)
    titles = [text.partition("\n")[0] for text in texts]
    pipeline = fit("transfer", examples, two_steps.manifest.seed)
    first = pipeline.decisions(texts)
    machine = unpack_meaning(packed)
    rows = quantised(embedding.vectors(texts), embedding.vectors(titles), machine.centre)
    kernel = rbf_kernel(
        inputs(rows, np.stack([first, pipeline.decisions(titles)], axis=1)),
        inputs(machine.support, machine.support_decisions),
        gamma=GAMMA,
    )
    unnamed = names_nothing_mexican(texts)
    decisions = kernel @ machine.coef + machine.intercept + SHARE_OF_WORDS * first
    expected = _expected(decisions, unnamed, step.calibration)

    answers, before = model.score(texts), plain.score(texts)

    let_through = first >= step.floor
    assert let_through.any()
    assert not let_through.all()
    np.testing.assert_allclose(np.array([a.score for a in answers])[let_through], expected[let_through], atol=1e-6)
    for answer, old, seen in zip(answers, before, let_through, strict=True):
        assert math.isclose(_log_odds(answer.score), sum(w for _, w in answer.why), abs_tol=1e-6)
        assert (MEANING in dict(answer.why)) == bool(seen)
        assert seen or (answer.score, answer.why) == (old.score, old.why)
    assert model.threshold == step.threshold
    assert model.version == f"{plain.version}+meaning"


def test_a_machine_is_served_as_it_was_fitted() -> None:
    """Packed and unpacked, the support vectors give the decisions of scikit-learn's own machine."""
    rng = np.random.default_rng(5)

    def drawn(rows: int) -> npt.NDArray[np.float32]:
        return rng.normal(scale=0.05, size=(rows, DIMENSIONS)).astype(np.float32)

    texts, titles, first = drawn(80), drawn(80), rng.normal(size=(80, 2))
    centre = texts.mean(axis=0)
    rows = quantised(texts, titles, centre)
    machine = SVC(C=5.0, gamma=GAMMA).fit(inputs(rows, first), first[:, 0] + 20 * (texts[:, 0] - titles[:, 1]) > 0)

    served = unpack_meaning(pack_meaning(meaning_of(machine, rows, first, centre)))

    others, their_titles, decisions = drawn(30), drawn(30), rng.normal(size=(30, 2))
    expected = machine.decision_function(inputs(quantised(others, their_titles, centre), decisions))
    found = served.decisions(others, their_titles, decisions)
    np.testing.assert_allclose(found, expected + SHARE_OF_WORDS * decisions[:, 0], atol=1e-6)


@pytest.mark.parametrize("largest", [7, 8, 127])
def test_large_components_keep_a_byte_each(largest: int) -> None:
    """Support vectors come back as they were, whether two of their components go into a byte or not."""
    support = np.random.default_rng(9).integers(-8, 8, size=(5, 2 * DIMENSIONS)).astype(np.int8)
    support[2, 3] = largest
    centre = np.zeros(DIMENSIONS, dtype=np.float32)
    machine = Meaning(centre=centre, support=support, support_decisions=np.ones((5, 2)), coef=np.ones(5), intercept=0.5)

    again = unpack_meaning(pack_meaning(machine)).support

    assert (again.dtype, again.tolist()) == (np.int8, support.tolist())


def test_far_from_all_that_was_learnt_the_words_speak() -> None:
    """Where the machine's kernel has faded out, a text that the first step doubts comes out below one it is sure of."""
    rng = np.random.default_rng(6)
    centre = np.zeros(DIMENSIONS, dtype=np.float32)
    near = rng.normal(scale=0.05, size=(40, DIMENSIONS)).astype(np.float32)
    first = rng.normal(size=(40, 2))
    rows = quantised(near, near, centre)
    machine = meaning_of(SVC(gamma=GAMMA).fit(inputs(rows, first), first[:, 0] > 0), rows, first, centre)
    odd = np.full((2, DIMENSIONS), 1.2, dtype=np.float32)

    doubted, sure = machine.decisions(odd, odd, np.array([[-1.5, 0.0], [1.5, 0.0]]))

    assert sure - doubted == pytest.approx(3.0 * SHARE_OF_WORDS)


def test_a_machine_made_before_the_scale_was_kept_is_read_by_its_own(tmp_path: Path) -> None:
    """Bytes of a hundred steps and no share of the words, as the release before wrote them."""
    rng = np.random.default_rng(8)
    texts = rng.normal(scale=0.05, size=(60, DIMENSIONS)).astype(np.float32)
    first = rng.normal(size=(60, 2))
    centre = texts.mean(axis=0)
    rows = quantised(texts, texts, centre, steps=100.0)
    machine = SVC(gamma=GAMMA).fit(inputs(rows, first, 100.0), first[:, 1] > texts[:, 0])
    path = tmp_path / MEANING_FILE
    np.savez_compressed(
        path,
        centre=centre,
        support=rows[machine.support_],
        support_decisions=first[machine.support_],
        coef=machine.dual_coef_[0],
        intercept=machine.intercept_,
    )

    served = unpack_meaning(path.read_bytes())

    expected = machine.decision_function(inputs(rows, first, 100.0))
    np.testing.assert_allclose(served.decisions(texts, texts, first), expected, atol=1e-6)


def test_the_floor_loses_two_in_a_thousand_of_what_the_second_step_flags(examples: list[Example]) -> None:
    """It is set by the positives that the second step would flag, not by those that it gives up anyhow."""
    embedding = Embedding(FakeEncoder(), "0")
    truth = is_of("transfer", examples)
    decisions = np.random.default_rng(7).normal(loc=np.where(truth, 2.0, -2.0))
    unnamed = np.zeros(len(examples), dtype=bool)

    _, step, scores = train_second_step("transfer", examples, decisions, decisions, unnamed, embedding, 1)

    flagged = np.sort(decisions[truth & (scores >= step.threshold)])
    assert 10 < len(flagged) < truth.sum()
    assert step.floor == pytest.approx(np.quantile(flagged, 0.002), abs=0.006)
    assert (decisions[truth] < step.floor).any()


def test_a_second_step_is_loaded_with_its_own_embedding_only(tmp_path: Path, examples: list[Example]) -> None:
    """Another embedding, or none, means the first step alone; a file that was changed is refused."""
    embedding = Embedding(FakeEncoder(), "0")
    write_artefact(train_topic("transfer", examples[::2], trained_at=NOW, embedding=embedding), tmp_path)
    assert load(tmp_path, embedding).second_step is not None
    assert load(tmp_path).second_step is None
    assert load(tmp_path, Embedding(FakeEncoder(), "1")).second_step is None
    with (tmp_path / MEANING_FILE).open("ab") as file:
        file.write(b"x")
    with pytest.raises(ModelError, match="SHA-256 differs"):
        load(tmp_path, embedding)
    with pytest.raises(ModelError, match="cannot be read"):
        unpack_meaning(b"PK\x03\x04 broken")


def test_vectors_are_remembered_and_kept(tmp_path: Path) -> None:
    """An encoder is asked once per text; a cache saves even that; a damaged one is passed over."""
    encoder = FakeEncoder()
    embedding = Embedding(encoder, "0")
    first = embedding.vectors(["a", "b\nlead", "a"])
    assert encoder.asked == ["a", "b. lead"]
    assert first.shape == (3, DIMENSIONS)
    assert embedding.vectors([]).shape == (0, DIMENSIONS)
    embedding.write_cache(tmp_path / "vectors.npz")
    other = FakeEncoder()
    again = Embedding(other, "0")
    again.read_cache(tmp_path / "vectors.npz")
    np.testing.assert_array_equal(again.vectors(["a"])[0], first[0])
    assert embedding.embed(["a"]) == [tuple(map(float, first[0]))]
    (tmp_path / "vectors.npz").write_bytes(b"nothing")
    again.read_cache(tmp_path / "vectors.npz")
    assert other.asked == []


def test_the_installed_embedding_knows_meaning_across_languages() -> None:
    """One event told in two languages is nearer than two events told in one."""
    embedding = load_embedding()
    if embedding is None:
        pytest.skip("the extra semantic is not installed")
    one, same, other = embedding.vectors(
        ["Mexico hands over 37 prisoners to the US", "México entrega 37 reos a EU", "Mexico signs a water treaty"]
    )
    assert float(one @ same) > float(one @ other)


def test_retraining_gives_the_same_scores(examples: list[Example], artefact: Artefact) -> None:
    """The same examples and seed give the same model; the order of time does not matter."""
    again = train_topic("transfer", examples, trained_at=datetime(2027, 1, 1, tzinfo=UTC))
    texts = [e.text for e in examples[:50]]
    first, second = (TopicModel(a.manifest, unpack(a.weights)).score(texts) for a in (artefact, again))

    np.testing.assert_allclose([a.score for a in first], [a.score for a in second], atol=1e-4)
    assert artefact.manifest.threshold == again.manifest.threshold


def test_the_shipped_models_are_of_the_shipped_corpora() -> None:
    """Manifest and corpora belong together: whoever changes an example trains again."""
    pinned = digest(training_examples(topics_folder()))

    assert dict.fromkeys(MODELS, pinned) == {topic: m.manifest.data_sha256 for topic, m in MODELS.items()}


@pytest.mark.parametrize("topic", MODELS)
def test_the_shipped_cards_are_of_the_shipped_models(topic: str, tmp_path: Path) -> None:
    """CARD.md says what the manifest says, its floor and thresholds, too."""
    write_card(MODELS[topic], tmp_path)

    assert (tmp_path / CARD_FILE).read_text("utf-8") == (topics_folder() / topic / CARD_FILE).read_text("utf-8")


def test_artefacts_are_small() -> None:
    """All topics' files together stay under 5 MB."""
    sizes = [path.stat().st_size for path in topics_folder().glob("*/*.npz")]

    assert len(sizes) == sum(3 + (model.manifest.folds_sha256 is not None) for model in MODELS.values())
    assert sum(sizes) < 5_000_000


@given(st.lists(st.text(max_size=300), max_size=4))
@settings(max_examples=30, deadline=None)
def test_why_sums_to_the_log_odds(texts: list[str]) -> None:
    """For any text: largest first, the base last, and the sum is the log-odds of the score."""
    for model in MODELS.values():
        answers = model.score(texts)
        assert len(texts) == len(answers)
        for answer in answers:
            *reasons, base = answer.why
            assert base[0] == "(base)"
            assert [abs(w) for _, w in reasons] == sorted((abs(w) for _, w in reasons), reverse=True)
            assert math.isclose(_log_odds(answer.score), sum(w for _, w in answer.why), abs_tol=1e-6)


def test_a_batch_scores_like_single_texts() -> None:
    """A text's score does not depend on its neighbours."""
    texts = ["Mexico extradites man to Texas", "", "Huelga en Oaxaca", "EU amenaza con ataques en México"]
    model = MODELS["transfer"]

    np.testing.assert_allclose(
        [a.score for a in model.score(texts * 200)], [model.score([t])[0].score for t in texts] * 200, atol=1e-12
    )


PIECES = st.sampled_from(
    [
        "México",
        "Mexico's",
        "'s",
        "s",
        "EE. UU.",
        "EU",
        "US",
        "El Mayo",
        ",",
        "...",
        "\n",
        "extradita a",
        "Mr.",
        "37",
        "drone",
    ]
)


@given(st.lists(st.lists(PIECES, max_size=12).map(" ".join) | st.text(max_size=60), min_size=2, max_size=5))
@settings(max_examples=200, deadline=None)
def test_a_text_by_itself_reads_as_in_a_batch(texts: list[str]) -> None:
    """The short way of a single text ends where the arrays do, with the same reasons."""
    for model in MODELS.values():
        for text, of_batch in zip(texts, model.score(texts), strict=True):
            (alone,) = model.score([text])
            assert of_batch.score == pytest.approx(alone.score, abs=1e-9)
            assert dict(of_batch.why) == pytest.approx(dict(alone.why), abs=1e-9)


def test_long_reasons_are_summed_up() -> None:
    """At most MAX_REASONS entries and the base; the rest is one entry."""
    text = " ".join(e.text for e in training_examples(topics_folder())[:20])
    why = MODELS["transfer"].score([text])[0].why

    assert len(why) == MAX_REASONS + 1
    assert OTHERS in {name for name, _ in why}


def test_reasons_are_words_not_shards() -> None:
    """Character n-grams are shown as the word that they are part of, as it stands in the text."""
    why = MODELS["strike_threat"].score(["Washington bombardeará laboratorios"])[0].why
    names = {name for name, _ in why}

    assert "bombardeará" in names
    assert not any(name.startswith(" ") or name.endswith(" ") for name in names)


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        ("transfer", "México extradita a dos presuntos narcotraficantes a Estados Unidos"),
        ("transfer", "US asks Mexico to extradite cartel leader"),
        ("strike_threat", "Trump threatens military strikes on cartels inside Mexico"),
        ("strike_threat", "Sheinbaum rechaza intervención militar de Estados Unidos en México"),
    ],
)
def test_plain_positives_are_flagged(topic: str, text: str) -> None:
    """The clearest headlines of each topic pass its threshold."""
    model = MODELS[topic]

    assert model.score([text])[0].score >= model.threshold


@pytest.mark.parametrize(
    "text", ["Bake your own bread this weekend", "Gana Tigres el clásico 2-1", "Teachers strike in Oaxaca over wages"]
)
def test_plain_negatives_are_not_flagged(text: str) -> None:
    """News of other matters stays below every threshold."""
    assert [t for t, m in MODELS.items() if m.score([text])[0].score >= m.threshold] == []


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


def test_topics_and_public_names() -> None:
    """What the bot uses is there."""
    assert classifiers.topics() == ["strike_threat", "transfer"]
    assert set(classifiers.__all__) <= set(dir(classifiers))


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


def _as_before(weights: Weights) -> bytes:
    """The same as the release before packed it: by block, every spelling of the lexicon by itself."""
    its = weights.vocabulary
    rows = []
    for spelling, owner in zip(its.reader.terms.spellings, its.reader.terms.owners, strict=True):
        keys = [key for key in spelling.split(" ") if key != ","]
        commas = [before == "," for before in ["", *spelling.split(" ")][:-1]]
        commas = [comma for comma, key in zip(commas, spelling.split(" "), strict=True) if key != ","]
        rows.append([owner, keys, commas, *its.reader.terms.entries[owner]])
    arrays = {"lexicon": np.frombuffer(json.dumps([row[1:] for row in sorted(rows)]).encode(), dtype=np.uint8)}
    begin = 0
    for block in BLOCKS:
        end = begin + (BUCKETS if block in HASHED else len(its.names[block]))
        inside = (its.known >= begin) & (its.known < end)
        idf, coef = its.idf[inside].astype(np.float32), weights.coef[inside].astype(np.float32)
        if block in HASHED:
            arrays[f"{block}_buckets"] = np.diff(its.known[inside] - begin, prepend=0).astype(np.uint32)
        else:
            arrays[f"{block}_names"] = np.frombuffer("\n".join(its.names[block]).encode(), dtype=np.uint8)
            named = np.zeros((2, end - begin), dtype=np.float32)
            named[:, its.known[inside] - begin] = idf, coef
            idf, coef = named
        arrays[f"{block}_idf"], arrays[f"{block}_coef"] = idf, coef
        begin = end
    out = io.BytesIO()
    np.savez_compressed(out, **arrays)  # type: ignore[arg-type]  # numpy's stub reads **arrays as allow_pickle
    return out.getvalue()


def test_models_of_the_release_before_are_read(folder: Path, artefact: Artefact) -> None:
    """A team's own model, and those kept with alerts, score as they did, under the name that they had."""
    before = _as_before(unpack(artefact.weights))
    (folder / "weights.npz").write_bytes(before)
    _edit(folder, format=3, weights_sha256=hashlib.sha256(before).hexdigest())
    texts = [e.text for e in training_examples(topics_folder())[:300:3]]

    model = load(folder)
    kept = classifiers.unpacked(classifiers.packed(folder)[1])

    as_now = TopicModel(artefact.manifest, unpack(artefact.weights)).score(texts)
    for its in (model, kept):
        np.testing.assert_allclose([a.score for a in its.score(texts)], [a.score for a in as_now], atol=1e-6)
    assert kept.version == model.version
    assert model.manifest.format == 3


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
