"""Which story a report goes to, and why."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from builders import make_figure, make_judgement, make_report, make_verdict
from story_kit import THREAT, TRANSFER, Desk, facts, handed, report

from bot.domain import Item, Judgement
from bot.stories import LOOK_BACK, assign, index_keys, weights
from bot.stories.evidence import evidence, setting_of
from bot.stories.relations import read_as
from bot.stories.similarity import likeness, shown_titles


def test_the_first_report_opens_a_story() -> None:
    """Number and relation are given; nothing is near."""
    link = assign(facts(report("Mexico sends 26 prisoners")), [], number=7)
    assert (
        link.story_id, link.is_new_story, link.relation, link.similarity, link.vetoed_by,
    ) == ("s-000007", True, "report", 0.0, None)  # fmt: skip


def test_two_handovers_are_two_stories() -> None:
    """26 and 37 in the same words, three days apart; the link names the veto."""
    desk = Desk()
    desk.take(report("Mexico sends 26 prisoners to United States in latest deal"))
    change = desk.take(report("Mexico sends 37 prisoners to United States in latest deal", hours=72))
    assert change.before is None
    link = assign(facts(report("Mexico sends 37 prisoners to United States in latest deal", hours=72)),
                  desk.stories[:1], number=2)  # fmt: skip
    assert (link.vetoed_by, link.is_new_story) == ("37 people against 26", True)
    assert "37 people against 26" in link.reason


def test_handing_over_is_no_more_than() -> None:
    """The verb's particle before a number does not make it a lower bound."""
    desk = Desk()
    desk.take(report("Mexico hands over 6 prisoners to United States", outlet="Post"))
    desk.take(report("Mexico hands over 15 prisoners to United States", hours=1, outlet="Post"))
    assert len(desk.stories) == 2


def test_the_same_item_beats_every_veto() -> None:
    """The same link with another number is an edit of its report, not a second story."""
    desk = Desk()
    item = report("México entrega a 26 reos")
    desk.take(item)
    change = desk.take(report("Otra cosa muy distinta", hours=90, id=item.id))
    assert (change.link.relation, change.link.similarity, len(change.after.reports)) == ("edit", 1.0, 1)


@pytest.mark.parametrize(
    ("first", "second", "veto"),
    [
        ("México extradita a Ramiro Castañeda por lavado", "México extradita a Ulises Barragán por lavado", "about"),
        ('México extradita a Luis Alberto "N" por abuso', 'México extradita a Saúl Ernesto "N" por abuso', "about"),
        ("Mexico sends 26 prisoners to United States", "Mexico sends 26 firefighters to United States", "counts"),
        ("México entrega a 26 presos", 'México entrega a "El Yunque", preso del Golfo', "one person"),
        ("Mexico sends ten prisoners on 2 October", "Mexico sends ten prisoners on 5 October", "happened"),
    ],
)
def test_like_words_of_different_events_stay_apart(first: str, second: str, veto: str) -> None:
    """Other people, other counts of people, other days: the link says which."""
    desk = Desk()
    desk.take(report(first))
    link = assign(facts(report(second, hours=1, outlet="Post")), desk.stories, number=2)
    assert link.is_new_story
    assert (link.vetoed_by or "").startswith(veto)


def test_one_of_the_many_is_no_single_extradition() -> None:
    """A name among those handed over belongs to the handover."""
    desk = Desk()
    desk.take(report("México entrega a 26 presos a Estados Unidos"))
    assert desk.take(report('"El Yunque", entre los 26 presos que México entrega', hours=1)).before is not None


def test_direction_and_route_keep_apart() -> None:
    """Prisoners sent home to finish sentences are no handover; verbs of one handover may differ."""
    back = make_judgement(make_verdict(direction="US_TO_MX", route="sentence_transfer"))
    home = make_judgement(make_verdict(direction=None, route="sentence_transfer"))
    desk = Desk()
    law = make_judgement(make_verdict(route="security_law"))
    desk.take(report("Mexico sends 14 prisoners to United States"), law)
    for judgement, veto in ((back, "direction"), (home, "route")):
        link = assign(
            facts(report("14 prisoners, United States to Mexico", hours=1), judgement), desk.stories, number=2
        )
        assert (link.vetoed_by or "").startswith(veto)
    treaty = make_judgement(make_verdict(route="extradition"))
    link = assign(facts(report("Mexico extradites 14 prisoners", hours=1), treaty), desk.stories, number=2)
    assert not link.is_new_story


