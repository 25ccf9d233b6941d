"""The stage that judges: model scores and analysts' rules to verdicts with their facets. Pure; one batch at a time.

Sees models only as `Scorer`, names only as `Lexicon`, rules only as `KeywordRules` (implemented in bot/rules, which
stands beside this stage). May import domain, ports and text.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from bot.classify.assertion import asserted
from bot.classify.cue_names import cue_names
from bot.classify.facets import acts_in, direction_of, item_type_of, leads_to_mexico, means_of, novelty_of, route_of
from bot.classify.realis import MAX_CHARS, clauses_of, realis_of, side_of
from bot.classify.severity import as_ruled, strike_severity, transfer_severity
from bot.domain import (
    Facets,
    Item,
    ItemType,
    Judgement,
    Realis,
    RuleHit,
    Scored,
    Term,
    Topic,
    Verdict,
    Weight,
)
from bot.domain.reasons import BASE, NEW_MEXICO, UNKNOWN_LANGUAGE, is_added, rule_reason
from bot.ports import Answer, Lexicon, Scorer

_NEW_MEXICO_POINTS = -8.0  # of log-odds: outweighs any wording

_STANDS: frozenset[Realis] = frozenset({"threatened", "announced", "occurred", "requested"})
_POLARITY = frozenset({"headline stands", "headline rules out"})  # cues: "no descarta", "won't rule out"; "rules out"
_NOT_DONE = frozenset({"headline may hand over", "headline looks back"})  # cues: by the verb's form it is not done now
_SUREST = 1e-9  # scores are kept this far from 0 and 1 where points are added, so that log-odds stay finite


class PeopleMoved(Protocol):
    """Counts people handed over together, as the stage that reads figures does."""

    def __call__(self, item: Item, lexicon: Lexicon, *, is_of_handover: bool) -> int | None:
        """See `bot.extract.people_moved`."""
        ...


class KeywordRules(Protocol):
    """The analysts' rules, compiled."""

    @property
    def version(self) -> str:
        """Changes with any rule."""
        ...

    def hits(self, item: Item, today: date) -> Sequence[RuleHit]:
        """Rules that the item fulfils on that day, in their order."""
        ...


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the facets are read from: headline and first sentences of one item."""

    clauses: tuple[str, ...]
    terms: tuple[Term, ...]  # of the headline and lead
    item_type: ItemType
    count: int | None  # people handed over together
    side: str  # whose officials speak in the headline
    to_mexico: bool  # the headline's handover leads there


def judge(
    items: Sequence[Item],
    scorers: Mapping[Topic, Scorer],
    rules: KeywordRules,
    lexicon: Lexicon,
    now: datetime,
    *,
    people_moved: PeopleMoved,
    thresholds: Mapping[Topic, float] | None = None,
    explain: bool = True,
) -> list[Judgement]:
    """Judges items for all topics; one call of each scorer for the whole batch.

    A rule's points are added to the log-odds; "always" and "never" decide whether the item is flagged whatever the
    score, "never" before "always"; what is "always" told is P2 at least. Items of unknown language are not scored:
    only a rule can flag them.

    Args:
        items: any number; texts cleaned.
        scorers: by topic.
        rules: of any topics; those of topics without a scorer are ignored.
        lexicon: names, for the facets of flagged items.
        now: aware UTC; rules past their last day are left out.
        people_moved: reads the count that a severity turns on; asked of flagged items.
        thresholds: instead of the models' own, by topic.
        explain: give the reasons of every verdict. Else of items that some topic flags only: to work them out takes
            longer than all the rest, and who asks about another item has it judged again. What rules said stays.

    Returns:
        list[Judgement], one per item, same order; verdicts in the order of the topics' names. Facets of verdicts that
        do not flag the item stay empty: no realis, severity P3.
    """
    known = [i for i, item in enumerate(items) if item.language != "und"]
    texts = [items[i].text for i in known]
    scored: dict[Topic, dict[int, Answer]] = {
        topic: dict(zip(known, scorers[topic].score(texts), strict=True)) for topic in sorted(scorers)
    }
    tables, today = _Tables(scorers, thresholds or {}, rules.version), now.date()
    judgements = []
    for i, item in enumerate(items):
        hits = rules.hits(item, today)
        item_type = item_type_of(item)
        answers = {topic: its.get(i) for topic, its in scored.items()}
        verdicts = tables.verdicts(answers, hits, explain=explain)
        if any(verdict.flagged for verdict in verdicts):
            verdicts = verdicts if explain else tables.verdicts(answers, hits, explain=True)
            is_of_handover = any(v.flagged for v in verdicts if v.topic == "transfer")
            reading = _read(item, item_type, lexicon, people_moved, is_of_handover=is_of_handover)
            forced = {hit.topic for hit in hits if hit.effect == "always"}
            verdicts = [_looked_into(v, reading, item, scorers[v.topic], forced) if v.flagged else v for v in verdicts]
        fulfilled = tuple(dict.fromkeys(hit.label for hit in hits if hit.topic in scorers))
        judgements.append(
            Judgement(item_type=item_type, verdicts=tuple(verdicts), text_read=item.text_read, rules=fulfilled)
        )
    return judgements


@dataclass(frozen=True, slots=True)
class _Tables:
    """What scores are held against."""

    scorers: Mapping[Topic, Scorer]
    thresholds: Mapping[Topic, float]  # instead of the models' own
    rules_version: str

    def verdicts(
        self, answers: Mapping[Topic, Answer | None], hits: Sequence[RuleHit], *, explain: bool
    ) -> list[Verdict]:
        """One per topic, in the order of `answers`; see `_verdict`."""
        return [
            _verdict(
                self.scorers[topic],
                answer,
                [hit for hit in hits if hit.topic == topic],
                threshold=self.thresholds.get(topic, self.scorers[topic].threshold),
                rules_version=self.rules_version,
                explain=explain,
            )
            for topic, answer in answers.items()
        ]


def _looked_into(verdict: Verdict, reading: _Reading, item: Item, scorer: Scorer, forced: Collection[Topic]) -> Verdict:
    """A flagging verdict with its facets, or held back after all; `forced` are topics that a rule flags in any case."""
    if _names_only_new_mexico(reading.terms) and verdict.topic not in forced:
        return _held_back(verdict)
    found = _with_learnt(verdict, reading, item, scorer)
    is_asked_for = verdict.topic in forced and found.severity == "P3"  # who writes "always" wants to be told
    return replace(found, severity="P2") if is_asked_for else found


def _verdict(
    scorer: Scorer,
    answer: Answer | None,
    hits: Sequence[RuleHit],
    *,
    threshold: float,
    rules_version: str,
    explain: bool,
) -> Verdict:
    """Score after rules, and whether it flags; no facets yet. `answer` None = language not known."""
    score = answer.score if answer else 0.0
    why: tuple[Weight, ...] = ((UNKNOWN_LANGUAGE, 0.0),)
    if answer is not None:
        why = answer.why if explain else ()
    points = [(rule_reason(hit), hit.effect) for hit in hits if isinstance(hit.effect, float | int)]
    last_words = [(rule_reason(hit), 0.0) for hit in hits if isinstance(hit.effect, str)]
    if answer is not None and points:
        score, why = _with_points(score, why, points)
    if last_words:
        why = (*last_words, *why)
    effects = {hit.effect for hit in hits}
    flagged = answer is not None and score >= threshold
    if "never" in effects:
        flagged = False
    elif "always" in effects:
        flagged = True
    return Verdict(
        topic=scorer.topic,
        score=score,
        threshold=threshold,
        flagged=flagged,
        realis=(),
        severity="P3",
        why=why,
        model_version=scorer.version,
        rules_version=rules_version,
    )


def model_part(verdict: Verdict) -> Scored | None:
    """What the model alone said, from a verdict; None where it was not asked, or something was added to its answer."""
    if any(is_added(reason) for reason, _ in verdict.why):
        return None
    return Scored(score=verdict.score, why=verdict.why)


def _with_points(score: float, why: tuple[Weight, ...], points: Sequence[Weight]) -> tuple[float, tuple[Weight, ...]]:
    """Score and reasons after rules' points: sorted by size again, "(base)" last."""
    kept = min(max(score, _SUREST), 1.0 - _SUREST)
    log_odds = math.log(kept / (1.0 - kept)) + math.fsum(weight for _, weight in points)
    base = [entry for entry in why if entry[0] == BASE]
    rest = [entry for entry in why if entry[0] != BASE]
    ranked = sorted([*rest, *points], key=lambda entry: -abs(entry[1]))
    return 1.0 / (1.0 + math.exp(-log_odds)), (*ranked, *base)


