"""bot/parse: feeds as papers and bridges really send them, and what is no feed."""

import gzip
import json
from datetime import UTC, datetime

import pytest
from fakes import NOON
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import ParsedFeed, RawEntry
from bot.errors import ParseError
from bot.parse import MAX_UNPACKED_BYTES, parse

URL = "https://d.example/rss/feed.xml"


def _parse(body: bytes | str, content_type: str = "", url: str = URL) -> ParsedFeed:
    return parse(body if isinstance(body, bytes) else body.encode(), content_type=content_type, url=url, now=NOON)


def _rss(items: str, declaration: str = "") -> str:
    return (
        f'<?xml version="1.0"{declaration}?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>Diario</title>{items}</channel></rss>"
    )


def _one(items: str, declaration: str = "") -> RawEntry:
    (entry,) = _parse(_rss(items, declaration)).entries
    return entry


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "latin-1"])
@pytest.mark.parametrize("declared", ["", ' encoding="utf-8"', ' encoding="ISO-8859-1"', ' encoding="utf8mb4"'])
def test_labels_of_encodings_may_lie(encoding: str, declared: str) -> None:
    """Spanish is read right whatever the declaration says of the bytes."""
    body = _rss("<item><title>Peña: niños en retén</title></item>", declared).encode(encoding)
    for content_type in ("", "text/xml", "application/rss+xml; charset=utf-8", "text/html; charset=nonsense"):
        assert _parse(body, content_type).entries[0].title == "Peña: niños en retén"


@pytest.mark.parametrize("label", ["UTF-7", "utf7", "unicode-1-1-utf-7"])
@pytest.mark.parametrize("is_header", [False, True])
def test_utf_7_is_refused_by_name(label: str, is_header: bool) -> None:
    """Its letters would be shown as rubbish, and its markup be seen by some readers only."""
    declaration, content_type = ("", f"text/xml; charset={label}") if is_header else (f' encoding="{label}"', "")
    body = _rss("<item><title>Detenci+APM-n</title></item>", declaration)
    with pytest.raises(ParseError, match="UTF-7") as caught:
        _parse(body, content_type)
    assert caught.value.problem == "not_a_feed"


def test_what_only_says_that_it_is_utf_7_is_read() -> None:
    """Bytes that UTF-7 has none of, or nothing in it that would be read otherwise."""
    for title in ("Detención +1234", "1 + 1"):
        parsed = _parse(_rss(f"<item><title>{title}</title></item>", ' encoding="utf-7"'))
        assert [entry.title for entry in parsed.entries] == [title]


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
    parsed = _parse(_rss(f"<item><title>{raw}</title></item>"))
    assert (parsed.entries[0].title, parsed.note) == (title, None)


def test_a_dtd_of_its_own_is_not_touched_nor_expanded() -> None:
    """A document with entities of its own is left to feedparser, which does not expand them without end."""
    bomb = (
        '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
        + _rss("<item><title>&b; &amp; x</title></item>").split("?>")[1]
    )
    assert len(_parse(bomb).entries[0].title) < 100


def test_junk_before_the_document_is_cut() -> None:
    """Warnings of the publisher's program before the declaration do not matter."""
    body = "\n<br />\n<b>Warning</b>: Undefined index in /x.php on line 3<br />\n" + _rss(
        "<item><title>A</title></item>"
    )
    assert [entry.title for entry in _parse(body).entries] == ["A"]


def test_unlabelled_gzip_is_unpacked_within_limits() -> None:
    """A packed document is read; one that is broken or unpacks beyond the limit is no feed."""
    assert _parse(gzip.compress(_rss("<item><title>A</title></item>").encode())).entries[0].title == "A"
    for body in (b"\x1f\x8bxxxx", gzip.compress(bytes(MAX_UNPACKED_BYTES + 1))):
        with pytest.raises(ParseError) as caught:
            _parse(body)
        assert caught.value.problem == "not_a_feed"


