"""NDJSON of a brief: one line for each of its statements, then one for each footnote."""

import orjson

from keii.briefs.brief import Brief


def lines(brief: Brief) -> list[bytes]:
    """Return the lines of a brief with the numbers of their footnotes, then the footnotes."""
    return [
        *(orjson.dumps({"kind": "line", "section": section.key,
                        "parts": [{"text": part.text, "notes": part.notes} for part in line.parts],
                        "marks": line.marks})
          for section in brief.sections for line in section.lines),
        *(orjson.dumps({"kind": "note", "number": note.number, "claim": note.claim, "document": note.document,
                        "span": {"start": note.start, "end": note.end, "quote": note.quote},
                        "publisher": note.publisher, "title": note.title, "published": note.published,
                        "url": note.url})
          for note in brief.notes),
    ]
