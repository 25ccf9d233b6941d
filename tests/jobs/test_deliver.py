"""Nothing is lost between the outbox and a channel, and nothing arrives twice that need not."""

from collections.abc import Mapping, Sequence, Set
from datetime import datetime, timedelta
from typing import Any

import pytest
from builders import make_message
from channel_samples import make_card, make_reply
from deliver_kit import NOT_SENT, REFUSED, SECOND, UNKNOWN, keys, queue, run, states, told
from fakes import NOON, FakeClock, RecordingChannel

from bot import compose
from bot.domain import OutboxMessage, Receipt, StoryId, StoryRef
from bot.errors import DeliveryError
from bot.jobs.deliver import Deliverer, Problem
from bot.ports import Progress
from bot.store import SqliteStore


def test_a_message_is_sent_once_and_its_receipt_kept(store: SqliteStore, clock: FakeClock) -> None:
    """However often the outbox is looked at."""
    channel = RecordingChannel()
    queue(store, make_message())
    deliverer = Deliverer(store, {"desk": channel}, clock)
    run(deliverer, clock, 5)
    assert keys(channel.sent) == ["desk:card:s-000001"]
    assert store.card_ref(make_message().story_id or "", "desk") == "desk-1"


def test_each_channel_keeps_its_pace_and_does_not_wait_for_others(store: SqliteStore, clock: FakeClock) -> None:
    """One message a second and channel."""
    desk, mail = RecordingChannel("desk"), RecordingChannel("mail")
    names = ("desk", "desk", "mail")
    queue(store, *(make_message(dedupe_key=f"k{n}", channel=c, story_id=None) for n, c in enumerate(names)))
    deliverer = Deliverer(store, {"desk": desk, "mail": mail}, clock)
    deliverer.deliver(NOON)
    assert (keys(desk.sent), keys(mail.sent)) == (["k0"], ["k2"])
    deliverer.deliver(NOON + SECOND)
    assert keys(desk.sent) == ["k0", "k1"]


def test_a_reply_is_given_its_cards_reference(store: SqliteStore, clock: FakeClock) -> None:
    """The card's receipt travels to the reply."""
    channel = RecordingChannel()
    queue(store, make_message(), make_message(dedupe_key="r", kind="reply"))
    run(Deliverer(store, {"desk": channel}, clock), clock, 3)
    assert channel.card_refs == [None, "desk-1"]


def test_what_could_not_be_sent_is_tried_again_later(store: SqliteStore, clock: FakeClock) -> None:
    """After a refused connection the message waits, then arrives once."""
    channel = RecordingChannel(fail_with=[NOT_SENT, NOT_SENT, None])
    queue(store, make_message())
    run(Deliverer(store, {"desk": channel}, clock), clock, 600)
    assert keys(channel.sent) == ["desk:card:s-000001"]
    assert channel.attempts == 3


def test_a_channel_that_asks_to_wait_is_left_alone(store: SqliteStore, clock: FakeClock) -> None:
    """Retry-After holds for all messages of the channel."""
    slow_down = DeliveryError("ratelimited", outcome="not_sent", retry_after_s=30)
    channel = RecordingChannel(fail_with=[slow_down, None])
    queue(store, make_message(), make_message(dedupe_key="other", story_id=None))
    deliverer = Deliverer(store, {"desk": channel}, clock)
    run(deliverer, clock, 30)
    assert channel.attempts == 1
    run(deliverer, clock, 60)
    assert sorted(keys(channel.sent)) == ["desk:card:s-000001", "other"]


def test_a_refused_message_holds_up_nothing_and_is_told(store: SqliteStore, clock: FakeClock) -> None:
    """It is dead with its reason; the next one goes out."""
    told: list[Problem] = []
    channel = RecordingChannel(fail_with=[REFUSED, None])
    queue(store, make_message(dedupe_key="bad", story_id=None), make_message(dedupe_key="good", story_id=None))
    deliverer = Deliverer(store, {"desk": channel}, clock, on_problem=told.append)
    run(deliverer, clock, 3)
    assert states(store) == ["dead", "sent"]
    assert [(p.message.dedupe_key, p.state, p.detail) for p in told] == [("bad", "dead", "invalid_blocks")]


def test_a_message_that_never_gets_through_dies_aloud(store: SqliteStore, clock: FakeClock) -> None:
    """After the last attempt it is dead, not forgotten."""
    channel = RecordingChannel(fail_with=NOT_SENT)
    queue(store, make_message())
    deliverer = Deliverer(store, {"desk": channel}, clock)
    for _ in range(200):
        deliverer.deliver(clock.advance(timedelta(minutes=30)))
    row = store.outbox(["dead"])[0]
    assert row.last_error == f"given up after {row.attempts} attempts: connection refused"


