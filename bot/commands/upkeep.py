"""`backup`, `restore`, `prune`: looking after the database."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from bot.clock import SystemClock
from bot.commands.common import DEFAULT_CONFIG, AsJson, ConfigFile, err, load, opened_store, out, print_json
from bot.errors import UsageError
from bot.wording import counted

if TYPE_CHECKING:
    from bot.config import Config
    from bot.store import BackupReport, SalvageReport

_BACKUPS = "backups"  # beside the database


def backup(
    file: Annotated[
        Path | None, typer.Argument(help="Where the copy goes; a name with the time in state/backups when left out.")
    ] = None,
    config: ConfigFile = DEFAULT_CONFIG,
    keep: Annotated[
        int | None, typer.Option("--keep", min=1, help="Delete all but that many of the copies in state/backups.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Copy the database, while the bot runs or not, and read the copy whole."""
    from bot.store import back_up

    loaded = load(config)
    if file is not None and keep is not None:
        raise UsageError("--keep counts the copies in state/backups; leave FILE out, or --keep")
    if file is not None and file.exists():
        raise UsageError(f"{file} exists already and was left untouched. Name another file.")
    target = file or _backups(loaded) / f"{loaded.database.stem}-{SystemClock().now():%Y%m%dT%H%M%SZ}.db"
    with _bar(f"Copying {loaded.database.name}") as told:
        report = back_up(loaded.database, target, told)
    dropped = _drop_old(loaded, keep) if keep else []
    if as_json:
        print_json({"backup": report, "deleted": [str(path) for path in dropped]})
        return
    out.print(f"{report.path}: {counted(report.size_bytes, 'byte')}, {_held_in(report)}; read whole and sound.")
    for path in dropped:
        out.print(f"Deleted {path}.")


