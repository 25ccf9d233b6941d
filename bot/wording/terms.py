"""The closed vocabularies of `bot.domain` in words, and months. Imports nothing."""

from collections.abc import Mapping
from typing import Literal

Table = Mapping[str, tuple[str, str]]  # English, Spanish

REALIS: Table = {
    "occurred": ("happened", "ocurrió"),
    "announced": ("announced", "anunciado"),
    "reported": ("reported", "según reportes"),
    "threatened": ("threatened", "amenaza"),
    "requested": ("requested", "solicitado"),
    "denied": ("denied", "desmentido"),
    "rejected": ("rejected", "rechazado"),
    "blocked": ("blocked", "bloqueado"),
    "historical": ("past event", "hecho pasado"),
    "court_step": ("court step", "paso judicial"),  # no status of an event; see `said`
}
ROUTE: Table = {
    "security_law": ("under the security law", "por la Ley de Seguridad Nacional"),
    "extradition": ("extradition", "extradición"),
    "deportation_expulsion": ("deportation or expulsion", "deportación o expulsión"),
    "surrender": ("surrendered", "se entregó"),
    "rendition": ("taken by force", "llevado por la fuerza"),
    "sentence_transfer": ("transfer of sentenced persons", "traslado de sentenciados"),
}
DIRECTION: Table = {
    "MX_TO_US": ("Mexico → US", "México → EE. UU."),
    "US_TO_MX": ("US → Mexico", "EE. UU. → México"),
    "VIA_MX": ("by way of Mexico", "vía México"),
}
MEANS: Table = {
    "air_drone": ("from the air", "aéreo o con drones"),
    "ground_raid": ("raid on the ground", "incursión terrestre"),
    "naval": ("at sea", "naval"),
    "troops_presence": ("troops", "tropas"),
    "covert_cia": ("covert", "encubierto"),
    "embedded_with_mx_forces": ("with Mexican forces", "con fuerzas mexicanas"),
    "legal_authority": ("legal authority", "facultad legal"),
}
SCOPE: Table = {
    "this_event": ("this event", "este hecho"),
    "cumulative": ("to date", "a la fecha"),
    "background": ("background", "contexto"),
    "projected": ("expected", "previsto"),
}
RELATION: Table = {
    "reaction": ("Reaction", "Reacción"),
    "denial": ("Denial", "Desmentido"),
    "ruling": ("Ruling", "Resolución judicial"),
    "analysis": ("Analysis", "Análisis"),
    "anniversary": ("Anniversary", "Aniversario"),
    "correction": ("Correction", "Corrección"),
}  # of a report to its story; what a plain one and an edit are called depends on the place
_MONTHS = (
    ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
)


def word(table: Table, key: str, language: Literal["en", "es"]) -> str:
    """The word for a key; a key that is not in the table is shown as it is, with blanks for underscores."""
    pair = table.get(key)
    return pair[language == "es"] if pair else key.replace("_", " ")


def capitalised(text: str) -> str:
    """The text with its first letter in upper case, the rest as it is."""
    return text[:1].upper() + text[1:]


def month(number: int, language: Literal["en", "es"]) -> str:
    """Short name of a month, 1 to 12."""
    return _MONTHS[language == "es"][number - 1]


__all__ = ["DIRECTION", "MEANS", "REALIS", "RELATION", "ROUTE", "SCOPE", "Table", "capitalised", "month", "word"]
