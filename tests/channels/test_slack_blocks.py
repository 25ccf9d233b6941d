"""Slack messages as they are rendered: golden files, limits for any text, and nothing of a feed's that acts.

Golden files stand in tests/data/render. After a wanted change,
`PYTHONPATH=.:tests python tests/channels/test_slack_blocks.py`
writes them anew, and the diff is read in review.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest
from builders import make_label, make_mute
from channel_samples import (
    LINK,
    PAYLOADS,
    TEXTS,
    hostile_cards,
    make_card,
    make_card_figure,
    make_digest,
    make_entry,
    make_fold,
    make_notice,
    make_reply,
)
from fakes import NOON
from hypothesis import HealthCheck, given, settings

from bot.channels.base import Look, units
from bot.channels.slack_blocks import LIMITS, Part, quoted, render, size
from bot.channels.slack_buttons import blocks as buttons
from bot.channels.slack_buttons import quotes
from bot.compose import Card, DigestMail, Fold, MovedReport, Payload, ReplyLine, RivalFigure
from bot.domain import LabelId, LabelKind, StoryId, StoryRef
from bot.newsroom.slack import FakeSlack, block_texts

RENDERED = Path(__file__).parents[1] / "data" / "render"
MEXICO = ZoneInfo("America/Mexico_City")
ENGLISH = Look(language="en", zone=MEXICO)
SPANISH = Look(language="es", zone=MEXICO)

GOLDEN: Mapping[str, tuple[Payload, Look, bool]] = {
    "slack-card-en": (make_card(mention="@here"), ENGLISH, True),
    "slack-card-es": (make_card(), SPANISH, True),
    "slack-card-title-only": (
        make_card(figures=(), more_figures=0, text_read="title", event_date=None, lead="", link=None, why=()),
        SPANISH,
        True,
    ),
    "slack-card-hostile": (
        make_card(
            headline="<!channel> <@U012AB3CD> & <https://evil.example|click here> {date}",
            link="https://diario.example/ver?x=y|diario.example&q=a b>c",
            outlet="<b>Diario</b>",
        ),
        ENGLISH,
        True,
    ),
    "slack-reply-thread": (make_reply(), ENGLISH, True),
    "slack-reply-alone-es": (make_reply(relation="correction", standing="CORRECTED"), SPANISH, False),
    "slack-fold": (make_fold(3, mention="U012AB3CD"), ENGLISH, True),
    "slack-notice": (make_notice(), SPANISH, True),
    "slack-digest": (make_digest(text="Uno & dos\n\n<tres>\n"), ENGLISH, True),
}


def as_text(parts: list[Part]) -> str:
    """Rendered messages as a golden file holds them."""
    shown = [{"text": part.text, "blocks": list(part.blocks), "plain": part.plain} for part in parts]
    return json.dumps(shown, ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("name", GOLDEN)
def test_messages_look_as_agreed(name: str) -> None:
    """Block for block what the golden file holds."""
    payload, look, has_card = GOLDEN[name]
    expected = (RENDERED / f"{name}.json").read_text(encoding="utf-8")
    assert as_text(render(payload, look, has_card=has_card)) == expected


@pytest.fixture(scope="module")
def slack() -> Iterator[FakeSlack]:
    """A workspace that refuses what is over Slack's limits."""
    with FakeSlack() as server:
        yield server


def post(slack: FakeSlack, payload: dict[str, Any]) -> dict[str, Any]:
    """What the fake makes of a message, without the way over the network."""
    return slack._carry_out("chat.postMessage", slack.token, {"channel": "C0DESK", **payload})


