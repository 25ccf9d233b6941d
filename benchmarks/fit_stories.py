"""Fits how much each piece of evidence weighs that a report is of a story's event, and says what each is worth.

    python -m benchmarks.fit_stories [--plain] [--ablate] [--write]

Reports of the development sets are met in time order; each is an example with all candidates that no veto refuses,
first with the stories as they should be, then as the fitted weights would make them. What is fitted is the choice among
them and a story of its own (a conditional logit, as mention ranking in coreference: Denis and Baldridge 2008), since
that is what the stage decides. Two things are learned first, the space of the embedding and which headlines open no
event; each set is seen through what all others taught. The figures printed are of sets by the weights of the others'
choices. `--write` fits on all sets and writes `bot/stories/weights.py` and `classifiers/events/space.npz`.
"""

import argparse
import textwrap
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from benchmarks.event_space import learned
from benchmarks.follow_up import words_of_follow_ups
from benchmarks.stories import DEVELOPMENT, Labelled, b_cubed, facts, merged_handovers, pairwise, read
from bot.domain import ItemFacts, StoryId, StoryLink
from bot.ports import Embedder
from bot.stories import LOOK_BACK, Shelf, cluster, index_keys, join, open_story
from bot.stories.assign import FLOOR, relation_in, story_id
from bot.stories.evidence import cosines, evidence, likelihood, setting_of
from bot.stories.relations import relation_of
from bot.stories.similarity import likeness
from bot.stories.vetoes import out_of_time, veto
from classifiers.embedding import Embedding, load_embedding
from classifiers.events import SPACE, EventEmbedding, Space

WEIGHTS = Path(__file__).parent.parent / "bot" / "stories" / "weights.py"
STRENGTH = 0.3  # of the data against the prior that a mark says nothing
AGAINST = ("other_", "new_", "gap", "after_answer", "deed_", "no_topic", "age")
FOR = ("same_", "words", "nearest", "named", "court", "count_", "share", "batches", "near_", "opening_")
CACHE = Path.home() / ".cache" / "pregonero" / "stories.npz"

Matrix = npt.NDArray[np.float64]
Weights = dict[str, float]
Numbers = Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Set:
    """One development file."""

    name: str
    labelled: Sequence[Labelled]
    facts: Sequence[ItemFacts]


@dataclass(frozen=True)
class Candidate:
    """A story that a report might join, and whether they are of one event."""

    numbers: Numbers
    same: bool


Choice = Sequence[Candidate]  # of one report


class _Replay:
    """Reports met in time order, into stories as labelled or as the weights would have it."""

    def __init__(self, each_set: Set, embedder: Embedder | None, weights: Weights | None) -> None:
        self._set, self._embedder, self._weights = each_set, embedder, weights
        self._shelf = Shelf()
        self._event = {each.item.id: each.story for each in each_set.labelled}
        self._opened: dict[str, StoryId] = {}
        self._count = 0

    def examples(self) -> list[Choice]:
        """Of all reports that have a candidate."""
        return [choice for each in self._set.facts if (choice := self._met(each))]

    def _met(self, each: ItemFacts) -> Choice:
        candidates = self._shelf.candidates(index_keys(each), each.item.at - LOOK_BACK)
        base, setting = relation_of(each.item, each.judgement), setting_of(each, candidates)
        found: list[Candidate] = []
        best: tuple[float, StoryId] | None = None
        for story in candidates:
            relation = relation_in(story, base)
            if out_of_time(each, story, relation) is not None:
                continue
            like = likeness(each, story)
            if veto(each, story, like, relation) is not None:
                continue
            numbers = evidence(each, story, like, relation, setting)
            if self._embedder is not None:
                numbers |= cosines(each, story, self._embedder)
            held = Counter(self._event[report.item_id] for report in story.reports).most_common(1)[0][0]
            found.append(Candidate(numbers, held == self._event[each.item.id]))
            if self._weights and (chance := likelihood(numbers, self._weights)) >= max(FLOOR, best[0] if best else 0.0):
                best = (chance, story.id)
        target = (best[1] if best else None) if self._weights else self._opened.get(self._event[each.item.id])
        self._put(each, target)
        return found

    def _put(self, each: ItemFacts, target: StoryId | None) -> None:
        story, now = self._shelf.get(target) if target else None, each.item.first_seen
        if story is None:
            self._count += 1
            self._opened.setdefault(self._event[each.item.id], story_id(self._count))
            self._shelf.put(open_story(each, story_id(self._count), now).after)
            return
        relation = relation_in(story, relation_of(each.item, each.judgement))
        link = StoryLink(
            story_id=story.id, is_new_story=False, relation=relation, similarity=1.0, vetoed_by=None, reason=""
        )
        self._shelf.put(join(story, each, link, now).after)


def is_contrary(name: str, weight: float) -> bool:
    """Whether a weight says the opposite of its mark: what differs must not speak for one event."""
    if name.startswith(AGAINST):
        return weight > 0
    return name.startswith(FOR) and weight < 0


