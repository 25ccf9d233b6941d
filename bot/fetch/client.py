"""Reads one address with aiohttp, of whose client this package is the only user. Coroutines of one event loop.

Redirects are followed by hand, so that each hop is checked like the first. May import ports and below, and its own
package. Decides nothing about when to read again: that is bot/cadence.
"""

import asyncio
import contextlib
import re
import socket
import ssl
import threading
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from urllib.parse import quote, urljoin

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.http import HttpProcessingError
from yarl import URL

from bot.domain import Fetched, FetchRequest
from bot.errors import FetchError, FetchProblem
from bot.fetch.answers import BodyDamaged, BodyTooLarge, decode_body, hub_and_topic, max_age_s, retry_at, validators
from bot.fetch.deadlines import Deadlines
from bot.fetch.exchange import Answer, Exchange
from bot.fetch.guard import AddressGuard, RefusedAddress
from bot.fetch.kept import KeptHosts
from bot.fetch.settings import HttpSettings
from bot.ports import Clock

Resolve = Callable[[str], Sequence[str]]  # a host's name to its numeric addresses; may block; raises OSError
Admit = Callable[[str], Awaitable[None]]  # raises FetchError for a page that its site keeps for itself

MAX_REDIRECTS = 5  # the Fetch standard allows 20; feeds that need more than three are loops
MAX_URL_CHARS = 4_000  # twice what sitemaps allow; Google News links reach 1,200
_KNOWN_ADDRESSES = 10_000  # of which it is remembered how they read; some 0.7 kB each
_PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_COMPLETE = frozenset({200, 203})
_ACCEPT = {
    "feed": "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, "
    "text/xml;q=0.9, */*;q=0.1",
    "page": "text/html, application/xhtml+xml;q=0.9, */*;q=0.1",
}
_STRAY_BYTES = re.compile("[\udc80-\udcff]")
_NO_HOST_CHARS = re.compile(r"[\s\x00-\x20]")
_URL_CHARS = "!#$%&'()*+,/:;=?@[]~-._"
_PLAIN_URL = re.compile(rf"https?://[A-Za-z0-9.:@\[\]_-]+/[A-Za-z0-9{re.escape(_URL_CHARS)}]*")


def resolve_by_system(host: str) -> list[str]:
    """Addresses of a name as the system resolves it, in its order.

    Raises:
        OSError: unknown name, or no answer.
    """
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class _Resolver(AbstractResolver):
    """Looks names up in a thread each: the loop's own pool has so few that a slow name server would hold up all."""

    def __init__(self, resolve: Resolve, guard: AddressGuard | None, timeout_s: float) -> None:
        self._resolve = resolve
        self._guard = guard
        self._timeout_s = timeout_s

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        try:
            async with asyncio.timeout(self._timeout_s):
                addresses = await self._look_up(host)
        except TimeoutError as exc:
            raise OSError(None, "the name server did not answer in time") from exc
        refused: RefusedAddress | None = None
        results: list[ResolveResult] = []
        for address in addresses:
            try:
                if self._guard is not None:
                    self._guard.check_address(address, port)
            except RefusedAddress as exc:
                refused = exc
                continue
            kind = socket.AF_INET6 if ":" in address else socket.AF_INET
            if family in (socket.AF_UNSPEC, kind):
                results.append(ResolveResult(hostname=host, host=address, port=port, family=kind, proto=0, flags=0))
        if not results:
            raise refused or OSError(None, "the name has no address")
        return results

    async def close(self) -> None:
        """Nothing to release: threads end with their look-up."""

    def _look_up(self, host: str) -> "asyncio.Future[Sequence[str]]":
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Sequence[str]] = loop.create_future()

        def settle(found: Sequence[str] | OSError) -> None:
            if answer.done():
                return
            if isinstance(found, OSError):
                answer.set_exception(found)
            else:
                answer.set_result(found)

        def work() -> None:
            found: Sequence[str] | OSError
            try:
                found = self._resolve(host)
            except OSError as exc:
                found = exc
            except UnicodeError as exc:  # labels that are empty or too long, refused by the IDNA codec
                found = OSError(str(exc))
            with contextlib.suppress(RuntimeError):  # the loop was closed meanwhile
                loop.call_soon_threadsafe(settle, found)

        threading.Thread(target=work, name="look-up", daemon=True).start()
        return answer


