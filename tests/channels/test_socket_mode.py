"""Socket Mode against a loopback Slack: what people do is heard once, acknowledged in time, whatever breaks."""

import json
import logging
import threading
from dataclasses import replace

import pytest
from builders import make_story
from fakes import NOON, FakeClock
from hypothesis import given
from hypothesis import strategies as st
from socket_kit import Recorder, Waits, action, posted, settings_of

from bot.channels.socket_mode import SocketMode, passages_as_text
from bot.domain import Passage, PressOutcome
from bot.newsroom import slack_people as people
from bot.newsroom.slack import FakeSlack, SlackMessage, block_texts
from bot.newsroom.slack_faults import ApiFault


def test_a_press_is_heard_and_acknowledged(slack: FakeSlack, ear: SocketMode, listener: Recorder) -> None:
    """With who, when, which story and item; the acknowledgement names the envelope and carries nothing."""
    card = posted(slack)
    delivered = people.press(slack, card, action("not_relevant"))
    assert delivered.ack == {"envelope_id": delivered.envelope["envelope_id"]}
    press = listener.presses[0]
    assert (press.button, press.story_id, press.item_id, press.channel, press.who, press.via) == (
        "not_relevant",
        "s-000001",
        "i-000001",
        "desk",
        "U0ANA",
        "slack",
    )
    assert press.at <= NOON
    assert slack.sockets.whispers == []


def test_every_button_of_a_card_is_known(slack: FakeSlack, ear: SocketMode, listener: Recorder) -> None:
    """All that are drawn are heard, in the order they stand in."""
    card = posted(slack)
    quotes, *ids, reshape = [button["action_id"] for button in people.buttons(card)]
    assert (quotes, reshape) == (action("quotes"), action("reshape"))
    for each in ids:
        assert people.press(slack, card, each).acked
    assert [action(press.button) for press in listener.presses] == ids
    assert len({press.key for press in listener.presses}) == len(ids) == 7


def test_the_same_press_told_again_has_the_same_key(slack: FakeSlack, ear: SocketMode, listener: Recorder) -> None:
    """In the same envelope or a new one; a second press of the button has another."""
    card = posted(slack)
    payload = people.action_payload(slack, card, action("relevant"))
    first = slack.sockets.deliver("interactive", payload)
    assert slack.sockets.deliver_envelope(first.envelope).acked
    assert slack.sockets.deliver("interactive", payload).acked
    assert people.press(slack, card, action("relevant")).acked
    keys = [press.key for press in listener.presses]
    assert keys[0] == keys[1] == keys[2] != keys[3]


def test_a_press_that_cannot_be_written_is_not_acknowledged(
    slack: FakeSlack, ear: SocketMode, listener: Recorder
) -> None:
    """Slack then marks the button, and the person is told; the next press works."""
    card = posted(slack)
    listener.fails = True
    assert not people.press(slack, card, action("relevant"), wait_s=0.5).acked
    assert [w.text for w in slack.sockets.wait_whispers(1)] == ["That could not be written down. Please press again."]
    assert people.press(slack, card, action("relevant")).acked


@pytest.mark.parametrize(
    ("outcome", "says"),
    [
        ("known", "You have answered that already."),
        ("nothing", "There is nothing of yours to take back here."),
        ("no_story", "This story is no longer known; nothing was noted."),
    ],
)
def test_what_the_card_does_not_show_is_told_in_private(
    slack: FakeSlack, ear: SocketMode, listener: Recorder, outcome: PressOutcome, says: str
) -> None:
    """Only the person who pressed sees it, and the card stays."""
    listener.outcome = outcome
    people.press(slack, posted(slack), action("relevant"), user="U0BEN")
    whisper = slack.sockets.wait_whispers(1)[0]
    assert (whisper.user, whisper.text) == ("U0BEN", says)
    assert whisper.payload["response_type"] == "ephemeral"
    assert whisper.payload["replace_original"] is False


