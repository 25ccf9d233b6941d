"""Which act has a number as its patient: who does what to whom. Imports its siblings only.

Distance is counted in tokens, dearer across commas, conjunctions, other acts and other numbers; an active verb never
takes its subject as patient, a passive or participle never what stands behind a preposition.
"""

import re
from collections.abc import Sequence

from bot.extract.acts import Act
from bot.extract.clauses import PREPOSITIONS, QUALIFIER_WORDS, Counted, Sentence

_GAP_COST = {
    ",": 2.0,
    ";": 12.0,
    ":": 4.0,
    "(": 3.0,
    ")": 3.0,
    "-": 2.0,
    ".": 12.0,
    "y": 1.5,
    "and": 1.5,
    "e": 1.5,
    "but": 6.0,
    "pero": 6.0,
    "while": 6.0,
    "mientras": 6.0,
    "tras": 5.0,
    "after": 5.0,
    "when": 5.0,
    "cuando": 5.0,
    "hours": 3.0,
    "que": 2.0,
    "who": 2.0,
    "which": 3.0,
    "that": 1.5,
    "before": 5.0,
    "antes": 4.0,
    "as": 2.0,
}
_SHORTENED = frozenset({"ee", "uu", "u", "s", "e"})  # "EE.UU.", "U.S.": their stops end no clause
_TOO_FAR = 17.0
_OF_THE_MOVED = 12.0
_ASIDES = frozenset({("of", "them"), ("of", "whom"), ("de", "ellos"), ("de", "ellas")})
_DONE_ACTS = frozenset({"kill", "injure", "arrest", "vanish", "displace"})  # "enough to kill 25,000" killed nobody
_REACH = 60  # tokens


def _gap(sentence: Sentence, begin: int, end: int) -> float:
    """Cost of the tokens [begin, end) between a number and an act."""
    flats = sentence.flats
    cost = sum(_GAP_COST.get(flat, 0.0 if flat in QUALIFIER_WORDS else 0.8) for flat in flats[begin:end])
    cost -= sum(_GAP_COST["."] for at in range(max(1, begin), end) if flats[at] == "." and flats[at - 1] in _SHORTENED)
    cost += sum(3.0 for act in sentence.acts if begin <= act.first < end and act.form != "noun")
    cost += sum(1.5 for other in sentence.counted if begin <= other.quantity.first < end)
    return cost


def _after_aside(sentence: Sentence, begin: int, end: int) -> int:
    """Token behind ", two of them soldiers," where such an aside stands at `begin` and closes before `end`."""
    flats = sentence.flats
    parts = [other.quantity.last for other in sentence.counted if other.quantity.first == begin + 1]
    if flats[begin : begin + 1] != [","] or not parts or tuple(flats[parts[0] : parts[0] + 2]) not in _ASIDES:
        return begin
    closing = next((at for at in range(parts[0], end) if flats[at] == ","), None)
    return begin if closing is None else closing + 1


_SUBJECTS = frozenset({"mexico", "government", "it", "they", "she", "sheinbaum", "authorities", "officials"})


def _cost(sentence: Sentence, counted: Counted, act: Act) -> float | None:
    """How far an act is from having this number as its patient; None when it cannot."""
    first = counted.quantity.first
    if act.first >= counted.end:
        gap = _gap(sentence, _after_aside(sentence, counted.end, act.first), act.first)
        relative = any(flat in ("que", "whom", "that", "who") for flat in sentence.flats[counted.end : act.first])
        if act.form in ("passive", "participle", "patient"):
            return gap
        if act.form == "noun":
            return gap + 5.0
        following = sentence.flats[act.last : act.last + 1]
        is_object_next = bool(following) and (
            following[0] in ("a", "al", "the", "los", "las") or following[0][:1].isdigit()
        )
        subject = any(flat in _SUBJECTS for flat in sentence.flats[counted.end : act.first])
        if act.form == "active" and subject and not sentence.spanish and not is_object_next and gap < 6:
            return gap + 1.0  # "the number of detainees Mexico has turned over"
        if act.form == "active" and relative and not is_object_next and gap < 8:
            return gap + 1.0
        return gap + 4.0 if act.form == "infinitive" else None
    if act.last > first:
        return None if act.first < first else 0.0
    gap = _gap(sentence, act.last, first)
    against = act.cls == "indict" and counted.preposition in ("contra", "against")
    if (
        counted.preposition in PREPOSITIONS
        and not against
        and not (act.form == "noun" and act.cls in ("transfer", "extradite"))
    ):
        gap += 8.0
    if counted.preposition in ("de", "of") and act.form != "noun" and act.cls not in ("transfer", "seize"):
        gap += 3.0
    if act.form in ("passive", "patient", "participle") and not sentence.spanish:
        gap += 1.0 - gap / 2 if act.first == 0 else 7.0  # "Charged under ..., the 5 men": it opens the sentence
    elif act.form == "noun" and gap == 0.0 and sentence.flats[act.first].endswith("ing"):
        return gap  # "killing 55": no noun right before a number
    elif act.form == "noun" and counted.preposition not in ("of", "de") and not against:
        gap += 4.0
    return gap


