"""Teams, Discord, ntfy, Telegram and some hundred other services through Apprise, the extra `apprise`: plain text only.

The one door to Apprise. A service is an Apprise URL, https://github.com/caronc/apprise/wiki; one variable holds
several, separated by blanks. No threads, no edits, no history: a follow-up names its card. May import base, labels
and lines, compose, ports, domain, errors; knows no service. URLs hold secrets: they are in no error and no log.
"""

import importlib.util
import logging
import threading
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from bot.channels import lines, transport
from bot.channels.base import Look, Secret, many_lines, one_line, read_payload, safe_link, shorten
from bot.channels.labels import WordLanguage
from bot.compose import Card, DigestMail, Fold, FoldEntry, Notice, Payload, Reply
from bot.domain import OutboxMessage, Receipt
from bot.errors import DeliveryError
from bot.ports import Progress

TIMEOUT_S = 30.0  # for one service; Apprise's own limits are 4 s each for connecting and reading, with repeats
MAX_TEXT_CHARS = 3_000
_MISSING = "Apprise is not installed; install the extra: pip install 'pregonero[apprise]'"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppriseSettings:
    """A `[channels.x]` table of type "apprise", its secret resolved."""

    urls: Secret  # separated by blanks
    language: WordLanguage = "en"
    timezone: str = "UTC"


class AppriseChannel:
    """Services of Apprise; each gets every message, those that had it are not asked again."""

    can_edit = False
    after_crash: Literal["repeat"] = "repeat"

    def __init__(self, name: str, settings: AppriseSettings, *, timeout_s: float = TIMEOUT_S) -> None:
        self.name = name
        self._urls = settings.urls.reveal().split()
        self._look = Look.of(settings.language, settings.timezone)
        self._timeout_s = timeout_s

    def send(
        self, message: OutboxMessage, *, card_ref: str | None, parts_there: Set[int], progress: Progress
    ) -> Receipt:
        """Tells each service in turn, whatever those before it did; an edit sends nothing: its facts come as replies.

        Raises:
            DeliveryError: `not_sent` where services did not take it or Apprise is missing, `unknown` where one did not
                answer in time, either `apart` when others have it; `refused` for a payload that cannot be read.
        """
        title, body = words(read_payload(message), self._look)
        if message.kind == "edit":
            return Receipt(ref=None, note="Apprise cannot edit: counts are not sent")
        problems: list[DeliveryError] = []
        for n, url in enumerate(self._urls, start=1):
            if n in parts_there:
                continue
            try:
                service = _service(url)
                if service is None:
                    raise transport.for_a_person(f"Apprise does not know address {n}; check the variable of `url_env`")
                progress.committing()
                self._notify(service, title, body, n)
            except DeliveryError as exc:
                problems.append(exc)
            else:
                progress.part_sent(n, None)
        if problems:
            raise _all_of(problems, apart=len(problems) < len(self._urls))
        return Receipt(ref=None)

    def _notify(self, service: Any, title: str, body: str, number: int) -> None:  # Any: Apprise has no types
        answers: list[bool] = []

        def ask() -> None:
            try:
                answers.append(bool(service.notify(title=title, body=body, body_format="text")))
            except Exception:  # a plugin's own faults must not end the bot
                answers.append(False)

        thread = threading.Thread(target=ask, name=f"apprise-{self.name}", daemon=True)
        thread.start()
        thread.join(self._timeout_s)
        if not answers:
            raise DeliveryError(f"service {number} did not answer within {self._timeout_s:.0f} s", outcome="unknown")
        if not answers[0]:
            raise DeliveryError(
                f"service {number} did not take the message; check its address with `apprise`", outcome="not_sent"
            )

    def find(self, messages: Sequence[OutboxMessage], *, since: datetime) -> Mapping[str, Receipt]:
        """Nothing: there is no history to ask."""
        return {}

    def check(self) -> tuple[str, ...]:
        """Whether Apprise is there and knows the addresses; sends nothing."""
        if importlib.util.find_spec("apprise") is None:
            return (_MISSING,)
        bad = [str(n) for n, url in enumerate(self._urls, start=1) if _service(url) is None]
        if not self._urls:
            return ("there is no address in the variable of `url_env`",)
        return (f"Apprise does not know address {', '.join(bad)} in the variable of `url_env`",) if bad else ()


def _all_of(problems: Sequence[DeliveryError], *, apart: bool) -> DeliveryError:
    """What went wrong with services, as one: a doubt about one is a doubt about the message."""
    return DeliveryError(
        "; ".join(problem.detail for problem in problems),
        outcome="unknown" if any(problem.outcome == "unknown" for problem in problems) else "not_sent",
        retry_after_s=max((problem.retry_after_s for problem in problems if problem.retry_after_s), default=None),
        needs_person=any(problem.needs_person for problem in problems),
        apart=apart,
    )


def _service(url: str) -> Any:  # Any: Apprise has no types
    """The service behind an address, None where Apprise knows none."""
    try:
        from apprise import Apprise
    except ImportError as exc:
        raise transport.for_a_person(_MISSING) from exc
    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # it writes addresses with their secrets
    services = Apprise()
    return services if services.add(url) else None


def words(payload: Payload, look: Look) -> tuple[str, str]:
    """Title and text, not marked up."""
    match payload:
        case Card():
            return lines.card_notification(payload, look), _text(_card(payload, look))
        case Reply():
            facts = [f"• {words}" for line in payload.lines if (words := lines.fact(line, look))]
            head = f"{lines.ARROW} {lines.headline_of(payload.headline, look)}"
            rest = [safe_link(lines.told_of(payload).link) or "", lines.reply_foot(payload, look)]
            return lines.reply_notification(payload, look), _text([head, *facts, *rest])
        case Fold():
            return lines.fold_head(payload, look), _text([_entry(entry, look) for entry in payload.entries])
        case Notice():
            return f"⚠ {one_line(payload.name)}", lines.notice_line(payload, look)
        case DigestMail():
            return one_line(payload.subject), _text(many_lines(payload.text).splitlines())


def _card(card: Card, look: Look) -> list[str]:
    figures = [
        f"{heading}: {lines.figure_line(figure, look)}" + (f" – “{quote}”" if quote else "")
        for heading, group in lines.figures_by_scope(card.figures, look)
        for figure in group
        for quote in (lines.excerpt(figure.quote, figure.value),)
    ]
    return [
        f"{lines.tags(card, look)} · {lines.status(card, look)}",
        one_line(card.lead),
        *lines.corrections(card, look),
        *figures,
        lines.more_figures(card.more_figures, look),
        lines.doubtful_names(card, look),
        lines.source(card, look),
        lines.times(card, look),
        safe_link(card.link) or "",
    ]


def _entry(entry: FoldEntry, look: Look) -> str:
    parts = (
        f"• {lines.entry_lead(entry, look)}: {lines.headline_of(entry.title, look)}",
        lines.entry_tail(entry, look),
        safe_link(entry.link) or "",
    )
    return " ".join(part for part in parts if part)


def _text(told: Sequence[str]) -> str:
    """Lines within the limit; the rest is counted."""
    kept: list[str] = []
    room = MAX_TEXT_CHARS - 20
    full = [line for line in told if line]
    for line in full:
        if len(line) + 1 > room:
            break
        kept.append(line)
        room -= len(line) + 1
    if len(kept) < len(full):
        kept.append(f"+ {len(full) - len(kept)}")
    return "\n".join(kept) or shorten(" ".join(full) or "–", MAX_TEXT_CHARS)
