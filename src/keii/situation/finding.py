"""Which expectations a claim may be about: by the states it names, by its words, by whom it refuses what."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from keii.model import Link, Outcome, Reason, Status
from keii.situation.comparing import JOIN, angle, countries, persons
from keii.situation.saying import Saying, Window
from keii.situation.turn_words import turn_words

# Likeness of two sentences in two languages of which one turns what the other awaits. In the build half of the stories
# refusals told in other words have .32 to .46 with what they refuse, and at most .30 with what else their story awaits.
NAMED = 0.35
ONE_STORY = 0.45  # likeness of documents from which on a demand is the same whoever is read to be asked
AT_ONCE = 1  # sentences behind a demand in which «refused» needs no word of what is refused
REFUSES = 0.3  # the same where one state refuses another what it asked of it
MEANS = 1.0  # what the likeness of meaning weighs from which on words need not agree
ONE_DAY = 1.0  # what it weighs that an act is told for the day for which it was announced
SHARP = ("hour", "day")
# How many a group is, behind its name: 牧民約80人
COUNTED = re.compile(r"(?:約|およそ|少なくとも)?[0-9０-９一二三四五六七八九十百千万]+(?:余り)?(?:人|名|社|団体).*$")
GROUP = re.compile(r"[a-z]{4,}")  # an English word that may name a group: workers, herders


def keys_of(states: frozenset[str], *, asking: bool = False) -> list[tuple[str, ...]]:
    """Return what an expectation is found under, or what a claim that asks for one looks under.

    One of a single state stands under («RUS»,) and is asked for by all that name it; one of several stands under each
    pair, and under («RUS», «*») for a claim that names one state alone.
    """
    ordered = sorted(states)
    pairs = list(combinations(ordered, 2))
    if len(ordered) < 2:
        return [key for state in ordered for key in (((state,), (state, "*")) if asking else ((state,),))]
    return [*pairs, *((state,) if asking else (state, "*") for state in ordered)]


def kept_under(saying: Saying) -> Iterator[tuple[str, ...]]:
    """Yield what an expectation is found under by its words: by what turns it, and where it names no state, by all."""
    for stem in saying.stems:
        yield ("turned", stem)
        if not saying.countries:
            yield ("nobody", stem)
    if saying.status is Status.URGED and saying.holder is not None:
        yield from (("holder", name) for name in _groups(saying.holder.text, saying))


def asked_under(saying: Saying) -> Iterator[tuple[str, ...]]:
    """Yield what a claim asks for by its words: what names nobody; what it turns, where it names nobody itself."""
    if saying.names:
        for party in saying.told.claim.recipients:
            yield from (("holder", name) for name in _groups(party.text, saying))
        language = saying.told.document.language
        yield from (("turned", f"={name}") for name in turn_words(language).names(saying.names))
        return
    for stem in saying.stems:
        yield ("nobody", stem)
        if not saying.countries:
            yield ("turned", stem)


def asked_keys(saying: Saying) -> list[tuple[str, ...]]:
    """Return everything under which a claim looks for the awaited act that it is about, in order."""
    return [*keys_of(saying.countries, asking=True), *asked_under(saying)]


def weight_of_day(one: Window | None, other: Window | None) -> float:
    """Return what it weighs that two claims give the same day, 0 where one gives none."""
    if one is None or other is None or not one.start or not other.start or one.start[:10] != other.start[:10]:
        return 0.0
    return ONE_DAY if one.precision in SHARP and other.precision in SHARP else 0.0


def on_one_day(link: Link, one: Window | None, other: Window | None) -> Link:
    """Return the link of two claims with the reason that both give the same day, where both do."""
    weight = weight_of_day(one, other)
    if not weight or one is None or not one.start:
        return link
    day = Reason(feature="time", value=one.start[:10], weight=weight)
    return replace(link, score=link.score + weight, reasons=(*link.reasons, day))


def needs_words(voice: Saying, saying: Saying) -> bool:
    """Tell whether two claims are about one awaited act only where their words for it agree.

    So it is where both await an act and were typed otherwise, and where one promises a deed that no claim tells.
    """
    one, other = voice.told.claim, saying.told.claim
    awaited = saying.outcome is Outcome.OPEN and one.type != other.type
    return awaited or (one.type == other.type and (voice.deed is None) != (saying.deed is None))


def has_words(link: Link, *, alone: bool) -> bool:
    """Tell whether the words of two acts agree, or, unless they `alone` count, their sentences mean much the same."""
    return any(
        (reason.feature == "words" and reason.weight > 0)
        or (reason.feature == "meaning" and reason.weight >= MEANS and not alone)
        for reason in link.reasons
    )


def names_act(saying: Saying, voice: Saying) -> bool:
    """Tell whether a sentence holds the words of an awaited act, in whatever form, or others that name it.

    In another language no word is the same: there the two sentences have to mean the same.
    """
    sentence, told = saying.names, voice.told
    if saying.told.document.language != told.document.language:
        one, other = saying.told.meaning, told.meaning
        return one is not None and other is not None and angle(one, other) >= NAMED
    language, stem = voice.stem.split(":", 1)
    return stem in sentence.lower() or turn_words(language).named_too(told.claim.trigger.quote, sentence)


def is_named_in_story(opening: Saying, saying: Saying) -> bool:
    """Tell whether a claim turns a demand of the same story by its words, whoever is read to be asked.

    «The minister refused to step down»: parties are misread more often than there are two such demands in one story.
    """
    told = saying.told
    if saying.outcome is not Outcome.REFUSED or opening.status is not Status.URGED:
        return False
    if told.document.language != opening.told.document.language or not (told.story and opening.told.story):
        return False
    return angle(told.story, opening.told.story) >= ONE_STORY and names_act(saying, opening)


def states_of(opening: Saying, saying: Saying, states: frozenset[str]) -> frozenset[str]:
    """Return the states by which a claim that turns another act may be about an expectation."""
    acting = countries(saying.told.claim.actors) or saying.countries
    return acting & states or (frozenset() if opening.told.claim.actors else saying.countries & states)


def is_demand_of(voices: Sequence[Saying], refusal: Saying) -> bool:
    """Tell whether a claim refuses a demand or an offer without telling what was demanded or offered.

    Its sentence names an offer and whose it is (米国の申し出を断った), a demand and who made it (牧民の要求に応じない),
    is like the demand of one state to another, or follows the demand at once («The minister refused.»).
    """
    claim, sentence = refusal.told.claim, refusal.names
    words = turn_words(refusal.told.document.language)
    named = words.wants(sentence) or words.invites(sentence)
    asked, whom = countries(claim.actors), countries(claim.recipients)
    for voice in voices:
        demand = voice.told.claim
        if words.offers(sentence) and voice.is_offer and voice.holder is not None and (
                voice.holder.code.split("/")[0] in whom - asked):
            return True
        doing = countries((*demand.actors, *demand.recipients))
        if voice.status is not Status.URGED or voice.holder is None or (asked and doing and not asked & doing):
            continue
        holder = voice.holder.code.split("/")[0]
        if named and (holder in whom or any(name in sentence.lower() for name in _groups(voice.holder.text, voice))):
            return True
        abroad = asked & doing and holder in whom and holder not in asked
        if abroad and words.itself(claim.trigger.quote) is Outcome.REFUSED and _are_alike(voice, refusal):
            return True
        near = demand.document == claim.document and 0 <= claim.sentence - demand.sentence <= AT_ONCE
        end = claim.trigger.end
        said = refusal.told.document.text[claim.trigger.start : end + 12]
        if near and words.itself(claim.trigger.quote) is Outcome.REFUSED and not words.evades(said):
            return True
    return False


def _are_alike(one: Saying, other: Saying) -> bool:
    a, b = one.told.meaning, other.told.meaning
    return a is not None and b is not None and angle(a, b) >= REFUSES


def named_by(saying: Saying, who: str) -> Reason:
    """Return the reason of a turn by words: who is concerned, and the words that turn it."""
    return Reason(feature="words", value=f"{who}: {saying.told.claim.trigger.quote}", weight=JOIN)


def is_of_others(opening: Saying, saying: Saying) -> bool:
    """Tell whether a claim is by other persons of the same states than those of the awaited act."""
    own, other = persons(opening.told), persons(saying.told)
    return any(own[country].isdisjoint(other[country]) for country in own.keys() & other.keys())


def _groups(who: str, saying: Saying) -> list[str]:
    """Return what a group goes by in other sentences: 島の高校生団体 is 高校生団体, «herders of the east» herders."""
    if saying.told.document.language == "ja":
        name = COUNTED.sub("", who.rsplit("の", 1)[-1])
        return [name] if len(name) > 1 else []
    return GROUP.findall(who.lower())
