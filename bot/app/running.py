"""A running bot: one method a stage, which the schedule calls; `tick`, for tests and the demo, runs them in order."""

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from bot import __version__, compose
from bot import config as configuration
from bot.app.models import load_lexicon, load_scorers, model_stamps, packed_model
from bot.app.parts import (
    answers_of,
    channels_of,
    digest_channels,
    digester_of,
    item_at,
    load_config,
    mind_of,
    open_fetcher,
    open_worker,
    require_feeds,
    reshaping_of,
)
from bot.app.vitals import Pinger, Vitals
from bot.channels import SocketMode, ears
from bot.channels.file import replace_file
from bot.config import Config
from bot.domain import (
    ItemId,
    OutboxMessage,
    Passage,
    Press,
    PressOutcome,
    ReshapeForm,
    ReshapeOrder,
    Story,
    StoryId,
    Write,
)
from bot.errors import ConfigError
from bot.jobs.deliver import Deliverer, Problem
from bot.jobs.explain import explained, is_address, passages, stored_item
from bot.jobs.pasted import item_of_text
from bot.jobs.poll import Poller, RoundCounts
from bot.jobs.subscribe import Subscriber
from bot.jobs.think import Mind
from bot.jobs.watch import Watch
from bot.ports import Channel, Clock, Fetcher
from bot.store import LOCK_WAIT_S, SqliteStore, StateLock, lock_file

logger = logging.getLogger(__name__)

_CONFIG_LOOK_EVERY = timedelta(seconds=2)
_ATOM_EVERY = timedelta(minutes=1)


