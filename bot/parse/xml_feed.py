"""RSS, RDF, Atom and CDF to entries; the only importer of feedparser, the arbiter of what such a document means.

Pure: it passes bytes to feedparser, which would open a text of that name. May import domain, errors, text, urls and its
siblings.
"""

import io
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import feedparser
import feedparser.datetimes
import feedparser.mixin
import feedparser.namespaces._base
import feedparser.parsers.strict

from bot.domain import ParsedFeed, RawEntry
from bot.parse.documents import repaired
from bot.parse.fields import BROKEN_ENTRY, MAX_ENTRIES, as_text, dates, mappings
from bot.parse.mending import mended
from bot.parse.refusals import kept, refusal
from bot.text import fold, title_text
from bot.urls import absolute, as_meant, is_plainly_whole, safe_link

_Read = feedparser.FeedParserDict
_OTHER_NAMES = frozenset({*_Read.keymap, "category", "enclosures", "license", "updated", "updated_parsed"})
_get, _has, _urljoin = _Read.get, _Read.__contains__, feedparser.mixin._urljoin
_bind = feedparser.parsers.strict._StrictFeedParser.startPrefixMapping
_Elements = feedparser.namespaces._base.Namespace
_PERSON = "author"  # the relation of a link to who wrote it, as HTML calls it
_begin_entry, _begin_link = _Elements._start_item, _Elements._start_link


def _get_plain(self: Any, key: str, default: Any = None) -> Any:
    return _get(self, key, default) if key in _OTHER_NAMES else dict.get(self, key, default)


def _has_plain(self: Any, key: str) -> bool:
    return bool(_has(self, key)) if key in _OTHER_NAMES else dict.__contains__(self, key)


def _bind_anew(self: Any, prefix: str | None, uri: str) -> None:
    self.namespacemap.pop(prefix or None, None)
    _bind(self, prefix, uri)


def _begin_entry_afresh(self: Any, attributes: Mapping[str, str]) -> None:
    self.insource = self.inauthor = self.incontributor = self.inpublisher = 0
    self.sourcedata.clear()
    _begin_entry(self, attributes)


def _begin_link_of_whom(self: Any, attributes: dict[str, str]) -> None:
    if self.inauthor or self.incontributor:
        attributes["rel"] = _PERSON
    _begin_link(self, attributes)


# A prefix that an entry binds to a namespace nobody knows would keep the meaning that an earlier entry gave it, and an
# author or a source that an entry does not close would take in the fields of the next: an entry would read otherwise
# alone than among others.
feedparser.parsers.strict._StrictFeedParser.startPrefixMapping = _bind_anew
_Elements._start_item = _Elements._start_entry = _begin_entry_afresh
# The page of a person in front of the entry's own would be taken for it.
_Elements._start_link = _begin_link_of_whom


def _joined(base: str, uri: str) -> str:
    return uri if is_plainly_whole(uri) else _urljoin(base, as_meant(uri))


# For every document, feedparser would look for an XML parser that nobody has, and for every element resolve the same
# few addresses anew: together a third of the time that a document of one entry takes. Another fourteenth goes into deep
# copies of what it knows of an element's content, which is flat; as much into looking for values under other names than
# the one asked for, which most names do not have; a sixth into resolving addresses that are whole, and dates, which we
# read ourselves.
_Read.get, _Read.__contains__ = _get_plain, _has_plain
feedparser.api.PREFERRED_XML_PARSERS = []
feedparser.datetimes._date_handlers.clear()
feedparser.mixin._urljoin = _joined
feedparser.mixin.copy = SimpleNamespace(deepcopy=feedparser.FeedParserDict)
# The id of an entry is compared and not opened: made an address, it would be another one wherever the feed moves to.
feedparser.mixin._FeedParserMixin.can_be_relative_uri.discard("id")
feedparser.mixin.make_safe_absolute_uri = lru_cache(maxsize=512)(feedparser.mixin.make_safe_absolute_uri)

_HEAD_CHARS = 20_000  # of a document, in which a channel says when it wants to be left alone

_DECLARATION = re.compile(r"<\?xml\b[^>]{0,300}?\?>", re.IGNORECASE)
_NAMES = "(?:rss|feed|rdf|channel)"
_PREFIX = r"(?:[A-Za-z][\w.-]{0,20}:)?"
_ROOT = re.compile(rf"<\?xml\b|<!DOCTYPE\s+{_PREFIX}{_NAMES}\b|<{_PREFIX}{_NAMES}(?=[\s>])", re.IGNORECASE)
_ROOT_TAG = re.compile(rf"<{_PREFIX}({_NAMES})(?=[\s>])", re.IGNORECASE)
_TAG_OF_A_FEED = re.compile(rf"</?{_PREFIX}{_NAMES}(?=[\s>])", re.IGNORECASE)  # a spoilt root leaves its end tag
_RSS_1 = re.compile(r"purl\.org/(?:rss|net/rss)|netscape\.com/rdf", re.IGNORECASE)  # other RDF is no feed
ENTRY = re.compile(
    r"<(?:[\w.-]{1,60}:)?(?:item|entry)(?![\w.:-])", re.IGNORECASE | re.ASCII
)  # whatever may begin an entry
_NAMESPACE = re.compile(r"""\sxmlns\s*=\s*(?:"[^"<]{0,300}"|'[^'<]{0,300}')""")  # of elements without a prefix
_TITLES = ("title", "caption")  # the latter as `documents.repaired` renames those of pictures and episodes
_TEXTS = ("summary", "captiontext")  # likewise
_ALTERNATE = ("alternate", "http://www.iana.org/assignments/relation/alternate")  # RFC 4287, 4.2.7.2: both are one
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_EBCDIC = b"\x4c\x6f\xa7\x94"  # "<?xm"
_LONG_CHARS = 1_000_000  # of documents that are read in one way only, as some take feedparser seconds


