"""YAML read strictly: every mapping knows its line, every field its type, and nothing is left unread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml

from keii.errors import DataError

T = TypeVar("T")
LINE = "\0line"  # the key under which a mapping keeps its line; no YAML key can hold it
REMEDY = "quality/README.md describes the form of a story."


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One mapping of a file, with its place."""

    path: Path
    cells: Mapping[str, Any]

    @property
    def line(self) -> int:
        """The line the mapping begins at, from 1."""
        return int(self.cells[LINE])

    def error(self, what: str) -> DataError:
        """Return the error for this place; the caller raises it."""
        return DataError(what, where=f"{self.path}:{self.line}", remedy=REMEDY)

    def expect(self, *known: str) -> None:
        """Raise DataError for a field that is not among the `known` ones."""
        for key in self.cells:
            if key != LINE and key not in known:
                raise self.error(f"«{key}» is no field here (there are: {', '.join(known)}).")

    def text(self, key: str) -> str:
        """Return a field that is a text with something in it."""
        value = self._value(key, str)
        if not value.strip():
            raise self.error(f"«{key}» is empty.")
        return value

    def text_or_none(self, key: str) -> str | None:
        """Return a text, or None where the field is absent or null."""
        return None if self.cells.get(key) is None else self.text(key)

    def number(self, key: str, default: int) -> int:
        """Return a whole number from 1, or the default where the field is absent."""
        value = self._value(key, int) if key in self.cells else default
        if value < 1:
            raise self.error(f"«{key}» is {value}: numbers begin at 1.")
        return value

    def is_set(self, key: str) -> bool:
        """Return a field that is true or false; absent is false."""
        return self._value(key, bool) if key in self.cells else False

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; absent is empty."""
        return tuple(self._each(self._list(key), str, key))

    def groups(self, key: str) -> tuple[tuple[str, ...], ...]:
        """Return a list of lists of texts; absent is empty."""
        return tuple(tuple(self._each(group, str, key)) for group in self._each(self._list(key), list, key))

    def rows(self, key: str) -> tuple["Row", ...]:
        """Return a list of mappings; absent is empty."""
        return tuple(Row(path=self.path, cells=cells) for cells in self._each(self._list(key), dict, key))

    def numbers_by_name(self, key: str) -> tuple[tuple[str, int], ...]:
        """Return a mapping of names to whole numbers as pairs; absent is empty."""
        if key not in self.cells:
            return ()
        row = Row(path=self.path, cells=self._value(key, dict))
        return tuple((name, row.number(name, 1)) for name in row.cells if name != LINE)

    def _list(self, key: str) -> Sequence[Any]:
        return self._value(key, list) if key in self.cells else []

    def _each(self, values: Sequence[Any], kind: type[T], key: str) -> list[T]:
        for value in values:
            if not isinstance(value, kind):
                raise self.error(f"«{key}» holds «{value}», which is no {kind.__name__}.")
        return list(values)

    def _value(self, key: str, kind: type[T]) -> T:
        value = self.cells.get(key)
        if not isinstance(value, kind):
            got = "is missing" if value is None else f"is «{value}», which is no {kind.__name__}"
            raise self.error(f"«{key}» {got}.")
        return value


def read_row(path: Path) -> Row:
    """Return the mapping that a YAML file is; raises DataError with file and line for anything else."""
    try:
        cells = yaml.load(path.read_bytes().decode("utf-8"), Loader=_Loader)
    except OSError as error:
        raise DataError(f"the file cannot be read: {error.strerror}.", where=str(path), remedy=REMEDY) from error
    except UnicodeDecodeError as error:
        raise DataError(f"byte {error.start} is not UTF-8.", where=str(path), remedy=REMEDY) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DataError(f"the file is no YAML: {error.problem}.", where=f"{path}:{line}", remedy=REMEDY) from error
    if not isinstance(cells, dict):
        raise DataError("the file is no mapping of fields.", where=f"{path}:1", remedy=REMEDY)
    return Row(path=path, cells=cells)


class _Loader(yaml.SafeLoader):
    """A safe loader that writes down each mapping's line, leaves dates as texts, and refuses a key given twice."""

    # Without the resolver of timestamps 2031-03-04 stays the text that it is.
    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        cells = super().construct_mapping(node, deep=deep)
        if len(cells) != len(node.value):
            raise yaml.constructor.ConstructorError(None, None, "a field is given twice", node.start_mark)
        cells[LINE] = node.start_mark.line + 1
        return cells