@pytest.mark.parametrize(
    ("fields", "link"),
    [
        ("<link>/a b|c?x=1&amp;y=2</link>", "https://d.example/a%20b%7Cc?x=1&y=2"),
        ("<link>//o.example/a</link>", "https://o.example/a"),
        ("<link>javascript:alert(1)</link>", None),
        ("<guid>https://d.example/1</guid>", "https://d.example/1"),
        ('<guid isPermaLink="false">https://d.example/1</guid>', None),
        ("<guid>230</guid>", None),
        ("<link>\n https://d.example/1\n</link><guid>230</guid>", "https://d.example/1"),
        ("", None),
        ("<link>WWW.d.example/1</link>", "https://www.d.example/1"),
        ("<link>https:/o.example/1</link>", "https://o.example/1"),
        ('<link>http://</link><guid isPermaLink="false">https://d.example/1</guid>', "https://d.example/1"),
        ("<link>https://d.example/1</link><link/>", "https://d.example/1"),
    ],
)
def test_links_of_rss(fields: str, link: str | None) -> None:
    """Relative links take the final address; other schemes and guids that are no address are no link. An address that
    was written by hand is taken as browsers take it; a guid that is one stands for a link that is none."""
    assert _one(f"<item><title>A</title>{fields}</item>").link == link


