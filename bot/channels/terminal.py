"""Alerts on a terminal, as they would look in Slack: cards as panels, replies indented below, edits in one line.

The default channel, and the demo's. May import rich, its siblings in the package and the layers below. Feed text is
printed as text: no markup of rich's, no escape sequences of a terminal's.
"""

import io
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.style import Style
from rich.text import Text

from bot.channels import lines
from bot.channels.base import Look, many_lines, one_line, read_payload, safe_link
from bot.channels.labels import WordLanguage, phrase
from bot.compose import Card, CardFigure, DigestMail, Fold, Notice, Payload, Reply
from bot.domain import OutboxMessage, Receipt, StoryId
from bot.errors import DeliveryError
from bot.ports import Progress

MAX_WIDTH = 110  # wider lines are hard to read
_INDENT = 4
_COLOURS = {"P1": "red", "P2": "yellow", "P3": "cyan"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalSettings:
    """A `[channels.x]` table of type "terminal"."""

    language: WordLanguage = "en"
    timezone: str = "UTC"


class TerminalChannel:
    """A terminal.

    Args:
        name: of the channel in the configuration.
        settings: language and zone.
        console: where to print; None = standard output. Colours follow it, and NO_COLOR.
    """

    can_edit = True
    after_crash: Literal["repeat"] = "repeat"

    def __init__(self, name: str, settings: TerminalSettings, *, console: Console | None = None) -> None:
        self.name = name
        self._look = Look.of(settings.language, settings.timezone)
        self._console = console or Console()
        self._above: StoryId | None = None  # whose message stands last; no thread says which card a reply is to

    def send(
        self, message: OutboxMessage, *, card_ref: str | None, parts_there: Set[int], progress: Progress
    ) -> Receipt:
        """Prints the message.

        Raises:
            DeliveryError: `refused` for a payload that cannot be read, `not_sent` where nothing reads the output.
        """
        payload = read_payload(message)
        progress.committing()
        story = payload.story_id if isinstance(payload, Card | Reply) else None
        drawn = self._drawn(message, payload, is_below=story is not None and story == self._above)
        encoding = self._console.encoding
        text = drawn.encode(encoding, "replace").decode(encoding)  # "?" rather than an error on old terminals
        try:
            self._console.file.write(text)
            self._console.file.flush()
        except OSError as exc:
            raise DeliveryError(f"the terminal cannot be written ({exc.strerror})", outcome="not_sent") from exc
        self._above = story
        return Receipt(ref=message.dedupe_key)

    def _drawn(self, message: OutboxMessage, payload: Payload, *, is_below: bool) -> str:
        """The message as the console would print it; rich itself would end the program on a closed pipe."""
        file = io.StringIO()
        console = Console(
            file=file,
            width=min(self._console.width, MAX_WIDTH),
            force_terminal=self._console.is_terminal,
            color_system=self._console.color_system,  # type: ignore[arg-type]  # rich types what it gives as str
            no_color=self._console.no_color,
        )
        indented = (0, 0, 0, _INDENT)
        match payload:
            case Card() if message.kind == "edit":
                console.print(Padding(self._edit(payload), indented))
            case Card():
                console.print(self._card(payload))
            case Reply():
                reply = self._reply(payload, is_below=is_below)
                console.print(Padding(reply, indented) if is_below else reply)
            case Fold():
                console.print(self._fold(payload))
            case Notice():
                console.print(Text(f"⚠ {lines.notice_line(payload, self._look)}", style="yellow"))
            case DigestMail():
                title = Text(one_line(payload.subject))
                console.print(Panel(Text(many_lines(payload.text)), title=title, title_align="left"))
        return file.getvalue()

    def find(self, messages: Sequence[OutboxMessage], *, since: datetime) -> Mapping[str, Receipt]:
        """Nothing: what was printed cannot be asked for."""
        return {}

    def check(self) -> tuple[str, ...]:
        """Nothing can be wrong with it."""
        return ()

    # --- pictures

    def _card(self, card: Card) -> Panel:
        look = self._look
        mention = f"{one_line(card.mention)} " if card.mention else ""
        parts: list[Text] = [
            _linked(mention + lines.headline_of(card.headline, look), card.link, "bold"),
            Text(one_line(card.lead)),
            Text(),
            *self._figures(card),
            Text(),
            *(Text(f"{what}: {lines.headline_of(ref.title, look)}") for what, ref in lines.pointers(card, look)),
            *(Text(names) for names in (lines.doubtful_names(card, look),) if names),
            Text(lines.source(card, look)),
            Text(lines.times(card, look)),
            Text(lines.why(card, look), style="dim"),
            Text(lines.read(card, look), style="dim"),
        ]
        if safe_link(card.link):
            parts.append(Text(safe_link(card.link) or "", style="dim", overflow="fold"))
        colour = _COLOURS[card.severity]
        return Panel(
            Group(*_without_double_gaps(parts)),
            title=Text(lines.tags(card, look), style=f"bold {colour}"),
            title_align="left",
            subtitle=Text(lines.status(card, look), style=colour),
            subtitle_align="right",
            border_style=colour,
        )

    def _figures(self, card: Card) -> list[Text]:
        look = self._look
        if not card.figures:
            return [Text(lines.no_figures(card, look), style="italic")]
        shown = [Text(phrase("figures", look.language), style="bold")]
        for heading, figures in lines.figures_by_scope(card.figures, look):
            shown.append(Text(f" {heading}"))
            for figure in figures:
                shown += self._figure(figure)
        if card.more_figures:
            shown.append(Text(f" {lines.more_figures(card.more_figures, look)}"))
        return shown

    def _figure(self, figure: CardFigure) -> list[Text]:
        value = lines.value_of(figure, self._look)
        line = Text(f"  • {lines.what_of(figure, self._look)}")
        if value:
            line.append(": ").append(value, style="bold")
        quote = lines.excerpt(figure.quote, figure.value)
        shown = [line, Text(f"    “{quote}” — {lines.who_of(figure, self._look)}", style="dim")]
        rivals = lines.rivals_of(figure, self._look)
        return [*shown, Text(f"    {rivals}", style="bold")] if rivals else shown

    def _edit(self, card: Card) -> Text:
        values = ", ".join(lines.figure_line(f, self._look) for f in card.figures if f.scope == "this_event")
        parts = (f"✎ {phrase('updated', self._look.language)}", lines.headline_of(card.headline, self._look),
                 lines.status(card, self._look), values)  # fmt: skip
        return Text(" · ".join(part for part in parts if part), style="dim", overflow="ellipsis", no_wrap=True)

    def _reply(self, reply: Reply, *, is_below: bool) -> Group:
        look = self._look
        first = Text()
        if not is_below:
            first.append(f"{lines.ARROW} {lines.headline_of(reply.headline, look)}\n", style="dim")
        mention = f"{one_line(reply.mention)} " if reply.mention else ""
        first.append(f"└ {mention}{lines.reply_lead(reply, look)}: ", style="bold")
        first.append_text(_linked(lines.headline_of(lines.told_of(reply).title, look), lines.told_of(reply).link, ""))
        facts = [Text(f"  • {words}") for line in reply.lines if (words := lines.fact(line, look))]
        return Group(first, *facts, Text(f"  {lines.reply_foot(reply, look)}", style="dim"))

    def _fold(self, fold: Fold) -> Panel:
        rows = []
        for entry in fold.entries:
            row = Text(f"• {lines.entry_lead(entry, self._look)}: ")
            row.append_text(_linked(lines.headline_of(entry.title, self._look), entry.link, "bold"))
            row.append(f" – {lines.entry_tail(entry, self._look)}")
            if safe_link(entry.link):
                row.append(f" {safe_link(entry.link)}", style="dim")
            rows.append(row)
        mention = f"{one_line(fold.mention)} " if fold.mention else ""
        return Panel(Group(*rows), title=Text(mention + lines.fold_head(fold, self._look)), title_align="left")


def _linked(text: str, url: str | None, style: str) -> Text:
    target = safe_link(url)
    shown = Text(text, style=style)
    if target:
        shown.stylize(Style(link=target))
    return shown


def _without_double_gaps(parts: Sequence[Text]) -> list[Text]:
    kept: list[Text] = []
    for part in parts:
        if part.plain or (kept and kept[-1].plain):
            kept.append(part)
    return kept
