"""When a headline tells of a raid, an attack or a strike: still to come, denied, long ago, or the sum of a long time.

Of these a headline leaves no doubt, so that what was learned of texts gives way. Imports the rest of this package and
bot.text only.
"""

import re
from collections.abc import Mapping

from bot.extract.acts import Act
from bot.extract.clauses import Role, Sentence
from bot.extract.cues import CAMPAIGN_PASSES, LONG_SPAN, YEARS_AGO
from bot.extract.guarded import Guarded
from bot.extract.measures import MEASURES
from bot.extract.parts import around, text_before
from bot.extract.scope.to_come import FUTURE_VERB, LEADS_ON, LEADS_ON_BEHIND
from bot.extract.scope.totals import takes_in_todays
from bot.extract.setting import Setting, is_subject
from bot.extract.times import OF_AN_EVENT, is_recent
from bot.extract.words import MONTHS
from bot.text.verbs import MULLS

_ACTS_OF: Mapping[str, frozenset[str]] = {  # what is done to what a family counts
    "arrest": frozenset({"arrest"}),
    "violence": frozenset({"kill", "injure", "vanish"}),
    "seizure": frozenset({"seize", "dismantle", "strike"}),
    "strike": frozenset({"strike", "kill"}),
}
_NO_EVENTS = frozenset({"homicide_rate_daily", "homicide_change", "displaced", "blockades", "us_forces"})
_REACH = 9  # tokens between an act and the number that it governs
_WOULD = re.compile(
    r"\b(?:amenaz\w+ con|intent(?:a|an|o|aron|aba|aban)|trat(?:a|an|o|aron|aban?) de|pretend\w+|quier\w+|queri\w+|"
    r"iban? a|ordena(?:n|ba|ban)?|buscaban?|(?:pide|piden|pidio|exigen?|exigio|solicitan?|urgen?)"
    r"(?: (?:a|al|que) \w+)?|"
    r"(?:tr(?:y|ies|ied)|attempt\w*|plot\w*|sought|seek(?:s|ing)?|hop(?:e|es|ing)|ordered|threat\w*) to|"
    r"(?:ask|urg|want|order|press)(?:e?s|e?d)? (?:\w+ ){1,3}to|"
    r"^(?:mexico|us|u\.s\.|police|dea|fbi|cbp|army|navy|pentagon|trump|troops|marines) to) $"
)
"""Right before an act: somebody wants or tries it, or asks for it."""
_PLANS = re.compile(
    rf"\b(?:plans?|planning|prepar(?:es?|ing)|{MULLS}|threaten(?:s|ing)?|planea[n]?|prepara[n]?|alista[n]?|van? por|"
    r"podrian? haber)"
    r"(?: (?:up to|at least|hasta|al menos|otr[oa]s|another|more than|mas de|l[oa]s|the))* $"
)
"""Right before a number of strikes, or of whom somebody goes after."""
_DENIED = Guarded(
    r"\b(?:niegan?|nego|negaron|desmienten?|desmintio|desmintieron|descartan?|descarto|den(?:y|ies|ied)|"
    r"rul(?:es?|ed) out|no|not|didn't|hasn't|haven't|wasn't|weren't)"
    r"(?: (?:que|that|haya[n]?|hayamos|haber|hubo|hubiera[n]?|han?|habian?|fueron|sido|se|el|la|l[oa]s|un|una|"
    r"presunt\w+|supuest\w+|alleged|any|the|it|its|they|she|he|we|us|u\.s\.|police|army|navy|forces|troops|boat|"
    r"strike|was|were|had|has|have|been|having|being|ever|at least|al menos))* $"
)
"""Right before an act, or a number: it is not so."""
_YEARS_AFTER = re.compile(
    r"^(?:a (?:casi |mas de )?(?:un|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|\d+) (?:anos?|meses|mes) del? |"
    r"(?:almost |nearly |more than )?(?:a|one|two|three|four|five|six|seven|eight|nine|ten|\d+) (?:years?|months?) "
    r"(?:after|since|on from) )[^,;:]*$"
)
"""Of a headline up to a number: what happened is remembered."""
_THEN = re.compile(
    rf"^(?:(?:in|en|during|durante|back in)(?: (?:el ano|{MONTHS}|early|late)(?: (?:de|of))?)? (?P<year>(?:19|20)\d\d)|"
    rf"last year|(?:el )?ano pasado|{YEARS_AGO})"
    r",? [^,;:]*$"
)
"""The same: it was in an earlier year."""
_THEN_BEHIND = Guarded(
    rf"\b(?:in|en|during|durante)(?: (?:el ano|early|late|mid))?(?: (?:{MONTHS}))?(?: (?:de|of))? "
    rf"(?P<year>(?:19|20)\d\d)\b(?!-){OF_AN_EVENT}|\b(?:last year|(?:el )?ano pasado)\b"
)
"""Behind a number: the same."""
_OF_THE_YEAR = re.compile(
    r"(?:^|\b(?:the|over|for|after|from|of|to|his|her|their) )(?P<year>(?:19|20)\d\d) (?:\w+ ){0,2}$"
)
"""Before an act: "the 2023 killing of four"."""
_ASIDE = re.compile(r"[,;:]|\b(?:que|who|whose|that|quienes?)\b")
_DONE_TO = re.compile(r"(?:[ai]d[oa]s?|[a-z]ed|stolen|lost|sold|bought|made|held|built)$")
_ONE_OF_MANY = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|\d+(?:st|nd|rd|th)|latest|another|primer\w*|segund\w*|tercer\w*|"
    r"cuart\w*|quint\w*|sext\w*|ultim\w*|otr[oa]|peor|worst|deadliest|bloodiest|mas (?!de\b)\w+|mayor|record|"
    r"largest|biggest|most \w+)\b[^.;]*$"
)
"""Before a stretch of time: "the third attack this year", the time is that of a row of others."""
_SHORT = re.compile(r"\b(?:semana|mes|dia|quincena|week|month)\b")
_IN_A_YEAR = re.compile(
    r"\bthis fiscal year\b|\b(?:in|en) (?:just |solo )?(?:a|one|un) (?:year|ano)\b(?! (?:before|earlier|ago|later))|"
    r"\b(?:in|en|during|durante) (?:the|l[oa]s) (?:first|primer[oa]s) (?:\w+ )?(?:months|meses)\b"
)
"""Beside what is seized or whom police caught: the sum of a report."""
_NEAR = 60  # characters behind a number


