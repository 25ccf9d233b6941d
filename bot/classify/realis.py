"""What a report says happened to the event: done, planned, threatened, asked for, refused, denied, stopped, long past.

Cues on folded text, English and Spanish alike: looked for in the headline first, then in the
first sentences, in an order of precedence of their own for each topic. A cue flips the realis and never drops an item.
May import domain and text. Pure.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain import Realis, Topic
from bot.text import fold, sentences

LEAD_SENTENCES = 2  # below the headline; later ones are background
MAX_CHARS = 600


def _any(*cues: str) -> re.Pattern[str]:
    """Whole words, any of the cues: patterns separated by semicolons; `~` stands for the rest of a word."""
    alternatives = [cue for text in cues for part in text.split(";") if (cue := " ".join(part.split()))]
    return re.compile(r"(?<!\w)(?:" + "|".join(alternatives).replace("~", r"\w*") + r")(?!\w)")


# --- cues -------------------------------------------------------------------------------------------------------------

# "no descarta" leaves a threat standing, "descarta" ends it; the same for ruling out.
STANDS = _any(
    r"""
    (?:no|ni|sin|nunca|tampoco) (?:se )?(?:ha |han |habia |quiso |quiere )?descart~(?: nada)?;
    (?:won't|wont|not|wouldn't|doesn't|didn't|hasn't|can't|cannot|without|never|(?:declin|refus)\w+ to|stops? short of)
    (?:yet )?rul(?:e|es|ed|ing) (?:\w+ ){0,3}?out;
    all options; every option; todas las opciones; on the table;
    keeps? (?:\w+ ){0,3}(?:alive|open|on the table); leaves? (?:the )?door open; deja~ (?:la )?puerta abierta;
    deja~ abierta; (?:keeps?|keeping) (?:\w+ ){0,2}options? open; evit\w+ (?:decir|descartar|responder);
    won't say (?:if|whether); se reserva; reserves? the right
    """
)
THREATENS = _any(
    r"""
    threat~; warn~; vow~; ultimatum; or else; or we act; ready to; prepared to; willing to; could strike;
    may strike; might strike; may act; may freeze; next (?:target|stop); is next; amenaz~; amag~; advierte~;
    advirtio; advertencia~; dispuest~ a; listo para; listos para; por las buenas; por las malas; si o si;
    si no (?:los|lo|la|las) \w+; tarde o temprano; sooner or later; one way or another; con o sin;
    with or without; hard way; condiciona~; conditional on; if necessary; if needed; si es necesario;
    si hace falta; we can do it; (?:they|them) or lose; hint~; we could; podriamos; podria revisar; recula;
    revers~; reopen~
    """
)
DENIES = _any(
    r"""
    den(?:y|ies|ied|ying); denial; false; fake; hoax; fiction; fabricated; untrue; baseless; not us; no such;
    fact[ -]check; debunk~; misleading; no plans?; not planning;
    never (?:raised|asked|discussed|entered|happened); not imminent; is not happening;
    nothing (?:\w+ ){0,3}(?:calendar|planned|scheduled);
    no (?:new |more |further |fresh |other )(?:\w+ ){0,3}(?:planned|batch|flights?|handovers?|transfers?);
    plays? down; downplay~; dismiss~; insists? (?:it|they|there|no); rejects? (?:blame|report|claim)s?;
    walked? back; walks back; without another; was a joke; fue una broma; contradict~; nieg~; nego; negaron;
    negar; desmient~; desmint~; desmentid~; es falso; son falsas?; falsa; falso; mentira; miente;
    no hay (?:\w+ ){0,2}(?:planes|plan|lista|solicitud|orden|traslado|envio|evidencia|indicio)~;
    no se (?:contempla|preve|planea|prepara); no esta previst~; no estan previst~; no quiere decir; bulo;
    no es cierto; no existe~?; aclara; verificacion; ni mas; nadie (?:me |nos |le )?ha (?:pedido|solicitado);
    nunca (?:entro|ocurrio|existio|pidio); no participaron; no participo; minimiza~; deslinda~
    """
)
RULES_OUT = _any(
    r"""
    rul(?:e|es|ed|ing) (?:\w+ ){0,3}?out; off the table; descart~; no va a (?:ocurrir|pasar|suceder|haber);
    no habra; no vendra~; won't happen; will not happen; not going to happen; there will be no; no sobre la mesa
    """
)
REJECTS = _any(
    r"""
    reject~; refus(?:e|es|ed|al|ing); declin(?:e|es|ed|ing); turn(?:s|ed)? down; oppos~; condemn~; slam~;
    rebuff~; balk~; bristl~; protest~; won't (?:allow|accept|extradite|hand|let|permit|send);
    will not (?:allow|accept|extradite|hand|permit|send); never (?:accept|allow|permit); would never;
    not on (?:our|my|mexican); no to; says? no; said no; red line; sovereign~; nobody (?:enters|comes);
    not (?:a )?(?:colony|necessary|needed|welcome); no need; bars?; votes? against;
    no (?:american|us|u\.s\.|foreign) (?:troops|soldiers|boots|forces|drones);
    without (?:hard )?(?:proof|evidence); no proof; advises? against; lacks? (?:proof|evidence); rechaz~;
    rehus~; se nieg~ a; se opon~; repud~; conden(?:a|o|an|aron);
    no (?:lo |los |la |las |se |les )?(?:permit|acept|toler|entreg|autoriz|extradit)\w+;
    nunca (?:aceptar|permitir)~; jamas; linea roja; soberan~; injerenci~; no somos; no es necesari~;
    nota de protesta; nota diplomatica; ni en suenos; ni lo suenen; no entra nadie; nadie entra; aqui no;
    no pasaran; truena contra; revira; reclama respeto; exige respeto; en contra de; le dice~ (?:que )?no;
    dice no a; sin pruebas; falta~ (?:de )?(?:evidencia|pruebas); pruebas endebles; no se repetira; nunca mas
    """
)
BLOCKED = _any(
    r"""
    stay(?:s|ed)?; injunction; suspend~; halt~; paus(?:e|es|ed); freez~; froze~?; block(?:s|ed)?;
    pending appeal; in limbo; indefinite~; wins? (?:time|delay|reprieve|stay|pause); stay put;
    keeps? \w+ in mexico; delay(?:s|ed)?; barred; temporary reprieve; reprieve; suspension~; suspend~; amparo~;
    se ampara; ampara~?; frena~?; freno; fren[oa]; congel~; impide~; detiene la extradicion; en el aire;
    evita~ (?:el avion|la extradicion|extradicion|su extradicion); salva~ de la extradicion; queja;
    recurso de revision; aplaza~; difier~; paraliz~; pospon~
    """
)
UNBLOCKED = _any(
    r"""
    lift(?:s|ed)?; clears? the way; cleared; green light; loses?; lost; out of appeals;
    drops? (?:his|her|the|appeal); den(?:y|ies|ied) (?:\w+ ){0,2}(?:stay|appeal|injunction|amparo); overturn~;
    strikes? down; upholds?; despite; do not apply; don't apply; ends? (?:his|her) fight;
    niega~ (?:\w+ ){0,2}(?:amparo|suspension|queja)~; negaron (?:\w+ ){0,2}(?:amparo|suspension); pierde~;
    desist~; luz verde; queda~ firme; revoca~; levanta~; avala~?; desecha~?; pese a; sin amparo; tumba~;
    se allana
    """
)
REQUESTS = _any(
    r"""
    ask(?:s|ed|ing)?; request(?:s|ed|ing)?; seek(?:s|ing)?; sought; wants?; wanted back; demand(?:s|ed|ing)?;
    urg(?:e|es|ed); press(?:es|ed|ing)?; call(?:s|ed)? (?:for|on); petition~; files? for; filed for;
    extradition bid; begin paperwork; propos(?:e|es|ed|al); bill; list of; hand over the; push(?:es)? for;
    let .{3,40}? do; pid(?:e|en|io|ieron|iendo); pedid[oa]; pedir[ae]?n?; peticion~; solicit~; requier~;
    requirio; reclam~; exig~; demand(?:a|an|o); quiere~; busca(?:n|ba|ra)?; inst(?:a|an|o) a; llama a;
    insiste~ en; propon~; propuesta; iniciativa; requerimiento; reitera~; presiona~; piden; preste
    """
)
REPORTS = _any(
    r"""
    sources?; report(?:s|edly|ed)?; according to; people familiar; leak(?:s|ed)?;
    officials? (?:say|said|tell|told); told to; consider~; weigh(?:s|ing|ed)?; mull~; discuss~; explor~;
    draft(?:s|ed|ing)?; plans?; planning; planned; quietly; secretly?; memo; documents? (?:show|say|reveal)~?;
    letter shows; notes suggest; suspects?; guards say; thought to; believed to;
    may be (?:deported|sent|extradited|moved|handed); floats?; (?:paper|newspaper|magazine|book) says; book;
    rumou?r~; possible; could (?:soon )?be; talks; negotiat~; alleged(?:ly)?; fuentes?; segun; trascend~;
    revela~; revelo; filtra~; estaria~?; estarian; habria[n]?; podria[n]?; tendria[n]?; seria[n]?;
    alistaria[n]?; planearia[n]?; buscaria[n]?; evalua~?; analiza~?; contempla~?; estudia~?; explora~?;
    baraja~?; sopesa~?; prepararia~?; rondaria; presunt~ plan; al parecer; versiones?; sugier~; discut~;
    planea~?; planes?; plan de; borrador; afirma (?:revista|diario|periodico);
    asegura (?:revista|diario|periodico); ensaya~?; negocia~?; ir[ií]a[n]?; llegarian?; preparan?; daria[n]?
    """
)
ANNOUNCES = _any(
    r"""
    will (?:be )?(?!not);
    to (?:hand|send|extradite|deliver|transfer|return|publish|let|deploy|begin|deport|fly|face|allow); set to;
    due to; agre(?:e|es|ed); approv~; certif(?:y|ies|ied); authori[sz]e[sd]?;
    clear(?:s|ed) (?:extradition|transfer|sending); expected to; sign(?:s|ed) (?:\w+ ){0,3}(?:order|directive);
    executive order; notam; notice; airlines; lets?; gives? (?:leave|consent|permission); permit(?:s|ted)?;
    (?:gets?|got) leave; announc~; schedul~; more are coming; this week; extends?; readied;
    on (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday); sera[n]?; extraditara~; entregara[n]?;
    enviara[n]?; trasladara[n]?; saldra[n]?; viajara[n]?; iran; anuncia~?; anuncio; alista~?; aprueba~?; aprobo;
    autoriza~?; autorizo; concede~ (?:la )?extradicion; acepta~?; firma (?:\w+ ){0,3}(?:orden|directiva); firmo;
    orden ejecutiva; aviso; alerta; permite~?; permitira~?; luz verde; queda~ firme; vienen mas; habra;
    opinion favorable; prorroga~?; proximo~ envio;
    el (?:lunes|martes|miercoles|jueves|viernes|sabado|domingo) (?:saldra|sale|viaja)
    """
)
PAST = _any(
    r"""
    anniversary; (?:years?|decades?) (?:since|after the); (?:\w+) years on, the; since \w+ \w+ touched down;
    histor(?:y|ic account|ical); recall(?:s|ed|ing)?; remember(?:s|ed|ing)?; look back; looking back; memoir~?;
    redux; the night; by the numbers; by the book; how \w+ \w+ (?:spent|won|lost|became); ex-kingpin writes;
    rule of specialty; invasion of veracruz; pershing; punitive expedition; haunts?; aniversario;
    \w+ anos (?:despues|de); a (?:\w+ )?(?:\w+) (?:anos|decada); a casi; un ano despues; cronica de;
    la noche en que; el dia (?:en )?que; recuerd~; record(?:o|aron); memorias?; de como; asi fue;
    como (?:fue|se) ; ninos heroes; gesta; reconstru~
    """
)
# A thing done to Mexican soil, air or water, or to people there.
HAPPENED = _any(
    r"""
    killed; dead; died; dies; deaths?; struck; bombed; blast; crossed; cross(?:es|ing); flew; flown; flies;
    overflew; landed; entered; crash(?:es|ed)?; found; downs?; downed; seized; arriv(?:e|es|ed); quits?;
    resign(?:s|ed); took place; operat(?:e|ed|ing) (?:in|inside); destroy(?:s|ed); muert~; muri~; murio;
    mueren?; mat(?:o|aron|an|a); bombarde(?:o|a|aron|an); ataco; atacaron; golpeo; cruz(?:o|an|aron); sobrevolo;
    sobrevuela[n]?; volo; vuelan?; aterriz~; ingres(?:o|aron|an|a); entraron; entro; halla[n]?; hallaron; cayo;
    caen?; derrib~; abat(?:en|io|ieron|ido); renunci~; llegan?; llego; llegaron; desembarc~;
    opera(?:n|ron|ba|ban)? en; destruy~; explosion; accidente; desplom~; captur~
    """
)
_MEXICO_SPEAKS = _any(
    r"""
    sheinbaum; mexic~; presidenta; canciller~; noron~; harfuch; sre; sedena; defensa; marina; morena; rocha;
    gobernador~; senad~; alcalde~; secretari~; palacio; obispos?; bishops?; governor~; amlo; lopez obrador; pri;
    pan; pt; ejecutivo; mandataria
    """
)


@dataclass(frozen=True, slots=True)
class _Clause:
    """One folded sentence and whether it is the headline."""

    text: str

    def has(self, cue: re.Pattern[str]) -> bool:
        return cue.search(self.text) is not None


def _first(clause: _Clause, *cues: tuple[Realis, re.Pattern[str]]) -> Realis | None:
    """The realis whose cue stands first: a headline's main verb comes before what it is about."""
    found = [(match.start(), n) for n, (_, cue) in enumerate(cues) if (match := cue.search(clause.text))]
    return cues[min(found)[1]][0] if found else None


