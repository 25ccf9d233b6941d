"""Words that tell of time and standing: totals, spans, earlier and coming events, replies.

Imports its siblings only. All patterns read folded text (tokens.flatten); scope.py decides what they mean.
"""

import re

from bot.extract.words import MONTHS

_TERM = (
    r"(?:term|administration|presidency|government|sexenio|administracion|gobierno|mandato|gestion|periodo "
    r"presidencial)"
)
LONG_SPAN = re.compile(
    r"\b(?:since|desde)(?: que| el| la| los| the| about| early| late)? (?!then\b|entonces\b|la manana|ayer|el lunes)"
    r"[\w., ]{0,25}?\b(?:(?:19|20)\d\d|took|taking|came|inauguration|office|asumio|inicio|comenzo|empezo|start\b|began|"
    r"arranco|arranque|llegada|october|octubre|september|septiembre|august|agosto|february|febrero|january|enero|"
    r"june|junio|july|julio|march|marzo|april|abril|may|mayo|november|noviembre|december|diciembre|jan|feb|mar|apr|"
    r"jun|jul|aug|sept?|oct|nov|dec|ene|abr|ago|dic|last|campaign|campana|feud|war|guerra|fall|spring|summer|winter|"
    r"otono|verano|primavera|invierno|toma|firma|signing)\b[\w, ]{0,12}|"
    rf"\b(?:during|under|in|of|throughout) (?:her|his|the|this|its)(?: current| present| six-year)? {_TERM}\b|"
    rf"\b(?:en|de|durante|por) (?:su|est[ea]|es[ea]|la|el|lo que va de la|lo que va del)(?: actual| presente)? "
    rf"{_TERM}\b|\bin (?:her|his) (?:first|second) (?:year|\w+ months)\b|"
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
LATELY = re.compile(
    r"\b(?:in|over|during|en|durante) (?:just |solo )?(?:the |l[oa]s? )?(?:past|last|ultim[oa]s?) (?:\w+ )?"
    r"(?:days?|weeks?|fortnight|month|dias?|semanas?|quincena|mes)\b|\b(?:this|last) (?:week|month)\b"
)
LAST_YEAR = re.compile(
    r"\b(?:last year|(?:in|over|during) the (?:past|last) (?:year|12 months)|(?:el )?ano pasado|en el ultimo ano|"
    r"en los ultimos (?:12|doce) meses)\b"
)
PERIODIC = re.compile(
    r"\b(?:(?<!in )(?<!within )(?<!than )a year(?! (?:before|earlier|ago|later|after|prior))|per year|each year|"
    r"every year|annually|al ano|por ano|"
    r"cada ano|anual(?:es|mente)?|yearly|per annum)\b"
)
OF_A_YEAR = re.compile(
    r"\b(?:in|during|throughout|en|durante|de|del) (?:all of |todo )?(?:the year )?(?:ano )?(?:19|20)\d\d\b|\blast "
    r"year\b|"
    r"\b(?:the|el) (?:last|past|ultimo) (?:year|ano)\b|\b(?:el )?ano pasado\b|\bthe (?:whole |previous )?year\b|"
    r"\bthis year\b|\beste ano\b|\ba year (?:before|earlier)\b|"
    r"\b(?:el )?ano (?:anterior|previo)\b|\bannual\w*|\banual\w*|\bper year\b|\bel ano\b|\byear to \w+|\b(?:first|"
    r"second) (?:half|quarter) of\b|\b(?:primer|segundo) (?:semestre|trimestre)\b|\bbetween \w+ and (?:january|"
    r"february|"
    r"march|april|may|june|july|august|september|october|november|december)|\bentre \w+ y (?:enero|febrero|marzo|"
    r"abril|mayo|junio|julio|agosto|septiembre|octubre|"
    r"noviembre|diciembre)"
)

# --- totals ----------------------------------------------------------------------------------------------------------
_LIFTS = (
    r"(?:rais(?:es?|ed|ing)|lift(?:s|ed|ing)?|push(?:es|ed|ing)?|swell(?:s|ed|ing)?|elev(?:a|an|o|aron|ando|ar)|"
    r"sub(?:e|en|io|ieron|iendo)|increment(?:a|an|o|ando)|aument(?:a|an|o|ando))"
)
_CARRIES = (
    r"(?:bring(?:s|ing)?|brought|tak(?:es?|ing)|took|driv(?:es?|ing)|carr(?:y|ies|ying)|llev(?:a|an|o|aron|"
    r"ando))"
)
_SUM_NOUN = (
    r"(?:total(?:es)?|tally|tallies|count|number|sum|toll|figure|cumulative|cuenta|cifra|suma|conteo|numero|acumulado|"
    r"saldo|balance|running total|lista)"
)
_ABOUT = (
    r"(?: un total de| mas de| more than| over| at least| al menos| unos| some| about| almost| nearly| casi| cerca de|"
    r" alrededor de| una?)*"
)
RAISED_TO = re.compile(  # what is brought somewhere is no total: a word for the sum must stand with it
    rf"\b{_LIFTS}\b(?: (?!\d)\w+|,){{0,9}}? (?:to|a|at|en|hasta){_ABOUT}$|"
    rf"\b{_CARRIES}\b(?: (?!\d)[\w']+){{0,4}}? {_SUM_NOUN}\b(?: (?!\d)\w+){{0,6}}? (?:to|a){_ABOUT}$|"
    rf"\b(?:bring(?:s|ing)|brought|taking) to{_ABOUT}$"
)
TOTAL_STRONG = re.compile(
    r"\b(?:(?:suman|suma|sumaron|sumando|sumado|acumulan?|acumulaba|ya son|son ya|ya van|van ya|van|"
    r"llevan?(?! a\b)|llevamos|"
    r"hemos|contabilizan?|con (?:este|esta|estos|estas|ello|los \d+|las \d+|lo que)\b"
    r"[\w ,]{0,40}|asciende[n]? a|"
    r"llega[n]? (?:ya )?a|alcanza[n]?)(?: ya| un| una| total| de| los| las| mas| al menos| en| a| por lo "
    r"menos| casi| cerca| unos)*|"
    rf"(?:cumulative|running|grand|overall|combined) {_SUM_NOUN}(?: of| to| is| now| stands| at| has| reached)*|"
    rf"(?<!a )(?<!un ){_SUM_NOUN} (?:to|now|now at|acumulado|acumulada|asciende|es de|ya es de|to date|so "
    rf"far)\W?[\w ]{{0,12}}|"
    rf"{_SUM_NOUN} (?:[\w.' ]{{0,60}} )?(?:stands?|stood|esta|reach(?:es|ed)|hits?|now|is now|rises?|rose|climb(?:s|"
    rf"ed)|"
    rf"grows?|grew|"
    r"llega|llego|alcanza|alcanzo|asciende|ascendio|sube|subio|se eleva|quedo)(?: (?:at|to|a|en|ya|now))*|"
    r"that makes(?: it)?|which makes(?: it)?|making(?: it)?|(?:the )?(?:number|figure|cifra|numero) (?:rises|climbs|"
    r"sube|llega|asciende) (?:to|a)|for a running total of)$"
)
SO_FAR = (
    r"(?:so far|to date|thus far|until now|up to now|as of now|hasta ahora|hasta el momento|hasta la fecha|a la fecha|"
    r"al momento|hasta hoy|al dia de hoy|acumulad[oa]s|al corte|a estas alturas)"
)
TOTAL_BEFORE = re.compile(
    rf"\bwith (?:this|these|the latest|the new|\w+day's) [\w ]{{0,25}},|"
    rf"\b(?:(?:has|have) (?:now|already) \w+|ya (?:ha|han|hemos) \w+|{SO_FAR})\b"
)
TOTAL_AFTER = re.compile(
    rf"^[\w ]{{0,45}}?\b(?:{SO_FAR}|(?:has|have) (?:now|already|so far) |ya (?:ha|han)(?: sido)? |en lo que va|"
    r"since (?:she|he|the|taking|last|january|february|march|april|may|june|july|august|september|october|november|"
    r"december|early|late|\d)|desde (?:que|el (?:\d|inicio|ano|primer|arranque)|la (?:toma|llegada|primera)|\d|enero|"
    r"febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|"
    r"octubre|noviembre|diciembre)|under (?:president )?(?:claudia )?sheinbaum|during (?:her|his|this)|"
    r"(?:in|durante|en) (?:this|the current|la actual|la presente|este|su) (?:administra|term|gobierno|sexenio|"
    r"mandato))"
)
_WEAK = (
    r"(?:in all|in total|a total of|total of|un total de|total de|en total|altogether|en conjunto|overall|combined|"
    r"all told|all in all|entre todos|sumados)"
)
TOTAL_WEAK = re.compile(rf"\b{_WEAK}(?:,| son| han sido| fueron)?\W*[\w ]{{0,14}}$")
TOTAL_WEAK_AFTER = re.compile(
    r"^[\w ]{0,20}?,? ?\b(?:in all|in total|en total|altogether|overall|combined|por todo|all told)\b"
)
IN_SEVERAL = re.compile(
    r"\b(?:in|en|across|over|through|during|via|por|mediante) (?:los |las |the |its |sus )?(?!un[ao]?\b|one\b|an?\b|"
    r"this|"
    r"est[ea]\b)(?:\w+ ){1,3}(?:handovers|transfers|operations|batches|rounds|waves|entregas|traslados|envios|tandas|"
    r"operativos|operaciones|remesas|bloques)\b"
)

NUMBERED_STRIKE = re.compile(  # "es el ataque 58", "strike No. 58", "nuevo ataque a una lancha, el número 49"
    r"\b(?:ataque|bombardeo|strike|attack)(?: (?:numero|number|no\.?))?$|"
    r"\b(?:ataque|bombardeo|strike|attack)\b[^;.]{0,40}\b(?:numero|number|no\.)$"
)

# --- earlier ---------------------------------------------------------------------------------------------------------
_BATCH = r"(?:transfers?|handovers?|batch|group|such|round|wave|flights?|traslado|entrega|envio|grupo|tanda|operativo)"
EARLIER = re.compile(
    r"\b(?:earlier (?!than)|recalls?\b|recalled that|(?:first|originally|initially) (?:charged|arrested|sent|indicted|"
    r"held)|recuerdan?\b|last week's|previous(?:ly)?|prior|"
    r"(?:the )?first (?:and second )?"
    rf"{_BATCH}|second {_BATCH}|last (?:year|month|august|february|january|spring|summer|fall|winter|july|june|"
    r"march|april|may|september|october|november|december)|(?:a|two|three|several|some|many) (?:years?|months?|weeks) "
    r"(?:ago|earlier|before)|before that|anterior(?:es|mente)?|previ[oa]s?\b|"
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
    r"compared (?:with|to)|frente a l[oa]s (?!costas|playas)|the year before|ano anterior|gobierno anterior|"
    r"predecesor\w*|predecessor\w*)"
)
STILL = re.compile(
    r"\b(?:still|siguen|sigue|remains?|continuan?|permanecen?|aun|todavia|long (?:been|offered|had)|for years|desde "
    r"hace)\b"
)
HAD = re.compile(
    r"\b(?:had|habian?|ofrecia\w*|daban|pesaba\w*|pagaba\w*|was (?:already )?worth|carried|carrying|daban?\b|cuya "
    r"captura|whose (?:capture|head)|"
    r"for (?:whom|whose)|por (?:quien|el que|la que|cuy[oa])|on (?:his|her|whose|its) head|has long|"
    r"desde (?:hace|20\d\d|\w+ de 20\d\d)|since 20\d\d|standing|vigente|stands at|stays?|sigue en|remains|se mantiene|"
    r"mantiene|maintains|where (?:it|they) (?:was|were)|"
    r"en su momento|estaba en|desde entonces)\b"
)

_OF_CRIME = (
    r"(?:deaths?|killings?|murders?|slayings?|massacre|ambush|attack|bombings?|shooting|kidnapping|disappearances?|"
    r"muertes?|homicidios?|asesinatos?|matanza|masacre|emboscada|ataque|choque|incendio|secuestro|desaparici\w+)"
)
OF_A_CASE = re.compile(  # a crime of old, for which somebody is wanted, tried or handed over now
    r"\b(?:accus\w+|charg\w+|blam\w+|wanted|convict\w+|sentenc\w+|extradit\w+|suspect\w*|trial|indict\w+|returned|"
    r"handed over|expelled|killer|gunman|alleged|acus\w+|imputa\w*|senala\w+|ligad[oa]|vinculad[oa]|responsable|"
    r"buscad[oa]|reclama\w*|requerid[oa]|procesad[oa]|conden\w+|juicio|extradic\w+|presunt[oa])\b[^.;]{0,70}"
    r"\b(?:in|over|for|of|with|por|de|del?) (?:the |la |las |el |los |un |una |a |an |\d{4} )*"
    rf"(?:\w+ ){{0,3}}{_OF_CRIME}\b[^.;]{{0,40}}$|"
    r"\b(?:honou?rs|honra[n]?|homenajes? a|tribute to|mourns|remembers?|recuerdan?|anniversary of|aniversario de|"
    r"marks?|in memory of|en memoria de|years after|"
    r"anos despues)\b[^.;]{0,60}$"
)
OF_CHARGES = re.compile(  # "charged with 15 murders", "buscado por 4 homicidios", "accused of killing three"
    r"\b(?:charged|accused|wanted|convicted|suspected|acusad[oa]|buscad[oa]|requerid[oa]|senalad[oa]|imputad[oa]|"
    r"procesad[oa]|reclamad[oa]|"
    r"responsable|blamed|lo acusa|se le acusa|le imputan?)\b(?: \w+){0,3}? (?:of|with|in|for|over|por|de|del)"
    r"(?: (?:the|having|haber|la|las|los|el|un|una|an?|at least|al menos|more than|mas de))*"
    rf"(?: (?:killing|murdering|matar|asesinar|shooting|kidnapping|secuestrar|{_OF_CRIME})(?: \w+){{0,3}}?)?"
    r"(?: of| de| al?)?(?: the| los| las)?$"
)
TIME_LEFT = re.compile(
    r"\b(?:le (?:restan|faltan|quedan)|(?:he|she|they) (?:has|have|had)|still has|aun debe|que le restan)$"
)
LEFT_AFTER = re.compile(r"^ (?:left|more to (?:go|serve)|to go|que le (?:restan|faltan|quedan)|restantes|pendientes)\b")
OF_A_TERM = re.compile(
    r"\b(?:spent|served|serving|had completed|completed|purgo|ya (?:habia )?purg\w+|cumplio)\b[^.;]{0,30}$"
)

# --- to come ---------------------------------------------------------------------------------------------------------
FUTURE = re.compile(
    r"\b(?:will|would|could|may|might|shall|to be|going to|plans? to|planning|plans? for|planned|expect(?:s|ed) to|"
    r"set to|"
    r"poised to|due to (?:be|leave|fly|send|arrive)|about to|prepar\w+ (?:to|for)|ready to|ready(?:ing)?|readie[sd]|"
    r"(?:tiene|tienen) lista?s?|agree[sd]? "
    r"(?:to|on)|"
    r"(?<!judge )(?<!court )ordered(?! by)|orders|schedul\w+|is to|are to|vows? to|offer\w* to|consider(?:s|ed|ing)?|"
    r"mull(?:s|ed|ing)?|weigh(?:s|ed|ing)?|ponder\w*|envisag\w*|foresee\w*|calls? for|"
    r"(?:told|said) to expect|expect(?:s|ed|ing)?(?= \d| about| some| another)|can (?:hand|send|extradite|deliver|"
    r"transfer|fly)|"
    r"que (?:\w+ )?(?:entregue|envie|extradite|traslade|mande)n?|explora[n]?|va[n]? (?:\w+ )?por(?: entre|"
    r" otr[oa]s| unos)?|"
    r"promesas?|esperaba[n]?|queria[n]?|offer to \w+|ofertas?|wants? to|threaten\w*|negotiat\w+|discuss\w+|"
    r"propos\w+|promis\w+|pledg\w+|intend\w*|eye(?:s|ing)|draft\w*|"
    r"(?:hands?|sends?|transfers?|mexico|government) to (?:send|hand|transfer|fly|ship|extradite|turn)|next "
    r"(?:week|month|year|batch|transfer|group|handover|flight|monday|\w+day)|clear(?:s|ed) (?:the )?(?:entry|way|"
    r"arrival)|"
    r"admit(?:s|ted)|(?:approv|authori[sz]|back|endors|green-?light)(?:e?s|ed) (?:the |a )?(?:entry|arrival|"
    r"deployment|visit|sending|stay|admission)|"
    r"proxim[oa]s?|va[n]? a|podri\w+|pued\w+|preve\w*|previst\w+|planea\w*|planes (?:de|para)|alist(?:a|an|e|en|aba|"
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
FUTURE_ACCENT = re.compile(
    r"\w{2,}(?:ará|arán|erá|erán|irá|irán|drá|drán)\b|\b(?!habr)\w*rían\b|\b(?:sería|iría|podría)\b", re.IGNORECASE
)
FUTURE_AFTER = re.compile(
    r"[\w ,]{0,45}?\b(?:(?:entr|lleg|particip|viaj|adiestr|permanec|capacit|arrib|ingres|desembarc)[ae]ran|vendran|"
    r"previst[oa]s?|"
    r"will|would|could(?! have)|may|might|are to|to be|is expected|are expected|are set|await\w*|"
    r"seran|podrian|serian|estarian|esperan|quedan por|seran|(?:is|are) next|a la espera|in line|list[oa]s? para|"
    r"proxim[oa]s en|being readied|queue)\b"
)
DENIES = re.compile(  # of a title: what the text then tells of has not happened
    r"\b(?:no (?:hay|habra|list|plan|new|se alista)|desm(?:iente|intio)n?|descartan?|niegan?|denies|deny|rules? out|"
    r"plays? down|played down|downplay\w*|minimiza\w*|not (?:preparing|planning)|false|falso|apocrif\w+|verificamos)\b"
)
COMING = re.compile(  # likewise of a title: a handover that is prepared, listed or expected
    r"\b(?:leak(?:s|ed)|filtr\w+|lists? names|named on|(?:are|is) next|los proximos|the next|next (?:flights?|"
    r"batch|group|"
    r"handover|transfer)|proxim[oa] (?:entrega|envio|traslado|tanda)|inminente|imminent|talk of|readie[sd]|"
    r"readying|alist\w+|"
    r"podrian ser)\b"
)
DENIED = re.compile(
    r"\b(?:no (?:hay|habra|hubo|son|fueron|existen?|seran|ha[n]? \w+|entreg\w+|envi\w+|extradit\w+|traslad\w+)|"
    r"(?:did|does|has|have|had|will) not|didn't|hasn't|haven't|won't|there (?:are|were|will be|is) (?:no|not)|"
    r"den(?:y|ies|ied)|"
    r"neg(?:o|ando|aron)\b|niegan?|desmint\w+|desmient\w+|es falso|false|rule[sd]? out|ruling out|descart\w+|"
    r"reject\w* (?:the )?(?:claim|"
    r"report|idea)|rechaz\w+ que|nunca|never)\b"
)
NOT_YET = re.compile(
    r"\b(?:pid(?:e|en|io|ieron)|solicit(?:a|an|o|aron)|exig(?:e|en|io)|reclam(?:a|o|an)|asks?|asked|requests?|"
    r"requested|"
    r"seeks?|sought|demands?|demanded|block(?:s|ed)|halt(?:s|ed)|freez\w+|froze|fren(?:a|an|o)|niega|nego|amparos?|"
    r"suspension|injunctions?|stay(?:s|ed)|refus\w+|rechaz\w+|descart\w+|alist\w+|prepar\w+|weigh\w*|plan(?:s|ned|"
    r"ning|ea\w*|es)?\b|"
    r"negoci\w+|negotiat\w+|discuss\w*|consider\w*|agree[sd]?|acuerd\w+|expected|next|proxim[oa]|aplaz\w+|postpon\w+)\b"
)
MAY_GET = re.compile(
    r"\b(?:fac(?:e|es|ed|ing)|could|can|may|might|would|up to|maximum|if (?:convicted|found|she is|he is)|hasta|"
    r"podri\w+|puede\w*|"
    r"enfrent\w+|maxim[oa]|minim[oa]|minimum|mandatory|de ser (?:hallad|declarad|encontrad|condenad)\w+|si (?:es|son|"
    r"se le) "
    r"\w+|expon\w+|expuest\w+|piden?|pidio|pedia\w*|queria\w*|pedir\w*|seeks?|seeking|sought|ask(?:s|ed|ing) (?:for|"
    r"the|(?:the )?(?:judge|court) for)|recommend\w*|"
    r"busca[n]?|wants?|exig\w+|demand\w*|urg(?:e|ed)|"
    r"solicit\w+|carr(?:y|ies|ying)|punishable|alcanzar\w*|arriesga\w*|risks?|contempla\w*|preve\w*|castig\w+)\b"
)

RUN_OUT = re.compile(  # the days of an ultimatum that is over
    r"\b(?:vencio|vencieron|vence plazo|se acabo|se agoto|lapsed|expired|ran out|has run out|elapsed|cumplid[oa]s?)\b"
)
STANDING_TERM = re.compile(r"\b(?:earlier|previous|anterior|already gives|ya (?:le )?da|treaty|tratado)\b[^;.]*$")
ONLY_PROPOSED = re.compile(
    r"\b(?:bill would|would pay|should the|se aprueba|propon\w+ (?:\w+ )?(?:pagar|ofrecer)|iniciativa)\b"
)
FORMER_PRICE = re.compile(
    r"\b(?:present|current|hasta ayer|hasta ahora|until now|for years|brought an?|had an?)(?: \$)? ?$"
)
MIGHT_KILL = re.compile(
    r"\b(?:mataria|matarian|moririan|dejaria|dejarian|would kill|could kill|might kill|would die|could die)\b"
)

# --- whose news it is ------------------------------------------------------------------------------------------------
TODAY = re.compile(
    r"\b(?:today|tonight|this (?:morning|afternoon|evening|week)|overnight|yesterday|(?:on |late |early |this |last )?"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day(?:'s)?|hoy|ayer|anoche|(?:est[ea]|el|la noche del|la madrugada del|la "
    r"manana del|del|de) (?:lunes|martes|miercoles|jueves|viernes|sabado|domingo)|esta (?:madrugada|manana|tarde|noche|"
    r"semana)|de madrugada|before dawn|at dawn|al amanecer)\b"
)
REPLY = re.compile(
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
    r"^(?:con|with) (?:una?|la|el|los|las|an?|the)? ?(?:caida|baja|reduccion|disminucion|drop|fall|decline|homicid\w+|"
    r"murders)"
)
COMPARED = re.compile(
    r"\b(?:from|contra|against|compared (?:with|to)|vs\.?|versus|frente a|respecto (?:a|de)|than|por los|ante|"
    r"instead of|en lugar de|from the|frente al|(?:a year|one year) (?:ago|before|"
    r"earlier)(?:,? [\w ,]{0,25})?|hace un ano(?:,? [\w ,]{0,25})?)"
    r"(?: the| los| las| unos| unas| some| about| nearly| almost| over|"
    r" roughly| approximately| "
    r"around| casi| cerca de| mas de| more than| up)*$"
)
WAS_AT = re.compile(r"\b(?:stood at|was at|was|era de|eran de|estaba en|fue de)(?: about| around| nearly| casi)?$")
COMPARED_AFTER = re.compile(
    r"^[\w ]{0,25}?,? ?(?:\b(?:a year|the year|one year|\w+ years) (?:before|earlier|ago)|\b(?:el )?ano (?:anterior|"
    r"previo|pasado)|"
    r"\bdel (?:gobierno|sexenio|ano|mes|periodo) (?:anterior|pasado|previo)|\bin (?:the )?(?:previous|prior|same "
    r"(?:period|month))|"
    r"\bpreviously|\bun ano antes|\bde un ano antes|\b(?:under|with|con|bajo) (?:his|her|su|el|the) (?:predecessor|"
    r"antecesor|previous))"
)

MONTH_ONLY = re.compile(
    r"\b(?:in|en|last|since|pasado|back in) (?:el (?:mes de )?|early |late |mid-)?"
    rf"({MONTHS})\b(?! \d)(?:$|\W)"
)
OURS = re.compile(r"\b(?:we have|we've|hemos|llevamos)\b")
TOLL_ROSE = re.compile(
    r"\b(?:toll|cifra|saldo|numero|number|count)\b[^;]{0,80}\b(?:rises?|rose|climb(?:s|ed)?|subio|sube|aumento|"
    r"aumenta|ascendio|"
    r"asciende|crecio|grew|grows|increased)(?: \w+){0,3} (?:to|a)$"
)

EARLIER_ONES = re.compile(
    r"\b(?:earlier|previous|prior|anteriores|previ[oa]s) (?:\w+ ){0,2}(?:handovers|batches|transfers|groups|flights|"
    r"rounds|operations|ones|entregas|envios|traslados|grupos|tandas|operativos)\b|"
    r"\b(?:the|l[oa]s) (?:\w+ )?(?:before (?:it|this|that)|anteriores|previ[oa]s)\b|"
    r"\b(?:entregas|envios|traslados|grupos|tandas|operativos) (?:anteriores|previ[oa]s)\b|"
    r"\b(?:previous|earlier|prior) \w+ (?:handovers|batches|transfers|rounds)\b|"
    r"\b(?:first|primer[oa]s) (?:\w+ )?(?:handovers|batches|transfers|rounds|flights|entregas|envios|traslados|tandas|"
    r"grupos)\b"
)
TIED_TO_TODAY = re.compile(
    r"\b(?:con (?:est[eoa]s?|ell[oa]s?|l[oa]s de|el de|la de)|with (?:this|these|them|the latest|\w+day's|last \w+'s)|"
    r"bring(?:s|"
    r"ing)|"
    r"rais(?:es|ing)|lift(?:s|ing)|push(?:es|ing)|tak(?:es|ing)|con lo que|elev\w+|that makes|making)\b"
)
THIS_YEAR = re.compile(
    r"\b(?:(?:so far |already )?this year|(?:this|the) (?:year|term) so far|year to date|este ano|en lo que va (?:de|"
    r"del)|"
    r"este sexenio|so far|hasta ahora|with (?:them|this|these)|con (?:ell[oa]s|est[eoa]s?))\b"
)
CHARGES_COMING = re.compile(
    r"\b(?:alist\w+|prepar\w+|planea\w*|plans? to|preparing|weigh\w*|consider\w*|will|would|could|may|might|podri\w+)\b"
    r"[^;.]{0,40}\b(?:cargos|acusaciones?|charg\w+|indict\w*|acusar|imputar)\b[^;.]{0,30}$"
)
ALREADY_THERE = re.compile(
    r"\b(?:ya (?:cuenta[n]? con|tiene[n]?|hay|estan)|already (?:has|have|in|on|there|working)|there are already)\b"
)
STATIONED = re.compile(
    r"\b(?:works? with|are (?:posted|stationed|based|deployed)|estan (?:desplegad|destacad|apostad)\w+|trabajan|"
    r"tenemos|"
    r"operan|already (?:in|on)|ya hay|hay)\b"
)
REPORT_FINDS = re.compile(
    r"\b(?:report|review|study|survey|informe|estudio|investigacion|researchers|investigadores|authors|autores|it)\b"
    r"[^.;]{0,80}\b(?:document(?:s|ed|a|o|an|aron)|counts|finds|found|registra|contabiliza)\b"
)
RETROSPECT = re.compile(
    r"^(?:the|l[oa]s) (?:first|primer[oa]s) \w+\b(?=[,:]| of\b| de\b)|^(?:the|l[oa]s) \d+ (?:of|de) |"
    r"\b(?:one|a|two) years? (?:on|later|after|ago)\b|\buno por uno, los\b|\bwhere are they\b|\b(?:un ano|dos anos|"
    r"meses) despues\b|\bque fue de\b|\bwhat became\b|"
    r"\banniversary|\baniversario|\bby the numbers: (?:what|how)"
)
OF_A_MONTH = re.compile(
    r"^ (?:(?!(?:in|en|de)\b)\w+ ){0,2}(?:in|en|de|last) (?:(?:el mes de|early|late|mid) )?[a-z]{3,10}\b"
)
PRIOR_BATCHES = re.compile(
    r"\b(?:first|last|previous|earlier|prior|primer[oa]s|anteriores|ultim[oa]s) (?:\w+ ){0,2}(?:handovers|batches|"
    r"transfers|groups|"
    r"flights|entregas|envios|traslados|grupos|tandas)\b"
)
