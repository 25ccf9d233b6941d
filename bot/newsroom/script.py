"""What the newsroom publishes and when: items that appear, change and vanish, rendered as RSS, Atom or JSON Feed. Pure.

May import the standard library only.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import format_datetime
from html import escape
from typing import Any, Literal
from urllib.parse import urljoin

FeedFormat = Literal["rss", "atom", "json"]
_MAX_ITEMS = 30  # in a feed, the newest; older ones fall out, as in real feeds
_CONTENT_TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What an outlet changes of an item; None leaves a field as it was."""

    at: datetime
    title: str | None = None
    summary: str | None = None
    body: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptedItem:
    """One report of one outlet."""

    guid: str  # "" = the feed gives none
    title: str
    link: str  # a path on this server, where the item's page is served too, or an absolute address
    appears_at: datetime  # in the feed
    published: datetime | None = None  # as printed; None = as `appears_at`
    summary: str = ""
    body: str = ""  # of the page; paragraphs separated by newlines
    edits: tuple[Edit, ...] = ()
    vanishes_at: datetime | None = None  # from the feed; its page stays
    source: tuple[str, str] | None = None  # name and address of the outlet, in an aggregator's feed
    is_dated: bool = True  # False: the feed prints no date

    def at(self, now: datetime) -> "ScriptedItem":
        """The item as it stands at a moment, with the edits made by then."""
        item = self
        for edit in sorted(self.edits, key=lambda edit: edit.at):
            if edit.at <= now:
                made = {name: getattr(edit, name) for name in ("title", "summary", "body", "link")}
                item = replace(item, **{name: text for name, text in made.items() if text is not None})
        return item


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptedFeed:
    """One feed of one outlet."""

    path: str  # begins with a slash
    title: str
    items: tuple[ScriptedItem, ...] = ()
    language: str = "es"
    format: FeedFormat = "rss"
    has_bodies: bool = False  # True: the full text stands in the feed
    ttl_min: int | None = None

    @property
    def content_type(self) -> str:
        """Of the format."""
        return _CONTENT_TYPES[self.format]

    def visible(self, now: datetime, *, everything: bool = False) -> tuple[ScriptedItem, ...]:
        """Items as they stand at a moment, newest first; `everything` includes those that have left the feed."""
        there = [item for item in self.items if item.appears_at <= now]
        if not everything:
            there = [item for item in there if item.vanishes_at is None or item.vanishes_at > now]
        there.sort(key=lambda item: item.appears_at, reverse=True)
        return tuple(item.at(now) for item in (there if everything else there[:_MAX_ITEMS]))

    def changed_at(self, now: datetime) -> datetime | None:
        """When the document changed last; None before its first item."""
        moments = [item.appears_at for item in self.items]
        moments += [item.vanishes_at for item in self.items if item.vanishes_at is not None]
        moments += [edit.at for item in self.items for edit in item.edits]
        return max((moment for moment in moments if moment <= now), default=None)


def render_feed(feed: ScriptedFeed, now: datetime, *, base_url: str) -> bytes:
    """The document as it stands at a moment; equal bytes as long as nothing has changed."""
    items = feed.visible(now)
    if feed.format == "json":
        return _render_json(feed, items, base_url)
    render = _render_atom if feed.format == "atom" else _render_rss
    return "\n".join(['<?xml version="1.0" encoding="utf-8"?>', *render(feed, items, base_url, now), ""]).encode()


def page_html(item: ScriptedItem) -> bytes:
    """An article page: headline, summary, paragraphs, and the furniture that a reader has to leave out."""
    paragraphs = [part for part in (item.summary, *item.body.splitlines()) if part.strip()]
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f"<html><head><meta charset='utf-8'><title>{escape(item.title)}</title></head><body>",
            "<nav><a href='/'>Home</a> <a href='/about'>About</a></nav>",
            f"<article><h1>{escape(item.title)}</h1>",
            *(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs),
            "</article><footer>All that stands here is invented.</footer></body></html>",
            "",
        ]
    ).encode()


def _render_rss(feed: ScriptedFeed, items: tuple[ScriptedItem, ...], base_url: str, now: datetime) -> list[str]:
    lines = [
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>',
        f"<title>{escape(feed.title)}</title><link>{escape(base_url)}/</link>",
        f"<description>{escape(feed.title)}</description><language>{escape(feed.language)}</language>",
    ]
    if feed.ttl_min is not None:
        lines.append(f"<ttl>{feed.ttl_min}</ttl>")
    for item in items:
        lines.append(f"<item><title>{escape(item.title)}</title><link>{escape(urljoin(base_url, item.link))}</link>")
        if item.guid:
            is_address = str(item.guid.startswith("http")).lower()
            lines.append(f'<guid isPermaLink="{is_address}">{escape(item.guid)}</guid>')
        if item.is_dated:
            lines.append(f"<pubDate>{format_datetime(item.published or item.appears_at)}</pubDate>")
        if item.source:
            lines.append(f'<source url="{escape(item.source[1])}">{escape(item.source[0])}</source>')
        lines.append(f"<description>{escape(item.summary)}</description>")
        if feed.has_bodies and item.body:
            lines.append(f"<content:encoded>{escape(_paragraphs(item))}</content:encoded>")
        lines.append("</item>")
    return [*lines, "</channel></rss>"]


def _render_atom(feed: ScriptedFeed, items: tuple[ScriptedItem, ...], base_url: str, now: datetime) -> list[str]:
    changed = feed.changed_at(now)
    updated = changed.isoformat() if changed else "2000-01-01T00:00:00Z"
    lines = [
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(feed.language)}">',
        f"<title>{escape(feed.title)}</title><id>{escape(base_url + feed.path)}</id>",
        f"<updated>{updated}</updated><author><name>{escape(feed.title)}</name></author>",
    ]
    for item in items:
        edits = [edit.at for edit in item.edits if edit.at <= now]
        lines.append(f"<entry><title>{escape(item.title)}</title>")
        lines.append(f'<link rel="alternate" href="{escape(urljoin(base_url, item.link))}"/>')
        if item.guid:
            lines.append(f"<id>{escape(item.guid)}</id>")
        if item.is_dated:
            lines.append(f"<published>{(item.published or item.appears_at).isoformat()}</published>")
            lines.append(f"<updated>{max([item.appears_at, *edits]).isoformat()}</updated>")
        lines.append(f"<summary>{escape(item.summary)}</summary>")
        if feed.has_bodies and item.body:
            lines.append(f'<content type="html">{escape(_paragraphs(item))}</content>')
        lines.append("</entry>")
    return [*lines, "</feed>"]


def _render_json(feed: ScriptedFeed, items: tuple[ScriptedItem, ...], base_url: str) -> bytes:
    entries: list[dict[str, Any]] = []  # Any: JSON
    for item in items:
        entry = {"id": item.guid, "url": urljoin(base_url, item.link), "title": item.title, "summary": item.summary}
        if item.is_dated:
            entry["date_published"] = (item.published or item.appears_at).isoformat()
        entry["content_html"] = _paragraphs(item) if feed.has_bodies else ""
        entries.append({key: text for key, text in entry.items() if text})
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "language": feed.language,
        "items": entries,
    }
    return json.dumps(document, ensure_ascii=False).encode()


def _paragraphs(item: ScriptedItem) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in item.body.splitlines() if line.strip())
