"""`check`, `explain`, `digest`, `feeds list`, `outbox`: what is shown, in words and as JSON."""

import json
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from command_kit import NOISE, TITLE, call, change, change_channel, kill_newest_message

from bot.app import load_config, open_store
from bot.newsroom.feeds import Answer, Newsroom
from bot.newsroom.slack import FakeSlack

# --- check ------------------------------------------------------------------------------------------------------------


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


# --- explain ----------------------------------------------------------------------------------------------------------


def test_explain_takes_a_headline_through_every_stage(config: Path) -> None:
    """Cleaning, identity, scores and why, figures, story; nothing is stored."""
    ended = call("explain", f"  <b>{TITLE}</b>", "-c", config)
    assert ended.code == 0
    for words in (
        f"title      {TITLE}",
        "outlet     not known F",
        "English",
        "identity",
        "transfer: flagged",
        "why",
        "why this status",
    ):
        assert words in ended.text
    assert re.search(r"37 +persons_transferred, this_event", ended.text)
    assert "story      would open a new story" in ended.text
    assert "s-000001" not in ended.text
    assert not (config.parent / "state").exists()


def test_explain_as_json_names_every_stage(config: Path) -> None:
    """One document with the item, its judgement, figures and story."""
    explained = call("explain", TITLE, "--json", "-c", config).json
    assert list(explained) == [
        "item",
        "identity_keys",
        "known_as",
        "fate",
        "judgement",
        "facets",
        "rules",
        "figures",
        "content",
        "link",
        "story",
    ]
    assert explained["item"]["title"] == TITLE
    assert [verdict["topic"] for verdict in explained["judgement"]["verdicts"]] == ["strike_threat", "transfer"]
    assert set(explained["facets"]) == {"transfer"}
    assert explained["facets"]["transfer"]["realis_why"]
    assert explained["figures"][0]["quote"] == TITLE
    assert explained["link"]["is_new_story"] is True
    assert (explained["fate"], explained["known_as"], explained["story"]) == (None, None, None)


def test_explain_of_nonsense_says_that_nothing_flags_it(config: Path) -> None:
    """Words without sense, brackets of markup, a lone bracket, a text of one letter, a language not judged."""
    for subject in (
        "qwertz asdf",
        "[/bold] [red]x",
        "[",
        "ñ" * 200,
        ":warning:",
        "日本の首相が辞任を表明した",
        "x\x1b[31m",
    ):
        ended = call("explain", subject, "-c", config)
        assert ended.code == 0
        assert "none: no topic flags the item" in ended.text
        assert "\x1b" not in ended.text
    assert ":warning:" in call("explain", ":warning:", "-c", config).text


def test_explain_reads_a_file(config: Path) -> None:
    """Its first line is the title, the rest the body."""
    file = config.parent / "item.txt"
    file.write_bytes(f"\ufeff{TITLE}\r\n\r\nWith this group, 92 people have been sent north.\n".encode())
    explained = call("explain", file, "--json", "-c", config).json
    assert explained["item"]["title"] == TITLE
    assert explained["item"]["body"] == "With this group, 92 people have been sent north."
    assert {figure["value"] for figure in explained["figures"]} == {37.0, 92.0}
    file.write_text(f"{TITLE}\n" + "Nothing else of note was said on that day. " * 30, encoding="utf-8")
    assert re.search(r"… \(\d+ characters\)", call("explain", file, "-c", config).text)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("latin.txt", b"M\xe9xico", "no text in UTF-8 (byte 1)"),
        ("zeros.bin", b"\xff\x00\xff", "no text in UTF-8"),
        ("empty.txt", b"\n \n", "there is no text to explain"),
        ("folder", None, "is a folder"),
    ],
)
def test_explain_of_a_file_that_is_no_text(config: Path, name: str, content: bytes | None, words: str) -> None:
    """Exit code 2 with what would do."""
    path = config.parent / name
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    ended = call("explain", path, "-c", config)
    assert (ended.code, words in ended.err) == (2, True)


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("", "give a headline"),
        (" \n ", "give a headline"),
        ("<br>", "give a headline"),
        ("news/today.txt", "there is no file news/today.txt"),
        ("./missing", "there is no file ./missing"),
        ("/no/such/file", "there is no file /no/such/file"),
        ("i-0123456789abcdef", "there is no item i-0123456789abcdef"),
        ("http://10.0.0.1/x", "allow_addresses"),
        ("http://[::1", "cannot be read"),
        ("https://user@:99999/", "cannot be read"),
    ],
)
def test_explain_of_what_is_not_there(lived: Path, subject: str, words: str) -> None:
    """Exit code 2, and a word on what is wrong."""
    ended = call("explain", subject, "-c", lived)
    assert (ended.code, words in ended.err) == (2, True), ended


