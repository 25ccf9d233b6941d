"""What a story knows after each report, and what was new in it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from builders import make_figure, make_judgement, make_report, make_story, make_story_figure, make_verdict
from fakes import NOON
from hypothesis import given
from hypothesis import strategies as st
from story_kit import TRANSFER, Desk, handed, report

from bot.domain import Content, Figure, ItemId, Realis, Severity, SpeakerKind, Statement, StatementKind
from bot.stories import Shelf, index_keys
from bot.stories.figures import count_of, disagree, join_figures
from bot.stories.headlines import case_step
from bot.stories.merge import MAX_LEAD, lead_of

TITLE = "Mexico sends 26 prisoners to United States"

BOTH_GOVERNMENTS = tuple(
    make_story_figure(figure=make_figure(speaker_kind=kind)) for kind in ("official_mx", "official_us")
)


def _judged(realis: Realis = "occurred", severity: Severity = "P1", topic: str = "transfer") -> object:
    return make_judgement(make_verdict(realis=(realis,), severity=severity, topic=topic))


def test_the_first_report_makes_the_story() -> None:
    """Everything that a card shows comes from it; there is no news in opening."""
    item = report(TITLE, summary="Twenty-six men left Toluca by plane on Monday. More followed.")
    change = Desk().take(item, TRANSFER, handed(26.0, item))
    story = change.after
    assert (change.before, change.facts, change.link.is_new_story) == (None, (), True)
    assert (story.count, story.severity, story.standing, story.revision) == (26, "P1", "DEVELOPING", 1)
    assert (story.realis, story.direction, story.places) == ((("transfer", "occurred"),), "MX_TO_US", ("toluca",))
    assert story.reports[0].lead == "Twenty-six men left Toluca by plane on Monday."
    assert (story.model_version, story.reports[0].seen_at, story.reports[0].at) == ("fake-1", item.first_seen, item.at)


def test_a_second_outlet_without_news_only_raises_the_count() -> None:
    """A rewording gives no fact; the revision rises because the card's count does."""
    desk = Desk()
    first, second = report(TITLE), report("26 prisoners flown to United States by Mexico", hours=2, outlet="Post")
    desk.take(first, TRANSFER, handed(26.0, first))
    change = desk.take(second, TRANSFER, handed(26.0, second))
    assert (change.facts, change.after.revision, len(change.after.reports)) == ((), 2, 2)
    assert change.after.standing == "CONFIRMED"


def test_standing_waits_for_two_publishers_and_an_hour() -> None:
    """Two publishers within the hour are still developing; time confirms them, one publisher it does not."""
    desk = Desk()
    desk.take(report(TITLE))
    desk.take(report(TITLE + " on Monday", hours=0.2, outlet="Post"))
    story = desk.stories[0]
    assert story.standing == "DEVELOPING"
    assert story.standing_at(NOON + timedelta(minutes=61)) == "CONFIRMED"
    assert desk.changes[0].after.standing_at(NOON + timedelta(days=2)) == "DEVELOPING"


def test_reprints_of_an_agency_do_not_confirm() -> None:
    """Five sites with one agency's story are one publisher."""
    desk = Desk()
    for n in range(5):
        desk.take(
            report(TITLE, hours=n, outlet=f"Site {n}", summary="TOLUCA, Mexico (AP) - Six planes left early today.")
        )
    assert (desk.stories[0].publishers, desk.stories[0].standing) == (("ap",), "DEVELOPING")
    assert len(desk.stories[0].reports) == 5


def test_an_edited_number_changes_the_report_in_place() -> None:
    """Case 033: 26 becomes 37 at the same address; one story, one report, a fact from 26 to 37."""
    desk = Desk()
    item = report("México entrega a 26 reos")
    desk.take(item, TRANSFER, handed(26.0, item))
    later = replace(item, title="México entrega a 37 reos")
    change = desk.take(later, TRANSFER, handed(37.0, later), now=NOON + timedelta(hours=3))
    (fact,) = change.facts
    assert (fact.kind, fact.before and fact.before.figure.value, fact.figure and fact.figure.figure.value) == (
        "figure_changed", 26.0, 37.0,
    )  # fmt: skip
    story = change.after
    assert (story.count, story.standing, story.revision, len(story.figures)) == (37, "CORRECTED", 2, 1)
    assert [taken.figure.value for taken in story.replaced] == [26.0]
    (held,) = story.reports
    assert (held.title, held.relation, held.at) == ("México entrega a 37 reos", "report", item.at)
    assert held.seen_at == NOON + timedelta(hours=3)


