"""How many sources an event has that do not rest on each other."""

from collections.abc import Iterable

from keii.model import Source, SourceKind, Told
from keii.situation.profile import entry_of, fold, local_name

_CARRIED = (SourceKind.OUTLET, SourceKind.AGENCY, SourceKind.NAMED, SourceKind.OFFICE)


def independent(told: Iterable[Told]) -> int:
    """Return the number of sources: what copies, one outlet, one agency or one official tell counts once."""
    return len({origin(one) for one in told}) or 1


def origin(told: Told) -> str:
    """Return whom a claim rests on: the innermost source that has a name or an office, else who published it.

    Anonymous voices and hearsay prove no second source: they count as the outlet's own word.
    """
    for source in reversed(told.claim.sources):
        if source.kind in _CARRIED:
            return _who(source)
    return outlet(told)


def outlet(told: Told) -> str:
    """Return whose text it is: the agency that it is credited to, the group of copies, the publisher, the document.

    What an agency's text tells on its own account and what another text quotes that agency for is one source.
    """
    if told.document.agency:
        return f"source:{told.document.agency}"
    if told.copies:
        return f"copies:{told.copies}"
    if told.document.publisher:
        return f"outlet:{fold(told.document.publisher)}"
    return f"document:{told.document.id}"


def _who(source: Source) -> str:
    if entry := entry_of(source.actor):
        return f"source:{entry}"
    if name := local_name(source.actor):
        return f"source:{name}"
    if source.code.split("/")[0] != "XXX":
        return f"source:{source.code}"  # two officials of one ministry speak with one voice
    return f"source:{fold(source.text)}"
