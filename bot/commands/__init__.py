"""The command line: one module per group of commands, what is heavy is loaded when one is called."""

import io
import os
import sys
from typing import Annotated

import typer

from bot import __version__
from bot.commands import (
    backtest,
    batch,
    check,
    digest,
    explain,
    feeds,
    figures,
    label,
    model,
    mute,
    outbox,
    run,
    status,
    stories,
    upkeep,
    web,
)
from bot.errors import BotError, ConfigError, UsageError
from bot.wording import counted

app = typer.Typer(
    name="pregonero",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _tell_version(is_asked: bool) -> None:
    if is_asked:
        typer.echo(f"pregonero {__version__}")
        raise typer.Exit


@app.callback()
def pregonero(
    version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    """Watches news feeds for handovers of suspects between Mexico and the US, and for US force on Mexican soil."""


app.command("run")(run.run)
app.command("demo")(run.demo)
app.command("check")(check.check)
app.command("explain")(explain.explain)
app.command("score")(batch.score)
app.command("extract")(batch.extract)
app.command("cluster")(batch.cluster)
app.command("label")(label.label)
app.command("train")(model.train)
app.command("evaluate")(model.evaluate)
app.command("backtest")(backtest.backtest)
app.command("figures")(figures.figures)
app.command("digest")(digest.digest)
app.command("status")(status.status)
app.command("web")(web.web)
app.command("backup")(upkeep.backup)
app.command("restore")(upkeep.restore)
app.command("prune")(upkeep.prune)
app.add_typer(feeds.app, name="feeds")
app.add_typer(outbox.app, name="outbox")
app.add_typer(mute.app, name="mute")
app.add_typer(stories.app, name="stories")


def main() -> None:
    """Runs the command line and ends the process with its exit code.

    A reader of our output that goes away early (`| head`) ends it without a word, with exit code 1.
    """
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors == "strict":
        # names of files may hold bytes that are no characters, and feeds characters that the terminal does not have
        sys.stdout.reconfigure(errors="backslashreplace")
    code = _run()
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as exc:
        code = code or 1
        if not isinstance(exc, BrokenPipeError):
            _complain(f"the output cannot be written: {exc.strerror}.")
        # what is still held back would be tried once more at the end of the process, and fail again
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def _run() -> int:
    try:
        app()
    except SystemExit as exc:
        return exc.code if isinstance(exc.code, int) else int(exc.code is not None)
    except ConfigError as exc:
        print(f"The configuration has {counted(len(exc.problems), 'problem')}:", file=sys.stderr)
        for problem in exc.problems:
            print(f"  {problem}", file=sys.stderr)
        return exc.exit_code
    except BotError as exc:
        _complain(str(exc))
        return exc.exit_code
    except UnicodeEncodeError:
        if not any("\udc80" <= char <= "\udcff" for word in sys.argv for char in word):
            raise
        _complain("a word of the command line holds bytes that are no UTF-8; write it in letters of this terminal.")
        return UsageError.exit_code
    except OSError as exc:
        # the disk behind our output is full, a folder for temporary files is missing: nothing of ours to trace
        _complain(f"the system refuses: {exc.strerror or exc}" + (f" ({exc.filename})" if exc.filename else "") + ".")
        return 1
    return 0


def _complain(what: str) -> None:
    print(f"pregonero: {what}", file=sys.stderr)
