"""The choice of a country for phrases that name none, fitted on the corpus: `python -m training.countries`.

Every phrase of the train split that `keii.resolution` asks about gives one choice among the countries of its document
and XXX. The weights are those of a multinomial logistic regression with an L2 penalty. Some features tell of the
choices before; they are the gold ones here: a further round with the fitted choices did worse on articles not seen
(ja .82, .76). Boosted trees over the same features were not better (.821 of the choices right, this .830).
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from corpus.notation import Act, Article, Named, read_articles
from corpus.split import split_of
from keii.coding.contract import Coded
from keii.model import Claim, Cue, Document, Party, Place, Reference, Sentence, Source, SourceKind, Span, Status
from keii.resolution.countries import DATA, UNKNOWN, Rows, rows_of, weights
from keii.resolution.evidence import Asked, Evidence
from keii.resolution.parties import resolve_parties
from training.documents import _earlier

ARTICLES = Path(__file__).parents[1] / "corpus" / "articles"
SEEN = 6  # choices in which a feature must tell candidates apart; 15 does as well
PENALTY = 20.0  # of 0.4 to 40: best in sixfold cross-validation on train and tune; over 5 it hardly matters
SMALL = 0.03  # weights under it are left out
HEADER = """\
# What speaks for a country where a phrase names none (keii.resolution.evidence): the weight of each feature, alone or
# with the kind or a mark of the phrase before a bar. Written by training/countries.py from the corpus's train split.
feature\tweight\tnote
"""
Key = tuple[int, int]


@dataclass(slots=True)
class Case:
    """One article as resolution reads it, and the countries its annotation gives each phrase."""

    document: Document
    sentences: list[Sentence]
    coded: list[Coded]
    gold: dict[Key, set[str]]


@dataclass(frozen=True, slots=True)
class Choice:
    """One phrase asked about: its candidates with their features, and which of them is right."""

    rows: Rows
    right: frozenset[int]


def cases(folder: Path) -> Iterator[Case]:
    """Yield the articles of the corpus; a file that does not read yet is left out and named."""
    for path in sorted(folder.glob("*.txt")):
        try:
            articles = list(read_articles(path))
        except Exception as error:  # noqa: BLE001 - others are writing there
            print(f"{path.name}: left out, {error}", file=sys.stderr)
            continue
        yield from map(_case, articles)


def _case(article: Article) -> Case:
    texts = [sentence.text for sentence in article.sentences]
    starts = [sum(len(text) + 1 for text in texts[:index]) for index in range(len(texts))]
    sentences = [
        Sentence(index=index, start=start, end=start + len(text), text=text)
        for index, (start, text) in enumerate(zip(starts, texts, strict=True))
    ]
    document = Document(
        id=article.id, text="\n".join(texts), language=article.language, published_at=article.facts.get("date"),
        published_basis="option", reader="corpus", origin=article.id, language_basis="declared",
    )
    case = Case(document=document, sentences=sentences, coded=[], gold={})
    for sentence, annotated in zip(sentences, article.sentences, strict=True):
        claims = tuple(_claim(act, sentence, texts, starts, case) for act in annotated.acts)
        case.coded.append(Coded(sentence=sentence, claims=claims))
    return case


def _claim(act: Act, sentence: Sentence, texts: list[str], starts: list[int], case: Case) -> Claim:
    def span(start: int, end: int, index: int = sentence.index) -> Span:
        return Span.of(case.document.text, starts[index] + start, starts[index] + end)

    def party(named: Named) -> Party | None:
        words = span(named.words.start, named.words.end) if named.words else None
        place = _earlier(named.antecedent, sentence.index, texts, named.words) if named.antecedent else None
        antecedent = span(place[1], place[2], place[0]) if place else None
        meant = antecedent or (None if named.antecedent else words)
        if meant is None:
            return None
        case.gold.setdefault((meant.start, meant.end), set()).add(named.code.split("/")[0])
        reference = Reference.NAMED if not antecedent else Reference.PRONOUN if words else Reference.OMITTED
        return Party(span=words or antecedent, reference=reference, antecedent=antecedent)

    trigger = span(act.trigger.start, act.trigger.end)
    cue = Cue(span=trigger, rule="gold")
    sources = [found for found in map(party, act.sources) if found is not None]
    return Claim(
        document=case.document.id, sentence=sentence.index, type=act.type, trigger=trigger, status=Status(act.status),
        actors=tuple(filter(None, map(party, act.actors))), recipients=tuple(filter(None, map(party, act.recipients))),
        sources=tuple(
            Source(span=p.span, kind=SourceKind.NAMED, cue=cue, reference=p.reference, antecedent=p.antecedent)
            for p in sources
        ),
        place=Place(span=span(act.place.start, act.place.end)) if act.place else None, coder="gold",
    )


def choices(case: Case) -> list[Choice]:
    """Return the choices of an article, each answered with the gold before the next is asked."""
    found: list[Choice] = []

    def ask(evidence: Evidence, asked: Asked) -> str | None:
        gold = case.gold.get((asked.span.start, asked.span.end), set())
        rows = rows_of(evidence, asked)
        right = frozenset(i for i, (country, _) in enumerate(rows) if country in gold) or frozenset({len(rows) - 1})
        if gold:
            found.append(Choice(rows, right))
        answer = rows[min(right)][0] if gold else UNKNOWN
        return None if answer == UNKNOWN else answer

    list(resolve_parties(case.document, case.sentences, case.coded, choose=ask))
    return found


def fit(told: list[Choice], penalty: float = PENALTY) -> dict[str, float]:
    """Return the weights under which the right candidates of the choices are likeliest."""
    seen: Counter[str] = Counter()
    for choice in told:
        features: list[set[str]] = [set(found) for _, found in choice.rows]
        seen.update(set().union(*features) - features[0].intersection(*features[1:]))
    names = sorted(name for name, count in seen.items() if count >= SEEN)
    numbers = {name: index for index, name in enumerate(names)}
    at, columns, bounds = [0], [], [0]
    right = []
    for choice in told:
        for index, (_, found) in enumerate(choice.rows):
            columns += sorted({numbers[name] for name in found if name in numbers})
            at.append(len(columns))
            right.append(index in choice.right)
        bounds.append(len(right))
    matrix = csr_matrix((np.ones(len(columns)), columns, at), shape=(len(right), len(names)))
    solved = _solve(matrix, np.array(bounds[:-1]), np.array(right, dtype=float), penalty)
    return {name: round(float(w), 3) for name, w in zip(names, solved, strict=True) if abs(w) >= SMALL}


def _solve(
    matrix: csr_matrix, first: NDArray[np.int64], right: NDArray[np.float64], penalty: float
) -> NDArray[np.float64]:
    sizes = np.diff(np.append(first, len(right)))

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = matrix @ w
        scores -= np.repeat(np.maximum.reduceat(scores, first), sizes)
        raised = np.exp(scores)
        alike = raised / np.repeat(np.add.reduceat(raised, first), sizes)
        good = np.add.reduceat(alike * right, first)
        among = alike * right / np.repeat(good, sizes)
        gradient = matrix.T @ (alike - among) + penalty * w
        return float(-np.log(good).sum() + 0.5 * penalty * w @ w), gradient

    return np.asarray(minimize(loss, np.zeros(matrix.shape[1]), jac=True, method="L-BFGS-B").x)


def write(found: dict[str, float], path: Path = DATA) -> None:
    """Write the weights, the features in order."""
    lines = [f"{name}\t{weight:g}\t\n" for name, weight in sorted(found.items())]
    path.write_text(HEADER + "".join(lines), encoding="utf-8")
    weights.cache_clear()


def right(told: Iterable[Case]) -> tuple[int, int]:
    """Return how many parties are given a right country, and how many there are."""
    good = total = 0
    for case in told:
        for item in resolve_parties(case.document, case.sentences, case.coded):
            for claim in item.claims:
                for party in (*claim.actors, *claim.recipients):
                    meant = party.antecedent or party.span
                    gold = case.gold.get((meant.start, meant.end), set()) if meant else set()
                    good, total = good + (party.code.split("/")[0] in gold), total + bool(gold)
    return good, total


def main() -> None:
    """Fit on train, and print the share of right countries of each split and language."""
    told = list(cases(ARTICLES))
    train = [case for case in told if split_of(case.document.id) == "train"]
    write(fit([choice for case in train for choice in choices(case)]))
    for split in ("train", "tune", "check"):
        for language in ("ja", "en"):
            chosen = [c for c in told if split_of(c.document.id) == split and c.document.language == language]
            good, total = right(chosen)
            print(f"{split} {language}: {good} of {total} = {good / max(1, total):.3f}")


if __name__ == "__main__":
    main()
