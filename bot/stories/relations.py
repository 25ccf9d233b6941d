"""What a report is to the event it is about: the news itself, an answer to it, a ruling, a look back. Pure.

May import domain and text. Judged by realis, novelty and item type where the judgement has them, by the headline's
main clause otherwise: "Sheinbaum defends handover of 26" answers, "After handover, court frees two" rules.
"""

import functools
import re

from bot.domain import Item, Judgement, Relation, Report, Verdict
from bot.stories.headlines import SUMMONS, folded_headline

_OPENING = "¿¡\"'“«‘ "  # what may stand before the first word
_SUBJECT_WORDS = 4  # after a column's name, that say what it is about

_AFTER = (
    "after|following|amid|despite|tras|luego de|despues de|en medio de|ante|pese a|a pesar de|"
    "(?:days|hours|weeks|dias|horas|semanas) (?:after|despues de)"
)
_SUBORDINATE_FIRST = re.compile(rf"^(?:{_AFTER}|as)\b[^,]*,\s*")
_SUBORDINATE_LAST = re.compile(rf"[,;]?\s+(?:{_AFTER}|in (?:the )?wake of|por)\s.*$")

_CORRECTION = re.compile(
    r"\b(?:correct(?:s|ed|ion|ing)|corrige\w*|correccion|rectific\w+|fe de erratas|erratum|clarification|"
    r"revis(?:es|ed) (?:the )?(?:number|count|toll|figure|total)|(?:ajusta|actualiza) (?:la )?cifra|"
    r"\d+,? (?:y )?no \d+|\d+,? not \d+|not \d+,? but \d+|no (?:fueron|eran|son) \d+,? sino \d+)\b"
)
_ANNIVERSARY = re.compile(
    r"\b(?:anniversary|aniversario|(?:one|two|three|a|\d+) (?:years?|months?) (?:after|since|on)|"
    r"a (?:un|dos|tres|\d+) (?:anos?|mes(?:es)?) (?:de|del|tras)|(?:un|dos|tres) (?:anos?|meses) despues)\b"
)
_ANALYSIS = re.compile(
    r"^(?:analysis|commentary|comment|opinion|explainer|factbox|profile|timeline|editorial|column|podcast|essay|"
    r"fact[- ]check|review|q&a)\b"
    r"|^(?:analisis|comentario|explicador|perfil|cronologia|claves|columna|las claves|\d+ claves|lo que|verificado|"
    r"ensayo|articulo)\b"
    r"|^(?:who (?:are|is|was|were)|what (?:we|to|is|are|was|were|does|do|did|an?|the)|why|how|inside) "
    r"|^(?:quien(?:es)? (?:es|son|era)|que (?:se sabe|es|son|significa|sabemos|implica)|por que|como|asi) "
    r"|\b(?:explained|(?:an |the )?explainer|what we know|lo que se sabe|(?:key )?takeaways|"
    r"que sigue|what.s next|in depth|a fondo|"
    r"a look (?:at|back)|la ruta (?:de|que)|the road to|"
    r"think tank|polls?\b|survey|encuestas?|sondeo|"
    r"(?:analysts?|experts?) (?:say|warn|doubt)|expertos|especialistas|analistas)\b"
)
_ROUNDUP = re.compile(  # news of several things under one headline
    r"^(?:(?:your |the )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day |morning |evening |daily |weekly )?briefing\b|"
    r"round-?up\b|news in brief|in brief\b|the week(?: in\b|:)|week in review|this week in\b|"
    r"what to know (?:today|this (?:morning|week))|top (?:stories|headlines|news)|"
    r"(?:five|5|ten|10) things to (?:know|start)|(?:la )?semana (?:de|en)\b|lo que dejo (?:la semana|el dia)|"
    r"resumen (?:de|semanal|del)\b|(?:breves|en breve)\b|"
    r"las noticias (?:de|del|mas)\b|noticias de (?:hoy|la)\b|titulares\b|(?:primeras )?planas\b|"
    r"agenda (?:de|del)\b|(?:cinco|5|diez|10) noticias\b)"
    r"|\b(?:week in review|weekly round-?up|news round-?up|resumen (?:de noticias|semanal|de la semana|del dia)|"
    r"and other (?:news|stories)|y otras noticias)\b"
)
_SEVERAL = re.compile(  # headings that say that several things follow, however the first of them is told
    r"^(?:lo mas (?:importante|relevante|destacado|leido|sonado) (?:del dia|de la (?:semana|jornada|manana|noche)|"
    r"de hoy|del fin de semana|de este \w+)|las \d+ noticias|noticias destacadas|"
    r"lo que debes saber (?:hoy|de hoy|est[ea])\b|what you (?:may have )?missed (?:this|today|over)|"
    r"news you need to know|today.s (?:top )?headlines|weekend reads|catch up\b.*\b(?:news|headlines))"
)
_RULING = re.compile(
    r"\b(?:judges?|courts?|justices?|juez|jueza|jueces|juzgado|tribunal\w*|magistrad\w+|suprema corte|scjn)\b.*"
    r"\b(?:rul\w+|block\w*|halt\w*|freez\w*|froze|suspend\w*|grant\w*|stay\w*|order\w*|reject\w*|denie[sd]|"
    r"dismiss\w*|uphold\w*|sentenc\w*|fall[ao]\w*|frena\w*|congel\w*|suspen\w*|conced\w*|niega\w*|nego|orden\w*|"
    r"rechaz\w*|desech\w*|avala\w*|sobresee\w*|ampar\w*|lift\w*|overturn\w*|revers\w*|clear\w*|stop\w*|"
    r"turn\w* down|refus\w*|allow\w*|bars?|revoc\w*|deten\w* (?:la |el )?(?:envio|entrega|extradicion|traslado)|"
    r"levant\w*|anula\w*|confirma\w*|autoriza\w*|libera\w*|desbloque\w*)"
    r"|\b(?:amparo|injunction|suspension provisional|suspension definitiva)\b"
    r"|\b(?:refus\w*|turn\w* down|reject\w*|den(?:y|ies|ied)) (?:\w+ ){0,3}(?:arrest|extradition)\b"
    r"|\b(?:niega\w*|nego|rechaz\w*|rehus\w*) (?:\w+ ){0,3}(?:detencion|arresto|extradicion|extraditar|detener)\b"
)
_DENIAL = re.compile(
    r"\b(?:den(?:y|ies|ied)|no plans?|not planned|false|untrue|fake|"
    r"desmient\w+|desmint\w+|niega(?:n)?|nego|negaron|es falso|no hay planes|no se contempla|no esta previst\w+)\b"
)
_NOT_DENIAL = re.compile(  # refusing to give is no denial
    r"\b(?:was|were|been|being|are|is) denied\b|"
    r"\b(?:den(?:y|ies|ied)|niega(?:n)?|nego|niegan) (?:(?:us|mexico|eu|juez|jueza|tribunal|la|el) )*"
    r"(?:bail|entry|visa|fianza|amparo|extradicion|extradition|extraditar|provisional|arrest|appeal|request|suspension|"
    r"detener|detencion)\b"
)
# The verbs behind "lawyers", "abogados" are no `SAYS`: they accuse, fear or argue, which answers what others did.
_REACTION = re.compile(
    r"\b(?:defends?|defended|criticis\w+|criticiz\w+|condemn\w*|reacts?|responds?|replies|answers|thanks?|thanked|"
    r"prais\w+|hail\w*|welcom\w+|applaud\w*|protests?|protested|demands? (?:answers|explanation)|slams?|blasts|"
    r"questions? (?:legality|why|whether|handover|the|mexico|us)|laments?|rebukes?|decr(?:y|ies)|celebrates|shrugs|"
    r"reacted|responded|(?:lash|lashes|lashed|hits?|fires?|fired|pushes|pushed) (?:out at|back)|scolds?|scoffs?|"
    r"rebuffs?|bristles|mocks|revira\w*|arremet\w+|se deslinda\w*|"
    r"dismisses|rejects?|rejected|rules? out|ruled out|turns? down|turned down|brush(?:es|ed) (?:off|aside)|"
    r"plays? down|played down|downplay\w*|will not (?:let|allow|accept)|"
    r"calls? .{0,30}\b(?:unacceptable|unthinkable|absurd)|"
    r"inadmisible|inaceptable|impensable|no (?:permitir\w*|dejar\w*|aceptar\w*)|piden? (?:calma|cuentas)|"
    r"asks? (?:\w+ ){1,3}(?:to explain|not to)|piden? (?:a )?(?:\w+ ){1,3}(?:explicar|no )|"
    r"exig\w+ (?:a )?(?:\w+ )?explicar|a peticion (?:de mexico|nuestra)|at (?:our|mexico.s) request|"
    r"calls? for calm|pedira\w* (?:cuentas|explica\w+)|resta\w* importancia|"
    r"apologi[sz]es?|apologi[sz]ed|se disculpa\w*|(?:ofrece|pide)n? (?:una )?disculpas?|pide perdon|"
    rf"{SUMMONS}|"
    r"resigns?|resigned|renunci\w+|dimit\w+|cesan?|cesado|destituy\w+|"
    r"(?:lawyers?|attorneys?|relatives|families|rights groups|ngos?|activists) .{0,60}\b"
    r"(?:says?|accuses?|alleges?|fears?|claims?|argues?)|"
    r"(?:abogad[oa]s?|defensas?|familiares|familias|deudos|colectivos|activistas|ong) .{0,60}\b(?:acusan?|alegan?|"
    r"reclaman?|temen?|sostienen?|aseguran?|dicen?|afirman?|argumentan?|senalan?)|"
    r"denuncian?|objects?|vows to defend|asks? for (?:proof|evidence|answers)|defiende\w*|defendio|critic[ao]n?\w*|"
    r"(?<!cumplir )(?<!terminar )(?<!su )(?<!la )(?<!de )condenan?(?! (?:de|a|en|por)\b)|"
    r"reacciona\w*|respond\w+|contest\w+|agradec\w+|celebr\w+|"
    r"aplaud\w+|protest\w+|pide\w* (?:explica\w+|pruebas)|exig\w+ (?:\w+ )?(?:pruebas|explica\w+|respet\w+)|"
    r"reclam(?!ad[oa]s?\b)\w+|cuestion\w+|lament\w+|reproch\w+|repudi\w+|acus(?:a|an|o|aron) de|"
    r"rechaz\w+|descart\w+|minimiz\w+|justific\w+)\b"
)
_STILL_OPEN = re.compile(r"\b(?:no (?:descarta|rechaza)\w*|(?:not|won.t|n.t) (?:rule|reject))")


