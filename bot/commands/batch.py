"""`score`, `extract`, `cluster`: the thinking stages as tools on JSON Lines. Reads files, keeps no state.

A line that is not JSON, or has no title, gives a line with its error in its place, and exit code 1 at the end.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import typer

from bot.clock import SystemClock
from bot.commands.common import Source, print_line, records
from bot.domain import Feed, FeedId, Item, ItemFacts, Judgement, RawEntry, Verdict
from bot.errors import ParseError
from bot.normalise import normalise

_BATCH = 256  # texts scored at once


def score(source: Source = None) -> None:
    """Score items: labels, scores, realis, severity and why, one JSON object a line."""
    from bot.app import load_lexicon, load_scorers
    from bot.classify import judge

    scorers, lexicon, now = load_scorers(), load_lexicon(), SystemClock().now()
    failed = False
    for batch in _batches(source):
        good = [item for item in batch if isinstance(item, Item)]
        judgements = iter(judge(good, scorers, (), lexicon, now))
        for entry in batch:
            if isinstance(entry, Item):
                print_line(_scored(entry, next(judgements)))
            else:
                failed = True
                print_line(entry)
    _end(failed)


def extract(source: Source = None) -> None:
    """Extract figures with their role and the sentence that proves them, one JSON object a line."""
    from bot.app import load_lexicon
    from bot.extract import extract as figures_of

    lexicon = load_lexicon()
    failed = False
    for batch in _batches(source):
        for entry in batch:
            if isinstance(entry, Item):
                print_line({"id": entry.id, "figures": figures_of(entry, lexicon=lexicon)})
            else:
                failed = True
                print_line(entry)
    _end(failed)


def cluster(source: Source = None) -> None:
    """Group items into stories, in time order; prints each item's story in the order of the input."""
    from bot import stories

    entries = [entry for batch in _batches(source) for entry in batch]
    items = [entry for entry in entries if isinstance(entry, Item)]
    order = sorted(range(len(items)), key=lambda n: items[n].published_at or items[n].first_seen)
    links = dict(zip(order, stories.cluster(_facts([items[n] for n in order])), strict=True))
    position = 0
    failed = False
    for entry in entries:
        if not isinstance(entry, Item):
            failed = True
            print_line(entry)
            continue
        link = links[position]
        position += 1
        print_line(
            {
                "id": entry.id,
                "story": link.story_id,
                "is_new": link.is_new_story,
                "similarity": round(link.similarity, 4),
                "vetoed_by": link.vetoed_by,
            }
        )
    _end(failed)


def _end(failed: bool) -> None:
    if failed:
        raise typer.Exit(1)


def _facts(items: Sequence[Item]) -> list[ItemFacts]:
    """Facts of items that nobody judges here: facets and topics as the classifier sees them, flagged or not."""
    from bot import stories
    from bot.app import load_lexicon, load_scorers
    from bot.classify import judge
    from bot.extract import extract as figures_of

    lexicon = load_lexicon()
    scorers = load_scorers()
    # threshold 0: every item takes part, under the topic that fits it best
    everything = dict.fromkeys(scorers, 0.0)
    judgements = judge(items, scorers, (), lexicon, SystemClock().now(), thresholds=everything)
    return [
        stories.facts_of(item, judgement, figures_of(item, lexicon=lexicon), lexicon)
        for item, judgement in zip(items, judgements, strict=True)
    ]


def _scored(item: Item, judgement: Judgement) -> dict[str, object]:
    flagged: tuple[Verdict, ...] = tuple(v for v in judgement.verdicts if v.flagged)
    return {
        "id": item.id,
        "labels": [v.topic for v in flagged],
        "scores": {v.topic: round(v.score, 6) for v in judgement.verdicts},
        "realis": {v.topic: v.realis for v in flagged},
        "item_type": judgement.item_type,
        "severity": {v.topic: v.severity for v in flagged},
        "why": {v.topic: [[feature, round(weight, 4)] for feature, weight in v.why] for v in judgement.verdicts},
    }


def _batches(source: Any) -> Iterator[list[Item | dict[str, object]]]:  # Any: as typer gives it
    entries = (
        {"id": record["id"], "error": problem} if problem else item_of(record) for record, problem in records(source)
    )
    while batch := list(islice(entries, _BATCH)):
        yield batch


def item_of(record: dict[str, Any]) -> Item | dict[str, object]:  # Any: values of a JSON object
    """An item from a record of the batch tools' input, read as a feed's entry would be; or the line with its error."""
    from dataclasses import replace

    language = record.get("lang")
    feed = Feed(
        id=FeedId("batch"),
        name=_text(record, "source"),
        url="",
        language=language if language in ("en", "es") else "und",
        country=_text(record, "country").upper() or None,
    )
    published_raw = record.get("published")
    raw = RawEntry(
        guid=None,
        link=_text(record, "url") or None,
        title=_text(record, "title"),
        summary=_text(record, "summary"),
        content=_text(record, "body"),
        published_raw=str(published_raw) if published_raw is not None else None,
        published=None,
        published_has_zone=False,
        updated=None,
        source_name=None,
        source_url=None,
        author=None,
        language=None,
    )
    try:
        item = normalise(raw, feed, SystemClock().now())
    except ParseError as exc:
        return {"id": record["id"], "error": exc.detail}
    if language in ("en", "es"):
        item = replace(item, language=language)
    return replace(item, id=record["id"])


def _text(record: dict[str, Any], key: str) -> str:  # Any: values of a JSON object
    value = record.get(key)
    return value if isinstance(value, str) else ""
