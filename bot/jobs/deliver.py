"""Delivery: from the outbox to the channels, and nothing else talks to them. Holds no rule of what to say.

    claim ─▶ channel.send ─▶ sent            the row is `sending` from the claim to the mark;
                  │                          `doubtful_since` from just before the request
                  ├─ not sent ─▶ pending     with a date from `cadence`; after the last attempt dead
                  ├─ refused  ─▶ dead
                  └─ unknown  ─▶ the channel's `after_crash` decides, as for a process that was killed

May import ports, domain, cadence, compose, stories (mutes); never a channel.
"""

import logging
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from bot import cadence, compose, stories
from bot.domain import Mute, OutboxMessage, OutboxRow, Receipt, StoryId, Write
from bot.errors import DeliveryError
from bot.ports import Channel, Clock, Store
from bot.wording import counted

logger = logging.getLogger(__name__)

# one message a second and channel: https://api.slack.com/apis/rate-limits, chat.postMessage
CHANNEL_PACE = timedelta(seconds=1)
# a request that we lost sight of may still be on its way; the history is read after this time, not at once
SETTLE_AFTER = timedelta(seconds=5)
_HISTORY_MARGIN = timedelta(hours=1)  # clocks of the service and ours may differ by this much
_HISTORY_RETRY_S = 10.0
# in the last error of a message that is repeated without knowing whether it is there
_REPEATED = re.compile(r"may be there (\d+) times")
MAX_COPIES = 4  # a channel without history is not sent a message more often than that: then a person looks


