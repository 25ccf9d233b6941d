"""What is said where and when: cards, replies, edits, folds; quiet hours, caps, first polls. Pure.

May import domain and this package. Channels only render and send; compose only puts into payloads. A channel gets a
story once: as a card, or as one line of a fold; what follows hangs under the card. Every case stands in docs/alerts.md.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain import (
    NO_CARD,
    PAGE_WAIT,
    AlertPolicy,
    Batch,
    Fate,
    ItemId,
    MessageState,
    Mute,
    Plan,
    PlanKind,
    PlannedMessage,
    QuietHours,
    RoutePolicy,
    Severity,
    Story,
    StoryChange,
    StoryId,
)
from bot.stories.mutes import told_as

BURST = 5  # cards of one batch and channel; more become a fold

_RANK: Mapping[Severity, int] = {"P1": 0, "P2": 1, "P3": 2}
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyResult:
    """What to say, what became of each item, and the stories to keep."""

    messages: tuple[PlannedMessage, ...]  # in the order they are to be queued
    fates: Mapping[ItemId, Fate]
    stories: tuple[Story, ...]  # last state of each story in the batch, with the folds it went into


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    """What all channels' planning shares."""

    routes: Sequence[RoutePolicy]
    policy: AlertPolicy
    now: datetime
    first_poll: bool
    card_state: Callable[[StoryId, str], MessageState | None]
    posts_last_hour: Callable[[str], int]
    page_pending: Callable[[ItemId], bool]
    undated: Collection[ItemId]
    muted: Callable[[StoryChange, str], Mute | None]
    was_told: Callable[[StoryId, ItemId, str], bool]

    def has_card(self, story_id: StoryId, channel: str) -> bool:
        """One is there, perhaps, or on its way, or somebody wanted none."""
        return self.card_state(story_id, channel) not in NO_CARD

    def card_sent(self, story_id: StoryId, channel: str) -> bool:
        """One is there, perhaps: what follows can be said."""
        return self.card_state(story_id, channel) in ("sent", "unconfirmed")

    def wakes_at(self, opening: "_Opening", at: datetime) -> datetime | None:
        """End of the quiet hours that a card would fall into at that moment; None = into none."""
        due = _not_before(opening.story.severity, opening.route, replace(self, now=at))
        return due if due > at else None


@dataclass(slots=True)
class _Opening:
    """A story that asks for a top-level post."""

    route: RoutePolicy
    changes: list[StoryChange]

    @property
    def story(self) -> Story:
        return self.changes[-1].after


@dataclass(slots=True)
class _Moves:
    """What people moved from one story to another."""

    lost: StoryChange | None = None  # None = nothing, or nobody is to hear of it
    gained: list[StoryChange] = field(default_factory=list)


@dataclass(slots=True)
class _Outcome:
    """What one channel makes of the batch."""

    messages: list[PlannedMessage] = field(default_factory=list)
    fates: dict[ItemId, Fate] = field(default_factory=dict)
    folded: set[StoryId] = field(default_factory=set)


def quiet_until(now: datetime, quiet: QuietHours | None, timezone: str) -> datetime | None:
    """End of the quiet hours that `now` lies in, aware UTC; None outside them.

    Args:
        now: aware.
        quiet: local times, start inclusive, end exclusive; None = there are none.
        timezone: IANA zone of the times.
    """
    if quiet is None or quiet.start == quiet.end:
        return None
    zone = ZoneInfo(timezone)
    local = now.astimezone(zone)
    time = local.time().replace(tzinfo=None)
    crosses = quiet.start > quiet.end
    inside = time >= quiet.start or time < quiet.end if crosses else quiet.start <= time < quiet.end
    if not inside:
        return None
    day = local.date() + timedelta(days=1 if crosses and time >= quiet.start else 0)
    return datetime.combine(day, quiet.end, tzinfo=zone).astimezone(now.tzinfo)


def _severity(change: StoryChange) -> Severity:
    return change.severity or change.after.severity


def _rose(change: StoryChange) -> bool:
    before = change.before
    return before is not None and _RANK[change.after.severity] < _RANK[before.severity]


