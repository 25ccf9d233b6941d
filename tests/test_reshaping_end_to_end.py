"""Stories split, joined and given reports from Slack: forms, cards and threads as seen, and what is kept of it.

Judgements are part of the script, so that no retraining changes the transcript; stories, store, policy, outbox, Socket
Mode and rendering are the bot's own. `PYTHONPATH=.:tests python tests/test_reshaping_end_to_end.py` writes the
transcript anew; then read it line by line.
"""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from builders import make_item, make_judgement, make_verdict
from fakes import NOON, FakeClock

from bot.app import load_lexicon
from bot.channels import Secret, SlackChannel, SlackSettings
from bot.channels.socket_mode import SocketMode
from bot.domain import (
    AlertPolicy,
    ItemId,
    Passage,
    Press,
    PressOutcome,
    ReshapeForm,
    ReshapeOrder,
    RoutePolicy,
    Story,
    StoryId,
    Write,
)
from bot.jobs.answers import Answers
from bot.jobs.deliver import Deliverer
from bot.jobs.reshape import Reshaping
from bot.jobs.think import Fresh, Mind, take_in
from bot.newsroom import slack_people as people
from bot.newsroom.slack import FakeSlack, SlackMessage
from bot.newsroom.slack_limits import Json
from bot.newsroom.slack_sockets import Delivered
from bot.rules import RuleSet
from bot.store import SqliteStore

WEEKS = Path(__file__).parent / "data" / "weeks"
GOLDEN, MOVED = WEEKS / "by_hand.txt", WEEKS / "moved.txt"
ROUTES = (RoutePolicy(channel="desk"),)


