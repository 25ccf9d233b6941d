"""Scope of what courts are about: sentences, fines, the accused, their counts, the dead of a case.

Imports the rest of this package, bot.domain and bot.text.
"""

import re

from bot.domain import Scope
from bot.extract.clauses import Role, Sentence
from bot.extract.cues import MONTH_ONLY, TODAY
from bot.extract.parts import clause_until, text_before
from bot.extract.scope.earlier import ONE_OF, looks_back
from bot.extract.scope.place import DEFINITE, Place
from bot.extract.scope.to_come import FUTURE
from bot.extract.setting import Setting
from bot.text.verbs import MULLS

_MAY_ASK = re.compile(
    rf"\b(?:whether to seek|seek(?:s|ing)? (?:the )?(?:death|capital)|could (?:still )?(?:seek|ask)|{MULLS}|"
    r"podria pedir|pedira\w*|decid\w+|leaves? open|left open|deja[n]? abierta)\b"
)
"""Before a number of accused: the prosecution may ask for their death."""
_TIME_LEFT = re.compile(
    r"\b(?:le (?:restan|faltan|quedan)|(?:he|she|they) (?:has|have|had)|still has|aun debe|que le restan)$"
)
"""Right before years of a sentence: they are what is left of it."""
_LEFT_AFTER = re.compile(
    r"^ (?:(?:more )?(?:years?|anos?) (?:de (?:prision|carcel|condena|pena) )?)?(?:left|(?:more )?to (?:go|serve)|"
    r"que les? (?:restan|faltan|quedan|restaban|faltaban)|restantes|pendientes)\b"
)
"""Behind them: the same."""
_OF_A_TERM = re.compile(
    r"\b(?:spent|served|serving|had completed|completed|purgo|ya (?:habia )?purg\w+|cumplio)\b[^.;]{0,30}$|"
    r"\b(?:into|rest of|remainder of|resto de) (?:an?|the|his|her|their|su|la|una) (?:\w+ )?(?:sentence|term|condena|"
    r"pena|sentencia)\b"
    r"[^.;]{0,12}$"
)
"""Before them: they have been served."""
_SERVING = re.compile(
    r"\b(?:serving|served|was serving|purga\b|purgan\b|purgaba\w*|cumpl\w+|had been sentenced|"
    r"habia sido (?:condenad|sentenciad)\w+|in (?:19|20)\d\d|en (?:19|20)\d\d)\b"
)
"""Before them: the sentence is of another day."""
_SERVED_SO_FAR = re.compile(
    r"\b(?:purga|purgan|purgaban?|cumplian?|(?:is|was|while|man|boss|capo|who was) serving)\b[^;:.,]*$"
)
"""The same in a headline, where they only tell who somebody is."""
_SENTENCED = re.compile(r"\b(?:sentenced|condenad\w+|sentenciad\w+) (?:to|a)\b")
"""Before them: it is passed now."""
_SENTENCED_ASIDE = re.compile(r", (?:ya |already )?(?:condenad|sentenciad|sentenced|convicted and sentenced)[^;,.]*$")
"""The same, said in passing of somebody."""
_NAME_SENTENCED = re.compile(
    r"[\"“'‘]?[A-ZÁÉÍÓÚÑ][\w'’”\".-]*(?: (?:[\"“'‘]?[A-ZÁÉÍÓÚÑ][\w'’”\".-]*|del?|la|y))*, "
    r"(?:condenad[oa]|sentenciad[oa]|sentenced) (?:to|a)\b"
)
"""A sentence that begins so tells nothing but that: "García Luna, condenado a 38 años"."""
_MAY_GET = re.compile(
    r"\b(?:fac(?:e|es|ed|ing)|could|can|may|might|would|up to|maximum|if (?:convicted|found|she is|he is)|hasta|"
    r"podri\w+|puede\w*|enfrent\w+|maxim[oa]|minim[oa]|minimum|mandatory|"
    r"de ser (?:hallad|declarad|encontrad|condenad)\w+|si (?:es|son|se le) \w+|expon\w+|expuest\w+|piden?|pidio|"
    r"pedia\w*|queria\w*|pedir\w*|seeks?|seeking|sought|"
    r"ask(?:s|ed|ing) (?:for|the|(?:(?:the|an?) )?(?:judge|court) (?:for|to))|recomm?end\w*|pedido|solicitado|"
    r"busca[n]?|quiere[n]?|wants?|exig\w+|demand\w*|urg(?:e|ed)|"
    r"solicit\w+|reclam\w+|propon\w+|propos\w+|carr(?:y|ies|ying)|punishable|alcanzar\w*|arriesga\w*|risks?|"
    r"contempla\w*|preve\w*|castig\w+|pact\w+ [^.;]{0,40}\bira|pasaria|pasara|(?:le |les )?ofrecen?|caps?|no mas de|"
    r"no more than|"
    r"(?:would|agreed to) serve)\b"
)
"""Before a sentence or a fine: it is possible, asked for or a minimum by law."""
_AGREED_TO = re.compile(r"\b(?:agree[sd] to|accept(?:s|ed)|acept(?:a|o|aron)|acordo)\b[^;,]{0,40}$")
"""Right before a sum: he owes it, whatever he may get beside it."""
_CHARGES = re.compile(
    r"\b(?:indict\w*|charg\w+|accus\w+|unseal\w*|imputa\w*|acusa\w*|vincula\w*|consigna\w*|procesa\w*|cargos?)\b"
)
"""In a headline: charges are the news."""
_WANTED_ON = re.compile(
    r"\b(?:wanted|wants (?:him|her|them)|sought|faces|facing|requerid[oa]|buscad[oa]|reclama\w*|l[oa] acusa|accuses?|"
    r"acusa[n]?|les? imputan?|enfrenta)\b[^;.]*$"
)
"""Before a number of counts: somebody is wanted on them."""
_CLEARED = re.compile(
    r"\b(?:stay|amparo|suspension|destraba|frena|blocks?|halts?|clear(?:s|ed)|lifts?|libera|appeals?)\b"
)
"""In a headline: an extradition is cleared or held up."""
_MIGHT_KILL = re.compile(
    r"\b(?:mataria|matarian|moririan|dejaria|dejarian|would kill|could kill|might kill|would die|could die)\b"
)
"""Before a number of dead: they would die."""
_OF_CRIME = (
    r"(?:deaths?|killings?|murders?|slayings?|massacre|ambush|attack|bombings?|shooting|kidnapping|disappearances?|"
    r"muertes?|homicidios?|asesinatos?|matanza|masacre|emboscada|ataque|choque|incendio|secuestro|desaparici\w+)"
)
_OF_A_CASE = re.compile(
    r"\b(?:accus\w+|charg\w+|blam\w+|wanted|convict\w+|sentenc\w+|extradit\w+|suspect\w*|trial|indict\w+|returned|"
    r"handed over|expelled|killer|gunman|alleged|acus\w+|imputa\w*|senala\w+|ligad[oa]|vinculad[oa]|responsable|"
    r"buscad[oa]|reclama\w*|requerid[oa]|procesad[oa]|conden\w+|juicio|extradic\w+|presunt[oa])\b[^.;]{0,70}"
    r"\b(?:in|over|for|of|with|to|por|a|de|del?) (?:the |la |las |el |los |un |una |a |an |\d{4} )*"
    rf"(?:\w+ ){{0,3}}{_OF_CRIME}\b[^.;]{{0,40}}$|"
    r"\b(?:honou?rs|honra[n]?|homenajes? a|tribute to|mourns|remembers?|recuerdan?|anniversary of|aniversario de|"
    r"marks?|in memory of|en memoria de|years after|"
    r"anos despues)\b[^.;]{0,60}$"
)
"""Before a number of dead: an old crime for which somebody is wanted, tried or handed over now, or which is
remembered."""
_OF_CHARGES = re.compile(
    r"\b(?:charged|accused|wanted|convicted|suspected|acusad[oa]|buscad[oa]|requerid[oa]|senalad[oa]|imputad[oa]|"
    r"procesad[oa]|reclamad[oa]|responsable|blamed|lo acusa|se le acusa|le imputan?|acusan?|acuso|acusaron)\b"
    r"(?: \w+){0,4}? (?:of|with|in|for|over|por|de|del)"
    r"(?: (?:the|having|haber|la|las|los|el|un|una|an?|at least|al menos|more than|mas de))*"
    r"(?: (?:order\w*|ordenar|planning|planear|haber ordenado)(?: (?:the|el|la))?)?"
    rf"(?: (?:killing|murdering|matar|asesinar|shooting|kidnapping|secuestrar|{_OF_CRIME})(?: \w+){{0,3}}?)?"
    r"(?: of| de| al?)?(?: the| los| las)?$"
)
"""Right before a number of dead: they are what somebody is accused of ("charged with 15 murders")."""
_OF_A_SUSPECT = re.compile(
    r"\b(?:se les? (?:atribuye|imputa|adjudica|achaca)n?|"
    r"(?:link|tie|connect)(?:s|d|ed)?(?: (?:him|her|them))? (?:to|with)|behind|"
    r"(?:responsable|culpable|autor)(?:es)? del?\b[^.;]{0,80}|(?:responsible|blamed) for\b[^.;]{0,60}|"
    r"(?:lo|la|los|las) (?:relaciona|vincula|senala|liga)n?\b[^.;]{0,40})"
    r"(?: (?:the|at least|al menos|mas de|more than|over|unos|some|la|las|los|con|de|a))*$|"
    r"\b(?:extradit\w+|extradic\w+|handed over|expel\w*|deport\w*|return\w*|volvera|vuelve|devuel\w+|regresa\w*|"
    r"manda[n]?|envia[n]?|entrega[n]?|wanted|sought|buscad[oa]|presunt[oa]s?|suspect(?:ed)?|alleged|acus\w+|accus\w+|"
    r"trial|"
    r"juicio)\b[^.;]{0,80}\b(?:que|who|that|which) (?:\w+ ){0,2}"
    r"(?:mat(?:o|aron)|asesin(?:o|aron)|dej(?:o|aron)|hir(?:io|ieron)|killed|murdered|wounded|"
    r"claimed)(?: a| al menos| at least| mas de| more than)*$"
)
"""Before a number of dead: the crimes of somebody who is told of, his arrest or his handover."""
_EVENT = (
    r"(?:crash|accident|wreck|attack|ambush|raid|shooting|bombing|fire|massacre|explosion|choque|accidente|volcadura|"
    r"ataque|emboscada|tiroteo|balacera|incendio|masacre|explosion|atentado)"
)
_AFTER_DEATHS = re.compile(
    r"\b(?:tras|after|over|por|following|a raiz de) (?:el|l[oa]s?|the) (?:\w+ )?(?:asesinatos?|muertes?|homicidios?|"
    r"killings?|deaths?|murders?|slayings?) (?:of|de)(?: the| l[oa]s)?$"
)
"""Right before a number of dead: what somebody says or does is in answer to them."""
_KNOWN_BEFORE = re.compile(
    r"\b(?:killers?|murderers?|slayers?|asesin[oa]s?|homicidas?|multihomicida|famil(?:ies|ias)|relatives|"
    r"parents|mothers|widows|familiares|deudos|madres|padres|viudas) (?:of|de)(?: the| l[oa]s)?$|"
    rf"\b(?:the|that|over|for|el|la|por|aquel|aquella) (?:[\w'-]+ ){{0,4}}{_EVENT} (?:\w+ ){{0,2}}?(?:that|which|que) "
    r"(?:\w+ )?(?:killed|left|claimed|took|mat(?:o|aron)|dej(?:o|aron)|cobr(?:o|aron)|cost(?:o|aron))"
    r"(?: the lives of| la vida| a| de| at least| al menos| mas de| more than| over| the| l[oa]s)*$"
)
"""Right before a number of dead: somebody or something is spoken of that the reader knows by them."""
_OF_SEVERAL = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|last|latest|only|one|two|three|primer[oa]?|"
    r"segund[oa]|tercer[oa]?|cuart[oa]|quint[oa]|ultim[oa]|un[oa]|dos) (?:of|de)$"
)
"""Right before a number of accused: only some of them are spoken of."""
_ACCUSED_AFTER = re.compile(
    r"^ (?:\w+ ){0,3}?(?:accused|charged|indicted|acusad[oa]s|imputad[oa]s|procesad[oa]s|vinculad[oa]s|defendants)\b"
)
"""Behind it: the charges only tell who they are."""
_HAVE_BEEN = re.compile(
    r" (?:\w+ ){0,3}?(?:(?:have|had) been (?:charged|indicted)|(?:han|habian) sido (?:acusad|imputad|vinculad)[oa]s|"
    r"(?:are|were) under indictment)\b"
)
"""Behind a number of accused, in a report on a plea or a sentence: other cases."""


