"""`explain`, as the shell sees it."""

import re
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from command_kit import NOISE, TITLE, call, change

from bot.app import load_config, open_store
from bot.newsroom.feeds import Newsroom


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
        ("log.txt", b"x" * 1_000_001, "larger than 1 MB"),
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
        ("s-000001", "is a story"),
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
