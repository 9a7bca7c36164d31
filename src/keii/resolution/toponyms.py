"""The toponyms of a text in any language that keii reads, and the places they mean."""

from collections.abc import Callable, Mapping
from functools import lru_cache

from keii.resolution.grounding import Grounded, ground
from keii.resolution.mentions import Mention
from keii.resolution.toponyms_en import find_en
from keii.resolution.toponyms_ja import find_ja

FINDERS: Mapping[str, Callable[[str], list[Mention]]] = {"en": find_en, "ja": find_ja}


@lru_cache(maxsize=1)  # parties and places of one document ask for the same
def toponyms(text: str, language: str) -> tuple[Grounded, ...]:
    """Return every toponym of a text in its order, with the place it means or the reason why none is known.

    A language without a finder has none.
    """
    find = FINDERS.get(language)
    return tuple(ground(find(text))) if find else ()
