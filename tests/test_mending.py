"""Feeds whose programs forget the ends of elements: every entry is there, with what belongs to it and nothing else."""

import pytest
from fakes import NOON
from hypothesis import given
from hypothesis import strategies as st

from bot import delta
from bot.domain import ParsedFeed
from bot.parse import parse
from bot.parse.mending import mended
from bot.text import title_text

URL = "https://d.example/rss/feed.xml"
_NAMESPACES = (
    "xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:dc='http://purl.org/dc/elements/1.1/' "
    "xmlns:media='http://search.yahoo.com/mrss/'"
)
_T = "<title>T</title><link>http://d.example/1</link>"
_D = "<description>Texto uno</description>"
_U = "<title>U</title><link>http://d.example/2</link><description>Texto dos</description>"

_NAMES = (
    "description summary content content:encoded dc:description dc:rights dc:creator dc:date category comments guid id "
    "url copyright rights subtitle tagline info abstract pubDate updated media:title media:credit itunes:summary "
    "itunes:subtitle author name email unknown x:unknown b p div span"
)


def _parse(body: bytes) -> ParsedFeed:
    return parse(body, content_type="", url=URL, now=NOON)


def _rss(items: str) -> bytes:
    return f"<?xml version='1.0'?><rss version='2.0' {_NAMESPACES}><channel>{items}</channel></rss>".encode()


def _atom(entries: str) -> bytes:
    return f"<feed xmlns='http://www.w3.org/2005/Atom' {_NAMESPACES}><title>D</title>{entries}</feed>".encode()


def _read(feed: ParsedFeed) -> list[tuple[str, str | None, str]]:
    return [(entry.title.strip(), entry.link, title_text(entry.content or entry.summary)) for entry in feed.entries]


@pytest.mark.parametrize(
    "first",
    [
        f"<item>{_T}<description>Texto uno</item>",
        f"<item>{_T}<description>Texto uno",
        f"<item>{_T}<description>Texto uno<guid>1</guid></item>",
        f"<item>{_T}<description>Texto uno<description></item>",
        f"<item>{_T}<description>Texto uno</summary></item>",
        f"<item>{_T}<description><![CDATA[Texto uno]]></item>",
        f"<item>{_T}<content:encoded><![CDATA[Texto uno]]></item>",
        f"<item>{_T}<content:encoded><![CDATA[Texto uno]]></content></item>",
        f"<item><title>T<link>http://d.example/1</link>{_D}</item>",
        f"<item><title>T</link><link>http://d.example/1</link>{_D}</item>",
        f"<item><title>T</Title><link>http://d.example/1</link>{_D}</item>",
        f"<item><title>T</title></title><link>http://d.example/1</link>{_D}</item>",
        f"<item><link>http://d.example/1</link>{_D}<title>T</item>",
        f"<item><link>http://d.example/1</link>{_D}<title>T",
        f"<item><title>T</title><link>http://d.example/1{_D}</item>",
        "<item><description>Texto uno<link>http://d.example/1</link><pubDate>x</pubDate><title>T</title></item>",
        f"<item>{_T}<guid>1{_D}</item>",
        f"<item>{_T}<pubDate>x{_D}</item>",
        f"<item>{_T}<dc:creator>x{_D}</item>",
        f"<item>{_T}<media:content url='http://x.example/'>{_D}</item>",
        f"<item>{_T}{_D}",
        f"</item><item>{_T}{_D}</item></item>",
    ],
)
def test_what_an_entry_leaves_open_ends_with_it(first: str) -> None:
    """Alone at the top, between others, and behind them."""
    t, u = ("T", "http://d.example/1", "Texto uno"), ("U", "http://d.example/2", "Texto dos")
    for before, after in (("", f"<item>{_U}</item>"), (f"<item>{_U}</item>", ""), (f"<item>{_U}</item>",) * 2):
        expected = [u] * bool(before) + [t] + [u] * bool(after)
        feed = _parse(_rss(before + first + after))
        assert _read(feed) == expected
        assert feed.is_damaged, "validators are kept only of what was sound"


@pytest.mark.parametrize(
    "first",
    [
        "<summary>Texto uno</entry>",
        "<summary>Texto uno<content type='text'>Texto uno</content></entry>",
        "<content type='html'>Texto uno</entry>",
        "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>Texto uno</entry>",
        "<content type='html'>Texto uno",
    ],
)
def test_the_same_of_atom(first: str) -> None:
    """A link without its end is one too."""
    entries = [
        f"<entry><title>T<link href='http://d.example/1'/>{first}",
        "<entry><title>U</title><link href='http://d.example/2'><summary>Texto dos</summary></entry>",
    ]
    expected = [("T", "http://d.example/1", "Texto uno"), ("U", "http://d.example/2", "Texto dos")]
    assert _read(_parse(_atom("".join(entries)))) == expected


