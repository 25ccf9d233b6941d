"""What is to come, ordered, denied or asked for: figures that are `projected`.

Imports the rest of this package and bot.text only.
"""

import re

from bot.extract.clauses import Counted, Role, Sentence
from bot.extract.further import are_on_a_list, are_to_follow
from bot.extract.guarded import Guarded
from bot.extract.parts import around, text_before
from bot.extract.setting import Setting, is_subject
from bot.text.verbs import MULLS

_OF_A_HANDOVER = frozenset({"persons_transferred", "transfer_operations"})
ACCESSORIES = frozenset(
    {"aircraft_used", "destinations", "origin_prisons", "escort_personnel", "escort_vehicles", "women_in_group"}
)
"""What is told of a handover beside the number of people."""
FUTURE = Guarded(
    r"\b(?:will|would|could|may|might|shall|to be|going to|plans? to|planning|plans? for|planned|expect(?:s|ed) to|"
    r"set to|"
    r"poised to|due to (?:be|leave|fly|send|arrive)|about to|prepar\w+ (?:to|for)|ready to|ready(?:ing)?|readie[sd]|"
    r"(?:tiene|tienen) lista?s?|agree[sd]? "
    r"(?:to|on)|"
    r"(?<!judge )(?<!court )ordered(?! by)|orders|schedul\w+|is to|are to|vows? to|offer\w* to|"
    rf"{MULLS}|ponder\w*|envisag\w*|foresee\w*|calls? for|"
    r"(?:told|said) to expect|expect(?:s|ed|ing)?(?= \d| about| some| another)|can (?:hand|send|extradite|deliver|"
    r"transfer|fly)|"
    r"que (?:\w+ ){0,3}?(?:entregue|envie|extradite|traslade|mande|expulse|remita)n?|explora[n]?|"
    r"va[n]? (?:\w+ )?por(?: entre|"
    r" otr[oa]s| unos)?|"
    r"promesas?|esperaba[n]?|queria[n]?|offer to \w+|ofertas?|wants? to|threaten\w*|negotiat\w+|discuss\w+|"
    r"propos\w+|promis\w+|pledg\w+|intend\w*|eye(?:s|ing)|draft\w*|"
    r"(?:hands?|sends?|transfers?|mexico|government) to (?:send|hand|transfer|fly|ship|extradite|turn)|next "
    r"(?:week|month|year|batch|transfer|group|handover|flight|monday|\w+day)|clear(?:s|ed) (?:the )?(?:entry|way|"
    r"arrival)|"
    r"admit(?:s|ted)|(?:approv|authori[sz]|back|endors|green-?light)(?:e?s|ed) (?:the |a )?(?:entry|arrival|"
    r"deployment|visit|sending|stay|admission)|"
    r"proxim[oa]s?|va[n]? a(?= \w+[aei]r(?:l[oae]s?|se)?\b)|"
    r"podri\w+|pued\w+|preve\w*|previst\w+|planea\w*|planes (?:de|para)|alist(?:a|an|e|en|aba|"
    r"aria)|aval(?:o|a|an|aron)|"
    r"aprob(?:o|aron)|aprueba\w*|acord(?:o|aron)|autoriz(?:a|an|o|aron)|permit(?:e|io|ira)|analiza\w*|evalua\w*|"
    r"estudia(?:n|ba)?\b|suspend\w+|cancel\w+|"
    r"descart(?:a|an|o|aron)|postpone\w*|orden(?:o|aron)\b|valoran?|sopes\w+|baraj\w+|list[oa]s? (?:para|a)|"
    r"prepara\w*|prepare\w*|contempla\w*|sera[n]?|estari?an?|"
    r"habri?an? de|negocia\w*|discut\w+|"
    r"(?<!la )(?<!una )(?<!de )(?<!su )(?<!en )\w{3,}(?:ara|aran|era|eran|ira|iran)(?= a | \d)|"
    r"(?<!la )(?<!una )(?<!de )(?<!su )(?<!en )(?<!del )\w{3,}(?:aria|arian|eria|erian|iria|irian)\b|"
    r"let\b|debera[n]?|seran|dispuest\w+|ofrec\w+|promet\w+|amag\w+|amenaz\w+|pretend\w+|busca (?:enviar|entregar|"
    r"trasladar))\b"
)
"""Before a number: it will be, may be, is planned, agreed, ordered, permitted, threatened or put off."""
_FUTURE_ACCENT = re.compile(
    r"\w{2,}(?:ará|arán|erá|erán|irá|irán|drá|drán)\b|\b(?!habr)\w*rían\b|\b(?:sería|iría|podría)\b", re.IGNORECASE
)
"""The same by a Spanish ending that only its accent tells, so that it reads unfolded text."""
_RESISTED = (
    r"(?:against|to (?:avoid|block|stop|halt|fight|prevent|delay)) (?:(?:their|his|her|the|a|being) )?"
    r"(?:transfer|extradit|handover|handed|sent|flown|deport)\w*|"
    r"para (?:no|evitar|impedir|frenar) (?:que (?:l[oa]s )?)?(?:ser|su|sean|la)\b|"
    r"contra (?:su|la) (?:entrega|extradicion|traslado)"
)
_RESISTED_AFTER = re.compile(rf"[^;:.]{{0,60}}?\b(?:{_RESISTED})")
"""Behind people: they, or somebody for them, are against it."""
_FUTURE_AFTER = Guarded(
    r"[\w ,]{0,45}?\b(?:(?:entr|lleg|particip|viaj|adiestr|permanec|capacit|arrib|ingres|desembarc)[ae]ran|vendran|"
    r"previst[oa]s?|(?!habrian)\w{3,}[aei]rian|"
    r"will|would|could(?! have)|may|might|are to|to be|is expected|are expected|are set|await\w*|"
    rf"{_RESISTED}|por (?:ser )?(?:entreg|envi|extradit|traslad)\w+|"
    r"seran|podrian|serian|estarian|esperan|quedan por|(?:is|are) next|a la espera|in line|list[oa]s? para|"
    r"proxim[oa]s en|being readied|queue)\b"
)
"""Behind a number, within a few words: who or what will still do something."""
_DENIED = Guarded(
    r"\b(?:no (?:hay|habra|hubo|son|fueron|existen?|seran|ha[n]? \w+|entreg\w+|envi\w+|extradit\w+|traslad\w+)|"
    r"(?:did|does|has|have|had|will) not|didn't|hasn't|haven't|won't|there (?:are|were|will be|is) (?:no|not)|"
    r"den(?:y|ies|ied)|"
    r"neg(?:o|ando|aron)\b|niegan?|desmint\w+|desmient\w+|es falso|false|rule[sd]? out|ruling out|descart\w+|"
    r"reject\w* (?:the )?(?:claim|"
    r"report|idea)|rechaz\w+ que|"
    r"(?:nunca|never)(?! (?:antes|before)| (?:\w+ )?(?:habia|had)\b))\b"
)
"""Before a number: there is none, it is not so, somebody denies it."""
DENIES = Guarded(
    r"\b(?:no (?:hay|habra|list|plan|new|se alista)|desm(?:iente|intio)n?|descartan?|niegan?|denies|deny|rules? out|"
    r"plays? down|played down|downplay\w*|minimiza\w*|not (?:preparing|planning)|false|falso|apocrif\w+|"
    r"verificamos)\b"
)
"""In a headline: what the text then tells of has not happened."""
_COMING = Guarded(
    r"\b(?:leak(?:s|ed)|filtr\w+|lists? names|named on|(?:are|is) next|los proximos|the next|next (?:flights?|"
    r"batch|group|"
    r"handover|transfer)|proxim[oa] (?:entrega|envio|traslado|tanda)|inminente|imminent|talk of|readie[sd]|"
    r"readying|alist\w+|"
    r"podrian ser)\b"
)
"""In a headline: a handover is prepared, listed, leaked or expected."""
_PUT_OFF = re.compile(
    r"\b(?:presunt\w+|supuest\w+|seri[a]n?|would|lista|list|report\w*|version\w*|document\w*|rumou?r\w*|"
    r"se alist\w+|fuentes|sources|citing)\b"
)
"""In a sentence below such a headline: it tells what is denied or expected, not what is a fact."""
_NOT_YET = re.compile(
    r"\b(?:pid(?:e|en|io|ieron)|solicit(?:a|an|o|aron)|exig(?:e|en|io)|reclam(?:a|o|an)|asks?|asked|requests?|"
    r"requested|"
    r"seeks?|sought|demands?|demanded|block(?:s|ed)|halt(?:s|ed)|freez\w+|froze|fren(?:a|an|o)|niega|nego|amparos?|"
    r"suspension|injunctions?|stay(?:s|ed)|refus\w+|rechaz\w+|descart\w+|alist\w+|prepar\w+|weigh\w*|plan(?:s|ned|"
    r"ning|ea\w*|es)?\b|"
    r"negoci\w+|negotiat\w+|discuss\w*|consider\w*|agree[sd]?|acuerd\w+|expected|next|proxim[oa]|aplaz\w+|"
    r"postpon\w+)\b"
)
"""Before a noun of handing over ("the extradition of two"): it is asked for, blocked, planned or argued about."""
_ASKS_ABOUT = re.compile(
    r"\b(?:expli\w+|expla\w+|transparent\w+|aclar\w+|justific\w+|informe|informar|informacion|cuentas|datos|answers|"
    r"details|records|report|detalles|documentos|documents|information|clarif\w+|investig\w+)\b"
)
"""The same: what is asked for is an account of a handover."""
_WISHED = Guarded(
    r"^(?: (?!(?:que|that|whom|who|they)\b)[\w'-]+){0,3}?,? (?:(?:que|that|whom) (?:[\w.]+ ){0,3}?|"
    r"(?:they|washington|(?:the )?(?:us|u\.s\.|americans)|trump) )"
    r"(?:queria|quiere|pide|pidio|pidieron|pedia|exige|exigio|exigia|solicita|solicito|reclama|want(?:s|ed)?|sought|"
    r"seeks|"
    r"demands|asked for|asks for|has asked for|had asked for)(?:n|eron|aron)?\b(?! (?:on|for|by|in|en|por)\b)"
)
"""Behind a number of people whom no verb moves: somebody wants them."""
_FEWER_THAN = Guarded(
    r"(?:,|;|\b(?:y|and|but|pero)) (?:and |y |pero |but )?(?:not|no)(?: a)? (?:the |l[oa]s )$|"
    r"\b(?:(?:fewer|less) than|short of|instead of|menos (?:de|que)|en (?:vez|lugar) de|lejos de) "
    r"(?:a )?(?:the |l[oa]s )?$"
)
"""Right before people whom somebody wants: others went, fewer."""
_ON_A_LIST = re.compile(
    r"\b(?:list|roll|lista|relacion|nomina) (?:of|de|con)(?: (?:about|some|another|up to|at least|unos|otr[oa]s|hasta|"
    r"al menos))*$"
)
"""Right before it: they stand on a list; "the list of the 23" is of those whom the reader knows."""
_WANTS_THEM = re.compile(
    r"[;,:] (?:(?!\d)[\w.]+ ){0,4}?(?:quiere[n]?|pide[n]?|pedia[n]?|exige[n]?|reclama[n]?|faltan?|wants?|wanted|seeks|"
    r"asks? for|demands)(?: (?:a|al menos|otr[oa]s|another|some|at least|over|unos|mas de))* $"
)
"""Right before people, in a clause behind another: somebody wants them, or they are lacking."""
_STILL_TO_GO = re.compile(
    r" (?:(?:(?:more|others|mas|otros) )?(?:(?:still|aun) )?(?:on (?:the |its |a )?(?:wish )?list|en (?:la |su )?lista|"
    r"por (?:entregar|enviar|extraditar)|pendientes|left|to go)|(?:more|others|still) wanted)\b"
)
"""Right behind people, told after those who went: they have not gone."""
_WANTING = frozenset({"want", "wants", "wanted", "quiere", "quieren", "be", "ser", "sean"})
_GONE = re.compile(
    r"^(?: \w+){0,2} (?:(?:sent|flown|handed|delivered|extradited|enviad|entregad|trasladad|extraditad|que se)|"
    r"(?:que|whom|that) (?:\w+ ){0,4}?(?:sent|flew|handed|delivered|gave|envio|entrego|mando|traslado|extradito|puso|"
    r"despacho|llevo))"
)
"""Right behind it: the list is of those who went."""
_ARE_GONE = Guarded(
    r" (?:(?!(?:que|who|to|be|ser|seran|will)\b)\w+ ){0,2}"
    r"(?:(?:entregad|enviad|trasladad|extraditad|expulsad)[oa]s por|"
    r"(?:handed over|turned over|extradited|transferred|expelled|sent) by) |"
    r" (?:(?!(?:que|who|to|be|ser|seran|will)\b)\w+ ){0,2}(?:sent|flown|handed over|extradited|transferred|enviad[oa]s|"
    r"entregad[oa]s|trasladad[oa]s|extraditad[oa]s) (?:to|a) (?:the )?(?:u\.?s\b|united states|eu\b|ee|estados unidos)|"
    r" (?:\w+ ){0,2}(?:que|whom|that) (?:ya )?(?:mexico )?(?:envio|entrego|mando|traslado|extradito|sent|handed over) "
)
"""Right behind people: by whom they were handed over, whatever may become of them."""
_THE_SENT = re.compile(r" (?:(?!(?:que|ser|seran)\b)\w+ )?(?:entregad|enviad|trasladad|extraditad|expulsad)[oa]s\b")
"""Right behind "los 29": the same."""
FUTURE_VERB = re.compile(r"\w{2,}(?:[aei]rán?|drán?|[aei]rían?|drían?)", re.IGNORECASE)
"""A verb of handing over by itself."""
LEADS_ON = Guarded(
    rf"\b(?:will|would|could|may|might|shall|(?:is|are|was|were) to|{MULLS}|"
    r"(?:plan|expect|intend|prepar|agree|want|threaten|offer|propos|promis|vow|pledg)\w* to|(?:set|due|about|ready|"
    r"poised|going|able) to|can|podri\w+|pued\w+|planea\w*|prepara\w*|alista\w*|va[n]? a|busca[n]?|preve[n]?|"
    r"negocia[n]?|acuerda[n]?|acept\w+|promet\w+|ofrec\w+|debe\w*|"
    r"\w{3,}[aei]rian?)"
    r"(?: (?:also|soon|not|be|ser))? $"
)
"""Right before it: it is not done yet."""
LEADS_ON_BEHIND = re.compile(
    r"\b(?:(?:will|would|could|may|might|shall|can|to) (?:soon )?be|seran?|podri\w+ ser|va[n]? a ser|por|por ser) $"
)
"""The same before a verb that stands behind those whom it moves."""
_NOT_MOVED = re.compile(
    r"(?:\b(?:no|not|never|nunca|cannot|sin|neither|ningun\w*)|n't)(?: (?:be|been|being|have|ser|sean|fueron|han|ha|"
    r"sido|seran?|podr\w+|pued\w+|se|los|las|lo|la|a|que|quiere\w*|va[n]?))* $"
)
"""Right before it: it is not done."""
_NOT_FOR = re.compile(
    r"\b(?:por (?:la |una |l[oa]s )?(?:presion|amenaza|exigencia|miedo|temor|sumision|aranceles)\w*|"
    r"bajo (?:presion|amenaza)|"
    r"a cambio|como (?:moneda|pago|parte de (?:un|una) )|under (?:\w+ ){0,2}(?:pressure|duress)|"
    r"because of (?:\w+ ){0,2}(?:pressure|threat|tariff)s?|in (?:exchange|return)\b|out of fear)"
)
"""Behind a denied verb: only the reason is denied, "no se entregó a 29 por presión"."""
_WILL_LEAVE = Guarded(
    r"\b(?:did not|didn't|won't|will not|can't|cannot|wouldn't|will|are to|is to|due to|set to|about to)(?: \w+){0,1} "
    r"(?:leave|go|board|fly|depart|travel)\b|"
    r"\b(?:no (?:se )?(?:van|iran|fueron|salieron|viajaron|volaron)|saldran|viajaran|volaran|despegaran|partiran|"
    r"iran (?:a|al|por)? ?\d+)\b"
)
"""Where no verb hands people over: whether they leave at all, or only later."""
_BASE_FORM = re.compile(r"extradite|hand|transfer|send|deliver|surrender|turn|\w+[aei]r")
_CHARGES_COMING = re.compile(
    rf"\b(?:alist\w+|prepar\w+|planea\w*|plans? to|preparing|{MULLS}|will|would|could|may|might|"
    r"podri\w+)\b"
    r"[^;.]{0,40}\b(?:cargos|acusacion(?:es)?|charg\w+|indict\w*|acusar|imputar)\b[^;.]{0,30}$"
)
"""Before a number of accused: the charges are prepared."""
PLANNED = re.compile(
    rf"\b(?:alist\w+|prepar\w+|read(?:ies|ying)|planea\w*|plans? (?:a|for)|{MULLS}|open to|descart\w+|rules? out|"
    rf"denies|"
    r"niegan?|"
    r"desmiente[n]?|podria|inminente|imminent|coming|proxim[oa]|next)\b"
)
"""In a headline that counts handovers: the one that is counted is to come."""
_ENTRY_CLEARED = re.compile(
    r"\b(?:approv\w+|authori[sz]\w+|clear(?:s|ed)|back(?:s|ed)|aval\w+|aprob\w+|autoriz\w+|permit\w+)\b[^;]*"
    r"\b(?:entry|arrival|deployment|stay|visits?|ingresos?|entrada|llegada|despliegue|estancia|visita)\b[^;]{0,30}$|"
    r"\b(?:abre\b[^;]{0,25}\bpuerta|opens? (?:the )?door|dejar? (?:entrar|atracar|pasar))\b[^;]{0,60}$|"
    r"\bapproved (?:the|a|los)$|"
    r"\b(?:solicitud\w*|permisos?|peticion\w*|requests?)\b[^;]{0,30} (?:para que|for)$|"
    r"\b(?:let(?:s|ting)?|wav(?:es?|ed)|allow\w*|invit\w+)(?: in(?: another)?| the)?$|"
    r"\b(?:permiso|permission|luz verde|aval|visto bueno|leave|nod|ok)\b[^;]{0,45}$|"
    r"\bclear(?:s|ed)(?: (?:some|about|up to|the))?$"
)
"""Before a number of troops: somebody lets them in."""
_LET_IN_AFTER = re.compile(
    r"^[^;.]{0,60}\b(?:to (?:enter|train|deploy|arrive|come)|(?:para que )?(?:entren|ingresen)|aprueba|avala|"
    r"autoriza|"
    r"approves?|authori[sz]es)\b"
)
"""Behind a number of troops: what they are let in for."""
_THERE_NOW = re.compile(r"^ (?:\w+ ){0,3}?(?:(?:que|who) )?(?:ya|already) (?!aprob|autoriz|approv|authori)\w+")
"""Behind a number of troops: they are there, whatever is planned beside them."""
_THERE = re.compile(r"\b(?:arriv\w+|landed|lleg\w+|arrib\w+|already|ya)\b")
"""In a sentence on troops: they have arrived."""


