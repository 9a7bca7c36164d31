"""Short marks by which the claims of an event are told apart where they stand side by side."""

from string import ascii_lowercase

from keii.model import Event


def marks_of(event: Event) -> dict[str, str]:
    """Return a short mark for every claim of an event, in their order: a, b, … z, aa."""
    return {claim: mark(number) for number, claim in enumerate(event.claims)}


def mark(number: int) -> str:
    """Return a short mark for a number from 0.

    >>> [mark(number) for number in (0, 25, 26)]
    ['a', 'z', 'aa']
    """
    found, rest = "", number
    while rest >= 0:
        found, rest = ascii_lowercase[rest % 26] + found, rest // 26 - 1
    return found
