"""Bytes of a feed to its entries; the only importer of feedparser.

May import domain, errors, text, urls and dates. Pure: reads no clock (`now` is handed in), no network and no file (it
passes bytes to feedparser, which would open a text of that name). feedparser is the arbiter of what a document means;
what is repaired here is what it cannot know or gets wrong: bytes whose label lies, references XML forbids, dates, links
of other schemes, and documents that are no feed although they look like one.
"""

import io
import json
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from html import escape
from html.entities import html5
from typing import Any
from urllib.parse import urlsplit

import feedparser
import feedparser.mixin

from bot.dates import parse_date
from bot.domain import ParsedFeed, RawEntry
from bot.errors import ParseError
from bot.text import decode, fold, title_text
from bot.urls import absolute, safe_link

# For every document, feedparser would look for an XML parser that nobody has, and for every element resolve the same
# few addresses anew: together a third of the time that a document of one entry takes.
feedparser.api.PREFERRED_XML_PARSERS = []
feedparser.mixin.make_safe_absolute_uri = lru_cache(maxsize=512)(feedparser.mixin.make_safe_absolute_uri)

MAX_UNPACKED_BYTES = 32_000_000
"""Of a compressed document; a feed of 5 MB packs to under 1 MB, and a bomb to a thousandth."""
MAX_ENTRIES = 10_000
_HEAD_CHARS = 20_000  # of a document, in which a channel says when it wants to be left alone

_GZIP = b"\x1f\x8b"
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]{0,300}?\?>", re.IGNORECASE)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,300}?encoding\s*=\s*["']([^"']{1,40})["']""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([^\s;"']+)""", re.IGNORECASE)
_ROOT = re.compile(r"<\?xml\b|<(?:[A-Za-z][\w.-]{0,20}:)?(?:rss|feed|rdf|channel)(?=[\s>])", re.IGNORECASE)
_ENTRY = re.compile(r"<(?:[A-Za-z][\w.-]{0,20}:)?(?:item|entry)(?=[\s>])", re.IGNORECASE)  # where the root is spoilt
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SURROGATES = re.compile(r"&#(?:(5[56]\d{3})|[xX]0*([dD][89abAB]\w\w));&#(?:(5[67]\d{3})|[xX]0*([dD][c-fC-F]\w\w));")
_AMPERSAND = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|&(?:#(?:([0-9]{1,9})|[xX]([0-9a-fA-F]{1,8}));|([A-Za-z][A-Za-z0-9]{1,31};))?",
    re.DOTALL,
)
# A permalink is a whole address (RSS 2.0); feedparser would make one of a guid "230" by resolving it.
_NO_PERMALINK = re.compile(r"<guid\b[^>]*(?<!/)>(?=\s*(?:<!\[CDATA\[\s*)?(?!https?://|/)[^\s<])", re.IGNORECASE)
# Titles of pictures and episodes, which feedparser would put in the place of the headline.
_OTHER_TITLE = re.compile(r"(</?)(?:media|itunes):title\b")
_XML_NAMES = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})
_BROKEN_ENTRY = (AttributeError, IndexError, KeyError, OverflowError, RecursionError, TypeError, ValueError)


# --- bytes ------------------------------------------------------------------------------------------------------------


def _unpack(body: bytes) -> bytes:
    """A gzip document served without its label, unpacked; anything else as it is."""
    if not body.startswith(_GZIP):
        return body
    unpacker = zlib.decompressobj(wbits=31)
    try:
        unpacked = unpacker.decompress(body, MAX_UNPACKED_BYTES)
    except zlib.error as exc:
        raise ParseError("not_a_feed", f"packed bytes that cannot be unpacked: {exc}") from exc
    if unpacker.unconsumed_tail:
        raise ParseError("not_a_feed", f"packed document of more than {MAX_UNPACKED_BYTES} bytes")
    return unpacked


def _code(decimal: str | None, hexadecimal: str | None) -> int:
    return int(decimal) if decimal is not None else int(hexadecimal or "0", 16)


