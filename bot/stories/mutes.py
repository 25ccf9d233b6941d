"""Which mute keeps a report from being told. Pure; may import domain and text."""

from collections.abc import Sequence

from bot.domain import Item, Mute, Report, Story, StoryChange
from bot.text import tokens


def muting(change: StoryChange, item: Item | None, channel: str, mutes: Sequence[Mute]) -> Mute | None:
    """The mute that lasts longest of those that meet a report, None where it may be told.

    Args:
        change: the report and its story.
        item: of the report; None = it is not at hand, then feeds are not met and words in the headline only.
        channel: where it would be told.
        mutes: in force.
    """
    here = [mute for mute in mutes if mute.channel in (None, channel)]
    return muting_report(change.after, change.report, item, here)


def muting_report(story: Story, report: Report, item: Item | None, mutes: Sequence[Mute]) -> Mute | None:
    """As `muting`, for mutes that all hold where the report would be told."""
    met = [mute for mute in mutes if _meets(mute, story, report, item)]
    by_topic = {mute.target: mute for mute in mutes if mute.kind == "topic"}
    topics = story.topics
    if topics and all(topic in by_topic for topic in topics):  # one topic that is not muted is news
        met.append(min((by_topic[topic] for topic in topics), key=_end))
    return max(met, key=_end, default=None)


def told_as(mute: Mute) -> str:
    """The mute as an item's fate tells it."""
    until = "for good" if mute.until is None else f"until {mute.until:%Y-%m-%d %H:%M}Z"
    what = "" if mute.kind == "story" else f" ({mute.kind} {mute.target})"
    return f"muted {until} by {mute.who}{what}"


def _meets(mute: Mute, story: Story, report: Report, item: Item | None) -> bool:
    match mute.kind:
        case "story":
            return mute.target == story.id
        case "feed":
            return item is not None and mute.target == item.feed_id
        case "term":
            parts = (report.title,) if item is None else (item.title, item.summary, item.body)
            return any(_padded(mute.target) in _padded(part) for part in parts)
        case _:
            return False


def _padded(text: str) -> str:
    return f" {' '.join(tokens(text))} "


def _end(mute: Mute) -> tuple[bool, float]:
    return mute.until is None, mute.until.timestamp() if mute.until is not None else 0.0