@dataclass
class Newsdesk:
    """A channel with buttons, fed by script."""

    slack: FakeSlack
    store: SqliteStore
    clock: FakeClock
    labellers: tuple[str, ...] = ()
    lines: list[str] = field(default_factory=list)
    _shown: dict[str, str] = field(default_factory=dict)  # by stamp: what a reader saw last
    _items: int = 0

    def __post_init__(self) -> None:
        settings = self.settings
        channel = SlackChannel("desk", settings, pause=lambda seconds: None)
        self.deliverer = Deliverer(self.store, {"desk": channel}, self.clock, pace=timedelta(0))
        self.mind = Mind(
            scorers={}, lexicon=load_lexicon(), rules=RuleSet(), thresholds={}, routes=ROUTES, policy=AlertPolicy()
        )

    @property
    def settings(self) -> SlackSettings:
        """Of the channel."""
        token, app_token = Secret(self.slack.token), Secret(self.slack.app_token)
        return SlackSettings(
            token=token, app_token=app_token, channel="C0DESK", api_url=self.slack.api_url, timezone="UTC",
            labellers=self.labellers,
        )  # fmt: skip

    # --- what the listener does, as `App` does it

    @property
    def by_hand(self) -> Reshaping:
        """As `bot.app.reshaping_of` makes it."""
        return Reshaping(store=self.store, routes=ROUTES, policy=AlertPolicy(), lexicon=self.mind.lexicon)

    def press(self, press: Press) -> PressOutcome:
        """See `bot.ports.Listener`."""
        return Answers(self.store, ["desk"]).press(press)

    def form(self, story_id: StoryId, item_id: ItemId) -> ReshapeForm | None:
        """See `bot.ports.Listener`."""
        return self.by_hand.form(story_id, item_id)

    def reshape(self, order: ReshapeOrder) -> None:
        """See `bot.ports.Listener`."""
        self.by_hand.carry_out(order, self.clock.now())

    def explain(self, subject: str) -> Sequence[Passage]:
        """Nobody asks."""
        raise NotImplementedError

    def story(self, story_id: StoryId) -> Story | None:
        """See `bot.ports.Listener`."""
        return self.store.story(story_id)

    def refused(self, what: str, remedy: str) -> None:
        """Slack lets everybody in here."""

    def heard(self) -> None:
        """The same."""

    # --- the script

    def report(self, minutes: int, outlet: str, title: str, **judged: object) -> ItemId:
        """A report comes in, so many minutes after noon, and what there is to say is said."""
        self._items += 1
        at = NOON + timedelta(minutes=minutes)
        self.clock.at = at + timedelta(minutes=1)
        item = make_item(
            id=ItemId(f"i-{self._items:016x}"), guid=None, url=None, link=f"https://{outlet.lower()}.example/{minutes}",
            outlet=outlet, title=title, summary="", language="en", country="US", published_at=at,
            first_seen=self.clock.at,
        )  # fmt: skip
        judgement = make_judgement(make_verdict(**judged))
        fresh = Fresh(item=item, content_hash=item.id.encode(), page_read=True)
        thought = take_in([fresh], [judgement], self.mind, self.store, self.clock.now())
        self.store.write(
            Write(items=thought.items, stories=thought.stories, messages=thought.messages, alerts=thought.alerts),
            self.clock.now(),
        )
        self._say(f"{outlet}: {title}")
        if not self.deliver():
            self.lines.append(f"  silent: {thought.items[0].fate.reason}")
        return item.id

    def opens(self, minutes: int, message: SlackMessage, button: str, user: str = "U0ANA") -> Json:
        """Somebody presses a button that opens a form."""
        self.clock.at = NOON + timedelta(minutes=minutes)
        before = len(self.slack.views)
        assert people.press(self.slack, message, f"pregonero:{button}", user=user).acked
        view = self.slack.wait_views(before + 1)[-1]
        words = next(b["text"]["text"] for b in people.buttons(message) if b["action_id"] == f"pregonero:{button}")
        self._say(f"{user} presses “{words}”")
        self.lines += [f"  | {line}" for line in _form(view)]
        return view

    def submits(self, view: Json, chosen: Mapping[str, Sequence[str]], user: str = "U0ANA") -> Delivered:
        """Somebody submits a form."""
        delivered = people.submit(self.slack, view, chosen, user=user)
        told = {option["value"]: option["text"]["text"] for block in view["blocks"] for option in _options(block)}
        what = "; ".join(f"{name}: {', '.join(told[value] for value in values)}" for name, values in chosen.items())
        self._say(f"{user} submits {what or 'nothing'}")
        answer = (delivered.ack or {}).get("payload")
        if answer:
            self.lines += [f"  | {name}: {text}" for name, text in answer["errors"].items()]
        self.deliver()
        return delivered

    def deliver(self) -> int:
        """Sends what is due, and notes what a reader sees of it; returns how many messages changed."""
        for _ in range(20):
            self.deliverer.deliver(self.clock.advance(1))
        changed = 0
        for message in self.slack.messages:
            text = self._text(message)
            if self._shown.get(message.ts) != text:
                kind = "EDIT" if message.ts in self._shown else "REPLY" if message.thread_ts else "CARD"
                under = f" under “{self._headline(message.thread_ts)}”" if message.thread_ts else ""
                self.lines += [f"  {kind}{under}", *(f"    {line}" for line in text.split("\n"))]
                self._shown[message.ts] = text
                changed += 1
        return changed

    def card(self, words: str) -> SlackMessage:
        """The card whose headline holds these words."""
        (found,) = [m for m in self.slack.messages if m.thread_ts is None and words in self._headline(m.ts)]
        return found

    def replies(self, words: str) -> tuple[SlackMessage, ...]:
        """What hangs under that card."""
        return self.slack.thread(self.card(words).ts)

    def stories(self) -> dict[str, list[str]]:
        """Which reports each open story holds."""
        found = reversed(self.store.latest_stories(99))
        return {s.id: [r.item_id for r in s.reports] for s in found if s.merged_into is None}

    def _say(self, what: str) -> None:
        self.lines.append(f"{self.clock.now():%H:%M} {what}")

    def _headline(self, ts: str | None) -> str:
        (message,) = [m for m in self.slack.messages if m.ts == ts]
        line = message.visible_text.split("\n")[1]
        return line.partition("|")[2].removesuffix(">*") or line

    def _text(self, message: SlackMessage) -> str:
        shown = [b["text"]["text"] for b in people.buttons(message)]
        text = "\n".join(line for line in message.visible_text.split("\n") if line not in shown)
        for n, card in enumerate((m for m in self.slack.messages if m.thread_ts is None), start=1):
            address = f"{self.slack.base_url}/archives/C0DESK/p{card.ts.replace('.', '')}"
            text = text.replace(address, f"card {n} of the channel")
        return text + (f"\n[{'] ['.join(shown)}]" if shown else "")


