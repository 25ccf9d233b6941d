"""bot/article: pages and robots.txt."""

import pytest

from bot.article import page_title, read_page, robots_allows
from bot.errors import ParseError

URL = "https://diario.example/nota/1"
PARAGRAPHS = (
    "El gobierno entregó el lunes a 26 presos a Estados Unidos, informó la fiscalía general en un comunicado.",
    "Los presos viajaron en aviones de la fuerza aérea desde el aeropuerto de Toluca, según la misma fuente.",
    "Es la segunda entrega del año: en febrero fueron 29 los trasladados a cortes federales de Texas y Arizona.",
)


def _page(extra: str = "", encoding: str = "utf-8", meta: str = "") -> bytes:
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return (
        f"<html><head><title>T</title>{meta}</head><body><nav><a href='/'>Inicio 438</a></nav><article><h1>Entrega</h1>"
        f"{paragraphs}{extra}</article><footer>© 2026 Diario 438</footer></body></html>"
    ).encode(encoding)


def test_main_text_of_a_page() -> None:
    """All paragraphs, none of the menu, the related headlines and the footer."""
    extra = "<div class='related'><h4>Lee también</h4><a href='/2'>Entregan a 37 capos</a></div><p>Lectura de 4 min</p>"
    text = read_page(_page(extra), content_type="text/html", url=URL)
    for paragraph in PARAGRAPHS:
        assert paragraph in text.split("\n")
    assert [word for word in ("438", "37", "Lectura") if word in text] == []


def test_encodings_of_pages() -> None:
    """The label of the answer, of the page, or none: accents are right."""
    for body, content_type in (
        (_page(encoding="cp1252"), "text/html; charset=ISO-8859-1"),
        (_page(encoding="cp1252", meta='<meta charset="windows-1252">'), "text/html"),
        (_page(), ""),
    ):
        assert PARAGRAPHS[0] in read_page(body, content_type=content_type, url=URL)


def test_pages_without_an_article() -> None:
    """An empty page gives no text, plain text is its own, other files are refused."""
    assert read_page(b"<html><body></body></html>", content_type="text/html", url=URL) == ""
    assert read_page(b"", content_type="text/html", url=URL) == ""
    assert read_page(b"Uno.\n\nDos.", content_type="text/plain", url=URL) == "Uno.\nDos."
    for body in (b"%PDF-1.7 ...", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"):
        with pytest.raises(ParseError):
            read_page(body, content_type="text/html", url=URL)


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow: /nota", False),
        ("\ufeffUser-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /otra", True),
        ("User-agent: Pregonero\nDisallow:\n\nUser-agent: *\nDisallow: /", True),
        ("User-agent: pregonero\nDisallow: /\n\nUser-agent: *\nDisallow:", False),
        ("User-agent: *\nAllow: /nota/1\nDisallow: /", True),
        ("<html>404</html>", True),
    ],
)
def test_what_robots_txt_allows_us(text: str, allowed: bool) -> None:
    """Our own rules before those for all; no rules allow."""
    assert robots_allows(text, URL, "Pregonero") is allowed


def test_the_title_of_a_page_is_read_without_markup() -> None:
    """Entities are resolved, white space is folded; a page without one gives nothing."""
    page = "<html><head><title>\n México &amp; EU </title></head></html>".encode()
    assert page_title(page, content_type="text/html; charset=utf-8") == "México & EU"
    assert page_title(b"<html></html>", content_type="") == ""
