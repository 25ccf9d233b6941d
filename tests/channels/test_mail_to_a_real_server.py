"""A digest arrives at a real SMTP server, whole and readable."""

import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from aiosmtpd.smtp import AuthResult
from fakes import NOON, FakeClock

from bot.channels import MailSettings, SmtpSettings, build
from bot.channels.base import Secret
from bot.channels.mail import MailChannel
from bot.compose import DigestMail, encode
from bot.domain import OutboxMessage, Write
from bot.jobs.deliver import Deliverer
from bot.store import SqliteStore


class Mailbox(Message):
    """Keeps what arrives."""

    def __init__(self) -> None:
        super().__init__()
        self.arrived: list[bytes] = []

    def handle_message(self, message: object) -> None:
        """One mail."""
        self.arrived.append(bytes(message))  # type: ignore[call-overload]  # an email.message.Message


class Progress:
    """Notes that the point of no return was passed."""

    def __init__(self) -> None:
        self.committed = 0

    def committing(self) -> None:
        """Counted."""
        self.committed += 1

    def part_sent(self, part: int, ref: str | None) -> None:
        """Mails have one part."""


def free_port() -> int:
    """A port that nobody listens on just now; aiosmtpd cannot choose one itself."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def test_a_digest_arrives_with_both_parts() -> None:
    """Subject and texts with accents and leading dots come out as they went in; the receipt names the mail."""
    mail = DigestMail(
        digest_id="daily",
        day=NOON.date(),
        recipient="ana@example.org",
        subject="Resumen del día: 26 reos entregados",
        html="<p>Niños y <b>reos</b></p>",
        text="Primera línea\n.\n..dos puntos\nÚltima\n",
        message_id="abc@pregonero.invalid",
    )
    message = OutboxMessage(
        dedupe_key="k",
        channel="m",
        kind="digest",
        story_id=None,
        payload=encode(mail),
        created_at=NOON,
        not_before=NOON,
    )
    mailbox, progress = Mailbox(), Progress()
    port = free_port()
    server = Controller(mailbox, hostname="127.0.0.1", port=port)
    server.start()
    try:
        smtp = SmtpSettings(host="127.0.0.1", port=port, security="none", sender="Bot <bot@example.org>")
        receipt = build("m", MailSettings(smtp=smtp)).send(
            message, card_ref=None, parts_there=frozenset(), progress=progress
        )
    finally:
        server.stop()
    (arrived,) = (message_from_bytes(raw, policy=policy.default) for raw in mailbox.arrived)
    assert (arrived["subject"], arrived["to"]) == (mail.subject, "ana@example.org")
    text, html = arrived.get_body(("plain",)), arrived.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().replace("\r\n", "\n").rstrip() == mail.text.rstrip()
    assert "Niños" in html.get_content()
    assert (progress.committed, receipt.ref is not None) == (1, True)


class Office(Mailbox):
    """A server that turns the first attempt for luis away, and knows no gone@example.org."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    async def handle_RCPT(  # the name that aiosmtpd calls
        self, server: object, session: object, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Greylisting, a refusal, or a welcome."""
        self.asked.append(address)
        if address.startswith("gone"):
            return "550 5.1.1 user unknown"
        if address.startswith("luis") and self.asked.count(address) == 1:
            return "451 4.7.1 greylisted, come back later"
        envelope.rcpt_tos.append(address)
        return "250 ok"


@contextmanager
def tls_office(office: Office) -> Iterator[tuple[int, ssl.SSLContext]]:
    """The server with STARTTLS required and a login; its port, and a context that trusts its new authority."""
    authority = trustme.CA()
    theirs, ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert("localhost").configure_cert(theirs)
    authority.configure_trust(ours)

    def login(server: object, session: object, envelope: object, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (b"bot", b"s3cret"))

    server = Controller(
        office,
        hostname="localhost",
        port=free_port(),
        tls_context=theirs,
        require_starttls=True,
        authenticator=login,
        auth_required=True,
    )
    server.start()
    try:
        yield server.port, ours
    finally:
        server.stop()


def test_over_tls_greylisted_and_refused_recipients_do_not_keep_others_from_theirs(
    tmp_path: Path, clock: FakeClock
) -> None:
    """Three recipients through the outbox: one at once, one after the greylisting, one reported as refused."""
    office = Office()
    names = ("ana", "gone", "luis")
    mails = [
        DigestMail(
            digest_id="daily",
            day=NOON.date(),
            recipient=f"{name}@example.org",
            subject="Resumen",
            html='<p>Hola <img src="cid:trend" alt="Gráfica"></p>',
            text="Hola\n",
            message_id=f"{name}@pregonero.invalid",
            images={"trend": b"\x89PNG picture"},
        )
        for name in names
    ]
    store = SqliteStore(tmp_path / "bot.db")
    store.write(
        Write(
            messages=tuple(
                OutboxMessage(
                    dedupe_key=mail.recipient,
                    channel="m",
                    kind="digest",
                    story_id=None,
                    payload=encode(mail),
                    created_at=NOON,
                    not_before=NOON,
                )
                for mail in mails
            )
        ),
        NOON,
    )
    with tls_office(office) as (port, trusting):
        smtp = SmtpSettings(
            host="localhost",
            port=port,
            user=Secret("bot"),
            password=Secret("s3cret"),
            sender="Bot <bot@example.org>",
        )
        deliverer = Deliverer(store, {"m": MailChannel("m", MailSettings(smtp=smtp), tls=trusting)}, clock)
        for _ in range(40):
            clock.advance(60)
            deliverer.deliver(NOON + timedelta(minutes=1) + (clock.now() - NOON))
    states = {row.message.dedupe_key.split("@")[0]: row.state for row in store.outbox()}
    store.close()
    assert states == {"ana": "sent", "gone": "dead", "luis": "sent"}
    arrived = [message_from_bytes(raw, policy=policy.default) for raw in office.arrived]
    assert sorted(str(mail["to"]) for mail in arrived) == ["ana@example.org", "luis@example.org"]
    (picture,) = [part for part in arrived[0].walk() if part.get_content_type() == "image/png"]
    assert (picture["content-id"], picture.get_content()) == ("<trend>", b"\x89PNG picture")
    assert [part.get_content_type() for part in arrived[0].walk()] == [
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
    ]


class Wire(Mailbox):
    """Keeps the bytes as they came over the wire, dots undoubled; closes the line instead of an answer where told."""

    def __init__(self, *, hangs_up: bool = False) -> None:
        super().__init__()
        self.raw: list[bytes] = []
        self.peers: set[object] = set()
        self._hangs_up = hangs_up

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # the name that aiosmtpd calls
        """Taken over; the answer may be lost."""
        self.raw.append(envelope.original_content)
        self.peers.add(session.peer)
        if self._hangs_up:
            server.transport.abort()
        return "250 taken"


def delivered(office: Mailbox, tmp_path: Path, clock: FakeClock, *mails: DigestMail) -> dict[str, str]:
    """Digests through outbox and TLS until nothing moves; the state of each by its subject's first word and number."""
    store = SqliteStore(tmp_path / "bot.db")
    with tls_office(office) as (port, trusting):  # type: ignore[arg-type]  # any mailbox will do
        smtp = SmtpSettings(
            host="localhost", port=port, user=Secret("bot"), password=Secret("s3cret"), sender="Bot <bot@example.org>"
        )
        channel = MailChannel("m", MailSettings(smtp=smtp), tls=trusting)
        deliverer = Deliverer(store, {"m": channel}, clock)
        for n, mail in enumerate(mails):
            message = OutboxMessage(
                dedupe_key=f"{n}",
                channel="m",
                kind="digest",
                story_id=None,
                payload=encode(mail),
                created_at=clock.now(),
                not_before=clock.now(),
            )
            store.write(Write(messages=(message,)), clock.now())
            for _ in range(20):
                deliverer.deliver(clock.advance(180))
    states = {row.message.dedupe_key: row.state for row in store.outbox()}
    store.close()
    return states


