"""Scripted weeks through extraction, stories, policy and words: the transcript is what a desk editor would want.

Judgements are part of the script, so that no retraining changes a transcript. `PYTHONPATH=.:tests python
tests/stories/test_story_weeks.py` writes the files in tests/data/weeks anew; then read them line by line.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from builders import make_item, make_judgement, make_verdict

from bot.app import load_lexicon
from bot.compose.payloads import Card, Fold, Reply, decode
from bot.domain import (
    AlertPolicy,
    ItemId,
    JudgedBy,
    Judgement,
    MessageState,
    Mute,
    OutboxMessage,
    RoutePolicy,
    StoredItem,
    Story,
    StoryId,
)
from bot.jobs.think import Fresh, Mind, Thought, take_in
from bot.newsroom.week import load_week
from bot.rules import RuleSet
from bot.stories import Shelf

WEEKS = Path(__file__).parents[1] / "data" / "weeks"
SCRIPTED = ("correction", "split", "merge", "denial")
_SEEN_AFTER = timedelta(minutes=2)
# what a judge makes of the demo's stories; reactions, analyses and returns are the digest's
_DEMO: dict[str, tuple[str, str]] = {
    "denial": ("denied", "P2"), "threat": ("threatened", "P2"), "amparo": ("blocked", "P2"),
    "handover": ("occurred", "P1"), "return": ("occurred", "P3"),
}  # fmt: skip


@dataclass
class Memory:
    """What a store would keep, every message delivered at once."""

    shelf: Shelf = field(default_factory=Shelf)
    cards: set[str] = field(default_factory=set)
    posts: list[datetime] = field(default_factory=list)

    def next_story_number(self) -> int:
        """See `StoryMemory`."""
        return len(self.shelf.stories) + 1

    def candidate_stories(self, keys: Sequence[str], since: datetime, limit: int) -> list[Story]:
        """See `StoryMemory`."""
        return self.shelf.candidates(keys, since, limit)

    def card_state(self, story_id: StoryId, channel: str) -> MessageState | None:
        """See `StoryMemory`."""
        return "sent" if story_id in self.cards else None

    def posts_since(self, channel: str, since: datetime) -> int:
        """See `StoryMemory`."""
        return sum(at >= since for at in self.posts)

    def told_until(self) -> datetime | None:
        """See `StoryMemory`."""
        return None

    def mutes_in_force(self, now: datetime) -> list[Mute]:
        """See `StoryMemory`."""
        return []

    def item(self, item_id: ItemId) -> StoredItem | None:
        """See `StoryMemory`; nothing is kept but stories."""
        return None

    def judged_by(self, judgement: Judgement, at: datetime) -> JudgedBy:
        """See `StoryMemory`."""
        raise NotImplementedError

    def keep(self, thought: Thought, now: datetime) -> None:
        """Writes and delivers."""
        for indexed in thought.stories:
            self.shelf.put(indexed.story)
        for message in thought.messages:
            if message.kind == "card" and message.story_id:
                self.cards.add(message.story_id)
            if message.kind in ("card", "fold"):
                self.posts.append(now)


def _entry(row: dict[str, Any], number: int, shelf: Shelf) -> tuple[Fresh, Judgement]:
    at = datetime.fromisoformat(row["at"])
    spanish = any(c in row["title"] for c in "áéíóúñÁÉÍÓÚÑ“¿") or row.get("language") == "es"
    item = make_item(
        id=ItemId(f"i-{row.get('guid', number)}"), guid=None, url=None, link=None, outlet=row["outlet"],
        title=row["title"],
        summary=row.get("summary", ""), body=row.get("body", ""), published_at=at, first_seen=at + _SEEN_AFTER,
        language=row.get("language", "es" if spanish else "en"), reliability=row.get("reliability", "B"),
        country="MX" if spanish else "US",
    )  # fmt: skip
    verdicts = [
        make_verdict(
            topic=topic, realis=(row["realis"],), severity=row["severity"],
            direction=row.get("direction", "MX_TO_US") if topic == "transfer" else None,
            route="unspecified" if topic == "transfer" else None,
            means="unspecified" if topic == "strike_threat" else None,
        )
        for topic in row.get("topics", ["transfer"])
    ]  # fmt: skip
    judgement = make_judgement(*verdicts, item_type=row.get("item_type", "news"))
    holds = (s for s in shelf.stories if s.merged_into is None and any(r.item_id == item.id for r in s.reports))
    return Fresh(item=item, content_hash=b"", page_read=True, story=next(holds, None)), judgement


def _figures(card: Card) -> str:
    shown = []
    for figure in card.figures:
        rivals = "".join(f"; {rival.outlet}: {rival.value:g}" for rival in figure.rivals if rival.value is not None)
        shown.append(f"{figure.measure} {figure.value:g} ({figure.scope}{rivals})" if figure.value is not None else "")
    return "; ".join(shown)


def _told(message: OutboxMessage) -> list[str]:
    payload = decode(message.kind, message.payload)
    match payload:
        case Card():
            refs = [("follows", payload.follows), ("went into", payload.merged_into), ("split off", payload.split_from)]
            points = [f"{word} {ref.id} “{ref.title}”" for word, ref in refs if ref]
            head = (
                f"  {message.kind.upper()} {payload.story_id} {payload.severity} {payload.standing} {payload.grade}, "
            )
            head += f"{len(payload.publishers)} publishers: {payload.headline}"
            lines = [head, *(f"    {point}" for point in points)]
            return lines + ([f"    {figures}"] if (figures := _figures(payload)) else [])
        case Reply(pointer=ref) if ref is not None:
            leads = "went into" if payload.change == "merged" else "part of it is"
            return [f"  REPLY {payload.story_id} {leads} {ref.id} “{ref.title}”"]
        case Reply():
            lines = []
            for line in payload.lines:
                old = f" {line.before.value:g} ->" if line.before and line.before.value is not None else ""
                new = f" {line.after.measure}{old} {line.after.value:g}" if line.after and line.after.value else ""
                lines.append(f"    {line.kind}{new} {line.realis or line.relation or line.topic or ''}".rstrip())
            return [f"  REPLY {payload.story_id} {payload.standing}: {payload.title}", *lines]
        case Fold():
            return ["  FOLD", *(f"    {entry.story_id} {entry.title}" for entry in payload.entries)]
        case _:
            return []


def play(rows: Sequence[dict[str, Any]], mind: Mind) -> str:
    """The transcript: each report, and what the channel hears of it."""
    memory, lines = Memory(), []
    for number, row in enumerate(sorted(rows, key=lambda row: datetime.fromisoformat(row["at"])), start=1):
        fresh, judgement = _entry(row, number, memory.shelf)
        now = fresh.item.first_seen
        thought = take_in([fresh], [judgement], mind, memory, now)
        memory.keep(thought, now)
        lines.append(f"{now:%a %d %b %H:%M} {fresh.item.outlet}: {fresh.item.title}")
        lines += [line for message in thought.messages for line in _told(message)] or [
            f"  silent: {thought.items[0].fate.reason}"
        ]
    return "\n".join(lines) + "\n"


def _mind() -> Mind:
    return Mind(
        scorers={}, lexicon=load_lexicon(), rules=RuleSet(), thresholds={},
        routes=(RoutePolicy(channel="desk", mention="@here"),), policy=AlertPolicy(),
    )  # fmt: skip


def _rows(name: str) -> list[dict[str, Any]]:
    if name != "demo":
        found: list[dict[str, Any]] = tomllib.loads((WEEKS / f"{name}.toml").read_text("utf-8"))["items"]
        return found
    return demo_rows()


def demo_rows() -> list[dict[str, Any]]:
    """The reports of the demo's week that are about something, with what a judge makes of them."""
    from importlib.resources import files

    week = tomllib.loads(files("bot.newsroom").joinpath("week.toml").read_text("utf-8"))
    sites = {site["id"]: site for site in week["sites"]}
    assert len(load_week().sites) == len(sites)
    rows = []
    for entry in week["items"]:
        if not entry["story"]:
            continue
        site, (realis, severity) = sites[entry["site"]], _DEMO[entry["story"]]
        extra = {"item_type": "analysis", "severity": "P3"} if site["kind"] == "think_tank" else {"severity": severity}
        way = {"direction": "US_TO_MX"} if entry["story"] == "return" else {}
        for version in ({"at": entry["at"]}, *entry.get("edits", ())):
            told = {"title": entry["title"], "summary": entry.get("summary", "")} | version
            rows.append(
                told
                | {"guid": entry["id"], "outlet": site["name"], "language": site["language"], "realis": realis}
                | {"reliability": site["reliability"], "topics": entry["topics"][:1]}
                | extra
                | way
            )
    return rows


@pytest.mark.parametrize("name", [*SCRIPTED, "demo"])
def test_a_week_is_told_as_its_transcript_says(name: str) -> None:
    """Cards, replies, edits and silences, line by line."""
    assert play(_rows(name), _mind()) == (WEEKS / f"{name}.txt").read_text("utf-8")


if __name__ == "__main__":
    for week in (*SCRIPTED, "demo"):
        (WEEKS / f"{week}.txt").write_text(play(_rows(week), _mind()), "utf-8")
