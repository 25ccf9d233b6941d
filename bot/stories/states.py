"""US states that places lie in: where a case is tried tells one fugitive's from another's. Data and pure look-up.

Imports nothing. Places are folded canonical names of the lexicon; names of places in Mexico are left out.
"""

from collections.abc import Iterable

# state -> its cities and crossings in the lexicon; Kansas City lies in two states and is left out. From a map.
_CITIES: dict[str, str] = {
    "arizona": "nogales, arizona; phoenix; tucson; yuma; lukeville; guadalupe, arizona",
    "arkansas": "little rock",
    "california": (
        "bakersfield; calexico; chula vista; fresno; long beach; los angeles; oakland; riverside; sacramento; "
        "san bernardino; san diego; san francisco; san jose; san ysidro; tecate, california; camp pendleton"
    ),
    "colorado": "denver",
    "florida": "fort lauderdale; jacksonville; miami; orlando; palm beach; tampa",
    "georgia": "atlanta",
    "idaho": "boise",
    "illinois": "chicago",
    "indiana": "indianapolis",
    "kansas": "wichita",
    "kentucky": "louisville",
    "louisiana": "lake charles; new orleans",
    "maryland": "baltimore",
    "massachusetts": "boston",
    "michigan": "detroit",
    "minnesota": "minneapolis; st. paul",
    "missouri": "st. louis",
    "nebraska": "omaha",
    "nevada": "las vegas; reno, nevada",
    "new mexico": "albuquerque; las cruces; santa fe",
    "new york": "brooklyn; manhattan; queens",
    "north carolina": "charlotte; greensboro, north carolina; raleigh",
    "ohio": "cincinnati; cleveland; columbus, ohio",
    "oklahoma": "oklahoma city; tulsa",
    "oregon": "portland",
    "pennsylvania": "philadelphia; pittsburgh",
    "tennessee": "memphis; nashville",
    "texas": (
        "austin; brownsville; corpus christi; dallas; del rio; eagle pass; el paso; fort worth; hidalgo, texas; "
        "houston; laredo; lubbock; mcallen; san antonio; fort sam houston"
    ),
    "utah": "salt lake city",
    "wisconsin": "milwaukee",
}
_STATE_OF = {city: state for state, cities in _CITIES.items() for city in cities.split("; ")}
_STATE_OF |= {state: state for state in _CITIES}
_BESIDE = {"el paso": "new mexico"}


def states_of(places: Iterable[str]) -> frozenset[str]:
    """States that the places are, or lie in; of El Paso also New Mexico, whose airfield and suburbs serve it.

    Args:
        places: folded canonical names.
    """
    known = list(places)
    return frozenset(state for of in (_STATE_OF, _BESIDE) for place in known if (state := of.get(place)))


__all__ = ["states_of"]
