"""`score`, `extract`, `cluster`: the thinking stages as tools on JSON Lines. Reads files, keeps no state.

With `--config` they judge as the bot of that configuration does: its models, rules, thresholds and names; without, as
the program comes, whatever `config.toml` lies about.

A line that is not JSON, or has no title, gives a line with its error in its place, and exit code 1 at the end.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from bot.clock import SystemClock
from bot.commands.common import load
from bot.commands.records import Record, Source, print_result, records
from bot.domain import Content, Figure, Item, ItemFacts, ItemId, Judgement, Topic, Verdict
from bot.errors import ParseError
from bot.jobs.pasted import item_of
from bot.ports import Lexicon, Scorer
from bot.rules import RuleSet

OwnConfig = Annotated[
    Path | None,
    typer.Option("--config", "-c", help="Judge with the models, rules, thresholds and names of this configuration."),
]

_BATCH = 256  # texts scored at once


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mind:
    """What a configuration says about judging, or the program as it comes."""

    scorers: Mapping[Topic, Scorer]
    lexicon: Lexicon
    rules: RuleSet
    thresholds: Mapping[Topic, float]

    def judge(self, items: Sequence[Item], now: datetime) -> list[Judgement]:
        from bot.classify import judge
        from bot.extract import people_moved

        return judge(
            items,
            self.scorers,
            self.rules,
            self.lexicon,
            now,
            people_moved=people_moved,
            thresholds=self.thresholds,
        )


def _mind(file: Path | None) -> _Mind:
    from bot.app import load_lexicon, load_scorers

    config = load(file) if file else None
    return _Mind(
        scorers=load_scorers(config),
        lexicon=load_lexicon(config),
        rules=config.rules if config else RuleSet(),
        thresholds=config.thresholds if config else {},
    )


def score(source: Source = None, config: OwnConfig = None) -> None:
    """Score items: labels, scores, realis, severity and why, one JSON object a line."""
    mind, now = _mind(config), SystemClock().now()
    failed = False
    for batch in _batches(source, now):
        judgements = iter(mind.judge([item for _, item in batch if isinstance(item, Item)], now))
        for record, item in batch:
            if isinstance(item, Item):
                print_result(record, _scored(next(judgements)))
            else:
                failed = True
                print_result(record, {"error": item})
    _end(failed)


def extract(source: Source = None, config: OwnConfig = None) -> None:
    """Extract figures, events to come, statements and names with their proof, one JSON object a line."""
    from bot.app import load_lexicon
    from bot.extract import content_of
    from bot.extract import extract as figures_of

    lexicon = load_lexicon(load(config) if config else None)
    failed = False
    for batch in _batches(source, SystemClock().now()):
        for record, item in batch:
            if isinstance(item, Item):
                print_result(record, _extracted(figures_of(item, lexicon=lexicon), content_of(item, lexicon=lexicon)))
            else:
                failed = True
                print_result(record, {"error": item})
    _end(failed)


def cluster(source: Source = None, config: OwnConfig = None) -> None:
    """Group items into stories, in time order; prints each item's story in the order of the input."""
    from bot import stories
    from bot.app import load_embedder

    entries = [entry for batch in _batches(source, SystemClock().now()) for entry in batch]
    items = _timed([item for _, item in entries if isinstance(item, Item)])
    order = sorted(range(len(items)), key=lambda n: items[n].at)
    links = dict(
        zip(
            order,
            stories.cluster(_facts([items[n] for n in order], _mind(config)), embedder=load_embedder()),
            strict=True,
        )
    )
    position = 0
    failed = False
    for record, item in entries:
        if not isinstance(item, Item):
            failed = True
            print_result(record, {"error": item})
            continue
        link = links[position]
        position += 1
        print_result(
            record,
            {
                "story": link.story_id,
                "is_new": link.is_new_story,
                "similarity": round(link.similarity, 4),
                "vetoed_by": link.vetoed_by,
            },
        )
    _end(failed)


def _timed(items: Sequence[Item]) -> list[Item]:
    """Items with times that keep the order of the input: one without a date has that of its dated neighbour above.

    Those above the first dated one have its date; when none is dated, all have the present one.
    """
    at = next((item.published_at for item in items if item.published_at), None)
    timed: list[Item] = []
    for item in items:
        at = item.published_at or at
        timed.append(item if at is None else replace(item, first_seen=at))
    return timed


def _end(failed: bool) -> None:
    if failed:
        raise typer.Exit(1)


def _facts(items: Sequence[Item], mind: _Mind) -> list[ItemFacts]:
    """Facts of items as the bot would read them; one that is not flagged takes part by the words of its headline."""
    from bot import stories
    from bot.extract import judged_figures

    return [
        stories.facts_of(item, judgement, judged_figures(item, judgement, mind.lexicon), mind.lexicon)
        for item, judgement in zip(items, mind.judge(items, SystemClock().now()), strict=True)
    ]


def _extracted(figures: tuple[Figure, ...], content: Content) -> dict[str, object]:
    return {
        "figures": figures,
        "coming": content.coming,
        "statements": content.statements,
        "names": content.names,
    }


def _scored(judgement: Judgement) -> dict[str, object]:
    flagged: tuple[Verdict, ...] = tuple(v for v in judgement.verdicts if v.flagged)
    return {
        "labels": [v.topic for v in flagged],
        "scores": {v.topic: round(v.score, 6) for v in judgement.verdicts},
        "realis": {v.topic: v.realis for v in flagged},
        "item_type": judgement.item_type,
        "severity": {v.topic: v.severity for v in flagged},
        "why": {v.topic: [[feature, round(weight, 4)] for feature, weight in v.why] for v in judgement.verdicts},
    }


def _batches(source: Path | None, now: datetime) -> Iterator[list[tuple[Record, Item | str]]]:
    """Lines with their items, or with what is wrong with them."""
    entries = ((record, _item_or_problem(record, now)) for record in records(source))
    while batch := list(islice(entries, _BATCH)):
        yield batch


def _item_or_problem(record: Record, now: datetime) -> Item | str:
    if record.problem is not None:
        return record.problem
    try:
        return replace(item_of(record.fields, now), id=ItemId(record.id_json))
    except ParseError as exc:
        return exc.detail
