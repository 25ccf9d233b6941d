"""The Slack channel against the fake Slack: posting, threads, edits, folds, what each fault means, and the search."""

import json
import socket
from dataclasses import replace
from typing import Any

import pytest
from channel_samples import (
    LINK,
    Told,
    make_card,
    make_digest,
    make_entry,
    make_fold,
    make_notice,
    make_reply,
    message_of,
)
from slack_kit import SINCE, channel_of, failure, send

from bot.channels import Secret, SlackChannel, SlackSettings
from bot.compose import Fold
from bot.domain import Receipt, StoryId, StoryRef
from bot.errors import ConfigError, DeliveryError
from bot.newsroom.slack import AnswerLost, ApiFault, Dropped, FakeSlack, HttpFault, RateLimited


def test_a_card_is_posted_with_its_key(slack: FakeSlack) -> None:
    """One message, our key in its metadata, its stamp as reference, the disk told before and after."""
    message = message_of(make_card())
    receipt, told = send(channel_of(slack), message)
    (posted,) = slack.messages
    assert receipt == Receipt(ref=posted.ts)
    assert told.events == ["committing", (1, posted.ts)]
    assert (posted.key, posted.thread_ts) == (message.dedupe_key, None)
    assert posted.text == "Handover: México entrega a 12 presos a Estados Unidos – Diario de Prueba"
    assert f"<{LINK}|México entrega a 12 presos a Estados Unidos>" in posted.visible_text


def test_nothing_unfurls(slack: FakeSlack) -> None:
    """Slack fetches no page on our behalf and shows no picture of a feed's choosing."""
    send(channel_of(slack), message_of(make_card()))
    payload = slack.requests[0].payload
    assert (payload["unfurl_links"], payload["unfurl_media"]) == (False, False)


def test_a_reply_hangs_under_the_card(slack: FakeSlack) -> None:
    """With the card's stamp a reply goes into its thread."""
    channel = channel_of(slack)
    card, _ = send(channel, message_of(make_card()))
    send(channel, message_of(make_reply()), card_ref=card.ref)
    (reply,) = slack.thread(card.ref or "")
    assert "people handed over: 12 → 14" in reply.visible_text
    assert "↪" not in reply.visible_text


def test_a_reply_without_a_card_names_it(slack: FakeSlack) -> None:
    """Without a card it is a message of its own that begins with an arrow and the card's headline."""
    send(channel_of(slack), message_of(make_reply()))
    (posted,) = slack.messages
    assert posted.thread_ts is None
    assert posted.visible_text.startswith("↪ México entrega a 12 presos a Estados Unidos")
    assert posted.text.startswith("↪ México entrega")


def test_a_reply_to_a_deleted_card_stands_alone(slack: FakeSlack) -> None:
    """When a person took the card away, the new fact is not lost."""
    channel = channel_of(slack)
    card, _ = send(channel, message_of(make_card()))
    slack.delete(card.ref or "")
    receipt, _ = send(channel, message_of(make_reply()), card_ref=card.ref)
    assert [m.thread_ts for m in slack.messages] == [None]
    assert receipt == Receipt(ref=slack.messages[0].ts, note="its card is gone; posted at top level")


def test_an_edit_changes_the_card_and_keeps_its_key(slack: FakeSlack) -> None:
    """The message is the same one, with a new text; sending the edit again changes nothing visible."""
    channel = channel_of(slack)
    card, _ = send(channel, message_of(make_card()))
    edit = message_of(make_card(revision=2, standing="CORRECTED"), kind="edit")
    for _ in range(2):
        assert send(channel, edit, card_ref=card.ref)[0] == Receipt(ref=card.ref)
    (posted,) = slack.messages
    assert "CORRECTED" in posted.visible_text
    assert posted.key == "desk:card:s-000001:1"


def test_an_edit_needs_its_card(slack: FakeSlack) -> None:
    """Without a reference it is refused, as no later attempt can work; a card that is gone leaves nothing to do."""
    edit = message_of(make_card(), kind="edit")
    assert failure(channel_of(slack), edit).outcome == "refused"
    receipt, _ = send(channel_of(slack), edit, card_ref="1.000001")
    assert receipt == Receipt(ref=None, note="its card is gone; nothing to edit")


