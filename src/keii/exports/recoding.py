"""NDJSON of what `keii recode` finds; `docs/json.md` describes every field."""

import orjson

from keii.exports import jsonl
from keii.ledger.recoding import Difference, Recoded


def recoded(value: Recoded, *, written: bool) -> bytes:
    """Return what becomes of a document as one line of JSON."""
    return orjson.dumps({
        "document": value.document.id, "origin": jsonl.printable(value.document.origin), "written": written,
        "differences": [_difference(one) for one in value.differences], "same": value.same,
        "other_figures": value.other_figures, "was_dropped": value.was_dropped, "dropped": value.is_dropped,
        "rule": value.rule, "tags_before": value.tags_before, "tags": value.tags})


def _difference(one: Difference) -> dict[str, object]:
    return {"kind": one.kind, "fields": one.fields, "judged": one.judged,
            "claim": orjson.Fragment(jsonl.claim(one.claim)),
            "before": orjson.Fragment(jsonl.claim(one.before)) if one.before else None}
