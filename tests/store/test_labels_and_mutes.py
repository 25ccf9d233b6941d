"""Answers of people: each is kept once, none is lost, and nobody's changes another's."""

import dataclasses
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from builders import make_item, make_judgement, make_label, make_message, make_mute
from fakes import NOON
from sqlite_utils import Database

from bot.domain import Fate, ItemId, LabelId, Mute, MuteId, StoredItem, StoryId, Write
from bot.store import SqliteStore
from bot.store.schema import APPLICATION_ID, MIGRATIONS

MINUTE = timedelta(minutes=1)
DAY = timedelta(hours=24)


def test_an_answer_comes_back_as_it_was_given(store: SqliteStore) -> None:
    """By story, or among all; in the order of time."""
    later = make_label(id=LabelId("l-2"), at=NOON + MINUTE, kind="wrong_figure", topic=None, reason="55, not 92")
    elsewhere = make_label(id=LabelId("l-3"), item_id=ItemId("i-2"), story_id=None, via="terminal", who="ana")
    assert store.add_labels([later, make_label(), elsewhere]) == [later, make_label(), elsewhere]
    assert store.labels() == [make_label(), elsewhere, later]
    assert store.labels(story_id=StoryId("s-000001")) == [make_label(), later]
    assert store.labels(story_id=StoryId("s-000002")) == []


def test_the_same_answer_twice_is_once(store: SqliteStore) -> None:
    """Neither a repeated act nor a second press of the same person adds anything, nor queues a message."""
    again = make_label(id=LabelId("l-2"), at=NOON + MINUTE)
    assert store.add_labels([make_label()], lambda: [make_message(dedupe_key="a")]) == [make_label()]
    assert store.add_labels([make_label()], lambda: [make_message(dedupe_key="b")]) == []
    assert store.add_labels([again], lambda: [make_message(dedupe_key="c")]) == []
    assert store.labels() == [make_label()]
    assert [row.message.dedupe_key for row in store.outbox()] == ["a"]


def test_a_change_of_mind_takes_the_first_answer_back(store: SqliteStore) -> None:
    """Of the same person, item and topic; what others said, and of other topics, stands."""
    others = [
        make_label(id=LabelId("l-2"), who="U0BEN"),
        make_label(id=LabelId("l-3"), topic="strike_threat"),
        make_label(id=LabelId("l-4"), kind="duplicate", topic=None),
    ]
    store.add_labels([make_label(), *others])
    changed = make_label(id=LabelId("l-5"), kind="not_relevant", at=NOON + MINUTE)
    assert store.add_labels([changed]) == [changed]
    assert store.labels() == [*others, changed]


def test_an_answer_can_be_taken_back(store: SqliteStore) -> None:
    """Once; a repeated act does not bring it back, a new one does."""
    store.add_labels([make_label()])
    gone = dataclasses.replace(make_label(), withdrawn_at=NOON + MINUTE)
    assert store.withdraw_labels([LabelId("l-1")], NOON + MINUTE, lambda: [make_message(dedupe_key="a")]) == [gone]
    assert store.withdraw_labels([LabelId("l-1")], NOON + DAY, lambda: [make_message(dedupe_key="b")]) == []
    assert store.withdraw_labels([], NOON) == []
    assert (store.add_labels([make_label()]), store.labels()) == ([], [])
    anew = make_label(id=LabelId("l-2"), at=NOON + DAY)
    assert store.add_labels([anew]) == [anew]
    assert [row.message.dedupe_key for row in store.outbox()] == ["a"]


def test_news_of_an_act_may_come_late(store: SqliteStore) -> None:
    """What was taken back, or changed, after an act is not undone by it; nor does an older answer replace a newer."""
    late = make_label(id=LabelId("l-2"), at=NOON + MINUTE)
    store.add_labels([make_label()])
    store.withdraw_labels([LabelId("l-1")], NOON + 2 * MINUTE)
    assert store.add_labels([late]) == []
    newer = make_label(id=LabelId("l-3"), kind="not_relevant", at=NOON + 4 * MINUTE)
    older = make_label(id=LabelId("l-4"), at=NOON + 3 * MINUTE)
    assert store.add_labels([newer]) == [newer]
    assert store.add_labels([older]) == []
    assert store.labels() == [newer]


def test_texts_of_labelled_items_are_kept(store: SqliteStore) -> None:
    """Training reads them; those of other items are forgotten after their time."""
    for n in ("i-000001", "i-000002"):
        item = make_item(id=ItemId(n), summary="Doce presos.")
        fate = Fate(stage="outbox", reason="alerted")
        store.write(Write(items=(StoredItem(item=item, judgement=make_judgement(), figures=(), fate=fate),)), NOON)
    store.add_labels([make_label()])
    assert store.prune(NOON + DAY).texts == 1
    labelled = store.item(ItemId("i-000001"))
    assert labelled is not None
    assert labelled.item.summary == "Doce presos."
    store.withdraw_labels([make_label().id], NOON)
    assert store.prune(NOON + DAY).texts == 1


