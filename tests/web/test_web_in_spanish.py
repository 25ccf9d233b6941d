"""A reader of Spanish meets no English: on any page, in any refusal, whatever went wrong."""

from dataclasses import replace
from typing import get_args

import pytest
from builders import make_feed_state, make_item
from fakes import NOON
from spanish_kit import held_to_spanish
from web_kit import LATER, Browser

from bot.app import mind_of
from bot.channels import Secret
from bot.config import WebSettings
from bot.domain import (
    AlertRecord,
    Fate,
    FeedHealth,
    FeedId,
    ItemId,
    MessageKind,
    MessageState,
    Relation,
    StoredItem,
    StoryId,
    TextRead,
    TriageState,
    VersionedPart,
    Write,
)
from bot.jobs.think import judge_all
from bot.web import Desk, WebServer
from bot.web.fates import CHANGES, REASONS
from bot.web.wording import spanish

PAGES = (
    "/", "/quiet", "/stories/s-000001", "/search?q=presos", "/search?q=zzz", "/tune", "/why", "/why?q=i-000001",
    "/why?q=i-000002", "/label", "/label?skip=x", "/figures", "/figures?measure=soldiers", "/feeds", "/feeds/diario",
    "/system", "/login", "/tune?topic=transfer&when=a&effect=always",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_no_page_speaks_english(path: str, ana: Browser) -> None:
    """With the words of feeds, which are Spanish here, and those of the bot."""
    answer = ana.get(path)
    assert answer.status == 200
    held_to_spanish(answer)


def test_a_pasted_text_is_explained_in_spanish(ana: Browser) -> None:
    """Every stage, flagged or not."""
    for text in ("México entrega a 37 capos a Estados Unidos, dice Harfuch", "Gana el América la final"):
        answer = ana.post("/why", {"q": text})
        assert answer.status == 200
        held_to_spanish(answer)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nowhere", 404),
        ("/static/guard.py", 404),
        ("/stories/s-999999", 404),
        ("/feeds/nowhere", 404),
        ("/tune/never", 404),
        ("/why?q=i-0000000000000001", 422),
        ("/why?q=http://127.0.0.1:1/secret", 422),
        ("/why?q=ftp:/x", 422),
    ],
)
def test_what_is_not_there_is_told_in_spanish(path: str, status: int, ana: Browser) -> None:
    """With what to do instead."""
    answer = ana.get(path)
    assert answer.status == status
    assert "Esto no funcionó" in answer.text
    held_to_spanish(answer)


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("/feeds", {}, 405),
        ("/stories/s-000001/triage", {"state": "eaten"}, 422),
        ("/stories/s-000099/triage", {"state": "seen"}, 404),
        ("/label", {"item": "i-000001", "topic": "otro", "said": "yes"}, 422),
        ("/label", {"item": "i-000001", "topic": "transfer", "said": "perhaps"}, 422),
        ("/label", {"item": "i-999999", "topic": "transfer", "said": "yes"}, 422),
        ("/why", {"q": "http://169.254.169.254/latest"}, 422),
        ("/why", {"q": "http://2130706433/"}, 422),
        ("/why", {"q": "http://127.0.0.1:1/"}, 422),
        ("/why", {"q": "https:///nowhere"}, 422),
        ("/why", {"q": "..."}, 200),
        ("/why", {"q": "<b></b>"}, 422),
        ("/tune", {"as": "toml", "text": "#" * 1_100_000}, 413),
    ],
)
def test_a_refused_form_is_told_in_spanish(path: str, fields: dict[str, str], status: int, ana: Browser) -> None:
    """Whatever was sent."""
    answer = ana.post(path, fields)
    assert answer.status == status
    held_to_spanish(answer)


def test_htmx_gets_the_message_alone_and_puts_it_on_the_page(ana: Browser) -> None:
    """Without a whole page around it; the page has a place for it."""
    answer = ana.post("/stories/s-000001/triage", {"state": "eaten"}, HX_Request="true")
    assert answer.status == 422
    assert answer.text.startswith('<div class="panel problem" role="alert">')
    held_to_spanish(answer)
    assert '<div id="problem"></div>' in ana.get("/").text


def test_strangers_are_turned_away_in_spanish(ana: Browser) -> None:
    """Another host's name, another site's form, a forged one."""
    answers = [
        ana.get("/", Host="evil.example"),
        ana.post("/settings", {}, Origin="https://evil.example"),
        ana.post("/settings", {}, csrf="forged"),
    ]
    for answer in answers:
        assert answer.status == 403
        assert "Esto no funcionó" in answer.text
        held_to_spanish(answer)