def of_eligible_for_death(place: Place) -> Scope | None:
    return "projected" if _MAY_ASK.search(clause_until(place.sentence, place.role)) else None


def of_years_in_prison(place: Place) -> Scope:
    sentence, role, before, after = place.sentence, place.role, place.before, place.after
    clause = clause_until(sentence, role)
    if _LEFT_AFTER.match(after) or _TIME_LEFT.search(before.rstrip()) or _OF_A_TERM.search(before):
        return "background"
    if _SERVED_SO_FAR.search(before):
        return "background"
    if sentence.in_title and not _MAY_GET.search(clause):
        return "this_event"
    if looks_back(place.setting.subject):
        return "background"
    elsewhen = not place.in_subject and MONTH_ONLY.search(f" {after[:40]}") is not None
    if _SERVING.search(before) or (elsewhen and TODAY.search(sentence.flat) is None):
        return "background"
    if _SENTENCED.search(before):
        aside = _SENTENCED_ASIDE.search(before) is not None and not sentence.in_title
        return "background" if aside and _NAME_SENTENCED.match(sentence.text) is None else "this_event"
    asked = role.counted.unit is None and _MAY_GET.search(text_before(sentence, role))
    return "projected" if asked or _MAY_GET.search(clause) is not None else "this_event"


def of_money_to_pay(place: Place) -> Scope | None:
    clause = clause_until(place.sentence, place.role)
    if is_of_his_deal(place.sentence, place.role):
        return "background"
    if is_owed_now(place.sentence, place.role, place.setting):
        return "this_event"
    return "projected" if _MAY_GET.search(clause) is not None and _AGREED_TO.search(clause) is None else None


