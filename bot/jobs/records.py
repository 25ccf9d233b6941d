"""What alerts rest on, as it is kept with them: the report that a card shows, and what judged it. Writes nothing.

May import ports, domain and compose.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot import compose
from bot.domain import AlertRecord, ItemId, JudgedBy, Judgement, Language, PlannedMessage, StoredItem, StoryChange


class Past(Protocol):
    """What is known of items that were judged before."""

    def item(self, item_id: ItemId) -> StoredItem | None: ...

    def judged_by(self, judgement: Judgement, at: datetime) -> JudgedBy: ...


def alert_records(
    planned: Sequence[PlannedMessage],
    now: datetime,
    past: Past,
    *,
    fresh: Mapping[ItemId, StoredItem],
    judges: JudgedBy,
    languages: Mapping[str, Language],
) -> tuple[AlertRecord, ...]:
    """One record for each story that is told by a card or in a list.

    Args:
        planned: from the policy.
        now: aware UTC.
        past: of reports that came in before: a story that is split off is told by one of them.
        fresh: items judged just now.
        judges: what judged those.
        languages: of channels, by name; see `compose.shown_report`.

    Raises:
        StoreError: the store could not be read.
    """
    return tuple(_records(planned, now, past, fresh, judges, languages))


def _records(
    planned: Sequence[PlannedMessage],
    now: datetime,
    past: Past,
    fresh: Mapping[ItemId, StoredItem],
    judges: JudgedBy,
    languages: Mapping[str, Language],
) -> Iterator[AlertRecord]:
    for message in planned:
        for change in message.changes if message.plan.kind in ("card", "fold") else ():
            item_id, seen_at = _told_by(change, languages.get(message.plan.channel))
            found = fresh.get(item_id) or past.item(item_id)
            if found is None or found.judgement is None:
                continue
            its = judges if item_id in fresh else past.judged_by(found.judgement, seen_at)
            yield AlertRecord(
                story_id=change.after.id,
                channel=message.plan.channel,
                at=now,
                config_version=its.config_version,
                item=found.item,
                judgement=found.judgement,
                figures=found.figures,
                models=its.models,
            )


def _told_by(change: StoryChange, language: Language | None) -> tuple[ItemId, datetime]:
    """The report that makes the card, and when it was seen: after a split or a merge the one that the card shows."""
    report = change.report if change.kind == "report" else compose.shown_report(change.after, language)
    return report.item_id, report.seen_at


__all__ = ["Past", "alert_records"]
