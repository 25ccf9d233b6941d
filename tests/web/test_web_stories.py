"""A story's page: reports ticked off it or moved, two stories joined, and what is refused."""

import pytest
from builders import make_item, make_judgement, make_report, make_story, make_story_link
from fakes import NOON
from web_kit import HOSTILE, Browser

from bot.domain import Fate, IndexedStory, ItemId, StoredItem, StoryId, Write
from bot.translate import translated
from bot.web import Desk

ONE, OTHER = StoryId("s-000001"), StoryId("s-000002")
SECOND = ItemId("i-000003")


@pytest.fixture
def two_reports(desk: Desk) -> Desk:
    """The desk's story with a second report."""
    item = make_item(id=SECOND, guid="g3", url=None, title="Extraditan a contador a Texas")
    stored = StoredItem(
        item=item, judgement=make_judgement(), figures=(), content_hash=b"3",
        fate=Fate(stage="stories", reason="folded into story s-000001"), link=make_story_link(),
    )  # fmt: skip
    reports = (make_report(title=HOSTILE), make_report(item_id=SECOND, title=item.title, outlet="Sol", publisher="sol"))
    told = IndexedStory(story=make_story(reports=reports), keys=("k",))
    desk.store.write(Write(items=(stored,), stories=(told,)), NOON)
    return desk


def test_ticked_reports_become_a_story(two_reports: Desk, browser: Browser) -> None:
    """The page leads to it, it says where it comes from, and who did it is kept."""
    browser.post("/settings", {"who": "Ana", "back": "/"})
    page = browser.get("/stories/s-000001").text
    assert f'type="checkbox" name="{SECOND}"' in page
    answer = browser.post("/stories/s-000001/split", {SECOND: "leaves"})
    assert (answer.status, answer.headers["Location"]) == (303, "/stories/s-000002")
    assert "It was split off" in browser.get("/stories/s-000002").text
    made, moved = two_reports.store.story(OTHER), two_reports.store.item(SECOND)
    assert made is not None
    assert moved is not None
    assert moved.link is not None
    assert [report.item_id for report in made.reports] == [SECOND]
    assert moved.link.reason == "split off s-000001 by Ana"


def test_two_stories_are_joined(two_reports: Desk, browser: Browser) -> None:
    """Whatever blanks stand around the id; the one that ended offers neither form."""
    browser.post("/stories/s-000001/split", {SECOND: "leaves"})
    assert '<option value="s-000002">' in browser.get("/stories/s-000001").text
    answer = browser.post("/stories/s-000002/merge", {"other": " s-000001 "})
    assert (answer.status, answer.headers["Location"]) == (303, "/stories/s-000001")
    gone = browser.get("/stories/s-000002").text
    assert "This story is one with" in gone
    assert 'action="/stories/s-000002/' not in gone.replace("/triage", "")  # but for who takes it
    kept = two_reports.store.story(ONE)
    assert kept is not None
    assert len(kept.reports) == 2


@pytest.fixture
def another_story(two_reports: Desk) -> Desk:
    """A second story beside the one of two reports."""
    item = make_item(id=ItemId("i-000004"), guid="g4", url=None, title="México extradita a un contador")
    stored = StoredItem(
        item=item, judgement=make_judgement(), figures=(), content_hash=b"4",
        fate=Fate(stage="outbox", reason="alerted"), link=make_story_link(story_id=OTHER),
    )  # fmt: skip
    told = IndexedStory(story=make_story(id=OTHER, reports=(make_report(item_id=item.id, title=item.title),)), keys=())
    two_reports.store.write(Write(items=(stored,), stories=(told,)), NOON)
    return two_reports


def test_ticked_reports_move_to_another_story(another_story: Desk, browser: Browser) -> None:
    """The page leads to that one; who did it is kept; the form's first button, which Enter presses, is this one."""
    browser.post("/settings", {"who": "Ana", "back": "/"})
    form = (
        browser.get("/stories/s-000001").text.partition('action="/stories/s-000001/split"')[2].partition("</form>")[0]
    )
    assert form.index('formaction="/stories/s-000001/move"') < form.index("a story of their own")
    answer = browser.post("/stories/s-000001/move", {SECOND: "leaves", "to": " s-000002 "})
    assert (answer.status, answer.headers["Location"]) == (303, "/stories/s-000002")
    moved = another_story.store.item(SECOND)
    assert moved is not None
    assert moved.link is not None
    assert (moved.link.story_id, moved.link.reason) == (OTHER, "moved from s-000001 by Ana")
    assert SECOND in browser.get("/stories/s-000002").text
    assert translated(moved.link.reason, "es") == "movida desde s-000001 por Ana"


def test_a_story_of_one_report_cannot_be_split(browser: Browser) -> None:
    """The page offers no boxes, and the form is refused if it is sent all the same."""
    page = browser.get("/stories/s-000001").text
    assert "checkbox" not in page
    assert browser.post("/stories/s-000001/split", {"i-000001": "leaves"}).status == 422


@pytest.mark.parametrize(
    ("path", "fields", "says"),
    [
        ("split", {}, "not none and not all"),
        ("split", {"i-000099": "leaves"}, "is no report of s-000001"),
        ("merge", {"other": "<b>"}, "there is no story &#39;&lt;b&gt;&#39;"),
        ("merge", {"other": "s-000001"}, "is one story already"),
        ("merge", {}, "there is no story"),
        ("move", {}, "there is no story"),
        ("move", {"to": "s-000001"}, "name the reports that are to be moved"),
        ("move", {SECOND: "leaves", "to": "s-000001"}, "is in s-000001 already"),
        ("move", {SECOND: "leaves", "to": "s-000077"}, "there is no story"),
        ("move", {"i-000099": "leaves", "to": "s-000001"}, "is no report of s-000001"),
    ],
)
def test_refusals_say_what_to_do(
    path: str, fields: dict[str, str], says: str, two_reports: Desk, browser: Browser
) -> None:
    """In the reader's language; nothing is written."""
    answer = browser.post(f"/stories/s-000001/{path}", fields)
    assert (answer.status, says in answer.text) == (422, True)
    spanish = browser.post(f"/stories/s-000001/{path}", fields, Accept_Language="es")
    assert says not in spanish.text
    assert two_reports.store.story(OTHER) is None


def test_another_site_cannot_split(two_reports: Desk, browser: Browser) -> None:
    """Without the secret of the desk's own page."""
    assert browser.post("/stories/s-000001/split", {SECOND: "leaves"}, csrf="wrong").status == 403
    assert two_reports.store.story(OTHER) is None