def _governing(sentence: Sentence, role: Role, classes: frozenset[str]) -> tuple[Act | None, bool]:
    """(the act that has the number as its patient or None, whether it stands before the number)."""
    first, end = role.counted.quantity.first, role.counted.end
    acts = [act for act in sentence.acts if act.cls in classes]
    before = [act for act in acts if act.last <= first and first - act.last < _REACH]
    if before:
        return before[-1], True
    behind = [act for act in acts if act.first >= end - 1 and act.first - end < _REACH]
    return (behind[0], False) if behind else (None, False)


def _classes(sentence: Sentence, role: Role, setting: Setting) -> frozenset[str]:
    """Acts of what a headline counts; none for other figures."""
    if role.measure not in MEASURES or role.measure in _NO_EVENTS:
        return frozenset()
    family = MEASURES[role.measure].family
    return _ACTS_OF.get(family, frozenset()) if is_subject(sentence, setting) else frozenset()


def is_not_done(sentence: Sentence, role: Role, setting: Setting) -> bool:
    """ "Will strike three boats", "planeaban asesinar a cinco", "prepares three strikes", "niega haber detenido a
    cuatro": it is to come, only wanted, or not so."""
    classes = _classes(sentence, role, setting)
    if not classes:
        return False
    led = text_before(sentence, role)
    if _PLANS.search(led) or _DENIED.search(led):
        return True
    act, stands_before = _governing(sentence, role, classes)
    if act is None:
        return False
    led = sentence.flat[: sentence.tokens[act.first].start]
    if not stands_before:
        leads = LEADS_ON_BEHIND.search(led)
        return leads is not None and leads.group().strip() != "por"
    if FUTURE_VERB.fullmatch(sentence.tokens[act.first].text):
        return True
    return any(cue.search(led) is not None for cue in (LEADS_ON, _WOULD, _DENIED))


