"""Disasters that an article tells with their victims: «the death toll from the cyclone rose to nine».

To the model a storm or a quake that is named in passing is no act. Where a number of victims stands in its sentence, or
in the next one, it is what the article tells of, and what the number is of.
"""

from collections.abc import Sequence

from keii.calendar.times import find_times
from keii.model import Claim, Sentence, Status
from keii.quantities.tolls import Toll, toll_words, tolls

VICTIMS = frozenset({"dead", "hurt", "casualties", "missing"})
OTHER = "OTHER"


def with_victims(language: str, sentences: Sequence[Sentence]) -> frozenset[int]:
    """Return the positions of the sentences that tell victims, and of those right before one that does."""
    words = toll_words(language)
    if words is None:
        return frozenset()
    telling = [position for position, sentence in enumerate(sentences)
               if words.may_tell(sentence.text) and any(map(_is_of_victims, _tolls(sentence.text, language)))]
    return frozenset(near for position in telling for near in (position - 1, position) if near >= 0)


def is_disaster(claim: Claim, language: str) -> bool:
    """Tell whether an act is a disaster that came about: a quake, a storm, a crash."""
    words = toll_words(language)
    return (words is not None and claim.type == OTHER and claim.status in (Status.OCCURRED, Status.ONGOING)
            and bool(words.kinds_of(claim.trigger.quote) & VICTIMS))


def _tolls(text: str, language: str) -> list[Toll]:
    return tolls(text, language, [(time.start, time.end) for time in find_times(text, language)])


def _is_of_victims(toll: Toll) -> bool:
    return toll.kind in VICTIMS and not (toll.apart or toll.apart_before)
