"""Digests over a year's clocks: nothing missed, nothing told twice, whatever restarts and whoever turns the clock."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from builders import make_feed, make_item, make_mute, make_report, make_story
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.compose import DigestMail, decode
from bot.domain import AtomPolicy, DigestPolicy, DigestWindow, Fate, IndexedStory, MuteId, StoredItem, Story, Write
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


def test_a_digest_that_is_a_file_claims_no_mail(store: SqliteStore, caplog: pytest.LogCaptureFixture) -> None:
    """Without recipients, nothing in it says that it was sent to any, and the log counts a copy."""
    bot, policy = digester(store, recipients=())
    with caplog.at_level("INFO", logger="bot.jobs.digests"):
        assert bot.queue(policy, None, datetime(2026, 10, 5, 8, tzinfo=UTC)) == 1
    (record,) = caplog.records
    assert (record.message, record.__dict__["copies"], hasattr(record, "mails")) == ("digest queued", 1, False)
    (mail,) = mails(store)
    assert mail.recipient == ""
    assert "This is digest “d” of config.toml" in mail.text
    assert "ent to the recipients" not in mail.text + mail.html


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


def with_story(store: SqliteStore, at: datetime) -> None:
    """An item and its story that we learned of at `at`."""
    item = make_item(first_seen=at, published_at=at)
    report = make_report(item_id=item.id, title=item.title, at=at, seen_at=at)
    told = make_story(reports=(report,), opened_at=at, last_report_at=at, first_seen_at=at, figures=())
    stored = StoredItem(item=item, judgement=None, figures=(), fate=Fate(stage="outbox", reason="alerted"))
    store.sync_feeds([make_feed()])
    store.write(Write(items=(stored,), stories=(IndexedStory(story=told, keys=()),)), at)


@pytest.mark.parametrize(
    ("changes", "is_muted"),
    [
        ({}, True),
        ({"kind": "term", "target": "estados unidos"}, True),
        ({"kind": "term", "target": "groenlandia"}, False),
        ({"kind": "feed", "target": "diario"}, True),
        ({"channel": "desk"}, False),  # the mail's readers muted nothing
        ({"until": datetime(2026, 10, 5, 6, tzinfo=UTC)}, False),
    ],
)
def test_what_is_muted_everywhere_is_muted_in_the_digest(
    store: SqliteStore, changes: dict[str, Any], is_muted: bool
) -> None:
    """Stories, and terms and feeds by the text of their items."""
    at = datetime(2026, 10, 5, 3, tzinfo=UTC)
    with_story(store, at)
    store.add_mute(make_mute(**({"at": at, "until": None} | changes)))
    fresh, policy = digester(store)
    text = fresh.preview(policy, date(2026, 10, 5), datetime(2026, 10, 5, 8, tzinfo=UTC)).text
    assert ("1 story muted" in text) is is_muted
    assert ("TOP LINES" in text) is not is_muted


def test_a_mute_in_the_only_channel_of_a_digest_is_one(store: SqliteStore) -> None:
    """The button of the channel that the digest is posted to counts there, and not where mails go as well."""
    at = datetime(2026, 10, 5, 3, tzinfo=UTC)
    with_story(store, at)
    store.add_mute(make_mute(at=at, until=None, channel="desk"))
    for recipients, is_muted in (((), True), (("ana@example.org",), False)):
        fresh, policy = digester(store, recipients=recipients, channels=("desk",))
        text = fresh.preview(policy, date(2026, 10, 5), datetime(2026, 10, 5, 8, tzinfo=UTC)).text
        assert ("1 story muted" in text) is is_muted


def test_what_is_muted_everywhere_is_left_out_of_the_atom_feed(store: SqliteStore) -> None:
    """A mute in one channel is no matter of the feed's readers."""
    at = datetime(2026, 10, 5, 3, tzinfo=UTC)
    with_story(store, at)
    fresh, _ = digester(store)
    for channel, is_told in (("desk", True), (None, False)):
        store.add_mute(make_mute(id=MuteId(f"m-{channel}"), who=f"{channel}", at=at, until=None, channel=channel))
        document = fresh.atom(AtomPolicy(file=Path("stories.atom")), datetime(2026, 10, 5, 8, tzinfo=UTC))
        assert ("<entry>" in document) is is_told


class Watching(SqliteStore):
    """A second process's store, which says when a digest reads stories, and waits a moment for what that sets off."""

    def __init__(self, file: Path, reads: Callable[[], None]) -> None:
        super().__init__(file)
        self._reads = reads

    def stories_seen(self, start: datetime, end: datetime) -> list[Story]:
        """Read first, told after."""
        seen = super().stories_seen(start, end)
        self._reads()
        return seen


@pytest.mark.parametrize("who_begins", ["poll", "digest"])
def test_a_story_written_while_a_digest_is_composed_stands_in_exactly_one(who_begins: str, tmp_path: Path) -> None:
    """The poll's clock shows a second before the window's end; poll and digest work at once, as two processes."""
    end = datetime(2026, 10, 5, 7, tzinfo=UTC)
    polling, composing = threading.Event(), threading.Event()
    ours = SqliteStore(tmp_path / "bot.db")

    def poll() -> None:
        with ours.together():  # as a poll does: what was told is looked up in the transaction that writes
            polling.set()
            told = ours.told_until()
            composing.wait(0.3)  # a digest that could read now would miss the story
            with_story(ours, max(end - timedelta(seconds=1), told or end - timedelta(seconds=1)))

    writer = threading.Thread(target=poll)

    def on_read() -> None:
        composing.set()
        if not writer.ident:
            writer.start()
            polling.wait(0.3)  # a poll that could begin now would date its story into the window

    theirs = Watching(tmp_path / "bot.db", on_read)
    if who_begins == "poll":
        writer.start()
        assert polling.wait(10)
    fresh, policy = digester(theirs)
    fresh.queue(policy, date(2026, 10, 5), end)
    writer.join(10)
    fresh.queue(policy, date(2026, 10, 6), end + timedelta(days=1))
    title = make_item().title
    told = [title in " ".join(mail.text.split()) for mail in mails(ours)]
    ours.close()
    theirs.close()
    assert sorted(told) == [False, True]
