"""Stored items through the stages again: the same decisions as the running bot's, without its state."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from builders import make_feed, make_item, make_verdict
from fakes import NOON, FakeLexicon, FakeScorer

from bot.backtest import Outcome, compare
from bot.domain import AlertPolicy, FeedId, Item, ItemId, Mute, MuteId, MuteKind, RoutePolicy, Word
from bot.jobs import replay as stage
from bot.jobs.past import FeedChanges, PastMute, unchanged
from bot.jobs.think import Mind
from bot.rules import RuleSet, compile_rule

HOUR = timedelta(hours=1)


def replay(items: Sequence[Item], *arguments: Any, **options: Any) -> list[Outcome]:
    """A replay of items of which no verdict is on record."""
    return stage.replay([(item, ()) for item in items], *arguments, **options)


def mind(**changes: object) -> Mind:
    """Flags what says `entrega`; `traslado` is nearly enough."""
    scorer = FakeScorer(scores={"entrega": 0.9, "traslado": 0.4})
    values = Mind(
        scorers={"transfer": scorer},
        lexicon=FakeLexicon(),
        rules=RuleSet(),
        thresholds={},
        routes=(RoutePolicy(channel="desk", severities=("P1", "P2", "P3")),),
        policy=AlertPolicy(),
    )
    return replace(values, **changes)  # type: ignore[arg-type]  # fields by name


def report(n: int, title: str, *, hours: float = 0) -> Item:
    """An item seen so many hours after noon, an hour after it was published."""
    seen = NOON + hours * HOUR
    return make_item(
        id=ItemId(f"i-{n}"), guid=f"g{n}", url=None, link=None, title=title, summary="",
        published_at=seen - HOUR, first_seen=seen,
    )  # fmt: skip


HANDOVER = report(1, "México entrega a 12 presos a Estados Unidos")
NEARLY = report(2, "Traslado de Zambada: México extradita al capo a Estados Unidos", hours=5)
OTHER = report(3, "Abren un museo en Puebla", hours=6)
WEEK = [HANDOVER, NEARLY, OTHER]


def test_a_rule_gains_the_alert_that_it_would_have_made() -> None:
    """Replayed with and without the rule: one alert more, and the reason names both sides."""
    rule = compile_rule(topic="transfer", when="zambada", effect=2.0, note="trial watch")
    before, after = replay(WEEK, [mind(), mind(rules=RuleSet((rule,)))], {})
    (difference,) = compare(before, after)
    assert (difference.change, difference.alert.item_id) == ("gained", "i-2")
    assert difference.reason == "was below threshold: transfer 0.40 < 0.50 (rule trial watch +2.0)"


def test_a_rule_ends_with_its_day_in_the_items_own_time() -> None:
    """Items of the day after are judged without it, whatever today is."""
    rule = compile_rule(topic="transfer", when="zambada", effect="always", until=date(2026, 10, 5))
    late = report(4, "Traslado de Zambada: México extradita al capo a Estados Unidos", hours=13)
    (outcome,) = replay([NEARLY, late], [mind(rules=RuleSet((rule,)))], {})
    assert [alert.item_id for alert in outcome.alerts] == ["i-2"]


def test_what_a_rule_keeps_back_says_so() -> None:
    """A score above the threshold is not told as one below it."""
    rule = compile_rule(topic="transfer", when="presos", effect="never")
    before, after = replay(WEEK, [mind(), mind(rules=RuleSet((rule,)))], {})
    assert before.items[ItemId("i-1")].fate.reason == "alerted"
    assert re.fullmatch(r"held back: transfer 0\.\d\d by rule presos: never", after.items[ItemId("i-1")].fate.reason)


def test_each_item_keeps_its_scores_and_fate() -> None:
    """Also those that no topic flags."""
    (outcome,) = replay(WEEK, [mind()], {})
    assert {name: item.fate.reason for name, item in outcome.items.items()} == {
        "i-1": "alerted",
        "i-2": "below threshold: transfer 0.40 < 0.50",
        "i-3": "below threshold: transfer 0.02 < 0.50",
    }
    assert outcome.items[ItemId("i-2")].scores == (("transfer", 0.4),)


def test_reports_of_one_event_are_one_alert() -> None:
    """The second outlet joins the story; a new figure would be a reply in its thread."""
    again = report(5, "México entrega a 12 presos a Estados Unidos", hours=1)
    (outcome,) = replay([HANDOVER, replace(again, outlet="Gaceta", feed_id=FeedId("gaceta"))], [mind()], {})
    assert len(outcome.alerts) == 1
    assert outcome.items[ItemId("i-1")].story_id == outcome.items[ItemId("i-5")].story_id


def test_the_first_poll_of_a_feed_is_held_to_its_rules() -> None:
    """What was 30 hours old then made no alert, and makes none in the replay."""
    old = replace(HANDOVER, published_at=NOON - 30 * HOUR)
    (first,) = replay([old], [mind()], {HANDOVER.feed_id: NOON})
    (later,) = replay([old], [mind()], {})
    assert (len(first.alerts), len(later.alerts)) == (0, 1)


def test_scorers_that_configurations_share_are_asked_once() -> None:
    """Two thresholds over one model cost one scoring of each text."""
    shared = mind()
    replay(WEEK, [shared, replace(shared, thresholds={"transfer": 0.3})], {})
    scorer = shared.scorers["transfer"]
    assert isinstance(scorer, FakeScorer)
    assert len(scorer.texts) == len(WEEK)


def muted(kind: MuteKind, target: str, **changes: Any) -> Mute:
    """A mute from before the week on."""
    return replace(
        Mute(
            id=MuteId("m-1"), kind=kind, target=target, until=None, who="ana", at=NOON - HOUR, via="terminal",
        ),
        **changes,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "alerts"),
    [
        ({}, 0),
        ({"until": NOON}, 1),
        ({"until": NOON + HOUR}, 0),
        ({"lifted_at": NOON - HOUR / 2, "lifted_by": "ana"}, 1),
        ({"lifted_at": NOON + HOUR, "lifted_by": "ana"}, 0),
        ({"at": NOON + HOUR}, 1),
        ({"channel": "night"}, 1),
    ],
)
def test_a_mute_holds_while_it_was_in_force(changes: dict[str, Any], alerts: int) -> None:
    """Neither before it was made, nor after it ended or was lifted, nor in other channels."""
    past = PastMute(mute=muted("term", "presos", **changes))
    (outcome,) = replay([HANDOVER], [mind()], {}, mutes=[past])
    assert len(outcome.alerts) == alerts
    if not alerts:
        assert outcome.items[ItemId("i-1")].fate.reason.startswith("muted ")


def test_a_muted_story_is_known_by_its_reports() -> None:
    """Its number in the replay is another; the reply of the second report stays away, the card of before does not."""
    more = report(5, "México entrega a 12 presos a Estados Unidos; confirman 14", hours=1)
    both = [HANDOVER, replace(more, outlet="Gaceta", feed_id=FeedId("gaceta"))]
    story = muted("story", "s-000777", at=NOON + HOUR / 2)
    past = PastMute(mute=story, reports=frozenset({HANDOVER.id}))
    (heard,) = replay(both, [mind()], {})
    (quiet,) = replay(both, [mind()], {}, mutes=[past])
    assert [alert.item_id for alert in quiet.alerts] == [HANDOVER.id]
    assert heard.items[more.id].story_id == quiet.items[more.id].story_id
    assert quiet.items[more.id].fate.reason == "muted for good by ana"
    assert heard.items[more.id].fate.reason != quiet.items[more.id].fate.reason


FEED = make_feed(id=HANDOVER.feed_id, reliability="B", country="MX")


def test_a_feed_that_is_taken_out_gives_nothing() -> None:
    """Its items are there with the reason; other feeds' are as they were."""
    changes = FeedChanges(before={FEED.id: FEED}, after={})
    other = replace(report(7, "México entrega a 12 presos a Estados Unidos"), feed_id=FeedId("other"))
    before, after = replay([HANDOVER, other], [mind(), mind()], {}, fed=[unchanged, changes.as_fed])
    assert [alert.item_id for alert in before.alerts] == [HANDOVER.id]
    assert [alert.item_id for alert in after.alerts] == [other.id]
    assert after.items[HANDOVER.id].fate.reason == "its feed is taken out"


