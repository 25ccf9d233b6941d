"""Mail goes encrypted, logged in, and to those meant only; no header can be smuggled in."""

import re

import pytest
from mail_kit import channel_of, digest, failure, send
from smtp_server import SmtpServer

from bot.channels import MailChannel, MailSettings, Secret, SmtpSettings
from bot.errors import ConfigError


def test_a_line_break_makes_no_header() -> None:
    """Case 065: white space is folded before the subject is set; nobody else gets the mail."""
    with SmtpServer() as server:
        send(channel_of(server), digest(subject="Traslado\r\nBcc: victim@example.com\r\n\r\nbody"))
    (mail,) = server.mails
    assert str(mail.message["Subject"]) == "Traslado Bcc: victim@example.com body"
    assert len(re.findall(rb"(?mi)^subject:", mail.raw)) == 1
    assert (mail.message["Bcc"], mail.recipients) == (None, ("ana@example.org",))


def test_an_encoded_word_in_a_subject_is_text() -> None:
    """The standard library decodes "=?…?=" in a header that is set; a feed's title must not get a line break so."""
    with SmtpServer() as server:
        send(channel_of(server), digest(subject="=?utf-8?q?Hola=0D=0ABcc:_victim=40example.com?="))
    subject = str(server.mails[0].message["Subject"])
    assert "=0D=0ABcc" in subject
    assert server.mails[0].message["Bcc"] is None


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_mail_goes_encrypted_and_logged_in(security: str) -> None:
    """With STARTTLS or TLS from the start, after a login."""
    with SmtpServer(security=security, login=("bot", "geheim")) as server:
        channel = channel_of(server, host="localhost", user=Secret("bot"), password=Secret("geheim"))
        send(channel, digest())
        assert channel.check() == ()
    assert len(server.mails) == 1
    assert any(command.startswith("AUTH PLAIN") for command in server.commands)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_of_nobody_is_not_accepted(security: str) -> None:
    """Without our authority nothing is sent, and the login stays unsaid."""
    with SmtpServer(security=security, login=("bot", "geheim")) as server:
        settings_ = SmtpSettings(
            host="localhost",
            port=server.port,
            security=security,
            user=Secret("bot"),
            password=Secret("geheim"),  # type: ignore[arg-type]
        )
        error = failure(MailChannel("mail", MailSettings(smtp=settings_)), digest())
    assert (error.outcome, "certificate" in error.detail) == ("not_sent", True)
    assert [command for command in server.commands if command.startswith("AUTH")] == []


def test_no_starttls_no_mail() -> None:
    """A server that offers none gets nothing in the clear."""
    with SmtpServer() as server:
        error = failure(channel_of(server, security="starttls"), digest())
    assert (error.outcome, server.mails) == ("not_sent", [])
    assert "[smtp] security" in error.detail


@pytest.mark.parametrize("login", [("bot", "other"), None])
def test_a_wrong_login_is_the_operators(login: tuple[str, str] | None) -> None:
    """Tried again later, with the remedy in the detail and no secret."""
    with SmtpServer(login=login) as server:
        channel = channel_of(server, user=Secret("bot"), password=Secret("geheim"))
        error = failure(channel, digest())
        assert "password_env" in channel.check()[0]
    assert (error.outcome, error.retry_after_s, "geheim" in error.detail) == ("not_sent", 300.0, False)


@pytest.mark.parametrize(
    "sender", ["", "no address", "a@b@c <x", "ñ@example.org", "x@example.org\r\nBcc: y@example.org"]
)
def test_a_wrong_sender_is_a_configuration_error(sender: str) -> None:
    """It is told when the channel is built."""
    with pytest.raises(ConfigError, match=r"smtp\.from"):
        MailChannel("mail", MailSettings(smtp=SmtpSettings(host="localhost", sender=sender)))


@pytest.mark.parametrize(
    "recipient",
    [
        *("", "ana", "ana@", "ana@example.org\r\nRCPT TO:<x@example.org>", "ñandú@example.org"),
        *("ana@example.org, luis@example.org", "Ana, Luis <luis@example.org>"),
    ],
)
def test_a_recipient_that_is_none_is_refused(recipient: str) -> None:
    """Nothing is asked of the server."""
    with SmtpServer() as server:
        assert failure(channel_of(server), digest(recipient=recipient)).outcome == "refused"
    assert server.commands == []


def test_a_host_outside_ascii_is_written_in_idna() -> None:
    """The envelope is ASCII."""
    with SmtpServer() as server:
        send(channel_of(server), digest(recipient="Ana Núñez <ana@peñón.example>"))
    assert server.mails[0].recipients == ("ana@xn--pen-8mak.example",)


def test_headers_of_a_digest_cannot_replace_ours() -> None:
    """Additional headers go through; ours stay."""
    headers = (
        ("X-Topic", "transfer\r\nBcc: x@example.org"),
        ("Subject", "y"),
        ("Bcc", "z@example.org"),
        ("bad name", "v"),
    )
    with SmtpServer() as server:
        send(channel_of(server), digest(headers=headers))
    message = server.mails[0].message
    assert (message["X-Topic"], message.get_all("Subject"), message["Bcc"]) == (
        "transfer Bcc: x@example.org",
        ["MX–US, 5 Oct: México entrega a 12"],
        None,
    )
