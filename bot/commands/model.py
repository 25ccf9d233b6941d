"""`train`, `evaluate`: new models from the corpora and the team's labels, and how good they are.

The only module that loads training and evaluation, and not before one of the commands is called.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.clock import SystemClock
from bot.commands.common import (
    DEFAULT_CONFIG,
    AsJson,
    ConfigFile,
    Topics,
    chosen_topics,
    err,
    load,
    out,
    plain_text,
    print_json,
    table,
    write_file,
)
from bot.domain import FeedId, Item, ItemId, Label, StoredItem, Topic
from bot.errors import BotError, UsageError
from bot.wording import counted

if TYPE_CHECKING:
    from bot.config import Config
    from classifiers.data import Example
    from classifiers.embedding import Embedding
    from classifiers.evaluate import Figures, Report
    from classifiers.mistakes import Mistake
    from classifiers.retrain import Outcome

_CORPUS_DAY = datetime(2026, 1, 22, tzinfo=UTC)  # examples have no date; of any, so that each training reads the same
LABEL_WEIGHT = 3.0  # of a team's label beside an example of the corpora: it is real, and of the feeds in question

Plain = Annotated[bool, typer.Option("--plain", help="Without the embedding, whatever is installed.")]
Folder = Annotated[Path | None, typer.Option(help="Folder of the topics; the program's own when left out.")]


class ModelTrouble(BotError):
    """A model is refused, or corpora cannot be used; the message says why."""


def train(
    topics: Topics = None,
    config: ConfigFile = DEFAULT_CONFIG,
    plain: Plain = False,
    folder: Folder = None,
    ship: Annotated[
        bool, typer.Option("--ship", help="Without the team's labels, into the folder of the topics itself.")
    ] = False,
    vectors: Annotated[
        Path | None, typer.Option(help="File (.npz) that keeps embeddings from one training to the next.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Train models anew, from the corpora and the team's labels; one that is worse than its gate allows is refused."""
    loaded = load(config)
    with _as_trouble():
        root, chosen = _topics(folder, topics)
        embedding = _embedding(plain=plain, vectors=vectors)
        labelled = {} if ship else _labelled(loaded, chosen)
        outcomes = []
        for topic in chosen:
            err.print(f"{topic}: training; this takes some minutes")
            outcomes.append(_train(topic, root, loaded, embedding, labelled.get(topic, ()), ship=ship))
            if embedding is not None and vectors is not None:
                embedding.write_cache(vectors)
    if as_json:
        print_json(outcomes)
    else:
        _print_outcomes(outcomes)
    if refused := [reason for outcome in outcomes if outcome.stays for reason in outcome.refused]:
        raise ModelTrouble("refused, the old model stays: " + "; ".join(refused))


def _train(
    topic: Topic,
    root: Path,
    config: "Config",
    embedding: "Embedding | None",
    labelled: "Sequence[Example]",
    *,
    ship: bool,
) -> "Outcome":
    from bot.app import model_folder
    from classifiers.retrain import Source, retrain

    own = root / topic
    source = Source(
        topics=root,
        current=own if ship else model_folder(own, config.models_dir),
        target=own if ship else config.models_dir / topic,
        embedding=embedding,
        cues=example_cues,
        trained_at=SystemClock().now(),
    )
    return retrain(topic, source, labelled)


