"""From an item's text to its figures: the document around the sentences. Imports its siblings, bot.domain, bot.ports,
bot.text."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.domain import Figure, Item, Language, Qualifier, Scope, SpeakerKind, Stance, Term
from bot.domain.quantities import HANDOVER_MEASURES
from bot.extract.clauses import Counted, Role, Sentence, read_sentence
from bot.extract.context import US, near
from bot.extract.departures import are_on_the_run, is_beside_names
from bot.extract.elided import is_done_elsewhere
from bot.extract.forces import are_of_mexico
from bot.extract.guarded import Guarded
from bot.extract.handovers import is_known_total
from bot.extract.learned import likeliness, rescued, settled
from bot.extract.literals import Style, style_of
from bot.extract.marks import marks_of, measure_marks, open_marks
from bot.extract.measures import MEASURES, OTHER
from bot.extract.money import is_pay
from bot.extract.nouns import PERSON_CLASSES
from bot.extract.pegs import is_about_boats, is_about_sea_strikes, is_about_transfer, peg_of
from bot.extract.people import BY_THEMSELVES, is_transfer
from bot.extract.places import place_of
from bot.extract.reconcile import Found, reconciled
from bot.extract.restated import are_told, restated_role
from bot.extract.roles import role_of
from bot.extract.scope import scope_of
from bot.extract.scope.rates import reported_scope
from bot.extract.setting import Setting
from bot.extract.shares import is_of_those_named, is_shared_out
from bot.extract.speakers import speaker_of
from bot.extract.things import NEED_TRANSFER
from bot.extract.times import holds_on, span_of, tells_another_time
from bot.extract.tokens import flatten
from bot.extract.words import may_count
from bot.ports import Lexicon
from bot.text import sentences

_SPANISH = re.compile(
    r"\b(?:el|la|los|las|de|del|que|en|por|con|una|para|fueron|fue|y|más|al|se|su)\b|[ñ¿¡áéíóú]", re.IGNORECASE
)
_ENGLISH = re.compile(
    r"\b(?:the|of|and|to|in|were|was|that|for|with|by|on|at|from|said|have|has|more|hands|over)\b", re.IGNORECASE
)
_SEIZURES = Guarded(
    r"\b(?:seiz\w+|asegur(?:ad|aron|o\b)\w*|decomis\w+|incaut\w+|detenid\w+|arrest\w*|busts?|hauls?|operativos?|"
    r"cateo\w*|raid\w*|intercept\w+|catean)"
)
_HOMICIDES = Guarded(r"\b(?:homicides?|homicidios?|murders?|killings|asesinatos|homicide rate|violencia homicida)\b")
_DOWN = re.compile(
    r"\b(?:declin\w+|drops?|dropped|fall|fell|falling|reduc\w+|decreas\w+|lower\w*|disminuy\w+|"
    r"disminuci\w+|bajaron|bajado|baja|"
    r"caida|cayeron|descens\w+|descend\w+|a la baja)\b"
)
_UP = re.compile(
    r"\b(?:increas\w+|rises?|rose|rising|surg\w+|jump\w*|spik\w+|aument\w+|increment\w+|al alza|repunt\w+|subieron)\b"
)
_ON_LAND = re.compile(
    r"\b(?:threat\w*|amena\w+|on land|por tierra|labs?|laboratorios?|soil|suelo|inside mexico|dentro de mexico|"
    r"territor\w+|house|senate|congress|lawmakers|resolutions?|senado|camara|congreso)\b"
)
watchers: list[Callable[["Seen"], None]] = []
"""Called with what is looked at of each number: how `benchmarks.fit_figures` learns."""
UNLIKELY = 0.3  # below this probability a number is not of the measure that the rules gave it
LIKELY = 0.4  # from this probability on a number is of a measure that the rules have not seen
UNLIKELY_AND_OTHER = 0.6  # the same where the rules gave it a measure that it is unlikely to be of
_IS_AGAINST = re.compile(r"\b(?:contra|against|senalan?|senalo|senalaron)(?: a)?(?: l[oa]s| the)? $")
"""Right before people: they are proceeded against."""
_CASH = re.compile(r"[\w ]{0,30}\b(?:efectivo|cash)\b")  # seized, and worth itself only
_OF_TRADE = re.compile(
    r"\b(?:drogas?|drugs?|smuggl\w+|contrabando|traffic|trafico|decomis\w+|seiz\w+|cruces|crossings|flujo|flow|"
    r"export\w*|tariffs?|arancel\w*|gdp|pib|econom\w+)\b"
)
"""Beside a share: nobody was asked."""
_OF_GROUPS = re.compile(r"cartel(?:s|es)?|bandas?|gangs?|grupos?|organizaciones|organi[sz]ations?")
"""Nouns of no people."""
_OTHERWISE = re.compile(
    r"\b(?:orden(?:es)? de (?:aprehension|captura|detencion)|arrest warrants?)\b|"
    r"^(?:\w+ ){0,3}(?:condenan?|sentencian?|liberan?|vinculan?|absuelven?) al?\b"
)
"""In a sentence that tells of no handover: what a court does, so that nobody is moved."""
_MONEY = frozenset({"usd", "mxn", "eur", "gbp"})
_NEED_UNIT = frozenset({"usd", "kg", "pct"})
_LONGEST = 1200  # characters; the longest sentence of the cases and of the seed has under 500
_MOST = 60  # quantities in one sentence; the richest sentence of the cases has 8
_SPAN_REACH = 2  # sentences that a stretch of time holds for: "Del 1 de octubre al ...: X. Se aseguraron Y. ..."


@dataclass(frozen=True, slots=True)
class Seen:
    """A number as the rules saw it, and its marks."""

    measure: str  # OTHER where the rules gave none
    value: float
    rule: Scope
    scope_marks: Sequence[str]  # none where the measure is OTHER
    measure_marks: Sequence[str]  # likewise
    open_marks: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Told:
    """What a sentence says of all its figures."""

    speaker: str | None = None
    kind: SpeakerKind = "unattributed"
    stance: Stance = "asserted"
    span: str | None = None


def _guess(text: str, whole: str) -> Literal["en", "es"]:
    """Language of a sentence by its small words, by those of the whole text where it has none."""
    for sample in (text, whole):
        spanish, english = len(_SPANISH.findall(sample)), len(_ENGLISH.findall(sample))
        if spanish != english:
            return "es" if spanish > english else "en"
    return "en"


def extract(item: Item, *, lexicon: Lexicon | None = None, is_of_handover: bool = False) -> tuple[Figure, ...]:
    """Every figure of an item's text, in order of appearance; one number told twice in one role is one figure.

    Args:
        lexicon: finds groups and places; without it, places are read from "in Culiacán" and groups stay None.
        is_of_handover: the item was judged to be about people handed over, whatever its words are.

    Returns:
        figures of known measures and, as measure "other" with their noun, all other counts and amounts. For each,
        `item.text[figure.start:figure.end] == figure.quote`.
    """
    text = item.text
    flat = flatten(text)
    if not may_count(flat) and _HOMICIDES.search(flat) is None:
        return ()
    spans = sentences(text)
    title_end = len(item.title)
    has_more = bool(item.summary or item.body)
    setting = _setting(item, flat, spans, has_more)
    opening = _opening(item, flat, spans)
    opening_transfer = is_of_handover or is_about_transfer(opening)
    at_sea = is_about_boats(opening) or is_about_sea_strikes(opening)
    about_strikes = at_sea or is_about_boats(flat)
    subject_boats = at_sea and _ON_LAND.search(setting.subject) is None
    seizures = _SEIZURES.search(flat) is not None
    languages: dict[Language, Style] = {}
    spanning, preceding, position = 0, "", 0
    lately: list[Role] = []
    roles: list[Role] = []
    found: list[Found] = []
    for start, end in _bounded(text, spans):
        quote = text[start:end]
        language: Literal["en", "es"] = _guess(quote, text) if item.language == "und" else item.language
        if language not in languages:
            languages[language] = style_of(text, language, item.country)
        in_title = start < title_end and has_more
        sentence = read_sentence(quote, flat[start:end], start, languages[language], in_title=in_title)
        sentence.about_transfer = opening_transfer or (
            bool(sentence.counted) and _tells_of_transfer(f"{preceding} {sentence.flat}")
        )
        sentence.has_seizure, sentence.before = seizures, roles
        sentence.about_strikes, sentence.subject, sentence.subject_boats = about_strikes, setting.subject, subject_boats
        sentence.preceding, sentence.lately = preceding, lately
        preceding = sentence.flat
        if spanning and (in_title or tells_another_time(sentence, setting.today)):
            spanning = 0
        if len(sentence.counted) > _MOST:
            continue  # a table of numbers, no prose
        terms = lexicon.find(quote) if lexicon is not None and sentence.counted else ()
        first_here = len(found)
        several = are_told(sentence, setting.today)
        told = _Told(*speaker_of(sentence.text, sentence.flat), span_of(sentence)) if sentence.counted else _Told()
        for counted in sentence.counted:
            role = role_of(sentence, counted)
            if role is None or role.measure == OTHER:
                role = restated_role(sentence, counted, setting.today, several=several and role is None) or role
            if role is None or (role.unit == "persons" and (not counted.value.is_integer() or not counted.value)):
                continue  # "vs 86.9 in September": a rate, no people
            roles.append(role)
            span = spanning > 0 and not role.measure.startswith("persons_t")
            figure = _figure(item, sentence, role, setting, terms, language, told, span=span, position=position)
            found.append((figure, sentence, role))
        position += bool(sentence.counted)
        lately = [role for _, _, role in found[first_here:]]
        on_offer = bool(lately) and all(role.measure == "reward" for role in lately)  # "Eran 10 millones desde marzo"
        spanning = _SPAN_REACH if holds_on(sentence, setting.today) and not on_offer else max(0, spanning - 1)
        trend = _trend(item, sentence, found, setting, language)
        if trend is not None:
            found.append((trend, sentence, roles[-1] if roles else Role(OTHER, "pct", None, False)))  # type: ignore[arg-type] # no number
    return reconciled(found, setting)


def _bounded(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Sentences, and longer stretches without a stop cut at spaces: the work for one grows with the square of its
    length."""
    for start, end in spans:
        while end - start > _LONGEST:
            cut = text.rfind(" ", start + 1, start + _LONGEST)
            cut = start + _LONGEST if cut < 0 else cut
            if text[start:cut].strip():
                yield start, cut
            start = cut + 1 if text[cut : cut + 1] == " " else cut
        if start < end:
            yield start, end


