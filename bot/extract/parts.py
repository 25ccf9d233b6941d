"""The stretch of a sentence that a figure stands in: its clause, cut at semicolons and at the neighbouring numbers.

Imports its siblings only.
"""

from collections.abc import Sequence

from bot.extract.clauses import Counted, Role, Sentence


def clause_bounds(sentence: Sentence, role: Role) -> tuple[int, int]:
    """Offsets between the semicolons around a figure."""
    at = sentence.tokens[role.counted.quantity.first].start
    begin = sentence.flat.rfind(";", 0, at) + 1
    end = sentence.flat.find(";", at)
    return begin, end if end >= 0 else len(sentence.flat)


def clause_until(sentence: Sentence, role: Role) -> str:
    """Flat text from the last semicolon to the number and a little beyond."""
    begin, _ = clause_bounds(sentence, role)
    return sentence.flat[begin : sentence.tokens[role.counted.quantity.last - 1].end + 1]


def around(sentence: Sentence, role: Role) -> tuple[str, str]:
    """Flat text of the clause before the number and after its noun, cut at the neighbouring numbers."""
    key = (role.counted.quantity.first, role.counted.end)
    found = sentence.stretches.get(key)
    if found is None:
        found = sentence.stretches[key] = _around(sentence, role)
    return found


def _around(sentence: Sentence, role: Role) -> tuple[str, str]:
    begin, end = clause_bounds(sentence, role)
    first, last = role.counted.quantity.first, role.counted.end
    for other in sentence.counted:
        if other.quantity.ordinal or other.quantity.article or _is_time(other):
            continue
        if other.quantity.last <= first:
            if _is_list(sentence.flats[other.quantity.last : first]):
                continue  # "the earlier ones held 29, 26 and 37": one clause for all
            begin = max(begin, sentence.tokens[other.quantity.last - 1].end)
        elif other.quantity.first >= last:
            end = min(end, sentence.tokens[other.quantity.first].start)
            break
    start = sentence.tokens[first].start
    stop = sentence.tokens[role.counted.quantity.last - 1].end
    return sentence.flat[begin:start], sentence.flat[stop:end]


def _is_time(counted: Counted) -> bool:
    """The two of "two years ago" cuts no clause."""
    return counted.unit is not None and counted.unit.name in ("years", "months", "weeks", "days", "hours")


def _is_list(between: Sequence[str]) -> bool:
    """Whether only commas, "y", "and" and further numbers stand between two numbers."""
    return all(flat in (",", "y", "and", "e") or flat[:1].isdecimal() for flat in between)


def clause_of(sentence: Sentence, role: Role) -> str:
    """Flat text between the semicolons around a figure."""
    begin, end = clause_bounds(sentence, role)
    return sentence.flat[begin:end]


def text_before(sentence: Sentence, role: Role) -> str:
    """Flat text of the sentence up to a figure."""
    return sentence.flat[: sentence.tokens[role.counted.quantity.first].start]
