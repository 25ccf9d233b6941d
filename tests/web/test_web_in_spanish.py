"""A reader of Spanish meets no English: on any page, in any refusal, whatever went wrong."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest
from builders import make_feed_state, make_item
from fakes import NOON
from web_kit import LATER, Answer, Browser

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

# words that every English sentence of ours has one of, and no Spanish one
ENGLISH = frozenset(
    re.findall(
        r"\w+",
        """
        the is are was were not cannot with this that there must write check and of for from it its has have been to by
        on or an be at which what who when where only than then took takes does did do one two if you your they them
        their more most least other another again still yet such so but any all none nothing new old read set name show
        unknown missing wrong invalid expected words
        """,
    )
)
_QUOTED = re.compile(
    r"`[^`]*`|'[^']*'|\"[^\"]*\"|«[^»]*»|https?://\S+|/\S+|\S+\.(?:db|toml)\b|\w+(?:\.\w+|\[\d+\]){2,}|\[[^\]]*\]+|\{[^}]*\}|\w+:[0-9a-f]+:\S+"
)


class Visible(HTMLParser):
    """What a page shows or reads out, without what is typed into it."""

    SILENT = ("script", "style", "textarea", "title")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in self.SILENT
        self.texts += [text or "" for name, text in attrs if name in ("aria-label", "title", "alt")]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in self.SILENT

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.texts.append(" ".join(data.split()))


def english_in(page: str) -> list[str]:
    """Texts of a page that hold English words; names, paths and what is quoted are left out."""
    return [
        text
        for text in Visible(page).texts
        if ENGLISH & {word for word in re.findall(r"[^\W\d]+", _QUOTED.sub(" ", text)) if not word.isupper()}
        or ENGLISH & {word.lower() for word in re.findall(r"\b[A-Z][a-z]+", _QUOTED.sub(" ", text))}
    ]


@pytest.fixture
def ana(browser: Browser) -> Browser:
    """Her browser wishes Spanish."""
    browser.headers["Accept-Language"] = "es-MX,es;q=0.9,en;q=0.1"
    return browser


def held_to_spanish(answer: Answer) -> None:
    """The page is Spanish from top to bottom."""
    assert '<html lang="es">' in answer.text or answer.text.startswith(("<div", "<article"))
    assert english_in(answer.text) == []


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


# --- tuning -----------------------------------------------------------------------------------------------------------

QUERIES = (
    '"sin cerrar', "(a OR b", "a AND", "/x.*/", "casa~", '"a b"~3', "[a TO b]", ">3", "<3", "a^2", "+a AND b", "-a",
    "dos palabras", "(" * 60 + "a" + ")" * 60, "title:(summary:a)", "autor:a", '"entrega*"', "*", "?", "c?sa", "c*sa",
    "lang:fr", "a*", '"..."', "AND", "a" * 4_001, "a && b)", "#",
)  # fmt: skip


def form(ana: Browser) -> dict[str, str]:
    """The hidden fields of *Tune*."""
    text = ana.get("/tune").text
    found = re.search(r'name="base" value="([^"]*)"', text)
    held = re.search(r"<textarea name=\"text\" hidden>\n(.*?)</textarea>", text, re.DOTALL)
    assert found is not None
    assert held is not None
    return {"base": found[1], "text": held[1].replace("&#34;", '"').replace("&lt;", "<"), "days": "30"}


def refused(ana: Browser, fields: dict[str, str]) -> list[str]:
    """What is English in the answer to a form that *Tune* refuses; its own text where it does not."""
    answer = ana.post("/tune", {**form(ana), "do": "save", **fields})
    return english_in(answer.text) if "Esto no funcionó" in answer.text else [f"not refused: {fields}"]


def test_a_wrong_query_is_told_in_spanish_with_its_place(ana: Browser) -> None:
    """What is wrong, where, and what would do."""
    for query in QUERIES:
        assert refused(ana, {"rule-transfer-0-when": query, "rule-transfer-0-effect": "+1"}) == [], query


WRONG_FIELDS = (
    {"threshold-transfer": "mucho"},
    {"threshold-transfer": "7"},
    {"rule-transfer-0-when": "a", "rule-transfer-0-effect": "quizá"},
    {"rule-transfer-0-when": "a", "rule-transfer-0-effect": "99"},
    {"rule-transfer-0-when": "a", "rule-transfer-0-effect": "1", "rule-transfer-0-until": "mañana"},
    {"rule-transfer-0-when": "", "rule-transfer-0-effect": "1"},
    {"days": "0", "do": "try"},
    {"base": "another"},
)


def test_a_wrong_field_is_told_in_spanish(ana: Browser) -> None:
    """Thresholds, effects, days, and a file that changed meanwhile."""
    for fields in WRONG_FIELDS:
        assert refused(ana, fields) == [], fields


BROKEN = (
    "a = ", "a", "[a", "[[a]", "a = [1", "a = {b = 1", 'a = "x', "a = 1\na = 2", "[a]\n[a]", "a = 2026-99-99", "= 1",
    "a = {b = 1, b = 2}", 'a = "\\q"', "a = 1 b = 2", "a = \x01", 'a = "\\uD800"', 'a = "\\xZZ"', "a.b = 1\n[a.b]",
    "[[a]]\n[a]", "a = 1__0", "a = 01", "[]", "a = tru", "a = '''",
)  # fmt: skip


@pytest.mark.parametrize("kind", ["toml", "form"])
def test_toml_that_is_none_is_told_in_spanish(kind: str, ana: Browser) -> None:
    """By either of its readers, with line and column."""
    for text in BROKEN:
        assert refused(ana, {"as": kind, "text": text, "threshold-transfer": "0.5"}) == [], text


EVERYTHING_WRONG = """
wrong = 1
feeds = [3]
channels = 1
[state]
url = " "
keep_days = 0
[poll]
tick = 1
[http]
user_agent = "ñ"
proxy = "x"
allow_addresses = ["x", "127.0.0.1:99999"]
[alerts]
timezone = "Mars"
quiet_hours = "now"
[topics.other]
threshold = "high"
[topics.transfer]
rules = 1
[[routes]]
channel = "nobody"
topics = ["trasnfer"]
rules = ["no such"]
severities = ["P9"]
quiet_hours = "25:00-07:00"
[smtp]
host = "h"
user_env = "X_NOT_SET"
security = "maybe"
[[digests]]
at = "noon"
id = "a"
recipients = ["x"]
channels = ["nobody"]
templates = "nowhere"
[[digests]]
id = "a"
[atom]
file = "a/b"
address = "x"
[web]
listen = "x"
[health]
channel = "nobody"
metrics_listen = "x"
"""
SINGLE_WRONGS = (
    '[web]\nlisten = "0.0.0.0:1"', '[web]\ncallback_url = "x"', '[channels.a]\ntype = "slack"\nlabellers = ["x"]',
    '[channels.a]\ntype = "pigeon"', '[channels.a]\ntype = "webhook"\nurl_env = "X_NOT_SET"', "[channels]\na = 1",
    '[[feeds]]\nid = ""\nname = "a"\nurl = "x"\ntimezone = "Mars"', '[[feeds]]\nid = "a\\u0000"', "[feeds]\nid = 1",
    '[channels.a]\ntype = "slack"\napi_url = "x"', "[http]\ntotal_timeout_s = 1e400", '[channels.a]\ntype = "json"',
    '[channels.a]\ntype = "mail"', '[smtp]\nhost = "h"\nfrom = "x"', 'state = 3', 'x = true', 'routes = 2026-01-01',
)  # fmt: skip


def test_problems_of_a_configuration_are_told_in_spanish(ana: Browser) -> None:
    """Every table with something wrong in it."""
    for text in (EVERYTHING_WRONG, *SINGLE_WRONGS):
        assert refused(ana, {"as": "toml", "text": text}) == [], text


def test_a_change_that_is_not_the_desks_is_refused_in_spanish(ana: Browser) -> None:
    """Tables that are locked."""
    fields = form(ana)
    text = fields["text"] + '\n[state]\nurl = "elsewhere.db"\n'
    answer = ana.post("/tune", {**fields, "as": "toml", "text": text, "do": "save"})
    assert "el borrador cambia [state]" in answer.text
    held_to_spanish(answer)


def test_a_trial_is_told_in_spanish_and_so_is_one_that_failed(ana: Browser, desk: Desk, config_file: Path) -> None:
    """What would be lost and why; and a database that cannot be read."""
    text = finished(ana, ana.post("/tune", {**form(ana), "threshold-transfer": "0.99", "do": "try"}))
    assert "notas repetidas" in text
    assert english_in(text) == []
    desk.store.path.with_suffix(".db").write_bytes(b"no database" * 1_000)
    text = finished(ana, ana.post("/tune", {**form(ana), "threshold-transfer": "0.98", "do": "try"}))
    assert "dañada" in text
    assert english_in(text) == []


def finished(ana: Browser, answer: Answer) -> str:
    """The page of a trial that has ended."""
    for _ in range(600):
        text = ana.get(answer.headers["Location"]).text
        if "<progress" not in text:
            return text
    raise AssertionError("the trial did not end")


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
