"""Lists of feeds in OPML, the format in which feed readers hand them on. May import domain and text. Pure.

Read with the standard library's HTML parser, which knows neither entity declarations nor external files, and takes
what is broken: unescaped ampersands, missing ends, cut files.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlsplit
from xml.sax.saxutils import quoteattr

from bot.domain import Feed
from bot.text import ILLEGAL, clean, declared_encoding, decode, fold
from bot.urls import safe_link

MAX_BYTES = 5_000_000
MAX_OUTLINES = 20_000
_MAX_ID = 40
_BARE_AMPERSAND = re.compile(r"&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)")
_OF_READERS = re.compile(r"(feeds?|itpc|pcast|rss):(?://)?", re.IGNORECASE)  # addresses that call a feed reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One feed of a list."""

    name: str  # one clean line, never empty
    url: str  # http or https
    language: str | None  # as written, None = not said


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """One line of a list that gives no feed."""

    name: str  # of the line, or its address; one clean line
    why: str  # what is wrong with it


class _Reader(HTMLParser):
    """Collects outlines with their attributes; nesting, which means folders, is of no interest."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[dict[str, str]] = []
        self.is_opml = False
        self.is_cut = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_opml = self.is_opml or tag in ("opml", "outline")
        values = {name: (value or "").strip() for name, value in attrs}
        values = {name: value for name, value in values.items() if value or name == "xmlurl"}  # it has to be there
        if tag == "outline" and not _is_folder(values):
            self.is_cut = self.is_cut or len(self.found) >= MAX_OUTLINES
            self.found += [values] if not self.is_cut else []


def _is_folder(values: Mapping[str, str]) -> bool:
    """Nothing but a name, or a kind that no feed has."""
    return not {"xmlurl", "htmlurl", "url"} & values.keys() and values.get("type", "").lower() not in ("rss", "atom")


def address(written: str) -> str | None:
    """The web address of a feed as lists write it, None when it is none.

    `feed://host/x` is `http://host/x`, `feed:https://host/x` is `https://host/x`. A user name and password stay.
    """
    url = written.strip()
    scheme = _OF_READERS.match(url)
    if scheme is not None:
        rest = url[scheme.end() :]
        plain = "https" if scheme.group(1).lower() == "feeds" else "http"
        url = rest if rest.lower().startswith(("http://", "https://")) else f"{plain}://{rest}"
    found = safe_link(url)
    if found is None:
        return None
    parts = urlsplit(found)
    if parts.port == 0:
        return None
    user, at, _ = urlsplit(url).netloc.rpartition("@")
    return f"{parts.scheme}://{user}{at}{found.partition('://')[2]}"


def read_opml(body: bytes) -> tuple[tuple[Outline, ...], tuple[LeftOut, ...]]:
    """Feeds of an OPML document, each address once, in its order; and the lines that give none.

    Folders, and lines that repeat an address, are not among the latter.

    Raises:
        ValueError: no OPML, or more than `MAX_BYTES`.
    """
    if len(body) > MAX_BYTES:
        raise ValueError(f"more than {MAX_BYTES:,} bytes")
    reader = _Reader()
    text = decode(body, declared_encoding(body))
    reader.feed(_BARE_AMPERSAND.sub("&amp;", text))  # else "&section=" would be read as "§ion="
    reader.close()
    if not reader.is_opml:
        raise ValueError("no OPML: there is neither <opml> nor <outline> in it")
    outlines: dict[str, Outline] = {}
    left_out: list[LeftOut] = []
    for values in reader.found:
        given = clean(values.get("title") or values.get("text") or "")
        written = _written(values)
        url = address(written) if written else None
        if url is None:
            left_out.append(LeftOut(name=(given or clean(written) or "a line without a name")[:200], why=_why(values)))
        elif url not in outlines:
            name = given or urlsplit(url).hostname or url
            outlines[url] = Outline(name=name[:200], url=url, language=values.get("language"))
    if reader.is_cut:
        left_out.append(LeftOut(name="the rest of the list", why=f"it has more than {MAX_OUTLINES:,} lines"))
    return tuple(outlines.values()), tuple(left_out)


def _written(values: Mapping[str, str]) -> str:
    """The address of a line as it stands there; some lists write it as `url`. "" = none."""
    is_feed = values.get("type", "").lower() in ("rss", "atom")
    return values.get("xmlurl") or (values.get("url", "") if is_feed else "")


def _why(values: Mapping[str, str]) -> str:
    written = _written(values)
    if written:
        return f"{clean(written)[:200]} is no address that begins with http:// or https://"
    if "url" in values:
        return f"it names another list or page, {clean(values['url'])[:200]}; import that by itself"
    if "htmlurl" in values:
        return f"it has no address of a feed (xmlUrl), only that of a page, {clean(values['htmlurl'])[:200]}"
    return "it has no address of a feed (xmlUrl)"


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
    attributes = " ".join(f"{name}={quoteattr(ILLEGAL.sub('', value))}" for name, value in values.items())
    return f"  <outline {attributes}/>\n"
