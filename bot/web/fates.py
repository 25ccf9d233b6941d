"""What became of an item, in the reader's language: the stages' own short reasons as sentences. Pure."""

import re
from collections.abc import Mapping

from bot.web.wording import PageLanguage, phrase

# what the stages write (bot.jobs.think, bot.stories.policy and .mutes), and how the desk says it
_SAID = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (
            r"below threshold: (?P<topic>\S+) (?P<score>[\d.]+) < (?P<threshold>[\d.]+)",
            "below the threshold: {topic} {score} < {threshold}",
        ),
        (r"not judged: neither English nor Spanish", "not judged: neither English nor Spanish"),
        (r"its feed is taken out", "its feed is taken out"),
        (r"alerted", "alerted"),
        (r"alerted in a fold", "alerted, in a list"),
        (r"folded into story (?P<story>\S+), told in a reply", "told in a reply below story {story}"),
        (r"folded into story (?P<story>\S+)", "nothing new: joined story {story}"),
        (r"digest only: P3", "not urgent (P3): in the digest only"),
        (r"first run baseline", "older than what the first poll of a feed tells"),
        (r"too old: (?P<age>\d+) h > (?P<limit>\d+) h", "too old when it was seen: {age} h, the limit is {limit} h"),
        (r"no route for (?P<severity>P\d)", "no channel takes {severity}"),
        (r"no route", "no channel takes it"),
        (r"hourly cap", "over the channel's limit an hour: told later in a list"),
        (r"muted for good by (?P<what>.+)", "muted for good by {what}"),
        (r"muted until (?P<when>\S+ \S+) by (?P<what>.+)", "muted until {when} by {what}"),
    )
)


def fate_words(reason: str, language: PageLanguage, topics: Mapping[str, str]) -> str:
    """A fate's reason as the desk says it; one that is not known here stays as it is.

    Args:
        reason: as in `Fate.reason`.
        language: of the page.
        topics: their names in that language.
    """
    for pattern, words in _SAID:
        found = pattern.fullmatch(reason)
        if found:
            named = {name: topics.get(value, value) if name == "topic" else value for name, value in
                     found.groupdict().items()}  # fmt: skip
            return phrase(words, language, **named)
    return reason


FATES = tuple(words for _, words in _SAID)

__all__ = ["FATES", "fate_words"]
