"""Headlines of a handover in all the usual words: who is moved counts, whoever they are called and whatever the verb;
who is to come, was moved long ago or resists it is no news of today."""

from datetime import UTC, datetime
from itertools import product

import pytest
from builders import make_item

from bot.domain import Language, Scope
from bot.domain.quantities import HANDOVER_MEASURES
from bot.extract import extract

_DAY = datetime(2026, 10, 5, tzinfo=UTC)

_ES_PEOPLE = [
    "capos", "reos", "líderes del narco", "integrantes de cárteles", "mexicanos", "imputados", "detenidos", "hombres",
    "extraditables", "criminales de alto perfil", "presuntos narcos acusados de homicidio",
]  # fmt: skip
_ES_VERBS = [("entrega", "entregados"), ("envía", "enviados"), ("transfiere", "transferidos"),
             ("expulsa", "expulsados"), ("traslada", "trasladados"), ("extradita", "extraditados")]  # fmt: skip
_ES_TO = ["a EU", "a EE.UU.", "a la DEA", "a autoridades de EU", "al gobierno de Trump"]
_ES_FORMS = ["México {verb} a 29 {people} {to}", "Fueron {done} {to} 29 {people}", "29 {people} son {done} {to}"]

_EN_PEOPLE = ["cartel members", "Mexicans", "prisoners", "drug lords", "accused traffickers", "men", "capos"]
_EN_VERBS = [("hands over", "handed over"), ("sends", "sent"), ("expels", "expelled"), ("delivers", "delivered"),
             ("extradites", "extradited"), ("surrenders", "surrendered")]  # fmt: skip
_EN_TO = ["to the US", "to U.S.", "to American authorities", "to US custody"]
_EN_FORMS = ["Mexico {verb} 29 {people} {to}", "29 {people} have been {done} {to}", "29 {people} {done} {to} by Mexico"]

_GRIDS: list[tuple[Language, list[str], list[tuple[str, str]], list[str], list[str]]] = [
    ("es", _ES_FORMS, _ES_VERBS, _ES_TO, _ES_PEOPLE),
    ("en", _EN_FORMS, _EN_VERBS, _EN_TO, _EN_PEOPLE),
]


def _moved(title: str, language: Language) -> list[tuple[float | None, Scope]]:
    """Numbers of people handed over that a headline gives, with their scopes."""
    figures = extract(make_item(title=title, summary="", language=language, published_at=_DAY))
    return [(figure.value, figure.scope) for figure in figures if figure.measure in HANDOVER_MEASURES]


@pytest.mark.parametrize(("language", "forms", "verbs", "places", "people"), _GRIDS)
def test_whoever_is_handed_over_counts(
    language: Language, forms: list[str], verbs: list[tuple[str, str]], places: list[str], people: list[str]
) -> None:
    """Every verb with every name for them, every recipient and every order of words."""
    titles = [
        form.format(verb=verb, done=done, to=to, people=whom)
        for form, (verb, done), to, whom in product(forms, verbs, places, people)
    ]
    assert [title for title in titles if _moved(title, language) != [(29.0, "this_event")]] == []


