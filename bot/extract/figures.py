"""From an item's text to its figures: the document around the sentences. Imports its siblings, bot.domain, bot.ports,
bot.text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.domain import Figure, Item, Language, SpeakerKind, Stance, Term
from bot.extract.clauses import Role, Sentence, read_sentence
from bot.extract.context import DOMESTIC, US
from bot.extract.literals import Style, style_of
from bot.extract.measures import OTHER
from bot.extract.reconcile import Found, reconciled
from bot.extract.roles import role_of
from bot.extract.scope import Setting, has_span, reported_scope, scope_of, sentence_dates, span_of
from bot.extract.speakers import speaker_of
from bot.extract.tokens import flatten
from bot.ports import Lexicon
from bot.text import sentences

_SPANISH = re.compile(
    r"\b(?:el|la|los|las|de|del|que|en|por|con|una|para|fueron|fue|y|más|al|se|su)\b|[ñ¿¡áéíóú]", re.IGNORECASE
)
_ENGLISH = re.compile(
    r"\b(?:the|of|and|to|in|were|was|that|for|with|by|on|at|from|said|have|has|more|hands|over)\b", re.IGNORECASE
)
_TRANSFER = re.compile(
    r"\b(?:hand(?:s|ed|ing)? (?:over|to|\d+)|handovers?|transfer\w*|extradit\w*|extradic\w*|traslad\w+|entreg\w+|"
    r"envi(?:a|o|an|aron|ados|ar|ara)\b|envios?\b|"
    r"expuls\w+|expel\w*|deport(?:s|ed|a|o|aron)\b|(?:sent|sends|send|sending|flown|flew|flies|shipped|ships|"
    r"deliver\w*|moved) (?:\w+ ){0,9}?(?:to|north|across|into)\b|"
    r"(?:were|was|been|being) (?:sent|flown|moved)|turn(?:s|ed)? over|renditions?|custody|manda\w* (?:a|al)\b)"
)
_ABOUT_PEOPLE = re.compile(
    r"\b(?:capos?|narcos?|cartel\w*|carteles|reos?|presos?|fugitiv\w+|profug\w+|criminal\w*|delincuent\w+|kingpins?|"
    r"traffick\w+|suspects?|"
    r"operador\w*|crimen|convict\w*|inmates?|prisoners?|internos?|objetivos prioritarios|sicarios?|ppl|sospechos\w+|"
    r"narcotraficant\w+|"
    r"cabecillas?|operatives|"
    r"(?:hand\w*|turn\w*) over (?:another |some |more than )?\d|defendants?|extradi\w+|personas|people|detainees|"
    r"detenidos|privad\w+|"
    r"\d+ (?:fueron|were|han sido|have been|had been) (?:entregad|trasladad|enviad|handed|sent|flown|transferred)\w*|"
    r"(?:traslad\w+|entreg\w+|envi\w+) a (?:otros |unos |mas de |al menos )?(?:\d|once|doce|trece|veint\w+|treinta|"
    r"diez))"
)
_PEGS = (
    (
        "strike",
        re.compile(
            r"\b(?:(?<!' )(?<!s' )strikes?\b|airstrikes?|bombarde\w+|"
            r"seals|(?:u\.?s\.?|us|american) (?:troops|"
            r"marines|forces)|(?:tropas|marines) (?:de |estado)|invasion|invade)"
        ),
    ),
    (
        "violence",
        re.compile(
            r"\b(?:kill\w*|dead|deaths?|murder\w*|homicid\w+|muert\w+|asesin\w+|abat\w+|fallec\w+|"
            r"clash\w*|enfrentamiento|"
            r"massacre|masacre|balacera|shoot\w*|ambush|emboscada|desaparecid\w+|missing|wounded|"
            r"herid\w+|bloqueos?|injured)"
        ),
    ),
    (
        "seizure",
        re.compile(
            r"\b(?:seiz\w+|asegur\w+|decomis\w+|incaut\w+|cocain\w*|fentan\w+|labs?\b|"
            r"\w*laboratorios?|haul|bust|pills|pastillas)"
        ),
    ),
    ("arrest", re.compile(r"\b(?:arrest\w*|captur\w+|deten\w+|detien\w+|detuv\w+|aprehend\w+|nabs)")),
    (
        "court",
        re.compile(
            r"\b(?:forfeit\w*|prison|jail|carcel|life sentence|fine[ds]?|multa|imputa\w*|acusacion\w*|judge|juez|"
            r"court|tribunal|guilty|culpable|charg\w+|indict\w+|sentenc\w+|"
            r"conden\w+|acusad\w+|vinculad\w+|plead\w*|trial|juicio)"
        ),
    ),
    ("money", re.compile(r"\b(?:rewards?|bounty|recompensa)")),
)
_SEIZURES = re.compile(
    r"\b(?:seiz\w+|asegur(?:ad|aron|o\b)\w*|decomis\w+|incaut\w+|detenid\w+|arrest\w*|busts?|hauls?|operativos?|"
    r"cateo\w*|raid\w*|intercept\w+|catean)"
)
_HOMICIDES = re.compile(r"\b(?:homicides?|homicidios?|murders?|killings|asesinatos|homicide rate|violencia homicida)\b")
_DOWN = re.compile(
    r"\b(?:declin\w+|drops?|dropped|fall|fell|falling|reduc\w+|decreas\w+|lower\w*|disminuy\w+|"
    r"disminuci\w+|bajaron|bajado|baja|"
    r"caida|cayeron|descens\w+|descend\w+|a la baja)\b"
)
_UP = re.compile(
    r"\b(?:increas\w+|rises?|rose|rising|surg\w+|jump\w*|spik\w+|aument\w+|increment\w+|al alza|repunt\w+|subieron)\b"
)
_PLACE = re.compile(
    r"\b(?:in|near|en|cerca de|frente a|off)\s+((?:(?:el|la|los|las|"
    r"the)\s)?[A-ZÁÉÍÓÚÑ][\w'’.-]+(?:\s(?:de\s)?[A-ZÁÉÍÓÚÑ][\w'’-]+){0,2})"
)
_MONTH_NAME = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic|q[1-4]|19|20)", re.IGNORECASE
)
_NOT_PLACES = frozenset({"Mexican", "American", "Mexico’s", "Mexico's", "U.S", "US", "Tuesday", "Monday", "Wednesday"})
_LONGEST = 1200  # characters; the longest sentence of the cases and of the seed has under 500
_MOST = 60  # quantities in one sentence; the richest sentence of the cases has 8
_SPAN_REACH = 3  # sentences that a stretch of time holds for: "Del 1 de octubre al ...: X. Se aseguraron Y. ..."
_BOAT_STRIKES = re.compile(
    r"\b(?:strikes?|ataques?|attacks?|struck|bombard\w+|sinks?|sank|hund\w+)\b.{0,60}\b(?:boats?|vessels?|lanchas?|"
    r"embarcacion\w*|narcolanchas?)|"
    r"\b(?:boats?|vessel|lanchas?) (?:strikes?|attacks?)\b"
)


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


def _peg(title: str, first: str) -> str:
    """Family of what the item is about: the first act of the title, else of the first sentence."""
    for flat in (title, first):
        if flat and is_about_transfer(flat):
            return "transfer"
        if flat and _BOAT_STRIKES.search(flat):
            return "strike"
        hits = [(match.start(), name) for name, pattern in _PEGS if (match := pattern.search(flat)) is not None]
        if hits:
            return min(hits)[1]
    return ""


def extract(item: Item, *, lexicon: Lexicon | None = None) -> tuple[Figure, ...]:
    """Every figure of an item's text, in order of appearance; one number told twice in one role is one figure.

    Args:
        lexicon: finds groups and places; without it, places are read from "in Culiacán" and groups stay None.

    Returns:
        figures of known measures and, as measure "other" with their noun, all other counts and amounts. For each,
        `item.text[figure.start:figure.end] == figure.quote`.
    """
    text = item.text
    spans = sentences(text)
    if not any(character.isdecimal() for character in text) and not text.strip():
        return ()
    title_end = len(item.title)
    has_more = bool(item.summary or item.body)
    flat = flatten(text)
    setting = _setting(item, text, flat, spans, has_more)
    about_transfer = is_about_transfer(flat)
    about_strikes = _BOAT_STRIKES.search(flat) is not None
    seizures = _SEIZURES.search(flat) is not None
    languages: dict[Language, Style] = {}
    spanning = 0
    roles: list[Role] = []
    found: list[Found] = []
    for start, end in _bounded(text, spans):
        quote = text[start:end]
        language: Literal["en", "es"] = _guess(quote, text) if item.language == "und" else item.language
        if language not in languages:
            languages[language] = style_of(text, language, item.country)
        in_title = start < title_end and has_more
        sentence = read_sentence(quote, start, languages[language], in_title=in_title)
        sentence.about_transfer, sentence.has_seizure, sentence.before = about_transfer, seizures, roles
        sentence.about_strikes, sentence.subject = about_strikes, setting.subject
        if has_span(sentence, setting.today):
            spanning = _SPAN_REACH
        elif spanning and (sentence_dates(sentence.flat, setting.today) or in_title):
            spanning = 0
        if len(sentence.counted) > _MOST:
            continue  # a table of numbers, no prose
        terms = lexicon.find(quote) if lexicon is not None and sentence.counted else ()
        told = _Told(*speaker_of(sentence.text, sentence.flat), span_of(sentence)) if sentence.counted else _Told()
        for counted in sentence.counted:
            role = role_of(sentence, counted)
            if role is None:
                continue
            roles.append(role)
            span = spanning == _SPAN_REACH or (spanning > 0 and not role.measure.startswith("persons_t"))
            found.append((_figure(item, sentence, role, setting, terms, language, told, span=span), sentence, role))
        spanning = max(0, spanning - 1)
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


def _setting(item: Item, text: str, flat: str, spans: Sequence[tuple[int, int]], has_more: bool) -> Setting:
    first = flat[spans[0][0] : spans[0][1]] if spans else ""
    title = flat[: len(item.title)] if has_more else ""
    return Setting(peg=_peg(title, first), today=item.at.date(), subject=title or first)


def is_about_transfer(flat: str) -> bool:
    """Whether a folded text is about people under suspicion moved to the other country, not to a prison or hospital
    next door."""
    if _TRANSFER.search(flat) is None or _ABOUT_PEOPLE.search(flat) is None:
        return False
    return US.search(flat) is not None or DOMESTIC.search(flat) is None


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
) -> Figure:
    counted = role.counted
    measure, scope = scope_of(sentence, role, setting, span=span)
    at = sentence.tokens[counted.quantity.first].start
    return Figure(
        measure=measure,
        value=counted.value,
        value_hi=counted.value_hi,
        unit=_unit_name(measure, role),
        unit_raw=counted.unit.raw if counted.unit else "",
        qualifier=counted.quantity.qualifier,
        scope=scope,
        span=told.span,
        place=_place(sentence, at, terms),
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


def _unit_name(measure: str, role: Role) -> str:
    if measure in ("persons_transferred_cumulative", "arrested_cumulative"):
        return "persons"
    return role.unit


def _nearest(terms: Sequence[Term], at: int, kind: str) -> str | None:
    """Canonical name of the term of one kind nearest to an offset."""
    near = [(abs(term.start - at), term.canonical) for term in terms if term.kind == kind]
    return min(near)[1] if near else None


def _place(sentence: Sentence, at: int, terms: Sequence[Term]) -> str | None:
    """Where it happened: the nearest place of the lexicon, else a name behind "in", "en", "near", after the number
    first."""
    named = _nearest(terms, at, "place")
    if named is not None:
        return named
    best: tuple[int, str] | None = None
    for match in _PLACE.finditer(sentence.text):
        if _MONTH_NAME.match(match.group(1)) or match.group(1).split()[0] in _NOT_PLACES:
            continue
        distance = match.start() - at if match.start() >= at else at - match.start() + 40
        if best is None or distance < best[0]:
            best = (distance, match.group(1).rstrip("."))
    return best[1] if best else None


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