def _names_only_new_mexico(terms: Sequence[Term]) -> bool:
    """Whether the US state is all of "Mexico" that the text names: both topics need the other country, too."""
    has_state = any(term.kind == "place" and term.canonical == "New Mexico" for term in terms)
    return has_state and not any(term.side == "MX" or term.kind in ("group", "person") for term in terms)


def _held_back(verdict: Verdict) -> Verdict:
    """The verdict with the points of a text about New Mexico: it does not flag, and says why."""
    score, why = _with_points(verdict.score, verdict.why, [(NEW_MEXICO, _NEW_MEXICO_POINTS)])
    return replace(verdict, score=score, why=why, flagged=score >= verdict.threshold)


def _read(
    item: Item, item_type: ItemType, lexicon: Lexicon, people_moved: PeopleMoved, *, is_of_handover: bool
) -> _Reading:
    clauses = clauses_of(item.text)
    top = item.text[: len(item.title) + 1 + MAX_CHARS]
    terms = lexicon.find(top)
    heading = [term for term in terms if term.end <= len(item.title)]
    return _Reading(
        clauses=clauses,
        terms=terms,
        item_type=item_type,
        count=people_moved(item, lexicon, is_of_handover=is_of_handover),
        side=side_of(clauses[0], heading),
        to_mexico=leads_to_mexico(item.title, heading),
    )