def _tells_of_transfer(flat: str) -> bool:
    """Whether two sentences by themselves tell of people moved to the United States."""
    return US.search(flat) is not None and is_about_transfer(flat)


def _opening(item: Item, flat: str, spans: Sequence[tuple[int, int]]) -> str:
    """Flat text of the title and the first sentence after it."""
    after = next((span for span in spans if span[0] >= len(item.title)), (0, 0))
    return flat[: max(len(item.title), after[1])]


def _setting(item: Item, flat: str, spans: Sequence[tuple[int, int]], has_more: bool) -> Setting:
    title = flat[: len(item.title)] if has_more else ""
    begin, end = next((span for span in spans if span[0] >= len(title)), (0, 0))
    first = flat[begin:end]
    return Setting(peg=peg_of(title, first), today=item.at.date(), subject=title or first, titled=has_more)


def _figure(
    item: Item,
    sentence: Sentence,
    role: Role,
    setting: Setting,
    terms: Sequence[Term],
    language: Language,
    told: "_Told",
    *,
    span: bool,
    position: int,
) -> Figure:
    counted = role.counted
    measure, scope, certainty, role = _weighed(sentence, role, setting, span=span, position=position)
    at = sentence.tokens[counted.quantity.first].start
    return Figure(
        measure=measure,
        value=counted.value,
        value_hi=counted.value_hi,
        unit=_unit_name(measure, role),
        unit_raw=counted.unit.raw if counted.unit else "",
        qualifier=_qualifier(sentence, counted, measure),
        scope=scope,
        certainty=round(certainty, 3),
        span=told.span,
        place=place_of(sentence, role.counted, measure, terms),
        group=_nearest(terms, at, "group"),
        speaker=told.speaker,
        speaker_kind=told.kind,
        stance=told.stance,
        noun=counted.noun,
        value_from_vague=counted.quantity.vague,
        as_of=None,
        text_read=item.text_read,
        quote=sentence.text,
        start=sentence.start,
        end=sentence.start + len(sentence.text),
        lang=language,
    )


