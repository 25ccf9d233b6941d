"""Headlines of raids, attacks and strikes in all the usual words: what is seized, who is caught, killed, hurt or taken
counts, whatever the verb; what is to come, long ago, denied or a total is no news of today."""

from datetime import UTC, datetime
from itertools import product

import pytest
from builders import make_item

from bot.domain import Language, Scope
from bot.extract import extract

_DAY = datetime(2026, 10, 5, tzinfo=UTC)

_Grid = tuple[str, Language, list[str], list[str], list[str], list[str]]
_GRIDS: list[_Grid] = [  # (measure, language, forms, verbs, who or what, places)
    (
        "persons_arrested", "es",
        ["Marina {verb} a 29 {what} {place}", "{verb}n a 29 {what} {place}"],
        ["detiene", "captura", "arresta", "apresa", "atrapa"],
        ["presuntos sicarios", "policías municipales", "jóvenes", "miembros del Cártel de Sinaloa"],
        ["en Sinaloa", "en la frontera"],
    ),
    (
        "persons_arrested", "en",
        ["Mexican marines {verb} 29 {what} {place}", "BREAKING: Mexican army {verb} more than 29 {what} {place}"],
        ["arrest", "nab", "catch", "bust", "round up", "capture"],
        ["suspected cartel members", "police officers", "former soldiers", "mayors", "Colombians"],
        ["in Sinaloa", "at the border"],
    ),
    (
        "persons_arrested", "en",
        ["Raid {place} leads to {verb} of 29 {what}"],
        ["arrest", "capture"],
        ["migrants", "hitmen"],
        ["in Tijuana"],
    ),
    (
        "killed", "es",
        ["Comando {verb} a 29 {what} {place}", "{verb}n a 29 {what} {place}"],
        ["asesina", "ejecuta", "ultima", "acribilla", "masacra"],
        ["turistas", "civiles", "mujeres"],
        ["en Manzanillo", "en la frontera"],
    ),
    (
        "killed", "es",
        ["{verb} de 29 {what} {place}"],
        ["Masacre", "Ejecución", "Asesinato"],
        ["migrantes", "mujeres"],
        ["en la frontera"],
    ),
    (
        "killed", "en",
        ["29 {what} {verb} {place}", "At least 29 {what} {verb} {place}"],
        ["slain", "murdered", "gunned down", "shot dead", "massacred"],
        ["people", "tourists", "men"],
        ["at the border", "in Culiacan"],
    ),
    (
        "killed", "en",
        ["Gunmen {verb} 29 {what} {place}"],
        ["massacre", "gun down", "kill"],
        ["women", "fishermen"],
        ["in Culiacan"],
    ),
    (
        "security_forces_killed", "es",
        ["CJNG {verb} a 29 {what} {place}"],
        ["ejecuta", "ultima", "mata"],
        ["soldados", "policías estatales", "uniformados"],
        ["en Sinaloa"],
    ),
    (
        "security_forces_killed", "es",
        ["Balacera {place} {verb} la vida de 29 {what}"],
        ["cobra", "cuesta"],
        ["militares", "agentes"],
        ["en Tijuana"],
    ),
    (
        "security_forces_killed", "en",
        ["29 {what} {verb} {place}", "Gun battle {place} leaves 29 {what} {verb}"],
        ["dead", "shot dead"],
        ["cops", "police officers", "National Guard members"],
        ["in Sinaloa", "at the border"],
    ),
    (
        "injured", "en",
        ["Drone attack {verb} 29 {what} {place}"],
        ["wounds", "injures", "hurts"],
        ["police officers", "migrants"],
        ["near Nogales"],
    ),
    (
        "disappeared", "es",
        ["Comando armado {verb} a 29 {what} {place}"],
        ["levanta", "secuestra", "priva de la libertad"],
        ["trabajadores", "marinos", "turistas"],
        ["en Sinaloa"],
    ),
    (
        "disappeared", "en",
        ["29 {what} {verb} {place}", "29 {what} were {verb} {place}"],
        ["abducted", "snatched", "reported missing", "kidnapped"],
        ["migrants", "women"],
        ["at the border", "in Tijuana"],
    ),
    (
        "weapons_seized", "es",
        ["Ejército {verb} 29 {what} {place}", "{verb}n 29 {what} {place}"],
        ["asegura", "decomisa", "confisca", "intercepta"],
        ["cuernos de chivo", "lanzacohetes", "fusiles Barrett"],
        ["en Sonora"],
    ),
    (
        "pills_seized", "es",
        ["FGR {verb} 29 {what} {place}"],
        ["confisca", "intercepta", "asegura"],
        ["mil comprimidos de fentanilo", "mil pastillas"],
        ["en Sonora"],
    ),
    (
        "us_strikes", "es",
        ["EU {verb} 29 {what} {place}"],
        ["destruye", "ataca", "hunde"],
        ["narcolanchas", "buques"],
        ["en el Pacífico"],
    ),
    (
        "us_strikes", "en",
        ["United States {verb} 29 {what} {place}"],
        ["blows up", "bombs", "sinks"],
        ["speedboats", "suspected drug boats"],
        ["in international waters"],
    ),
    (
        "strike_deaths", "en",
        ["29 {what} {verb} in US boat strike {place}"],
        ["die", "dead", "killed"],
        ["suspected traffickers", "narcoterrorists"],
        ["in the Pacific"],
    ),
]  # fmt: skip


