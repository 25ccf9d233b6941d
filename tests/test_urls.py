"""bot/urls: canonical addresses, article numbers, safe links, hashes."""

from urllib.parse import urljoin

import feedparser.urls
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.urls import (
    absolute,
    article_number,
    canonical,
    identifies,
    identity_hash,
    is_google_news,
    is_plainly_whole,
    normal_guid,
    safe_link,
    target,
)

ADDRESSES = st.one_of(
    st.text(max_size=60),
    st.builds(
        lambda scheme, host, path, query: f"{scheme}://{host}/{path}?{query}",
        st.sampled_from(["http", "HTTPS", "https"]),
        st.sampled_from(["www.m.Diario.example", "diario.example:80", "amp.x.y:8080", "cdn.ampproject.org", "niño.mx"]),
        st.text(st.sampled_from("ab1/.%2Fñ amp;index.html-_~?#|<"), max_size=30),
        st.text(st.sampled_from("ab=&;+%20utm_source ñ"), max_size=30),
    ),
)


@given(ADDRESSES)
def test_canonical_and_safe_links_are_idempotent(url: str) -> None:
    """The canonical form of a canonical address is itself, and so with safe links, which hold no unsafe character."""
    found, link = canonical(url), safe_link(url)
    if found is not None:
        assert canonical(found) == found
        assert found.startswith("https://")
    if link is not None:
        assert safe_link(link) == link
        assert not set(link) & set(' |<>"\n\t')


@pytest.mark.parametrize(
    "url",
    [
        "https://diario.example/nota/230?id=9",
        "HTTP://WWW.Diario.Example:80/nota/230/?utm_source=rss&id=9&fbclid=x#frag",
        "https://m.diario.example:443/nota/./x/../230?id=9&at_medium=RSS&ref=home",
        "https://diario.example/nota/230/amp/?id=9&source=rss",
        "https://user:pw@diario.example/amp/nota/230?id=9",
        "https://diario-example.cdn.ampproject.org/c/s/diario.example/nota/230?id=9",
        "https://www.google.com/amp/s/diario.example/nota/230?id=9",
        "https://diario.example/nota/230/index.html?id=9",
        "https://diario.example/nota/230.amp?id=9&m=1&mod=rss_mexico",
        "https://diario.example/nota/230?id=9&_x_tr_sl=es&_x_tr_tl=en&view=mobile",
        "https://diario.example/nota/230;jsessionid=A1.node2?id=9&PHPSESSID=ab12&_=1791232200",
        "https://diario.example/nota/230?id=9&gad_source=1&srsltid=Af&usqp=mq331",
        "https://www.bing.com/news/apiclick.aspx?ref=FexRss&tid=1&url=https%3a%2f%2fdiario.example%2fnota%2f230%3fid%3d9",
        "https://www.google.com.mx/url?rct=j&url=https://www.diario.example/nota/230?id%3D9&ct=ga&usg=AOv1",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fm.diario.example%2Fnota%2F230%3Fid%3D9&h=AT1",
        "https://eu1.safelinks.protection.outlook.com/?url=http%3A%2F%2Fdiario.example%2Fnota%2F230%3Fid%3D9&data=5",
    ],
)
def test_spellings_of_one_page(url: str) -> None:
    """Scheme, case, port, tracking, visit, fragment, mobile and AMP variants are one address, and so is what only leads
    there."""
    assert canonical(url) == "https://diario.example/nota/230?id=9"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://www.google.com/url?q=https://diario.example/a%7Cb&sa=t", "https://diario.example/a%7Cb"),
        ("https://www.google.com/url?q=javascript:alert(1)", "https://www.google.com/url?q=javascript:alert(1)"),
        (
            "https://www.google.com/search?q=https://diario.example/",
            "https://www.google.com/search?q=https://diario.example/",
        ),
        (
            "https://google.com.evil.example/url?q=https://diario.example/",
            "https://google.com.evil.example/url?q=https://diario.example/",
        ),
        ("https://[", "https://["),
        (None, None),
    ],
)
def test_what_is_shown_is_where_it_leads(url: str | None, shown: str | None) -> None:
    """Of the redirectors that are known, and of http(s) only."""
    assert target(url) == shown


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://x.example/?b=2&a=1&b=1", "https://x.example/?a=1&b=1&b=2"),
        ("https://x.example/a%7eb/%c3%b1", "https://x.example/a~b/%C3%B1"),
        ("https://ñandú.example/", "https://xn--and-6ma2c.example/"),
        ("https://x.example:8443/a", "https://x.example:8443/a"),
        ("https://www.com/a", "https://www.com/a"),
        ("https://x.example/nota.amp.html", "https://x.example/nota.html"),
        ("https://x.example/#!/nota/5", "https://x.example/#!/nota/5"),
        ("https://x.example/campamento", "https://x.example/campamento"),
        ("https://x.example/mundo/amp/una-nota", "https://x.example/mundo/una-nota"),
        ("https://x.example//mundo//una-nota/print/", "https://x.example/mundo/una-nota"),
        ("https://x.example/mundo/una-nota/imprimir", "https://x.example/mundo/una-nota"),
        ("https://x.example/print/mundo/una-nota", "https://x.example/mundo/una-nota"),
        ("https://touch.x.example/una-nota?tmpl=component&print=1&page=", "https://x.example/una-nota"),
        ("https://x.example/nota?view=print&s=rss&imprimir=true", "https://x.example/nota"),
        ("https://x.example/nin\u0303o-n%CC%83", "https://x.example/ni%C3%B1o-%C3%B1"),
        # what must not change: sections of that name, searches, pages of a list, bytes that are no UTF-8
        ("https://x.example/edicion/print", "https://x.example/edicion/print"),
        ("https://x.example/print/mundo", "https://x.example/print/mundo"),
        ("https://x.example/print", "https://x.example/print"),
        ("https://x.example/blueprint/una-nota", "https://x.example/blueprint/una-nota"),
        ("https://x.example/?s=capos&page=2&print=a4", "https://x.example/?page=2&print=a4&s=capos"),
        ("https://x.example/ni%F1o", "https://x.example/ni%F1o"),
        ("https://[2001:db8::1]:443/a", "https://[2001:db8::1]/a"),
        ("ftp://x.example/a", None),
        ("javascript:alert(1)", None),
        ("/nota/1", None),
        ("https://", None),
        ("https://x..example/", None),
        ("https://x.example:port/", None),
        ("https://" + "a" * 5_000, None),
        ("", None),
        (None, None),
    ],
)
def test_canonical(url: str | None, expected: str | None) -> None:
    """Query sorted, escapes normal, hosts in ASCII; anything but http(s) with a host is none."""
    assert canonical(url) == expected


