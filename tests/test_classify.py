"""Judging: scores, rules, thresholds, and the facets of flagged items."""

import math

import pytest
from builders import NOON, make_item
from classify_kit import LEXICON, Fixed, judged
from fakes import FakeScorer
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.classify import cues_of, judge, learnt_facets
from bot.classify.facets import direction_of, means_of, novelty_of, route_of
from bot.classify.realis import clauses_of
from bot.domain import Facets, Realis, Severity
from bot.domain.reasons import NEW_MEXICO, UNKNOWN_LANGUAGE
from bot.extract import people_moved
from bot.rules import RuleSet


def test_one_batch_per_topic_and_verdicts_in_the_order_of_names() -> None:
    """Every scorer is asked once for the whole batch."""
    scorers = {"transfer": Fixed("transfer", 1.0), "strike_threat": Fixed("strike_threat", -1.0)}
    found = judge([make_item(), make_item(), make_item()], scorers, RuleSet(), LEXICON, NOON, people_moved=people_moved)

    assert [scorer.calls for scorer in scorers.values()] == [[3], [3]]
    assert [v.topic for v in found[0].verdicts] == ["strike_threat", "transfer"]
    assert [v.topic for v in found[0].flagged] == ["transfer"]
    assert judge([], scorers, RuleSet(), LEXICON, NOON, people_moved=people_moved) == []


def test_unflagged_verdicts_have_no_facets() -> None:
    """Below the threshold there is a score and nothing else."""
    verdict = judged(make_item(), log_odds=-3.0).verdicts[1]

    assert (
        verdict.flagged,
        verdict.realis,
        verdict.severity,
        verdict.route,
        verdict.direction,
    ) == (False, (), "P3", None, None)


def test_a_score_at_the_threshold_flags_and_config_may_move_it() -> None:
    """Flagged at or above; an override replaces the model's own."""
    assert judged(make_item(), log_odds=0.0).verdicts[1].flagged
    moved = judged(make_item(), log_odds=0.0, thresholds={"transfer": 0.51}).verdicts

    assert [v.threshold for v in moved] == [0.5, 0.51]
    assert [v.flagged for v in moved] == [True, False]


def test_points_of_rules_are_added_in_log_odds() -> None:
    """The score moves by the points, the reasons still sum up, and only the rule's topic changes."""
    judgement = judged(make_item(), log_odds=-1.0, rules=(("mexico", "+1.5"), ("nada", "+9")))
    other, verdict = judgement.verdicts

    assert verdict.score == pytest.approx(1 / (1 + math.exp(-0.5)))
    assert sum(w for _, w in verdict.why) == pytest.approx(0.5)
    assert verdict.why[0] == ("rule mexico", 1.5)
    assert verdict.why[-1][0] == "(base)"
    assert verdict.flagged
    assert not other.flagged
    assert judgement.rules == ("mexico",)


def test_reasons_may_be_left_out_where_no_topic_flags_the_item() -> None:
    """All topics of an item that one of them flags say why; of other items only what rules said is kept."""
    quiet = judged(make_item(), log_odds=-3.0, rules=(("mexico", "+1.5"),), explain=False)
    flagged = judged(make_item(), log_odds=-3.0, rules=(("mexico", "always"),), explain=False)

    assert [verdict.why for verdict in quiet.verdicts] == [(), (("rule mexico", 1.5),)]
    assert flagged == judged(make_item(), log_odds=-3.0, rules=(("mexico", "always"),))
    assert [verdict.score for verdict in quiet.verdicts] == [
        verdict.score for verdict in judged(make_item(), log_odds=-3.0, rules=(("mexico", "+1.5"),)).verdicts
    ]


@pytest.mark.parametrize(
    ("rules", "log_odds", "flagged"),
    [
        ((("mexico", "always"),), -9.0, True),
        ((("mexico", "never"),), 9.0, False),
        ((("mexico", "always"), ("mexico", "never")), 9.0, False),
        ((("nada", "never"),), 9.0, True),
    ],
)
def test_the_last_word_of_rules(rules: tuple[tuple[str, str], ...], log_odds: float, flagged: bool) -> None:
    """ "always" and "never" decide whatever the score; "never" goes first; the score stays the model's."""
    verdict = judged(make_item(), log_odds=log_odds, rules=rules).verdicts[1]

    assert flagged == verdict.flagged
    assert verdict.score == pytest.approx(1 / (1 + math.exp(-log_odds)))


