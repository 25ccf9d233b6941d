"""What people say of a report: that it is of another story; both stories are then what their reports make them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from builders import make_judgement, make_verdict
from fakes import NOON
from story_kit import TRANSFER, Desk, facts, handed, report

from bot.domain import Item, ItemFacts, ItemId, Judgement, Story, StoryChange, StoryId, Word
from bot.errors import UsageError
from bot.stories import merge_by_hand, move_by_hand, word_of
from bot.stories.anew import made_anew
from bot.stories.reshape import are_parted, second_event

FIRST = "Mexico sends 26 prisoners to United States"
AGAIN = "Mexico transfers 26 inmates to the United States"
CASE = "Mexico extradites accountant to Texas"
CHARGED = "Accountant extradited from Mexico is charged with 12 murders in Texas"
LATER = NOON + timedelta(hours=9)


class Newsroom:
    """Stories put together whatever their reports tell, and what these say."""

    def __init__(self) -> None:
        self.known: dict[ItemId, ItemFacts] = {}

    def story(self, number: int, *told: tuple[Item, Judgement, float | None]) -> Story:
        """A story of reports, each with how many people it says were handed over."""
        desk = Desk()
        together: frozenset[ItemId] = frozenset()
        for item, judgement, count in told:
            figures = [handed(count, item)] if count is not None else []
            self.known[item.id] = facts(item, judgement, *figures)
            desk.take(item, judgement, *figures, word=Word(together=together))
            together |= {item.id}
        (story,) = desk.stories
        return replace(story, id=StoryId(f"s-{number:06d}"), is_whole=False)

    def move(self, source: Story, target: Story, *numbers: int) -> tuple[StoryChange, ...]:
        """Reports by their place in the source."""
        moving = [source.reports[n].item_id for n in numbers]
        return move_by_hand(source, target, moving, known=self.known, who="Ana", now=LATER)


@pytest.fixture
def room() -> Newsroom:
    """Empty."""
    return Newsroom()


def _pair(room: Newsroom) -> tuple[Story, Story]:
    """A handover with a report of somebody's case in it, and the case."""
    calm = make_judgement(make_verdict(severity="P2"))
    wrong = report("Mexico extradites 2 to Texas, accountant among them", hours=2, outlet="Sun")
    one = room.story(
        1, (report(FIRST), TRANSFER, 26.0), (wrong, calm, 2.0), (report(AGAIN, hours=3, outlet="Tide"), TRANSFER, 26.0)
    )
    return one, room.story(2, (report(CASE, hours=1, outlet="Post"), calm, None))


def _same(one: Story, other: Story) -> bool:
    """All but the number of changes: what a card shows, what decides where reports go, what people said."""
    bare = [replace(story, revision=0, standing=story.standing_at(LATER)) for story in (one, other)]
    return bare[0] == bare[1]


def test_both_stories_are_as_their_reports_make_them(room: Newsroom) -> None:
    """Figures, count, standing and publishers of the one without the report, of the other with it."""
    one, two = _pair(room)
    assert one.standing_at(LATER) == "DISPUTED"
    left, gained = room.move(one, two, 1)
    assert (left.kind, gained.kind, left.before, gained.before) == ("lost", "gained", one, two)
    assert [r.title for r in left.after.reports] == [FIRST, AGAIN]
    assert {held.figure.value for held in left.after.figures} == {26.0}
    assert (left.after.count, left.after.standing) == (26, "CONFIRMED")
    assert [r.outlet for r in gained.after.reports] == ["Post", "Sun"]
    assert (gained.after.count, gained.after.publishers) == (2, ("post", "sun"))
    assert (left.after.revision, gained.after.revision) == (one.revision + 1, two.revision + 1)
    assert (left.link.reason, gained.link.reason) == ("moved to s-000002 by Ana", "moved from s-000001 by Ana")


