"""What every channel of the registry promises, whatever it is."""

import io
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from channel_samples import (
    PAYLOADS,
    Told,
    make_card,
    make_digest,
    make_fold,
    make_notice,
    make_reply,
    message_of,
)
from hypothesis import HealthCheck, given, settings
from inbox_server import Inbox
from rich.console import Console
from smtp_server import CERTIFICATE, SmtpServer

from bot.channels import (
    CHANNELS,
    ChannelTable,
    CheckedChannel,
    FileSettings,
    MailSettings,
    Secret,
    SlackSettings,
    SmtpSettings,
    TerminalSettings,
    WebhookSettings,
    build,
    settings_from,
)
from bot.compose import Payload
from bot.domain import OutboxMessage
from bot.errors import ConfigError, DeliveryError
from bot.newsroom.slack import FakeSlack
from bot.ports import Channel

Maker = Callable[[str], CheckedChannel]


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Maker]:
    """Builds a channel of a type against services on loopback that work."""
    folder = tmp_path_factory.mktemp("digests")
    with FakeSlack() as slack, SmtpServer() as smtp, Inbox() as inbox:
        urls = {"json": inbox.url, "apprise": f"json://{inbox.address}/"}

        def maker(kind: str) -> CheckedChannel:
            table = ChannelTable(
                type=kind,
                language="es",
                timezone="America/Mexico_City",
                token=Secret(slack.token),
                url=Secret(urls.get(kind, slack.webhook_url)),
                secret=Secret("a shared secret of some length"),
                api_url=slack.api_url,
                channel="C0DESK",
                recipients=("ana@example.org",),
                path=folder,
                smtp=SmtpSettings(host="127.0.0.1", port=smtp.port, security="none", sender="bot@example.org"),
            )
            extras = {
                "slack": {"pause": lambda seconds: None},
                "webhook": {"pause": lambda seconds: None},
                "terminal": {"console": Console(file=io.StringIO(), width=80)},
                "mail": {"tls": ssl.create_default_context(cafile=str(CERTIFICATE))},
            }
            return build("desk", settings_from(table), **extras.get(kind, {}))

        yield maker


def deliver(channel: Channel, message: OutboxMessage) -> Told:
    """Sends as the outbox does: a card first where the message needs one."""
    ref = None
    if message.kind == "edit":
        ref = channel.send(message_of(make_card()), card_ref=None, parts_there=frozenset(), progress=Told()).ref or "x"
    told = Told()
    channel.send(message, card_ref=ref, parts_there=frozenset(), progress=told)
    return told


@pytest.mark.parametrize("kind", CHANNELS)
@pytest.mark.parametrize(
    "message",
    [
        message_of(make_card()),
        message_of(make_card(), kind="edit"),
        message_of(make_reply()),
        message_of(make_fold(5)),
        message_of(make_notice()),
        message_of(make_digest()),
    ],
    ids=lambda message: message.kind,
)
def test_every_kind_can_be_sent_twice(make: Maker, kind: str, message: OutboxMessage) -> None:
    """No kind of message is unknown to a channel, and a second time is no error. Parts are told in order, from 1."""
    channel = make(kind)
    for _ in range(2):
        told = deliver(channel, message)
        parts = [event[0] for event in told.events if isinstance(event, tuple)]
        assert parts == list(range(1, len(parts) + 1))
        assert told.events[:1] in ([], ["committing"])


@pytest.mark.parametrize("kind", CHANNELS)
def test_a_payload_that_cannot_be_read_is_refused(make: Maker, kind: str) -> None:
    """Nothing is sent, and no later attempt would help."""
    told = Told()
    with pytest.raises(DeliveryError) as caught:
        make(kind).send(message_of(make_card(), payload="{}"), card_ref=None, parts_there=frozenset(), progress=told)
    assert (caught.value.outcome, told.events) == ("refused", [])


@pytest.mark.parametrize("kind", [kind for kind in CHANNELS if kind not in ("mail", "slack")])
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(payload=PAYLOADS)
def test_any_text_is_taken(make: Maker, kind: str, payload: Payload) -> None:
    """No text of a feed's makes a channel fail. (Mail and Slack have slower tests of their own.)"""
    deliver(make(kind), message_of(payload))


@pytest.mark.parametrize("kind", CHANNELS)
def test_channels_say_what_they_can(make: Maker, kind: str) -> None:
    """Name, abilities and behaviour after a crash are there; the settings are frozen and show no secret."""
    channel = make(kind)
    assert channel.name == "desk"
    assert isinstance(channel.can_edit, bool)
    assert channel.after_crash in ("search", "repeat", "leave")
    assert all(isinstance(problem, str) for problem in channel.check())


@pytest.mark.parametrize(
    ("kind", "named"),
    [
        ("slack", "token_env"),
        ("webhook", "url_env"),
        ("mail", r"\[smtp\]"),
        ("json", "url_env"),
        ("apprise", "url_env"),
        ("teams", "slack, terminal"),
    ],
)
def test_missing_settings_are_named(kind: str, named: str) -> None:
    """A table without what its type needs, or of no type, is a configuration error that names the key."""
    with pytest.raises(ConfigError, match=named):
        settings_from(ChannelTable(type=kind))


def test_settings_take_their_defaults() -> None:
    """What a table does not say has a default where one makes sense."""
    token, smtp = Secret("x"), SmtpSettings(host="mail.example.org")
    assert settings_from(ChannelTable(type="slack", token=token, channel="C1")) == SlackSettings(
        token=token, channel="C1"
    )
    assert settings_from(ChannelTable(type="webhook", url=token)) == WebhookSettings(url=token)
    assert settings_from(ChannelTable(type="terminal")) == TerminalSettings()
    assert settings_from(ChannelTable(type="mail", smtp=smtp)) == MailSettings(smtp=smtp)
    assert settings_from(ChannelTable(type="file")) == FileSettings(path=Path("state/digests"))
