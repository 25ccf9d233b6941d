"""`backtest`: stored items under another configuration or model; what would be gained and lost. Changes no state."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn
from rich.table import Table

from bot import backtest as comparison
from bot.clock import SystemClock
from bot.commands.common import DEFAULT_CONFIG, AsJson, err, load, opened_store, out, plain_text, print_json, table
from bot.errors import UsageError
from bot.wording import Count, counted

if TYPE_CHECKING:
    from bot.trial import Trial

_SINCE = re.compile(r"(\d{1,5})([hd])")
_ITEMS = 50  # of those flagged otherwise that are listed, the latest; --json has all
_BAR = 30  # characters of the longest bar of the threshold's plot


def backtest(
    config: Annotated[Path, typer.Option("--config", "-c", help="The configuration to try.")] = DEFAULT_CONFIG,
    current: Annotated[Path, typer.Option(help="The one in force, whose stored items are replayed.")] = DEFAULT_CONFIG,
    models: Annotated[Path | None, typer.Option(help="Folder of topics with models to try.")] = None,
    since: Annotated[str, typer.Option(help="How far back, as 30d or 12h.")] = "30d",
    as_json: AsJson = False,
) -> None:
    """Replay stored items under another configuration: alerts gained, lost and changed, and why.

    Ends with 1 when an alert that the team called relevant would be lost, or a channel would get more alerts an hour
    than `noisy_above_per_h`; else with 0.
    """
    from bot.app import load_scorers
    from bot.trial import try_out

    age = _age(since)
    in_force, draft = load(current), load(config)
    with opened_store(in_force, read_only=True) as store:
        begins = SystemClock().now() - age
        with _progress(store.count_items(begins)) as progress:
            trial = try_out(
                store, in_force, draft, begins, scorers=load_scorers(in_force), models=models, progress=progress
            )
    if as_json:
        print_json(trial)
    else:
        _print(trial)
    if trial.noisy or trial.lost_relevant:
        raise typer.Exit(1)


def _age(since: str) -> timedelta:
    found = _SINCE.fullmatch(since.strip())
    if found is None or int(found[1]) == 0:
        raise UsageError(f"--since {since}: write a number of days or hours, as 30d or 12h")
    return timedelta(days=int(found[1])) if found[2] == "d" else timedelta(hours=int(found[1]))


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, nothing elsewhere."""
    with Progress(
        "replaying", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=err, disable=not err.is_terminal
    ) as bar:
        task = bar.add_task("", total=total)
        yield lambda done: bar.update(task, completed=done)


# --- printing --------------------------------------------------------------------------------------------------------


def _print(trial: "Trial") -> None:
    out.print(
        f"{counted(trial.items, 'item')} replayed: {counted(trial.alerts_before, 'alert')} now, "
        f"{trial.alerts_after:,} with the change."
    )
    if not trial.differences:
        out.print("No alert would be gained, lost or changed.")
    if trial.new_feeds:
        out.print(
            f"{counted(trial.new_feeds, 'feed of the draft is|feeds of the draft are')} new: nothing of "
            f"{Count(trial.new_feeds):its|theirs} is stored, so this says nothing of {Count(trial.new_feeds):it|them}."
        )
    for change in ("gained", "lost", "changed"):
        found = [d for d in trial.differences if d.change == change]
        if found:
            out.print(f"\n{len(found)} {change}", style="bold")
            out.print(_differences(found))
    for items, words in ((trial.flagged, "more"), (trial.unflagged, "fewer")):
        if items:
            out.print(f"\n{counted(len(items), 'item')} {words} flagged", style="bold")
            out.print(_items(items[-_ITEMS:]))
    for topic, costs in trial.costs.items():
        out.print(f"\nItems flagged by threshold: {topic}, in force {trial.thresholds[topic]:.2f}", style="bold")
        out.print(_costs(costs, trial.thresholds[topic]))
        if all(cost.held_out is None for cost in costs):
            out.print(f"The model of {topic} has no folds on record; `pregonero train {topic}` makes one that has.")
    if trial.lost_relevant:
        out.print(
            f"\n{trial.lost_relevant:,} of the lost alerts {Count(trial.lost_relevant):was|were} labelled relevant.",
            style="bold red",
        )
    if trial.noisy:
        out.print(
            f"\nNoisy: {counted(trial.busiest_hour, 'alert')} of one channel within an hour. The limit is [alerts] "
            "noisy_above_per_h in config.toml.",
            style="bold red",
        )


def _differences(found: Sequence[comparison.Difference]) -> Table:
    shown = table("seen", "channel", "", "headline", "why")
    for difference in found:
        alert = difference.alert
        shown.add_row(
            f"{alert.at:%m-%d %H:%M}Z",
            plain_text(alert.channel),
            alert.severity,
            plain_text(f"{alert.title} ({alert.outlet})"),
            plain_text(difference.reason),
        )
    return shown


def _items(items: Sequence[comparison.ReplayedItem]) -> Table:
    shown = table("seen", "headline", "what becomes of it")
    for item in items:
        title, reason = plain_text(f"{item.title} ({item.outlet})"), plain_text(item.fate.reason)
        shown.add_row(f"{item.seen_at:%m-%d %H:%M}Z", title, reason)
    return shown


def _costs(costs: Sequence[comparison.ThresholdCost], in_force: float) -> Table:
    """One line a threshold: a bar for the items it flags, what the team's labels say, and the held-out folds."""
    shown = table(
        "at or above", "items", "", "labels:\nprecision", "\nrecall", "folds:\nprecision", "\nrecall")  # fmt: skip
    most = max((cost.flagged for cost in costs), default=0) or 1
    for cost in costs:
        bar = "█" * round(_BAR * cost.flagged / most)
        shown.add_row(
            f"{cost.threshold:.2f}{' ◀' if cost.threshold == in_force else ''}",
            str(cost.flagged),
            bar or ("▏" if cost.flagged else ""),
            *map(_share, (cost.precision, cost.recall)),
            *map(_share, (cost.held_out.precision, cost.held_out.recall) if cost.held_out else (None, None)),
        )
    return shown


def _share(share: float | None) -> str:
    return "" if share is None else f"{share:.2f}"