def is_of_his_deal(sentence: Sentence, role: Role) -> bool:
    """ "He agreed then to forfeit", "in his plea he had agreed to pay", below a headline on something later."""
    if role.measure != "forfeiture_or_fine" or sentence.flat == sentence.subject or _PASSED.search(sentence.subject):
        return False
    return _AGREED_THEN.search(text_before(sentence, role)) is not None


def is_owed_now(sentence: Sentence, role: Role, setting: Setting) -> bool:
    """ "Deberá entregar además 40 millones", below a headline on his sentence or plea, whatever dates stand beside
    it."""
    if role.measure != "forfeiture_or_fine" or not _PASSED.search(setting.subject):
        return False
    return _OWES_IT.search(clause_until(sentence, role)) is not None


_PASSED = re.compile(
    r"\b(?:sentenced|gets? (?:\w+ ){1,2}(?:years|life)|jailed|condena[n]?|(?<!la )(?<!su )(?<!de )sentencia[n]?|"
    r"dan \w+ anos|"
    r"plead(?:s|ed)? guilty|convicted|guilty plea|se declara[n]? culpable|impone[n]?|recibe[n]? (?:\w+ )?\w+ anos|"
    r"hallan? culpable)\b"
)
"""In a headline: a sentence is passed, or somebody pleads guilty."""
_AGREED_THEN = re.compile(
    r"\b(?:agreed (?:then|at the time|that \w+)|(?:then|at the time),? (?:he |she )?agreed|had (?:also |"
    r"already )?agreed|"
    r"(?:habia[n]?|ya) acept\w+|habian? acordado|(?:entonces|en ese momento|en su momento),? (?:\w+ )?(?:acept|"
    r"acord)\w+|"
    r"(?:acept|acord)\w+ (?:entonces|en ese momento|en su momento))\b"
)
"""Before a sum: he agreed to it on another day."""
_OWES_IT = re.compile(
    r"\b(?:must|has to|have to|is to|will (?:also )?(?:pay|forfeit|hand)|ordered|deber\w+|tendr\w+ que|pagara\w*|"
    r"entregara\w*)\b"
)
"""Before it: the court makes him."""


