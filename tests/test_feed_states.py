"""How feeds that answer, fail, move or fall silent are polled and told of: the real fetcher, parser and store against a
scripted server, in accelerated time.

Each promise of "when to poll" and "honest states" is played once here; `tests/test_cadence.py` has the arithmetic.
"""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from fakes import NOON, FakeClock, RecordingChannel

from bot import codec, compose
from bot.app import App, load_config
from bot.channels.base import Look
from bot.channels.lines import notice_line
from bot.domain import FeedId, FeedState
from bot.newsroom.feeds import Answer, Newsroom, ScriptedFeed, ScriptedItem

HOUR = timedelta(hours=1)
TEN_MIN = timedelta(minutes=10)
XML = (("Content-Type", "application/rss+xml"),)
HOSTS = tuple(f"127.0.3.{n}" for n in range(1, 6))


def rss(*guids: str, head: str = "", end: str = "</channel></rss>") -> bytes:
    """A feed of these entries, dated an hour ago."""
    entries = "".join(
        f"<item><guid isPermaLink='false'>{guid}</guid><title>Nota {guid}</title><link>https://d.example/{guid}</link>"
        "<pubDate>Mon, 05 Oct 2026 11:00:00 GMT</pubDate></item>"
        for guid in guids
    )
    return f"<rss version='2.0'><channel><title>Diario</title>{head}{entries}{end}".encode()


def served(*guids: str, head: str = "", headers: tuple[tuple[str, str], ...] = (), **changes: str) -> Answer:
    """A good answer with these entries."""
    return Answer(headers=(*XML, *headers), body=rss(*guids, head=head, **changes))


MOVED = Answer(status=301, headers=(("Location", "/new.xml"),))


@dataclass
class Play:
    """One bot, some servers with a feed each, and what became of them."""

    folder: Path
    clock: FakeClock
    rooms: list[Newsroom]
    apps: list[App] = field(default_factory=list)

    def start(self, feeds: int = 1) -> App:
        """The bot on the first `feeds` servers, polling each every ten minutes."""
        tables = "".join(
            f'[[feeds]]\nid = "f{n}"\nname = "Feed {n}"\nurl = "{room.url("/feed.xml")}"\nlanguage = "es"\n'
            "interval_min = 10\n"
            for n, room in enumerate(self.rooms[:feeds])
        )
        file = self.folder / "config.toml"
        file.write_text(
            '[http]\nallow_addresses = ["127.0.0.0/8"]\n[channels.desk]\ntype = "terminal"\n[[routes]]\n'
            f'channel = "desk"\n[health]\nchannel = "desk"\n{tables}',
            encoding="utf-8",
        )
        self.apps.append(App(load_config(file), self.clock, channels={"desk": RecordingChannel("desk")}))
        return self.apps[-1]

    def pass_time(self, by: timedelta, step: timedelta = TEN_MIN) -> None:
        """Polls what falls due, a step at a time."""
        end = self.clock.now() + by
        while self.clock.now() < end:
            now = self.clock.advance(min(step, end - self.clock.now()))
            while self.apps[-1].poll(now, 0.5) or self.apps[-1].in_flight:
                pass

    def answer(self, answer: Answer | None, room: int = 0) -> None:
        """What the feed's address says from now on."""
        self.rooms[room].answer_always("/feed.xml", answer)

    def state(self, feed: int = 0) -> FeedState:
        """As stored."""
        return self.apps[-1].store.feed_states()[FeedId(f"f{feed}")]

    @property
    def told(self) -> list[str]:
        """The notices in words, first one first."""
        look = Look.of("en", "UTC")
        rows = self.apps[-1].store.outbox()
        notices = [row.message.payload for row in rows if row.message.kind == "notice"]
        return [notice_line(codec.decode(payload, compose.Notice), look) for payload in reversed(notices)]

    def asked(self, path: str = "/feed.xml") -> int:
        """How many requests came to the first server."""
        return len(self.rooms[0].requests_to(path))


@pytest.fixture
def play(tmp_path: Path) -> Iterator[Play]:
    """Five servers under addresses of their own, whose feeds have two entries."""
    clock = FakeClock(NOON)
    rooms = [Newsroom(clock, host=host) for host in HOSTS]
    played = Play(tmp_path, clock, rooms)
    for n in range(len(rooms)):
        played.answer(served("a", "b"), n)
    yield played
    for app in played.apps:
        app.close()
    for room in rooms:
        room.close()


def test_a_permanent_redirect_is_followed_for_good_only_after_a_day(play: Play) -> None:
    """Shown as moved from the first poll; taken over when it held for five polls and a day, and items stay known."""
    play.rooms[0].answer_always("/new.xml", served("a", "b"))
    play.start()
    play.pass_time(HOUR)
    play.answer(MOVED)
    play.pass_time(23 * HOUR)
    assert (play.state().health, play.state().url) == ("moved", play.rooms[0].url("/feed.xml"))
    play.pass_time(3 * HOUR)
    assert play.state().url == play.rooms[0].url("/new.xml")
    assert len(play.apps[-1].store.items_since(NOON - HOUR, 99)) == 2
    assert play.told == []


