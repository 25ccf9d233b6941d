"""The dead and the numbering of US strikes at sea, whatever the target is called."""

import pytest
from builders import make_item

from bot.domain import Language, Scope
from bot.extract import extract


def _found(title: str, text: str, language: Language) -> set[tuple[str, float | None, Scope]]:
    figures = extract(make_item(title=title, summary="", body=text, language=language))
    return {(figure.measure, figure.value, figure.scope) for figure in figures if figure.measure != "other"}


@pytest.mark.parametrize(
    ("title", "text", "language", "dead"),
    [
        ("Hegseth difunde un hundimiento en el Pacífico", "Cuatro tripulantes murieron.", "es", 4),
        ("Comando Sur bombardea de nuevo en el Caribe", 'Habló de tres "narcoterroristas" muertos.', "es", 3),
        ("Ataque del Pentágono en altamar deja dos muertos", "", "es", 2),
        ("Pentagon posts video of a craft destroyed in the Caribbean", "Five men were killed, it said.", "en", 5),
        ("Southern Command strikes again in eastern Pacific", "Three died, it said.", "en", 3),
    ],
)
def test_a_headline_of_a_strike_at_sea_says_whose_dead_they_are(
    title: str, text: str, language: Language, dead: int
) -> None:
    """The command, the sea and the blow; no boat need be named."""
    assert _found(title, text, language) == {("strike_deaths", dead, "this_event")}


@pytest.mark.parametrize(
    ("title", "text", "language", "dead"),
    [
        (
            "Ataque armado deja cinco muertos en Acapulco",
            "Es el tercer ataque del mes en el Pacífico mexicano.",
            "es",
            5,
        ),
        ("Cartel gunmen kill five on Pacific coast highway", "It was the third attack this month.", "en", 5),
        ("Lancha naufraga en el Caribe: mueren siete migrantes", "Es el tercer naufragio del año.", "es", 7),
        ("Mexican navy helicopter falls in Pacific, four dead", "The Pentagon offered help.", "en", 4),
        ("Hegseth: labs on land may be hit as Pacific strikes go on", "Gunmen killed six in Culiacan.", "en", 6),
    ],
)
def test_other_dead_by_the_sea_are_none_of_a_us_strike(title: str, text: str, language: Language, dead: int) -> None:
    """Gunmen, wrecks and crashes; and a headline that threatens land."""
    found = _found(title, text, language)
    assert ("killed", dead, "this_event") in found
    assert not [measure for measure, _, _ in found if measure in ("strike_deaths", "us_strikes")]


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("It was the twelfth such attack in the campaign.", "en", 12),
        ("The strike, shown in a short video, was the 31st since September.", "en", 31),
        ("It is the fourth vessel hit this month.", "en", 4),
        ("El bombardeo, del que hay video, fue el octavo desde septiembre.", "es", 8),
        ("Fue el noveno ataque en el Pacífico.", "es", 9),
    ],
)
def test_strikes_are_numbered(text: str, language: Language, number: int) -> None:
    """With or without their noun; the last of a count takes in all before it."""
    title = {"en": "US strike on drug boat kills four in Pacific", "es": "Ataque de EU a lancha deja cuatro muertos"}
    assert ("us_strikes", number, "cumulative") in _found(title[language], text, language)
