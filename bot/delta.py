"""What is new in a feed document: cuts it into blocks and keeps from the parser those that the last poll had.

May import domain, errors, urls and the standard library; never feedparser. Pure. The splitter understands nothing of an
entry: it finds where the blocks of a plain document begin and end, and gives up (the document is then parsed whole)
wherever that is not obvious. feedparser stays the only arbiter of meaning.

The memory of a document, kept by the store, is one byte of version, a 16-byte digest of all its bytes, and 40 bytes
for each of its blocks in order: 16 of the block's digest (zeros when the document could not be split), then 8 each of
the hashes of its guid, its canonical link and its article number (zeros = none). The last 4 bytes of a digest are the
length of what it is of, so that a block of the last document is known where it stands, without being cut out anew.
"""

import re
import struct
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice, pairwise

from bot.domain import ParsedFeed, RawEntry, SharedKeys
from bot.errors import ParseError
from bot.urls import article_number, canonical, identifies, identity_hash, normal_guid

MAX_BLOCKS = 5_000
"""Blocks remembered (200 kB a feed); those after them count as new at every poll, and the store knows them."""

_VERSION = b"\x02"
_HASHED_BYTES = 12
_LENGTH_BYTES = 4
_DIGEST_BYTES = _HASHED_BYTES + _LENGTH_BYTES
_HASH_BYTES = 8
_RECORD = struct.Struct(f"{_DIGEST_BYTES}s{_HASH_BYTES}s{_HASH_BYTES}s{_HASH_BYTES}s")
_HASHES = struct.Struct(f"{_DIGEST_BYTES}s{3 * _HASH_BYTES}s")  # the same, the hashes in one
_DIGESTS = struct.Struct(f"{_DIGEST_BYTES}s{3 * _HASH_BYTES}x")  # the digests alone
_PARTS = struct.Struct(f">{_HASHED_BYTES}sI{3 * _HASH_BYTES}x")  # their parts
_HEAD_BYTES = 1 + _DIGEST_BYTES  # of a memory, before the records
_NO_DIGEST = bytes(_DIGEST_BYTES)
_NO_HASH = bytes(_HASH_BYTES)

