"""Vetoes by who is moved and how many: another count, other people, another person, another crime. Pure.

May import domain and text. Two handovers are two stories however alike the words; a misprint is not a second handover.
"""

import functools
import re
from collections.abc import Iterable
from datetime import timedelta

from bot.domain import ItemFacts, Relation, Story
from bot.domain.quantities import HANDOVER_MEASURES
from bot.stories.counts import MASS, PeopleCount, counts_of, is_batch, number_of, own_counts, people_counts
from bot.stories.glossary import concept_of
from bot.stories.headlines import is_extradited, is_no_more, is_only_said, is_profile_of_extradited
from bot.stories.names import is_alias, is_masked, only_masked, same_person, share_person, surnames
from bot.stories.principals import in_headlines, principals
from bot.stories.publishers import publisher_of
from bot.stories.relations import headline_relation
from bot.stories.similarity import Likeness, both_batches, is_of_group, overlap, shown_titles
from bot.stories.states import states_of
from bot.text import fold, tokens

_SLIP_WINDOW = timedelta(hours=24)
_CORRECTION_WINDOW = timedelta(days=4)  # it says itself that it corrects
_SLIP_RATIO = 0.75  # of the smaller to the larger: outlets printed 23 for 29 and 32 for 37
_SMALL_SLIP_RATIO = 0.8  # a quarter more or less needs a sign that it is one event: see `_is_alike_beside`
_OWN_SLIP_RATIO = 0.6  # the same publisher again: a first flash that grows
_CORRECTED_RATIO = 0.4  # it says itself that it corrects
_SLIP_OVERLAP = 0.4  # of the words, numbers left out
_BATCH_SLIP_OVERLAP = 0.15  # the same, where both tell of a group handed over within the slip's hours
_FLASH_WINDOW = timedelta(hours=6)  # in which a first number is most often wrong
_FLASH_OVERLAP = 0.05
_FLASH_RATIO = 0.9  # "39 more" and "41 sent", a quarter of an hour apart
_ONE_DAY = timedelta(days=1)  # outlets and time zones differ about the day
_PROSECUTORS = frozenset(("fgr", "fiscalia general de la republica", "fiscalia general de la republica (fgr)"))
_ANOTHER = re.compile(r"\b(?:another|second|further|again|more|otr[oa]s?|segund[oa]|mas)\b")
_ONE_OF = re.compile(
    r"\b(?:among|(?:one|first) of|including|includes|entre (?:l[oa]s|ell[oa]s)|(?:un[oa]|primer[oa]) de|"
    r"incluye\w*|figura\w*|encabeza\w*)\b"
)
_AMONG_THE_SENT = (
    r"\bamong (?:the (?:\w+ )?)?(?:those|men|prisoners|inmates|suspects) (?:\w+ )?"
    r"(?:flown|sent|handed|moved|shipped|expelled)\b|"
    r"\bentre (?:los|las) (?:entregad|enviad|trasladad|expulsad)[oa]s\b"
)
_SOME_OF_THEM = re.compile(_AMONG_THE_SENT)
_IN_GROUP = re.compile(  # of one person, where the headline has no number
    r"\bin (?:[\w'’]+ ){0,2}(?:transfer|handover|batch|group)\b(?! of)|"
    r"\ben (?:la|el|es[ae]|est[ae]) (?:\w+ )?(?:remesa|tanda|grupo|lista|paquete)\b|"
    r"\bdel? (?:la )?(?:primer|segund|tercer|cuart|quint|sext|ultim)[oa]? "
    rf"(?:remesa|tanda|grupo|lista|paquete|envio|traslado)\b|{_AMONG_THE_SENT}"
)
_BELOW_CHARS = 300  # of the text below a headline
_AND_OTHERS = re.compile(r"\b(?:and|y)(?: (?:a|de|con|por))? (?:\w+ ){0,2}(?:others|more|otr[oa]s|mas)\b")
_KIN = re.compile(  # the name that follows is not the name of him whom it is about
    r"\b(?:son|daughter|brother|sister|wife|widow|nephew|niece|father|mother) of\b|"
    r"\b(?:hij[oa]|herman[oa]|espos[oa]|viuda|sobrin[oa]|padre|madre) del?\b"
)
_KIN_WORDS = {
    "son": "son", "hijo": "son", "daughter": "daughter", "hija": "daughter", "brother": "brother", "hermano": "brother",
    "sister": "sister", "hermana": "sister", "wife": "wife", "esposa": "wife", "father": "father", "padre": "father",
    "mother": "mother", "madre": "mother", "nephew": "nephew", "sobrino": "nephew",
}  # fmt: skip
_KIN_OF = re.compile(rf"\b({'|'.join(_KIN_WORDS)}) (?:of|del?|a)\b|\b[\w’']+[’']s ({'|'.join(_KIN_WORDS)})\b")
_SEIZED = re.compile(
    r"\b(?:arrest\w*|captur\w+|detien\w+|detenid[oa]|extradit\w+|deport\w+|cae|indicted|charged|acusan?)\b"
)
_NO_TOWNS = frozenset(("washington", "sinaloa", "jalisco", "michoacan", "tamaulipas"))  # gangs are called by them, too
_CRIMES = frozenset(
    ("laundering", "murder", "rape", "weapons", "fuel", "fraud", "robbery", "kidnap", "corruption", "fentanyl",
     "cocaine", "meth", "heroin", "extortion")
)  # fmt: skip


