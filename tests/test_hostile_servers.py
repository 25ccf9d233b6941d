"""Servers and documents that mean harm, over real loopback sockets: bounded time, bounded memory, a clear error."""

import contextlib
import gzip
import socket
import threading
import zlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

import pytest
from builders import make_request
from fakes import NOON, FakeClock
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import Fetched
from bot.errors import FetchError, ParseError
from bot.fetch import HttpFetcher, HttpSettings
from bot.newsroom import Answer, Newsroom
from bot.worker import ParserProcess

WAIT_S = 30.0
XML = (("Content-Type", "application/rss+xml"),)


def result_of(fetcher: HttpFetcher, url: str) -> Fetched | FetchError:
    """What became of one address."""
    fetcher.submit([make_request(url=url)])
    for _, result in fetcher.results(WAIT_S):
        return result
    raise AssertionError("no result")


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    """The server that is read."""
    with Newsroom(FakeClock()) as server:
        yield server


@pytest.fixture(scope="module")
def fetcher(newsroom: Newsroom) -> Iterator[HttpFetcher]:
    """May read the newsroom."""
    settings = HttpSettings(allow_addresses=(newsroom.allow_address,), max_body_bytes=200_000)
    clock = FakeClock()
    with HttpFetcher(settings, clock=clock, robots_allows=lambda *_: True, resolve=lambda host: ["127.0.0.1"]) as made:
        yield made


@pytest.fixture(scope="module")
def worker() -> Iterator[ParserProcess]:
    """With a short limit."""
    with ParserProcess(feed_limit_s=4.0) as made:
        yield made


@contextlib.contextmanager
def dripping(first: bytes, drip: bytes) -> Iterator[int]:
    """A server that says `first`, then `drip` again and again until the client goes; gives its port."""
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(WAIT_S)

        def serve() -> None:
            with contextlib.suppress(OSError):
                conn, _ = listener.accept()
                with conn:
                    conn.sendall(first)
                    while not ended.wait(0.02):
                        conn.sendall(drip)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield int(listener.getsockname()[1])
        finally:
            ended.set()
            thread.join(WAIT_S)


