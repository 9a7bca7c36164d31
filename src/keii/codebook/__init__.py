"""The codebook: PLOVER's types, modes, contexts and sectors, keii's statuses, and the PLOVER code derived from them."""

from keii.codebook.codebook import (
    MUTUAL,
    Codebook,
    Context,
    Derived,
    EventType,
    Mode,
    Reason,
    Sector,
    StatusEntry,
    Words,
    codebook,
    derive_plover,
    load,
)

__all__ = [
    "MUTUAL", "Codebook", "Context", "Derived", "EventType", "Mode", "Reason", "Sector", "StatusEntry", "Words",
    "codebook", "derive_plover", "load",
]
