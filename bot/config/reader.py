"""A document to a frozen `Config`, table by table, with everything that is wrong told together."""

import dataclasses
import hashlib
import io
import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path as FilePath
from typing import TypeVar

from bot.channels import ChannelTable, Settings, SmtpSettings, settings_from
from bot.config.lines import Path
from bot.config.sections import (
    AlertsSection,
    AtomSection,
    ChannelSection,
    DigestSection,
    FeedSection,
    HealthSection,
    HttpSection,
    PollSection,
    RouteSection,
    RuleSection,
    SmtpSection,
    StateSection,
    TopicSection,
    WatchSection,
    WebSection,
)
from bot.config.settings import Config, Judging, WebSettings
from bot.config.tables import Problems, near, read_array, read_table
from bot.config.values import Values, distinct, is_loopback
from bot.digest import template_problems
from bot.domain import AlertPolicy, AtomPolicy, DigestPolicy, Feed, FeedId, RoutePolicy, Topic
from bot.errors import ConfigError, UsageError
from bot.fetch import HttpSettings
from bot.rules import Rule, RuleSet, compile_rule, mistakes
from bot.urls import safe_link

# minutes by priority: every few minutes, every 15-30, hourly or slower
_INTERVAL_MIN = {1: 5.0, 2: 20.0, 3: 60.0}
T = TypeVar("T")

_LAST_PORT = 65_535
_MAX_BYTES = 10_000_000  # of thousands of feeds with their rules; a device or a log named by mistake never ends
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def load(file: FilePath, *, topics: Sequence[Topic], environ: Mapping[str, str] | None = os.environ) -> Config:
    """Reads and checks a configuration.

    Args:
        file: config.toml.
        topics: names of the topics that there are models for.
        environ: where secrets are looked up; `NAME_FILE` may name a file that holds the secret instead. None = by who
            sends nothing: each is an empty one, whatever the environment holds.

    Raises:
        ConfigError: with every problem, its key's full path and its line.
    """
    return parse(_read(file), file, topics=topics, environ=environ)


def judging_of(text: str, file: FilePath, *, topics: Sequence[Topic]) -> Judging:
    """What of a configuration of before has a part in verdicts; its other tables, secrets and all, are not looked at.

    Raises:
        ConfigError: see `load`.
    """
    problems = Problems(str(file), text)
    judging = _Reader(file, text, _data(text, file), problems, topics, {}).judging()
    if problems.found or judging is None:
        raise ConfigError(problems.found)
    return judging


def version_of(text: str) -> str:
    """What tells configurations apart: a hash of the text."""
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


def decoded(content: bytes) -> str:
    """The text of a file's bytes, with or without a mark of UTF-8, however its lines end.

    Raises:
        UnicodeDecodeError: it is not UTF-8.
    """
    return io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig").read()


def _data(text: str, file: FilePath) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise ConfigError([f"{file}: this is no TOML: {exc}. Often a quote or a bracket is missing there."]) from exc
    except (RecursionError, ValueError) as exc:
        # nested or numbered beyond what Python's own types hold
        raise ConfigError([f"{file}: a number or a nesting is too large ({exc}). Write a smaller one."]) from exc


def parse(
    text: str, file: FilePath, *, topics: Sequence[Topic], environ: Mapping[str, str] | None = os.environ
) -> Config:
    """Checks a configuration that is no file yet; `file` is where it would be. See `load`."""
    data = _data(text, file)
    problems = Problems(str(file), text)
    config = _Reader(file, text, data, problems, topics, environ).config()
    if problems.found or config is None:
        raise ConfigError(problems.found)
    return config


def _read(file: FilePath) -> str:
    try:
        with file.open("rb") as source:
            content = source.read(_MAX_BYTES + 1)
        if len(content) > _MAX_BYTES:
            raise ConfigError(
                [f"{file}: is larger than 10 MB, so it is no configuration. Name another file with --config."]
            )
        return decoded(content)
    except FileNotFoundError as exc:
        raise ConfigError(
            [f"{file}: there is no such file. Run from the folder that holds config.toml, or name it with --config."]
        ) from exc
    except UnicodeDecodeError as exc:
        raise ConfigError([f"{file}: byte {exc.start} is not UTF-8. Save the file with the encoding UTF-8."]) from exc
    except OSError as exc:
        raise ConfigError([f"{file}: cannot be read: {exc.strerror}."]) from exc


_TABLES: Mapping[str, type] = {
    "state": StateSection,
    "poll": PollSection,
    "http": HttpSection,
    "alerts": AlertsSection,
    "watch": WatchSection,
    "health": HealthSection,
    "web": WebSection,
    "atom": AtomSection,
}
_KNOWN = (*_TABLES, "smtp", "feeds", "topics", "channels", "routes", "digests")


