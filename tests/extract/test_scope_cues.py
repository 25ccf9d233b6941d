"""What tells a number of today's event from one of another time, kind by kind."""

import pytest
from builders import make_item

from bot.domain import Language, Scope
from bot.extract import extract


def _scope(title: str, text: str, language: Language, measure: str, value: float) -> Scope:
    figures = extract(make_item(title=title, summary=text, body="", language=language))
    return next(f.scope for f in figures if f.measure == measure and f.value == value)


@pytest.mark.parametrize(
    ("title", "text", "language", "measure", "value"),
    [
        ("Mexico returns trucker over wreck that killed nine in Tulsa", "", "en", "killed", 9),
        ("Cae en Zamora 'El Tuerto'", "Se le atribuyen 17 homicidios en Jacona.", "es", "killed", 17),
        (
            "Gulf Cartel gunman expelled to Texas",
            "Prosecutors in McAllen link him to eight killings.",
            "en",
            "killed",
            8,
        ),
        (
            "Detienen en Uruapan a presunto jefe de plaza",
            "La Fiscalía lo señala como responsable de extorsiones y de 12 desapariciones.",
            "es",
            "disappeared",
            12,
        ),
    ],
)
def test_crimes_of_somebody_who_is_in_the_news_are_background(
    title: str, text: str, language: Language, measure: str, value: float
) -> None:
    """His arrest or his handover is the event, the dead are not."""
    assert _scope(title, text, language, measure, value) == "background"


@pytest.mark.parametrize(
    ("title", "text", "language", "years"),
    [
        ("Mexico wants ex-police chief back", "He is 14 months into a sentence of 22 years in Denver.", "en", 22),
        (
            "Vuelve a Durango un preso de Kansas",
            "Purgará en su tierra los siete años de prisión que le restan.",
            "es",
            7,
        ),
        ("Fugitive's handover must wait", "He has four years left to serve in a Lisbon prison.", "en", 4),
        ("¿Qué pasó con los 29 capos enviados a EU?", "El Zorro recibió una condena de 31 años.", "es", 31),
    ],
)
def test_sentences_of_another_day_are_background(title: str, text: str, language: Language, years: float) -> None:
    """What is left of them, what somebody is serving, and those of a look back."""
    assert _scope(title, text, language, "sentence_years", years) == "background"


@pytest.mark.parametrize(
    ("title", "text", "language", "people", "scope"),
    [
        ("Alleged launderer flown to Boston", "He is the third of six men indicted there.", "en", 6, "background"),
        (
            "Embajador urge a México a responder",
            "Pidió la entrega de los ocho alcaldes acusados de servir al cártel.",
            "es",
            8,
            "background",
        ),
        ("US indicts six men over fentanyl", "The third of the six men indicted is at large.", "en", 6, "this_event"),
    ],
)
def test_the_accused_are_todays_where_the_charges_are_the_news(
    title: str, text: str, language: Language, people: float, scope: Scope
) -> None:
    """Else the charges only tell who somebody is."""
    assert _scope(title, text, language, "persons_indicted", people) == scope


@pytest.mark.parametrize(
    ("title", "text", "language", "usd", "scope"),
    [
        ("Mexico hands over accused enforcer with $4 million bounty", "", "en", 4e6, "background"),
        (
            "US charges three mayors in Guerrero",
            "The State Department has offered rewards of up to $2 million for each.",
            "en",
            2e6,
            "background",
        ),
        ("Sube a 9 mdd recompensa por El Cóndor; la de su hermano queda en 3 mdd", "", "es", 3e6, "background"),
        (
            "Five soldiers die in Guerrero ambush",
            "A reward of up to $5 million was offered on Tuesday for the gang's leader.",
            "en",
            5e6,
            "this_event",
        ),
    ],
)
def test_a_reward_is_todays_when_it_is_set(title: str, text: str, language: Language, usd: float, scope: Scope) -> None:
    """One that stands, or stood, is background."""
    assert _scope(title, text, language, "reward", usd) == scope