def _weighed(
    sentence: Sentence, role: Role, setting: Setting, *, span: bool, position: int
) -> tuple[str, Scope, float, Role]:
    """(measure, scope, certainty of both, role) by rules and by what was learned; OTHER for what is unlikely."""
    measure, rule = scope_of(sentence, role, setting, span=span)
    likely, marks, further = 0.0, list[str](), list[str]()
    if measure != OTHER:
        marks = marks_of(sentence, role, setting, span=span, position=position)
        further = measure_marks(sentence, role, setting, measure, marks, position=position)
        likely = likeliness((*marks, *further))
    if watchers:
        seen = Seen(
            measure, role.counted.value, rule, marks, (*marks, *further), open_marks(sentence, role.counted, setting)
        )
        for watch in watchers:
            watch(seen)
    known_sum = measure == "persons_transferred_cumulative" and is_known_total(role.counted.value, setting.today)
    if likely < UNLIKELY and not (known_sum or is_done_elsewhere(sentence, role.counted, measure)):
        found, likely = _rescued(sentence, role, setting)
        if found is None:
            return OTHER, rule, 0.0, role
        role = found
        measure, rule = scope_of(sentence, role, setting, span=span)
        marks = marks_of(sentence, role, setting, span=span, position=position)
    scope, certainty = settled(measure, rule, marks)
    return measure, scope, certainty * likely, role


