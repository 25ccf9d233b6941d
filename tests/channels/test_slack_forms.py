"""The form to split and join: within Slack's limits whatever the headlines, and nothing odd is let through."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from builders import make_report, make_story
from hypothesis import given
from hypothesis import strategies as st
from socket_kit import Recorder, action, posted, posted_reply

from bot.channels.base import Look
from bot.channels.slack_buttons import read
from bot.channels.slack_forms import MAX_OPTIONS, Submitted, has_choice, refusal, view
from bot.channels.socket_mode import SocketMode
from bot.domain import ItemId, ReshapeForm, StoryId
from bot.errors import StoreError, UsageError
from bot.newsroom import slack_people as people
from bot.newsroom.slack import FakeSlack
from bot.newsroom.slack_faults import ApiFault
from bot.newsroom.slack_limits import Json, check_view

LOOK = Look.of("es", "America/Mexico_City")
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=200)


def _form(titles: list[str], near: int = 1) -> ReshapeForm:
    reports = [make_report(item_id=ItemId(f"i-{n:06d}"), title=title) for n, title in enumerate(titles)]
    others = (make_story(id=StoryId(f"s-{n + 2:06d}")) for n in range(near))
    return ReshapeForm(story=make_story(reports=tuple(reports)), near=tuple(others))


def _options(shown: Json, name: str) -> list[Json]:
    return next(block["element"]["options"] for block in shown["blocks"] if block.get("block_id") == name)


@given(st.lists(TEXT, min_size=1, max_size=4), TEXT)
def test_any_headline_fits(titles: list[str], outlet: str) -> None:
    """Empty, hostile or endless ones."""
    form = _form(titles)
    reports = tuple(replace(report, outlet=outlet) for report in form.story.reports)
    form = replace(form, story=replace(form.story, reports=reports))
    check_view(view(form, ItemId("i-000000"), "C0DESK", LOOK))


def test_of_many_reports_the_latest_are_offered_and_the_one_looked_at() -> None:
    """Slack takes a hundred."""
    shown = view(_form(["Mexico sends 26"] * 150), ItemId("i-000149"), "C0DESK", LOOK)
    check_view(shown)
    options = _options(shown, "leaving")
    assert (len(options), options[0]["value"]) == (MAX_OPTIONS, "i-000149")


def test_markup_of_headlines_is_shown_as_it_is() -> None:
    """Nobody is called by an outlet's headline."""
    shown = view(_form(["<!channel> *now*"] * 2), None, "C0DESK", LOOK)
    assert "<!channel>" not in json.dumps(shown)
    assert "initial_options" not in shown["blocks"][2]["element"]


def test_a_story_alone_has_no_choice() -> None:
    """One report and nothing near."""
    assert not has_choice(_form(["Mexico sends 26"], near=0))
    assert has_choice(_form(["Mexico sends 26"], near=1))
    assert has_choice(_form(["Mexico sends 26"] * 2, near=0))


@pytest.mark.parametrize(
    ("fields", "same_as", "below"), [(("same_as",), None, "same_as"), (("leaving",), None, "leaving")]
)
def test_a_refusal_stands_below_a_field_that_is_there(fields: tuple[str, ...], same_as: None, below: str) -> None:
    """Slack shows errors at fields only."""
    order = Submitted(
        story_id=StoryId("s-1"), leaving=(), same_as=same_as, fields=fields, user="U0ANA", channel_id="C0DESK"
    )
    assert refusal("no", order) == {"response_action": "errors", "errors": {below: "no"}}


def _payload(**view_changes: Any) -> Json:
    shown = view(_form(["Mexico sends 26", "Mexico sends 37"]), None, "C0DESK", LOOK)
    return people.submission({**shown, **view_changes}, {"leaving": ["i-000001"]})


def test_a_submission_is_read() -> None:
    """What was chosen, of which story, for which channel, by whom."""
    (found,) = read("interactive", _payload())
    assert isinstance(found, Submitted)
    assert (found.story_id, found.leaving, found.same_as) == ("s-000001", ("i-000001",), None)
    assert (found.user, found.channel_id, found.fields) == ("U0ANA", "C0DESK", ("leaving", "same_as"))


