"""bot/fetch: reading addresses over real loopback sockets, the cases 020 to 030 of our hard inputs among them."""

import contextlib
import gzip
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from builders import make_feed, make_feed_state, make_request
from fakes import NOON, FakeClock
from hypothesis import given
from hypothesis import strategies as st

from bot.cadence import after_poll, request_for
from bot.domain import Fetched, FetchRequest
from bot.errors import FetchError
from bot.fetch import HOST_LIMIT, HttpFetcher, HttpSettings
from bot.fetch.client import MAX_REDIRECTS, MAX_URL_CHARS, resolve_by_system
from bot.fetch.guard import AddressGuard, RefusedAddress, is_public, parse_allowed
from bot.newsroom import Answer, Newsroom, ScriptedFeed, ScriptedItem

BODY = b"<?xml version='1.0'?><rss version='2.0'><channel><title>Diario</title></channel></rss>"
RSS = (("Content-Type", "application/rss+xml"),)
WAIT_S = 20.0

Make = Callable[..., HttpFetcher]


@pytest.fixture
def newsroom(clock: FakeClock) -> Iterator[Newsroom]:
    """The server that is read."""
    with Newsroom(clock) as server:
        yield server


def to_loopback(host: str) -> Sequence[str]:
    """A name server that knows every name as 127.0.0.1."""
    return ["127.0.0.1"]


@pytest.fixture
def make_fetcher(newsroom: Newsroom, clock: FakeClock) -> Iterator[Make]:
    """Makes fetchers that may read the newsroom, by any name, and closes them."""
    made: list[HttpFetcher] = []

    def make(
        *,
        allows: Callable[[str, str, str], bool] = lambda text, url, agent: True,
        resolve: Callable[[str], Sequence[str]] = to_loopback,
        **changes: Any,
    ) -> HttpFetcher:
        settings = HttpSettings(**({"allow_addresses": (newsroom.allow_address,)} | changes))
        fetcher = HttpFetcher(settings, clock=clock, robots_allows=allows, resolve=resolve)
        made.append(fetcher)
        return fetcher

    yield make
    for fetcher in made:
        fetcher.close()


def read_all(fetcher: HttpFetcher, requests: Sequence[FetchRequest]) -> dict[str, Fetched | FetchError]:
    """Results by key, once all are there."""
    fetcher.submit(requests)
    found: dict[str, Fetched | FetchError] = {}
    deadline = time.monotonic() + WAIT_S
    while fetcher.in_flight and time.monotonic() < deadline:
        found |= {request.key: result for request, result in fetcher.results(1.0)}
    assert len(found) == len(requests), "a result is missing"
    return found


def read(fetcher: HttpFetcher, url: str, **changes: Any) -> Fetched:
    """A result that is good."""
    (result,) = read_all(fetcher, [make_request(url=url, **changes)]).values()
    assert isinstance(result, Fetched), result
    return result


def fail(fetcher: HttpFetcher, url: str, **changes: Any) -> FetchError:
    """A result that is an error."""
    (result,) = read_all(fetcher, [make_request(url=url, **changes)]).values()
    assert isinstance(result, FetchError), result
    return result


# --- a plain answer --------------------------------------------------------------------------------------------------


def test_a_feed_is_read_whole(newsroom: Newsroom, make_fetcher: Make) -> None:
    """Body, type, validators, dates and addresses as sent."""
    headers = (
        *RSS,
        ("ETag", '"a"'),
        ("Last-Modified", "Mon, 05 Oct 2026 09:50:41 GMT"),
        ("Cache-Control", "max-age=9"),
    )
    newsroom.answer("/rss", Answer(headers=headers, body=BODY))
    url = newsroom.url("/rss")
    expected = Fetched(
        url=url,
        final_url=url,
        permanent_url=None,
        status=200,
        body=BODY,
        content_type="application/rss+xml",
        etag='"a"',
        last_modified="Mon, 05 Oct 2026 09:50:41 GMT",
        fetched_at=NOON,
        max_age_s=9,
    )
    assert expected == read(make_fetcher(), url)


