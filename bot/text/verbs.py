"""Families of verbs that news is written with, as patterns on folded text in both languages. Knows no topic.

One family a name, so that a verb that was forgotten is added once. What a stage takes besides (nouns, other tenses,
"according to") stands with its own pattern, and why it does. Imports nothing of the project.
"""

SAYS = (
    r"(?:said|says?|told|claim(?:s|ed)?|announced|reported|confirmed|stated|added|asserted|"
    r"dijo|dijeron|dice|informo|informaron|aseguro|aseguraron|afirmo|afirmaron|senalo|senalaron|detallo|preciso|"
    r"anuncio|reporto|reportaron|confirmo|confirmaron|declaro|explico|indico|indicaron|sostuvo)"
)
"""Somebody states something as a fact. To warn, argue or write is more or less than that, and is not here."""
MULLS = r"(?:(?:consider|weigh|mull|ponder)(?:s|ed|ing)?|(?:analiza|baraja|contempla|estudia|evalua|sopesa)n?)"
"""Somebody thinks about doing something: so far nothing is done."""

__all__ = ["MULLS", "SAYS"]