def _transfer(clause: _Clause) -> Realis | None:
    if clause.has(STANDS) or clause.has(_IF_NOT):
        return "threatened"
    if clause.has(BLOCKED) and not clause.has(_HANDED_OVER):
        return "announced" if clause.has(UNBLOCKED) else "blocked"
    if clause.has(_NEGATED_HANDOVER):
        return "rejected"
    if clause.has(_CONDITIONAL):
        return "reported"
    if clause.has(PAST):
        return "historical"
    return _first(
        clause,
        ("denied", DENIES),
        ("denied", RULES_OUT),
        ("rejected", _REFUSED_HANDOVER),
        ("announced", _FUTURE_HANDOVER),
        ("requested", REQUESTS),
        ("occurred", _HANDED_OVER),
    ) or ("reported" if clause.has(REPORTS) else None)


_IF_NOT = _any(
    r"""
    podriamos; ultimatum; condiciona~; or lose; o se quedan;
    (?:may|could|might) (?:freeze|stop|halt|review|cut); si no hay; unless; a menos que; reopen~; recula
    """
)
_HANDED_OVER = _any(
    r"""
    extradita[n]?; extradito; extraditaron; extradited; extraditad[oa]s?;
    entrega[n]? (?!de )(?:\w+ ){0,4}?(?:a|en) ; entrego; entregaron; entregad[oa]s?; envia[n]?; envio a;
    enviaron; enviad[oa]s?; manda[n]?; mandaron; mando a; mandad[oa]s?; mandamos; traslada[n]?; traslado a;
    trasladaron; trasladad[oa]s?; traslado de; expulsa[n]?; expulso; expulsad[oa]s?; deporta[n]?; deporto;
    deportad[oa]s?; remite[n]?; remitid[oa]s?; regresa[n]? a; regresad[oa]s?; devuelve[n]? a; devuelt[oa]s?;
    llevad[oa]s?; (?:se )?l[oa]s? (?:llevan|llevaron|mandan|entregan|enviaron|regresan|extraditan);
    aterriza[n]?; aterrizaron; llega[n]? (?:a|al|esposad\w+); llegaron a; vuela[n]? a; volo; se entrega; se entrego;
    ya esta[n]? pres~; queda[n]? en manos; bajo custodia; purgara; cruz(?:a|o|aron) el puente;
    tras su (?:entrega|extradicion|traslado); amanecen?; sends; sent; hands; handed over; turned over;
    turns over; delivers; delivered; transfers; transferred; ships; shipped; flown; flies; flew; moved;
    expel(?:s|led); deport(?:s|ed); returned; returns; sent back; brought back; lands; landed;
    arriv(?:e|es|ed|al); surrender(?:s|ed); turn(?:s|ed) (?:himself|herself|themselves) in; walk(?:s|ed) into;
    crosses; crossed; boards; gives up; gave up; back in; in custody; arraigned; now a defendant;
    extradition of \w+ (?:puts|brings); extradition (?:puts|brings|ends); put on (?:a )?(?:plane|flight);
    ended up; grabbed; bundled; pushed over
    """
)
_NEGATED_HANDOVER = _any(
    r"""
    nieg~ (?:la |su )?extradicion~?; niega (?:la )?entrega; den(?:y|ies|ied) (?:\w+ ){0,3}extradition;
    refus~ to (?:extradite|certify|hand|send|return|give);
    (?:won't|will not|cannot) (?:be )?(?:extradit|hand|send|sent|turn)\w*;
    no (?:sera|seran|lo|la|los|las|se) ?(?:\w+ )?(?:extraditad|entregad|extraditar|entregar)~;
    no (?:entregara|extraditara|enviara)~; ni un~?
    """
)
_REFUSED_HANDOVER = _any(
    r"""
    reject~; refus~; declin(?:e|es|ed); turns? down; turned down; rechaz~; rehus~; le dicen? (?:que )?no;
    opina en contra; advises? against; no (?:proof|extradition|evidence); without (?:hard )?(?:proof|evidence);
    sin (?:pruebas|garantia)~?; falta (?:evidencia|pruebas); devuelve; no somos; jamas; not a crime
    """
)
_FUTURE_HANDOVER = _any(
    r"""
    to (?:hand|send|extradite|deliver|transfer|return|publish|deport|fly);
    to be (?:sent|extradited|handed|flown|returned|deported);
    will (?:be )?(?:hand|send|sent|extradite|fly|flown|deliver|transfer|return|deport)~; set to;
    more are coming; clears? (?:\w+ ){0,2}(?:extradition|way); approv~; certif(?:y|ies|ied); agreed to;
    expected to; flight (?:\w+ ){0,3}planned; any day; readied; scheduled;
    sera[n]? (?:extraditad|entregad|enviad|trasladad|deportad)~; extraditara~; entregara[n]?; enviara[n]?;
    trasladara[n]?; saldra[n]?; viajara[n]?; alista~?; aprueba~?; aprobo; autoriza~?; autorizo;
    concede~? (?:la )?extradicion; luz verde; queda~? firme; vienen mas; habra; avala~?; se allana
    """
)
_CONDITIONAL = _any(
    r"""
    habria[n]?; estaria[n]?; podria[n]?; tendria[n]?; alistaria[n]?; buscaria[n]?; rondaria[n]?; reportedly;
    according to (?:\w+ ){0,2}sources?; segun fuentes?; fuentes?; sources? (?:say|said|tell); newspaper says;
    afirma (?:revista|diario); suggest~?; letter shows; guards say; floats?; discuss~?; exploran?; may be;
    could be
    """
)


