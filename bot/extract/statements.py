"""Who threatens, announces, denies, rejects or demands what, in which words.

A statement needs a verb of its kind, a speaker as its subject, and an act of the watched topics in its sentence or in
the one that it points back to. The exact words are those in quotation marks, else the clause that reports them. Imports
its siblings, bot.domain and bot.text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain import ItemId, Language, SpeakerKind, Statement, StatementKind, Term
from bot.extract.speakers import KINDS, kind_of
from bot.text import fold

_NO_DENIAL = (
    r"(?! (?:\w+ ){0,2}(?:bail|entry|visas?|fianza|amparo|extradi\w+|provisional|arrest|appeal|request|access))"
)
_VERBS: tuple[tuple[StatementKind, re.Pattern[str]], ...] = (
    (
        "threatens",
        re.compile(
            r"\b(?:threaten(?:s|ed|ing)?|vow(?:s|ed)|amenaz(?:a|o|an|aron)|amag(?:a|o|an|aron)|"
            r"(?:not|n't|never|refus\w+ to) rul(?:e|es|ed|ing) out|no descart(?:a|o|an|aron))\b"
        ),
    ),
    (
        "denies",
        re.compile(
            rf"\b(?:den(?:y|ies|ied){_NO_DENIAL}|desmient(?:e|en)|desmint(?:io|ieron)|nieg(?:a|an){_NO_DENIAL}|"
            rf"neg(?:o|aron){_NO_DENIAL}|refut(?:es|ed|a|o)|"
            rf"(?:call\w*|tach\w*|llam\w*) (?:\w+ ){{0,6}}(?:false|falso|falsa))\b"
        ),
    ),
    (
        "rejects",
        re.compile(
            r"\b(?:reject(?:s|ed|ing)?|rechaz(?:a|o|an|aron)|rebuff(?:s|ed)|rul(?:es|ed) out|descart(?:a|o|an|aron)|"
            r"oppos(?:es|ed)|conden(?:a|o|aron)|condemn(?:s|ed)|refus(?:es|ed)|"
            r"(?:not|never|n't) (?:accept|allow|permit|tolerate)|no (?:lo |la |se )?(?:acept\w+|permit\w+|toler\w+)|"
            r"sa(?:ys|id) no to|dice no a|dijo no a)\b"
        ),
    ),
    (
        "demands",
        re.compile(
            r"\b(?:demand(?:s|ed|ing)|urg(?:es|ed)|call(?:s|ed) (?:on|for)|insist(?:s|ed)|exig(?:e|io|en|ieron)|"
            r"pid(?:e|en|io|ieron)|solicit(?:a|o|an|aron)|reclam(?:a|o|aron)|inst(?:a|o|aron) a|requested(?! by)|"
            r"(?:wants|wishes|asks|asked|presses|pressed)(?= (?:\w+ ){0,4}(?:to|for)\b)|quiere que)\b"
        ),
    ),
    (
        "announces",
        re.compile(
            r"\b(?:announc(?:es|ed|ing)|anunci(?:a|o|an|aron)|confirm(?:s|ed|a|o|an|aron)|agreed (?:that|to)|"
            r"acord(?:o|aron)|promis(?:es|ed)|promet(?:e|io)|pledg(?:es|ed))\b"
        ),
    ),
)
_SAYS = re.compile(
    r"\b(?:sa(?:id|ys)|told|repl(?:ied|ies)|answer(?:s|ed)|wrote|writes|add(?:s|ed)|warn(?:s|ed)|"
    r"declar(?:es|ed|o|a|aron)|dijo|dice|dijeron|respond(?:e|io|s|ed)|afirm(?:a|o|aron)|asegur(?:a|o|aron)|"
    r"senal(?:a|o|aron)|sostuvo|sostiene|"
    r"subray(?:a|o)|escribio|advirt(?:io|ieron)|adviert(?:e|en)|reiter(?:a|o|ates|ated)|insist(?:e|io)|agreg(?:a|o)|"
    r"asever(?:a|o)|recalc(?:a|o)|manifest(?:o|aron)|indic(?:a|o)|expres(?:a|o)|stress(?:es|ed)|stat(?:es|ed))\b"
)
"""Somebody speaks, answers or warns in words of his own. Not `SAYS`: to announce or confirm is a kind in `_VERBS`, and
what is reported or detailed is no utterance."""
_FORCE = re.compile(
    r"\b(?:hit(?:ting)?|strik\w+|bomb\w+|attack\w*|invad\w+|land|send(?:ing)? (?:in )?(?:troops|soldiers|forces)|"
    r"take (?:them )?out|action|atac\w+|ataque\w*|golpe\w+|bombarde\w+|invad\w+|actuar\w*|tierra|intervenir|fuerza|"
    r"military force|use force|go in|going in|entrar\w*)\b"
)
_WILL = re.compile(
    r"\b(?:will|'ll|going to|ready|have to|gonna|could|may|would|start|must|soon|next|vamos|va a|van a|listos?|lista|"
    r"podri\w+|habra|tendremos|pronto|alone|solos?|necesario|necessary|options?|opciones)\b|"
    r"\w+(?:remos|aran|era|ara)\b"
)
_PARTICIPLE = re.compile(r"(?:ed|ad[oa]s?|id[oa]s?)$")
_NO = re.compile(
    r"\b(?:(?:will|would|does|do|did|can|could|shall|should|is) not|won't|isn't|cannot|can't|don't|doesn't|"
    r"never (?:allow|accept|permit)\w*|no (?:lo |la |se |nos |los )?(?:acept|permit|habra|va a|vamos|sera|negocia|"
    r"toler|somos|estamos|queremos)\w*|no\b.{0,12}\b(?:intervenc|invasi|injerenc|troops|tropas)\w*|mexic\w+, no\b|"
    r"jamas|unacceptable|inaceptable|inadmisible|sovereign\w*|soberan\w*)"
)
_MUST = re.compile(
    r"\b(?:must|has to|have to|needs? to|should|debe[nr]?\w*|tiene[n]? que|hay que|want|demand|exig\w+|expect|"
    r"unacceptable|inaceptable)\b"
)
_QUOTED = re.compile(r"“([^“”]{3,400})”|«([^«»]{3,400})»|\"([^\"]{3,400})\"|(?<!\w)‘([^‘’]{3,300})’(?!\w)")
_NICKNAME = re.compile(r"(?:el|la|los|las|don|z|mando|comandante)[ -]\S+(?: \S+)?", re.IGNORECASE)
_POINTS_BACK = re.compile(
    r"\b(?:this|that|these|those|such|the (?:idea|possibility|proposal|offer|claim|report|threat|plan)|it|ello|eso|"
    r"est[aeo]s?|dich[oa]s?|es[ao]s?|la (?:idea|posibilidad|propuesta|oferta|version)|el (?:ofrecimiento|plan))\b"
)
_PRONOUN = re.compile(r"(?:^|[ ,;])(?:he|she|they|ella|el|ellos)(?: \w+){0,3} $")
_NO_SUBJECT = re.compile(r"^(?:[\W\d]|(?:ademas|tambien|asimismo|y|and|but|also|later|pero|luego)\b)*$")
_NOT_SUBJECT = re.compile(
    r"\b(?:of|de|del|with|con|by|por|against|contra|to|a|al|from|for|para|amid|after|tras|on|in|en|sobre|ante)"
    r"(?: (?:the|el|la|los|las|president|presidenta?|u\.s\.|us|mexican))* $"
)
_BREAK = re.compile(
    r"[;:]\s|, (?:which|who|que|quien|whose|cuy\w+|while|mientras|as|but|pero) | (?:after|tras|because|porque) "
)
_REACH = 110  # characters between a speaker and the verb
_PIECE = 30  # characters of a second piece of an utterance
_BETWEEN = 3  # words, quotation marks counted with them, between two pieces
_LONGEST = 240  # characters of a reported clause


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks; `start` and `end` in the sentence."""

    name: str
    kind: SpeakerKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with what statements look at."""

    text: str
    flat: str  # `flatten(text)`
    start: int  # in the item's text
    terms: Sequence[Term]  # of the lexicon, offsets in `text`
    before: str  # the sentence before, "" = none
    acts_before: bool  # whether that one tells of a watched act
    last: Speaker | None  # subject of the statement before, for "she" and verbs without a subject


def tells_of_act(terms: Sequence[Term]) -> bool:
    """Whether the lexicon finds an act of the watched topics."""
    return any(term.kind == "act" for term in terms)


_CALLED = re.compile(r" ([A-ZÁÉÍÓÚÑ][\w'’-]+(?: (?:de )?(?:la )?[A-ZÁÉÍÓÚÑ][\w'’-]+){1,3})")
_BOTH = re.compile(r"\b(?:the two governments|both governments|ambos gobiernos|los dos gobiernos)\b")
_TITLES = frozenset(
    {"presidenta", "presidente", "president", "la presidenta", "the president", "secretario", "secretaria"}
)


def _speakers(line: Line) -> list[Speaker]:
    """Everybody named who can speak, in order of position."""
    found: list[Speaker] = []
    for term in line.terms:
        if term.kind in ("actor", "body", "person", "country"):
            kind = kind_of(line.flat[term.start : term.end])
            if kind == "unattributed" and term.side:
                kind = "official_us" if term.side == "US" else "official_mx"
            if "think tank" in term.canonical:
                kind = "analyst"
            found.append(Speaker(term.canonical, kind, term.start, term.end))
    for kind, pattern in KINDS:
        for match in pattern.finditer(line.flat):
            if any(match.start() < s.end and s.start <= match.end() + 1 for s in found):
                continue  # "la presidenta Claudia Sheinbaum": the name behind the role speaks
            called = _CALLED.match(line.text, match.end())
            name, told = line.text[match.start() : match.end()], kind
            if called is not None:
                name = called.group(1)
            elif fold(name) in _TITLES and line.last is not None:
                name, told = line.last.name, line.last.kind  # "la presidenta", after she was named
            found.append(Speaker(name, told, match.start(), match.end() if called is None else called.end()))
    for match in _BOTH.finditer(line.flat):
        found.append(Speaker(line.text[match.start() : match.end()], "unattributed", match.start(), match.end()))
    return sorted(found, key=lambda speaker: speaker.start)


def _subject(
    line: Line, verb: re.Match[str], speakers: Sequence[Speaker], quotes: Sequence[tuple[int, int]]
) -> Speaker | None:
    """Who does what the verb says: named before it in its clause, behind it when inverted or passive, or pointed to."""
    flat = line.flat
    after = flat[verb.end() : verb.end() + 60]
    passive = _PARTICIPLE.search(verb.group()) and re.match(
        r"(?: \w+){0,2} (?:by|por) (?:the |el |la |los |las )?", after
    )
    for speaker in speakers:
        gap = flat[verb.end() : speaker.start]
        if speaker.start >= verb.end() and passive and len(gap) <= passive.end() + 12:
            return speaker
    named = [
        s
        for s in speakers
        if s.end <= verb.start()
        and verb.start() - s.end <= _REACH
        and not any(b <= s.start < e for b, e in quotes)
        and _BREAK.search(_outside(flat, s.end, verb.start(), quotes)) is None
        and _NOT_SUBJECT.search(flat[max(0, s.start - 40) : s.start]) is None
    ]
    inverted = [
        s
        for s in speakers
        if 0 <= s.start - verb.end() <= 25
        and re.fullmatch(r"(?: (?:the|el|la|los|las|president|presidenta?|secretar\w+))* ", flat[verb.end() : s.start])
    ]
    if inverted and (not named or flat[: verb.start()].rstrip().endswith((",", "”", "»", '"', "’"))):
        return inverted[0]
    if named:
        return named[-1]
    clause = flat[: verb.start()]
    if line.last is not None and (_PRONOUN.search(clause) or _NO_SUBJECT.match(clause)):
        return line.last
    return None


def _outside(flat: str, begin: int, end: int, quotes: Sequence[tuple[int, int]]) -> str:
    """Flat text between two offsets with the quotations blotted out."""
    chars = list(flat[begin:end])
    for start, stop in quotes:
        for at in range(max(start, begin), min(stop, end)):
            chars[at - begin] = "_"
    return "".join(chars)


def _quotes(line: Line) -> list[tuple[int, int]]:
    """Offsets of what stands in quotation marks, nicknames left out."""
    found = []
    for match in _QUOTED.finditer(line.text):
        group = next(n for n in range(1, 5) if match.group(n) is not None)
        if _NICKNAME.fullmatch(match.group(group)) is None:
            found.append(match.span(group))
    return _together(line.text, found)


def _together(text: str, quotes: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Two pieces of one utterance as one: “incremental progress” is “unacceptable”."""
    merged: list[tuple[int, int]] = []
    for begin, end in quotes:
        if merged and end - begin < _PIECE and 0 < len(text[merged[-1][1] : begin].split()) <= _BETWEEN:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((begin, end))
    return merged


