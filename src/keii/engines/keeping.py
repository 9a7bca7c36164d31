"""A reading into the ledger; one that the ledger refuses becomes a problem there."""

from dataclasses import dataclass

from keii.errors import LedgerError, SpanError
from keii.ledger import Ledger
from keii.model import Problem
from keii.pipeline import Reading


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a reading in the ledger."""

    reading: Reading
    new: bool


def keep(ledger: Ledger, reading: Reading) -> Kept:
    """Write the reading; one that the ledger refuses becomes a problem. Raises LedgerError when nothing can be kept."""
    try:
        return Kept(reading, ledger.write(reading))
    except (LedgerError, SpanError) as error:
        code = "ledger.bad-span" if isinstance(error, SpanError) else error.code
        if not code:
            raise  # the ledger itself is in trouble, not this document
        problem = Problem(code=code, origin=reading.origin, message=error.what, remedy=error.remedy)
        for found in (*reading.problems, problem):
            ledger.write_problem(found)
        return Kept(Reading(origin=reading.origin, document=None, problems=(*reading.problems, problem)), False)
