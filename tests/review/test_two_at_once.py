"""Two reviewers who decide at the same moment: each word is kept whole, and nobody decides unseen over another."""

import threading
from pathlib import Path

from keii.ledger import Ledger
from keii.model import Verdict
from keii.review.deciding import MeanwhileError, Reviewer, decide
from keii.situation.keeping import Keeper
from ledger.samples import visit

CLAIMS = visit().claims


def at_once(path: Path, *, last: int | None) -> list[str]:
    """Let four persons decide about every claim from threads of their own; return who was told to look again."""
    refused: list[str] = []
    start = threading.Barrier(4)

    def work(name: str) -> None:
        with Ledger.create(path) as ledger:
            start.wait()
            for claim in CLAIMS:
                try:
                    decide(ledger, claim.id, Verdict.AMEND, Reviewer(name=name, at="2031-05-04T00:00:00Z"),
                           values={"status": "planned"}, last=last)
                except MeanwhileError:
                    refused.append(name)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def made(tmp_path: Path) -> Path:
    with Ledger.create(tmp_path / "keii.db") as ledger:
        ledger.write(visit())
        Keeper(ledger, None).catch_up()
    return tmp_path / "keii.db"


def test_of_those_who_saw_the_same_state_one_decides(tmp_path: Path) -> None:
    path = made(tmp_path)
    assert len(at_once(path, last=0)) == 3 * len(CLAIMS)
    with Ledger.open(path) as ledger:
        assert sorted(one.claims[0] for one in ledger.judgements()) == sorted(claim.id for claim in CLAIMS)


def test_words_that_look_at_nothing_are_all_kept(tmp_path: Path) -> None:
    path = made(tmp_path)
    assert at_once(path, last=None) == []
    with Ledger.open(path) as ledger:
        assert [one.number for one in ledger.judgements()] == list(range(1, 4 * len(CLAIMS) + 1))
        assert {claim.status.value for claim in ledger.claims()} == {"planned"}
        assert len(list(ledger.claims())) == len(CLAIMS)
        for claim in CLAIMS:
            found = ledger.reviewed(claim.id)
            assert found is not None
            assert {judgement.author for judgement, _ in found.opinions} == set("abcd")
