"""keii from Python: code a text, open a ledger, ask it, and take the answer as Arrow, pandas or polars."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Generic, Literal, Self, TypedDict, TypeVar, Unpack

from keii.config import MESSAGES, Lang
from keii.errors import KeiiError, UsageError
from keii.ledger import Filter, Ledger
from keii.ledger.filters import MANY, ONE
from keii.model import Claim, Document, Event

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

__all__ = ["Answer", "Filters", "Record", "code", "open"]

T = TypeVar("T")
Of = Literal["claims", "events", "documents"]
Words = str | Sequence[str]
_ONE = (*(name.replace("-", "_") for name in ONE), "limit", "offset")
_PANDAS = {"text": "string", "integer": "Int64", "number": "float64", "flag": "boolean", "list": "object"}


class Filters(TypedDict, total=False):
    """The filters of every list (docs/filters.md), by their names on the command line, with `_` for `-`."""

    actor: Words
    recipient: Words
    party: Words
    type: Words
    status: Words
    certainty: Words
    source: Words
    document: Words
    outlet: Words
    tag: Words
    place: Words
    text: Words
    words: str
    least_confidence: float
    since: str
    until: str
    limit: int
    offset: int


def code(text: str, *, language: str | None = None, published: str | None = None, coder: str | None = None
         ) -> tuple[Claim, ...]:
    """Return the claims of a text, each with a span for every field.

    `language` is an ISO 639-1 code (ja, en), recognised if it is not given; `published` the ISO 8601 day from which
    «yesterday» counts; `coder` one of rules, model, both. Raises UsageError for a value that is none of these, and
    InputError for a text that cannot be read. The first call loads parser and model, some seconds.

    >>> [claim.type for claim in code("France condemned the decision.", coder="rules")]
    ['ACCUSE']
    """
    from keii import pipeline
    from keii.coding.coders import CODERS
    from keii.documents.dates import option_date
    from keii.language.languages import LANGUAGES

    for name, value, known in (("language", language, LANGUAGES), ("coder", coder, CODERS)):
        if value is not None and value not in known:
            raise UsageError(f"{name} «{value}» is not known.", where=name, remedy=f"Known: {', '.join(known)}.")
    return pipeline.code(text, language=language, published=option_date(published), coder=coder).claims


def open(path: str | Path, *, lang: Lang = "en") -> "Record":
    """Return the ledger at `path`, opened for reading; a context manager that closes it.

    `lang` is the language of names in tables. Raises LedgerError when there is none, or one of another version.
    """
    if lang not in MESSAGES:
        raise UsageError(f"lang «{lang}» is not known.", where="lang", remedy=f"Known: {', '.join(MESSAGES)}.")
    return Record(Ledger.open(path), lang)


class Record:
    """An open ledger that answers questions; it is read, never written."""

    def __init__(self, ledger: Ledger, lang: Lang) -> None:
        """Wrap an open ledger; use `keii.open`."""
        self._ledger, self._lang = ledger, lang

    def claims(self, **filters: Unpack[Filters]) -> "Answer[Claim]":
        """Return the claims that the filters select: `actor="RUS"`, `status=["occurred", "ongoing"]`, `since="2024"`.

        Filters are named and written as on the command line (docs/filters.md), with `_` for `-`.
        """
        chosen = _filter(filters)
        return Answer(self._ledger, "claims", chosen, self._lang, lambda: self._ledger.claims(chosen))

    def events(self, **filters: Unpack[Filters]) -> "Answer[Event]":
        """Return the events that hold a selected claim."""
        chosen = _filter(filters)
        return Answer(self._ledger, "events", chosen, self._lang, lambda: self._ledger.events(chosen))

    def documents(self, **filters: Unpack[Filters]) -> "Answer[Document]":
        """Return the documents that hold a selected claim; all of them without filters."""
        chosen = _filter(filters)
        return Answer(self._ledger, "documents", chosen, self._lang,
                      lambda: (listed.document for listed in self._ledger.documents(chosen)))

    def close(self) -> None:
        """Close the ledger."""
        self._ledger.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """What a question selects: values of keii's model when it is iterated, or a table.

    The ledger is asked anew each time, so that an answer takes no memory until it is taken. The columns of tables are
    those of `keii export` (docs/exports.md).
    """

    _ledger: Ledger
    _of: Of
    _chosen: Filter
    _lang: Lang
    _values: Callable[[], Iterator[T]]

    def __iter__(self) -> Iterator[T]:
        return self._values()

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield the rows of the table, one dictionary each, every column in it."""
        from keii.exports.request import Request
        from keii.exports.rows import rows

        return rows(Request(ledger=self._ledger, chosen=self._chosen, of=self._of, lang=self._lang))

    def arrow(self) -> "pyarrow.Table":
        """Return the table as Arrow; needs the extra keii[export]."""
        pa = _needed("pyarrow", "keii[export]")
        from keii.exports.parquet import schema

        return pa.Table.from_pylist(list(self.rows()), schema=schema(self._of))

    def pandas(self) -> "pandas.DataFrame":
        """Return the table as a DataFrame of pandas, which is to be installed.

        The columns have the same types whatever is in them: string, Int64, boolean (with pandas.NA where there is
        nothing), float64, and object for lists of Python.
        """
        from keii.exports.columns import columns

        pd = _needed("pandas", "pandas")
        found, of = list(self.rows()), columns(self._of)
        return pd.DataFrame({column.name: pd.Series([row[column.name] for row in found], dtype=_PANDAS[column.type])
                             for column in of}, columns=[column.name for column in of])

    def polars(self) -> "polars.DataFrame":
        """Return the table as a DataFrame of polars, which is to be installed; lists are lists of texts."""
        from keii.exports.columns import columns

        pl = _needed("polars", "polars")
        types = {"text": pl.String, "integer": pl.Int64, "number": pl.Float64, "flag": pl.Boolean,
                 "list": pl.List(pl.String)}
        schema = {column.name: types[column.type] for column in columns(self._of)}
        frame: polars.DataFrame = pl.DataFrame(list(self.rows()), schema=schema)
        return frame

    def export(self, format: str, out: str | Path | BinaryIO, *, derive: bool = False) -> dict[str, int]:
        """Write the answer in a format of `keii export`; return what the format left out, by the reason.

        `out` is a path or a file that is open for bytes. Raises UsageError for a format that there is none of or that
        cannot hold this; ImportError where a package of the extra keii[export] is missing.
        """
        from keii.exports.formats import FORMATS, writer
        from keii.exports.request import Request

        if format not in FORMATS or self._of not in FORMATS[format].of:
            able = [name for name, form in FORMATS.items() if self._of in form.of]
            raise UsageError(f"there is no format «{format}» of {self._of}.", remedy=f"There are: {', '.join(able)}.")
        request = Request(ledger=self._ledger, chosen=self._chosen, of=self._of, lang=self._lang, derived=derive)
        if isinstance(out, str | Path):
            with Path(out).open("wb") as file:
                writer(format)(file, request)
        else:
            writer(format)(out, request)
        return {why.value: count for why, count in sorted(request.left_out.items())}


def _filter(given: Filters) -> Filter:
    """Return the filters as the ledger has them; raises UsageError for one that there is none of."""
    fields: dict[str, Any] = {}
    for name, value in given.items():
        if name in MANY:
            fields[MANY[name]] = (value,) if isinstance(value, str) else tuple(value or ())  # type: ignore[arg-type]
        elif name in _ONE:
            fields[name] = value
        else:
            raise UsageError(f"the filters have no option «{name}».",
                             remedy=f"They have: {', '.join((*MANY, *_ONE))}.")
    return Filter(**fields)


def _needed(package: str, install: str) -> Any:
    """Return a package; raises KeiiError with the remedy where it is not installed."""
    import importlib

    try:
        return importlib.import_module(package)
    except ImportError as error:
        raise KeiiError(f"the package {package} is not installed.",
                        remedy=f"Install it with: pip install '{install}'") from error
