"""`stories list`, `show`, `split`, `merge`, `move`: stories, and what people say of them: one is two, two are one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
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
from bot.domain import ItemId, Story
from bot.errors import UsageError
from bot.wording import counted

if TYPE_CHECKING:
    from bot.jobs.reshape import Reshaping
    from bot.store import SqliteStore

app = typer.Typer(help="Stories: look at them, split one in two, join two in one, move reports.", no_args_is_help=True)

StoryArg = Annotated[str, typer.Argument(metavar="STORY", help="Id such as s-000012, from a card or `stories list`.")]


@app.command("list")
def list_stories(
    config: ConfigFile = DEFAULT_CONFIG,
    most: Annotated[int, typer.Option(min=1, max=10_000, help="How many, the latest first.")] = 20,
    as_json: AsJson = False,
) -> None:
    """List the stories that a report joined last."""
    with opened_store(load(config), read_only=True) as store:
        found = store.latest_stories(most)
    if as_json:
        print_json(found)
        return
    if not found:
        out.print("There is no story yet.")
        return
    shown = table("id", "last report", "severity", "reports", "headline")
    for story in found:
        gone = f" (went into {story.merged_into.id})" if story.merged_into else ""
        shown.add_row(
            story.id, minute(story.last_report_at), story.severity, str(len(story.reports)),
            plain_text(story.reports[0].title + gone),
        )  # fmt: skip
    out.print(shown)


@app.command("show")
def show(story_id: StoryArg, config: ConfigFile = DEFAULT_CONFIG, as_json: AsJson = False) -> None:
    """Show one story's reports with their numbers."""
    with opened_store(load(config), read_only=True) as store:
        story = known_story(store, story_id)
    if as_json:
        print_json(story)
        return
    shown = table("n", "published", "kind", "outlet", "headline")
    for n, report in enumerate(story.reports, start=1):
        shown.add_row(str(n), minute(report.at), report.relation, plain_text(report.outlet), plain_text(report.title))
    out.print(shown)
    if story.merged_into is not None:
        out.print(f"It went into {story.merged_into.id}.")


@app.command("split")
def split(
    story_id: StoryArg,
    reports: Annotated[
        list[str], typer.Argument(metavar="REPORT...", help="Numbers from `stories show`, or item ids, that leave.")
    ],
    config: ConfigFile = DEFAULT_CONFIG,
    as_json: AsJson = False,
) -> None:
    """Make some reports of a story one of their own. Its card and thread say so; it is told as a new story would be."""
    with _reshaping(config) as (store, reshaping):
        story = known_story(store, story_id)
        leaving = [_report(story, each) for each in reports]
        kept, made = reshaping.split(story.id, leaving, who=user_name(), now=SystemClock().now())
    if as_json:
        print_json({"kept": kept, "made": made})
    else:
        out.print(
            f"{made.id} has {_reports(made)} now, {kept.id} keeps {_reports(kept)}. "
            f"Undo it with: pregonero stories merge {kept.id} {made.id}"
        )


@app.command("merge")
def merge(
    story_id: StoryArg,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Id of the story that is the same event.")],
    config: ConfigFile = DEFAULT_CONFIG,
    as_json: AsJson = False,
) -> None:
    """Make two stories one. The one with a card goes on; the other's card and thread point to it."""
    with _reshaping(config) as (store, reshaping):
        one, two = (known_story(store, each).id for each in (story_id, other))
        kept, gone = reshaping.merge(one, two, who=user_name(), now=SystemClock().now())
    if as_json:
        print_json({"kept": kept, "gone": gone})
    else:
        out.print(f"{gone.id} is one with {kept.id} now, which has {_reports(kept)}.")


@app.command("move")
def move(
    items: Annotated[
        list[str],
        typer.Argument(
            metavar="ITEM...", help="Ids of reports, or s-000012:3 for number 3 of `stories show s-000012`."
        ),
    ],
    to: Annotated[str, typer.Option(metavar="STORY", help="Id of the story that they are of.")],
    config: ConfigFile = DEFAULT_CONFIG,
    as_json: AsJson = False,
) -> None:
    """Make reports of one story reports of another. Both cards are edited, the thread that told of them says so."""
    with _reshaping(config) as (store, reshaping):
        moving = list(dict.fromkeys(_named(store, each) for each in items))
        target = known_story(store, to).id
        left, gained = reshaping.move(moving, target, who=user_name(), now=SystemClock().now())
    if as_json:
        print_json({"left": left, "gained": gained})
    else:
        out.print(
            f"{gained.id} has {_reports(gained)} now, {left.id} keeps {_reports(left)}. "
            f"Undo it with: pregonero stories move {' '.join(moving)} --to {left.id}"
        )


@contextmanager
def _reshaping(config: Path) -> "Iterator[tuple[SqliteStore, Reshaping]]":
    """The store of a configuration, and what carries out what people say of its stories."""
    from bot.app import reshaping_of

    loaded = load(config)
    with opened_store(loaded) as store:
        yield store, reshaping_of(store, loaded)


def _named(store: "SqliteStore", named: str) -> ItemId:
    """A report by its item's id, or by its number in a story."""
    story, colon, number = named.strip().rpartition(":")
    return _report(known_story(store, story), number) if colon and number.isdecimal() else ItemId(named.strip())


def _report(story: Story, named: str) -> ItemId:
    """A report by its number in the story, or by its item's id, which `split` looks up."""
    if not named.strip().isdecimal():
        return ItemId(named.strip())
    number = int(named[:9])
    if not 1 <= number <= len(story.reports):
        raise UsageError(f"{story.id} has {_reports(story)}; there is no report {named[:9]}")
    return story.reports[number - 1].item_id


def _reports(story: Story) -> str:
    return counted(len(story.reports), "report")