def test_items_of_unknown_language_are_not_scored() -> None:
    """Score 0, the reason said, no call with its text; a rule may still flag it."""
    item = make_item(language="und")
    verdict = judged(item).verdicts[1]

    assert (verdict.score, verdict.flagged, verdict.why) == (0.0, False, ((UNKNOWN_LANGUAGE, 0.0),))
    assert not judged(item, thresholds={"transfer": 0.0}).verdicts[1].flagged
    assert judged(item, rules=(("mexico", "always"),)).verdicts[1].flagged


@pytest.mark.parametrize(
    ("title", "item_type", "realis", "novelty"),
    [
        ("México entrega a nueve", "news", "occurred", "new_event"),
        ("Identifican a los nueve", "news", "occurred", "new_fact_on_known_event"),
        ("Oposición critica la entrega", "news", "occurred", "reaction"),
        ("Sheinbaum: no", "news", "rejected", "reaction"),
        ("Twenty-nine defendants from Mexico taken into custody", "official_release", "occurred", "new_event"),
        ("Capo, condenado a 38 años", "news", "occurred", "new_event"),
        ("Oposición condena la entrega", "news", "occurred", "reaction"),
        ("EN VIVO", "roundup", "occurred", "recap"),
        ("Aniversario de la entrega", "news", "historical", "recap"),
    ],
)
def test_what_is_new_in_a_headline(title: str, item_type: str, realis: str, novelty: str) -> None:
    """A new event, a new fact, an answer, or a retelling."""
    assert novelty == novelty_of(clauses_of(title), item_type, [realis])  # type: ignore[arg-type, list-item] # literals


def test_empty_clauses_are_harmless() -> None:
    """No headline, no facets, no error."""
    assert (route_of((), (), None), direction_of(()), means_of(())) == ("unspecified", "MX_TO_US", "unspecified")
    assert novelty_of((), "news", ("occurred",)) == "new_event"


@given(st.text(max_size=120), st.text(max_size=200), st.sampled_from(["en", "es", "und"]))
@settings(max_examples=60, deadline=None)
def test_any_text_is_judged(title: str, summary: str, language: str) -> None:
    """Whatever a feed says, there is one verdict per topic, and flagged ones carry a realis."""
    judgement = judged(make_item(title=title, summary=summary, language=language))

    assert len(judgement.verdicts) == 2
    assert all(v.realis for v in judgement.flagged)


@pytest.mark.parametrize(("title", "flagged"), [
    ("New Mexico prison hands over 12 inmates to Texas", False),
    ("Mexico hands over a suspect, who lands in New Mexico", True),
])  # fmt: skip
def test_the_state_of_new_mexico_is_not_mexico(title: str, flagged: bool) -> None:
    """Where it is the only Mexico named, the item is held back and says why; with the country beside it, it is not."""
    scorer = FakeScorer("transfer", {"hands over": 0.97})
    item = make_item(title=title, summary="", language="en")
    verdict = judge([item], {"transfer": scorer}, RuleSet(), LEXICON, NOON, people_moved=people_moved)[0].verdicts[0]
    assert verdict.flagged is flagged
    assert any(reason == NEW_MEXICO for reason, _ in verdict.why) is not flagged


def test_what_a_model_has_learnt_stands_above_the_rules() -> None:
    """Status and severity are the model's; it is told what the rules found, their own answer among it."""
    scorer = FakeScorer("transfer", {"niega": 0.97}, facets=Facets(realis="rejected", severity="P2"))
    item = make_item(title="México niega que entregará a El Mayo a Estados Unidos", summary="", language="es")
    verdict = judge([item], {"transfer": scorer}, RuleSet(), LEXICON, NOON, people_moved=people_moved)[0].verdicts[0]

    assert (verdict.realis, verdict.severity) == (("rejected",), "P2")
    assert {"rule says denied", "headline denies", "household name", "side MX", "names MX country"} <= set(scorer.cues)
    (cues,) = cues_of("transfer", [item], LEXICON, people_moved)
    assert set(cues) == set(scorer.cues)
    scorer.cues = []
    assert learnt_facets(item, verdict, scorer, LEXICON, people_moved, is_of_handover=True) == Facets(
        realis="rejected", severity="P2"
    )
    assert set(cues) == set(scorer.cues)  # whatever the verdict says by now