_SPACE = re.compile(rb"\s*")
_FIRST_BLOCK = re.compile(rb"<(item|entry)(?=[\s>])")
_DECLARED_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([A-Za-z0-9_.:-]+)""")
_ASCII_BASED = re.compile(rb"(?i)utf-?8|us-ascii|ascii|iso-?8859-?\d+|windows-?125\d|cp125\d|latin-?1")
# Where a comment or CDATA begins, what has no business near blocks, and tags of entries of any case and prefix. The
# ends of the former are looked for with `find`, which is many times faster than an expression.
_NAME = rb"((?:[\w.-]{1,40}:)?(?:[iI][tT][eE][mM]|[eE][nN][tT][rR][yY]))"
_TOKENS = re.compile(rb"<(?:(!\[CDATA\[|!--)|[!?]|" + _NAME + rb"(?=[\s/>])|/" + _NAME + rb"\s*>)")
# What in a header changes the meaning of the blocks: base address, language, namespaces, encoding.
_CONTEXT = re.compile(
    rb"""<\?xml[^>]{0,500}>|\bxml:(?:base|lang)\s*=\s*["'][^"']*["']|\bxmlns(?::[\w.-]+)?\s*=\s*["'][^"']*["']"""
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
    memory: bytes  # to keep in the transaction that stores the entries
    shared: SharedKeys  # of the whole document
    blocks: int  # entries of the whole document as far as known
    is_whole: bool  # all entries were parsed
    differs: bool | None = None  # reading in part gives something else than reading whole; None = not compared


def _closed_before(part: bytes, opener: bytes, closer: bytes) -> bool:
    """Whether the last `opener` of a part is closed within it."""
    at = part.rfind(opener)
    return at < 0 or part.find(closer, at + len(opener)) >= 0


def split(body: bytes) -> Split | None:
    """Cuts an RSS, RDF or Atom document at its entries.

    Returns:
        the parts, None when the document is not plainly cut: no entries, nested or unclosed ones, text between them,
        an own DTD, UTF-16 or another encoding whose bytes may look like markup.
    """
    start = _first_block(body)
    edges = None if start is None else _edges(_LastBlocks(body, b"", b""), start)
    if edges is None:
        return None
    blocks = tuple(body[start:stop] for start, stop in pairwise(edges))
    return Split(body[: edges[0]], blocks, body[edges[-1] :])


def _first_block(body: bytes) -> int | None:
    """Where the first entry begins; None when there is none, or the document is not to be cut."""
    declared = _DECLARED_ENCODING.match(body.removeprefix(b"\xef\xbb\xbf"))
    if declared and not _ASCII_BASED.fullmatch(declared.group(1)):
        return None
    if b"\0" in body or b"\x1b" in body:
        return None
    first = _FIRST_BLOCK.search(body)
    if first is None:
        return None
    header = body[: first.start()]
    if header.lstrip(b" \t\r\n\xef\xbb\xbf")[:1] in (b"{", b"["):  # JSON with rubbish behind it
        return None
    if b"<!ENTITY" in header:  # after it, none is a declaration
        return None
    for opener, closer in ((b"<!--", b"-->"), (b"<![CDATA[", b"]]>"), (b"<?", b"?>"), (b"<!DOCTYPE", b">")):
        if not _closed_before(header, opener, closer):
            return None
    return first.start()


class _LastBlocks:
    """The blocks of the last document, which most of the present one's are, in the same order."""

    def __init__(self, body: bytes, memory: bytes, context: bytes) -> None:
        """Takes the present document, the last one's memory, and what the digests of blocks begin with."""
        self.body = body
        self.edges: list[int] = []  # where the blocks begin that were met so far
        self.digests: list[bytes] = []  # theirs
        self._context = context
        self._last = _digests(memory)
        self._parts = list(_PARTS.iter_unpack(memory[_HEAD_BYTES:])) if self._last else []  # hash and length of each
        self.known = {digest: place for place, digest in enumerate(self._last)}
        self._next = 0

    def run(self, start: int) -> int:
        """Meets the blocks from `start` on that the last document had in a row, one of which may have gone, or been
        edited; returns where the last of them ends, `start` when there is none."""
        body, context = self.body, self._context
        first = next((at for at in (self._next, self._next + 1) if self._stands_at(start, at)), len(self._last))
        end = begin = start
        edges: list[int] = []
        for hashed, length in islice(self._parts, first, None):  # this loop is a tenth of the time of a poll with news
            stop = begin + length
            if sha256(context + body[begin:stop]).digest()[:_HASHED_BYTES] != hashed or stop == begin:
                break
            edges.append(begin)
            end = stop
            begin = _SPACE.match(body, end).end()  # type: ignore[union-attr]  # it matches nothing, too
        if edges:
            self._next = first + len(edges)
            self.edges += edges
            self.digests += self._last[first : self._next]
        return end

    def _stands_at(self, start: int, place: int) -> bool:
        """Whether the last document's block of that place begins there."""
        if place >= len(self._last):
            return False
        end = start + self._parts[place][1]
        return end > start and _digest(self.body[start:end], self._context) == self._last[place]

    def meet(self, start: int, end: int) -> None:
        """A block that was cut out; where the last document had it, what followed it there is expected next."""
        digest = _digest(self.body[start:end], self._context)
        self.edges.append(start)
        self.digests.append(digest)
        place = self.known.get(digest)
        if place is not None:
            self._next = place + 1


def _edges(last: _LastBlocks, start: int) -> list[int] | None:
    """Where the blocks begin, and where the last one ends; None when that is not obvious."""
    body = last.body
    end = at = start
    name = b""
    begun: int | None = None  # where the block begins that is open
    while token := _TOKENS.search(body, at):
        at = token.end()
        opaque, opened, closed = token.groups()
        if opaque is not None:
            past = body.find(b"-->" if opaque == b"!--" else b"]]>", at)
            if past < 0:
                return None
            at = past + 3
        elif opened is not None:
            if begun is not None or opened != (name or opened) or body[end : token.start()].strip():
                return None
            name, begun = opened, token.start()
            known_until = last.run(begun)
            if known_until > begun:
                end = at = known_until
                begun = None
        elif closed is not None:
            if begun is None or closed != name:
                return None
            last.meet(begun, at)
            end = at
            begun = None
        else:  # a declaration or an instruction
            return None
    return None if begun is not None else [*last.edges, end]


def _digest(data: bytes, context: bytes = b"") -> bytes:
    # SHA-256 is in the processor, and takes half the time of BLAKE2b
    return sha256(context + data).digest()[:_HASHED_BYTES] + len(data).to_bytes(_LENGTH_BYTES, "big")


def _count(memory: bytes) -> int:
    """How many blocks are remembered; none of a memory of another version."""
    count, rest = divmod(len(memory) - _HEAD_BYTES, _RECORD.size)
    return count if memory[:1] == _VERSION and not rest else 0


