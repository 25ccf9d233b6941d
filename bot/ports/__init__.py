"""What the shell needs from the outside world, as Protocols. May import domain and errors only.

Implementations: `fetch`, `worker`, `store`, `channels`, `classifiers` (handed in by `app`), `clock`; fakes in
tests/fakes.py.
"""

from bot.ports.services import Answer, Channel, Clock, Embedder, Fetcher, Lexicon, Listener, Progress, Scorer, Worker
from bot.ports.store import Lister, Messages, Store, StoryMemory, no_messages

__all__ = [
    "Answer",
    "Channel",
    "Clock",
    "Embedder",
    "Fetcher",
    "Lexicon",
    "Listener",
    "Lister",
    "Messages",
    "Progress",
    "Scorer",
    "Store",
    "StoryMemory",
    "Worker",
    "no_messages",
]
