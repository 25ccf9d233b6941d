"""A report joins a story: what the story then knows, how it stands, and what is new in it. Pure.

May import domain and text. Opening is joining an empty story. The same item coming again changes its report in place.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from bot.domain import (
    NOTHING_READ,
    ItemFacts,
    NewFact,
    Realis,
    Relation,
    Report,
    Severity,
    Story,
    StoryChange,
    StoryId,
    StoryLink,
    StoryRef,
    Topic,
    Verdict,
    Weight,
)
from bot.domain.quantities import HANDOVER_MEASURES
from bot.stories.content import join_content
from bot.stories.figures import count_of, join_figures
from bot.stories.headlines import case_step, is_in_court
from bot.stories.names import is_masked, same_person
from bot.stories.publishers import independent_of
from bot.stories.severity import severest
from bot.stories.standing import denial_in, standing_after
from bot.text import sentences, tokens

_ENOUGH_PUBLISHERS = 2
MAX_LEAD = 300  # characters

_SHORT_SENTENCE = 4  # words
_MAX_TERMS = 60
MAX_NAMES = 20
Name = TypeVar("Name", bound=str)
_MAX_REPLACED = 20
_TENTATIVE: tuple[Realis, ...] = ("reported", "threatened", "requested", "announced")
_NEWS: tuple[Relation, ...] = ("report", "correction", "edit", "denial", "ruling")


def _verdicts(facts: ItemFacts) -> tuple[Verdict, ...]:
    by_topic = {verdict.topic: verdict for verdict in facts.judgement.flagged}
    return tuple(by_topic[topic] for topic in facts.topics if topic in by_topic)


def item_severity(facts: ItemFacts) -> Severity:
    """Severity of one report: the severest of its flagged verdicts."""
    return severest("P3", *(verdict.severity for verdict in facts.judgement.flagged))


def _report(facts: ItemFacts, relation: Relation, earlier: Sequence[Report], now: datetime) -> Report:
    item = facts.item
    return Report(
        item_id=item.id,
        relation=relation,
        outlet=item.outlet,
        publisher=independent_of(item, earlier),
        reliability=item.reliability,
        title=item.title,
        link=item.link,
        language=item.language,
        at=item.at,
        seen_at=now,  # not when its feed was read: its page may have told us what it is about
        text_read=item.text_read,
        rules=facts.judgement.rules,
        in_court=is_in_court(item.title),
        lead=lead_of(item.text, item.title),
    )


def _realis(
    story: Story, facts: ItemFacts, relation: Relation
) -> tuple[tuple[tuple[Topic, Realis], ...], list[NewFact]]:
    """Main realis by topic after a report, and which of them are news: forward only, and never from answers."""
    current = dict(story.realis)
    firm = len(story.publishers) >= _ENOUGH_PUBLISHERS
    news: list[NewFact] = []
    for verdict in _verdicts(facts):
        if not verdict.realis:
            continue
        main = verdict.realis[0]
        before = current.get(verdict.topic)
        if main == "denied" and denial_in(facts, relation, verdict.topic) == "partial":
            continue  # "not imminent" leaves the threat a threat
        if before is None and current and verdict.score < _SURE_OF_ANOTHER:
            continue  # "no fue Trump quien pidió a los 37" is hardly of a threat
        if before is None:
            current[verdict.topic] = main
            news.append(NewFact(kind="topic", topic=verdict.topic, realis=main))
        elif before == "occurred" and main in ("denied", "blocked") and firm:
            continue  # what a lawyer or a court says of those who are gone blocks nothing
        elif before != main and relation in _NEWS and main != "historical" and moves_on(before, main):
            current[verdict.topic] = main
            news.append(NewFact(kind="realis", topic=verdict.topic, realis=main))
    return tuple(current.items()), news


def latest_realis(verdicts: Sequence[Verdict]) -> Realis | None:
    """Main realis after verdicts on one topic in the order they came, forward only; None = none states one."""
    current: Realis | None = None
    for main in (verdict.realis[0] for verdict in verdicts if verdict.realis):
        if current is None or (main not in (current, "historical") and moves_on(current, main)):
            current = main
    return current


def moves_on(before: Realis, after: Realis) -> bool:
    """Whether a state is news after another one."""
    if after in _TENTATIVE:  # a plan is news after a rumour; neither is after the deed
        return before in _TENTATIVE and _TENTATIVE.index(after) > _TENTATIVE.index(before)
    return True


def joined_names(known: Sequence[Name], more: Iterable[Name], *, people: bool = False) -> tuple[Name, ...]:
    """The known names, then the others; of people each once, by the fullest name known."""
    names = list(known)
    for name in more:
        twin = next((n for n, held in enumerate(names) if people and same_person(name, held)), None)
        if twin is not None and len(name.split()) >= len(names[twin].split()) and is_masked(names[twin]):
            names[twin] = name  # "ramiro n" is told by his surname later
        elif name not in names and twin is None:
            names.append(name)
    return tuple(names[:MAX_NAMES])


def joined_terms(known: Sequence[Weight], count: int, more: Sequence[Weight], others: int = 1) -> tuple[Weight, ...]:
    """Mean weight of each term over the reports of both sides, heaviest first.

    Args:
        known: means over `count` reports.
        count: of reports.
        more: means over `others` reports.
        others: of reports.
    """
    sums = {term: weight * count for term, weight in known}
    for term, weight in more:
        sums[term] = sums.get(term, 0.0) + weight * others
    means = ((term, round(weight / (count + others), 4)) for term, weight in sums.items())
    return tuple(sorted(means, key=lambda pair: (-pair[1], pair[0]))[:_MAX_TERMS])


_SURE_OF_ANOTHER = 0.75  # score from which a report brings a topic that its story has not had
_COMMENTS: tuple[Relation, ...] = ("analysis", "anniversary")  # join at P3 and are never told of
_SAID_BY: Mapping[Relation, Realis] = {"denial": "denied", "ruling": "blocked", "reaction": "rejected"}


def _relation_fact(story: Story, relation: Relation, title: str, news: Sequence[NewFact]) -> list[NewFact]:
    """The first answer of its kind is news, unless a changed figure or a new realis says it already; so is the first
    step of its kind in a case, or between governments: a plea, a note of protest."""
    step = case_step(title) if relation in ("report", "reaction") and not news else None
    if step is not None and not any(case_step(report.title) == step for report in story.reports):
        return [NewFact(kind="relation", relation=relation)]
    if relation in ("report", "edit", *_COMMENTS) or any(report.relation == relation for report in story.reports):
        return []
    said = any(
        (fact.kind == "figure_changed" and relation == "correction")
        or (fact.kind == "realis" and fact.realis == _SAID_BY.get(relation))
        for fact in news
    )
    return [] if said else [NewFact(kind="relation", relation=relation)]


def lead_of(text: str, headline: str) -> str:
    """The first sentence below the headline, "" when there is none; cut at a word to MAX_LEAD characters."""
    body = text.removeprefix(headline).lstrip("\n ")
    for start, end in sentences(body[: 4 * MAX_LEAD]):
        sentence = body[start:end]
        is_label = len(sentence.split()) < _SHORT_SENTENCE  # a dateline, say
        if is_label or tokens(sentence) == tokens(headline):  # pages print their headline again
            continue
        if len(sentence) <= MAX_LEAD:
            return sentence
        return sentence[: MAX_LEAD - 1].rsplit(" ", 1)[0].rstrip(",;: ") + "…"
    return ""


def open_story(facts: ItemFacts, story_id: StoryId, now: datetime, *, follows: StoryRef | None = None) -> StoryChange:
    """The story that a report opens.

    Args:
        facts: the report.
        story_id: of the new story, as the link says.
        now: aware UTC.
        follows: an earlier story that this one answers, if known.
    """
    report = _report(facts, "report", (), now)
    verdicts = _verdicts(facts)
    transfer = next((v for v in verdicts if v.topic == "transfer"), None)
    strike = next((v for v in verdicts if v.topic == "strike_threat"), None)
    joined = join_figures((), facts, report)
    story = Story(
        id=story_id,
        topics=facts.topics,
        realis=tuple((v.topic, v.realis[0]) for v in verdicts if v.realis),
        route=transfer.route if transfer else None,
        direction=transfer.direction if transfer else None,
        means=strike.means if strike else None,
        event_date=facts.event_date,
        count=facts.count,
        people=facts.people,
        groups=facts.groups,
        places=facts.places,
        terms=facts.terms,
        severity=item_severity(facts),
        standing="DEVELOPING",
        opened_at=report.at,
        last_report_at=report.at,
        reports=(report,),
        figures=joined.figures,
        content=join_content(NOTHING_READ, facts.content, facts.item.id),
        scores=tuple((v.topic, v.score) for v in verdicts),
        why=verdicts[0].why if verdicts else (),
        follows=follows,
        first_seen_at=report.seen_at,
        model_version=verdicts[0].model_version if verdicts else "",
        rules_version=verdicts[0].rules_version if verdicts else "",
    )
    link = StoryLink(
        story_id=story_id, is_new_story=True, relation="report", similarity=0.0, vetoed_by=None, reason="opened"
    )
    return StoryChange(before=None, after=story, link=link, report=report, facts=(), severity=item_severity(facts))


def join(story: Story, facts: ItemFacts, link: StoryLink, now: datetime) -> StoryChange:
    """The story after a report joined it, and what it did not know before.

    The same item again keeps its place, its relation and its publisher; only what it says is renewed.

    Args:
        story: as it is now.
        facts: the report.
        link: from `assign`; its relation is what the report is to this story.
        now: aware UTC; when an edit with news was learned of.
    """
    held = next((report for report in story.reports if report.item_id == facts.item.id), None)
    relation = held.relation if held else link.relation
    report = _report(facts, relation, story.reports, now)
    if held:
        report = replace(
            report, publisher=held.publisher, at=held.at, seen_at=held.seen_at, lead=report.lead or held.lead
        )
    joined = join_figures(story.figures, facts, replace(report, seen_at=now) if held else report)
    realis, realis_news = _realis(story, facts, relation)
    news = [*joined.facts, *realis_news]
    if relation in _COMMENTS:  # what analysts make of it is on the card, and told to nobody
        news = []
    elif held is None:
        news += _relation_fact(story, relation, facts.item.title, news)
    elif news:
        report = replace(report, seen_at=now)
    reports = tuple(report if r.item_id == report.item_id else r for r in story.reports)
    if held is None:
        reports = (*reports, report)
    severity: Severity = "P3" if relation in _COMMENTS else item_severity(facts)
    after = _joined(story, facts, reports, severity, is_again=held is not None)
    replaced = (*story.replaced, *joined.replaced)[-_MAX_REPLACED:]
    content = join_content(story.content, facts.content, facts.item.id)
    after = replace(after, realis=realis, figures=joined.figures, replaced=replaced, content=content)
    after = replace(after, count=_count(after, facts, relation))
    after = replace(after, standing=standing_after(story, after, relation, facts, now, corrected=joined.corrected))
    if _shown(after) != _shown(story):
        after = replace(after, revision=story.revision + 1)
    return StoryChange(before=story, after=after, link=link, report=report, facts=tuple(news), severity=severity)


def _shown(story: Story) -> Story:
    """The story without what no card shows."""
    return replace(story, people=(), groups=(), places=(), terms=(), revision=0)


def _joined(
    story: Story, facts: ItemFacts, reports: tuple[Report, ...], severity: Severity, *, is_again: bool
) -> Story:
    """Everything that is gathered rather than judged."""
    verdicts = _verdicts(facts)
    scores = dict(story.scores)
    for verdict in verdicts:
        scores[verdict.topic] = max(scores.get(verdict.topic, 0.0), verdict.score)
    transfer = next((v for v in verdicts if v.topic == "transfer"), None)
    strike = next((v for v in verdicts if v.topic == "strike_threat"), None)
    route = transfer.route if transfer and story.route in (None, "unspecified") else story.route
    means = strike.means if strike and story.means in (None, "unspecified") else story.means
    answers = reports[-1].relation not in _NEWS and not is_again
    return replace(
        story,
        topics=joined_names(story.topics, facts.topics),
        route=route or story.route,
        direction=story.direction or (transfer.direction if transfer else None),
        means=means or story.means,
        event_date=story.event_date or (None if answers else facts.event_date),
        people=joined_names(story.people, facts.people, people=True),
        groups=joined_names(story.groups, facts.groups),
        places=joined_names(story.places, facts.places),
        terms=story.terms if is_again or answers else joined_terms(story.terms, len(story.reports), facts.terms),
        severity=severest(story.severity, severity),
        opened_at=min(report.at for report in reports),
        last_report_at=max(report.at for report in reports),
        reports=reports,
        scores=tuple(scores.items()),
    )


def _count(story: Story, facts: ItemFacts, relation: Relation) -> int | None:
    stated = count_of(story.figures, HANDOVER_MEASURES)
    if stated is not None:
        return stated
    return story.count if story.count is not None or relation not in _NEWS else facts.count


__all__ = [
    "MAX_NAMES",
    "item_severity",
    "join",
    "joined_names",
    "joined_terms",
    "latest_realis",
    "moves_on",
    "open_story",
]
