"""Scope of the measures with a rule of their own: one function a measure, in one table. Imports its siblings and
bot.domain."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.domain import Scope
from bot.extract.clauses import Role, Sentence
from bot.extract.cues import EARLIER, MONTH_ONLY, NUMBERED_STRIKE, REPLY, STILL, TODAY
from bot.extract.parts import around, clause_of, clause_until, text_before
from bot.extract.scope.earlier import ONE_OF, RETROSPECT
from bot.extract.scope.rates import REPORTED, is_base, reported_here
from bot.extract.scope.to_come import FUTURE, PLANNED, is_future
from bot.extract.scope.totals import of_earlier_ones
from bot.extract.setting import Setting, is_subject
from bot.extract.times import is_of_a_past_month

_MAY_ASK = re.compile(
    r"\b(?:whether to seek|seek(?:s|ing)? (?:the )?(?:death|capital)|could (?:still )?(?:seek|ask)|"
    r"podria pedir|pedira\w*|decid\w+)\b"
)
"""Before a number of accused: the prosecution may ask for their death."""
_NEEDED = re.compile(r"\b(?:needs?|necesita\w*|require[sn]?|requier\w+|hacen? falta)\b[^;,]{0,25}$")
"""Before a number of votes: so many are needed."""
_TIME_LEFT = re.compile(
    r"\b(?:le (?:restan|faltan|quedan)|(?:he|she|they) (?:has|have|had)|still has|aun debe|que le restan)$"
)
"""Right before years of a sentence: they are what is left of it."""
_LEFT_AFTER = re.compile(
    r"^ (?:(?:more )?(?:years?|anos?) )?(?:left|(?:more )?to (?:go|serve)|que les? (?:restan|faltan|quedan|restaban|faltaban)|restantes|"
    r"pendientes)\b"
)
"""Behind them: the same."""
_OF_A_TERM = re.compile(
    r"\b(?:spent|served|serving|had completed|completed|purgo|ya (?:habia )?purg\w+|cumplio)\b[^.;]{0,30}$|"
    r"\b(?:into|rest of|remainder of|resto de) (?:an?|the|his|her|their|su|la|una) (?:\w+ )?(?:sentence|term|condena|pena|sentencia)\b"
    r"[^.;]{0,12}$"
)
"""Before them: they have been served."""
_SERVING = re.compile(
    r"\b(?:serving|served|was serving|purga\b|purgan\b|purgaba\w*|cumpl\w+|had been sentenced|habia sido (?:condenad|"
    r"sentenciad)\w+|"
    r"in (?:19|20)\d\d|en (?:19|20)\d\d)\b"
)
"""Before them: the sentence is of another day."""
_SENTENCED = re.compile(r"\b(?:sentenced|condenad\w+|sentenciad\w+) (?:to|a)\b")
"""Before them: it is passed now."""
_SENTENCED_ASIDE = re.compile(r", (?:ya |already )?(?:condenad|sentenciad|sentenced|convicted and sentenced)[^;,.]*$")
"""The same, said in passing of somebody."""
_MAY_GET = re.compile(
    r"\b(?:fac(?:e|es|ed|ing)|could|can|may|might|would|up to|maximum|if (?:convicted|found|she is|he is)|hasta|"
    r"podri\w+|puede\w*|"
    r"enfrent\w+|maxim[oa]|minim[oa]|minimum|mandatory|de ser (?:hallad|declarad|encontrad|condenad)\w+|si (?:es|son|"
    r"se le) "
    r"\w+|expon\w+|expuest\w+|piden?|pidio|pedia\w*|queria\w*|pedir\w*|seeks?|seeking|sought|ask(?:s|ed|ing) (?:for|"
    r"the|(?:the )?(?:judge|court) for)|recommend\w*|"
    r"busca[n]?|wants?|exig\w+|demand\w*|urg(?:e|ed)|"
    r"solicit\w+|reclam\w+|propon\w+|propos\w+|carr(?:y|ies|ying)|punishable|alcanzar\w*|arriesga\w*|risks?|contempla\w*|preve\w*|castig\w+)\b"
)
"""Before a sentence or a fine: it is possible, asked for or a minimum by law."""
_CHARGES = re.compile(r"\b(?:indict\w*|charg\w+|accus\w+|unseal\w*|imputa\w*|acusa\w*|vincula\w*|consigna\w*|procesa\w*|cargos?)\b")
"""In a headline: charges are the news."""
_WANTED_ON = re.compile(
    r"\b(?:wanted|wants (?:him|her|them)|sought|faces|facing|requerid[oa]|buscad[oa]|reclama\w*|l[oa] acusa|accuses?|acusa[n]?|"
    r"enfrenta)\b[^;.]*$"
)
"""Before a number of counts: somebody is wanted on them."""
_CLEARED = re.compile(
    r"\b(?:stay|amparo|suspension|destraba|frena|blocks?|halts?|clear(?:s|ed)|lifts?|libera|appeals?)\b"
)
"""In a headline: an extradition is cleared or held up."""
_RUN_OUT = re.compile(
    r"\b(?:vencio|vencieron|vence plazo|se acabo|se agoto|lapsed|expired|ran out|has run out|elapsed|cumplid[oa]s?)\b"
)
"""In a sentence on an ultimatum: it is over."""
_STANDING_TERM = re.compile(r"\b(?:earlier|previous|anterior|already gives|ya (?:le )?da|treaty|tratado)\b[^;.]*$")
"""Before its days: a treaty or an earlier notice gives them."""
_ONLY_PROPOSED = re.compile(
    r"\b(?:bill would|would pay|should the|se aprueba|propon\w+ (?:\w+ )?(?:pagar|ofrecer)|iniciativa)\b"
)
"""In a text on a reward: there is only a bill for it."""
_FORMER_PRICE = re.compile(
    r"\b(?:present|current|old|former|earlier|previous|original|prior|with an?|with|con|hasta ayer|hasta ahora|until now|for years|brought an?|had an?)(?: \$)? ?$"
)
"""Right before a reward: it is the one so far."""
_HAD = re.compile(
    r"\b(?:had|habian?|ofrecia\w*|daban|pesaba\w*|pagaba\w*|was (?:already )?worth|carried|carrying|daban?\b|cuya "
    r"captura|whose (?:capture|head)|"
    r"for (?:whom|whose)|por (?:quien|el que|la que|cuy[oa])|on (?:his|her|whose|its) head|has long|"
    r"desde (?:hace|20\d\d|\w+ de 20\d\d)|since 20\d\d|standing|vigente|stands at|stays?|sigue en|remains|se mantiene|"
    r"mantiene|maintains|kept|for years|se quedo en|queda en|(?:has|have|had) (?:long )?offered|ha[n]? ofrecido|habian? ofrecido|where (?:it|they) (?:was|were)|"
    r"en su momento|estaba en|desde entonces)\b"
)
"""In the clause of a reward: it stands, or stood, for long."""
_OFFERS = re.compile(
    r"\b(?:announc\w+|anunci\w+|(?:would|will|to) pay|pagaria|(?<!has )(?<!have )(?<!had )(?:offered|offers) (?:a )?rewards?|offered \$|tripl\w+|"
    r"ofrecio|pagara\w*|"
    r"will pay|rais\w+|doubl\w+|"
    r"increas\w+|elev\w+|"
    r"duplic\w+|aument\w+)\b"
)
"""In the sentence of a reward: it is set or raised now."""
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
    r"\b(?:in|over|for|of|with|por|de|del?) (?:the |la |las |el |los |un |una |a |an |\d{4} )*"
    rf"(?:\w+ ){{0,3}}{_OF_CRIME}\b[^.;]{{0,40}}$|"
    r"\b(?:honou?rs|honra[n]?|homenajes? a|tribute to|mourns|remembers?|recuerdan?|anniversary of|aniversario de|"
    r"marks?|in memory of|en memoria de|years after|"
    r"anos despues)\b[^.;]{0,60}$"
)
"""Before a number of dead: an old crime for which somebody is wanted, tried or handed over now, or which is
remembered."""
_OF_CHARGES = re.compile(
    r"\b(?:charged|accused|wanted|convicted|suspected|acusad[oa]|buscad[oa]|requerid[oa]|senalad[oa]|imputad[oa]|"
    r"procesad[oa]|reclamad[oa]|"
    r"responsable|blamed|lo acusa|se le acusa|le imputan?)\b(?: \w+){0,3}? (?:of|with|in|for|over|por|de|del)"
    r"(?: (?:the|having|haber|la|las|los|el|un|una|an?|at least|al menos|more than|mas de))*"
    rf"(?: (?:killing|murdering|matar|asesinar|shooting|kidnapping|secuestrar|{_OF_CRIME})(?: \w+){{0,3}}?)?"
    r"(?: of| de| al?)?(?: the| los| las)?$"
)
"""Right before a number of dead: they are what somebody is accused of ("charged with 15 murders")."""
_OF_A_SUSPECT = re.compile(
    r"\b(?:se les? (?:atribuye|imputa|adjudica|achaca)n?|(?:link|tie|connect)(?:s|d|ed)?(?: (?:him|her|them))? (?:to|with)|behind|"
    r"(?:responsable|culpable|autor)(?:es)? del?\b[^.;]{0,80}|(?:responsible|blamed) for\b[^.;]{0,60}|"
    r"(?:lo|la|los|las) (?:relaciona|vincula|senala|liga)n?\b[^.;]{0,40})"
    r"(?: (?:the|at least|al menos|mas de|more than|over|unos|some|la|las|los|con|de|a))*$|"
    r"\b(?:extradit\w+|extradic\w+|handed over|expel\w*|deport\w*|return\w*|volvera|vuelve|devuel\w+|regresa\w*|manda[n]?|envia[n]?|entrega[n]?|"
    r"wanted|sought|buscad[oa]|presunt[oa]s?|suspect(?:ed)?|alleged|acus\w+|accus\w+|trial|juicio)\b[^.;]{0,80}\b(?:que|who|that|which) (?:\w+ ){0,2}"
    r"(?:mat(?:o|aron)|asesin(?:o|aron)|dej(?:o|aron)|hir(?:io|ieron)|killed|murdered|wounded|claimed)(?: a| al menos| at least| mas de| more than)*$"
)
"""Before a number of dead: the crimes of somebody who is told of, his arrest or his handover."""
_OF_SEVERAL = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|last|latest|only|one|two|three|primer[oa]?|segund[oa]|tercer[oa]?|"
    r"cuart[oa]|quint[oa]|ultim[oa]|un[oa]|dos) (?:of|de)$"
)
"""Right before a number of accused: only some of them are spoken of."""
_DEFINITE = re.compile(r"\b(?:the|those|los|las|aquell[oa]s|es[oa]s|(?:y|and) otr[oa]s)$")
"""Right before a number of accused: people whom the reader is taken to know."""
_ACCUSED_AFTER = re.compile(
    r"^ (?:\w+ ){0,3}?(?:accused|charged|indicted|acusad[oa]s|imputad[oa]s|procesad[oa]s|vinculad[oa]s|defendants)\b"
)
"""Behind it: the charges only tell who they are."""
_OPERATIONS_MORE = (["more"], ["further"])


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands."""

    sentence: Sentence
    role: Role
    setting: Setting
    span: bool  # it, or the sentences before it, count over a stretch of time

    @property
    def before(self) -> str:
        """Flat text of its clause before the number."""
        return around(self.sentence, self.role)[0]

    @property
    def after(self) -> str:
        """Flat text of its clause behind the number, the noun with it."""
        return around(self.sentence, self.role)[1]

    @property
    def ordinal(self) -> bool:
        """Whether the number is an ordinal."""
        return self.role.counted.quantity.ordinal

    @property
    def in_subject(self) -> bool:
        """Whether it stands in the headline, or in the first sentence where there is none."""
        return is_subject(self.sentence, self.setting)


