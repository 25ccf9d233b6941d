"""The latest stories as an Atom feed (RFC 4287), for readers and tools. Pure; may import its siblings, domain and text.

An entry is a story as it stands: its id never changes, and it is dated by the last report or figure that changed it.
"""

import uuid
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from bot.digest.content import entries_of
from bot.digest.parts import Entry, FigureWords
from bot.digest.render import fragment
from bot.digest.wording import phrase
from bot.domain import AtomPolicy, DigestPolicy, DigestWindow, Story

MAX_ENTRIES = 100
_NAMESPACE = "http://www.w3.org/2005/Atom"
_NAME = "pregonero.atom"  # in place of the address where none is configured
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # a feed has to be dated (RFC 4287, 4.2.15), also one without entries


def atom(policy: AtomPolicy, stories: Sequence[Story], words: FigureWords, now: datetime) -> str:
    """The document; the same stories give the same one.

    Args:
        policy: language, topics, zone, days and address of the feed.
        stories: any; those of the policy's topics and days are taken, the latest first, at most `MAX_ENTRIES`.
        words: as for a digest.
        now: aware UTC.
    """
    since = now - policy.days
    wanted = [s for s in stories if not policy.topics or any(topic in policy.topics for topic in s.topics)]
    dated = sorted(((_changed_at(s), s) for s in wanted), key=lambda pair: (pair[0], pair[1].id), reverse=True)
    latest = [(at, story) for at, story in dated if at >= since][:MAX_ENTRIES]
    composed = {
        entry.story_id: entry
        for entry in entries_of(_as_digest(policy), _all_time(now), [story for _, story in latest], words)
    }
    feed = ET.Element("feed", {"xmlns": _NAMESPACE, "xml:lang": policy.language})
    _add(feed, "id", _id(policy, ""))
    _add(feed, "title", phrase("atom_title", policy.language))
    _add(feed, "updated", _time(max((at for at, _ in latest), default=_NEVER)))
    _add(_add(feed, "author"), "name", phrase("name", policy.language))
    if policy.address:
        _add(feed, "link", rel="self", type="application/atom+xml", href=policy.address)
    for at, story in latest:
        if story.id in composed:
            _add_entry(feed, policy, story, composed[story.id], at)
    ET.indent(feed, " ")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(feed, encoding="unicode")}\n'


def _add_entry(feed: ET.Element, policy: AtomPolicy, story: Story, told: Entry, at: datetime) -> None:
    entry = _add(feed, "entry")
    _add(entry, "id", _id(policy, story.id))
    title = _add(entry, "title", told.headline.text)
    if told.headline.language not in (policy.language, "und"):
        title.set("xml:lang", told.headline.language)
    _add(entry, "updated", _time(at))
    _add(entry, "published", _time(story.first_seen_at or min(report.seen_at for report in story.reports)))
    _add(_add(entry, "author"), "name", told.headline.outlet)
    if told.headline.link:
        _add(entry, "link", rel="alternate", href=told.headline.link)
    for term in (*story.topics, story.severity):
        _add(entry, "category", term=term)
    _add(entry, "content", fragment(told, policy.language), type="html")


def _changed_at(story: Story) -> datetime:
    """When we last learned something of it."""
    held: Iterable[datetime] = (h.seen_at for h in (*story.figures, *story.replaced))
    return max((*(report.seen_at for report in story.reports), *held))


def _id(policy: AtomPolicy, story_id: str) -> str:
    """Ids of two teams' feeds differ where each has its address."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{policy.address or _NAME}#{story_id}").urn


def _time(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, tag, {name: _xml(value) for name, value in attributes.items()})
    child.text = _xml(text) or None
    return child


def _xml(text: str) -> str:
    """Without characters that XML 1.0 has no way to write."""
    return "".join(
        c for c in text if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
    )


def _as_digest(policy: AtomPolicy) -> DigestPolicy:
    return DigestPolicy(
        id="atom",
        at=datetime.min.time(),
        timezone=policy.timezone,
        language=policy.language,
        topics=policy.topics,
    )


def _all_time(now: datetime) -> DigestWindow:
    return DigestWindow(
        digest_id="atom", day=date(now.year, now.month, now.day), starts_at=_NEVER, ends_at=now + timedelta(seconds=1)
    )
