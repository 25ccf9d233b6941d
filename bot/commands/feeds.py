"""`feeds list`, `check`, `import`, `export`: the feeds, how they are doing, and lists of them to and from others."""

import json
import os
import sys
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from bot import cadence, opml
from bot.clock import SystemClock
from bot.commands.common import (
    DEFAULT_CONFIG,
    AsJson,
    ConfigFile,
    err,
    load,
    minute,
    opened_store,
    out,
    plain_text,
    print_json,
    table,
    write_file,
)
from bot.commands.probe import probe
from bot.domain import Feed, FeedId, FeedState
from bot.errors import ConfigError, StoreMissing, UsageError
from bot.wording import Count, counted

app = typer.Typer(help="Feeds and their health.", no_args_is_help=True)


@app.command("list")
def list_feeds(config: ConfigFile = DEFAULT_CONFIG, as_json: AsJson = False) -> None:
    """List the configured feeds: how each is and since when, its last item, last good and next poll, last error."""
    loaded = load(config)
    states: dict[FeedId, FeedState] = {}
    with suppress(StoreMissing), opened_store(loaded, read_only=True) as store:  # before the first run, too
        states = store.feed_states()
    rows = [(feed, states.get(feed.id) or FeedState(feed_id=feed.id, url=feed.url)) for feed in loaded.feeds]
    now = SystemClock().now()
    if as_json:
        print_json([_as_json(feed, state, now) for feed, state in rows])
        return
    heads = ("feed", "health", "since", "last item", "every", "last good", "next poll", "failures", "last error")
    shown = table(*heads)
    for feed, state in rows:
        pace = cadence.rhythm(state.habits, now)
        shown.add_row(
            plain_text(feed.id),
            "never polled" if state.health == "new" else state.health,
            minute(state.health_since),
            minute(state.last_item_at),
            _span(pace) if pace else "",
            minute(state.last_good_at),
            _next(state, now),
            str(state.failures),
            plain_text(_remark(state)),
        )
    out.print(shown)


def _as_json(feed: Feed, state: FeedState, now: datetime) -> dict[str, object]:
    pace = cadence.rhythm(state.habits, now)
    return {
        "id": feed.id,
        "name": feed.name,
        "url": feed.url,
        "health": state.health,
        "health_since": state.health_since,
        "last_item_at": state.last_item_at,
        "failures": state.failures,
        "last_good_at": state.last_good_at,
        "next_poll_at": state.next_poll_at,
        "last_error": state.last_error,
        "asked_at": state.url,
        "moved_to": state.moved_to,
        "minutes_between_items": None if pace is None else round(pace.total_seconds() / 60, 1),
        "gaps": state.habits.gaps,
        "gap_at": state.habits.gap_at,
        "volatile_polls": state.habits.volatile,
        "read_whole_and_in_parts": state.habits.compared,
        "differences": state.habits.differences,
    }


def _remark(state: FeedState) -> str:
    """The last error, else what is worth knowing."""
    habits = state.habits
    remarks = [state.last_error or ""]
    remarks += [f"redirects for good to {state.moved_to}"] if state.moved_to else []
    remarks += [f"all entries were new at {counted(habits.gaps, 'poll')}"] if habits.gaps else []
    remarks += (
        [f"{counted(habits.differences, 'difference')} between reading in parts and whole"]
        if habits.differences
        else []
    )
    remarks += ["most entries change at every poll"] if habits.volatile > 1 else []
    return "; ".join(remark for remark in remarks if remark)


def _next(state: FeedState, now: datetime) -> str:
    if state.health == "gone":
        return "never"
    if state.next_poll_at is None:
        return "as soon as the bot runs" if state.health == "new" else "now"
    return "now" if state.next_poll_at <= now else minute(state.next_poll_at)


@app.command("check")
def check_feeds(
    ids: Annotated[list[str] | None, typer.Argument(help="Ids of feeds; all when left out.")] = None,
    config: ConfigFile = DEFAULT_CONFIG,
    as_json: AsJson = False,
) -> None:
    """Read feeds now, all at once, and say what each gives; stores nothing."""
    loaded = load(config)
    known = {str(feed.id): feed for feed in loaded.feeds}
    unknown = [name for name in ids or () if name not in known]
    if unknown:
        raise UsageError(f"no feed has the id {unknown[0]!r}; the ids stand in {config}, under [[feeds]]")
    chosen = [known[name] for name in dict.fromkeys(ids)] if ids else list(loaded.feeds)
    found = {each.feed.id: each for each in probe(loaded, chosen)}
    probes = [found[feed.id] for feed in chosen if feed.id in found]
    if as_json:
        print_json(
            [
                {
                    "id": each.feed.id,
                    "url": each.feed.url,
                    "health": each.health,
                    "entries": each.entries,
                    "newest_at": each.newest_at,
                    "moved_to": each.moved_to,
                    "detail": each.detail,
                }
                for each in probes
            ]
        )
    else:
        shown = table("feed", "health", "entries", "newest", "remark")
        for each in sorted(probes, key=lambda each: each.is_bad):  # what is bad stands last, where one looks first
            remark = "; ".join(
                text for text in (each.detail, f"moved to {each.moved_to}" if each.moved_to else "") if text
            )
            entries = str(each.entries)
            shown.add_row(plain_text(each.feed.id), each.health, entries, minute(each.newest_at), plain_text(remark))
        out.print(shown)
    bad = sum(each.is_bad for each in probes)
    good = len(probes) - bad
    err.print(f"{good:,} of {counted(len(probes), 'feed')} {Count(good):gives|give} items.")
    if bad:
        raise typer.Exit(1)


