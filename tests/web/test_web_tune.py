"""Tuning: the form and the file, a trial of a draft, and a save that is whole or not at all."""

import html
import re
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web_kit import CONFIG, Browser

from bot.errors import UsageError
from bot.web import Desk
from bot.web.draft import RuleFields, TopicFields, topic_fields, with_topics

TOPICS = ("transfer", "strike_threat")
_TRIAL_S = 60.0  # far more than it needs, on a machine that does much else
ZAMBADA = RuleFields(when="zambada", effect="+1.5", note="trial watch")


# --- the draft --------------------------------------------------------------------------------------------------------


def test_a_draft_without_changes_is_the_file() -> None:
    """Byte by byte."""
    assert with_topics(CONFIG, topic_fields(CONFIG, TOPICS)) == CONFIG


def test_what_is_changed_is_changed_and_comments_stay() -> None:
    """A threshold, a rule's effect, one rule more."""
    fields = TopicFields(
        threshold="0.7",
        rules=(
            RuleFields(when="zambada", effect="-1", note="trial watch"),
            RuleFields(when='"extradi*"', effect="always", until="2026-12-31"),
        ),
    )
    changed = with_topics(CONFIG, {"transfer": fields})
    assert topic_fields(changed, ["transfer"])["transfer"] == fields
    assert "threshold = 0.7  # kept: after the winter's false alarms" in changed
    assert changed.startswith("# kept: written by an analyst\n")
    assert changed.index("[[feeds]]") > 0


def test_a_topic_without_a_table_gets_one() -> None:
    """And one whose values are taken away keeps none of them."""
    fields = TopicFields(threshold="0.4", rules=(ZAMBADA,))
    changed = with_topics(CONFIG, {"strike_threat": fields})
    assert topic_fields(changed, TOPICS) == {**topic_fields(CONFIG, TOPICS), "strike_threat": fields}
    empty = TopicFields(threshold="", rules=())
    assert topic_fields(with_topics(CONFIG, {"transfer": empty}), ["transfer"])["transfer"] == empty


@pytest.mark.parametrize(
    "fields",
    [
        TopicFields(threshold="high", rules=()),
        TopicFields(threshold="", rules=(RuleFields(when="a", effect="+1", until="tomorrow"),)),
    ],
)
def test_values_that_are_none_are_told(fields: TopicFields) -> None:
    """With what to write instead."""
    with pytest.raises(UsageError, match="write"):
        with_topics(CONFIG, {"transfer": fields})


@given(
    rules=st.lists(st.builds(RuleFields, when=st.text(min_size=1), effect=st.text(), note=st.text()), max_size=4),
)
def test_any_words_come_back_as_they_were_written(rules: list[RuleFields]) -> None:
    """Quotes, brackets, newlines and all; blanks around them are not kept."""
    tidy = tuple(
        RuleFields(when=r.when.strip() or "x", effect=r.effect.strip(), note=r.note.strip())
        for r in rules
        if _is_toml(r.when + r.effect + r.note)
    )
    fields = TopicFields(threshold="", rules=tidy)
    assert topic_fields(with_topics(CONFIG, {"transfer": fields}), ["transfer"])["transfer"] == fields


def _is_toml(text: str) -> bool:
    return not re.search(r"[\ud800-\udfff\x00]", text)


