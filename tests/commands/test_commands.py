"""The command line: exit codes, formats that others script against, and messages that say what to do next."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.clock import SystemClock
from bot.commands import app, main
from bot.newsroom.feeds import Answer, Newsroom, ScriptedFeed, ScriptedItem
from bot.newsroom.slack import FakeSlack
from bot.store import StateLock

TITLE = "Mexico hands over 37 cartel suspects to the United States"
RUNNER = CliRunner()


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    """One English outlet with one relevant item, now."""
    clock = SystemClock()
    with Newsroom(clock) as newsroom:
        item = ScriptedItem(
            guid="a1", title=TITLE, link="/a1.html", appears_at=clock.now(), body=f"{TITLE}, they said."
        )
        newsroom.add_feed(ScriptedFeed(path="/a.xml", title="Courier", items=(item,), language="en"))
        yield newsroom


@pytest.fixture
def config(tmp_path: Path, newsroom: Newsroom) -> Path:
    """A configuration that reads the newsroom and writes alerts to files."""
    file = tmp_path / "config.toml"
    file.write_text(
        f'[http]\nallow_addresses = ["{newsroom.allow_address}"]\n[channels.out]\ntype = "file"\npath = "out"\n'
        f'[[digests]]\nid = "d"\n[[feeds]]\nid = "a"\nname = "Courier"\nurl = "{newsroom.url("/a.xml")}"\n',
        encoding="utf-8",
    )
    return file


def call(*arguments: str, expected: int = 0, stdin: str | bytes | None = None) -> str:
    """Standard output of a command that ends with the expected code."""
    result = RUNNER.invoke(app, list(arguments), input=stdin)
    assert result.exit_code == expected, f"{result.output}\n{result.exception!r}"
    return result.stdout


def ended(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Exit code of the whole program."""
    monkeypatch.setattr("sys.argv", ["pregonero", *arguments])
    with pytest.raises(SystemExit) as ending:
        main()
    return int(ending.value.code or 0)


def lines(text: str) -> list[dict[str, object]]:
    """Objects of JSON Lines."""
    return [json.loads(line) for line in text.splitlines()]


# --- run --------------------------------------------------------------------------------------------------------------


def test_one_round_reads_alerts_and_ends_well(config: Path) -> None:
    """`run --once`: the item is judged, the alert is in the channel, the exit code is 0; again nothing is new."""
    for _ in range(2):
        call("run", "--once", "-c", str(config))
        alerts = lines("".join(path.read_text(encoding="utf-8") for path in (config.parent / "out").glob("*.jsonl")))
        assert sum(TITLE in json.dumps(alert) for alert in alerts) >= 1
    listed = json.loads(call("feeds", "list", "-c", str(config), "--json"))
    assert (listed[0]["id"], listed[0]["failures"]) == ("a", 0)
    assert "a" in call("feeds", "list", "-c", str(config))
    assert "sent" in call("outbox", "list", "--all", "-c", str(config))
    assert "Nothing is waiting" in call("outbox", "list", "-c", str(config))


def test_one_round_with_a_feed_down_ends_with_1(config: Path, newsroom: Newsroom) -> None:
    """And says where to look."""
    newsroom.answer_always("/a.xml", Answer(status=500))
    result = RUNNER.invoke(app, ["run", "--once", "-c", str(config)])
    assert result.exit_code == 1
    assert "pregonero feeds list" in result.stderr


