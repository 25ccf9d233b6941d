"""What goes over the wire for one request, and what is made of its answer: the bytes, connections kept, proxies."""

import base64
import contextlib
import socket
import threading
from collections.abc import Iterator, Sequence

import pytest
from fetch_kit import BODY, Make, fail, read

from bot.fetch.exchange import HEADER_MAX_BYTES

_OK = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(BODY), BODY)


class _Wire:
    """A server whose every connection gives so many answers in turn, and closes; it remembers what it was sent."""

    def __init__(self) -> None:
        self.sent: list[list[bytes]] = []  # requests, by connection
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._answers: Sequence[Sequence[bytes]] = ()

    def answer(self, *connections: Sequence[bytes]) -> None:
        """Begins to listen."""
        self._answers = connections
        self._thread.start()

    def close(self) -> None:
        """Waits for the end of the last connection."""
        self._thread.join(5)
        self._listener.close()

    def _serve(self) -> None:
        for answers in self._answers:
            connection, _ = self._listener.accept()
            self.sent.append([])
            with connection, connection.makefile("rwb") as file, contextlib.suppress(OSError):
                for answer in answers:
                    head = b""
                    while (line := file.readline()) not in (b"", b"\r\n"):
                        head += line
                    length = head.partition(b"Content-Length: ")[2].partition(b"\r")[0]
                    self.sent[-1].append(head + file.read(int(length or 0)))
                    file.write(answer)
                    file.flush()


@pytest.fixture
def wire() -> Iterator[_Wire]:
    """A server that is told what to answer."""
    server = _Wire()
    yield server
    server.close()


def test_a_request_is_sent_to_the_letter(wire: _Wire, make_fetcher: Make) -> None:
    """One line each, validators as they came, nothing that was not asked for."""
    wire.answer([_OK])
    fetcher = make_fetcher(allow_addresses=("127.0.0.1",), user_agent="desk/1")
    read(
        fetcher,
        f"http://ana:s%C3%AD@diario.example:{wire.port}/rss?a=1&b=%C3%B1#top",
        etag='W/"ñ"',
        last_modified="Mon",
    )
    assert wire.sent[0][0].decode().splitlines() == [
        "GET /rss?a=1&b=%C3%B1 HTTP/1.1",
        "User-Agent: desk/1",
        "Accept-Encoding: gzip, deflate",
        f"Host: diario.example:{wire.port}",
        "Accept: application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, "
        "text/xml;q=0.9, */*;q=0.1",
        'If-None-Match: W/"ñ"',
        "If-Modified-Since: Mon",
        f"Authorization: Basic {base64.b64encode('ana:sí'.encode()).decode()}",
    ]


def test_a_form_is_posted_once(wire: _Wire, make_fetcher: Make) -> None:
    """As browsers write it; where the connection ends without an answer, it may have been received."""
    last = _OK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1)  # or the second might be sent over it
    wire.answer([last], [b""])
    fetcher = make_fetcher(allow_addresses=("127.0.0.1",))
    url, form = f"http://hub.example:{wire.port}/", (("hub.mode", "subscribe"), ("hub.topic", "http://a/?ñ=1&b"))
    read(fetcher, url, form=form)
    fail(fetcher, url, form=form)
    line, *_, kind, length, body = wire.sent[0][0].decode().splitlines()
    assert line == "POST / HTTP/1.1"
    assert (kind, length) == ("Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}")
    assert body == "hub.mode=subscribe&hub.topic=http%3A%2F%2Fa%2F%3F%C3%B1%3D1%26b"
    assert [len(requests) for requests in wire.sent] == [1, 1]


def test_a_kept_connection_that_ended_is_replaced(wire: _Wire, make_fetcher: Make) -> None:
    """The second request finds the first's connection closed, and gets its answer over another."""
    wire.answer([_OK, b""], [_OK])
    fetcher = make_fetcher(allow_addresses=("127.0.0.1",))
    url = f"http://diario.example:{wire.port}/rss"
    assert [read(fetcher, url).body, read(fetcher, url).body] == [BODY, BODY]
    assert [len(requests) for requests in wire.sent] == [2, 1]


