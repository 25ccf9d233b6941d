"""Words of the field that decide what a number can mean, and look-ups in a sentence. Imports its siblings only."""

import re

from bot.extract.clauses import Counted, Sentence
from bot.extract.measures import MEASURES

US = re.compile(
    r"\b(?:u\.? ?s\.?(?=\W|$)|united states|america\b|americans?\b|estados unidos|ee\.? ?uu|eu\b|eua\b|"
    r"estadounidenses?|washington|"
    r"north\b|norte\b|extradi\w+|white house|casa blanca|justice department|departamento de justicia|california|"
    r"texas|new york|"
    r"nueva york|chicago|san diego|houston|arizona|brooklyn|virginia|custody|gringo\w*)"
)
CRIME = re.compile(
    r"\b(?:capos?|narcos?|cartel\w*|carteles|reos?|presos?|fugitiv\w+|profug\w+|extradi\w+|criminal\w*|"
    r"delincuent\w+|kingpins?|"
    r"traffick\w+|suspects?|convict\w*|inmates?|prisoners?|internos?|crimen|crime|objetivos?|sicarios?|drug|ppl|"
    r"sospechos\w+|"
    r"narcotraficant\w+|cabecillas?|operativ\w+|defendants?)"
)
DOMESTIC = re.compile(
    r"\b(?:hospital\w*|clinic\w*|morgue|forense|semefo|albergue\w*|shelters?|penal (?:de|federal|estatal)|"
    r"cefereso\w*|cereso\w*|"
    r"reclusorio|ministerio publico|fiscalia|tribunal|juez|another prison|otro penal|otra prision|migrant\w*|"
    r"refugees?|deportados|"
    r"deportation flights?|paisanos|repatriad\w+|asylum|club|liga|equipo|football|soccer|players?|jugador\w*|"
    r"escuela\w*|schools?|"
    r"students?|estudiantes|apoyos|becas|viviendas)"
)


def near(name: str, flat: str) -> bool:
    """Whether a folded text has the words that a measure needs near it, and none that it excludes."""
    measure = MEASURES[name]
    return (measure.near is None or measure.near.search(flat) is not None) and (
        measure.never is None or measure.never.search(flat) is None
    )


def has_any(flat: str, *words: str) -> bool:
    """Whether one of the patterns stands in a folded text as whole words."""
    return any(re.search(rf"\b{word}\b", flat) for word in words)


def clause_text(sentence: Sentence, counted: Counted) -> str:
    """Folded text between the semicolons around a number."""
    at = sentence.tokens[counted.quantity.first].start
    end = sentence.flat.find(";", at)
    return sentence.flat[sentence.flat.rfind(";", 0, at) + 1 : end if end >= 0 else len(sentence.flat)]


def strikes_at_sea(sentence: Sentence) -> bool:
    """Whether the dead of this sentence are those of US strikes, on boats for the most part."""
    return any(act.cls == "strike" for act in sentence.acts) and (
        sentence.about_strikes or near("strike_deaths", sentence.flat)
    )
