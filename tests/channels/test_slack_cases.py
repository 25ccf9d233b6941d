"""Hard cases of other people's bots (cases 060 to 064 and 077), from the outbox to what stands in Slack."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from channel_samples import make_card, make_entry, make_fold
from fakes import NOON, FakeClock

from bot import compose
from bot.channels import Secret, SlackChannel, SlackSettings
from bot.compose import Payload
from bot.domain import MessageKind, OutboxMessage, StoryId, Write
from bot.jobs.deliver import Deliverer
from bot.newsroom.slack import FakeSlack
from bot.newsroom.slack_faults import AnswerLost, ApiFault
from bot.store import SqliteStore


class Desk:
    """An outbox, a bot that may be started anew, and the workspace."""

    def __init__(self, slack: FakeSlack, store: SqliteStore, clock: FakeClock) -> None:
        self.slack, self.store, self.clock = slack, store, clock
        settings = SlackSettings(token=Secret(slack.token), channel="C0DESK", api_url=slack.api_url, language="es")
        self.channel = SlackChannel("desk", settings, pause=lambda seconds: None)

    def queue(self, *payloads: Payload, kind: MessageKind = "card") -> None:
        """Puts one message for each into the outbox."""
        messages = tuple(
            OutboxMessage(
                dedupe_key=f"desk:{kind}:s-{n}", channel="desk", kind=kind,
                story_id=StoryId(f"s-{n}") if kind == "card" else None, payload=compose.encode(payload),
                created_at=NOON, not_before=NOON,
            )
            for n, payload in enumerate(payloads)
        )  # fmt: skip
        self.store.write(Write(messages=messages), NOON)

    def run(self, seconds: int = 120) -> None:
        """A bot that starts now and runs so long."""
        deliverer = Deliverer(self.store, {"desk": self.channel}, self.clock)
        for _ in range(seconds):
            deliverer.deliver(self.clock.advance(1))


@pytest.fixture
def desk(clock: FakeClock, tmp_path: Path) -> Iterator[Desk]:
    """With an empty outbox."""
    with FakeSlack(clock=clock) as slack, closing(SqliteStore(tmp_path / "bot.db")) as store:
        yield Desk(slack, store, clock)


def test_broadcast_words_in_a_headline(desk: Desk) -> None:
    """060: shown as they are, in the blocks and in the notification; nobody is notified, nothing is a link."""
    desk.queue(make_card(headline="<!channel> <@U012AB3CD> & <https://evil.example|click here> {date}"))
    desk.run(3)
    (message,) = desk.slack.messages
    shown = "&lt;!channel&gt; &lt;@U012AB3CD&gt; &amp; &lt;https://evil.example|click here&gt; {date}"
    assert shown in message.visible_text
    assert "&lt;!channel&gt; &lt;@U012AB3CD&gt; &amp;" in message.text
    assert message.calls == []


def test_a_link_with_pipe_blank_and_bracket(desk: Desk) -> None:
    """061: the address is encoded and the label stays the headline."""
    desk.queue(make_card(headline="Nota | con barra", link="https://diario.example/ver?x=y|diario.example&q=a b>c"))
    desk.run(3)
    (message,) = desk.slack.messages
    wanted = "<https://diario.example/ver?x=y%7Cdiario.example&amp;q=a%20b%3Ec|Nota | con barra>"
    assert wanted in message.visible_text


def test_sixty_matches_in_one_poll(desk: Desk) -> None:
    """062: every headline is there, in messages within Slack's limits."""
    desk.queue(
        make_fold(0, entries=tuple(make_entry(n, title=f"Nota {n} " + "x" * 300) for n in range(60))), kind="fold"
    )
    desk.run(3)
    text = "\n".join(message.visible_text for message in desk.slack.messages)
    assert all(f"https://diario.example/n/{n}|Nota {n} " in text for n in range(60))
    assert all(len(m.blocks) <= 50 and len(m.visible_text) <= 12_000 for m in desk.slack.messages)


def test_an_answer_lost_after_posting(desk: Desk) -> None:
    """063: it is there once, and known to be."""
    desk.queue(make_card(headline="Entregan a 26"))
    desk.slack.fail("chat.postMessage", AnswerLost())
    desk.run()
    assert len(desk.slack.messages) == 1
    assert [row.state for row in desk.store.outbox()] == ["sent"]


def test_one_refused_alert_among_five(desk: Desk) -> None:
    """064: it goes out as short plain text with its link; the others as they are."""
    cards = [make_card(headline=f"A{n}", link=f"https://diario.example/n/{n}") for n in range(5)]
    desk.queue(*cards)
    for fault in (None, None, ApiFault("invalid_blocks")):
        desk.slack.fail("chat.postMessage", fault)
    desk.run()
    assert [bool(message.blocks) for message in desk.slack.messages] == [True, True, False, True, True]
    assert "A2" in desk.slack.messages[2].text
    assert "<https://diario.example/n/2>" in desk.slack.messages[2].text


@pytest.mark.parametrize("is_there", [True, False])
def test_killed_between_posting_and_saving(desk: Desk, is_there: bool) -> None:
    """077: whether the kill came after the post or before it, the alert is there once after the restart."""
    desk.queue(make_card())
    row = desk.store.claim(desk.clock.now(), ["desk"])
    assert row is not None
    desk.store.mark_doubtful(row.seq, desk.clock.now())
    if is_there:

        class Killed:
            def committing(self) -> None: ...

            def part_sent(self, parts_sent: int, ref: str | None) -> None: ...

        desk.channel.send(row.message, card_ref=None, parts_sent=0, progress=Killed())
    desk.run()
    assert len(desk.slack.messages) == 1
    assert [row.state for row in desk.store.outbox()] == ["sent"]
