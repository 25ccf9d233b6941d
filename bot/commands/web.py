"""`web`: the analysts' desk as pages, beside a running bot or without one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.clock import SystemClock
from bot.commands.common import DEFAULT_CONFIG, ConfigFile, err, load

if TYPE_CHECKING:
    from bot.config import Config
    from bot.ports import Clock


def web(config: ConfigFile = DEFAULT_CONFIG) -> None:
    r"""Serve the desk: stories, why, tuning, figures, feeds. On this machine only, unless \[web] says otherwise."""
    from bot.schedule import stopping_on_signals

    with open_desk(load(config, with_secrets=True), SystemClock()), stopping_on_signals() as stop:
        stop.wait()


@contextmanager
def open_desk(config: "Config", clock: "Clock") -> Iterator[None]:
    """The desk of a configuration, served while the block runs.

    Raises:
        UsageError: its address cannot be used.
        StoreError: the database cannot be used.
    """
    from bot.web import Desk, WebServer

    with Desk(config, clock) as desk, WebServer(desk, config.web) as server:
        err.print(f"The desk is open at {server.url} (Ctrl-C closes it).")
        yield


__all__ = ["open_desk", "web"]
