"""What the health channel reads of the bot itself, in both languages."""

import string
from typing import get_args

import pytest
from fakes import NOON

from bot.channels.base import Look
from bot.channels.labels import WordLanguage
from bot.channels.lines import notice_line
from bot.channels.notices import EVENTS
from bot.compose import Notice, NoticeEvent

VALUES = {
    "hours": "7", "entries": "30", "span": "3 h 01 min", "read": "12", "flagged": "2", "kind": "card", "more": "2",
    "before": "m-1", "after": "m-2",
}  # fmt: skip
UNTIL = NOON.replace(hour=15)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("event", [event for event in get_args(NoticeEvent) if event != "other"])
def test_every_event_has_words_for_all_that_is_known_of_it(event: NoticeEvent, language: WordLanguage) -> None:
    """No brace and no bracket is left over; what the words speak of stands in them."""
    notice = Notice(
        subject_id="x",
        name="Diario Uno",
        event=event,
        values=tuple(VALUES.items()),
        what="HTTP 403.",
        since=NOON,
        until=UNTIL,
    )
    told = notice_line(notice, Look.of(language, "UTC"))
    template = EVENTS[event][language == "es"]
    known = VALUES | {"name": "Diario Uno", "what": "HTTP 403", "kind": {"en": "card", "es": "una alerta"}[language]}
    for _, name, _, _ in string.Formatter().parse(template):
        assert name is None or known.get(name, "") in told
    assert not set("{}[]") & set(told)
    assert ".." not in told


@pytest.mark.parametrize("event", sorted(EVENTS))
def test_both_languages_speak_of_the_same(event: str) -> None:
    """The same values in both."""
    names = [{name for _, name, _, _ in string.Formatter().parse(words) if name} for words in EVENTS[event]]
    assert names[0] == names[1]


def test_what_is_not_known_is_left_out() -> None:
    """A feed that failed without a reason or a date."""
    told = notice_line(Notice(subject_id="uno", name="", event="feed_failing"), Look.of("en", "UTC"))
    assert told.startswith("uno cannot be read. Run")


def test_hostile_values_are_words_only() -> None:
    """A feed's name or a server's answer that looks like a template stays as it is."""
    told = notice_line(Notice(subject_id="x", name="{what}[x]", event="feed_well"), Look.of("es", "UTC"))
    assert told == "{what}[x] funciona otra vez."
