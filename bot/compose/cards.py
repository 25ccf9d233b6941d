"""From stories and their changes to payloads: which figures a card shows, what a reply says, what a fold lists. Pure.

May import domain and this package's payloads. `bot.domain.quantities` says what is one quantity, and whose value leads.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.compose.payloads import Card, CardFigure, Fold, FoldEntry, MovedReport, Reply, ReplyLine, RivalFigure
from bot.domain import (
    Figure,
    ItemId,
    Language,
    NewFact,
    Realis,
    Report,
    Scope,
    Story,
    StoryChange,
    StoryFigure,
    StoryRef,
)
from bot.domain.quantities import HANDOVER_MEASURES, authority, by_quantity, heads_by_item, is_exact

MAX_FIGURES = 8
MAX_LINE_FIGURES = 2
MAX_WHY = 5

Shown = Callable[[Sequence[Figure]], Sequence[Figure]]
"""Which figures are fit to show, in which order; `bot.extract` has one."""

_SCOPES: tuple[Scope, ...] = ("this_event", "cumulative", "projected", "background")

_MOST_DOUBTFUL = 3  # groups of names on a card


def _figure(held: StoryFigure, rivals: Sequence[StoryFigure] = ()) -> CardFigure:
    figure = held.figure
    return CardFigure(
        measure=figure.measure,
        value=figure.value,
        value_hi=figure.value_hi,
        unit=figure.unit,
        unit_raw=figure.unit_raw,
        qualifier=figure.qualifier,
        scope=figure.scope,
        value_from_vague=figure.value_from_vague,
        noun=figure.noun,
        quote=figure.quote,
        outlet=held.outlet,
        link=held.link,
        speaker=figure.speaker,
        stance=figure.stance,
        place=figure.place,
        span=figure.span,
        lang=figure.lang,
        rivals=tuple(
            RivalFigure(
                value=r.figure.value, value_hi=r.figure.value_hi, outlet=r.outlet, link=r.link, quote=r.figure.quote
            )
            for r in rivals
        ),
    )


def card_figures(figures: Sequence[StoryFigure], shown: Shown | None = None) -> tuple[CardFigure, ...]:
    """A story's figures as lines: one per quantity, the most trusted value first and its rivals beside it.

    Args:
        figures: of the story.
        shown: leaves out and orders, given the values chosen; None keeps all, in the order of scopes.
    """
    groups = sorted(by_quantity(heads_by_item(figures)), key=lambda group: _SCOPES.index(group[0].figure.scope))
    lines: list[tuple[Figure, CardFigure]] = []
    for group in groups:
        best = max(group, key=authority)
        rivals: dict[float | None, StoryFigure] = {}
        for held in group if best.figure.scope == "this_event" else ():
            if is_exact(held.figure) and held.figure.value != best.figure.value:
                rivals.setdefault(held.figure.value, held)
        lines.append((best.figure, _figure(best, tuple(rivals.values()))))
    if shown is None:
        return tuple(line for _, line in lines)
    chosen = list(shown([figure for figure, _ in lines]))
    return tuple(line for figure in chosen for kept, line in lines if kept is figure)


def shown_report(story: Story, language: Language | None = None) -> Report:
    """The report that the card shows: of those that tell the event, one whose number the story does not deny, in the
    channel's language, from the best source, with the number if one has it, with its page read; the first of several.

    A correction's headline speaks of the mistake; it stands in the thread, not on the card.

    Args:
        story: with at least one report.
        language: of the channel; None = any.
    """
    told = [r for r in story.reports if r.relation in ("report", "edit")]
    told = told or [r for r in story.reports if r.relation == "correction"] or [story.reports[0]]
    counts = _counts_stated(story)

    def faults(report: Report) -> tuple[bool, bool, str, bool, bool]:
        return (
            counts.get(report.item_id, story.count) != story.count,
            language is not None and report.language != language,
            report.reliability,
            report.item_id not in counts,
            report.text_read != "page",
        )

    return min(told, key=faults)


def _counts_stated(story: Story) -> dict[ItemId, float | None]:
    """How many people each report says were moved in this event, taken back or not; only where the story knows it."""
    held = [h for h in (*story.replaced, *story.figures) if h.figure.scope == "this_event"]
    moved = [h for h in held if h.figure.measure in HANDOVER_MEASURES]
    return {h.item_id: h.figure.value for h in moved} if story.count is not None else {}


def card(
    story: Story,
    *,
    now: datetime,
    mention: str | None = None,
    shown: Shown | None = None,
    language: Language | None = None,
) -> Card:
    """A story as its card stands at a moment.

    Args:
        story: with at least one report.
        now: aware UTC; a story confirms itself by time.
        mention: put before the text, None = nobody is called.
        shown: see `card_figures`.
        language: see `shown_report`.
    """
    report = shown_report(story, language)
    figures = card_figures(story.figures, shown)
    return Card(
        story_id=story.id,
        revision=story.revision,
        topics=story.topics,
        realis=story.realis,
        severity=story.severity,
        standing=story.standing_at(now),
        grade=story.grade,
        headline=report.title,
        link=report.link,
        outlet=report.outlet,
        language=report.language,
        lead=_lead(story, report),
        figures=figures[:MAX_FIGURES],
        more_figures=max(0, len(figures) - MAX_FIGURES),
        publishers=story.publishers,
        outlets=tuple(dict.fromkeys(r.outlet for r in story.reports)),
        report_count=len(story.reports),
        event_date=story.event_date,
        published_at=report.at,
        seen_at=report.seen_at,
        why=story.why[:MAX_WHY],
        scores=story.scores,
        text_read=report.text_read,
        mention=mention,
        item_id=report.item_id,
        model_version=story.model_version,
        rules_version=story.rules_version,
        follows=story.follows,
        merged_into=story.merged_into,
        split_from=story.split_from,
        replaced=tuple(_figure(held) for held in story.replaced[-MAX_FIGURES:]),
        doubtful_names=story.content.doubtful_names[:_MOST_DOUBTFUL],
        court_step=story.is_court_step,
    )


def _lead(story: Story, shown: Report) -> str:
    """The sentence below the shown headline: its own report's, else the first that another one has in its language."""
    told = (r.lead for r in story.reports if r.relation in ("report", "edit") and r.language == shown.language)
    return shown.lead or next(filter(None, told), "")