def test_a_server_that_never_answers_is_asked_twice(wire: _Wire, make_fetcher: Make) -> None:
    """And no third time."""
    wire.answer([b""], [b""])
    error = fail(make_fetcher(allow_addresses=("127.0.0.1",)), f"http://diario.example:{wire.port}/rss")
    assert (error.problem, "without an answer" in error.detail) == ("connection", True)
    assert [len(requests) for requests in wire.sent] == [1, 1]


@pytest.mark.parametrize("interim", [b"100 Continue", b"102 Processing", b"103 Early Hints\r\nLink: </a.css>"])
def test_an_answer_that_announces_another_is_waited_out(wire: _Wire, make_fetcher: Make, interim: bytes) -> None:
    """Whatever it is called, and however many there are."""
    wire.answer([b"HTTP/1.1 %s\r\n\r\n" % interim * 3 + _OK])
    result = read(make_fetcher(allow_addresses=("127.0.0.1",)), f"http://diario.example:{wire.port}/rss")
    assert (result.status, result.body, result.hub) == (200, BODY, None)


def test_a_connection_that_switches_its_protocol_is_left(wire: _Wire, make_fetcher: Make) -> None:
    """Nobody asked for that: a failed poll, and the next one gets a connection of its own."""
    wire.answer([b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n" + _OK], [_OK])
    fetcher = make_fetcher(allow_addresses=("127.0.0.1",))
    url = f"http://diario.example:{wire.port}/rss"
    assert fail(fetcher, url).status == 101
    assert read(fetcher, url).body == BODY


def test_a_header_that_would_become_two_is_not_sent(wire: _Wire, make_fetcher: Make) -> None:
    """Validators are checked when they come; this is what holds should that fail."""
    wire.answer([_OK])
    fetcher = make_fetcher(allow_addresses=("127.0.0.1",))
    url = f"http://diario.example:{wire.port}/rss"
    for etag in ("a\r\nX: y", "a\nX: y", "a\rX: y"):
        assert fail(fetcher, url, etag=etag).problem == "bad_url"
    read(fetcher, url)
    assert len(wire.sent) == 1


def test_a_head_that_is_too_long_is_an_error(wire: _Wire, make_fetcher: Make) -> None:
    """As long as the limit allows, it is read."""
    wire.answer([_OK.replace(b"\r\n", b"\r\nA: " + b"x" * (HEADER_MAX_BYTES - 1_000) + b"\r\n", 1)])
    assert read(make_fetcher(allow_addresses=("127.0.0.1",)), f"http://diario.example:{wire.port}/rss").body == BODY


def test_a_proxy_hears_its_password_and_sites_theirs(wire: _Wire, make_fetcher: Make) -> None:
    """The address whole, without the user; a tunnel is asked for before anything of an https address is said."""
    wire.answer([_OK], [b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"])
    fetcher = make_fetcher(proxy=f"http://desk:p4ss@127.0.0.1:{wire.port}", allow_addresses=())
    read(fetcher, "http://ana:s3creto@diario.example/rss?a=1")
    lines = wire.sent[0][0].decode().splitlines()
    assert lines[0] == "GET http://diario.example/rss?a=1 HTTP/1.1"
    assert "Host: diario.example" in lines
    assert f"Authorization: Basic {base64.b64encode(b'ana:s3creto').decode()}" in lines
    assert f"Proxy-Authorization: Basic {base64.b64encode(b'desk:p4ss').decode()}" in lines
    error = fail(fetcher, "https://ana:s3creto@diario.example/rss")
    assert (error.problem, "s3creto" in error.detail, "p4ss" in error.detail) == ("connection", False, False)
    tunnel = wire.sent[1][0].decode()
    assert tunnel.startswith("CONNECT diario.example:443 HTTP/1.1")
    assert base64.b64encode(b"desk:p4ss").decode() in tunnel
    assert base64.b64encode(b"ana:s3creto").decode() not in tunnel
