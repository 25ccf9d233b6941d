"""bot/parse: JSON Feed, as it is specified and as it is written."""

import json
from datetime import UTC, datetime

import pytest
from parse_kit import read_feed

from bot.errors import ParseError


def test_json_feed() -> None:
    """JSON Feed 1.0 and 1.1 by content; broken items are counted, odd ids taken as text."""
    items = [
        {"id": 1, "url": "/x", "title": "A", "content_html": "<p>x</p>", "date_published": "2026-10-05T10:00:00-06:00"},
        {"id": "https://d.example/2", "content_text": "t", "authors": [{"name": "Ana"}], "language": "en"},
        3,
        {"id": True, "external_url": "https://o.example/", "date_modified": "2026-10-05T10:00:00Z"},
    ]
    document = {"version": "https://jsonfeed.org/version/1.1", "title": "J &amp; K", "language": "es", "items": items}
    parsed = read_feed(json.dumps(document), "application/feed+json")
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
    assert read_feed(json.dumps(document | {"version": "https://jsonfeed.org/version/1"})).version == "json1"
    hubs = [{"type": "rssCloud", "url": "https://c.example/"}, {"type": "WebSub", "url": "https://h.example/"}]
    assert read_feed(json.dumps(document | {"hubs": hubs})).hub == "https://h.example/"


def test_json_feeds_as_they_are_written() -> None:
    """Authors of any shape, line breaks inside texts, no jsonfeed.org in the version: no item is lost by it."""
    items = (
        '{"id": 1, "title": "A", "author": "Ana"}, {"id": "2", "content_text": "a\nb", "authors": {"name": "Eva"}}, '
        '{"title": "C", "authors": [null, 3]}'
    )
    parsed = read_feed(f'{{"version": "1.0", "items": [{items}]}}')
    assert [(entry.title, entry.content) for entry in parsed.entries] == [
        ("A", ""),
        ("", "a\nb"),
        ("C", ""),
    ]


def test_json_that_breaks_off_keeps_its_whole_items() -> None:
    """The document says that it is not whole, so that it is asked for again."""
    items = '{"id": "1", "title": "A"}, {"id": "2", "title": "Corte 3'
    body = f'{{"version": "https://jsonfeed.org/version/1.1", "items": [{items}'
    parsed = read_feed(body)
    assert ([entry.title for entry in parsed.entries], parsed.skipped) == (["A"], 1)
    assert "breaks off" in (parsed.note or "")
    with pytest.raises(ParseError):
        read_feed('{"items": [{"id": "1"}, {"id"')