class _Reader(Values):
    """Reads one document; every method adds to the problems and goes on."""

    def __init__(
        self,
        file: FilePath,
        text: str,
        data: dict[str, object],
        problems: Problems,
        topics: Sequence[Topic],
        environ: Mapping[str, str] | None,
    ) -> None:
        super().__init__(data, problems, topics, environ)
        self._file = file
        self._text = text

    def config(self) -> Config | None:
        for key in self._data:
            if key not in _KNOWN:
                self._problems.add((key,), f"unknown table{near(key, _KNOWN)}")
        state = self._table("state", StateSection)
        poll = self._table("poll", PollSection)
        http = self._http(self._table("http", HttpSection), poll)
        alerts = self._alerts(self._table("alerts", AlertsSection))
        watch = self._table("watch", WatchSection)
        health = self._table("health", HealthSection)
        feeds = self._feeds()
        thresholds, rules = self._topic_tables()
        smtp = self._smtp()
        channels = self._channels(smtp, alerts)
        names = list(channels)
        routes = self._routes(names, rules)
        if health and health.channel is not None and health.channel not in names:
            self._problems.add(("health", "channel"), f"no channel has this name{near(health.channel, names)}")
        ping_url = self._secret(health.ping_url_env, ("health", "ping_url_env")) if health else None
        if ping_url and ping_url.reveal() and not ping_url.reveal().startswith(("https://", "http://")):
            self._problems.add(("health", "ping_url_env"), "the variable holds no address that begins with https://")
        metrics_listen = self._listen(health.metrics_listen) if health else None
        digests = self._digests(names)
        web = self._web(self._table("web", WebSection))
        atom = self._atom(self._table("atom", AtomSection), state)
        if state and not state.url.strip():
            self._problems.add(("state", "url"), "must name a file")
        if self._problems.found or not (state and poll and http and alerts and watch and health and web):
            return None
        return Config(
            file=self._file,
            version=version_of(self._text),
            database=self._file.parent / state.url,
            keep=timedelta(days=state.keep_days),
            tick=timedelta(seconds=poll.tick_s),
            http=http,
            alerts=alerts,
            feeds=feeds,
            thresholds=thresholds,
            rules=rules,
            people=tuple(watch.people),
            groups=tuple(watch.groups),
            channels=channels,
            routes=routes,
            smtp=smtp,
            digests=digests,
            atom=atom,
            health_channel=health.channel,
            ping_url=ping_url,
            metrics_listen=metrics_listen,
            web=web,
            secrets=tuple(self._found_secrets),
        )

    def judging(self) -> Judging | None:
        """The tables that have a part in verdicts alone."""
        thresholds, rules = self._topic_tables()
        watch = self._table("watch", WatchSection)
        if watch is None:
            return None
        return Judging(thresholds=thresholds, rules=rules, people=tuple(watch.people), groups=tuple(watch.groups))

    def _table(self, key: str, as_type: type[T]) -> T | None:
        return read_table(as_type, self._data.get(key, {}), (key,), self._problems)

    # --- single tables ----------------------------------------------------------------------------------------------

    def _http(self, http: HttpSection | None, poll: PollSection | None) -> HttpSettings | None:
        if http is None or poll is None:
            return None
        values = dataclasses.asdict(http) | {"allow_addresses": tuple(http.allow_addresses), "workers": poll.workers}
        try:
            return HttpSettings(**{key: value for key, value in values.items() if value is not None})
        except ValueError as exc:
            key, _, what = str(exc).partition(": ")
            self._problems.add(("http", key), what)
            return None

    def _alerts(self, alerts: AlertsSection | None) -> AlertPolicy | None:
        if alerts is None:
            return None
        self._zone(alerts.timezone, ("alerts", "timezone"))
        return AlertPolicy(
            max_age=timedelta(hours=alerts.max_age_h),
            first_run_max_age=timedelta(hours=alerts.first_run_max_age_h),
            hourly_cap=alerts.hourly_cap,
            noisy_above=alerts.noisy_above_per_h,
            timezone=alerts.timezone,
            quiet_hours=self._quiet_hours(alerts.quiet_hours, ("alerts", "quiet_hours")),
        )

    def _smtp(self) -> SmtpSettings | None:
        if "smtp" not in self._data:
            return None
        section = self._table("smtp", SmtpSection)
        if section is None:
            return None
        if (section.user_env is None) != (section.password_env is None):
            self._problems.add(("smtp",), "user_env and password_env belong together; one of them is missing")
        return SmtpSettings(
            host=section.host,
            port=section.port,
            security=section.security,
            user=self._secret(section.user_env, ("smtp", "user_env")),
            password=self._secret(section.password_env, ("smtp", "password_env")),
            sender=section.from_,
        )

    def _web(self, section: WebSection | None) -> WebSettings | None:
        if section is None:
            return None
        host, _, port = section.listen.rpartition(":")
        host = host.strip("[]")
        if not host or not port.isdecimal() or int(port) > _LAST_PORT:
            self._problems.add(("web", "listen"), f"{section.listen!r}: write an address and a port, as 127.0.0.1:8765")
            return None
        token = self._secret(section.token_env, ("web", "token_env"))
        if token is None and section.token_env is None and not is_loopback(host):
            self._problems.add(
                ("web", "listen"), f"{host} can be reached from other machines: set token_env, or listen on 127.0.0.1"
            )
        callback_url = (section.callback_url or "").rstrip("/") or None
        if callback_url is not None and safe_link(callback_url) is None:
            self._problems.add(
                ("web", "callback_url"), f"{callback_url!r}: write a public address, as https://bot.example"
            )
        return WebSettings(host=host, port=int(port), token=token, callback_url=callback_url)

    # --- lists ------------------------------------------------------------------------------------------------------

    def _feeds(self) -> tuple[Feed, ...]:
        feeds: list[Feed] = []
        read = read_array(FeedSection, self._data.get("feeds", []), ("feeds",), self._problems)
        self._unique([(n, f.id) for n, f in read], "feeds", "id")
        self._unique([(n, f.url) for n, f in read], "feeds", "url")
        for n, section in read:
            path: Path = ("feeds", n)
            self._address(section.url, (*path, "url"))
            if not section.id.strip():
                self._problems.add((*path, "id"), "must not be empty")
            if section.timezone is not None:
                self._zone(section.timezone, (*path, "timezone"))
            minutes = _INTERVAL_MIN[section.priority] if section.interval_min is None else section.interval_min
            if section.enabled:
                feeds.append(
                    Feed(
                        id=FeedId(section.id),
                        name=section.name,
                        url=section.url,
                        language=section.language,
                        country=section.country,
                        kind=section.kind,
                        priority=section.priority,
                        reliability=section.reliability,
                        timezone=section.timezone,
                        interval=timedelta(minutes=minutes),
                        max_interval=timedelta(minutes=section.max_interval_min) if section.max_interval_min else None,
                    )
                )
        return tuple(feeds)

    def _topic_tables(self) -> tuple[dict[Topic, float], RuleSet]:
        thresholds: dict[Topic, float] = {}
        rules: list[Rule] = []
        for topic, path, data in self._named("topics"):
            if topic not in self._topics:
                self._problems.add(path, f"there is no such topic{near(topic, self._topics)}")
            section = read_table(TopicSection, data, path, self._problems)
            if section is None:
                continue
            if section.threshold is not None:
                thresholds[topic] = section.threshold
            for n, rule in read_array(RuleSection, list(section.rules), (*path, "rules"), self._problems):
                compiled = self._rule(topic, rule, (*path, "rules", n))
                rules.extend([compiled] if compiled else [])
        return thresholds, RuleSet(tuple(rules))

    def _rule(self, topic: Topic, rule: RuleSection, path: Path) -> Rule | None:
        try:
            return compile_rule(topic=topic, when=rule.when, effect=rule.effect, until=rule.until, note=rule.note)
        except UsageError:
            for key, what in mistakes(when=rule.when, effect=rule.effect).items():
                self._problems.add((*path, key), what)
            return None

    def _channels(self, smtp: SmtpSettings | None, alerts: AlertPolicy | None) -> dict[str, Settings]:
        timezone = alerts.timezone if alerts else "UTC"
        if "channels" not in self._data:
            return {"terminal": settings_from(ChannelTable(type="terminal", timezone=timezone))}
        channels: dict[str, Settings] = {}
        for name, path, data in self._named("channels"):
            section = read_table(ChannelSection, data, path, self._problems)
            if section is None:
                continue
            if section.api_url is not None:
                self._address(section.api_url, (*path, "api_url"))
            for labeller in section.labellers:
                if not re.fullmatch(r"[UW][A-Z0-9]{2,}", labeller):
                    self._problems.add(
                        (*path, "labellers"),
                        f"{labeller!r} is no member id; copy it in Slack from the person's profile (U0123ABCD)",
                    )
            table = ChannelTable(
                type=section.type,
                language=section.language,
                timezone=timezone,
                token=self._secret(section.token_env, (*path, "token_env")),
                app_token=self._secret(section.app_token_env, (*path, "app_token_env")),
                labellers=tuple(section.labellers),
                url=self._secret(section.url_env, (*path, "url_env")),
                secret=self._secret(section.secret_env, (*path, "secret_env")),
                api_url=section.api_url,
                channel=section.channel,
                recipients=distinct(section.recipients),
                path=None if section.path is None else self._file.parent / section.path,
                smtp=smtp,
            )
            channels[name] = self._settings(section, table, path)
        return channels

    def _settings(self, section: ChannelSection, table: ChannelTable, path: Path) -> Settings:
        """The channel's settings; a terminal in its place when something is missing, so that reading goes on."""
        is_told = (section.token_env and table.token is None) or (section.url_env and table.url is None)
        try:
            return settings_from(table)
        except ConfigError as exc:
            if not is_told:
                for problem in exc.problems:
                    self._problems.add((*path, "type"), problem)
            return settings_from(ChannelTable(type="terminal"))

    def _routes(self, channels: Sequence[str], rules: RuleSet) -> tuple[RoutePolicy, ...]:
        if "routes" not in self._data:
            return tuple(RoutePolicy(channel=name) for name in channels)
        routes: list[RoutePolicy] = []
        for n, section in read_array(RouteSection, self._data["routes"], ("routes",), self._problems):
            path: Path = ("routes", n)
            if section.channel not in channels:
                self._problems.add(
                    (*path, "channel"), f"no channel is called `{section.channel}`{near(section.channel, channels)}"
                )
            self._known_topics(section.topics, (*path, "topics"))
            self._known_rules(section.rules, rules, (*path, "rules"))
            routes.append(
                RoutePolicy(
                    channel=section.channel,
                    topics=tuple(section.topics),
                    severities=tuple(section.severities),
                    languages=tuple(section.languages),
                    min_reliability=section.min_reliability,
                    rules=tuple(section.rules),
                    mention=section.mention,
                    quiet_hours=self._quiet_hours(section.quiet_hours, (*path, "quiet_hours")),
                )
            )
        return tuple(routes)

    def _digests(self, channels: Sequence[str]) -> tuple[DigestPolicy, ...]:
        digests: list[DigestPolicy] = []
        read = read_array(DigestSection, self._data.get("digests", []), ("digests",), self._problems)
        self._unique([(n, d.id) for n, d in read], "digests", "id")
        for n, section in read:
            path: Path = ("digests", n)
            self._zone(section.timezone, (*path, "timezone"))
            self._known_topics(section.topics, (*path, "topics"))
            for recipient in section.recipients:
                if recipient.count("@") != 1 or any(c.isspace() for c in recipient):
                    self._problems.add((*path, "recipients"), f"{recipient!r} is no e-mail address")
            for channel in section.channels:
                if channel not in channels:
                    self._problems.add((*path, "channels"), f"no channel has this name{near(channel, channels)}")
            at = self._time(section.at, (*path, "at"))
            if at is not None:
                digests.append(
                    DigestPolicy(
                        id=section.id,
                        at=at,
                        timezone=section.timezone,
                        weekdays=tuple(_WEEKDAYS.index(day) for day in section.weekdays),
                        language=section.language,
                        topics=tuple(section.topics),
                        recipients=distinct(section.recipients),
                        send_empty=section.send_empty,
                        channels=tuple(section.channels),
                        templates=self._templates(section.templates, (*path, "templates")),
                    )
                )
        return tuple(digests)

    def _atom(self, section: AtomSection | None, state: StateSection | None) -> AtomPolicy | None:
        if section is None or state is None or section.file is None:
            return None
        self._zone(section.timezone, ("atom", "timezone"))
        self._known_topics(section.topics, ("atom", "topics"))
        name = FilePath(section.file)
        if name.name != section.file or name.suffix not in (".atom", ".xml") or "\0" in section.file:
            self._problems.add(
                ("atom", "file"), 'must be a name without a folder that ends in .atom or .xml, such as "stories.atom"'
            )
        if section.address is not None and safe_link(section.address) is None:
            self._problems.add(("atom", "address"), "must begin with https:// or http://")
        return AtomPolicy(
            file=(self._file.parent / state.url).parent / section.file,
            language=section.language,
            timezone=section.timezone,
            topics=tuple(section.topics),
            days=timedelta(days=section.days),
            address=section.address,
        )

    def _templates(self, folder: str | None, path: Path) -> FilePath | None:
        if folder is None:
            return None
        place = self._file.parent / folder
        for problem in template_problems(place):
            self._problems.add(path, problem)
        return place