def comes(sentence: Sentence, role: Role, setting: Setting, family: str) -> bool:
    """Whether a figure is of what is to come, by the family of its measure."""
    if role.measure == "us_forces" and _THERE_NOW.match(around(sentence, role)[1]) is not None:
        return False
    if family == "transfer" and will_be_moved(sentence, role.counted):
        return True
    if family in ("transfer", "strike", "arrest") and is_future(sentence, role, setting):
        return True
    if role.measure == "us_forces":
        return _is_let_in(sentence, role)
    if role.measure == "persons_indicted":
        return _CHARGES_COMING.search(text_before(sentence, role)) is not None
    return False


def is_future(sentence: Sentence, role: Role, setting: Setting) -> bool:
    """Whether the clause speaks of what is to come, was ordered, or is denied."""
    before, after = around(sentence, role)
    behind = sentence.flat[sentence.tokens[role.counted.quantity.last - 1].end :]
    if _ARE_GONE.match(behind) or (before.endswith(("los ", "las ")) and _THE_SENT.match(behind)):
        return False
    start = sentence.tokens[role.counted.quantity.first].start
    before = _after_a_colon(sentence, before, start)
    raw = sentence.text[max(0, start - len(before)) : start + 1]
    return (
        FUTURE.search(before[-90:]) is not None
        or (_DENIED.search(before[-60:]) is not None and not _is_reason_denied(sentence, role.counted))
        or _FUTURE_ACCENT.search(raw) is not None
        or _FUTURE_AFTER.match(after[:60]) is not None
        or (
            (role.measure in _OF_A_HANDOVER or role.measure in ACCESSORIES)
            and (DENIES.search(setting.subject) or _COMING.search(setting.subject)) is not None
            and _PUT_OFF.search(sentence.flat) is not None
        )
        or (
            is_subject(sentence, setting)
            and re.search(
                r"\bto (?:send|hand|transfer|fly|ship|extradite|turn|deliver|add|deploy|dispatch|station|rush|surge)\b",
                before,
            )
            is not None
        )
    )


