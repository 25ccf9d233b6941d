"""Bytes of a feed to its entries: `documents` makes them text, `xml_feed` (feedparser's door) or `json_feed` reads it,
`refusals` says what is no feed although it looks like one.

May import domain, errors, text, urls and dates. Pure: reads no clock (`now` is handed in), no network and no file.
"""

from contextlib import suppress
from datetime import datetime

from bot.domain import ParsedFeed
from bot.errors import ParseError
from bot.parse.documents import MAX_UNPACKED_BYTES, readable, unpack
from bot.parse.json_feed import parse_json
from bot.parse.xml_feed import ENTRY, parse_xml

__all__ = ["MAX_UNPACKED_BYTES", "parse"]


def parse(body: bytes, *, content_type: str, url: str, now: datetime) -> ParsedFeed:
    """Reads a feed: RSS, RDF, Atom or JSON Feed, whatever its content type says.

    `published` of an entry is the first of its dates that can be read: published, created, updated.

    Args:
        body: the document, decoded of its content encoding.
        content_type: as sent, "" = none; only its charset counts.
        url: the final address, which relative links are resolved against.
        now: the time of the poll (aware UTC).

    Raises:
        ParseError: `empty` (no bytes), `challenge` (a page that wants a browser), `not_a_feed`, or `bridge_error`
            (all entries report a failure of the service that made the feed).
    """
    body = unpack(body)
    if not body.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise ParseError("empty", "the document is empty")
    text = readable(body, content_type)
    if text.lstrip()[:1] in ("{", "["):
        try:
            return parse_json(text, url)
        except ParseError as exc:
            if exc.problem == "bridge_error" or not (ENTRY.search(text) or b"\0" in body):
                raise
            with suppress(ParseError):
                return parse_xml(body, text, url)
            raise
    return parse_xml(body, text, url)
