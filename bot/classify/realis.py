"""What a report says happened to the event: done, planned, threatened, asked for, refused, denied, stopped, long past.

A headline is read in parts: the main clause first, then the rest of it, then the first sentences. A cue counts when it
is about the event (a denial of charges is none of the handover, a request to explain is none for a person), and what
is said of armed force depends on whose side speaks. A cue flips the realis and never drops an item. May import domain,
text and `cues`. Pure.
"""

import re
from collections.abc import Sequence

from bot.classify import cues
from bot.domain import Realis, Term, Topic
from bot.text import fold, sentences

LEAD_SENTENCES = 2  # below the headline; later ones are background
MAX_CHARS = 600
_OBJECT_CHARS = 90  # how far the object of a verb is looked for

_NEGATED = re.compile(r"(?<!\w)(?:no|not|sin) $")
_PASSIVE = re.compile(r"(?<!\w)(?:were|was|been|being|are|is) $")
_Found = tuple[int, Realis]


def _has(cue: re.Pattern[str], text: str) -> bool:
    return cue.search(text) is not None


def _object_of(match: re.Match[str], text: str) -> str:
    """What stands behind a verb, up to the next clause."""
    rest = text[match.end() : match.end() + _OBJECT_CHARS]
    end = cues.OBJECT_ENDS.search(rest)
    return rest[: end.start()] if end else rest


def _parts(clause: str) -> list[str]:
    """A headline's parts in order of weight: its clauses as they stand, a subordinate one behind the main one."""
    parts = []
    for part in cues.CUT.split(clause):
        ahead = cues.SUBORDINATE.match(part)
        parts += [ahead[2], ahead[1]] if ahead else [part]
    return [part for part in parts if part.strip()]


def _about(
    cue: re.Pattern[str], text: str, own: re.Pattern[str], other: re.Pattern[str], *, strict: bool = False
) -> int | None:
    """Where a cue stands whose object is not the other topic's event alone; `strict`: is its own event."""
    for match in cue.finditer(text):
        what = _object_of(match, text)
        if own.search(what) or not (strict or other.search(what)):
            return match.start()
    return None


# --- transfer ---------------------------------------------------------------------------------------------------------


def _transfer(clause: str, headline: bool, _side: str) -> Realis | None:
    if _has(cues.STANDS, clause) or _has(cues.IF_NOT, clause):
        return "threatened"
    if _has(cues.CONDITIONAL, clause) or _has(cues.MAY_HAND_OVER, clause):
        return "reported"
    if headline and _has(cues.LOOKS_BACK, clause):
        return "historical"
    for part in _parts(clause):
        if realis := _transfer_part(part, headline):
            return realis
    if _has(cues.HANDED_OVER, clause):
        return "occurred"
    if _has(cues.REQUESTS, clause):
        return "requested"
    return "reported" if _has(cues.REPORTS, clause) else None


def _transfer_part(part: str, headline: bool) -> Realis | None:
    """What one clause says of a handover; the cue that stands first decides."""
    done = cues.HANDED_OVER.search(part)
    if not done and _has(cues.BLOCKED, part):
        return "announced" if _has(cues.UNBLOCKED, part) else "blocked"
    if _has(cues.NEGATED_HANDOVER, part):
        return "rejected"
    if _has(cues.PAST, part):
        return "historical"
    found: list[_Found] = []
    if (at := _denial(part, headline, done is not None)) is not None:
        found.append((at, "denied"))
    refusals: tuple[tuple[Realis, re.Pattern[str]], ...] = (
        ("denied", cues.RULES_OUT),
        ("rejected", cues.REFUSED_HANDOVER),
    )
    for realis, cue in refusals:
        at = _about(cue, part, cues.TRANSFER, cues.FORCE, strict=done is not None)
        if at is not None:
            found.append((at, realis))
    if future := cues.FUTURE_HANDOVER.search(part):
        found.append((future.start(), "announced"))
    if asked := _request(part):
        found.append(asked)
    if done:
        found.append((done.start(), "occurred"))
    return min(found)[1] if found else None


def _denial(part: str, headline: bool, done: bool) -> int | None:
    """Where the event itself is denied: not charges, not bail, not what foreign agents did before the flight."""
    for match in cues.DENIES.finditer(part):
        what = _object_of(match, part)
        near = what[:40]
        passive = match[0].startswith(("denied", "negad")) and _PASSIVE.search(part[: match.start()])
        if passive or cues.NOT_THE_EVENT.search(near):
            continue
        if cues.TRANSFER.search(what) or (cues.CLAIM.search(what) and not cues.FORCE.search(what)):
            return match.start()
        if headline and not done and not cues.FORCE.search(what) and cues.TRANSFER.search(part):
            return match.start()
    return None


def _request(part: str) -> _Found | None:
    """Somebody is asked for; a request to explain a handover tells that it took place."""
    if noun := cues.A_REQUEST.search(part):
        return noun.start(), "requested"
    for match in cues.ASKS.finditer(part):
        what = part[match.end() : match.end() + _OBJECT_CHARS]
        if _NEGATED.search(part[: match.start()]):
            continue
        if cues.TO_KNOW.search(what):
            return match.start(), "occurred"
        if cues.A_MOVE.search(what):
            return match.start(), "requested"
    return None


