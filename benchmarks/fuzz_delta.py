"""Lets feeds live from poll to poll and reads them in part: no entry may be lost that reading whole finds.

    python -m benchmarks.fuzz_delta [--quick] [--cases N] [--seconds S] [--seed N] [--jobs N] [--documents FOLDER]

A case is one poll of a life: entries come in front, behind and between, go, move, are edited, doubled, spoilt, left
open; the space between them, the header and single bytes change; now and then an older state of the feed comes back.
What is remembered goes from poll to poll. Each case asks whether the document is cut with the last one's memory as it
is cut without, and whether what is given to the parser is header, new blocks and footer. In a tenth of the lives the
document is read by feedparser, too, in part and whole: every entry of the whole has to have been handed out at this
poll or before, with its guid, link, title and moment. Where the whole is ill-formed, how feedparser reads it is a
matter of chance, and only the cutting is compared.

`--documents` adds feeds of others, as files in a folder, to those that the lives begin with. Failures are printed with
their bytes, the first twenty of each process. The last line is one JSON object.
"""

import random
import re
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache, partial
from hashlib import sha256

from benchmarks.fuzz_parse import SEEDS, URL, mutated, seeds_of, without_an_end
from benchmarks.fuzzing import command_line, outcome
from bot import delta
from bot.domain import ParsedFeed, RawEntry
from bot.errors import ParseError
from bot.parse import parse

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
_POLLS = 8  # of a life
_READ = 0.1  # of the lives are read by feedparser, which takes a hundred times as long as cutting
_MAX_BYTES = 40_000  # of a document: cases by the million have to be small
_ENTRY = re.compile(rb"<(item|entry)\b.*?</\1\s*>", re.DOTALL)
_SPACES = (b"", b"\n", b"\r\n  ", b"\t", b"  \n\n ", b"<!-- x -->", b"x", b"<![CDATA[ ]]>")
_HEADS = (b" xml:base='http://c.example/'", b" xml:lang='en'", b" xmlns:q='urn:q'", b"<!-- y -->", b"<ttl>5</ttl>")
_ANY = parse(
    b"<rss version='2.0'><channel><item><title>x</title></item></channel></rss>", content_type="", url=URL, now=NOW
).entries[0]


class Life:
    """A feed that changes from poll to poll."""

    def __init__(self, seed: bytes, dice: random.Random) -> None:
        """Begins with a document."""
        self._dice = dice
        self._count = 0
        self._past = [seed]
        found = list(_ENTRY.finditer(seed))
        self.head = seed[: found[0].start()] if found else seed
        self.tail = seed[found[-1].end() :] if found else b""
        self.parts = [match.group() for match in found]
        self.gaps = [b"\n" for _ in found]

    def _fresh(self) -> bytes:
        """An entry like another one, with other digits in it, so that its guid and link are new."""
        self._count += 1
        model = self._dice.choice(self.parts or [b"<item><title>0</title><guid>0</guid></item>"])
        return re.sub(rb"\d", lambda _: b"%d" % self._dice.randrange(10), model, count=20) if model else model

    def _change(self) -> None:
        dice, parts = self._dice, self.parts
        at = dice.randrange(len(parts) + 1)
        what = dice.randrange(13)
        if what < 3 or not parts:
            at = 0 if what else at
            parts.insert(at, self._fresh())
            self.gaps.insert(at, dice.choice(_SPACES[:5]))
            return
        at = min(at, len(parts) - 1)
        other = dice.randrange(len(parts))
        if what == 3:
            del parts[-1], self.gaps[-1]
        elif what == 4:
            del parts[at], self.gaps[at]
        elif what == 5:
            parts[at], parts[other] = parts[other], parts[at]
        elif what == 6:
            parts.insert(at, parts[other])
            self.gaps.insert(at, self.gaps[other])
        elif what == 7:
            parts[at] = re.sub(rb">[^<>]{1,20}<", b">edited<", parts[at], count=dice.randrange(1, 4))
        elif what == 8:
            parts[at] = mutated(parts[at], dice)[:_MAX_BYTES]
        elif what == 9:
            self.gaps[at] = dice.choice(_SPACES)
        elif what == 10:
            place = self.head.find(b">", dice.randrange(len(self.head) + 1))
            self.head = self.head[:place] + dice.choice(_HEADS) + self.head[place:] if place >= 0 else self.head
        elif what == 11:
            parts[at] = without_an_end(parts[at], dice)
        else:
            self.tail = mutated(self.tail, dice)[:2_000] if dice.random() < 0.2 else self.tail

    def poll(self) -> bytes:
        """The document of the next poll."""
        dice = self._dice
        if dice.random() < 0.05:
            return dice.choice(self._past)
        for _ in range(dice.choice((0, 1, 1, 1, 2, 4))):
            self._change()
        body = self.head + b"".join(part + gap for part, gap in zip(self.parts, self.gaps, strict=True)) + self.tail
        if dice.random() < 0.05:
            body = mutated(body, dice)
        body = body[:_MAX_BYTES]
        self._past.append(body)
        return body


