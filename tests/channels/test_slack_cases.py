"""Hard cases of other people's bots (060 to 064, 077) and our own of their kinds, from the outbox to Slack."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from channel_samples import make_card, make_card_figure, make_entry, make_fold, make_reply
from fakes import NOON, FakeClock

from bot import compose
from bot.channels import Secret, SlackChannel, SlackSettings
from bot.compose import Payload
from bot.domain import MessageKind, OutboxMessage, StoryId, Write
from bot.jobs.deliver import Deliverer, Problem
from bot.newsroom.slack import FakeSlack
from bot.newsroom.slack_faults import AnswerLost, ApiFault, Fault, RateLimited
from bot.store import SqliteStore


class Desk:
    """An outbox, a bot that may be started anew, and the workspace."""

    def __init__(self, slack: FakeSlack, store: SqliteStore, clock: FakeClock) -> None:
        self.slack, self.store, self.clock = slack, store, clock
        self.told: list[Problem] = []
        self.start(slack.token)

    def start(self, token: str) -> None:
        """A bot with this token."""
        settings = SlackSettings(token=Secret(token), channel="C0DESK", api_url=self.slack.api_url, language="es")
        self.channel = SlackChannel("desk", settings, pause=lambda seconds: None)

    def queue(self, *payloads: Payload, kind: MessageKind = "card") -> None:
        """Puts one message for each into the outbox."""
        messages = tuple(
            OutboxMessage(
                dedupe_key=f"desk:{kind}:s-{n}:{self.clock.now()}", channel="desk", kind=kind,
                story_id=StoryId(f"s-{n}") if kind != "fold" else None, payload=compose.encode(payload),
                created_at=NOON, not_before=NOON,
            )
            for n, payload in enumerate(payloads)
        )  # fmt: skip
        self.store.write(Write(messages=messages), NOON)

    def run(self, seconds: int = 120) -> None:
        """A bot that starts now and runs so long."""
        deliverer = Deliverer(self.store, {"desk": self.channel}, self.clock, on_problem=self.told.append)
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

            def part_sent(self, part: int, ref: str | None) -> None: ...

        desk.channel.send(row.message, card_ref=None, parts_there=frozenset(), progress=Killed())
    desk.run()
    assert len(desk.slack.messages) == 1
    assert [row.state for row in desk.store.outbox()] == ["sent"]


# --- our own of the same kinds ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headline", "shown"),
    [
        ("*<b>Uno</b>* _~dos~_ `tres`", "∗&lt;b&gt;Uno&lt;/b&gt;∗ ˍ∼dos∼ˍ 'tres'"),
        ("&lt;!here&gt; &amp;amp; <<!channel>>", "&amp;lt;!here&amp;gt; &amp;amp;amp; &lt;&lt;!channel&gt;&gt;"),
        ("＜!channel＞ ‹@U012AB3CD› @everyone", "＜!channel＞ ‹@U012AB3CD› @everyone"),
        (
            "<!date^1392734382^{date}|hoy> <!subteam^S012|x>",
            "&lt;!date^1392734382^{date}|hoy&gt; &lt;!subteam^S012|x&gt;",
        ),
        ("\u202ednammoc\u202c \u2066a\u2069\u200b\ufeff", "dnammoc a"),
        ("🚨🔥", "🚨🔥"),
        (
            "Hora :fire: :flag-mx: :+1::skin-tone-2: 10:30:45, a: b:",
            "Hora ∶fire: ∶flag-mx: ∶+1:∶skin-tone-2: 10:30:45, a: b:",
        ),
        ("\u3164\u2800\u200d", "(sin título)"),
        ("", "(sin título)"),
    ],
)
def test_a_headline_is_shown_as_it_is(desk: Desk, headline: str, shown: str) -> None:
    """Markup, mentions however written, marks of direction, signs that show nothing: one link, and nobody is called."""
    desk.queue(make_card(headline=headline, lead=""))
    desk.run(3)
    (message,) = desk.slack.messages
    assert f"*<https://diario.example/n/1|{shown}>*" in message.visible_text
    assert shown in message.text
    assert message.calls == []


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("https://diario.example/a`b`|c d>e<f", "https://diario.example/a%60b%60%7Cc%20d%3Ee%3Cf"),
        ('https://diario.example/[x](y)?q={z}&r="s"', "https://diario.example/[x](y)?q=%7Bz%7D&amp;r=%22s%22"),
        ("https://ejemplo.example/ñandú?q=%7C", "https://ejemplo.example/%C3%B1and%C3%BA?q=%7C"),
        ("javascript:alert(1)", None),
        ("https://diario.example/" + "x" * 3_000, None),
        ("  ", None),
    ],
)
def test_an_address_never_ends_early(desk: Desk, link: str, target: str | None) -> None:
    """What cannot stand in a link is encoded; where nothing can be linked the headline stands alone."""
    desk.queue(make_card(headline="Nota", link=link, lead="", figures=()))
    desk.run(3)
    text = desk.slack.messages[0].visible_text
    assert f"*<{target}|Nota>*" in text if target else "*Nota*" in text


def test_texts_are_cut_between_entities(desk: Desk) -> None:
    """A thousand ampersands escape to five thousand characters: the cut leaves whole ones, and Slack takes them."""
    desk.queue(make_card(headline="&" * 1_000, lead="<&>" * 1_000, figures=(make_card_figure(quote="&<>" * 900),)))
    desk.run(3)
    (message,) = desk.slack.messages
    assert message.blocks
    for text in (message.text, *message.visible_text.split("\n")):
        assert "&" not in text.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")


def test_a_card_of_hundreds_of_figures_is_taken(desk: Desk) -> None:
    """Under fifty blocks and 13,200 characters; what has no room is counted."""
    figures = tuple(make_card_figure(value=float(n), quote=f"{n} & " + "<x>" * 200) for n in range(300))
    desk.queue(make_card(figures=figures, more_figures=0))
    desk.run(3)
    (message,) = desk.slack.messages
    assert message.blocks
    assert "más" in message.visible_text


@pytest.mark.parametrize("error", ["msg_too_long", "invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"])
def test_what_slack_refuses_goes_as_plain_text(desk: Desk, error: str) -> None:
    """Once; when that is refused, too, it is dead and told, and the next one goes out."""
    desk.queue(make_card(headline="A0"), make_card(headline="A1"), make_card(headline="A2"))
    desk.slack.fail("chat.postMessage", ApiFault(error), None, ApiFault(error), ApiFault(error))
    desk.run()
    assert [(m.text.splitlines()[0], bool(m.blocks)) for m in desk.slack.messages] == [
        ("Entrega: A0 – Diario de Prueba", False),
        ("Entrega: A2 – Diario de Prueba", True),
    ]
    assert [(p.state, p.detail) for p in desk.told] == [("dead", f"Slack refused the message: {error}")]


def test_an_archived_channel_is_told_and_waited_for(desk: Desk) -> None:
    """Nothing is lost while somebody opens it again."""
    desk.queue(make_card(), make_card())
    desk.slack.archived.add("C0DESK")
    desk.run(700)
    assert desk.slack.messages == ()
    assert {(p.state, "open it again" in p.detail) for p in desk.told} == {("waiting", True)}
    desk.slack.archived.clear()
    desk.run(700)
    assert [row.state for row in desk.store.outbox()] == ["sent", "sent"]
    assert len(desk.slack.messages) == 2


def test_a_token_is_revoked_and_another_made(desk: Desk) -> None:
    """What waited arrives once, and the thread goes on."""
    desk.queue(make_card())
    desk.run(3)
    desk.slack.token = "xoxb-another"  # nobody's token
    desk.queue(make_reply(story_id=StoryId("s-0")), kind="reply")
    desk.run(700)
    assert (len(desk.slack.messages), {p.state for p in desk.told}) == (1, {"waiting"})
    desk.start("xoxb-another")
    desk.run(700)
    card, reply = desk.slack.messages
    assert reply.thread_ts == card.ts


@pytest.mark.parametrize("fault", [RateLimited(10**9), RateLimited(600)])
def test_a_long_retry_after_holds_the_channel_and_loses_nothing(desk: Desk, fault: Fault) -> None:
    """However long, at most a day."""
    desk.queue(make_card(), make_card())
    desk.slack.fail("chat.postMessage", fault)
    desk.run(500)
    assert (desk.slack.messages, len(desk.slack.requests)) == ((), 1)
    desk.clock.advance(60 * 60 * 30)
    desk.run(5)
    assert len(desk.slack.messages) == 2


@pytest.mark.parametrize("minutes", [-45, 45])
def test_an_answer_lost_where_the_clocks_differ(clock: FakeClock, tmp_path: Path, minutes: int) -> None:
    """063 on a machine whose clock is wrong: the message is found all the same."""
    theirs = FakeClock(NOON + timedelta(minutes=minutes))
    with FakeSlack(clock=theirs) as slack, closing(SqliteStore(tmp_path / "bot.db")) as store:
        desk = Desk(slack, store, clock)
        desk.queue(make_card())
        slack.fail("chat.postMessage", AnswerLost())
        desk.run()
        assert len(slack.messages) == 1
        assert [row.state for row in store.outbox()] == ["sent"]


def test_without_the_scope_for_history_nothing_is_repeated(desk: Desk) -> None:
    """063 without channels:history: in doubt, told, and not sent again; what follows stands alone."""
    desk.slack.scopes -= {"channels:history"}
    desk.queue(make_card())
    desk.slack.fail("chat.postMessage", AnswerLost())
    desk.run()
    assert ([row.state for row in desk.store.outbox()], len(desk.slack.messages)) == (["unconfirmed"], 1)
    desk.queue(make_reply(story_id=StoryId("s-0")), kind="reply")
    desk.run()
    assert desk.slack.messages[1].text.startswith("↪")
    assert [p.state for p in desk.told] == ["unconfirmed"]


def test_a_card_that_a_person_deleted_holds_nothing_up(desk: Desk) -> None:
    """Its edits have nothing to do; what is new stands alone once that is known."""
    desk.queue(make_card())
    desk.run(3)
    desk.slack.delete(desk.slack.messages[0].ts)
    desk.queue(make_card(headline="Nueva"), kind="edit")
    desk.run(3)
    desk.queue(make_reply(story_id=StoryId("s-0")), kind="reply")
    desk.run(3)
    desk.queue(make_card(headline="Otra"), make_card(headline="Otra"), kind="edit")
    desk.run(3)
    assert {row.state for row in desk.store.outbox() if row.message.story_id == "s-0"} == {"sent"}
    (news,) = desk.slack.messages
    assert (news.thread_ts, news.text[0]) == (None, "↪")
