"""What one more document costs a ledger of 100, 1,000 and 10,000: `python -m benchmarks.merging [SIZE...]`.

Documents are generated: twenty a day, each with five acts between some of thirty countries, half of them tellings of
what another document of the day tells. Only merging is timed, over the last fifty documents before each size; the
vectors cost the same whatever the ledger holds and are left out. A generated week is denser than real news of one
country, so that keys are shared by many claims.
"""

import random
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from keii.ledger import Ledger
from keii.model import Claim, Document, Party, Sentence, Span, Status, Time
from keii.pipeline import Reading
from keii.situation.keeping import Keeper

SIZES = (100, 1_000, 10_000)
DAILY, ACTS, TIMED = 20, 5, 50
COUNTRIES = tuple(f"{a}{b}A" for a in "BCDFG" for b in "EHIOUY")
TYPES = {"CONSULT": "met", "ACCUSE": "blamed", "ASSAULT": "shelled", "AID": "helped", "SANCTION": "fined"}
FIRST = date(2031, 1, 1)


def reading(number: int) -> Reading:
    """Return the generated document of a number."""
    day, chance = number // DAILY, random.Random(number)
    lines, acts = [], []
    for _ in range(ACTS):
        told = random.Random(f"{day} {chance.randrange(DAILY * ACTS // 2)}")  # what happened on the day
        kind, (one, other) = told.choice(sorted(TYPES)), told.sample(COUNTRIES, 2)
        acts.append((kind, one, other, told.random() < 0.5))
        lines.append(f"{one} {TYPES[kind]} {other} as paper {number} has it.")
    published = (FIRST + timedelta(days=day)).isoformat()
    text = "\n".join(lines)
    document = Document(
        id=Document.make_id(text=text, title=None, publisher=None, published_at=published, url=None, key=None),
        text=text, language="en", published_at=published, published_basis="option", reader="txt",
        origin=f"{number}.txt", language_basis="option")
    sentences, claims, at = [], [], 0
    for index, (line, (kind, one, other, dated)) in enumerate(zip(lines, acts, strict=True)):
        sentences.append(Sentence(index=index, start=at, end=at + len(line), text=line))
        start = at + line.index(TYPES[kind])
        trigger = Span.of(text, start, start + len(TYPES[kind]))
        after = (FIRST + timedelta(days=day + 1)).isoformat()
        claims.append(Claim(
            document=document.id, sentence=index, type=kind, trigger=trigger, status=Status.OCCURRED, coder="test",
            actors=(Party(span=Span.of(text, at, at + 3), code=f"{one}/GOV"),),
            recipients=(Party(span=Span.of(text, trigger.end + 1, trigger.end + 4), code=f"{other}/GOV"),),
            time=Time(span=trigger, start=published, end=after, precision="day", basis="text") if dated else None))
        at += len(line) + 1
    return Reading(origin=document.origin, document=document, sentences=tuple(sentences), claims=tuple(claims))


def main(arguments: Sequence[str]) -> int:
    """Print the cost of one more document at each size."""
    sizes = sorted(int(size) for size in arguments) or list(SIZES)
    with tempfile.TemporaryDirectory() as folder, Ledger.create(Path(folder) / "keii.db") as ledger:
        keeper = Keeper(ledger, None)
        spent: list[float] = []
        for number in range(sizes[-1]):
            ledger.write(reading(number))
            begin = time.process_time()
            keeper.catch_up()
            spent.append(time.process_time() - begin)
            if number + 1 in sizes:
                events = sum(1 for _ in ledger.events())
                last = spent[-TIMED:]
                print(f"{number + 1} documents, {(number + 1) * ACTS} claims, {events} events: "
                      f"{sum(last) / len(last) * 1000:.1f} ms for one more", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
