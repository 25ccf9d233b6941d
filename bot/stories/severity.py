"""Which of several severities pings soonest. Pure; imports domain only."""

from collections.abc import Mapping

from bot.domain import Severity

RANK: Mapping[Severity, int] = {"P1": 0, "P2": 1, "P3": 2}  # what pings sooner first


def severest(*severities: Severity) -> Severity:
    """The one that pings soonest."""
    return min(severities, key=lambda severity: RANK[severity])
