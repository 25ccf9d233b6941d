"""Every case of the table in docs/alerts.md: what the channel hears, and what becomes of the item."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from builders import make_item, make_mute, make_report, make_story_change, make_story_link
from fakes import NOON
from test_story_policy import FACT, NIGHT, joined, opened, planned

from bot.domain import (
    AlertPolicy,
    ChangeKind,
    ItemId,
    MuteKind,
    NewFact,
    RoutePolicy,
    StoryChange,
    StoryId,
    StoryRef,
)
from bot.stories.mutes import muting
from bot.stories.policy import PolicyResult

TABLE = Path(__file__).parents[2] / "docs" / "alerts.md"
DESK = RoutePolicy(channel="desk", mention="@here")
QUIET: dict[str, Any] = {
    "policy": AlertPolicy(quiet_hours=NIGHT, timezone="UTC"), "now": datetime(2026, 10, 5, 23, 0, tzinfo=UTC),
}  # fmt: skip
CARDED: dict[str, Any] = {"card_state": lambda story_id, channel: "sent"}
FIRST: dict[str, Any] = {"first_poll": True}
FULL: dict[str, Any] = {"posts_last_hour": lambda channel: 20}

Played = tuple[PolicyResult, ItemId]


def _rows() -> dict[str, tuple[str, str]]:
    lines = [line.strip("| \n").split("|") for line in TABLE.read_text("utf-8").splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line] for line in lines]
    return {row[0]: (row[1], row[2] if len(row) > 2 else "") for row in cells if row[0] != "case"}


def _muted(kind: MuteKind, target: str, **changes: Any) -> dict[str, Any]:
    mute = make_mute(kind=kind, target=target, who="ana", **({"channel": None, "until": None} | changes))
    mutes = [mute] if mute.in_force(NOON) else []
    return {
        "muted": lambda change, channel: muting(change, make_item(title=change.report.title), channel, mutes)
    }  # fmt: skip


def _of(change: StoryChange, *routes: RoutePolicy, before: tuple[StoryChange, ...] = (), **overrides: Any) -> Played:
    return planned([*before, change], *(routes or (DESK,)), **overrides), change.report.item_id


def _follow(*facts: NewFact, **overrides: Any) -> Played:
    changes = {
        key: overrides.pop(key) for key in ("relation", "item", "at", "text_read", "severity") if key in overrides
    }
    first = opened(severity=overrides.pop("first", "P1"))
    return _of(joined(first, *facts, **changes), **(CARDED | overrides))


def _reshaped(kind: ChangeKind, number: int, report: StoryChange, **changes: Any) -> StoryChange:
    before = opened(number).after
    after = replace(before, revision=2, **changes)
    link = make_story_link(story_id=after.id, is_new_story=False)
    return make_story_change(
        before=None if kind == "split" else before, after=after, report=report.report, link=link, kind=kind
    )


def _merge(*carded: str) -> Played:
    report = joined(opened(), item=9)
    survivor = StoryRef(id=StoryId("s-000001"), title="Twenty-six sent", link=None)
    changes = [report, _reshaped("absorbed", 1, report), _reshaped("merged", 2, report, merged_into=survivor)]
    result = planned(changes, DESK, card_state=lambda story_id, channel: "sent" if story_id in carded else None)
    return result, report.report.item_id


def _split() -> Played:
    report = joined(opened(), item=9)
    first = StoryRef(id=StoryId("s-000001"), title="Twenty-six sent", link=None)
    changes = [report, _reshaped("left", 1, report), _reshaped("split", 2, report, split_from=first)]
    result = planned(changes, DESK, card_state=lambda story_id, channel: "sent" if story_id == "s-000001" else None)
    return result, report.report.item_id


def _moved(
    *facts: NewFact,
    told: bool = False,
    carded: tuple[str, ...] = ("s-000001", "s-000002"),
    hours_old: float = 1,
    **overrides: Any,
) -> Played:
    """A report of the first story becomes one of the second."""
    report = joined(opened(2), *facts, item=9, at=NOON - timedelta(hours=hours_old))
    changes = [_reshaped("lost", 1, report), replace(report, kind="gained")]
    result = planned(
        changes, DESK, card_state=lambda story_id, channel: "sent" if story_id in carded else None,
        was_told=lambda story_id, item_id, channel: told and (story_id, item_id) == ("s-000001", "i-9"), **overrides,
    )  # fmt: skip
    return result, report.report.item_id


def _many(number: int, **overrides: Any) -> Played:
    changes = [opened(n) for n in range(1, number + 1)]
    return planned(changes, DESK, **overrides), changes[-1].report.item_id


CHANGED = NewFact(kind="figure_changed")
CASES: dict[str, Callable[[], Played]] = {
    "new P1 story": lambda: _of(opened()),
    "new P1 story in quiet hours": lambda: _of(opened(hours_old=-10), **QUIET),
    "new P2 story": lambda: _of(opened(severity="P2")),
    "new P2 story in quiet hours": lambda: _of(opened(hours_old=-10, severity="P2"), **QUIET),
    "new P3 story": lambda: _of(opened(severity="P3")),
    "no route for the topic": lambda: _of(opened(), replace(DESK, topics=("strike_threat",))),
    "source below the route's reliability": lambda: _of(opened(reliability="F"), replace(DESK, min_reliability="B")),
    "second source, nothing new": lambda: _follow(),
    "new figure": lambda: _follow(NewFact(kind="figure")),
    "changed figure": lambda: _follow(CHANGED),
    "correction": lambda: _follow(CHANGED, relation="correction"),
    "denial": lambda: _follow(NewFact(kind="realis", realis="denied"), relation="denial"),
    "reaction, the first": lambda: _follow(FACT, relation="reaction"),
    "reaction, a further one": lambda: _follow(relation="reaction"),
    "the first plea, verdict, sentence, appeal, list of charges or hearing of a case": lambda: _follow(
        NewFact(kind="relation", relation="report")
    ),
    "analysis or anniversary of a story with a card": lambda: _follow(relation="analysis", severity="P3"),
    "P3 story rises to P1": lambda: _of(joined(opened(severity="P3"), FACT)),
    "P2 card rises to P1 with news": lambda: _follow(FACT, first="P2"),
    "news while the card still waits": lambda: _follow(FACT, card_state=lambda story_id, channel: "pending"),
    "the page of the card's own item adds figures": lambda: _own_page(),
    "published 80 hours ago": lambda: _of(opened(hours_old=80)),
    "old item with news for a card": lambda: _follow(FACT, at=NOON - timedelta(hours=80)),
    "a report of a story whose card died": lambda: _follow(card_state=lambda story_id, channel: "dead"),
    "news for a card that may not have arrived": lambda: _follow(
        FACT, card_state=lambda story_id, channel: "unconfirmed"
    ),
    "a further source of a story told in a list": lambda: _follow(card_state=lambda story_id, channel: "listed"),
    "news for a story told in a list": lambda: _follow(FACT, card_state=lambda story_id, channel: "listed"),
    "first poll, published an hour ago": lambda: _of(opened(), **FIRST),
    "first poll, published 30 hours ago": lambda: _of(opened(hours_old=30), **FIRST),
    "first poll, no date": lambda: _of(opened(), undated={ItemId("i-1")}, **FIRST),
    "first poll, the fourth story": lambda: _last(_many(4, **FIRST)),
    "the sixth new story of a batch": lambda: _last(_many(6)),
    "hourly cap reached, P2": lambda: _of(opened(severity="P2"), **FULL),
    "hourly cap reached, P1": lambda: _of(opened(), **FULL),
    "hourly cap reached within an hour of quiet hours": lambda: _of(
        opened(hours_old=-9, severity="P2"), **(QUIET | FULL | {"now": QUIET["now"] - timedelta(minutes=90)})
    ),
    "story muted": lambda: _of(opened(), **_muted("story", "s-000001", until=NOON + timedelta(hours=2))),
    "term muted": lambda: _of(opened(title="PRISONERS flown north"), **_muted("term", "prisoners")),
    "feed muted": lambda: _of(opened(), **_muted("feed", "diario")),
    "topic muted": lambda: _of(opened(), **_muted("topic", "transfer")),
    "muted in another channel": lambda: _of(opened(), **_muted("topic", "transfer", channel="other")),
    "mute over or lifted": lambda: _of(opened(), **_muted("topic", "transfer", until=NOON)),
    "news for a card, story muted": lambda: _follow(FACT, **_muted("story", "s-000001")),
    "two stories with cards turn out to be one": lambda: _merge("s-000001", "s-000002"),
    "the story that ends has the only card here": lambda: _merge("s-000002"),
    "part of a story turns out to be another event": _split,
    "a report told here is moved by hand to another card, where it is old news": lambda: _moved(told=True),
    "a report told here is moved by hand to another card, where it is news": lambda: _moved(FACT, told=True),
    "a report that was told nowhere is moved by hand to another card, where it is old news": lambda: _moved(),
    "a report told here is moved by hand to a story without a card": lambda: _moved(
        FACT, told=True, carded=("s-000001",)
    ),
    "a report is moved by hand out of a story without a card, to a card where it is news": lambda: _moved(
        FACT, told=True, carded=("s-000002",)
    ),
    "a report told here is moved by hand to a muted story": lambda: _moved(
        FACT, told=True, **_muted("story", "s-000002")
    ),
    "a report told here is moved by hand out of a muted story": lambda: _moved(
        FACT, told=True, **_muted("story", "s-000001")
    ),
    "a report of 80 hours ago is moved by hand to another card, where it is news": lambda: _moved(
        FACT, told=True, hours_old=80
    ),
    "nothing more is heard of a story": lambda: (planned([]), ItemId("none")),
}


def _own_page() -> Played:
    first = opened()
    after = replace(first.after, revision=2)
    report = make_report(**{name: getattr(first.report, name) for name in ("item_id", "at")}, text_read="page")
    link = make_story_link(story_id=after.id, is_new_story=False, relation="edit")
    change = make_story_change(
        before=first.after, after=after, report=report, link=link, facts=(NewFact(kind="figure"),)
    )
    return _of(change, **CARDED)


def _last(played: Played) -> Played:
    """Only what was said of the last item."""
    result, item_id = played
    said = [m for m in result.messages if any(c.report.item_id == item_id for c in m.changes)]
    return replace(result, messages=tuple(said)), item_id


def _heard(result: PolicyResult, now: datetime) -> str:
    """The messages in words of the table."""
    words = []
    for message in result.messages:
        plan = message.plan
        late = " when they end" if plan.not_before > now else ""
        late += ", in one list with others" if plan.batch else ""
        called = " with mention" if plan.mention and plan.kind == "reply" else ""
        if plan.kind == "held" and plan.not_before == now + timedelta(hours=1):
            words.append("one list an hour later")
        else:
            words.append(f"{plan.kind}{late}{called}")
    return ", ".join(words) or "nothing"


@pytest.mark.parametrize("case", list(CASES))
def test_each_case_of_the_table(case: str) -> None:
    """As the docs say."""
    result, item_id = CASES[case]()
    heard, fate = _rows()[case]
    now = QUIET["now"] if "in quiet hours" in case else NOON
    assert _heard(result, now) == heard
    assert (result.fates[item_id].reason if item_id in result.fates else "") == fate


def test_the_table_and_the_cases_are_the_same() -> None:
    """No row without a test, no test without a row."""
    assert list(_rows()) == list(CASES)


def test_only_p1_cards_and_rises_call_out() -> None:
    """Everything else is silent."""
    for case, play in CASES.items():
        for message in play()[0].messages:
            plan = message.plan
            assert plan.mention is None or plan.kind in ("card", "fold", "edit") or "rises to P1" in case
