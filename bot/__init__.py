"""Pregonero, the running program: from a feed's bytes to an alert in Slack and a digest mail.

`docs/architecture.md` draws the way of an item; each stage is one module or folder of this package.
"""

__version__ = "0.1.0"