def test_the_same_item_read_again_changes_nothing() -> None:
    """No fact, no revision: a poll that is repeated says nothing."""
    desk = Desk()
    item = report(TITLE)
    desk.take(item, TRANSFER, handed(26.0, item))
    change = desk.take(item, TRANSFER, handed(26.0, item), now=NOON + timedelta(minutes=50))
    assert (change.facts, change.before) == ((), change.after)


def test_a_page_adds_figures_and_takes_none_back() -> None:
    """A second reading with more text adds; one without figures leaves what was there."""
    desk = Desk()
    item = report(TITLE)
    desk.take(item, TRANSFER, handed(26.0, item))
    page = replace(item, body="They left in seven planes.", text_read="page")
    planes = make_figure(measure="aircraft_used", value=7.0, unit="aircraft")
    change = desk.take(page, TRANSFER, handed(26.0, page), planes)
    assert [(f.kind, f.figure and f.figure.figure.measure) for f in change.facts] == [("figure", "aircraft_used")]
    assert len(desk.take(item).after.figures) == 2


def test_rivals_are_kept_and_the_official_value_leads() -> None:
    """Two publishers disagree: both stay, neither replaces the other, the count is the official's."""
    desk = Desk()
    first, second = report(TITLE), report("Mexico sends 27 prisoners to United States", hours=1, outlet="Post")
    desk.take(first, TRANSFER, handed(26.0, first, speaker_kind="official_mx"))
    change = desk.take(second, TRANSFER, handed(27.0, second))
    assert [(f.kind, f.before) for f in change.facts] == [("figure", None)]
    assert (change.after.standing, change.after.count) == ("DISPUTED", 26)
    assert {held.figure.value for held in change.after.figures} == {26.0, 27.0}
    settled = report("CORRECTED: Mexico sends 26 prisoners to United States", hours=2, outlet="Post")
    change = desk.take(settled, TRANSFER, handed(26.0, settled))
    assert (change.after.standing, {h.figure.value for h in change.after.figures}) == ("CORRECTED", {26.0})


def test_a_sharper_value_corrects_nobody() -> None:
    """29 after "more than 28" of the same agency is what both said; 31 after 29 is a correction."""
    desk = Desk()
    flash, full, other = (
        report(title, hours=hours, outlet="Wire")
        for hours, title in enumerate(("Mexico sends Caro Quintero, 28 others", "Mexico sends 29", "Mexico sends 31"))
    )
    desk.take(flash, TRANSFER, handed(28, flash, qualifier="more_than"))
    assert desk.take(full, TRANSFER, handed(29, full)).after.standing == "DEVELOPING"
    assert desk.take(other, TRANSFER, handed(31, other)).after.standing == "CORRECTED"


def test_nothing_blocks_those_who_are_gone() -> None:
    """What a lawyer says of a stay once two publishers told of the handover leaves it a handover."""
    desk = Desk()
    desk.take(report("Mexico sends 29 suspects", outlet="Sun"), TRANSFER)
    desk.take(report("Mexico sends 29 suspects", hours=1, outlet="Star"), TRANSFER)
    stay = make_judgement(make_verdict(realis=("blocked",)))
    change = desk.take(report("Mexico sends 29 suspects despite a stay, lawyer says", hours=2, outlet="Post"), stay)
    assert dict(change.after.realis)["transfer"] == "occurred"


def test_running_totals_only_rise() -> None:
    """A greater total is a changed figure, a smaller one of another outlet is none."""
    desk = Desk()
    item = report(TITLE)
    total = make_figure(measure="persons_transferred_cumulative", scope="cumulative", value=55.0)
    desk.take(item, TRANSFER, total)
    more = desk.take(report(TITLE + " today", outlet="Post", hours=1), TRANSFER, replace(total, value=92.0))
    less = desk.take(report(TITLE + " again", outlet="Third", hours=2), TRANSFER, replace(total, value=29.0))
    assert [fact.kind for fact in more.facts] == ["figure_changed"]
    assert less.facts == ()


