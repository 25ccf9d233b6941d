"""What is looked at to learn a figure's scope, and whether it is one: marks of its place in its sentence and its text.
Imports its siblings.

A mark is a word such as "peg=transfer" or "before=so"; its weights stand in `scope_weights.json`,
`measure_weights.json` and `rescue_weights.json`. Their order carries nothing.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence

from bot.extract.clauses import Counted, Role, Sentence
from bot.extract.context import US
from bot.extract.guarded import Guarded
from bot.extract.learned import (
    BESIDE_TODAYS,
    COMING,
    FORMER,
    FRESH,
    LAST_YEARS,
    LOOKS_BACK,
    NOT_DONE,
    OF_OLD,
    STANDING_TERM,
    STRIKE_TALLY,
    TALLY,
    TODAYS_SUM,
    WISHED,
)
from bot.extract.measures import MEASURES
from bot.extract.parts import around
from bot.extract.restated import are_todays
from bot.extract.scope.by_measure import are_there_before, is_standing_term
from bot.extract.scope.court import are_only_named, is_of_his_deal, is_owed_now
from bot.extract.scope.earlier import are_beside_todays, are_of_his_plea, is_long_ago, is_of_another_day, looks_back
from bot.extract.scope.rates import counts_on
from bot.extract.scope.to_come import is_wished, will_be_moved
from bot.extract.scope.told_of import is_not_done, is_of_old, is_tally, is_toll_of_last_year
from bot.extract.scope.totals import takes_in_todays
from bot.extract.scope.verb_time import is_led_on, was_then
from bot.extract.setting import Setting, is_lead, is_subject
from bot.extract.times import date_of
from bot.extract.tokens import words

_WORD = re.compile(r"[a-z]+")
_NEAR_WORDS = 6  # on either side of a number
_PLACED_WORDS = 3  # of those before it, whose place counts too
_NEAR_CHARS = 90  # enough for so many words
_SAID_CHARS = 120
_YEAR = Guarded(r"\b(?:19|20)\d\d\b")
_LATE = 3  # sentences with figures; later ones are alike
_SIZES = (1, 2, 5, 12, 30, 75, 150, 1_000, 10_000, 1_000_000)  # a value's size is how many of them it is above
_MANY = 4  # numbers of a sentence, tokens between number and noun; more are alike
_SAID = {  # of time, of sums and of standing: one mark for many words; "so_far" stands for two words in a row
    word: name
    for name, listed in {
        "so far": "so_far to_date hasta_ahora hasta_el in_all en_total total overall running_total",
        "already": "already ya",
        "since": "since desde",
        "sums": "suma suman sumado acumula acumulan acumulado totals totalizan asciende ascienden llega llegan "
        "llegaron van",
        "with": "con_ellos con_ellas con_este con_esta con_estos con_estas con_los with_them with_this with_these "
        "with_the",
        "brings": "bring brings bringing brought raising raised raises eleva elevo elevan lifts lifted",
        "alone": "alone tan_solo",
        "this year": "this_year este_ano el_ano so_far_in lo_que",
        "last year": "last_year ano_pasado year_before year_earlier ano_anterior ano_previo",
        "earlier": "earlier previous previously prior anterior anteriores anteriormente previo previos previa before "
        "antes first",
        "ago": "ago hace",
        "ex": "former ex then entonces late",
        "more": "more mas another additional otro otra otros otras",
        "now": "now ahora today hoy ayer yesterday monday tuesday wednesday thursday friday saturday sunday lunes "
        "martes miercoles jueves viernes sabado domingo overnight madrugada this_morning this_week tonight anoche",
        "term": "term administration sexenio administracion mandato tenure presidency",
        "month": "january february march april june july august september october november december enero febrero "
        "marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre jan feb sept oct nov dec",
        "compared": "from versus against compared contra frente respecto down up than",
        "among": "among including entre incluido incluidos incluida incluidas part_of one_of uno_de parte_de",
        "by": "according segun acuerdo count tally recuento conteo",
        "serving": "serving purga purgaba cumple cumplia sentenced_in serve",
        "wanted": "wanted requerido requeridos buscado buscados reclamado reclamados sought",
        "if": "if si",
        "not": "deny denies denied no not never niega nego rechaza rechazo descarta descarto",
        "offered": "offer offers offered ofrece ofrecio ofrecia ofrecen",
        "still": "still sigue siguen remain remains remained permanece continua stands quedan",
        "each": "each every cada per por",
        "average": "average averaged averages promedio",
        "has": "has have ha han",
        "had": "had habia habian",
        "will": "will would could may might podria podrian seria serian going_to plan plans expected preve planea",
        "who": "who that whom which que quien quienes cuales",
    }.items()
    for word in words(listed)
}
_CRIMES = frozenset(words("death deaths murder murders killing killings slaying slayings muerte muertes asesinato "
    "asesinatos homicidio homicidios crimen ejecucion desaparicion desapariciones kidnapping secuestro"))  # fmt: skip
_DEFINITE = frozenset(words("los las the sus its their those these estos esos"))
_AGES = ((4, "now"), (20, "weeks"), (200, "months"))  # at most so many days ago


def marks_of(sentence: Sentence, role: Role, setting: Setting, *, span: bool, position: int) -> list[str]:
    """Marks of one figure, each once.

    Args:
        sentence: as `read_sentence` took it apart.
        role: of the figure.
        setting: of the item.
        span: a sentence before this one counts over a stretch of time that holds for this one too.
        position: of the sentence among those with figures, 0 = first.
    """
    counted = role.counted
    measure, quantity, value = role.measure, counted.quantity, counted.value
    entry = MEASURES.get(measure)
    family = entry.family if entry is not None else ""
    marks = [
        f"measure={measure}",
        f"family={family}",
        f"peg={setting.peg}",
        f"family,peg={family},{setting.peg}",
        f"preposition={role.counted.preposition}",
        f"position={min(position, _LATE)}",
        f"size={len(str(int(abs(value)))) if value < 1e15 else 15}",
        f"age={_age(sentence, role, setting)}",
    ]
    flags = {
        "title": sentence.in_title,
        "subject": is_subject(sentence, setting),
        "lead": is_lead(sentence, setting),
        "on_peg": family == setting.peg,
        "ordinal": quantity.ordinal,
        "vague": quantity.vague,
        "part": role.counted.subset,
        "span": span,
        BESIDE_TODAYS: family == "transfer" and are_beside_todays(sentence, role),
        TODAYS_SUM: (quantity.ordinal and measure in ("us_strikes", "transfer_operations"))
        or (family in ("transfer", "arrest") and takes_in_todays(sentence, role))
        or (measure == "persons_extradited" and counts_on(sentence, role, setting.today)),
        FRESH: measure == "persons_transferred" and are_todays(sentence, counted, setting.today),
        LAST_YEARS: is_toll_of_last_year(sentence, role, setting)
        or are_of_his_plea(sentence, role, setting)
        or is_owed_now(sentence, role, setting),
        WISHED: measure == "persons_transferred" and is_wished(sentence, role),
        COMING: (family == "transfer" and will_be_moved(sentence, counted)) or is_led_on(sentence, role),
        LOOKS_BACK: was_then(sentence, role, setting)
        or (family == "transfer" and (looks_back(setting.subject) or is_long_ago(sentence, role, setting))),
        STANDING_TERM: measure == "deadline_days" and is_standing_term(sentence, role),
        FORMER: quantity.change == "from",
        NOT_DONE: is_not_done(sentence, role, setting),
        OF_OLD: is_of_old(sentence, role, setting)
        or is_of_another_day(sentence, role, setting)
        or are_only_named(sentence, role)
        or is_of_his_deal(sentence, role)
        or are_there_before(sentence, role),
        TALLY: family != "strike" and is_tally(sentence, role, setting),
        STRIKE_TALLY: family == "strike" and is_tally(sentence, role, setting),
        "too_many": entry is not None and entry.most is not None and value > entry.most,
    }
    marks += [name for name, is_set in flags.items() if is_set]
    if family == "transfer" and any(
        other.measure == "persons_transferred" for other in sentence.before if other.counted is not counted
    ):
        marks.append(f"beside people&{measure}")
    marks += [*_said(sentence, role, family), *_standing(sentence, counted, family)]
    return list(dict.fromkeys((*marks, *_words(sentence, role), *_acts(sentence, counted))))


def measure_marks(
    sentence: Sentence, role: Role, setting: Setting, measure: str, marks: Sequence[str], *, position: int
) -> list[str]:
    """Further marks, which tell whether a number is of the measure that the rules gave it.

    Mostly its noun, its size and its neighbours, each with the measure.

    Args:
        measure: the rules' last word, which may be a total of the role's.
        marks: of `marks_of` for the same figure; the others as there.
    """
    counted = role.counted
    quantity = counted.quantity
    written = sentence.flat[sentence.tokens[quantity.first].start :][:1].isdecimal()
    size = bisect_left(_SIZES, counted.value)
    following = sentence.flats[counted.end] if counted.end < len(sentence.flats) else "."
    acts = [mark for mark in marks if mark.startswith(("act=", "next_act="))]
    neighbours = [mark for mark in marks if mark.startswith("before0=")]
    alone = {
        "class": counted.noun_class,
        "digits": written,
        "size": size,
        "next": following,
        "transfer": sentence.about_transfer,
    }
    paired = [
        *(f"{name}={value}" for name, value in alone.items()),
        *acts,
        *neighbours,
        f"peg={setting.peg}",
        f"title={sentence.in_title}",
        f"place={min(position, 2)}",
        f"titled={setting.titled}",
        *(() if acts else ("no act",)),
    ]
    return [
        *(f"{name}={value}" for name, value in alone.items()),
        f"is={measure}",
        f"noun={counted.noun_flat}",
        f"gap={min(_MANY, counted.end - quantity.last)}",
        f"numbers={min(_MANY, len(sentence.counted))}",
        *(f"{measure}&{mark}" for mark in paired),
    ]


def _age(sentence: Sentence, role: Role, setting: Setting) -> str:
    """How long ago the date is that the figure's clause carries."""
    dated = date_of(sentence, role, setting.today)
    if dated is None:
        return "none"
    days = (setting.today - dated[0]).days
    return "ahead" if days < -1 else next((name for most, name in _AGES if days <= most), "years")