def visible(parts: list[Part]) -> list[str]:
    """All that goes over the wire as text."""
    return [text for part in parts for text in (part.text, part.plain, *block_texts(part.blocks))]


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(payload=PAYLOADS)
def test_any_text_keeps_to_the_limits(slack: FakeSlack, payload: Payload) -> None:
    """Slack takes every message, as blocks and as plain text; our own, narrower limits hold after escaping."""
    for look, has_card in ((ENGLISH, True), (SPANISH, False)):
        parts = render(payload, look, has_card=has_card)
        assert parts != []
        for part in parts:
            assert post(slack, {"text": part.text, "blocks": list(part.blocks)})["ts"]
            assert post(slack, {"text": part.plain})["ts"]
            assert len(part.blocks) <= LIMITS.blocks
            assert sum(size(block) for block in part.blocks) <= LIMITS.total
            assert units(part.text) <= LIMITS.text


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(payload=PAYLOADS, words=TEXTS)
def test_no_text_from_outside_calls_anybody(slack: FakeSlack, payload: Payload, words: str) -> None:
    """Whatever feeds, reasons and names of people at a terminal say: Slack, seeing all of it, notifies nobody."""
    below: list[dict[str, Any]] = []
    if isinstance(payload, Card):
        label, mute = make_label(who=words, via="terminal", reason=words), make_mute(who=words, via="web", reason=words)
        below = buttons(replace(payload, labels=(label,), mutes=(mute,)), ENGLISH)
    for part in render(payload, ENGLISH, has_card=False, below=below):
        for message in ({"text": part.text, "blocks": list(part.blocks)}, {"text": part.plain}):
            post(slack, message)
            assert slack.messages[-1].calls == []


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(card=hostile_cards(), words=TEXTS)
def test_buttons_and_answers_count_towards_the_limits(card: Card, words: str) -> None:
    """A card leaves figures out for them; they stand at its end, whole."""
    kinds = get_args(LabelKind)
    labels = tuple(
        make_label(id=LabelId(f"a-{n}"), kind=kinds[n % len(kinds)], who=f"{n}{words}", via="web", reason=words)
        for n in range(12)
    )
    below = buttons(replace(card, labels=labels, mutes=(make_mute(reason=words),) * 3), SPANISH)
    (part,) = render(card, SPANISH, has_card=True, below=below)
    assert list(part.blocks[-2:]) == below
    assert len(part.blocks) <= LIMITS.blocks
    assert sum(size(block) for block in part.blocks) <= LIMITS.total


@given(payload=PAYLOADS)
def test_no_text_acts(payload: Payload) -> None:
    """Angle brackets are ours alone, around http(s) addresses; no control, bidi or zero-width character is left."""
    for text in visible(render(payload, ENGLISH, has_card=False)):
        for inside in re.findall(r"<([^>]*)>", text):
            assert re.fullmatch(r"https?://[!-~]+(\|.+)?", inside)
        assert text.count("<") == text.count(">")
        assert re.search(r"&(?!amp;|lt;|gt;)", text) is None
        assert re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]", text) is None


@given(payload=PAYLOADS)
def test_a_fold_and_a_digest_lose_nothing(payload: Payload) -> None:
    """Every headline of a fold and every word of a digest is in some message, in the blocks and in the plain text."""
    parts = render(payload, ENGLISH, has_card=True)
    if isinstance(payload, Fold):
        bullets = [sum(text.count("\n• ") + text.startswith("• ") for text in block_texts(p.blocks)) for p in parts]
        assert sum(bullets) >= len(payload.entries)
    if isinstance(payload, DigestMail):
        shown = "".join("".join(block_texts(part.blocks[1:])) for part in parts)
        clean = "".join(c for c in payload.text if c.isalnum() and c.isascii())
        for entity in ("&amp;", "&lt;", "&gt;"):
            shown = shown.replace(entity, "")
        shown = "".join(c for c in shown if c.isalnum() and c.isascii())
        assert shown == clean.replace("\x1b", "")


def test_a_mention_is_in_the_card_once() -> None:
    """The configured mention stands before the text; the notification repeats no mention."""
    (part,) = render(make_card(mention="@here"), ENGLISH, has_card=True)
    assert sum(text.count("<!here>") for text in block_texts(part.blocks)) == 1
    assert "<!here>" not in part.text


def test_figures_that_do_not_fit_are_counted() -> None:
    """A card over the limit shows the first figures and says how many it leaves out."""
    rivals = (RivalFigure(value=14.0, outlet="&" * 90, link=None),) * 3
    wide = make_card_figure(quote="& " * 100, place="&" * 80, span="&" * 80, outlet="&" * 90, rivals=rivals)
    (part,) = render(make_card(figures=(wide,) * 8, more_figures=0, headline="&" * 90), ENGLISH, has_card=True)
    text = "\n".join(block_texts(part.blocks))
    shown = text.count("people handed over")
    assert 0 < shown < 8
    assert f"+ {8 - shown} more" in text