def restore(
    file: Annotated[Path | None, typer.Argument(help="The backup, or with --salvage a damaged file.")] = None,
    config: ConfigFile = DEFAULT_CONFIG,
    salvage: Annotated[
        bool,
        typer.Option(
            "--salvage", help="Keep what can be read of a damaged file, of the database itself when none is named."
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Put a backup in the database's place, or what can be saved of a damaged one; the old file is set aside."""
    loaded = load(config)
    if file is None and not salvage:
        raise UsageError(_which_backup(loaded))
    if file is not None and not file.is_file():
        raise UsageError(f"there is no file {file}. {_which_backup(loaded)}")
    if file is not None and loaded.database.exists() and file.samefile(loaded.database):
        raise UsageError(f"{file} is the database itself. {_which_backup(loaded)}")
    if salvage:
        _salvage(loaded, file, as_json=as_json)
    elif file is not None:
        _restore(loaded, file, as_json=as_json)


def _restore(config: "Config", file: Path, *, as_json: bool) -> None:
    from bot.store import restore

    with _bar(f"Copying {file.name}") as told:
        report = restore(config.database, file, SystemClock().now(), told)
    if as_json:
        print_json(report)
        return
    out.print(f"{config.database} is the backup now: {_held_in(report)}.")
    if report.set_aside is not None:
        out.print(f"What was there before lies at {report.set_aside}.")
    out.print(
        "What was posted after the backup was made is not known to it: items still in their feeds may be alerted once "
        "more. Messages that waited then are looked up in their channels before they are sent."
    )


def _salvage(config: "Config", file: Path | None, *, as_json: bool) -> None:
    from bot.store import salvage

    with Progress(console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task("Reading", total=None)
        report = salvage(
            config.database,
            SystemClock().now(),
            lambda table: bar.update(task, description=f"Reading {table}"),
            source=file,
        )
    if as_json:
        print_json(report)
        return
    _print_salvage(report, "The damaged file" if file is None else "What was there before")


def _print_salvage(report: "SalvageReport", replaced: str) -> None:
    saved = sum(table.saved for table in report.tables)
    where = f" {replaced} lies at {report.set_aside}." if report.set_aside else ""
    out.print(f"Saved {counted(saved, 'row')}.{where}")
    harmed = [table for table in report.tables if table.lost or not table.is_whole]
    for table in harmed:
        more = "" if table.is_whole else ", perhaps more, as nothing tells of those"
        out.print(f"  {table.name}: {table.saved:,} saved, {table.lost:,} lost{more}")
    if not harmed:
        out.print("Nothing was lost that the file still told of.")
    else:
        out.print("Items that were lost may be alerted once more while they are in their feeds.")


def prune(
    config: ConfigFile = DEFAULT_CONFIG,
    keep_days: Annotated[
        int | None, typer.Option("--keep-days", min=1, max=36_500, help=r"Instead of \[state] keep_days.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
    vacuum: Annotated[
        bool, typer.Option("--vacuum", help="Give the space back to the system; the bot has to be stopped.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Empty the texts of old items and digests now (the bot does so every hour); findings and keys stay."""
    from datetime import timedelta

    from bot.store import StateLock, compact, lock_file, no_database

    loaded = load(config)
    if dry_run and vacuum:
        raise UsageError("--dry-run changes nothing, so there is nothing for --vacuum to give back; leave one out")
    days = keep_days or loaded.keep.days
    before = SystemClock().now() - timedelta(days=days)
    if not loaded.database.exists():
        raise no_database(loaded.database)  # before the lock, which would make the folder
    with StateLock(lock_file(loaded.database)) if vacuum else nullcontext():  # no bot is to start meanwhile
        with opened_store(loaded, read_only=dry_run, is_locked=vacuum) as store:
            pruned = store.prune(before, dry_run=dry_run)
        sizes = compact(loaded.database) if vacuum else None
    if as_json:
        print_json(
            {
                "items": pruned.texts,
                "digests": pruned.digests,
                "models_and_configs": pruned.kept,
                "before": before,
                "dry_run": dry_run,
                "sizes_bytes": sizes,
            }
        )
        return
    was, were = ("would be", "would be") if dry_run else ("was", "were")
    old = f"{counted(pruned.texts, 'item')} older than {counted(days, 'day')}"
    out.print(f"The texts of {old} {were} emptied; titles and findings stay.")
    if pruned.digests:
        out.print(f"{counted(pruned.digests, f'digest {was}|digests {were}')} emptied that had been sent before then.")
    if pruned.kept:
        noun = f"model or configuration {was}|models and configurations {were}"
        out.print(f"{counted(pruned.kept, noun)} forgotten that no alert of these days rests on.")
    if sizes:
        out.print(f"{loaded.database}: {counted(sizes[0], 'byte')} before, {sizes[1]:,} after.")


def _held_in(report: "BackupReport") -> str:
    held = ((report.items, "item"), (report.stories, "story|stories"), (report.messages, "message"))
    return ", ".join(counted(number, noun) for number, noun in held)


def _backups(config: "Config") -> Path:
    return config.state_dir / _BACKUPS


def _own_backups(config: "Config") -> list[Path]:
    """Copies that `backup` named, oldest first."""
    return sorted(_backups(config).glob(f"{config.database.stem}-????????T??????Z.db"))


def _drop_old(config: "Config", keep: int) -> list[Path]:
    old = _own_backups(config)[:-keep]
    for path in old:
        path.unlink(missing_ok=True)
    return old


def _which_backup(config: "Config") -> str:
    found = _own_backups(config)
    if not found:
        return (
            f"Name the backup to restore; there is none in {_backups(config)}. For a damaged database without a "
            "backup: pregonero restore --salvage"
        )
    return f"Name the backup to restore; the newest one is {found[-1]}"


@contextmanager
def _bar(what: str) -> "Iterator[_Told]":
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        yield _Told(bar, what)


class _Told:
    """Moves a bar."""

    def __init__(self, bar: Progress, what: str) -> None:
        self._bar = bar
        self._task = bar.add_task(what, total=None)

    def __call__(self, done: int, total: int) -> None:
        self._bar.update(self._task, completed=done, total=total)
