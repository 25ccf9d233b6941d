"""From an item, its judgement and its figures to what the story stage compares: who, how many, when, in which words.

May import domain, ports and text; asks the lexicon and reads no file. What is looked at is the headline and the first
paragraph: they carry the event, the rest is background.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from bot.domain import NOTHING_READ, Content, Figure, Item, ItemFacts, Judgement, Term, Topic, Weight
from bot.domain.quantities import HANDOVER_MEASURES
from bot.ports import Lexicon
from bot.stories.capitals import is_all_caps, is_title_case
from bot.stories.counts import number_of, parts_in, people_counts
from bot.stories.glossary import cognate, concept_of, is_stopword, weight_of
from bot.stories.names import people_in, with_aliases
from bot.stories.principals import acts_for_another
from bot.stories.relations import headline_relation, main_clause
from bot.stories.when import named_dates
from bot.text import fold, sentences, tokens

_PRINCIPLE = "force/intervene"  # "a sovereign decision" is said of handovers, too
ACT_TOPICS: dict[str, Topic] = {"transfer": "transfer", "force": "strike_threat"}  # prefix of a lexicon's act -> topic

_TITLE_CHARS, _LEAD_CHARS = 400, 600
_LEAD_SENTENCES = 3
_MAX_TERMS = 60
_MAX_NAMES = 12
_NEAR_DAYS = 45  # a date further back is background; one to come is a deadline or a hearing
_OTHER_EVENT = re.compile(r"\b(?:distint[oa]s? (?:al?|de)|different from|unlike|a diferencia) [^.]{0,30}$")
_TRANSCRIPT = re.compile(r"^(?:version estenografica|conferencia de prensa|mananera|transcript|press conference)\b")
_UTC_HOURS = {"MX": -6, "US": -5}  # of outlets; others count as Mexico, where the events are
_KIND_WEIGHTS = {"country": 0.8, "actor": 0.8, "body": 0.6, "group": 1.0, "person": 1.6, "place": 1.0}
_SIDE = 0.1  # of a name that says nothing: the two countries, their soil
_PARTIES = frozenset(("mexico", "united states", "us", "usa"))
_ACT_FAMILY, _ACT_OWN = 0.25, 0.35  # outlets' verbs vary for one event: most of an act's weight is its family's
_WORD, _VERB, _NUMBER, _LEAD_SHARE = 1.0, 0.3, 1.0, 0.5  # an act's verb varies, and counts as an act already
_LEAD_WORD_SHARE = 0.2
_PROPER, _YEAR_WEIGHT, _PROPER_LEAD_SHARE = 1.3, 1.3, 0.7  # "Cicero", "2009": what two reports of a case share
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# a word with a capital that does not open a sentence, a quotation or what comes after a colon
_PROPER_NOUN = re.compile(r"(?<=[^\W_] )[A-ZÁÉÍÓÚÑÜ][a-záéíóúñü]{3,}")


@dataclass(frozen=True, slots=True)
class _Lines:
    """Headline and the first sentences below it."""

    title: str
    lead: tuple[str, ...]


def _lines(item: Item) -> _Lines:
    rest = (item.summary or item.body)[:_LEAD_CHARS]
    spans = sentences(rest)[:_LEAD_SENTENCES]
    return _Lines(item.title[:_TITLE_CHARS], tuple(rest[start:end] for start, end in spans))


def published_day(item: Item) -> date:
    """Day of publication where the outlet is."""
    return local_day(item.at, item.country)


def local_day(at: datetime, country: str | None = None) -> date:
    """Calendar day of a moment where an outlet of the country is; without one, in Mexico City."""
    return (at.astimezone(UTC) + timedelta(hours=_UTC_HOURS.get(country or "MX", -6))).date()


_SOLDIERS_SENT = re.compile(  # "mandar militares a México": nobody is handed over
    r"^(?:\w+ ){0,2}?(?:u\.?s\.? |american |estadounidenses )?"
    r"(?:troops|soldiers|marines|forces|the (?:army|military|marines)|"
    r"tropas|soldados|militares|marinos|fuerzas|ejercito|al ejercito)\b"
)


def _act_topic(term: Term, text: str) -> Topic | None:
    """The topic of an act in a text; to send soldiers is an act of force, whichever verb the lexicon has for it."""
    if term.kind != "act":
        return None
    family, _, own = term.canonical.partition("/")
    if own == "send" and _SOLDIERS_SENT.match(fold(text[term.end :]).lstrip()):
        return ACT_TOPICS["force"]
    return ACT_TOPICS.get(family, family)


_TOPIC_WORDS: dict[Topic, frozenset[str]] = {
    "transfer": frozenset(("suspect", "treaty", "plea", "penalty", "block", "governor", "accountant")),
    "strike_threat": frozenset(
        ("attack", "troops", "invade", "drone", "overflight", "airspace", "commando", "sovereignty", "cia")
    ),
}


def _topics_by_words(item: Item) -> list[Topic]:
    """The topic whose ideas a headline without acts holds, where it holds those of one only."""
    ideas = {concept_of(word) for word in tokens(item.title[:_TITLE_CHARS])}
    found = [topic for topic, words in _TOPIC_WORDS.items() if ideas & words]
    return found if len(found) == 1 else []


def topics_of(item: Item, judgement: Judgement, lexicon: Lexicon) -> tuple[Topic, ...]:
    """Flagged topics, the peg first: its act stands in the headline's main clause, else in the headline; then score.

    Where nothing is judged (`cluster`), the topics whose acts stand in the headline, else in the first sentences.
    """
    texts = {"main": main_clause(item.title), "title": item.title[:_TITLE_CHARS]}
    terms = {place: [term for term in lexicon.find(text) if term.kind == "act"] for place, text in texts.items()}
    acts = {place: {_act_topic(term, texts[place]) for term in found} for place, found in terms.items()}
    done = {
        place: {_act_topic(t, texts[place]) for t in found if t.canonical != _PRINCIPLE}
        for place, found in terms.items()
    }

    def rank(topic: Topic) -> int:
        ranked = (done["main"], done["title"], acts["main"], acts["title"])
        return next((n for n, told in enumerate(ranked) if topic in told), len(ranked))

    flagged = [verdict.topic for verdict in judgement.flagged]  # highest score first
    if not flagged:
        lines = _lines(item)
        named = acts["title"] or {_act_topic(term, line) for line in lines.lead for term in lexicon.find(line)}
        flagged = sorted(set(ACT_TOPICS.values()) & named) or _topics_by_words(item)
    return tuple(sorted(flagged, key=rank))


def event_date_of(item: Item, lexicon: Lexicon) -> date | None:
    """Day of the event, as the headline or the first sentences with an act in them name it; None = not stated."""
    published = published_day(item)
    lines = _lines(item)
    for line in (lines.title, *lines.lead):
        if line is lines.title and _TRANSCRIPT.search(fold(line)):  # whose date is its own
            continue
        if line is not lines.title and not any(term.kind == "act" for term in lexicon.find(line)):
            continue
        if headline_relation(line) not in ("report", "correction"):  # the day of an answer is not the event's
            continue
        for named in named_dates(line, published):
            if _OTHER_EVENT.search(fold(line)[: named.start]) or _is_of_others(line[: named.start], item.title):
                continue
            if not named.opens_a_span and -_NEAR_DAYS <= (named.day - published).days <= 1:
                return named.day
    return None


def _is_of_others(before: str, title: str) -> bool:
    """Whether what stands before a day counts other people than the headline: "28 were sent on March 3", of 34."""
    ours, theirs = people_counts(title), people_counts(re.split(r"[;.]\s", before)[-1])
    return bool(ours and theirs) and not any(one.agrees(other) for one in ours for other in theirs)


def handed_over(figures: Sequence[Figure]) -> int | None:
    """People handed over in this event, as the figures state it; the headline's figure first, then the largest."""
    stated = [f for f in figures if f.measure in HANDOVER_MEASURES and f.scope == "this_event" and f.value is not None]
    stated = [f for f in stated if f.value not in parts_in(f.quote)]
    exact = [f for f in stated if not f.value_from_vague] or stated
    best = max(exact, key=lambda f: (f.measure == "persons_transferred", f.start == 0, f.value or 0), default=None)
    return None if best is None or best.value is None else int(best.value)