@pytest.mark.parametrize(
    ("title", "language", "scopes"),
    [
        ("México entregará a 29 líderes del narco a EU la próxima semana", "es", {"projected"}),
        ("México podría entregar a 29 detenidos a EU", "es", {"projected"}),
        ("Planean enviar a EU a 29 integrantes de cárteles antes del Mundial", "es", {"projected"}),
        ("EU quiere que México le entregue a 29 capos más", "es", {"projected"}),
        ("Faltan 29 reos por entregar a EU, dice Harfuch", "es", {"projected"}),
        ("Gestionan amparos 29 presuntos narcos para no ser enviados a EU", "es", {"projected"}),
        ("Familiares de 29 internos obtienen amparo: no podrán ser enviados a EU", "es", {"projected"}),
        ("Los 29 capos que no fueron enviados a EU", "es", {"projected"}),
        ("México no entregó a 29 capos a EU, aclara SRE", "es", {"projected"}),
        ("Despegarán de Toluca el viernes 29 reos del narco rumbo a Texas", "es", {"projected"}),
        ("Irán 29 capos más rumbo a EU, adelanta Godoy", "es", {"projected"}),
        ("Texas pediría extraditar a 29 exmandos de Nuevo Laredo", "es", {"projected"}),
        ("Sheinbaum niega: no se entrega a 29 capos a EU", "es", {"projected"}),
        ("Nunca entregaremos a 29 capos a EU, dice Sheinbaum", "es", {"projected"}),
        ("Hace un año México entregó a 29 capos a EU", "es", {"background"}),
        ("México entregó a 29 capos a EU en agosto de 2025", "es", {"background"}),
        ("¿Qué fue de los 29 capos que México entregó a EU?", "es", {"background"}),
        ("Mexico is considering handing over 29 cartel members to the United States", "en", {"projected"}),
        ("Mexico could hand over 29 cartel leaders to the US", "en", {"projected"}),
        ("29 cartel leaders will be flown to the US", "en", {"projected"}),
        ("29 prisoners seek injunctions against transfer to the US", "en", {"projected"}),
        ("29 inmates did not leave Toluca for US, security ministry says", "en", {"projected"}),
        ("29 prisoners were not handed over to the US, Mexico says", "en", {"projected"}),
        ("Mexico has not sent 29 capos to the US", "en", {"projected"}),
        ("Mexico transferred 29 prisoners to the US in February 2025", "en", {"background"}),
        ("A year ago Mexico handed over 29 inmates to the US", "en", {"background"}),
        ("What happened to the 29 drug lords Mexico sent to the US?", "en", {"background"}),
    ],
)
def test_what_is_to_come_or_long_ago_is_not_todays(title: str, language: Language, scopes: set[Scope]) -> None:
    """The words around the number may be those of a handover today: the verb's time decides."""
    assert {scope for _, scope in _moved(title, language)} == scopes


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("Mexico hands over 29 to U.S., among them man wanted in 2003 Dallas killing", "en"),
        ("Mexico hands over 29 men captured in March 2024 to the US", "en"),
        ("México envía a EU a 29 capos detenidos en 2024", "es"),
        ("México entrega a 29 capos a EU; en 2025 fueron 55", "es"),
        ("No hay impunidad: México envía a 29 capos a EU", "es"),
        ("México no sólo entregó a 29 capos a EU, también pidió drones", "es"),
        ("Ya no volverán: México entrega a 29 capos a EU", "es"),
        ("Never before had Mexico handed over 29 capos at once", "en"),
        ("Sin previo aviso, México entrega a 29 capos a EU", "es"),
    ],
)
def test_a_date_or_a_denial_of_something_else_leaves_the_news(title: str, language: Language) -> None:
    """They were caught, or others went, in an earlier year; something else is not so, or will not be."""
    assert (29.0, "this_event") in _moved(title, language)


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("EU envía a 130 mexicanos en vuelo militar", "es"),
        ("Llegan a Tapachula 130 mexicanos expulsados de Estados Unidos", "es"),
        ("Consulado asiste a 130 mexicanos enviados a Matamoros desde EU", "es"),
        ("US sends 130 Mexicans home on military flight", "en"),
    ],
)
def test_mexicans_whom_the_us_sends_home_are_no_suspects(title: str, language: Language) -> None:
    """Deported, not handed over."""
    assert _moved(title, language) == []


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("EU acusa a 29 capos de narcotráfico", "es"),
        ("Suman 29 capos acusados de narcotráfico en Texas", "es"),
        ("29 accused traffickers indicted in Texas", "en"),
    ],
)
def test_who_is_only_accused_is_not_moved(title: str, language: Language) -> None:
    """No verb hands them over."""
    assert _moved(title, language) == []


@pytest.mark.parametrize(
    "title",
    [
        "México extradita a Ramiro Pérez, 'El Nueve', a Tucson",
        "Llega a Tucson “El Once” tras ser extraditado",
        "Extraditan a El Ocho a Estados Unidos",
        "Entregan a EU a 'El Mil' y 'El Cien'",
    ],
)
def test_who_goes_by_a_number_is_one_man(title: str) -> None:
    """An alias counts nobody."""
    assert _moved(title, "es") == []


def test_a_number_behind_an_article_still_counts() -> None:
    """ "Los nueve" are people, whoever "El Dos" is."""
    assert _moved("Los nueve extraditados a EU son del CJNG", "es") == [(9.0, "this_event")]
    assert _moved("Extraditan a EU a 'El Dos' y a otros dos", "es") == [(2.0, "this_event")]


def test_of_a_share_who_may_be_executed_the_whole_is_handed_over() -> None:
    """Three of them face death, 26 were sent."""
    title = "At least 3 of 26 prisoners sent to Texas face the death penalty"
    figures = extract(make_item(title=title, summary="", language="en", published_at=_DAY))
    assert [(figure.measure, figure.value) for figure in figures] == [
        ("death_penalty_eligible", 3.0),
        ("persons_transferred", 26.0),
    ]
