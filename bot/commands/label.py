"""`label`: asks about stored items, those first that the models are least sure of; answers become training data."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from bot.clock import SystemClock
from bot.commands.common import (
    DEFAULT_CONFIG,
    AsJson,
    ConfigFile,
    Topics,
    chosen_topics,
    load,
    opened_store,
    out,
    plain_text,
    print_json,
    user_name,
)
from bot.domain import Label, LabelKind, Topic
from bot.questions import LOOK_BACK, LOOKED_AT, RANDOM_SHARE, Question, answer, choose
from bot.wording import counted

if TYPE_CHECKING:
    from bot.store import SqliteStore

_SUMMARY_CHARS = 400
_HELP = "y = yes, n = no, s = skip, u = undo, q = quit; a reason may follow: n only a passing clause"


def label(
    topics: Topics = None,
    config: ConfigFile = DEFAULT_CONFIG,
    limit: Annotated[int, typer.Option(help="How many questions at most.", min=1, max=1_000)] = 20,
    share: Annotated[
        float,
        typer.Option("--random", help="Share of items drawn at random, that show what nobody doubts.", min=0, max=1),
    ] = RANDOM_SHARE,
    who: Annotated[str | None, typer.Option(help="Name to sign with; the system's user when left out.")] = None,
    as_json: AsJson = False,
) -> None:
    """Ask about the items that the models are least sure of; the next `train` learns from the answers."""
    from bot.app import questions
    from bot.app import topics as known_topics

    chosen = chosen_topics(topics, known_topics())
    loaded = load(config)
    with opened_store(loaded) as store:
        name = who or user_name()
        items = store.items_since(SystemClock().now() - LOOK_BACK, LOOKED_AT)
        asked = choose(items, store.labels(), chosen, name, limit=limit, share=share)
        given = list(_ask(store, asked, name, questions(), silent=as_json))
    if as_json:
        print_json(given)
    elif not asked:
        out.print("Nothing to ask: every item judged in the last 90 days has your answer.")
    else:
        out.print(f"{counted(len(given), 'answer')} kept. The next `pregonero train` learns from them.")


def _ask(
    store: "SqliteStore", asked: Sequence[Question], who: str, wording: dict[Topic, dict[str, str]], *, silent: bool
) -> Iterator[Label]:
    """Asks one after the other; yields the answers that stand at the end."""
    given: list[tuple[int, Label | None]] = []  # number of the question; None = skipped
    n = 0
    if asked and not silent:
        out.print(f"{_HELP}\n")
    while n < len(asked):
        question = asked[n]
        if not silent:
            _show(question, n, len(asked), wording)
        try:
            said = input("" if silent else "> ").strip()
        except EOFError:
            break
        key, _, reason = said.partition(" ")
        match key.lower():
            case "q" | "quit":
                break
            case "u" | "undo":
                if given:
                    n, undone = given.pop()
                    if undone is not None:
                        store.withdraw_labels([undone.id], SystemClock().now())
            case "s" | "skip" | "":
                given.append((n, None))
                n += 1
            case "y" | "yes" | "n" | "no":
                kind: LabelKind = "relevant" if key.lower().startswith("y") else "not_relevant"
                now = SystemClock().now()
                made = answer(question, kind, who=who, via="terminal", at=now, reason=reason.strip())
                store.add_labels([made])
                given.append((n, made))
                n += 1
            case _:
                if not silent:
                    out.print(_HELP)
    yield from (label for _, label in given if label is not None)


def _show(question: Question, n: int, total: int, wording: dict[Topic, dict[str, str]]) -> None:
    item, verdict = question.item, question.verdict
    when = f"{item.published_at:%Y-%m-%d}" if item.published_at else ""
    drawn = ", drawn at random" if question.at_random else ""
    out.print(f"{n + 1}/{total}  {plain_text(item.title)}")
    out.print(
        f"     {plain_text(item.outlet)} {when}  {verdict.topic} {verdict.score:.2f} of {verdict.threshold:.2f}{drawn}"
    )
    if text := (item.summary or item.body):
        out.print(f"     {plain_text(text[:_SUMMARY_CHARS])}")
    asked = wording.get(verdict.topic, {})
    out.print(asked.get(item.language) or asked.get("en") or f"Is it of the topic {verdict.topic}?")


__all__ = ["label"]
