"""Invented stories of a busy day for the digest's tests: six events, in English and Spanish."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from builders import (
    make_feed_state,
    make_figure,
    make_message,
    make_outbox_row,
    make_report,
    make_story,
    make_story_figure,
)

from bot.digest import Digest, Material, compose
from bot.domain import (
    DayCounts,
    DigestPolicy,
    DigestWindow,
    FeedId,
    Figure,
    ItemId,
    Language,
    Report,
    Story,
    StoryFigure,
    StoryId,
)

START = datetime(2026, 10, 4, 13, 0, tzinfo=UTC)  # Sunday 07:00 in Mexico City
END = datetime(2026, 10, 5, 13, 0, tzinfo=UTC)
WINDOW = DigestWindow(digest_id="desk", day=date(2026, 10, 5), starts_at=START, ends_at=END)
COUNTS = DayCounts(read=1204, judged=1180, flagged=14, held=3)


class PlainWords:
    """Words for figures without the tables of bot.extract: the measure's name, and the number."""

    def label(self, measure: str, language: Language) -> str:
        """The name of the measure, marked with the language."""
        return f"{measure.replace('_', ' ')} {language}" if language == "es" else measure.replace("_", " ")

    def format_value(self, figure: Figure, language: Language) -> str:
        """Digits, or the trend."""
        sign = {"more_than": ">", "about": "~"}.get(figure.qualifier, "")
        return figure.trend or "?" if figure.value is None else f"{sign}{figure.value:,.0f}"

    def shown(self, figures: Iterable[Figure]) -> tuple[Figure, ...]:
        """All that have a number and a measure."""
        return tuple(f for f in figures if f.measure != "other" and f.value is not None)


def policy(**changes: Any) -> DigestPolicy:
    """A digest at seven in Mexico City."""
    values: dict[str, Any] = {"id": "desk", "at": time(7), "timezone": "America/Mexico_City"}
    return DigestPolicy(**(values | changes))


def report(n: int, seen_at: datetime, **changes: Any) -> Report:
    """Report number `n`, published ten minutes before we saw it."""
    values: dict[str, Any] = {
        "item_id": ItemId(f"i-{n:06d}"),
        "outlet": f"Outlet {n}",
        "publisher": f"outlet {n}",
        "title": f"Mexico hands over suspects, report {n}",
        "link": f"https://outlet{n}.example/news/{n}",
        "language": "en",
        "at": seen_at - timedelta(minutes=10),
        "seen_at": seen_at,
    }
    return make_report(**(values | changes))


def figure_of(source: Report, value: float | None, quote: str = "", **changes: Any) -> StoryFigure:
    """A figure that `source` prints."""
    quote = quote or f"A sentence with {value} in it, by {source.outlet}."
    of_figure = {
        "measure": "persons_transferred",
        "value": value,
        "quote": quote,
        "end": len(quote),
        "lang": source.language,
        "noun": "people",
    }
    return make_story_figure(
        figure=make_figure(**(of_figure | changes)),
        item_id=source.item_id,
        outlet=source.outlet,
        reliability=source.reliability,
        link=source.link,
        at=source.at,
        seen_at=source.seen_at,
    )


def story(n: int, reports: Iterable[Report], figures: Iterable[StoryFigure] = (), **changes: Any) -> Story:
    """Story number `n` of these reports."""
    reports = tuple(reports)
    values: dict[str, Any] = {
        "id": StoryId(f"s-{n:06d}"),
        "reports": reports,
        "figures": tuple(figures),
        "opened_at": reports[0].at,
        "last_report_at": reports[-1].at,
    }
    return make_story(**(values | changes))


def material(*stories: Story, **changes: Any) -> Material:
    """These stories, and a quiet rest."""
    return Material(**({"stories": stories, "counts": COUNTS} | changes))


def hours(n: float) -> datetime:
    """A moment `n` hours after the window began; before it when negative."""
    return START + timedelta(hours=n)


