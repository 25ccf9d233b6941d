"""What looks like a feed and is none: challenges, log-in pages, other documents, bridges that report their own failure.

Pure; may import domain, errors, text and urls.
"""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from bot.domain import RawEntry
from bot.errors import ParseError
from bot.text import fold, title_text, unescape
from bot.urls import absolute
from bot.wording import counted

_CHALLENGES = re.compile(
    r"/cdn-cgi/challenge|challenge-platform|cf[-_]chl|cf-browser-verification|_incapsula_resource|incapsula incident|"
    r"px-captcha|perimeterx|captcha-delivery|datadome|ddos-guard|distil_r_|ak_bmsc|akamai reference|sucuri_cloudproxy|"
    r"awswaf|aws-waf-token|(?:g-re|h-?|geetest_?|friendly-?)captcha|\bcaptcha\b|"
    r"<title>\s*(?:just a moment|attention required|un momento|access denied|acceso denegado|pardon our interruption|"
    r"verify(?:ing)? (?:you|your)|security check|are you a robot|bot verification|one moment|checking your browser)|"
    r"checking (?:if the site connection is secure|your browser)|"
    r"(?:verify|confirm|prove) (?:that )?you are (?:a )?human|"
    r"slowaes\.decrypt|requires javascript to work|"
    r"(?:verifica|confirma|demuestra) que (?:eres|no eres|usted es)|enable javascript and cookies|unusual traffic"
)
_TITLE = re.compile(r"<title[^>]{0,300}>(.{0,300}?)</title", re.IGNORECASE | re.DOTALL)
_ROOT_NAME = re.compile(r"<([A-Za-z][\w.:-]{0,40})")
_PAGE_ROOTS = frozenset({"html", "head", "body"})
_LINK_TAG = re.compile(r"<link\b([^<>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\b(rel|type|href)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_FEED_TYPE = re.compile(r"application/(?:rss\+xml|atom\+xml|rdf\+xml|feed\+json)\s*(?:;|\Z)", re.IGNORECASE)


def _feed_named(page: str, url: str) -> str | None:
    """The first feed that a page names as its own (https://blog.whatwg.org/feed-autodiscovery), None when none."""
    for tag in _LINK_TAG.findall(page):
        found = {name.lower(): a or b or c for name, a, b, c in _ATTRIBUTE.findall(tag)}
        is_feed = "alternate" in found.get("rel", "").lower().split() and _FEED_TYPE.match(found.get("type", ""))
        address = absolute(url, unescape(found.get("href", ""))) if is_feed else None
        if address is not None and address != url:
            return address
    return None


def refusal(text: str, url: str) -> ParseError:
    """What a document is that is no feed, and where its feed is, if it says so.

    Args:
        text: the document.
        url: its address.
    """
    start = text[:200_000]
    lowered = fold(start)
    if _CHALLENGES.search(lowered):
        return ParseError("challenge", "a page that asks for a browser or a person, not a feed")
    root = _ROOT_NAME.search(start)
    is_page = root is None or root.group(1).lower() in _PAGE_ROOTS or not lowered.lstrip().startswith("<")
    if "<html" in lowered or "<!doctype html" in lowered or ("<body" in lowered and is_page):
        title = _TITLE.search(start)
        named = f' titled "{title_text(title.group(1))[:100]}"' if title else ""
        kind = "a log-in page" if re.search(r"type\s*=\s*[\"']?password", lowered) else "an HTML page"
        feed = _feed_named(start, url)
        if feed is not None:
            return ParseError("not_a_feed", f"{kind}{named}, not a feed; it names this one as its feed: {feed}")
        return ParseError("not_a_feed", f"{kind}{named}, not a feed")
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


def kept(read: Sequence[RawEntry | None], url: str) -> tuple[list[tuple[int, RawEntry]], str | None]:
    """Entries that are news with their places, and a note on those left out."""
    entries = [(place, entry) for place, entry in enumerate(read) if entry is not None]
    errors = {place for place, entry in entries if _is_bridge_error(entry, url)}
    if errors and len(errors) == len(entries):
        raise ParseError("bridge_error", f"the feed holds an error only: {title_text(entries[0][1].title)[:200]}")
    count = counted(len(errors), "entry reports|entries report")
    note = f"{count} an error of the service that made the feed" if errors else None
    return [(place, entry) for place, entry in entries if place not in errors], note
