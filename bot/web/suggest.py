"""A keyword rule that would have told of an item, or kept it quiet: what the form of *Tune* is filled with. Pure.

A proposal for a person to change, not a decision: two telling words of the headline, and the points that are missing.
May import domain, text and questions; nothing that blocks.
"""

import math
import re
from urllib.parse import urlencode

from bot.domain import Item, Verdict
from bot.questions import log_odds
from bot.text import fold, tokens
from bot.web.draft import RuleFields

_WORD = re.compile(r"[^\W\d_]{3,}")
_WORDS = 2  # of the query: one is met everywhere, three only in this headline
_SPARE = 0.1  # points beyond what is missing: the next item like it scores a little less
_MOST = 4.0  # points; who needs more is flagged against the model's word
_NOTE_CHARS = 50
_NOT_TELLING = """
the and for with from that this have has are was were not but its his her you who how why new news after over into than
more says said con del las los una uno por para que como sus este esta son fue ser han hay mas pero sin tras ante entre
sobre desde hasta dice dijo mexico mexican mexicans mexicano mexicana estados unidos united states
"""  # folded; met in too many headlines of both languages
_COMMON = frozenset(_NOT_TELLING.split())


def points_missing(verdict: Verdict) -> float:
    """Log-odds that the score is short of the threshold; below 0 when it is above."""
    return log_odds(verdict.threshold) - log_odds(verdict.score)


def suggested(item: Item, verdict: Verdict) -> RuleFields | None:
    """The rule that would turn this verdict round; None where the headline has no word to go by."""
    words = telling_words(item.title, verdict)
    if not words:
        return None
    missing = math.ceil((points_missing(verdict) + _SPARE) * 10) / 10
    effect = "never" if verdict.flagged else f"{missing:+.1f}" if 0 < missing <= _MOST else "always"
    note = re.sub(r"\s+", " ", item.title).strip()
    return RuleFields(
        when=" AND ".join(words),
        effect=effect,
        note=note if len(note) <= _NOTE_CHARS else note[:_NOTE_CHARS].rpartition(" ")[0] + "…",
    )


def telling_words(title: str, verdict: Verdict) -> tuple[str, ...]:
    """Names first, then what spoke for the topic, then long words; at most two, in the headline's order."""
    weights = {fold(reason): weight for reason, weight in verdict.why}
    known = set(tokens(title))  # as the rules see them
    found: dict[str, tuple[tuple[bool, float, int], int, str]] = {}
    for match in _WORD.finditer(title):
        word, folded = match[0], fold(match[0])
        if folded in _COMMON or folded in found or folded not in known or word in ("AND", "OR", "NOT"):
            continue
        is_name = word[0].isupper() and (match.start() > 0 or word.isupper())
        rank = (is_name, max(0.0, weights.get(folded, 0.0)), len(word))
        found[folded] = (rank, match.start(), word)
    best = sorted(found.values(), key=lambda each: each[0], reverse=True)[:_WORDS]
    return tuple(word for _, _, word in sorted(best, key=lambda each: each[1]))


def tune_address(topic: str, rule: RuleFields) -> str:
    """Where *Tune* has this rule in its form."""
    return "/tune?" + urlencode({"topic": topic, "when": rule.when, "effect": rule.effect, "note": rule.note})


__all__ = ["points_missing", "suggested", "telling_words", "tune_address"]