def _line(fact: NewFact) -> ReplyLine:
    return ReplyLine(
        kind=fact.kind,
        after=_figure(fact.figure) if fact.figure else None,
        before=_figure(fact.before) if fact.before else None,
        topic=fact.topic,
        realis=fact.realis,
        relation=fact.relation,
    )


def reply(
    change: StoryChange,
    *,
    now: datetime,
    mention: str | None = None,
    language: Language | None = None,
    pointer: StoryRef | None = None,
    moved: Sequence[Report] = (),
) -> Reply:
    """What one report adds, for the thread under the card.

    Args:
        change: to the card's story.
        now: aware UTC.
        mention: put before the text, None = nobody is called.
        language: see `shown_report`.
        pointer: the story that was split off this one, or took reports of it; of a merge the change itself knows it.
        moved: the reports that it took.
    """
    report = change.report
    pointer = change.after.merged_into if change.kind == "merged" else pointer
    return Reply(
        story_id=change.after.id,
        revision=change.after.revision,
        headline=shown_report(change.after, language).title,
        relation=change.link.relation,
        title=report.title,
        link=report.link,
        outlet=report.outlet,
        language=report.language,
        at=now if pointer is not None else report.at,  # a merge, a split or a move is news of this moment
        lines=tuple(_line(fact) for fact in change.facts),
        standing=change.after.standing_at(now),
        text_read=report.text_read,
        mention=mention,
        change=change.kind,
        pointer=pointer,
        moved=tuple(MovedReport(title=each.title, outlet=each.outlet, link=each.link) for each in moved),
        by=change.who,
        event_realis=_peg_realis(change.after),
        court_step=change.after.is_court_step,
        publishers=len(change.after.publishers),
        item_id=report.item_id,
    )


def _peg_realis(story: Story) -> Realis | None:
    return dict(story.realis).get(story.topics[0]) if story.topics else None


def reference(story: Story, language: Language | None = None) -> StoryRef:
    """The story as another one's card points to it; `language` as for `shown_report`."""
    report = shown_report(story, language)
    return StoryRef(id=story.id, title=report.title, link=report.link)


def fold(
    changes: Sequence[StoryChange],
    *,
    reason: str,
    mention: str | None = None,
    since: datetime | None = None,
    shown: Shown | None = None,
    language: Language | None = None,
) -> Fold:
    """Several stories in one message, in the order given; see `Fold`, `card_figures` and `shown_report`."""
    return Fold(
        reason=reason,
        since=since,
        entries=tuple(
            FoldEntry(
                story_id=change.after.id,
                topic=change.after.topics[0] if change.after.topics else None,
                severity=change.after.severity,
                title=(report := shown_report(change.after, language)).title,
                link=report.link,
                outlet=report.outlet,
                language=report.language,
                at=report.at,
                realis=_peg_realis(change.after),
                court_step=change.after.is_court_step,
                figures=_telling(card_figures(change.after.figures, shown)),
            )
            for change in changes
        ),
        mention=mention,
    )


def _telling(figures: Sequence[CardFigure]) -> tuple[CardFigure, ...]:
    """The figures that a line of a list has room for: of the event itself, then running totals."""
    return tuple(f for f in figures if f.scope in ("this_event", "cumulative") and f.value is not None)[
        :MAX_LINE_FIGURES
    ]


def entry(card: Card) -> FoldEntry:
    """A card as one line of a list."""
    topic = card.topics[0] if card.topics else None
    return FoldEntry(
        story_id=card.story_id,
        topic=topic,
        severity=card.severity,
        title=card.headline,
        link=card.link,
        outlet=card.outlet,
        language=card.language,
        at=card.published_at,
        realis=dict(card.realis).get(topic) if topic else None,
        court_step=card.court_step,
        figures=_telling(card.figures),
    )


__all__ = ["MAX_FIGURES", "Shown", "card", "card_figures", "entry", "fold", "reference", "reply", "shown_report"]