def test_what_both_headlines_say_counts_more_than_a_judgement_of_the_way() -> None:
    """Sixteen sent home, and sixteen received; the 37 in court on another day; one man by two ways."""
    desk = Desk()
    home = make_judgement(make_verdict(direction="US_TO_MX", route="sentence_transfer"))
    desk.take(report("US returns 16 Mexican prisoners to Mexico"), home)
    for title in ("Reciben a 16 sentenciados devueltos por EU", "16 connacionales, trasladados desde cárceles de EU"):
        north = make_judgement(make_verdict(direction="MX_TO_US", route="security_law"))
        assert assign(facts(report(title, hours=1), north), desk.stories, number=2).vetoed_by is None
    desk = Desk()
    desk.take(report("Mexico sends 37 prisoners to United States on Monday"))
    monday = desk.stories[0].event_date
    assert monday
    for title, apart in (
        ("First of the 37 prisoners appear in court", False),
        ("Mexico sends 37 to United States", True),
    ):
        wednesday = replace(facts(report(title, hours=50)), event_date=monday + timedelta(days=2))
        vetoed_by = assign(wednesday, desk.stories, number=2).vetoed_by
        assert (vetoed_by or "").startswith("happened on") is apart, vetoed_by


def test_one_man_is_sent_home_by_whatever_way() -> None:
    """ "Deported" and "transferred under the treaty" are words for one flight of the man who is named."""
    desk = Desk()
    home = make_judgement(make_verdict(direction="US_TO_MX", route="sentence_transfer"))
    desk.take(report("Eduardo Villalba Cano, transferred by US, lands in Toluca"), home)
    deported = make_judgement(make_verdict(direction="US_TO_MX", route="deportation_expulsion"))
    same = report("Former boss Eduardo Villalba Cano deported from US", hours=5)
    assert assign(facts(same, deported), desk.stories, number=2).vetoed_by is None


def test_he_who_was_sent_home_is_tried_there() -> None:
    """Extradited from the US to Mexico: what a Mexican court does is of that story."""
    desk = Desk()
    home = make_judgement(make_verdict(direction="US_TO_MX", route="extradition"))
    desk.take(report("EU entrega a México a Ernesto Villalba Cano, buscado por fraude"), home)
    court = report("Vinculan a proceso a Villalba Cano, extraditado el sábado", hours=40)
    assert assign(facts(court), desk.stories, number=2).vetoed_by is None


def test_a_way_that_only_one_side_tells_keeps_nothing_apart() -> None:
    """A judgement says north where a text says nothing; one man's case may go both ways."""
    home = make_judgement(make_verdict(direction="US_TO_MX", route="unspecified"))
    unsaid = make_judgement(make_verdict(direction="MX_TO_US", route="unspecified"))
    desk = Desk()
    desk.take(report("14 prisoners are flown to Tijuana after treaty talks"), unsaid)
    link = assign(facts(report("14 prisoners are flown back to Tijuana", hours=1), home), desk.stories, number=2)
    assert not link.is_new_story


def test_a_status_sends_no_report_astray() -> None:
    """A report that is judged to answer is told as an answer, and weighed by its headline."""
    desk = Desk()
    desk.take(report("Mexico sends 26 suspects to United States"))
    answer = make_judgement(make_verdict(realis=("rejected",)))
    link = assign(facts(report("Mexico sends 13 suspects to United States", hours=1), answer), desk.stories, number=2)
    assert (link.vetoed_by or "").startswith("13 people")
    link = assign(facts(report("Mexico sends 26 suspects to United States", hours=1), answer), desk.stories, number=2)
    assert (link.is_new_story, link.relation) == (False, "reaction")
    late = facts(report("Mexico sends 26 suspects to United States", hours=240), answer)
    assert (assign(late, desk.stories, number=2).vetoed_by or "").endswith("4 allowed for a report")


