"""Frozen dataclasses to JSON and back; the one door to msgspec. May import nothing of the project but errors.

Used for what the store keeps as JSON and for outbox payloads. Datetimes travel as ISO 8601 with `Z`, bytes as base64.
"""

from functools import cache
from pathlib import PurePath
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


def encode(value: object) -> str:
    """JSON text of a dataclass, or of a list, tuple or mapping of them."""
    return msgspec.json.encode(value).decode()


def decode(text: str | bytes, as_type: type[T]) -> T:
    """The value of `as_type` that `encode` wrote.

    Raises:
        ValueError: the text is no JSON, or does not fit the type (msgspec's errors are ValueErrors).
    """
    decoder: msgspec.json.Decoder[T] = _decoder(as_type)  # type: ignore[arg-type]  # types are hashable
    return decoder.decode(text)


@cache
def _decoder(as_type: type[T]) -> "msgspec.json.Decoder[T]":
    return msgspec.json.Decoder(as_type)  # to make one takes as long as to use it


def plain(value: object) -> Any:  # a JSON value: its shape is the dataclass's
    """Dicts, lists and scalars, as `json.dumps` takes them; paths as text."""
    return msgspec.to_builtins(value, enc_hook=_path)


def _path(value: object) -> str:
    if isinstance(value, PurePath):
        return str(value)
    raise NotImplementedError(f"{type(value).__name__} has no JSON")


def convert(value: object, as_type: type[T]) -> T:
    """A value read from TOML or JSON as `as_type`; strict: `"5"` is no int.

    Raises:
        ValueError: the value does not fit; the message says what was expected.
    """
    return msgspec.convert(value, as_type)


def schemas(types: list[type]) -> tuple[list[dict[str, Any]], dict[str, Any]]:  # Any: JSON Schema
    """JSON Schema of each type, same order, and the definitions they refer to under `#/$defs/`."""
    shapes, definitions = msgspec.json.schema_components(types, ref_template="#/$defs/{name}")
    definitions = dict(sorted(definitions.items()))
    return [_in_order(shape) for shape in shapes], _in_order(definitions)


def _in_order(schema: Any) -> Any:  # Any: JSON Schema
    """The same with alternatives in one order: msgspec's differs from run to run."""
    if isinstance(schema, list):
        return [_in_order(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    ordered = {key: _in_order(value) for key, value in schema.items()}
    for key in ("anyOf", "enum"):
        if isinstance(ordered.get(key), list):
            ordered[key] = sorted(ordered[key], key=lambda each: msgspec.json.encode(each, order="sorted"))
    return ordered