@pytest.mark.parametrize(
    "metadata", ["", "null", "[]", "{", '{"channel": "C0DESK"}', '{"story": 7, "channel": "C0DESK"}', '{"story": "s"}']
)
def test_a_form_without_its_story_is_refused(metadata: str) -> None:
    """Whatever stands where it should."""
    with pytest.raises(ValueError, match=r"."):
        read("interactive", _payload(private_metadata=metadata))


@pytest.mark.parametrize(
    "state", [None, {}, {"values": {"leaving": {"leaving": {"selected_options": [{"value": 7}]}}}}]
)
def test_a_form_with_odd_values_is_refused(state: object) -> None:
    """What was not offered cannot be chosen."""
    payload = _payload()
    payload["view"]["state"] = state
    with pytest.raises(ValueError, match=r"."):
        read("interactive", payload)


def test_forms_of_others_are_none_of_ours() -> None:
    """Nor is a payload without a view."""
    assert read("interactive", _payload(callback_id="else")) == []
    assert read("interactive", {"type": "view_submission", "view": None}) == []


@given(st.recursive(st.none() | st.booleans() | st.text(max_size=9), lambda inner: st.dictionaries(
    st.sampled_from(["leaving", "same_as", "selected_options", "selected_option", "value"]), inner, max_size=3
) | st.lists(inner, max_size=3), max_leaves=12))  # fmt: skip
def test_any_state_is_read_or_refused(values: object) -> None:
    """Never anything but a ValueError."""
    payload: Mapping[str, Any] = _payload()
    payload["view"]["state"] = {"values": values}
    try:
        (found,) = read("interactive", payload)
    except ValueError:
        return
    assert isinstance(found, Submitted)


# --- by Socket Mode -------------------------------------------------------------------------------------------------


def test_a_cards_button_opens_the_form(slack: FakeSlack, ear: SocketMode, listener: Recorder) -> None:
    """Nothing is ticked on a card's; on a reply's its own report is."""
    listener.form_of = _form(["Mexico sends 26", "Mexico sends 37"])
    assert people.press(slack, posted(slack), action("reshape")).acked
    (shown,) = slack.wait_views(1)
    assert shown["title"]["text"] == "Split or join"
    assert "initial_options" not in shown["blocks"][2]["element"]
    assert people.press(slack, posted_reply(slack, ItemId("i-000001")), action("another_event")).acked
    shown = slack.wait_views(2)[1]
    assert [option["value"] for option in shown["blocks"][2]["element"]["initial_options"]] == ["i-000001"]


def test_a_form_that_cannot_be_opened_is_told(slack: FakeSlack, ear: SocketMode, listener: Recorder) -> None:
    """With what it lacks: the story, a choice, the store, or Slack's leave."""
    card = posted(slack)
    for form, says in (
        (None, "This story is no longer known."),
        (_form(["Mexico sends 26"], near=0), "there is nothing to split or join"),
        (StoreError("the disk is gone"), "could not be written down"),
        (_form(["Mexico sends 26"] * 2), "could not be written down"),
    ):
        listener.form_of = form
        if isinstance(form, ReshapeForm):
            slack.fail("views.open", ApiFault("expired_trigger_id"))
        known = len(slack.sockets.whispers)
        assert people.press(slack, card, action("reshape")).acked
        assert says in slack.sockets.wait_whispers(known + 1)[-1].text
    assert slack.views == ()


def test_an_order_is_handed_over(slack: FakeSlack, ear: SocketMode, listener: Recorder) -> None:
    """Once it is carried out the form closes; an error of the store or of the person stays in it."""
    listener.form_of = _form(["Mexico sends 26", "Mexico sends 37"])
    people.press(slack, posted(slack), action("reshape"))
    (shown,) = slack.wait_views(1)
    delivered = people.submit(slack, shown, {"same_as": ["s-000002"]}, user="U0BEN")
    assert delivered.ack == {"envelope_id": delivered.envelope["envelope_id"]}
    (order,) = listener.orders
    assert (order.story_id, order.leaving, order.same_as, order.who) == ("s-000001", (), "s-000002", "U0BEN")
    for error, says in ((UsageError("<no>"), "&lt;no&gt;"), (StoreError("full"), "could not be written down")):
        listener.order_error = error
        answer = people.submit(slack, shown, {"same_as": ["s-000002"]}).ack
        assert says in (answer or {})["payload"]["errors"]["same_as"]
