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
    ("title", "below", "named"),
    [
        ("Judge delays extradition of former customs chief", "Elena Whitford ruled that the papers were late.", False),
        ("Abogada del exalcalde promete otro amparo", "Rosa Melgarejo dijo que irá a la Corte.", False),
        ("Lawyer: client was drugged and flown north", "Harvey Lindqvist accused his own side of a deal.", False),
        (
            "Cartel accountant held without bail",
            "A judge saw a risk of flight; his lawyer, Dora Pruett, may appeal.",
            False,
        ),
        ("Surrendered or seized? Lawyer disputes it", "He was arrested, Anton Colmar said outside the court.", False),
        ("Defensa alega que había suspensión", "La abogada Rosario Mijares presentará queja.", False),
        ("Gringo hunters expulsan a otro", "La Unidad de Enlace lo halló en un condominio.", False),
        ("Detienen a abogado en Sonora", "Ramiro Villanueva fue llevado a Hermosillo.", True),
        ("Judge keeps accused financier in jail", "Ramiro Villanueva faces life in prison.", True),
        ("Judge keeps accused financier in jail", "On Monday Ramiro Villanueva asked for bail.", True),
        ("Judge orders Ramiro Villanueva held", "Ramiro Villanueva said he was ill.", True),
        ("Cae operador financiero en Sonora", "Ramiro Villanueva pidió un intérprete.", True),
    ],
)
def test_who_acts_in_a_case_is_not_its_subject(title: str, below: str, named: bool) -> None:
    """A judge or a lawyer whom the headline has by office, and the sentence below by name."""
    assert bool(facts(report(title, summary=below)).people) is named


def test_a_surname_in_the_headline_is_of_him_whose_story_it_is() -> None:
    """Whoever else the sentence below names."""
    desk = Desk()
    desk.take(report('FGR extradita a Aurelio Zaldívar, "El Cuervo"', summary="Aurelio Zaldívar va a Texas."))
    below = "The capture of Zaldivar set off a feud with Ignacio Berrones."
    again = facts(report("Mexico extradites Zaldivar, whose arrest split the gang", hours=9, summary=below))
    assert "ignacio berrones" in again.people
    assert assign(again, desk.stories, number=2).vetoed_by is None
    other = facts(report("Mexico extradites Berrones to US", hours=9, summary="Ignacio Berrones fought it for years."))
    assert (assign(other, desk.stories, number=2).vetoed_by or "").startswith("about ignacio berrones")


@pytest.mark.parametrize(
    ("title", "below", "joins"),
    [
        ("Stalking suspect 'El Grillo' among those flown north", "Tomás Urrutia will face a judge in Texas.", True),
        ("Deputy's alleged killer is back", "Tomás Urrutia was in the group that Mexico sent on Monday.", True),
        ('Entregan a "El Grillo", el más joven del tercer envío', "Tomás Urrutia tiene 24 años.", True),
        ("Mexico extradites Tomas Urrutia to Texas", "Tomás Urrutia is wanted over a killing.", False),
    ],
)
def test_one_of_a_group_says_so_in_its_headline_or_below(title: str, below: str, joins: bool) -> None:
    """Then neither his name nor his court keeps him apart from it."""
    desk = Desk()
    desk.take(report("Mexico sends 26 prisoners to United States", summary="Lucio Arizmendi flew to California."))
    vetoed_by = assign(facts(report(title, hours=5, summary=below)), desk.stories, number=2).vetoed_by
    assert (vetoed_by is None) is joins, vetoed_by


def test_an_alias_and_a_name_of_one_gang_and_place_may_be_one_man() -> None:
    """Within the day, or of one town of Mexico; where neither joins them they are two men."""
    desk = Desk()
    desk.take(report('Extraditan a "El Grillo", del Cártel del Golfo, a Texas'))
    same = report("Gulf Cartel accountant flown to Texas", hours=5, summary="Tomas Urrutia Lozano kept its books.")
    assert assign(facts(same), desk.stories, number=2).vetoed_by is None
    desk.take(report('Operativo en Toluca: cae "El Nueve"', hours=-20))
    seized = report("US seeks kingpin seized in Toluca", summary="Baltasar Ozuna Vidal is charged.", hours=-16)
    assert "about" not in (assign(facts(seized), desk.stories, number=3).vetoed_by or "")
    other = report("Sinaloa accountant flown to Texas", hours=5, summary="Tomas Urrutia Lozano kept its books.")
    assert "about tomas urrutia lozano" in (assign(facts(other), desk.stories, number=2).vetoed_by or "")


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
