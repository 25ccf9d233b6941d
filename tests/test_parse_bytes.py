"""bot/parse: bytes to characters, whatever encoding a document claims, packed or not."""

import gzip

import pytest
from parse_kit import read_feed, rss

from bot.errors import ParseError
from bot.parse import MAX_UNPACKED_BYTES


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "latin-1"])
@pytest.mark.parametrize("declared", ["", ' encoding="utf-8"', ' encoding="ISO-8859-1"', ' encoding="utf8mb4"'])
def test_labels_of_encodings_may_lie(encoding: str, declared: str) -> None:
    """Spanish is read right whatever the declaration says of the bytes."""
    body = rss("<item><title>Peña: niños en retén</title></item>", declared).encode(encoding)
    for content_type in ("", "text/xml", "application/rss+xml; charset=utf-8", "text/html; charset=nonsense"):
        assert read_feed(body, content_type).entries[0].title == "Peña: niños en retén"


@pytest.mark.parametrize("label", ["UTF-7", "utf7", "unicode-1-1-utf-7"])
@pytest.mark.parametrize("is_header", [False, True])
def test_utf_7_is_refused_by_name(label: str, is_header: bool) -> None:
    """Its letters would be shown as rubbish, and its markup be seen by some readers only."""
    declaration, content_type = ("", f"text/xml; charset={label}") if is_header else (f' encoding="{label}"', "")
    body = rss("<item><title>Detenci+APM-n</title></item>", declaration)
    with pytest.raises(ParseError, match="UTF-7") as caught:
        read_feed(body, content_type)
    assert caught.value.problem == "not_a_feed"


def test_what_only_says_that_it_is_utf_7_is_read() -> None:
    """Bytes that UTF-7 has none of, or nothing in it that would be read otherwise."""
    for title in ("Detención +1234", "1 + 1"):
        parsed = read_feed(rss(f"<item><title>{title}</title></item>", ' encoding="utf-7"'))
        assert [entry.title for entry in parsed.entries] == [title]


def test_unlabelled_gzip_is_unpacked_within_limits() -> None:
    """A packed document is read; one that is broken or unpacks beyond the limit is no feed."""
    assert read_feed(gzip.compress(rss("<item><title>A</title></item>").encode())).entries[0].title == "A"
    for body in (b"\x1f\x8bxxxx", gzip.compress(bytes(MAX_UNPACKED_BYTES + 1))):
        with pytest.raises(ParseError) as caught:
            read_feed(body)
        assert caught.value.problem == "not_a_feed"


def test_a_document_in_ebcdic_is_read() -> None:
    """As old mainframes write it; feedparser knows."""
    body = rss("<item><title>A</title></item>", ' encoding="cp037"').encode("cp037")
    assert [entry.title for entry in read_feed(body).entries] == ["A"]
