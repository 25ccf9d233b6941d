"""Who asserts a figure, and how firmly. Imports bot.domain, bot.text and `guarded` only; simple on purpose.

The speaker is looked for in the figure's own sentence: "X said", "según X", "according to X". A number that somebody
is said to have said is `claimed`; where the sentence tells that it is denied or doubted, `disputed`.
"""

from bot.domain import SpeakerKind, Stance
from bot.extract.guarded import Guarded
from bot.text.verbs import SAYS

_ATTRIBUTED = Guarded(rf"\b(?:{SAYS}|according to|estimate[sd]?|segun|de acuerdo (?:con|a)|presume)\b")
"""Words by which a figure is somebody's: of a document, too, and of who only estimates or boasts."""
_DISPUTED = Guarded(
    r"\b(?:disput\w+|den(?:y|ies|ied) (?:that|the)|false|contradict\w+|inflated|desmint\w+|niega que|nego que|es "
    r"falso|cuestion\w+|"
    r"en disputa)\b"
)
KINDS: tuple[tuple[SpeakerKind, Guarded], ...] = (
    (
        "lawyer",
        Guarded(
            r"\b(?:lawyers?|attorneys? for|defen[cs]e (?:team|attorneys?|lawyers?)|abogad[oa]s?|la "
            r"defensa|litigante)\b"
        ),
    ),
    (
        "court",
        Guarded(
            r"\b(?:judges?|court (?:documents?|records?|filings?)|jue(?:z|za|ces)|tribunal|"
            r"magistrad[oa]s?|suprema corte)\b"
        ),
    ),
    (
        "official_us",
        Guarded(
            r"\b(?:trump|rubio|hegseth|bondi|patel|noem|white house|casa blanca|pentagon\w*|state department|justice "
            r"department|u\.? ?s\.? "
            r"(?:officials?|authorities|attorney|president)|dea|fbi|cia|southcom|northcom|departamento de (?:justicia|"
            r"estado)|"
            r"washington|treasury|fiscal general de (?:eu|estados unidos))\b"
        ),
    ),
    (
        "official_mx",
        Guarded(
            r"\b(?:sheinbaum|harfuch|mexican (?:officials?|authorities|government|president)|"
            r"top mexican officials|sspc|fgr|sedena|semar|defensa|marina|"
            r"secretari[oa]|secretaria de seguridad|gabinete de seguridad|security (?:secretary|minister|ministry|"
            r"cabinet)|gobierno (?:de mexico|"
            r"federal|mexicano)|fiscalia|presidenta|mexico's (?:government|security)|autoridades|gobernador\w*|"
            r"canciller\w*|sre|prosecutors?|"
            r"authorities|officials?|government|funcionarios|el gobierno)\b"
        ),
    ),
    (
        "ngo",
        Guarded(
            r"\b(?:human rights watch|amnesty|amnistia|wola|cndh|ngo|ong|organizaciones|colectivos?|"
            r"activists?|airwars)\b"
        ),
    ),
    (
        "analyst",
        Guarded(
            r"\b(?:analysts?|experts?|crisis group|insight crime|analistas?|especialistas?|"
            r"expert[oa]s?|think tank|academic\w*)\b"
        ),
    ),
    (
        "media",
        Guarded(
            r"\b(?:media reports|reports|new york times|nyt|reuters|associated press|ap|efe|medios|"
            r"prensa|milenio|newspaper|tally|"
            r"wall street journal|wsj|nbc|cnn|diario)\b"
        ),
    ),
)


def kind_of(flat: str) -> SpeakerKind:
    """What a named speaker is, by the words of the name; "unattributed" where they do not tell."""
    return next((kind for kind, pattern in KINDS if pattern.search(flat)), "unattributed")


def speaker_of(text: str, flat: str) -> tuple[str | None, SpeakerKind, Stance]:
    """(speaker as printed or None, kind, stance) of a sentence; `flat` is its folded text of the same length."""
    disputed = _DISPUTED.search(flat) is not None
    says = _ATTRIBUTED.search(flat)
    if says is None:
        return None, "unattributed", "disputed" if disputed else "asserted"
    begin = max(0, says.start() - 60)
    window = flat[begin : says.end() + 60]
    best: tuple[int, str, SpeakerKind] | None = None
    verb_at = says.start() - begin
    for kind, pattern in KINDS:
        for match in pattern.finditer(window):
            distance = min(abs(match.start() - verb_at), abs(match.end() - verb_at))
            if best is None or distance < best[0]:
                best = (distance, text[begin + match.start() : begin + match.end()], kind)
    stance: Stance = "disputed" if disputed else "claimed"
    if best is None:
        return None, "unattributed", stance
    return best[1], best[2], stance