@pytest.mark.parametrize(
    ("scheme", "first", "drip"),
    [
        ("http", b"HTTP/1.1 200 OK\r\nX-A: ", b"a"),
        ("http", b"HTTP/1.1 200 OK\r\n", b"X-A: a\r\n"),
        ("http", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
        ("http", b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", b" "),
        ("https", b"", b""),
        ("https", b"\x16\x03\x03\x40\x00\x02", b"\x00"),
    ],
    ids=["header", "headers", "chunks", "body", "silent handshake", "dripping handshake"],
)
def test_whoever_drips_is_left_at_the_total_time(scheme: str, first: bytes, drip: bytes) -> None:
    """In a header, in ever more headers, in chunks, in the body, in the TLS handshake."""
    with dripping(first, drip) as port:
        settings = HttpSettings(allow_addresses=(f"127.0.0.1:{port}",), total_timeout_s=0.5, connect_timeout_s=0.4)
        clock = FakeClock()
        with HttpFetcher(settings, clock=clock, robots_allows=lambda *_: True) as fetcher:
            result = result_of(fetcher, f"{scheme}://127.0.0.1:{port}/rss")
    assert isinstance(result, FetchError)
    assert result.problem in ("timeout", "connection")


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_packed_bombs_are_left_at_the_limit(newsroom: Newsroom, fetcher: HttpFetcher, layers: int) -> None:
    """Gzip in gzip in gzip, with labels for each: too large, or packed too often."""
    body = bytes(50_000_000)
    for _ in range(layers):
        body = gzip.compress(body, 1)
    label = ", ".join(["gzip"] * layers)
    newsroom.answer("/bomb", Answer(headers=(*XML, ("Content-Encoding", label)), body=body))
    result = result_of(fetcher, newsroom.url("/bomb"))
    assert isinstance(result, FetchError)
    assert result.problem in ("too_large", "encoding")


def raw_deflate(body: bytes) -> bytes:
    """Without a header of its own, as some servers understand "deflate"."""
    packer = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("pack", "label"),
    [
        (partial(gzip.compress, compresslevel=1), ""),
        (partial(gzip.compress, compresslevel=1), "deflate"),
        (partial(gzip.compress, compresslevel=1), "br"),
        (zlib.compress, "deflate"),
        (zlib.compress, "gzip"),
        (raw_deflate, "deflate"),
        (lambda body: zlib.compress(gzip.compress(body)), "gzip, deflate"),
        (raw_deflate, "br"),
        (raw_deflate, "gzip"),
        (zlib.compress, ""),
    ],
)
def test_bombs_under_any_label_end_in_an_error(
    newsroom: Newsroom, fetcher: HttpFetcher, worker: ParserProcess, pack: Callable[[bytes], bytes], label: str
) -> None:
    """Of each compression, named rightly, wrongly or not at all: an error that says why, of fetcher or parser."""
    packed = pack(b"<rss><channel>" + b"<item><title>x</title></item>" * 1_500_000)
    newsroom.answer("/bomb", Answer(headers=(*XML, ("Content-Encoding", label)), body=packed))
    result = result_of(fetcher, newsroom.url("/bomb"))
    if isinstance(result, FetchError):
        assert result.problem in ("too_large", "encoding")
    else:
        with pytest.raises(ParseError) as caught:
            worker.parse_feed(result.body or b"", content_type="", url="https://h.example/", now=NOON)
        assert caught.value.problem == "not_a_feed"


@pytest.mark.parametrize(
    "host",
    [
        *("[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[fe80::1%25lo]", "[fd00::1]"),
        *("0177.0.0.1", "0x7f000001", "2130706433", "127.1", "169.254.169.254", "[fd00:ec2::254]", "100.100.100.200"),
    ],
)
def test_redirects_to_inner_addresses_are_refused_in_every_spelling(
    newsroom: Newsroom, fetcher: HttpFetcher, host: str
) -> None:
    """NAT64, 6to4, mapped, compatible, link-local, octal, hexadecimal, decimal, short, metadata services."""
    newsroom.answer("/hop", Answer(status=302, headers=(("Location", f"http://{host}:{newsroom.port}/inner"),)))
    before = len(newsroom.requests)
    result = result_of(fetcher, newsroom.url("/hop"))
    assert isinstance(result, FetchError)
    assert result.problem in ("refused_address", "redirect", "bad_url")
    assert [request.path for request in newsroom.requests[before:]] == ["/hop"]


def test_cookies_do_not_survive_a_hop_or_a_fetch(newsroom: Newsroom, fetcher: HttpFetcher) -> None:
    """What one answer sets, no later request brings back."""
    cookie = ("Set-Cookie", "id=1; Path=/")
    newsroom.answer("/start", Answer(status=302, headers=(("Location", "/end"), cookie)))
    newsroom.answer("/end", Answer(body=b"<rss/>", headers=(*XML, cookie)), Answer(body=b"<rss/>", headers=XML))
    result_of(fetcher, newsroom.url("/start"))
    result_of(fetcher, newsroom.url("/end"))
    assert not [request for request in newsroom.requests if "cookie" in request.headers]


header_text = st.text(st.characters(codec="latin-1", exclude_characters="\r\n\0"), max_size=60)
header_names = st.sampled_from(
    ["ETag", "Last-Modified", "Expires", "Cache-Control", "Age", "Date", "Content-Type", "Location", "Retry-After"]
)


@given(
    status=st.sampled_from([200, 203, 204, 206, 301, 304, 307, 403, 410, 429, 503]),
    headers=st.lists(st.tuples(header_names, header_text), max_size=4),
    body=st.binary(max_size=200),
)
def test_no_answer_breaks_the_fetcher(
    newsroom: Newsroom, fetcher: HttpFetcher, status: int, headers: list[tuple[str, str]], body: bytes
) -> None:
    """Whatever its headers say: a document or an error of ours, and validators that can be sent back."""
    newsroom.answer("/any", Answer(status=status, headers=tuple(headers), body=body))
    result = result_of(fetcher, newsroom.url("/any"))
    assert isinstance(result, Fetched | FetchError)
    if isinstance(result, FetchError):
        assert "unexpected" not in result.detail


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><rss version='2.0'><channel><title>t</title><item><title>&j;</title></item></channel></rss>"
)
QUADRATIC = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "'
    + b"h" * 50_000
    + b'">]><rss version="2.0"><channel><item><title>'
    + b"&a;" * 20_000
    + b"</title></item></channel></rss>"
)
EXTERNAL = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item>'
    b"<title>x&a;y</title></item></channel></rss>"
)
HOSTILE = {
    "billion laughs": LAUGHS,
    "quadratic": QUADRATIC,
    "external entity": EXTERNAL,
    "nested deeply": b"<rss><channel><item>" + b"<a>" * 100_000,
    "a million items": b"<rss version='2.0'><channel>" + b"<item/>" * 600_000 + b"</channel></rss>",
    "one tag of a megabyte": b"<rss " + b"a" * 1_000_000,
    "comments that never end": b"<rss><channel>" + b"<!--" * 250_000,
    "CDATA that never ends": b"<rss><channel><item><title><![CDATA[" + b"]]" * 500_000,
    "utf-7": b"<?xml version='1.0' encoding='utf-7'?><rss>+ADw-item+AD4-</rss>",
    "an encoding of Python": b"<?xml version='1.0' encoding='rot13'?><rss><channel/></rss>",
    "utf-32 by name only": b"<?xml version='1.0' encoding='utf-32'?><rss><channel/></rss>",
    "json nested deeply": b'{"version":"https://jsonfeed.org/version/1.1","items":' + b"[" * 200_000,
    "EBCDIC": "<?xml version='1.0' encoding='cp037'?><rss><channel><item/></channel></rss>".encode("cp037"),
    "x-user-defined": b"<?xml version='1.0' encoding='x-user-defined'?><rss><item><title>\x80\xff</title></item></rss>",
    "a mark of UTF-16 before UTF-8": b"\xff\xfe<rss><channel><item><title>x</title></item></channel></rss>",
    "a mark of UTF-8 before UTF-32": b"\xef\xbb\xbf" + "<rss><channel/></rss>".encode("utf-32-le"),
    "a thousand attributes": b"<rss><channel><item " + b"".join(b"a%d='' " % n for n in range(1_000)) + b"/>",
    "namespaces": b"<rss " + b"".join(b"xmlns:a%d='x' " % n for n in range(20_000)) + b"><channel/></rss>",
    "markup nested deeply": b"<rss><channel><item><description>" + b"&lt;div&gt;" * 100_000,
    "bytes": bytes(range(256)) * 2_000,
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_hostile_documents_end_in_a_feed_or_an_error(worker: ParserProcess, name: str) -> None:
    """Within the limit, without a word of this machine's files, and the next feed is served."""
    titles: list[str] = []
    with contextlib.suppress(ParseError):
        parsed = worker.parse_feed(
            HOSTILE[name], content_type="application/rss+xml", url="https://h.example/", now=NOON + timedelta(hours=1)
        )
        titles = [entry.title for entry in parsed.entries]
    assert sum(map(len, titles)) < 10_000_000
    assert not [title for title in titles if "root:" in title]
    good = b"<rss version='2.0'><channel><title>t</title><item><title>Una nota</title></item></channel></rss>"
    after = worker.parse_feed(good, content_type="application/rss+xml", url="https://h.example/", now=NOON)
    assert [entry.title for entry in after.entries] == ["Una nota"]
