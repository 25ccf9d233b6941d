"""bot/parse: whole documents, sound, spoilt or broken off, and what is no feed."""

import pytest
from fakes import NOON
from hypothesis import given
from hypothesis import strategies as st
from parse_kit import entry_of, read_feed, rss

from bot.errors import ParseError
from bot.parse import parse


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("AT&T y &nbsp;R&D &amp; m&aacute;s", "AT&T y \xa0R&D & más"),
        ("a &nosuch; b", "a &nosuch; b"),
        ("&#55357;&#56960; &#xD83D;&#xDE80; &#xD800;", "🚀 🚀 �"),
        ("a&#0;b&#x1F;c&#xFFFF;\x0bd", "abc�d"),
        ("&#9;a &#x10FFFF;", "a \U0010ffff"),
        ("<![CDATA[a &amp; b]]>", "a &amp; b"),
    ],
)
def test_references_that_xml_forbids(raw: str, title: str) -> None:
    """Bare ampersands, HTML's names, halves of emoji and control characters cost no entry and no other text."""
    parsed = read_feed(rss(f"<item><title>{raw}</title></item>"))
    assert (parsed.entries[0].title, parsed.note) == (title, None)


def test_a_dtd_of_its_own_is_not_touched_nor_expanded() -> None:
    """A document with entities of its own is left to feedparser, which does not expand them without end."""
    bomb = (
        '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
        + rss("<item><title>&b; &amp; x</title></item>").split("?>")[1]
    )
    assert len(read_feed(bomb).entries[0].title) < 100


def test_junk_before_the_document_is_cut() -> None:
    """Warnings of the publisher's program before the declaration do not matter."""
    body = "\n<br />\n<b>Warning</b>: Undefined index in /x.php on line 3<br />\n" + rss(
        "<item><title>A</title></item>"
    )
    assert [entry.title for entry in read_feed(body).entries] == ["A"]


def test_document_without_root_is_read() -> None:
    """A channel without its rss element still gives entries."""
    parsed = read_feed("<channel><item><title>A</title></item></channel>")
    assert (parsed.version, [entry.title for entry in parsed.entries]) == ("unknown", ["A"])


