"""Names of the field: what is found, where, and what only looks like it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers import load_lexicon
from classifiers.lexicon import KINDS, Lexicon, Term

LEXICON = load_lexicon()


def _found(text: str, kind: str) -> list[str]:
    return [term.canonical for term in LEXICON.find(text) if term.kind == kind]


@pytest.mark.parametrize(
    "text",
    [
        "EE.UU. pide la entrega",
        "EE. UU. pide la entrega",
        "Estados Unidos pide",
        "EEUU pide",
        "EUA pide la entrega",
        "E.U. pide la entrega de dos",
        "El EU de hoy pide la entrega",
        "the US asks",
        "The U.S. asks",
        "USA asks",
        "an American official",
        "autoridad estadounidense",
        "sent north of the border",
        "el vecino del norte pide",
        "la Unión Americana reclama",
    ],
)
def test_forms_of_the_united_states(text: str) -> None:
    """Every usual way to write the United States in either language is one country."""
    assert "US" in _found(text, "country")


@pytest.mark.parametrize(
    "text",
    [
        "They told us so",
        "EU leaders agree on the budget with the ministers",
        "Él usa el coche",
        "New Mexico court",
        "US$5",
        "eu nu sei",
    ],
)
def test_words_that_are_not_the_united_states_or_mexico(text: str) -> None:
    """ "us", the European Union in English, "usa" the verb and New Mexico name neither country."""
    names = _found(text, "country")

    assert "Mexico" not in names
    assert text.startswith("US$") or "US" not in names


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("New Mexico prison", "New Mexico"),
        ("Nuevo México extradita", "New Mexico"),
        ("a town called Mexico, Missouri", "Mexico, Missouri"),
        ("storm in the Gulf of Mexico", "Gulf of Mexico"),
        ("ciudad de México", "Mexico City"),
        ("Estado de México", "Estado de México"),
    ],
)
def test_longest_name_wins(text: str, canonical: str) -> None:
    """A longer name hides the country inside it."""
    assert [canonical] == _found(text, "place")
    assert _found(text, "country") == []


def test_a_sentence_end_parts_two_names() -> None:
    """Words of two sentences make no name together."""
    assert "Mexico City" not in _found("Back in Mexico. City hall shut.", "place")


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("Joaquín “El Chapo” Guzmán", "Joaquín Guzmán Loera"),
        ("CARO QUINTERO", "Rafael Caro Quintero"),
        ("El Mencho", "Nemesio Oseguera Cervantes"),
        ("Pedro Inzunza Noriega", "Pedro Inzunza Noriega"),
        ("Pedro Insunza Coronel", "Pedro Inzunza Coronel"),
    ],
)
def test_people_by_surnames_and_aliases(text: str, canonical: str) -> None:
    """Headlines name people by surnames or alias; father and son stay two."""
    assert [canonical] == _found(text, "person")


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("Cártel Jalisco Nueva Generación", "CJNG"),
        ("the Gulf Cartel", "Gulf Cartel"),
        ("Clan del Golfo", "Clan del Golfo"),
    ],
)
def test_groups_by_their_names(text: str, canonical: str) -> None:
    """Colombia's Clan del Golfo is not the Gulf Cartel."""
    assert [canonical] == _found(text, "group")


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("extraditan al capo", "transfer/extradite"),
        ("hands him over", "transfer/hand_over"),
        ("se entregó ayer", "transfer/surrender"),
        ("bombardear laboratorios", "force/strike"),
        ("sobrevuelo", "force/air"),
        ("incursiones", "force/enter"),
    ],
)
def test_acts_in_any_inflection(text: str, canonical: str) -> None:
    """Verbs are one family whatever their form."""
    assert canonical in _found(text, "act")


def test_sides_of_officials_and_places() -> None:
    """The lexicon knows whose official or territory a name is."""
    sides = {term.canonical: term.side for term in LEXICON.find("Sheinbaum, Trump, Culiacán, Houston, Bogotá, CJNG")}

    assert {name: side for name, side in sides.items() if side} == {
        "Claudia Sheinbaum": "MX",
        "Donald Trump": "US",
        "Culiacán": "MX",
        "Houston": "US",
    }


def test_names_of_the_configuration_are_known() -> None:
    """Watched people and groups are found by name, quoted alias, last two words, and given aliases."""
    lexicon = Lexicon(people=['Rosendo "El Faro" Quiñones Laredo'], groups={"Los Faroles": ["la farola"]})

    assert [term.canonical for term in lexicon.find("El Faro; Quinones Laredo; Rosendo Quiñones Laredo")] == [
        'Rosendo "El Faro" Quiñones Laredo'
    ] * 3
    assert [term.canonical for term in lexicon.find("LOS FAROLES y la Farola")] == ["Los Faroles"] * 2


def test_every_kind_is_a_known_one() -> None:
    """The data uses the kinds that consumers know."""
    text = "Mexico Trump FBI CJNG Zambada Houston extraditado"

    assert list(KINDS) == [k for k in KINDS if any(t.kind == k for t in LEXICON.find(text))]


@given(
    st.text(alphabet=st.sampled_from("México EU.S Zambada“” El,\n extradit-'\u0301"), max_size=80)
    | st.text(max_size=80)
)
@settings(max_examples=80, deadline=None)
def test_hits_lie_in_the_text_in_order_without_overlap(text: str) -> None:
    """Offsets are code points of the text as given, rising, and never overlap."""
    position = 0
    for term in LEXICON.find(text):
        assert isinstance(term, Term)
        assert position <= term.start < term.end <= len(text)
        position = term.end


@pytest.mark.parametrize("prefix", ["", "🔴 ", "«¡", "a" * 3000 + " "])
def test_offsets_count_code_points_of_the_original(prefix: str) -> None:
    """What stands before a name moves its offsets and nothing else."""
    text = f"{prefix}México extradita"
    term = LEXICON.find(text)[0]

    assert text[term.start : term.end] == "México"
