"""Which items people are asked about: the least sure first, with a share at random, one at a time or many."""

from builders import make_item, make_judgement, make_label, make_verdict

from bot.domain import Fate, ItemId, Label, LabelId, StoredItem
from bot.questions import choose, distance

TOPICS = ("transfer",)


def stored(n: int) -> StoredItem:
    """An item with a score of so many hundredths, under a threshold of 0.5."""
    verdict = make_verdict(score=n / 100, threshold=0.5, flagged=n >= 50)
    return StoredItem(
        item=make_item(id=ItemId(f"i-{n:02}"), guid=f"g{n}"), judgement=make_judgement(verdict), figures=(),
        content_hash=b"", fate=Fate(stage="judge", reason="below threshold"),
    )  # fmt: skip


ITEMS = [stored(n) for n in range(1, 100)]


def labelled(item_id: ItemId, who: str = "ana") -> Label:
    """An answer about an item."""
    return make_label(id=LabelId(f"l-{who}-{item_id}"), item_id=item_id, topic="transfer", who=who)


def test_the_least_sure_come_first_and_a_share_at_random() -> None:
    """Every fifth is drawn; the others go by their distance from the threshold, each once."""
    asked = choose(ITEMS, (), TOPICS, "ana", limit=20)
    unsure = [q for q in asked if not q.at_random]
    assert [n for n, q in enumerate(asked, 1) if q.at_random] == [5, 10, 15, 20]
    assert unsure[0].item.id == "i-50"
    assert [distance(q.verdict) for q in unsure] == sorted(distance(q.verdict) for q in unsure)
    assert len({q.item.id for q in asked}) == 20


def test_who_is_asked_one_at_a_time_meets_the_random_ones_too() -> None:
    """As on the desk's page, which chooses anew after each answer: four of twenty."""
    labels: list[Label] = []
    drawn = 0
    for _ in range(20):
        (question,) = choose(ITEMS, labels, TOPICS, "ana", limit=1)
        drawn += question.at_random
        labels.append(labelled(question.item.id))
    assert drawn == 4
    assert len({label.item_id for label in labels}) == 20


def test_what_one_person_answered_is_still_asked_of_another() -> None:
    """Two may see it differently; when all is answered there is nothing to ask."""
    labels = [labelled(item.item.id) for item in ITEMS]
    assert choose(ITEMS, labels, TOPICS, "ana", limit=5) == []
    assert len(choose(ITEMS, labels, TOPICS, "beto", limit=5)) == 5


def test_the_shares_may_be_none_or_all() -> None:
    """Of random items, as the option of the command says."""
    assert not any(q.at_random for q in choose(ITEMS, (), TOPICS, "ana", limit=10, share=0.0))
    assert all(q.at_random for q in choose(ITEMS, (), TOPICS, "ana", limit=10, share=1.0))
