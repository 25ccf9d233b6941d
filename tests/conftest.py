"""What all tests share: no network but loopback, a clock that stands still, Hypothesis within a time budget,
logging as each test found it.

Helpers are imported by plain name, as this folder is on the path: `from fakes import FakeClock`,
`from builders import make_item`.
"""

import ipaddress
import logging
import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from fakes import FakeClock
from hypothesis import settings

# the same examples every time: a change that fails has failed by itself; `thorough` looks further
settings.register_profile("suite", max_examples=40, deadline=None, database=None, derandomize=True)
settings.register_profile("thorough", max_examples=5_000, deadline=None, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


class OutsideNetwork(RuntimeError):
    """A test tried to reach something other than loopback."""


# Names that RFC 2606 and RFC 6761 reserve: no name server knows them, so they fail here as they fail everywhere.
_RESERVED = ("example", "example.com", "example.net", "example.org", "invalid", "test")


def _is_loopback(host: str) -> bool:
    if host in ("localhost", ""):
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_loopback


def _refuse_outside(sock: socket.socket, address: Any) -> None:
    if sock.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(str(address[0])):
        raise OutsideNetwork(f"tests reach loopback only, not {address!r}")


def _is_literal(host: str) -> bool:
    """Numbers in any form that the C library reads as an address: no name server is asked for them."""
    try:
        socket.inet_aton(host)
    except OSError:
        return ":" in host
    return True


@pytest.fixture(scope="session", autouse=True)
def _loopback_only() -> Iterator[None]:
    """Refuses connections and name look-ups that would leave this machine, for threads of any test too."""
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        _refuse_outside(self, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        _refuse_outside(self, address)
        return connect_ex(self, address)

    def guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is None or _is_loopback(name) or _is_literal(name):
            return getaddrinfo(host, *args, **kwargs)
        if name.rstrip(".").endswith(_RESERVED):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        raise OutsideNetwork(f"tests look up reserved names only, not {name!r}")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
        yield


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    """A command sets logging up for its process; the next test has that of pytest again."""
    root = logging.getLogger()
    ours = [logging.getLogger(name) for name in ("bot", "classifiers")]
    handlers, levels = root.handlers[:], [(each, each.level) for each in (root, *ours)]
    yield
    root.handlers[:] = handlers
    for each, level in levels:
        each.setLevel(level)


@pytest.fixture
def clock() -> FakeClock:
    """A clock that stands at noon of Monday, 5 October 2026 (UTC) until a test moves it."""
    return FakeClock()