def of_accused(place: Place) -> Scope | None:
    """ "The first of the ten officials charged in April"."""
    if are_only_named(place.sentence, place.role):
        return "background"
    if _CHARGES.search(place.setting.subject) is not None:
        return None
    before = place.before.rstrip()
    some = ONE_OF.search(before) or _OF_SEVERAL.search(before)
    if _HAVE_BEEN.match(place.after) is not None and place.setting.peg == "court":
        return "background"  # "nine more people have been charged in the case"
    known = DEFINITE.search(before) and _ACCUSED_AFTER.match(place.after) and not place.sentence.in_title
    return "background" if some or known else None


_ONE_OF_THEM = re.compile(
    r"\b(?:one|first|second|third|latest|last|un[oa]|primer[oa]?|segund[oa]|tercer[oa]?|ultim[oa]) (?:of|de)"
    r"(?: (?:the|l[oa]s))?$"
)


def are_only_named(sentence: Sentence, role: Role) -> bool:
    """The ten of "uno de los diez acusados por EU", "first of 10 indicted officials to face judge": one of them is the
    news, and no charge is told before."""
    if role.measure != "persons_indicted":
        return False
    before = text_before(sentence, role).rstrip()
    return _ONE_OF_THEM.search(before) is not None and _CHARGES.search(before) is None