def _read(title: str, language: Language) -> list[tuple[str, float | None, Scope]]:
    """Figures of known measures that a headline gives."""
    figures = extract(make_item(title=title, summary="", language=language, published_at=_DAY))
    return [(figure.measure, figure.value, figure.scope) for figure in figures if figure.measure != "other"]


@pytest.mark.parametrize(("measure", "language", "forms", "verbs", "things", "places"), _GRIDS)
def test_every_usual_verb_is_read(
    measure: str, language: Language, forms: list[str], verbs: list[str], things: list[str], places: list[str]
) -> None:
    """Every verb with every object and place in every order of words; boats and strikes of one day may be a total."""
    titles = [
        form.format(verb=verb, what=what, place=place)
        for form, verb, what, place in product(forms, verbs, things, places)
    ]
    titles = [title[0].upper() + title[1:] for title in titles]
    if measure == "us_strikes":
        titles = [title.replace("29", "three" if language == "en" else "tres") for title in titles]
    wrong = [
        title for title in titles if (measure, "this_event") not in {(name, s) for name, _, s in _read(title, language)}
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("No death penalty: prosecutors will not seek execution of 29 men", "en"),
        ("EU no buscará la ejecución de 29 capos", "es"),
        ("FGR ejecuta 29 órdenes de aprehensión", "es"),
        ("Two US tourists shot in Tulum taco stand crossfire", "en"),
        ("Accused killer now 31, and home in chains", "en"),
        ("Juez ordena levantar 29 actas", "es"),
    ],
)
def test_who_is_not_killed_is_not_counted(title: str, language: Language) -> None:
    """Penalties, warrants, wounds and ages."""
    assert [
        measure for measure, _, _ in _read(title, language) if "killed" in measure or measure == "disappeared"
    ] == []