def test_links_of_atom() -> None:
    """The alternate link is taken, HTML before other types; self, replies and enclosures never."""
    entry = (
        '<entry><title>A</title><link rel="self" href="s"/><link rel="alternate" type="application/json" href="j"/>'
        '<link rel="replies" href="r"/><link href="h"/><link rel="enclosure" href="e"/></entry>'
        '<entry><title>B</title><link rel="self" href="s"/><link rel="enclosure" href="e"/></entry>'
    )
    found = _parse(f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="es">{entry}</feed>')
    assert [e.link for e in found.entries] == ["https://d.example/rss/h", None]
    assert (found.version, found.language, found.entries[0].language) == ("atom10", "es", "es")


def test_names_of_atom() -> None:
    """A relation may be spelt as its IRI; a text that stands elsewhere stands at its page; an id is no address."""
    entries = (
        '<entry><id>e1</id><link rel="http://www.iana.org/assignments/relation/alternate" href="a"/></entry>'
        '<entry><id>e2</id><content type="text/html" src="b"/></entry>'
    )
    found = _parse(f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>').entries
    assert [(e.guid, e.link) for e in found] == [
        ("e1", "https://d.example/rss/a"),
        ("e2", "https://d.example/rss/b"),
    ]


@pytest.mark.parametrize(
    "fields",
    [
        "{}<title/><guid></guid><pubDate> </pubDate><description/>",
        "{}<title><![CDATA[]]></title><guid><![CDATA[ ]]></guid><pubDate><![CDATA[]]></pubDate>",
        "<dc:title>Ficha</dc:title>{}<media:content><media:title>Foto</media:title></media:content>",
        "<media:description>Un retén en 2019</media:description>{}",
        '{}<media:content url="f"><media:description type="html">Foto: archivo</media:description></media:content>',
        "<image><title>Foto</title><link>https://d.example/</link></image>{}",
    ],
)
def test_an_entry_says_once_what_it_is(fields: str) -> None:
    """Neither an element that is there again and empty nor what a picture or a catalogue says stands in its place."""
    own = (
        "<title>Nota</title><guid isPermaLink='false'>g</guid><description>Texto</description>"
        "<pubDate>Mon, 05 Oct 2026 10:00:00 GMT</pubDate>"
    )
    entry = _one(f"<item>{fields.format(own)}</item>")
    assert (entry.title, entry.guid, entry.summary, entry.content) == ("Nota", "g", "Texto", "")
    assert entry.published == datetime(2026, 10, 5, 10, tzinfo=UTC)


def test_words_under_a_film_are_the_text_where_there_is_no_other() -> None:
    """As in the feeds of YouTube."""
    group = (
        "<media:group><media:title>Film</media:title><media:description>Habla de 26.</media:description></media:group>"
    )
    entry = _one(f"<item><title>Mañanera</title>{group}</item>")
    assert (entry.title, entry.summary) == ("Mañanera", "Habla de 26.")


def test_numbers_of_characters_are_read_as_browsers_read_them() -> None:
    """128 to 159 are places in windows-1252."""
    assert _one("<item><title>&#147;War&#148; &#x96; 26 men&#133;</title></item>").title == "“War” – 26 men…"


def test_fields_of_an_entry() -> None:
    """Texts, dates, source and language come out as given; a copied summary is not given twice."""
    entry = _one(
        "<item><title>A</title><guid> g1 </guid><description>Resumen</description><author>a@x.example (Ana)</author>"
        "<content:encoded><![CDATA[<p>Todo</p>]]></content:encoded><pubDate>lun, 05 oct 2026 10:00:00 -0600</pubDate>"
        '<source url="https://o.example/rss">Otro &amp;amp; Co</source><media:title>foto</media:title></item>'
    )
    assert (entry.title, entry.summary, entry.content) == ("A", "Resumen", "<p>Todo</p>")
    assert entry.published == datetime(2026, 10, 5, 16, tzinfo=UTC)
    assert entry.published_has_zone
    assert (entry.source_name, entry.source_url) == ("Otro & Co", "https://o.example/rss")
    assert _one("<item><content:encoded>x</content:encoded></item>").summary == ""


def test_the_first_readable_date_counts() -> None:
    """An unreadable pubDate gives way to another date; with none readable, the raw one is kept."""
    entry = _one("<item><title>A</title><pubDate>hoy</pubDate><dc:date>2026-10-05T10:00:00</dc:date></item>")
    assert (entry.published_raw, entry.published_has_zone) == ("2026-10-05T10:00:00", False)
    assert entry.published == datetime(2026, 10, 5, 10, tzinfo=UTC)
    entry = _one("<item><title>A</title><pubDate>hoy</pubDate></item>")
    assert (entry.published_raw, entry.published) == ("hoy", None)


def test_rdf_and_header() -> None:
    """RSS 1.0 is read, with its dc:date; ttl and syndication periods become minutes."""
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">'
        "<channel><title>c</title><sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>"
        '</channel><item rdf:about="https://d.example/1"><title>uno</title><link>https://d.example/1</link>'
        "<dc:date>2026-10-05T10:00:00-06:00</dc:date></item></rdf:RDF>"
    )
    parsed = _parse(rdf)
    assert (parsed.version, parsed.title, parsed.ttl_min, len(parsed.entries)) == ("rss10", "c", 30, 1)
    assert parsed.entries[0].published == datetime(2026, 10, 5, 16, tzinfo=UTC)
    assert _parse(_rss("<ttl>45</ttl>")).ttl_min == 45
    assert _parse(rdf.replace("<sy:updateFrequency>2</sy:updateFrequency>", "")).ttl_min == 60
    assert _parse(_rss("")) == ParsedFeed(version="rss20", title="Diario", language=None, entries=())


def test_document_without_root_is_read() -> None:
    """A channel without its rss element still gives entries."""
    parsed = _parse("<channel><item><title>A</title></item></channel>")
    assert (parsed.version, [entry.title for entry in parsed.entries]) == ("unknown", ["A"])


def test_json_feed() -> None:
    """JSON Feed 1.0 and 1.1 by content; broken items are counted, odd ids taken as text."""
    items = [
        {"id": 1, "url": "/x", "title": "A", "content_html": "<p>x</p>", "date_published": "2026-10-05T10:00:00-06:00"},
        {"id": "https://d.example/2", "content_text": "t", "authors": [{"name": "Ana"}], "language": "en"},
        3,
        {"id": True, "external_url": "https://o.example/", "date_modified": "2026-10-05T10:00:00Z"},
    ]
    document = {"version": "https://jsonfeed.org/version/1.1", "title": "J &amp; K", "language": "es", "items": items}
    parsed = _parse(json.dumps(document), "application/feed+json")
    assert (parsed.version, parsed.title, parsed.skipped, parsed.positions) == ("json11", "J & K", 1, (0, 1, 3))
    assert [entry.guid for entry in parsed.entries] == ["1", "https://d.example/2", None]
    assert [entry.link for entry in parsed.entries] == [
        "https://d.example/x",
        "https://d.example/2",
        "https://o.example/",
    ]
    assert [entry.language for entry in parsed.entries] == ["es", "en", "es"]
    assert parsed.entries[0].published == datetime(2026, 10, 5, 16, tzinfo=UTC)
    assert parsed.entries[1].content == "t"
    assert parsed.entries[2].published == datetime(2026, 10, 5, 10, tzinfo=UTC)
    assert _parse(json.dumps(document | {"version": "https://jsonfeed.org/version/1"})).version == "json1"
    hubs = [{"type": "rssCloud", "url": "https://c.example/"}, {"type": "WebSub", "url": "https://h.example/"}]
    assert _parse(json.dumps(document | {"hubs": hubs})).hub == "https://h.example/"


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
        _parse(body, "application/rss+xml")
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
        _parse(_rss(error + error))
    assert caught.value.problem == "bridge_error"
    parsed = _parse(_rss(f"{error}<item><title>A</title></item>"))
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
        _one(f"<item><title>{title}</title><link>https://o.example/1</link><description>x</description></item>").title
        == title
    )