def main_clause(title: str) -> str:
    """The folded headline without clauses of circumstance: "Tras amenaza, México cede" -> "mexico cede"."""
    folded = folded_headline(title).strip()
    rest = _SUBORDINATE_FIRST.sub("", folded, count=1)
    cut = _SUBORDINATE_LAST.sub("", rest, count=1)
    return cut if len(cut.split()) >= 2 else rest


_BACK = re.compile(  # how long ago a look back says that it was
    r"\b(?P<n>a|un|one|two|three|dos|tres|\d{1,2}) (?P<unit>week|semana|month|mes|year|ano)(?:s|es)?\b"
)
_NUMBERS = {"a": 1, "un": 1, "one": 1, "two": 2, "dos": 2, "three": 3, "tres": 3}
_UNIT_DAYS = {"week": 7.0, "semana": 7.0, "month": 30.4, "mes": 30.4, "year": 365.25, "ano": 365.25}


def days_looked_back(title: str) -> float | None:
    """How many days ago a look back says the event was: "a month after the handover"; None = it does not say."""
    match = _BACK.search(folded_headline(title))
    if match is None:
        return None
    number = _NUMBERS.get(match["n"]) or int(match["n"])
    return number * _UNIT_DAYS[match["unit"]]


@functools.lru_cache(maxsize=20_000)
def is_roundup(title: str) -> bool:
    """Whether a headline sums up a day or a week: of no one event."""
    folded = folded_headline(title).lstrip(_OPENING)
    if _SEVERAL.search(folded):
        return True
    found = _ROUNDUP.search(folded)
    return found is not None and not (found.start() == 0 and _is_of_one(folded[found.end() :]))


