"""An invented outside world on loopback, for the demo and for tests: sites with feeds, pages and faults.

Real sockets and real bytes; nothing here leaves the machine. The rest of the bot never imports it.
"""

from bot.newsroom.feeds import Answer, Edit, Newsroom, Request, ScriptedFeed, ScriptedItem

__all__ = ["Answer", "Edit", "Newsroom", "Request", "ScriptedFeed", "ScriptedItem"]