@dataclass(frozen=True, slots=True)
class _Hop:
    """Where a redirect leads."""

    target: URL
    is_permanent: bool


class Client:
    """Connections on the running loop; `read` may be called many times at once."""

    def __init__(self, settings: HttpSettings, clock: Clock, resolve: Resolve) -> None:
        """To be called on the loop that will use it."""
        self._settings = settings
        self._clock = clock
        self._guard = AddressGuard(settings.allow_addresses)
        self._kept = KeptHosts()
        self._deadlines = Deadlines(settings.total_timeout_s)
        self._known_address = lru_cache(_KNOWN_ADDRESSES)(self._parse)  # feeds are asked again and again
        # Behind a proxy, all that is dialled is the proxy, which the operator chose; hosts are its business then.
        guard = None if settings.proxy else self._guard
        self._exchange = Exchange(settings, _Resolver(resolve, guard, settings.connect_timeout_s), guard)

    async def close(self) -> None:
        """Closes its connections."""
        self._deadlines.close()
        await self._exchange.close()

    def address(self, text: str) -> URL:
        """The address as it will be asked, checked as far as it can be before a look-up.

        Raises:
            FetchError: it must not or cannot be asked.
        """
        shown = _without_credentials(text)
        try:
            return self._known_address(text, shown)
        except (ValueError, UnicodeError) as exc:  # hosts that the IDNA codec refuses
            raise _unusable(shown, exc) from exc

    async def read(self, request: FetchRequest, url: URL | None = None, *, admit: Admit | None = None) -> Fetched:
        """Reads an address and follows its redirects.

        Args:
            request: what to read.
            url: what `address` made of the request's; None = not asked yet.
            admit: asked before each hop of a page; None = all may be read.

        Raises:
            FetchError: see its problems.
        """
        shown = _without_credentials(request.url)
        try:
            with self._deadlines.limit():
                return await self._follow(request, url or self._parse(request.url, shown), shown, admit)
        except TimeoutError as exc:  # aiohttp's time-outs are TimeoutErrors too
            raise FetchError(shown, "timeout", _timeout_detail(exc, self._settings)) from exc
        except (aiohttp.ClientError, HttpProcessingError, OSError) as exc:
            raise _as_fetch_error(shown, exc) from exc
        except (ValueError, UnicodeError) as exc:  # hosts that the IDNA codec refuses, header values out of range
            raise _unusable(shown, exc) from exc

    async def _follow(self, request: FetchRequest, url: URL, shown: str, admit: Admit | None) -> Fetched:
        all_permanent = True
        for hops in range(MAX_REDIRECTS + 1):
            if admit is not None:
                await admit(_plain(url))
            answer = await self._ask(url, request, shown)
            if isinstance(answer, Fetched):
                # An address with credentials is not handed on: it would be shown and stored.
                is_moved = hops > 0 and all_permanent and url.user is None
                return replace(answer, permanent_url=answer.final_url) if is_moved else answer
            all_permanent = all_permanent and answer.is_permanent
            url = answer.target
        raise FetchError(shown, "redirect", f"more than {MAX_REDIRECTS} redirects")

    async def _ask(self, url: URL, request: FetchRequest, shown: str) -> Fetched | _Hop:
        headers = {"Accept": _ACCEPT[request.kind]}
        if request.etag is not None:
            headers["If-None-Match"] = request.etag
        if request.last_modified is not None:
            headers["If-Modified-Since"] = request.last_modified
        if url.scheme == "https" and not self._kept.keep(url.raw_authority, asyncio.get_running_loop().time()):
            headers["Connection"] = "close"
        answer = await self._exchange.ask(url, headers, request.form)
        try:
            return await self._taken(answer, url, request, shown)
        finally:
            answer.leave()

    async def _taken(self, answer: Answer, url: URL, request: FetchRequest, shown: str) -> Fetched | _Hop:
        if answer.status in _REDIRECTS and request.form is None:
            return self._redirect(url, answer, shown)
        now = self._clock.now()
        was_conditional = request.etag is not None or request.last_modified is not None
        if answer.status == 304 and was_conditional:
            etag, modified = _still_valid(request, answer, now)
            body = None
        elif answer.status in _COMPLETE:
            body = await self._body(answer, shown)
            etag, modified = validators(answer.headers, now)
        else:
            raise _status_error(answer, shown, self._clock)
        final_url = _plain(url)
        hub, topic = hub_and_topic(answer.headers.getall("Link", ()), final_url)
        return Fetched(
            url=request.url,
            final_url=final_url,
            permanent_url=None,
            status=304 if body is None else 200,
            body=body,
            content_type=answer.headers.get("Content-Type", ""),
            etag=etag,
            last_modified=modified,
            max_age_s=max_age_s(answer.headers, now),
            hub=hub,
            topic=topic,
        )

    def _redirect(self, url: URL, answer: Answer, shown: str) -> _Hop:
        location = answer.headers.get("Location", "").strip()
        if not location:
            raise FetchError(shown, "redirect", f"HTTP {answer.status} without a Location", status=answer.status)
        try:
            target = self._parse(urljoin(str(url), location), shown)
        except FetchError as exc:
            problem: FetchProblem = "redirect" if exc.problem == "bad_url" else exc.problem
            detail = f"redirected to an address that is not followed: {exc.detail}"
            raise FetchError(shown, problem, detail, status=answer.status) from exc
        except ValueError as exc:  # urljoin of brackets that do not close
            raise FetchError(shown, "redirect", f"unreadable Location: {exc}", status=answer.status) from exc
        # Credentials belong to the origin that the operator wrote them for; a Location cannot bring its own.
        target = target.with_user(None)
        if target.origin() == url.origin() and url.user is not None:
            target = target.with_user(url.user).with_password(url.password)
        return _Hop(target, answer.status in _PERMANENT)

    def _parse(self, text: str, shown: str) -> URL:
        if len(text) > MAX_URL_CHARS:
            raise FetchError(shown, "bad_url", f"an address of more than {MAX_URL_CHARS} characters")
        try:
            url = _as_url(text.strip()).with_fragment(None)
            host, port = url.host, url.port
        except ValueError as exc:
            raise FetchError(shown, "bad_url", f"no usable address: {exc}") from exc
        if url.scheme not in ("http", "https"):
            raise FetchError(shown, "bad_url", f"only http and https are read, not {url.scheme[:20] or 'relative'}:")
        if not host or port is None:
            raise FetchError(shown, "bad_url", "the address names no host")
        if _NO_HOST_CHARS.search(host):
            raise FetchError(shown, "bad_url", "the host's name holds white space")
        try:
            self._guard.check_host(host, port)
        except RefusedAddress as exc:
            raise FetchError(shown, "refused_address", _refusal(exc)) from exc
        return url

    async def _body(self, answer: Answer, shown: str) -> bytes:
        limit = self._settings.max_body_bytes
        too_large = FetchError(shown, "too_large", f"more than {limit:,} bytes", status=answer.status)
        if int(answer.headers.get("Content-Length", "0")) > limit:
            raise too_large
        chunks: list[bytes] = []
        size = 0
        async for chunk in answer.body.iter_any():
            size += len(chunk)
            if size > limit:
                raise too_large
            chunks.append(chunk)
        try:
            return decode_body(b"".join(chunks), answer.headers.get("Content-Encoding", ""), limit)
        except BodyTooLarge:
            raise too_large from None
        except BodyDamaged as exc:
            problem: FetchProblem = "truncated" if exc.is_cut else "encoding"
            raise FetchError(shown, problem, str(exc), status=answer.status) from exc


