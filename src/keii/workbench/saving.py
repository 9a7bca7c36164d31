"""What forms do with saved searches: keep the filter of a page under a name, give a search another name, end it."""

from collections.abc import Mapping

from keii.ledger import searches
from keii.ledger.searches import Search
from keii.workbench.answering import MissingError
from keii.workbench.asking import Asked
from keii.workbench.config import Workbench
from keii.workbench.forms import Act, Given, reviewer, writable


def _save(workbench: Workbench, asked: Asked, _: str, given: Given) -> str:
    """Keep the filter of the address; its page follows. Another search of the name is not replaced unseen."""
    who = reviewer(given)
    made = searches.checked(Search(name=given.get("search", "").strip(), chosen=asked.chosen(paged=False),
                                   author=who.name.strip()))
    with writable(workbench) as ledger, ledger.transaction() as connection:
        known = searches.named(connection, made.name)
        if known and known.chosen.options != made.chosen.options:
            raise searches.taken(made.name)
        if known is None:
            searches.keep(connection, made, moment=who.at)
    return asked.address(f"/searches/{made.name}")


def _rename(workbench: Workbench, asked: Asked, name: str, given: Given) -> str:
    """Give a search another name."""
    who, new = reviewer(given), given.get("search", "").strip()
    with writable(workbench) as ledger, ledger.transaction() as connection:
        held = _known(searches.named(connection, name), name)
        if new != name:
            searches.rename(connection, name, Search(name=new, chosen=held.chosen, author=who.name.strip()),
                            moment=who.at)
    return asked.address("/searches")


def _remove(workbench: Workbench, asked: Asked, name: str, given: Given) -> str:
    """End a search; its rows stay."""
    who = reviewer(given)
    with writable(workbench) as ledger, ledger.transaction() as connection:
        held = _known(searches.named(connection, name), name)
        searches.keep(connection, Search(name=name, chosen=held.chosen, author=who.name.strip()), moment=who.at,
                      wanted=False)
    return asked.address("/searches")


def _known(found: Search | None, name: str) -> Search:
    if found is None:
        raise MissingError("there is no saved search of this name.", where=name,
                           remedy="Save it with: keii search save NAME --actor RUS ...")
    return found


ACTS: Mapping[str, Act] = {
    "/searches/save": _save, "/searches/{name}/rename": _rename, "/searches/{name}/remove": _remove}
