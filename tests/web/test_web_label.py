"""Labelling on the desk: the nearest to the threshold first; answers are kept with name, and can be taken back."""

import re

import pytest
from web_kit import Browser

from bot.web import Desk

QUIET = {"item": "i-000002", "topic": "transfer"}


def asked(text: str) -> tuple[str, str]:
    """Item and topic of the question on a page."""
    found = re.search(r'name="item" value="([^"]+)".*?name="topic" value="([^"]+)"', text, re.DOTALL)
    assert found is not None
    return found[1], found[2]


def test_answers_are_kept_and_the_next_question_comes(browser: Browser, desk: Desk) -> None:
    """Until each item has this person's answer."""
    browser.post("/settings", {"who": "Ana"})
    for said in ("yes", "no"):
        item, topic = asked(browser.get("/label").text)
        answer = browser.post("/label", {"item": item, "topic": topic, "said": said, "reason": "read it"})
        assert answer.headers["Location"].startswith("/label?")
    labels = desk.store.labels()
    assert {label.item_id for label in labels} == {"i-000001", "i-000002"}
    assert {(label.who, label.via, label.reason) for label in labels} == {("Ana", "web", "read it")}
    assert "Nothing to ask" in browser.get("/label").text


def test_another_person_is_asked_the_same(browser: Browser) -> None:
    """Two may answer differently."""
    item, topic = asked(browser.get("/label").text)
    browser.post("/label", {"item": item, "topic": topic, "said": "yes"})
    assert asked(browser.get("/label").text)[0] != item
    browser.post("/settings", {"who": "Beto"})
    skipped = "i-000001:transfer" if item == "i-000002" else "i-000002:transfer"
    assert asked(browser.get(f"/label?skip={skipped}").text)[0] == item


def test_an_answer_can_be_taken_back(browser: Browser, desk: Desk) -> None:
    """The page after it offers to."""
    after = browser.post("/label", {**QUIET, "said": "no"}).headers["Location"]
    label = re.search(r'name="label" value="([^"]+)"', browser.get(after).text)
    assert label is not None
    assert [str(each.id) for each in desk.store.labels()] == [label[1]]
    browser.post("/label", {"said": "undo", "label": label[1]})
    assert desk.store.labels() == []


def test_a_skipped_question_comes_later(browser: Browser) -> None:
    """The other one is asked first."""
    item, topic = asked(browser.get("/label").text)
    after = browser.post("/label", {"item": item, "topic": topic, "said": "skip"}).headers["Location"]
    assert asked(browser.get(after).text)[0] != item


@pytest.mark.parametrize(
    "fields",
    [
        {**QUIET, "said": "perhaps"},
        {**QUIET, "item": "i-9", "said": "yes"},
        {**QUIET, "topic": "weather", "said": "yes"},
        {"said": "yes"},
    ],
)
def test_answers_to_nothing_are_refused(fields: dict[str, str], browser: Browser, desk: Desk) -> None:
    """No such answer, item or topic."""
    assert browser.post("/label", fields).status == 422
    assert desk.store.labels() == []
