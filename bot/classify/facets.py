"""Facets of a flagged item besides realis: route, direction, means, novelty, kind of item. Pure; rules on folded text.

May import domain, ports and text. What is read is the headline and the first sentences, where the event stands.
"""

import re
from collections.abc import Sequence

from bot.domain import Direction, Item, ItemType, Means, Novelty, Realis, Route, Term
from bot.text import fold

# --- kind of item -----------------------------------------------------------------------------------------------------

# Labels that desks put before a headline, and the shapes of headlines that are no news of their own.
_ITEM_TYPES: tuple[tuple[ItemType, re.Pattern[str]], ...] = (
    (
        "fact_check",
        re.compile(
            r"fact[ -]check|verificad[oa]\b|verificamos|verificacion\b|\bes falso que\b|\bes cierto que\b|^no, "
            r"|did .+ really|\bbulo\b"
            r"|desinformacion|misinformation|viral (?:video|audio|post)"
        ),
    ),
    (
        "roundup",
        re.compile(
            r"\blive\s*(?:updates?)?\s*[:|]|en vivo|minuto a minuto|liveblog|live blog"
            r"|\b(?:morning|evening|daily|weekly|border|news) (?:brief|briefing|roundup|digest)"
            r"|things to know|lo que debes saber|las (?:\d+ )?(?:noticias|claves|notas) (?:del|de la|de hoy)"
            r"|claves del dia|resumen (?:del|de la|semanal)"
            r"|week in review|en breve\b|headlines\b|^las \d+ del|today in|this week in"
        ),
    ),
    (
        "official_release",
        re.compile(
            r"^comunicado|comunicado conjunto|^boletin|press release|^readout|joint (?:readout|statement)"
            r"|^remarks by|declaracion conjunta|^nota informativa|^tarjeta informativa"
            r"|justice department announces|^executive order on|^statement (?:by|from|on)|estenografica|media note"
            r"|for immediate release"
        ),
    ),
    (
        "opinion",
        re.compile(
            r"^(?:opinion|op-ed|editorial|column|columna|commentary|letter|letters|carta|tribuna|cartas)\b"
            r"|\|\s*opinion|[:|-]\s*opinion$|\bwe (?:must|should)\b|^dear "
            r"|^(?:no )?(?:debemos|debe mexico)\b|^la columna"
        ),
    ),
    (
        "analysis",
        re.compile(
            r"^(?:analysis|analisis|explainer|explained|podcast|long read|q&a|data|perfil|profile|especial)\b"
            r"|what (?:we know|to know|is known)|que se sabe|^por que\b|^(?:como|how|why)\b"
            r"|^¿(?:que|por que|como|quien|quienes|cuanto)|^(?:what|who) .*\?$|by the numbers|en cifras"
            r"|\ba (?:guide|look) (?:to|at|for)\b|the calculus|\bclaves\b|^abc de|^asi (?:es|fue|funciona)"
            r"|\bin (?:five|four|three|six|ten) (?:questions|charts|points)|\btimeline\b|cronologia"
            r"|^between .+ and .+:"
        ),
    ),
)
_OPINION_LEAD = re.compile(r"(?:by .{3,30}, )?(?:opinion|column|columna|editorial|op-ed|commentary)[.:|]")
_OFFICIAL_OUTLETS = re.compile(
    r"gob\.mx|\.gov\b|^(?:fgr|sspc|sre|sedena|semar|doj|dea|fbi)$|fiscalia general|secretaria de"
    r"|department of|justice department|white house|casa blanca|presidencia de|gobierno de"
    r"|u\.?s\.? attorney|embassy|embajada|state department"
)
_ANALYST_OUTLETS = re.compile(
    r"crisis group|insight ?crime|\bwola\b|wilson center|brookings|\bcsis\b|lawfare|just security"
    r"|war on the rocks|foreign (?:affairs|policy)|council on foreign|institute|instituto|think tank"
    r"|atlantic council|chatham house"
)


