"""What a headline's main clause asserts, where its form leaves no doubt: narrow forms that outweigh what is learnt.

Two headlines that differ in one word ("votes to bar", "votes not to bar") are nearly one text to a model of words and
meaning, and opposite in status. Each form is a verb with its object and polarity: passed or failed, of a bill that
permits or bars; granted or refused, of a stay; ruled out, by whom; asked for, or asked not to. May
import domain and `cues`. Pure.
"""

import re
from dataclasses import dataclass

from bot.classify.cues import SUBORDINATE
from bot.domain import Realis, Topic

# Parts of forms, named in braces there.
_PARTS = {
    "NOT": r"(?:no|not|ni|nunca|never|jamas|sin|nothing|nada|\w+n't)",
    # a doubt, another's wish, a condition, hearsay, or no at all: then nothing is asserted
    "DOUBT": r"(?:no|not|ni|nunca|never|jamas|sin|nothing|nada|\w+n't|neither|nor|if|si|unless|whether|until|hasta|o|or"
    r"|den(?:y|ies|ied)|nieg\w+|desmient\w+|descart\w+|false|falso|who|quien(?:es)?|could|would|may|might|podr\w+"
    r"|sources?|fuentes|segun|said|say|likely|expected|lawyer|report\w*|asks?|asked|pide|wants?|seeks?|demands?|press\w*"
    r"|urges?|threat\w*|amenaz\w+|stop\w*|blocks?|halt|bid|stay|suspen\w+)",
    # who
    "US": r"(?:trump|rubio|hegseth|vance|leavitt|landau|bondi|patel|noem|homan|miller|gorka|guillot"
    r"|ratcliffe|caine|graham"
    r"|white house|casa blanca|pentagon|pentagono|washington|u\.?s\.?|eu|ee\.? ?uu\.?|estados unidos|united states"
    r"|northcom|comando norte|state department|departamento de estado|embajada)",
    "COURT": r"(?:judges?|courts?|tribunal(?:es)?|juez|jueza|jueces|juzgado|corte|scjn|magistrad[oa]s?"
    r"|colegiado|circuit)",
    "CHAMBER": r"(?:house|senate|lawmakers|congress|camara|senado|republicans|republicanos|gop|diputados"
    r"|panel|committee"
    r"|comite|senators?|senador(?:es)?|democrats|democratas|congress(?:man|woman)|legislador(?:es)?|appropriators)",
    # bills
    "BARS": r"(?:bar|barring|ban|banning|block|blocking|stop|stopping|limit|limiting|curb|prohibit|prevent"
    r"|rein in|restrict"
    r"|keeping|tie|prohibir|prohibe|prohiba|frenar|frene|frena|impedir|impida|limitar|limite|atar|vetar|bloquear)",
    "PERMITS": r"(?:authori[sz](?:e|es|ing)|allow(?:s|ing)?|let(?:s|ting)?|permit(?:s|ting)?|autori[zc](?:ar|a|e)"
    r"|permit(?:ir|a|e)|facultar|faculte)",
    "FAILS": r"(?:rejects?|rejected|kills?|defeats?|votes? down|voted down|votes? not to|votes? against|tables?|desecha"
    r"|desecho|rechaza|rechazo|tumba|tumbo|vota contra|vota en contra de|entierra|batea)",
    "PASSES": r"(?:pass(?:es|ed)?|approves?|approved|votes? to|voted to|backs|avala|avalo|aprueba|aprobo|vota por"
    r"|saca adelante)",
    "BRINGS": r"(?:introduces?|files?|unveils?|presentan?|propose|proposes|impulsan?|alistan?|push|pushes"
    r"|seek|seeks|buscan?"
    r"|promueven?|proponen?|plantean?)",
    # courts
    "STAY": r"(?:stay|injunction|amparos?|suspension|reprieve|queja|bid to (?:halt|stop|block|delay|avoid)|frenar"
    r"|request to (?:halt|stop|block))",
    "VOIDS": r"(?:strikes? down|struck down|scraps?|overturns?|lifts?|lifted|voids?|tosses|revocan?|revoco|tumban?"
    r"|levantan?|levanto|anulan?)",
    # moving a person
    "MOVED": r"(?:handed|extradited|sent|transferred|deported|expelled|flown|delivered|turned over|surrendered|given up"
    r"|moved|put on|driven)",
    "MOVING": r"(?:handing|extraditing|sending|transferring|deporting|expelling|flying|delivering|turning|giving)",
    "MOVE": r"(?:hand|extradite|send|transfer|deport|expel|fly|deliver|turn over|give up|return)",
    "MUEVE": r"(?:entreg|extradit|envi|traslad|deport|expuls|mand|remit|devolv|sac|llev|repatri|regres)",
    "HANDOVER": r"(?:extraditions?|handovers?|extradicion(?:es)?|entregas?|traslados?|envios?)",
    # force
    "FORCE": r"(?:strikes?|bomb\w*|drones?|missiles?|misiles|troops|tropas|soldiers?|soldados|boots|raids?|comandos?"
    r"|commandos?|invasion|incursion(?:es)?|intervencion|attacks?|ataques?|military|army|ejercito|marines|gunships"
    r"|force|forces|fuerzas?|rangers|seals|boinas verdes|atacar|golpear|enviar|entrar|invadir|raid)",
}
_NAMED = re.compile(r"\{([A-Z]+)\}")
_QUOTES = re.compile(r"[\"\u201c\u201d\u00ab\u00bb]|(?<!\w)'|'(?!\w)")


