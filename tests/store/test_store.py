"""The store keeps what it is given, whole or not at all."""

import contextlib
import dataclasses
from datetime import timedelta

import pytest
from builders import (
    make_feed,
    make_feed_state,
    make_figure,
    make_item,
    make_judgement,
    make_message,
    make_report,
    make_story,
    make_story_link,
)
from fakes import NOON

from bot.domain import (
    Content,
    DayCounts,
    Fate,
    FeedHabits,
    FeedId,
    IndexedStory,
    ItemId,
    KnownItem,
    Name,
    Page,
    StoredItem,
    StoryId,
    StoryRef,
    Write,
)
from bot.errors import StoreError
from bot.store import SqliteStore

MINUTE = timedelta(minutes=1)


def stored(**changes: object) -> StoredItem:
    """A flagged item with one figure, in story s-000001."""
    values: dict[str, object] = {
        "item": make_item(),
        "judgement": make_judgement(),
        "figures": (make_figure(),),
        "fate": Fate(stage="outbox", reason="alerted"),
        "link": make_story_link(),
        "keys": ("guid:a", "url:b"),
        "content_hash": b"\x01abc",
        "content": Content(
            names=(
                Name(
                    kind="person",
                    canonical="Ismael Zambada García",
                    printed=("El Mayo",),
                    item_id=ItemId("i-000001"),
                    start=0,
                    end=7,
                ),
            )
        ),
    }
    return StoredItem(**(values | changes))  # type: ignore[arg-type]  # fields by name


def full_write() -> Write:
    """All that the poll of one feed with one flagged item writes."""
    return Write(
        feed_state=make_feed_state(
            health="ok", etag='W/"1"', next_poll_at=NOON + MINUTE, habits=FeedHabits(items=2.5, ttl_min=5)
        ),
        memory=b"\x00\x01",
        items=(stored(),),
        stories=(IndexedStory(story=make_story(), keys=("transfer:12", "day:2026-10-05")),),
        messages=(make_message(),),
        pages=(
            Page(
                item_id=ItemId("i-000001"),
                url="https://diario.example/p",
                content_hash=b"v1",
                state="pending",
                next_attempt_at=NOON,
            ),
        ),
    )


def test_a_write_comes_back_as_it_was_given(store: SqliteStore) -> None:
    """Items, verdicts, figures, links, stories and states are equal after a round trip."""
    store.sync_feeds([make_feed()])
    write = full_write()
    store.write(write, NOON)
    expected = dataclasses.replace(write.items[0], keys=())
    assert store.item(ItemId("i-000001")) == expected
    assert store.story(StoryId("s-000001")) == write.stories[0].story
    assert store.feed_states() == {FeedId("diario"): write.feed_state}
    assert [row.message for row in store.outbox()] == list(write.messages)


def test_the_same_write_twice_changes_nothing(store: SqliteStore) -> None:
    """A repeated poll leaves one item, one story and one message."""
    store.sync_feeds([make_feed()])
    store.write(full_write(), NOON)
    store.write(full_write(), NOON + MINUTE)
    assert store.counts(NOON, NOON + MINUTE) == DayCounts(read=1, judged=1, flagged=1, held=0)
    assert len(store.outbox()) == 1
    assert store.next_story_number() == 2


def test_a_write_that_fails_leaves_nothing_behind(store: SqliteStore) -> None:
    """When the last part of a write cannot be stored, neither item nor message nor ETag is there."""
    store.sync_feeds([make_feed()])
    broken = make_feed_state(etag="new", last_error=memoryview)  # a type that SQLite cannot bind
    with pytest.raises(StoreError):
        store.write(dataclasses.replace(full_write(), feed_state=broken), NOON)
    assert store.item(ItemId("i-000001")) is None
    assert store.outbox() == []
    assert store.feed_states()[FeedId("diario")].etag is None


def test_identity_keys_lead_to_the_item(store: SqliteStore) -> None:
    """Known keys give the item's id, hash and dates; unknown ones are left out; a key keeps its first owner."""
    store.write(Write(items=(dataclasses.replace(stored(), link=None),)), NOON)
    later = dataclasses.replace(stored(item=make_item(id=ItemId("i-000002"))), link=None)
    store.write(Write(items=(later,)), NOON)
    known = KnownItem(
        id=ItemId("i-000001"), content_hash=b"\x01abc", published_at=NOON - timedelta(hours=1), first_seen=NOON
    )
    assert store.known(["guid:a", "url:b", "nothing"]) == {"guid:a": known, "url:b": known}
    assert store.known([]) == {}
    assert len(store.known(["guid:a", *(f"k{n}" for n in range(1200))])) == 1