def _options(block: Json) -> Sequence[Json]:
    return block["element"]["options"] if block["type"] == "input" else ()


def _form(view: Json) -> Iterator[str]:
    yield view["title"]["text"]
    for block in view["blocks"]:
        match block["type"]:
            case "section":
                yield block["text"]["text"]
            case "context":
                yield block["elements"][0]["text"]
            case "input":
                yield f"{block['label']['text']}:"
                ticked = block["element"].get("initial_options", [])
                for option in block["element"]["options"]:
                    mark = "x" if option in ticked else " "
                    yield f"  [{mark}] {option['text']['text']} ({option['description']['text']})"
    yield f"[{view['close']['text']}] [{view['submit']['text']}]"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Newsdesk]:
    """Somebody listens."""
    yield from _listening(tmp_path)


def _listening(folder: Path, labellers: tuple[str, ...] = ()) -> Iterator[Newsdesk]:
    clock = FakeClock()
    with FakeSlack(clock=clock) as slack, closing(SqliteStore(folder / "bot.db")) as store:
        desk = Newsdesk(slack, store, clock, labellers)
        with SocketMode({"desk": desk.settings}, desk, now=clock.now):
            assert slack.sockets.wait_connected()
            yield desk


MANY = "Mexico hands over 37 cartel suspects to the United States"
SECOND = "37 cartel suspects handed over to the United States, Mexico confirms"
PROTEST = "Lawyers protest handover of cartel suspects, say client was taken despite a court stay"
ECHO = "Lawyers say client was handed over despite court stay"
CASE = "Mexico extradites Ramiro Cifuentes to Texas on murder charges"


ANSWER: dict[str, Any] = {"realis": ("rejected",), "severity": "P3", "novelty": "reaction"}  # what a judge makes of it


def played(desk: Newsdesk) -> str:
    """A day: a case that was taken for an answer to the handover is told apart, and joined with what it is."""
    desk.report(0, "Courier", MANY)
    desk.report(20, "Gazette", SECOND)
    protest = desk.report(60, "Sun", PROTEST, **ANSWER)
    echo = desk.report(75, "Tide", ECHO, **ANSWER)
    view = desk.opens(80, desk.replies(MANY)[0], "another_event")
    desk.submits(view, {})
    desk.submits(view, {"leaving": [protest, echo]})
    desk.submits(view, {"leaving": [protest, echo]})
    desk.report(100, "Post", ECHO + ", file complaint", realis=("rejected",), severity="P2", novelty="reaction")
    desk.report(130, "Herald", CASE, severity="P2", route="extradition")
    view = desk.opens(140, desk.card(CASE), "reshape", "U0BEN")
    other = next(o["value"] for b in view["blocks"] for o in _options(b) if o["text"]["text"].startswith("Lawyers"))
    desk.submits(view, {"same_as": [other]}, "U0BEN")
    desk.report(200, "Courier", "Ramiro Cifuentes pleads not guilty in Texas after extradition", severity="P3")
    return "\n".join(desk.lines) + "\n"


FLIGHT = "Mexico sends 26 prisoners to Texas in second transfer this week"
FACE = "At least 3 of the suspects handed over by Mexico face the death penalty, lawyers say"
FACE_TOO = "At least 3 suspects handed over by Mexico face the death penalty"


