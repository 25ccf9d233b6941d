"""What a digest holds: each event once, only what is new in the window, in order of severity and novelty."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from digest_samples import (
    COUNTS,
    END,
    START,
    WINDOW,
    PlainWords,
    busy_day,
    figure_of,
    hours,
    ids,
    material,
    policy,
    report,
    story,
    written,
)
from hypothesis import given
from hypothesis import strategies as st

from bot.digest import compose, is_sent
from bot.digest.wording import clip, zone_words
from bot.domain import DayCounts, Story, StoryId


def test_quiet_day_says_so_with_feeds_and_counts() -> None:
    """A day without stories is whole: subject, feeds read and failing, items read; and it is sent."""
    digest = written(material(feeds=busy_day().feeds))
    assert digest.is_quiet
    assert digest.subject == "Pregonero 5 Oct: a quiet day (23 feeds read, 1 failing)"
    assert (digest.top, digest.sections, digest.moved, digest.denials, digest.also) == ((), (), (), (), ())
    assert digest.feeds.line == "23 of 24 feeds read, 1 failing, 1 without entries."
    assert digest.counts == "1,204 items read, 1,180 judged, 14 on topic, 3 held back from the alerts"
    assert is_sent(policy(), digest)


def test_case_075_quiet_day_is_not_sent_where_the_policy_says_so() -> None:
    """`send_empty = false` holds back quiet days only; the caller records the window all the same."""
    rule = policy(send_empty=False)
    assert not is_sent(rule, written(material(), rule))
    assert is_sent(rule, written(busy_day(), rule))


def test_busy_day_has_one_entry_per_event_in_its_place() -> None:
    """Handover, threat, denial and lesser event stand in their sections, the most severe first."""
    digest = written(busy_day())
    assert [(s.title, [e.story_id for e in s.entries]) for s in digest.sections] == [
        ("Handovers", ["s-000001"]),
        ("Strike threats", ["s-000002", "s-000004"]),
    ]
    assert [e.story_id for e in digest.denials] == ["s-000003"]
    assert [e.story_id for e in digest.also] == ["s-000005"]
    assert [line.story_id for line in digest.top] == ["s-000001", "s-000002", "s-000004", "s-000003"]
    assert digest.subject == "Pregonero 5 Oct: Mexico hands over 37 cartel… (5 stories)"
    assert len(digest.subject) <= 60


def test_stories_in_any_order_give_the_same_digest() -> None:
    """The composer is a function of what happened, not of how the store lists it."""
    stuff = busy_day()
    turned = replace(stuff, stories=stuff.stories[::-1], feeds=stuff.feeds[::-1])
    assert written(turned) == written(stuff)


def test_two_outlets_of_one_event_are_one_entry_that_counts_them() -> None:
    """Copies are collapsed into the coverage line; no second headline, no extra news."""
    reports = [report(n, hours(n), publisher="the wire" if n < 4 else f"p{n}") for n in range(1, 8)]
    (entry,) = written(material(story(1, reports))).sections[0].entries
    assert entry.coverage == "7 items, 5 publishers"
    assert entry.outlets == "Outlet 3, Outlet 4, Outlet 5, Outlet 6 and 1 more"
    assert entry.news == ()


def test_yesterdays_story_comes_with_the_new_things_only() -> None:
    """Under the event's headline stand the window's reports and figures, not those told before."""
    old, late, new = report(1, hours(-20)), report(2, hours(-0.01)), report(3, hours(2), title="Lawyers object")
    told = story(
        1,
        [old, late, replace(new, relation="reaction")],
        [figure_of(old, 37), figure_of(new, 6, measure="aircraft_used")],
    )
    (entry,) = written(material(told)).sections[0].entries
    assert not entry.is_new
    assert entry.headline.text == old.title
    assert entry.since == "first seen 3 Oct 11:00"
    assert [(line.label, line.quote.text) for line in entry.news] == [("Reaction", "Lawyers object")]
    assert [figure.value for figure in entry.figures] == ["6"]
    assert entry.coverage == "3 items, 3 publishers"


def test_window_is_half_open() -> None:
    """A report seen at the start belongs to this digest, one seen at the end to the next."""
    digest = written(
        material(story(1, [report(1, START)]), story(2, [report(2, END)]), story(3, [report(3, hours(-1))]))
    )
    assert ids(digest) == ["s-000001"]


def test_reports_after_the_window_do_not_show_in_a_past_digest() -> None:
    """Writing Monday's digest on Wednesday tells nothing of Tuesday."""
    late = report(2, hours(30), title="Later news", relation="denial")
    digest = written(material(story(1, [report(1, hours(1)), late], [figure_of(late, 99)])))
    (entry,) = digest.sections[0].entries
    assert (entry.news, entry.figures, entry.coverage) == ((), (), "1 item, 1 publisher")
    assert digest.denial_lines == ()


