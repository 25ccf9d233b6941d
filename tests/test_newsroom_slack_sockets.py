"""The Socket Mode side of the fake Slack does as Slack's pages say: tickets, greetings, envelopes, private answers."""

import asyncio
import json
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import aiohttp
import pytest
from fakes import FakeClock

from bot.newsroom import slack_people as people
from bot.newsroom.slack import FakeSlack
from bot.newsroom.slack_faults import ApiFault, RateLimited
from bot.newsroom.slack_sockets import MAX_CONNECTIONS

Talk = Callable[[aiohttp.ClientWebSocketResponse], Awaitable[Any]]


@pytest.fixture
def slack(clock: FakeClock) -> Iterator[FakeSlack]:
    """A workspace with one channel."""
    with FakeSlack(clock=clock) as server:
        yield server


def ask(slack: FakeSlack, method: str, token: str, **payload: Any) -> dict[str, Any]:
    """The JSON that a method answers."""
    request = urllib.request.Request(  # noqa: S310  # loopback
        slack.api_url + method,
        json.dumps(payload).encode(),
        {"Content-Type": "application/json", "Authorization": f"Bearer {token}"},
    )
    with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310
        return dict(json.load(answer))


def ticket(slack: FakeSlack) -> str:
    """An address to connect to."""
    return str(ask(slack, "apps.connections.open", slack.app_token)["url"])


def talk(url: str, with_it: Talk) -> Any:
    """Connects and lets the talk happen; returns what it returns."""

    async def run() -> Any:
        async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
            return await with_it(socket)

    return asyncio.run(run())


async def greeting(socket: aiohttp.ClientWebSocketResponse) -> dict[str, Any]:
    """The first message."""
    return dict(await socket.receive_json(timeout=5))


def test_only_an_app_token_opens_connections(slack: FakeSlack) -> None:
    """And it opens nothing else; without one it is `not_authed`."""
    assert ask(slack, "apps.connections.open", slack.token)["error"] == "not_allowed_token_type"
    assert ask(slack, "auth.test", slack.app_token)["error"] == "not_allowed_token_type"
    assert ask(slack, "apps.connections.open", "xapp-other")["error"] == "invalid_auth"
    assert ask(slack, "apps.connections.open", "")["error"] == "not_authed"
    assert ticket(slack).startswith("ws://")
    slack.fail("apps.connections.open", ApiFault("missing_scope"), RateLimited(30))
    assert ask(slack, "apps.connections.open", slack.app_token)["error"] == "missing_scope"
    with pytest.raises(urllib.error.HTTPError) as limited:
        ticket(slack)
    assert limited.value.code == 429
    limited.value.close()


def test_a_connection_begins_with_hello(slack: FakeSlack) -> None:
    """It names the app, how many are connected, and about how long it will last."""
    hello = talk(ticket(slack), greeting)
    assert hello["type"] == "hello"
    assert hello["num_connections"] == 1
    assert hello["connection_info"] == {"app_id": "A0PREGONERO"}
    assert hello["debug_info"]["approximate_connection_time"] > 0


def test_an_address_is_good_for_one_connection(slack: FakeSlack) -> None:
    """The second time, and with a made-up ticket, there is no handshake."""
    url = ticket(slack)
    talk(url, greeting)
    for bad in (url, url.replace("ticket=", "ticket=x")):
        with pytest.raises(aiohttp.WSServerHandshakeError):
            talk(bad, greeting)


def test_ten_connections_are_the_most(slack: FakeSlack) -> None:
    """The eleventh is turned away."""

    async def run() -> int:
        async with aiohttp.ClientSession() as session:
            open_ones = [await session.ws_connect(ticket(slack)) for _ in range(MAX_CONNECTIONS)]
            greetings = [(await greeting(socket))["num_connections"] for socket in open_ones]
            assert greetings == list(range(1, MAX_CONNECTIONS + 1))
            try:
                await session.ws_connect(ticket(slack))
            except aiohttp.WSServerHandshakeError as refused:
                return refused.status
        return 0

    assert asyncio.run(run()) == 429


def test_envelopes_wait_for_their_acknowledgement(slack: FakeSlack) -> None:
    """Each has an id, a type and a payload; what is acknowledged by another id is not acknowledged."""
    seen: list[dict[str, Any]] = []

    async def run() -> tuple[bool, bool]:
        async with aiohttp.ClientSession() as session, session.ws_connect(ticket(slack)) as socket:
            await greeting(socket)
            loop = asyncio.get_running_loop()
            first = loop.run_in_executor(None, lambda: people.command(slack, "explain x"))
            seen.append(await socket.receive_json(timeout=5))
            await socket.send_json({"envelope_id": seen[0]["envelope_id"], "payload": {"text": "hola"}})
            second = loop.run_in_executor(None, lambda: slack.sockets.deliver("interactive", {}, wait_s=0.2))
            seen.append(await socket.receive_json(timeout=5))
            await socket.send_json({"envelope_id": "another"})
            return (await first).ack == {"envelope_id": seen[0]["envelope_id"], "payload": {"text": "hola"}}, (
                await second
            ).acked

    assert asyncio.run(run()) == (True, False)
    assert {key for envelope in seen for key in envelope} == {
        "envelope_id",
        "type",
        "payload",
        "accepts_response_payload",
    }
    assert [(e["type"], e["accepts_response_payload"]) for e in seen] == [
        ("slash_commands", True),
        ("interactive", False),
    ]
    assert seen[0]["envelope_id"] != seen[1]["envelope_id"]


def test_nobody_is_there(slack: FakeSlack) -> None:
    """Then nothing can be delivered, and Slack tells the person that the app did not respond."""
    with pytest.raises(RuntimeError, match="no program is connected"):
        people.command(slack, "explain x")


def test_a_person_can_be_answered_five_times(slack: FakeSlack) -> None:
    """Then the address is used up; one that was never given is not known."""
    url = slack.sockets.response_url(slack.base_url, "U0ANA")

    def answer(address: str) -> int:
        request = urllib.request.Request(address, b'{"text": "hola"}', {"Content-Type": "application/json"})  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=5) as response:  # noqa: S310
                return int(response.status)
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code

    assert [answer(url) for _ in range(6)] == [200] * 5 + [404]
    assert answer(url + "x") == 404
    assert [(w.user, w.text) for w in slack.sockets.whispers] == [("U0ANA", "hola")] * 5


def test_only_buttons_that_are_there_can_be_pressed(slack: FakeSlack) -> None:
    """As a person can only press what they see."""
    ask(slack, "chat.postMessage", slack.token, channel="C0DESK", text="no buttons")
    with pytest.raises(LookupError):
        people.action_payload(slack, slack.messages[0], "pregonero:relevant")
