"""The evaluation set of stories: what its reader refuses, what the set holds, and what the scorer's figures mean."""

import difflib
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from keii.codebook import codebook
from keii.errors import DataError
from keii.model import Outcome
from quality import story_scoring as scoring
from quality.stories import FOLDER, read_stories, read_story
from quality.story import HALVES, PHENOMENA, Story
from quality.story_checks import check_set
from quality.story_scoring import ReadClaim, ReadConflict, ReadExpectation, Reading, Words, part_of, words_of

ALIKE = 0.7  # the least alike copies of the set: .74; the most alike of the other pairs of articles: .63

SMALL = """\
id: small
invented: true
languages: [en]
half: build
phenomena: [met]
articles:
  - id: a1
    language: en
    publisher: The Wire
    published: 2031-03-04
    title: Oslo invites
    text: |
      Norway will send a ship to Peru in May.
      Peru thanked Norway.
      The sea is cold.
      Fish are few.
  - {id: a2, language: en, publisher: The Post, published: 2031-05-02, title: A ship,
     text: "Norway sent the ship.\\nPeru said two came.\\nThe sea is cold.\\nPeru thanked Norway again."}
  - {id: a3, language: en, publisher: The Times, published: 2031-05-03, title: A ship,
     text: "One ship was sent.\\nThe sea is cold.\\nFish are few.\\nNets are dear."}
events:
  - id: aid
    type: AID
    actors: [NOR/GOV]
    recipients: [PER/GOV]
    reality: occurred
    mentions:
      - {article: a1, quote: send, status: planned}
      - {article: a2, quote: sent}
      - {article: a3, quote: sent}
  - {id: thanks-1, type: SUPPORT, actors: [PER/GOV], recipients: [NOR/GOV], reality: occurred,
     mentions: [{article: a1, quote: thanked}]}
  - {id: thanks-2, type: SUPPORT, actors: [PER/GOV], recipients: [NOR/GOV], reality: occurred,
     mentions: [{article: a2, quote: thanked}]}
conflicts:
  - {event: aid, field: quantity, values: [{value: two, articles: [a2]}, {value: one, articles: [a3]}]}
expectations:
  - id: ship
    mentions: [{article: a1, quote: send}]
    holder: [NOR/GOV]
    deadline: 2031-06-01
    outcome: met
    by: [{article: a2, quote: sent}]
    as_of: 2031-05-03
copies: []
independent: {aid: 2}
"""


def small(folder: Path, old: str = "", new: str = "") -> Story:
    assert SMALL.count(old) or not old
    path = folder / "small.yaml"
    path.write_text(SMALL.replace(old, new, 1), encoding="utf-8")
    return read_story(path)


@pytest.fixture(scope="module")
def stories() -> tuple[Story, ...]:
    return read_stories()


def test_a_story_is_read_with_the_places_of_its_mentions(tmp_path: Path) -> None:
    story = small(tmp_path)
    mention = story.events[0].mentions[0]
    assert story.article("a1").text[mention.start:mention.end] == mention.quote == "send"
    assert mention.status == "planned"
    assert story.expectations[0].outcome is Outcome.MET
    assert story.conflicts[0].values[1].articles == ("a3",)
    assert story.kind == "en"


