"""The fake Slack: what it keeps, what it refuses, and how it fails when told to."""

import http.client
import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from fakes import FakeClock

from bot.newsroom.slack import (
    AnswerLost,
    ApiFault,
    Dropped,
    FakeSlack,
    Hang,
    HttpFault,
    RateLimited,
)


@pytest.fixture
def slack(clock: FakeClock) -> Iterator[FakeSlack]:
    """A workspace with one channel, whose clock stands."""
    with FakeSlack(clock=clock) as server:
        yield server


def call(
    slack: FakeSlack, method: str, token: str | None = None, timeout_s: float = 5, **payload: Any
) -> dict[str, Any]:
    """The JSON that a method answers."""
    request = urllib.request.Request(  # noqa: S310  # loopback
        slack.api_url + method,
        json.dumps(payload).encode(),
        {"Content-Type": "application/json", "Authorization": f"Bearer {token or slack.token}"},
    )
    with urllib.request.urlopen(request, timeout=timeout_s) as answer:  # noqa: S310
        return dict(json.load(answer))


def post(slack: FakeSlack, **payload: Any) -> dict[str, Any]:
    """Answer of chat.postMessage in the usual channel."""
    return call(slack, "chat.postMessage", **({"channel": "C0DESK", "text": "hola"} | payload))


def section(text: str) -> dict[str, Any]:
    """A section block."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def test_it_keeps_messages_edits_and_threads(slack: FakeSlack) -> None:
    """What was posted can be seen, under its parent, in its newest state with the earlier ones."""
    card = post(slack, text="tarjeta", metadata={"event_type": "x", "event_payload": {"key": "k1"}})
    post(slack, text="respuesta", thread_ts=card["ts"])
    call(slack, "chat.update", channel="C0DESK", ts=card["ts"], text="corregida")
    first, reply = slack.messages
    assert (first.text, first.key, [edit.text for edit in first.edits]) == ("corregida", "k1", ["tarjeta"])
    assert slack.thread(card["ts"]) == (reply,)
    assert float(reply.ts) > float(first.ts)
    assert [request.method for request in slack.requests] == ["chat.postMessage", "chat.postMessage", "chat.update"]


def test_history_is_paged_newest_first_without_replies(slack: FakeSlack, clock: FakeClock) -> None:
    """Pages follow the cursor, hold top-level messages only and stay inside the interval."""
    stamps = []
    for n in range(5):
        stamps.append(post(slack, text=str(n))["ts"])
        clock.advance(timedelta(minutes=1))
    post(slack, text="reply", thread_ts=stamps[0])
    first = call(slack, "conversations.history", channel="C0DESK", oldest=stamps[0], limit=3)
    assert [m["text"] for m in first["messages"]] == ["4", "3", "2"]
    cursor = first["response_metadata"]["next_cursor"]
    second = call(slack, "conversations.history", channel="C0DESK", oldest=stamps[0], limit=3, cursor=cursor)
    assert ([m["text"] for m in second["messages"]], second["has_more"]) == (["1"], False)


def test_history_shows_metadata_only_when_asked(slack: FakeSlack) -> None:
    """`include_all_metadata` decides, as in the real one."""
    post(slack, metadata={"event_type": "x", "event_payload": {"key": "k"}})
    bare = call(slack, "conversations.history", channel="C0DESK")["messages"][0]
    full = call(slack, "conversations.history", channel="C0DESK", include_all_metadata=True)["messages"][0]
    assert "metadata" not in bare
    assert full["metadata"]["event_payload"] == {"key": "k"}


def test_replies_begin_with_the_parent(slack: FakeSlack) -> None:
    """conversations.replies gives the parent first, then the replies in order; an unknown parent is refused."""
    ts = post(slack, text="p")["ts"]
    post(slack, text="a", thread_ts=ts)
    post(slack, text="b", thread_ts=ts)
    assert [m["text"] for m in call(slack, "conversations.replies", channel="C0DESK", ts=ts)["messages"]] == list("pab")
    assert call(slack, "conversations.replies", channel="C0DESK", ts="1.1")["error"] == "thread_not_found"


@pytest.mark.parametrize(
    ("payload", "error"),
    [
        ({"channel": "C0NONE"}, "channel_not_found"),
        ({"thread_ts": "1.000001"}, "thread_not_found"),
        ({"text": ""}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"blocks": [section("x")] * 51}, "invalid_blocks"),
        ({"blocks": [section("x" * 3_001)]}, "invalid_blocks"),
        ({"blocks": [section("")]}, "invalid_blocks"),
        ({"blocks": [{"type": "section"}]}, "invalid_blocks"),
        ({"blocks": [{"type": "section", "text": "x"}]}, "invalid_blocks"),
        ({"blocks": [{"type": "section", "fields": [section("x")["text"]] * 11}]}, "invalid_blocks"),
        ({"blocks": [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]}, "invalid_blocks"),
        ({"blocks": [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}]}, "invalid_blocks"),
        ({"blocks": [{"type": "context", "elements": []}]}, "invalid_blocks"),
        ({"blocks": [{"type": "context", "elements": [section("x" * 3_001)["text"]]}]}, "invalid_blocks"),
        ({"blocks": [{"type": "marquee"}]}, "invalid_blocks"),
        ({"blocks": [section("x" * 2_900)] * 5}, "msg_blocks_too_long"),
    ],
)
def test_it_refuses_what_slack_refuses(slack: FakeSlack, payload: dict[str, Any], error: str) -> None:
    """Over a limit or out of place: `ok: false` with Slack's word, and nothing is stored."""
    for block in payload.get("blocks", []):
        if isinstance(block.get("text"), str):
            block["text"] = {"type": "mrkdwn", "text": None}
    assert post(slack, **payload)["error"] == error
    assert slack.messages == ()


