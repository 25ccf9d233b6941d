"""How reasons that no word of the text gives are spelled, and found again."""

import pytest
from builders import make_verdict

from bot.domain import RuleHit
from bot.domain.reasons import NEW_MEXICO, UNKNOWN_LANGUAGE, held_back_by, is_added, is_rule, rule_reason
from bot.web.fates import REASONS
from classifiers.model import BASE, MEANING, OTHERS, UNNAMED

NEVER = rule_reason(RuleHit(topic="transfer", effect="never", label="presos"))
POINTS = rule_reason(RuleHit(topic="transfer", effect=1.5, label="amparo"))


def test_reasons_of_rules_are_known_as_such() -> None:
    """Written and found by the same module; words of the text are none."""
    assert (NEVER, POINTS) == ("rule presos: never", "rule amparo")
    assert [is_rule(reason) for reason in (NEVER, POINTS, "presos", NEW_MEXICO)] == [True, True, False, False]
    added = [is_added(reason) for reason in (NEVER, NEW_MEXICO, UNKNOWN_LANGUAGE, BASE, "presos")]
    assert added == [True, True, True, False, False]


@pytest.mark.parametrize(("score", "expected"), [(0.9, NEVER), (0.1, None)])
def test_a_rule_holds_back_what_would_be_flagged(score: float, expected: str | None) -> None:
    """Below the threshold nothing is held back; points are no last word."""
    verdict = make_verdict(score=score, threshold=0.5, flagged=False, why=((POINTS, 1.5), (NEVER, 0.0)))
    assert held_back_by(verdict) == expected


def test_the_desk_names_all_reasons_that_are_no_words() -> None:
    """Those of the models, too, which it does not import."""
    assert set(REASONS) == {BASE, MEANING, OTHERS, UNNAMED, NEW_MEXICO, UNKNOWN_LANGUAGE}
