"""A share of a group of people: "two of the six men that Washington asked for were extradited".

Imports its siblings only. Who is moved is the share; the group is who could have been. Not so where the group itself
is of those who went ("two of the 37 flown out are women"), or was told before: then the share is a part of it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.extract.act_words import BE
from bot.extract.clauses import Counted, Role, Sentence
from bot.extract.departures import goes_north, leaves
from bot.extract.handovers import KNOWN
from bot.extract.nouns import PERSON_CLASSES, class_of
from bot.extract.people import moved_role
from bot.extract.scope.to_come import is_wished

_MOVING = frozenset({"transfer", "extradite"})
_CATCHING = frozenset({"arrest"})
_MAY_GO = frozenset({"", "person", "accused", "detained", "requested", "moved"})
_MOVED = frozenset({"persons_transferred", "persons_extradited"})
_OF = frozenset({"of", "de"})
_BETWEEN = frozenset({"of", "de", "out", "the", "los", "las", "those", "its", "their", "sus", "esos", "esas"})
_BETWEEN |= {"some", "unos", "unas", "about", "more", "than", "mas", "group", "list", "un", "a", "total", "grupo"}
_ONE = frozenset({"one", "uno", "una"})
_DEFINITE = frozenset({"the", "los", "las", "those", "its", "their", "sus", "esos", "esas"})
_NOT_ITS_SUBJECT = frozenset({"who", "that", "which", "whom", "que", "quienes", "and", "y", "e"})
_AUXILIARY = BE | {"have", "has", "had", "ha", "han", "habian", "ya", "already", "also", "then", "later"}
_STARTS_ANEW = frozenset({";", ".", ":", "but", "pero", "while", "mientras"})
_BREAKS = frozenset({",", ";", ".", ":", "of", "de", "and", "y", "but", "pero"})
_DONE_BEFORE = frozenset({"arrest", "request", "indict"})
_TAKEN = frozenset({"vanish", "arrest"})
_HARM = {"kill": "killed", "injure": "injured"}
_OF_A_PATIENT = frozenset({"passive", "patient", "participle"})
_ELSEWHERE = re.compile(r"\b(?:hospital\w*|released|freed|liberad[oa]s?)\b")
_NEAR = 5  # tokens from a verb to the share that is its object
_FAR = 18  # tokens from a group to the verb that its share is the subject of


@dataclass(frozen=True, slots=True)
class _Share:
    part: Counted | None  # None = the "one" of "one of the 12", which is no figure
    whole: Counted | None  # None = a group whose size is not told
    first: int  # token that the share begins with
    end: int  # token behind the group


def share_role(sentence: Sentence, counted: Counted) -> Role | None:
    """The role of a share that is moved; None for all other numbers.

    Args:
        counted: a number of the sentence; those before it have their roles.
    """
    if counted.quantity.article:
        return None
    share = next((share for share in _shares(sentence, counted) if share.part is counted), None)
    if share is None:
        return None
    measure = _moved(sentence, share) or _harmed(sentence, share)
    if measure and share.whole is not None and not counted.noun:
        whole = share.whole
        counted.noun, counted.noun_flat, counted.noun_class = whole.noun, whole.noun_flat, whole.noun_class
    return Role(measure, "persons", counted, True) if measure else None


def _harmed(sentence: Sentence, share: _Share) -> str:
    """ "Two of four Americans kidnapped in Matamoros found dead": what became of them stands behind what was done to
    the whole group."""
    if share.whole is None or not _was_taken(sentence, share):
        return ""
    behind = sentence.flat[sentence.tokens[share.end - 1].end :]
    before = sentence.flat[: sentence.tokens[share.first].start]
    if _DEAD_BEHIND.match(behind) or _DIE_BEFORE.search(before):
        return "killed"
    later = (act for act in sentence.acts if share.end < act.first < share.end + _FAR and act.form in _OF_A_PATIENT)
    return next((_HARM[act.cls] for act in later if act.cls in _HARM), "")


def _was_taken(sentence: Sentence, share: _Share) -> bool:
    """Whether the group of a share was kidnapped or caught, by the word behind its noun, before it or as its noun."""
    if any(
        share.first < act.first <= share.end and act.cls in _TAKEN and act.form in ("participle", "patient", "passive")
        for act in sentence.acts
    ):
        return True
    return _KIDNAPPED.search(" ".join(sentence.flats[share.first : share.end + 1])) is not None


_KIDNAPPED = re.compile(
    r"\b(?:kidnapped|abducted|missing|secuestrad[oa]s|plagiad[oa]s|levantad[oa]s|desaparecid[oa]s)\b"
)
_DEAD_BEHIND = re.compile(
    r"(?: (?:\w+ ){0,2}?(?:en|in|near) (?:\w+ ?){1,3})?,? ?(?:(?:are|were|estan|aparecen|hallados) )?(?:dead|"
    r"sin vida|muert[oa]s)\b"
)
_DIE_BEFORE = re.compile(r"\b(?:mueren|murieron|matan a|mataron a|fallecen|hallan (?:muertos|sin vida) a) ?$")


def is_only_shared(sentence: Sentence, counted: Counted, measure: str) -> bool:
    """Whether a number is of a group of which only a share is moved, or that is asked for: no figure of its own.

    Args:
        measure: that the group would have; of one that was caught, only a share that was caught takes it.
    """
    share = next((share for share in _shares(sentence, counted) if share.whole is counted), None)
    if measure == "persons_arrested":
        caught = share and (_by_object(sentence, share, _CATCHING) or _by_subject(sentence, share, _CATCHING))
        return bool(caught)
    if _opens_as_a_group(sentence, counted):
        return not is_wished(sentence, Role("persons_transferred", "persons", counted, True))  # they are to come
    if share is not None and measure in ("disappeared", "killed") and share.part is not None:
        return _harmed(sentence, share) != ""
    return share is not None and (_is_asked_for(sentence, counted) or _moved(sentence, share) != "")


def _opens_as_a_group(sentence: Sentence, whole: Counted) -> bool:
    """The 40 of "Of the 40 prisoners, 12 were flown out", the 36 of "De los 36 solicitados, entregó a 12"."""
    first = whole.quantity.first
    opening = sentence.flats[max(0, first - 3) : first]
    while opening and opening[0] in (";", ".", ":", ","):
        del opening[0]
    opens = " ".join(opening) in ("of the", "out of the", "of", "de los", "de las", "de")
    at_start = first <= 3 or sentence.flats[first - len(opening) - 1] in (";", ".", ":", ",")
    if not (opens and at_start) or whole.unit is not None or _has_gone(sentence, whole):
        return False
    comma = next(
        (n for n in range(whole.end, min(whole.end + _FAR, len(sentence.flats))) if sentence.flats[n] == ","), None
    )
    if comma is None or ";" in sentence.flats[whole.end : comma]:
        return False
    later = [part for part in sentence.counted if part.quantity.first > comma and part.value < whole.value]
    return any(
        act.cls in _MOVING and act.form != "noun" and abs(act.first - part.quantity.first) <= _FAR
        for part in later
        for act in sentence.acts
        if act.first > comma
    )


def _is_asked_for(sentence: Sentence, whole: Counted) -> bool:
    """ "2 de los 36 que pide la FGR", "two of the 48 suspects it wants": a clause says that somebody asks for them."""
    for act in sentence.acts:
        between = sentence.flats[whole.end : act.first]
        clause = "que" in between if sentence.spanish else between != []
        if act.cls == "request" and act.form == "active" and 0 <= act.first - whole.end < _NEAR and clause:
            return not _has_gone(sentence, whole)
    return False


def _has_gone(sentence: Sentence, whole: Counted) -> bool:
    """Whether the group's own participle says that it was moved: "two of the 37 flown out"."""
    moved = (act for act in sentence.acts if act.cls in _MOVING and act.form in ("participle", "patient"))
    return whole.noun_class == "moved" or any(whole.quantity.last <= act.first <= whole.end for act in moved)