class App:
    """A running bot. Close it, or use it as a context manager."""

    def __init__(
        self,
        config: Config,
        clock: Clock,
        *,
        fetcher: Fetcher | None = None,
        channels: Mapping[str, Channel] | None = None,
        is_heard: bool = True,
    ) -> None:
        """Takes the lock, opens the store, loads models and starts what runs beside.

        Args:
            config: checked.
            clock: the bot's time.
            fetcher, channels: in place of the real ones.
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
        self._is_refused = False  # Slack does not let the app in that hears people
        self._hubs: Fetcher | None = None  # of its own: what they answer is no feed
        self._ears: list[SocketMode] | None = None  # None = nobody is to be heard
        try:
            lock = StateLock(lock_file(config.database), wait_s=LOCK_WAIT_S)
            self._closers.append(lock.release)
            self.store = SqliteStore(config.database, is_locked=True)
            self._closers.append(self.store.close)
            self._seen_models = model_stamps(config.models_dir)  # before they are read: see `_seen_text`
            self._scorers = load_scorers(config)
            self._fetcher = fetcher or open_fetcher(config, clock)
            self._closers.append(self._fetcher.close)
            self._worker = open_worker()
            self._closers.append(self._worker.close)
            channels_now = self._channels(config, is_refused=False)
            self._deliverer = Deliverer(self.store, channels_now, clock, on_problem=self._undelivered)
            self._thinking = self._mind(config)
            self._poller = Poller(
                self.store, self._fetcher, self._worker, self._thinking, config.feeds, config.health_channel
            )
            self._digester = digester_of(self.store, config)
            self._watch = Watch(self.store, config.health_channel)
            self._pinger = self._make_pinger(config)
            self._vitals = Vitals(clock)
            self.store.sync_feeds(config.feeds)
            self._note_versions(config)
            self._keep(config)
        except BaseException:
            self.close()
            raise
        self._seen_text = _text_as_read(config)
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
        return self._vitals.coping("poll", lambda: self._poll(now, wait_s))

    def _poll(self, now: datetime, wait_s: float) -> int:
        self._reload(now)
        self._poller.start(now)
        taken = self._poller.finish(now, wait_s)
        return taken + (self._poller.take_pushes(now) if self.config.web.callback_url else 0)

    def subscribe(self, now: datetime) -> int:
        """Asks hubs of feeds to send what is new, where the desk can be reached by them; returns how many."""
        callback_url = self.config.web.callback_url
        if callback_url is None:
            return 0
        if self._hubs is None:
            self._hubs = open_fetcher(self.config, self.clock)
            self._closers.append(self._hubs.close)
        subscriber = Subscriber(self.store, self._hubs, callback_url, [feed.id for feed in self.config.feeds])
        return self._vitals.coping("subscribe", lambda: subscriber.renew(now))

    def deliver(self, now: datetime) -> int:
        """Sends what is due; returns the attempts made."""
        return self._vitals.coping("deliver", lambda: self._deliverer.deliver(now))

    def digest(self, now: datetime) -> int:
        """Queues digests whose time has passed, renews the Atom feed; returns how many mails."""
        queued = self._vitals.coping("digest", lambda: self._digester.queue_due(now))
        self._vitals.coping("atom", lambda: self._renew_atom(now))
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
        return self._vitals.coping("housekeeping", lambda: self.store.prune(now - self.config.keep).total)

    # --- is it well -------------------------------------------------------------------------------------------------

    def beat(self, now: datetime) -> int:
        """Writes down that the bot runs, tells of a time in which it did not, and asks the ping address if all is well.

        While a stage is stuck, nothing is written: that time is told as one in which the bot did not run.

        Returns:
            how many problems there are.
        """
        if not self.is_stuck(now):
            self._vitals.coping("beat", lambda: int(self._watch.beat(now)))
        wrong = self.problems(now)
        if self._pinger is not None and not wrong:
            self._pinger.ping(now)
        return len(wrong)

    def problems(self, now: datetime) -> tuple[str, ...]:
        """What keeps the bot from doing its work, one sentence each; empty = it is well."""
        return self._vitals.problems(now)

    def is_stuck(self, now: datetime) -> bool:
        """A stage does not come to its end any more, so that only a restart helps."""
        return self._vitals.is_stuck(now)

    def _make_pinger(self, config: Config) -> Pinger | None:
        if config.ping_url is None:
            return None
        fetcher = open_fetcher(config, self.clock)
        self._closers.append(fetcher.close)
        return Pinger(config.ping_url, fetcher)

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

    def form(self, story_id: StoryId, item_id: ItemId) -> ReshapeForm | None:
        """See `bot.ports.Listener`."""
        return reshaping_of(self.store, self.config).form(story_id, item_id)

    def reshape(self, order: ReshapeOrder) -> None:
        """See `bot.ports.Listener`."""
        reshaping_of(self.store, self.config).carry_out(order, self.clock.now())

    def refused(self, what: str, remedy: str) -> None:
        """See `bot.ports.Listener`."""
        self._give_buttons(is_refused=True)
        self._tell(lambda channel, now: compose.trouble_notice(channel, "Socket Mode", what, remedy, now))

    def heard(self) -> None:
        """See `bot.ports.Listener`."""
        self._give_buttons(is_refused=False)

    def _give_buttons(self, *, is_refused: bool) -> None:
        """Cards have buttons only while somebody hears them; without, a card's sentences stand on it as small print."""
        self._is_refused = is_refused
        self._deliverer.channels = self._channels(self.config, is_refused=is_refused)

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
            if self.store.keeps("model", scorer.digest):
                continue
            try:
                digest, content = packed_model(topic, config)
            except ConfigError as exc:
                logger.warning("a model is not kept", extra={"topic": topic, "problem": str(exc)})
                continue
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

    def _channels(self, config: Config, *, is_refused: bool) -> Mapping[str, Channel]:
        if self._given_channels is not None:
            return self._given_channels
        return channels_of(config, are_heard=self._is_heard and not is_refused)

    def _reload(self, now: datetime) -> None:
        """Looks whether config.toml or the models changed; takes them over whole, or says why not and keeps the old."""
        if self._looked_at is not None and timedelta(0) <= now - self._looked_at < _CONFIG_LOOK_EVERY:
            return
        self._looked_at = now
        self._reload_models()
        text = _text(self.config.file)
        if text is None or text == self._seen_text:
            return
        try:
            self._take_over(load_config(self.config.file))
        except ConfigError as exc:
            for problem in exc.problems:
                logger.error("changed configuration refused, the old one stays", extra={"problem": problem})
            problems, digest = exc.problems, hashlib.sha256(text).hexdigest()
            self._tell(lambda channel, now: compose.config_notice(channel, problems, digest, now))
        self._seen_text = text  # at the end: where the store failed for the moment, the file is looked at once more

    def _take_over(self, config: Config) -> None:
        require_feeds(config)
        if _fixed(config) != _fixed(self.config):
            logger.warning(
                "changes of [http], [poll], [state], [health] ping_url_env and metrics_listen wait for the next start"
            )
        is_refused = self._is_refused and config.channels == self.config.channels
        channels = self._channels(config, is_refused=is_refused)
        self._judge_by(config)  # it may refuse the configuration, as may the channels: before anything is changed
        self._is_refused, self._deliverer.channels = is_refused, channels
        self._watch.health_channel = config.health_channel
        self._digester.configure(config.digests, digest_channels(config), config.feeds)
        self.store.sync_feeds(config.feeds)
        changed = config.channels != self.config.channels
        self.config = config
        if changed and self._ears is not None:
            self.listen()
        logger.info("configuration taken over", extra={"version": config.version, "feeds": len(config.feeds)})

    def _judge_by(self, config: Config) -> None:
        """Judges by this configuration and the models that are loaded from now on; keeps them, and since when.

        Raises:
            ConfigError: it cannot be judged by; nothing is changed.
        """
        thinking = self._mind(config)
        self._note_versions(config)
        self._keep(config)
        self._thinking = thinking
        self._poller.configure(thinking, config.feeds, config.health_channel)

    def _reload_models(self) -> None:
        """Looks whether a model was trained anew; takes it over, or says why not and keeps the old one."""
        stamps = model_stamps(self.config.models_dir)
        if stamps == self._seen_models:
            return
        try:
            self._scorers = load_scorers(self.config)
        except ConfigError as exc:
            logger.error("new model refused, the old one stays", extra={"problem": str(exc)})
            self._seen_models = stamps
            return
        self._judge_by(self.config)
        self._seen_models = stamps
        logger.info("models taken over", extra={"versions": sorted(s.version for s in self._scorers.values())})


def _fixed(config: Config) -> tuple[object, ...]:
    """What a running bot does not take over."""
    return config.http, config.database, config.tick, config.ping_url, config.metrics_listen


def _version(text: bytes) -> str | None:
    """Of a configuration, None when it is no text."""
    try:
        return configuration.version_of(configuration.decoded(text))
    except UnicodeDecodeError:
        return None


def _text_as_read(config: Config) -> bytes | None:
    """Of its file, None when that has changed since, seconds ago: the first look takes it over."""
    text = _text(config.file)
    return text if text is not None and _version(text) == config.version else None


def _text(file: Path) -> bytes | None:
    """The file's bytes, None when it cannot be read now (an editor may be replacing it)."""
    try:
        return file.read_bytes()
    except OSError:
        return None
