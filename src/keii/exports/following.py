"""NDJSON of what is followed, and of what `keii verify` finds; `docs/json.md` describes every field."""

from dataclasses import fields
from typing import TYPE_CHECKING

import orjson

from keii.model.followed import Followed

if TYPE_CHECKING:
    from keii.ledger.rules import Dropped, Rule
    from keii.model import Record


def source(value: Followed) -> bytes:
    """Return a source with its state as one line of JSON."""
    return orjson.dumps({field.name: getattr(value, field.name) for field in fields(value)})


def polled(value: Followed, *, taken: int, documents: int, claims: int, problems: int) -> bytes:
    """Return what a poll brought as one line of JSON."""
    return orjson.dumps({"source": value.number, "address": value.address, "taken": taken, "documents": documents,
                         "claims": claims, "problems": problems, "trouble": value.trouble, "next_at": value.next_at})


def proof(document: str, *, verdict: str, capture: int | None, quotes: int, missing: int,
          record: "Record | None", trouble: str | None) -> bytes:
    """Return whether what is quoted of a document is what was captured as one line of JSON."""
    return orjson.dumps({"document": document, "verdict": verdict, "capture": capture, "quotes": quotes,
                         "missing": missing, "record": record, "trouble": trouble})


def rule(value: "Rule") -> bytes:
    """Return a rule as one line of JSON."""
    return orjson.dumps({"number": value.number, "action": value.action, "tag": value.tag,
                         "filter": value.chosen.options, "author": value.author,
                         "made_at": value.made_at})


def dropped(value: "Dropped") -> bytes:
    """Return a document that the rules left out as one line of JSON."""
    return orjson.dumps({"document": value.document, "title": value.title, "origin": value.origin, "rule": value.rule,
                         "at": value.at})