def fit(choices: Sequence[Choice], left_out: str | None = None) -> Weights:
    """Weights by conditional logit, each number scaled by its spread; marks whose weight is contrary are dropped."""
    weights, dropped = _regression(choices, {left_out}), {left_out}
    while contrary := {name for name, weight in weights.items() if is_contrary(name, weight)}:
        dropped |= contrary
        weights = _regression(choices, dropped)
    return weights


def _regression(choices: Sequence[Choice], dropped: Collection[str | None]) -> Weights:
    candidates = [candidate for choice in choices for candidate in choice]
    names = sorted({name for candidate in candidates for name in candidate.numbers} - set(dropped))
    rows = np.array([[candidate.numbers.get(name, 0.0) for name in names] for candidate in candidates])
    spread = rows.std(axis=0)
    spread[spread == 0.0] = 1.0
    sizes = np.array([len(choice) for choice in choices])
    loss = _Loss(np.c_[np.ones(len(rows)), rows / spread], np.array([c.same for c in candidates]), sizes)
    found = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", options={"maxiter": 3000}).x
    weights = {name: round(float(w), 3) for name, w in zip(names, found[1:] / spread, strict=True)}
    return {"base": round(float(found[0]), 3)} | {n: w for n, w in weights.items() if w}


class _Loss:
    """Minus the log of the chance that each report goes where it belongs, its right stories taken together.

    A story of its own has the score 0, each candidate that of its numbers; the chances are a softmax over both.
    """

    def __init__(self, rows: Matrix, same: npt.NDArray[np.bool_], sizes: npt.NDArray[np.int64]) -> None:
        """`rows` (candidates, numbers); `same` per candidate; `sizes` candidates per report, in the rows' order."""
        self._rows, self._same = rows, same
        self._starts = np.r_[0, np.cumsum(sizes)[:-1]]
        self._report = np.repeat(np.arange(len(sizes)), sizes)
        self._has_one = np.logical_or.reduceat(same, self._starts)

    def __call__(self, weights: Matrix) -> tuple[float, Matrix]:
        """The loss with the prior's, and its gradient."""
        scores = self._rows @ weights
        top = np.maximum(np.maximum.reduceat(scores, self._starts), 0.0)
        each, alone = np.exp(scores - top[self._report]), np.exp(-top)
        total = np.add.reduceat(each, self._starts) + alone
        right = np.where(self._has_one, np.add.reduceat(each * self._same, self._starts), alone)
        right = np.maximum(right, 1e-300)
        pull = each / total[self._report]
        pull -= np.where(self._has_one[self._report], each * self._same / right[self._report], 0.0)
        prior = np.r_[0.0, weights[1:]]
        loss = float(np.sum(np.log(total) - np.log(right)) + prior @ prior / (2 * STRENGTH))
        return loss, self._rows.T @ pull + prior / STRENGTH


@dataclass(frozen=True)
class Lens:
    """What a report is seen through before its marks are weighed: learned, too, so never from its own set."""

    embedder: EventEmbedding | None
    follow_up: Weights  # words of headlines that open no event


class Lenses:
    """The embedding in the spaces that some of the sets teach, if there is one, and the words that they teach."""

    def __init__(self, embedding: Embedding | None) -> None:
        self._embedding = embedding
        self._known: dict[tuple[str, ...], Lens] = {}

    def space(self, sets: Sequence[Set]) -> Space:
        """What these sets teach.

        Raises:
            SystemExit: the extra is not installed.
        """
        if self._embedding is None:
            raise SystemExit("the weights with an embedding need the extra: pip install .[semantic]")
        return learned([each.labelled for each in sets], self._embedding)

    def of(self, sets: Sequence[Set]) -> Lens:
        """What these sets teach."""
        names = tuple(each.name for each in sets)
        if names not in self._known:
            embedder = EventEmbedding(self._embedding, self.space(sets)) if self._embedding else None
            self._known[names] = Lens(embedder, words_of_follow_ups([each.labelled for each in sets]))
        return self._known[names]


def _lens(each: Set, sets: Sequence[Set], lenses: Lenses) -> Lens:
    """What all sets but this one teach."""
    return lenses.of([other for other in sets if other is not each])


def _choices(each: Set, lens: Lens, weights: Weights | None) -> list[Choice]:
    look_through(lens)
    return _Replay(each, lens.embedder, weights).examples()


_TRUE: dict[int, list[list[Choice]]] = {}  # by lenses; the same for every mark left out


def examples(sets: Sequence[Set], lenses: Lenses, left_out: str | None = None) -> list[list[Choice]]:
    """Choices of each set: among stories as labelled, and as made by the weights of the other sets' first ones."""
    if id(lenses) not in _TRUE:
        _TRUE[id(lenses)] = [_choices(each, _lens(each, sets, lenses), None) for each in sets]
    true = _TRUE[id(lenses)]
    return [
        [*true[n], *_choices(each, _lens(each, sets, lenses), fit(_but(true, n), left_out))]
        for n, each in enumerate(sets)
    ]


