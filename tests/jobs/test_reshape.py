"""Stories split and joined and reports moved by people: written whole; cards, threads, index and ledger agree."""

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
    make_story_change,
    make_story_link,
    make_verdict,
)
from fakes import NOON

from bot import compose
from bot.app import load_lexicon
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
CASE = ItemId("i-000003")
TITLES = {
    MASS: "Mexico sends 26 prisoners to United States",
    MAN: "Mexico extradites accountant to Texas",
    CASE: "Mexico extradites accountant to Texas on fraud charges",
}
ONE, TWO = StoryId("s-000001"), StoryId("s-000002")


def _item(item_id: ItemId, story: StoryId) -> StoredItem:
    severity = "P1" if item_id == MASS else "P2"
    return StoredItem(
        item=make_item(id=item_id, guid=item_id, url=None, title=TITLES[item_id], link=f"https://{item_id}.example/"),
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
    return make_report(item_id=item_id, title=TITLES[item_id], link=f"https://{item_id}.example/", **changes)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """Empty."""
    with closing(SqliteStore(tmp_path / "bot.db")) as store:
        yield store


@pytest.fixture
def by_hand(store: SqliteStore) -> Reshaping:
    """One channel for all."""
    return Reshaping(store=store, routes=(RoutePolicy(channel="desk"),), policy=AlertPolicy(), lexicon=load_lexicon())


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


# --- reports moved ---------------------------------------------------------------------------------------------------


def _two(store: SqliteStore, *, carded: bool = True) -> tuple[Story, Story]:
    """A handover with a report of a case in it, and the case."""
    mixed = make_story(
        id=ONE, severity="P1", reports=(_report(MASS), _report(MAN, publisher="sun", outlet="Sun"))
    )  # fmt: skip
    case = make_story(id=TWO, severity="P2", reports=(_report(CASE, publisher="tide", outlet="Tide"),), figures=())
    _written(store, mixed, case, carded=carded)
    return mixed, case


def _told(store: SqliteStore) -> None:
    """A reply about the report went out under the first card."""
    story = store.story(ONE)
    assert story is not None
    change = make_story_change(after=story, report=story.reports[1], link=make_story_link(story_id=ONE))
    reply = make_message(
        dedupe_key="desk:reply:s-000001:1", kind="reply", story_id=ONE,
        payload=compose.encode(compose.reply(change, now=NOON)),
    )  # fmt: skip
    store.write(Write(messages=(reply,)), NOON)
    row = store.claim(NOON, ["desk"])
    assert row is not None
    store.mark_sent(row.seq, Receipt(ref="9.1"), NOON)


def test_a_moved_report_is_told_where_it_was_told_before(store: SqliteStore, by_hand: Reshaping) -> None:
    """One line in the old thread, with the report and the story where it is; a reply where it is news; no card."""
    _two(store)
    _told(store)
    left, gained = by_hand.move([MAN], TWO, who="Ana", now=LATER)
    assert (left.id, gained.id) == (ONE, TWO)
    assert sorted(_waiting(store)) == [("edit", ONE), ("edit", TWO), ("reply", ONE), ("reply", TWO)]
    rows = [row.message for row in store.outbox(["pending"])]
    pointing, news = (
        decode("reply", m.payload) for story in (ONE, TWO) for m in rows if (m.kind, m.story_id) == ("reply", story)
    )
    assert isinstance(pointing, Reply)
    assert isinstance(news, Reply)
    assert pointing.pointer is not None
    assert (pointing.change, pointing.pointer.id, pointing.by) == ("lost", TWO, "Ana")
    assert [(each.title, each.outlet) for each in pointing.moved] == [(TITLES[MAN], "Sun")]
    assert (news.change, news.pointer, [line.kind for line in news.lines], news.by) == (
        "gained",
        None,
        ["figure"],
        "Ana",
    )


def test_a_report_that_was_told_nowhere_leaves_in_silence(store: SqliteStore, by_hand: Reshaping) -> None:
    """Only what is news in the other thread is said there."""
    _two(store)
    by_hand.move([MAN], TWO, who="Ana", now=LATER)
    assert sorted(_waiting(store)) == [("edit", ONE), ("edit", TWO), ("reply", TWO)]


def test_the_report_on_the_card_was_told(store: SqliteStore, by_hand: Reshaping) -> None:
    """By its headline."""
    _two(store)
    by_hand.move([MASS], TWO, who="Ana", now=LATER)
    assert ("reply", ONE) in _waiting(store)


def test_without_cards_a_move_is_told_to_nobody(store: SqliteStore, by_hand: Reshaping) -> None:
    """It opens none, whatever the report is."""
    _two(store, carded=False)
    _, gained = by_hand.move([MASS], TWO, who="Ana", now=LATER)
    assert (gained.severity, _waiting(store)) == ("P1", [])


def test_ledger_link_and_word_follow_a_move(store: SqliteStore, by_hand: Reshaping) -> None:
    """Figures count for the story where the report is, `explain` says who moved it, a replay shapes them the same."""
    _two(store)
    left, gained = by_hand.move([MAN], TWO, who="Ana", now=LATER)
    assert _ledger(store) == {MASS: ONE, MAN: TWO, CASE: TWO}
    moved = store.item(MAN)
    assert moved is not None
    assert moved.link is not None
    assert (moved.link.story_id, moved.link.reason) == (TWO, "moved from s-000001 by Ana")
    assert (moved.link.is_new_story, moved.link.relation) == (False, gained.reports[-1].relation)
    assert {story.id for story in store.shaped_stories()} == {left.id, gained.id}
    assert store.story(ONE) == left
    assert store.story(TWO) == gained


def test_a_report_that_is_moved_back_leaves_all_as_it_was(store: SqliteStore, by_hand: Reshaping) -> None:
    """Reports, figures and ledger; that people said so is taken back."""
    _two(store)
    before = by_hand.move([MAN], TWO, who="Ana", now=LATER)
    by_hand.move([MAN], ONE, who="Ben", now=LATER + timedelta(minutes=1))
    again = by_hand.move([MAN], TWO, who="Ana", now=LATER + timedelta(minutes=2))
    assert [s.reports for s in again] == [s.reports for s in before]
    assert [s.figures for s in again] == [s.figures for s in before]
    assert len(store.shaped_stories()) == 2
    undone = by_hand.move([MAN], ONE, out_of=TWO, who="Ben", now=LATER + timedelta(minutes=3))
    assert _ledger(store) == {MASS: ONE, MAN: ONE, CASE: TWO}
    assert store.shaped_stories() == []
    assert by_hand.move([MAN], ONE, out_of=TWO, who="Ana", now=LATER + timedelta(minutes=4)) == undone


def test_the_same_move_out_of_the_same_story_changes_nothing_more(store: SqliteStore, by_hand: Reshaping) -> None:
    """Told again by Slack, or by two people at once."""
    _two(store)
    before = by_hand.move([MAN], TWO, out_of=ONE, who="Ana", now=LATER)
    waiting = _waiting(store)
    assert by_hand.move([MAN], TWO, out_of=ONE, who="Ben", now=LATER) == before
    assert _waiting(store) == waiting


def test_a_report_whose_text_is_forgotten_moves_with_its_figures(store: SqliteStore, by_hand: Reshaping) -> None:
    """Headline, verdicts and figures stay when texts are pruned, and they are what is moved."""
    _two(store)
    store.prune(NOON + timedelta(days=400))
    left, gained = by_hand.move([MAN], TWO, who="Ana", now=LATER)
    assert ([r.item_id for r in left.reports], [r.item_id for r in gained.reports]) == ([MASS], [CASE, MAN])
    assert _ledger(store)[MAN] == TWO
    assert MAN in {held.item_id for held in gained.figures}


def test_a_move_to_a_muted_story_is_no_news_there(store: SqliteStore, by_hand: Reshaping) -> None:
    """Its card stays true; the thread of the other story still says where the report went."""
    _two(store)
    _told(store)
    store.add_mute(replace(make_mute(kind="story", target=TWO), until=None))
    by_hand.move([MAN], TWO, who="Ana", now=LATER)
    assert sorted(_waiting(store)) == [("edit", ONE), ("edit", TWO), ("reply", ONE)]


def test_a_move_out_of_a_muted_story_is_not_told_there(store: SqliteStore, by_hand: Reshaping) -> None:
    """Only where it is now, if it is news."""
    _two(store)
    _told(store)
    store.add_mute(replace(make_mute(kind="story", target=ONE), until=None))
    by_hand.move([MAN], TWO, who="Ana", now=LATER)
    assert sorted(_waiting(store)) == [("edit", ONE), ("edit", TWO), ("reply", TWO)]


@pytest.mark.parametrize(
    ("moving", "to", "says"),
    [
        ([], TWO, "name the reports that are to be moved"),
        ([ItemId("i-000099")], TWO, "there is no item i-000099; ids are in the log and in `explain --json`"),
        ([MAN], StoryId("s-000077"), "there is no story 's-000077'"),
        ([CASE], TWO, "i-000003 is in s-000002 already; name another story to move it to"),
        ([MAN, CASE], TWO, "i-000003 is in s-000002 already"),
        ([MAN, CASE], StoryId("s-000003"), "i-000002 is in s-000001, i-000003 in s-000002; move the reports of one"),
        ([MASS, MAN], TWO, "s-000001 would be left without a report; join the two instead"),
        ([ItemId("i-000004")], TWO, "i-000004 is in no story, since no topic flags it"),
    ],
)
def test_a_refused_move_writes_nothing(
    moving: list[ItemId], to: StoryId, says: str, store: SqliteStore, by_hand: Reshaping
) -> None:
    """Neither stories nor messages; the error says what to do."""
    before = _two(store)
    loose = replace(
        _item(MAN, ONE), item=make_item(id=ItemId("i-000004"), guid="loose", url=None), link=None, figures=()
    )
    store.write(Write(items=(replace(loose, content_hash=b"loose"),)), NOON)
    with pytest.raises(UsageError, match=says):
        by_hand.move(moving, to, who="Ana", now=LATER)
    assert (store.story(ONE), store.story(TWO), _waiting(store)) == (*before, [])


def test_a_move_into_a_story_that_ended_names_the_one_that_goes_on(store: SqliteStore, by_hand: Reshaping) -> None:
    """So does one out of it by a form that waited."""
    _two(store)
    kept, gone = by_hand.split(ONE, [MAN], who="Ana", now=LATER)
    by_hand.merge(TWO, gone.id, who="Ana", now=LATER)
    with pytest.raises(UsageError, match=f"{gone.id} went into s-000002; use that one"):
        by_hand.move([CASE], gone.id, who="Ana", now=LATER)
    with pytest.raises(UsageError, match=f"{gone.id} went into s-000002; use that one"):
        by_hand.move([MAN], kept.id, out_of=gone.id, who="Ana", now=LATER)
