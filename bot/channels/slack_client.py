"""slack-sdk's clients as we use them: silent, repeating nothing, with connections that end when they end.

May import slack-sdk and transport.
"""

import urllib.request
from typing import Any
from urllib.parse import urlsplit

from slack_sdk import WebClient
from slack_sdk.socket_mode import SocketModeClient

from bot.channels import transport

_RECEIVE_BYTES = 2**16
_READ_S = 0.5  # a connection is closed between two reads, so that changing over holds nobody up


class _UntilTheEnd:
    """A socket that raises when the other side has gone; slack-sdk would read nothing from it, over and over."""

    def __init__(self, sock: Any) -> None:  # Any: a plain socket or one of ssl
        self._sock = sock

    def recv(self, size: int) -> bytes:
        data: bytes = self._sock.recv(size)
        if not data:
            raise ConnectionResetError("the other side has gone")
        return data

    def __getattr__(self, name: str) -> Any:  # Any: whatever the socket has
        return getattr(self._sock, name)


class ListeningClient(SocketModeClient):
    """slack-sdk's client, but with connections that end when they end."""

    def issue_new_wss_url(self) -> str:
        """The SDK's own sleeps and asks again when Slack says to slow down; that is ours to do."""
        return str(self.web_client.apps_connections_open(app_token=self.app_token)["url"])

    def connect(self) -> None:
        super().connect()
        session = self.current_session
        if session is not None and session.sock is not None:
            session.sock.settimeout(_READ_S)
            session.sock = _UntilTheEnd(session.sock)  # type: ignore[assignment]  # the SDK expects one of ssl

    def close(self) -> None:
        """The SDK's own waits for ever for a session that begins in this moment: it takes back the word to end."""
        self.closed = True
        runner = self.current_session_runner
        runner.event.set()
        self.disconnect()
        while runner.is_alive():
            self.current_session_state.terminated = True
            runner.thread.join(_READ_S)
        super().close()


def web_client(api_url: str, token: str | None = None) -> WebClient:
    """For the Web API; without a token for calls that bring their own."""
    client = WebClient(
        token=token, base_url=api_url, timeout=transport.TIMEOUT_S, logger=transport.quiet_logger(), retry_handlers=[]
    )
    client.proxy = None  # urllib then follows the environment itself, NO_PROXY included
    return client


def listening_client(api_url: str, app_token: str, *, workers: int) -> ListeningClient:
    """For Socket Mode, with nothing of its own that reconnects; `workers` threads take envelopes."""
    client = ListeningClient(
        app_token=app_token,
        logger=transport.quiet_logger(),
        web_client=web_client(api_url),
        auto_reconnect_enabled=False,
        receive_buffer_size=_RECEIVE_BYTES,
        concurrency=workers,
    )
    if urllib.request.proxy_bypass(urlsplit(api_url).hostname or ""):
        client.proxy = None  # the SDK takes the proxy of the environment, but does not read NO_PROXY
    return client


__all__ = ["ListeningClient", "listening_client", "web_client"]
