"""Draws the sampling grid of the corpus: one row an article to be written, in `plan.tsv`; the same seed, the same rows.

python -m corpus.plan > corpus/plan.tsv
"""

import random
import sys
from collections.abc import Iterator
from pathlib import Path

SEED = 20261125
BLOCKS = 22  # a language
HARD, SOFT = 18, 5  # articles a block: political and security news; soft news
COLUMNS = (
    "id",
    "kind",
    "register",
    "region",
    "year",
    "sentences",
    "topic",
    "types",
    "statuses",
    "sources",
    "translated_from",
    "real",
)
TYPES = {  # with weights; the rare ones are drawn more often than the news does, so that each is learnt
    "AGREE": 3,
    "CONSULT": 3,
    "SUPPORT": 3,
    "CONCEDE": 2,
    "COOPERATE": 3,
    "AID": 3,
    "RETREAT": 3,
    "REQUEST": 3,
    "ACCUSE": 3,
    "REJECT": 3,
    "THREATEN": 3,
    "PROTEST": 2,
    "SANCTION": 3,
    "MOBILIZE": 3,
    "COERCE": 3,
    "ASSAULT": 3,
    "OTHER": 2,
}
STATUSES = {"planned": 3, "urged": 3, "expected": 3, "possible": 3, "conditional": 3, "not_occurred": 4, "ongoing": 3}
SOURCES = (
    "named official",
    "named expert",
    "office without a name",
    "spokesperson",
    "news outlet",
    "news agency",
    "outlet quoting an agency quoting an official",
    "anonymous officials",
    "hearsay (という, reportedly)",
    "the writer's own view",
    "written statement",
    "witness or resident",
    "report, poll or document",
    "social media post",
    "party to a conflict against the other side's denial",
    "unnamed analyst",
)
REGISTERS = {
    "agency": 5,
    "broadcaster": 3,
    "newspaper": 5,
    "analysis": 3,
    "statement": 1,
    "headlines": 1,
    "liveblog": 1,
    "column": 2,
    "interview": 1,
    "feature": 2,
    "brief": 2,
}
REGIONS = (
    "western europe",
    "central europe",
    "eastern europe",
    "balkans",
    "nordics and baltics",
    "caucasus",
    "russia",
    "central asia",
    "south asia",
    "southeast asia",
    "china",
    "korean peninsula",
    "japan",
    "taiwan strait",
    "oceania",
    "pacific islands",
    "gulf states",
    "levant",
    "iran",
    "turkey and cyprus",
    "north africa",
    "sahel",
    "west africa",
    "horn of africa",
    "central africa",
    "east africa",
    "southern africa",
    "united states",
    "canada",
    "mexico",
    "central america",
    "caribbean",
    "andes",
    "brazil",
    "southern cone",
    "united nations",
    "nato",
    "european union",
    "arctic",
    "japan and its neighbours",
    "united states domestic politics",
    "britain",
)
YEARS = {"1950-1989": 2, "1990-1999": 2, "2000-2009": 3, "2010-2019": 5, "2020-2026": 6}
TRANSLATED = {"no": 6, "en": 3, "ru": 2, "zh": 1, "ko": 1, "ar": 1, "fr": 1}
SOFT_KINDS = (
    "sport",
    "sport",
    "culture",
    "weather",
    "markets",
    "recipe",
    "accident",
    "science",
    "local life",
    "business",
    "health",
    "travel",
    "technology",
    "celebrity",
    "education",
    "opinion on daily life",
    "obituary",
    "nature",
)
TOPICS = (Path(__file__).parent / "topics.txt").read_text(encoding="utf-8").splitlines()  # one a line


def rows() -> Iterator[tuple[str, ...]]:
    """Yield the rows of the plan, block by block."""
    rng = random.Random(SEED)
    for language in ("ja", "en"):
        bag: list[str] = []
        for block in range(1, BLOCKS + 1):
            for number in range(1, HARD + 1):
                if not bag:
                    bag = rng.sample(TOPICS, len(TOPICS))
                yield _hard(rng, language, block, number, bag.pop())
            for number in range(HARD + 1, HARD + SOFT + 1):
                yield _soft(rng, language, block, number)


def _hard(rng: random.Random, language: str, block: int, number: int, topic: str) -> tuple[str, ...]:
    register = _one(rng, REGISTERS)
    length = {"brief": (5, 8), "headlines": (10, 16), "analysis": (16, 26), "newspaper": (14, 24)}.get(
        register, (11, 20)
    )
    translated = (
        _one(rng, TRANSLATED) if language == "ja" else ("no" if rng.random() < 0.85 else rng.choice(("ru", "ja", "ar")))
    )
    return (
        f"{language}.b{block:02}.{number:02}",
        "hard",
        register,
        rng.choice(REGIONS),
        _year(rng),
        str(rng.randint(*length)),
        topic,
        " ".join(_several(rng, TYPES, 4)),
        " ".join(_several(rng, STATUSES, 3)),
        "; ".join(rng.sample(SOURCES, 2)),
        translated,
        "yes" if rng.random() < 0.12 else "no",
    )


def _soft(rng: random.Random, language: str, block: int, number: int) -> tuple[str, ...]:
    kind = SOFT_KINDS[(block * SOFT + number) % len(SOFT_KINDS)]
    return (
        f"{language}.b{block:02}.{number:02}",
        "soft",
        _one(rng, {"newspaper": 3, "broadcaster": 2, "agency": 1, "feature": 2}),
        rng.choice(REGIONS),
        _year(rng),
        str(rng.randint(11, 18)),
        kind,
        "",
        "",
        rng.choice(SOURCES),
        "no",
        "no",
    )


def _year(rng: random.Random) -> str:
    first, last = _one(rng, YEARS).split("-")
    return str(rng.randint(int(first), int(last)))


def _one(rng: random.Random, weights: dict[str, int]) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]


def _several(rng: random.Random, weights: dict[str, int], count: int) -> list[str]:
    names: list[str] = []
    while len(names) < count:
        name = _one(rng, weights)
        if name not in names:
            names.append(name)
    return names


if __name__ == "__main__":
    sys.stdout.write("\n".join("\t".join(row) for row in (COLUMNS, *rows())) + "\n")
