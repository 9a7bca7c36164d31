"""What situations, indicators and briefs cost in a large ledger: `python benchmarks/situations.py 10000`.

The documents are generated, with six acts each, seven in ten between one of five pairs of states; they are written
as they are and not merged, so that every claim is an event: the dearest case. Times are seconds of this process's CPU.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "src")] if str(ROOT / "src") not in sys.path else []

from keii.briefs.brief import compose  # noqa: E402  # found only when the line above has run
from keii.ledger import Filter, Ledger  # noqa: E402
from keii.model import Claim, Document, Party, Sentence, Span, Status  # noqa: E402
from keii.pipeline import Reading  # noqa: E402
from keii.situation.gather import gather, overview, selected  # noqa: E402
from keii.situation.indicators import indicator  # noqa: E402
from keii.situation.timeline import timeline  # noqa: E402

STATES = "RUS UKR USA CHN TWN JPN KOR PRK ISR IRN IND PAK FRA DEU GBR TUR SYR EGY SAU YEM".split()
BUSY = (("RUS", "UKR"), ("CHN", "TWN"), ("ISR", "IRN"), ("KOR", "PRK"), ("IND", "PAK"))
TYPES = "CONSULT AGREE ASSAULT ACCUSE REQUEST AID SANCTION REJECT MOBILIZE COOPERATE".split()
DAYS = 700


def reading(number: int, of: int, chance: random.Random) -> Reading:
    """Return one generated document as it was read."""
    busy = chance.choice(BUSY)
    pairs = [busy if chance.random() < 0.7 else tuple(chance.sample(STATES, 2)) for _ in range(6)]
    lines = [f"{one} acted towards {other} in case {number}-{act}." for act, (one, other) in enumerate(pairs)]
    text, day = "\n".join(lines), (date(2030, 1, 1) + timedelta(days=number * DAYS // of)).isoformat()
    id = Document.make_id(text=text, title=None, publisher=str(number % 7), published_at=day, url=None, key=None)
    document = Document(id=id, text=text, language="en", publisher=str(number % 7), published_at=day, reader="txt",
                        published_basis="field", origin=f"{number}.txt", language_basis="script")
    sentences, claims, at = [], [], 0
    for index, (line, (one, other)) in enumerate(zip(lines, pairs, strict=True)):
        there = at + line.index(f"towards {other}") + len("towards ")
        sentences.append(Sentence(index=index, start=at, end=at + len(line), text=line))
        claims.append(Claim(
            document=id, sentence=index, type=chance.choice(TYPES), trigger=Span.of(text, at + 4, at + 9),
            status=chance.choice([Status.OCCURRED] * 4 + [Status.PLANNED]), coder="generated",
            actors=(Party(span=Span.of(text, at, at + 3), code=one),),
            recipients=(Party(span=Span.of(text, there, there + 3), code=other),)))
        at += len(line) + 1
    return Reading(origin=document.origin, document=document, sentences=tuple(sentences), claims=tuple(claims))


def timed(what: str, job: Callable[[], object]) -> None:
    """Run a job and print the CPU time it took."""
    before = time.process_time()
    job()
    print(f"{what}: {time.process_time() - before:.1f} s")


def brief(ledger: Ledger) -> None:
    """Compose the brief of the last week of a busy pair."""
    found = selected(ledger, "KOR-PRK", Filter(), as_of=ledger.latest())
    compose("KOR-PRK", timeline(found.happenings, found.expectations, since="2031-11-25"), found.expectations,
            lang="en", since="2031-11-25", until="2031-12-01")


def main(documents: int) -> None:
    """Write the ledger and time what is asked of it."""
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as folder, Ledger.create(Path(folder) / "keii.db") as ledger:
        for number in range(documents):
            ledger.write(reading(number, documents, chance))
        print(f"{documents} documents, {6 * documents} claims")
        timed("all situations", lambda: list(overview(ledger)))
        timed("a day's indicator of the busiest kind of pair", lambda: indicator(
            "KOR-PRK", gather(ledger, Filter(parties=("KOR",))).happenings, ledger.published(), by="day"))
        timed("a week's brief of it", lambda: brief(ledger))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
