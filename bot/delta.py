"""What is new in a feed document: cuts it into blocks and keeps from the parser those that the last poll had.

May import domain, errors, urls and the standard library; never feedparser. Pure. The splitter understands nothing of an
entry: it finds where the blocks of a plain document begin and end, and gives up (the document is then parsed whole)
wherever that is not obvious. feedparser stays the only arbiter of meaning.

The memory of a document, `FeedState.memory`, is one byte of version, a 12-byte digest of all its bytes, and 36 bytes
for each of its blocks in order: 12 of the block's digest (zeros when the document could not be split), then 8 each of
the hashes of its guid, its canonical link and its article number (zeros = none).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice, pairwise

from bot.domain import ParsedFeed, RawEntry, SharedKeys
from bot.errors import ParseError
from bot.urls import article_number, canonical, identifies, identity_hash, normal_guid

MAX_BLOCKS = 5_000
"""Blocks remembered (180 kB a feed); those after them count as new at every poll, and the store knows them."""

_VERSION = b"\x01"
_DIGEST_BYTES = 12
_HASH_BYTES = 8
_RECORD_BYTES = _DIGEST_BYTES + 3 * _HASH_BYTES
_NO_DIGEST = bytes(_DIGEST_BYTES)
_NO_HASH = bytes(_HASH_BYTES)

_FIRST_BLOCK = re.compile(rb"<(item|entry)(?=[\s>])")
_DECLARED_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([A-Za-z0-9_.:-]+)""")
_ASCII_BASED = re.compile(rb"(?i)utf-?8|us-ascii|ascii|iso-?8859-?\d+|windows-?125\d|cp125\d|latin-?1")
# What in a header changes the meaning of the blocks: base address, language, namespaces, encoding.
_CONTEXT = re.compile(
    rb"""<\?xml[^>]*>|\bxml:(?:base|lang)\s*=\s*["'][^"']*["']|\bxmlns(?::[\w.-]+)?\s*=\s*["'][^"']*["']"""
)


@dataclass(frozen=True, slots=True)
class Split:
    """A document cut at its entries: `header + b"".join(blocks) + footer` is the document."""

    header: bytes
    blocks: tuple[bytes, ...]  # each begins with its start tag and ends before the next one's
    footer: bytes


@dataclass(frozen=True, slots=True)
class Reduced:
    """What to give to the parser."""

    document: bytes | None  # None = nothing is new
    new: tuple[int, ...]  # places of the document's blocks in the whole; empty when it could not be split
    digests: tuple[bytes, ...]  # of all blocks of the whole, in order; empty when it could not be split
    body_digest: bytes  # of all bytes

    @property
    def is_part(self) -> bool:
        """The document lacks blocks of the whole."""
        return self.document is not None and len(self.new) < len(self.digests)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a poll's document gave."""

    parsed: ParsedFeed | None  # its new entries; None = nothing is new
    memory: bytes  # to keep as `FeedState.memory`, in the transaction that stores the entries
    shared: SharedKeys  # of the whole document
    blocks: int  # entries of the whole document as far as known
    is_whole: bool  # all entries were parsed


def _closed_before(part: bytes, opener: bytes, closer: bytes) -> bool:
    """Whether the last `opener` of a part is closed within it."""
    at = part.rfind(opener)
    return at < 0 or part.find(closer, at + len(opener)) >= 0


def _block_end(body: bytes, start: int, close: bytes) -> int:
    """Where the block that begins at `start` ends, -1 when that is not obvious."""
    at = start + 1
    while True:
        end = body.find(close, at)
        if end < 0:
            return -1
        special = body.find(b"<!", at, end)
        if special < 0:
            tail = end + len(close)
            after = body.find(b">", tail)
            return after + 1 if after >= 0 and not body[tail:after].strip() else -1
        if body.startswith(b"<![CDATA[", special):
            over = body.find(b"]]>", special + 9)
        elif body.startswith(b"<!--", special):
            over = body.find(b"-->", special + 4)
        else:
            return -1
        if over < 0:
            return -1
        at = over + 3