def test_the_sentences_of_a_cards_figures_are_shown_on_demand(
    slack: FakeSlack, ear: SocketMode, listener: Recorder
) -> None:
    """To whoever asks, labeller or not, in private; nothing is noted of it, and the card does without them."""
    card = posted(slack)
    quote = make_story().figures[0].figure.quote
    assert quote not in "\n".join(block_texts(card.blocks[2:]))
    assert people.press(slack, card, action("quotes"), user="U0EVE").acked
    (whisper,) = slack.sockets.wait_whispers(1)
    assert (whisper.user, whisper.payload["response_type"]) == ("U0EVE", "ephemeral")
    assert f"“{quote}” — " in whisper.text
    assert listener.presses == []


@pytest.mark.parametrize(
    ("story", "channel", "says"),
    [
        ("s-000404", "C0DESK", "This story is no longer known."),
        ("s-000500", "C0DESK", "That could not be explained; the bot's log says why."),
        ("s-000001", "C0NIGHT", "The bot does not look after this channel."),
    ],
)
def test_sentences_that_cannot_be_shown_are_told(
    slack: FakeSlack, ear: SocketMode, story: str, channel: str, says: str
) -> None:
    """Each with its reason."""
    payload = people.action_payload(slack, posted(slack), action("quotes"))
    payload["actions"][0]["value"] = f"{story} i-1"
    payload["channel"]["id"] = channel
    assert slack.sockets.deliver("interactive", payload).acked
    assert [w.text for w in slack.sockets.wait_whispers(1)] == [says]


def test_only_labellers_may_press(slack: FakeSlack, listener: Recorder) -> None:
    """Others are told so, in the channel's language; nothing is written; both are acknowledged."""
    settings = settings_of(slack, labellers=("U0ANA",), language="es")
    with SocketMode({"desk": settings}, listener):
        assert slack.sockets.wait_connected()
        card = posted(slack)
        assert people.press(slack, card, action("relevant"), user="U0EVE").acked
        assert people.press(slack, card, action("relevant"), user="U0ANA").acked
        assert [press.who for press in listener.presses] == ["U0ANA"]
        assert "`labellers`" not in slack.sockets.wait_whispers(1)[0].text  # its marks would swallow the next text
        assert slack.sockets.whispers[0].text.startswith("Solo pueden responder")
        assert slack.sockets.whispers[0].user == "U0EVE"


def test_presses_in_channels_that_are_not_configured_are_not_believed(
    slack: FakeSlack, ear: SocketMode, listener: Recorder
) -> None:
    """A card that was copied elsewhere cannot be answered there."""
    card = replace(posted(slack), channel="C0NIGHT")
    assert people.press(slack, card, action("relevant")).acked
    assert slack.sockets.wait_whispers(1)[0].text == "The bot does not look after this channel."
    assert listener.presses == []


def test_two_channels_of_one_app_are_told_apart(slack: FakeSlack, listener: Recorder) -> None:
    """By the channel's id; one connection serves both."""
    channels = {"desk": settings_of(slack), "night": settings_of(slack, channel="C0NIGHT")}
    with SocketMode(channels, listener):
        assert slack.sockets.wait_connected()
        people.press(slack, posted(slack, channel="C0NIGHT"), action("relevant"))
        people.press(slack, posted(slack), action("relevant"))
        assert [press.channel for press in listener.presses] == ["night", "desk"]
        assert slack.sockets.open == 1


# --- questions ------------------------------------------------------------------------------------------------------


def test_a_slash_command_is_answered_in_private(slack: FakeSlack, ear: SocketMode, listener: Recorder) -> None:
    """Acknowledged at once, explained after; Slack's escapes are undone on the way in, ours made on the way out."""
    delivered = people.command(
        slack, "explain <https://diario.example/a?b=1&amp;c=2|diario.example> &lt;3", user="U0BEN"
    )
    assert delivered.ack == {"envelope_id": delivered.envelope["envelope_id"]}
    whisper = slack.sockets.wait_whispers(1)[0]
    assert whisper.user == "U0BEN"
    assert listener.subjects == ["https://diario.example/a?b=1&c=2 <3"]
    assert whisper.text == "*Item*\ntitle: &lt;!channel&gt; https://diario.example/a?b=1&amp;c=2 &lt;3\nnone"