@pytest.mark.parametrize(
    ("body", "problem", "word"),
    [
        (b"", "empty", "empty"),
        (b"\xef\xbb\xbf \n", "empty", "empty"),
        (b"<html><head><title>Just a moment...</title></head><body></body></html>", "challenge", "browser"),
        (b"<html><script src='/_Incapsula_Resource?x=1'></script></html>", "challenge", "browser"),
        (b"<!doctype html><p>Please verify you are a human</p>", "challenge", "browser"),
        (b"<!doctype html><p>Confirma que no eres un robot</p>", "challenge", "browser"),
        (b'<html><title>Entrar</title><form><input type="password"></form></html>', "not_a_feed", "log-in page"),
        (b"<html><title>502 Bad &amp; Gateway</title></html>", "not_a_feed", '"502 Bad & Gateway"'),
        (b"<html><body><item>x</item></body></html>", "not_a_feed", "HTML page"),
        (b"<?xml version='1.0'?><urlset></urlset>", "not_a_feed", "<urlset>"),
        (b"<opml><outline/></opml>", "not_a_feed", "<opml>"),
        (b"<opml version='2.0'><body><outline/></body></opml>", "not_a_feed", "<opml>"),
        (
            b"<html><script>slowAES.decrypt(c)</script><noscript>Please enable it</noscript></html>",
            "challenge",
            "browser",
        ),
        (
            b"<html><head><link rel='alternate' type='application/rss+xml' href='/feed/?a=1&amp;b=2'></head></html>",
            "not_a_feed",
            "its feed: https://d.example/feed/?a=1&b=2",
        ),
        (
            b"<link rel=stylesheet href=a.css><link href=f.json type=application/feed+json rel='home ALTERNATE'><html>",
            "not_a_feed",
            "its feed: https://d.example/rss/f.json",
        ),
        (b"<html><link rel=alternate type=application/rss+xml href='javascript:x'></html>", "not_a_feed", "not a feed"),
        (b"hola", "not_a_feed", "text"),
        (b'{"a": 1}', "not_a_feed", "JSON"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": 5}', "not_a_feed", "JSON"),
        (b"[" * 100_000, "not_a_feed", "JSON"),
        (b"\x89PNG\r\n\x1a\n\0\0", "not_a_feed", "text"),
    ],
)
def test_what_is_no_feed(body: bytes, problem: str, word: str) -> None:
    """Pages, challenges, other documents and nothing at all are told apart, and the message says what was found."""
    with pytest.raises(ParseError) as caught:
        read_feed(body, "application/rss+xml")
    assert caught.value.problem == problem
    assert word in caught.value.detail


BRIDGE_ERRORS = [
    "<item><title>Bridge returned error 503! (20731)</title></item>",
    "<item><title>FiscaliaBridge returned error 0!</title><description>x</description></item>",
    "<item><title>Error in GobBridge</title></item>",
    "<item><title>Failed to fetch source</title><link>https://d.example/x</link>"
    "<description>HttpException: status code 404</description></item>",
    "<item><title>HTTP error 503</title><description>503 Service Unavailable</description></item>",
    "<item><title>No se pudo cargar la página</title><description>cURL error 28: timed out</description></item>",
]


@pytest.mark.parametrize("error", BRIDGE_ERRORS)
def test_errors_of_bridges_are_no_news(error: str) -> None:
    """A feed of errors only is an error; one among real entries is left out, counted and noted."""
    with pytest.raises(ParseError) as caught:
        read_feed(rss(error + error))
    assert caught.value.problem == "bridge_error"
    parsed = read_feed(rss(f"{error}<item><title>A</title></item>"))
    assert ([entry.title for entry in parsed.entries], parsed.skipped, parsed.positions) == (["A"], 1, (1,))
    assert parsed.note is not None


@pytest.mark.parametrize(
    "title",
    [
        "Bridge to Juárez closed after error by driver",
        "Failed to read the treaty, says senator",
        "Error 500: así falló el sistema del INE",
        "Unable to get a visa, activist returns",
        "Error al leer la sentencia deja libre a capo",
    ],
)
def test_news_about_errors_is_news(title: str) -> None:
    """Headlines that only sound like a bridge's error stay."""
    assert (
        entry_of(
            f"<item><title>{title}</title><link>https://o.example/1</link><description>x</description></item>"
        ).title
        == title
    )


@pytest.mark.parametrize("end", ["<item><title>Corte 3: tras", "<item><title>C</title><link>https://d.ex", "<item>"])
def test_entry_that_breaks_off_is_left_out(end: str) -> None:
    """A document that ends inside an entry gives the complete entries, and says that it is not whole."""
    body = rss("<item><title>A</title></item>").split("</channel>")[0] + end
    parsed = read_feed(body)
    assert ([entry.title for entry in parsed.entries], parsed.skipped) == (["A"], 1)
    assert parsed.note is not None


@given(st.binary(max_size=80), st.sampled_from([b"", b"<rss>", b"<feed>", b"{", b"<rss><channel><item>", b"\x1f\x8b"]))
def test_any_bytes_give_a_feed_or_our_error(tail: bytes, head: bytes) -> None:
    """Nothing but ParseError leaves the parser."""
    try:
        parsed = read_feed(head + tail)
    except ParseError:
        return
    assert parsed.version


@given(
    st.lists(
        st.sampled_from(["<item>", "</item>", "<title>", "</title>", "&#xD800;", "&", "x", "<b>", "<guid>"]),
        max_size=12,
    )
)
def test_any_soup_gives_texts_that_can_be_stored(parts: list[str]) -> None:
    """Whatever stands in a feed, its texts can be written as UTF-8, and places and counts add up."""
    try:
        parsed = read_feed(rss("".join(parts)))
    except ParseError:
        return
    assert len(parsed.positions) == len(parsed.entries)
    for entry in parsed.entries:
        f"{entry.title}{entry.summary}{entry.guid}".encode()


def test_a_repair_costs_no_entry_of_a_spoilt_feed() -> None:
    """An end tag that is spoilt before the caption of a picture: the entry after it is there (found by fuzzing)."""
    blocks = "".join(
        f"<item><title>{n}</title><description>x</description><media:content url='http://a.example/'>"
        f"<media:title>Foto</media:title></media:content></item>"
        for n in range(4)
    ).replace("</description>", "</descr~iption>", 1)
    body = f"<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/'><channel>{blocks}</channel></rss>"
    assert len(parse(body.encode(), content_type="", url="https://d.example/", now=NOON).entries) == 4


@pytest.mark.parametrize(
    "child",
    [
        "<links href='http://a.example/'>x</links>",
        "<title_detail>x</title_detail>",
        "<source><title>x</title></source>",
        "<x:content/>",
    ],
)
def test_elements_of_any_name_cost_no_entry(child: str) -> None:
    """feedparser puts the text of an unknown element where its own lists stand; the entry is read all the same."""
    body = (
        f"<rss version='2.0' xmlns:x='http://x.example/'><channel><item><title>A</title>{child}</item></channel></rss>"
    )
    parsed = read_feed(body)
    assert ([entry.title for entry in parsed.entries], parsed.skipped) == (["A"], 0)


@pytest.mark.parametrize(
    ("body", "titles"),
    [
        ("<rss><channel><item><title>A</title></item></channel></rss><rss><channel><item/></channel></rss>", ["A", ""]),
        ("<rs<channel><item><title>A</title></ti<item><title>B</title></item></channel></rss>", ["A", "B"]),
        ("<CHANNEL><ITEM HREF='http://a.example/'><TITLE>A</TITLE></ITEM></CHANNEL>", ["A"]),
        ("<!-- <rss> <item> --><rss version='2.0'><channel><item><title>A</title></item></channel></rss>", ["A"]),
        ("<html><body><rss version='2.0'><channel><item><title>A</title></item></channel></rss></body>", ["A"]),
        ("<html><body><r\u8600ss><chan<item><title>A</title></item></chan></rss></body></html>", ["A"]),
        ("<rss><channel><item><media:title>A</media:title></item></channel></rss>", ["A"]),
        ("<rss><channel><item><media:title type='plain'>A</media:title></item></channel></rss>", ["A"]),
        ("<rss><channel><item><media:title type='x'/><title>A</title></item></channel></rss>", ["A"]),
    ],
)
def test_every_entry_is_found_wherever_it_stands(body: str, titles: list[str]) -> None:
    """Several roots, spoilt ones, capitals, comments, a page around it; a picture's title where there is no other. In
    UTF-16 as well."""
    assert [entry.title for entry in read_feed(body).entries] == titles
    assert [entry.title for entry in read_feed(body.encode("utf-16")).entries] == titles


def test_entities_of_a_dtd_before_the_root_count() -> None:
    """A DTD without a declaration before it is part of the document."""
    body = (
        '<!DOCTYPE rss [\n<!ENTITY id "tag:a.example,">\n]><rss version="2.0"><channel><item><title>A</title>'
        "<guid isPermaLink='false'>&id;1</guid></item></channel></rss>"
    )
    assert read_feed(body).entries[0].guid == "tag:a.example,1"


@pytest.mark.parametrize(
    "body",
    [
        "<CHANNEL><TITLE>T</TITLE></CHANNEL>",
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://channel.netscape.com/rdf/simple/0.9/"></rdf:RDF>',
        '{"version": "https://jsonfeed.org/version/1.1"}',
    ],
)
def test_a_feed_without_entries_is_a_feed(body: str) -> None:
    """Of any format."""
    assert (read_feed(body).entries, read_feed(body).note) == ((), None)


@pytest.mark.parametrize(
    "inside",
    [
        "<title>" + " \n" * 200_000 + "x</title>",
        "<guid " * 50_000 + "<title>x</title>",
        "<title>x</title>" + "<?xml " * 50_000,
    ],
    ids=["white space", "tags that never end", "declarations that never end"],
)
def test_long_runs_cost_time_in_proportion(inside: str) -> None:
    """No expression of ours starts over at each of them; with one that did, this would take hours."""
    assert len(read_feed(f"<rss><channel><item>{inside}</item></channel></rss>").entries) == 1


def test_a_document_that_breaks_off_says_so() -> None:
    """In words for people, wherever it was cut, with the entries that were whole."""
    whole = rss("<item><title>Una nota</title></item><item><title>Otra nota</title></item>")
    for end in (whole.index("Otra") + 2, whole.rindex("</channel>") + 4):
        parsed = read_feed(whole[:end])
        assert (parsed.entries[0].title, parsed.note) == ("Una nota", "the document breaks off before its end")
