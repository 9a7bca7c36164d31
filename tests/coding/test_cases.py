"""Single sentences with what must be read in them: tests/cases/<language>/coding.yaml, one test a case.

`known_gaps*.txt` beside the cases lists those that a coder does not meet yet, one text a line. The lists are strict:
a case that is met has no place in them.
"""

from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Any

import pytest

from cases.coding import CODERS, Case, gaps_path, load, unmet
from keii import pipeline

pytestmark = pytest.mark.usefixtures("remembered")  # both coders read every case
LANGUAGES = ("ja", "en")


@cache
def known_gaps(language: str, coder: str) -> tuple[str, ...]:
    """Return the texts of the cases that are known not to be met."""
    path = gaps_path(language, coder)
    lines = path.read_text(encoding="utf-8").split("\n") if path.exists() else []
    return tuple(line for line in lines if line and not line.startswith("#"))


def cases() -> Iterator[Any]:
    for coder, language in product(CODERS, LANGUAGES):
        for case in load(language):
            yield pytest.param(coder, language, case, id=f"{coder} {language}: {case.phenomenon}: {case.text}")


@pytest.mark.parametrize(("coder", "language", "case"), list(cases()))
def test_the_sentence_is_read_as_the_case_says(coder: str, language: str, case: Case) -> None:
    troubles = unmet(case, pipeline.code(case.text, language=language, coder=coder).claims)
    if case.text not in known_gaps(language, coder):
        assert not troubles, "\n".join(troubles)
    elif troubles:
        pytest.xfail("; ".join(troubles))
    else:
        pytest.fail(f"The case is met now: remove it from {gaps_path(language, coder)}.")


@pytest.mark.parametrize("coder", CODERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_known_gap_is_a_case_and_stands_once(language: str, coder: str) -> None:
    gaps = known_gaps(language, coder)
    assert set(gaps) <= {case.text for case in load(language)}
    assert len(gaps) == len(set(gaps))
