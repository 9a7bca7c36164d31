"""How well stories were understood: events, expectations, conflicts and copies against the expected truth.

What was read is given in plain values (`Reading`), so that the figures depend on no step of keii. Every figure is
between 0 and 1, `pairs_wrong` counts.

An annotated event is an act with all that is told of it. Where some of its mentions tell the act ahead (planned,
urged, expected, possible, conditional) and others tell it as done, under way or denied, these are two events here:
keii keeps an act that is awaited apart from the deed, and joins them by an expectation (docs/design/situation.md).
What conflicts and independent sources belong to is the whole act.

    mentions             share of the annotated mentions that were found: a claim's trigger shares words with them
    events_found         B-cubed F1 of the events over the mentions that were found
    events_all           the same over all annotated mentions; one that was missed stands alone
    pairs_wrong          pairs of mentions that were put into one event and belong to two
    pairs_precision      share of the pairs put into one event that belong there
    pairs_recall         share of the annotated pairs, both mentions found, that were put into one event
    expectations_opened  share of the annotated expectations that were opened
    outcomes_opened      share of the opened expectations whose outcome is right
    outcomes_all         share of all annotated expectations whose outcome is right
    conflicts_precision, conflicts_recall    of pairs of an event and a field
    copies_precision, copies_recall          of pairs of articles
    independent          share of the events with an annotated number of independent sources that got this number
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from keii.model import Outcome, Status
from quality.story import Mention, Story, StoryEvent

AHEAD = "/ahead"  # what the name of an event ends with for its mentions ahead, where others tell the deed
AWAITED = frozenset({Status.PLANNED, Status.URGED, Status.EXPECTED, Status.POSSIBLE, Status.CONDITIONAL})
T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Words:
    """Words of an article of a story: half-open code points of its text, which the headline is no part of."""

    story: str
    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadClaim:
    """A claim by the words that name its act, and the event it was put into; ids of events hold for the whole set."""

    words: Words
    event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadExpectation:
    """An expectation with what had become of it at the end of a day; only articles up to that day were known."""

    opened_by: tuple[Words, ...]
    outcome: Outcome
    as_of: str  # ISO 8601, one of `days(story)`


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadConflict:
    """A field on which an event's claims were found to differ."""

    event: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that was made of a set of stories."""

    claims: tuple[ReadClaim, ...]
    expectations: tuple[ReadExpectation, ...] = ()
    conflicts: tuple[ReadConflict, ...] = ()
    copies: tuple[tuple[tuple[str, str], ...], ...] = ()  # groups of (story, article)
    independent: tuple[tuple[str, int], ...] = ()  # event, number of its independent sources


@dataclass(frozen=True, slots=True, kw_only=True)
class _Matched:
    """The annotated mentions with their events, and the event that each found one was put into."""

    gold: Mapping[Words, str]
    read: Mapping[Words, str]  # only the mentions that were found

    def of_read(self) -> Mapping[str, str]:
        """Return the annotated event of each event that was read: the one most of its mentions belong to."""
        return _most_common((self.read[words], self.gold[words]) for words in sorted(self.read))

    def of_gold(self) -> Mapping[str, str]:
        """Return the event that was read of each annotated event: the one that holds most of its mentions."""
        return _most_common((self.gold[words], self.read[words]) for words in sorted(self.read))


def days(story: Story) -> tuple[str, ...]:
    """Return the days on which the expectations of a story are asked, in order."""
    return tuple(sorted({one.as_of for one in story.expectations}))


def score(stories: Sequence[Story], reading: Reading) -> dict[str, float]:
    """Return every figure of a reading of the stories; a figure with nothing to count is left out."""
    matched = match(stories, reading.claims)
    together, apart = _pairs(matched)
    right_pairs = len(together & apart)
    figures = {
        "mentions": _share(len(matched.read), len(matched.gold)),
        "events_found": bcubed({words: matched.gold[words] for words in matched.read}, matched.read),
        "events_all": bcubed(matched.gold, {words: matched.read.get(words, words) for words in matched.gold}),
        "pairs_wrong": float(len(together - apart)),
        "pairs_precision": _share(right_pairs, len(together)),
        "pairs_recall": _share(right_pairs, len(apart)),
        **_expectations(stories, reading.expectations),
        **_agreement("conflicts", _gold_conflicts(stories), _read_conflicts(reading, matched)),
        **_agreement("copies", _gold_copies(stories), _copy_pairs(reading.copies)),
        "independent": _independent(stories, reading, matched),
    }
    return {name: value for name, value in figures.items() if value is not None}


def match(stories: Sequence[Story], claims: Iterable[ReadClaim]) -> _Matched:
    """Return which mention was found by which claim: one to one, those that share most words first."""
    gold = {words_of(story, mention): part_of(story, event, mention)
            for story in stories for event in story.events for mention in event.mentions}
    return _Matched(gold=gold, read=paired(gold, ((claim.words, claim.event) for claim in claims)))


def paired(wanted: Iterable[Words], found: Iterable[tuple[Words, str]]) -> dict[Words, str]:
    """Return which words were found under which name: one to one, those that share most words first."""
    by_article: dict[tuple[str, str], list[Words]] = defaultdict(list)
    for words in wanted:
        by_article[words.story, words.article].append(words)
    candidates = sorted(
        (-shared, words, other, name) for other, name in found for words in by_article[other.story, other.article]
        if (shared := min(words.end, other.end) - max(words.start, other.start)) > 0)
    pairs: dict[Words, str] = {}
    used: set[tuple[Words, str]] = set()
    for _, words, other, name in candidates:
        if words not in pairs and (other, name) not in used:
            pairs[words] = name
            used.add((other, name))
    return pairs


def part_of(story: Story, event: StoryEvent, mention: Mention) -> str:
    """Return the name of what a mention tells: its event, or the awaited part of one that other mentions tell done."""
    ahead = mention.status in AWAITED and any(one.status not in AWAITED for one in event.mentions)
    return f"{story.id}/{event.id}{AHEAD if ahead else ''}"


def words_of(story: Story, mention: Mention) -> Words:
    """Return the words of a mention of a story."""
    return Words(story=story.id, article=mention.article, start=mention.start, end=mention.end)


def bcubed(gold: Mapping[Words, Hashable], read: Mapping[Words, Hashable]) -> float | None:
    """Return the B-cubed F1 of two groupings of the same mentions (Bagga and Baldwin 1998); None without mentions."""
    if not gold:
        return None
    both = Counter((gold[words], read[words]) for words in gold)
    of_gold, of_read = Counter(gold.values()), Counter(read[words] for words in gold)
    precision = sum(count * count / of_read[group] for (_, group), count in both.items()) / len(gold)
    recall = sum(count * count / of_gold[group] for (group, _), count in both.items()) / len(gold)
    return 2 * precision * recall / (precision + recall)


def _pairs(matched: _Matched) -> tuple[set[tuple[Words, Words]], set[tuple[Words, Words]]]:
    """Return the pairs of found mentions that were put together, and those that belong together."""
    gold = {words: matched.gold[words] for words in matched.read}
    return _within(matched.read), _within(gold)


def _within(groups: Mapping[Words, str]) -> set[tuple[Words, Words]]:
    members: dict[str, list[Words]] = defaultdict(list)
    for words, group in groups.items():
        members[group].append(words)
    return {pair for group in members.values() for pair in combinations(sorted(group), 2)}


def _expectations(stories: Sequence[Story], read: Sequence[ReadExpectation]) -> dict[str, float | None]:
    """Return how many expectations were opened, and how many outcomes are right."""
    gold = [(story, one) for story in stories for one in story.expectations]
    answers = []
    for story, one in gold:
        wanted = [words_of(story, mention) for mention in one.mentions]
        fitting = [(sum(_touches(words, wanted) for words in other.opened_by), other.outcome)
                   for other in read if other.as_of == one.as_of]
        shared, outcome = max(fitting, key=lambda fit: fit[0], default=(0, None))
        answers.append((shared > 0, shared > 0 and outcome == one.outcome))
    opened, right = (sum(column) for column in zip(*answers, strict=True)) if answers else (0, 0)
    return {"expectations_opened": _share(opened, len(gold)), "outcomes_opened": _share(right, opened),
            "outcomes_all": _share(right, len(gold))}


def _touches(words: Words, others: Iterable[Words]) -> bool:
    return any((words.story, words.article) == (other.story, other.article)
               and words.start < other.end and other.start < words.end for other in others)


def _gold_conflicts(stories: Sequence[Story]) -> set[tuple[str, str]]:
    return {(f"{story.id}/{one.event}", one.field) for story in stories for one in story.conflicts}


def _read_conflicts(reading: Reading, matched: _Matched) -> set[tuple[str, str]]:
    """Return the conflicts by annotated event; one of an event without any found mention stays its own."""
    events = matched.of_read()
    return {(events.get(one.event, f"?{one.event}").removesuffix(AHEAD), one.field) for one in reading.conflicts}


def _gold_copies(stories: Sequence[Story]) -> set[tuple[tuple[str, str], ...]]:
    return _copy_pairs([(story.id, article) for article in group] for story in stories for group in story.copies)


def _copy_pairs(groups: Iterable[Iterable[tuple[str, str]]]) -> set[tuple[tuple[str, str], ...]]:
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def _independent(stories: Sequence[Story], reading: Reading, matched: _Matched) -> float | None:
    events, numbers = matched.of_gold(), dict(reading.independent)
    wanted = [(f"{story.id}/{event}", number) for story in stories for event, number in story.independent]
    return _share(sum(numbers.get(events.get(event, "")) == number for event, number in wanted), len(wanted))


def _agreement(name: str, gold: set[T], read: set[T]) -> dict[str, float | None]:
    return {f"{name}_precision": _share(len(gold & read), len(read)),
            f"{name}_recall": _share(len(gold & read), len(gold))}


def mistaken_pairs(story: Story, reading: Reading) -> tuple[set[tuple[Words, Words]], set[tuple[Words, Words]]]:
    """Return the pairs of found mentions of a story that are together wrongly, and those that are apart wrongly."""
    together, belong = _pairs(match([story], reading.claims))
    return together - belong, belong - together


def mistaken_conflicts(story: Story, reading: Reading) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Return the conflicts (event, field) of a story that were missed, and those that are none."""
    gold, read = _gold_conflicts([story]), _read_conflicts(reading, match([story], reading.claims))
    return gold - read, read - gold


def _most_common(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one, other in pairs:
        counts[one][other] += 1
    return {one: others.most_common(1)[0][0] for one, others in counts.items()}


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def baselines(stories: Sequence[Story]) -> Iterator[tuple[str, dict[str, float]]]:
    """Yield what simple groupings of the annotated mentions get: the figures that merging has to beat."""
    told = [(story, event, mention) for story in stories for event in story.events for mention in event.mentions]
    alone = [f"{story.id}/{mention.article}/{mention.start}" for story, _, mention in told]
    typed = [f"{story.id}/{event.type}/{event.label}/{mention.status in AWAITED}" for story, event, mention in told]
    acting = [f"{name}/{event.actors}" for name, (_, event, _) in zip(typed, told, strict=True)]
    for name, groups in (("alone", alone), ("same type", typed), ("same type and actors", acting)):
        claims = tuple(ReadClaim(words=words_of(story, mention), event=group)
                       for (story, _, mention), group in zip(told, groups, strict=True))
        yield name, score(stories, Reading(claims=claims))