_OBJECTS: dict[Language, dict[str, list[str]]] = {
    "es": {
        "seize": ["kilos de cocaína", "mil pastillas de fentanilo", "armas largas", "laboratorios clandestinos"],
        "arrest": ["presuntos sicarios", "policías", "hombres"],
        "kill": ["personas", "soldados", "migrantes"],
        "vanish": ["jóvenes", "mineros"],
        "strike": ["narcolanchas", "embarcaciones"],
    },
    "en": {
        "seize": ["tons of meth", "million fentanyl pills", "rifles", "drug labs"],
        "arrest": ["suspected cartel members", "police officers", "people"],
        "kill": ["people", "soldiers", "women"],
        "vanish": ["students", "migrants"],
        "strike": ["boats", "vessels"],
    },
}
_TIMES: list[tuple[Language, str, set[Scope], list[str]]] = [
    (
        "es",
        "seize",
        {"background"},
        [
            "A un año del decomiso de 29 {what}, nadie ha sido detenido",
            "Hace un año la Marina decomisó 29 {what}",
            "En 2024 decomisaron 29 {what} en Sinaloa",
            "El año pasado se aseguraron 29 {what} en la frontera",
            "En un año, Guardia Nacional asegura 29 {what}",
            "Harfuch: 29 {what} asegurados en este sexenio",
            "En los primeros nueve meses del año decomisan 29 {what}",
            "Desaparecen 29 {what} decomisados en 2024",
        ],
    ),
    (
        "es",
        "seize",
        {"projected"},
        ["Ejército niega haber decomisado 29 {what}", "No se decomisaron 29 {what}, aclara Sedena"],
    ),
    (
        "en",
        "seize",
        {"background"},
        [
            "A year after seizure of 29 {what}, no arrests",
            "29 {what} seized to date, security cabinet says",
            "CBP has seized 29 {what} this fiscal year",
            "CBP seized 29 {what} last year",
            "Mexico seized 29 {what} in 2024",
            "Harfuch touts 29 {what} seized under Sheinbaum",
        ],
    ),
    ("en", "seize", {"projected"}, ["Mexico denies it seized 29 {what}"]),
    (
        "es",
        "arrest",
        {"background"},
        [
            "A un año de la detención de 29 {what}, siguen sin juicio",
            "Liberan a 29 {what} detenidos en 2025",
            "Durante 2025 fueron detenidos 29 {what}",
        ],
    ),
    (
        "es",
        "arrest",
        {"projected"},
        ["Ejército niega haber detenido a 29 {what}", "Buscan detener a 29 {what} en Sinaloa"],
    ),
    (
        "en",
        "arrest",
        {"background"},
        [
            "FBI arrested 29 {what} last year",
            "A year after arrest of 29 {what}, no trial",
            "29 {what} arrested in 2025 walk free",
        ],
    ),
    (
        "en",
        "arrest",
        {"projected"},
        [
            "Mexico denies it arrested 29 {what}",
            "29 {what} will be arrested, Harfuch says",
            "Mexico plans to arrest 29 {what}",
        ],
    ),
    (
        "es",
        "kill",
        {"background"},
        [
            "A un año del asesinato de 29 {what}, no hay detenidos",
            "Suman 29 {what} asesinados en lo que va del año en Sinaloa",
            "Acusan a El Mayo de ordenar matar a 29 {what}",
        ],
    ),
    (
        "es",
        "kill",
        {"projected"},
        [
            "Gobierno niega que hayan muerto 29 {what}",
            "Planeaban asesinar a 29 {what}",
            "Amenazan con matar a 29 {what}",
        ],
    ),
    (
        "en",
        "kill",
        {"background"},
        [
            "29 {what} killed so far this year in Sinaloa",
            "A year after 29 {what} were killed, no arrests",
            "Man arrested over 2023 killing of 29 {what}",
        ],
    ),
    ("en", "kill", {"projected"}, ["Government denies 29 {what} were killed", "Cartel threatens to kill 29 {what}"]),
    (
        "es",
        "vanish",
        {"projected"},
        ["Gobierno niega desaparición de 29 {what}", "Amenazan con secuestrar a 29 {what}"],
    ),
    (
        "en",
        "vanish",
        {"background"},
        ["A year after disappearance of 29 {what}, no answers", "Last year 29 {what} disappeared"],
    ),
    ("es", "strike", {"projected"}, ["EU amenaza con atacar tres {what}"]),
    ("es", "strike", {"cumulative"}, ["EU ha atacado tres {what} en lo que va del año"]),
    (
        "es",
        "strike",
        {"background"},
        ["Hace un año EU bombardeó tres {what}", "En 2025 EU atacó tres {what} en el Pacífico"],
    ),
    ("en", "strike", {"projected"}, ["US threatens to strike three {what}", "US will strike three {what}, Trump says"]),
    ("en", "strike", {"background"}, ["A year ago the US bombed three {what}"]),
]


@pytest.mark.parametrize(("language", "kind", "scopes", "forms"), _TIMES)
def test_what_is_to_come_denied_long_ago_or_a_sum_is_not_todays(
    language: Language, kind: str, scopes: set[Scope], forms: list[str]
) -> None:
    """Whatever the words around a number are: the verb's time, a denial or a date beside it decides."""
    titles = [form.format(what=what) for form, what in product(forms, _OBJECTS[language][kind])]
    read = {title: {scope for *_, scope in _read(title, language)} for title in titles}
    assert {title: found for title, found in read.items() if not found <= scopes} == {}


