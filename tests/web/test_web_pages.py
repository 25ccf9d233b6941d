"""What the pages show and change, as a browser without JavaScript sees them."""

import re

import pytest
from web_kit import HOSTILE, Browser

from bot.domain import StoryId
from bot.web import Desk

STORY = StoryId("s-000001")


def test_now_shows_the_stories_with_what_feeds_say_as_text(browser: Browser) -> None:
    """A script in a headline is text on every page that shows it."""
    for path in ("/", "/stories/s-000001", "/search?q=presos", "/feeds/diario"):
        text = browser.get(path).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_a_figure_shows_its_sentence(browser: Browser) -> None:
    """Folded in, beside the number."""
    text = browser.get("/").text
    assert re.search(r"<dt>12</dt>", text)
    assert "<blockquote>México entrega a 12 presos a Estados Unidos" in text


def test_a_story_has_a_page_with_reports_and_messages(browser: Browser) -> None:
    """Who wrote, and what was said where."""
    text = browser.get("/stories/s-000001").text
    assert "Diario de Prueba (B)" in text
    assert "<td>desk</td><td>card</td><td>pending</td>" in text
    assert browser.get("/stories/s-000099").status == 404


def test_triage_is_kept_with_name_and_time(browser: Browser, desk: Desk) -> None:
    """Under the name that this browser goes by; the last word counts."""
    browser.post("/settings", {"who": "Ana", "back": "/"})
    for state in ("seen", "taken"):
        answer = browser.post("/stories/s-000001/triage", {"state": state, "back": "/#s-000001"})
        assert (answer.status, answer.headers["Location"]) == (303, "/#s-000001")
    held = desk.store.triage([STORY])[STORY]
    assert (held.state, held.who) == ("taken", "Ana")
    assert "taken: Ana" in browser.get("/").text


def test_htmx_gets_the_card_alone(browser: Browser) -> None:
    """A part of the page, to be put in the old one's place."""
    answer = browser.post("/stories/s-000001/triage", {"state": "done"}, HX_Request="true")
    assert answer.status == 200
    assert answer.text.startswith("<article")
    assert 'value="done" aria-pressed="true"' in answer.text


@pytest.mark.parametrize(("story", "state", "status"), [("s-000001", "eaten", 422), ("s-000099", "seen", 404)])
def test_triage_of_nothing_is_refused(story: str, state: str, status: int, browser: Browser) -> None:
    """No such state, no such story."""
    assert browser.post(f"/stories/{story}/triage", {"state": state}).status == status


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_the_way_back_stays_on_the_desk(back: str, browser: Browser) -> None:
    """A form cannot be made to lead elsewhere."""
    assert browser.post("/settings", {"who": "Ana", "back": back}).headers["Location"] == "/"


@pytest.mark.parametrize("words", ["linea maxima", "LÍNEA", "tren", "maxi"])
def test_search_is_blind_to_case_and_accents(words: str, browser: Browser) -> None:
    """The last word may be the beginning of one."""
    found = browser.get(f"/search?q={words.replace(' ', '+').replace('Í', '%C3%8D')}").text
    assert "Inauguran la Línea Máxima del tren" in found
    assert "below threshold: transfer 0.10 &lt; 0.60" in found


@pytest.mark.parametrize("words", ["", "%22", "*", "OR", "title:x", "NEAR(", "%00", "%27%3B+DROP+TABLE+items"])
def test_a_search_for_anything_is_answered(words: str, browser: Browser) -> None:
    """No query language for strangers to trip over."""
    assert browser.get(f"/search?q={words}").status == 200


def test_feeds_and_system_tell_how_things_are(browser: Browser) -> None:
    """Health by feed; messages, versions and counts."""
    assert "Diario de Prueba" in browser.get("/feeds").text
    system = browser.get("/system").text
    assert "Waiting (1)" in system
    assert "transfer-" in system
    assert browser.get("/feeds/nowhere").status == 404


def test_the_browsers_language_is_spoken_until_another_is_chosen(browser: Browser) -> None:
    """Spanish by the browser's wish, English by choice."""
    assert '<html lang="es">' in browser.get("/", Accept_Language="es-MX,es;q=0.9").text
    browser.post("/settings", {"who": "Ana", "language": "en"})
    assert '<html lang="en">' in browser.get("/", Accept_Language="es-MX").text


def test_a_hostile_headline_is_what_it_says() -> None:
    """The fixture's headline does hold a script."""
    assert "<script>" in HOSTILE
