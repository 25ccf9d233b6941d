"""Names in headlines whose capitals say nothing, and what a name against another name decides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from story_kit import Desk, report

from bot.stories.names import people_in, with_aliases

_ACTS = frozenset(("mexico", "extradites", "extradita", "us"))


@pytest.mark.parametrize(
    ("title", "people"),
    [
        ("Mexico Extradites Noe Arriaga to US", ("noe arriaga",)),
        ("Mexico Extradites 'El Zurdo' to US", ("el zurdo",)),
        ("Mexico Extradites El Zurdo to US", ("el zurdo",)),
        ("Mexico Extradites Noe 'El Zurdo' Arriaga to US", ("el zurdo", "noe arriaga")),
        ("MEXICO EXTRADITES NOE ARRIAGA TO US", ("noe arriaga",)),
        ("MÉXICO EXTRADITA A “EL ZURDO” A EU", ("el zurdo",)),
        ("MÉXICO EXTRADITA A NOÉ DE LA ROSA A EU", ("noe rosa",)),
        ("México extradita a El Zurdo a Estados Unidos", ("el zurdo",)),
        ("Cae Noé Arriaga, alias Nini, en Colima", ("nini", "noe arriaga")),
        ("Noe Arriaga Lands In Houston After Extradition", ("noe arriaga",)),
        ("Mexico Extradites Rasheed Turlow to US", ("rasheed turlow",)),
        ("Mexico Extradites Alleged Cartel Boss to US", ()),
        ("Judge Frees Two Men Wanted In El Paso", ()),
        ("After hearing, Judge Ellen Corwin granted the motion", ()),
        ("Tras audiencia, la jueza Elena Corona concedió el amparo", ()),
        ("Gobierno responde a El Universal", ()),
        ("MEXICO SENDS TWENTY-SIX PRISONERS TO US", ()),
    ],
)
def test_names_are_read_whatever_the_capitals(title: str, people: tuple[str, ...]) -> None:
    """Title case, capitals, aliases with and without quotation marks; places and papers with an article are nobody."""
    assert people_in(title, _ACTS) == people


@given(st.text(max_size=200))
def test_any_line_can_be_read_for_names(line: str) -> None:
    """Never fails; names are folded and not empty."""
    assert all(name and name == name.lower() for name in with_aliases(people_in(line), line))


TWO_MEN = [
    ("Mexico Extradites 'El Zurdo' to US", "Mexico Extradites Noe Arriaga to US"),
    ("Mexico Extradites Noe Arriaga to US", "Mexico Extradites Ramon Iturbe to US"),
    ("Mexico Extradites 'El Zurdo' to US", "Mexico Extradites 'El Tahur' to US"),
    ("MEXICO EXTRADITES NOE ARRIAGA TO US", "MEXICO EXTRADITES RAMON ITURBE TO US"),
    ("MÉXICO EXTRADITA A NOÉ ARRIAGA", "MÉXICO EXTRADITA A “EL TAHÚR”"),
    ("México extradita a El Zurdo a Estados Unidos", "México extradita a Noé Arriaga a Estados Unidos"),
    ("Mexico Extradites 'El Zurdo' to US", "México extradita a Noé Arriaga a Estados Unidos"),
    ("Mexico Extradites Boss 'El Zurdo' to Toluca", "Mexico Extradites Boss Noe Arriaga to Toluca"),
    ("Cártel del Golfo: México extradita a “El Zurdo”", "Cártel del Golfo: México extradita a Noé Arriaga"),
    ("NOE ARRIAGA LOPEZ EXTRADITED TO US", "NOE ARRIAGA RUIZ EXTRADITED TO US"),
]


@pytest.mark.parametrize(("one", "other"), [*TWO_MEN, *((b, a) for a, b in TWO_MEN)])
def test_two_men_are_two_stories(one: str, other: str) -> None:
    """A person or alias in one headline against another in the other, however alike the words."""
    desk = Desk()
    desk.take(report(one, outlet="Courier"))
    desk.take(report(other, hours=2, outlet="Herald"))
    assert len(desk.stories) == 2


ONE_MAN = [
    ("Mexico Extradites Noe Arriaga to US", "", "MEXICO EXTRADITES NOE ARRIAGA TO US", ""),
    ("Mexico Extradites Caro Quintero to US", "", "Mexico Extradites Rafael Caro Quintero to US", ""),
    ("Mexico Extradites Noe 'El Zurdo' Arriaga to US", "", "Mexico Extradites 'El Zurdo' to US", ""),
    ("Mexico Extradites Noe 'El Zurdo' Arriaga to US", "", "México extradita a Noé Arriaga a Estados Unidos", ""),
    (
        "Mexico Extradites 'El Zurdo' to US", "He was put on a plane. Noe Arriaga, known as “El Zurdo”, is wanted.",
        "Mexico Extradites Noe Arriaga to US", "",
    ),
    (
        "México extradita a “El Zurdo” a Estados Unidos", "",
        "México extradita a Noé Arriaga a Estados Unidos", "Salió ayer. Noé Arriaga, alias “El Zurdo”, era buscado.",
    ),
    ("Mexico Hands Over 'El Zurdo' and 25 Others to US", "", "Mexico Hands Over Noe Arriaga and 25 Others to US", ""),
]  # fmt: skip


@pytest.mark.parametrize(("one", "text", "other", "other_text"), [*ONE_MAN, *((c, d, a, b) for a, b, c, d in ONE_MAN)])
def test_one_man_by_name_and_by_alias_is_one_story(one: str, text: str, other: str, other_text: str) -> None:
    """Where a headline or a text names both, or two names are one; and one group, whoever is named of it."""
    desk = Desk()
    desk.take(report(one, body=f"{one}. " * 20 + text if text else "", outlet="Courier"))
    desk.take(report(other, hours=2, body=f"{other}. " * 20 + other_text if other_text else "", outlet="Herald"))
    assert len(desk.stories) == 1


COUNTS = [  # headline, summary and outlet, twice; hours apart; stories
    (("Mexico sends 20 suspects to US", "", "A"), ("Mexico sends 25 suspects to US", "", "B"), 10, 2),
    (("México entrega a 16 reos a EU", "", "A"), ("México entrega a 20 reos a EU", "", "B"), 20, 2),
    (("Mexico sends 20 suspects to US", "", "A"), ("Mexico sends 25 suspects to US", "", "A"), 3, 1),
    (("Mexico sends 20 suspects to US", "", "A"), ("Correction: Mexico sends 25 suspects to US", "", "B"), 10, 1),
    (("Mexico sends 20 suspects from Toluca", "", "A"), ("Mexico sends 25 suspects from Toluca", "", "B"), 3, 1),
    (
        ("Mexico sends 20 suspects, Caro Quintero among them", "", "A"),
        ("Mexico sends 25 suspects, Caro Quintero among them", "", "B"), 3, 1,
    ),
    (("Mexico sends 32 suspects to US", "", "A"), ("Mexico sends 37 suspects to US", "", "B"), 3, 1),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "hours", "stories"), COUNTS)
def test_a_count_that_differs_much_needs_a_sign(
    one: tuple[str, str, str], other: tuple[str, str, str], hours: float, stories: int
) -> None:
    """A quarter more is another handover, unless it is corrected, the same outlet's, or all else is the same."""
    desk = Desk()
    for (title, summary, outlet), after in ((one, 0.0), (other, hours)):
        desk.take(report(title, summary=summary, outlet=outlet, hours=after))
    assert len(desk.stories) == stories


@pytest.mark.parametrize(
    ("told", "joins"),
    [
        ("Son of Ramiro Tovar Cervera pleads not guilty a day after extradition", True),
        ("Ramiro Tovar Cervera pleads not guilty a day after extradition", False),
    ],
)
def test_a_relative_named_beside_is_not_another_case(told: str, joins: bool) -> None:
    """Who is told as somebody's son is not that somebody, where both share a surname."""
    desk = Desk()
    desk.take(report("México extradita a Noé Tovar González, acusado de tráfico, a Washington"))
    link = desk.take(report(f"Washington: {told} from Mexico", hours=10, outlet="Post")).link
    assert (link.vetoed_by is None) is joins
