"""Time expressions: the cases of each language, offsets that quote the text, and refusals instead of guesses."""

import tempfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import keii.language
from keii.calendar.time_grammar import COLUMNS, Grammar, compile_grammar, fold, grammar
from keii.calendar.times import ResolvedTime, Tense, Unresolved, find_times, resolve_time
from keii.errors import DataError, UsageError
from written import written

CASES = Path(__file__).parents[1] / "cases"
TABLES = Path(keii.language.__file__).parent
LANGUAGES = ("ja", "en")


@cache
def load(language: str) -> list[dict[str, Any]]:
    table = written(CASES / language / "times.yaml")
    return [{"published": table["published"], **case, "language": language} for case in table["cases"]]


ALL = [case for language in LANGUAGES for case in load(language)]


def day(value: date | str) -> date | None:
    return None if isinstance(value, str) else value


def context(case: dict[str, Any]) -> ResolvedTime | None:
    told = case.get("context")
    return ResolvedTime(start=told.isoformat(), precision="day", basis="text") if told else None


def show(time: ResolvedTime) -> str:
    if time.reason:
        return time.reason
    return f"{time.start or '..'}/{time.end or '..'} {time.precision} {time.basis}"


def test_each_language_has_enough_cases_both_right_and_wrong() -> None:
    for language in LANGUAGES:
        cases = load(language)
        assert len(cases) >= 80
        assert sum(not case["times"] for case in cases) >= 10


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case['language']}: {case['text']}")
def test_a_case_is_found_and_resolved(case: dict[str, Any]) -> None:
    found = [
        f"{expression.text} = " + show(resolve_time(
            expression, day(case["published"]), tense=Tense(case.get("tense", "past")), context=context(case)))
        for expression in find_times(case["text"], case["language"])
    ]
    assert found == case["times"]


def words(language: str) -> st.SearchStrategy[str]:
    """Texts put together from the words of the grammar, which no author would write."""
    rules = grammar(language)
    known = sorted({word for table in rules.words.values() for word in table} | set(rules.numerals))
    signs = ["2023", "13", "9", "１２", "99", " ", "\n", "\u3000", "、", "-", "〜", ":", "/", "(", ")", ",", "'s"]
    signs += ["の", "から", "まで", "年", "月", "日", "時", "間", "前", "後", "か月", "代", "末"]
    signs += ["of", "in", "the", "May", "since", "and", "to"]
    joiner = "" if language == "ja" else " "
    return st.lists(st.sampled_from(known + signs), max_size=12).map(joiner.join)


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=st.data())
def test_offsets_always_quote_the_text(language: str, data: st.DataObject) -> None:
    text = data.draw(st.one_of(words(language), st.text(max_size=60)))
    end = 0
    for expression in find_times(text, language):
        assert end <= expression.start < expression.end <= len(text)
        assert text[expression.start : expression.end] == expression.text
        end = expression.end


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=st.data())
def test_a_time_has_an_interval_or_a_reason_and_never_both(language: str, data: st.DataObject) -> None:
    text = data.draw(words(language))
    published = data.draw(st.one_of(st.none(), st.dates(date(1900, 1, 1), date(2100, 1, 1))))
    tense = data.draw(st.sampled_from(Tense))
    for expression in find_times(text, language):
        time = resolve_time(expression, published, tense=tense)
        if time.reason:
            assert time.reason in set(Unresolved)
            assert (time.start, time.end, time.basis) == (None, None, None)
        else:
            assert time.start or time.end
            assert time.start is None or time.end is None or time.start[:10] <= time.end[:10]
            assert time.basis == "text" or (time.basis == "published_at" and published)
        assert time == resolve_time(expression, published, tense=tense)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_filter_in_front_of_the_grammar_changes_nothing(language: str) -> None:
    rules, slow = grammar(language), unfiltered(language)
    known = {word for table in rules.words.values() for word in table} | set(rules.numerals)
    texts = [case["text"] for case in load(language)]
    for word in known:
        texts += [word, word.capitalize(), f"3{word}", f"3 {word}", f"{word}月", f"{word} 5"]
        texts += [f"{before} {word}" for before in ("a", "an", "the", "in", "in the", "for", "by", "at", "that")]
    for text in map(fold, texts):
        assert spans(rules, text) == spans(slow, text), text


def spans(rules: Grammar, text: str) -> list[tuple[int, int]]:
    return [match.span() for match in rules.atom.finditer(text) if match.end() > match.start()]


def unfiltered(language: str) -> Grammar:
    table = TABLES / language / "data" / "times.tsv"
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "times.tsv"
        lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
        copy.write_text("".join(line for line in lines if not line.startswith("edge\tstart")), encoding="utf-8")
        return compile_grammar(copy)


def test_a_document_without_a_date_leaves_relative_times_unresolved() -> None:
    for case in ALL:
        for expression in find_times(case["text"], case["language"]):
            assert resolve_time(expression, None).basis in (None, "text")


def test_a_language_without_a_grammar_is_refused() -> None:
    for language in ("de", "../ja", ""):
        with pytest.raises(UsageError):
            find_times("am Montag", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tables_that_keii_ships_are_right(language: str) -> None:
    table = TABLES / language / "data" / "times.tsv"
    assert compile_grammar(table).atoms == grammar(language).atoms


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("atm\t\tx\t", "kind «atm»"),
        ("atom\tx\tx\tyear==3", "value «year==3»"),
        ("atom\tx\tx\teon=3", "value «eon=3»"),
        ("atom\tx\tx\treason:bored", "value «reason:bored»"),
        ("atom\tx\t<nothing>\t", "class <nothing>"),
        ("atom\tx\t(x\t", "expression is wrong"),
        ("atom\tx\t(x)\t", "capturing group"),
        ("range\t\tfrom <A>\t", "<A> and <B>"),
    ],
)
def test_a_wrong_row_is_named_with_file_and_line(tmp_path: Path, row: str, what: str) -> None:
    path = tmp_path / "times.tsv"
    path.write_text("\t".join(COLUMNS) + "\nnumber\t\tone\t1\nword\td\ttoday\tday+0\natom\td\t<d>\t\ngap\t\t,\t\n"
                    + row + "\n", encoding="utf-8")
    with pytest.raises(DataError, match=what) as caught:
        compile_grammar(path)
    assert caught.value.where == f"{path}:6"


@pytest.mark.parametrize(
    ("text", "language", "length"),
    [
        ("5時間以上", "ja", "PT5H"), ("1時間30分", "ja", "PT1H30M"), ("2年3か月", "ja", "P2Y3M"),
        ("数日間", "ja", None), ("半世紀", "ja", "P50Y"), ("two and a half years", "en", "P2.5Y"),
        ("for five months", "en", "P5M"),
        ("half an hour", "en", "PT30M"), ("several weeks", "en", None), ("yesterday", "en", None),
    ],
)
def test_a_length_is_told_as_an_iso_period(text: str, language: str, length: str | None) -> None:
    assert [expression.length for expression in find_times(text, language)] == [length]


def test_an_impossible_or_far_date_is_refused_and_not_an_error() -> None:
    for text in ("9999年12月31日", "紀元後0年", "900世紀", "5000年前", "99999年前", "今後99999年間"):
        for expression in find_times(text, "ja"):
            assert isinstance(resolve_time(expression, date(2023, 9, 14)), ResolvedTime)


def test_every_reason_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "times.md").read_text(encoding="utf-8")
    assert [reason for reason in Unresolved if f"| `{reason}` |" not in page] == []
