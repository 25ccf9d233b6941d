"""Payloads: what they hold, and their keys."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import (
    make_feed,
    make_feed_state,
    make_figure,
    make_message,
    make_report,
    make_story,
    make_story_change,
    make_story_figure,
)
from fakes import NOON
from hypothesis import given
from hypothesis import strategies as st

from bot import codec, compose
from bot.domain import FeedHabits, ItemId, NewFact, Plan, PlannedMessage, StoryChange, StoryId


def plan_of(kind: str, *changes: StoryChange, mention: str | None = None) -> PlannedMessage:
    """A plan for the channel `desk`, due now."""
    values = {"kind": kind, "channel": "desk", "not_before": NOON, "mention": mention, "reason": "because"}
    return PlannedMessage(plan=codec.convert(values | {"not_before": NOON}, Plan), changes=changes)


def test_a_card_shows_the_first_report_and_all_outlets() -> None:
    """Headline and link are those of the report that told it first; answers before it do not count."""
    reaction = make_report(relation="reaction", title="Reacción", publisher="c", outlet="C")
    told = make_report(
        item_id=ItemId("i-2"), title="Entregan a 12", outlet="B", publisher="b", at=NOON, lead="Doce presos."
    )
    story = make_story(reports=(reaction, told), revision=4, event_date=date(2026, 10, 5))
    card = compose.card(story, now=NOON, mention="@here")
    assert (card.headline, card.outlet, card.item_id, card.published_at) == ("Entregan a 12", "B", "i-2", NOON)
    assert (card.outlets, card.publishers, card.report_count) == (("C", "B"), ("b",), 2)
    assert (card.revision, card.standing, card.grade, card.lead, card.mention) == (
        4, "DEVELOPING", "B2", "Doce presos.", "@here",
    )  # fmt: skip
    assert compose.shown_report(make_story(reports=(reaction,))) == reaction


def test_the_sentence_below_a_headline_is_in_its_language() -> None:
    """Its own, else that of another report in the language; never of an answer, never a Spanish one below English."""
    spanish = make_report(item_id=ItemId("i-1"), language="es", title="Entregan a 12", lead="Van a Texas.")
    bare = make_report(item_id=ItemId("i-2"), language="en", title="Twelve handed over", reliability="A")
    answer = make_report(item_id=ItemId("i-3"), language="en", relation="reaction", lead="Lawyers object.")
    story = make_story(reports=(spanish, bare, answer), count=None, figures=())
    assert compose.card(story, now=NOON, language="en").lead == ""
    assert compose.card(story, now=NOON, language="es").lead == "Van a Texas."
    later = make_report(item_id=ItemId("i-4"), language="en", lead="They left for Texas.")
    story = make_story(reports=(spanish, bare, answer, later), count=None, figures=())
    card = compose.card(story, now=NOON, language="en")
    assert (card.headline, card.lead) == ("Twelve handed over", "They left for Texas.")


def test_the_headline_is_that_of_the_best_report() -> None:
    """In the channel's language where there is one, then by grade, then with its page read; else the first."""
    first = make_report(item_id=ItemId("i-1"), reliability="A", language="es", title="A es")
    other = make_report(item_id=ItemId("i-2"), reliability="B", language="en", title="B en")
    read = make_report(item_id=ItemId("i-3"), reliability="B", language="en", title="B en page", text_read="page")
    own = make_report(item_id=ItemId("i-4"), reliability="A", language="es", title="A es too", text_read="feed")
    story = make_story(reports=(first, other, read, own), count=None, figures=())
    best = {language: compose.shown_report(story, language).title for language in ("en", "es", "und", None)}
    assert best == {"en": "B en page", "es": "A es", "und": "A es", None: "A es"}
    change = make_story_change(before=story, after=story, report=own)
    plans = [PlannedMessage(plan=plan_of(kind, change).plan, changes=(change,)) for kind in ("card", "edit", "fold")]
    told = compose.messages(plans, NOON, languages={plans[0].plan.channel: "es"})
    assert all('"A es"' in message.payload for message in told)


