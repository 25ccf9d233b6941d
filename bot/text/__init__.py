"""Words out of markup: cleaning, plain text of HTML without its boxes, folding, sentences, tokens.

May import the standard library, bot.errors and selectolax, of which `bot.text.markup` is the only importer. Pure; knows
no feed, no topic and no outlet: what it throws away it knows by kind (class names, roles, headings, shares of linked
text).
"""

from bot.text.boilerplate import prune
from bot.text.chars import ILLEGAL, clean, clean_lines, fold, folded_words, tokens, unescape, word_set
from bot.text.encodings import declared_charset, declared_encoding, decode
from bot.text.markup import MAX_HTML, title_text, to_text
from bot.text.sentences import sentences

__all__ = [
    "ILLEGAL",
    "MAX_HTML",
    "clean",
    "clean_lines",
    "declared_charset",
    "declared_encoding",
    "decode",
    "fold",
    "folded_words",
    "prune",
    "sentences",
    "title_text",
    "to_text",
    "tokens",
    "unescape",
    "word_set",
]
