"""What the health channel reads of the bot itself, in both languages."""

import string
from typing import get_args

import pytest
from channel_samples import make_entry, make_fold
from fakes import NOON

from bot.channels.base import Look
from bot.channels.labels import WordLanguage
from bot.channels.lines import fold_head, notice_line
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


@pytest.mark.parametrize(
    ("language", "reason", "count", "head"),
    [
        ("en", "burst", 3, "3 more stories at once"),
        ("en", "first_poll", 3, "3 more stories, first poll of Diario del Norte"),
        ("es", "first_poll", 3, "3 historias más, primera lectura de Diario del Norte"),
        ("es", "cap", 2, "2 historias retenidas por el límite por hora desde 5 oct 12:00 UTC"),
        ("en", "cap", 1, "1 story was held back by the hourly limit since 5 Oct 12:00 UTC"),
        ("es", "12 more stories at once", 2, "2 historias a la vez"),
    ],
)
def test_a_list_of_stories_says_why_it_is_one(language: WordLanguage, reason: str, count: int, head: str) -> None:
    """In words; a reason of an earlier version is left out."""
    assert fold_head(make_fold(count, reason=reason, since=NOON), Look.of(language, "UTC")) == head


def test_a_first_poll_of_many_outlets_names_none() -> None:
    """As from an aggregator."""
    fold = make_fold(0, entries=(make_entry(1), make_entry(2, outlet="Otro")), reason="first_poll")
    assert fold_head(fold, Look.of("en", "UTC")) == "2 more stories, first poll of a feed"
