"""The nouns of keii as frozen values: what a document, a claim, a party and a problem are."""

from keii.model.cause import Causation, Cause
from keii.model.claim import (
    Certainty,
    Claim,
    Cue,
    Party,
    Place,
    Quantity,
    Reference,
    Source,
    SourceKind,
    Status,
    Time,
    Trace,
)
from keii.model.document import Document
from keii.model.event import Conflict, Event, Expectation, Holder, Link, Outcome, Reason, Told, Turn, Value, Voice
from keii.model.problem import Problem
from keii.model.text import Sentence, Span, content_id

__all__ = [
    "Causation",
    "Cause",
    "Certainty",
    "Claim",
    "Conflict",
    "Cue",
    "Document",
    "Event",
    "Expectation",
    "Holder",
    "Link",
    "Outcome",
    "Party",
    "Place",
    "Problem",
    "Quantity",
    "Reason",
    "Reference",
    "Sentence",
    "Source",
    "SourceKind",
    "Span",
    "Status",
    "Time",
    "Told",
    "Trace",
    "Turn",
    "Value",
    "Voice",
    "content_id",
]