def _shares(sentence: Sentence, counted: Counted) -> list[_Share]:
    """Shares that a number is the part or the whole of."""
    found = []
    if counted.unit is not None or counted.quantity.ordinal:
        return []
    at = sentence.counted.index(counted)
    following = sentence.counted[at + 1] if at + 1 < len(sentence.counted) else None
    if following is not None and _is_whole(sentence, counted, following):
        found.append(_Share(counted, following, counted.quantity.first, following.end))
    elif following is None or following.quantity.first > counted.quantity.last + 3:
        end = _end_of_group(sentence.flats, counted.quantity.last)
        if end:
            found.append(_Share(counted, None, counted.quantity.first, end))
    before = sentence.counted[at - 1] if at else None
    if before is not None and _is_whole(sentence, before, counted):
        found.append(_Share(before, counted, before.quantity.first, counted.end))
    first = counted.quantity.first - 3
    one, of = (token.flat for token in sentence.tokens[first : first + 2]) if first >= 0 else ("", "")
    if one in _ONE and of in _OF and sentence.flats[max(0, first - 1)] != "but":  # its flats hide what counts nothing
        found.append(_Share(None, counted, first, counted.end))
    return found


def _is_whole(sentence: Sentence, part: Counted, whole: Counted) -> bool:
    between = sentence.flats[part.quantity.last : whole.quantity.first]
    if part.quantity.ordinal:
        return False  # "segundo grupo de 33 presos"
    if whole.unit is not None or part.unit is not None or whole.noun_class not in PERSON_CLASSES | {""}:
        return False
    return not _OF.isdisjoint(between) and _BETWEEN.issuperset(between) and part.value < whole.value


_ARE_OF = re.compile(
    r" (?:(?:son|eran|are|were) (?:del?|from|of|members|miembros|integrantes|presuntos)\b|"
    r"(?:del|de|from|of) (?:the |el |la )?(?:cjng|cartel|cds|cdn|cdg|sinaloa|jalisco|golfo|zetas|familia)\b)"
)
"""Right behind a number: whose men they are."""
_OF_THEM = re.compile(
    r"(?:of|among|entre|del?) (?:the|those|these|them|that|l[oa]s|ell[oa]s|est[oa]s|es[oa]s|total|grupo)\b"
)
"""At the start of a sentence: it is about people told before."""