@pytest.mark.parametrize(("old", "new", "line", "what"), [
    ("invented: true\n", "invented: false\n", 1, "invented"),
    ("half: build", "half: built", 1, "no half"),
    ("half: build\n", "half: build\nhalves: 2\n", 1, "no field"),
    ("half: build\n", "half: build\nhalf: held\n", 1, "given twice"),
    ("half: build\n", "half: [\n", 6, "no YAML"),
    ("phenomena: [met]", "phenomena: [meet]", 1, "no phenomenon"),
    ("languages: [en]", "languages: [en, ja]", 1, "languages"),
    ("id: small\n", "id: large\n", 1, "not named"),
    ("published: 2031-03-04", "published: 4 March", 1, "no ISO 8601"),
    ("published: 2031-03-04", "published: 2031-06-04", 1, "order of publication"),
    ("      The sea is cold.\n      Fish are few.\n", "", 1, "lines"),
    ("    language: en\n", "    language: fr\n", 7, "not one of"),
    ("type: AID", "type: HELP", 22, "no type"),
    ("type: AID", "type: OTHER", 22, "label"),
    ("[NOR/GOV]", "[NOO/GOV]", 22, "does not know NOO"),
    ("[NOR/GOV]", "[NOR/KING]", 22, "no code"),
    ("[NOR/GOV]", "[NOR/ART]", 22, "no sector"),
    ("[NOR/GOV]", "[IGO:NOBODY]", 22, "does not know IGO:NOBODY"),
    ("[NOR/GOV]", "NOR/GOV", 22, "no list"),
    ("reality: occurred", "reality: happened", 22, "not one of"),
    ("reality: occurred", "reality: ongoing", 22, "no mention has the status"),
    ("reality: occurred", "reality: denied", 22, "denied"),
    ("{article: a2, quote: sent}", "{article: a2, quote: dispatched}", 29, "does not hold"),
    ("{article: a2, quote: sent}", "{article: a9, quote: sent}", 29, "no article «a9»"),
    ("{article: a2, quote: sent}", "{article: a2, quote: e}", 29, "add nth"),
    ("{article: a2, quote: sent}", "{article: a2, quote: sent, nth: 2}", 29, "1 times"),
    ("{article: a2, quote: sent}", "{article: a2, quote: sent, nth: 0}", 29, "begin at 1"),
    ("{article: a2, quote: sent}", "{article: a2, quote: thanked Norway}", 22, "the events thanks-2 and aid"),
    ("      - {article: a2, quote: sent}\n", "      - {article: a2, quote: sent}\n" * 2, 22, "event aid twice"),
    ("id: thanks-2", "id: thanks-1", 31, "there 2 times"),
    ("{event: aid, field", "{event: help, field", 36, "no such event"),
    ("field: quantity", "field: number", 36, "not one of"),
    ("value: one", "value: two", 36, "two values"),
    ("{value: two, articles: [a2]}", "{value: two, articles: [a4]}", 36, "does not mention"),
    ("mentions: [{article: a1, quote: send}]", "mentions: [{article: a1, quote: ship}]", 38, "no mention of an event"),
    ("mentions: [{article: a1, quote: send}]", "mentions: [{article: a1, quote: thanked}]", 22, "no expectation"),
    ("outcome: met", "outcome: open", 38, "nothing tells"),
    ("outcome: met\n    by: [{article: a2, quote: sent}]", "outcome: lapsed", 38, "deadline is over"),
    ("deadline: 2031-06-01\n    outcome: met\n    by: [{article: a2, quote: sent}]",
     "deadline: 2031-05-01\n    outcome: open", 38, "it has lapsed"),
    ("as_of: 2031-05-03", "as_of: 2031-05-01", 38, "published after"),
    ("as_of: 2031-05-03", "as_of: in May", 38, "no ISO 8601"),
    ("copies: []", "copies: [[a1, a7]]", 1, "a7"),
    ("copies: []", "copies: [[a1]]", 1, "two articles"),
    ("{aid: 2}", "{aid: 4}", 1, "told by 3 articles"),
])
def test_a_fault_is_refused_with_file_and_line(tmp_path: Path, old: str, new: str, line: int, what: str) -> None:
    with pytest.raises(DataError) as caught:
        small(tmp_path, old, new)
    assert what in str(caught.value)
    assert caught.value.where == f"{tmp_path / 'small.yaml'}:{line}"
    assert "quality/README.md" in caught.value.remedy


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        read_story(tmp_path / "small.yaml")
    (tmp_path / "small.yaml").write_bytes(b"\xff")
    with pytest.raises(DataError, match="UTF-8"):
        read_story(tmp_path / "small.yaml")


