"""Payloads as lines of plain text in a channel's language: what every channel says, whatever its markup.

Nothing here is escaped or cut to a service's limit; every text is one clean line. May import channels.base and labels,
compose, extract (labels of measures) and domain.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from bot.channels.base import Look, one_line, safe_link, shorten
from bot.channels.labels import PHRASE, RELATION, SEVERITY, TEXT_READ, TOPICS, phrase
from bot.channels.notices import notice_text
from bot.compose import Card, CardFigure, Fold, FoldEntry, MovedReport, Notice, Reply, ReplyLine
from bot.domain import Figure, Realis, Scope, StoryRef, Topic, Weight
from bot.extract import format_value, label
from bot.wording import SCOPE, Count, borne_out, capitalised, month, state_words, word

NOTIFICATION_CHARS = 110  # what a phone's lock screen shows; news agencies keep alerts to about 100
QUOTE_WORDS = 25  # alerts quote at most that much
ARROW = "↪"
_SCOPE_ORDER: tuple[Scope, ...] = ("this_event", "cumulative", "projected", "background")
# names that the model's concepts go by, for readers
_CONCEPT_NAMES = {"mx": "Mexico", "us": "US", "pair": "US–Mexico", "force": "armed force", "transfer": "handover"}
_CONCEPT_NAMES_PATTERN = re.compile(rf"\b(?:{'|'.join(_CONCEPT_NAMES)})\b")
_CONCEPT_MARKS = re.compile(r"[\[\]<>]")
_MAX_NAMES = 6  # outlets listed by name
_MOST_MOVED, _MOVED_CHARS = 2, 90  # reports that left: so many by name, with so much of their headlines
_POINTING = {"merged": "merged_into", "left": "split_off", "lost": "moved_to"}  # by kind of change
_TERM_CHARS = 40


# --- small parts ----------------------------------------------------------------------------------------------------


def day(value: date, look: Look) -> str:
    """`5 Oct 2026`."""
    return f"{value.day} {month(value.month, look.language)} {value.year}"


def moment(value: datetime, look: Look) -> str:
    """`5 Oct 2026, 06:00 CST (12:00 UTC)`; the second time only where it differs."""
    local = value.astimezone(look.zone)
    utc = value.astimezone(UTC)
    shown = f"{day(local, look)}, {local:%H:%M} {local:%Z}"
    if local.utcoffset() == utc.utcoffset():
        return shown
    other_day = "" if local.date() == utc.date() else f"{day(utc, look)}, "
    return f"{shown} ({other_day}{utc:%H:%M} UTC)"


def minute(value: datetime, look: Look) -> str:
    """`5 Oct 06:00`, where the day is near and the zone is known."""
    local = value.astimezone(look.zone)
    return f"{local.day} {month(local.month, look.language)} {local:%H:%M}"


def topic_word(topic: Topic, look: Look) -> str:
    """`Strike threat`."""
    return one_line(word(TOPICS, topic, look.language))


def realis_word(realis: Realis, look: Look) -> str:
    """`threatened`."""
    return state_words(realis, None, look.language)


def headline_of(text: str, look: Look) -> str:
    """A headline, or words that say there is none."""
    return one_line(text) or phrase("untitled", look.language)


def excerpt(quote: str, value: float | None) -> str:
    """At most QUOTE_WORDS words of a sentence, around the number where it is printed in digits."""
    words = one_line(quote).split()
    if len(words) <= QUOTE_WORDS:
        return " ".join(words)
    at = _position(words, value)
    start = max(0, min(at - QUOTE_WORDS // 2, len(words) - QUOTE_WORDS))
    end = start + QUOTE_WORDS
    return ("… " if start else "") + " ".join(words[start:end]) + (" …" if end < len(words) else "")


def _position(words: Sequence[str], value: float | None) -> int:
    if value is None:
        return 0
    wanted = {f"{value:.10g}", f"{value / 1000:.10g}", f"{value / 1e6:.10g}"}  # tonnes for kilograms, millions
    for n, printed in enumerate(words):
        digits = "".join(char for char in printed if char.isdigit() or char == ".").rstrip(".")
        if digits in wanted or digits.replace(".", "") in wanted:
            return n
    return 0


# --- cards ----------------------------------------------------------------------------------------------------------


def tags(card: Card, look: Look) -> str:
    """`HANDOVER (happened) + STRIKE THREAT (threatened)`: topics, the peg first, each with its realis."""
    realis = dict(card.realis)
    parts = []
    for topic in card.topics:
        standing = card.standing if topic == card.topics[0] else None
        state = f" ({state_words(realis[topic], standing, look.language)})" if topic in realis else ""
        parts.append(topic_word(topic, look).upper() + state)
    return " + ".join(parts) or phrase("card", look.language)


def status(card: Card, look: Look) -> str:
    """`P1 urgent · EVENT CONFIRMED by 2 independent publishers · Grade B1`."""
    realis = dict(card.realis).get(card.topics[0]) if card.topics else None
    parts = [
        word(SEVERITY, card.severity, look.language),
        borne_out(card.standing, realis, len(card.publishers), look.language),
        f"{phrase('grade', look.language)} {one_line(card.grade)}" if card.grade else "",
    ]
    return " · ".join(part for part in parts if part)


def figures_by_scope(shown: Sequence[CardFigure], look: Look) -> list[tuple[str, list[CardFigure]]]:
    """Figures under the word of their scope: this event, to date, expected, background."""
    groups = []
    for scope in _SCOPE_ORDER:
        figures = [figure for figure in shown if figure.scope == scope]
        if figures:
            groups.append((capitalised(word(SCOPE, scope, look.language)), figures))
    return groups


def value_of(figure: CardFigure, look: Look) -> str:
    """`37`, `>41,000`, `320 t (320,000 kg)`; "" where only a trend is stated."""
    return "" if figure.value is None else format_value(_figure(figure), look.language)


def figure_line(figure: CardFigure, look: Look) -> str:
    """`people handed over: 37`."""
    return ": ".join(part for part in (what_of(figure, look), value_of(figure, look)) if part)


def _figure(shown: CardFigure) -> Figure:
    return Figure(
        measure=shown.measure,
        value=shown.value,
        value_hi=shown.value_hi,
        unit=shown.unit,
        unit_raw=shown.unit_raw,
        qualifier=shown.qualifier,
        scope=shown.scope,
        value_from_vague=shown.value_from_vague,
        text_read="feed",
        quote=shown.quote,
        start=0,
        end=len(shown.quote),
        lang=shown.lang,
    )


def what_of(figure: CardFigure, look: Look) -> str:
    """What the value counts, where and since when: `missing (Sinaloa, since 2024)`."""
    value = figure.value if figure.value_hi is None else None
    what = label(figure.measure, look.language, value) if figure.measure != "other" else one_line(figure.noun)
    around = ", ".join(one_line(part) for part in (figure.place, figure.span) if part)
    return f"{what} ({around})" if around else what


def who_of(figure: CardFigure, look: Look) -> str:
    """Who stands behind a figure: `Claudia Sheinbaum, claimed; Diario de Prueba`."""
    speaker = one_line(figure.speaker or "")
    stance = {"claimed": "claim", "disputed": "disputed"}.get(figure.stance)
    said = ", ".join(part for part in (speaker, phrase(stance, look.language) if stance else "") if part)
    return "; ".join(part for part in (said, one_line(figure.outlet)) if part)


def rivals_of(figure: CardFigure, look: Look) -> str:
    """`Sources differ: 37 (Diario Uno) / 32 (Diario Dos)`, "" when they agree."""
    if not figure.rivals:
        return ""
    values = [(value_of(figure, look), figure.outlet)]
    for rival in figure.rivals:
        other = replace(figure, value=rival.value, value_hi=rival.value_hi, qualifier="exact", value_from_vague=False)
        values.append((value_of(other, look), rival.outlet))
    told = " / ".join(f"{value} ({name})" if (name := one_line(outlet)) else value for value, outlet in values)
    return f"{phrase('differ', look.language)}: {told}"


def no_figures(card: Card, look: Look) -> str:
    """Why there is no number on the card."""
    return phrase(f"no_figures.{card.text_read}", look.language)


def more_figures(count: int, look: Look) -> str:
    """`+ 3 more`, "" for none."""
    return f"+ {count} {phrase('more', look.language)}" if count > 0 else ""


def source(card: Card, look: Look) -> str:
    """`Source: Diario Uno · also Diario Dos, Diario Tres`; "" where nobody is named and there is no link."""
    first = outlet_of(card.outlet, card.link)
    others = [name for outlet in card.outlets if outlet != card.outlet and (name := one_line(outlet))]
    named = ", ".join(others[:_MAX_NAMES])
    if len(others) > _MAX_NAMES:
        named += f" {more_figures(len(others) - _MAX_NAMES, look)}"
    also = f" · {phrase('also', look.language)} {named}" if named else ""
    return f"{phrase('source', look.language)}: {first}{also}" if first else ""


def outlet_of(outlet: str, link: str | None) -> str:
    """The outlet, else the site that the link leads to, "" for neither."""
    if named := one_line(outlet):
        return named
    address = safe_link(link)
    host = urlsplit(address).hostname if address else None
    return (host or "").removeprefix("www.")


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


def card_notification(card: Card, look: Look) -> str:
    """One line that stands by itself: `Handover: Mexico hands over 37 – Diario de Prueba`."""
    peg = topic_word(card.topics[0], look) if card.topics else phrase("card", look.language)
    return _notification(peg, card.headline, outlet_of(card.outlet, card.link), look)


def _notification(first: str, headline: str, outlet: str, look: Look) -> str:
    before, after = f"{first}: ", f" – {shorten(one_line(outlet), 40)}" if one_line(outlet) else ""
    room = max(40, NOTIFICATION_CHARS - len(before) - len(after))
    return f"{before}{shorten(headline_of(headline, look), room)}{after}"


# --- the other kinds ------------------------------------------------------------------------------------------------


def reply_notification(reply: Reply, look: Look) -> str:
    """`Denial: Washington denies … – Diario de Prueba`."""
    if reply.pointer is not None:
        return shorten(f"{reply_head(reply, look)}: {headline_of(reply.pointer.title, look)}", NOTIFICATION_CHARS)
    outlet = outlet_of(reply.outlet, reply.link)
    return _notification(word(RELATION, reply.relation, look.language), reply.title, outlet, look)


def told_of(reply: Reply) -> StoryRef:
    """What a reply's headline and link are: the report, or the card that a merge, a split or a move points to."""
    return reply.pointer or StoryRef(id=reply.story_id, title=reply.title, link=reply.link)