@pytest.mark.parametrize(
    ("known", "told", "kinds"),
    [
        ({"value": 12.0, "qualifier": "at_least", "value_from_vague": True}, {"value": 26.0}, ["figure_changed"]),
        ({"value": 26.0}, {"value": 12.0, "qualifier": "at_least", "value_from_vague": True}, []),
        ({"value": 26.0}, {"value": 26.0, "quote": "otra frase"}, []),
        ({"value": 26.0}, {"value": 3.0, "measure": "killed"}, ["figure"]),
        ({"value": 26.0}, {"value": 3.0, "scope": "background"}, []),
        ({"value": 26.0}, {"value": None, "trend": "up"}, []),
        ({"value": 26.0}, {"value": 9.0, "measure": "other"}, []),
        ({"measure": "killed", "place": "Jalisco"}, {"value": 4.0, "measure": "killed", "place": "Sonora"}, ["figure"]),
    ],
)  # fmt: skip
def test_which_figures_are_news(known: dict[str, object], told: dict[str, object], kinds: list[str]) -> None:
    """New or sharper values of this event are; rewordings, vaguer words, background and measure `other` are not."""
    desk = Desk()
    desk.take(report(TITLE), TRANSFER, make_figure(**({"measure": "persons_transferred"} | known)))
    told_figure = make_figure(**({"measure": "persons_transferred"} | told))
    change = desk.take(report(TITLE + " today", outlet="Post", hours=1), TRANSFER, told_figure)
    assert kinds == [fact.kind for fact in change.facts]


def test_realis_moves_forward_only() -> None:
    """A plan that is carried out is news; that it was planned is none afterwards."""
    desk = Desk()
    desk.take(report("Mexico to send 26 prisoners to United States"), _judged("announced", "P2"))
    done = desk.take(report(TITLE, hours=5, outlet="Post"), _judged("occurred"))
    late = desk.take(report(TITLE + " as planned", hours=6, outlet="Third"), _judged("announced"))
    assert [(f.kind, f.realis) for f in done.facts] == [("realis", "occurred")]
    assert (done.after.severity, late.facts, late.after.realis) == ("P1", (), (("transfer", "occurred"),))


def test_an_edit_without_a_text_takes_no_sentence_away() -> None:
    """A feed that drops its summary leaves the card as it was; a new sentence replaces the old one."""
    desk = Desk()
    item = report(TITLE, summary="They left Toluca by plane on Monday.")
    desk.take(item)
    for summary, lead in (
        ("", "They left Toluca by plane on Monday."),
        ("They landed in Texas at noon on Monday.", "They landed in Texas at noon on Monday."),
    ):
        desk.take(replace(item, summary=summary))
        assert [each.lead for each in desk.stories[0].reports] == [lead]


def test_a_new_topic_is_news() -> None:
    """The other topic of a report is shown on the story's card."""
    desk = Desk()
    desk.take(report(TITLE))
    both = make_judgement(make_verdict(), make_verdict(topic="strike_threat", score=0.8, realis=("threatened",)))
    change = desk.take(report(TITLE + " amid threats", hours=1, outlet="Post"), both)
    assert [(f.kind, f.topic, f.realis) for f in change.facts] == [("topic", "strike_threat", "threatened")]


def test_the_first_answer_of_a_kind_is_news() -> None:
    """The next of the same kind is counted only; answers change neither realis nor the story's words."""
    desk = Desk()
    desk.take(report(TITLE))
    rejected = _judged("rejected", "P3")
    first = desk.take(report("Sheinbaum defends handover of 26 prisoners", hours=3), rejected)
    second = desk.take(report("Opposition criticises handover of 26 prisoners", hours=4), rejected)
    assert [(f.kind, f.relation) for f in first.facts] == [("relation", "reaction")]
    assert (second.facts, second.after.realis) == ((), (("transfer", "occurred"),))
    assert second.after.terms == desk.changes[0].after.terms


def test_a_denial_of_what_was_only_reported_denies_the_story() -> None:
    """Until it happens; what two publishers saw happen is not undone by a denial."""
    desk = Desk()
    desk.take(report("Mexico readies handover of 26 prisoners, sources say"), _judged("reported", "P2"))
    denied = desk.take(
        report("Sheinbaum denies handover of 26 prisoners is ready", hours=2, outlet="Post"), _judged("denied", "P2")
    )
    assert (denied.after.standing, denied.link.relation, denied.after.grade) == ("DENIED", "denial", "B5")
    done = desk.take(report(TITLE + " in handover", hours=20, outlet="Third"), _judged())
    assert done.after.standing != "DENIED"
    firm = Desk()
    firm.take(report(TITLE))
    firm.take(report(TITLE + " on Monday", hours=1, outlet="Post"))
    assert (
        firm.take(report("Sheinbaum denies sending 26 prisoners", hours=2), _judged("denied")).after.standing
        != "DENIED"
    )


