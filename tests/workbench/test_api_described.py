"""Whatever the description of the API allows is asked, and answered as it says; what it does not allow is refused."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytest.importorskip("schemathesis", reason="it asks the API: pip install 'keii[dev]'")

import schemathesis

import workbench.json_in_forms  # noqa: F401  # its formats
from keii.cli.words import retell
from keii.ledger import Ledger
from keii.situation.keeping import Keeper
from keii.workbench.app import application
from keii.workbench.config import Workbench
from keii.workbench.pages import DATA, PAGES
from ledger.samples import failure, launch, visit
from workbench.conftest import Here

EXAMPLES = 3  # of each operation, as many again of what is not allowed
HOST = {"Host": "127.0.0.1"}
TOKEN = "sixteen-letters-and-more"
TOKEN_OF = {"Authorization": f"Bearer {TOKEN}"}
PATHS = [f"/api/v1{'/start' if path == '/' else path}".replace(":path}", "}") for path in PAGES | DATA]


def filled(path: Path) -> Path:
    with Ledger.create(path) as held:
        for reading in (visit("news/a.txt"), launch("news/b.jsonl:3"), failure("news/c.txt")):
            held.write(reading)
        Keeper(held, None).catch_up()
    return path


@pytest.fixture(scope="module", autouse=True)
def _patterns_made_once() -> Iterator[None]:
    """Make what generates the words of a pattern once: a class of characters is taken apart one by one each time."""
    made: dict[tuple[object, ...], st.SearchStrategy[Any]] = {}
    real = st.from_regex

    def remembered(regex: Any, *, fullmatch: bool = False, alphabet: Any = None) -> st.SearchStrategy[Any]:
        key = (regex, fullmatch, repr(alphabet))  # a compiled pattern equals another of the same words and flags
        if key not in made:
            one = real(regex, fullmatch=fullmatch, alphabet=alphabet)
            made[key] = st.deferred(lambda: one)  # what is filtered further would otherwise be made anew
        return made[key]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(st, "from_regex", remembered)
        yield


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Give the description of a workbench that only shows its ledger."""
    path = filled(tmp_path_factory.mktemp("api") / "keii.db")
    app = application(Workbench(ledger=path, retell=retell, read_only=True, api_token=TOKEN))
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, headers=HOST)


@pytest.fixture(scope="module")
def taking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Give the description of a workbench that takes documents."""
    path = filled(tmp_path_factory.mktemp("taking") / "keii.db")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("keii.workbench.app.Apart", Here)
        app = application(Workbench(ledger=path, retell=retell, api_token=TOKEN, coder="rules"))
        yield schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, headers=HOST)


def ask(operation: Any, headers: dict[str, str]) -> None:
    """Ask an operation what its description allows, then what it does not, and let all checks look at the answers."""
    for mode in (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE):
        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(max_examples=EXAMPLES, database=None, derandomize=True,
                  suppress_health_check=list(HealthCheck))
        def asked(case: Any) -> None:
            case.call_and_validate(headers=headers)

        asked()


RECONCILED = [operation for service in ("actors", "places") for operation in (
    f"GET /{service}", f"POST /{service}", f"GET /{service}/suggest/entity", f"GET /{service}/suggest/type",
    f"GET /{service}/suggest/property", f"GET /{service}/properties", f"GET /{service}/preview")]


@pytest.mark.parametrize("path", PATHS)
def test_what_is_shown_is_as_described(described: Any, path: str) -> None:
    ask(described[path]["GET"], HOST)


@pytest.mark.parametrize("path", ["/documents", "/jobs"])
def test_what_writes_is_refused_as_described_where_the_ledger_is_only_shown(described: Any, path: str) -> None:
    ask(described[f"/api/v1{path}"]["POST"], HOST | TOKEN_OF)


@pytest.mark.parametrize("operation", ["POST /code", "POST /documents", "POST /jobs", "GET /jobs", "GET /jobs/{name}"])
def test_what_is_read_is_answered_as_described(taking: Any, operation: str) -> None:
    method, path = operation.split()
    ask(taking[f"/api/v1{path}"][method], HOST | TOKEN_OF)


@pytest.mark.parametrize("operation", RECONCILED)
def test_names_are_reconciled_as_described(described: Any, operation: str) -> None:
    method, path = operation.split()
    ask(described[f"/api/v1/reconcile{path}"][method], HOST)
