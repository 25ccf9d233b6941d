"""What the pages ask of the bot: its configuration, memory and models. Every method may block.

May import app, config, the store and ports; nothing of aiohttp but the key under which the application holds it.
"""

import hashlib
import os
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from aiohttp import web

from bot.app import load_config, load_lexicon, load_scorers, open_store
from bot.config import Config
from bot.domain import Topic
from bot.errors import ConfigError
from bot.ports import Clock, Lexicon, Scorer


class Desk:
    """One configuration file and its state, as the pages see them; safe for several threads."""

    def __init__(self, config: Config, clock: Clock) -> None:
        """Opens the store beside a bot that may be running.

        Raises:
            StoreError: it cannot be used.
        """
        self.clock = clock
        self.store = open_store(config)
        self._config = config
        self._seen = _stamp(config.file)
        self._lock = threading.Lock()
        self.saving = threading.Lock()  # held from looking at the configuration's file to replacing it
        self._scorers: Mapping[Topic, Scorer] | None = None

    def __enter__(self) -> "Desk":
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    @property
    def config(self) -> Config:
        """The configuration in force: the file's, or the last good one while the file is broken."""
        stamp = _stamp(self._config.file)
        if stamp != self._seen:
            self._seen = stamp
            with suppress(ConfigError):  # the running bot tells what is wrong with it
                self._config = load_config(self._config.file)
        return self._config

    @property
    def scorers(self) -> Mapping[Topic, Scorer]:
        """The models; loaded when first asked for."""
        with self._lock:
            if self._scorers is None:
                self._scorers = load_scorers(self._config)
            return self._scorers

    @property
    def lexicon(self) -> Lexicon:
        """Names of the field, with those that the configuration adds."""
        return load_lexicon(self.config)

    def close(self) -> None:
        """Closes the store."""
        self.store.close()


def _stamp(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


def digest_of(text: str) -> str:
    """Tells one version of a file from another."""
    return hashlib.sha256(text.encode()).hexdigest()


def replace_file(file: Path, text: str) -> None:
    """Puts a text in a file's place: whole or not at all, whatever happens meanwhile.

    Raises:
        OSError: it cannot be written; the old one stays.
    """
    fresh = file.with_name(f".{file.name}.{os.getpid()}.new")
    try:
        with fresh.open("w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        if file.exists():
            fresh.chmod(file.stat().st_mode & 0o7777)
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)


DESK: web.AppKey[Desk] = web.AppKey("desk", Desk)

__all__ = ["DESK", "Desk", "digest_of", "replace_file"]
