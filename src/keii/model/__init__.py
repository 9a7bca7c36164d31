"""The nouns of keii as frozen values: what a document, a claim, a party and a problem are."""

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
from keii.model.problem import Problem
from keii.model.text import Sentence, Span, content_id

__all__ = [
    "Certainty",
    "Claim",
    "Cue",
    "Document",
    "Party",
    "Place",
    "Problem",
    "Quantity",
    "Reference",
    "Sentence",
    "Source",
    "SourceKind",
    "Span",
    "Status",
    "Time",
    "Trace",
    "content_id",
]
