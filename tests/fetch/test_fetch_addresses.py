"""Which addresses are dialled, whatever names, redirects and name servers say (case 030)."""

import asyncio
import ipaddress
import socket
from collections.abc import Sequence

import pytest
from builders import make_request
from fakes import FakeClock
from fetch_kit import BODY, Make, fail, read, to_loopback
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FetchError
from bot.fetch import HttpFetcher, HttpSettings
from bot.fetch.client import MAX_URL_CHARS, Client
from bot.fetch.guard import AddressGuard, RefusedAddress, is_public, parse_allowed
from bot.newsroom import Answer, Newsroom

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


@pytest.mark.parametrize("layer", ["resolver", "socket"])
def test_each_check_of_an_address_holds_alone(
    newsroom: Newsroom, clock: FakeClock, monkeypatch: pytest.MonkeyPatch, layer: str
) -> None:
    """What a name server says is checked, and what is dialled once more: either is enough when the other is gone."""

    async def dial() -> None:
        client = Client(HttpSettings(), clock, to_loopback)
        connector = client._exchange._connector
        if layer == "socket":
            monkeypatch.setattr(getattr(connector, "_resolver"), "_guard", None)  # noqa: B009  # not for others
        else:
            monkeypatch.setattr(connector, "_socket_factory", None)
        try:
            await client.read(make_request(url=f"http://inner.example:{newsroom.port}/rss"))
        finally:
            await client.close()

    with pytest.raises(FetchError) as caught:
        asyncio.run(dial())
    assert caught.value.problem == "refused_address"
    assert newsroom.requests == []


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
    """Nothing that the standard library calls private, local or reserved passes."""
    if is_public(address):
        assert address.is_global
        assert not address.is_multicast
        assert not address.is_private


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_inside_ipv6_is_never_public(inner: ipaddress.IPv4Address) -> None:
    """Mapped, compatible, behind NAT64, 6to4 or Teredo: whatever it leads to is not looked at."""
    n = int(inner)
    wrapped = (
        0xFFFF << 32 | n,
        n,
        0x64FF9B << 96 | n,
        0x2002 << 112 | n << 80,
        0x20010000 << 96 | n << 64 | (n ^ 0xFFFFFFFF),
    )
    assert [str(each) for each in map(ipaddress.IPv6Address, wrapped) if is_public(each)] == []


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
    with pytest.raises(RefusedAddress, match="disguise"):  # no entry opens what nobody needs to write so
        AddressGuard(["::ffff:0:0/96", "10.0.0.0/8"]).check_address("::ffff:10.1.2.3", 80)


@pytest.mark.parametrize("entry", ["", "localhost", "127.0.0.1:0", "127.0.0.1:70000", "10.1.2.3/16", "[::1", "::1:80:"])
def test_bad_entries_are_named(entry: str) -> None:
    """The message quotes the entry, and the settings name their key."""
    with pytest.raises(ValueError, match=r"port|address"):
        parse_allowed([entry])
    with pytest.raises(ValueError, match=r"^allow_addresses: "):
        HttpSettings(allow_addresses=(entry,))
