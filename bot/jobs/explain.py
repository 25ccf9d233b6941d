"""One item's way through every stage, for people: the `explain` command and the question in Slack. Writes nothing.

May import ports, domain and the thinking stages; never fetch or store.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot import compose, dedupe, stories
from bot.classify import judge, learnt_facets
from bot.compose import Card, Reply
from bot.domain import (
    AlertRecord,
    Content,
    Facets,
    Figure,
    Item,
    ItemId,
    Judgement,
    Name,
    Passage,
    RuleHit,
    StoredItem,
    Story,
    StoryLink,
    Topic,
    Verdict,
    Weight,
)
from bot.errors import UsageError
from bot.extract import content_of, format_value, judged_figures, people_moved, shown
from bot.jobs.pasted import item_of
from bot.jobs.think import Mind
from bot.ports import Store

_ITEM_ID = re.compile(r"i-[0-9a-f]{16}")
_STORY_ID = re.compile(r"s-\d{6,}")
_URL = re.compile(r"https?://\S+", re.IGNORECASE)
_WHY_SHOWN = 8
_BODY_CHARS = 600
_QUOTE_CHARS = 160
_ROWS = 10_000  # of the outbox that replies are looked for in


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What every stage makes of one item."""

    item: Item
    identity_keys: tuple[str, ...]
    known_as: str | None  # id of the item in the store that this one would be taken for
    fate: str | None  # of an item of the store
    judgement: Judgement
    facets: dict[Topic, Facets]  # of the topics that flag it, where status and severity are learnt
    rules: tuple[RuleHit, ...]
    figures: tuple[Figure, ...]
    content: Content
    link: StoryLink | None  # None = not flagged, so in no story
    story: Story | None


def is_address(subject: str) -> bool:
    """It names a page."""
    return _URL.fullmatch(subject.strip()) is not None


def stored_item(subject: str, store: Store | None, now: datetime) -> StoredItem | None:
    """The item that an id or an address names; None where the subject is neither, or the address is not known.

    Raises:
        UsageError: there is no item of this id, or it is a story's.
    """
    if _STORY_ID.fullmatch(subject.strip()):
        raise UsageError(
            f"{subject} is a story, which has many items; `pregonero stories show {subject} --json` holds their ids"
        )
    if is_address(subject):
        probe = item_of({"title": subject, "url": subject.strip()}, now)
        keys = dedupe.keys_to_ask([probe])
        known = store.known(keys) if store else {}
        found = next((known[key].id for key in keys if key in known), None)
        return store.item(found) if store and found is not None else None
    if not _ITEM_ID.fullmatch(subject.strip()):
        return None
    stored = store.item(ItemId(subject.strip())) if store else None
    if stored is None:
        raise UsageError(f"there is no item {subject}; ids are in the log and in `explain --json`")
    return stored


def explained(item: Item, mind: Mind, store: Store | None, now: datetime, *, stored: StoredItem | None) -> Explanation:
    """Takes an item through the stages as if it came in now.

    Args:
        item: to be explained.
        mind: models, rules, names.
        store: None = there is none yet.
        now: aware UTC.
        stored: what the store holds of the item; None = it was pasted.
    """
    judgement = judge(
        [item], mind.scorers, mind.rules, mind.lexicon, now, people_moved=people_moved, thresholds=mind.thresholds
    )[0]
    figures = judged_figures(item, judgement, mind.lexicon)
    content = content_of(item, lexicon=mind.lexicon)
    link, story = (stored.link if stored else None), None
    if link is None and judgement.flagged:
        facts = stories.facts_of(item, judgement, figures, mind.lexicon, content)
        candidates = (
            store.candidate_stories(stories.index_keys(facts), item.at - stories.LOOK_BACK, stories.CANDIDATES)
            if store
            else []
        )
        number = store.next_story_number() if store else 1
        link = stories.assign(facts, candidates, number=number, embedder=mind.embedder)
    if link is not None and store is not None:
        story = store.story(link.story_id)
    keys = dedupe.keys_to_ask([item])
    known = store.known(keys) if store else {}
    return Explanation(
        item=item,
        identity_keys=dedupe.identity_keys(item),
        known_as=next((known[key].id for key in keys if key in known), None),
        fate=f"{stored.fate.stage}: {stored.fate.reason}" if stored else None,
        judgement=judgement,
        facets=_facets(item, judgement, mind),
        rules=mind.rules.hits(item, now.date()),
        figures=figures,
        content=content,
        link=link,
        story=story,
    )