def test_explain_reads_the_page_of_an_address(config: Path, newsroom: Newsroom) -> None:
    """Headline and figures come from the page, which is told."""
    explained = call("explain", newsroom.url("/page.html"), "--json", "-c", config).json
    assert explained["item"]["title"] == TITLE
    assert explained["item"]["text_read"] == "page"
    assert {figure["value"] for figure in explained["figures"]} >= {37.0, 92.0}


@pytest.mark.parametrize(("path", "words"), [("/nowhere.html", "404"), ("/empty.html", "paste its headline instead")])
def test_explain_of_a_page_that_gives_nothing_is_work_that_failed(
    config: Path, newsroom: Newsroom, path: str, words: str
) -> None:
    """Exit code 1 with the address and the reason."""
    ended = call("explain", newsroom.url(path), "-c", config)
    assert (ended.code, ended.out) == (1, b"")
    assert newsroom.url(path) in ended.err
    assert words in ended.err


def test_explain_knows_the_items_of_the_store(lived: Path) -> None:
    """By their id: with fate and story; the same headline pasted belongs to the stored story."""
    with closing(open_store(load_config(lived))) as store:
        now = datetime.now(UTC)
        stories = store.stories_seen(now - timedelta(days=2), now + timedelta(days=1))
        item_id = stories[0].reports[0].item_id
        title = stories[0].reports[0].title
    ended = call("explain", f" {item_id} ", "-c", lived)
    assert ended.code == 0
    for words in (title, "fate  ", "outbox: alerted", f"story      {stories[0].id}"):
        assert words in ended.text
    explained = call("explain", item_id, "--json", "-c", lived).json
    assert explained["item"]["id"] == item_id
    assert explained["story"]["id"] == explained["link"]["story_id"] == stories[0].id
    pasted = call("explain", title, "--json", "-c", lived).json
    assert pasted["link"]["story_id"] == stories[0].id
    assert pasted["link"]["is_new_story"] is False


def test_explain_shows_rules_and_thresholds_of_the_configuration(config: Path) -> None:
    """A rule with the last word flags football, and is shown with its note."""
    change(
        config, "[http]", '[[topics.transfer.rules]]\nwhen = "striker"\neffect = "always"\nnote = "[x] test"\n[http]'
    )
    ended = call("explain", NOISE, "-c", config)
    assert "transfer: flagged" in ended.text
    assert "[x] test (always)" in ended.text


# --- digest -----------------------------------------------------------------------------------------------------------


def test_a_digest_is_printed_or_written_and_nothing_is_sent(lived: Path) -> None:
    """As text on standard output, as text or HTML in a file that is named afterwards."""
    printed = call("digest", "-c", lived)
    assert printed.code == 0
    assert "37" in printed.text
    folder = lived.parent
    for name, opening in (("d.txt", "PREGONERO"), ("[d] [red].html", "<!doctype html")):
        ended = call("digest", "--to", folder / name, "-c", lived)
        assert (ended.code, ended.out) == (0, b"")
        assert ended.err.strip() == f"Written to {folder / name}"
        assert (folder / name).read_text(encoding="utf-8").lstrip().lower().startswith(opening.lower())
    queued = call("outbox", "list", "--all", "--json", "-c", lived).json
    assert sum(row["kind"] == "digest" for row in queued) <= 1  # that of the round itself


