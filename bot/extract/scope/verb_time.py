"""Time of the verb that gives days, offers money, charges people, counts votes or passes a sentence.

What somebody may do is to come, and what a headline tells in the past tense of an earlier year is no news; both hold
whatever else stands beside the number. Imports the rest of this package and bot.text only.
"""

import re

from bot.extract.clauses import Role, Sentence
from bot.extract.cues import REPLY, YEARS_AGO
from bot.extract.guarded import Guarded
from bot.extract.parts import around, clause_bounds, text_before
from bot.extract.scope.place import DEFINITE
from bot.extract.setting import Setting, is_subject
from bot.extract.times import is_of_a_past_year
from bot.text.verbs import MULLS

_MAY = (
    rf"(?:could|would|may|might|{MULLS}|discuss(?:es|ing|ed)?|stud(?:ies|ied|ying)|"
    r"(?:plan|prepar|threaten|propos)\w* (?:to|of)|podri(?:a|an)|puede[n]?|planea[n]?|prepara[n]?|alista[n]?|"
    r"niega[n]?(?: haber)?|descarta[n]?|(?:den(?:y|ies|ied)|rul(?:e|es|ed) out)|propone[n]?|amenaza[n]? con)"
)
_WILL = r"(?:will|to|shall|(?:is|are) (?:set|expected|about|due|going) to|va[n]? a)"
_DOES: dict[str, tuple[str, str]] = {  # verb in the forms behind those, verb of the conditional and future by itself
    "deadline_days": (
        r"giv(?:e|ing)|grant(?:ing)?|set(?:ting)?|impos(?:e|ing)|dar(?:le)?|conceder|otorgar|fijar|imponer|poner",
        r"(?:dar|conceder|otorgar|fijar|impondr|pondr)(?:ia|ian)",
    ),
    "reward": (
        r"(?:a|an|the)? ?(?:new |bigger |higher )?(?:offer(?:ing)?|rais(?:e|ing)|doubl(?:e|ing)|increas(?:e|ing)|"
        r"rewards?|bount(?:y|ies))|ofrecer|elevar|subir|aumentar|duplicar|recompensas?|dar",
        r"(?:ofrecer|elevar|subir|aumentar|duplicar|dar)(?:ia|ian)",
    ),
    "persons_indicted": (
        r"charg(?:e|ing)|indict(?:ing)?|accus(?:e|ing)|unseal(?:ing)?|prosecut(?:e|ing)|fil(?:e|ing)|acusar|imputar|"
        r"procesar|presentar|formular|acusacion(?:es)?|cargos|imputacion(?:es)?|"
        r"(?:new |fresh )?(?:charges|indictments?)",
        r"(?:acusar|imputar|procesar|presentar|formular)(?:ia|ian)",
    ),
}
_LED = {
    measure: re.compile(rf"\b(?:{_MAY} (?:{verbs})|{alone})\b(?:[^;:.,]{{0,60}})$")
    for measure, (verbs, alone) in _DOES.items()
}
_LED["us_forces"] = re.compile(
    rf"\b(?:{_MAY}|wants? to|offers? to|quiere[n]?|ofrece[n]?|busca[n]?|pretende[n]?) (?:send(?:ing)?|deploy(?:ing)?|"
    r"enviar|mandar|desplegar|mover|trasladar)\b[^;:.]{0,40}$|"
    r"\b(?:rejects?|refuses?|bars?|rechaza[n]?|frena[n]?|descarta[n]?|rules? out)\b[^;:.]{0,40}$|"
    r"\b(?:pide[n]?|pidio|propone[n]?|sugiere[n]?|exige[n]?|urge[n]?|asks? for|calls? for|urges?|demands?|proposes?|"
    r"haria[n]? lo mismo con)(?: (?:al menos|hasta|otr[oa]s|another|up to|at least))* ?$|"
    r"\b(?:green light|nod|go-ahead|ok) (?:to|for)\b[^;:.]{0,30}$|\bluz verde\b[^;:.]{0,40}$|"
    r"\b(?:vota[n]?|votara[n]?|debate[n]?|discute[n]?|turna[n]?|votes? on|debates?)\b[^;:.]{0,40}"
    r"\b(?:ingreso|entrada|llegada|entry|arrival|permiso|solicitud)\b[^;:.]{0,30}$"
)
"""Troops are offered, refused, let in or voted on: they are not there."""
_ASKS_FOR = re.compile(
    r"\b(?:(?:ask(?:s|ed|ing)|call(?:s|ed)) for|seek(?:s|ing)?|sought|requests?|requested|wants?|"
    r"(?:pide|pidio|solicita|solicito|requiere|quiere)[n]?)\b(?:[^;:.]|\.\d){0,45}$"
)
"""Before troops of the United States: they are asked for, whatever else beside them."""
_SET_TO = re.compile(r"^(?: \w+){0,4}? (?:(?:are |is )?(?:set|due|expected|poised|slated|about)) to \w+")
"""Behind troops: they will come."""
_MAYBE = Guarded(
    rf"\b(?:{MULLS}|(?:propos|float)(?:e?s|e|ing)?|(?:propon|plante)(?:a|an|e|en)) "
    r"(?:(?:an?|una?|the|new|nuev[oa]|up to|hasta) )*$"
)
"""Right before days or money: they are only thought of, "weighs a $15 million bounty"."""
_WILL_CHARGE = re.compile(
    rf"\b{_WILL} (?:charge|indict|accuse|unseal|prosecute|file charges|acusar|imputar|procesar|presentar cargos)\b"
    r"[^;:.,]{0,40}$"
)
"""Before the accused: charges to come; days and money that somebody will give are set now."""
_NEEDED = re.compile(
    r"\b(?:needs?|need(?:ed|ing)|necesita\w*|requier\w+|require[sn]?|hacen? falta|faltan?|short of|lacks?)\b"
    r"[^;,]{0,30}$"
)
"""Before votes: so many are needed or lacking."""
_OVER_THEN = re.compile(
    r"(?:in|en|back in|en el|ya en|durante|during) (?:\w+ (?:of |de )?)?(?P<year>(?:19|20)\d\d)\b|last year\b|"
    rf"el ano pasado\b|{YEARS_AGO}"
)
"""At the start of a headline: when it was."""
_PAST = re.compile(
    r"\b(?:gave|set|granted|imposed|offered|raised|approved|passed|voted|backed|rejected|cleared|blocked|charged|"
    r"indicted|accused|"
    r"dio|dieron|concedio|otorgo|fijo|impuso|puso|ofrecio|elevo|aprobo|aprobaron|avalo|avalaron|voto|rechazo|"
    r"respaldo|acuso|acusaron|imputo|proceso|sent|deployed|dispatched|envio|enviaron|desplego|desplegaron|mando|"
    r"movilizo)\b"
)
"""A verb of the past, where headlines tell of today in the present."""
_ENDS_THEN = re.compile(r"^(?:(?!\b(?:(?<!hand )over|for|por|tras|after|who|que|since|desde)\b)[^;:.,])*$")
"""Behind the number: no other thing that the year may be of."""
_TERM_THEN = re.compile(
    r"^ (?:years?|anos?)(?: (?:in prison|in jail|behind bars|de (?:prision|carcel)))? (?:in|en) (?:19|20)\d\d\b"
)
"""Right behind years of a sentence: when it was passed."""
_PAST_TENSED = frozenset({"deadline_days", "reward", "persons_indicted", "votes", "us_forces"})


