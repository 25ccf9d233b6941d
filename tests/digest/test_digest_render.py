"""How a digest looks: harmless whatever the feeds hold, the same in HTML and text, readable without any server."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from builders import make_feed_state
from digest_samples import WINDOW, PlainWords, busy_day, figure_of, hours, material, policy, report, story
from hypothesis import example, given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from bot.digest import Rendered, compose, render
from bot.digest.render import anchor, isolated, wrapped
from bot.digest.wording import HEALTH, NOUNS, PHRASES, DigestLanguage, long_day, moment
from bot.domain import FeedId
from bot.wording import word

ISOLATES = re.compile("[\u2066-\u2069]")


def shown(language: DigestLanguage = "en") -> Rendered:
    """The samples' busy day."""
    return render(compose(policy(language=language), WINDOW, busy_day(), PlainWords()), language)


def hostile_day(text: str, link: str) -> Rendered:
    """A day on which all that feeds can fill holds `text`, and every link is `link`."""
    source = report(1, hours(1), title=text, outlet=text, link=link)
    answer = report(2, hours(2), title=f"No: {text}", outlet=text, link=link, relation="denial")
    number = figure_of(source, 12, text, place=text, group=text, speaker=text)
    told = story(1, [source, answer], [number, figure_of(answer, 15, text, group=text)])
    lesser = story(2, [replace(source, title=f"{text} too")], severity="P3", topics=("strike_threat",))
    before = replace(figure_of(report(3, hours(-5)), 3, place=text, group=text), link=link)
    feed = make_feed_state(feed_id=FeedId("f"), health="broken", failures=1, last_error=text)
    stuff = material(
        replace(told, replaced=(before,)), lesser, feeds=(feed,), feed_names={FeedId("f"): text}, topics=("transfer",)
    )
    return render(compose(policy(), WINDOW, stuff, PlainWords()), "en")


def tags_of(html: str) -> list[str | None]:
    """Names of all elements in order."""
    root = LexborHTMLParser(html).root
    return [node.tag for node in root.traverse()] if root else []


def words_of(rendered: Rendered) -> tuple[list[str], list[str]]:
    """Sorted words of the HTML's body and of the text; without markers of layout, addresses and isolates."""
    body = LexborHTMLParser(rendered.html).body
    assert body is not None
    layout = re.compile(r"https?://\S+|[*•\-–·:;,()\[\]“”.]")
    found = [
        sorted(layout.sub(" ", ISOLATES.sub("", text)).casefold().split())
        for text in (body.text(separator=" "), rendered.text)
    ]
    return found[0], found[1]


@pytest.mark.parametrize("language", ["en", "es"])
def test_html_and_text_have_the_same_words(language: DigestLanguage) -> None:
    """Whoever reads the plain part misses nothing, and gets nothing else."""
    html, text = words_of(shown(language))
    assert html == text


def test_html_and_text_have_the_same_links() -> None:
    """All addresses of one are in the other, whole."""
    rendered = shown()
    hrefs = {node.attributes["href"] or "" for node in LexborHTMLParser(rendered.html).css("a")}
    assert {href for href in hrefs if not href.startswith("#")} == set(re.findall(r"https?://\S+", rendered.text))


def test_anchors_of_lines_lead_to_entries() -> None:
    """Every inner link has its place, and no place stands twice."""
    tree = LexborHTMLParser(shown().html)
    places = [node.attributes["id"] for node in tree.css("[id]")]
    inner = {
        (node.attributes["href"] or "")[1:] for node in tree.css("a") if (node.attributes["href"] or "")[:1] == "#"
    }
    assert len(places) == len(set(places))
    assert inner <= set(places)
    assert anchor("s-000001") == "e-s-000001"


def test_styles_are_inline_and_dark_colours_stay() -> None:
    """Mail programs that drop style tags still show it well; those that keep them follow the reader's dark mode."""
    html = shown().html
    assert "@media (prefers-color-scheme: dark)" in html
    assert re.search(r'<h3 style="[^"]*font-size: ?18px', html)
    html = re.sub(r'src="cid:(?:days|totals)"', "", html)  # the picture comes in the mail
    assert not re.search(r"<(?:link|script|iframe|object|form)\b|url\(|@import|\bsrc=", html)


def test_mail_stays_below_what_gmail_shows() -> None:
    """A flood day is under 102 kB, after which Gmail hides the rest."""
    large = [story(n, [report(n, hours(1))], [figure_of(report(n, hours(1)), n)], severity="P1") for n in range(1, 31)]
    lesser = [story(n, [report(n, hours(1))], severity="P3") for n in range(101, 161)]
    rendered = render(compose(policy(), WINDOW, material(*large, *lesser), PlainWords()), "en")
    assert len(rendered.html.encode()) < 102_000


