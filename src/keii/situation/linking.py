"""Whether two claims tell one happening, with a reason for every feature on which they agree or differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from keii.codebook import MUTUAL
from keii.model import Link, Reason, Status, Told
from keii.quantities.tolls import PEOPLE, kind_of
from keii.situation.blocking import QUARTER
from keii.situation.profile import Profile, Who, profile
from keii.situation.recalling import SAID
from keii.situation.tables import neighbours, weights

SAME = 4.0  # score from which two claims tell one happening; see docs/design/situation.md for what was tried
FEW_DAYS, WEEK, MONTH = 3, 7, 31
AT_ONCE = 1  # sentences behind an assertion in which a denial answers it in whatever words


@dataclass(frozen=True, slots=True)
class _Ramp:
    """What a likeness weighs: nothing at `zero`, `slope` for each 1.0 beyond it, within bounds."""

    zero: float
    slope: float
    low: float
    high: float

    def at(self, likeness: float) -> float:
        return min(max((likeness - self.zero) * self.slope, self.low), self.high)


# Angles of vectors. Of gold claims of one act in both languages half have a meaning above .62 and an act above .45;
# of other sentences of the same article .11 and .02; of other acts of the same sentence .61 and .08.
# Short articles about one story have .37 to .50, about two .23 to .37 (the middle halves, quality/stories).
STORY = _Ramp(0.4, 8.0, -2.5, 1.5)
MEANING = _Ramp(0.3, 5.0, -1.5, 2.0)
ACT = _Ramp(0.2, 6.0, -1.5, 2.0)


# From here on two claims of two documents are one report, in other words or another language: the parties and the
# status that were read in them may differ, and stand against each other in the event. Of 9,000 pairs of gold claims of
# other sentences of the same articles one in a hundred reaches both, of acts of one sentence in both languages most.
REPORT_MEANING, REPORT_ACT = 0.45, 0.25


def compare(first: Told, second: Told) -> Link:
    """Return how well two claims fit one happening, whatever their statuses; symmetric, with a reason a feature."""
    return compare_profiles(profile(first), profile(second))


def compare_profiles(first: Profile, second: Profile) -> Link:
    """Return the link of two claims, see `compare`."""
    if first.claim > second.claim:
        first, second = second, first
    reasons = tuple(reason for reason in _reasons(first, second) if reason.weight)
    return Link(first=first.claim, second=second.claim, reasons=reasons,
                score=round(sum(reason.weight for reason in reasons), 3))


def may_link(first: Profile, second: Profile) -> bool:
    """Tell whether comparing is worth its time: no two acts of one sentence, no types that are never one act."""
    one_sentence = first.document == second.document and first.sentence == second.sentence
    return not one_sentence and are_types_near(first.type, second.type)


def is_one_report(first: Profile, second: Profile) -> bool:
    """Tell whether two claims are the same sentence, in other words or another language, published together."""
    if first.document == second.document:
        return False
    if first.published and second.published and abs(first.published - second.published) > 1:
        return False
    if first.words == second.words and first.trigger == second.trigger:
        return True
    if first.meaning is None or second.meaning is None or first.act is None or second.act is None:
        return False
    return float(first.meaning @ second.meaning) >= REPORT_MEANING and float(first.act @ second.act) >= REPORT_ACT


def are_types_near(first: str, second: str) -> bool:
    """Tell whether acts of these types may be one happening."""
    return first == second or frozenset((first, second)) in neighbours()


def _reasons(first: Profile, second: Profile) -> Iterator[Reason]:
    yield from _of_type(first, second)
    yield from _of_parties(first, second)
    yield from _of_place(first, second)
    yield from _of_time(first, second)
    yield from _of_quantities(first, second)
    if first.document != second.document:
        yield from _of_vectors("story", first.story, second.story, STORY)
    if not _is_later(first, second):
        yield from _of_vectors("meaning", first.meaning, second.meaning, MEANING)
    yield from _of_vectors("act", first.act, second.act, ACT)
    if first.type == second.type:
        yield from _of_denial(first, second)
        yield from _of_recalling(first, second)
    if first.type == second.type and is_one_report(first, second):
        yield _reason("report", "report.same", "one report")
        if first.words == second.words:
            yield _reason("words", "words.same", "the same sentence")


def _reason(feature: str, case: str, value: str) -> Reason:
    return Reason(feature=feature, value=value, weight=weights()[case])


def _is_later(first: Profile, second: Profile) -> bool:
    """Tell whether two articles are more than a day apart: the later one tells an act again in a sentence of its own.

    What its sentence says besides has changed, so that its likeness tells nothing, and more hangs on how the act is
    named.
    """
    together = first.document == second.document or not (first.published and second.published)
    return not together and abs((first.published or 0) - (second.published or 0)) > 1


def _of_type(first: Profile, second: Profile) -> Iterator[Reason]:
    if first.type != second.type:
        case = "type.near" if are_types_near(first.type, second.type) else "type.far"
        yield _reason("type", case, f"{first.type} ≠ {second.type}")
        return
    later = "-later" if _is_later(first, second) else ""
    words = f"type.words{later}" if first.document != second.document else "type.words-again"
    yield _reason("type", words if first.type in SAID else "type.same", first.type)
    if first.mode and second.mode:
        same = first.mode == second.mode
        sign = "=" if same else "≠"
        yield _reason("mode", "type.mode" if same else "type.other-mode", f"{first.mode} {sign} {second.mode}")
    if first.label and second.label and _script(first.label) is _script(second.label):
        common = sorted(first.label & second.label)
        if common:
            yield _reason("label", f"label.same{later}", " ".join(common))
        else:
            told = f"{' '.join(sorted(first.label))} ≠ {' '.join(sorted(second.label))}"
            yield _reason("label", f"label.other{later}", told)


def _script(label: frozenset[str]) -> bool:
    """Return whether a label is written in Latin letters: the trained coder labels an act with its own words."""
    return all(word.isascii() for word in label)


# ---- parties ----

def _of_parties(first: Profile, second: Profile) -> Iterator[Reason]:
    same_words = first.language == second.language
    if first.type in MUTUAL and second.type in MUTUAL:
        yield from _of_sides(first, second, same_words)
        return
    swapped = _swapped(first, second)
    if swapped:
        yield _reason("parties", "parties.swapped", swapped)
        return
    sides = (("actor", first.actors, second.actors), ("recipient", first.recipients, second.recipients))
    for role, one, other in sides:
        case, value = _match(one, other, same_words)
        yield _reason(role, f"{role}.{_in_story(case, first, second)}", value)


def _of_sides(first: Profile, second: Profile, same_words: bool) -> Iterator[Reason]:
    """Yield the reasons of an act with two sides: the best matching ones are compared as actors, the rest as others."""
    one, other = (*first.actors, *first.recipients), (*second.actors, *second.recipients)
    case, value, a, b = _best(one, other, same_words)
    yield _reason("actor", f"actor.{_in_story(case, first, second)}", value)
    if a is not None and b is not None:
        rest = [who for who in one if who != a], [who for who in other if who != b]
        case, value, *_ = _best(*rest, same_words)
        # who meets the same one is told by nothing else: another country stands, though no words name it
        yield _reason("recipient", f"recipient.{'other' if case in ('presumed', PRESUMED_NAME) else case}", value)


def _in_story(case: str, first: Profile, second: Profile) -> str:
    """Return the case of two parties: that a country is presumed excuses another one within one story alone.

    There the same words that name no country are the same people.
    """
    if case == PRESUMED_NAME and (first.document == second.document or _are_alike(
            first.story, second.story, STORY.zero)):
        return "same-name"
    if case == PRESUMED_NAME:
        return "other"
    if case == "presumed" and first.document != second.document and not _are_alike(
            first.story, second.story, STORY.zero):
        return "other"
    return case


def _swapped(first: Profile, second: Profile) -> str | None:
    """Return the countries that change sides, None when none do, or when they do to themselves."""
    one, other = _countries(first.actors), _countries(first.recipients)
    if not (one and other) or one & other:
        return None
    crossed = (one & _countries(second.recipients)) and (other & _countries(second.actors))
    return " ↔ ".join((*sorted(one), *sorted(other))) if crossed else None


def _countries(parties: Sequence[Who]) -> set[str]:
    return {who.country for who in parties if who.country}


def _match(one: Sequence[Who], other: Sequence[Who], same_words: bool) -> tuple[str, str]:
    return _best(one, other, same_words)[:2]


PRESUMED_NAME = "presumed-name"  # the same words, «the miners», to which two documents gave two countries
_CASES = ("same-entry", "same-name", "same-code", PRESUMED_NAME, "same-country", "other-name", "other-entry",
          "unknown", "presumed", "other")


def _best(one: Sequence[Who], other: Sequence[Who], same_words: bool
          ) -> tuple[str, str, Who | None, Who | None]:
    """Return the case of the two parties that fit best, what was compared, and the two."""
    found = [(_CASES.index(_case(a, b, same_words)), _told(a, b), a, b) for a in one for b in other]
    if not found:
        return "unknown", "", None, None
    place, value, a, b = min(found, key=lambda pair: pair[:2])
    return _CASES[place], value, a, b


def _told(one: Who, other: Who) -> str:
    left, right = sorted((one.entry or one.code, other.entry or other.code))
    return left if left == right else f"{left} / {right}"


def _case(one: Who, other: Who, same_words: bool) -> str:
    if one.entry and one.entry == other.entry:
        return "same-entry"
    if same_words and one.words == other.words and not (one.entry and other.entry):
        if one.code == other.code or not (one.country and other.country):
            return "same-name"
        return PRESUMED_NAME if one.presumed or other.presumed else "other"
    if one.country is None or other.country is None:
        return "unknown"
    if one.country != other.country:
        return "presumed" if one.presumed or other.presumed else "other"
    if one.code != other.code:
        return "same-country"
    if one.entry and other.entry and not (one.is_state or other.is_state):
        return "other-entry"
    if same_words and one.named and other.named:
        return "other-name"
    return "same-code"


# ---- place, time, quantities ----

def _of_place(first: Profile, second: Profile) -> Iterator[Reason]:
    if first.site and first.site == second.site:
        yield _reason("place", "place.same", first.site)
    elif first.place and first.place == second.place:
        yield _reason("place", "place.same", first.place)
    elif first.country and second.country:
        if first.country == second.country:
            yield _reason("place", "place.same-country", first.country)
        else:
            yield _reason("place", "place.other-country", f"{first.country} ≠ {second.country}")


def _of_time(first: Profile, second: Profile) -> Iterator[Reason]:
    one, other = first.when, second.when
    if one and other:
        gap = one.gap(other)
        if one.overlaps(other):
            case = "time.same" if one.is_sharp and other.is_sharp else "time.overlap"
        else:
            due = not (first.is_held or second.is_held or one.is_sharp or other.is_sharp)  # in August, in September
            case = "time.near" if gap <= 1 and not due else "time.apart"
        yield _reason("time", case, f"{gap} days" if gap else "overlap")
    elif one or other:
        yield from _of_one_time(first, second)
    elif first.document != second.document and first.published and second.published:
        days = abs(first.published - second.published)
        if days > 1 and not (first.is_punctual or second.is_punctual):
            yield _reason("time", "time.lasting", f"published {days} days apart")
            return
        if days > 1 and _looks_back(*sorted((first, second), key=lambda one: one.published or 0), days=days):
            yield _reason("time", "time.recalled", f"recalled after {days} days")
            return
        case = ("time.published-together" if days <= 1 else "time.published-days" if days <= FEW_DAYS
                else "time.published-weeks" if days <= MONTH else "time.published-apart")
        yield _reason("time", case, f"published {days} days apart")


def _of_one_time(first: Profile, second: Profile) -> Iterator[Reason]:
    """Yield the reason of a claim with a time and one without, whose publication may tell."""
    dated, other = (first, second) if first.when else (second, first)
    if dated.when and dated.when.is_sharp and other.published and other.document != dated.document:
        late = other.published - dated.when.first
        if -1 <= late <= WEEK:
            yield _reason("time", "time.fits", f"published {late} days after it")
        elif other.is_held and _looks_back(dated, other, days=late):
            yield _reason("time", "time.recalled", f"recalled after {late} days")
        elif other.is_held and (late > 0 or (other.is_punctual and dated.is_punctual)):
            # nobody tells what has not happened yet; and what is told much later has its time told
            yield _reason("time", "time.later" if late > 0 else "time.apart", f"published {late} days after it")


def _looks_back(earlier: Profile, later: Profile, *, days: int) -> bool:
    """Tell whether an act that is told some days after another, in the same story, is told as known or denied.

    In the same words it may be much older: «the president's promise» of March.
    """
    if not (later.is_recalled or later.status is Status.NOT_OCCURRED):
        return False
    if not 0 < days <= (QUARTER if _share_words(earlier, later) else MONTH):
        return False
    return _are_alike(earlier.story, later.story, STORY.zero)


def _of_quantities(first: Profile, second: Profile) -> Iterator[Reason]:
    places = [{q.low for q in profile.quantities if q.ordinal} for profile in (first, second)]
    if places[0] and places[1] and not places[0] & places[1]:
        yield _reason("quantity", "quantity.ordinal", "another place in a row")
    counts = [{(q.unit, q.low, q.high) for q in profile.quantities if not q.ordinal} for profile in (first, second)]
    if counts[0] & counts[1]:
        yield _reason("quantity", "quantity.same", "the same number")
    elif {unit for unit, *_ in counts[0]} & {unit for unit, *_ in counts[1]} and not any(
            kind_of(q.span.quote) in PEOPLE for profile in (first, second) for q in profile.quantities):  # tolls grow
        yield _reason("quantity", "quantity.other", "other numbers")


def _of_denial(first: Profile, second: Profile) -> Iterator[Reason]:
    """Yield the reason of an act that is asserted and denied.

    One article does so in the same words («fired», «had not fired»), or in the next sentence; another one of the story
    in like words, and not before the assertion: a denial answers what somebody asserts.
    """
    if not (first.is_held and second.is_held):
        return
    denial, asserted = (first, second) if first.status is Status.NOT_OCCURRED else (second, first)
    if denial.status is not Status.NOT_OCCURRED or asserted.status is Status.NOT_OCCURRED:
        return
    words = f"{first.trigger} / {second.trigger}"
    if first.document == second.document:
        if _share_words(first, second):
            yield _reason("words", "words.denied", words)
        elif 0 < denial.sentence - asserted.sentence <= AT_ONCE:
            yield _reason("denial", "denial.answers", words)
        return
    alike = _are_alike(first.story, second.story, STORY.zero) and _are_alike(first.act, second.act, ACT.zero)
    if alike and (denial.published or 0) >= (asserted.published or 0):
        yield _reason("denial", "denial.answers", words)


def _of_recalling(first: Profile, second: Profile) -> Iterator[Reason]:
    """Yield the reason of an act that a later article of the story takes for known, in the same words."""
    earlier, later = sorted((first, second), key=lambda one: one.order)
    if not (earlier.is_held and later.is_held and later.is_recalled) or earlier.status is Status.NOT_OCCURRED:
        return
    if first.document != second.document and not _are_alike(first.story, second.story, STORY.zero):
        return
    if _share_words(first, second):
        yield _reason("words", "words.recalled", f"{earlier.trigger} / {later.trigger}")


def _share_words(first: Profile, second: Profile) -> bool:
    """Tell whether two acts are named by words of one stem, in one language."""
    return first.language == second.language and first.stem == second.stem


def _are_alike(one: Any, other: Any, least: float) -> bool:
    return one is not None and other is not None and float(one @ other) >= least


def _of_vectors(feature: str, one: object, other: object, ramp: _Ramp) -> Iterator[Reason]:
    if one is not None and other is not None:
        likeness = float(one @ other)  # type: ignore[operator]
        yield Reason(feature=feature, value=f"{likeness:.2f}", weight=round(ramp.at(likeness), 2))
