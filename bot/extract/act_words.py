"""Words of acts: which verbs and nouns tell of which act, and what beside them says that they do not.

Imports its sibling tokens. All words are folded (tokens.flatten); `bot/extract/acts.py` reads them.
"""

from collections.abc import Mapping

from bot.extract.tokens import words


def _ar(*stems: str) -> str:
    """Regular Spanish verbs in -ar: headlines tell in the present and without a subject, "procesan a ocho"."""
    return rf"(?:{'|'.join(stems)})(?:o|a|an|aron|ar|ara|aran|aria|arian|ad[oa]s?|ando|aba|aban)"


ACTS: Mapping[str, tuple[str, str, str]] = {
    "transfer": (
        "hand(?:s|ed|ing)?|transfer(?:s|red|ring)?|sen(?:d|ds|t|ding)|ship(?:s|ped|ping)?|fl(?:y|ies|ew|own|ying)|"
        "turn(?:s|ed|ing)?|"
        "deliver(?:s|ed|ing)?|surrender(?:s|ed|ing)?|expel(?:s|led|ling)?|deport(?:s|ed|ing)?|moved?|moves|moving|"
        "traslad\\w+|envi(?:o|a|an|aron|ar|ara|aran|aria|ado|ada|ados|adas|ando|en|e|aba|aban)|mand(?:o|a|an|aron|ar|"
        "ado|ada|ados|adas)|"
        "entreg(?:o|a|an|aron|ar|ara|aran|aria|arian|ado|ada|ados|adas|ando|ue|uen|aba)|remit(?:io|ieron|ir|ido|"
        "idos|e|en)|"
        "expuls(?:o|a|an|aron|ar|ara|aran|ado|ada|ados|adas)|deport(?:o|aron|a|an|ar|ado|ada|ados|adas)|ced(?:io|"
        "ieron|er|ido|idos)|"
        "llev(?:o|aron|ar|aria|arian|aran|ado|ada|ados|adas|a|an|aba|aban)|puest[oa]s?|puso|pon(?:e|en|ian?)|pusieron|"
        "transfi(?:r|ere)\\w*|transferid[oa]s?|removed?|tak(?:e|es|en|ing)|gave|give|given|gives|giving|put|puts|putting|"
        "placed|"
        "subid[oa]s?|subi(?:o|eron)|ferr(?:y|ied|ies)|transport(?:s|ed)?|transport(?:o|aron|"
        "ad[oa]s?)|whisked|airlifted|hauled|bundled|shuttled|carr(?:y|ies|ied)|brought|pulled|load(?:ed|ing)?|ceded|"
        "sac(?:o|aron|ad[oa]s?)|devuel\\w+|devolv\\w+|repatri\\w+|returned|receiv(?:e|es|"
        "ed|ing)|"
        "recib(?:e|en|io|ieron|id[oa]s?)|repartid[oa]s?|distribuid[oa]s?|regal(?:o|aron|ad[oa]s?)|rendered|"
        "relinquish\\w*|dan|dio|dieron|driven|drove|releas(?:e|es|ed|ing)|freed|solt(?:o|aron|ar|aria|arian|ara|aran|"
        "ados?)|"
        "liber(?:o|aron|ar|aria|ara)|marched|" + _ar("despach", "embarc"),
        "transfers?|handovers?|traslados?|envios?|entregas?|expulsion(?:es|s)?|delivery|deliveries|renditions?|"
        "transferencias?|remesas?|planeloads?|cesion|traspaso|repatriacion(?:es)?|devolucion",
        "abord(?:o|aron|an|aban)|board(?:ed|s)?|land(?:ed|s)?|aterriz(?:o|aron|an)|arriv(?:ed|es|e)|lleg(?:o|aron|an)|"
        "viaj(?:o|aron|an|aba|aban)|travell?ed|travel|touched|salieron|salio|salen|parti(?:o|eron)|vol(?:o|aron|"
        "aban)|vuelan?|parten|viajan|cruzan|"
        "cruz(?:o|aron)|crossed|arrib(?:o|aron)|despeg(?:o|aron)|embarked",
    ),
    "extradite": (
        "extradit(?:e|es|ed|ing|o|a|an|aron|ar|ara|aran|aria|arian|ado|ada|ados|adas)",
        "extraditions?|extradicion(?:es)?",
        "",
    ),
    "arrest": (
        "arrest(?:s|ed|ing)?|captur(?:e|es|ed|ing|o|a|an|aron|ar|ado|ada|ados|adas)|detain(?:s|ed|ing)?|nab(?:s|bed|bing)?|"
        "deten(?:er|idos?|idas?|dra|dran)|detuv(?:o|ieron)|detiene(?:n)?|aprehend(?:io|ieron|er|idos?|idas?)|aprehende(?:n)?|"
        "arrest(?:o|aron|a|an|ar|ado|ada|ados|adas)|apprehend(?:s|ed)?|jailed|locked|"
        "bust(?:s|ed)?|caught|catch(?:es)?|round(?:s|ed|ing)?|nets?|nett(?:ed|ing)|taken|dragged|recaptur\\w+|"
        "asegurad[oa]s|somet(?:e|en|io|ieron|id[oa]s?)|pick(?:ed|s)|" + _ar("atrap", "apres", "encarcel"),
        "arrests|arrestos?|detencion(?:es)?|capturas?|aprehension(?:es)?|apprehensions?|round-?ups?|redadas?",
        "held|cae(?:n)?|cay(?:o|eron)",
    ),
    "kill": (
        "kill(?:s|ed|ing)?|murder(?:ed|s)?|gun(?:s|ned)?|shoots|executing|murdering|slays?|slaying|slain|shot|execut(?:ed|es?)|"
        "massacre[sd]?|mat(?:o|a|an|aron|ar|ado|ados|adas)|"
        "asesin(?:o|a|an|aron|ar|ado|ada|ados|adas)|abat(?:io|ieron|e|en|ir|idos?|idas?)|ejecut(?:o|a|an|aron|ado|ada|ados|"
        "adas)|"
        "neutrali[sz]ed|neutralizad[oa]s|ultim(?:o|a|an|aron|ad[oa]s?)|lynched|claimed|victim(?:an|aron)|cobr(?:o|aron)|"
        "calcinad[oa]s?|baleados|" + _ar("acribill", "masacr", "linch"),
        "deaths?|killings?|murders?|homicides?|massacres?|masacres?|matanzas?|ejecucion(?:es)?|executions?|toll|muertes?|homicidios?|asesinatos?|fatalities|bajas|asesino|homicida|"
        "killer|murderer",
        "die[sd]?|dying|perish(?:ed)?|muri(?:o|eron)|muere(?:n)?|mueren|falleci(?:o|eron)|fallece(?:n)?|"
        "perdi(?:o|eron|do)|pierden?|murio|dead|morir\\w*|fell|"
        "muert[oa]s?|fallecid[oa]s?|caid[oa]s|lost",
    ),
    "injure": (
        "wound(?:s|ed|ing)?|injur(?:ed|es|ing)|hurts?|maimed|treated|atendid[oa]s|internad[oa]s|hospitali[sz]ed|"
        "hir(?:io|ieron)|"
        "lesion(?:o|an|aron|ado|ada|ados|adas)|hier(?:e|en)|" + _ar("hospitaliz"),
        "heridas|injuries",
        "heridos?|lesionados?|lesionadas?|herida",
    ),
    "vanish": (
        "kidnap(?:ped|s|ping)?|abduct(?:ed|s)?|snatch(?:ed|es)?|levant(?:o|a|an|aron)|levantad[oa]s?|"
        + _ar("secuestr", "plagi", "rapt"),
        "disappearances?|desaparicion(?:es)?|abductions?|kidnappings?|secuestros?|rastro",
        "disappear(?:ed|s)?|vanish(?:ed)?|missing|unaccounted|aparecer|aparecen?|desaparec(?:e|en|io|ieron|idos?|"
        "idas?)|"
        "localizad[oa]s",
    ),
    "displace": (
        "displac(?:ed|es|ing)|desplaz(?:o|aron|ado|ada|ados|adas)|uprooted|driven|"
        "drove|forced|forzaron|obligaron|"
        "obligo|evicted|expulsad[oa]s|evacuat\\w+",
        "displacement|desplazamientos?",
        "flee(?:s|ing)?|fled|left|leave|leaving|dejado|dejaron|dejar|abandonar|hu(?:ye|yen|yo|yeron)|huid[oa]s?|"
        "abandon(?:o|aron|ado|"
        "an|ed)|refugiad[oa]s|evacuad[oa]s",
    ),
    "indict": (
        "charg(?:e|es|ed|ing)|indict(?:s|ed|ing)?|accus(?:e|es|ed|ing)|unseal(?:s|ed)?|prosecut(?:e|es|ed)|"
        "arraign(?:ed|s)?|names?|named|implicat(?:es|ed)|"
        "acus(?:o|a|an|aron|ar|ado|ada|ados|adas)|imput(?:o|a|an|aron|ar|ado|ada|ados|adas)|senalad[oa]s|"
        "formul(?:o|an|aron)|consign(?:o|an|aron|ado|ados)|" + _ar("vincul", "proces", "encaus"),
        "indictments?|acusacion(?:es)?|complaint|charges|cargos|imputacion(?:es)?|denuncia",
        "",
    ),
    "seize": (
        "seiz(?:e|es|ed|ing)|confiscat(?:e|es|ed|ing)|intercept(?:s|ed|ing)?|recover(?:ed|s|ing)?|impound(?:ed)?|"
        "f(?:ou|i)nds?|"
        "discover(?:s|ed|ing)?|uncover(?:s|ed|ing)?|pull(?:s|ed)?|tak(?:es?|en|ing)|took|nett?(?:s|ed|ing)?|stop(?:s|"
        "ped)?|"
        "grab(?:s|bed)?|held|carr(?:y|ied|ying)|haul(?:s|ed|ing)?|detect(?:s|ed|o|aron|ad[oa]s?)?|bust(?:s|ed)?|"
        "hid(?:den)?|"
        "surrendered|collected|removed|report(?:ed|an|aron)|escond\\w+|oculta\\w*|llevaba[n]?|transportaba[n]?|"
        "recuper(?:o|a|an|aron|ad[oa]s?)|detien(?:e|en)|encuentra[n]?|encontr(?:o|aron|ad[oa]s?)|hallan?|localizan?|"
        "arrebat\\w+|sac(?:o|aron)|quit(?:o|aron|ad[oa]s?)|retir(?:o|aron|ad[oa]s?)|retenid[oa]s?|incautan?|"
        "asegur(?:o|a|an|aron|ar|ado|ada|ados|adas|ando)|decomis(?:o|a|an|aron|ar|ado|ada|ados|adas)|"
        "incaut(?:o|a|an|aron|ar|ado|ada|ados|adas)|confisc(?:o|a|an|aron|ad[oa]s?)|hall(?:o|aron|ado|ados|adas)|"
        "localiz(?:o|aron|ada|adas|ado|ados)|destru(?:yo|yeron|ido|ida|idos|idas)|intercept(?:o|a|an|aron|ado|ados|ada|"
        "adas)|requis\\w+",
        "seizures?|busts?|hauls?|consignments?|shipments?|decomisos?|incautacion(?:es)?|aseguramientos?|"
        "cargament\\w+|alijos?|"
        "caches?|confiscation|finds?|discovery|hallazgos?|golpes?|stash(?:es)?|loads?|operativos?|cateos?",
        "",
    ),
    "dismantle": (
        "dismantl(?:e|es|ed|ing)|destroy(?:s|ed|ing)?|disabl(?:e|es|ed|ing)|raid(?:ed|s|ing)?|torn|knocked|took|"
        "taken|burn(?:ed|t)|"
        "f(?:ou|i)nds?|discover(?:s|ed)?|uncover(?:s|ed)?|locat(?:es|ed)|bust(?:s|ed)?|wreck(?:s|ed)?|localiz(?:a|an)|"
        "encuentran?|hallan?|desmont(?:o|aron|ad[oa]s?)|desarticul\\w+|clausur\\w+|incendi\\w+|quem(?:o|aron|ad[oa]s?)|"
        "destruye[n]?|inhabilita[n]?|desmantel(?:o|a|an|aron|ar|ado|"
        "ada|ados|adas)|"
        "inhabilit(?:o|aron|ar|ado|ada|ados|adas)|destru(?:yo|yeron|ir|ido|ida|idos|idas)|neutraliz\\w+|shut",
        "desmantelamientos?|destruccion|destruction|dismantling",
        "",
    ),
    "escort": (
        "escort(?:s|ed|ing)?|guard(?:ed|ing)|deploy(?:s|ed|ing)?|custodi(?:o|aron|a|an|ado|ados|ar)|vigil(?:o|aron|"
        "a|an)|"
        "moviliz(?:o|aron|ado|ados|ar)|particip(?:o|aron|a|an|ated|ate)|despleg(?:o|aron|ado|ados|ar)|resguard(?:o|"
        "aron|ado)|"
        "escolt(?:o|aron|a|an|ado)|involv(?:ed|es|ing)|protected|guarding|took|intervinieron|overs(?:aw|een)|"
        "mobili[sz]ed|"
        "patrol(?:s|led)?|accompan(?:y|ied)|acompan(?:o|aron|ado|ados|aba|aban)|stood|resguard(?:ar|aban|a|an)|"
        "secur(?:ed|ing)|"
        "cerr(?:o|aron)|flanked|shadowed|emple(?:o|aron|ad[oa]s?)|utiliz(?:o|aron|ad[oa]s?)|us(?:ed|aron)|needed|"
        "watched|tom(?:o|aron)|"
        "formaron|desplaz(?:o|aron)|cuid(?:o|aron)|blindaron",
        "escolta|escort|dispositivo|despliegue|deployment|convoys?|caravanas?|custodia|cordon",
        "",
    ),
    "request": (
        "request(?:s|ed|ing)?|ask(?:s|ed|ing)?|sought|seek(?:s|ing)?|demand(?:s|ed|ing)?|want(?:s|ed)?|"
        "solicit(?:o|a|an|aron|ar|ado|ada|ados|adas)|pid(?:e|en|io|ieron)|pedir|pedid[oa]s|reclam(?:o|a|an|aron|ado|"
        "ados)|"
        "requer(?:idos?|idas?)|requiere(?:n)?|exig(?:e|en|io|ieron)|buscad[oa]s?|file[sd]?|submitted|lodged|"
        "present(?:o|aron|ado)",
        "requests?|solicitud(?:es)?|peticion(?:es)?|demands",
        "",
    ),
    "refuse": (
        "refus(?:e|es|ed|ing)|den(?:y|ied|ies|ying)|rebuff(?:ed|s)?|returned|thrown|threw|tossed|desestim(?:o|aron|"
        "ad[oa]s?)|devolvi(?:o|eron)|devuelt[oa]s|deneg(?:o|"
        "aron|ad[oa]s?)|desech(?:o|aron|"
        "ad[oa]s?)|turned down|spurned|reject(?:s|ed|ing)?|turned|declined|"
        "neg(?:o|aron|ado|ada|ados|adas)|nieg(?:a|an)|rechaz(?:o|a|an|aron|ado|ada|ados|adas)|"
        "block(?:ed|s)|fren(?:o|aron|ado|ados|adas)",
        "refusals?|negativas?|rechazo",
        "",
    ),
    "sentence": (
        "sentenc(?:ed|es|ing|io|iaron|iado|iada|iados|iadas)|condemn(?:ed)?|conden(?:o|a|an|aron|ado|ada|ados|adas)|"
        "fac(?:e|es|ed|ing)|jailed|imprison(?:ed)?|enfrent(?:a|an|aria|arian|ar)|serv(?:e|es|ed|ing)|purg(?:a|an|"
        "ar)|impus(?:o|ieron)",
        "prison|jail|sentences?|sentencias?|condenas?|penas?|prision|carcel|bars|rejas|cadena",
        "",
    ),
    "strike": (
        "str(?:ike|ikes|uck|iking)|sinks?|sinking|hunden?|bomb(?:ed|s|ing)?|hit(?:s|ting)?|sank|sunk|atac(?:o|aron|"
        "ado|ados|adas|ar|a|an)|attack(?:s|ed|ing)?|blows?|blew|blown|destroy(?:s|ed)?|destru(?:ye|yen|yo|yeron)|"
        "bombarde\\w+|destruid[oa]s?|"
        "hund(?:io|ieron|idas?|idos?)",
        "strikes?|airstrikes?|attacks?|ataques?|bombardeos?|campaign|campana",
        "",
    ),
}
"""Of each class of acts: verbs by their forms, words that are nouns of it, and verbs whose subject undergoes it."""
BE = frozenset(
    words(
        "was were is are be been being get got fue fueron ser sido son es era eran sera seran siendo sean fuera "
        "resultaron resulto quedaron quedo estan estaban reported confirmed reportan reportaron han"
    )
)
"""Before a participle: it is passive."""
ACCUSED = frozenset(
    words(
        "wanted charged accused convicted suspected sought guilty facing trial conspiracy conspiring charges counts "
        "buscado buscados buscada buscadas requerido requeridos requerida requeridas acusado acusados acusada senalado "
        "senalados procesado procesados condenado condenados imputado imputados delito delitos cargos culpable orden "
        "ordenes vinculado vinculados reclamado reclamados vinculo vincularon imputo imputan acuso acusan"
    )
)
"""Before a killing: it is what somebody is accused of, and tells of nobody's death."""
CHARGED_AFTER = (
    ["suspect"],
    ["suspects"],
    ["charge"],
    ["charges"],
    ["case"],
    ["conspiracy"],
    ["trial"],
    ["warrant"],
    ["offenses"],
)
"""The same behind it: "murder suspect"."""
ONLY_BEFORE = {
    "a": frozenset(words("ejecuta ejecutan ejecuto ultima levanta levanto")),
    "dead": frozenset({"shoots"}),
    "down": frozenset({"gun", "guns"}),
    "up": frozenset(words("blows round rounds rounding")),
}
"""Words of everyday use that are acts only where this one follows at once or soon: "ejecuta a cinco", "guns down"."""
PROCEEDINGS = (["hearing"], ["hearings"], ["treaty"], ["process"], ["proceedings"], ["battle"], ["law"], ["order"])
"""Behind "extradition": no act, "the extradition treaty"."""
NOUN_OR_VERB = frozenset(
    words("transfers arrests arrest requests strikes transfer murders massacre massacres request entrega")
)
"""Plural nouns that may be verbs; what stands beside them tells."""
ASKS = frozenset(
    words(
        "pide piden pidio pidieron solicita solicito exige exigen exigio ordena ordeno reclama urge autoriza "
        "autorizo autorizan avala avalo aprueba aprobo"
    )
)
"""Before an infinitive: it is asked for or allowed."""
PARTICLES = {
    "hand": ("over", "up", "to"),
    "turn": ("over",),
    "give": ("up", "us", "washington"),
    "tak": ("to",),
    "releas": ("to",),
    "freed": ("to",),
    "solt": ("para", "a", "al", "alguaciles"),
    "liber": ("para", "alguaciles"),
    "driven": ("to",),
    "drove": ("to",),
    "brought": ("to", "from", "north"),
    "carr": ("to", "north", "across", "group", "prisoners", "inmates", "detainees", "suspects", "them"),
    "pull": ("from",),
    "return": ("to",),
    "receiv": ("from", "inmates", "prisoners", "suspects", "detainees", "fugitives"),
    "recib": ("de", "reos", "capos", "presos"),
    "load": ("planes", "plane", "aircraft", "jets", "onto", "aboard", "for"),
    "touched": ("down",),
    "arriv": ("in", "at", "to"),
    "lleg": ("a",),
    "sali": ("de", "rumbo", "hacia", "a"),
    "sale": ("de", "rumbo", "hacia", "a"),
    "sac": ("de",),
    "pon": ("a", "disposicion", "aviones", "avion"),
    "pusieron": ("a", "disposicion", "aviones", "avion"),
    "land": ("in", "at"),
    "cruz": ("a", "hacia", "puente", "frontera"),
    "cross": ("to", "into", "bridge"),
    "put": ("planes", "plane", "flight", "flights", "aircraft", "jets", "jet", "custody"),
    "placed": ("planes", "plane", "flight", "flights", "custody", "aircraft"),
    "subi": ("avion", "aviones", "aeronave", "aeronaves", "vuelo"),
    "puesto": ("a",),
    "march": ("onto", "aboard", "to"),
    "puso": ("a",),
    "ponen": ("a",),
    "gave": ("up", "us", "washington"),
    "giv": ("up", "us", "washington"),
    "dan": ("eu", "eeuu", "washington"),
    "dio": ("eu", "eeuu", "washington"),
    "dieron": ("eu", "eeuu", "washington"),
    "fl": ("to", "north", "out", "into", "on", "from", "aboard"),
}
"""Verbs of everyday use, by how they begin, are handovers only with one of these words soon behind them."""
OTHER_SENSE = {
    "carr": ("out", "on"),
    "take": ("part", "place", "office", "down", "off"),
    "took": ("part", "place", "office", "down", "off"),
    "turn": ("down", "out", "into"),
    "move": ("its", "to"),
    "brou": ("about", "charges"),
    "pull": ("out", "off"),
}
"""Right behind a verb that begins so, these words make it no handover: "carried out"."""
LEADING = frozenset(words("leading leads lead lleve lleven conduzca conduzcan permita warrant warrants orden ordenes"))
"""Before "arrest": nobody has been arrested, "information leading to the arrest"."""
FORCING = frozenset(
    words("driven drove forced forzaron obligaron obligo expulsadas expulsados left leave leaving dejado dejaron dejar")
)
"""Verbs that displace people only where a home is left."""
HOMES = frozenset(
    words(
        "out off homes home houses villages communities towns casas hogares comunidades pueblos huir dejar "
        "abandonar flee leave"
    )
)
"""What is left then."""
INDICTING = frozenset(words("complaint indictment charges acusacion filing prosecutors jury"))
"""Before "names": whom an indictment names."""
