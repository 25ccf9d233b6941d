"""One request and its answer, over connections of aiohttp's connector.

`aiohttp.ClientSession` does much more for each request (cookies, redirects, traces, middlewares, copies of headers), of
which nothing is wanted here and which took a third of the processor time of an unchanged feed. What it does that is
wanted stands here: credentials become a header, a connection that the server had closed meanwhile is replaced once,
interim answers are waited out. May import the settings of this package.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from urllib.parse import urlencode

import aiohttp
from aiohttp.abc import AbstractResolver
from multidict import CIMultiDictProxy
from yarl import URL

from bot.fetch.guard import AddressGuard
from bot.fetch.kept import KEEP_ALIVE_S
from bot.fetch.settings import HttpSettings
from bot.fetch.surplus import AnswersInTurn

HEADER_MAX_BYTES = 32_768  # some sites send security policies of more than the usual 8 KiB
_KNOWN_ORIGINS = 2_000  # of which it is remembered how they are dialled; some 2 kB each
_SWITCHING = 101
_FINAL = 200  # statuses below announce an answer that is still to come


@dataclass(slots=True)
class Answer:
    """An answer whose head was read. `leave` it, whatever happens."""

    status: int
    reason: str
    headers: CIMultiDictProxy[str]
    body: aiohttp.StreamReader
    _connection: aiohttp.connector.Connection

    def leave(self) -> None:
        """Gives the connection back; aiohttp closes one on which something is still to come."""
        self._connection.release()


class Exchange:
    """Sends requests. Belongs to the running loop."""

    def __init__(self, settings: HttpSettings, resolver: AbstractResolver, guard: AddressGuard | None) -> None:
        """`guard` decides on each address that is dialled; None = on none."""
        self._connector = aiohttp.TCPConnector(
            resolver=resolver,
            use_dns_cache=False,  # what was checked is what is dialled; and no address outlives a change of the name
            socket_factory=guard.open_socket if guard else None,
            limit=0,  # the fetcher counts
            keepalive_timeout=KEEP_ALIVE_S,
        )
        # aiohttp has no public way; and its type is of the very class, where a subclass will do
        self._connector._factory = partial(AnswersInTurn, loop=asyncio.get_running_loop())  # type: ignore[assignment]
        self._timeout = aiohttp.ClientTimeout(total=None, sock_connect=settings.connect_timeout_s)
        self._proxy = URL(settings.proxy) if settings.proxy else None
        self._always = (f"User-Agent: {settings.user_agent}", "Accept-Encoding: gzip, deflate")
        self._dialled = lru_cache(_KNOWN_ORIGINS)(self._dial)

    async def close(self) -> None:
        """Closes all connections."""
        await self._connector.close()

    async def ask(self, url: URL, headers: Mapping[str, str], form: Sequence[tuple[str, str]] | None) -> Answer:
        """Sends a request and reads the head of its answer.

        Args:
            url: checked; its user and password are sent to this host.
            headers: beside those that every request has.
            form: to be posted; None = GET.

        Raises:
            aiohttp.ClientError, aiohttp.http.HttpProcessingError, OSError: no answer, or none that is HTTP.
            ValueError: a header cannot be sent.
        """
        request = self._request(url, headers, form)
        may_repeat = form is None
        while True:
            try:
                return await self._ask(url, request)
            except aiohttp.ClientConnectorError:
                raise
            except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError):
                if not may_repeat:  # most often a kept connection, of whose end we had not heard (RFC 9112, 9.3.1)
                    raise
                may_repeat = False

    async def _ask(self, url: URL, request: bytes) -> Answer:
        try:
            connection = await self._connector.connect(self._dialled(url.origin()), traces=[], timeout=self._timeout)
        except TimeoutError as exc:
            raise aiohttp.ConnectionTimeoutError from exc
        try:
            protocol = connection.protocol
            if protocol is None or protocol.transport is None:
                raise aiohttp.ServerDisconnectedError
            protocol.set_response_params(
                read_until_eof=True,
                auto_decompress=False,
                max_line_size=HEADER_MAX_BYTES,
                max_field_size=HEADER_MAX_BYTES,
            )
            protocol.transport.write(request)
            while True:
                message, body = await protocol.read()
                if message.code >= _FINAL or message.code == _SWITCHING:
                    return Answer(message.code, message.reason, message.headers, body, connection)
        except BaseException:
            connection.close()
            raise

    def _request(self, url: URL, headers: Mapping[str, str], form: Sequence[tuple[str, str]] | None) -> bytes:
        """The request as it is sent.

        Raises:
            ValueError: a header holds the end of a line.
        """
        method, target, body = "GET", url.raw_path_qs, b""
        lines = [
            *self._always,
            f"Host: {url.host_port_subcomponent}",
            *[f"{name}: {headers[name]}" for name in headers],
        ]
        lines += _login("Authorization", url)
        if self._proxy is not None and url.scheme == "http":
            target = str(url.with_user(None))
            lines += _login("Proxy-Authorization", self._proxy)
        if form is not None:
            method, body = "POST", urlencode(form).encode()
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        head = "\r\n".join((f"{method} {target} HTTP/1.1", *lines, "\r\n"))
        if not head.count("\r") == head.count("\n") == len(lines) + 2:
            raise ValueError("a header holds the end of a line")
        return head.encode() + body

    def _dial(self, origin: URL) -> aiohttp.ClientRequest:
        """What the connector wants to know of a host that is dialled."""
        return aiohttp.ClientRequest("GET", origin, proxy=self._proxy, loop=asyncio.get_running_loop())


def _login(name: str, url: URL) -> list[str]:
    """The header for the user and password in an address, if there are any."""
    if url.raw_user is None and url.raw_password is None:
        return []
    return [f"{name}: {aiohttp.encode_basic_auth(url.user or '', url.password or '')}"]
