"""Spanish of errors and reasons: held to the code that says them in English."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.translate import sentences, spanish_of, translated

BOT = Path(__file__).parents[1] / "bot"
# what raises or collects sentences for people, and the fields that keep them
SAYING = {
    "UsageError", "ConfigError", "StoreError", "StoreMissing", "StoreDamaged", "StoreGone", "StoreBusy", "BotError",
    "FetchError", "ParseError", "DeliveryError", "ValueError", "RefusedAddress", "HTTPNotFound", "HTTPForbidden",
    "HTTPTooManyRequests", "add", "_refuse", "_bury", "_again", "_leave", "mark_again", "_settle",
}  # fmt: skip
# said to those who run commands, to programs, or to Slack alone: no page of the desk shows them
ELSEWHERE = (
    "commands/", "newsroom/", "channels/slack_buttons.py", "channels/slack_forms.py", "channels/slack_check.py",
    "clock.py", "jobs/digests.py",
    "digest/window.py", "opml.py", "schedule.py", "store/care.py", "store/salvage.py",
)  # fmt: skip
PLACE = re.compile(r"(?:\{[^{}]*\})+")


def texts_of(node: ast.expr) -> list[str]:
    """What an expression may say, with `{}` for what is put in."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.JoinedStr(values=values):
            return ["".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in values)]
        case ast.BinOp(left=left, right=right, op=ast.Add()):
            return [one + other for one in texts_of(left) for other in texts_of(right)]
        case ast.IfExp(body=one, orelse=other):
            return texts_of(one) + texts_of(other)
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return [text for part in parts for text in texts_of(part)]
    return []


def said() -> Iterator[tuple[str, str]]:
    """File and sentence of everything that the code may say on the desk."""
    for file in sorted(BOT.rglob("*.py")):
        name = file.relative_to(BOT).as_posix()
        if name.startswith(ELSEWHERE):
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func
            who = (
                called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""
            )
            if who in SAYING:
                arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
                yield from ((name, text) for argument in arguments for text in texts_of(argument) if " " in text)


def vetoes() -> Iterator[str]:
    """What keeps an item out of a story, and the names of what spoke for and against it."""
    for name in ("vetoes", "who", "steps"):
        for node in ast.walk(ast.parse((BOT / "stories" / f"{name}.py").read_text(encoding="utf-8"))):
            if isinstance(node, ast.Return) and node.value is not None:
                yield from (text for text in texts_of(node.value) if " " in text and text != " and ")
    text = (BOT / "stories" / "evidence.py").read_text(encoding="utf-8")
    yield from (f"{name.replace('_', ' ')} {{}}" for name in re.findall(r'^ {8}"(\w+)": ', text, re.MULTILINE))


def shape(text: str) -> str:
    """A sentence without what is put in."""
    return PLACE.sub("{}", text)


def test_everything_that_the_desk_may_be_told_has_its_spanish() -> None:
    """Every sentence of an error in the code, wherever it is raised; a new one fails here until it is translated."""
    known = {shape(english) for english in sentences()}
    found = list(said())
    assert len(found) > 150
    assert [(file, text) for file, text in found if re.search(r"[a-z]", shape(text)) and shape(text) not in known] == []


def test_every_veto_and_mark_has_its_spanish() -> None:
    """Why an item opened a story of its own is told on its page."""
    known, found = {shape(english) for english in sentences()}, set(vetoes())
    assert len(found) > 30
    assert sorted(text for text in found if shape(text) not in known) == []


def test_every_cue_of_status_and_severity_has_its_spanish() -> None:
    """Why an item has its status is told on its page; a new cue fails here until it is translated."""
    module = importlib.import_module("bot.classify.cue_names")
    names = {module._spoken(name) for name in (*module._STATUS, *module._SEVERITY)}  # the table of cues
    assert len(names) > 50
    assert sorted(names - sentences().keys()) == []
    told = "headline handed over: +1.07, rule says occurred: +0.44, severity mass: +0.30, people many: +0.24"
    spanish = "titular, entrega hecha: +1.07, la regla dice ocurrido: +0.44, gravedad, entrega masiva: +0.30"
    assert translated(told, "es") == f"{spanish}, muchas personas: +0.24"


def test_places_for_words_are_the_same_in_both_languages() -> None:
    """Spanish shows what English shows."""
    for english, spanish in sentences().items():
        assert sorted(re.findall(r"\{\w+\}", english)) == sorted(re.findall(r"\{\w+\}", spanish)), english


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        (
            "config.toml:7: topics.transfer.rules[0]: query at character 9, '/x.*/': regular expressions are not "
            'supported; use words, "phrases" and prefix*',
            "config.toml:7: topics.transfer.rules[0]: consulta, carácter 9, '/x.*/': no se admiten expresiones "
            'regulares; use palabras, "frases" y prefijo*',
        ),
        (
            "config.toml:3: feeds[0]: unknown key; did you mean `url`?",
            "config.toml:3: feeds[0]: clave desconocida; ¿quiso decir `url`?",
        ),
        (
            "/etc/a: b.toml: this is no TOML: Invalid value (at line 2, column 5). Often a quote or a bracket is "
            "missing there.",
            "/etc/a: b.toml: esto no es TOML: valor no válido (en la línea 2, columna 5). A menudo falta ahí una "
            "comilla o un corchete.",
        ),
        (
            "nearest is s-000004 at 0.06, kept out: 9 people against 23 (other date -3.6, size -3.5)",
            "la más cercana es s-000004 con 0.06, impedida: 9 personas frente a 23 (otra fecha -3.6, tamaño -3.5)",
        ),
        (
            "given up after 4 attempts: Slack cannot be reached (ConnectionError); check the network",
            "abandonado tras 4 intentos: no se llega a Slack (ConnectionError); revise la red",
        ),
    ],
)
def test_sentences_within_sentences_are_translated(english: str, spanish: str) -> None:
    """Place, frame, reason and remedy; names, numbers and quotations stay as they are."""
    assert translated(english, "es") == spanish
    assert translated(english, "en") == english


def test_words_of_others_stay_in_a_frame_of_ours() -> None:
    """A library's sentence that is not known is shown as it came."""
    told = translated("the mail server could not be used (SMTPException: odd thing)", "es")
    assert told == "no se pudo usar el servidor de correo (SMTPException: odd thing)"
    assert translated("unknown altogether: so it is", "es") == "unknown altogether: so it is"


def test_each_line_is_a_sentence() -> None:
    """Several problems at once come on lines of their own."""
    assert translated("must name a file\nsomething else", "es") == "debe nombrar un archivo\nsomething else"


@given(st.text(st.sampled_from(":;,.({[ a`'\n"), max_size=2_000))
def test_any_text_is_answered(text: str) -> None:
    """Whatever a server or a form sends, nothing is lost of what is not known."""
    if spanish_of(text) is None and "\n" not in text:
        assert translated(text, "es") == text
    assert translated(text, "en") == text
