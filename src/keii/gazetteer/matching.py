"""Whom a name means, whatever script and spelling it is in; or nobody, with the reason.

Two ways, the sure one first. A name that is spelled as in the registry is that entry; width, case, accents and forms of
Han characters make no difference. Otherwise candidates that sound alike are searched by their consonants, and each gets
a score of its words against the words of the name: a person needs the family name and a given name, a surname alone
must be nearly the same. Below the threshold, and where two entries come too near each other, nothing is guessed.
"""

import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from keii.gazetteer.addresses import stages
from keii.gazetteer.name_index import Spoken, folded, index, words_of
from keii.gazetteer.names import DATA, Name
from keii.gazetteer.sounds import READINGS, coarse, likeness, script_of
from keii.tables import read_table

# Tried on the first halves of the groups of tests/gazetteer/name_variants.tsv.
THRESHOLD = 0.86  # of the whole name
FAMILY = 0.86  # of a family name beside a given name
GIVEN = 0.74  # of a given name beside a family name: spellings of given names differ more
ALONE = 0.93  # of a name of one word
MARGIN = 0.03  # that the best entry must be ahead of the next
SHORTEST = 4  # sounds that a name of one word needs to be compared by sound
SHORTEST_WORD = 3  # kana of each word of a name that was run together
NEAR = 0.6  # of the consonants of a word, for a candidate
MOST = 60  # words of the vocabulary that are candidates for a word
EXTRA, OUTER, MISSING = 0.02, 0.08, 0.05  # a further word within the name, at its end; a word of the registry left out
TURNED = 0.93  # of every word where family and given name change places (LAVROV Sergey)
SILENT = 1  # consonants that two names of one word may differ in, for a silent letter: more never reaches ALONE
LETTERS = 0.55  # likeness of two names of one word, sound for sound without weights, below which ALONE is out of reach
APART = 0.5  # likeness of the consonants of two words below which they are not compared sound by sound
STRICT = 0.94  # of each word of a name that is written in Han characters: 김정훈 is not 김정은
CHINESE = ("latin-zh", "latin-wade")  # readings of a name in Latin letters that only Chinese names are compared by


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An entry that a name may mean: its id and kind, the registry's name that came nearest, a score from 0 to 1."""

    entry: str
    kind: str
    name: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """What became of a name. `entry` is None when nothing was found; then `reason` says why.

    Reasons: empty; no-candidate (nobody's words are near enough to be scored); below-threshold; ambiguous (several
    entries bear the name or come equally near). `candidates` are the nearest, the best first.
    """

    name: str
    entry: str | None
    score: float
    reason: str
    candidates: tuple[Candidate, ...]


@lru_cache(maxsize=65536)
def match(name: str) -> Matched:
    """Return whom of the registry `name` means: a name alone, with or without its titles, in any script."""
    wide = unicodedata.normalize("NFKC", name)
    script = script_of(wide)
    spellings = stages(wide, script)
    bare = spellings[-1]
    for spelling in spellings:
        bearers = index().spelled.get(folded(spelling), ())
        if bearers:
            return _spelled(name, bearers)
    if not folded(bare):
        return Matched(name=name, entry=None, score=0.0, reason="empty", candidates=())
    if script == "han":
        return Matched(name=name, entry=None, score=0.0, reason="no-candidate", candidates=())
    found = _by_sound(bare, script)
    if script == "kana" and not (found and found[0].score >= THRESHOLD):
        found = sorted(found + _parted(bare), key=lambda candidate: (-candidate.score, candidate.entry))
    return _decided(name, found)


def _parted(name: str) -> list[Candidate]:
    """Return who is meant by a name whose words a machine ran together: プーチンウラジーミル.

    One of the two must be spelled as a person's in the registry; together they are heard like any name.
    """
    found: dict[str, Candidate] = {}
    for at in range(SHORTEST_WORD, len(name) - SHORTEST_WORD + 1):
        parts = name[:at], name[at:]
        if any(bearer.kind == "person" for part in parts for bearer in index().spelled.get(folded(part), ())):
            for one in _by_sound("・".join(parts), "kana"):
                if one.kind == "person" and one.score > (found[one.entry].score if one.entry in found else 0):
                    found[one.entry] = one
    return list(found.values())