def _rescued(sentence: Sentence, role: Role, setting: Setting) -> tuple[Role | None, float]:
    """(role, probability) of a number that the rules gave no measure, or one that it is unlikely to be of."""
    counted = role.counted
    if counted.quantity.ordinal:
        return None, 0.0
    name, likely = rescued(open_marks(sentence, counted, setting))
    least = LIKELY if role.measure == OTHER else UNLIKELY_AND_OTHER
    if name == "killed" and counted.subset:
        return None, 0.0  # "four people, two of them officers, were killed"
    if not name or name == role.measure or likely < least or _CASH.match(sentence.flat, _end_of(sentence, counted)):
        return None, 0.0
    unit = counted.unit.name if counted.unit is not None else MEASURES[name].unit
    if name == "reward" and is_pay(sentence, counted):
        return None, 0.0
    if MEASURES[name].unit == "persons" and (is_shared_out(sentence) or _are_feminine(sentence, counted)):
        return None, 0.0
    if name.startswith("persons_transferred") and not is_transfer(sentence, counted):
        return None, 0.0
    if MEASURES[name].family == "transfer" and is_of_those_named(sentence, counted):
        return None, 0.0  # "of the 31, a dozen belong to the CJNG"
    if MEASURES[name].unit == "persons" and _OF_GROUPS.fullmatch(_first_word(sentence, counted)):
        return None, 0.0  # "los seis cárteles que EU ya considera terroristas"
    if name.startswith("persons_transferred") and not sentence.about_transfer and _OTHERWISE.search(sentence.flat):
        return None, 0.0
    if name == "persons_transferred" and (BY_THEMSELVES.search(sentence.flat) or are_on_the_run(sentence)):
        return None, 0.0
    if name == "persons_transferred" and _IS_AGAINST.search(sentence.flat[: _start_of(sentence, counted)]):
        return None, 0.0  # "abren proceso contra 17", "señala a 17 por lavado"
    if name in NEED_TRANSFER and not sentence.about_transfer:
        return None, 0.0
    if name == "poll_share" and _OF_TRADE.search(sentence.flat) and not near(name, sentence.flat):
        return None, 0.0  # "ya frenó 97 por ciento de la droga"
    if name == "us_forces" and are_of_mexico(sentence, counted):
        return None, 0.0
    if name == "us_forces" and US.search(f"{sentence.subject} {sentence.preceding} {sentence.flat}") is None:
        return None, 0.0
    if MEASURES[name].unit == "persons" and counted.noun_class and counted.noun_class not in PERSON_CLASSES:
        return None, 0.0
    if counted.noun_flat.startswith("deport") and MEASURES[name].family != "transfer":
        return None, 0.0
    fits = unit == MEASURES[name].unit or (unit in _MONEY and MEASURES[name].unit == "usd")
    counts = counted.unit is not None or MEASURES[name].unit not in _NEED_UNIT
    return (Role(name, unit, counted, MEASURES[name].unit == "persons"), likely) if fits and counts else (None, 0.0)


