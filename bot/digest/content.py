"""Composes a digest from a window's stories: what goes in, in which order, once. Pure; the words' look is render's.

May import domain, text and urls. One entry per event; yesterday's event only with what is new in the window, by the
time at which we learned of it. Nothing is written that no source sentence supports: sentences are quoted, the rest is
fields.

    stories ─▶ entries (news, figures, proofs) ─▶ rank ─▶ denials | topic sections | also seen
                  └▶ numbers moved                 └▶ top lines, subject
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.digest import health
from bot.digest.numbers import MAX_FIGURES, Moved, figure_lines, fit, fresh_figures, move_line, moves
from bot.digest.parts import (
    Digest,
    Entry,
    FigureWords,
    Line,
    Material,
    Move,
    NewsLine,
    Quote,
    TopicSection,
)
from bot.digest.trend import trend_of
from bot.digest.watch import watched
from bot.digest.wording import (
    RELATION,
    DigestLanguage,
    clip,
    counted,
    moment,
    phrase,
    short_day,
    topic_title,
    zone_words,
)
from bot.domain import (
    DigestPolicy,
    DigestWindow,
    FeedState,
    ItemId,
    Realis,
    Relation,
    Report,
    Story,
    StoryFigure,
    StoryId,
    Topic,
)
from bot.text import fold, tokens
from bot.urls import safe_link
from bot.wording import DIRECTION, MEANS, REALIS, ROUTE, said, standing_words, word

MAX_TOP = 5  # lines that open the mail: what is read before the first meeting of the day
MAX_SUBJECT = 60  # characters: what phones show of a subject
MAX_NEWS = 4  # lines of an entry
MAX_FULL = 20  # entries with details: Gmail hides what comes after 102 kB
MAX_ALSO = 60
_HEADLINE = 240  # characters
_QUOTE = 320
_EVENT = 90
_OUTLET = 80
_NAMED_OUTLETS = 4
_DENIALS: frozenset[Relation] = frozenset({"denial", "ruling", "correction"})
_REFUSED: frozenset[Realis] = frozenset({"denied", "rejected", "blocked"})
_WEAK: frozenset[Relation] = frozenset({"edit", "anniversary"})
_NEW_WORDS = 0.1  # of a sentence: with fewer it says what stands above
_ASIDE: frozenset[Relation] = frozenset({"analysis", "anniversary"})
_USUAL_HOURS = 26  # a day, also one that summer time makes longer


def compose(policy: DigestPolicy, window: DigestWindow, material: Material, words: FigureWords) -> Digest:
    """One digest.

    Args:
        policy: language, topics and zone of the digest.
        window: half-open; decides by `seen_at` what is new.
        material: stories and the rest, see there.
        words: names and printed values of figures, such as the module bot.extract.

    Returns:
        the same digest for the same arguments, in whatever order stories and feeds come.
    """
    return _Composer(policy, window, words, material.hushed).compose(material)


def entries_of(
    policy: DigestPolicy, window: DigestWindow, stories: Iterable[Story], words: FigureWords
) -> tuple[Entry, ...]:
    """The entries of stories with news in a window, in the order of a digest."""
    return _Composer(policy, window, words).entries(stories)


def is_sent(policy: DigestPolicy, digest: Digest) -> bool:
    """Whether mails go out; where not, the window is recorded all the same and the next one begins at its end."""
    return policy.send_empty or not digest.is_quiet


class _Composer:
    """The policy, window and words that all parts of one digest share; holds nothing that changes."""

    def __init__(
        self,
        policy: DigestPolicy,
        window: DigestWindow,
        words: FigureWords,
        hushed: Container[ItemId] = frozenset(),
    ) -> None:
        self._hushed = hushed
        self._policy = policy
        self._window = window
        self._words = words
        self._zone = ZoneInfo(policy.timezone)
        self._language: DigestLanguage = policy.language

    def compose(self, material: Material) -> Digest:
        earlier = tuple(fit(story, self._words) for story in material.earlier)
        told = [fit(s, self._words) for s in sorted(material.stories, key=lambda s: s.id) if self._is_wanted(s)]
        stories = [s for s in told if self._has_news(s)]
        moved = {story.id: moves(story, earlier, self._window) for story in stories}
        ranked = sorted((self._entry(story, moved[story.id]) for story in stories), key=_rank)
        ranked = [replace(entry, is_brief=n >= MAX_FULL) for n, entry in enumerate(ranked)]
        denial_ids = {story.id for story in stories if self._only_refuses(story)}
        heard = [e for e in ranked if e.story_id not in material.muted]
        denials = tuple(e for e in heard if e.story_id in denial_ids)
        rest = [e for e in heard if e.story_id not in denial_ids]
        hushed = [replace(e, is_brief=True, is_muted=True) for e in ranked if e.story_id in material.muted]
        also = [*(replace(e, is_brief=True) for e in rest if e.severity == "P3"), *hushed]
        full = [e for e in rest if e.severity != "P3"]
        lines = self._move_lines([s for s in stories if s.id not in material.muted], ranked, moved)
        heeded = [s for s in (*told, *material.earlier) if self._is_wanted(s) and s.id not in material.muted]
        watch, more_watch = watched(heeded, self._window, self._language, self._quote)
        outbox, more_outbox = health.outbox(material, self._language)
        return Digest(
            id=self._policy.id,
            language=self._language,
            day=self._window.day,
            subject=self._subject(heard, hushed, lines, material.feeds),
            window=self._window_line(),
            counts=health.counts(material.counts, self._language),
            is_quiet=not ranked,
            top=tuple(self._top_line(e, lines) for e in heard if e.severity != "P3" and e.novelty < 2)[:MAX_TOP],
            sections=self._sections(full, material.topics, denials, also) if ranked else (),
            moved=tuple(lines),
            denials=denials,
            denial_lines=tuple(line for e in full + also if not e.is_muted for line in _denial_lines(e)),
            also=tuple(also[:MAX_ALSO]),
            more_stories=max(0, len(also) - MAX_ALSO),
            muted=phrase("muted", self._language, stories=counted("story", len(hushed), self._language))
            if hushed
            else "",
            watch=watch,
            more_watch=more_watch,
            trend=trend_of(material.days, (*earlier, *told), self._zone, self._language),
            feeds=health.feeds(material, self._window, self._language, self._zone),
            outbox=outbox,
            more_outbox=more_outbox,
        )

    def _move_lines(
        self, stories: Sequence[Story], ranked: Sequence[Entry], moved: Mapping[StoryId, Sequence[Moved]]
    ) -> list[Move]:
        """Figures that moved, in the order of the entries."""
        by_id = {story.id: story for story in stories}
        return [
            move_line(move, by_id[entry.story_id], clip(entry.headline.text, _EVENT), self._words, self._language)
            for entry in ranked
            if entry.story_id in by_id
            for move in moved[entry.story_id]
        ]

    def entries(self, stories: Iterable[Story]) -> tuple[Entry, ...]:
        known = [fit(s, self._words) for s in stories if self._is_wanted(s) and self._has_news(s)]
        return tuple(sorted((self._entry(story, ()) for story in known), key=_rank))

    # --- which stories ----------------------------------------------------------------------------------------------

    def _is_wanted(self, story: Story) -> bool:
        return not self._policy.topics or any(topic in self._policy.topics for topic in story.topics)

    def _in_window(self, seen_at: datetime) -> bool:
        return self._window.starts_at <= seen_at < self._window.ends_at

    def _has_news(self, story: Story) -> bool:
        return any(self._in_window(report.seen_at) for report in story.reports)

    def _is_new(self, story: Story) -> bool:
        first = story.first_seen_at or min(report.seen_at for report in story.reports)
        return first >= self._window.starts_at

    def _fresh(self, story: Story) -> list[Report]:
        return [report for report in story.reports if self._in_window(report.seen_at)]

    def _only_refuses(self, story: Story) -> bool:
        """Whether nothing but a denial, block or correction is new: such an event stands among those."""
        if self._is_new(story):
            return dict(story.realis).get(story.topics[0]) in _REFUSED if story.topics else False
        return all(report.relation in _DENIALS for report in self._fresh(story))

    # --- one story --------------------------------------------------------------------------------------------------

    def _entry(self, story: Story, moved: Sequence[Moved]) -> Entry:
        is_new = self._is_new(story)
        fresh = self._fresh(story)
        figures = fresh_figures(story, self._window)
        lead = self._lead(story, story.reports if not is_new else fresh)
        headline = self._quote(lead, lead.title, _HEADLINE)
        adding = {held.item_id for held in (*figures, *(move.new for move in moved))}
        news = self._news(fresh, lead, is_new, adding)
        shown = figures[:MAX_FIGURES]
        known = [report for report in story.reports if report.seen_at < self._window.ends_at]
        publishers = len({report.publisher for report in known})
        items = counted("item", len(known), self._language)
        return Entry(
            story_id=story.id,
            topics=story.topics,
            severity=story.severity,
            is_new=is_new,
            novelty=_novelty(is_new, fresh, bool(figures or moved)),
            headline=headline,
            is_headline_fresh=lead in fresh,
            tags=self._tags(story),
            coverage=f"{items}, {counted('publisher', publishers, self._language)}",
            outlets=self._outlets(fresh),
            since="" if is_new else phrase("reported", self._language, when=self._moment(_first_seen(story))),
            news=news,
            figures=figure_lines(shown, self._words, self._language),
            more_figures=len(figures) - len(shown),
            proofs=self._proofs(shown, [headline.text, *(line.quote.text for line in news)]),
            last_at=max(report.seen_at for report in fresh),
        )

    def _lead(self, story: Story, reports: Sequence[Report]) -> Report:
        """Whose headline stands for the event: a report that nobody muted before one that somebody did, one in the
        reader's language, one whose headline prints a number of the event that still stands before one without, then
        of the best record, the earliest."""
        known = [r for r in reports if r.seen_at < self._window.ends_at]
        plain = [r for r in known if r.relation == "report"] or known
        numbered = {
            held.item_id
            for held in story.figures
            if held.figure.scope == "this_event" and held.figure.start == 0 and held.seen_at < self._window.ends_at
        }
        return min(
            plain,
            key=lambda r: (
                r.item_id in self._hushed,
                r.language != self._language,
                r.item_id not in numbered,
                r.reliability,
                r.at,
                r.item_id,
            ),
        )

    def _quote(self, source: Report | StoryFigure, text: str, limit: int) -> Quote:
        language = source.language if isinstance(source, Report) else source.figure.lang
        return Quote(
            text=clip(text, limit) or phrase("untitled", self._language),
            outlet=clip(source.outlet, _OUTLET) or "?",
            link=safe_link(source.link),
            language=language,
            at=source.at.astimezone(self._zone),
        )

    def _news(
        self, fresh: Sequence[Report], lead: Report, is_new: bool, adding: Container[ItemId]
    ) -> tuple[NewsLine, ...]:
        """Reports that add something, one per headline: answers first, then, under an older event, further reports.

        Of those only the ones that bring a figure nobody had, or, without any, the best one: a copy is no news.
        """
        chosen: list[NewsLine] = []
        told = {fold(lead.title)} if lead in fresh else set()  # it stands above as the headline
        for report in sorted(
            fresh,
            key=lambda r: (
                _weight(r.relation),
                r.language != self._language,  # what stands first is told on top, in the reader's words where any are
                r.item_id not in adding,
                r.reliability,
                r.at,
                r.item_id,
            ),
        ):
            if (is_new and report.relation == "report") or report.relation == "edit" or fold(report.title) in told:
                continue
            if report.relation == "report" and report.item_id not in adding and (chosen or lead in fresh):
                continue
            told.add(fold(report.title))
            label = word(RELATION, report.relation, self._language)
            quote = self._quote(report, report.title, _HEADLINE)
            chosen.append(NewsLine(relation=report.relation, label=label, quote=quote))
        return tuple(chosen[:MAX_NEWS])

    def _tags(self, story: Story) -> tuple[str, ...]:
        """What the fields say of the event, in words."""
        language = self._language
        realis = dict(story.realis)
        peg = said(realis.get(story.topics[0]), court_step=story.is_court_step) if story.topics else None
        tags = [word(REALIS, peg, language)] if peg else []
        if story.event_date:
            when = short_day(story.event_date, language)
            has_happened = peg == "occurred"
            tags = (
                [phrase("happened_on", language, when=when)]
                if has_happened
                else [*tags, phrase("event_date", language, when=when)]
            )
        tags += [word(DIRECTION, story.direction, language)] if story.direction else []
        tags += [word(ROUTE, story.route, language)] if story.route and story.route in ROUTE else []
        tags += [word(MEANS, story.means, language)] if story.means and story.means in MEANS else []
        tags += [
            phrase("also_about", language, topic=topic_title(topic, language).lower()) for topic in story.topics[1:]
        ]
        return (*tags, standing_words(story.standing, peg, language))

    def _outlets(self, fresh: Sequence[Report]) -> str:
        by_publisher = {
            report.publisher: report.outlet for report in sorted(fresh, key=lambda r: (r.reliability, r.at))
        }
        names = [clip(outlet, _OUTLET) or "?" for outlet in by_publisher.values()]
        if len(names) <= _NAMED_OUTLETS:
            return ", ".join(names)
        named = ", ".join(names[:_NAMED_OUTLETS])
        return phrase("outlets_more", self._language, outlets=named, n=len(names) - _NAMED_OUTLETS)

    def _proofs(self, figures: Iterable[StoryFigure], told: Sequence[str]) -> tuple[Quote, ...]:
        """The sentences that the figures stand in, without those whose words stand above, in a headline or another."""
        seen = [_words_of(text) for text in told]
        proofs: list[Quote] = []
        for held in figures:
            said = _words_of(clip(held.figure.quote, _HEADLINE))  # as a headline would be cut
            if said and not any(_repeats(said, other) for other in seen):
                seen.append(said)
                proofs.append(self._quote(held, held.figure.quote, _QUOTE))
        return tuple(proofs)

    # --- the whole --------------------------------------------------------------------------------------------------

    def _sections(
        self, entries: Sequence[Entry], watched: Sequence[Topic], denials: Sequence[Entry], also: Sequence[Entry]
    ) -> tuple[TopicSection, ...]:
        """A section for each topic watched, also without news, and for each that an entry has as its peg."""
        wanted = [t for t in watched if not self._policy.topics or t in self._policy.topics] or [*self._policy.topics]
        pegs = {entry.story_id: self._section_of(entry.topics) for entry in entries}
        topics = sorted(
            {*wanted, *pegs.values()}, key=lambda topic: (topic != "transfer", topic != "strike_threat", topic)
        )
        return tuple(
            TopicSection(
                topic=topic,
                title=topic_title(topic, self._language),
                entries=tuple(entry for entry in entries if pegs[entry.story_id] == topic),
                nothing=phrase(self._elsewhere(topic, denials, also), self._language),
            )
            for topic in topics
        )

    def _elsewhere(self, topic: Topic, denials: Sequence[Entry], also: Sequence[Entry]) -> str:
        """The phrase for a section without entries."""
        if any(self._section_of(entry.topics) == topic for entry in denials):
            return "only_denials"
        return "only_also" if any(self._section_of(entry.topics) == topic for entry in also) else "nothing"

    def _section_of(self, topics: Sequence[Topic]) -> Topic:
        """The peg, or the first of the story's topics that the digest is about."""
        return next((t for t in topics if not self._policy.topics or t in self._policy.topics), "")

    def _top_line(self, entry: Entry, moved: Sequence[Move]) -> Line:
        """An old event's line says what changed, a new one's its headline."""
        label, quote = "", entry.headline
        answer = next((line for line in entry.news if line.relation in _DENIALS), None)
        move = next((m for m in moved if m.story_id == entry.story_id), None)
        if move is not None and not entry.is_new:
            label = f"{move.label}: {move.old} → {move.new}"
        elif answer is not None and (not entry.is_new or answer.quote.language in (self._language, quote.language)):
            label, quote = answer.label, answer.quote
        elif not entry.is_new:
            label = phrase("update", self._language)
            quote = self._news_on_top(entry)
        return Line(
            story_id=entry.story_id,
            severity=entry.severity,
            label=label,
            text=quote.text,
            outlet=quote.outlet,
        )

    def _news_on_top(self, entry: Entry) -> Quote:
        """An old event's news in one headline: in the reader's language where a report of the window is."""
        fresh = [entry.headline] if entry.is_headline_fresh else []
        told = [line.quote for line in entry.news if line.relation not in _ASIDE]
        aside = [line.quote for line in entry.news if line.relation in _ASIDE]
        quotes = [*told, *fresh, *aside] or [entry.headline]
        return min(quotes, key=lambda quote: quote.language != self._language)  # the first of its kind

    def _subject(
        self, ranked: Sequence[Entry], muted: Sequence[Entry], moved: Sequence[Move], feeds: Sequence[FeedState]
    ) -> str:
        """ "Pregonero 21 Jan: Mexico hands over 37 suspects… (4 stories)": of an old event what is new of it."""
        start = f"{phrase('name', self._language)} {short_day(self._window.day, self._language)}:"
        if muted and not ranked:
            stories = counted("story", len(muted), self._language)
            return f"{start} {phrase('muted_subject', self._language, stories=stories)}"
        if not ranked:
            read = health.in_subject(feeds, self._window, self._language)
            return f"{start} {phrase('quiet_subject', self._language)} ({read})"
        count = counted("story", len(ranked), self._language)
        headline = self._top_line(ranked[0], moved).text
        if headline == phrase("untitled", self._language):
            return f"{start} {count}"
        lead = clip(headline, MAX_SUBJECT - len(start) - len(count) - 4)
        return f"{start} {lead} ({count})" if lead else f"{start} {count}"

    def _window_line(self) -> str:
        start, end = self._window.starts_at, self._window.ends_at
        line = phrase(
            "window",
            self._language,
            start=self._moment(start),
            end=self._moment(end),
            zone=zone_words(self._policy.timezone, self._language),
        )
        hours = round((end - start).total_seconds() / 3600)
        return f"{line} · {phrase('hours', self._language, hours=hours)}" if hours > _USUAL_HOURS else line

    def _moment(self, at: datetime) -> str:
        return moment(at.astimezone(self._zone), self._language)