@pytest.mark.parametrize(
    ("button", "error"),
    [
        ({"text": {"type": "plain_text", "text": "x" * 76}}, "invalid_blocks"),
        ({"text": {"type": "plain_text", "text": "x"}, "url": "x" * 3_001}, "invalid_blocks"),
        ({"text": {"type": "plain_text", "text": "x"}}, None),
    ],
)
def test_buttons_have_limits(slack: FakeSlack, button: dict[str, Any], error: str | None) -> None:
    """Label up to 75 characters, address up to 3,000."""
    answer = post(slack, blocks=[{"type": "actions", "elements": [{"type": "button", **button}]}, {"type": "divider"}])
    assert answer.get("error") == error


def test_what_is_just_within_the_limits_is_taken(slack: FakeSlack) -> None:
    """50 blocks, 3,000 characters in a section, 150 in a header, 13,200 in all."""
    header = {"type": "header", "text": {"type": "plain_text", "text": "x" * 150}}
    blocks = [header, *[section("x" * 3_000)] * 4, section("x" * (1_050 - 44)), *[section("x")] * 44]
    assert len(blocks) == 50
    assert post(slack, blocks=blocks)["ok"] is True


def test_tokens_scopes_and_archives(slack: FakeSlack) -> None:
    """A bad token, a missing scope, an archived channel and an unknown method are told by name."""
    assert call(slack, "auth.test")["team"] == "Newsroom"
    assert call(slack, "auth.test", token="xoxb-other")["error"] == "invalid_auth"
    assert call(slack, "chat.delete")["error"] == "unknown_method"
    slack.scopes.discard("channels:history")
    assert call(slack, "conversations.history", channel="C0DESK")["error"] == "missing_scope"
    assert call(slack, "conversations.replies", channel="C0DESK", ts="1.1")["error"] == "missing_scope"
    slack.archived.add("C0DESK")
    assert post(slack)["error"] == "is_archived"
    slack.scopes.clear()
    assert post(slack)["error"] == "missing_scope"
    assert call(slack, "chat.update", channel="C0DESK", ts="1.1", text="x")["error"] == "missing_scope"
    slack.scopes.add("chat:write")
    assert call(slack, "chat.update", channel="C0DESK", ts="1.1", text="x")["error"] == "message_not_found"


def test_scripted_answers_come_in_order(slack: FakeSlack) -> None:
    """Each request takes one fault; None lets it pass; only what passes is stored."""
    slack.fail("chat.postMessage", RateLimited(7), HttpFault(503), ApiFault("fatal_error"), None)
    with pytest.raises(urllib.error.HTTPError) as limited:
        post(slack)
    assert (limited.value.code, limited.value.headers["Retry-After"]) == (429, "7")
    limited.value.close()
    with pytest.raises(urllib.error.HTTPError) as broken:
        post(slack)
    assert broken.value.code == 503
    broken.value.close()
    assert post(slack)["error"] == "fatal_error"
    assert post(slack)["ok"] is True
    assert len(slack.messages) == 1


