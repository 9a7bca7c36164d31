"""A claim as it is compared, as bytes and back: what of it weighs in a link, and nothing else."""

from dataclasses import replace
from typing import Any

import orjson

from keii.model import Quantity, Status, content_id
from keii.shards.columns import from_row, plain
from keii.situation.profile import Profile, When, Who, vector

_FIELDS = ("claim", "document", "language", "sentence", "start", "type", "mode", "trigger", "words", "status", "place",
           "site", "country", "published", "is_recalled")  # that JSON has as they are


def packed(profile: Profile) -> bytes:
    """Return a profile without its vectors; of the sentence's words a hash, since they are only held to be equal."""
    lean = replace(profile, words=content_id("", profile.words))
    return orjson.dumps([
        [getattr(lean, name) for name in _FIELDS], sorted(lean.label),
        [[_who(who) for who in side] for side in (lean.actors, lean.recipients)],
        [lean.when.first, lean.when.after] if lean.when else None, [plain(one) for one in lean.quantities]])


def unpacked(data: bytes, *, story: bytes | None, meaning: bytes | None, act: bytes | None) -> Profile:
    """Return the profile with its vectors."""
    fields, label, sides, when, quantities = orjson.loads(data)
    values: dict[str, Any] = dict(zip(_FIELDS, fields, strict=True))
    values["status"] = Status(values["status"])
    actors, recipients = (tuple(Who(entry=e, code=c, country=n, words=w, named=d, presumed=p)
                                for e, c, n, w, d, p in side)
                          for side in sides)
    return Profile(**values, label=frozenset(label), actors=actors, recipients=recipients,
                   when=When(first=when[0], after=when[1]) if when else None,
                   quantities=tuple(from_row(Quantity, one) for one in quantities),
                   story=vector(story), meaning=vector(meaning), act=vector(act))


def _who(who: Who) -> list[Any]:
    return [who.entry, who.code, who.country, who.words, who.named, who.presumed]