def _facets(item: Item, judgement: Judgement, mind: Mind) -> dict[Topic, Facets]:
    of = judgement.flags("transfer")
    learnt = {
        v.topic: learnt_facets(item, v, mind.scorers[v.topic], mind.lexicon, people_moved, is_of_handover=of)
        for v in judgement.flagged
    }
    return {topic: its for topic, its in learnt.items() if its is not None}


def cards_of(e: Explanation, mind: Mind, store: Store | None, now: datetime) -> list[Card | Reply]:
    """The card of the item's story, then the replies that were queued for it; [] where no topic flags the item."""
    if e.link is None:
        return []
    story = e.story
    if story is None:
        facts = stories.facts_of(e.item, e.judgement, e.figures, mind.lexicon)
        story = stories.open_story(facts, e.link.story_id, now).after
    told: list[Card | Reply] = [compose.card(story, now=now, shown=shown)]
    rows = store.outbox((), _ROWS) if store else []
    queued = {row.message.payload: row for row in reversed(rows) if row.message.story_id == story.id}
    replies = (compose.decode("reply", row.message.payload) for row in queued.values() if row.message.kind == "reply")
    return told + [reply for reply in replies if isinstance(reply, Reply)]


# --- in words ---------------------------------------------------------------------------------------------------------


def passages(e: Explanation) -> tuple[Passage, ...]:
    """The explanation as short lines, for any place that shows text."""
    hits = tuple(("rule", f"{hit.topic}: {hit.label} ({hit.effect})") for hit in e.rules)
    rest = (*hits, ("item type", e.judgement.item_type))
    return (
        Passage(title="Item", rows=_item(e)),
        *(_verdict(verdict, e.facets.get(verdict.topic)) for verdict in e.judgement.verdicts),
        Passage(title="Rules and kind", rows=rest),
        Passage(title="Figures", rows=tuple(_figure(figure) for figure in e.figures) or (("", "none"),)),
        *_content(e.content),
        Passage(title="Story", rows=_story(e)),
    )


def alert_passages(record: AlertRecord) -> tuple[Passage, ...]:
    """An alert as it was made, by its record."""
    versions = "; ".join(f"{v.model_version}, {v.rules_version}" for v in record.judgement.verdicts)
    head = (
        ("made", f"{record.at:%Y-%m-%d %H:%M:%S}Z for {record.channel}, story {record.story_id}"),
        ("config", record.config_version or "not known"),
        ("versions", versions),
        ("text read", record.judgement.text_read),
        ("text", _cut(record.item.text, _BODY_CHARS)),
    )
    return (
        Passage(title="The alert", rows=head),
        *(_verdict(verdict) for verdict in record.judgement.verdicts),
        Passage(title="Figures", rows=tuple(_figure(figure) for figure in record.figures) or (("", "none"),)),
    )


def _item(e: Explanation) -> tuple[tuple[str, str], ...]:
    item = e.item
    rows = [("title", item.title)]
    for name, value in (("summary", item.summary), ("body", item.body)):
        if value:
            rows.append((name, _cut(value, _BODY_CHARS)))
    outlet = " ".join(part for part in (item.outlet or "not known", item.country or "", item.reliability) if part)
    languages = {"en": "English", "es": "Spanish", "und": "neither English nor Spanish: not judged"}
    rows += [
        ("outlet", outlet),
        ("language", languages[item.language]),
        ("published", f"{item.published_at:%Y-%m-%d %H:%M}Z" if item.published_at else "undated"),
        ("text read", item.text_read),
        ("identity", ", ".join(e.identity_keys) or "none"),
    ]
    if e.known_as and e.known_as != item.id:
        rows.append(("known", f"would be taken for {e.known_as}"))
    if e.fate:
        rows.append(("fate", e.fate))
    return tuple(rows)