def _after_a_colon(sentence: Sentence, before: str, start: int) -> str:
    """What stands before a number, cut at a colon behind which a verb of its own stands: "No hay impunidad: México
    envía a 29"."""
    colon = before.rfind(": ")
    begin = start - len(before) + colon
    own = colon >= 0 and any(
        begin < sentence.tokens[act.first].start < start and act.form == "active"
        for act in sentence.acts
        if act.cls in ("transfer", "extradite")
    )
    return before[colon + 1 :] if own else before


def _is_let_in(sentence: Sentence, role: Role) -> bool:
    """Whether troops are those that somebody allows to come."""
    if _ENTRY_CLEARED.search(text_before(sentence, role).rstrip()) is not None:
        return True
    after = around(sentence, role)[1]
    return _THERE.search(sentence.flat) is None and _LET_IN_AFTER.match(after) is not None


def is_not_yet(sentence: Sentence, role: Role) -> bool:
    """Asked for, blocked, or told in the infinitive: "pide extraditar a 10", "blocks extradition of 2", "agreed to
    hand over 5"."""
    first = role.counted.quantity.first
    moving = [act for act in sentence.acts if act.cls in ("transfer", "extradite")]
    if is_wished(sentence, role):
        return True
    if not moving:
        return any(act.cls == "request" and act.form == "active" and act.last <= first for act in sentence.acts)
    before = [act for act in moving if act.last <= first]
    act = before[-1] if before else moving[0]
    asked = any(
        other.cls == "request" and other.form == "active" and other.last <= act.first for other in sentence.acts
    )
    if asked and act.form == "active" and _BASE_FORM.fullmatch(sentence.flats[act.first]):
        return True  # "asked Mexico to arrest and extradite 10"
    if act.form == "infinitive":
        return sentence.flats[max(0, act.first - 1)] not in ("tras", "al", "por", "para") and before != []
    if act.form == "noun" and _ASKS_ABOUT.search(around(sentence, role)[0]):
        return False
    return act.form == "noun" and _NOT_YET.search(around(sentence, role)[0]) is not None


