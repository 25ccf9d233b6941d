"""`backtest`: stored items under another configuration or model; what would be gained and lost. Changes no state."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn
from rich.table import Table

from bot import backtest as comparison
from bot.clock import SystemClock
from bot.commands.common import DEFAULT_CONFIG, AsJson, err, load, out, plain_text, print_json
from bot.domain import Topic
from bot.errors import UsageError

if TYPE_CHECKING:
    from bot.config import Config
    from bot.store import SqliteStore

_SINCE = re.compile(r"(\d{1,5})([hd])")
_BAR = 30  # characters of the longest bar of the threshold's plot


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a back-test found."""

    items: int
    alerts_before: int
    alerts_after: int
    busiest_hour: int  # alerts of one channel within an hour, after
    noisy: bool
    differences: tuple[comparison.Difference, ...]
    lost_relevant: int  # lost alerts that the team had called relevant
    thresholds: Mapping[Topic, tuple[comparison.ThresholdCost, ...]]
    threshold: Mapping[Topic, float]  # in force, after


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
    from bot.app import open_store

    age = _age(since)
    in_force, draft = load(current), load(config)
    if not in_force.database.exists():
        raise UsageError(f"{in_force.database} is not there: nothing was read yet. Start the bot first: pregonero run")
    store = open_store(in_force)
    try:
        report = _report(store, in_force, draft, models, SystemClock().now() - age)
    finally:
        store.close()
    if as_json:
        print_json(report)
    else:
        _print(report)
    if report.noisy or report.lost_relevant:
        raise typer.Exit(1)


def _age(since: str) -> timedelta:
    found = _SINCE.fullmatch(since.strip())
    if found is None or int(found[1]) == 0:
        raise UsageError(f"--since {since}: write a number of days or hours, as 30d or 12h")
    return timedelta(days=int(found[1])) if found[2] == "d" else timedelta(hours=int(found[1]))


def _report(store: "SqliteStore", in_force: "Config", draft: "Config", models: Path | None, since: datetime) -> Report:
    from bot.app import load_lexicon, load_scorers, mind_of
    from bot.jobs.replay import replay

    scorers = load_scorers()
    tried = load_scorers(models) if models else scorers
    minds = [mind_of(in_force, scorers, load_lexicon(in_force)), mind_of(draft, tried, load_lexicon(draft))]
    first_polls = {feed_id: s.first_polled_at for feed_id, s in store.feed_states().items() if s.first_polled_at}
    with _progress(store.count_items(since)) as progress:
        before, after = replay(store.stream_items(since), minds, first_polls, progress=progress)
    labels = store.relevance()
    differences = comparison.compare(before, after)
    busiest = after.busiest_hour()
    return Report(
        items=len(after.items),
        alerts_before=len(before.alerts),
        alerts_after=len(after.alerts),
        busiest_hour=busiest,
        noisy=busiest > draft.alerts.noisy_above,
        differences=differences,
        lost_relevant=sum(
            d.change == "lost" and any(labels.get(topic, {}).get(d.alert.item_id) for topic in d.alert.topics)
            for d in differences
        ),
        thresholds={topic: comparison.threshold_costs(after, topic, labels.get(topic, {})) for topic in sorted(tried)},
        threshold={topic: draft.thresholds.get(topic, scorer.threshold) for topic, scorer in sorted(tried.items())},
    )


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, nothing elsewhere."""
    with Progress(
        "replaying", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=err, disable=not err.is_terminal
    ) as bar:
        task = bar.add_task("", total=total)
        yield lambda done: bar.update(task, completed=done)


# --- printing --------------------------------------------------------------------------------------------------------


def _print(report: Report) -> None:
    out.print(
        f"{report.items} items replayed: {report.alerts_before} alerts now, {report.alerts_after} with the change."
    )
    if not report.differences:
        out.print("No alert would be gained, lost or changed.")
    for change in ("gained", "lost", "changed"):
        found = [d for d in report.differences if d.change == change]
        if found:
            out.print(f"\n{len(found)} {change}", style="bold")
            out.print(_differences(found))
    for topic, costs in report.thresholds.items():
        out.print(f"\nItems flagged by threshold: {topic}, in force {report.threshold[topic]:.2f}", style="bold")
        out.print(_costs(costs, report.threshold[topic]))
    if report.lost_relevant:
        out.print(f"\n{report.lost_relevant} of the lost alerts were labelled relevant.", style="bold red")
    if report.noisy:
        out.print(
            f"\nNoisy: {report.busiest_hour} alerts of one channel within an hour. The limit is [alerts] "
            "noisy_above_per_h in config.toml.",
            style="bold red",
        )


def _differences(found: Sequence[comparison.Difference]) -> Table:
    table = Table("seen", "channel", "", "headline", "why", box=None, pad_edge=False)
    for difference in found:
        alert = difference.alert
        table.add_row(
            f"{alert.at:%m-%d %H:%M}Z",
            plain_text(alert.channel),
            alert.severity,
            plain_text(f"{alert.title} ({alert.outlet})"),
            plain_text(difference.reason),
        )
    return table


def _costs(costs: Sequence[comparison.ThresholdCost], in_force: float) -> Table:
    """One line a threshold: a bar for the items it flags, and what the labels say."""
    table = Table("at or above", "items", "", "precision", "recall", box=None, pad_edge=False)
    most = max((cost.flagged for cost in costs), default=0) or 1
    nearest = min(costs, key=lambda cost: abs(cost.threshold - in_force))
    for cost in costs:
        bar = "█" * round(_BAR * cost.flagged / most)
        table.add_row(
            f"{cost.threshold:.2f}{' ◀' if cost is nearest else ''}",
            str(cost.flagged),
            bar or ("▏" if cost.flagged else ""),
            "" if cost.precision is None else f"{cost.precision:.2f}",
            "" if cost.recall is None else f"{cost.recall:.2f}",
        )
    return table
