"""JSON Feed 1.0 and 1.1, whole or broken off. Pure; may import domain, errors, text, urls and its siblings."""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from bot.domain import ParsedFeed, RawEntry
from bot.errors import ParseError
from bot.parse.fields import BROKEN_ENTRY, MAX_ENTRIES, as_text, dates, mappings
from bot.parse.refusals import kept
from bot.text import ILLEGAL, title_text
from bot.urls import absolute, safe_link

_DECODER = json.JSONDecoder(strict=False)  # line breaks inside texts are a frequent mistake
_ITEMS = re.compile(r'"items"\s*:\s*\[')
_BETWEEN_ITEMS = re.compile(r"[\s,]*")
_OF_AN_ITEM = frozenset({"id", "url", "title", "content_text", "content_html", "summary", "external_url"})


def _entry(item: Mapping[str, Any], feed_language: str | None, url: str) -> RawEntry:
    guid = item.get("id")
    language = as_text(item.get("language")) or feed_language
    raw, moment, has_zone = dates([item.get("date_published"), item.get("date_modified")], language)
    links = (absolute(url, as_text(item.get(key))) for key in ("url", "external_url"))
    if isinstance(guid, bool) or not isinstance(guid, str | int | float):
        guid = None
    own_link = next((link for link in links if link), None)
    return RawEntry(
        guid=None if guid is None else str(guid).strip() or None,
        link=own_link or safe_link(str(guid or "")),
        title=ILLEGAL.sub("", as_text(item.get("title"))),
        summary=ILLEGAL.sub("", as_text(item.get("summary"))),
        content=ILLEGAL.sub("", as_text(item.get("content_html")) or as_text(item.get("content_text"))),
        published_raw=raw,
        published=moment,
        published_has_zone=has_zone,
        source_name=None,
        source_url=None,
        language=language or None,
    )


def _salvaged(text: str, why: ValueError | RecursionError) -> list[object]:
    """The items of a JSON Feed that breaks off or is spoilt, up to there.

    Raises:
        ParseError: it has none, or is no JSON Feed.
    """
    items: list[object] = []
    start = _ITEMS.search(text)
    if start is not None and "jsonfeed.org" in text[: start.start()]:
        at = start.end()
        with suppress(ValueError, RecursionError):
            while len(items) < MAX_ENTRIES:
                between = _BETWEEN_ITEMS.match(text, at)
                item, at = _DECODER.raw_decode(text, between.end() if between else at)
                items.append(item)
    if not items:
        raise ParseError("not_a_feed", f"JSON that cannot be read: {why}"[:300]) from why
    return items


def _read(text: str) -> tuple[Mapping[str, Any], list[Any], str | None]:
    """The feed's own fields, its items, and what is wrong with the document.

    Raises:
        ParseError: it is no JSON Feed.
    """
    try:
        document = _DECODER.decode(text)
    except (ValueError, RecursionError) as exc:
        return {}, _salvaged(text, exc), f"JSON that breaks off: {exc}"[:300]
    feed: Mapping[str, Any] = document if isinstance(document, dict) else {}
    items = feed.get("items")
    is_named = "jsonfeed.org" in as_text(feed.get("version"))
    if items is None and is_named:
        return feed, [], None
    if not isinstance(items, list):
        raise ParseError("not_a_feed", "JSON that is no JSON Feed")
    looks_like_items = any(isinstance(item, dict) and not _OF_AN_ITEM.isdisjoint(item) for item in items)
    if not (is_named or "title" in feed or ("version" in feed and looks_like_items)):
        raise ParseError("not_a_feed", "JSON that is no JSON Feed")
    return feed, items, None


def parse_json(text: str, url: str) -> ParsedFeed:
    """Reads a JSON Feed; see `bot.parse.parse`."""
    feed, items, complaint = _read(text)
    version = as_text(feed.get("version"))
    language = as_text(feed.get("language")) or None
    read: list[RawEntry | None] = []
    for item in items[:MAX_ENTRIES]:
        try:
            read.append(_entry(item, language, url))
        except BROKEN_ENTRY:
            read.append(None)
    found, note = kept(read, url)
    hubs = [  # of rssCloud, which some name there too, we know nothing
        absolute(url, as_text(hub.get("url")))
        for hub in mappings(feed.get("hubs"))
        if as_text(hub.get("type")).lower() != "rsscloud"
    ]
    return ParsedFeed(
        version="json1" if "/1" not in version or "1.1" not in version else "json11",
        title=title_text(as_text(feed.get("title"))),
        language=language,
        entries=tuple(entry for _, entry in found),
        hub=next((address for address in hubs if address), None),
        topic=absolute(url, as_text(feed.get("feed_url"))),
        skipped=len(items) - len(found) + (complaint is not None),
        note=note or complaint,
        is_damaged=complaint is not None,
        positions=tuple(place for place, _ in found),
    )
