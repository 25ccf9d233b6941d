"""The mail channel against a mail server on loopback: what arrives, and what each fault means."""

import email
import email.policy
import re
import socket
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.message import EmailMessage

import pytest
from channel_samples import (
    Told,
    hostile_digests,
    make_card,
    make_fold,
    make_notice,
    make_reply,
    message_of,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from mail_kit import channel_of, digest, failure, send
from smtp_server import CLOSE, SmtpServer

from bot.channels import MailChannel, MailSettings, SmtpSettings, smtp
from bot.channels.headers import SMTP
from bot.compose import DigestMail
from bot.domain import Receipt
from bot.errors import DeliveryError


def test_a_digest_arrives_whole() -> None:
    """Text and HTML say what was composed; the headers let programs sort, thread and leave it."""
    with SmtpServer() as server:
        receipt, told = send(channel_of(server), digest(html="<p>Señal & más</p>", text="Señal & más\n"))
    (mail,) = server.mails
    message = mail.message
    assert (mail.sender, mail.recipients) == ("bot@example.org", ("ana@example.org",))
    assert (mail.body("plain"), mail.body("html")) == ("Señal & más\n", "<p>Señal & más</p>\n")
    shown = {name: str(message[name]) for name in ("From", "To", "Subject", "Date", "Message-ID")}
    assert shown == {
        "From": "Pregonero <bot@example.org>",
        "To": "ana@example.org",
        "Subject": "MX–US, 5 Oct: México entrega a 12",
        "Date": "Mon, 05 Oct 2026 12:00:00 +0000",
        "Message-ID": "<abc123@example.org>",
    }
    assert message["List-Id"] == "Pregonero <digest.pregonero.example.org>"
    assert message["List-Unsubscribe"] == "<mailto:bot@example.org?subject=unsubscribe>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert receipt == Receipt(ref="<abc123@example.org>")
    assert told.events == ["committing", (1, "<abc123@example.org>")]


def test_the_same_message_gives_the_same_bytes() -> None:
    """A second attempt cannot be told from the first: Message-ID, date and boundary are the message's own."""
    with SmtpServer() as server:
        for _ in range(2):
            send(channel_of(server), digest(message_id=""))
    first, second = server.mails
    assert first.raw == second.raw
    assert re.fullmatch(r"<[0-9a-f]{32}@example\.org>", str(first.message["Message-ID"]))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("a.b@mail.example.org", r"<a\.b@mail\.example\.org>"),
        ("abc@pregonero.invalid", r"<abc@example\.org>"),
        ("<@U012AB3CD>", r"<[0-9a-f]{32}@example\.org>"),
        ("a@b\r\nBcc: x@example.org", r"<[0-9a-f]{32}@example\.org>"),
    ],
)
def test_a_message_id_is_one(given: str, expected: str) -> None:
    """The composer's is kept where it is one, with our domain where it knew none; else it comes from the key."""
    with SmtpServer() as server:
        send(channel_of(server), digest(message_id=given))
    assert re.fullmatch(expected, str(server.mails[0].message["Message-ID"]))


def test_a_long_subject_with_accents_survives() -> None:
    """Case 066: each encoded word is at most 75 characters and decodes on its own."""
    subject = (
        "Resumen del día: 26 reos entregados, amenazas de ataque, reacción de la cancillería, protestas en Ciudad "
        "Juárez y más – «sin novedad» ✈️"
    )
    with SmtpServer() as server:
        send(channel_of(server), digest(subject=subject))
    raw = server.mails[0].raw
    assert str(server.mails[0].message["Subject"]) == subject
    words = re.findall(rb"=\?utf-8\?[bq]\?[^?]*\?=", raw.partition(b"\r\n\r\n")[0])
    assert words != []
    for word in words:
        assert len(word) <= 75
        assert "\ufffd" not in _decoded(word)


def _decoded(word: bytes) -> str:
    from email.header import decode_header

    ((content, charset),) = decode_header(word.decode())
    return content.decode(charset or "ascii") if isinstance(content, bytes) else content


