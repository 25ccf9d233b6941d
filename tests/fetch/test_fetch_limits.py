"""Sizes, encodings, times and connections (cases 028, 029)."""

import contextlib
import gzip
import socket
import ssl
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from fetch_kit import BODY, RSS, WAIT_S, Make, fail, read

from bot.fetch.client import resolve_by_system
from bot.newsroom import Answer, Newsroom

# --- 028, 029: encodings and sizes ------------------------------------------------------------------------------------


def test_028_a_gzip_label_on_a_plain_body(newsroom: Newsroom, make_fetcher: Make) -> None:
    """The bytes decide."""
    newsroom.answer("/rss", Answer(headers=(("Content-Encoding", "gzip"),), body=BODY))
    assert read(make_fetcher(), newsroom.url("/rss")).body == BODY


@pytest.mark.parametrize("has_allow_list", [True, False])
def test_029_an_endless_feed_is_left_at_the_limit(newsroom: Newsroom, make_fetcher: Make, has_allow_list: bool) -> None:
    """Reading stops; without the allow list it does not even begin."""
    newsroom.answer("/rss", Answer(headers=RSS, body=BODY, behaviour="endless"))
    fetcher = make_fetcher(max_body_bytes=100_000, **({} if has_allow_list else {"allow_addresses": ()}))
    error = fail(fetcher, newsroom.url("/rss"))
    if has_allow_list:
        assert (error.problem, error.detail) == ("too_large", "more than 100,000 bytes")
    else:
        assert (error.problem, newsroom.requests) == ("refused_address", [])


def test_a_length_over_the_limit_is_not_read_at_all(newsroom: Newsroom, make_fetcher: Make) -> None:
    """The header is enough."""
    newsroom.answer("/rss", Answer(headers=(("Content-Length", "99999999999"),), body=b"<", behaviour="cut"))
    assert fail(make_fetcher(), newsroom.url("/rss")).problem == "too_large"


def test_a_gzip_bomb_is_stopped_at_the_limit(newsroom: Newsroom, make_fetcher: Make) -> None:
    """100 MB of zeros in 100 kB, once and twice compressed."""
    bomb = gzip.compress(bytes(100_000_000), 6)
    newsroom.answer(
        "/rss",
        Answer(headers=(("Content-Encoding", "gzip"),), body=bomb),
        Answer(headers=(("Content-Encoding", "gzip, gzip"),), body=gzip.compress(bomb)),
    )
    fetcher = make_fetcher(max_body_bytes=1_000_000)
    for _ in range(2):
        assert fail(fetcher, newsroom.url("/rss")).problem == "too_large"


def test_a_broken_gzip_body_is_an_error_of_its_own(newsroom: Newsroom, make_fetcher: Make) -> None:
    """Cut inside: truncated. Damaged, or of an unknown kind: encoding."""
    packed = gzip.compress(BODY * 50)
    damaged = packed[:20] + bytes(20) + packed[40:]
    answers = [
        (Answer(headers=(("Content-Encoding", "gzip"),), body=packed[:-20]), "truncated"),
        (Answer(headers=(("Content-Encoding", "gzip"),), body=damaged), "encoding"),
        (Answer(headers=(("Content-Encoding", "br"),), body=b"\x8b\x00\x80"), "encoding"),
    ]
    fetcher = make_fetcher()
    for answer, problem in answers:
        newsroom.answer("/rss", answer)
        assert fail(fetcher, newsroom.url("/rss")).problem == problem


# --- time-outs, connections -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("behaviour", ["drip", "hang"])
def test_slow_servers_are_cut_at_the_total_time(newsroom: Newsroom, make_fetcher: Make, behaviour: str) -> None:
    """A byte now and then does not prolong it, nor does a redirect."""
    newsroom.redirect("/a", "/rss")
    newsroom.answer("/rss", Answer(body=BODY, behaviour=behaviour, drip_s=0.05))  # type: ignore[arg-type]
    error = fail(make_fetcher(total_timeout_s=0.3), newsroom.url("/a"))
    assert (error.problem, error.detail) == ("timeout", "not read within 0.3 s")