def played_moves(desk: Newsdesk) -> str:
    """A week: what is told of the second flight was put to the first one's; people move it, and one report back."""
    later = 26 * 60
    desk.report(0, "Courier", MANY)
    desk.report(20, "Gazette", SECOND)
    desk.report(later, "Sun", FLIGHT, severity="P2")
    told = desk.report(later + 60, "Tide", FACE, severity="P2")
    silent = desk.report(later + 75, "Post", FACE_TOO, severity="P2")
    view = desk.opens(later + 80, desk.replies(MANY)[0], "another_event")
    (flight,) = (o["value"] for b in view["blocks"] for o in _options(b) if o["text"]["text"] == FLIGHT)
    desk.submits(view, {"leaving": [told], "same_as": [flight]})
    desk.submits(view, {"leaving": [told], "same_as": [flight]})
    desk.submits(desk.opens(later + 85, desk.card(MANY), "reshape"), {"leaving": [silent], "same_as": [flight]})
    desk.report(later + 120, "Herald", "At least 3 of 26 prisoners sent to Texas face the death penalty", severity="P2")
    back = desk.opens(later + 130, desk.card(FLIGHT), "reshape", "U0BEN")
    desk.submits(back, {"leaving": [told], "same_as": ["s-000001"]}, "U0BEN")
    desk.report(
        later + 180, "Post", "37 cartel suspects handed over by Mexico arraigned in three US cities", severity="P3"
    )
    return "\n".join(desk.lines) + "\n"


def test_a_day_by_hand_is_told_as_its_transcript_says(desk: Newsdesk) -> None:
    """Forms, cards, replies and silences, line by line."""
    assert played(desk) == GOLDEN.read_text("utf-8")


def test_a_week_with_moved_reports_is_told_as_its_transcript_says(desk: Newsdesk) -> None:
    """One line in the thread that told of the report, a reply where it is news, no new card; silence for old news."""
    assert played_moves(desk) == MOVED.read_text("utf-8")


def test_an_order_is_carried_out_once(desk: Newsdesk) -> None:
    """Told again by Slack, or given by two people at once, it changes nothing more and is no error."""
    desk.report(0, "Courier", MANY)
    leaving = desk.report(60, "Sun", PROTEST, **ANSWER)
    view = desk.opens(80, desk.replies(MANY)[0], "another_event")
    first = desk.submits(view, {"leaving": [leaving]})
    assert first.ack == {"envelope_id": first.envelope["envelope_id"]}
    said, shape = len(desk.slack.messages), desk.stories()
    desk.slack.sockets.deliver_envelope(first.envelope)
    again = desk.submits(view, {"leaving": [leaving]}, "U0BEN")
    assert again.ack == {"envelope_id": again.envelope["envelope_id"]}
    assert (len(desk.slack.messages), desk.stories()) == (said, shape)


def test_what_cannot_be_done_is_told_in_the_form(desk: Newsdesk) -> None:
    """All reports cannot leave, nor move; nothing is no order. The story stays as it was."""
    ids = [desk.report(0, "Courier", MANY), desk.report(60, "Sun", PROTEST, **ANSWER)]
    desk.report(130, "Herald", CASE, severity="P2", route="extradition")
    view = desk.opens(140, desk.card(MANY), "reshape")
    before = desk.stories()
    for chosen, name, says in (
        ({"leaving": ids}, "leaving", "choose some of the 2 reports of s-000001, not none and not all"),
        ({}, "leaving", "or both to move"),
        ({"leaving": ids, "same_as": ["s-000002"]}, "same_as", "stories merge s-000001 s-000002"),
    ):
        answer = (desk.submits(view, chosen).ack or {})["payload"]
        assert answer["response_action"] == "errors"
        assert says in answer["errors"][name]
    assert desk.stories() == before


def test_a_form_that_waited_is_of_the_story_as_it_was(desk: Newsdesk) -> None:
    """Somebody else moved the report meanwhile: the form says so; a new one is of the story where the report is now."""
    desk.report(0, "Courier", MANY)
    first, second = (desk.report(n, outlet, t, **ANSWER) for n, outlet, t in ((60, "Sun", PROTEST), (75, "Tide", ECHO)))
    reply = desk.replies(MANY)[0]
    late = desk.opens(80, reply, "another_event")
    desk.submits(desk.opens(81, reply, "another_event", "U0BEN"), {"leaving": [first, second]}, "U0BEN")
    errors = (desk.submits(late, {"leaving": [first]}).ack or {})["payload"]["errors"]
    assert "is no report of s-000001" in errors["leaving"]
    view = desk.opens(85, reply, "another_event")
    assert [option["value"] for option in _options(view["blocks"][2])] == [first, second]


