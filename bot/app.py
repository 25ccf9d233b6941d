"""Puts the bot together from its configuration: the only place that names concrete classes and meets `classifiers`.

An `App` has one method a stage, which the schedule calls; `tick`, which tests and the demo call, runs them in order.
"""

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

import classifiers
from bot import __version__, compose
from bot import config as configuration
from bot.article import robots_allows
from bot.channels import (
    CheckedChannel,
    FileSettings,
    MailSettings,
    SocketMode,
    build,
    ears,
    has_buttons,
    without_buttons,
)
from bot.channels.file import replace_file
from bot.config import Config
from bot.domain import (
    Facets,
    FetchRequest,
    HeldOut,
    Item,
    Language,
    OutboxMessage,
    Passage,
    Press,
    PressOutcome,
    Realis,
    Severity,
    Story,
    StoryId,
    Term,
    Topic,
    Write,
)
from bot.errors import ConfigError, FetchError, StoreDamaged, StoreError, UsageError
from bot.fetch import HttpFetcher
from bot.jobs.answers import Answers
from bot.jobs.deliver import CHANNEL_PACE, SETTLE_AFTER, Deliverer, Problem
from bot.jobs.digests import DigestChannels, Digester
from bot.jobs.explain import explained, is_address, passages, stored_item
from bot.jobs.pasted import item_of_page, item_of_text
from bot.jobs.poll import Poller, RoundCounts
from bot.jobs.subscribe import Subscriber
from bot.jobs.think import Mind
from bot.jobs.watch import Watch
from bot.ports import Answer, Channel, Clock, Embedder, Fetcher, Lexicon, Scorer, Worker
from bot.store import SqliteStore, StateLock, lock_file
from bot.worker import ParserProcess

logger = logging.getLogger(__name__)

# channels that need no table of their own; a colon keeps them apart from names in config.toml
DIGEST_FILES = "digest:files"
DIGEST_MAIL = "digest:mail"

_CONFIG_LOOK_EVERY = timedelta(seconds=2)
_ATOM_EVERY = timedelta(minutes=1)
_PING_EVERY = timedelta(minutes=1)
_VITAL = ("poll", "deliver")
_STUCK_AFTER = timedelta(minutes=10)  # the first poll of thousands of feeds takes minutes


@dataclass(frozen=True, slots=True)
class _Stage:
    """How a stage last ended."""

    done_at: datetime
    problem: str


class _Scorer:
    """A model of `classifiers` behind the bot's own types; neither package knows the other."""

    def __init__(self, model: classifiers.TopicModel) -> None:
        self._model = model
        self.topic: Topic = model.topic
        self.threshold = model.threshold
        self.version = model.version
        self.digest = model.manifest.digest

    def score(self, texts: Sequence[str]) -> Sequence[Answer]:
        return self._model.score(texts)

    def facets(self, title: str, text: str, cues: Sequence[str]) -> Facets | None:
        found = self._model.facets(title, text, cues)
        if not found:
            return None
        # values of the corpora's own fields, which training takes from the same lists
        realis, severity = found["realis"], found["severity"]
        return Facets(
            realis=cast(Realis, realis.value),
            severity=cast(Severity, severity.value),
            realis_why=realis.why,
            severity_why=severity.why,
        )

    def held_out(self, thresholds: Sequence[float]) -> tuple[HeldOut, ...]:
        return tuple(HeldOut(precision=p.precision, recall=p.recall) for p in self._model.held_out(thresholds))


class _Lexicon:
    """The lexicon of `classifiers` behind the bot's own types."""

    def __init__(self, lexicon: classifiers.Lexicon) -> None:
        self._lexicon = lexicon

    def find(self, text: str) -> tuple[Term, ...]:
        return tuple(
            Term(kind=term.kind, canonical=term.canonical, start=term.start, end=term.end, side=term.side)
            for term in self._lexicon.find(text)
        )


def topics() -> list[Topic]:
    """Names of the topics that there are models for."""
    return classifiers.topics()


def questions() -> dict[Topic, dict[str, str]]:
    """What is put to the person who labels, by topic and language."""
    return {topic: classifiers.question(topic) for topic in topics()}


def load_config(file: Path) -> Config:
    """Reads and checks a configuration against the topics there are.

    Raises:
        ConfigError: with every problem.
    """
    return configuration.load(file, topics=topics())


