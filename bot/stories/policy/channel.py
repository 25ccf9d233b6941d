"""What one channel hears of a batch: each change in turn, then the posts, then who is pointed elsewhere, then edits.

Pure. May import domain, mutes, the order of severities and this package.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.domain import (
    PAGE_WAIT,
    Batch,
    Fate,
    ItemId,
    Mute,
    Plan,
    PlanKind,
    PlannedMessage,
    RoutePolicy,
    StoryChange,
    StoryId,
)
from bot.stories.mutes import told_as
from bot.stories.policy.posts import HELD_FOR, Opening, share_out
from bot.stories.policy.quiet_hours import not_before
from bot.stories.policy.routes import opening_route, rose, staleness
from bot.stories.policy.situation import Situation
from bot.stories.severity import RANK

TOLD_IN_REPLY = "told in a reply"  # in the fate of a report that a reply told of


@dataclass(slots=True)
class _Moves:
    """What people moved from one story to another."""

    lost: StoryChange | None = None  # None = nothing, or nobody is to hear of it
    gained: list[StoryChange] = field(default_factory=list)


@dataclass(slots=True)
class Outcome:
    """What one channel makes of the batch."""

    messages: list[PlannedMessage] = field(default_factory=list)
    fates: dict[ItemId, Fate] = field(default_factory=dict)
    folded: set[StoryId] = field(default_factory=set)


class ChannelPlan:
    """Plans one channel's messages for one batch."""

    def __init__(self, channel: str, situation: Situation) -> None:
        self.channel = channel
        self.situation = situation
        self.routes = [route for route in situation.routes if route.channel == channel]
        self.outcome = Outcome()
        self.openings: dict[StoryId, Opening] = {}
        self.edits: dict[StoryId, StoryChange] = {}
        self.absorbing: dict[StoryId, StoryChange] = {}  # stories that took another in
        self.left: dict[StoryId, StoryChange] = {}  # stories with a card that another was split off
        self.partings: list[tuple[StoryChange, StoryChange]] = []  # the story split off, and the one it left
        self.moves = _Moves()

    def run(self, changes: Sequence[StoryChange]) -> Outcome:
        """Looks at each change in turn, then posts what asks for a post, then edits."""
        for change in changes:
            story = change.after
            mute = self.situation.muted(change, self.channel)
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
            elif self.situation.has_card(story.id, self.channel):
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
            due = not_before(severity, route, self.situation.policy, self.situation.now)
            self._say("edit", [change], due, mention, f"story {change.after.id} changed")
        return self.outcome

    def _reshape(self, change: StoryChange) -> None:
        """A merge or a split: cards stay right by edits; who saw the card of a story that ends gets the other's."""
        story = change.after
        if self.situation.has_card(story.id, self.channel):
            self.edits[story.id] = change
        waiting = self.openings.get(story.id)
        if change.kind == "absorbed":
            self.absorbing[story.id] = change
        if change.kind == "left" and self.situation.card_sent(story.id, self.channel):
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
                if self.situation.card_sent(story.id, self.channel):
                    self._say("reply", [change], self.situation.now, None, f"it went into story {story.merged_into.id}")
                self._hand_over(change, story.merged_into.id)

    def _tell_partings(self) -> None:
        """The thread that reported of two events hears where the second goes on, not before that one's card is due."""
        due = {m.changes[-1].after.id: m.plan.not_before for m in self.outcome.messages if m.plan.kind == "card"}
        for made, kept in self.partings:
            at = due.get(made.after.id, self.situation.now)
            self._say("reply", [made, kept], at, None, f"story {made.after.id} was part of it")

    def _move(self, change: StoryChange) -> None:
        """A report moved by hand: both cards stay right, what is news there is a reply; no card is posted."""
        if change.kind == "lost":
            self.moves.lost = change
        if change.kind == "gained" and self.situation.has_card(change.after.id, self.channel):
            self._follow_up(change)
            return
        if change.kind == "gained":
            self._fate(change, "stories", f"folded into story {change.after.id}")
        if self.situation.card_state(change.after.id, self.channel) not in (None, "listed"):
            self.edits[change.after.id] = change

    def _tell_moves(self) -> None:
        """The thread that told of reports which left hears where they are now."""
        lost = self.moves.lost
        if lost is None or not self.situation.card_sent(lost.after.id, self.channel):
            return
        told = [
            change
            for change in self.moves.gained
            if self.situation.was_told(lost.after.id, change.report.item_id, self.channel)
        ]
        if told:
            reason = f"{len(told)} of it moved to story {told[0].after.id}"
            self._say("reply", [*told, lost], self.situation.now, None, reason)

    def _hand_over(self, change: StoryChange, to: StoryId) -> None:
        """The story that goes on is posted where only the one that ended had a card, or was about to get one."""
        waiting = self.openings.pop(change.after.id, None)
        if self.situation.has_card(to, self.channel) or to in self.openings:
            return
        goes_on = self.absorbing.get(to)
        if goes_on is not None and (waiting or self.situation.has_card(change.after.id, self.channel)):
            self.openings[to] = Opening(waiting.route if waiting else self._route_of(goes_on), [goes_on])

    def _fate(self, change: StoryChange, stage: Literal["stories", "policy", "outbox"], reason: str) -> None:
        self.outcome.fates[change.report.item_id] = Fate(stage=stage, reason=reason)

    def _say(
        self,
        kind: PlanKind,
        changes: Sequence[StoryChange],
        due: datetime,
        mention: str | None,
        reason: str,
        batch: Batch | None = None,
    ) -> None:
        plan_ = Plan(
            kind=kind, channel=self.channel, not_before=due, mention=mention, reason=reason, batch=batch,
        )  # fmt: skip
        self.outcome.messages.append(PlannedMessage(plan=plan_, changes=tuple(changes)))

    def _route_of(self, change: StoryChange) -> RoutePolicy:
        serving = (route for route in self.routes if not route.topics or set(route.topics) & set(change.after.topics))
        return next(serving, self.routes[0])

    def _consider(self, change: StoryChange) -> None:
        """A story without a card here: does this item ask for one?"""
        story = change.after
        route = opening_route(change, self.routes, self.situation)
        state = self.situation.card_state(story.id, self.channel)
        told = state == "listed" or self.channel in story.folded_in
        if isinstance(route, str):
            self._fate(change, "stories" if route.startswith("folded") else "policy", route)
        elif told and not (change.facts or rose(change)):
            self._fate(change, "stories", f"folded into story {story.id}")
        else:
            self.openings[story.id] = Opening(route, [change])
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
        sent = self.situation.card_sent(story.id, self.channel)
        trusted = change.report.reliability <= min(
            (r.min_reliability for r in self.routes), default="F", key=lambda m: -ord(m)
        )
        if not change.facts or not sent or not trusted or self._only_completes(change):
            return
        if stale := staleness(change, self.situation):
            self._fate(change, "policy", stale)
            return
        mention = route.mention if rose(change) and story.severity == "P1" else None
        self._say("reply", [change], self.situation.now, mention, f"{len(change.facts)} new in story {story.id}")
        self._fate(change, "stories", f"folded into story {story.id}, {TOLD_IN_REPLY}")

    def _keep_quiet(self, change: StoryChange, mute: Mute) -> None:
        """Nothing new is posted; a card that is there stays true."""
        self._fate(change, "policy", told_as(mute))
        story, before = change.after, change.before
        if story.id in self.openings:
            self.openings[story.id].changes.append(change)
        elif (
            before is not None and story.revision != before.revision and self.situation.has_card(story.id, self.channel)
        ):
            self.edits[story.id] = change

    def _only_completes(self, change: StoryChange) -> bool:
        """The page of the very item that the card shows adds figures: they belong on the card."""
        own = change.link.relation == "edit" and change.after.reports[0].item_id == change.report.item_id
        return own and change.report.text_read == "page" and all(fact.kind == "figure" for fact in change.facts)

    def _post(self) -> None:
        posts = share_out(list(self.openings.values()), self.situation, self.channel)
        for opening, wakes_at in posts.cards:
            self._card(opening, wakes_at=wakes_at)
        if posts.folded:
            self._fold(posts.folded)
        if posts.held:
            self._hold(posts.held)

    def _card(self, opening: Opening, *, wakes_at: datetime | None = None) -> None:
        """One card; with `wakes_at` it waits for the end of quiet hours, to be one line of a list with others."""
        story, first = opening.story, opening.changes[0]
        due = wakes_at or self.situation.now
        if any(self.situation.page_pending(change.report.item_id) for change in opening.changes):
            due = max(due, self.situation.now + PAGE_WAIT)
        mention = opening.route.mention if story.severity == "P1" else None
        batch: Batch | None = "quiet" if wakes_at is not None else None
        self._say("card", opening.changes, due, mention, f"{story.severity} opens story {story.id}", batch)
        self._fate(first, "outbox", "alerted")

    def _fold(self, openings: Sequence[Opening]) -> None:
        lead = min(openings, key=lambda opening: RANK[opening.story.severity])
        urgent = lead.story.severity == "P1"
        for opening in openings:
            self.outcome.folded.add(opening.story.id)
            self._fate(opening.changes[0], "outbox", "alerted in a fold")
        why = "first_poll" if self.situation.first_poll else "burst"
        self._say(
            "fold", [o.changes[-1] for o in openings], self.situation.now, lead.route.mention if urgent else None, why
        )

    def _hold(self, openings: Sequence[Opening]) -> None:
        """What the cap holds is one list an hour later, joined by what it holds meanwhile."""
        for opening in openings:
            self.outcome.folded.add(opening.story.id)
            for change in opening.changes:
                self._fate(change, "policy", "hourly cap")
        self._say("held", [o.changes[-1] for o in openings], self.situation.now + HELD_FOR, None, "cap")
