"""`figures`: the ledger of every figure of every story, and a plot of the running totals. Reads the store only."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.common import (
    DEFAULT_CONFIG,
    AsJson,
    ConfigFile,
    known_story,
    load,
    opened_store,
    out,
    plain_text,
    print_json,
    table,
    write_file,
)
from bot.domain import LedgerEntry
from bot.errors import BotError, UsageError
from bot.ledger import record_of, to_csv
from bot.wording import counted

_QUOTE_CHARS = 100  # in the table; CSV and JSON hold all of it


def figures(
    config: ConfigFile = DEFAULT_CONFIG,
    story: Annotated[str | None, typer.Option(help="Only figures of this story, such as s-000012.")] = None,
    measure: Annotated[str | None, typer.Option(help="Only figures of this measure.")] = None,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV, safe to open in a spreadsheet.")] = False,
    plot: Annotated[Path | None, typer.Option(help="Write a plot of the running totals to this .svg file.")] = None,
) -> None:
    """Print every figure of every story with its date, outlet, quote and link, oldest first."""
    from bot.extract import MEASURES

    if as_json and as_csv:
        raise UsageError("--json and --csv exclude each other; give one")
    if plot is not None and plot.suffix.lower() != ".svg":
        raise UsageError(f"{plot} is no name for a plot; plots are SVG, so end it in .svg")
    if measure is not None and measure not in MEASURES:
        raise UsageError(f"there is no measure {measure}; the names are {', '.join(sorted(MEASURES))}")
    loaded = load(config)
    with opened_store(loaded, read_only=True) as store:
        if story is not None:
            story = known_story(store, story).id
        entries = store.ledger()
    chosen = [
        entry for entry in entries if story in (None, entry.story_id) and measure in (None, entry.held.figure.measure)
    ]
    if plot is not None:
        _write_plot(plot, chosen)
    if as_json:
        print_json([record_of(entry) for entry in chosen])
    elif as_csv:
        print(to_csv(chosen), end="")
    elif plot is None:
        _print_table(chosen)


def _print_table(entries: Sequence[LedgerEntry]) -> None:
    from bot.extract import format_value

    if not entries:
        out.print("No story has figures yet.")
        return
    shown = table("date", "story", "value", "measure", "scope", "outlet", "sentence", "link")
    for entry in entries:
        held, figure = entry.held, entry.held.figure
        quote = figure.quote if len(figure.quote) <= _QUOTE_CHARS else figure.quote[: _QUOTE_CHARS - 1] + "…"
        shown.add_row(
            f"{held.at:%Y-%m-%d}",
            entry.story_id,
            plain_text(format_value(figure, "en")),
            figure.measure,
            figure.scope,
            plain_text(held.outlet),
            plain_text(quote),
            plain_text(held.link or ""),
        )
    out.print(shown)


def _write_plot(file: Path, entries: Sequence[LedgerEntry]) -> None:
    from bot.plot import running_totals, svg_of

    lines = running_totals([entry.held for entry in entries])
    if not lines:
        raise BotError("there is nothing to plot: no story has a running total yet")
    write_file(file, svg_of(lines), "name another file after --plot")
    out.print(plain_text(f"Wrote {file}: {counted(len(lines), 'running total')}."))