def test_what_is_news_to_the_other_story_is_told_as_of_any_report(room: Newsroom) -> None:
    """A figure that it did not know; nothing where it knows all."""
    one, two = _pair(room)
    _, gained = room.move(one, two, 1)
    assert [(fact.kind, fact.figure.figure.value) for fact in gained.facts if fact.figure] == [("figure", 2.0)]
    knows = room.story(3, (report(CASE, hours=1, outlet="Post"), TRANSFER, 2.0))
    _, gained = room.move(one, knows, 1)
    assert gained.facts == ()


def test_severity_follows_the_reports(room: Newsroom) -> None:
    """The story that loses its only urgent report is no longer urgent; the one that gains it is."""
    calm = make_judgement(make_verdict(severity="P2"))
    one = room.story(1, (report(CASE), calm, None), (report(FIRST, hours=1, outlet="Sun"), TRANSFER, 26.0))
    two = room.story(2, (report(AGAIN, hours=2, outlet="Tide"), calm, 26.0))
    left, gained = room.move(one, two, 1)
    assert (one.severity, two.severity) == ("P1", "P2")
    assert (left.after.severity, gained.after.severity) == ("P2", "P1")


def test_the_report_that_opened_a_story_may_move(room: Newsroom) -> None:
    """The rest begins with the next one; where it is earlier than all, it opens its new story."""
    one = room.story(1, (report(CASE), TRANSFER, None), (report(FIRST, hours=2, outlet="Sun"), TRANSFER, 26.0))
    two = room.story(2, (report("Accountant extradited to Texas", hours=1, outlet="Tide"), TRANSFER, None))
    left, gained = room.move(one, two, 0)
    assert (left.after.reports[0].title, left.after.opened_at) == (FIRST, one.reports[1].at)
    assert (gained.after.reports[0].title, gained.after.opened_at) == (CASE, one.reports[0].at)


def test_a_copy_is_a_publisher_of_its_own_where_its_original_is_gone(room: Newsroom) -> None:
    """Who is independent depends on who else is there."""
    long = "Mexico sends 26 prisoners to the United States in the third flight of this year"
    one = room.story(
        1, (report(CASE), TRANSFER, None), (report(long, hours=1, outlet="Sun"), TRANSFER, None),
        (report(long, hours=2, outlet="Tide"), TRANSFER, None),
    )  # fmt: skip
    two = room.story(2, (report(FIRST, outlet="Post"), TRANSFER, 26.0))
    assert [r.publisher for r in one.reports] == ["courier", "sun", "sun"]
    left, _ = room.move(one, two, 1)
    assert [r.publisher for r in left.after.reports] == ["courier", "tide"]


def test_a_value_that_the_moved_report_took_back_stands_again(room: Newsroom) -> None:
    """The outlet's second count was of another event, so its first one was never wrong."""
    one = room.story(1, (report(FIRST), TRANSFER, 26.0), (report("Mexico sends 2 to Texas", hours=2), TRANSFER, 2.0))
    assert (one.standing, [held.figure.value for held in one.replaced]) == ("CORRECTED", [26.0])
    two = room.story(2, (report(CASE, hours=1, outlet="Post"), TRANSFER, None))
    left, _ = room.move(one, two, 1)
    assert ([held.figure.value for held in left.after.figures], left.after.replaced) == ([26.0], ())
    assert left.after.standing == "DEVELOPING"


def test_a_correction_that_a_report_made_of_itself_stays(room: Newsroom) -> None:
    """Its first text is gone; that it was corrected is not forgotten when another report leaves."""
    desk, first, other = Desk(), report(FIRST), report(AGAIN, hours=1, outlet="Sun")
    desk.take(first, TRANSFER, handed(26.0, first))
    desk.take(other, TRANSFER, handed(26.0, other))
    edited = replace(first, title="Mexico sends 27 prisoners to United States")
    desk.take(edited, TRANSFER, handed(27.0, edited))
    (story,) = desk.stories
    known = {edited.id: facts(edited, TRANSFER, handed(27.0, edited))}
    made = made_anew(story, [r for r in story.reports if r.item_id == first.id], known, LATER)
    assert [held.figure.value for held in made.replaced] == [26.0]
    assert (made.standing, [held.figure.value for held in made.figures]) == ("CORRECTED", [27.0])


