"""Asks a site's robots.txt before a page of it is read. The rules' meaning is a function that is handed in.

May import ports and below and its own package. Feeds are published for programs and are not asked about; pages are.
RFC 9309: no file (4xx) allows all; a file that cannot be had now (5xx, 429, no answer) means not now.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.domain import Fetched, FetchRequest
from bot.errors import FetchError
from bot.ports import Clock

RobotsAllows = Callable[[str, str, str], bool]  # text of robots.txt, address, our name

KEEP = timedelta(hours=24)  # RFC 9309, 2.4
KEEP_FAILURE = timedelta(minutes=10)  # a site in trouble is not asked for each of its pages
MAX_SITES = 1_000
MAX_CHARS = 512_000  # RFC 9309, 2.5: at least 500 KiB are read


@dataclass(frozen=True, slots=True)
class _Rules:
    text: str  # "" = all is allowed
    failure: FetchError | None
    until: datetime


class Robots:
    """Remembers the rules of the sites seen last; belongs to one event loop."""

    def __init__(
        self,
        read: Callable[[FetchRequest], Awaitable[Fetched]],
        allows: RobotsAllows,
        agent: str,
        clock: Clock,
    ) -> None:
        """Takes the way to read an address and the meaning of the rules; reads nothing yet."""
        self._read = read
        self._allows = allows
        self._agent = agent
        self._clock = clock
        self._known: OrderedDict[str, asyncio.Task[_Rules]] = OrderedDict()

    async def admit(self, url: str) -> None:
        """Returns when the page may be read.

        Raises:
            FetchError: problem "robots" when the site forbids it; another problem, with `retry_at`, when its rules
                cannot be had now.
        """
        rules = await self._rules_of(url)
        if rules.failure is not None:
            raise FetchError(
                url,
                rules.failure.problem,
                f"robots.txt: {rules.failure.detail}",
                status=rules.failure.status,
                retry_at=rules.failure.retry_at or rules.until,
            )
        if not self._allows(rules.text, url, self._agent):
            raise FetchError(url, "robots", "the site's robots.txt asks programs not to read this page")

    async def _rules_of(self, url: str) -> _Rules:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        task = self._known.get(site)
        if task is None or (task.done() and self._is_spent(task)):
            task = asyncio.get_running_loop().create_task(self._ask(site))
            self._known[site] = task
            while len(self._known) > MAX_SITES:
                self._known.popitem(last=False)
        self._known.move_to_end(site)
        # Several pages of a site wait for the same look; one that is cut short must not end it for the others.
        return await asyncio.shield(task)

    def _is_spent(self, task: asyncio.Task[_Rules]) -> bool:
        return task.cancelled() or task.exception() is not None or task.result().until <= self._clock.now()

    async def _ask(self, site: str) -> _Rules:
        request = FetchRequest(key=site, url=f"{site}/robots.txt", kind="page")
        try:
            answer = await self._read(request)
        except FetchError as exc:
            now = self._clock.now()
            if exc.status is not None and 400 <= exc.status < 500 and exc.status != 429:
                return _Rules("", None, now + KEEP)
            return _Rules("", exc, exc.retry_at or now + KEEP_FAILURE)
        text = (answer.body or b"")[:MAX_CHARS].decode("utf-8-sig", errors="replace")
        return _Rules(text, None, self._clock.now() + KEEP)