def _counts(facts: ItemFacts, story: Story) -> tuple[tuple[PeopleCount, ...], tuple[PeopleCount, ...]]:
    figures = [held.figure for held in story.figures]
    ours = counts_of(facts.figures, [facts.item.title], measures=HANDOVER_MEASURES, also=facts.count)
    theirs = counts_of(figures, shown_titles(story), measures=HANDOVER_MEASURES, also=story.count)
    return ours, theirs


def other_people(facts: ItemFacts, story: Story, like: Likeness, relation: Relation) -> str | None:
    """26 suspects and 26 firefighters; women may be suspects."""
    ours, theirs = (
        {None if c.noun == "woman" else c.noun for c in people_counts(t)}
        for t in (facts.item.title, " \n".join(shown_titles(story)[:6]))
    )
    ours_named, theirs_named = ours - {None}, theirs - {None}
    if ours_named and theirs_named and None not in ours | theirs and not ours_named & theirs_named:
        return f"counts {', '.join(sorted(map(str, ours_named)))}, not {', '.join(sorted(map(str, theirs_named)))}"
    return None


def _is_slip(facts: ItemFacts, story: Story, relation: Relation, ratio: float) -> bool:
    """Whether a differing count can be a misprint or its correction, rather than another event."""
    at = facts.item.at
    window = _CORRECTION_WINDOW if relation == "correction" else _SLIP_WINDOW
    if min(abs(at - report.at) for report in story.reports) > window:
        return False
    if facts.event_date and story.event_date and abs(facts.event_date - story.event_date) > _ONE_DAY:
        return False
    is_flash = min(abs(at - report.at) for report in story.reports) <= _FLASH_WINDOW
    another = [bool(_ANOTHER.search(fold(title))) for title in (facts.item.title, *shown_titles(story))]
    if another[0] and not any(another[1:]) and not (is_flash and ratio >= _FLASH_RATIO):
        return False
    words = {t: w for t, w in facts.terms if not t.startswith("n:")}
    held = {t: w for t, w in story.terms if not t.startswith("n:")}
    cross = facts.item.language not in {report.language for report in story.reports}
    loose = both_batches(facts, story)
    needed = _SLIP_OVERLAP if not loose else _FLASH_OVERLAP if is_flash else _BATCH_SLIP_OVERLAP
    if overlap(words, held, cross_language=cross) < needed:
        return False
    if relation == "correction":
        return ratio >= _CORRECTED_RATIO
    publisher = publisher_of(facts.item)
    if any(report.publisher == publisher for report in story.reports):
        return ratio >= _OWN_SLIP_RATIO
    if ratio < _SLIP_RATIO:
        return False
    alike = _is_alike_beside(facts, story)
    return ratio > _SMALL_SLIP_RATIO or alike is True or (alike is None and is_flash and loose)


