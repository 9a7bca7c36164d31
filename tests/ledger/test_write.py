from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from keii.errors import LedgerError, SpanError
from keii.ledger import Filter, Ledger
from keii.model import Span, Status
from ledger.samples import failure, launch, visit, with_claims

TABLES = ("documents", "inputs", "readings", "sentences", "claims", "parties", "sources", "places", "times",
          "quantities", "cues", "trace", "problems", "causes", "cause_claims", "cause_sources", "cause_cues")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.create(tmp_path / "keii.db") as opened:
        yield opened


def rows(ledger: Ledger) -> dict[str, int]:
    with ledger.asking() as connection:
        return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}


def select(ledger: Ledger, sql: str) -> list[tuple[object, ...]]:
    with ledger.asking() as connection:
        return connection.execute(sql).fetchall()


def test_reading_the_same_input_twice_adds_nothing(ledger: Ledger) -> None:
    for reading in (visit(), launch(), failure()):
        assert ledger.write(reading)
    before = rows(ledger)
    for reading in (visit(), launch(), failure()):
        assert not ledger.write(reading)
    assert rows(ledger) == before


def test_the_same_article_in_another_file_is_one_document_with_two_inputs(ledger: Ledger) -> None:
    ledger.write(visit("a.txt"))
    ledger.write(visit("copy.txt"))
    counted = rows(ledger)
    assert (counted["documents"], counted["readings"], counted["inputs"]) == (1, 1, 2)


def test_a_newer_coder_s_claims_become_current_and_the_older_stay(ledger: Ledger) -> None:
    old = visit(coder="rules/1")
    new = with_claims(visit(coder="rules/2"), *visit(coder="rules/2").claims[:2])
    ledger.write(old)
    assert ledger.write(new)
    assert [claim.coder for claim in ledger.claims()] == ["rules/2", "rules/2"]
    assert select(ledger, "SELECT coder, current FROM readings ORDER BY key") == [("rules/1", 0), ("rules/2", 1)]
    assert select(ledger, "SELECT count(*) FROM claims WHERE coder = 'rules/1' AND current = 0") == [(3,)]
    assert rows(ledger)["documents"] == 1


def test_an_older_coder_used_again_brings_its_claims_back_without_new_rows(ledger: Ledger) -> None:
    ledger.write(visit(coder="rules/1"))
    ledger.write(visit(coder="rules/2"))
    before = rows(ledger)
    assert ledger.write(visit(coder="rules/1"))
    assert {claim.coder for claim in ledger.claims()} == {"rules/1"}
    assert rows(ledger) == before


def test_a_span_that_quotes_something_else_is_refused_and_nothing_is_kept(ledger: Ledger) -> None:
    reading = visit()
    wrong = reading.claims[0].with_(trigger=Span(start=0, end=2, quote="訪問"))
    with pytest.raises(SpanError, match="訪問"):
        ledger.write(with_claims(reading, reading.claims[1], wrong))
    assert set(rows(ledger).values()) == {0}


@pytest.mark.parametrize("change", [{"sentence": 9}, {"document": "d_other"}])
def test_a_claim_of_another_document_or_sentence_is_refused(ledger: Ledger, change: dict[str, object]) -> None:
    reading = visit()
    with pytest.raises(LedgerError, match="another document or sentence"):
        ledger.write(with_claims(reading, reading.claims[0].with_(**change)))


def test_two_claims_of_one_id_are_kept_once_and_the_other_is_a_problem(ledger: Ledger) -> None:
    reading = visit()
    claim = reading.claims[0]
    ledger.write(with_claims(reading, claim, claim, claim.with_(recipients=())))
    assert list(ledger.claims()) == [claim]
    (numbered,) = ledger.problems()
    assert numbered.problem.code == "ledger.doubled-claim"
    assert (numbered.problem.start, numbered.problem.end) == (claim.trigger.start, claim.trigger.end)


def test_half_a_character_is_refused_with_its_place(ledger: Ledger) -> None:
    reading = launch()
    assert reading.document is not None
    broken = replace(reading.document, title="ab\ud800")
    with pytest.raises(LedgerError, match=r"documents\.title .*U\+D800.* at 2") as raised:
        ledger.write(replace(reading, document=broken, claims=()))
    assert raised.value.code == "ledger.half-character"


