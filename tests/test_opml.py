"""Lists of feeds in OPML, whole, broken and hostile."""

import pytest
from builders import make_feed
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import FeedId
from bot.opml import MAX_BYTES, Outline, ids_for, read_opml, write_opml

LIST = b"""<?xml version="1.0" encoding="UTF-8"?><opml version="1.1"><head><title>Mine</title></head><body>
<outline text="Folder"><outline type="rss" text="El Norte &amp; m&#225;s"
  xmlUrl="https://n.example/rss?a=1&amp;b=2" language="es"/>
<outline TEXT="Second" xmlURL='http://s.example/feed'></outline></outline>
<outline text="Again" xmlUrl="http://s.example/feed"/><outline text="Script" xmlUrl="javascript:alert(1)"/>
<outline text="Page" htmlUrl="https://p.example/"/><outline xmlUrl="https://nameless.example/x"/></body></opml>"""


def test_feeds_of_all_folders_are_read_once() -> None:
    """Names and addresses unescaped; folders, repeats, pages and other schemes left out; a name is always there."""
    outlines, unusable = read_opml(LIST)
    assert outlines == (
        Outline(name="El Norte & más", url="https://n.example/rss?a=1&b=2", language="es"),
        Outline(name="Second", url="http://s.example/feed", language=None),
        Outline(name="nameless.example", url="https://nameless.example/x", language=None),
    )
    assert unusable == ("javascript:alert(1)",)


@pytest.mark.parametrize(
    "body",
    [
        b'<opml><body><outline text="R&D" xmlUrl="https://a.example/?x=1&y=2"><outline text="cut" xmlUrl="https://b',
        b'<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "&x;&x;">]><opml><body>'
        b'<outline text="&y;" xmlUrl="https://a.example/?x=1&y=2"/></body></opml>',
        '<?xml version="1.0" encoding="UTF-16"?><opml><outline text="a" xmlUrl="https://a.example/?x=1&y=2"/></opml>'.encode(
            "utf-16"
        ),
    ],
)
def test_broken_and_hostile_lists_give_what_is_there(body: bytes) -> None:
    """Bare ampersands, cut files, entities of files and other encodings: nothing is fetched, nothing expands."""
    found, _ = read_opml(body)
    assert [outline.url for outline in found] == ["https://a.example/?x=1&y=2"]
    assert "root:" not in found[0].name


@pytest.mark.parametrize("body", [b"", b"<rss/>", b"\x00\xff", b"<html><body>x</body></html>", b" " * (MAX_BYTES + 1)])
def test_what_is_no_list_is_told(body: bytes) -> None:
    """Other documents, nothing at all, too much."""
    with pytest.raises(ValueError, match=r"OPML|bytes"):
        read_opml(body)


@given(st.lists(st.text(max_size=60), max_size=8), st.lists(st.sampled_from(["feed", "a", "feed-2"]), max_size=3))
def test_ids_are_short_plain_and_unique(names: list[str], taken: list[str]) -> None:
    """Whatever the names, beside each other and beside those that are taken."""
    ids = ids_for([Outline(name=name, url="https://a.example/", language=None) for name in names], taken)
    assert len({*ids, *taken}) == len(ids) + len(set(taken))
    assert all(name and len(name) <= 50 and name.isascii() and name == name.strip("-") for name in ids)


@given(st.lists(st.text(min_size=1, max_size=30), max_size=5))
def test_what_is_written_is_read_back(names: list[str]) -> None:
    """Any name that is visible at all survives, quotes and markup among them."""
    feeds = [
        make_feed(id=FeedId(f"f{n}"), name=name, url=f"https://{n}.example/?a=1&b=2") for n, name in enumerate(names)
    ]
    found, _ = read_opml(write_opml(feeds).encode())
    assert [outline.url for outline in found] == [feed.url for feed in feeds]
    for feed, outline in zip(feeds, found, strict=True):
        if feed.name.isalnum() and feed.name.isascii():
            assert outline.name == feed.name


@given(
    st.binary(max_size=300)
    | st.lists(
        st.sampled_from(
            [b"<outline ", b"xmlUrl=", b"'https://a.example/'", b">", b"<!", b"&", b"<opml>", b"]]>", b"<![CDATA["]
        ),
        max_size=20,
    ).map(b"".join)
)
def test_no_bytes_break_the_reader(body: bytes) -> None:
    """It gives feeds or a ValueError."""
    try:
        assert all(outline.url.startswith("http") for outline in read_opml(body)[0])
    except ValueError:
        return