def _is_of_one(rest: str) -> bool:
    """Whether a heading is followed by one subject: "Morning briefing: the strike order nobody signed"."""
    _, colon, subject = rest.partition(":")
    return (
        bool(colon) and len(subject.split()) >= _SUBJECT_WORDS and not re.search(r"[,;|]| (?:y una?|and an?) ", subject)
    )


@functools.lru_cache(maxsize=20_000)  # pure; see `people_counts`
def headline_relation(title: str) -> Relation:
    """What a headline says it is; "report" unless its words say otherwise."""
    folded, main = folded_headline(title).lstrip(_OPENING), main_clause(title)
    if _CORRECTION.search(folded):
        return "correction"
    if _ANNIVERSARY.search(folded):
        return "anniversary"
    if _ANALYSIS.search(folded):
        return "analysis"
    if _DENIAL.search(main) and not _NOT_DENIAL.search(main) and "no niega" not in main:
        return "denial"
    if _RULING.search(main):
        return "ruling"
    if _REACTION.search(main) and not _STILL_OPEN.search(main):
        return "reaction"
    return "report"


def weighed_as(relation: Relation, title: str) -> Relation:
    """What a report counts as when stories are weighed: its headline decides, a judgement only that it is comment.

    Weights and vetoes were fitted to headlines; a status that errs would send a report astray, and all its answers.

    Args:
        relation: as judged.
        title: of the report.
    """
    told = headline_relation(title)
    return relation if told == "report" and relation in ("analysis", "anniversary", "edit") else told


def read_as(report: Report, first: str) -> Relation:
    """What a report of a story counts as when another one is weighed.

    Args:
        report: of the story.
        first: headline of the story's first report; a copy of an answer that opened it is a report of it.
    """
    if report.relation == "edit" or headline_relation(report.title) == headline_relation(first):
        return "edit" if report.relation == "edit" else "report"
    return weighed_as(report.relation, report.title)


def relation_of(item: Item, judgement: Judgement) -> Relation:
    """What the item is, seen alone; whether there is anything for it to answer is for `assign` to say."""
    headline = headline_relation(item.title)
    peg: Verdict | None = judgement.flagged[0] if judgement.flagged else None
    if headline in ("correction", "anniversary") or peg is None:
        return headline
    if judgement.item_type in ("analysis", "opinion", "fact_check", "roundup"):
        return "analysis"
    main = peg.realis[0] if peg.realis else None
    if main == "historical":
        return "anniversary"
    if headline == "report":
        by_realis: dict[str, Relation] = {"denied": "denial", "blocked": "ruling", "rejected": "reaction"}
        by_novelty: dict[str, Relation] = {"reaction": "reaction", "recap": "analysis"}
        return by_realis.get(main or "", by_novelty.get(peg.novelty, "report"))
    return headline


__all__ = ["days_looked_back", "headline_relation", "is_roundup", "main_clause", "read_as", "relation_of", "weighed_as"]
