"""What a story's reports tell beside figures, joined."""

from dataclasses import replace

from content_kit import A, B, coming, name, statement

from bot.domain import Content
from bot.stories.content import both, join_content, part_of, without_item


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


def test_a_part_of_the_reports_tells_what_they_told_first() -> None:
    """A name in doubt for what the others call somebody is so no more; one that its own text doubts stays so."""
    doubted = replace(name("Ana Mora"), conflicts=("Ana Moras",))
    texts = (
        Content(coming=(coming(13),), statements=(statement("no"),), names=(name("Pedro Insunza Coronel"), doubted)),
        Content(coming=(coming(2, B),), names=(name("Pedro Inzunza Noriega", B),)),
    )
    whole = both(*texts)
    assert whole.doubtful_names == (("Pedro Insunza Coronel", "Pedro Inzunza Noriega"), ("Ana Mora", "Ana Moras"))
    assert [part_of(whole, [item]) for item in (A, B)] == list(texts)
    assert texts[0].doubtful_names == (("Ana Mora", "Ana Moras"),)
