"""bot/parse: what an entry of RSS, RDF or Atom says: links, names, texts, dates."""

from datetime import UTC, datetime

import pytest
from fakes import NOON
from parse_kit import entry_of, read_feed, rss

from bot.domain import ParsedFeed
from bot.parse import parse


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
    assert entry_of(f"<item><title>A</title>{fields}</item>").link == link


def test_links_of_atom() -> None:
    """The alternate link is taken, HTML before other types; self, replies and enclosures never."""
    entry = (
        '<entry><title>A</title><link rel="self" href="s"/><link rel="alternate" type="application/json" href="j"/>'
        '<link rel="replies" href="r"/><link href="h"/><link rel="enclosure" href="e"/></entry>'
        '<entry><title>B</title><link rel="self" href="s"/><link rel="enclosure" href="e"/></entry>'
    )
    found = read_feed(f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="es">{entry}</feed>')
    assert [e.link for e in found.entries] == ["https://d.example/rss/h", None]
    assert (found.version, found.language, found.entries[0].language) == ("atom10", "es", "es")


@pytest.mark.parametrize(
    ("links", "page"),
    [
        ('<author><name>Ana</name><link href="who"/></author><link href="a"/>', "a"),
        ('<contributor><name>Ana</name><link rel="alternate" href="who"/></contributor><link href="a"/>', "a"),
        ('<author><name>Ana</name><link>who</link></author><link href="a"/>', "a"),
        ('<link href="a"/><author><name>Ana</name><link href="who"/></author>', "a"),
        ('<author><name>Ana<link href="a"/>', "a"),  # an author that does not end has the entry's link
    ],
)
def test_the_page_of_a_person_is_not_the_entrys(links: str, page: str) -> None:
    """Neither before nor behind the entry's own link."""
    found = read_feed(f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title>{links}</entry></feed>')
    assert [e.link for e in found.entries] == [f"https://d.example/rss/{page}"]


def test_names_of_atom() -> None:
    """A relation may be spelt as its IRI; a text that stands elsewhere stands at its page; an id is no address."""
    entries = (
        '<entry><id>e1</id><link rel="http://www.iana.org/assignments/relation/alternate" href="a"/></entry>'
        '<entry><id>e2</id><content type="text/html" src="b"/></entry>'
    )
    found = read_feed(f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>').entries
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
    entry = entry_of(f"<item>{fields.format(own)}</item>")
    assert (entry.title, entry.guid, entry.summary, entry.content) == ("Nota", "g", "Texto", "")
    assert entry.published == datetime(2026, 10, 5, 10, tzinfo=UTC)


def test_words_under_a_film_are_the_text_where_there_is_no_other() -> None:
    """As in the feeds of YouTube."""
    group = (
        "<media:group><media:title>Film</media:title><media:description>Habla de 26.</media:description></media:group>"
    )
    entry = entry_of(f"<item><title>Mañanera</title>{group}</item>")
    assert (entry.title, entry.summary) == ("Mañanera", "Habla de 26.")


def test_numbers_of_characters_are_read_as_browsers_read_them() -> None:
    """128 to 159 are places in windows-1252."""
    assert entry_of("<item><title>&#147;War&#148; &#x96; 26 men&#133;</title></item>").title == "“War” – 26 men…"


def test_fields_of_an_entry() -> None:
    """Texts, dates, source and language come out as given; a copied summary is not given twice."""
    entry = entry_of(
        "<item><title>A</title><guid> g1 </guid><description>Resumen</description><author>a@x.example (Ana)</author>"
        "<content:encoded><![CDATA[<p>Todo</p>]]></content:encoded><pubDate>lun, 05 oct 2026 10:00:00 -0600</pubDate>"
        '<source url="https://o.example/rss">Otro &amp;amp; Co</source><media:title>foto</media:title></item>'
    )
    assert (entry.title, entry.summary, entry.content) == ("A", "Resumen", "<p>Todo</p>")
    assert entry.published == datetime(2026, 10, 5, 16, tzinfo=UTC)
    assert entry.published_has_zone
    assert (entry.source_name, entry.source_url) == ("Otro & Co", "https://o.example/rss")
    assert entry_of("<item><content:encoded>x</content:encoded></item>").summary == ""


def test_the_first_readable_date_counts() -> None:
    """An unreadable pubDate gives way to another date; with none readable, the raw one is kept."""
    entry = entry_of("<item><title>A</title><pubDate>hoy</pubDate><dc:date>2026-10-05T10:00:00</dc:date></item>")
    assert (entry.published_raw, entry.published_has_zone) == ("2026-10-05T10:00:00", False)
    assert entry.published == datetime(2026, 10, 5, 10, tzinfo=UTC)
    entry = entry_of("<item><title>A</title><pubDate>hoy</pubDate></item>")
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
    parsed = read_feed(rdf)
    assert (parsed.version, parsed.title, parsed.ttl_min, len(parsed.entries)) == ("rss10", "c", 30, 1)
    assert parsed.entries[0].published == datetime(2026, 10, 5, 16, tzinfo=UTC)
    assert read_feed(rss("<ttl>45</ttl>")).ttl_min == 45
    assert read_feed(rdf.replace("<sy:updateFrequency>2</sy:updateFrequency>", "")).ttl_min == 60
    assert read_feed(rss("")) == ParsedFeed(version="rss20", title="Diario", language=None, entries=())


def test_the_hours_and_days_that_a_channel_wants_to_be_left_alone_are_read() -> None:
    """skipHours and skipDays of RSS 2.0; hour 24 is midnight, and what is no hour or day is left out."""
    head = (
        "<skipHours><hour>2</hour><hour> 24 </hour><hour>77</hour></skipHours>"
        "<skipDays><day>Sunday</day><day>Caturday</day></skipDays>"
    )
    body = f"<rss version='2.0'><channel><title>T</title>{head}<item><title>a</title></item></channel></rss>"
    parsed = parse(body.encode(), content_type="", url="https://d.example/", now=NOON)
    assert (parsed.skip_hours, parsed.skip_days) == ((0, 2), (6,))
