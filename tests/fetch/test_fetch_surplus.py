"""Servers that send more than their answer: what was promised is read, nothing of the rest reaches another request."""

import asyncio
import contextlib
from collections.abc import Iterator

import pytest
from aiohttp import ClientPayloadError
from fetch_kit import BODY, RSS, Make, read

from bot.fetch.surplus import AnswersInTurn
from bot.newsroom.feeds import Answer, Newsroom


class _Wire(asyncio.Transport):
    """A connection without a network: remembers whether it was closed."""

    closed = False

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """A loop of its own."""
    made = asyncio.new_event_loop()
    yield made
    made.close()


def _asked(loop: asyncio.AbstractEventLoop) -> tuple[AnswersInTurn, _Wire]:
    """A connection on which a request was just sent."""
    wire, protocol = _Wire(), AnswersInTurn(loop)
    protocol.connection_made(wire)
    protocol.set_response_params(auto_decompress=False)
    return protocol, wire


async def _read(protocol: AnswersInTurn) -> bytes:
    _, body = await protocol.read()
    return await body.read()


def _answer(text: bytes, length: int | None = None) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(text) if length is None else length, text)


@pytest.mark.parametrize("headers", [(), (("Connection", "close"),)], ids=["kept", "close"])
def test_of_a_body_that_is_longer_than_it_says_the_beginning_is_read(
    newsroom: Newsroom, make_fetcher: Make, headers: tuple[tuple[str, str], ...]
) -> None:
    """In one piece with its head or not; the next request on the host gets its own answer."""
    fetcher = make_fetcher()
    short = "\r\n".join(f"{name}: {value}" for name, value in (*RSS, *headers, ("Content-Length", "30")))
    newsroom.answer("/raw", Answer(raw=f"HTTP/1.1 200 OK\r\n{short}\r\n\r\n".encode() + BODY))
    newsroom.answer("/rss", Answer(headers=(*RSS, *headers, ("Content-Length", "30")), body=BODY))
    newsroom.answer("/next", Answer(headers=RSS, body=BODY))
    assert read(fetcher, newsroom.url("/raw")).body == BODY[:30]
    assert read(fetcher, newsroom.url("/rss")).body == BODY[:30]
    assert read(fetcher, newsroom.url("/next")).body == BODY


@pytest.mark.parametrize("cut", range(len(_answer(b"uno", 2)) + 1))
def test_the_pieces_in_which_it_comes_change_nothing(loop: asyncio.AbstractEventLoop, cut: int) -> None:
    """Wherever the network cuts the answer, the two bytes that were promised are read, and the connection ends."""
    protocol, wire = _asked(loop)
    whole = _answer(b"uno", 2)
    protocol.data_received(whole[:cut])
    protocol.data_received(whole[cut:])
    assert loop.run_until_complete(_read(protocol)) == b"un"
    assert wire.closed


@pytest.mark.parametrize("is_late", [False, True])
def test_an_answer_that_nobody_asked_for_is_never_that_of_the_next_request(
    loop: asyncio.AbstractEventLoop, is_late: bool
) -> None:
    """It comes with the end of the one before, or while the connection waits for its next use, which is none then."""
    protocol, wire = _asked(loop)
    first, second = _answer(b"uno"), _answer(b"otro")
    protocol.data_received(first[:-1])
    for piece in [first[-1:], second] if is_late else [first[-1:] + second]:
        protocol.data_received(piece)
    assert loop.run_until_complete(_read(protocol)) == b"uno"
    assert (wire.closed, protocol.is_connected()) == (True, False)


def test_answers_in_their_turn_share_a_connection(loop: asyncio.AbstractEventLoop) -> None:
    """Announcements before an answer, a line's end after it, heads within bodies."""
    protocol, wire = _asked(loop)
    text = b"a\r\n\r\nHTTP/1.1 200 OK\r\n\r\nb"
    protocol.data_received(b"HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n" + _answer(text) + b"\r\n")
    message, _ = loop.run_until_complete(protocol.read())
    assert message.code == 103
    assert loop.run_until_complete(_read(protocol)) == text
    protocol.data_received(b"")  # as aiohttp does to go on
    protocol.set_response_params(auto_decompress=False)
    protocol.data_received(b"HTTP/1.1 304 Not Modified\r\n\r\n")
    protocol.set_response_params(auto_decompress=False)
    protocol.data_received(_answer(b"dos"))
    loop.run_until_complete(protocol.read())
    assert loop.run_until_complete(_read(protocol)) == b"dos"
    assert not wire.closed


def test_a_body_that_is_shorter_than_it_says_is_still_an_error(loop: asyncio.AbstractEventLoop) -> None:
    """What was promised did not come."""
    protocol, _ = _asked(loop)
    protocol.data_received(_answer(b"uno", 9))
    with contextlib.suppress(ConnectionError):
        protocol.connection_lost(None)
    with pytest.raises(ClientPayloadError):
        loop.run_until_complete(_read(protocol))
