"""A reply in a card's thread as lines: what kind it is and whose, its facts, how the story stands, where reports went.

May import channels.base, labels and this package's parts and figures, compose and domain.
"""

from bot.channels.base import Look, one_line, shorten
from bot.channels.labels import RELATION, phrase
from bot.channels.lines.figures import moved
from bot.channels.lines.parts import (
    NOTIFICATION_CHARS,
    headline_of,
    moment,
    notification,
    outlet_of,
    realis_word,
    topic_word,
)
from bot.compose import MovedReport, Reply, ReplyLine
from bot.domain import StoryRef
from bot.wording import borne_out, said, word

_MOST_MOVED, _MOVED_CHARS = 2, 90  # reports that left: so many by name, with so much of their headlines
_POINTING = {"merged": "merged_into", "left": "split_off", "lost": "moved_to"}  # by kind of change


def reply_head(reply: Reply, look: Look) -> str:
    """`CORRECTION`, `Denial`, `New fact`, `Next step`."""
    if reply.pointer is not None:
        return phrase(_POINTING.get(reply.change, "split_from"), look.language)
    if reply.relation == "correction":
        return phrase("correction", look.language)
    if reply.relation == "edit" and reply.text_read == "page":
        return phrase("page_read", look.language)
    return _kind(reply, look)


def _kind(reply: Reply, look: Look) -> str:
    """What a report is to its story; without a fact to list it is the next step of a case: a plea, a hearing."""
    if reply.relation == "report" and not any(fact(line, look) for line in reply.lines):
        return phrase("next_step", look.language)
    return word(RELATION, reply.relation, look.language)


def reply_lead(reply: Reply, look: Look) -> str:
    """What stands before a reply's headline: `Denial · Diario de Prueba`; a pointer leads to a card of ours.

    Of reports that left: `Moved to another story · Sun “Lawyers protest …”`, the first ones by name.
    """
    if reply.pointer is None:
        named = [outlet_of(reply.outlet, reply.link)]
    else:
        room = _MOVED_CHARS // max(1, min(len(reply.moved), _MOST_MOVED))
        named = [_moved(report, room, look) for report in reply.moved[:_MOST_MOVED]]
        named += [f"+{len(reply.moved) - _MOST_MOVED}"] if len(reply.moved) > _MOST_MOVED else []
    return " · ".join(part for part in (reply_head(reply, look), *named) if part)


def _moved(report: MovedReport, room: int, look: Look) -> str:
    quoted = f"“{shorten(headline_of(report.title, look), room)}”"
    return " ".join(part for part in (outlet_of(report.outlet, report.link), quoted) if part)


def told_of(reply: Reply) -> StoryRef:
    """What a reply's headline and link are: the report, or the card that a merge, a split or a move points to."""
    return reply.pointer or StoryRef(id=reply.story_id, title=reply.title, link=reply.link)


def fact(line: ReplyLine, look: Look) -> str:
    """One new fact in words, "" where the reply's head says it already."""
    if line.after is not None:
        return moved(line.before, line.after, look)
    if line.topic is not None and line.realis is not None:
        return f"{topic_word(line.topic, look)}: {realis_word(line.realis, look)}"
    if line.topic is not None:
        return f"{phrase('also', look.language).capitalize()}: {topic_word(line.topic, look)}"
    if line.realis is not None:
        return realis_word(line.realis, look)
    return ""


def reply_foot(reply: Reply, look: Look) -> str:
    """`EVENT CONFIRMED by 2 independent publishers · 5 Oct 2026, 06:00 CST (12:00 UTC)`; of a pointer when, by whom."""
    if reply.pointer is not None:
        return " · ".join(part for part in (moment(reply.at, look), one_line(reply.by)) if part)
    standing = borne_out(
        reply.standing, said(reply.event_realis, court_step=reply.court_step), reply.publishers, look.language
    )
    here = phrase("moved_here", look.language) if reply.change == "gained" else ""
    by = one_line(reply.by) if here else ""
    return " · ".join(part for part in (standing, moment(reply.at, look), here, by) if part)


def reply_notification(reply: Reply, look: Look) -> str:
    """`Denial: Washington denies … – Diario de Prueba`."""
    if reply.pointer is not None:
        return shorten(f"{reply_head(reply, look)}: {headline_of(reply.pointer.title, look)}", NOTIFICATION_CHARS)
    outlet = outlet_of(reply.outlet, reply.link)
    return notification(_kind(reply, look), reply.title, outlet, look)
