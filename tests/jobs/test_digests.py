"""Digests over a year's clocks: nothing missed, nothing told twice, whatever restarts and whoever turns the clock."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from builders import make_feed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.compose import DigestMail, decode
from bot.domain import DigestPolicy, DigestWindow
from bot.jobs.digests import DigestChannels, Digester
from bot.store import SqliteStore

CHANGES = [  # the night of each change of 2026; Mexico City has none, and is looked at on the same nights
    ("America/New_York", datetime(2026, 3, 8, 7, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 11, 1, 6, tzinfo=UTC)),
    ("Europe/Madrid", datetime(2026, 3, 29, 1, tzinfo=UTC)),
    ("Europe/Madrid", datetime(2026, 10, 25, 1, tzinfo=UTC)),
    ("America/Mexico_City", datetime(2026, 4, 5, 8, tzinfo=UTC)),
    ("America/Mexico_City", datetime(2026, 10, 25, 7, tzinfo=UTC)),
]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """An empty store."""
    store = SqliteStore(tmp_path / "bot.db")
    yield store
    store.close()


def digester(store: SqliteStore, mail: str | None = "mail", **changes: Any) -> tuple[Digester, DigestPolicy]:
    """As after a start of the bot."""
    values: dict[str, Any] = {"id": "d", "at": time(7), "timezone": "UTC", "recipients": ("ana@example.org",)}
    policy = DigestPolicy(**(values | changes))
    return Digester(store, [policy], DigestChannels(mail=mail, files="files"), [make_feed()], ("transfer",)), policy


def mails(store: SqliteStore) -> list[DigestMail]:
    """All that is in the outbox, oldest first."""
    found = [decode(row.message.kind, row.message.payload) for row in reversed(store.outbox())]
    return [mail for mail in found if isinstance(mail, DigestMail)]


@given(
    change=st.sampled_from(CHANGES),
    at=st.sampled_from([time(0), time(1, 30), time(2, 30), time(3), time(7), time(23, 59)]),
    steps=st.lists(st.integers(min_value=-120, max_value=1_800), min_size=20, max_size=60),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_over_a_change_windows_touch_and_no_day_has_two(
    change: tuple[str, datetime], at: time, steps: list[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Asked after any pauses (a sleeping laptop) and with the clock set back at times, each time after a restart."""
    zone, night = change
    store = SqliteStore(tmp_path_factory.mktemp("clock") / "bot.db")
    now = night - timedelta(days=3)
    windows: list[DigestWindow] = []
    for minutes in steps:
        now += timedelta(minutes=minutes)
        fresh, _ = digester(store, at=at, timezone=zone)
        fresh.queue_due(now)
        last = store.last_window("d")
        if last is not None and last not in windows:
            windows.append(last)
            assert last.ends_at <= now
            assert last.ends_at.astimezone(ZoneInfo(zone)).date() == last.day
    days = [mail.day for mail in mails(store)]
    store.close()
    assert days == sorted(set(days)) == [window.day for window in windows]
    assert all(one.ends_at == other.starts_at for one, other in pairwise(windows))


def test_killed_and_started_again_the_day_has_one_mail_a_recipient(store: SqliteStore) -> None:
    """Case 074: the window is recorded in the transaction that queues the mails."""
    now = datetime(2026, 10, 5, 7, tzinfo=UTC)
    for seconds in (0, 5, 40):
        fresh, _ = digester(store, recipients=("ana@example.org", "luis@example.org"))
        fresh.queue_due(now + timedelta(seconds=seconds))
    assert [mail.recipient for mail in mails(store)] == ["ana@example.org", "luis@example.org"]
    assert len({mail.message_id for mail in mails(store)}) == 2


def test_an_empty_day_that_is_not_sent_moves_the_window_on(store: SqliteStore) -> None:
    """Case 075."""
    now = datetime(2026, 10, 5, 7, tzinfo=UTC)
    fresh, _ = digester(store, send_empty=False)
    assert fresh.queue_due(now) == 0
    last = store.last_window("d")
    assert last is not None
    assert last.ends_at == now == store.told_until()


def test_channels_get_the_digest_besides_the_mails_and_files_only_without_either(store: SqliteStore) -> None:
    """A post has long lines; without a mail server and channels, the digest is a file."""
    now = datetime(2026, 10, 5, 7, tzinfo=UTC)
    fresh, _ = digester(store, channels=("desk",))
    assert fresh.queue_due(now) == 2
    assert {row.message.channel for row in store.outbox()} == {"mail", "desk"}
    other, _ = digester(store, mail=None, id="e")
    other.queue_due(now)
    assert {row.message.channel for row in store.outbox()} == {"mail", "desk", "files"}


def test_a_template_that_fails_costs_no_digest(store: SqliteStore, tmp_path: Path) -> None:
    """Ours stands in."""
    (tmp_path / "digest.txt.j2").write_text("{{ digest.nothing.like_it }}", encoding="utf-8")
    fresh, _ = digester(store, templates=tmp_path)
    assert fresh.queue_due(datetime(2026, 10, 5, 7, tzinfo=UTC)) == 1
    assert "quiet day" in mails(store)[0].text