@pytest.mark.parametrize("language", ["en", "es"])
def test_quiet_day_is_a_whole_mail(language: DigestLanguage) -> None:
    """It says that nothing qualified, and how many feeds were read and failed."""
    rendered = render(compose(policy(language=language), WINDOW, material(), PlainWords()), language)
    said = {"en": "A quiet day: nothing new", "es": "Día tranquilo: nada nuevo"}[language]
    assert said in rendered.text
    assert said in rendered.html
    assert rendered.text.endswith("\n")
    assert "\n\n\n" not in rendered.text


BENIGN = set(tags_of(hostile_day("harmless words", "https://a.example/n").html)) | set(tags_of(shown().html))


@given(
    text=st.text(st.sampled_from("<>&\"'/={}%# \n\u202e\u200bא؟éz`\\[](")),
    link=st.sampled_from(
        ["https://a.example/n", 'https://a.example/?q="><script>x</script>', "https://a.example/'onclick='x"]
    ),
)
@example(text="<script>alert(1)</script>", link="https://a.example/n")
@example(text="{{ digest.id }}{% raw %}{# #}", link="https://a.example/n")
@example(text="]]></style><style>*{display:none}</style>", link="https://a.example/n")
@example(text="&lt;img src=x onerror=alert(1)&gt;", link="https://a.example/n")
@example(text="מקסיקו مسلسل \u202eabc", link="https://a.example/n")
@example(text="palabra " * 1250, link="https://a.example/n")
@example(text="x" * 10_000, link="https://a.example/n")
def test_hostile_text_makes_no_element_and_no_attribute(text: str, link: str) -> None:
    """Whatever a feed prints: known elements, no scripts or handlers, links http(s) or inner, one line of subject."""
    rendered = hostile_day(text, link)
    assert set(tags_of(rendered.html)) <= BENIGN
    tree = LexborHTMLParser(rendered.html)
    assert len(tree.css("style")) == 1
    allowed = {"class", "style", "href", "id", "lang", "role", "charset", "name", "content"}
    for node in tree.css("*"):
        assert set(node.attributes) <= allowed
        assert re.match(r"https?://|#", node.attributes.get("href") or "#")
    assert "\n" not in rendered.subject
    assert len(rendered.subject) <= 60
    assert not re.search("[\u202a-\u202e\u200b]", rendered.html + rendered.text + rendered.subject)
    assert len(rendered.html) < 40_000


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "ftp://a.example/x", "//a.example", "", "#x"]
)
def test_links_of_other_schemes_are_left_out(link: str) -> None:
    """The headline stays, as text."""
    rendered = hostile_day("harmless words", link)
    assert {(n.attributes["href"] or "")[:1] for n in LexborHTMLParser(rendered.html).css("a")} == {"#"}
    assert "harmless words" in rendered.html
    assert "javascript" not in rendered.html + rendered.text


def test_right_to_left_titles_are_isolated() -> None:
    """In HTML by bdi, in text by isolates; text from left to right stays bare."""
    rendered = hostile_day("מקסיקו", "https://a.example/n")
    assert "<bdi>מקסיקו</bdi>" in rendered.html
    assert "\u2068מקסיקו\u2069" in rendered.text
    assert isolated("Ríodoce") == "Ríodoce"


def test_quotes_carry_their_language() -> None:
    """A Spanish headline in an English digest is marked for screen readers and for readers."""
    html = shown().html
    assert '<bdi lang="es">Extraditan a un hombre buscado en Texas por fraude</bdi>' in html
    assert "El Correo [es]" in shown().text


def test_wrapping_keeps_words_and_addresses_whole() -> None:
    """Lines are at most 78 characters, unless one word alone is longer (case 067 is the mailer's)."""
    address = "https://diario.example/" + "a1b2c3d4e5" * 150
    assert wrapped(f"one {address} two", "  ").split("\n") == ["one", f"  {address}", "  two"]
    assert max(len(line) for line in shown().text.split("\n")) <= 78


def test_both_languages_have_every_phrase() -> None:
    """No phrase is empty, and both languages take the same values."""
    for english, spanish in PHRASES.values():
        values = [sorted(re.findall(r"{(\w+)}", text)) for text in (english, spanish)]
        assert english
        assert spanish
        assert values[0] == values[1]
    assert all(all(forms) for pair in NOUNS.values() for forms in pair)


def test_dates_and_unknown_names_in_words() -> None:
    """Weekday, day, month, year in either language; a name without a word goes by itself."""
    at = datetime(2026, 1, 7, 9, 5, tzinfo=UTC)
    assert (long_day(at.date(), "en"), long_day(at.date(), "es")) == ("Wed 7 Jan 2026", "mié 7 ene 2026")
    assert moment(at, "es") == "7 ene 09:05"
    assert word(HEALTH, "half_read", "en") == "half read"