def test_a_captive_portal_moves_no_feed(play: Play) -> None:
    """Feeds of five hosts that redirect to one host stay where they are, however long it lasts."""
    portal = play.rooms[0].url("/new.xml")
    play.rooms[0].answer_always("/new.xml", served("a", "b"))
    play.start(5)
    for n in range(5):
        play.answer(Answer(status=301, headers=(("Location", portal),)), n)
    play.pass_time(30 * HOUR, HOUR)
    assert [play.state(n).url for n in range(1, 5)] == [play.rooms[n].url("/feed.xml") for n in range(1, 5)]


def test_gone_is_told_and_never_asked_again(play: Play) -> None:
    """HTTP 410 on purpose: one message, no further request."""
    play.start()
    play.pass_time(HOUR)
    play.answer(Answer(status=410))
    play.pass_time(2 * HOUR)
    asked = play.asked()
    play.pass_time(48 * HOUR, HOUR)
    assert (play.state().health, play.asked()) == ("gone", asked)
    assert len(play.told) == 1
    assert "gone for good" in play.told[0]


def test_nothing_but_new_items_warns_of_a_gap_and_is_polled_sooner(play: Play) -> None:
    """Told once a week, however often; the wait shrinks to a quarter of the interval at most."""
    play.start()
    play.pass_time(HOUR)
    for n in range(4):
        play.answer(served(f"c{n}", f"d{n}"))
        play.pass_time(TEN_MIN * 2, timedelta(minutes=1))
    state = play.state()
    assert state.habits.gaps >= 4
    assert state.next_poll_at is not None
    assert state.next_poll_at - play.clock.now() < timedelta(minutes=5)
    assert len(play.told) == 1
    assert "all 2 entries were new" in play.told[0]


def test_a_flapping_feed_is_no_noise(play: Play) -> None:
    """Down and up in turns of half an hour for two days: nobody hears of it."""
    play.start()
    for _ in range(12):
        play.answer(Answer(status=500))
        play.pass_time(HOUR / 3)
        play.answer(served("a", "b"))
        play.pass_time(2 * HOUR)
    assert play.told == []


def test_bad_for_good_and_well_again_are_told_once_each(play: Play) -> None:
    """However long it lasts."""
    play.start()
    play.answer(Answer(status=503))
    play.pass_time(30 * HOUR, HOUR / 2)
    assert [("cannot be read" in line) for line in play.told] == [True]
    play.answer(served("a", "b"))
    play.pass_time(9 * HOUR, HOUR / 2)
    assert [("works again" in line) for line in play.told] == [False, True]


def test_validators_are_kept_only_of_a_document_that_was_read_whole(play: Play) -> None:
    """A document that breaks off is asked for again without them, a sound one with them, and once a day in full."""
    tag = (("ETag", '"one"'),)
    play.answer(served("a", "b", headers=tag, end="<item><title>Corte 3: tras"))
    play.start()
    play.pass_time(HOUR)
    assert play.state().etag is None
    play.answer(served("a", "b", headers=tag))
    play.pass_time(HOUR)
    assert play.state().etag == '"one"'
    play.answer(Answer(status=304))
    play.pass_time(30 * HOUR, HOUR)
    full = ["if-none-match" not in request.headers for request in play.rooms[0].requests_to("/feed.xml")]
    assert full[-12:].count(True) >= 1


def test_lying_etags_lose_nothing_and_double_nothing(play: Play) -> None:
    """New entries under an old ETag are read; the same ones under an ETag that changes at each answer are no news."""
    tag = (("ETag", '"stuck"'),)
    play.answer(served("a", "b", headers=tag))
    play.start()
    play.pass_time(HOUR)
    play.answer(served("c", "a", "b", headers=tag))
    play.pass_time(HOUR)
    for n in range(6):
        play.answer(served("c", "a", "b", headers=(("ETag", f'"{n}"'),)))
        play.pass_time(2 * TEN_MIN)
    stored = [entry.item.title for entry in play.apps[-1].store.items_since(NOON - 24 * HOUR, 99)]
    assert sorted(stored) == ["Nota a", "Nota b", "Nota c"]
    assert (play.state().habits.gaps, play.told) == (0, [])


