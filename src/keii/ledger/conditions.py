"""Pieces of SQL with their values, put together with and, or, not."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Condition:
    """A piece of SQL with the values for its question marks."""

    sql: str
    values: tuple[str | float, ...] = ()

    @classmethod
    def all_of(cls, conditions: Sequence["Condition"]) -> "Condition":
        """Return the condition that all of these hold; with none it always holds."""
        return cls._joined(conditions, " AND ", "TRUE")

    @classmethod
    def any_of(cls, conditions: Sequence["Condition"]) -> "Condition":
        """Return the condition that one of these holds; with none it never holds."""
        return cls._joined(conditions, " OR ", "FALSE")

    @classmethod
    def _joined(cls, conditions: Sequence["Condition"], word: str, empty: str) -> "Condition":
        if not conditions:
            return cls(empty)
        sql = word.join(f"({condition.sql})" for condition in conditions)
        return cls(sql, tuple(value for condition in conditions for value in condition.values))

    def negated(self) -> "Condition":
        """Return the condition that this one does not hold; unknown counts as not holding."""
        return Condition(f"NOT coalesce(({self.sql}), FALSE)", self.values)
