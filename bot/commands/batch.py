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
from typing import TYPE_CHECKING, Annotated

import typer

from bot.clock import SystemClock
from bot.commands.common import load
from bot.commands.records import Record, Source, print_result, records
from bot.domain import Content, Figure, Item, ItemFacts, ItemId, Judgement, Topic, Verdict
from bot.errors import ParseError
from bot.jobs.pasted import item_of
from bot.ports import Lexicon, Scorer
from bot.rules import RuleSet

if TYPE_CHECKING:
    from bot.config import Config

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


def _mind(config: "Config | None", lexicon: Lexicon | None = None) -> _Mind:
    """What the configuration says, None = the program as it comes; `lexicon` where its own was loaded already."""
    from bot.app import load_lexicon, load_scorers

    return _Mind(
        scorers=load_scorers(config),
        lexicon=lexicon or load_lexicon(config),
        rules=config.rules if config else RuleSet(),
        thresholds=config.thresholds if config else {},
    )


def _loaded(file: Path | None) -> "Config | None":
    return load(file) if file else None


def score(source: Source = None, config: OwnConfig = None) -> None:
    """Score items: labels, scores, realis, severity and why, one JSON object a line."""
    mind, now = _mind(_loaded(config)), SystemClock().now()
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


def extract(
    source: Source = None,
    config: OwnConfig = None,
    unjudged: Annotated[
        bool, typer.Option("--unjudged", help="Judge no item first: faster, and figures may differ from alerts.")
    ] = False,
) -> None:
    """Extract figures as alerts have them, events to come, statements and names, one JSON object a line."""
    from bot.extract import content_of

    reading = _Reading(_loaded(config), is_unjudged=unjudged)
    failed = False
    for batch in _batches(source, SystemClock().now()):
        figures = iter(reading.figures([item for _, item in batch if isinstance(item, Item)]))
        for record, item in batch:
            if isinstance(item, Item):
                print_result(record, _extracted(next(figures), content_of(item, lexicon=reading.lexicon)))
            else:
                failed = True
                print_result(record, {"error": item})
    _end(failed)


class _Reading:
    """Figures as the bot has them, which judges a text before it reads it; here only where that makes a difference."""

    def __init__(self, config: "Config | None", *, is_unjudged: bool) -> None:
        from bot.app import load_lexicon

        self._config, self._is_unjudged = config, is_unjudged
        self.lexicon = load_lexicon(config)
        self._mind: _Mind | None = None  # models take longer to load than most texts to read

    def figures(self, items: Sequence[Item]) -> Iterator[tuple[Figure, ...]]:
        """Of each item, in order."""
        from bot.extract import depend_on_judgement, judged_figures
        from bot.extract import extract as figures_of

        depend = [not self._is_unjudged and depend_on_judgement(item, self.lexicon) for item in items]
        judgements = iter(self._judge([item for item, depends in zip(items, depend, strict=True) if depends]))
        for item, depends in zip(items, depend, strict=True):
            if depends:
                yield judged_figures(item, next(judgements), self.lexicon)
            else:
                yield figures_of(item, lexicon=self.lexicon)

    def _judge(self, items: Sequence[Item]) -> list[Judgement]:
        if not items:
            return []
        self._mind = self._mind or _mind(self._config, self.lexicon)
        return self._mind.judge(items, SystemClock().now())


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
            stories.cluster(_facts([items[n] for n in order], _mind(_loaded(config))), embedder=load_embedder()),
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
