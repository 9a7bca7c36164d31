"""`keii eval times`: the times of every line, with their values."""

from typing import Any

import orjson
import pytest

from cli.conftest import Keii


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ({"doc": "a", "text": "昨日会談した。", "date": "2023-09-14"}, {"doc": "a", "times": [(0, 2, "2023-09-13")]}),
        ({"doc": "a", "text": "昨日会談した。", "date": None}, {"doc": "a", "times": [(0, 2, "XXXX")]}),
        (
            {"row": 3, "text": "1時間で戻ります。", "reference": "2023-09-14T16:12:00"},
            {"row": 3, "times": [(0, 4, "2023-09-14T17:12:00")]},
        ),
    ],
)
def test_eval_writes_the_times_of_each_line(keii: Keii, line: dict[str, Any], expected: dict[str, Any]) -> None:
    source = keii.ledger.parent / "in.jsonl"
    source.write_bytes(orjson.dumps(line) + b"\n")
    ran = keii("eval", "times", str(source), "--language", "ja")
    found = orjson.loads(ran.out)
    found["times"] = [(time["start"], time["end"], time["value"]) for time in found["times"]]
    assert (ran.code, found) == (0, expected)
