"""Reads the notation that the corpus is written in: one article after the other, one annotation a line.

    @ ID | key=value | key=value ...            an article begins
    = TEXT                                      its headline, a sentence like the others
    - TEXT                                      a sentence
    > TYPE[.mode] STATUS | TRIGGER | ACTORS | RECIPIENTS | key:value ...     an act of the sentence above
    < SOURCE | CUE | CONTENT                    an attribution in the sentence above

Words are quoted from the sentence exactly. `words#2` is their second occurrence. A party is `words=CODE`; parties
are divided by `;`. `~words=CODE` is left out of the sentence and named so in an earlier one; `he~words=CODE` is the
pronoun `he`, named so earlier. Keys of an act: `s` its sources, outermost first, divided by `<`; `p` place; `t` time;
`q` quantity; `h` words that hedge or decide the status (several divided by `;`); `l` the label of an OTHER; `c`
contexts, divided by `,`, where they differ from the article's. Content may be shortened to its ends, `from .. to`, and
divided by `+` where it is broken.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from keii.errors import DataError

STATUSES = ("occurred", "ongoing", "planned", "urged", "expected", "possible", "conditional", "not_occurred")
KEYS = ("s", "p", "t", "q", "h", "l", "c")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A quotation of a sentence: half-open code points in the sentence's text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A party or source: the words that stand in the sentence, the antecedent, the code."""

    words: Words | None  # None: the sentence leaves it out
    antecedent: str | None  # None: the words name it themselves
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One event annotation; absent fields are None or empty."""

    type: str
    mode: str | None
    status: str
    trigger: Words
    actors: tuple[Named, ...] = ()
    recipients: tuple[Named, ...] = ()
    sources: tuple[Named, ...] = ()  # outermost first
    place: Words | None = None
    time: Words | None = None
    quantity: Words | None = None
    hedges: tuple[Words, ...] = ()
    label: str | None = None
    contexts: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One attribution: who says, the word of saying, what is said; source None and cue empty where unsaid."""

    source: Named | None
    cue: tuple[Words, ...]
    content: tuple[Words, ...]
    line: int = 0


@dataclass(slots=True, kw_only=True)
class AnnotatedSentence:
    """A sentence with its annotations, in the order of the file."""

    text: str
    headline: bool
    line: int
    acts: list[Act] = field(default_factory=list)
    attributions: list[Attribution] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Article:
    """An article of the corpus: its facts (language, register, date ...) and its sentences."""

    id: str
    facts: dict[str, str]
    path: Path
    line: int
    sentences: list[AnnotatedSentence] = field(default_factory=list)

    @property
    def language(self) -> str:
        """Return ISO 639-1, the first part of the id."""
        return self.id.split(".", 1)[0]


def read_articles(path: Path, problems: list[DataError] | None = None) -> Iterator[Article]:
    """Yield the articles of a file; raises DataError with file and line, or collects them in `problems`."""
    article: Article | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        mark, rest = line[0], line[1:].strip()
        try:
            if mark == "@":
                if article is not None:
                    yield article
                article = _article(rest, path, number)
            elif article is None:
                raise ValueError("the file begins before its first article (@ ID | ...)")
            else:
                _add(article, mark, rest, number)
        except ValueError as error:
            trouble = DataError(
                f"{error}.", where=f"{path}:{number}", remedy="corpus/README.md describes the notation."
            )
            if problems is None:
                raise trouble from error
            problems.append(trouble)
    if article is not None:
        yield article


def find(text: str, words: str, near: int | None = None) -> Words:
    """Return where `words` (perhaps with `#n`) stand in `text`: the nearest to `near`, else the only or n-th place.

    Raises ValueError when they are not there, or stand at several places and nothing says which.
    """
    words, number = _numbered(words)
    places = list(_places(text, words)) if words else []
    if not places:
        raise ValueError(f"«{words}» does not stand in the sentence")
    if number is not None:
        if number > len(places):
            raise ValueError(f"«{words}» stands only {len(places)} times in the sentence")
        at = places[number - 1]
    elif near is not None:
        whole = [place for place in places if _whole(text, place, words)]
        at = min(whole or places, key=lambda place: (abs(place - near), place))
    elif len(places) == 1:
        at = places[0]
    else:
        raise ValueError(f"«{words}» stands {len(places)} times in the sentence: write «{words}#2» for the second")
    return Words(start=at, end=at + len(words), text=words)


def _whole(text: str, place: int, words: str) -> bool:
    """Tell whether words stand there as words of their own: "he" does not in "the"; Japanese has no such borders."""
    around = (text[place - 1 : place] + words[:1], words[-1:] + text[place + len(words) : place + len(words) + 1])
    return not any(len(pair) == 2 and pair.isascii() and pair.isalnum() for pair in around)


def _article(rest: str, path: Path, number: int) -> Article:
    name, *facts = [part.strip() for part in rest.split("|")]
    if name.split(".", 1)[0] not in ("ja", "en") or name.count(".") < 2:
        raise ValueError(f"«{name}» is no article id such as ja.w01.03")
    pairs = [fact.split("=", 1) for fact in facts]
    if any(len(pair) != 2 for pair in pairs):
        raise ValueError("an article's facts are key=value, divided by |")
    return Article(id=name, facts={key.strip(): value.strip() for key, value in pairs}, path=path, line=number)