def item_type_of(item: Item) -> ItemType:
    """What kind of piece an item is, by its headline, then by its outlet."""
    title, outlet = fold(item.title).strip(" \"'“”«»"), fold(item.outlet)
    for kind, cue in _ITEM_TYPES:
        if cue.search(title):
            return kind
    if _OPINION_LEAD.match(fold(item.summary[:40]).strip(" \"'“”«»")):
        return "opinion"
    if _OFFICIAL_OUTLETS.search(outlet):
        return "official_release"
    return "analysis" if _ANALYST_OUTLETS.search(outlet) else "news"


# --- transfer ---------------------------------------------------------------------------------------------------------

_SECURITY_LAW = re.compile(
    r"ley de seguridad nacional|national security (?:law|act)|consejo (?:de|nacional de) seguridad nacional"
    r"|mass (?:transfer|handover)|envio masivo|traslado masivo"
    r"|(?:another|new|fresh|second|third|fourth|fifth) (?:batch|handover|transfer|group)"
    r"|(?:otro|nuevo|segundo|tercer|cuarto|quinto) (?:envio|traslado|grupo|paquete|bloque)"
    r"|(?:otra|nueva|segunda|tercera|cuarta) (?:tanda|entrega|remesa)"
)
_ROUTES: dict[str, Route] = {
    "transfer/surrender": "surrender",
    "transfer/abduct": "rendition",
    "transfer/extradite": "extradition",
    "transfer/arrest_request": "extradition",
    "transfer/expel": "deportation_expulsion",
}
MASS_COUNT = 5  # people; labelling rules: from five on it is a mass handover


def route_of(
    clauses: Sequence[str], acts: Sequence[str], count: int | None, direction: Direction = "MX_TO_US"
) -> Route:
    """Legal way of a transfer.

    Args:
        clauses: folded headline and first sentences.
        acts: canonical names of the acts in them, in order.
        count: people handed over together, None = not stated.
        direction: Mexico's own way of mass handovers leads to the US only.
    """
    if direction == "US_TO_MX" and any(_SENTENCE_HOME.search(clause) for clause in clauses):
        return "sentence_transfer"
    if any(_SECURITY_LAW.search(clause) for clause in clauses):
        return "security_law"
    if "transfer/sentence_transfer" in acts:  # named treaty or purpose; the verbs of moving stand beside it
        return "sentence_transfer"
    for act in acts:
        if act in ("transfer/hand_over", "transfer/send") and count is not None and count >= MASS_COUNT:
            return "security_law" if direction == "MX_TO_US" else "unspecified"
        if route := _ROUTES.get(act):
            return route
    return "unspecified"