@pytest.mark.parametrize("end", ["<item><title>Corte 3: tras", "<item><title>C</title><link>https://d.ex", "<item>"])
def test_entry_that_breaks_off_is_left_out(end: str) -> None:
    """A document that ends inside an entry gives the complete entries, and says that it is not whole."""
    body = _rss("<item><title>A</title></item>").split("</channel>")[0] + end
    parsed = _parse(body)
    assert ([entry.title for entry in parsed.entries], parsed.skipped) == (["A"], 1)
    assert parsed.note is not None


@given(st.binary(max_size=80), st.sampled_from([b"", b"<rss>", b"<feed>", b"{", b"<rss><channel><item>", b"\x1f\x8b"]))
def test_any_bytes_give_a_feed_or_our_error(tail: bytes, head: bytes) -> None:
    """Nothing but ParseError leaves the parser."""
    try:
        parsed = _parse(head + tail)
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
        parsed = _parse(_rss("".join(parts)))
    except ParseError:
        return
    assert len(parsed.positions) == len(parsed.entries)
    for entry in parsed.entries:
        f"{entry.title}{entry.summary}{entry.guid}".encode()


def test_the_hours_and_days_that_a_channel_wants_to_be_left_alone_are_read() -> None:
    """skipHours and skipDays of RSS 2.0; hour 24 is midnight, and what is no hour or day is left out."""
    head = (
        "<skipHours><hour>2</hour><hour> 24 </hour><hour>77</hour></skipHours>"
        "<skipDays><day>Sunday</day><day>Caturday</day></skipDays>"
    )
    body = f"<rss version='2.0'><channel><title>T</title>{head}<item><title>a</title></item></channel></rss>"
    parsed = parse(body.encode(), content_type="", url="https://d.example/", now=NOON)
    assert (parsed.skip_hours, parsed.skip_days) == ((0, 2), (6,))


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
    parsed = _parse(body)
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
    assert [entry.title for entry in _parse(body).entries] == titles
    assert [entry.title for entry in _parse(body.encode("utf-16")).entries] == titles


def test_entities_of_a_dtd_before_the_root_count() -> None:
    """A DTD without a declaration before it is part of the document."""
    body = (
        '<!DOCTYPE rss [\n<!ENTITY id "tag:a.example,">\n]><rss version="2.0"><channel><item><title>A</title>'
        "<guid isPermaLink='false'>&id;1</guid></item></channel></rss>"
    )
    assert _parse(body).entries[0].guid == "tag:a.example,1"


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
    assert (_parse(body).entries, _parse(body).note) == ((), None)


def test_a_document_in_ebcdic_is_read() -> None:
    """As old mainframes write it; feedparser knows."""
    body = _rss("<item><title>A</title></item>", ' encoding="cp037"').encode("cp037")
    assert [entry.title for entry in _parse(body).entries] == ["A"]


def test_json_feeds_as_they_are_written() -> None:
    """Authors of any shape, line breaks inside texts, no jsonfeed.org in the version: no item is lost by it."""
    items = (
        '{"id": 1, "title": "A", "author": "Ana"}, {"id": "2", "content_text": "a\nb", "authors": {"name": "Eva"}}, '
        '{"title": "C", "authors": [null, 3]}'
    )
    parsed = _parse(f'{{"version": "1.0", "items": [{items}]}}')
    assert [(entry.title, entry.content) for entry in parsed.entries] == [
        ("A", ""),
        ("", "a\nb"),
        ("C", ""),
    ]


def test_json_that_breaks_off_keeps_its_whole_items() -> None:
    """The document says that it is not whole, so that it is asked for again."""
    items = '{"id": "1", "title": "A"}, {"id": "2", "title": "Corte 3'
    body = f'{{"version": "https://jsonfeed.org/version/1.1", "items": [{items}'
    parsed = _parse(body)
    assert ([entry.title for entry in parsed.entries], parsed.skipped) == (["A"], 1)
    assert "breaks off" in (parsed.note or "")
    with pytest.raises(ParseError):
        _parse('{"items": [{"id": "1"}, {"id"')


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
    assert len(_parse(f"<rss><channel><item>{inside}</item></channel></rss>").entries) == 1


def test_a_document_that_breaks_off_says_so() -> None:
    """In words for people, wherever it was cut, with the entries that were whole."""
    whole = _rss("<item><title>Una nota</title></item><item><title>Otra nota</title></item>")
    for end in (whole.index("Otra") + 2, whole.rindex("</channel>") + 4):
        parsed = _parse(whole[:end])
        assert (parsed.entries[0].title, parsed.note) == ("Una nota", "the document breaks off before its end")
