"""Words of time and standing that several stages read. Imports its siblings and bot.text only.

All patterns read folded text (tokens.flatten). Cues that one stage alone reads stand with it, most of them in `scope`.
"""

import re

from bot.extract.guarded import Guarded
from bot.extract.words import MONTHS
from bot.text.verbs import SAYS

_TERM = (
    r"(?:term|administration|presidency|government|sexenio|administracion|gobierno|mandato|gestion|periodo "
    r"presidencial)"
)
LONG_SPAN = Guarded(
    r"\b(?:since|desde)(?: que| el| la| los| the| about| early| late)? (?!then\b|entonces\b|la manana|ayer|el lunes)"
    r"[\w., ]{0,25}?\b(?:(?:19|20)\d\d|took|taking|came|inauguration|office|asumio|inicio|comenzo|empezo|start\b|"
    r"began|"
    r"arranco|arranque|llegada|october|octubre|september|septiembre|august|agosto|february|febrero|january|enero|"
    r"june|junio|july|julio|march|marzo|april|abril|may|mayo|november|noviembre|december|diciembre|jan|feb|mar|apr|"
    r"jun|jul|aug|sept?|oct|nov|dec|ene|abr|ago|dic|last|campaign|campana|feud|war|guerra|fall|spring|summer|winter|"
    r"otono|verano|primavera|invierno|toma|firma|signing)\b[\w, ]{0,12}|"
    rf"\b(?:during|under|in|of|throughout) (?:her|his|the|this|its)(?: current| present| six-year)? {_TERM}\b|"
    rf"\b(?:en|de|durante|por) (?:su|est[ea]|es[ea]|la|el|lo que va de la|lo que va del)(?: actual| presente)? "
    rf"{_TERM}\b|\bin (?:her|his) (?:first|second) (?:year|\w+ months)\b|"
    r"\b(?:in|en|during|durante) (?:[\w']+ ){0,2}(?:first|primeros) (?:\w+ )?(?:days|dias)\b|"
    r"\bunder (?:president )?(?:claudia )?sheinbaum\b|\ben lo que va (?:de|del) [\w ]{3,25}|\b(?:del|en el|este) "
    r"sexenio\b|"
    r"\bso far this year\b|\bthis year\b|\beste ano\b|\bthe year so far\b|\byear to date\b|\ben el ano\b|"
    r"\b(?:in|en|over|during|durante|within) (?:(?:the|los|el|las)? ?(?:past|last|ultim[oa]s?|previous) )?"
    r"(?:\w+ )?(?:\d+|two|three|four|five|six|eight|nine|ten|twelve|dos|tres|cuatro|cinco|seis|ocho|nueve|diez|doce|"
    r"once|eleven|14|18|18-month) (?:months|meses|years|anos)\b|"
    r"\b(?:in|over|during) the (?:past|last) (?:year|decade|months)\b|\b(?:en|durante) (?:el ultimo|la ultima) "
    r"(?:ano|decada)\b|\b(?:in|over|during) (?:the same|that) (?:period|time|span)\b|\b(?:en|durante) (?:el mismo|"
    r"es[et]e) "
    r"(?:periodo|lapso|tiempo)\b|\b(?:a la fecha|to date)\b"
)
"""A stretch of months or years that a number is counted over: since a day, this term, so far this year."""
YEARS_AGO = (
    r"(?:hace (?:casi |mas de |ya )?(?:un|una|dos|tres|cuatro|cinco|\d+|varios|unos) (?:anos?|mes(?:es)?)|"
    r"(?:nearly |almost )?(?:a|one|two|three|four|five|\d+|several) (?:years?|months?) ago)\b"
)
"""How long ago a headline begins to tell of; part of a pattern."""
LATELY = re.compile(
    r"\b(?:in|over|during|en|durante) (?:just |solo )?(?:the |l[oa]s? )?(?:past|last|ultim[oa]s?) (?:\w+ )?"
    r"(?:days?|weeks?|fortnight|month|dias?|semanas?|quincena|mes)\b|\b(?:this|last) (?:week|month)\b"
)
"""A stretch of days or weeks: of today's kind of report."""
PERIODIC = Guarded(
    r"\b(?:(?<!in )(?<!within )(?<!than )a year(?! (?:before|earlier|ago|later|after|prior))|per year|each year|"
    r"every year|annually|al ano|por ano|"
    r"cada ano|anual(?:es|mente)?|yearly|per annum)\b"
)
"""So many a year: a rate."""
OF_A_YEAR = Guarded(
    r"\b(?:in|during|throughout|en|durante|de|del) (?:all of |todo )?(?:the year )?(?:ano )?(?:19|20)\d\d\b|\blast "
    r"year\b|"
    r"\b(?:the|el) (?:last|past|ultimo) (?:year|ano)\b|\b(?:el )?ano pasado\b|\bthe (?:whole |previous )?year\b|"
    r"\bthis year\b|\beste ano\b|\ben lo que va del ano\b|\ba year (?:before|earlier)\b|"
    r"\b(?:el )?ano (?:anterior|previo)\b|\bannual\w*|\banual\w*|\bper year\b|\bel ano\b|\byear to \w+|\b(?:first|"
    r"second) (?:half|quarter) of\b|\b(?:primer|segundo) (?:semestre|trimestre)\b|\bbetween \w+ and (?:january|"
    r"february|"
    r"march|april|may|june|july|august|september|october|november|december)|\bentre \w+ y (?:enero|febrero|marzo|"
    r"abril|mayo|junio|julio|agosto|septiembre|octubre|"
    r"noviembre|diciembre)"
)
"""A year or half of one, past or running."""
_BATCH = r"(?:transfers?|handovers?|batch|group|such|round|wave|flights?|traslado|entrega|envio|grupo|tanda|operativo)"
EARLIER = Guarded(
    r"\b(?:aquel(?:la)? (?:entrega|envio|traslado|grupo|tanda)|"
    r"earlier (?!than)|recalls?\b|(?:first|originally|initially) (?:charged|arrested|sent|indicted|"
    r"held)|recuerdan?\b|last week's|previous(?:ly)?|prior\b|"
    r"(?:the )?first (?:and second )?"
    rf"{_BATCH}|second {_BATCH}|last (?:year|month|august|february|january|spring|summer|fall|winter|july|june|"
    r"march|april|may|september|october|november|december)|(?:a|two|three|several|some|many) (?:years?|months?|"
    r"weeks) "
    r"(?:ago|earlier|before)|before that|anterior(?:es|mente)?|(?<!sin )previ[oa]s?\b|"
    r"(?:the|el|la) (?:first|second|primer[oa]|segund[oa])\b[\w ]{0,14}$|primer(?:a)? "
    rf"{_BATCH}|segund[oa] {_BATCH}|(?:el )?ano pasado|(?:el )?mes pasado|"
    r"hace (?:mas de |casi |ya )?(?:un|una|dos|tres|\d+|varios|unos) "
    r"(?:anos?|meses|mes|semanas?)|(?:dos|tres|un|varios) (?:anos?|meses|mes) (?:antes|atras)|ya habia\w*|"
    r"habian? \w+(?:ado|ido|to)\b|had (?:already |previously |also )?(?:been )?"
    r"\w+(?:ed|t|n)\b|antes,|historic(?:ally)?|historical|"
    r"(?:first|last|previous|earlier|prior) (?:\w+ ){0,2}(?:handovers|batches|transfers|groups|flights)|"
    r"(?:tras|despues de|after|following) (?:los|las|the) (?:\w+ )?(?:grupos|entregas|envios|traslados|groups|"
    r"batches|handovers)|"
    r"(?:los|las) (?:\w+ ){0,2}(?:anteriores|previos|previas)|follow(?:s|ed|ing) (?:one|two|an?|the|those|that)|"
    r"sigue a|"
    r"\b(?:comes?|came|llega|ocurre|sucede|se da)\b[^;.]{0,30}\b(?:after|despues de(?: que)?)\b|"
    r"the year before|ano anterior|gobierno anterior|"
    r"predecesor\w*|predecessor\w*)"
)
"""An event before the item's: an earlier batch, ago, the past perfect."""
CAMPAIGN_PASSES = (
    r"(?:campana|campaign|ofensiva) (?:ya |now |has )?(?:supera|rebasa|pasa|passes|tops|exceeds|surpasses)(?: ya)?"
    r"(?: de)?(?: l[oa]s)?"
)
"""Right before a total: "la campaña rebasa los 150"."""
EARLIER_ONES = re.compile(
    r"\b(?:earlier|previous|prior|anteriores|previ[oa]s) (?:\w+ ){0,2}(?:handovers|batches|transfers|groups|flights|"
    r"rounds|operations|ones|entregas|envios|traslados|grupos|tandas|operativos)\b|"
    r"\b(?:the|l[oa]s) (?:\w+ )?(?:before (?:it|this|that)|anteriores|previ[oa]s)\b|"
    r"\b(?:entregas|envios|traslados|grupos|tandas|operativos) (?:anteriores|previ[oa]s)\b|"
    r"\b(?:first|primer[oa]s) (?:\w+ )?(?:handovers|batches|transfers|rounds|flights|entregas|envios|traslados|"
    r"tandas|grupos)\b"
)
"""Beside a number: it counts the operations before today's, or the people in them."""
STILL = re.compile(
    r"\b(?:still|siguen|sigue|remains?|continuan?|permanecen?|aun|todavia|long (?:been|offered|had)|for years|desde "
    r"hace)\b"
)
"""It has been so for long and still is."""
NUMBERED_STRIKE = Guarded(
    r"\b(?:ataque|bombardeo|strike|attack)(?: (?:numero|number|no\.?))?$|"
    r"\b(?:ataque|bombardeo|strike|attack)\b[^;.]{0,40}\b(?:numero|number|no\.)$|"
    r"\b(?:con|with) (?:est[ea]|this) (?:\w+ )?(?:ataque|bombardeo|strike|attack),? (?:ya )?(?:suma[n]?|van|son|"
    r"the (?:total|tally) (?:is|rises to))$"
)
"""Right before a number: "es el ataque 58", "strike No. 58", "nuevo ataque a una lancha, el número 49"."""
TODAY = Guarded(
    r"\b(?:today|tonight|this (?:morning|afternoon|evening|week)|overnight|yesterday|(?:on |late |early |this |"
    r"last )?"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day(?:'s)?|hoy|ayer|anoche|(?:est[ea]|el|la noche del|la madrugada del|"
    r"la "
    r"manana del|del|de) (?:lunes|martes|miercoles|jueves|viernes|sabado|domingo)|esta (?:madrugada|manana|tarde|"
    r"noche|"
    r"semana)|de madrugada|before dawn|at dawn|al amanecer)\b"
)
"""The item's own day, or the days about it."""
_SAID_ON = re.compile(
    rf"\b(?:told \w+|{SAYS}|wrote|argued|warned|advirtio|denuncio|escribio)(?: on| late on| early on)?(?: este| el)?"
    r" (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|lunes|martes|miercoles|jueves|viernes|sabado|domingo|hoy|ayer|"
    r"today|yesterday)(?= that| que)"
)
"""Words of saying with their day, before what is said: the day is not that of what is told."""


def is_of_today(flat: str) -> bool:
    """Whether folded text names the item's own day, otherwise than as the day on which something was said."""
    return TODAY.search(flat) is not None and TODAY.search(_SAID_ON.sub(" ", flat)) is not None


REPLY = Guarded(
    r"\b(?:al|luego de|despues de|tras|para(?! respond| contest| pedir)|por|antes de) (?:neg|rechaz|descart|respond|"
    r"contest|justific|defend|"
    r"concret|"
    r"replic|desment|insist|exig|reclam|pedir|critic|acus|amenaz|advert|comentar|reiter|ser (?:cuestion|interrog)|"
    r"(?:las |la |los |el )?(?:amenaz|pregunt|critic|presion))\w*|"
    r"\b(?:in|while|when|after|before|by) (?:\w+ )?(?:reject|dismiss|answer|reply|respond|deny|defend|ruling out|"
    r"rebuff|"
    r"justif|argu|push|warn|oppos|insist)\w*|^(?:while|defend|answer|reject|dismiss|respond|deny|asked|ante |frente |"
    r"en "
    r"respuesta|justif|brushing|rebuff|ruling out)\w*|\bin (?:reply|response|answer|defen[cs]e)\b|"
    r"\bas (?:the debate|it|she|he|they|the government|mexico|washington|trump)\b|\b(?:said|told \w+) (?:as|before|"
    r"when|while)\b|\bciting\b|\bcitad[oa]s? por\b|\bto justify\b|\bahead of\b|\b(?:recall|remind|not|complain)ed\b|"
    r"\b(?:recordo|respondio|contesto|replico|reprocho|esgrim\w+|atribuyo|argumento|alego)\b|"
    r"^(?:con|with) (?:una?|la|el|los|las|an?|the)? ?(?:caida|baja|reduccion|disminucion|drop|fall|decline|"
    r"homicid\w+|"
    r"murders)"
)
"""What is said in answer to something else, and so is no news itself."""
MONTH_ONLY = Guarded(
    r"\b(?:in|en|last|since|pasado|back in) (?:el (?:mes de )?|early |late |mid-)?"
    rf"({MONTHS})\b(?! \d)(?:$|\W)"
)
"""A month without a day."""