def split(body: bytes) -> Split | None:
    """Cuts an RSS, RDF or Atom document at its entries.

    Returns:
        the parts, None when the document is not plainly cut: no entries, nested or unclosed ones, text between them,
        an own DTD, UTF-16 or another encoding whose bytes may look like markup.
    """
    declared = _DECLARED_ENCODING.match(body.removeprefix(b"\xef\xbb\xbf"))
    if declared and not _ASCII_BASED.fullmatch(declared.group(1)):
        return None
    if b"\0" in body or b"<!ENTITY" in body or b"\x1b" in body:
        return None
    first = _FIRST_BLOCK.search(body)
    if first is None:
        return None
    header = body[: first.start()]
    for opener, closer in ((b"<!--", b"-->"), (b"<![CDATA[", b"]]>"), (b"<?", b"?>"), (b"<!DOCTYPE", b">")):
        if not _closed_before(header, opener, closer):
            return None
    name = first.group(1)
    close, nested = b"</" + name, re.compile(rb"<(?:\w+:)?(?:item|entry)[\s/>]", re.IGNORECASE)
    starts, at = [first.start()], first.start()
    while True:
        end = _block_end(body, at, close)
        if end < 0 or nested.search(body, at + 1, end) or body.find(b"<?", at, end) >= 0:
            return None
        following = _FIRST_BLOCK.search(body, end)
        if following is None or following.group(1) != name:
            break
        if body[end : following.start()].strip():
            return None
        at = following.start()
        starts.append(at)
    footer = body[end:]
    if nested.search(footer):
        return None
    edges = [*starts, end]
    blocks = tuple(body[start:stop] for start, stop in pairwise(edges))
    return Split(header, blocks, footer)


def _digest(data: bytes, key: bytes = b"") -> bytes:
    return blake2b(data, digest_size=_DIGEST_BYTES, key=key).digest()


def _records(memory: bytes) -> list[tuple[bytes, bytes, bytes, bytes]]:
    """Block digest and hashes of guid, link and number, one for each block remembered."""
    start = 1 + _DIGEST_BYTES
    if memory[:1] != _VERSION or (len(memory) - start) % _RECORD_BYTES:
        return []
    cuts = (0, _DIGEST_BYTES, _DIGEST_BYTES + _HASH_BYTES, _DIGEST_BYTES + 2 * _HASH_BYTES, _RECORD_BYTES)
    return [
        (
            memory[at : at + cuts[1]],
            memory[at + cuts[1] : at + cuts[2]],
            memory[at + cuts[2] : at + cuts[3]],
            memory[at + cuts[3] : at + cuts[4]],
        )
        for at in range(start, len(memory), _RECORD_BYTES)
    ]


def reduce(body: bytes, memory: bytes) -> Reduced:
    """The document without the blocks that stood in the last one.

    Args:
        body: the document as fetched.
        memory: what `read` or `remember` gave at the last poll; b"" = none, so that everything is new.
    """
    body_digest = _digest(body)
    if memory[:1] == _VERSION and memory[1 : 1 + _DIGEST_BYTES] == body_digest:
        digests = tuple(record[0] for record in _records(memory))
        return Reduced(None, (), digests if _NO_DIGEST not in digests else (), body_digest)
    parts = split(body)
    if parts is None:
        return Reduced(body, (), (), body_digest)
    context = _digest(b"\n".join(_CONTEXT.findall(parts.header)))
    digests = tuple(_digest(block.strip(), context) for block in parts.blocks)
    known = {record[0] for record in _records(memory)}
    new = tuple(place for place, digest in enumerate(digests) if digest not in known)
    if not new:
        return Reduced(None, (), digests, body_digest)
    document = b"".join((parts.header, *(parts.blocks[place] for place in new), parts.footer))
    return Reduced(document, new, digests, body_digest)


def fits(reduced: Reduced, parsed: ParsedFeed) -> bool:
    """Whether the parser found as many entries as the document had blocks; if not, parse the whole."""
    return len(parsed.entries) + parsed.skipped == len(reduced.new)


def entry_hashes(entry: RawEntry) -> tuple[bytes, bytes, bytes]:
    """Hashes of guid, canonical link and article number as they stand in memory; zeros where there is none."""
    guid, url, number = normal_guid(entry.guid), canonical(entry.link), article_number(entry.link)
    return (
        identity_hash(guid) if guid else _NO_HASH,
        identity_hash(url) if url and identifies(url) else _NO_HASH,
        identity_hash("/".join(number)) if number else _NO_HASH,
    )