def test_a_mute_is_in_force_until_its_end(store: SqliteStore) -> None:
    """The end is exclusive; without one it is for ever; all are listed, the oldest first."""
    for_ever = make_mute(id=MuteId("m-2"), kind="term", target="Chapo Jr", until=None, channel="desk", reason="noise")
    assert store.add_mute(make_mute())
    assert store.add_mute(dataclasses.replace(for_ever, at=NOON + MINUTE))
    assert [m.id for m in store.mutes_in_force(NOON)] == ["m-1", "m-2"]
    assert [m.id for m in store.mutes_in_force(NOON + DAY - timedelta(microseconds=1))] == ["m-1", "m-2"]
    assert store.mutes_in_force(NOON + DAY) == [dataclasses.replace(for_ever, at=NOON + MINUTE)]
    assert [m.id for m in store.mutes()] == ["m-1", "m-2"]
    assert [m.in_force(NOON + DAY) for m in store.mutes()] == [False, True]


@pytest.mark.parametrize(
    ("other", "is_new"),
    [
        (make_mute(at=NOON + DAY), False),  # the act itself, again
        (make_mute(id=MuteId("m-2"), at=NOON + MINUTE, until=NOON + MINUTE + DAY), False),
        (make_mute(id=MuteId("m-2"), at=NOON + DAY / 2, until=NOON + DAY / 2 + DAY), True),
        (make_mute(id=MuteId("m-2"), at=NOON + 2 * DAY, until=NOON + 3 * DAY), True),
        (make_mute(id=MuteId("m-2"), until=None), True),
        (make_mute(id=MuteId("m-2"), who="U0BEN"), True),
        (make_mute(id=MuteId("m-2"), channel="desk"), True),
        (make_mute(id=MuteId("m-2"), target="s-000002"), True),
    ],
)
def test_pressing_twice_mutes_once(store: SqliteStore, other: Mute, is_new: bool) -> None:
    """A minute later it is the same wish; half a day later, for ever, or another person's, it is one of its own."""
    assert store.add_mute(make_mute(), lambda: [make_message(dedupe_key="a")])
    assert store.add_mute(other, lambda: [make_message(dedupe_key="b")]) is is_new
    assert len(store.outbox()) == 1 + is_new


def test_what_is_muted_for_ever_is_not_muted_again(store: SqliteStore) -> None:
    """Neither for a day nor for ever."""
    assert store.add_mute(make_mute(until=None))
    assert not store.add_mute(make_mute(id=MuteId("m-2")))
    assert not store.add_mute(make_mute(id=MuteId("m-3"), until=None))


def test_a_mute_can_be_lifted_once(store: SqliteStore) -> None:
    """It is told who did; one that is unknown, over or lifted is not lifted; afterwards it may be muted anew."""
    store.add_mute(make_mute())
    lifted = dataclasses.replace(make_mute(), lifted_at=NOON + MINUTE, lifted_by="U0BEN")
    assert store.lift_mute(MuteId("m-1"), "U0BEN", NOON + MINUTE, lambda: [make_message(dedupe_key="a")]) == lifted
    assert store.lift_mute(MuteId("m-1"), "U0ANA", NOON + MINUTE, lambda: [make_message(dedupe_key="b")]) is None
    assert store.lift_mute(MuteId("m-none"), "U0ANA", NOON) is None
    assert [row.message.dedupe_key for row in store.outbox()] == ["a"]
    assert (store.mutes_in_force(NOON + MINUTE), store.mutes()) == ([], [lifted])
    assert not store.add_mute(make_mute(id=MuteId("m-2")))  # asked for before it was lifted, heard of after
    assert store.add_mute(make_mute(id=MuteId("m-3"), at=NOON + 2 * MINUTE))
    assert store.lift_mute(MuteId("m-3"), "U0ANA", NOON + DAY) is None


def test_two_programs_answer_at_the_same_time(store: SqliteStore) -> None:
    """The bot and a web desk press the same for one person, many times: each answer is there once."""
    other = SqliteStore(store.path)
    added: list[int] = []

    def press(desk: SqliteStore, start: int) -> None:
        for n in range(20):
            label = make_label(id=LabelId(f"l-{start}-{n}"), item_id=ItemId(f"i-{n}"))
            added.append(len(desk.add_labels([label])))

    threads = [threading.Thread(target=press, args=(desk, n)) for n, desk in enumerate((store, other))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert (sum(added), len(store.labels())) == (20, 20)


def test_a_database_of_before_gets_the_new_tables(tmp_path: Path) -> None:
    """What was in it stays: tests/store/test_migrations.py."""
    path = tmp_path / "bot.db"
    old = Database(path)
    old.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    MIGRATIONS.apply(old, stop_before="labels_and_mutes")
    assert not {"labels", "mutes"} & set(old.table_names())
    old.close()
    store = SqliteStore(path)
    assert store.add_labels([make_label()]) == [make_label()]
    assert store.add_mute(make_mute())
    store.close()