def _link(entry: Mapping[str, Any], base: str) -> str | None:
    """The page of an entry among its links: the alternate one, HTML first; never itself, replies or enclosures. Where
    one is there and cannot be used ("http://"), a guid that is an address; where none is, the place of its text."""
    candidates = [as_text(entry.get("feedburner_origlink"))]
    links = [link for link in mappings(entry.get("links")) if link.get("rel", "alternate") in _ALTERNATE]
    for wanted in ("text/html", "application/xhtml+xml", ""):
        candidates += [as_text(link.get("href")) for link in links if not wanted or link.get("type", wanted) == wanted]
    guid = as_text(entry.get("id")).strip()
    named = as_text(entry.get("link")).strip()
    if not entry.get("guidislink") or safe_link(guid):  # a guid "230" is no address, whatever isPermaLink says
        candidates.append(named)
    candidates += [as_text(part.get("src")) for part in mappings(entry.get("content"))]
    if named:
        candidates.append(safe_link(guid) or "")
    # of an author that does not end, the entry's own
    candidates += [as_text(link.get("href")) for link in mappings(entry.get("links")) if link.get("rel") == _PERSON]
    return next((found for candidate in candidates if (found := absolute(base, candidate))), None)


def _content(entry: Mapping[str, Any]) -> str:
    """The longest full text of an entry, "" when there is none."""
    return max((as_text(part.get("value")) for part in mappings(entry.get("content"))), key=len, default="")


def _entry(entry: dict[str, Any], feed_language: str | None, url: str) -> RawEntry:
    detail = next(iter(mappings(entry.get("title_detail"))), {})
    language = as_text(detail.get("language")) or as_text(entry.get("language")) or feed_language
    stored = dict.get  # feedparser answers "updated" with "published" when asked by key
    published = [stored(entry, key) for key in ("published", "issued", "created", "updated", "modified", "date")]
    raw, moment, has_zone = dates(published, language)
    source = next(iter(mappings(entry.get("source"))), {})
    content = _content(entry)
    summary = next((found for name in _TEXTS if (found := as_text(entry.get(name)))), "")
    return RawEntry(
        guid=as_text(entry.get("id")).strip() or None,
        link=_link(entry, url),
        title=next((found for name in _TITLES if (found := as_text(entry.get(name)))), ""),
        summary="" if summary == content else summary,
        content=content,
        published_raw=raw,
        published=moment,
        published_has_zone=has_zone,
        source_name=title_text(as_text(source.get("title")) or as_text(source.get("value"))) or None,
        source_url=absolute(url, as_text(source.get("href")) or as_text(source.get("link"))),
        language=language or None,
    )


def _ttl_min(feed: Mapping[str, Any]) -> int | None:
    """Minutes from `<ttl>`, else from `sy:updatePeriod` and `sy:updateFrequency`; None when not said."""
    ttl = as_text(feed.get("ttl")).strip()
    if re.fullmatch(r"\d{1,6}", ttl):
        return int(ttl) or None
    periods = {"hourly": 60, "daily": 1_440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}
    period = periods.get(as_text(feed.get("sy_updateperiod")).strip().lower())
    frequency = as_text(feed.get("sy_updatefrequency")).strip()
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


def _complaint(exc: object) -> str:
    """What feedparser complains of; expat's words for a document that ends too early are those of nobody else."""
    if any(words in str(exc) for words in ("unclosed token", "no element found", "unclosed CDATA section")):
        return "the document breaks off before its end"
    return f"{type(exc).__name__}: {exc}"[:300]


def _feed_link(feed: Mapping[str, Any], rel: str, base: str) -> str | None:
    links = (link.get("href") for link in mappings(feed.get("links")) if link.get("rel") == rel)
    return next((found for link in links if (found := absolute(base, as_text(link)))), None)


