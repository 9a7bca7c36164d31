from pathlib import Path

import pytest

from keii.ledger import Filter, Ledger, browse
from keii.ledger.full_text import indexed, question
from ledger.samples import launch, visit


@pytest.mark.parametrize(("words", "number"), [
    ("訪問", 1), ("制裁", 1), ("武器", 1), ("武器の取引", 1), ("米", 1), ("裁制", 0),  # two characters, one, a phrase
    ("プーチン 訪問", 1), ("プーチン -訪問", 0), ("プーチン !satellites", 1), ("ﾌﾟｰﾁﾝ", 1),
    ("satellites", 1), ("SATELLITE", 1), ("launch", 1), ('"3 satellites"', 1), ('"satellites 3"', 0), ("sat", 0),
    ("", 0), ("?!", 0), ('"', 0), ("-訪問", 0), ("NEAR(a b)", 0), ("words:3", 0), ("訪問 OR x", 0), ("*", 0),
])
def test_words_find_their_documents(tmp_path: Path, words: str, number: int) -> None:
    with Ledger.create(tmp_path / "k.db") as ledger:
        ledger.write(visit())
        ledger.write(launch())
        with ledger.browsing(seconds=5) as connection:
            found = browse.search(connection, words, Filter(limit=10), sentences=2)
    assert found.total == len(found.items) == number


def test_a_document_read_again_is_found_once(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "k.db") as ledger:
        ledger.write(visit())
        ledger.write(visit("copy.txt"))
        ledger.write(visit(coder="rules/other"))
        with ledger.browsing(seconds=5) as connection:
            assert browse.search(connection, "訪問", Filter(limit=10), sentences=1).total == 1


def test_a_hit_shows_the_sentences_that_hold_the_words(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "k.db") as ledger:
        ledger.write(visit())
        with ledger.browsing(seconds=5) as connection:
            hit, = browse.search(connection, "制裁 訪問", Filter(limit=10), sentences=5).items
    assert [sentence.index for sentence in hit.sentences] == [0, 2]


def test_the_filter_narrows_a_search(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "k.db") as ledger:
        ledger.write(visit())
        with ledger.browsing(seconds=5) as connection:
            assert browse.search(connection, "訪問", Filter(since="2024-06"), sentences=1).total == 1
            assert browse.search(connection, "訪問", Filter(since="2024-07"), sentences=1).total == 0


def test_scripts_without_spaces_are_indexed_by_pairs() -> None:
    assert indexed("首相がF-16を") == "首相 相が が f 16 を"
    assert question("首相") == '"首相"'
    assert question("首") == '"首"*'
