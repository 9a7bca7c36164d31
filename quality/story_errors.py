"""What is read wrongly in the stories that may be learnt from: `python -m quality.story_errors [STORY...]`.

Prints every expectation with another outcome than annotated, every conflict that was missed or is none, and every
pair of mentions that is together or apart wrongly, with the claims behind them. `--annotated` takes the annotated
mentions that the coder finds, `--given` all of them: what is left is the merging's fault. Stories of the half `held`
are never shown.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from keii.model import Expectation
from keii.model import Told as ToldClaim
from keii.situation.expectations import expectations
from keii.situation.vectors import Encoded
from quality.stories import read_stories
from quality.story import Mention, Story, StoryExpectation
from quality.story_reading import AS_ANNOTATED, Merged, Told, annotated, coded, deeds, given, merged, of_stories, plain
from quality.story_scoring import Reading, Words, match, mistaken_conflicts, mistaken_pairs, words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """One story with all that was read of it."""

    story: Story
    told: Sequence[Told]
    made: Merged
    reading: Reading
    claims: Mapping[Words, ToldClaim]  # by the words of the act

    def at(self, mention: Mention) -> str:
        """Return the claim at a mention in words."""
        wanted = words_of(self.story, mention)
        found = [one for words, one in self.claims.items()
                 if words.article == wanted.article and words.start < wanted.end and wanted.start < words.end]
        return "; ".join(_claim(one) for one in found) or "no claim"

    def quote(self, words: Words) -> str:
        """Return the words of a mention with their article."""
        text = self.story.article(words.article).text
        return f"{words.article} «{text[words.start:words.end]}»"


def main(arguments: Sequence[str]) -> int:
    """Print what is wrong in the stories of the half `build`; return 2 for a story that is not of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("story", nargs="*", help="only these (default: all that may be learnt from)")
    parser.add_argument("--annotated", action="store_true", help="take the annotated mentions that are found")
    parser.add_argument("--given", action="store_true", help="take all annotated mentions")
    asked = parser.parse_args(arguments)
    stories = [story for story in read_stories() if story.half == "build"]
    unknown = set(asked.story) - {story.id for story in stories}
    if unknown:
        print(f"no story of the half build: {', '.join(sorted(unknown))}.", file=sys.stderr)
        return 2
    read = given if asked.given else coded
    told = [read(story, article) for story in stories for article in story.articles]
    told = annotated(stories, told) if asked.annotated or asked.given else told
    made = merged(told, Encoded())
    reading = plain(stories, told, made)
    for story in stories:
        if not asked.story or story.id in asked.story:
            print("\n".join([f"=== {story.id}", *errors(_read(story, told, made, reading))]))
    return 0


def _read(story: Story, told: Sequence[Told], made: Merged, reading: Reading) -> _Read:
    own = {one.document.id: one for one in told if one.key[0] == story.id}
    claims = {words: one for one in made.claims.values()
              if one.document.id in own and (words := own[one.document.id].words(one.claim)) is not None}
    return _Read(story=story, told=list(own.values()), made=made, claims=claims,
                 reading=of_stories(reading, {story.id}))


def errors(read: _Read) -> Iterator[str]:
    """Yield the lines that say what is wrong in a story."""
    for one in read.story.expectations:
        yield from _of_expectation(read, one)
    missed, wrong = mistaken_conflicts(read.story, read.reading)
    for event, field in sorted(missed):
        yield from _of_conflict(read, event.split("/")[1], field)
    yield from (f"  conflict wrong: {event} {field}" for event, field in sorted(wrong))
    together, apart = mistaken_pairs(read.story, read.reading)
    gold = match([read.story], read.reading.claims).gold
    for name, pairs in (("wrongly together", together), ("wrongly apart", apart)):
        for first, second in sorted(pairs):
            yield f"  {name}: {read.quote(first)} {gold[first]} | {read.quote(second)} {gold[second]}"


def _of_conflict(read: _Read, event: str, field: str) -> Iterator[str]:
    values = next(one.values for one in read.story.conflicts if (one.event, one.field) == (event, field))
    yield f"  conflict missed: {event} {field}: " + " | ".join(f"{v.value} ({' '.join(v.articles)})" for v in values)
    for mention in next(one.mentions for one in read.story.events if one.id == event):
        yield f"    told by {mention.article} «{mention.quote}» {mention.status}: {read.at(mention)}"


def _of_expectation(read: _Read, gold: StoryExpectation) -> Iterator[str]:
    own = list(read.claims.values())
    found = {one.id: words for words, one in ((words, told.claim) for words, told in read.claims.items())}
    wanted = [words_of(read.story, mention) for mention in gold.mentions]
    articles = {one.document.id: one for one in read.told}
    ranked = sorted(((sum(_touches(words, wanted) for words in (*map(found.get, one.claims), *deeds(one, articles))),
                      one) for one in expectations(own, as_of=gold.as_of)), key=lambda pair: -pair[0])
    best = ranked[0][1] if ranked and ranked[0][0] else None
    outcome = AS_ANNOTATED.get(best.outcome, best.outcome) if best else "not opened"
    if outcome == gold.outcome:
        return
    yield f"  {gold.id} on {gold.as_of}: {outcome} instead of {gold.outcome} (due {gold.deadline}, by {gold.holder})"
    yield from (f"    opened by {m.article} «{m.quote}» {m.status}: {read.at(m)}" for m in gold.mentions)
    yield from (f"    settled by {m.article} «{m.quote}» {m.status}: {read.at(m)}" for m in gold.by)
    if best is not None:
        yield from (f"    read: {line}" for line in _expectation(best, read))


def _touches(words: Words | None, wanted: Sequence[Words]) -> bool:
    return words is not None and any(
        words.article == one.article and words.start < one.end and one.start < words.end for one in wanted)


def _expectation(one: Expectation, read: _Read) -> Iterator[str]:
    yield f"due {one.deadline}; {len(one.voices)} voices"
    claims = read.made.claims
    for voice in one.voices:
        yield f"voice {_claim(claims[voice.claim])}"
    for turn in one.turns:
        why = ", ".join(f"{reason.feature} {reason.value} {reason.weight:+.1f}" for reason in turn.reasons)
        yield f"{turn.outcome} on {turn.at}: {_claim(claims[turn.claim])} ({why})"


def _claim(told: ToldClaim) -> str:
    claim = told.claim
    parties = " → ".join("/".join(party.code for party in side) or "–" for side in (claim.actors, claim.recipients))
    time = f" {claim.time.start}..{claim.time.end}" if claim.time else ""
    counts = "".join(f" [{quantity.span.quote}]" for quantity in claim.quantities)
    place = f" @{claim.place.span.quote}" if claim.place else ""
    voices = "".join(f" says {source.text}" for source in claim.sources)
    return f"{claim.type} «{claim.trigger.quote}» {claim.status} {parties}{time}{place}{counts}{voices}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