_US = (
    r"(?:us|u\.s\.|united states|ee\.? ?uu\.?|eeuu|eua|eu|estados unidos|washington|american authorities"
    r"|ice|texas|california)"
)
_MOVE = (
    r"(?:extradit\w*|entreg\w*|envi\w*|devuel\w*|deport\w*|regres\w*|repatri\w*|trasl\w*|hand(?:s|ed)?(?: over)?"
    r"|turn(?:s|ed) over|sends?|sent|returns?|returned|deliver\w*|transfer\w*)"
)
_TO_MEXICO = re.compile(
    rf"(?<!\w){_US} {_MOVE} (?:\w+ ){{0,8}}?(?:a|to) mexic|(?<!\w)(?:extradit\w*|extradic\w*|sent|returned"
    r"|return|transfer\w*|deport\w*|handed over|traslad\w*|envia\w*"
    rf"|entregad\w*) (?:\S+ ){{0,6}}?(?:back )?(?:to|a|hacia) (?:mexico|mexican)(?!\w)"
    r"|mexic\w* (?:asks?|wants?|seeks|requests?|demands?) (?:\w+ ){0,2}(?:the )?(?:us|u\.s\.|united states"
    r"|washington)\b|(?:pide|solicita|exige|reclama) mexico a (?:ee|eu|estados unidos|washington)"
    r"|mexico (?:pide|solicita|exige|reclama) a (?:ee|eu|estados unidos|washington)"
    r"|from us (?:federal )?prisons|finish (?:their|his|her) (?:terms?|sentences?) (?:at home|in mexico)"
    r"|back (?:home )?to mexico|(?<!\w)entrega eu (?:a|en)(?!\w)"
)
# Who gives leads the headline: "EU deporta a cinco prófugos"; or who takes: "México recibe a doce deportados por EU".
_GIVER = (
    rf"(?:(?:agentes|autoridades|alguaciles) de )?(?:{_US}|cbp|border patrol|patrulla fronteriza"
    r"|autoridades estadounidenses|(?:us|u\.s\.) (?:marshals|agents|authorities|officials))"
)
_US_GIVES = re.compile(
    rf"(?:^|[:;|.] ){_GIVER} (?:(?:deport|repatri)(?:a|an|o|aron)|deport(?:s|ed)|repatriat(?:es|ed))(?!\w)"
    rf"|(?:^|[:;|.] ){_GIVER} (?:expuls(?:a|an|o|aron)|expel(?:s|led)|remove[sd])(?!\w)(?!.*\b(?:from|de|desde) mexico)"
    r"|(?<!\w)mexico (?:recibe|recibio|receives|received|takes back) .{0,80}?(?:deportad|expulsad|repatriad|entregad"
    r"|extraditad|deported|expelled|returned|removed|handed over|extradited)\w* (?:por|desde|de|by|from) (?:the )?"
    rf"{_US}(?!\w)"
    r"|(?<!\w)removed (?:\S+ ){0,3}?to mexico(?!\w)"
    r"|(?<!\bse )(?<!\w)entreg(?:a|an|o|aron) (?:\S+ ){0,6}?a (?:las )?autoridades mexicanas(?!\w)"
)
# "US extradites a capo" is mostly written of one who comes, "entregan a" goes before a judge, too: the place tells.
_US_HANDS = re.compile(
    rf"(?:^|[:;|.] ){_GIVER} (?:extradit(?:es|a|o)(?!\w)|entreg(?:a|an|o|aron) al? (?!mexic)"
    r"|(?:hand(?:s|ed)?|turn(?:s|ed)?) over (?!(?:\w+ )?(?:evidence|lists?|files?|documents|names|information)\b))"
)
_AT_THE_BORDER = re.compile(
    r"\b(?:bridge|puente|garita|border|frontera|port of entry|cruce internacional|mexican authorities|"
    r"autoridades mexicanas)\b"
)
_CAUGHT_IN = re.compile(
    r"\b(?:captured|arrested|caught|detained|capturad[oa]s?|detenid[oa]s?|arrestad[oa]s?|aprehendid[oa]s?) (?:in|en) $"
)
_GIVEN_BY_US = re.compile(
    r"(?<!\w)(?:extraditad[oa]s?|entregad[oa]s?|deportad[oa]s?|extradited|deported|handed over) (?:por|by|desde|from) "
    rf"(?:los |the )?{_US}(?!\w)(?! (?:request|jail|custody|prison))"
    rf"|(?<!\w)(?:extradicion|deportacion|extradition|deportation) (?:desde|from) (?:los |the )?{_US}(?!\w)"
)
_TO_US = re.compile(rf"(?<!\w)(?:a|to|hacia) (?:los |the )?{_US}(?!\w)")
_FROM_MEXICO = re.compile(r"\b(?:from|desde) mexico\b")
# "EU pide la extradición a México" is asked of Mexico, not a way to it.
_US_ASKS = re.compile(
    rf"(?<!\w){_US} (?:\w+ )?(?:pide|solicita|reclama|exige|requiere|asks?|wants?|seeks|requests?)(?!\w)"
)
_VIA_MEXICO = re.compile(
    r"\b(?:(?:via|through) mexico|escala en|con escala|desde \w+ via|transit (?:through|in) mexico)\b"
)


