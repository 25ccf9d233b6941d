"""A Slack on loopback: what our Slack and webhook channels need of the Web API, with its limits and its faults.

For the demo and for tests: it refuses what the real one refuses, keeps what was posted, and fails when told to. It
lives in the process that starts it, so a bot that runs, and is killed, in a process of its own finds its messages
there afterwards. May import clock, ports, its siblings and aiohttp.web. Not a Slack for people: no users, no rights, no
pictures.

As https://docs.slack.dev/reference/methods says: HTTP 200 with `ok: false` and an error's name; 429 with Retry-After; a
bot token in the Authorization header (`not_authed`, `invalid_auth`) and the scopes a method needs (`missing_scope`);
`chat.update` keeps blocks and metadata that are not given, and takes away what is given empty; the history shows
top-level messages only, newest first, `oldest` exclusive, at most `limit` (100 by default, up to 999) and a cursor,
metadata on demand; replies show the parent first, then oldest first. An unknown `thread_ts` gives `thread_not_found`;
a deleted parent with replies stays as a tombstone that takes further ones and cannot be edited. Content: see
`slack_limits`. Not enforced: one message a second and channel, as the real one lets bursts through; each request is
kept with its time, so that a test can look.
"""

import asyncio
import json
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from aiohttp import web

from bot.clock import SystemClock
from bot.newsroom.slack_faults import AnswerLost, ApiFault, Dropped, Fault, Hang, HttpFault, RateLimited
from bot.newsroom.slack_limits import ApiRefusal, Json, block_texts, calls, check_content, check_view
from bot.newsroom.slack_sockets import Sockets
from bot.ports import Clock

MAX_HISTORY_LIMIT = 999
TOMBSTONE = "This message was deleted."  # stands where a parent with replies was


# --- what was posted ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SlackMessage:
    """A message as it stands in a channel."""

    channel: str
    ts: str
    text: str
    blocks: tuple[Json, ...]
    metadata: Json | None
    thread_ts: str | None  # None = top level
    edits: tuple["SlackMessage", ...] = ()  # earlier states, oldest first

    @property
    def key(self) -> str | None:
        """The dedupe key in the metadata, None = none."""
        payload = (self.metadata or {}).get("event_payload", {})
        return str(payload["key"]) if "key" in payload else None

    @property
    def visible_text(self) -> str:
        """What a reader sees, still escaped: the texts of the blocks, or the text where there are none."""
        return "\n".join(block_texts(self.blocks)) if self.blocks else self.text

    @property
    def calls(self) -> list[str]:
        """Mentions in it that notify somebody."""
        return calls(self.text, self.blocks)

    def as_json(self, *, with_metadata: bool) -> Json:
        """The message as `conversations.history` shows it."""
        shown: Json = {"type": "message", "ts": self.ts, "text": self.text, "blocks": list(self.blocks)}
        if self.thread_ts is not None:
            shown["thread_ts"] = self.thread_ts
        if with_metadata and self.metadata is not None:
            shown["metadata"] = self.metadata
        return shown


@dataclass(frozen=True, slots=True)
class SlackRequest:
    """One request as it came in; `method` is "webhook" for the incoming webhook."""

    method: str
    payload: Json
    at_s: float = 0.0  # when it came in, on the monotonic clock


