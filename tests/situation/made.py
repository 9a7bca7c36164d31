"""Claims made by hand, and hypothesis strategies of sets of them, for the tests of expectations."""

from hypothesis import strategies as st

from keii.model import Claim, Document, Party, Source, SourceKind, Span, Status, Time, Told
from keii.model.claim import Cue


def claim(
    text: str,
    words: str,
    *,
    day: str | None,
    type: str = "CONSULT",
    status: Status = Status.PLANNED,
    actors: tuple[str, ...] = ("RUS/GOV",),
    recipients: tuple[str, ...] = (),
    time: tuple[str, str] | None = None,
    source: str | None = None,
    publisher: str | None = None,
    language: str = "en",
    precision: str = "day",
) -> Told:
    """Return a claim whose act is `words` in a document of one sentence; every party's words are the act's own."""
    at = text.index(words)
    trigger = Span.of(text, at, at + len(words))
    key = Document.make_id(text=text, title=None, publisher=publisher, published_at=day, url=None, key=None)
    document = Document(
        id=key,
        text=text,
        language=language,
        published_at=day,
        publisher=publisher,
        reader="txt",
        origin="made",
        language_basis="option",
    )
    said = (
        ()
        if source is None
        else (Source(span=trigger, kind=SourceKind.OFFICE, code=source, cue=Cue(span=trigger, rule="made")),)
    )
    made = Claim(
        document=key,
        sentence=0,
        type=type,
        trigger=trigger,
        status=status,
        coder="made",
        sources=said,
        actors=tuple(Party(span=trigger, code=code) for code in actors),
        recipients=tuple(Party(span=trigger, code=code) for code in recipients),
        time=Time(span=trigger, start=time[0], end=time[1], precision=precision) if time else None,
    )
    return Told(claim=made, document=document, sentence=text)


def days() -> st.SearchStrategy[str]:
    """Return a strategy of days of one summer."""
    return st.builds(lambda month, day: f"2024-{month:02d}-{day:02d}", st.integers(5, 8), st.integers(1, 28))


def claims() -> st.SearchStrategy[Told]:
    """Return a strategy of claims among a few states, with words that turn acts and without; many tell one act."""
    ends = ("", "", "", " was postponed", " was cancelled", " failed", " may be postponed", " has not yet begun")
    heads = ("The visit", "The visit", "The refused visit", "They postponed the visit")
    statuses = (*Status, Status.PLANNED, Status.EXPECTED, Status.OCCURRED, Status.OCCURRED)
    return st.builds(
        lambda head, end, number, **fields: claim(f"{head}{end} {number}.", "visit", **fields),
        st.sampled_from(heads),
        st.sampled_from(ends),
        st.integers(0, 3),
        day=st.one_of(days(), days(), st.none()),
        status=st.sampled_from(statuses),
        type=st.sampled_from(("CONSULT", "CONSULT", "CONSULT", "RETREAT", "REQUEST", "REJECT")),
        actors=st.sampled_from((("RUS/GOV",), ("RUS/GOV",), ("RUS/GOV", "PRK/GOV"), ("JPN/GOV",), ("XXX",), ())),
        recipients=st.sampled_from(((), ("PRK/GOV",), ("PRK/GOV",))),
        time=st.one_of(
            st.none(), st.none(), st.tuples(days(), days()).map(lambda two: (min(two), max(two) + "T12:00"))
        ),
    )