def test_we_say_who_we_are_and_what_we_read(newsroom: Newsroom, make_fetcher: Make) -> None:
    """User-Agent as configured, no cookie, no encoding that we cannot undo, feeds preferred."""
    fetcher = make_fetcher(user_agent="desk/2.0 (+mailto:desk@example.org)")
    newsroom.answer("/rss", Answer(body=BODY, headers=(("Set-Cookie", "a=b"),)), Answer(body=BODY))
    read(fetcher, newsroom.url("/rss"))
    read(fetcher, newsroom.url("/rss"))
    headers = newsroom.requests[1].headers
    assert headers["user-agent"] == "desk/2.0 (+mailto:desk@example.org)"
    assert headers["accept-encoding"] == "gzip, deflate"
    assert headers["accept"].startswith("application/rss+xml")
    assert "cookie" not in headers
    assert "if-none-match" not in headers


def test_addresses_are_asked_byte_for_byte(newsroom: Newsroom, make_fetcher: Make) -> None:
    """Escapes in a query survive, as signatures depend on them; other characters are escaped; fragments stay here."""
    fetcher = make_fetcher()
    for written, asked in (
        ("/s?q=a%2Fb+c%20d&sig=%41#frag", "/s?q=a%2Fb+c%20d&sig=%41"),
        ("/búsqueda?q=dos palabras", "/b%C3%BAsqueda?q=dos+palabras"),
        ("?q", "/?q"),
    ):
        newsroom.answer(asked, Answer(body=BODY))
        read(fetcher, newsroom.base_url + written)
        assert newsroom.requests[-1].path == asked


def test_the_scripted_feed_comes_through_compressed(newsroom: Newsroom, make_fetcher: Make) -> None:
    """The newsroom's gzip is undone."""
    item = ScriptedItem(guid="1", title="Entregan a doce", link="/n/1", appears_at=NOON)
    url = newsroom.add_feed(ScriptedFeed(path="/f", title="Diario", items=(item,)))
    assert b"Entregan a doce" in (read(make_fetcher(), url).body or b"")


# --- 020 to 023: validators and cut bodies ---------------------------------------------------------------------------


def test_020_validators_go_back_byte_for_byte(newsroom: Newsroom, make_fetcher: Make) -> None:
    """A 304 is no failure, has no body, and what it does not repeat still holds."""
    etag, modified = 'W/"63cffe51-2797e"', "Mon, 05 Oct 2026 09:50:41 GMT"
    newsroom.answer("/rss", Answer(status=304, headers=(("ETag", etag),)))
    answer = read(make_fetcher(), newsroom.url("/rss"), etag=etag, last_modified=modified)
    assert (answer.status, answer.body, answer.etag, answer.last_modified) == (304, None, etag, modified)
    headers = newsroom.requests[0].headers
    assert (headers["if-none-match"], headers["if-modified-since"]) == (etag, modified)


def test_304_unasked_is_an_error(newsroom: Newsroom, make_fetcher: Make) -> None:
    """Nothing is known that could be unchanged."""
    newsroom.answer("/rss", Answer(status=304))
    error = fail(make_fetcher(), newsroom.url("/rss"))
    assert (error.problem, error.status) == ("http_status", 304)


def test_021_a_new_body_counts_under_an_old_etag(newsroom: Newsroom, make_fetcher: Make) -> None:
    """Status 200 is a new body, whatever its ETag."""
    newsroom.answer("/rss", Answer(headers=(("ETag", '"stuck"'),), body=b"<rss>2</rss>"))
    assert read(make_fetcher(), newsroom.url("/rss"), etag='"stuck"').body == b"<rss>2</rss>"


@pytest.mark.parametrize(
    "headers", [(("Content-Length", "846"),), (("Transfer-Encoding", "chunked"),)], ids=["length", "chunked"]
)
def test_022_a_body_that_breaks_off_is_an_error(
    newsroom: Newsroom, make_fetcher: Make, headers: tuple[tuple[str, str], ...]
) -> None:
    """Half a document is never handed on."""
    body = BODY if headers[0][0] == "Content-Length" else b"40\r\n<rss>"
    newsroom.answer("/rss", Answer(headers=headers, body=body, behaviour="cut"))
    assert fail(make_fetcher(), newsroom.url("/rss")).problem == "truncated"


