"""Who owns which outlet: papers and channels of one house are one publisher. Data and look-up; imports nothing.

From common knowledge of the outlets that `config.toml` and its searches bring; names as `publishers.publisher_name`
folds them.
"""

_GROUPS = {
    "grupo reforma": "reforma|norte|mural|agencia reforma|grupo reforma",
    "oem": "sol de mexico|occidental|sol de tijuana|heraldo de chihuahua|sol de tampico|sol de puebla|oem",
    "multimedios": "milenio|milenio diario|multimedios|telediario",
    "grupo imagen": "excelsior|imagen|imagen radio|imagen television",
    "televisaunivision": "n+|n|nmas|televisa|noticieros televisa|univision|univision noticias|foro tv",
    "heraldo media": "heraldo de mexico|heraldo television|heraldo radio",
    "prisa": "pais|pais in english|pais mexico|pais america|cadena ser|w radio mexico",
    "bbc": "bbc|bbc mundo|bbc latin america",
    "nexstar": "hill|newsnation|border report|ktla|ktsm|valleycentral|fox 5 san diego",
    "gannett": "usa today|arizona republic|azcentral|paso times|austin american statesman|desert sun",
    "hearst": "houston chronicle|san antonio express-news|san francisco chronicle|laredo morning times",
    "news corp": "wall street journal|wsj|new york post|dow jones|marketwatch",
    "fox": "fox|fox business|foxnews",
    "nbcuniversal": "nbc|telemundo|cnbc|telemundo 52",
    "warner bros discovery": "cnn|cnn en espanol|cnn espanol",
    "mcclatchy": "miami herald|nuevo herald|sacramento bee|fresno bee",
    "france medias monde": "france 24|france 24 en espanol|rfi|radio france internationale",
    "expansion": "expansion|expansion politica",
    "infobae": "infobae|infobae mexico",
    "insight crime": "insight crime|insightcrime",
    "la times": "angeles times|times en espanol|la times",
    "crisis group": "international crisis group|crisis group",
}
_OWNER = {outlet: group for group, outlets in _GROUPS.items() for outlet in outlets.split("|")}


def owner_of(publisher: str) -> str:
    """The house behind a folded publisher's name; the name itself where none is known."""
    return _OWNER.get(publisher, publisher)


__all__ = ["owner_of"]
