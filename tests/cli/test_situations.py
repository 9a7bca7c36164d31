"""The verbs of situations on a ledger of a small story in both languages."""

import json
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

import pytest

from cli.conftest import Keii
from keii.ledger import Ledger
from keii.model import Sentence, SourceKind, Status, Told
from keii.pipeline import Reading
from situation.articles import Act, article

STORY = (
    ("2031-04-01", "ja", "甲紙", Act("北朝鮮と韓国が会談した。", "会談", "CONSULT", ("北朝鮮", "韓国"))),
    ("2031-04-02", "en", "Example News", Act("North Korea and South Korea agreed on a truce.", "agreed", "AGREE",
                                             ("North Korea", "South Korea"))),
    ("2031-04-03", "ja", "甲紙", Act("北朝鮮と韓国は5月に再び会談する予定だ。", "会談", "CONSULT", ("北朝鮮", "韓国"),
                                     status=Status.PLANNED, time=("2031-05-01", "2031-06-01", "month"))),
    ("2031-04-09", "ja", "乙紙", Act("北朝鮮は韓国の島を砲撃した。", "砲撃", "ASSAULT", ("北朝鮮",), ("韓国",))),
    ("2031-04-10", "en", "Example News", Act("North Korea shelled South Korea, an official said.", "shelled",
                                             "ASSAULT", ("North Korea",), ("South Korea",),
                                             source=("an official", SourceKind.ANONYMOUS))),
    ("2031-04-10", "ja", "丙紙", Act("ロシアは日本を訪問した。", "訪問", "CONSULT", ("ロシア",), ("日本",))),
)


def readings(told: Iterable[Told]) -> Iterable[Reading]:
    for _, group in groupby(told, key=lambda one: one.document.id):
        own = list(group)
        text = own[0].document.text
        sentences = tuple(Sentence(index=number, start=text.index(line), end=text.index(line) + len(line), text=line)
                          for number, line in enumerate(text.split("\n")))
        yield Reading(origin=own[0].document.id, document=own[0].document, sentences=sentences,
                      claims=tuple(one.claim for one in own))


@pytest.fixture
def story(keii: Keii) -> Keii:
    with Ledger.create(keii.ledger) as ledger:
        for day, language, publisher, act in STORY:
            told = article(day, language, act, publisher=publisher, url=f"https://example.org/{day}")
            for reading in readings(told):
                ledger.write(reading)
    return keii


def rows(out: str) -> list[dict[str, str]]:
    header, *lines = (line.split("\t") for line in out.splitlines())
    return [dict(zip(header, line, strict=True)) for line in lines]


