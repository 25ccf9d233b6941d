"""A digest arrives at a real SMTP server, whole and readable."""

import socket
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from fakes import NOON

from bot.channels import MailSettings, SmtpSettings, build
from bot.compose import DigestMail, encode
from bot.domain import OutboxMessage


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

    def part_sent(self, parts_sent: int, ref: str | None) -> None:
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
        receipt = build("m", MailSettings(smtp=smtp)).send(message, card_ref=None, parts_sent=0, progress=progress)
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
