"""bot/normalise: entries to items."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from builders import make_entry, make_feed
from fakes import NOON
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import Item
from bot.errors import ParseError
from bot.normalise import detect_language, language_identifier, normalise, outlet_index
from bot.text import clean


def _item(**changes: object) -> Item:
    return normalise(make_entry(**changes), make_feed(), NOON)


def test_a_plain_entry() -> None:
    """Cleaned words, canonical address, the feed's outlet, country and grade, the time of the poll."""
    item = _item(title=" México entrega &amp;amp; <b>calla</b> ", summary="<p>Uno.</p><p>Dos.</p>", content="")
    assert (item.title, item.summary, item.body) == ("México entrega & calla", "Uno.\nDos.", "")
    assert (item.outlet, item.country, item.reliability) == ("Diario de Prueba", "MX", "B")
    assert (item.url, item.link) == ("https://diario.example/nota/411", "https://diario.example/nota/411")
    assert (item.first_seen, item.text_read, item.language) == (NOON, "feed", "es")
    assert (item.published_at, item.published_is_estimate) == (datetime(2026, 10, 5, 11, tzinfo=UTC), False)


def test_same_entry_has_the_same_id_at_any_time() -> None:
    """The id comes from the entry alone; entries that differ in anything that matters have different ones."""
    first = _item()
    assert first.id == normalise(make_entry(), make_feed(), NOON.replace(hour=20)).id
    assert len(first.id) == 18
    others = [
        _item(guid="x"),
        _item(link="https://d.example/x"),
        _item(title="Otra"),
        _item(published_raw="2026-10-06"),
    ]
    assert len({first.id, *(other.id for other in others)}) == 5


@pytest.mark.parametrize(
    ("summary", "content", "expected"),
    [
        ("Uno y dos.", "<p>Uno y dos.</p><p>Tres.</p>", ("", "Uno y dos.\nTres.")),
        ("Uno y dos y tr…", "<p>Uno y dos y tres.</p>", ("", "Uno y dos y tres.")),
        ("Otra cosa.", "<p>Uno y dos.</p>", ("Otra cosa.", "Uno y dos.")),
        ("Uno. Dos. Tres.", "<p>Uno.</p>", ("Uno. Dos. Tres.", "")),
        ("El título!", "", ("", "")),
        ("Uno y do", "<p>Uno y dos.</p>", ("Uno y do", "Uno y dos.")),
    ],
)
def test_texts_are_not_kept_twice(summary: str, content: str, expected: tuple[str, str]) -> None:
    """A summary that the body or the title holds goes, a body that the summary holds too; part words are no match."""
    item = _item(title="El título", summary=summary, content=content)
    assert (item.summary, item.body) == expected


def test_entry_without_title_takes_its_first_sentence() -> None:
    """Without a title the first sentence stands for it, clipped at a word; without any text there is no item."""
    assert _item(title="", summary="Uno salió. Dos no.").title == "Uno salió."
    long = _item(title=" ", summary="palabra " * 40).title
    assert len(long) <= 140
    assert long.endswith("palabra…")
    with pytest.raises(ParseError) as caught:
        _item(title="<br>", summary="<img src=x>", content="")
    assert caught.value.problem == "empty"


def test_text_read_says_whether_there_is_more_than_a_title() -> None:
    """Only a title: "title"."""
    assert _item(summary="", content="").text_read == "title"


GOOGLE = "https://news.google.com/rss/articles/CBMiABC?oc=5"


