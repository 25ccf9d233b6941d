"""Numbers that are no figures: dates, times, ages, laws, names, addresses, scores, page furniture. Imports its
siblings only.

`masked` returns the stretches of a flat sentence (see tokens.flatten) whose digits and number words say when, where,
who or which, never how many. Every pattern is bounded: no nested repetition.
"""

import re
from collections.abc import Iterable, Sequence

from bot.extract.scanner import Scanner
from bot.extract.tokens import Token
from bot.extract.words import MONTHS

_MONTHS = (
    rf"(?:(?:{MONTHS})\b|"
    r"(?:ene|feb|mar|abr|jun|jul|ago|sept?|oct|nov|dic|jan|apr|aug|dec)\b\.?)"
)
_YEAR = r"(?:1[5-9]|20)\d\d"
_DAY = r"(?:[0-3]?\d)(?:st|nd|rd|th|o|º|°)?"
_DAY_WORD = (
    r"(?:primero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieci\w+|veinte|"
    r"veinti\w+|treinta(?: y uno)?)"
)
_PEOPLE = (
    r"(?:hombre|mujer|joven|nino|nina|sujeto|menor|persona|man|woman|boy|girl|anciano|anciana|adolescente|ciudadano|"
    r"estadounidense|mexicano|mexicana|canadiense|colombiano|colombiana|espanol|general|capo|abogado|medico|empresario)"
)
_LABELS = (
    r"(?:articulos?|arts?\.|articles?|sections?|secc?ion(?:es)?|sec\.|secs\.|titulos?|title|chapters?|capitulos?|"
    r"fraccion|"
    r"inciso|parrafo|amendment|enmienda|(?:resolution|resolucion)(?! \d{1,3}(?:-| to | a )\d{1,3}\b)|"
    r"order|orden ejecutiva|law|ley|act|decreto|public law|"
    r"expediente|causa penal|carpeta|oficio|case|docket|no\.|num\.|numero|number|nr\.|n[º°]|numbers|numeros|"
    r"route|ruta|highway|carretera|autopista|interstate|federal|road|avenida|avenue|calle|street|st\.|km|kilometro|"
    r"kilometre|kilometer|mile|"
    r"channel|canal|flight|vuelo|room|sala|gate|puerta|pier|terminal|platform|anden|piso|floor|"
    r"cefereso|cereso|ceferesos|penal|prision federal|base aerea(?: militar)?|base|zona militar|zona|zone|"
    r"region militar|"
    r"district|distrito|sector|unit|unidad|team|equipo|squad|batallon|batallion|battalion|brigade|brigada|regiment|"
    r"regimiento|division|company|fleet|task force|(?:grupo de los|group of)(?= (?:7|8|20|77)\b)|delta|comandante|"
    r"commander|agent|agente|"
    r"mando|jefe|clave|codigo|code|phase|fase|stage|etapa|level|nivel|tier|category|categoria|class|clase|grade|grado|"
    r"chapter|episode|episodio|temporada|season|volume|vol\.|page|pagina|pag\.|p\.|version|windows|agenda|copa|cup|"
    r"mundial|olympics|super bowl|formula|area|block|cell|celda|juzgado|tribunal|court|sala|count|cargo|exhibit|"
    r"apartado|anexo|annex|serie|series|modelo|model|placas?|folio|lote|window|top|rank|ranked|puesto|lugar|"
    r"habitacion|salon|edificio|dorsal|camaras?|jornada|fecha|matchday|"
    r"edicion|edition|calles|hoja|mesa|muelle|dock|secundaria|tecnica|partido|clausulas?|paragraph|"
    r"courtroom|photo|foto|extension|lane|carril|module|modulo|mile marker|(?<!en )fila|asiento|butaca|foro|tomo|seat|"
    r"(?<!in a )row)"
)

_DONE_TO = r"(?:\w+ad[oa]s|\w+id[oa]s|muert[oa]s|\w+ed|slain|sent|flown|held|who|que)\b"  # behind people: they count
_FEW = r"(?:two|three|four|five|six|seven|eight|nine|ten|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez)"