def _of_handovers(place: Place) -> Scope:
    sentence, role = place.sentence, place.role
    if not (place.ordinal or sentence.in_title) and of_earlier_ones(sentence, role):
        return "background"
    if sentence.flats[role.counted.quantity.last :][:1] in _OPERATIONS_MORE:
        return "projected"
    planned = PLANNED.search(sentence.flat) if sentence.in_title else is_future(sentence, role, place.setting)
    return "projected" if planned else "cumulative"


def _of_people_so_far(_: Place) -> Scope:
    return "cumulative"


def _of_eligible_for_death(place: Place) -> Scope | None:
    return "projected" if _MAY_ASK.search(clause_until(place.sentence, place.role)) else None


def _of_votes(place: Place) -> Scope:
    before = place.before
    if _NEEDED.search(before):
        return "projected"
    left = text_before(place.sentence, place.role)
    past = EARLIER.search(before[-80:]) or is_of_a_past_month(left, place.after, place.setting.today)
    return "background" if past else "this_event"


def _of_years_in_prison(place: Place) -> Scope:
    sentence, role, before, after = place.sentence, place.role, place.before, place.after
    clause = clause_until(sentence, role)
    if _LEFT_AFTER.match(after) or _TIME_LEFT.search(before.rstrip()) or _OF_A_TERM.search(before):
        return "background"
    if sentence.in_title and not _MAY_GET.search(clause):
        return "this_event"
    if RETROSPECT.search(place.setting.subject) is not None:
        return "background"
    elsewhen = not place.in_subject and MONTH_ONLY.search(f" {after[:40]}") is not None
    if _SERVING.search(before) or (elsewhen and TODAY.search(sentence.flat) is None):
        return "background"
    if _SENTENCED.search(before):
        aside = _SENTENCED_ASIDE.search(before) is not None and not sentence.in_title
        return "background" if aside else "this_event"
    asked = role.counted.unit is None and _MAY_GET.search(text_before(sentence, role))
    return "projected" if asked or _MAY_GET.search(clause) is not None else "this_event"


