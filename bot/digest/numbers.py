"""Figures of a digest: which are new in the window, which moved and from what, who says so. Pure.

May import domain, text and urls. Nothing is averaged, and the newest does not simply win: where an outlet still stands
by the old value, both are given.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.digest.parts import FigureLine, FigureWords, Move
from bot.digest.wording import DigestLanguage, clip, phrase
from bot.domain import DigestWindow, Figure, ItemId, Scope, Story, StoryFigure
from bot.domain.quantities import NEWS_SCOPES, authority, same_quantity, same_value
from bot.text import clean, fold
from bot.urls import safe_link
from bot.wording import SCOPE, capitalised, word

MAX_FIGURES = 6  # of an entry; the rest is counted
_SOURCE_LENGTH = 80  # characters
_SCOPE_ORDER: dict[Scope, int] = {"this_event": 0, "cumulative": 1, "projected": 2, "background": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A figure of the window and the one it is compared with."""

    old: StoryFigure
    new: StoryFigure
    is_replaced: bool  # False: the old value still stands, by another outlet


def fresh_figures(story: Story, window: DigestWindow) -> list[StoryFigure]:
    """Known measures that were learned of in the window, this event first, then running totals; best source first.

    One of each value: copies of a wire report are one figure. What was known before is left out.
    """
    known = _before(story, window)
    chosen: list[StoryFigure] = []
    for held in _said(story, window):
        if not any(_repeats(held.figure, other.figure) for other in (*known, *chosen)):
            chosen.append(held)
    return sorted(chosen, key=lambda held: _SCOPE_ORDER[held.figure.scope])


def moves(story: Story, earlier: Sequence[Story], window: DigestWindow) -> list[Moved]:
    """What rose, fell or was corrected in the window, one per quantity.

    Args:
        story: with news in the window.
        earlier: other stories, for running totals that began in them.
        window: half-open.
    """
    found: list[Moved] = []
    for new in _heads(_said(story, window)):
        figure = new.figure
        if figure.scope not in NEWS_SCOPES or figure.value is None:
            continue
        replaced = [h for h in story.replaced if h.seen_at < window.ends_at and _can_move(h, new)]
        own = [h for h in replaced if fold(h.outlet) == fold(new.outlet)]
        known = [h for h in _before(story, window) if _can_move(h, new)]
        if not known and not replaced and figure.scope == "cumulative":
            known = [h for other in earlier if _is_comparable(story, other) for h in _totals(other, new, window)]
        candidates = own or known or replaced
        if not candidates or (not own and any(_agree(h.figure, figure) for h in candidates)):
            continue
        old = max(candidates, key=lambda held: (authority(held), held.figure.value or 0))
        if figure.scope == "cumulative":
            old = max(candidates, key=lambda held: held.figure.value or 0)
            if not own and (figure.value or 0) <= (old.figure.value or 0):
                continue  # a total never falls: another count, or an older report
        if _agree(old.figure, figure):
            continue
        stands = old not in replaced and figure.scope == "this_event" and fold(old.outlet) != fold(new.outlet)
        found.append(Moved(old=old, new=new, is_replaced=not stands))
    return found


def figure_lines(
    figures: Sequence[StoryFigure], words: FigureWords, language: DigestLanguage
) -> tuple[FigureLine, ...]:
    """Figures in words, in the order given."""
    return tuple(_line(held, figures, words, language) for held in figures)


def move_line(moved: Moved, story: Story, event: str, words: FigureWords, language: DigestLanguage) -> Move:
    """A move in words; `event` is the headline of its story."""
    return Move(
        story_id=story.id,
        event=event,
        severity=story.severity,
        label=_label(moved.new.figure, words, language),
        old=clean(words.format_value(moved.old.figure, language)),
        old_source=_source(moved.old, language),
        new=clean(words.format_value(moved.new.figure, language)),
        new_source=_source(moved.new, language),
        new_link=safe_link(moved.new.link),
        note="" if moved.is_replaced else phrase("differ", language),
    )


def _line(held: StoryFigure, among: Sequence[StoryFigure], words: FigureWords, language: DigestLanguage) -> FigureLine:
    figure = held.figure
    notes = [phrase(figure.stance, language)] if figure.stance != "asserted" else []
    if figure.scope == "this_event" and any(
        other.item_id != held.item_id and _same_quantity(figure, other.figure) and not _agree(figure, other.figure)
        for other in among
    ):
        notes.append(phrase("differ", language))
    return FigureLine(
        label=_label(figure, words, language),
        value=clean(words.format_value(figure, language)),
        scope=_scope(figure, language),
        source=_source(held, language),
        note=", ".join(notes),
    )


