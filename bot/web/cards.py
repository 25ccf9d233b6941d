"""A story as the desk shows it: the same lines as in Slack, with every figure's sentence. Pure; blocks nothing.

May import compose, channels' lines and labels, extract and domain.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from bot import compose
from bot.channels import lines
from bot.channels.base import Look
from bot.channels.labels import SEVERITY
from bot.compose import Card
from bot.domain import Report, Severity, Standing, Story, Triage
from bot.extract import shown
from bot.wording import said, standing_words, word


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureView:
    """One figure: what it says, who says it, and the sentence."""

    value: str
    what: str
    who: str
    rivals: str
    quote: str
    link: str | None
    outlet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """One story of a page."""

    id: str
    headline: str
    link: str | None
    severity: Severity
    severity_words: str
    standing: Standing
    standing_words: str
    tags: str  # topic, what is said of it
    status: str
    figures: tuple[tuple[str, tuple[FigureView, ...]], ...]  # by scope
    source: str
    times: str
    why: str
    lead: str
    reports: tuple[Report, ...]
    triage: Triage | None


def card_view(
    story: Story, *, now: datetime, language: Literal["en", "es"], timezone: str, triage: Triage | None = None
) -> CardView:
    """The view of a story at a moment.

    Args:
        story: with at least one report.
        now: aware UTC.
        language: of the set words, and of the headline where a report has one in it.
        timezone: IANA name; times are shown in it.
        triage: the team's last word on it.
    """
    card = compose.card(story, now=now, shown=shown, language=language)
    look = Look(language=language, zone=ZoneInfo(timezone))
    return CardView(
        id=story.id,
        headline=lines.headline_of(card.headline, look),
        link=card.link,
        severity=card.severity,
        severity_words=word(SEVERITY, card.severity, language),
        standing=card.standing,
        standing_words=standing_words(
            card.standing, said(dict(card.realis).get(card.topics[0]), court_step=card.court_step), language
        ),
        tags=lines.tags(card, look),
        status=lines.status(card, look),
        figures=_figures(card, look),
        source=lines.source(card, look),
        times=lines.times(card, look),
        why=lines.why(card, look),
        lead=card.lead,
        reports=story.reports,
        triage=triage,
    )


def _figures(card: Card, look: Look) -> tuple[tuple[str, tuple[FigureView, ...]], ...]:
    return tuple(
        (
            scope,
            tuple(
                FigureView(
                    value=lines.value_of(figure, look),
                    what=lines.what_of(figure, look),
                    who=lines.who_of(figure, look),
                    rivals=lines.rivals_of(figure, look),
                    quote=figure.quote,
                    link=figure.link,
                    outlet=figure.outlet,
                )
                for figure in figures
            ),
        )
        for scope, figures in lines.figures_by_scope(card.figures, look)
    )


__all__ = ["CardView", "FigureView", "card_view"]