def reply_head(reply: Reply, look: Look) -> str:
    """`CORRECTION`, `Denial`, `New fact`."""
    if reply.pointer is not None:
        return phrase(_POINTING.get(reply.change, "split_from"), look.language)
    if reply.relation == "correction":
        return phrase("correction", look.language)
    if reply.relation == "edit" and reply.text_read == "page":
        return phrase("page_read", look.language)
    return word(RELATION, reply.relation, look.language)


def reply_lead(reply: Reply, look: Look) -> str:
    """What stands before a reply's headline: `Denial · Diario de Prueba`; a pointer leads to a card of ours.

    Of reports that left: `Moved to another story · Sun “Lawyers protest …”`, the first ones by name.
    """
    if reply.pointer is None:
        named = [outlet_of(reply.outlet, reply.link)]
    else:
        room = _MOVED_CHARS // max(1, min(len(reply.moved), _MOST_MOVED))
        named = [_moved(report, room, look) for report in reply.moved[:_MOST_MOVED]]
        named += [f"+{len(reply.moved) - _MOST_MOVED}"] if len(reply.moved) > _MOST_MOVED else []
    return " · ".join(part for part in (reply_head(reply, look), *named) if part)


def _moved(report: MovedReport, room: int, look: Look) -> str:
    quoted = f"“{shorten(headline_of(report.title, look), room)}”"
    return " ".join(part for part in (outlet_of(report.outlet, report.link), quoted) if part)


