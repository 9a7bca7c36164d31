from dataclasses import replace

import pytest

from keii.errors import DataError, UsageError
from keii.model import Party, Situation, Span, Told
from keii.situation.definitions import defined, from_table
from keii.situation.happening import Happening
from keii.situation.members import Members
from keii.situation.parties import camp_of, is_called, pair
from keii.situation.threads import are_together, found_situations, is_defined, mentions_of
from situation.articles import Act, article, single


def found_in(happenings: list[Happening]) -> tuple[Situation, ...]:
    return found_situations(mentions_of(happenings))


def party(code: str, words: str = "someone", actor: str | None = None) -> Party:
    return Party(span=Span(start=0, end=len(words), quote=words), code=code, actor=actor)


@pytest.mark.parametrize(("first", "second", "expected"), [
    ("RUS/GOV", "PRK/MIL", ("PRK", "RUS")),  # all of a state's bodies are one side to the outside
    ("UKR/CVL", "RUS/MIL", ("RUS", "UKR")),
    ("COL/MIL", "COL/REB", ("COL", "COL/REB")),  # within a state, whoever faces its government
    ("FRA/LAB", "FRA/GOV", ("FRA", "FRA/LAB")),
    ("USA/LEG", "USA/GOV", None),  # both speak for the state
    ("XXX", "RUS", None),
    ("IGO:UN", "ISR", ("IGO:UN", "ISR")),
])
def test_two_parties_make_a_pair(first: str, second: str, expected: tuple[str, str] | None) -> None:
    assert pair(first, second) == expected
    assert pair(second, first) == expected


def test_a_party_is_called_by_code_sector_entry_or_words() -> None:
    putin = party("RUS/GOV/ELI", "プーチン大統領", actor="vladimir-putin")
    assert all(is_called(putin, who) for who in ("RUS", "RUS/GOV", "/GOV", "/ELI", "vladimir-putin", "プーチン"))
    assert not any(is_called(putin, who) for who in ("RU", "USA", "/MIL", "PRK", "習近平"))
    assert is_called(party("USA/GOV", "FBI"), "FBI")
    assert camp_of("RUS/PTY") == "RUS/PTY"


def met(day: str, language: str = "ja") -> list[Told]:
    act = Act("北朝鮮と韓国が会談した。", "会談", "CONSULT", ("北朝鮮", "韓国")) if language == "ja" else \
        Act("North Korea and South Korea met.", "met", "CONSULT", ("North Korea", "South Korea"))
    return article(day, language, act, publisher=day)


def test_a_pair_told_of_often_enough_is_found_in_either_language() -> None:
    told = [*met("2031-04-01"), *met("2031-04-02", "en"), *met("2031-04-03"), *met("2031-04-04", "en")]
    (found,) = found_in(single(told))
    assert (found.name, found.pairs, found.found) == ("KOR-PRK", (("KOR", "PRK"),), True)
    assert found.reasons[0].weight == 4


@pytest.mark.parametrize("days", [
    ["2031-04-01", "2031-04-02", "2031-04-03"],  # too few
    ["2031-04-01"] * 4,  # one day, one text
])
def test_a_pair_told_of_in_passing_is_not_found(days: list[str]) -> None:
    assert found_in(single([told for day in days for told in met(day)])) == ()


def test_four_copies_of_one_text_are_no_situation() -> None:
    told = [replace(one, copies="g1") for day in ("01", "02", "03", "04") for one in met(f"2031-04-{day}")]
    assert found_in(single(told)) == ()


def one_story(day: str, *, together: bool) -> list[Told]:
    first = Act("ロシアは北朝鮮に支援を行った。", "支援", "AID", ("ロシア",), ("北朝鮮",))
    second = Act("韓国は北朝鮮を非難した。", "非難", "ACCUSE", ("韓国",), ("北朝鮮",))
    if together:
        return article(day, "ja", first, second, publisher=day)
    return [*article(day, "ja", first, publisher=f"甲{day}"), *article(day, "ja", second, publisher=f"乙{day}")]


@pytest.mark.parametrize(("together", "expected"), [(True, {"KOR-PRK-RUS"}), (False, {"PRK-RUS", "KOR-PRK"})])
def test_pairs_are_one_situation_where_the_same_articles_tell_both(together: bool, expected: set[str]) -> None:
    told = [told for day in range(1, 6) for told in one_story(f"2031-04-0{day}", together=together)]
    assert {one.name for one in found_in(single(told))} == expected