_WORDED = (  # may hold no digit
    # addresses of the net
    r"https?://\S+|www\.\S+|[@#][a-z_]\w*|\b\w+@\w[\w.]*",
    rf"\b{_DAY_WORD} de {_MONTHS}(?: (?:de |del ){_YEAR}\b)?",
    r"\b[1-3]?\d(?:th|st|nd|rd)[- ]century\b|\bsiglo \w+|\bdecada de los \w+",
    r"\ba las? (?:\d{1,2}|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce)\b(?= (?:de la|del|horas|"
    r"en punto|y)|[,.;]|$)",
    r"\b(?:24/7|9/11|24 horas al dia|11-s|around the clock)\b",
    # "el número dos del cártel"
    r"\b(?:numero|number) (?:uno|dos|tres|cuatro|one|two|three|four)\b",
    r"\b(?:one|two|three|four)-time\b|\b(?:one by one|two by two|de (?:dos en dos|tres en tres))\b",
    # how many points an article has
    rf"\b(?:\d{{1,2}}|{_FEW}) (?:things|takeaways|questions|reasons|facts|keys|lessons|myths|claves|cosas|preguntas|"
    r"razones|datos|lecciones|mitos)\b",
    # idioms, and titles of works behind what they are
    r"\ba (?:mil|cien|\d{2,3}) por hora\b",
    r"\b(?:novela|obra|pelicula|libros?|corrido|cancion|documental|film|movie|novel|book|song|play|album|documentary)\b"
    r"[^\"“«.;:]{0,30}[\"“«](?:[^\W\d]+ ){0,4}[^\W\d]+,?[\"”»]",
    # ages
    r"\bages? \d{1,2}(?:(?:, and|,| and|,? to) \d{1,2})*\b(?! (?:percent|per cent|people|men|women))|"
    r"\b[\w-]+[- ]years?[- ]olds?\b|\baged? \d{1,3}\b|\b(?:at|de) (?:the )?(?:age|edad) (?:of|de) \w+",
    r"\b\w+(?: y \w+)? anos de edad\b|\b(?:a sus|tiene|tenia|de unos|cumplio|con) \d{1,3} anos\b(?= |,|\.)(?! (?:de|"
    r"en) (?:pris|carc|gob|admin|serv|cond))",
    r"\b(?:muere|murio|fallece|fallecio) a los \w+(?: y \w+)?\b(?! ?%)|\b(?:both|ambos|ambas),? (?:de )?\d{2}(?: anos)?"
    r"(?=[,.;])",
    r"\b(?:\d{1,2}|two|three|four|five|six|seven|nine|ten|eleven|twelve)-(?:judge|justice|member|seat|page|part|point|hour|nation|"
    r"way)\b",
    # how large a family somebody has
    r"\b(?:hij[oa]|padre|madre|son|daughter|father|mother|youngest|eldest|oldest|one)(?: \w+)? "
    r"(?:de|of) \w+ (?:herman[oa]s|hij[oa]s|niet[oa]s|siblings|brothers|sisters|children|kids|grandchildren)\b"
    rf"(?! (?:{_DONE_TO}))",
    # lists that are named by their length
    r"\b(?:\d{1,2}|ten|fifteen|diez|quince)[ -](?:most[ -]wanted|mas buscad[oa]s)\b|\btop (?:ten|10)\b",
    # one that is no number
    r"\b(?:no|some|any|every|another|this|that|which|the|each) one\b|\bone (?:of|another|day|thing|way|such|by one)\b|"
    r"\bone-\w+|\b(?:uno|una|un|alguno|alguna|cada uno|ninguno) de (?:los|las|ellos|ellas|sus|esos|estos|mis|"
    r"nuestros)\b|"
    r"\b(?:one|un|una|uno) (?:u otr[oa]s?|a un[oa]|y otr[oa]s?|tras otr[oa])\b|\bunos? a otros?\b|\bat one\b(?! "
    r"(?:hundred|thousand|million))|\bde "
    r"una vez\b",
    r"\b(?:the|los|las) two (?:countries|governments|nations|sides|leaders|presidents|men)\b|"
    r"\b(?:los|las|ambos) dos (?:paises|gobiernos|naciones|mandatarios|partes)\b|\bsecond (?:time)?(?=s ago)",
)
_PATTERNS = (
    # dates
    rf"\b(?<!\blos ){_DAY}(?:,? (?:y|and|e|to|al?|hasta el|-|o|or) ?{_DAY}| ?-{_DAY}|, {_DAY}(?: (?:y|and) {_DAY})?)?"
    rf" (?:(?:de|of|del mes de) )?{_MONTHS}(?:(?:,? (?:de |del |of )?| ?, ?){_YEAR}\b)?",
    # "In August 26 suspects", "en agosto 26 reos": a month after "in" takes no day
    rf"(?<!\bin )(?<!\ben )\b{_MONTHS} {_DAY}\b(?![,.]\d| (?:mil|million))(?: ?(?:-|to|and|through) ?{_DAY}\b)?"
    rf"(?:,? {_YEAR}\b)?",
    rf"\b{_MONTHS}(?: of| de| del|,)? {_YEAR}\b",
    r"\b\d{1,4}([/.-])\d{1,2}\1\d{2,4}\b|\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b",
    r"\b(?:fiscal (?:year )?|fy ?|ano fiscal |ejercicio )(?:20)?\d\d(?: ?[-/] ?\d{2,4})?\b",
    rf"\b{_YEAR} ?[-/] ?(?:{_YEAR}|\d\d)\b(?!,\d)",
    rf"\b(?:between|entre|from|de|desde) {_YEAR} (?:and|y|to|a|hasta) {_YEAR}\b(?! \w*(?:agent|soldad|person|peopl))",
    rf"\b{_YEAR} (?:and|y|e|to|a|o|or) {_YEAR}\b",
    rf"(?<![\d.,'$] )(?<![\d.,'$]){_YEAR}s\b|'\d\ds?\b(?![',.]?\d)",
    r"\b(?:el|del|al|dia|pasado|proximo) (?:dia )?[0-3]?\d(?= (?:de este|del mes|pasado|del actual|y el)|[,.;)]|$)",
    # "el martes 13, llegó", not "el martes 13 reos": a weekday's number counts nobody where nobody follows it
    r"\b(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo) (?:[12]?\d|3[01])(?=[,.;)]|$| (?:el|la|un|una|se|"
    r"vence\w*|plazo|termina|llega|concluye)\b)(?![.,]\d)",
    r"\b(?:un (?:[12]?\d|3[01])|la \d{1,4})(?=[,.;)]|$)(?![.,]\d)",
    r"\b(?:el|los) dias? \d{1,2}(?:(?:,| y|,? al) (?:el )?\d{1,2})*",
    r"\b(?:on|by|until) the \d{1,2}(?:st|nd|rd|th)\b",
    # "el 3 de mayo envió a 18; el 12 mandó otros nueve y la noche del 15, cuatro"
    r"\b(?:noche|madrugada|tarde|manana) del (?:[12]?\d|3[01])\b(?![.,]\d| (?:de|por)\b| ?%)",
    r"(?<=horas )del (?:[12]?\d|3[01])\b(?![.,]\d| (?:de|por)\b| ?%)",
    r"(?<=[;,] )(?:y )?el (?:[2-9]|[12]\d|3[01])\b(?= (?!por|de|%)[a-z]+|, )(?![.,]\d)",
    # times of day
    r"\b(?:between|entre|from|de) (?:las )?\d{1,2} (?:and|y|to|a) (?:las )?\d{1,2} ?(?:a\.m|p\.m|am|pm|hrs|horas)\b\.?",
    r"\b\d{1,2} min(?:utos|utes|s)?\.? \d{1,2} s\b",
    r"\b\d{1,2}:\d\d(?::\d\d)?(?: ?(?:a\.?m|p\.?m|hrs|hs|horas|h)\b\.?)?|\b\d{1,2}(?:\.\d\d)? ?(?:a\.m|p\.m|am|pm|"
    r"hrs)\b\.?",
    rf"\b{_PEOPLE}s?(?: \w+)?,? de \d{{1,3}}(?: y \d{{1,3}})? anos\b",
    r"(?<=[a-z\"'”»]), (?:de )?\d{2}(?: anos)?(?=[,.;])(?![,.]\d)|\((?:(?<=[a-z]\()|(?<=[a-z] \())\d{2}(?: anos)?\)",
    r",[\"”] (?:de )?\d{2}(?: anos)?(?=[,.;])(?![,.]\d)|(?<=\"), de \d{1,3} anos\b|\bn\"?, de \d{1,3} anos\b",
    r"\b(?:el|la|the|l[oa]s) (?:mas joven|mas viej[oa]|mayor|menor|(?:de )?(?:mayor|menor) edad|eldest|oldest|"
    r"youngest)(?: \w+){0,2},?(?: who is)?(?: de| con| tiene| is| was)? \d{2}\b(?! (?:%|por|percent|mil|de l[oa]s))",
    r"\b\d{1,2} anos (?:a cuestas|encima)\b|\b\d{1,2}-year veteran\b|\b(?:handcuffs|shackles|esposad[oa]) at \d{2}\b",
    r"\b\d{1,2} cr \d+\b",
    r"\b(?:cumple|cumplio|cumplira|cumpliria) \d{2}(?=[,.;]|$| (?:en|el dia|hoy|manana|este)\b)",
    r"\bcon \d{2} a cuestas\b",
    rf"\b(?:el|la|un|una) (?:{_PEOPLE}|extraditad[oa]|acusad[oa]|detenid[oa]) de \d{{2}}"
    r"(?=[,.;]| (?:fue|es|era|sera)\b|$)",
    r"\bwas \d{2} when (?:he|she)\b",
    r"\b(?:land(?:s|ed)|left|depart(?:s|ed)|arriv(?:es|ed)|took off|began|ended) at \d{1,2}(?=[.,;)]|$)(?![.,]\d)",
    r"\b(?:he|she|who) (?:was|is|turned|turns) \d{2}(?=[,.;]| when\b|$)(?![.,]\d)",
    r"\b(?:charged|caught|died|dead|jailed|married|arrested|killed) at \d{2}(?=[,;.:]|$)",
    r"\ba los \d{2} anos\b(?! (?:de|en) (?:pris|carc|recl))",
    # laws, cases, labels, rooms, roads, units
    r"\b\d+ u\.? ?s\.? ?c(?:\.|ode|\b)(?: ?§+ ?[\w().-]+| ?(?:secs?\. |sections? )?\d{3,}[\w()-]*"
    r"(?:,? (?:and |y )?\d{3,}[\w()-]*(?=[,.;:)]| and | y |$))*)?|"
    r"\bu\.? ?s\.? ?c\.? \d{3,}[\w()-]*|§+ ?[\w().-]+(?:(?:,| and| y) [\d().a-z]+)*|"
    r"\b\d{1,4}[ -](?:bis|ter|quater|quinquies)\b",
    r"\b(?:h\.? ?r\.?|[hs]\.) ?(?:(?:j|con)\.? ?)?(?:res\.? ?)?\d{1,5}\b(?=[;,.) ]|$)|"
    r"\b[hs]\.? ?(?:(?:j|con)\.? ?)?res\.? ?\d{1,5}\b",
    # marks of a road: "km 112+500", "los kilómetros 12 y 14"
    r"\b(?:kms?|kilometros?|kilomet(?:er|re)s?|mile markers?)\.? ?\d{1,4}(?: ?\+ ?\d{1,4}|[.,]\d{1,3})\b(?![.,]?\d)|"
    r"\blos (?:kms?|kilometros)\.? \d{1,4}(?:(?:, ?| y | al? )\d{1,4})*(?= (?:del?|y)\b|[,.;)]|$)(?![.,]\d)|"
    r"\b\d{1,3}\+\d{3}\b(?![.,]?\d)",
    # "es el ataque número 55" counts the strikes up to it
    rf"\b(?<!ataque )(?<!bombardeo )(?<!strike )(?<!attack ){_LABELS}"
    r" ?(?:no\.? |num\.? |numero |nº |n\.º |#)?\d{1,5}(?!\d)(?:-\w+)?(?:º|°|\.º|/\d+)?"
    r"(?:(?:,| y| and| o| or| to|-) ?\d{1,4}\b)*(?! ?(?:%|per cent|por ciento|millones|mil\b|million))(?![.,]\d)"
    r"(?! (?:de|of) (?:la|the|su|its) campa)",
    # "el cuarto 204", "el reo 3912 fue": behind a noun of one thing a number names it, unless it is who does it
    r"\b(?:el|la|del|su) (?!(?:numero|ataque|bombardeo|golpe|gobierno|gabinete|fiscalia|presidencia|secretaria|"
    r"ministerio|pais|ano|mes|semana|dia|total|cifra|suma|primera|segunda|tercera|primero|segundo|tercero|nueva|ultima|justicia|policia|"
    r"guardia|casa|marina|ejercito|agencia|cancilleria|embajada|corte|audiencia|mexico|estado|lista|entrega|operacion|"
    r"tarde|noche|manana|manera|vez|administracion|president[ae]|lunes|martes|miercoles|jueves|viernes|sabado|"
    r"domingo)\b)[a-z]{4,}[^\Ws\d] (?:\d{1,4}|dos|tres|cuatro|cinco)"
    r"(?=[.;)]|,(?! (?:y|e|de|del)\b)|$| (?:fue|era|del?|es) (?!los|las|ellos|ellas|quienes|cada|unos|unas))(?![.,]\d)",
    r"\b(?:por la|usaba el|vestia el|portaba el) \d{1,3}(?= (?:en|de)\b|[,.;)]|$)(?![.,]\d)",
    r"# ?\d{1,5}\b",
    r"\b\w*\d[\w.]*-(?:cr|cv|mj)-\w+",
    r"\b(?:uniforme?|comunicado|boletin|bulletin|matricula|boeing|airbus|cessna|markings?|pallets?|question) "
    r"(?:numero |no\. )?"
    r"\d+(?:/\d+)?(?:-\d+)?",
    # telephones
    r"\b(?:tel|telefono|phone|call|llam\w+ al|whatsapp|marca\w* al|linea)\b[^\w+(]{0,3}\+?[\d(][\d ().-]{1,18}\d",
    r"(?<![\w.,])\+?\(?\d{2,3}\)?[ .-]\d{3,4}[ .-]\d{4}\b|\b\d-\d{3}-\d{3}-\d{4}\b|\b\d{10,}\b",
    # page furniture
    r"\b\d+ ?[- ]?min(?:s|utes?|utos?)?\.? (?:read|de lectura|lectura)\b|\b(?:lectura|read time|reading time|tiempo "
    r"de lectura)\W{0,3}(?:de )?\d+ ?min\w*",
    r"\b\d[\d.,]* ?(?:k|mil|m)? ?(?:shares?|comments?|comentarios?|views?|vistas|likes?|articles|articulos|followers|"
    r"seguidores|"
    r"retweets?|reposts?|visualizaciones|lecturas|compartid[oa]s|compartidos|reacciones|suscriptores|subscribers|"
    r"tweets?)\b",
    r"\b(?:compartido|shared|visto|viewed) [\d.,]+ (?:veces|times)\b",
    # names made of digits
    r"\b[a-z]{1,6}-\d+[a-z]{0,2}\b|\b[a-z]+\d+\w*\b|\b\d+-[a-z]\b",
    r"[\"“«'‘](?!(?:at|more|over|about|nearly|some|al|mas|casi|unos|cerca)\b)(?:(?!\d)[\w.]+ ){1,3}\d{1,4}[\"”»'’]",
    r"\b(?:alias|apodado|known as|conocido como|a ?k ?a) (?:[\"“«] ?)?(?:(?:el|la|los|the) )?\d{1,4}\b",
    r"\b(?:estado|state) (?:numero )?51\b",
    r"(?<=\. )el \d{2,3}(?=[,;.]| fue| era)",
    # scores
    r"\b\d{1,2} ?- ?\d{1,2}\b(?= (?:win|victory|loss|defeat|draw|lead|sobre|ante|frente|contra|en el marcador))",
    r"\b(?:won|win|beat|lost|lose|gano|vencio|derroto|perdio|empato|empate|goleo|marcador(?: final)?)(?: \w+){0,4} "
    r"(?:de |por )?\d{1,2} ?(?:-|a) ?\d{1,2}\b",
    r"\b(?!\d{1,3}(?:\.\d{3})+\b)\d+(?:\.\d+){2,}\b",
)


