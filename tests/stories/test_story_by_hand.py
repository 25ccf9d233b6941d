"""What people say of stories: that one is two, that two are one; and that no rule undoes it."""

from dataclasses import replace

import pytest
from builders import make_judgement, make_verdict
from content_kit import coming, name, statement
from fakes import NOON
from story_kit import Desk, report

from bot.compose import card
from bot.domain import Content, ItemId, Relation, SpeakerKind, Standing, Story, StoryId, Word
from bot.errors import UsageError
from bot.stories import merge_by_hand, split_by_hand, word_of
from bot.stories.reshape import are_parted, is_one_event, merged

TELLING = "Mexico sends 26 prisoners to United States"
AGAIN = "Mexico transfers 26 inmates to the United States"


def _story(*titles: str, number: int = 1, hours: float = 0.0) -> Story:
    """A story of reports by different outlets, put together whatever they tell."""
    desk = Desk()
    told = [desk.take(report(t, hours=hours + n, outlet=f"Outlet {n}")).report for n, t in enumerate(titles)]
    return replace(desk.stories[0], id=StoryId(f"s-{number:06d}"), reports=tuple(told), last_report_at=told[-1].at)


def _split(story: Story, *numbers: int) -> tuple[Story, Story]:
    leaving = [story.reports[n].item_id for n in numbers]
    kept, made = split_by_hand(
        story, leaving, number=9, who="Ana", judgements={leaving[0]: make_judgement(make_verdict(severity="P3"))}
    )
    assert (kept.kind, made.kind, made.before) == ("left", "split", None)
    assert made.link.reason == f"split off {story.id} by Ana"
    return kept.after, made.after


def _joined(one: Story, other: Story) -> tuple[Story, Story]:
    kept, gone = merge_by_hand(one, other, who="Ana", carded=lambda story_id: story_id == other.id)
    assert (kept.kind, gone.kind) == ("absorbed", "merged")
    return kept.after, gone.after


def test_the_chosen_reports_become_a_story_of_their_own() -> None:
    """It says where it comes from, and is as urgent as its own reports."""
    story = _story(TELLING, AGAIN, "Mexico extradites a man to Texas")
    kept, made = _split(story, 2)
    assert [r.title for r in kept.reports] == [TELLING, AGAIN]
    assert [r.title for r in made.reports] == ["Mexico extradites a man to Texas"]
    assert made.split_from is not None
    assert (made.id, made.split_from.id, made.severity) == ("s-000009", story.id, "P3")
    assert (kept.id, kept.revision, kept.severity) == (story.id, story.revision + 1, story.severity)


def test_the_report_that_opened_a_story_may_leave_it() -> None:
    """The rest begins with the next one."""
    story = _story("Mexico extradites a man to Texas", TELLING, AGAIN)
    kept, _ = _split(story, 0)
    assert (kept.reports[0].title, kept.opened_at) == (TELLING, story.reports[1].at)


def test_what_was_parted_by_hand_is_not_joined_by_a_report_of_both() -> None:
    """Two tellings that the stage takes for one event; the next report joins one of the two and merges nothing."""
    desk = Desk()
    for part in _split(_story(TELLING, AGAIN), 1):
        desk.shelf.put(part)
    desk.take(report("Mexico transfers 26 prisoners, flown to United States", hours=3, outlet="Sun"))
    assert [change.kind for change in desk.changes] == ["report"]
    assert not any(story.merged_into for story in desk.stories)


def test_what_was_parted_stays_parted_when_both_went_into_others() -> None:
    """Each part is joined by rule with a further story, under that one's number; the two are still no one event."""
    kept, made = _split(_story(TELLING, AGAIN), 1)
    first = merged(_story(TELLING, number=3), kept, lambda story_id: story_id == "s-000003").kept
    second = merged(_story(AGAIN, number=4, hours=1), made, lambda story_id: story_id == "s-000004").kept
    assert (first.id, second.id) == ("s-000003", "s-000004")
    assert are_parted(first, second)
    assert not is_one_event(first, second, None)


def test_a_parted_report_that_comes_anew_does_not_go_back() -> None:
    """Stories thought of anew, as a trial of another configuration does, are shaped as people shaped them."""
    reports = [report(t, hours=n, outlet=f"Outlet {n}") for n, t in enumerate((TELLING, AGAIN))]
    kept, made = _split(_story(TELLING, AGAIN), 1)
    ids = dict(zip((r.item_id for r in (*kept.reports, *made.reports)), (item.id for item in reports), strict=True))
    word = word_of([kept, made])
    word = {ids[i]: Word(apart=frozenset(ids[j] for j in said.apart)) for i, said in word.items()}
    assert word[reports[0].id].apart == {reports[1].id}
    desk = Desk()
    for item in reports:
        desk.take(item, word=word[item.id])
    assert [len(story.reports) for story in desk.stories] == [1, 1]
    desk.take(report("Mexico transfers 26 prisoners, flown to United States", hours=3, outlet="Sun"))
    assert sorted(len(story.reports) for story in desk.stories) == [1, 2]


def test_a_joined_report_that_comes_anew_joins_again() -> None:
    """Whatever its words; and no rule splits what people joined."""
    one, two = report(TELLING), report("Corn prices fall in Iowa", hours=30, outlet="Sun")
    desk = Desk()
    desk.take(one)
    change = desk.take(two, word=Word(together=frozenset([one.id])))
    assert change.link.reason == "people said that it is of s-000001"
    assert [(len(story.reports), story.is_whole) for story in desk.stories] == [(2, True)]
    kept, gone = _joined(_story(TELLING), _story(AGAIN, number=2, hours=5))
    word = word_of([kept, gone])
    assert {len(said.together) for said in word.values()} == {1}