def read_config(text: str, file: Path) -> Config:
    """Checks a draft of a configuration as if it stood in that file.

    Raises:
        ConfigError: with every problem.
    """
    return configuration.parse(text, file, topics=topics())


def model_folder(shipped: Path, models: Path) -> Path:
    """Folder of the model in use of a topic: the team's own where there is one, else the shipped one.

    Args:
        shipped: folder of the topic in the program.
        models: folder of the team's models.
    """
    own = models / shipped.name
    return own if (own / classifiers.MANIFEST_FILE).exists() else shipped


def load_scorers(config: Config | None = None, *, folder: Path | None = None) -> dict[Topic, Scorer]:
    """All topics' models, with their second step where an embedding is installed.

    Args:
        config: says where models trained with the team's labels are; None = the shipped ones.
        folder: of the topics, instead of both.

    Raises:
        ConfigError: a model is missing or damaged.
    """
    embedding = classifiers.load_embedding()
    shipped = [classifiers.topics_folder() / topic for topic in topics()]
    folders = [model_folder(its, config.models_dir) if config else its for its in shipped]
    if folder is not None:
        folders = sorted(path.parent for path in folder.glob("*/topic.toml"))
        if not folders:
            raise ConfigError([f"{folder} holds no topic; name a folder such as classifiers/topics"])
    try:
        models = {its.name: classifiers.load(its, embedding) for its in folders}
    except classifiers.ModelError as exc:
        raise ConfigError([f"{exc}"]) from exc
    return scorers_of(models)


def scorers_of(models: Mapping[Topic, classifiers.TopicModel]) -> dict[Topic, Scorer]:
    """Models behind the bot's own types."""
    return {topic: _Scorer(model) for topic, model in models.items()}


def judges_in_force(config: Config) -> list[str]:
    """Hashes of the configuration and of the models in use, by which the store keeps them.

    Raises:
        ConfigError: a model is missing.
    """
    folders = [model_folder(classifiers.topics_folder() / topic, config.models_dir) for topic in topics()]
    try:
        return [config.version, *map(classifiers.digest_of, folders)]
    except classifiers.ModelError as exc:
        raise ConfigError([f"{exc}"]) from exc


def scorer_of_kept(content: bytes, version: str) -> Scorer:
    """A model that the store kept; with its second step where the version says that it took one.

    Raises:
        UsageError: this program cannot use it.
    """
    embedding = classifiers.load_embedding() if version.endswith(classifiers.WITH_MEANING) else None
    try:
        return _Scorer(classifiers.unpacked(content, embedding))
    except classifiers.ModelError as exc:
        raise UsageError(f"the model {version} cannot be used by this program: {exc}") from exc


def load_embedder() -> Embedder | None:
    """What tells reports of one event; None when the extra `semantic` is missing or of another version."""
    return classifiers.load_event_embedding()


def load_lexicon(config: Config | None = None, *, people: Sequence[str] = (), groups: Sequence[str] = ()) -> Lexicon:
    """Names of the field, with those that the configuration adds, or others."""
    people, groups = (config.people, config.groups) if config else (people, groups)
    return _Lexicon(classifiers.load_lexicon(people=people, groups=groups))


def open_store(config: Config, *, is_locked: bool = False, read_only: bool = False) -> SqliteStore:
    """The database of a configuration, for commands beside a running bot; see `bot.store.SqliteStore`.

    Raises:
        StoreError: it cannot be used.
    """
    return SqliteStore(config.database, is_locked=is_locked, read_only=read_only)


def mind_of(config: Config, scorers: Mapping[Topic, Scorer], lexicon: Lexicon) -> Mind:
    """What the thinking stages need."""
    return Mind(
        scorers=scorers,
        lexicon=lexicon,
        rules=config.rules,
        thresholds=config.thresholds,
        routes=config.routes,
        policy=config.alerts,
        embedder=load_embedder(),
        config_version=config.version,
        languages=_languages(config),
    )


def _languages(config: Config) -> dict[str, Language]:
    """Which language each channel's messages are written in; files have none."""
    return {name: getattr(settings, "language", "und") for name, settings in config.channels.items()}