@pytest.mark.parametrize(
    ("title", "text", "language", "measure", "value"),
    [
        ("Tijuana cierra semana violenta", "Hubo 33 asesinatos, frente a 21 de la semana previa.", "es", "killed", 21),
        ("Acapulco's worst month", "The port saw 58 killings, up from 34 in August.", "en", "killed", 34),
        (
            "Crece rechazo a tropas de EU: encuesta",
            "El 68 % está en contra; en mayo era el 59 %.",
            "es",
            "poll_share",
            59,
        ),
    ],
)
def test_what_today_is_compared_with_is_background(
    title: str, text: str, language: Language, measure: str, value: float
) -> None:
    """The second number of a measure, behind words of comparison or in the past tense."""
    assert _scope(title, text, language, measure, value) == "background"


@pytest.mark.parametrize(
    ("title", "text", "language", "value", "scope"),
    [
        ("US Army to add 450 troops along Sonora border", "", "en", 450, "projected"),
        (
            "Avala Senado ejercicios con EU",
            "Aprobó las solicitudes para que 31 boinas verdes adiestren a soldados en Chihuahua.",
            "es",
            31,
            "projected",
        ),
        (
            "EU alista más agentes para México, revela diario",
            "El plan los sumaría a los 60 agentes que ya trabajan en el país.",
            "es",
            60,
            "background",
        ),
    ],
)
def test_troops_who_may_come_are_told_from_those_who_are_there(
    title: str, text: str, language: Language, value: float, scope: Scope
) -> None:
    """Permits and plans are to come, whoever is there already is background."""
    assert _scope(title, text, language, "us_forces", value) == scope


@pytest.mark.parametrize(
    ("title", "text", "language", "total"),
    [
        ("México alista otro envío de reos a EU", "De concretarse, serían 131 los trasladados desde 2025.", "es", 131),
        (
            "Mexico plans to send 20 more inmates to US, source says",
            "That would bring the total to 138.",
            "en",
            138,
        ),
    ],
)
def test_a_total_that_would_be_reached_is_projected(title: str, text: str, language: Language, total: float) -> None:
    """As long as the handover that it takes in has not been."""
    assert _scope(title, text, language, "persons_transferred_cumulative", total) == "projected"


@pytest.mark.parametrize(
    ("title", "text", "language", "measure", "value"),
    [
        ("US missile hits house near Badiraguato", "Six people died and two were hurt.", "en", "killed", 6),
        ("Condena jurado al asesino del cónsul", "Lo halló culpable de nueve cargos.", "es", "charges_counts", 9),
        ("Fewer homicides in Colima", "The state closed the third quarter with 140 murders.", "en", "killed", 140),
        ("Bajan homicidios en Colima", "El primer semestre cerró con 310 homicidios.", "es", "killed", 310),
    ],
)  # fmt: skip
def test_figures_of_another_family_can_be_todays(
    title: str, text: str, language: Language, measure: str, value: float
) -> None:
    """The dead of a strike, the counts of a murder trial, a year's murders in a report on them."""
    assert _scope(title, text, language, measure, value) == "this_event"


def test_strikes_and_their_dead_are_totals_of_one_campaign() -> None:
    """Told in one sentence, today's are in both."""
    title = "Ataque de EE. UU. a una lancha mata a dos en el Caribe"
    text = "Desde septiembre, las fuerzas de EE. UU. han hundido 64 embarcaciones y han matado a más de 210 personas."
    assert (
        _scope(title, text, "es", "us_strikes", 64) == _scope(title, text, "es", "strike_deaths", 210) == "cumulative"
    )


def test_a_long_span_in_a_headline_makes_a_total_of_arrests() -> None:
    """However short the text is."""
    title = "Del 1 de octubre de 2024 al 31 de agosto de 2026 fueron detenidas 57 mil personas"
    assert _scope(title, "Así lo informó la SSPC.", "es", "arrested_cumulative", 57_000) == "background"


