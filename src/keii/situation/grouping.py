"""Keeps the groups of copies of a ledger right when a document comes in."""

import itertools

from keii.ledger import copies as rows
from keii.ledger.connection import Connection
from keii.model import Document
from keii.situation.copies import WIDELY, group_id, is_closed, likeness, shingles, signed


def group(connection: Connection, document: Document) -> list[str]:
    """Look a document up for copies; return the documents whose group is another one now."""
    if rows.is_known(connection, document.id):
        return []
    own = signed(document.text)
    rows.add_keys(connection, document.id, own.keys)
    near: set[str] = set()
    parted: set[tuple[str, str]] = set()
    looked_up = [(key, WIDELY + 2 if key.startswith("p_") else -1) for key in own.keys]
    for (key, _), under in zip(looked_up, rows.under(connection, looked_up), strict=True):
        if not is_closed(key, len(under)):
            near |= set(under)
        elif len(under) == WIDELY + 1:  # with this document the sentence has become boilerplate
            parted |= set(itertools.combinations(under, 2))
    for other, text in rows.texts(connection, sorted(near - {document.id})):
        common = likeness(own.shingles, shingles(text))
        if common:
            rows.add_pair(connection, document.id, other, common)
    touched = {document.id}
    for first, second in sorted(parted):
        if not _meet(connection, first, second) and rows.remove_pair(connection, first, second):
            touched |= {first, second}
    return _named(connection, touched)


def leave(connection: Connection, document: str) -> list[str]:
    """Take a document out of the copies; return the others whose group is another one now."""
    keys = rows.keys_of(connection, document)
    touched = set(rows.remove_document(connection, document))
    looked_up = [(key, WIDELY + 1) for key in sorted(keys)]
    for (key, _), under in zip(looked_up, rows.under(connection, looked_up), strict=True):
        if not key.startswith("p_") or len(under) != WIDELY:
            continue
        for first, second in itertools.combinations(under, 2):  # the sentence is no boilerplate any more
            texts = dict(rows.texts(connection, (first, second)))
            if common := likeness(shingles(texts[first]), shingles(texts[second])):
                rows.add_pair(connection, first, second, common)
                touched |= {first, second}
    return _named(connection, touched)


def _meet(connection: Connection, first: str, second: str) -> bool:
    """Tell whether two documents share a key that is no boilerplate."""
    common = rows.keys_of(connection, first) & rows.keys_of(connection, second)
    looked_up = [(key, WIDELY + 1) for key in sorted(common)]
    return any(not is_closed(key, len(under))
               for (key, _), under in zip(looked_up, rows.under(connection, looked_up), strict=True))


def _named(connection: Connection, touched: set[str]) -> list[str]:
    """Give the groups of the touched documents their names; return the documents for which that is new."""
    changed, seen = [], set[str]()
    for document in sorted(touched):
        if document in seen:
            continue
        together = rows.group(connection, document)
        seen |= together
        changed += rows.name_group(connection, sorted(together), group_id(together) if len(together) > 1 else None)
    return changed
