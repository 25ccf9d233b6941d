"""What the tests of judging share: a scorer of one answer, and a judgement by it."""

import math
from collections.abc import Sequence

from builders import NOON, make_item

from bot.classify import judge
from bot.domain import Facets, HeldOut, Item, Judgement, Scored
from bot.extract import people_moved
from bot.normalise import detect_language
from bot.rules import RuleSet, compile_rule
from classifiers import load_lexicon

LEXICON = load_lexicon()


class Fixed:
    """Gives every text the same log-odds."""

    def __init__(self, topic: str, log_odds: float, threshold: float = 0.5) -> None:
        self.topic = topic
        self.threshold = threshold
        self.version = self.digest = f"{topic}-fixed"
        self.calls: list[int] = []
        self._answer = Scored(score=1 / (1 + math.exp(-log_odds)), why=(("word", log_odds + 1.0), ("(base)", -1.0)))

    def facets(self, title: str, text: str, cues: Sequence[str]) -> Facets | None:
        """Nothing is learnt: the rules' own answers."""
        return None

    def held_out(self, thresholds: Sequence[float]) -> tuple[HeldOut, ...]:
        """None are on record."""
        return ()

    def score(self, texts: list[str]) -> list[Scored]:
        """The fixed answer for each."""
        self.calls.append(len(texts))
        return [self._answer] * len(texts)


def headline(title: str) -> Item:
    """An item without a summary, in the language that it is in."""
    return make_item(title=title, summary="", language="en" if detect_language(title, "es") == "en" else "es")


def judged(
    item: Item, *, log_odds: float = 4.0, rules: tuple[tuple[str, str], ...] = (), **options: object
) -> Judgement:
    compiled = [compile_rule(topic="transfer", when=when, effect=effect) for when, effect in rules]
    scorers = {"transfer": Fixed("transfer", log_odds), "strike_threat": Fixed("strike_threat", log_odds)}
    options = {"people_moved": people_moved, **options}
    return judge([item], scorers, RuleSet(tuple(compiled)), LEXICON, NOON, **options)[0]  # type: ignore[arg-type] # thresholds
