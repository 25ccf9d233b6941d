"""The terminal channel: what is printed, and what a feed cannot make a terminal do."""

import io
import re

import pytest
from channel_samples import (
    PAYLOADS,
    Told,
    make_card,
    make_digest,
    make_fold,
    make_notice,
    make_reply,
    message_of,
)
from hypothesis import given
from rich.console import Console

from bot.channels import TerminalChannel, TerminalSettings
from bot.compose import Payload
from bot.domain import OutboxMessage, StoryId
from bot.errors import DeliveryError


def printed(*messages: OutboxMessage, width: int = 100, **settings: str) -> str:
    """What a terminal without colours shows of the last message."""
    console = Console(file=io.StringIO(), width=width, color_system=None)
    channel = TerminalChannel("terminal", TerminalSettings(**settings), console=console)  # type: ignore[arg-type]
    assert isinstance(console.file, io.StringIO)
    before = 0
    for message in messages:
        before = len(console.file.getvalue())
        channel.send(message, card_ref="x", parts_there=frozenset(), progress=Told())
    return console.file.getvalue()[before:]


def test_a_card_is_a_panel_with_all_it_needs() -> None:
    """Topic and realis, severity and standing, headline, figures by scope with their proof, source, times, reason."""
    text = printed(message_of(make_card(mention="@here")), timezone="America/Mexico_City")
    for part in (
        "HANDOVER (happened) + STRIKE THREAT (threatened)",
        "P1 urgent · DEVELOPING · 2 independent publishers · Grade B2",
        "@here México entrega a 12 presos a Estados Unidos",
        "This event",
        "people handed over: 12",
        "Sources differ: 12 (Diario de Prueba) / 14 (Gaceta del Puerto)",
        "“Suman 67 entregados.” — Fiscalía, claimed; Diario de Prueba",
        "drugs seized (Sinaloa, este año): >320 t (320,000 kg)",
        "+ 2 more",
        "5 Oct 2026, 05:00 CST (11:00 UTC)",
        "“entrega a”, “presos”",
        "Read: feed text",
        "https://diario.example/n/1",
    ):
        assert part in text
    assert text.startswith("╭")


def test_a_card_speaks_spanish() -> None:
    """The channel's language is that of the labels; quotes stay as printed."""
    text = printed(message_of(make_card()), language="es")
    assert "ENTREGA (ocurrió)" in text
    assert "personas entregadas: 12" in text


def test_a_card_without_figures_says_what_was_read() -> None:
    """No number is no silence."""
    assert "No figures: only the title was read" in printed(
        message_of(make_card(figures=(), text_read="title", link=None))
    )


def test_replies_are_indented_below_their_card() -> None:
    """Below what was said of its story last, indented; below anything else, naming the card; an edit is one line."""
    card, reply = message_of(make_card()), message_of(make_reply(mention="@here"))
    below = "    └ @here New fact · Gaceta del Puerto"
    assert printed(card, reply).startswith(below)
    assert printed(card, reply, reply).startswith(below)
    assert printed(reply).startswith("↪ México entrega a 12 presos")
    for other in (make_notice(), make_card(story_id=StoryId("s-000002"))):
        assert printed(card, message_of(other), reply).startswith("↪ México entrega a 12 presos")
    edit = printed(message_of(make_card(standing="CORRECTED"), kind="edit"))
    assert (edit.count("\n"), "CORRECTED" in edit) == (1, True)


def test_folds_notices_and_digests_are_shown() -> None:
    """Every headline of a fold with its address; a digest's text in a panel."""
    fold = printed(message_of(make_fold(3)))
    assert [f"https://diario.example/n/{n}" in fold for n in range(3)] == [True] * 3
    assert "1 more story" in printed(message_of(make_fold(1, mention="@here")))
    assert printed(message_of(make_notice())).startswith("⚠ Diario de Prueba: no new items")
    assert "Resumen." in printed(message_of(make_digest()))


@given(payload=PAYLOADS)
def test_no_text_commands_the_terminal(payload: Payload) -> None:
    """No escape, control, bidi or zero-width character of a feed's reaches the terminal; no markup of rich's acts."""
    text = printed(message_of(payload), width=60)
    assert re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069]", text) is None


def test_a_headline_in_brackets_is_text() -> None:
    """rich's own markup in a title is shown, not obeyed."""
    assert "[bold]México[/bold] [/]" in printed(message_of(make_card(headline="[bold]México[/bold] [/]")))


def test_an_old_terminal_shows_question_marks() -> None:
    """Characters that the output cannot hold are replaced, not raised."""
    raw = io.BytesIO()
    console = Console(file=io.TextIOWrapper(raw, encoding="ascii"), width=80)
    TerminalChannel("t", TerminalSettings(), console=console).send(
        message_of(make_notice(name="Peñón")), card_ref=None, parts_there=frozenset(), progress=Told()
    )
    assert b"Pe??n" in raw.getvalue() or b"Pe?" in raw.getvalue()


class _Closed(io.StringIO):
    def write(self, text: str) -> int:
        raise BrokenPipeError(32, "Broken pipe")


def test_a_closed_output_is_not_sent() -> None:
    """Nothing was shown, so the message stays."""
    channel = TerminalChannel("t", TerminalSettings(), console=Console(file=_Closed()))
    with pytest.raises(DeliveryError) as caught:
        channel.send(message_of(make_notice()), card_ref=None, parts_there=frozenset(), progress=Told())
    assert caught.value.outcome == "not_sent"


def test_it_can_be_repeated() -> None:
    """There is no history; a repeat is harmless; nothing needs checking."""
    channel = TerminalChannel("t", TerminalSettings())
    assert (channel.can_edit, channel.after_crash, channel.check()) == (True, "repeat", ())
    message = message_of(make_card())
    assert channel.find([message], since=message.created_at) == {}
