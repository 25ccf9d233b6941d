"""A message that goes to several recipients: each gets it once, whatever becomes of the others."""

from collections.abc import Iterator, Sequence, Set
from typing import Any

import pytest
from builders import make_message
from channel_samples import make_card, make_reply
from deliver_kit import run, states
from fakes import NOON, FakeClock
from hypothesis import given, settings
from hypothesis import strategies as st
from smtp_server import Mail, SmtpServer

from bot import compose
from bot.channels import MailChannel, MailSettings, SmtpSettings
from bot.domain import OutboxMessage, StoryId, Write
from bot.jobs.deliver import Deliverer, Problem
from bot.store import SqliteStore

DESK = ("slow@example.org", "ana@example.org", "luis@example.org")
STORY = StoryId("s-000001")
DAY_S = 25 * 3600


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    """A mail server that takes all."""
    with SmtpServer() as running:
        yield running


def channel_of(server: SmtpServer, recipients: Sequence[str] = DESK) -> MailChannel:
    """Alerts for these people."""
    smtp = SmtpSettings(host="127.0.0.1", port=server.port, security="none", sender="bot@example.org")
    return MailChannel("mail", MailSettings(smtp=smtp, recipients=tuple(recipients)))


def card(**changes: Any) -> OutboxMessage:
    """The card of a story."""
    return make_message(channel="mail", dedupe_key="mail:card", payload=compose.encode(make_card()), **changes)


def reply(**changes: Any) -> OutboxMessage:
    """What follows it."""
    payload = compose.encode(make_reply())
    return make_message(channel="mail", dedupe_key="mail:reply", kind="reply", payload=payload, **changes)


def got(mails: Sequence[Mail]) -> list[tuple[str, bool]]:
    """To whom, and whether it was the reply, in order."""
    return [(mail.recipients[0], str(mail.message["Subject"]).startswith("↪")) for mail in mails]


def test_a_recipient_who_has_to_wait_holds_up_neither_the_others_nor_their_follow_ups(
    store: SqliteStore, clock: FakeClock, server: SmtpServer
) -> None:
    """Greylisted, then taken: every mail once to everybody."""
    server.replies[f"RCPT {DESK[0]}"] = "450 4.2.0 greylisted"
    deliverer = Deliverer(store, {"mail": channel_of(server)}, clock)
    store.write(Write(messages=(card(), reply())), NOON)
    run(deliverer, clock, 5)
    assert got(server.mails) == [(DESK[1], False), (DESK[2], False), (DESK[1], True), (DESK[2], True)]
    assert states(store) == ["pending", "pending"]
    assert store.card_state(STORY, "mail") == "sent"  # what comes next is a reply and no card
    server.replies.clear()
    run(deliverer, clock, 60)
    assert sorted(got(server.mails)[4:]) == [(DESK[0], False), (DESK[0], True)]
    assert states(store) == ["sent", "sent"]


def test_where_nobody_has_the_card_what_follows_waits_for_it(
    store: SqliteStore, clock: FakeClock, server: SmtpServer
) -> None:
    """One recipient reads card and reply in their order."""
    server.replies["RCPT"] = "450 4.2.0 greylisted"
    deliverer = Deliverer(store, {"mail": channel_of(server, DESK[:1])}, clock)
    store.write(Write(messages=(card(), reply())), NOON)
    run(deliverer, clock, 5)
    assert [row.attempts for row in store.outbox()] == [0, 1]
    assert store.card_state(STORY, "mail") == "pending"
    server.replies.clear()
    run(deliverer, clock, 60)
    assert got(server.mails) == [(DESK[0], False), (DESK[0], True)]


def test_a_server_that_is_down_keeps_the_order_for_those_behind(
    store: SqliteStore, clock: FakeClock, server: SmtpServer
) -> None:
    """The first had got the card: the others get it before the reply all the same."""
    server.replies[f"RCPT {DESK[1]}"] = "421 4.3.2 closing"
    deliverer = Deliverer(store, {"mail": channel_of(server)}, clock)
    store.write(Write(messages=(card(), reply())), NOON)
    run(deliverer, clock, 5)
    assert got(server.mails) == [(DESK[0], False)]
    server.replies.clear()
    run(deliverer, clock, 60)
    assert got(server.mails) == [(to, late) for late in (False, True) for to in DESK]


