"""Where a figure stands, as the rules of single measures ask for it. Imports its siblings."""

import re
from dataclasses import dataclass

from bot.extract.clauses import Role, Sentence
from bot.extract.parts import around
from bot.extract.setting import Setting, is_subject

DEFINITE = re.compile(r"\b(?:the|those|los|las|aquell[oa]s|es[oa]s|(?:y|and) otr[oa]s)$")
"""Right before a number of people: those whom the reader is taken to know."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands."""

    sentence: Sentence
    role: Role
    setting: Setting
    span: bool  # it, or the sentences before it, count over a stretch of time

    @property
    def before(self) -> str:
        """Flat text of its clause before the number."""
        return around(self.sentence, self.role)[0]

    @property
    def after(self) -> str:
        """Flat text of its clause behind the number, the noun with it."""
        return around(self.sentence, self.role)[1]

    @property
    def ordinal(self) -> bool:
        """Whether the number is an ordinal."""
        return self.role.counted.quantity.ordinal

    @property
    def told(self) -> bool:
        """Whether the text has told the same number before."""
        return any(
            other.counted.value == self.role.counted.value
            for other in self.sentence.before
            if other.counted is not self.role.counted
        )

    @property
    def known_people(self) -> bool:
        """Whether people are spoken of as known, and the text has not counted them before: "the two Americans
        killed"."""
        return not self.told and not self.sentence.in_title and DEFINITE.search(self.before.rstrip()) is not None

    @property
    def in_subject(self) -> bool:
        """Whether it stands in the headline, or in the first sentence where there is none."""
        return is_subject(self.sentence, self.setting)
