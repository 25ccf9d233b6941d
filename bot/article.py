"""The text of an article's page, and whether a site lets programs read it; the only importer of trafilatura.

May import domain, errors and text. Pure: it is given the bytes of the page and the text of robots.txt, and fetches
neither. trafilatura is imported when the first page is read (it takes a second), which is in the worker process.
"""

import codecs
import re
from urllib.robotparser import RobotFileParser

from bot.errors import ParseError
from bot.text import clean_lines, declared_charset, decode, prune, title_text

MAX_PAGE_BYTES = 5_000_000
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]{0,200}>(.{0,1000}?)</title", re.IGNORECASE | re.DOTALL)


def _page_text(body: bytes, content_type: str) -> str:
    meta = _META_CHARSET.search(body[:4_000])
    return decode(
        body[:MAX_PAGE_BYTES],
        declared_charset(content_type),
        meta.group(1).decode("ascii") if meta else None,
    )


def read_page(body: bytes, *, content_type: str, url: str) -> str:
    """Main text of an article page, without menus, related stories, comments and sentences about the page.

    Args:
        body: the page, decoded of its content encoding.
        content_type: as sent, "" = none.
        url: the page's address after redirects.

    Returns:
        paragraphs separated by newlines, "" when the page holds no article.

    Raises:
        ParseError: `not_a_feed` when the bytes are no page (a picture, a PDF).
    """
    if body[:5] == b"%PDF-" or (b"\0" in body[:1_000] and body[:2] not in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ParseError("not_a_feed", f"{url}: not an HTML page")
    from trafilatura import extract

    html = _page_text(body, content_type)
    if "<" not in html:
        return prune(clean_lines(html))
    found: str | None = extract(
        html, url=url, fast=True, include_comments=False, include_tables=True, include_links=False, deduplicate=False
    )
    return prune(clean_lines(found or ""))


def page_title(body: bytes, *, content_type: str) -> str:
    """What a page says its title is, "" when it says nothing; the site's own name may hang on to it."""
    found = _TITLE.search(_page_text(body, content_type))
    return title_text(found.group(1)) if found else ""


def robots_allows(robots_txt: str, url: str, agent: str) -> bool:
    """Whether a site's robots.txt lets `agent` read `url`; a text without rules allows everything.

    Args:
        robots_txt: the text as served; "" = there is none.
        url: the page's address.
        agent: the product name of our user agent, "Pregonero".
    """
    parser = RobotFileParser()
    parser.parse(robots_txt.lstrip("\ufeff").splitlines())
    return parser.can_fetch(agent, url)
