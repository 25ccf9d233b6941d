"""Scope of the measures with a rule of their own: one function a measure, in one table.

Imports the rest of this package and bot.domain.
"""

import re
from collections.abc import Callable, Mapping

from bot.domain import Scope
from bot.extract.clauses import Role, Sentence
from bot.extract.cues import EARLIER, NUMBERED_STRIKE, REPLY, STILL, TODAY
from bot.extract.forces import are_already_there
from bot.extract.parts import around, clause_of, text_before
from bot.extract.scope.court import (
    of_accused,
    of_counts,
    of_eligible_for_death,
    of_harm,
    of_money_to_pay,
    of_years_in_prison,
)
from bot.extract.scope.place import Place
from bot.extract.scope.rates import REPORTED, is_base, reported_here
from bot.extract.scope.to_come import PLANNED, is_future
from bot.extract.scope.totals import of_earlier_ones, takes_in_todays
from bot.extract.scope.verb_time import is_led_on, was_then
from bot.extract.setting import Setting
from bot.extract.times import is_of_a_past_month

_NEEDED = re.compile(r"\b(?:needs?|necesita\w*|require[sn]?|requier\w+|hacen? falta)\b[^;,]{0,25}$")
"""Before a number of votes: so many are needed."""
_THERE_IS_NO = re.compile(r"\b(?:no|not an?|ningun|ninguna|sin) $")
"""Right before the number of a handover: it is denied."""
_WHETHER = re.compile(r"\bsi (?:habra|habria|vendra|viene|hay)\b[^,;]{0,25}$")
"""Before the number of a handover: somebody asks about it."""
_RUN_OUT = re.compile(
    r"\b(?:vencio|vencieron|vence plazo|se acabo|se agoto|lapsed|expired|ran out|has run out|elapsed|cumplid[oa]s?|"
    r"(?:expires|lapses|runs out|vencen?|caducan?|expiran?) (?:after|tras|luego de|a los))\b"
)
"""In a sentence on an ultimatum: it is over."""
_STANDING_TERM = re.compile(r"\b(?:earlier|previous|anterior|already gives|ya (?:le )?da|treaty|tratado)\b[^;.]*$")
"""Before its days: a treaty or an earlier notice gives them."""
_ONLY_PROPOSED = re.compile(
    r"\b(?:bill would|would pay|should the|se aprueba|propon\w+ (?:\w+ )?(?:pagar|ofrecer)|iniciativa)\b"
)
"""In a text on a reward: there is only a bill for it."""
_FORMER_PRICE = re.compile(
    r"\b(?:present|current|old|former|earlier|previous|original|prior|with an?|with|con|hasta ayer|hasta ahora|"
    r"until now|for years|brought an?|had an?)(?: \$)? ?$|"
    r"\b(?:former|earlier|previous|original|prior|old) (?:reward|bounty|price)\b[^;:.]{0,25}$"
)
"""Right before a reward: it is the one so far."""
_HAD = re.compile(
    r"\b(?:quien cobra\w*|who (?:collects|gets|claims)|"
    r"had|habian?|ofrecia\w*|daban|pesaba\w*|pagaba\w*|was (?:already )?worth|carried|carrying|daban?\b|cuya captura|"
    r"whose (?:capture|head)|for (?:whom|whose)|por (?:quien|el que|la que|cuy[oa])|on (?:his|her|whose|its) head|"
    r"has long|"
    r"(?<!profugo )(?<!profuga )(?<!buscado )(?<!buscada )desde (?:hace|20\d\d|\w+ de 20\d\d)|"
    r"(?<!fugitive )(?<!wanted )(?<!sought )(?<!large )since 20\d\d|standing|vigente|stands at|stood at|stays?|"
    r"sigue en|remains|se mantiene|mantiene|maintains|kept|for years|se quedo en|queda en|"
    r"(?:has|have|had) (?:long )?offered|ha[n]? ofrecido|"
    r"habian? ofrecido|where (?:it|they) (?:was|were)|"
    r"en su momento|estaba en|desde entonces)\b"
)
"""In the clause of a reward: it stands, or stood, for long."""
_OFFERS = re.compile(
    r"\b(?:announc\w+|anunci\w+|(?:would|will|to) pay|pagaria|"
    r"(?<!has )(?<!have )(?<!had )(?:offered|offers) (?:a )?rewards?|offered \$|tripl\w+|ofrecio|pagara\w*|will pay|"
    r"rais\w+|doubl\w+|increas\w+|elev\w+|duplic\w+|aument\w+)\b"
)
"""In the sentence of a reward: it is set or raised now."""
_WITH_A_PRICE = re.compile(r", con (?:una )?recompensa (?:de|por) (?:hasta |mas de )?$")
"""Right before a reward: "Abaten a El Jardinero, con recompensa de 15 mdd"."""
_FOR_EACH = re.compile(r"(?: \w+){0,3} (?:por|for) (?:cada|each|every)\b")
_ESCAPE = re.compile(
    r"\b(?:escap\w+|fuga[ns]?|fugan|se fug\w+|evad\w+|flee\w*|fled|tunnel\w*|break ?out|jailbreak|prison break)\b"
)
"""In a headline: prisoners are on the run, for each of whom money is offered now."""
_OF_WHO_WAS_SOUGHT = frozenset({"arrest", "violence", "transfer"})
_OPERATIONS_MORE = (["more"], ["further"])