def test_a_card_confirms_itself_by_time() -> None:
    """Two publishers and an hour."""
    story = make_story(reports=(make_report(), make_report(publisher="b", item_id=ItemId("i-2"))), opened_at=NOON)
    standings = [compose.card(story, now=NOON + timedelta(minutes=m)).standing for m in (59, 60)]
    assert standings == ["DEVELOPING", "CONFIRMED"]


def test_figures_stand_by_scope_with_their_rivals() -> None:
    """This event first; one line per quantity, the official value before others, which are named beside it."""
    figures = (
        make_story_figure(figure=make_figure(measure="killed", scope="background", value=2700.0)),
        make_story_figure(figure=make_figure(measure="total", scope="cumulative", value=92.0)),
        make_story_figure(figure=make_figure(value=32.0), item_id=ItemId("i-2"), outlet="Post", at=NOON),
        make_story_figure(figure=make_figure(value=37.0, speaker_kind="official_mx")),
        make_story_figure(figure=make_figure(value=12.0)),
        make_story_figure(figure=make_figure(value=32.0), item_id=ItemId("i-3"), outlet="Third", at=NOON),
    )
    lines = compose.card_figures(figures)
    assert [(line.measure, line.value) for line in lines] == [
        ("persons_transferred", 37.0),
        ("total", 92.0),
        ("killed", 2700.0),
    ]
    assert [(rival.value, rival.outlet) for rival in lines[0].rivals] == [(32.0, "Post")]


def test_figures_follow_what_is_fit_to_show() -> None:
    """The callable leaves out and orders."""
    figures = tuple(make_story_figure(figure=make_figure(measure=m)) for m in ("a", "b", "c"))
    lines = compose.card_figures(figures, lambda all_: [f for f in reversed(list(all_)) if f.measure != "b"])
    assert [line.measure for line in lines] == ["c", "a"]


def test_a_card_shows_eight_figures_and_counts_the_rest() -> None:
    """A card is read at a glance."""
    figures = tuple(make_story_figure(figure=make_figure(measure=f"m{n}")) for n in range(11))
    card = compose.card(make_story(figures=figures), now=NOON)
    assert (len(card.figures), card.more_figures) == (compose.MAX_FIGURES, 3)


def test_a_reply_says_before_and_after() -> None:
    """Structured facts with their sources; the card's headline for channels without threads."""
    before, after = (
        make_story_figure(),
        make_story_figure(figure=make_figure(value=37.0), outlet="Post", link="https://p.example"),
    )
    facts = (
        NewFact(kind="figure_changed", figure=after, before=before),
        NewFact(kind="realis", topic="transfer", realis="occurred"),
    )
    story = make_story(revision=3)
    report = make_report(title="Son 37", outlet="Post")
    reply = compose.reply(make_story_change(before=story, after=story, report=report, facts=facts), now=NOON)
    assert (reply.headline, reply.title, reply.outlet, reply.revision) == (story.reports[0].title, "Son 37", "Post", 3)
    first, second = reply.lines
    assert first.before is not None
    assert first.after is not None
    assert (first.before.value, first.after.value, first.after.outlet) == (12.0, 37.0, "Post")
    assert (second.kind, second.topic, second.realis, second.after) == ("realis", "transfer", "occurred", None)


def test_a_fold_lists_every_headline() -> None:
    """In order, with link and outlet; a story without a topic is listed, too."""
    changes = [
        make_story_change(after=make_story(id=StoryId(f"s-{n}"), topics=("transfer",) * (n % 2))) for n in range(60)
    ]
    fold = compose.fold(changes, reason="60 at once")
    assert [entry.story_id for entry in fold.entries] == [f"s-{n}" for n in range(60)]
    assert {entry.topic for entry in fold.entries} == {"transfer", None}


