"""The whole bot under a service manager's eye: who listens for signs of life hears none while a stage is stuck.

The socket is a real one, as systemd's, and so is the server whose address is asked; time is a clock that the
test moves.
"""

import socket
import threading
from collections.abc import Iterator, Sequence, Set
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue

import pytest
from builders import make_message
from fakes import NOON, FakeClock, FakeFetcher, RecordingChannel

from bot.app import App, load_config
from bot.app.vitals import Vitals
from bot.domain import FetchRequest, OutboxMessage, Receipt, Write
from bot.ports import Progress
from bot.schedule import heartbeat, run_forever

MINUTE = timedelta(minutes=1)
WAIT_S = 30.0


class Hold:
    """Where a stage waits, once it is named, until it is let go."""

    def __init__(self) -> None:
        self.stage = ""  # that waits
        self.error: Exception | None = None  # raised instead of waiting
        self.is_met = threading.Event()
        self.let_go = threading.Event()

    def wait(self, stage: str) -> None:
        """Called by the stages."""
        if self.error is not None:
            raise self.error
        if self.stage == stage:
            self.is_met.set()
            assert self.let_go.wait(WAIT_S)


class HeldChannel(RecordingChannel):
    """Does not come back from sending."""

    def __init__(self, hold: Hold) -> None:
        super().__init__("desk")
        self._hold = hold

    def send(
        self, message: OutboxMessage, *, card_ref: str | None, parts_there: Set[int], progress: Progress
    ) -> Receipt:
        """Waits first."""
        self._hold.wait("deliver")
        return super().send(message, card_ref=card_ref, parts_there=parts_there, progress=progress)


class HeldFetcher(FakeFetcher):
    """Does not come back from taking addresses."""

    def __init__(self, hold: Hold) -> None:
        super().__init__()
        self._hold = hold

    def submit(self, requests: Sequence[FetchRequest]) -> None:
        """Waits first."""
        self._hold.wait("poll")
        super().submit(requests)


