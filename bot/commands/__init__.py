"""The command line: one module per group of commands, each of which imports what is heavy only when it is called."""

import sys

import typer

from bot.commands import batch, check, digest, explain, feeds, outbox, run
from bot.errors import BotError, ConfigError

app = typer.Typer(
    name="pregonero",
    help="Watches news feeds for handovers of suspects between Mexico and the US, and for US force on Mexican soil.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("run")(run.run)
app.command("demo")(run.demo)
app.command("check")(check.check)
app.command("explain")(explain.explain)
app.command("score")(batch.score)
app.command("extract")(batch.extract)
app.command("cluster")(batch.cluster)
app.command("digest")(digest.digest)
app.add_typer(feeds.app, name="feeds")
app.add_typer(outbox.app, name="outbox")


def main() -> None:
    """Runs the command line and ends the process with its exit code."""
    try:
        app()
    except ConfigError as exc:
        count = len(exc.problems)
        print(f"The configuration has {count} problem{'s' if count != 1 else ''}:", file=sys.stderr)
        for problem in exc.problems:
            print(f"  {problem}", file=sys.stderr)
        sys.exit(exc.exit_code)
    except BotError as exc:
        print(f"pregonero: {exc}", file=sys.stderr)
        sys.exit(exc.exit_code)
    except BrokenPipeError:
        # the reader of our output has seen enough; nothing is left to say to it
        sys.stderr.close()
        sys.exit(0)
