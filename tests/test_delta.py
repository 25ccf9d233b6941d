"""bot/delta: the splitter, its memory, and equality with a whole parse."""

import re

import pytest
from fakes import NOON
from hypothesis import given
from hypothesis import strategies as st

from bot.delta import MAX_BLOCKS, Split, entry_hashes, fits, listed, read, reduce, remember, shared, split
from bot.domain import ParsedFeed, SharedKeys
from bot.errors import ParseError
from bot.parse import parse
from bot.urls import identity_hash

URL = "https://d.example/rss/feed.xml"
RSS = (
    b'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
    b'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    b'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>T</title><link>https://d.example/</link>\n',
    b"\n</channel></rss>\n",
)
ATOM = (b'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://d.example/a/"><title>T</title>', b"</feed>")
RDF = (
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
    b'<channel rdf:about="x"><title>T</title><items><rdf:Seq><rdf:li rdf:resource="x"/></rdf:Seq></items></channel>',
    b"</rdf:RDF>",
)


def _parse(body: bytes) -> ParsedFeed:
    return parse(body, content_type="text/xml", url=URL, now=NOON)


def _item(number: int, link: str = "", title: str = "") -> bytes:
    link = link or f"https://d.example/n/{number}"
    return f"<item><title>{title or number}</title><guid>g{number}</guid><link>{link}</link></item>".encode()


def _rss(*blocks: bytes) -> bytes:
    return RSS[0] + b"\n".join(blocks) + RSS[1]


# --- documents for the equality property ------------------------------------------------------------------------------

WORDS = st.text(st.sampled_from("aéñ 1&<>;\"'lt]"), max_size=12).map(
    lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
)
CDATA = st.sampled_from(["<p>uno</p>", "</item>", "</entry>", "&amp; <b>x</b>", "<!-- x", "]] >", ""])
FIELDS = st.one_of(
    WORDS.map(lambda text: f"<title>{text}</title>"),
    WORDS.map(lambda text: f"<description>{text}</description>"),
    CDATA.map(lambda text: f"<description><![CDATA[{text}]]></description>"),
    CDATA.map(lambda text: f"<content:encoded><![CDATA[{text}]]></content:encoded>"),
    st.integers(0, 9).map(lambda n: f"<link>/nota/{n}</link>"),
    st.integers(0, 9).map(lambda n: f'<guid isPermaLink="false">{n}</guid>'),
    st.sampled_from(["Mon, 05 Oct 2026 10:00:00 GMT", "lun, 05 oct 2026", "x"]).map(
        lambda d: f"<pubDate>{d}</pubDate>"
    ),
    st.sampled_from(["<!-- </item> -->", "<!-- x -->", "<dc:creator>A</dc:creator>", "<category/>", "\n ", "&#243;"]),
    st.just('<source url="https://o.example/">O</source>'),
)
ITEMS = st.lists(FIELDS, max_size=6).map(lambda fields: f"<item>{''.join(fields)}</item>".encode())
RDF_ITEMS = st.lists(FIELDS.filter(lambda f: ":" not in f.split(">")[0]), max_size=4).map(
    lambda fields: f'<item rdf:about="https://d.example/{len(fields)}">{"".join(fields)}</item>'.encode()
)
ENTRIES = st.lists(
    st.one_of(
        WORDS.map(lambda text: f"<title>{text}</title>"),
        CDATA.map(lambda text: f'<content type="html"><![CDATA[{text}]]></content>'),
        st.integers(0, 9).map(lambda n: f"<id>urn:{n}</id>"),
        st.integers(0, 9).map(lambda n: f'<link href="n/{n}"/><updated>2026-10-0{n or 1}T10:00:00Z</updated>'),
        st.just('<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>x</p></div></content>'),
    ),
    max_size=5,
).map(lambda fields: f'<entry xml:lang="es" xml:base="b/">{"".join(fields)}</entry>'.encode())


def _documents(frame: tuple[bytes, bytes], blocks: st.SearchStrategy[bytes]) -> st.SearchStrategy[tuple[bytes, bytes]]:
    """Last and present document: blocks drawn from one pool, so that some stand in both."""
    return st.lists(blocks, min_size=1, max_size=6).flatmap(
        lambda pool: st.tuples(
            st.lists(st.sampled_from(pool), min_size=1, max_size=6).map(lambda b: frame[0] + b"\n".join(b) + frame[1]),
            st.lists(st.one_of(st.sampled_from(pool), blocks), min_size=1, max_size=6).map(
                lambda b: frame[0] + b"\n".join(b) + frame[1]
            ),
        )
    )