def test_due_feeds_are_those_that_are_polled(store: SqliteStore) -> None:
    """The retired are not among them; a priority beyond the three is the nearest of them."""
    feeds = [make_feed(id=FeedId(name), url=f"https://{name}.example/", priority=n) for n, name in enumerate("abcd", 1)]
    store.sync_feeds(feeds)
    assert store.is_any_due(NOON)
    for name, changes in {
        "a": {"next_poll_at": NOON},
        "b": {"next_poll_at": NOON + MINUTE},
        "c": {"next_poll_at": NOON - MINUTE, "health": "gone"},
    }.items():
        state = make_feed_state(feed_id=FeedId(name), url=f"https://{name}.example/", **changes)
        store.write(Write(feed_state=state), NOON)
    assert [store.due_feeds(NOON + n * MINUTE, 9) for n in (-1, 0, 1)] == [["d"], ["a", "d"], ["a", "b", "d"]]
    assert store.states_of([FeedId("c"), FeedId("none")]) == {"c": store.feed_states()[FeedId("c")]}


def test_a_feed_is_due_when_its_time_has_come(store: SqliteStore) -> None:
    """Not before, and not once it is gone."""
    store.sync_feeds([make_feed()])
    store.write(Write(feed_state=make_feed_state(next_poll_at=NOON)), NOON)
    assert [store.is_any_due(NOON + n * MINUTE) for n in (-1, 0, 1)] == [False, True, True]
    store.write(Write(feed_state=make_feed_state(next_poll_at=NOON, health="gone")), NOON)
    assert not store.is_any_due(NOON)


def test_feeds_that_are_moving_are_found(store: SqliteStore) -> None:
    """Those with an address seen but not adopted."""
    store.sync_feeds([make_feed(), make_feed(id=FeedId("other"), url="https://other.example/")])
    moving = make_feed_state(moved_to="https://new.example/", moved_polls=1, moved_since=NOON)
    store.write(Write(feed_state=moving), NOON)
    assert store.moving() == {FeedId("diario"): moving}


def test_writes_together_are_one_transaction_and_fail_alone(store: SqliteStore) -> None:
    """The write that raises is undone, the others stay; when the block raises, nothing stays."""
    store.sync_feeds([make_feed()])
    broken = Write(items=(stored(content_hash=memoryview),))  # a type that SQLite cannot bind
    with store.together():
        store.write(full_write(), NOON)
        with pytest.raises(StoreError):
            store.write(dataclasses.replace(broken, messages=(make_message(dedupe_key="other"),)), NOON)
        assert store.item(ItemId("i-000001")) is not None
    assert [row.message.dedupe_key for row in store.outbox()] == [make_message().dedupe_key]

    def fail_at_the_end() -> None:
        with store.together():
            store.write(Write(messages=(make_message(dedupe_key="third"),)), NOON)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_at_the_end()
    assert len(store.outbox()) == 1


def test_a_feed_taken_out_of_the_configuration_is_not_polled_but_remembered(store: SqliteStore) -> None:
    """Its state comes back with it; a changed address starts that address anew."""
    store.sync_feeds([make_feed()])
    polled = make_feed_state(etag='"1"', next_poll_at=NOON, health="ok", told_at=NOON)
    store.write(Write(feed_state=polled, memory=b"\x00m"), NOON)
    store.sync_feeds([])
    assert store.due_feeds(NOON, 9) == []
    store.sync_feeds([make_feed()])
    assert store.feed_states()[FeedId("diario")] == polled
    assert store.memories([FeedId("diario"), FeedId("none")]) == {"diario": b"\x00m"}
    store.sync_feeds([make_feed(url="https://diario.example/new.xml")])
    moved = store.feed_states()[FeedId("diario")]
    assert (moved.url, moved.etag, moved.told_at, moved.next_poll_at) == (
        "https://diario.example/new.xml",
        None,
        None,
        None,
    )
    assert store.memories([FeedId("diario")]) == {}


def test_candidate_stories_share_keys_most_first_and_are_recent(store: SqliteStore) -> None:
    """Looking under keys finds what shares them within the window."""
    for number, keys in enumerate((("k1",), ("k1", "k2"), ("k3",)), start=1):
        story = make_story(id=StoryId(f"s-{number:06}"), last_report_at=NOON - number * timedelta(days=1))
        store.write(Write(stories=(IndexedStory(story=story, keys=keys),)), NOON)

    def found(since: timedelta) -> list[str]:
        return [s.id for s in store.candidate_stories(["k1", "k2", "k1"], NOON - since, 10)]

    assert found(timedelta(days=9)) == ["s-000002", "s-000001"]
    assert found(timedelta(days=1)) == ["s-000001"]
    assert store.candidate_stories([], NOON - timedelta(days=9), 10) == []


def test_stories_of_a_window_are_those_that_a_report_joined_in_it(store: SqliteStore) -> None:
    """The window is half-open and goes by when we learned of the report."""
    story = make_story(reports=(make_report(seen_at=NOON), make_report(item_id=ItemId("i-2"), seen_at=NOON + MINUTE)))
    store.write(Write(stories=(IndexedStory(story=story, keys=()),)), NOON)
    assert store.stories_seen(NOON, NOON + MINUTE) == [story]
    assert store.stories_seen(NOON + MINUTE, NOON + 2 * MINUTE) == [story]
    assert store.stories_seen(NOON + 2 * MINUTE, NOON + 3 * MINUTE) == []
    assert store.stories_seen(NOON - MINUTE, NOON) == []