def _qualifier(sentence: Sentence, counted: Counted, measure: str) -> Qualifier:
    """As the number says, but "Caro Quintero and 28 others" were more than 28."""
    said = counted.quantity.qualifier
    beside = said == "exact" and measure in HANDOVER_MEASURES and is_beside_names(sentence, counted)
    return "more_than" if beside else said


def _are_feminine(sentence: Sentence, counted: Counted) -> bool:
    """ "Otras 12 medidas": people of that gender whom one hands over are known by their noun."""
    first = counted.quantity.first
    return bool(counted.noun) and not counted.noun_class and sentence.flats[max(0, first - 1) : first] in _FEMININE


_FEMININE = (["otras"], ["las"], ["unas"], ["estas"], ["esas"])


def _first_word(sentence: Sentence, counted: Counted) -> str:
    """Flat word right behind a number, "" at the end."""
    return "".join(sentence.flats[counted.quantity.last : counted.quantity.last + 1])


def _start_of(sentence: Sentence, counted: Counted) -> int:
    """Offset in the sentence of a number."""
    return sentence.tokens[counted.quantity.first].start


def _end_of(sentence: Sentence, counted: Counted) -> int:
    """Offset in the sentence behind a number."""
    return sentence.tokens[counted.quantity.last - 1].end


def _unit_name(measure: str, role: Role) -> str:
    if measure in ("persons_transferred_cumulative", "arrested_cumulative"):
        return "persons"
    return role.unit


def _nearest(terms: Sequence[Term], at: int, kind: str) -> str | None:
    """Canonical name of the term of one kind nearest to an offset."""
    near = [(abs(term.start - at), term.canonical) for term in terms if term.kind == kind]
    return min(near)[1] if near else None


def _trend(
    item: Item, sentence: Sentence, found: Sequence[Found], setting: Setting, language: Language
) -> Figure | None:
    """ "a sustained decline in homicides": a trend without a number."""
    subject = _HOMICIDES.search(sentence.flat)
    if subject is None or any(figure.measure.startswith("homicide") for figure, home, _ in found if home is sentence):
        return None
    window = sentence.flat[max(0, subject.start() - 45) : subject.end() + 45]
    down, up = _DOWN.search(window), _UP.search(window)
    if (down is None) == (up is None):
        return None
    speaker, kind, stance = speaker_of(sentence.text, sentence.flat)
    return Figure(
        measure="homicide_change",
        value=None,
        unit="pct",
        scope=reported_scope("homicide_change", setting),
        span=span_of(sentence),
        speaker=speaker,
        speaker_kind=kind,
        stance=stance,
        noun=sentence.text[subject.start() : subject.end()],
        trend="down" if down else "up",
        text_read=item.text_read,
        quote=sentence.text,
        start=sentence.start,
        end=sentence.start + len(sentence.text),
        lang=language,
    )