def _join_surrogates(match: re.Match[str]) -> str:
    """An emoji written as references to its two surrogates."""
    high, low = _code(match.group(1), match.group(2)), _code(match.group(3), match.group(4))
    if 0xD800 <= high < 0xDC00 <= low < 0xE000:
        return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    return match.group()


def _legal_reference(match: re.Match[str]) -> str:
    """What XML allows in the place of an ampersand: one bad reference sends feedparser to its loose parser, which
    writes "AT&T;"."""
    found, name = match.group(), match.group(3)
    if found == "&":
        return "&amp;"
    if not found.startswith("&") or name in _XML_NAMES:
        return found
    if name is not None:
        return escape(html5[name]) if name in html5 else f"&amp;{name}"
    code = _code(match.group(1), match.group(2))
    if code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code <= 0x10FFFF:
        return found
    return "" if code < 0x20 else "\ufffd"


def _readable(body: bytes, content_type: str) -> str:
    """The document as text: label repaired, characters that XML forbids removed, surrogates joined."""
    declared = _DECLARED.search(body[:400])
    charset = _CHARSET.search(content_type)
    text = decode(
        body, declared.group(1).decode("ascii", "replace") if declared else None, charset and charset.group(1)
    )
    text = _ILLEGAL.sub("", text.lstrip("\ufeff"))
    if "&#" in text:
        text = _SURROGATES.sub(_join_surrogates, text)
    return text


def _repaired(text: str) -> str:
    """An XML document made fit for feedparser: references that XML forbids replaced (a document with a DTD of its own
    is left), guids that are no addresses marked as such, titles of other things renamed.
    """
    text = _NO_PERMALINK.sub('<guid isPermaLink="false">', text)
    text = _OTHER_TITLE.sub(r"\1caption", text)
    if "&" not in text or "<!ENTITY" in text:
        return text
    return _AMPERSAND.sub(_legal_reference, text)


# --- what is no feed --------------------------------------------------------------------------------------------------

_CHALLENGES = re.compile(
    r"/cdn-cgi/challenge|challenge-platform|cf[-_]chl|cf-browser-verification|_incapsula_resource|incapsula incident|"
    r"px-captcha|perimeterx|captcha-delivery|datadome|ddos-guard|distil_r_|ak_bmsc|akamai reference|sucuri_cloudproxy|"
    r"awswaf|aws-waf-token|(?:g-re|h-?|geetest_?|friendly-?)captcha|\bcaptcha\b|"
    r"<title>\s*(?:just a moment|attention required|un momento|access denied|acceso denegado|pardon our interruption|"
    r"verify(?:ing)? (?:you|your)|security check|are you a robot|bot verification|one moment|checking your browser)|"
    r"checking (?:if the site connection is secure|your browser)|"
    r"(?:verify|confirm|prove) (?:that )?you are (?:a )?human|"
    r"(?:verifica|confirma|demuestra) que (?:eres|no eres|usted es)|enable javascript and cookies|unusual traffic"
)
_TITLE = re.compile(r"<title[^>]*>(.{0,300}?)</title", re.IGNORECASE | re.DOTALL)
_ROOT_NAME = re.compile(r"<([A-Za-z][\w.:-]{0,40})")


def _refuse(text: str) -> ParseError:
    """What a document is that is no feed."""
    start = text[:200_000]
    lowered = fold(start)
    if _CHALLENGES.search(lowered):
        return ParseError("challenge", "a page that asks for a browser or a person, not a feed")
    if "<html" in lowered or "<!doctype html" in lowered or "<body" in lowered:
        title = _TITLE.search(start)
        named = f' titled "{title_text(title.group(1))[:100]}"' if title else ""
        kind = "a log-in page" if re.search(r"type\s*=\s*[\"']?password", lowered) else "an HTML page"
        return ParseError("not_a_feed", f"{kind}{named}, not a feed")
    root = _ROOT_NAME.search(start)
    if root:
        return ParseError("not_a_feed", f"an XML document <{root.group(1)}>, not a feed")
    return ParseError("not_a_feed", "text that is no feed")


