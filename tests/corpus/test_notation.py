from pathlib import Path

import pytest

from corpus.check import check
from corpus.notation import Article, find, read_articles
from keii.errors import DataError

HEAD = "@ ja.t.01 | register=agency | region=europe | date=2019-05-14 | real=no | context=diplomatic\n"
ACT = "> CONSULT.visit planned | 訪問 | ラトビア外相=LVA/GOV | | p:タリン | t:来月"


def article(tmp_path: Path, body: str, head: str = HEAD) -> Article:
    path = tmp_path / "a.txt"
    path.write_text(head + body, encoding="utf-8")
    return next(iter(read_articles(path)))


def faults(tmp_path: Path, body: str, head: str = HEAD) -> list[str]:
    path = tmp_path / "a.txt"
    path.write_text(head + body, encoding="utf-8")
    return [str(fault).removeprefix(f"{path}:") for fault in check([path])]


def test_an_act_has_its_spans_in_the_sentence(tmp_path: Path) -> None:
    sentence = article(
        tmp_path,
        f"= ラトビア外相、来月タリン訪問へ\n{ACT} | h:へ | s:通信社=XXX/JRN\n".replace(
            "タリン訪問へ", "タリン訪問へと通信社"
        ),
    ).sentences[0]
    act = sentence.acts[0]
    assert (act.type, act.mode, act.status) == ("CONSULT", "visit", "planned")
    for words in (act.trigger, act.place, act.time, act.actors[0].words, act.sources[0].words, *act.hedges):
        assert words is not None
        assert sentence.text[words.start : words.end] == words.text


def test_what_is_left_out_or_pointed_to_names_its_antecedent(tmp_path: Path) -> None:
    body = (
        "- チリの外相が会見した。\n- 同外相はペルーを非難し、制裁を求めた。\n"
        "> ACCUSE occurred | 非難し | 同外相~チリの外相=CHL/GOV | ペルー=PER/GOV\n"
        "> REQUEST occurred | 求めた | ~チリの外相=CHL/GOV\n"
    )
    accuse, request = article(tmp_path, body).sentences[1].acts
    assert accuse.actors[0].words is not None
    assert accuse.actors[0].words.text == "同外相"
    assert request.actors[0].words is None
    assert {accuse.actors[0].antecedent, request.actors[0].antecedent} == {"チリの外相"}


def test_content_may_be_given_by_its_ends_and_in_pieces(tmp_path: Path) -> None:
    body = '- "We shall leave," she said, "and never come back."\n< she~Ana | said | "We .. leave, + "and .. back."\n'
    head = HEAD.replace("ja.t.01", "en.t.01")
    said = article(tmp_path, "- Ana spoke.\n" + body, head).sentences[1].attributions[0]
    assert [words.text for words in said.content] == ['"We shall leave,', '"and never come back."']
    assert said.source is not None
    assert said.source.antecedent == "Ana"


@pytest.mark.parametrize(
    ("words", "near", "start"), [("会談", None, 0), ("会談#2", None, 3), ("会", 3, 3), ("会", 0, 0)]
)
def test_words_are_found_by_number_or_by_nearness(words: str, near: int | None, start: int) -> None:
    assert find("会談と会談" if "#" in words or near is not None else "会談", words, near).start == start


def test_a_pronoun_is_not_found_inside_another_word() -> None:
    assert find("The sheep followed as he left the hall.", "he", 33).start == 22
    assert find("The hall was shut.", "he", 5).start == 1  # nothing better: the checker's reader sees it


@pytest.mark.parametrize("words", ["訪問", "会談", "会談#3"])
def test_words_that_are_not_there_or_are_ambiguous_are_refused(words: str) -> None:
    with pytest.raises(ValueError, match="stand"):
        find("会談と会談", words)


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("= ラトビア外相の訪問\n> VISIT planned | 訪問\n", "3: «VISIT» is no type of the codebook."),
        ("= ラトビア外相の訪問\n> CONSULT soon | 訪問\n", "3: «soon» is no status"),
        ("= ラトビア外相の訪問\n> CONSULT.arrest planned | 訪問\n", "3: CONSULT has no mode «arrest»"),
        ("= ラトビア外相の訪問\n> CONSULT planned | 会談\n", "3: «会談» does not stand in the sentence"),
        (
            "= ラトビア外相の訪問\n> CONSULT planned | 訪問 | ラトビア外相=QQQ/GOV\n",
            "3: «QQQ» is no ISO 3166 alpha-3 code",
        ),
        ("= ラトビア外相の訪問\n> CONSULT planned | 訪問 | ラトビア外相=LVA/KING\n", "3: «LVA/KING» is no code"),
        ("= ラトビア外相の訪問\n> CONSULT planned | 訪問 | ラトビア外相\n", "3: «ラトビア外相» has no code"),
        ("= ラトビア外相の訪問\n> OTHER planned | 訪問\n", "3: an OTHER has a label"),
        (
            "= ラトビア外相の訪問\n> CONSULT planned | 訪問\n> CONSULT planned | 訪問\n",
            "4: the act CONSULT «訪問» is written twice.",
        ),
        ("= ラトビア外相の訪問\n= ラトビア外相の訪問\n", "3: the sentence stands at"),
        (
            "= ラトビア外相の訪問\n> CONSULT planned | 訪問 | ~エストニア外相=EST/GOV\n",
            "3: the antecedent «エストニア外相» stands",
        ),
        ("= ラトビア外相の訪問\n> CONSULT planned | 訪問 | | | z:へ\n", "3: «z:へ» is no key:value"),
        ("", "1: the article has no sentence."),
    ],
)
def test_a_fault_is_told_with_file_and_line(tmp_path: Path, body: str, fault: str) -> None:
    assert any(told.startswith(fault) for told in faults(tmp_path, body)), faults(tmp_path, body)


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ("date=2019-05-14", "1: the article lacks date=."),
        ("real=no", "1: the article lacks real=."),
        ("context=diplomatic", ""),
    ],
)
def test_an_article_says_what_it_is(tmp_path: Path, wrong: str, fault: str) -> None:
    told = faults(tmp_path, f"= ラトビア外相、来月タリン訪問へ\n{ACT}\n", HEAD.replace(f" | {wrong}", ""))
    assert any(one.startswith(fault) for one in told) if fault else not told


def test_a_line_of_no_kind_stops_the_reader(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="begins no line"):
        article(tmp_path, "ラトビア外相\n")
