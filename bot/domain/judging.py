"""What the judge says of an item, and why."""

from dataclasses import dataclass
from typing import Literal

from bot.domain.feeds import TextRead
from bot.domain.words import Direction, ItemType, Means, Novelty, Realis, Route, Severity, Topic

Weight = tuple[str, float]  # a feature or rule, and its part of the log-odds


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A model's answer for one text."""

    score: float  # calibrated probability in [0, 1]
    why: tuple[Weight, ...]  # largest absolute weight first, "(base)" last; sums to the log-odds of the score


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """What a model has learnt to say of a relevant text besides its topic."""

    realis: Realis
    severity: Severity
    # what spoke loudest for each, in log-odds against the mean of the other answers
    realis_why: tuple[Weight, ...] = ()
    severity_why: tuple[Weight, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOut:
    """What flagging at or above a threshold did on texts of the training corpora that the model had not seen."""

    precision: float | None  # None = nothing was flagged
    recall: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A hit of the lexicon: `text[start:end]`, in code points, names `canonical`."""

    kind: str  # country, actor, group, person, place, act, body
    canonical: str
    start: int
    end: int
    side: str = ""  # "US" or "MX": whose territory, official or agency it is; "" = neither


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleHit:
    """An analyst's keyword rule that an item fulfils."""

    topic: Topic
    effect: float | Literal["always", "never"]  # points of log-odds, or the last word
    label: str  # what is shown: the rule's note, else its query


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One topic's judgement of one item."""

    topic: Topic
    score: float  # in [0, 1], after rules
    threshold: float
    flagged: bool  # score >= threshold, or a rule's last word
    realis: tuple[Realis, ...]  # main first; empty when not flagged
    severity: Severity
    why: tuple[Weight, ...]
    route: Route | None = None  # transfer only
    direction: Direction | None = None  # transfer only
    means: Means | None = None  # strike_threat only
    novelty: Novelty = "new_event"
    model_version: str
    rules_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """All topics' verdicts of one item, in the order of the topics' names."""

    item_type: ItemType
    verdicts: tuple[Verdict, ...]
    text_read: TextRead
    rules: tuple[str, ...] = ()  # notes of the keyword rules that the item fulfils, else their queries

    @property
    def flagged(self) -> tuple[Verdict, ...]:
        """Verdicts that flag the item, highest score first."""
        return tuple(sorted((v for v in self.verdicts if v.flagged), key=lambda v: -v.score))

    def flags(self, topic: Topic) -> bool:
        """Whether the item is one of a topic."""
        return any(v.flagged and v.topic == topic for v in self.verdicts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A part of an explanation: names and what is said of them."""

    title: str
    rows: tuple[tuple[str, str], ...]
