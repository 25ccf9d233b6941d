"""Whom a headline calls by the office that he held, or by a surname alone."""

import pytest
from story_kit import THREAT, Desk, facts, report

from bot.stories import assign
from bot.stories.called import called_in, lone_surnames, offices_of


@pytest.mark.parametrize(
    ("title", "offices"),
    [
        ("US asks Mexico to arrest former Nayarit governor", {"governor"}),
        ("“Que prueben algo”, reta exalcalde a EU", {"mayor"}),
        ("Defensa del ex general pide tiempo", {"general"}),
        ("Ex-senator and former police chief sought by US", {"legislator", "police"}),
        ("Texas governor hails handover", set()),
        ("Former DEA chief hails handover", set()),
        ("El gobernador viaja a Washington", set()),
    ],
)
def test_a_headline_says_which_office_was_held(title: str, offices: set[str]) -> None:
    """Once held, in Mexico: who holds one speaks of other men's cases."""
    assert offices_of(title) == offices


@pytest.mark.parametrize(
    ("first", "title", "veto"),
    [
        ("US asks Mexico to arrest former governor", "“No me escondo”, dice exalcalde",
         "of an ex-mayor, not an ex-governor"),
        ('Mexico extradites Noé Arriaga, "El Zurdo", to US', "FGR extradita al exgeneral",
         "of an ex-general, of whom nothing was told"),
        ("México extradita al exalcalde Noé Arriaga", "Mexico extradites alleged cartel leader to US",
         "of a man of a cartel, not an ex-mayor"),
        ("México extradita al exalcalde Noé Arriaga", "Mexico extradites ex-mayor accused of aiding cartel boss", None),
        ("México extradita al exalcalde Noé Arriaga", "Mexico extradites man to US", None),
        ("Mexico extradites Noé Arriaga to US", "Mexico extradites former governor to US", None),
    ],
)  # fmt: skip
def test_one_who_held_an_office_is_no_other_man(first: str, title: str, veto: str | None) -> None:
    """Where no name joins them; a story that says nothing of offices may be his."""
    desk = Desk()
    desk.take(report(first))
    assert assign(facts(report(title, hours=20)), desk.stories, number=2).vetoed_by == veto


def test_capitals_within_a_line_may_be_a_surname() -> None:
    """Known words and the first of the line are none."""
    assert lone_surnames("Judge denies bail for Olivares in Houston") >= {"olivares"}
    assert lone_surnames("Olivares pleads guilty") == frozenset()
    assert lone_surnames("Corte niega fianza a Arriaga Sosa") == {"arriaga", "sosa"}


def test_a_surname_alone_leads_to_the_story_that_knows_it() -> None:
    """A step in court goes there even weeks later, and to no story that is more like it but knows nobody so called."""
    desk = Desk()
    desk.take(report("Mexico extradites Noé Arriaga Sosa to US"))
    desk.take(report('Mexico extradites "El Zurdo" to Texas; judge denies bail', hours=14 * 24))
    assert len(desk.stories) == 2
    late = facts(report("Judge denies bail for man called Arriaga", hours=15 * 24))
    assert called_in(late, desk.stories) is not None
    link = assign(late, desk.stories, number=3)
    assert link.story_id == "s-000001"
    assert assign(late, desk.stories[1:], number=3).vetoed_by is None  # nobody near is so called: it may be his


@pytest.mark.parametrize(
    "title",
    [
        "Mexico sends 26 prisoners to US, Arriaga Sosa among them",  # a group
        "Judge denies bail for Rubén Arriaga Luna",  # in full
        "Judge denies bail for man in Houston",  # nobody
    ],
)
def test_a_surname_alone_is_one_without_a_number_or_a_full_name(title: str) -> None:
    """Those have rules of their own."""
    desk = Desk()
    desk.take(report("Mexico extradites Noé Arriaga Sosa to US"))
    assert called_in(facts(report(title, hours=5)), desk.stories) is None


def test_who_speaks_of_force_is_called_in_many_stories() -> None:
    """A senator known from one threat makes the next."""
    desk = Desk()
    desk.take(report("Senator Dale Halloran wants drone strike in Mexico"), THREAT)
    again = facts(report("New strike threat from Halloran", hours=100), THREAT)
    assert called_in(again, desk.stories) is None


@pytest.mark.parametrize(
    ("first", "title", "hours", "veto"),
    [
        ("Mexican marines arrest cartel boss", "Mexico extradites Noé Arriaga to US", 30, True),
        ("EU pide extraditar a exalcalde", "México extradita a Noé Arriaga", 30, True),
        ("EU pide extraditar a exalcalde", "Quién es Noé Arriaga, el contador extraditado a EU", 30, True),
        ("Mexico arrests man wanted in Portland", "Portland man extradited from Mexico", 3, False),
        ("Mexico arrests Noé Arriaga for US", "Mexico extradites Noé Arriaga to US", 30, False),
        ("EU pide extraditar a exalcalde", "Mexico could extradite Noé Arriaga", 30, False),
    ],
)
def test_one_mans_extradition_is_not_the_search_for_another(first: str, title: str, hours: float, veto: bool) -> None:
    """By name it may be; caught and brought north in one night it may be, too."""
    desk = Desk()
    desk.take(report(first))
    found = assign(facts(report(title, hours=hours)), desk.stories, number=2).vetoed_by
    assert (found == "extradited, not only sought") is veto


@pytest.mark.parametrize(
    ("title", "veto"),
    [
        ("Noe Arriaga pleads not guilty in New York", None),  # a headline of the group calls him
        ("Mexico extradites Tomás Rivas to US", "one person, tomas rivas, against 26"),
        ("Quién es Tomás Rivas, el capo extraditado a EU", "one person, tomas rivas, against 26"),
        ("Quién es Tomás Rivas, uno de los trasladados", None),
    ],
)
def test_one_man_beside_a_group(title: str, veto: str | None) -> None:
    """That the group has men of name says nothing of one who is extradited alone."""
    desk = Desk()
    desk.take(report("México entrega a 26 reos; Arriaga, entre ellos", summary="Noé Arriaga era buscado."))
    assert assign(facts(report(title, hours=20)), desk.stories, number=2).vetoed_by == veto
