"""Names in headlines whose capitals say nothing, and what a name against another name decides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from story_kit import THREAT, TRANSFER, Desk, facts, handed, report

from bot.domain import Judgement
from bot.stories import assign
from bot.stories.names import people_in, surnames, with_aliases
from bot.stories.similarity import likeness

_ACTS = frozenset(("mexico", "extradites", "extradita", "us"))


@pytest.mark.parametrize(
    ("title", "people"),
    [
        ("Mexico Extradites Noe Arriaga to US", ("noe arriaga",)),
        ("Extraditan a EU a Martín Salgado Ríos", ("martin salgado rios",)),
        ("Extraditan a EU a Noe Salgado Torres", ("noe salgado torres",)),
        ("Mexico Extradites Martín Lugo Cárdenas to US", ("martin lugo cardenas",)),
        ("Noe Arriaga Faces Charges In Houston", ("noe arriaga",)),
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


@pytest.mark.parametrize(
    ("told", "veto"),
    [
        ("“El Tío Chayo”, y una contadora, en la cuarta remesa", None),
        ("Judge holds Noe Arriaga, a man in Tuesday's transfer from Mexico", None),
        ("México extradita a Noé Arriaga", "one person, noe arriaga, against 31"),
        ("Noe Arriaga, held in transfer of weapons, is extradited", "one person, noe arriaga, against 31"),
    ],
)
def test_one_man_is_of_the_group_where_he_is_said_to_be(told: str, veto: str | None) -> None:
    """The number need not stand beside his name, if the group does."""
    desk = Desk()
    desk.take(report("Mexico sends 31 prisoners to US"))
    assert assign(facts(report(told, hours=8, outlet="Post")), desk.stories, number=2).vetoed_by == veto


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("noe arriaga", {"arriaga"}),
        ("juan carlos felix gastelum", {"felix", "gastelum"}),
        ("noe juan arriaga", {"arriaga"}),
        ("juan n", set()),
        ("maria juan", {"juan"}),
    ],
)
def test_a_surname_is_what_headlines_call_a_person_by(name: str, words: set[str]) -> None:
    """A given name is one only where there is nothing else, and a hidden surname is none."""
    assert surnames(name) == words


def test_a_first_name_is_soon_that_of_one_in_a_group() -> None:
    """Juan "N" is nobody's name among 26; of one man's case it is his."""
    group, case = Desk(), Desk()
    first = report("Mexico sends 26 prisoners, Juan Arriaga Lugo among them, to US")
    group.take(first, TRANSFER, handed(26.0, first))
    case.take(report("Mexico extradites Juan Arriaga Lugo to US"))
    masked = facts(report("México extradita a Juan “N”", hours=20))
    assert [likeness(masked, desk.stories[0]).is_named for desk in (group, case)] == [False, True]


@pytest.mark.parametrize(
    ("told", "veto"),
    [
        ("Arrestan en Texas a hija de “El Zurdo” en audiencia", "about a daughter, not a son"),
        ("Daughter of “El Zurdo” arrested at Texas court", "about a daughter, not a son"),
        ("Son of “El Zurdo” arraigned in Texas", None),
        ("Sister of “El Zurdo” weeps in Texas court", None),
    ],
)
def test_another_of_a_family_is_another_case(told: str, veto: str | None) -> None:
    """Whoever is seized next; those who only weep belong to the case."""
    desk = Desk()
    desk.take(report("Mexico extradites son of “El Zurdo” to Texas"))
    assert assign(facts(report(told, hours=30, outlet="Post")), desk.stories, number=2).vetoed_by == veto


@pytest.mark.parametrize(
    ("told", "judged", "veto"),
    [
        ("US troops to leave Mexico, says Noe Arriaga", THREAT, None),
        ("Mexico extradites Noe Arriaga", TRANSFER, "the case of noe arriaga"),
        ("Mexico extradites lawyer", TRANSFER, None),
    ],
)
def test_one_handed_over_by_name_is_no_talk_of_troops(told: str, judged: Judgement, veto: str | None) -> None:
    """A story that tells of no handover does not hold his, whatever day both were told."""
    desk = Desk()
    desk.take(report("US troops may enter Mexico"), THREAT)
    assert assign(facts(report(told, hours=3), judged), desk.stories, number=2).vetoed_by == veto


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


@pytest.mark.parametrize(
    ("title", "vetoed"),
    [
        ("Who is Ismael Quintana, the trafficker Mexico extradited?", True),
        ("Who is Noe Arriaga, the trafficker Mexico extradited?", False),
        ("What the extradition says about Mexico's courts", False),
    ],
)
def test_a_look_at_one_man_is_of_no_other_mans_extradition(title: str, vetoed: bool) -> None:
    """An analysis may name others further down; whom its headline is about is whose case it is."""
    desk = Desk()
    desk.take(report("Mexico extradites Noe Arriaga", summary="He was flown to Texas."))
    link = assign(facts(report(title, hours=5, outlet="Post")), desk.stories, number=2)
    assert (link.vetoed_by is not None and "quintana" in link.vetoed_by) is vetoed