# Bridges and full-text services report their own failures as items (RSS-Bridge #841, #3237, #4845).
_BRIDGE_TITLE = re.compile(
    r"\W*(?:[\w.-]*bridge\w* (?:returned|reported|raised|threw) (?:an )?error|error in \w*bridge)\b"
)
_FAILURE_TITLE = re.compile(
    r"\W*(?:\[?(?:http )?error\]?:? ?[45]\d\d\b|[45]\d\d (?:error|internal|service|bad gateway|forbidden|not found)|"
    r"(?:feed |bridge |http |fetch |parse )?error(?: while| when)? "
    r"(?:fetching|loading|retrieving|parsing|reading|creating)|"
    r"(?:failed|unable|could not|cannot|was not able|no se pudo|error al) (?:to )?"
    r"(?:fetch|load|retrieve|parse|access|read|get|generate|obtener|cargar|leer|generar)\b)"
)
_FAILURE_EVIDENCE = re.compile(
    r"exception|traceback|stack ?trace|curl error|http (?:status|error|code)|status code|resulted in [45]\d\d|"
    r"\b[45]\d\d (?:service unavailable|internal server error|not found|forbidden|too many requests|bad gateway)|"
    r"timed out|github\.com/rss-bridge"
)


def _is_bridge_error(entry: RawEntry, feed_url: str) -> bool:
    title = fold(title_text(entry.title))
    if _BRIDGE_TITLE.match(title):
        return True
    if not _FAILURE_TITLE.match(title):
        return False
    own = entry.link is None or urlsplit(entry.link).hostname == urlsplit(feed_url).hostname
    return own and bool(_FAILURE_EVIDENCE.search(fold(entry.summary + entry.content)))


# --- entries ----------------------------------------------------------------------------------------------------------


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _dates(raws: Iterable[object], language: str | None) -> tuple[str | None, datetime | None, bool]:
    """The first date that can be read: raw, moment, whether it names its zone; the first raw one when none can."""
    first: str | None = None
    for value in raws:
        raw = str(value) if isinstance(value, int | float) and not isinstance(value, bool) else _text(value).strip()
        if not raw:
            continue
        first = first or raw
        moment, has_zone = parse_date(raw, language=language, tz=None)
        if moment is not None:
            return raw, moment, has_zone
    return first, None, False


def _link(entry: Mapping[str, Any], base: str) -> str | None:
    """The page of an entry among its links: the alternate one, HTML first; never itself, replies or enclosures."""
    candidates = [_text(entry.get("feedburner_origlink"))]
    links = [link for link in entry.get("links") or () if link.get("rel", "alternate") == "alternate"]
    for wanted in ("text/html", "application/xhtml+xml", ""):
        candidates += [_text(link.get("href")) for link in links if not wanted or link.get("type", wanted) == wanted]
    guid = _text(entry.get("id")).strip()
    named = _text(entry.get("link")).strip()
    if not entry.get("guidislink") or safe_link(guid):  # a guid "230" is no address, whatever isPermaLink says
        candidates.append(named)
    return next((found for candidate in candidates if (found := absolute(base, candidate))), None)


def _content(entry: Mapping[str, Any]) -> str:
    """The longest full text of an entry, "" when there is none."""
    return max((_text(part.get("value")) for part in entry.get("content") or ()), key=len, default="")


def _entry(entry: dict[str, Any], feed_language: str | None, url: str) -> RawEntry:
    detail = entry.get("title_detail") or {}
    language = _text(detail.get("language")) or _text(entry.get("language")) or feed_language
    stored = dict.get  # feedparser answers "updated" with "published" when asked by key
    published = [stored(entry, key) for key in ("published", "issued", "created", "updated", "modified", "date")]
    raw, moment, has_zone = _dates(published, language)
    updated = _dates([stored(entry, "updated"), stored(entry, "modified")], language)[1]
    source = entry.get("source") or {}
    content = _content(entry)
    summary = _text(entry.get("summary"))
    return RawEntry(
        guid=_text(entry.get("id")).strip() or None,
        link=_link(entry, url),
        title=_text(entry.get("title")),
        summary="" if summary == content else summary,
        content=content,
        published_raw=raw,
        published=moment,
        published_has_zone=has_zone,
        updated=updated,
        source_name=title_text(_text(source.get("title")) or _text(source.get("value"))) or None,
        source_url=absolute(url, _text(source.get("href")) or _text(source.get("link"))),
        author=title_text(_text(entry.get("author"))) or None,
        language=language or None,
    )


