"""A notice of the bot itself as one line.

May import channels.base, labels, notices and this package's parts, and compose.
"""

from bot.channels.base import Look, one_line
from bot.channels.labels import phrase
from bot.channels.lines.parts import moment
from bot.channels.notices import notice_text
from bot.compose import Notice


def notice_line(notice: Notice, look: Look) -> str:
    """`Diario de Prueba: no new items, since 5 Oct 2026, 06:00 CST. Check the address.`"""
    if notice.event != "other":
        since, until = (moment(at, look) if at else "" for at in (notice.since, notice.until))
        return notice_text(notice, look, since, until)
    name = one_line(notice.name) or one_line(notice.subject_id)
    since = f" ({phrase('since', look.language)} {moment(notice.since, look)})" if notice.since else ""
    remedy = f" {one_line(notice.remedy)}" if notice.remedy else ""
    return f"{name}: {one_line(notice.what)}{since}.{remedy}".replace("..", ".")
