"""What a story holds of its reports, as facts."""

from story_kit import TRANSFER, Desk, handed, report

from bot.domain import Story
from bot.stories.recalled import as_one_report, one_report


def _story() -> Story:
    desk = Desk()
    for title, outlet, count in (
        ("Mexico sends 26 prisoners to Texas", "Sun", 26.0),
        ("Mexico transfers 28 inmates to Texas", "Post", 28.0),
    ):
        item = report(title, outlet=outlet, summary="They left Toluca on Tuesday aboard two military aircraft.")
        desk.take(item, TRANSFER, handed(count, item))
    (story,) = desk.stories
    return story


def test_a_report_is_recalled_by_its_headline_and_its_own_figures() -> None:
    """With what is known of it from its place in the story; nothing of what other reports told."""
    story = _story()
    for told, count in zip(story.reports, (26.0, 28.0), strict=True):
        facts = one_report(story, told)
        item = facts.item
        assert (item.id, item.title, item.outlet, item.link) == (told.item_id, told.title, told.outlet, told.link)
        assert (item.at, item.first_seen, item.summary) == (told.at, told.seen_at, told.lead)
        assert told.lead.startswith("They left Toluca")
        assert [figure.value for figure in facts.figures] == [count]
        assert (facts.topics, facts.count, facts.terms) == (story.topics, None, ())


def test_a_story_is_recalled_as_one_report_of_all_that_it_knows() -> None:
    """Below its first headline stands its lead."""
    story = _story()
    facts = as_one_report(story)
    assert (facts.item.id, facts.item.title) == (story.reports[0].item_id, story.reports[0].title)
    assert facts.item.summary == story.reports[0].lead != ""
    assert [figure.value for figure in facts.figures] == [held.figure.value for held in story.figures] == [26.0, 28.0]
    assert (facts.count, facts.places, facts.terms) == (story.count, story.places, story.terms)
