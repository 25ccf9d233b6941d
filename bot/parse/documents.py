"""Bytes of a document to text that the parsers can read: packing undone, label repaired, forbidden references replaced.

Pure; may import errors and text. What is repaired is what feedparser cannot know or gets wrong.
"""

import codecs
import re
import zlib
from html import escape, unescape
from html.entities import html5

from bot.errors import ParseError
from bot.text import ILLEGAL, declared_charset, declared_encoding, decode

MAX_UNPACKED_BYTES = 32_000_000
"""Of a compressed document; a feed of 5 MB packs to under 1 MB, and a bomb to a thousandth."""

_PACKED = (b"\x1f\x8b", b"x\x01", b"x\x5e", b"x\x9c", b"x\xda")  # gzip, zlib of each level
_SHIFT = re.compile(rb"\+[A-Za-z0-9+/]{3}")  # of UTF-7 (RFC 2152): a letter takes three characters at least
_SURROGATES = re.compile(r"&#(?:(5[56]\d{3})|[xX]0*([dD][89abAB]\w\w));&#(?:(5[67]\d{3})|[xX]0*([dD][c-fC-F]\w\w));")
_AMPERSAND = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|&(?:#(?:([0-9]{1,9})|[xX]([0-9a-fA-F]{1,8}));|([A-Za-z][A-Za-z0-9]{1,31};))?",
    re.DOTALL,
)
# A permalink is a whole address (RSS 2.0); feedparser would make one of a guid "230" by resolving it.
_NO_PERMALINK = re.compile(r"<guid\b[^<>]{0,500}(?<!/)>(?=\s*(?:<!\[CDATA\[\s*)?(?!https?://|/)[^\s<])", re.IGNORECASE)
_PERMALINK = re.compile(r"""(<guid\s[^<>]{0,300}?isPermaLink\s*=\s*["'])\s*true\s*(?=["'])""", re.IGNORECASE)
# Titles of pictures, episodes and catalogues, which feedparser would put in the place of the headline, and what
# pictures show, which it would add to the text; their attributes would then go before their text.
_OTHER_TITLE = re.compile(r"(</?)(?:media|itunes|dc):title\b(?:\s[^<>]{0,300}(?<!/)(?=>))?")
_OTHER_TEXT = re.compile(r"(</?)media:description\b(?:\s[^<>]{0,300}(?<!/)(?=>))?")
# An element that is there twice, the second time without content, would lose what it said the first time.
_EMPTY = re.compile(
    r"<(title|link|description|summary|guid|id|pubDate|published|updated|dc:date|content:encoded)\s*"
    r"(?:/>|>\s*(?:<!\[CDATA\[\s*\]\]>\s*)?</\1\s*>)",
    re.IGNORECASE,
)
# feedparser knows them at the beginning of a line, and in double quotes
_ENTITY = re.compile(r"""<!ENTITY\s{1,20}(\w{1,60})\s{1,20}(?:'([^'"<>&]{0,500})'|"([^"<>&]{0,500})")\s{0,20}>""")
_XML_NAMES = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})


def unpack(body: bytes) -> bytes:
    """A gzip or zlib document served without its label, unpacked; anything else as it is."""
    if not body.startswith(_PACKED):
        return body
    unpacker = zlib.decompressobj(wbits=47)  # either
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
    if 0x80 <= code < 0xA0:  # a place in windows-1252, as browsers take it
        return unescape(found)
    if code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code <= 0x10FFFF:
        return found
    return "" if code < 0x20 else "\ufffd"


def _refuse_utf_7(body: bytes, label: str) -> None:
    """UTF-7 hides markup from whoever looks at bytes; browsers know it no longer (WHATWG Encoding, 4.2), and feeds in
    it were not seen. Where the bytes are none, the label lies, as labels do."""
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return
    if name == "utf-7" and body.isascii() and _SHIFT.search(body):
        raise ParseError("not_a_feed", "it is written in UTF-7, which is not read; UTF-8 would be")


def readable(body: bytes, content_type: str) -> str:
    """The document as text: label repaired, characters that XML forbids removed, surrogates joined.

    Raises:
        ParseError: `not_a_feed`, it is written in UTF-7.
    """
    labels = declared_encoding(body), declared_charset(content_type)
    for label in filter(None, labels):
        _refuse_utf_7(body, label)
    text = decode(body, *labels)
    text = ILLEGAL.sub("", text.lstrip("\ufeff"))
    if "&#" in text:
        text = _SURROGATES.sub(_join_surrogates, text)
    return text


def repaired(text: str) -> str:
    """An XML document made fit for feedparser: references that XML forbids replaced (not where a DTD may define them),
    guids that are no addresses marked as such, titles and texts of other things renamed, elements without content taken
    out.
    """
    text = _EMPTY.sub("", text)
    text = _OTHER_TEXT.sub(r"\1captiontext", text)
    text = _PERMALINK.sub(r"\1true", text)  # of which feedparser knows one spelling
    text = _NO_PERMALINK.sub('<guid isPermaLink="false">', text)
    text = _OTHER_TITLE.sub(r"\1caption", text)
    if "<!ENTITY" in text:
        return _ENTITY.sub(r'\n<!ENTITY \1 "\2\3">', text)
    if "&" not in text:
        return text
    return _AMPERSAND.sub(_legal_reference, text)
