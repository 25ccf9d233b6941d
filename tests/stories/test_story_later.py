"""Before and after the news: a profile ahead of it, prisoners moved on the eve, one man's trial weeks later."""

import pytest
from story_kit import THREAT, Desk, facts, report

from bot.stories import assign
from bot.stories.headlines import is_moved_within, is_of_the_moved, is_stance
from bot.stories.relations import headline_relation

COMMENT = "news, where the story is comment alone"


@pytest.mark.parametrize(
    ("comment", "news", "hours", "veto"),
    [
        ("Who is Noé Arriaga, the accountant flown north", "Mexico extradites Noé Arriaga to US", 2, None),
        ("Las claves de la entrega de 17 reos", "México entrega a 17 reos a Estados Unidos", 3, None),
        ("Who is Noé Arriaga, the accountant flown north", "Mexico extradites Noé Arriaga to US", 40, COMMENT),
        ("Why Mexico should extradite Noé Arriaga", "Mexico extradites Noé Arriaga to US", 2, COMMENT),
        ("Por qué México debe entregar a Noé Arriaga", "México extradita a Noé Arriaga", 2, COMMENT),
        ("Why prisoners are sent north", "Mexico sends prisoners to United States", 3, COMMENT),
    ],
)
def test_a_profile_that_came_first_takes_its_news(comment: str, news: str, hours: float, veto: str | None) -> None:
    """By name or number, within hours; an essay on what ought to come is of no event."""
    desk = Desk()
    desk.take(report(comment))
    assert assign(facts(report(news, hours=hours)), desk.stories, number=2).vetoed_by == veto


@pytest.mark.parametrize(
    ("title", "says"),
    [
        ("Mueven de madrugada a reos de Puente Grande; familiares temen extradición", True),
        ("Salen camionetas del penal de Almoloya con rumbo desconocido", True),
        ("Inmates taken from Mexican prison at night to unknown destination", True),
        ("Convoys leave Altiplano prison, neighbours say", True),
        ("Trasladan a reos del Altiplano a Estados Unidos", False),
        ("México entrega a 17 reos", False),
        ("Prison escape in Puente Grande", False),
    ],
)
def test_a_headline_tells_of_a_move_within_mexico(title: str, says: bool) -> None:
    """From prison to prison, or nobody knows where to."""
    assert is_moved_within(title) is says


@pytest.mark.parametrize(
    ("title", "hours", "veto"),
    [
        ("Mexico sends 17 prisoners to United States", 40, "gone north, not only moved"),
        ("México envía a reos a Estados Unidos", 40, "gone north, not only moved"),
        ("Mexico sends 17 prisoners to United States", 5, None),
        ("Mexico could send prisoners to United States, families fear", 40, None),
        ("Familias de reos piden saber dónde están", 40, None),
    ],
)
def test_the_move_of_two_nights_before_is_not_the_handover(title: str, hours: float, veto: str | None) -> None:
    """That of the same night is."""
    desk = Desk()
    desk.take(report("Mueven de noche a reos del Altiplano; familias temen extradición"))
    assert assign(facts(report(title, hours=hours)), desk.stories, number=2).vetoed_by == veto


WEEKS_LATER = "21.0 days apart, 4 allowed for a report"


@pytest.mark.parametrize(
    ("title", "veto"),
    [
        ("Caro Quintero back in court as prosecutors weigh death penalty", WEEKS_LATER),
        ("Caro Quintero comparece ante juez; aplazan audiencia", WEEKS_LATER),
        ("Caro Quintero sentenced to life by New York judge", WEEKS_LATER),
        ("Judge halts cases of 26 prisoners Mexico sent with Caro Quintero", None),
    ],
)
def test_one_mans_trial_weeks_after_a_group_is_his_own_story(title: str, veto: str | None) -> None:
    """A ruling on all of them is not."""
    desk = Desk()
    item = report("Mexico sends 26 prisoners to US, Caro Quintero among them")
    desk.take(item)
    assert assign(facts(report(title, hours=21 * 24)), desk.stories, number=2).vetoed_by == veto