def test_a_report_after_an_answer_reads_as_a_report() -> None:
    """Whatever it was judged to be, where an answer opened the story."""
    told = make_report(title="Mexico sends 26 suspects to United States", relation="reaction")
    assert read_as(told, "Sheinbaum defends the handover of 26") == "report"
    assert read_as(replace(told, relation="analysis"), "Sheinbaum defends the handover of 26") == "analysis"


def test_an_answer_by_judgement_is_still_a_headline_of_its_story() -> None:
    """What later reports are compared with are headlines that read as reports, whatever they were judged to be."""
    desk = Desk()
    desk.take(report("Mexico sends 26 suspects to United States"))
    answer = make_judgement(make_verdict(realis=("rejected",)))
    desk.take(report("Mexico sends 26 suspects to United States in planes", hours=1, outlet="Sun"), answer)
    (story,) = desk.stories
    assert [told.relation for told in story.reports] == ["report", "reaction"]
    assert len(shown_titles(story)) == 2


def test_one_mans_case_may_go_both_ways() -> None:
    """His return, and how it was pressed for in Washington."""
    home = make_judgement(make_verdict(direction="US_TO_MX", route="unspecified"))
    north = make_judgement(make_verdict(direction="MX_TO_US", route="unspecified"))
    desk = Desk()
    desk.take(report("United States drops case, Caro Quintero returns home"), home)
    pressed = report("México presionó a Washington para que regresara Caro Quintero", hours=5, language="es")
    assert not assign(facts(pressed, north), desk.stories, number=2).is_new_story


@pytest.mark.parametrize(
    ("title", "realis", "is_apart"),
    [
        ("United States troops plant signs on beach in Mexico", "occurred", True),
        ("United States troops may land on beach in Mexico, Trump says", "occurred", False),
        ("United States troops plant signs on beach in Mexico", "threatened", False),
    ],
)
def test_what_was_done_is_not_the_threat(title: str, realis: str, is_apart: bool) -> None:
    """By a status that the headline does not gainsay."""
    desk = Desk()
    desk.take(report("Trump threatens to send United States troops into Mexico"), THREAT)
    judged = make_judgement(make_verdict(topic="strike_threat", realis=(realis,)))
    link = assign(facts(report(title, hours=2, outlet="Sun"), judged), desk.stories, number=2)
    assert (link.vetoed_by == "done, not only threatened") is is_apart


def test_threats_by_different_acts_stay_apart() -> None:
    """Drones and, three days later, troops are two threats; the same act again within days is one."""
    desk = Desk()
    desk.take(report("Trump threatens drone war on cartels in Mexico"), THREAT)
    other = assign(
        facts(report("Trump threatens to send troops on cartels in Mexico", hours=73), THREAT), desk.stories, number=2
    )
    assert (other.vetoed_by or "").startswith("enter, not air")
    again = assign(
        facts(report("Trump threatens drone war on cartels again", hours=73), THREAT), desk.stories, number=2
    )
    assert not again.is_new_story


def test_reports_join_for_four_days_and_answers_for_thirty() -> None:
    """Ruling 11 of the design."""
    desk = Desk()
    desk.take(report("Mexico sends 26 prisoners to United States"))
    late = assign(facts(report("Mexico sends 26 prisoners to United States", hours=109)), desk.stories, number=2)
    assert (late.vetoed_by or "").endswith("4 allowed for a report")
    answer = assign(facts(report("Sheinbaum defends sending 26 prisoners", hours=24 * 29)), desk.stories, number=2)
    assert (answer.relation, answer.is_new_story) == ("reaction", False)
    assert assign(
        facts(report("Sheinbaum defends sending 26 prisoners", hours=24 * 31)), desk.stories, number=2
    ).is_new_story


def test_answers_do_not_keep_a_story_open_for_reports() -> None:
    """The four days run from the last news of the event, not from the last comment on it."""
    desk = Desk()
    desk.take(report("Mexico sends 26 prisoners to United States"))
    desk.take(report("Sheinbaum defends sending 26 prisoners to United States", hours=90))
    assert desk.take(report("Mexico sends 26 prisoners to United States", hours=120)).before is None


def test_a_copy_of_an_answer_is_a_report_of_it() -> None:
    """Where a refusal opened the story, another outlet's refusal is no reaction to it."""
    desk = Desk()
    desk.take(report("Sheinbaum rejects troops in Mexico"), THREAT)
    assert (
        desk.take(report("Sheinbaum rechaza tropas en México", hours=1, outlet="Post"), THREAT).link.relation
        == "report"
    )


