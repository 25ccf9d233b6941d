"""Payloads and messages for the tests of channels; each builder takes any field by name."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from builders import make_message
from fakes import NOON
from hypothesis import strategies as st

from bot import compose
from bot.compose import Card, CardFigure, DigestMail, Fold, FoldEntry, Notice, Payload, Reply, ReplyLine, RivalFigure
from bot.domain import ItemId, MessageKind, OutboxMessage, StoryId

LINK = "https://diario.example/n/1"


@dataclass
class Told:
    """A Progress that remembers: "committing", or (parts, ref)."""

    events: list[str | tuple[int, str | None]] = field(default_factory=list)

    def committing(self) -> None:
        self.events.append("committing")

    def part_sent(self, part: int, ref: str | None) -> None:
        self.events.append((part, ref))


def make_card_figure(**changes: Any) -> CardFigure:
    """12 people handed over in this event."""
    values: dict[str, Any] = {
        "measure": "persons_transferred",
        "value": 12.0,
        "unit": "persons",
        "scope": "this_event",
        "quote": "El traslado de 12 presos fue confirmado el lunes.",
        "outlet": "Diario de Prueba",
        "link": LINK,
        "lang": "es",
    }
    return CardFigure(**(values | changes))


def make_card(**changes: Any) -> Card:
    """A confirmed handover with figures of three scopes, one of them disputed."""
    values: dict[str, Any] = {
        "story_id": StoryId("s-000001"),
        "revision": 1,
        "topics": ("transfer", "strike_threat"),
        "realis": (("transfer", "occurred"), ("strike_threat", "threatened")),
        "severity": "P1",
        "standing": "DEVELOPING",
        "grade": "B2",
        "headline": "México entrega a 12 presos a Estados Unidos",
        "link": LINK,
        "outlet": "Diario de Prueba",
        "language": "es",
        "lead": "El traslado de 12 presos fue confirmado el lunes.",
        "figures": (
            make_card_figure(
                rivals=(RivalFigure(value=14.0, outlet="Gaceta del Puerto", link="https://gaceta.example/2"),)
            ),
            make_card_figure(
                measure="persons_transferred_cumulative",
                value=67.0,
                scope="cumulative",
                quote="Suman 67 entregados.",
                speaker="Fiscalía",
                stance="claimed",
            ),
            make_card_figure(
                measure="drugs_seized_total",
                value=320_000.0,
                unit="kg",
                unit_raw="toneladas",
                qualifier="more_than",
                scope="background",
                place="Sinaloa",
                span="este año",
                quote="Más de 320 toneladas fueron aseguradas.",
            ),
        ),
        "more_figures": 2,
        "publishers": ("diario de prueba", "gaceta del puerto"),
        "outlets": ("Diario de Prueba", "Gaceta del Puerto"),
        "report_count": 3,
        "event_date": date(2026, 10, 5),
        "published_at": NOON - timedelta(hours=1),
        "seen_at": NOON,
        "why": (("entrega a", 3.2), ("presos", 1.1), ("fútbol", -0.5), ("(base)", -4.0)),
        "scores": (("transfer", 0.97), ("strike_threat", 0.71)),
        "text_read": "feed",
        "item_id": ItemId("i-000001"),
    }
    return Card(**(values | changes))


def make_reply(**changes: Any) -> Reply:
    """A report that corrects the count and tells of a denial."""
    values: dict[str, Any] = {
        "story_id": StoryId("s-000001"),
        "revision": 2,
        "headline": "México entrega a 12 presos a Estados Unidos",
        "relation": "report",
        "title": "Son 14 los presos entregados, dice la fiscalía",
        "link": "https://gaceta.example/2",
        "outlet": "Gaceta del Puerto",
        "language": "es",
        "at": NOON,
        "lines": (
            ReplyLine(
                kind="figure_changed",
                after=make_card_figure(value=14.0, quote="Son 14 los presos.", outlet="Gaceta del Puerto"),
                before=make_card_figure(),
            ),
            ReplyLine(kind="realis", topic="strike_threat", realis="rejected"),
        ),
        "standing": "DISPUTED",
        "text_read": "feed",
    }
    return Reply(**(values | changes))


def make_entry(n: int, **changes: Any) -> FoldEntry:
    """The n-th headline of a fold: case 062."""
    values: dict[str, Any] = {
        "story_id": StoryId(f"s-{n:06}"),
        "topic": "transfer",
        "severity": "P2",
        "title": f"Nota {n}",
        "link": f"https://diario.example/n/{n}",
        "outlet": "Diario del Norte",
        "language": "es",
        "at": NOON,
    }
    return FoldEntry(**(values | changes))


def make_fold(count: int, **changes: Any) -> Fold:
    """A fold of so many stories."""
    return Fold(**({"reason": "burst", "entries": tuple(make_entry(n) for n in range(count))} | changes))


def make_notice(**changes: Any) -> Notice:
    """A feed that fell silent."""
    values: dict[str, Any] = {
        "subject_id": "diario",
        "name": "Diario de Prueba",
        "what": "no new items",
        "since": NOON,
        "remedy": "Check its address.",
    }
    return Notice(**(values | changes))


def make_digest(**changes: Any) -> DigestMail:
    """A digest for one recipient."""
    values: dict[str, Any] = {
        "digest_id": "desk",
        "day": date(2026, 10, 5),
        "recipient": "ana@example.org",
        "subject": "MX–US, 5 Oct: México entrega a 12",
        "html": "<p>Resumen.</p>",
        "text": "Resumen.\n",
        "message_id": "abc123@example.org",
    }
    return DigestMail(**(values | changes))


_KINDS: dict[type[Payload], MessageKind] = {
    Card: "card",
    Reply: "reply",
    Fold: "fold",
    Notice: "notice",
    DigestMail: "digest",
}


def message_of(payload: Payload, /, **changes: Any) -> OutboxMessage:
    """The outbox message that carries a payload; a card with `kind="edit"` is an edit."""
    kind = changes.get("kind", _KINDS[type(payload)])
    story = getattr(payload, "story_id", None)
    values: dict[str, Any] = {
        "dedupe_key": f"desk:{kind}:{story or 'x'}:{getattr(payload, 'revision', 1)}",
        "kind": kind,
        "story_id": story,
        "payload": compose.encode(payload),
    }
    return make_message(**(values | changes))


# --- hostile payloads ---------------------------------------------------------------------------------------------

_NASTY = st.sampled_from(
    [
        "<!channel>",
        "<@U012AB3CD>",
        "<https://evil.example|click>",
        "&amp;",
        "&&&&",
        "```",
        "*_~",
        "\u202e\u200b\u2066",
        "\x1b[31m\x07\x00",
        "\r\nBcc: x@example.com\r\n",
        "=?utf-8?q?=0ABcc:_x=40example.com?=",
        "\U0001f600",
        "e\u0301",
        ".\n..\n",
        "[bold]x[/bold]",
        "x" * 1_000,
        "palabra " * 200,
        "<" * 300,
        "{date}",
    ]
)
TEXTS = st.lists(st.one_of(_NASTY, st.text(max_size=40)), max_size=6).map(" ".join)
LINKS = st.one_of(
    st.none(),
    st.just(LINK),
    TEXTS.map(lambda text: f"https://diario.example/{text}"),
    TEXTS,
    st.just("https://diario.example/?" + "a=1&" * 700),
    st.just("javascript:alert(1)"),
    st.just("https://diario.example/ver?x=y|diario.example&q=a b>c,d"),
)
_VALUES = st.one_of(st.none(), st.floats(min_value=0, max_value=1e15, allow_nan=False))


@st.composite
def hostile_figures(draw: st.DrawFn) -> CardFigure:
    """A figure of any text."""
    return make_card_figure(
        measure=draw(st.sampled_from(["persons_transferred", "drugs_seized_total", "other", "unknown_measure"])),
        value=draw(_VALUES),
        unit=draw(st.sampled_from(["persons", "kg", "usd", "pct", "count"])),
        scope=draw(st.sampled_from(["this_event", "cumulative", "background", "projected"])),
        noun=draw(TEXTS),
        quote=draw(TEXTS),
        outlet=draw(TEXTS),
        speaker=draw(st.one_of(st.none(), TEXTS)),
        place=draw(st.one_of(st.none(), TEXTS)),
        span=draw(st.one_of(st.none(), TEXTS)),
        link=draw(LINKS),
        rivals=tuple(
            RivalFigure(value=draw(_VALUES), outlet=draw(TEXTS), link=None) for _ in range(draw(st.integers(0, 5)))
        ),
    )


@st.composite
def hostile_cards(draw: st.DrawFn) -> Card:
    """A card of any text."""
    return make_card(
        headline=draw(TEXTS),
        link=draw(LINKS),
        outlet=draw(TEXTS),
        lead=draw(TEXTS),
        outlets=tuple(draw(st.lists(TEXTS, max_size=12))),
        figures=tuple(draw(st.lists(hostile_figures(), max_size=8))),
        why=tuple((draw(TEXTS), 1.0) for _ in range(draw(st.integers(0, 5)))),
        topics=tuple(draw(st.lists(st.sampled_from(["transfer", "strike_threat", "new_topic"]), unique=True))),
    )


@st.composite
def hostile_replies(draw: st.DrawFn) -> Reply:
    """A reply of any text."""
    return make_reply(
        headline=draw(TEXTS),
        title=draw(TEXTS),
        link=draw(LINKS),
        outlet=draw(TEXTS),
        relation=draw(st.sampled_from(["report", "reaction", "denial", "correction"])),
        lines=tuple(ReplyLine(kind="figure", after=draw(hostile_figures())) for _ in range(draw(st.integers(0, 12)))),
    )


@st.composite
def hostile_folds(draw: st.DrawFn) -> Fold:
    """A fold of any text."""
    pairs: Sequence[tuple[str, str | None]] = draw(st.lists(st.tuples(TEXTS, LINKS), max_size=30))
    return Fold(
        reason="burst",
        entries=tuple(
            make_entry(n, title=title, link=link, outlet=draw(TEXTS)) for n, (title, link) in enumerate(pairs)
        ),
    )


@st.composite
def hostile_digests(draw: st.DrawFn) -> DigestMail:
    """A digest of any text."""
    text = draw(TEXTS) * draw(st.sampled_from([1, 1, 20]))
    return make_digest(
        subject=draw(TEXTS), text=text, html=draw(TEXTS), message_id=draw(TEXTS), headers=(("X-Topic", draw(TEXTS)),)
    )


PAYLOADS: st.SearchStrategy[Payload] = st.one_of(
    hostile_cards(),
    hostile_replies(),
    hostile_folds(),
    hostile_digests(),
    st.builds(lambda name, what: make_notice(name=name, what=what), TEXTS, TEXTS),
)


def moments() -> Sequence[datetime]:
    """A summer and a winter noon."""
    return (NOON, NOON + timedelta(days=90))