def test_a_digest_is_sent_once_for_each_day(lived: Path) -> None:
    """Queued for the running bot; the second time nothing is queued, which is told and no failure."""
    first = call("digest", "--day", "2020-02-29", "--to", "send", "-c", lived)
    assert (first.code, "Queued 1; the running bot sends" in first.err) == (0, True)
    again = call("digest", "--day", "2020-02-29", "--to", "send", "-c", lived)
    assert (again.code, "Nothing was queued" in again.err) == (0, True)
    rows = call("outbox", "list", "--json", "-c", lived).json
    assert [(row["kind"], row["state"]) for row in rows] == [("digest", "pending")]
    assert call("run", "--once", "-c", lived).code == 0
    assert (lived.parent / "state" / "digests" / "daily-2020-02-29.html").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--day", "bad"), "write the day as 2026-10-05"),
        (("--day", "2026-02-30"), "write the day as 2026-10-05"),
        (("--day", "0001-01-01"), "0001-01-01"),
        (("--day", "9999-12-31"), "9999-12-31"),
        (("--day", "2999-01-01", "--to", "send"), "cannot be sent before"),
        (("--to", "digest.pdf"), ".html or .txt"),
        (("--to", ""), ".html or .txt"),
        (("--to", "nowhere/d.html"), "nowhere/d.html cannot be written"),
        (("--to", "a\0.html"), "cannot be written"),
        (("--id", "weekly"), "there are: daily"),
    ],
)
def test_options_of_a_digest_that_cannot_be_used(lived: Path, options: tuple[str, ...], words: str) -> None:
    """Exit code 2 with what would do."""
    ended = call("digest", *options, "-c", lived)
    assert (ended.code, words in ended.err, ended.out) == (2, True, b"")


def test_without_digests_the_command_says_what_to_add(config: Path) -> None:
    """Exit code 2."""
    change(config, '[[digests]]\nid = "daily"\nat = "07:00"\ntimezone = "UTC"\n', "")
    ended = call("digest", "-c", config)
    assert (ended.code, "add one" in ended.err) == (2, True)


# --- feeds, outbox ----------------------------------------------------------------------------------------------------


def test_feeds_are_listed_before_and_after_their_first_poll(lived: Path) -> None:
    """Polled ones say when they were read and when they will be again; new ones say so."""
    listed = call("feeds", "list", "--json", "-c", lived).json
    assert [feed["id"] for feed in listed] == ["courier", "diario"]
    for feed in listed:
        assert {"id", "name", "url", "health", "failures", "last_good_at", "next_poll_at", "last_error"} <= set(feed)
        assert (feed["failures"], feed["last_error"]) == (0, None)
        assert feed["last_good_at"] < feed["next_poll_at"]
    assert re.search(r"courier +ok +\d{4}-\d\d-\d\d \d\d:\d\dZ", call("feeds", "list", "-c", lived).text)
    change(lived, 'id = "courier"', 'id = "mercurio"')
    fresh = call("feeds", "list", "-c", lived)
    assert [line.split()[:2] for line in fresh.text.splitlines()[1:]] == [["mercurio", "new"], ["diario", "ok"]]
    assert "at the next start" in fresh.text
    assert call("feeds", "list", "--json", "-c", lived).json[0]["health"] == "new"


def test_a_feed_that_failed_shows_why(config: Path, newsroom: Newsroom) -> None:
    """With the number of failures and the reason, whole."""
    newsroom.answer("/diario.xml", Answer(status=410))
    newsroom.answer("/courier.xml", Answer(status=500))
    call("run", "--once", "-c", config)
    text = call("feeds", "list", "-c", config).text
    assert re.search(r"courier .*1 .*500", text)
    assert "410" in text


