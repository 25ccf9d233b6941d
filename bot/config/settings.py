"""What a configuration holds once it is read and checked: frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path as FilePath

from bot.channels import Secret, Settings, SmtpSettings
from bot.domain import AlertPolicy, AtomPolicy, DigestPolicy, Feed, RoutePolicy, Topic
from bot.fetch import HttpSettings
from bot.rules import RuleSet


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """Where the desk is to be found, and who may see it."""

    host: str = "127.0.0.1"
    port: int = 8765  # 0 = any that is free
    token: Secret | None = None  # None = whoever reaches the address
    callback_url: str | None = None  # where hubs reach the desk from outside; None = no WebSub


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """A whole, checked configuration."""

    file: FilePath
    version: str  # changes with the file's content
    database: FilePath
    keep: timedelta  # texts of items
    tick: timedelta
    http: HttpSettings
    alerts: AlertPolicy
    feeds: tuple[Feed, ...]
    thresholds: Mapping[Topic, float]  # of the topics whose threshold is overridden
    rules: RuleSet
    people: tuple[str, ...]
    groups: tuple[str, ...]
    channels: Mapping[str, Settings]
    routes: tuple[RoutePolicy, ...]
    smtp: SmtpSettings | None
    digests: tuple[DigestPolicy, ...]
    atom: AtomPolicy | None  # None = no feed of stories
    health_channel: str | None
    ping_url: Secret | None  # asked every minute while all is well
    metrics_listen: tuple[str, int] | None  # host and port
    web: WebSettings
    secrets: tuple[str, ...]  # values that must appear in no log

    @property
    def state_dir(self) -> FilePath:
        """Folder of the database, the lock, and digests written as files."""
        return self.database.parent

    @property
    def models_dir(self) -> FilePath:
        """Folder of models that were trained with the team's labels, one folder a topic; need not be there."""
        return self.state_dir / "models"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """What of a configuration has a part in verdicts."""

    thresholds: Mapping[Topic, float]
    rules: RuleSet
    people: tuple[str, ...]
    groups: tuple[str, ...]
