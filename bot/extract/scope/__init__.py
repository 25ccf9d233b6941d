"""Scope of a figure: today's event, a total, background, or the future. Imports its siblings and bot.domain.

The test: would the number still be true if today's event had not happened? Then it is background. Does it include
today and earlier ones? Cumulative. Only today? This event. A future or ordered number? Projected.

`by_measure` has the measures with a rule of their own (votes, sentences, rewards), `to_come` what is projected,
`totals` sums, `rates` what reports and polls count, `earlier` what was before; of what a headline's verb leaves no
doubt about, `verb_time` has days, money, votes and courts, `told_of` raids, seizures and strikes. Below each table of
cues stands what it decides.
"""

import re

from bot.domain import Scope
from bot.domain.quantities import HANDOVER_MEASURES
from bot.extract.clauses import Role, Sentence
from bot.extract.cues import PERIODIC, is_of_today
from bot.extract.handovers import last_of_total
from bot.extract.measures import MEASURES
from bot.extract.numbers import Quantity
from bot.extract.parts import around, clause_of, text_before
from bot.extract.restated import are_fresh, are_known_people
from bot.extract.scope.by_measure import by_measure
from bot.extract.scope.earlier import are_beside_todays, is_of_another_day, scope_here
from bot.extract.scope.rates import is_of_a_period, reported_here
from bot.extract.scope.to_come import comes, is_not_yet, is_wished
from bot.extract.scope.told_of import is_not_done, is_of_old, is_toll_of_last_year
from bot.extract.scope.totals import (
    OURS,
    TOLL_ROSE,
    TOTAL_STRONG,
    is_of_many,
    is_strong_total,
    most_of_one_event,
    of_earlier_ones,
    scope_of_total,
    sums_up_todays,
    takes_in_todays,
    would_reach,
)
from bot.extract.setting import Setting, is_subject
from bot.extract.times import has_own_span
from bot.extract.unnumbered import are_its_people

_RELATED = ({"court", "transfer"}, {"court", "money"}, {"court", "arrest"}, {"court", "seizure"}, {"money", "arrest"})
_TELLS_OF = (
    ("court", "violence"),
    ("violence", "strike"),
)  # of a figure, of the item: a trial of murders, a bombed house
_ONE_OPERATION = frozenset({"seizure", "arrest", "violence"})  # one raid gives figures of all three
_TOTALS_OF = {"persons_transferred": "persons_transferred_cumulative", "persons_arrested": "arrested_cumulative"}
_OF_HANDOVERS = re.compile(r"\b(?:handovers?|handed over|mass|traslad\w+|entregas?|envi[oa]s?|national security)\b")
"""In headline or sentence: people go by handovers, not by the treaty."""
_REPORT_FINDS = re.compile(
    r"\b(?:report|review|study|survey|informe|estudio|investigacion|researchers|investigadores|authors|autores|it)\b"
    r"[^.;]{0,80}\b(?:document(?:s|ed|a|o|an|aron)|counts|finds|found|registra|contabiliza)\b"
)
"""Before a number of dead: a report counts them."""


def scope_of(sentence: Sentence, role: Role, setting: Setting, *, span: bool) -> tuple[str, Scope]:
    """(measure, scope): totals of people handed over or arrested become measures of their own.

    Args:
        span: a sentence before this one counts over a stretch of time that holds for this one too.
    """
    measure = role.measure
    span = span or has_own_span(sentence, role, setting.today)
    settled = _settled(sentence, role, setting, span=span)
    if settled is not None:
        return settled
    family = MEASURES[measure].family if measure in MEASURES else ""
    on_peg = _is_on_peg(sentence, family, setting)
    summed = measure == "persons_transferred" and sums_up_todays(sentence, role)
    strong = (
        summed or is_strong_total(sentence, role) or TOLL_ROSE.search(around(sentence, role)[0].rstrip()) is not None
    )
    today = is_of_today(clause_of(sentence, role)) and role.counted.value <= most_of_one_event(measure)
    total = _total_of_people(sentence, role, setting, on_peg=on_peg, strong=strong, span=span, today=today)
    if total is not None:
        return total
    if PERIODIC.search(sentence.flat):
        return measure, "background"
    if comes(sentence, role, setting, family):
        return measure, "projected"
    if measure == "persons_transferred" and not today and are_known_people(sentence, role.counted, setting.today):
        return measure, "background"
    if measure in HANDOVER_MEASURES and is_not_yet(sentence, role):
        return measure, "projected"
    if family == "violence" and _REPORT_FINDS.search(text_before(sentence, role)):
        return measure, "this_event"
    if measure in ("displaced", "disappeared") and today and not strong:
        span = False  # what a report of today counts
    scope = scope_of_total(sentence, role, setting, family, on_peg=on_peg, strong=strong, span=span)
    return measure, scope or scope_here(sentence, role, setting, on_peg)