def _words_of(text: str) -> frozenset[str]:
    return frozenset(tokens(text))


def _repeats(said: frozenset[str], other: frozenset[str]) -> bool:
    """Whether a sentence has hardly a word that the other lacks: a wire report under another outlet's pen."""
    return len(said - other) <= len(said) * _NEW_WORDS


def _first_seen(story: Story) -> datetime:
    return story.first_seen_at or min(report.seen_at for report in story.reports)


def _weight(relation: Relation) -> int:
    """Place of an answer among an entry's news."""
    order = ("correction", "denial", "ruling", "reaction", "report", "analysis", "anniversary", "edit")
    return order.index(relation)


def _novelty(is_new: bool, fresh: Sequence[Report], has_figures: bool) -> int:
    """See Entry.novelty."""
    if is_new:
        return 0
    if has_figures or any(report.relation in _DENIALS for report in fresh):
        return 1
    return 3 if all(report.relation in _WEAK for report in fresh) else 2


def _rank(entry: Entry) -> tuple[str, int, int, float, str]:
    """Severity, then novelty, as readers may stop anywhere; among equals what has more figures, then the newest."""
    return (entry.severity, entry.novelty, -len(entry.figures), -entry.last_at.timestamp(), entry.story_id)


def _denial_lines(entry: Entry) -> list[Line]:
    return [
        Line(
            story_id=entry.story_id,
            severity=entry.severity,
            label=line.label,
            text=line.quote.text,
            outlet=line.quote.outlet,
        )
        for line in entry.news
        if line.relation in _DENIALS
    ]