def test_a_merge_files_the_items_under_the_story_that_goes_on(store: SqliteStore) -> None:
    """The other is kept, points to it, and is in no digest."""
    store.sync_feeds([make_feed()])
    store.write(full_write(), NOON)
    goes_on = make_story(id=StoryId("s-000002"))
    ended = make_story(merged_into=StoryRef(id=goes_on.id, title="Twenty-six sent", link=None))
    moved = IndexedStory(story=goes_on, keys=("k",), moved=(ItemId("i-000001"),))
    store.write(Write(stories=(IndexedStory(story=ended, keys=()), moved)), NOON)
    item = store.item(ItemId("i-000001"))
    assert item is not None
    assert item.link == dataclasses.replace(make_story_link(), story_id=goes_on.id)
    assert store.story(ended.id) == ended
    assert [story.id for story in store.stories_seen(NOON - timedelta(days=9), NOON + timedelta(days=9))] == [
        goes_on.id
    ]


def test_a_page_is_asked_for_once(store: SqliteStore) -> None:
    """A page that is done is not due again when its item is written again, but is when the item was edited."""
    store.sync_feeds([make_feed()])
    store.write(full_write(), NOON)
    page = store.due_pages(NOON, 10)[0]
    store.write(Write(pages=(dataclasses.replace(page, state="done", attempts=1),)), NOON)
    assert store.page(page.item_id) == dataclasses.replace(page, state="done", attempts=1)
    assert store.page(ItemId("i-none")) is None
    store.write(full_write(), NOON)
    assert store.due_pages(NOON + timedelta(days=1), 10) == []
    edited = dataclasses.replace(page, content_hash=b"v2")
    store.write(Write(pages=(edited,)), NOON)
    assert store.due_pages(NOON, 10) == [edited]


def test_recent_items_are_listed_newest_first(store: SqliteStore) -> None:
    """Items first seen since a moment come back with all that is known of them."""
    old = dataclasses.replace(stored(), link=None, judgement=None, figures=())
    new = dataclasses.replace(old, item=make_item(id=ItemId("i-000002"), first_seen=NOON + MINUTE), keys=("c",))
    store.write(Write(items=(old, new)), NOON)
    assert [s.item.id for s in store.items_since(NOON, 10)] == ["i-000002", "i-000001"]
    assert [s.item.id for s in store.items_since(NOON + MINUTE, 10)] == ["i-000002"]


def test_states_without_anything_else_are_written_together(store: SqliteStore) -> None:
    """Many states in one call; inside a larger transaction they are a part of it."""
    store.sync_feeds([make_feed(id=FeedId(name)) for name in ("a", "b")])
    states = [make_feed_state(feed_id=FeedId(name), etag=f'"{name}"', next_poll_at=NOON) for name in ("a", "b")]
    changes = [(make_feed_state(feed_id=state.feed_id), state) for state in states]

    with contextlib.suppress(RuntimeError), store.together():
        store.write_states(changes)
        raise RuntimeError
    assert {state.etag for state in store.feed_states().values()} == {None}
    store.write_states(changes)
    assert [state.etag for state in store.feed_states().values()] == ['"a"', '"b"']


def test_a_state_that_moved_on_by_a_quiet_poll_is_stored_whole(store: SqliteStore) -> None:
    """What a 304 changes of a state comes back as it was given, whatever else of it changed or not."""
    store.sync_feeds([make_feed(id=FeedId(name)) for name in ("a", "b")])
    before = [
        make_feed_state(feed_id=FeedId(name), etag='"1"', health="unchanged", last_good_at=NOON, next_poll_at=NOON)
        for name in ("a", "b")
    ]
    for state in before:
        store.write(Write(feed_state=state), NOON)
    later = {"next_poll_at": NOON + 2 * MINUTE, "last_good_at": NOON + MINUTE, "habits": FeedHabits(seconds=60.0)}
    after = [
        dataclasses.replace(before[0], **later),
        dataclasses.replace(before[1], **later, etag='"2"', health="ok", health_since=NOON),
    ]
    store.write_states(list(zip(before, after, strict=True)))
    assert list(store.feed_states().values()) == after


def test_what_need_not_last_is_written_all_the_same(store: SqliteStore) -> None:
    """Such a transaction is seen by other connections at once, and the one after it waits for the disk again."""
    store.sync_feeds([make_feed()])
    with store.together(lasting=False):
        store.write(full_write(), NOON)
    with contextlib.closing(SqliteStore(store.path)) as other:
        assert [row.message.dedupe_key for row in other.outbox()] == [make_message().dedupe_key]
    with pytest.raises(RuntimeError), store.together(lasting=False):
        raise RuntimeError
    assert store._connections.db.execute("PRAGMA synchronous").fetchone()[0] == 2
