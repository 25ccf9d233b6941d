"""Scope by learned weights with the rules' vote, and what an alert shows of it."""

from dataclasses import replace

import pytest
from builders import make_figure, make_item

from bot.extract import extract, shown
from bot.extract.learned import settled


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
    assert shown([replace(sure, certainty=0.6)]) == ()
