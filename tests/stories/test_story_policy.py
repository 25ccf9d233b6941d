"""What is said where and when."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from builders import make_report, make_story, make_story_change, make_story_link
from fakes import NOON
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import (
    PAGE_WAIT,
    AlertPolicy,
    ItemId,
    MessageState,
    NewFact,
    QuietHours,
    RoutePolicy,
    Severity,
    StoryChange,
    StoryId,
    StoryRef,
)
from bot.stories.policy import PolicyResult, plan
from bot.stories.policy.posts import BURST
from bot.stories.policy.quiet_hours import quiet_until

DESK = RoutePolicy(channel="desk", mention="@here")
NIGHT = QuietHours(start=time(22), end=time(7))
FACT = NewFact(kind="relation", relation="reaction")


def opened(number: int = 1, *, hours_old: float = 1.0, severity: Severity = "P1", **changes: Any) -> StoryChange:
    """An item that opens a story."""
    report = make_report(item_id=ItemId(f"i-{number}"), at=NOON - timedelta(hours=hours_old), **changes)
    story = make_story(id=StoryId(f"s-{number:06d}"), severity=severity, reports=(report,))
    return make_story_change(after=story, report=report, severity=severity, link=make_story_link(story_id=story.id))


def joined(
    before: StoryChange,
    *facts: NewFact,
    item: int = 100,
    severity: Severity = "P1",
    visible: bool = True,
    **changes: Any,
) -> StoryChange:
    """A further item of the story that `before` left."""
    values: dict[str, Any] = {"item_id": ItemId(f"i-{item}"), "at": NOON - timedelta(minutes=5)}
    relation = changes.pop("relation", "report")
    report = make_report(**(values | changes))
    kept = tuple(r for r in before.after.reports if r.item_id != report.item_id)
    worst: Severity = min(before.after.severity, severity)
    after = make_story(
        id=before.after.id, severity=worst, reports=(*kept, report), folded_in=before.after.folded_in,
        revision=before.after.revision + visible,
    )  # fmt: skip
    link = make_story_link(story_id=after.id, is_new_story=False, relation=relation)
    return make_story_change(before=before.after, after=after, report=report, facts=facts, severity=severity, link=link)


def planned(changes: Sequence[StoryChange], *routes: RoutePolicy, **overrides: Any) -> PolicyResult:
    """A later poll at noon, no card anywhere, nothing posted."""
    values: dict[str, Any] = {
        "routes": routes or (DESK,), "policy": AlertPolicy(), "now": NOON, "first_poll": False,
        "card_state": lambda story_id, channel: None, "posts_last_hour": lambda channel: 0,
        "page_pending": lambda item_id: False,
    }  # fmt: skip
    return plan(changes, **(values | overrides))


def kinds(result: PolicyResult) -> list[str]:
    """Kind of each message, in order."""
    return [message.plan.kind for message in result.messages]


def fate(result: PolicyResult, number: int = 1) -> str:
    """Why an item stopped where it did."""
    return result.fates[ItemId(f"i-{number}")].reason


def has_card(*args: object) -> MessageState:
    """Every story has one."""
    return "sent"


def test_p1_opens_a_card_with_a_mention() -> None:
    """At once, and the item counts as alerted."""
    result = planned([opened()])
    (message,) = result.messages
    assert (message.plan.kind, message.plan.mention, message.plan.not_before) == ("card", "@here", NOON)
    assert (fate(result), result.fates[ItemId("i-1")].stage) == ("alerted", "outbox")


def test_p2_waits_for_the_end_of_quiet_hours() -> None:
    """Local time of the policy; P1 does not wait, and P2 is not called out."""
    policy = AlertPolicy(quiet_hours=NIGHT, timezone="America/Mexico_City")
    midnight = datetime(2026, 10, 6, 6, 0, tzinfo=UTC)
    result = planned([opened(1, severity="P2"), opened(2)], policy=policy, now=midnight)
    assert [(m.plan.not_before, m.plan.mention) for m in result.messages] == [
        (datetime(2026, 10, 6, 13, 0, tzinfo=UTC), None),
        (midnight, "@here"),
    ]


def test_a_routes_own_quiet_hours_win() -> None:
    """Over those of all routes."""
    lunch = RoutePolicy(channel="desk", quiet_hours=QuietHours(start=time(12), end=time(13)))
    result = planned([opened(severity="P2")], lunch, policy=AlertPolicy(quiet_hours=NIGHT))
    assert result.messages[0].plan.not_before == NOON + timedelta(hours=1)


@pytest.mark.parametrize(
    ("hour", "end"), [(21, None), (22, (6, 7)), (3, (5, 7)), (7, None)], ids=["before", "evening", "night", "after"]
)
def test_quiet_hours_may_cross_midnight(hour: int, end: tuple[int, int] | None) -> None:
    """Start inclusive, end exclusive; the end is that of the same night."""
    now = datetime(2026, 10, 5, hour, 0, tzinfo=UTC)
    expected = None if end is None else datetime(2026, 10, end[0], end[1], tzinfo=UTC)
    assert quiet_until(now, NIGHT, "UTC") == expected
    assert quiet_until(now, None, "UTC") is None
    assert quiet_until(now, QuietHours(start=time(5), end=time(5)), "UTC") is None


def test_quiet_hours_hold_from_their_start_and_not_at_their_end() -> None:
    """Within one day as across midnight."""
    lunch = QuietHours(start=time(12), end=time(13))
    one = NOON + timedelta(hours=1)
    assert (quiet_until(NOON, lunch, "UTC"), quiet_until(one, lunch, "UTC")) == (one, None)


@pytest.mark.parametrize("begins", [time(22), time(1)], ids=["across midnight", "within the hour"])
def test_quiet_hours_in_the_hour_that_is_repeated(begins: time) -> None:
    """The clock of New York shows 01:10 twice on 1 November: each time quiet ends at the 01:30 that follows."""
    quiet = QuietHours(start=begins, end=time(1, 30))
    for hour in (5, 6):
        now = datetime(2026, 11, 1, hour, 10, tzinfo=UTC)
        assert quiet_until(now, quiet, "America/New_York") == now + timedelta(minutes=20)


def test_p3_is_for_the_digest() -> None:
    """Even where a route lists it."""
    result = planned([opened(severity="P3")], RoutePolicy(channel="desk", severities=("P1", "P2", "P3")))
    assert (kinds(result), fate(result)) == ([], "digest only: P3")


@pytest.mark.parametrize(
    ("route", "reason"),
    [
        (RoutePolicy(channel="desk", topics=("strike_threat",)), "no route"),
        (RoutePolicy(channel="desk", languages=("en",)), "no route"),
        (RoutePolicy(channel="desk", min_reliability="A"), "no route"),
        (RoutePolicy(channel="desk", rules=("trial watch",)), "no route"),
        (RoutePolicy(channel="desk", severities=("P2",)), "no route for P1"),
    ],
)
def test_a_route_takes_what_it_is_for(route: RoutePolicy, reason: str) -> None:
    """Topics, languages, reliability and severities all must fit."""
    assert fate(planned([opened()], route)) == reason


def test_a_channel_gets_a_story_once() -> None:
    """However many routes lead to it; another channel gets its own card."""
    routes = (DESK, RoutePolicy(channel="desk", topics=("transfer",)), RoutePolicy(channel="night"))
    assert [m.plan.channel for m in planned([opened()], *routes).messages] == ["desk", "night"]
    assert fate(planned([opened()], RoutePolicy(channel="a", topics=("x",)), RoutePolicy(channel="b"))) == "alerted"
    assert planned([opened()], routes=()).fates[ItemId("i-1")].reason == "no route"


def test_old_items_never_ping() -> None:
    """Neither as a card nor as a reply; the card's count may change."""
    assert fate(planned([opened(hours_old=80)])) == "too old: 80 h > 72 h"
    assert fate(planned([opened(hours_old=72)])) == "alerted"
    assert fate(planned([opened(hours_old=24)], first_poll=True)) == "alerted"
    old = joined(opened(), FACT, at=NOON - timedelta(hours=73))
    result = planned([old], card_state=has_card)
    assert (kinds(result), fate(result, 100)) == (["edit"], "too old: 73 h > 72 h")


