"""The corpus in figures: counts for each cell of the grid, how the vocabulary grows, sentences that are much alike."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from pathlib import Path

from corpus.notation import AnnotatedSentence, Article, read_articles

ROOT = Path(__file__).resolve().parent
ALIKE = 0.6  # Jaccard overlap of word pairs (English) or character triples (Japanese) from which on sentences are alike
GROWTH = 10  # points of the vocabulary's growth
_WORD = re.compile(r"[A-Za-z']+|[^\W\d_]")


def report(paths: Iterable[Path]) -> str:
    """Return the report as Markdown."""
    articles = [article for path in sorted(paths) for article in read_articles(path)]
    planned = _planned()
    parts = []
    for language in ("ja", "en"):
        chosen = [article for article in articles if article.language == language]
        parts += [
            f"## {language}",
            "",
            _sizes(chosen),
            _acts(chosen),
            _facts(chosen, planned),
            _growth(chosen),
            _alike(chosen),
        ]
    return "\n".join(parts)


def _planned() -> dict[str, dict[str, str]]:
    header, *lines = (ROOT / "plan.tsv").read_text(encoding="utf-8").splitlines()
    names = header.split("\t")
    rows = (dict(zip(names, line.split("\t"), strict=True)) for line in lines)
    return {row["id"]: row for row in rows}


def _sizes(articles: list[Article]) -> str:
    rows = []
    for kind, wanted in (("political and security news", False), ("soft news", True)):
        chosen = [article for article in articles if bool(article.facts.get("soft")) is wanted]
        sentences = [sentence for article in chosen for sentence in article.sentences]
        acts = sum(len(s.acts) for s in sentences)
        typed = sum(act.type != "OTHER" for s in sentences for act in s.acts)
        said = sum(len(s.attributions) for s in sentences)
        without = sum(not s.acts for s in sentences)
        rows.append(f"| {kind} | {len(chosen)} | {len(sentences)} | {acts} | {typed} | {said} | {without} |")
    head = "| kind | articles | sentences | acts | of the sixteen types | attributions | sentences without act |"
    return "\n".join([head, "|---|---|---|---|---|---|---|", *rows, ""])


def _acts(articles: list[Article]) -> str:
    acts = [act for article in articles for sentence in article.sentences for act in sentence.acts]
    statuses = Counter(act.status for act in acts)
    cells = Counter((act.type, act.status) for act in acts)
    names = [name for name, _ in statuses.most_common()]
    rows = [
        f"| {type_} | " + " | ".join(str(cells[type_, name]) for name in names) + f" | {count} |"
        for type_, count in Counter(act.type for act in acts).most_common()
    ]
    modes = Counter(f"{act.type}.{act.mode}" for act in acts if act.mode)
    sources = Counter("none" if not act.sources else "chain" if len(act.sources) > 1 else "one" for act in acts)
    return "\n".join(
        [
            "| type | " + " | ".join(names) + " | all |",
            "|---" * (len(names) + 2) + "|",
            *rows,
            "",
            f"Modes ({len(modes)}): " + ", ".join(f"{name} {count}" for name, count in modes.most_common()) + ".",
            "",
            f"Sources of acts: {_listed(sources)}.",
            "",
        ]
    )


def _facts(articles: list[Article], planned: dict[str, dict[str, str]]) -> str:
    lines = []
    readers: dict[str, Callable[[Article], str]] = {
        "register": lambda a: a.facts["register"],
        "decade": lambda a: a.facts["date"][:3] + "0s",
        "region": lambda a: a.facts["region"],
        "soft": lambda a: a.facts.get("soft", ""),
        "machine-translated from": lambda a: a.facts.get("mt", ""),
        "real": lambda a: a.facts["real"],
        "planned kinds of source": lambda a: planned.get(a.id, {}).get("sources", ""),
    }
    for name, reader in readers.items():
        counts = Counter(value.strip() for article in articles for value in reader(article).split(";") if value.strip())
        lines += [f"{name}: {_listed(counts)}.", ""]
    return "\n".join(lines)


def _growth(articles: list[Article]) -> str:
    """Return how many different words (English) or characters and pairs (Japanese) stand in the first sentences."""
    sentences = [sentence for article in articles for sentence in article.sentences]
    triggers, words, points = set[str](), set[str](), []
    step = max(1, len(sentences) // GROWTH)
    for number, sentence in enumerate(sentences, start=1):
        words.update(_terms(sentence.text))
        triggers.update(act.trigger.text.lower() for act in sentence.acts)
        if number % step == 0:
            points.append(f"| {number} | {len(words)} | {len(triggers)} |")
    return "\n".join(["| sentences | different terms | different triggers |", "|---|---|---|", *points, ""])


def _alike(articles: list[Article]) -> str:
    pairs = list(alike(articles))
    return "\n".join([f"Sentences much alike: {len(pairs)} pairs.", *(f"- {a} | {b}" for a, b in pairs[:20]), ""])


def alike(articles: Iterable[Article]) -> Iterator[tuple[str, str]]:
    """Yield pairs of sentences of which one is nearly the other, as `article: text`."""
    shingles: dict[str, list[int]] = {}
    known: list[tuple[str, AnnotatedSentence, frozenset[str]]] = []
    for article in articles:
        for sentence in article.sentences:
            terms = frozenset(_terms(sentence.text))
            for term in terms:
                shingles.setdefault(term, []).append(len(known))
            known.append((article.id, sentence, terms))
    counts: Counter[tuple[int, int]] = Counter()
    for numbers in shingles.values():
        if len(numbers) <= 12:  # a term of many sentences says nothing of two of them
            counts.update(combinations(numbers, 2))
    for (i, j), common in sorted(counts.items()):
        (a, one, first), (b, two, second) = known[i], known[j]
        if common >= 4 and len(first & second) / len(first | second) >= ALIKE:
            yield f"{a}: {one.text}", f"{b}: {two.text}"


def _terms(text: str) -> list[str]:
    words = [word.lower() for word in _WORD.findall(text)]
    size = 2 if text.isascii() or " " in text else 3
    return [" ".join(words[i : i + size]) for i in range(len(words) - size + 1)]


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.most_common())
