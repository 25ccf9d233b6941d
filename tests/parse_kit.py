"""Documents of an invented paper, and what parse makes of them."""

from fakes import NOON

from bot.domain import ParsedFeed, RawEntry
from bot.parse import parse

URL = "https://d.example/rss/feed.xml"


def read_feed(body: bytes | str, content_type: str = "", url: str = URL) -> ParsedFeed:
    """A document as the poll would have it read."""
    return parse(body if isinstance(body, bytes) else body.encode(), content_type=content_type, url=url, now=NOON)


def rss(items: str, declaration: str = "") -> str:
    """A document of RSS around these items, which may name fields of Media RSS, content and Dublin Core."""
    return (
        f'<?xml version="1.0"{declaration}?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>Diario</title>{items}</channel></rss>"
    )


def entry_of(items: str, declaration: str = "") -> RawEntry:
    """The one entry of such a document."""
    (entry,) = read_feed(rss(items, declaration)).entries
    return entry
