"""What a channel hears of labelled events: one alert each, or two, or none.

    python -m benchmarks.channel [--errors] [FILE ...]

A FILE is labelled as for `benchmarks.stories`. Its reports go through judging, figures, stories and the alert policy
as shipped, one after another at their hour, every outlet a feed of its own; nothing is muted. An event is `told` if a
report of it opened an alert; further alerts that its reports opened within a week of its last one before are
`doubled`, later ones `again`: a plea after a year deserves a card of its own, whichever event a reader counts it to.
An event that was not told is `replied` where a reply in the thread of another event's alert told it, `hidden` where its
reports went into such a thread without a word, `quiet` where the policy held all flagged ones back (P3), `unflagged`
where the classifier flagged none. Of those told, `late` are alerted more than a quarter of an hour after their first
report: an earlier one was held back, not flagged, or taken for another event's. Grouping is scored by pairs in
`benchmarks.stories`, whose errors weigh by the size of a story; here each weighs as a reader feels it. The last line
printed for each file is one JSON object.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from benchmarks.stories import DEVELOPMENT, Labelled, read
from bot.app import load_embedder, load_lexicon, load_scorers
from bot.backtest import Outcome, ReplayedAlert
from bot.domain import AlertPolicy, FeedId, RoutePolicy
from bot.jobs.replay import replay
from bot.jobs.think import Mind
from bot.rules import RuleSet
from bot.stories.policy.channel import TOLD_IN_REPLY

SOON = timedelta(days=7)  # after an event's last report: its next alert is a doubled one
LATE = timedelta(minutes=15)
UNTOLD = ("replied", "hidden", "quiet", "unflagged")


@dataclass
class Heard:
    """Events by what the channel heard of them; `doubled` and `again` with the title of the further alert."""

    told: list[str] = field(default_factory=list)
    doubled: list[tuple[str, str]] = field(default_factory=list)
    again: list[tuple[str, str]] = field(default_factory=list)
    replied: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    quiet: list[str] = field(default_factory=list)
    unflagged: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)


def outcome_of(labelled: Sequence[Labelled], mind: Mind) -> Outcome:
    """What the bot would have made of the reports."""
    items = [replace(each.item, feed_id=FeedId(each.item.outlet)) for each in labelled]
    items.sort(key=lambda item: (item.first_seen, item.feed_id))
    (outcome,) = replay([(item, ()) for item in items], [mind], {})
    return outcome


def heard(labelled: Sequence[Labelled], outcome: Outcome) -> Heard:
    """Holds the alerts against the events that the reports belong to."""
    event_of = {each.item.id: each.story for each in labelled}
    reports: dict[str, list[Labelled]] = defaultdict(list)
    for each in labelled:
        reports[each.story].append(each)
    alerts: dict[str, list[ReplayedAlert]] = defaultdict(list)
    for alert in sorted(outcome.alerts, key=lambda alert: alert.at):
        alerts[event_of[alert.item_id]].append(alert)
    alerted = {alert.story_id for alert in outcome.alerts}
    found = Heard()
    for event, held in reports.items():
        stories = {outcome.items[each.item.id].story_id for each in held} - {None}
        if own := alerts[event]:
            found.told.append(event)
            for alert in own[1:]:
                at = outcome.items[alert.item_id].seen_at
                silent = at - max(each.item.first_seen for each in held if each.item.first_seen < at)
                (found.again if silent > SOON else found.doubled).append((event, alert.title))
            if own[0].at - min(each.item.first_seen for each in held) > LATE:
                found.late.append(event)
        elif stories & alerted:
            replied = any(TOLD_IN_REPLY in outcome.items[each.item.id].fate.reason for each in held)
            (found.replied if replied else found.hidden).append(event)
        else:
            (found.quiet if stories else found.unflagged).append(event)
    return found


def lines_of(labelled: Sequence[Labelled], outcome: Outcome, found: Heard) -> list[str]:
    """Each doubled, late and untold event, with the reports that show why."""
    title_of = {alert.story_id: alert.title for alert in outcome.alerts}
    lines = [f"doubled   {event}: {title}" for event, title in found.doubled]
    for kind in ("late", *UNTOLD):
        for event in getattr(found, kind):
            for each in labelled:
                if each.story == event:
                    item = outcome.items[each.item.id]
                    went = f" -> {title_of.get(item.story_id, 'no alert')}" if item.story_id else ""
                    lines.append(f"{kind:9} {event}: {each.item.title} ({item.fate.reason}){went}")
    return lines


def main() -> None:
    """Runs the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=DEVELOPMENT)
    parser.add_argument("--errors", action="store_true", help="list what was doubled, late or not told")
    options = parser.parse_args()
    mind = Mind(
        scorers=load_scorers(), lexicon=load_lexicon(), rules=RuleSet(), thresholds={},
        routes=(RoutePolicy(channel="desk"),), policy=AlertPolicy(), embedder=load_embedder(),
    )  # fmt: skip
    for path in options.files:
        labelled = read(path)
        outcome = outcome_of(labelled, mind)
        found = heard(labelled, outcome)
        if options.errors:
            print("\n".join(lines_of(labelled, outcome, found)))
        counted = {kind: len(getattr(found, kind)) for kind in ("told", "late", "doubled", "again", *UNTOLD)}
        print(json.dumps({"file": path.name, **counted}), flush=True)


if __name__ == "__main__":
    main()