def test_facts_that_do_not_fit_are_counted() -> None:
    """The same for a reply."""
    line = make_reply().lines[0]
    many = make_reply(lines=(line,) * 300)
    (part,) = render(many, ENGLISH, has_card=True)
    text = "\n".join(block_texts(part.blocks))
    shown = text.count("people handed over")
    assert f"+ {300 - shown} more" in text


def test_new_topics_and_states_are_named() -> None:
    """A reply's fact may be a topic, a state, both, or nothing that the head does not say."""
    facts = (
        ReplyLine(kind="topic", topic="strike_threat"),
        ReplyLine(kind="realis", realis="denied"),
        ReplyLine(kind="realis", topic="transfer", realis="blocked"),
        ReplyLine(kind="relation", relation="denial"),
    )
    (part,) = render(make_reply(lines=facts), ENGLISH, has_card=True)
    assert part.blocks[1]["text"]["text"] == "• Also: Strike threat\n• denied\n• Handover: blocked"


def test_the_notification_stands_by_itself() -> None:
    """About 100 characters: what, said by whom."""
    for card in (make_card(), make_card(headline="palabra " * 60, outlet="Diario " * 30)):
        (part,) = render(card, SPANISH, has_card=True)
        assert units(part.text) <= 120
        assert part.text.startswith("Entrega: ")
        assert " – Diario" in part.text


def test_signs_of_markup_in_a_headline_are_shown_and_do_nothing() -> None:
    """Slack has no escape for them: bold, italics and strike-through of a feed become their twins in Unicode."""
    (part,) = render(make_card(headline="*no* _se_ ~va~ a_b `x`"), ENGLISH, has_card=True)
    assert "∗no∗ ˍseˍ ∼va∼ a_b 'x'" in part.blocks[0]["text"]["text"]


def test_a_card_shows_colours_corrections_and_the_stories_it_belongs_with() -> None:
    """A value taken back stands beside the one in its place; another card is named and linked."""
    other = StoryRef(id=StoryId("s-000009"), title="México niega la entrega", link="https://diario.example/9")
    card = make_card(standing="CORRECTED", replaced=(make_card_figure(value=10.0),), follows=other, merged_into=other)
    (part,) = render(card, ENGLISH, has_card=True)
    shown = "\n".join(block_texts(part.blocks))
    assert shown.startswith("🔴🔵 *HANDOVER (happened)")
    assert "✏ *CORRECTION* people handed over: 12, instead of 10 (Diario de Prueba)" in shown
    assert "*Follows:* <https://diario.example/9|México niega la entrega>" in shown
    assert "*Same event, continued in:* <https://diario.example/9|" in shown


def test_names_in_doubt_stand_on_a_card_with_a_warning() -> None:
    """A surname that differs between outlets is told, escaped, and not settled."""
    card = make_card(doubtful_names=(("Pedro Luna <Ríos>", "Pedro Luna Cano"),))
    (part,) = render(card, ENGLISH, has_card=True)
    shown = "\n".join(block_texts(part.blocks))
    assert "⚠ Names differ, perhaps of two people: Pedro Luna &lt;Ríos&gt; / Pedro Luna Cano" in shown


def test_a_figure_leads_to_its_sentence_and_a_sentence_stands_once() -> None:
    """The value links to the words in the report; figures of one sentence share it, small below them."""
    sentence = "Fueron entregados 12 presos, y van 4 vuelos en el año según la fiscalía."
    figures = tuple(make_card_figure(value=value, quote=sentence) for value in (12.0, 4.0))
    (part,) = render(make_card(figures=figures, more_figures=0), ENGLISH, has_card=True)
    shown = "\n".join(block_texts(part.blocks))
    assert shown.count(sentence) == 1
    assert f"*<{LINK}#:~:text=Fueron%20entregados%2012%20presos%2C%20y%20van%204%20vuelos|12>*" in shown


def test_a_merged_story_points_to_the_other() -> None:
    """Its thread ends with the headline of the story that goes on."""
    other = StoryRef(id=StoryId("s-000009"), title="México entrega a 12", link="https://diario.example/9")
    (part,) = render(make_reply(change="merged", pointer=other, lines=()), SPANISH, has_card=True)
    shown = "\n".join(block_texts(part.blocks))
    assert "*Mismo hecho; continúa en*: <https://diario.example/9|México entrega a 12>" in shown


def _gone(*titles: str) -> tuple[MovedReport, ...]:
    return tuple(MovedReport(title=title, outlet=f"Diario {n}", link=None) for n, title in enumerate(titles, start=1))


