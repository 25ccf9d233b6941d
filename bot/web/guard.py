"""Who may ask: the token, the host and origin of a request, the forms' secret, and headers that bind the browser.

Beyond loopback a token is needed: it is exchanged once for a signed cookie. On loopback none is, but requests under a
foreign host name (DNS rebinding) are refused. Whatever changes something must come from a page of ours: the browser's
`Origin` is compared, and the form carries a secret that only the page knows. May import aiohttp, websub
and channels' Secret.
"""

import asyncio
import base64
import hashlib
import hmac
import secrets
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit

from aiohttp import web

from bot import websub
from bot.channels import Secret

COOKIE = "pregonero"
SESSION_S = 12 * 3600
BODY_S = 30.0  # for all of a form or a hub's message, which are 1 MB at most
CSRF_FIELD = "csrf"
CSRF_HEADER = "X-CSRF"
LOGIN = "/login"
OPEN_PATHS = frozenset({LOGIN, "/static/style.css", "/static/htmx.min.js"})

_MAX_FAILURES = 10  # wrong tokens a minute, from anywhere, before none is looked at
_FAILURES_S = 60.0
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # `no-referrer` would make the browser send `Origin: null` with our own forms
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Session:
    """One browser that was let in."""

    id: str
    csrf: str  # to be sent back with every form


SESSION: web.RequestKey[Session] = web.RequestKey("session", Session)
T = TypeVar("T")


async def received(reading: Awaitable[T], within_s: float = BODY_S) -> T:
    """What a browser or a hub sends, read as it comes; whoever drips is left at the time limit.

    Raises:
        HTTPRequestTimeout: it was not all there in time.
    """
    try:
        async with asyncio.timeout(within_s):
            return await reading
    except TimeoutError as exc:
        raise web.HTTPRequestTimeout(text="What was sent did not all come in time. Send it again.") from exc


class Guard:
    """Lets requests in, or not."""

    def __init__(self, *, token: Secret | None, hosts: frozenset[str], now: Callable[[], float] = time.time) -> None:
        """Keeps what a request has to show.

        Args:
            token: None = whoever reaches the address may use it.
            hosts: names in `Host` that are ours; asked only without a token.
            now: seconds since the epoch.
        """
        self._token = token
        self._hosts = hosts
        self._now = now
        # with a token, sessions outlive a restart of the server; without one they need not
        self._key = (
            hashlib.sha256(b"pregonero desk " + token.reveal().encode()).digest() if token else secrets.token_bytes()
        )
        self._failures: deque[float] = deque()

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Every request passes here; what is refused leaves as an HTTPException with the reason."""
        if request.path.startswith(websub.PREFIX):  # hubs are no browsers: they show a token and signature of their own
            request[SESSION] = Session("", "")
            return await handler(request)
        if self._token is None and _name_of(request.host) not in self._hosts:
            raise web.HTTPForbidden(text=f"This desk does not answer to the name {request.host[:100]!r}.")
        session = self.session_of(request.cookies.get(COOKIE, ""))
        is_new = session is None
        if session is None:
            if self._token is not None and request.path not in OPEN_PATHS:
                raise web.HTTPSeeOther(LOGIN)
            session = self._made_session() if self._token is None else Session("", "")
        request[SESSION] = session
        if request.method not in ("GET", "HEAD"):
            await self._refuse_foreign(request, session)
        response = await handler(request)
        if is_new and session.id:
            self.give_cookie(request, response, session)
        return response

    async def _refuse_foreign(self, request: web.Request, session: Session) -> None:
        origin = request.headers.get("Origin")
        if origin is None or urlsplit(origin).netloc != request.host:
            raise web.HTTPForbidden(text="This form comes from another site.")
        if request.path == LOGIN:
            return  # the token itself is the secret
        shown = request.headers.get(CSRF_HEADER) or str((await received(request.post())).get(CSRF_FIELD, ""))
        if not hmac.compare_digest(shown.encode(), session.csrf.encode()):
            raise web.HTTPForbidden(text="This form is too old; load its page again.")

    # --- sessions ---------------------------------------------------------------------------------------------------

    def let_in(self, shown: str) -> Session | None:
        """A session for the right token; None for a wrong one.

        Raises:
            HTTPTooManyRequests: too many wrong ones within a minute.
        """
        now = self._now()
        while self._failures and now - self._failures[0] > _FAILURES_S:
            self._failures.popleft()
        if len(self._failures) >= _MAX_FAILURES:
            raise web.HTTPTooManyRequests(text="Too many wrong tokens. Wait a minute.", headers={"Retry-After": "60"})
        if self._token is None or hmac.compare_digest(shown.encode(), self._token.reveal().encode()):
            return self._made_session()
        self._failures.append(now)
        return None

    @staticmethod
    def give_cookie(request: web.Request, response: web.StreamResponse, session: Session) -> None:
        """Hands a session to the browser."""
        response.set_cookie(
            COOKIE, session.id, max_age=SESSION_S, httponly=True, samesite="Strict", secure=request.secure, path="/"
        )

    def _made_session(self) -> Session:
        body = f"{int(self._now()) + SESSION_S}.{secrets.token_urlsafe(16)}"
        return self._of(f"{body}.{self._signed(body)}")

    def session_of(self, cookie: str) -> Session | None:
        """The session of a cookie; None for one that we did not sign, or whose time is over."""
        body, _, signature = cookie.rpartition(".")
        if not body or not hmac.compare_digest(signature.encode(), self._signed(body).encode()):
            return None
        ends = body.partition(".")[0]
        return self._of(cookie) if ends.isdecimal() and int(ends) > self._now() else None

    def _of(self, cookie: str) -> Session:
        return Session(cookie, self._signed(f"form {cookie}"))

    def _signed(self, text: str) -> str:
        digest = hmac.new(self._key, text.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")


@web.middleware
async def bound(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every answer, refusals and errors too, leaves with the headers that bind the browser."""
    try:
        response = await handler(request)
    except web.HTTPException as exc:
        exc.headers.update(_HEADERS)
        raise
    response.headers.update(_HEADERS)
    return response


def _name_of(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


__all__ = ["CSRF_FIELD", "CSRF_HEADER", "LOGIN", "SESSION", "Guard", "Session", "bound"]
