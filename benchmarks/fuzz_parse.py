"""Mutates feeds of every kind and reads them: nothing may raise, hang, or lose an entry that feedparser finds.

    python -m benchmarks.fuzz_parse [--quick] [--cases N] [--seconds S] [--seed N]

Each case cuts, swaps, repeats and spoils a feed, then asks three things: `bot.parse` answers, or refuses with a
ParseError, within some seconds; it finds as many entries as feedparser does on the same bytes (skipped ones counted);
and reading in parts, after the unspoilt feed was seen, gives what reading whole gives. Failures are printed with their
bytes, the first twenty. The last line is one JSON object.
"""

import argparse
import io
import json
import random
import signal
import time
from collections import Counter
from datetime import UTC, datetime
from types import FrameType

import feedparser

from bot import delta
from bot.domain import ParsedFeed
from bot.errors import ParseError
from bot.parse import parse

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
URL = "https://fuzz.example/feed.xml"
LIMIT_S = 10
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
    return "\n".join(form.format(n=n, more=_MORE[n]) for n in range(4))


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
)
SEEDS: tuple[bytes, ...] = tuple(text.encode() for text in _TEXTS)
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


class _TooLong(Exception):
    """A case took longer than `LIMIT_S`."""


def _alarm(number: int, frame: FrameType | None) -> None:
    raise _TooLong


def mutated(seed: bytes, dice: random.Random) -> bytes:
    """The seed with one to six things done to it."""
    body = seed
    for _ in range(dice.choice((1, 1, 1, 2, 2, 3, 6))):
        at, to = sorted((dice.randrange(len(body) + 1), dice.randrange(len(body) + 1)))
        short = at + dice.randrange(40)
        change = dice.randrange(7)
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
        elif dice.random() < 0.1:
            body = body.decode("utf-8", "replace").encode(dice.choice(("utf-16", "utf-32", "cp1252")), "replace")
    return body[:200_000]


def _parse(body: bytes) -> ParsedFeed:
    return parse(body, content_type="application/xml", url=URL, now=NOW)


def _theirs(body: bytes) -> int:
    """Entries that feedparser finds with something in them to read."""
    try:
        found = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    except _TooLong:
        raise
    except Exception:  # it raises now and then; then there is nothing to compare with
        return 0
    return sum(bool(entry.get("title") or entry.get("summary") or entry.get("link")) for entry in found.entries)


def try_one(body: bytes, memory: bytes) -> str | None:
    """What is wrong with a case, None = nothing. `memory` is of the unspoilt feed."""
    try:
        parsed = _parse(body)
        ours = len(parsed.entries) + parsed.skipped
    except ParseError as exc:
        parsed, ours = None, 0
        if exc.problem in ("bridge_error", "challenge"):
            return None
    theirs = _theirs(body)
    if ours < theirs:
        return f"lost {theirs - ours} of {theirs}"
    if parsed is not None:
        reading = delta.read(body, memory, _parse, whole=True)
        if reading.differs:
            return "differs"
    return None


def run(cases: int, seconds: float, seed: int) -> dict[str, object]:
    """Tries that many cases, or as many as the time allows."""
    dice = random.Random(seed)
    memories = [delta.read(each, b"", _parse).memory for each in SEEDS]
    failures: Counter[str] = Counter()
    signal.signal(signal.SIGALRM, _alarm)
    start = time.monotonic()
    done = 0
    slowest = 0.0
    while done < cases and time.monotonic() - start < seconds:
        which = dice.randrange(len(SEEDS))
        body = mutated(SEEDS[which], dice)
        began = time.monotonic()
        signal.alarm(LIMIT_S)
        try:
            wrong = try_one(body, memories[which])
        except _TooLong:
            wrong = "hangs"
        except Exception as exc:  # the very thing that is looked for
            wrong = f"raises {type(exc).__name__}"
        finally:
            signal.alarm(0)
        slowest = max(slowest, time.monotonic() - began)
        done += 1
        if wrong:
            failures[wrong.split()[0]] += 1
            if failures.total() <= 20:
                print(f"{wrong}: seed {which}: {body!r}")
    return {
        "cases": done,
        "raised": failures["raises"],
        "hung": failures["hangs"],
        "lost": failures["lost"],
        "different_in_part": failures["differs"],
        "slowest_s": round(slowest, 2),
        "seconds": round(time.monotonic() - start, 1),
    }


def main() -> None:
    """Runs it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=7_200.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(
        json.dumps(run(options.cases, min(options.seconds, 40.0) if options.quick else options.seconds, options.seed))
    )


if __name__ == "__main__":
    main()