def test_023_a_date_in_the_future_does_not_freeze_the_feed(
    newsroom: Newsroom, make_fetcher: Make, clock: FakeClock
) -> None:
    """Its validators are not kept, the ETag with the same date included."""
    date = "Sat, 16 Nov 2041 19:11:00 GMT"
    newsroom.answer("/rss", Answer(headers=(("Last-Modified", date), ("ETag", f'"{date}"')), body=BODY))
    answer = read(make_fetcher(), newsroom.url("/rss"))
    assert (answer.etag, answer.last_modified) == (None, None)


def test_023_a_server_that_says_304_for_ever_is_seen_through_within_a_day(
    newsroom: Newsroom, make_fetcher: Make, clock: FakeClock
) -> None:
    """Without any date, too: once a day the request is unconditional."""
    fetcher, feed = make_fetcher(), make_feed(url=newsroom.url("/rss"))
    state = make_feed_state(url=feed.url, etag='"1"', last_full_at=NOON)
    full = []
    for _ in range(25):
        newsroom.answer("/rss", Answer(status=304))
        (result,) = read_all(fetcher, [request_for(state, clock.now())]).values()
        full.append(isinstance(result, FetchError))  # the script says 304 to it as well
        state = after_poll(state, feed, result, None, clock.now())
        clock.advance(timedelta(hours=1))
    assert full == [False] * 24 + [True]


# --- 024, 025: redirects ---------------------------------------------------------------------------------------------


def test_024_a_permanent_redirect_is_followed_and_told(newsroom: Newsroom, make_fetcher: Make) -> None:
    """The answer names where it came from, and that the way there is for good."""
    new = newsroom.url("/new")
    newsroom.redirect("/old", new, status=301)
    newsroom.answer_always("/new", Answer(headers=(("ETag", '"n1"'),), body=BODY))
    answer = read(make_fetcher(), newsroom.url("/old"))
    assert (answer.url, answer.final_url, answer.permanent_url) == (newsroom.url("/old"), new, new)
    assert (answer.status, answer.etag) == (200, '"n1"')


def test_025_one_temporary_hop_keeps_the_old_address(newsroom: Newsroom, make_fetcher: Make) -> None:
    """307, then 308 with a relative Location: followed, but nothing has moved."""
    newsroom.redirect("/feed", newsroom.url("/b/feed"), status=307)
    newsroom.redirect("/b/feed", "../feeds/all.xml", status=308)
    newsroom.answer("/feeds/all.xml", Answer(body=BODY))
    answer = read(make_fetcher(), newsroom.url("/feed"))
    assert (answer.final_url, answer.permanent_url) == (newsroom.url("/feeds/all.xml"), None)


@pytest.mark.parametrize("status", [302, 303])
def test_other_redirects_are_temporary(newsroom: Newsroom, make_fetcher: Make, status: int) -> None:
    """Followed, never reported as a move."""
    newsroom.redirect("/a", "/b", status=status)
    newsroom.answer("/b", Answer(body=BODY))
    assert read(make_fetcher(), newsroom.url("/a")).permanent_url is None


def test_redirect_loops_end(newsroom: Newsroom, make_fetcher: Make) -> None:
    """After five hops it is an error."""
    newsroom.redirect("/a", "/b")
    newsroom.redirect("/b", "/a")
    assert fail(make_fetcher(), newsroom.url("/a")).problem == "redirect"
    assert len(newsroom.requests) == MAX_REDIRECTS + 1


@pytest.mark.parametrize("location", ["", "file:///canary/secret.txt", "javascript:alert(1)", "http://[::1"])
def test_unusable_locations_are_errors(newsroom: Newsroom, make_fetcher: Make, location: str) -> None:
    """Other schemes, nothing, and what is no address."""
    newsroom.redirect("/a", location)
    error = fail(make_fetcher(), newsroom.url("/a"))
    assert (error.problem, error.status) == ("redirect", 301)


def test_a_location_in_bytes_that_are_no_utf8_is_followed(newsroom: Newsroom, make_fetcher: Make) -> None:
    """Latin-1 in a Location is escaped byte by byte."""
    newsroom.redirect("/a", "/opini\udcf3n")
    newsroom.answer("/opini%F3n", Answer(body=BODY))
    assert read(make_fetcher(), newsroom.url("/a")).final_url == newsroom.url("/opini%F3n")


