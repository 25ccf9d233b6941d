"""Headlines that count what is no handover, and totals beside one: polls, homicides, extraditions of a year, requests;
in the words of wires and dailies of both countries."""

from datetime import UTC, datetime
from itertools import product

import pytest
from builders import make_item

from bot.domain import Language, Scope
from bot.extract import extract

_DAY = datetime(2026, 10, 5, tzinfo=UTC)
_PEOPLE = {"persons_transferred", "persons_extradited"}


_SAID = {"es": "Así lo confirmaron autoridades este martes.", "en": "Officials confirmed it on Tuesday."}


def _read(title: str, language: Language, *, summary: bool = False) -> list[tuple[str, float | None, Scope]]:
    """The figures of a headline, alone or above a summary without any."""
    said = _SAID[language] if summary else ""
    figures = extract(make_item(title=title, summary=said, language=language, published_at=_DAY))
    return [(figure.measure, figure.value, figure.scope) for figure in figures]


_HANDOVERS: list[tuple[Language, list[str], list[str]]] = [
    ("es", ["México entrega a 31 capos a EU", "Trasladan a 31 reos a Estados Unidos", "31 presos son enviados a EU"],
     ["; suman 123", ", son ya 123 desde 2025", "; en total son 123", ": ya suman 123", "; 123 en el sexenio",
      ", para sumar 123", "; van 123", "; con ellos suman 123", "; totalizan 123",
      " y ya son 123 en el sexenio"]),
    ("en", ["Mexico hands over 31 cartel members to the US", "Mexico sends 31 prisoners to US custody"],
     ["; total now 123", ", bringing total to 123", "; 123 in total", ", 123 under Sheinbaum", ", making it 123 so far",
      "; 123 since February 2025", ", pushing total past 123", ", for a total of 123", ", with total reaching 123"]),
]  # fmt: skip
_NUMBERED: list[tuple[Language, list[str]]] = [
    ("es", ["México entrega a 31 capos a EU, {}", "Trasladan a 31 presos a EU en {}"]),
    ("en", ["Mexico hands over 31 cartel members to the US, {}"]),
]
_ORDINALS = {
    "es": ["el cuarto envío masivo", "la cuarta entrega", "cuarta entrega del sexenio", "cuarto envío con Sheinbaum"],
    "en": ["the fourth such transfer", "fourth handover since 2025", "fourth mass transfer"],
}


@pytest.mark.parametrize("summary", [False, True])
@pytest.mark.parametrize(("language", "handovers", "totals"), _HANDOVERS)
def test_a_total_beside_a_handover_leaves_the_handover(
    language: Language, handovers: list[str], totals: list[str], summary: bool
) -> None:
    """Both numbers: the stretch of time is the total's, which no verb of handing over tells."""
    both = [("persons_transferred", 31, "this_event"), ("persons_transferred_cumulative", 123, "cumulative")]
    titles = [handover + total for handover, total in product(handovers, totals)]
    assert [title for title in titles if _read(title, language, summary=summary) != both] == []


@pytest.mark.parametrize(("language", "forms"), _NUMBERED)
def test_the_stretch_of_a_numbered_handover_is_its_own(language: Language, forms: list[str]) -> None:
    """The fourth since 2025 moves 31 today."""
    titles = [form.format(ordinal) for form, ordinal in product(forms, _ORDINALS[language])]
    assert [title for title in titles if ("persons_transferred", 31, "this_event") not in _read(title, language)] == []
    assert [title for title in titles if ("transfer_operations", 4, "cumulative") not in _read(title, language)] == []


_COUNTED: list[tuple[Language, str, float, Scope, list[str], list[list[str]]]] = [
    ("es", "poll_share", 72, "this_event",
     ["{} de los estadounidenses apoya ataques a cárteles", "{} teme intervención de EU en México",
      "Encuesta: {} se opone a intervención militar de EU", "Apoya {} que EU ataque a cárteles"],
     [["72%", "72 por ciento"]]),
    ("en", "poll_share", 72, "this_event",
     ["{} of voters back cartel strikes", "{} of Mexicans fear US military intervention", "Poll: {} oppose US strikes"],
     [["72%", "72 percent", "72 pct"]]),
    ("es", "homicide_change", 32, "this_event",
     ["Homicidios dolosos caen {}", "Caen {} asesinatos en México", "Homicidios registran baja de {}",
      "Cae {} promedio diario de homicidios", "Homicidios suben {} en Sinaloa", "Reducción de {} en homicidios"],
     [["32%", "32 por ciento", "un 32%"]]),
    ("en", "homicide_change", 32, "this_event",
     ["Homicides fall {} in Mexico", "Mexico murders drop {} under Sheinbaum", "{} drop in murders, Sheinbaum says",
      "Homicides in Mexico plunge {}", "Homicides surge {} in Culiacan"],
     [["32%", "32 percent", "32pc"]]),
    ("es", "extradition_requests", 12, "this_event",
     ["EU pide extradición de 12 {}", "EU solicita extraditar a 12 {}", "Pide EU a México extraditar a 12 {}"],
     [["capos", "mexicanos", "funcionarios mexicanos"]]),
    ("en", "extradition_requests", 12, "this_event",
     ["US seeks extradition of 12 {}", "US requests extradition of 12 {}", "US asks Mexico to extradite 12 {}"],
     [["cartel leaders", "Mexicans", "capos"]]),
    ("es", "death_penalty_eligible", 5, "this_event",
     ["Enfrentan 5 {} la pena de muerte", "5 {} podrían ser ejecutados en EU"],
     [["capos", "narcos entregados por México"]]),
    ("en", "death_penalty_eligible", 5, "this_event",
     ["Death penalty possible for 5 {}", "5 {} facing death penalty"], [["capos", "drug lords sent by Mexico"]]),
    ("es", "extradition_requests", 12, "this_event",
     ["EU {} 12 solicitudes de extradición"], [["presenta", "formaliza", "entrega"]]),
    ("en", "extradition_requests", 12, "this_event",
     ["US {} 12 extradition requests"], [["files", "submits", "receives"]]),
    ("es", "extradition_requests", 269, "background",
     ["México tiene 269 extradiciones pendientes", "EU debe a México 269 extradiciones, reclama Sheinbaum"], []),
]  # fmt: skip


