"""Reading addresses over real loopback sockets: what the tests of bot/fetch share."""

import time
from collections.abc import Callable, Sequence
from typing import Any

from builders import make_request

from bot.domain import Fetched, FetchRequest
from bot.errors import FetchError
from bot.fetch import HttpFetcher

BODY = b"<?xml version='1.0'?><rss version='2.0'><channel><title>Diario</title></channel></rss>"
RSS = (("Content-Type", "application/rss+xml"),)
WAIT_S = 20.0

Make = Callable[..., HttpFetcher]


def to_loopback(host: str) -> Sequence[str]:
    """A name server that knows every name as 127.0.0.1."""
    return ["127.0.0.1"]


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
