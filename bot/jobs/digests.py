"""Digests: reads what a window holds, lets `digest` compose it, queues each copy (mail, post, file). Sends nothing.

May import ports, domain, compose, digest, extract and stories; never a channel.
"""

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot import digest, extract, stories
from bot.compose import DigestMail, encode
from bot.digest import Digest, Material, Rendered
from bot.domain import (
    AtomPolicy,
    DigestPolicy,
    DigestWindow,
    Feed,
    FeedState,
    Item,
    ItemId,
    Mute,
    OutboxMessage,
    Report,
    Story,
)
from bot.errors import ConfigError, UsageError
from bot.ports import Store

logger = logging.getLogger(__name__)

# running totals are compared with those of stories this far back
_EARLIER = timedelta(days=180)
_TREND_DAYS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestChannels:
    """Names of the channels that digests go through."""

    mail: str | None  # None = there is no mail server, so that all digests are files
    files: str


class Digester:
    """Queues the digests of a configuration.

    Args:
        store: the bot's memory.
        policies: the digests.
        channels: that they go through.
        feeds: as configured, for names.
        topics: all that are watched.
    """

    def __init__(
        self,
        store: Store,
        policies: Sequence[DigestPolicy],
        channels: DigestChannels,
        feeds: Sequence[Feed],
        topics: Sequence[str],
    ) -> None:
        self._store = store
        self._topics = tuple(topics)
        self.configure(policies, channels, feeds)

    def configure(self, policies: Sequence[DigestPolicy], channels: DigestChannels, feeds: Sequence[Feed]) -> None:
        """Takes over a configuration."""
        self._policies = tuple(policies)
        self._channels = channels
        self._feeds = tuple(feeds)

    def queue_due(self, now: datetime) -> int:
        """Queues the digests whose time has passed; returns how many copies that were: mails, posts or files."""
        queued = 0
        for policy in self._policies:
            window = digest.due_window(policy, self._store.last_window(policy.id), now)
            if window is not None:
                queued += self._queue(policy, window, now)
        return queued

    def queue(self, policy: DigestPolicy, day: date | None, now: datetime) -> int:
        """Queues one day's digest (None = the day that is due); returns how many copies, 0 when it was queued before.

        Raises:
            UsageError: the day's window has not ended yet, or there is nothing due.
        """
        last = self._store.last_window(policy.id)
        window = digest.due_window(policy, last, now) if day is None else digest.window_for(policy, day, last)
        if window is None:
            raise UsageError("no digest is due now; name a day with --day, or look at it with --to stdout")
        if window.ends_at > now:
            raise UsageError(
                f"the digest of {window.day} closes at {window.ends_at:%Y-%m-%d %H:%M}Z; it cannot be sent before"
            )
        return self._queue(policy, window, now)

    def atom(self, policy: AtomPolicy, now: datetime) -> str:
        """The Atom feed of stories as it is now; what is muted everywhere is left out."""
        since = now - policy.days
        window = DigestWindow(digest_id="atom", day=now.date(), starts_at=since, ends_at=now + timedelta(seconds=1))
        mutes = [m for m in self._store.mutes_in_force(now) if m.channel is None]
        seen = self._store.stories_seen(window.starts_at, window.ends_at)
        return digest.atom(policy, [s for s in seen if not self._is_muted(s, window, mutes)], extract, now)

    def preview(self, policy: DigestPolicy, day: date | None, now: datetime) -> Rendered:
        """One day's digest as it would be sent, up to now where its window is still open; records nothing."""
        last = self._store.last_window(policy.id)
        window = digest.due_window(policy, last, now) if day is None else digest.window_for(policy, day, last)
        if window is None:
            window = DigestWindow(
                digest_id=policy.id,
                day=now.astimezone(ZoneInfo(policy.timezone)).date(),
                starts_at=last.ends_at if last is not None and last.ends_at < now else now - timedelta(hours=24),
                ends_at=now,
            )
        return _rendered(policy, self._compose(policy, window))

    def _queue(self, policy: DigestPolicy, window: DigestWindow, now: datetime) -> int:
        messages: list[OutboxMessage] = []
        # a poll that is writing, also another process's, ends before we read, or begins after the window is recorded
        with self._store.together():
            composed = self._compose(policy, window)
            if digest.is_sent(policy, composed):
                rendered = _rendered(policy, composed)
                messages = [
                    self._mail(policy, window, rendered, channel, recipient, now)
                    for channel, recipient in self._ways(policy)
                ]
            if not self._store.write_digest(window, messages):
                return 0
        logger.info(
            "digest queued", extra={"digest": policy.id, "day": window.day.isoformat(), "copies": len(messages)}
        )
        return len(messages)

    def _ways(self, policy: DigestPolicy) -> list[tuple[str, str]]:
        """Channel and mail address of each copy; "" = the channel knows whom it serves. Without any, a file."""
        mail = self._channels.mail
        ways = [(mail, recipient) for recipient in policy.recipients] if mail else []
        ways += [(channel, "") for channel in policy.channels]
        return ways or [(self._channels.files, "")]

    def _compose(self, policy: DigestPolicy, window: DigestWindow) -> Digest:
        seen = tuple(self._store.stories_seen(window.starts_at, window.ends_at))
        ids = {story.id for story in seen}
        earlier = self._store.stories_seen(window.starts_at - _EARLIER, window.starts_at)
        mutes = self._mutes(policy, window.ends_at)
        material = Material(
            stories=seen,
            earlier=tuple(story for story in earlier if story.id not in ids),
            counts=self._store.counts(window.starts_at, window.ends_at),
            feeds=self._feed_states(),
            feed_names={feed.id: feed.name for feed in self._feeds},
            outbox=tuple(self._store.outbox(("dead", "unconfirmed"))),
            topics=self._topics,
            days=self._days(policy, window),
            muted=frozenset(story.id for story in seen if self._is_muted(story, window, mutes)),
            hushed=frozenset(r.item_id for story in seen for r in story.reports if self._meets(story, r, mutes)),
        )
        return digest.compose(policy, window, material, extract)

    def _mutes(self, policy: DigestPolicy, at: datetime) -> list[Mute]:
        """Those in force wherever this digest goes: a channel's own only for a digest that goes nowhere else."""
        ways = (None, *policy.channels) if len(policy.channels) == 1 and not policy.recipients else (None,)
        return [mute for mute in self._store.mutes() if mute.in_force(at) and mute.at < at and mute.channel in ways]

    def _is_muted(self, story: Story, window: DigestWindow, mutes: Sequence[Mute]) -> bool:
        """Whether all news of a story in the window is: one report that nobody muted makes it news."""
        fresh = [report for report in story.reports if window.starts_at <= report.seen_at < window.ends_at]
        return bool(mutes) and all(self._meets(story, report, mutes) for report in fresh)

    def _meets(self, story: Story, report: Report, mutes: Sequence[Mute]) -> bool:
        return bool(mutes) and stories.muting_report(story, report, self._item(report.item_id), mutes) is not None

    def _item(self, item_id: ItemId) -> Item | None:
        stored = self._store.item(item_id)
        return stored.item if stored is not None else None

    def _days(self, policy: DigestPolicy, window: DigestWindow) -> tuple[tuple[date, int], ...]:
        """Items on topic of the spans of 24 hours up to the window's end, each by the local day it began on."""
        day = timedelta(days=1)
        starts = [window.ends_at - n * day for n in range(_TREND_DAYS, 0, -1)]
        zone = ZoneInfo(policy.timezone)
        return tuple(
            (start.astimezone(zone).date(), self._store.counts(start, start + day).flagged) for start in starts
        )

    def _feed_states(self) -> tuple[FeedState, ...]:
        """States of the configured feeds; of one that was never polled, a new one."""
        states = self._store.feed_states()
        return tuple(states.get(feed.id, FeedState(feed_id=feed.id, url=feed.url)) for feed in self._feeds)

    def _mail(
        self,
        policy: DigestPolicy,
        window: DigestWindow,
        rendered: Rendered,
        channel: str,
        recipient: str,
        now: datetime,
    ) -> OutboxMessage:
        is_post = channel in policy.channels
        key = f"{channel}:digest:{policy.id}:{window.day.isoformat()}:{recipient}"
        mail = DigestMail(
            digest_id=policy.id,
            day=window.day,
            recipient=recipient,
            subject=rendered.subject,
            html=rendered.html,
            text=rendered.lines if is_post else rendered.text,
            images=dict(rendered.images),
            message_id=f"{hashlib.blake2b(key.encode(), digest_size=16).hexdigest()}@pregonero.invalid",
        )
        return OutboxMessage(
            dedupe_key=key,
            channel=channel,
            kind="digest",
            story_id=None,
            payload=encode(mail),
            created_at=now,
            not_before=now,
        )


def _rendered(policy: DigestPolicy, composed: Digest) -> Rendered:
    """In the team's templates; where they fail, in ours, as a digest that looks otherwise is better than none."""
    try:
        return digest.render(composed, policy.language, policy.templates)
    except ConfigError as exc:
        logger.error("the templates of a digest do not work; ours are used: %s", exc, extra={"digest": policy.id})
        return digest.render(composed, policy.language)
