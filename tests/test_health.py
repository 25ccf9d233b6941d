"""Whoever watches over the bot is told: systemd by its socket, Prometheus and probes over HTTP."""

import json
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from builders import make_feed, make_message
from fakes import NOON, FakeClock

from bot import systemd
from bot.app.vitals import Vitals
from bot.domain import Receipt, Write
from bot.errors import StoreError
from bot.metrics import MetricsServer
from bot.store import SqliteStore


def get(url: str) -> tuple[int, str]:
    """Status and body."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310  # loopback
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as exc:
        with exc:
            return exc.code, exc.read().decode()


@pytest.fixture
def problems() -> list[str]:
    """What is wrong with the bot; a test may add to it."""
    return []


@pytest.fixture
def base_url(tmp_path: Path, problems: list[str]) -> Iterator[str]:
    """A server over a store with a feed and an alert."""
    store = SqliteStore(tmp_path / "bot.db")
    store.sync_feeds([make_feed()])
    store.write(Write(messages=(make_message(published_at=NOON, seen_at=NOON),)), NOON)
    store.mark_sent(1, Receipt(ref="1"), NOON.replace(minute=1))

    def wrong() -> list[str]:
        if "store" in problems:
            raise StoreError("the database is locked")
        return problems

    server = MetricsServer(
        "127.0.0.1", 0, look=lambda: store.overview(NOON), problems=wrong, counts=lambda: {"feeds": 7}
    )
    with closing(store), closing(server):
        yield f"http://127.0.0.1:{server.port}"


def test_prometheus_reads_the_numbers(base_url: str) -> None:
    """Feeds by health, messages by state, latency by step, counters; asked twice, as it would be."""
    for _ in range(2):
        status, text = get(f"{base_url}/metrics")
    assert status == 200
    for line in (
        'pregonero_feeds{health="new"} 1.0',
        'pregonero_outbox_messages{state="sent"} 1.0',
        'pregonero_alert_latency_seconds{step="seen_to_posted"} 60.0',
        "pregonero_polled_feeds_total 7.0",
    ):
        assert line in text.splitlines()


def test_a_probe_hears_what_is_wrong(base_url: str, problems: list[str]) -> None:
    """200 while all is well, 503 with the sentences when not, or when the database cannot be read; else 404."""
    assert get(f"{base_url}/health") == (200, '{"problems": []}')
    problems.append("poll: the disk is full")
    status, text = get(f"{base_url}/health?verbose=1")
    assert (status, json.loads(text)) == (503, {"problems": ["poll: the disk is full"]})
    problems.append("store")
    assert get(f"{base_url}/health") == (503, "the database is locked")
    assert get(f"{base_url}/")[0] == 404
    assert get(f"{base_url}/../etc/passwd")[0] == 404


@pytest.mark.parametrize("is_abstract", [False, True])
def test_systemd_is_told_over_its_socket(tmp_path: Path, is_abstract: bool) -> None:
    """By a path or an abstract name."""
    name = f"@pregonero-{tmp_path.name}" if is_abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
        sock.bind("\0" + name[1:] if is_abstract else name)
        sock.settimeout(10)
        assert systemd.notify("READY=1", {"NOTIFY_SOCKET": name})
        assert sock.recv(100) == b"READY=1"


@pytest.mark.parametrize("environ", [{}, {"NOTIFY_SOCKET": "vsock:2:1234"}, {"NOTIFY_SOCKET": "/nowhere/notify"}])
def test_without_systemd_nothing_happens(environ: dict[str, str]) -> None:
    """No socket, one that we do not speak to, one that is gone."""
    assert not systemd.notify("READY=1", environ)


def test_a_stage_that_fails_by_an_error_of_its_own_is_a_problem_until_it_ends_well() -> None:
    """The error leaves, so that its place is logged; it is no sign of health."""
    vitals = Vitals(FakeClock(NOON))
    with pytest.raises(ZeroDivisionError):
        vitals.coping("poll", lambda: 1 // 0)
    (problem,) = vitals.problems(NOON)
    assert problem.startswith("poll: an error of Pregonero's own (ZeroDivisionError")
    assert vitals.coping("poll", lambda: 1) == 1
    assert vitals.problems(NOON) == ()
