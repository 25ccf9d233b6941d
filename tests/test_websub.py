"""WebSub: the whole way over loopback, with a hub that confirms, signs and misbehaves; and the protocol by itself."""

import hashlib
import hmac
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from urllib.parse import parse_qsl, urlencode

import pytest
from builders import make_feed_state
from fakes import NOON, FakeClock, RecordingChannel
from hypothesis import given
from hypothesis import strategies as st

from bot import websub
from bot.app import App, load_config, open_fetcher
from bot.domain import FeedHabits, FeedId, FeedState, Subscription, Write
from bot.errors import FetchError
from bot.jobs.subscribe import Subscriber
from bot.newsroom.feeds import Answer, Newsroom
from bot.web import Desk, WebServer

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WAIT_S = 20.0
HUB = "https://hub.example/"


# --- the protocol -----------------------------------------------------------------------------------------------------


def make_subscription(**changes: object) -> Subscription:
    """One that was asked for at noon."""
    made = Subscription(
        feed_id=FeedId("f"), hub=HUB, topic="https://d.example/rss", token="t", secret="s", asked_at=NOON
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # fields by name


def query(**changes: str) -> dict[str, str]:
    """A hub's request for confirmation."""
    plain = {
        "mode": "subscribe",
        "topic": "https://d.example/rss",
        "challenge": "c",
        "lease_seconds": "86400",
    } | changes
    return {f"hub.{name}": value for name, value in plain.items()}


def test_what_we_asked_for_is_confirmed_and_nothing_else() -> None:
    """With the challenge; another topic, an end, an old request and a challenge of a megabyte are not."""
    after, challenge = websub.answered(make_subscription(), query(), NOON + HOUR)
    assert (challenge, after.state, after.lease_until) == ("c", "verified", NOON + HOUR + DAY)
    for wrong in (
        query(topic="https://other.example/"),
        query(mode="unsubscribe"),
        query(challenge=""),
        query(challenge="c" * 2_000),
        {},
    ):
        assert websub.answered(make_subscription(), wrong, NOON + HOUR) == (make_subscription(), None)
    assert websub.answered(make_subscription(), query(), NOON + 2 * DAY)[1] is None
    assert websub.answered(make_subscription(asked_at=None), query(), NOON)[1] is None


@pytest.mark.parametrize(
    ("asked_for", "granted"),
    [
        ("1", timedelta(minutes=10)),
        ("9999999999", timedelta(days=7)),
        ("x", timedelta(days=7)),
        ("99999999", timedelta(days=30)),
    ],
)
def test_leases_are_bounded(asked_for: str, granted: timedelta) -> None:
    """Whatever the hub says."""
    after, _ = websub.answered(make_subscription(), query(lease_seconds=asked_for), NOON)
    assert after.lease_until == NOON + granted


def test_a_lease_is_renewed_before_it_ends() -> None:
    """After three quarters of it; until the hub answers, at growing distances."""
    verified, _ = websub.answered(make_subscription(), query(), NOON)
    assert not websub.is_due(verified, NOON + 17 * HOUR)
    assert websub.is_due(verified, NOON + 18 * HOUR)
    assert websub.is_active(verified, NOON + 23 * HOUR)
    assert not websub.is_active(verified, NOON + 24 * HOUR)
    asked = replace(make_subscription(asked_at=None), attempts=0)
    at, waits = NOON, []
    for _ in range(7):
        asked = websub.asked(asked, at)
        wait = next(n for n in range(1, 100) if websub.is_due(asked, at + n * HOUR))
        waits.append(wait)
        at += wait * HOUR
    assert waits == [1, 2, 4, 8, 16, 24, 24]


def test_a_hub_that_refuses_is_left_alone_for_a_week() -> None:
    """And its messages count no longer."""
    verified, _ = websub.answered(make_subscription(), query(), NOON)
    refused, challenge = websub.answered(verified, query(mode="denied"), NOON + HOUR)
    assert (challenge, websub.is_active(refused, NOON + HOUR)) == (None, False)
    assert not websub.is_due(refused, NOON + 6 * DAY)
    assert websub.is_due(refused, NOON + 7 * DAY)


@pytest.mark.parametrize("name", ["sha1", "sha256", "sha384", "sha512"])
def test_signatures(name: str) -> None:
    """Of each kind that the Recommendation names; of another secret or body they count for nothing."""
    right = hmac.new(b"s", b"body", name).hexdigest()
    assert websub.is_signed(make_subscription(), f"{name}={right}", b"body")
    assert websub.is_signed(make_subscription(), f"{name.upper()}={right.upper()}", b"body")
    assert not websub.is_signed(make_subscription(secret="other"), f"{name}={right}", b"body")
    assert not websub.is_signed(make_subscription(), f"{name}={right}", b"other")


@given(st.one_of(st.none(), st.text(), st.text().map("sha256={}".format), st.text().map("md5={}".format)))
def test_no_made_up_signature_counts(header: str | None) -> None:
    """Nor does any break it."""
    assert not websub.is_signed(make_subscription(), header, b"body")


def test_a_new_hub_or_topic_is_a_new_subscription() -> None:
    """With a secret of its own; none where the document names no hub any more."""
    state = make_feed_state(habits=FeedHabits(hub=HUB, topic="https://d.example/rss"))
    before = make_subscription(feed_id=state.feed_id)
    assert websub.subscribed(state, before, token="n", secret="m") == before
    moved = replace(state, habits=replace(state.habits, hub="https://other.example/"))
    fresh = websub.subscribed(moved, before, token="n", secret="m")
    assert fresh is not None
    assert (fresh.token, fresh.secret, fresh.asked_at) == ("n", "m", None)
    assert websub.subscribed(replace(state, habits=FeedHabits()), before, token="n", secret="m") is None


# --- the whole way ----------------------------------------------------------------------------------------------------


class FakeHub:
    """A hub on loopback: confirms at once what it is asked for, and keeps the form."""

    def __init__(self) -> None:
        self.forms: Queue[dict[str, str]] = Queue()
        self.confirmed: Queue[int] = Queue()
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
                self.send_response(202)
                self.send_header("Content-Length", "0")
                self.end_headers()
                hub.forms.put(form)
                hub.confirmed.put(hub.confirm(form))

            def log_message(self, *args: object) -> None:
                """Nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/hub"

    @staticmethod
    def confirm(form: dict[str, str]) -> int:
        """Asks the callback whether it wants that; the status of its answer, 0 when it lacks the challenge."""
        asked = {
            "hub.mode": "subscribe",
            "hub.topic": form["hub.topic"],
            "hub.challenge": "abc",
            "hub.lease_seconds": "9000",
        }
        status, body = request(f"{form['hub.callback']}?{urlencode(asked)}")
        return status if body == "abc" else 0

    def close(self) -> None:
        """Stops."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def request(url: str, body: bytes | None = None, **headers: str) -> tuple[int, str]:
    """Status and text of an answer."""
    asked = urllib.request.Request(url, data=body, headers=headers)  # noqa: S310  # our own servers
    try:
        with urllib.request.urlopen(asked, timeout=WAIT_S) as answer:  # noqa: S310  # as above
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as exc:
        with exc:
            return exc.code, exc.read().decode()


def rss(hub: str, topic: str, *guids: str) -> bytes:
    """A feed that names its hub."""
    items = "".join(
        f"<item><guid isPermaLink='false'>{g}</guid><title>Nota {g}</title><link>https://d.example/{g}</link></item>"
        for g in guids
    )
    links = f"<atom:link rel='hub' href='{hub}'/><atom:link rel='self' href='{topic}'/>"
    space = "xmlns:atom='http://www.w3.org/2005/Atom'"
    return f"<rss version='2.0' {space}><channel><title>D</title>{links}{items}</channel></rss>".encode()


@dataclass
class World:
    """A feed with a hub, the bot and its desk."""

    app: App
    clock: FakeClock
    newsroom: Newsroom
    hub: FakeHub
    desk: Desk

    @property
    def topic(self) -> str:
        """The feed's address."""
        return self.newsroom.url("/feed.xml")

    def serve(self, *guids: str) -> None:
        """What the feed holds from now on."""
        body = rss(self.hub.url, self.topic, *guids)
        self.newsroom.answer_always("/feed.xml", Answer(headers=(("Content-Type", "application/rss+xml"),), body=body))

    def poll(self, by: timedelta = timedelta(seconds=1)) -> None:
        """Until nothing is under way."""
        now = self.clock.advance(by)
        while self.app.poll(now, 0.5) or self.app.in_flight:
            pass

    def subscribe(self) -> dict[str, str]:
        """The form that the hub got, once it has confirmed it."""
        assert self.app.subscribe(self.clock.now()) == 1
        assert self.hub.confirmed.get(timeout=WAIT_S) == 200
        return self.hub.forms.get(timeout=WAIT_S)

    @property
    def state(self) -> FeedState:
        """Of the feed."""
        return self.app.store.feed_states()[FeedId("f")]

    @property
    def titles(self) -> set[str]:
        """Of all items."""
        return {entry.item.title for entry in self.app.store.items_since(NOON - DAY, 99)}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Everything on loopback; the bot knows the desk's port as the address that hubs reach it under."""
    clock = FakeClock(NOON)
    with ExitStack() as stack:
        newsroom = stack.enter_context(Newsroom(clock))
        hub = FakeHub()
        stack.callback(hub.close)
        file = tmp_path / "config.toml"
        file.write_text(
            '[http]\nallow_addresses = ["127.0.0.0/8"]\n[channels.desk]\ntype = "terminal"\n[[routes]]\n'
            'channel = "desk"\n[health]\nchannel = "desk"\n[web]\nlisten = "127.0.0.1:0"\n'
            'callback_url = "https://bot.example/"\n[[feeds]]\nid = "f"\nname = "F"\nlanguage = "es"\n'
            f'interval_min = 10\nurl = "{newsroom.url("/feed.xml")}"\n',
            encoding="utf-8",
        )
        config = load_config(file)
        desk = stack.enter_context(Desk(config, clock))
        server = stack.enter_context(WebServer(desk, config.web))
        reached = replace(config, web=replace(config.web, callback_url=server.url.rstrip("/")))
        app = stack.enter_context(App(reached, clock, channels={"desk": RecordingChannel("desk")}))
        world = World(app, clock, newsroom, hub, desk)
        world.serve("a", "b")
        world.poll()
        yield world


def signed(form: dict[str, str], body: bytes, name: str = "sha256") -> str:
    """The header of a hub that knows the secret."""
    return f"{name}={hmac.new(form['hub.secret'].encode(), body, getattr(hashlib, name)).hexdigest()}"


def test_what_a_hub_sends_is_taken_in_like_a_poll(world: World) -> None:
    """Once, beside what polls find; no gap is told, and the feed is polled less, within bounds, until the hub fails."""
    form = world.subscribe()
    body = rss(world.hub.url, world.topic, "c")
    for name in ("sha256", "sha1"):
        assert request(form["hub.callback"], body, **{"X-Hub-Signature": signed(form, body, name)})[0] == 202
    world.poll()
    assert world.titles == {"Nota a", "Nota b", "Nota c"}
    assert world.app.store.pushes(9) == []
    world.serve("c", "a", "b")
    world.poll(11 * timedelta(minutes=1))
    assert world.titles == {"Nota a", "Nota b", "Nota c"}
    state = world.state
    assert (state.habits.gaps, world.app.store.outbox()) == (0, [])
    assert state.next_poll_at is not None
    assert timedelta(minutes=40) <= state.next_poll_at - world.clock.now() <= timedelta(hours=2)
    world.serve("d", "c", "a", "b")  # which the hub does not tell
    world.poll(HOUR)
    assert "Nota d" in world.titles
    assert world.state.habits.pushed_at is None


def test_a_hub_in_a_link_header_is_asked_for_the_topic_named_beside_it(world: World) -> None:
    """Though the document names another hub: headers go first. An answer of 304 without them changes nothing."""
    links = f'<{world.hub.url}>; rel="hub", <{world.topic}?self>; rel=self'
    headers = (("Content-Type", "application/rss+xml"), ("Link", links), ("ETag", '"1"'))
    body = rss("https://other.example/", "https://other.example/feed", "a", "b", "c")
    world.newsroom.answer_always("/feed.xml", Answer(headers=headers, body=body))
    world.poll(HOUR)
    assert world.subscribe()["hub.topic"] == f"{world.topic}?self"
    world.newsroom.answer_always("/feed.xml", Answer(status=304))
    world.poll(HOUR)
    assert (world.state.failures, world.state.habits.hub) == (0, world.hub.url)
    assert world.app.subscribe(world.clock.now()) == 0


def test_nothing_unsigned_is_kept(world: World) -> None:
    """The sender learns nothing of it; what is too large, and what has no subscription, is refused."""
    form = world.subscribe()
    callback, body = form["hub.callback"], rss(world.hub.url, world.topic, "evil")
    for headers in ({}, {"X-Hub-Signature": "sha256=00"}, {"X-Hub-Signature": signed({"hub.secret": "guess"}, body)}):
        assert request(callback, body, **headers)[0] == 202
    assert request(callback, bytes(2_000_000))[0] == 413
    assert request(f"{callback}x", body)[0] == 410
    assert request(f"{callback}x?hub.mode=subscribe&hub.topic=x&hub.challenge=c")[0] == 404
    assert request(f"{callback}?hub.mode=subscribe&hub.topic=x&hub.challenge=c")[0] == 404
    world.clock.advance(3 * HOUR)  # the lease was 9000 s
    assert request(callback, body, **{"X-Hub-Signature": signed(form, body)})[0] == 202
    assert world.app.store.pushes(9) == []


def test_a_signed_message_that_is_no_feed_changes_nothing(world: World) -> None:
    """It is forgotten."""
    form = world.subscribe()
    body = b"<html>oops</html>"
    request(form["hub.callback"], body, **{"X-Hub-Signature": signed(form, body)})
    before = world.state
    world.poll()
    assert (world.state, world.app.store.pushes(9)) == (before, [])


def test_the_queue_of_messages_is_bounded(world: World) -> None:
    """Ten of a feed wait; polling finds the rest."""
    form = world.subscribe()
    for n in range(12):
        body = rss(world.hub.url, world.topic, f"n{n}")
        request(form["hub.callback"], body, **{"X-Hub-Signature": signed(form, body)})
    assert len(world.app.store.pushes(99)) == 10


def test_a_lease_is_renewed_with_the_same_secret(world: World) -> None:
    """So that messages under way stay valid; and a feed without a hub loses its subscription."""
    form = world.subscribe()
    world.clock.advance(2 * HOUR)
    assert world.subscribe() == form
    body = rss(world.hub.url, world.topic, "c", "a", "b").replace(b"rel='hub'", b"rel='other'")
    world.newsroom.answer_always("/feed.xml", Answer(body=body))
    world.poll(HOUR)
    assert world.app.subscribe(world.clock.now()) == 0
    assert world.app.store.subscriptions() == {}


def test_a_hub_inside_is_not_dialled(world: World) -> None:
    """A feed may name any address as its hub: it is guarded like all others, and a redirect is not followed."""
    inner = replace(world.state, habits=replace(world.state.habits, hub="http://10.1.2.3/hub"))
    world.app.store.write(Write(feed_state=inner), world.clock.now())
    world.newsroom.answer_always("/hub", Answer(status=307, headers=(("Location", world.hub.url),)))
    with open_fetcher(world.app.config, world.clock) as fetcher:
        subscriber = Subscriber(world.app.store, fetcher, "https://bot.example", [FeedId("f")])
        assert subscriber.renew(world.clock.now()) == 1
        ((_, result),) = fetcher.results(WAIT_S)
        assert isinstance(result, FetchError)
        assert result.problem == "refused_address"
        moved = replace(inner, habits=replace(inner.habits, hub=world.newsroom.url("/hub")))
        world.app.store.write(Write(feed_state=moved), world.clock.now())
        assert subscriber.renew(world.clock.now()) == 1
        ((_, result),) = fetcher.results(WAIT_S)
        assert isinstance(result, FetchError)
        assert result.status == 307
    assert world.hub.forms.empty()
