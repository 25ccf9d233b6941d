"""What a headline says about the event besides what it is: done or only said, northward or home, a step in court. Pure.

May import bot.text only. Each answers yes or no from the words of one line, in either language; `vetoes` weighs them.
"""

import functools
import re

from bot.text import fold
from bot.text.verbs import MULLS

MAX_CHARS = 400  # of a headline that are read; a longer one is no headline

# Steps of a case whose defendant is handed over, or is to be.
_COURT_STEP = re.compile(
    r"\b(?:pleads?|pleaded|arraign\w*|first (?:\w+ ){0,2}(?:court )?appearance\w*|(?:appears?|appeared) (?:in|before)|"
    r"sentenc\w*|convict(?:ed|ion)|found guilty|trial|bail|bond|court|judge|magistrate|extradition hearing|appeals?|"
    r"charges (?:announced|unsealed)|death penalty|se declar\w+|comparec\w+|audiencia|condena\w*|culpable|"
    r"sentenci\w*|fianza|juicio|juez|jueza|tribunal|corte|vincul\w+ a proceso|impugn\w*|apel\w+|litig\w+|"
    r"defensa|abogad\w+|lawyers?|attorneys?|pena de muerte|recurso|cargos)\b"
)
SUMMONS = (  # how a government calls another's ambassador in, or its own back
    r"(?:summons?|summoned|recalls?|recalled) (?:\w+ ){0,2}(?:ambassador|envoy)|"
    r"(?:convoca|cita|llama)\w* (?:(?:al|a su|a) (?:\w+ )?embajador\w*|a consultas)"
)
_STEPS = {  # of a case that an editor wants told once each, whatever else is known
    "plea": re.compile(r"\bplead(?:s|ed)? (?:\w+ )?guilty\b|\bse declar\w+ (?:no )?(?:culpable|inocente)s?\b"),
    "verdict": re.compile(
        r"\b(?:convicted (?:of|in|on)|found guilty|acquitted|hallan? culpable|declaran? culpable|absuelv\w+)\b"
    ),
    "sentence": re.compile(
        r"\b(?:sentenced to|gets \d+ years|(?:sentencia\w*|condena\w*) a (?:\w+ ){1,6}(?:anos|perpetua)|"
        r"cadena perpetua|life (?:sentence|in prison))\b"
    ),
    "appeal": re.compile(
        r"\b(?:(?:files?|filed|to|will|prosecutors|lawyers?) appeals?|appeals (?:ruling|order|suspension|injunction|"
        r"decision)|impugn(?:a|an|o|ara|aran)|apel(?:a|an|o|ara|aran))\b"
    ),
    "charges": re.compile(
        r"\b(?:(?:lists|unseals?|announces|details) (?:the )?(?:charges|indictment)|charges unsealed|"
        r"names the \w+ (?:sent|handed|transferred|moved|flown)|nombres y cargos)\b"
    ),
    "protest": re.compile(
        r"\b(?:files?|filed|lodges?|lodged|sends?|sent|delivers?) (?:an? |its )?(?:\w+ ){0,2}(?:protest|"
        r"note of protest|diplomatic note)\b|\bnota (?:diplomatica|de protesta)\b|"
        rf"\bprotesta (?:formal|diplomatica)\b|\b(?:{SUMMONS})\b"
    ),
    "hearing": re.compile(
        r"\b(?:arraign(?:ed|ment)|first (?:\w+ ){0,2}(?:court )?appearance|primera audiencia|comparece(?:n|ra)? ante)\b"
    ),
}
# What a court or a prosecutor does with somebody who was handed over before.
_IN_COURT = re.compile(
    r"\b(?:seek\w*|sought|pursu\w+|ask\w* for|fac(?:e|es|ing)|rul(?:e|es|ed|ing) out|drop(?:s|ped)?|spare[sd]?|"
    r"avoids?|escapes?|weighs?|takes?|push\w*) (?:[^\W\d]+ ){0,3}death (?:penalty|sentence)\b|"
    r"\bdeath penalty (?:\w+ ){0,2}(?:off the table|ruled out|dropped|for|against|over)\b|"
    r"\b(?:ped\w+|pid\w+|busc\w+|solicit\w+|descart\w+|retir\w+|enfrent\w+|evit\w+|libr\w+|renunci\w+|exig\w+|"
    r"perdon\w+|recomend\w+) (?:[^\W\d]+ ){0,4}pena (?:de muerte|capital)\b|"
    r"\b(?:convicted|denied bail|appear(?:s|ed)? (?:in|before)|gets? (?:\d+|life)|comparec\w+ (?:ante|en)|"
    r"(?:sentencian?|condenan?) a|niegan? (?:la )?(?:fianza|libertad))\b|"
    + "|".join(_STEPS[step].pattern for step in ("plea", "verdict", "sentence", "hearing"))
)
_MOVED_BEFORE = re.compile(
    r"\b(?:extradited|handed over|sent|flown|transferred|expelled|turned over|extraditad[oa]s?|entregad[oa]s?|"
    r"enviad[oa]s?|trasladad[oa]s?|expulsad[oa]s?)\b"
)
_MOVES_NOW = re.compile(  # or is to be moved
    r"\b(?:extradites?|hands?(?: \w+){0,4} over|handing over|sends?|sending|transfers?|ships?|flies|flew|expels?|"
    r"turns? over|delivers?|"
    r"extraditan?|extradito|extraditaron|entregan?|entrego|entregaron|entregar\w*|envian?|envio|enviaron|enviar\w*|"
    r"trasladan?|traslado|trasladaron|expulsan?|expulso|llegan?|llego|llegaron|arriv\w+|lands?|landed|approv\w+|"
    r"grants?|granted|aprueb\w+|autoriz\w+|conced\w+|handover|to be (?:extradited|sent|handed)|"
    r"extradition (?:hearing|request|fight|case|to)|extradicion a|"
    r"ser (?:extraditad|entregad|enviad|trasladad)[oa]s?|seran?)\b"
)
_BREAK = re.compile(r"[,;:]| [-–—] ")
_HOMEWARD = re.compile(
    r"\b(?:finish|serve|serving|complete|end|cumpl\w+|termin\w+|compurg\w+|purg\w+) (?:\w+ ){0,4}"
    r"(?:sentences?|terms?|condenas?|penas?|sentencias?)\b"
    r"|\b(?:repatriad\w+|connacionales|tratado de (?:ejecucion de )?sentencias|a penales nacionales)\b"
    r"|\b(?:us|united states|eu|eeuu|ee uu|estados unidos|washington) "
    r"(?:sends?|sent|returns?|returned|hands?|handed|devuelve|devolvio|entrega|entrego|envia|envio|regresa|regreso) .*"
    r"\b(?:(?:a|to) mexico|home)\b|\bdesde (?:carceles|prisiones|penales) estadounidenses\b"
    r"|\b(?:extradicion desde|extraditad[oa] (?:por|desde)) (?:eu|eeuu|ee uu|estados unidos)\b"
    r"|\bto mexican (?:jails?|prisons?)\b|\bsentenciad\w+ en (?:eu|estados unidos)\b"
    r"|\b(?:prisoners?|inmates?|convicts|mexicans|mexican nationals|mexicanos|presos|reos|sentenciados)\b.*"
    r"\b(?:under|por) (?:\w+ ){0,2}(?:treaty|tratado)\b"
    r"|\b(?:prisoners?|inmates?|convicts) (?:\w+ ){0,2}(?:sent|returned|flown|moved|transferred|cross|back) "
    r"(?:\w+ )?to mexico\b|\btransfer of (?:\w+ )?sentenced\b"
    r"|\bsentenciad\w+ (?:\w+ ){0,2}(?:procedentes de|desde|(?:devuelt|enviad|entregad)[oa]s por) "
    r"(?:eu|eeuu|estados unidos)\b"
    r"|\b(?:regresan?|vuelven?|devuel\w+|return\w*) .*\b(?:mexicanos|mexicans|sentenciad\w+|condena\w*|sentences)\b"
)
_NORTHWARD = re.compile(
    r"\b(?:to|into|in|a|hacia|hasta|rumbo a|en manos de|autoridades de) "
    r"(?:the |los |cortes de |carceles de |prisiones de )?"
    r"(?:us|united states|american|estados unidos|eu|eeuu|ee uu|washington)\b|\bnorth\b"
    r"|\bmexico (?:\w+ ){0,2}?(?:hands?|sends?|transfers?|ships?|flies|delivers?|turns? over|expels?|extradites?|"
    r"entrega|envia|manda|traslada|expulsa|extradita)\b"
    r"|\b(?:enviad|entregad|trasladad|expulsad|extraditad)[oa]s por mexico\b"
    r"|\b(?:prisoners?|inmates?|suspects?|fugitives?|defendants?) (?:\w+ )?from mexico\b"
)
_NO_MORE = re.compile(
    r"\b(?:no|not|ningun|sin|niega\w*(?! que (?:el|la|los|las)\b)|"
    r"nego|descart\w+|desmient\w+|den(?:y|ies|ied)|rul(?:es|ed) out) (?:\S+ ){0,6}"
    r"(?:another|more|further|again|new|next|third|fourth|fifth|sixth|seventh|sext[oa]|s[ée]ptim[oa]|otr[oa]s?|mas|nuev[oa]s?|siguiente|proxim[oa]|quint[oa]|cuart[oa]|"
    r"tercer\w*) (?:\S+ ){0,3}(?:transfers?|handovers?|groups?|batch\w*|flights?|lists?|prisoners?|envios?|traslados?|"
    r"entregas?|grupos?|lista|reos|capos|vuelos?)\b"
)
_THE_MOVED = re.compile(  # those who were moved, as known already
    r"\b(?:trasladad|entregad|enviad|extraditad|expulsad)[oa]s\b|\b(?:transferred|handed[- ]over|extradited|expelled) "
    r"(?:\w+ ){0,2}(?:prisoners|inmates|men|suspects|defendants|capos|mexicans)\b"
    r"|\b(?:men|prisoners|inmates|suspects|defendants|capos|bosses|mexicans) (?:\w+ )?(?:sent|flown|handed over|"
    r"transferred|shipped|moved) (?:\w+ )?(?:to (?:the )?(?:us|united states)|north)\b"
    r"|\b(?:traslado|envio|entrega|expulsion) (?:\w+ )?de (?:\w+ )?(?:internos|reos|presos|capos|narcos|criminales|"
    r"prisioneros|mexicanos) a (?:eu|eeuu|ee uu|estados unidos)\b"
    r"|\b(?:prisoner|inmate|capo|mass|cartel) (?:transfer|handover)\b"
    r"|\b(?:shackled|handcuffed|esposad[oa]s|encadenad[oa]s)\b"
)
_HELD = r"(?:internos|reos|presos|penal|prision|carcel|cefereso|altiplano|inmates?|prisoners?|prisons?)"
_MOVED_WITHIN = re.compile(
    r"\b(?:muev\w+|sacan|trasladan|reubican|cambian de (?:penal|prision)|movimientos?|convoy\w*|salen|"
    rf"mov(?:es?|ed|ing)|relocat\w+|shift(?:s|ed)|buses|camionetas) (?:.* )?{_HELD}\b"
    rf"|\b{_HELD} .*\b(?:a otr[oa]s? (?:penal|prision|carcel)\w*|to (?:an)?other prisons?|between prisons|"
    r"rumbo desconocido|unknown destination)\b"
)
_DROPPED = re.compile(
    r"\b(?:drops?|dropped|dismiss\w*|withdraws?|to drop) (?:\w+ ){0,3}(?:case|charges|indictment)\b|"
    r"\b(?:retira\w*|desisti\w*|desiste\w*|sobresee\w*) (?:\w+ ){0,5}(?:cargos|caso|acusacion)\b|"
    r"\b(?:lets?|letting) (?:\w+ ){0,2}go\b"
)
_STANCE = re.compile(
    r"\b(?:soberan(?:ia|amente)|sovereignty|subordin\w+|coloni(?:a|as|al|e|es)|colony|protectorado?|injerencia\w*|"
    r"intervenci(?:on|ones)|intervencionis\w+|interference|meddling|cooperacion|cooperation|colaboracion|collaboration)\b"
)
_EXTRADITED = re.compile(
    r"\b(?:extraditan?|extradito|extraditaron|extradites|extradited|fue(?:ron)? extraditad[oa]s?|"
    r"(?:entrega\w*|entregan) en extradicion|(?:tras|after) (?:ser |being )?extradi\w+)\b"
)
_PROFILE = re.compile(  # of one man
    r"^\W*(?:who (?:is|was)|quien (?:es|era)|profile|perfil)\b.*\b(?:extradited|extraditad[oa])\b"
)
_CAUGHT = re.compile(r"\b(?:arrest\w*|captur\w+|detien\w+|detenid[oa]|detuv\w+|cae|caught|nabbed|atrapan?)\b")
_REQUEST = re.compile(
    r"\b(?:asks?|asked|seeks?|sought|requests?|requested|wants?|pide[n]?|pidio|solicit\w+|requiere\w*|reclama[n]?|"
    r"peticion|busca[n]?|buscad[oa])\b"
)
_DEED = re.compile(
    r"\b(?:destroys?|destroyed|kills?|killed|killing|hits?|sinks?|sank|sunk|bomb(?:s|ed)|struck|blows up|destruye\w*|"
    r"mata|matan|mato|mueren|murieron|muertos|hunde\w*|bombarde(?:a|an|o|aron)|ataca|ataco|atacan|explosi\w+|"
    r"crash(?:es|ed)?|wreck(?:age)?|se estrell\w+|desplom\w+|restos de|cae (?:\w+ )?(?:dron|avion|helicoptero)|"
    r"(?:dron|avion|helicoptero) caido)\b"
)
_NOT_YET = re.compile(
    rf"\b(?:threat\w*|warn\w*|could|may|might|would|will|ready|vows?|floats?|plans?|planning|{MULLS}|"
    r"about to|options?|wants?|asks?|prepar\w*|amag\w*|amenaz\w*|podri\w+|advi?ert\w*|plantea\w*|alist\w*|list[oa]s?|"
    r"quiere\w*|propon\w*|planea\w*|(?:va|iria)n? a|atacara\w*|golpear|atacar|bombardear|permit\w*|"
    r"allow\w*|autoriz\w*|authoriz\w*|order|orden|si no|if)\b"
)


