"""The Atom feed of stories: valid by another's reading, the same ids for ever, dated by what changed."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest
from digest_samples import END, PlainWords, busy_day, figure_of, hours, report, story
from hypothesis import given
from hypothesis import strategies as st

from bot.digest import atom
from bot.domain import AtomPolicy, Story

NS = "{http://www.w3.org/2005/Atom}"


def policy(**changes: Any) -> AtomPolicy:
    """A feed in English."""
    return AtomPolicy(file=Path("stories.atom"), **changes)


def written(*stories: Story, rule: AtomPolicy | None = None) -> str:
    """The document a minute after the samples' window."""
    return atom(rule or policy(), stories, PlainWords(), END + timedelta(minutes=1))


def entries(document: str) -> list[ET.Element]:
    """As an XML parser sees them."""
    return ET.fromstring(document).findall(f"{NS}entry")  # noqa: S314  # our own document


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_feed_reader_takes_it_without_complaint(language: Any) -> None:
    """feedparser finds nothing wrong, and the stories the latest first."""
    read = feedparser.parse(written(*busy_day().stories, rule=policy(language=language)).encode())
    assert not read.bozo
    assert read.version == "atom10"
    assert len(read.entries) == 5
    changed = [entry.updated for entry in read.entries]
    assert changed == sorted(changed, reverse=True)
    assert read.feed.updated == changed[0]


def test_every_element_that_atom_requires_is_there_once() -> None:
    """RFC 4287, 4.1.1 and 4.1.2: id, title, updated, an author, and a link or a content."""
    document = written(*busy_day().stories, rule=policy(address="https://desk.example/stories.atom"))
    feed = ET.fromstring(document)  # noqa: S314  # our own document
    assert feed.find(f"{NS}link").attrib["rel"] == "self"  # type: ignore[union-attr]  # it has an address
    for element in (feed, *entries(document)):
        for tag in ("id", "title", "updated"):
            assert len(element.findall(NS + tag)) == 1
        assert element.findtext(f"{NS}author/{NS}name")
    ids = [element.findtext(f"{NS}id") for element in (feed, *entries(document))]
    assert len(set(ids)) == 6
    assert all(str(one).startswith("urn:uuid:") for one in ids)


def test_a_story_keeps_its_id_and_is_dated_by_what_changed() -> None:
    """A new report and a new figure move `updated` on; another headline does not change the id."""
    first, second = report(1, hours(2)), report(2, hours(5), reliability="A", title="Another headline")
    old, new = written(story(1, [first])), written(story(1, [first, second]))
    late = written(story(1, [first], [replace(figure_of(first, 37), seen_at=hours(9))]))
    assert len({entries(one)[0].findtext(f"{NS}id") for one in (old, new, late)}) == 1
    assert [entries(one)[0].findtext(f"{NS}updated") for one in (old, new, late)] == [
        "2026-10-04T15:00:00Z",
        "2026-10-04T18:00:00Z",
        "2026-10-04T22:00:00Z",
    ]
    assert {entries(one)[0].findtext(f"{NS}published") for one in (old, new)} == {"2026-10-04T15:00:00Z"}


def test_the_same_stories_give_the_same_document_in_any_order() -> None:
    """Nothing in it depends on when it is written, so that a file changes only with its stories."""
    stories = busy_day().stories
    later = atom(policy(), stories[::-1], PlainWords(), END + timedelta(hours=3))
    assert later == written(*stories)
    assert entries(written()) == []


def test_topics_and_days_are_the_policys() -> None:
    """Only stories of its topics that changed in its days."""
    old = story(9, [report(9, hours(-400))])
    stories = (*busy_day().stories, old)
    assert len(entries(written(*stories, rule=policy(topics=("strike_threat",))))) == 3
    assert len(entries(written(*stories))) == 5
    assert len(entries(written(*stories, rule=policy(days=timedelta(days=30))))) == 6


@given(st.text(st.characters(codec="utf-8"), min_size=1), st.text(st.characters(codec="utf-8")))
def test_hostile_text_stays_text(title: str, outlet: str) -> None:
    """Whatever a headline holds, the document is XML and no reader sees markup of a feed's making."""
    told = report(1, hours(2), title=f"<script>alert(1)</script>&amp;]]> {title}", outlet=outlet)
    document = written(story(1, [told], [figure_of(told, 37, f"<img src=x onerror=alert(1)> {title}")]))
    content = entries(document)[0].findtext(f"{NS}content") or ""
    assert "<script" not in content
    assert "<img" not in content
    assert not feedparser.parse(document.encode()).bozo