@app.command("import")
def import_feeds(
    file: Annotated[Path, typer.Argument(help="An OPML file; - reads standard input.")],
    append: Annotated[bool, typer.Option("--append", help="Add the feeds to the configuration.")] = False,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    r"""Turn an OPML file of another feed reader into [\[feeds]]: printed to be pasted, or added to the configuration.

    Feeds that are configured already are left out. What stands in the configuration stays as it is, comments too.
    """
    loaded = load(config)
    try:
        body = sys.stdin.buffer.read(opml.MAX_BYTES + 1) if str(file) == "-" else _bytes(file)
        outlines, left_out = opml.read_opml(body)
    except OSError as exc:
        raise UsageError(
            f"{file} cannot be read: {exc.strerror}; name an OPML file that this user may read, or - for standard input"
        ) from exc
    except ValueError as exc:
        raise UsageError(
            f"{file} cannot be used: {exc}; export the feeds as OPML once more, or split the file"
        ) from exc
    have = {opml.address(feed.url) for feed in loaded.feeds}
    new = [outline for outline in outlines if outline.url not in have]
    blocks = "".join(map(_block, new, opml.ids_for(new, [feed.id for feed in loaded.feeds])))
    if not append:
        print(blocks, end="")
    elif new:
        _append(config, blocks)
    where = f"added to {config}" if append else "ready to be pasted into it"
    err.print(
        f"{counted(len(outlines), 'feed')} in {file}, {len(outlines) - len(new):,} of them configured already, "
        f"{len(new):,} {where}."
    )
    for line in left_out:
        err.print(plain_text(f"Left out: {line.name}: {line.why}."))


def _bytes(file: Path) -> bytes:
    with file.open("rb") as source:
        return source.read(opml.MAX_BYTES + 1)


def _block(outline: opml.Outline, name: str) -> str:
    # JSON's strings are TOML's, once control characters are out, which `clean` sees to
    lines = [f"id = {_toml(name)}", f"name = {_toml(outline.name)}", f"url = {_toml(outline.url)}"]
    language = (outline.language or "")[:2].lower()
    lines += [f'language = "{language}"'] if language in ("en", "es") else []
    return "\n[[feeds]]\n" + "\n".join(lines) + "\n"


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _append(config: Path, blocks: str) -> None:
    """Adds text to the configuration, if the whole is one then; the file is replaced at once or not at all."""
    from bot.app import load_config

    old = config.read_bytes()
    trial = config.with_name(f".{config.name}.new")
    try:
        trial.write_bytes(old + (b"" if old.endswith(b"\n") or not old else b"\n") + blocks.encode("utf-8"))
        load_config(trial, with_secrets=False)
        trial.chmod(config.stat().st_mode & 0o777)
        os.replace(trial, config)  # noqa: PTH105  # atomic on every system
    except ConfigError as exc:
        raise UsageError(
            f"{config} was left as it is, as the feeds cannot simply be added to its end: {exc.problems[0]}. "
            "Paste what the command prints without --append."
        ) from exc
    except OSError as exc:
        raise UsageError(
            f"{config} cannot be written: {exc.strerror}; paste what the command prints without --append"
        ) from exc
    finally:
        trial.unlink(missing_ok=True)


@app.command("export")
def export_feeds(
    to: Annotated[Path | None, typer.Option("--to", help="A file; standard output when left out.")] = None,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Write the configured feeds as OPML, for other feed readers."""
    text = opml.write_opml(load(config).feeds)
    if to is None:
        sys.stdout.buffer.write(text.encode("utf-8"))
        return
    write_file(to, text, "name another file, or leave --to out")


def _span(span: timedelta) -> str:
    minutes = span.total_seconds() / 60
    if minutes < 1:
        return "< 1 min"
    if minutes < 90:
        return f"{minutes:.0f} min"
    return f"{minutes / 60:.0f} h" if minutes < 48 * 60 else f"{minutes / 1440:.0f} d"