def busy_day() -> Material:
    """Two handovers, a threat, a denial, two lesser events; failing feeds and a dead message."""
    wire = report(
        1,
        hours(3),
        title="Mexico hands over 37 cartel suspects to the United States",
        outlet="Wire Norte",
        reliability="A",
    )
    local = report(
        2,
        hours(3.5),
        title="México entrega a 37 presuntos capos a Estados Unidos",
        outlet="Diario del Río",
        language="es",
    )
    think = report(
        3,
        hours(9),
        title="Third handover buys time with Washington, analysts say",
        outlet="Border Institute",
        relation="analysis",
    )
    handover = story(
        1,
        [wire, local, think],
        [
            figure_of(wire, 37, "Mexico sent 37 people to US custody on Sunday, the third mass handover of this term."),
            figure_of(
                wire,
                92,
                "The transfer brings the total to 92, the security ministry said.",
                measure="persons_transferred_cumulative",
                scope="cumulative",
                speaker="security ministry",
                speaker_kind="official_mx",
            ),
            figure_of(local, 6, "Los detenidos viajaron en seis aeronaves.", measure="aircraft_used", unit="aircraft"),
            figure_of(
                think,
                41000,
                "Officials claim more than 41,000 arrests this term.",
                measure="arrested_cumulative",
                scope="background",
                qualifier="more_than",
                stance="claimed",
                speaker="Mexican officials",
            ),
        ],
        event_date=date(2026, 10, 4),
        standing="CONFIRMED",
        route="security_law",
        topics=("transfer", "strike_threat"),
    )
    old = report(
        10, hours(-20), title="Twelve dead in clash after raid near the border", outlet="Wire Norte", reliability="A"
    )
    new = report(
        11,
        hours(5),
        title="Death toll of border raid rises to 15, prosecutor says",
        outlet="Wire Norte",
        reliability="A",
    )
    deny = report(
        12,
        hours(8),
        title="Cancillería niega que tropas de EE. UU. participaran en la redada",
        outlet="Diario del Río",
        relation="denial",
        language="es",
    )
    raid = story(
        2,
        [old, new, deny],
        [
            figure_of(
                new,
                15,
                "Fifteen people are now confirmed dead, the prosecutor said.",
                measure="killed",
                speaker="prosecutor",
            )
        ],
        replaced=(figure_of(old, 12, "Twelve people died.", measure="killed"),),
        topics=("strike_threat",),
        realis=(("strike_threat", "reported"),),
        direction=None,
        means="ground_raid",
        standing="CORRECTED",
    )
    ruling = report(
        20,
        hours(6),
        title="Judge blocks extradition of alleged money launderer",
        outlet="Court Daily",
        relation="ruling",
    )
    blocked = story(3, [ruling], realis=(("transfer", "blocked"),), severity="P2", route="extradition")
    threat = report(
        30, hours(10), title="US senator says strikes on cartel labs are “a matter of weeks”", outlet="Capitol Post"
    )
    talk = story(
        4,
        [threat],
        topics=("strike_threat",),
        realis=(("strike_threat", "threatened"),),
        severity="P2",
        means="air_drone",
        direction=None,
    )
    single = report(
        40, hours(11), title="Extraditan a un hombre buscado en Texas por fraude", outlet="El Correo", language="es"
    )
    routine = story(5, [single], severity="P3", route="extradition")
    total = report(50, hours(-200), title="Mexico hands over 26 suspects", outlet="Wire Norte")
    earlier = story(6, [total], [figure_of(total, 55, measure="persons_transferred_cumulative", scope="cumulative")])
    feeds = [
        make_feed_state(feed_id=FeedId(f"feed-{n:02d}"), health="unchanged", last_good_at=hours(23)) for n in range(22)
    ]
    feeds.append(make_feed_state(feed_id=FeedId("state-dept"), health="empty", last_good_at=hours(23.5)))
    feeds.append(
        make_feed_state(
            feed_id=FeedId("zeta"), health="broken", failures=7, last_error="HTTP status 503", last_good_at=hours(-6)
        )
    )
    dead = make_outbox_row(
        seq=17,
        state="dead",
        last_error="refused for ana@example.org: no such user",
        message=make_message(kind="digest", channel="mail"),
    )
    return material(
        routine,
        talk,
        blocked,
        raid,
        handover,
        earlier=(earlier,),
        feeds=tuple(feeds),
        feed_names={FeedId("zeta"): "Semanario Zeta", FeedId("state-dept"): "State Department"},
        outbox=(dead,),
        topics=("strike_threat", "transfer"),
    )


TOTAL = {"measure": "persons_transferred_cumulative", "scope": "cumulative"}


def written(stuff: Material, rule: DigestPolicy | None = None) -> Digest:
    """The digest of the samples' window."""
    return compose(rule or policy(), WINDOW, stuff, PlainWords())


def ids(digest: Digest) -> list[str]:
    """Stories in order of appearance of their entries."""
    entries = [e for section in digest.sections for e in section.entries]
    return [e.story_id for e in (*entries, *digest.denials, *digest.also)]
