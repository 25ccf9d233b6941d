"""A figure as a line: what it counts and where, its value, who says so, what others say, the sentence that proves it.

May import channels.base, labels and this package's parts, compose, extract (labels of measures) and domain.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.channels.base import Look, one_line
from bot.channels.labels import phrase
from bot.channels.lines.parts import outlet_of
from bot.compose import CardFigure
from bot.domain import Figure, Scope
from bot.extract import format_value, label
from bot.wording import SCOPE, capitalised, word

QUOTE_WORDS = 25  # alerts quote at most that much
_SCOPE_ORDER: tuple[Scope, ...] = ("this_event", "cumulative", "projected", "background")


def figures_by_scope(shown: Sequence[CardFigure], look: Look) -> list[tuple[str, list[CardFigure]]]:
    """Figures under the word of their scope: this event, to date, expected, background."""
    groups = []
    for scope in _SCOPE_ORDER:
        figures = [figure for figure in shown if figure.scope == scope]
        if figures:
            groups.append((capitalised(word(SCOPE, scope, look.language)), figures))
    return groups


def figure_line(figure: CardFigure, look: Look) -> str:
    """`people handed over: 37`."""
    return ": ".join(part for part in (what_of(figure, look), value_of(figure, look)) if part)


def what_of(figure: CardFigure, look: Look) -> str:
    """What the value counts, where and since when: `missing (Sinaloa, since 2024)`."""
    value = figure.value if figure.value_hi is None else None
    what = label(figure.measure, look.language, value) if figure.measure != "other" else one_line(figure.noun)
    around = ", ".join(one_line(part) for part in (figure.place, figure.span) if part)
    return f"{what} ({around})" if around else what


def value_of(figure: CardFigure, look: Look) -> str:
    """`37`, `>41,000`, `320 t (320,000 kg)`; "" where only a trend is stated."""
    return "" if figure.value is None else format_value(_figure(figure), look.language)


def _figure(shown: CardFigure) -> Figure:
    return Figure(
        measure=shown.measure,
        value=shown.value,
        value_hi=shown.value_hi,
        unit=shown.unit,
        unit_raw=shown.unit_raw,
        qualifier=shown.qualifier,
        scope=shown.scope,
        value_from_vague=shown.value_from_vague,
        text_read="feed",
        quote=shown.quote,
        start=0,
        end=len(shown.quote),
        lang=shown.lang,
    )


def who_of(figure: CardFigure, look: Look) -> str:
    """Who stands behind a figure: `Claudia Sheinbaum, claimed; Diario de Prueba`."""
    speaker = one_line(figure.speaker or "")
    stance = {"claimed": "claim", "disputed": "disputed"}.get(figure.stance)
    said = ", ".join(part for part in (speaker, phrase(stance, look.language) if stance else "") if part)
    return "; ".join(part for part in (said, one_line(figure.outlet)) if part)


def rivals_of(figure: CardFigure, look: Look) -> str:
    """`Sources differ: 37 (Diario Uno) / 32 (Diario Dos)`, "" when they agree."""
    if not figure.rivals:
        return ""
    values = [(value_of(figure, look), figure.outlet)]
    for rival in figure.rivals:
        other = replace(figure, value=rival.value, value_hi=rival.value_hi, qualifier="exact", value_from_vague=False)
        values.append((value_of(other, look), rival.outlet))
    told = " / ".join(f"{value} ({name})" if (name := one_line(outlet)) else value for value, outlet in values)
    return f"{phrase('differ', look.language)}: {told}"


def more_figures(count: int, look: Look) -> str:
    """`+ 3 more`, "" for none."""
    return f"+ {count} {phrase('more', look.language)}" if count > 0 else ""


def moved(before: CardFigure | None, after: CardFigure, look: Look) -> str:
    """`To date, people handed over: 55 → 92, SSPC`; without an earlier value only the new one."""
    values = [value for figure in (before, after) if figure and (value := value_of(figure, look))]
    who = one_line(after.speaker or "") or outlet_of(after.outlet, after.link)
    what = scoped(what_of(after, look), after.scope, look)
    said = ": ".join(part for part in (what, " → ".join(values)) if part)
    return f"{said}, {who}" if who else said


def scoped(text: str, scope: Scope, look: Look) -> str:
    """`To date, people handed over: 92`; what is of this event stands as it is."""
    return text if scope == "this_event" else f"{capitalised(word(SCOPE, scope, look.language))}, {text}"


def excerpt(quote: str, value: float | None) -> str:
    """At most QUOTE_WORDS words of a sentence, around the number where it is printed in digits."""
    words = one_line(quote).split()
    if len(words) <= QUOTE_WORDS:
        return " ".join(words)
    at = _position(words, value)
    start = max(0, min(at - QUOTE_WORDS // 2, len(words) - QUOTE_WORDS))
    end = start + QUOTE_WORDS
    return ("… " if start else "") + " ".join(words[start:end]) + (" …" if end < len(words) else "")


def _position(words: Sequence[str], value: float | None) -> int:
    if value is None:
        return 0
    wanted = {f"{value:.10g}", f"{value / 1000:.10g}", f"{value / 1e6:.10g}"}  # tonnes for kilograms, millions
    for n, printed in enumerate(words):
        digits = "".join(char for char in printed if char.isdigit() or char == ".").rstrip(".")
        if digits in wanted or digits.replace(".", "") in wanted:
            return n
    return 0