@pytest.mark.parametrize("how", ["chunked", "length", "gzip", "empty"])
def test_what_a_cut_transfer_held_comes_with_the_next_whole_one(play: Play, how: str) -> None:
    """A document cut in transfer is an error of the feed that names it; nothing of it is kept, no gap is told later."""
    play.start()
    play.pass_time(HOUR)
    whole = rss("d", "c", "b", "a")
    half = whole[: len(whole) // 2]
    cut = {
        "chunked": Answer(
            headers=(*XML, ("Transfer-Encoding", "chunked")), body=b"%x\r\n%s" % (999, half), behaviour="cut"
        ),
        "length": Answer(headers=(*XML, ("Content-Length", str(len(whole)))), body=half, behaviour="cut"),
        "gzip": Answer(headers=(*XML, ("Content-Encoding", "gzip")), body=gzip.compress(whole)[:-60]),
        "empty": Answer(headers=XML),
    }[how]
    play.answer(cut)
    play.pass_time(HOUR)
    error = play.state().last_error or ""
    assert {"chunked": "closed before the end", "length": "closed before the end", "gzip": "ends too early"}.get(
        how, "empty"
    ) in error
    play.answer(served("d", "c", "b", "a"))
    play.pass_time(2 * HOUR)
    stored = [entry.item.title for entry in play.apps[-1].store.items_since(NOON - 24 * HOUR, 99)]
    assert sorted(stored) == ["Nota a", "Nota b", "Nota c", "Nota d"]
    assert (play.state().last_error, play.state().habits.gaps) == (None, 0)


def test_retry_after_is_obeyed(play: Play) -> None:
    """No request in the time that the server asked for."""
    play.start()
    play.pass_time(HOUR)
    play.answer(Answer(status=429, headers=(("Retry-After", str(5 * 3600)),)))
    play.pass_time(HOUR / 2)
    asked = play.asked()
    play.pass_time(4 * HOUR)
    assert play.asked() == asked
    play.answer(served("a", "b"))
    play.pass_time(3 * HOUR)
    assert play.state().health in ("ok", "unchanged")


def test_skipped_hours_are_left_alone(play: Play) -> None:
    """skipHours, in UTC."""
    play.answer(served("a", "b", head="<skipHours><hour>14</hour><hour>15</hour></skipHours>"))
    play.start()
    play.pass_time(2 * HOUR)  # until 14:00
    asked = play.asked()
    play.pass_time(2 * HOUR - TEN_MIN)
    assert play.asked() == asked
    play.pass_time(HOUR)
    assert play.asked() > asked


def test_a_feed_without_entries_is_empty_and_not_failing(play: Play) -> None:
    """It answers, so nothing has failed; a document of no bytes is a failure called empty."""
    play.answer(served())
    play.start()
    play.pass_time(6 * HOUR, HOUR)
    assert (play.state().health, play.state().failures, play.told) == ("empty", 0, [])
    play.answer(Answer(headers=XML))
    play.pass_time(6 * HOUR, HOUR)
    assert (play.state().health, play.state().failures > 2) == ("empty", True)
    assert ["has no entries" in line for line in play.told] == [True]


def test_silence_that_is_not_normal_is_told_once(play: Play) -> None:
    """A feed of a note an hour that answers, unchanged, for days."""
    play.answer(None)
    moments = [NOON - HOUR * n for n in range(1, 9)]
    items = tuple(
        ScriptedItem(guid=f"g{n}", title=f"Nota {n}", link=f"/{n}.html", appears_at=at) for n, at in enumerate(moments)
    )
    play.rooms[0].add_feed(ScriptedFeed(path="/feed.xml", title="Diario", items=items))
    play.start()
    play.pass_time(22 * HOUR, HOUR)
    assert play.told == []
    play.pass_time(30 * HOUR, HOUR)
    assert play.state().health == "quiet"
    assert ["brings nothing new" in line for line in play.told] == [True]


@pytest.mark.parametrize(
    ("date", "health"),
    [("<pubDate>hoy</pubDate>", "undated"), ("<pubDate>Tue, 06 Oct 2026 12:00:00 GMT</pubDate>", "skewed")],
)
def test_dates_that_lack_or_lie_are_shown(play: Play, date: str, health: str) -> None:
    """As a state, without a message."""
    body = rss("a", "b").replace(b"<pubDate>Mon, 05 Oct 2026 11:00:00 GMT</pubDate>", date.encode())
    play.answer(Answer(headers=XML, body=body))
    play.start()
    play.pass_time(HOUR)
    assert (play.state().health, play.told) == (health, [])


def test_a_feed_that_changes_its_format_brings_nothing_twice(play: Play) -> None:
    """RSS, then Atom, then JSON Feed, with other ids and the same addresses."""
    play.start()
    play.pass_time(HOUR)
    entries = "".join(
        f"<entry><title>Nota {g}</title><link href='https://d.example/{g}'/><id>urn:{g}</id></entry>" for g in "ab"
    )
    play.answer(Answer(body=f"<feed xmlns='http://www.w3.org/2005/Atom'>{entries}</feed>".encode()))
    play.pass_time(HOUR)
    items = ",".join(f'{{"id": "j{g}", "title": "Nota {g}", "url": "https://d.example/{g}"}}' for g in "ab")
    version = "https://jsonfeed.org/version/1.1"
    play.answer(Answer(body=f'{{"version": "{version}", "title": "D", "items": [{items}]}}'.encode()))
    play.pass_time(HOUR)
    assert len(play.apps[-1].store.items_since(NOON - HOUR, 99)) == 2
    assert play.state().failures == 0
