"""`feeds list`, `check`, `import`, `export`: what is shown, and what the configuration looks like afterwards."""

import re
from pathlib import Path

import pytest
from command_kit import call, change

from bot.app import load_config
from bot.newsroom.feeds import Answer, Newsroom

OPML = """<opml><body><outline text="Níger &quot;Post&quot;" xmlUrl="https://n.example/rss" language="es-MX"/>
<outline text="Courier" xmlUrl="https://c.example/rss"/>{known}</body></opml>"""


@pytest.fixture
def config(config_text: str, tmp_path: Path) -> Path:
    """A configuration with two feeds, with a comment in it."""
    path = tmp_path / "config.toml"
    path.write_text(f"# ours\n{config_text}", encoding="utf-8")
    return path


def test_feeds_that_were_read_are_listed_with_since_when_and_when_next(lived: Path) -> None:
    """Health, its beginning, last item, next poll and the counter of differences, as JSON and as a table."""
    listed = {row["id"]: row for row in call("feeds", "list", "-c", lived, "--json").json}
    assert listed["courier"]["health"] == "ok"
    assert listed["courier"]["differences"] == 0
    for name in ("health_since", "last_item_at", "last_good_at", "next_poll_at"):
        assert listed["courier"][name].startswith("20"), name
    ended = call("feeds", "list", "-c", lived)
    assert ended.code == 0
    assert "courier" in ended.text


def test_feeds_are_checked_without_being_stored(config: Path, newsroom: Newsroom) -> None:
    """One that works and one that is down: a line each, exit code 1, and no database."""
    newsroom.answer("/diario.xml", Answer(status=503))
    ended = call("feeds", "check", "-c", config, "--json")
    found = {row["id"]: row for row in ended.json}
    assert (found["courier"]["health"], found["courier"]["entries"]) == ("ok", 2)
    assert found["diario"]["health"] == "broken"
    assert "503" in found["diario"]["detail"]
    assert ended.code == 1
    assert "1 of 2 feeds gives items" in ended.err
    assert not (config.parent / "state" / "pregonero.db").exists()
    one = call("feeds", "check", "courier", "-c", config)
    assert one.code == 0
    assert "courier" in one.text
    assert "diario" not in one.text
    assert call("feeds", "check", "nobody", "-c", config).code == 2


def test_a_list_of_another_reader_becomes_feeds(config: Path, tmp_path: Path) -> None:
    """Printed to be pasted, or added at the end with the rest left byte for byte; what is configured is left out."""
    known = load_config(config).feeds[0].url
    file = tmp_path / "feeds.opml"
    file.write_text(
        OPML.format(
            known=f'<outline text="K" xmlUrl="{known}"/><outline xmlUrl="javascript:x"/>'
            '<outline text="Page [red]" htmlUrl="https://p.example"/>'
        ),
        encoding="utf-8",
    )
    before = config.read_text(encoding="utf-8")
    ended = call("feeds", "import", file, "-c", config)
    assert ended.code == 0
    assert "3 feeds" in ended.err
    assert "1 of them configured already" in ended.err
    assert "Left out: javascript:x: javascript:x is no address that begins with http:// or https://." in ended.err
    assert "Left out: Page [red]: it has no address of a feed (xmlUrl), only that of a page" in ended.err
    assert config.read_text(encoding="utf-8") == before
    assert call("feeds", "import", file, "--append", "-c", config).code == 0
    after = config.read_text(encoding="utf-8")
    assert after == before + ended.text
    new = load_config(config).feeds[2:]
    assert [(feed.id, feed.name, feed.language) for feed in new] == [
        ("niger-post", 'Níger "Post"', "es"),
        ("courier-2", "Courier", "und"),
    ]
    assert call("feeds", "import", file, "--append", "-c", config).code == 0
    assert config.read_text(encoding="utf-8") == after


def test_a_list_that_cannot_be_used_changes_nothing(config: Path, tmp_path: Path) -> None:
    """No file, no OPML, feeds written in a way that nothing can be added to: exit code 2 and why."""
    assert call("feeds", "import", tmp_path / "none.opml", "-c", config).code == 2
    assert "no OPML" in call("feeds", "import", config, "-c", config).err
    config.write_text("feeds = []\n", encoding="utf-8")
    ended = call("feeds", "import", "-", "--append", "-c", config, stdin=OPML.format(known="").encode())
    assert ended.code == 2
    assert "was left as it is" in ended.err
    assert config.read_text(encoding="utf-8") == "feeds = []\n"
    assert list(config.parent.glob(".config*")) == []


def test_what_is_exported_is_imported_by_another(config: Path, tmp_path: Path) -> None:
    """To standard output and to a file alike."""
    ended = call("feeds", "export", "-c", config)
    file = tmp_path / "out.opml"
    assert call("feeds", "export", "--to", file, "-c", config).code == 0
    assert file.read_bytes() == ended.out
    other = tmp_path / "other.toml"
    other.write_text("", encoding="utf-8")
    assert call("feeds", "import", file, "--append", "-c", other).code == 0
    assert [feed.url for feed in load_config(other).feeds] == [feed.url for feed in load_config(config).feeds]
    assert call("feeds", "export", "--to", tmp_path / "no" / "x.opml", "-c", config).code == 2


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
    new, read = fresh.text.splitlines()[1:]
    assert new.split()[:3] == ["mercurio", "never", "polled"]
    assert read.split()[:2] == ["diario", "ok"]
    assert "as soon as the bot runs" in fresh.text
    assert call("feeds", "list", "--json", "-c", lived).json[0]["health"] == "new"


def test_a_feed_that_failed_shows_why(config: Path, newsroom: Newsroom) -> None:
    """With the number of failures and the reason, whole."""
    newsroom.answer("/diario.xml", Answer(status=410))
    newsroom.answer("/courier.xml", Answer(status=500))
    call("run", "--once", "-c", config)
    text = call("feeds", "list", "-c", config).text
    assert re.search(r"courier .*1 .*500", text)
    assert "410" in text


def test_a_feed_named_like_markup_is_shown_as_it_is(lived: Path) -> None:
    """Ids, channels and names are text to every table and message."""
    change(lived, 'id = "courier"', 'id = "[/red]"')
    change(lived, 'id = "daily"', 'id = "[/daily]"')
    assert "[/red]" in call("feeds", "list", "-c", lived).text
    assert call("digest", "--id", "[/daily]", "-c", lived).code == 0
