"""Words that turn an awaited act: put off, called off, refused, failed; read beside the word that names the act.

The words are data (`turns.tsv` of each language). They are looked for in the sentence as it stands, so that claims
of any coder are read alike: on the side of the act that a word is listed for, up to what closes the clause.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from keii.language.languages import language
from keii.model import Outcome
from keii.tables import data_error, read_table

Run = tuple[int, int]  # half-open code points
OUTCOMES = {
    "postponed": Outcome.POSTPONED,
    "cancelled": Outcome.CANCELLED,
    "refused": Outcome.REFUSED,
    "broken": Outcome.BROKEN,
}
SIDES = {
    **dict.fromkeys(OUTCOMES, frozenset({"before", "after", "both"})),
    "invited": frozenset({"act"}),
    "promised": frozenset({"act"}),
    "wanted": frozenset({"act"}),
    "offered": frozenset({"act"}),
    "deal": frozenset({"act"}),
    "evaded": frozenset({"act"}),
    "arrived": frozenset({"act"}),
    "same": frozenset({"act"}),
    "anew": frozenset({"after"}),
    "threat": frozenset({"before", "after", "both"}),
    "condition": frozenset({"before", "after"}),
    "not": frozenset({"before", "after", "both"}),
    "still": frozenset({"before", "after", "both"}),
    "denied": frozenset({"before", "after", "both"}),
    "stop": frozenset({"before", "after", "both"}),
    "unwilling": frozenset({"after"}),
}
NEAR = {
    "": 14,
    " ": 32,
}  # characters, by what joins words: how far from its word a «not» stands, «may yet have to be put off»
AROUND = {"": 25, " ": 60}  # characters around the act in which まだ, «yet» speak of it
PROMISE = {"": (4, 0), " ": (0, 12)}  # characters beside a promise's word that belong to it: ことで一致, «agreed to»
ASIDE = re.compile(r"(?: [\w'’-]+){0,6},[^,;.:]{3,60},")
ENDING = 3  # letters that an English word may have behind its stem: withdraw-al, ratif-ied, elect-ion
NOT, LASTING = "ない", ("い", "で", "の")  # in Japanese: して|いない has not been done, 飲んで|ない neither
REACH = {
    "": 40,
    " ": 90,
}  # characters from the act to the word that turns it, with who, whom and until when between them


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRow:
    """One row of turns.tsv."""

    forms: tuple[str, ...]
    turn: str
    where: str
    row: str  # file:line


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnWord:
    """A word that turns an act, found in a sentence: half-open code points into it."""

    outcome: Outcome
    start: int
    end: int
    row: str


def read_turns(path: Path) -> tuple[TurnRow, ...]:
    """Return the rows of a file of turning words; raises DataError with file and line for a bad one."""
    rows = []
    for number, cells in read_table(path, ("word", "turn", "where", "note")):
        forms = tuple(cells["word"].split("|"))
        if not all(forms):
            raise data_error(path, number, "the word is empty.")
        if cells["where"] not in SIDES.get(cells["turn"], frozenset()):
            raise data_error(
                path,
                number,
                f"«{cells['turn']} {cells['where']}» is not known.",
                "Turns: " + "; ".join(f"{turn} ({', '.join(sorted(where))})" for turn, where in SIDES.items()),
            )
        rows.append(TurnRow(forms=forms, turn=cells["turn"], where=cells["where"], row=f"{path.name}:{number}"))
    return tuple(rows)


class TurnWords:
    """The turning words of one language."""

    def __init__(self, rows: Iterable[TurnRow], joiner: str) -> None:
        """Compile the rows; `joiner` is what stands between two words of the language."""
        self._joiner = joiner
        self._near, self._around, self._reach = NEAR[joiner], AROUND[joiner], REACH[joiner]
        forms: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._rows: dict[str, TurnRow] = {}
        self._same: list[re.Pattern[str]] = []
        self._listed: list[tuple[str, ...]] = []
        for row in rows:
            if row.turn == "same":
                self._same.append(self._naming(row.forms))
                self._listed.append(row.forms)
            kind = "turn" if row.turn in OUTCOMES else row.turn
            for side in ("before", "after") if row.where == "both" else (row.where,):
                forms[kind, side].extend(row.forms)
            if kind == "turn":
                self._rows |= {form.lower(): row for form in row.forms}
        self._forms = {key: tuple(sorted({form.lower() for form in found})) for key, found in forms.items()}
        self._patterns = {key: self._pattern(found) for key, found in forms.items()}

    def turn(self, sentence: str, start: int, end: int, own: Sequence[Run] = ()) -> TurnWord | None:
        """Return the word that turns the act whose words stand at `start` to `end` of the sentence, the nearest one.

        `own` are the act's parties, place and time in the sentence: up to where they stand its clause goes on.
        """
        return self._after(sentence, end, own) or self._before(sentence, start) or self._unwilling(sentence, end)

    def itself(self, act: str) -> Outcome | None:
        """Return what an act's own words make of another act: «put off», 延期した; None when they turn nothing."""
        found = self._find("turn", "after", act) or self._find("turn", "before", act)
        return OUTCOMES[self._rows[found.group().lower()].turn] if found else None

    def invites(self, act: str) -> bool:
        """Tell whether the words of an act are an invitation."""
        return self._find("invited", "act", act) is not None

    def promises(self, sentence: str, start: int, end: int) -> bool:
        """Tell whether the words of an act, with what belongs to them, promise a deed: 約束した, «agreed to»."""
        before, after = PROMISE[self._joiner]
        first = max(0, start - before)
        found = self._find("promised", "act", sentence[first : end + after])
        return found is not None and first + found.start() < end and first + found.end() > start

    def evades(self, act: str) -> bool:
        """Tell whether the words of an act put no refusal, but no answer: 即答を避けた, «dodged»."""
        return self._find("evaded", "act", act) is not None

    def arrives(self, act: str) -> bool:
        """Tell whether the words of an act tell that somebody comes: whoever was to visit has come, or has not."""
        return self._find("arrived", "act", act) is not None

    def negates(self, words: str) -> bool:
        """Tell whether words that turn an act hold a «not»: will not, しない方針."""
        return self._find("not", "before", words) is not None or self._find("not", "after", words) is not None

    def deals(self, act: str) -> bool:
        """Tell whether the words of an act are a deal, which promises what it is about: a deal to reopen the road."""
        return self._find("deal", "act", act) is not None

    def wants(self, act: str) -> bool:
        """Tell whether the words of an act ask for a thing by its noun: «demanded a debate»."""
        return self._find("wanted", "act", act) is not None

    def offers(self, sentence: str) -> bool:
        """Tell whether a sentence names an offer by its noun: «turned down the offer of a ship»."""
        return self._find("offered", "act", sentence) is not None

    def named_too(self, act: str, sentence: str) -> bool:
        """Tell whether a sentence has another word for what an act's words name: a visit is a trip too."""
        return any(pattern.search(act) and pattern.search(sentence) for pattern in self._same)

    def names(self, words: str) -> tuple[str, ...]:
        """Return the acts that words name, each by the first English word of its row: «walked out» is a strike."""
        return tuple(next((form for form in forms if form.isascii()), forms[0])
                     for pattern, forms in zip(self._same, self._listed, strict=True) if pattern.search(words))

    def alike(self, act: str) -> tuple[str, ...]:
        """Return other words for what an act's words name, as turns.tsv lists them."""
        return tuple(form for pattern, forms in zip(self._same, self._listed, strict=True)
                     if pattern.search(act) for form in forms)

    def dated_anew(self, text: str) -> bool:
        """Tell whether a text, up to the end of its second sentence, gives a new date: 新たな日時, «a new date»."""
        sentences = re.split(r"(?<=[。.])\s*", text, maxsplit=2)[:2]
        return any(self._find("anew", "after", sentence) for sentence in sentences)

    def may_promise(self, act: str) -> bool:
        """Tell whether the words of an act alone may be those of a promise."""
        low = act.lower()
        return any(form.split()[0] in low or low in form for form in self._forms.get(("promised", "act"), ()))

    def threatens(self, sentence: str, start: int, end: int, *, hostile: bool = False) -> bool:
        """Tell whether the sentence makes a threat of an act, and not the condition for it.

        A `hostile` act is one where the sentence has a condition for it: «if they attack, we will strike».
        """
        before, after = sentence[max(0, start - self._reach) : start], sentence[end : end + self._reach]
        threat = self._find("threat", "before", before) or self._find("threat", "after", after)
        if not threat and not (hostile and self._conditional(before, after)):
            return False
        clause = re.split(r"[,;、。]", before)[-1]
        near = after[: self._near // 2]
        return not (self._find("condition", "before", clause) or self._find("condition", "after", near))

    def _conditional(self, before: str, after: str) -> bool:
        """Tell whether what stands around an act holds a condition for it: before it in either language, or behind."""
        if not self._joiner:
            return self._find("condition", "after", before) is not None
        return self._find("condition", "before", before) is not None or (
            self._find("condition", "before", after) is not None
        )

    def still(self, sentence: str, start: int, end: int) -> bool:
        """Tell whether the sentence says of the act that it has only not happened yet."""
        around = sentence[max(0, start - self._around) : end + self._around]
        return any(self._find("still", side, around) for side in ("before", "after"))

    def denies(self, sentence: str, start: int, end: int) -> bool:
        """Tell whether the sentence denies the act in words of its own: «denied that», 事実はない."""
        before, after = sentence[max(0, start - self._reach) : start], sentence[end : end + self._reach]
        return (self._find("denied", "before", before) or self._find("denied", "after", after)) is not None

    def _unwilling(self, sentence: str, end: int) -> TurnWord | None:
        """Return the words by which somebody says that he will not do it: 開け|ないと回答した; not 開けて|いないと."""
        start = end - len(NOT) if sentence.endswith(NOT, 0, end) else end
        found = self._find("unwilling", "after", sentence[start : start + ENDING + self._near])
        if found is None or found.start() > ENDING or sentence[: start + found.start()].endswith(LASTING):
            return None
        first, last = start + found.start(), start + found.end()
        return TurnWord(outcome=Outcome.CANCELLED, start=first, end=last, row="unwilling")

    def _after(self, sentence: str, end: int, own: Sequence[Run]) -> TurnWord | None:
        text = sentence[end : end + self._reach]
        aside = ASIDE.match(text) if self._joiner else None
        if aside:  # «the talks, planned for May, were put off»: what stands between commas is no other clause
            start, end = end, end + aside.end()
            text = sentence[end : start + self._reach]
        found = self._find("turn", "after", text)
        if found is None:
            return None
        held = max((last for first, last in own if end <= first and last <= end + found.start()), default=end)
        if self._find("stop", "after", sentence[held : end + found.start()]):
            return None
        return self._held(sentence, end + found.start(), end + found.end(), floor=end)

    def _before(self, sentence: str, start: int) -> TurnWord | None:
        offset = max(0, start - self._reach)
        text = sentence[offset:start]
        stops = self._all("stop", "before", text)
        offset += stops[-1].end() if stops else 0
        found = self._all("turn", "before", sentence[offset:start])
        if not found:
            return None
        last = found[-1]
        return self._held(sentence, offset + last.start(), offset + last.end(), floor=offset)

    def _held(self, sentence: str, start: int, end: int, *, floor: int) -> TurnWord | None:
        """Return the word unless something near it says that it does not hold."""
        behind = re.split(r"[、。]", sentence[end : end + self._near])[0]
        before = sentence[max(floor, start - self._near) : start]
        if self._find("not", "after", behind) or self._find("not", "before", before):
            return None
        row = self._rows[sentence[start:end].lower()]
        return TurnWord(outcome=OUTCOMES[row.turn], start=start, end=end, row=row.row)

    def _naming(self, forms: Iterable[str]) -> re.Pattern[str]:
        """Return the pattern of words that name one act, with what may stand behind their stem."""
        listed = "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))
        behind = rf"[a-z]{{0,{ENDING}}}(?!\w)"
        return re.compile(rf"(?<!\w)(?:{listed}){behind}" if self._joiner else listed, re.IGNORECASE)

    def _pattern(self, forms: Iterable[str]) -> re.Pattern[str]:
        longest_first = sorted(set(forms), key=lambda form: (-len(form), form))
        if not self._joiner:
            return re.compile("|".join(map(re.escape, longest_first)))
        return re.compile("|".join(self._whole(form) for form in longest_first), re.IGNORECASE)

    @staticmethod
    def _whole(form: str) -> str:
        """Return the pattern of a form as a whole word; marks and «n't» may touch the word before them."""
        return (
            re.escape(form) + (r"(?!\w)" if form[-1].isalnum() else "")
            if not form[0].isalnum() or form == "n't"
            else (rf"(?<!\w){re.escape(form)}(?!\w)")
        )

    def _find(self, kind: str, side: str, text: str) -> re.Match[str] | None:
        return self._patterns[kind, side].search(text) if self._may_hold(kind, side, text) else None

    def _all(self, kind: str, side: str, text: str) -> list[re.Match[str]]:
        return list(self._patterns[kind, side].finditer(text)) if self._may_hold(kind, side, text) else []

    def _may_hold(self, kind: str, side: str, text: str) -> bool:
        """Tell whether a text has the letters of some form: hardly any has, and this is ten times as fast."""
        low = text.lower()
        return any(form in low for form in self._forms.get((kind, side), ()))


@cache
def turn_words(code: str) -> TurnWords:
    """Return the turning words of a language, read once."""
    tongue = language(code)
    return TurnWords(read_turns(tongue.data / "turns.tsv"), tongue.joiner)