def _hours(age: timedelta) -> str:
    return f"{age / _HOUR:.0f} h"


def _stale(change: StoryChange, batch: _Batch) -> str | None:
    """Why the item must not ping for its date; None = it may."""
    age = batch.now - change.report.at
    if batch.first_poll and (change.report.item_id in batch.undated or age > batch.policy.first_run_max_age):
        return "first run baseline"
    if age > batch.policy.max_age:
        return f"too old: {_hours(age)} > {_hours(batch.policy.max_age)}"
    return None


def _serves(route: RoutePolicy, change: StoryChange) -> bool:
    """Whether the route is meant for such a story, its severity left aside."""
    return (
        (not route.topics or bool(set(route.topics) & set(change.after.topics)))
        and (not route.languages or change.report.language in route.languages)
        and change.report.reliability <= route.min_reliability
        and (not route.rules or any(set(route.rules) & set(report.rules) for report in change.after.reports))
    )


def _opening_route(change: StoryChange, routes: Sequence[RoutePolicy], batch: _Batch) -> RoutePolicy | str:
    """The route by which the item may open a card, or why none does."""
    stale = _stale(change, batch)
    if stale:
        return stale
    if change.link.relation == "edit" and change.before is not None and not _rose(change):
        return f"folded into story {change.after.id}"
    severity = _severity(change)
    if severity == "P3":
        return "digest only: P3"
    serving = [route for route in routes if _serves(route, change)]
    return next((r for r in serving if severity in r.severities), f"no route for {severity}" if serving else "no route")


def _not_before(severity: Severity, route: RoutePolicy, batch: _Batch) -> datetime:
    if severity == "P1":
        return batch.now
    quiet = route.quiet_hours or batch.policy.quiet_hours
    return quiet_until(batch.now, quiet, batch.policy.timezone) or batch.now


