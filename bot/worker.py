"""Runs the parsers in a process that can be killed: some small feeds would take them minutes.

May import ports, domain, errors, codec, and the parsers inside the child only, so that the parent stays light. One
child, started at once, that answers one request at a time over its pipes. It is killed at the time limit and started
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
from datetime import datetime
from pathlib import Path
from typing import IO, get_args

from bot import codec
from bot.domain import ParsedFeed
from bot.errors import ParseError, ParseProblem

FEED_LIMIT_S = 10.0
PAGE_LIMIT_S = 10.0
START_LIMIT_S = 60.0
"""Python, feedparser and a busy machine; the child is ready after 0.3 s on an idle one."""
MEMORY_LIMIT_BYTES = 1 << 30
"""Address space of the child: trafilatura reads large pages in 150 MB, and a bomb meets its end early."""

_LENGTH = struct.Struct(">II")
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


class _Gone(Exception):
    """The child ended, or does not answer in time."""

    def __init__(self, timed_out: bool) -> None:
        self.timed_out = timed_out
        super().__init__("timed out" if timed_out else "ended")


class ParserProcess:
    """Fulfils `bot.ports.Worker`. May be used from several threads, which wait for one another.

    Args:
        feed_limit_s: seconds that a feed may take.
        page_limit_s: seconds that a page may take; the first one includes loading the page reader.
        memory_limit_bytes: address space of the child; where the system knows no such limit there is none.
    """

    def __init__(
        self,
        *,
        feed_limit_s: float = FEED_LIMIT_S,
        page_limit_s: float = PAGE_LIMIT_S,
        memory_limit_bytes: int = MEMORY_LIMIT_BYTES,
    ) -> None:
        self._feed_limit_s = feed_limit_s
        self._page_limit_s = page_limit_s
        self._memory_limit_bytes = memory_limit_bytes
        self._lock = threading.Lock()
        self._closed = False
        self._ready = False
        self._child: subprocess.Popen[bytes] | None = self._start()

    def parse_feed(self, body: bytes, *, content_type: str, url: str, now: datetime) -> ParsedFeed:
        """See `bot.ports.Worker`; ParseError of problem `timeout` or `crashed` besides those of `bot.parse`."""
        request = {"kind": "feed", "content_type": content_type, "url": url, "now": now.isoformat()}
        try:
            return codec.decode(self._ask(request, body, self._feed_limit_s), ParsedFeed)
        except ValueError as exc:
            raise ParseError("crashed", f"the parser's answer cannot be read: {exc}") from exc

    def read_page(self, body: bytes, *, content_type: str, url: str) -> str:
        """See `bot.ports.Worker`; ParseError of problem `timeout` or `crashed` besides those of `bot.article`."""
        request = {"kind": "page", "content_type": content_type, "url": url}
        return codec.decode(self._ask(request, body, self._page_limit_s), str)

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

    def _ask(self, request: dict[str, str], body: bytes, limit_s: float) -> bytes:
        with self._lock:
            if self._closed:
                raise ParseError("crashed", "the parser process was closed")
            head = codec.encode(request).encode()
            frame = b"".join((_LENGTH.pack(len(head), len(body)), head, body))
            try:
                status, answer = self._exchange(frame, limit_s)
            except _Gone as exc:
                self._end()
                self._child = self._start()
                logger.warning("parser restarted", extra={"timed_out": exc.timed_out, "kind": request["kind"]})
                if exc.timed_out:
                    raise ParseError("timeout", f"reading took longer than {limit_s:g} s") from exc
                raise ParseError("crashed", "the parser ended, out of memory perhaps") from exc
        if status:
            problem, detail = codec.decode(answer, list[str])
            known: tuple[ParseProblem, ...] = get_args(ParseProblem)
            raise ParseError(next((name for name in known if name == problem), "crashed"), detail)
        return answer

    def _exchange(self, frame: bytes, limit_s: float) -> tuple[int, bytes]:
        """One request and its answer; a child that died while idle is replaced first."""
        if self._child is None or self._child.poll() is not None:
            self._end()
            self._child = self._start()
        child = self._child
        if child.stdin is None or child.stdout is None:
            raise _Gone(timed_out=False)
        if not self._ready:
            os.set_blocking(child.stdin.fileno(), False)
            _read_exactly(child.stdout, 1, START_LIMIT_S)
            self._ready = True
        try:
            _write_all(child.stdin, frame)
            status, length = _LENGTH.unpack(_read_exactly(child.stdout, _LENGTH.size, limit_s))
            if length > _MAX_ANSWER_BYTES:
                raise _Gone(timed_out=False)
            return status, _read_exactly(child.stdout, length, limit_s)
        except OSError as exc:
            raise _Gone(timed_out=False) from exc


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


def _read_exactly(pipe: IO[bytes], length: int, limit_s: float) -> bytes:
    """`length` bytes; the limit holds for each wait, and the child writes its answer in one go.

    Raises:
        _Gone: the pipe was closed, or nothing came in time.
    """
    parts: list[bytes] = []
    while length > 0:
        ready, _, _ = select.select([pipe], [], [], limit_s)
        if not ready:
            raise _Gone(timed_out=True)
        part = pipe.read(min(length, 1 << 20))
        if not part:
            raise _Gone(timed_out=False)
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


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