def test_keys_name_channel_kind_story_and_revision() -> None:
    """The same batch gives the same keys; a fold's key is its stories', whatever their order."""
    one, two = (make_story_change(after=make_story(id=StoryId(f"s-{n}"), revision=n)) for n in (1, 2))
    planned = [plan_of("card", one), plan_of("reply", two), plan_of("edit", one, two), plan_of("fold", one, two)]
    messages = compose.messages(planned, NOON)
    keys = [message.dedupe_key for message in messages]
    assert keys[:3] == ["desk:card:s-1", "desk:reply:s-2:2", "desk:edit:s-2:2"]
    assert [m.story_id for m in messages] == ["s-1", "s-2", "s-2", None]
    turned = compose.messages([plan_of("fold", two, one)], NOON + timedelta(hours=1))
    assert keys[3] == turned[0].dedupe_key
    assert keys[3].startswith("desk:fold:")
    assert messages == compose.messages(planned, NOON)


def test_payloads_travel_through_the_outbox() -> None:
    """What was encoded is decoded again, by kind."""
    change = make_story_change(facts=(NewFact(kind="topic", topic="strike_threat", realis="threatened"),))
    for planned in (plan_of("card", change, mention="@here"), plan_of("reply", change), plan_of("fold", change)):
        (message,) = compose.messages([planned], NOON)
        payload = compose.decode(message.kind, message.payload)
        assert compose.encode(payload) == message.payload
    mail = compose.DigestMail(
        digest_id="desk", day=date(2026, 10, 5), recipient="ana@example.org", subject="S", html="<p>", text="t",
        message_id="x@example.org", headers=(("List-Id", "desk"),),
    )  # fmt: skip
    assert compose.decode("digest", compose.encode(mail)) == mail


@pytest.mark.parametrize("text", ["", "{}", "[1]", "nonsense"])
def test_what_is_no_payload_is_refused(text: str) -> None:
    """As a ValueError."""
    with pytest.raises(ValueError, match=r"."):
        compose.decode("card", text)


def test_payloads_of_a_later_version_are_refused() -> None:
    """Rather than shown wrongly; the message says what to do."""
    text = compose.encode(compose.Fold(schema=compose.SCHEMA + 1, reason="", entries=()))
    with pytest.raises(ValueError, match="update the bot"):
        compose.decode("fold", text)


def test_a_broken_feed_is_told_once_an_outage() -> None:
    """The key holds when it was told; recovery has a key of its own."""
    feed = make_feed()
    well = make_feed_state(health="ok", last_good_at=NOON)
    bad = make_feed_state(health="challenged", failures=4, last_error="403", bad_since=NOON, told_at=NOON)
    gone = make_feed_state(health="gone", told_at=NOON)
    silent = make_feed_state(health="quiet", last_item_at=NOON, told_at=NOON, habits=FeedHabits(longest_s=36_000))
    later = NOON + timedelta(hours=1)
    told, again = (compose.feed_notice("ops", feed, well, bad, at) for at in (NOON, later))
    back = compose.feed_notice("ops", feed, bad, well, later)
    assert told.dedupe_key == again.dedupe_key != back.dedupe_key
    others = [compose.feed_notice("ops", feed, well, state, NOON) for state in (gone, silent)]
    notices = [codec.decode(m.payload, compose.Notice) for m in (told, back, *others)]
    assert [(notice.event, notice.what, notice.values) for notice in notices] == [
        ("feed_challenged", "403", ()),
        ("feed_well", "", ()),
        ("feed_gone", "", ()),
        ("feed_quiet", "", (("hours", "10"),)),
    ]


def test_a_gap_is_told_once_a_week() -> None:
    """Several polls of one feed that found nothing but new items make one message."""
    state = make_feed_state(last_good_at=NOON)
    notices = [compose.gap_notice("ops", make_feed(), state, 30, NOON + timedelta(days=days)) for days in (0, 1, 7)]
    assert len({notice.dedupe_key for notice in notices}) == 2
    assert codec.decode(notices[0].payload, compose.Notice).values == (("entries", "30"),)