@given(st.one_of(_documents(RSS, ITEMS), _documents(ATOM, ENTRIES), _documents(RDF, RDF_ITEMS)))
def test_new_blocks_read_alone_are_what_they_are_in_the_whole(documents: tuple[bytes, bytes]) -> None:
    """The entries of a reduced document are the whole document's entries in the places of the new blocks."""
    last, present = documents
    first = read(last, b"", _parse)
    reduced = reduce(present, first.memory)
    whole = _parse(present)
    assert len(reduced.digests) == len(whole.entries)
    if reduced.document is not None:
        parsed = _parse(reduced.document)
        assert fits(reduced, parsed)
        assert parsed.entries == tuple(whole.entries[place] for place in reduced.new)
        assert (parsed.version, parsed.title, parsed.language) == (whole.version, whole.title, whole.language)
    second = read(present, first.memory, _parse)
    assert second.shared == read(present, b"", _parse).shared
    assert second.memory == read(present, b"", _parse).memory
    assert read(present, second.memory, _parse).parsed is None


@pytest.mark.parametrize("name", ["source", "author", "contributor"])
def test_what_an_entry_leaves_open_ends_with_it(name: str) -> None:
    """The next one has its own title and date, alone and among others."""
    spoilt = f"<entry><title>A</title><id>urn:a</id><updated><{name}>2026-11-02T00:00:00Z</updated></entry>"
    whole = "<entry><title>B</title><id>urn:b</id><updated>2026-11-02T01:00:00Z</updated></entry>"
    both = _parse(f"<feed xmlns='http://www.w3.org/2005/Atom'>{spoilt}\n{whole}</feed>".encode())
    alone = _parse(f"<feed xmlns='http://www.w3.org/2005/Atom'>{whole}</feed>".encode())
    assert both.entries[-1] == alone.entries[0]
    assert (alone.entries[0].title, alone.entries[0].guid) == ("B", "urn:b")


def test_a_prefix_means_in_each_entry_what_that_entry_says() -> None:
    """feedparser kept what an earlier entry had bound it to where the later one names a namespace unknown to it."""
    known, unknown = (
        b'<item xmlns:c="http://purl.org/rss/%s/modules/content/"><title>a</title><c:encoded>x</c:encoded></item>' % n
        for n in (b"1.0", b"9.9")
    )
    first = read(RSS[0] + known + RSS[1], b"", _parse)
    assert read(RSS[0] + unknown + known + unknown + RSS[1], first.memory, _parse, whole=True).differs is False


@given(
    st.lists(
        st.sampled_from(
            [
                *(b"<item>", b"</item>", b"<item x='>'>", b"<entry>", b"</entry >", b"<![CDATA[", b"]]>", b"<!--"),
                *(b"-->", b"<?x", b"?>", b" ", b"text", b"<title>a</title>", b"<rss version='2.0'><channel>"),
                *(b"</channel></rss>", b"\0", b"</item"),
            ]
        ),
        max_size=14,
    ).map(b"".join)
)
def test_any_bytes_are_split_without_loss_or_not_at_all(body: bytes) -> None:
    """The parts of a split document make the document; each block begins an entry; nothing makes it raise."""
    parts = split(body)
    if parts is not None:
        assert parts.header + b"".join(parts.blocks) + parts.footer == body
        assert all(re.match(rb"<(item|entry)[\s>]", block) for block in parts.blocks)
    assert reduce(body, b"\x02" + body).document == body


def test_a_document_is_split_at_its_entries() -> None:
    """Header, blocks with the white space that follows them, footer."""
    parts = split(b"<rss>\n<item>1</item>\n<item>2</item>\n</rss>")
    assert parts == Split(b"<rss>\n", (b"<item>1</item>\n", b"<item>2</item>"), b"\n</rss>")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html></html>",
        b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1"}]}<item>1</item><item>2</item>',
        b'\xef\xbb\xbf\n[{"id": "1"}]<item>1</item>',
        b"<rss><item>1</item> text <item>2</item></rss>",
        b"<rss><item>1<item>2</item></item></rss>",
        b"<rss><item>1</item><item>2</rss>",
        b"<rss><item>1</item><atom:entry>2</atom:entry></rss>",
        b"<rss><item>1</item></channel><ITEM>2</ITEM></rss>",
        b"<rss><!-- <item>0</item> --><item>1</item></rss>",
        b"<rss><item><![CDATA[x</item></rss>",
        b"<rss><item><!ELEMENT></item></rss>",
        b"<rss><item><?php </item> ?></item></rss>",
        b"<rss><item>1</item x></rss>",
        b'<!DOCTYPE rss [<!ENTITY x "<item>">]><rss><item>1</item></rss>',
        b"<?xml version='1.0' encoding='iso-2022-jp'?><rss><item>1</item></rss>",
        "<rss><item>1</item></rss>".encode("utf-16"),
    ],
)
def test_what_is_not_plain_is_left_whole(body: bytes) -> None:
    """Nested, unclosed or mixed entries, commented ones, own DTDs and shifty encodings go whole to the parser."""
    assert split(body) is None
    assert reduce(body, b"").document == body


