import re
import sqlite3
from pathlib import Path

import pytest

from keii.engines.local import Brought, Made, make
from keii.errors import ShardError
from keii.ledger import Ledger
from keii.shards.loading import Shards
from keii.shards.manifest import place
from keii.situation.keeping import Keeper
from keii.sources import find
from sharding import articles, run

TEXTS = {
    "a.txt": "The army of Peru attacked a base in Chile on Monday, the minister said. Chile protested.\n",
    "b.txt": "ペルーの外相は13日、チリの大使と会談する予定だ。これを受けて軍は演習を中止した。\n",
    "c.txt": "\x00\x01",
    "d.txt": "On Tuesday Peru's army attacked a base in Chile. Peru may withdraw because Chile protested.\n",
    "e.jpg": "",
}


def dump(path: Path) -> list[str]:
    """Return all of a ledger as SQL, without the times of the readings."""
    with sqlite3.connect(path) as connection:
        return [re.sub(r"'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ'", "NOW", line) for line in connection.iterdump()]


def keep(path: Path, made: list[Made], inputs: list[str]) -> list[bool]:
    brought = Brought()
    with Ledger.create(path) as ledger:
        keeper, new = Keeper(ledger, brought), []
        for one in made:
            brought.take(one)
            new.append(ledger.write(one.reading))
            keeper.catch_up()
        ledger.settle(inputs)
    return new


def test_a_ledger_of_shards_is_that_of_the_same_inputs_to_the_last_row(tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    for name, text in TEXTS.items():
        (news / name).write_text(text, encoding="utf-8")
    keep(tmp_path / "straight.db", [make(one) for one in find([str(news)], published="2026-11-25")], [str(news)])

    from keii.engines.processes import Processes
    from keii.shards.plan import Job
    from keii.shards.running import Run

    list(Run([str(news)], Job(to=str(tmp_path / "out"), published="2026-11-25")).done(Processes(1)))
    shards = Shards(str(tmp_path / "out"))
    assert shards.documents == 3
    assert keep(tmp_path / "loaded.db", list(shards.readings()), list(shards.whole.inputs)) == [True] * 5
    straight = dump(tmp_path / "straight.db")
    assert dump(tmp_path / "loaded.db") == straight
    assert sum(line.startswith('INSERT INTO "events"') for line in straight) >= 3
    assert sum(line.startswith('INSERT INTO "problems"') for line in straight) == 2
    assert keep(tmp_path / "loaded.db", list(shards.readings()), list(shards.whole.inputs)) == [False] * 5
    assert dump(tmp_path / "loaded.db") == straight


@pytest.mark.usefixtures("by_hand")
def test_a_file_that_is_not_what_its_manifest_says_is_refused(tmp_path: Path) -> None:
    (done,) = run([str(articles(tmp_path / "news"))], tmp_path / "out")
    path = tmp_path / "out" / place("claims", done.name)
    data = path.read_bytes()
    for bad in (data[:-1], data[:100] + bytes([data[100] ^ 1]) + data[101:]):
        path.write_bytes(bad)
        with pytest.raises(ShardError, match=r"claims/.* is missing, or is not what the manifest says"):
            list(Shards(str(tmp_path / "out")).readings())
    path.write_bytes(data)
    (tmp_path / "out" / "shards" / f"{done.name}.json").write_bytes(b"{}")
    with pytest.raises(ShardError, match=r"shards/.* is missing"):
        Shards(str(tmp_path / "out"))
    (tmp_path / "out" / "manifest.json").write_bytes(b"{")
    with pytest.raises(ShardError, match="a manifest is damaged"):
        Shards(str(tmp_path / "out"))