def _words(sentence: Sentence, role: Role) -> list[str]:
    before, after = around(sentence, role)
    left = _WORD.findall(before[-_NEAR_CHARS:])[-_NEAR_WORDS:]
    right = _WORD.findall(after[:_NEAR_CHARS])[:_NEAR_WORDS]
    placed = [f"before{n}={word}" for n, word in enumerate(reversed(left[-_PLACED_WORDS:]))]
    return [*(f"before={word}" for word in left), *(f"after={word}" for word in right), *placed]


def _said(sentence: Sentence, role: Role, family: str) -> list[str]:
    """Which words of time, sums and standing stand before the number and after it, each alone and with the family."""
    before, after = around(sentence, role)
    marks: dict[str, None] = {}
    for side, part in (("<", before[-_SAID_CHARS:]), (">", after[:_SAID_CHARS])):
        former = ""
        for word in _WORD.findall(part):
            for said in (_SAID.get(word), _SAID.get(f"{former}_{word}")):
                if said is not None:
                    marks[f"{side}{said}"] = None
                    marks[f"{side}{said}&{family}"] = None
            former = word
        if _YEAR.search(part) is not None:
            marks[f"{side}year"] = None
    return list(marks)


def _standing(sentence: Sentence, counted: Counted, family: str) -> list[str]:
    """Articles and what a number hangs on: "the 92", "one of the ten", "the deaths of two", "that killed two"."""
    flats, first = sentence.flats, counted.quantity.first
    left = flats[max(0, first - 4) : first]
    marks = []
    if left[-1:] and left[-1] in _DEFINITE:
        marks += ["definite", f"definite&{family}"]
        left = left[:-1]
        if left[-1:] and left[-1] in ("of", "de", "among", "entre"):
            marks += ["of the", f"of the&{family}"]
    if left[-1:] and left[-1] in ("of", "de") and _CRIMES.intersection(left):
        marks += ["of a crime", f"of a crime&{family}"]
    if left[-2:-1] and left[-2] in ("that", "which", "que", "who"):
        marks += ["in a clause", f"in a clause&{family}"]
    return marks