class Pings:
    """The server of somebody who expects to be asked."""

    def __init__(self) -> None:
        self.heard: Queue[str] = Queue()
        heard = self.heard

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                heard.put(self.path)
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()
        self.address = f"127.0.0.1:{self._server.server_port}"
        self.url = f"http://{self.address}/ping"

    def close(self) -> None:
        """Ends it."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(WAIT_S)


@dataclass
class Watched:
    """A bot, the socket on which it gives signs of life, and the server that it asks while all is well."""

    app: App
    clock: FakeClock
    sock: socket.socket
    pings: Pings
    hold: Hold

    def heard(self) -> list[str]:
        """What came on the socket by now; a datagram is there as soon as it was sent."""
        found = []
        while True:
            try:
                found.append(self.sock.recv(4_096).decode())
            except BlockingIOError:
                return found

    def beat(self) -> list[str]:
        """What is heard of one heartbeat."""
        heartbeat(self.app, self.clock.now())
        return self.heard()

    def work(self) -> None:
        """All stages, a minute later."""
        now = self.clock.advance(MINUTE)
        self.app.poll(now)
        self.app.deliver(now)

    @contextmanager
    def stuck(self, stage: str) -> Iterator[None]:
        """While a stage does not come to its end, and the other goes on."""
        self.app.store.write(Write(messages=(make_message(),)), self.clock.now())
        self.hold.stage = stage
        work = {"poll": self.app.poll, "deliver": self.app.deliver}
        thread = threading.Thread(target=work.pop(stage), args=(self.clock.advance(MINUTE),))
        thread.start()
        try:
            assert self.hold.is_met.wait(WAIT_S)
            for _ in range(11):
                for other in work.values():
                    other(self.clock.advance(MINUTE))
            yield
        finally:
            self.hold.let_go.set()
            thread.join(WAIT_S)


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    """With one feed, and an address to be asked."""
    clock, hold = FakeClock(NOON), Hold()
    address = str(tmp_path / "notify")
    with closing(Pings()) as pings, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
        sock.bind(address)
        sock.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", address)
        monkeypatch.setenv("PING_URL", pings.url)
        file = tmp_path / "config.toml"
        file.write_text(
            f'[http]\nallow_addresses = ["{pings.address}"]\n[health]\nping_url_env = "PING_URL"\n'
            '[channels.desk]\ntype = "terminal"\n[[routes]]\nchannel = "desk"\n'
            '[[feeds]]\nid = "f"\nname = "F"\nurl = "https://f.example/rss"\ninterval_min = 1\n',
            encoding="utf-8",
        )
        config = load_config(file)
        with App(config, clock, fetcher=HeldFetcher(hold), channels={"desk": HeldChannel(hold)}) as app:
            yield Watched(app, clock, sock, pings, hold)


@pytest.mark.parametrize("stage", ["poll", "deliver"])
def test_a_stuck_stage_stops_the_signs_of_life(watched: Watched, stage: str) -> None:
    """systemd is told why and no longer that all is well; the ping address is not asked, and nothing is written that
    `status --alive` would take for life. All three come back with the stage."""
    watched.work()
    assert watched.beat() == ["WATCHDOG=1\nSTATUS=1 feed"]
    assert watched.pings.heard.get(timeout=WAIT_S) == "/ping"
    alive_at = watched.app.store.alive_at()
    with watched.stuck(stage):
        for _ in range(3):
            (told,) = watched.beat()
            assert told == f"STATUS={stage}: not done for more than 10 min"
            watched.clock.advance(timedelta(seconds=30))
        assert watched.app.store.alive_at() == alive_at
    watched.hold.stage = ""
    watched.work()
    assert watched.beat() == ["WATCHDOG=1\nSTATUS=1 feed"]
    assert watched.pings.heard.get(timeout=WAIT_S) == "/ping"
    assert watched.pings.heard.empty(), "asked while a stage was stuck"


def test_a_stage_that_fails_gives_signs_of_life_but_asks_no_address(watched: Watched) -> None:
    """A restart would not mend what ails it, so systemd leaves it at work and shows what it is."""
    watched.hold.error = ZeroDivisionError("x")
    with pytest.raises(ZeroDivisionError):
        watched.work()
    (told,) = watched.beat()
    assert told.startswith("WATCHDOG=1\nSTATUS=poll: an error of Pregonero's own (ZeroDivisionError")
    watched.hold.error = None
    watched.work()
    assert watched.beat() == ["WATCHDOG=1\nSTATUS=1 feed"]
    assert watched.pings.heard.get(timeout=WAIT_S) == "/ping"
    assert watched.pings.heard.empty(), "asked while a stage failed"


def test_the_clockwork_beats_from_the_start_and_says_when_it_stops(watched: Watched) -> None:
    """All of it in its own threads: ready, well, stopping."""
    stop = threading.Event()
    watched.sock.settimeout(WAIT_S)
    thread = threading.Thread(target=run_forever, args=(watched.app, stop))
    thread.start()
    try:
        heard = {watched.sock.recv(4_096).decode() for _ in range(2)}
        assert heard == {"READY=1", "WATCHDOG=1\nSTATUS=1 feed"}
    finally:
        stop.set()
        thread.join(WAIT_S)
    assert watched.sock.recv(4_096) == b"STOPPING=1"


def test_any_stage_that_begins_and_does_not_end_is_stuck() -> None:
    """Those that need not run often are not missed, but one that hangs is."""
    clock = FakeClock(NOON)
    vitals = Vitals(clock)
    begun, let_go = threading.Event(), threading.Event()

    def hang() -> int:
        begun.set()
        return int(let_go.wait(WAIT_S))

    thread = threading.Thread(target=vitals.coping, args=("housekeeping", hang))
    thread.start()
    try:
        assert begun.wait(WAIT_S)
        clock.advance(11 * MINUTE)
        for vital in ("poll", "deliver"):
            vitals.coping(vital, lambda: 1)
        assert vitals.problems(clock.now()) == ("housekeeping: not done for more than 10 min",)
        assert vitals.is_stuck(clock.now())
    finally:
        let_go.set()
        thread.join(WAIT_S)
    assert not vitals.is_stuck(clock.now())