def test_a_line_of_1500_characters_survives() -> None:
    """Case 067: no line on the wire is over 998 bytes, and no line break gets into the address."""
    address = "https://diario.example/" + "a1b2c3d4e5" * 150
    with SmtpServer() as server:
        send(channel_of(server), digest(text=f"Larga\n{address}\n", html=f"<a href='{address}'>x</a>"))
    (mail,) = server.mails
    assert address in mail.body("plain")
    assert address in mail.body("html")
    assert max(len(line) for line in mail.raw.split(b"\r\n")) <= 998


@given(
    st.lists(
        st.sampled_from(["México", "«guerra»", "–", "🔥", "El", "26", "(act.)", "=?", '"sí"', "Zambada;"]), min_size=1
    )
)
def test_no_blank_of_a_header_is_lost(words: list[str]) -> None:
    """Between words of any letters, wherever the line is folded; of names, too."""
    text = " ".join(words)
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = text.replace("=?", "= ?")
    mail["To"] = Address(display_name=text.replace("=?", "= ?")[:100].strip(), username="ana", domain="example.org")
    raw = mail.as_bytes(policy=SMTP)
    assert email.message_from_bytes(raw, policy=email.policy.default)["Subject"] == mail["Subject"]
    shown = str(make_header(decode_header(str(email.message_from_bytes(raw, policy=email.policy.compat32)["To"]))))
    assert shown.replace('"', "").split() == str(mail["To"]).replace('"', "").replace("\\", "").split()
    assert max(map(len, raw.splitlines())) <= 78


def test_lines_that_start_with_a_dot_survive() -> None:
    """Case 068: nothing is lost behind a single dot, no dot is lost or doubled, line ends are CRLF."""
    text = "Primera línea\n.\n..dos puntos\n.NET y más\nÚltima línea\n"
    with SmtpServer() as server:
        send(channel_of(server), digest(text=text))
    (mail,) = server.mails
    assert mail.body("plain") == text
    assert re.search(rb"(?<!\r)\n|\r(?!\n)", mail.raw) is None


def test_one_of_three_recipients_is_refused() -> None:
    """Case 069: each digest has one recipient, so the refusal is that mail's alone and is no success."""
    with SmtpServer(replies={"RCPT gone@example.org": "550 5.1.1 <gone@example.org> unknown"}) as server:
        channel = channel_of(server)
        send(channel, digest(recipient="ana@example.org"))
        error = failure(channel, digest(recipient="gone@example.org"))
        send(channel, digest(recipient="luis@example.org"))
    assert [mail.recipients for mail in server.mails] == [("ana@example.org",), ("luis@example.org",)]
    assert (error.outcome, "550 to RCPT TO: 5.1.1 <[address]> unknown" in error.detail) == ("refused", True)


def test_a_lost_answer_is_unknown() -> None:
    """Case 070: after the final dot nobody knows; the disk was told before it."""
    told = Told()
    with SmtpServer(replies={"DOT": CLOSE}) as server:
        error = failure(channel_of(server), digest(), told)
    assert (error.outcome, told.events, len(server.mails)) == ("unknown", ["committing"], 1)


def test_each_mail_has_its_own_connection() -> None:
    """Case 071: an idle connection cannot be closed under us."""
    with SmtpServer() as server:
        channel = channel_of(server)
        for _ in range(2):
            send(channel, digest())
    assert server.connections == 2


@pytest.mark.parametrize(
    ("step", "reply", "outcome"),
    [
        ("CONNECT", CLOSE, "not_sent"),
        ("CONNECT", "554 no service", "not_sent"),
        ("EHLO", CLOSE, "not_sent"),
        ("MAIL", "451 try later", "not_sent"),
        ("MAIL", "550 sender rejected", "not_sent"),
        ("RCPT", "450 greylisted", "not_sent"),
        ("RCPT", "550 no such user", "refused"),
        ("RCPT", CLOSE, "not_sent"),
        ("DATA", "451 try later", "not_sent"),
        ("DATA", "554 no", "refused"),
        ("DATA", CLOSE, "not_sent"),
        ("DOT", "452 full", "not_sent"),
        ("DOT", "554 5.7.1 spam", "refused"),
        ("DOT", CLOSE, "unknown"),
    ],
)
def test_what_each_fault_means(step: str, reply: str, outcome: str) -> None:
    """Before the final dot all that passes is `not_sent`; what will never be taken is `refused`."""
    with SmtpServer(replies={step: reply}) as server:
        assert failure(channel_of(server), digest()).outcome == outcome


