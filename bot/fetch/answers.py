"""What an HTTP answer says: waiting times, ages, validators, links, and its body undone of compression. Pure.

The one door to isal; may import urls.
"""

import email.utils
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache

try:
    from isal import isal_zlib as zlib  # the same to the letter, in a third of the time
except ImportError:  # a platform that it is not built for
    import zlib  # type: ignore[no-redef]

from bot.urls import absolute

RETRY_AFTER_CAP = timedelta(hours=24)  # a server that asks for ten years is broken; a day keeps it a daily question
FUTURE_TOLERANCE = timedelta(hours=1)  # clocks differ; a Last-Modified further ahead makes servers say 304 for ever
VALIDATOR_MAX_CHARS = 2_000  # longer ones fill the header that servers read
MAX_ENCODINGS = 2  # some servers compress what is compressed already, none does it three times on purpose
_GZIP_MAGIC = b"\x1f\x8b"
_GZIP_BITS = zlib.MAX_WBITS | 16
_MAX_MEMBERS = 100  # parts of one gzip file; each costs a copy of what follows it
_NUMBER = re.compile(r"[0-9]{1,12}")
_SECONDS = re.compile(r"([0-9]+)(?:\.[0-9]{1,9})?")  # programs that wait by the clock write fractions, too
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_MAX_AGE = re.compile(r'(?:^|[,\s])max-age\s*=\s*"?(\d{1,12})', re.IGNORECASE)
_LINK = re.compile(r'<([^<>]{1,4000})>((?:[^<>,"]|"[^"]*")*)')  # RFC 8288, 3: an address and its parameters
_LINK_PARAMETER = re.compile(r';\s*(rel|anchor)\s*=\s*(?:"([^"]*)"|([^\s;,"]+))', re.IGNORECASE)
_MAX_AGE_CAP_S = 30 * 86_400  # larger values mean "never changes", which no feed does


class BodyTooLarge(Exception):
    """The decoded body passes the limit."""


class BodyDamaged(Exception):
    """The compressed body cannot be undone; the text says why."""

    def __init__(self, why: str, *, is_cut: bool) -> None:
        self.is_cut = is_cut  # True: it ends too early
        super().__init__(why)


@lru_cache(maxsize=1_024)  # the same few dates come with every answer
def http_date(text: str | None) -> datetime | None:
    """A date of RFC 9110 (all three forms), aware UTC; None when absent or unreadable."""
    if not text:
        return None
    try:
        parsed = email.utils.parsedate_to_datetime(text)
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def retry_at(text: str | None, now: datetime) -> datetime | None:
    """When a `Retry-After` allows the next request, at most `RETRY_AFTER_CAP` ahead.

    Returns:
        None when there is none, it is unreadable, negative, zero or past: then our own waiting times hold.
    """
    stripped = (text or "").strip()
    if seconds := _SECONDS.fullmatch(stripped[:100]):
        wait = timedelta(seconds=min(int(seconds[1]), int(RETRY_AFTER_CAP.total_seconds())))
    else:
        date = http_date(stripped)
        if date is None:
            return None
        wait = min(date - now, RETRY_AFTER_CAP)
    return now + wait if wait > timedelta(0) else None


def max_age_s(headers: Mapping[str, str], now: datetime) -> int | None:
    """How long the answer is fresh, by `Cache-Control`, else `Expires`, less its `Age`; in [0, 30 days].

    Returns:
        None when neither says so, or the answer must not be stored.
    """
    control = headers.get("Cache-Control", "")
    if control and re.search(r"\bno-(?:store|cache)\b", control, re.IGNORECASE):
        return None
    if found := _MAX_AGE.search(control):
        age = headers.get("Age", "").strip()
        fresh = int(found[1]) - (int(age) if _NUMBER.fullmatch(age) else 0)
        return max(0, min(fresh, _MAX_AGE_CAP_S))
    expires = http_date(headers.get("Expires"))
    if expires is None:
        return None
    since = http_date(headers.get("Date")) or now
    return max(0, min(int((expires - since).total_seconds()), _MAX_AGE_CAP_S))


def validators(headers: Mapping[str, str], now: datetime) -> tuple[str | None, str | None]:
    """ETag and Last-Modified to ask with next time, byte for byte as sent.

    Neither is given when Last-Modified lies in the future: such servers answer 304 to anything until then.
    """
    etag, modified = _sendable(headers.get("ETag")), _sendable(headers.get("Last-Modified"))
    date = http_date(modified)
    if date is not None and date > now + FUTURE_TOLERANCE:
        return None, None
    return etag, modified


def _sendable(value: str | None) -> str | None:
    if not value or len(value) > VALIDATOR_MAX_CHARS or _CONTROL.search(value):
        return None
    try:
        value.encode("utf-8")  # bytes that were no UTF-8 arrive as surrogates and could not be sent back as they were
    except UnicodeEncodeError:
        return None
    return value


