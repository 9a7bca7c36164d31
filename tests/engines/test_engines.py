"""Every engine, really started: Dask, Ray and Spark where they are installed (requirements.engines.txt)."""

import os
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

import mapped
from keii.engines.contract import Engine
from keii.engines.processes import Processes
from keii.engines.table import ENGINES, checked, start
from keii.errors import UsageError
from keii.shards.merging.plan import Sizes
from keii.shards.plan import Job
from keii.shards.running import Run
from merged import merge, of_ledger, of_shards
from sharding import files

ROOT = Path(__file__).parents[2]
TEXTS = {
    "a.txt": "The army of Peru attacked a base in Chile on Monday, the minister said. Chile protested.\n",
    "b.txt": "ペルーの外相は13日、チリの大使と会談した。軍は演習を中止した。\n",
    "c.txt": "\x00\x01",
    "d.txt": "Kenya and Ghana met in Nairobi and signed an agreement.\n",
}


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Give an engine with two workers of this machine; skip where its package is missing."""
    package = ENGINES[request.param].package
    if package and find_spec(package) is None:
        pytest.skip(f"{package} is not installed: pip install -r requirements.engines.txt")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join((str(ROOT / "src"), str(ROOT / "tests"), str(ROOT))))
        started = start(request.param, workers=2)
        try:
            yield started
        finally:
            started.close()


def test_results_come_for_every_item_and_a_death_costs_one(engine: Engine) -> None:
    assert dict(engine.map(mapped.squared, range(6))) == {0: 0, 1: 1, 2: 4, 3: None, 4: 16, 5: 25}
    assert dict(engine.map(mapped.squared, [7])) == {0: 49}


def test_what_the_function_raises_is_raised(engine: Engine) -> None:
    with pytest.raises(Exception, match="thirteen is refused"):
        list(engine.map(mapped.squared, [13]))


def test_shards_are_those_of_one_process_to_the_last_byte(engine: Engine, straight: Path, tmp_path: Path) -> None:
    news = straight.parent / "news"
    inputs = [str(news / name) for name in TEXTS]
    done = list(Run(inputs, Job(to=str(tmp_path / "out"), coder="rules", published="2026-11-20")).done(engine))
    assert [(one.documents, one.problems, one.trouble) for one in done] == [(3, 1, None)]
    assert files(tmp_path / "out") == files(straight)
    again = list(Run(inputs, Job(to=str(tmp_path / "out"), coder="rules", published="2026-11-20")).done(engine))
    assert [one.kept for one in again] == [True]


def test_events_of_shards_are_those_of_a_ledger(engine: Engine, straight: Path, tmp_path: Path) -> None:
    shutil.copytree(straight, tmp_path / "out")
    assert all(one.peak > 0 for one in merge(tmp_path / "out", engine, sizes=Sizes(of_part=1, of_bucket=1, of_block=1)))
    found = of_shards(tmp_path / "out")
    assert found == of_ledger(straight, tmp_path / "keii.db")
    assert len(found) >= 4


@pytest.fixture(scope="module")
def straight(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the shards of some texts, made in this process."""
    folder = tmp_path_factory.mktemp("engines")
    (folder / "news").mkdir()
    for name, text in TEXTS.items():
        (folder / "news" / name).write_text(text, encoding="utf-8")
    inputs = [str(folder / "news" / name) for name in TEXTS]
    list(Run(inputs, Job(to=str(folder / "out"), coder="rules", published="2026-11-20")).done(Processes(1)))
    return folder / "out"


def test_dask_gives_up_what_waits_for_processes_that_do_not_start_again(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("keii.engines.on_dask.PATIENCE", 2.0)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(ROOT / "src"), str(ROOT / "tests"), str(ROOT))))
    started = start("dask", workers=2)
    try:
        results = started.map(mapped.slow, [0, 60, 60])
        found = [next(results)]
        started._cluster.scale(0)  # type: ignore[attr-defined]
        assert dict([*found, *results]) == {0: 0, 1: None, 2: None}
    finally:
        started.close()


def test_the_local_engine_tries_once_more_what_was_under_way_when_a_worker_died(tmp_path: Path) -> None:
    assert dict(Processes(2).map(mapped.counted, [str(tmp_path / "a")])) == {0: 2}


def test_an_engine_that_is_none_or_cannot_be_had_is_told() -> None:
    with pytest.raises(UsageError, match="«flink» is not known. Known: local, dask, ray, spark"):
        checked("flink")
    with pytest.raises(UsageError, match="this machine only"):
        checked("local", cluster="tcp://127.0.0.1:8786")


@pytest.mark.parametrize("name", ["dask", "ray", "spark"])
def test_an_engine_whose_package_is_missing_says_what_to_install(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keii.engines.table.find_spec", lambda package: None)
    with pytest.raises(UsageError) as told:
        checked(name)
    assert told.value.remedy == f"Install it with: pip install 'keii[{name}]'"
