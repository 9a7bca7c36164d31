from pathlib import Path

import pytest

from exports.sample import ledger


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the path of the sample ledger, made once; tests only read it."""
    return ledger(tmp_path_factory.mktemp("exports") / "sample.db")