def _scope(figure: Figure, language: DigestLanguage) -> str:
    """What a reader would not take for granted: that a number is no number of this event, and since when it counts."""
    words = "" if figure.scope == "this_event" else word(SCOPE, figure.scope, language)
    if figure.scope != "cumulative":
        return words
    return clip(figure.span or "", _SOURCE_LENGTH) or words


def _label(figure: Figure, words: FigureWords, language: DigestLanguage) -> str:
    label = capitalised(clean(words.label(figure.measure, language)))
    about = [clip(part, _SOURCE_LENGTH) for part in (figure.place, figure.group) if part]
    return f"{label} ({', '.join(about)})" if any(about) else label


def _source(held: StoryFigure, language: DigestLanguage) -> str:
    outlet = clip(held.outlet, _SOURCE_LENGTH) or "?"
    speaker = clip(held.figure.speaker or "", _SOURCE_LENGTH)
    return phrase("says", language, speaker=speaker, outlet=outlet) if speaker else outlet


def fit(story: Story, words: FigureWords) -> Story:
    """The story with those figures only that cards would show: each report's own go through the one gate for them."""
    return replace(story, figures=_fit(story.figures, words), replaced=_fit(story.replaced, words))


def _fit(figures: Sequence[StoryFigure], words: FigureWords) -> tuple[StoryFigure, ...]:
    of_item: dict[ItemId, list[Figure]] = {}
    for held in sorted(figures, key=lambda held: held.figure.start):
        of_item.setdefault(held.item_id, []).append(held.figure)
    chosen = {id(figure) for of_one in of_item.values() for figure in words.shown(of_one)}
    return tuple(held for held in figures if id(held.figure) in chosen)


def _said(story: Story, window: DigestWindow) -> list[StoryFigure]:
    """What reports of the window print, best source first; of several values of one item the largest has the others as
    its parts ("37 people: 30 men and 7 women")."""
    held = [h for h in story.figures if window.starts_at <= h.seen_at < window.ends_at]
    return sorted((h for h in held if not any(_is_part(h, other) for other in held)), key=authority, reverse=True)


def _is_part(held: StoryFigure, other: StoryFigure) -> bool:
    one, whole = held.figure, other.figure
    return (
        held.item_id == other.item_id
        and one.scope in NEWS_SCOPES
        and one.value is not None
        and whole.value is not None
        and one.value < whole.value
        and (one.measure, one.unit, one.scope, one.place, one.group)
        == (whole.measure, whole.unit, whole.scope, whole.place, whole.group)
    )


def _before(story: Story, window: DigestWindow) -> list[StoryFigure]:
    """What was known when the window began, taken back since or not."""
    held = (*story.figures, *story.replaced)
    return [h for h in held if h.seen_at < window.starts_at]


def _can_move(old: StoryFigure, new: StoryFigure) -> bool:
    return old.figure.value is not None and old is not new and _same_quantity(old.figure, new.figure)


def _heads(figures: Iterable[StoryFigure]) -> list[StoryFigure]:
    """One per quantity: the best source's; of several values in one item the largest, as the others are its parts."""
    groups: list[list[StoryFigure]] = []
    for held in figures:
        for group in groups:
            if _same_quantity(group[0].figure, held.figure):
                group.append(held)
                break
        else:
            groups.append([held])
    heads: list[StoryFigure] = []
    for group in groups:
        best = max(group, key=authority)
        of_item = [h for h in group if h.item_id == best.item_id]
        heads.append(max(of_item, key=lambda held: held.figure.value or 0))
    return heads


def _totals(story: Story, new: StoryFigure, window: DigestWindow) -> list[StoryFigure]:
    """Running totals of another event that count the same as `new`, over the same span, place and group as printed."""
    span = fold(new.figure.span or "")
    return [
        h
        for h in _before(story, window)
        if _can_move(h, new)
        and fold(h.figure.span or "") == span
        and (h.figure.place, h.figure.group) == (new.figure.place, new.figure.group)
    ]


def _is_comparable(story: Story, other: Story) -> bool:
    """Events whose totals are one series: not Mexico's handovers with those of the United States."""
    return story.id != other.id and story.direction == other.direction and story.topics[:1] == other.topics[:1]


def _same(one: str | None, other: str | None) -> bool:
    return not one or not other or fold(one) == fold(other)


def _same_quantity(one: Figure, other: Figure) -> bool:
    """One quantity also over time: running totals, and what was before the event, count over the same span."""
    return same_quantity(one, other) and (one.scope == "this_event" or _same(one.span, other.span))


def _repeats(new: Figure, known: Figure) -> bool:
    """Whether a figure says what was said before."""
    values = (new.value, new.value_hi, new.trend) == (known.value, known.value_hi, known.trend)
    return values and _same_quantity(new, known)


def _agree(one: Figure, other: Figure) -> bool:
    """Whether both can be right: "over 30" and 37; a trend alone rules out nothing."""
    return one.value is None or other.value is None or same_value(one, other)
