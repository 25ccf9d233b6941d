"""Slack's history asked for what may have been sent: found, never to be found, or not yet."""

from datetime import timedelta

import pytest
from channel_samples import (
    make_card,
    make_reply,
    message_of,
)
from fakes import NOON, FakeClock
from slack_kit import SINCE, channel_of, send

from bot.channels.slack import HISTORY_PAGE, MAX_HISTORY_PAGES
from bot.domain import StoryId
from bot.errors import DeliveryError
from bot.newsroom.slack import ApiFault, Dropped, FakeSlack, HttpFault, RateLimited


def test_replies_are_found_under_a_card_of_any_age(slack: FakeSlack, clock: FakeClock) -> None:
    """The card is days older than the interval; the reply in its thread is found, an unsent one is not."""
    channel = channel_of(slack)
    card, _ = send(channel, message_of(make_card()))
    clock.advance(timedelta(days=3))
    for n in range(3):
        send(channel, message_of(make_card(story_id=StoryId(f"s-other{n}"))))
    there = message_of(make_reply())
    missing = message_of(make_reply(revision=3))
    alone = message_of(make_reply(story_id=StoryId("s-nocard")))
    send(channel, there, card_ref=card.ref)
    send(channel, alone)
    found = channel.find([there, missing, alone], since=clock.now() - timedelta(minutes=2))
    assert {key: receipt.ref for key, receipt in found.items()} == {
        there.dedupe_key: slack.thread(card.ref or "")[0].ts,
        alone.dedupe_key: slack.messages[-1].ts,
    }


def test_edits_are_not_searched(slack: FakeSlack) -> None:
    """Sending an edit again is harmless, so nothing is asked for it."""
    assert channel_of(slack).find([message_of(make_card(), kind="edit")], since=SINCE) == {}
    assert slack.requests == ()


def test_the_search_follows_the_pages(clock: FakeClock) -> None:
    """A message far down the history is found; the interval bounds what is read."""
    with FakeSlack(clock=clock, page_size=2) as slack:
        channel, wanted = channel_of(slack), message_of(make_card())
        send(channel, wanted)
        for n in range(5):
            send(channel, message_of(make_card(story_id=StoryId(f"s-{n}"))))
        assert set(channel.find([wanted], since=SINCE)) == {wanted.dedupe_key}
        assert channel.find([wanted], since=NOON + timedelta(minutes=1)) == {}


def test_other_peoples_messages_are_passed_over(slack: FakeSlack) -> None:
    """Messages without our metadata, or with another's, count for nothing."""
    channel = channel_of(slack)
    for metadata in (
        None,
        {"event_type": "other", "event_payload": {"key": "k"}},
        {"event_type": "pregonero", "event_payload": {}},
    ):
        channel._client.chat_postMessage(channel="C0DESK", text="x", metadata=metadata)
    assert channel.find([message_of(make_card(), dedupe_key="k")], since=SINCE) == {}


def test_a_search_says_when_it_can_never_work(slack: FakeSlack) -> None:
    """A missing permission is `refused`; a fault that passes is `not_sent`, also where posting would be in doubt."""
    channel, message = channel_of(slack), message_of(make_card())
    outcomes = []
    faults = (ApiFault("missing_scope"), ApiFault("weird_error"), HttpFault(500), RateLimited(3), Dropped())
    for fault in faults:
        slack.fail("conversations.history", fault)
        with pytest.raises(DeliveryError) as caught:
            channel.find([message], since=SINCE)
        outcomes.append(caught.value.outcome)
    assert outcomes == ["refused", "refused", "not_sent", "not_sent", "not_sent"]


def test_a_card_deleted_during_the_search_is_no_error(slack: FakeSlack) -> None:
    """Its thread is gone with it: the reply is not there."""
    channel = channel_of(slack)
    send(channel, message_of(make_card()))
    slack.fail("conversations.replies", ApiFault("thread_not_found"))
    assert channel.find([message_of(make_reply())], since=SINCE) == {}


def test_a_search_has_an_end(clock: FakeClock) -> None:
    """More pages than we read: `refused`, so that a person looks."""
    with FakeSlack(clock=clock, page_size=1) as slack:
        channel = channel_of(slack)
        for n in range(MAX_HISTORY_PAGES + 1):
            channel._client.chat_postMessage(channel="C0DESK", text=str(n))
        with pytest.raises(DeliveryError, match=str(MAX_HISTORY_PAGES * HISTORY_PAGE)) as caught:
            channel.find([message_of(make_card())], since=SINCE)
    assert caught.value.outcome == "refused"