def test_messages_that_die_are_told_once_a_day_and_channel() -> None:
    """With the first one's reason; never that a notice died, as that would go on for ever."""
    message, notice = make_message(channel="desk"), make_message(kind="notice", story_id=None)
    told = [compose.undelivered_notice("ops", message, "dead", why, NOON) for why in ("first", "second")]
    assert None not in told
    assert len({each.dedupe_key for each in told if each}) == 1
    assert compose.undelivered_notice("ops", notice, "dead", "first", NOON) is None


_TEXT = st.text(max_size=40)


@given(_TEXT, _TEXT, st.lists(st.floats(0, 1e9) | st.none(), max_size=12))
def test_any_story_travels(title: str, outlet: str, values: list[float | None]) -> None:
    """Cards of hostile texts and any numbers are the same after the outbox, and never too long."""
    figures = tuple(
        make_story_figure(figure=make_figure(value=v, measure=f"m{n % 3}"), item_id=ItemId(str(n)))
        for n, v in enumerate(values)
    )
    story = make_story(reports=(make_report(title=title, outlet=outlet),), figures=figures)
    card = compose.card(story, now=NOON)
    assert compose.decode("card", compose.encode(card)) == card
    assert len(card.figures) <= min(compose.MAX_FIGURES, 3)


def test_a_reply_about_a_split_points_to_the_story_that_left() -> None:
    """The plan names it first, and the thread's own story last."""
    kept, made = make_story(), make_story(id=StoryId("s-000002"), reports=(make_report(title="Otro hecho"),))
    changes = [
        make_story_change(after=made, kind="split"),
        make_story_change(before=kept, after=kept, kind="left"),
    ]
    (message,) = compose.messages([plan_of("reply", *changes)], NOON)
    told = compose.decode("reply", message.payload)
    assert isinstance(told, compose.Reply)
    assert (message.story_id, told.change, told.pointer and told.pointer.title) == (kept.id, "left", "Otro hecho")


def test_a_message_tells_of_the_report_of_its_reply_and_of_those_on_its_card() -> None:
    """By headline or by a figure, a rival's too."""
    figures = tuple(
        make_story_figure(
            figure=make_figure(value=value), item_id=ItemId(f"i-{n}"), outlet=f"Sol {n}", link=f"https://{n}.example"
        )
        for n, value in enumerate((12.0, 13.0))
    )
    change = make_story_change(after=make_story(figures=figures))
    first = change.report.item_id
    (card,) = compose.messages([plan_of("card", change)], NOON)
    (reply,) = compose.messages([plan_of("reply", change)], NOON)
    other = ItemId("i-9")
    assert [compose.tells_of(card, other, f"https://{n}.example") for n in range(3)] == [True, True, False]
    assert [compose.tells_of(card, each, None) for each in (first, other)] == [True, False]
    assert [compose.tells_of(reply, each, "https://0.example") for each in (first, other)] == [True, False]
    assert not compose.tells_of(replace(card, payload="of a later version"), first, None)
    assert not compose.tells_of(make_message(kind="notice", payload="{}"), first, None)


def test_a_reply_about_a_move_names_the_reports_and_points_to_where_they_are() -> None:
    """It tells of none of them itself: what it said of them before is said elsewhere now."""
    left = make_story()
    took = make_story(id=StoryId("s-000002"), reports=(make_report(title="Otro hecho"),))
    moved = [make_report(item_id=ItemId(f"i-{n}"), title=f"Nota {n}") for n in range(2)]
    changes = [make_story_change(after=took, report=report, kind="gained") for report in moved]
    changes.append(make_story_change(before=left, after=left, report=moved[-1], kind="lost", who="ana"))
    (message,) = compose.messages([plan_of("reply", *changes)], NOON)
    told = compose.decode("reply", message.payload)
    assert isinstance(told, compose.Reply)
    assert (message.story_id, told.change, told.pointer and told.pointer.title) == (left.id, "lost", "Otro hecho")
    assert ([report.title for report in told.moved], told.by) == (["Nota 0", "Nota 1"], "ana")
    assert not any(compose.tells_of(message, report.item_id, report.link) for report in moved)