@dataclass(frozen=True, slots=True)
class _OnDisk:
    """Progress of one message, written to the store as it is told."""

    store: Store
    clock: Clock
    seq: int

    def committing(self) -> None:
        self.store.mark_doubtful(self.seq, self.clock.now())

    def part_sent(self, part: int, ref: str | None) -> None:
        self.store.mark_part(self.seq, part, ref)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A message that nobody will send again by itself, or that waits until a person mends something."""

    message: OutboxMessage
    state: Literal["dead", "unconfirmed", "waiting"]
    detail: str  # why


class Deliverer:
    """Sends what is due, one message at a time, each channel at its pace.

    Args:
        on_problem: called when a message is dead or unconfirmed, and whenever one waits for a person to mend something.
    """

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        clock: Clock,
        *,
        pace: timedelta = CHANNEL_PACE,
        settle_after: timedelta = SETTLE_AFTER,
        on_problem: Callable[[Problem], None] = lambda problem: None,
    ) -> None:
        self._store = store
        self.channels = channels
        self._clock = clock
        self._pace = pace
        self._on_problem = on_problem
        self._free_at: dict[str, datetime] = {}  # when a channel may be used again
        self._settle_after = settle_after
        self._recover_at: datetime | None = datetime.min.replace(tzinfo=UTC)  # None = nothing is in doubt

    def deliver(self, now: datetime, limit: int = 50) -> int:
        """Sends messages that are due, at most `limit`; returns how many attempts were made."""
        if self._recover_at is not None and self._recover_at <= now:
            self.recover(now)
        attempts = 0
        self._store.gather(now, list(self.channels), lambda cards: self._listed(cards, now))
        while attempts < limit:
            free = [name for name in self.channels if self._free_at.get(name, now) <= now]
            row = self._store.claim(now, free) if free else None
            if row is None:
                break
            self._attempt(row, now)
            attempts += 1
        return attempts

    def _listed(self, cards: Sequence[OutboxMessage], now: datetime) -> tuple[OutboxMessage | None, Mapping[str, str]]:
        """One list of a channel's waiting cards; those of stories that somebody muted meanwhile are told no more."""
        mutes = self._store.mutes_in_force(now)
        return compose.listed(cards, now, muted=lambda card: self._muted(card, mutes))

    def _muted(self, card: OutboxMessage, mutes: Sequence[Mute]) -> str | None:
        """The mute that meets all reports of a card's story, in words; one report that none meets is news."""
        here = [mute for mute in mutes if mute.channel in (None, card.channel)]
        story = self._store.story(card.story_id) if here and card.story_id is not None else None
        if story is None:
            return None
        items = {report.item_id: self._store.item(report.item_id) for report in story.reports}
        met = [
            stories.muting_report(story, report, held.item if (held := items[report.item_id]) else None, here)
            for report in story.reports
        ]
        return stories.told_as(met[-1]) if met and all(met) and met[-1] is not None else None

    @property
    def in_doubt(self) -> bool:
        """Messages may be there without our knowing; a later `deliver` will look."""
        return self._recover_at is not None

    def _attempt(self, row: OutboxRow, now: datetime) -> None:
        message = row.message
        channel = self.channels[message.channel]
        card_ref = None
        if message.story_id is not None and message.kind in ("reply", "edit"):
            card_ref = self._store.card_ref(message.story_id, channel.name)
            if card_ref is None and message.kind == "edit" and channel.can_edit:
                self._without_card(row, message.story_id, now)
                return
        if row.doubted_since is not None and channel.after_crash == "search" and self._came_late(row, channel, now):
            return
        progress = _OnDisk(store=self._store, clock=self._clock, seq=row.seq)
        try:
            receipt = channel.send(
                self._completed(message, now), card_ref=card_ref, parts_there=row.parts_there, progress=progress
            )
        except DeliveryError as exc:
            self._failed(row, channel, exc, self._rest(channel))
            return
        now = self._rest(channel)
        if message.kind == "edit" and card_ref is not None and receipt.ref is None and message.story_id is not None:
            self._store.forget_card(message.story_id, channel.name)
        self._store.mark_sent(row.seq, receipt, now)
        logger.info("message sent", extra=_fields(row))

    def _without_card(self, row: OutboxRow, story_id: StoryId, now: datetime) -> None:
        """An edit with nothing to edit: no loss where somebody took the card away."""
        if self._store.card_state(story_id, row.message.channel) == "sent":
            self._store.mark_sent(row.seq, Receipt(ref=None, note="its card was taken away; nothing to edit"), now)
        else:
            self._bury(row, "its card was not delivered, so there is nothing to edit")

    def _completed(self, message: OutboxMessage, now: datetime) -> OutboxMessage:
        """A message as of now: where the messages that it points to are, and how people have answered a card."""
        if message.story_id is None:
            return message
        try:
            placed = compose.with_refs(message, lambda story_id: self._store.card_ref(story_id, message.channel))
            if message.kind not in ("card", "edit"):
                return placed
            labels, mutes = self._store.labels(story_id=message.story_id), self._store.mutes_in_force(now)
            return compose.with_answers(placed, labels, mutes) if labels or mutes else placed
        except ValueError:
            return message  # the channel refuses what cannot be read, and says why

    def _rest(self, channel: Channel) -> datetime:
        """Lets the channel rest from the end of the request on, however long that took; returns the time it ended."""
        ended_at = self._clock.now()
        self._free_at[channel.name] = ended_at + self._pace
        return ended_at

    def _failed(self, row: OutboxRow, channel: Channel, error: DeliveryError, now: datetime) -> None:
        logger.warning("message not sent", extra=_fields(row) | {"outcome": error.outcome, "error": error.detail})
        if error.retry_after_s is not None and not error.apart:
            self._free_at[channel.name] = now + timedelta(seconds=error.retry_after_s)
        if error.needs_person:
            self._on_problem(Problem(message=row.message, state="waiting", detail=error.detail))
        if error.outcome == "refused":
            self._bury(row, error.detail)
        elif error.outcome == "not_sent":
            self._again(row, error.detail, now, error.retry_after_s, apart=error.apart)
        elif channel.after_crash == "search":
            self._look_later(now + self._settle_after)
        else:
            self._settle(channel, [row], now, cause=error.detail, apart=error.apart)

    def _look_later(self, at: datetime) -> None:
        self._recover_at = at if self._recover_at is None else min(at, self._recover_at)

    def _again(
        self,
        row: OutboxRow,
        detail: str,
        now: datetime,
        retry_after_s: float | None = None,
        doubted_since: datetime | None = None,
        *,
        apart: bool = False,
    ) -> None:
        next_attempt_at = cadence.next_attempt(
            row.attempts,
            now,
            key=row.message.dedupe_key,
            retry_after_s=retry_after_s,
            waiting_since=row.message.not_before,
        )
        if next_attempt_at is None:
            self._bury(row, f"given up after {counted(row.attempts, 'attempt')}: {detail}")
        else:
            self._store.mark_again(row.seq, detail, next_attempt_at, doubted_since, apart=apart)

    def _bury(self, row: OutboxRow, detail: str) -> None:
        self._store.mark_dead(row.seq, detail)
        logger.error("message dead", extra=_fields(row) | {"error": detail})
        self._on_problem(Problem(message=row.message, state="dead", detail=detail))

    def _leave(self, row: OutboxRow, detail: str) -> None:
        self._store.mark_unconfirmed(row.seq, detail)
        logger.error("message unconfirmed", extra=_fields(row) | {"error": detail})
        self._on_problem(Problem(message=row.message, state="unconfirmed", detail=detail))

    # --- after a crash, or an answer that never came ----------------------------------------------------------------

    def recover(self, now: datetime) -> None:
        """Decides about the messages that a killed process, or an answer that never came, left `sending`."""
        self._recover_at = None
        by_channel: defaultdict[str, list[OutboxRow]] = defaultdict(list)
        for row in self._store.interrupted():
            if row.doubtful_since is None:
                self._store.mark_again(row.seq, "interrupted before it was sent", now)
            elif row.doubtful_since + self._settle_after > now:
                self._look_later(row.doubtful_since + self._settle_after)
            else:
                by_channel[row.message.channel].append(row)
        for name, rows in by_channel.items():
            channel = self.channels.get(name)
            if channel is None:
                for row in rows:
                    self._leave(row, f"interrupted, and the channel {name} is no longer configured")
            else:
                self._settle(channel, rows, now, cause="interrupted while it was sent")

    def _settle(
        self, channel: Channel, rows: list[OutboxRow], now: datetime, *, cause: str, apart: bool = False
    ) -> None:
        if channel.after_crash == "repeat":
            for row in rows:
                found = _REPEATED.search(row.last_error or "")
                copies = int(found[1]) if found else 1
                if copies >= MAX_COPIES:
                    self._leave(row, f"{cause}; {copies} copies of it may be there")
                else:
                    self._again(row, f"{cause}; it may be there {copies + 1} times", now, apart=apart)
        elif channel.after_crash == "leave":
            for row in rows:
                self._leave(row, cause)
        else:
            self._search(channel, rows, now, cause=cause)

    def _came_late(self, row: OutboxRow, channel: Channel, now: datetime) -> bool:
        """Looks once more for a message that was sent and not found; False = it is not there and may be sent again."""
        since = (row.doubted_since or now) - _HISTORY_MARGIN
        try:
            receipt = channel.find([row.message], since=since).get(row.message.dedupe_key)
        except DeliveryError as exc:
            cause = f"it may have come late; the channel's history cannot be read: {exc.detail}"
            if exc.outcome == "refused":
                self._leave(row, cause)
            else:
                self._again(row, cause, now, exc.retry_after_s)
            return True
        if receipt is None:
            return False
        self._store.mark_sent(row.seq, receipt, now)
        logger.info("message found in the channel", extra=_fields(row))
        if row.message.kind == "card":  # more may be known than it shows
            edit = replace(row.message, kind="edit", dedupe_key=f"{row.message.dedupe_key}:late:{row.seq}", batch=None)
            self._store.write(Write(messages=(edit,)), now)
        return True

    def _search(self, channel: Channel, rows: list[OutboxRow], now: datetime, *, cause: str) -> None:
        since = min(row.doubtful_since or now for row in rows) - _HISTORY_MARGIN
        try:
            found: Mapping[str, Receipt] = channel.find([row.message for row in rows], since=since)
        except DeliveryError as exc:
            if exc.outcome == "refused":
                for row in rows:
                    self._leave(row, f"{cause}; the channel's history cannot be read: {exc.detail}")
            else:
                # still `sending` and doubtful: asked again when the channel can be reached
                self._look_later(now + timedelta(seconds=exc.retry_after_s or _HISTORY_RETRY_S))
            return
        for row in rows:
            receipt = found.get(row.message.dedupe_key)
            if receipt is not None:
                self._store.mark_sent(row.seq, receipt, now)
                logger.info("message found in the channel", extra=_fields(row))
            else:
                self._again(row, f"{cause}; it is not in the channel", now, doubted_since=row.doubtful_since or now)


def _fields(row: OutboxRow) -> dict[str, object]:
    return {"channel": row.message.channel, "key": row.message.dedupe_key, "attempt": row.attempts}