def _kept(read: Sequence[RawEntry | None], url: str) -> tuple[list[tuple[int, RawEntry]], str | None]:
    """Entries that are news with their places, and a note on those left out."""
    entries = [(place, entry) for place, entry in enumerate(read) if entry is not None]
    errors = {place for place, entry in entries if _is_bridge_error(entry, url)}
    if errors and len(errors) == len(entries):
        raise ParseError("bridge_error", f"the feed holds an error only: {title_text(entries[0][1].title)[:200]}")
    note = f"{len(errors)} entries report an error of the service that made the feed" if errors else None
    return [(place, entry) for place, entry in entries if place not in errors], note


# --- documents --------------------------------------------------------------------------------------------------------


def _json_entry(item: Mapping[str, Any], feed_language: str | None, url: str) -> RawEntry:
    guid = item.get("id")
    language = _text(item.get("language")) or feed_language
    raw, moment, has_zone = _dates([item.get("date_published"), item.get("date_modified")], language)
    authors = item.get("authors") or ([item["author"]] if item.get("author") else [])
    links = (absolute(url, _text(item.get(key))) for key in ("url", "external_url"))
    if isinstance(guid, bool) or not isinstance(guid, str | int | float):
        guid = None
    own_link = next((link for link in links if link), None)
    return RawEntry(
        guid=None if guid is None else str(guid).strip() or None,
        link=own_link or safe_link(str(guid or "")),
        title=_ILLEGAL.sub("", _text(item.get("title"))),
        summary=_ILLEGAL.sub("", _text(item.get("summary"))),
        content=_ILLEGAL.sub("", _text(item.get("content_html")) or _text(item.get("content_text"))),
        published_raw=raw,
        published=moment,
        published_has_zone=has_zone,
        updated=_dates([item.get("date_modified")], language)[1],
        source_name=None,
        source_url=None,
        author=title_text(_text(authors[0].get("name"))) or None if authors else None,
        language=language or None,
    )


def _parse_json(text: str, url: str) -> ParsedFeed:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as exc:
        raise ParseError("not_a_feed", f"JSON that cannot be read: {exc}") from exc
    version = _text(document.get("version")) if isinstance(document, dict) else ""
    items = document.get("items") if isinstance(document, dict) else None
    is_feed = "jsonfeed.org" in version or (isinstance(items, list) and "title" in document)
    if not is_feed or not isinstance(items, list):
        raise ParseError("not_a_feed", "JSON that is no JSON Feed")
    language = _text(document.get("language")) or None
    read: list[RawEntry | None] = []
    for item in items[:MAX_ENTRIES]:
        try:
            read.append(_json_entry(item, language, url))
        except _BROKEN_ENTRY:
            read.append(None)
    kept, note = _kept(read, url)
    return ParsedFeed(
        version="json1" if "/1" not in version or "1.1" not in version else "json11",
        title=title_text(_text(document.get("title"))),
        language=language,
        entries=tuple(entry for _, entry in kept),
        skipped=len(items) - len(kept),
        note=note,
        positions=tuple(place for place, _ in kept),
    )


