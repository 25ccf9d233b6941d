"""The preview of Slack messages: Slack's rules of markup, and nothing of a feed's that acts in a browser."""

import re

import pytest
from channel_samples import PAYLOADS, make_card, make_reply
from hypothesis import given, settings
from test_slack_blocks import ENGLISH

from bot.channels import previewed
from bot.channels.slack_blocks import render
from bot.channels.slack_preview import mrkdwn, page
from bot.compose import Payload


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a *b* c", "a <b>b</b> c"),
        ("2*3*4", "2*3*4"),
        ("_a_ ~b~ `c *d*`", "<i>a</i> <s>b</s> <code>c *d*</code>"),
        ("&lt;!channel&gt; &amp;amp;", "&lt;!channel&gt; &amp;amp;"),
        ("<!here> <@U012AB3CD>", '<span class="at">@here</span> <span class="at">@U012AB3CD</span>'),
        (
            "*<https://a.example/?x=1&amp;y=2|t &lt;b&gt;>*",
            '<b><a rel="noreferrer" href="https://a.example/?x=1&amp;y=2">t &lt;b&gt;</a></b>',
        ),
        ("<javascript:alert(1)|x>", "&lt;javascript:alert(1)|x&gt;"),
        ("&gt; quoted", "<blockquote>quoted</blockquote>"),
    ],
)
def test_markup_is_read_as_slack_reads_it(text: str, expected: str) -> None:
    """Links and mentions only from `<…>`; signs act at the edges of words; entities are characters."""
    assert mrkdwn(text) == expected


@settings(max_examples=50)
@given(payload=PAYLOADS)
def test_no_text_gets_out_of_the_page(payload: Payload) -> None:
    """Whatever a feed says, the page has only our tags, and links to http only."""
    shown = page([(part, False) for part in render(payload, ENGLISH, has_card=True)])
    body = shown[shown.index("<main>") :]
    tags = {tag.lower() for tag in re.findall(r"<\s*([a-zA-Z!]+)", body)}
    assert tags <= {"main", "div", "span", "a", "b", "i", "s", "code", "blockquote", "hr"}
    assert all(link.startswith(("http://", "https://")) for link in re.findall(r'href="([^"]*)"', body))


def test_the_preview_shows_both_languages_and_the_thread() -> None:
    """A card and its reply, in English and in Spanish."""
    shown = previewed([make_card(), make_reply()], "America/Mexico_City")
    for words in ("Why it matched", "Por qué coincidió", "New fact", "Dato nuevo", "Suman 67 entregados."):
        assert words in shown
    assert shown.count('class="m r"') == 4
