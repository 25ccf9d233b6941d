"""An alert is computed anew by the model, the rules and the text of its time, whatever was changed since."""

import json
import shutil
import urllib.request
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from command_kit import NOISE, call, change
from fakes import FakeClock, FakeScorer

import classifiers
from bot.app import App, load_config, load_lexicon, load_scorers, open_store
from bot.classify import judge
from bot.config import WebSettings
from bot.domain import AlertRecord, ItemId, Write
from bot.errors import StoreDamaged
from bot.extract import people_moved
from bot.past import CLOSE, alerts_as_made, judged_as_then
from bot.store import SqliteStore
from bot.web import Desk, WebServer

RULE = '[topics.transfer]\nthreshold = 0.9\n[[topics.transfer.rules]]\nwhen = "37"\neffect = "-3"\n[[digests]]'


def alert(config: Path) -> AlertRecord:
    """The first alert on record."""
    with closing(open_store(load_config(config))) as store:
        return next(
            record for report in store.latest_stories(1)[0].reports for record in store.alerts_of(report.item_id)
        )


def swap_model(config: Path, topic: str = "transfer") -> None:
    """Puts another model in the shipped one's place: as the team's own, with another calibration and threshold."""
    own = load_config(config).models_dir / topic
    shutil.copytree(classifiers.topics_folder() / topic, own)
    manifest = json.loads((own / "model.json").read_text(encoding="utf-8"))
    for part in (manifest, manifest["second_step"]):
        part["calibration"]["offset"] -= 4.0
        part["threshold"] = 0.31
    (own / "model.json").write_text(json.dumps(manifest), encoding="utf-8")


def as_of_alert(config: Path, item_id: str) -> Any:
    """The first alert of an item as the command prints it."""
    return call("explain", item_id, "--as-of-alert", "--json", "-c", config).json[0]


def scores(judgement: Mapping[str, Any]) -> dict[str, float]:
    """By topic."""
    return {verdict["topic"]: verdict["score"] for verdict in judgement["verdicts"]}


def test_the_score_of_then_is_computed_anew_after_the_model_was_swapped(lived: Path) -> None:
    """Equal to what was stamped to 1e-6, while the model in force says something else; also after the bot went on."""
    record = alert(lived)
    swap_model(lived)
    for _ in range(2):
        told = as_of_alert(lived, record.item.id)
        assert told["equals_stamped"] is True
        assert scores(told["judged_as_then"]) == pytest.approx(scores(told["judgement"]), abs=CLOSE)
        assert abs(scores(told["judged_now"])["transfer"] - scores(told["judgement"])["transfer"]) > 0.001
        assert call("run", "--once", "-c", lived).code == 0
    shown = call("explain", record.item.id, "--as-of-alert", "-c", lived).text
    assert "equal to what was stamped" in shown
    assert "not equal" not in shown


def test_rules_thresholds_and_names_of_then_count(lived: Path) -> None:
    """A rule and a threshold that came later change what is made of the text now, not what was made of it then."""
    record = alert(lived)
    change(lived, "[[digests]]", RULE)
    told = as_of_alert(lived, record.item.id)
    assert told["equals_stamped"] is True
    assert {v["threshold"] for v in told["judged_now"]["verdicts"] if v["topic"] == "transfer"} == {0.9}
    assert scores(told["judged_now"])["transfer"] < scores(told["judged_as_then"])["transfer"]


def test_rules_that_made_the_alert_count_when_they_are_gone(config: Path) -> None:
    """Taken out since, with the file's own comments and line ends, the rule still explains the alert."""
    original = config.read_text(encoding="utf-8")
    rule = '[[topics.transfer.rules]]  # ñ\r\nwhen = "suspects OR presuntos"\neffect = "-2"\n'
    config.write_bytes(original.replace("[[digests]]", f"{rule}[[digests]]").encode())
    assert call("run", "--once", "-c", config).code == 0
    config.write_text(original, encoding="utf-8")
    record = alert(config)  # of the feed that answered first
    told = as_of_alert(config, record.item.id)
    assert told["equals_stamped"] is True
    assert scores(told["judged_as_then"])["transfer"] < scores(told["judged_now"])["transfer"] - 10 * CLOSE


def test_a_record_that_does_not_fit_is_called_unequal(lived: Path) -> None:
    """The comparison is one: a stamp that was tampered with is told."""
    record = alert(lived)
    with closing(open_store(load_config(lived))) as store, store._connections.writing() as db:
        db.conn.execute("UPDATE alerts SET record = replace(record, '\"score\":0.9', '\"score\":0.8')")
    told = as_of_alert(lived, record.item.id)
    assert told["equals_stamped"] is False
    assert "not equal to what was stamped" in call("explain", record.item.id, "--as-of-alert", "-c", lived).text


