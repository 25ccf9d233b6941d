"""The trained part: topics, corpora, training, evaluation. Imports nothing of the bot.

Public at run time: the names below. scikit-learn is imported by `classifiers.train` only.
"""

from collections.abc import Mapping, Sequence

from classifiers.embedding import Embedding, load_embedding
from classifiers.lexicon import Lexicon
from classifiers.manifest import ModelError
from classifiers.model import Scored, TopicModel, load, load_all, topics_folder
from classifiers.text import prepare_text


def topics() -> list[str]:
    """Names of the shipped topics, sorted. Reads a folder's listing, loads no model."""
    return sorted(path.parent.name for path in topics_folder().glob("*/topic.toml"))


def load_lexicon(
    *,
    people: Mapping[str, Sequence[str]] | Sequence[str] = (),
    groups: Mapping[str, Sequence[str]] | Sequence[str] = (),
) -> Lexicon:
    """Names of the field, with further people and groups to watch; see `Lexicon`. Reads the shipped data."""
    return Lexicon(people=people, groups=groups)


__all__ = [
    "Embedding",
    "Lexicon",
    "ModelError",
    "Scored",
    "TopicModel",
    "load",
    "load_all",
    "load_embedding",
    "load_lexicon",
    "prepare_text",
    "topics",
]