def test_the_other_topic_is_shown_on_the_pegs_story() -> None:
    """An item with both topics goes to one story."""
    both = make_judgement(make_verdict(), make_verdict(topic="strike_threat", score=0.9, realis=("threatened",)))
    desk = Desk()
    desk.take(report("Mexico sends 26 prisoners to United States"))
    change = desk.take(report("After strike threat, Mexico sends 26 prisoners", hours=1, outlet="Post"), both)
    assert (change.after.topics, len(desk.stories)) == (("transfer", "strike_threat"), 1)
    assert [fact.topic for fact in change.facts if fact.kind == "topic"] == ["strike_threat"]


def test_a_topic_that_a_story_has_not_had_is_told_by_a_report_that_is_sure_of_it() -> None:
    """ "Not under pressure" is hardly a threat refused."""
    both = make_judgement(make_verdict(), make_verdict(topic="strike_threat", score=0.6, realis=("rejected",)))
    desk = Desk()
    desk.take(report("Mexico sends 26 prisoners to United States"))
    change = desk.take(report("26 prisoners went under no pressure, says Mexico", hours=1, outlet="Post"), both)
    assert "strike_threat" not in dict(change.after.realis)
    assert [fact for fact in change.facts if fact.kind == "topic"] == []


class _Embedder:
    """Everything means the same, or nothing does."""

    def __init__(self, *, alike: bool) -> None:
        self._alike = alike

    def embed(self, texts: Any) -> list[tuple[float, ...]]:
        """One vector per text."""
        return [(1.0, 0.0) if self._alike or n == 0 else (0.0, 1.0) for n, _ in enumerate(texts)]

    def follow_up(self, title: str) -> float:
        """Says nothing either way."""
        return 0.0


def test_an_embedder_moves_the_score() -> None:
    """It can lift a paraphrase over the floor, and take from chance overlap; the link says what it found."""
    desk = Desk()
    desk.take(report("Trump threatens drone war on cartels"), THREAT)
    other = facts(report("Unmanned raids on gangs are coming, says White House", hours=1), THREAT)
    plain = assign(other, desk.stories, number=2)
    near, far = (assign(other, desk.stories, number=2, embedder=_Embedder(alike=x)) for x in (True, False))
    assert near.similarity > plain.similarity > far.similarity
    assert not near.is_new_story
    assert "opening cosine +" in near.reason


def test_what_a_veto_keeps_out_is_not_embedded() -> None:
    """Vectors cost; a story that cannot take the report is not asked about."""
    desk = Desk()
    desk.take(report("Mexico sends 26 prisoners to United States"))
    other = facts(report("Mexico sends 90 prisoners to United States", hours=50))
    link = assign(other, desk.stories, number=2, embedder=_Embedder(alike=True))
    assert (link.vetoed_by, "cosine" in link.reason) == ("90 people against 26", False)


@pytest.mark.parametrize(
    ("first", "second", "hours", "veto"),
    [
        ("Mexico sends 18 prisoners to United States", "Mexico sends nine prisoners, days after group of 18", 90,
         "9 people against 18"),
        ("Mexico sends 18 prisoners to United States", "Mexico says no more prisoner flights are planned", 20,
         "denies another handover, not the one of 18"),
        ("Sheinbaum denies new handover of prisoners", "México entrega a 18 reos", 20, "handed over, not denied"),
        ("Mexico sends 16 prisoners to United States", "Regresan 16 presos a México a cumplir condena", 20,
         "home to Mexico, not north"),
        ("México envía a 16 presos repatriados desde Texas", "Mexico sends 16 prisoners to United States", 20,
         "north, not home to Mexico"),
        ("México extradita a un hombre por fraude", "México extradita a un hombre por homicidio", 1,
         "for murder, not fraud"),
        ("Mexico extradites man to Texas over fraud", "Mexico extradites man to California over fraud", 2,
         "in california, not texas"),
        ("México entrega a 16 reos a Estados Unidos", "Lo que dejó la semana: 16 reos y un arancel", 20,
         "a roundup of several events"),
        ("México entrega a 16 reos a Estados Unidos", "Lo más importante del día: entrega de 16 reos y un arancel", 20,
         "a roundup of several events"),
        ("Mexico sends 16 prisoners to United States", "What you missed this weekend: 16 prisoners sent to Texas", 20,
         "a roundup of several events"),
        ("Poll: most Mexicans oppose sending prisoners", "Mexico sends prisoners to United States", 3,
         "news, where the story is comment alone"),
    ],
)  # fmt: skip
def test_events_of_one_vocabulary_stay_apart(first: str, second: str, hours: float, veto: str) -> None:
    """A number mentioned beside, a denial of the next one, the other direction, another crime or court, a roundup."""
    desk = Desk()
    desk.take(report(first))
    link = assign(facts(report(second, hours=hours, outlet="Post")), desk.stories, number=2)
    assert (link.vetoed_by, link.is_new_story) == (veto, True)


