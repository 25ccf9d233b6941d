"""The parts of comparing: counts, names, words, relations, publishers."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from builders import make_figure, make_report
from hypothesis import given
from hypothesis import strategies as st
from story_kit import report

from bot.domain import Qualifier, Relation
from bot.domain.quantities import HANDOVER_MEASURES, bounds_of
from bot.stories.counts import counts_of, own_counts, people_counts
from bot.stories.glossary import cognate, concept_of, is_spanish
from bot.stories.headlines import (
    is_court_step,
    is_deed,
    is_homeward,
    is_no_more,
    is_northward,
    is_of_the_moved,
    is_only_said,
)
from bot.stories.names import people_in, same_person
from bot.stories.publishers import independent_of, publisher_name, publisher_of
from bot.stories.relations import headline_relation, main_clause
from bot.stories.similarity import overlap


@pytest.mark.parametrize(
    ("title", "counts"),
    [
        ("Mexico sends 26 cartel figures to US", [(26.0, 26.0, "suspect")]),
        ("México entrega a treinta y siete reos", [(37.0, 37.0, "suspect")]),
        ("Twenty-six suspects flown north", [(26.0, 26.0, "suspect")]),
        ("forty one inmates", [(41.0, 41.0, "suspect")]),
        ("Los 37 entregados a EU: la lista", [(37.0, 37.0, "suspect")]),
        ("More than 30 prisoners flown to Texas", [(30.0, float("inf"), "suspect")]),
        ("Dozens of prisoners flown to Texas", [(12.0, float("inf"), "suspect")]),
        ("Unos 20 presos a EU", [(17.0, 23.0, "suspect")]),
        ("Mexico sends 26 firefighters to US", [(26.0, 26.0, "firefighter")]),
        ("México entrega a 14 capos más; suman 106", [(14.0, 14.0, "suspect")]),
        ("Seis de cada diez mexicanos lo rechazan", []),
        ("Mexico has now handed 123 cartel prisoners to US", []),
        ("Mexico has handed over 123 prisoners so far", []),
        ("Sheinbaum has sent 123 prisoners north since taking office", []),
        ("123 capos entregados a EU desde enero", []),
        ("México ha entregado ya a 123 capos", []),
        ("Lleva Sheinbaum 123 reos enviados", []),
        ("123 reos enviados a EU en lo que va del sexenio", []),
        ("MS-13 boss on FBI's 10 most wanted list held in Mexico", []),
        ("Cae uno de los 10 más buscados por el FBI", []),
        ("Mexico has sent 31 prisoners to US", [(31.0, 31.0, "suspect")]),
        ("Mexico hands over 31 prisoners, most since January", [(31.0, 31.0, "suspect")]),
        ("Mexico hands over 31 prisoners wanted since 2019", [(31.0, 31.0, "suspect")]),
        ("México envía a 31 capos desde Toluca", [(31.0, 31.0, "suspect")]),
        ("31 reos a EU: la mayor entrega desde febrero", [(31.0, 31.0, "suspect")]),
        ("Mexico hands over 33 more cartel operatives", [(33.0, 33.0, "suspect")]),
        ("33 CIA operatives sent to Sonora", [(33.0, 33.0, "force")]),
        ("Faces 12 counts in Texas", []),
        ("Law of 1917 cited", []),
    ],
)
def test_people_are_counted_in_headlines(title: str, counts: list[tuple[float, float, str]]) -> None:
    """Digits and words of both languages count when a noun for people follows; shares, years and charges do not."""
    expected = people_counts(title)
    assert counts == [(count.low, count.high, count.noun) for count in expected]


@pytest.mark.parametrize(
    ("title", "values"),
    [
        ("Mexico hands over nine prisoners, days after group of 18 prisoners", [(9.0, 9.0)]),
        ("Tras envío de 26 reos, Sheinbaum defiende decisión", [(26.0, 26.0)]),
        ("“El Tahúr” y otros 30 enviados a EU", [(31.0, 33.0)]),
        ("El Tahur and 30 others handed over", []),
        ("Corrección: son 31, no 27, los reos llevados", [(31.0, 31.0)]),
        ("Van 160: parten 14 presos de Querétaro", [(14.0, 14.0)]),
        ("Tercer traslado: van 92 capos enviados a EU", []),
        ("Suman 43 los capos enviados; hoy trasladaron a 24 reos", [(24.0, 24.0)]),
        ("US takes custody of two dozen traffickers", [(24.0, 24.0)]),
        ("Una veintena de capos sale rumbo a Toluca", [(14.0, 30.0)]),
        ("A dozen inmates put on a plane to Texas", [(8.4, 18.0)]),
    ],
)
def test_a_headline_has_counts_of_its_own(title: str, values: list[tuple[float, float]]) -> None:
    """Of its main clause; totals so far, numbers taken back and numbers of other events are not its own."""
    assert values == [(count.low, count.high) for count in own_counts(title)]


@pytest.mark.parametrize(
    ("asks", "title", "says"),
    [
        (is_court_step, "Ibarra enters not guilty plea before judge", True),
        (is_court_step, "México extradita a un hombre", False),
        (is_homeward, "Regresan 16 mexicanos a cumplir condena", True),
        (is_homeward, "14 inmates sent home to finish sentences", True),
        (is_homeward, "Exgobernador, ante el juez tras su extradición desde Estados Unidos", True),
        (is_homeward, "Capo, ante el juez tras su extradición a Estados Unidos", False),
        (is_homeward, "México envía a 37 reos a EU", False),
        (is_homeward, "Nine Mexican Nationals Transferred Home Under Prisoner Treaty", True),
        (is_homeward, "Llegan nueve sentenciados entregados por Estados Unidos", True),
        (is_homeward, "US returned nine convicts to Mexico", True),
        (is_northward, "México envía a 37 reos a EU", True),
        (is_northward, "EU devuelve a México a 11 presos para terminar su condena en México", False),
        (is_no_more, "No hay planes de otro envío masivo de reos", True),
        (is_no_more, "México envía a otros 24 reos", False),
        (is_deed, "US drone strike destroys lab in Sinaloa", True),
        (is_deed, "US ready to destroy labs, may strike", False),
        (is_only_said, "Amaga con bombardear laboratorios", True),
        (is_of_the_moved, "Abogados de trasladados denuncian violación a amparos", True),
        (is_of_the_moved, "Judge hears transferred cartel prisoners", True),
        (is_of_the_moved, "Mexico sends prisoners", False),
    ],
)
def test_a_headline_says_more_than_what_it_is(asks: Callable[[str], bool], title: str, says: bool) -> None:
    """Done or only said, northward or home, a step in court."""
    assert asks(title) == says


@pytest.mark.parametrize(
    ("qualifier", "bounds"),
    [
        ("exact", (40.0, 40.0)),
        ("more_than", (40.0, float("inf"))),
        ("at_most", (0.0, 40.0)),
        ("about", (34.0, 46.0)),
        ("range", (40.0, 50.0)),
    ],
)
def test_a_figure_allows_a_stretch_of_values(qualifier: Qualifier, bounds: tuple[float, float]) -> None:
    """Qualifiers widen a number to what it can mean."""
    figure = make_figure(value=40.0, value_hi=50.0 if qualifier == "range" else None, qualifier=qualifier)
    assert bounds == pytest.approx(bounds_of(figure))


def test_a_trend_has_no_bounds() -> None:
    """Where no number is stated, there is nothing to compare."""
    assert bounds_of(make_figure(value=None, trend="down")) is None


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ('FGR extradita a EU a Ramiro Castañeda, "El Contador", por lavado', ("el contador", "ramiro castaneda")),
        ('Capo Aurelio "El Yunque" Zaldívar pleads guilty', ("el yunque", "aurelio zaldivar")),
        ('Entregan a Luis Alberto "N" por abuso', ("luis alberto n",)),
        ("Mayor Efraín Lugo denies ties", ("efrain lugo",)),
        ("Judge Blocks Extradition Of Accused Cartel Accountant To Texas", ()),
        ("Suprema Corte frena envíos", ()),
        ("Alleged Cartel Leader Yadier Montemayor Arrested In Cancun", ("yadier montemayor",)),
        ("Zorvan Keltrick Extradited To Nevada", ("zorvan keltrick",)),
        ("Accused Killer Braulio Zubieta Handed Over To California", ("braulio zubieta",)),
        ("U.S. Drops Death Penalty For Rafael Caro Quintero", ("rafael caro quintero",)),
        ("Cartel Boss Faces Life Term In Brooklyn", ()),
        ("Suspect Behind Deadly Ambush Lands In Houston", ()),
        ("Entregan a EU a policía de Zapotitlán Palmas", ()),
        ("Entregan a EU a policía de nombre Noé Arriaga", ("noe arriaga",)),
        ("Arrestan a hermano de Noé Arriaga", ("noe arriaga",)),
        ("White House won't rule out drones", ()),
        ("President Elena Robles spoke of ex-president Saúl Ochoa", ("saul ochoa",)),
    ],
)
def test_names_are_found_that_no_list_holds(text: str, people: tuple[str, ...]) -> None:
    """Aliases, masked names and runs of capitals are people; institutions, roles and title case are not."""
    assert set(people) == set(people_in(text))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("caro quintero", "rafael caro quintero", True),
        ("pedro inzunza noriega", "pedro insunza noriega", True),
        ("insunza coronel", "inzunza noriega", False),
        ("luis meza rios", "luis mesa rios", True),
        ("juan lopes", "juan lopez", True),
        ("ana baca", "ana vaca", True),
        ("luis mata", "luis mota", False),
        ("raul leal", "raul leon", False),
        ("hugo rios", "hugo rico", False),
        ("ovidio guzman", "joaquin guzman lopez", False),
        ("luis alberto n", "faustino n", False),
        ("n", "luis", False),
    ],
)
def test_one_name_must_be_contained_in_the_other(one: str, other: str, same: bool) -> None:
    """Father and son, and two masked men, stay apart; short forms and misspellings do not."""
    assert same == same_person(one, other) == same_person(other, one)


def test_concepts_and_cognates_cross_the_languages() -> None:
    """Common words meet by meaning, others by the letters that both languages share."""
    assert concept_of("presos") == concept_of("prisoners") == "suspect"
    assert concept_of("zanahoria") is None
    assert cognate("operativo") == cognate("operative")
    assert [is_spanish("tropas de EU en México"), is_spanish("US troops in Mexico")] == [True, False]


@pytest.mark.parametrize(
    ("title", "relation"),
    [
        ("México entrega a 19 reos a EU", "report"),
        ("Sheinbaum defiende entrega de 19 reos", "reaction"),
        ("FGR extradita a un hombre reclamado por una corte de Texas", "report"),
        ("Reclama Sheinbaum trato a los extraditados", "reaction"),
        ("Mexico demands answers over killed agents", "reaction"),
        ("Harfuch niega otro envío de reos", "denial"),
        ("Lawyers for handed-over prisoners say they were denied hearings", "reaction"),
        ("Abogado denuncia que lo subieron al avión", "reaction"),
        ('Abogado de los Treviño acusa entrega ilegal: "había suspensiones vigentes"', "reaction"),
        ("Lawyer for extradited man claims he was kidnapped", "reaction"),
        ("Sheinbaum: no third transfer of prisoners planned", "report"),
        ("Judge denies bail to extradited man", "ruling"),
        ("Juez concede suspensión contra extradición", "ruling"),
        ("White House does not rule out drones", "report"),
        ("Casa Blanca no descarta drones", "report"),
        ("Who are the 26 sent to the US?", "analysis"),
        ("Las claves de la entrega", "analysis"),
        ("CORRECTED: Mexico sends 37, not 32", "correction"),
        ("A un año de la primera entrega, siete culpables", "anniversary"),
        ("Tras críticas de la oposición, México entrega a diez", "report"),
        ("Mexico hands over ten after judge blocks appeal", "report"),
    ],
)
def test_a_headline_says_what_it_is(title: str, relation: Relation) -> None:
    """The main clause decides: what it answers, rules on or corrects is not the news itself."""
    assert relation == headline_relation(title)


def test_the_main_clause_is_left_when_circumstances_go() -> None:
    """Clauses before and after it are cut, but never down to nothing."""
    assert main_clause("Tras amenaza de ataques, México envía a diez reos") == "mexico envia a diez reos"
    assert main_clause("Reos tras rejas") == "reos tras rejas"


@pytest.mark.parametrize(
    ("outlet", "publisher"),
    [
        ("El Diario de Prueba", "diario de prueba"),
        ("Reuters", "reuters"),
        ("AP via Channel Nine", "ap"),
        ("El Faro (EFE)", "efe"),
        ("Café", "cafe"),
    ],
)
def test_a_wire_credit_in_the_outlets_name_is_the_publisher(outlet: str, publisher: str) -> None:
    """Reprints count as the agency's."""
    assert publisher == publisher_name(outlet)