def open_marks(sentence: Sentence, counted: Counted, setting: Setting) -> list[str]:
    """Marks of a number that the rules gave no measure, from which its measure is learned, each once.

    Args:
        sentence: as `read_sentence` took it apart.
        counted: the number, with noun and unit.
        setting: of the item.
    """
    flats, quantity = sentence.flats, counted.quantity
    left = [flat for flat in flats[max(0, quantity.first - 9) : quantity.first] if flat[:1].isalpha()]
    right = [flat for flat in flats[quantity.last : quantity.last + 11] if flat[:1].isalpha()]
    unit = counted.unit.name if counted.unit is not None else ""
    acts = _acts(sentence, counted)
    kinds = [mark.partition("/")[0] for mark in acts if "/" in mark]
    return list(
        dict.fromkeys(
            (
                f"unit={unit}",
                f"noun={counted.noun_flat}",
                f"class={counted.noun_class}",
                f"class,peg={counted.noun_class},{setting.peg}",
                f"peg={setting.peg}",
                f"preposition={counted.preposition}",
                f"size={bisect_left(_SIZES, counted.value)}",
                f"transfer={sentence.about_transfer}",
                f"transfer,class={sentence.about_transfer},{counted.noun_class}",
                f"us={US.search(sentence.flat) is not None}",
                "ordinal" if quantity.ordinal else "cardinal",
                *acts,
                *kinds,
                *(f"{kind},class={counted.noun_class}" for kind in kinds),
                *(f"{kind},unit={unit}" for kind in kinds),
                *(f"before={word}" for word in left),
                *(f"after={word}" for word in right),
                *(f"before{n}={word}" for n, word in enumerate(reversed(left[-_PLACED_WORDS:]))),
                *(f"after{n}={word}" for n, word in enumerate(right[:_PLACED_WORDS])),
                *(f"former={role.measure}" for role in sentence.before[-1:]),
            )
        )
    )


def _acts(sentence: Sentence, counted: Counted) -> list[str]:
    quantity = counted.quantity
    last = next((act for act in reversed(sentence.acts) if act.last <= quantity.first), None)
    following = next((act for act in sentence.acts if act.first >= quantity.last), None)
    marks = [] if last is None else [f"act={last.cls}/{last.form}", f"form={last.form}"]
    return marks if following is None else [*marks, f"next_act={following.cls}/{following.form}"]
