"""Tuning in Spanish: every mistake of a draft, and what a trial says."""

import re
from pathlib import Path

import pytest
from spanish_kit import english_in, held_to_spanish
from web_kit import Answer, Browser

from bot.web import Desk

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
