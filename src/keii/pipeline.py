"""The table of contents of keii: the steps in order, from inputs to what the ledger keeps.

    sources → documents → language → coding → resolution → (ledger)

Each step takes values and returns values; input and output happen in `sources` and `ledger` alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from keii.model import Claim, Document, Problem, Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What keii read in one input: its document, sentences, claims and problems.

    `document` is None when no document came of the input; `problems` then say why.
    """

    origin: str
    document: Document | None
    sentences: tuple[Sentence, ...] = ()
    claims: tuple[Claim, ...] = ()
    problems: tuple[Problem, ...] = ()


def read(inputs: Iterable[str], *, published: str | None = None, language: str | None = None) -> Iterator[Reading]:
    """Yield a Reading for every document or failure found in `inputs`, in a fixed order.

    `inputs` are paths of files or folders, file:// URLs, or "-" for standard input; `published` is an ISO 8601
    date for inputs that state none; `language` is ISO 639-1 and overrides detection.
    """
    raise NotImplementedError


def code(text: str, *, published: str | None = None, language: str | None = None) -> Reading:
    """Return the Reading of a text given directly (no ledger, no file)."""
    raise NotImplementedError
