"""Alerts as signed JSON: the published schema, the signature, and what each answer means."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from channel_samples import PAYLOADS, Told, make_card, make_digest, make_fold, make_notice, make_reply, message_of
from fakes import FakeClock
from hypothesis import HealthCheck, given, settings
from inbox_server import Inbox
from jsonschema import Draft202012Validator, ValidationError

from bot.channels import Secret, SignedChannel, SignedSettings
from bot.channels.signed import envelope, schema
from bot.compose import Payload
from bot.errors import DeliveryError

SCHEMA = Path(__file__).parents[2] / "docs" / "alert.schema.json"
SECRET = "a shared secret of some length"


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    """A receiver."""
    with Inbox() as server:
        yield server


def channel_of(url: str, clock: FakeClock) -> SignedChannel:
    """A channel to that address."""
    return SignedChannel("json", SignedSettings(url=Secret(url), secret=Secret(SECRET)), clock=clock)


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    """Of the published schema."""
    published: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(published)
    return Draft202012Validator(published)


def test_the_published_schema_is_that_of_the_code() -> None:
    """Write it anew with `bot.channels.signed.schema`, and raise its number when old readers would break."""
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == json.loads(json.dumps(schema()))


@pytest.mark.parametrize("payload", [make_card(), make_reply(), make_fold(2), make_notice(), make_digest()])
def test_every_kind_fits_the_schema(validator: Draft202012Validator, payload: Payload) -> None:
    """What is sent is what is published; something else is not."""
    sent = envelope(message_of(payload))
    validator.validate(sent)
    with pytest.raises(ValidationError):
        validator.validate({**sent, "kind": "other"})


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(payload=PAYLOADS)
def test_any_text_fits_the_schema(validator: Draft202012Validator, payload: Payload) -> None:
    """Whatever a feed says."""
    validator.validate(envelope(message_of(payload)))


def test_the_signature_is_over_timestamp_and_body(inbox: Inbox, clock: FakeClock) -> None:
    """A receiver can prove origin and time, and tell a repeat by its key."""
    message = message_of(make_card())
    receipt = channel_of(inbox.url, clock).send(message, card_ref=None, parts_there=frozenset(), progress=Told())
    (posted,) = inbox.posted
    stamp = posted.headers["Pregonero-Timestamp"]
    expected = hmac.new(SECRET.encode(), stamp.encode() + b"." + posted.body, hashlib.sha256).hexdigest()
    assert stamp == str(int(clock.now().timestamp()))
    assert posted.headers["Pregonero-Signature"] == f"v1={expected}"
    assert posted.headers["Idempotency-Key"] == message.dedupe_key == receipt.ref
    assert json.loads(posted.body)["content"]["headline"] == make_card().headline
    clock.advance(timedelta(minutes=1))
    channel_of(inbox.url, clock).send(message, card_ref=None, parts_there=frozenset(), progress=Told())
    assert inbox.posted[1].headers["Pregonero-Signature"] != posted.headers["Pregonero-Signature"]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(429, "not_sent"), (401, "not_sent"), (410, "not_sent"), (400, "refused"), (302, "refused"), (500, "unknown"),
     (0, "unknown")],
)  # fmt: skip
def test_each_answer_has_a_meaning(inbox: Inbox, clock: FakeClock, status: int, outcome: str) -> None:
    """What passes is tried again, what is refused is not, redirects are not followed; no secret is told."""
    inbox.statuses.append(status)
    told = Told()
    with pytest.raises(DeliveryError) as caught:
        channel_of(inbox.url, clock).send(
            message_of(make_card()), card_ref=None, parts_there=frozenset(), progress=told
        )
    assert (caught.value.outcome, told.events) == (outcome, ["committing"])
    assert "s3cret" not in str(caught.value)
    assert len(inbox.posted) == 1


@pytest.mark.parametrize("url", ["nonsense", "ftp://a.example/x", "http://127.0.0.1:9/s3cret"])
def test_an_address_that_is_none_is_told_and_not_shown(clock: FakeClock, url: str) -> None:
    """Nothing was sent; the error names the variable or the network, not the address."""
    with pytest.raises(DeliveryError) as caught:
        channel_of(url, clock).send(message_of(make_card()), card_ref=None, parts_there=frozenset(), progress=Told())
    assert caught.value.outcome == "not_sent"
    assert "s3cret" not in str(caught.value)


def test_check_looks_at_address_and_secret(clock: FakeClock) -> None:
    """A short secret and a wrong address are told."""
    short = SignedChannel("json", SignedSettings(url=Secret("https://a.example"), secret=Secret("short")))
    assert channel_of("https://a.example", clock).check() == ()
    assert "secret_env" in short.check()[0]
    assert "url_env" in channel_of("nonsense", clock).check()[0]
    assert short.find([], since=clock.now()) == {}