def test_markup_inside_cdata_and_comments_cuts_nothing() -> None:
    """The end of an item inside CDATA or a comment is text."""
    blocks = (b"<item><![CDATA[</item>]]><!-- </item> --></item>", b"<item a='1'\n>2</item\n>")
    parts = split(b"<rss>" + b"".join(blocks) + b"</rss>")
    assert parts is not None
    assert parts.blocks == blocks


def test_only_new_blocks_are_parsed() -> None:
    """The parser gets the new block alone; an unchanged document, or one that only lost blocks, costs no parse."""
    documents: list[bytes] = []

    def parse_noted(body: bytes) -> ParsedFeed:
        documents.append(body)
        return _parse(body)

    first = read(_rss(_item(1), _item(2)), b"", parse_noted)
    assert first.is_whole
    assert first.blocks == 2
    second = read(_rss(_item(3), _item(1), _item(2)), first.memory, parse_noted)
    assert second.parsed is not None
    assert [entry.guid for entry in second.parsed.entries] == ["g3"]
    assert not second.is_whole
    assert b"g1" not in documents[-1]
    assert read(_rss(_item(1)), second.memory, parse_noted).parsed is None
    assert read(_rss(_item(3), _item(1), _item(2)), second.memory, parse_noted).parsed is None
    assert len(documents) == 2


def test_a_new_context_makes_all_blocks_new() -> None:
    """Another base address or namespace in the header changes what the same bytes mean; another build date does not."""
    entry = b'<entry><id>1</id><link href="n"/></entry>'
    first = read(ATOM[0] + entry + ATOM[1], b"", _parse)
    dated = ATOM[0] + b"<updated>2026-10-05T10:00:00Z</updated>" + entry + ATOM[1]
    assert read(dated, first.memory, _parse).parsed is None
    moved = read(ATOM[0].replace(b"/a/", b"/b/") + entry + ATOM[1], first.memory, _parse)
    assert moved.parsed is not None
    assert moved.parsed.entries[0].link == "https://d.example/b/n"


def test_unsplittable_document_is_skipped_when_its_bytes_are_the_same() -> None:
    """A document that cannot be cut is parsed whole at each change, and not at all without one."""
    body = _rss(_item(1)).replace(b"encoding=", b" encoding=").decode().encode("utf-16")
    first = read(body, b"", _parse)
    assert first.is_whole
    assert listed(first.memory).guids == {identity_hash("g1")}
    again = read(body, first.memory, _parse)
    assert (again.parsed, again.memory, again.shared) == (None, first.memory, first.shared)
    assert read(body + " ".encode("utf-16-le"), first.memory, _parse).parsed is not None


def test_part_that_reads_otherwise_than_expected_is_read_whole() -> None:
    """A part that the parser refuses, or finds other entries in, is followed by the whole; a time limit is not."""
    body = _rss(_item(2, title="Bridge returned error 500! (1)"), _item(1))
    first = read(_rss(_item(1)), b"", _parse)
    with pytest.raises(ParseError):
        _parse(reduce(body, first.memory).document or b"")
    reading = read(body, first.memory, _parse)
    assert reading.is_whole
    assert reading.parsed is not None
    assert [entry.title for entry in reading.parsed.entries] == ["1"]
    assert read(body, reading.memory, _parse).parsed is None
    assert (
        read(_rss(_item(3), _item(2, title="Bridge returned error 500! (1)"), _item(1)), reading.memory, _parse).blocks
        == 3
    )

    def too_slow(part: bytes) -> ParsedFeed:
        raise ParseError("timeout", "reading took longer than 1 s")

    with pytest.raises(ParseError, match="longer"):
        read(body, first.memory, too_slow)

    def two_for_one(part: bytes) -> ParsedFeed:
        return _parse(part if part == body else _rss(_item(8), _item(9)))

    assert read(body, first.memory, two_for_one).is_whole


def test_entries_that_never_fit_are_parsed_whole_each_time() -> None:
    """When the whole parse finds another number of entries than blocks, nothing is taken for known."""
    body = _rss(_item(1), _item(2))

    def one_only(part: bytes) -> ParsedFeed:
        return _parse(_rss(_item(1)))

    first = read(body, b"", one_only)
    assert reduce(body + b" ", first.memory).document == body + b" "


