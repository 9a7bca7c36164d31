"""What the lists of the ledger hold, where a list is not one of the model's nouns alone."""

from dataclasses import dataclass

from keii.model import Claim, Document, Problem, Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What the ledger holds of one document now: the document, its sentences, claims and problems."""

    document: Document
    sentences: tuple[Sentence, ...]
    claims: tuple[Claim, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A document with how much its current reading holds."""

    document: Document
    sentences: int
    claims: int
    tags: tuple[str, ...] = ()  # that rules gave it, in order


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorCount:
    """Someone of the selected claims, and in how many of them they act, receive and speak.

    Parties with an entry of the registry are counted by entry and code, the others by code and words. A person whom the
    registry does not know is counted once a document; the same full name of the same code joins documents.
    """

    actor: str | None  # id in the registry, or LOCAL of an unknown person; None: not resolved to an entry
    code: str
    text: str  # the words that name them most often
    acting: int
    receiving: int
    speaking: int
    documents: int
    described: str | None = None  # the office or role that a text gives an unknown person; None: none, or it is known


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A sentence of which persons have decided every claim, and agree; the claims that hold in it."""

    document: str  # id
    sentence: Sentence
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedProblem:
    """A problem with the number that people call it by."""

    number: int
    problem: Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One claim as far as it says who acts with whom where: enough to find threads in a large ledger."""

    event: str  # id
    document: str  # id, or that of the group of its copies
    day: str | None  # of publication; None: the document is not dated
    actors: tuple[str, ...]  # codes
    recipients: tuple[str, ...]  # codes


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedOn:
    """How many documents were published on a day."""

    day: str  # ISO 8601
    documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much a ledger holds."""

    schema: int
    keii: str  # version that made the file
    documents: int
    sentences: int
    claims: int
    problems: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A document that has been merged into the events, with what later documents need of it."""

    document: str
    reading: int  # readings.key
    vector: bytes | None = None  # what it is about, across languages; None: not made
    copies: str | None = None  # id of its group of copies; None: it has no copies