@pytest.mark.parametrize(
    ("titles", "look", "says"),
    [
        (("A <!channel>",), SPANISH, "*Pasó a otra historia · Diario 1 “A &lt;!channel&gt;”*: "),
        (("One", "Two"), ENGLISH, "*Moved to another story · Diario 1 “One” · Diario 2 “Two”*: "),
        (("One", "Two", "Three", "Four"), ENGLISH, "*Moved to another story · Diario 1 “One” · Diario 2 “Two” · +2*: "),
    ],
)  # fmt: skip
def test_reports_that_left_are_named_in_one_line(titles: tuple[str, ...], look: Look, says: str) -> None:
    """Which, and where they are; of many the first two by name."""
    other = StoryRef(id=StoryId("s-000009"), title="México entrega a 12", link="https://diario.example/9")
    reply = make_reply(change="lost", pointer=other, lines=(), moved=_gone(*titles))
    (part,) = render(reply, look, has_card=True)
    assert f"{says}<https://diario.example/9|México entrega a 12>" in block_texts(part.blocks)


def test_endless_headlines_of_reports_that_left_are_cut() -> None:
    """Both are named."""
    other = StoryRef(id=StoryId("s-000009"), title="México entrega a 12", link=None)
    reply = make_reply(change="lost", pointer=other, lines=(), moved=_gone("palabra " * 90, "otra " * 90))
    (part,) = render(reply, SPANISH, has_card=True)
    shown = "\n".join(block_texts(part.blocks))
    assert "Diario 1 “palabra" in shown
    assert "Diario 2 “otra" in shown
    assert part.blocks[0]["text"]["text"].endswith("*: México entrega a 12")


def test_news_of_a_report_that_was_moved_here_says_so() -> None:
    """And who moved it."""
    (part,) = render(make_reply(change="gained", by="U0ANA"), ENGLISH, has_card=True)
    assert " · moved here · <@U0ANA>" in block_texts(part.blocks)[-1]


def test_a_reply_says_what_changed_in_one_line() -> None:
    """Scope, old and new value, who says so."""
    total = make_card_figure(measure="persons_transferred_cumulative", scope="cumulative", value=92.0, speaker="SSPC")
    fact = ReplyLine(kind="figure_changed", before=replace(total, value=55.0), after=total)
    (part,) = render(make_reply(lines=(fact,)), ENGLISH, has_card=True)
    assert "• To date, people handed over so far: 55 → 92, SSPC\n" in part.blocks[1]["text"]["text"]


def test_a_reply_without_a_fact_is_the_next_step() -> None:
    """A plea or a hearing is no "New fact" that nothing follows."""
    (part,) = render(make_reply(lines=()), ENGLISH, has_card=True)
    assert part.text.startswith("Next step: ")
    (other,) = render(make_reply(lines=(), relation="denial"), SPANISH, has_card=True)
    assert other.text.startswith("Desmentido: ")


def test_a_title_without_letters_is_named() -> None:
    """Where nothing of a headline is left, words say so, and the link stays."""
    (part,) = render(make_fold(0, entries=(make_entry(1, title="\u200b"),)), ENGLISH, has_card=True)
    assert "<https://diario.example/n/1|(no title)>" in "\n".join(block_texts(part.blocks))


def test_sentences_are_shown_on_demand_where_somebody_hears() -> None:
    """Then a button stands beside the figures, and the text that it brings has every sentence, rivals' too."""
    rival = RivalFigure(value=14.0, outlet="Gaceta", link=None, quote="Fueron 14.")
    card = make_card(figures=(make_card_figure(rivals=(rival,)),), lead="")
    (plain,) = render(card, SPANISH, has_card=True)
    shown = "\n".join(block_texts(plain.blocks))
    assert "“El traslado de 12 presos" in shown
    assert "“Fueron 14.” — Gaceta" in shown
    (folded,) = render(card, SPANISH, has_card=True, quotes=quotes(card, SPANISH))
    assert "“" not in "\n".join(block_texts([b for b in folded.blocks if b["type"] == "section"]))
    (button,) = [block["accessory"] for block in folded.blocks if "accessory" in block]
    assert button["text"]["text"] == "Citas"
    told = quoted(card.figures, SPANISH, 3_500)
    assert "“El traslado de 12 presos" in told
    assert ">“Fueron 14.” — Gaceta" in told.splitlines()
    assert quotes(make_card(figures=()), SPANISH) is None


