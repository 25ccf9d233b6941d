"""How much of a headline is read, by every module that reads one."""

from bot.stories.called import offices_of
from bot.stories.counts import people_counts
from bot.stories.headlines import MAX_CHARS, folded_headline, is_deed
from bot.stories.relations import headline_relation
from bot.stories.totals import numbers_in

FILLING = "palabras " * (MAX_CHARS // 9 + 1)


def test_what_follows_the_first_characters_is_not_read() -> None:
    """A text without end in place of a headline costs no more than a headline."""
    assert folded_headline("Él " + FILLING * 50) == ("el " + FILLING)[:MAX_CHARS]


def test_every_reader_stops_there() -> None:
    """A deed, a denial, a count, a total and an office are seen within, and not behind."""
    readers = {
        "Drone strike destroys lab": is_deed,
        "Sheinbaum denies any deal": lambda title: headline_relation(title) == "denial",
        "Mexico sends 26 prisoners to the US": people_counts,
        "123 handed over so far": numbers_in,
        "Judge hears ex-governor": offices_of,
    }
    for words, reads in readers.items():
        assert reads(words), words
        assert not reads(f"{FILLING}{words}"), words
