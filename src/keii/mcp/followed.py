"""What follows from the record, as answers of tools: timeline, expectations, brief, and what needs no ledger."""

from typing import Any

import orjson

from keii.briefs.asked import brief_of
from keii.errors import UsageError
from keii.ledger import Filter
from keii.mcp.cited import Citations, citations, claim
from keii.mcp.record import EACH, Answer, Asked, head, part, quoted
from keii.model import Expectation, Told
from keii.situation.gather import selected
from keii.situation.gathering import Awaited, awaited
from keii.situation.happening import Happening
from keii.situation.timeline import timeline as timeline_of

_TERMS = 40  # offices, memberships or holders of an entry: the last ones
_NEAR = 5  # entries that come near a name that is nobody's


def timeline(asked: Asked) -> Answer:
    """Return what happened, was denied and is awaited, in time, with the turning points."""
    found = selected(asked.ledger, asked.values.get("situation"), asked.chosen, as_of=asked.ledger.latest())
    made = timeline_of(found.happenings, found.expectations)
    cited = Citations()
    turns = {turn.event: turn.kind.value for turn in made.turning}
    every = [*((one, None) for one in (*made.happened, *made.denied)),
             *((one.happening, one.outcome.value) for one in made.awaited)]
    items = [{**_happening(one, cited), "outcome": outcome, "turning": turns.get(one.event.id)}
             for one, outcome in every[asked.offset:asked.offset + asked.limit]]
    return cited.answer(items, total=len(every), offset=asked.offset, situation=asked.values.get("situation"))


def expectations(asked: Asked) -> Answer:
    """Return what was planned, urged or predicted, and what became of it, as known on a day."""
    day = asked.values.get("as_of") or asked.ledger.latest() or "9999-12-31"
    outcomes = asked.values.get("outcome", ())
    found = [one for one in awaited(asked.ledger, asked.chosen, as_of=_day(day))
             if not outcomes or one.expectation.outcome in outcomes]
    found.sort(key=lambda one: (one.expectation.voices[0].at, one.expectation.id))
    cited = Citations()
    shown, _ = part(iter(found), asked)
    return cited.answer([_expectation(one, cited) for one in shown], total=len(found), offset=asked.offset, as_of=day)


def brief(asked: Asked) -> Answer:
    """Return what conflicts, is agreed, new, awaited and settled; every line has its quotations."""
    values = asked.values
    made = brief_of(asked.ledger, values.get("situation"), since=values.get("since"), until=values.get("until"),
                    lang=values.get("lang", asked.lang))
    sections = [{"section": section.key, "heading": section.heading,
                 "left_out": section.left_out + max(0, len(section.lines) - asked.limit), "lines": [
                     {"text": "".join(one.text for one in line.parts), "marks": list(line.marks),
                      "cites": list(line.notes)} for line in section.lines[-asked.limit:]]}
                for section in made.sections]
    used = {number for section in made.sections for line in section.lines[-asked.limit:] for number in line.notes}
    return {"title": made.title, "subtitle": made.subtitle, "sections": sections,
            "citations": citations(note for note in made.notes if note.number in used)}


def find_actor(asked: Asked) -> Answer:
    """Return an entry of the registry by id or by a name in any script, and the first claims that name it."""
    from keii.exports import jsonl
    from keii.gazetteer import matching, registry

    name, day = asked.values["name"], asked.values.get("on")
    entry, score = registry.find(name), 1.0
    if entry is None:
        matched = matching.match(name)
        entry, score = registry.find(matched.entry) if matched.entry else None, matched.score
        if entry is None:
            near = ", ".join(one.entry for one in matched.candidates[:_NEAR]) or "–"
            raise UsageError(f"the registry knows nobody «{name[:40]}» ({matched.reason}).",
                             remedy=f"Nearest: {near}. Give one of these ids, or another spelling.")
    cited = Citations()
    told = orjson.loads(jsonl.entry(entry, on=_day(day) if day else None))
    for field in ("offices", "memberships", "members", "holders"):
        told[f"{field}_in_all"] = len(told[field])
        told[field] = told[field][-_TERMS:]
    who = Filter(parties=(entry.code if entry.kind == "state" else entry.id,))
    return {"score": round(score, 3), "entry": told, "cites": quoted(asked, cited, who),
            "citations": citations(cited.notes.all)}


def code_text(asked: Asked) -> Answer:
    """Return the claims of a text that is given; nothing is kept."""
    from keii import pipeline
    from keii.documents.dates import option_date
    from keii.language.languages import LANGUAGES

    language = asked.values.get("language")
    if language is not None and language not in LANGUAGES:
        raise UsageError(f"language «{language[:40]}» is not supported.", where="language",
                         remedy=f"Supported: {', '.join(sorted(LANGUAGES))}.")
    reading = pipeline.code(asked.values["text"], language=language,
                            published=option_date(asked.values.get("published")))
    document, texts = reading.document, {one.index: one.text for one in reading.sentences}
    assert document is not None  # a text that cannot be read raises
    cited = Citations()
    told = [Told(claim=one, document=document, sentence=texts[one.sentence]) for one in reading.claims]
    shown = told[asked.offset:asked.offset + asked.limit]
    return cited.answer([claim(one, cited) for one in shown], total=len(told), offset=asked.offset,
                        document=document.id, language=document.language,
                        problems=[one.message for one in reading.problems])


def _happening(one: Happening, cited: Citations) -> dict[str, Any]:
    return {
        **head(one.event), "layer": one.layer.value, "side": one.side.value, "start": one.moment.start,
        "end": one.moment.end, "precision": one.moment.precision.value, "first_told": one.first_told,
        "last_told": one.last_told, "actors": sorted({party.code for party in one.actors}),
        "recipients": sorted({party.code for party in one.recipients}), "claims": len(one.claims),
        "cites": cited.of(one.told[:EACH]),
    }


def _expectation(one: Awaited, cited: Citations) -> dict[str, Any]:
    value: Expectation = one.expectation
    opening = one.opening.claim
    voices = [one.told[voice.claim] for voice in value.voices]
    return {
        "id": value.id, "type": value.type, "status": value.status.value, "outcome": value.outcome.value,
        "actors": [party.code for party in opening.actors], "recipients": [party.code for party in opening.recipients],
        "act": opening.trigger.quote, "holder": value.holder.text if value.holder else None,
        "deadline": value.deadline, "opened": value.voices[0].at, "voices": len(voices),
        "cites": cited.of(voices[:EACH]),
        "turns": [{"at": turn.at, "outcome": turn.outcome.value, "deadline": turn.deadline,
                   "cites": cited.of([one.told[turn.claim]])} for turn in value.turns[-EACH:]],
    }


def _day(value: str) -> str:
    """Return a day as it is written; raises UsageError for anything else."""
    from datetime import date

    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise UsageError(f"«{value[:40]}» is not a day.", remedy="Write a day: 2024-06-13.") from None