@pytest.mark.parametrize(
    ("summary", "publisher"),
    [
        ("TOLUCA, Mexico (AP) — Six planes left on Tuesday.", "ap"),
        ("México, 20 ene (EFE).- Seis aviones salieron.", "efe"),
        ("Seis aviones salieron. Con información de Reuters.", "reuters"),
        ("Six planes left, a reporter of this paper saw.", "courier"),
    ],
)
def test_a_wire_credit_in_the_text_is_the_publisher(summary: str, publisher: str) -> None:
    """Datelines and last lines give the agency away."""
    assert publisher == publisher_of(report("Six planes left", summary=summary))


def test_a_headline_copied_word_for_word_is_no_second_publisher() -> None:
    """Unless it is so short that two desks may have written it."""
    long, short = "Mexico turns over 41 cartel inmates to US", "Mexico sends 41"
    assert independent_of(report(long, outlet="Two"), [make_report(title=long, publisher="one")]) == "one"
    assert independent_of(report(short, outlet="Two"), [make_report(title=short, publisher="one")]) == "two"


_VECTORS = st.dictionaries(st.sampled_from(["w:a", "w:b", "c:c", "n:3", "act:x"]), st.floats(0.1, 2.0), max_size=5)


@given(_VECTORS, _VECTORS, st.booleans())
def test_overlap_is_symmetric_and_bounded(ones: dict[str, float], others: dict[str, float], cross: bool) -> None:
    """In [0, 1], the same both ways, 1 for a vector and itself, 0 where nothing is shared."""
    value = overlap(ones, others, cross_language=cross)
    assert 0.0 <= value <= 1.0
    assert value == pytest.approx(overlap(others, ones, cross_language=cross))
    assert (value > 0) == bool(set(ones) & set(others))
    if ones:
        assert overlap(ones, ones, cross_language=cross) == pytest.approx(1.0)


def test_a_collective_in_a_text_is_as_wide_as_in_a_headline() -> None:
    """ "Una veintena de reclusos" of a first flash may be 29 in the end; "unos 20" are not."""
    quote = "Una veintena de reclusos salió de Toluca."
    flash = make_figure(value=20.0, qualifier="about", noun="reclusos", quote=quote, end=len(quote))
    sure = replace(flash, quote="Unos 20 reclusos salieron de Toluca.")
    bounds = [
        [(count.low, count.high) for count in counts_of([figure], [], measures=HANDOVER_MEASURES, also=None)]
        for figure in (flash, sure)
    ]
    assert bounds == [[(14.0, 30.0)], [(17.0, 23.0)]]