@pytest.mark.parametrize(
    ("title", "language", "measure"),
    [
        ("Tercera masacre en lo que va del año deja 29 muertos en Guanajuato", "es", "killed"),
        ("Mueren 29 en ataque, el peor del año en Sinaloa", "es", "killed"),
        ("Enfrentamiento deja 29 muertos; van 300 en lo que va del año", "es", "killed"),
        ("Tras negar enfrentamiento, Fiscalía confirma 29 muertos en Culiacán", "es", "killed"),
        ("Sheinbaum niega crisis tras asesinato de 29 personas en Culiacán", "es", "killed"),
        ("Policía mata a 29 que intentaron secuestrar a empresario", "es", "killed"),
        ("Detienen a 29 hombres buscados por homicidio en 2019", "es", "persons_arrested"),
        ("Detienen a 29 por la masacre de 2024 en Sinaloa", "es", "persons_arrested"),
        ("Capturan a 29 sicarios que planeaban matar a alcalde", "es", "persons_arrested"),
        ("Logran detener a 29 sicarios en Sinaloa", "es", "persons_arrested"),
        ("29 policías detenidos serán trasladados al Altiplano", "es", "persons_arrested"),
        ("Juez niega amparo a 29 detenidos en Sinaloa", "es", "persons_arrested"),
        ("Aseguran 29 armas robadas en 2024", "es", "weapons_seized"),
        ("Aseguran 29 kilos de cocaína que iban a ser enviados a EU", "es", "drugs_seized_total"),
        ("Third massacre this year leaves 29 dead in Guanajuato", "en", "killed"),
        ("A year after El Mayo's capture, gunmen kill 29 in Culiacan", "en", "killed"),
        ("Sheinbaum denies crisis after 29 people killed in Culiacan", "en", "killed"),
        ("US strike kills 29 on boat, deadliest this year", "en", "strike_deaths"),
        ("29 arrested for plotting to kill mayor", "en", "persons_arrested"),
        ("Police arrest 29 men wanted for killings in 2019", "en", "persons_arrested"),
        ("Mexico arrests 29 suspects in 2024 massacre", "en", "persons_arrested"),
        ("Navy seizes 29 tons of meth, largest haul this year", "en", "drugs_seized_total"),
        ("29 rifles stolen in 2024 seized in Tijuana", "en", "weapons_seized"),
    ],
)
def test_another_time_in_the_headline_leaves_the_news(title: str, language: Language, measure: str) -> None:
    """The year, the plan or the denial is of something else."""
    assert (measure, "this_event") in {(name, scope) for name, _, scope in _read(title, language)}


@pytest.mark.parametrize(
    ("title", "language", "figures"),
    [
        (
            "Ejército abate a 12 sicarios y detiene a 5 en Michoacán",
            "es",
            {("killed", 12.0), ("persons_arrested", 5.0)},
        ),
        (
            "Matan a tres policías y hieren a 5 en Celaya",
            "es",
            {("security_forces_killed", 3.0), ("injured", 5.0)},
        ),
        ("Suben de 12 a 15 los muertos por ataque en Culiacán", "es", {("killed", 12.0), ("killed", 15.0)}),
        ("Detienen a cinco con 29 armas en Sonora", "es", {("persons_arrested", 5.0), ("weapons_seized", 29.0)}),
        ("Five missing students found dead in Jalisco", "en", {("killed", 5.0)}),
        ("Search goes on for five missing students in Jalisco", "en", {("disappeared", 5.0)}),
        ("Troops kill 12 gunmen, arrest five in Michoacan", "en", {("killed", 12.0), ("persons_arrested", 5.0)}),
    ],
)
def test_each_number_goes_with_its_own_verb(
    title: str, language: Language, figures: set[tuple[str, float | None]]
) -> None:
    """A verb right before a number without a noun says what was done to so many."""
    assert {(measure, value) for measure, value, _ in _read(title, language)} == figures


@pytest.mark.parametrize(
    "title",
    [
        "Libran órdenes de aprehensión contra 29 presuntos sicarios",
        "Condenan a 29 presuntos sicarios detenidos en 2022",
    ],
)
def test_whom_a_court_deals_with_is_not_moved(title: str) -> None:
    """Warrants and sentences hand nobody over."""
    assert [measure for measure, _, _ in _read(title, "es") if measure.startswith("persons_transferred")] == []
