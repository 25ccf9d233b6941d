"""A mail channel on a loopback server, and sending by it."""

import ssl
from collections.abc import Sequence, Set
from typing import Any

import pytest
from channel_samples import (
    Told,
    make_digest,
    message_of,
)
from smtp_server import CERTIFICATE, SmtpServer

from bot.channels import MailChannel, MailSettings, SmtpSettings
from bot.domain import OutboxMessage, Receipt
from bot.errors import DeliveryError


def channel_of(
    server: SmtpServer, *, recipients: Sequence[str] = (), host: str = "127.0.0.1", **changes: Any
) -> MailChannel:
    """A channel of that server; `changes` are fields of SmtpSettings."""
    values: dict[str, Any] = {
        "host": host,
        "port": server.port,
        "security": server.security,
        "sender": "Pregonero <bot@example.org>",
    }
    tls = ssl.create_default_context(cafile=str(CERTIFICATE))
    return MailChannel(
        "mail", MailSettings(smtp=SmtpSettings(**(values | changes)), recipients=tuple(recipients)), tls=tls
    )


def send(channel: MailChannel, message: OutboxMessage, parts_there: Set[int] = frozenset()) -> tuple[Receipt, Told]:
    """Sends and gives back what the channel told meanwhile."""
    told = Told()
    return channel.send(message, card_ref=None, parts_there=parts_there, progress=told), told


def failure(channel: MailChannel, message: OutboxMessage, told: Told | None = None) -> DeliveryError:
    """The error of a mail that is not delivered."""
    with pytest.raises(DeliveryError) as caught:
        channel.send(message, card_ref=None, parts_there=frozenset(), progress=told or Told())
    return caught.value


def digest(**changes: Any) -> OutboxMessage:
    """A digest's message."""
    return message_of(make_digest(**changes), dedupe_key="mail:digest:desk:2026-10-05:ana@example.org")