def _said_kind(words: str, speaker: SpeakerKind) -> StatementKind | None:
    """What words said are: a threat, a rejection, a demand, or nothing of the kind."""
    force, will = _FORCE.search(words) is not None, _WILL.search(words) is not None
    if speaker == "official_us" and force and will and not words.startswith(("no ", "not ")):
        return "threatens"
    if speaker == "official_us" and _MUST.search(words):
        return "demands"
    if speaker == "official_mx" and _NO.search(words):
        return "rejects"
    return None


def _clause_after(line: Line, at: int) -> str:
    """The exact words from a verb to the end of its clause."""
    end = next((m.start() for m in re.finditer(r";|\s[—–]\s", line.text[at:])), len(line.text) - at) + at
    if end - at > _LONGEST:
        end = max(line.text.rfind(" ", at, at + _LONGEST), at + 1)
    return line.text[at:end].rstrip(" .,;")


def statements_in(line: Line, *, item_id: ItemId, lang: Language) -> tuple[list[Statement], Speaker | None]:
    """Statements of one sentence, one a kind, and who spoke last."""
    reader = _Reader(line, item_id, lang)
    reader.read_acts_of_speech()
    reader.read_sayings()
    reader.read_headline()
    return list(reader.found.values()), reader.last if reader.last is not line.last else _only_person(line)


