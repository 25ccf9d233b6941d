"""Mails: digests as they were composed, alerts as short plain mails. One mail and one connection per recipient.

May import email of the standard library, its siblings (smtp is the door to smtplib) and the layers below. A mail cannot
be taken back or looked for: an attempt of unknown outcome is left for a person to decide.
"""

import hashlib
import html
import re
import ssl
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, getaddresses
from typing import Literal

from bot.channels import lines, smtp
from bot.channels.base import Look, one_line, read_payload, safe_link, shorten
from bot.channels.headers import SMTP
from bot.channels.labels import WordLanguage, phrase
from bot.channels.smtp import SmtpSettings
from bot.compose import Card, CardFigure, DigestMail, Fold, Notice, Payload, Reply
from bot.domain import OutboxMessage, Receipt
from bot.errors import ConfigError, DeliveryError
from bot.ports import Progress

MAX_SUBJECT_CHARS = 250
_MESSAGE_ID = re.compile(r"([A-Za-z0-9_+=-]+(?:\.[A-Za-z0-9_+=-]+)*)@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*)")
# headers that the composer of a digest may not set
_OURS = frozenset(
    {
        *("from", "to", "cc", "bcc", "subject", "date", "message-id", "sender", "reply-to", "return-path"),
        *("mime-version", "content-type", "content-transfer-encoding"),
        *("list-id", "list-unsubscribe", "auto-submitted"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """A `[channels.x]` table of type "mail", or the digests' own channel, with the `[smtp]` table."""

    smtp: SmtpSettings
    recipients: tuple[str, ...] = ()  # of alerts; a digest brings its own
    language: WordLanguage = "en"
    timezone: str = "UTC"


@dataclass(frozen=True, slots=True)
class _Words:
    """What one mail says."""

    subject: str
    text: str
    html: str | None
    headers: tuple[tuple[str, str], ...] = ()
    images: Mapping[str, bytes] = field(default_factory=dict)


class MailChannel:
    """Mails through one server.

    Args:
        name: of the channel in the configuration.
        settings: server, account, recipients.
        tls: None = certificates are checked against the system's authorities.

    Raises:
        ConfigError: the sender is no address, or the time zone is none.
    """

    can_edit = False
    after_crash: Literal["leave"] = "leave"

    def __init__(self, name: str, settings: MailSettings, *, tls: ssl.SSLContext | None = None) -> None:
        self.name = name
        self._settings = settings
        self._tls = tls
        self._look = Look.of(settings.language, settings.timezone)
        try:
            self._sender = _address(settings.smtp.sender)
        except ValueError as exc:
            raise ConfigError([f"smtp.from: {settings.smtp.sender!r} is no mail address: {exc}"]) from exc

    def send(
        self, message: OutboxMessage, *, card_ref: str | None, parts_there: Set[int], progress: Progress
    ) -> Receipt:
        """Sends one mail to each recipient: a digest's own, else those of the settings; each that is served is a part.

        An edit sends nothing: its new facts come as replies. A recipient that is refused, for now or for good, or
        whose answer was lost, does not hold up those behind it.

        Returns:
            the Message-ID; the note names recipients that were refused.

        Raises:
            DeliveryError: `not_sent` for what passes, `apart` where somebody has the mail already; `refused` when every
                recipient was refused; `unknown` when an answer after a whole mail was lost.
        """
        payload = read_payload(message)
        if message.kind == "edit":
            return Receipt(ref=None, note="mails cannot be edited: counts are not sent")
        words = self._words(payload)
        own = (payload.recipient,) if isinstance(payload, DigestMail) and payload.recipient else ()
        recipients = own or self._settings.recipients
        if not recipients:
            raise DeliveryError(f"channel {self.name} has no recipients; set `recipients`", outcome="refused")
        message_id = self._message_id(message, payload)
        problems: list[tuple[str, DeliveryError]] = []
        waiting: list[DeliveryError] = []
        served = bool(parts_there)
        to_do = [(n, recipient) for n, recipient in enumerate(recipients, start=1) if n not in parts_there]
        for n, recipient in to_do:
            try:
                self._send_one(
                    message, words, recipient, f"<{n}.{message_id}>" if n > 1 else f"<{message_id}>", progress
                )
            except DeliveryError as exc:
                if len(recipients) == 1:
                    raise
                told = DeliveryError(f"recipient {n}: {exc.detail}", outcome=exc.outcome)
                if isinstance(exc, smtp.NotNow):
                    waiting.append(told)
                    continue
                if exc.outcome == "not_sent":
                    raise _with_others(exc, [*(problem for _, problem in problems), *waiting]) from exc
                problems.append((recipient, told))
                if exc.outcome == "refused":
                    continue  # no part that is there: sent by hand, the message is for him, too
            progress.part_sent(n, f"<{message_id}>")
            served = True
        if waiting:
            first, *others = [*waiting, *(problem for _, problem in problems)]
            raise _with_others(first, others, apart=served)
        return self._receipt(f"<{message_id}>", problems, served=served)

    def find(self, messages: Sequence[OutboxMessage], *, since: datetime) -> Mapping[str, Receipt]:
        """Nothing: SMTP has no history."""
        return {}

    def check(self) -> tuple[str, ...]:
        """What is wrong with the server or the login, with the remedy; sends nothing."""
        try:
            smtp.greet(self._settings.smtp, tls=self._tls)
        except DeliveryError as exc:
            return (exc.detail,)
        return ()

    def _receipt(self, ref: str, problems: Sequence[tuple[str, DeliveryError]], *, served: bool) -> Receipt:
        """Addresses stand in the receipt's note only: errors are logged."""
        if not problems:
            return Receipt(ref=ref)
        detail = "; ".join(problem.detail for _, problem in problems)
        if any(problem.outcome == "unknown" for _, problem in problems):
            raise DeliveryError(detail, outcome="unknown")
        if not served:
            raise DeliveryError(detail, outcome="refused")
        return Receipt(ref=ref, note=f"refused: {', '.join(recipient for recipient, _ in problems)} ({detail})")

    def _send_one(
        self, message: OutboxMessage, words: _Words, recipient: str, message_id: str, progress: Progress
    ) -> None:
        try:
            to = _address(recipient)
            content = self._mail(message, words, to, message_id).as_bytes(policy=SMTP)
        except (ValueError, MessageError) as exc:
            raise DeliveryError(f"no mail can be made for this recipient: {exc}", outcome="refused") from exc
        smtp.transmit(
            self._settings.smtp,
            sender=self._sender.addr_spec,
            recipient=to.addr_spec,
            content=content,
            committing=progress.committing,
            tls=self._tls,
        )

    # --- the mail

    def _message_id(self, message: OutboxMessage, payload: Payload) -> str:
        """The same at every attempt, without brackets."""
        given = _MESSAGE_ID.fullmatch(payload.message_id) if isinstance(payload, DigestMail) else None
        if given is None:
            return f"{hashlib.sha256(message.dedupe_key.encode()).hexdigest()[:32]}@{self._sender.domain}"
        # a composer that knows no domain writes one of RFC 2606's, which filters take for a forgery
        return f"{given[1]}@{self._sender.domain}" if given[2].endswith("invalid") else given[0]

    def _mail(self, message: OutboxMessage, words: _Words, to: Address, message_id: str) -> EmailMessage:
        mail = EmailMessage(policy=SMTP)
        domain = self._sender.domain
        mail["From"] = self._sender
        mail["To"] = to
        mail["Subject"] = _header_text(words.subject, MAX_SUBJECT_CHARS) or phrase("untitled", self._look.language)
        mail["Date"] = format_datetime(message.created_at.astimezone(UTC))
        mail["Message-ID"] = message_id
        mail["List-Id"] = f"Pregonero <{'digest' if message.kind == 'digest' else 'alerts'}.pregonero.{domain}>"
        mail["List-Unsubscribe"] = f"<mailto:{self._sender.addr_spec}?subject=unsubscribe>"
        mail["Auto-Submitted"] = "auto-generated"
        for name, value in words.headers:
            if name.lower() not in _OURS and name.isascii() and name.replace("-", "").isalnum():
                del mail[name]
                mail[name] = _header_text(value, MAX_SUBJECT_CHARS)
        # quoted-printable keeps every line under 76 bytes, whatever the text; dots are doubled by smtp.transmit
        mail.set_content(_encodable(words.text), cte="quoted-printable")
        if words.html is not None:
            mail.add_alternative(_encodable(words.html), subtype="html", cte="quoted-printable")
            boundary = hashlib.sha256(message_id.encode()).hexdigest()[:32]
            page = mail.get_payload(1)
            assert isinstance(page, EmailMessage)  # noqa: S101  # add_alternative made it one
            for name, content in words.images.items():
                page.add_related(content, "image", "png", cid=f"<{name}>", disposition="inline", filename=f"{name}.png")
                page.set_boundary(f"=_r{boundary}")
            mail.set_boundary(f"=_{boundary}")
        return mail

    def _words(self, payload: Payload) -> _Words:
        look = self._look
        match payload:
            case DigestMail():
                return _Words(payload.subject, payload.text, payload.html, payload.headers, payload.images)
            case Card():
                rows = _card_rows(payload, look)
                return _from_rows(lines.card_notification(payload, look), rows)
            case Reply():
                rows = _reply_rows(payload, look)
                return _from_rows(f"{lines.ARROW} {lines.reply_notification(payload, look)}", rows)
            case Fold():
                return _from_rows(lines.fold_head(payload, look), _fold_rows(payload, look))
            case Notice():
                words = lines.notice_line(payload, look)
                return _from_rows(words, [_Row(words)])


def _with_others(error: DeliveryError, others: Sequence[DeliveryError], *, apart: bool = False) -> DeliveryError:
    """What passes, with what does not: the next attempt leaves those recipients out and would not tell of them."""
    return DeliveryError(
        error.detail + "".join(f"; {other.detail}" for other in others),
        outcome=error.outcome,
        retry_after_s=error.retry_after_s,
        needs_person=error.needs_person,
        apart=apart,
    )


# --- alerts as rows of text -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Row:
    """One paragraph, perhaps a link."""

    text: str
    url: str | None = None


def _card_rows(card: Card, look: Look) -> list[_Row]:
    rows = [
        _Row(f"{lines.tags(card, look)} · {lines.status(card, look)}"),
        _Row(lines.headline_of(card.headline, look), card.link),
    ]
    if one_line(card.lead):
        rows.append(_Row(one_line(card.lead)))
    rows += [
        _Row(f"{what}: {lines.headline_of(ref.title, look)}", ref.link) for what, ref in lines.pointers(card, look)
    ]
    if not card.figures:
        rows.append(_Row(lines.no_figures(card, look)))
    for heading, figures in lines.figures_by_scope(card.figures, look):
        rows += [_Row(f"{heading}: {_figure(figure, look)}") for figure in figures]
    more = lines.more_figures(card.more_figures, look)
    tail = (
        more, lines.doubtful_names(card, look), lines.source(card, look), lines.times(card, look),
        lines.why(card, look), lines.read(card, look),
    )  # fmt: skip
    return rows + [_Row(text) for text in tail if text]


def _figure(figure: CardFigure, look: Look) -> str:
    quote = lines.excerpt(figure.quote, figure.value)
    rivals = lines.rivals_of(figure, look)
    text = f"{lines.figure_line(figure, look)} – “{quote}” ({lines.who_of(figure, look)})"
    return f"{text}. {rivals}" if rivals else text


def _reply_rows(reply: Reply, look: Look) -> list[_Row]:
    facts = [_Row(f"• {words}") for line in reply.lines if (words := lines.fact(line, look))]
    told = lines.told_of(reply)
    return [
        _Row(f"{lines.ARROW} {lines.headline_of(reply.headline, look)}"),
        _Row(
            f"{lines.reply_lead(reply, look)}: {lines.headline_of(told.title, look)}",
            told.link,
        ),
        *facts,
        _Row(lines.reply_foot(reply, look)),
    ]


def _fold_rows(fold: Fold, look: Look) -> list[_Row]:
    rows = []
    for entry in fold.entries:
        title = f"{lines.entry_lead(entry, look)}: {lines.headline_of(entry.title, look)}"
        rows.append(_Row(f"{title} – {lines.entry_tail(entry, look)}", entry.link))
    return rows


def _from_rows(subject: str, rows: Sequence[_Row]) -> _Words:
    texts, paragraphs = [], []
    for row in rows:
        target = safe_link(row.url)
        texts.append(f"{row.text}\n{target}" if target else row.text)
        shown = html.escape(row.text)
        if target:
            shown = f'<a href="{html.escape(target)}">{shown}</a>'
        paragraphs.append(f"<p>{shown}</p>")
    page = (
        '<!doctype html><html><head><meta charset="utf-8"></head><body>\n'
        + "\n".join(paragraphs)
        + "\n</body></html>\n"
    )
    return _Words(subject, "\n\n".join(texts) + "\n", page)


# --- characters -------------------------------------------------------------------------------------------------------


def _header_text(text: str, limit: int) -> str:
    """One line for a header. "=?" would be read as an encoded word by the library: text from a feed is no code."""
    return shorten(one_line(text).replace("=?", "= ?"), limit)


def _encodable(text: str) -> str:
    """Without lone surrogates and controls, line ends as "\\n"; blanks and empty lines stay as they are."""
    lines_of_text = text.encode("utf-8", "replace").decode("utf-8").splitlines()
    return "".join(f"{''.join(c for c in line if c == chr(9) or ord(c) >= 32)}\n" for line in lines_of_text)


def _address(text: str) -> Address:
    """`Name <user@host>` or `user@host`, host names in their ASCII form.

    Raises:
        ValueError: it is no single address, or its user part is outside ASCII, which few servers take.
    """
    found = getaddresses([text]) if text.isprintable() else []
    name, address = found[0] if len(found) == 1 else ("", "")
    user, _, host = address.rpartition("@")
    if not user or not host or any(char.isspace() or char in '<>,;:"()[]\\' for char in address):
        raise ValueError("an address looks like ana@example.org")
    if not user.isascii():
        raise ValueError("letters before the @ must be ASCII")
    return Address(display_name=_header_text(name, 100), username=user, domain=host.encode("idna").decode("ascii"))
