"""A server, and fetchers that may read it."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from fakes import FakeClock
from fetch_kit import Make, to_loopback

from bot.fetch import HttpFetcher, HttpSettings
from bot.newsroom import Newsroom


@pytest.fixture
def newsroom(clock: FakeClock) -> Iterator[Newsroom]:
    """The server that is read."""
    with Newsroom(clock) as server:
        yield server


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