def _of_money_to_pay(place: Place) -> Scope | None:
    return "projected" if _MAY_GET.search(clause_until(place.sentence, place.role)) is not None else None


def _of_accused(place: Place) -> Scope | None:
    """ "The first of the ten officials charged in April"."""
    if _CHARGES.search(place.setting.subject) is not None:
        return None
    before = place.before.rstrip()
    some = ONE_OF.search(before) or _OF_SEVERAL.search(before)
    known = _DEFINITE.search(before) and _ACCUSED_AFTER.match(place.after) and not place.sentence.in_title
    return "background" if some or known else None


def _of_counts(place: Place) -> Scope | None:
    """They introduce whom an arrest, an extradition to come or a reward of today is about, or are today's."""
    rewarded = any(other.measure == "reward" for other in place.sentence.before)
    return "background" if rewarded or _introduces(place.sentence, place.role, place.setting) else None


def _of_days(place: Place) -> Scope:
    """The event's that sets them."""
    if _RUN_OUT.search(place.sentence.flat) or _STANDING_TERM.search(place.before):
        return "background"
    return "projected" if re.search(r"\b(?:daria|would give|tendria)\b", place.before) else "this_event"


def _of_reward(place: Place) -> Scope:
    sentence, setting, before, after = place.sentence, place.setting, place.before, place.after
    standing = setting.peg not in ("", "money") and not place.in_subject and not _OFFERS.search(sentence.flat)
    if _ONLY_PROPOSED.search(f"{setting.subject} {sentence.flat}") and not _FORMER_PRICE.search(before):
        return "projected"
    older = is_base(sentence, place.role, before, after) and not place.in_subject
    older = older or _FORMER_PRICE.search(before) is not None or re.match(r" ?(?:until|hasta)\b", after) is not None
    return "background" if standing or older or _HAD.search(clause_of(sentence, place.role)) else "this_event"


