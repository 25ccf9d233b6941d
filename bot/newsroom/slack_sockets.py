"""The Socket Mode side of the fake Slack: connections, envelopes out, acknowledgements in, answers by `response_url`.

After https://docs.slack.dev/apis/events-api/using-socket-mode and .../interactivity/handling-user-interaction; what
the pages leave open, slack-sdk's and Bolt's clients decided. May import aiohttp.web; knows no messages of ours.
"""

import asyncio
import contextlib
import json
import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from aiohttp import WSCloseCode, WSMsgType, web

from bot.newsroom.slack_limits import Json

ACK_WITHIN_S = 3.0  # then Slack shows the user that something went wrong
MAX_CONNECTIONS = 10
RESPONSE_URL_USES = 5

Reason = Literal["warning", "refresh_requested", "link_disabled"]


@dataclass(slots=True)
class Delivered:
    """An envelope that went out."""

    envelope: Json
    ack: Json | None = None  # the whole acknowledgement; None = none came in time
    answered: threading.Event = field(default_factory=threading.Event)

    @property
    def acked(self) -> bool:
        return self.ack is not None


@dataclass(frozen=True, slots=True)
class Whisper:
    """An answer that only one person sees, or that replaces what they saw."""

    user: str
    payload: Json

    @property
    def text(self) -> str:
        return str(self.payload.get("text", ""))


class Sockets:
    """Connections of one app. All but the handlers may be called from any thread."""

    def __init__(self) -> None:
        self.delivered: list[Delivered] = []
        self.whispers: list[Whisper] = []
        self.connections_opened = 0
        self._lock = threading.Condition()
        self._tickets: set[str] = set()
        self._open: list[web.WebSocketResponse] = []
        self._waiting: dict[str, Delivered] = {}
        self._response_urls: dict[str, tuple[str, int]] = {}  # user, uses left
        self._loop: asyncio.AbstractEventLoop | None = None

    # --- for the server ---------------------------------------------------------------------------------------------

    def routes(self) -> list[web.RouteDef]:
        """What the server has to serve."""
        return [web.get("/link/", self._connect), web.post("/response/{id}", self._respond)]

    def ticket(self, base: str) -> Json:
        """Answer of apps.connections.open: an address that can be used once."""
        ticket = uuid.uuid4().hex
        with self._lock:
            self._tickets.add(ticket)
        return {"url": f"{base.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id=A0PREGONERO"}

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        with self._lock:
            if ticket not in self._tickets or len(self._open) >= MAX_CONNECTIONS:
                return web.Response(status=404 if ticket not in self._tickets else 429)
            self._tickets.remove(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._loop = asyncio.get_running_loop()
        with self._lock:
            self._open.append(socket)
            count = len(self._open)
        await socket.send_json(
            {
                "type": "hello",
                "num_connections": count,
                "debug_info": {"host": "applink-fake", "build_number": 1, "approximate_connection_time": 18060},
                "connection_info": {"app_id": "A0PREGONERO"},
            }
        )
        with self._lock:
            self.connections_opened += 1
            self._lock.notify_all()
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._take(message.data)
        finally:
            with self._lock:
                self._open.remove(socket)
                self._lock.notify_all()
        return socket

    def _take(self, text: str) -> None:
        ack = json.loads(text)
        with self._lock:
            delivered = self._waiting.pop(ack.get("envelope_id"), None)
        if delivered is not None:
            delivered.ack = ack
            delivered.answered.set()

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        key = request.match_info["id"]
        payload = await request.json()
        with self._lock:
            user, uses = self._response_urls.get(key, ("", 0))
            if uses == 0:
                return web.json_response({"ok": False, "error": "expired_url" if not user else "used_url"}, status=404)
            self._response_urls[key] = (user, uses - 1)
            self.whispers.append(Whisper(user, payload))
            self._lock.notify_all()
        return web.Response(text="ok")

    async def close_all(self) -> None:
        """At the end of the server."""
        for socket in list(self._open):
            await socket.close(code=WSCloseCode.GOING_AWAY)

    # --- for the one who runs it ------------------------------------------------------------------------------------

    @property
    def open(self) -> int:
        """Connections now."""
        with self._lock:
            return len(self._open)

    def wait(self, condition: Callable[[], bool], timeout_s: float = 10.0) -> bool:
        """Waits until something that the server notes makes it true; whether it did in time."""
        with self._lock:
            return self._lock.wait_for(condition, timeout_s)

    def wait_connected(self, opened: int = 1, timeout_s: float = 10.0) -> bool:
        """Waits until so many connections were ever opened, and one is open."""
        return self.wait(lambda: self.connections_opened >= opened and bool(self._open), timeout_s)

    def wait_whispers(self, count: int, timeout_s: float = 10.0) -> tuple[Whisper, ...]:
        """The answers so far, after waiting for `count` of them."""
        self.wait(lambda: len(self.whispers) >= count, timeout_s)
        with self._lock:
            return tuple(self.whispers)

    def response_url(self, base: str, user: str) -> str:
        """An address by which this person can be answered, five times."""
        key = uuid.uuid4().hex
        with self._lock:
            self._response_urls[key] = (user, RESPONSE_URL_USES)
        return f"{base}/response/{key}"

    def deliver(
        self, kind: str, payload: Json, *, wait_s: float = ACK_WITHIN_S, accepts_response_payload: bool = False
    ) -> Delivered:
        """Sends an envelope over one of the connections and waits for its acknowledgement.

        Raises:
            RuntimeError: nobody is connected; Slack then tells the user that the app did not respond.
        """
        envelope = {
            "envelope_id": str(uuid.uuid4()),
            "type": kind,
            "accepts_response_payload": accepts_response_payload,
            "payload": payload,
        }
        return self.deliver_envelope(envelope, wait_s=wait_s)

    def deliver_envelope(self, envelope: Json, *, wait_s: float = ACK_WITHIN_S) -> Delivered:
        """Sends an envelope as it is, also one that went out before."""
        delivered = Delivered(envelope)
        with self._lock:
            self.delivered.append(delivered)
            self._waiting[str(envelope.get("envelope_id"))] = delivered
        self.send_text(json.dumps(envelope))
        delivered.answered.wait(wait_s)
        return delivered

    def send_text(self, text: str) -> None:
        """Sends any text over the newest connection."""
        with self._run_on_newest() as (loop, socket):
            asyncio.run_coroutine_threadsafe(socket.send_str(text), loop).result(5)

    def disconnect(self, reason: Reason) -> None:
        """Asks the client to go, as Slack does; the connection is left open, as Slack does for some seconds."""
        self.send_text(json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-fake"}}))

    def close(self) -> None:
        """Closes the newest connection with a close frame."""
        with self._run_on_newest() as (loop, socket):
            asyncio.run_coroutine_threadsafe(socket.close(code=WSCloseCode.GOING_AWAY), loop).result(5)

    def drop(self) -> None:
        """Cuts the newest connection without a word."""
        with self._run_on_newest() as (loop, socket):
            transport = socket._req.transport if socket._req is not None else None  # aiohttp has no public way
            if transport is not None:
                loop.call_soon_threadsafe(transport.abort)

    @contextlib.contextmanager
    def _run_on_newest(self) -> Iterator[tuple[asyncio.AbstractEventLoop, web.WebSocketResponse]]:
        with self._lock:
            socket = self._open[-1] if self._open else None
        if self._loop is None or socket is None:
            raise RuntimeError("no program is connected by Socket Mode")
        yield self._loop, socket
