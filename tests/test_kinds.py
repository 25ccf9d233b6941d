"""Documents of many kinds, from parser to item: what a reader gets of each (`data/kinds.txt`).

Written after what the test suites of feedparser, feedvalidator and others are about: elements of several namespaces,
identities, references, types of content, base addresses, names in wrong places, markup that is wrong.
"""

from pathlib import Path

import pytest
from builders import make_feed
from fakes import NOON

from bot.errors import ParseError
from bot.normalise import normalise
from bot.parse import parse

_NAMESPACES = (
    "xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:content='http://purl.org/rss/1.0/modules/content/' "
    "xmlns:atom='http://www.w3.org/2005/Atom' xmlns:media='http://search.yahoo.com/mrss/' "
    "xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd' xmlns:georss='http://www.georss.org/georss' "
    "xmlns:thr='http://purl.org/syndication/thread/1.0' xmlns:slash='http://purl.org/rss/1.0/modules/slash/' "
    "xmlns:feedburner='http://rssnamespace.org/feedburner/ext/1.0' xmlns:wfw='http://wellformedweb.org/CommentAPI/' "
    "xmlns:dcterms='http://purl.org/dc/terms/' xmlns:gml='http://www.opengis.net/gml' "
    "xmlns:xhtml='http://www.w3.org/1999/xhtml' xmlns:cc='http://web.resource.org/cc/'"
)
_SORTS = {
    "rss": f"<?xml version='1.0'?><rss version='2.0' {_NAMESPACES}><channel><title>Diario</title>"
    "<link>http://d.example/</link>{}</channel></rss>",
    "atom": f"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom' {_NAMESPACES}><title>Diario</title>"
    "<id>urn:d</id><updated>2026-11-01T00:00:00Z</updated>{}</feed>",
    "rdf": "<?xml version='1.0'?><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
    f"xmlns='http://purl.org/rss/1.0/' {_NAMESPACES}><channel rdf:about='http://d.example/'><title>Diario</title>"
    "</channel>{}</rdf:RDF>",
    "whole": "{}",
}
_FILE = Path(__file__).parent / "data" / "kinds.txt"


def _kinds() -> list[tuple[str, str, list[str]]]:
    """Sort, document and expected lines of each kind."""
    kinds = []
    for block in _FILE.read_text(encoding="utf-8").split("\n\n")[1:]:
        label, document, *expected = block.strip("\n").split("\n")
        kinds.append((label, document, expected))
    return kinds


def _read(document: str) -> list[str]:
    """A line for every entry that is an item."""
    feed = make_feed(language="und")
    found = []
    for entry in parse(document.encode(), content_type="", url="http://d.example/rss", now=NOON).entries:
        try:
            item = normalise(entry, feed, NOON)
        except ParseError:  # neither title nor text
            continue
        moment = f"{item.published_at:%Y-%m-%dT%H:%M}" if item.published_at else ""
        text = " ".join(f"{item.summary} {item.body}".split())
        found.append(f"= {item.title} | {item.link or ''} | {moment} | {text}".rstrip(" |"))
    return found


@pytest.mark.parametrize(("label", "inner", "expected"), _kinds())
def test_a_reader_gets_of_a_document_what_it_says(label: str, inner: str, expected: list[str]) -> None:
    """Title, link, moment and text of every entry."""
    sort = label[1 : label.index("]")]
    assert _read(_SORTS[sort].replace("{}", inner)) == expected
