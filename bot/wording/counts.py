"""How things are counted in words. Imports nothing."""

from collections.abc import Mapping


class Count(int):
    """A number of things that chooses their words: `"{n} {n:story|stories}".format(n=Count(1))` is "1 story".

    The first word is for one, the second for any other number, none too, in English as in Spanish.
    """

    def __format__(self, spec: str) -> str:
        one, bar, many = spec.partition("|")
        return super().__format__(spec) if not bar else one if self == 1 else many


def with_counts(text: str, values: Mapping[str, object]) -> str:
    """A set phrase with its values put in; its whole numbers choose words, see `Count`."""
    return text.format_map({name: Count(value) if type(value) is int else value for name, value in values.items()})


def counted(number: int, noun: str) -> str:
    """ "1 feed", "1,204 stories": thousands are set off with a comma, as Mexican and English copy do.

    Args:
        number: of things.
        noun: `feed`; with both forms, `story|stories`, where an s at its end does not make the plural.
    """
    return f"{number:,} {Count(number):{noun if '|' in noun else f'{noun}|{noun}s'}}"


__all__ = ["Count", "counted", "with_counts"]
