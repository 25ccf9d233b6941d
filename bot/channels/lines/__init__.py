"""Payloads as lines of plain text in a channel's language: what every channel says, whatever its markup.

Nothing here is escaped or cut to a service's limit; every text is one clean line. One module a kind of payload, `parts`
and `figures` for what they share. May import channels.base, labels and notices, compose, extract (labels of measures)
and domain.
"""

from bot.channels.lines.card import (
    card_notification,
    corrections,
    doubtful_names,
    no_figures,
    pointers,
    read,
    source,
    status,
    tags,
    times,
    why,
)
from bot.channels.lines.figures import (
    excerpt,
    figure_line,
    figures_by_scope,
    more_figures,
    rivals_of,
    value_of,
    what_of,
    who_of,
)
from bot.channels.lines.fold import entry_lead, entry_tail, fold_head
from bot.channels.lines.notice import notice_line
from bot.channels.lines.parts import ARROW, headline_of, minute
from bot.channels.lines.reply import fact, reply_foot, reply_lead, reply_notification, told_of

__all__ = [
    "ARROW",
    "card_notification",
    "corrections",
    "doubtful_names",
    "entry_lead",
    "entry_tail",
    "excerpt",
    "fact",
    "figure_line",
    "figures_by_scope",
    "fold_head",
    "headline_of",
    "minute",
    "more_figures",
    "no_figures",
    "notice_line",
    "pointers",
    "read",
    "reply_foot",
    "reply_lead",
    "reply_notification",
    "rivals_of",
    "source",
    "status",
    "tags",
    "times",
    "told_of",
    "value_of",
    "what_of",
    "who_of",
    "why",
]
