"""How many people an item says are handed over together."""

from datetime import UTC, datetime

import pytest
from builders import make_item
from classify_kit import LEXICON

from bot.domain import Language
from bot.extract import people_moved


@pytest.mark.parametrize(
    ("title", "summary", "language", "people"),
    [
        ("México entrega a 14 capos a Estados Unidos", "", "es", 14),
        ("Mexico sends twenty more cartel suspects to US", "", "en", 20),
        ("México envía una docena de reos a Estados Unidos", "", "es", 12),
        ("Mexico ships two dozen gang bosses to the United States", "", "en", 24),
        ("Mexico hands over more cartel suspects to US", "The 37 were flown out at dawn on Tuesday.", "en", 37),
        ("Mexico hands over 26 more suspects", "It had sent 29 in February, and 55 have gone so far.", "en", 26),
        ("Mexico readies 15 more prisoners for US, sources say", "In August it handed over 26.", "en", 15),
        ("Mexico extradites man, 46, to Texas", "He faces 12 counts of fraud and a fine of $15 million.", "en", None),
        ("Deportan a 1,200 personas por Nogales", "", "es", None),
        (
            "Pressure Works: Ninety-Two Cartel Thugs and Counting",
            "Mexico gave up more kingpins in a year than in ten of polite notes.",
            "en",
            None,
        ),
        ("Mexico defends its handovers", "", "en", None),
        ("Otro vuelo, otros 24", "", "es", 24),
        ("Entregan a 'El Ruso', 'El Cholo' y 22 más", "", "es", 22),
        ("Van 17 capos más rumbo a EU; con ellos suman 109", "", "es", 17),
        ("Gulf boss and six others wake up in Houston", "", "en", 6),
        ("Eight inmates leave Apodaca for US in night airlift", "", "en", 8),
        ("Relatives of the 24 ask where they are", "Lawyers say 24 men were flown out.", "en", None),
        ("La Presidenta, sobre los 24: fue decisión nuestra", "", "es", None),
        ("Twelve Mexicans leave US prisons to serve out terms at home", "", "en", None),
        ("Vuelven 16 presos de Texas a terminar su condena", "", "es", None),
        ("Twelve relatives of a kingpin cross at Laredo", "", "en", None),
    ],
)
def test_people_who_go_together_are_counted(title: str, summary: str, language: Language, people: int | None) -> None:
    """Those of today before those to come, the headline's before the text's; no ages, counts, money or earlier ones,
    nobody whom a headline only speaks of, who goes home to finish a sentence, or who walks over by himself."""
    item = make_item(title=title, summary=summary, language=language)
    assert people_moved(item, LEXICON, is_of_handover=True) == people


@pytest.mark.parametrize(
    ("title", "summary", "people"),
    [
        ("La vocera niega que el envío de 37 reos a EU sea un pacto", "", None),
        ("Abogados: el traslado de los 37 a EU violó amparos", "", None),
        ("México envía a 37 reos a EU", "", 37),
        ("Vuelan reos a EU", "México entregó a los 37 reos el martes.", 37),
    ],
)
def test_days_after_a_handover_who_only_speaks_of_it_counts_nobody(
    title: str, summary: str, people: int | None
) -> None:
    """It is no handover of its own, so that it wakes nobody."""
    at = datetime(2026, 1, 22, 18, tzinfo=UTC)
    item = make_item(title=title, summary=summary, body="", language="es", published_at=at, first_seen=at)
    assert people_moved(item, LEXICON, is_of_handover=True) == people