def test_pairs_without_a_common_party_stay_apart_even_in_one_article() -> None:
    acts = (Act("ロシアは北朝鮮に支援を行った。", "支援", "AID", ("ロシア",), ("北朝鮮",)),
            Act("日本は米国と会談した。", "会談", "CONSULT", ("日本", "米国")))
    told = [one for day in range(1, 6) for one in article(f"2031-04-0{day}", "ja", *acts, publisher=str(day))]
    assert {one.name for one in found_in(single(told))} == {"PRK-RUS", "JPN-USA"}


def test_what_one_party_does_alone_belongs_where_it_is_told_beside_the_others() -> None:
    launch = Act("北朝鮮はミサイルを発射した。", "発射", "MOBILIZE", ("北朝鮮",))
    beside = [one for day in range(1, 6) for one in article(f"2031-04-0{day}", "ja", Act(
        "北朝鮮と韓国が会談した。", "会談", "CONSULT", ("北朝鮮", "韓国")), launch, publisher=str(day))]
    apart = article("2031-05-01", "ja", launch, publisher="別")
    everything = single([*beside, *apart])
    (found,) = found_in(everything)
    own = Members(mentions_of(everything)).of(found)
    days = [one.first_told for one in everything if one.event.id in own and one.event.type == "MOBILIZE"]
    assert days == [f"2031-04-0{day}" for day in range(1, 6)]


def test_the_order_of_reading_changes_nothing() -> None:
    told = [told for day in range(1, 6) for told in one_story(f"2031-04-0{day}", together=True)]
    told += [*met("2031-04-01"), *met("2031-04-02"), *met("2031-04-03"), *met("2031-04-04")]
    assert found_in(single(told)) == found_in(single(reversed(told)))


# ---- defined ----

def test_of_two_actors_both_take_part_or_one_alone() -> None:
    situation = Situation(name="x", actors=("PRK", "KOR"), author="me")
    both, alone, other = single(article(
        "2031-04-01", "en",
        Act("North Korea met South Korea.", "met", "CONSULT", ("North Korea",), ("South Korea",)),
        Act("North Korea mobilised.", "mobilised", "MOBILIZE", ("North Korea",)),
        Act("Russia aided North Korea.", "aided", "AID", ("Russia",), ("North Korea",))))
    assert [is_defined(situation, one) for one in (both, alone, other)] == [True, True, False]
    assert is_defined(Situation(name="x", actors=("PRK",), author="me"), other)
    assert are_together(("RUS", "PRK"), other)
    assert not are_together(("RUS", "KOR"), other)


def test_every_field_must_fit_and_one_value_of_it() -> None:
    (one,) = single(article("2031-04-01", "ja", Act("北朝鮮は板門店で韓国と会談した。", "会談", "CONSULT", ("北朝鮮",),
                                                    ("韓国",), place=("板門店", "KOR"))))

    def fits(**fields: tuple[str, ...]) -> bool:
        return is_defined(Situation(name="x", author="me", **fields), one)  # type: ignore[arg-type]

    assert fits(types=("AID", "CONSULT"), places=("板門",), texts=("会談",))
    assert fits(places=("KOR",))
    assert not fits(types=("CONSULT",), texts=("停戦",))
    assert not fits(places=("PRK",))


def test_a_definition_that_selects_everything_is_refused() -> None:
    with pytest.raises(UsageError, match="would hold every event"):
        defined(Situation(name="all", author="me"))
    with pytest.raises(UsageError, match="does not know «MEET»"):
        defined(Situation(name="talks", types=("MEET",), author="me"))


def test_a_table_of_definitions_is_read_or_refused_with_its_line(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "situations.tsv"
    path.write_text("name\tactors\ttypes\tplaces\ttexts\n半島\tPRK; KOR\t\t\t\nミサイル\t\tMOBILIZE\t\tミサイル\n",
                    encoding="utf-8")
    first, second = from_table(path, author="me")
    assert (first.name, first.actors) == ("半島", ("PRK", "KOR"))
    assert (second.types, second.texts) == (("MOBILIZE",), ("ミサイル",))
    path.write_text("name\tactors\ttypes\tplaces\ttexts\nx\t\tMEET\t\t\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"situations.tsv:2"):
        list(from_table(path, author="me"))