def test_an_input_whose_name_is_no_text_is_kept_with_its_bytes_written_out(ledger: Ledger) -> None:
    ledger.write(failure("caf\udce9.txt"))  # as Python names a file in Latin-1
    assert [numbered.problem.origin for numbered in ledger.problems()] == [r"caf\udce9.txt"]


def test_a_mended_input_s_problem_is_no_longer_listed_but_stays(ledger: Ledger) -> None:
    ledger.write(failure("a.txt"))
    ledger.write(failure("b.txt"))
    with Ledger.create(ledger.path) as later:
        later.write(visit("a.txt"))
        later.settle(["a.txt"])
        assert [(numbered.number, numbered.problem.origin) for numbered in later.problems()] == [(2, "b.txt")]
    assert select(ledger, "SELECT number, current FROM problems ORDER BY number") == [(1, 0), (2, 1)]


def test_a_problem_that_comes_back_has_its_old_number(ledger: Ledger) -> None:
    ledger.write(failure("a.txt"))
    for reading in (visit("a.txt"), failure("a.txt")):
        with Ledger.create(ledger.path) as later:
            later.write(reading)
            later.settle(["a.txt"])
    assert [numbered.number for numbered in ledger.problems()] == [1]


@pytest.mark.parametrize(("name", "left"), [
    ("in", ["in.txt", "-", "other.jsonl:4"]), ("in/", ["in.txt", "-", "other.jsonl:4"]),
    ("other.jsonl", ["in/a.txt", "in/b.jsonl:2", "in.txt", "-"]), ("i?", ["in/a.txt", "in/b.jsonl:2", "in.txt", "-",
                                                                         "other.jsonl:4"]),
    ("-", ["in/a.txt", "in/b.jsonl:2", "in.txt", "-", "other.jsonl:4"]),
])
def test_reading_a_folder_or_file_to_the_end_settles_what_is_in_it(ledger: Ledger, name: str, left: list[str]) -> None:
    for origin in ("in/a.txt", "in/b.jsonl:2", "in.txt", "-", "other.jsonl:4"):
        ledger.write(failure(origin))
    with Ledger.create(ledger.path) as later:
        later.settle([name])
        assert [numbered.problem.origin for numbered in later.problems()] == left


def test_what_this_run_found_is_not_settled(ledger: Ledger) -> None:
    ledger.write(failure("a.txt", "line 1 is not JSON."))
    ledger.write(failure("a.txt", "line 7 is not JSON."))
    ledger.settle(["a.txt"])
    assert len(list(ledger.problems())) == 2


def test_every_span_of_the_ledger_quotes_its_document(ledger: Ledger) -> None:
    ledger.write(visit())
    ledger.write(launch())
    checked = select(ledger, """
        SELECT count(*), count(CASE WHEN substr(d.text, s.start + 1, s."end" - s.start) = s.quote THEN 1 END)
        FROM spans AS s JOIN claims AS c ON c.key = s.claim JOIN documents AS d ON d.id = c.document""")
    spans = sum(len(list(claim.spans())) for reading in (visit(), launch()) for claim in reading.claims)
    assert checked == [(spans, spans)]


def test_the_views_read_like_notes(ledger: Ledger) -> None:
    ledger.write(visit())
    assert select(ledger, "SELECT date, type, status, actors, actor_codes, trigger, recipients, sources, country"
                          " FROM claims_view ORDER BY sentence") == [
        ("2024-06-13", "CONSULT", "occurred", "プーチン大統領", "RUS/GOV", "訪問", "平壌", None, "PRK"),
        ("2024-06-14", "AGREE", "possible", "ロシア", "RUS/GOV", "合意", None, "大統領府報道官", None),
        ("2024-06-14", "SANCTION", "not_occurred", "米国", "USA/GOV", "制裁を科", None, None, None),
    ]
    assert select(ledger, "SELECT language, sentences, claims FROM documents_view") == [("ja", 3, 3)]


def test_ids_stay_the_same_whatever_the_ledger(ledger: Ledger, tmp_path: Path) -> None:
    ledger.write(visit())
    with Ledger.create(tmp_path / "other.db") as other:
        other.write(launch())
        other.write(visit())
        chosen = Filter(documents=("a.txt",))
        assert [claim.id for claim in other.claims(chosen)] == [claim.id for claim in ledger.claims()]


def test_status_and_certainty_come_back_as_the_model_s_values(ledger: Ledger) -> None:
    ledger.write(visit())
    assert all(isinstance(claim.status, Status) for claim in ledger.claims())
