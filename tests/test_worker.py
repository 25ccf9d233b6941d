"""bot/worker: a process that can be killed, and what it answers."""

import io
import os
import select
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import NOON

from bot import codec
from bot.domain import Document, ParsedFeed
from bot.errors import ParseError
from bot.parse import parse
from bot.worker import ParserProcess, answer, serve

URL = "https://d.example/feed"
FEED = (
    "<rss version='2.0'><channel><item><title>Peña</title><pubDate>2026-10-05</pubDate></item></channel></rss>".encode()
)
HOSTILE = b"<rss><item " + b" ".join(b'a%d="1"' % number for number in range(100_000)) + b"/></rss>"


@pytest.fixture(scope="module")
def worker() -> Iterator[ParserProcess]:
    """One process for the tests that do not end it; a feed may take a second."""
    with ParserProcess(feed_limit_s=1.0) as process:
        yield process


def _feed(worker: ParserProcess, body: bytes = FEED) -> ParsedFeed:
    return worker.parse_feed(body, content_type="text/xml", url=URL, now=NOON)


def test_feed_is_what_the_parser_gives(worker: ParserProcess) -> None:
    """The value that comes back over the pipe equals that of a parse in this process."""
    assert _feed(worker) == parse(FEED, content_type="text/xml", url=URL, now=NOON)


def test_a_page_is_read_by_the_same_process(worker: ParserProcess) -> None:
    """Pages are read by the same process."""
    sentence = "El gobierno entregó el lunes a 26 presos a Estados Unidos, informó la fiscalía en un comunicado."
    page = f"<html><body><article><p>{sentence}</p></article></body></html>".encode()
    assert sentence in worker.read_page(page, content_type="text/html", url=URL)


def test_errors_of_the_parser_come_back(worker: ParserProcess) -> None:
    """Problem and detail are those of the parser, and the process lives on."""
    before = worker.pid
    with pytest.raises(ParseError, match="empty") as caught:
        _feed(worker, b"")
    assert caught.value.problem == "empty"
    assert worker.pid == before


def test_hostile_feed_is_killed_and_the_next_is_served(worker: ParserProcess) -> None:
    """100,000 attributes take the XML reader minutes: the process is ended at its limit and a fresh one answers."""
    before = worker.pid
    with pytest.raises(ParseError) as caught:
        _feed(worker, HOSTILE)
    assert caught.value.problem == "timeout"
    assert before is not None
    assert not Path(f"/proc/{before}").exists()
    assert _feed(worker).entries[0].title == "Peña"


def test_child_killed_while_idle_is_replaced(worker: ParserProcess) -> None:
    """A child that died between requests costs nothing."""
    _feed(worker)
    before = worker.pid
    assert before is not None
    os.kill(before, signal.SIGKILL)
    os.waitid(os.P_PID, before, os.WEXITED | os.WNOWAIT)
    assert _feed(worker).entries[0].title == "Peña"
    assert worker.pid != before


def test_memory_limit_ends_the_child() -> None:
    """A child that wants more memory than it may have ends as "crashed"; the next request finds a new one."""
    with ParserProcess(memory_limit_bytes=120_000_000) as process:
        body = FEED.replace(b"<title>", b"<title>" + b"x" * 40_000_000)
        with pytest.raises(ParseError) as caught:
            _feed(process, body)
        assert caught.value.problem == "crashed"
        assert _feed(process).entries[0].title == "Peña"


def test_close_ends_the_child_and_refuses_work() -> None:
    """After closing there is no process and no zombie, and a second close does nothing."""
    process = ParserProcess()
    pid = process.pid
    _feed(process)
    process.close()
    process.close()
    assert not Path(f"/proc/{pid}").exists()
    with pytest.raises(ParseError, match="closed"):
        _feed(process)


