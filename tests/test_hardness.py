"""The measure of how hard a labelled set is, without an embedding."""

import numpy as np
import pytest

from benchmarks.hardness import POSITIVES, drawn, hardness
from classifiers.data import Example

_OTHER_WORDS = ("rain", "football", "tariffs", "budget", "theatre", "harvest")


def _example(number: int, title: str, topic: str | None) -> Example:
    return Example(
        id=f"x-{number}", title=title, summary="", lang="en", labels=frozenset({topic} if topic else ()),
        group=f"g-{number // 2}",
    )  # fmt: skip


def _set(*, telling: bool) -> list[Example]:
    """Sixty examples, a third of the topic; whether a word tells which."""
    found = []
    for n in range(60):
        topic = "transfer" if n % 3 == 0 else None
        word = _OTHER_WORDS[n % 6 if telling else n * 7 % 5]
        found.append(_example(n, f"{'extradited' if telling and topic else 'seen'} {word}", topic))
    return found


def test_a_set_whose_words_tell_is_easy_and_one_whose_words_do_not_is_hard() -> None:
    """F1 on folds that the model has not seen; without an embedding the second figure is 0."""
    positives, easy, meaning = hardness(_set(telling=True), "transfer", None)
    _, hard, _ = hardness(_set(telling=False), "transfer", None)
    assert positives == 20
    assert easy == 1.0
    assert meaning == 0.0
    assert hard < 0.6


@pytest.mark.parametrize("positives", [10, 400])
def test_a_draw_keeps_the_share_of_positives(positives: int) -> None:
    """At most POSITIVES of them, each example once."""
    truth = np.arange(3 * positives) % 3 == 0
    chosen = drawn(truth, 1)
    assert len(set(chosen.tolist())) == len(chosen)
    assert truth[chosen].sum() == min(POSITIVES, positives)
    assert truth[chosen].mean() == pytest.approx(1 / 3, abs=0.01)