def test_a_recipient_that_is_given_up_is_told_and_takes_nothing_from_the_others(
    store: SqliteStore, clock: FakeClock, server: SmtpServer
) -> None:
    """After a day the message is dead; sent by hand it goes to that one alone, and the story has its card."""
    server.replies[f"RCPT {DESK[0]}"] = "452 4.2.2 over quota"
    problems: list[Problem] = []
    deliverer = Deliverer(store, {"mail": channel_of(server)}, clock, on_problem=problems.append)
    store.write(Write(messages=(card(),)), NOON)
    for _ in range(DAY_S // 600):
        deliverer.deliver(clock.advance(600))
    assert states(store) == ["dead"]
    assert [(problem.state, "over quota" in problem.detail) for problem in problems] == [("dead", True)]
    assert store.card_state(STORY, "mail") == "sent"
    server.replies.clear()
    assert store.revive(store.outbox()[0].seq, clock.now())
    run(deliverer, clock, 3)
    assert got(server.mails) == [(to, False) for to in (DESK[1], DESK[2], DESK[0])]
    assert states(store) == ["sent"]


def test_where_all_were_refused_a_message_sent_by_hand_goes_to_all(
    store: SqliteStore, clock: FakeClock, server: SmtpServer
) -> None:
    """The addresses were mended at the server: nobody counts as served."""
    two = DESK[:2]
    server.replies["RCPT"] = "550 no such user"
    deliverer = Deliverer(store, {"mail": channel_of(server, two)}, clock)
    store.write(Write(messages=(card(),)), NOON)
    run(deliverer, clock, 3)
    assert states(store) == ["dead"]
    assert store.card_state(STORY, "mail") == "dead"
    server.replies.clear()
    assert store.revive(store.outbox()[0].seq, clock.now())
    run(deliverer, clock, 3)
    assert got(server.mails) == [(to, False) for to in two]
    assert states(store) == ["sent"]


def test_where_one_is_refused_and_the_other_waits_nobody_has_the_card(
    store: SqliteStore, clock: FakeClock, server: SmtpServer
) -> None:
    """The reply comes behind the card; who is refused to the end takes nothing from the other."""
    gone, slow = DESK[:2]
    server.replies |= {f"RCPT {gone}": "550 no such user", f"RCPT {slow}": "450 4.2.0 greylisted"}
    deliverer = Deliverer(store, {"mail": channel_of(server, (gone, slow))}, clock)
    store.write(Write(messages=(card(), reply())), NOON)
    run(deliverer, clock, 5)
    assert (got(server.mails), store.card_state(STORY, "mail")) == ([], "pending")
    del server.replies[f"RCPT {slow}"]
    run(deliverer, clock, 60)
    assert got(server.mails) == [(slow, False), (slow, True)]
    assert states(store) == ["sent", "sent"]


def test_a_new_card_for_one_that_died_goes_to_all(store: SqliteStore, clock: FakeClock, server: SmtpServer) -> None:
    """One had got the old card; what is new is news to him, too."""
    server.replies[f"RCPT {DESK[1]}"] = "421 4.3.2 closing"
    deliverer = Deliverer(store, {"mail": channel_of(server, DESK[:2])}, clock)
    store.write(Write(messages=(card(),)), NOON)
    for _ in range(DAY_S // 600):
        deliverer.deliver(clock.advance(600))
    assert (states(store), store.card_state(STORY, "mail")) == (["dead"], "dead")
    server.replies.clear()
    store.write(Write(messages=(card(not_before=clock.now()),)), clock.now())
    run(deliverer, clock, 3)
    assert got(server.mails) == [(to, False) for to in (DESK[0], DESK[0], DESK[1])]


@settings(max_examples=8, deadline=None)
@given(
    busy=st.lists(st.sets(st.sampled_from(DESK)), max_size=3),
    gone=st.sets(st.sampled_from(DESK), max_size=2),
    step=st.sampled_from(["450 greylisted", "451 later", "421 closing"]),
)
def test_whoever_is_busy_when_everybody_gets_each_mail_once(
    tmp_path_factory: pytest.TempPathFactory, busy: list[Set[str]], gone: Set[str], step: str
) -> None:
    """For any recipients that wait at each attempt, and any that are refused for good."""
    store = SqliteStore(tmp_path_factory.mktemp("several") / "bot.db")
    clock = FakeClock()
    with SmtpServer() as server:
        deliverer = Deliverer(store, {"mail": channel_of(server)}, clock)
        store.write(Write(messages=(card(), reply())), NOON)
        for waiting in [*busy, *[set[str]()] * 4]:
            server.replies = {f"RCPT {to}": step for to in waiting} | {f"RCPT {to}": "550 gone" for to in gone}
            for wait_s in (7_200, 2):  # longer than five failures wait; one message at a time
                deliverer.deliver(clock.advance(wait_s))
    assert sorted(got(server.mails)) == sorted((to, late) for to in DESK if to not in gone for late in (False, True))
    store.close()