def _but(choices: Sequence[Sequence[Choice]], n: int) -> list[Choice]:
    """All sets' choices but the nth's."""
    return [choice for m, of_set in enumerate(choices) if m != n for choice in of_set]


def fitted(sets: Sequence[Set], lenses: Lenses) -> Weights:
    """Weights from all the sets."""
    return fit([choice for of_set in examples(sets, lenses) for choice in of_set])


def look_through(lens: Lens) -> None:
    """Makes the stage read headlines by the words of this lens."""
    setattr(import_module("bot.stories.follow_up"), "FOLLOW_UP", lens.follow_up)  # noqa: B010


def use(weights: Weights, lens: Lens) -> None:
    """Makes the stage decide by these weights and this lens."""
    setattr(import_module("bot.stories.assign"), "PLAIN" if lens.embedder is None else "EMBEDDED", weights)
    look_through(lens)


def scored(each: Set, lens: Lens) -> dict[str, float]:
    """How the stage groups one set with the weights in use."""
    links = cluster(each.facts, embedder=lens.embedder)
    truth, found = [labelled.story for labelled in each.labelled], [link.story_id for link in links]
    precision, recall, f1 = pairwise(truth, found)
    return {
        "precision": precision, "recall": recall, "f1": f1, "b3": b_cubed(truth, found)[2],
        "merged": merged_handovers(each.labelled, links),
    }  # fmt: skip


def left_out_figures(sets: Sequence[Set], lenses: Lenses, left_out: str | None = None) -> list[dict[str, float]]:
    """Figures of each set by the lens and the weights that the other sets gave."""
    figures, choices = [], examples(sets, lenses, left_out)
    for n, each in enumerate(sets):
        lens = _lens(each, sets, lenses)
        use(fit(_but(choices, n), left_out), lens)
        figures.append(scored(each, lens))
    return figures


def show(name: str, sets: Sequence[Set], figures: Sequence[Mapping[str, float]]) -> None:
    """Prints one line of figures."""
    cells = [
        f"{each.name} P {f['precision']:.3f} R {f['recall']:.3f} F1 {f['f1']:.3f} B3 {f['b3']:.3f} "
        f"merged {f['merged']:.0f}"
        for each, f in zip(sets, figures, strict=True)
    ]
    mean = sum(f["f1"] for f in figures) / len(figures)
    print(f"{name:<18} mean F1 {mean:.3f}  " + "  |  ".join(cells), flush=True)


def write(plain: Weights, embedded: Weights, follow_up: Weights) -> None:
    """Writes the module of weights."""
    lines = [
        '"""Weights of the evidence, and of what a headline says of opening its event, in log-odds. Data.\n',
        'Written by `python -m benchmarks.fit_stories --write`.\n"""\n',
    ]
    for name, weights in (("PLAIN", plain), ("EMBEDDED", embedded)):
        lines += [f"{name}: dict[str, float] = {{", *(f'    "{mark}": {w},' for mark, w in weights.items()), "}"]
    entries = ", ".join(f'"{sign}":~{w}' for sign, w in follow_up.items()).replace(" ", "_").replace(",_", ", ")
    packed = textwrap.wrap(entries, 114, break_on_hyphens=False, break_long_words=False)
    packed = [f"    {line}".replace("_", " ").replace("~", " ") for line in packed]
    lines += ["FOLLOW_UP: dict[str, float] = {", *packed, "}  # fmt: skip"]
    lines.append('\n__all__ = ["EMBEDDED", "FOLLOW_UP", "PLAIN"]')
    WEIGHTS.write_text("\n".join(lines) + "\n", "utf-8")


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plain", action="store_true", help="leave the embedding out")
    parser.add_argument("--ablate", action="store_true", help="print the figures without each piece of evidence")
    parser.add_argument("--write", action="store_true", help="write the weights of all sets together")
    args = parser.parse_args()
    embedding = load_embedding()
    if embedding is not None:
        embedding.read_cache(CACHE)
    sets = [Set(path.stem, labelled := read(path), facts(labelled, with_figures=True)) for path in DEVELOPMENT]
    lenses = Lenses(None if args.plain else embedding)
    show("left out, plain" if args.plain or embedding is None else "left out", sets, left_out_figures(sets, lenses))
    if args.ablate:
        for name in sorted(set(fitted(sets, lenses)) - {"base"}):
            show(f"without {name}", sets, left_out_figures(sets, lenses, name))
    if args.write:
        Lenses(embedding).space(sets).write(SPACE)
        follow_up = words_of_follow_ups([each.labelled for each in sets])
        write(fitted(sets, Lenses(None)), fitted(sets, Lenses(embedding)), follow_up)
    if embedding is not None:
        embedding.write_cache(CACHE)


if __name__ == "__main__":
    main()