def test_edited_report_of_yesterday_does_not_make_a_new_event() -> None:
    """An edit renews `seen_at`; the story still is from when it was first seen."""
    edited = report(1, hours(2))
    (entry,) = written(material(story(1, [edited], first_seen_at=hours(-5)))).sections[0].entries
    assert (entry.is_new, entry.since) == (False, "first seen 4 Oct 02:00")
    (entry,) = written(material(story(1, [edited], first_seen_at=START))).sections[0].entries
    assert entry.is_new


def test_order_is_severity_then_novelty() -> None:
    """A new P1 before an updated one, before one with mere repetition; then P2."""

    def plain(n: int, *, old: bool, severity: str, relation: str = "report") -> Story:
        first = [report(n * 10, hours(-9))] if old else []
        return story(n, [*first, report(n * 10 + 1, hours(n), relation=relation)], severity=severity)

    stories = [
        plain(1, old=False, severity="P2"),
        plain(2, old=True, severity="P1"),
        plain(3, old=False, severity="P1"),
        plain(4, old=True, severity="P1", relation="anniversary"),
    ]  # fmt: skip
    facts = report(51, hours(5))
    stories.append(story(5, [report(50, hours(-9)), facts], [figure_of(facts, 3)]))
    assert ids(written(material(*stories))) == ["s-000003", "s-000005", "s-000002", "s-000004", "s-000001"]


def test_denial_of_an_event_told_elsewhere_is_a_line_among_the_denials() -> None:
    """The entry stays in its section; the section of denials points to it."""
    digest = written(busy_day())
    assert [(line.label, line.story_id) for line in digest.denial_lines] == [("Denial", "s-000002")]
    assert "s-000002" in [e.story_id for e in digest.sections[1].entries]


def test_topics_of_the_policy_choose_stories_and_sections() -> None:
    """A desk that watches threats gets no handovers; a story of both topics stands under the one it asked for."""
    digest = written(busy_day(), policy(topics=("strike_threat",)))
    assert [(s.topic, [e.story_id for e in s.entries]) for s in digest.sections] == [
        ("strike_threat", ["s-000001", "s-000002", "s-000004"])
    ]
    assert (digest.denials, digest.also) == ((), ())


def test_watched_topic_without_news_says_so_and_unknown_topics_have_a_section() -> None:
    """ "Nothing new" on threats is news to an analyst; a topic added later needs no change here."""
    digest = written(material(story(1, [report(1, hours(1))], topics=("arms_deal",)), topics=("transfer",)))
    assert [(s.title, len(s.entries)) for s in digest.sections] == [("Handovers", 0), ("Arms deal", 1)]


def test_headline_in_the_readers_language_where_an_outlet_has_one() -> None:
    """Spanish readers see the Spanish headline of the same event, English ones the English; nothing is translated."""
    assert written(busy_day(), policy(language="es")).sections[0].entries[0].headline.outlet == "Diario del Río"
    assert written(busy_day()).sections[0].entries[0].headline.outlet == "Wire Norte"


def test_floods_are_cut_but_counted() -> None:
    """Of 100 lesser stories 60 are listed and 40 counted; of 30 alerts 20 have details; the subject counts all."""
    lesser = [story(n, [report(n, hours(1))], severity="P3") for n in range(1, 101)]
    large = [story(n, [report(n, hours(1))], severity="P1") for n in range(201, 231)]
    digest = written(material(*lesser, *large))
    assert (len(digest.also), digest.more_stories) == (60, 40)
    assert [e.is_brief for e in digest.sections[0].entries] == [False] * 20 + [True] * 10
    assert digest.subject.endswith("(130 stories)")
    assert len(digest.top) == 5


def test_long_window_says_how_long() -> None:
    """After three days down the reader sees that this digest covers them."""
    window = replace(WINDOW, starts_at=END - timedelta(hours=72))
    line = compose(policy(), window, material(), PlainWords()).window
    assert line == "From 2 Oct 07:00 to 5 Oct 07:00, Mexico City time · covers 72 hours"


