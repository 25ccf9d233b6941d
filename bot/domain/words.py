"""Identifiers and closed vocabularies that several parts share."""

from typing import Literal, NewType

FeedId = NewType("FeedId", str)
ItemId = NewType("ItemId", str)
StoryId = NewType("StoryId", str)
LabelId = NewType("LabelId", str)
MuteId = NewType("MuteId", str)

Topic = str  # name of a folder in classifiers/topics: "transfer", "strike_threat"
Language = Literal["en", "es", "und"]
Severity = Literal["P1", "P2", "P3"]  # ping; ping outside quiet hours; digest only
Reliability = Literal["A", "B", "C", "D", "E", "F"]  # the source's record; F cannot be judged

Realis = Literal[
    "occurred", "announced", "reported", "threatened", "requested", "denied", "rejected", "blocked", "historical"
]
Route = Literal[
    "security_law", "extradition", "deportation_expulsion", "surrender", "rendition", "sentence_transfer", "unspecified"
]
Direction = Literal["MX_TO_US", "US_TO_MX", "VIA_MX"]
Means = Literal[
    "air_drone",
    "ground_raid",
    "naval",
    "troops_presence",
    "covert_cia",
    "embedded_with_mx_forces",
    "legal_authority",
    "unspecified",
]
ItemType = Literal["news", "official_release", "analysis", "opinion", "fact_check", "roundup"]
Novelty = Literal["new_event", "new_fact_on_known_event", "reaction", "recap"]
