"""How explanations are spelled that no word of the text gives: by rules, and by the judge itself. Pure.

Who writes such a reason and who looks for it later ask here, as it is kept as text.
"""

from bot.domain.judging import RuleHit, Verdict

BASE = "(base)"  # the model's intercept; the last of its reasons
UNKNOWN_LANGUAGE = "(language not known)"
NEW_MEXICO = "(New Mexico is a US state)"
RULE = "rule "  # begins what a keyword rule gives
NEVER = ": never"  # ends it where the rule's last word held an item back


def rule_reason(hit: RuleHit) -> str:
    """The reason that a rule gives: "rule amparo", or with its last word "rule presos: never"."""
    return f"{RULE}{hit.label}: {hit.effect}" if isinstance(hit.effect, str) else f"{RULE}{hit.label}"


def is_rule(reason: str) -> bool:
    """Whether a keyword rule gave a reason."""
    return reason.startswith(RULE)


def is_added(reason: str) -> bool:
    """Whether a reason stands beside those of the model, whose score is then not the verdict's."""
    return is_rule(reason) or reason in (UNKNOWN_LANGUAGE, NEW_MEXICO)


def held_back_by(verdict: Verdict) -> str | None:
    """The reason of the rule that keeps back what the score alone would flag; None = none does."""
    if verdict.score < verdict.threshold:
        return None
    return next((reason for reason, _ in verdict.why if is_rule(reason) and reason.endswith(NEVER)), None)


__all__ = [
    "BASE",
    "NEVER",
    "NEW_MEXICO",
    "RULE",
    "UNKNOWN_LANGUAGE",
    "held_back_by",
    "is_added",
    "is_rule",
    "rule_reason",
]
