"""Cards that are held: lists at the end of quiet hours and of the hourly cap, and what leaves them meanwhile."""

from dataclasses import replace
from datetime import timedelta

from builders import make_message, make_mute, make_report, make_story
from channel_samples import make_card, make_entry
from deliver_kit import queue, run, states, told, waiting_card
from fakes import NOON, FakeClock, RecordingChannel

from bot import compose
from bot.domain import IndexedStory, ItemId, OutboxMessage, StoryId, StoryRef, Write
from bot.jobs.deliver import Deliverer
from bot.store import SqliteStore


def test_what_is_held_meanwhile_joins_the_list_that_waits(store: SqliteStore, clock: FakeClock) -> None:
    """One message an hour; a story that is held again has one line, its newest; after it went out a new list begins."""

    def held(key: str, *numbers: int, title: str = "") -> OutboxMessage:
        entries = tuple(make_entry(n, story_id=StoryId(f"s-{n}"), title=title or f"Nota {n}") for n in numbers)
        payload = compose.encode(compose.Fold(reason="cap", entries=entries, since=clock.now()))
        due = clock.now() + timedelta(hours=1)
        return make_message(dedupe_key=key, kind="held", story_id=None, payload=payload, not_before=due)

    channel = RecordingChannel()
    deliverer = Deliverer(store, {"desk": channel}, clock)
    queue(store, held("h1", 1, 2))
    clock.advance(600)
    queue(store, held("h2", 2, 3, title="Más «nuevo»"))
    run(deliverer, clock, 60)
    assert channel.sent == []
    clock.advance(timedelta(hours=1))
    run(deliverer, clock, 3)
    queue(store, held("h3", 4))
    (sent,) = [compose.decode("held", message.payload) for message in channel.sent]
    assert isinstance(sent, compose.Fold)
    assert [(entry.story_id, entry.title) for entry in sent.entries] == [
        ("s-1", "Nota 1"),
        ("s-2", "Más «nuevo»"),
        ("s-3", "Más «nuevo»"),
    ]
    assert sent.since == NOON
    assert states(store) == ["sent", "pending"]


def test_cards_of_quiet_hours_become_one_list(store: SqliteStore, clock: FakeClock) -> None:
    """With what they show by then; P1 and a story that went into another are none of its lines."""
    channel = RecordingChannel()
    gone = StoryRef(id=StoryId("s-1"), title="Nota 1", link=None)
    queue(store, waiting_card(1), waiting_card(2), waiting_card(3, severity="P1"), waiting_card(4, merged_into=gone))
    edit = compose.encode(make_card(severity="P2", headline="Nota 2, al día"))
    due = NOON + timedelta(hours=1)
    queue(
        store,
        make_message(dedupe_key="e", kind="edit", story_id=StoryId("s-2"), payload=edit, not_before=due),
    )
    deliverer = Deliverer(store, {"desk": channel}, clock)
    run(deliverer, clock, 30)
    assert channel.sent == []
    clock.advance(timedelta(hours=1))
    run(deliverer, clock, 5)
    assert sorted(told(channel)) == [("card", ["Nota 3"]), ("held", ["Nota 1", "Nota 2, al día"])]
    assert sorted(states(store)) == ["listed", "listed", "listed", "sent", "sent"]
    (fold,) = [p for m in channel.sent if isinstance(p := compose.decode(m.kind, m.payload), compose.Fold)]
    assert (fold.reason, fold.since) == ("quiet", NOON)
    assert [f.value for f in fold.entries[0].figures] == [12.0, 67.0]


def test_a_single_card_of_quiet_hours_stays_a_card(store: SqliteStore, clock: FakeClock) -> None:
    """And so does one that rose to P1 meanwhile, which goes out at once."""
    channel = RecordingChannel()
    queue(store, waiting_card(1), waiting_card(2))
    urgent = compose.encode(make_card(headline="Nota 2, urgente"))
    queue(store, make_message(dedupe_key="e", kind="edit", story_id=StoryId("s-2"), payload=urgent))
    deliverer = Deliverer(store, {"desk": channel}, clock)
    run(deliverer, clock, 3)
    assert told(channel) == [("card", ["Nota 2, urgente"])]
    clock.advance(timedelta(hours=1))
    run(deliverer, clock, 3)
    assert told(channel)[1:] == [("card", ["Nota 1"])]


