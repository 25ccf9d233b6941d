"""Likeness of two strings: the one door to rapidfuzz, for headlines copied word for word and names spelled two ways."""

from rapidfuzz import fuzz

_SAME_WORD = 84.0  # "inzunza", "insunza": 86; "martin", "marin": 91; "coronel", "noriega": 29
_SAME_HEADLINE = 95.0


def alike(one: str, other: str) -> bool:
    """Whether two folded words may be spellings of one name."""
    return one == other or (min(len(one), len(other)) >= 5 and fuzz.ratio(one, other) >= _SAME_WORD)


def copied(one: str, other: str) -> bool:
    """Whether two folded headlines are the same but for a few characters."""
    return one == other or fuzz.ratio(one, other, score_cutoff=_SAME_HEADLINE) > 0


__all__ = ["alike", "copied"]