def _unusable(shown: str, exc: ValueError) -> FetchError:
    return FetchError(shown, "bad_url", f"the address cannot be used: {exc}")


def _as_url(text: str) -> URL:
    """The address as it was written, byte for byte where that is possible: signatures in it survive.

    Raises:
        ValueError: it cannot be read.
    """
    if _STRAY_BYTES.search(text):  # bytes of a header that were no UTF-8
        text = quote(text.encode("utf-8", "surrogateescape"), safe=_URL_CHARS)
    return URL(text, encoded=_PLAIN_URL.fullmatch(text) is not None)


def _plain(url: URL) -> str:
    """Without credentials."""
    return str(url.with_user(None) if "@" in url.raw_authority else url)


def _still_valid(request: FetchRequest, answer: Answer, now: datetime) -> tuple[str | None, str | None]:
    """The validators after a 304: what it does not repeat still holds (RFC 9111, 4.3.4)."""
    etag = answer.headers.get("ETag", request.etag)
    modified = answer.headers.get("Last-Modified", request.last_modified)
    if (etag, modified) == (request.etag, request.last_modified):
        return etag, modified
    return validators({"ETag": etag or "", "Last-Modified": modified or ""}, now)


def _without_credentials(text: str) -> str:
    try:
        return str(URL(text).with_user(None)) if "@" in text else text
    except ValueError:
        return text.rpartition("@")[2]


