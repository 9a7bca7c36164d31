"""The verbs `expectations` and `causes`, on ledgers read from short articles."""

from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
import pytest

from cli.conftest import Keii
from databases import Cast
from keii.cli.main import run
from keii.ledger import Ledger

ARTICLES = {
    "a.jsonl": [
        {"text": "プーチン大統領は来月5日に北朝鮮を訪問する予定だ。", "published": "2024-06-01", "publisher": "甲新聞"},
        {"text": "ロシアのプーチン大統領は5日、北朝鮮を訪問した。", "published": "2024-07-05", "publisher": "乙通信"},
        {"text": "Macron will visit Ukraine next week.", "published": "2024-06-01", "publisher": "The Paper"},
        {"text": "Macron postponed his visit to Ukraine.", "published": "2024-06-05", "publisher": "The Paper"},
        {
            "text": "反政府勢力が港を封鎖した。このため、穀物の輸出が止まった。"
            "穀物の輸出が止まったことで、小麦の価格が上がった。",
            "published": "2024-06-02",
        },
        {"text": "The European Union imposed sanctions because Russia attacked Ukraine.", "published": "2024-06-03"},
    ],
}


def fill(ledger: Ledger) -> None:
    """Read the articles as `keii read` does."""
    with TemporaryDirectory() as folder:
        for name, articles in ARTICLES.items():
            (Path(folder) / name).write_bytes(b"".join(orjson.dumps(article) + b"\n" for article in articles))
        assert run(["--ledger", str(ledger.path), "read", *(str(Path(folder) / name) for name in ARTICLES)]) == 0


@pytest.fixture
def told(keii: Keii, cast: Cast) -> Keii:
    """Give the command with a ledger of a few stories."""
    cast(keii.ledger, fill)
    keii.capture.readouterr()  # what reading said
    return keii


def table(out: str) -> list[dict[str, str]]:
    header, *rows = [line.split("\t") for line in out.splitlines()]
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_expectations_are_listed_with_outcome_deadline_and_words(told: Keii) -> None:
    ran = told("expectations", "--type", "CONSULT")
    assert ran.code == 0
    shown = {row["act"]: row for row in table(ran.out)}
    assert (shown["訪問"]["outcome"], shown["訪問"]["deadline"], shown["訪問"]["why"]) == ("met", "2024-07-06", "訪問")
    assert (shown["visit"]["outcome"], shown["visit"]["why"]) == ("postponed", "postponed … visit")
    assert [row["outcome"] for row in table(ran.out)] == ["postponed", "met"]  # what is to come stands first


def test_as_of_tells_what_was_known_then(told: Keii) -> None:
    ran = told("expectations", "--type", "CONSULT", "--as-of", "2024-06-02")
    assert {row["outcome"] for row in table(ran.out)} == {"open"}
    assert "as known on" in told("expectations").err
    assert "as known on" not in ran.err


def test_filters_and_outcomes_select_expectations(told: Keii) -> None:
    assert [row["act"] for row in table(told("expectations", "--party", "PRK").out)] == ["訪問"]
    assert [row["act"] for row in table(told("expectations", "--outcome", "postponed").out)] == ["visit"]
    assert table(told("expectations", "--party", "BRA").out) == []
    assert len(table(told("expectations", "--type", "CONSULT", "--limit", "1").out)) == 1


def test_json_holds_every_voice_and_turn_with_its_sentence(told: Keii) -> None:
    [line] = told("expectations", "--party", "PRK", "--json").out.splitlines()
    value = orjson.loads(line)
    assert value["outcome"] == "met"
    assert value["deadline_span"]["quote"] == "来月5日"
    assert [voice["publisher"] for voice in value["voices"]] == ["甲新聞"]
    assert [(turn["outcome"], turn["publisher"]) for turn in value["turns"]] == [("met", "乙通信")]
    assert "訪問" in value["turns"][0]["sentence_text"]


@pytest.mark.parametrize(("by", "who"), [("speaker", "Macron"), ("outlet", "The Paper")])
def test_announcements_are_counted_by_speaker_and_outlet(told: Keii, by: str, who: str) -> None:
    rows = {row["who"]: row for row in table(told("expectations", "--type", "CONSULT", "--by", by).out)}
    assert (rows[who]["status"], rows[who]["told"], rows[who]["postponed"], rows[who]["met"]) == (
        "planned",
        "1",
        "1",
        "0",
    )
    assert orjson.loads(told("expectations", "--by", by, "--json").out.splitlines()[0]).keys() >= {"who", "told", "met"}


def test_a_day_that_is_none_is_refused(told: Keii) -> None:
    ran = told("expectations", "--as-of", "soon")
    assert ran.code == 2
    assert "soon" in ran.err


def test_causes_are_listed_as_chains(told: Keii) -> None:
    rows = table(told("causes", "--since", "2024-06-02", "--until", "2024-06-02").out)
    assert [(row["chain"], row["cause"], row["effect"]) for row in rows] == [
        ("1", "反政府勢力が港を封鎖した", "穀物の輸出が止まった"),
        ("1", "穀物の輸出が止まった", "小麦の価格が上がった"),
    ]


def test_filters_select_causes_by_the_claims_in_them(told: Keii) -> None:
    values = [orjson.loads(line) for line in told("causes", "--type", "SANCTION", "--json").out.splitlines()]
    [value] = [value for value in values if value["connective"]["quote"] == "because"]
    assert (value["cause"]["quote"], value["connective"]["quote"]) == ("Russia attacked Ukraine", "because")
    assert value["status"] == "asserted"
    assert value["effect_claims"]
