import io
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keii.engines.local import Made, words
from keii.pipeline import Reading
from keii.shards import tables
from keii.shards.tables import TABLES, Writer, read
from keii.situation.vectors import ActVectors
from ledger.samples import failure, launch, readings, visit


def written(made: list[Made]) -> Mapping[str, bytes]:
    with TemporaryDirectory() as folder:
        writer = Writer(Path(folder), "000000-test")
        for one in made:
            writer.add(one)
        writer.close()
        return {table: Path(folder, f"{table}.parquet").read_bytes() for table in TABLES}


def back(files: Mapping[str, bytes]) -> list[Made]:
    return list(read({table: io.BytesIO(data) for table, data in files.items()}))


def with_vectors(reading: Reading) -> Made:
    acts = {words(claim): ActVectors(meaning=b"\x01\x80", act=bytes([number])) for number, claim in
            enumerate(reading.claims)}
    return Made(reading=reading, document=b"\x00\x7f", acts=acts)


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(st.lists(readings(), max_size=3))
def test_readings_come_back_as_they_went_in_to_the_last_representation(found: list[Reading]) -> None:
    made = [Made(reading=reading) for reading in found]
    assert repr(back(written(made))) == repr(made)


def test_vectors_and_readings_without_a_document_come_back_in_their_order() -> None:
    made = [Made(reading=failure("a.txt")), with_vectors(visit("b.txt")), Made(reading=launch("c.txt")),
            Made(reading=failure("d.txt")), with_vectors(launch("e.txt"))]
    assert back(written(made)) == made
    assert back(written(made))[1].document == b"\x00\x7f"


def test_the_same_readings_give_the_same_bytes_and_groups_do_not_show() -> None:
    made = [with_vectors(visit(f"{number}.txt")) for number in range(2 * tables.GROUP + 1)]
    files = written(made)
    assert files == written(made)
    assert pq.ParquetFile(io.BytesIO(files["claims"])).num_row_groups == 3  # 200, 200 and 1 readings
    assert back(files) == made


def test_a_shard_without_readings_gives_none() -> None:
    assert back(written([])) == []
