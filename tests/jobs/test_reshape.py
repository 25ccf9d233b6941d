"""Stories split and joined by people: written whole, with cards, threads, index and ledger that agree."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from builders import (
    make_figure,
    make_item,
    make_judgement,
    make_message,
    make_mute,
    make_report,
    make_story,
    make_story_link,
    make_verdict,
)
from fakes import NOON

from bot import compose
from bot.compose import Card, Reply, decode
from bot.domain import (
    AlertPolicy,
    Fate,
    IndexedStory,
    ItemId,
    OutboxMessage,
    Receipt,
    Report,
    RoutePolicy,
    StoredItem,
    Story,
    StoryId,
    Write,
)
from bot.errors import UsageError
from bot.jobs.reshape import Reshaping
from bot.store import SqliteStore

LATER = NOON + timedelta(hours=2)
MASS, MAN = ItemId("i-000001"), ItemId("i-000002")
TITLES = {MASS: "Mexico sends 26 prisoners to United States", MAN: "Mexico extradites accountant to Texas"}
ONE, TWO = StoryId("s-000001"), StoryId("s-000002")


def _item(item_id: ItemId, story: StoryId) -> StoredItem:
    severity = "P1" if item_id == MASS else "P2"
    return StoredItem(
        item=make_item(id=item_id, guid=item_id, url=None, title=TITLES[item_id]),
        judgement=make_judgement(make_verdict(severity=severity)),
        figures=(make_figure(value=26.0 if item_id == MASS else 1.0),),
        fate=Fate(stage="outbox", reason="alerted"),
        link=make_story_link(story_id=story, reason="report of a story: 0.93 >= 0.50"),
        content_hash=item_id.encode(),
    )


def _card(story: Story) -> OutboxMessage:
    return make_message(
        dedupe_key=f"desk:card:{story.id}", story_id=story.id, payload=compose.encode(compose.card(story, now=NOON))
    )


def _written(store: SqliteStore, *stories: Story, carded: bool = True) -> None:
    """Stories as the bot left them, each with a card that is out."""
    items = tuple(_item(report.item_id, story.id) for story in stories for report in story.reports)
    cards = tuple(map(_card, stories)) if carded else ()
    told = tuple(IndexedStory(story=story, keys=(f"k-{story.id}",)) for story in stories)
    store.write(Write(items=items, stories=told, messages=cards), NOON)
    for n, _ in enumerate(cards):
        row = store.claim(NOON, ["desk"])
        assert row is not None
        store.mark_sent(row.seq, Receipt(ref=f"{n}.1"), NOON)


def _report(item_id: ItemId, **changes: object) -> Report:
    return make_report(item_id=item_id, title=TITLES[item_id], **changes)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """Empty."""
    with closing(SqliteStore(tmp_path / "bot.db")) as store:
        yield store


@pytest.fixture
def by_hand(store: SqliteStore) -> Reshaping:
    """One channel for all."""
    return Reshaping(store=store, routes=(RoutePolicy(channel="desk"),), policy=AlertPolicy())


def _mixed() -> Story:
    return make_story(id=ONE, severity="P1", reports=(_report(MASS), _report(MAN, publisher="sun", outlet="Sun")))


def _waiting(store: SqliteStore) -> list[tuple[str, str | None]]:
    return [(row.message.kind, row.message.story_id) for row in reversed(store.outbox(["pending"]))]


def _ledger(store: SqliteStore) -> dict[str, str]:
    return {entry.held.item_id: entry.story_id for entry in store.ledger()}


def test_a_split_is_told_where_the_card_is(store: SqliteStore, by_hand: Reshaping) -> None:
    """The new story gets its card, the old thread a pointer to it, the old card an edit."""
    _written(store, _mixed())
    kept, made = by_hand.split(ONE, [MAN], who="Ana", now=LATER)
    assert (kept.id, made.id, made.severity) == (ONE, TWO, "P2")
    assert sorted(_waiting(store)) == [("card", TWO), ("edit", ONE), ("reply", ONE)]
    payloads = {row.message.kind: decode(row.message.kind, row.message.payload) for row in store.outbox(["pending"])}
    assert isinstance(reply := payloads["reply"], Reply)
    assert reply.pointer is not None
    assert (reply.change, reply.pointer.id) == ("left", TWO)
    assert isinstance(card := payloads["card"], Card)
    assert card.split_from is not None
    assert (card.split_from.id, card.headline) == (ONE, TITLES[MAN])
    assert isinstance(edit := payloads["edit"], Card)
    assert edit.headline == TITLES[MASS]


def test_ledger_and_links_follow_a_split(store: SqliteStore, by_hand: Reshaping) -> None:
    """Every figure counts for the story of its report, and `explain` says who moved it."""
    _written(store, _mixed())
    by_hand.split(ONE, [MAN], who="Ana", now=LATER)
    assert _ledger(store) == {MASS: ONE, MAN: TWO}
    moved, stayed = store.item(MAN), store.item(MASS)
    assert moved is not None
    assert stayed is not None
    assert moved.link is not None
    assert stayed.link is not None
    assert (moved.link.story_id, moved.link.reason) == (TWO, "split off s-000001 by Ana")
    assert (stayed.link.story_id, stayed.link.reason) == (ONE, "report of a story: 0.93 >= 0.50")


def test_a_merge_is_told_in_the_thread_that_ends(store: SqliteStore, by_hand: Reshaping) -> None:
    """Both cards are edited, the one that ends points on, and later reports find the one that goes on only."""
    one, two = (make_story(id=i, reports=(_report(r),)) for i, r in ((ONE, MASS), (TWO, MAN)))
    _written(store, one, two)
    kept, gone = by_hand.merge(TWO, ONE, who="Ana", now=LATER)
    assert (kept.id, gone.id, len(kept.reports)) == (ONE, TWO, 2)
    assert sorted(_waiting(store)) == [("edit", ONE), ("edit", TWO), ("reply", TWO)]
    assert _ledger(store) == {MASS: ONE, MAN: ONE}
    moved = store.item(MAN)
    assert moved is not None
    assert moved.link is not None
    assert moved.link.reason == "s-000002 joined to s-000001 by Ana"
    assert store.candidate_stories(["k-s-000002"], NOON - timedelta(days=9), 9) == []


def test_a_split_that_is_undone_leaves_one_story(store: SqliteStore, by_hand: Reshaping) -> None:
    """The ledger is as it was."""
    _written(store, _mixed())
    by_hand.split(ONE, [MAN], who="Ana", now=LATER)
    kept, _ = by_hand.merge(ONE, TWO, who="Ana", now=LATER + timedelta(minutes=1))
    assert {report.item_id for report in kept.reports} == {MASS, MAN}
    assert set(_ledger(store).values()) == {kept.id}


def test_old_news_that_is_split_off_pings_nobody(store: SqliteStore, by_hand: Reshaping) -> None:
    """The thread says so, but no card comes for what is five days old."""
    _written(store, _mixed())
    by_hand.split(ONE, [MAN], who="Ana", now=NOON + timedelta(days=5))
    assert ("card", TWO) not in _waiting(store)


def test_a_muted_story_is_split_in_silence(store: SqliteStore, by_hand: Reshaping) -> None:
    """No card and no reply; the card that is there stays true."""
    _written(store, _mixed())
    store.add_mute(replace(make_mute(kind="topic", target="transfer"), until=None))
    by_hand.split(ONE, [MAN], who="Ana", now=LATER)
    assert _waiting(store) == [("edit", ONE)]


@pytest.mark.parametrize("leaving", [[], [MASS, MAN], [ItemId("i-000099")]])
def test_a_refused_split_writes_nothing(leaving: list[ItemId], store: SqliteStore, by_hand: Reshaping) -> None:
    """Neither story nor message."""
    _written(store, _mixed())
    with pytest.raises(UsageError):
        by_hand.split(ONE, leaving, who="Ana", now=LATER)
    with pytest.raises(UsageError, match="there is no story 's-000077'"):
        by_hand.merge(ONE, StoryId("s-000077"), who="Ana", now=LATER)
    assert (_waiting(store), store.story(TWO), store.story(ONE)) == ([], None, _mixed())


def test_a_story_from_before_this_release_can_be_split(store: SqliteStore, by_hand: Reshaping) -> None:
    """Its row knows of no word by hand."""
    _written(store, _mixed())
    with store._connections.writing() as db:  # a row as an earlier version wrote it
        db.conn.execute("UPDATE stories SET story = json_remove(story, '$.apart', '$.is_whole')")
    _, made = by_hand.split(ONE, [MAN], who="Ana", now=LATER)
    assert made.apart == (MASS,)


def test_a_story_split_by_hand_is_what_its_own_reports_were_judged_to_be(
    store: SqliteStore, by_hand: Reshaping
) -> None:
    """Score, reasons and versions of its card are those of its report, and so is the record of the alert."""
    _written(store, _mixed())
    _, made = by_hand.split(ONE, [MAN], who="Ana", now=LATER)
    held = store.item(MAN)
    assert held is not None
    assert held.judgement is not None
    assert (made.why, made.scores) == (held.judgement.flagged[0].why, (("transfer", 0.97),))
    (record,) = store.alerts_of(MAN)
    assert (record.story_id, record.channel, record.judgement) == (TWO, "desk", held.judgement)


def test_stories_that_people_shaped_are_known(store: SqliteStore, by_hand: Reshaping) -> None:
    """Those they split and those they joined; no others."""
    _written(store, _mixed())
    assert store.shaped_stories() == []
    kept, made = by_hand.split(ONE, [MAN], who="Ana", now=LATER)
    assert {story.id for story in store.shaped_stories()} == {kept.id, made.id}
