"""What the claims of a ledger say of awaited acts, as it is asked for: by documents, or by single claims."""

from collections.abc import Iterable, Mapping, Sequence

from keii.ledger import awaiting, events
from keii.ledger.awaiting import Row
from keii.ledger.connection import Connection
from keii.model import Told
from keii.situation.saying import Saying
from keii.situation.sayings import sayings

EVER = "9999-12-31"
_REMEMBERED = 60_000  # sayings


class Book:
    """Reads in a ledger what is said; the caller holds the transaction, so that all is of one state."""

    def __init__(self, connection: Connection) -> None:
        """Read nothing yet."""
        self.connection = connection
        self._said: dict[tuple[str, int], Saying] = {}
        self._known: set[str] = set()  # claims whose sayings are among them

    def sayings(self, claims: Iterable[str]) -> Mapping[tuple[str, int], Saying]:
        """Return what these claims say, by claim and part; not more than they are asked for with their sentence."""
        wanted = set(claims)
        if missing := wanted - self._known:
            if len(self._said) > _REMEMBERED:
                self._said, self._known, missing = {}, set(), wanted
            told = list(events.told(self.connection, awaiting.beside(self.connection, missing), traced=False))
            for some in sayings(told, until=EVER).values():
                self._said |= {(saying.id, saying.part): saying for saying in some}
            self._known |= {one.claim.id for one in told} | missing
        return self._said

    def of_documents(self, documents: Sequence[str]) -> dict[str, Mapping[str, Sequence[Saying]]]:
        """Return what each document says, by type of act; documents that say nothing are left out."""
        told: dict[str, list[Told]] = {}
        ids = awaiting.claims_of(self.connection, documents)
        for one in events.told(self.connection, ids, traced=False):
            told.setdefault(one.document.id, []).append(one)
        return {document: sayings(own, until=EVER) for document, own in told.items()}

    def keys(self, row: Row) -> set[tuple[str, ...]]:
        """Return the keys of an awaited act as it is kept."""
        return {tuple(key.split("\t")) for key, in self.connection.execute(
            "SELECT key FROM awaited_keys WHERE awaited = ?", (row.number,))}

    def told_by(self, claim: str) -> list[Row]:
        """Return the kept awaited acts that a claim tells or turns."""
        return awaiting.told_by(self.connection, claim)
