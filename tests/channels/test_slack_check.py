"""What `check` says of a Slack channel, with what to click."""

from slack_kit import channel_of

from bot.channels import Secret
from bot.newsroom.slack import ApiFault, Dropped, FakeSlack, HttpFault


def test_check_names_what_is_wrong(slack: FakeSlack) -> None:
    """Nothing for a good set-up; else a sentence with the remedy, and nothing is posted."""
    assert channel_of(slack).check() == ()
    assert "token_env" in channel_of(slack, token=Secret("bad")).check()[0]
    assert "give its ID" in channel_of(slack, channel="#desk").check()[0]
    slack.fail("auth.test", ApiFault("weird_error"))
    assert channel_of(slack).check() == ("Slack answered weird_error to auth.test",)
    assert slack.messages == ()


def test_check_says_what_to_click(slack: FakeSlack) -> None:
    """Scopes that are missing by name, tokens in each other's place, Socket Mode that is off; no connection is made."""
    with_buttons = {"app_token": Secret(slack.app_token)}
    assert channel_of(slack, **with_buttons).check() == ()
    slack.scopes.discard("commands")
    assert channel_of(slack).check() == ()
    (problem,) = channel_of(slack, **with_buttons).check()
    assert "lacks commands" in problem
    assert "Bot Token Scopes" in problem
    slack.scopes.clear()
    slack.scopes.add("users:read")
    problems = " ".join(channel_of(slack).check())
    assert "lacks chat:write, channels:history" in problems
    slack.scopes.update(("chat:write", "groups:history", "channels:history"))
    slack.channels.clear()
    assert "invite the bot" in channel_of(slack).check()[0]
    swapped = channel_of(slack, token=Secret(slack.app_token), app_token=Secret(slack.token)).check()
    assert "begins with xoxb-" in swapped[0]
    assert "begins with xapp-" in swapped[-1]
    for fault, says in (
        (ApiFault("invalid_auth"), "App-Level Tokens"),
        (ApiFault("no_such_mode"), "switch Socket Mode on"),
        (HttpFault(500), "no usable answer"),
        (Dropped(), "answer was lost"),
    ):
        slack.fail("apps.connections.open", fault)
        assert says in channel_of(slack, **with_buttons).check()[-1]
    assert slack.sockets.connections_opened == 0
    assert slack.messages == ()