def test_only_labellers_may(tmp_path: Path) -> None:
    """Others are told so in private, and no form opens; neither is one carried out that they got hold of."""
    for desk in _listening(tmp_path, ("U0BEN",)):
        desk.report(0, "Courier", MANY)
        leaving = desk.report(60, "Sun", PROTEST, **ANSWER)
        reply = desk.replies(MANY)[0]
        people.press(desk.slack, reply, "pregonero:another_event", user="U0EVE")
        (whisper,) = desk.slack.sockets.wait_whispers(1)
        assert (whisper.user, "named for this channel" in whisper.text, desk.slack.views) == ("U0EVE", True, ())
        view = desk.opens(80, reply, "another_event", "U0BEN")
        assert "named for this channel" in str(desk.submits(view, {"leaving": [leaving]}, "U0EVE").ack)
        assert len(desk.stories()) == 1


def test_an_edit_of_a_moved_report_stays_where_it_was_moved(desk: Newsdesk) -> None:
    """Whatever its new words say; a further report of either story brings the two no nearer."""
    desk.report(0, "Courier", MANY)
    moved = desk.report(20, "Gazette", SECOND)
    desk.report(130, "Herald", CASE, severity="P2", route="extradition")
    desk.by_hand.move([moved], StoryId("s-000002"), who="Ana", now=desk.clock.now())
    stored = desk.store.item(moved)
    assert stored is not None
    edited = replace(stored.item, title=MANY)
    fresh = Fresh(item=edited, content_hash=b"edited", page_read=True, story=desk.store.story(StoryId("s-000002")))
    thought = take_in([fresh], [make_judgement(make_verdict())], desk.mind, desk.store, desk.clock.now())
    desk.store.write(Write(items=thought.items, stories=thought.stories, messages=thought.messages), desk.clock.now())
    desk.report(160, "Sun", "United States takes 37 cartel suspects handed over by Mexico")
    shape = desk.stories()
    assert moved in shape["s-000002"]
    assert moved not in shape["s-000001"]
    assert sorted(map(len, shape.values())) == [2, 2]


def test_answers_follow_their_report(desk: Newsdesk) -> None:
    """What was said of a report stands on the card of the story that it is in now, and is taken back there."""
    mixed = desk.report(0, "Courier", MANY)
    desk.report(20, "Gazette", SECOND)
    people.press(desk.slack, desk.card(MANY), "pregonero:wrong_figure")
    desk.deliver()
    desk.submits(desk.opens(30, desk.card(MANY), "reshape"), {"leaving": [mixed]})
    apart, stays = desk.card(MANY), desk.card(SECOND)
    assert "Wrong figure*: <@U0ANA>" in apart.visible_text
    assert "Wrong figure*" not in stays.visible_text
    people.press(desk.slack, apart, "pregonero:take_back")
    desk.deliver()
    assert "Wrong figure*" not in desk.card(MANY).visible_text


def test_the_card_of_a_story_split_off_rests_on_its_own_report(desk: Newsdesk) -> None:
    """What is kept of the alert is the judgement of the report on the card, not of the one that came last."""
    desk.report(0, "Courier", MANY)
    case, last = desk.report(20, "Gazette", SECOND, severity="P2"), desk.report(40, "Sun", ECHO, **ANSWER)
    desk.submits(desk.opens(50, desk.card(MANY), "reshape"), {"leaving": [case, last]})
    records = desk.store.alerts_of(case)
    assert [(r.story_id, r.channel, r.judgement.flagged[0].severity) for r in records] == [("s-000002", "desk", "P2")]
    assert desk.store.alerts_of(last) == []
    assert "P2 important" in desk.card(SECOND).visible_text


if __name__ == "__main__":
    for file, script in ((GOLDEN, played), (MOVED, played_moves)):
        with tempfile.TemporaryDirectory() as folder:
            for newsdesk in _listening(Path(folder)):
                file.write_text(script(newsdesk), "utf-8")