def _form(pattern: str) -> re.Pattern[str]:
    """Whole words; parts in braces are those of `_PARTS`, " ... " up to five words between, " ..... " up to ten."""
    gaps = pattern.replace(" ..... ", r" (?:\S+ ){0,10}?").replace(" ... ", r" (?:\S+ ){0,5}?")
    return re.compile(rf"(?<!\w)(?:{_NAMED.sub(lambda part: _PARTS[part[1]], gaps)})(?!\w)")


@dataclass(frozen=True, slots=True)
class _Assertion:
    status: Realis
    says: re.Pattern[str]
    unless: re.Pattern[str] | None  # anywhere in the headline


def _assertion(status: Realis, says: str, unless: str = "") -> _Assertion:
    return _Assertion(status, _form(says), _form(unless) if unless else None)


# Of several that hold the first decides.
_A = _assertion
_COURTS = (
    _A(
        "requested",
        r"(?:asks?|asked|pide|piden|promueve|tramita|solicita|interpone|seeks?|sought) ..... "
        r"(?:{STAY}|{COURT} to (?:halt|stop|block))|se ampara(?:n)? contra",
        r"grants?|{FORCE}",
    ),
    _A(
        "announced",
        r"(?:niegan?|nego|negaron|desechan?|desecho|denies|denied|deny) ..... {STAY}",
    ),
    _A(
        "announced",
        r"(?:{VOIDS} ..... (?:stay|injunction|suspension|amparo|ban|veto)|lets? stand|unblocks?|unfrozen|queda en pie"
        r"|reactivan?)",
        r"{NOT}|if|si|could|vuela|conviction",
    ),
)
_TRANSFER = (
    *_COURTS,
    _A(
        "reported",
        r"(?:could|may|might) (?:soon |yet |also |now )*be {MOVED}|podrian? ser {MUEVE}(?:ad|id)[oa]s?",
        r"{NOT}|if|si",
    ),
    _A(
        "occurred",
        r"pleads? (?:not )?guilty",
        r"if|will|to (?:be|plead)",
    ),
    _A("blocked", r"can't be (?:extradited|sent|handed)|no puede ser (?:extraditad|entregad)[oa]"),
    _A(
        "rejected",
        r"(?:rejects?|spurns?|refuses|rebuffs|desechan?|rechazan?|throws out|tumban?|denied|turns down) ... "
        r"(?:bid|request|petition|pedido|peticion|solicitud|extradition|extradicion)",
        r"halt|stop|block|stay|appeals?|haber|having|file|spare|un\w+|bail|release|fianza|libertad",
    ),
    _A(
        "rejected",
        r"mexico (?:won't|will not|would not|refuses to) (?:hand|send|extradite|give|deliver|turn)"
        r"|(?:mexico|sheinbaum|fgr|sre|gobierno) se niega a (?:entregar|mandar|extraditar|enviar|deportar)\w*",
        r"if|si|until|hasta",
    ),
    _A("rejected", r"{COURT} (?:den(?:y|ies|ied)|deniega|niega) (?:la )?(?:extradition|extradicion)", r"fight|bid"),
    _A(
        "denied", r"(?:denies|denied|deny) (?:\w+ ){0,2}?(?:having )?(?:\w+ )?(?:{MOVING}|{MOVED})", r"not|bail|charges"
    ),
    _A(
        "denied",
        r"(?:niegan?|nego|desmienten?|desmintio|negaron) ... (?:haber|vaya\w*|{HANDOVER} (?:secret|masiv)\w+)",
        r"asesin\w+|nexos|vinculos",
    ),
    _A(
        "denied",
        r"(?:es|son) (?:falso|falsa|mentira|un invento|falsas|inventad[oa]s?)|is (?:false|invented|a hoax|made up)"
        r"|falso, |falso: |no es cierto",
    ),
    _A(
        "denied",
        r"(?:nadie|nunca|jamas|no) (?:en \w+ )?(?:nos |l[oae]s? |me )?(?:ha |han |hemos )?"
        r"(?:pedido|reclamado|solicitado|reclamo|pidio|pidieron|solicito)",
        r"por que|si",
    ),
    # granted, agreed, to come
    _A(
        "announced",
        r"(?:will|is to|are to|set to|due to|about to|slated to|scheduled to|to) (?:now |soon )?be {MOVED}"
        r"|(?:will|is to|are to|set to|due to|slated to|scheduled to) (?:now |soon )?(?:{MOVE}|fly|land|board|arrive)"
        r"|(?:flies|leaves|departs|arrives|boards|crosses|travels) (?:\w+ ){0,4}?(?:(?:on )?(?:mon|tues|wednes|thurs"
        r"|fri|satur|sun)day|tomorrow|next (?:week|month))",
        r"{DOUBT}|list|was to",
    ),
    _A(
        "announced",
        r"(?:agrees?|agreed|consents?|accepts?|decides?|promises?|pledges?) (?:to )?(?:his |her |their |own )?(?:be )?"
        r"(?:{MOVE}|{MOVED}|{MOVING}|extradition|surrender)|(?:clears?|cleared|approves?|approved|oks?|okays|certif\w+"
        r"|signs? off on|green-?lights?|orders?|ordered|authori[sz]\w+) ... (?:extradition|handover|transfer)",
        r"{DOUBT}|refus\w+",
    ),
    _A(
        "announced",
        r"(?:queda firme|luz verde|avala\w*|procedente|proced[eo]|autoriza\w*|concede[n]?|concedio) ... "
        r"(?:extradicion|entrega|traslado)|(?:aceptan?|acceden?|acuerdan?|deciden?|prometen?) (?:\w+ ){0,2}?"
        r"(?:{MUEVE}ar|extradicion|entrega)",
        r"{DOUBT}|amparo|ejecuta",
    ),
    _A("threatened", r"o (?:habra|se acab[ao]|atenerse|aranceles|vamos por)|or (?:else|face|pay|lose|we'll|tariffs)"),
    _A(
        "reported",
        r"(?:entreg|extradit|envi|traslad|deport|expuls|mand|remit|devolv|sac|repatri|regres|saldr|volar"
        r"|viajar|prepar|alist|negoci|pact|ofrec)(?:ar|er|ir)?ian?(?! en su)",
        r"{NOT}|si|nieg\w*|desmient\w*",
    ),
    _A(
        "reported",
        r"insiders?|sources|people familiar|reportedly|off the record|(?:aides|officials|cousin|relatives)"
        r" (?:say|hints?|confide|privately)",
        r"den(?:y|ies|ied)|mexican officials",
    ),
    _A(
        "announced",
        r"(?:entreg|extradit|envi|traslad|deport|expuls|mand|remit|repatri|regres|recib|viaj|despeg|vol)(?:ar|er|ir)an?"
        r"(?! en manos| (?:\w+ )?(?:notas?|cartas?|pruebas|documentos|solicitud(?:es)?|expediente|peticion"
        r"|informe|fiscales|agentes))"
        r"|se pondra ... (?:manos|disposicion)|seran? (?:\w+ )?{MUEVE}(?:ad|id)[oa]s?",
        r"{DOUBT}|que (?:\w+ ){0,2}?\w+(?:ar|er|ir)an?",
    ),
    _A(
        "announced",
        r"(?:^|(?<=[:;,-] ))(?:mexico|sheinbaum|mexican \w+) to (?:{MOVE})",
        r"{DOUBT}|hear",
    ),
)
_STRIKE = (
    *_COURTS,
    _A(
        "blocked",
        r"{COURT} ..... (?:invalidan?|anulan?|voids?|enjoins?|blocks?|suspenden?|frenan?) ..... (?:permiso|orders?|act"
        r"|orden|directive|directiva|decreto|ingreso|acuerdo)"
        r"|(?:conceden?|grants?) ..... (?:suspension|amparo|injunction)"
        r" (?:contra|against)|mexican law (?:shuts|bars|blocks|keeps|forbids)",
        r"{NOT}|revoca\w*|levanta\w*|lifts?",
    ),
    # bills: what they would do, and what becomes of them
    _A(
        "rejected",
        r"{FAILS} ..... {PERMITS} ..... {FORCE}",
    ),
    _A("threatened", r"{CHAMBER} ..... {FAILS} ..... {BARS} ..... (?:{FORCE}|trump|mexico)"),
    _A(
        "threatened",
        r"(?:ban|bid|measure|amendment|enmienda|resolution|resolucion|vote) ..... {BARS} ..... "
        r"(?:fails|falls short|fracasa|defeated|dies)|ban on strikes ... fails"
        r"|fracasa ..... (?:prohibir|frenar|limitar)",
    ),
    _A(
        "rejected",
        r"{CHAMBER} ..... (?:{PASSES}|{BRINGS}) ..... {BARS} ..... (?:{FORCE}|trump)",
    ),
    _A(
        "threatened",
        r"{CHAMBER} ..... (?:{BRINGS}|bill) ..... {PERMITS} ..... {FORCE}",
        r"{NOT}|{FAILS}|{PASSES}|mexican senate|senado de mexico|morena",
    ),
    # asked not to come, asked to come
    _A(
        "rejected",
        r"(?:asks?|urges?|pide|piden|exhorta|beg|begs) ... (?:not to|no) (?:send|strike|bomb\w*|invade|enviar|mandar"
        r"|atacar)",
    ),
    _A(
        "requested",
        r"(?:ruegan?|suplican?|imploran?|begs?|begging|plead|pleads?) ..... {FORCE}",
        r"{NOT}|sheriff|stop|bury",
    ),
    # who denies, who refuses
    _A(
        "rejected",
        r"(?:sheinbaum|mexico) ..... (?:rechaz[ao]|reject(?:s|ed)|condemns?|condena|repudia) ..... {FORCE}",
        # what killed has been used; a report or a charge that is rejected may be about anything
        r"kill\w*|dead|mat(?:o|aron)|muert\w*|report\w*|version|senalamiento\w*|claim\w*|acusacion\w*|que haya|haber",
    ),
    _A(
        "rejected",
        r"(?:niegan?|nego|denied|denies) ..... (?:permiso|leave|licen[cs]e|permission|autorizacion|overflight)",
        r"haber|having|seeking|nieg\w+ que",
    ),
    _A(
        "denied",
        r"(?:niegan?|nego|denies|denied|deny|desmienten?) (?:\S+ ){0,3}?(?:haber|having|asking|seeking|"
        r"que ..... (?:haya|tenga)\w*)",
        r"{NOT}",
    ),
    _A("threatened", r"(?:doesn't|does not|won't|didn't) deny|no (?:niega|desmiente) ..... {FORCE}"),
    _A(
        "threatened",
        r"{NOT} (?:se |ha |han |yet )*(?:descart\w+|rul(?:e|es|ed|ing) out)"
        r"|reserv(?:es?|a) (?:\w+ )?(?:the|every|el|su) (?:right|derecho)|nothing ..... off the"
        r"|no cierra la puerta",
        r"sheinbaum|mexico reserves",
    ),
    _A(
        "denied",
        r"{US} ..... (?:descarta|descarto|rules? out|ruled out|swears? off|shuts? door|cierra(?: \w+)? la puerta)"
        r" (?:[^\s,]+ ){0,6}?(?:{FORCE}|unilateral|solo|going|go|acting|accion(?:es)?|action|alone|land)",
        r"{NOT}|sheinbaum",
    ),
    _A(
        "denied",
        r"no (?:vamos|iremos|voy|ire) (?:por tierra|por aire|a (?:bombardear|atacar|invadir|mandar|enviar))|we're not"
        r" (?:coming|going|sending|bombing|invading)",
        r"if|si|until|hasta|ask\w*|only|solo",
    ),
    _A(
        "denied",
        r"(?:no me ofrecio|no (?:le |les )?pedi(?:mos)?|no invite|no ocurrio|nunca ocurrio|no (?:lo )?pidio"
        r"|never offered|did not offer|no hubo (?:ataque|bombardeo|agentes|operativo|drones?))",
        r"perm\w+|autoriz\w*",
    ),
    _A(
        "denied",
        r"(?:is|are|era|es|was) (?:a )?(?:forgery|hoax|bogus|dead wrong|falso|falsa|mentira|fake|untrue|false)",
        r"bandera|flag|news",
    ),
    _A(
        "reported",
        r"(?:preparar|planear|evaluar|operar|ejecutar|alistar|analizar|empujar|patrullar|firmar)ian?"
        r"|(?:insiders|aides|colleagues|people) "
        r"(?:say|claim|confide|recount|spill)|people familiar|sources",
        r"{NOT}|si|nieg\w*|den(?:y|ies|ied)",
    ),
    _A(
        "announced",
        r"(?:senado|senate|comision permanente) (?:\w+ ){0,2}?(?:autoriza|aprueba|avala|permite|approves"
        r"|authori[sz]es|oks|clears|allows) ... (?:ingreso|entrada|entry|marines|seals|soldiers|instructores|troops)",
        r"{NOT}",
    ),
)
_BY_TOPIC: dict[Topic, tuple[_Assertion, ...]] = {"transfer": _TRANSFER, "strike_threat": _STRIKE}


def asserted(topic: Topic, title: str) -> Realis | None:
    """The status that a headline's form asserts; None = its form is none of the sure ones.

    Args:
        topic: other than "transfer" and "strike_threat" have no forms.
        title: folded.
    """
    plain = _QUOTES.sub("", title.replace("\u2019", "'").replace("\u2018", "'"))
    statement = plain.partition("; ")[0]  # what comes behind it is no main clause, nor "After ...," before it
    if ahead := SUBORDINATE.match(statement):
        statement = ahead[2]
    for each in _BY_TOPIC.get(topic, ()):
        if each.says.search(statement) and not (each.unless and each.unless.search(plain)):
            return each.status
    return None


__all__ = ["asserted"]
