"""The ledger: what was read, kept in one SQLite file with its evidence and its history."""

from keii.ledger.filters import Filter
from keii.ledger.ledger import Ledger

__all__ = ["Filter", "Ledger"]
