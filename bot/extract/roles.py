"""Which measure a quantity is: who does what to whom, clause by clause, not the nearest noun.

Imports its siblings only. The table of measures says what may be counted near which words; `role_of` sends people,
things and units to their rules.
"""

from bot.extract.clauses import Counted, Role, Sentence
from bot.extract.measures import MEASURES, OTHER
from bot.extract.nouns import PERSON_CLASSES
from bot.extract.people import article_counts, bare_role, person_role
from bot.extract.things import ordinal_role, thing_role, unit_role, vote_role


def role_of(sentence: Sentence, counted: Counted) -> Role | None:
    """The measure of one quantity of a sentence; None when it is no figure at all."""
    quantity, unit = counted.quantity, counted.unit
    if quantity.ordinal:
        name = ordinal_role(sentence, counted)
        return None if name == OTHER else Role(name, "events", counted, False)
    vote = vote_role(sentence, counted)
    if vote is not None:
        return Role(vote, "votes", counted, False)
    if unit is not None:
        return unit_role(sentence, counted, unit)
    if counted.noun_class in PERSON_CLASSES:
        name = person_role(sentence, counted)
        if quantity.article and not article_counts(sentence, counted, name):
            return None
        return Role(name, MEASURES[name].unit if name != OTHER else "persons", counted, True)
    if counted.noun_class:
        name = thing_role(sentence, counted)
        return (
            None if quantity.article else Role(name, MEASURES[name].unit if name != OTHER else "count", counted, False)
        )
    return None if quantity.article else bare_role(sentence, counted)
