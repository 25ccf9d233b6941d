"""One mail over SMTP, step by step, so that it is known at each moment whether it may have arrived.

The only importer of smtplib. May import channels.base and errors; knows no payload.

A server takes a mail over with the final dot and not before (RFC 5321, 4.2.5 and 6.1), so `committing` is called
between the last line and the dot: whatever is lost earlier can be sent again, and only an answer lost after the dot
leaves a doubt.
"""

import contextlib
import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from bot.channels.base import Secret, one_line, shorten
from bot.errors import DeliveryError

TIMEOUT_S = 30.0  # for connecting and for each answer; RFC 5321 4.5.3.2 allows minutes, our tick does not
PAUSE_S = 300.0  # between attempts while the account or server has to be mended by a person

_CLOSING = 421  # RFC 5321, 3.8: the answer to any step
_LINE_START_DOT = re.compile(rb"(?m)^\.")
_ADDRESS = re.compile(r"[^\s<>@:;,]+@[^\s<>@:;,]+")
_HOST_NAME = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


class NotNow(DeliveryError):
    """The server took no mail for this recipient, for now: greylisted, over quota, a content it wants later."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail, outcome="not_sent")


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpSettings:
    """The `[smtp]` table with its secrets."""

    host: str
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: Secret | None = None  # None = no login
    password: Secret | None = None
    sender: str = "Pregonero <pregonero@localhost>"


def transmit(
    settings: SmtpSettings,
    *,
    sender: str,
    recipient: str,
    content: bytes,
    committing: Callable[[], None],
    tls: ssl.SSLContext | None = None,
) -> None:
    """Sends one mail to one recipient over a connection of its own.

    Args:
        settings: server and account.
        sender: envelope address, ASCII.
        recipient: envelope address, ASCII.
        content: the mail with CRLF line ends, dots not yet doubled.
        committing: called just before the final dot.
        tls: None = certificates are checked against the system's authorities.

    Raises:
        NotNow: it passes, and says nothing of other recipients.
        DeliveryError: `not_sent` for everything else before the final dot that may pass, `refused` for a recipient or
            a content that the server does not take, `unknown` when the answer to the final dot did not come.
    """
    with _connected(settings, tls or ssl.create_default_context()) as server:
        with _before_the_dot():
            if settings.user is not None and settings.password is not None:
                _log_in(server, settings.user, settings.password)
            _expect(server.mail(sender), "MAIL FROM", operator="check [smtp] from and the account's rights")
            _expect(server.rcpt(recipient), "RCPT TO", of_recipient=True)
            server.putcmd("DATA")
            _expect(server.getreply(), "DATA", wanted=3)
            body = content if content.endswith(b"\r\n") else content + b"\r\n"
            server.send(_LINE_START_DOT.sub(b"..", body))
        committing()
        with _before_the_dot():  # an error here means that the system did not take the dot from us
            server.send(b".\r\n")
        try:
            reply = server.getreply()
        except (OSError, smtplib.SMTPException) as exc:
            raise DeliveryError(
                f"the mail server's answer after the whole mail was lost ({_reason(exc)})", outcome="unknown"
            ) from exc
        _expect(reply, "the mail's content", of_recipient=True)
        with contextlib.suppress(OSError, smtplib.SMTPException):  # the mail is there: how the talk ends is no matter
            server.quit()


@contextlib.contextmanager
def _connected(settings: SmtpSettings, tls: ssl.SSLContext) -> Iterator[smtplib.SMTP]:
    with _before_the_dot():
        if settings.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                settings.host, settings.port, local_hostname=_own_name(), timeout=TIMEOUT_S, context=tls
            )
        else:
            server = smtplib.SMTP(settings.host, settings.port, local_hostname=_own_name(), timeout=TIMEOUT_S)
    try:
        with _before_the_dot():
            server.ehlo_or_helo_if_needed()
            if settings.security == "starttls":
                _start_tls(server, tls)
        yield server
    finally:
        server.close()


def _start_tls(server: smtplib.SMTP, tls: ssl.SSLContext) -> None:
    if not server.has_extn("starttls"):
        raise DeliveryError(
            'the mail server offers no STARTTLS; set [smtp] security to "tls" with its port, often 465, or to "none" '
            "for a server on this machine",
            outcome="not_sent",
            retry_after_s=PAUSE_S,
        )
    _expect(server.starttls(context=tls), "STARTTLS", operator="check [smtp] security and port")
    server.ehlo_or_helo_if_needed()


def _log_in(server: smtplib.SMTP, user: Secret, password: Secret) -> None:
    try:
        server.login(user.reveal(), password.reveal())
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError) as exc:
        code = exc.smtp_code if isinstance(exc, smtplib.SMTPAuthenticationError) else "no AUTH offered"
        raise DeliveryError(
            f"the mail server did not accept the login ({code}); check [smtp] user_env and password_env",
            outcome="not_sent",
            retry_after_s=PAUSE_S,
        ) from exc


@contextlib.contextmanager
def _before_the_dot() -> Iterator[None]:
    """Whatever goes wrong inside, no mail was taken."""
    try:
        yield
    except ssl.SSLCertVerificationError as exc:
        raise DeliveryError(
            f"the mail server's certificate was not accepted ({exc.verify_message}); check [smtp] host",
            outcome="not_sent",
            retry_after_s=PAUSE_S,
        ) from exc
    except (OSError, smtplib.SMTPException, ValueError) as exc:  # ValueError: an answer that is no SMTP
        raise DeliveryError(f"the mail server could not be used ({_reason(exc)})", outcome="not_sent") from exc


def _expect(
    reply: tuple[int, bytes], step: str, *, wanted: int = 2, operator: str | None = None, of_recipient: bool = False
) -> None:
    """Raises DeliveryError unless the first digit is `wanted`; 5xx is for the operator where a remedy is given.

    What is `of_recipient` may be otherwise for the next one, save 421: the server is closing, or wants no more of us.
    """
    code, text = reply
    if code // 100 == wanted:
        return
    said = f"the mail server answered {code} to {step}: {_said(text.decode('utf-8', 'replace'))}"
    if of_recipient and code // 100 == 4 and code != _CLOSING:
        raise NotNow(said)
    if code // 100 != 5:
        raise DeliveryError(said, outcome="not_sent")
    if operator is not None:
        raise DeliveryError(f"{said}; {operator}", outcome="not_sent", retry_after_s=PAUSE_S)
    raise DeliveryError(said, outcome="refused")


def _reason(exc: BaseException) -> str:
    return f"{type(exc).__name__}: {_said(str(exc))}"


def _said(text: str) -> str:
    """A server's words without mail addresses, which have no place in a log."""
    return shorten(_ADDRESS.sub("[address]", one_line(text)), 300)


def _own_name() -> str:
    """What we say in EHLO; a name without a dot is no name there. Asks no name server, as smtplib would."""
    name = socket.gethostname()
    return name if _HOST_NAME.fullmatch(name) else "[127.0.0.1]"


def greet(settings: SmtpSettings, *, tls: ssl.SSLContext | None = None) -> None:
    """Connects and logs in, to see whether that works; sends nothing.

    Raises:
        DeliveryError: it does not work; the detail says why and what mends it.
    """
    with _connected(settings, tls or ssl.create_default_context()) as server:
        with _before_the_dot():
            if settings.user is not None and settings.password is not None:
                _log_in(server, settings.user, settings.password)
        with contextlib.suppress(OSError, smtplib.SMTPException):
            server.quit()