def is_first_number(ratio: float, apart: timedelta) -> bool:
    """Whether two counts of people among whom one man is named may be of one handover, since nobody is handed over
    twice in a day: a first flash of 23, and 29.

    Args:
        ratio: of the smaller to the larger.
        apart: between the reports that tell them.
    """
    return ratio >= _SLIP_RATIO and apart <= _SLIP_WINDOW


def _is_alike_beside(facts: ItemFacts, story: Story) -> bool | None:
    """Whether all but the count is the same: who is named, else the places (aeroplane's and court's), else the day;
    None = one side tells none of what the other does.
    """
    if facts.people and story.people:
        return share_person(facts.people, story.people)
    if facts.places and story.places:
        return bool(set(facts.places) & set(story.places))
    return True if facts.event_date and story.event_date else None  # two days that differ were refused before


def _numbers(title: str) -> set[int]:
    words = tokens(title)
    return {int(word) if word.isdecimal() else number_of(word) or 0 for word in words}


def other_count(facts: ItemFacts, story: Story, like: Likeness, relation: Relation) -> str | None:
    """26 handed over, and 37; misprints and their corrections left out."""
    ours, theirs = _counts(facts, story)
    if not ours or not theirs or any(a.agrees(b) for a in ours for b in theirs):
        return None
    if _SOME_OF_THEM.search(fold(facts.item.title)) and ours[0].high < theirs[0].low:
        return None  # "three women among those sent"
    one, other = ours[0].low, theirs[0].low
    if relation == "correction" and _numbers(facts.item.title) >= {int(one), int(other)}:  # "36, and not 34"
        return None
    low, high = sorted((one, other))
    if _is_slip(facts, story, relation, low / high if high else 1.0):
        return None
    return f"{one:.0f} people against {other:.0f}"


def _is_called(facts: ItemFacts, story: Story, like: Likeness) -> bool:
    """Whether a headline of one side calls a person of the other, known there by alias only, by surname."""
    kinds = [{is_alias(name) for name in names} for names in (facts.people, story.people)]
    return like.same_surname and not kinds[0] & kinds[1]


def _may_be_alias(facts: ItemFacts, story: Story, like: Likeness) -> bool:
    """Whether one side knows by alias alone whom the other has by name: within the day, of one gang and place, or
    caught in one town of Mexico; extradited from there, or to one city of the US, are often two on one day."""
    ours, theirs = ({is_alias(name) for name in names} for names in (facts.people, story.people))
    if not like.shared_places or like.gap_days > 1:
        return False
    at_home = any(not states_of((place,)) for place in set(facts.places) & set(story.places) - _NO_TOWNS)
    caught = at_home and not any(map(is_extradited, (facts.item.title, *shown_titles(story))))
    return (like.shared_groups or caught) and ours != theirs and len(ours) == len(theirs) == 1


def _may_be_masked(facts: ItemFacts, story: Story) -> bool:
    """Whether a first name whose surname is hidden is that of somebody whom the other side names, of the same place."""
    if not set(facts.places) & set(story.places):
        return False
    pairs = [(a, b) for a in facts.people for b in story.people if is_masked(a) != is_masked(b)]
    return any(a.split()[0] == b.split()[0] for a, b in pairs)


def _is_kin(facts: ItemFacts, story: Story) -> bool:
    """Whether a headline tells of somebody by a relative whose surname he shares: "son of 'El Mencho'"."""
    if not any(_KIN.search(fold(title)) for title in (facts.item.title, *shown_titles(story))):
        return False
    ours, theirs = ({word for name in names for word in surnames(name)} for names in (facts.people, story.people))
    return bool(ours & theirs)