def test_a_strike_is_not_the_threat_of_it() -> None:
    """What was only said and is then done is a second event."""
    desk = Desk()
    desk.take(report("Trump says drone strike on labs in Mexico may come"), THREAT)
    link = assign(facts(report("Drone strike destroys lab in Mexico", hours=30), THREAT), desk.stories, number=2)
    assert link.vetoed_by == "done, not only threatened"


def test_steps_of_a_case_join_the_story_of_the_person_named() -> None:
    """A plea or an appeal weeks later; of a person who is not named, it opens its own."""
    desk = Desk()
    desk.take(report("México extradita a Saúl Barragán por lavado"))
    title = "Saúl Barragán pleads guilty to laundering in Texas"
    assert desk.take(report(title, hours=24 * 20, outlet="Post")).before is not None
    late = report("Cartel accountant pleads guilty to laundering in Texas", hours=24 * 27, outlet="Third")
    assert desk.take(late).before is None


def test_prosecutors_tell_each_case_once() -> None:
    """Their next release with no name, place or number in common is the next case; other outlets repeat themselves."""
    first, second = "FGR extradita a hombre requerido por fraude", "FGR extradita a presunto estafador por fraude"
    vetoes = []
    for outlet in ("FGR", "Courier"):
        desk = Desk()
        desk.take(report(first, outlet=outlet))
        vetoes.append(assign(facts(report(second, hours=1, outlet=outlet)), desk.stories, number=2).vetoed_by)
    assert vetoes == ["another release of FGR", None]


def test_a_ruling_keeps_its_story_open_for_its_translation() -> None:
    """What a court did is news of the case, in whatever words the second outlet tells it."""
    desk = Desk()
    desk.take(report("México extradita a Caro Quintero: EU lo pide"))
    desk.take(report("Tribunal concede amparo a Caro Quintero contra extradición", hours=24 * 20))
    late = report("Caro Quintero's handover is off the table", hours=24 * 20 + 2, outlet="Post")
    assert assign(facts(late), desk.stories, number=9).story_id == desk.stories[0].id


def test_a_month_later_a_look_back_joins_what_is_a_month_old() -> None:
    """The distance that it names is no gap; another distance is."""
    desk = Desk()
    desk.take(report("Mexico sends 41 prisoners to United States"))
    desk.take(report("México envía a 41 presos a Estados Unidos", hours=1, outlet="Post"))
    chances = [
        assign(facts(report(f"{when} after Mexico sent 41 prisoners", hours=31 * 24)), desk.stories, number=2)
        for when in ("A month", "A week")
    ]
    assert (chances[0].relation, chances[0].is_new_story) == ("anniversary", False)
    assert chances[0].similarity > chances[1].similarity


def test_a_report_needs_more_likeness_to_join_a_comment() -> None:
    """A poll on troops is not the threat of them."""
    desk = Desk()
    desk.take(report("Most Mexicans reject troops, poll finds"), THREAT)
    link = assign(facts(report("Trump wants troops in Mexico", hours=3), THREAT), desk.stories, number=2)
    assert link.is_new_story
    assert link.vetoed_by == "news, where the story is comment alone"


