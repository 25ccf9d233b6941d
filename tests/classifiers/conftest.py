"""A model trained on a small part of the corpora, for those who look at it."""

import pytest
from model_kit import NOW

from classifiers.artefact import Artefact
from classifiers.data import Example, training_examples
from classifiers.model import topics_folder
from classifiers.train import train_topic


@pytest.fixture(scope="session")
def examples() -> list[Example]:
    """A small part of the corpora, with both classes."""
    return training_examples(topics_folder())[::25]


@pytest.fixture(scope="session")
def artefact(examples: list[Example]) -> Artefact:
    """A model trained on the small part."""
    return train_topic("transfer", examples, trained_at=NOW)
