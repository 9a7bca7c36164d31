"""The table of contents of keii: the steps in order, from inputs to what the ledger keeps.

    sources → documents → language → coding → resolution → (ledger)

Each step takes values and returns values; input and output happen in `sources` and `ledger` alone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

from keii.calendar.running import ReadTime, read_times
from keii.calendar.times import ResolvedTime
from keii.coding.between import relation_of
from keii.coding.causes import find_causes
from keii.coding.coders import coder as _coder
from keii.coding.contract import Coder
from keii.coding.given import statuses_of
from keii.coding.said import Attributed
from keii.coding.said import attributions as _attributions
from keii.documents.build import build
from keii.documents.headlines import LANGUAGE as TITLES
from keii.documents.headlines import Plain, as_sentence, in_sentence_case
from keii.documents.sentences import sentences as sentences_of
from keii.errors import DataError, SpanError
from keii.language.contract import Parse
from keii.language.languages import language as _language
from keii.memory import give_back
from keii.model import Cause, Claim, Document, Problem, Sentence, Status
from keii.resolution.causes import resolve_causes
from keii.resolution.dates import resolve_dates
from keii.resolution.grounding import Grounded
from keii.resolution.parties import resolve_parties
from keii.resolution.places import resolve_places
from keii.resolution.quantities import resolve_quantities
from keii.resolution.tolls import resolve_tolls
from keii.resolution.toponyms import toponyms
from keii.sources import find

# Documents between two times that freed memory is given back (5 ms). What the models' arrays leave between what stays
# comes to 70 MB after 50 documents.
GIVE_BACK = 8
_READ = count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What keii read in one input: its document, sentences, claims and problems.

    `document` is None when no document came of the input; `problems` then say why.
    """

    origin: str
    document: Document | None
    sentences: tuple[Sentence, ...] = ()
    claims: tuple[Claim, ...] = ()
    causes: tuple[Cause, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_document(document: Document, sentences: Sequence[Sentence], *, coder: Coder | None = None) -> Reading:
    """Return the Reading of a document whose sentences are known: coding, then resolution, every span checked."""
    coder = coder or _coder()
    claims: list[Claim] = []
    problems: list[Problem] = []
    parses: dict[int, Parse] = {}
    plain = in_sentence_case(document, sentences)
    read = plain.document
    parties = resolve_parties(read, plain.sentences, coder.code(read, plain.sentences))
    dated = resolve_dates(read, resolve_places(read, parties))
    for coded in resolve_tolls(read, resolve_quantities(read, dated)):
        problems.extend(coded.problems)
        if coded.parse is not None:
            parses[coded.sentence.index] = coded.parse
        for claim in coded.claims:
            try:
                claims.append(plain.restored(claim).check(document.text))
            except SpanError as error:
                problems.append(
                    Problem(
                        code="coding.bad-span",
                        origin=document.origin,
                        document=document.id,
                        start=coded.sentence.start,
                        end=coded.sentence.end,
                        message=str(error),
                        remedy="Report it with the sentence; the claim was left out.",
                    )
                )
    causes, trouble = _causes(plain, claims, parses)
    problems.extend(trouble)
    return Reading(
        origin=document.origin,
        document=document,
        sentences=tuple(sentences),
        claims=tuple(claims),
        causes=causes,
        problems=tuple(problems),
    )


def _causes(
    plain: Plain, claims: Sequence[Claim], parses: Mapping[int, Parse]
) -> tuple[tuple[Cause, ...], tuple[Problem, ...]]:
    """Return the causal statements of a document, linked to its claims; a failure costs the causes, not the claims."""
    try:
        found = resolve_causes(find_causes(plain.document, plain.sentences, parses), claims)
        return tuple(plain.restored(cause).check(plain.text) for cause in found), ()
    except Exception as error:  # noqa: BLE001 - the claims are kept whatever becomes of the causes
        problem = Problem(
            code="coding.failed-causes",
            origin=plain.document.origin,
            document=plain.document.id,
            message=f"The causal statements of the document could not be read: {type(error).__name__}.",
            remedy="Report it with the document; its claims were kept.",
        )
        return (), (problem,)


def read(
    inputs: Iterable[str], *, published: str | None = None, language: str | None = None, coder: str | None = None
) -> Iterator[Reading]:
    """Yield a Reading for every document or failure found in `inputs`, in a fixed order.

    `inputs` are paths of files or folders, file:// URLs, or "-" for standard input; `published` is an ISO 8601
    date for inputs that state none; `language` is ISO 639-1 and overrides detection; `coder` names an implementation
    of coding (`keii.coding.coders`), None the default one.
    """
    for found in find(inputs, published=published, language=language):
        yield reading_of(found, coder=coder)


def reading_of(found: Document | Problem, *, coder: str | None = None) -> Reading:
    """Return the Reading of what a source gave, coded by the coder of this name."""
    if isinstance(found, Problem):
        return Reading(origin=found.origin, document=None, problems=(found,))
    reading = _guarded(found, coder)
    if next(_READ) % GIVE_BACK == 0:
        give_back()
    return reading


def code(
    text: str, *, published: str | None = None, language: str | None = None, coder: str | None = None
) -> Reading:
    """Return the Reading of a text given directly (no ledger, no file)."""
    document = build(text, origin="text", reader="text", published=published, language=language)
    return read_document(document, sentences_of(document), coder=_coder(coder))


def code_sentences(
    lines: Sequence[str], *, language: str, published: str | None = None, coder: str | None = None
) -> Reading:
    """Return the Reading of sentences given one by one, coded in each other's context.

    The document's text is the lines joined by line ends; each claim's `sentence` is its line's index.
    """
    return read_document(*lined(lines, language=language, published=published), coder=_coder(coder))


def lined(
    lines: Sequence[str], *, language: str, published: str | None = None
) -> tuple[Document, list[Sentence]]:
    """Return the document whose text is lines joined by line ends, and its sentences: the lines that are not blank."""
    sentences, at = [], 0
    for index, line in enumerate(lines):
        sentences.append(Sentence(index=index, start=at, end=at + len(line), text=line))
        at += len(line) + 1
    text = "\n".join(lines)
    key = Document.make_id(text=text, title=None, publisher=None, published_at=published, url=None, key=None)
    document = Document(
        id=key,
        text=text,
        language=language,
        published_at=published,
        published_basis="option" if published else None,
        reader="sentences",
        origin="sentences",
        language_basis="declared",
    )
    return document, [s for s in sentences if s.text.strip()]


def relation(
    sentence: str, source: tuple[int, int] | None, target: tuple[int, int] | None, *, language: str = "en"
) -> str | None:
    """Return the PLOVER type of the act that a sentence tells between two marked phrases, None when it tells none.

    It is PLOVER's own, which folds status into type: a meeting that is planned is AGREE (`docs/codebook.md`).
    `source` and `target` are half-open code-point spans in `sentence`, None where the phrase is not in it.
    """
    return relation_of(as_sentence(sentence) if language == TITLES else sentence, source, target, language)


def statuses(text: str, acts: Sequence[tuple[int, int]], *, language: str) -> list[Status | None]:
    """Return the status of acts whose words are given as half-open code points of a text; None: in no sentence."""
    return statuses_of(_split(text, language), acts, language)


def attributions(text: str, *, language: str) -> list[Attributed]:
    """Return who says what in a text, with spans in the text as it was given."""
    return list(_attributions(text, _split(text, language), language))


def times(
    text: str, *, language: str, published: date | None, context: ResolvedTime | None = None
) -> list[ReadTime]:
    """Return the time expressions of a text as it was given, each placed on the calendar or with a reason.

    `published` is the day, or the datetime, that they count from; `context` what 同日 at the beginning counts from.
    """
    return read_times(text, language, published, sentences=_language(language).split(text), context=context)


def places(text: str, *, language: str) -> list[Grounded]:
    """Return the toponyms of a text as it was given, each with the place of the gazetteer it means, or a reason."""
    return list(toponyms(text, language))


def _split(text: str, code: str) -> list[Sentence]:
    """Return the sentences of a text as it is, neither cleaned nor cut to its body."""
    return [Sentence(index=index, start=start, end=end, text=text[start:end])
            for index, (start, end) in enumerate(_language(code).split(text))]


def _guarded(document: Document, coder: str | None) -> Reading:
    """Return the Reading of a document; a failure outside any one sentence becomes the document's problem."""
    try:
        return read_document(document, sentences_of(document), coder=_coder(coder))
    except DataError:
        raise  # a file of keii's own is missing or broken: no other document would fare better
    except Exception as error:  # noqa: BLE001 - one bad document never stops the rest
        kind = type(error).__name__
        problem = Problem(
            code="coding.failed-document",
            origin=document.origin,
            document=document.id,
            message=f"The document could not be coded: {kind}.",
            remedy="Report it with the document; its text was kept, and the others were read.",
        )
        return Reading(origin=document.origin, document=document, problems=(problem,))