def _of_handovers(place: Place) -> Scope:
    sentence, role = place.sentence, place.role
    if not (place.ordinal or sentence.in_title) and of_earlier_ones(sentence, role):
        return "background"
    if sentence.flats[role.counted.quantity.last :][:1] in _OPERATIONS_MORE:
        return "projected"
    if _WHETHER.search(text_before(sentence, role)) or _THERE_IS_NO.search(text_before(sentence, role)):
        return "projected"
    planned = PLANNED.search(sentence.flat) if sentence.in_title else is_future(sentence, role, place.setting)
    return "projected" if planned else "cumulative"


def _of_people_so_far(place: Place) -> Scope:
    return "background" if _NO_FURTHER.search(place.setting.subject) else "cumulative"


_NO_FURTHER = re.compile(
    r"\b(?:says?|said|insists?|den(?:y|ies)|dice|asegura|niega|descarta|rules? out)\b[^;:.]{0,20}"
    r"\b(?:no|not|sin|un|una|any|another|otr[oa]|third|fourth|fifth|tercer\w*|cuart\w*|quint\w*)\b[^;:.]{0,30}"
    r"\b(?:handover|transfer|batch|traslado|entrega|envio)\b[^;:.]{0,40}\b(?:works|planned|plan|coming|preparation|previst\w+|"
    r"puerta|planead\w+|after|tras)\b"
)
"""In a headline: a further handover is denied, beside which those of the past are counted."""


def _of_votes(place: Place) -> Scope:
    before = place.before
    if _NEEDED.search(before):
        return "projected"
    left = text_before(place.sentence, place.role)
    past = EARLIER.search(before[-80:]) or is_of_a_past_month(left, place.after, place.setting.today)
    return "background" if past else "this_event"


def _of_days(place: Place) -> Scope:
    """The event's that sets them."""
    if _RUN_OUT.search(place.sentence.flat) or _STANDING_TERM.search(place.before):
        return "background"
    return "projected" if re.search(r"\b(?:daria|would give|tendria)\b", place.before) else "this_event"


def is_standing_term(sentence: Sentence, role: Role) -> bool:
    """Whether a headline's days are those of a treaty, or of a deadline that is over; below a headline on either they
    may be its news."""
    if sentence.flat != sentence.subject:
        return False
    return _RUN_OUT.search(sentence.flat) is not None or _STANDING_TERM.search(around(sentence, role)[0]) is not None