def test_the_outbox_shows_what_waits_and_with_all_what_was_sent(lived: Path) -> None:
    """In words and as JSON."""
    assert call("outbox", "list", "-c", lived).text == "Nothing is waiting, and nothing failed.\n"
    assert call("outbox", "list", "--json", "-c", lived).json == []
    rows = call("outbox", "list", "--all", "--json", "-c", lived).json
    keys = "seq,state,channel,kind,story,key,created_at,attempts,next_attempt_at,last_error"
    assert all(",".join(row) == keys for row in rows)
    assert ("sent", "card", "s-000001") in {(row["state"], row["kind"], row["story"]) for row in rows}
    assert [row["seq"] for row in rows] == sorted((row["seq"] for row in rows), reverse=True)
    text = call("outbox", "list", "--all", "-c", lived).text
    assert re.search(r"sent +desk +card +s-000001", text)
    assert "outbox retry" not in text


def test_a_dead_message_is_shown_with_its_reason_and_sent_again(lived: Path, slack: FakeSlack) -> None:
    """Whatever a server put into the reason is shown as text, on one line; `retry` makes it wait again, once."""
    seq = kill_newest_message(lived, "Slack says [/bold] \x1b[31m\nchannel_not_found")
    listed = call("outbox", "list", "-c", lived)
    assert "Slack says [/bold]  [31m channel_not_found" in listed.text
    assert "\x1b" not in listed.text
    assert "pregonero outbox retry SEQ" in listed.text
    ended = call("outbox", "retry", seq, "-c", lived)
    assert ended.code == 0
    assert f"Message {seq} will be sent again" in ended.text
    assert json.dumps("pending") in call("outbox", "list", "--json", "-c", lived).text
    assert re.search(rf"{seq} +pending", call("outbox", "list", "-c", lived).text)
    assert call("run", "--once", "-c", lived).code == 0
    assert call("outbox", "list", "--json", "-c", lived).json == []
    assert slack.messages


def test_a_message_that_nobody_wants_is_dropped_and_told_as_such(lived: Path) -> None:
    """It is gone from the list, stands in `--all` with its reason, and comes back by `retry`."""
    seq = kill_newest_message(lived)
    assert "pregonero outbox drop SEQ" in call("outbox", "list", "-c", lived).text
    ended = call("outbox", "drop", seq, "-c", lived)
    assert (ended.code, f"Message {seq}, a " in ended.text, "will not be sent" in ended.text) == (0, True, True)
    assert call("outbox", "list", "--json", "-c", lived).json == []
    row = next(r for r in call("outbox", "list", "--all", "--json", "-c", lived).json if r["seq"] == seq)
    assert (row["state"], row["last_error"]) == ("dropped", "dropped by hand")
    assert call("outbox", "drop", seq, "-c", lived).code == 2
    assert call("outbox", "retry", seq, "-c", lived).code == 0
    (dropped,) = call("outbox", "drop", seq, "--json", "-c", lived).json
    assert (dropped["seq"], dropped["state"]) == (seq, "dropped")


@pytest.mark.parametrize("seq", ["1", "77", "9223372036854775807"])
@pytest.mark.parametrize("verb", ["retry", "drop"])
def test_a_message_that_was_sent_or_is_not_there_is_left_as_it_is(lived: Path, verb: str, seq: str) -> None:
    """Exit code 2, which of the two it is, and where to look."""
    ended = call("outbox", verb, seq, "-c", lived)
    says = "message 1 is sent; one can only" if seq == "1" else f"there is no message {seq}; "
    assert (ended.code, says in ended.err, "`pregonero outbox list --all`" in ended.err) == (2, True, True)


@pytest.mark.parametrize("seq", ["0", "9" * 30, "9" * 5_000, "first", "1.5", "nan"])
def test_a_number_that_no_message_has_is_refused(lived: Path, seq: str) -> None:
    """Exit code 2."""
    assert call("outbox", "retry", seq, "-c", lived).code == 2


def test_a_feed_named_like_markup_is_shown_as_it_is(lived: Path) -> None:
    """Ids, channels and names are text to every table and message."""
    change(lived, 'id = "courier"', 'id = "[/red]"')
    change(lived, 'id = "daily"', 'id = "[/daily]"')
    assert "[/red]" in call("feeds", "list", "-c", lived).text
    assert call("digest", "--id", "[/daily]", "-c", lived).code == 0


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
