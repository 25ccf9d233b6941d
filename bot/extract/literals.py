"""Values of digit groups: which separator groups thousands and which is decimal. Imports nothing of the project.

The same five characters mean different numbers in different places ("1.100 kg", "1,5 t", "2'700,000"), so the reader is
told the language, the outlet's country and what separators the rest of the text uses.
"""

import re
from dataclasses import dataclass

# Countries of outlets by the separator before decimals (CLDR 46, number symbols of the es and en locales).
POINT_COUNTRIES = frozenset({"MX", "US", "GT", "HN", "SV", "NI", "PA", "DO", "PR", "PE", "CU", "GB", "CA", "IE", "AU"})
COMMA_COUNTRIES = frozenset({"ES", "AR", "CO", "CL", "EC", "UY", "PY", "BO", "VE", "CR", "BR", "DE", "FR", "IT"})

_POINT_GROUPS = re.compile(r"(?<![\d.,'])[1-9]\d{0,2}(?:\.\d{3})+(?![\d]|[.,']\d)")
_COMMA_GROUPS = re.compile(r"(?<![\d.,'])[1-9]\d{0,2}(?:,\d{3}){2,}(?!\d)|\d,\d{3}\.\d")
_POINT_DECIMALS = re.compile(r"(?<![\d.,'])\d+\.\d{1,2}(?![\d]|[.,']\d)")
_SEPARATED = re.compile(r"\d[.,]\d")
_SEPARATORS = re.compile(r"[.,'’‘´′]")


@dataclass(frozen=True, slots=True)
class Style:
    """How a text writes numbers."""

    language: str  # "en" or "es"
    country: str | None  # of the outlet
    point_groups: bool  # the text holds a number like 41.000
    comma_groups: bool  # the text holds a number like 1,250,000 or 1,250.5, or a point before decimals


def style_of(text: str, language: str, country: str | None) -> Style:
    """What the numbers of a whole text say about its separators."""
    if _SEPARATED.search(text) is None:
        return Style(language=language, country=country, point_groups=False, comma_groups=False)
    return Style(
        language=language,
        country=country,
        point_groups=_POINT_GROUPS.search(text) is not None,
        comma_groups=_COMMA_GROUPS.search(text) is not None or _POINT_DECIMALS.search(text) is not None,
    )


def _single_is_decimal(separator: str, head: str, tail: str, style: Style, *, continuous: bool) -> bool | None:
    """Whether one separator stands before decimals; None where no reading is sound."""
    if separator not in ".,":
        return False if len(tail) == 3 else True if len(tail) == 1 else None
    if len(tail) != 3:
        return True if separator == "." or len(tail) < 3 else None
    if head == "0" or len(head) > 3:
        return True
    if separator == ",":
        # "1,500 kilos" is 1.5 only where the text or the country groups with points, and only of what can be divided.
        groups_with_points = style.point_groups or style.country in COMMA_COUNTRIES
        return style.language == "es" and continuous and groups_with_points and style.country not in POINT_COUNTRIES
    if not continuous:
        return False  # nobody counts 41.0 soldiers
    if style.language == "en":
        return True
    if tail.endswith("0") and style.country not in POINT_COUNTRIES:
        return False  # "1.500 millones": nobody writes a nought behind decimals
    return style.country in POINT_COUNTRIES or (style.comma_groups and style.country not in COMMA_COUNTRIES)


def read_digits(text: str, style: Style, *, continuous: bool) -> float | None:
    """Value of a digit group such as "43,438", "1.1", "2'700,000", "3'000,000.00"; None when it is no number.

    Args:
        continuous: what is counted can be divided (mass, money with a scale word, percent).
    """
    parts = _SEPARATORS.split(text)
    separators = _SEPARATORS.findall(text)
    if sum(map(len, parts)) > 15:
        return None  # no figure of the news; beyond exact floats
    if not separators:
        return float(text)
    if len(separators) == 1:
        decimal = _single_is_decimal(separators[0], parts[0], parts[1], style, continuous=continuous)
        if decimal is None:
            return None
        return float(f"{parts[0]}.{parts[1]}") if decimal else float(parts[0] + parts[1])
    last_differs = separators[-1] in ".," and separators[-1] not in separators[:-1]
    decimals = ""
    if last_differs and not (separators[0] not in ".," and len(separators) == 2 and len(parts[-1]) == 3):
        decimals = parts.pop()
        separators.pop()
    grouped = 1 <= len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:])
    if not grouped or len({separator for separator in separators if separator in ".,"}) > 1:
        return None
    return float("".join(parts) + (f".{decimals}" if decimals else ""))
