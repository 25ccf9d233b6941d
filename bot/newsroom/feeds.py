"""A web server on loopback whose feeds and pages follow a script in time, and which misbehaves on request.

HTTP/1.1 is written by hand over asyncio streams, because half of what it has to send is not valid: bodies that break
off, headers that lie, answers that never end. It lives in a thread of its own. May import clock, domain, ports and the
standard library.
"""

import asyncio
import contextlib
import gzip
import hashlib
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from email.utils import format_datetime
from typing import Literal
from urllib.parse import urljoin

from bot.newsroom.script import Edit, ScriptedFeed, ScriptedItem, page_html, render_feed
from bot.ports import Clock

__all__ = ["Answer", "Edit", "Newsroom", "Request", "ScriptedFeed", "ScriptedItem"]

Behaviour = Literal["whole", "cut", "drip", "endless", "hang", "reset"]
_FILLER = b"<!-- padding padding padding -->" * 512
_START_TIMEOUT_S = 10.0
_TURNS_TO_ACCEPT = 6  # turns of the loop from a socket's acceptance to the first line of its coroutine: four, and spare


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One scripted answer.

    `behaviour`: `whole` sends all; `cut` sends the body and closes, which breaks a longer Content-Length among the
    headers or a chunked body; `drip` sends a byte of the body every `drip_s`; `endless` sends the body and then
    comments for ever, chunked; `hang` sends nothing and keeps the connection; `reset` closes it without a word.
    """

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()  # sent as they are; Content-Length is added unless one is among them
    body: bytes = b""
    behaviour: Behaviour = "whole"
    drip_s: float = 0.05
    raw: bytes | None = None  # sent instead of everything above, then the connection closes


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request as it came."""

    method: str
    path: str  # with its query
    headers: dict[str, str]  # names in small letters