@pytest.mark.parametrize(("language", "measure", "value", "scope", "forms", "slots"), _COUNTED)
def test_what_is_counted_is_known_by_its_words(
    language: Language, measure: str, value: float, scope: Scope, forms: list[str], slots: list[list[str]]
) -> None:
    """One figure of the one measure."""
    titles = [form.format(*words) for form in forms for words in product(*slots)]
    assert [title for title in titles if _read(title, language) != [(measure, value, scope)]] == []


@pytest.mark.parametrize(
    ("title", "language", "figure"),
    [
        ("México extradita a 12 capos a EU", "es", ("persons_extradited", 12, "this_event")),
        ("Judge blocks extradition of 12 capos", "en", ("persons_extradited", 12, "projected")),
        ("México entregó a 123 capos a EU desde 2025", "es", ("persons_transferred_cumulative", 123, "cumulative")),
        ("EU pidió la extradición de 12 capos en 2024", "es", ("extradition_requests", 12, "background")),
        (
            "México envía 9 reos en avión y 4 en autobús a EU; 13 en total",
            "es",
            ("persons_transferred", 13, "this_event"),
        ),
        ("Extraditan a un par de hermanos y a su suegro, tres en total", "es", ("persons_extradited", 3, "this_event")),
        ("Homicidios bajan de 86.9 a 50.9 diarios", "es", ("homicide_rate_daily", 86.9, "background")),
    ],
)
def test_what_must_not_change(title: str, language: Language, figure: tuple[str, float, Scope]) -> None:
    """The plain handover, the stay, the total alone, the request of an earlier year, the former rate."""
    assert figure in _read(title, language)


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("EU apoya a México con 72% del equipo militar", "es"),
        ("Sheinbaum says 72% of guns used by cartels come from US", "en"),
        ("Exportaciones caen 32% en septiembre", "es"),
    ],
)
def test_other_shares_are_no_poll_and_no_homicides(title: str, language: Language) -> None:
    """Nobody thinks them."""
    assert {measure for measure, _, _ in _read(title, language)} <= {"other"}


@pytest.mark.parametrize("summary", [False, True])
@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("México entrega a 31 capos a EU, que pedía a 100", "es"),
        ("México entrega a 31 capos a EU; Washington quiere 100 más", "es"),
        ("México entrega a 31 capos a EU; faltan 100", "es"),
        ("México entrega a 31 capos a EU; hay 100 en lista", "es"),
        ("Mexico sends 31 capos to US; 100 still wanted", "en"),
        ("Mexico sends 31 capos to US, 100 more could follow", "en"),
    ],
)
def test_who_is_wanted_beside_those_who_went_is_no_total(title: str, language: Language, summary: bool) -> None:
    """They have not gone."""
    assert _read(title, language, summary=summary) == [
        ("persons_transferred", 31, "this_event"),
        ("persons_transferred", 100, "projected"),
    ]


@pytest.mark.parametrize("summary", [False, True])
@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("México entrega a 31 capos a EU; EU deporta a 140 mexicanos", "es"),
        ("Mexico sends 31 capos to US, deports 140 migrants", "en"),
        ("México entrega a 31 capos a EU tras 100 días de negociación", "es"),
        ("Mexico hands over 31 capos to US; 100 soldiers guarded airport", "en"),
    ],
)
def test_what_else_is_counted_beside_them_is_no_total(title: str, language: Language, summary: bool) -> None:
    """Migrants, days, soldiers."""
    people = [
        figure for figure in _read(title, language, summary=summary) if figure[0].startswith("persons_transferred")
    ]
    assert people == [("persons_transferred", 31, "this_event")]
