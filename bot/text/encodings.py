"""Bytes to text when labels lie. Imports the standard library only."""

import codecs
import re

_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_SURROGATE_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: it begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Where the zeros stand among the first four bytes of a text that begins in ASCII (RFC 4627, 3).
_WIDTHS: dict[tuple[bool, ...], str] = {
    (False, True, True, True): "utf-32-le",
    (True, True, True, False): "utf-32-be",
    (False, True, False, True): "utf-16-le",
    (True, False, True, False): "utf-16-be",
}
_DECLARED = re.compile(rb"""<\?xml[^>]{0,300}?encoding\s*=\s*["']([^"']{1,40})["']""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([^\s;"']+)""", re.IGNORECASE)
_STARTS = (b"<", b"{")  # of documents; under a mark of UTF-16 they belie it
_LATIN = frozenset({"iso8859-1", "ascii", "cp1252", "utf-8"})


def _stray_bytes(error: UnicodeError) -> tuple[str, int]:
    """Codec error handler: bytes that are no UTF-8 are read as windows-1252, whence they nearly always come."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    at = error.start
    three = error.object[at : at + 3]
    if len(three) == 3 and three[0] == 0xED and 0xA0 <= three[1] <= 0xBF and 0x80 <= three[2] <= 0xBF:
        return three.decode("utf-8", "surrogatepass"), at + 3  # CESU-8: emoji as two surrogates
    return bytes([error.object[at]]).decode("cp1252", "replace"), at + 1


codecs.register_error("pregonero.stray", _stray_bytes)


def _codec(name: str) -> str | None:
    """Canonical name of a text codec, None when there is none of that name."""
    try:
        info = codecs.lookup(name.strip().strip("\"'"))
    except (LookupError, ValueError):
        return None
    return info.name if getattr(info, "_is_text_encoding", True) and info.name not in ("utf-7", "idna") else None


def declared_encoding(body: bytes) -> str | None:
    """What an XML document's declaration says; None = nothing."""
    found = _DECLARED.search(body[:400])
    return found.group(1).decode("ascii", "replace") if found else None


def declared_charset(content_type: str) -> str | None:
    """What a Content-Type header says; None = nothing."""
    found = _CHARSET.search(content_type)
    return found.group(1) if found else None


def decode(body: bytes, *declared: str | None) -> str:
    """Text of a document whose labels may lie.

    Where zeros stand among the first letters wins, then a byte-order mark that these do not belie, then what is valid
    UTF-8 is UTF-8; else the first declared encoding that exists and fits. A document that is mostly UTF-8 with stray
    bytes keeps its UTF-8, and the stray bytes are read as windows-1252.

    Args:
        body: the bytes.
        declared: names of encodings in order of trust (XML declaration, HTTP charset, meta tag); None and unknown
            names are passed over.
    """
    bom, marked = next((found for found in _BOMS if body.startswith(found[0])), (b"", ""))
    body = body[len(bom) :]
    wide = _WIDTHS.get(tuple(byte == 0 for byte in body[:4])) if len(body) >= 4 else None
    if wide is None and marked and marked != "utf-8" and not (body[:1] in _STARTS and body[:4].isascii()):
        wide = marked
    if wide is not None:
        return _join_surrogates(body.decode(wide, "replace"))
    known = [name for name in (_codec(label) for label in declared if label) if name]
    if b"\x1b$" in body or b"\x1b(" in body:  # seven-bit encodings with shifts are valid UTF-8 too
        known_shifted = [name for name in known if name.startswith("iso2022")]
        if known_shifted:
            return body.decode(known_shifted[0], "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if not _MULTIBYTE.search(body):
        known = [name for name in known if name != "utf-8"] or ["cp1252"]
        return body.decode("cp1252" if known[0] in _LATIN else known[0], "replace")
    for name in known:
        if name not in _LATIN and not name.startswith("iso8859"):
            try:
                return body.decode(name)
            except UnicodeDecodeError:
                continue
    return _join_surrogates(body.decode("utf-8", "pregonero.stray"))


def _join_surrogates(text: str) -> str:
    return _SURROGATE_PAIR.sub(lambda pair: pair.group().encode("utf-16", "surrogatepass").decode("utf-16"), text)