def test_an_edit_falls_back_to_plain_text(slack: FakeSlack) -> None:
    """Refused blocks are replaced by short text, once."""
    channel = channel_of(slack)
    card, _ = send(channel, message_of(make_card()))
    slack.fail("chat.update", ApiFault("invalid_blocks"))
    edit = message_of(make_card(headline="Nueva"), kind="edit")
    assert send(channel, edit, card_ref=card.ref)[0].note == "sent as plain text: invalid_blocks"
    assert slack.messages[0].blocks == ()
    slack.fail("chat.update", ApiFault("invalid_blocks"), ApiFault("invalid_blocks"))
    assert failure(channel, edit, card_ref=card.ref).outcome == "refused"


def test_sixty_matches_all_appear(slack: FakeSlack) -> None:
    """Case 062: every headline with its link, within the limits, in order."""
    receipt, told = send(channel_of(slack), message_of(make_fold(60)))
    text = "\n".join(m.visible_text for m in slack.messages)
    assert [f"<https://diario.example/n/{n}|Nota {n}>" in text for n in range(60)] == [True] * 60
    assert text.index("|Nota 9>") < text.index("|Nota 59>")
    assert told.events[-1] == (len(slack.messages), receipt.ref)


def long_fold() -> Fold:
    """A fold that needs several messages."""
    return Fold(reason="burst", entries=tuple(make_entry(n, title=f"Nota {n} " + "muy " * 100) for n in range(60)))


def test_a_long_fold_goes_on_behind_what_is_there(slack: FakeSlack) -> None:
    """A part whose answer was lost is found, not sent again; the parts before it neither."""
    channel, message = channel_of(slack), message_of(long_fold())
    slack.fail("chat.postMessage", None, AnswerLost())
    told = Told()
    with pytest.raises(DeliveryError) as caught:
        channel.send(message, card_ref=None, parts_there=frozenset(), progress=told)
    assert caught.value.outcome == "unknown"
    assert channel.find([message], since=SINCE) == {}  # not whole yet
    receipt, more = send(channel, message, parts_there=frozenset({1}))
    assert receipt.ref == slack.messages[0].ts
    assert channel.find([message], since=SINCE)[message.dedupe_key].ref == receipt.ref
    parts = [m.metadata["event_payload"]["part"] for m in slack.messages if m.metadata]
    assert parts == list(range(1, len(parts) + 1))
    assert len(parts) > 2
    assert more.events[1] == (3, receipt.ref)


def test_a_long_fold_pauses_between_its_parts(slack: FakeSlack) -> None:
    """One message a second and channel."""
    pauses: list[float] = []
    settings = SlackSettings(token=Secret(slack.token), channel="C0DESK", api_url=slack.api_url)
    send(SlackChannel("desk", settings, pause=pauses.append), message_of(long_fold()))
    assert pauses == [1.0] * (len(slack.messages) - 1)


def test_a_long_fold_works_without_history(slack: FakeSlack) -> None:
    """Without the permission to read, what the store knows of sent parts is what counts."""
    slack.scopes.discard("channels:history")
    channel, message = channel_of(slack), message_of(long_fold())
    _, told = send(channel, message)
    whole = len(slack.messages)
    send(channel, message, parts_there=frozenset(range(1, whole)))
    assert len(slack.messages) == whole + 1
    assert told.events[0] == "committing"


def test_a_long_fold_waits_when_history_fails(slack: FakeSlack) -> None:
    """An unreadable history may hold a part, so nothing is sent for now; that is no doubt about this attempt."""
    slack.fail("conversations.history", HttpFault(500))
    assert failure(channel_of(slack), message_of(long_fold())).outcome == "not_sent"
    assert slack.messages == ()


def test_notices_and_digests_can_be_posted(slack: FakeSlack) -> None:
    """A notice is one line; a digest is its plain text, in as many messages as it takes."""
    channel = channel_of(slack)
    send(channel, message_of(make_notice()))
    send(channel, message_of(make_digest(text="linea & más\n" * 2_000)))
    assert slack.messages[0].visible_text.startswith("⚠ Diario de Prueba: no new items (since 5 Oct 2026")
    digest = "\n".join(m.visible_text for m in slack.messages[1:])
    assert digest.count("linea &amp; más") == 2_000
    assert len(slack.messages) > 2


