import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from cli.conftest import Keii
from keii.ledger import Ledger
from keii.model import Span
from ledger.samples import failure, launch, visit, with_claims


def test_reading_fills_the_ledger_and_says_how_much(keii: Keii, pipeline_gives: Any) -> None:
    pipeline_gives(visit(), launch())
    ran = keii("read", "news")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == ("2 documents read, 2 of them new; 4 sentences, 4 claims, 0 problems. "
                       f"Ledger: {keii.ledger}\n")


def test_reading_again_says_that_nothing_is_new(keii: Keii, pipeline_gives: Any) -> None:
    pipeline_gives(visit(), launch())
    keii("read", "news")
    assert "2 documents read, 0 of them new" in keii("read", "news").err


def test_a_failure_is_told_kept_and_does_not_stop_the_rest(keii: Keii, pipeline_gives: Any) -> None:
    pipeline_gives(failure("c.txt"), visit())
    ran = keii("read", "news")
    assert ran.code == 1
    assert "keii: c.txt: the file is empty. Fill it. [input.empty]" in ran.err
    with Ledger.open(keii.ledger) as ledger:
        counts = ledger.counts()
    assert (counts.documents, counts.problems) == (1, 1)


def test_json_has_a_line_for_every_input_and_nothing_else(keii: Keii, pipeline_gives: Any) -> None:
    pipeline_gives(visit(), failure("c.txt"))
    ran = keii("read", "news", "--json")
    found = [orjson.loads(line) for line in ran.out.splitlines()]
    assert [(line["origin"], line["claims"], line["new"], len(line["problems"])) for line in found] == [
        ("a.txt", 3, True, 0), ("c.txt", 0, True, 1)]


def test_a_reading_that_the_ledger_refuses_becomes_a_problem(keii: Keii, pipeline_gives: Any) -> None:
    bad = visit("bad.txt")
    wrong = with_claims(bad, bad.claims[0].with_(trigger=Span(start=0, end=2, quote="×")))
    half = launch("half.txt")
    assert half.document is not None
    pipeline_gives(wrong, replace(half, document=replace(half.document, title="\udc00")), visit("good.txt"))
    ran = keii("read", "news")
    assert ran.code == 1
    with Ledger.open(keii.ledger) as ledger:
        assert [numbered.problem.code for numbered in ledger.problems()] == ["ledger.bad-span", "ledger.half-character"]
        assert [listed.document.origin for listed in ledger.documents()] == ["good.txt"]


def test_a_ledger_that_is_none_is_refused_before_anything_is_read(keii: Keii, tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("これは台帳ではない。" * 99, encoding="utf-8")
    ran = keii("-l", str(notes), "read", "news")
    assert ran.code == 2
    assert "notes.txt: this file is not a ledger" in ran.err
    assert "これは" in notes.read_text(encoding="utf-8")


def test_a_full_disk_ends_the_read_with_what_was_kept(keii: Keii, pipeline_gives: Any,
                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline_gives(visit(), launch())
    written = Ledger.write

    def write(ledger: Ledger, reading: Any) -> bool:
        if reading.origin == "b.txt":
            pages = ledger._connection.execute("PRAGMA page_count").fetchone()[0]
            ledger._connection.execute(f"PRAGMA max_page_count = {pages}")
            reading = replace(reading, document=replace(reading.document, title="長" * 99_999))
        return written(ledger, reading)

    monkeypatch.setattr(Ledger, "write", write)
    ran = keii("read", "news")
    assert ran.code == 1
    assert "1 document read, 1 of them new" in ran.err
    assert "the disk or the ledger's quota is full. Free space and run the command again" in ran.err
    with Ledger.open(keii.ledger) as ledger:
        assert ledger.counts().documents == 1


def test_a_locked_ledger_is_explained(keii: Keii, pipeline_gives: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline_gives(visit())
    monkeypatch.setattr("keii.ledger.sqlite.WAIT", 0.1)
    Ledger.create(keii.ledger).close()
    other = sqlite3.connect(keii.ledger, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    ran = keii("read", "news")
    other.close()
    assert ran.code == 1
    assert "locked by another program" in ran.err


def test_problems_are_told_in_japanese(keii: Keii, pipeline_gives: Any) -> None:
    pipeline_gives(failure("c.txt", "the input holds no text."))
    assert "c.txt: 入力に本文がありません。" in keii("read", "c.txt", "--lang", "ja").err
