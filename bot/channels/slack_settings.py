"""What a Slack channel is told by the configuration: the posting side, its check and Socket Mode read it.

May import base and labels.
"""

from dataclasses import dataclass

from bot.channels.base import Secret
from bot.channels.labels import WordLanguage

API_URL = "https://slack.com/api/"


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackSettings:
    """A `[channels.x]` table of type "slack", its secret resolved."""

    token: Secret
    app_token: Secret | None = None  # of Socket Mode; None = cards have no buttons
    channel: str  # the ID, C0123ABCD: names cannot be edited in or searched
    api_url: str = API_URL
    language: WordLanguage = "en"
    timezone: str = "UTC"  # IANA zone that times are shown in
    labellers: tuple[str, ...] = ()  # user ids that may press buttons; empty = everyone there


__all__ = ["API_URL", "SlackSettings"]
