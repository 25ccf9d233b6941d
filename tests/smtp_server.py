"""A mail server on loopback that speaks just enough SMTP, and misbehaves where a script says so.

Written by hand rather than with aiosmtpd, as its faults are what matters: it can close the line after any byte. It
refuses what strict servers refuse: bare LF, lines over 998 bytes, bytes outside ASCII in headers.
"""

import base64
import email
import email.policy
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

CERTIFICATE = Path(__file__).parent / "data" / "loopback.pem"  # of "localhost", self-signed, good until 2126


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that was taken over; `raw` has its dots undoubled."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        """As a mail program reads it."""
        parsed = email.message_from_bytes(self.raw, policy=email.policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed

    def body(self, kind: str = "plain") -> str:
        """Text of the part of this kind, with "\\n" line ends."""
        part = self.message.get_body((kind,))
        assert part is not None
        return str(part.get_content()).replace("\r\n", "\n")


CLOSE = "CLOSE"  # in place of a reply: the line is closed without one


class SmtpServer:
    """Takes mails until closed; use as a context manager.

    Args:
        replies: by step ("CONNECT", "EHLO", "AUTH", "MAIL", "RCPT", "RCPT ana@example.org", "DATA", "BODY", "DOT",
            "QUIT"), what is answered in place of success. BODY with CLOSE closes after the first bytes of the content,
            DOT with CLOSE after the whole mail was taken.
        login: user and password that AUTH PLAIN accepts; None = AUTH is not offered.
        security: "none", "starttls" (offered) or "tls" (from the first byte).
    """

    def __init__(
        self,
        *,
        replies: Mapping[str, str] | None = None,
        login: tuple[str, str] | None = None,
        security: str = "none",
    ) -> None:
        self.replies = dict(replies or {})
        self.login = login
        self.security = security
        self.mails: list[Mail] = []
        self.connections = 0
        self.commands: list[str] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        # small, so that a client notices a line that closes in the middle of a long mail
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8_192)
        self._thread = threading.Thread(target=self._run, name="smtp-server", daemon=True)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._listener.getsockname()[1])

    def __enter__(self) -> "SmtpServer":
        self._thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            line.settimeout(10)
            try:
                with line:
                    self._talk(line)
            except OSError:
                continue

    def _tls(self, line: socket.socket) -> socket.socket:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        return context.wrap_socket(line, server_side=True)

    def _talk(self, line: socket.socket) -> None:
        talk = _Talk(self, self._tls(line) if self.security == "tls" else line)
        try:
            talk.run()
        finally:
            talk.close()


class _Talk:
    """One connection."""

    def __init__(self, server: SmtpServer, line: socket.socket) -> None:
        self.server = server
        self.line = line
        self.file = line.makefile("rb")
        self.sender = ""
        self.recipients: list[str] = []

    def close(self) -> None:
        self.file.close()
        self.line.close()

    def reply(self, step: str, success: str) -> bool:
        """Answers; True when the talk goes on."""
        answer = self.server.replies.get(step, success)
        if answer == CLOSE:
            return False
        self.line.sendall(answer.encode() + b"\r\n")
        return True

    def run(self) -> None:
        if not self.reply("CONNECT", "220 test"):
            return
        while True:
            raw = self.file.readline(2_000)
            if not raw:
                return
            command = raw.decode("ascii").rstrip("\r\n")
            self.server.commands.append(command)
            if not self.answer(command):
                return

    def answer(self, command: str) -> bool:
        verb = command.partition(" ")[0].upper()
        if verb == "EHLO":
            return self.reply("EHLO", self.greeting())
        if verb == "STARTTLS":
            return self.start_tls()
        if verb == "AUTH":
            return self.reply("AUTH", "235 welcome" if self.is_login(command) else "535 5.7.8 no")
        if verb == "MAIL":
            self.sender, self.recipients = _between_brackets(command), []
            return self.reply("MAIL", "250 ok")
        if verb == "RCPT":
            recipient = _between_brackets(command)
            step = f"RCPT {recipient}" if f"RCPT {recipient}" in self.server.replies else "RCPT"
            if self.server.replies.get(step, "250").startswith("250"):
                self.recipients.append(recipient)
            return self.reply(step, "250 ok")
        if verb == "DATA":
            return self.reply("DATA", "354 go ahead") and ("DATA" in self.server.replies or self.take())
        if verb == "QUIT":
            self.reply("QUIT", "221 bye")
            return False
        return self.reply(verb, "502 unknown")

    def greeting(self) -> str:
        offers = ["250-test"]
        offers += ["250-AUTH PLAIN"] if self.server.login else []
        offers += ["250-STARTTLS"] if self.server.security == "starttls" else []
        return "\r\n".join([*offers, "250 8BITMIME"])

    def start_tls(self) -> bool:
        if not self.reply("STARTTLS", "220 go ahead"):
            return False
        self.line = self.server._tls(self.line)
        self.file = self.line.makefile("rb")
        return True

    def is_login(self, command: str) -> bool:
        assert self.server.login is not None
        user, password = self.server.login
        return base64.b64decode(command.split()[2]) == f"\0{user}\0{password}".encode()

    def take(self) -> bool:
        """Reads the content; True when the talk goes on."""
        if self.server.replies.get("BODY") == CLOSE:
            self.file.read(10)
            return False
        lines: list[bytes] = []
        problem = ""
        while (raw := self.file.readline(100_000)) != b".\r\n":
            if not raw:
                return False
            if not raw.endswith(b"\r\n") or b"\r" in raw[:-2]:
                problem = "550 5.6.0 bare line end"
            if len(raw) > 1_000:  # RFC 5321, 4.5.3.1.6: 1,000 with the line end
                problem = "500 5.5.2 line too long"
            lines.append(raw[1:] if raw.startswith(b".") else raw)
        content = b"".join(lines)
        if not content.partition(b"\r\n\r\n")[0].isascii():
            problem = "550 5.6.7 headers outside ASCII"
        if not problem and self.server.replies.get("DOT", "250").startswith((CLOSE, "250")):
            self.server.mails.append(Mail(self.sender, tuple(self.recipients), content))
        return self.reply("DOT", problem or "250 queued")


def _between_brackets(command: str) -> str:
    return command.partition("<")[2].partition(">")[0]
