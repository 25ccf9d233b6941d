"""What a story's reports tell beside figures: what is to come, who says what, who is named. Pure.

May import domain and text. Nothing is averaged or merged by guess: a name that may be another's misprint raises a
conflict on both.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import permutations

from bot.domain import Coming, Content, ItemId, Name, NameKind, Statement
from bot.text import tokens
from bot.text.namesakes import is_namesake

_TITLES = frozenset(
    tokens(
        "president presidente presidenta secretary secretario secretaria senator senador senadora governor gobernador "
        "gobernadora general gen sen gov the el la of de del mr mrs ms us u s"
    )
)
MAX_COMING, MAX_STATEMENTS, MAX_NAMES = 20, 30, 80  # of a story; the earliest told are kept


def join_content(known: Content, more: Content, item_id: ItemId) -> Content:
    """A story's content after a report; what the same item told before gives way to what it tells now."""
    return both(without_item(known, item_id), more)


def both(first: Content, then: Content) -> Content:
    """What two of them tell, as the first one tells it."""
    return Content(
        coming=_coming((*first.coming, *then.coming)),
        statements=_statements((*first.statements, *then.statements)),
        names=_names((*first.names, *then.names)),
    )


def without_item(content: Content, item_id: ItemId) -> Content:
    """What is left when one report goes. Names that it told first go with it, whoever told them later."""
    return Content(
        coming=tuple(event for event in content.coming if event.item_id != item_id),
        statements=tuple(statement for statement in content.statements if statement.item_id != item_id),
        names=tuple(name for name in content.names if name.item_id != item_id),
    )


def part_of(content: Content, items: Collection[ItemId]) -> Content:
    """What some of the reports told first. That a name is like one of the others' is no doubt of theirs."""
    names = [name for name in content.names if name.item_id in items]
    theirs = {form for name in content.names if name.item_id not in items for form in _forms(name)}
    theirs -= {form for name in names for form in _forms(name)}
    return Content(
        coming=tuple(event for event in content.coming if event.item_id in items),
        statements=tuple(statement for statement in content.statements if statement.item_id in items),
        names=tuple(
            replace(name, conflicts=tuple(other for other in name.conflicts if other not in theirs)) for name in names
        ),
    )


def _coming(events: Sequence[Coming]) -> tuple[Coming, ...]:
    """One event a day and kind, as first told in each language, so that readers get it in theirs; soonest first."""
    first = {(event.day, event.kind, event.lang): event for event in reversed(events)}
    return tuple(sorted(first.values(), key=lambda event: event.day)[:MAX_COMING])


def _statements(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """One statement a kind and speaker, direct words in place of reported ones, as first told.

    "Trump" of one report is the "President Donald Trump" of another where no second name could be meant; the same
    words are one statement, whoever is said to have spoken them.
    """
    kept: list[Statement] = []
    for statement in statements:
        alike = [n for n, held in enumerate(kept) if held.kind == statement.kind and _is_one_voice(held, statement)]
        sure = [n for n in alike if kept[n].speaker == statement.speaker or _said(kept[n]) == _said(statement)]
        if not sure and len(alike) != 1:
            kept.append(statement)  # nobody's, or the short form of two names
        elif statement.is_direct and not kept[(sure or alike)[0]].is_direct:
            kept[(sure or alike)[0]] = statement
    return tuple(kept[:MAX_STATEMENTS])


def _is_one_voice(one: Statement, other: Statement) -> bool:
    """Whether two statements are of one speaker, by names of which one may be the other's short form, or in one
    wording."""
    ours, theirs = _name_words(one.speaker), _name_words(other.speaker)
    named = bool(ours and theirs) and (ours <= theirs or theirs <= ours)
    return named or one.speaker == other.speaker or _said(one) == _said(other)


def _said(statement: Statement) -> tuple[str, ...]:
    return tuple(tokens(statement.words))


def _name_words(speaker: str) -> frozenset[str]:
    return frozenset(tokens(speaker)) - _TITLES


def _names(names: Sequence[Name]) -> tuple[Name, ...]:
    """One entry a canonical name with all its printed forms; conflicts across reports raised."""
    merged: dict[tuple[NameKind, str], Name] = {}
    for name in names:
        held = merged.get((name.kind, name.canonical))
        merged[name.kind, name.canonical] = (
            name
            if held is None
            else replace(
                held, printed=_once(held.printed, name.printed), conflicts=_once(held.conflicts, name.conflicts)
            )
        )
    kept = dict(list(merged.items())[:MAX_NAMES])
    people = [name for name in kept.values() if name.kind == "person"]
    for one, other in permutations(people, 2):
        if any(is_namesake(ours, theirs) for ours in _forms(one) for theirs in _forms(other)):
            held = kept["person", one.canonical]
            kept["person", one.canonical] = replace(held, conflicts=_once(held.conflicts, (other.canonical,)))
    return tuple(kept.values())


def _forms(name: Name) -> tuple[str, ...]:
    return _once((name.canonical,), name.printed)


def _once(ones: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*ones, *others)))