def _says(*said: tuple[StatementKind, SpeakerKind, str]) -> Content:
    return Content(
        statements=tuple(
            Statement(
                kind=kind, words="x", is_direct=False, speaker=speaker, speaker_kind=speaker_kind,
                item_id=ItemId("i-1"), quote="x", start=0, end=1, lang="en",
            )
            for kind, speaker_kind, speaker in said
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "grade"),
    [
        ({"reports": (make_report(reliability="A"),)}, "A2"),
        ({"reports": (make_report(reliability="C"),)}, "C3"),
        ({"reports": (make_report(reliability="F"),)}, "F6"),
        ({"realis": (("transfer", "reported"),)}, "B3"),
        ({"standing": "DISPUTED"}, "B4"),
        ({"reports": (make_report(), make_report(publisher="other", reliability="D"))}, "B1"),
        ({"figures": BOTH_GOVERNMENTS}, "B1"),
        ({"content": _says(("announces", "official_mx", "SSPC"), ("announces", "official_us", "Pam Bondi"))}, "B1"),
        ({"content": _says(("announces", "unattributed", "Both governments"))}, "B1"),
        ({"content": _says(("announces", "official_us", "Pam Bondi"), ("denies", "official_mx", "SRE"))}, "B2"),
    ],
)  # fmt: skip
def test_the_grade_follows_source_and_corroboration(changes: dict[str, object], grade: str) -> None:
    """Letter: the best source's record; number: how well the story is borne out."""
    assert grade == make_story(**changes).grade


def test_a_lead_is_one_sentence_of_bounded_length() -> None:
    """Labels are passed over, long sentences cut at a word, and nothing is nothing."""
    assert (
        lead_of("T\nToluca.\nSix planes left the airport at dawn. More.", "T") == "Six planes left the airport at dawn."
    )
    assert lead_of("T", "T") == ""
    long = lead_of("T\n" + "palabra " * 200, "T")
    assert len(long) <= MAX_LEAD
    assert long.endswith("palabra…")


def test_a_story_of_many_reports_stays_bounded() -> None:
    """Three records of a value are enough to name; names and terms have their limits."""
    desk = Desk()
    for n in range(60):
        item = report(f"{TITLE} {n}", hours=n / 10, outlet=f"Paper {chr(65 + n % 26)}{n}")
        desk.take(item, TRANSFER, handed(26.0, item), make_figure(measure="killed", value=float(n), scope="background"))
    story = desk.stories[0]
    assert (len(story.reports), len(story.figures) <= 80, len(story.terms) <= 60) == (60, True, True)
    assert sum(h.figure.measure == "persons_transferred" for h in story.figures) == 3


def test_the_largest_value_of_an_item_is_the_event_the_others_its_parts() -> None:
    """Trap T6: 37 handed over, 12 of them to Houston."""
    desk = Desk()
    item = report("Mexico sends 37 prisoners to United States")
    desk.take(item, TRANSFER, handed(12.0, item), handed(37.0, item))
    change = desk.take(
        report("Mexico sends 37 prisoners to United States today", hours=1, outlet="Post"), TRANSFER, handed(37.0, item)
    )
    assert (change.after.count, change.facts, change.after.standing) == (37, (), "CONFIRMED")


def test_counts_and_disagreement_of_nothing() -> None:
    """A story without figures has no count and no dispute."""
    assert (count_of((), frozenset({"persons_transferred"})), disagree(())) == (None, False)


_FIGURES = st.builds(
    make_figure,
    value=st.sampled_from([None, 3.0, 26.0, 37.0]),
    scope=st.sampled_from(["this_event", "cumulative", "background"]),
    measure=st.sampled_from(["persons_transferred", "killed", "other"]),
    qualifier=st.sampled_from(["exact", "at_least", "about"]),
)


@given(st.lists(st.lists(_FIGURES, max_size=4), min_size=1, max_size=5))
def test_joining_twice_is_joining_once(readings: list[list[Figure]]) -> None:
    """Whatever the figures: a report that joins again with the same ones adds nothing and tells nothing."""
    desk = Desk()
    for n, figures in enumerate(readings):
        item = report(TITLE, hours=n, outlet=f"Paper {n}")
        desk.take(item, TRANSFER, *figures)
        again = desk.take(item, TRANSFER, *figures)
        assert (again.facts, again.after.figures) == ((), desk.changes[-2].after.figures)
        assert all(held.figure.measure != "other" for held in again.after.figures)


