"""Whatever the description of the API allows is asked, and answered as it says; what it does not allow is refused."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

pytest.importorskip("schemathesis", reason="it asks the API: pip install 'keii[dev]'")

import schemathesis

from keii.cli.words import retell
from keii.ledger import Ledger
from keii.situation.keeping import Keeper
from keii.workbench.app import application
from keii.workbench.config import Workbench
from keii.workbench.pages import DATA, PAGES
from ledger.samples import failure, launch, visit

EXAMPLES = 3  # of each operation, as many again of what is not allowed
HOST = {"Host": "127.0.0.1"}
PATHS = [f"/api/v1{'/start' if path == '/' else path}".replace(":path}", "}") for path in PAGES | DATA]


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Give the description of a workbench that only shows its ledger."""
    path = tmp_path_factory.mktemp("api") / "keii.db"
    with Ledger.create(path) as held:
        for reading in (visit("news/a.txt"), launch("news/b.jsonl:3"), failure("news/c.txt")):
            held.write(reading)
        Keeper(held, None).catch_up()
    app = application(Workbench(ledger=path, retell=retell, read_only=True))
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, headers=HOST)


def ask(operation: Any, headers: dict[str, str]) -> None:
    """Ask an operation what its description allows, then what it does not, and let all checks look at the answers."""
    for mode in (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE):
        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(max_examples=EXAMPLES, deadline=None, database=None, derandomize=True,
                  suppress_health_check=list(HealthCheck))
        def asked(case: Any) -> None:
            case.call_and_validate(headers=headers)

        asked()


@pytest.mark.parametrize("path", PATHS)
def test_what_is_shown_is_as_described(described: Any, path: str) -> None:
    ask(described[path]["GET"], HOST)
