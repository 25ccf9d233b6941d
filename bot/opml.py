"""Lists of feeds in OPML, the format in which feed readers hand them on. May import domain and text. Pure.

Read with the standard library's HTML parser, which knows neither entity declarations nor external files, and takes
what is broken: unescaped ampersands, missing ends, cut files.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlsplit
from xml.sax.saxutils import quoteattr

from bot.domain import Feed
from bot.text import clean, decode, fold
from bot.urls import safe_link

MAX_BYTES = 5_000_000
MAX_OUTLINES = 20_000
_MAX_ID = 40
_DECLARED = re.compile(rb"""<\?xml[^>]{0,300}?encoding\s*=\s*["']([^"']{1,40})["']""")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One feed of a list."""

    name: str  # one clean line, never empty
    url: str  # http or https
    language: str | None  # as written, None = not said


class _Reader(HTMLParser):
    """Collects outlines that have an address; nesting, which means folders, is of no interest."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[dict[str, str]] = []
        self.is_opml = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_opml = self.is_opml or tag in ("opml", "outline")
        if tag == "outline" and len(self.found) < MAX_OUTLINES:
            values = {name: value for name, value in attrs if value}
            if "xmlurl" in values:
                self.found.append(values)


def read_opml(body: bytes) -> tuple[tuple[Outline, ...], tuple[str, ...]]:
    """Feeds of an OPML document, each address once, in its order; and the addresses that cannot be used.

    Raises:
        ValueError: no OPML, or more than `MAX_BYTES`.
    """
    if len(body) > MAX_BYTES:
        raise ValueError(f"more than {MAX_BYTES:,} bytes")
    declared = _DECLARED.search(body[:400])
    reader = _Reader()
    reader.feed(decode(body, declared.group(1).decode("ascii", "replace") if declared else None))
    reader.close()
    if not reader.is_opml:
        raise ValueError("no OPML: there is neither <opml> nor <outline> in it")
    outlines: dict[str, Outline] = {}
    unusable: list[str] = []
    for values in reader.found:
        url = safe_link(values["xmlurl"].strip())
        if url is None:
            unusable.append(clean(values["xmlurl"])[:200])
            continue
        if url in outlines:
            continue
        name = clean(values.get("title") or values.get("text") or "") or urlsplit(url).hostname or url
        outlines[url] = Outline(name=name[:200], url=url, language=values.get("language"))
    return tuple(outlines.values()), tuple(unusable)


def ids_for(outlines: Iterable[Outline], taken: Iterable[str]) -> list[str]:
    """A short id for each, made of its name, that nothing else has."""
    used = set(taken)
    ids = []
    for outline in outlines:
        words = re.sub(r"[^a-z0-9]+", "-", fold(outline.name)).strip("-")[:_MAX_ID].strip("-") or "feed"
        name, number = words, 1
        while name in used:
            number += 1
            name = f"{words}-{number}"
        used.add(name)
        ids.append(name)
    return ids


def write_opml(feeds: Sequence[Feed]) -> str:
    """An OPML 2.0 document of the feeds, in their order."""
    lines = [_outline(feed) for feed in feeds]
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n<head><title>Pregonero</title></head>\n<body>\n'
    )
    return f"{head}{''.join(lines)}</body>\n</opml>\n"


def _outline(feed: Feed) -> str:
    values = {"type": "rss", "text": feed.name, "title": feed.name, "xmlUrl": feed.url, "category": f"/{feed.kind}"}
    if feed.language != "und":
        values["language"] = feed.language
    attributes = " ".join(f"{name}={quoteattr(_ILLEGAL.sub('', value))}" for name, value in values.items())
    return f"  <outline {attributes}/>\n"
