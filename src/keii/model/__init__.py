"""The nouns of keii as frozen values: what a document, a claim, a party and a problem are."""

from keii.model.claim import (
    LOCAL,
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
from keii.model.event import FIELDS, Conflict, Event, Expectation, Link, Outcome, Reason, Told, Turn, Value
from keii.model.judgement import Judgement, Verdict
from keii.model.problem import Problem
from keii.model.text import Sentence, Span, content_id

__all__ = [
    "FIELDS",
    "LOCAL",
    "Certainty",
    "Claim",
    "Conflict",
    "Cue",
    "Document",
    "Event",
    "Expectation",
    "Judgement",
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
    "Verdict",
    "content_id",
]