def test_a_lost_answer_is_looked_up_before_sending_again(store: SqliteStore, clock: FakeClock) -> None:
    """The message arrived, so the history has it, so it is not sent twice."""
    channel = RecordingChannel(fail_with=[UNKNOWN])
    queue(store, make_message())
    deliverer = Deliverer(store, {"desk": channel}, clock)
    deliverer.deliver(NOON)
    assert deliverer.in_doubt
    run(deliverer, clock, 60)
    assert channel.attempts == 1
    assert states(store) == ["sent"]
    assert not deliverer.in_doubt


def test_a_history_that_cannot_be_read_now_is_asked_again(store: SqliteStore, clock: FakeClock) -> None:
    """The message stays in doubt until the channel answers."""
    channel = RecordingChannel(fail_with=[UNKNOWN], history_error=NOT_SENT)
    queue(store, make_message())
    deliverer = Deliverer(store, {"desk": channel}, clock)
    run(deliverer, clock, 30)
    assert states(store) == ["sending"]
    channel.history_error = None
    run(deliverer, clock, 30)
    assert (channel.attempts, states(store)) == (1, ["sent"])


def test_a_history_that_may_not_be_read_leaves_the_message_to_a_person(store: SqliteStore, clock: FakeClock) -> None:
    """Not sent again, shown as unconfirmed."""
    channel = RecordingChannel(fail_with=[UNKNOWN], history_error=REFUSED)
    queue(store, make_message())
    run(Deliverer(store, {"desk": channel}, clock), clock, 60)
    assert (channel.attempts, states(store)) == (1, ["unconfirmed"])


def interrupted(store: SqliteStore, *, doubtful: bool) -> None:
    """Leaves a message as a killed process does: claimed, and perhaps on its way."""
    queue(store, make_message())
    row = store.claim(NOON, ["desk"])
    assert row is not None
    if doubtful:
        store.mark_doubtful(row.seq, NOON)


def test_killed_before_the_request_the_message_is_sent(store: SqliteStore, clock: FakeClock) -> None:
    """A claim alone proves that nothing went out."""
    interrupted(store, doubtful=False)
    channel = RecordingChannel()
    run(Deliverer(store, {"desk": channel}, clock), clock, 3)
    assert keys(channel.sent) == ["desk:card:s-000001"]


@pytest.mark.parametrize(("after_crash", "arrived", "expected"), [
    ("search", True, ("sent", 0)),
    ("search", False, ("sent", 1)),
    ("repeat", True, ("sent", 1)),
    ("leave", True, ("unconfirmed", 0)),
])  # fmt: skip
def test_killed_during_the_request_the_channel_decides(
    store: SqliteStore, clock: FakeClock, after_crash: str, arrived: bool, expected: tuple[str, int]
) -> None:
    """Where there is a history it is asked; a webhook repeats; a mail is left to a person."""
    interrupted(store, doubtful=True)
    channel = RecordingChannel(after_crash=after_crash)  # type: ignore[arg-type]  # one of the three
    if arrived:
        channel.send(make_message(), card_ref=None, parts_there=frozenset(), progress=_Silent())
    before = channel.attempts
    run(Deliverer(store, {"desk": channel}, clock), clock, 30)
    assert (states(store)[0], channel.attempts - before) == expected


class _Silent:
    """Progress that nobody follows."""

    def committing(self) -> None:
        """Ignored."""

    def part_sent(self, part: int, ref: str | None) -> None:
        """Ignored."""


def test_a_doubtful_message_of_a_channel_that_is_gone_is_left(store: SqliteStore, clock: FakeClock) -> None:
    """Taken out of the configuration between crash and restart."""
    interrupted(store, doubtful=True)
    run(Deliverer(store, {}, clock), clock, 10)
    assert states(store) == ["unconfirmed"]


def test_an_edit_without_a_card_is_buried(store: SqliteStore, clock: FakeClock) -> None:
    """When the card died while it was sent, there is nothing to edit; a reply still goes out, on its own."""
    queue(store, make_message())
    card = store.claim(NOON, ["desk"])
    assert card is not None
    queue(store, make_message(dedupe_key="r", kind="reply"), make_message(dedupe_key="e", kind="edit"))
    store.mark_dead(card.seq, "invalid_blocks")
    channel = RecordingChannel()
    run(Deliverer(store, {"desk": channel}, clock), clock, 3)
    assert states(store) == ["dead", "sent", "dead"]
    assert channel.card_refs == [None]


def test_a_channel_without_edits_gets_one_whose_card_is_unknown(store: SqliteStore, clock: FakeClock) -> None:
    """A mail or a file tells what is known now as a message of its own, so it needs no card."""
    queue(store, make_message(dedupe_key="e", kind="edit"))
    channel = RecordingChannel(can_edit=False)
    run(Deliverer(store, {"desk": channel}, clock), clock, 3)
    assert (states(store), keys(channel.sent), channel.card_refs) == (["sent"], ["e"], [None])


