"""`pregonero backtest`: what a change of config.toml would have done, on what the bot has stored."""

import hashlib
import json
import shutil
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from command_kit import NOISE, TITLE, call

from bot.app import load_config, open_store
from bot.domain import Label, LabelId
from classifiers.folds import Folds, pack_folds
from classifiers.model import topics_folder

RULE = '[[topics.transfer.rules]]\nwhen = \'"{}"\'\neffect = "{}"\nnote = "trial"\n'


@pytest.fixture
def draft(lived: Path) -> Path:
    """A copy of the configuration beside it, to be changed."""
    file = lived.with_name("draft.toml")
    file.write_text(lived.read_text(encoding="utf-8"), encoding="utf-8")
    return file


def add(file: Path, text: str) -> None:
    """Puts a table before the first."""
    file.write_text(text + file.read_text(encoding="utf-8"), encoding="utf-8")


def test_the_same_configuration_changes_nothing(lived: Path) -> None:
    """Without a draft, the one in force is measured: its alerts, and what each threshold would flag."""
    ended = call("backtest", "-c", lived, "--current", lived, "--since", "2d")
    assert ended.code == 0
    assert "3 items replayed: 1 alert now, 1 with the change." in ended.text
    assert "No alert would be gained, lost or changed." in ended.text
    assert "in force" in ended.text


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """The shipped models with folds of two examples: a relevant one with a score of 0.7, another one with 0.3."""
    folder = tmp_path / "models"
    folds = pack_folds(
        Folds(words=np.array([0.7, 0.3]), meaning=None, truth=np.array([True, False]), weights=np.ones(2))
    )
    for shipped in topics_folder().iterdir():
        if (shipped / "topic.toml").exists():
            shutil.copytree(shipped, folder / shipped.name, ignore=shutil.ignore_patterns("data"))
            (folder / shipped.name / "folds.npz").write_bytes(folds)
            record(folder / shipped.name, hashlib.sha256(folds).hexdigest())
    return folder


def record(folder: Path, sha256: str | None) -> None:
    """Writes the hash of the folds into a manifest."""
    manifest = folder / "model.json"
    raw = json.loads(manifest.read_text("utf-8")) | {"folds_sha256": sha256}
    manifest.write_text(json.dumps(raw), "utf-8")


def test_the_folds_of_a_model_stand_beside_the_labels(lived: Path, models: Path) -> None:
    """Precision and recall of the folds at every threshold, in the table and as JSON; or that there are none."""
    arguments = ("backtest", "-c", lived, "--current", lived, "--models", models)
    costs = {cost["threshold"]: cost["held_out"] for cost in call(*arguments, "--json").json["costs"]["transfer"]}
    assert costs[0.25] == {"precision": 0.5, "recall": 1.0}
    assert costs[0.5] == {"precision": 1.0, "recall": 1.0}
    assert costs[0.95] == {"precision": None, "recall": 0.0}
    table = call(*arguments).text
    assert "folds:" in table
    assert "no folds on record" not in table
    record(models / "transfer", None)
    assert "The model of transfer has no folds on record" in call(*arguments).text


def test_a_rule_that_silences_loses_the_alert_with_its_reason(lived: Path, draft: Path) -> None:
    """`never` on a word of both headlines: the alert is gone, and the table says which rule."""
    add(draft, RULE.format("37", "never"))
    ended = call("backtest", "-c", draft, "--current", lived, "--json")
    (difference,) = ended.json["differences"]
    assert difference["change"] == "lost"
    assert difference["alert"]["title"] in (TITLE, "México entrega a 37 presuntos capos a Estados Unidos")
    assert "rule trial: never" in difference["reason"]
    assert ended.code == 0  # nobody had called it relevant


def test_losing_what_the_team_called_relevant_ends_with_one(lived: Path, draft: Path) -> None:
    """So that a change can be refused before anybody merges it."""
    config = load_config(lived)
    with closing(open_store(config)) as store:
        story = store.outbox()[-1].message.story_id
        assert story is not None
        held = store.story(story)
        assert held is not None
        store.add_labels(
            [
                Label(
                    id=LabelId(f"l-{n}"), item_id=report.item_id, topic="transfer", story_id=story, kind="relevant",
                    who="ana", at=report.seen_at, via="terminal",
                )
                for n, report in enumerate(held.reports)
            ]
        )  # fmt: skip
    add(draft, RULE.format("37", "never"))
    ended = call("backtest", "-c", draft, "--current", lived)
    assert ended.code == 1
    assert "1 of the lost alerts was labelled relevant." in ended.text


def test_a_rule_that_flags_gains_an_alert(lived: Path, draft: Path) -> None:
    """`always` on the football item."""
    add(draft, RULE.format("Monterrey", "always"))
    ended = call("backtest", "-c", draft, "--current", lived, "--json")
    assert ended.json["items"] == 3
    gained = [d["alert"]["title"] for d in ended.json["differences"] if d["change"] == "gained"]
    assert gained in ([NOISE], [])  # without a sign of the event it may stay a digest entry
    assert ended.json["costs"]["transfer"][0]["recall"] is None


def test_state_is_not_touched(lived: Path, draft: Path) -> None:
    """The database has the same items, stories and messages after as before."""

    def content() -> object:
        with closing(open_store(load_config(lived))) as store:
            long_ago, later = datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
            return store.items_since(long_ago, 100), store.stories_seen(long_ago, later), store.outbox()

    before = content()
    add(draft, RULE.format("37", "never"))
    call("backtest", "-c", draft, "--current", lived)
    assert content() == before


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--since", "soon"), "--since soon: write a number of days or hours"),
        (("--since", "0d"), "write a number of days or hours"),
        (("--models", "nowhere"), "holds no topic"),
    ],
)
def test_wrong_arguments_are_explained(arguments: tuple[str, str], says: str, lived: Path) -> None:
    """Exit code 2 and the remedy."""
    ended = call("backtest", "-c", lived, "--current", lived, *arguments)
    assert ended.code == 2
    assert says in ended.err


def test_a_feed_that_is_taken_out_loses_its_alerts(lived: Path, draft: Path) -> None:
    """And one that is new is told to be unknown."""
    text = draft.read_text(encoding="utf-8")
    kept, _, feeds = text.partition("[[feeds]]")
    draft.write_text(f'{kept}[[feeds]]\nid = "new"\nname = "New"\nurl = "https://new.example/rss"\n', encoding="utf-8")
    ended = call("backtest", "-c", draft, "--current", lived)
    assert feeds.count("[[feeds]]") == 1
    assert "1 alert now, 0 with the change." in ended.text
    assert "1 feed of the draft is new" in ended.text
    assert "now its feed is taken out" in " ".join(ended.text.split())
