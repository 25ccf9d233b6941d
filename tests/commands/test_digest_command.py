"""`digest`, as the shell sees it."""

from pathlib import Path

import pytest
from command_kit import call, change


def test_a_digest_is_printed_or_written_and_nothing_is_sent(lived: Path) -> None:
    """As text on standard output, as text or HTML in a file that is named afterwards."""
    printed = call("digest", "-c", lived)
    assert printed.code == 0
    assert "37" in printed.text
    folder = lived.parent
    for name, opening in (("d.txt", "PREGONERO"), ("[d] [red].html", "<!doctype html")):
        ended = call("digest", "--to", folder / name, "-c", lived)
        assert (ended.code, ended.out) == (0, b"")
        assert ended.err.strip() == f"Written to {folder / name}"
        assert (folder / name).read_text(encoding="utf-8").lstrip().lower().startswith(opening.lower())
    queued = call("outbox", "list", "--all", "--json", "-c", lived).json
    assert sum(row["kind"] == "digest" for row in queued) <= 1  # that of the round itself


def test_a_digest_is_sent_once_for_each_day(lived: Path) -> None:
    """Queued for the running bot; the second time nothing is queued, which is told and no failure."""
    first = call("digest", "--day", "2020-02-29", "--to", "send", "-c", lived)
    assert (first.code, "Queued 1; the running bot sends" in first.err) == (0, True)
    again = call("digest", "--day", "2020-02-29", "--to", "send", "-c", lived)
    assert (again.code, "Nothing was queued" in again.err) == (0, True)
    rows = call("outbox", "list", "--json", "-c", lived).json
    assert [(row["kind"], row["state"]) for row in rows] == [("digest", "pending")]
    assert call("run", "--once", "-c", lived).code == 0
    assert (lived.parent / "state" / "digests" / "daily-2020-02-29.html").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--day", "bad"), "write the day as 2026-10-05"),
        (("--day", "2026-02-30"), "write the day as 2026-10-05"),
        (("--day", "0001-01-01"), "0001-01-01"),
        (("--day", "9999-12-31"), "9999-12-31"),
        (("--day", "2999-01-01", "--to", "send"), "cannot be sent before"),
        (("--to", "digest.pdf"), ".html or .txt"),
        (("--to", ""), ".html or .txt"),
        (("--to", "nowhere/d.html"), "nowhere/d.html cannot be written"),
        (("--to", "a\0.html"), "cannot be written"),
        (("--id", "weekly"), "there are: daily"),
    ],
)
def test_options_of_a_digest_that_cannot_be_used(lived: Path, options: tuple[str, ...], words: str) -> None:
    """Exit code 2 with what would do."""
    ended = call("digest", *options, "-c", lived)
    assert (ended.code, words in ended.err, ended.out) == (2, True, b"")


def test_without_digests_the_command_says_what_to_add(config: Path) -> None:
    """Exit code 2."""
    change(config, '[[digests]]\nid = "daily"\nat = "07:00"\ntimezone = "UTC"\n', "")
    ended = call("digest", "-c", config)
    assert (ended.code, "add one" in ended.err) == (2, True)