def fact(line: ReplyLine, look: Look) -> str:
    """One new fact in words, "" where the reply's head says it already."""
    if line.after is not None:
        return moved(line.before, line.after, look)
    if line.topic is not None and line.realis is not None:
        return f"{topic_word(line.topic, look)}: {realis_word(line.realis, look)}"
    if line.topic is not None:
        return f"{phrase('also', look.language).capitalize()}: {topic_word(line.topic, look)}"
    if line.realis is not None:
        return realis_word(line.realis, look)
    return ""


def moved(before: CardFigure | None, after: CardFigure, look: Look) -> str:
    """`To date, people handed over: 55 → 92, SSPC`; without an earlier value only the new one."""
    values = [value for figure in (before, after) if figure and (value := value_of(figure, look))]
    who = one_line(after.speaker or "") or outlet_of(after.outlet, after.link)
    what = scoped(what_of(after, look), after.scope, look)
    said = ": ".join(part for part in (what, " → ".join(values)) if part)
    return f"{said}, {who}" if who else said


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


def reply_foot(reply: Reply, look: Look) -> str:
    """`EVENT CONFIRMED by 2 independent publishers · 5 Oct 2026, 06:00 CST (12:00 UTC)`; of a pointer when, by whom."""
    if reply.pointer is not None:
        return " · ".join(part for part in (moment(reply.at, look), one_line(reply.by)) if part)
    standing = borne_out(reply.standing, reply.event_realis, reply.publishers, look.language)
    here = phrase("moved_here", look.language) if reply.change == "gained" else ""
    by = one_line(reply.by) if here else ""
    return " · ".join(part for part in (standing, moment(reply.at, look), here, by) if part)


