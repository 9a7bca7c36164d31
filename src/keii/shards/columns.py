"""Arrow's types for the values of the model, from their fields: to rows and back, with nothing lost.

A value becomes a struct, a tuple a list, an enum its value; absent (None) is null. What comes back from a row is equal
to what went in, and has the same representation, from which the ledger makes its digests.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, cast, get_args, get_origin, get_type_hints

Row = dict[str, Any]


def arrow(kind: Any) -> Any:
    """Return the Arrow type of values of a type; TypeError for one that the model does not use."""
    import pyarrow as pa

    kind = _present(kind)
    if get_origin(kind) is tuple:
        return pa.list_(arrow(get_args(kind)[0]))
    if is_dataclass(kind):
        return pa.struct(struct_fields(kind))
    simple = {bool: pa.bool_(), int: pa.int64(), float: pa.float64(), bytes: pa.binary()}
    if kind in simple:
        return simple[kind]
    if issubclass(kind, str):
        return pa.string()
    raise TypeError(f"no column can hold {kind}")


def struct_fields(kind: Any) -> list[Any]:
    """Return the Arrow fields of a dataclass, in its order."""
    import pyarrow as pa

    return [pa.field(name, arrow(hint)) for name, hint in _hints(kind).items()]


def plain(value: Any) -> Any:
    """Return a value as what Arrow makes a row of: dicts, lists, texts, numbers."""
    if is_dataclass(value):
        return {name: plain(getattr(value, name)) for name in _hints(cast(type, type(value)))}
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    return value.value if isinstance(value, StrEnum) else value


def from_row(kind: type, row: Mapping[str, Any]) -> Any:
    """Return the value of a row, which may hold more than its fields."""
    return _reader(kind)(row)


@cache
def _hints(kind: type) -> dict[str, Any]:
    """Return the types of a dataclass's fields, by name."""
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(cast(Any, kind))}


def _present(kind: Any) -> Any:
    """Return X of `X | None`."""
    if get_origin(kind) is UnionType or isinstance(kind, UnionType):
        return next(one for one in get_args(kind) if one is not type(None))
    return kind


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """Return the function from what Arrow gives for a type to its value."""
    kind = _present(kind)
    if get_origin(kind) is tuple:
        one = _reader(get_args(kind)[0])
        return lambda found: None if found is None else tuple(map(one, found))
    if is_dataclass(kind):
        parts, make = [(name, _reader(hint)) for name, hint in _hints(cast(type, kind)).items()], cast(type, kind)
        return lambda found: None if found is None else make(**{name: read(found[name]) for name, read in parts})
    if issubclass(kind, StrEnum):
        return lambda found: None if found is None else kind(found)
    return lambda found: found