@pytest.mark.parametrize("text", ["", "explain", "explain   ", "help", "mute all"])
def test_a_command_without_a_subject_tells_how(
    slack: FakeSlack, ear: SocketMode, listener: Recorder, text: str
) -> None:
    """One line of usage."""
    people.command(slack, text)
    assert slack.sockets.wait_whispers(1)[0].text.startswith("Write '/pregonero explain'")
    assert listener.subjects == []


def test_a_shortcut_explains_the_item_of_a_card(slack: FakeSlack, ear: SocketMode, listener: Recorder) -> None:
    """The buttons name it; other messages are read for a link, then for their text."""
    people.shortcut(slack, posted(slack), "pregonero_explain")
    plain = SlackMessage("C0DESK", "1.1", "see <https://diario.example/x> & more", (), None, None)
    people.shortcut(slack, plain, "pregonero_explain")
    people.shortcut(slack, replace(plain, text="Mexico hands over 12"), "pregonero_explain")
    slack.sockets.wait_whispers(3)
    # questions are answered side by side, in no order
    assert sorted(listener.subjects) == ["Mexico hands over 12", "https://diario.example/x", "i-000001"]


@pytest.mark.parametrize(
    ("subject", "says"),
    [
        ("nothing", "there is no &lt;nothing&gt;"),
        ("bug", "That could not be explained; the bot's log says why."),
    ],
)
def test_what_cannot_be_explained_is_told(slack: FakeSlack, ear: SocketMode, subject: str, says: str) -> None:
    """What the person can mend in the person's words, what is ours in the log."""
    people.command(slack, f"explain {subject}")
    assert slack.sockets.wait_whispers(1)[0].text == says


def test_too_many_questions_are_turned_away(slack: FakeSlack, ear: SocketMode, listener: Recorder) -> None:
    """Presses are not held up by them."""
    listener.hold = threading.Event()
    for n in range(10):
        assert people.command(slack, f"explain {n}").acked
    assert people.press(slack, posted(slack), action("relevant")).acked
    assert [w.text[:8] for w in slack.sockets.wait_whispers(2)] == ["Too many"] * 2
    listener.hold.set()
    slack.sockets.wait_whispers(10)
    assert sorted(listener.subjects) == [str(n) for n in range(8)]


def test_long_explanations_are_cut_with_a_count() -> None:
    """One message takes some 3,500 characters; what is left out is counted."""
    text = passages_as_text([Passage(title="T", rows=tuple((f"r{n}", "x&" * 90) for n in range(100)))])
    assert len(text) < 3_600
    assert text.endswith(")")
    left = int(text.rpartition("+")[2].rstrip(")"))
    assert text.count("\n") + left == 101


@given(rows=st.lists(st.tuples(st.text(max_size=40), st.text(max_size=600)), max_size=30))
def test_no_explanation_calls_anybody(rows: list[tuple[str, str]]) -> None:
    """Whatever is explained: no mention, no link of its own making, and one message's length."""
    text = passages_as_text([Passage(title=name, rows=((name, value),)) for name, value in rows])
    assert "<" not in text
    assert ">" not in text
    assert len(text) < 3_600


BAD = [
    "",
    "no json",
    "[1, 2]",
    "{}",
    '{"type": "interactive"}',
    '{"type": "interactive", "envelope_id": "e", "payload": []}',
    '{"type": "interactive", "envelope_id": "e", "payload": {"type": "block_actions"}}',
    '{"type": "interactive", "envelope_id": "e", "payload": {"type": "block_actions", "actions": [1, null, {}]}}',
    '{"type": "interactive", "envelope_id": "e", "payload": {"type": "block_actions", "actions": '
    '[{"action_id": "pregonero:relevant"}]}}',
    '{"type": "interactive", "envelope_id": "e", "payload": {"type": "view_submission"}}',
    '{"type": "events_api", "envelope_id": "e", "payload": {"event": {}}}',
    '{"type": "slash_commands", "envelope_id": "e", "payload": {"command": "/pregonero"}}',
    '{"type": "telepathy", "envelope_id": "e", "payload": {}}',
]


