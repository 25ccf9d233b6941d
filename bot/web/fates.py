"""What became of an item, and what a draft would change of it, in the reader's language. Pure.

The stages' own short reasons as sentences; what is not known here is looked up among all that the bot says.
"""

import re
from collections.abc import Mapping

from bot.domain.reasons import BASE, NEVER, NEW_MEXICO, RULE, UNKNOWN_LANGUAGE
from bot.translate import translated
from bot.web.wording import PageLanguage, phrase

# what the stages write (bot.jobs.think, bot.stories.policy and .mutes), and how the desk says it
_SAID = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (
            r"below threshold: (?P<topic>\S+) (?P<score>[\d.]+) < (?P<threshold>[\d.]+)",
            "below the threshold: {topic} {score} < {threshold}",
        ),
        (
            rf"held back: (?P<topic>\S+) (?P<score>[\d.]+) by {RULE}(?P<rule>.+){NEVER}",
            "held back by the rule {rule}: {topic} {score}",
        ),
        (r"not judged: neither English nor Spanish", "not judged: neither English nor Spanish"),
        (r"no topic is configured", "no topic is configured"),
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


_MUTED = re.compile(r"\((feed|term|topic) ")


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
            named = found.groupdict()
            if "topic" in named:
                named["topic"] = topics.get(named["topic"], named["topic"])
            if "what" in named:  # "ana (term Chapo)"
                named["what"] = _MUTED.sub(lambda kind: f"({phrase(kind[1], language)} ", named["what"])
            return phrase(words, language, **named)
    return translated(reason, language)


_OTHERWISE = re.compile(r"(?P<when>was|now) (?P<fate>.+?)(?: \((?P<rules>" + RULE + r".+)\))?")
_TOLD_OTHERWISE = re.compile(r"(?P<start>^|, )(?P<what>replies(?= \d)|told by)(?= )")
CHANGES = ("was {fate}", "now {fate}", "rules: {rules}", "replies", "told by")


def change_words(reason: str, language: PageLanguage, topics: Mapping[str, str]) -> str:
    """Why a trial's alert is gained, lost or changed (`bot.backtest.Difference`), as the desk says it.

    Args:
        reason: as in `Difference.reason`.
        language, topics: see `fate_words`.
    """
    found = _OTHERWISE.fullmatch(reason)
    if found is None:
        return _TOLD_OTHERWISE.sub(lambda part: part["start"] + phrase(part["what"], language), reason)
    words = phrase(f"{found['when']} {{fate}}", language, fate=fate_words(found["fate"], language, topics))
    if found["rules"] is None:
        return words
    rules = found["rules"].removeprefix(RULE).replace(f"; {RULE}", "; ")
    return f"{words} ({phrase('rules: {rules}', language, rules=rules)})"


# names of reasons that are no words of the text (bot.domain.reasons, classifiers.model)
REASONS = (BASE, "(other words)", "(nothing Mexican named)", "(meaning)", UNKNOWN_LANGUAGE, NEW_MEXICO)
_REASON = re.compile("|".join(map(re.escape, REASONS)))
_RULE = re.compile(rf"(?P<start>^|  ){RULE}(?!says )(?=\S)")  # one reason, or several with two blanks between them


def reason_words(reasons: str, language: PageLanguage) -> str:
    """What moved a score, one reason or a line of them, with the names that are ours in the reader's language."""
    named = _REASON.sub(lambda found: phrase(found[0], language), reasons)
    return _RULE.sub(lambda found: f"{found['start']}{phrase('rule', language)} ", named)


FATES = tuple(words for _, words in _SAID)

__all__ = ["CHANGES", "FATES", "REASONS", "change_words", "fate_words", "reason_words"]