# --- strike_threat ----------------------------------------------------------------------------------------------------


def _strike(clause: str, headline: bool, side: str) -> Realis | None:
    """The first statement's main clause, then the whole of it with what it was said after, then the next statement."""
    for part in clause.split("; "):
        if realis := _strike_statement(part, headline, side):
            return realis
    return None


def _strike_statement(clause: str, headline: bool, side: str) -> Realis | None:
    behind = cues.AFTERMATH.search(clause)
    if behind and behind.start() and (realis := _strike_part(clause[: behind.start()], headline, side)):
        return realis
    return _strike_part(clause, headline, side)


def _strike_part(clause: str, headline: bool, side: str) -> Realis | None:
    american = side == "US"
    mexican = side == "MX" or (not american and _has(cues.MEXICO_SPEAKS, clause))
    if (_has(cues.PAST, clause) or _has(cues.OLD_YEAR, clause)) and not _has(cues.CONDITIONAL, clause):
        return "historical"
    if _has(cues.COURT, clause) and _has(cues.BLOCKED, clause):
        return "blocked"
    if _has(cues.STANDS, clause):
        return "threatened"
    if _has(cues.NOBODY_DID, clause):
        return "denied"
    if _about(cues.RULES_OUT, clause, cues.FORCE, cues.TRANSFER) is not None and not _has(cues.DENIES, clause):
        return "rejected" if mexican and not _has(cues.WASHINGTON_SPEAKS, clause) else "denied"
    done = cues.KILLED_OR_HIT.search(clause)
    denied = _about(cues.DENIES, clause, cues.FORCE, cues.TRANSFER)
    if denied is not None and (done is None or denied < done.start()):
        return "denied"
    if done:
        return "occurred"
    if _has(cues.SENATE, clause) and _has(cues.ORDER, clause):
        return "announced"
    if not american and _about(cues.REJECTS, clause, cues.FORCE, cues.TRANSFER) is not None:
        return "rejected"
    if maybe := cues.CONDITIONAL.search(clause):
        loud = cues.THREATENS.search(clause) if american else None  # "Rubio warns that the US could act"
        return "threatened" if loud and loud.start() < maybe.start() else "reported"
    if _has(cues.NOTICE, clause):
        return "announced"
    if mexican and headline and side == "MX" and (_has(cues.THREATENS, clause) or _has(cues.REFUSING_TONE, clause)):
        return "rejected"
    if _has(cues.BILL, clause) or _has(cues.THREATENS, clause):
        return "threatened"
    if _has(cues.ORDER, clause):
        return "announced"
    if _has(cues.REQUESTS, clause) and mexican:
        return "requested"
    if _has(cues.PONDERS, clause):
        return "reported"
    if _has(cues.HAPPENED, clause):
        return "occurred"
    if _has(cues.WEIGHED, clause):
        return "reported"
    if mexican and _has(cues.REFUSING_TONE, clause):
        return "rejected"
    return None


_DEFAULT: dict[Topic, Realis] = {"transfer": "occurred", "strike_threat": "threatened"}
_RULES = {"transfer": _transfer, "strike_threat": _strike}


def clauses_of(text: str) -> tuple[str, ...]:
    """Folded headline and first sentences of a text (title, summary, body joined by newlines)."""
    title, _, rest = text.partition("\n")
    lead = rest[:MAX_CHARS]
    spans = sentences(lead)[:LEAD_SENTENCES]
    return (fold(title), *(fold(lead[start:end]) for start, end in spans))


def realis_of(topic: Topic, clauses: Sequence[str], side: str = "") -> tuple[Realis, ...]:
    """The realis of a topic in a text; one value, the main one.

    Args:
        topic: "transfer" and "strike_threat" have rules of their own; others are read as `transfer`.
        clauses: from `clauses_of`, the headline first: what it says stands, the lead is asked when it says nothing.
        side: whose officials speak in the headline, "US" or "MX", from `side_of`; "" = not known, or both.
    """
    rule = _RULES.get(topic, _transfer)
    for n, clause in enumerate(clauses):
        if realis := rule(cues.AT_REQUEST.sub(" ", clause.replace("\u2019", "'")), n == 0, side):
            return (realis,)
    if topic == "strike_threat" and side == "MX":  # Mexico does not threaten itself
        return ("rejected",)
    return (_DEFAULT.get(topic, "occurred"),)


def side_of(title: str, terms: Sequence[Term]) -> str:
    """Whose officials speak in a headline.

    Args:
        title: folded.
        terms: the lexicon's hits in the headline.

    Returns:
        "US", "MX", or "" when neither or both are named.
    """
    sides = {term.side for term in terms if term.kind in ("actor", "body")}
    american, mexican = "US" in sides or _has(cues.US_ROLES, title), "MX" in sides or _has(cues.MX_ROLES, title)
    if american == mexican:
        return ""
    return "US" if american else "MX"


__all__ = ["clauses_of", "realis_of", "side_of"]
