"""Buttons on cards, and what comes back from them: nothing that is not ours gets through."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest
from builders import make_label, make_mute, make_story
from channel_samples import make_card, make_card_figure
from fakes import NOON
from hypothesis import given
from hypothesis import strategies as st

from bot import compose
from bot.channels.base import Look
from bot.channels.slack_blocks import render, size
from bot.channels.slack_buttons import Asked, Pressed, blocks, plain, quotes_shown, read
from bot.domain import LabelId, LabelKind
from bot.newsroom.slack_limits import check_content

ENGLISH = Look(language="en", zone=ZoneInfo("UTC"))
SPANISH = Look(language="es", zone=ZoneInfo("America/Mexico_City"))
CARD = compose.card(make_story(), now=NOON)


def told(card: compose.Card, look: Look = ENGLISH) -> str:
    """The lines above the buttons."""
    return str(blocks(card, look)[0]["elements"][0]["text"])


def test_many_sentences_stay_within_slacks_limits() -> None:
    """In the preview of what the button shows, each block holds what Slack takes, and nothing is lost on the way."""
    figures = tuple(make_card_figure(quote=f"Frase {n}: " + "palabras largas " * 22) for n in range(9))
    part = quotes_shown(replace(CARD, figures=figures), ENGLISH)
    assert len(part.blocks) > 1
    assert check_content({"text": part.text, "blocks": list(part.blocks)}) is None
    assert "\n".join(block["text"]["text"] for block in part.blocks) == part.plain


def test_a_card_that_nobody_answered_has_only_buttons() -> None:
    """In the channel's language, each with what it is about."""
    (row,) = blocks(CARD, SPANISH)
    assert [button["text"]["text"] for button in row["elements"]] == [
        "Relevante",
        "No relevante",
        "Cifra errónea",
        "Duplicada",
        "Silenciar 24 h",
        "Silenciar historia",
        "Retirar lo mío",
        "Separar o unir…",
    ]
    assert {button["value"] for button in row["elements"]} == {"s-000001 i-000001"}


def test_who_and_when_is_shown_in_the_channels_zone() -> None:
    """People of one kind in a line; one who answered for two topics is named once."""
    labels = (
        make_label(kind="not_relevant"),
        make_label(kind="not_relevant", topic="strike_threat"),
        make_label(kind="not_relevant", who="ben", via="web", reason="a series"),
        make_label(kind="wrong_figure", topic=None, at=NOON + timedelta(hours=13)),
    )
    mutes = (make_mute(), make_mute(until=None, who="U0BEN"))
    assert told(replace(CARD, labels=labels, mutes=mutes), SPANISH).splitlines() == [
        "*No relevante*: <@U0ANA> 5 oct 06:00, ben 5 oct 06:00 “a series”",
        "*Cifra errónea*: <@U0ANA> 5 oct 19:00",
        "*Silenciada sin plazo*: <@U0BEN> 5 oct 06:00",
        "*Silenciada hasta 6 oct 06:00*: <@U0ANA> 5 oct 06:00",
    ]


def test_a_crowd_is_counted() -> None:
    """Three are named."""
    labels = tuple(make_label(id=LabelId(f"l-{n}"), who=f"U0{n:04}") for n in range(12))
    text = told(replace(CARD, labels=labels))
    assert text.count("<@") == 3
    assert text.endswith(" +9")


def test_a_full_card_with_all_its_answers_is_taken() -> None:
    """The longest names and reasons of many people on the longest card keep to Slack's limits."""
    figures = tuple(
        make_card_figure(quote="&" * 300, noun="<" * 200, outlet=">" * 200, measure="other") for _ in range(8)
    )
    card = replace(make_card(), figures=figures, headline="&" * 600, lead="<" * 600, outlet="&" * 600)
    labels = tuple(
        make_label(id=LabelId(f"l-{n}"), who="&" * 80 + str(n), via="web", kind=kind, reason="<" * 500)
        for n, kind in enumerate(get_args(LabelKind) * 9)
    )
    mutes = tuple(make_mute(who="&" * 80 + str(n), via="web", reason="<" * 500) for n in range(9))
    answered = replace(card, labels=labels, mutes=mutes)
    (part,) = render(answered, SPANISH, has_card=True)
    whole = [*part.blocks, *blocks(answered, SPANISH)]
    check_content({"text": part.text, "blocks": whole})
    assert sum(map(size, blocks(answered, SPANISH)[:1])) < 2_400


@given(who=st.text(min_size=1), reason=st.text(), via=st.sampled_from(["slack", "terminal", "web"]))
def test_names_and_reasons_are_shown_and_obeyed_never(who: str, reason: str, via: str) -> None:
    """No mention, no link and no line of its own comes out of them, and they stay short."""
    text = told(replace(CARD, labels=(make_label(who=who, reason=reason, via=via),)))
    assert len(text) < 1_000
    assert "\n" not in text
    bare = text.replace(f"<@{who}>", "") if via == "slack" else text
    assert "<" not in bare
    assert ">" not in bare


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
_KEYS = """type actions user id channel value action_id action_ts response_url message blocks elements text callback_id
command container message_ts channel_id user_id"""
keys = st.sampled_from(_KEYS.split())
known = st.sampled_from(
    ["block_actions", "message_action", "pregonero_explain", "/pregonero", "pregonero:relevant", "s-1 i-1", "U0ANA",
     "1791201600.000001", "1e400", "nan", "explain x", "C0DESK"]
)  # fmt: skip
payloads = st.dictionaries(
    keys,
    st.recursive(known | json_values, lambda v: st.lists(v, max_size=3) | st.dictionaries(keys, v, max_size=6)),
)


@given(kind=st.sampled_from(["interactive", "slash_commands", "events_api", "x"]), payload=payloads)
def test_whatever_comes_is_understood_or_refused(kind: str, payload: dict[str, Any]) -> None:
    """ValueError is the only error, and what gets through has ids that are ids."""
    try:
        events = read(kind, payload)
    except ValueError:
        return
    for event in events:
        assert event.user.isalnum()
        if isinstance(event, Pressed):
            assert " " not in event.story_id + event.item_id


@given(text=st.text())
def test_what_a_person_wrote_comes_out_of_slacks_escapes(text: str) -> None:
    """Escaping as Slack does and reading back gives the text, where it holds no link."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")[:3_000]
    assert plain(escaped) == text.strip() or len(escaped) == 3_000


@pytest.mark.parametrize("verb", ["explain", "EXPLAIN", "explica", "explicar"])
def test_the_command_speaks_both_languages(verb: str) -> None:
    """The subject is the rest of the line."""
    payload = {
        "command": "/pregonero",
        "text": f" {verb}  dos  palabras ",
        "channel_id": "C0DESK",
        "user_id": "U0ANA",
        "response_url": "https://hooks.slack.com/x",
    }
    assert read("slash_commands", payload) == [
        Asked(subject="dos  palabras", channel_id="C0DESK", user="U0ANA", response_url="https://hooks.slack.com/x")
    ]
