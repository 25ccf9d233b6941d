"""Lists of feeds in OPML, whole, broken and hostile."""

import pytest
from builders import make_feed
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import FeedId
from bot.opml import MAX_BYTES, MAX_OUTLINES, Outline, address, ids_for, read_opml, write_opml

LIST = b"""<?xml version="1.0" encoding="UTF-8"?><opml version="1.1"><head><title>Mine</title></head><body>
<outline text="Folder"><outline type="rss" text="El Norte &amp; m&#225;s"
  xmlUrl="https://n.example/rss?a=1&amp;b=2" language="es"/>
<outline TEXT="Second" xmlURL='http://s.example/feed'></outline></outline>
<outline text="Again" xmlUrl="http://s.example/feed"/><outline text="Script" xmlUrl="javascript:alert(1)"/>
<outline text="Page" htmlUrl="https://p.example/"/><outline xmlUrl="https://nameless.example/x"/></body></opml>"""


def test_feeds_of_all_folders_are_read_once() -> None:
    """Names and addresses unescaped; folders, repeats, pages and other schemes left out; a name is always there."""
    outlines, left_out = read_opml(LIST)
    assert outlines == (
        Outline(name="El Norte & más", url="https://n.example/rss?a=1&b=2", language="es"),
        Outline(name="Second", url="http://s.example/feed", language=None),
        Outline(name="nameless.example", url="https://nameless.example/x", language=None),
    )
    assert [(line.name, line.why.partition(",")[0]) for line in left_out] == [
        ("Script", "javascript:alert(1) is no address that begins with http:// or https://"),
        ("Page", "it has no address of a feed (xmlUrl)"),
    ]


EXPORTS = {  # in the shapes that these readers write; the outlets are invented
    "feedly": """<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title>Ana subscriptions in feedly Cloud</title></head><body>
<outline text="Norte" title="Norte">
<outline type="rss" text="El Faro" title="El Faro" xmlUrl="https://faro.example/rss?a=1&amp;b=2" htmlUrl="https://faro.example"/>
</outline><outline text="Sur" title="Sur">
<outline type="rss" text="El Faro" title="El Faro" xmlUrl="https://faro.example/rss?a=1&amp;b=2" htmlUrl="https://faro.example"/>
<outline type="rss" text="Muro" title="Muro" htmlUrl="https://muro.example"/></outline></body></opml>""",
    "inoreader": """<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title>Subscriptions from Inoreader [https://www.inoreader.com]</title></head><body>
<outline text="Prensa" title="Prensa"><outline text="M&#233;xico &quot;hoy&quot;" title="M&#233;xico &quot;hoy&quot;"
 type="rss" xmlUrl="https://hoy.example/feed" htmlUrl="https://hoy.example/"/>
<outline text="" title="" type="rss" xmlUrl="feed://sin-nombre.example/rss" htmlUrl=""/></outline></body></opml>""",
    "newsblur": """<?xml version='1.0' encoding='UTF-8'?>
<opml version="1.1"><head><title>NewsBlur Feeds</title></head><body><outline text="A" title="A"><outline text="B"
 title="B"><outline htmlUrl="https://hondo.example" text="Hondo" title="Hondo" type="rss" version="RSS"
 xmlUrl="feed:https://hondo.example/atom.xml"/></outline></outline>
<outline htmlUrl="http://x" text="Carta" title="Carta" type="rss" version="RSS" xmlUrl="newsletter:12:carta"/>
</body></opml>""",
    "miniflux": """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>Miniflux</title></head><body><outline text="All"><outline title="Ola" text="Ola"
 xmlUrl="https://ana:s3cret@ola.example/rss" htmlUrl="https://ola.example" description="&lt;b&gt;x&lt;/b&gt;"></outline>
<outline title="Blank" text="Blank" xmlUrl="  " htmlUrl=""></outline></outline></body></opml>""",
    "by hand": """<opml><body><outline text="R&D" xmlUrl="https://a.example/?x=1&section=2&copy=3"/>
<outline type="rss" text="Old" url="http://old.example/rss"/><outline type="include" text="More" url="https://b.example/l.opml"/>
<outline text="Bare" xmlUrl="www.c.example/rss"/><outline text="Zero" xmlUrl="https://d.example:0/"/></body></opml>""",
}


@pytest.mark.parametrize(
    ("reader", "feeds", "names"),
    [
        ("feedly", [("El Faro", "https://faro.example/rss?a=1&b=2")], ["Muro"]),
        (
            "inoreader",
            [('México "hoy"', "https://hoy.example/feed"), ("sin-nombre.example", "http://sin-nombre.example/rss")],
            [],
        ),
        ("newsblur", [("Hondo", "https://hondo.example/atom.xml")], ["Carta"]),
        ("miniflux", [("Ola", "https://ana:s3cret@ola.example/rss")], ["Blank"]),
        (
            "by hand",
            [("R&D", "https://a.example/?x=1&section=2&copy=3"), ("Old", "http://old.example/rss")],
            ["More", "Bare", "Zero"],
        ),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_lists_of_other_readers(reader: str, feeds: list[tuple[str, str]], names: list[str], encoding: str) -> None:
    """Folders in folders, an address in two of them, lines without one, addresses for a reader to open, bare
    ampersands; in whatever encoding, declared or not. What gives no feed is named, and the others are read."""
    outlines, left_out = read_opml(EXPORTS[reader].encode(encoding))
    assert [(outline.name, outline.url) for outline in outlines] == feeds
    assert [line.name for line in left_out] == names
    assert all(line.why for line in left_out)


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("feed://a.example/rss", "http://a.example/rss"),
        ("FEED:https://a.example/rss", "https://a.example/rss"),
        ("feed:a.example/rss", "http://a.example/rss"),
        ("feed://https://a.example/rss", "https://a.example/rss"),
        ("feeds://a.example/rss", "https://a.example/rss"),
        ("itpc://a.example/rss", "http://a.example/rss"),
        (" https://A.example/r ss ", "https://a.example/r%20ss"),
        ("feed:javascript:alert(1)", None),
        ("feed:", None),
        ("file:///etc/passwd", None),
    ],
)
def test_addresses_for_a_reader_to_open_are_web_addresses(written: str, url: str | None) -> None:
    """As browsers hand them on: with and without slashes, before a name and before an address."""
    assert address(written) == url


def test_a_list_that_is_too_long_says_so() -> None:
    """What is beyond the limit is not dropped in silence."""
    line = '<outline xmlUrl="https://a.example/{}"/>'
    body = "".join(line.format(n) for n in range(MAX_OUTLINES + 1))
    outlines, (left_out,) = read_opml(f"<opml>{body}</opml>".encode())
    assert len(outlines) == MAX_OUTLINES
    assert (left_out.name, left_out.why) == ("the rest of the list", "it has more than 20,000 lines")


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
