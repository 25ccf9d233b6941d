"""Headlines of deadlines, votes, rewards, charges, sentences and US forces: what is told today is this event, what may
be, is to come or was in an earlier year is not, whatever else stands beside the number."""

from datetime import UTC, datetime
from itertools import product

import pytest
from builders import make_item

from bot.domain import Language, Scope
from bot.extract import extract

_DAY = datetime(2026, 10, 5, tzinfo=UTC)
Grid = tuple[Language, str, float, list[str], list[list[str]]]


def _scopes(title: str, language: Language, measure: str, value: float) -> set[Scope]:
    """Scopes that a headline's number has as a measure."""
    figures = extract(make_item(title=title, summary="", language=language, published_at=_DAY))
    return {figure.scope for figure in figures if (figure.measure, figure.value) == (measure, value)}


def _titles(forms: list[str], slots: list[list[str]]) -> list[str]:
    return [form.format(*words) for form in forms for words in product(*slots)]


_GIVERS = ["Trump", "EU", "Washington", "Casa Blanca"]
_TO_DO_ES = ["frenar a los cárteles", "entregar a 12 capos", "responder"]
_TO_DO_EN = ["stop cartels", "hand over cartel leaders", "respond"]
_ES_BILLS = ["ingreso de marines", "la reforma de extradición", "ley contra cárteles"]
_EN_BILLS = ["war powers resolution", "Mexico strikes resolution", "extradition reform", "cartel bill"]
_ES_MEN = ["“El Mencho”", "líder del CJNG", "Iván Archivaldo Guzmán", "jefes del Cártel de Sinaloa"]
_EN_MEN = ["CJNG leader", "El Mayito Flaco", "Sinaloa cartel boss"]
_ES_ACCUSED = ["miembros del CJNG", "mexicanos", "funcionarios mexicanos", "presuntos narcos"]
_EN_ACCUSED = ["cartel members", "Mexicans", "Mexican officials", "alleged traffickers"]
_ES_TROOPS = ["marines", "soldados", "elementos de la Marina", "agentes de la CIA", "boinas verdes"]
_EN_TROOPS = ["Marines", "service members", "special forces", "troops", "CIA officers", "Green Berets"]

_TOLD: list[Grid] = [
    ("es", "deadline_days", 30, ["{} da a México 30 días para {}", "Ultimátum de {} a México: 30 días para {}"],
     [_GIVERS, _TO_DO_ES]),
    ("en", "deadline_days", 30, ["{} gives Mexico 30 days to {}", "{} gives Mexico 30-day deadline to {}"],
     [["Trump", "US", "White House"], _TO_DO_EN]),
    ("en", "deadline_days", 30, ["{} grants Mexico 30-day extension", "{} issues 30-day ultimatum to Mexico"],
     [["Trump", "US", "White House"]]),
    ("en", "deadline_days", 30, ["{} to Mexico: 30 days to {}"], [["Trump", "US"], _TO_DO_EN]),
    ("es", "deadline_days", 30, ["En 30 días México debe {}, exige Trump", "México, con 30 días para {}: Trump"],
     [_TO_DO_ES]),
    ("es", "votes", 87, ["Senado avala {} por 87 votos contra 20", "Aprueba Senado {} por 87 votos"], [_ES_BILLS]),
    ("en", "votes", 87, ["Senate approves {} 87-20", "Senate rejects {} 87-20", "House passes {} in 87-20 vote"],
     [_EN_BILLS]),
    ("es", "reward", 15e6,
     ["EU ofrece 15 mdd por {}", "15 mdd por {}, ofrece la DEA", "Eleva EU a 15 mdd recompensa por {}"], [_ES_MEN]),
    ("en", "reward", 15e6, ["US offers $15M reward for {}", "US raises reward for {} to $15 million"], [_EN_MEN]),
    ("es", "persons_indicted", 17, ["EU acusa a 17 {}", "Presentan cargos contra 17 {} en California"], [_ES_ACCUSED]),
    ("en", "persons_indicted", 17, ["US charges 17 {}", "17 {} indicted in Texas"], [_EN_ACCUSED]),
    ("en", "sentence_years", 25, ["{} given 25 years", "US judge sentences {} to 25 years"], [_EN_MEN]),
    ("es", "us_forces", 300, ["EU envía a 300 {} a la frontera con México",
                              "300 {} de Estados Unidos llegan a la frontera con México"], [_ES_TROOPS]),
    ("en", "us_forces", 300, ["US sends 300 {} to Mexico border", "300 US {} arrive in Mexico for training"],
     [_EN_TROOPS]),
]  # fmt: skip