def _spelled(name: str, bearers: tuple[Name, ...]) -> Matched:
    """Return the bearer of a spelling; of several the one that bears it as its full name."""
    usual = [bearer for bearer in bearers if not bearer.rare]
    full = [bearer for bearer in usual if bearer.form in ("full", "name")] if len(usual) > 1 else usual
    chosen = full if len(full) == 1 else usual
    candidates = tuple(Candidate(entry=b.entry, kind=b.kind, name=b.name, score=1.0) for b in chosen)
    if len(chosen) == 1:
        return Matched(name=name, entry=chosen[0].entry, score=1.0, reason="", candidates=candidates)
    return Matched(name=name, entry=None, score=1.0, reason="ambiguous", candidates=candidates)


def _decided(name: str, found: list[Candidate]) -> Matched:
    best = tuple(found[:5])
    score = best[0].score if best else 0.0
    if not best:
        reason = "no-candidate"
    elif score < THRESHOLD:
        reason = "below-threshold"
    elif len(best) > 1 and score - best[1].score < MARGIN:
        reason = "ambiguous"
    else:
        return Matched(name=name, entry=best[0].entry, score=score, reason="", candidates=best)
    return Matched(name=name, entry=None, score=score, reason=reason, candidates=best)


def _by_sound(name: str, script: str) -> list[Candidate]:
    """Return the entries that sound like the name, the best first."""
    best: dict[str, Candidate] = {}
    for reading in _readings(script):
        words = words_of(name, reading)
        for number in _candidates(words):
            spoken = index().spoken[number]
            if (reading in CHINESE) != (spoken.script in CHINESE):
                continue
            score = _score(words, spoken, script)
            if score > 0 and (spoken.entry not in best or score > best[spoken.entry].score):
                best[spoken.entry] = Candidate(entry=spoken.entry, kind=spoken.kind, name=spoken.name, score=score)
    return sorted(best.values(), key=lambda candidate: (-candidate.score, candidate.entry))


def _readings(script: str) -> tuple[str, ...]:
    return (*READINGS["latin"], *CHINESE) if script == "latin" else (script,)


def _candidates(words: tuple[str, ...]) -> set[int]:
    """Return the numbers of the names that may sound like these words: two near words, or the whole as one."""
    return _by_words(words) | _by_whole("".join(words), single=len(words) == 1)


def _by_words(words: tuple[str, ...]) -> set[int]:
    """Return the names of several words of which two have consonants near those of two of these words."""
    if len(words) < 2:
        return set()
    hits: Counter[int] = Counter()
    for word in words:
        key = coarse(word)
        near = process.extract(
            key, index().vocabulary, scorer=Levenshtein.normalized_similarity, score_cutoff=NEAR, limit=MOST
        )
        keys = {key, *(found for found, *_ in near)}
        hits.update({number for found in keys for number in index().by_word.get(found, ())})
    return {number for number, count in hits.items() if count > 1 and len(index().spoken[number].words) > 1}


def _by_whole(sounds: str, *, single: bool) -> set[int]:
    """Return the names whose consonants altogether are these; unless `single`, only names of one word."""
    key = coarse(sounds)
    near = process.extract(key, index().wholes, scorer=Levenshtein.distance, score_cutoff=SILENT, limit=None)
    numbers = {number for found, *_ in near for number in index().by_whole[found]}
    return {number for number in numbers if single or len(index().spoken[number].words) == 1}