@given(text=st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever somebody puts into the field."""
    with suppress(UsageError):
        assert set(topic_fields(text, TOPICS)) == set(TOPICS)


# --- the page ---------------------------------------------------------------------------------------------------------


def form(browser: Browser, **changes: str) -> dict[str, str]:
    """The form as it came, with fields changed."""
    page = browser.get("/tune").text
    inputs = re.findall(
        r'<input(?! type="checkbox")[^>]* name="((?:rule|threshold|base)[^"]*)"[^>]*value="([^"]*)"', page
    )
    text = re.search(r'<textarea name="text" hidden>\n(.*?)</textarea>', page, re.DOTALL)
    assert text is not None
    written = {name.replace("__", "-"): value for name, value in changes.items()}
    held = {name: html.unescape(value) for name, value in inputs}
    return {**held, "text": html.unescape(text[1]), "days": "30", **written}


def test_the_form_holds_what_is_in_force(browser: Browser) -> None:
    """Thresholds, rules, and empty lines for more."""
    fields = form(browser)
    assert (fields["threshold-transfer"], fields["threshold-strike_threat"]) == ("0.6", "")
    assert fields["rule-transfer-0-when"] == "zambada"
    assert fields["rule-transfer-2-when"] == ""


def test_saving_changes_the_file_and_nothing_else_in_it(browser: Browser, config_file: Path) -> None:
    """A running bot takes it over by itself."""
    before = config_file.read_text(encoding="utf-8")
    answer = browser.post("/tune", form(browser, threshold__transfer="0.65", do="save"))
    assert "Saved." in answer.text
    assert config_file.read_text(encoding="utf-8") == before.replace("threshold = 0.6 ", "threshold = 0.65 ")
    assert [path.name for path in config_file.parent.iterdir() if "new" in path.name] == []


def test_a_rule_is_added_and_taken_out(browser: Browser, config_file: Path) -> None:
    """By an empty line that is filled, and by its box."""
    changes = {
        "rule-transfer-0-out": "1",
        "rule-transfer-1-when": "ovidio AND (plea OR culpable)",
        "rule-transfer-1-effect": "+2",
    }
    browser.post("/tune", {**form(browser, do="save"), **changes})
    held = topic_fields(config_file.read_text(encoding="utf-8"), ["transfer"])["transfer"]
    assert [rule.when for rule in held.rules] == ["ovidio AND (plea OR culpable)"]


def test_what_is_wrong_is_told_and_nothing_saved(browser: Browser, config_file: Path) -> None:
    """With the line it would have; what was written stays in the form."""
    before = config_file.read_bytes()
    answer = browser.post(
        "/tune", {**form(browser, do="save"), "rule-transfer-0-when": '"unclosed', "rule-transfer-0-effect": "maybe"}
    )
    assert "This did not work" in answer.text
    assert "topics.transfer.rules[0]" in answer.text
    assert "&#34;unclosed" in answer.text
    assert config_file.read_bytes() == before


def test_a_draft_without_feeds_is_not_saved(browser: Browser, config_file: Path) -> None:
    """The running bot would refuse it."""
    before = config_file.read_bytes()
    fields = form(browser, do="save")
    text = fields["text"].replace("[[feeds]]", "[[feeds]]\nenabled = false")
    answer = browser.post("/tune", {"as": "toml", "text": text, "base": fields["base"], "do": "save"})
    assert "there is nothing to read; add [[feeds]]" in answer.text
    assert config_file.read_bytes() == before


def test_two_who_save_at_once_do_not_overwrite_each_other(browser: Browser, config_file: Path) -> None:
    """The second is told, and loses nothing."""
    mine = form(browser, threshold__transfer="0.7", do="save")
    browser.post("/tune", form(browser, threshold__transfer="0.8", do="save"))
    answer = browser.post("/tune", mine)
    assert "was changed by somebody else" in answer.text
    assert "threshold = 0.8 " in config_file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "table"),
    [
        ('type = "terminal"', 'type = "file"\npath = "/etc/cron.d"', "[channels]"),
        ('type = "terminal"', 'type = "file"\npath = "../outside"', "[channels]"),
        ("[[routes]]", '[state]\nurl = "sqlite:elsewhere.db"\n\n[[routes]]', "[state]"),
        ("[[routes]]", '[http]\nallow_addresses = ["127.0.0.1"]\n\n[[routes]]', "[http]"),
    ],
)
def test_the_desk_does_not_change_where_the_bot_writes_or_whom_it_calls(
    old: str, new: str, table: str, browser: Browser, config_file: Path
) -> None:
    """A path outside state/, another database, addresses within: refused, and the file stays; a download is free."""
    fields, before = form(browser), config_file.read_bytes()
    assert old in fields["text"]
    sent = {"as": "toml", "base": fields["base"], "text": fields["text"].replace(old, new, 1)}
    answer = browser.post("/tune", {**sent, "do": "save"})
    assert f"the draft changes {table}" in answer.text
    assert config_file.read_bytes() == before
    assert f"{new.splitlines()[-1]}" in browser.post("/tune", {**sent, "do": "download"}).text


def test_the_draft_can_be_downloaded(browser: Browser, config_file: Path) -> None:
    """As a file, checked, and nothing is saved."""
    answer = browser.post("/tune", form(browser, threshold__transfer="0.65", do="download"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="config.toml"'
    assert "threshold = 0.65 " in answer.text
    assert "threshold = 0.6 " in config_file.read_text(encoding="utf-8")


def test_the_whole_file_can_be_written_as_toml(browser: Browser, config_file: Path) -> None:
    """With the line ends of a browser's form."""
    fields = form(browser, do="save")
    text = fields["text"].replace("0.6 ", "0.55 ").replace("\n", "\r\n")
    assert "Saved." in browser.post("/tune", {"as": "toml", "text": text, "base": fields["base"], "do": "save"}).text
    assert "threshold = 0.55 " in config_file.read_text(encoding="utf-8")
    assert b"\r" not in config_file.read_bytes()


def test_a_trial_tells_what_the_draft_would_do(browser: Browser, desk: Desk) -> None:
    """Started by the form, finished in the background, shown as a page and as a part of it."""
    answer = browser.post("/tune", form(browser, threshold__transfer="0.99", do="try"))
    assert answer.status == 303
    address = answer.headers["Location"]
    name = address.rpartition("/")[2]
    running = browser_trial(desk, browser, name)
    assert "2 items replayed" in running
    assert browser.get(address, HX_Request="true").text.startswith('<div id="trial">')
    assert "0.99" in running


def browser_trial(desk: Desk, browser: Browser, name: str) -> str:
    """The page of a trial that has ended."""
    until = time.monotonic() + _TRIAL_S
    while time.monotonic() < until:
        text = browser.get(f"/tune/{name}").text
        if "<progress" not in text:
            return text
    raise AssertionError("the trial did not end")


@pytest.mark.parametrize("days", ["", "0", "-1", "many", "99999"])
def test_a_trial_of_no_days_is_refused(days: str, browser: Browser) -> None:
    """With the range."""
    assert "between 1 and 3650" in browser.post("/tune", form(browser, days=days, do="try")).text


def test_a_trial_that_is_gone_is_told(browser: Browser) -> None:
    """Only the last ones are kept."""
    assert browser.get("/tune/never").status == 404
