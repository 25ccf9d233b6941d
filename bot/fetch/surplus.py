"""What a server sends beyond its answer: of a body that is longer than its `Content-Length` what was promised is read,
as browsers do; the rest, and an answer that nobody asked for, is not.

aiohttp throws the whole answer away where the surplus arrives in one piece with its head, reads it where that comes
later, and takes a second answer that arrives meanwhile for that of the next request: whoever cuts the pieces decides,
and one feed of a host could speak for another. Here the head is a piece of its own, and a connection on which something
comes unasked is closed. aiohttp has no public place to put this in. A connection for
each request (`force_close=True`) would keep answers apart too, but costs a handshake each and leaves the first fault.
"""

from typing import Any

from aiohttp import StreamReader
from aiohttp.client_proto import ResponseHandler
from aiohttp.http import RawResponseMessage

_END_OF_HEAD = b"\r\n\r\n"
_FINAL = 200  # statuses below announce an answer that is still to come


class AnswersInTurn(ResponseHandler):
    """aiohttp's protocol of one connection, that takes one answer to each request."""

    _answer: StreamReader | None = None  # the body of the last request's answer; None = it has not begun
    _last = b""  # of the head so far: its end may be cut in two

    def set_response_params(self, **options: Any) -> None:  # aiohttp's own, of many types
        """Called before each request."""
        self._answer, self._last = None, b""
        super().set_response_params(**options)

    def feed_data(self, data: tuple[RawResponseMessage, StreamReader], size: int = 0) -> None:
        """Called by aiohttp with each answer whose head was read."""
        message, body = data
        if self._answer is not None:
            self._leave()
            return
        if message.code >= _FINAL:
            self._answer = body
        super().feed_data(data, size)

    def data_received(self, data: bytes) -> None:
        """Called by the transport with what has arrived; by aiohttp with nothing, to go on with what it holds."""
        if data and self._answer is not None and self._answer.is_eof():
            self._leave()
            return
        if self._answer is None:
            read = self._last + data
            found = read.find(_END_OF_HEAD)
            end = found + len(_END_OF_HEAD) - len(self._last)
            if found >= 0 and end < len(data):
                super().data_received(data[:end])
                data = data[end:]
            self._last = read[-len(_END_OF_HEAD) + 1 :]
        super().data_received(data)

    def _leave(self) -> None:
        if self.transport is not None:
            self.transport.close()
