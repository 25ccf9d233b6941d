"""Mutates feeds of every kind and reads them: nothing may raise, hang, or lose an entry that feedparser finds.

    python -m benchmarks.fuzz_parse [--quick] [--cases N] [--seconds S] [--seed N] [--jobs N] [--documents FOLDER]

Two thirds of the cases cut, swap, repeat and spoil a feed; the rest are made of elements with the names that feeds use,
in any order, depth and case. Each asks three things: `bot.parse` answers, or refuses with a ParseError, within some
seconds; it finds as many entries as feedparser does on the same bytes; and reading in parts, after the unspoilt feed
was seen, gives what reading whole gives. An entry may be skipped only where the document breaks off in it. What is
refused as a page (HTML before elements called item or entry, and no root of a feed) is counted apart: there feedparser
finds entries, and we do not want them. feedparser is asked where ours are fewer than there are tags of entries, and in
one case of sixteen all the same. `--documents` adds feeds of others, as files in a folder, to those that are spoilt.
Failures are printed with their bytes, the first twenty of each process. The
last line is one JSON object.
"""

import io
import math
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import feedparser

from benchmarks.fuzzing import TooLong, command_line, outcome
from bot import delta
from bot.domain import ParsedFeed
from bot.errors import ParseError
from bot.parse import parse
from bot.parse.documents import readable

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
_ENTRIES = 2  # of each feed: cases by the million have to be small
_COMPARED = 0.2  # of the cases are read in parts too, which takes as long as all else
URL = "https://fuzz.example/feed.xml"
_END = re.compile(rb"</[^<>]{1,40}>")
_SMALL_BYTES = 20_000  # of others' documents
_ITEM = (
    "<item><title>{n} uno &amp; dos</title><link>http://a.example/{n}</link><guid>g{n}</guid>"
    "<pubDate>Mon, 02 Nov 2026 0{n}:00:00 GMT</pubDate><description><![CDATA[<p>Texto {n} ]] ></p>]]></description>"
    "{more}</item>"
)
_MORE = (
    "",
    "<media:content url='http://a.example/x.jpg'><media:title>Foto</media:title></media:content>",
    "<itunes:title>Episodio</itunes:title><enclosure url='http://a.example/x.mp3' length='1' type='audio/mpeg'/>",
    "<dc:creator>A</dc:creator><dc:date>2026-11-02T10:00:00-06:00</dc:date>"
    "<content:encoded>&lt;b&gt;x&lt;/b&gt;</content:encoded>",
)
_SPACES = (
    "xmlns:media='http://search.yahoo.com/mrss/' xmlns:dc='http://purl.org/dc/elements/1.1/' "
    "xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd' xmlns:content='http://purl.org/rss/1.0/modules/content/'"
)


def _items(form: str = _ITEM) -> str:
    return "\n".join(form.format(n=n, more=_MORE[n]) for n in range(_ENTRIES))


_ENTRY = (
    "<entry xml:base='http://a.example/b/'><title type='html'>{n} &lt;b&gt;uno&lt;/b&gt;</title><link href='n/{n}'/>"
    "<id>urn:{n}</id><updated>2026-11-02T0{n}:00:00Z</updated><summary>Texto</summary>"
    "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>x</p></div></content></entry>"
)
_RDF_ITEM = "<item rdf:about='http://a.example/{n}'><title>{n} x</title><link>http://a.example/{n}</link></item>"
_ATOM_03 = (
    "<entry><title>{n}</title><link rel='alternate' href='http://a.example/{n}'/><issued>2026-11-02</issued></entry>"
)
_CDF = "<item href='http://a.example/{n}' lastmod='2026-11-02'><title>{n}</title><abstract>x</abstract></item>"
_SHORT = "<item><title>{n} x</title><guid>{n}</guid></item>"
_PREFIXED = "<x:Item><x:Title>{n} x</x:Title><x:link>http://a.example/{n}</x:link></x:Item>"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_TEXTS = (
    f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0' {_SPACES}><channel><title>T</title>{_items()}"
    "</channel></rss>",
    f"<rss version='0.91'><channel><title>T</title>{_items('<item><title>{n} x</title></item>')}</channel></rss>",
    f"<rdf:RDF xmlns:rdf='{_RDF}' xmlns='http://purl.org/rss/1.0/'><channel rdf:about='x'><title>T</title></channel>"
    f"{_items(_RDF_ITEM)}</rdf:RDF>",
    f"<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='es'><title>T</title>{_items(_ENTRY)}</feed>",
    f"<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title>T</title>{_items(_ATOM_03)}</feed>",
    f"<channel href='http://a.example/'><title>CDF</title>{_items(_CDF)}</channel>",
    '{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"1","title":"a","url":"http://a.example/1"}]}',
    f"<!DOCTYPE rss [<!ENTITY uno 'dos'>]><rss><channel><title>&uno;</title>{_items(_SHORT)}</channel></rss>",
    f"<!-- <rss> --><x:RSS xmlns:x='http://backend.userland.com/rss2'><x:CHANNEL>{_items(_PREFIXED)}</x:CHANNEL></x:RSS>",
    f"<html><body><rss version='2.0'><channel>{_items(_SHORT)}</channel></rss></body></html>",
)
SEEDS: tuple[bytes, ...] = tuple(text.encode() for text in _TEXTS)
_ROOT = re.compile(r"</?(?:\w+:)?(?:rss|feed|rdf|channel)[\s>]", re.IGNORECASE)
_TAG = re.compile(rb"<(?:[\w.-]+:)?(?:item|entry)(?![\w.:-])", re.IGNORECASE)
_SPOILERS = (
    *(
        b"<item>",
        b"</item>",
        b"<entry>",
        b"</entry>",
        b"<![CDATA[",
        b"]]>",
        b"<!--",
        b"-->",
        b"&",
        b"&nbsp;",
        b"&#0;",
        b"<",
    ),
    *(
        b">",
        b'"',
        b"\0",
        b"\xff",
        b"\xef\xbb\xbf",
        b"<?php ?>",
        b"<!DOCTYPE x>",
        b"<!ENTITY a 'b'>",
        b"\xc3",
        b"</channel>",
    ),
    *(
        b"<html><body>",
        b" xml:base='http://b.example/'",
        b"<title>",
        b"</title>",
        b"<media:title>",
        b"\x93",
        b"<a:item>",
    ),
    *(b"<guid/>", b"<link/>", b"&#xD83D;", b"<ITEM>", b"<item/>", b"xmlns=''", b"<dc:item>", b"\r\n", b"<source>"),
)


