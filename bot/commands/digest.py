"""`digest`: one digest, printed, written or sent."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot.clock import SystemClock
from bot.commands.common import DEFAULT_CONFIG, ConfigFile, err, load, opened_store, write_file
from bot.errors import UsageError


def digest(
    config: ConfigFile = DEFAULT_CONFIG,
    day: Annotated[str | None, typer.Option(help="Local day, as 2026-10-05; today when left out.")] = None,
    to: Annotated[str, typer.Option(help="stdout, send, or a file ending in .html or .txt")] = "stdout",
    name: Annotated[str | None, typer.Option("--id", help=r"Which of [\[digests]]; the first when left out.")] = None,
) -> None:
    """Make one digest. Only `--to send` sends it, and never twice for one day."""
    from bot.app import digester_of

    is_sent = to == "send"
    loaded = load(config, with_secrets=is_sent)
    if not loaded.digests:
        raise UsageError("config.toml has no [[digests]]; add one")
    policy = next((d for d in loaded.digests if name in (None, d.id)), None)
    if policy is None:
        raise UsageError(f"no digest is called {name!r}; there are: {', '.join(d.id for d in loaded.digests)}")
    local_day = _day(day) if day else None
    with opened_store(loaded, read_only=not is_sent) as store:
        digester = digester_of(store, loaded)
        now = SystemClock().now()
        if is_sent:
            queued = digester.queue(policy, local_day, now)
            if queued:
                err.print(f"Queued {queued}; the running bot sends them, or `pregonero run --once`.")
            else:
                err.print(
                    "Nothing was queued: this day's digest was queued before, and nothing is sent twice; "
                    "or it is empty, and send_empty = false."
                )
            return
        rendered = digester.preview(policy, local_day, now)
    if to == "stdout":
        print(rendered.text)
        return
    path = Path(to)
    if path.suffix not in (".html", ".txt"):
        raise UsageError(f"--to {to}: name a file ending in .html or .txt, or stdout, or send")
    text = rendered.page if path.suffix == ".html" else rendered.text
    write_file(path, text, "name a file in a folder that is there")
    err.print(f"Written to {path}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as exc:
        raise UsageError(f"--day {text}: write the day as 2026-10-05") from exc