def test_a_first_poll_posts_three_and_folds_the_rest() -> None:
    """Ruling 3: dated and fresh ones only, the severest first."""
    changes = [opened(n, severity="P2") for n in range(1, 5)]
    changes += [opened(5), opened(6, hours_old=25), opened(7)]
    result = planned(changes, first_poll=True, undated={ItemId("i-7")})
    assert kinds(result) == ["card", "card", "card", "fold"]
    assert [m.changes[0].after.id for m in result.messages[:3]] == ["s-000001", "s-000002", "s-000005"]
    assert [c.after.id for c in result.messages[3].changes] == ["s-000003", "s-000004"]
    assert (fate(result, 6), fate(result, 7), fate(result, 3)) == (
        "first run baseline", "first run baseline", "alerted in a fold",
    )  # fmt: skip


def test_a_burst_folds_what_is_over_the_limit() -> None:
    """Sixty at once: BURST cards and one fold with every other headline; folded stories remember it."""
    result = planned([opened(n) for n in range(1, 61)])
    assert kinds(result) == ["card"] * BURST + ["fold"]
    assert len(result.messages[-1].changes) == 60 - BURST
    assert result.messages[-1].plan.mention == "@here"
    assert [s.folded_in for s in result.stories] == [()] * BURST + [("desk",)] * (60 - BURST)


