"""The people of a handover in the days after it, and other numbers that its headlines hold."""

from datetime import UTC, datetime

import pytest
from builders import make_item

from bot.domain import Figure, Language
from bot.extract import extract

_AFTER = datetime(2025, 8, 13, 18, tzinfo=UTC)  # a day after the handover of 26
_MONTHS_AFTER = datetime(2025, 12, 13, 18, tzinfo=UTC)


def _figures(text: str, language: Language, at: datetime = _AFTER) -> tuple[Figure, ...]:
    item = make_item(title=text, summary="", body="", language=language, published_at=at, first_seen=at)
    return extract(item, is_of_handover=True)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Abogados alegan que el traslado de los 26 violó suspensiones", "es"),
        ("Los nombres de los 26 y las ciudades a las que llegaron", "es"),
        ("La vocera niega que el envío de 26 reos sea a cambio de algo", "es"),
        ("Fiscal: entregar a los 26 no fue una extradición", "es"),
        ("Which prisons await the 26 and who could face trial in Houston", "en"),
        ("Spokeswoman denies that the handover of the 26 was a deal", "en"),
    ],
)
def test_days_after_a_handover_as_many_are_its_people(text: str, language: Language) -> None:
    """Whatever is denied or possible beside them; months later they are those of before."""
    assert [(f.measure, f.scope) for f in _figures(text, language)] == [("persons_transferred", "this_event")]
    later = [(f.measure, f.scope) for f in _figures(text, language, _MONTHS_AFTER)]
    assert ("persons_transferred", "this_event") not in later


@pytest.mark.parametrize(
    ("text", "language", "measure", "value", "scope"),
    [
        (
            "México entrega a EE.UU. a 33 capos, que no serán condenados a muerte",
            "es",
            "persons_transferred",
            33,
            "this_event",
        ),
        (
            "México entrega a EE.UU. a 33 capos que enfrentan pena de muerte",
            "es",
            "persons_transferred",
            33,
            "this_event",
        ),
        ("Entregan a 33 capos sin pena de muerte de por medio", "es", "persons_transferred", 33, "this_event"),
        ("Van a EU 33 capos más", "es", "persons_transferred", 33, "this_event"),
        ("Van a enviar a EU a 33 capos más", "es", "persons_transferred", 33, "projected"),
        (
            "Los 33 capos entregados por México y quiénes podrían declarar",
            "es",
            "persons_transferred",
            33,
            "this_event",
        ),
        (
            "He faces life in prison and agreed to a $3 billion forfeiture.",
            "en",
            "forfeiture_or_fine",
            3e9,
            "this_event",
        ),
        ("He faces life in prison and a $3 billion forfeiture.", "en", "forfeiture_or_fine", 3e9, "projected"),
        ("The handover, the fourth since February, came at dawn.", "en", "transfer_operations", 4, "cumulative"),
        ("El traslado, el cuarto del sexenio, ocurrió de madrugada.", "es", "transfer_operations", 4, "cumulative"),
        ("Four US embassy personnel, three Mexican officers killed in crash", "en", "killed", 4, "this_event"),
        ("Mueren cuatro instructores de la Embajada de EU y tres agentes", "es", "killed", 4, "this_event"),
        ("Fiscal no descarta pena de muerte para seis capos", "es", "death_penalty_eligible", 6, "this_event"),
    ],
)
def test_what_stands_beside_a_number(text: str, language: Language, measure: str, value: float, scope: str) -> None:
    """Denied penalties, destinations, sums owed, ordinals in apposition, whose the dead were."""
    assert (measure, value, scope) in [(f.measure, f.value, f.scope) for f in _figures(text, language)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("After the handover, the second suspect pleaded guilty.", "en"),
        ("Tras la entrega, el segundo acusado se declaró culpable.", "es"),
        ("Fiscales: los seis no enfrentarán la pena de muerte", "es"),
        ("Prosecutors rule out the death penalty for the six", "en"),
    ],
)
def test_neither_a_second_suspect_nor_a_penalty_ruled_out_counts(text: str, language: Language) -> None:
    """Nothing of these measures."""
    found = {figure.measure for figure in _figures(text, language)}
    assert found.isdisjoint({"transfer_operations", "death_penalty_eligible"})