def will_be_moved(sentence: Sentence, counted: Counted) -> bool:
    """Whether the verb that hands people over is itself of the future or only thought of: "entregará a 29", "is
    considering handing over 29", "29 will be flown"."""
    first, last = counted.quantity.first, counted.quantity.last
    moving = [act for act in sentence.acts if act.cls in ("transfer", "extradite")]
    before = [act for act in moving if act.last <= first and act.form != "noun"]
    behind = [act for act in moving if act.first >= last]
    act = before[-1] if before else behind[0] if behind else None
    if act is None:
        return _WILL_LEAVE.search(sentence.flat) is not None
    if not before and _RESISTED_AFTER.match(sentence.flat, sentence.tokens[last - 1].end):
        return True
    led = sentence.flat[: sentence.tokens[act.first].start]
    if _NOT_MOVED.search(led) is not None:
        return not _is_reason_denied(sentence, counted)
    if before and FUTURE_VERB.fullmatch(sentence.tokens[act.first].text):
        return True
    return (LEADS_ON if before else LEADS_ON_BEHIND).search(led) is not None


def _is_reason_denied(sentence: Sentence, counted: Counted) -> bool:
    """Whether a denied verb in the past is followed by a reason that is none of theirs: they went."""
    moving = [act for act in sentence.acts if act.cls in ("transfer", "extradite") and act.form != "noun"]
    if not moving or FUTURE_VERB.fullmatch(sentence.tokens[moving[0].last - 1].text):
        return False
    return _NOT_FOR.search(sentence.flat[sentence.tokens[counted.quantity.last - 1].end :]) is not None