PARENT = """
import sys
from datetime import UTC, datetime
from bot.worker import ParserProcess
assert "feedparser" not in sys.modules and "trafilatura" not in sys.modules
process = ParserProcess(feed_limit_s=60)
now = datetime(2026, 10, 5, tzinfo=UTC)
process.parse_feed(b"<rss version='2.0'/>", content_type="", url="https://d.example/", now=now)
print(process.pid, flush=True)
body = sys.stdin.buffer.read()
process.parse_feed(body, content_type="", url="https://d.example/", now=now)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's signal on the parent's death is Linux's")
@pytest.mark.parametrize("body", [b"", HOSTILE], ids=["idle", "busy"])
def test_child_does_not_outlive_a_killed_parent(body: bytes) -> None:
    """When the parent is killed, the child ends, whether it waits or is deep in the XML reader."""
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parent.parent
    )
    assert parent.stdin is not None
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    watch = os.pidfd_open(child)
    try:
        if body:
            parent.stdin.write(body)
            parent.stdin.close()
        parent.kill()
        parent.wait()
        ready, _, _ = select.select([watch], [], [], 20)
        assert ready == [watch]
    finally:
        os.close(watch)
        parent.stdout.close()
        if not parent.stdin.closed:
            parent.stdin.close()


def test_secrets_of_the_environment_stay_with_the_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child's environment holds no variable that a token could be in."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-made-up")
    with ParserProcess() as process:
        _feed(process)
        assert b"xoxb-made-up" not in Path(f"/proc/{process.pid}/environ").read_bytes()


def _request(kind: str, body: bytes) -> bytes:
    head = codec.encode({"kind": kind, "content_type": "", "url": URL, "now": NOON.isoformat()}).encode()
    return struct.pack(">II", len(head), len(body)) + head + body


def test_requests_are_answered_in_turn() -> None:
    """The child says that it is ready, answers each request in turn, and ends with its input."""
    sink = io.BytesIO()
    serve(io.BytesIO(_request("feed", FEED) + _request("feed", b"hola") + _request("page", b"Uno.") + b"\0\0"), sink)
    data = sink.getvalue()
    assert data[:1] == b"+"
    answers, at = [], 1
    while at < len(data):
        status, length = struct.unpack(">II", data[at : at + 8])
        answers.append((status, data[at + 8 : at + 8 + length]))
        at += 8 + length
    assert [status for status, _ in answers] == [0, 1, 0]
    assert codec.decode(answers[0][1], ParsedFeed).version == "rss20"
    assert codec.decode(answers[1][1], list[str])[0] == "not_a_feed"
    assert codec.decode(answers[2][1], str) == "Uno."


def test_unforeseen_errors_are_reported_not_fatal() -> None:
    """An exception that the parsers do not foresee comes back as "crashed" with its name."""
    head = codec.encode({"kind": "feed", "content_type": "", "url": URL, "now": "not a date"}).encode()
    status, result = answer(head, FEED)
    assert (status, codec.decode(result, list[str])[0]) == (1, "crashed")


def _documents(*bodies: bytes) -> list[Document]:
    return [Document(body=body, content_type="text/xml", url=URL) for body in bodies]


def test_many_at_once_have_their_answers_in_order(worker: ParserProcess) -> None:
    """More than a pipe holds, large ones among them, and errors in the places of those that are no feeds."""
    long = FEED.replace(b"<title>", b"<title>" + b"x" * 300_000)
    bodies = [FEED, b"", long, *[FEED.replace(b"<title>", b"<title>%d " % n) for n in range(500)], long, b"hola"]
    found = worker.parse_feeds(_documents(*bodies), now=NOON)
    assert len(found) == len(bodies)
    for body, answered in zip(bodies, found, strict=True):
        if isinstance(answered, ParseError):
            assert body in (b"", b"hola")
        else:
            assert answered == parse(body, content_type="text/xml", url=URL, now=NOON)
    assert worker.parse_feeds([], now=NOON) == []


def test_among_many_the_hostile_one_fails_alone(worker: ParserProcess) -> None:
    """Those before it keep their answers, those after it are asked again of a fresh process."""
    found = worker.parse_feeds(_documents(FEED, HOSTILE, FEED, FEED), now=NOON)
    assert [getattr(each, "problem", "") for each in found] == ["", "timeout", "", ""]
    with ParserProcess(memory_limit_bytes=120_000_000) as process:
        body = FEED.replace(b"<title>", b"<title>" + b"x" * 40_000_000)
        found = process.parse_feeds(_documents(FEED, body, FEED), now=NOON)
    assert [getattr(each, "problem", "") for each in found] == ["", "crashed", ""]