def _alternatives(pattern: str) -> list[str]:
    """Parts of a pattern between its outermost bars."""
    parts, depth, in_class, at = [""], 0, False, 0
    while at < len(pattern):
        step = 2 if pattern[at] == "\\" else 1
        char = pattern[at : at + step]
        in_class = char == "[" or (in_class and char != "]")
        depth += 0 if in_class else (char == "(") - (char == ")")
        if char == "|" and depth == 0 and not in_class:
            parts.append("")
        else:
            parts[-1] += char
        at += step
    return parts


def in_order(patterns: Iterable[str]) -> list[str]:
    """All their alternatives; what begins at a word's edge comes first."""
    parts = [part for pattern in patterns for part in _alternatives(pattern)]
    return sorted(parts, key=lambda part: not part.startswith(r"\b"))


_WITH_DIGITS = Scanner(in_order(pattern for pattern in (*_WORDED, *_PATTERNS) if r"\1" not in pattern))
_IN_WORDS = Scanner(in_order(_WORDED))
_AGE = re.compile(
    r"\b(?:el|la|un|una|[a-z]+[\"”»']?),? de \d{2} anos\b(?! (?:de|en) )"
)  # where no term of prison is near
_TERM = re.compile(
    r"\b(?:pris|carc|conden|pena\b|penas\b|sentenc|purg|recluid|reclusion|cadena|castig|lapso|periodo|plazo|contrato|"
    r"maxim|minim|total|promedio|guerra|lucha|prohibicion|veto)"
)
_DIGIT = re.compile(r"\d")
_NUMERIC_DATES = re.compile(  # begins with its digit, not with what may not stand before: ten times as fast
    r"\d(?:(?<![\d.,']\d)\d{0,3}([/.-])\d{1,2}\1\d{2,4}(?![\d]|[.,]\d)|(?<!\d \d)(?<!\w\d)\d?/\d{1,2}\b)"
)


