"""What the tasks over shards have in common: readings with their numbers, and the claims that hold."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Protocol

from keii.engines.local import Brought, Made
from keii.errors import LedgerError, SpanError
from keii.ledger.write import check, without_doubles
from keii.model import Claim, Document, Told
from keii.shards.loading import opened
from keii.shards.manifest import changed, shard
from keii.shards.merging.exchange import Piece, rows
from keii.shards.merging.plan import Part
from keii.shards.store import Store
from keii.shards.tables import TABLES, read


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """A reading with the numbers that its document and its first claim have in the folder."""

    made: Made
    document: int
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A claim that holds, with its number."""

    number: int
    told: Told


class Copies(Protocol):
    """What knows the groups of copies; a dict does."""

    def get(self, document: str, /) -> str | None:
        """Return the group of a document, None when it has no copies."""


def numbered(at: Store, part: Part, *, prove: bool = False) -> Iterator[Numbered]:
    """Yield the readings of a part that have a document; raises ShardError when a file is not what it was.

    With `prove` the digests of the files are compared with their manifests, otherwise their sizes.
    """
    for one in part.shards:
        manifest = shard(at, one.name)
        if manifest is None:
            raise changed(at, f"shards/{one.name}.json")
        document, claims = one.documents, one.claims
        with ExitStack() as files:
            found = {table: files.enter_context(opened(at, manifest, table, prove=prove)) for table in TABLES}
            for made in read(found):
                if made.reading.document is not None:
                    yield Numbered(made=made, document=document, claims=claims)
                    document += 1
                claims += len(made.reading.claims)


def is_sound(made: Made) -> bool:
    """Tell whether a ledger would take a reading."""
    reading = made.reading
    assert reading.document is not None
    try:
        check(reading.document, reading.sentences, without_doubles(reading.document, reading.claims)[0], reading.causes)
    except (LedgerError, SpanError):
        return False
    return True


def held(at: Store, part: Part, others: tuple[Piece, ...], copies: Copies) -> Iterator[list[Held]]:
    """Yield the claims of every document of a part that holds, as a ledger of all shards has them.

    Of a document that came several times the last reading holds, with the credit of the first: `others` says so.
    `copies` are the groups of documents that have copies.
    """
    dropped, credited = set[int](), dict[int, str | None]()
    for row in rows(at, others):
        if row["dropped"]:
            dropped.add(row["node"])
        else:
            credited[row["node"]] = row["agency"]
    brought = Brought()
    for one in numbered(at, part):
        if one.document in dropped:
            continue
        document = one.made.reading.document
        assert document is not None
        if one.document in credited:
            document = replace(document, agency=credited[one.document])
        brought.take(one.made)
        yield list(_held(one, document, brought, copies.get(document.id)))


def _held(one: Numbered, document: Document, brought: Brought, copies: str | None) -> Iterator[Held]:
    reading = one.made.reading
    sentences = {sentence.index: sentence for sentence in reading.sentences}
    numbers: dict[str, int] = {}
    for number, claim in enumerate(reading.claims, one.claims):
        numbers.setdefault(claim.id, number)
    claims, _ = without_doubles(document, reading.claims)
    if not claims:
        return
    by_sentence: dict[int, list[Claim]] = {}
    for claim in claims:
        by_sentence.setdefault(claim.sentence, []).append(claim)
    acts = {claim.id: made for index, some in sorted(by_sentence.items())
            for claim, made in zip(some, brought.acts(document, sentences[index], some), strict=True)}
    story = brought.document(document) or None
    for claim in claims:
        made = acts[claim.id]
        yield Held(number=numbers[claim.id], told=Told(
            claim=claim, document=document, sentence=sentences[claim.sentence].text, copies=copies, story=story,
            meaning=made.meaning, act=made.act))
