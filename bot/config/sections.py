"""The tables of config.toml: one dataclass each, whose fields are its keys. Units are in the keys.

`docs/config.md` explains every key; tests hold the two together. May import domain and config.tables.
"""

import datetime
from dataclasses import dataclass, field
from typing import Annotated, Literal

from bot.config.tables import Between
from bot.domain import FeedKind, Language, Reliability, Severity


@dataclass(frozen=True, kw_only=True)
class StateSection:
    url: str = "state/pregonero.db"
    keep_days: Annotated[int, Between(1, 36_500)] = 90


@dataclass(frozen=True, kw_only=True)
class PollSection:
    tick_s: Annotated[float, Between(0.05, 60)] = 1.0
    workers: Annotated[int, Between(1, 1_000)] = 50


@dataclass(frozen=True, kw_only=True)
class HttpSection:
    connect_timeout_s: Annotated[float, Between(0.1, 600)] = 10.0
    total_timeout_s: Annotated[float, Between(0.1, 600)] = 30.0
    max_body_bytes: Annotated[int, Between(1_000, 100_000_000)] = 5_000_000
    user_agent: str | None = None
    proxy: str | None = None
    allow_addresses: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class AlertsSection:
    max_age_h: Annotated[float, Between(0.1, 8_784)] = 72.0
    first_run_max_age_h: Annotated[float, Between(0.1, 8_784)] = 24.0
    hourly_cap: Annotated[int, Between(1, 1_000_000)] = 20
    noisy_above_per_h: Annotated[int, Between(1, 1_000_000)] = 10
    quiet_hours: str | None = None
    timezone: str = "America/Mexico_City"


@dataclass(frozen=True, kw_only=True)
class FeedSection:
    id: str
    name: str
    url: str
    language: Language = "und"
    country: str | None = None
    kind: FeedKind = "newspaper"
    priority: Literal[1, 2, 3] = 2
    reliability: Reliability = "F"
    timezone: str | None = None
    interval_min: Annotated[float | None, Between(1, 10_080)] = None
    max_interval_min: Annotated[float | None, Between(1, 10_080)] = None
    enabled: bool = True


@dataclass(frozen=True, kw_only=True)
class RuleSection:
    when: str
    effect: str
    until: datetime.date | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class TopicSection:
    threshold: Annotated[float | None, Between(0.01, 0.99)] = None
    rules: list[dict[str, object]] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class WatchSection:
    people: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class ChannelSection:
    type: str
    language: Literal["en", "es"] = "en"
    token_env: str | None = None
    app_token_env: str | None = None
    labellers: list[str] = field(default_factory=list)
    url_env: str | None = None
    secret_env: str | None = None
    api_url: str | None = None
    channel: str | None = None
    recipients: list[str] = field(default_factory=list)
    path: str | None = None


@dataclass(frozen=True, kw_only=True)
class RouteSection:
    channel: str
    topics: list[str] = field(default_factory=list)
    severities: list[Severity] = field(default_factory=lambda: ["P1", "P2"])
    languages: list[Language] = field(default_factory=list)
    min_reliability: Reliability = "F"
    rules: list[str] = field(default_factory=list)
    mention: str | None = None
    quiet_hours: str | None = None


@dataclass(frozen=True, kw_only=True)
class SmtpSection:
    host: str
    port: Annotated[int, Between(1, 65_535)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user_env: str | None = None
    password_env: str | None = None
    from_: str = "Pregonero <pregonero@localhost>"


Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


@dataclass(frozen=True, kw_only=True)
class DigestSection:
    id: str
    at: str = "07:00"
    timezone: str = "America/Mexico_City"
    weekdays: list[Weekday] = field(default_factory=list)
    language: Literal["en", "es"] = "en"
    topics: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    send_empty: bool = True
    channels: list[str] = field(default_factory=list)
    templates: str | None = None


@dataclass(frozen=True, kw_only=True)
class AtomSection:
    file: str | None = None
    language: Literal["en", "es"] = "en"
    timezone: str = "America/Mexico_City"
    topics: list[str] = field(default_factory=list)
    days: Annotated[int, Between(1, 90)] = 14
    address: str | None = None


@dataclass(frozen=True, kw_only=True)
class WebSection:
    listen: str = "127.0.0.1:8765"
    token_env: str | None = None
    callback_url: str | None = None


@dataclass(frozen=True, kw_only=True)
class HealthSection:
    channel: str | None = None
    ping_url_env: str | None = None
    metrics_listen: str | None = None
