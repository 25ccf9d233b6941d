"""A channel on a fake Slack, and sending to it."""

from collections.abc import Set
from datetime import timedelta
from typing import Any

import pytest
from channel_samples import (
    Told,
)
from fakes import NOON

from bot.channels import Secret, SlackChannel, SlackSettings
from bot.domain import OutboxMessage, Receipt
from bot.errors import DeliveryError
from bot.newsroom.slack import FakeSlack

SINCE = NOON - timedelta(minutes=2)


def channel_of(slack: FakeSlack, **changes: Any) -> SlackChannel:
    """A channel of that workspace that never waits."""
    values: dict[str, Any] = {"token": Secret(slack.token), "channel": "C0DESK", "api_url": slack.api_url}
    return SlackChannel("desk", SlackSettings(**(values | changes)), pause=lambda seconds: None)


def send(
    channel: SlackChannel, message: OutboxMessage, *, card_ref: str | None = None, parts_there: Set[int] = frozenset()
) -> tuple[Receipt, Told]:
    """Sends and gives back what the channel told meanwhile."""
    told = Told()
    return channel.send(message, card_ref=card_ref, parts_there=parts_there, progress=told), told


def failure(channel: SlackChannel, message: OutboxMessage, **how: Any) -> DeliveryError:
    """The error of a message that is not delivered."""
    with pytest.raises(DeliveryError) as caught:
        send(channel, message, **how)
    return caught.value