# Sent home to finish a sentence that a court of the United States passed.
_SENTENCE_HOME = re.compile(
    rf"(?:regres|devuel|repatri|return|transfer|trasl|moved|sent|flown|llega|cruz"
    rf"|vuelve).{{0,90}}?(?:purg\w+|cumpl\w+|condenad\w+"
    rf"|sentenciad\w+|condena|serving|served|sentenced|convicted).{{0,30}}?(?<!\w)(?:en|in|by|de"
    rf"|por) (?:the )?{_US}(?!\w)"
    rf"|(?:from|in) (?:us|u\.s\.|american) (?:federal )?(?:prisons?|jails?).{{0,40}}(?:home|mexic)"
)
_TOWARDS = re.compile(r"(?:\s|^)(?:to|into|a|al|hacia|rumbo a|de vuelta a|back to) (?:the )?$")
_MOVES = frozenset(f"transfer/{verb}" for verb in ("extradite", "hand_over", "send", "expel", "sentence_transfer"))
_TOWARDS_CHARS = 90  # between the verb and where it leads


def leads_to_mexico(title: str, terms: Sequence[Term]) -> bool:
    """Whether all places that a handover in the headline leads to are Mexican, and there is one, or the US extradites
    somebody who was caught there.

    Args:
        title: as written.
        terms: the lexicon's hits in it.
    """
    verb: Term | None = None
    ends = set()
    for term in terms:
        if term.canonical in _MOVES:
            verb = verb or term
        elif verb and term.side and term.kind in ("place", "country"):
            near = term.start - verb.end <= _TOWARDS_CHARS
            ends |= {term.side} if near and _TOWARDS.search(fold(title[: term.start])) else set()
    folded = fold(title)
    if not ends and _US_HANDS.search(folded) and not _FROM_MEXICO.search(folded):
        return any(
            term.side == "US" and term.kind == "place" and _CAUGHT_IN.search(fold(title[: term.start]))
            for term in terms
        )
    if any(term.canonical == "transfer/sentence_transfer" for term in terms):  # sentences are finished at home
        return "US" not in ends
    return ends == {"MX"}


def direction_of(clauses: Sequence[str], *, to_mexico: bool = False) -> Direction:
    """Which way a person goes; MX_TO_US unless the headline or lead says otherwise.

    Args:
        clauses: folded headline and first sentences.
        to_mexico: from `leads_to_mexico`.
    """
    title = clauses[0] if clauses else ""
    if (to_mexico and not _US_ASKS.search(title)) or _SENTENCE_HOME.search(title) or _US_GIVES.search(title):
        return "US_TO_MX"
    if _GIVEN_BY_US.search(title) and not _TO_US.search(title):
        return "US_TO_MX"  # "ante el juez tras su extradición desde EU"; not "envían a EU a capo deportado por EU"
    if _US_HANDS.search(title) and _AT_THE_BORDER.search(title) and not _FROM_MEXICO.search(title):
        return "US_TO_MX"
    for clause in clauses:
        if _VIA_MEXICO.search(clause):
            return "VIA_MX"
        if _TO_MEXICO.search(clause) and not _US_ASKS.search(clause):
            return "US_TO_MX"
    return "MX_TO_US"


# --- strike_threat ----------------------------------------------------------------------------------------------------

