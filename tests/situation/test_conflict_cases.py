"""What two or three outlets tell of one happening, in both languages: what stands against what, and what does not."""

from dataclasses import replace

import pytest

from keii.model import Quantity, SourceKind, Told
from keii.situation.conflicts import conflicts
from keii.situation.independence import independent
from situation.stories import Act, reading, told

POLICE = ("the police", SourceKind.OFFICE, "PER/GOV")
HOSPITAL = ("the hospital", SourceKind.NAMED, "PER/CVL")


def act(text: str, trigger: str, **fields: object) -> Act:
    return Act(text, trigger, "ASSAULT", **fields)  # type: ignore[arg-type]


def tell(*given: tuple[Act, str, str]) -> list[Told]:
    """Return acts as told by an outlet on a day."""
    return [told(one, name=f"{number}.txt", publisher=publisher, published=day,
                 language="ja" if any("ぁ" <= letter <= "ん" for letter in one.text) else "en")
            for number, (one, publisher, day) in enumerate(given)]


def counted(text: str, trigger: str, number: float, *, words: str, **fields: object) -> Act:
    return act(text, trigger, number=(words, number, "person"), **fields)


TWELVE = counted("Gunmen killed 12 villagers.", "killed", 12, words="12")
TWELVE_JA = counted("武装集団が村民12人を殺害した。", "殺害", 12, words="12人")
TWENTY = counted("Gunmen killed 20 villagers.", "killed", 20, words="20")
TWENTY_JA = counted("武装集団が村民20人を殺害した。", "殺害", 20, words="20人")
MAY_2 = act("Gunmen struck on May 2.", "struck", day="2031-05-02", time="May 2")
MAY_2_JA = act("武装集団は2日に襲撃した。", "襲撃", day="2031-05-02", time="2日")
MAY_3 = act("Gunmen struck on May 3.", "struck", day="2031-05-03", time="May 3")
MAY_3_JA = act("武装集団は3日に襲撃した。", "襲撃", day="2031-05-03", time="3日")
MAY = act("武装集団は5月に襲撃した。", "襲撃", day="2031-05-01/2031-06-01", time="5月")
CHAD = act("チャドで武装集団が襲撃した。", "襲撃", place="チャド", country="TCD")
NIGER = act("Gunmen struck in Niger.", "struck", place="Niger", country="NER")
ARMY = act("The army shelled the town.", "shelled", actors={"The army": "CMR/MIL"})
REBELS_JA = act("反政府軍が町を砲撃した。", "砲撃", actors={"反政府軍": "NGA/REB"})
DENIED = act("The army did not shell the town.", "shell", actors={"The army": "CMR/MIL"}, status="not_occurred")
DENIED_JA = act("軍は町を砲撃していない。", "砲撃", actors={"軍": "CMR/MIL"}, status="not_occurred")
ON_CIVILIANS = act("軍はカメルーンの住民を砲撃した。", "砲撃", actors={"軍": "CMR/MIL"},
                   recipients={"カメルーンの住民": "CMR/CVL"})
ON_PEOPLE = act("軍は住民を砲撃した。", "砲撃", actors={"軍": "CMR/MIL"}, recipients={"住民": "CMR/CVL"})
ON_NIGERIA = act("The army shelled Nigerians.", "shelled", actors={"The army": "CMR/MIL"},
                 recipients={"Nigerians": "NGA/CVL"})
A, B, EARLY, LATE = "Star", "夕刊", "2031-05-04", "2031-05-06"