def test_a_folded_story_gets_a_card_for_news_only() -> None:
    """Another outlet's copy stays silent; a new fact has no thread to go to, so it opens a card."""
    folded = opened()
    told = make_story_change(
        after=make_story(id=folded.after.id, folded_in=("desk",), reports=folded.after.reports), report=folded.report
    )
    assert (kinds(planned([joined(told)])), fate(planned([joined(told)]), 100)) == ([], "folded into story s-000001")
    assert kinds(planned([joined(told, FACT)])) == ["card"]


def test_the_hourly_cap_never_holds_p1() -> None:
    """P2 beyond it is one list an hour later; what was posted before in this batch counts."""
    policy = AlertPolicy(hourly_cap=3)
    result = planned(
        [opened(n, severity="P2") for n in (1, 2, 3)] + [opened(4)], policy=policy, posts_last_hour=lambda c: 1
    )
    assert [(m.plan.kind, [c.after.id for c in m.changes]) for m in result.messages] == [
        ("card", ["s-000001"]),
        ("card", ["s-000004"]),
        ("held", ["s-000002", "s-000003"]),
    ]
    assert result.messages[-1].plan.not_before == NOON + timedelta(hours=1)
    assert [story.folded_in for story in result.stories] == [(), ("desk",), ("desk",), ()]
    assert [fate(result, n) for n in (2, 3)] == ["hourly cap", "hourly cap"]
    full = planned([opened(n) for n in range(1, 9)], policy=policy, posts_last_hour=lambda c: 99)
    assert kinds(full) == ["card"] * BURST + ["fold"]


def test_a_capped_story_posts_when_it_is_told_again() -> None:
    """It was never said, so the next report may open its card."""
    assert kinds(planned([joined(opened(severity="P2"), severity="P2")])) == ["card"]


def test_a_card_waits_for_its_page() -> None:
    """Eight seconds, so that the page's figures get in."""
    result = planned([opened()], page_pending=lambda item_id: item_id == "i-1")
    assert result.messages[0].plan.not_before == NOON + PAGE_WAIT


