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