def test_a_story_that_went_into_another_at_night_is_not_told(store: SqliteStore, clock: FakeClock) -> None:
    """Not even by itself: the story that goes on has the card."""
    channel = RecordingChannel()
    gone = StoryRef(id=StoryId("s-9"), title="Nota 9", link=None)
    queue(store, waiting_card(1, merged_into=gone))
    clock.advance(timedelta(hours=1))
    run(Deliverer(store, {"desk": channel}, clock), clock, 3)
    assert (channel.sent, states(store)) == ([], ["listed"])


def test_a_story_muted_at_night_is_no_line_of_the_morning_list(store: SqliteStore, clock: FakeClock) -> None:
    """Nor is it a card, by whatever it was muted; one report that no mute meets makes it news."""
    channel = RecordingChannel()
    reports = {n: make_report(item_id=ItemId(f"i-{n}"), title=f"Nota {n}") for n in range(1, 6)}
    held = {
        1: [reports[1]],
        2: [reports[2]],
        3: [reports[3], make_report(item_id=ItemId("i-33"), title="Otra sobre lo mismo")],
        4: [reports[4]],
        5: [make_report(item_id=ItemId("i-55"), title="Otra sobre lo mismo"), reports[5]],
    }
    written = tuple(
        IndexedStory(story=make_story(id=StoryId(f"s-{n}"), reports=tuple(its)), keys=(f"k{n}",))
        for n, its in held.items()
    )
    store.write(Write(stories=written), NOON)
    queue(store, *(waiting_card(n) for n in held))
    store.add_mute(make_mute(id="m-1", kind="story", target="s-1", channel=None, until=None, who="ana"))
    store.add_mute(make_mute(id="m-2", kind="term", target="nota 2", channel="desk", until=None, who="ana"))
    store.add_mute(make_mute(id="m-3", kind="term", target="nota 3", channel=None, until=None, who="ana"))
    store.add_mute(make_mute(id="m-5", kind="term", target="nota 5", channel=None, until=None, who="ana"))
    store.add_mute(make_mute(id="m-4", kind="story", target="s-4", channel="elsewhere", until=None, who="ana"))
    clock.advance(timedelta(hours=1))
    run(Deliverer(store, {"desk": channel}, clock), clock, 3)
    assert told(channel) == [("held", ["Nota 3", "Nota 4", "Nota 5"])]
    errors = {row.message.story_id: row.last_error for row in store.outbox(("listed",))}
    assert errors[StoryId("s-1")] == "muted for good by ana"
    assert errors[StoryId("s-2")] == "muted for good by ana (term nota 2)"
    assert str(errors[StoryId("s-5")]).startswith("told in desk:held:")


def test_cards_that_cannot_be_read_are_refused_each_by_itself(store: SqliteStore, clock: FakeClock) -> None:
    """A later version's payload is not lost in a list."""
    channel = RecordingChannel()
    queue(store, *(replace(waiting_card(n), payload="{}") for n in (1, 2)))
    clock.advance(timedelta(hours=1))
    run(Deliverer(store, {"desk": channel}, clock), clock, 5)
    assert [m.kind for m in channel.sent] == ["card", "card"]


def test_a_story_that_gets_a_card_leaves_the_lists_that_wait(store: SqliteStore, clock: FakeClock) -> None:
    """Told once; a list of which nothing is left is not sent."""

    def held(*numbers: int) -> OutboxMessage:
        entries = tuple(make_entry(n, story_id=StoryId(f"s-{n}")) for n in numbers)
        payload = compose.encode(compose.Fold(reason="cap", entries=entries))
        due = NOON + timedelta(hours=1)
        return make_message(dedupe_key=f"h{numbers}", kind="held", story_id=None, payload=payload, not_before=due)

    channel = RecordingChannel()
    deliverer = Deliverer(store, {"desk": channel}, clock)
    queue(store, held(1, 2), replace(waiting_card(1), not_before=NOON, batch=None))
    clock.advance(timedelta(hours=2))
    run(deliverer, clock, 5)
    assert told(channel) == [("card", ["Nota 1"]), ("held", ["Nota 2"])] or told(channel) == [
        ("held", ["Nota 2"]),
        ("card", ["Nota 1"]),
    ]
    queue(store, replace(held(3), dedupe_key="h", not_before=clock.now() + timedelta(hours=1)))
    queue(store, replace(waiting_card(3), batch=None, not_before=clock.now()))
    assert states(store)[-2:] == ["dropped", "pending"]