def open_fetcher(config: Config, clock: Clock) -> HttpFetcher:
    """Reads addresses as the bot would; to be used as a context manager."""
    return HttpFetcher(config.http, clock=clock, robots_allows=robots_allows)


def item_at(url: str, config: Config, clock: Clock) -> Item:
    """An item of the page at an address, read as the bot would.

    Raises:
        BotError: it cannot be read; the message is for a person.
    """
    with open_fetcher(config, clock) as fetcher, open_worker() as worker:
        return item_of_page(url, fetcher, worker, clock.now(), timeout_s=config.http.total_timeout_s + 5)


def open_worker() -> ParserProcess:
    """Parses as the bot would; to be used as a context manager."""
    return ParserProcess()


def digester_of(store: SqliteStore, config: Config) -> Digester:
    """The digests of a configuration."""
    return Digester(store, config.digests, _digest_channels(config), config.feeds, topics())


def answers_of(store: SqliteStore, config: Config) -> Answers:
    """Takes down what people answer; cards in channels with buttons show it."""
    with_buttons = [name for name, settings in config.channels.items() if has_buttons(settings)]
    return Answers(store, with_buttons, _languages(config))


def channels_of(config: Config, *, are_heard: bool = True) -> dict[str, CheckedChannel]:
    """All channels of a configuration, with those that digests go through.

    Args:
        config: checked.
        are_heard: people's presses of buttons; without that cards have none.
    """
    settings = {name: each if are_heard else without_buttons(each) for name, each in config.channels.items()}
    channels: dict[str, CheckedChannel] = {name: build(name, each) for name, each in settings.items()}
    channels[DIGEST_FILES] = build(DIGEST_FILES, FileSettings(path=config.state_dir / "digests"))
    if config.smtp is not None:
        channels[DIGEST_MAIL] = build(DIGEST_MAIL, MailSettings(smtp=config.smtp))
    return channels


def _digest_channels(config: Config) -> DigestChannels:
    return DigestChannels(mail=DIGEST_MAIL if config.smtp is not None else None, files=DIGEST_FILES)