def _strike(clause: _Clause) -> Realis | None:
    mexican = clause.has(_MEXICO_SPEAKS)
    if (clause.has(PAST) or clause.has(_OLD_YEAR)) and not clause.has(_CONDITIONAL):
        return "historical"
    if clause.has(_COURT) and clause.has(BLOCKED):
        return "blocked"
    if clause.has(STANDS):
        return "threatened"
    if clause.has(RULES_OUT) and not clause.has(DENIES):
        return "rejected" if mexican and not clause.has(_WASHINGTON_SPEAKS) else "denied"
    if clause.has(DENIES):
        return "denied"
    if clause.has(_KILLED_OR_HIT):
        return "occurred"
    if clause.has(REJECTS):
        return "rejected"
    if clause.has(_CONDITIONAL):
        return "reported"
    if clause.has(_NOTICE):
        return "announced"
    if clause.has(_BILL) or clause.has(THREATENS):
        return "threatened"
    if clause.has(_ORDER):
        return "announced"
    if clause.has(REQUESTS) and mexican:
        return "requested"
    if clause.has(HAPPENED):
        return "occurred"
    if clause.has(_WEIGHED):
        return "reported"
    if mexican and clause.has(_REFUSING_TONE):
        return "rejected"
    return None


_NOTICE = _any(
    "faa; notams?; notices? to (?:pilots|airmen|airlines); aviso a pilotos; avisos? a aerolineas; alerta para volar"
)
_WASHINGTON_SPEAKS = _any(
    r"""
    white house; casa blanca; pentagon; pentagono; trump; rubio; hegseth; vance; us; u\.s\.; washington;
    embassy; embajada; embajador; ambassador; general de eu; american officials?; ee\.? ?uu\.?; eu
    """
)
_BILL = _any(
    r"""
    bill; iniciativa; authori[sz]ation; aumf; resolution; war powers; poderes de guerra; autorizacion de guerra;
    campaign; campana; candidat~; hopefuls?; debate; poll; survey; encuesta
    """
)
_KILLED_OR_HIT = _any(
    r"""
    (?:us|u\.s\.|american|eu|gringo) (?:strikes?|bombs?|bombed|missiles?|drones?) (?:\w+ ){0,4}(?:kill|hit|destroy)~;
    (?:us|u\.s\.|halloran) (?:bombs|bombed|hits?|strikes|struck);
    eu (?:ataca|bombardea|bombardeo|ataco|destruye|abate); killed; shot dead; found dead;
    muert[oa]s? (?:en|a|dos|tres|cuatro); mueren; murieron; blast; ultima hora; breaking; eran de la cia;
    were cia; crossed into; cruzan?; cruzaron; sobrevol~; overfl~; sobrevuel~; volo; flew; landed; hallan?;
    hallaron; hikers find; downs; derrib~; renunci~; quits; resigns?
    """
)
_WEIGHED = _any(
    r"""
    sources?; reportedly; people (?:familiar|briefed); officials? (?:say|said|tell); told to;
    draft(?:s|ed|ing)?; quietly; secret; memo; leak(?:s|ed)?; filtra~; revela~; revelo; segun;
    weigh(?:s|ing|ed)?; consider(?:s|ing|ed)?; mulls?; plan(?:s|ned|ning)?; planes; planea~; evalua; analiza;
    contempla; estudia; baraja; ensaya; discut~; preve; book; libro; target list; lista de blancos; rehears~;
    train(?:s|ed|ing)? (?:\w+ ){0,3}(?:mission|raids?)
    """
)
_REFUSING_TONE = _any(
    r"""
    no; ni; nunca; never; not; nadie; nobody; none; sin; without; don't; nuestr[oa]s?; our; responde~?;
    answers?; replies; hits back; revir~; constitucion; respeto; respect; mexicanas?; fuera; out
    """
)
_OLD_YEAR = _any("1[89]\\d\\d", "200\\d", "201\\d")
_COURT = _any(
    r"""
    judge; court; juez; jueza; tribunal; judicial; corte; amparo
    """
)
_ORDER = _any(
    r"""
    sign(?:s|ed)? (?:\w+ ){0,3}(?:order|directive); executive order; notam; faa; aviso a pilotos;
    firm(?:a|o) (?:\w+ ){0,3}(?:orden|directiva); orden ejecutiva;
    senate (?:\w+ ){0,2}(?:admits|approves|waves|lets|permits); senado (?:aprueba|autoriza|avala|permite);
    lets?; gets? leave; permite~?; autoriza~?; avala~?; acepta~?; aprueba~?; prorroga
    """
)

_DEFAULT: dict[Topic, Realis] = {"transfer": "occurred", "strike_threat": "threatened"}
_RULES = {"transfer": _transfer, "strike_threat": _strike}


def clauses_of(text: str) -> tuple[str, ...]:
    """Folded headline and first sentences of a text (title, summary, body joined by newlines)."""
    title, _, rest = text.partition("\n")
    lead = rest[:MAX_CHARS]
    spans = sentences(lead)[:LEAD_SENTENCES]
    return (fold(title), *(fold(lead[start:end]) for start, end in spans))


def realis_of(topic: Topic, clauses: Sequence[str]) -> tuple[Realis, ...]:
    """The realis of a topic in a text; one value, the main one.

    Args:
        topic: "transfer" and "strike_threat" have rules of their own; others are read as `transfer`.
        clauses: from `clauses_of`, the headline first: what it says stands, the lead is asked when it says nothing.
    """
    rule = _RULES.get(topic, _transfer)
    for clause in clauses:
        if realis := rule(_Clause(clause.replace("\u2019", "'"))):
            return (realis,)
    return (_DEFAULT.get(topic, "occurred"),)


__all__ = ["clauses_of", "realis_of"]
