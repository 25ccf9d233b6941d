"""Characters: references resolved, unseen characters out, folding, tokens. Imports the standard library only."""

import html
import re
import unicodedata
from functools import lru_cache

_ENTITY = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});")
ESCAPED_AMPERSANDS = re.compile(r"&(?:(?:amp|AMP|#0*38|#[xX]0*26);)+")
_UNESCAPE_ROUNDS = 8
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")  # in XML
_LIGATURES = re.compile("[\ufb00-\ufb06]")  # "ﬁscal", as programs that set type write it
_LINE_BREAKS = re.compile(r"\r\n?|[\n\v\f\x85\u2028\u2029]")


class _Removed(dict[int, int | None]):
    """Which characters go: controls, bidi and zero-width ones, surrogates, noncharacters; the upper controls are places
    in windows-1252. Filled as they are met."""

    def __missing__(self, code: int) -> int | None:
        category = unicodedata.category(chr(code))
        kept: int | None = code
        if category in ("Cf", "Cs") or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF:
            kept = None
        elif category == "Cc" and chr(code) not in "\t\n\v\f\r\x85":
            kept = ord(bytes([code]).decode("cp1252", "ignore") or "\0") or None if code >= 0x80 else None
        self[code] = kept
        return kept


_REMOVED = _Removed()


def unescape_once(text: str) -> str:
    """One round of resolving complete character references."""
    return _ENTITY.sub(lambda match: html.unescape(match.group()), ESCAPED_AMPERSANDS.sub("&", text))


def tidy(text: str) -> str:
    """NFC without unseen characters, ligatures in letters."""
    if not text.isascii() and _LIGATURES.search(text):
        text = _LIGATURES.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)
    if text.isprintable() and unicodedata.is_normalized("NFC", text):  # nothing to remove; ten times faster
        return text
    return unicodedata.normalize("NFC", text.translate(_REMOVED))


def unescape(text: str) -> str:
    """Character references resolved until none is left, however often they were escaped; unseen characters removed.

    Only complete references count (`&name;`), so "AT&T", "R&D" and "?a=1&copy=2" stay as they are.
    """
    text = tidy(text)
    for _ in range(_UNESCAPE_ROUNDS):
        if "&" not in text:
            return text
        once = tidy(unescape_once(text))
        if once == text:
            return text
        text = once
    while True:  # nested on purpose: what still looks like a reference loses its ampersand
        bare = tidy(_ENTITY.sub(lambda match: match.group()[1:], ESCAPED_AMPERSANDS.sub("&", text)))
        if bare == text:
            return text
        text = bare


def word_set(text: str) -> frozenset[str]:
    """A word list written as one string."""
    return frozenset(text.split())


def clean(text: str) -> str:
    """One line fit to store, show and judge: references resolved, NFC, no unseen characters, white space folded.

    Idempotent. Does not remove markup; see `to_text` and `title_text`.
    """
    return " ".join(unescape(text).split())


def clean_lines(text: str) -> str:
    """Plain text with `clean` applied to each line; empty lines go."""
    lines = (" ".join(line.split()) for line in _LINE_BREAKS.split(unescape(text)))
    return "\n".join(line for line in lines if line)


class _Folded(dict[int, str]):
    """Each character's base letter in lower case; always one character."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        base = next((c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c)), char)
        folded = base.casefold()[:1] or base
        folded = next((c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c)), folded)
        self[code] = folded
        return folded


_FOLDED = _Folded()


def fold(text: str) -> str:
    """Case and accents out, for comparing: "EXTRADICIÓN" and "extradicion" are equal, ñ is n.

    One character for each of the NFC text, so offsets in the folded text are offsets in a cleaned one.
    """
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", text).translate(_FOLDED)


_TOKEN = re.compile(r"[^\W_]+")
_REMEMBERED_CHARS = 4_000  # of a text; longer ones are rare, and some are very long


def tokens(text: str) -> list[str]:
    """Folded words and numbers in order: letters and digits only."""
    return _TOKEN.findall(fold(text))


def folded_words(text: str) -> str:
    """The tokens of a text with blanks between them, for comparing."""
    return _remembered(text) if len(text) <= _REMEMBERED_CHARS else " ".join(tokens(text))


@lru_cache(maxsize=1_024)  # several stages ask about the title and the texts of a new item
def _remembered(text: str) -> str:
    return " ".join(tokens(text))
