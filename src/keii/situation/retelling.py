"""A story that was told and kept, told on where something in it is new: what hangs together with it is heard again.

What a claim does follows from the awaited acts under its keys, as they were when it was heard. So where no awaited act
under them is another than before, it does what it did; where one is, the claim is heard anew, and what it then does
otherwise makes other awaited acts new. Everything else stays as it is kept.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator

import orjson

from keii.ledger import awaiting
from keii.ledger.awaiting import Row
from keii.model import Reason, content_id
from keii.situation.course import Act, Course, Heard, Key, Place, expectation, lapses, place_of, tell
from keii.situation.finding import asked_keys
from keii.situation.hearing import Book
from keii.situation.saying import Saying
from keii.situation.story import Deed, Story
from keii.situation.waits import Waits

Written = tuple[str, int, str, str, list[tuple[str, str, float]]]  # claim, part, document, act, reasons


class _Kept:
    """An awaited act of which some is told and the rest is still to be heard, as it was heard before."""

    __slots__ = ("changed", "course", "rest", "row")

    def __init__(self, row: Row | None, course: Course, rest: Iterable[Heard] = ()) -> None:
        """Begin with a row, None for one that is new."""
        self.row, self.course, self.rest = row, course, deque(rest)
        self.changed = row is None

    def awaits(self, saying: Saying) -> bool:
        """Tell whether a claim is what was heard of it next."""
        return bool(self.rest) and _name(self.rest[0].saying) == _name(saying)

    def advance(self, place: Place) -> None:
        """Let everything be told that was heard before a place."""
        while self.rest and place_of(self.rest[0].saying, self.course.story) < place:
            tell(self.course, *self.rest.popleft())


class Retelling(Story):
    """The story of one type, as kept, into which new claims come and out of which others go."""

    def __init__(self, type_: str, patience: Waits, book: Book) -> None:
        """Begin with what is kept."""
        super().__init__(type_, patience)
        self._book = book
        self._kept: dict[int, _Kept] = {}  # by number of the row
        self._new: list[_Kept] = []
        self._by_course: dict[int, _Kept] = {}
        self._shelves: dict[Key, list[_Kept]] = {}
        self._more: defaultdict[Key, list[_Kept]] = defaultdict(list)  # which changed, and their keys with them
        self._touched: dict[Key, str] = {}  # day until which what is under a key may be another than before
        self.busy = ""  # the last of these days

    def drop(self, rows: Iterable[Row], documents: Collection[str]) -> None:
        """Take out what was heard of documents, with all that was heard after it of the same awaited acts."""
        for one in self._taken(list(rows), without=documents):
            self._change(one)

    def concerns(self, saying: Saying) -> bool:
        """Tell whether a claim may do something else than it did."""
        day = saying.day
        return any(self._touched.get(key, "") >= day for key in asked_keys(saying))

    def hear(self, saying: Saying) -> None:
        """Let one claim do what it does now, and no more what it did."""
        near = [self._by_course[id(course)] for course in self._near(saying)]
        opened = self._opened_by(saying)
        before = [one for one in (*near, *opened) if one.awaits(saying)]
        after = []
        for deed in self.decide(saying):
            if deed.course is not None:
                after.append(self._by_course[id(deed.course)])
            else:
                after.append(opened[0] if opened else self._made())
            self._tell_on(after[-1], saying, deed)
        for one in before:
            if not any(one is other for other in after):
                one.rest.clear()
                self._change(one)

    def renewed(self) -> tuple[list[int], list[Row]]:
        """Return the numbers of the rows that are no longer right, and the rows that are to be written."""
        numbers, rows = [], []
        for one in (*self._kept.values(), *self._new):
            if not one.changed:
                continue
            one.advance(_AFTER_ALL)
            if one.row is not None and one.row.number is not None:
                numbers.append(one.row.number)
            rows += [row_of(one.course, self)] if one.course.voices else []
        return numbers, rows

    def _tell_on(self, one: _Kept, saying: Saying, deed: Deed) -> None:
        same = one.awaits(saying) and one.rest[0][1:] == (deed.act, deed.reasons)
        if same:
            tell(one.course, *one.rest.popleft())
        else:
            one.rest.clear()
            one.changed = True
            tell(one.course, saying, deed.act, deed.reasons)
        if one.changed:
            self._change(one)

    def _change(self, one: _Kept) -> None:
        """Note that an awaited act is another than before, under all keys that it had or has."""
        one.changed = True
        keys, until = set(one.course.keys), self._end_of(one)
        if one.row is not None:
            keys |= self._book.keys(one.row)
            until = max(until, one.row.until)
        for key in keys:
            self._touched[key] = max(self._touched.get(key, ""), until)
            if not any(one is other for other in self._more[key]):
                self._more[key].append(one)
        self.busy = max(self.busy, until)

    def _end_of(self, one: _Kept) -> str:
        """Return the last day on which an awaited act may be joined or turned as it stands, or is yet to be told.

        What it was met by may be gone: then it waits longer than it did.
        """
        yet = Course(story=self.type)
        for heard in (*one.course.heard, *one.rest):
            tell(yet, *heard)
        return max(self.until(course) if course.voices else "" for course in (one.course, yet))

    def _made(self) -> _Kept:
        one = _Kept(None, Course(story=self.type))
        self._new.append(one)
        self._by_course[id(one.course)] = one
        return one

    def _under(self, key: Key, saying: Saying) -> list[Course]:
        """Return the awaited acts under a key as they are when a claim is heard, those first that came first."""
        place, day = place_of(saying, self.type), saying.day
        if key not in self._shelves:
            self._shelves[key] = self._taken(awaiting.under(self._book.connection, self.type, "\t".join(key), day))
        found = {id(one): one for one in (*self._shelves[key], *self._more.get(key, ()))}
        for one in found.values():
            one.advance(place)
        living = [one.course for one in found.values() if key in one.course.keys and self.lives(one.course, day)]
        return sorted(living, key=lambda course: course.keys[key])

    def _opened_by(self, saying: Saying) -> list[_Kept]:
        """Return the awaited act that a claim has opened, if it has."""
        rows = [row for row in self._book.told_by(saying.id) if row.story == self.type]
        return [one for one in self._taken(rows) if not one.course.voices and one.awaits(saying)]

    def _taken(self, rows: list[Row], without: Collection[str] = ()) -> list[_Kept]:
        """Return kept awaited acts, each taken once; of what is heard again nothing is told."""
        new = {row.number: _written(row, without) for row in rows if row.number not in self._kept}
        said = self._book.sayings({claim for told in new.values() for claim, *_ in told})
        for row in rows:
            if row.number is not None and row.number in new and row.number not in self._kept:
                heard = (Heard(said[claim, part], Act(act), tuple(Reason(feature=feature, value=value, weight=weight)
                                                                  for feature, value, weight in reasons))
                         for claim, part, _, act, reasons in new[row.number])
                one = self._kept[row.number] = _Kept(row, Course(story=self.type), heard)
                self._by_course[id(one.course)] = one
        return [self._kept[row.number] for row in rows if row.number is not None]


_AFTER_ALL: Place = (("\U0010ffff", ""), True, ("\U0010ffff", "", 0, ""), True, "", 0)


def row_of(course: Course, story: Story) -> Row:
    """Return an awaited act as it is kept."""
    type_, found = course.opened.told.claim.type, expectation(course)
    last = course.heard[-1].saying.day
    written = [(saying.id, saying.part, saying.told.document.id, act.value,
                [(one.feature, one.value, one.weight) for one in reasons]) for saying, act, reasons in course.heard]
    return Row(
        number=None, story=course.story, id=content_id("x_", course.opened.id), type=type_, at=course.opened.day,
        last=last, until=max(last, story.until(course)), outcome=found.outcome.value,
        lapses=lapses(course, story.patience), heard=orjson.dumps(written).decode(),
        expectation=orjson.dumps(found).decode() if type_ == course.story else None,
        keys=tuple("\t".join(key) for key in course.keys),
        claims=tuple(sorted({(saying.id, saying.told.document.id) for saying, *_ in course.heard})))


def retold(row: Row, book: Book, until: str) -> Course:
    """Return an awaited act as it was on a day."""
    written = _written(row)
    said, course = book.sayings(claim for claim, *_ in written), Course(story=row.story)
    for claim, part, _, act, reasons in written:
        if (saying := said[claim, part]).day <= until:
            tell(course, saying, Act(act), tuple(Reason(feature=feature, value=value, weight=weight)
                                                 for feature, value, weight in reasons))
    return course


def _written(row: Row, without: Collection[str] = ()) -> list[Written]:
    """Return what was heard of an awaited act, up to the first claim of one of the documents."""
    def before() -> Iterator[Written]:
        for one in orjson.loads(row.heard):
            if one[2] in without:
                return
            yield one

    return list(before())


def _name(saying: Saying) -> tuple[str, int]:
    return saying.id, saying.part