def masked(flat: str) -> list[tuple[int, int]]:
    """Stretches [start, end) of a flat sentence that hold no figure, in order."""
    if not flat:
        return []
    if not _DIGIT.search(flat):
        return _IN_WORDS.spans(flat)
    spans = [match.span() for match in _NUMERIC_DATES.finditer(flat) if not _is_grouped(match.group())]
    spans += _WITH_DIGITS.spans(flat)
    if " anos" in flat and _TERM.search(flat) is None:
        spans += [match.span() for match in _AGE.finditer(flat)]
    return sorted(spans)


_QUOTES = frozenset("\"“”«»‘’'")


def is_alias(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number word is somebody's name: the Ocho of "extraditan a El Ocho" and of "'el Ocho'"."""
    if not at or tokens[at - 1].flat not in ("el", "la"):
        return False
    around = (*tokens[max(0, at - 2) : at - 1], *tokens[at + 1 : at + 2])
    quoted = len(around) == 2 and all(token.text in _QUOTES for token in around)
    return quoted or (tokens[at].text.istitle() and tokens[at - 1].text.istitle())


def _is_grouped(text: str) -> bool:
    """A number in groups of three, which only looks like a date with points: "1.23.456" is none."""
    parts = text.split(".")
    return len(parts) > 1 and all(len(part) == 3 for part in parts[1:])