def _settled(sentence: Sentence, role: Role, setting: Setting, *, span: bool) -> tuple[str, Scope] | None:
    """(measure, scope) by what no total beside the number can change; None = that is open.

    Args:
        span: the number counts over a stretch of time.
    """
    measure = role.measure
    if is_not_done(sentence, role, setting):
        return measure, "projected"
    if is_toll_of_last_year(sentence, role, setting):
        return measure, "this_event"
    if is_of_old(sentence, role, setting) or is_of_another_day(sentence, role, setting):
        return measure, "background"
    fixed = by_measure(sentence, role, setting, span=span)
    if fixed is not None:
        return measure, fixed
    if measure == "persons_extradited" and sums_up_todays(sentence, role):
        return "extraditions_period", "cumulative"
    if measure == "persons_extradited" and is_of_a_period(sentence, role, span):
        return "extraditions_period", reported_here("extraditions_period", sentence, role, setting, span)
    if measure == "persons_transferred" and are_fresh(sentence, role.counted, setting.today):
        return measure, "this_event"
    if measure in HANDOVER_MEASURES and are_beside_todays(sentence, role):
        several = last_of_total(role.counted.value, setting.today) is not None
        return _TOTALS_OF["persons_transferred"] if several else measure, "background"
    if measure == "persons_transferred" and are_its_people(sentence, role.counted):
        return measure, "this_event"
    return None


def _total_of_people(
    sentence: Sentence, role: Role, setting: Setting, *, on_peg: bool, strong: bool, span: bool, today: bool
) -> tuple[str, Scope] | None:
    """(measure, scope) of a number that sums up people handed over, extradited or arrested; None = it does not.

    Args:
        on_peg: the number is of what the item is about.
        strong: words beside it leave no doubt that it is a total.
        span: it counts over a stretch of time.
        today: its clause names the item's day, and one event could have so many.
    """
    measure = role.measure
    if measure == "persons_transferred":
        if role.counted.noun_flat.startswith("extradi") and (strong or span):
            return "extraditions_period", "cumulative" if strong else "background"
        if (strong or span) and _of_the_years_extraditions(sentence, setting):
            return "extraditions_period", reported_here("extraditions_period", sentence, role, setting, span)
        if not (strong or today) and _is_old_total(sentence, role, setting):
            return _TOTALS_OF[measure], "background"
        if not strong and is_wished(sentence, role):
            return None
    if measure not in _TOTALS_OF or not is_of_many(sentence, role, setting, strong=strong, span=span, today=today):
        return None
    if measure == "persons_transferred" and would_reach(sentence, role):
        return _TOTALS_OF[measure], "projected"
    boast = OURS.search(sentence.flat) or "?" in setting.subject or not on_peg
    past = of_earlier_ones(sentence, role) and TOTAL_STRONG.search(around(sentence, role)[0].rstrip()) is None
    told = (measure == "persons_transferred" or takes_in_todays(sentence, role)) and not boast and not past
    return _TOTALS_OF[measure], "cumulative" if told else "background"  # arrests: as many without today's event


def _is_old_total(sentence: Sentence, role: Role, setting: Setting) -> bool:
    """The 92 of "what 92 prisoners bought": all who have gone, where no headline says that as many go now, and the
    text has not told the last handover before it."""
    last = last_of_total(role.counted.value, setting.today)
    if last is None or any(other.person and other.counted.value == last.people for other in sentence.before):
        return False
    if is_not_yet(sentence, role) or comes(sentence, role, setting, "transfer"):
        return False
    return not (is_subject(sentence, setting) and _go_now(sentence, role.counted.quantity))


def _go_now(sentence: Sentence, people: Quantity) -> bool:
    """Whether a headline moves so many people: "Trasladan a 92", "92 arrive in Texas"."""
    for act in sentence.acts:
        if act.cls in ("transfer", "extradite") and (
            (act.form == "active" and act.last <= people.first)
            or (act.form in ("active", "passive", "patient") and people.first == 0)
        ):
            return True
    return False


def _of_the_years_extraditions(sentence: Sentence, setting: Setting) -> bool:
    """Whether a sum of people is that of a year's extraditions, in a report on extraditions and on no handover."""
    about = f"{setting.subject} {sentence.flat}"
    return (
        re.search(r"\bextradi", about) is not None
        and re.search(r"\b(?:years?|anos?|anual\w*)\b", sentence.flat) is not None
        and _OF_HANDOVERS.search(about) is None
    )


def _is_on_peg(sentence: Sentence, family: str, setting: Setting) -> bool:
    """Whether a family of figures belongs to what the item, or its sentence as the only one, is about."""
    return (
        family == setting.peg
        or setting.peg == ""
        or {family, setting.peg} in _RELATED
        or (family, setting.peg) in _TELLS_OF
        or {family, setting.peg} <= _ONE_OPERATION
        or is_subject(sentence, setting)
        or (sentence.in_title and family != "")
    )


__all__ = ["scope_of"]
