"""What to watch: days ahead that the texts name, each once, always with the words that name it. Pure.

May import domain and text. The extractor takes a day gone by for one to come about once in five times, so that spans
("next week") are passed over unless they are deadlines, and the reader always has the quotation to judge by.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from bot.digest.parts import Quote, Watched
from bot.digest.wording import COMING, DigestLanguage, clip, named_day, phrase
from bot.domain import Coming, DigestWindow, Report, Story
from bot.text import fold
from bot.wording import word

MAX_WATCHED = 8
_REMIND = timedelta(days=3)  # what was told in an earlier digest stands again so shortly before its day
_QUOTE = 320  # characters
_EVENT = 90

Quoting = Callable[[Report, str, int], Quote]


def watched(
    stories: Iterable[Story], window: DigestWindow, language: DigestLanguage, quote: Quoting
) -> tuple[tuple[Watched, ...], int]:
    """Days ahead, soonest first, and how many more there are.

    Args:
        stories: of the window and earlier ones, as far as the digest is about them.
        window: half-open; a day before its local day is past.
        language: of the words.
        quote: a report's words, cut to so many characters.
    """
    chosen: list[tuple[Coming, Report, Story]] = []
    for event, report, story in sorted(
        _ahead(stories, window), key=lambda e: (e[0].day, e[1].language != language, e[1].reliability, e[1].at, e[2].id)
    ):
        if not any(_is_same(event, story, other, of) for other, _, of in chosen):
            chosen.append((event, report, story))
    shown = tuple(_watched(event, report, story, language, quote) for event, report, story in chosen[:MAX_WATCHED])
    return shown, max(0, len(chosen) - MAX_WATCHED)


def _ahead(stories: Iterable[Story], window: DigestWindow) -> Iterable[tuple[Coming, Report, Story]]:
    for story in stories:
        reports = {report.item_id: report for report in story.reports if report.seen_at < window.ends_at}
        for event in story.content.coming:
            report = reports.get(event.item_id)
            if report is None or event.day < window.day or (event.until is not None and event.kind != "deadline"):
                continue
            if report.seen_at >= window.starts_at or event.day - window.day <= _REMIND:
                yield event, report, story


def _is_same(event: Coming, story: Story, other: Coming, of: Story) -> bool:
    """One hearing that two stories tell of: of the same people, or in the same words."""
    if (event.day, event.kind) != (other.day, other.kind):
        return False
    return story.id == of.id or bool({*story.people} & {*of.people}) or fold(event.what) == fold(other.what)


def _watched(event: Coming, report: Report, story: Story, language: DigestLanguage, quote: Quoting) -> Watched:
    told = quote(report, event.quote if len(event.quote) <= _QUOTE else event.what, _QUOTE)
    title = clip(report.title, _EVENT)
    return Watched(
        story_id=story.id,
        day=event.day,
        when=_when(event, language),
        label=word(COMING, event.kind, language),
        quote=told,
        event="" if fold(report.title).startswith(fold(told.text).rstrip("….")) else title,
    )


def _when(event: Coming, language: DigestLanguage) -> str:
    last: date | None = event.until
    if last is None:
        return named_day(event.day, language)
    return phrase("span", language, first=named_day(event.day, language), last=named_day(last, language))