def fold_head(fold: Fold, look: Look) -> str:
    """`12 more stories, first poll of Diario Uno`, `4 stories were held back by the hourly limit since …`."""
    outlets = {one_line(entry.outlet) for entry in fold.entries}
    told = f"fold.{fold.reason}" if f"fold.{fold.reason}" in PHRASE else "fold"
    return phrase(told, look.language).format(
        n=Count(len(fold.entries)),
        source=outlets.pop() if len(outlets) == 1 else phrase("a_feed", look.language),
        since=f"{minute(fold.since, look)} {fold.since.astimezone(look.zone):%Z}" if fold.since else "?",
    )


def entry_lead(entry: FoldEntry, look: Look) -> str:
    """What stands before a fold's headline: `P2 · Handover (happened)`."""
    if not entry.topic:
        return entry.severity
    state = f" ({realis_word(entry.realis, look)})" if entry.realis else ""
    return f"{entry.severity} · {topic_word(entry.topic, look)}{state}"


def entry_tail(entry: FoldEntry, look: Look) -> str:
    """What stands behind or below it: `people handed over: 26 · Diario de Prueba, 5 Oct 06:00`."""
    figures = [_entry_figure(figure, look) for figure in entry.figures]
    said = ", ".join(part for part in (outlet_of(entry.outlet, entry.link), minute(entry.at, look)) if part)
    return " · ".join((*figures, said))


def _entry_figure(figure: CardFigure, look: Look) -> str:
    line, says_so_far = figure_line(figure, look), figure.measure.endswith("_cumulative")
    return line if says_so_far else scoped(line, figure.scope, look)


def scoped(text: str, scope: Scope, look: Look) -> str:
    """`To date, people handed over: 92`; what is of this event stands as it is."""
    return text if scope == "this_event" else f"{capitalised(word(SCOPE, scope, look.language))}, {text}"


def notice_line(notice: Notice, look: Look) -> str:
    """`Diario de Prueba: no new items, since 5 Oct 2026, 06:00 CST. Check the address.`"""
    if notice.event != "other":
        since, until = (moment(at, look) if at else "" for at in (notice.since, notice.until))
        return notice_text(notice, look, since, until)
    name = one_line(notice.name) or one_line(notice.subject_id)
    since = f" ({phrase('since', look.language)} {moment(notice.since, look)})" if notice.since else ""
    remedy = f" {one_line(notice.remedy)}" if notice.remedy else ""
    return f"{name}: {one_line(notice.what)}{since}.{remedy}".replace("..", ".")