def _only_person(line: Line) -> Speaker | None:
    """Whom "she" in the next sentence points to where nobody spoke in this one: the only person named, or as before."""
    people = [term for term in line.terms if term.kind in ("actor", "person")]
    if len({term.canonical for term in people}) != 1:
        return line.last
    return next((speaker for speaker in _speakers(line) if speaker.start == people[0].start), line.last)


_NEGATION = re.compile(r"(?:\bno|\bnot|n't|\bnever|\bsin) $")
_HEADLINE = re.compile(r"([^:“”\"«»]{2,60}): (?=\S)")


class _Reader:
    """Collects the statements of one line; the first of a kind stays."""

    def __init__(self, line: Line, item_id: ItemId, lang: Language) -> None:
        self._line = line
        self._item_id = item_id
        self._lang: Language = lang
        self._speakers = _speakers(line)
        self._quotes = _quotes(line)
        self._has_act = tells_of_act(line.terms)
        self.last = line.last
        self.found: dict[StatementKind, Statement] = {}

    def read_acts_of_speech(self) -> None:
        """ "rejected", "demanded", "amenazó": the verb tells the kind."""
        line = self._line
        for kind, pattern in _VERBS:
            for verb in self._outside_quotes(pattern):
                negated = _NEGATION.search(line.flat[max(0, verb.start() - 12) : verb.start()]) is not None
                speaker = _subject(line, verb, self._speakers, self._quotes)
                if speaker is None or (negated and kind in ("rejects", "demands")):
                    continue
                points_back = not self._has_act and _POINTS_BACK.search(line.flat[verb.end() :]) is not None
                self.last = speaker
                quoted_official = bool(self._quotes) and speaker.kind.startswith("official")
                if self._has_act or (points_back and line.acts_before) or quoted_official:
                    quoted = _best_quote(line, self._quotes, verb)
                    words = line.text[quoted[0] : quoted[1]] if quoted else _clause_after(line, verb.start())
                    self._add(kind, words, speaker, direct=quoted is not None, points_back=points_back)

    def read_sayings(self) -> None:
        """ "said", "dijo": the words tell the kind."""
        for verb in self._outside_quotes(_SAYS):
            speaker = _subject(self._line, verb, self._speakers, self._quotes)
            if speaker is None:
                continue
            self.last = speaker
            self._add_said(speaker, self._quotes)
            if not self._quotes and self._has_act:
                words = _clause_after(self._line, verb.end()).strip()
                begin = self._line.text.find(words, verb.end())
                kind = _said_kind(self._line.flat[begin : begin + len(words)], speaker.kind)
                if kind is not None:
                    self._add(kind, words, speaker, direct=False, points_back=False)

    def read_headline(self) -> None:
        """ "Sheinbaum: it will not happen"."""
        head = _HEADLINE.match(self._line.text)
        if head is None:
            return
        speaker = next((s for s in self._speakers if s.end == head.end(1)), None)
        if speaker is not None:
            self._add_said(speaker, self._quotes or [(head.end(), len(self._line.text))])

    def _outside_quotes(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        for match in pattern.finditer(self._line.flat):
            if not any(begin <= match.start() < end for begin, end in self._quotes):
                yield match

    def _add_said(self, speaker: Speaker, pieces: Sequence[tuple[int, int]]) -> None:
        line = self._line
        watched = self._has_act or line.acts_before or speaker.kind.startswith("official")
        for begin, end in pieces if watched else ():
            kind = _said_kind(line.flat[begin:end], speaker.kind)
            if kind is not None:
                direct = (begin, end) in self._quotes
                words = line.text[begin:end]
                self._add(kind, words if direct else words.rstrip(" .,;"), speaker, direct=direct, points_back=False)

    def _add(self, kind: StatementKind, words: str, speaker: Speaker, *, direct: bool, points_back: bool) -> None:
        line = self._line
        if kind in self.found or not words.strip():
            return
        self.found[kind] = Statement(
            kind=kind,
            words=words,
            is_direct=direct,
            about=line.before if points_back else "",
            speaker=speaker.name,
            speaker_kind=speaker.kind,
            item_id=self._item_id,
            quote=line.text,
            start=line.start,
            end=line.start + len(line.text),
            lang=self._lang,
        )


def _best_quote(line: Line, quotes: Sequence[tuple[int, int]], verb: re.Match[str]) -> tuple[int, int] | None:
    """The nearest quotation of three words or more."""
    long = [(b, e) for b, e in quotes if len(line.text[b:e].split()) >= 3]
    return min(long, key=lambda q: min(abs(q[0] - verb.end()), abs(verb.start() - q[1])), default=None)
