"""How far two annotations of the same articles agree, field by field, counted as the benchmarks' scorer counts."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus.notation import Act, AnnotatedSentence, Article, Attribution, Named, Words, read_articles

ROOT = Path(__file__).resolve().parent
FIRST = ROOT / "first"  # the first annotations of those articles, as they were before the differences were settled
SECOND = ROOT / "second"  # second annotations, made without sight of the first; the same ids and sentences


def agreement(first: Path = FIRST, second: Path = SECOND) -> str:
    """Return a table of the figures, a row a language."""
    rows = []
    for language in ("ja", "en"):
        counts: Counter[str] = Counter()
        for one, two in _pairs(first, second, language):
            counts["articles"] += 1
            for a, b in zip(one.sentences, two.sentences, strict=True):
                counts["sentences"] += 1
                counts += _acts(a, b)
                counts += _said(a.attributions, b.attributions)
        rows.append(_row(language, counts))
    head = "| | articles | sentences | type | who | status | source | all | place | time | attributions | speaker |"
    return "\n".join([head, "|---" * 12 + "|", *rows])


def _pairs(first: Path, second: Path, language: str) -> Iterator[tuple[Article, Article]]:
    twice = {article.id: article for article in _articles(second) if article.language == language}
    for article in _articles(first):
        other = twice.get(article.id)
        if other is not None and [s.text for s in article.sentences] == [s.text for s in other.sentences]:
            yield article, other


def _articles(folder: Path) -> Iterator[Article]:
    for path in sorted(folder.glob("*.txt")):
        yield from read_articles(path)


def _acts(a: AnnotatedSentence, b: AnnotatedSentence) -> Counter[str]:
    one, two = ([act for act in s.acts if act.type != "OTHER"] for s in (a, b))
    counts: Counter[str] = Counter(first=len(one), second=len(two))
    candidates = sorted(
        (-_likeness(x, y), i, j) for i, x in enumerate(one) for j, y in enumerate(two) if x.type == y.type
    )
    used: set[tuple[int, int]] = set()
    for _, i, j in candidates:
        if (0, i) in used or (1, j) in used:
            continue
        used |= {(0, i), (1, j)}
        x, y = one[i], two[j]
        right = [_who(x) == _who(y), x.status == y.status, _claimant(x) == _claimant(y)]
        counts.update(
            type=1,
            who=right[0],
            status=right[1],
            source=right[2],
            all=all(right),
            place=_same(x.place, y.place),
            time=_same(x.time, y.time),
        )
    return counts


def _likeness(x: Act, y: Act) -> int:
    return 1 + 8 * (_who(x) == _who(y)) + 2 * (x.status == y.status) + (_claimant(x) == _claimant(y))


def _who(act: Act) -> tuple[frozenset[str], ...]:
    actors, recipients = (frozenset(p.code.split("/")[0] for p in parties) for parties in (act.actors, act.recipients))
    return (actors, recipients) if recipients else (actors,)


def _claimant(act: Act) -> str | None:
    return act.sources[-1].code.split("/")[0] if act.sources else None


def _said(one: Iterable[Attribution], two: Iterable[Attribution]) -> Counter[str]:
    first, second = list(one), list(two)
    counts: Counter[str] = Counter(said1=len(first), said2=len(second))
    for a in first:
        match = next((b for b in second if _overlap(a.content, b.content) >= 0.5), None)
        if match is not None:
            second.remove(match)
            counts.update(said=1, speaker=_name(a.source) == _name(match.source))
    return counts


def _name(source: Named | None) -> str | None:
    return None if source is None else source.antecedent or (source.words.text if source.words else None)


def _overlap(a: Iterable[Words], b: Iterable[Words]) -> float:
    one, two = ({i for w in words for i in range(w.start, w.end)} for words in (a, b))
    return len(one & two) / max(1, len(one | two))


def _same(a: Words | None, b: Words | None) -> bool:
    return (a is None and b is None) or (a is not None and b is not None and a.start < b.end and b.start < a.end)


def _row(language: str, c: Counter[str]) -> str:
    both = c["first"] + c["second"]
    f1 = [2 * c[name] / max(1, both) for name in ("type", "who")]
    shares = [c[name] / max(1, c["type"]) for name in ("status", "source")]
    rest = [
        2 * c["all"] / max(1, both),
        *(c[name] / max(1, c["type"]) for name in ("place", "time")),
        2 * c["said"] / max(1, c["said1"] + c["said2"]),
        c["speaker"] / max(1, c["said"]),
    ]
    figures = " | ".join(f"{value:.3f}" for value in (*f1, *shares, *rest))
    return f"| {language} | {c['articles']} | {c['sentences']} | {figures} |"
