"""What is followed: sources that are polled, their state, and the captures of what they gave."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """One source that the user follows, with the state of its polling. All times are ISO 8601, UTC."""

    number: int = 0  # 0: not kept yet
    address: str  # URL, or path of a file or folder
    kind: str  # feed, sitemap, page or path
    title: str | None = None
    every: int  # seconds between two polls
    paused: bool = False
    added_at: str
    etag: str | None = None  # None: the last answer had none
    modified: str | None = None
    checked_at: str | None = None  # None: never
    changed_at: str | None = None  # None: nothing new came yet
    next_at: str | None = None  # None: at once
    failures: int = 0  # in a row
    trouble: str | None = None  # None: the last poll went well

    @property
    def state(self) -> str:
        """How it fares in one word: paused, failing, new (never polled), ok."""
        return "paused" if self.paused else "failing" if self.failures else "new" if self.checked_at is None else "ok"

    def is_due(self, now: str) -> bool:
        """Tell whether the source is to be polled at this time."""
        return not self.paused and (self.next_at is None or self.next_at <= now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry that a source has listed, and what became of it."""

    key: str
    state: str  # done, failed, waiting
    mark: str | None = None  # of a file or page, what it was like; None: an entry is taken once
    tries: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One answer of a server, or one look at a file, with the bytes as they came, unpacked."""

    address: str
    final: str
    status: int | None  # of HTTP; None: a file
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes
    at: str
    hash: str  # SHA-256 in hexadecimal, as it was when the bytes were kept
    number: int = 0  # 0: not kept yet
