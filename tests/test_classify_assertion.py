"""The status that a headline's form asserts, against what is learnt; every pair differs in a word or two."""

import pytest
from builders import NOON, make_item
from classify_kit import LEXICON, headline, judged
from fakes import FakeScorer

from bot.classify import judge
from bot.classify.assertion import asserted
from bot.domain import Facets, Realis, Topic
from bot.extract import people_moved
from bot.rules import RuleSet
from bot.text import fold


@pytest.mark.parametrize(
    ("topic", "title", "says"),
    [
        # passed or failed, of a bill that permits or bars
        ("strike_threat", "Lawmakers introduce bill to authorize strikes on Mexican cartels", "threatened"),
        ("strike_threat", "House passes measure to bar strikes in Mexico", "rejected"),
        ("strike_threat", "House votes down measure to bar strikes in Mexico", "threatened"),
        ("strike_threat", "Senado de EU desecha autorizar ataques en México", "rejected"),
        ("strike_threat", "Senado de EU desecha prohibir ataques en México", "threatened"),
        # an order, a stay, and what a court makes of either
        ("strike_threat", "Judge enjoins order allowing drone raids in Sonora", "blocked"),
        ("strike_threat", "Appeals court lifts injunction on drone raids in Sonora", "announced"),
        ("transfer", "Niegan a contador suspensión contra su extradición", "announced"),
        ("transfer", "Contador solicita suspensión contra su extradición", "requested"),
        ("transfer", "Accountant asks judge to halt extradition", "requested"),
        ("transfer", "Court denies accountant's bid to halt extradition", "announced"),
        ("transfer", "Court denies extradition of accountant", "rejected"),
        # who shuts the door, who denies what
        ("strike_threat", "Hegseth doesn't deny drones fired on a ranch in Durango", "threatened"),
        ("strike_threat", "Niega México permiso a drones de EU en Durango", "rejected"),
        ("strike_threat", "Mayor asks Washington not to send troops", "rejected"),
        ("transfer", "Mexico denies handing over accountant", "denied"),
        ("transfer", "Washington spurns Mexico's request for accountant", "rejected"),
        # granted, to come, and only said to
        ("transfer", "Accountant is to be flown to Houston", "announced"),
        ("transfer", "Accountant flies to Houston on Tuesday", "announced"),
        ("transfer", "Mexico clears handover of accountant", "announced"),
        ("transfer", "Concede SRE extradición de contador", "announced"),
        ("transfer", "Despegará el martes el avión con doce reos", "announced"),
        ("transfer", "Entregarían en Nogales a doce reos", "reported"),
        ("transfer", "O mandan a los doce o habrá aranceles", "threatened"),
    ],
)
def test_the_form_of_a_headline_outweighs_what_is_learnt(topic: Topic, title: str, says: Realis) -> None:
    """Whatever that is."""
    for learnt in ("occurred", "historical"):
        scorer = FakeScorer(topic, {"": 0.97}, facets=Facets(realis=learnt, severity="P2"))
        item = make_item(title=title, summary="")
        verdicts = judge([item], {topic: scorer}, RuleSet(), LEXICON, NOON, people_moved=people_moved)[0].verdicts
        assert verdicts[0].realis == (says,)


@pytest.mark.parametrize(
    ("topic", "title"),
    [
        # an object of another matter, a clause before the main one
        ("transfer", "SRE enviará nota diplomática sobre contador"),
        ("transfer", "Judge rejects accountant's bid for bail after extradition"),
        ("transfer", "Tras negarle el amparo, extraditan a contador"),
        ("transfer", "Trump asks Mexico to send accountant"),
        ("strike_threat", "Trump rules out talks with Mexico, threatens strikes"),
        ("strike_threat", "After judge blocks order on tariffs, Trump threatens strikes"),
        ("strike_threat", "Si fue EU quien disparó en Durango, habrá respuesta"),
        # neighbours that no form decides: a doubt, a quotation, a deed behind the ruling
        ("transfer", "Tribunal tumba suspensión y contador vuela a Dulles"),
        ("transfer", "Mexico hands over accountant to US"),
        ("strike_threat", "If judge lifts injunction, raids could start"),
        ("strike_threat", "US strikes camp in Durango"),
    ],
)
def test_where_the_form_leaves_a_doubt_it_says_nothing(topic: Topic, title: str) -> None:
    """The model stands."""
    assert asserted(topic, fold(title)) is None


def test_without_a_learnt_status_the_form_decides_with_its_severity() -> None:
    """What the rules alone would take for a deed is none, and wakes nobody."""
    verdict = judged(headline("Doce reos piden a juez frenar su extradición a Estados Unidos")).verdicts[1]
    assert (verdict.realis, verdict.severity != "P1") == (("requested",), True)