def test_a_slow_name_server_is_cut_too(make_fetcher: Make) -> None:
    """Look-ups have the connection's time, and a late answer harms nothing."""
    release = threading.Event()

    def slow(host: str) -> Sequence[str]:
        release.wait(WAIT_S)
        return ["127.0.0.1"]

    error = fail(make_fetcher(resolve=slow, connect_timeout_s=0.1), "http://diario.example/")
    release.set()
    assert (error.problem, "name server" in error.detail) == ("connection", True)


def test_a_server_that_does_not_accept_is_cut_at_the_connection_time(make_fetcher: Make) -> None:
    """A full queue of a listening socket leaves connections waiting."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        port = listener.getsockname()[1]
        waiting = []
        for _ in range(3):  # fills the queue
            sock = socket.socket()
            sock.setblocking(False)
            sock.connect_ex(("127.0.0.1", port))
            waiting.append(sock)
        fetcher = make_fetcher(connect_timeout_s=0.2, allow_addresses=("127.0.0.1",))
        error = fail(fetcher, f"http://127.0.0.1:{port}/")
        for sock in waiting:
            sock.close()
    assert (error.problem, error.detail) == ("timeout", "no connection within 0.2 s")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(behaviour="reset"), ""),
        (Answer(raw=b""), "without an answer"),
        (Answer(raw=b"SSH-2.0-OpenSSH\r\n\r\n"), "no HTTP"),
        (Answer(headers=(("X-Long", "x" * 100_000),), body=BODY), ""),
    ],
)
def test_what_is_no_answer_is_a_failed_connection(
    newsroom: Newsroom, make_fetcher: Make, answer: Answer, words: str
) -> None:
    """Resets, silence, other protocols, headers without end."""
    newsroom.answer_always("/rss", answer)
    error = fail(make_fetcher(), newsroom.url("/rss"))
    assert error.problem == "connection"
    assert words in error.detail


def test_nobody_listening_and_unknown_names(make_fetcher: Make, newsroom: Newsroom) -> None:
    """The detail says which of the two it was."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    error = fail(make_fetcher(allow_addresses=("127.0.0.1",)), f"http://127.0.0.1:{port}/")
    assert (error.problem, "no connection to 127.0.0.1" in error.detail) == ("connection", True)
    for resolve in (resolve_by_system, lambda host: []):
        error = fail(make_fetcher(resolve=resolve), "http://nadie.example/")
        assert (error.problem, "no address for nadie.example" in error.detail) == ("connection", True)


@pytest.mark.parametrize("speaks_tls", [True, False])
def test_a_certificate_is_not_skipped(make_fetcher: Make, speaks_tls: bool) -> None:
    """A certificate that nobody vouches for, and a server that speaks no TLS, are failed connections."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(Path(__file__).parents[1] / "data" / "tls" / "self-signed.pem")
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection, contextlib.suppress(OSError):
                if not speaks_tls:
                    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                    return
                context.wrap_socket(connection, server_side=True).close()

        server = threading.Thread(target=serve)
        server.start()
        fetcher = make_fetcher(allow_addresses=("127.0.0.1",))
        error = fail(fetcher, f"https://diario.example:{listener.getsockname()[1]}/rss")
        server.join()
    assert error.problem == "connection"
    if speaks_tls:
        assert error.detail.startswith("the certificate of diario.example is not accepted: self")


def test_localhost_is_resolved_by_the_system(newsroom: Newsroom, make_fetcher: Make) -> None:
    """The default look-up works on a real name."""
    newsroom.answer("/rss", Answer(body=BODY))
    fetcher = make_fetcher(resolve=resolve_by_system, allow_addresses=("127.0.0.1", "::1"))
    assert read(fetcher, f"http://localhost:{newsroom.port}/rss").body == BODY


def test_a_proxy_is_asked_instead(newsroom: Newsroom, make_fetcher: Make) -> None:
    """Names are its business; inner addresses written as such are refused before it is asked."""
    newsroom.answer("/rss", Answer(body=BODY))
    fetcher = make_fetcher(proxy=newsroom.base_url, allow_addresses=(), resolve=resolve_by_system)
    assert read(fetcher, "http://diario.example/rss").body == BODY
    assert newsroom.requests[0].headers["host"] == "diario.example"
    assert fail(fetcher, "http://169.254.169.254/latest/").problem == "refused_address"
    assert len(newsroom.requests) == 1