def test_case_065_line_breaks_in_a_title_stay_out_of_the_subject() -> None:
    """White space is folded, so nothing can become a header of its own."""
    title = "Traslado\r\nBcc: victim@example.com\r\n\r\nbody"
    digest = written(material(story(1, [report(1, hours(1), title=title)])))
    assert digest.subject == "Pregonero 5 Oct: Traslado Bcc: victim@… (1 story)".replace(
        "victim@…", "victim@example.com…"
    )


def test_headline_that_is_one_endless_word_is_left_out_rather_than_cut() -> None:
    """The subject keeps the count, the entry a note in place of the headline."""
    digest = written(material(story(1, [report(1, hours(1), title="x" * 10_000)])))
    assert digest.subject == "Pregonero 5 Oct: 1 story"
    assert digest.sections[0].entries[0].headline.text == "(no headline that can be shown)"


@given(text=st.text(st.sampled_from("ab ,.–é\n\t"), max_size=60), limit=st.integers(1, 30))
def test_clip_never_cuts_a_word(text: str, limit: int) -> None:
    """At most `limit` characters, and every word of it is a word of the text, from its start on."""
    whole, short = " ".join(text.split()), clip(text, limit)
    assert len(short) <= limit
    kept = short.removesuffix("…")
    assert whole.startswith(kept)
    assert short == whole or whole[len(kept) :].lstrip(",;:–.- ") != whole[len(kept) :] or not kept


@given(
    seen=st.lists(st.tuples(st.floats(-40, 40), st.floats(-40, 40), st.integers(1, 50)), min_size=1, max_size=6),
    severity=st.sampled_from(["P1", "P2", "P3"]),
)
def test_consecutive_digests_tell_each_report_and_figure_once(
    seen: list[tuple[float, float, int]], severity: str
) -> None:
    """Over any cut of time into windows, a story has an entry exactly where some report of it was seen."""
    reports = [report(n, hours(at)) for n, (at, _, _) in enumerate(seen, 1)]
    figures = [
        figure_of(r, value, measure=f"m{n}") for n, (r, (_, _, value)) in enumerate(zip(reports, seen, strict=True))
    ]
    told = story(1, reports, figures, severity=severity)
    shown: list[str] = []
    for n in range(-2, 3):
        window = replace(
            WINDOW, starts_at=START + n * timedelta(hours=24), ends_at=START + (n + 1) * timedelta(hours=24)
        )
        digest = compose(policy(), window, material(told), PlainWords())
        entries = [e for s in digest.sections for e in s.entries] + list(digest.also)
        assert bool(entries) == any(window.starts_at <= r.seen_at < window.ends_at for r in reports)
        shown += [f.label for e in entries for f in e.figures]
    assert sorted(shown) == sorted({f"M{n}" for n in range(len(seen))})


def test_words_are_spanish_in_a_spanish_digest() -> None:
    """Counts, dates and headings follow the policy's language."""
    digest = written(busy_day(), policy(language="es"))
    assert digest.subject == "Pregonero 5 oct: México entrega a 37… (5 historias)"
    assert [s.title for s in digest.sections] == ["Entregas", "Amenazas de ataque"]
    assert digest.counts.startswith("1,204 notas leídas")
    assert written(replace(material(), counts=DayCounts(read=1, judged=1, flagged=0, held=0))).counts.startswith(
        "1 item read"
    )
    assert StoryId("s-000001") in ids(digest)
    assert (WINDOW.day, COUNTS.read) == (date(2026, 10, 5), 1204)


def test_an_old_event_lists_only_reports_that_add_something() -> None:
    """Of three further reports the one with a new figure is told; copies are in the coverage line alone."""
    first = report(1, hours(-5), title="Mexico sends prisoners")
    copies = [report(n, hours(n), title=f"Copy {n}") for n in (2, 3)]
    adding = report(4, hours(4), title="Eight aircraft flew them", reliability="C")
    digest = written(material(story(1, [first, *copies, adding], [figure_of(adding, 8, measure="aircraft", start=40)])))
    (entry,) = digest.sections[0].entries
    assert [line.quote.text for line in entry.news] == ["Eight aircraft flew them"]
    assert entry.coverage.startswith("4 items")


