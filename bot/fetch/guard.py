"""Which addresses may be dialled: public ones, and those that the operator named. Standard library only; no I/O.

A feed is somebody else's text: a redirect or a name server can point it at this machine, at its neighbours or at a
cloud's metadata service. The address that is really dialled is what counts, so `AddressGuard.open_socket` is the last
check, after names are resolved; `check_host` refuses literals earlier, so that no look-up is needed to say no.
"""

import ipaddress
import re
import socket
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network

# IANA special-purpose registries (RFC 6890 and later). Written out because `ipaddress.is_global` of Python before
# 3.11.10 misjudges some of them.
_CLOSED_IPV4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this host
        "10.0.0.0/8",
        "100.64.0.0/10",  # carriers' NAT, also used inside clouds
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local, cloud metadata
        "172.16.0.0/12",
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
_OPEN_IPV6 = ipaddress.IPv6Network("2000::/3")  # all that is handed out for the public internet; ULA, link-local,
# site-local, multicast, NAT64 (64:ff9b::/96), ::1 and :: lie outside
_CLOSED_IPV6 = tuple(
    ipaddress.IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments, Teredo
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: carries any IPv4 address inside
        "3fff::/20",  # documentation
    )
)
# a name whose last part holds a letter that no number has, of whatever base
_NAME = re.compile(r"(?:[a-z0-9_-]+\.)*[a-z0-9-]*[g-wyz][a-z0-9-]*\.?", re.IGNORECASE | re.ASCII)
_BRACKETED = re.compile(r"\[(?P<host>[^\]]+)\](?::(?P<port>\d{1,5}))?")
_IPV4_PORT = re.compile(r"(?P<host>[^:/]+):(?P<port>\d{1,5})")


class RefusedAddress(OSError):
    """An address that must not be dialled. An OSError, so that libraries pass it on like a failed connection."""

    def __init__(self, address: str, why: str) -> None:
        self.address = address
        self.why = why
        super().__init__(f"{address} is {why}")


@dataclass(frozen=True, slots=True)
class _Allowed:
    network: IPNetwork
    port: int | None  # None = all ports


def parse_allowed(entries: Iterable[str]) -> tuple[_Allowed, ...]:
    """Reads `allow_addresses`: "127.0.0.1", "127.0.0.0/8", "127.0.0.1:8080", "::1", "[::1]:8080".

    Raises:
        ValueError: an entry is none of these; the message quotes it.
    """
    return tuple(_parse_entry(entry.strip()) for entry in entries)


def _parse_entry(entry: str) -> _Allowed:
    match = _BRACKETED.fullmatch(entry) or _IPV4_PORT.fullmatch(entry)
    host, port = (match["host"], match["port"]) if match else (entry, None)
    try:
        allowed = _Allowed(ipaddress.ip_network(host), int(port) if port else None)
    except ValueError as exc:
        raise ValueError(
            f"{entry!r} is no address or network; write for example 127.0.0.1:8080, 10.1.0.0/16 or [::1]:8080"
        ) from exc
    if allowed.port is not None and not 0 < allowed.port < 65536:
        raise ValueError(f"{entry!r}: a port lies between 1 and 65535")
    return allowed


def is_public(address: IPAddress) -> bool:
    """Whether the address belongs to the public internet; IPv4 inside IPv6 never does, whatever it wraps."""
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not any(address in network for network in _CLOSED_IPV4)
    return address.is_global and address in _OPEN_IPV6 and not any(address in network for network in _CLOSED_IPV6)


@lru_cache(maxsize=4_096)  # the same hosts are asked again and again
def _known(text: str) -> tuple[IPAddress, bool]:
    """A numeric address, and whether it is public; ValueError when it is none."""
    address = ipaddress.ip_address(text)
    return address, is_public(address)


class AddressGuard:
    """Decides on addresses. Holds only what the operator allowed beyond the public internet."""

    def __init__(self, allow_addresses: Sequence[str] = ()) -> None:
        """Reads the operator's list.

        Raises:
            ValueError: see `parse_allowed`.
        """
        self._allowed = parse_allowed(allow_addresses)

    def check_address(self, host: str, port: int) -> None:
        """Checks a numeric address, as a name server or the system gives it.

        Raises:
            RefusedAddress: neither public nor allowed.
        """
        try:
            address, public = _known(host.partition("%")[0])
        except ValueError as exc:
            raise RefusedAddress(host, "no numeric address") from exc
        if public:
            return
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
            # Nobody needs this spelling of an IPv4 address to reach it: the list of allowed ones does not open it.
            raise RefusedAddress(host, "an IPv4 address in IPv6 disguise")
        for allowed in self._allowed:
            if address in allowed.network and allowed.port in (None, port):
                return
        raise RefusedAddress(host, "not a public address")

    def check_host(self, host: str, port: int) -> None:
        """Checks the host of a URL as far as it can be without a look-up: literals of every form; names pass.

        Raises:
            RefusedAddress: an address neither public nor allowed, or a number in a form that hides one (2130706433,
                0x7f.1, 127.1), which no honest link uses.
        """
        if _NAME.fullmatch(host):
            return
        bare = host.strip("[]").partition("%")[0]
        try:
            _known(bare)
        except ValueError:
            try:
                hidden = socket.inet_ntoa(socket.inet_aton(bare))
            except (OSError, UnicodeError):
                return
            raise RefusedAddress(host, f"an unusual spelling of {hidden}") from None
        self.check_address(bare, port)

    # Any: the tuple that sockets use for addresses, of two or four parts
    def open_socket(self, addr_info: tuple[Any, Any, int, str, tuple[Any, ...]]) -> socket.socket:
        """Makes the socket for one address that is about to be dialled: the `socket_factory` of aiohttp.

        Raises:
            RefusedAddress: neither public nor allowed.
        """
        family, kind, protocol, _, address = addr_info
        self.check_address(str(address[0]), int(address[1]))
        return socket.socket(family=family, type=kind, proto=protocol)
