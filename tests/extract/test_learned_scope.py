"""Scope and measure by learned weights beside the rules, and what an alert shows of them."""

from dataclasses import replace

import pytest
from builders import make_figure, make_item

from bot.domain import Language
from bot.extract import extract, label, shown
from bot.extract.learned import likeliness, settled


def test_without_known_marks_the_rules_word_decides() -> None:
    """Marks nobody has seen weigh nothing."""
    assert settled("killed", "background", ["before=xyzzy"])[0] == "background"
    assert settled("killed", "this_event", ["before=xyzzy"])[0] == "this_event"


@pytest.mark.parametrize(
    ("measure", "impossible"),
    [("persons_transferred", "cumulative"), ("persons_transferred_cumulative", "this_event")],
)
def test_a_measure_keeps_to_its_scopes(measure: str, impossible: str) -> None:
    """A total of handovers is a measure of its own: neither takes the other's scope, whatever speaks for it."""
    scope, certainty = settled(measure, "background", ["ordinal", "title", "before=suman", f"measure={measure}"])
    assert scope != impossible
    assert 0 < certainty <= 1


def test_certainty_comes_with_each_figure_and_lies_between_zero_and_one() -> None:
    """A plain headline is certain enough to be shown."""
    (figure,) = extract(make_item(title="México entrega a 14 capos a EU", summary="", body=""))
    assert figure.certainty >= 0.9
    assert shown([figure]) == (figure,)


def test_what_is_not_certain_is_kept_but_not_shown() -> None:
    """A doubtful scope may be read in the ledger; an alert does not state it."""
    sure = make_figure()
    assert shown([sure]) == (sure,)
    assert shown([replace(sure, certainty=0.5)]) == ()
    seized = replace(sure, measure="weapons_seized", unit="count")
    assert shown([seized, replace(seized, value=3.0, certainty=0.8)]) == (seized,)


def test_a_kind_that_is_seldom_wrong_needs_less_certainty() -> None:
    """Planes in a report of a handover are its planes."""
    planes = replace(make_figure(), measure="aircraft_used", unit="aircraft", certainty=0.87)
    assert shown([planes]) == (planes,)


def test_the_greatest_total_of_people_is_the_total() -> None:
    """Of two that were taken for the sum, the smaller one is a part; an old sum is shown where the text says so."""
    total = make_figure(measure="persons_transferred_cumulative", scope="cumulative", value=158.0)
    assert shown([total, replace(total, value=33.0)]) == (total,)
    told = replace(total, scope="background", span="since 2025", quote="So far 158 were sent, she said.")
    assert shown([told]) == (told,)
    assert shown([replace(told, quote="The 158 in the files were sent.")]) == ()


def test_a_number_without_the_rules_words_gets_its_measure() -> None:
    """People killed when a car plunges, four words and a clause away from the verb."""
    text = "Four people, two of them U.S. intelligence officers, were killed when their pickup plunged into a ravine."
    figures = extract(make_item(title="Deadly crash exposes CIA role", summary="", body=text, language="en"))
    assert ("killed", 4.0) in [(figure.measure, figure.value) for figure in figures]


def test_a_kind_that_is_often_of_another_day_needs_more_certainty() -> None:
    """Requests that lie with Washington were rarely made today."""
    requests = make_figure(measure="extradition_requests", unit="events", certainty=0.95)
    assert shown([requests, replace(requests, measure="us_strikes", unit="strikes")]) != (requests,)
    assert requests not in shown([requests])


def test_a_number_that_is_unlikely_of_its_measure_is_kept_as_other() -> None:
    """Years on the run are no sentence, whatever court stands beside them; the number stays."""
    title = "Doctor on the run for nine years over pill mill will face judge"
    figures = extract(make_item(title=title, summary="", body="The man was arrested in Mérida.", language="en"))
    assert [(figure.measure, figure.value) for figure in figures] == [("other", 9.0)]


def test_murders_that_an_argument_turns_on_are_no_toll_of_today() -> None:
    """They are at most background, and no alert shows them."""
    body = "The judge will rule on whether two murders of witnesses allow an anonymous jury."
    figures = extract(make_item(title="Two witnesses hurt in the Jando case", summary="", body=body, language="en"))
    assert [(figure.measure, figure.scope) for figure in figures[1:]] == [("killed", "background")]
    assert shown(figures[1:]) == ()


def test_marks_that_nobody_has_seen_leave_the_measure_alone() -> None:
    """The rules' measure is likely as such."""
    assert 0.5 < likeliness(["before=xyzzy"]) < 1
    assert 0 < likeliness([f"before={n}" for n in range(500)]) < 1


@pytest.mark.parametrize(
    ("value", "language", "name"),
    [
        (1, "es", "mujer en el grupo"),
        (2, "es", "mujeres en el grupo"),
        (1, "en", "woman among them"),
        (None, "en", "women among them"),
    ],
)
def test_one_takes_the_singular(value: float | None, language: Language, name: str) -> None:
    """A card says "1 mujer en el grupo"."""
    assert label("women_in_group", language, value) == name


def test_the_stretch_of_time_ends_before_the_number() -> None:
    """ "since 2024", not "since 2024 more than 3"."""
    text = "In Sinaloa since 2024 more than 3,100 people have been killed."
    spans = [figure.span for figure in extract(make_item(title=text, summary="", body="", language="en"))]
    assert spans == ["since 2024"]