def test_a_line_lost_in_the_content_is_not_sent() -> None:
    """Before the final dot no server takes a mail over; the disk was not told of any doubt."""
    told = Told()
    content = b"Subject: x\r\n\r\n" + (b"x" * 70 + b"\r\n") * 300_000  # more than all buffers on the way hold
    with SmtpServer(replies={"BODY": CLOSE}) as server, pytest.raises(DeliveryError) as caught:
        smtp.transmit(
            SmtpSettings(host="127.0.0.1", port=server.port, security="none"),
            sender="bot@example.org",
            recipient="ana@example.org",
            content=content,
            committing=told.committing,
        )
    assert (caught.value.outcome, told.events) == ("not_sent", [])


def test_a_rude_goodbye_changes_nothing() -> None:
    """Once the mail was taken, how the talk ends is no matter."""
    with SmtpServer(replies={"QUIT": CLOSE}) as server:
        assert send(channel_of(server), digest())[0].ref == "<abc123@example.org>"


def test_nobody_there_is_not_sent() -> None:
    """A refused connection sent nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    settings_ = MailSettings(smtp=SmtpSettings(host="127.0.0.1", port=port, security="none"))
    channel = MailChannel("mail", settings_)
    assert failure(channel, digest()).outcome == "not_sent"
    assert len(channel.check()) == 1


# --- alerts by mail ---------------------------------------------------------------------------------------------------


def test_alerts_go_to_each_recipient() -> None:
    """One mail each; the parts are told as they go, and an earlier attempt's are not repeated."""
    with SmtpServer() as server:
        channel = channel_of(server, recipients=("ana@example.org", "luis@example.org"))
        _, told = send(channel, message_of(make_card()))
        send(channel, message_of(make_reply()), parts_there=frozenset({1}))
        send(channel, message_of(make_fold(2)), parts_there=frozenset({1}))
        send(channel, message_of(make_notice(name="<b>")), parts_there=frozenset({1}))
    assert [mail.recipients[0] for mail in server.mails] == ["ana@example.org", *["luis@example.org"] * 4]
    assert [event for event in told.events if event != "committing"] == [(1, told.events[1][1]), (2, told.events[1][1])]
    card, _, reply, fold, notice = server.mails
    assert str(card.message["Subject"]) == "Handover: México entrega a 12 presos a Estados Unidos – Diario de Prueba"
    assert "This event: people handed over: 12" in card.body("plain")
    assert '<a href="https://diario.example/n/1">' in card.body("html")
    assert "people handed over: 12 → 14" in reply.body("plain")
    assert "https://diario.example/n/1" in fold.body("plain")
    assert "&lt;b&gt;" in notice.body("html")


def test_a_refused_recipient_does_not_hold_up_the_next() -> None:
    """The others get theirs, and the receipt names who did not."""
    with SmtpServer(replies={"RCPT gone@example.org": "550 no"}) as server:
        channel = channel_of(server, recipients=("gone@example.org", "luis@example.org"))
        receipt, told = send(channel, message_of(make_card()))
    assert [mail.recipients for mail in server.mails] == [("luis@example.org",)]
    assert (receipt.note or "").startswith("refused: gone@example.org")
    assert told.events[-1] == (2, receipt.ref)


def test_who_was_refused_is_told_when_a_later_recipient_has_to_wait() -> None:
    """The next attempt begins behind them."""
    replies = {"RCPT gone@example.org": "550 no such user", "RCPT luis@example.org": "450 greylisted"}
    with SmtpServer(replies=replies) as server:
        error = failure(
            channel_of(server, recipients=("gone@example.org", "luis@example.org")), message_of(make_card())
        )
    assert error.outcome == "not_sent"
    assert "greylisted" in error.detail
    assert "recipient 1: " in error.detail
    assert "no such user" in error.detail


