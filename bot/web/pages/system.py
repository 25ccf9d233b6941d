"""*System*: what waits and what died in the outbox, versions in force, and what changed when."""

from dataclasses import dataclass
from datetime import timedelta

from aiohttp import web

import bot
from bot.domain import DayCounts, OutboxRow, VersionChange
from bot.web.render import page
from bot.web.work import desk_of, in_thread

MESSAGES = 50
CHANGES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemView:
    """What the page shows."""

    program: str
    config: str
    models: tuple[tuple[str, str], ...]  # topic, version
    day: DayCounts  # of the last 24 hours
    waiting: tuple[OutboxRow, ...]
    failed: tuple[OutboxRow, ...]
    sent: tuple[OutboxRow, ...]
    changes: tuple[VersionChange, ...]


async def system(request: web.Request) -> web.Response:
    """The state of the whole."""
    return page(request, "system.html", view=await in_thread(request, _view, request))


def _view(request: web.Request) -> SystemView:
    desk = desk_of(request)
    now = desk.clock.now()
    return SystemView(
        program=bot.__version__,
        config=desk.config.version,
        models=tuple((topic, scorer.version) for topic, scorer in sorted(desk.scorers.items())),
        day=desk.store.counts(now - timedelta(days=1), now),
        waiting=tuple(desk.store.outbox(("pending", "sending"), MESSAGES)),
        failed=tuple(desk.store.outbox(("dead", "unconfirmed"), MESSAGES)),
        sent=tuple(desk.store.outbox(("sent",), MESSAGES)),
        changes=tuple(desk.store.versions(CHANGES)),
    )


ROUTES = [web.get("/system", system)]
