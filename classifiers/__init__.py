"""The trained part: topics, corpora, training, evaluation. Imports nothing of the bot.

Public at run time: the names below. scikit-learn is imported by `classifiers.train` only.
"""

import tomllib
from collections.abc import Mapping, Sequence

from classifiers.embedding import Embedding, load_embedding
from classifiers.events import EventEmbedding, load_event_embedding
from classifiers.lexicon import Lexicon
from classifiers.manifest import ModelError
from classifiers.model import MANIFEST_FILE, WITH_MEANING, Scored, TopicModel, is_trained, load, load_all, topics_folder
from classifiers.packed import packed, unpacked
from classifiers.text import prepare_text


def topics() -> list[str]:
    """Names of the shipped topics, sorted. Reads a folder's listing, loads no model."""
    return sorted(path.parent.name for path in topics_folder().glob("*/topic.toml"))


def question(topic: str) -> dict[str, str]:
    """What is put to the person who labels, by language; empty when the topic's file asks nothing."""
    file = topics_folder() / topic / "topic.toml"
    asked = tomllib.loads(file.read_text("utf-8")).get("question", {})
    return {str(lang): str(text) for lang, text in asked.items()}


def load_lexicon(
    *,
    people: Mapping[str, Sequence[str]] | Sequence[str] = (),
    groups: Mapping[str, Sequence[str]] | Sequence[str] = (),
) -> Lexicon:
    """Names of the field, with further people and groups to watch; see `Lexicon`. Reads the shipped data."""
    return Lexicon(people=people, groups=groups)


__all__ = [
    "MANIFEST_FILE",
    "WITH_MEANING",
    "Embedding",
    "EventEmbedding",
    "Lexicon",
    "ModelError",
    "Scored",
    "TopicModel",
    "is_trained",
    "load",
    "load_all",
    "load_embedding",
    "load_event_embedding",
    "load_lexicon",
    "packed",
    "prepare_text",
    "question",
    "topics",
    "topics_folder",
    "unpacked",
]
