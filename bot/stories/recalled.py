"""What a story holds, as facts: one of its reports whose own record is gone, or all of them as if they were one. Pure.

May import domain only. Nothing is judged in it: how likely what topic is, the story's own verdicts say.
"""

from collections.abc import Iterable
from dataclasses import replace

from bot.domain import FeedId, Item, ItemFacts, Judgement, Report, Story, StoryFigure


def one_report(story: Story, report: Report) -> ItemFacts:
    """A report by its headline, the sentence below it and the figures that the story holds of it."""
    return _facts(story, report, (held for held in story.figures if held.item_id == report.item_id))


def as_one_report(story: Story) -> ItemFacts:
    """All that the story knows, below its first headline."""
    facts = _facts(story, story.reports[0], story.figures)
    return replace(
        facts,
        event_date=story.event_date,
        count=story.count,
        people=story.people,
        groups=story.groups,
        places=story.places,
        terms=story.terms,
    )


def _facts(story: Story, report: Report, figures: Iterable[StoryFigure]) -> ItemFacts:
    item = Item(
        id=report.item_id, feed_id=FeedId(""), guid=None, url=None, link=report.link, outlet=report.outlet,
        title=report.title, summary=report.lead, body="", language=report.language, published_at=report.at,
        published_is_estimate=False, first_seen=report.seen_at, text_read=report.text_read,
        reliability=report.reliability,
    )  # fmt: skip
    return ItemFacts(
        item=item,
        judgement=Judgement(item_type="news", verdicts=(), text_read=report.text_read),
        figures=tuple(held.figure for held in figures),
        topics=story.topics,
        event_date=None,
        count=None,
        people=(),
        groups=(),
        places=(),
        terms=(),
    )


__all__ = ["as_one_report", "one_report"]