def test_a_dead_card_that_is_sent_again_tells_what_is_known_by_then(store: SqliteStore, clock: FakeClock) -> None:
    """Edits that came meanwhile went into it, so that none of them dies, too."""
    channel = RecordingChannel(fail_with=[REFUSED, None])
    deliverer = Deliverer(store, {"desk": channel}, clock)
    queue(store, make_message())
    run(deliverer, clock, 3)
    queue(store, make_message(dedupe_key="e", kind="edit", payload='{"later": 1}'))
    run(deliverer, clock, 3)
    (card,) = store.outbox()
    assert (card.state, card.message.kind) == ("dead", "card")
    assert store.revive(card.seq, clock.now())
    run(deliverer, clock, 3)
    assert [message.payload for message in channel.sent] == ['{"later": 1}']


def test_a_dropped_message_holds_up_nothing(store: SqliteStore, clock: FakeClock) -> None:
    """What waits behind it in its story goes out; retried, it does, too; a sent one is not dropped."""
    channel = RecordingChannel()
    deliverer = Deliverer(store, {"desk": channel}, clock)
    queue(store, make_message())
    run(deliverer, clock, 3)
    queue(store, make_message(dedupe_key="r1", kind="reply"), make_message(dedupe_key="r2", kind="reply"))
    first = next(row for row in store.outbox(["pending"]) if row.message.dedupe_key == "r1")
    assert [row.state for row in store.drop(first.seq)] == ["dropped"]
    run(deliverer, clock, 3)
    assert keys(channel.sent) == ["desk:card:s-000001", "r2"]
    assert store.drop(first.seq) == [] == store.drop(store.outbox(["sent"])[0].seq)
    assert store.revive(first.seq, clock.now())
    run(deliverer, clock, 3)
    assert keys(channel.sent)[-1] == "r1"


def test_with_a_card_goes_what_hangs_under_it(store: SqliteStore, clock: FakeClock) -> None:
    """Its replies, what is edited later too; other channels and stories keep theirs."""
    channel = RecordingChannel()
    queue(
        store,
        make_message(),
        make_message(dedupe_key="r", kind="reply"),
        make_message(dedupe_key="elsewhere", channel="other"),
        make_message(dedupe_key="another", story_id=StoryId("s-000002")),
    )
    card = store.outbox()[-1]
    dropped = store.drop(card.seq)
    assert [row.message.dedupe_key for row in dropped] == ["desk:card:s-000001", "r"]
    assert dropped[1].last_error == f"dropped with its card, message {card.seq}"
    queue(store, make_message(dedupe_key="e", kind="edit"))
    run(Deliverer(store, {"desk": channel, "other": channel}, clock), clock, 5)
    assert sorted(keys(channel.sent)) == ["another", "elsewhere"]
    assert store.outbox(["dead", "pending"]) == []


def test_a_channel_without_history_is_sent_a_doubtful_message_again(store: SqliteStore, clock: FakeClock) -> None:
    """One copy for each answer that never comes; after the fourth a person looks, instead of posting for ever."""
    channel = RecordingChannel(fail_with=UNKNOWN, after_crash="repeat")
    queue(store, make_message())
    run(Deliverer(store, {"desk": channel}, clock), clock, 600)
    assert (channel.attempts, states(store)) == (4, ["unconfirmed"])


def test_a_channel_rests_from_the_end_of_a_slow_request(store: SqliteStore, clock: FakeClock) -> None:
    """A request that hangs for nine seconds is not followed by another one at once."""
    channel = _Slow(clock)
    queue(store, make_message(), make_message(dedupe_key="next", story_id=None))
    deliverer = Deliverer(store, {"desk": channel}, clock)
    deliverer.deliver(NOON)
    deliverer.deliver(clock.advance(0.5))
    assert keys(channel.sent) == ["desk:card:s-000001"]
    deliverer.deliver(clock.advance(0.5))
    assert keys(channel.sent) == ["desk:card:s-000001", "next"]


