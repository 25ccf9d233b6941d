"""What a story's reports tell beside figures, joined."""

from dataclasses import replace
from datetime import date

from bot.domain import Coming, Content, ItemId, Name, Statement
from bot.stories.content import join_content, without_item

A, B = ItemId("i-a"), ItemId("i-b")


def coming(day: int, item_id: ItemId = A) -> Coming:
    """A hearing in April."""
    quote = f"La audiencia será el {day} de abril."
    return Coming(
        kind="hearing", what=quote, day=date(2026, 4, day), when=f"{day} de abril", item_id=item_id, quote=quote,
        start=0, end=len(quote), lang="es",
    )  # fmt: skip


def statement(words: str, item_id: ItemId = A, *, direct: bool = False) -> Statement:
    """A rejection by Sheinbaum."""
    return Statement(
        kind="rejects", words=words, is_direct=direct, speaker="Claudia Sheinbaum", speaker_kind="official_mx",
        item_id=item_id, quote=words, start=0, end=len(words), lang="es",
    )  # fmt: skip


def name(printed: str, item_id: ItemId = A) -> Name:
    """A person as printed."""
    return Name(kind="person", canonical=printed, printed=(printed,), item_id=item_id, start=0, end=len(printed))


def test_events_told_twice_are_one_and_the_soonest_stands_first() -> None:
    """Two outlets with one hearing give one event, that of the first."""
    joined = join_content(Content(coming=(coming(13),)), Content(coming=(coming(13, B), coming(2, B))), B)
    assert [(event.day.day, event.item_id) for event in joined.coming] == [(2, B), (13, A)]


def test_direct_words_take_the_place_of_reported_ones() -> None:
    """What was said in quotation marks is kept rather than a reporter's words."""
    joined = join_content(
        Content(statements=(statement("rechazó"),)), Content(statements=(statement("No", B, direct=True),)), B
    )
    assert [said.words for said in joined.statements] == ["No"]


def test_one_speaker_by_several_names_says_a_thing_once() -> None:
    """ "Trump" and "President Trump" are Donald Trump's, where no other name ends like his."""
    told = [replace(statement(f"threat {n}"), speaker=who) for n, who in enumerate(("Trump", "President Trump"))]
    joined = join_content(
        Content(statements=(replace(statement("threat"), speaker="Donald Trump"),)), Content(statements=tuple(told)), B
    )
    assert [said.words for said in joined.statements] == ["threat"]


def test_the_short_form_of_two_names_is_folded_into_neither() -> None:
    """A Luna may be either of two."""
    whole = [replace(statement(f"no {n}"), speaker=who) for n, who in enumerate(("Pedro Luna Ríos", "Ana Luna"))]
    joined = join_content(
        Content(statements=tuple(whole)), Content(statements=(replace(statement("nunca"), speaker="Luna"),)), B
    )
    assert [said.speaker for said in joined.statements] == ["Pedro Luna Ríos", "Ana Luna", "Luna"]


def test_the_same_words_are_told_once_whoever_is_said_to_have_spoken_them() -> None:
    """A reprint names the spokesman."""
    other = replace(statement("No habrá tropas", B), speaker="la vocera")
    joined = join_content(Content(statements=(statement("No habrá tropas"),)), Content(statements=(other,)), B)
    assert len(joined.statements) == 1


def test_an_item_read_again_replaces_what_it_told() -> None:
    """A correction of the same item leaves nothing of the former reading."""
    joined = join_content(Content(coming=(coming(13),), statements=(statement("a"),)), Content(coming=(coming(14),)), A)
    assert joined == Content(coming=(coming(14),))
    assert without_item(joined, A) == Content()


def test_names_that_differ_between_outlets_conflict() -> None:
    """Insunza Coronel in one report, Inzunza Noriega in another: two names, each with a warning."""
    joined = join_content(
        Content(names=(name("Pedro Insunza Coronel"),)), Content(names=(name("Pedro Inzunza Noriega", B),)), B
    )
    assert [(each.canonical, each.conflicts) for each in joined.names] == [
        ("Pedro Insunza Coronel", ("Pedro Inzunza Noriega",)),
        ("Pedro Inzunza Noriega", ("Pedro Insunza Coronel",)),
    ]


def test_names_in_doubt_are_told_in_groups() -> None:
    """Both names of a conflict once; a name spelled otherwise than the lexicon's, as printed, with the lexicon's."""
    joined = join_content(
        Content(names=(name("Pedro Insunza Coronel"),)), Content(names=(name("Pedro Inzunza Noriega", B),)), B
    )
    assert joined.doubtful_names == (("Pedro Insunza Coronel", "Pedro Inzunza Noriega"),)
    known = replace(name("Ismael Zambada García"), printed=("Ismael Sambada",), conflicts=("Ismael Zambada García",))
    assert Content(names=(known, name("Noé Arriaga"))).doubtful_names == (("Ismael Sambada", "Ismael Zambada García"),)
