"""What the whole item says about a figure's time, and its sums. Imports its siblings only."""

import re
from dataclasses import dataclass
from datetime import date

from bot.extract.clauses import Role, Sentence
from bot.extract.cues import RAISED_TO, TOTAL_AFTER, TOTAL_BEFORE, TOTAL_STRONG, TOTAL_WEAK, TOTAL_WEAK_AFTER
from bot.extract.parts import around

_FURTHER = re.compile(r" ?(?:\w+ )?mas\b(?! de\b)")
_TO_THE_US = re.compile(  # "Van 21 a Estados Unidos": they go
    r" (?:mas |reos |presos |capos |internos )?(?:a|rumbo a|hacia) (?:estados|eu\b|ee|la union|texas|houston|"
    r"arizona|carceles|cortes)"
)


@dataclass(frozen=True, slots=True)
class Setting:
    """What the whole item says about time."""

    peg: str  # family of the title's act, "" = none
    today: date  # of the item
    subject: str  # flat text of the title, of the first sentence where there is no title
    titled: bool = False  # whether there is a text beside the title


def is_subject(sentence: Sentence, setting: Setting) -> bool:
    return sentence.flat == setting.subject


def is_lead(sentence: Sentence, setting: Setting) -> bool:
    """Whether a sentence is the headline, or the one that follows it."""
    return is_subject(sentence, setting) or sentence.preceding == setting.subject


def is_strong_total(sentence: Sentence, role: Role) -> bool:
    """ "ya suman 92", "bringing the total to 92", "92 so far"."""
    before, after = around(sentence, role)
    if TOTAL_BEFORE.search(before) is not None:
        return True
    stripped = before.rstrip()
    if stripped.endswith("van") and (_TO_THE_US.match(after) is not None or _FURTHER.match(after) is not None):
        return False  # "van 14 capos más": they go
    return (
        TOTAL_STRONG.search(stripped) is not None
        or RAISED_TO.search(stripped) is not None
        or TOTAL_AFTER.search(after) is not None
    )


def is_weak_total(sentence: Sentence, role: Role) -> bool:
    """ "en total", "a total of": a total of today's parts as often as of all days."""
    before, after = around(sentence, role)
    return TOTAL_WEAK.search(before) is not None or TOTAL_WEAK_AFTER.search(after) is not None
