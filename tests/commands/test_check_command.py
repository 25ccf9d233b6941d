"""`check`, as the shell sees it."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from command_kit import call, change, change_channel, kill_newest_message

from bot.newsroom.feeds import Answer, Newsroom
from bot.newsroom.slack import FakeSlack


def test_check_of_a_sound_installation(config: Path, slack: FakeSlack) -> None:
    """Everything is looked at, nothing is an error, no database is made, nothing posted."""
    posted = len(slack.messages)
    ended = call("check", "-c", config)
    assert ended.code == 0, ended.text
    for words in ("configuration: ", "model transfer", "SQLite", "will be made", "channel desk", "2 of 2 give items"):
        assert words in ended.text
    assert not any(line.startswith("error") for line in ended.text.splitlines())
    assert not list(config.parent.glob("state/*.*"))
    assert len(slack.messages) == posted


def test_check_warns_of_a_rule_that_holds_no_more(config: Path) -> None:
    """By its note, with its last day; one that holds is not named, and neither is an error."""
    with config.open("a", encoding="utf-8") as file:
        for note, until in (("old watch", "2020-01-31"), ("new watch", "9999-01-01")):
            file.write(f'\n[[topics.transfer.rules]]\nwhen = "x"\neffect = "+1"\nuntil = {until}\nnote = "{note}"\n')
    ended = call("check", "--offline", "-c", config)
    assert ended.code == 0
    assert (
        "warning topics.transfer.rules: the rule `old watch` held until 2020-01-31 and does nothing now" in ended.text
    )
    assert "new watch" not in ended.text


def test_check_as_json_holds_the_same_findings(config: Path) -> None:
    """One object a finding; offline leaves feeds and channels out, and makes no file."""
    ended = call("check", "--offline", "--json", "-c", config)
    assert ended.code == 0
    assert all(set(finding) == {"what", "level", "says"} for finding in ended.json)
    assert {finding["level"] for finding in ended.json} <= {"ok", "warning"}
    named = {finding["what"] for finding in ended.json}
    assert {"configuration", "database", "model transfer", "model strike_threat"} <= named
    assert not any(name.startswith(("feeds", "channel")) for name in named)
    assert [path.name for path in config.parent.iterdir()] == ["config.toml"]


def test_check_names_each_feed_that_gives_nothing(config: Path, newsroom: Newsroom) -> None:
    """A broken one beside a good one is a warning; when none gives items it is an error, exit code 1."""
    html = Answer(headers=(("Content-Type", "text/html"),), body=b"<html><body>Hello</body></html>")
    newsroom.answer("/diario.xml", Answer(status=503), html)
    newsroom.answer("/courier.xml", Answer(body=b'<rss version="2.0"><channel><title>x</title></channel></rss>'))
    ended = call("check", "-c", config)
    assert ended.code == 1
    assert re.search(r"warning feeds\.diario: .*503", ended.text)
    assert "warning feeds.courier: a feed without items" in ended.text
    assert "error   feeds: 0 of 2 give items" in ended.text
    ended = call("check", "-c", config)
    assert ended.code == 0
    assert "warning feeds.diario" in ended.text
    assert "1 of 2 gives items" in ended.text


def test_check_tells_what_is_missing_and_where_to_put_it(tmp_path: Path) -> None:
    """No feeds, no routes, no contact: each with its remedy; a configuration that `run` refuses ends it with 2, too."""
    config = tmp_path / "config.toml"
    config.write_text('routes = []\n[[digests]]\nid = "d"\nrecipients = ["a@example.org"]\n', encoding="utf-8")
    ended = call("check", "-c", config)
    assert ended.code == call("run", "--once", "-c", config).code == 2
    for line in (
        "error   feeds: there are none; add [[feeds]]",
        "warning routes: no alert goes anywhere; add [[routes]]",
        "warning http.user_agent: names no contact",
        "warning digests: there are recipients but no [smtp]",
    ):
        assert line in ended.text
    assert "0 of 0" not in ended.text


def test_check_says_what_is_wrong_with_slack(config: Path, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    """A token that is refused is an error with its channel's name; the token is not printed."""
    monkeypatch.setenv("COMMANDS_SLACK_TOKEN", "xoxb-wrong-token")
    ended = call("check", "-c", config)
    assert ended.code == 1
    assert re.search(r"error   channel desk: \S+", ended.text)
    assert "xoxb-wrong-token" not in ended.text + ended.err
    monkeypatch.delenv("COMMANDS_SLACK_TOKEN")
    ended = call("check", "-c", config)
    assert ended.code == 2
    assert "COMMANDS_SLACK_TOKEN" in ended.err


def test_check_of_a_webhook_tells_its_limits_as_warnings(
    config: Path, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No thread and no edit are the price, not a mistake: exit code 0."""
    monkeypatch.setenv("COMMANDS_WEBHOOK", slack.webhook_url)
    change_channel(config, 'type = "webhook"\nurl_env = "COMMANDS_WEBHOOK"')
    ended = call("check", "-c", config)
    assert ended.code == 0, ended.text
    assert "warning channel desk" in ended.text


def test_check_of_a_state_that_has_lived(lived: Path) -> None:
    """The database is read whole; dead messages are named with the command that shows them."""
    assert "is sound" in call("check", "--offline", "-c", lived).text
    kill_newest_message(lived)
    ended = call("check", "--offline", "-c", lived)
    assert ended.code == 0
    assert "1 message died or is in doubt; see `pregonero outbox list`" in ended.text


@pytest.mark.parametrize("url", ["config.toml/state.db", "."])
def test_check_tells_a_state_folder_that_cannot_be(config: Path, url: str) -> None:
    """A file in the place of the folder, a folder in the place of the file: an error with its remedy."""
    change(config, "[http]", f'[state]\nurl = "{url}"\n[http]')
    ended = call("check", "--offline", "-c", config)
    assert ended.code == 1
    assert re.search(r"error   database: .*(set another file|can be written)", ended.text)


def test_check_of_a_lock_that_is_none(lived: Path) -> None:
    """Bytes in the lock's place: told with the remedy."""
    (lived.parent / "state" / "pregonero.lock").write_bytes(b"not a lock " * 100)
    ended = call("check", "--offline", "-c", lived)
    assert ended.code == 1
    assert "Delete that file" in ended.text


def test_a_database_of_another_program_is_left_alone(config: Path) -> None:
    """It is named, with the key to set; its tables stay."""
    (config.parent / "state").mkdir()
    file = config.parent / "state" / "pregonero.db"
    with closing(sqlite3.connect(file)) as db:
        db.execute("CREATE TABLE theirs (x)")
    ended = call("feeds", "list", "-c", config)
    assert ended.code == 1
    assert "another program" in ended.err
    assert "[state] url" in ended.err
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("SELECT name FROM sqlite_master").fetchall() == [("theirs",)]
