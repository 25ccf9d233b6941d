"""A list of stories that get no card of their own as lines: why there is one, and each entry around its headline.

May import channels.base, labels and this package's parts and figures, and compose.
"""

from bot.channels.base import Look, one_line
from bot.channels.labels import PHRASE, phrase
from bot.channels.lines.figures import figure_line, scoped
from bot.channels.lines.parts import minute, outlet_of, topic_word
from bot.compose import CardFigure, Fold, FoldEntry
from bot.wording import Count, said, state_words


def fold_head(fold: Fold, look: Look) -> str:
    """`12 more stories, first poll of Diario Uno`, `4 stories were held back by the hourly limit since …`."""
    outlets = {one_line(entry.outlet) for entry in fold.entries}
    told = f"fold.{fold.reason}" if f"fold.{fold.reason}" in PHRASE else "fold"
    return phrase(told, look.language).format(
        n=Count(len(fold.entries)),
        source=outlets.pop() if len(outlets) == 1 else phrase("a_feed", look.language),
        since=f"{minute(fold.since, look)} {fold.since.astimezone(look.zone):%Z}" if fold.since else "?",
    )


def entry_lead(entry: FoldEntry, look: Look) -> str:
    """What stands before a fold's headline: `P2 · Handover (happened)`."""
    if not entry.topic:
        return entry.severity
    told = said(entry.realis, court_step=entry.court_step)
    state = f" ({state_words(told, None, look.language)})" if told else ""
    return f"{entry.severity} · {topic_word(entry.topic, look)}{state}"


def entry_tail(entry: FoldEntry, look: Look) -> str:
    """What stands behind or below it: `people handed over: 26 · Diario de Prueba, 5 Oct 06:00`."""
    figures = [_entry_figure(figure, look) for figure in entry.figures]
    said = ", ".join(part for part in (outlet_of(entry.outlet, entry.link), minute(entry.at, look)) if part)
    return " · ".join((*figures, said))


def _entry_figure(figure: CardFigure, look: Look) -> str:
    line, says_so_far = figure_line(figure, look), figure.measure.endswith("_cumulative")
    return line if says_so_far else scoped(line, figure.scope, look)
