"""One event across outlets, languages and days: which story a report belongs to, what it adds, what is to be said.

May import bot.domain, bot.ports, bot.text and, in `spelling` alone, rapidfuzz. No I/O, no clock, no other stage; what
is said in which words is for `bot.compose` and the channels.
"""

from bot.stories.anew import Known
from bot.stories.assign import LOOK_BACK, assign, story_id
from bot.stories.by_hand import merge_by_hand, split_by_hand, word_of
from bot.stories.facts import facts_of
from bot.stories.keys import index_keys
from bot.stories.merge import join, open_story
from bot.stories.moving import move_by_hand
from bot.stories.mutes import muting, muting_report, told_as
from bot.stories.policy import PolicyResult, plan
from bot.stories.publishers import publisher_of
from bot.stories.shelf import CANDIDATES, Shelf, cluster
from bot.stories.taking import Taken, take

__all__ = [
    "CANDIDATES",
    "LOOK_BACK",
    "Known",
    "PolicyResult",
    "Shelf",
    "Taken",
    "assign",
    "cluster",
    "facts_of",
    "index_keys",
    "join",
    "merge_by_hand",
    "move_by_hand",
    "muting",
    "muting_report",
    "open_story",
    "plan",
    "publisher_of",
    "split_by_hand",
    "story_id",
    "take",
    "told_as",
    "word_of",
]