class FakeSlack:
    """A workspace with the given channels; use as a context manager.

    Args:
        token: the only token that is let in.
        channels: ids of the channels the bot is in.
        clock: where the timestamps of messages come from.
        page_size: most messages that one page of the history holds, whatever limit is asked for.
        chance: asked for a fault at each request for which `fail` left none.
    """

    def __init__(
        self,
        *,
        token: str = "xoxb-made-up",  # noqa: S107  # nobody's token
        channels: Sequence[str] = ("C0DESK",),
        clock: Clock | None = None,
        page_size: int = 200,
        chance: Callable[[SlackRequest], Fault | None] = lambda request: None,
    ) -> None:
        self.token = token
        self.app_token = "xapp-made-up"  # noqa: S105  # nobody's; of Socket Mode; its scope is connections:write
        self.sockets = Sockets()
        self.channels = set(channels)
        self.archived: set[str] = set()
        self.scopes = {"chat:write", "channels:history", "commands"}  # of `token`; may be changed
        self.page_size = page_size
        self._chance = chance
        self._clock = clock or SystemClock()
        self._lock = threading.Condition()
        self._messages: list[SlackMessage] = []
        self._requests: list[SlackRequest] = []
        self._faults: defaultdict[str, deque[Fault | None]] = defaultdict(deque)
        self._last_ts = 0
        self._triggers: set[str] = set()  # of what people did, by which one view may be opened
        self._used_triggers: set[str] = set()
        self._views: list[Json] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._closing: asyncio.Event | None = None
        self._base = ""

    # --- for the one who runs it ------------------------------------------------------------------------------------

    def __enter__(self) -> "FakeSlack":
        """Starts the server in a thread; its addresses are known when this returns."""
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), name="fake-slack", daemon=True)
        self._thread.start()
        if not ready.wait(timeout=10):
            raise RuntimeError("the fake Slack did not start within 10 s")
        return self

    def __exit__(self, *exc_info: object) -> None:
        """Closes all connections and ends the thread; what was posted can still be read."""
        if self._loop is not None and self._closing is not None and self._thread is not None:
            self._loop.call_soon_threadsafe(self._closing.set)
            self._thread.join(timeout=10)

    @property
    def api_url(self) -> str:
        """Base address of the Web API, for `api_url` in the configuration."""
        return f"{self._base}/api/"

    @property
    def base_url(self) -> str:
        """Address of the server."""
        return self._base

    @property
    def now(self) -> datetime:
        """The workspace's time."""
        return self._clock.now()

    @property
    def webhook_url(self) -> str:
        """Address of an incoming webhook that posts into the first channel."""
        return f"{self._base}/services/T0/B0/{self.token}"

    @property
    def messages(self) -> tuple[SlackMessage, ...]:
        """All messages in the order of posting, replies among them."""
        with self._lock:
            return tuple(self._messages)

    @property
    def requests(self) -> tuple[SlackRequest, ...]:
        """All requests that arrived, answered or not."""
        with self._lock:
            return tuple(self._requests)

    @property
    def views(self) -> tuple[Json, ...]:
        """All forms that were opened, in order."""
        with self._lock:
            return tuple(self._views)

    def wait_views(self, count: int, timeout_s: float = 10.0) -> tuple[Json, ...]:
        """The forms so far, after waiting for `count` of them."""
        with self._lock:
            self._lock.wait_for(lambda: len(self._views) >= count, timeout_s)
            return tuple(self._views)

    def trigger(self) -> str:
        """A new trigger, as everything that a person does brings one."""
        with self._lock:
            trigger = f"{len(self._triggers) + len(self._used_triggers) + 1}.2.abc"
            self._triggers.add(trigger)
            return trigger

    def thread(self, ts: str) -> tuple[SlackMessage, ...]:
        """Replies under a message, in order."""
        return tuple(message for message in self.messages if message.thread_ts == ts)

    def delete(self, ts: str) -> None:
        """Takes a message away, as a person in the channel might; one with replies leaves a stone that says so."""
        with self._lock:
            has_replies = any(message.thread_ts == ts for message in self._messages)
            stone = {"text": TOMBSTONE, "blocks": (), "metadata": None}
            left = [replace(m, **stone) if m.ts == ts else m for m in self._messages]  # type: ignore[arg-type]
            self._messages = left if has_replies else [message for message in left if message.ts != ts]

    def fail(self, method: str, *faults: Fault | None) -> None:
        """The next requests of this method ("chat.postMessage", "webhook" ...) fail so, one each; None = works."""
        with self._lock:
            self._faults[method].extend(faults)

    # --- the server -------------------------------------------------------------------------------------------------

    def _run(self, ready: threading.Event) -> None:
        asyncio.run(self._serve(ready))

    async def _serve(self, ready: threading.Event) -> None:
        self._loop = asyncio.get_running_loop()
        self._closing = asyncio.Event()
        app = web.Application(client_max_size=2**22)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/services/{team}/{hook}/{secret}", self._webhook)
        app.router.add_routes(self.sockets.routes())
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        self._base = f"http://{host}:{port}"
        ready.set()
        await self._closing.wait()
        await self.sockets.close_all()
        await runner.cleanup()

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        payload = await _payload(request)
        return await self._answer(request, method, payload)

    async def _webhook(self, request: web.Request) -> web.StreamResponse:
        return await self._answer(request, "webhook", await _payload(request))

    async def _answer(self, request: web.Request, method: str, payload: Json) -> web.StreamResponse:
        incoming = SlackRequest(method, payload, time.monotonic())
        with self._lock:
            self._requests.append(incoming)
            faults = self._faults[method]
            fault = faults.popleft() if faults else self._chance(incoming)
        if isinstance(fault, RateLimited):
            headers = {} if fault.retry_after_s is None else {"Retry-After": str(fault.retry_after_s)}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
        if isinstance(fault, HttpFault):
            return web.Response(status=fault.status, text=fault.body, content_type="text/html")
        if isinstance(fault, Dropped) or (isinstance(fault, Hang) and not fault.is_stored):
            return await self._no_answer(request, hangs=isinstance(fault, Hang))
        try:
            if isinstance(fault, ApiFault):
                raise ApiRefusal(fault.error)
            token = (
                request.match_info.get("secret")
                or request.headers.get("Authorization", "").removeprefix("Bearer").strip()
            )
            with self._lock:
                answer = self._carry_out(method, token, payload)
        except ApiRefusal as exc:
            return _refused(method, exc)
        if isinstance(fault, AnswerLost | Hang):
            return await self._no_answer(request, hangs=isinstance(fault, Hang))
        if method == "webhook":
            return web.Response(text="ok")
        headers = {"X-OAuth-Scopes": ",".join(sorted(self.scopes))}
        return web.json_response({"ok": True, **answer}, headers=headers)

    async def _no_answer(self, request: web.Request, *, hangs: bool) -> web.StreamResponse:
        if hangs and self._closing is not None:
            await self._closing.wait()
        if request.transport is not None:
            request.transport.close()
        return web.Response()

    # --- methods; the lock is held ----------------------------------------------------------------------------------

    def _carry_out(self, method: str, token: str, payload: Json) -> Json:
        methods = {
            "auth.test": self._auth_test,
            "chat.postMessage": self._post,
            "chat.update": self._update,
            "chat.getPermalink": self._permalink,
            "conversations.history": self._history,
            "conversations.replies": self._replies,
            "webhook": self._post_by_hook,
            "apps.connections.open": self._open_connection,
            "views.open": self._open_view,
        }
        if not token:
            raise ApiRefusal("not_authed")
        kinds = {self.token: "bot", self.app_token: "app"}
        if token in kinds and (kinds[token] == "app") != (method == "apps.connections.open"):
            raise ApiRefusal("not_allowed_token_type")
        if token not in kinds:
            raise ApiRefusal("invalid_token" if method == "webhook" else "invalid_auth")
        if method not in methods:
            raise ApiRefusal("unknown_method")
        return methods[method](payload)

    def _auth_test(self, payload: Json) -> Json:
        return {"url": f"{self._base}/", "team": "Newsroom", "user": "pregonero", "team_id": "T0", "user_id": "U0"}

    def _permalink(self, payload: Json) -> Json:
        channel, ts = self._channel(payload), str(payload.get("message_ts"))
        if not any(m.ts == ts and m.channel == channel for m in self._messages):
            raise ApiRefusal("message_not_found")
        return {"channel": channel, "permalink": f"{self._base}/archives/{channel}/p{ts.replace('.', '')}"}

    def _open_connection(self, payload: Json) -> Json:
        return self.sockets.ticket(self._base)

    def _open_view(self, payload: Json) -> Json:
        """A trigger opens one view; views cannot be opened by what no person did."""
        trigger = str(payload.get("trigger_id"))
        if trigger not in self._triggers:
            raise ApiRefusal("exchanged_trigger_id" if trigger in self._used_triggers else "invalid_trigger_id")
        view = payload.get("view")
        check_view(view)
        self._triggers.remove(trigger)
        self._used_triggers.add(trigger)
        shown = {**(view if isinstance(view, dict) else {}), "id": f"V{len(self._views) + 1:04d}"}
        self._views.append(shown)
        self._lock.notify_all()
        return {"view": shown}

    def _post_by_hook(self, payload: Json) -> Json:
        return self._store({**payload, "channel": sorted(self.channels)[0], "thread_ts": None, "metadata": None})

    def _post(self, payload: Json) -> Json:
        if "chat:write" not in self.scopes:
            raise ApiRefusal("missing_scope")
        return self._store(payload)

    def _store(self, payload: Json) -> Json:
        channel = self._channel(payload)
        if channel in self.archived:
            raise ApiRefusal("is_archived")
        check_content(payload)
        thread_ts = payload.get("thread_ts")
        if thread_ts is not None and not any(m.ts == thread_ts and m.channel == channel for m in self._messages):
            raise ApiRefusal("thread_not_found")
        self._last_ts = max(self._last_ts + 1, int(self._clock.now().timestamp() * 1_000_000))
        message = SlackMessage(
            channel=channel,
            ts=f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}",
            text=payload.get("text") or "",
            blocks=tuple(payload.get("blocks") or ()),
            metadata=payload.get("metadata"),
            thread_ts=thread_ts,
        )
        self._messages.append(message)
        return {"channel": channel, "ts": message.ts, "message": message.as_json(with_metadata=True)}

    def _update(self, payload: Json) -> Json:
        channel = self._channel(payload)
        if "chat:write" not in self.scopes:
            raise ApiRefusal("missing_scope")
        check_content(payload)
        for n, message in enumerate(self._messages):
            if message.ts == payload.get("ts") and message.channel == channel and message.text != TOMBSTONE:
                self._messages[n] = replace(
                    message,
                    text=payload.get("text") or "",
                    blocks=message.blocks if payload.get("blocks") is None else tuple(payload["blocks"]),
                    metadata=message.metadata if payload.get("metadata") is None else payload["metadata"] or None,
                    edits=(*message.edits, replace(message, edits=())),
                )
                return {"channel": channel, "ts": message.ts, "text": payload.get("text") or ""}
        raise ApiRefusal("message_not_found")

    def _history(self, payload: Json) -> Json:
        channel = self._channel(payload)
        self._need_history()
        found = [m for m in self._messages if m.channel == channel and m.thread_ts is None]
        return self._page(found[::-1], payload)

    def _replies(self, payload: Json) -> Json:
        channel = self._channel(payload)
        self._need_history()
        root = [m for m in self._messages if m.channel == channel and m.ts == payload.get("ts")]
        replies = [m for m in self._messages if m.channel == channel and m.thread_ts == payload.get("ts")]
        if not root:
            raise ApiRefusal("thread_not_found")
        page = self._page(replies, payload)
        if not payload.get("cursor"):  # the first page begins with the parent, whatever its age
            page["messages"].insert(0, root[0].as_json(with_metadata=bool(payload.get("include_all_metadata"))))
        return page

    def _page(self, messages: Sequence[SlackMessage], payload: Json) -> Json:
        oldest, latest = float(payload.get("oldest") or 0), float(payload.get("latest") or "inf")
        inside = [m for m in messages if oldest < float(m.ts) < latest]
        start = int(payload.get("cursor") or 0)
        limit = int(payload.get("limit") or 100)
        if limit > MAX_HISTORY_LIMIT:
            raise ApiRefusal("invalid_limit")
        end = start + min(limit, self.page_size)
        with_metadata = str(payload.get("include_all_metadata", "")).lower() in ("1", "true")
        return {
            "messages": [message.as_json(with_metadata=with_metadata) for message in inside[start:end]],
            "has_more": end < len(inside),
            "response_metadata": {"next_cursor": str(end) if end < len(inside) else ""},
        }

    def _channel(self, payload: Json) -> str:
        channel = payload.get("channel")
        if not isinstance(channel, str) or channel not in self.channels:
            raise ApiRefusal("channel_not_found")
        return channel

    def _need_history(self) -> None:
        if "channels:history" not in self.scopes:
            raise ApiRefusal("missing_scope")


async def _payload(request: web.Request) -> Json:
    if request.content_type == "application/json":
        payload = await request.json()
        return payload if isinstance(payload, dict) else {}
    form: Json = {**request.query, **dict(await request.post())}
    for name in ("blocks", "metadata"):  # forms carry these as JSON
        if isinstance(form.get(name), str):
            form[name] = json.loads(form[name])
    return form


def _refused(method: str, refusal: ApiRefusal) -> web.Response:
    if method == "webhook":  # https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
        error = {"is_archived": "channel_is_archived"}.get(refusal.error, refusal.error)
        statuses = {"invalid_token": 403, "action_prohibited": 403, "no_service": 404, "channel_is_archived": 410}
        return web.Response(text=error, status=statuses.get(error, 400))
    body: Json = {"ok": False, "error": refusal.error}
    if refusal.details:
        body["response_metadata"] = {"messages": list(refusal.details)}
    return web.json_response(body)


__all__ = [
    "AnswerLost",
    "ApiFault",
    "ApiRefusal",
    "Dropped",
    "FakeSlack",
    "Fault",
    "Hang",
    "HttpFault",
    "Json",
    "RateLimited",
    "SlackMessage",
    "SlackRequest",
    "block_texts",
]
