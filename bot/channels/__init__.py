"""Channels: the places that messages go to. Each renders channel-neutral payloads and sends them; none decides.

A new channel is a module with a frozen `Settings`, its limits as constants and a class that keeps `bot.ports.Channel`,
and one entry in `CHANNELS`. May import ports, compose, extract (labels of measures), domain, errors; only this package
imports slack-sdk and smtplib.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol, get_args

from bot.channels import slack_buttons
from bot.channels.apprise import AppriseChannel, AppriseSettings
from bot.channels.base import Look, Secret
from bot.channels.file import FileChannel, FileSettings
from bot.channels.labels import WordLanguage
from bot.channels.mail import MailChannel, MailSettings
from bot.channels.signed import SignedChannel, SignedSettings
from bot.channels.slack import SlackChannel
from bot.channels.slack_blocks import render as render_blocks
from bot.channels.slack_preview import page as preview_page
from bot.channels.slack_settings import API_URL as SLACK_API_URL
from bot.channels.slack_settings import SlackSettings
from bot.channels.smtp import SmtpSettings
from bot.channels.socket_mode import SlackApp, SocketMode, app_of
from bot.channels.terminal import TerminalChannel, TerminalSettings
from bot.channels.webhook import WebhookChannel, WebhookSettings
from bot.compose import Card, Reply
from bot.errors import ConfigError
from bot.ports import Channel, Listener

Settings = (
    SlackSettings | WebhookSettings | TerminalSettings | MailSettings | FileSettings | SignedSettings | AppriseSettings
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelTable:
    """What a `[channels.x]` table can hold, secrets resolved; each type of channel takes what it needs."""

    type: str
    language: WordLanguage = "en"
    timezone: str = "UTC"  # [alerts] timezone
    token: Secret | None = None
    app_token: Secret | None = None
    url: Secret | None = None
    secret: Secret | None = None
    api_url: str | None = None
    channel: str | None = None
    labellers: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    path: Path | None = None
    smtp: SmtpSettings | None = None  # the [smtp] table


class CheckedChannel(Channel, Protocol):
    """A channel that can also say what is wrong with its settings."""

    def check(self) -> tuple[str, ...]:
        """Problems and limits, one sentence each with the remedy; () = none. May ask the service, sends nothing."""
        ...


@dataclass(frozen=True, slots=True)
class ChannelType:
    """One value of `type` in the configuration."""

    settings: type[Settings]
    read: Callable[[ChannelTable], Settings]
    make: Callable[..., CheckedChannel]  # (name, settings, **extras): each takes its own settings and extras


def _needed(table: ChannelTable, key: str) -> Any:  # Any: the field's own type, None excluded
    value = getattr(table, key)
    if value is None:
        raise ConfigError([f"a channel of type {table.type} needs {_SOURCES[key]}"])
    return value


_SOURCES = {
    "token": "the variable that `token_env` names",
    "url": "the variable that `url_env` names",
    "secret": "the variable that `secret_env` names",
    "channel": "the key `channel`",
    "smtp": "the table [smtp]",
}


def _slack(table: ChannelTable) -> SlackSettings:
    return SlackSettings(
        token=_needed(table, "token"),
        app_token=table.app_token,
        channel=_needed(table, "channel"),
        api_url=table.api_url or SLACK_API_URL,
        language=table.language,
        timezone=table.timezone,
        labellers=table.labellers,
    )


def _webhook(table: ChannelTable) -> WebhookSettings:
    return WebhookSettings(url=_needed(table, "url"), language=table.language, timezone=table.timezone)


def _signed(table: ChannelTable) -> SignedSettings:
    return SignedSettings(url=_needed(table, "url"), secret=_needed(table, "secret"))


def _apprise(table: ChannelTable) -> AppriseSettings:
    return AppriseSettings(urls=_needed(table, "url"), language=table.language, timezone=table.timezone)


def _terminal(table: ChannelTable) -> TerminalSettings:
    return TerminalSettings(language=table.language, timezone=table.timezone)


def _mail(table: ChannelTable) -> MailSettings:
    return MailSettings(
        smtp=_needed(table, "smtp"), recipients=table.recipients, language=table.language, timezone=table.timezone
    )


def _file(table: ChannelTable) -> FileSettings:
    return FileSettings(path=table.path) if table.path is not None else FileSettings()


CHANNELS: Mapping[str, ChannelType] = {
    "slack": ChannelType(SlackSettings, _slack, SlackChannel),
    "webhook": ChannelType(WebhookSettings, _webhook, WebhookChannel),
    "json": ChannelType(SignedSettings, _signed, SignedChannel),
    "apprise": ChannelType(AppriseSettings, _apprise, AppriseChannel),
    "terminal": ChannelType(TerminalSettings, _terminal, TerminalChannel),
    "mail": ChannelType(MailSettings, _mail, MailChannel),
    "file": ChannelType(FileSettings, _file, FileChannel),
}


def settings_from(table: ChannelTable) -> Settings:
    """The settings that a table of the configuration holds.

    Raises:
        ConfigError: there is no such type, or a key that this type needs is missing.
    """
    kind = CHANNELS.get(table.type)
    if kind is None:
        raise ConfigError([f"{table.type!r} is no type of channel; there are {', '.join(sorted(CHANNELS))}"])
    return kind.read(table)


def has_buttons(settings: Settings) -> bool:
    """Cards of the channel carry buttons, and show who pressed what."""
    return isinstance(settings, SlackSettings) and settings.app_token is not None


def without_buttons(settings: Settings) -> Settings:
    """The same channel where nobody is there to hear what people press."""
    return replace(settings, app_token=None) if isinstance(settings, SlackSettings) else settings


def ears(channels: Mapping[str, Settings], listener: Listener, before: Sequence[SocketMode] = ()) -> list[SocketMode]:
    """What hears the people in these channels: one connection for each app, begun or going on.

    Args:
        channels: as configured.
        listener: takes what people do.
        before: connections so far; those of apps that are still there go on, the others are closed.
    """
    apps: dict[SlackApp, dict[str, SlackSettings]] = {}
    for name, settings in channels.items():
        if isinstance(settings, SlackSettings) and settings.app_token is not None:
            apps.setdefault(app_of(settings), {})[name] = settings
    listening = {ear.app: ear for ear in before}
    for app, ear in listening.items():
        if app in apps:
            ear.configure(apps[app])
        else:
            ear.close()
    for app in apps.keys() - listening.keys():
        listening[app] = SocketMode(apps[app], listener)
        listening[app].start()
    return [listening[app] for app in apps]


def previewed(messages: Sequence[Card | Reply], timezone: str) -> str:
    """An HTML page that shows messages as Slack would, in each language; below a card what `Quotes` shows."""
    shown = []
    for language in get_args(WordLanguage):
        look = Look.of(language, timezone)
        for message in messages:
            if isinstance(message, Card):
                below, quotes = slack_buttons.blocks(message, look), slack_buttons.quotes(message, look)
                parts = render_blocks(message, look, has_card=True, below=below, quotes=quotes)
            else:
                parts = render_blocks(message, look, has_card=True)
            shown += [(part, isinstance(message, Reply)) for part in parts]
            if isinstance(message, Card) and message.figures:
                shown.append((slack_buttons.quotes_shown(message, look), True))
    return preview_page(shown)


def build(name: str, settings: Settings, **extras: Any) -> CheckedChannel:  # Any: what the class takes by keyword
    """The channel for these settings.

    Args:
        name: of the channel in the configuration.
        settings: a Settings object; its class decides which channel.
        extras: what the channel's class takes by keyword: `console` (terminal), `pause` (slack, webhook), `tls` (mail).

    Raises:
        ConfigError: a setting has the right type and a wrong value.
    """
    kind = next(kind for kind in CHANNELS.values() if kind.settings is type(settings))
    return kind.make(name, settings, **extras)


__all__ = [
    "CHANNELS",
    "AppriseChannel",
    "AppriseSettings",
    "ChannelTable",
    "ChannelType",
    "CheckedChannel",
    "FileChannel",
    "FileSettings",
    "MailChannel",
    "MailSettings",
    "Secret",
    "Settings",
    "SignedChannel",
    "SignedSettings",
    "SlackChannel",
    "SlackSettings",
    "SmtpSettings",
    "SocketMode",
    "TerminalChannel",
    "TerminalSettings",
    "WebhookChannel",
    "WebhookSettings",
    "WordLanguage",
    "build",
    "ears",
    "has_buttons",
    "previewed",
    "settings_from",
    "without_buttons",
]