def _shared(*pairs: tuple[str | None, str | None]) -> SharedKeys:
    """Of a document with these guids and links."""
    blocks = []
    for number, (guid, link) in enumerate(pairs):
        guid_xml = f'<guid isPermaLink="false">{guid}</guid>' if guid else ""
        blocks.append(f"<item><title>{number}</title>{guid_xml}{f'<link>{link}</link>' if link else ''}</item>")
    return read(_rss(*(block.encode() for block in blocks)), b"", _parse).shared


A, B, C = (f"https://d.example/{name}" for name in "abc")


def test_what_a_damaged_document_says_is_not_taken_for_known() -> None:
    """An end tag that is spoilt behind them makes feedparser read all entries loosely; once it is mended they are
    read as they are."""
    whole = _rss(_item(1), _item(2))
    first = read(whole.replace(b"</rss>", b"</rs>"), b"", _parse)
    assert first.parsed is not None
    assert first.parsed.is_damaged
    second = read(whole, first.memory, _parse)
    assert second.is_whole
    assert read(_rss(_item(3), _item(1), _item(2)), second.memory, _parse).is_whole is False


def test_what_does_not_identify() -> None:
    """A guid with several links, a link with several guids or none; pairs of both are one item's versions."""
    g, a = identity_hash("g"), identity_hash(A)
    assert _shared(("g", A), ("h", B)) == SharedKeys()
    assert _shared(("g", A), ("g", B)).guids == {g}
    assert _shared(("g", A), ("h", A)).links == {a}
    assert _shared((None, A), (None, A)).links == {a}
    assert _shared(("g", None), ("g", None)).guids == {g}
    assert _shared(("g", A), ("g", A)) == SharedKeys(repeated=frozenset({g, a}))
    assert _shared(("g", A), ("g", A), ("g", A)) == SharedKeys(guids=frozenset({g}), links=frozenset({a}))
    many = [(f"x{n}", f"{B}{n}") for n in range(9)]
    assert _shared(*[("g", A)] * 3, *many) == SharedKeys(repeated=frozenset({g, a}))
    section = _shared(("g", f"{A}/12345-x"), ("h", f"{A}/12345-y"))
    assert section.numbers == {identity_hash("d.example/12345")}


def test_shared_keys_count_blocks_that_were_not_parsed() -> None:
    """The new entry's guid also stands in a known block: the memory tells, though only one was parsed."""
    first = read(_rss(_item(1, A)), b"", _parse)
    reading = read(_rss(_item(1, B), _item(1, A)), first.memory, _parse)
    assert reading.parsed is not None
    assert len(reading.parsed.entries) == 1
    assert reading.shared.guids == {entry_hashes(reading.parsed.entries[0])[0]}


def test_memory_of_other_versions_and_broken_ones_is_no_memory() -> None:
    """Bytes that are no memory of ours make everything new."""
    body = _rss(_item(1))
    good = read(body, b"", _parse).memory
    for memory in (b"", b"\x01" + good[1:], good[:-1], b"\x02"):
        assert listed(memory) == SharedKeys()
        assert shared(memory) == SharedKeys()
    assert reduce(body + b" ", good[:-1]).document == body + b" "


def test_memory_is_bounded() -> None:
    """Of a document with very many blocks the first are remembered; the others are parsed again at each change."""
    body = _rss(*(b"<item>%d</item>" % number for number in range(MAX_BLOCKS + 5)))
    reduced = reduce(body, b"")
    parsed = ParsedFeed(version="rss20", title="", language=None, entries=(), skipped=MAX_BLOCKS + 5)
    memory = remember(b"", reduced, parsed)
    assert reduce(body + b" ", memory).new == tuple(range(MAX_BLOCKS, MAX_BLOCKS + 5))


def test_blocks_that_moved_went_or_changed_are_told_from_the_others() -> None:
    """Only what is new or edited is read, wherever it stands and whatever went or changed places around it."""
    memory = read(_rss(*map(_item, range(8))), b"", _parse).memory
    edited, new = _item(3, title="Edited"), _item(9)
    for blocks, places in (
        ([new, *map(_item, range(7))], (0,)),  # one on top, the last one gone
        ([_item(0), _item(1), _item(2), edited, *map(_item, range(4, 8))], (3,)),
        ([_item(0), _item(1), *map(_item, range(5, 8))], ()),  # three gone
        ([*map(_item, range(4, 8)), new, *map(_item, range(3))], (4,)),
        ([_item(0), _item(0), new, _item(1), b"<!-- -->", _item(2)], None),
        ([edited, new, _item(1)], (0, 1)),
    ):
        body = _rss(*blocks)
        reduced = reduce(body, memory)
        if places is None:
            assert reduced.document == body
        else:
            assert reduced.new == places
        assert reduced.digests == reduce(body, b"").digests
