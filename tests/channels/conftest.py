"""A loopback Slack, and who listens to it."""

from collections.abc import Iterator

import pytest
from fakes import NOON, FakeClock
from socket_kit import Recorder, settings_of

from bot.channels.socket_mode import SocketMode
from bot.newsroom.slack import FakeSlack


@pytest.fixture
def slack(clock: FakeClock) -> Iterator[FakeSlack]:
    """A workspace with two channels, whose clock is the test's."""
    with FakeSlack(channels=("C0DESK", "C0NIGHT"), clock=clock) as server:
        yield server


@pytest.fixture
def listener() -> Recorder:
    """Hears."""
    return Recorder()


@pytest.fixture
def ear(slack: FakeSlack, listener: Recorder) -> Iterator[SocketMode]:
    """Connected, for `desk`."""
    with SocketMode({"desk": settings_of(slack)}, listener, now=lambda: NOON) as ear:
        assert slack.sockets.wait_connected()
        yield ear