def test_grade_and_country_follow_the_feed_but_not_an_aggregators_source() -> None:
    """What the source of an entry gave it stays."""
    changes = FeedChanges(before={FEED.id: FEED}, after={FEED.id: replace(FEED, reliability="D", country=None)})
    own = replace(HANDOVER, reliability="B", country="MX")
    regraded = changes.as_fed(own)
    assert regraded is not None
    assert (regraded.reliability, regraded.country) == ("D", None)
    sourced = replace(HANDOVER, reliability="A", country="US")
    assert changes.as_fed(sourced) == sourced


def test_the_progress_is_told() -> None:
    """By the number of items done; batches end with a day."""
    done: list[int] = []
    replay([HANDOVER, report(6, "Nada", hours=20)], [mind()], {}, progress=done.append)
    assert done == [1, 2]


def test_nothing_to_replay_is_an_empty_outcome() -> None:
    """No items, no alerts."""
    (outcome,) = replay([], [mind()], {})
    assert (outcome.items, outcome.alerts) == ({}, ())


def test_what_the_same_model_said_is_taken_over() -> None:
    """Nothing is scored that is on record; another model's, or a verdict that a rule moved, is scored anew."""
    recorded = {
        "i-1": make_verdict(score=0.9),
        "i-2": make_verdict(score=0.9, model_version="older-1"),
        "i-3": make_verdict(score=0.9, why=(("rule museums", 3.0), ("(base)", -1.0))),
    }
    asked = mind()
    (outcome,) = stage.replay([(item, (recorded[item.id],)) for item in WEEK], [asked], {})
    scorer = asked.scorers["transfer"]
    assert isinstance(scorer, FakeScorer)
    assert scorer.texts == [NEARLY.text, OTHER.text]
    assert [dict(outcome.items[item.id].scores)["transfer"] for item in WEEK] == [0.9, 0.4, 0.02]


def test_stories_are_shaped_as_people_shaped_them() -> None:
    """Reports that people parted make two alerts in a trial, too, and those that they joined are of one story."""
    copy = replace(report(5, HANDOVER.title, hours=1), outlet="Gaceta")
    (by_rule,) = replay([HANDOVER, copy], [mind()], {})
    (by_hand,) = replay([HANDOVER, copy], [mind()], {}, word={copy.id: Word(apart=frozenset([HANDOVER.id]))})
    assert [len(outcome.alerts) for outcome in (by_rule, by_hand)] == [1, 2]
    other = report(6, "Entrega de otro preso a Texas", hours=200)
    (by_rule,) = replay([HANDOVER, other], [mind()], {})
    (by_hand,) = replay([HANDOVER, other], [mind()], {}, word={other.id: Word(together=frozenset([HANDOVER.id]))})
    assert [len({i.story_id for i in outcome.items.values()}) for outcome in (by_rule, by_hand)] == [2, 1]
