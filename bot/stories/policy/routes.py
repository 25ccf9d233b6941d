"""By which route a report may open a card, and why by none: dates, severity, topics, languages, sources, rules. Pure.

May import domain, the order of severities and this package's situation.
"""

from collections.abc import Sequence
from datetime import timedelta

from bot.domain import RoutePolicy, StoryChange
from bot.stories.policy.situation import Situation
from bot.stories.severity import RANK

_HOUR = timedelta(hours=1)


def opening_route(change: StoryChange, routes: Sequence[RoutePolicy], situation: Situation) -> RoutePolicy | str:
    """The route by which the item may open a card, or why none does."""
    if stale := staleness(change, situation):
        return stale
    if change.link.relation == "edit" and change.before is not None and not rose(change):
        return f"folded into story {change.after.id}"
    severity = change.severity or change.after.severity
    if severity == "P3":
        return "digest only: P3"
    serving = [route for route in routes if _serves(route, change)]
    return next((r for r in serving if severity in r.severities), f"no route for {severity}" if serving else "no route")


def staleness(change: StoryChange, situation: Situation) -> str | None:
    """Why the item must not ping for its date; None = it may."""
    age, policy = situation.now - change.report.at, situation.policy
    if situation.first_poll and (change.report.item_id in situation.undated or age > policy.first_run_max_age):
        return "first run baseline"
    if age > policy.max_age:
        return f"too old: {age / _HOUR:.0f} h > {policy.max_age / _HOUR:.0f} h"
    return None


def rose(change: StoryChange) -> bool:
    """Whether the story is severer than before."""
    return change.before is not None and RANK[change.after.severity] < RANK[change.before.severity]


def _serves(route: RoutePolicy, change: StoryChange) -> bool:
    """Whether the route is meant for such a story, its severity left aside."""
    return (
        (not route.topics or bool(set(route.topics) & set(change.after.topics)))
        and (not route.languages or change.report.language in route.languages)
        and change.report.reliability <= route.min_reliability
        and (not route.rules or any(set(route.rules) & set(report.rules) for report in change.after.reports))
    )
