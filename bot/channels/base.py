"""What all channels share: secrets that do not print, hostile text made harmless, cutting and packing to limits.

Feed text is escaped by the channels and nowhere earlier; every limit is measured after escaping. May import compose,
labels, domain and errors; knows no service.
"""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot import compose
from bot.channels.labels import WordLanguage
from bot.domain import OutboxMessage
from bot.errors import ConfigError, DeliveryError

T = TypeVar("T")

ELLIPSIS = "…"
# as long as Slack takes an address, and longer than browsers' servers accept
MAX_LINK_CHARS = 2_000


class Secret:
    """A token, password or address with a token in it. Prints as `***`; `reveal` gives it to the library."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The value itself: for the library's call only, never for a message or a log."""
        return self._value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __repr__(self) -> str:
        return "Secret('***')"

    def __str__(self) -> str:
        return "***"


# --- characters -----------------------------------------------------------------------------------------------------


_BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"  # fillers and an empty braille sign: letters that show nothing


class _Shown(dict[int, str | None]):
    """What a character becomes: white space a blank, unseen ones nothing, all others themselves."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        category = unicodedata.category(char)
        if char in _BLANK_LETTERS or category in ("Zs", "Zl", "Zp") or char in "\t\n\v\f\r\x85":
            shown: str | None = " "
        elif category in ("Cc", "Cf", "Cs", "Co") or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF:
            shown = None
        else:
            shown = char
        self[code] = shown
        return shown


_SHOWN = _Shown()


def one_line(text: str) -> str:
    """The text without control, bidi, zero-width and private characters, white space folded to single blanks."""
    return " ".join(text.translate(_SHOWN).split())


def many_lines(text: str) -> str:
    """`one_line` for each line; the lines stay, line ends become "\\n"."""
    return "\n".join(one_line(line) for line in text.splitlines())


def units(text: str) -> int:
    """Length in UTF-16 units: never less than what a service counts, whether it counts these or code points."""
    return len(text) + sum(char > "\uffff" for char in text)


# --- cutting and packing --------------------------------------------------------------------------------------------


def shorten(text: str, limit: int, escape: Callable[[str], str] = str) -> str:
    """The text, cut at a word and ended with "…" where its escaped form is longer than `limit`.

    Args:
        text: one line, not escaped.
        limit: most UTF-16 units of `escape(result)`, at least 1.
        escape: grows with its input: a longer text never escapes to a shorter one.

    Returns:
        a text, not escaped. A word longer than the whole limit is cut inside.
    """
    if units(escape(text)) <= limit:
        return text
    fits, too_long = 0, len(text)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if units(escape(text[:middle])) + 1 <= limit:
            fits = middle
        else:
            too_long = middle
    cut = text[:fits]
    if not text[fits].isspace() and " " in cut.strip():
        cut = cut.rpartition(" ")[0]
    return cut.rstrip(" ,;:–—-") + ELLIPSIS


def pack(pieces: Sequence[T], sizes: Sequence[int], *, max_pieces: int, max_size: int) -> list[list[T]]:
    """Consecutive pieces in as few groups as the limits allow, order kept.

    Args:
        pieces: what to group.
        sizes: the size of each; one alone over `max_size` gets a group of its own.
        max_pieces: most pieces of a group.
        max_size: most size of a group.
    """
    groups: list[list[T]] = []
    room = 0
    for piece, size in zip(pieces, sizes, strict=True):
        if not groups or len(groups[-1]) == max_pieces or size > room:
            groups.append([])
            room = max_size
        groups[-1].append(piece)
        room -= size
    return groups


# --- addresses ------------------------------------------------------------------------------------------------------

# what RFC 3986 lets stand in an address, but for what ends a link in one channel or another: comma, quotes, brackets
_LINK_SAFE = ":/?#@!$&()*+;=-._~%[]"


def safe_link(url: str | None) -> str | None:
    """An address fit to stand in a link of any channel, or None where there is none to show.

    Only http and https pass. Blanks, pipes, commas, quotes, angle brackets, backslashes and unseen characters are
    percent-encoded, host names outside ASCII written in their IDNA form. Not escaped for markup.
    """
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        return None
    rest = "".join(
        (parts.path, f"?{parts.query}" if parts.query else "", f"#{parts.fragment}" if parts.fragment else "")
    )
    encoded = f"{parts.scheme.lower()}://{_host(parts.netloc)}{quote(rest, safe=_LINK_SAFE, errors='replace')}"
    return encoded if len(encoded) <= MAX_LINK_CHARS else None


def _host(netloc: str) -> str:
    try:
        return quote(netloc.encode("idna").decode("ascii"), safe=_LINK_SAFE)
    except UnicodeError:
        return quote(netloc, safe=_LINK_SAFE, errors="replace")


# --- payloads and looks ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a channel's messages are written in."""

    language: WordLanguage
    zone: ZoneInfo

    @classmethod
    def of(cls, language: WordLanguage, timezone: str) -> "Look":
        """From settings.

        Raises:
            ConfigError: there is no such time zone.
        """
        try:
            return cls(language=language, zone=ZoneInfo(timezone))
        except (ZoneInfoNotFoundError, ValueError, OSError) as exc:  # an empty name, or a folder's
            raise ConfigError([f"{timezone!r} is no time zone; write it as America/Mexico_City"]) from exc


def read_payload(message: OutboxMessage) -> compose.Payload:
    """The payload of a message.

    Raises:
        DeliveryError: `refused`: it was written by a later version of the bot, or is damaged.
    """
    try:
        return compose.decode(message.kind, message.payload)
    except ValueError as exc:
        raise DeliveryError(f"the payload of this {message.kind} cannot be read: {exc}", outcome="refused") from exc
