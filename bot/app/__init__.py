"""Puts the bot together from its configuration: the only place that names concrete classes and meets `classifiers`.

`models` is the door to `classifiers`, `parts` builds what commands need, `running` the bot itself, whose `vitals` say
whether it is well.
"""

from bot.app.models import (
    UNTRAINED,
    load_embedder,
    load_lexicon,
    load_scorers,
    model_folder,
    questions,
    scorer_of_kept,
    scorers_of,
    topics,
    untrained_topics,
)
from bot.app.parts import (
    DIGEST_FILES,
    DIGEST_MAIL,
    answers_of,
    channels_of,
    digester_of,
    item_at,
    load_config,
    mind_of,
    open_fetcher,
    open_store,
    open_worker,
    read_config,
    require_feeds,
    reshaping_of,
    rest_collector,
)
from bot.app.running import App

__all__ = [
    "DIGEST_FILES",
    "DIGEST_MAIL",
    "UNTRAINED",
    "App",
    "answers_of",
    "channels_of",
    "digester_of",
    "item_at",
    "load_config",
    "load_embedder",
    "load_lexicon",
    "load_scorers",
    "mind_of",
    "model_folder",
    "open_fetcher",
    "open_store",
    "open_worker",
    "questions",
    "read_config",
    "require_feeds",
    "reshaping_of",
    "rest_collector",
    "scorer_of_kept",
    "scorers_of",
    "topics",
    "untrained_topics",
]