def test_credentials_stay_with_their_origin_and_out_of_sight(newsroom: Newsroom, make_fetcher: Make) -> None:
    """Sent to the host they were written for, kept within it, dropped on the way elsewhere, never shown."""
    port = newsroom.port
    newsroom.redirect("/same", "/feed")
    newsroom.redirect("/away", f"http://u:p@otro.example:{port}/feed")
    newsroom.answer("/feed", Answer(body=BODY), Answer(body=BODY), Answer(status=500))
    fetcher = make_fetcher()
    answer = read(fetcher, f"http://ana:s3creto@diario.example:{port}/same")
    assert answer.final_url == f"http://diario.example:{port}/feed"
    assert answer.permanent_url is None
    read(fetcher, f"http://ana:s3creto@diario.example:{port}/away")
    error = fail(fetcher, f"http://ana:s3creto@diario.example:{port}/feed")
    assert "s3creto" not in f"{error} {error.url} {error.detail}"
    sent = ["authorization" in request.headers for request in newsroom.requests]
    assert sent == [True, True, True, False, True]


# --- 026, 027: refusals ----------------------------------------------------------------------------------------------


def test_026_gone_is_told_with_its_status(newsroom: Newsroom, make_fetcher: Make) -> None:
    """HTTP 410 as such."""
    newsroom.answer("/rss", Answer(status=410))
    error = fail(make_fetcher(), newsroom.url("/rss"))
    assert (error.problem, error.status, error.detail) == ("http_status", 410, "HTTP 410 Gone")


@pytest.mark.parametrize(
    ("status", "retry_after", "expected"),
    [
        (429, "7200", NOON + timedelta(hours=2)),
        (503, "Mon, 05 Oct 2026 13:30:00 GMT", NOON + timedelta(minutes=90)),
        (429, "315360000", NOON + timedelta(hours=24)),
        (429, "9" * 50, NOON + timedelta(hours=24)),
        (429, "-5", None),
        (429, "0", None),
        (429, "soon", None),
        (503, "Mon, 05 Oct 2026 11:30:00 GMT", None),
        (429, None, None),
    ],
)
def test_027_retry_after(
    newsroom: Newsroom, make_fetcher: Make, status: int, retry_after: str | None, expected: object
) -> None:
    """Seconds or a date, capped at a day; senseless values are as if absent; no validators of the error leave."""
    headers = (("ETag", '"err"'), *((("Retry-After", retry_after),) if retry_after is not None else ()))
    newsroom.answer("/rss", Answer(status=status, headers=headers))
    error = fail(make_fetcher(), newsroom.url("/rss"))
    assert (error.problem, error.status, error.retry_at) == ("http_status", status, expected)


@pytest.mark.parametrize("status", [204, 206, 300, 400, 403, 404, 500, 502])
def test_other_statuses_are_errors(newsroom: Newsroom, make_fetcher: Make, status: int) -> None:
    """Only a complete answer is an answer."""
    newsroom.answer("/rss", Answer(status=status, body=b"" if status == 204 else b"<html>"))
    assert fail(make_fetcher(), newsroom.url("/rss")).status == status


# --- 028, 029: encodings and sizes -----------------------------------------------------------------------------------


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


# --- 030: addresses that must not be dialled ------------------------------------------------------------------------

REFUSED_FORMS = [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f.1",
    "0x7f000001",
    "0177.0.0.1",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[fe80::1]",
    "[fd00::1]",
    "[ff02::1]",
    "[::]",
    "0.0.0.0",
    "0",
    "10.0.0.5",
    "172.16.0.1",
    "192.168.1.1",
    "192.0.0.8",
    "100.64.0.1",
    "169.254.169.254",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
]


@pytest.mark.parametrize("host", REFUSED_FORMS)
def test_inner_addresses_are_refused_in_every_form(make_fetcher: Make, newsroom: Newsroom, host: str) -> None:
    """As a feed's own address and as a redirect's, and nothing is asked there."""
    fetcher = make_fetcher(allow_addresses=())
    error = fail(fetcher, f"http://{host}:{newsroom.port}/latest/meta-data/")
    assert error.problem == "refused_address"
    assert newsroom.requests == []


