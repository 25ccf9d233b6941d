"""What cards, replies and folds share: times, topics, headlines, outlets, what a phone's lock screen shows.

Every text is one clean line. May import channels.base, labels and domain.
"""

from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from bot.channels.base import Look, one_line, safe_link, shorten
from bot.channels.labels import TOPICS, phrase
from bot.domain import Realis, Topic
from bot.wording import month, state_words, word

NOTIFICATION_CHARS = 110  # what a phone's lock screen shows; news agencies keep alerts to about 100
ARROW = "↪"


def day(value: date, look: Look) -> str:
    """`5 Oct 2026`."""
    return f"{value.day} {month(value.month, look.language)} {value.year}"


def moment(value: datetime, look: Look) -> str:
    """`5 Oct 2026, 06:00 CST (12:00 UTC)`; the second time only where it differs."""
    local = value.astimezone(look.zone)
    utc = value.astimezone(UTC)
    shown = f"{day(local, look)}, {local:%H:%M} {local:%Z}"
    if local.utcoffset() == utc.utcoffset():
        return shown
    other_day = "" if local.date() == utc.date() else f"{day(utc, look)}, "
    return f"{shown} ({other_day}{utc:%H:%M} UTC)"


def minute(value: datetime, look: Look) -> str:
    """`5 Oct 06:00`, where the day is near and the zone is known."""
    local = value.astimezone(look.zone)
    return f"{local.day} {month(local.month, look.language)} {local:%H:%M}"


def topic_word(topic: Topic, look: Look) -> str:
    """`Strike threat`."""
    return one_line(word(TOPICS, topic, look.language))


def realis_word(realis: Realis, look: Look) -> str:
    """`threatened`."""
    return state_words(realis, None, look.language)


def headline_of(text: str, look: Look) -> str:
    """A headline, or words that say there is none."""
    return one_line(text) or phrase("untitled", look.language)


def outlet_of(outlet: str, link: str | None) -> str:
    """The outlet, else the site that the link leads to, "" for neither."""
    if named := one_line(outlet):
        return named
    address = safe_link(link)
    host = urlsplit(address).hostname if address else None
    return (host or "").removeprefix("www.")


def notification(first: str, headline: str, outlet: str, look: Look) -> str:
    """`Handover: Mexico hands over 37 – Diario de Prueba`: what stands first and the outlet whole, if need be."""
    before, after = f"{first}: ", f" – {shorten(one_line(outlet), 40)}" if one_line(outlet) else ""
    room = max(40, NOTIFICATION_CHARS - len(before) - len(after))
    return f"{before}{shorten(headline_of(headline, look), room)}{after}"
