"""Figures in the light of the status: whom a headline counts has gone only where the handover took place."""

from dataclasses import replace

import pytest
from builders import make_item, make_judgement, make_verdict

from bot.domain import Item, Language, Realis, Scope
from bot.extract import depend_on_judgement, judged_figures, shown
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


@pytest.mark.parametrize(
    ("title", "realis", "scope"),
    [
        ("Mexico sends 26 suspected cartel members to US, sources say", "reported", "this_event"),
        ("Mexico to hand over 26 suspects to US, sources say", "reported", "projected"),
        ("Report: 26 more capos on list for US transfer", "reported", "projected"),
        ("Mexico sends 26 suspected cartel members to US", "blocked", "projected"),
    ],
)
def test_who_has_surely_gone_is_only_told_by_sources(title: str, realis: Realis, scope: Scope) -> None:
    """A report by sources, or a denial of a deal, may be of a handover that took place."""
    assert _scopes(make_item(title=title, summary="", language="en"), realis) == {26.0: scope}


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("Sitting Governor of Sinaloa and Nine Others Charged With Conspiring With Cartel", "en"),
        ("Harfuch confirma que 17 familiares de Ovidio Guzmán se entregaron a Estados Unidos", "es"),
        ("El Chapo's ex-wife and 16 relatives walked into U.S. at San Ysidro", "en"),
    ],
)
def test_who_is_charged_or_came_by_himself_is_not_handed_over(title: str, language: Language) -> None:
    """Whatever the item was judged to be."""
    assert _scopes(make_item(title=title, summary="", language=language), "occurred") == {}


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


@pytest.mark.parametrize("realis", [None, "occurred", "announced", "reported", "denied", "blocked", "historical"])
@pytest.mark.parametrize(
    ("title", "summary", "language", "depend"),
    [
        (_TITLE, "", "en", True),
        ("Habrá extradición de dos exalcaldes, reconoce Sheinbaum", "", "es", True),
        ("Trump gives Mexico 30 days to stop cartels", "Rubio spoke in Miami.", "en", False),
        ("Suman 2.6 toneladas de fentanilo decomisadas en Sinaloa", "Hay 12 detenidos.", "es", False),
        ("Nineteen people hurt in Guadalajara bus crash", "", "en", False),
    ],
)
def test_it_is_known_which_figures_depend_on_the_judgement(
    title: str, summary: str, language: Language, depend: bool, realis: Realis | None
) -> None:
    """The others are the same whatever the item is judged to be."""
    item = make_item(title=title, summary=summary, language=language)
    assert depend_on_judgement(item, _LEXICON) is depend
    flagged = make_judgement(make_verdict(topic="transfer", realis=(realis,) if realis else ()))
    unflagged = make_judgement(make_verdict(topic="transfer", flagged=False))
    if depend:
        statuses: tuple[Realis, ...] = ("occurred", "announced", "denied", "blocked")
        judged = [make_judgement(make_verdict(topic="transfer", realis=(status,))) for status in statuses]
        read = [judged_figures(item, judgement, _LEXICON) for judgement in (unflagged, *judged)]
        assert any(figures != read[0] for figures in read[1:])
    else:
        one, other = (judged_figures(item, judgement, _LEXICON) for judgement in (flagged, unflagged))
        assert [replace(f, certainty=1.0) for f in one] == [replace(f, certainty=1.0) for f in other]
        assert [f.measure for f in shown(one)] == [f.measure for f in shown(other)]
