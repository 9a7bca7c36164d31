"""What stands against what, and how many sources do not rest on each other."""

from dataclasses import replace

import pytest

from keii.model import SourceKind
from keii.situation.building import event, status
from keii.situation.conflicts import conflicts
from keii.situation.independence import independent
from situation.stories import Act, told

RAID = Act("Troops killed 12 villagers on 2 May near Abou, the ministry of Chad said.", "killed", "ASSAULT",
           {"Troops": "TCD/MIL"}, {"villagers": "TCD/CVL"}, place="Abou", country="TCD", time="2 May",
           day="2031-05-02", number=("12", 12, "person"))
NIGER = "Niger's troops killed 12 villagers of Niger on 2 May near Abou."
CHADIAN = replace(RAID, text="Chad's troops killed 12 villagers of Chad on 2 May near Abou.",
                  actors={"Chad's troops": "TCD/MIL"}, recipients={"villagers of Chad": "TCD/CVL"})


@pytest.mark.parametrize(("change", "field"), [
    ({"status": "not_occurred"}, "reality"), ({"number": ("12", 20, "person")}, "quantity"),
    ({"day": "2031-05-09"}, "time"), ({"country": "NER"}, "place"),
])
def test_what_cannot_all_be_right_is_a_conflict(change: dict[str, object], field: str) -> None:
    first, second = told(RAID), told(replace(RAID, **change), name="b.txt")  # type: ignore[arg-type]
    found = conflicts([first, second])
    assert [one.field for one in found] == [field]
    assert {value.claims for value in found[0].values} == {(first.claim.id,), (second.claim.id,)}


@pytest.mark.parametrize(("change", "field"), [
    ({"actors": {"Niger's troops": "NER/MIL"}, "recipients": {}}, "actor"),
    ({"recipients": {"villagers of Niger": "NER/CVL"}, "actors": {}}, "recipient"),
])
def test_parties_whose_words_name_other_countries_are_a_conflict(change: dict[str, object], field: str) -> None:
    other = replace(CHADIAN, text=NIGER, **change)  # type: ignore[arg-type]
    assert [one.field for one in conflicts([told(CHADIAN), told(other, name="b.txt")])] == [field]


@pytest.mark.parametrize("change", [{"actors": {"Troops": "NER/MIL"}}, {"recipients": {"villagers": "NER/CVL"}}])
def test_a_country_that_no_words_name_contradicts_nothing(change: dict[str, object]) -> None:
    for first in (RAID, CHADIAN):
        assert not conflicts([told(first), told(replace(RAID, **change), name="b.txt")])  # type: ignore[arg-type]


@pytest.mark.parametrize("change", [
    {}, {"number": None}, {"day": None}, {"day": "2031-05-01/2031-06-01"}, {"actors": {}}, {"place": None},
    {"actors": {"Troops": "XXX/MIL"}}, {"number": ("12", 20, "house")}, {"status": "ongoing"},
    {"actors": {"Troops": "TCD/MIL", "killed": "NER/MIL"}},
])
def test_what_can_all_be_right_is_none(change: dict[str, object]) -> None:
    changed = replace(RAID, **change)  # type: ignore[arg-type]
    assert not conflicts([told(RAID), told(changed, name="b.txt")])


MEETING = Act("Fiji's premier met Peru's.", "met", "CONSULT", {"Fiji": "FJI/GOV"}, {"Peru": "PER/GOV"})
MEETING_JA = Act("ペルーの首相はフィジーの首相と会談した。", "会談", "CONSULT", {"ペルー": "PER/GOV"},
                 {"フィジー": "FJI/GOV"})
SHIP = Act("Peru sent a ship on 9 May.", "sent", "AID", {"Peru": "PER/GOV"}, day="2031-05-09", time="9 May")
NO_SHIP = Act("ペルーはまだ船を送っていない。", "送っていない", "AID", {"ペルー": "PER/GOV"}, status="not_occurred")


def test_an_act_with_two_sides_has_no_conflict_of_who_is_told_first() -> None:
    first, second = told(MEETING), told(MEETING_JA, name="b.txt", language="ja")
    assert not conflicts([first, second])
    third = replace(MEETING, actors={"Fiji": "CHL/GOV"}, recipients={})
    assert [one.field for one in conflicts([first, second, told(third, name="c.txt")])] == ["actor"]


@pytest.mark.parametrize(("denied", "fields"), [("2031-05-07", []), ("2031-05-10", ["reality"])])
def test_what_had_not_happened_yet_and_later_did_is_no_conflict(denied: str, fields: list[str]) -> None:
    no = told(NO_SHIP, name="b.txt", language="ja", published=denied)
    assert [one.field for one in conflicts([told(SHIP, published="2031-05-10"), no])] == fields


def test_a_denial_of_what_is_told_without_a_time_is_a_conflict() -> None:
    no = told(NO_SHIP, name="b.txt", language="ja", published="2031-05-07")
    yes = told(replace(SHIP, day=None), published="2031-05-10")
    assert [one.field for one in conflicts([yes, no])] == ["reality"]


