"""The daily digest: when it is due, what it holds, how it looks. A stage of the thinking layer: no I/O, no state.

    window   which time a digest covers        parts     its values
    content  what goes in, in which order      numbers   its figures
    render   HTML and plain text               wording   English and Spanish
    watch    days ahead                        atom      the stories as an Atom feed

Others import from here only; it may import domain, errors, text and urls.
"""

from bot.digest.atom import atom
from bot.digest.content import compose, is_sent
from bot.digest.parts import Digest, FigureWords, Material
from bot.digest.render import Rendered, render, template_problems
from bot.digest.window import due_window, window_for, zone_data_ok

__all__ = [
    "Digest",
    "FigureWords",
    "Material",
    "Rendered",
    "atom",
    "compose",
    "due_window",
    "is_sent",
    "render",
    "template_problems",
    "window_for",
    "zone_data_ok",
]
