"""The webhook channel against the fake Slack: messages only, no repeats of its own, and a secret address."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from channel_samples import LINK, Told, make_card, make_entry, make_fold, make_reply, message_of
from fakes import FakeClock

from bot.channels import Secret, WebhookChannel, WebhookSettings
from bot.domain import OutboxMessage, Receipt
from bot.errors import DeliveryError
from bot.newsroom.slack import AnswerLost, ApiFault, FakeSlack, HttpFault, RateLimited


@pytest.fixture
def slack(clock: FakeClock) -> Iterator[FakeSlack]:
    """A workspace with a webhook."""
    with FakeSlack(clock=clock) as server:
        yield server


def channel_of(slack: FakeSlack, url: str | None = None) -> WebhookChannel:
    """A channel of that webhook that never waits."""
    return WebhookChannel("hook", WebhookSettings(url=Secret(url or slack.webhook_url)), pause=lambda seconds: None)


def send(channel: WebhookChannel, message: OutboxMessage, **how: Any) -> tuple[Receipt, Told]:
    """Sends and gives back what the channel told meanwhile."""
    told = Told()
    return channel.send(message, **({"card_ref": None, "parts_there": frozenset(), "progress": told} | how)), told


def failure(channel: WebhookChannel, message: OutboxMessage) -> DeliveryError:
    """The error of a message that is not delivered."""
    with pytest.raises(DeliveryError) as caught:
        send(channel, message)
    return caught.value


def test_a_card_is_posted(slack: FakeSlack) -> None:
    """The same blocks as with a token; there is no reference to give."""
    receipt, told = send(channel_of(slack), message_of(make_card()))
    assert receipt == Receipt(ref=None)
    assert told.events == ["committing", (1, None)]
    assert f"<{LINK}|" in slack.messages[0].visible_text


def test_a_follow_up_names_its_card(slack: FakeSlack) -> None:
    """A reply is a message of its own with an arrow and the card's headline; an edit sends nothing."""
    channel = channel_of(slack)
    send(channel, message_of(make_reply(relation="correction")), card_ref="1.1")
    receipt, told = send(channel, message_of(make_card(), kind="edit"))
    (posted,) = slack.messages
    assert posted.visible_text.startswith("↪ México entrega a 12 presos")
    assert (receipt.note, told.events) == ("a webhook cannot edit: counts are not sent", [])


def test_long_folds_go_on_where_they_stopped(slack: FakeSlack) -> None:
    """Parts already there are not sent again."""
    fold = make_fold(0, entries=tuple(make_entry(n, title="muy " * 120) for n in range(60)))
    channel = channel_of(slack)
    send(channel, message_of(fold))
    whole = len(slack.messages)
    send(channel, message_of(fold), parts_there=frozenset(range(1, whole)))
    assert (whole > 2, len(slack.messages)) == (True, whole + 1)


@pytest.mark.parametrize(
    ("fault", "outcome", "retry_after_s"),
    [
        (RateLimited(7), "not_sent", 7.0),
        (HttpFault(500), "unknown", None),
        (AnswerLost(), "unknown", None),
        (HttpFault(200, "<html>portal</html>"), "unknown", None),
        (HttpFault(404, "no_service"), "not_sent", 300.0),
        (HttpFault(410, "channel_is_archived"), "not_sent", 300.0),
        (HttpFault(403, "<html>"), "not_sent", 300.0),
    ],
)
def test_what_each_fault_means(slack: FakeSlack, fault: Any, outcome: str, retry_after_s: float | None) -> None:
    """One request each: a webhook that may have been heard is not called again by itself."""
    slack.fail("webhook", fault)
    error = failure(channel_of(slack), message_of(make_card()))
    assert (error.outcome, error.retry_after_s) == (outcome, retry_after_s)
    assert len(slack.requests) == 1


def test_refused_blocks_go_as_plain_text_once(slack: FakeSlack) -> None:
    """Then it is given up."""
    channel = channel_of(slack)
    slack.fail("webhook", ApiFault("invalid_blocks"))
    assert send(channel, message_of(make_card()))[0].note == "sent as plain text: invalid_blocks"
    assert slack.messages[0].blocks == ()
    slack.fail("webhook", ApiFault("invalid_blocks"), ApiFault("invalid_payload"))
    error = failure(channel, message_of(make_card()))
    assert (error.outcome, error.detail) == ("refused", "the webhook refused the message: invalid_payload")


def test_the_address_is_a_secret(slack: FakeSlack, caplog: pytest.LogCaptureFixture) -> None:
    """It is in no log, at no level, and in no error: slack-sdk would write it at DEBUG."""
    caplog.set_level(logging.DEBUG)
    send(channel_of(slack), message_of(make_card()))
    slack.fail("webhook", HttpFault(500), ApiFault("invalid_blocks"))
    errors = [failure(channel_of(slack), message_of(make_card()))]
    send(channel_of(slack), message_of(make_card()))
    errors.append(failure(channel_of(slack, "ftp://hooks.example/services/geheim"), message_of(make_card())))
    errors.append(failure(channel_of(slack, "http://hooks.example/services/geheim"), message_of(make_card())))
    assert [error.outcome for error in errors] == ["unknown", "not_sent", "not_sent"]
    said = caplog.text + "".join(
        f"{e} {e.__cause__} {e.__context__ if not e.__suppress_context__ else ''}" for e in errors
    )
    assert ("geheim" in said, slack.token in said, "/services/" in said) == (False, False, False)


def test_it_has_no_history_and_says_so(slack: FakeSlack) -> None:
    """`find` finds nothing, `check` names what is lost."""
    channel = channel_of(slack)
    message = message_of(make_card())
    assert channel.find([message], since=message.created_at) == {}
    assert "no threads" in channel.check()[0]
    assert (channel.can_edit, channel.after_crash) == (False, "repeat")