def test_front_pages_identify_nothing() -> None:
    """A site's front page cannot tell items apart; a query or a path can."""
    found = [
        identifies(canonical(url))
        for url in ("https://x.example", "https://x.example/?p=908", "https://x.example/a", None)
    ]
    assert found == [False, True, True, False]


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("nota-2020454-mexico-entrega-a-26-reos", "2020454"),
        ("2026/10/05/entrega-de-reos-1234567.html", "1234567"),
        ("news/world-us-canada-12345678", "12345678"),
        ("articulo/1234567/slug-de-nota", "1234567"),
        ("mundo/20204/", "20204"),
        ("entrega-26-reos-n2020454", "2020454"),
        ("nota/20261005", None),
        ("articulo/20261005/slug", None),
        ("vivo/05102026", None),
        ("vivo-202610051200", None),
        ("vivo-261005", None),
        ("archivo-202610", None),
        ("us-deploys-10000-troops", None),
        ("10000-soldados-llegan", None),
        ("the-43112-migrants-deported", None),
        ("seccion-12345/nota-a", None),
        ("tag/123456/otra-nota", None),
        ("nota-1234", None),
        ("articles/c12345abc", None),
        ("articles/xy1234567", None),
    ],
)
def test_article_numbers(path: str, number: str | None) -> None:
    """Numbers of five digits and more where a site keeps its own; no dates, round counts, sections or codes."""
    expected = None if number is None else ("diario.example", number)
    assert article_number(f"http://www.diario.example/{path}") == expected


