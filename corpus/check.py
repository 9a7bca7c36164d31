"""Checks the corpus: spans, codes, statuses, required facts, repetition, and nothing shared with the benchmarks."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus.notation import Act, Article, Named, read_articles
from keii.errors import DataError
from keii.tables import read_table

ROOT = Path(__file__).resolve().parent
ARTICLES = ROOT / "articles"
BENCH = ROOT.parent.parent / "shared" / "bench"
_BOOK = ROOT.parent / "src" / "keii" / "codebook" / "data"
_STATES = ROOT.parent / "src" / "keii" / "gazetteer" / "data" / "state_names.tsv"
SECTORS = frozenset("GOV MIL LEG JUD OPP REB CVL BUS JRN LAB IGO NGO ELI PTY".split())
_CODE = re.compile(r"(?:([A-Z]{3})(?:/([A-Z]{3}))?|IGO:[A-Z][A-Za-z0-9-]*)")
FACTS = ("register", "region", "date", "real")
_EXTRA = ("context", "soft", "mt", "topic")
_TOKEN = re.compile(r"[A-Za-z0-9']+")
_CJK = re.compile(r"[^\W\d_]|\d")
SHARED_WORDS, SHARED_CHARACTERS = 8, 20  # the longest run a text may share with a benchmark


def check(paths: Iterable[Path]) -> Iterator[DataError]:
    """Yield every fault of the corpus files, in the order of files and lines."""
    book = _Book()
    ids: dict[str, str] = {}
    texts: dict[str, str] = {}
    for path in sorted(paths):
        problems: list[DataError] = []
        for article in read_articles(path, problems):
            yield from _article(article, book, ids)
            for sentence in article.sentences:
                where = f"{path}:{sentence.line}"
                if sentence.text in texts:
                    yield DataError(f"the sentence stands at {texts[sentence.text]} already.", where=where)
                texts[sentence.text] = where
        yield from problems


def shared_runs(paths: Iterable[Path], bench: Path = BENCH) -> Iterator[DataError]:
    """Yield every sentence that shares 8 words or 20 Japanese characters in a row with a benchmark text."""
    words, characters = set[tuple[str, ...]](), set[str]()
    for text in _bench_texts(bench):
        words.update(_word_runs(text))
        characters.update(_character_runs(text))
    for path in sorted(paths):
        for article in read_articles(path, []):
            for sentence in article.sentences:
                runs = _word_runs(sentence.text) if article.language == "en" else _character_runs(sentence.text)
                common = next((run for run in runs if run in (words if article.language == "en" else characters)), None)
                if common:
                    shown = " ".join(common) if isinstance(common, tuple) else common
                    yield DataError(
                        f"shares «{shown}» with a benchmark text.",
                        where=f"{path}:{sentence.line}",
                        remedy="Write the sentence in other words.",
                    )


def codebook_names() -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Return the modes as (type, mode) and the contexts of the codebook, in the order of its files."""
    modes = tuple((row["type"], row["name"]) for _, row in _rows(_BOOK / "modes.tsv"))
    return modes, tuple(row["name"] for _, row in _rows(_BOOK / "contexts.tsv"))


class _Book:
    """The names that annotations may use."""

    def __init__(self) -> None:
        self.types = {row["name"] for _, row in _rows(_BOOK / "types.tsv")} | {"OTHER"}
        self.modes = {(row["type"], row["name"]) for _, row in _rows(_BOOK / "modes.tsv")}
        self.contexts = {row["name"] for _, row in _rows(_BOOK / "contexts.tsv")}
        self.states = {row["code"] for _, row in _rows(_STATES)} | {"XXX"}


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    header = next(line for line in path.read_text(encoding="utf-8").split("\n") if line and not line.startswith("#"))
    return read_table(path, tuple(header.split("\t")))


def _article(article: Article, book: _Book, ids: dict[str, str]) -> Iterator[DataError]:
    where = f"{article.path}:{article.line}"
    if article.id in ids:
        yield DataError(f"the id {article.id} is taken by {ids[article.id]}.", where=where)
    ids[article.id] = where
    for fact in FACTS:
        if not article.facts.get(fact):
            yield DataError(f"the article lacks {fact}=.", where=where)
    for fact in article.facts:
        if fact not in FACTS + _EXTRA:
            yield DataError(f"{fact}= is no fact of an article ({', '.join(FACTS + _EXTRA)}).", where=where)
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", article.facts.get("date", "")):
        yield DataError(f"date={article.facts.get('date')} is no date such as 2019-05-14.", where=where)
    if article.facts.get("real") not in ("yes", "no"):
        yield DataError("real= is yes or no.", where=where)
    for context in filter(None, article.facts.get("context", "").split(",")):
        if context.strip() not in book.contexts:
            yield DataError(f"context «{context}» is not in the codebook.", where=where)
    if not article.sentences:
        yield DataError("the article has no sentence.", where=where)
    for sentence in article.sentences:
        seen: set[tuple[str, int]] = set()
        for act in sentence.acts:
            at = f"{article.path}:{act.line}"
            yield from (DataError(text, where=at) for text in _act(act, book))
            key = (act.type, act.trigger.start)
            if key in seen:
                yield DataError(f"the act {act.type} «{act.trigger.text}» is written twice.", where=at)
            seen.add(key)


def _act(act: Act, book: _Book) -> Iterator[str]:
    if act.type not in book.types:
        yield f"«{act.type}» is no type of the codebook."
    if act.mode and (act.type, act.mode) not in book.modes:
        known = ", ".join(sorted(mode for type_, mode in book.modes if type_ == act.type)) or "none"
        yield f"{act.type} has no mode «{act.mode}» (it has: {known})."
    if (act.type == "OTHER") != bool(act.label):
        yield "an OTHER has a label (l:1 to 4 English words), other types have none."
    for context in act.contexts:
        if context not in book.contexts:
            yield f"context «{context}» is not in the codebook."
    for party in (*act.actors, *act.recipients, *act.sources):
        yield from _party(party, book)


def _party(party: Named, book: _Book) -> Iterator[str]:
    match = _CODE.fullmatch(party.code)
    if not match:
        yield f"«{party.code}» is no code such as RUS/GOV, RUS, XXX/CVL or IGO:NATO."
        return
    state, sector = match.groups()
    if state and state not in book.states:
        yield f"«{state}» is no ISO 3166 alpha-3 code that the registry knows."
    if sector and sector not in SECTORS:
        yield f"«{sector}» is no sector ({', '.join(sorted(SECTORS))})."


def _bench_texts(bench: Path) -> Iterator[str]:
    for path in sorted(bench.glob("*/*.input.jsonl")):
        for line in filter(None, path.read_text(encoding="utf-8").split("\n")):
            row = json.loads(line)
            yield row.get("text") or row.get("sentence") or ""


def _word_runs(text: str) -> Iterator[tuple[str, ...]]:
    words = [word.lower() for word in _TOKEN.findall(text)]
    yield from (tuple(words[i : i + SHARED_WORDS]) for i in range(len(words) - SHARED_WORDS + 1))


def _character_runs(text: str) -> Iterator[str]:
    letters = "".join(_CJK.findall(text))
    if re.search(r"[\u3040-\u30ff]", text):
        yield from (letters[i : i + SHARED_CHARACTERS] for i in range(len(letters) - SHARED_CHARACTERS + 1))
