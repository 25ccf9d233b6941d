"""Numbers that only restate handovers that everybody knows: "what 92 prisoners bought", "los 26 de agosto".

Imports its siblings only. Their noun may be unsaid and their verb far off; the number and the text say whom they count.
"""

import re
from datetime import date

from bot.extract.batches import MOVE_OF
from bot.extract.clauses import ELLIPSIS, Counted, Role, Sentence
from bot.extract.governors import governor
from bot.extract.handovers import are_known, fresh, is_known_total, known
from bot.extract.times import sentence_dates
from bot.extract.unnumbered import are_its_people
from bot.extract.words import MONTHS

_MAY_HAVE_GONE = frozenset({"person", "accused", "detained", "moved", "transfer"})
_HARMING = frozenset({"kill", "injure", "vanish"})
_NEARBY = 5.0  # from an act to those whom it harms
_DEFINITE = re.compile(r"(?:\b(?:the|those|l[oa]s|es[oa]s|aquell[oa]s)|'s)(?: latest| first| last)?$")
"""Right before people: the reader knows them."""
_OF_A_DAY = re.compile(rf" (?:del?|of|in|en|from|last) (?:el )?(?:\d+ (?:de|of) )?(?:{MONTHS})\b")
"""Right behind them: of which day or month they are."""
_DATED = 32  # characters behind a number that may hold its day


def are_told(sentence: Sentence, today: date) -> bool:
    """Whether a sentence tells several known handovers in one breath: "Tras 29, 26 y 37, ¿cuántos siguen?"."""
    return are_known((counted.value for counted in sentence.counted), today, about=sentence.about_transfer)


def restated_role(sentence: Sentence, counted: Counted, today: date, *, several: bool) -> Role | None:
    """People handed over of a known number, where no other rule says what it counts.

    Args:
        today: of the item.
        several: see `are_told`.
    """
    bare = counted.unit is None and not counted.noun_class and not counted.quantity.article
    if (several and bare) or _is_known_sum(sentence, counted, today) or _is_known_group(sentence, counted, today):
        return Role("persons_transferred", "persons", counted, True)
    return None


def are_known_people(sentence: Sentence, counted: Counted, today: date) -> bool:
    """ "queja por los 26", "relatives of the 37": a group that everybody knows, long after it went, and that the text
    does not itself tell of as news before."""
    told = any(other.counted.value == counted.value for other in sentence.before if other.counted is not counted)
    if known(counted.value, today) is None or told:
        return False
    return _has_article(sentence, counted) or _are_known_by_their_going(sentence, counted)


_OF_THEM = re.compile(r"\b(?:of|against|by|among|for|contra|entre|un[oa]s? de|\d+ de|para)$")
_SENT = re.compile(
    r" (?:sent|flown|handed over|transferred|expelled|enviad[oa]s|entregad[oa]s|trasladad[oa]s|expulsad[oa]s) "
    r"(?:by|from|in|to|por|desde|en|a)\b"
)


def _are_known_by_their_going(sentence: Sentence, counted: Counted) -> bool:
    """ "Death penalty for five of 29 traffickers sent by Mexico": a participle only tells who they are."""
    before = sentence.flat[: sentence.tokens[counted.quantity.first].start].rstrip()
    return _OF_THEM.search(before) is not None and _SENT.match(sentence.flat, _end_of(sentence, counted)) is not None


def _end_of(sentence: Sentence, counted: Counted) -> int:
    return sentence.tokens[counted.end - 1].end


def are_fresh(sentence: Sentence, counted: Counted, today: date) -> bool:
    """ "traslado de los 26", "the 37", "envío de 37 reos" some days after as many went: that handover's people,
    whatever is said of them; "will send 37 more" is another's."""
    if fresh(counted.value, today) is None:
        return False
    before = sentence.flat[: sentence.tokens[counted.quantity.first].start].rstrip()
    return _has_article(sentence, counted) or MOVE_OF.search(before) is not None


def are_todays(sentence: Sentence, counted: Counted, today: date) -> bool:
    """Whether people are of a handover some days ago, or of the one that the headline tells without their number."""
    return are_fresh(sentence, counted, today) or are_its_people(sentence, counted)


def _has_article(sentence: Sentence, counted: Counted) -> bool:
    """ "los 26", "Mexico's 37"."""
    return _DEFINITE.search(sentence.flat[: sentence.tokens[counted.quantity.first].start].rstrip()) is not None


def _is_known_sum(sentence: Sentence, counted: Counted, today: date) -> bool:
    """The 92 of "Suman 92" in a text on handovers: as many have gone in all."""
    if not sentence.about_transfer or not is_known_total(counted.value, today):
        return False
    harmed, cost = governor(sentence, counted, _HARMING)
    return _may_have_gone(counted) and not (harmed and cost < _NEARBY)


def _is_known_group(sentence: Sentence, counted: Counted, today: date) -> bool:
    """ "Who are the 37?", "uno de los 26 de agosto": in a text on handovers, beside a verb of moving, or by its
    month."""
    handover = known(counted.value, today) or fresh(counted.value, today)
    if handover is None or not _has_article(sentence, counted):
        return False
    if handover == known(counted.value, today) and not are_known_people(sentence, counted, today):
        return False
    end = sentence.tokens[counted.quantity.last - 1].end
    dates = sentence_dates(sentence.flat[end : end + _DATED], today)
    of_its_month = any(day.month == handover.day.month for _, day, _ in dates)
    if of_its_month and _OF_A_DAY.match(sentence.flat, end):
        return True
    moved, cost = governor(sentence, counted, frozenset({"transfer"}))
    if handover == fresh(counted.value, today) and not counted.noun:
        return _may_have_gone(counted)
    told = of_its_month or sentence.about_transfer or bool(moved and cost < _NEARBY)
    return told and _may_have_gone(counted)


def _may_have_gone(counted: Counted) -> bool:
    """Whether a number counts people who are not harmed, or says not what it counts."""
    people = counted.noun_class in _MAY_HAVE_GONE or not counted.noun or counted.noun_flat in ELLIPSIS
    unknown = counted.unit is None and not counted.quantity.ordinal and not counted.subset
    return unknown and (people or (not counted.noun_class and counted.end == counted.quantity.last + 1))
