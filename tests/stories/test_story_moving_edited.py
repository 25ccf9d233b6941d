"""Reports that were edited before people moved them, or others of their stories: only the last text of each is kept."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from fakes import NOON
from hypothesis import given
from hypothesis import strategies as st
from story_kit import TRANSFER, Desk, facts, handed, report

from bot.domain import ItemFacts, ItemId, Story, StoryChange, StoryId, Word
from bot.stories import move_by_hand

LATER = NOON + timedelta(days=3)
_SUPPORTERS = 3  # records that a story keeps of one value


@dataclass(frozen=True)
class Told:
    """A report: how many people it says were handed over, and what its text said later."""

    counts: tuple[float | None, ...]  # of each of its texts; None = it gives no number
    outlet: str
    every_h: int = 5  # between its texts


def put_together(number: int, known: dict[ItemId, ItemFacts], *told: Told) -> Story:
    """A story of reports an hour apart from each other, each text read when it came."""
    texts: list[tuple[datetime, int, float | None]] = []
    items = [
        report(f"Report {n} of {number}", hours=n + number / 10, outlet=each.outlet) for n, each in enumerate(told)
    ]
    for n, each in enumerate(told):
        came = items[n].first_seen
        texts += [(came + timedelta(hours=each.every_h * k, minutes=n), n, c) for k, c in enumerate(each.counts)]
    desk, together = Desk(), frozenset[ItemId]()
    for at, n, count in sorted(texts, key=lambda text: text[0]):
        figures = [handed(count, items[n])] if count is not None else []
        known[items[n].id] = facts(items[n], TRANSFER, *figures)
        desk.take(items[n], TRANSFER, *figures, now=at, word=Word(together=together))
        together |= {items[n].id}
    (story,) = desk.stories
    return replace(story, id=StoryId(f"s-{number:06d}"), is_whole=False)


def moved(source: Story, target: Story, moving: list[ItemId], known: dict[ItemId, ItemFacts]) -> tuple[Story, Story]:
    """The two stories after a move."""
    left, *gained = move_by_hand(source, target, moving, known=known, who="Ana", now=LATER)
    last: StoryChange = gained[-1]
    return left.after, last.after


def shown(story: Story) -> object:
    """The numbers of a card and how the story stands."""
    figures = sorted((held.item_id, held.figure.value, held.seen_at) for held in story.figures)
    return figures, story.count, story.standing_at(LATER), story.publishers


# by how much a count differs from others; None = the text gives no number
_texts = st.lists(st.sampled_from([None, 0, 1, 2]), min_size=1, max_size=3)
_told = st.tuples(_texts, st.integers(1, 9))


@given(
    told=st.lists(_told, min_size=5, max_size=5),
    alike=st.sets(st.integers(0, 4), max_size=_SUPPORTERS),
    moving=st.sets(st.integers(0, 2), min_size=1, max_size=2),
)
def test_moving_back_leaves_the_figures_of_edited_reports(
    told: list[tuple[list[int | None], int]], alike: set[int], moving: set[int]
) -> None:
    """Whichever was edited, to whatever value or to a text without any, before or after others came.

    Those not `alike` tell numbers of their own: of more than three that tell one a story forgets who said so.
    """
    reports = [
        Told(
            tuple(None if d is None else 26.0 + d + (0 if n in alike else 10 * n + 10) for d in texts),
            outlet=f"Outlet {n}",
            every_h=every,
        )
        for n, (texts, every) in enumerate(told)
    ]
    known: dict[ItemId, ItemFacts] = {}
    one, two = put_together(1, known, *reports[:3]), put_together(2, known, *reports[3:])
    ids = [one.reports[n].item_id for n in sorted(moving)]
    left, gained = moved(one, two, ids, known)
    two_again, one_again = moved(gained, left, ids, known)
    assert [shown(story) for story in (one_again, two_again)] == [shown(story) for story in (one, two)]


def _values(story: Story) -> list[float | None]:
    return sorted((held.figure.value for held in story.figures), key=str)


def test_a_text_without_figures_takes_none_back() -> None:
    """When another report leaves, the story goes on saying what the text before said; that is moved with its report."""
    known: dict[ItemId, ItemFacts] = {}
    one = put_together(1, known, Told((26.0, None), "Sun"), Told((None,), "Post"), Told((2.0,), "Tide"))
    two = put_together(2, known, Told((None,), "Star"))
    left, gained = moved(one, two, [one.reports[2].item_id], known)
    assert (_values(one), _values(left), left.count, _values(gained)) == ([2.0, 26.0], [26.0], 26, [2.0])
    left, gained = moved(one, two, [one.reports[0].item_id], known)
    assert (_values(left), _values(gained), gained.count) == ([2.0], [26.0], 26)


def test_an_edit_that_came_last_is_not_taken_back_by_an_earlier_report() -> None:
    """The outlet's older page says 27 since the evening; its second report of the morning said 26."""
    known: dict[ItemId, ItemFacts] = {}
    one = put_together(1, known, Told((25.0, 27.0), "Sun"), Told((26.0,), "Sun"), Told((None,), "Post"))
    two = put_together(2, known, Told((None,), "Star"))
    left, _ = moved(one, two, [one.reports[2].item_id], known)
    assert (_values(one), _values(left)) == ([26.0, 27.0], [26.0, 27.0])
    assert left.replaced == one.replaced


def test_a_value_that_was_taken_back_in_the_other_story_comes_back() -> None:
    """There a later report of the same outlet says otherwise; the text that gave the value is gone."""
    known: dict[ItemId, ItemFacts] = {}
    one = put_together(1, known, Told((26.0, None), "Sun"), Told((None,), "Post"))
    two = put_together(2, known, Told((None,), "Star"), Told((2.0,), "Sun"))
    ids = [one.reports[0].item_id]
    left, gained = moved(one, two, ids, known)
    assert (_values(gained), [held.figure.value for held in gained.replaced]) == ([2.0], [26.0])
    two_again, one_again = moved(gained, left, ids, known)
    assert (_values(one_again), _values(two_again), two_again.replaced) == ([26.0], [2.0], ())


def test_an_edit_that_came_last_comes_back_so() -> None:
    """Though in the other story a third report of the outlet took it back."""
    known: dict[ItemId, ItemFacts] = {}
    one = put_together(1, known, Told((25.0, 27.0), "Sun", every_h=2), Told((26.0,), "Sun"))
    others = [Told((None,), outlet) for outlet in ("Star", "Post", "Tide")]
    two = put_together(2, known, *others, Told((30.0,), "Sun"))
    ids = [one.reports[0].item_id]
    left, gained = moved(one, two, ids, known)
    assert (_values(gained), _values(left)) == ([30.0], [26.0])
    _, one_again = moved(gained, left, ids, known)
    assert (_values(one_again), one_again.replaced) == (_values(one), one.replaced)
