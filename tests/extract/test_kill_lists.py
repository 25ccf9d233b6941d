"""Who may be killed, or is sought for a killing, is not dead."""

from datetime import UTC, datetime

import pytest
from builders import make_item

from bot.extract import extract

_DAY = datetime(2026, 10, 5, tzinfo=UTC)


def _dead(headline: str) -> list[tuple[float | None, str]]:
    figures = extract(make_item(title=headline, summary="", language="und", published_at=_DAY))
    return [(f.value, f.scope) for f in figures if "kill" in f.measure or "death" in f.measure]


@pytest.mark.parametrize(
    "headline",
    [
        "Agency has kill list of nine gang bosses, sources say",
        "Spy agency drew up list of nine capos for potential killing in Mexico",
        "Nine gang bosses marked for death by spy agency",
        "Nueve capos en la mira para ser abatidos, según diario",
        "Agencia tendría lista de nueve capos a eliminar en México",
        "Van nueve a EU por homicidio y abuso; los entregan en Monterrey",
        "Envían a Texas a nueve por asesinato",
        "La Fiscalía abrió nueve carpetas por homicidio doloso y cuatro por privación de la libertad",
    ],
)
def test_nobody_has_died(headline: str) -> None:
    """Nine are on a list, or are sent north for what they are said to have done."""
    assert _dead(headline) == []


@pytest.mark.parametrize(
    "headline",
    [
        "Raid on list of targets kills nine gang bosses",
        "Nueve capos abatidos en operativo",
        "Protestan por asesinato de nueve periodistas",
        "Trump: we killed nine cartel leaders",
    ],
)
def test_nine_have(headline: str) -> None:
    """Though a list, a protest or a claim stands beside them."""
    assert _dead(headline) == [(9, "this_event")]