def test_the_trial_of_a_man_extradited_alone_is_of_his_story() -> None:
    """Weeks later, by name."""
    desk = Desk()
    desk.take(report("Mexico extradites Caro Quintero to US"))
    later = facts(report("Caro Quintero back in court as prosecutors weigh death penalty", hours=21 * 24))
    assert assign(later, desk.stories, number=2).vetoed_by is None


@pytest.mark.parametrize(
    ("title", "relation"),
    [
        ("Mexican president lashes out at senators who want troops in Mexico", "reaction"),
        ("Mexico hits back at Texas lawmaker over drone plan", "reaction"),
        ("Revira Sheinbaum a republicanos: no habrá tropas", "reaction"),
        ("Arremete canciller contra senador por drones", "reaction"),
        ("US strikes back at cartel after ambush", "report"),
        ("Cartel fires on US agents near border", "report"),
    ],
)
def test_a_headline_answers_in_the_usual_verbs(title: str, relation: str) -> None:
    """A blow is none."""
    assert headline_relation(title) == relation


@pytest.mark.parametrize(
    ("title", "says"),
    [
        ("Lawyers for prisoners flown to US say nobody told them", True),
        ("Piden informe por envío de reos a EU", True),
        ("What the mass handover leaves open", True),
        ("Esposados y en silencio, así bajaron del avión", True),
        ("Desechan queja por el traslado de reos", False),  # to another prison, perhaps
        ("Men sought by US are caught", False),
        ("Transfer of power in Sinaloa", False),
    ],
)
def test_a_headline_speaks_of_those_who_were_moved(title: str, says: bool) -> None:
    """As of a group that the reader knows, and of no one man."""
    assert is_of_the_moved(title) is says


@pytest.mark.parametrize(
    ("first", "floor"),
    [("Mexico sends 26 prisoners to US", 0.5), ("Mexico extradites man to US", 0.65)],
)
def test_of_a_group_there_is_one_at_a_time(first: str, floor: float) -> None:
    """What is told without a name must be likelier of one man's case than of the group that was handed over."""
    desk = Desk()
    desk.take(report(first))
    link = assign(facts(report("Handover to US was no favour, Mexico says", hours=20)), desk.stories, number=2)
    assert f">= {floor:.2f}" in link.reason


@pytest.mark.parametrize(
    ("title", "says"),
    [
        ("Ejército defenderá la soberanía: secretario", True),
        ("'No meddling', says Mexico's top diplomat", True),
        ("Ambassador speaks of cooperation, not force", True),
        ("Ataque de EU mata a tres y viola soberanía", False),
        ("Trump wants troops in Mexico", False),
    ],
)
def test_a_side_takes_a_stance(title: str, says: bool) -> None:
    """In words of its own; force that was used is none."""
    assert is_stance(title) is says


STANCE = "Defence chief: army will defend sovereignty"


@pytest.mark.parametrize(
    ("before", "title", "hours", "joins"),
    [
        (["Trump says drone strike on cartels in Mexico is near"], STANCE, 40, True),
        (["Trump says drone strike on cartels in Mexico is near"], "Foreign ministry rejects all of it", 40, True),
        (["Trump says drone strike on cartels in Mexico is near"], "Marines hold exercise off Guaymas", 40, False),
        (["Trump says drone strike on cartels in Mexico is near"], STANCE, 90, False),
        (["Trump says drone strike on cartels in Mexico is near", "Helicopter gunfire near Sonora ranch; tropas sought"], STANCE,
         40, False),
    ],
)  # fmt: skip
def test_the_second_officials_answer_is_to_the_only_threat(
    before: list[str], title: str, hours: float, joins: bool
) -> None:
    """Where two are open, or none any more, it must be likelier."""
    desk = Desk()
    for n, first in enumerate(before):
        desk.take(report(first, hours=n * 34.0), THREAT)
    assert len(desk.stories) == len(before)
    link = assign(facts(report(title, hours=hours), THREAT), desk.stories, number=9)
    assert (">= 0.20" in link.reason) is joins
