"""An alert judged once more as it was then: by the models, rules and names of its time, on the text of its time.

What that takes is kept in the database, by hash, while an alert that rests on it is young enough: `App` keeps it,
housekeeping forgets it. Changes no state. May import app, config, store, jobs, ports and the thinking stages.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.app import load_lexicon, mind_of, scorer_of_kept, topics
from bot.classify import judge
from bot.config import Config, Judging, judging_of
from bot.domain import AlertRecord, ItemId, Judgement, Passage, Topic, Verdict
from bot.errors import ConfigError, UsageError
from bot.extract import people_moved
from bot.jobs.explain import alert_passages
from bot.jobs.think import judge_all
from bot.ports import Scorer
from bot.store import SqliteStore

CLOSE = 1e-6  # scores that differ by no more are the same: the last bits depend on the machine


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertAsMade:
    """An alert beside what the models and rules of its time make of its text, and what those in force do."""

    record: AlertRecord
    then: Judgement | None  # None = `problem` says why not
    problem: str
    now: Judgement

    @property
    def equals_stamped(self) -> bool | None:
        """Whether judging again as then gives what is on record; None = that could not be done."""
        if self.then is None:
            return None
        again = {verdict.topic: verdict for verdict in self.then.verdicts}
        stamped = self.record.judgement.verdicts
        return len(again) == len(stamped) and all(v.topic in again and same_verdict(v, again[v.topic]) for v in stamped)


def same_verdict(one: Verdict, other: Verdict) -> bool:
    """They say the same, the score to within CLOSE."""
    alike = (one.flagged, one.severity, one.realis) == (other.flagged, other.severity, other.realis)
    return alike and abs(one.score - other.score) <= CLOSE and abs(one.threshold - other.threshold) <= CLOSE


def alerts_as_made(
    item_id: ItemId, store: SqliteStore, config: Config, scorers: Mapping[Topic, Scorer], now: datetime
) -> list[AlertAsMade]:
    """Every alert that an item made, oldest first; [] = none is on record.

    Raises:
        StoreError: the store could not be read.
    """
    records = store.alerts_of(item_id)
    if not records:
        return []
    mind = mind_of(config, scorers, load_lexicon(config))
    again = judge_all([record.item for record in records], mind, now)
    return [
        AlertAsMade(record=record, then=then, problem=problem, now=judgement)
        for record, judgement in zip(records, again, strict=True)
        for then, problem in [_then(record, store, config, scorers)]
    ]


def _then(
    record: AlertRecord, store: SqliteStore, config: Config, scorers: Mapping[Topic, Scorer]
) -> tuple[Judgement | None, str]:
    try:
        return judged_as_then(record, store, config, scorers), ""
    except (UsageError, ConfigError) as exc:
        return None, str(exc)


def judged_as_then(
    record: AlertRecord, store: SqliteStore, config: Config, scorers: Mapping[Topic, Scorer]
) -> Judgement:
    """Judges the text of an alert by what was in force when it was made.

    Args:
        record: of the alert.
        store: is read for what was kept.
        config: in force.
        scorers: in force.

    Raises:
        UsageError: what it takes is not kept, or cannot be used by this program; the message says what.
        ConfigError: the configuration of then has mistakes for this program.
    """
    if not record.models:
        raise UsageError("what judged this alert was not kept; later alerts can be computed anew")
    stamped = {verdict.topic: verdict.model_version for verdict in record.judgement.verdicts}
    models = {topic: _model(topic, digest, stamped[topic], store, scorers) for topic, digest in record.models}
    its = _judging(record, store, config)
    names = load_lexicon(people=its.people, groups=its.groups)
    return judge(
        [record.item], models, its.rules, names, record.at, people_moved=people_moved, thresholds=its.thresholds
    )[0]


def _model(topic: Topic, digest: str, version: str, store: SqliteStore, scorers: Mapping[Topic, Scorer]) -> Scorer:
    in_force = scorers.get(topic)
    if in_force is not None and (in_force.digest, in_force.version) == (digest, version):
        return in_force
    content = store.kept("model", digest)
    if content is None:
        raise UsageError(
            f"the model {version} is no longer kept: no alert of the last [state] keep_days rests on it; for later "
            "alerts raise keep_days"
        )
    found = scorer_of_kept(content, version)
    if found.version != version:
        raise UsageError(
            f"the model {version} looked at the meaning of the text as well, and the embedding that it needs is not "
            "installed here; install the extra `semantic` as it was then"
        )
    return found


def _judging(record: AlertRecord, store: SqliteStore, config: Config) -> Judging:
    if record.config_version == config.version:
        return Judging(thresholds=config.thresholds, rules=config.rules, people=config.people, groups=config.groups)
    content = store.kept("config", record.config_version)
    if content is None:
        raise UsageError(
            f"the configuration {record.config_version} is no longer kept: no alert of the last [state] keep_days "
            "rests on it; for later alerts raise keep_days"
        )
    return judging_of(content.decode(), config.file, topics=topics())


def differences(stamped: Verdict, other: Verdict) -> Sequence[str]:
    """What a verdict says otherwise than the one on record; versions, too."""
    pairs = (
        ("model", stamped.model_version, other.model_version),
        ("rules", stamped.rules_version, other.rules_version),
        ("threshold", f"{stamped.threshold:.2f}", f"{other.threshold:.2f}"),
        ("score", f"{stamped.score:.6f}", f"{other.score:.6f}"),
        ("severity", stamped.severity, other.severity),
        ("status", " + ".join(stamped.realis), " + ".join(other.realis)),
    )
    return [f"{what} {before} → {after}" for what, before, after in pairs if before != after]


def passages_of(made: AlertAsMade) -> tuple[Passage, ...]:
    """The alert, the same computed anew with what was in force then, and what is made of its text now."""
    stamped = made.record.judgement.verdicts
    if made.then is None:
        then: tuple[tuple[str, str], ...] = (("not possible", made.problem),)
    else:
        then = (
            ("result", "equal to what was stamped" if made.equals_stamped else "not equal to what was stamped"),
            *_beside(stamped, made.then, is_same=same_verdict),
        )
    return (
        *alert_passages(made.record),
        Passage(title="Computed anew with the model, rules and text of then", rows=then),
        Passage(title="Judged again now", rows=_beside(stamped, made.now, is_same=lambda one, other: False)),
    )


def _beside(
    stamped: Sequence[Verdict], again: Judgement, *, is_same: Callable[[Verdict, Verdict], bool]
) -> tuple[tuple[str, str], ...]:
    found = {verdict.topic: verdict for verdict in again.verdicts}
    rows = []
    for verdict in stamped:
        other = found.get(verdict.topic)
        if other is None:
            rows.append((verdict.topic, "there is no model of this topic any more"))
            continue
        changed = [] if is_same(verdict, other) else differences(verdict, other)
        rows.append((verdict.topic, ", ".join(changed) or f"the same: {other.score:.6f}"))
    return tuple(rows)


__all__ = ["AlertAsMade", "alerts_as_made", "differences", "judged_as_then", "passages_of", "same_verdict"]