def _understood(document: bytes, url: str, content_type: str = "application/xml; charset=utf-8") -> Any:
    """What feedparser makes of a document; what it raises counts as a complaint about one without entries."""
    try:
        return feedparser.parse(
            io.BytesIO(document),  # of bytes, it would try to open a file of that name
            response_headers={"content-location": url, "content-type": content_type},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as exc:  # hostile documents raise what nobody foresaw
        return feedparser.FeedParserDict(bozo=True, bozo_exception=exc, entries=[], feed={}, version="")


def _readings(body: bytes, text: str, plain: str, url: str) -> Iterator[Any]:
    """What feedparser makes of a document in several ways, best way first.

    An ill-formed document is read loosely, and what a repair or a cut then costs or gains is a matter of chance: a tag
    that is spoilt may make entries run into one another. No entry is to be lost that one way finds.
    """
    document = repaired(plain).encode()
    found = _understood(document, url)
    if len(text) > _LONG_CHARS:
        yield found
        return
    yield _mended(found, document, plain, url) if found.get("bozo") else found
    others = dict.fromkeys((plain.encode(), text.encode()))
    for another in others:
        if another != document:
            yield _understood(another, url)
    if body != document and body not in others:
        yield _understood(body, url, "application/xml")


def _mended(found: Any, document: bytes, plain: str, url: str) -> Any:
    """An ill-formed document with its open elements closed, where that loses nothing; it counts as ill-formed."""
    closed = repaired(mended(plain)).encode()
    if closed == document:
        return found
    better = _understood(closed, url)
    if len(better.entries) < len(found.entries):
        return found
    better.update(bozo=True, bozo_exception=found.get("bozo_exception"))
    return better


def _richness(found: Any) -> tuple[int, bool]:
    return len(found.entries), bool(found.get("version"))


def _best(body: bytes, text: str, plain: str, url: str) -> Any:
    """The reading that finds most entries; the first one where it is sure that no other finds more."""
    best: Any = None
    there_are = len(ENTRY.findall(text))
    is_readable = _CONTROLS.search(body) is None and not body.startswith(_EBCDIC)  # `text` may lack tags of the body
    for found in _readings(body, text, plain, url):
        if best is None or _richness(found) > _richness(best):
            best = found
        is_sound = best is found and bool(found.entries) and not found.get("bozo")
        if is_sound or (is_readable and len(best.entries) >= there_are):
            break
    if there_are and not best.entries:
        # an unknown namespace that has a prefix, too, would lend it to elements that have none
        best = max(best, _understood(_NAMESPACE.sub("", repaired(plain)).encode(), url), key=_richness)
    return best


def _outside_comments(text: str, start: int) -> int:
    """The place where a document begins, or the comment in which that was found."""
    comment = text.rfind("<!--", 0, start)
    return comment if comment > text.rfind("-->", 0, start) else start


def _is_empty_feed(text: str) -> bool:
    """Whether a document without entries is a feed: its root is one's, and no page is around it."""
    root = _ROOT_TAG.search(text)
    if root is None or "<html" in fold(text[:2_000]):
        return False
    return root.group(1).lower() != "rdf" or bool(_RSS_1.search(text))


def parse_xml(body: bytes, text: str, url: str) -> ParsedFeed:
    """Reads RSS, RDF, Atom or CDF; see `bot.parse.parse`.

    Args:
        body: the document unpacked.
        text: the same, readable.
        url: which relative links are resolved against.
    """
    starts = [found.start() for found in (_ROOT.search(text), ENTRY.search(text)) if found is not None]
    if not starts and not body.startswith(_EBCDIC) and b"\0" not in body:
        raise refusal(text, url)
    start = _outside_comments(text, min(starts, default=0))
    plain = _DECLARATION.sub("", text[start:], count=1)
    best = _best(body, text, plain, url)
    version = as_text(best.get("version"))
    entries = best.entries[:MAX_ENTRIES]
    if not version and not entries and not _is_empty_feed(text):
        raise refusal(text, url)
    if not version and "<html" in fold(text[:start][:2_000]) and not _TAG_OF_A_FEED.search(text):
        raise refusal(text, url)  # elements of a page that are called item or entry
    language = as_text(best.feed.get("language")) or None
    read: list[RawEntry | None] = []
    for entry in entries:
        try:
            read.append(_entry(entry, language, url))
        except BROKEN_ENTRY:
            read.append(None)
    if _breaks_off(text):
        read[-1:] = [None] if read else []
    found, note = kept(read, url)
    hub, topic = (_feed_link(best.feed, rel, url) for rel in ("hub", "self"))
    head = plain[:_HEAD_CHARS]
    skip_hours, skip_days = _skips(head) if "<skip" in head else ((), ())
    exc = best.get("bozo_exception") if best.get("bozo") else None
    return ParsedFeed(
        version=version or "unknown",
        title=title_text(as_text(best.feed.get("title"))),
        language=language,
        entries=tuple(entry for _, entry in found),
        ttl_min=_ttl_min(best.feed),
        skip_hours=skip_hours,
        skip_days=skip_days,
        hub=hub,
        topic=topic,
        skipped=len(best.entries) - len(found),
        note=note or (_complaint(exc) if exc is not None else None),
        is_damaged=exc is not None,
        positions=tuple(place for place, _ in found),
    )
