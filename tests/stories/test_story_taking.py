"""What a report shows of other stories: two that are one, one that is two, one that comes after another."""

from dataclasses import replace

import pytest
from builders import make_judgement, make_verdict
from story_kit import THREAT, TRANSFER, Desk, facts, report

from bot.domain import Judgement, Story, StoryId, StoryRef
from bot.stories import index_keys
from bot.stories.recalled import as_one_report
from bot.stories.reshape import is_one_event, merged, second_event, split

DENIED = make_judgement(make_verdict(realis=("denied",), severity="P2"))


def _told(*titles: str, hours: float = 0.0) -> Story:
    """A story of reports by different outlets, one an hour."""
    desk = Desk()
    for n, title in enumerate(titles):
        desk.take(report(title, hours=hours + n, outlet=f"Outlet {n}"))
    assert len(desk.stories) == 1
    return desk.stories[0]


def test_two_tellings_of_one_handover_are_one_event() -> None:
    """Whichever of the two is asked about; another count is another event."""
    one = _told("Mexico sends 26 prisoners to United States", "Mexico transfers 26 inmates to the United States")
    two = _told("Mexico transfers 26 prisoners, flown to United States", hours=2)
    other = _told("Mexico transfers 31 prisoners, flown to United States", hours=2)
    assert is_one_event(one, replace(two, id=StoryId("s-000002")), None)
    assert not is_one_event(one, replace(other, id=StoryId("s-000002")), None)


def test_a_merge_keeps_the_story_with_the_card() -> None:
    """It holds the reports of both in the order they were seen; the other points to it and is found no more."""
    one = _told("Mexico sends 26 prisoners to United States")
    two = replace(_told("Mexico transfers 26 prisoners to United States", hours=2), id=StoryId("s-000002"))
    pair = merged(one, two, lambda story_id: story_id == two.id)
    assert [r.title for r in pair.kept.reports] == [one.reports[0].title, two.reports[0].title]
    assert (pair.kept.id, pair.kept.revision) == (two.id, 2)
    assert pair.other.merged_into == StoryRef(id=two.id, title=one.reports[0].title, link=one.reports[0].link)
    assert index_keys(pair.other) == ()
    assert merged(one, two, lambda story_id: False).kept.id == one.id


BOTH = make_judgement(TRANSFER.verdicts[0], replace(THREAT.verdicts[0], severity="P1"))
ROUNDUP = "Monday briefing: Mexico sends 26 prisoners to United States, Trump threatens drone strike, and more"


def test_a_roundup_of_what_is_told_asks_for_no_card() -> None:
    """Neither the first nor a copy of it, whatever its events are worth by themselves; the stories stay as they are."""
    desk = Desk()
    desk.take(report("Mexico sends 26 prisoners to United States"))
    desk.take(report("Trump threatens drone strike in Mexico", hours=1, outlet="Post"), THREAT)
    first = desk.take(report(ROUNDUP, hours=9, outlet="Valley"), BOTH)
    copy = desk.take(report(ROUNDUP, hours=10, outlet="Coast"), BOTH)
    assert (first.severity, first.after.severity) == ("P3", "P3")
    assert (copy.link.story_id, copy.after.severity) == (first.link.story_id, "P3")
    assert [len(story.reports) for story in desk.stories] == [1, 1, 2]


@pytest.mark.parametrize(
    ("told", "title", "judgement"),
    [
        (["Mexico sends 26 prisoners to United States"], ROUNDUP, BOTH),  # the threat is news
        (["Mexico sends 26 prisoners to United States"], ROUNDUP.replace("26", "48"), TRANSFER),  # another handover
        ([], ROUNDUP, TRANSFER),
        (
            ["Mexico sends 26 prisoners to United States"],
            "Monday: Mexico sends 48 prisoners to United States",
            TRANSFER,
        ),
    ],
)
def test_a_roundup_with_news_is_as_severe_as_its_news(told: list[str], title: str, judgement: Judgement) -> None:
    """A topic that no story near it has, another count, nothing near; and what is no roundup."""
    desk = Desk()
    for each in told:
        desk.take(report(each))
    change = desk.take(report(title, hours=30, outlet="Valley"), judgement)
    assert (change.link.is_new_story, change.severity) == (True, "P1")


def _two_counts(*, between: float) -> Story:
    """14 and 12, each by two outlets; the first count is told again so many hours after the second came up."""
    story = _told("Mexico sends 14 prisoners to United States", "Mexico transfers 14 prisoners to United States")
    other = _told("Mexico sends 12 prisoners to Texas", "Mexico transfers 12 prisoners to Texas", hours=3)
    again = _told("Mexico sends 14 prisoners, United States says", hours=3 + between)
    others = [replace(r, outlet=f"Post {n}", publisher=f"post {n}") for n, r in enumerate(other.reports)]
    return replace(story, reports=(*story.reports, *others, *again.reports))


def test_two_counts_told_side_by_side_are_two_events() -> None:
    """Each part has its own reports and count; the new one says where it comes from."""
    story = _two_counts(between=4)
    leaving = second_event(story)
    assert {r.title for r in leaving} == {
        "Mexico sends 12 prisoners to Texas",
        "Mexico transfers 12 prisoners to Texas",
    }
    pair = split(story, leaving, StoryId("s-000009"))
    assert (len(pair.kept.reports), pair.kept.id, pair.other.id, pair.other.count) == (3, story.id, "s-000009", 12)
    assert pair.other.split_from is not None
    assert pair.other.split_from.id == story.id


def test_a_slip_that_was_mended_is_no_second_event() -> None:
    """The old number is told no more, or a report says that it corrects."""
    assert second_event(_two_counts(between=-1)) == ()
    story = _two_counts(between=4)
    corrects = replace(story.reports[-1], relation="correction")
    assert second_event(replace(story, reports=(*story.reports, corrects))) == ()


def test_the_second_event_gets_a_story_when_it_shows() -> None:
    """The report that shows it makes the changes; no report is in two stories."""
    desk = Desk()
    desk.shelf.put(_two_counts(between=1.9))
    desk.take(report("Mexico sends 14 prisoners to United States, ministry says", hours=9, outlet="Sun"))
    assert [c.kind for c in desk.changes] == ["report", "left", "split"]
    ids = [r.item_id for story in desk.stories for r in story.reports]
    assert len(ids) == len(set(ids)) == 6


def test_a_handover_follows_its_denial() -> None:
    """Six weeks later; it is another story and says what it comes after."""
    desk = Desk()
    denial = desk.take(report("Mexico denies it plans another handover of prisoners"), DENIED)
    fact = desk.take(report("Mexico sends 37 prisoners to United States", hours=24 * 43), make_judgement())
    assert fact.before is None
    assert fact.after.follows == StoryRef(id=denial.after.id, title=denial.report.title, link=denial.report.link)


def test_what_is_only_said_again_follows_nothing() -> None:
    """A threat after a threat is no deed."""
    desk = Desk()
    desk.take(report("Trump threatens drone strike on cartels"), THREAT)
    assert desk.take(report("Pentagon plans could send troops to Sonora", hours=24 * 9), THREAT).after.follows is None


def test_a_story_can_stand_as_a_report() -> None:
    """Of itself it is the likest."""
    story = _told("Mexico sends 26 prisoners to United States")
    assert as_one_report(story).terms == story.terms
    assert facts(report("x")).terms != story.terms