def test_without_a_word_by_hand_the_same_two_are_joined() -> None:
    """The counter-test: nothing but that word keeps them apart."""
    desk = Desk()
    for part in _split(_story(TELLING, AGAIN), 1):
        desk.shelf.put(replace(part, apart=()))
    desk.take(report("Mexico transfers 26 prisoners, flown to United States", hours=3, outlet="Sun"))
    assert [change.kind for change in desk.changes] == ["report", "absorbed", "merged"]


def test_two_stories_become_the_one_that_has_a_card() -> None:
    """The other points to it."""
    kept, gone = _joined(_story(TELLING), _story(AGAIN, number=2, hours=5))
    assert (kept.id, len(kept.reports), kept.is_whole) == ("s-000002", 2, True)
    assert gone.merged_into is not None
    assert gone.merged_into.id == kept.id


def test_what_was_joined_by_hand_is_not_split_by_its_counts() -> None:
    """Two counts of two outlets each, told side by side, would be two events by rule."""
    one = _story(TELLING, AGAIN, "Mexico sends 26 prisoners, United States says")
    late = replace(one.reports[2], at=one.reports[2].at.replace(hour=23))
    one = replace(one, reports=(*one.reports[:2], late))
    two = _story("Mexico sends 12 prisoners to Texas", "Mexico transfers 12 prisoners to Texas", number=2, hours=3)
    two = replace(two, reports=tuple(replace(r, publisher=f"post {n}") for n, r in enumerate(two.reports)))
    for is_whole, kinds in ((True, ["report"]), (False, ["report", "left", "split"])):
        desk = Desk()
        desk.shelf.put(replace(_joined(one, two)[0], is_whole=is_whole))
        desk.take(report("Mexico sends 26 prisoners to United States, ministry says", hours=12, outlet="Sun"))
        assert [change.kind for change in desk.changes] == kinds


def test_a_split_undone_by_hand_is_one_story_as_before() -> None:
    """The two may be one again, and nothing parts them any more."""
    kept, made = _split(_story(TELLING, AGAIN), 1)
    again, gone = _joined(made, kept)
    assert [r.title for r in again.reports] == [TELLING, AGAIN]
    assert (again.apart, gone.merged_into is not None) == ((), True)


def _telling(story: Story, day: int, person: str, speaker_kind: SpeakerKind) -> Story:
    """With a day to come, a person and what a government announces, each told by its first report."""
    first = story.reports[0].item_id
    said = replace(statement(f"We sent {person}", first), kind="announces", speaker_kind=speaker_kind, speaker=person)
    told = Content(coming=(coming(day, first),), statements=(said,), names=(name(person, first),))
    return replace(story, content=told)


def test_what_is_told_beside_figures_follows_the_reports() -> None:
    """Days to come, names in doubt, what governments say: two in one have all, by hand or rule; a part has its own."""
    one = _telling(_story(TELLING), 13, "Pedro Insunza Coronel", "official_mx")
    two = _telling(_story(AGAIN, number=2, hours=1), 2, "Pedro Inzunza Noriega", "official_us")
    whole, _ = _joined(one, two)
    assert whole.content == merged(one, two, lambda story_id: False).kept.content
    assert [event.day.day for event in whole.content.coming] == [2, 13]
    assert [s.speaker for s in whole.content.statements] == ["Pedro Insunza Coronel", "Pedro Inzunza Noriega"]
    assert card(whole, now=NOON).doubtful_names == (("Pedro Insunza Coronel", "Pedro Inzunza Noriega"),)
    assert whole.governments == {"official_mx", "official_us"}
    parts = _split(whole, 1)
    assert [part.content for part in parts] == [one.content, two.content]
    assert [card(part, now=NOON).doubtful_names for part in parts] == [(), ()]
    assert [part.governments for part in parts] == [{"official_mx"}, {"official_us"}]


@pytest.mark.parametrize(
    ("leaving", "says"),
    [
        ([], "not none and not all"),
        (["all"], "not none and not all"),
        (["i-999999"], "i-999999 is no report of s-000001"),
    ],
)
def test_a_split_into_nothing_is_refused(leaving: list[str], says: str) -> None:
    """With the remedy."""
    story = _story(TELLING, AGAIN)
    ids = [r.item_id for r in story.reports] if leaving == ["all"] else [ItemId(each) for each in leaving]
    with pytest.raises(UsageError, match=says):
        split_by_hand(story, ids, number=9, who="Ana", judgements={})


def test_a_story_that_ended_is_refused() -> None:
    """It names the one that goes on; so is a story joined with itself."""
    _, gone = _joined(_story(TELLING), _story(AGAIN, number=2))
    with pytest.raises(UsageError, match="s-000001 went into s-000002; use that one"):
        split_by_hand(gone, [gone.reports[0].item_id], number=9, who="Ana", judgements={})
    with pytest.raises(UsageError, match="went into"):
        _joined(gone, _story(TELLING, number=3))
    with pytest.raises(UsageError, match="is one story already"):
        _joined(_story(TELLING), _story(TELLING))


@pytest.mark.parametrize(
    ("standing", "kept"), [("CORRECTED", "CORRECTED"), ("DENIED", "DENIED"), ("DISPUTED", "DEVELOPING")]
)
def test_a_part_stands_by_its_own_reports(standing: Standing, kept: Standing) -> None:
    """A denial or a correction stays with the part that it is in; a dispute was between the two."""
    told = _story("Mexico extradites a man to Texas", TELLING, AGAIN)
    relation: Relation = "denial" if standing == "DENIED" else "correction"
    reports = (told.reports[0], replace(told.reports[1], relation=relation), told.reports[2])
    stays, made = _split(replace(told, standing=standing, reports=reports), 0)
    assert (stays.standing, made.standing) == (kept, "DEVELOPING")