# --- faults -----------------------------------------------------------------------------------------------------------


def test_a_lost_answer_is_unknown_and_found(slack: FakeSlack) -> None:
    """Case 063: no second post; the history shows that the message is there."""
    channel, message = channel_of(slack), message_of(make_card())
    slack.fail("chat.postMessage", AnswerLost())
    assert failure(channel, message).outcome == "unknown"
    assert [m.key for m in slack.messages] == [message.dedupe_key]
    found = channel.find([message], since=SINCE)
    assert found == {message.dedupe_key: Receipt(ref=slack.messages[0].ts, note="found in the channel's history")}


def test_a_lost_request_is_not_found(slack: FakeSlack) -> None:
    """When nothing was stored, the search says so, and the message may be sent again."""
    channel, message = channel_of(slack), message_of(make_card())
    slack.fail("chat.postMessage", Dropped())
    assert failure(channel, message).outcome == "unknown"
    assert channel.find([message], since=SINCE) == {}


def test_one_refused_message_of_five_goes_as_plain_text(slack: FakeSlack) -> None:
    """Case 064: the third is sent again as short text with its link; the others are not held up."""
    channel = channel_of(slack)
    slack.fail("chat.postMessage", None, None, ApiFault("invalid_blocks"))
    notes = []
    for n in range(5):
        card = make_card(story_id=StoryId(f"s-{n}"), headline=f"A{n}", link=f"https://diario.example/n/{n}")
        notes.append(send(channel, message_of(card))[0].note)
    assert [(m.blocks == (), f"A{n}" in m.text) for n, m in enumerate(slack.messages)] == [
        (n == 2, True) for n in range(5)
    ]
    assert "<https://diario.example/n/2>" in slack.messages[2].text
    assert notes == [None, None, "sent as plain text: invalid_blocks", None, None]
    assert len(slack.requests) == 6


def test_text_that_is_refused_twice_is_given_up(slack: FakeSlack) -> None:
    """The detail names Slack's word and its explanation."""
    slack.fail("chat.postMessage", ApiFault("msg_blocks_too_long"), ApiFault("msg_too_long"))
    error = failure(channel_of(slack), message_of(make_card()))
    assert (error.outcome, error.detail) == ("refused", "Slack refused the message: msg_too_long")


@pytest.mark.parametrize(
    ("fault", "outcome", "retry_after_s"),
    [
        (RateLimited(7), "not_sent", 7.0),
        (RateLimited(None), "not_sent", 30.0),
        (ApiFault("ratelimited"), "not_sent", 30.0),
        (ApiFault("service_unavailable"), "not_sent", None),
        (HttpFault(500), "unknown", None),
        (HttpFault(200, "<html>portal</html>"), "unknown", None),
        (HttpFault(200, "[1]"), "unknown", None),
        (HttpFault(404), "unknown", None),
        (ApiFault("fatal_error"), "unknown", None),
        (ApiFault("internal_error"), "unknown", None),
        (ApiFault("is_archived"), "not_sent", 300.0),
        (ApiFault("not_in_channel"), "not_sent", 300.0),
        (ApiFault("token_revoked"), "not_sent", 300.0),
        (ApiFault("missing_scope"), "not_sent", 300.0),
        (ApiFault("message_limit_exceeded"), "not_sent", None),
        (ApiFault("external_channel_migrating"), "not_sent", None),
        (ApiFault("is_inactive"), "not_sent", 300.0),
    ],
)
def test_what_each_fault_means(slack: FakeSlack, fault: Any, outcome: str, retry_after_s: float | None) -> None:
    """Passing and mendable faults are `not_sent`, those that may hide a success `unknown`; one request is made."""
    slack.fail("chat.postMessage", fault)
    error = failure(channel_of(slack), message_of(make_card()))
    assert (error.outcome, error.retry_after_s) == (outcome, retry_after_s)
    assert len(slack.requests) == 1


