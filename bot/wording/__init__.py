"""Words that alerts, digests, the desk and commands share, in English and Spanish: what an event is said to be, how
well it is borne out, how things are counted.

The same state is told in the same words everywhere: "denied" beside "confirmed" was read as one or the other, so that
the standing names what is confirmed. Imports nothing of the project.
"""

from bot.wording.counts import Count, counted, with_counts
from bot.wording.standing import borne_out, said, standing_words, state_words
from bot.wording.terms import DIRECTION, MEANS, REALIS, RELATION, ROUTE, SCOPE, Table, capitalised, month, word

__all__ = [
    "DIRECTION",
    "MEANS",
    "REALIS",
    "RELATION",
    "ROUTE",
    "SCOPE",
    "Count",
    "Table",
    "borne_out",
    "capitalised",
    "counted",
    "month",
    "said",
    "standing_words",
    "state_words",
    "with_counts",
    "word",
]
