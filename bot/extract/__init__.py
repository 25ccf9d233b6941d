"""Key figures of an item: numbers with their role, scope and proof. Pure; no I/O, no state.

May import bot.domain, bot.ports, bot.text. The way of a sentence: tokens, masks (what is no figure), numbers, units and
nouns, acts, roles (which measure), scope, speakers. The measures stand in one table, `bot/extract/measures.py`;
patterns that many texts meet and few match are made by `guarded`.
"""

from bot.extract.content import content_of
from bot.extract.figures import extract
from bot.extract.judged import depend_on_judgement, judged_figures
from bot.extract.measures import MEASURES
from bot.extract.moved import people_moved
from bot.extract.show import format_value, label, shown

__all__ = [
    "MEASURES",
    "content_of",
    "depend_on_judgement",
    "extract",
    "format_value",
    "judged_figures",
    "label",
    "people_moved",
    "shown",
]