def test_a_story_made_anew_of_all_its_reports_is_what_it_was(room: Newsroom) -> None:
    """But for its number of changes; and so is one whose reports are no longer kept, in what a card shows."""
    one, _ = _pair(room)
    made = made_anew(one, one.reports, room.known, LATER)
    assert _same(made, one)
    bare = made_anew(one, one.reports, {}, LATER)
    assert (bare.figures, bare.severity, bare.topics, bare.realis) == (one.figures, "P1", one.topics, one.realis)
    assert [(r.item_id, r.at, r.seen_at) for r in bare.reports] == [(r.item_id, r.at, r.seen_at) for r in one.reports]


@pytest.mark.parametrize("number", [0, 1, 2])
def test_moving_back_undoes_a_move(number: int, room: Newsroom) -> None:
    """Wherever the report stood; nothing remains of what people said, so that rules may split and join as before."""
    one, two = _pair(room)
    left, gained = room.move(one, two, number)
    place = [r.item_id for r in gained.after.reports].index(one.reports[number].item_id)
    back_left, back = room.move(gained.after, left.after, place)
    assert _same(back.after, one)
    assert _same(back_left.after, two)
    assert not are_parted(back.after, back_left.after)


def test_what_opens_a_story_is_a_report_of_it(room: Newsroom) -> None:
    """A denial that others followed, moved away and back; where it comes later it is a denial."""
    denied = make_judgement(make_verdict(realis=("denied",), severity="P2"))
    first = report("Mexico denies handover of prisoners to United States", hours=-1, outlet="Star")
    one = room.story(1, (first, denied, None), (report(FIRST, outlet="Post"), TRANSFER, 26.0))
    two = room.story(2, (report(CASE, hours=-3, outlet="Tide"), TRANSFER, None))
    left, gained = room.move(one, two, 0)
    assert (one.reports[0].relation, gained.report.relation) == ("report", "denial")
    _, back = room.move(gained.after, left.after, 1)
    assert back.after.reports == one.reports


def test_a_report_takes_its_own_correction_along(room: Newsroom) -> None:
    """And brings it back."""
    desk, edited, other = Desk(), report(FIRST), report(AGAIN, hours=1, outlet="Sun")
    for item, count in ((edited, 25.0), (other, 26.0), (edited, 26.0)):
        desk.take(item, TRANSFER, handed(count, item))
        room.known[item.id] = facts(item, TRANSFER, handed(count, item))
    two = room.story(2, (report(CASE, hours=2, outlet="Post"), TRANSFER, None))
    left, gained = room.move(desk.stories[0], two, 0)
    assert ([held.figure.value for held in gained.after.replaced], left.after.replaced) == ([25.0], ())
    assert (gained.after.standing, left.after.standing) == ("CORRECTED", "DEVELOPING")
    _, back = room.move(gained.after, left.after, 0)
    assert back.after.replaced == desk.stories[0].replaced


def test_several_move_in_the_order_in_which_they_came(room: Newsroom) -> None:
    """One change each, so that each is told as any report would be."""
    one, two = _pair(room)
    left, first, second = room.move(one, two, 2, 1)
    assert [first.report.item_id, second.report.item_id] == [r.item_id for r in one.reports[1:]]
    assert (len(left.after.reports), first.before, second.before) == (1, two, first.after)
    assert len(second.after.reports) == 3


def test_no_rule_undoes_a_move(room: Newsroom) -> None:
    """The two are parted, and the story that took the report is not split for its counts."""
    one, two = _pair(room)
    left, gained = room.move(one, two, 1)
    assert (left.after.apart, gained.after.stays_whole) == ((one.reports[1].item_id,), True)
    assert are_parted(left.after, gained.after)