def _with_facets(verdict: Verdict, reading: _Reading, sure: Realis | None = None) -> Verdict:
    """The verdict with realis, severity, novelty, and what its topic has besides; `sure` is a realis known already."""
    clauses, item_type = reading.clauses, reading.item_type
    realis = (sure,) if sure else realis_of(verdict.topic, clauses, reading.side)
    novelty = novelty_of(clauses, item_type, realis)
    if verdict.topic == "transfer":
        direction = direction_of(clauses, to_mexico=reading.to_mexico)
        route = route_of(clauses, acts_in(reading.terms, "transfer"), reading.count, direction)
        return replace(
            verdict,
            realis=realis,
            novelty=novelty,
            route=route,
            direction=direction,
            severity=transfer_severity(
                clauses,
                item_type=item_type,
                realis=realis,
                route=route,
                direction=direction,
                count=reading.count,
                terms=reading.terms,
            ),
        )
    if verdict.topic == "strike_threat":
        means = means_of(clauses)
        return replace(
            verdict,
            realis=realis,
            novelty=novelty,
            means=means,
            severity=strike_severity(clauses, item_type=item_type, realis=realis, means=means),
        )
    return replace(verdict, realis=realis, novelty=novelty, severity="P2")


def _with_learnt(verdict: Verdict, reading: _Reading, item: Item, scorer: Scorer) -> Verdict:
    """The verdict with its facets: by rule, status and severity as the model says where it has learnt them.

    A status that the headline's form asserts outweighs both.
    """
    ruled = _with_facets(verdict, reading)
    found = _cues(ruled, reading, item)
    learnt = scorer.facets(item.title, item.text, found)
    sure = asserted(verdict.topic, reading.clauses[0]) if reading.clauses else None
    if learnt is None:
        return _with_facets(verdict, reading, sure) if sure else ruled
    # polarity is a matter of one word ("no descarta", "rules out"), which an embedding does not see well
    is_one_word = not _POLARITY.isdisjoint(found) and _opposite(ruled.realis, learnt.realis)
    is_one_word |= not _NOT_DONE.isdisjoint(found) and learnt.realis == "occurred" and verdict.topic == "transfer"
    realis = ruled.realis if is_one_word else (learnt.realis,)
    realis = (sure,) if sure else realis
    novelty = novelty_of(reading.clauses, reading.item_type, realis)
    standing = replace(ruled, realis=realis, novelty=novelty)
    title = reading.clauses[0] if reading.clauses else ""
    return replace(standing, severity=as_ruled(learnt.severity, standing, title=title, count=reading.count))


def _opposite(by_rule: tuple[Realis, ...], learnt: Realis) -> bool:
    """Whether one says that it is denied and the other that it stands."""
    main = by_rule[0] if by_rule else None
    return (main == "denied" and learnt in _STANDS) or (main in _STANDS and learnt == "denied")


def _cues(verdict: Verdict, reading: _Reading, item: Item) -> list[str]:
    heading = [term for term in reading.terms if term.end <= len(item.title)]
    return cue_names(
        reading.clauses, heading, verdict, item_type=reading.item_type, side=reading.side, count=reading.count
    )


def learnt_facets(
    item: Item,
    verdict: Verdict,
    scorer: Scorer,
    lexicon: Lexicon,
    people_moved: PeopleMoved,
    *,
    is_of_handover: bool,
) -> Facets | None:
    """Status and severity of a flagged item once more, with what spoke for them; None = by rule alone."""
    reading = _read(item, item_type_of(item), lexicon, people_moved, is_of_handover=is_of_handover)
    return scorer.facets(item.title, item.text, _cues(_with_facets(verdict, reading), reading, item))


def cues_of(topic: Topic, items: Sequence[Item], lexicon: Lexicon, people_moved: PeopleMoved) -> list[list[str]]:
    """Names of what the rules find in items of a topic, for training; see `cue_names`."""
    bare = Verdict(
        topic=topic, score=1.0, threshold=0.0, flagged=True, realis=(), severity="P3", why=(), model_version="",
        rules_version="",
    )  # fmt: skip
    of = topic == "transfer"
    readings = [(item, _read(item, item_type_of(item), lexicon, people_moved, is_of_handover=of)) for item in items]
    return [_cues(_with_facets(bare, reading), reading, item) for item, reading in readings]


__all__ = ["KeywordRules", "PeopleMoved", "cues_of", "judge", "learnt_facets", "model_part"]
