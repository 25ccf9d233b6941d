"""Reads many addresses at once behind a plain interface: `submit` from any thread, `results` from a queue.

One thread owns one event loop and its connections for its whole life; nothing else of the bot is asynchronous. The
package is the only user of aiohttp's client and of uvloop. May import ports and below. It never decides when an address
is due: what a server says about that travels in `Fetched.max_age_s` and `FetchError.retry_at`.
"""

import asyncio
import contextlib
import logging
import queue
import threading
from collections import deque
from collections.abc import Iterator, Sequence

from yarl import URL

try:
    from uvloop import new_event_loop  # libuv's, which takes a fifth off an unchanged feed
except ImportError:  # a platform that it is not built for
    from asyncio import new_event_loop  # type: ignore[assignment]  # of a wider type

from bot.domain import Fetched, FetchRequest
from bot.errors import FetchError
from bot.fetch.client import Client, Resolve, resolve_by_system
from bot.fetch.lanes import HOST_LIMIT, Lanes
from bot.fetch.robots import Robots, RobotsAllows
from bot.fetch.settings import HttpSettings
from bot.ports import Clock

__all__ = ["HOST_LIMIT", "HttpFetcher", "HttpSettings", "RobotsAllows"]

GATHER_S = 0.02  # what comes so soon after another is handed over with it: each time wakes the thread that takes it
CLOSE_TIMEOUT_S = 5.0  # the loop ends in milliseconds; this is for a machine under load

_log = logging.getLogger(__name__)

_Finished = tuple[FetchRequest, Fetched | FetchError]
_Turn = tuple[str, tuple[FetchRequest, URL]]  # of a host, and what is read of it


class HttpFetcher:
    """A `Fetcher` over HTTP. Close it, or use it as a context manager."""

    def __init__(
        self,
        settings: HttpSettings,
        *,
        clock: Clock,
        robots_allows: RobotsAllows,
        resolve: Resolve = resolve_by_system,
    ) -> None:
        """Starts the thread.

        Args:
            settings: timeouts, limits, identity.
            clock: for the dates of answers.
            robots_allows: (text of robots.txt, address, our name) -> whether a page may be read.
            resolve: name -> numeric addresses, may block; raises OSError.
        """
        self._settings = settings
        self._clock = clock
        self._robots_allows = robots_allows
        self._resolve = resolve
        self._finished: queue.SimpleQueue[list[_Finished]] = queue.SimpleQueue()
        self._untaken: deque[_Finished] = deque()  # of the queue, by the thread that calls `results`
        self._lock = threading.Lock()  # guards the two below
        self._submitted = 0
        self._closed = False
        self._taken = 0  # likewise
        self._loop = new_event_loop()
        self._stop = asyncio.Event()
        self._together: list[_Finished] = []  # to be handed over; this and what follows belong to the loop's thread
        self._tasks: set[asyncio.Task[None]] = set()
        self._lanes: Lanes[tuple[FetchRequest, URL]] = Lanes(settings.workers)
        # before the thread runs: whatever is submitted meanwhile stands behind it
        self._serving = self._loop.create_task(self._serve())
        self._thread = threading.Thread(target=self._run, name="fetch", daemon=True)
        self._thread.start()

    def __enter__(self) -> "HttpFetcher":
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def submit(self, requests: Sequence[FetchRequest]) -> None:
        """Starts reading; returns at once. Every request gets exactly one result, unless `close` comes first.

        Raises:
            RuntimeError: it was closed.
        """
        with self._lock:
            if self._closed:
                raise RuntimeError("the fetcher is closed")
            self._submitted += len(requests)
            self._loop.call_soon_threadsafe(self._start, tuple(requests))

    def results(self, timeout_s: float) -> Iterator[tuple[FetchRequest, Fetched | FetchError]]:
        """What has finished: waits at most `timeout_s` for the first, then yields what came with it or since.

        Returns at once when nothing is in flight. What is not taken from the iterator stays for the next call.
        """
        wait_s = timeout_s
        while self.in_flight:
            if not self._untaken:
                try:
                    self._untaken += self._finished.get(timeout=wait_s) if wait_s > 0 else self._finished.get_nowait()
                except queue.Empty:
                    return
            wait_s = 0.0
            self._taken += 1
            yield self._untaken.popleft()

    @property
    def in_flight(self) -> int:
        """Requests submitted whose result was not yet taken."""
        return 0 if self._closed else self._submitted - self._taken

    def close(self) -> None:
        """Ends the thread; requests under way and results not taken are dropped. May be called again."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(CLOSE_TIMEOUT_S)
        with contextlib.suppress(queue.Empty):
            while True:
                self._finished.get_nowait()

    # --- on the loop's thread ---------------------------------------------------------------------------------------

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serving)
        finally:
            asyncio.set_event_loop(None)
            self._loop.close()

    async def _serve(self) -> None:
        self._client = Client(self._settings, self._clock, self._resolve)
        self._robots = Robots(self._client.read, self._robots_allows, self._settings.agent, self._clock)
        try:
            await self._stop.wait()
        finally:
            ending = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in ending:
                task.cancel()
            await asyncio.gather(*ending, return_exceptions=True)
            await self._client.close()

    def _start(self, requests: tuple[FetchRequest, ...]) -> None:
        for request in requests:
            url = self._address(request)
            if isinstance(url, FetchError):
                self._finish(request, url)
            else:
                self._lanes.add((url.host or "").rstrip("."), (request, url))
        while (turn := self._lanes.next()) is not None:
            task = self._loop.create_task(self._work(turn))
            self._tasks.add(task)  # the loop itself holds tasks weakly
            task.add_done_callback(self._tasks.discard)
        if self._lanes.are_empty:
            self._hand_over()

    async def _work(self, turn: _Turn | None) -> None:
        """Reads one address, then those whose turn it is: what waits is no task yet, and costs next to nothing."""
        while turn is not None:
            host, (request, url) = turn
            try:
                self._finish(request, await self._result(host, request, url))
            finally:
                self._lanes.ended(host)
            turn = self._lanes.next()
        if self._lanes.are_empty:
            self._hand_over()

    def _address(self, request: FetchRequest) -> URL | FetchError:
        try:
            return self._client.address(request.url)
        except FetchError as exc:
            return exc
        except Exception as exc:
            return _unforeseen(request, "", exc)

    async def _result(self, host: str, request: FetchRequest, url: URL) -> Fetched | FetchError:
        try:
            admit = self._robots.admit if request.kind == "page" else None
            return await self._client.read(request, url, admit=admit)
        except FetchError as exc:
            return exc
        except Exception as exc:
            return _unforeseen(request, host, exc)

    def _finish(self, request: FetchRequest, result: Fetched | FetchError) -> None:
        problem = result.problem if isinstance(result, FetchError) else None
        _log.debug("address read", extra={"key": request.key, "problem": problem})
        if not self._together:
            self._loop.call_later(GATHER_S, self._hand_over)
        self._together.append((request, result))

    def _hand_over(self) -> None:
        if self._together:
            self._finished.put(self._together)
            self._together = []


def _unforeseen(request: FetchRequest, host: str, exc: Exception) -> FetchError:
    """Whatever a library thinks of: a request without a result would be waited for."""
    _log.error("reading an address failed unexpectedly", extra={"key": request.key}, exc_info=exc)
    return FetchError(f"//{host}", "connection", f"unexpected {type(exc).__name__}")