def test_google_news() -> None:
    """The outlet comes from the source and goes from the title; the list of other outlets' headlines is no summary."""
    search = make_feed(id="g", name="Google Noticias", kind="search", country=None, reliability="F")
    entry = make_entry(
        link=GOOGLE,
        title="México entrega a 26 reos - El Diario de Prueba",
        summary="<ol><li><a href='x'>EE.UU. bombardea</a>&nbsp;&nbsp;<font>Otro</font></li></ol>",
        source_name="El Diario de Prueba",
        source_url="https://www.diario.example",
    )
    item = normalise(entry, search, NOON)
    assert (item.title, item.summary, item.outlet) == ("México entrega a 26 reos", "", "El Diario de Prueba")
    assert (item.country, item.reliability) == (None, "F")
    outlets = outlet_index([search, make_feed(), make_feed(name="Segundo")])
    known = normalise(entry, search, NOON, outlets=outlets)
    assert (known.country, known.reliability) == ("MX", "B")
    assert normalise(make_entry(source_name="SEGUNDO"), search, NOON, outlets=outlets).reliability == "B"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Entregan a 26 | Diario de Prueba", "Entregan a 26"),
        ("Entregan a 26 — DIARIO DE PRUEBA", "Entregan a 26"),
        ("Entregan a 26 | Diario de Prueba - Diario de Prueba", "Entregan a 26"),
        ("Habla el Diario de Prueba", "Habla el Diario de Prueba"),
        ("Diario de Prueba", "Diario de Prueba"),
        ("- Diario de Prueba", "- Diario de Prueba"),
    ],
)
def test_outlet_behind_a_headline(title: str, expected: str) -> None:
    """The outlet's name goes from the end of a headline only behind a dash."""
    assert _item(title=title).title == expected


def test_the_link_is_where_a_redirector_leads() -> None:
    """As in a Google alert, whose own address is another one in each feed."""
    item = _item(link="https://www.google.com/url?url=https://d.example/n/1%3Fa%3D2&usg=x")
    assert (item.link, item.url) == ("https://d.example/n/1?a=2", "https://d.example/n/1?a=2")


def test_dates_are_read_by_the_feeds_language_and_zone() -> None:
    """A date without zone is the feed's local time and an estimate; slash dates follow the feed's language."""
    entry = make_entry(published_raw="02/03/2026 10:00", published=NOON, published_has_zone=False)
    item = normalise(entry, make_feed(timezone="America/Mexico_City"), NOON)
    assert (item.published_at, item.published_is_estimate) == (datetime(2026, 3, 2, 16, tzinfo=UTC), True)
    item = normalise(entry, make_feed(language="en", timezone=None), NOON)
    assert item.published_at == datetime(2026, 2, 3, 10, tzinfo=UTC)
    item = _item(published_raw="hoy", published=None, published_has_zone=False)
    assert (item.published_at, item.published_is_estimate) == (None, False)


@pytest.mark.parametrize(
    ("text", "prior", "expected"),
    [
        ("Mexico sends 26 cartel figures to US in latest deal", None, "en"),
        ("México entrega a 26 reos", "und", "es"),
        ("EE.UU.", "es-mx", "es"),
        ("Trump", "en", "en"),
        ("Mexico sends 26 cartel figures to the United States in the latest deal with Washington", "es", "en"),
        ("O presidente do Brasil disse que não vai extraditar", None, "und"),
        ("O presidente do Brasil disse que não vai extraditar ninguém este ano", "es", "und"),
        ("Die Bundesregierung hat gestern entschieden", "pt", "und"),
        ("Мексика передала США 26 человек", "es", "und"),
        ("墨西哥引渡", None, "und"),
    ],
)
def test_languages(text: str, prior: str | None, expected: str) -> None:
    """The feed's language decides short and doubtful texts, a clear one overrules it, others are "und"."""
    assert detect_language(text, prior) == expected


def test_languages_are_told_apart_without_room_for_temporary_files(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The model is unpacked in memory then, and says the same."""
    text = "The government says it handed over 26 people to the United States on Tuesday"
    usual = language_identifier().rank(text)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    assert language_identifier().rank(text) == usual
    assert usual[0][0] == "en"


@given(st.text(max_size=40), st.text(max_size=60), st.text(max_size=60))
def test_any_entry_gives_clean_words_or_our_error(title: str, summary: str, content: str) -> None:
    """Words of an item are clean lines, its offsets can be relied on, and nothing but ParseError is raised."""
    try:
        item = _item(title=title, summary=summary, content=content)
    except ParseError:
        return
    assert item.title
    assert all(line == clean(line) for line in item.text.split("\n"))