@pytest.mark.parametrize(
    "location",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:127.0.0.1]:{port}/admin",
        "http://2130706433:{port}/",
        "http://127.1:{port}/",
        "http://0x7f.1:{port}/",
        "http://rebind.example/",
        "//10.0.0.5/",
        "https://localhost/",
    ],
)
def test_030_redirects_inwards_are_not_followed(newsroom: Newsroom, make_fetcher: Make, location: str) -> None:
    """Not even with the newsroom's own address allowed: every hop is checked, after names are resolved."""
    newsroom.redirect("/rss", location.format(port=newsroom.port))
    fetcher = make_fetcher(resolve=lambda host: ["10.0.0.5"])
    assert fail(fetcher, newsroom.url("/rss")).problem == "refused_address"
    assert len(newsroom.requests) == 1


def test_030_another_port_of_an_allowed_address_stays_closed(newsroom: Newsroom, make_fetcher: Make) -> None:
    """`127.0.0.1:8080` opens one server, not the machine; `127.0.0.1` would open all."""
    with Newsroom(FakeClock()) as other:
        other.answer_always("/x", Answer(body=BODY))
        newsroom.redirect("/rss", other.url("/x"))
        assert fail(make_fetcher(), newsroom.url("/rss")).problem == "refused_address"
        assert other.requests == []
        assert read(make_fetcher(allow_addresses=("127.0.0.1",)), newsroom.url("/rss")).body == BODY
        assert read(make_fetcher(allow_addresses=("127.0.0.0/8",)), other.url("/x")).body == BODY


def test_names_that_lead_inwards_are_refused(newsroom: Newsroom, make_fetcher: Make) -> None:
    """What counts is what the name resolves to."""
    url = f"http://diario.example:{newsroom.port}/rss"
    newsroom.answer_always("/rss", Answer(body=BODY))
    assert fail(make_fetcher(allow_addresses=()), url).problem == "refused_address"
    assert newsroom.requests == []
    assert read(make_fetcher(), url).body == BODY
    assert newsroom.requests[0].headers["host"] == f"diario.example:{newsroom.port}"


def test_a_name_that_changes_between_check_and_use_gains_nothing(newsroom: Newsroom, make_fetcher: Make) -> None:
    """Rebinding: each look-up is checked and dialled itself; there is no second one."""
    asked: list[str] = []

    def rebind(host: str) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.5"]

    newsroom.answer_always("/rss", Answer(body=BODY, headers=(("Connection", "close"),)))
    fetcher = make_fetcher(resolve=rebind)
    url = f"http://rebind.example:{newsroom.port}/rss"
    assert read(fetcher, url).body == BODY
    assert asked == ["rebind.example"]
    assert fail(fetcher, url).problem == "refused_address"


def test_closed_addresses_of_a_name_are_left_out(newsroom: Newsroom, make_fetcher: Make) -> None:
    """A name with an inner and an allowed address is read at the allowed one."""
    newsroom.answer("/rss", Answer(body=BODY))
    fetcher = make_fetcher(resolve=lambda host: ["10.0.0.5", "::ffff:127.0.0.1", "127.0.0.1"])
    assert read(fetcher, f"http://diario.example:{newsroom.port}/rss").body == BODY


@pytest.mark.parametrize(
    "url",
    [
        "",
        "diario.example/rss",
        "/rss",
        "ftp://diario.example/rss",
        "file:///etc/passwd",
        "http:///rss",
        "http://[::1/rss",
        "http://diario.example:99999/",
        "http://dos palabras/",
        "http://" + "a" * MAX_URL_CHARS,
    ],
)
def test_what_is_no_web_address_is_told(make_fetcher: Make, url: str) -> None:
    """Other schemes, no host, bad ports."""
    assert fail(make_fetcher(), url).problem == "bad_url"


@given(
    text=st.text(max_size=30)
    | st.from_regex(r"(http|https|ftp)://[a-z0-9@:\[\]%._\\/ \t-]{0,20}(/.{0,9})?", fullmatch=True)
)
def test_no_address_breaks_the_fetcher(text: str) -> None:
    """Whatever an address is made of: one result, and nothing dialled that is not public."""

    def unknown(host: str) -> Sequence[str]:
        raise OSError("unknown name")

    with HttpFetcher(HttpSettings(), clock=FakeClock(), robots_allows=lambda *_: True, resolve=unknown) as fetcher:
        error = fail(fetcher, text)
        assert error.problem in ("bad_url", "connection", "refused_address")
        assert not error.detail.startswith("unexpected")


