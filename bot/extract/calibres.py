"""Calibres and models of arms: they say what a thing is, never how many: ".50-caliber", "7.62 x 39", "AK-47".

Imports its sibling tokens only. `arms_of` returns the stretches of a flat sentence (see tokens.flatten) that hold them.
Every pattern is bounded: no nested repetition.
"""

import re

from bot.extract.guarded import Guarded
from bot.extract.tokens import words

CALIBRE = "\1"
"""Stands for a token that only describes the thing counted: noun phrases skip it."""
ARM = "\2"
"""Stands for the first token of a model that is itself what is counted: "12 AR-15s"."""

_MM = r"(?:mm|milimetros?|millimet(?:er|re)s?)\b"
_MAKE = r"(?:super|magnum|special|especial|acp|auto|nato|win(?:chester)?|rem(?:ington)?|largo|corto|lr|bmg)\b"
_LENGTH = r"(?: ?[x×] ?\d{2,3})?"
_ENDS = rf"(?:(?: |-)?{_MM})?(?:[ -]{_MAKE}){{0,2}}"
_KNOWN = r"(?:17|20|22|25|30|32|36|38|40|44|45|50|204|223|243|270|300|303|308|338|357|375|380|410|416|454)"
_NO_MORE = (  # behind a calibre: neither more digits nor a unit that would make it an amount
    r"(?![\d%]|[.,]\d| ?(?:%|percent|per cent|por ciento|mil\b|millones|millon|million|billion|kilos?|kg|kilogra\w+|"
    r"ton(?:s|nes?|eladas?)?\b|pounds?|libras?|gram\w*|litros?|points?|puntos?|seconds?|inch\w*|miles?|average))"
)
_NUMBER = rf"\.?\d{{1,3}}(?:\.\d{{1,2}})?{_LENGTH}{_ENDS}"
_LISTED = rf"(?:\.\d{{2,3}}|\d{{1,2}}\.\d{{1,2}}|{_KNOWN}(?=[.,;)]|$| {_MM})|\d{{1,3}} ?(?={_MM})){_LENGTH}{_ENDS}"
_ANYWHERE = Guarded(
    # "calibre .50", "calibres 7.62 x 39 y 5.56", "cal. 9 mm"
    r"(?<!alto )(?<!grueso )(?<!gran )(?<!mayor )(?<!bajo )\b(?:calib(?:re|er)s? (?:de )?|cal\.? ?(?=\.\d|\d))"
    rf"{_NUMBER}{_NO_MORE}(?:(?:, ?| y | e | o | and | or |/){_LISTED}{_NO_MORE})*|"
    # ".50-caliber", "50 cal", "12-gauge"
    r"(?:\.|\b)\d{1,3}(?:\.\d{1,2})?(?: ?mm)?[- ]?(?:cal(?:ib(?:er|re))?\b\.?|gauge\b)(?! ?\.?\d)|"
    rf"\b(?:22|32|38|40|44|45|357|380) {_MAKE}|"
    # "a .45", where nothing else says what it is
    r"(?<=\ba )\.(?:22|25|32|38|40|44|45|50|357|380)\b"
    rf"{_ENDS}{_NO_MORE}|(?<=\b(?:un|su) )\.(?:22|25|32|38|40|44|45|50|357|380)\b{_ENDS}{_NO_MORE}|"
    rf"(?<=\b(?:una|his|her) )\.(?:22|25|32|38|40|44|45|50|357|380)\b{_ENDS}{_NO_MORE}|"
    r"\b\d{1,2}mm\b"
)
_BESIDE_ARMS = re.compile(
    rf"(?<![^\s\"'“«(/-])\.{_KNOWN}{_ENDS}{_NO_MORE}|"
    rf"\b(?:5\.45|5\.56|5\.7|6\.5|7\.62|7\.65|9|12\.7|14\.5) ?[x×] ?\d{{2,3}}{_ENDS}|"
    rf"\b(?:5\.56|7\.62){_ENDS}{_NO_MORE}|"
    rf"\b\d{{1,3}}(?:\.\d{{1,2}})?[ -]?{_MM}(?! (?:de (?:lluvia|agua|espesor)|of rain|por hora|thick))|"
    rf"\b(?:pistolas?|revolver(?:es)?|escopetas?|rifles?|fusil(?:es)?) (?:9|12|{_KNOWN})"
    r"(?=[.;)]|,(?!\d)|$| (?:y|e|con|en|que)\b)"
)
_ARMS = re.compile(
    r"\b(?:rifle|pistol|revolver|guns?\b|handgun|shotgun|weapon|armas?\b|arms\b|armed|armad|firearm|fusil|subfusil|"
    r"escopet|cartuch|casquill|municion|ammo|ammunition|bullet|rounds?\b|shells?\b|casings?\b|balas?\b|tiros?\b|"
    r"proyectil|cargador|magazines?\b|ametrallad|subametrallad|metrallet|carabin|carbin|barrett|calib|granad|grenade|"
    r"launcher|lanzagranad|lanzacohet|mortar|mortero|cannon|colt\b|glock|beretta|browning|sniper|francotirador)"
)
_MODEL = r"(?:a[rk]-?\d{2,3}|r-?15|m-?(?:4|16|60|82|249)|g-?3)"
_AS_NOUN = (  # what may stand behind a model that is itself counted
    r"(?:'?s\b(?!-)|\b(?= ?[,.;:)\"”»]| ?$| (?:y|e|o|con|de|del|en|a|al|que|para|fueron|and|or|with|in|at|from|to|on|"
    r"were|was|that|bound|calibre|cal|abastec\w+|\w{3,}[ai]d[oa]s|seized|found|hidden)\b))"
)
_MODELS = re.compile(rf"\b{_MODEL}(?:(?P<noun>{_AS_NOUN})|s?\b)")
_BEFORE = (  # the digits of a calibre or model, each of one width
    *words(r"libre_ ibres_ liber_ ibers_ cal_ cal\. cal\._ \."),
    *(rf"\b{model}{hyphen}" for model in ("ar", "ak", "r", "m", "g") for hyphen in ("", "-")),
    *words("pistola_ pistolas_ revolver_ revolveres_ escopeta_ escopetas_ rifle_ rifles_ fusil_ fusiles_"),
)
_MAY_BE = re.compile(  # every way begins at a digit, which is far faster to look for
    r"\d(?:mm|[ -](?:mm|mil(?:im|lim)|cal|gauge|super|magnum|acp|special)| ?[x×] ?\d|"
    + "|".join(rf"(?<={before.replace('_', ' ')}\d)" for before in _BEFORE)
    + ")"
)


def arms_of(flat: str) -> list[tuple[int, int, str]]:
    """(start, end, ARM or CALIBRE for its first token) of what describes arms; the other tokens are CALIBRE."""
    if _MAY_BE.search(flat) is None:
        return []
    found = [(*match.span(), CALIBRE) for match in _ANYWHERE.finditer(flat)]
    if _ARMS.search(flat) is not None:
        found += [(*match.span(), CALIBRE) for match in _BESIDE_ARMS.finditer(flat)]
    found += [(*match.span(), ARM if match["noun"] is not None else CALIBRE) for match in _MODELS.finditer(flat)]
    return found