class App:
    """A running bot. Close it, or use it as a context manager."""

    def __init__(
        self,
        config: Config,
        clock: Clock,
        *,
        fetcher: Fetcher | None = None,
        worker: Worker | None = None,
        channels: Mapping[str, Channel] | None = None,
        pace: timedelta = CHANNEL_PACE,
        settle_after: timedelta = SETTLE_AFTER,
        is_heard: bool = True,
    ) -> None:
        """Takes the lock, opens the store, loads models and starts what runs beside.

        Args:
            config: checked.
            clock: the bot's time.
            fetcher, worker, channels: in place of the real ones.
            pace, settle_after: of the deliverer.
            is_heard: `listen` will be called; else cards have no buttons.

        Raises:
            StoreBusy: another bot has this state folder.
            StoreError: the database cannot be used.
            ConfigError: a model is missing or damaged.
        """
        self.clock = clock
        self.config = config
        self._closers: list[Callable[[], None]] = []
        self._given_channels = channels
        self._is_heard = is_heard
        self._hubs: Fetcher | None = None  # of its own: what they answer is no feed
        self._ears: list[SocketMode] | None = None  # None = nobody is to be heard
        try:
            lock = StateLock(lock_file(config.database))
            self._closers.append(lock.release)
            self.store = SqliteStore(config.database, is_locked=True)
            self._closers.append(self.store.close)
            self._scorers = load_scorers(config)
            self._keep(config)
            self._fetcher = fetcher or HttpFetcher(config.http, clock=clock, robots_allows=robots_allows)
            self._closers.append(self._fetcher.close)
            self._worker = worker or ParserProcess()
            self._closers.append(self._worker.close)
            self._deliverer = Deliverer(
                self.store,
                self._channels(config),
                clock,
                pace=pace,
                settle_after=settle_after,
                on_problem=self._undelivered,
            )
            self._thinking = self._mind(config)
            self._poller = Poller(
                self.store, self._fetcher, self._worker, self._thinking, config.feeds, config.health_channel
            )
            self._digester = digester_of(self.store, config)
            self._watch = Watch(self.store, config.health_channel)
            self._pinger = self._make_pinger(config)
            self._pinged_at: datetime | None = None
            self._stages: dict[str, _Stage] = {}
            self._began_at = clock.now()
            self.store.sync_feeds(config.feeds)
            self._note_versions(config)
        except BaseException:
            self.close()
            raise
        self._seen_text = _text(config.file)
        self._seen_models = _stamps(config.models_dir)
        self._looked_at: datetime | None = None
        self._atom_at: datetime | None = None

    def __enter__(self) -> "App":
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    # --- stages -----------------------------------------------------------------------------------------------------

    def tick(self, now: datetime, wait_s: float = 0.0) -> None:
        """All stages once, in order; waits at most `wait_s` for addresses under way."""
        self.poll(now, wait_s)
        self.digest(now)
        self.deliver(now)

    def poll(self, now: datetime, wait_s: float = 0.0) -> int:
        """Takes over a changed configuration, asks for what is due, takes in what arrived; returns how many results."""
        self._reload(now)
        return self._coping("poll", lambda: self._poll(now, wait_s))

    def _poll(self, now: datetime, wait_s: float) -> int:
        self._poller.start(now)
        taken = self._poller.finish(now, wait_s)
        return taken + (self._poller.take_pushes(now) if self.config.web.callback_url else 0)

    def subscribe(self, now: datetime) -> int:
        """Asks hubs of feeds to send what is new, where the desk can be reached by them; returns how many."""
        callback_url = self.config.web.callback_url
        if callback_url is None:
            return 0
        if self._hubs is None:
            self._hubs = HttpFetcher(self.config.http, clock=self.clock, robots_allows=robots_allows)
            self._closers.append(self._hubs.close)
        subscriber = Subscriber(self.store, self._hubs, callback_url, [feed.id for feed in self.config.feeds])
        return self._coping("subscribe", lambda: subscriber.renew(now))

    def deliver(self, now: datetime) -> int:
        """Sends what is due; returns the attempts made."""
        return self._coping("deliver", lambda: self._deliverer.deliver(now))

    def digest(self, now: datetime) -> int:
        """Queues digests whose time has passed, renews the Atom feed; returns how many mails."""
        queued = self._coping("digest", lambda: self._digester.queue_due(now))
        self._coping("atom", lambda: self._renew_atom(now))
        return queued

    def _renew_atom(self, now: datetime) -> int:
        """Writes the Atom feed where it changed; returns 1 when it did."""
        policy = self.config.atom
        if policy is None or (self._atom_at is not None and timedelta(0) <= now - self._atom_at < _ATOM_EVERY):
            return 0
        self._atom_at = now
        text = self._digester.atom(policy, now)
        if _text(policy.file) == text.encode():
            return 0
        try:
            replace_file(policy.file, text)
        except OSError as exc:
            logger.error("the Atom feed cannot be written: %s; check [atom] file", exc.strerror)
            return 0
        return 1

    def housekeeping(self, now: datetime) -> int:
        """Forgets what is older than `keep_days`: texts, digests, what alerts were judged with; returns how many."""
        before = now - self.config.keep
        judges = [self.config.version, *(scorer.digest for scorer in self._scorers.values())]
        return self._coping(
            "housekeeping",
            lambda: (
                self.store.prune_texts(before)
                + self.store.prune_digests(before)
                + self.store.prune_kept(before, judges)
            ),
        )

    # --- is it well -------------------------------------------------------------------------------------------------

    def beat(self, now: datetime) -> int:
        """Writes down that the bot runs, tells of a time in which it did not, and asks the ping address if all is well.

        Returns:
            how many problems there are.
        """
        self._coping("beat", lambda: int(self._watch.beat(now)))
        wrong = self.problems(now)
        if self._pinger is not None and not wrong:
            self._ping(self._pinger, now)
        return len(wrong)

    def problems(self, now: datetime) -> tuple[str, ...]:
        """What keeps the bot from doing its work, one sentence each; empty = it is well."""
        found = []
        for name in _VITAL:
            stage = self._stages.get(name)
            if stage is not None and stage.problem:
                found.append(f"{name}: {stage.problem}")
            elif now - (stage.done_at if stage else self._began_at) > _STUCK_AFTER:
                found.append(f"{name}: not done for more than {_STUCK_AFTER.total_seconds() / 60:.0f} min")
        return tuple(found)

    def is_stuck(self, now: datetime) -> bool:
        """A stage does not come to its end any more, so that only a restart helps."""
        return any(
            now - (self._stages[name].done_at if name in self._stages else self._began_at) > _STUCK_AFTER
            for name in _VITAL
        )

    def _make_pinger(self, config: Config) -> Fetcher | None:
        if config.ping_url is None:
            return None
        # of its own: what it reads is no feed
        pinger = HttpFetcher(config.http, clock=self.clock, robots_allows=robots_allows)
        self._closers.append(pinger.close)
        return pinger

    def _ping(self, pinger: Fetcher, now: datetime) -> None:
        for _, result in pinger.results(0):
            if isinstance(result, FetchError) and not 200 <= (result.status or 0) < 300:
                logger.warning("the ping address did not answer", extra={"error": result.detail})
        is_due = self._pinged_at is None or now - self._pinged_at >= _PING_EVERY
        if is_due and not pinger.in_flight and self.config.ping_url is not None:
            self._pinged_at = now
            pinger.submit([FetchRequest(key="ping", url=self.config.ping_url.reveal(), kind="feed")])

    def _coping(self, stage: str, work: Callable[[], int]) -> int:
        """A store that fails for the moment stops one stage of one tick, with its reason in the log.

        Raises:
            StoreDamaged: nothing helps but a person.
        """
        problem = ""
        try:
            return work()
        except StoreDamaged:
            raise
        except StoreError as exc:
            problem = str(exc)
            logger.error("stage not done", extra={"stage": stage, "error": problem})
            return 0
        finally:
            self._stages[stage] = _Stage(self.clock.now(), problem)

    # --- what people do ---------------------------------------------------------------------------------------------

    def listen(self) -> None:
        """Hears people in channels with buttons, until it is closed; connects in the background.

        Called again after the channels have changed.
        """
        self._ears = ears(self.config.channels, self, self._ears or ())

    def press(self, press: Press) -> PressOutcome:
        """See `bot.ports.Listener`."""
        return answers_of(self.store, self.config).press(press)

    def explain(self, subject: str) -> Sequence[Passage]:
        """See `bot.ports.Listener`; what a person in a channel names is never a file of this machine."""
        now, config = self.clock.now(), self.config
        stored = stored_item(subject, self.store, now)
        if stored is not None:
            item = stored.item
        elif is_address(subject):
            item = item_at(subject.strip(), config, self.clock)
        else:
            item = item_of_text(subject, now)
        return passages(explained(item, self._thinking, self.store, now, stored=stored))

    def story(self, story_id: StoryId) -> Story | None:
        """See `bot.ports.Listener`."""
        return self.store.story(story_id)

    def refused(self, what: str, remedy: str) -> None:
        """See `bot.ports.Listener`."""
        self._tell(lambda channel, now: compose.trouble_notice(channel, "Socket Mode", what, remedy, now))

    def _undelivered(self, problem: Problem) -> None:
        self._tell(
            lambda channel, now: compose.undelivered_notice(
                channel, problem.message, problem.state, problem.detail, now
            )
        )

    def _tell(self, notice: Callable[[str, datetime], OutboxMessage | None]) -> None:
        """Queues a notice for the health channel, if there is one; the notice's key says how often it is told."""
        channel, now = self.config.health_channel, self.clock.now()
        message = notice(channel, now) if channel is not None else None
        if message is not None:
            self.store.write(Write(messages=(message,)), now)

    @property
    def in_flight(self) -> int:
        """Addresses that are being read."""
        return self._poller.in_flight

    @property
    def counts(self) -> RoundCounts:
        """What the polls did since the start."""
        return self._poller.counts

    @property
    def in_doubt(self) -> bool:
        """Messages may have arrived without our knowing; a later `deliver` looks."""
        return self._deliverer.in_doubt

    def close(self) -> None:
        """Stops what runs beside, closes the store, gives the lock back."""
        for ear in self._ears or ():
            ear.close()
        while self._closers:
            self._closers.pop()()

    # --- parts ------------------------------------------------------------------------------------------------------

    def _mind(self, config: Config) -> Mind:
        return mind_of(config, self._scorers, load_lexicon(config))

    def _keep(self, config: Config) -> None:
        """Keeps what judges from now on, so that an alert can be computed anew after it was changed.

        Under the hash of what is read: where a file is being replaced this very moment, that is the new one's.
        """
        now = self.clock.now()
        with suppress(OSError, UnicodeDecodeError):
            text = config.file.read_text(encoding="utf-8-sig")
            self.store.keep("config", configuration.version_of(text), text.encode(), now)
        for topic, scorer in self._scorers.items():
            if not self.store.keeps("model", scorer.digest):
                folder = model_folder(classifiers.topics_folder() / topic, config.models_dir)
                self._keep_model(folder, scorer, now)

    def _keep_model(self, folder: Path, scorer: Scorer, now: datetime) -> None:
        try:
            digest, content = classifiers.packed(folder)
        except classifiers.ModelError as exc:
            logger.warning("a model is not kept", extra={"topic": scorer.topic, "problem": str(exc)})
            return
        self.store.keep("model", digest, content, now)

    def _note_versions(self, config: Config) -> None:
        """Keeps since when which version judges and tells."""
        now = self.clock.now()
        self.store.note_version("program", __version__, now)
        self.store.note_version("config", config.version, now)
        self.store.note_version("rules", config.rules.version, now)
        model = " ".join(scorer.version for _, scorer in sorted(self._scorers.items()))
        before = self.store.version_of("model")
        if before is not None and before != model:  # told first: a kill in between tells it again under the same key
            self._tell(lambda channel, now: compose.model_notice(channel, before, model, now))
        self.store.note_version("model", model, now)

    def _channels(self, config: Config) -> Mapping[str, Channel]:
        if self._given_channels is not None:
            return self._given_channels
        return channels_of(config, are_heard=self._is_heard)

    def _reload(self, now: datetime) -> None:
        """Looks whether config.toml or the models changed; takes them over whole, or says why not and keeps the old."""
        if self._looked_at is not None and timedelta(0) <= now - self._looked_at < _CONFIG_LOOK_EVERY:
            return
        self._looked_at = now
        self._reload_models()
        text = _text(self.config.file)
        if text is None or text == self._seen_text:
            return
        self._seen_text = text
        try:
            config = load_config(self.config.file)
        except ConfigError as exc:
            for problem in exc.problems:
                logger.error("changed configuration refused, the old one stays", extra={"problem": problem})
            problems, digest = exc.problems, hashlib.sha256(text).hexdigest()
            self._tell(lambda channel, now: compose.config_notice(channel, problems, digest, now))
            return
        if (config.http, config.database, config.tick) != (self.config.http, self.config.database, self.config.tick):
            logger.warning("changes of [http], [poll] and [state] take effect at the next start")
        self._keep(config)
        self._deliverer.channels = self._channels(config)
        self._thinking = self._mind(config)
        self._watch.health_channel = config.health_channel
        self._poller.configure(self._thinking, config.feeds, config.health_channel)
        self._digester.configure(config.digests, _digest_channels(config), config.feeds)
        self.store.sync_feeds(config.feeds)
        self._note_versions(config)
        changed = config.channels != self.config.channels
        self.config = config
        if changed and self._ears is not None:
            self.listen()
        logger.info("configuration taken over", extra={"version": config.version, "feeds": len(config.feeds)})

    def _reload_models(self) -> None:
        """Looks whether a model was trained anew; takes it over, or says why not and keeps the old one."""
        stamps = _stamps(self.config.models_dir)
        if stamps == self._seen_models:
            return
        self._seen_models = stamps
        try:
            self._scorers = load_scorers(self.config)
        except ConfigError as exc:
            logger.error("new model refused, the old one stays", extra={"problem": str(exc)})
            return
        self._keep(self.config)
        self._thinking = self._mind(self.config)
        self._poller.configure(self._thinking, self.config.feeds, self.config.health_channel)
        logger.info("models taken over", extra={"versions": sorted(s.version for s in self._scorers.values())})


def _stamps(models: Path) -> Mapping[str, int]:
    """When each of the team's models was written: its manifest comes last."""
    found = {path: path.stat(follow_symlinks=True) for path in models.glob(f"*/{classifiers.MANIFEST_FILE}")}
    return {path.parent.name: stat.st_mtime_ns for path, stat in found.items()}


def _text(file: Path) -> bytes | None:
    """The file's bytes, None when it cannot be read now (an editor may be replacing it)."""
    try:
        return file.read_bytes()
    except OSError:
        return None