def _score(words: tuple[str, ...], spoken: Spoken, script: str) -> float:
    """Return how well a name fits one of the registry's, 0 where a word that must fit does not."""
    if len(words) == 1 or len(spoken.words) == 1:
        return _whole(words, spoken, script)
    if not _related(words, spoken):
        return 0.0
    fits = _aligned(words, spoken.words, script)
    matched = {theirs: score for _, theirs, score in fits}
    if len(matched) < 2 or not _enough(fits, matched, spoken):
        return 0.0
    mean = sum(matched.values()) / len(matched)
    ours = {mine for mine, _, _ in fits}
    extra = [at for at in range(len(words)) if at not in ours]
    outer = sum(at in (0, len(words) - 1) for at in extra) + (0 in extra)
    score = (min(matched.get(spoken.family, mean), mean) + mean) / 2
    return score - EXTRA * len(extra) - OUTER * outer - MISSING * (len(spoken.words) - len(matched))


def _related(words: tuple[str, ...], spoken: Spoken) -> bool:
    """Tell whether one of the words has nearly the consonants of the family name; of a body, of its first word.

    More differences than that never reach FAMILY; it is told without comparing sound by sound.
    """
    key = coarse(spoken.words[max(spoken.family, 0)])
    most = max(SILENT, len(key) // 4)
    return not key or any(
        Levenshtein.distance(key, coarse(word), score_cutoff=most) <= most for word in words if coarse(word)
    )


def _enough(fits: list[tuple[int, int, float]], matched: dict[int, float], spoken: Spoken) -> bool:
    """Tell whether every word that must fit fits: the family name and a given name, of a body every word."""
    least = min(matched.values())
    turned = any(one[0] < other[0] and one[1] > other[1] for one in fits for other in fits)
    if spoken.family < 0:
        return len(matched) == len(spoken.words) and least >= ALONE
    if (spoken.strict and least < STRICT) or (turned and least < TURNED):
        return False
    return least >= GIVEN and matched.get(spoken.family, 0.0) >= FAMILY


def _whole(words: tuple[str, ...], spoken: Spoken, script: str) -> float:
    """Return the fit of a name of one word, or of one that is written in one word on one side."""
    mine, theirs = "".join(words), "".join(spoken.words)
    if spoken.ambiguous or min(len(mine), len(theirs)) < SHORTEST:
        return 0.0
    one, other = coarse(mine), coarse(theirs)
    if Levenshtein.distance(one, other, score_cutoff=SILENT) > (SILENT if len(one) > 2 else 0):
        return 0.0
    if Levenshtein.normalized_similarity(mine, theirs) < LETTERS:
        return 0.0
    score = likeness(mine, theirs, script)
    return score if score >= ALONE else 0.0


def _aligned(words: tuple[str, ...], theirs: tuple[str, ...], script: str) -> list[tuple[int, int, float]]:
    """Return the pairs of words that fit best, each word once, as (mine, theirs, likeness)."""
    pairs = sorted(
        (
            (_like(mine, other, script), at, number)
            for at, mine in enumerate(words)
            for number, other in enumerate(theirs)
        ),
        key=lambda pair: (-pair[0], abs(pair[1] - pair[2]), pair[1]),
    )
    fits: list[tuple[int, int, float]] = []
    for score, at, number in pairs:
        if score >= 0.5 and all(at != one and number != other for one, other, _ in fits):
            fits.append((at, number, score))
    return fits


@lru_cache(maxsize=65536)
def _like(mine: str, theirs: str, script: str) -> float:
    same = _given().get(mine)
    if same is not None and same == _given().get(theirs):
        return 1.0
    one, other = coarse(mine), coarse(theirs)
    if one and other and Levenshtein.normalized_similarity(one, other) < APART:
        return 0.0
    return likeness(mine, theirs, script)


@cache
def _given() -> dict[str, int]:
    """Return the number of the line of every given name that is another in other languages, by sound."""
    found: dict[str, int] = {}
    for number, row in read_table(DATA / "given_names.tsv", ("name", "others")):
        for name in (row["name"], *row["others"].split()):
            found.setdefault("".join(words_of(name, "latin")), number)
    return found