def test_bounds_and_round_numbers_exclude_only_what_lies_outside() -> None:
    first, second = told(RAID), told(RAID, name="b.txt")
    least = replace(second.claim.quantities[0], low=10, high=None)
    about = replace(second.claim.quantities[0], low=13, high=13, approximate=True)
    for quantity, count in ((least, 0), (about, 0), (replace(about, approximate=False), 1)):
        other = replace(second, claim=replace(second.claim, quantities=(quantity,)))
        assert len(conflicts([first, other])) == count


def test_numbers_of_two_things_stand_in_one_conflict() -> None:
    first, second = told(RAID), told(replace(RAID, number=("12", 20, "person")), name="b.txt")
    tellings = []
    for one, houses in ((first, 3), (second, 5)):
        people = one.claim.quantities[0]
        both = (people, replace(people, span=one.claim.trigger, unit="house", low=houses, high=houses))
        tellings.append(replace(one, claim=replace(one.claim, quantities=both)))
    [found] = conflicts(tellings)
    assert found.field == "quantity"
    assert {value.value for value in found.values} == {"3 house", "5 house", "12 person", "20 person"}


ARREST = Act("Police detained seven pickets.", "detained", "COERCE", {"Police": "POL/GOV"},
             {"seven pickets": "POL/LAB"}, number=("seven", 7, None))
FIVE = Act("Police detained five of them.", "detained", "COERCE", {"Police": "POL/GOV"}, {"five of them": "POL/LAB"},
           number=("five", 5, None))
NINE_JA = Act("警察は組合員9人を拘束した。", "拘束", "COERCE", {"警察": "POL/GOV"}, {"組合員9人": "POL/LAB"},
              number=("9人", 9, "person"))
BOTH = Act("Police detained seven pickets and five clerks.", "detained", "COERCE", {"Police": "POL/GOV"},
           {"seven pickets": "POL/LAB", "five clerks": "POL/LAB"})


@pytest.mark.parametrize(("first", "second", "fields"), [
    (ARREST, FIVE, ["quantity"]),  # a bare number of the same side
    (ARREST, NINE_JA, ["quantity"]), (FIVE, NINE_JA, ["quantity"]), (ARREST, ARREST, []),
])
def test_numbers_of_one_side_of_an_act_are_of_one_thing(first: Act, second: Act, fields: list[str]) -> None:
    other = told(second, name="b.txt", language="ja" if second is NINE_JA else "en")
    assert [one.field for one in conflicts([told(first), other])] == fields


def test_two_numbers_of_one_side_name_neither() -> None:
    both = told(BOTH)
    counts = [replace(told(ARREST).claim.quantities[0], span=party.span, low=n, high=n)
              for party, n in zip(both.claim.recipients, (7, 5), strict=True) if party.span]
    both = replace(both, claim=replace(both.claim, quantities=tuple(counts)))
    assert not conflicts([both, told(FIVE, name="b.txt")])


TENTS = Act("チリは天幕500張りを送った。", "送った", "AID", {"チリ": "CHL/GOV"}, number=("500", 500, None),
            counted="天幕")
TENTS_EN = Act("Chile sent 320 tents.", "sent", "AID", {"Chile": "CHL/GOV"}, number=("320", 320, None),
               counted="tents")


def test_things_are_held_against_each_other_across_languages_only() -> None:
    blankets = replace(TENTS_EN, text="Chile sent 500 blankets.", number=("500", 500, None), counted="blankets")
    assert [one.field for one in conflicts([told(TENTS, language="ja"), told(TENTS_EN, name="b.txt")])] == ["quantity"]
    assert not conflicts([told(blankets), told(TENTS_EN, name="b.txt")])


@pytest.mark.parametrize(("unit", "fields"), [("張", ["quantity"]), ("tonne", [])])
def test_a_counter_without_a_name_in_both_languages_counts_things(unit: str, fields: list[str]) -> None:
    counted = replace(TENTS, number=("500", 500, unit))
    assert [one.field for one in conflicts([told(counted, language="ja"), told(TENTS_EN, name="b.txt")])] == fields


@pytest.mark.parametrize(("first", "second", "fields"), [
    ("2031-05-01T18:00/2031-05-02T06:00", "2031-05-02T18:00/2031-05-03T06:00", ["time"]),  # two evenings
    ("2031-05-01T18:00/2031-05-02T06:00", "2031-05-02T00:00/2031-05-02T06:00", []),  # one night
    ("2031-05-01T18:00/2031-05-02T06:00", "2031-05-02/2031-05-03", []),
    ("2031-05-01/2031-06-01", "2031-06-01/2031-07-01", ["time"]),  # in May, in June
    ("2031-01-01/2032-01-01", "2032-01-01/2033-01-01", []),
])
def test_times_that_have_no_moment_in_common_are_a_conflict(first: str, second: str, fields: list[str]) -> None:
    tellings = [told(replace(RAID, day=day), name=f"{n}.txt") for n, day in enumerate((first, second))]
    assert [one.field for one in conflicts(tellings)] == fields


