"""Which half of a divided country English words mean: «the North» where a text tells of North or of South Korea."""

import re
from dataclasses import replace

from keii.gazetteer.compose import Reading, compose

HALF = re.compile(r"the (North|South)(?:(?:['’]s|ern)\b\s*(.*))?", re.IGNORECASE)
DIVIDED = re.compile(r"\b(?:North|South) (Korea|Sudan|Yemen|Vietnam)")


def half(quote: str, text: str) -> Reading | None:
    """Return the state that «the North» or «the South's leader» means in a text, None where it tells of no such."""
    found = HALF.fullmatch(quote)
    whole = DIVIDED.search(text) if found is not None else None
    if found is None or whole is None:
        return None
    state = compose(f"{found[1].capitalize()} {whole[1]}", "en")
    rest = compose(found[2], "en") if found[2] else None
    if state is None or state.kind != "state" or found[2] and (rest is None or rest.country):
        return None
    return state if rest is None else replace(rest, country=state.country)