def is_led_on(sentence: Sentence, role: Role) -> bool:
    """Whether by a headline it may only be: "could give Mexico 30 days", "EU analiza ofrecer 15 mdd", "needs 87
    votes". What a bill "would give" in the text below is told as its content."""
    if role.measure not in _LED and role.measure != "votes":
        return False
    before = around(sentence, role)[0].rstrip(" $")
    if role.measure == "votes":
        return _NEEDED.search(before) is not None
    if sentence.flat != sentence.subject:
        return False
    if role.measure == "persons_indicted" and _WILL_CHARGE.search(before):
        return DEFINITE.search(before) is None
    if role.measure == "us_forces" and _ASKS_FOR.search(text_before(sentence, role)):
        return True
    if role.measure == "us_forces" and _SET_TO.match(around(sentence, role)[1]):
        return True
    only_thought_of = role.measure != "persons_indicted" and _MAYBE.search(f"{before} ") is not None
    return only_thought_of or _LED[role.measure].search(before) is not None


def was_then(sentence: Sentence, role: Role, setting: Setting) -> bool:
    """Whether a headline says that it was in an earlier year: "A year ago Trump gave Mexico 30 days", "aprobó en 2025
    con 87 votos", "sentenciado a 25 años en 2019"."""
    measured = role.measure in _PAST_TENSED or role.measure == "sentence_years"
    if not measured or not is_subject(sentence, setting) or REPLY.search(sentence.flat):
        return False
    begin, end = clause_bounds(sentence, role)
    before = sentence.flat[begin : sentence.tokens[role.counted.quantity.first].start]
    behind = sentence.flat[sentence.tokens[role.counted.quantity.last - 1].end : end]
    opening = _OVER_THEN.match(text_before(sentence, role).lstrip())
    if opening is not None and begin == 0:
        year = opening["year"]
        return year is None or int(year) < setting.today.year
    if role.measure == "sentence_years":
        return _TERM_THEN.match(behind) is not None and is_of_a_past_year(behind[:50], setting.today)
    told = _PAST.search(before) is not None or is_of_a_past_year(before[-40:], setting.today)
    return told and _ENDS_THEN.match(behind) is not None and is_of_a_past_year(f"{before} {behind}", setting.today)
