"""NDJSON of saved searches."""

import orjson

from keii.ledger.searches import Search


def search(value: Search) -> bytes:
    """Return a saved search as one line of JSON; its filter as options of the command line without their dashes."""
    return orjson.dumps({"name": value.name, "filter": value.chosen.options, "author": value.author,
                         "made_at": value.made_at})