@given(st.ip_addresses())
def test_public_means_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    """Nothing that the standard library calls private, local or reserved passes, and embedded IPv4 never does."""
    if is_public(address):
        assert address.is_global
        assert not address.is_multicast
        assert not address.is_private
        if isinstance(address, ipaddress.IPv6Address):
            assert (address.ipv4_mapped, address.sixtofour, address.teredo) == (None, None, None)


@pytest.mark.parametrize("host", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "2a00:1450:4001::1"])
def test_public_addresses_pass(host: str) -> None:
    """The open internet is open, by literal and for the socket."""
    guard = AddressGuard()
    guard.check_host(host, 443)
    guard.check_host("diario.example", 443)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    address = (host, 443, 0, 0) if ":" in host else (host, 443)
    guard.open_socket((family, socket.SOCK_STREAM, 0, "", address)).close()


def test_the_socket_itself_refuses() -> None:
    """The last check holds alone: whoever resolved the name, a closed address gets no socket."""
    for host in ("127.0.0.1", "fe80::1%eth0", "no address"):
        with pytest.raises(RefusedAddress):
            AddressGuard().open_socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", (host, 80)))


def test_allow_addresses_forms() -> None:
    """Addresses, networks, and either with a port where it is a single address."""
    guard = AddressGuard(["127.0.0.1:8080", "10.1.0.0/16", "[::1]:8080", "fd00::/8"])
    for host, port in (("127.0.0.1", 8080), ("10.1.2.3", 1), ("::1", 8080), ("fd12::1", 443)):
        guard.check_address(host, port)
    for host, port in (("127.0.0.1", 80), ("10.2.0.1", 1), ("::1", 80), ("::ffff:10.1.2.3", 1)):
        with pytest.raises(RefusedAddress):
            guard.check_address(host, port)


@pytest.mark.parametrize("entry", ["", "localhost", "127.0.0.1:0", "127.0.0.1:70000", "10.1.2.3/16", "[::1", "::1:80:"])
def test_bad_entries_are_named(entry: str) -> None:
    """The message quotes the entry, and the settings name their key."""
    with pytest.raises(ValueError, match=r"port|address"):
        parse_allowed([entry])
    with pytest.raises(ValueError, match=r"^allow_addresses: "):
        HttpSettings(allow_addresses=(entry,))


# --- time-outs, connections ------------------------------------------------------------------------------------------


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
    context.load_cert_chain(Path(__file__).parent / "data" / "tls" / "self-signed.pem")
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


# --- many at once ----------------------------------------------------------------------------------------------------


def test_200_feeds_at_once(newsroom: Newsroom, make_fetcher: Make) -> None:
    """Each gets its result, no more than `workers` at a time, and a hanging one holds up no other."""
    newsroom.answer_always("/hang", Answer(behaviour="hang"))
    requests = []
    for n in range(200):
        newsroom.answer(f"/{n}", Answer(body=b"%d" % n))
        requests.append(make_request(key=str(n), url=f"http://h{n}.example:{newsroom.port}/{n}"))
    requests.insert(0, make_request(key="hang", url=f"http://hang.example:{newsroom.port}/hang"))
    fetcher = make_fetcher(workers=20)
    fetcher.submit(requests)
    found: dict[str, Fetched | FetchError] = {}
    deadline = time.monotonic() + WAIT_S
    while len(found) < 200 and time.monotonic() < deadline:
        found |= {request.key: result for request, result in fetcher.results(1.0)}
    bodies = {key: result.body for key, result in found.items() if isinstance(result, Fetched)}
    assert bodies == {str(n): b"%d" % n for n in range(200)}
    assert fetcher.in_flight == 1
    assert newsroom.most_at_once <= 20


@pytest.mark.parametrize(("host", "limit"), [("diario.example", HOST_LIMIT), ("news.google.com", 1)])
def test_one_host_is_not_crowded(newsroom: Newsroom, make_fetcher: Make, host: str, limit: int) -> None:
    """At most two at a time, Google News one, whatever `workers` says."""
    requests = []
    for n in range(8):
        newsroom.answer(f"/{n}", Answer(body=b"1234", behaviour="drip", drip_s=0.002))
        requests.append(make_request(key=str(n), url=f"http://{host}:{newsroom.port}/{n}"))
    results = read_all(make_fetcher(), requests)
    assert all(isinstance(result, Fetched) for result in results.values())
    assert newsroom.most_at_once == limit