def test_bad_envelopes_disturb_nothing(
    slack: FakeSlack, ear: SocketMode, listener: Recorder, caplog: pytest.LogCaptureFixture
) -> None:
    """After each of them a press is heard as before, over the same connection."""
    card = posted(slack)
    for text in BAD:
        slack.sockets.send_text(text)
    assert people.press(slack, card, action("relevant")).acked
    assert len(listener.presses) == 1
    assert slack.sockets.connections_opened == 1
    assert not [r for r in caplog.records if r.levelno >= logging.ERROR]


def test_buttons_of_others_and_of_other_versions(slack: FakeSlack, ear: SocketMode, listener: Recorder) -> None:
    """Another app's action is acknowledged and left alone; one of ours that is not known is answered."""
    card = posted(slack)
    payload = people.action_payload(slack, card, action("relevant"))
    foreign = payload | {"actions": [payload["actions"][0] | {"action_id": "open_link"}]}
    assert slack.sockets.deliver("interactive", foreign).acked
    later = payload | {"actions": [payload["actions"][0] | {"action_id": "pregonero:crystal_ball"}]}
    assert slack.sockets.deliver("interactive", later).acked
    assert slack.sockets.wait_whispers(1)[0].text == "This button is of another version of the bot."
    assert listener.presses == []


@pytest.mark.parametrize(
    "changes",
    [
        {"user": {"id": "<!channel>"}},
        {"user": {"id": "U0ANA\n*bold*"}},
        {"user": None},
        {"response_url": ""},
        {"channel": {}},
    ],
)
def test_hostile_values_are_not_taken(
    slack: FakeSlack, ear: SocketMode, listener: Recorder, changes: dict[str, object]
) -> None:
    """Ids that are none stop at the door; the envelope is acknowledged, so that it does not come again."""
    payload = people.action_payload(slack, posted(slack), action("relevant")) | changes
    assert slack.sockets.deliver("interactive", payload).acked
    assert listener.presses == []


@pytest.mark.parametrize("value", ["", "s-000001", "<!here> i-1 x", " i-1", "s-1 " + "i" * 100, 5, None])
def test_hostile_button_values_are_not_taken(
    slack: FakeSlack, ear: SocketMode, listener: Recorder, value: object
) -> None:
    """A button names a story and an item, or nothing."""
    payload = people.action_payload(slack, posted(slack), action("relevant"))
    payload["actions"][0]["value"] = value
    assert slack.sockets.deliver("interactive", payload).acked
    assert listener.presses == []


def test_answers_go_to_slack_only(slack: FakeSlack, ear: SocketMode, listener: Recorder) -> None:
    """An address of somebody else's is not called."""
    listener.outcome = "known"
    payload = people.action_payload(slack, posted(slack), action("relevant"))
    with FakeSlack() as other:
        payload["response_url"] = other.sockets.response_url(other.base_url, "U0ANA")
        assert slack.sockets.deliver("interactive", payload).acked
        people.press(slack, posted(slack), action("relevant"))
        slack.sockets.wait_whispers(1)
        assert other.sockets.whispers == []


def test_no_secret_is_logged(slack: FakeSlack, listener: Recorder, caplog: pytest.LogCaptureFixture) -> None:
    """Neither tokens nor tickets nor private addresses."""
    caplog.set_level(logging.DEBUG)
    slack.fail("apps.connections.open", ApiFault("invalid_auth"))
    with SocketMode({"desk": settings_of(slack)}, listener, wait=Waits(lambda: slack.sockets.open > 0)):
        assert slack.sockets.wait_connected()
        people.press(slack, posted(slack), action("relevant"))
    text = "\n".join(json.dumps(record.__dict__, default=str) for record in caplog.records)
    for secret in (slack.app_token, slack.token, "ticket=", "/response/"):
        assert secret not in text


def test_clocks_ahead_of_ours_do_not_make_presses_of_the_future(slack: FakeSlack, listener: Recorder) -> None:
    """The press is at most now."""
    clock = FakeClock()
    with SocketMode({"desk": settings_of(slack)}, listener, now=clock.now):
        assert slack.sockets.wait_connected()
        people.press(slack, posted(slack), action("relevant"))
    assert listener.presses[0].at == NOON
