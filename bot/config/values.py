"""Checks of single values, which add to the problems and go on: names, addresses, zones, times, secrets."""

import ipaddress
from collections.abc import Mapping, Sequence
from datetime import time
from email.utils import parseaddr
from ipaddress import ip_address
from pathlib import Path as FilePath
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.channels import Secret
from bot.config.lines import Path
from bot.config.tables import Problems, near
from bot.domain import QuietHours
from bot.rules import RuleSet


class Values:
    """What all tables of one document are checked with."""

    def __init__(
        self,
        data: dict[str, object],
        problems: Problems,
        topics: Sequence[str],
        environ: Mapping[str, str] | None,
    ) -> None:
        """Keeps what is asked of.

        Args:
            data: the document.
            problems: takes what is wrong.
            topics: that there are models for.
            environ: where secrets are looked up; None = they are left out.
        """
        self._data = data
        self._problems = problems
        self._topics = tuple(topics)
        self._environ = environ
        self._found_secrets: list[str] = []

    def _named(self, key: str) -> list[tuple[str, Path, object]]:
        table = self._data.get(key, {})
        if not isinstance(table, dict):
            self._problems.add((key,), f"must be tables, each under [{key}.NAME]")
            return []
        return [(name, (key, name), data) for name, data in table.items()]

    def _unique(self, values: Sequence[tuple[int, str]], table: str, key: str) -> None:
        first: dict[str, int] = {}
        for n, value in values:
            if value in first:
                self._problems.add((table, n, key), f"{value!r} stands already in {table}[{first[value]}]")
            first.setdefault(value, n)

    def _known_topics(self, topics: Sequence[str], path: Path) -> None:
        for topic in topics:
            if topic not in self._topics:
                self._problems.add(path, f"there is no topic `{topic}`{near(topic, self._topics)}")

    def _known_rules(self, named: Sequence[str], rules: RuleSet, path: Path) -> None:
        labels = [rule.label for rule in rules.rules]
        for name in named:
            if name not in labels:
                self._problems.add(path, f"no rule of [[topics.NAME.rules]] has the note `{name}`{near(name, labels)}")

    def _address(self, url: str, path: Path) -> None:
        try:
            parts = urlsplit(url)
            is_good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            is_good = False
        if not is_good:
            self._problems.add(path, f"{url!r} is no address; it must begin with https:// or http:// and name a host")

    def _zone(self, name: str, path: Path) -> None:
        try:
            ZoneInfo(name)
        except (OSError, ValueError, KeyError):  # KeyError: ZoneInfoNotFoundError
            self._problems.add(path, f"{name!r} is no time zone; use a name such as America/Mexico_City or UTC")

    def _time(self, text: str, path: Path) -> time | None:
        try:
            hour, minute = (int(part) for part in text.split(":"))
            return time(hour, minute)
        except ValueError:
            self._problems.add(path, f"{text!r} is no time of day; write it as 07:00")
            return None

    def _quiet_hours(self, text: str | None, path: Path) -> QuietHours | None:
        if text is None:
            return None
        start, dash, end = text.partition("-")
        if not dash:
            self._problems.add(path, f"{text!r} is no span of hours; write it as 22:00-06:30")
            return None
        begins, ends = self._time(start.strip(), path), self._time(end.strip(), path)
        return QuietHours(start=begins, end=ends) if begins and ends else None

    def _listen(self, text: str | None) -> tuple[str, int] | None:
        if text is None:
            return None
        host, _, port = text.rpartition(":")
        try:
            address, number = ip_address(host.strip("[]")), int(port)
        except ValueError:
            address, number = None, 0
        if address is None or not 0 < number < 65_536:
            self._problems.add(
                ("health", "metrics_listen"), f"{text!r} is no address and port; write it as 127.0.0.1:9464"
            )
            return None
        return str(address), number

    def _found(self, value: str) -> Secret:
        self._found_secrets.append(value.strip())
        return Secret(value.strip())

    def _secret(self, variable: str | None, path: Path) -> Secret | None:
        if variable is None:
            return None
        if self._environ is None:
            return Secret("")
        if variable in self._environ and self._environ[variable].strip():
            return self._found(self._environ[variable])
        if file := self._environ.get(f"{variable}_FILE"):
            try:
                return self._found(FilePath(file).read_text(encoding="utf-8"))
            except (OSError, UnicodeDecodeError) as exc:
                self._problems.add(path, f"the file named by {variable}_FILE cannot be read: {exc}")
                return None
        self._problems.add(
            path,
            f"the environment variable {variable} is not set. Set it (or {variable}_FILE, the name of a file that "
            "holds the secret), or take this part out",
        )
        return None


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches it."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False  # a name: where it leads is not known here


def distinct(recipients: Sequence[str]) -> tuple[str, ...]:
    """Mail recipients in their order, each mailbox once: a name before it and the case of letters make no other one."""
    first: dict[str, str] = {}
    for recipient in recipients:
        first.setdefault((parseaddr(recipient)[1] or recipient).casefold(), recipient)
    return tuple(first.values())
