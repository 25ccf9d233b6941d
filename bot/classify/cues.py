"""Cues of what happened to an event, by kind: patterns on folded text, English and Spanish alike.

Data of `bot.classify.realis`, which decides on what a cue has to stand beside. Imports bot.text only.
"""

import re

from bot.text.verbs import MULLS


def any_of(*cues: str, not_before: str = "") -> re.Pattern[str]:
    """Whole words, any of the cues: patterns separated by semicolons; `~` stands for the rest of a word.

    Args:
        cues: the patterns.
        not_before: a pattern of what must not follow.
    """
    alternatives = [cue for text in cues for part in text.split(";") if (cue := " ".join(part.split()))]
    return re.compile(
        r"(?<!\w)(?:"
        + "|".join(alternatives).replace("~", r"\w*")
        + r")(?!\w)"
        + (f"(?!{not_before})" if not_before else "")
    )


STANDS = any_of(
    r"""
    (?:no|ni|sin|nunca|tampoco) (?:se )?(?:ha |han |habia |quiso |quiere )?descart~(?: nada)?;
    (?:won't|wont|not|wouldn't|doesn't|didn't|hasn't|can't|cannot|without|never|(?:declin|refus)\w+ to|stops? short of)
    (?:yet )?rul(?:e|es|ed|ing) (?:\w+ ){0,3}?out;
    all options; every option; todas las opciones; on the table;
    keeps? (?:\w+ ){0,3}(?:alive|open|on the table); leaves? (?:the )?door open; deja~ (?:la )?puerta abierta;
    deja~ abierta; (?:keeps?|keeping) (?:\w+ ){0,2}options? open; evit\w+ (?:decir|descartar|responder);
    (?:no|sin) (?:\w+ ){0,2}(?:exclu|cerr)\w+; (?:won't|not|never) (?:be )?exclud~; door (?:ajar|open);
    puertas? abiertas?;
    won't say (?:if|whether); se reserva; reserves? the right
    """
)
THREATENS = any_of(
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
DENIES = any_of(
    r"""
    no (?:ha|han|hemos|he|habia) (?:solicitado|pedido|recibido|requerido);
    not (?:being|been) (?:flown|sent|handed|extradited|transferred|moved); no deal (?:for|on|to);
    den(?:y|ies|ied|ying); denial; false; fake; hoax; fiction; fabricated; untrue; baseless; not us; no such;
    fact[ -]check; debunk~; misleading; no plans?; not planning;
    never (?:raised|asked|discussed|entered|happened); not imminent; is not happening;
    nothing (?:\w+ ){0,4}(?:calendar|planned|scheduled|agenda);
    (?:has|have|had) not (?:yet )?(?:agreed|asked|requested|decided|received|been (?:asked|requested)); no, ;
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
RULES_OUT = any_of(
    r"""
    exclu(?:ye|yen|yo|des?|ded); not (?:something )?(?:we're|we are) (?:looking|considering|planning); no unilateral;
    rul(?:e|es|ed|ing) (?:\w+ ){0,3}?out; off the table; descart~; no va a (?:ocurrir|pasar|suceder|haber);
    no habra; no vendra~; won't happen; will not happen; not going to happen; there will be no; no sobre la mesa
    """
)
REJECTS = any_of(
    r"""
    march(?:es|ed|an|aron)?; go home; fuera yanquis; rompe~; breaks? off;
    defend\w+ (?:\w+ ){0,2}(?:soil|suelo|territor\w+|land);
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
    nota de protesta; nota diplomatica; ni en suenos; no entra nadie; nadie entra; aqui no;
    no pasaran; revira; reclama respeto; exige respeto; en contra de; le dice~ (?:que )?no;
    dice no a; sin pruebas; falta~ (?:de )?(?:evidencia|pruebas); pruebas endebles; no se repetira; nunca mas
    """
)
BLOCKED = any_of(
    r"""
    keeps? (?:\S+ ){1,6}?in mexico; detiene[n]? (?:la |el |su )?(?:extradicion|envio|entrega|traslado);
    stay(?:s|ed)?; injunction; suspend~; halt~; paus(?:e|es|ed); freez~; froze~?; block(?:s|ed)?;
    pending appeal; in limbo; indefinite~; wins? (?:time|delay|reprieve|stay|pause); stay put;
    keeps? \w+ in mexico; delay(?:s|ed)?; barred; temporary reprieve; reprieve; suspension~; suspend~; amparo~;
    se ampara; ampara~?; frena~?; freno; fren[oa]; congel~; impide~; detiene la extradicion; en el aire;
    evita~ (?:el avion|la extradicion|extradicion|su extradicion); salva~ de la extradicion; queja;
    recurso de revision; aplaza~; difier~; paraliz~; pospon~
    """
)
UNBLOCKED = any_of(
    r"""
    lift(?:s|ed)?; clears? the way; cleared; green light; loses?; lost; out of appeals;
    drops? (?:his|her|the|appeal); den(?:y|ies|ied) (?:\w+ ){0,2}(?:stay|appeal|injunction|amparo); overturn~;
    strikes? down; upholds?; despite; do not apply; don't apply; ends? (?:his|her) fight;
    niega~ (?:\w+ ){0,2}(?:amparo|suspension|queja)~; negaron (?:\w+ ){0,2}(?:amparo|suspension); pierde~;
    desist~; luz verde; queda~ firme; revoca~; levanta~; avala~?; desecha~?; pese a; sin amparo; tumba~;
    se allana
    """
)
# "seeks to placate the White House with a mass transfer": an aim, not what is asked for.
_AN_AIM = (
    r"(?:(?<=seek)|(?<=seeks)|(?<=sought)|(?<=want)|(?<=wants)) to (?!extradit|bring|get|have|obtain|secur|return|take"
    r"|see|try|prosecut|arrest|detain|recover|send|transfer|deploy|put|station|operat|enter|join|use|strike|fly)\w"
    r"|(?:(?<=busca)|(?<=buscan)) (?!extradit|traer|obten|logra|consegu|llev|recuper|deten|arrest|juzg|proces|envi"
    r"|traslad|entr|oper|ingres|manda|usar|ten)\w+[aei]r(?!\w)"
)
REQUESTS = any_of(
    r"""
    ask(?:s|ed|ing)?; request(?:s|ed|ing)?; seek(?:s|ing)?; sought; wants?; wanted back; demand(?:s|ed|ing)?;
    urg(?:e|es|ed); press(?:es|ed|ing)?; call(?:s|ed)? (?:for|on); petition~; files? for; filed for;
    extradition bid; begin paperwork; propos(?:e|es|ed|al); bill; hand over the; push(?:es)? for;
    let .{3,40}? do; pid(?:e|en|io|ieron|iendo); pedid[oa]; pedir[ae]?n?; peticion~; solicit~; requier~;
    requirio; reclam~; exig~; demand(?:a|an|o); quiere~; busca(?:n|ba|ra)?; inst(?:a|an|o) a; llama a;
    insiste~ en; propon~; propuesta; iniciativa; requerimiento; reitera~; presiona~; piden; preste
    """,
    not_before=_AN_AIM,
)
# Wider than `MULLS`: "consideration", "evaluación" and who has "reported" or "planned" count here, too.
REPORTS = any_of(
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
    planea~?; plan(?:es)? (?:de|para); borrador; afirma (?:revista|diario|periodico);
    asegura (?:revista|diario|periodico); ensaya~?; negocia~?; ir[ií]a[n]?; llegarian?; preparan?; daria[n]?
    """
)
PAST = any_of(
    r"""
    anniversary; (?:years?|decades?) (?:since|after the); (?:years?|decades?) ago;
    hace (?:\w+ ){1,2}(?:anos?|decadas?); (?:\w+) years on, the; since \w+ \w+ touched down;
    histor(?:y|ic account|ical); recall(?:s|ed|ing)?(?! (?:its |the )?(?:envoy|ambassador));
    remember(?:s|ed|ing)?; look back; looking back; memoir~?;
    redux; the night; by the numbers; how \w+ \w+ (?:spent|won|lost|became);
    rule of specialty; invasion of veracruz; pershing; punitive expedition; haunts?; aniversario;
    \w+ anos (?:despues|de); a (?:\w+ )?(?:\w+) (?:anos|decada); a casi; un ano despues; cronica de;
    la noche en que; el dia (?:en )?que; recuerd~; record(?:o|aron); memorias?; de como; asi fue;
    como (?:fue|se) ; ninos heroes; gesta; reconstru~
    """
)
HAPPENED = any_of(
    r"""
    killed; dead; died; dies; deaths?; struck; bombed; blast; crossed; cross(?:es|ing); flew; flown; flies;
    overflew; landed; entered; crash(?:es|ed)?; found; downs?; downed; seized; arriv(?:e|es|ed); quits?;
    resign(?:s|ed); took place; operat(?:e|ed|ing) (?:in|inside); destroy(?:s|ed); muert~; muri~; murio;
    mueren?; mat(?:o|aron|an|a); bombarde(?:o|a|aron|an); ataco; atacaron; golpeo; cruz(?:o|an|aron); sobrevolo;
    sobrevuela[n]?; volo; vuelan?; aterriz~; ingres(?:o|aron|an|a); entraron; entro; halla[n]?; hallaron; cayo;
    caen?; derrib~; abat(?:en|io|ieron|ido); renunci~; llegan?; llego; llegaron; desembarc~;
    opera(?:n|ron|ba|ban)? en; destruy~; explosion; accidente; desplom~; captur(?:ed|an|o|aron|ad[oa]s?)
    """
)
MEXICO_SPEAKS = any_of(
    r"""
    sheinbaum; mexic~; presidenta; canciller~; noron~; harfuch; sre; sedena; defensa; marina; morena; rocha;
    gobernador~; senad~; alcalde~; secretari~; palacio; obispos?; bishops?; governor~; amlo; lopez obrador; pri;
    pan; pt; ejecutivo; mandataria
    """
)
IF_NOT = any_of(
    r"""
    podriamos; ultimatum; condiciona~; or lose; o se quedan;
    (?:may|could|might) (?:freeze|stop|halt|review|cut); si no hay; unless; a menos que; reopen~; recula
    """
)
HANDED_OVER = any_of(
    r"""
    (?:handed|given|delivered) (?:over )?to; is driven to;
    (?:defend|prais|hail|celebrat|justif|critici[sz]|condemn|after|following)\w*
    (?:\S+ ){0,3}?(?:handing over|sending|expelling);
    (?:defiend|celebr|justific|critic|reproch|tras)\w* (?:\S+ ){0,2}?(?:entrega|envio|traslado);
    extradita[n]?; extradito; extraditaron; extradited; extraditad[oa]s?;
    (?<!su )(?<!la )(?<!una )(?<!contra )entrega[n]? (?!de )(?:\w+ ){0,4}?(?:a|en) ; entrego; entregaron;
    entregad[oa]s?; envia[n]?; envio a;
    enviaron; enviad[oa]s?; manda[n]?; mandaron; mando a; mandad[oa]s?; mandamos; traslada[n]?;
    (?<!su )(?<!el )(?<!un )traslado a;
    trasladaron; trasladad[oa]s?; expulsa[n]?; expulso; expulsad[oa]s?; deporta[n]?; deporto;
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
    ended up; grabbed; bundled; pushed over;
    put on (?:\S+ ){0,3}?(?:planes?|flights?); is now in; is in \w+ now; took (?:\S+ ){1,3}from; taken (?:to|from);
    se rinde[n]?; pone[n]? (?:\S+ ){0,6}?en manos; puest[oa]s? en manos; se l[oa]s? llev(?:o|aron);
    ya (?:duerme|esta|amanece|declara|comparece)[n]? en; subid[oa]s? a; volad[oa]s? a; reaparece[n]? en; aparecio en
    """
)
NEGATED_HANDOVER = any_of(
    r"""
    nieg~ (?:la |su )?extradicion~?; niega (?:la )?entrega; den(?:y|ies|ied) (?:\w+ ){0,3}extradition;
    refus~ to (?:extradite|certify|hand|send|return|give);
    (?:won't|will not|cannot) (?:be )?(?:extradit|hand|send|sent|turn)\w*;
    no (?:sera|seran|lo|la|los|las|se) ?(?:\w+ )?(?:extraditad|entregad|extraditar|entregar)~;
    no (?:entregara|extraditara|enviara)~; ni un~?
    """
)
REFUSED_HANDOVER = any_of(
    r"""
    reject~; refus~; declin(?:e|es|ed); turns? down; turned down; rechaz~; rehus~; le dicen? (?:que )?no;
    opina en contra; advises? against; no (?:proof|extradition|evidence); without (?:hard )?(?:proof|evidence);
    sin (?:pruebas|garantia)~?; falta (?:evidencia|pruebas); devuelve; no somos; jamas; not a crime
    """
)
FUTURE_HANDOVER = any_of(
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
CONDITIONAL = any_of(
    r"""
    (?:two|three|four|several|some|unnamed|anonymous) (?:\w+ )?(?:officials|people|sources|aides|diplomats)
    (?:say|said|tell|told|familiar|briefed); segun (?:\w+ ){0,2}(?:fuentes|funcionarios|custodios|vecinos|testigos);
    habria[n]?; estaria[n]?; podria[n]?; tendria[n]?; alistaria[n]?; buscaria[n]?; rondaria[n]?; reportedly;
    according to (?:\w+ ){0,2}sources?; segun fuentes?; fuentes?; sources? (?:say|said|tell); newspaper says;
    afirma (?:revista|diario); suggest~?; letter shows; guards say; floats?; discuss~?; exploran?; may be;
    could be
    """
)
# The verb of handing over is itself only possible or thought of.
MAY_HAND_OVER = any_of(
    r"""
    (?:could|may|might)(?: soon| yet| also| be)*
    (?:hand|send|sent|extradit|transfer|turn|deliver|expel|deport|fly|flown)~;
    (?:podri|pued)\w+(?: ser)? (?:entreg|envi|extradit|traslad|expuls|mand|deport|remit)(?:ar|ad)~;
    (?:consider|weigh|mull|ponder|discuss|stud|evaluat)(?:s|y|ies|ing|ying|e|es)?(?: whether to)?
    (?:hand|send|extradit|transfer|turn|deliver|expel)(?:ing|e)?;
    (?:evalua|analiza|contempla|estudia|sopesa|baraja|negocia|planea|prepara|alista|busca|piensa)n?(?: mexico)?(?: si)?
    (?:(?:la|el|otra|otro|nueva|nuevo|mas) )?(?:entreg|envi|extradi|traslad|expuls|mand)(?:ar|as?|os?|cion(?:es)?|ion)
    """
)
# A headline that asks what became of those who went.
LOOKS_BACK = any_of(
    r"""
    what (?:has |have )?(?:happened to|became of|become of) (?:the|those|its|mexico's);
    que (?:fue de|paso con|ha sido de) (?:el|la|los|las|aquell[oa]s)
    """
)
NOTICE = any_of(
    "faa; notams?; notices? to (?:pilots|airmen|airlines); aviso a pilotos; avisos? a aerolineas; alerta para volar"
)
WASHINGTON_SPEAKS = any_of(
    r"""
    white house; casa blanca; pentagon; pentagono; trump; rubio; hegseth; vance; us; u\.s\.; washington;
    embassy; embajada; embajador; ambassador; general de eu; american officials?; ee\.? ?uu\.?; eu
    """
)
BILL = any_of(
    r"""
    bill; iniciativa; authori[sz]ation; aumf; resolution; war powers; poderes de guerra; autorizacion de guerra;
    campaign; campana; candidat~; hopefuls?; debate; poll; survey; encuesta
    """
)
KILLED_OR_HIT = any_of(
    r"""
    (?:us|u\.s\.|american) (?:\w+ ){0,2}(?:troops|forces|commandos|soldiers|seals|drones?|agents|marines)
    (?:raid|enter|cross|land|seize|capture|kill|storm|hit|strike|attack|grab|snatch)(?:s|es)?;
    (?:fuerzas|comandos|soldados|tropas|agentes|drones|marines) (?:\S+ ){1,4}?
    (?:captur|entr|atac|mat|bombarde|cruz|irrump|abat|ingres)(?:an|en|aron|ieron);
    (?:us|u\.s\.|american|eu|gringo) (?:strikes?|bombs?|bombed|missiles?|drones?) (?:\w+ ){0,4}(?:kill|hit|destroy)~;
    (?:us|u\.s\.|american) (?:bombs|bombed|hits?|strikes|struck);
    eu (?:ataca|bombardea|bombardeo|ataco|destruye|abate); killed; shot dead; found dead;
    muert[oa]s? (?:en|a|dos|tres|cuatro); mueren; murieron; blast; ultima hora; breaking; eran de la cia;
    were cia; crossed into; cruzan?; cruzaron; sobrevol~; overfl~; sobrevuel~; volo; flew; landed; hallan?;
    hallaron; hikers find; downs; derrib~; renunci~; quits; resigns?
    """
)
WEIGHED = any_of(
    r"""
    sources?; reportedly; people (?:familiar|briefed); officials? (?:say|said|tell); told to;
    draft(?:s|ed|ing)?; quietly; secret; memo; leak(?:s|ed)?; filtra~; revela~; revelo; segun;
    plan(?:s|ned|ning)?; planes; planea~; ensaya; discut~; preve; book; libro; target list; lista de blancos; rehears~;
    train(?:s|ed|ing)? (?:\w+ ){0,3}(?:mission|raids?)
    """,
    MULLS,
)
REFUSING_TONE = any_of(
    r"""
    no; ni; nunca; never; not; nadie; nobody; none; sin; without; don't; nuestr[oa]s?; our; responde~?;
    answers?; replies; hits back; revir~; constitucion; respeto; respect; mexicanas?; fuera; out
    """
)
OLD_YEAR = any_of("1[89]\\d\\d", "200\\d", "201\\d")
COURT = any_of(
    r"""
    judge; court; juez; jueza; tribunal; judicial; corte; amparo
    """
)
ORDER = any_of(
    r"""
    (?:orders?|ordered|ordena|ordeno|authori[sz]e[sd]|approve[sd])
    (?:\S+ ){0,3}?(?:strikes?|ataques?|bombings?|raids?|bombardeos?);
    sign(?:s|ed)? (?:\w+ ){0,3}(?:order|directive); executive order; notam; faa; aviso a pilotos;
    firm(?:a|o) (?:\w+ ){0,3}(?:orden|directiva); orden ejecutiva;
    senate (?:\w+ ){0,2}(?:admits|approves|waves|lets|permits); senado (?:aprueba|autoriza|avala|permite|abre);
    lets?; gets? leave; permite~?; autoriza~?; avala~?; acepta~?; aprueba~?; prorroga
    """
)

# --- what a cue has to be about ---------------------------------------------------------------------------------------

# Moving a person, as what is denied, refused or asked for; and armed force likewise.
TRANSFER = any_of(
    r"""
    extradi~; entreg~; envi(?:o|os|e|en|ar|ara|aran|ad[oa]s?|aron)~?; traslad~; devol~; devuel~; expuls~; expel~;
    deport~; repatri~; remi(?:te|ti|s)~; hand(?:s|ed|ing)?; handovers?; turn(?:ed|ing)? over; transfer~;
    send(?:s|ing)?; sent; flights?; fly; flown; vuelos?; batch(?:es)?; prisoners?; reos?; capos?; surrender~; return~;
    deliver~; swap; abduct~; secuestr~; sustra~; extra(?:er|ccion|id)~; petition; request~; solicitud; peticion
    """
)
FORCE = any_of(
    r"""
    strikes?; bomb~; drones?; dron; missiles?; misil~; troops?; tropas?; soldiers?; soldados?; boots; botas; raids?;
    commandos?; comandos?; invad~; invas~; incurs~; interven~; injerenc~; attack~; ataques?; atac~; militar~; military;
    army; ejercito;
    marines?; agents?; agentes?; marshals?; operativos?; operations?; operacion~; cia; force; fuerzas?; bombarde~
    """
)
CLAIM = any_of("reports?; claims?; rumou?rs?; versi[o]n~; reporte~; dichos; having asked; haber \\w+; hay~; any deal")
# "denies the charges", "niega ser el jefe", "denied bail": said by or of somebody who is before a court.
NOT_THE_EVENT = any_of(
    r"""
    bail; fianza; visas?; hearings?; audiencias?; access; acceso; entry; lawyers?; abogados?; visits?; visitas?; parole;
    libertad; wrongdoing; violat~; violacion~; abus~; pressure; presion~; tortur~; mistreat~; irregular~;
    cargos; charges; acusacion~; accusations?; allegations?; culpa~; guilt; being; ser;
    tener; ties;
    vinculos; nexos; links; haber matado; killing; medical; atencion; consular; due process; debido proceso; comment
    """
)
ASKS = any_of(
    r"""
    ask(?:s|ed|ing)?; seek(?:s|ing)?; sought; wants?; demand(?:s|ed|ing)?; urg(?:e|es|ed); press(?:es|ed)?;
    call(?:s|ed)? (?:for|on); petition(?:s|ed); fil(?:es|ed) (?:\w+ )?for; push(?:es)? for; request(?:s|ed|ing)?;
    pid(?:e|en|io|ieron|iendo); solicit(?:a|an|o|aron); reclam(?:a|an|o); exig(?:e|en|io|ieron); demanda[n]?;
    quiere[n]?; busca[n]?; inst(?:a|an|o) a; llama a; insiste; presiona[n]?; tramita[n]?; ordena pedir; va por
    """,
    not_before=_AN_AIM,
)
A_MOVE = any_of(
    r"""
    extradit(?:e|ion); extradicion(?:es)?; extraditar~; extradite~; entreg(?!ad|aron|o(?!\w))~; devol~; devuelv~;
    regres(?:o|e|en|ar|arlo); detencion~; detener~; arrest(?:s|o)?; captur(?:a|e|ar); deliver(?:ed|y)?;
    hand(?:ed)? over;
    hand; surrender; return(?:ed)?; bring; sen[dt]; given? up; devuelt~; transfer; traslado; trasladar; trai?g~;
    traer~; repatri~; purgar
    """
)
A_REQUEST = any_of(
    r"""
    (?:extradition|arrest|transfer) (?:requests?|bids?|petitions?|papers|paperwork);
    (?:solicitud|pedido|peticion|orden|tramite|requerimiento)(?:es)?
    (?:\w+ ){0,3}de (?:\w+ ){0,2}(?:extradicion|detencion|entrega|captura|arresto);
    pedid[oa]s? en extradicion; begin paperwork; hand over (?:the|those); let .{3,40}? do
    """
)
TO_KNOW = any_of(
    r"""
    expl[ai]~; mostrar; show; saber; know; answers?; respuestas?; details?; detalles?; informe~?; informacion;
    information; consular; visits?; visitas?; names; nombres; cuentas; accountability; aclar~; transparen~; legal basis
    """
)
# A clause before the main one: "After strike warning, Mexico hands over ten".
SUBORDINATE = re.compile(
    r"^[\"']?(?:tras|luego de|despues de|ante|con|a (?:dias|horas|semanas) de|pese a|despite|after|amid|following|as"
    r"|(?:days|hours|weeks|months) after|(?:dias|horas|semanas) despues de)(?!\w)([^,]{3,100}), (.+)"
)
CUT = re.compile(r"[;:?!|¿¡]\s*|\s[-\u2013\u2014]\s")
OBJECT_ENDS = re.compile(
    r"(?<!\w)(?:before|after|antes|tras|mientras|while|but|pero|though|aunque|as|y|and)(?!\w)|[,;:]"
)

# --- force ------------------------------------------------------------------------------------------------------------

NOBODY_DID = any_of(
    r"""
    (?:no|ningun|not a|ni un(?:a)?|none of) (?:\S+ ){0,3}?(?:agent|agente|soldier|soldado|tropa|marine|force|american)~
    (?:\S+ ){0,4}?(?:oper[oa]|particip|set foot|entered|took part|interven|intervin|made an arrest|hizo|estuv)~;
    rechaz(?:a|o|an) que; no lo detuvo; only (?:information|intelligence); solo informacion; stands? down; just a drill;
    did(?:n't| not) (?:post|order|enter|happen|strike|send)
    """
)
US_ROLES = any_of(
    r"""
    congress(?:man|woman); congresista; senador (?:de|por) \w+; sen\.; republican~; republicano~; gop; us attorney;
    vance; secretary of; presidente de eu; president; pentagon; pentagono; white house; casa blanca; washington;
    (?:us|u\.s\.|american) (?:officials?|general|leader|envoy|ambassador); embajador de eu; house bill
    """
)
MX_ROLES = any_of(
    r"""
    sheinbaum; presidenta; canciller~; foreign minist~; sre; sedena; defensa; semar; senado; diputad~; morena; pan; pri;
    pt; gobernador~; alcalde~; mandataria; obispos?; bishops?; palacio; mananera; unam; (?:sonora|sinaloa|chihuahua|baja
    california|tamaulipas|jalisco|durango) governor; security chief; secretaria de gobernacion;
    ^(?:mexico|mexicans?)(?! (?:operation|strike|raid)); mexico (?:says?|reject|refus|rechaza|condena)~
    """
)
# What a main clause stands before: "insiste tras la captura de ...", "protest over dead agents".
AFTERMATH = re.compile(
    r"(?<!\w)(?:tras|after|following|luego de|despues de|over (?:the )?(?:dead|deaths?|killings?)"
    r"|por (?:la )?(?:muert|asesin))"
)
SENATE = any_of("senat~; senad~")
PONDERS = any_of(
    r"""
    reviews?; studies; leans? on; presiona[n]?
    """,
    MULLS,
)
# "at Mexico's request": why, not what.
AT_REQUEST = re.compile(r"(?<!\w)(?:at (?:\S+ ){1,3}?request|a (?:peticion|solicitud) (?:expresa )?de)(?!\w)")
