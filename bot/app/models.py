"""The door to `classifiers`: its topics, models and lexicon behind the bot's own types; neither knows the other."""

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

import classifiers
from bot.config import Config
from bot.domain import Facets, HeldOut, Realis, Severity, Term, Topic
from bot.errors import ConfigError, UsageError
from bot.ports import Answer, Embedder, Lexicon, Scorer

logger = logging.getLogger(__name__)

UNTRAINED = "the topic %s has no model yet and is left out; make one with: pregonero train %s --ship"


class _Scorer:
    """A model of `classifiers` behind the bot's own types; neither package knows the other."""

    def __init__(self, model: classifiers.TopicModel) -> None:
        self._model = model
        self.topic: Topic = model.topic
        self.threshold = model.threshold
        self.version = model.version
        self.digest = model.manifest.digest

    def score(self, texts: Sequence[str]) -> Sequence[Answer]:
        return self._model.score(texts)

    def facets(self, title: str, text: str, cues: Sequence[str]) -> Facets | None:
        found = self._model.facets(title, text, cues)
        if not found:
            return None
        # values of the corpora's own fields, which training takes from the same lists
        realis, severity = found["realis"], found["severity"]
        return Facets(
            realis=cast(Realis, realis.value),
            severity=cast(Severity, severity.value),
            realis_why=realis.why,
            severity_why=severity.why,
        )

    def held_out(self, thresholds: Sequence[float]) -> tuple[HeldOut, ...]:
        return tuple(HeldOut(precision=p.precision, recall=p.recall) for p in self._model.held_out(thresholds))


class _Lexicon:
    """The lexicon of `classifiers` behind the bot's own types."""

    def __init__(self, lexicon: classifiers.Lexicon) -> None:
        self._lexicon = lexicon

    def find(self, text: str) -> tuple[Term, ...]:
        return tuple(
            Term(kind=term.kind, canonical=term.canonical, start=term.start, end=term.end, side=term.side)
            for term in self._lexicon.find(text)
        )


def topics() -> list[Topic]:
    """Names of the topics, also of those that there is no model for yet."""
    return classifiers.topics()


def questions() -> dict[Topic, dict[str, str]]:
    """What is put to the person who labels, by topic and language."""
    return {topic: classifiers.question(topic) for topic in topics()}


def model_folder(shipped: Path, models: Path) -> Path:
    """Folder of the model in use of a topic: the team's own where there is one, else the shipped one.

    Args:
        shipped: folder of the topic in the program.
        models: folder of the team's models.
    """
    own = models / shipped.name
    return own if (own / classifiers.MANIFEST_FILE).exists() else shipped


def untrained_topics(config: Config) -> list[Topic]:
    """Topics that were only begun: nothing was trained for them yet, here or by the team."""
    return [its.name for its in _model_folders(config) if not classifiers.is_trained(its)]


def _model_folders(config: Config | None) -> list[Path]:
    shipped = [classifiers.topics_folder() / topic for topic in topics()]
    return [model_folder(its, config.models_dir) if config else its for its in shipped]


def load_scorers(config: Config | None = None, *, folder: Path | None = None) -> dict[Topic, Scorer]:
    """All topics' models, with their second step where an embedding is installed; topics only begun are left out.

    Args:
        config: says where models trained with the team's labels are; None = the shipped ones.
        folder: of the topics, instead of both.

    Raises:
        ConfigError: a model is missing or damaged.
    """
    embedding = classifiers.load_embedding()
    folders = _model_folders(config)
    if folder is not None:
        folders = sorted(path.parent for path in folder.glob("*/topic.toml"))
        if not folders:
            raise ConfigError([f"{folder} holds no topic; name a folder such as classifiers/topics"])
    for its in folders:
        if not classifiers.is_trained(its):
            logger.warning(UNTRAINED, its.name, its.name)
    try:
        models = {its.name: classifiers.load(its, embedding) for its in folders if classifiers.is_trained(its)}
    except classifiers.ModelError as exc:
        raise ConfigError([f"{exc}"]) from exc
    if not models:
        raise ConfigError(["no topic has a model; make one with: pregonero train TOPIC --ship"])
    return scorers_of(models)


def scorers_of(models: Mapping[Topic, classifiers.TopicModel]) -> dict[Topic, Scorer]:
    """Models behind the bot's own types."""
    return {topic: _Scorer(model) for topic, model in models.items()}


def scorer_of_kept(content: bytes, version: str) -> Scorer:
    """A model that the store kept; with its second step where the version says that it took one.

    Raises:
        UsageError: this program cannot use it.
    """
    embedding = classifiers.load_embedding() if version.endswith(classifiers.WITH_MEANING) else None
    try:
        return _Scorer(classifiers.unpacked(content, embedding))
    except classifiers.ModelError as exc:
        raise UsageError(f"the model {version} cannot be used by this program: {exc}") from exc


def load_embedder() -> Embedder | None:
    """What tells reports of one event; None when the extra `semantic` is missing or of another version."""
    return classifiers.load_event_embedding()


def load_lexicon(config: Config | None = None, *, people: Sequence[str] = (), groups: Sequence[str] = ()) -> Lexicon:
    """Names of the field, with those that the configuration adds, or others."""
    people, groups = (config.people, config.groups) if config else (people, groups)
    return _Lexicon(classifiers.load_lexicon(people=people, groups=groups))


def packed_model(topic: Topic, config: Config) -> tuple[str, bytes]:
    """The model in use of a topic as one blob, with its digest; see `scorer_of_kept`.

    Raises:
        ConfigError: it cannot be read, or is being replaced.
    """
    try:
        return classifiers.packed(model_folder(classifiers.topics_folder() / topic, config.models_dir))
    except classifiers.ModelError as exc:
        raise ConfigError([f"{exc}"]) from exc


def model_stamps(models: Path) -> Mapping[str, int]:
    """When each of the team's models was written: its manifest comes last."""
    found = {path: path.stat(follow_symlinks=True) for path in models.glob(f"*/{classifiers.MANIFEST_FILE}")}
    return {path.parent.name: stat.st_mtime_ns for path, stat in found.items()}