_AIR = re.compile(
    r"\b(?:drones?|dron|misil\w*|missiles?|tomahawk\w*|air ?strikes?|bomb\w*|avion\w*|aircraft|mq-?9"
    r"|reapers?|airspace|espacio aereo|notam\w*|sobrev\w*|overfl\w*|fly|flew|balloon)\b"
)
_NAVAL = re.compile(
    r"\b(?:warships?|destroyers?|destructor\w*|buques?|portaaviones|uss|lanchas?|boats?|naval|coast guard"
    r"|maritim\w*|navy ship)\b"
)
_COVERT = re.compile(r"\b(?:cia|covert\w*|encubiert\w*|clandestin\w*|title 50|titulo 50|spies|espi\w+)\b")
_EMBED = re.compile(
    r"\b(?:embed\w*|ride[- ]alongs?|ride along|joint (?:raids?|patrols?|operations?)"
    r"|(?:operaciones|operativos|patrullas) conjunt\w+|acompan\w+|alongside mexican|lado a lado)\b"
)
_LEGAL = re.compile(
    r"\b(?:executive order|orden ejecutiva|directiv\w+|directives?|war powers|poderes de guerra"
    r"|authori[sz]ation|autorizacion|aumf|resolution|resolucion|bill|iniciativa|terrorist (?:list|designation)|fto"
    r"|designa\w*|memo|legal opinion|letters? of marque)\b"
)
_TROOPS = re.compile(
    r"\b(?:troops|tropas|soldiers?|soldados|marines|militares|seals?|boots|botas|green berets?"
    r"|boinas verdes|rangers|special forces|fuerzas especiales|train\w*|adiestra\w*|instruct\w+|exercise"
    r"|ejercicios?|agents?|agentes|base)\b"
)
_RAID = re.compile(
    r"\b(?:raids?|incurs\w+|invad\w+|invasi\w+|ground|por tierra|on land|land strikes?|terrestr\w+"
    r"|commandos?|comandos?|snatch\w*|captur\w*|cross(?:ed|ing)?|delta)\b"
)
_MEANS: tuple[tuple[Means, re.Pattern[str]], ...] = (
    ("legal_authority", _LEGAL),
    ("covert_cia", _COVERT),
    ("embedded_with_mx_forces", _EMBED),
    ("air_drone", _AIR),
    ("naval", _NAVAL),
    ("ground_raid", _RAID),
    ("troops_presence", _TROOPS),
)


def means_of(clauses: Sequence[str]) -> Means:
    """How force is used or would be; the headline decides, then the lead."""
    for clause in clauses:
        for means, cue in _MEANS:
            if cue.search(clause):
                return means
    return "unspecified"


# --- novelty ----------------------------------------------------------------------------------------------------------

_REACTION = re.compile(
    r"\b(?:react\w*|respond\w*|repl(?:y|ies|ied)|answers?|hits back|slams?|prais\w*|critici[sz]\w*"
    r"|condemn\w*|hails?|defend(?:s|ed|ing)?|backs|protest\w*|reaccion\w*|contesta\w*|critica\w*"
    r"|conden(?:an?|aron|o)(?! (?:a|de|en|por)\b)|celebra\w*|defiend\w*|repudi\w*|revira\w*|reprocha\w*|lament\w*)\b"
)
_RECAP = re.compile(
    r"\b(?:what we know|que se sabe|recap|timeline|cronologia|anniversary|aniversario|one year"
    r"|un ano (?:despues|de)|a year ago|asi fue)\b"
)
_NEW_FACT = re.compile(
    r"\b(?:update\w*|identif\w*|suman|ya son|van|rises? to|sube a|asciende|pleads?|se declar\w*|sentenc\w*"
    r"|arraign\w*|comparec\w*|faces? (?:a )?(?:judge|court)|audiencia|hearing|reveal\w*|revela\w*"
    r"|confirm\w*|correct\w*|aclara\w*|new details|nuevos detalles|names? of|quienes son|who are)\b"
)


def novelty_of(clauses: Sequence[str], item_type: ItemType, realis: Sequence[Realis]) -> Novelty:
    """Whether an item opens an event, adds to one, answers one or tells it again, by its headline."""
    title = clauses[0] if clauses else ""
    if item_type in ("roundup", "analysis") or "historical" in realis or _RECAP.search(title):
        return "recap"
    if item_type == "opinion" or _REACTION.search(title) or set(realis) & {"denied", "rejected"}:
        return "reaction"
    return "new_fact_on_known_event" if _NEW_FACT.search(title) else "new_event"


def acts_in(terms: Sequence[Term], family: str) -> tuple[str, ...]:
    """Canonical names of the acts of a family ("transfer", "force") among the lexicon's hits, in order."""
    return tuple(t.canonical for t in terms if t.kind == "act" and t.canonical.startswith(f"{family}/"))


__all__ = [
    "MASS_COUNT",
    "acts_in",
    "direction_of",
    "item_type_of",
    "leads_to_mexico",
    "means_of",
    "novelty_of",
    "route_of",
]
