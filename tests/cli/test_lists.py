import csv
import io
from typing import Any

import orjson
import pytest

from cli.conftest import Keii
from ledger.samples import visit


def lines(out: str) -> list[Any]:
    return [orjson.loads(line) for line in out.splitlines()]


@pytest.mark.parametrize(("kind", "expected"), [("claims", 4), ("documents", 2), ("actors", 7), ("problems", 1)])
def test_json_is_one_object_a_line_and_nothing_else(filled: Keii, kind: str, expected: int) -> None:
    ran = filled("list", kind, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert len(lines(ran.out)) == expected


@pytest.mark.parametrize("kind", ["claims", "documents", "actors", "problems"])
def test_without_a_terminal_a_list_is_tab_separated_with_english_names(filled: Keii, kind: str) -> None:
    english, japanese = filled("list", kind), filled("list", kind, "--lang", "ja")
    table = list(csv.reader(io.StringIO(english.out), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(table) > 1
    assert len({len(row) for row in table}) == 1
    assert japanese.out.splitlines()[0] == english.out.splitlines()[0]


def test_claims_read_like_a_table(filled: Keii) -> None:
    table = [row.split("\t") for row in filled("list", "claims").out.splitlines()]
    assert table[0] == ["date", "type", "status", "actors", "act", "recipients", "sources", "confidence",
                        "claim"]
    assert table[1] == ["2024-06-13", "CONSULT visit", "occurred", "プーチン大統領", "訪問", "平壌", "", "0.75",
                        visit().claims[0].id]
    assert table[4][:3] == ["", "OTHER satellite launch", "occurred"]


def test_problems_are_told_in_the_language_asked_for(filled: Keii) -> None:
    assert "input.empty\tnews/c.txt\tthe file is empty.\tFill it." in filled("list", "problems").out


def test_filters_select(filled: Keii) -> None:
    chosen = lines(filled("list", "claims", "--actor", "RUS", "--status", "possible", "--status", "planned",
                          "--source", "!none", "--json").out)
    assert [claim["trigger"]["quote"] for claim in chosen] == ["合意"]
    assert filled("list", "claims", "--actor", "CHN", "--json").out == ""


def test_the_least_confidence_selects_and_is_refused_where_it_is_none(filled: Keii) -> None:
    chosen = lines(filled("list", "claims", "--least-confidence", ".75", "--json").out)
    assert [(claim["confidence"], claim["confidence_whole"]) for claim in chosen] == [(0.75, 0.5)]
    refused = filled("list", "claims", "--least-confidence", "75", "--lang", "ja")
    assert refused.code == 2
    assert "確率ではありません" in refused.err


@pytest.mark.parametrize("document", ["a.txt", "news/a.txt", visit().document.id[:9]])  # type: ignore[union-attr]
def test_show_takes_one_document_by_id_or_name(filled: Keii, document: str) -> None:
    assert len(lines(filled("show", document, "--json").out)) == 3


@pytest.mark.parametrize("beginning", [None, 12])
def test_show_takes_every_id_that_json_prints(sample: Keii, beginning: int | None) -> None:
    """Ids of claims, documents and events, whole or as lists shorten them."""
    claim = lines(sample("list", "claims", "--json").out)[0]
    event = next(one for one in lines(sample("events", "--json").out) if claim["id"] in one["claims"])

    def shown(*arguments: str) -> list[str]:
        return [one["id"] for one in lines(sample("show", *arguments, "--json").out)]

    assert shown(claim["id"][:beginning]) == [claim["id"]]
    assert sorted(shown(event["id"][:beginning])) == sorted(event["claims"])
    assert claim["id"] in shown(claim["document"][:beginning])
    assert shown(claim["id"], "--status", "conditional") == []
    assert claim["trigger"]["quote"] in sample("show", claim["id"]).out.replace("*", "")


@pytest.mark.parametrize("name", ["c_00000000000000000000", "e_0000", "c_", "x_123456"])
def test_an_id_that_the_ledger_does_not_hold_is_told(sample: Keii, name: str) -> None:
    ran = sample("show", name)
    assert (ran.code, ran.out) == (2, "")
    assert f"holds no document «{name}»" in ran.err


def test_show_prints_the_dossier_of_all_or_of_one(filled: Keii) -> None:
    everything, one = filled("show"), filled("show", "b.jsonl")
    assert (everything.code, one.code) == (0, 0)
    assert "訪問" in everything.out
    assert "launched" in everything.out
    assert "launched" in one.out
    assert "訪問" not in one.out
    assert "\x1b" not in everything.out  # no colours where there is no terminal


def test_show_takes_filters_and_a_width(filled: Keii) -> None:
    ran = filled("show", "--status", "possible", "--width", "50")
    assert "合意" in ran.out
    assert "launched" not in ran.out
    assert all(sum(2 if ord(char) > 0x2E7F else 1 for char in line) <= 50 for line in ran.out.splitlines())


def test_show_of_a_document_that_is_not_held_says_so(filled: Keii) -> None:
    ran = filled("show", "nowhere.txt")
    assert ran.code == 2
    assert "holds no document «nowhere.txt». `keii list documents` lists them." in ran.err


def test_evidence_cannot_steer_the_terminal(filled: Keii) -> None:
    from dataclasses import replace

    from keii.ledger import Ledger
    from ledger.samples import failure

    reading = failure("evil.txt")
    with Ledger.create(filled.ledger) as ledger:
        ledger.write(replace(reading, problems=(replace(reading.problems[0], message="\x1b[2J\x07gone"),)))
    assert "\x1b" not in filled("list", "problems").out


def test_an_unknown_person_stands_once_for_all_documents_with_the_role_that_a_text_gives(keii: Keii) -> None:
    for name, act in (("a", "批判"), ("b", "訪問")):
        text = f"ペルーのアナ・レイエス議員は水曜日、チリを{act}した。"
        (keii.ledger.parent / f"{name}.txt").write_text(text, encoding="utf-8")
    assert keii("read", "a.txt", "b.txt", "--published", "2024-03-01").code == 0
    found = [one for one in lines(keii("list", "actors", "--json").out) if (one["actor"] or "").startswith("doc:")]
    assert [(one["code"], one["acting"], one["documents"], one["described"]) for one in found] == [
        ("PER/LEG", 2, 2, "議員")]