def test_a_new_fact_is_a_reply_whatever_its_severity() -> None:
    """Under a card, and the card is brought up to date behind it."""
    result = planned([joined(opened(), FACT, severity="P3", relation="reaction")], card_state=has_card)
    assert kinds(result) == ["reply", "edit"]
    assert fate(result, 100) == "folded into story s-000001, told in a reply"


def test_a_second_outlet_without_news_only_edits() -> None:
    """The count on the card rises; nothing at all where nothing shows."""
    assert kinds(planned([joined(opened())], card_state=has_card)) == ["edit"]
    assert kinds(planned([joined(opened(), visible=False)], card_state=has_card)) == []


def test_several_reports_of_a_story_make_one_edit() -> None:
    """The last state of the batch; each news its own reply."""
    first = joined(opened(), FACT, item=101)
    second = joined(first, FACT, item=102)
    result = planned([first, second], card_state=has_card)
    assert kinds(result) == ["reply", "reply", "edit"]
    assert result.messages[-1].changes[-1].after.revision == 3


def test_a_story_of_one_batch_makes_one_card() -> None:
    """Its card shows what all items of the batch say."""
    first = opened()
    result = planned([first, joined(first, FACT)])
    assert (kinds(result), len(result.messages[0].changes)) == (["card"], 2)
    assert (fate(result), fate(result, 100)) == ("alerted", "folded into story s-000001")


def test_rising_severity_opens_the_card_late() -> None:
    """From P3, which no one was told of, to P1."""
    assert kinds(planned([joined(opened(severity="P3"), severity="P1", relation="edit", item=1)])) == ["card"]
    same = planned([joined(opened(severity="P3"), severity="P3", relation="edit", item=1)])
    assert (kinds(same), fate(same)) == ([], "folded into story s-000001")


def test_rising_to_p1_under_a_card_calls_out() -> None:
    """In the reply."""
    result = planned([joined(opened(severity="P2"), FACT, severity="P1")], card_state=has_card)
    assert [m.plan.mention for m in result.messages] == ["@here", "@here"]
    calm = planned([joined(opened(severity="P2"), FACT, severity="P2")], card_state=has_card)
    assert [m.plan.mention for m in calm.messages] == [None, None]


def test_a_page_completes_its_own_card() -> None:
    """New figures of the page go on the card; a changed one is told as well."""
    page: dict[str, Any] = {"item": 1, "relation": "edit", "text_read": "page"}
    added = joined(opened(), NewFact(kind="figure"), **page)
    changed = joined(opened(), NewFact(kind="figure_changed"), **page)
    assert kinds(planned([added], card_state=has_card)) == ["edit"]
    assert kinds(planned([changed], card_state=has_card)) == ["reply", "edit"]


def test_a_card_that_waits_is_only_edited() -> None:
    """Nobody has read it yet, so there is nothing to follow up."""
    result = planned([joined(opened(), FACT)], card_state=lambda story_id, channel: "pending")
    assert kinds(result) == ["edit"]


def test_an_edit_does_not_wake_a_card_that_waits_for_the_morning() -> None:
    """An edit takes the place of a waiting card, so a P2 edit waits as long; P1 does not."""
    policy = AlertPolicy(quiet_hours=QuietHours(start=time(11), end=time(14)))
    calm = planned([joined(opened(severity="P2"), severity="P2")], card_state=has_card, policy=policy)
    urgent = planned([joined(opened(severity="P2"), severity="P1")], card_state=has_card, policy=policy)
    assert (calm.messages[0].plan.not_before, urgent.messages[0].plan.not_before) == (NOON + timedelta(hours=2), NOON)


def test_sources_below_a_channels_trust_do_not_reply() -> None:
    """They only raise the count."""
    route = RoutePolicy(channel="desk", min_reliability="C")
    assert kinds(planned([joined(opened(), FACT, reliability="E")], route, card_state=has_card)) == ["edit"]


