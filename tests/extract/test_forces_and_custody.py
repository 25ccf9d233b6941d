"""Whose soldiers are counted, and who is in custody."""

import pytest
from builders import make_item

from bot.domain import Language
from bot.extract import extract


@pytest.mark.parametrize(
    ("text", "language", "value", "measure"),
    [
        ("Pentagon sending nearly 2,600 more active-duty soldiers to Mexican border", "en", 2600, "us_forces"),
        ("Sheinbaum enviará 12 mil guardias nacionales a la frontera; Trump aplaza aranceles", "es", 12000, "other"),
        ("17 suspects are in custody, police said.", "en", 17, "persons_arrested"),
        (
            "Mexico hands over 33 prisoners. All 33 prisoners are in custody, officials said.",
            "en",
            33,
            "persons_transferred",
        ),
        ("21 defendants are in custody in Brooklyn after Mexico sent them.", "en", 21, "persons_transferred"),
        ("Mexico sent 33 prisoners, and the 33 are in custody in Texas.", "en", 33, "persons_transferred"),
    ],
)
def test_soldiers_and_prisoners_are_of_their_country(text: str, language: Language, value: int, measure: str) -> None:
    """Mexico's border is no Mexican unit, the National Guard no American one; custody alone is an arrest."""
    found = extract(make_item(title=text, summary="", body="", language=language))
    assert [figure.measure for figure in found if figure.value == value] == [measure]