class Newsroom:
    """The server. Use it as a context manager; it listens from its making until `close`.

    What is served under a path, first match: answers queued with `answer`, the standing answer of `answer_always`, a
    feed, a page, an item's page, robots.txt; else 404. All methods may be called from any thread at any time.
    """

    def __init__(self, clock: Clock, *, host: str = "127.0.0.1") -> None:
        """Starts the server on a free port.

        Args:
            clock: decides what has appeared yet.
            host: a loopback address.

        Raises:
            OSError: the address cannot be listened on.
        """
        self._clock = clock
        self._host = host
        self._feeds: dict[str, ScriptedFeed] = {}
        self._pages: dict[str, Answer] = {}
        self._queued: dict[str, deque[Answer]] = {}
        self._standing: dict[str, Answer] = {}
        self._requests: list[Request] = []
        self._lock = threading.Lock()
        self._most_at_once = 0
        self._under_way = 0
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._talking: set[asyncio.Task[None]] = set()  # held, as the loop holds tasks weakly and some wait for ever
        self._started = threading.Event()
        self._failures: list[OSError] = []
        self._port = 0
        self._thread = threading.Thread(target=self._run, name="newsroom", daemon=True)
        self._thread.start()
        if not self._started.wait(_START_TIMEOUT_S):
            raise OSError(f"the newsroom did not start listening on {host}")
        if self._failures:
            self._thread.join()
            raise self._failures[0]

    def __enter__(self) -> "Newsroom":
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    @property
    def port(self) -> int:
        """The port listened on."""
        return self._port

    @property
    def base_url(self) -> str:
        """`http://127.0.0.1:PORT`, without a slash at its end."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._port}"

    def url(self, path: str) -> str:
        """The address of a path, which begins with a slash."""
        return self.base_url + path

    @property
    def allow_address(self) -> str:
        """What `HttpSettings.allow_addresses` has to hold for this server to be read."""
        return self.base_url.removeprefix("http://")

    @property
    def requests(self) -> list[Request]:
        """All requests so far, in the order they came."""
        with self._lock:
            return list(self._requests)

    def requests_to(self, path: str) -> list[Request]:
        """Requests to one path, query included."""
        return [request for request in self.requests if request.path == path]

    @property
    def most_at_once(self) -> int:
        """The largest number of requests that were being answered at the same time."""
        with self._lock:
            return self._most_at_once

    def add_feed(self, feed: ScriptedFeed) -> str:
        """Serves a feed under its path, in place of an earlier one there, and returns its address."""
        with self._lock:
            self._feeds[feed.path] = feed
        return self.url(feed.path)

    def add_page(self, path: str, html: str) -> str:
        """Serves a page, and returns its address."""
        headers = (("Content-Type", "text/html; charset=utf-8"),)
        with self._lock:
            self._pages[path] = Answer(headers=headers, body=html.encode())
        return self.url(path)

    def add_robots(self, text: str) -> None:
        """Serves a robots.txt."""
        with self._lock:
            self._pages["/robots.txt"] = Answer(headers=(("Content-Type", "text/plain"),), body=text.encode())

    def answer(self, path: str, *answers: Answer) -> None:
        """Queues answers for the next requests to a path, one each; after them the path is served as before."""
        with self._lock:
            self._queued.setdefault(path, deque()).extend(answers)

    def answer_always(self, path: str, answer: Answer | None) -> None:
        """Sets the answer of a path until further notice; None takes it back."""
        with self._lock:
            if answer is None:
                self._standing.pop(path, None)
            else:
                self._standing[path] = answer

    def redirect(self, path: str, to: str, *, status: int = 301) -> str:
        """Redirects a path for good, `to` as its Location, and returns the path's address."""
        self.answer_always(path, Answer(status=status, headers=(("Location", to),)))
        return self.url(path)

    def close(self) -> None:
        """Closes all connections and ends the thread. May be called again."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join()

    # --- on the loop's thread ---------------------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._serve())
        except OSError as exc:
            self._failures.append(exc)
        finally:
            self._loop.close()
            self._started.set()

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._connection, self._host, 0)
        self._port = server.sockets[0].getsockname()[1]
        self._started.set()
        await self._stop.wait()
        # A connection that is being accepted when the server closes, or whose task is cancelled before its first turn,
        # would stay open: accept no more, and let those under way begin.
        for listener in server.sockets:
            self._loop.remove_reader(listener.fileno())
        for _ in range(_TURNS_TO_ACCEPT):
            await asyncio.sleep(0)
        server.close()
        talking = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in talking:
            task.cancel()
        await asyncio.gather(*talking, return_exceptions=True)
        await server.wait_closed()

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if (task := asyncio.current_task()) is not None:
            self._talking.add(task)
            task.add_done_callback(self._talking.discard)
        try:
            while (request := await _read_request(reader)) is not None:
                with self._lock:
                    self._requests.append(request)
                    self._under_way += 1
                    self._most_at_once = max(self._most_at_once, self._under_way)
                try:
                    goes_on = await _send(writer, self._answer_to(request))
                finally:
                    with self._lock:
                        self._under_way -= 1
                if not goes_on:
                    break
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            pass  # the reader went away, or spoke no HTTP: its test sees that at its own end
        except asyncio.CancelledError:
            pass  # `close`; asyncio would report the task of a connection that ends by it as a fault
        finally:
            writer.transport.abort() if self._stop.is_set() else writer.close()
            with contextlib.suppress(ConnectionError, asyncio.CancelledError):
                await writer.wait_closed()

    def _answer_to(self, request: Request) -> Answer:
        path = request.path
        with self._lock:
            if queued := self._queued.get(path):
                return queued.popleft()
            if path in self._standing:
                return self._standing[path]
            feed = self._feeds.get(path)
            feeds = tuple(self._feeds.values())
            page = self._pages.get(path)
        if feed is not None:
            return self._feed_answer(feed, request)
        if page is not None:
            return page
        now = self._clock.now()
        for candidate in feeds:
            for item in candidate.visible(now, everything=True):
                if item.link == path:
                    return Answer(headers=(("Content-Type", "text/html; charset=utf-8"),), body=page_html(item))
        return Answer(status=404, headers=(("Content-Type", "text/html"),), body=b"<h1>404</h1>")

    def _feed_answer(self, feed: ScriptedFeed, request: Request) -> Answer:
        now = self._clock.now()
        body = render_feed(feed, now, base_url=self.base_url)
        etag = f'W/"{hashlib.blake2b(body, digest_size=8).hexdigest()}"'
        headers = [("Content-Type", feed.content_type), ("ETag", etag)]
        changed = feed.changed_at(now)
        modified = format_datetime(changed.astimezone(UTC).replace(microsecond=0), usegmt=True) if changed else None
        if modified:
            headers.append(("Last-Modified", modified))
        asked_etag = request.headers.get("if-none-match")
        asked_modified = request.headers.get("if-modified-since")
        # RFC 9110, 13.1.3: the date is ignored when there is an ETag to compare.
        if etag == asked_etag or (asked_etag is None and modified is not None and modified == asked_modified):
            return Answer(status=304, headers=tuple(headers))
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers.append(("Content-Encoding", "gzip"))
            body = gzip.compress(body, 1, mtime=0)
        return Answer(headers=tuple(headers), body=body)


async def _read_request(reader: asyncio.StreamReader) -> Request | None:
    """One request without a body, or None when the connection ended."""
    line = await reader.readline()
    if not line.strip():
        return None
    method, target, _ = line.decode("latin-1").split(" ", 2)
    headers: dict[str, str] = {}
    while (line := await reader.readline()).strip():
        name, _, value = line.decode("utf-8", "replace").partition(":")
        headers[name.strip().lower()] = value.strip()
    path = target if target.startswith("/") else urljoin("/", target.partition("://")[2].partition("/")[2])
    return Request(method=method, path=path if path.startswith("/") else f"/{path}", headers=headers)


async def _send(writer: asyncio.StreamWriter, answer: Answer) -> bool:
    """Sends one answer; False when the connection has to close after it."""
    if answer.behaviour == "hang":
        await asyncio.Event().wait()
    if answer.behaviour == "reset":
        writer.transport.abort()
        return False
    if answer.raw is not None:
        writer.write(answer.raw)
        await writer.drain()
        return False
    names = {name.lower() for name, _ in answer.headers}
    headers: Sequence[tuple[str, str]] = answer.headers
    if answer.behaviour == "endless":
        headers = (*headers, ("Transfer-Encoding", "chunked"))
    elif not names & {"content-length", "transfer-encoding"} and answer.status != 304:
        headers = (*headers, ("Content-Length", str(len(answer.body))))
    lines = [f"HTTP/1.1 {answer.status} {_REASONS.get(answer.status, 'Scripted')}"]
    lines += [f"{name}: {value}" for name, value in headers]
    writer.write("\r\n".join([*lines, "", ""]).encode("utf-8", "surrogateescape"))
    if answer.behaviour == "drip":
        for byte in answer.body:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(answer.drip_s)
        return True
    if answer.behaviour == "endless":
        await _send_for_ever(writer, answer.body)
    writer.write(answer.body)
    await writer.drain()
    return answer.behaviour == "whole"


async def _send_for_ever(writer: asyncio.StreamWriter, start: bytes) -> None:
    chunk = start
    while True:  # until the reader closes the connection, which `drain` reports
        if chunk:
            writer.write(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n")
            await writer.drain()
        chunk = _FILLER


_REASONS = {
    200: "OK",
    301: "Moved Permanently",
    302: "Found",
    304: "Not Modified",
    403: "Forbidden",
    404: "Not Found",
    410: "Gone",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}
