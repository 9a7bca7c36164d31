"""From the stories to what is scored: what keii reads in a small story, and the annotated mentions as claims."""

from pathlib import Path

import pytest

from keii.model import Claim, Party, Reference, Span, Status
from keii.pipeline import Reading as Coded
from quality import story_reading
from quality.stories import read_story
from quality.story import Story
from quality.story_reading import Told, annotated, merged, of_stories, plain
from quality.story_scoring import score

STORY = """\
id: small
invented: true
languages: [en]
half: held
phenomena: [met]
articles:
  - {id: a1, language: en, publisher: The Wire, published: 2031-03-04, title: Norway sends a ship,
     text: "Norway sent a ship to Peru.\\nThe sea was calm on that day.\\nFish were few.\\nNets were dear."}
  - {id: a2, language: en, publisher: The Post, published: 2031-03-04, title: A ship,
     text: "A ship was sent to Peru by Norway.\\nIt is a red one.\\nIts crew is young.\\nIts cook is old."}
  - {id: a3, language: en, publisher: The Times, published: 2031-03-05, title: A ship,
     text: "Peru thanked Norway.\\nIts ports are deep.\\nIts hills are high.\\nIts winters are mild."}
events:
  - {id: aid, type: AID, actors: [NOR/GOV], recipients: [PER/GOV], reality: occurred,
     mentions: [{article: a1, quote: sent}, {article: a2, quote: sent}]}
  - {id: thanks, type: SUPPORT, actors: [PER/GOV], recipients: [NOR/GOV], reality: occurred,
     mentions: [{article: a3, quote: thanked}]}
conflicts: []
expectations: []
copies: []
independent: {aid: 2}
"""


@pytest.fixture
def story(tmp_path: Path) -> Story:
    path = tmp_path / "small.yaml"
    path.write_text(STORY, encoding="utf-8")
    return read_story(path)


def read(story: Story, monkeypatch: pytest.MonkeyPatch) -> list[Told]:
    """Return the articles as if the coder had found «sent» everywhere, without recipients, and no thanks."""
    def code(document, sentences, **_):  # type: ignore[no-untyped-def]
        claims = []
        for sentence in sentences:
            at = sentence.text.lower().find("sen")
            if at >= 0:
                start = sentence.start + at
                norway = document.text.find("Norway", sentence.start)
                actor = Party(span=Span.of(document.text, norway, norway + 6), code="NOR/GOV")
                claims.append(Claim(
                    document=document.id, sentence=sentence.index, type="OTHER", label="transport", coder="test",
                    trigger=Span.of(document.text, start, start + 4), status=Status.PLANNED, actors=(actor,)))
        return Coded(origin=document.origin, document=document, sentences=tuple(sentences), claims=tuple(claims))

    monkeypatch.setattr(story_reading, "read_document", code)
    return [story_reading.coded(story, article) for article in story.articles]


def test_claims_of_headlines_find_no_mention(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    told = read(story, monkeypatch)
    assert [[one.words(claim) is not None for claim in one.coded.claims] for one in told] == [[False, True], [True], []]


def test_the_annotated_mentions_keep_what_the_annotation_does_not_say(
        story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    given = annotated([story], read(story, monkeypatch))
    claims = [claim for one in given for claim in one.coded.claims]
    assert [(claim.type, claim.label, claim.status) for claim in claims] == [("AID", None, Status.OCCURRED)] * 2
    assert [party.text for claim in claims for party in claim.actors] == ["Norway", "Norway"]
    assert {party.reference for claim in claims for party in claim.recipients} == {Reference.OMITTED}
    assert [party.code for claim in claims for party in claim.recipients] == ["PER/GOV", "PER/GOV"]


def test_what_is_read_is_scored_from_the_text_to_the_event(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    told = annotated([story], read(story, monkeypatch))
    figures = score([story], plain([story], told, merged(told, None)))
    assert figures["mentions"] == pytest.approx(2 / 3)
    assert (figures["events_found"], figures["pairs_recall"], figures["independent"]) == (1, 1, 1)


def test_a_half_is_scored_by_what_is_about_its_stories(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    told = annotated([story], read(story, monkeypatch))
    reading = plain([story], told, merged(told, None))
    assert of_stories(reading, {"small"}) == reading
    assert of_stories(reading, {"large"}).claims == ()
    assert of_stories(reading, {"large"}).independent == ()