_ENCODINGS = (
    *("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-8-sig"),
    *("cp1252", "cp037", "utf-7"),
)
_NAMES = (
    *(
        "item",
        "entry",
        "rss",
        "channel",
        "feed",
        "rdf:RDF",
        "title",
        "link",
        "links",
        "guid",
        "id",
        "summary",
        "author",
    ),
    *(
        "description",
        "content",
        "content:encoded",
        "pubDate",
        "updated",
        "published",
        "dc:date",
        "source",
        "media:title",
    ),
    *("media:content", "title_detail", "image", "textinput", "category", "enclosure", "language", "ttl", "skipHours"),
    *("html", "body", "div", "p", "b", "br", "a", "script", "svg", "itunes:title", "feedburner:origLink", "generator"),
)
_ATTRIBUTES = (
    *(" href='http://a.example/1'", " rel='self'", " type='xhtml'", " type='html'", " xml:base='b/'", " xml:lang='es'"),
    *(
        " isPermaLink='true'",
        " xmlns='http://www.w3.org/2005/Atom'",
        " version='2.0'",
        " mode='base64'",
        " x",
        " src=x",
    ),
)
_WORDS = (
    "uno",
    "&amp;",
    "&#225;",
    "<![CDATA[<b>x</b>]]>",
    "<!-- x -->",
    "http://a.example/1",
    "2026-11-02",
    "\xe1",
    " ",
)


def documents(folder: Path) -> tuple[bytes, ...]:
    """Small files of a folder that hold an entry, in the order of their names."""
    files = sorted(file for file in folder.rglob("*") if file.is_file() and file.stat().st_size <= _SMALL_BYTES)
    return tuple(body for file in files if _TAG.search(body := file.read_bytes()))


def without_an_end(body: bytes, dice: random.Random) -> bytes:
    """An element is left open."""
    ends = list(_END.finditer(body))
    end = dice.choice(ends) if ends else None
    return body if end is None else body[: end.start()] + body[end.end() :]


def mutated(seed: bytes, dice: random.Random) -> bytes:
    """The seed with one to six things done to it."""
    body = seed
    for _ in range(dice.choice((1, 1, 1, 2, 2, 3, 6))):
        at, to = sorted((dice.randrange(len(body) + 1), dice.randrange(len(body) + 1)))
        short = at + dice.randrange(40)
        change = dice.randrange(8)
        if change == 0:
            body = body[:at] + dice.choice(_SPOILERS) + body[at:]
        elif change == 1:
            body = body[:at] + body[short:]
        elif change == 2:
            body = body[:at] + body[at:to] + body[at:to][:500] + body[to:]
        elif change == 3:
            body = body[:at] if dice.random() < 0.3 else body[:at] + bytes([dice.randrange(256)]) + body[at + 1 :]
        elif change == 4:
            body = body.replace(dice.choice(_SPOILERS), dice.choice(_SPOILERS), 1)
        elif change == 5:
            other = dice.choice(SEEDS)
            cut = dice.randrange(len(other))
            body = body[:at] + other[cut : cut + dice.randrange(200)] + body[at:]
        elif change == 6:
            body = without_an_end(body, dice)
        elif dice.random() < 0.1:
            body = body.decode("utf-8", "replace").encode(dice.choice(_ENCODINGS), "replace")
    return body[:200_000]


