"""A card as lines: status, figures that are missing, sources, times, why it matched, corrections, other stories.

May import channels.base, labels and this package's parts and figures, compose and domain.
"""

import re
from collections.abc import Sequence

from bot.channels.base import Look, one_line, shorten
from bot.channels.labels import SEVERITY, TEXT_READ, phrase
from bot.channels.lines.figures import more_figures, value_of, what_of
from bot.channels.lines.parts import day, moment, notification, outlet_of, topic_word
from bot.compose import Card
from bot.domain import StoryRef, Weight
from bot.wording import borne_out, said, state_words, word

# names that the model's concepts go by, for readers
_CONCEPT_NAMES = {"mx": "Mexico", "us": "US", "pair": "US–Mexico", "force": "armed force", "transfer": "handover"}
_CONCEPT_NAMES_PATTERN = re.compile(rf"\b(?:{'|'.join(_CONCEPT_NAMES)})\b")
_CONCEPT_MARKS = re.compile(r"[\[\]<>]")
_MAX_NAMES = 6  # outlets listed by name
_TERM_CHARS = 40


def tags(card: Card, look: Look) -> str:
    """`HANDOVER (happened) + STRIKE THREAT (threatened)`: topics, the peg first, each with its realis."""
    realis = dict(card.realis)
    parts = []
    for topic in card.topics:
        standing = card.standing if topic == card.topics[0] else None
        told = said(realis.get(topic), court_step=card.court_step and topic == card.topics[0])
        state = f" ({state_words(told, standing, look.language)})" if told else ""
        parts.append(topic_word(topic, look).upper() + state)
    return " + ".join(parts) or phrase("card", look.language)


def status(card: Card, look: Look) -> str:
    """`P1 urgent · EVENT CONFIRMED by 2 independent publishers · Grade B1`."""
    realis = dict(card.realis).get(card.topics[0]) if card.topics else None
    parts = [
        word(SEVERITY, card.severity, look.language),
        borne_out(card.standing, said(realis, court_step=card.court_step), len(card.publishers), look.language),
        f"{phrase('grade', look.language)} {one_line(card.grade)}" if card.grade else "",
    ]
    return " · ".join(part for part in parts if part)


def no_figures(card: Card, look: Look) -> str:
    """Why there is no number on the card."""
    return phrase(f"no_figures.{card.text_read}", look.language)


def source(card: Card, look: Look) -> str:
    """`Source: Diario Uno · also Diario Dos, Diario Tres`; "" where nobody is named and there is no link."""
    first = outlet_of(card.outlet, card.link)
    others = [name for outlet in card.outlets if outlet != card.outlet and (name := one_line(outlet))]
    named = ", ".join(others[:_MAX_NAMES])
    if len(others) > _MAX_NAMES:
        named += f" {more_figures(len(others) - _MAX_NAMES, look)}"
    also = f" · {phrase('also', look.language)} {named}" if named else ""
    return f"{phrase('source', look.language)}: {first}{also}" if first else ""


def doubtful_names(card: Card, look: Look) -> str:
    """`⚠ Names differ, perhaps of two people: Pedro Luna Ríos / Pedro Luna Cano`; "" = none."""
    groups = "; ".join(
        " / ".join(shorten(one_line(name), _TERM_CHARS) for name in group[:_MAX_NAMES]) for group in card.doubtful_names
    )
    return f"⚠ {phrase('names', look.language)}: {groups}" if groups else ""


def times(card: Card, look: Look) -> str:
    """When it happened, when the report was published."""
    event = f"{phrase('event', look.language)}: {day(card.event_date, look)} · " if card.event_date else ""
    return f"{event}{phrase('published', look.language)}: {moment(card.published_at, look)}"


def why(card: Card, look: Look) -> str:
    """Top terms and match scores: `Why it matched: “handover”, “flown to” · match: Handover 0.98`."""
    terms = ", ".join(f"“{term}”" for term in _terms(card.why))
    scores = ", ".join(f"{topic_word(topic, look)} {score:.2f}" for topic, score in card.scores)
    return " · ".join(
        part
        for part in (
            f"{phrase('why', look.language)}: {terms}" if terms else "",
            f"{phrase('score', look.language)}: {scores}" if scores else "",
        )
        if part
    )


def _terms(weights: Sequence[Weight]) -> list[str]:
    """Features that spoke for a match, as words: "[mx + transfer]" stands for a pair of concepts, "(…)" for no word."""
    spoken = (term for term, weight in weights if weight > 0 and not term.startswith("("))
    return [shorten(one_line(_CONCEPT_MARKS.sub("", _named(term))), _TERM_CHARS) for term in spoken]


def _named(term: str) -> str:
    return _CONCEPT_NAMES_PATTERN.sub(lambda match: _CONCEPT_NAMES[match.group()], term) if term[:1] == "[" else term


def read(card: Card, look: Look) -> str:
    """`Read: feed text · s-000001`."""
    return f"{phrase('read', look.language)}: {word(TEXT_READ, card.text_read, look.language)} · {card.story_id}"


def corrections(card: Card, look: Look) -> list[str]:
    """`people handed over: 37, instead of 32 (Diario Uno)`, one for each value that its publisher took back."""
    told = []
    for old in card.replaced:
        new = next(
            (f for f in card.figures if (f.measure, f.scope, f.place) == (old.measure, old.scope, old.place)), None
        )
        now = f"{value_of(new, look)}, " if new is not None else ""
        outlet = outlet_of(old.outlet, old.link)
        instead = f"{phrase('corrected', look.language)} {value_of(old, look)}" + (f" ({outlet})" if outlet else "")
        told.append(f"{what_of(old, look)}: {now}{instead}")
    return told


def pointers(card: Card, look: Look) -> list[tuple[str, StoryRef]]:
    """`Follows`, `Same event, continued in` …, each with the story pointed to."""
    named = (("merged_into", card.merged_into), ("split_from", card.split_from), ("follows", card.follows))
    return [(phrase(name, look.language), ref) for name, ref in named if ref is not None]


def card_notification(card: Card, look: Look) -> str:
    """One line that stands by itself: `Handover: Mexico hands over 37 – Diario de Prueba`."""
    peg = topic_word(card.topics[0], look) if card.topics else phrase("card", look.language)
    return notification(peg, card.headline, outlet_of(card.outlet, card.link), look)
