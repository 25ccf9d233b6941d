"""`train`, `evaluate` and `label`: a new topic in a folder, labels that teach, gates that refuse, pages to look at."""

import json
import os
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from builders import make_item, make_label, make_story_link
from command_kit import NOISE, TITLE, Ended, call, change, json_lines

import classifiers
from bot.app import App, load_config, open_store
from bot.clock import SystemClock
from bot.commands.model import example_cues, examples_of
from bot.domain import Fate, ItemId, StoredItem
from bot.questions import distance
from classifiers.data import Example, training_examples
from classifiers.gate import GATE_FILE
from classifiers.manifest import read_manifest

# A third topic as somebody would begin it: a question, some items of it, some that only look like it.
TARIFFS = [
    "US puts a {n} percent tariff on Mexican steel", "Trump raises duties on cars made in Mexico to {n} percent",
    "EU impone arancel de {n} por ciento al jitomate mexicano",
    "Aranceles: México responde a EU con lista de {n} productos",
]  # fmt: skip
OTHERS = [
    "Toll on the Mexico City highway rises {n} percent", "US drought cuts Mexican harvest by {n} percent",
    "Sube {n} por ciento la tarifa del Metro en la capital", "México vence a EU y suma {n} puntos",
]  # fmt: skip


def _lines(titles: list[str], labels: list[str], numbers: range) -> list[dict[str, object]]:
    return [
        {
            "id": f"{labels}-{n}-{i}", "title": title.format(n=n), "lang": "es" if i > 1 else "en", "labels": labels,
            "realis": {topic: [("occurred", "threatened")[i // 2]] for topic in labels},
            "severity": dict.fromkeys(labels, ("P2", "P3")[i % 2]), "rule": "1", "family": "" if labels else "prices",
        }
        for n in numbers
        for i, title in enumerate(titles)
    ]  # fmt: skip


def _write(file: Path, rows: list[dict[str, object]]) -> None:
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


@pytest.fixture
def topics(tmp_path: Path) -> Path:
    """A folder with one topic, `tariffs`: a question, a training and an evaluation corpus."""
    return _begun(tmp_path / "topics")


def _begun(folder: Path) -> Path:
    data = folder / "tariffs" / "data"
    data.mkdir(parents=True)
    (data.parent / "topic.toml").write_text(
        '[name]\nen = "Tariffs"\n[question]\nen = "Is it about a tariff?"\n', "utf-8"
    )
    _write(data / "train.jsonl", _lines(TARIFFS, ["tariffs"], range(10, 18)) + _lines(OTHERS, [], range(10, 18)))
    _write(data / "eval.jsonl", _lines(TARIFFS, ["tariffs"], range(30, 33)) + _lines(OTHERS, [], range(30, 33)))
    return folder


@dataclass(frozen=True)
class Trained:
    """The topic after `train --ship` and `evaluate --update-floors`; not to be changed."""

    folder: Path
    trained: Ended
    held: Ended


@pytest.fixture(scope="session")
def trained(config_text: str, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """Trained once for all tests."""
    root = tmp_path_factory.mktemp("trained")
    config, folder = root / "config.toml", _begun(root / "topics")
    config.write_text(config_text, encoding="utf-8")
    return Trained(
        folder,
        call("train", "--ship", "--plain", "--folder", folder, "--json", "-c", config),
        call("evaluate", "--plain", "--folder", folder, "--update-floors", "-c", config),
    )


def test_a_third_topic_is_a_folder(config: Path, trained: Trained, tmp_path: Path) -> None:
    """Made from nothing: trained, held to floors, reported as text, JSON and a page, and served."""
    topics, (outcome,) = trained.folder, trained.trained.json
    assert (trained.trained.code, outcome["topic"], outcome["refused"]) == (0, "tariffs", [])
    model = classifiers.load_all(topics)["tariffs"]
    flagged, not_flagged = model.score(["US puts a 45 percent tariff on Mexican steel", "Toll on the highway rises"])
    assert flagged.score >= model.threshold > not_flagged.score
    assert model.facets("US puts a tariff", "US puts a tariff", ["rule says occurred"])["realis"].value in (
        "occurred",
        "threatened",
    )

    assert (trained.held.code, "f1=1.0000" in trained.held.text) == (0, True)
    assert call("evaluate", "--plain", "--folder", topics, "--gate", "-c", config).code == 0
    page = tmp_path / "report.html"
    told = call("evaluate", "--plain", "--folder", topics, "--html", page, "--json", "-c", config)
    (report,) = told.json
    assert (report["f1"], report["by_rule"]["1"], report["positives"]) == (1.0, {"right": 24, "of": 24}, 12)
    assert report["keywords_alone"]["f1"] > 0.5
    assert set(report["facets"]) == {"realis", "severity", "p1_kept"}
    text = page.read_text("utf-8")
    assert text.count("<svg") == 2
    assert "keywords alone" in text
    assert "http" not in text
    plain = call("evaluate", "--plain", "--folder", topics, "-c", config).text
    assert "keywords alone" in plain
    assert "by lookalike, worst first: prices 12/12" in plain
    own = tmp_path / "own.jsonl"
    own.write_text('{"id": "1", "title": "A tariff of 45 percent", "lang": "en", "labels": ["tariffs"]}\n', "utf-8")
    of_own = call("evaluate", "--plain", "--folder", topics, "--examples", own, "--json", "-c", config).json
    assert (of_own[0]["examples"], of_own[0]["positives"]) == (1, 1)
    missing = call("evaluate", "--plain", "--folder", topics, "--examples", tmp_path / "none", "-c", config)
    assert (missing.code, "there is no file" in missing.err) == (2, True)


def test_a_topic_that_was_only_begun_is_left_out(lived: Path, topics: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others judge, and the command that trains it is named; files of a model, once there, must be whole."""
    shipped = classifiers.topics_folder()
    shutil.copytree(shipped / "transfer", topics / "transfer", ignore=shutil.ignore_patterns("data"))
    monkeypatch.setattr(classifiers, "topics_folder", lambda: topics)
    config = change(lived, "[[routes]]", '[[routes]]\ntopics = ["transfer", "tariffs"]')

    told = call("check", "--offline", "-c", config)
    assert (told.code, "ok      model transfer" in told.text) == (0, True)
    assert "warning model tariffs: the topic tariffs has no model yet" in told.text
    assert "pregonero train tariffs --ship" in told.text
    assert "transfer" in call("explain", TITLE, "-c", config).text
    ran = call("run", "--once", "-c", config)
    assert (ran.code, "tariffs has no model yet" in ran.err) == (0, True)
    assert call("prune", "-c", config).code == 0

    (topics / "tariffs" / "weights.npz").write_bytes(b"half of a model")
    ended = call("check", "--offline", "-c", config)
    assert (ended.code, "tariffs/model.json: cannot be read" in ended.err) == (2, True)


def test_a_third_topic_is_named_by_rules_and_routes(
    lived: Path, trained: Trained, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once it is among the program's topics: its items are flagged, and a rule of its own has a say."""
    monkeypatch.setattr(classifiers, "topics_folder", lambda: trained.folder)
    config = change(lived, "[[routes]]", '[[routes]]\ntopics = ["tariffs"]')
    with config.open("a", encoding="utf-8") as file:
        file.write('\n[[topics.tariffs.rules]]\nwhen = "avocado"\neffect = "never"\nnote = "fruit"\n')
    assert "ok      model tariffs" in call("check", "--offline", "-c", config).text
    scored = call(
        "score",
        "--config",
        config,
        stdin=json_lines(
            [
                {"id": n, "title": f"US puts a 45 percent tariff on Mexican {n}", "lang": "en"}
                for n in ("steel", "avocado")
            ]
        ),
    )
    assert [line["labels"] for line in scored.lines] == [["tariffs"], []]


def test_a_model_below_its_floors_is_refused(config: Path, trained: Trained, tmp_path: Path) -> None:
    """Exit code 1, the figure and the floor are named, and the files of the old model stay as they were."""
    topics = shutil.copytree(trained.folder, tmp_path / "topics")
    manifest = topics / "tariffs" / "model.json"
    before, corpus = manifest.read_bytes(), topics / "tariffs" / "data" / "train.jsonl"
    mislabelled = [
        row | {"labels": [] if row["labels"] else ["tariffs"]}
        for row in map(json.loads, corpus.read_text("utf-8").splitlines())
    ]
    _write(corpus, mislabelled)

    refused = call("train", "--ship", "--plain", "--folder", topics, "-c", config)

    assert refused.code == 1
    assert "is below its floor" in refused.err
    assert "the old model stays" in refused.err
    assert manifest.read_bytes() == before
    gate = topics / "tariffs" / GATE_FILE
    gate.write_text("{}", "utf-8")
    assert "not a gate file" in call("evaluate", "--plain", "--folder", topics, "--gate", "-c", config).err


def _with_statuses_swapped(row: dict[str, Any]) -> dict[str, Any]:
    swapped = {"occurred": "threatened", "threatened": "occurred"}
    return row | {"realis": {topic: [swapped[value] for value in said] for topic, said in row["realis"].items()}}


def _with_tolls_for_tariffs(row: dict[str, Any]) -> dict[str, Any]:
    """What is no tariff is said to be one, without a status; what is said of those of tariffs stays true."""
    said = {"labels": ["tariffs"], "realis": {}, "severity": {}}
    return row | (said if row["title"].startswith("Toll") else {})


@pytest.mark.parametrize(
    ("worse", "kept", "figure", "told"),
    [
        (_with_statuses_swapped, "facets", "realis", "stays what tells status and severity, since the new is worse"),
        (_with_tolls_for_tariffs, "judge", "precision", "stays what judges, since the new is worse"),
    ],
)
def test_of_a_model_that_is_worse_in_one_part_the_other_is_taken_over(
    config: Path,
    trained: Trained,
    tmp_path: Path,
    worse: Callable[[dict[str, Any]], dict[str, Any]],
    kept: str,
    figure: str,
    told: str,
) -> None:
    """The old part's file stays, the other's is new, the card says whose the facets are, and the gate holds."""
    topics = shutil.copytree(trained.folder, tmp_path / "topics")
    folder = topics / "tariffs"
    files = {"judge": folder / "weights.npz", "facets": folder / "facets.npz"}
    before = {part: file.read_bytes() for part, file in files.items()}
    old = read_manifest(folder / "model.json").version
    corpus = folder / "data" / "train.jsonl"
    rows = [worse(row) for row in map(json.loads, corpus.read_text("utf-8").splitlines())]
    _write(corpus, rows[1:-1])  # one less of either kind, so that no part comes out as it was

    ended = call("train", "--ship", "--plain", "--folder", topics, "--json", "-c", config)

    (outcome,) = ended.json
    assert (ended.code, outcome["kept"], outcome["before"]) == (0, kept, old)
    assert f": {figure} " in " ".join(outcome["refused"])
    assert {part for part, file in files.items() if file.read_bytes() == before[part]} == {kept}
    manifest = read_manifest(folder / "model.json")
    assert outcome["model"] == manifest.version != old
    assert (manifest.facets_of == old) is (kept == "facets")
    assert f"taken from {manifest.facets_of}" in (folder / "CARD.md").read_text("utf-8")
    assert call("evaluate", "--plain", "--folder", topics, "--gate", "-c", config).code == 0
    assert told in call("train", "--ship", "--plain", "--folder", topics, "-c", config).text


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{", "train.jsonl, line 65: is not JSON"),
        ('{"title": "x", "lang": "en", "labels": []}', "train.jsonl, line 65: key 'id' is missing"),
        ('{"id": "1", "title": " ", "lang": "en", "labels": []}', "train.jsonl, line 65: title is empty"),
        ('{"id": "1", "title": "x", "lang": "en", "labels": [], "weight": 0}', "line 65: weight is no number"),
    ],
)
def test_a_bad_line_of_a_corpus_is_named(config: Path, topics: Path, line: str, complaint: str) -> None:
    """File, line and what is wrong with it; nothing is written."""
    with (topics / "tariffs" / "data" / "train.jsonl").open("a", encoding="utf-8") as file:
        file.write(line)
    ended = call("train", "--ship", "--plain", "--folder", topics, "-c", config)
    assert ended.code == 1
    assert complaint in ended.err
    assert not (topics / "tariffs" / "model.json").exists()


def test_unknown_topics_and_empty_folders_are_refused(config: Path, tmp_path: Path) -> None:
    """Exit code 2 and what there is instead."""
    assert "there are strike_threat, transfer" in call("train", "football", "-c", config).err
    assert "holds no topic" in call("evaluate", "--folder", tmp_path, "-c", config).err
    assert "no such topic: football" in call("label", "football", "-c", config).err


def _label(config: Path, *arguments: str, said: str) -> list[dict[str, object]]:
    ended = call("label", *arguments, "--json", "-c", config, stdin=said.encode())
    assert ended.code == 0
    found: list[dict[str, object]] = ended.json
    return found


def test_labels_are_asked_for_unsure_items_first(lived: Path) -> None:
    """Every item and topic once; answers are kept with name, time and reason; skipping and undoing work."""
    shown = call("label", "--random", "0", "-c", lived, stdin=b"x\nq\n").text
    assert "y = yes, n = no" in shown
    assert "1/6" in shown
    given = _label(lived, "--who", "ana", "--random", "0", said="y a case\nu\nn passing clause\ns\ny\n")
    assert [(label["kind"], label["reason"], label["who"], label["via"]) for label in given] == [
        ("not_relevant", "passing clause", "ana", "terminal"),
        ("relevant", "", "ana", "terminal"),
    ]
    with closing(open_store(load_config(lived))) as store:
        stands = store.labels()
        stored = [store.item(label.item_id) for label in stands]
        distances = [
            distance(verdict)
            for item in store.items_since(make_item().first_seen.replace(year=2000), 10)
            if item.judgement
            for verdict in item.judgement.verdicts
        ]
    assert [label.kind for label in stands] == ["not_relevant", "relevant"]
    first = next(v for v in stored[0].judgement.verdicts if v.topic == stands[0].topic)  # type: ignore[union-attr] # judged
    assert distance(first) == min(distances)
    again = call("label", "--who", "ana", "--random", "1", "-c", lived, stdin=b"").text
    assert "1/4" in again
    assert "drawn at random" in again
    assert "1/6" in call("label", "--who", "ben", "-c", lived, stdin=b"").text


def test_labels_teach_the_next_model(lived: Path, tmp_path: Path) -> None:
    """A team that calls football a transfer gets a model of its own, beside the shipped one, and a report of it."""
    small = tmp_path / "topics" / "transfer"
    (small / "data").mkdir(parents=True)
    (small / "topic.toml").write_text("", "utf-8")
    source = classifiers.topics_folder() / "transfer" / "data" / "train.jsonl"
    (small / "data" / "train.jsonl").write_text("\n".join(source.read_text("utf-8").splitlines()[::60]), "utf-8")
    with closing(open_store(load_config(lived))) as store:
        noise = next(
            i for i in store.items_since(make_item().first_seen.replace(year=2000), 9) if i.item.title == NOISE
        )
        store.add_labels([make_label(item_id=noise.item.id, topic="transfer", kind="relevant")])

    trained = call("train", "--plain", "--folder", small.parent, "--json", "-c", lived)

    (outcome,) = trained.json
    assert (trained.code, outcome["labels"], outcome["agreed_after"], outcome["before"]) == (0, 1, 1, "")
    models = load_config(lived).models_dir
    own = classifiers.load(models / "transfer")
    assert own.manifest.examples == len(training_examples(small.parent)) + 1
    assert not (small / "model.json").exists()
    table = call("train", "--plain", "--folder", small.parent, "-c", lived).text
    assert "1/1" in table
    scored = call("explain", TITLE, "--json", "-c", lived).text
    assert classifiers.load(models / "transfer").version in scored


def test_examples_of_labels_follow_the_majority() -> None:
    """One example an item: as most people say; a tie, a forgotten item and another language give none."""
    items = {
        ItemId(name): StoredItem(
            item=make_item(id=ItemId(name), language="und" if name == "i-4" else "es"),
            judgement=None, figures=(), fate=Fate(stage="stories", reason="alerted"),
            link=make_story_link() if name == "i-1" else None,
        )
        for name in ("i-1", "i-2", "i-4")
    }  # fmt: skip
    said = [
        ("i-1", "relevant", "ana"), ("i-1", "relevant", "ben"), ("i-1", "not_relevant", "eva"),
        ("i-2", "relevant", "ana"), ("i-2", "not_relevant", "ben"), ("i-3", "relevant", "ana"),
        ("i-4", "relevant", "ana"),
    ]  # fmt: skip
    labels = [make_label(item_id=ItemId(item), kind=kind, who=who, topic="transfer") for item, kind, who in said]

    (example,) = examples_of("transfer", labels, {**items, ItemId("i-3"): None})

    assert (example.id, example.labels, example.weight) == ("label/i-1", frozenset({"transfer"}), 3.0)
    assert examples_of("strike_threat", labels, items) == []


@pytest.mark.parametrize(("when", "are_counted"), [("in January", True), ("in 2026", True), ("in 2025", False)])
def test_examples_are_read_as_of_the_day_of_the_corpora(when: str, are_counted: bool) -> None:
    """January 2026, whatever the clock says: a model trained next year learns the same of the same examples."""
    example = Example(
        id="e-1", title=f"Mexico sent 26 suspects to the US {when}", summary="", lang="en",
        labels=frozenset({"transfer"}), group="g-1",
    )  # fmt: skip
    (cues,) = example_cues("transfer", [example])
    assert ("people many" if are_counted else "people not counted") in cues


def test_the_running_bot_takes_a_new_model_over_or_keeps_its_old_one(
    lived: Path, topics: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Files that are written anew are read within seconds, which the health channel is told at once; bad ones are
    refused with a reason, and nothing changes."""
    lived.write_text(lived.read_text("utf-8") + '\n[health]\nchannel = "desk"\n', "utf-8")
    config = load_config(lived)
    own = config.models_dir / "transfer"
    with App(config, SystemClock()) as app, caplog.at_level("INFO", logger="bot.app"):
        now = SystemClock().now()
        app.poll(now)
        before = list(app.explain(TITLE))
        shutil.copytree(classifiers.topics_folder() / "transfer", own)
        (own / "weights.npz").write_bytes(b"broken")
        app.poll(now + timedelta(seconds=5))
        assert "new model refused, the old one stays" in caplog.text
        assert list(app.explain(TITLE)) == before
        shutil.copy(classifiers.topics_folder() / "transfer" / "weights.npz", own)
        stamp = own / "model.json"
        os.utime(stamp, ns=(1, 1))
        app.store.note_version("model", "older-1", now)  # the new one is the old one's copy
        app.poll(now + timedelta(seconds=10))
        assert "models taken over" in caplog.text
        (told,) = app.store.outbox(("pending",))
        assert (told.message.kind, "older-1" in told.message.payload) == ("notice", True)
        assert app.store.version_of("model") != "older-1"
    (own / "model.json").write_text("{", "utf-8")
    ended = call("check", "-c", lived)
    assert ended.code == 2
    assert "model.json: is not JSON; train again with: pregonero train" in ended.err