def test_wrong_tokens_are_refused_in_spanish(desk: Desk) -> None:
    """And too many of them."""
    with WebServer(desk, WebSettings(port=0, token=Secret("right token"))) as server:
        ana = Browser(server.port, headers={"Accept-Language": "es"})
        statuses = []
        for n in range(11):
            answer = ana.post("/login", {"token": f"guess {n}"}, csrf="")
            statuses.append(answer.status)
            held_to_spanish(answer)
        assert statuses == [403] * 10 + [429]
        assert answer.headers["Retry-After"] == "60"


# --- what is kept in English ------------------------------------------------------------------------------------------

ERRORS = (
    "HTTP 404", "not read within 30 s", "no connection to diario.example:443: Connection refused",
    'an HTML page titled "Inicio", not a feed', "robots.txt: more than 5 redirects",
    "no entry could be read: 3 are damaged",
    "127.0.0.1 is not a public address; if it is yours, name it in [http] allow_addresses",
)  # fmt: skip
UNDELIVERED = (
    "given up after 8 attempts: Slack answered invalid_auth",
    "interrupted while it was sent; 2 copies of it may be there",
    "its card was not delivered, so there is nothing to edit", "Slack cannot be reached (URLError); check the network",
)  # fmt: skip


@pytest.mark.parametrize("error", ERRORS)
def test_why_a_feed_fails_is_told_in_spanish(error: str, ana: Browser, desk: Desk) -> None:
    """The store keeps it in English."""
    state = make_feed_state(feed_id=FeedId("diario"), health="broken", failures=3, last_error=error)
    desk.store.write(Write(feed_state=state), NOON)
    for path in ("/feeds", "/feeds/diario"):
        held_to_spanish(ana.get(path))


@pytest.mark.parametrize("error", UNDELIVERED)
def test_why_a_message_died_is_told_in_spanish(error: str, ana: Browser, desk: Desk) -> None:
    """On the story's page and on *System*."""
    (row,) = desk.store.outbox(("pending",), 10)
    desk.store.mark_dead(row.seq, error)
    for path in ("/system", "/stories/s-000001"):
        answer = ana.get(path)
        assert "fallido: " in answer.text
        held_to_spanish(answer)


@pytest.mark.parametrize(
    "word",
    [
        *(word for kind in (FeedHealth, MessageKind, MessageState, Relation, TextRead, TriageState, VersionedPart)
          for word in get_args(kind)),
        *CHANGES, *REASONS,
    ],
)  # fmt: skip
def test_every_word_of_a_closed_list_has_its_spanish(word: str) -> None:
    """States, kinds and relations are shown by their own names."""
    assert word in spanish()


def test_a_page_that_fails_says_so_in_spanish(ana: Browser, desk: Desk) -> None:
    """A fault of the program's own is a page like any other, and its text stays in the log."""
    desk.clock = None  # type: ignore[assignment]  # breaks every page that asks for the time
    answer = ana.get("/system")
    assert answer.status == 500
    assert "Algo falló aquí" in answer.text
    held_to_spanish(answer)


def test_an_alert_as_it_was_made_is_told_in_spanish(ana: Browser, desk: Desk) -> None:
    """Computed anew; and where that cannot be done, why not."""
    item = make_item(id=ItemId("i-00000000000000aa"), title="México entrega a 37 capos a Estados Unidos", guid="aa")
    mind = mind_of(desk.config, desk.scorers, desk.lexicon)
    (judgement,) = judge_all([item], mind, LATER)
    whole = AlertRecord(
        story_id=StoryId("s-000001"), channel="desk", at=LATER, config_version=desk.config.version, item=item,
        judgement=judgement, figures=(), models=tuple((topic, s.digest) for topic, s in desk.scorers.items()),
    )  # fmt: skip
    gone = (("transfer", "0" * 64), *whole.models[1:])
    records = (whole, replace(whole, models=()), replace(whole, config_version="gone"), replace(whole, models=gone))
    fate = Fate(stage="outbox", reason="alerted")
    stored = StoredItem(item=item, judgement=judgement, figures=(), content_hash=b"9", fate=fate)
    desk.store.write(Write(items=(stored,), alerts=records), LATER)
    held_to_spanish(ana.get(f"/why?q={item.id}"))
    answer = ana.get(f"/why?q={item.id}&as=alert")
    held_to_spanish(answer)
    assert answer.text.count("es lo que se selló en la alerta") == 1
    assert answer.text.count("No se puede calcular de nuevo:") == 3