def _of_numbered(place: Place) -> Scope | None:
    """ "The 58th strike"."""
    return "cumulative" if place.ordinal else None


def _of_strikes(place: Place) -> Scope | None:
    numbered = place.ordinal or NUMBERED_STRIKE.search(place.before.rstrip()) is not None
    return "cumulative" if numbered else None


def _of_harm(place: Place) -> Scope | None:
    """The dead who may be, and those of a crime that a case of today turns on."""
    if _MIGHT_KILL.search(place.before):
        return "projected"
    before = place.before.rstrip()
    of_old = _OF_A_CASE.search(place.before) or _OF_CHARGES.search(before) or _OF_A_SUSPECT.search(before)
    return "background" if of_old else None


def _of_displaced(place: Place) -> Scope | None:
    still = STILL.search(place.before) or STILL.search(place.after[:60])
    return "background" if still or REPLY.search(place.sentence.flat) else None


def _as_reported(place: Place) -> Scope:
    return reported_here(place.role.measure, place.sentence, place.role, place.setting, place.span)


def _of_extraditions(place: Place) -> Scope:
    return _of_numbered(place) or _as_reported(place)


_RULES: Mapping[str, Callable[[Place], Scope | None]] = {
    **dict.fromkeys(REPORTED, _as_reported),
    **dict.fromkeys(("killed", "security_forces_killed", "injured", "disappeared"), _of_harm),
    "transfer_operations": _of_handovers,
    "persons_transferred_cumulative": _of_people_so_far,
    "death_penalty_eligible": _of_eligible_for_death,
    "votes": _of_votes,
    "sentence_years": _of_years_in_prison,
    "forfeiture_or_fine": _of_money_to_pay,
    "persons_indicted": _of_accused,
    "charges_counts": _of_counts,
    "deadline_days": _of_days,
    "reward": _of_reward,
    "us_strikes": _of_strikes,
    "flights_missions": _of_numbered,
    "extraditions_period": _of_extraditions,
    "displaced": _of_displaced,
}


def by_measure(sentence: Sentence, role: Role, setting: Setting, *, span: bool) -> Scope | None:
    """Scope by the rule of a figure's measure; None where it has none, or the rule does not decide."""
    rule = _RULES.get(role.measure)
    return rule(Place(sentence, role, setting, span)) if rule is not None else None


def _introduces(sentence: Sentence, role: Role, setting: Setting) -> bool:
    """Whether counts only tell who a man is whose arrest, or whose extradition to come, is the news."""
    if _WANTED_ON.search(text_before(sentence, role)) is None or _CHARGES.search(setting.subject):
        return False
    to_come = FUTURE.search(setting.subject) is not None or _CLEARED.search(setting.subject) is not None
    return to_come or setting.peg in ("arrest", "money")
