"""Whose turn it is: so many requests at a time in all, and so many to one host. Pure; standard library only."""

from collections import deque
from dataclasses import dataclass, field
from typing import Generic, TypeVar

HOST_LIMIT = 2  # requests at a time to one host, as browsers were once told to (RFC 2616, 8.1.4)
HOST_LIMITS = {"news.google.com": 1}  # answers bursts with 503 for hours

T = TypeVar("T")


@dataclass(slots=True)
class _Lane(Generic[T]):
    """One host's requests."""

    under_way: int = 0  # or about to be
    waiting: deque[T] = field(default_factory=deque)


class Lanes(Generic[T]):
    """Requests that wait. One whose host is busy keeps no place from those of other hosts."""

    def __init__(self, places: int) -> None:
        """`places` for all hosts together."""
        self._free = places
        self._lanes: dict[str, _Lane[T]] = {}
        self._ready: deque[tuple[str, T]] = deque()  # their hosts have counted them as under way

    def add(self, host: str, request: T) -> None:
        """Lets a request wait for its turn."""
        lane = self._lanes.get(host)
        if lane is None:
            lane = self._lanes[host] = _Lane()
        if lane.under_way < HOST_LIMITS.get(host, HOST_LIMIT):
            lane.under_way += 1
            self._ready.append((host, request))
        else:
            lane.waiting.append(request)

    def next(self) -> tuple[str, T] | None:
        """The request whose turn it is, with its host, which has to be told of its end; None = not now."""
        if not self._free or not self._ready:
            return None
        self._free -= 1
        return self._ready.popleft()

    @property
    def are_empty(self) -> bool:
        """Nothing waits, and nothing is under way."""
        return not self._lanes

    def ended(self, host: str) -> None:
        """A request that `next` gave is over."""
        self._free += 1
        lane = self._lanes[host]
        if lane.waiting:
            self._ready.append((host, lane.waiting.popleft()))
            return
        lane.under_way -= 1
        if not lane.under_way:
            del self._lanes[host]
