"""Numbers of a vote. Imports its siblings only."""

import re

from bot.extract.clauses import Counted, Sentence
from bot.extract.guarded import Guarded
from bot.extract.measures import OTHER
from bot.extract.words import VOTING

_ABSTAINED = re.compile(
    r"(?:senators?|senadores|diputados|lawmakers|legisladores|members)? ?(?:se )?(?:abst\w+|vot\w+ (?:a favor|en "
    r"contra|for|against)|"
    r"respald\w+|backed)"
)
_MARGIN = re.compile(r"\b(?:by|por)(?: just| only| apenas| solo)?$")
_VOTING = Guarded(rf"\b(?:{VOTING})\b")
_TALLY = re.compile(r"\b(?:por|by|vot(?:o|aron|ed)|voto de|votacion(?: de)?|fallo(?: de)?|ruled|ruling|outcome|vote) $")
"""Right before two numbers set against each other: they are votes for and against."""
_FOR_DOING = re.compile(r" por \w+[aei]r(?:l[oea]s?|se)?\b")
"""Behind a number: so many are for doing something."""
_CONTRA = frozenset({"contra", "against"})
_AGAINST = _CONTRA | {"a", "to", "por", "-"}
_SHORT = re.compile(r"votes? (?:short|shy)\b|votos? menos")
_NARROW = 5  # votes


def vote_role(sentence: Sentence, counted: Counted) -> str | None:
    """ "105 a favor", "105-0", "by 105 votes to 0"."""
    if _are_votes(sentence, pair_of(sentence, counted)):
        return "votes"
    if _is_beside_a_vote(sentence, counted):
        return "votes"
    if _VOTING.search(sentence.flat) is None or (counted.quantity.change and counted.noun_class != "vote"):
        return None
    if _are_for_doing(sentence, counted):
        return "votes"
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
            r"(?:(?:ministr[oa]s |senador[ea]s |justices |senators )?(?:(?:a|en) favor|en contra|in favor|in favour|"
            r"against)|abstenc|abstent|- \d|to \d|por \d|a \d)",
            after,
        )
    ):
        return "votes"
    return None


_SIDE = (
    r"(?:en contra|a favor|in favou?r|against)(?: (?:se )?(?:vot|pronunci|manifest)\w+)?|"
    r"(?:vot\w+|pronunci\w+|manifest\w+) (?:en contra|a favor)|(?:se )?(?:opus\w+|abstuv\w+)|opposed|abstained"
)
_TOOK_SIDES_BEFORE = re.compile(rf"\b(?:{_SIDE})(?: (?:otr[oa]s|only|solo|apenas|by))* ?$")
_TOOK_SIDES_BEHIND = re.compile(
    r" (?:(?:more|mas|otr[oa]s|legislador\w*|senador\w*|diputad\w+|lawmakers|legislators|senators|deputies|members|"
    r"representatives|republicans|democrats) )?"
    r"(?:se )?(?:abst\w+|oppos(?:ed|ing)|opus\w+|vot\w+ (?:en contra|a favor|against|for|no)|en contra|a favor)\b"
)
_VOTERS = re.compile(
    r"(?:mas|more|otr[oa]s|legislad|senad|diputad|lawmaker|legislator|senator|deput|member|representative|republican|"
    r"democrat|vot|\w+istas?$|emecist|integrant)"
)
"""Nouns of those who vote, at their start."""
_PASSES = re.compile(
    r"\b(?:senad\w*|senate|camara|diputad\w+|congres\w*|house|lawmakers|legislador\w*|pleno)\b[^;:.]{0,60}"
    r"\b(?:aprueb\w+|aval\w+|rechaz\w+|vot\w+|pass(?:es|ed)|approv\w+|back(?:s|ed)|reject\w*|clears?)\b|"
    r"\b(?:aprueb\w+|aval\w+|rechaz\w+)\b[^;:.]{0,40}\b(?:senad\w*|camara|diputad\w+|congres\w*)\b"
)
"""In a headline: a parliament has voted."""


def _is_beside_a_vote(sentence: Sentence, counted: Counted) -> bool:
    """ "En contra se pronunciaron 98 legisladores y 40 se abstuvieron", in a text that has told a vote."""
    if counted.unit is not None or counted.quantity.ordinal or counted.quantity.article:
        return False
    voted = any(role.measure == "votes" for role in sentence.before) or _PASSES.search(sentence.subject) is not None
    if not voted or sentence.flat == sentence.subject:
        return False
    before = sentence.flat[: sentence.tokens[counted.quantity.first].start]
    behind = sentence.flat[sentence.tokens[counted.quantity.last - 1].end :]
    voters = not counted.noun_flat or _VOTERS.match(counted.noun_flat) is not None
    return (voters and _TOOK_SIDES_BEFORE.search(before) is not None) or _TOOK_SIDES_BEHIND.match(behind) is not None


def pair_of(sentence: Sentence, counted: Counted) -> tuple[Counted, Counted] | None:
    """The two of "216 contra 211", "cuatro a uno", in their order: numbers that count nothing, a word between them."""
    for other in sentence.counted:
        if other is counted:
            continue
        first, second = sorted((counted, other), key=lambda each: each.quantity.first)
        word = sentence.flats[first.quantity.last : second.quantity.first]
        bare = all(each.unit is None and not each.quantity.ordinal for each in (first, second))
        if bare and len(word) == 1 and word[0] in _AGAINST and not second.noun_class:
            return first, second
    return None


def _are_votes(sentence: Sentence, pair: tuple[Counted, Counted] | None) -> bool:
    """Whether two numbers are set against each other as votes are, by the word between or before them."""
    if pair is None:
        return False
    if _VOTING.search(sentence.flat) and sentence.flats[pair[0].quantity.last] in _CONTRA:
        return True
    body = f"{sentence.subject} {sentence.preceding} {sentence.flat}"
    before = sentence.flat[: sentence.tokens[pair[0].quantity.first].start]
    return _VOTING.search(body) is not None and _TALLY.search(before) is not None


def _are_for_doing(sentence: Sentence, counted: Counted) -> bool:
    """ "48 por frenarlo, 50 por dejarlo": two numbers, each for doing something."""
    those = [
        other
        for other in sentence.counted
        if _FOR_DOING.match(sentence.flat, sentence.tokens[other.quantity.last - 1].end)
    ]
    return counted in those and len(those) > 1