def _other_masked(facts: ItemFacts, story: Story) -> str | None:
    """Two men of one first name whose surnames officials hide, sought in different places.

    Where one side has the surname, the places it names may be where he was caught: states of the US are compared.
    """
    if not only_masked(facts.people, story.people) or not facts.places or not story.places:
        return None
    if any(is_masked(a) != is_masked(b) for a in facts.people for b in story.people if same_person(a, b)):
        ours, theirs = states_of(facts.places), states_of(story.places)
        return f"another {facts.people[0]}: {facts.places[0]}" if ours and theirs and not ours & theirs else None
    return None if set(facts.places) & set(story.places) else f"another {facts.people[0]}: {facts.places[0]}"


def _is_in_group(facts: ItemFacts) -> bool:
    """Whether a report of one person says that he went with a group, in its headline or below it."""
    return any(_IN_GROUP.search(fold(text)) for text in (facts.item.title, facts.item.summary[:_BELOW_CHARS]))


def other_person(facts: ItemFacts, story: Story, like: Likeness, relation: Relation) -> str | None:
    """One person's case and another's, or one person and a group, unless named among it."""
    if "transfer" not in (facts.topics[:1] + story.topics[:1]):
        return None
    if relation == "analysis" and not in_headlines(facts.people, [facts.item.title]):
        return None  # a look at the case names others further down
    ours, theirs = _counts(facts, story)
    mass, their_mass = (max((c.low for c in counts), default=0.0) for counts in (ours, theirs))
    titles = shown_titles(story)
    our_people, their_people = principals(facts.people, [facts.item.title]), principals(story.people, titles)
    if share_person(facts.people, story.people):
        return _other_masked(facts, story)
    if mass < MASS and their_mass < MASS:
        is_group = _AND_OTHERS.search(fold(facts.item.title)) and any(_AND_OTHERS.search(fold(t)) for t in titles)
        may_be_one = (
            is_group
            or _is_called(facts, story, like)
            or _is_kin(facts, story)
            or _may_be_masked(facts, story)
            or _may_be_alias(facts, story, like)
            # the headline calls him by surname; those whom it does not call are named below it
            or (like.same_surname and not in_headlines(facts.people, [facts.item.title]))
        )
        if our_people and their_people and not may_be_one:
            return f"about {our_people[0]}, not {their_people[0]}"
        return None
    is_profile = is_profile_of_extradited(facts.item.title)
    if not (relation == "report" or is_profile) or (mass >= MASS and their_mass >= MASS):
        return None
    single = mass < MASS
    names = our_people if single else their_people
    if _is_in_group(facts) if single else any(_IN_GROUP.search(fold(title)) for title in titles[:1]):
        return None
    if single and like.same_surname:
        return None  # a headline of the group calls him
    own_alone = single and (
        is_profile or is_extradited(facts.item.title)
    )  # that the group has well-known names says nothing then
    asked = [facts.item.title] if own_alone else [facts.item.title, *titles]
    if names and not any(_ONE_OF.search(fold(title)) for title in asked):
        return f"one person, {names[0]}, against {max(mass, their_mass):.0f}"
    return None


@functools.lru_cache(maxsize=20_000)  # pure; a story's headlines are looked at for every report near it
def _kin_told(title: str) -> frozenset[str]:
    """As whose kin a headline tells of somebody: "daughter of 'El Mencho'"."""
    return frozenset(_KIN_WORDS[of or s_of] for of, s_of in _KIN_OF.findall(fold(title)))


def other_kin(facts: ItemFacts, story: Story, like: Likeness, relation: Relation) -> str | None:
    """The daughter of a boss is arrested, and his son was extradited: one family's name, two cases."""
    if relation != "report" or not _SEIZED.search(fold(facts.item.title)):
        return None
    ours = _kin_told(facts.item.title)
    theirs = frozenset(kin for title in shown_titles(story) for kin in _kin_told(title))
    if ours and theirs and not ours & theirs:
        return f"about a {min(ours)}, not a {min(theirs)}"
    return None


