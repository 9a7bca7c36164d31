"""Problems: what could not be handled, where, and what to do about it."""

from dataclasses import dataclass

from keii.model.text import content_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One input, or one place in it, that could not be handled; never dropped silently.

    `code` is one of `docs/problems.md`, such as `input.empty` or `coding.sentence-too-long`.
    """

    code: str
    origin: str  # the input as the user named it, with the line of a .jsonl
    message: str  # what is wrong, one sentence
    remedy: str  # what to do
    document: str | None = None  # id; None: no document came of it
    start: int | None = None  # code point in the document's text, or byte in the input; None: the whole
    end: int | None = None

    @property
    def id(self) -> str:
        """The content id of the problem: the same trouble with the same input has the same id."""
        return content_id("p_", self.code, self.origin, self.message, self.document, self.start, self.end)
