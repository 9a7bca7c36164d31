"""A record of a web archive: where the page stands that a document was made of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Where in a web archive the bytes of a document stand, and what they were; the archive stays where it is."""

    archive: str  # the file as it was named when it was read
    member: str | None = None  # the .warc within a .wacz; None: the file itself is one
    start: int  # byte of the file or member, as it is packed, at which the record begins
    id: str | None = None  # WARC-Record-ID; None: it has none
    hash: str  # SHA-256 of the page's bytes, unpacked and without HTTP headers, in hexadecimal
