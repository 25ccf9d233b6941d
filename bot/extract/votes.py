"""Numbers of a vote. Imports its siblings only."""

import re

from bot.extract.clauses import Counted, Sentence
from bot.extract.measures import OTHER
from bot.extract.words import VOTING

_ABSTAINED = re.compile(
    r"(?:senators?|senadores|diputados|lawmakers|legisladores|members)? ?(?:se )?(?:abst\w+|vot\w+ (?:a favor|en "
    r"contra|for|against)|"
    r"respald\w+|backed)"
)
_MARGIN = re.compile(r"\b(?:by|por)(?: just| only| apenas| solo)?$")
_VOTING = re.compile(rf"\b(?:{VOTING})\b")
_SHORT = re.compile(r"votes? (?:short|shy)\b|votos? menos")
_NARROW = 5  # votes


def vote_role(sentence: Sentence, counted: Counted) -> str | None:
    """ "105 a favor", "105-0", "by 105 votes to 0"."""
    if _VOTING.search(sentence.flat) is None:
        return None
    after = " ".join(sentence.flats[counted.quantity.last : counted.quantity.last + 4])
    if counted.unit is not None and counted.noun_class == "vote":
        return None  # "60% of the votes"
    beside = any(role.measure == "votes" for role in sentence.before[-1:])
    if beside and counted.quantity.article and counted.noun_flat.startswith("abst"):
        return "votes"  # "105 votos a favor y una abstención"
    if (counted.quantity.article and counted.noun_class == "vote") or _SHORT.match(after):
        return OTHER  # "a vote of no confidence", "two votes short"
    before = " ".join(sentence.flats[max(0, counted.quantity.first - 3) : counted.quantity.first])
    second = re.search(r"(?:votes?|\d) (?:to|-|against)$|(?:votos?|favor|\d) (?:contra|a|por|y|-|,)$", before)
    if second and not any(role.measure == "votes" for role in sentence.before[-1:]):
        second = None
    alone = not second and not re.match(
        r"(?:- ?\d|to|contra|a favor|por \d|a \d|against|y|and)\b", after.partition(" ")[2]
    )
    if alone and _MARGIN.search(before) and counted.quantity.value <= _NARROW and "- " not in after[:3]:
        return OTHER  # "por tres votos: el Senado ..."
    if (
        counted.noun_class == "vote"
        or _ABSTAINED.match(after)
        or (second and counted.unit is None and (not counted.noun_class or before.endswith(" -")))
        or re.match(
            r"(?:(?:ministr[oa]s |senador[ea]s |justices |senators )?(?:a favor|en contra|in favor|in favour|against)|"
            r"abstenc|abstent|- \d|to \d|por \d|a \d)",
            after,
        )
    ):
        return "votes"
    return None