def test_a_backup_carries_the_models_of_then(lived: Path, tmp_path: Path) -> None:
    """Restored elsewhere, with another model in force, the alert is computed anew all the same."""
    record = alert(lived)
    copy = tmp_path / "copy.db"
    assert call("backup", copy, "-c", lived).code == 0
    elsewhere = tmp_path / "elsewhere" / "config.toml"
    elsewhere.parent.mkdir()
    shutil.copy(lived, elsewhere)
    assert call("restore", copy, "-c", elsewhere).code == 0
    swap_model(elsewhere)
    assert as_of_alert(elsewhere, record.item.id)["equals_stamped"] is True


def test_only_what_a_young_alert_rests_on_is_kept(lived: Path) -> None:
    """Besides what is in force; then the record is shown, and why it cannot be computed anew."""
    record = alert(lived)
    change(lived, "[[digests]]", RULE)
    assert call("run", "--once", "-c", lived).code == 0
    change(lived, "threshold = 0.9", "threshold = 0.8")  # between two looks of the bot, never in force at an alert
    assert call("run", "--once", "-c", lived).code == 0
    swap_model(lived)
    assert call("run", "--once", "-c", lived).code == 0
    with closing(open_store(load_config(lived))) as store:
        assert store.prune(record.at - timedelta(days=1)).kept == 1  # the one between
        assert as_of_alert(lived, record.item.id)["equals_stamped"] is True
        assert store.prune(record.at + timedelta(days=1)).kept == 2  # the alert's configuration, its model
    told = as_of_alert(lived, record.item.id)
    assert told["equals_stamped"] is None
    assert "is no longer kept" in told["not_possible"]
    assert told["judgement"] == json.loads(json.dumps(told["judgement"]))
    assert "not possible" in call("explain", record.item.id, "--as-of-alert", "-c", lived).text


def test_prune_forgets_models_with_the_texts(lived: Path) -> None:
    """`pruned` are those that no alert of the days to keep rests on; a young alert's stay."""
    record = alert(lived)
    swap_model(lived)
    assert call("prune", "--json", "--keep-days", "1", "-c", lived).json["models_and_configs"] == 0
    assert as_of_alert(lived, record.item.id)["equals_stamped"] is True


def test_prune_spares_what_the_running_bot_judges_by(lived: Path) -> None:
    """A model and a configuration that it refused are on the disk, but not in force: its own stay, however long no
    alert was made with them, and its next alert can be computed anew."""
    config = load_config(lived)
    with App(config, FakeClock(datetime.now(UTC) + timedelta(days=200))) as bot:
        swap_model(lived)
        (config.models_dir / "transfer" / "weights.npz").write_bytes(b"broken")
        lived.write_text("nonsense = true", encoding="utf-8")
        bot.poll(bot.clock.now())
        with closing(open_store(config)) as beside:
            assert beside.prune(bot.clock.now(), dry_run=True).kept == beside.prune(bot.clock.now()).kept == 0
            assert beside.keeps("config", config.version)
    with closing(open_store(config)) as store:
        record = next(r for report in store.latest_stories(1)[0].reports for r in store.alerts_of(report.item_id))
        assert len(record.models) == 2
        assert all(store.keeps("model", digest) for _, digest in record.models)


def test_an_alert_of_an_earlier_program_says_that_it_cannot(lived: Path) -> None:
    """Its record names no models."""
    config = load_config(lived)
    bare = AlertRecord(
        **{name: getattr(alert(lived), name) for name in AlertRecord.__slots__ if name not in ("models", "item")},
        item=alert(lived).item,
    )
    with closing(open_store(config)) as store:
        store.write(Write(alerts=(bare,)), datetime.now(UTC))
        *_, last = alerts_as_made(bare.item.id, store, config, load_scorers(config), datetime.now(UTC))
    assert last.equals_stamped is None
    assert "was not kept" in last.problem


def test_what_is_kept_and_damaged_is_told(lived: Path) -> None:
    """As damage of the database; nothing is made of half a model."""
    config, record = load_config(lived), alert(lived)
    swap_model(lived)
    with closing(SqliteStore(config.database)) as store:
        with store._connections.writing() as db:
            db.conn.execute("UPDATE kept SET content = x'00' WHERE part = 'model'")
        with pytest.raises(StoreDamaged, match="cannot be read"):
            judged_as_then(record, store, config, load_scorers(config))


