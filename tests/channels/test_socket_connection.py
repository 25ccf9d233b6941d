"""The connection of Socket Mode to a loopback Slack: it ends, breaks, is refused, and comes back."""

import threading

import pytest
from fakes import FakeClock
from slack_sdk.socket_mode.interval_runner import IntervalRunner
from socket_kit import Recorder, Waits, action, posted, settings_of

from bot.channels.socket_mode import LOOK_EVERY_S, SocketMode, back_off
from bot.domain import Press, PressOutcome
from bot.newsroom import slack_people as people
from bot.newsroom.slack import FakeSlack
from bot.newsroom.slack_faults import ApiFault, Dropped, HttpFault, RateLimited
from bot.newsroom.slack_sockets import MAX_CONNECTIONS

# --- what breaks ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["warning", "refresh_requested", "link_disabled", "close", "drop"])
def test_a_connection_that_ends_is_followed_by_another(
    slack: FakeSlack, ear: SocketMode, listener: Recorder, way: str
) -> None:
    """Whether Slack asks for it, closes, or is gone without a word."""
    {"close": slack.sockets.close, "drop": slack.sockets.drop}.get(
        way,
        lambda: slack.sockets.disconnect(way),  # type: ignore[arg-type]  # one of Reason
    )()
    assert slack.sockets.wait_connected(opened=2)
    assert slack.sockets.wait(lambda: slack.sockets.open == 1)
    assert people.press(slack, posted(slack), action("relevant")).acked
    assert len(listener.presses) == 1


def test_a_connection_that_soon_ends_is_not_asked_for_at_once(slack: FakeSlack, listener: Recorder) -> None:
    """Slack allows about one call a minute: only one that lasted a minute is followed without a pause."""
    clock = FakeClock()
    waits = Waits(lambda: False)
    with SocketMode({"desk": settings_of(slack)}, listener, now=clock.now, wait=waits):
        assert slack.sockets.wait_connected()
        slack.sockets.drop()
        assert slack.sockets.wait_connected(opened=2)
        assert [int(seconds) for seconds in waits.asked if seconds != LOOK_EVERY_S] == [1]
        waits.for_looks(2)
        clock.advance(60)
        waits.for_looks(2)
        slack.sockets.drop()
        assert slack.sockets.wait_connected(opened=3)
        assert [int(seconds) for seconds in waits.asked if seconds != LOOK_EVERY_S] == [1]


def test_a_session_that_begins_while_it_is_closed_ends(slack: FakeSlack, listener: Recorder) -> None:
    """The SDK takes back the word to end where a session begins; closing says it again until the thread has ended."""
    ear = SocketMode({"desk": settings_of(slack)}, listener)
    state, pause = ear._client.current_session_state, threading.Event()

    def until_told() -> None:
        while not state.terminated:
            pause.wait(0.01)

    def begin() -> None:
        until_told()
        state.terminated = False
        until_told()

    ear._client.current_session_runner = IntervalRunner(begin).start()
    closing = threading.Thread(target=ear.close, daemon=True)
    closing.start()
    closing.join(20)
    assert not closing.is_alive()


def test_a_connection_that_breaks_in_the_middle_of_a_press_loses_nothing(
    slack: FakeSlack, ear: SocketMode, listener: Recorder
) -> None:
    """It is written before it is acknowledged; told again over the next connection, it is the same press."""
    card = posted(slack)
    payload = people.action_payload(slack, card, action("duplicate"))
    original = listener.press

    def press(press: Press) -> PressOutcome:
        slack.sockets.drop()
        slack.sockets.wait(lambda: slack.sockets.open == 0)
        listener.press = original  # type: ignore[method-assign]  # only the first one is disturbed
        return original(press)

    listener.press = press  # type: ignore[method-assign]  # the connection breaks while it is written
    lost = slack.sockets.deliver("interactive", payload, wait_s=0.5)
    assert slack.sockets.wait_connected(opened=2)
    assert slack.sockets.deliver_envelope(lost.envelope).acked
    assert listener.presses[0].key == listener.presses[1].key


def test_it_comes_back_for_ever_and_waits_longer_each_time(slack: FakeSlack, listener: Recorder) -> None:
    """No answer, 500, 429, an internal error: none of them ends it, none of them is a health message."""
    faults = [Dropped(), HttpFault(), RateLimited(30), ApiFault("internal_error"), HttpFault(502)]
    slack.fail("apps.connections.open", *faults)
    waits = Waits(lambda: slack.sockets.open > 0)
    with SocketMode({"desk": settings_of(slack)}, listener, wait=waits):
        assert slack.sockets.wait_connected()
    pauses = [seconds for seconds in waits.asked if seconds != LOOK_EVERY_S]
    for seconds, least in zip(pauses, (1, 2, 30, 8, 16), strict=True):
        assert least <= seconds <= least * 1.25
    assert listener.refusals == []


def test_a_connection_that_is_not_accepted_is_tried_again(slack: FakeSlack, listener: Recorder) -> None:
    """Slack takes ten of an app; the eleventh gets in when there is room."""
    crowd = [SocketMode({"desk": settings_of(slack)}, listener) for _ in range(MAX_CONNECTIONS)]
    for n, one in enumerate(crowd, start=1):
        one.start()
        assert slack.sockets.wait_connected(opened=n)
    waits = Waits(lambda: slack.sockets.connections_opened > MAX_CONNECTIONS)
    with SocketMode({"desk": settings_of(slack)}, listener, wait=waits):
        for one in crowd:
            one.close()
        assert slack.sockets.wait_connected(opened=MAX_CONNECTIONS + 1)
    assert listener.refusals == []


@pytest.mark.parametrize(
    ("error", "remedy"),
    [
        ("invalid_auth", "the app token is not valid"),
        ("not_allowed_token_type", "xapp-"),
        ("missing_scope", "connections:write"),
        ("something_new", "switch Socket Mode on"),
    ],
)
def test_a_refusal_is_told_once_with_its_remedy(slack: FakeSlack, listener: Recorder, error: str, remedy: str) -> None:
    """However often it is tried; it goes on trying, since somebody may mend it, and says when it is mended."""
    slack.fail("apps.connections.open", *[ApiFault(error)] * 3)
    with SocketMode({"desk": settings_of(slack)}, listener, wait=Waits(lambda: slack.sockets.open > 0)):
        assert slack.sockets.wait_connected()
    assert len(listener.refusals) == 1
    assert error in listener.refusals[0][0]
    assert remedy in listener.refusals[0][1]
    assert listener.heard_again == 1


def test_the_wait_grows_to_a_minute() -> None:
    """1, 2, 4 … 60 seconds, a quarter more by chance, so that many bots do not come back together."""
    assert [back_off(n, 0.0) for n in range(8)] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert back_off(10**6, 0.999) < 75
