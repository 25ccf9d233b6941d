"""Before and after the news: a profile ahead of it, prisoners moved on the eve, one man's trial weeks later."""

from dataclasses import replace

import pytest
from story_kit import THREAT, Desk, facts, report

from bot.domain import StoryId
from bot.stories import assign
from bot.stories.headlines import is_dropped, is_moved_within, is_of_the_moved, is_stance
from bot.stories.relations import headline_relation
from bot.stories.states import states_of

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
        ("Mexico summons American envoy over date for raids", "reaction"),
        ("Cancillería cita al embajador por el dron", "reaction"),
        ("Washington apologizes for drone that fell in Durango", "reaction"),
        ("El Pentágono ofrece una disculpa por el dron", "reaction"),
        ("What was a drone doing over Durango? An explainer", "analysis"),
        ("Judge summons witnesses in case of extradited mayor", "report"),
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
    ("first", "rival", "floor"),
    [
        ("Mexico sends 26 prisoners to US", None, 0.5),
        ("Mexico extradites man to US", "Mexico extradites woman to US", 0.65),
        ("Mexico extradites man to US", None, 0.5),
    ],
)
def test_what_names_nobody_is_of_the_group_or_of_the_only_case(first: str, rival: str | None, floor: float) -> None:
    """Of a group there is one at a time; between two cases it must be likelier."""
    desk, other = Desk(), Desk()
    desk.take(report(first))
    if rival is not None:
        other.take(report(rival))
    rivals = [replace(story, id=StoryId("s-000002")) for story in other.stories]
    late = facts(report("Handover to US was no favour, Mexico says", hours=20))
    assert f">= {floor:.2f}" in assign(late, [*desk.stories, *rivals], number=3).reason


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
        (["Trump says drone strike on cartels in Mexico is near", "Gunfire near ranch; tropas sought"], STANCE,
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


@pytest.mark.parametrize(
    ("title", "days", "veto"),
    [
        ("Noé Arriaga pleads guilty in New York", 20, None),
        ("US to drop charges against Noé Arriaga", 20, "20.0 days apart, 4 allowed for a report"),
        ("US to drop charges against Noé Arriaga", 3, None),
        ("Noé Arriaga pleads not guilty in New York", 9, None),
        ("Noé Arriaga's lawyer asks for bail", 20, None),
        ("Mexico sends diplomatic note over Noé Arriaga", 9, None),
        ("Noé Arriaga seen in new photo", 9, "9.0 days apart, 4 allowed for a report"),
    ],
)
def test_a_case_that_is_given_up_weeks_later_is_news_by_itself(title: str, days: float, veto: str | None) -> None:
    """A plea is a step of it, and a note between governments is an answer."""
    desk = Desk()
    desk.take(report("Mexico extradites Noé Arriaga to US"))
    assert assign(facts(report(title, hours=days * 24)), desk.stories, number=2).vetoed_by == veto


@pytest.mark.parametrize(
    ("title", "says"),
    [
        ("In surprise, US drops drug case against general", True),
        ("Retira fiscalía de EU los cargos al exalcalde", True),
        ("Judge lets the general go", True),
        ("US unseals drug case against general", False),
        ("Drop in handovers puzzles experts", False),
    ],
)
def test_a_prosecution_ends(title: str, says: bool) -> None:
    """Whoever ends it."""
    assert is_dropped(title) is says


def test_el_paso_lies_beside_new_mexico() -> None:
    """A plane that lands in Santa Teresa is told from either state."""
    assert states_of(["el paso"]) == {"texas", "new mexico"}
    assert states_of(["houston"]) == {"texas"}


@pytest.mark.parametrize("title", ["La ruta que llevó al exalcalde a la corte", "A look at the men Mexico gave up"])
def test_a_look_at_how_it_came_about_is_analysis(title: str) -> None:
    """Days after the news."""
    assert headline_relation(title) == "analysis"