def _ttl_min(feed: Mapping[str, Any]) -> int | None:
    """Minutes from `<ttl>`, else from `sy:updatePeriod` and `sy:updateFrequency`; None when not said."""
    ttl = _text(feed.get("ttl")).strip()
    if re.fullmatch(r"\d{1,6}", ttl):
        return int(ttl) or None
    periods = {"hourly": 60, "daily": 1_440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}
    period = periods.get(_text(feed.get("sy_updateperiod")).strip().lower())
    frequency = _text(feed.get("sy_updatefrequency")).strip()
    if period is None:
        return None
    return max(1, period // max(1, int(frequency))) if re.fullmatch(r"\d{1,4}", frequency) else period


_SKIPPED = re.compile(r"<skip(Hours|Days)\s*>(.{0,2000}?)</skip", re.IGNORECASE | re.DOTALL)
_SKIPPED_PART = re.compile(r">\s*([0-9]{1,2}|[A-Za-z]{6,9})\s*<")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _skips(head: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Hours and days (Monday = 0) of RSS's skipHours and skipDays, which feedparser does not keep; hour 24 is 0."""
    hours: set[int] = set()
    days: set[int] = set()
    for kind, inner in _SKIPPED.findall(head):
        parts = [part.lower() for part in _SKIPPED_PART.findall(f">{inner}<")]
        if kind.lower() == "hours":
            hours.update(int(part) % 24 for part in parts if part.isdigit() and int(part) <= 24)
        else:
            days.update(_DAYS.index(part) for part in parts if part in _DAYS)
    return tuple(sorted(hours)), tuple(sorted(days))


def _breaks_off(text: str) -> bool:
    """Whether the document ends inside an entry: what is there of it, a headline cut in two perhaps, is no news."""
    tail = text[-200_000:]
    start = max(tail.rfind(f"<{name}") for name in ("item ", "item>", "entry ", "entry>"))
    return start >= 0 and not re.search(r"</(?:item|entry|rss|feed|channel|rdf)\b", tail[start:], re.IGNORECASE)


def _understood(document: str, url: str) -> Any:
    """What feedparser makes of a document."""
    try:
        return feedparser.parse(
            io.BytesIO(document.encode("utf-8")),  # of bytes, it would try to open a file of that name
            response_headers={"content-location": url, "content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except _BROKEN_ENTRY as exc:
        raise ParseError("crashed", f"feedparser failed with {type(exc).__name__}: {exc}"[:300]) from exc


def _parse_xml(text: str, url: str) -> ParsedFeed:
    starts = [found.start() for found in (_ROOT.search(text), _ENTRY.search(text)) if found is not None]
    if not starts:
        raise _refuse(text)
    plain = _DECLARATION.sub("", text[min(starts) :], count=1)
    document = _repaired(plain)
    found = _understood(document, url)
    if found.get("bozo") and document != plain:
        # read loosely, a repair can make entries run into one another: no entry is to be lost by it
        unrepaired = _understood(plain, url)
        found = unrepaired if len(unrepaired.entries) > len(found.entries) else found
    version = _text(found.get("version"))
    entries = found.entries[:MAX_ENTRIES]
    if not version and (not entries or "<html" in fold(text[: min(starts)][:2_000])):
        raise _refuse(text)
    language = _text(found.feed.get("language")) or None
    read: list[RawEntry | None] = []
    for entry in entries:
        try:
            read.append(_entry(entry, language, url))
        except _BROKEN_ENTRY:
            read.append(None)
    if _breaks_off(text):
        read[-1:] = [None] if read else []
    kept, note = _kept(read, url)
    skip_hours, skip_days = _skips(document[:_HEAD_CHARS]) if "<skip" in document[:_HEAD_CHARS] else ((), ())
    complaint = f"{type(found.bozo_exception).__name__}: {found.bozo_exception}"[:300] if found.get("bozo") else None
    return ParsedFeed(
        version=version or "unknown",
        title=title_text(_text(found.feed.get("title"))),
        language=language,
        entries=tuple(entry for _, entry in kept),
        ttl_min=_ttl_min(found.feed),
        skip_hours=skip_hours,
        skip_days=skip_days,
        skipped=len(found.entries) - len(kept),
        note=note or complaint,
        positions=tuple(place for place, _ in kept),
    )


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
    body = _unpack(body)
    if not body.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise ParseError("empty", "the document is empty")
    text = _readable(body, content_type)
    if text.lstrip()[:1] in ("{", "["):
        try:
            return _parse_json(text, url)
        except ParseError as exc:
            if exc.problem == "bridge_error" or not _ENTRY.search(text):
                raise
    return _parse_xml(text, url)
