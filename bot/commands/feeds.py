"""`feeds list`: how the feeds are doing."""

from datetime import datetime

import typer
from rich.table import Table

from bot.clock import SystemClock
from bot.commands.common import DEFAULT_CONFIG, AsJson, ConfigFile, load, out, plain_text, print_json

app = typer.Typer(help="Feeds and their health.", no_args_is_help=True)


@app.callback()
def feeds() -> None:
    """Feeds and their health."""


@app.command("list")
def list_feeds(config: ConfigFile = DEFAULT_CONFIG, as_json: AsJson = False) -> None:
    """List the configured feeds: health, last good poll, next poll, last error."""
    from bot.app import open_store

    loaded = load(config)
    store = open_store(loaded)
    try:
        states = store.feed_states()
    finally:
        store.close()
    rows = [(feed, states.get(feed.id)) for feed in loaded.feeds]
    if as_json:
        print_json(
            [
                {
                    "id": feed.id,
                    "name": feed.name,
                    "url": feed.url,
                    "health": state.health if state else "new",
                    "failures": state.failures if state else 0,
                    "last_good_at": state.last_good_at if state else None,
                    "next_poll_at": state.next_poll_at if state else None,
                    "last_error": state.last_error if state else None,
                }
                for feed, state in rows
            ]
        )
        return
    table = Table("feed", "health", "last good", "next poll", "failures", "last error", box=None, pad_edge=False)
    now = SystemClock().now()
    for feed, state in rows:
        if state is None:
            table.add_row(plain_text(feed.id), "new", "", "at the next start", "0", "")
        else:
            due = state.next_poll_at is None or state.next_poll_at <= now
            table.add_row(
                plain_text(feed.id),
                state.health,
                _short(state.last_good_at),
                "now" if due else "never" if state.health == "gone" else _short(state.next_poll_at),
                str(state.failures),
                plain_text(state.last_error or ""),
            )
    out.print(table)


def _short(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment:%Y-%m-%d %H:%M}Z"
