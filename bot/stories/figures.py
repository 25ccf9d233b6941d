"""Figures of a story: which the story knows, which a report adds or changes, which disagree. Pure.

May import domain and text.

A story keeps what each publisher said last. Rivals stay: a card shows the official value and names who says otherwise;
nothing is averaged and the newest does not simply win.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain import Figure, ItemFacts, NewFact, Report, StoryFigure
from bot.domain.quantities import (
    NEWS_SCOPES,
    authority,
    heads_by_item,
    heads_of,
    is_exact,
    same_quantity,
    same_value,
)
from bot.stories.publishers import publisher_name

MAX_FIGURES = 80  # of a story; a long story loses supporters of values, never values of this event
_SUPPORTERS = 3  # records kept of one value: enough to name, bounded for stories of a hundred outlets


def _held(figure: Figure, facts: ItemFacts, report: Report) -> StoryFigure:
    return StoryFigure(
        figure=figure,
        item_id=facts.item.id,
        outlet=report.outlet,
        reliability=report.reliability,
        link=report.link,
        at=report.at,
        seen_at=report.seen_at,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Figures after a report joined, and what was new in it."""

    figures: tuple[StoryFigure, ...]
    facts: tuple[NewFact, ...]
    corrected: bool  # a publisher took back a value of this event
    replaced: tuple[StoryFigure, ...]  # values that their publisher took back


def join_figures(known: Sequence[StoryFigure], facts: ItemFacts, report: Report) -> Joined:
    """Adds a report's figures to a story's.

    What the same item or publisher said before about a quantity of this event, or of a running total, gives way to what
    it says now. Figures of measure `other` stay with the item.
    """
    news = [_held(f, facts, report) for f in facts.figures if f.measure != "other"]
    own = [held for held in known if held.item_id == facts.item.id]
    others = [held for held in known if held.item_id != facts.item.id]
    news = [_first_seen(held, own) for held in news]
    if own and not news:  # a shorter reading of the same item takes nothing back
        news = own
    taken_back = [
        held
        for held in others
        if publisher_name(held.outlet) == publisher_name(report.outlet)
        and held.at <= report.at
        and held.figure.scope in NEWS_SCOPES
        and any(
            same_quantity(held.figure, head.figure)
            and not same_value(held.figure, head.figure)
            and is_exact(head.figure)
            for head in heads_of(news)
        )
    ]
    kept = [held for held in others if held not in taken_back]
    found: list[NewFact] = []
    for head in heads_of(news):
        fact = _new_fact(head, [*kept, *taken_back, *own], replaced=[*own, *taken_back])
        if fact is not None:
            found.append(fact)
    corrected = any(_is_contradiction(fact) for fact in found)
    changed = [held for held in heads_of(own) if _is_changed(held, news)]
    return Joined(
        figures=bounded([*kept, *news]), facts=tuple(found), corrected=corrected, replaced=(*taken_back, *changed)
    )


def _is_contradiction(fact: NewFact) -> bool:
    """Whether a changed value of this event cannot have been right before: 29 after "more than 28" is only sharper."""
    if fact.kind != "figure_changed" or fact.figure is None or fact.figure.figure.scope != "this_event":
        return False
    return fact.before is None or not same_value(fact.before.figure, fact.figure.figure)


def _first_seen(held: StoryFigure, own: Sequence[StoryFigure]) -> StoryFigure:
    """A value read again was learned of when it was first read."""
    twins = (o for o in own if same_quantity(o.figure, held.figure) and o.figure.value == held.figure.value)
    twin = next(twins, None)
    return replace(held, seen_at=twin.seen_at) if twin else held


def _is_changed(held: StoryFigure, news: Sequence[StoryFigure]) -> bool:
    heads = [head.figure for head in heads_of(news) if same_quantity(head.figure, held.figure)]
    return bool(heads) and held.figure.scope in NEWS_SCOPES and not any(same_value(held.figure, f) for f in heads)


def _new_fact(head: StoryFigure, known: Sequence[StoryFigure], *, replaced: Sequence[StoryFigure]) -> NewFact | None:
    figure = head.figure
    if figure.scope not in NEWS_SCOPES or figure.value is None:
        return None
    same = [held for held in known if same_quantity(held.figure, figure) and held.figure.value is not None]
    if not same:
        return NewFact(kind="figure", figure=head)
    before = max(
        (held for held in heads_of(replaced) if same_quantity(held.figure, figure)), key=authority, default=None
    )
    if before is not None and before.figure.value is not None and not same_value(before.figure, figure):
        return NewFact(kind="figure_changed", figure=head, before=before)
    if any(same_value(held.figure, figure) for held in same):
        sharper = is_exact(figure) and not any(is_exact(held.figure) for held in same)
        return NewFact(kind="figure_changed", figure=head, before=max(same, key=authority)) if sharper else None
    if figure.scope == "cumulative":
        best = max(same, key=lambda held: held.figure.value or 0)
        risen = (figure.value or 0) > (best.figure.value or 0)  # totals never fall
        return NewFact(kind="figure_changed", figure=head, before=best) if risen else None
    return NewFact(kind="figure", figure=head)  # a rival value: not in place of the other


def bounded(figures: Sequence[StoryFigure]) -> tuple[StoryFigure, ...]:
    """A few supporters of each value, exact or not, at most MAX_FIGURES in all.

    What an item says of a quantity goes as a whole where its head is said often enough: a part left behind would be a
    rival.
    """
    kept: list[StoryFigure] = []
    enough: list[StoryFigure] = []
    heads = heads_by_item(held for held in figures if held.figure.value is not None)
    for held in figures:
        twins = [k for k in kept if same_quantity(k.figure, held.figure) and _is_twin(k.figure, held.figure)]
        if any(k.item_id == held.item_id for k in twins):
            continue
        if len(twins) < _SUPPORTERS:
            kept.append(held)
        elif any(head is held for head in heads):
            enough.append(held)
    kept = [k for k in kept if not any(k.item_id == e.item_id and same_quantity(k.figure, e.figure) for e in enough)]
    if len(kept) > MAX_FIGURES:
        order = sorted(range(len(kept)), key=lambda n: (kept[n].figure.scope not in NEWS_SCOPES, n))[:MAX_FIGURES]
        kept = [kept[n] for n in sorted(order)]
    return tuple(kept)


def _is_twin(one: Figure, other: Figure) -> bool:
    """Whether two figures of a quantity support each other: "at least 3" does not make a 3 known."""
    return one.value == other.value and is_exact(one) == is_exact(other)


def disagree(figures: Sequence[StoryFigure]) -> bool:
    """Whether publishers state values of this event that cannot both be right."""
    exact = [held for held in figures if held.figure.scope == "this_event" and is_exact(held.figure)]
    said = [(publisher_name(head.outlet), head) for head in heads_by_item(exact)]
    return any(
        one != other and same_quantity(a.figure, b.figure) and not same_value(a.figure, b.figure)
        for n, (one, a) in enumerate(said)
        for other, b in said[n + 1 :]
    )


def count_of(figures: Sequence[StoryFigure], measures: frozenset[str]) -> int | None:
    """People handed over, as the best of a story's figures says; None = none says."""
    told = [h for h in figures if h.figure.measure in measures and h.figure.scope == "this_event"]
    best = max(heads_by_item(h for h in told if h.figure.value is not None), key=authority, default=None)
    return None if best is None or best.figure.value is None else int(best.figure.value)


__all__ = ["Joined", "bounded", "count_of", "disagree", "join_figures"]