def _is_side(term: Term) -> bool:
    """Whether a place is one of the two sides, such as "Mexican soil": every report names it."""
    return term.canonical.endswith(" soil")


def _is_party(term: Term) -> bool:
    """Whether a country is Mexico or the United States, which every report names."""
    return term.kind == "country" and fold(term.canonical) in _PARTIES


_CAPITALISED = re.compile(r"[A-ZÁÉÍÓÚÑ][^\W\d_]+(?: [A-ZÁÉÍÓÚÑ][^\W\d_]+)*")


def _places_in_offices(line: str, hits: Sequence[Term], lexicon: Lexicon) -> list[Term]:
    """Places in the name of an office or a court, which the lexicon takes as a whole: "governor of Sinaloa"."""
    found: list[Term] = []
    for hit in hits:
        if hit.kind in ("actor", "body"):
            for match in _CAPITALISED.finditer(line[hit.start : hit.end]):
                at = hit.start + match.start()
                inner = (term for term in lexicon.find(match.group()) if term.kind == "place")
                found += [replace(term, start=at + term.start, end=at + term.end) for term in inner]
    return found


def _blanked(text: str, hits: Sequence[Term]) -> str:
    """The text with blanks where the hits stand."""
    chars = list(text)
    for hit in hits:
        chars[hit.start : hit.end] = " " * (hit.end - hit.start)
    return "".join(chars)


def _proper_nouns(line: str) -> frozenset[str]:
    """Folded words that capitals mark as names of something; none where capitals say nothing."""
    if is_all_caps(line) or is_title_case(line):
        return frozenset()
    return frozenset(word for found in _PROPER_NOUN.findall(line) for word in tokens(found))