def test_stories_of_the_last_days_are_met_without_a_common_word() -> None:
    """Every report looks at what was reported in the window in which it may join."""
    desk = Desk()
    desk.take(report("Dos muertos al caer helicóptero", outlet="Uno"), THREAT)
    other = facts(report("Aircraft down in Durango", hours=70), THREAT)
    assert desk.shelf.candidates(index_keys(other), other.item.at - LOOK_BACK) == [*desk.stories]
    late = facts(report("Aircraft down in Durango", hours=24 * 8), THREAT)
    assert desk.shelf.candidates(index_keys(late), late.item.at - LOOK_BACK) == []


def test_figures_decide_where_headlines_are_silent() -> None:
    """Counts of the text veto, too; a floor such as "dozens" agrees with any greater number."""
    desk = Desk()
    first = report("Mexico hands over prisoners to United States")
    desk.take(first, TRANSFER, handed(26.0, first))
    other = report("Mexico hands over prisoners to United States", hours=50, outlet="Post")
    link = assign(facts(other, TRANSFER, handed(80.0, other)), desk.stories, number=2)
    assert link.vetoed_by == "80 people against 26"
    vague = handed(12.0, other, qualifier="at_least", value_from_vague=True)
    assert not assign(facts(other, TRANSFER, vague), desk.stories, number=2).is_new_story
    assert not assign(facts(other, TRANSFER, make_figure(measure="killed")), desk.stories, number=2).is_new_story


def _marks(first: Item, second: Item, judgement: Judgement = TRANSFER) -> dict[str, float]:
    """What speaks for the second report being of the first one's event."""
    desk = Desk()
    story = desk.take(first, judgement).after
    other = facts(second, judgement)
    return evidence(other, story, likeness(other, story), "report", setting_of(other, [story]))


def test_threats_go_stale_by_the_day() -> None:
    """Days between count once more for talk of force, which is taken up anew; a handover is told for days."""
    later = report("Trump threatens new drone war on cartels", hours=48)
    assert _marks(report("Trump threatens drone war on cartels"), later, THREAT)["gap_of_threat"] > 1.0
    assert _marks(report("Mexico sends 26"), report("Mexico sends suspects", hours=48))["gap_of_threat"] == 0.0


def test_a_place_that_the_story_does_not_know_speaks_against_it() -> None:
    """A report without places says nothing."""
    first = report("Mexico sends 26 prisoners to United States")
    assert _marks(first, report("Mexico sends prisoners to Texas", hours=1))["new_place"] == 1.0
    assert _marks(first, report("Mexico sends prisoners", hours=1))["new_place"] == 0.0
    named = report("Mexico sends 26 prisoners to Texas")
    assert _marks(named, report("Prisoners in Texas", hours=1))["new_place"] == 0.0


def test_a_headline_without_the_act_is_known() -> None:
    """A feature needs not say what happened; what opens an event does. The text below does not count."""
    first = report("Mexico sends 26 prisoners to United States")
    feature = report("The long night of a capo", summary="Mexico sends 26 prisoners.", hours=1)
    assert _marks(first, feature)["no_act"] == 1.0
    assert _marks(first, report("Mexico sends a capo", hours=1))["no_act"] == 0.0


def test_the_people_handed_over_are_not_one_mans_case() -> None:
    """A report of them has a mark against a story of one man, and none against the flight's."""
    desk = Desk()
    desk.take(report("Judge halts extradition of Evaristo Mondragón to US", outlet="Post"))
    desk.take(report("Mexico hands over 23 cartel suspects to US", hours=20, outlet="Wire"))
    other = facts(report("Lawyers for handed-over Mexican prisoners say clients were denied hearings", hours=26))
    marks = [
        evidence(other, story, likeness(other, story), "reaction", setting_of(other, desk.stories))["other_than_group"]
        for story in desk.stories
    ]

    assert marks == [1.0, 0.0]
    assert all(table["other_than_group"] < 0.0 for table in (weights.PLAIN, weights.EMBEDDED))


def test_what_mattered_in_one_event_is_no_roundup() -> None:
    """ "The most important things of the handover" are of the handover."""
    desk = Desk()
    desk.take(report("México entrega a 16 reos a Estados Unidos"))
    other = report("Lo más importante de la entrega de 16 reos a Estados Unidos", hours=3, outlet="Post")
    assert not assign(facts(other), desk.stories, number=2).is_new_story
