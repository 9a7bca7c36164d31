"""Which claims are compared at all: those that stand near each other under a common key.

A key says what two claims of one happening have in common as a rule: type, parties, the week, the sentence. Under each
key claims stand in a fixed order, and a claim is compared with the `REACH` before and after it: so the work for one
more document does not grow with the ledger, and which pairs are compared depends on the set of claims alone.
"""

from collections.abc import Iterator

from keii.model import content_id
from keii.situation.profile import Profile

REACH = 25  # claims before and after that one is compared with under each key
_NO_ONE = "-"
_YEAR, QUARTER = 366, 92
# Days of the keys that lie in one block: whole weeks (7) and whole months (30), so that the keys of a claim with a day
# lie in one block of a type and a party, or in two that follow each other.
SPAN = 210


def keys(profile: Profile, topics: tuple[str, ...] = (), sentence: str = "") -> tuple[str, ...]:
    """Return the keys of a claim.

    `topics` are the countries that its document names most, which stand in for parties that the claim leaves open; so
    do the words of the act;
    `sentence` is the text of its sentence, so that copies of it always meet.
    """
    named, whens = _names(profile), _whens(profile)
    states = {who.country for who in (*profile.actors, *profile.recipients) if who.country}
    whos = named | set(topics) if len(states) < 2 else named  # «police», 隣国 name nobody by themselves
    found = {f"{profile.type}|{who}|{when}" for who in whos or {_NO_ONE} for when in whens}
    if len(states) < 2:  # the words of the act meet whom the reports of a week leave open
        found |= {f"{profile.type}|~{profile.stem}|{when}" for when in whens if when.startswith("w")}
    if len(named) > 1:  # neighbouring types meet where both parties are the same
        found |= {f"*|{'|'.join(sorted(named)[:2])}|{when}" for when in whens if not when.startswith("m")}
    if sentence:
        found.add(content_id("s|", "".join(sentence.split())))
    return tuple(sorted(found))


def place(profile: Profile) -> str:
    """Return where a claim stands under its keys: by the day of the act or of publication, then by document."""
    day = profile.when.first if profile.when else profile.published or 0
    return f"{day:07d}|{profile.document}|{profile.start:07d}"


def block(key: str) -> str:
    """Return the block of a key: keys of one type, the same parties and 210 days share one.

    Claims are divided by blocks where no process can hold them all: whatever stands under one key is in one block.
    """
    before, _, when = key.rpartition("|")
    length = {"w": 7, "m": 30}.get(when[:1])
    if before == "s" or length is None:
        return key
    return f"{before}|{int(when[1:]) * length // SPAN}"


def _names(profile: Profile) -> set[str]:
    """Return what the parties go by under the keys: their countries, else their words."""
    names = {who.country or (who.words if who.code == "XXX" else "") for who in (*profile.actors, *profile.recipients)}
    return names - {""}


def _whens(profile: Profile) -> set[str]:
    """Return the weeks and months in which the act may have happened; a time longer than a year gives none."""
    if profile.when is None:
        if profile.published is None:
            return {_NO_ONE}
        lasting = () if profile.is_punctual else _years(profile.published)
        if profile.is_recalled:  # what is told as known may have been told for the first time months ago
            return {*_weeks(profile.published, profile.published), *_months(profile.published - QUARTER,
                                                                            profile.published), *lasting}
        return {*_weeks(profile.published, profile.published), *_months(profile.published, profile.published), *lasting}
    first, last = profile.when.first, profile.when.after - 1
    if profile.when.is_sharp:
        return {*_weeks(first, last), *_months(first, last)}
    months = set(_months(first, last)) if last - first <= _YEAR else {_NO_ONE}
    if profile.is_punctual and profile.published is not None:  # who tells it again may give no time, or another one
        months |= set(_months(profile.published, profile.published))
    return months if profile.is_punctual or profile.published is None else months | set(_years(profile.published))


def _weeks(first: int, last: int) -> Iterator[str]:
    """Yield the weeks of some days, and the next one, so that what lies on both sides of a week's end meets too."""
    for week in range(first // 7, last // 7 + 2):
        yield f"w{week}"


def _months(first: int, last: int) -> Iterator[str]:
    """Yield the months of some days, counted in 30 days, and the next one."""
    for month in range(first // 30, last // 30 + 2):
        yield f"m{month}"


def _years(day: int) -> Iterator[str]:
    """Yield the year of a day and the next one: what is awaited, and what is under way, may be told for long."""
    for year in (day // _YEAR, day // _YEAR + 1):
        yield f"y{year}"