def test_sentences_that_do_not_fit_are_counted() -> None:
    """And a story without figures says so."""
    figures = tuple(make_card_figure(value=float(n), quote=f"{n} " + "x" * 500) for n in range(20))
    told = quoted(figures, ENGLISH, 3_500)
    assert len(told) <= 3_500
    assert re.search(r"\+ 1\d more$", told)
    assert quoted((), ENGLISH, 3_500) == "No figures are known of this story."


@pytest.mark.parametrize(
    ("look", "standing", "shown"),
    [
        (ENGLISH, "DENIED", "HANDOVER (reported, denied)"),
        (SPANISH, "DENIED", "ENTREGA (según reportes, desmentido)"),
        (ENGLISH, "DISPUTED", "HANDOVER (happened, disputed)"),
        (SPANISH, "CONFIRMED", "ENTREGA (ocurrió)"),
    ],
)
def test_what_is_denied_is_not_told_as_having_happened(look: Look, standing: Any, shown: str) -> None:
    """The topmost words say that it was reported, and denied; of what is disputed both."""
    card = make_card(standing=standing, topics=("transfer",), realis=(("transfer", "occurred"),))
    (part,) = render(card, look, has_card=True)
    assert f"*{shown}*" in part.blocks[0]["text"]["text"]


@pytest.mark.parametrize(
    ("standing", "realis", "count", "english", "spanish"),
    [
        ("CONFIRMED", "denied", 3, "DENIAL CONFIRMED by 3 independent publishers",
         "DESMENTIDO CONFIRMADO por 3 medios independientes"),
        ("CONFIRMED", "occurred", 2, "EVENT CONFIRMED by 2 independent publishers",
         "HECHO CONFIRMADO por 2 medios independientes"),
        ("DEVELOPING", "threatened", 1, "THREAT, DEVELOPING · 1 independent publisher",
         "AMENAZA EN DESARROLLO · 1 medio independiente"),
        ("DENIED", "occurred", 2, "DENIED by a government concerned · 2 independent publishers",
         "DESMENTIDO por un gobierno implicado · 2 medios independientes"),
    ],
)  # fmt: skip
def test_what_stands_is_named(standing: Any, realis: Any, count: int, english: str, spanish: str) -> None:
    """ "Denied" beside "confirmed" would say both."""
    card = make_card(standing=standing, realis=(("transfer", realis),), publishers=tuple(f"p{n}" for n in range(count)))
    for look, words in ((ENGLISH, english), (SPANISH, spanish)):
        (part,) = render(card, look, has_card=True)
        assert f" · {words} · " in "\n".join(block_texts(part.blocks))


@pytest.mark.parametrize(("link", "named"), [("https://www.gaceta.example/1", "Source: gaceta.example\n"), (None, "")])
def test_an_outlet_without_a_name_goes_by_its_site(link: str | None, named: str) -> None:
    """Without either there is no line of sources."""
    (part,) = render(make_card(outlet="\u200b", outlets=("",), link=link), ENGLISH, has_card=True)
    shown = "\n".join(block_texts(part.blocks))
    assert named in shown if named else "Source:" not in shown
    (reply,) = render(make_reply(outlet="", link=link, lines=()), ENGLISH, has_card=True)
    assert "· :" not in "\n".join(block_texts(reply.blocks))


def test_a_list_of_quiet_hours_has_links_and_figures() -> None:
    """With since when, and each story's own words of what it is."""
    figures = (make_card_figure(), make_card_figure(value=67.0, scope="cumulative"))
    entries = (make_entry(1, realis="occurred", figures=figures), make_entry(2))
    (part,) = render(make_fold(0, reason="quiet", entries=entries, since=NOON), ENGLISH, has_card=True)
    shown = "\n".join(block_texts(part.blocks))
    assert "2 stories came in quiet hours, since 5 Oct 06:00 CST" in shown
    assert "• P2 · Handover (happened): *<https://diario.example/n/1|Nota 1>*" in shown
    assert "people handed over: 12 · To date, people handed over: 67 · Diario del Norte, 5 Oct 06:00" in shown


if __name__ == "__main__":  # pragma: no cover
    for golden, (payload, look, has_card) in GOLDEN.items():
        (RENDERED / f"{golden}.json").write_text(as_text(render(payload, look, has_card=has_card)), encoding="utf-8")