_NOT_TODAY: list[tuple[Language, str, float, Scope, list[str], list[list[str]]]] = [
    ("es", "deadline_days", 30, "projected", ["Trump daría a México 30 días para {}"], [_TO_DO_ES]),
    ("en", "deadline_days", 30, "projected",
     ["Trump could give Mexico 30 days to {}", "US weighs giving Mexico 30 days to {}"], [_TO_DO_EN]),
    ("es", "deadline_days", 30, "background",
     ["Hace un año Trump dio a México 30 días para {}", "Vence plazo de 30 días que Trump dio a México para {}",
      "Tratado da 30 días a México para {}"], [_TO_DO_ES]),
    ("en", "deadline_days", 30, "background",
     ["A year ago Trump gave Mexico 30 days to {}", "Treaty gives Mexico 30 days to {}"], [_TO_DO_EN]),
    ("es", "votes", 87, "projected", ["Faltan 87 votos para aprobar {}", "Se necesitan 87 votos para {}"], [_ES_BILLS]),
    ("en", "votes", 87, "projected", ["Republicans need 87 votes to pass {}"], [_EN_BILLS]),
    ("es", "votes", 87, "background",
     ["En 2025 el Senado aprobó {} con 87 votos", "Hace un año el Senado avaló {} con 87 votos"], [_ES_BILLS]),
    ("en", "votes", 87, "background",
     ["Senate approved {} 87-20 in 2025", "Last year Senate approved {} by 87-20"], [_EN_BILLS]),
    ("es", "reward", 15e6, "projected", ["EU ofrecería 15 mdd por {}", "EU analiza ofrecer 15 mdd por {}"], [_ES_MEN]),
    ("en", "reward", 15e6, "projected", ["US could offer $15 million for {}", "US weighs $15M reward for {}"],
     [_EN_MEN]),
    ("es", "reward", 15e6, "background", ["Abaten a {}, con recompensa de 15 mdd"], [_ES_MEN]),
    ("es", "persons_indicted", 17, "projected", ["EU prepara acusación contra 17 {}", "EU alista cargos contra 17 {}"],
     [_ES_ACCUSED]),
    ("en", "persons_indicted", 17, "projected", ["US to charge 17 {}", "US will charge 17 {}", "US could indict 17 {}"],
     [_EN_ACCUSED]),
    ("es", "persons_indicted", 17, "background", ["En 2024 EU acusó a 17 {}", "Hace un año EU acusó a 17 {}"],
     [_ES_ACCUSED]),
    ("en", "persons_indicted", 17, "background", ["US indicted 17 {} in 2024", "A year ago US charged 17 {}"],
     [_EN_ACCUSED]),
    ("en", "sentence_years", 25, "background", ["{} was sentenced to 25 years in 2019"], [_EN_MEN]),
    ("es", "sentence_years", 25, "background", ["En 2024 {} fue condenado a 25 años de prisión"], [_ES_MEN]),
    ("es", "us_forces", 300, "projected",
     ["Trump propone enviar 300 {} a México", "Sheinbaum rechaza entrada de 300 {} de EU",
      "Senado da luz verde al ingreso de 300 {} de EU", "Senado vota hoy ingreso de 300 {} de EU"], [_ES_TROOPS]),
    ("en", "us_forces", 300, "projected",
     ["Sheinbaum rejects 300 US {}", "Mexican Senate gives green light to 300 US {}",
      "300 US {} set to arrive in Mexico", "Trump wants to send 300 {} to Mexico"], [_EN_TROOPS]),
    ("es", "us_forces", 300, "background", ["En 2025 EU desplegó 300 {} en la frontera con México"], [_ES_TROOPS]),
    ("en", "us_forces", 300, "background", ["In 2025 US deployed 300 {} to Mexico border"], [_EN_TROOPS]),
    ("en", "sentence_years", 25, "projected", ["US asks judge to give {} 25 years"], [_EN_MEN]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "measure", "value", "forms", "slots"), _TOLD)
def test_what_a_headline_tells_in_the_present_is_todays(
    language: Language, measure: str, value: float, forms: list[str], slots: list[list[str]]
) -> None:
    """Every verb with every subject and object."""
    titles = _titles(forms, slots)
    assert [title for title in titles if _scopes(title, language, measure, value) != {"this_event"}] == []


@pytest.mark.parametrize(("language", "measure", "value", "scope", "forms", "slots"), _NOT_TODAY)
def test_what_may_be_or_was_years_ago_is_not_todays(
    language: Language, measure: str, value: float, scope: Scope, forms: list[str], slots: list[list[str]]
) -> None:
    """The verb's time decides."""
    titles = _titles(forms, slots)
    assert [title for title in titles if _scopes(title, language, measure, value) != {scope}] == []


@pytest.mark.parametrize(
    ("title", "language", "measure", "value"),
    [
        ("US charges 17 cartel members over 2019 massacre", "en", "persons_indicted", 17),
        ("US charges 17 Mexicans with killing agent in 2019", "en", "persons_indicted", 17),
        ("EU acusa a 17 mexicanos por masacre de 2019", "es", "persons_indicted", 17),
        ("CJNG boss sentenced to 25 years for 2019 killings", "en", "sentence_years", 25),
        ("Senate approves bill 87-20, a year after it failed", "en", "votes", 87),
        ("EU ofrece 15 mdd por líder del CJNG prófugo desde 2019", "es", "reward", 15e6),
        ("Trump gives Mexico 30 days to hand over men indicted in 2024", "en", "deadline_days", 30),
    ],
)
def test_an_older_year_of_something_else_leaves_the_news(
    title: str, language: Language, measure: str, value: float
) -> None:
    """It is the crime's, or an earlier try's."""
    assert _scopes(title, language, measure, value) == {"this_event"}
