"""What the pages show and change, as a browser without JavaScript sees them."""

import re
from pathlib import Path

import pytest
from builders import make_item, make_report, make_story, make_verdict
from fakes import NOON
from web_kit import HOSTILE, LATER, Browser

from bot.domain import Content, Fate, IndexedStory, ItemId, Name, StoredItem, StoryId, Write
from bot.web import Desk
from bot.web.cards import card_view
from bot.web.fates import FATES, fate_words
from bot.web.pages.why import marked
from bot.web.wording import spanish

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
    assert answer.text.rstrip().endswith('<div id="problem" hx-swap-oob="innerHTML"></div>')  # what was refused before
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
    assert "below the threshold: Handover 0.10 &lt; 0.60" in found


@pytest.mark.parametrize("words", ["", "%22", "*", "OR", "title:x", "NEAR(", "%00", "%27%3B+DROP+TABLE+items"])
def test_a_search_for_anything_is_answered(words: str, browser: Browser) -> None:
    """No query language for strangers to trip over."""
    assert browser.get(f"/search?q={words}").status == 200


@pytest.mark.parametrize(("words", "told"), [("luna", True), ("LUNA+R%C3%8D", True), ("fugitivo", False)])
def test_a_search_for_a_name_in_doubt_says_so(words: str, told: bool, desk: Desk, browser: Browser) -> None:
    """Two people of nearly one name are never merged; whoever looks for one is told of the other."""
    one = "Pedro Luna Ríos"
    item = make_item(id=ItemId("i-000003"), guid="g3", url=None, title=f"Detienen al fugitivo {one}", summary="")
    name = Name(
        kind="person", canonical=one, printed=(one,), conflicts=("Pedro Luna Cano",), item_id=item.id, start=21, end=36
    )  # fmt: skip
    fate = Fate(stage="outbox", reason="alerted")
    stored = StoredItem(
        item=item, judgement=None, figures=(), content_hash=b"3", fate=fate, content=Content(names=(name,))
    )  # fmt: skip
    desk.store.write(Write(items=(stored,)), NOON)
    found = browser.get(f"/search?q={words}").text
    assert one in found
    assert ("Names differ, perhaps of two people" in found) is told
    assert ('href="/search?q=Pedro%20Luna%20Cano"' in found) is told


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


# --- why --------------------------------------------------------------------------------------------------------------


def test_why_tells_the_fate_and_marks_the_words_that_moved_the_score(browser: Browser) -> None:
    """Of an item that the bot holds, by its id as links give it."""
    text = browser.get("/search?q=tren").text
    address = re.search(r'href="(/why\?q=i-[^"]+)"', text)
    assert address is not None
    page = browser.get("/why?q=i-0000000000000001")
    assert page.status == 422  # no such item: told, not a page of nothing


def test_a_pasted_headline_is_explained(browser: Browser) -> None:
    """Scores of both topics, the text with marked words, every stage; markup in it stays text."""
    answer = browser.post("/why", {"q": "Mexico hands over 37 cartel suspects to the United States <b>now</b>"})
    assert answer.status == 200
    assert re.search(r"<mark class=\"for\" title=\"\+\d", answer.text)
    assert "<b>now" not in answer.text
    assert "not flagged" in answer.text
    assert "Every stage in words" in answer.text


def test_a_link_to_why_does_not_make_the_bot_read_an_address(browser: Browser) -> None:
    """Only the form, which no other site can send, does; and it does not read inner addresses."""
    assert "paste it into the box" in browser.get("/why?q=http://127.0.0.1:1/secret").text
    answer = browser.post("/why", {"q": "http://169.254.169.254/latest/meta-data"})
    assert answer.status == 422
    assert "cannot be read" in answer.text


def test_an_empty_box_is_asked_again(browser: Browser) -> None:
    """Nothing pasted, nothing explained."""
    assert browser.get("/why").status == 200
    assert browser.post("/why", {"q": "  "}).status in (200, 422)


def test_marks_are_whole_words_and_make_up_the_text() -> None:
    """Longer reasons win; pieces put together are the text."""
    verdict = make_verdict(why=(("hands over", 2.0), ("hands", 0.5), ("[transfer]", 1.0), ("(base)", -4.0)))
    item = make_item(title="Mexico HANDS OVER hands, handsome", summary="")
    spans = marked(item, verdict)
    assert "".join(span.text for span in spans) == item.text
    assert [(s.text, s.weight) for s in spans if s.weight is not None] == [("HANDS OVER", 2.0), ("hands", 0.5)]


# --- figures ----------------------------------------------------------------------------------------------------------


def test_the_ledger_shows_every_figure_with_its_sentence(browser: Browser) -> None:
    """As a table, by measure, and as a file that a spreadsheet can open."""
    text = browser.get("/figures").text
    assert "México entrega a 12 presos a Estados Unidos</a>" in text
    assert "No story has figures yet." in browser.get("/figures?measure=drugs_seized_total").text
    file = browser.get("/figures.csv")
    assert file.headers["Content-Type"].startswith("text/csv")
    assert file.text.splitlines()[1].startswith("s-000001,")
    assert browser.get("/figures?measure=%3Cscript%3E").status == 200


