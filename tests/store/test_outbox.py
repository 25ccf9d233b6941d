"""The outbox in the store: order, edits of what waits, states, counts."""

import dataclasses
from datetime import date, timedelta

from builders import (
    make_message,
)
from fakes import NOON

from bot.domain import (
    DigestWindow,
    Receipt,
    StoryId,
    Write,
)
from bot.store import SqliteStore

MINUTE = timedelta(minutes=1)


def test_messages_of_a_story_go_out_in_order_one_at_a_time(store: SqliteStore) -> None:
    """A reply waits for its card; another story's card does not."""
    reply = make_message(dedupe_key="desk:reply:1", kind="reply")
    other = make_message(dedupe_key="desk:card:2", story_id=StoryId("s-000002"))
    store.write(Write(messages=(make_message(), reply, other)), NOON)
    first = store.claim(NOON, ["desk"])
    second = store.claim(NOON, ["desk"])
    assert first is not None
    assert second is not None
    assert [first.message.dedupe_key, second.message.dedupe_key] == ["desk:card:s-000001", "desk:card:2"]
    assert (first.state, first.attempts) == ("sending", 1)
    assert store.claim(NOON, ["desk"]) is None
    store.mark_sent(first.seq, Receipt(ref="17.1"), NOON)
    third = store.claim(NOON, ["desk"])
    assert third is not None
    assert third.message == reply
    assert store.card_ref(StoryId("s-000001"), "desk") == "17.1"
    assert store.claim(NOON, ["elsewhere"]) is None


def test_what_waits_for_a_few_of_its_recipients_holds_up_nothing(store: SqliteStore) -> None:
    """The next try may be the one of a message that all lack: then the order holds again."""
    store.write(Write(messages=(make_message(), make_message(dedupe_key="r", kind="reply"))), NOON)
    card = store.claim(NOON, ["desk"])
    assert card is not None
    store.mark_part(card.seq, 2, None)
    store.mark_again(card.seq, "450", NOON + MINUTE, apart=True)
    reply = store.claim(NOON, ["desk"])
    assert reply is not None
    assert reply.message.dedupe_key == "r"
    store.mark_again(reply.seq, "450", NOON)
    store.mark_again(card.seq, "no connection", NOON + MINUTE)
    assert store.claim(NOON, ["desk"]) is None
    assert store.card_state(StoryId("s-000001"), "desk") == "pending"


def test_an_edit_of_a_waiting_card_changes_the_card(store: SqliteStore) -> None:
    """Nobody sees a card and its correction when the card was not out yet; a card on its way is edited after."""
    late = make_message(not_before=NOON + MINUTE)
    store.write(Write(messages=(late,)), NOON)
    edit = make_message(dedupe_key="desk:edit:2", kind="edit", payload='{"n": 2}')
    store.write(Write(messages=(edit,)), NOON)
    assert [(row.message.kind, row.message.payload) for row in store.outbox()] == [("card", '{"n": 2}')]
    claimed = store.claim(NOON, ["desk"])
    assert claimed is not None  # the edit knew all that the card was waiting for
    store.write(Write(messages=(dataclasses.replace(edit, dedupe_key="desk:edit:3"),)), NOON)
    assert [row.message.kind for row in store.outbox()] == ["edit", "card"]


def test_a_card_that_waits_for_a_page_can_be_let_go(store: SqliteStore) -> None:
    """At once, unless it waits for the end of quiet hours; other stories' cards are left alone."""
    soon, tomorrow = NOON + timedelta(seconds=8), NOON + timedelta(hours=9)
    for n, (story, due) in enumerate([("s-000001", soon), ("s-000001", tomorrow), ("s-000002", soon)]):
        message = make_message(
            dedupe_key=f"k{n}", channel=f"c{n}", kind="card", story_id=StoryId(story), not_before=due
        )
        store.write(Write(messages=(message,)), NOON)
    channels = ("c0", "c1", "c2")
    assert store.claim(NOON, channels) is None
    store.write(Write(release=(StoryId("s-000001"),)), NOON)
    claimed = store.claim(NOON, channels)
    assert claimed is not None
    assert claimed.message.channel == "c0"
    assert store.claim(NOON, channels) is None


def test_states_of_the_outbox_are_told(store: SqliteStore) -> None:
    """Dead, unconfirmed and repeated messages are listed with their errors."""
    messages = tuple(make_message(dedupe_key=f"k{n}", story_id=None) for n in range(3))
    store.write(Write(messages=messages), NOON)
    rows = [store.claim(NOON, ["desk"]) for _ in messages]
    seqs = [row.seq for row in rows if row is not None]
    assert len(store.interrupted()) == 3
    store.mark_doubtful(seqs[0], NOON)
    assert store.interrupted()[0].doubtful_since == NOON
    store.mark_unconfirmed(seqs[0], "lost")
    store.mark_dead(seqs[1], "refused")
    store.mark_part(seqs[2], 1, "17.2")
    store.mark_again(seqs[2], "429", NOON + MINUTE)
    assert [(row.state, row.last_error) for row in store.outbox(["dead", "unconfirmed"])] == [
        ("dead", "refused"),
        ("unconfirmed", "lost"),
    ]
    assert store.claim(NOON, ["desk"]) is None
    again = store.claim(NOON + MINUTE, ["desk"])
    assert again is not None
    assert (again.parts_there, again.attempts) == ({1}, 2)


def test_posts_and_cards_are_counted(store: SqliteStore) -> None:
    """The hourly cap counts cards and folds; not replies, nor cards of a list, which counts itself."""
    fold = make_message(dedupe_key="f", kind="fold", story_id=None)
    quiet = make_message(dedupe_key="q", story_id=StoryId("s-000002"), batch="quiet")
    store.write(Write(messages=(make_message(), make_message(dedupe_key="r", kind="reply"), fold, quiet)), NOON)
    assert store.posts_since("desk", NOON) == 3
    listed = make_message(dedupe_key="l", kind="fold", story_id=None)
    store.gather(NOON, ["desk"], lambda cards: (listed, {card.dedupe_key: "told in l" for card in cards}))
    assert store.posts_since("desk", NOON) == 3
    assert store.posts_since("desk", NOON + MINUTE) == 0
    assert store.card_state(StoryId("s-000001"), "desk") == "pending"
    assert store.card_state(StoryId("s-000001"), "mail") is None


def test_a_digest_window_is_recorded_once(store: SqliteStore) -> None:
    """The second attempt for one day queues nothing."""
    window = DigestWindow(digest_id="d", day=date(2026, 10, 5), starts_at=NOON - timedelta(days=1), ends_at=NOON)
    mail = make_message(dedupe_key="mail:d", kind="digest", story_id=None)
    assert store.write_digest(window, [mail])
    assert not store.write_digest(window, [dataclasses.replace(mail, dedupe_key="mail:d2")])
    assert store.last_window("d") == window
    assert store.last_window("other") is None
    assert [row.message.dedupe_key for row in store.outbox()] == ["mail:d"]
