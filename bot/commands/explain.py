"""`explain`: one item's way through every stage. Reads the store where there is one; changes nothing."""

import errno
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from bot import codec
from bot.clock import SystemClock
from bot.commands.common import DEFAULT_CONFIG, AsJson, ConfigFile, err, load, out, print_json, write_file
from bot.domain import Item, Passage
from bot.errors import UsageError

if TYPE_CHECKING:
    from bot.config import Config
    from bot.jobs.explain import Explanation
    from bot.jobs.think import Mind
    from bot.past import AlertAsMade
    from bot.store import SqliteStore

_MAX_BYTES = 1_000_000  # of one item's text; what is larger, or never ends, is something else
_FILE_NAME = re.compile(r"\S+\.(?:txt|md|html?|jsonl?|eml)|\.{0,2}/\S*")  # nobody's headline


def explain(
    subject: Annotated[str, typer.Argument(help="A headline, an address, a file with a text, or an item's id.")],
    config: ConfigFile = DEFAULT_CONFIG,
    as_of_alert: Annotated[
        bool,
        typer.Option(
            "--as-of-alert",
            help="The alert as it was made, computed anew with the model, rules and text of then, and judged now.",
        ),
    ] = False,
    as_json: AsJson = False,
    preview: Annotated[
        Path | None, typer.Option(help="Write the item's card and thread as Slack shows them to this HTML file.")
    ] = None,
) -> None:
    """Show one item's way through every stage: cleaning, identity, scores and why, figures, story."""
    from bot.app import load_lexicon, load_scorers, mind_of, open_store

    loaded = load(config)
    store = open_store(loaded, read_only=True) if loaded.database.exists() else None
    try:
        if as_of_alert:
            _print_alerts(subject, loaded, store, as_json=as_json)
            return
        mind = mind_of(loaded, load_scorers(loaded), load_lexicon(loaded))
        explanation = _explained(subject, loaded, mind, store)
        if preview is not None:
            _write_preview(preview, explanation, loaded, mind, store)
    finally:
        if store is not None:
            store.close()
    if as_json:
        print_json(explanation)
    else:
        _print(explanation)


def _write_preview(
    file: Path, explanation: "Explanation", config: "Config", mind: "Mind", store: "SqliteStore | None"
) -> None:
    """The story's messages in both languages.

    Raises:
        UsageError: no topic flags the item, or the file cannot be written.
    """
    from bot.channels import previewed
    from bot.jobs.explain import cards_of

    told = cards_of(explanation, mind, store, SystemClock().now())
    if not told:
        raise UsageError("no topic flags this item, so there is no card to preview; leave --preview out to see why")
    write_file(file, previewed(told, config.alerts.timezone), "name another file after --preview")
    err.print(f"How Slack shows it, in English and Spanish: {file}")


def _explained(subject: str, config: "Config", mind: "Mind", store: "SqliteStore | None") -> "Explanation":
    from bot.jobs.explain import explained, stored_item

    stored = stored_item(subject, store, SystemClock().now())
    item = stored.item if stored else _pasted(subject, config)
    return explained(item, mind, store, SystemClock().now(), stored=stored)


def _pasted(subject: str, config: "Config") -> Item:
    """An item of a headline, an address, or a file."""
    from bot.app import item_at
    from bot.jobs.explain import is_address
    from bot.jobs.pasted import item_of_text

    if is_address(subject):
        return item_at(subject.strip(), config, SystemClock())
    return item_of_text(_text_of(subject), SystemClock().now())


def _text_of(subject: str) -> str:
    """The text of the file that `subject` names, or `subject` itself.

    Raises:
        UsageError: it names a file that cannot be read, or looks like one that is not there.
    """
    try:
        path = Path(subject)
        if not subject.strip() or "\n" in subject or not path.exists():
            if _FILE_NAME.fullmatch(subject):
                raise UsageError(f"there is no file {subject}; give a headline, an address, a file, or an item's id")
            return subject
        if path.is_dir():
            raise UsageError(f"{path} is a folder; name a file with the text of one item")
        with path.open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
        if len(content) > _MAX_BYTES:
            raise UsageError(f"{path} is larger than 1 MB; name a file with the text of one item")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise UsageError(f"{path} is no text in UTF-8 (byte {exc.start}); save it as UTF-8") from exc
    except OSError as exc:
        if exc.errno == errno.ENAMETOOLONG:
            return subject  # a headline, too long for a file's name
        raise UsageError(
            f"{path} cannot be read: {exc.strerror}; make it readable for this user, or give the text itself"
        ) from exc


# --- printing --------------------------------------------------------------------------------------------------------


def _print_alerts(subject: str, config: "Config", store: "SqliteStore | None", *, as_json: bool) -> None:
    """Every alert that an item made, as it was made, computed anew as then, and judged again now."""
    from bot.app import load_scorers
    from bot.jobs.explain import stored_item
    from bot.past import alerts_as_made, passages_of

    now = SystemClock().now()
    stored = stored_item(subject, store, now)
    made = alerts_as_made(stored.item.id, store, config, load_scorers(config), now) if store and stored else []
    if not made:
        raise UsageError(f"{subject} made no alert that is on record; name the id or the address of an item that did")
    if as_json:
        print_json([_as_json(each) for each in made])
        return
    for each in made:
        _print_passages(passages_of(each))


def _as_json(made: "AlertAsMade") -> dict[str, object]:
    """The record's own keys, and beside them what was computed anew."""
    anew = {
        "judged_as_then": made.then, "equals_stamped": made.equals_stamped, "not_possible": made.problem or None,
        "judged_now": made.now,
    }  # fmt: skip
    return {**codec.plain(made.record), **codec.plain(anew)}


def _print(e: "Explanation") -> None:
    from bot.jobs.explain import passages

    _print_passages(passages(e))


def _print_passages(told: Sequence[Passage]) -> None:
    for passage in told:
        _section(passage.title)
        for name, value in passage.rows:
            out.print(Text.assemble((f"  {name:10} ", "dim"), value))


def _section(title: str) -> None:
    out.print(Text(f"\n{title}", style="bold"))
