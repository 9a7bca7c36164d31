"""From the manifests of a folder to tasks: parts of it of some thousand claims, and buckets of what they hand over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from keii.shards.manifest import Manifest
from keii.shards.merging.exchange import Piece
from keii.situation.blocking import REACH

# Claims of a part, a bucket and a block; 1,000 more in a bucket take 5 MB of its worker. Every bucket is read from
# every part, and the driver knows where: of large folders there are so many parts and buckets at most, and larger ones.
OF_PART, OF_BUCKET, OF_BLOCK = 20_000, 8_000, 10_000
PARTS, BUCKETS = 2_000, 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """A shard, with the number that its first document and its first claim have among those of the folder."""

    name: str
    documents: int
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Shards that follow each other, worked on by one task."""

    number: int
    shards: tuple[Shard, ...]
    claims: int  # how many


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How many claims a task takes; the events do not depend on it."""

    of_part: int
    of_bucket: int
    of_block: int

    @classmethod
    def of(cls, claims: int) -> "Sizes":
        """Return the sizes for a folder with so many claims."""
        return cls(of_part=max(OF_PART, claims // PARTS), of_bucket=max(OF_BUCKET, claims // BUCKETS),
                   of_block=max(OF_BLOCK, claims // BUCKETS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What all tasks of a merge have in common."""

    at: str  # the store's address
    work: str  # where in it the files lie that are removed at the end
    buckets: int
    reach: int = REACH


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One task of a step."""

    name: str
    part: Part | None = None  # None: it works on pieces alone
    pieces: Mapping[str, tuple[Piece, ...]] = field(default_factory=dict)  # by channel
    first: int = 0  # of the components of a block, the first and the one after the last; 0: all
    after: int = 0


def parts(manifests: Sequence[Manifest], *, most: int) -> list[Part]:
    """Return the parts of a folder's shards, each of at most so many claims, or of one shard."""
    found: list[list[Shard]] = []
    held: list[int] = []  # claims of each
    documents = claims = 0
    for manifest in manifests:
        own = manifest.rows("claims")
        if not found or held[-1] + own > most:
            found.append([])
            held.append(0)
        found[-1].append(Shard(name=manifest.name, documents=documents, claims=claims))
        documents, claims, held[-1] = documents + manifest.rows("documents"), claims + own, held[-1] + own
    return [Part(number=number, shards=tuple(shards), claims=count)
            for number, (shards, count) in enumerate(zip(found, held, strict=True))]