@pytest.mark.parametrize(("first", "second", "fields"), [
    # numbers
    (TWELVE, TWENTY, ["quantity"]),
    (TWELVE_JA, TWENTY, ["quantity"]),
    (TWELVE_JA, TWENTY_JA, ["quantity"]),
    (TWELVE, TWELVE_JA, []),
    (TWELVE, replace(TWENTY, number=("20", 20, "house")), []),  # another unit
    (TWELVE_JA, replace(TWENTY_JA, number=None), []),
    # dates
    (MAY_2, MAY_3, ["time"]),
    (MAY_2_JA, MAY_3_JA, ["time"]),
    (MAY_2_JA, MAY_3, ["time"]),
    (MAY_2, MAY_2_JA, []),
    (MAY_2, MAY, []),  # the day lies in the month
    # places
    (CHAD, NIGER, ["place"]),
    (CHAD, replace(NIGER, country="TCD"), []),
    (CHAD, replace(NIGER, country=None), []),  # not resolved: it may be there
    # actors and recipients
    (ARMY, REBELS_JA, ["actor"]),
    (ARMY, replace(REBELS_JA, actors={"反政府軍": "XXX/REB"}), []),
    (ON_CIVILIANS, ON_NIGERIA, ["recipient"]),
    (ON_CIVILIANS, replace(ON_NIGERIA, recipients={}), []),
    (ON_PEOPLE, ON_NIGERIA, []),  # whose people they are, their article gives them
    # denial against assertion
    (ARMY, DENIED, ["reality"]),
    (ARMY, DENIED_JA, ["reality"]),
    (DENIED, DENIED_JA, []),
    (replace(ARMY, status="planned"), DENIED, []),  # what is only planned is not asserted
])
def test_two_outlets_stand_against_each_other(first: Act, second: Act, fields: list[str]) -> None:
    for order in ((first, second), (second, first)):
        found = conflicts(tell((order[0], A, EARLY), (order[1], B, EARLY)))
        assert [one.field for one in found] == fields


@pytest.mark.parametrize(("text", "source", "fields"), [
    ("軍報道官は3日、武装集団が襲撃したと発表した。", "軍報道官", []),  # the day of saying it
    ("武装集団は3日に襲撃したと軍報道官は発表した。", "軍報道官", ["time"]),
    ("軍報道官は、武装集団が3日に襲撃したと発表した。", "軍報道官", ["time"]),
])
def test_the_day_on_which_a_source_says_it_stands_against_no_other(text: str, source: str, fields: list[str]) -> None:
    said = act(text, "襲撃", day="2031-05-03", time="3日", source=(source, SourceKind.OFFICE, "PER/MIL"))
    found = conflicts(tell((MAY_2_JA, A, EARLY), (said, B, EARLY)))
    assert [one.field for one in found] == fields


def bounded(one: Told, low: float | None, high: float | None, *, about: bool = False) -> Told:
    quantity: Quantity = replace(one.claim.quantities[0], low=low, high=high, approximate=about)
    return replace(one, claim=replace(one.claim, quantities=(quantity,)))


@pytest.mark.parametrize(("low", "high", "about", "against"), [
    (10, None, False, False),  # at least 10
    (12, None, False, False),
    (None, 12, False, False),  # up to 12
    (10, 15, False, False),
    (13, 13, True, False),  # about 13
    (13, None, False, True),  # at least 13
    (None, 11, False, True),  # fewer than 12
    (20, 30, False, True),
    (20, 20, True, True),  # about 20
])
@pytest.mark.parametrize("other", [TWELVE, TWELVE_JA])
def test_bounds_stand_against_a_number_only_where_they_exclude_it(
    low: float | None, high: float | None, about: bool, against: bool, other: Act
) -> None:
    first, second = tell((TWENTY, A, EARLY), (other, B, EARLY))
    assert bool(conflicts([bounded(first, low, high, about=about), second])) is against


@pytest.mark.parametrize(("first", "second"), [(TWELVE, TWENTY), (TWELVE_JA, TWENTY_JA)])
def test_a_number_of_a_later_article_is_told_beside_the_earlier_one(first: Act, second: Act) -> None:
    assert [one.field for one in conflicts(tell((first, A, EARLY), (second, A, LATE)))] == ["quantity"]


@pytest.mark.parametrize(("first", "second"), [(MAY_2, MAY_3), (CHAD, NIGER)])
def test_what_an_outlet_corrects_later_is_no_conflict(first: Act, second: Act) -> None:
    assert not conflicts(tell((first, A, EARLY), (second, A, LATE)))
    assert conflicts(tell((first, A, EARLY), (second, A, EARLY)))  # in two articles at a time nothing is corrected


def fetched(one: Told, at: str, url: str = "https://star.example/a") -> Told:
    return replace(one, document=replace(one.document, url=url, retrieved_at=f"2031-05-03T{at}:00Z"))