def test_all_refused_is_refused_and_one_lost_answer_is_unknown() -> None:
    """The worst outcome that is left to decide wins."""
    card = message_of(make_card(figures=(), text_read="title"))
    two = ("ana@example.org", "luis@example.org")
    with SmtpServer(replies={"RCPT": "550 no"}) as server:
        assert failure(channel_of(server, recipients=two), card).outcome == "refused"
    with SmtpServer(replies={"DOT": CLOSE}) as server:
        assert failure(channel_of(server, recipients=two), card).outcome == "unknown"
    assert len(server.mails) == 2


@pytest.mark.parametrize("step", ["RCPT", "DOT"])
def test_all_that_have_to_wait_wait_together(step: str) -> None:
    """What follows their card waits with it: nobody has got it."""
    two = ("ana@example.org", "luis@example.org")
    with SmtpServer(replies={step: "451 later"}) as server:
        error = failure(channel_of(server, recipients=two), message_of(make_card()))
    assert (error.outcome, error.apart, server.connections, server.mails) == ("not_sent", False, 2, [])


@pytest.mark.parametrize(("step", "reply"), [("MAIL", "451 later"), ("RCPT", "421 closing"), ("CONNECT", "421 busy")])
def test_what_is_said_of_all_mails_is_not_asked_again_for_each_recipient(step: str, reply: str) -> None:
    """The server is full, closing, or wants no more of us."""
    two = ("ana@example.org", "luis@example.org")
    with SmtpServer(replies={step: reply}) as server:
        error = failure(channel_of(server, recipients=two), message_of(make_card()))
    assert (error.outcome, error.apart, server.connections) == ("not_sent", False, 1)


def test_who_has_to_wait_holds_up_nobody_and_gets_the_mail_later() -> None:
    """The others are told as served; the next attempt is for the one alone."""
    three = ("slow@example.org", "ana@example.org", "luis@example.org")
    card, told = message_of(make_card()), Told()
    with SmtpServer(replies={"RCPT slow@example.org": "450 greylisted"}) as server:
        channel = channel_of(server, recipients=three)
        error = failure(channel, card, told)
        server.replies.clear()
        _, later = send(channel, card, parts_there=frozenset({2, 3}))
    assert (error.outcome, error.apart) == ("not_sent", True)
    assert error.detail == "recipient 1: the mail server answered 450 to RCPT TO: greylisted"
    assert [part[0] for part in told.events if part != "committing"] == [2, 3]
    assert [part[0] for part in later.events if part != "committing"] == [1]
    assert [mail.recipients[0] for mail in server.mails] == [*three[1:], three[0]]


def test_alerts_need_recipients_and_edits_need_no_mail() -> None:
    """No recipients: refused with the key's name; an edit sends nothing."""
    with SmtpServer() as server:
        channel = channel_of(server)
        assert "`recipients`" in failure(channel, message_of(make_card())).detail
        receipt, told = send(channel, message_of(make_card(), kind="edit"))
        assert channel.find([digest()], since=digest().created_at) == {}
    assert (receipt.ref, told.events, server.mails) == (None, [], [])


@settings(max_examples=25)
@given(payload=hostile_digests())
def test_any_digest_arrives_as_it_is(payload: DigestMail) -> None:
    """Any text: the strict server takes it, one recipient, one subject line, the body's words unchanged."""
    with SmtpServer() as server:
        send(channel_of(server), message_of(payload))
    (mail,) = server.mails
    assert mail.recipients == ("ana@example.org",)
    headers = mail.raw.partition(b"\r\n\r\n")[0]
    assert len(re.findall(rb"(?mi)^subject:", headers)) == 1
    assert re.search(rb"(?mi)^bcc:", headers) is None
    assert mail.body("plain").split() == _printable(payload.text).split()


def _printable(text: str) -> str:
    kept = text.encode("utf-8", "replace").decode()
    return "".join(c for c in kept if ord(c) >= 32 or c in "\t\n\v\f\r\x1c\x1d\x1e")