_NOMINAL_ARREST = re.compile(r"arrests?|arrestos?|detencion(?:es)?|capturas?|aprehension(?:es)?")
_ADJECTIVES = frozenset({"arrest", "indict", "sentence", "request"})


def _is_adjective(sentence: Sentence, counted: Counted, act: Act) -> bool:
    """Whether an act is only an attribute between an English number and its noun."""
    if act.first == counted.end - 1:
        return (counted.noun_class, act.cls) in (("detained", "arrest"), ("accused", "indict"))  # the noun itself
    inside = counted.quantity.last <= act.first < counted.end - 1
    if not inside or sentence.spanish:
        return False
    if act.cls == "vanish":  # "five missing students found dead"
        return any(its.cls == "kill" and its.first >= counted.end and its.form != "active" for its in sentence.acts)
    return act.cls in _ADJECTIVES


def _tells_who_they_are(sentence: Sentence, counted: Counted, act: Act) -> bool:
    """Whether an act is no event of the sentence: "26 detainees, wanted in Texas, were flown", "envía a 29 capos
    acusados de ...", whose verb stands before."""
    if act.form != "participle":
        return False
    if act.cls == "request":
        return True
    if not sentence.spanish or act.cls not in ("indict", "arrest") or act.first < counted.quantity.last:
        return False
    return any(
        its.form == "passive" or (its.form == "active" and its.last <= counted.quantity.first)
        for its in sentence.acts
        if its.cls in ("transfer", "extradite")
    )


_THERE_ARE = frozenset({"hay", "hubo", "habia", "suman", "van", "deja", "dejo", "dejan", "dejaron"})
_ACT_OF_NOUN = {
    "dead": ("kill", 0.5),
    "wounded": ("injure", 0.5),
    "missing": ("vanish", 0.5),
    "displaced": ("displace", 0.5),
    "detained": ("arrest", 9.0),
    "accused": ("indict", 5.0),
    "moved": ("transfer", 1.0),
}


def _word_before(sentence: Sentence, counted: Counted) -> Sequence[str]:
    """The flat word right before a number, or none."""
    return sentence.flats[max(0, counted.quantity.first - 1) : counted.quantity.first]


def governor(sentence: Sentence, counted: Counted, classes: frozenset[str]) -> tuple[str, float]:
    """(class of the act whose patient the number is, cost); ("", _TOO_FAR) when there is none."""
    best, best_cost = "", _TOO_FAR
    if counted.noun_class in _ACT_OF_NOUN:
        cls, cost = _ACT_OF_NOUN[counted.noun_class]
        if _NOMINAL_ARREST.fullmatch(counted.noun_flat):
            cost = 0.5  # "50 mil aprehensiones"
        elif cls == "arrest" and (sentence.about_transfer or counted.noun_flat.startswith("detainee")):
            cost = _TOO_FAR - 1.0  # whom they moved had been arrested before
        elif cls == "arrest" and not _THERE_ARE.isdisjoint(_word_before(sentence, counted)):
            cost = 0.5  # "murieron cinco y hay seis detenidos"
        elif cls == "indict" and sentence.about_transfer:
            cost = _OF_THE_MOVED  # whom they moved is accused of something, too
        if counted.noun_flat.startswith("extradit"):
            cls = "extradite"
        if cls in classes:
            best, best_cost = cls, cost
    heads = {other.end - 1 for other in sentence.counted if other is not counted and other.noun_class in _ACT_OF_NOUN}
    for act in sentence.acts:
        if _is_adjective(sentence, counted, act):
            continue  # "31 jailed cartel members", "ten indicted officials"
        if (
            abs(act.first - counted.quantity.first) > _REACH
            or act.cls not in classes
            or act.first in heads
            or (act.form == "infinitive" and act.cls in _DONE_ACTS)
        ):
            continue  # "400 troops, 20 wounded": the wounded are another number's
        cost_of_act = _cost(sentence, counted, act)
        if cost_of_act is not None and _tells_who_they_are(sentence, counted, act):
            cost_of_act += 10.0
        if cost_of_act is not None and cost_of_act < best_cost:
            best, best_cost = act.cls, cost_of_act
    return best, best_cost