def _status_error(answer: Answer, shown: str, clock: Clock) -> FetchError:
    status = answer.status
    reason = (answer.reason or "")[:60]
    detail = f"HTTP {status} {reason}".strip()
    if status == 304:
        detail = "HTTP 304 to a request that named no version"
    return FetchError(
        shown,
        "http_status",
        detail,
        status=status,
        retry_at=retry_at(answer.headers.get("Retry-After"), clock.now()) if status >= 400 else None,
    )


def _timeout_detail(exc: TimeoutError, settings: HttpSettings) -> str:
    if isinstance(exc, aiohttp.ServerTimeoutError):
        return f"no connection within {settings.connect_timeout_s:g} s"
    return f"not read within {settings.total_timeout_s:g} s"


def _refusal(exc: RefusedAddress) -> str:
    return f"{exc}; if it is yours, name it in [http] allow_addresses"


def _as_fetch_error(shown: str, exc: aiohttp.ClientError | HttpProcessingError | OSError) -> FetchError:
    """The library's failures in our words."""
    cause: BaseException | None = exc
    while cause is not None:
        if isinstance(cause, RefusedAddress):
            return FetchError(shown, "refused_address", _refusal(cause))
        cause = cause.__cause__
    if isinstance(exc, aiohttp.ClientPayloadError):
        return FetchError(shown, "truncated", "the connection closed before the end of the body")
    if isinstance(exc, aiohttp.InvalidURL):
        return FetchError(shown, "bad_url", "no usable address")
    if isinstance(exc, aiohttp.ClientConnectorCertificateError):
        reason = exc.certificate_error
        detail = reason.verify_message if isinstance(reason, ssl.SSLCertVerificationError) else str(reason)
        return FetchError(shown, "connection", f"the certificate of {exc.host} is not accepted: {detail}")
    if isinstance(exc, aiohttp.ClientConnectorDNSError):
        return FetchError(shown, "connection", f"no address for {exc.host}: {exc.os_error.strerror or exc.os_error}")
    if isinstance(exc, aiohttp.ClientConnectorError):
        reason_text = exc.os_error.strerror or str(exc.os_error)
        return FetchError(shown, "connection", f"no connection to {exc.host}:{exc.port}: {reason_text}")
    if isinstance(exc, aiohttp.ServerDisconnectedError):
        return FetchError(shown, "connection", "the server closed the connection without an answer")
    if isinstance(exc, aiohttp.ClientResponseError | HttpProcessingError):  # of a proxy, of the host
        said = " ".join(exc.message.split("\n")[0].split())  # further lines quote the server
        return FetchError(shown, "connection", f"an answer that is no HTTP: {said[:120]}".rstrip(":"))
    return FetchError(shown, "connection", f"{type(exc).__name__}: {str(exc)[:120]}")
