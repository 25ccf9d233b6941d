"""Other services through Apprise, held against its own plain JSON service on loopback."""

import json
import sys
from collections.abc import Iterator
from datetime import timedelta

import pytest
from channel_samples import Told, make_card, make_fold, make_reply, message_of
from fakes import NOON
from inbox_server import Inbox

from bot.channels import AppriseChannel, AppriseSettings, Secret
from bot.errors import DeliveryError


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    """A service."""
    with Inbox() as server:
        yield server


def channel_of(*urls: str, timeout_s: float = 20.0) -> AppriseChannel:
    """A channel to these services."""
    return AppriseChannel("teams", AppriseSettings(urls=Secret(" ".join(urls))), timeout_s=timeout_s)


def test_each_service_gets_the_message_once(inbox: Inbox) -> None:
    """Title and text; one that had it is not asked again."""
    channel = channel_of(f"json://{inbox.address}/a", f"json://{inbox.address}/b")
    told = Told()
    channel.send(message_of(make_card()), card_ref=None, parts_there=frozenset({1}), progress=told)
    channel.send(message_of(make_card(), kind="edit"), card_ref="x", parts_there=frozenset(), progress=told)
    assert told.events == ["committing", (2, None)]
    (posted,) = inbox.posted
    sent = json.loads(posted.body)
    assert sent["title"] == "Handover: México entrega a 12 presos a Estados Unidos – Diario de Prueba"
    assert "This event: people handed over: 12" in sent["message"]
    assert "https://diario.example/n/1" in sent["message"]


def test_follow_ups_name_their_card_and_long_lists_are_counted(inbox: Inbox) -> None:
    """What does not fit is counted, not dropped silently."""
    channel = channel_of(f"json://{inbox.address}/")
    for payload in (make_reply(), make_fold(200)):
        channel.send(message_of(payload), card_ref=None, parts_there=frozenset(), progress=Told())
    reply, fold = (json.loads(posted.body)["message"] for posted in inbox.posted)
    assert reply.startswith("↪ México entrega a 12 presos")
    assert len(fold) <= 3_000
    assert int(fold.rpartition("+ ")[2]) == 200 - fold.count("\n")


def test_a_service_that_refuses_is_tried_again_later(inbox: Inbox) -> None:
    """The error names its number and not its address."""
    inbox.statuses.extend([500] * 5)
    with pytest.raises(DeliveryError) as caught:
        channel_of(f"json://s3cret@{inbox.address}/").send(
            message_of(make_card()), card_ref=None, parts_there=frozenset(), progress=Told()
        )
    assert caught.value.outcome == "not_sent"
    assert "s3cret" not in str(caught.value)


def test_a_service_that_refuses_does_not_hold_up_the_next(inbox: Inbox) -> None:
    """The other has it, and is not asked again with the first."""
    inbox.statuses.extend([500])
    channel = channel_of(f"json://{inbox.address}/a", f"json://{inbox.address}/b")
    told = Told()
    with pytest.raises(DeliveryError, match="service 1 did not take") as caught:
        channel.send(message_of(make_card()), card_ref=None, parts_there=frozenset(), progress=told)
    assert (caught.value.outcome, caught.value.apart) == ("not_sent", True)
    channel.send(message_of(make_card()), card_ref=None, parts_there=frozenset({2}), progress=told)
    assert told.events == ["committing", "committing", (2, None), "committing", (1, None)]


def test_an_address_that_nobody_knows_holds_up_no_service(inbox: Inbox) -> None:
    """It is told as something to mend, and the services that are known go on."""
    with pytest.raises(DeliveryError, match="does not know address 1") as caught:
        channel_of("nonsense", f"json://{inbox.address}/").send(
            message_of(make_card()), card_ref=None, parts_there=frozenset(), progress=Told()
        )
    assert (caught.value.needs_person, caught.value.apart, len(inbox.posted)) == (True, True, 1)


def test_a_service_that_hangs_is_left_after_the_time_limit(inbox: Inbox) -> None:
    """Whether it has the message is not known."""
    with pytest.raises(DeliveryError) as caught:
        channel_of(f"json://{inbox.address}/", timeout_s=0.0).send(
            message_of(make_card()), card_ref=None, parts_there=frozenset(), progress=Told()
        )
    assert caught.value.outcome == "unknown"


def test_check_says_what_is_missing(monkeypatch: pytest.MonkeyPatch, inbox: Inbox) -> None:
    """No address, one that Apprise does not know, no Apprise."""
    assert channel_of(f"json://{inbox.address}/").check() == ()
    assert "no address" in channel_of().check()[0]
    assert "address 2" in channel_of(f"json://{inbox.address}/", "nonsense").check()[0]
    with pytest.raises(DeliveryError, match="does not know address 1"):
        channel_of("nonsense").send(message_of(make_card()), card_ref=None, parts_there=frozenset(), progress=Told())
    assert channel_of().find([], since=NOON - timedelta(hours=1)) == {}
    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(DeliveryError, match="pregonero\\[apprise\\]"):
        channel_of("json://a.example").send(
            message_of(make_card()), card_ref=None, parts_there=frozenset(), progress=Told()
        )