def _add(article: Article, mark: str, rest: str, number: int) -> None:
    if mark in "=-":
        if not rest:
            raise ValueError("an empty sentence")
        article.sentences.append(AnnotatedSentence(text=rest, headline=mark == "=", line=number))
        return
    if mark not in "><":
        raise ValueError(f"«{mark}» begins no line of the notation (@ = - > < #)")
    if not article.sentences:
        raise ValueError("an annotation before the first sentence")
    sentence = article.sentences[-1]
    before = [earlier.text for earlier in article.sentences[:-1]]
    if mark == ">":
        sentence.acts.append(_act(rest, sentence.text, before, number))
    else:
        sentence.attributions.append(_attribution(rest, sentence.text, before, number))


def _act(rest: str, text: str, before: list[str], number: int) -> Act:
    cells = [cell.strip() for cell in rest.split("|")]
    if len(cells) < 2:
        raise ValueError("an act is TYPE STATUS | TRIGGER | ACTORS | RECIPIENTS | key:value ...")
    cells += [""] * (4 - len(cells))
    head, trigger, actors, recipients, *rest_cells = cells
    kind, _, status = head.partition(" ")
    type_, _, mode = kind.partition(".")
    if status.strip() not in STATUSES:
        raise ValueError(f"«{status}» is no status ({', '.join(STATUSES)})")
    keyed = _keyed(rest_cells)
    at = find(text, trigger)
    middle = at.start

    def span(key: str) -> Words | None:
        return find(text, keyed[key], middle) if keyed.get(key) else None

    return Act(
        type=type_,
        mode=mode or None,
        status=status.strip(),
        trigger=at,
        actors=_parties(actors, ";", text, before, middle),
        recipients=_parties(recipients, ";", text, before, middle),
        sources=_parties(keyed.get("s", ""), "<", text, before, middle),
        place=span("p"),
        time=span("t"),
        quantity=span("q"),
        hedges=tuple(find(text, word.strip(), middle) for word in keyed.get("h", "").split(";") if word.strip()),
        label=keyed.get("l") or None,
        contexts=tuple(word.strip() for word in keyed.get("c", "").split(",") if word.strip()),
        line=number,
    )


def _keyed(cells: Iterable[str]) -> dict[str, str]:
    keyed: dict[str, str] = {}
    for cell in cells:
        if not cell:
            continue
        key, colon, value = cell.partition(":")
        if not colon or key not in KEYS:
            raise ValueError(f"«{cell}» is no key:value with a key of {', '.join(KEYS)}")
        keyed[key] = value.strip()
    return keyed


def _parties(cell: str, divider: str, text: str, before: list[str], near: int) -> tuple[Named, ...]:
    return tuple(_named(part.strip(), text, before, near) for part in cell.split(divider) if part.strip())


def _named(part: str, text: str, before: list[str], near: int, *, coded: bool = True) -> Named:
    words, equals, code = part.rpartition("=")
    if coded and not equals:
        raise ValueError(f"«{part}» has no code: write words=CODE")
    if not coded and not equals:
        words, code = part, ""
    if "~" not in words:
        return Named(words=find(text, words.strip(), near), antecedent=None, code=code.strip())
    pronoun, _, antecedent = (half.strip() for half in words.partition("~"))
    if not any(antecedent in earlier for earlier in before) and antecedent not in text:
        raise ValueError(f"the antecedent «{antecedent}» stands in no sentence up to this one")
    return Named(words=find(text, pronoun, near) if pronoun else None, antecedent=antecedent, code=code.strip())


def _attribution(rest: str, text: str, before: list[str], number: int) -> Attribution:
    cells = [cell.strip() for cell in rest.split("|")]
    if len(cells) != 3:
        raise ValueError("an attribution is SOURCE | CUE | CONTENT, each may be empty but the content")
    source, cue, content = cells
    pieces = tuple(_content(piece.strip(), text) for piece in content.split(" + ") if piece.strip())
    if not pieces:
        raise ValueError("an attribution without content")
    near = pieces[0].start
    words = tuple(find(text, word.strip(), pieces[-1].end) for word in cue.split(" + ") if word.strip())
    return Attribution(
        source=_named(source, text, before, words[0].start if words else near, coded=False) if source else None,
        cue=words,
        content=pieces,
        line=number,
    )


def _content(piece: str, text: str) -> Words:
    first, dots, last = piece.partition(" .. ")
    if not dots:
        return find(text, piece, 0)
    begin = find(text, first.strip(), 0)
    word, number = _numbered(last.strip())
    ends = [place for place in _places(text, word) if place >= begin.start]
    if not ends:
        raise ValueError(f"«{word}» does not stand after «{first}» in the sentence")
    at = ends[number - 1] if number and number <= len(ends) else ends[-1]
    end = at + len(word)
    return Words(start=begin.start, end=end, text=text[begin.start : end])


def _numbered(words: str) -> tuple[str, int | None]:
    head, mark, tail = words.rpartition("#")
    return (head, int(tail)) if mark and tail.isdigit() else (words, None)


def _places(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0 and words:
        yield at
        at = text.find(words, at + 1)