def test_no_article_number_without_an_address() -> None:
    """What is no address has no number."""
    assert article_number("mailto:x@example.org") is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://d.example/ver?x=y|d.example&q=a b>c", "https://d.example/ver?x=y%7Cd.example&q=a%20b%3Ec"),
        (" HTTPS://D.example/a\u202e\n<b> ", "https://d.example/a%3Cb%3E"),
        ("https://d.example/ñ?é#ü", "https://d.example/ñ?é#ü"),
        ("https://u:p@d.example:444/a", "https://d.example:444/a"),
        ("data:text/html,x", None),
        ("//d.example/a", None),
        ("https://exa mple/", None),
        ("https://\u2066.example\ud800/a", None),
    ],
)
def test_safe_links(url: str, expected: str | None) -> None:
    """Only http and https; what could break out of a message is encoded or removed."""
    assert safe_link(url) == expected


def test_links_are_resolved_against_their_document() -> None:
    """Relative links take the document's address; other schemes are none."""
    base = "https://d.example/rss/mx.xml"
    given_links = (
        "/nota/230?id=9",
        "nota/1",
        "//o.example/a",
        "javascript:alert(1)",
        "mailto:a@b.c",
        " ",
        None,
        "http://[x",
    )
    assert [absolute(base, link) for link in given_links] == [
        "https://d.example/nota/230?id=9",
        "https://d.example/rss/nota/1",
        "https://o.example/a",
        *([None] * 5),
    ]


def test_an_aggregators_editions_are_one_address() -> None:
    """Language and country of the edition, and whether its feed or its page named it, are no part of it."""
    spellings = ("rss/articles/CBMiAbc?oc=5", "articles/CBMiAbc?hl=es-419&gl=MX&ceid=MX:es-419")
    assert {canonical(f"https://news.google.com/{rest}") for rest in spellings} == {
        "https://news.google.com/articles/CBMiAbc"
    }


def test_google_news() -> None:
    """Only Google News' own host counts."""
    urls = ("https://news.google.com/rss/articles/CBM?oc=5", "https://news.google.com.evil.example/", "http://[", None)
    assert [is_google_news(url) for url in urls] == [True, False, False, False]


def test_guids_written_three_ways_are_one() -> None:
    """Escapes, white space around a guid and how accents are composed do not count; an empty guid is none."""
    assert normal_guid("extradicio\u0301n-1") == normal_guid("extradición-1")
    ways = ("https://d.example/?a=1&#038;b=2", "https://d.example/?a=1&b=2", "\n https://d.example/?a=1&amp;amp;b=2 ")
    assert {normal_guid(way) for way in ways} == {"https://d.example/?a=1&b=2"}
    assert [normal_guid(""), normal_guid(" \n"), normal_guid(None)] == [None, None, None]


def test_hashes_have_eight_bytes() -> None:
    """Any text has a hash, unpaired surrogates too, and it does not change between versions."""
    assert len(identity_hash("\ud800")) == 8
    assert identity_hash("g50").hex() == "95251f25721e9af7"


_ADDRESS_PART = st.text("ab%2/.:?#;&=@[]~ -A\t", max_size=12)


@given(
    base=st.sampled_from(["http://a.example/x/y?z", "https://b.example", "feed.xml", "file:///c"]),
    url=st.builds(
        "{}{}{}".format, st.sampled_from(["http://", "https://", "HTTP://", "//", ""]), st.just("a.b"), _ADDRESS_PART
    ),
)
@example(base="http://a.example/x", url="http://a.example/../?")
@example(base="http://a.example/x", url="http://a.example/b?c=1")
def test_an_address_that_is_plainly_whole_is_left_as_it_is(base: str, url: str) -> None:
    """By the standard library, and by feedparser, whatever the other address is."""
    if is_plainly_whole(url):
        assert urljoin(base, url) == url
        assert feedparser.urls._urljoin(base, url) == url


def test_common_addresses_are_plainly_whole() -> None:
    """Those that resolving can change are not."""
    assert is_plainly_whole("https://www.example.org:8080/2026/11/nota-(1).html?a=1&b=%20c")
    for url in ("/nota", "https://example.org", "https://example.org/?", "https://example.org/#a", "HTTP://a.example/"):
        assert not is_plainly_whole(url)