def hub_and_topic(links: Sequence[str], base: str) -> tuple[str | None, str | None]:
    """What the `Link` headers of a document name as its hub and as itself, the first of each (WebSub, 4).

    Args:
        links: the headers' values.
        base: the document's address.
    """
    if not links:
        return None, None
    found: dict[str, str] = {}
    for target, parameters in _LINK.findall(", ".join(links)):
        named: dict[str, str] = {}
        for name, quoted, plain in _LINK_PARAMETER.findall(parameters):
            named.setdefault(name.lower(), quoted or plain)  # of several, the first counts
        address = absolute(base, target)
        if address is None or "anchor" in named:  # of another document than this
            continue
        for relation in named.get("rel", "").lower().split():
            found.setdefault(relation, address)
    return found.get("hub"), found.get("self")


def decode_body(raw: bytes, content_encoding: str, max_bytes: int) -> bytes:
    """Undoes the content encodings, never holding more than `max_bytes` of the result.

    The bytes decide, the label helps: plain text under any label is taken as it is, gzip and zlib are unpacked under
    any, and a gzip file without one (`feed.xml.gz`) is, too. What is whole but for its checksum is taken, as browsers
    do: scripts that pack by hand get it wrong.

    Raises:
        BodyTooLarge: the result would be longer than `max_bytes`.
        BodyDamaged: the stream is cut or broken, or of an encoding that we do not ask for.
    """
    labels = [label.strip().lower() for label in content_encoding.split(",")]
    labels = [label for label in reversed(labels) if label not in ("", "identity")]
    if len(labels) > MAX_ENCODINGS:
        raise BodyDamaged(f"compressed {len(labels)} times", is_cut=False)
    body = raw
    for label in labels:
        body = _undo(body, label, max_bytes)
    if body.startswith(_GZIP_MAGIC):
        body = _inflate(body, _GZIP_BITS, max_bytes)
    if len(body) > max_bytes:
        raise BodyTooLarge
    return body


def _undo(body: bytes, label: str, max_bytes: int) -> bytes:
    if body.startswith(_GZIP_MAGIC):
        return _inflate(body, _GZIP_BITS, max_bytes)
    if _looks_plain(body):
        return body
    if len(body) >= 2 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0:
        return _inflate(body, zlib.MAX_WBITS, max_bytes)
    if label == "deflate":
        return _inflate(body, -zlib.MAX_WBITS, max_bytes)
    if label in ("gzip", "x-gzip"):
        return body
    raise BodyDamaged(f"Content-Encoding {label[:40]!r} was not asked for", is_cut=False)


def _looks_plain(body: bytes) -> bool:
    """Starts like XML, HTML or JSON; byte order marks and white space may stand before."""
    return body.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")[:1] in (b"", b"<", b"{", b"[")


def _inflate(body: bytes, window_bits: int, max_bytes: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    rest = body
    for _ in range(_MAX_MEMBERS):
        part, rest = _stream(rest, window_bits, max_bytes - size)
        parts.append(part)
        size += len(part)
        if not rest.startswith(_GZIP_MAGIC) or window_bits != _GZIP_BITS:
            return b"".join(parts)  # what follows a complete stream is rubbish, which gzip(1) ignores too
    raise BodyDamaged(f"a gzip file of more than {_MAX_MEMBERS} parts", is_cut=False)


def _stream(body: bytes, window_bits: int, max_bytes: int) -> tuple[bytes, bytes]:
    """The first stream unpacked, and what follows it; nothing does where only its checksum is wrong or lacking."""
    inflater = zlib.decompressobj(window_bits)
    damage: BodyDamaged | None = None
    unpacked = b""
    try:
        unpacked = inflater.decompress(body, max_bytes + 1)
    except zlib.error as exc:  # type: ignore[misc]  # the stub of isal calls it a value
        damage = BodyDamaged(f"the compressed body is broken ({exc})", is_cut=False)
    if len(unpacked) > max_bytes:
        raise BodyTooLarge
    if damage is None and not inflater.eof:
        damage = BodyDamaged("the compressed body ends too early", is_cut=True)
    if damage is None:
        return unpacked, inflater.unused_data
    if window_bits < 0:
        raise damage
    try:
        return _stream(body[_stream_start(body) :], -zlib.MAX_WBITS, max_bytes)[0], b""
    except BodyDamaged:
        raise damage from None


def _stream_start(body: bytes) -> int:
    """Where the compressed bytes begin after the header of zlib (RFC 1950) or gzip (RFC 1952, 2.3)."""
    if not body.startswith(_GZIP_MAGIC) or len(body) < 10:
        return 2
    flags, at = body[3], 10
    if flags & 4:
        at += 2 + int.from_bytes(body[at : at + 2], "little")
    for flag in (8, 16):  # a name, a comment
        if flags & flag:
            at = body.find(b"\0", at) + 1
    return at + (flags & 2)