def is_of_old(sentence: Sentence, role: Role, setting: Setting) -> bool:
    """ "A un año del decomiso de 29 kilos", "29 arrested in 2025 walk free", "the 2023 killing of four", "seizes 29
    tons in a year"."""
    classes = _classes(sentence, role, setting)
    if not classes:
        return False
    led = text_before(sentence, role)
    if _YEARS_AFTER.match(led):
        return True
    then = _THEN.match(led)
    if then is not None and _is_past(then, setting):
        return True
    act, stands_before = _governing(sentence, role, classes)
    if act is not None and stands_before:
        of_year = _OF_THE_YEAR.search(sentence.flat[: sentence.tokens[act.first].start])
        if of_year is not None and _is_past(of_year, setting):
            return True
    after = around(sentence, role)[1]
    behind = _THEN_BEHIND.search(after[:_NEAR])
    if MEASURES[role.measure].family in ("seizure", "arrest") and (
        _IN_A_YEAR.search(around(sentence, role)[0]) or _IN_A_YEAR.search(after[:_NEAR])
    ):
        return True
    return behind is not None and _is_past(behind, setting) and _is_theirs(sentence, role, classes, behind.start())


def is_toll_of_last_year(sentence: Sentence, role: Role, setting: Setting) -> bool:
    """ "Mexico murders hit record 34,582 in 2019", told in January: a headline counts the murders of the year before,
    which is what is reported."""
    if role.measure != "killed" or role.counted.value < _OF_A_YEAR:
        return False
    if not is_subject(sentence, setting):
        told = _MURDERS.search(setting.subject) is not None and _IS_DATA.search(sentence.flat) is not None
        return told and _LAST_YEAR.search(sentence.flat) is not None
    return (
        _MURDERS.search(sentence.flat) is not None
        and re.search(rf"\b{setting.today.year - 1}\b", sentence.flat) is not None
        and _REMEMBERS.search(sentence.flat) is None
    )


_IS_DATA = re.compile(r"\b(?:data|figures|recorded|registr\w+|cifras|datos|preliminary|preliminar\w*)\b")
_LAST_YEAR = re.compile(r"\b(?:last year|(?:el )?ano pasado)\b(?! (?:was|fue|there))")
_OF_A_YEAR = 1000  # dead; more are no single event's
_MURDERS = re.compile(r"\b(?:homicid\w+|murders?|killings|asesinatos|violence killed|muertes violentas|victimas)\b")
_REMEMBERS = re.compile(r"\b(?:anniversary|aniversario|recuerdan?|remember\w*|since|desde|compared|frente a)\b")


def _is_past(match: re.Match[str], setting: Setting) -> bool:
    return match["year"] is None or int(match["year"]) < setting.today.year


def _is_theirs(sentence: Sentence, role: Role, classes: frozenset[str], until: int) -> bool:
    """Whether a date so many characters behind a number is of what was done to it, not of another act: "29 men wanted
    for a killing in 2019"."""
    last = role.counted.quantity.last
    begin = sentence.tokens[last - 1].end
    between = [act for act in sentence.acts if act.first >= last and sentence.tokens[act.first].start < begin + until]
    own = {act.first for act in between if act.cls in classes}
    if any(act.first not in own for act in between):
        return False
    if between:
        return True
    words = sentence.flat[begin : begin + until].split()
    return _ASIDE.search(sentence.flat[begin : begin + until]) is None and (
        not words or _DONE_TO.search(words[-1]) is None
    )


_OF_THE_CAMPAIGN = re.compile(rf"\b{CAMPAIGN_PASSES} ?$")
"""Right before a number of dead: "la campaña rebasa los 150"."""


def is_tally(sentence: Sentence, role: Role, setting: Setting) -> bool:
    """ "29 killed so far this year", "suman 29 laboratorios en lo que va del sexenio": a sum of a long time."""
    if role.measure == "flights_missions" or takes_in_todays(sentence, role):
        return False  # flights over months are what a report of today finds
    if not _classes(sentence, role, setting):
        return False
    at = sentence.tokens[role.counted.quantity.first].start
    before, after = around(sentence, role)
    if role.measure == "strike_deaths" and _OF_THE_CAMPAIGN.search(before):
        return True
    for start, stretch in ((at - len(before), before), (sentence.tokens[role.counted.quantity.last - 1].end, after)):
        match = LONG_SPAN.search(stretch)
        if (
            match is None
            or _SHORT.search(match.group())
            or re.search(r"[;:]", stretch[: match.start()] if start >= at else stretch[match.end() :])
        ):
            continue
        offset = start + match.start()
        if not is_recent(sentence.flat, offset, setting.today) and not _ONE_OF_MANY.search(sentence.flat[:offset]):
            return True
    return False