class _ChannelPlan:
    """Plans one channel's messages for one batch."""

    def __init__(self, channel: str, batch: _Batch) -> None:
        self.channel = channel
        self.batch = batch
        self.routes = [route for route in batch.routes if route.channel == channel]
        self.outcome = _Outcome()
        self.openings: dict[StoryId, _Opening] = {}
        self.edits: dict[StoryId, StoryChange] = {}
        self.absorbing: dict[StoryId, StoryChange] = {}  # stories that took another in
        self.left: dict[StoryId, StoryChange] = {}  # stories with a card that another was split off
        self.partings: list[tuple[StoryChange, StoryChange]] = []  # the story split off, and the one it left
        self.moves = _Moves()

    def run(self, changes: Sequence[StoryChange]) -> _Outcome:
        """Looks at each change in turn, then posts what asks for a post, then edits."""
        for change in changes:
            story = change.after
            mute = self.batch.muted(change, self.channel)
            if change.kind == "gained":
                self.moves.gained.append(change)
            if mute is not None:
                self._keep_quiet(change, mute)
            elif change.kind in ("lost", "gained"):
                self._move(change)
            elif change.kind != "report":
                self._reshape(change)
            elif story.id in self.openings:
                self.openings[story.id].changes.append(change)
                self._fate(change, "stories", f"folded into story {story.id}")
            elif self.batch.has_card(story.id, self.channel):
                self._follow_up(change)
            else:
                self._consider(change)
        self._post()
        self._tell_partings()
        self._tell_moves()
        for change in self.edits.values():
            route = self._route_of(change)
            severity = change.after.severity
            mention = route.mention if severity == "P1" else None  # counts only where the card itself still waits
            due = _not_before(severity, route, self.batch)
            self._say("edit", [change], due, mention, f"story {change.after.id} changed")
        return self.outcome

    def _reshape(self, change: StoryChange) -> None:
        """A merge or a split: cards stay right by edits; who saw the card of a story that ends gets the other's."""
        story = change.after
        if self.batch.has_card(story.id, self.channel):
            self.edits[story.id] = change
        waiting = self.openings.get(story.id)
        if change.kind == "absorbed":
            self.absorbing[story.id] = change
        if change.kind == "left" and self.batch.card_sent(story.id, self.channel):
            self.left[story.id] = change
        match change.kind:
            case "split":
                if story.split_from is not None and story.split_from.id in self.left:
                    self.partings.append((change, self.left[story.split_from.id]))
                fate = self.outcome.fates.get(change.report.item_id)
                self._consider(change)
                if fate is not None and story.id not in self.openings:
                    self.outcome.fates[change.report.item_id] = fate
            case "absorbed" | "left" if waiting is not None:
                waiting.changes.append(change)
            case "merged" if story.merged_into is not None:
                if self.batch.card_sent(story.id, self.channel):
                    self._say("reply", [change], self.batch.now, None, f"it went into story {story.merged_into.id}")
                self._hand_over(change, story.merged_into.id)

    def _tell_partings(self) -> None:
        """The thread that reported of two events hears where the second goes on, not before that one's card is due."""
        due = {m.changes[-1].after.id: m.plan.not_before for m in self.outcome.messages if m.plan.kind == "card"}
        for made, kept in self.partings:
            at = due.get(made.after.id, self.batch.now)
            self._say("reply", [made, kept], at, None, f"story {made.after.id} was part of it")

    def _move(self, change: StoryChange) -> None:
        """A report moved by hand: both cards stay right, what is news there is a reply; no card is posted."""
        if change.kind == "lost":
            self.moves.lost = change
        if change.kind == "gained" and self.batch.has_card(change.after.id, self.channel):
            self._follow_up(change)
            return
        if change.kind == "gained":
            self._fate(change, "stories", f"folded into story {change.after.id}")
        if self.batch.card_state(change.after.id, self.channel) not in (None, "listed"):
            self.edits[change.after.id] = change

    def _tell_moves(self) -> None:
        """The thread that told of reports which left hears where they are now."""
        lost = self.moves.lost
        if lost is None or not self.batch.card_sent(lost.after.id, self.channel):
            return
        told = [
            change
            for change in self.moves.gained
            if self.batch.was_told(lost.after.id, change.report.item_id, self.channel)
        ]
        if told:
            reason = f"{len(told)} of it moved to story {told[0].after.id}"
            self._say("reply", [*told, lost], self.batch.now, None, reason)

    def _hand_over(self, change: StoryChange, to: StoryId) -> None:
        """The story that goes on is posted where only the one that ended had a card, or was about to get one."""
        waiting = self.openings.pop(change.after.id, None)
        if self.batch.has_card(to, self.channel) or to in self.openings:
            return
        goes_on = self.absorbing.get(to)
        if goes_on is not None and (waiting or self.batch.has_card(change.after.id, self.channel)):
            self.openings[to] = _Opening(waiting.route if waiting else self._route_of(goes_on), [goes_on])

    def _fate(self, change: StoryChange, stage: str, reason: str) -> None:
        fate = Fate(
            stage="outbox" if stage == "outbox" else "stories" if stage == "stories" else "policy", reason=reason
        )
        self.outcome.fates[change.report.item_id] = fate

    def _say(
        self,
        kind: PlanKind,
        changes: Sequence[StoryChange],
        not_before: datetime,
        mention: str | None,
        reason: str,
        batch: Batch | None = None,
    ) -> None:
        plan_ = Plan(
            kind=kind, channel=self.channel, not_before=not_before, mention=mention, reason=reason, batch=batch,
        )  # fmt: skip
        self.outcome.messages.append(PlannedMessage(plan=plan_, changes=tuple(changes)))

    def _route_of(self, change: StoryChange) -> RoutePolicy:
        serving = (route for route in self.routes if not route.topics or set(route.topics) & set(change.after.topics))
        return next(serving, self.routes[0])

    def _consider(self, change: StoryChange) -> None:
        """A story without a card here: does this item ask for one?"""
        story = change.after
        route = _opening_route(change, self.routes, self.batch)
        state = self.batch.card_state(story.id, self.channel)
        told = state == "listed" or self.channel in story.folded_in
        if isinstance(route, str):
            self._fate(change, "stories" if route.startswith("folded") else "policy", route)
        elif told and not (change.facts or _rose(change)):
            self._fate(change, "stories", f"folded into story {story.id}")
        else:
            self.openings[story.id] = _Opening(route, [change])
            return
        if state == "dead" and change.before is not None and story.revision != change.before.revision:
            self.edits[story.id] = change  # sent again by hand, it is to tell what is known by then

    def _follow_up(self, change: StoryChange) -> None:
        """A story with a card here: a new fact is a reply, anything visible an edit."""
        story, before = change.after, change.before
        self._fate(change, "stories", f"folded into story {story.id}")
        if before is None or story.revision == before.revision:
            return
        self.edits[story.id] = change
        route = self._route_of(change)
        sent = self.batch.card_sent(story.id, self.channel)
        trusted = change.report.reliability <= min(
            (r.min_reliability for r in self.routes), default="F", key=lambda m: -ord(m)
        )
        if not change.facts or not sent or not trusted or self._only_completes(change):
            return
        stale = _stale(change, self.batch)
        if stale:
            self._fate(change, "policy", stale)
            return
        mention = route.mention if _rose(change) and story.severity == "P1" else None
        self._say("reply", [change], self.batch.now, mention, f"{len(change.facts)} new in story {story.id}")
        self._fate(change, "stories", f"folded into story {story.id}, told in a reply")

    def _keep_quiet(self, change: StoryChange, mute: Mute) -> None:
        """Nothing new is posted; a card that is there stays true."""
        self._fate(change, "policy", told_as(mute))
        story, before = change.after, change.before
        if story.id in self.openings:
            self.openings[story.id].changes.append(change)
        elif before is not None and story.revision != before.revision and self.batch.has_card(story.id, self.channel):
            self.edits[story.id] = change

    def _only_completes(self, change: StoryChange) -> bool:
        """The page of the very item that the card shows adds figures: they belong on the card."""
        own = change.link.relation == "edit" and change.after.reports[0].item_id == change.report.item_id
        return own and change.report.text_read == "page" and all(fact.kind == "figure" for fact in change.facts)

    def _post(self) -> None:
        """Cards for the first few, a fold for the rest, within the hourly cap; of quiet hours one list in the end."""
        limit = self.batch.policy.first_run_max_cards if self.batch.first_poll else BURST
        now = self.batch.now
        for opening in self.openings.values():
            if wakes_at := self.batch.wakes_at(opening, now):
                self._card(opening, wakes_at=wakes_at)
        awake = [opening for opening in self.openings.values() if not self.batch.wakes_at(opening, now)]
        ranked = sorted(awake, key=lambda opening: _RANK[opening.story.severity])
        room = self.batch.policy.hourly_cap - self.batch.posts_last_hour(self.channel)
        cards: list[_Opening] = []
        folded: list[_Opening] = []
        held: list[_Opening] = []
        for opening in ranked:
            taken = len(cards) + bool(folded)
            if opening.story.severity != "P1" and not folded and taken >= room:
                held.append(opening)
            elif len(cards) < limit:
                cards.append(opening)
            else:
                folded.append(opening)
        for opening in (o for o in self.openings.values() if o in cards):
            self._card(opening)
        for opening in list(held):
            if wakes_at := self.batch.wakes_at(opening, now + _HOUR):
                held.remove(opening)
                self._card(opening, wakes_at=wakes_at)
        if folded:
            self._fold([o for o in self.openings.values() if o in folded])
        if held:
            self._hold([o for o in self.openings.values() if o in held])

    def _card(self, opening: _Opening, *, wakes_at: datetime | None = None) -> None:
        """One card; with `wakes_at` it waits for the end of quiet hours, to be one line of a list with others."""
        story, first = opening.story, opening.changes[0]
        not_before = wakes_at or self.batch.now
        if any(self.batch.page_pending(change.report.item_id) for change in opening.changes):
            not_before = max(not_before, self.batch.now + PAGE_WAIT)
        mention = opening.route.mention if story.severity == "P1" else None
        batch: Batch | None = "quiet" if wakes_at is not None else None
        self._say("card", opening.changes, not_before, mention, f"{story.severity} opens story {story.id}", batch)
        self._fate(first, "outbox", "alerted")

    def _fold(self, openings: Sequence[_Opening]) -> None:
        lead = min(openings, key=lambda opening: _RANK[opening.story.severity])
        urgent = lead.story.severity == "P1"
        for opening in openings:
            self.outcome.folded.add(opening.story.id)
            self._fate(opening.changes[0], "outbox", "alerted in a fold")
        why = "first_poll" if self.batch.first_poll else "burst"
        self._say(
            "fold", [o.changes[-1] for o in openings], self.batch.now, lead.route.mention if urgent else None, why
        )

    def _hold(self, openings: Sequence[_Opening]) -> None:
        """What the cap holds is one list an hour later, joined by what it holds meanwhile."""
        for opening in openings:
            self.outcome.folded.add(opening.story.id)
            for change in opening.changes:
                self._fate(change, "policy", "hourly cap")
        self._say("held", [o.changes[-1] for o in openings], self.batch.now + _HOUR, None, "cap")


