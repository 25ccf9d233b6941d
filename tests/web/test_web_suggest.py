"""The rule that the desk proposes for an item: it fits the item, and turns the verdict round."""

import math
from datetime import date

import pytest
from builders import make_item, make_verdict
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import compile_rule
from bot.web.suggest import points_missing, suggested, telling_words, tune_address


@pytest.mark.parametrize(
    ("title", "why", "words"),
    [
        ("FGR impugnará la suspensión que favorece a Mondragón", (), ("FGR", "Mondragón")),
        ("El gobierno traslada a presos", (("traslada", 2.0),), ("gobierno", "traslada")),
        ("Mexico and the United States", (), ()),
        ("12 + 3", (), ()),
        ("reos reos reos", (), ("reos",)),
    ],
)
def test_names_go_first_then_what_spoke_for_the_topic(
    title: str, why: tuple[tuple[str, float], ...], words: tuple[str, ...]
) -> None:
    """Two words at most, in the headline's order; none that every headline has."""
    assert telling_words(title, make_verdict(score=0.4, flagged=False, why=why)) == words


@pytest.mark.parametrize(
    ("score", "flagged", "effect"), [(0.5, False, "+0.6"), (0.001, False, "always"), (0.9, True, "never")]
)
def test_the_effect_is_what_is_missing(score: float, flagged: bool, effect: str) -> None:
    """From 0.5 to 0.6 it is 0.41 points and a little more; far off the rule has the last word."""
    rule = suggested(make_item(title="Entrega en Matamoros"), make_verdict(score=score, threshold=0.6, flagged=flagged))
    assert rule is not None
    assert rule.effect == effect


@given(
    title=st.text(min_size=1, max_size=120).filter(lambda text: text.strip() != ""),
    score=st.floats(0.0, 1.0),
    threshold=st.floats(0.05, 0.95),
)
def test_any_rule_that_is_proposed_is_sound_and_fits_its_item(title: str, score: float, threshold: float) -> None:
    """It compiles, the item fulfils it, and its points suffice."""
    item = make_item(title=title, summary="")
    verdict = make_verdict(score=score, threshold=threshold, flagged=score >= threshold)
    rule = suggested(item, verdict)
    if rule is None:
        return
    hit = compile_rule(topic="transfer", when=rule.when, effect=rule.effect).hit(item, date(2026, 1, 1))
    assert hit is not None
    if isinstance(hit.effect, float):
        assert hit.effect > points_missing(verdict) > -math.inf
    assert tune_address("transfer", rule).startswith("/tune?topic=transfer&when=")