@pytest.mark.parametrize(
    ("title", "text", "language", "measure"),
    [
        ("Mexico hands 17 inmates to US", "It is the fifth flight in less than two years.", "en", "sentence_years"),
        ("Man wanted for the murder of two women extradited to Utah", "", "en", "women_in_group"),
        ("Reubican a 90 internos en penales de Jalisco", "El traslado duró tres horas.", "es", "persons_transferred"),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_figure_is_none(title: str, text: str, language: Language, measure: str) -> None:
    """Lengths of time, women who were killed, and inmates who stay in the country."""
    figures = extract(make_item(title=title, summary=text, body="", language=language))
    assert measure not in {figure.measure for figure in figures}


def test_people_expelled_by_mexico_are_handed_over() -> None:
    """Though the sentence does not say to whom."""
    item = make_item(
        title="Who were the men on the plane",
        summary="He was among 26 men expelled by Mexico last year.",
        language="en",
    )
    assert [(f.measure, f.scope) for f in extract(item) if f.value == 26] == [("persons_transferred", "background")]


def test_the_day_on_which_something_was_said_is_not_that_of_what_is_told() -> None:
    """A total that somebody speaks of on Tuesday takes in no event of Tuesday's."""
    title = "Jurists criticize Mexico's prisoner handovers"
    text = "The bar said on Tuesday that the 92 people sent to the United States were never heard by a judge."
    assert _scope(title, text, "en", "persons_transferred_cumulative", 92) == "background"


def test_a_haul_of_another_month_is_background() -> None:
    """Told beside today's."""
    title = "Marina decomisa 3 toneladas de cocaína frente a Colima"
    text = "Cuatro hombres fueron detenidos. En agosto la Marina aseguró 7 toneladas en la misma zona."
    assert _scope(title, text, "es", "cocaine_at_sea", 7_000) == "background"


def test_counts_of_somebody_caught_are_background() -> None:
    """They tell who he is, also where what his men did then is the news."""
    title = "Queman autos en Matamoros tras la detención de 'El Ciclón'"
    text = "Hubo dos muertos. El capo es reclamado por una corte de Texas que le imputa seis cargos."
    assert _scope(title, text, "es", "charges_counts", 6) == "background"


def test_strikes_are_counted_by_the_latest() -> None:
    """ "Con este ataque suman 61": no people."""
    title = "EE. UU. ataca otra narcolancha y mata a tres"
    assert _scope(title, "Con este ataque suman 61 desde septiembre.", "es", "us_strikes", 61) == "cumulative"


@pytest.mark.parametrize(
    ("title", "text", "language", "measure", "value", "scope"),
    [
        (
            "FGR extradita a dos a EU",
            "En lo que va del año van 58 extraditados.",
            "es",
            "extraditions_period",
            58,
            "cumulative",
        ),
        (
            "Two fugitives extradited to Ohio",
            "With them, the year's extraditions stand at 58.",
            "en",
            "extraditions_period",
            58,
            "cumulative",
        ),
        (
            "Detiene Marina a cuatro en Guaymas",
            "Con ellos suman 37 los capturados por el atentado.",
            "es",
            "arrested_cumulative",
            37,
            "cumulative",
        ),
        (
            "Four arrested in Guaymas",
            "The arrests bring to 37 the number of people held over the attack.",
            "en",
            "arrested_cumulative",
            37,
            "cumulative",
        ),
        (
            "Extraditan a Texas a tres",
            "En todo 2025 fueron extraditadas 68 personas.",
            "es",
            "extraditions_period",
            68,
            "background",
        ),
        (
            "Extraditan a Texas a tres",
            "El gobierno anterior elevó a 587 los extraditados.",
            "es",
            "extraditions_period",
            587,
            "background",
        ),
        (
            "Detiene Marina a cuatro en Guaymas",
            "Desde octubre de 2024 suman 43 mil detenidos.",
            "es",
            "arrested_cumulative",
            43_000,
            "background",
        ),
        (
            "Four arrested in Guaymas",
            "Since October 2024, 43,000 people have been arrested.",
            "en",
            "arrested_cumulative",
            43_000,
            "background",
        ),
    ],
)
def test_a_sum_that_todays_people_raise_takes_them_in(
    title: str, text: str, language: Language, measure: str, value: float, scope: Scope
) -> None:
    """That of a year that is over, of another government or of a whole term would be as great without them."""
    assert _scope(title, text, language, measure, value) == scope


@pytest.mark.parametrize(
    ("title", "text", "language", "measure", "value"),
    [
        ("Extraditan a Texas a presunto asesino de cuatro agentes", "", "es", "security_forces_killed", 4),
        ("Families of 14 missing miners march in Mexico City", "", "en", "disappeared", 14),
        ("Madres de 12 desaparecidos marchan en Culiacán", "", "es", "disappeared", 12),
        ("Four men face trial over the bus crash that killed 55", "", "en", "killed", 55),
        ("Extraditan a tres por el choque que dejó 55 muertos", "", "es", "killed", 55),
        ("Mandan a Ohio a hombre ligado a la muerte de seis niños", "", "es", "killed", 6),
        ("Mataron a 33 periodistas en 2024, dice comisionada", "", "es", "killed", 33),
    ],
)
def test_dead_by_whom_something_else_is_known_are_background(
    title: str, text: str, language: Language, measure: str, value: float
) -> None:
    """Their killers, their families, and the event that the reader has heard of, or a year that is over."""
    assert _scope(title, text, language, measure, value) == "background"


@pytest.mark.parametrize(
    ("title", "text", "language", "measure", "value"),
    [
        ("An attack that killed five shakes Celaya", "", "en", "killed", 5),
        ("Un ataque que dejó cinco muertos sacude Celaya", "", "es", "killed", 5),
        ("Gunmen kill five in Celaya bar", "The attack that killed five people was short.", "en", "killed", 5),
        ("Ataque en Celaya: matan a cinco", "Las familias de los cinco piden justicia.", "es", "killed", 5),
        ("Family of five killed in Chiapas fire", "", "en", "killed", 5),
        ("Asesinan a familia de seis en Celaya", "", "es", "killed", 6),
        ("Investigan la muerte de tres jóvenes en Celaya", "", "es", "killed", 3),
    ],
)
def test_the_dead_of_todays_event_stay_todays(
    title: str, text: str, language: Language, measure: str, value: float
) -> None:
    """A new event is told as one, its dead are counted before their families, and a family of five is five dead."""
    assert _scope(title, text, language, measure, value) == "this_event"


@pytest.mark.parametrize(
    ("text", "language", "scopes"),
    [
        (
            "Officials say at least 61 gang members, but no more than 76, will be flown to the United States.",
            "en",
            {61: "projected", 76: "projected"},
        ),
        (
            "No menos de 41 y no más de 58 reos serían entregados a Estados Unidos.",
            "es",
            {41: "projected", 58: "projected"},
        ),
        (
            "At least 61 men were handed over to the US on Sunday. Officials said that no more than 76 men will be"
            " flown to Texas.",
            "en",
            {61: "this_event", 76: "projected"},
        ),
        ("Unos 250 marines participarían en la incursión de Estados Unidos.", "es", {250: "projected"}),
        ("Unos 250 marines participaron en la incursión de Estados Unidos.", "es", {250: "this_event"}),
        (
            "Con los 23 de este jueves, suman 117 los enviados a Estados Unidos.",
            "es",
            {23: "this_event", 117: "cumulative"},
        ),
    ],
)
def test_limits_conditionals_and_sums_of_today(text: str, language: Language, scopes: dict[int, str]) -> None:
    """Both limits are of one time; who "would take part" has not."""
    found = {f.value: f.scope for f in extract(make_item(title=text, summary="", body="", language=language))}
    assert {value: found[value] for value in scopes} == scopes