def test_halves_that_are_not_balanced_are_refused(stories: tuple[Story, ...], tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no story"):
        read_stories(tmp_path)
    built = [story for story in stories if (story.kind, story.half) == ("ja", "build")]
    held = sum((story.kind, story.half) == ("ja", "held") for story in stories)
    with pytest.raises(DataError, match="not balanced: of stories in ja"):
        check_set([story for story in stories if story not in built[held - 1:]], FOLDER)
    kept = [story for story in stories if not ("garbled" in story.phenomena and story.half == "held")]
    with pytest.raises(DataError, match="no story of «garbled»"):
        check_set(kept, FOLDER)


def test_the_set_has_the_stories_it_was_made_for(stories: tuple[Story, ...]) -> None:
    assert Counter(story.kind for story in stories if story.half == "held") == {"ja": 6, "en": 3, "mixed": 3}
    assert Counter(story.kind for story in stories if story.half == "build") == {"ja": 26, "en": 17, "mixed": 9}
    assert {one for story in stories for one in story.phenomena} == set(PHENOMENA)
    assert {event.type for story in stories for event in story.events} == set(codebook().types)
    assert {one.outcome for story in stories for one in story.expectations} == set(Outcome) - {Outcome.CANCELLED}
    for half in HALVES:
        fields = {one.field for story in stories if story.half == half for one in story.conflicts}
        assert fields >= {"quantity", "time", "place", "actor", "reality"}


def test_no_sentence_of_the_set_is_written_twice_but_in_copies(stories: tuple[Story, ...]) -> None:
    told = Counter(line for story in stories for line in
                   {line for article in story.articles for line in article.text.split("\n")})
    assert [line for line, count in told.items() if count > 1] == []
    for story in stories:
        copied = {id_ for group in story.copies for id_ in group}
        lines = Counter(line for article in story.articles if article.id not in copied
                        for line in set(article.text.split("\n")))
        assert [line for line, count in lines.items() if count > 1] == [], story.id


def test_copies_are_alike_and_other_articles_are_not(stories: tuple[Story, ...]) -> None:
    for story in stories:
        groups = {id_: number for number, group in enumerate(story.copies) for id_ in group}
        for one, other in combinations(story.articles, 2):
            if one.language == other.language:
                likeness = difflib.SequenceMatcher(None, one.text, other.text, autojunk=False).ratio()
                copies = one.id in groups and groups[one.id] == groups.get(other.id)
                assert (likeness >= ALIKE) == copies, (story.id, one.id, other.id, likeness)


def everything(stories: tuple[Story, ...]) -> Reading:
    """The reading that agrees with the expected truth in everything."""
    return Reading(
        claims=tuple(ReadClaim(words=words_of(story, mention), event=part_of(story, event, mention))
                     for story in stories for event in story.events for mention in event.mentions),
        expectations=tuple(ReadExpectation(opened_by=tuple(words_of(story, mention) for mention in one.mentions),
                                           outcome=one.outcome, as_of=one.as_of)
                           for story in stories for one in story.expectations),
        conflicts=tuple(ReadConflict(event=f"{story.id}/{one.event}", field=one.field)
                        for story in stories for one in story.conflicts),
        copies=tuple(tuple((story.id, id_) for id_ in group) for story in stories for group in story.copies),
        independent=tuple((f"{story.id}/{event}", number) for story in stories for event, number in story.independent))


def test_the_expected_truth_scores_full_marks(stories: tuple[Story, ...]) -> None:
    figures = scoring.score(stories, everything(stories))
    assert figures.pop("pairs_wrong") == 0
    assert figures == pytest.approx(dict.fromkeys(figures, 1.0))
    assert len(figures) == 13


def test_nothing_read_scores_nothing_but_the_events_told_once(stories: tuple[Story, ...]) -> None:
    figures = scoring.score(stories, Reading(claims=()))
    alone = dict(scoring.baselines(stories))["alone"]
    assert figures["mentions"] == figures["outcomes_all"] == figures["conflicts_recall"] == 0
    assert figures["events_all"] == alone["events_all"] < 1
    assert "events_found" not in figures
    assert "pairs_precision" not in figures


def small_reading(story: Story, *groups: str) -> Reading:
    """Return the mentions of the small story, in order, put into the events that `groups` names; `-` is missed."""
    mentions = [mention for event in story.events for mention in event.mentions]
    return Reading(claims=tuple(ReadClaim(words=words_of(story, mention), event=group)
                                for mention, group in zip(mentions, groups, strict=True) if group != "-"))


def test_events_are_scored_over_found_and_over_all_mentions(tmp_path: Path) -> None:
    story = small(tmp_path)  # aid ahead, aid, aid, thanks-1, thanks-2
    figures = scoring.score([story], small_reading(story, "-", "x", "x", "y", "y"))
    assert figures["mentions"] == pytest.approx(4 / 5)
    # found: precision (1 + 1 + 1/2 + 1/2) / 4, recall 1
    assert figures["events_found"] == pytest.approx(2 * .75 / 1.75)
    # all: precision (1 + 1 + 1 + 1/2 + 1/2) / 5 = .8, recall 1: what was missed is told once
    assert figures["events_all"] == pytest.approx(2 * .8 / 1.8)
    assert (figures["pairs_wrong"], figures["pairs_precision"], figures["pairs_recall"]) == (1, .5, 1)
    figures = scoring.score([story], small_reading(story, "w", "x", "-", "y", "z"))
    # all: precision 1, recall (1 + 1/2 + 1/2 + 1 + 1) / 5 = .8
    assert figures["events_all"] == pytest.approx(2 * .8 / 1.8)


def test_an_act_told_ahead_and_the_deed_are_two_events(tmp_path: Path) -> None:
    story = small(tmp_path)
    apart = scoring.score([story], small_reading(story, "w", "x", "x", "y", "z"))
    assert (apart["events_all"], apart["pairs_wrong"]) == (1, 0)
    together = scoring.score([story], small_reading(story, "x", "x", "x", "y", "z"))
    assert together["pairs_wrong"] == 2
    assert together["events_all"] < 1


def test_a_conflict_of_what_was_awaited_is_one_of_the_whole_act(tmp_path: Path) -> None:
    story = small(tmp_path)
    claims = small_reading(story, "w", "x", "x", "y", "z").claims
    read = Reading(claims=claims, conflicts=(ReadConflict(event="w", field="quantity"),))
    assert scoring.score([story], read)["conflicts_recall"] == 1


def test_a_claim_finds_one_mention_and_more_claims_are_no_fault(tmp_path: Path) -> None:
    story = small(tmp_path)
    text = story.article("a2").text
    wide = ReadClaim(words=Words(story="small", article="a2", start=0, end=len(text)), event="x")
    assert scoring.score([story], Reading(claims=(wide,)))["mentions"] == pytest.approx(1 / 5)
    sea = text.index("sea")
    beside = ReadClaim(words=Words(story="small", article="a2", start=sea, end=sea + 3), event="y")
    whole = small_reading(story, "w", "x", "x", "y", "z")
    assert scoring.score([story], Reading(claims=(*whole.claims, beside)))["events_all"] == 1


@pytest.mark.parametrize(("outcome", "as_of", "opened", "right"), [
    (Outcome.MET, "2031-05-03", 1, 1), (Outcome.OPEN, "2031-05-03", 1, 0), (Outcome.MET, "2031-05-02", 0, 0)])
def test_an_expectation_is_opened_by_its_words_and_asked_on_its_day(
    tmp_path: Path, outcome: Outcome, as_of: str, opened: int, right: int
) -> None:
    story = small(tmp_path)
    words = words_of(story, story.expectations[0].mentions[0])
    read = Reading(claims=(), expectations=(ReadExpectation(opened_by=(words,), outcome=outcome, as_of=as_of),))
    figures = scoring.score([story], read)
    assert (figures["expectations_opened"], figures["outcomes_all"]) == (opened, right)
    assert figures.get("outcomes_opened", 0) == right


def test_conflicts_and_independent_sources_go_by_the_event_that_holds_most_mentions(tmp_path: Path) -> None:
    story = small(tmp_path)
    claims = small_reading(story, "x", "x", "w", "y", "z").claims
    conflicts = (ReadConflict(event="x", field="quantity"), ReadConflict(event="x", field="time"),
                 ReadConflict(event="unknown", field="quantity"))
    figures = scoring.score([story], Reading(claims=claims, conflicts=conflicts, independent=(("x", 2), ("w", 1))))
    assert figures["conflicts_precision"] == pytest.approx(1 / 3)
    assert figures["conflicts_recall"] == figures["independent"] == 1


def test_copies_are_scored_by_pairs(stories: tuple[Story, ...]) -> None:
    kenieba = next(story for story in stories if story.id == "kenieba-mine")
    read = Reading(claims=(), copies=((("kenieba-mine", "a1"), ("kenieba-mine", "a2"), ("kenieba-mine", "a4")),))
    figures = scoring.score([kenieba], read)
    assert figures["copies_precision"] == pytest.approx(1 / 3)
    assert figures["copies_recall"] == pytest.approx(1 / 3)


def test_simple_groupings_leave_room(stories: tuple[Story, ...]) -> None:
    baselines = dict(scoring.baselines(stories))
    assert baselines["alone"]["pairs_recall"] == 0
    assert baselines["same type"]["pairs_precision"] < .5
    assert baselines["same type and actors"]["pairs_wrong"] > 100
