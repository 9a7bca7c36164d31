"""Which pairs of claims tell one happening, with reasons; the same in both languages."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keii.model import SourceKind, Told
from keii.situation.blocking import keys
from keii.situation.linking import SAME, compare
from keii.situation.profile import profile
from situation.stories import Act, reading, told

VISIT = Act("Fiji's premier visited Peru on 2 May.", "visited", "CONSULT", {"Fiji": "FJI/GOV"}, {"Peru": "PER/GOV"},
            day="2031-05-02", time="2 May", mode="visit")
VISIT_JA = Act("フィジーの首相は2日、ペルーを訪問した。", "訪問", "CONSULT", {"フィジー": "FJI/GOV"},
               {"ペルー": "PER/GOV"}, day="2031-05-02", time="2日", mode="visit")
SHELLING = Act("Chad's army shelled Abou.", "shelled", "ASSAULT", {"Chad": "TCD/MIL"}, {}, place="Abou", country="TCD")
SHELLING_JA = Act("チャド軍はアブーを砲撃した。", "砲撃", "ASSAULT", {"チャド": "TCD/MIL"}, {}, place="アブー",
                  country="TCD")


def vector(*numbers: int) -> bytes:
    return bytes(number % 256 for number in (*numbers, *[0] * (8 - len(numbers))))


def with_vectors(one: Told, *, story: bytes, meaning: bytes, act: bytes) -> Told:
    return replace(one, story=story, meaning=meaning, act=act)


NEAR = {"story": vector(100, 10), "meaning": vector(100, 10), "act": vector(100, 10)}
FAR = {"story": vector(0, 0, 100), "meaning": vector(0, 0, 100), "act": vector(0, 0, 100)}


@pytest.mark.parametrize(("first", "second"), [
    (told(VISIT), told(VISIT_JA, name="b.txt", language="ja")),
    (told(VISIT), told(replace(VISIT, recipients={}), name="b.txt")),
    (told(VISIT), told(replace(VISIT, day="2031-05-01/2031-06-01"), name="b.txt")),
    (told(VISIT), told(replace(VISIT, day=None), name="b.txt")),
    (told(VISIT), told(replace(VISIT, day="2031-05-02"), name="b.txt", published="2032-01-09")),  # background
    (told(VISIT), told(replace(VISIT, status="not_occurred"), name="b.txt")),
    (told(VISIT), told(replace(VISIT, status="planned"), name="b.txt")),  # whatever the status
])
def test_tellings_of_one_happening_are_linked(first: Told, second: Told) -> None:
    assert compare(first, second).score >= SAME


@pytest.mark.parametrize("days", ["2031-05-10", "2031-06-03", "2033-05-03"])
def test_what_recurs_in_the_same_words_stays_apart(days: str) -> None:
    first = with_vectors(told(SHELLING), **NEAR)
    again = with_vectors(told(SHELLING_JA, name="b.txt", language="ja", published=days), **NEAR)
    assert compare(first, again).score < SAME


@pytest.mark.parametrize(("first", "second", "feature"), [
    (told(VISIT), told(replace(VISIT, actors={"Peru": "PER/GOV"}, recipients={}, type="ASSAULT")), "type"),
    (told(SHELLING), told(replace(SHELLING, actors={"Abou": "NER/MIL"}), name="b.txt"), "actor"),
    (told(VISIT), told(replace(VISIT, day="2031-06-02"), name="b.txt"), "time"),
    (told(replace(VISIT, ordinal=("visited", 2))), told(replace(VISIT, ordinal=("visited", 3)), name="b.txt"),
     "quantity"),
    (told(SHELLING), told(SHELLING, name="b.txt", published="2031-07-03"), "time"),  # shelled week after week
    (told(SHELLING_JA, language="ja"), told(SHELLING_JA, name="b.txt", language="ja", published="2031-07-03"), "time"),
])
def test_other_happenings_are_not_linked(first: Told, second: Told, feature: str) -> None:
    link = compare(first, second)
    assert link.score < SAME
    assert min(link.reasons, key=lambda reason: reason.weight).feature == feature


def test_somebody_whom_the_registry_does_not_know_is_the_same_under_one_name() -> None:
    def by(one: Told, name: str) -> Told:
        party = replace(one.claim.actors[0], actor=f"doc:{one.document.id}/name/{name}")
        return replace(one, claim=replace(one.claim, actors=(party,)))

    first, again, other = (by(told(SHELLING, name=f"{n}.txt"), name) for n, name in enumerate((
        "ana-reyes", "ana-reyes", "juan-mora")))
    assert ("actor", 1.5) in [(reason.feature, reason.weight) for reason in compare(first, again).reasons]
    assert compare(first, again).score > compare(first, other).score


def test_a_place_of_the_gazetteer_is_the_same_in_every_language() -> None:
    def at(one: Told, site: str) -> Told:
        assert one.claim.place is not None
        return replace(one, claim=replace(one.claim, place=replace(one.claim.place, gazetteer=site)))

    english, japanese = told(SHELLING), told(SHELLING_JA, name="b.txt", language="ja")
    same, other = (compare(at(english, "geonames:1"), at(japanese, site)) for site in ("geonames:1", "geonames:2"))
    assert ("place", "geonames:1") in [(reason.feature, reason.value) for reason in same.reasons]
    assert same.score > other.score


def test_who_does_it_and_who_suffers_it_are_not_exchanged() -> None:
    raid = Act("Chad raided Fiji.", "raided", "ASSAULT", {"Chad": "TCD/MIL"}, {"Fiji": "FJI/MIL"}, day="2031-05-02")
    other = replace(raid, actors={"Fiji": "FJI/MIL"}, recipients={"Chad": "TCD/MIL"})
    link = compare(told(raid), told(other, name="b.txt"))
    assert link.score < SAME
    assert [reason.feature for reason in link.reasons if reason.weight < 0] == ["parties"]


PICKETS = Act("Police detained four pickets.", "detained", "COERCE", {"Police": "LTU/GOV"}, {"four pickets": "LTU/CVL"})
DOCKERS = Act("Police in Gdynia detained seven dockers.", "detained", "COERCE", {"Police in Gdynia": "POL/GOV"},
              {"seven dockers": "POL/CVL"})
HERDERS_JA = Act("警察は牧民9人を拘束した。", "拘束", "COERCE", {"警察": "MNG/GOV"}, {"牧民9人": "MNG/CVL"})
CHINESE_JA = Act("中国の警察は中国人9人を拘束した。", "拘束", "COERCE", {"中国の警察": "CHN/GOV"},
                 {"中国人9人": "CHN/CVL"})
MONGOLIAN_JA = Act("モンゴルの警察は牧民を拘束した。", "拘束", "COERCE", {"モンゴルの警察": "MNG/GOV"},
                   {"牧民": "MNG/CVL"})
STORY = {"story": vector(100, 10), "meaning": vector(100, 60), "act": vector(100, 10)}
OTHER_STORY = {"story": vector(0, 100), "meaning": vector(100, 60), "act": vector(100, 10)}


@pytest.mark.parametrize(("first", "second", "language"), [
    (PICKETS, DOCKERS, "en"), (HERDERS_JA, CHINESE_JA, "ja"),
])
def test_a_country_that_only_the_document_gives_is_no_other_country_in_one_story(
        first: Act, second: Act, language: str) -> None:
    one, other = (told(act, name=f"{number}.txt", language=language) for number, act in enumerate((first, second)))
    link = compare(with_vectors(one, **STORY), with_vectors(other, **STORY))
    assert link.score >= SAME
    assert [reason.weight for reason in link.reasons if reason.feature == "actor"] == [-1.0]
    apart = compare(with_vectors(one, **STORY), with_vectors(other, **OTHER_STORY))
    assert [reason.weight for reason in apart.reasons if reason.feature == "actor"] == [-3.0]
    assert apart.score < SAME


@pytest.mark.parametrize(("second", "language", "same"), [
    (replace(PICKETS, text="Police detained pickets in Gdynia.", actors={"Police": "POL/GOV"},
             recipients={"pickets": "POL/CVL"}), "en", True),
    (replace(HERDERS_JA, actors={"警察": "CHN/GOV"}), "ja", True),
    (replace(CHINESE_JA, actors={"警察": "CHN/GOV"}), "ja", True),
    (CHINESE_JA, "ja", False),  # other words
])
def test_the_same_words_are_the_same_people_in_one_story_whatever_country_a_document_gave(
        second: Act, language: str, same: bool) -> None:
    one = told(PICKETS if language == "en" else HERDERS_JA, language=language)
    other = told(second, name="b.txt", language=language)
    link = compare(with_vectors(one, **STORY), with_vectors(other, **STORY))
    assert ([reason.weight for reason in link.reasons if reason.feature == "actor"] == [1.5]) is same
    apart = compare(with_vectors(one, **STORY), with_vectors(other, **OTHER_STORY))
    assert [reason.weight for reason in apart.reasons if reason.feature == "actor"] == [-3.0]


def test_whom_two_meet_stays_another_though_no_words_name_its_country() -> None:
    first = Act("Fiji met the minister.", "met", "CONSULT", {"Fiji": "FJI/GOV"}, {"the minister": "PER/GOV"})
    second = Act("Fiji met its guests.", "met", "CONSULT", {"Fiji": "FJI/GOV"}, {"its guests": "CHL/GOV"})
    link = compare(with_vectors(told(first), **STORY), with_vectors(told(second, name="b.txt"), **STORY))
    assert [reason.weight for reason in link.reasons if reason.feature == "recipient"] == [-2.0]


def test_countries_that_words_name_are_others_in_one_story_too() -> None:
    one, other = (told(act, name=f"{number}.txt", language="ja")
                  for number, act in enumerate((MONGOLIAN_JA, CHINESE_JA)))
    link = compare(with_vectors(one, **STORY), with_vectors(other, **STORY))
    assert [reason.weight for reason in link.reasons if reason.feature == "actor"] == [-3.0]


OPENED_JA = Act("水門は13日に開けられた。", "開けられた", "RETREAT", {"水門": "CHL/BUS"}, day="2031-05-13", time="13日")
ARMY_JA = ("陸軍", SourceKind.OFFICE, "CHL/MIL")
SAID_JA = Act("陸軍は16日、水門を開けていないと述べた。", "開けていない", "RETREAT", {"水門": "CHL/BUS"},
              status="not_occurred", day="2031-05-16", time="16日", source=ARMY_JA)
DATED_JA = Act("陸軍は、水門を16日には開けていないと述べた。", "開けていない", "RETREAT", {"水門": "CHL/BUS"},
               status="not_occurred", day="2031-05-16", time="16日", source=ARMY_JA)


@pytest.mark.parametrize(("saying", "weight"), [(SAID_JA, 1.5), (DATED_JA, -5.0)])
def test_the_day_of_saying_it_may_be_days_after_the_act(saying: Act, weight: float) -> None:
    first = told(OPENED_JA, language="ja", published="2031-05-14")
    second = told(saying, name="b.txt", language="ja", published="2031-05-17")
    assert [reason.weight for reason in compare(first, second).reasons if reason.feature == "time"] == [weight]


def test_the_day_of_saying_it_reaches_no_further_back() -> None:
    first = told(replace(OPENED_JA, day="2031-05-09"), language="ja", published="2031-05-14")
    second = told(SAID_JA, name="b.txt", language="ja", published="2031-05-17")
    assert [reason.weight for reason in compare(first, second).reasons if reason.feature == "time"] == [-5.0]


def test_talks_have_no_sides() -> None:
    talks = Act("Fiji met Peru.", "met", "CONSULT", {"Fiji": "FJI/GOV", "Peru": "PER/GOV"}, day="2031-05-02")
    other = replace(talks, actors={"Peru": "PER/GOV"}, recipients={"Fiji": "FJI/GOV"})
    assert compare(told(talks), told(other, name="b.txt")).score >= SAME


def test_vectors_join_what_fields_leave_open_and_part_what_they_confuse() -> None:
    bare, other = told(replace(SHELLING, actors={}, place=None)), told(
        replace(SHELLING_JA, actors={}, place=None), name="b.txt", language="ja")
    assert compare(bare, other).score < SAME
    near = with_vectors(other, **NEAR)
    assert compare(with_vectors(bare, **NEAR), near).score >= SAME
    assert compare(with_vectors(told(VISIT), **NEAR), with_vectors(told(VISIT_JA, name="b.txt"), **FAR)).score < SAME


@pytest.mark.parametrize(("published", "told_too"), [("2031-05-04", True), ("2031-05-05", False), (None, True)])
def test_what_an_article_says_besides_days_later_is_not_compared(published: str | None, told_too: bool) -> None:
    first = with_vectors(told(SHELLING), **NEAR)
    later = with_vectors(told(SHELLING_JA, name="b.txt", language="ja", published=published),
                         story=NEAR["story"], act=NEAR["act"], meaning=FAR["meaning"])
    assert any(reason.feature == "meaning" for reason in compare(first, later).reasons) is told_too


@pytest.mark.parametrize(("published", "weight"), [("2031-05-03", 0.8), ("2031-05-13", 2.0)])
def test_what_an_act_is_called_counts_more_in_a_later_article(published: str, weight: float) -> None:
    act = Act("A quake shook Cusco.", "quake", "OTHER", label="earthquake")
    other = told(replace(act, text="The quake killed nine people.", label="strong earthquake"), name="b.txt",
                 published=published)
    assert [one.weight for one in compare(told(act), other).reasons if one.feature == "label"] == [weight]
    flood = told(replace(act, label="flood"), name="b.txt", published=published)
    assert [one.weight for one in compare(told(act), flood).reasons if one.feature == "label"] == [-weight]


def test_one_report_is_one_happening_though_its_actor_was_read_differently() -> None:
    first = with_vectors(told(SHELLING), **NEAR)
    second = with_vectors(told(replace(SHELLING_JA, actors={"アブー": "NER/MIL"}), name="b.txt", language="ja"), **NEAR)
    link = compare(first, second)
    assert link.score >= SAME
    assert "report" in [reason.feature for reason in link.reasons]


_ACTS = st.builds(
    replace, st.sampled_from([VISIT, SHELLING]), type=st.sampled_from(["CONSULT", "ASSAULT", "AGREE", "OTHER"]),
    status=st.sampled_from(["occurred", "planned"]), day=st.sampled_from([None, "2031-05-02", "2031-05-09"]))


@given(first=_ACTS, second=_ACTS, published=st.sampled_from([None, "2031-05-03"]))
def test_a_link_is_symmetric_and_its_score_is_the_sum_of_its_reasons(
        first: Act, second: Act, published: str | None) -> None:
    one, other = told(first), told(second, name="b.txt", published=published)
    link = compare(one, other)
    assert link == compare(other, one)
    assert link.first < link.second
    assert link.score == round(sum(reason.weight for reason in link.reasons), 3)


@pytest.mark.parametrize(("status", "published", "meet"), [
    ("planned", "2031-11-20", True), ("ongoing", "2032-02-20", True), ("occurred", "2031-11-20", False),
    ("occurred", "2031-05-31", True),  # of the next month, less than 30 days away
])
def test_what_lasts_meets_what_is_told_within_the_year(status: str, published: str, meet: bool) -> None:
    first, later = (profile(told(replace(SHELLING, status=status), name=name, published=day))
                    for name, day in (("a.txt", "2031-05-03"), ("b.txt", published)))
    assert bool(set(keys(first)) & set(keys(later))) is meet


@pytest.mark.parametrize(("day", "meet"), [
    ("1998-01-01/1999-01-01", True),  # an attack of years ago, told again in the next article without a time
    ("1998-05-02", False),  # a day of its own is told again as a day
])
def test_an_old_act_meets_what_is_told_of_it_without_a_time(day: str, meet: bool) -> None:
    first = profile(told(replace(SHELLING, day=day)))
    later = profile(told(SHELLING, name="b.txt", published="2031-05-10"))
    assert bool(set(keys(first)) & set(keys(later))) is meet


POLICE = {"The police": "XXX/GOV"}
RAID = Act("The police detained six drivers.", "detained", "COERCE", POLICE, {"drivers": "XXX/CVL"})
RAID_OF_STATE = Act("Chad detained eight drivers.", "detained", "COERCE", {"Chad": "TCD/GOV"}, {"drivers": "TCD/CVL"})
ARREST = replace(RAID_OF_STATE, text="Chad arrested drivers.", trigger="arrested")
RAID_JA = Act("警察は運転手を拘束した。", "拘束", "COERCE", {"警察": "XXX/GOV"}, {"運転手": "XXX/CVL"})


@pytest.mark.parametrize(("first", "topics", "second", "published", "meet"), [
    (RAID, (), RAID_OF_STATE, "2031-05-06", True),  # in the words of the act
    (RAID, (), RAID_OF_STATE, "2031-05-28", False),  # within a week or two
    (RAID, (), ARREST, "2031-05-06", False),
    (RAID_JA, ("TCD",), RAID_OF_STATE, "2031-05-06", True),  # whom the article is about stands in for «police»
    (RAID_JA, ("TCD",), VISIT, "2031-05-06", False),
])
def test_an_act_of_nobody_known_meets_others_by_its_words_and_its_document(
        first: Act, topics: tuple[str, ...], second: Act, published: str, meet: bool) -> None:
    language = "ja" if first is RAID_JA else "en"
    one, other = profile(told(first, language=language)), profile(told(second, name="b.txt", published=published))
    assert bool(set(keys(one, topics)) & set(keys(other))) is meet


@pytest.mark.parametrize(("language", "done", "not_done", "texts"), [
    ("ja", "働きかけ", "働きかけて", ("会社は残留を働きかけた。", "会社は働きかけていないと回答した。")),
    ("en", "fired", "fired", ("The guards fired at the crew.", "No guard fired at anyone, the company said.")),
])
def test_one_article_that_asserts_an_act_and_denies_it_in_the_same_words_tells_one_happening(
    language: str, done: str, not_done: str, texts: tuple[str, str]
) -> None:
    words = {"ja": "会社", "en": "guard"}[language]
    acts = [Act(texts[0], done, "COERCE", {words: "XXX/BUS"}),
            Act(texts[1], not_done, "COERCE", {words: "XXX/BUS"}, status="not_occurred")]
    first, second = of_one_article(acts, language)
    assert "words" in {reason.feature for reason in compare(first, second).reasons}
    asserted, again = of_one_article([acts[0], replace(acts[1], status="occurred")], language)
    assert compare(first, second).score == pytest.approx(compare(asserted, again).score + 2)


@pytest.mark.parametrize(("language", "texts", "words"), [
    ("en", ("Chad accused its neighbour of holding back the water.", "The minister denied that a sluice was shut.",
            "Rain fell in the hills."), ("holding back", "shut")),
    ("ja", ("チャドは隣国が水を止めたと非難した。", "水利相は水門を閉じていないと反論した。", "山では雨が降った。"),
     ("止めた", "閉じていない")),
])
def test_a_denial_answers_the_sentence_before_it_in_whatever_words(
    language: str, texts: tuple[str, str, str], words: tuple[str, str]
) -> None:
    done = Act(texts[0], words[0], "SANCTION")
    denied = Act(texts[1], words[1], "SANCTION", status="not_occurred")
    rain = Act(texts[2], texts[2][:2], "OTHER")
    for acts, answers in (([done, denied], True), ([done, rain, denied], False), ([denied, done], False)):
        told_acts = [one for one in of_one_article(acts, language) if one.claim.type == "SANCTION"]
        assert any(reason.feature == "denial" for reason in compare(*told_acts).reasons) is answers


def of_one_article(acts: Sequence[Act], language: str) -> list[Told]:
    one = reading(acts, language=language)
    assert one.document is not None
    return [Told(claim=claim, document=one.document, sentence=act.text)
            for claim, act in zip(one.claims, acts, strict=True)]


@pytest.mark.parametrize(("label", "weighs"), [("地震", False), ("earthquake", True), ("train crash", True)])
def test_labels_are_compared_in_one_script_alone(label: str, weighs: bool) -> None:
    quake = Act("The earthquake shook Peru.", "earthquake", "OTHER", label="earthquake")
    other = Act("地震がペルーを襲った。", "地震", "OTHER", label=label)
    reasons = compare(told(quake), told(other, name="b.txt", language="ja")).reasons
    assert any(reason.feature == "label" for reason in reasons) is weighs


def by(deadline: str, text: str, trigger: str, language: str = "en") -> Told:
    """Return an act to come with a deadline, exclusive, told by an article of its own on 3 May 2031."""
    one = told(Act(text, trigger, "RETREAT", {}, status="planned", day=deadline), name=f"{deadline}.txt",
               language=language)
    assert one.claim.time is not None
    return replace(one, claim=replace(one.claim, time=replace(one.claim.time, start=None, end=deadline)))


HILL = "Troops leave the hill."
HILL_JA = "軍は丘から撤収する。"


@pytest.mark.parametrize(("first", "second", "apart"), [
    (by("2031-06-01", HILL, "leave"), by("2031-06-01", HILL_JA, "撤収", "ja"), False),
    (by("2031-06-01", HILL, "leave"), by("2031-07-01", HILL_JA, "撤収", "ja"), False),
    (by("2031-05-15", HILL, "leave"),
     told(Act("The pass opens on 1 July.", "opens", "RETREAT", status="planned", day="2031-07-01", time="1 July"),
          name="b.txt"), True),
    (by("2031-06-01", HILL, "leave"),
     told(Act("検問所は6月に再開する。", "再開", "RETREAT", status="planned", day="2031-06-01/2031-07-01", time="6月"),
          name="b.txt", language="ja"), True),
    (told(Act("Troops left in May.", "left", "RETREAT", day="2031-05-01/2031-06-01", time="May")),
     told(Act("軍は6月に撤収した。", "撤収", "RETREAT", day="2031-06-01/2031-07-01", time="6月"), name="b.txt",
          language="ja"), False),
    (by("2031-05-15", HILL_JA, "撤収", "ja"),
     told(Act("検問所は7月1日に再開する。", "再開", "RETREAT", status="planned", day="2031-07-01", time="7月1日"),
          name="b.txt", language="ja"), True),
])
def test_what_is_due_before_another_act_begins_is_not_that_act(first: Told, second: Told, apart: bool) -> None:
    times = [reason.weight for reason in compare(first, second).reasons if reason.feature == "time"]
    assert (min(times, default=0) <= -5) is apart
