"""Generated news of known truth: which sentence of which document tells which happening.

Every day has happenings between states, some often in the news and most seldom: acts of twelve kinds, done, planned,
possible or urged. Among them are shelling that recurs each week, two summits of one host on one day, and the same two
states that meet again. Documents in English and Japanese tell some of their day's happenings, as twelve papers would:
with or without the date, by whom it is said, with another number, denied. Some are copies of another document under
another name, some are updates of one, some look back at an earlier day. Everything follows from the number of a
document, so that any part of the news can be made by itself. No coder is asked: the claims are what a perfect one
would say.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from benchmarks.sentences import KINDS, STATES, WORDS, Kind, Line, line
from keii.model import Document, Sentence, Status
from keii.pipeline import Reading

FIRST = date(2021, 1, 1)
PAPERS = tuple(f"{name} {kind}" for name in ("Northern", "Harbour", "Capital", "River") for kind in (
    "Courier", "Times", "News"))
TOLD = 2.5  # documents that tell one happening, in the mean
COPIES, UPDATES, LOOKING_BACK = 0.10, 0.05, 0.07  # of the documents
SHELLED = (("RUS", "UKR"), ("ISR", "LBN"), ("IND", "PAK"))  # each week on the same day
HOSTS = ("FRA", "CHE", "SGP", "QAT")  # of two summits on one day
STATUSES = (Status.OCCURRED,) * 14 + (Status.PLANNED,) * 3 + (Status.POSSIBLE, Status.URGED, Status.ONGOING)


@dataclass(frozen=True, slots=True)
class Happening:
    """One act between two states on one day, as it was or is to be."""

    id: str
    day: int
    kind: Kind
    actor: str  # alpha-3
    recipient: str
    status: Status
    place: str | None  # alpha-3 of the state on whose ground it is
    number: int | None  # of people hurt


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One generated document as it was read, and which happening each of its claims tells."""

    reading: Reading
    happenings: tuple[str, ...]  # ids, beside reading.claims
    story: str  # the happening that the document is mostly about


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """How much news there is: documents a day, acts in each, whether its claims have a trace as of a coder."""

    daily: int = 100
    acts: int = 5
    traced: bool = False

    def document(self, number: int) -> Made:
        """Return the document of a number, from 0."""
        chance = random.Random(f"document {number}")
        day, kind = number // self.daily, chance.random()
        earlier = number - chance.randrange(1, 30)
        if kind < COPIES + UPDATES and earlier >= 0 and not self._is_derived(earlier):
            return self._again(number, earlier, update=kind >= COPIES, chance=chance)
        language = "ja" if chance.random() < 0.5 else "en"
        back = max(day - chance.randrange(2, 25), 0) if kind > 1 - LOOKING_BACK else day
        told = self._chosen(back, chance)
        lines = [_line(one, language, chance, dated=back != day or chance.random() < 0.5) for one in told]
        return self._made(number, language, lines, told, chance)

    def documents(self, first: int, after: int) -> Iterator[Made]:
        """Yield the documents from one number on, before another."""
        for number in range(first, after):
            yield self.document(number)

    def _is_derived(self, number: int) -> bool:
        return random.Random(f"document {number}").random() < COPIES + UPDATES

    def _chosen(self, day: int, chance: random.Random) -> list[Happening]:
        """Return what one document tells of a day: the happenings of its front page more often than the others."""
        every = happenings(day, max(round(self.daily * self.acts / TOLD), self.acts))
        found: dict[str, Happening] = {}
        while len(found) < self.acts:
            one = every[int(len(every) * chance.random() ** 1.5)]
            found.setdefault(one.id, one)
        return list(found.values())

    def _again(self, number: int, earlier: int, *, update: bool, chance: random.Random) -> Made:
        """Return a copy of an earlier document, or what is the same and one sentence more."""
        first = _lines(self, earlier)
        lines, told = list(first[1]), list(first[2])
        if update:
            more = next(one for one in happenings(number // self.daily, max(round(self.daily * self.acts / TOLD),
                        self.acts))[chance.randrange(3):] if one.id not in {other.id for other in told})
            lines.append(_line(more, first[0], chance, dated=False))
            told.append(more)
        return self._made(number, first[0], lines, told, random.Random(f"filler {earlier}"), filler=first[3])

    def _made(self, number: int, language: str, lines: Sequence[Line], told: Sequence[Happening],
              chance: random.Random, filler: Sequence[str] = ()) -> Made:
        fill = tuple(filler) or tuple(_filler(language, chance) for _ in range(3))
        title = fill[0].strip(".。")
        texts = [title, *(one.text for one in lines), *fill]
        text = "\n".join(texts)
        published = (FIRST + timedelta(days=number // self.daily)).isoformat()
        paper = PAPERS[random.Random(f"paper {number}").randrange(len(PAPERS))]
        document = Document(
            id=Document.make_id(text=text, title=title, publisher=paper, published_at=published, url=None,
                                key=str(number)),
            text=text, language=language, title=title, publisher=paper, published_at=published, reader="jsonl",
            published_basis="field", origin=f"made.jsonl:{number + 1}", language_basis="script",
            url=f"https://news.example/{number}")
        sentences, at = [], 0
        for index, part in enumerate(texts):
            sentences.append(Sentence(index=index, start=at, end=at + len(part), text=part))
            at += len(part) + 1
        claims = tuple(one.claim(document, sentences[index + 1], traced=self.traced) for index, one in enumerate(lines))
        return Made(reading=Reading(origin=document.origin, document=document, sentences=tuple(sentences),
                                    claims=claims), happenings=tuple(one.id for one in told), story=told[0].id)


@lru_cache(maxsize=512)
def _lines(news: News, number: int) -> tuple[str, tuple[Line, ...], tuple[Happening, ...], tuple[str, ...]]:
    """Return language, sentences, happenings and filler of a document that is no copy."""
    made = news.document(number)
    assert made.reading.document is not None
    texts = made.reading.document.text.split("\n")
    lines = tuple(Line.of(claim, made.reading.sentences[claim.sentence]) for claim in made.reading.claims)
    known = {one.id: one for day in range(max(number // news.daily - 25, 0), number // news.daily + 1)
             for one in happenings(day, max(round(news.daily * news.acts / TOLD), news.acts))}
    return (made.reading.document.language, lines, tuple(known[id] for id in made.happenings),
            tuple(texts[1 + len(lines):]))


@lru_cache(maxsize=64)
def happenings(day: int, number: int) -> tuple[Happening, ...]:
    """Return what happens on a day, what most papers tell first."""
    chance = random.Random(f"day {day} {number}")
    found = list(_fixed(day))
    while len(found) < number:
        kind = KINDS[chance.randrange(len(KINDS))]
        actor, recipient = _two(chance)
        place = chance.choice((actor, recipient, None))
        hurt = chance.randrange(2, 60) if kind.hurts else None
        found.append(Happening(f"h{day}-{len(found)}", day, kind, actor, recipient, chance.choice(STATUSES), place,
                               hurt))
    first, rest = found[:number // 3], found[number // 3:]
    chance.shuffle(first)  # what is fixed stands among the first, but not always before all others
    return (*first, *rest)


def _line(one: Happening, language: str, chance: random.Random, *, dated: bool) -> Line:
    return line(one.kind, one.actor, one.recipient, language=language, status=one.status, place=one.place,
                number=one.number, day=FIRST + timedelta(days=one.day), dated=dated, chance=chance)


def _fixed(day: int) -> Iterator[Happening]:
    """Yield what recurs: shelling on one day of the week, two summits of one host, the same states again."""
    by_type = {kind.type: kind for kind in KINDS}
    for number, (actor, recipient) in enumerate(SHELLED):
        if day % 7 == number * 2:
            yield Happening(f"s{day}-{number}", day, by_type["ASSAULT"], actor, recipient, Status.OCCURRED, recipient,
                            5 + day % 40)
    if day % 10 == 3:
        host = HOSTS[day // 10 % len(HOSTS)]
        guests = random.Random(f"guests {day}").sample([state for state in STATES[:12] if state != host], 2)
        for number, guest in enumerate(guests):
            yield Happening(f"m{day}-{number}", day, by_type["CONSULT"], host, guest, Status.OCCURRED, host, None)
    if day % 30 in (5, 19):
        yield Happening(f"p{day}", day, by_type["CONSULT"], "USA", "CHN", Status.OCCURRED, "CHE", None)


def _two(chance: random.Random) -> tuple[str, str]:
    """Return two states, the first of the list far more often."""
    one = other = int(len(STATES) * chance.random() ** 2.2)
    while other == one:
        other = int(len(STATES) * chance.random() ** 2.2)
    return STATES[one], STATES[other]


def _filler(language: str, chance: random.Random) -> str:
    if language == "ja":
        return "".join(chance.choice(WORDS["ja"]) for _ in range(18)) + "。"
    return "".join(chance.choice(WORDS["en"]) for _ in range(9)).strip().capitalize() + "."