def test_an_answer_can_be_lost_after_storing(slack: FakeSlack) -> None:
    """The connection closes without an answer, and the message is there; `Dropped` stores nothing."""
    slack.fail("chat.postMessage", AnswerLost(), Dropped())
    for _ in range(2):
        with pytest.raises((http.client.RemoteDisconnected, ConnectionError, urllib.error.URLError)):
            post(slack)
    assert len(slack.messages) == 1


def test_it_can_hang_and_still_be_closed(clock: FakeClock) -> None:
    """No answer comes; whether the message is stored is part of the script; closing does not wait for it."""
    with FakeSlack(clock=clock) as slack:
        slack.fail("chat.postMessage", Hang(), Hang(is_stored=True))
        for _ in range(2):
            with pytest.raises(TimeoutError):
                call(slack, "chat.postMessage", timeout_s=0.2, channel="C0DESK", text="x")
    assert len(slack.messages) == 1


def test_the_webhook_posts_into_the_first_channel(slack: FakeSlack) -> None:
    """It answers "ok" in plain text, and refuses with a status and a word."""
    request = urllib.request.Request(slack.webhook_url, b'{"text": "hola"}', {"Content-Type": "application/json"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310
        assert answer.read() == b"ok"
    assert (slack.messages[0].channel, slack.messages[0].text) == ("C0DESK", "hola")
    slack.archived.add("C0DESK")
    with pytest.raises(urllib.error.HTTPError) as gone:
        urllib.request.urlopen(request, timeout=5)  # noqa: S310
    assert (gone.value.code, gone.value.read()) == (410, b"channel_is_archived")
    gone.value.close()


def test_forms_are_read_as_json_is(slack: FakeSlack) -> None:
    """slack-sdk sends reading methods as forms; blocks and metadata in them are JSON texts."""
    body = f"channel=C0DESK&text=x&blocks={urllib.parse.quote(json.dumps([section('y')]))}".encode()
    request = urllib.request.Request(  # noqa: S310
        slack.api_url + "chat.postMessage", body, {"Authorization": f"Bearer {slack.token}"}
    )
    with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310
        assert json.load(answer)["ok"] is True
    assert slack.messages[0].visible_text == "y"
    slack.delete(slack.messages[0].ts)
    assert slack.messages == ()


def test_an_update_keeps_what_it_does_not_name(slack: FakeSlack) -> None:
    """Blocks and metadata stay unless given; given empty, they go: chat.update's documentation."""
    metadata = {"event_type": "x", "event_payload": {"key": "k"}}
    ts = post(slack, blocks=[section("y")], metadata=metadata)["ts"]
    call(slack, "chat.update", channel="C0DESK", ts=ts, text="z")
    assert (slack.messages[0].visible_text, slack.messages[0].key) == ("y", "k")
    call(slack, "chat.update", channel="C0DESK", ts=ts, text="z", blocks=[], metadata={})
    assert (slack.messages[0].visible_text, slack.messages[0].key) == ("z", None)


@pytest.mark.parametrize(
    ("payload", "error"),
    [
        ({"blocks": [{**section("x"), "colour": "red"}]}, "invalid_blocks"),
        ({"blocks": [{**section("x"), "block_id": "x" * 256}]}, "invalid_blocks"),
        (
            {"blocks": [{"type": "section", "text": {"type": "plain_text", "text": "x", "verbatim": True}}]},
            "invalid_blocks",
        ),
        ({"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "x", "emoji": True}}]}, "invalid_blocks"),
        ({"blocks": [{**section("x"), "accessory": {"type": "image"}}]}, "invalid_blocks"),
        ({"blocks": [{"type": "actions", "elements": []}]}, "invalid_blocks"),
        ({"blocks": [section("\U0001f534" * 1_501)]}, "invalid_blocks"),
        ({"text": "\ud800"}, "invalid_json"),
        ({"text": ["x"]}, "invalid_arguments"),
        ({"metadata": "x"}, "invalid_metadata_format"),
        ({"metadata": {"event_type": "x"}}, "invalid_metadata_format"),
        ({"metadata": {"event_type": "x", "event_payload": {"key": "k" * 17_000}}}, "metadata_too_large"),
    ],
)
def test_it_knows_the_shape_of_messages(slack: FakeSlack, payload: dict[str, Any], error: str) -> None:
    """Keys that a block does not have, text objects of the wrong kind, texts that are none, metadata out of form."""
    assert post(slack, **payload)["error"] == error


@pytest.mark.parametrize(
    "element",
    [
        {"type": "button", "text": {"type": "mrkdwn", "text": "x"}},
        {"type": "button", "text": {"type": "plain_text", "text": "x"}, "style": "red"},
        {"type": "button", "text": {"type": "plain_text", "text": "x"}, "value": "x" * 2_001},
        {"type": "button", "text": {"type": "plain_text", "text": "x"}, "action_id": "x" * 256},
        {"type": "button", "text": {"type": "plain_text", "text": "x"}, "colour": "red"},
        {
            "type": "button",
            "text": {"type": "plain_text", "text": "x"},
            "confirm": {"title": {"type": "plain_text", "text": "x" * 101}},
        },
        {"type": "overflow", "options": []},
        {"type": "overflow", "options": [{"text": {"type": "plain_text", "text": "x"}, "value": "x" * 151}]},
        {"type": "overflow", "options": [{"text": {"type": "plain_text", "text": "x" * 76}, "value": "x"}]},
    ],
)
def test_elements_out_of_form_are_refused(slack: FakeSlack, element: dict[str, Any]) -> None:
    """Buttons and overflow menus within Slack's limits only."""
    assert post(slack, blocks=[{"type": "actions", "elements": [element]}])["error"] == "invalid_blocks"


def test_buttons_of_a_block_have_names_of_their_own(slack: FakeSlack) -> None:
    """The same action_id twice is refused; an overflow menu within its limits is taken."""
    button = {"type": "button", "text": {"type": "plain_text", "text": "x"}, "action_id": "a"}
    menu = {"type": "overflow", "action_id": "m", "options": [{"text": button["text"], "value": "v"}]}
    assert post(slack, blocks=[{"type": "actions", "elements": [button, button]}])["error"] == "invalid_blocks"
    assert post(slack, blocks=[{"type": "actions", "elements": [button, menu]}])["ok"] is True


def test_it_sees_who_is_called(slack: FakeSlack) -> None:
    """Mentions in text and mrkdwn notify; entities and plain_text only show."""
    header = {"type": "header", "text": {"type": "plain_text", "text": "<!channel>"}}
    post(slack, text="&lt;!here&gt;", blocks=[header, section("&lt;!channel&gt; &lt;@U012AB3CD&gt;")])
    post(slack, text="<!here> x", blocks=[section("<@U012AB3CD> <!subteam^S1|desk> <https://a.example|b>")])
    assert [message.calls for message in slack.messages] == [[], ["<!here>", "<@U012AB3CD>", "<!subteam^S1|desk>"]]


def test_a_page_of_the_history_has_a_limit(slack: FakeSlack) -> None:
    """At most 999 messages may be asked for."""
    assert call(slack, "conversations.history", channel="C0DESK", limit=1_000)["error"] == "invalid_limit"
    assert call(slack, "auth.test", token=" ")["error"] == "not_authed"


def test_faults_can_come_by_chance(clock: FakeClock) -> None:
    """A chooser is asked where no fault was scripted; requests carry their time."""
    with FakeSlack(
        clock=clock, chance=lambda request: ApiFault("fatal_error") if request.payload.get("text") == "b" else None
    ) as slack:
        assert [post(slack, text=text).get("error") for text in "ab"] == [None, "fatal_error"]
        assert slack.requests[0].at_s <= slack.requests[1].at_s


def test_a_deleted_parent_leaves_a_stone_only_over_replies(slack: FakeSlack) -> None:
    """Which takes further replies and no edit; a message without replies is gone."""
    lone, parent = post(slack), post(slack)
    post(slack, thread_ts=parent["ts"])
    for each in (lone, parent):
        slack.delete(each["ts"])
        assert call(slack, "chat.update", channel="C0DESK", ts=each["ts"], text="x")["error"] == "message_not_found"
    assert post(slack, thread_ts=lone["ts"])["error"] == "thread_not_found"
    assert post(slack, thread_ts=parent["ts"])["ok"]
    assert [m["text"] for m in call(slack, "conversations.history", channel="C0DESK")["messages"]] == [
        "This message was deleted."
    ]


def test_permalinks_are_those_of_messages_that_are_there(slack: FakeSlack) -> None:
    """Of this channel."""
    ts = post(slack)["ts"]
    link = call(slack, "chat.getPermalink", channel="C0DESK", message_ts=ts)["permalink"]
    assert link == f"{slack.base_url}/archives/C0DESK/p{ts.replace('.', '')}"
    assert call(slack, "chat.getPermalink", channel="C0DESK", message_ts="1.2")["error"] == "message_not_found"
