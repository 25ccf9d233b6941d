"""Runs the parsers in a process that can be killed: some small feeds would take them minutes.

May import domain, errors, codec and, so that the parent stays light inside the child alone, parse and article. One
child, started at once, that answers requests in turn over its pipes. It is killed at the time limit and started
again; its memory is limited; it gets none of the parent's environment that could hold a secret. When the parent dies,
however suddenly, the child ends: idle, as its pipe closes; busy, as the kernel signals it.

What travels is JSON, never pickle: the child reads hostile bytes, and the parent must not trust it more than those.
"""

import contextlib
import gc
import logging
import os
import select
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO, get_args

from bot import codec
from bot.domain import Document, ParsedFeed
from bot.errors import ParseError, ParseProblem

FEED_LIMIT_S = 10.0
PAGE_LIMIT_S = 10.0
START_LIMIT_S = 60.0
"""Python, feedparser and a busy machine; the child is ready after 0.3 s on an idle one."""
MEMORY_LIMIT_BYTES = 1 << 30
"""Address space of the child: trafilatura reads large pages in 150 MB, and a bomb meets its end early."""

_AHEAD_BYTES = 32_768
# Small documents are sent together, so that parent and child need not wake one another for each. They fit into a pipe:
# else both could wait for the other to read.

_LENGTH = struct.Struct(">II")
_PIPE_BYTES = 65_536
_MAX_ANSWER_BYTES = 256_000_000
_PASSED_ON = frozenset(
    {
        *("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "SYSTEMROOT", "VIRTUAL_ENV"),
        *("PYTHONPATH", "PYTHONHOME", "PYTHONUTF8", "PYTHONDONTWRITEBYTECODE", "COVERAGE_PROCESS_START"),
    }
)
_BOOT = "import sys; sys.path.insert(0, sys.argv[1]); from bot.worker import main; main(int(sys.argv[2]))"
_PR_SET_PDEATHSIG = 1  # linux/prctl.h

logger = logging.getLogger(__name__)

_Request = tuple[dict[str, str], bytes]  # what is to be done, and the document


class _Gone(Exception):
    """The child ended, or does not answer in time."""

    def __init__(self, timed_out: bool) -> None:
        self.timed_out = timed_out
        super().__init__("timed out" if timed_out else "ended")


class ParserProcess:
    """Fulfils `bot.ports.Worker`. May be used from several threads, which wait for one another.

    Args:
        feed_limit_s: seconds that a feed may take.
        memory_limit_bytes: address space of the child; where the system knows no such limit there is none.
    """

    def __init__(
        self,
        *,
        feed_limit_s: float = FEED_LIMIT_S,
        memory_limit_bytes: int = MEMORY_LIMIT_BYTES,
    ) -> None:
        self._feed_limit_s = feed_limit_s
        self._memory_limit_bytes = memory_limit_bytes
        self._lock = threading.Lock()
        self._closed = False
        self._ready = False
        self._child: subprocess.Popen[bytes] | None = self._start()

    def parse_feed(self, body: bytes, *, content_type: str, url: str, now: datetime) -> ParsedFeed:
        """See `bot.ports.Worker`; ParseError of problem `timeout` or `crashed` besides those of `bot.parse`."""
        (found,) = self.parse_feeds([Document(body=body, content_type=content_type, url=url)], now=now)
        if isinstance(found, ParseError):
            raise found
        return found

    def parse_feeds(self, documents: Sequence[Document], *, now: datetime) -> list[ParsedFeed | ParseError]:
        """See `bot.ports.Worker`."""
        at = now.isoformat()
        requests: list[_Request] = [
            ({"kind": "feed", "content_type": each.content_type, "url": each.url, "now": at}, each.body)
            for each in documents
        ]
        return [_as_feed(answer) for answer in self._ask(requests, self._feed_limit_s)]

    def read_page(self, body: bytes, *, content_type: str, url: str) -> str:
        """See `bot.ports.Worker`; ParseError of problem `timeout` or `crashed` besides those of `bot.article`."""
        request = {"kind": "page", "content_type": content_type, "url": url}
        (answer,) = self._ask([(request, body)], PAGE_LIMIT_S)
        if isinstance(answer, ParseError):
            raise answer
        return codec.decode(answer, str)

    @property
    def pid(self) -> int | None:
        """Process id of the child, None when there is none just now."""
        return self._child.pid if self._child else None

    def close(self) -> None:
        """Ends the child; a second call does nothing."""
        with self._lock:
            self._closed = True
            self._end(patience_s=1.0)

    def __enter__(self) -> "ParserProcess":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _start(self) -> "subprocess.Popen[bytes]":
        self._ready = False
        environment = {name: value for name, value in os.environ.items() if name in _PASSED_ON}
        environment |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        root = str(Path(__file__).resolve().parent.parent)
        return subprocess.Popen(  # noqa: S603  # our own interpreter and code
            [sys.executable, "-P", "-c", _BOOT, root, str(self._memory_limit_bytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            bufsize=0,
        )

    def _end(self, patience_s: float = 0.0) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        for pipe in (child.stdin, child.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()
        try:
            child.wait(patience_s)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()

    def _ask(self, requests: Sequence[_Request], limit_s: float) -> list[bytes | ParseError]:
        """The answers in order. A request at which the child ends fails alone; those after it are asked again."""
        answers: list[bytes | ParseError] = []
        with self._lock:
            if self._closed:
                return [ParseError("crashed", "the parser process was closed")] * len(requests)
            while len(answers) < len(requests):
                try:
                    for answer in self._exchange(_ahead(islice(requests, len(answers), None)), limit_s):
                        answers.append(answer)  # those before an error are kept
                except _Gone as exc:
                    self._end()
                    self._child = self._start()
                    kind = requests[len(answers)][0]["kind"]
                    logger.warning("parser restarted", extra={"timed_out": exc.timed_out, "kind": kind})
                    answers.append(
                        ParseError("timeout", f"reading took longer than {limit_s:g} s")
                        if exc.timed_out
                        else ParseError("crashed", "the parser ended, out of memory perhaps")
                    )
        return answers

    def _exchange(self, frames: Sequence[bytes], limit_s: float) -> Iterator[bytes | ParseError]:
        """Some requests and their answers; a child that died while idle is replaced first.

        Raises:
            _Gone: in the place of the answer to the request at which the child ended.
        """
        if self._child is None or self._child.poll() is not None:
            self._end()
            self._child = self._start()
        child = self._child
        if child.stdin is None or child.stdout is None:
            raise _Gone(timed_out=False)
        if not self._ready:
            os.set_blocking(child.stdin.fileno(), False)
            _Incoming(child.stdout).take(1, START_LIMIT_S)
            self._ready = True
        try:
            _write_all(child.stdin, b"".join(frames))
            incoming = _Incoming(child.stdout)
            for _ in frames:
                status, length = _LENGTH.unpack(incoming.take(_LENGTH.size, limit_s))
                if length > _MAX_ANSWER_BYTES:
                    raise _Gone(timed_out=False)
                answer = incoming.take(length, limit_s)
                yield _as_error(answer) if status else answer
        except OSError as exc:
            raise _Gone(timed_out=False) from exc


def _ahead(requests: Iterable[_Request]) -> list[bytes]:
    """The first request as it travels, and as many more as may be sent ahead with it."""
    frames: list[bytes] = []
    size = 0
    for request, body in requests:
        head = codec.encode(request).encode()
        size += _LENGTH.size + len(head) + len(body)
        if frames and size > _AHEAD_BYTES:
            break
        frames.append(b"".join((_LENGTH.pack(len(head), len(body)), head, body)))
    return frames


def _as_feed(answer: bytes | ParseError) -> ParsedFeed | ParseError:
    try:
        return answer if isinstance(answer, ParseError) else codec.decode(answer, ParsedFeed)
    except ValueError as exc:
        return ParseError("crashed", f"the parser's answer cannot be read: {exc}")


def _as_error(answer: bytes) -> ParseError:
    problem, detail = codec.decode(answer, list[str])
    known: tuple[ParseProblem, ...] = get_args(ParseProblem)
    return ParseError(next((name for name in known if name == problem), "crashed"), detail)


def _write_all(pipe: IO[bytes], data: bytes) -> None:
    """Writes to a pipe that does not block. The child reads a request whole before it works on it, so only a dead one
    leaves this waiting.

    Raises:
        _Gone: nothing could be written for long.
    """
    view = memoryview(data)
    while view:
        written: int | None = pipe.write(view)
        if written is None:  # the pipe is full
            _, ready, _ = select.select([], [pipe], [], START_LIMIT_S)
            if not ready:
                raise _Gone(timed_out=True)
            continue
        view = view[written:]


class _Incoming:
    """What the child writes. Several answers may lie in the pipe, and are read at once."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self._waiting = bytearray()

    def take(self, length: int, limit_s: float) -> bytes:
        """The next `length` bytes; the limit holds for each wait, and the child writes its answer in one go.

        Raises:
            _Gone: the pipe was closed, or nothing came in time.
        """
        while len(self._waiting) < length:
            ready, _, _ = select.select([self._pipe], [], [], limit_s)
            if not ready:
                raise _Gone(timed_out=True)
            part = self._pipe.read(_PIPE_BYTES)
            if not part:
                raise _Gone(timed_out=False)
            self._waiting += part
        taken = bytes(self._waiting[:length])
        del self._waiting[:length]
        return taken


# --- the child --------------------------------------------------------------------------------------------------------


def _bind_to_parent(memory_limit_bytes: int) -> None:  # pragma: no cover  # the child only; tests see its effects
    """Limits the memory of this process and lets it die with its parent."""
    parent = os.getppid()
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory_limit_bytes, memory_limit_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            import ctypes

            ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died meanwhile
        os._exit(1)


def answer(head: bytes, body: bytes) -> tuple[int, bytes]:
    """What the child answers to one request: 0 and JSON of the result, or 1 and JSON of [problem, detail]."""
    request = codec.decode(head, dict[str, str])
    content_type, url = request["content_type"], request["url"]
    try:
        if request["kind"] == "page":
            from bot.article import read_page

            return 0, codec.encode(read_page(body, content_type=content_type, url=url)).encode()
        from bot.parse import parse

        now = datetime.fromisoformat(request["now"])
        return 0, codec.encode(parse(body, content_type=content_type, url=url, now=now)).encode()
    except ParseError as exc:
        return 1, codec.encode([exc.problem, exc.detail]).encode()
    except MemoryError:
        raise
    except Exception as exc:  # the libraries' own: one bad document must not cost a restart
        return 1, codec.encode(["crashed", f"{type(exc).__name__}: {str(exc)[:200]}"]).encode("utf-8", "replace")


def serve(source: IO[bytes], sink: IO[bytes]) -> None:
    """Answers requests until `source` ends."""
    sink.write(b"+")
    sink.flush()
    while len(sizes := source.read(_LENGTH.size)) == _LENGTH.size:
        head_bytes, body_bytes = _LENGTH.unpack(sizes)
        status, result = answer(source.read(head_bytes), source.read(body_bytes))
        sink.write(_LENGTH.pack(status, len(result)) + result)
        sink.flush()


def main(memory_limit_bytes: int) -> None:  # pragma: no cover  # the child only; tests see its effects
    """The child's life: binds itself to its parent, loads the feed parser, serves."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    _bind_to_parent(memory_limit_bytes)
    sink = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not mix with the answers
    import bot.parse  # noqa: F401  # warm before the first request

    gc.freeze()  # what is loaded now is never rubbish: the collector need not look through it again and again
    serve(sys.stdin.buffer, sink)
    sink.close()
    os._exit(0)