def test_a_section_without_entries_says_where_its_stories_stand() -> None:
    """A day with a denial alone does not read as if nothing had been said of handovers."""
    refused = story(1, [report(1, hours(1))], realis=(("transfer", "denied"),))
    digest = written(material(refused, topics=("transfer", "strike_threat")))
    assert [(s.topic, s.nothing) for s in digest.sections] == [
        ("transfer", "Only denials, blocks or corrections: see below."),
        ("strike_threat", "Nothing new."),
    ]


def test_a_spanish_digest_leads_with_the_spanish_report_of_the_same() -> None:
    """An update's top line is in the reader's language where a report of the window is."""
    old = report(1, hours(-9), title="Mexico hands over 23")
    english = report(2, hours(2), title="Justice Department names the 23", reliability="A")
    spanish = report(3, hours(4), title="Publica EU los nombres de los 23", language="es", reliability="D")
    told = story(1, [old, english, spanish], [figure_of(english, 40, measure="prison_years", scope="projected")])
    later = report(4, hours(6), title="Analistas dudan de los 23", language="es", relation="analysis")
    told = replace(told, reports=(*told.reports, later))
    top = written(material(told), policy(language="es")).top
    assert [line.text for line in top] == ["Publica EU los nombres de los 23"]
    assert [line.text for line in written(material(told)).top] == ["Justice Department names the 23"]
    before = replace(old, language="es", title="México entrega a 23", reliability="A")
    top = written(material(replace(told, reports=(before, english, spanish))), policy(language="es")).top
    assert [line.text for line in top] == ["Publica EU los nombres de los 23"]


def test_muted_stories_stand_below_only_and_are_counted() -> None:
    """Neither on top, nor in the subject, among denials or moved numbers: one line under "Also seen"."""
    stuff = replace(busy_day(), muted=frozenset({StoryId("s-000001"), StoryId("s-000002"), StoryId("s-000003")}))
    digest = written(stuff)
    assert [line.story_id for line in digest.top] == ["s-000004"]
    assert (digest.moved, digest.denials, digest.denial_lines) == ((), (), ())
    assert [e.story_id for e in digest.also if e.is_muted] == ["s-000001", "s-000002", "s-000003"]
    assert digest.muted == "3 stories muted: under “Also seen” only"
    assert digest.subject.endswith("(2 stories)")


def test_a_day_of_muted_stories_only_says_so() -> None:
    """It is no quiet day, and no muted headline is its subject."""
    told = story(1, [report(1, hours(2))])
    digest = written(material(told, muted=frozenset({told.id})), policy(language="es"))
    assert digest.subject == "Pregonero 5 oct: 1 historia en silencio"
    assert not digest.is_quiet


@pytest.mark.parametrize(
    ("zone", "english", "spanish"),
    [
        ("America/Mexico_City", "Mexico City time", "hora de Ciudad de México"),
        ("America/New_York", "New York time", "hora de Nueva York"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires time", "hora de Buenos Aires"),
        ("UTC", "UTC", "UTC"),
    ],
)
def test_zones_are_told_as_people_say_them(zone: str, english: str, spanish: str) -> None:
    """No name with a slash reaches a reader."""
    assert (zone_words(zone, "en"), zone_words(zone, "es")) == (english, spanish)


def test_a_new_event_leads_with_its_headline_where_its_denial_is_in_another_language() -> None:
    """A reader of English is not met by a Spanish headline on top while there is an English one."""
    threat = report(1, hours(2), title="Pentagon chief threatens strikes")
    answer = report(2, hours(4), title="Niega Robles que haya plan alguno", language="es", relation="denial")
    told = story(1, [threat, answer])
    assert [line.text for line in written(material(told)).top] == [threat.title]
    assert [line.text for line in written(material(told), policy(language="es")).top] == [answer.title]


def test_a_headline_that_somebody_muted_leads_no_story_that_is_told() -> None:
    """Another report's stands there, even of a lesser record; when all are muted, one of them must."""
    muted = report(1, START + timedelta(hours=1), title="Chapo's son among 12 handed over", reliability="A")
    plain = report(2, START + timedelta(hours=2), title="Twelve handed over to the US", reliability="F")
    told = story(1, reports=(muted, plain))
    for hushed, title in (((), muted.title), ((1,), plain.title), ((1, 2), muted.title)):
        ids = frozenset(r.item_id for n, r in ((1, muted), (2, plain)) if n in hushed)
        digest = written(material(told, hushed=ids))
        assert digest.sections[0].entries[0].headline.text == title