@lru_cache(8)  # part and whole are asked for twice
def _parse(body: bytes) -> ParsedFeed:
    return parse(body, content_type="application/xml", url=URL, now=NOW)


def _counted(body: bytes) -> ParsedFeed:
    """An entry for each block, without feedparser."""
    parts = delta.split(body)
    blocks = parts.blocks if parts is not None else ()
    found = (replace(_ANY, guid=sha256(block).hexdigest()) for block in blocks)
    return ParsedFeed(version="x", title="", language=None, entries=tuple(found))


def cut_wrong(body: bytes, memory: bytes) -> str | None:
    """What is wrong with the cutting of a document after the one that is remembered; None = nothing."""
    reduced = delta.reduce(body, memory)
    plain = delta.reduce(body, b"")
    parts = delta.split(body)
    if reduced.document is None and not reduced.new and reduced.body_digest == memory[1:17]:
        return None  # the same bytes
    if reduced.digests != plain.digests or len(reduced.digests) != len(parts.blocks if parts else ()):
        return "cut otherwise"
    if parts is None:
        return None if reduced.document == body else "cut otherwise"
    if parts.header + b"".join(parts.blocks) + parts.footer != body:
        return "cut otherwise"
    blocks = b"".join(parts.blocks[place] for place in reduced.new)
    if reduced.document is not None and reduced.document.split() != (parts.header + blocks + parts.footer).split():
        return "cut otherwise"
    return None


def _identity(entry: RawEntry) -> tuple[object, ...]:
    return entry.guid, entry.link, entry.title, entry.published


class Reader:
    """One who reads a life in part, and remembers what was handed out."""

    def __init__(self, *, is_read: bool) -> None:
        """`is_read`: by feedparser, else by a stand-in."""
        self._is_read = is_read
        self._memory = b""
        self._given: set[tuple[object, ...]] = set()
        self.was_read = False  # whether the last poll's document was read in part and compared

    def poll(self, body: bytes) -> str | None:
        """What is wrong with reading this document; None = nothing."""
        self.was_read = False
        wrong = cut_wrong(body, self._memory)
        if wrong is not None:
            return wrong
        if not self._is_read:
            self._memory = delta.read(body, self._memory, _counted).memory
            return None
        try:
            reading = delta.read(body, self._memory, _parse)
            whole = _parse(body)
        except ParseError:
            return None  # it is not remembered then, as in the bot
        if delta.read(body, self._memory, _parse, whole=True).differs:
            return "differs"
        self._memory = reading.memory
        self._given |= {_identity(entry) for entry in (reading.parsed.entries if reading.parsed else ())}
        if whole.note is not None:
            self._given |= {_identity(entry) for entry in whole.entries}
            return None
        self.was_read = not reading.is_whole
        lost = [entry for entry in whole.entries if _identity(entry) not in self._given]
        return f"lost {len(lost)} of {len(whole.entries)}: {lost[0]!r}" if lost else None


def run(cases: int, seconds: float, seed: int, seeds: Sequence[bytes] = SEEDS) -> Counter[str]:
    """Tries that many polls, or as many as the time allows: how many were tried, and how many went wrong how."""
    dice = random.Random(seed)
    counts: Counter[str] = Counter()
    start = time.monotonic()
    while counts["cases"] < cases and time.monotonic() - start < seconds:
        reader = Reader(is_read=dice.random() < _READ)
        life = Life(dice.choice(seeds), dice)
        bodies: list[bytes] = []
        for _ in range(_POLLS):
            bodies.append(life.poll())
            wrong = outcome(partial(reader.poll, bodies[-1]))
            counts["cases"] += 1
            counts["read"] += reader.was_read
            if counts["cases"] % 50_000 == 0:
                print(f"{counts['cases']:,} cases in {time.monotonic() - start:,.0f} s", file=sys.stderr, flush=True)
            if wrong:
                counts[wrong.split()[0]] += 1
                if counts["cut"] + counts["differs"] + counts["lost"] + counts["raises"] + counts["hangs"] <= 20:
                    print(f"{wrong}: {bodies!r}", flush=True)
                break
    return counts


def report(found: Sequence[Counter[str]]) -> dict[str, int]:
    """What all processes counted."""
    total: Counter[str] = sum(found, Counter())
    return {
        "cases": total["cases"],
        "read_in_part_and_whole": total["read"],
        "cut_otherwise": total["cut"],
        "different_in_part": total["differs"],
        "lost": total["lost"],
        "raised": total["raises"],
        "hung": total["hangs"],
    }


if __name__ == "__main__":
    command_line(__doc__, run, seeds_of, report)
