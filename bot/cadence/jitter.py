"""Chance that can be repeated, and the longest wait. Imports nothing of the project."""

import hashlib
from datetime import datetime, timedelta

JITTER = 0.1  # share of the wait
WAIT_CAP = timedelta(hours=24)  # the longest a server can make us wait: a slip in its header must not lose a feed


def jitter(key: str, now: datetime) -> float:
    """A number in [0, 1) that looks random, and is the same for the same key and moment."""
    digest = hashlib.blake2b(f"{key} {now.timestamp()}".encode(), digest_size=7).digest()
    return int.from_bytes(digest) / 2**56