def test_a_sharper_value_that_an_item_gives_late_is_kept() -> None:
    """Three papers say "at least 3"; one then says it again, without a value, and exactly 3: told once, known after."""
    desk = Desk()
    vague = make_figure(measure="killed", value=3.0, qualifier="at_least")
    for n in range(3):
        desk.take(report(TITLE, hours=n, outlet=f"Paper {n}"), TRANSFER, vague)
    item = report(TITLE, hours=3, outlet="Paper 3")
    figures = (replace(vague, value=None), vague, replace(vague, qualifier="exact"))
    assert [fact.kind for fact in desk.take(item, TRANSFER, *figures).facts] == ["figure_changed"]
    assert desk.take(item, TRANSFER, *figures).facts == ()


def test_joining_without_figures_keeps_the_storys() -> None:
    """A report that states no number takes none away."""
    known = (make_story_figure(),)
    desk = Desk()
    change = desk.take(report(TITLE))
    facts_ = desk.changes[0]
    assert join_figures(known, _no_figures(facts_), change.report).figures == known


def _no_figures(change: object) -> object:
    from story_kit import facts  # a report of its own

    return facts(report(TITLE, outlet="Elsewhere"))


def test_the_shelf_prefers_its_own_states() -> None:
    """Stories changed earlier in the batch replace what the store still holds; most keys in common come first."""
    desk = Desk()
    story = desk.take(report(TITLE)).after
    keys = index_keys(story)
    older = replace(story, revision=0)
    other = replace(story, id="s-000009", terms=(), people=(), places=(), count=None, event_date=None)
    shelf = Shelf()
    shelf.put(story)
    found = shelf.candidates(keys, NOON - timedelta(days=1), stored=[other, older])
    assert [story, other] == found
    assert shelf.candidates(keys, NOON + timedelta(days=1), stored=[other]) == []
    assert [story] == shelf.candidates(keys, NOON - timedelta(days=1), 1, stored=[other])
    assert (shelf.get("s-000009"), shelf.get(story.id), shelf.stories) == (None, story, (story,))


def test_an_analysis_joins_at_p3_and_brings_no_news() -> None:
    """Even where it was judged urgent and speaks of another topic: it is counted, and told to nobody."""
    desk = Desk()
    desk.take(report(TITLE))
    both = make_judgement(
        make_verdict(), make_verdict(topic="strike_threat", realis=("rejected",), route=None, direction=None)
    )
    change = desk.take(report("Analysis: what Mexico sends with 26 prisoners to United States", hours=30), both)
    assert (change.link.relation, change.severity, change.facts) == ("analysis", "P3", ())
    assert len(change.after.reports) == 2


@pytest.mark.parametrize(
    ("title", "step"),
    [
        ("Noe Arriaga pleads not guilty in Chicago court", "plea"),
        ("“El Zurdo” se declara culpable en Chicago", "plea"),
        ("Arriaga found guilty on all counts", "verdict"),
        ("Condenan a 30 años de prisión a “El Zurdo” en Chicago", "sentence"),
        ("Arriaga sentenced to life in Chicago", "sentence"),
        ("FGR impugnará la suspensión que favorece a Arriaga", "appeal"),
        ("Justice Department names the 23 sent by Mexico and lists charges", "charges"),
        ("Arriaga arraigned in Chicago", "hearing"),
        ("Comparece ante juez de Chicago “El Zurdo”", "hearing"),
        ("Mexico rejects US talk of hitting labs, files protest", "protest"),
        ("México entrega nota diplomática a la embajada de EU", "protest"),
        ("Mexico summons US ambassador over drone flights", "protest"),
        ("Lawyers protest handover of 41 prisoners", None),
        ("Mexico sent 26 to prisons that protest", None),
        ("Mexico appeals for calm after handover", None),
        ("Mexico extradites Noe Arriaga to Chicago", None),
    ],
)
def test_steps_of_a_case_are_told_apart(title: str, step: str | None) -> None:
    """By the headline, in both languages."""
    assert case_step(title) == step


def test_a_step_of_the_case_is_told_once() -> None:
    """The first outlet's plea is a reply, the second one's an edit; the sentence is a step of its own."""
    desk = Desk()
    desk.take(report("Mexico extradites Caro Quintero to Texas"))
    told = [
        desk.take(report(title, hours=hours, outlet=outlet)).facts
        for title, hours, outlet in (
            ("Caro Quintero pleads not guilty in Texas", 24, "Post"),
            ("Caro Quintero se declara no culpable en Texas", 25, "Sol"),
            ("Caro Quintero sentenced to life in Texas", 48, "Sun"),
        )
    ]
    assert [[fact.relation for fact in facts] for facts in told] == [["report"], [], ["report"]]
    assert len(desk.stories) == 1