def test_why_shows_the_alert_as_it_was_made(lived: Path) -> None:
    """A link on the item's page; computed anew with another model in force, in both languages."""
    record = alert(lived)
    swap_model(lived)
    desk = Desk(load_config(lived), FakeClock(datetime.now(UTC)))
    with desk, WebServer(desk, WebSettings(port=0)) as server:

        def page(item_id: str, more: str = "", language: str = "en") -> str:
            address = f"{server.url}why?q={item_id}{more}"
            asked = urllib.request.Request(address, headers={"Accept-Language": language})  # noqa: S310  # our own
            with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310  # of ours
                return str(answer.read().decode())

        assert f"/why?q={record.item.id}&amp;as=alert#alert-1" in page(record.item.id)
        shown = page(record.item.id, "&as=alert")
        assert "it is what was stamped on the alert." in shown
        assert "model transfer-" not in shown.split("Computed anew with the model, rules and text of then</h3>")[0]
        assert "es lo que se selló en la alerta." in page(record.item.id, "&as=alert", "es")
        quiet = next(ItemId(i) for i in desk.store.search("striker dynamo", 5))
        assert "as=alert" not in page(quiet)


def test_the_alert_of_a_story_split_off_is_computed_anew(lived: Path) -> None:
    """By what judged its own report then, though that report made no alert when it came in."""
    held = call("stories", "show", "s-000001", "--json", "-c", lived).json["reports"]
    with closing(open_store(load_config(lived))) as store:
        quiet = next(n for n, each in enumerate(held, start=1) if not store.alerts_of(ItemId(each["item_id"])))
    split = call("stories", "split", "s-000001", str(quiet), "--json", "-c", lived).json
    swap_model(lived)
    told = as_of_alert(lived, held[quiet - 1]["item_id"])
    assert (told["story_id"], told["equals_stamped"]) == (split["made"]["id"], True)
    assert abs(scores(told["judged_now"])["transfer"] - scores(told["judgement"])["transfer"]) > 0.001


def test_people_counted_in_the_text_count_then_too(lived: Path) -> None:
    """The severity of then rests on figures of the text, as it did when the alert was made."""
    record, config = alert(lived), load_config(lived)
    quiet = FakeScorer(scores={"men": 0.9})
    item = replace(record.item, title="Mexico hands over men to US", summary="The 28 were flown to Texas on Tuesday.")
    (judgement,) = judge(
        [item], {"transfer": quiet}, config.rules, load_lexicon(config), record.at, people_moved=people_moved
    )
    made = replace(record, item=item, judgement=judgement, models=(("transfer", quiet.digest),))
    with closing(open_store(config)) as store:
        again = judged_as_then(made, store, config, {"transfer": quiet})
        nobody = judged_as_then(replace(made, item=replace(item, summary="")), store, config, {"transfer": quiet})
    assert [j.verdicts[0].severity for j in (judgement, again, nobody)] == ["P1", "P1", "P3"]


def test_an_alert_can_be_seen_as_it_was_made(lived: Path) -> None:
    """Text, scores and versions of then, and what the models in force make of it now."""
    with closing(open_store(load_config(lived))) as store:
        story = store.latest_stories(1)[0]
        item_id = next(report.item_id for report in story.reports if store.alerts_of(report.item_id))
        (record,) = store.alerts_of(item_id)
    assert record.config_version == load_config(lived).version
    shown = call("explain", item_id, "--as-of-alert", "-c", lived)
    assert shown.code == 0
    assert f"for desk, story {story.id}" in shown.text
    assert shown.text.split("Judged again now")[1].count("the same") == 2
    assert call("explain", item_id, "--as-of-alert", "--json", "-c", lived).json[0]["story_id"] == story.id


def test_an_item_that_did_not_alert_has_no_alert_to_show(lived: Path) -> None:
    """Told as a usage error, with what would do."""
    ended = call("explain", NOISE, "--as-of-alert", "-c", lived)
    assert ended.code == 2
    assert "made no alert that is on record" in ended.err


def test_a_changed_rule_shows_beside_the_alert(lived: Path) -> None:
    """What differs between then and now is named."""
    change(lived, "[[digests]]", '[[topics.transfer.rules]]\nwhen = "37"\neffect = "-3"\n[[digests]]')
    with closing(open_store(load_config(lived))) as store:
        item_id = next(r.item_id for r in store.latest_stories(1)[0].reports if store.alerts_of(r.item_id))
    again = call("explain", item_id, "--as-of-alert", "-c", lived).text.split("Judged again now")[1]
    assert "rules rules-" in again
    assert "score " in again