def test_results_wait_for_the_first_only(newsroom: Newsroom, make_fetcher: Make) -> None:
    """Nothing in flight: at once. Something under way: as long as was said. What is not taken stays."""
    fetcher = make_fetcher()
    assert list(fetcher.results(WAIT_S)) == []
    newsroom.answer("/hang", Answer(behaviour="hang"))
    fetcher.submit([make_request(key="hang", url=newsroom.url("/hang"))])
    assert list(fetcher.results(0)) == []
    assert list(fetcher.results(0.05)) == []
    for n in range(2):
        newsroom.answer(f"/{n}", Answer(body=BODY))
    fetcher.submit([make_request(key=str(n), url=f"http://h{n}.example:{newsroom.port}/{n}") for n in range(2)])
    first, _ = next(fetcher.results(WAIT_S))
    rest, _ = next(fetcher.results(WAIT_S))
    assert {first.key, rest.key} == {"0", "1"}
    assert fetcher.in_flight == 1


def test_an_error_nobody_foresaw_is_still_a_result(newsroom: Newsroom, make_fetcher: Make) -> None:
    """A fault inside does not leave the caller waiting."""

    def broken(host: str) -> Sequence[str]:
        return [None]  # type: ignore[list-item]

    error = fail(make_fetcher(resolve=broken), "http://diario.example/")
    assert (error.problem, error.detail.startswith("unexpected")) == ("connection", True)


def test_close_waits_for_no_server_and_is_final(newsroom: Newsroom, make_fetcher: Make) -> None:
    """It does not wait for servers, ends the thread, may be repeated; later submits are refused."""
    newsroom.answer_always("/hang", Answer(behaviour="hang"))
    fetcher = make_fetcher()
    fetcher.submit([make_request(key=str(n), url=newsroom.url("/hang")) for n in range(5)])
    fetcher.close()
    fetcher.close()
    assert fetcher.in_flight == 0
    assert list(fetcher.results(0)) == []
    assert "fetch" not in [thread.name for thread in threading.enumerate()]
    with pytest.raises(RuntimeError, match="closed"):
        fetcher.submit([make_request()])


# --- pages -----------------------------------------------------------------------------------------------------------


def test_a_page_is_read_when_its_site_allows_it(newsroom: Newsroom, make_fetcher: Make) -> None:
    """robots.txt is asked once for many pages; the rules get its text, the address and our name."""
    asked: list[tuple[str, str, str]] = []

    def allows(text: str, url: str, agent: str) -> bool:
        asked.append((text, url, agent))
        return "/privado" not in url

    newsroom.add_robots("User-agent: *\nDisallow: /privado")
    urls = {path: newsroom.add_page(path, f"<p>{path}</p>") for path in ("/a", "/b", "/privado")}
    fetcher = make_fetcher(allows=allows)
    found = read_all(fetcher, [make_request(key=path, url=url, kind="page") for path, url in urls.items()])
    assert isinstance(found["/a"], Fetched)
    assert isinstance(found["/b"], Fetched)
    refused = found["/privado"]
    assert isinstance(refused, FetchError)
    assert (refused.problem, refused.retry_at) == ("robots", None)
    assert sorted(asked) == sorted(("User-agent: *\nDisallow: /privado", url, "pregonero") for url in urls.values())
    assert len(newsroom.requests_to("/robots.txt")) == 1
    assert newsroom.requests_to("/privado") == []
    assert newsroom.requests_to("/a")[0].headers["accept"].startswith("text/html")


def test_feeds_are_read_whatever_robots_says(newsroom: Newsroom, make_fetcher: Make) -> None:
    """A feed is published for programs."""
    newsroom.answer("/rss", Answer(body=BODY))
    assert read(make_fetcher(allows=lambda *_: False), newsroom.url("/rss")).body == BODY
    assert newsroom.requests_to("/robots.txt") == []


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_site_without_robots_allows_all(newsroom: Newsroom, make_fetcher: Make, status: int) -> None:
    """RFC 9309: what cannot be had for good forbids nothing."""
    newsroom.answer("/robots.txt", Answer(status=status))
    url = newsroom.add_page("/a", "<p>a</p>")
    assert read(make_fetcher(allows=lambda text, *_: text == ""), url, kind="page").body == b"<p>a</p>"