def digest_mail(**changes: Any) -> DigestMail:
    """For Ana."""
    values: dict[str, Any] = {
        "digest_id": "daily",
        "day": NOON.date(),
        "recipient": "ana@example.org",
        "subject": "Resumen",
        "html": "<p>Hola</p>",
        "text": "Hola\n",
        "message_id": "d1@pregonero.invalid",
    }
    return DigestMail(**(values | changes))


LONG_SUBJECT = (
    "Resumen del día: 37 entregados, amenazas de ataque, reacción de la cancillería y más – «sin novedad» ✈️ " * 2
)
DOTS = "Primera línea\n.\n..dos puntos\n.NET y más\nÚltima línea\n"


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({"subject": "Traslado\r\nBcc: victim@example.com\r\n\r\nHola"}, "Hola\n"),  # case 065
        ({"subject": LONG_SUBJECT}, "Hola\n"),  # case 066
        ({"text": f"https://outlet.example/{'á' * 1_500}?q=1\n"}, f"https://outlet.example/{'á' * 1_500}?q=1\n"),  # 067
        ({"text": DOTS}, DOTS),  # case 068
    ],
)
def test_cases_065_to_068_over_tls(changes: dict[str, Any], kept: str, tmp_path: Path, clock: FakeClock) -> None:
    """One subject and no new header, encoded words that each decode, no long line, dots as they were, CRLF only."""
    office = Wire()
    mail = digest_mail(**changes)
    assert delivered(office, tmp_path, clock, mail) == {"0": "sent"}
    (raw,) = office.raw
    head, _, _ = raw.partition(b"\r\n\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert head.isascii()
    arrived = message_from_bytes(raw, policy=policy.default)
    assert arrived["bcc"] is None
    assert str(arrived["subject"]) == " ".join(mail.subject.split())
    assert len(arrived.get_all("subject")) == 1
    for word in re.findall(rb"=\?utf-8\?[bq]\?[^?]*\?=", head, re.IGNORECASE):
        assert len(word) <= 75
        assert "\ufffd" not in str(make_header(decode_header(word.decode())))
    body = arrived.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == kept


def test_case_070_over_tls_an_answer_lost_after_the_whole_mail_is_told_and_not_repeated(
    tmp_path: Path, clock: FakeClock
) -> None:
    """The server took the mail and hung up: one copy, one Message-ID, and the row waits for a person."""
    office = Wire(hangs_up=True)
    assert delivered(office, tmp_path, clock, digest_mail()) == {"0": "unconfirmed"}
    assert len(office.raw) == 1


def test_case_071_over_tls_each_mail_has_a_connection_of_its_own(tmp_path: Path, clock: FakeClock) -> None:
    """Hours between two digests close no line that the second one needs."""
    office = Wire()
    states = delivered(office, tmp_path, clock, digest_mail(), digest_mail(message_id="d2@pregonero.invalid"))
    assert set(states.values()) == {"sent"}
    assert (len(office.raw), len(office.peers)) == (2, 2)
