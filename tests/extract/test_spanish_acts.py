"""Verbs and idioms by which Spanish says what happened to a number of people."""

import pytest
from builders import make_item

from bot.extract import extract


def _measures(title: str, value: int) -> list[str]:
    figures = extract(make_item(title=title, summary="", body="", language="es"))
    return [figure.measure for figure in figures if figure.value == value]


@pytest.mark.parametrize(
    ("title", "people", "measure"),
    [
        ("Procesan en Arizona a ocho por lavar dinero", 8, "persons_indicted"),
        ("Vinculan a proceso a 13 por contrabando en Tampico", 13, "persons_indicted"),
        ("Ultiman a tres hombres en Celaya", 3, "killed"),
        ("Acribillan a seis jóvenes en Irapuato", 6, "killed"),
        ("Victiman a cuatro taxistas en Acapulco", 4, "killed"),
        ("Plagian a 14 migrantes en Tamaulipas", 14, "disappeared"),
        ("Secuestran a ocho ingenieros en Sinaloa", 8, "disappeared"),
        ("Hospitalizan a nueve tras ataque a un bar", 9, "injured"),
        ("Atrapan a once en operativo en Zapopan", 11, "persons_arrested"),
        ("Despachan a EU a 14 capos", 14, "persons_transferred"),
    ],
)
def test_headlines_tell_in_the_present_and_without_a_subject(title: str, people: int, measure: str) -> None:
    """Those behind "a" undergo it."""
    assert _measures(title, people) == [measure]


@pytest.mark.parametrize(
    ("title", "people", "measure"),
    [
        ("Hallan sin vida a cinco hombres en Salamanca", 5, "killed"),
        ("Masacre en Guanajuato deja 11 personas sin vida", 11, "killed"),
        ("En la balacera perdieron la vida cuatro civiles", 4, "killed"),
        ("Van 17 los mineros que han perdido la vida", 17, "killed"),
        ("Privan de la vida a cuatro personas en Acapulco", 4, "killed"),
        ("Privan de la libertad a 12 personas en Villa Unión", 12, "disappeared"),
        ("Siguen sin ser localizadas 23 personas en Culiacán", 23, "disappeared"),
    ],
)
def test_life_and_freedom_are_lost_and_taken(title: str, people: int, measure: str) -> None:
    """The noun says what the everyday verb does."""
    assert _measures(title, people) == [measure]


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("Vinculan a 12 alcaldes con el cártel", 12),
        ("Procesa el INE 340 solicitudes", 340),
        ("Despachan 300 trámites en el consulado", 300),
        ("Quitan la vida útil a 12 puentes", 12),
        ("El equipo perdió 12 partidos", 12),
        ("Perdió el vuelo con 14 pasajeros", 14),
        ("Fueron localizadas con vida 12 personas", 12),
        ("Fueron localizados 340 ponchallantas y otras piezas", 340),
        ("Son 12 las personas privadas de la libertad en el penal", 12),
    ],
)
def test_the_same_words_of_anything_else_count_nobody(title: str, number: int) -> None:
    """Links, paperwork, lost matches, people who were found, and prisoners, whom Spanish calls deprived of freedom."""
    assert set(_measures(title, number)) <= {"other"}
