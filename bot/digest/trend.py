"""Running totals and items per day, for the pictures and the words beside them. Pure.

May import its siblings, domain and text.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from bot.digest.parts import Trend
from bot.digest.wording import DigestLanguage, phrase, short_day
from bot.domain import Figure, Story
from bot.text import fold

TOTAL = "persons_transferred_cumulative"


def trend_of(
    days: Sequence[tuple[date, int]], stories: Iterable[Story], zone: ZoneInfo, language: DigestLanguage
) -> Trend | None:
    """What to draw.

    Args:
        days: local days, oldest first, each with its number of items on topic.
        stories: whose printed running totals of people handed over from Mexico to the United States are taken.
        zone: of the digest.
        language: of the words.

    Returns:
        None when there is nothing to see: no item on any day and no two totals.
    """
    totals = _totals(stories, zone)
    if not any(n for _, n in days) and len(totals) < 2:
        return None
    words = []
    if any(n for _, n in days):
        told = days[next(at for at, (_, n) in enumerate(days) if n) :]  # days before the bot ran say nothing
        first, last = short_day(told[0][0], language), short_day(told[-1][0], language)
        numbers = ", ".join(f"{n:,}" for _, n in told)
        words.append(
            phrase(
                "trend_days_words" if len(told) > 1 else "trend_day_words",
                language,
                first=first,
                last=last,
                numbers=numbers,
            )
        )
    if len(totals) > 1:
        steps = " → ".join(f"{value:,.0f} ({short_day(day, language)})" for day, value in totals)
        words.append(phrase("trend_totals_words", language, steps=steps))
    return Trend(days=tuple(days), totals=totals, words=tuple(words))


def _is_running(figure: Figure) -> bool:
    """A total up to today: also one that a report of something else calls to mind, "92 since February 2025"."""
    return figure.scope == "cumulative" or (
        figure.scope == "background" and fold(figure.span or "").startswith(("since ", "desde "))
    )


def _totals(stories: Iterable[Story], zone: ZoneInfo) -> tuple[tuple[date, float], ...]:
    """The printed totals that rose, each by the day on which it was printed first; a total never falls."""
    printed = sorted(
        (held.at, held.figure.value)
        for story in stories
        if story.direction == "MX_TO_US"
        for held in story.figures
        if held.figure.measure == TOTAL
        and _is_running(held.figure)
        and held.figure.value is not None
        and held.figure.qualifier == "exact"
        and not held.figure.value_from_vague
        and not (held.figure.place or held.figure.group)
    )
    rising: list[tuple[date, float]] = []
    for at, value in printed:
        if not rising or value > rising[-1][1]:
            rising.append((at.astimezone(zone).date(), value))
    return tuple(rising[-8:])