@pytest.mark.parametrize(
    ("answer", "problem", "wait"),
    [
        (Answer(status=503), "http_status", timedelta(minutes=10)),
        (Answer(status=429, headers=(("Retry-After", "3600"),)), "http_status", timedelta(hours=1)),
        (Answer(behaviour="hang"), "timeout", timedelta(minutes=10)),
        (Answer(behaviour="reset"), "connection", timedelta(minutes=10)),
    ],
)
def test_a_site_in_trouble_is_asked_later(
    newsroom: Newsroom, make_fetcher: Make, clock: FakeClock, answer: Answer, problem: str, wait: timedelta
) -> None:
    """No rules now means no page now, and not one question per page; afterwards it is asked again."""
    newsroom.answer_always("/robots.txt", answer)
    url = newsroom.add_page("/a", "<p>a</p>")
    fetcher = make_fetcher(total_timeout_s=0.5)
    for _ in range(2):
        error = fail(fetcher, url, kind="page")
        asked = len(newsroom.requests_to("/robots.txt"))
        if problem != "timeout":  # there the page's own time may end first, and nothing is known about the site
            assert (error.problem, error.retry_at) == (problem, NOON + wait)
        else:
            assert error.problem == "timeout"
    assert asked <= 2  # a connection that was reset is tried twice by the library
    assert newsroom.requests_to("/a") == []
    newsroom.answer_always("/robots.txt", Answer(body=b""))
    clock.advance(wait)
    assert read(fetcher, url, kind="page").body == b"<p>a</p>"


def test_rules_are_asked_again_after_a_day(newsroom: Newsroom, make_fetcher: Make, clock: FakeClock) -> None:
    """For 24 hours they are remembered."""
    url = newsroom.add_page("/a", "<p>a</p>")
    newsroom.add_robots("")
    fetcher = make_fetcher()
    for hours in (0, 23, 2):
        clock.advance(timedelta(hours=hours))
        read(fetcher, url, kind="page")
    assert len(newsroom.requests_to("/robots.txt")) == 2


def test_the_page_behind_a_redirect_is_asked_about_too(newsroom: Newsroom, make_fetcher: Make) -> None:
    """Where a link really leads has its own say."""
    newsroom.add_robots("")
    newsroom.add_page("/privado", "<p>a</p>")
    newsroom.redirect("/corto", f"http://otro.example:{newsroom.port}/privado", status=302)
    fetcher = make_fetcher(allows=lambda text, url, agent: "/privado" not in url)
    assert fail(fetcher, newsroom.url("/corto"), kind="page").problem == "robots"
    assert len(newsroom.requests_to("/robots.txt")) == 2
    assert newsroom.requests_to("/privado") == []


def test_rules_that_fail_fail_that_page_only(newsroom: Newsroom, make_fetcher: Make) -> None:
    """A fault in the function that reads them is a result, and the next page is read."""
    newsroom.add_robots("x")
    urls = [newsroom.add_page(path, "<p>a</p>") for path in ("/a", "/b")]

    def allows(text: str, url: str, agent: str) -> bool:
        if url.endswith("/a"):
            raise KeyError(url)
        return True

    fetcher = make_fetcher(allows=allows)
    assert fail(fetcher, urls[0], kind="page").problem == "connection"
    assert read(fetcher, urls[1], kind="page").body == b"<p>a</p>"


# --- settings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("connect_timeout_s", 0),
        ("total_timeout_s", -1),
        ("max_body_bytes", 0),
        ("workers", 0),
        ("user_agent", " "),
        ("user_agent", "a\nb"),
        ("user_agent", "periódico"),
        ("proxy", "proxy.example:3128"),
        ("proxy", "socks5://proxy.example"),
        ("proxy", "http://[::1"),
    ],
)
def test_settings_out_of_range_are_named(name: str, value: object) -> None:
    """The message begins with the key."""
    with pytest.raises(ValueError, match=f"^{name}: "):
        HttpSettings(**{name: value})  # type: ignore[arg-type]


def test_our_name_for_robots_is_the_agents_first_word() -> None:
    """Without its version."""
    assert HttpSettings().agent == "pregonero"
    assert HttpSettings(user_agent="desk-bot/2.1 (+https://desk.example)").agent == "desk-bot"