def test_a_token_that_slack_refuses_loses_nothing(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message waits with its remedy; the exit code is 1."""
    with FakeSlack(token="right") as slack:
        text = config.read_text(encoding="utf-8")
        table = f'type = "slack"\ntoken_env = "T"\nchannel = "C0DESK"\napi_url = "{slack.api_url}"'
        config.write_text(text.replace('type = "file"\npath = "out"', table), encoding="utf-8")
        monkeypatch.setenv("T", "wrong")
        call("run", "--once", "-c", str(config), expected=1)
        waiting = json.loads(call("outbox", "list", "--json", "-c", str(config)))
        assert waiting[0]["state"] == "pending"
        assert "token" in waiting[0]["last_error"]
        assert slack.messages == ()


def test_exit_codes_tell_configuration_lock_and_damage_apart(
    config: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """2 with all problems together, 3 while another bot runs, 1 for a damaged database that stays as it is."""
    bad = config.parent / "bad.toml"
    bad.write_text("[alert]\n[poll]\ntick_s = 'x'\n", encoding="utf-8")
    assert ended(monkeypatch, "check", "-c", str(bad)) == 2
    assert "2 problems" in capsys.readouterr().err
    (config.parent / "state").mkdir()
    lock = StateLock(config.parent / "state" / "pregonero.lock")
    assert ended(monkeypatch, "run", "--once", "-c", str(config)) == 3
    assert "another Pregonero is running" in capsys.readouterr().err
    lock.release()
    database = config.parent / "state" / "pregonero.db"
    database.write_bytes(b"no database at all " * 400)
    assert ended(monkeypatch, "run", "--once", "-c", str(config)) == 1
    assert "pregonero.db is damaged" in capsys.readouterr().err
    assert database.read_bytes() == b"no database at all " * 400


# --- looking ----------------------------------------------------------------------------------------------------------


def test_check_tells_what_is_wrong_and_what_mends_it(config: Path, newsroom: Newsroom) -> None:
    """Fine with a feed that answers; an error when none does; offline leaves the network out."""
    assert "1 of 1 give items" in call("check", "-c", str(config))
    newsroom.answer_always("/a.xml", Answer(body=b"<html><title>Hello</title></html>"))
    assert "0 of 1 give items" in call("check", "-c", str(config), expected=1)
    findings = json.loads(call("check", "--offline", "--json", "-c", str(config)))
    assert {finding["level"] for finding in findings} <= {"ok", "warning"}
    call("run", "--once", "-c", str(config), expected=1)
    assert "is sound" in call("check", "--offline", "-c", str(config))


def test_explain_shows_every_stage(config: Path, newsroom: Newsroom) -> None:
    """Of a headline, an address, a file and an item that was read; nonsense is told."""
    shown = call("explain", TITLE, "-c", str(config))
    for words in ("transfer: flagged", "37", "Story", "why"):
        assert words in shown
    assert TITLE in call("explain", newsroom.url("/a1.html"), "-c", str(config))
    file = config.parent / "text.txt"
    file.write_text(f"{TITLE}\nIt was the third handover; 92 people in all.\n", encoding="utf-8")
    assert "92" in call("explain", str(file), "-c", str(config))
    call("run", "--once", "-c", str(config))
    explained = json.loads(call("explain", TITLE, "--json", "-c", str(config)))
    assert explained["judgement"]["verdicts"][1]["flagged"] is True
    assert "none: no topic flags the item" in call("explain", "Heavy rain in Sonora", "-c", str(config))


def test_explain_of_what_is_not_there_is_a_usage_error(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 2, no traceback."""
    for subject in ("i-0123456789abcdef", "   ", "http://127.0.0.1:9/none"):
        assert ended(monkeypatch, "explain", subject, "-c", str(config)) == 2


# --- batch tools ------------------------------------------------------------------------------------------------------

RECORDS = [
    {"id": "a", "title": TITLE, "published": "2026-10-05T10:00:00Z", "lang": "en", "other": 1},
    {"id": 7, "title": "México entrega a 37 presuntos capos a Estados Unidos", "published": "2026-10-05T09:00:00Z"},
    {"id": "c", "title": "Huelga de maestros en Oaxaca", "published": "2026-10-05T11:00:00Z"},
]
BAD = ["not json", "[1]", '{"id": "x"}', '{"id": "y", "title": "  "}', '{"title": "\\ud800 odd \\u0000"}', "9" * 5000]


def test_score_prints_one_object_a_line_in_order() -> None:
    """With the keys that the format promises; ids stay as they were."""
    answers = lines(call("score", stdin="\n".join(map(json.dumps, RECORDS))))
    assert [answer["id"] for answer in answers] == ["a", 7, "c"]
    assert answers[0]["labels"] == ["transfer"]
    assert set(answers[0]) == {"id", "labels", "scores", "realis", "item_type", "severity", "why"}
    assert set(answers[0]["scores"]) == {"transfer", "strike_threat"}  # type: ignore[call-overload]  # an object


def test_extract_prints_figures_with_their_quotes() -> None:
    """The quote is a part of the text."""
    answers = lines(call("extract", stdin=json.dumps(RECORDS[0])))
    figure = answers[0]["figures"][0]  # type: ignore[index]  # a list
    assert (figure["measure"], figure["value"], figure["quote"]) == ("persons_transferred", 37.0, TITLE)


def test_cluster_groups_in_time_order_and_prints_in_input_order(tmp_path: Path) -> None:
    """The earlier report opens the story, wherever it stands in the file."""
    file = tmp_path / "items.jsonl"
    file.write_text("\n".join(map(json.dumps, RECORDS)), encoding="utf-8")
    answers = lines(call("cluster", str(file)))
    assert [answer["id"] for answer in answers] == ["a", 7, "c"]
    assert answers[0]["story"] == answers[1]["story"] != answers[2]["story"]
    assert [answer["is_new"] for answer in answers] == [False, True, True]
    assert set(answers[0]) == {"id", "story", "is_new", "similarity", "vetoed_by"}


@pytest.mark.parametrize("tool", ["score", "extract", "cluster"])
def test_bad_lines_are_told_in_their_place(tool: str) -> None:
    """Good lines around them are answered; the exit code is 1."""
    text = "\n".join([json.dumps(RECORDS[0]), *BAD, json.dumps(RECORDS[2])])
    answers = lines(call(tool, stdin=text, expected=1))
    assert len(answers) == len(BAD) + 2
    assert "error" not in answers[0]
    assert all("error" in answer for answer in answers[1:5])
    assert "error" not in answers[-1]


def test_bytes_that_are_no_text_and_files_that_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line of Latin-1 is a bad line; a folder or a missing file is a usage error; nothing gives nothing."""
    assert "not UTF-8" in call("score", stdin=b'{"title": "M\xe9xico"}\n', expected=1)
    assert call("score", stdin="\n\n") == ""
    for path in (tmp_path, tmp_path / "none.jsonl"):
        assert ended(monkeypatch, "score", str(path)) == 2


# --- digest, outbox, demo ---------------------------------------------------------------------------------------------


def test_a_digest_is_shown_written_or_queued_once(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Showing records nothing; sending a day twice queues it once."""
    call("run", "--once", "-c", str(config))
    assert TITLE in call("digest", "-c", str(config))
    out = config.parent / "d.html"
    call("digest", "--to", str(out), "-c", str(config))
    assert out.read_text(encoding="utf-8").startswith("<!")
    call("digest", "--day", "2026-01-05", "--to", "send", "-c", str(config))
    again = RUNNER.invoke(app, ["digest", "--day", "2026-01-05", "--to", "send", "-c", str(config)])
    assert "nothing is sent twice" in again.stderr
    for wrong in (["--day", "5 Jan"], ["--to", "d.pdf"], ["--id", "none"], ["--day", "2999-01-01", "--to", "send"]):
        assert ended(monkeypatch, "digest", *wrong, "-c", str(config)) == 2


def test_only_dead_messages_are_sent_again(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any other number is a usage error."""
    call("run", "--once", "-c", str(config))
    assert ended(monkeypatch, "outbox", "retry", "1", "-c", str(config)) == 2


def test_the_demo_plays_the_week_and_says_what_to_do_next() -> None:
    """One card for the handover, its correction in the thread, digests as files, nothing failed."""
    shown = call("demo", "--seconds", "0")
    assert "19 capos" in shown
    assert "people handed over: 19 → 23" in shown
    assert "pregonero run" in shown
    assert "Huelga" not in shown
