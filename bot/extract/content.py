"""What a text tells beside its figures: what is to come, who says what, who is named.

Imports its siblings, bot.domain, bot.ports and bot.text.
"""

from datetime import timedelta

from bot.domain import Coming, Content, Item, Statement
from bot.extract.coming import coming_in
from bot.extract.names import names_in
from bot.extract.statements import Line, Speaker, statements_in, tells_of_act
from bot.extract.tokens import flatten
from bot.ports import Lexicon
from bot.text import sentences

_LONGEST = 1200  # characters; a longer stretch without a stop is no prose
_MOST = 12  # statements, and events to come, of one text
_HOURS_BEHIND = 6  # of Mexico City: a text of the small hours UTC was written the day before


def content_of(item: Item, *, lexicon: Lexicon) -> Content:
    """Coming events, statements and names of an item, one headline repeated in the text told once.

    For each event and statement `item.text[x.start:x.end] == x.quote`, and `what` and `words` stand in the quote.
    """
    text = item.text
    published = (item.at - timedelta(hours=_HOURS_BEHIND)).date()
    coming: dict[tuple[object, ...], Coming] = {}
    statements: dict[tuple[str, str], Statement] = {}
    lines = []
    before, acts_before = "", False
    last_speaker: Speaker | None = None
    for start, end in sentences(text):
        sentence = text[start:end]
        if len(sentence) > _LONGEST:
            before, acts_before = "", False
            continue
        flat = flatten(sentence)
        terms = lexicon.find(sentence)
        lines.append((sentence, start, terms))
        for event in coming_in(sentence, flat, start, item_id=item.id, lang=item.language, published=published):
            coming.setdefault((event.day, event.kind), event)
        line = Line(sentence, flat, start, terms, before, acts_before, last_speaker)
        found, last_speaker = statements_in(line, item_id=item.id, lang=item.language)
        for statement in found:
            statements.setdefault((statement.kind, statement.speaker), statement)
        before, acts_before = sentence, tells_of_act(terms)
    return Content(
        coming=tuple(sorted(coming.values(), key=lambda event: event.day)[:_MOST]),
        statements=tuple(list(statements.values())[:_MOST]),
        names=names_in(lines, item_id=item.id),
    )