def evaluate(
    topics: Topics = None,
    config: ConfigFile = DEFAULT_CONFIG,
    plain: Plain = False,
    folder: Folder = None,
    html: Annotated[Path | None, typer.Option(help="Write the report with plots as one HTML page.")] = None,
    examples_file: Annotated[
        Path | None, typer.Option("--examples", help="Labelled texts in the form of eval.jsonl, to judge instead.")
    ] = None,
    background: Annotated[
        Path | None, typer.Option(help="JSON Lines of texts of no topic, to count false alarms in.")
    ] = None,
    gate: Annotated[bool, typer.Option("--gate", help="Only hold the shipped models against their floors.")] = False,
    update_floors: Annotated[
        bool, typer.Option("--update-floors", help="Pin the present figures as floors; they only rise.")
    ] = False,
    allow_regression: Annotated[
        bool, typer.Option("--allow-regression", help="With --update-floors: floors may fall.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Quality of the models on the evaluation corpora, or on your own, with keywords alone beside them."""
    for file in (examples_file, background):
        if file is not None and not file.is_file():
            raise UsageError(f"there is no file {file}; name one of JSON Lines")
    with _as_trouble():
        root, chosen = _topics(folder, topics)
        if gate or update_floors:
            _gate(root, chosen, plain=plain, update=update_floors, allow_regression=allow_regression)
            return
        loaded = load(config)
        evaluations = _evaluated(
            chosen,
            root,
            models=None if folder else loaded.models_dir,
            embedding=_embedding(plain=plain, vectors=None),
            examples_file=examples_file,
            background=background,
        )
    if html is not None:
        from classifiers.page import page

        baselines = {its.report.topic: its.keywords for its in evaluations}
        mistakes = {its.report.topic: its.mistakes for its in evaluations}
        written = page([its.report for its in evaluations], baselines, mistakes)
        write_file(html, written, "name another file after --html")
        err.print(f"written: {html}")
    if as_json:
        print_json([its.as_json() for its in evaluations])
        return
    for its in evaluations:
        _print_report(its.report, its.keywords, its.alarms)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Evaluation:
    """How good the model of one topic is, and what it is held against."""

    report: "Report"
    keywords: "Figures"  # of keywords alone
    mistakes: "tuple[Mistake, ...]"  # the worst
    alarms: Mapping[str, float] | None  # in texts of no topic; None = not asked for

    def as_json(self) -> dict[str, object]:
        known: dict[str, object] = {
            **asdict(self.report), "keywords_alone": self.keywords, "worst_mistakes": self.mistakes
        }  # fmt: skip
        return known if self.alarms is None else known | {"background": self.alarms}


def _evaluated(
    topics: Sequence[Topic],
    root: Path,
    *,
    models: Path | None,
    embedding: "Embedding | None",
    examples_file: Path | None,
    background: Path | None,
) -> list[_Evaluation]:
    """Every topic's model on the same examples.

    Args:
        topics: to be judged.
        root: folder of the topics.
        models: folder of models trained here, which go before those of `root`; None = look in `root` only.
        embedding: of the second step; None = without it.
        examples_file: None = the evaluation corpora.
        background: texts of no topic; None = none.

    Raises:
        ModelTrouble: there are no examples.
    """
    from bot.app import model_folder
    from classifiers.baseline import keyword_baseline
    from classifiers.data import read_examples, training_examples
    from classifiers.evaluate import background_alarms, evaluation_examples
    from classifiers.evaluate import evaluate as judged
    from classifiers.mistakes import MISTAKES_FILE, read_mistakes
    from classifiers.model import load as load_model

    examples = read_examples(examples_file) if examples_file else evaluation_examples(root)
    corpora = training_examples(root)
    if not examples:
        raise ModelTrouble(f"{examples_file or root}: no examples (TOPIC/data/eval.jsonl, or --examples FILE)")
    evaluations = []
    for topic in topics:
        used = model_folder(root / topic, models) if models else root / topic
        model = load_model(used, embedding)
        evaluations.append(
            _Evaluation(
                report=judged(model, examples, cues=example_cues),
                keywords=keyword_baseline(topic, corpora, examples, model.manifest.seed),
                mistakes=read_mistakes(used / MISTAKES_FILE),
                alarms=background_alarms(model, background) if background else None,
            )
        )
    return evaluations


def _gate(root: Path, topics: Sequence[Topic], *, plain: bool, update: bool, allow_regression: bool) -> None:
    """Holds shipped models against their floors, or pins these anew."""
    from classifiers.data import digest
    from classifiers.evaluate import evaluate as judged
    from classifiers.evaluate import evaluation_examples
    from classifiers.gate import GATE_FILE, breaches, measured, read_gate, updated, write_gate
    from classifiers.model import load as load_model

    examples = evaluation_examples(root)
    pinned, embedding, problems = digest(examples), _embedding(plain=plain, vectors=None), []
    for topic in topics:
        for used in [None, embedding] if embedding else [None]:
            path, semantic = root / topic / GATE_FILE, used is not None
            report = judged(load_model(root / topic, used), examples, cues=example_cues)
            if update:
                old = read_gate(path) if path.exists() else None
                write_gate(updated(old, report, pinned, semantic=semantic, allow_regression=allow_regression), path)
            problems += breaches(read_gate(path), report, pinned, semantic=semantic)
            out.print(f"{report.model} " + " ".join(f"{name}={its:.4f}" for name, its in measured(report).items()))
    if problems:
        raise ModelTrouble("\n".join(problems))


@contextmanager
def _as_trouble() -> Iterator[None]:
    """Errors of `classifiers` as ours: the two packages do not know each other's."""
    from classifiers.data import DataError
    from classifiers.manifest import ModelError

    try:
        yield
    except (DataError, ModelError) as exc:
        raise ModelTrouble(str(exc)) from exc


def _topics(folder: Path | None, wanted: Sequence[str] | None) -> tuple[Path, list[Topic]]:
    from classifiers.data import topics_in
    from classifiers.model import topics_folder

    root = folder or topics_folder()
    known = topics_in(root)
    if not known:
        raise UsageError(f"{root} holds no topic; a topic is a folder with a topic.toml in it")
    return root, chosen_topics(wanted, known)


def _embedding(*, plain: bool, vectors: Path | None) -> "Embedding | None":
    from classifiers.embedding import load_embedding

    embedding = None if plain else load_embedding()
    if embedding is None and not plain:
        err.print("without the second step, since there is no embedding; for one: pip install 'pregonero[semantic]'")
    if embedding is not None and vectors is not None:
        embedding.read_cache(vectors)
    return embedding


def example_cues(topic: Topic, examples: "Sequence[Example]") -> list[list[str]]:
    """What the rules for status and severity find in examples, as of one day, whenever they are read."""
    from bot.app import load_lexicon
    from bot.classify import cues_of
    from bot.extract import people_moved

    return cues_of(topic, [_item(example) for example in examples], load_lexicon(), people_moved)


def _item(example: "Example") -> Item:
    return Item(
        id=ItemId(example.id), feed_id=FeedId("corpus"), guid=None, url=None, link=None, outlet="",
        title=example.title, summary=example.summary, body="", language="es" if example.lang == "es" else "en",
        published_at=_CORPUS_DAY, published_is_estimate=False, first_seen=_CORPUS_DAY, text_read="feed",
    )  # fmt: skip


# --- the team's labels ------------------------------------------------------------------------------------------------


def _labelled(config: "Config", topics: Sequence[Topic]) -> "dict[Topic, list[Example]]":
    """What people said of stored items, as examples of the topic that they were asked about."""
    from bot.app import open_store

    if not config.database.exists():
        return {}
    store = open_store(config)
    try:
        labels = [label for label in store.labels() if label.kind in ("relevant", "not_relevant")]
        items = {label.item_id: store.item(label.item_id) for label in labels}
    finally:
        store.close()
    return {topic: examples_of(topic, labels, items) for topic in topics}


def examples_of(topic: Topic, labels: Sequence[Label], items: Mapping[ItemId, StoredItem | None]) -> "list[Example]":
    """Examples of one topic: what most people say of an item; where as many say yes as no, it is left out.

    Items whose texts were forgotten and items in another language than the models' two are left out, too.
    """
    from classifiers.data import Example

    votes: dict[ItemId, Counter[bool]] = {}
    for label in labels:
        if label.topic == topic:
            votes.setdefault(label.item_id, Counter())[label.kind == "relevant"] += 1
    examples = []
    for item_id, said in votes.items():
        stored = items.get(item_id)
        if stored is None or said[True] == said[False] or stored.item.language == "und":
            continue
        examples.append(
            Example(
                id=f"label/{item_id}",
                title=stored.item.title,
                summary=stored.item.summary or stored.item.body,
                lang=stored.item.language,
                labels=frozenset([topic] if said[True] > said[False] else []),
                group=f"label/{stored.link.story_id if stored.link else item_id}",
                weight=LABEL_WEIGHT,
            )
        )
    return examples


# --- what is printed --------------------------------------------------------------------------------------------------


def _print_outcomes(outcomes: "Sequence[Outcome]") -> None:
    columns = ("model", "before", "labels", "agreed before", "agreed now", "judged otherwise", "F1 before", "F1 now")
    shown = table(*columns)
    for its in outcomes:
        shown.add_row(
            its.model, its.before or "none", str(its.labels), f"{its.agreed_before}/{its.labels}",
            f"{its.agreed_after}/{its.labels}", str(its.changed), f"{its.f1_before:.3f}", f"{its.f1_after:.3f}",
        )  # fmt: skip
    out.print(shown)
    out.print("\n'judged otherwise' and F1 are on the evaluation corpora, 'agreed' on the team's labels.")
    for its in outcomes:
        if its.kept:
            part = "what tells status and severity" if its.kept == "facets" else "what judges"
            out.print(f"{its.topic}: of {its.before} stays {part}, since the new is worse: {'; '.join(its.refused)}")


def _print_report(report: "Report", baseline: "Figures", alarms: Mapping[str, float] | None) -> None:
    out.print(f"\n{report.model}: {counted(report.examples, 'example')}, {report.positives:,} of the topic")
    shown = table("", "precision", "recall", "F1", "PR-AUC", "threshold")
    for name, its in (("model", report), ("keywords alone", baseline)):
        figures = (its.precision, its.recall, its.f1, its.average_precision)
        shown.add_row(name, *(f"{figure:.3f}" for figure in figures), f"{its.threshold:g}")
    for lang, figures_of in report.by_language.items():
        shown.add_row(lang, *(f"{figures_of[name]:.3f}" for name in ("precision", "recall", "f1")), "", "")
    out.print(shown)
    out.print(f"headlines alone: F1 {report.title_only_f1:.3f}; calibration error {report.calibration_error:.3f}")
    if report.facets:
        out.print(", ".join(f"{name} {share:.3f}" for name, share in report.facets.items()))
    for name, slices in (("status", report.by_status), ("rule", report.by_rule), ("lookalike", report.by_family)):
        worst = "  ".join(f"{plain_text(key)} {its.right}/{its.of}" for key, its in list(slices.items())[:8])
        out.print(f"by {name}, worst first: {worst}")
    if alarms:
        out.print("background: " + ", ".join(f"{name} {count:g}" for name, count in alarms.items()))


__all__ = ["LABEL_WEIGHT", "ModelTrouble", "evaluate", "examples_of", "train"]
