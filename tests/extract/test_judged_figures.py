"""Figures in the light of the status: whom a headline counts has gone only where the handover took place."""

import pytest
from builders import make_item, make_judgement, make_verdict

from bot.domain import Item, Realis, Scope
from bot.extract import judged_figures
from classifiers import load_lexicon

_LEXICON = load_lexicon()
_TITLE = "Fifth transfer can't include 14 inmates, judge says in blanket order"
_LEAD = "Mexico handed over 31 prisoners to the US on Tuesday."


def _scopes(item: Item, realis: Realis | None, *, flagged: bool = True) -> dict[float | None, Scope]:
    """Scope of each number of people handed over."""
    verdict = make_verdict(topic="transfer", flagged=flagged, realis=(realis,) if realis else ())
    figures = judged_figures(item, make_judgement(verdict), _LEXICON)
    return {figure.value: figure.scope for figure in figures if figure.measure.startswith("persons_transferred")}


@pytest.mark.parametrize(
    ("realis", "scope"),
    [
        ("occurred", "this_event"),
        (None, "this_event"),
        ("blocked", "projected"),
        ("denied", "projected"),
        ("reported", "projected"),
        ("threatened", "projected"),
        ("historical", "background"),
    ],
)
def test_the_status_tells_whether_they_have_gone(realis: Realis | None, scope: Scope) -> None:
    """The clause of the 14 alone says that they went."""
    item = make_item(title=_TITLE, summary="", language="en")
    assert _scopes(item, realis) == {14.0: scope}


def test_below_the_headline_stand_other_handovers() -> None:
    """What the text tells of those who went before stays as it was read."""
    item = make_item(title=_TITLE, summary=_LEAD, language="en")
    changed, unchanged = _scopes(item, "blocked"), _scopes(item, "occurred")
    assert (changed[14.0], unchanged[14.0]) == ("projected", "this_event")
    assert (changed[31.0], unchanged[31.0]) == ("this_event", "this_event")


def test_of_another_topic_the_status_says_nothing() -> None:
    """A refusal of strikes beside a handover is none of the handover."""
    item = make_item(title="México entrega a 14 reos a EU", summary="", language="es")
    assert _scopes(item, "denied", flagged=False) == {14.0: "this_event"}
