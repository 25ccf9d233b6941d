"""What a digest says is to come: days ahead only, each once, always in the words of a report."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from digest_samples import WINDOW, PlainWords, hours, material, policy, report, story

from bot.digest import Digest, compose, render
from bot.domain import Coming, Content, Report, Story

HEARING = "The hearing is set for October 9 in Houston."


def coming(of: Report, day: date = date(2026, 10, 9), **changes: Any) -> Coming:
    """A hearing that `of` dates."""
    values: dict[str, Any] = {
        "kind": "hearing",
        "what": HEARING.rstrip("."),
        "day": day,
        "when": "October 9",
        "item_id": of.item_id,
        "quote": HEARING,
        "start": 40,
        "end": 40 + len(HEARING),
        "lang": of.language,
    }
    return Coming(**(values | changes))


def telling(n: int, at: float, *, people: tuple[str, ...] = (), lang: Any = "en", **changes: Any) -> Story:
    """Story `n`, whose only report dates a hearing."""
    told = report(n, hours(at), language=lang, title=f"Extradited man {n} to appear before a judge")
    return story(n, [told], people=people, content=Content(coming=(coming(told, **changes),)))


def written(*stories: Story, language: Any = "en", **changes: Any) -> Digest:
    """The digest of the samples' window."""
    return compose(policy(language=language), WINDOW, material(*stories, **changes), PlainWords())


@pytest.mark.parametrize(
    ("language", "when", "label"), [("en", "Fri 9 Oct", "Hearing"), ("es", "vie 9 oct", "Audiencia")]
)
def test_a_day_ahead_stands_with_its_words_outlet_and_link(language: Any, when: str, label: str) -> None:
    """Both parts of the mail say when, what, and quote who says so."""
    digest = written(telling(1, 2), language=language)
    assert [(w.when, w.label, w.quote.text) for w in digest.watch] == [(when, label, HEARING)]
    rendered = render(digest, digest.language)
    for text in (rendered.text.replace("\n  ", " "), rendered.html):
        assert when in text
        assert HEARING in text
        assert "https://outlet1.example/news/1" in text


@pytest.mark.parametrize(
    ("changes", "is_told"),
    [
        ({"day": date(2026, 10, 5)}, True),  # the local day on which the digest goes out
        ({"day": date(2026, 10, 4)}, False),
        ({"until": date(2026, 10, 15)}, False),  # "next week" is no day
        ({"until": date(2026, 10, 15), "kind": "deadline"}, True),
    ],
)
def test_only_days_that_are_not_past_and_deadlines(changes: dict[str, Any], is_told: bool) -> None:
    """Spans are passed over unless they are deadlines."""
    assert bool(written(telling(1, 2, **changes)).watch) is is_told


def test_one_hearing_of_two_stories_stands_once_in_the_readers_language() -> None:
    """Of the same people on the same day; of other people it is another hearing."""
    english, spanish = telling(1, 2, people=("a b",)), telling(2, 3, people=("a b",), lang="es")
    spanish = replace(
        spanish,
        content=Content(
            coming=(replace(spanish.content.coming[0], quote="Es el 9 de octubre.", what="Es el 9 de octubre"),)
        ),
    )
    assert [w.story_id for w in written(english, spanish).watch] == ["s-000001"]
    assert [w.story_id for w in written(english, spanish, language="es").watch] == ["s-000002"]
    other = replace(spanish, people=("c d",))
    assert len(written(english, other).watch) == 2


@pytest.mark.parametrize(("day", "is_told"), [(date(2026, 10, 8), True), (date(2026, 10, 9), False)])
def test_an_earlier_day_ahead_is_called_to_mind_shortly_before(day: date, is_told: bool) -> None:
    """What an earlier digest told stands again when it is three days off, also on a quiet day."""
    digest = written(earlier=(telling(1, -100, day=day),))
    assert digest.is_quiet
    assert bool(digest.watch) is is_told


def test_a_past_digest_knows_no_later_report() -> None:
    """A backfill tells what was known when its window ended."""
    assert written(telling(1, 40)).watch == ()


def test_more_days_are_counted() -> None:
    """Eight stand, the rest is a number."""
    digest = written(*(telling(n, 2, people=(f"p {n}",), quote=f"Hearing {n} is on October 9.", what=f"{n}")
                       for n in range(1, 12)))  # fmt: skip
    assert (len(digest.watch), digest.more_watch) == (8, 3)
    assert "3 more dates" in render(digest, "en").text