def test_points_of_the_plot_lead_to_their_sentences(browser: Browser) -> None:
    """A handover and a running total are drawn, and link to their rows; an outlet's name cannot break out of it."""
    text = browser.get("/figures").text
    for shape in ("rect", "circle"):
        found = re.search(rf'<a href="#(f-i-000001-\d+)"><{shape}', text)
        assert found is not None
        row = text.partition(f'<tr id="{found[1]}">')[2].partition("</tr>")[0]
        assert "México entrega a 12 presos a Estados Unidos</a>" in row
    assert "Diario &lt;/svg&gt;&lt;script&gt;x" in text
    assert "<script>x" not in text


def test_what_did_not_alert_is_listed_with_its_reason(browser: Browser) -> None:
    """The item below the threshold, and not the one that alerted; the headline leads to why, and on to a rule."""
    text = browser.get("/quiet").text
    assert "Inauguran la Línea Máxima del tren" in text
    assert "below the threshold: Handover 0.10 &lt; 0.60" in text
    assert "&lt;script&gt;" not in text
    assert "bajo el umbral: Entrega 0.10" in browser.get("/quiet", Accept_Language="es").text
    assert "/tune?topic=transfer&amp;when=" in browser.post("/why", {"q": "Inauguran el tren de Puebla"}).text


def test_a_story_has_a_headline_in_the_language_of_the_page() -> None:
    """Where a report has one; else the best there is."""
    spanish, english = make_report(), make_report(item_id=ItemId("i-2"), title="Mexico sends 12", language="en")
    seen = {
        language: card_view(make_story(reports=reports), now=NOON, language=language, timezone="UTC").headline
        for language, reports in (("en", (spanish, english)), ("es", (english, spanish)))
    }
    assert seen == {"en": "Mexico sends 12", "es": spanish.title}
    assert card_view(make_story(reports=(english,)), now=NOON, language="es", timezone="UTC").headline == english.title


def test_a_rule_that_keeps_back_is_named() -> None:
    """In the page's language, with the topic's name."""
    said = fate_words("held back: transfer 0.97 by rule capos AND reos: never", "es", {"transfer": "Entrega"})
    assert said == "detenida por la regla capos AND reos: Entrega 0.97"


def test_a_link_to_tune_fills_one_rule_and_saves_nothing(browser: Browser, config_file: Path) -> None:
    """Of a known topic, as text; anything else is left out."""
    before = config_file.read_bytes()
    text = browser.get("/tune?topic=transfer&when=%22%3E%3Cscript%3E&effect=always&note=x").text
    assert 'name="rule-transfer-1-when" value="&#34;&gt;&lt;script&gt;" autofocus' in text
    for query in ("topic=other&when=a", "topic=transfer", "when=a", "topic=transfer&when=+"):
        assert "autofocus" not in browser.get(f"/tune?{query}").text
    assert config_file.read_bytes() == before


@pytest.mark.parametrize("words", FATES)
def test_every_fate_has_its_spanish(words: str) -> None:
    """And stays as it is where it is not known."""
    assert words in spanish()
    assert fate_words("something new", "es", {}) == "something new"


def test_no_page_has_a_link_of_another_kind_than_http(browser: Browser, desk: Desk) -> None:
    """A report whose address is a script is shown without a link."""
    report = make_report(link="javascript:alert(1)")
    desk.store.write(
        Write(stories=(IndexedStory(story=make_story(id=StoryId("s-000007"), reports=(report,)), keys=("k7",)),)), LATER
    )
    text = browser.get("/stories/s-000007").text
    assert report.title in text
    assert "javascript:" not in text


def test_a_triage_is_refused_when_the_state_folder_was_moved_away(browser: Browser, desk: Desk) -> None:
    """With the remedy, in both languages, by form and by htmx; it is taken when the folder is back."""
    state, elsewhere = desk.store.path.parent, desk.store.path.parent.with_name("elsewhere")
    secret = browser.get("/").csrf
    state.rename(elsewhere)
    for language, words in (("en", "Put it back where it was"), ("es", "Vuelva a ponerla donde estaba")):
        for part in ("false", "true"):
            sent = {"Accept_Language": language, "HX_Request": part}
            answer = browser.post("/stories/s-000001/triage", {"state": "taken"}, csrf=secret, **sent)
            assert answer.status == 503
            assert words in answer.text
        assert browser.get("/", Accept_Language=language).status == 503
    assert not desk.store.path.exists()
    elsewhere.rename(state)
    assert desk.store.triage([STORY]) == {}
    assert browser.post("/stories/s-000001/triage", {"state": "taken"}, csrf=secret).status == 303
    assert desk.store.triage([STORY])[STORY].state == "taken"