def case_beside(facts: ItemFacts, story: Story, like: Likeness, relation: Relation) -> str | None:
    """Somebody handed over by name is not of a story that tells of no handover and of nobody by that name."""
    if relation != "report" or facts.topics[:1] != ("transfer",) or "transfer" in story.topics:
        return None
    title = facts.item.title
    named = [p for p in facts.people if any(word in fold(title) for word in surnames(p))]
    is_told = any(t.startswith("act:transfer") and w >= 0.25 for t, w in facts.terms) and not is_only_said(title)
    shared = like.same_person or like.same_surname or like.shared_groups or like.shared_places
    return f"the case of {named[0]}" if named and is_told and not shared else None


def _crimes(titles: Iterable[str]) -> set[str]:
    return {c for title in titles for word in tokens(title) if (c := concept_of(word)) in _CRIMES and c is not None}


def other_crime(facts: ItemFacts, story: Story, like: Likeness, relation: Relation) -> str | None:
    """Two people whom no headline names, sought for different things."""
    is_known = like.is_named and not only_masked(facts.people, story.people)
    if facts.topics[:1] != ("transfer",) or is_known or like.same_count or like.shared_places:
        return None
    ours, theirs = _crimes([facts.item.title]), _crimes(shown_titles(story))
    if ours and theirs and not ours & theirs and not is_batch(facts.item.title, facts.count):
        return f"for {' and '.join(sorted(ours))}, not {' and '.join(sorted(theirs))}"
    return None


def other_state(facts: ItemFacts, story: Story, like: Likeness, relation: Relation) -> str | None:
    """One person's case in a court of Texas, and another's in one of California, where no name joins them."""
    is_known = like.same_surname or (like.same_person and not only_masked(facts.people, story.people))
    if not like.is_single_case or is_known or (is_of_group(story) and _is_in_group(facts)):
        return None
    ours, theirs = states_of(facts.places), states_of(story.places)
    if ours and theirs and not ours & theirs:
        return f"in {' and '.join(sorted(ours))}, not {' and '.join(sorted(theirs))}"
    return None


def another_release(facts: ItemFacts, story: Story, like: Likeness, relation: Relation) -> str | None:
    """Prosecutors tell each extradition once; their next release without a name or place in common is the next case."""
    shares = like.same_person or like.same_surname or like.same_count or like.shared_places or like.shared_groups
    if relation != "report" or not like.is_single_case or shares or is_batch(facts.item.title, facts.count):
        return None
    own = publisher_of(facts.item)
    if own in _PROSECUTORS and any(report.publisher == own for report in story.reports):
        return f"another release of {facts.item.outlet}"
    return None


def denies_another(facts: ItemFacts, story: Story, like: Likeness, relation: Relation) -> str | None:
    """That no other group is to go says nothing of the one that went."""
    if relation not in ("denial", "reaction", "report") or like.same_count or like.same_person:
        return None
    first = story.reports[0].title
    is_handover = is_batch(facts.item.title, facts.count) and not is_only_said(facts.item.title)
    if is_handover and relation == "report" and (headline_relation(first) == "denial" or is_no_more(first)):
        own = headline_relation(facts.item.title) == "denial" or is_no_more(facts.item.title)
        return None if own else "handed over, not denied"
    if not is_no_more(facts.item.title):
        return None
    done = [title for title in shown_titles(story) if headline_relation(title) != "denial"]
    counted = [c for title in done for c in own_counts(title) if c.low >= MASS]
    if counted and "transfer" in facts.topics:
        return f"denies another handover, not the one of {counted[0].low:.0f}"
    return None


__all__ = [
    "another_release",
    "case_beside",
    "denies_another",
    "other_count",
    "other_crime",
    "other_kin",
    "other_people",
    "other_person",
    "other_state",
]
