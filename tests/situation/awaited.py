"""Stories as the tests of the situation look at them: articles read by the pipeline, and their claims."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from keii.documents.build import build
from keii.documents.sentences import sentences
from keii.model import Told
from keii.pipeline import read_document
from written import written

STORIES = Path(__file__).parent / "stories.yaml"


def stories() -> list[dict[str, Any]]:
    """Return the stories in the order of the file."""
    found: list[dict[str, Any]] = written(STORIES)
    return found


@cache
def article(text: str, day: str, language: str, publisher: str | None = None) -> tuple[Told, ...]:
    """Return the claims of one article."""
    document = replace(build(text, origin=day, reader="text", published=day, language=language), publisher=publisher)
    lines = {sentence.index: sentence.text for sentence in sentences(document)}
    reading = read_document(document, sentences(document))
    return tuple(Told(claim=claim, document=document, sentence=lines[claim.sentence]) for claim in reading.claims)


def told(story: dict[str, Any]) -> list[Told]:
    """Return the claims of a story."""
    return [
        one
        for a in story["articles"]
        for one in article(a["text"], str(a["day"]), a.get("language", story["language"]), a.get("publisher"))
    ]