def test_a_route_may_ask_for_a_rule() -> None:
    """That any of the story's reports fulfils, the one that asks for the card or an earlier one."""
    route = RoutePolicy(channel="trials", rules=("trial watch", "border"))
    first = opened(rules=("trial watch",))
    assert kinds(planned([first], route)) == ["card"]
    assert kinds(planned([opened(rules=("other",))], route)) == []
    assert kinds(planned([joined(first)], route)) == ["card"]


def test_quiet_hours_keep_cards_for_one_list() -> None:
    """However many: no fold, no cap, no first poll's limit; P1 among them goes out by itself, now."""
    policy = AlertPolicy(quiet_hours=QuietHours(start=time(11), end=time(14)), hourly_cap=2)
    changes = [opened(n, severity="P2") for n in range(1, 9)] + [opened(9)]
    for first_poll in (False, True):
        result = planned(changes, policy=policy, posts_last_hour=lambda c: 9, first_poll=first_poll)
        assert kinds(result) == ["card"] * 9
        assert [(m.plan.batch, m.plan.not_before - NOON) for m in result.messages[:8]] == [
            ("quiet", timedelta(hours=2))
        ] * 8
        assert (result.messages[8].plan.batch, result.messages[8].plan.not_before) == (None, NOON)


def test_a_dead_card_still_learns_what_is_known() -> None:
    """Where the report asks for no card: sent again by hand, the dead one is to tell it."""
    route = RoutePolicy(channel="desk", severities=("P1",))
    result = planned([joined(opened(severity="P2"), FACT, severity="P2")], route, card_state=lambda s, c: "dead")
    assert kinds(result) == ["edit"]


def test_a_thread_is_told_of_the_event_that_was_split_off() -> None:
    """With that story as the first of the plan's changes, and no sooner than its card is due."""
    first = joined(opened(1), item=9)
    left = make_story_change(before=first.after, after=first.after, report=first.report, kind="left")
    ref = StoryRef(id=first.after.id, title="first", link=None)
    made = make_story(id=StoryId("s-000002"), reports=(first.report,), split_from=ref)
    split = make_story_change(after=made, report=first.report, kind="split")
    result = planned(
        [left, split],
        card_state=lambda story_id, channel: "sent" if story_id == "s-000001" else None,
        page_pending=lambda item_id: True,
    )
    card, reply = result.messages[:2]
    assert (card.plan.kind, reply.plan.kind, reply.plan.not_before) == ("card", "reply", card.plan.not_before)
    assert [change.after.id for change in reply.changes] == ["s-000002", "s-000001"]
    assert kinds(planned([left, split])) == ["card"]


_CHANGES = st.lists(
    st.builds(
        opened,
        st.integers(1, 30),
        hours_old=st.sampled_from([0.0, 1.0, 30.0, 80.0]),
        severity=st.sampled_from(["P1", "P2", "P3"]),
        reliability=st.sampled_from(["A", "C", "F"]),
    ),
    max_size=25,
    unique_by=lambda change: change.after.id,
)


@given(_CHANGES, st.booleans(), st.integers(0, 4))
def test_every_item_has_a_fate_and_every_story_one_post(changes: list[StoryChange], first_poll: bool, cap: int) -> None:
    """Each item is accounted for; no story is posted twice; no fresh P1 is held back; all is repeatable."""
    policy = AlertPolicy(hourly_cap=cap)
    result = planned(changes, first_poll=first_poll, policy=policy)
    assert set(result.fates) == {change.report.item_id for change in changes}
    told = [change.after.id for message in result.messages for change in message.changes]
    assert len(told) == len(set(told))
    oldest = timedelta(hours=24 if first_poll else 72)
    urgent = {c.after.id for c in changes if c.after.severity == "P1" and NOON - c.report.at <= oldest}
    assert urgent <= set(told)
    assert result == planned(changes, first_poll=first_poll, policy=policy)
