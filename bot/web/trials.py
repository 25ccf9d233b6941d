"""Trials of drafts in the background, one at a time, so that a page can show how far one is.

May import trial, app, config and its siblings.
"""

import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import timedelta

from bot.app import read_config
from bot.config import Config
from bot.errors import BotError
from bot.trial import Trial, try_out
from bot.web.state import Desk

KEPT = 20  # results that can still be looked at


@dataclass(slots=True)
class Running:
    """One trial: how far it is, and what it found."""

    draft: str
    days: int
    base: str  # digest of the file that the draft was made from
    total: int = 0
    done: int = 0
    found: Trial | None = None
    problem: str = ""
    ended: threading.Event = field(default_factory=threading.Event)


class Trials:
    """The trials of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._one = threading.Lock()  # models and memory are for one trial at a time
        self._held: OrderedDict[str, Running] = OrderedDict()

    def start(self, draft: str, days: int, base: str) -> str:
        """Begins to try a draft; returns the name under which its result is found.

        Raises:
            ConfigError: the draft has mistakes.
        """
        config = read_config(draft, self._desk.config.file)
        name, running = secrets.token_urlsafe(9), Running(draft, days, base)
        self._held[name] = running
        while len(self._held) > KEPT:
            self._held.popitem(last=False)
        threading.Thread(target=self._run, args=(running, config), name="trial", daemon=True).start()
        return name

    def get(self, name: str) -> Running | None:
        """A trial by its name; None when it is too long ago."""
        return self._held.get(name)

    def _run(self, running: Running, draft: Config) -> None:
        desk = self._desk
        try:
            with self._one:
                since = desk.clock.now() - timedelta(days=running.days)
                running.total = desk.store.count_items(since)

                def progress(done: int) -> None:
                    running.done = done

                running.found = try_out(desk.store, desk.config, draft, since, scorers=desk.scorers, progress=progress)
        except BotError as exc:
            running.problem = str(exc)
        finally:
            running.ended.set()


__all__ = ["Running", "Trials"]
