"""One root error, few children; each says what was being done, to which thing, and what to try.

An error about one input is turned into a `Problem` row by the pipeline; an error about the whole run
(a ledger that is none, a wrong option) reaches the user as it is.
"""


class KeiiError(Exception):
    """Something keii cannot do, told in one sentence with the thing, the place in it, and the remedy."""

    def __init__(self, what: str, *, where: str = "", remedy: str = "", code: str = "",
                 start: int | None = None) -> None:
        """Keep the parts apart, so that they can be shown or stored as fields.

        `code` is a problem code of `docs/problems.md` when the error concerns one input; `start` is the byte of
        the input where the trouble begins, None for the whole.
        """
        super().__init__(what)
        self.what = what
        self.where = where
        self.remedy = remedy
        self.code = code
        self.start = start

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        remedy = f" {self.remedy}" if self.remedy else ""
        return f"{place}{self.what}{remedy}"


class InputError(KeiiError):
    """An input (file, line, stream) that cannot be read as what it claims to be."""


class DataError(KeiiError):
    """A data file of keii (lexicon, registry, codebook) that breaks its own rules."""


class LedgerError(KeiiError):
    """A ledger that cannot be opened, read or written."""


class ShardError(KeiiError):
    """A folder of shards, or a store that holds one or an input, that cannot be read or written."""


class WorkingError(KeiiError):
    """An answer that is still being worked out; asked for again in some seconds it will be there."""


class SpanError(KeiiError):
    """A span whose quotation is not what the text holds at its place."""


class UsageError(KeiiError):
    """An option or filter that cannot be understood."""