def folded_headline(title: str) -> str:
    """What patterns of this package read of a headline: its first `MAX_CHARS`, folded."""
    return fold(title[:MAX_CHARS])


@functools.lru_cache(maxsize=50_000)  # pure; a story's headlines are asked about for every report near it
def _says(pattern: re.Pattern[str], title: str) -> bool:
    return bool(pattern.search(folded_headline(title)))


def is_court_step(title: str) -> bool:
    """A plea, a hearing, an appeal, a sentence: said of a person, it belongs to that person's story."""
    return _says(_COURT_STEP, title)


@functools.lru_cache(maxsize=50_000)  # pure; see `_says`
def is_in_court(title: str) -> bool:
    """The news is what a court or a prosecutor does with somebody who was handed over before; not his handover."""
    folded = folded_headline(title)
    step = _IN_COURT.search(folded)
    if step is None or _MOVES_NOW.search(folded):
        return False
    moved = _MOVED_BEFORE.search(folded)
    # "capo extradited to US, pleads guilty" may tell both; "capo extradited in May pleads guilty" tells one
    return moved is None or step.start() < moved.start() or not _BREAK.search(folded, moved.end(), step.start())


@functools.lru_cache(maxsize=50_000)  # pure; see `_says`
def case_step(title: str) -> str | None:
    """Which step of a case a headline tells: a plea, a verdict, a sentence, an appeal, charges, a hearing,
    or a note of protest between governments; or none."""
    folded = folded_headline(title)
    return next((step for step, pattern in _STEPS.items() if pattern.search(folded)), None)


