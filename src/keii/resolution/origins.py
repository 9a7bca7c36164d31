"""Where a name sounds to be from: how alike its letters are to the registry's names of each country.

The names of a country's office holders and towns are its sample; Virtanen has the letter triples of Finnish names,
Papanikolaou those of Greek ones. It never brings in a country; it only weighs those that the document names.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from math import log

from keii.gazetteer.names import all_names
from keii.gazetteer.persons import office_at

SMOOTHING = 300.0  # triples that every country has beforehand, spread as in all countries together
SURE = (1.0, 3.0, 6.0)  # bounds of the difference of two logarithms of likelihood


def _triples(name: str) -> list[str]:
    padded = f"^{name.lower()}$"
    return [padded[at : at + 3] for at in range(len(padded) - 2)]


@cache
def _samples(language: str) -> tuple[dict[str, Counter[str]], Counter[str]]:
    """Return the letter triples of each country's names, and those of all."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for code, name in all_names():
        if code != language:
            continue
        country = name.code
        if name.kind == "person" and name.form == "full":
            held = office_at(name.entry, None)
            country = held.country if held else ""
        elif name.kind not in ("place", "state"):
            continue
        if len(country) == 3 and country != "XXX":
            for part in name.name.replace("・", " ").split():
                found[country].update(_triples(part))
    total: Counter[str] = Counter()
    for triples in found.values():
        total.update(triples)
    return dict(found), total


def likeness(names: Iterable[str], countries: Iterable[str], language: str) -> dict[str, int]:
    """Return for each country how far behind the likeliest it is: 0 the likeliest itself, 3 out of the question.

    Empty where fewer than two countries can be told apart.
    """
    samples, total = _samples(language)
    every = sum(total.values())
    triples = [triple for name in names for triple in _triples(name)]
    scores = {}
    for country in countries:
        own = samples.get(country)
        if own is None:
            continue
        size = own.total()
        scores[country] = sum(
            log((own[t] + SMOOTHING * (total[t] + 0.5) / every) / (size + SMOOTHING)) for t in triples
        )
    if len(scores) < 2 or not triples:
        return {}
    best, second = sorted(scores.values(), reverse=True)[:2]
    if best - second < SURE[0]:
        return {}
    return {c: next((n for n, bound in enumerate(SURE) if best - s < bound), len(SURE)) for c, s in scores.items()}