def is_wished(sentence: Sentence, role: Role) -> bool:
    """ "De los 15 que Washington quería", "a list of 70 men": wanted or listed, and by no verb of moving gone."""
    first, after = role.counted.quantity.first, sentence.flat[sentence.tokens[role.counted.quantity.last - 1].end :]
    if are_to_follow(sentence, role.counted) or are_on_a_list(sentence, role.counted):
        return True
    if _FEWER_THAN.search(text_before(sentence, role)) and _WISHED.match(after):
        return True
    beside = any(
        other.person and other.counted in sentence.counted and other.counted is not role.counted
        for other in sentence.before
    )
    if beside and (_WANTS_THEM.search(text_before(sentence, role)) or _STILL_TO_GO.match(after)):
        return True
    moving = [act for act in sentence.acts if act.cls in ("transfer", "extradite") and act.form != "noun"]
    if any(act.last <= first for act in moving):
        return False
    listed = _ON_A_LIST.search(text_before(sentence, role).rstrip()) is not None and _GONE.match(after) is None
    gone = any(  # "Lista de 26: estos son los entregados"; not "it wants sent north"
        act.form in ("passive", "participle") and sentence.flats[max(0, act.first - 1)] not in _WANTING
        for act in moving
    )
    return (listed and not gone) or _WISHED.match(after) is not None
