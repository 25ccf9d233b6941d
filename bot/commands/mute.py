"""`mute add`, `mute list`, `mute lift`: what is not to be told for a while, or ever again."""

import math
import re
import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from bot.clock import SystemClock
from bot.commands.common import (
    DEFAULT_CONFIG,
    AsJson,
    ConfigFile,
    known_story,
    load,
    minute,
    opened_store,
    out,
    plain_text,
    print_json,
    table,
    user_name,
)
from bot.domain import Mute, MuteId, MuteKind
from bot.errors import UsageError

if TYPE_CHECKING:
    from bot.config import Config
    from bot.jobs.answers import Act, Answers
    from bot.store import SqliteStore

_LENGTH = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)\s*(min|h|d|w)")
_UNITS = {"min": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_EVER = "ever"
_LONGEST = timedelta(days=3_660)

app = typer.Typer(help="What is not to be told for a while: stories, words, feeds, topics.", no_args_is_help=True)


@app.command("add")
def add(
    kind: Annotated[MuteKind, typer.Argument(help="What is muted.")],
    target: Annotated[str, typer.Argument(help="Id of the story or feed, name of the topic, or the words.")],
    length: Annotated[str, typer.Option("--for", help="How long: 30min, 24h, 3d, 2w, or ever.")] = "24h",
    channel: Annotated[str | None, typer.Option(help="Only in this channel; all when left out.")] = None,
    reason: Annotated[str, typer.Option(help="Why, for those who read the list.")] = "",
    config: ConfigFile = DEFAULT_CONFIG,
    as_json: AsJson = False,
) -> None:
    """Mute a story, some words, a feed or a topic."""
    loaded = load(config)
    lasts = _length(length)
    if channel is not None and channel not in loaded.channels:
        raise UsageError(f"there is no channel {channel!r}; there are {', '.join(loaded.channels)}")
    with opened_store(loaded) as store:
        what = _target(kind, target.strip(), loaded, store)
        act = _act()
        until = None if lasts is None else act.at + lasts
        added = _answers(store, loaded).mute(act, kind, what, until=until, channel=channel, reason=reason.strip())
        standing = added or _same(store, kind, what, act.at)
    if as_json:
        print_json(standing)
    elif standing is not None:
        out.print(f"{'Muted' if added else 'Muted already'}: {standing.kind} {_shown(standing.target)}, "
                  f"{_until(standing)}. Lift it with: pregonero mute lift {standing.id}")  # fmt: skip


@app.command("list")
def list_mutes(
    config: ConfigFile = DEFAULT_CONFIG,
    everything: Annotated[bool, typer.Option("--all", help="Show those that are over or lifted, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """List what is muted."""
    with opened_store(load(config), read_only=True) as store:
        mutes = store.mutes() if everything else store.mutes_in_force(SystemClock().now())
    if as_json:
        print_json(mutes)
        return
    if not mutes:
        out.print("Nothing is muted.")
        return
    shown = table("id", "what", "target", "channel", "until", "by", "reason")
    for each in mutes:
        by = f"{each.who} ({each.via}), {minute(each.at)}"
        shown.add_row(
            each.id,
            each.kind,
            plain_text(each.target),
            plain_text(each.channel or "all"),
            _until(each),
            plain_text(by),
            plain_text(each.reason),
        )
    out.print(shown)


@app.command("lift")
def lift(
    mute_id: Annotated[str, typer.Argument(metavar="ID", help="Of the mute, from `mute list`.")],
    config: ConfigFile = DEFAULT_CONFIG,
    as_json: AsJson = False,
) -> None:
    """End a mute before its time."""
    loaded = load(config)
    with opened_store(loaded) as store:
        found = next((each for each in store.mutes() if each.id == MuteId(mute_id.strip())), None)
        lifted = None if found is None else _answers(store, loaded).lift(_act(), found)
    if lifted is None:
        is_over = "is over or was lifted already" if found else "is not known"
        raise UsageError(f"the mute {_shown(mute_id)} {is_over}; see `pregonero mute list`")
    if as_json:
        print_json(lifted)
    else:
        out.print(f"Lifted: {lifted.kind} {_shown(lifted.target)} is told again.")


def _answers(store: "SqliteStore", config: "Config") -> "Answers":
    from bot.app import answers_of

    return answers_of(store, config)


def _act() -> "Act":
    from bot.jobs.answers import Act

    return Act(key=uuid.uuid4().hex, who=user_name(), via="terminal", at=SystemClock().now())


def _length(text: str) -> timedelta | None:
    """None = for ever."""
    if text.strip().lower() == _EVER:
        return None
    found = _LENGTH.fullmatch(text.strip().lower())
    number = float(found[1]) if found else math.nan
    if found is None or not number > 0 or number * _UNITS[found[2]] > _LONGEST:
        raise UsageError(f"--for {text}: say how long, such as 30min, 24h, 3d, 2w (ten years at most), or ever")
    return number * _UNITS[found[2]]


def _target(kind: MuteKind, target: str, config: "Config", store: "SqliteStore") -> str:
    """The target as the store keeps it.

    Raises:
        UsageError: there is no such thing.
    """
    if kind == "term":
        if not any(char.isalnum() for char in target):
            raise UsageError("there is no word to mute; name one or more, in quotes")
        return " ".join(target.split())
    if kind == "story":
        return known_story(store, target).id
    from bot.app import topics

    names = [feed.id for feed in config.feeds] if kind == "feed" else topics()
    if target not in names:
        where = "`pregonero feeds list` shows their ids" if kind == "feed" else f"there are {', '.join(names)}"
        raise UsageError(f"there is no {kind} {_shown(target)}; {where}")
    return target


def _same(store: "SqliteStore", kind: MuteKind, target: str, now: datetime) -> Mute | None:
    """The mute of that target in force that lasts longest."""
    same = [each for each in store.mutes_in_force(now) if (each.kind, each.target) == (kind, target)]
    return max(same, key=lambda each: (each.until is None, each.until or each.at), default=None)


def _until(mute: Mute) -> str:
    if mute.lifted_at is not None:
        return f"lifted {minute(mute.lifted_at)} by {mute.lifted_by}"
    return "for ever" if mute.until is None else f"until {minute(mute.until)}"


def _shown(text: str) -> str:
    return plain_text(text).plain
