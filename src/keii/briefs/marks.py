"""Short marks by which the claims of an event are told apart where they stand side by side."""

from string import ascii_lowercase

from keii.model import Event


def marks_of(event: Event) -> dict[str, str]:
    """Return a short mark for every claim of an event, in their order: a, b, … z, aa."""
    found = {}
    for number, claim in enumerate(event.claims):
        mark, rest = "", number
        while rest >= 0:
            mark, rest = ascii_lowercase[rest % 26] + mark, rest // 26 - 1
        found[claim] = mark
    return found