def is_homeward(title: str) -> bool:
    """Prisoners are sent to Mexico, to finish sentences or under the treaty on them."""
    return _says(_HOMEWARD, title)


def is_northward(title: str) -> bool:
    """People are sent to the United States."""
    return _says(_NORTHWARD, title) and not is_homeward(title)


def is_moved_within(title: str) -> bool:
    """Prisoners are moved from a Mexican prison, and are not said to have left for the United States."""
    return _says(_MOVED_WITHIN, title) and not _says(_NORTHWARD, title)


def is_of_the_moved(title: str) -> bool:
    """It speaks of people handed over as of a group that the reader knows."""
    return _says(_THE_MOVED, title)


def is_no_more(title: str) -> bool:
    """No further handover is coming."""
    return _says(_NO_MORE, title)


def is_deed(title: str) -> bool:
    """Force was used; not: it may be."""
    return _says(_DEED, title) and not is_only_said(title)


def is_dropped(title: str) -> bool:
    """A prosecution ends: its charges are dropped, whoever drops them."""
    return _says(_DROPPED, title)


def is_stance(title: str) -> bool:
    """What a side says to a threat without repeating it: sovereignty, cooperation, no subordination."""
    return _says(_STANCE, title) and not _says(_DEED, title)


def is_extradited(title: str) -> bool:
    """Somebody was extradited; not: he may or is to be."""
    return _says(_EXTRADITED, title) and not _says(_REQUEST, title) and not is_only_said(title)


def is_profile_of_extradited(title: str) -> bool:
    """Who a man is who was extradited."""
    return _says(_PROFILE, title)


def is_sought(title: str) -> bool:
    """Somebody is asked for or wanted, or was caught: his extradition is to come."""
    return _says(_REQUEST, title) or _says(_CAUGHT, title)


def is_only_said(title: str) -> bool:
    """Something may be done, is threatened, planned or allowed."""
    return _says(_NOT_YET, title)


__all__ = [
    "MAX_CHARS",
    "SUMMONS",
    "case_step",
    "folded_headline",
    "is_court_step",
    "is_deed",
    "is_dropped",
    "is_extradited",
    "is_homeward",
    "is_in_court",
    "is_moved_within",
    "is_no_more",
    "is_northward",
    "is_of_the_moved",
    "is_only_said",
    "is_profile_of_extradited",
    "is_sought",
    "is_stance",
]