def _of_reward(place: Place) -> Scope:
    sentence, setting, before, after = place.sentence, place.setting, place.before, place.after
    set_now = _OFFERS.search(sentence.flat) or TODAY.search(clause_of(sentence, place.role))
    standing = setting.peg not in ("", "money") and not place.in_subject and not set_now
    standing = standing or (setting.peg in _OF_WHO_WAS_SOUGHT and _WITH_A_PRICE.search(before) is not None)
    if _ONLY_PROPOSED.search(f"{setting.subject} {sentence.flat}") and not _FORMER_PRICE.search(before):
        return "projected"
    older = is_base(sentence, place.role, before, after) and not place.in_subject
    older = older or _FORMER_PRICE.search(before) is not None or re.match(r" ?(?:until|hasta)\b", after) is not None
    if _FOR_EACH.match(after) and _ESCAPE.search(setting.subject) and not _HAD.search(clause_of(sentence, place.role)):
        return "this_event"
    raised = place.role.counted.quantity.change == "to"  # "from 15 to 25 million, a fugitive since 2012"
    had = _HAD.search(text_before(sentence, place.role) if raised else clause_of(sentence, place.role)) is not None
    had = had or (not place.in_subject and _is_offered_beside(place))
    return "background" if standing or older or had else "this_event"


def _is_offered_beside(place: Place) -> bool:
    """The five of "Washington had offered $15 million; for the son, $5 million": the verb is that of the other."""
    led = text_before(place.sentence, place.role)
    own = clause_of(place.sentence, place.role)
    beside = any(
        other.measure == "reward" and other.counted in place.sentence.counted and other is not place.role
        for other in place.sentence.before
    )
    return beside and _OFFERS.search(own) is None and _HAD.search(led) is not None


def _of_numbered(place: Place) -> Scope | None:
    """ "The 58th strike"."""
    return "cumulative" if place.ordinal else None


def _of_strikes(place: Place) -> Scope | None:
    numbered = place.ordinal or NUMBERED_STRIKE.search(place.before.rstrip()) is not None
    return "cumulative" if numbered else None


def _of_forces(place: Place) -> Scope | None:
    """Those already there, told beside the ones that are sent now."""
    return "background" if are_there_before(place.sentence, place.role) else None


def are_there_before(sentence: Sentence, role: Role) -> bool:
    """ "Sends 1,500 more; 2,500 already there"."""
    return role.measure == "us_forces" and are_already_there(sentence, role.counted)


def _of_displaced(place: Place) -> Scope | None:
    still = STILL.search(place.before) or STILL.search(place.after[:60])
    return "background" if still or REPLY.search(place.sentence.flat) else None


def _as_reported(place: Place) -> Scope:
    return reported_here(place.role.measure, place.sentence, place.role, place.setting, place.span)


def _of_extraditions(place: Place) -> Scope:
    if takes_in_todays(place.sentence, place.role):
        return "cumulative"
    return _of_numbered(place) or _as_reported(place)


_RULES: Mapping[str, Callable[[Place], Scope | None]] = {
    **dict.fromkeys(REPORTED, _as_reported),
    **dict.fromkeys(("killed", "security_forces_killed", "injured", "disappeared"), of_harm),
    "transfer_operations": _of_handovers,
    "persons_transferred_cumulative": _of_people_so_far,
    "death_penalty_eligible": of_eligible_for_death,
    "votes": _of_votes,
    "sentence_years": of_years_in_prison,
    "forfeiture_or_fine": of_money_to_pay,
    "persons_indicted": of_accused,
    "charges_counts": of_counts,
    "deadline_days": _of_days,
    "reward": _of_reward,
    "us_strikes": _of_strikes,
    "flights_missions": _of_numbered,
    "extraditions_period": _of_extraditions,
    "displaced": _of_displaced,
    "us_forces": _of_forces,
}


def by_measure(sentence: Sentence, role: Role, setting: Setting, *, span: bool) -> Scope | None:
    """Scope by the rule of a figure's measure; None where it has none, or the rule does not decide."""
    if role.counted.quantity.change == "from":
        return "background"
    if was_then(sentence, role, setting):
        return "background"
    if is_led_on(sentence, role):
        return "projected"
    rule = _RULES.get(role.measure)
    return rule(Place(sentence, role, setting, span)) if rule is not None else None