class _Slow(RecordingChannel):
    """Takes nine seconds for each message."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__()
        self._clock = clock

    def send(
        self, message: OutboxMessage, *, card_ref: str | None, parts_there: Set[int], progress: Progress
    ) -> Receipt:
        """Sets the clock forward."""
        self._clock.advance(9)
        return super().send(message, card_ref=card_ref, parts_there=parts_there, progress=progress)


def test_a_dead_card_comes_anew_with_the_next_card_of_its_story(store: SqliteStore, clock: FakeClock) -> None:
    """Its key is the same, so that it is there once; what hangs under it goes on."""
    channel = RecordingChannel(fail_with=[REFUSED])
    deliverer = Deliverer(store, {"desk": channel}, clock)
    queue(store, make_message())
    run(deliverer, clock, 2)
    assert store.card_state(StoryId("s-000001"), "desk") == "dead"
    queue(store, make_message(payload=compose.encode(make_card(headline="Otra vez")), created_at=clock.now()))
    run(deliverer, clock, 2)
    assert told(channel) == [("card", ["Otra vez"])]
    queue(store, make_message(payload="{}"))
    assert states(store) == ["sent"]


def test_a_card_that_came_late_is_not_sent_again(store: SqliteStore, clock: FakeClock) -> None:
    """It was looked for in vain once; before the next attempt it is looked for again, and brought up to date."""

    class Late(RecordingChannel):
        """Shows nothing in its history for a minute."""

        def find(self, messages: Sequence[OutboxMessage], *, since: datetime) -> Mapping[str, Receipt]:
            """As the real one, later."""
            return super().find(messages, since=since) if clock.now() > NOON + timedelta(seconds=8) else {}

    channel = Late(fail_with=[UNKNOWN])
    queue(store, make_message(payload=compose.encode(make_card())))
    run(Deliverer(store, {"desk": channel}, clock), clock, 60)
    assert [m.kind for m in channel.sent] == ["card", "edit"]
    assert states(store) == ["sent", "sent"]


@pytest.mark.parametrize(("outcome", "state"), [("refused", "unconfirmed"), ("not_sent", "pending")])
def test_a_late_card_that_cannot_be_looked_for_waits_or_is_left(
    store: SqliteStore, clock: FakeClock, outcome: Any, state: str
) -> None:
    """Not sent again without knowing."""
    channel = RecordingChannel(fail_with=[UNKNOWN])
    channel.find = lambda messages, since: {}  # type: ignore[method-assign]
    queue(store, make_message())
    deliverer = Deliverer(store, {"desk": channel}, clock)
    run(deliverer, clock, 8)

    def fails(messages: Sequence[OutboxMessage], *, since: datetime) -> Mapping[str, Receipt]:
        raise DeliveryError("no history", outcome=outcome)

    channel.find = fails  # type: ignore[method-assign]
    run(deliverer, clock, 30)
    assert (channel.attempts, states(store)) == (1, [state])


def test_a_card_that_was_taken_away_gets_no_more_edits(store: SqliteStore, clock: FakeClock) -> None:
    """The first edit finds out; what is new stands alone, and nothing is dead."""

    class Gone(RecordingChannel):
        """Its cards are taken away."""

        def send(
            self, message: OutboxMessage, *, card_ref: str | None, parts_there: Set[int], progress: Progress
        ) -> Receipt:
            """An edit has nothing to edit."""
            receipt = super().send(message, card_ref=card_ref, parts_there=parts_there, progress=progress)
            return Receipt(ref=None, note="gone") if message.kind == "edit" else receipt

    channel = Gone()
    deliverer = Deliverer(store, {"desk": channel}, clock)
    queue(store, make_message())
    run(deliverer, clock, 2)
    for key, kind in (("e1", "edit"), ("r", "reply"), ("e2", "edit")):
        queue(store, make_message(dedupe_key=key, kind=kind))
        run(deliverer, clock, 2)
    assert list(zip(keys(channel.sent), channel.card_refs, strict=True)) == [
        ("desk:card:s-000001", None),
        ("e1", "desk-1"),
        ("r", None),
    ]
    assert states(store) == ["sent"] * 4


def test_a_pointer_knows_where_the_other_card_is(store: SqliteStore, clock: FakeClock) -> None:
    """When it is sent; a story without a card there has no reference."""
    channel = RecordingChannel()
    deliverer = Deliverer(store, {"desk": channel}, clock)
    queue(store, make_message(dedupe_key="desk:card:s-2", story_id=StoryId("s-2")), make_message())
    run(deliverer, clock, 3)
    for n, other in enumerate(("s-2", "s-3")):
        pointer = StoryRef(id=StoryId(other), title="Otra", link="https://diario.example/2")
        payload = compose.encode(make_reply(change="merged", pointer=pointer, lines=()))
        queue(store, make_message(dedupe_key=f"r{n}", kind="reply", payload=payload))
    run(deliverer, clock, 3)
    replies = [p for m in channel.sent if isinstance(p := _decoded(m), compose.Reply)]
    assert [p.pointer.card_ref for p in replies if p.pointer] == ["desk-1", None]


def _decoded(message: OutboxMessage) -> compose.Payload | None:
    return compose.decode(message.kind, message.payload) if message.payload != "{}" else None
