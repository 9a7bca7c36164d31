"""Why an annotated act was not found: what the rules, the model and the lexicon say at its words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from keii import pipeline
from keii.coding.combined import ALONE, VETO
from keii.coding.features import features
from keii.coding.rules import Rules
from keii.coding.trained import Trained
from keii.encoder.labels import TYPES
from keii.encoder.reading import Spotted
from keii.model import Claim, Document, Sentence, Span, Status

SEEN = 0.5  # score of the model's from which on it rather sees an act than none


class Why(StrEnum):
    """Why an act was missed, in the order in which the reasons are looked for."""

    VETOED = "vetoed"  # the rules read it, the model rules it out
    TAKEN = "taken"  # the rules read an act there, which tells another annotated act or was left out
    BELOW = "below"  # the model sees it, but is not sure enough to tell it alone
    UNREAD = "unread"  # a word of the lexicon, which neither rules nor model take for an act here
    UNKNOWN = "unknown"  # no word of the lexicon


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """Why one annotated act of a document was missed, and in words what each says at its words."""

    why: Why
    said: str


Gold = Mapping[str, Any]


def missed(texts: Sequence[str], language: str, acts: Sequence[tuple[int, Gold]]) -> list[Missed]:
    """Return for acts of a document, given with the index of their sentence, why they were missed."""
    document, sentences = pipeline.lined(texts, language=language)
    by_index = {sentence.index: sentence for sentence in sentences}
    claims = [_claim(document, by_index[index], act) for index, act in acts]
    ruled = [claim for coded in Rules().code(document, sentences) for claim in coded.claims]
    model = Trained()
    answers = model.ask(model.read(document, sentences), sentences, claims, veto=0.0)
    return [
        _reason(claim, by_index[claim.sentence], language, ruled, answers.get(claim.trigger.start)) for claim in claims
    ]


def _claim(document: Document, sentence: Sentence, act: Gold) -> Claim:
    """Return an annotated act as a claim, so that the model can be asked about it."""
    at = sentence.start + max(sentence.text.find(act["trigger"]), 0)
    return Claim(
        document=document.id,
        sentence=sentence.index,
        type=act["type"],
        trigger=Span.of(document.text, at, at + len(act["trigger"])),
        status=Status(act["status"]),
        coder="gold",
    )


def _reason(claim: Claim, sentence: Sentence, language: str, ruled: Sequence[Claim], answer: Spotted | None) -> Missed:
    read = [one for one in ruled if one.trigger.overlaps(claim.trigger)]
    start, end = claim.trigger.start - sentence.start, claim.trigger.end - sentence.start
    known = sorted({
        TYPES[column]
        for first, last, column in features(sentence.text, language)
        if column < len(TYPES) and first < end and start < last
    })
    score = answer.score if answer else 0.0
    likeliest = max(answer.types, key=lambda name: answer.types[name]) if answer and answer.types else "nothing"
    said = (
        f"rules: {', '.join(f'{one.type} «{one.trigger.quote}»' for one in read) or 'nothing'}; "
        f"model: {score:.2f} for an act, likeliest {likeliest} (told alone from {ALONE}, vetoed below {VETO}); "
        f"lexicon: {', '.join(known) or 'no word'}"
    )
    if read:
        return Missed(why=Why.VETOED if score < VETO else Why.TAKEN, said=said)
    return Missed(why=Why.BELOW if score >= SEEN else Why.UNREAD if known else Why.UNKNOWN, said=said)