def test_nobody_there_means_not_sent() -> None:
    """A refused connection and an unknown host are known not to have sent anything."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    for url in (f"http://127.0.0.1:{port}/api/", "http://slack.example/api/"):
        settings = SlackSettings(token=Secret("x"), channel="C0DESK", api_url=url)
        assert failure(SlackChannel("desk", settings), message_of(make_card())).outcome == "not_sent"


def test_an_address_that_is_none_is_told(slack: FakeSlack) -> None:
    """The operator is told which key to look at."""
    error = failure(channel_of(slack, api_url="ftp://slack.example/"), message_of(make_card()))
    assert (error.outcome, "api_url" in error.detail) == ("not_sent", True)


def test_an_answer_without_a_stamp_is_unknown(slack: FakeSlack) -> None:
    """`ok` without a `ts` proves no message."""
    slack.fail("chat.postMessage", HttpFault(200, '{"ok": true}'))
    assert failure(channel_of(slack), message_of(make_card())).outcome == "unknown"


def test_a_bad_token_shows_in_no_error(slack: FakeSlack) -> None:
    """The detail says what mends it and holds no secret; nor does the settings' repr."""
    channel = channel_of(slack, token=Secret("xoxb-very-secret"))
    error = failure(channel, message_of(make_card()))
    assert (error.outcome, "token_env" in error.detail, "very-secret" in error.detail) == ("not_sent", True, False)
    assert "very-secret" not in repr(SlackSettings(token=Secret("xoxb-very-secret"), channel="C"))


def test_a_damaged_payload_is_refused(slack: FakeSlack) -> None:
    """A payload that cannot be read, or comes from a later version, is never sent."""
    for payload in ("{}", "no json", json.dumps({"schema": 99})):
        assert failure(channel_of(slack), message_of(make_card(), payload=payload)).outcome == "refused"
    assert slack.requests == ()


def test_a_wrong_time_zone_is_a_configuration_error() -> None:
    """It is told when the channel is built, not when it sends."""
    with pytest.raises(ConfigError, match="Mars/Olympus"):
        SlackChannel("desk", SlackSettings(token=Secret("x"), channel="C", timezone="Mars/Olympus"))


def test_pointers_lead_to_the_other_card(slack: FakeSlack) -> None:
    """Its address is asked for once; without one there, or when Slack has none to give, the article's stays."""
    channel = channel_of(slack)
    card, _ = send(channel, message_of(make_card()))
    assert card.ref is not None
    there = StoryRef(id=StoryId("s-2"), title="Otra", link="https://diario.example/2", card_ref=card.ref)
    gone, nowhere = replace(there, card_ref="1.000001"), replace(there, card_ref=None)
    address = f"{slack.base_url}/archives/C0DESK/p{card.ref.replace('.', '')}"
    for pointer, link in ((there, address), (there, address), (gone, there.link), (nowhere, there.link)):
        reply = message_of(make_reply(change="merged", pointer=pointer, lines=()))
        send(channel, reply, card_ref=card.ref)
        assert f"<{link}|Otra>" in slack.messages[-1].visible_text
    send(channel, message_of(make_card(follows=there, merged_into=there), kind="edit"), card_ref=card.ref)
    assert slack.messages[0].visible_text.count(f"<{address}|Otra>") == 2
    asked = [r.payload["message_ts"] for r in slack.requests if r.method == "chat.getPermalink"]
    assert asked == [card.ref, "1.000001"]


def test_an_address_that_cannot_be_asked_for_holds_up_nothing(slack: FakeSlack) -> None:
    """The pointer leads to the article, and the next one asks again."""
    channel = channel_of(slack)
    card, _ = send(channel, message_of(make_card()))
    pointer = StoryRef(id=StoryId("s-2"), title="Otra", link="https://diario.example/2", card_ref=card.ref)
    slack.fail("chat.getPermalink", RateLimited(9), Dropped())
    for link in (pointer.link, pointer.link, f"{slack.base_url}/archives/"):
        send(channel, message_of(make_reply(change="left", pointer=pointer, lines=())), card_ref=card.ref)
        assert f"<{link}" in slack.messages[-1].visible_text