def lines(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def test_situations_are_found_and_defined_and_removed(story: Keii) -> None:
    (found,) = rows(story("situations").out)
    assert (found["situation"], found["found"], found["events"]) == ("KOR-PRK", "found", "5")
    assert story("situations", "add", "露日", "--actor", "RUS", "--actor", "JPN", "--author", "me").code == 0
    assert [row["situation"] for row in rows(story("situations").out)] == ["露日", "KOR-PRK"]
    assert [line["author"] for line in lines(story("situations", "--json").out)] == ["me", None]
    assert story("situations", "remove", "露日").code == 0
    assert [row["situation"] for row in rows(story("situations").out)] == ["KOR-PRK"]


def test_a_definition_replaces_the_one_of_its_name_and_both_stay_as_rows(story: Keii) -> None:
    story("situations", "add", "x", "--actor", "RUS", "--author", "甲")
    story("situations", "add", "x", "--actor", "JPN", "--author", "乙")
    with Ledger.open(story.ledger) as ledger:
        (held,) = ledger.situations()
        kept = ledger._connection.execute("SELECT author FROM situations ORDER BY key").fetchall()
    assert (held.actors, held.author) == (("JPN",), "乙")
    assert kept == [("甲",), ("乙",)]


def test_definitions_are_loaded_from_a_table(story: Keii, tmp_path: Path) -> None:
    path = tmp_path / "s.tsv"
    path.write_text("name\tactors\ttypes\tplaces\ttexts\n砲撃\t\tASSAULT\t\t\n露\tRUS\t\t\t\n", encoding="utf-8")
    assert story("situations", "load", str(path)).code == 0
    found = [(row["situation"], row["events"]) for row in rows(story("situations").out)]
    assert found[:2] == [("砲撃", "2"), ("露", "1")]


@pytest.mark.parametrize(("arguments", "message"), [
    (("situations", "add", "x"), "would hold every event"),
    (("situations", "add"), "needs a name"),
    (("situations", "add", "x", "--type", "MEET"), "does not know «MEET»"),
    (("situations", "remove", "x"), "nobody defined"),
    (("timeline", "y"), "there is no situation «y»"),
    (("indicators",), "nothing to count"),
    (("indicators", "--actor", "RUS", "--since", "soon"), "does not understand the date"),
    (("brief", "--until", "2030"), "no article in the ledger has a date"),
])
def test_what_cannot_be_done_is_said_in_both_languages(story: Keii, arguments: tuple[str, ...], message: str) -> None:
    english, japanese = story(*arguments), story("--lang", "ja", *arguments)
    assert (english.code, japanese.code) == (2, 2)
    assert message in english.err
    assert message not in japanese.err
    assert english.out == japanese.out == ""


def test_a_timeline_keeps_happened_and_awaited_apart(story: Keii) -> None:
    found = rows(story("timeline", "KOR-PRK").out)
    assert [(row["kind"], row["date"], row["precision"]) for row in found] == [
        ("occurred", "2031-04-01", "published"), ("occurred", "2031-04-02", "published"),
        ("occurred", "2031-04-09", "published"), ("claimed", "2031-04-10", "published"),
        ("awaited", "2031-05-01", "month")]
    assert found[-1]["outcome"] == "open"


def test_a_timeline_takes_the_filters_and_marks_what_is_new(story: Keii) -> None:
    found = rows(story("timeline", "--type", "ASSAULT", "--new", "2031-04-10").out)
    assert [row["new"] for row in found] == ["", "new"]
    assert [row["type"] for row in rows(story("timeline", "KOR-PRK", "--status", "planned").out)] == ["CONSULT"]
    assert {line["kind"] for line in lines(story("timeline", "KOR-PRK", "--json").out)} == {"event", "awaited"}


def test_indicators_of_a_pair_count_events_in_which_both_take_part(story: Keii) -> None:
    weeks = rows(story("indicators", "--actor", "PRK", "--actor", "KOR").out)
    assert [(row["period"], row["cooperation"], row["conflict"], row["claimed_conflict"], row["awaited"])
            for row in weeks] == [("2031-03-31", "2", "0", "0", "1"), ("2031-04-07", "0", "1", "1", "0")]
    assert all(row["cooperation"] == row["conflict"] == "0"
               for row in rows(story("indicators", "--actor", "PRK", "--actor", "JPN").out))
    assert rows(story("indicators", "KOR-PRK").out) == weeks


def test_every_figure_in_json_opens_to_claims_of_the_ledger(story: Keii) -> None:
    with Ledger.open(story.ledger) as ledger:
        known = {claim.id for claim in ledger.claims()}
    opened = {claim for line in lines(story("indicators", "KOR-PRK", "--by", "day", "--json").out)
              for tally in line.get("tallies", []) for claim in tally["claims"]}  # type: ignore[attr-defined]
    assert opened
    assert opened <= known


def test_a_brief_in_both_languages_and_forms(story: Keii) -> None:
    english = story("brief", "KOR-PRK", "--since", "2031-04-08")
    assert "North Korea attacked South Korea" in english.out
    assert "[^1]: " in english.out
    assert "会談" not in english.out.partition("[^1]:")[0]
    japanese = story("--lang", "ja", "brief", "KOR-PRK", "--since", "2031-04-01", "--format", "html")
    assert '<html lang="ja">' in japanese.out
    assert "北朝鮮が韓国を攻撃した" in japanese.out
    assert "日本" not in japanese.out


def test_a_brief_of_an_earlier_day_knows_nothing_later(story: Keii) -> None:
    out = story("brief", "--since", "2031-04-01", "--until", "2031-04-03").out
    assert "truce" in out
    assert "shelled" not in out
    assert "as of 3 April 2031" in out


def test_a_brief_in_json_gives_lines_and_notes(story: Keii) -> None:
    found = lines(story("brief", "KOR-PRK", "--since", "2031", "--json").out)
    numbers = {line["number"] for line in found if line["kind"] == "note"}
    used = {number for line in found if line["kind"] == "line"
            for part in line["parts"] for number in part["notes"]}  # type: ignore[attr-defined]
    assert used == numbers


def test_an_empty_ledger_of_undated_texts_has_no_brief_but_lists(keii: Keii) -> None:
    with Ledger.create(keii.ledger) as ledger:
        for reading in readings(article(None, "ja", STORY[0][3])):
            ledger.write(reading)
    assert keii("situations").code == 0
    assert rows(keii("timeline").out)[0]["precision"] == "unknown"
    assert keii("brief").code == 2
