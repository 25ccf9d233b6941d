"""`outbox list`, `outbox retry`, `outbox drop`: what is to be said, what was said, what died, what nobody wants."""

from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bot.clock import SystemClock
from bot.commands.common import (
    DEFAULT_CONFIG,
    AsJson,
    ConfigFile,
    load,
    opened_store,
    out,
    plain_text,
    print_json,
    second,
    table,
)
from bot.domain import OutboxRow
from bot.errors import UsageError
from bot.wording import Count

if TYPE_CHECKING:
    from bot.store import SqliteStore

_MAX_SEQ = 2**63 - 1  # of SQLite's integers

app = typer.Typer(help="Messages waiting, sent, dead, or in doubt.", no_args_is_help=True)


@app.command("list")
def list_messages(
    config: ConfigFile = DEFAULT_CONFIG,
    everything: Annotated[bool, typer.Option("--all", help="Show sent messages, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """List messages, newest first: those not yet sent, and those that died or that nobody knows of."""
    with opened_store(load(config), read_only=True) as store:
        rows = store.outbox(() if everything else ("pending", "sending", "unconfirmed", "dead"))
    if as_json:
        print_json([_plain(row) for row in rows])
        return
    if not rows:
        out.print("Nothing is waiting, and nothing failed.")
        return
    columns = ("seq", "state", "channel", "kind", "story", "attempts", "next attempt", "error")
    shown = table(*columns)
    for row in rows:
        waits = row.state == "pending"
        shown.add_row(
            str(row.seq),
            row.state,
            plain_text(row.message.channel),
            row.message.kind,
            row.message.story_id or "",
            str(row.attempts),
            second(row.next_attempt_at) if waits else "",
            plain_text(row.last_error or ""),
        )
    out.print(shown)
    if any(row.state in ("dead", "unconfirmed") for row in rows):
        out.print("\nSend one again with: pregonero outbox retry SEQ\nGive one up with: pregonero outbox drop SEQ")


@app.command("retry")
def retry(
    seq: Annotated[int, typer.Argument(help="Number of the message, from `outbox list`.", min=1, max=_MAX_SEQ)],
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Send a message again that died, is in doubt, or was dropped."""
    with opened_store(load(config)) as store:
        if not store.revive(seq, SystemClock().now()):
            _refuse(store, seq, "send again what is dead, unconfirmed or dropped")
    out.print(f"Message {seq} will be sent again by the running bot, or at its next start.")


@app.command("drop")
def drop(
    seq: Annotated[int, typer.Argument(help="Number of the message, from `outbox list`.", min=1, max=_MAX_SEQ)],
    config: ConfigFile = DEFAULT_CONFIG,
    as_json: AsJson = False,
) -> None:
    """Give up a message that waits, died, or is in doubt; with a card, what hangs under it."""
    with opened_store(load(config)) as store:
        dropped = store.drop(seq)
        if not dropped:
            _refuse(store, seq, "drop what waits, is dead or unconfirmed")
    if as_json:
        print_json([_plain(row) for row in dropped])
        return
    first, *under = dropped
    out.print(f"Message {seq}, a {first.message.kind} for {plain_text(first.message.channel)}, will not be sent.")
    if there := len(first.parts_there):
        out.print(f"{there} of its parts {Count(there):is|are} there already.")
    if under:
        out.print(f"Dropped with it: {', '.join(f'{row.message.kind} {row.seq}' for row in under)}.")
    if first.message.kind == "card":
        out.print(f"Nothing more is said of {first.message.story_id} in that channel.")
    out.print(f"Take it back with: pregonero outbox retry {seq}")


def _refuse(store: "SqliteStore", seq: int, what_can_be: str) -> NoReturn:
    found = store.message(seq)
    if found is None:
        raise UsageError(f"there is no message {seq}; `pregonero outbox list --all` shows their numbers")
    raise UsageError(f"message {seq} is {found.state}; one can only {what_can_be}: see `pregonero outbox list --all`")


def _plain(row: OutboxRow) -> dict[str, object]:
    return {
        "seq": row.seq,
        "state": row.state,
        "channel": row.message.channel,
        "kind": row.message.kind,
        "story": row.message.story_id,
        "key": row.message.dedupe_key,
        "created_at": row.message.created_at,
        "attempts": row.attempts,
        "next_attempt_at": row.next_attempt_at,
        "last_error": row.last_error,
    }