@pytest.mark.parametrize(
    ("title", "realis", "learnt", "says"),
    [
        ("Mexico hands over 37 cartel members to the US", "occurred", "P1", "P1"),
        ("Mexico hands over 37 cartel members to the US", "occurred", "P3", "P1"),
        ("Mexico to hand over 37 cartel members to the US", "announced", "P2", "P2"),
        ("Mexico hands over a cartel member to the US, whom nobody knows", "occurred", "P3", "P3"),
        ("Mexico denies that it hands over 37 cartel members to the US", "denied", "P1", "P2"),
        ("Mexico hands over three cartel members to the US", "occurred", "P1", "P2"),
        ("Mexico hands over three cartel members to the US, Ovidio Guzmán among them", "occurred", "P1", "P1"),
        ("US asks for former governor of Sinaloa", "requested", "P3", "P2"),
        ("US hands over 12 fugitives to Mexico at Laredo bridge", "occurred", "P1", "P2"),
        ("Twelve prisoners sent home to Mexico under prisoner transfer treaty", "occurred", "P1", "P3"),
    ],
)
def test_what_is_learnt_pings_only_where_it_may(title: str, realis: Realis, learnt: Severity, says: Severity) -> None:
    """How loud it is is learnt, also that a follow-up with a count is not; what never pings is ruled."""
    scorer = FakeScorer("transfer", {"m": 0.97}, facets=Facets(realis=realis, severity=learnt))
    item = make_item(title=title, summary="", language="en")
    verdict = judge([item], {"transfer": scorer}, RuleSet(), LEXICON, NOON, people_moved=people_moved)[0].verdicts[0]
    assert verdict.severity == says


@pytest.mark.parametrize(
    ("title", "realis", "says"),
    [
        ("White House weighs missile attack on labs in Sinaloa", "reported", "P2"),
        ("US drone kills three in Sinaloa, residents say", "reported", "P1"),
        ("Trump weighs nothing, orders attack on labs in Sinaloa", "announced", "P1"),
    ],
)
def test_force_that_is_only_weighed_wakes_nobody(title: str, realis: Realis, says: Severity) -> None:
    """Whatever is learnt; what is said to have happened, or is ordered, does."""
    scorer = FakeScorer("strike_threat", {"s": 0.97}, facets=Facets(realis=realis, severity="P1"))
    item = make_item(title=title, summary="", language="en")
    verdict = judge([item], {"strike_threat": scorer}, RuleSet(), LEXICON, NOON, people_moved=people_moved)[0].verdicts[
        0
    ]
    assert verdict.severity == says


@pytest.mark.parametrize(
    ("title", "learnt", "says"),
    [
        ("Mexico could hand over 29 cartel leaders to the US", "occurred", "reported"),
        ("México prepara la entrega de 29 capos a EU", "occurred", "reported"),
        ("What happened to the 29 capos Mexico sent to the US?", "occurred", "historical"),
        ("Mexico could hand over 29 cartel leaders to the US", "announced", "announced"),
        ("Mexico hands over 29 cartel leaders to the US", "occurred", "occurred"),
    ],
)
def test_what_may_come_or_is_looked_back_at_has_not_occurred(title: str, learnt: Realis, says: Realis) -> None:
    """By the form of its verb, whatever is learnt; where that is no deed, the model stands."""
    scorer = FakeScorer("transfer", {"m": 0.97}, facets=Facets(realis=learnt, severity="P2"))
    item = make_item(title=title, summary="", language="es" if title.startswith("México") else "en")
    verdict = judge([item], {"transfer": scorer}, RuleSet(), LEXICON, NOON, people_moved=people_moved)[0].verdicts[0]
    assert verdict.realis == (says,)


@pytest.mark.parametrize(
    ("title", "learnt", "says"),
    [
        ("Trump rules out strikes on cartels in Mexico", "threatened", "denied"),
        ("Trump won't rule out strikes on cartels in Mexico", "denied", "threatened"),
        ("EU descarta bombardear laboratorios en Sinaloa", "threatened", "denied"),
        ("EU no descarta bombardear laboratorios en Sinaloa", "denied", "threatened"),
        ("Officials rule out strikes on cartels in Mexico", "rejected", "rejected"),
    ],
)
def test_one_word_of_denial_is_left_to_the_rules(title: str, learnt: Realis, says: Realis) -> None:
    """Where they say the opposite, the rule has read the word; where they differ otherwise, the model stands."""
    scorer = FakeScorer("strike_threat", {"s": 0.97}, facets=Facets(realis=learnt, severity="P2"))
    item = make_item(title=title, summary="", language="es" if title.startswith("EU") else "en")
    verdict = judge([item], {"strike_threat": scorer}, RuleSet(), LEXICON, NOON, people_moved=people_moved)[0].verdicts[
        0
    ]
    assert verdict.realis == (says,)
