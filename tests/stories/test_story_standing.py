"""How a story stands: every standing and Admiralty number by a row of its own, and publishers counted once a house."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from builders import make_figure, make_judgement, make_verdict
from story_kit import Desk, report

from bot.domain import Content, Figure, Item, Judgement, Language, Realis, SpeakerKind, Standing, Statement, Topic
from bot.stories import facts_of
from bot.stories.publishers import publisher_name
from bot.stories.standing import denial_in


def _judged(topic: Topic, realis: Realis) -> Judgement:
    if topic == "transfer":
        return make_judgement(make_verdict(realis=(realis,)))
    return make_judgement(make_verdict(topic=topic, realis=(realis,), route=None, direction=None, means="unspecified"))


@dataclass(frozen=True)
class Step:
    """One report of a case."""

    title: str
    realis: Realis
    outlet: str
    count: float | None = None


THREAT = "Trump threatens drone strike on cartels in Mexico"
SENT = "Mexico sends 26 prisoners to United States"
THREATS = [
    Step(THREAT, "threatened", "Courier"),
    Step("Drone strike on Mexico cartels threatened by Trump", "threatened", "Herald"),
    Step("Trump says drone strike on Mexico cartels may come", "threatened", "Ledger"),
    Step("In speech, Trump threatens Mexico cartels with drone strike", "threatened", "Tribune"),
]
AGAIN = "26 prisoners sent from Mexico to United States"
DENIED = "Mexico denies 26 prisoners sent"
MORE = "Mexico sends 29 prisoners to United States"
CASES: list[tuple[Topic, list[Step], Standing, str]] = [
    ("strike_threat", THREATS[:1], "DEVELOPING", "B2"),
    ("strike_threat", THREATS, "CONFIRMED", "B1"),
    (
        "strike_threat", [*THREATS, Step("Official denies drone strike on Mexico is imminent", "denied", "Post")],
        "CONFIRMED", "B1",
    ),
    (
        "strike_threat", [*THREATS, Step("Drone strike on Mexico not imminent, official says", "denied", "Post")],
        "CONFIRMED", "B1",
    ),
    (
        "strike_threat", [*THREATS, Step("Sheinbaum denies drone strike on cartels in Mexico", "denied", "Post")],
        "DISPUTED", "B4",
    ),
    (
        "strike_threat", [*THREATS, Step("White House denies drone strike on cartels in Mexico", "denied", "Post")],
        "DENIED", "B5",
    ),
    ("transfer", [Step(SENT, "reported", "A"), Step(DENIED, "denied", "B")], "DENIED", "B5"),
    (
        "transfer", [Step(SENT, "reported", "A"), Step("Lawyer denies 26 prisoners sent", "denied", "B")],
        "DISPUTED", "B4",
    ),
    (
        "transfer",
        [Step(SENT, "occurred", "A"), Step(AGAIN, "occurred", "B"), Step(DENIED, "denied", "C")],
        "DISPUTED", "B4",
    ),
    (
        "transfer",
        [Step(SENT, "reported", "A"), Step(DENIED, "denied", "B"), Step(AGAIN, "occurred", "C")],
        "CONFIRMED", "B1",
    ),
    (
        "transfer", [Step(SENT, "occurred", "A", 26), Step(MORE, "occurred", "B", 29)],
        "DISPUTED", "B4",
    ),
    (
        "transfer",
        [Step(SENT, "occurred", "A", 26), Step(f"Correction: {MORE}", "occurred", "A", 29)],
        "CORRECTED", "B2",
    ),
    ("transfer", [Step(SENT, "occurred", "Milenio"), Step(AGAIN, "occurred", "Multimedios")], "DEVELOPING", "B2"),
    ("transfer", [Step(SENT, "occurred", "Paper (AP)"), Step(AGAIN, "occurred", "Other / AP")], "DEVELOPING", "B2"),
]  # fmt: skip


def _figures(item: Item, step: Step) -> list[Figure]:
    if step.count is None:
        return []
    return [make_figure(measure="persons_transferred", value=step.count, quote=item.title, end=len(item.title))]


@pytest.mark.parametrize(("topic", "steps", "standing", "grade"), CASES)
def test_a_story_stands_by_who_said_what(topic: Topic, steps: list[Step], standing: Standing, grade: str) -> None:
    """DENIED by who would know, DISPUTED by anybody else or by figures, untouched by "not imminent"."""
    desk = Desk()
    for hours, step in enumerate(steps):
        item = report(step.title, outlet=step.outlet, hours=hours / 2)
        desk.take(item, _judged(topic, step.realis), *_figures(item, step))
    (story,) = desk.stories
    assert (story.standing_at(story.opened_at + timedelta(hours=5)), story.grade) == (standing, grade)


def test_what_is_only_not_imminent_is_still_what_it_was() -> None:
    """ "Threat confirmed" does not become "denial confirmed"; a denial of the threat itself does turn it."""
    for title, realis in (
        ("Official denies drone strike on Mexico is imminent", "threatened"),
        ("White House denies drone strike on cartels in Mexico", "denied"),
    ):
        desk = Desk()
        for hours, step in enumerate([*THREATS, Step(title, "denied", "Post")]):
            desk.take(report(step.title, outlet=step.outlet, hours=hours / 2), _judged("strike_threat", step.realis))
        (story,) = desk.stories
        assert dict(story.realis) == {"strike_threat": realis}


def _denies(item: Item, kind: SpeakerKind) -> Content:
    language: Language = "en"
    statement = Statement(
        kind="denies", words=item.title, is_direct=False, speaker="Somebody", speaker_kind=kind, item_id=item.id,
        quote=item.title, start=0, end=len(item.title), lang=language,
    )  # fmt: skip
    return Content(statements=(statement,))


@pytest.mark.parametrize(
    ("topic", "kind", "denial"),
    [
        ("transfer", "official_mx", "of_the_event"),
        ("transfer", "official_us", "of_the_event"),
        ("transfer", "lawyer", "without_standing"),
        ("strike_threat", "official_us", "of_the_event"),
        ("strike_threat", "official_mx", "without_standing"),
        ("strike_threat", "analyst", "without_standing"),
    ],
)
def test_a_denial_weighs_by_its_speaker(topic: Topic, kind: SpeakerKind, denial: str) -> None:
    """Where the text names who denies, that decides: each government for what it would do itself."""
    from story_kit import LEXICON

    item = report("Report of it is false")
    each = facts_of(item, _judged(topic, "denied"), (), LEXICON, _denies(item, kind))
    assert denial_in(each, "denial", topic) == denial


def test_sections_of_an_outlet_are_one_publisher() -> None:
    """Feeds of one site, told apart by what stands behind a colon or in brackets."""
    assert publisher_name("The Guardian: Mexico") == publisher_name("The Guardian: Americas") == "guardian"
    assert publisher_name("Reforma (front page)") == "reforma"
    assert publisher_name("Paper (Reuters)") == "reuters"