def remember(memory: bytes, reduced: Reduced, parsed: ParsedFeed | None) -> bytes:
    """The memory of the present document.

    Args:
        memory: of the last document.
        reduced: what `reduce` made of the present one.
        parsed: its entries; None when nothing is new. When they do not fit the blocks (see `fits`) they must be those
            of the whole document, and the next poll will parse it whole again unless its bytes are the same.
    """
    if parsed is None:
        if not reduced.digests:  # the same bytes as before, not to be split
            return memory
        hashes: dict[int, tuple[bytes, bytes, bytes]] = {}
    else:
        places = parsed.positions or tuple(range(len(parsed.entries)))
        hashes = {place: entry_hashes(entry) for place, entry in zip(places, parsed.entries, strict=True)}
    head = _VERSION + reduced.body_digest
    if parsed is not None and not (reduced.digests and fits(reduced, parsed)):
        return head + b"".join(_NO_DIGEST + b"".join(found) for found in islice(hashes.values(), MAX_BLOCKS))
    known = {digest: b"".join(found) for digest, *found in _records(memory)}
    by_place = {reduced.new[place]: b"".join(found) for place, found in hashes.items()}
    nothing = bytes(3 * _HASH_BYTES)
    return head + b"".join(
        digest + (by_place.get(place) or known.get(digest) or nothing)
        for place, digest in enumerate(reduced.digests[:MAX_BLOCKS])
    )


def listed(memory: bytes) -> SharedKeys:
    """Hashes of all guids, links and numbers of the last document, for keeping their keys from being pruned."""
    records = _records(memory)
    return SharedKeys(
        guids=frozenset(record[1] for record in records) - {_NO_HASH},
        links=frozenset(record[2] for record in records) - {_NO_HASH},
        numbers=frozenset(record[3] for record in records) - {_NO_HASH},
    )


def _is_one_item(count: int, total: int) -> bool:
    """Whether entries with the same guid and link are versions of one item: a pair, or few among many.

    A pair of guid and link that most of a document carries is a constant of the program that wrote it.
    """
    return count == 2 or 4 * count <= total


def shared(memory: bytes) -> SharedKeys:
    """Which guids, links and numbers of the document behind `memory` do not tell its entries apart.

    A guid with several links identifies nothing, nor does a link with several guids or with none, twice. Entries that
    share both are versions of one item (`repeated`), unless most of the document does.
    """
    records = _records(memory)
    total = len(records)
    links_of: defaultdict[bytes, set[bytes]] = defaultdict(set)
    guids_of: defaultdict[bytes, set[bytes]] = defaultdict(set)
    links_of_number: defaultdict[bytes, set[bytes]] = defaultdict(set)
    for _, guid, link, number in records:
        links_of[guid].add(link)
        guids_of[link].add(guid)
        links_of_number[number].add(link)
    guid_counts = Counter(record[1] for record in records)
    link_counts = Counter(record[2] for record in records)
    shared_guids: set[bytes] = set()
    shared_links: set[bytes] = set()
    repeated: set[bytes] = set()
    for guid, count in guid_counts.items():
        if guid == _NO_HASH or count == 1:
            continue
        one_link = links_of[guid] != {_NO_HASH} and len(links_of[guid]) == 1
        (repeated if one_link and _is_one_item(count, total) else shared_guids).add(guid)
    for link, count in link_counts.items():
        if link == _NO_HASH or count == 1:
            continue
        one_guid = guids_of[link] != {_NO_HASH} and len(guids_of[link]) == 1
        (repeated if one_guid and _is_one_item(count, total) else shared_links).add(link)
    return SharedKeys(
        guids=frozenset(shared_guids),
        links=frozenset(shared_links),
        numbers=frozenset(number for number, links in links_of_number.items() if len(links) > 1) - {_NO_HASH},
        repeated=frozenset(repeated),
    )


Parse = Callable[[bytes], ParsedFeed]


def read(body: bytes, memory: bytes, parse: Parse) -> Reading:
    """Reads a document through `parse`, only what is new of it where that is safe.

    Args:
        body: the document as fetched.
        memory: `FeedState.memory`; b"" parses everything.
        parse: reads one document; called once, or twice when the part did not read as expected.

    Raises:
        ParseError: what `parse` raised of the whole document, or its time limit of a part.
    """
    reduced = reduce(body, memory)
    if reduced.document is None:
        kept = remember(memory, reduced, None)
        return Reading(None, kept, shared(kept), len(_records(kept)), False)
    parsed: ParsedFeed | None = None
    if reduced.is_part:
        try:
            parsed = parse(reduced.document)
        except ParseError as exc:
            if exc.problem in ("timeout", "crashed"):
                raise
        if parsed is not None and not fits(reduced, parsed):
            parsed = None
    is_whole = parsed is None
    if parsed is None:
        parsed = parse(body)
        everything: Sequence[int] = range(len(reduced.digests))
        reduced = Reduced(body, tuple(everything), reduced.digests, reduced.body_digest)
    kept = remember(memory, reduced, parsed)
    return Reading(parsed, kept, shared(kept), len(_records(kept)), is_whole)
