"""What people answer is written once, with the edit that shows it, and nobody speaks for another."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from builders import make_label, make_message, make_mute, make_report, make_story
from fakes import NOON, FakeClock, RecordingChannel

from bot import compose
from bot.compose import Card
from bot.domain import IndexedStory, ItemId, LabelKind, OutboxMessage, Receipt, Story, Write
from bot.jobs.answers import Act, Answers
from bot.jobs.deliver import Deliverer
from bot.store import SqliteStore

MINUTE = timedelta(minutes=1)
BOTH = make_story(
    topics=("strike_threat", "transfer"), reports=(make_report(), make_report(item_id=ItemId("i-000002")))
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """A story of two topics with a card in `desk`, not in `night`."""
    store = SqliteStore(tmp_path / "bot.db")
    store.write(Write(stories=(IndexedStory(story=BOTH, keys=()),), messages=(card(),)), NOON)
    row = store.claim(NOON, ["desk"])
    assert row is not None
    store.mark_sent(row.seq, Receipt(ref="17.1"), NOON)
    yield store
    store.close()


@pytest.fixture
def answers(store: SqliteStore) -> Answers:
    """Both channels have buttons."""
    return Answers(store, shown_in=("desk", "night"))


def card(story: Story = BOTH, **changes: object) -> OutboxMessage:
    """The card of a story."""
    return make_message(payload=compose.encode(compose.card(story, now=NOON)), **changes)


def act(key: str = "1", who: str = "U0ANA", after: timedelta = MINUTE) -> Act:
    """A press in Slack."""
    return Act(key=key, who=who, via="slack", at=NOON + after)


def edits(store: SqliteStore) -> list[tuple[str, str]]:
    """Channel and kind of what is waiting."""
    return [(row.message.channel, row.message.kind) for row in store.outbox(["pending"])]


@pytest.mark.parametrize(
    ("kind", "topics"),
    [
        ("relevant", ["strike_threat"]),
        ("not_relevant", ["strike_threat", "transfer"]),
        ("wrong_figure", [None]),
        ("duplicate", [None]),
    ],
)
def test_an_answer_is_about_what_it_says(answers: Answers, kind: LabelKind, topics: list[str | None]) -> None:
    """Relevance is the peg's, irrelevance every topic's, figures and duplicates the item's as a whole."""
    labels = answers.label(act(), kind, BOTH)
    assert [label.topic for label in labels] == topics
    assert {(x.item_id, x.story_id, x.who, x.kind, x.at) for x in labels} == {
        ("i-000001", "s-000001", "U0ANA", kind, NOON + MINUTE)
    }


def test_the_report_that_was_on_the_card_is_answered(answers: Answers) -> None:
    """Not the one that is there now; one of another story is not believed."""
    assert answers.label(act("1"), "duplicate", BOTH, item_id=ItemId("i-000002"))[0].item_id == "i-000002"
    assert answers.label(act("2"), "duplicate", BOTH, item_id=ItemId("i-000099"))[0].item_id == "i-000001"


def test_cards_that_are_out_are_edited_once(answers: Answers, store: SqliteStore) -> None:
    """One edit for an answer, none for its repetition, none where there is no card."""
    assert answers.label(act(), "relevant", BOTH)
    assert answers.label(act(), "relevant", BOTH) == []
    assert answers.label(act("2"), "relevant", BOTH) == []
    assert edits(store) == [("desk", "edit")]


def test_a_mute_of_a_story_edits_its_card_and_other_mutes_edit_none(answers: Answers, store: SqliteStore) -> None:
    """An unknown story is muted all the same."""
    assert answers.mute(act(), "term", "Chapo Jr", until=None)
    assert answers.mute(act(), "story", "s-000099", until=None)
    assert edits(store) == []
    mute = answers.mute(act(), "story", "s-000001", until=NOON + timedelta(hours=24), channel="desk", reason="noise")
    assert mute is not None
    assert answers.mute(act("2"), "story", "s-000001", until=NOON + timedelta(hours=24), channel="desk") is None
    assert (mute.who, mute.channel, mute.reason) == ("U0ANA", "desk", "noise")
    assert edits(store) == [("desk", "edit")]
    assert mute in store.mutes_in_force(NOON + MINUTE)


def test_one_takes_back_ones_own_and_nobody_elses(answers: Answers, store: SqliteStore) -> None:
    """Labels and mutes of that story; what was answered after the act, when it comes again late, stays."""
    answers.label(act("1"), "relevant", BOTH)
    answers.label(act("2"), "wrong_figure", BOTH)
    answers.label(act("3", who="U0BEN"), "relevant", BOTH)
    answers.mute(act("4"), "story", "s-000001", until=None)
    answers.mute(act("5"), "story", "s-000002", until=None)
    answers.mute(act("6", who="U0BEN"), "story", "s-000001", until=None)
    back = act("7", after=2 * MINUTE)
    labels, mutes = answers.take_back(back, BOTH)
    assert ([label.kind for label in labels], [m.target for m in mutes]) == (["relevant", "wrong_figure"], ["s-000001"])
    assert [label.who for label in store.labels()] == ["U0BEN"]
    assert [(m.who, m.target) for m in store.mutes_in_force(back.at)] == [
        ("U0ANA", "s-000002"),
        ("U0BEN", "s-000001"),
    ]
    answers.label(act("8", after=3 * MINUTE), "not_relevant", BOTH)
    assert answers.take_back(back, BOTH) == ([], [])
    assert answers.label(act("1"), "relevant", BOTH) == []  # a late repetition does not bring it back
    assert answers.mute(act("9", after=3 * MINUTE), "story", "s-000001", until=None)
    assert answers.take_back(back, BOTH) == ([], [])


def test_an_edit_shows_what_is_known_when_it_is_sent(answers: Answers, store: SqliteStore, clock: FakeClock) -> None:
    """Also one that was queued by a poll, before the answer; other stories' cards and mutes show nothing of it."""
    channel = RecordingChannel()
    other = make_story(id="s-000002")
    store.write(Write(messages=(card(kind="edit", dedupe_key="poll"),)), NOON)
    store.write(Write(messages=(card(other, dedupe_key="other", story_id="s-000002"),)), NOON)
    store.add_labels([make_label()])
    store.add_mute(make_mute())
    store.add_mute(make_mute(id="m-2", channel="elsewhere", who="U0BEN"))
    store.add_mute(make_mute(id="m-3", kind="topic", target="transfer"))
    deliverer = Deliverer(store, {"desk": channel}, clock)
    for _ in range(4):
        deliverer.deliver(clock.advance(1))
    sent = {m.dedupe_key: compose.decode(m.kind, m.payload) for m in channel.sent}
    shown, bare = sent["poll"], sent["other"]
    assert isinstance(shown, Card)
    assert isinstance(bare, Card)
    assert (shown.labels, shown.mutes) == ((make_label(),), (make_mute(),))
    assert (bare.labels, bare.mutes) == ((), ())


def test_a_payload_of_a_later_version_is_left_to_the_channel(store: SqliteStore, clock: FakeClock) -> None:
    """It knows how to refuse it."""
    channel = RecordingChannel()
    later = card().payload.replace('"schema":1', '"schema":99')
    store.write(Write(messages=(make_message(kind="edit", dedupe_key="later", payload=later),)), NOON)
    store.add_labels([make_label()])
    Deliverer(store, {"desk": channel}, clock).deliver(NOON)
    assert [m.payload for m in channel.sent] == [later]