def is_of_those_named(sentence: Sentence, counted: Counted) -> bool:
    """The 12 of "Of the 31, 12 belong to the CJNG": the sentence speaks of people who were told before as handed
    over, more than these."""
    behind = sentence.flat[sentence.tokens[counted.quantity.last - 1].end :]
    among = _OF_THEM.match(sentence.flat) is not None or (not counted.noun_class and _ARE_OF.match(behind) is not None)
    if not among or sentence.flats[counted.quantity.first - 1] in _DEFINITE:
        return False
    return any(role.measure in _MOVED and role.counted.value > counted.value for role in sentence.before)


def is_shared_out(sentence: Sentence) -> bool:
    """ "CJNG and Sinaloa lose 5 and 3, respectively": numbers without a noun are parts, of one named each."""
    return "respectiv" in sentence.flat


def _end_of_group(flats: Sequence[str], at: int) -> int:
    """Token behind the group of "of the prisoners", 0 where none stands there."""
    if flats[at : at + 1] not in (["of"], ["de"]) or flats[at + 1 : at + 2] == [] or flats[at + 1] not in _DEFINITE:
        return 0
    ends = (n + 1 for n in range(at + 2, min(at + 5, len(flats))) if class_of(flats[n]) in ("person", "detained"))
    return next(ends, 0)


def _moved(sentence: Sentence, share: _Share) -> str:
    """Measure of a share that a finite verb moves, "" where none does."""
    whole = share.whole
    if whole is not None and (_has_gone(sentence, whole) or not _is_of_people(sentence, whole)):
        return ""
    if _noun_class(share) not in _MAY_GO or _ELSEWHERE.search(sentence.flat):
        return ""
    named = share.part or whole
    if named is None or _is_of_those_told(sentence, named) or _is_known(sentence, share):
        return ""
    if share.part is not None and share.part.preposition in _OF:
        return ""  # "relatives of 11 of the 41"
    cls = _by_object(sentence, share) or _by_subject(sentence, share)
    if cls:
        measure = moved_role(sentence, whole or named, cls)
        return measure if measure in _MOVED else ""
    goes = whole is not None and (leaves(sentence, whole) or goes_north(sentence, whole))
    return "persons_transferred" if goes else ""


def _noun_class(share: _Share) -> str:
    counted = share.whole or share.part
    return counted.noun_class if counted is not None else ""


def _is_of_people(sentence: Sentence, whole: Counted) -> bool:
    """By its noun, or by what was done to them: "two of the 14 arrested on Monday"."""
    done = (act for act in sentence.acts if act.cls in _DONE_BEFORE and act.form in ("participle", "patient"))
    return whole.noun_class != "" or any(whole.quantity.last <= act.first <= whole.end for act in done)


def _by_object(sentence: Sentence, share: _Share, classes: frozenset[str] = _MOVING) -> str:
    """ "extradited two of the six", "fueron entregados a EU 9 de los 14": class of the verb right before the share."""
    for act in reversed(sentence.acts):
        if act.last > share.first or act.form == "noun":
            continue
        between = sentence.flats[act.last : share.first]
        near = len(between) <= _NEAR and _BREAKS.isdisjoint(between)
        turned = act.form == "passive" and sentence.spanish
        return act.cls if near and act.cls in classes and (act.form in ("active", "infinitive") or turned) else ""
    return ""


def _by_subject(sentence: Sentence, share: _Share, classes: frozenset[str] = _MOVING) -> str:
    """ "two of the six were extradited": class of the passive behind the group, its own relative clause apart."""
    for act in sentence.acts:
        if act.cls not in classes or act.form != "passive" or not share.end <= act.first < share.end + _FAR:
            continue
        between = sentence.flats[share.end : act.first]
        if not _STARTS_ANEW.isdisjoint(between) or _has_other_people(sentence, share.end, act.first):
            return ""
        first = act.first - 1
        while first > share.end and sentence.flats[first - 1] in _AUXILIARY:
            first -= 1
        return "" if sentence.flats[first - 1] in _NOT_ITS_SUBJECT else act.cls
    return ""


def _has_other_people(sentence: Sentence, begin: int, end: int) -> bool:
    """Whether other people are counted in a stretch: the verb may be theirs."""
    return any(begin <= other.quantity.first < end and other.noun_class in PERSON_CLASSES for other in sentence.counted)


def _is_of_those_told(sentence: Sentence, counted: Counted) -> bool:
    """Whether the text told before of as many people, or of more, who went: these are of them."""
    told = (role for role in sentence.before if role.measure in _MOVED and role.counted is not counted)
    return any(role.counted.value >= counted.value for role in told)


def _is_known(sentence: Sentence, share: _Share) -> bool:
    """Whether the group is one of those that went long ago, by its number: "cinco de los 37 reos"."""
    if share.whole is None or sentence.flats[share.whole.quantity.first - 1] not in _DEFINITE:
        return False
    return any(share.whole.value in (one.people, one.total) for one in KNOWN)


__all__ = ["is_of_those_named", "is_only_shared", "is_shared_out", "share_role"]