@pytest.mark.parametrize(("first", "second"), [(TWELVE, TWENTY), (MAY_2, MAY_3), (CHAD, NIGER)])
def test_what_a_page_says_otherwise_when_it_is_fetched_again_is_no_conflict(first: Act, second: Act) -> None:
    one, two = tell((first, A, EARLY), (second, A, EARLY))  # an update keeps the date of publication
    assert not conflicts([fetched(one, "09:00"), fetched(two, "11:00")])
    assert not conflicts([fetched(two, "11:00"), fetched(one, "09:00")])
    assert conflicts([fetched(one, "09:00"), fetched(two, "09:00")])
    assert conflicts([fetched(one, "09:00"), fetched(two, "11:00", url="https://star.example/b")])


def test_the_last_word_of_a_page_stands_against_another_outlet() -> None:
    one, two, three = tell((TWELVE, A, EARLY), (TWENTY, A, EARLY), (TWELVE_JA, B, EARLY))
    (found,) = conflicts([fetched(one, "09:00"), fetched(two, "11:00"), fetched(three, "10:00", "https://post.example/")])
    assert {claim for value in found.values for claim in value.claims} == {two.claim.id, three.claim.id}


def test_a_correction_of_one_outlet_stands_against_another_ones_last_word() -> None:
    found = conflicts(tell((MAY_2, A, EARLY), (MAY_3, A, LATE), (MAY_2_JA, B, EARLY)))
    assert [(one.field, [len(value.claims) for value in one.values]) for one in found] == [("time", [1, 1])]


def test_what_two_sources_say_through_one_outlet_is_a_conflict_also_later() -> None:
    first = counted("Gunmen killed 12 villagers, the police said.", "killed", 12, words="12", source=POLICE)
    second = counted("Gunmen killed 20 villagers, the hospital said.", "killed", 20, words="20", source=HOSPITAL)
    assert [one.field for one in conflicts(tell((first, A, EARLY), (second, A, LATE)))] == ["quantity"]


def test_a_denial_that_an_outlet_passes_on_later_corrects_nothing() -> None:
    assert [one.field for one in conflicts(tell((ARMY, A, EARLY), (DENIED, A, LATE)))] == ["reality"]


def credited(one: Told, agency: str) -> Told:
    return replace(one, document=replace(one.document, agency=agency))


def test_texts_that_are_credited_to_one_agency_are_one_source() -> None:
    first, second, third = tell((TWELVE, A, EARLY), (TWELVE_JA, B, EARLY), (TWENTY, "Post", EARLY))
    one, other = credited(first, "outlet:made-agency"), credited(second, "outlet:made-agency")
    assert independent([first, second]) == 2
    assert independent([one, other]) == 1
    assert independent([one, other, third]) == 2


def test_a_text_of_an_agency_and_one_that_quotes_it_are_one_source() -> None:
    quoting = counted("Gunmen killed 12 villagers, the agency reported.", "killed", 12, words="12",
                      source=("the agency", SourceKind.AGENCY, "XXX/MED"))
    first, second = tell((TWELVE_JA, B, EARLY), (quoting, A, EARLY))
    source = replace(second.claim.sources[0], actor="outlet:made-agency")
    second = replace(second, claim=replace(second.claim, sources=(source,)))
    assert independent([credited(first, "outlet:made-agency"), second]) == 1


@pytest.mark.parametrize(("asserted", "denied", "trigger", "source"), [
    ("軍は町を砲撃した。", "軍は病院を砲撃していない。", "砲撃", "村長"),
    ("The army shelled the town.", "The army did not shell the clinic.", "shell", "the mayor"),
])
def test_one_voice_in_one_article_does_not_contradict_itself(
    asserted: str, denied: str, trigger: str, source: str
) -> None:
    language = "ja" if trigger == "砲撃" else "en"
    said = (act(asserted, trigger), act(denied, trigger, status="not_occurred"))
    quoted = (said[0], replace(said[1], text=f"{denied} ({source})", source=(source, SourceKind.NAMED, "PER/CVL")))
    for acts, fields in ((said, []), (quoted, ["reality"])):
        one = reading(acts, language=language)
        assert one.document is not None
        claims = [Told(claim=claim, document=one.document, sentence=own.text)
                  for claim, own in zip(one.claims, acts, strict=True)]
        assert [conflict.field for conflict in conflicts(claims)] == fields
