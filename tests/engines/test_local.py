from pathlib import Path

import pytest

import dying
from keii.engines import local
from keii.engines.local import Brought, Made, readings
from keii.model import Claim
from keii.sources import find

TEXTS = {
    "a.txt": "The army of Peru attacked a base in Chile on Monday, the minister said. Chile protested.\n",
    "b.txt": "ペルーの外相は13日、チリの大使と会談した。軍は演習を中止した。\n",
    "c.txt": "Kenya and Ghana met in Nairobi and signed an agreement. Kenya will send aid to Ghana.\n",
    "d.bin": "\x00\x01",
    "e.txt": "チリ政府はペルーへの制裁を発表した。\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_two_processes_read_what_one_reads_in_the_same_order_with_its_vectors(folder: Path) -> None:
    alone = list(readings(find([str(folder)])))
    together = list(readings(find([str(folder)]), jobs=2))
    assert [made.reading for made in together] == [made.reading for made in alone]
    assert sum(len(made.reading.claims) for made in alone) >= 4
    for made in together:
        if (document := made.reading.document) is None:
            continue
        brought, own = Brought(), Brought()
        brought.take(made)
        assert made.document == brought.document(document) == own.document(document)
        for sentence in made.reading.sentences:
            claims = [claim for claim in made.reading.claims if claim.sentence == sentence.index]
            assert brought.acts(document, sentence, claims) == own.acts(document, sentence, claims)
            assert all(local.words(claim) in made.acts for claim in claims)


def test_vectors_that_came_with_another_document_are_not_taken(folder: Path) -> None:
    made = list(readings(find([str(folder / "a.txt"), str(folder / "c.txt")])))
    first, second = (one.reading.document for one in made)
    assert first is not None
    assert second is not None
    brought = Brought()
    brought.take(Made(reading=made[0].reading, document=b"the first's"))
    assert brought.document(first) == b"the first's"
    assert brought.document(second) == Brought().document(second)
    claims: list[Claim] = list(made[0].reading.claims)
    sentence = made[0].reading.sentences[claims[0].sentence]
    own = [claim for claim in claims if claim.sentence == sentence.index]
    assert brought.acts(first, sentence, own) == Brought().acts(first, sentence, own)


def test_a_document_that_ends_its_process_costs_no_other(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "b.txt").write_text(dying.MARK, encoding="utf-8")
    monkeypatch.setattr(local, "make", dying.make)
    made = [one.reading for one in readings(find([str(folder)]), coder="rules", jobs=2)]
    told = {Path(one.origin).name: [problem.code for problem in one.problems] for one in made}
    assert told["b.txt"] == ["coding.failed-document"]
    assert [told[name] for name in ("a.txt", "c.txt", "e.txt")] == [[], [], []]
    assert all(one.claims for one in made if Path(one.origin).name in ("a.txt", "c.txt", "e.txt"))