def grown(dice: random.Random) -> bytes:
    """A document of elements in any order."""
    parts: list[str] = []
    open_names: list[str] = []
    for _ in range(dice.randrange(4, 30)):
        what = dice.random()
        if what < 0.45:
            name = dice.choice(_NAMES[:2]) if dice.random() < 0.25 else dice.choice(_NAMES)
            name = name.upper() if dice.random() < 0.05 else name
            attributes = "".join(dice.choices(_ATTRIBUTES, k=dice.choice((0, 0, 0, 1, 2))))
            is_closed = dice.random() < 0.1
            parts.append(f"<{name}{attributes}{'/' if is_closed else ''}>")
            open_names += [] if is_closed else [name]
        elif what < 0.75 and open_names:
            name = open_names.pop() if dice.random() < 0.9 else dice.choice(open_names)
            parts.append(f"</{name}>")
        else:
            parts.append(dice.choice(_WORDS))
    parts += [f"</{name}>" for name in reversed(open_names) if dice.random() < 0.9]
    head = dice.choice(
        ("", "<?xml version='1.0'?>", f"<rss version='2.0' {_SPACES}>", "<feed>", "\n", "<!DOCTYPE rss>")
    )
    return (head + "".join(parts)).encode()


def _parse(body: bytes) -> ParsedFeed:
    return parse(body, content_type="application/xml", url=URL, now=NOW)


def _memory(seed: bytes) -> bytes:
    """Of a feed that was seen as it is; b"" where it is refused."""
    try:
        return delta.read(seed, b"", _parse).memory
    except ParseError:
        return b""


def _theirs(body: bytes) -> int:
    """Entries that feedparser finds with something in them to read."""
    try:
        found = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    except TooLong:
        raise
    except Exception:  # it raises now and then; then there is nothing to compare with
        return 0
    return sum(bool(entry.get("title") or entry.get("summary") or entry.get("link")) for entry in found.entries)


def _is_page(body: bytes) -> bool:
    """HTML without a tag of a feed's root, in whatever encoding."""
    text = readable(body, "application/xml")
    return "<html" in text.lower() and not _ROOT.search(text)


def try_one(body: bytes, memory: bytes) -> str | None:
    """What is wrong with a case, None = nothing. `memory` is of the unspoilt feed; b"" = not to be read in parts."""
    parsed: ParsedFeed | None = None
    refusal: ParseError | None = None
    try:
        parsed = _parse(body)
    except ParseError as exc:
        refusal = exc
    if refusal is not None and refusal.problem in ("bridge_error", "challenge"):
        return None
    if parsed is not None and parsed.version.startswith("json"):
        return None
    ours = len(parsed.entries) + min(parsed.skipped, 1) if parsed is not None else 0
    there_are = len(_TAG.findall(body)) if b"\0" not in body else math.inf
    theirs = _theirs(body) if ours < there_are or len(body) % 16 == 0 else 0
    if ours < theirs:
        if refusal is not None and _is_page(body):
            return "page"
        return f"lost {theirs - ours} of {theirs}"
    if parsed is not None and memory and delta.read(body, memory, _parse, whole=True).differs:
        return "differs"
    return None


def run(cases: int, seconds: float, seed: int, seeds: Sequence[bytes] = SEEDS) -> Counter[str]:
    """Tries that many cases, or as many as the time allows: how many were tried, and how many went wrong how."""
    dice = random.Random(seed)
    memories = [_memory(each) for each in seeds]
    counts: Counter[str] = Counter()
    start = time.monotonic()
    while counts["cases"] < cases and time.monotonic() - start < seconds:
        which = dice.randrange(len(seeds))
        is_grown = dice.random() < 0.33
        body = grown(dice) if is_grown else mutated(seeds[which], dice)
        began = time.monotonic()
        memory = memories[which] if not is_grown and dice.random() < _COMPARED else b""
        wrong = outcome(partial(try_one, body, memory))
        counts["slowest_ms"] = max(counts["slowest_ms"], int(1000 * (time.monotonic() - began)))
        counts["cases"] += 1
        if counts["cases"] % 20_000 == 0:
            print(f"{counts['cases']:,} cases in {time.monotonic() - start:,.0f} s", file=sys.stderr, flush=True)
        if wrong:
            counts[wrong.split()[0]] += 1
            if wrong != "page" and counts["raises"] + counts["hangs"] + counts["lost"] + counts["differs"] <= 20:
                print(f"{wrong}: seed {which}: {body!r}", flush=True)
    return counts


def report(found: Sequence[Counter[str]]) -> dict[str, int]:
    """What all processes counted."""
    total: Counter[str] = sum(found, Counter())
    return {
        "cases": total["cases"],
        "raised": total["raises"],
        "hung": total["hangs"],
        "lost": total["lost"],
        "different_in_part": total["differs"],
        "pages_refused": total["page"],
        "slowest_ms": max(each["slowest_ms"] for each in found),
    }


def seeds_of(folder: Path | None) -> tuple[bytes, ...]:
    """Our own documents, and those of a folder."""
    return SEEDS + (documents(folder) if folder is not None else ())


if __name__ == "__main__":
    command_line(__doc__, run, seeds_of, report)