@pytest.mark.parametrize(("statuses", "published", "fields"), [
    (("planned", "planned"), "2031-05-04", ["time"]),  # two outlets of two days that follow each other
    (("planned", "expected"), "2031-05-12", []),  # the plan has changed
    (("occurred", "occurred"), "2031-05-12", ["time"]),
    (("planned", "occurred"), "2031-05-12", ["time"]),
])
def test_of_an_act_to_come_the_last_times_stand_against_each_other(
        statuses: tuple[str, str], published: str, fields: list[str]) -> None:
    days = ("2031-05-20/2031-05-21", "2031-05-25/2031-05-26")
    tellings = [told(replace(RAID, day=day, status=status), name=f"{day}.txt", published=at)
                for day, status, at in zip(days, statuses, ("2031-05-03", published), strict=True)]
    assert [one.field for one in conflicts(tellings)] == fields


@pytest.mark.parametrize(("first", "second", "fields"), [
    ("TCD/MIL", "TCD/REB", ["actor"]), ("TCD/GOV", "TCD/BUS", ["actor"]), ("TCD/GOV", "TCD/MIL", []),
    ("TCD/MIL", "TCD/CVL", []), ("XXX/REB", "TCD/MIL", []),
])
def test_an_army_and_rebels_of_one_country_are_two_actors(first: str, second: str, fields: list[str]) -> None:
    tellings = [told(replace(RAID, actors={"Troops": code}), name=f"{n}.txt") for n, code in enumerate((first, second))]
    assert [one.field for one in conflicts(tellings)] == fields


OFFICIAL = replace(RAID, source=("the ministry of Chad", SourceKind.OFFICE, "TCD/GOV"))
ANONYMOUS = replace(RAID, source=("the ministry of Chad", SourceKind.ANONYMOUS, "XXX"))


@pytest.mark.parametrize(("acts", "count"), [
    ([(RAID, "Star"), (RAID, "Post")], 2),
    ([(RAID, "Star"), (RAID, "Ｓｔａｒ")], 1),  # one outlet, whatever the width
    ([(OFFICIAL, "Star"), (OFFICIAL, "Post")], 1),  # one ministry in two papers
    ([(OFFICIAL, "Star"), (RAID, "Post")], 2),
    ([(ANONYMOUS, "Star"), (RAID, "Star")], 1),  # a voice without a name proves no second source
    ([(RAID, None), (RAID, None)], 2),
])
def test_sources_that_rest_on_each_other_count_once(acts: list[tuple[Act, str | None]], count: int) -> None:
    tellings = [told(act, name=f"{number}.txt", publisher=publisher) for number, (act, publisher) in enumerate(acts)]
    assert independent(tellings) == count


def test_copies_count_once() -> None:
    one, other = told(RAID, publisher="Star"), told(RAID, name="b.txt", publisher="Post")
    assert independent([replace(one, copies="g_1"), replace(other, copies="g_1")]) == 1


def test_an_event_gathers_its_claims() -> None:
    first, second = told(RAID), told(replace(RAID, status="not_occurred", number=("12", 20, "person")), name="b.txt")
    third = told(replace(RAID, number=None), name="c.txt")
    made = event([first, second, third])
    assert made.status == "occurred"
    assert [(value.value, len(value.claims)) for value in dict(made.fields)["actor"]] == [("TCD/MIL", 3)]
    assert [(value.value, len(value.claims)) for value in dict(made.fields)["status"]] == [
        ("occurred", 2), ("not_occurred", 1)]
    assert (made.since, made.until, made.documents) == ("2031-05-02", "2031-05-03", 3)
    assert {one.field for one in made.conflicts} == {"reality", "quantity"}


def test_the_firmest_status_counts() -> None:
    claims = [told(replace(RAID, status=one)).claim for one in ("possible", "planned", "urged")]
    assert status(claims) == "planned"


TOLL = Act("The blast in Abou left 12 dead.", "blast", "ASSAULT", number=("12 dead", 12, "person"))
SECOND = Act("The blast in Abou left 20 dead.", "blast", "ASSAULT", number=("20 dead", 20, "person"))
HURT = Act("The blast in Abou left 20 wounded.", "blast", "ASSAULT", number=("20 wounded", 20, "person"))
SOME = Act("The blast in Abou hit 20 people.", "blast", "ASSAULT", number=("20 people", 20, "person"))


@pytest.mark.parametrize(("other", "fields"), [(SECOND, ["quantity"]), (HURT, []), (SOME, ["quantity"]), (TOLL, [])])
def test_the_dead_and_the_hurt_are_two_numbers(other: Act, fields: list[str]) -> None:
    assert [one.field for one in conflicts([told(TOLL), told(other, name="b.txt")])] == fields