_FATE_ORDER = {"outbox": 0, "stories": 1, "policy": 2}


def _told_nowhere(story: StoryId, item: ItemId, channel: str) -> bool:
    return False


def plan(
    changes: Sequence[StoryChange],
    *,
    routes: Sequence[RoutePolicy],
    policy: AlertPolicy,
    now: datetime,
    first_poll: bool,
    card_state: Callable[[StoryId, str], MessageState | None],
    posts_last_hour: Callable[[str], int],
    page_pending: Callable[[ItemId], bool],
    undated: Collection[ItemId] = (),
    muted: Callable[[StoryChange, str], Mute | None] | None = None,
    was_told: Callable[[StoryId, ItemId, str], bool] = _told_nowhere,
) -> PolicyResult:
    """Decides what one batch (a feed's poll, or a page) makes the bot say.

    Args:
        changes: in the order they happened; several may belong to one story.
        routes: which stories go to which channel; a channel gets a story once, however many of its routes match.
        policy: limits for all routes.
        now: aware UTC.
        first_poll: the feed was never read before.
        card_state: how the story's card in the channel is, as the store knows; None = it never had one.
        posts_last_hour: top-level posts of the channel in the last hour, this batch left out.
        page_pending: whether the item's page is still to be read, so that a new card waits `PAGE_WAIT` for it.
        undated: items whose feed gave no usable date: baseline in a first poll.
        muted: the mute that keeps a report from being told in a channel; None = nothing is muted.
        was_told: whether a channel heard of a report under a story's card or on it; asked of reports that people move.
    """
    batch = _Batch(
        routes=routes, policy=policy, now=now, first_poll=first_poll, card_state=card_state,
        posts_last_hour=posts_last_hour,
        page_pending=page_pending, undated=undated,
        muted=muted or (lambda change, channel: None), was_told=was_told,
    )  # fmt: skip
    fates = {change.report.item_id: Fate(stage="policy", reason="no route") for change in changes}
    stories = {change.after.id: change.after for change in changes}
    messages: list[PlannedMessage] = []
    told: set[ItemId] = set()
    for channel in dict.fromkeys(route.channel for route in routes):
        outcome = _ChannelPlan(channel, batch).run(changes)
        messages += outcome.messages
        for item_id, fate in outcome.fates.items():
            if item_id not in told or _FATE_ORDER[fate.stage] < _FATE_ORDER[fates[item_id].stage]:
                fates[item_id] = fate
            told.add(item_id)
        for story_id in outcome.folded:
            story = stories[story_id]
            if channel not in story.folded_in:
                stories[story_id] = replace(story, folded_in=(*story.folded_in, channel))
    return PolicyResult(messages=tuple(messages), fates=fates, stories=tuple(stories.values()))


__all__ = ["BURST", "PAGE_WAIT", "PolicyResult", "plan", "quiet_until"]