def _verdict(verdict: Verdict, learnt: Facets | None = None) -> Passage:
    sign = "≥" if verdict.score >= verdict.threshold else "<"
    versions = f"({verdict.model_version}, {verdict.rules_version})"
    rows = [("score", f"{verdict.score:.3f} {sign} {verdict.threshold:.2f}   {versions}")]
    if verdict.flagged:
        facets = (*verdict.realis, verdict.route, verdict.direction, verdict.means, verdict.novelty)
        rows += [("facets", ", ".join(str(facet) for facet in facets if facet)), ("severity", verdict.severity)]
    rows.append(("why", _weights(verdict.why[:_WHY_SHOWN])))
    if verdict.flagged and learnt:
        by_form = verdict.realis != (learnt.realis,)
        status = "the form of the headline, above what is learnt" if by_form else _cues(learnt.realis_why)
        rows += [("why this status", status), ("why this severity", _cues(learnt.severity_why))]
    return Passage(title=f"{verdict.topic}: {'flagged' if verdict.flagged else 'not flagged'}", rows=tuple(rows))


def _weights(why: Sequence[Weight]) -> str:
    return "  ".join(f"{name} {weight:+.2f}" for name, weight in why)


def _cues(why: Sequence[Weight]) -> str:
    """Names of ours, which the desk looks up in its reader's language one by one; see `bot.translate`."""
    return ", ".join(f"{name}: {weight:+.2f}" for name, weight in why) or "no single cue: its words and its meaning"


def _figure(figure: Figure) -> tuple[str, str]:
    value = format_value(figure, "en" if figure.lang == "und" else figure.lang)
    measure = figure.measure if figure.measure != "other" else f"other ({figure.noun})"
    who = figure.speaker or figure.speaker_kind
    return value, f"{measure}, {figure.scope}, {who}: {_cut(figure.quote, _QUOTE_CHARS)}"


def _content(content: Content) -> tuple[Passage, ...]:
    """Statements, events to come and names, each where there are any."""
    said = tuple(
        (s.kind, f"{s.speaker} ({s.speaker_kind}): " + (f"“{s.words}”" if s.is_direct else s.words))
        for s in content.statements
    )
    coming = tuple(
        (c.kind, f"{c.day}{f' to {c.until}' if c.until else ''} ({c.when}): {_cut(c.what, _QUOTE_CHARS)}")
        for c in content.coming
    )
    names = tuple((name.kind, _name(name)) for name in content.names)
    parts = (("Statements", said), ("To come", coming), ("Names", names))
    return tuple(Passage(title=title, rows=rows) for title, rows in parts if rows)


def _name(name: Name) -> str:
    also = [printed for printed in name.printed if printed != name.canonical]
    aliases = f", as {', '.join(also)}" if also else ""
    conflicts = f"; not the same by guess: {', '.join(name.conflicts)}" if name.conflicts else ""
    return name.canonical + aliases + conflicts


def _story(e: Explanation) -> tuple[tuple[str, str], ...]:
    if e.link is None:
        return (("", "none: no topic flags the item"),)
    what = e.link.story_id + (" (new)" if e.link.is_new_story else f", as {e.link.relation}")
    if e.link.is_new_story and e.story is None:  # nothing is stored, so its number may become another's
        what = "would open a new story"
    rows = [("story", what), ("why", e.link.reason)]
    if e.story is not None:
        rows.append(("title", e.story.reports[0].title))
    return tuple(rows)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[:limit]}… ({len(text)} characters)"
