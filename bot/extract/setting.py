"""What the whole item says about a figure's time. Imports its siblings only."""

from dataclasses import dataclass
from datetime import date

from bot.extract.clauses import Sentence


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