@pytest.mark.parametrize(
    "name",
    _NAMES.split(),
)
def test_no_open_element_takes_an_entry_in(name: str) -> None:
    """Wherever it stands: in the channel, and first, last or in the middle of an entry, which may be open as well."""
    spaces = "xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd' xmlns:x='urn:x'"
    entry = "<item>{}<title>{}</title><link>http://d.example/{}</link>{}</item>"
    t, second = f"<{name}>x", entry.format("", 2, 2, "")
    for items in (
        t + entry.format("", 1, 1, "") + second,
        entry.format(t, 1, 1, "") + second,
        entry.format("", 1, 1, t) + second,
        entry.format("", 1, 1, t + "<pubDate>x</pubDate>") + second,
        entry.format("", 1, 1, t).replace("</item>", "") + second,
    ):
        feed = _parse(_rss(items).replace(b"xmlns:dc", f"{spaces} xmlns:dc".encode()))
        assert [(e.title, e.link) for e in feed.entries] == [(str(n), f"http://d.example/{n}") for n in (1, 2)]


def test_a_section_without_its_end_ends_with_its_field() -> None:
    """At the last entries, where no other section's end is taken for its own."""
    last = f"<item>{_T}<description><![CDATA[Texto <b>uno</description></item><item>{_U}</item>"
    assert [entry.title for entry in _parse(_rss(last)).entries] == ["T", "U"]


def test_what_is_called_like_a_field_in_html_is_part_of_the_text() -> None:
    """A page in a description, in a document that is ill-formed elsewhere."""
    page = "<html><head><title>Z</title><link rel='a' href='b'></head><details><summary>Y</summary>Hola</details>"
    first = f"<item>{_T}<description>{page}</description></item><item>{_U}"
    (t, u) = _parse(_rss(first)).entries
    assert (t.title, t.link, u.title) == ("T", "http://d.example/1", "U")
    assert "Z" in t.summary


def test_an_entry_begins_where_another_one_is_open() -> None:
    """What is open ends before it: the field first, then the entry."""
    assert mended("<item><title>A<item><title>B</title></item>") == (
        "<item><title>A</title></item><item><title>B</title></item>"
    )


def test_mending_never_costs_an_entry() -> None:
    """Where entries of two names stand in one another, the document as it was sent shows more of them."""
    mixed = f"<item>{_T}</description><entry>{_U}</entry><description><entry>{_T}</entry><pubDate>x</pubDate></item>"
    found = _parse(f"<rss version='2.0'><channel>{mixed}</channel></rss>".encode())
    assert sorted(entry.title for entry in found.entries) == ["T", "T", "U"]


def test_what_is_sound_stays_as_it_is() -> None:
    """To the letter: items in a comment, in a section, in a field of other entries' names, elements without content."""
    sound = (
        "<rss><channel><title>D</title><!-- <item><title> --><item><title>A</title><link/><guid isPermaLink='false'>1"
        "</guid><description><![CDATA[<item><title>]]></description><x:entry><y/></x:entry></item><item/></channel></rss>"
    )
    assert mended(sound) == sound


@pytest.mark.parametrize(
    "inside", ["<![CDATA[", "<item><title>", "<item><![CDATA[</item>", "<!--", "</title>", "<title "]
)
def test_long_runs_cost_time_in_proportion(inside: str) -> None:
    """None is looked through for the end of each."""
    assert mended(f"<item>{inside * 50_000}")


_FIELDS = st.permutations(["link", "guid", "pubDate", "dc:creator", "description"])
_VALUES = {"guid": "g{}", "pubDate": "x", "dc:creator": "Ana", "description": "Texto {}"}


@st.composite
def _careless(draw: st.DrawFn) -> list[str]:
    """Entries, each of which may lack some ends."""
    entries = []
    for n in range(draw(st.integers(1, 5))):
        values = {"title": f"Nota {n}", "link": f"http://d.example/{n}"} | {k: v.format(n) for k, v in _VALUES.items()}
        entry = "<item>"
        for name in ["title", *draw(_FIELDS)]:
            end = draw(st.sampled_from([f"</{name}>", f"</{name}>", "", "</guid>"]))
            entry += f"<{name}>{values[name]}{end}{draw(st.sampled_from(['', ' ', chr(10)]))}"
        entries.append(entry + draw(st.sampled_from(["</item>", "</item>", ""])))
    return entries


@given(_careless(), st.data())
def test_no_entry_is_lost_nor_read_otherwise_in_part(entries: list[str], data: st.DataObject) -> None:
    """Whole, and from poll to poll as entries come in front."""
    expected = {(f"Nota {n}", f"http://d.example/{n}", f"Texto {n}") for n in range(len(entries))}
    assert set(_read(_parse(_rss("".join(entries))))) == expected
    at = data.draw(st.integers(0, len(entries)))
    found: set[tuple[str, str | None, str]] = set()
    memory = b""
    for shown in (entries[at:], entries):
        reading = delta.read(_rss("".join(shown)), memory, _parse)
        memory = reading.memory
        found |= set(_read(reading.parsed)) if reading.parsed is not None else set()
    assert found == expected