class _Terms:
    """Collects weighted terms; a term's weight is the highest it was given."""

    def __init__(self) -> None:
        self.weights: dict[str, float] = {}

    def add(self, term: str, weight: float) -> None:
        self.weights[term] = max(self.weights.get(term, 0.0), round(weight, 4))

    def add_hit(self, term: Term, share: float) -> None:
        if term.kind == "act":
            family, _, own = term.canonical.partition("/")
            self.add(f"act:{family}", _ACT_FAMILY * share)
            self.add(f"act:{family}/{own}", _ACT_OWN * share)
        else:
            weight = _SIDE if _is_side(term) or _is_party(term) else _KIND_WEIGHTS.get(term.kind, 0.6)
            self.add(f"{term.kind}:{fold(term.canonical)}", weight * share)

    def add_years(self, text: str, published: date, share: float) -> None:
        """Years gone by, which tell cases apart: "wanted for a 2009 killing"."""
        for year in _YEAR.findall(text):
            if int(year) < published.year - 1:
                self.add(f"y:{year}", _YEAR_WEIGHT * (1.0 if share == 1.0 else _PROPER_LEAD_SHARE))

    def add_words(self, text: str, hits: Sequence[Term], share: float) -> None:
        names = _blanked(text, [hit for hit in hits if hit.kind != "act" and not _is_side(hit)])
        no_verbs = set(tokens(_blanked(names, [hit for hit in hits if hit.kind == "act"])))
        proper = _proper_nouns(names)
        for word in tokens(names):
            concept = concept_of(word)
            if concept is not None:
                self.add(f"c:{concept}", weight_of(concept) * share)
            elif (value := number_of(word)) is not None:
                self.add(f"n:{value}", _NUMBER * share)
            elif word.isdecimal():
                if len(word) <= 3:
                    self.add(f"n:{int(word)}", _NUMBER * share)
            elif len(word) >= 4 and not is_stopword(word):
                plain = _PROPER if word in proper else _WORD if word in no_verbs else _VERB
                lead = _PROPER_LEAD_SHARE if word in proper else _LEAD_WORD_SHARE
                self.add(f"w:{cognate(word)}", plain * (1.0 if share == 1.0 else lead))
        for count in people_counts(text):
            if count.low == count.high:
                self.add(f"n:{int(count.low)}", _NUMBER * share)


def facts_of(
    item: Item, judgement: Judgement, figures: Sequence[Figure], lexicon: Lexicon, content: Content | None = None
) -> ItemFacts:
    """What the story stage reads of one item.

    Args:
        item: the report.
        judgement: its verdicts; one without verdicts is fine, the topics are then read off the headline.
        figures: of the item.
        lexicon: names of the field.
        content: what the item tells beside figures; None = not read.
    """
    lines = _lines(item)
    found = _Terms()
    named: dict[str, dict[str, None]] = {"person": {}, "group": {}, "place": {}}
    aliases: set[str] = set()  # words of people whom the lexicon knows by another name
    taken = set(tokens(item.outlet))  # datelines name the outlet
    for line, share in ((lines.title, 1.0), *((line, _LEAD_SHARE) for line in lines.lead)):
        hits = lexicon.find(line)
        for hit in (*hits, *_places_in_offices(line, hits, lexicon)):
            found.add_hit(hit, share)
            if hit.kind in named and not _is_side(hit):
                named[hit.kind][fold(hit.canonical)] = None
            if hit.kind == "person":
                aliases.update(tokens(line[hit.start : hit.end]))
            else:
                taken.update(tokens(line[hit.start : hit.end]))
        found.add_words(line, hits, share)
        found.add_years(line, published_day(item), share)
    people = list(named["person"])
    told = [
        name
        for name in people_in("\n".join((lines.title, *lines.lead[:2])), frozenset(taken))
        if not (lines.lead and acts_for_another(name, lines.title, lines.lead[0]))
    ]
    for name in with_aliases((*people, *told), item.body):
        if not set(name.split()) <= aliases and not any(set(name.split()) <= set(known.split()) for known in people):
            people.append(name)
            found.add(f"person:{name}", _KIND_WEIGHTS["person"])
    ranked = sorted(found.weights.items(), key=lambda pair: (-pair[1], pair[0]))
    terms: tuple[Weight, ...] = tuple(ranked[:_MAX_TERMS])
    return ItemFacts(
        item=item,
        judgement=judgement,
        figures=tuple(figures),
        topics=topics_of(item, judgement, lexicon),
        event_date=event_date_of(item, lexicon),
        count=handed_over(figures),
        people=tuple(people[:_MAX_NAMES]),
        groups=tuple(named["group"])[:_MAX_NAMES],
        places=tuple(named["place"])[:_MAX_NAMES],
        terms=terms,
        content=content or NOTHING_READ,
    )


__all__ = ["event_date_of", "facts_of", "handed_over", "local_day", "published_day", "topics_of"]
