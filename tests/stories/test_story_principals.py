"""Whom a report is about, and what a headline names only beside him."""

import pytest
from story_kit import LEXICON, UNJUDGED, Desk, facts, report

from bot.stories import assign
from bot.stories.facts import topics_of
from bot.stories.principals import bosses_only, principals


@pytest.mark.parametrize(
    ("people", "title", "about"),
    [
        (("el mayo",), "Mexico detains lieutenant of 'El Mayo' sought in Arizona", ()),
        (("ovidio guzman",), "Ovidio Guzmán's security chief extradited to US", ()),
        (("nemesio oseguera",), "Cae en Zapopan el brazo derecho de Nemesio Oseguera", ()),
        (("dolores urrea",), "Trump pidió entregar a los capos, según Dolores Urrea", ()),
        (("tomas rivas", "el mayo"), "Tomás Rivas, sobrino de 'El Mayo', es extraditado", ("tomas rivas",)),
        (("el mayo",), "El Mayo's lawyer asks for more time", ("el mayo",)),
        (("rafael caro quintero",), "Abogado de Caro Quintero pide aplazar audiencia", ("rafael caro quintero",)),
        (("el mayo",), "Mexico extradites 'El Mayo', boss of Sinaloa hitmen", ("el mayo",)),
        (("tomas rivas",), "FGR extradita a presunto homicida", ("tomas rivas",)),
    ],
)
def test_a_report_is_of_the_man_not_of_his_boss(people: tuple[str, ...], title: str, about: tuple[str, ...]) -> None:
    """A lawyer speaks of the case itself; who is not in the headline at all may be whom it is about."""
    assert principals(people, [title]) == about


def test_one_headline_about_him_is_enough() -> None:
    """A story of the boss tells of his men, too."""
    titles = ["Mexico extradites 'El Mayo' to US", "Aide to 'El Mayo' held the same day"]
    assert bosses_only(("el mayo",), titles) == frozenset()
    assert bosses_only(("el mayo",), titles[1:]) == {"el mayo"}


def test_one_arrest_is_told_by_the_alias_and_by_the_boss() -> None:
    """ "Top aide to El Mayo" is he whom the other outlet calls by name."""
    desk = Desk()
    desk.take(report('Extradita México a Tomás Rivas, operador de "El Mayo"', summary="Tomás Rivas es requerido."))
    same = facts(report("Mexico extradites top aide to 'El Mayo' Zambada", hours=1))
    assert assign(same, desk.stories, number=2).vetoed_by is None
    other = facts(report("Mexico extradites 'El Rayo' Zamudio", hours=1))
    assert assign(other, desk.stories, number=2).vetoed_by == "about el rayo, not tomas rivas"


@pytest.mark.parametrize(
    ("title", "topics"),
    [
        ("Trump envía tropas a México", ("strike_threat",)),
        ("White House sends US troops to Mexico, official says", ("strike_threat",)),
        ("Mexico sends 12 prisoners to US", ("transfer",)),
        ("Mexico sends 12 prisoners guarded by soldiers to US", ("transfer",)),
    ],
)
def test_soldiers_who_are_sent_are_no_handover(title: str, topics: tuple[str, ...]) -> None:
    """Where nothing is judged, what is sent tells the topic."""
    assert topics_of(report(title), UNJUDGED, LEXICON)[:1] == topics
