"""Why claims were taken for one happening, or events for one situation, in the language of the reader."""

import re

from keii.briefs.labels import known, label_of
from keii.config import Lang
from keii.model import Reason

_NUMBER = re.compile(r"\d+")
_BETWEEN = re.compile(r"( = | ≠ | / )")


def feature(name: str, lang: Lang) -> str:
    """Return the word for what was compared (type, actor, time, …), or the name itself."""
    return known("feature", name, lang) or name


def value(reason: Reason, lang: Lang) -> str:
    """Return what was found in it: keii's own words in the reader's language, codes and quoted words as they are.

    >>> value(Reason(feature="time", value="published 3 days apart", weight=1.0), "ja")
    '報道が 3 日違い'
    """
    if lang == "en":
        return reason.value
    if reason.feature in ("type", "label"):
        return "".join(known("type", part, lang) or label_of(part, lang) for part in _BETWEEN.split(reason.value))
    if reason.feature in ("words", "denial") and "/" in reason.value:
        return reason.value  # quoted from articles
    before, colon, own = reason.value.rpartition(": ")
    numbers = iter("ab")
    found = _NUMBER.findall(own)
    if len(found) > 2:
        return reason.value
    told = known("why", _NUMBER.sub(lambda _: f"{{{next(numbers)}}}", own), lang)
    return f"{before}{colon}{told.format(**dict(zip('ab', found, strict=False)))}" if told else reason.value


def because(reason: Reason, lang: Lang) -> str:
    """Return a reason with its weight: `actor state:IRN +1.8`."""
    return f"{feature(reason.feature, lang)} {value(reason, lang)} {reason.weight:+g}"