def _records(memory: bytes) -> list[tuple[bytes, bytes, bytes, bytes]]:
    """Digest, guid, link and number of each block remembered, in order."""
    return list(_RECORD.iter_unpack(memory[_HEAD_BYTES:])) if _count(memory) else []


def _digests(memory: bytes) -> list[bytes]:
    """Of the blocks remembered, in order."""
    return [digest for (digest,) in _DIGESTS.iter_unpack(memory[_HEAD_BYTES:])] if _count(memory) else []


def _by_digest(memory: bytes) -> dict[bytes, bytes]:
    """What is remembered of each block besides its digest."""
    return dict(_HASHES.iter_unpack(memory[_HEAD_BYTES:])) if _count(memory) else {}


def reduce(body: bytes, memory: bytes) -> Reduced:
    """The document without the blocks that stood in the last one.

    Args:
        body: the document as fetched.
        memory: what `read` or `remember` gave at the last poll; b"" = none, so that everything is new.
    """
    body_digest = _digest(body)
    if memory[:1] == _VERSION and memory[1:_HEAD_BYTES] == body_digest:
        digests = tuple(_digests(memory))
        return Reduced(None, (), digests if _NO_DIGEST not in digests else (), body_digest)
    start = _first_block(body)
    if start is None:
        return Reduced(body, (), (), body_digest)
    context = _digest(b"\n".join(_CONTEXT.findall(body[:start])))
    last = _LastBlocks(body, memory, context)
    edges = _edges(last, start)
    if edges is None:
        return Reduced(body, (), (), body_digest)
    digests = tuple(last.digests)
    new = tuple(place for place, digest in enumerate(digests) if digest not in last.known)
    if not new:
        return Reduced(None, (), digests, body_digest)
    blocks = (body[edges[place] : edges[place + 1]] for place in new)
    return Reduced(b"".join((body[:start], *blocks, body[edges[-1] :])), new, digests, body_digest)


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
        parsed: its entries; None when nothing is new. When they do not fit the blocks (see `fits`), or the document is
            damaged, they must be those of the whole document, and the next poll will parse it whole again unless its
            bytes are the same: of a damaged one, a block may say something else than it does by itself.
    """
    if parsed is None:
        if not reduced.digests:  # the same bytes as before, not to be split
            return memory
        hashes: dict[int, tuple[bytes, bytes, bytes]] = {}
    else:
        places = parsed.positions or tuple(range(len(parsed.entries)))
        hashes = {place: entry_hashes(entry) for place, entry in zip(places, parsed.entries, strict=True)}
    head = _VERSION + reduced.body_digest
    if parsed is not None and not (reduced.digests and fits(reduced, parsed) and not parsed.is_damaged):
        return head + b"".join(_NO_DIGEST + b"".join(found) for found in islice(hashes.values(), MAX_BLOCKS))
    known = _by_digest(memory)
    by_place = {reduced.new[place]: b"".join(found) for place, found in hashes.items()}
    nothing = bytes(3 * _HASH_BYTES)
    digests = enumerate(reduced.digests[:MAX_BLOCKS])
    return head + b"".join([digest + (by_place.get(at) or known.get(digest) or nothing) for at, digest in digests])


def listed(memory: bytes) -> SharedKeys:
    """Hashes of all guids, links and numbers of the last document, for keeping their keys from being pruned."""
    records = _records(memory)
    guids, links, numbers = (frozenset(record[n] for record in records) - {_NO_HASH} for n in (1, 2, 3))
    return SharedKeys(guids=guids, links=links, numbers=numbers)


def _is_one_item(count: int, total: int) -> bool:
    """Whether entries with the same guid and link are versions of one item: a pair, or few among many.

    A pair of guid and link that most of a document carries is a constant of the program that wrote it.
    """
    return count == 2 or 4 * count <= total


def _tells_apart(hashes: Sequence[bytes]) -> bool:
    """No two entries have the same hash, or none has one."""
    distinct = set(hashes)
    return len(distinct) == len(hashes) or distinct == {_NO_HASH}


def shared(memory: bytes) -> SharedKeys:
    """Which guids, links and numbers of the document behind `memory` do not tell its entries apart.

    A guid with several links identifies nothing, nor does a link with several guids or with none, twice. Entries that
    share both are versions of one item (`repeated`), unless most of the document does.
    """
    records = _records(memory)
    if not records:
        return SharedKeys()
    _, guids, links, numbers = zip(*records, strict=True)
    total = len(records)
    if all(_tells_apart(column) for column in (guids, links, numbers)):
        return SharedKeys()
    links_of: defaultdict[bytes, set[bytes]] = defaultdict(set)
    guids_of: defaultdict[bytes, set[bytes]] = defaultdict(set)
    links_of_number: defaultdict[bytes, set[bytes]] = defaultdict(set)
    for guid, link, number in zip(guids, links, numbers, strict=True):
        links_of[guid].add(link)
        guids_of[link].add(guid)
        links_of_number[number].add(link)
    guid_counts, link_counts = Counter(guids), Counter(links)
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


def read(body: bytes, memory: bytes, parse: Parse, *, whole: bool = False) -> Reading:
    """Reads a document through `parse`, only what is new of it where that is safe; see `read_reduced`."""
    return read_reduced(reduce(body, memory), body, memory, parse, whole=whole)


def read_first(reduced: Reduced, body: bytes, *, whole: bool) -> bytes | None:
    """What `read_reduced` will ask its parser for first, so that it can be parsed ahead; None = nothing."""
    if reduced.is_part:
        return reduced.document
    return body if whole or reduced.document is not None else None


def read_reduced(reduced: Reduced, body: bytes, memory: bytes, parse: Parse, *, whole: bool = False) -> Reading:
    """Reads a document of which it is known already what is new in it.

    Args:
        reduced: what `reduce` made of body and memory.
        body: the document as fetched.
        memory: what the last reading gave; b"" parses everything.
        parse: reads one document; called once, or twice when the part did not read as expected.
        whole: read the whole beside the part, and say whether they differ. The entries returned are the whole's.

    Raises:
        ParseError: what `parse` raised of the whole document, or its time limit of a part.
    """
    if reduced.document is None and not whole:
        kept = remember(memory, reduced, None)
        return Reading(None, kept, shared(kept), _count(kept), False)
    parsed = _part(reduced, parse) if reduced.is_part else None
    if parsed is not None and not whole:
        kept = remember(memory, reduced, parsed)
        return Reading(parsed, kept, shared(kept), _count(kept), False)
    everything = parse(body)
    digests = reduced.digests or _split_digests(body)
    kept = remember(memory, Reduced(body, tuple(range(len(digests))), digests, reduced.body_digest), everything)
    differs = _differs(reduced, memory, parsed, everything) if whole and digests else None
    return Reading(everything, kept, shared(kept), _count(kept), True, differs)


def _part(reduced: Reduced, parse: Parse) -> ParsedFeed | None:
    """The entries of the part, None when it did not read as expected."""
    try:
        parsed = parse(reduced.document or b"")
    except ParseError as exc:
        if exc.problem in ("timeout", "crashed"):
            raise
        return None
    # where a block is ill-formed, feedparser's looser reading lets it spill over into its neighbours
    return parsed if fits(reduced, parsed) and parsed.note is None else None


def _split_digests(body: bytes) -> tuple[bytes, ...]:
    """Digests of the blocks of a document that is the same as the last one, which may not have been split then."""
    return reduce(body, b"").digests


def _differs(reduced: Reduced, memory: bytes, part: ParsedFeed | None, whole: ParsedFeed) -> bool | None:
    """Whether reading in part gives other entries than reading whole.

    Those of the part have to be equal; of those left out the identity has to be what is remembered. None when there
    was no part: the document was new, not to be cut, or did not fit; nor when the whole is ill-formed for an entry that
    was read before, since the others are then read more strictly in part, and better.
    """
    if whole.note is not None:
        return None
    if not memory or not reduced.digests or (reduced.document is not None and part is None):
        return None
    if len(whole.entries) + whole.skipped != len(reduced.digests):
        return None  # `fits` would have refused it
    places = whole.positions or range(len(whole.entries))
    entries = dict(zip(places, whole.entries, strict=True))
    read_in_part = (
        {} if part is None else dict(zip(part.positions or range(len(part.entries)), part.entries, strict=True))
    )
    for place, number in zip(reduced.new, range(len(reduced.new)), strict=True):
        if read_in_part.get(number) != entries.get(place):
            return True
    known = _by_digest(memory)
    nothing = bytes(3 * _HASH_BYTES)
    left_out = set(range(len(reduced.digests))) - set(reduced.new)
    for place in left_out:
        entry = entries.get(place)
        hashes = b"".join(entry_hashes(entry)) if entry is not None else nothing
        if known.get(reduced.digests[place], nothing) != hashes:
            return True
    return False