def test_a_story_is_closed_while_a_report_is_there_that_people_moved(room: Newsroom) -> None:
    """No longer when that moves on; again when that is taken back; a report that moves elsewhere undoes nothing."""
    one, two = _pair(room)
    three = room.story(3, (report(AGAIN, hours=4, outlet="Star"), TRANSFER, 26.0))
    left, gained = room.move(one, two, 1)
    place = [r.item_id for r in gained.after.reports].index(one.reports[1].item_id)
    passed_on, taken = room.move(gained.after, three, place)
    assert [s.stays_whole for s in (left.after, gained.after, passed_on.after, taken.after)] == [
        False,
        True,
        False,
        True,
    ]
    place = [r.item_id for r in taken.after.reports].index(one.reports[1].item_id)
    given_back, again = room.move(taken.after, passed_on.after, place)
    assert _same(given_back.after, three)
    assert _same(again.after, gained.after)
    _, home = room.move(taken.after, left.after, place)
    assert (home.after.stays_whole, home.after.apart) == (True, ())


@pytest.mark.parametrize("is_moved", [False, True])
def test_a_rule_splits_what_a_move_and_its_undoing_touched(is_moved: bool, room: Newsroom) -> None:
    """Two counts, each of two publishers and told by turns, are two events, as before."""
    titles = (FIRST, FIRST.replace("26", "37"), AGAIN, AGAIN.replace("26", "37"))
    one = room.story(
        1, *((report(t, hours=n * 3, outlet=f"Outlet {n}"), TRANSFER, None) for n, t in enumerate(titles))
    )  # fmt: skip
    two = room.story(2, (report(CASE, hours=1, outlet="Post"), TRANSFER, None))
    if is_moved:
        left, gained = room.move(one, two, 3)
        place = [r.item_id for r in gained.after.reports].index(one.reports[3].item_id)
        _, back = room.move(gained.after, left.after, place)
        one = back.after
    assert [r.outlet for r in second_event(one)] == ["Outlet 1", "Outlet 3"]


def test_stories_thought_of_anew_are_shaped_as_people_moved_them(room: Newsroom) -> None:
    """In whatever order they come: what would go to one story by its words goes where it was moved."""
    items = [report(t, hours=n, outlet=f"Outlet {n}") for n, t in enumerate((FIRST, AGAIN, CASE))]
    one = room.story(1, *((item, TRANSFER, None) for item in items[:2]))
    two = room.story(2, (items[2], TRANSFER, None))
    left, gained = room.move(one, two, 1)
    word = word_of([left.after, gained.after])
    for order in (items, items[::-1]):
        desk = Desk()
        for item in order:
            desk.take(item, word=word[item.id])
        told = {frozenset(r.title for r in story.reports) for story in desk.stories}
        assert told == {frozenset([FIRST]), frozenset([AGAIN, CASE])}
    plain = Desk()
    for item in items:
        plain.take(item)
    assert [r.title for r in plain.stories[0].reports[:2]] == [FIRST, AGAIN]


@pytest.mark.parametrize(
    ("numbers", "says"),
    [
        ((), "name the reports that are to be moved"),
        (
            (0, 1, 2),
            "s-000001 would be left without a report; join the two instead: pregonero stories merge s-000001 s-000002",
        ),
    ],
)
def test_none_and_all_are_refused(numbers: tuple[int, ...], says: str, room: Newsroom) -> None:
    """With the remedy."""
    with pytest.raises(UsageError, match=says):
        room.move(*_pair(room), *numbers)


def test_what_cannot_be_moved_is_refused(room: Newsroom) -> None:
    """A report of another story, into the same story, out of or into one that ended."""
    one, two = _pair(room)
    with pytest.raises(UsageError, match=r"is no report of s-000001; its page on the desk lists them"):
        move_by_hand(one, two, [two.reports[0].item_id], known={}, who="Ana", now=LATER)
    with pytest.raises(UsageError, match=r"is in s-000001 already; name another story"):
        room.move(one, one, 1)
    kept, gone = merge_by_hand(
        two, room.story(3, (report(AGAIN, outlet="Star"), TRANSFER, None)), who="Ana", carded=lambda s: False
    )
    with pytest.raises(UsageError, match="s-000003 went into s-000002; use that one"):
        room.move(one, gone.after, 1)
    with pytest.raises(UsageError, match="s-000003 went into s-000002; use that one"):
        move_by_hand(gone.after, kept.after, [gone.after.reports[0].item_id], known={}, who="Ana", now=LATER)