def of_counts(place: Place) -> Scope | None:
    """They introduce whom an arrest, an extradition to come or a reward of today is about, or are today's."""
    rewarded = any(other.measure == "reward" for other in place.sentence.before)
    return "background" if rewarded or _introduces(place.sentence, place.role, place.setting) else None


def of_harm(place: Place) -> Scope | None:
    """The dead who may be, and those of a crime that a case of today turns on."""
    if _MIGHT_KILL.search(place.before):
        return "projected"
    before = place.before.rstrip()
    if place.known_people and place.setting.peg not in ("", "violence"):
        return "background"
    if not place.in_subject and place.setting.peg != "violence" and _AFTER_DEATHS.search(before):
        return "background"  # "tras el asesinato de dos estadounidenses, el senador ..."
    of_old = _OF_A_CASE.search(place.before) or _OF_CHARGES.search(before) or _OF_A_SUSPECT.search(before)
    known = not place.told and _KNOWN_BEFORE.search(before) is not None
    return "background" if of_old or known else None


def _introduces(sentence: Sentence, role: Role, setting: Setting) -> bool:
    """Whether counts only tell who a man is whose arrest, or whose extradition to come, is the news."""
    if _WANTED_ON.search(text_before(sentence, role)) is None or _CHARGES.search(setting.subject):
        return False
    to_come = FUTURE.search(setting.subject) is not None or _CLEARED.search(setting.subject) is not None
    return to_come or setting.peg in ("arrest", "money", "violence")
